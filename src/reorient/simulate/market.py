r"""One market for each actor's good: its excess demand, the slopes of it, and the wages that clear it.

With :math:`x_i = \ln \hat w_i`, :math:`c_i = \hat w_i / \hat A_i`, trade weights :math:`\phi_{ij} = \lambda_{ij}
\hat\tau_{ij}^{-\theta}` and income :math:`Y'_i = Y_i \hat L_i \hat w_i`,

.. math:: \lambda'_{ij} = \frac{\phi_{ij} c_i^{-\theta}}{\sum_k \phi_{kj} c_k^{-\theta}}, \qquad
   G_i(x) = \ln \sum_j \lambda'_{ij} E'_j - \ln Y'_i + \ln \frac{\sum_k Y'_k}{\sum_k Y_k} = 0

(Dekle, Eaton & Kortum 2008, equations 11 and 12, in hats; Alvarez & Lucas 2007 for the excess demand). The last term
sets the numeraire, world income. Newton's method with the exact slopes, which are two matrix products; a step that
does not reduce the excess demand is halved, and where that does not help one step of Alvarez and Lucas is taken.

Products and solutions of systems come from one library of linear algebra (scipy's), and sums of one row from numpy's
loops: two libraries, each with its own threads, wait for each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import blas, lapack

from reorient.errors import NoEquilibrium, NotConverged
from reorient.simulate.accounts import Floats
from reorient.simulate.closure import Closure

#: Largest excess demand, in logs, at which a market counts as cleared: sums of 200 terms carry errors of 1e-14.
TOLERANCE = 1e-12
#: Rounds of Newton's method before giving up; border removal takes 5 or 6.
ROUNDS = 200
#: Slopes are kept for the next step while a step leaves less than this part of the excess demand.
SLOW = 0.1
#: How often a step is halved that does not reduce the excess demand.
HALVINGS = 12


@dataclass(frozen=True, slots=True)
class Cleared:
    """Wages that clear all markets of a part.

    Attributes
    ----------
    wages
        n factors.
    prices
        n factors on price indices.
    shares
        n x n shares of sellers in buyers' spending.
    spending
        n, in the unit of the flows.
    residual
        Largest excess demand in logs.
    rounds
        Number of steps.
    """

    wages: Floats
    prices: Floats
    shares: Floats
    spending: Floats
    residual: float
    rounds: int


def price_slope(shares: Floats, spending: Floats, demand: Floats, theta: float) -> Floats:
    """Return the slope of log demand in the log costs of all sellers at given spending, n x n."""
    rooted = shares * np.sqrt(spending)
    half = blas.dsyrk(1.0, rooted.T, trans=1)
    slope: Floats = half + half.T
    slope.flat[:: len(slope) + 1] /= 2.0
    slope *= (theta / demand)[:, None]
    slope.flat[:: len(slope) + 1] -= theta
    return slope


def income_slope(shares: Floats, income: Floats, demand: Floats, closure: Closure) -> Floats:
    """Return the slope of log excess demand in the log incomes of all, the numeraire included, n x n."""
    slope = closure.demand_slope(shares, income)
    slope /= demand[:, None]
    slope += income / income.sum()
    slope.flat[:: len(slope) + 1] -= 1.0
    return slope


def clear(
    weights: Floats,
    income: Floats,
    productivity: Floats,
    theta: float,
    closure: Closure,
    *,
    actors: Sequence[str] = (),
    tolerance: float = TOLERANCE,
    rounds: int = ROUNDS,
) -> Cleared:
    """Return the wages that clear all markets.

    Parameters
    ----------
    weights
        n x n trade weights: baseline shares times access.
    income
        n incomes at baseline wages (baseline income times the growth of the endowment).
    productivity
        n factors.
    theta
        Trade elasticity.
    closure
        Rule for imbalances, made for these actors.
    actors
        Their names, for the text of an error.
    tolerance, rounds
        Largest excess demand in logs, and number of steps at most.

    Raises
    ------
    NoEquilibrium
        If the fixed imbalances exceed what an actor earns.
    NotConverged
        If the tolerance is not met within the rounds.
    """
    logs = np.zeros(len(income))
    shift = np.log(productivity)

    def excess(at: Floats) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats]:
        pull = -theta * (at - shift)
        top = pull.max()
        wanted = weights * np.exp(pull - top)[:, None]
        index = wanted.sum(axis=0)
        shares = wanted / index
        earned = income * np.exp(at)
        spent = closure.spending(earned)
        demand = np.einsum("ij,j->i", shares, spent)
        if spent.min() <= 0 or not demand.min() > 0 or not np.isfinite(index).all():
            return np.full(len(at), np.inf), shares, earned, spent, demand, index
        gap = np.log(demand / earned) + np.log(earned.sum() / closure.world)
        return gap, shares, earned, spent, demand, np.log(index) + top

    with np.errstate(over="ignore", divide="ignore", invalid="ignore", under="ignore"):
        gap, shares, earned, spent, demand, index = excess(logs)
        if not np.isfinite(gap).all():
            raise NoEquilibrium(
                "An imbalance as large as the actor's whole income, or prices beyond all bounds",
                "spending above zero for everybody",
                "use closure='proportional' or closure='balanced'",
            )
        size = float(np.abs(gap).max())
        best, used, before = size, 0, 0.0
        while size > tolerance and used < rounds:
            used += 1
            if size > SLOW * before:
                slope = price_slope(shares, spent, demand, theta)
                slope += income_slope(shares, earned, demand, closure)
                turned, pivots, singular = lapack.dgetrf(slope.T, overwrite_a=1)
            before = size
            careful = gap / (1.0 + theta)
            step = careful if singular else -lapack.dgetrs(turned, pivots, gap, trans=1)[0]
            step *= min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-300))
            for _ in range(HALVINGS):
                after = excess(logs + step)
                if float(np.abs(after[0]).max()) < size:
                    break
                step = step / 2
            else:
                before = 0.0
                step, after = careful, excess(logs + careful)
                for _ in range(HALVINGS):
                    if np.isfinite(after[0]).all():
                        break
                    step = step / 2
                    after = excess(logs + step)
                else:
                    break
            logs = logs + step
            gap, shares, earned, spent, demand, index = after
            size = float(np.abs(gap).max())
            best = min(best, size)
    if size > tolerance:
        at = int(np.abs(gap).argmax())
        where = f" for {actors[at]}" if actors else ""
        raise NotConverged(
            f"Markets not cleared after {used} rounds: the largest excess demand is {size:.3g} in logs{where}",
            f"at most {tolerance:g}",
            "see whether an actor is left that can only buy or only sell, or whose fixed imbalance it cannot pay; "
            "closure='balanced' leaves no imbalance to be paid",
            residual=best,
            iterations=used,
        )
    return Cleared(np.exp(logs), np.exp(-index / theta), shares, spent, size, used)
