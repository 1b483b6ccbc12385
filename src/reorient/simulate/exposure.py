r"""Exposure: what one state's growth does to every other's income and welfare, from one matrix inversion.

With S the spending shares (row = buyer n, column = seller i), T the income shares (row = seller, column = buyer),
M = TS - I, q shares in world income and Q the matrix with q in every row, growth of productivities
:math:`\mathrm{d}\ln z` moves incomes and welfare by

.. math:: W = -\theta \, (I - T - \theta M + Q)^{-1} M, \qquad U = (I - S)\, W + S, \qquad
   \mathrm{d}\ln w = W \, \mathrm{d}\ln z, \quad \mathrm{d}\ln u = U \, \mathrm{d}\ln z

(Kleinman, Liu & Redding 2024, section 2: their equations for income and welfare exposure, written without their
division by :math:`\theta + 1`; the numeraire is world income). :math:`U_{ni}` is the percent change of n's real income
for one percent of growth in i: above zero i is a friend, below zero an enemy in their sense. With imbalances T - I
becomes the slope of demand in incomes under the closure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve

from reorient.simulate.accounts import Floats, held
from reorient.simulate.armington import balanced
from reorient.simulate.baseline import Baseline
from reorient.simulate.closure import checked_closure, closed
from reorient.simulate.elasticity import one_elasticity
from reorient.simulate.linear import slopes


@dataclass(frozen=True, slots=True)
class Exposure:
    """Exposure of every actor (row) to every actor's growth (column).

    Attributes
    ----------
    baseline
        Where slopes are taken; for `closure="balanced"` the baseline without its imbalances.
    theta, closure
        Trade elasticity and rule for imbalances.
    income
        n x n: percent of the row's income, against world income, for one percent of productivity in the column.
    welfare
        n x n: percent of the row's real income for one percent of productivity in the column.
    buying
        S, n x n: share of the seller in the column in the spending of the buyer in the row.
    selling
        T, n x n: share of the buyer in the column in the income of the seller in the row.
    competing
        M = TS - I, n x n: how much the row loses to the column in the markets where both sell.
    """

    baseline: Baseline
    theta: float
    closure: str
    income: Floats
    welfare: Floats
    buying: Floats
    selling: Floats
    competing: Floats

    @property
    def actors(self) -> tuple[str, ...]:
        """The axis, n names."""
        return self.baseline.actors


def exposure(
    baseline: Baseline, *, closure: str = "balanced", theta: float | None = None, sigma: float | None = None
) -> Exposure:
    """Return the exposure of every actor to the growth of every actor.

    Parameters
    ----------
    baseline
        Flows with sales at home.
    closure
        Rule for imbalances; "balanced" is the paper's, after imbalances are taken out.
    theta, sigma
        Trade elasticity above 0, or elasticity of substitution above 1; exactly one.

    Raises
    ------
    InvalidOption
        If an argument is outside what the model allows.
    NotConverged
        If the baseline without imbalances is not found.
    """
    power = one_elasticity(theta, sigma)
    checked_closure(closure)
    start = balanced(baseline, theta=power) if closure == "balanced" else baseline
    flows, income, spending = start.flows, start.income, start.spending
    in_prices, in_incomes = slopes(flows, power, closed(closure, income, spending))
    wages = solve(in_prices + in_incomes, in_prices, check_finite=False)
    buying = (flows / spending).T
    selling = flows / income[:, None]
    one = np.eye(len(income))
    return Exposure(
        start,
        power,
        closure,
        held(wages),
        held(wages - buying @ (wages - one)),
        held(buying),
        held(selling),
        held(selling @ buying - one),
    )
