r"""Trade at given incomes and spendings: structural gravity without its general equilibrium.

With ease of trade :math:`t_{ij}` (:math:`\tau_{ij}^{-\theta}`; a gravity estimate gives it), incomes Y and spendings E,

.. math:: X_{ij} = \frac{Y_i E_j}{\Pi_i P_j} t_{ij}, \qquad \Pi_i = \sum_j \frac{t_{ij} E_j}{P_j}, \qquad
   P_j = \sum_i \frac{t_{ij} Y_i}{\Pi_i}

(Anderson & van Wincoop 2003, equations 9 to 11, with :math:`\Pi` and P for their powers :math:`1 - \sigma`). It is the
one table with these margins that differs from t by a factor for each row and one for each column, hence also what
PPML with exporter and importer effects fits (Fally 2015), and the conditional equilibrium of Yotov, Piermartini,
Monteiro & Larch (2016, chapter 2). Rows and columns are scaled in turn (Sinkhorn) until the margins are met.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from reorient.errors import BaselineError, NoEquilibrium, NotConverged, few
from reorient.simulate.accounts import Floats, axis, held, table
from reorient.simulate.baseline import Baseline
from reorient.simulate.changes import access_of

#: Largest gap between a margin and its sum, as part of it.
TOLERANCE = 1e-12
ROUNDS = 100_000


@dataclass(frozen=True, slots=True)
class Gravity:
    """Flows with given margins.

    Attributes
    ----------
    flows
        n x n.
    rows, columns
        n factors each, flows = rows x ease x columns; fixed up to one common factor, here so that the first column
        factor is 1.
    residual
        Largest gap between a margin and its sum, as part of it.
    rounds
        Number of scalings.
    """

    flows: Floats
    rows: Floats
    columns: Floats
    residual: float
    rounds: int


def gravity_flows(
    actors: tuple[str, ...],
    ease: ArrayLike,
    income: ArrayLike,
    spending: ArrayLike,
    *,
    tolerance: float = TOLERANCE,
    rounds: int = ROUNDS,
) -> Gravity:
    """Return the flows that structural gravity has for given margins.

    Parameters
    ----------
    actors
        n names.
    ease
        n x n ease of trade from row to column, zero where nothing can be traded; in any unit.
    income, spending
        n row sums and n column sums above zero, with equal totals (to 1e-9).
    tolerance, rounds
        Largest gap of a margin, and number of scalings at most.

    Raises
    ------
    BaselineError
        If a figure is missing or negative, a margin is zero, or totals differ.
    NoEquilibrium
        If somebody has no open way to sell, or none to buy.
    NotConverged
        If the margins are not met: no table with these zeros has them.
    """
    names = axis(actors, "actors", least=2)
    open_ease = table(ease, (names, names), "Ease of trade")
    sold = table(income, (names,), "Incomes")
    bought = table(spending, (names,), "Spendings")
    for what, margin in (("income", sold), ("spending", bought)):
        none = [names[i] for i in np.flatnonzero(margin <= 0)]
        if none:
            raise BaselineError(f"No {what}: {few(none)}", f"{what} above zero for everybody")
    if abs(sold.sum() / bought.sum() - 1) > 1e-9:
        raise BaselineError(f"World income {sold.sum():.9g} and world spending {bought.sum():.9g}", "equal totals")
    for what, shut in (("sell", ~(open_ease > 0).any(axis=1)), ("buy", ~(open_ease > 0).any(axis=0))):
        if np.any(shut):
            closed = few(names[i] for i in np.flatnonzero(shut))
            raise NoEquilibrium(f"Nowhere to {what}: {closed}", "one open tie for everybody")
    columns = np.ones(len(names))
    gap, used = np.inf, 0
    while gap > tolerance and used < rounds:
        used += 1
        rows = sold / (open_ease @ columns)
        sums = rows @ open_ease
        gap = float(np.abs(sums * columns / bought - 1).max())
        columns = bought / sums
    rows = sold / (open_ease @ columns)
    if gap > tolerance:
        raise NotConverged(
            f"Margins not met after {used} scalings: the largest gap is {gap:.3g}",
            f"at most {tolerance:g}",
            "see whether a set of actors that can trade only with each other sells as much as it buys",
            residual=gap,
            iterations=used,
        )
    unit = columns[0]
    return Gravity(held(rows[:, None] * open_ease * columns), held(rows * unit), held(columns / unit), gap, used)


def conditional(baseline: Baseline, access: ArrayLike) -> Gravity:
    """Return flows after a change of access at the baseline's incomes and spendings.

    Parameters
    ----------
    baseline
        Flows with sales at home.
    access
        n x n factors on trade, 0 for an embargo; a change of cost is its power of minus theta.

    Raises
    ------
    InvalidOption, NoEquilibrium, NotConverged
        If a factor is missing or negative, somebody is cut off, or no table has the margins.
    """
    eased = access_of(baseline.actors, 1.0, None, access)
    return gravity_flows(baseline.actors, baseline.flows * eased, baseline.income, baseline.spending)
