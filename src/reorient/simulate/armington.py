r"""One sector in exact hat algebra: what an embargo, a cost, growth or a cut does to everybody's income.

The model is Armington's (Anderson & van Wincoop 2003) or Eaton & Kortum's (2002): in changes they are one
(Arkolakis, Costinot & Rodriguez-Clare 2012). Each actor sells one good made from its endowment; a hat is the ratio of
counterfactual to baseline. `market` holds the equations, `closure` the rules for imbalances, `linear` the
first order.

Real income is :math:`\hat Y_j / \hat P_j`, what the actor's own income buys; real spending is
:math:`\hat E_j / \hat P_j`, the model's welfare, with the transfers that pay for an imbalance. They agree where there
is no imbalance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from reorient.simulate.accounts import Floats, held
from reorient.simulate.baseline import Baseline
from reorient.simulate.changes import access_of, factors_of
from reorient.simulate.closure import checked_closure, closed, has_imbalances, parts
from reorient.simulate.elasticity import one_elasticity
from reorient.simulate.linear import first_order
from reorient.simulate.market import ROUNDS, TOLERANCE, clear


@dataclass(frozen=True, slots=True)
class Residuals:
    """How far an equilibrium is from one, measured anew on what it returns.

    Attributes
    ----------
    markets
        Largest gap between what an actor sells and what it earns, as part of its income.
    accounts
        Largest gap between what an actor buys and what its rule lets it spend, as part of its spending.
    world
        Gap between world spending and world income, as part of world income (Walras' law).
    rounds
        Steps of the iteration.
    """

    markets: float
    accounts: float
    world: float
    rounds: int


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """A counterfactual of one sector beside its baseline; it exists only if converged.

    Attributes
    ----------
    baseline
        Where changes are measured from; for `closure="balanced"` the baseline without its imbalances.
    theta, closure
        Trade elasticity and rule for imbalances.
    flows
        n x n, row = seller, in the unit of the baseline; the numeraire is world income (of each part, if cut).
    wages, prices
        n factors on the price of the endowment and on the price index of spending.
    income, spending
        n factors.
    real_income
        n factors, exact: income over price index.
    real_spending
        n factors, exact: spending over price index, the welfare of the model.
    real_income_first_order
        n changes in logs that the slopes at the baseline predict; NaN where the change holds an embargo, whose first
        order is without bound.
    parts
        The sets of actors between whom trade is left; one set unless cut. Wages of different parts cannot be compared.
    residuals
        How far it is from an equilibrium.
    """

    baseline: Baseline
    theta: float
    closure: str
    flows: Floats
    wages: Floats
    prices: Floats
    income: Floats
    spending: Floats
    real_income: Floats
    real_spending: Floats
    real_income_first_order: Floats
    parts: tuple[tuple[str, ...], ...]
    residuals: Residuals

    @property
    def actors(self) -> tuple[str, ...]:
        """The axis, n names."""
        return self.baseline.actors

    @property
    def real_income_percent(self) -> Floats:
        """Exact change of real income in percent, n."""
        return 100.0 * (self.real_income - 1.0)

    @property
    def real_income_first_order_percent(self) -> Floats:
        """Change of real income in percent as the first order has it, n."""
        return 100.0 * self.real_income_first_order


def armington(
    baseline: Baseline,
    *,
    closure: str,
    theta: float | None = None,
    sigma: float | None = None,
    cost: ArrayLike | None = None,
    access: ArrayLike | None = None,
    productivity: ArrayLike | None = None,
    endowment: ArrayLike | None = None,
    tolerance: float = TOLERANCE,
    rounds: int = ROUNDS,
) -> Equilibrium:
    r"""Return the equilibrium after a change.

    Parameters
    ----------
    baseline
        Flows with sales at home.
    closure
        Rule for imbalances: "fixed", "proportional" or "balanced" (`closure`).
    theta, sigma
        Trade elasticity above 0, or elasticity of substitution above 1; exactly one.
    cost
        n x n factors on the cost of bringing goods from row to column; infinity is an embargo.
    access
        In its place, n x n factors on trade at given prices and incomes, :math:`\hat\tau^{-\theta}`; 0 is an embargo.
    productivity
        n factors on goods made from one unit of endowment.
    endowment
        n factors on the endowment (labour).
    tolerance, rounds
        Largest excess demand in logs, and number of steps at most.

    Raises
    ------
    InvalidOption
        If an argument is outside what the model allows.
    NoEquilibrium
        If an actor is cut off from itself, or a fixed imbalance exceeds an income.
    NotConverged
        If markets do not clear to the tolerance.

    Examples
    --------
    >>> import numpy as np
    >>> base = Baseline(("A", "B"), np.array([[80.0, 20.0], [20.0, 80.0]]))
    >>> cut = armington(base, theta=4, closure="fixed", cost=[[1, np.inf], [np.inf, 1]])
    >>> [round(float(x), 6) for x in cut.real_income_percent]  # 100 (0.8 ** (1 / 4) - 1)
    [-5.425839, -5.425839]
    """
    slope = one_elasticity(theta, sigma)
    checked_closure(closure)
    eased = access_of(baseline.actors, slope, cost, access)
    skill = factors_of(baseline.actors, productivity, "Factors on productivity")
    growth = factors_of(baseline.actors, endowment, "Factors on the endowment")
    if closure == "balanced":
        baseline = balanced(baseline, theta=slope)
    return solved(baseline, slope, closure, eased, skill, growth, tolerance=tolerance, rounds=rounds)


def balanced(baseline: Baseline, *, theta: float | None = None, sigma: float | None = None) -> Baseline:
    """Return the baseline that would hold without imbalances, at unchanged costs; itself if it has none.

    Raises
    ------
    InvalidOption, NotConverged
        As `armington` raises.
    """
    slope = one_elasticity(theta, sigma)
    if not has_imbalances(baseline.income, baseline.spending):
        return baseline
    one = np.ones(len(baseline.actors))
    access = np.ones_like(baseline.flows)
    return Baseline(baseline.actors, solved(baseline, slope, "balanced", access, one, one, tangent=False).flows)


def solved(
    baseline: Baseline,
    theta: float,
    closure: str,
    access: Floats,
    productivity: Floats,
    endowment: Floats,
    *,
    tangent: bool = True,
    tolerance: float = TOLERANCE,
    rounds: int = ROUNDS,
) -> Equilibrium:
    """Return the equilibrium for checked arguments; `armington` checks them.

    Parameters
    ----------
    baseline, theta, closure, tolerance, rounds
        As in `armington`, the baseline without imbalances for "balanced".
    access, productivity, endowment
        n x n, n and n factors.
    tangent
        Whether to compute the first order as well; NaN if not.
    """
    flows, income, spending = baseline.flows, baseline.income, baseline.spending
    n = len(income)
    weights = flows / spending * access
    imbalanced = closure != "balanced" and has_imbalances(income, spending)
    sets = parts(weights > 0, imbalanced)
    wages, prices, spent = np.ones(n), np.ones(n), np.zeros(n)
    traded, linear, allowed = np.zeros((n, n)), np.full(n, np.nan), np.zeros(n)
    used = 0
    finite = tangent and bool((access > 0).all() or not flows[access == 0].any())
    for inside in sets:
        whole = len(inside) == n
        grid = np.ix_(inside, inside)
        inner = weights if whole else weights[grid]
        rule = closed(closure, income[inside], spending[inside])
        found = clear(
            inner,
            income[inside] * endowment[inside],
            productivity[inside],
            theta,
            rule,
            actors=[baseline.actors[i] for i in inside],
            tolerance=tolerance,
            rounds=rounds,
        )
        wages[inside], prices[inside], spent[inside] = found.wages, found.prices, found.spending
        traded[grid] = found.shares * found.spending
        allowed[inside] = rule.spending(income[inside] * endowment[inside] * found.wages)
        used = max(used, found.rounds)
        if finite:
            logs = np.log(np.where(flows[grid] > 0, access[grid], 1.0))
            linear[inside] = first_order(
                flows[grid], theta, rule, logs, np.log(productivity[inside]), np.log(endowment[inside])
            ).real_income
    earned = income * endowment * wages
    residuals = Residuals(
        float(np.abs(traded.sum(axis=1) / earned - 1).max()),
        float(np.abs(traded.sum(axis=0) / allowed - 1).max()),
        float(abs(traded.sum() / earned.sum() - 1)),
        used,
    )
    return Equilibrium(
        baseline,
        theta,
        closure,
        held(traded),
        held(wages),
        held(prices),
        held(earned / income),
        held(spent / spending),
        held(earned / income / prices),
        held(spent / spending / prices),
        held(linear),
        tuple(tuple(baseline.actors[i] for i in inside) for inside in sets),
        residuals,
    )
