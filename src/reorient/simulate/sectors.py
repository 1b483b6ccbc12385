r"""Many sectors with links, tariffs and tariff revenue in exact hat algebra (Caliendo & Parro 2015).

`sector_baseline` holds the accounts, `sector_market` the equations. Real income is means over the price of final
demand, :math:`\hat I_j / \prod_s \hat P_{sj}^{\alpha_{sj}}`. Beside it stands the first order in the form of the paper
(equation 15), from the same exact changes of costs and flows and the baseline's weights:

.. math:: \frac{1}{I_n} \sum_{s,i} \big( X_{sni} \hat c_{sn} - X_{sin} \hat p_{sin} \big)
   + \frac{1}{I_n} \sum_{s,i} t_{sin} X_{sin} \big( \hat X_{sin} - \hat p_{sin} \big)
   + \frac{1}{I_n} \Big( \sum_s Y_{sn} \hat A_{sn} + V_n \hat L_n + \Delta D_n \Big)

(hats in this line as changes, ratio less one; :math:`\hat p_{sin}` is the change of :math:`c_{si} \tau_{sin}`):
terms of trade, volume of trade, and growth and transfers. The third term, and costs other than tariffs in the first
two, are ours: the paper changes tariffs alone, where they are nothing. The exact and the first-order figure differ by
more than their own size where tariffs fall far: the second is a tangent, and tariff revenue is lost along the way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from reorient.errors import InvalidOption, NoEquilibrium, few
from reorient.simulate.accounts import Floats, cells, held, table
from reorient.simulate.changes import access_of, factors_of
from reorient.simulate.closure import checked_closure, closed, has_imbalances, parts
from reorient.simulate.elasticity import Elasticities
from reorient.simulate.sector_baseline import SectorBaseline, sector_baseline
from reorient.simulate.sector_market import ROUNDS, TOLERANCE, SectorProblem, clear_sectors


@dataclass(frozen=True, slots=True)
class SectorResiduals:
    """How far an equilibrium is from one, measured anew on what it returns.

    Attributes
    ----------
    wages
        Largest gap between value added paid by markets and wages, as part of an actor's value added.
    accounts
        Largest gap between spending and the sum of use, final and other demand, as part of an actor's means.
    trade
        Largest gap between an actor's imports less exports and what its rule allows, as part of its value added.
    world
        Gap between world spending less tariffs and world output, as part of it (Walras' law).
    rounds
        Evaluations of all markets.
    """

    wages: float
    accounts: float
    trade: float
    world: float
    rounds: int


@dataclass(frozen=True, slots=True)
class SectorEquilibrium:
    """A counterfactual of many sectors beside its baseline; it exists only if converged.

    Attributes
    ----------
    baseline
        Where changes are measured from; for `closure="balanced"` the baseline without its imbalances.
    elasticities, closure
        Trade elasticities with their source, and rule for imbalances.
    flows
        S x n x n before tariffs, in the unit of the baseline; the numeraire is world value added (of each
        part, if cut).
    tariffs
        S x n x n rates after the change.
    wages, final_prices
        n factors on wages, and on the price of final demand.
    costs, prices
        S x n factors on the cost of a bundle, and on the price of a sector's goods to buyers.
    means
        n factors: value added, revenue and imbalance.
    real_wages, real_income
        n factors, exact: wages and means over the price of final demand.
    terms_of_trade, volume_of_trade, growth_and_transfers
        n changes as parts of means, the terms of the first order; their sum is `real_income_first_order`. NaN where the
        change holds an embargo, whose first order is without bound. Where other demand is not zero they leave it out.
    parts
        The sets of actors between whom trade is left; one set unless cut.
    residuals
        How far it is from an equilibrium.
    """

    baseline: SectorBaseline
    elasticities: Elasticities
    closure: str
    flows: Floats
    tariffs: Floats
    wages: Floats
    final_prices: Floats
    costs: Floats
    prices: Floats
    means: Floats
    real_wages: Floats
    real_income: Floats
    terms_of_trade: Floats
    volume_of_trade: Floats
    growth_and_transfers: Floats
    parts: tuple[tuple[str, ...], ...]
    residuals: SectorResiduals

    @property
    def actors(self) -> tuple[str, ...]:
        """The axis of actors, n names."""
        return self.baseline.actors

    @property
    def real_income_first_order(self) -> Floats:
        """First-order change of real income, as a part of means, n."""
        return self.terms_of_trade + self.volume_of_trade + self.growth_and_transfers

    @property
    def real_income_percent(self) -> Floats:
        """Exact change of real income in percent, n."""
        return 100.0 * (self.real_income - 1.0)

    @property
    def real_income_first_order_percent(self) -> Floats:
        """First-order change of real income in percent, n."""
        return 100.0 * self.real_income_first_order


def sectors(
    baseline: SectorBaseline,
    *,
    closure: str,
    elasticities: Elasticities,
    tariffs: ArrayLike | None = None,
    cost: ArrayLike | None = None,
    access: ArrayLike | None = None,
    productivity: ArrayLike | None = None,
    endowment: ArrayLike | None = None,
    tolerance: float = TOLERANCE,
    rounds: int = ROUNDS,
) -> SectorEquilibrium:
    r"""Return the equilibrium after a change.

    Parameters
    ----------
    baseline
        Accounts of actors and sectors.
    closure
        Rule for imbalances: "fixed", "proportional" or "balanced".
    elasticities
        One for each sector of the baseline, in its order, with their source.
    tariffs
        S x n x n rates after the change; as in the baseline if not given.
    cost, access
        Factors on costs other than tariffs (infinity = embargo), or on trade, :math:`\hat\tau^{-\theta}` (0 = embargo);
        S x n x n, or n x n for all sectors.
    productivity
        S x n or n factors.
    endowment
        n factors on labour.
    tolerance, rounds
        Largest gap of wages in logs, and evaluations at most.

    Raises
    ------
    InvalidOption
        If an argument is outside what the model allows, or sectors differ.
    NoEquilibrium
        If an actor is left without any source of a good it needs, or a fixed imbalance exceeds an income.
    NotConverged
        If wages are not found to the tolerance.
    """
    checked_closure(closure)
    if elasticities.sectors != baseline.sectors:
        odd = sorted(set(elasticities.sectors) ^ set(baseline.sectors))
        raise InvalidOption(
            f"Elasticities for other sectors than the baseline's: {few(odd) if odd else 'another order'}",
            "one elasticity for each sector, in the baseline's order",
        )
    actors, goods = baseline.actors, baseline.sectors
    eased = access_of(actors, elasticities.theta, cost, access, goods)
    after = baseline.tariffs
    if tariffs is not None:
        after = table(tariffs, (goods, actors, actors), "Tariffs after the change", how="give rates, not factors")
    skill = np.ones((len(goods), len(actors)))
    if productivity is not None:
        given = np.asarray(productivity, dtype=np.float64)
        wide = np.broadcast_to(given, skill.shape) if given.ndim == 1 else given
        skill = table(wide, (goods, actors), "Factors on productivity")
        if (skill <= 0).any():
            raise InvalidOption("Factors on productivity of zero", "factors above zero")
    growth = factors_of(actors, endowment, "Factors on the endowment")
    if closure == "balanced":
        baseline = settled(baseline, elasticities=elasticities)
    return _solve(baseline, elasticities, closure, eased, after, skill, growth, True, tolerance, rounds)


def settled(baseline: SectorBaseline, *, elasticities: Elasticities, other_demand: str = "kept") -> SectorBaseline:
    """Return the baseline that would hold without imbalances, at unchanged costs and tariffs.

    Parameters
    ----------
    baseline
        Accounts of actors and sectors.
    elasticities
        One for each sector, with their source.
    other_demand
        "kept", or "dropped" with the imbalances (what Caliendo & Parro 2015 call the zero-deficit economy).

    Raises
    ------
    InvalidOption, NoEquilibrium, NotConverged
        As `sectors` raises.
    """
    if other_demand not in ("kept", "dropped"):
        raise InvalidOption(f"other_demand={other_demand!r}", "kept or dropped")
    keep = other_demand == "kept"
    even = not has_imbalances(baseline.income, baseline.income + baseline.imbalance)
    if even and (keep or not baseline.other_demand.any()):
        return baseline
    access, one = np.ones_like(baseline.flows), np.ones(len(baseline.actors))
    skill = np.ones_like(baseline.value_added)
    found = _solve(baseline, elasticities, "balanced", access, baseline.tariffs, skill, one, keep, TOLERANCE, ROUNDS)
    return sector_baseline(
        baseline.actors,
        baseline.sectors,
        found.flows,
        value_added=baseline.value_added,
        inputs=baseline.inputs,
        tariffs=baseline.tariffs,
        final=baseline.final,
        residual="other_demand" if keep else "refuse",
        negative_inputs="kept",
    )


def _cut_off(baseline: SectorBaseline, weights: Floats) -> None:
    none = (baseline.spending > 0) & ~(weights > 0).any(axis=1)
    if none.any():
        named = few(cells(none, (baseline.sectors, baseline.actors)))
        raise NoEquilibrium(
            f"No source left of what is needed: {named}",
            "one open source, at home or abroad, of every good that is bought",
            "leave one supplier open, or join the sector with one that is made at home",
        )


def _solve(
    baseline: SectorBaseline,
    elasticities: Elasticities,
    closure: str,
    access: Floats,
    tariffs: Floats,
    productivity: Floats,
    endowment: Floats,
    keep_other: bool,
    tolerance: float,
    rounds: int,
) -> SectorEquilibrium:
    theta = elasticities.theta
    factors, flows, income = 1.0 + tariffs, baseline.flows, baseline.income
    dearer = (factors / (1.0 + baseline.tariffs)) ** -theta[:, None, None]
    weights = baseline.shares * access * dearer
    imbalance, spent = baseline.imbalance, baseline.spending
    imbalanced = closure != "balanced" and has_imbalances(income, income + imbalance)
    sets = parts(np.asarray((weights > 0).any(axis=0)), imbalanced)
    n = len(income)
    own = income + baseline.revenue
    wages, means, allowed = np.ones(n), np.zeros(n), np.zeros(n)
    costs, prices, spending = (np.ones_like(spent) for _ in range(3))
    traded = np.zeros_like(flows)
    other = baseline.other_demand if keep_other else np.zeros_like(spent)
    used, left = 0, np.zeros_like(weights)
    for inside in sets:
        left[np.ix_(np.arange(len(theta)), inside, inside)] = 1.0
    _cut_off(baseline, weights * left)
    for inside in sets:
        grid = np.ix_(np.arange(len(theta)), inside, inside)
        mine = slice(None), inside
        rule = closed(closure, own[inside], own[inside] + imbalance[inside])
        problem = SectorProblem(
            weights=np.ascontiguousarray(weights[grid]),
            factors=np.ascontiguousarray(factors[grid]),
            value_added=np.ascontiguousarray(baseline.value_added[mine]),
            inputs=np.ascontiguousarray(baseline.inputs[:, :, inside]),
            final=np.ascontiguousarray(baseline.final[mine]),
            other=np.ascontiguousarray(other[mine]),
            value=income[inside] * endowment[inside],
            ratio=rule.ratio,
            transfer=rule.transfer,
            productivity=np.log(productivity[mine]),
            theta=theta,
            active=spent[mine] > 0,
            spending=np.ascontiguousarray(spent[mine]),
            world=float(income[inside].sum()),
        )
        found = clear_sectors(problem, tolerance=tolerance, rounds=rounds)
        wages[inside], means[inside] = found.wages, found.means
        costs[mine], prices[mine], spending[mine] = found.costs, found.prices, found.spending
        traded[grid] = found.shares / problem.factors * found.spending[:, None, :]
        revenue = found.spending.sum(axis=0) - traded[grid].sum(axis=(0, 1))
        allowed[inside] = found.means - problem.value * found.wages - revenue
        used = max(used, found.rounds)
    negative = spending < 0
    if negative.any():
        named = cells(negative, (baseline.sectors, baseline.actors))
        shown = [f"{name} ({value:.3g})" for name, value in zip(named, spending[negative], strict=True)]
        raise NoEquilibrium(
            f"Spending below zero: {few(shown)}",
            "other demand (stocks run down) smaller than what is bought otherwise",
            "take other demand out first: settled(baseline, ..., other_demand='dropped')",
        )
    residuals = _residuals(baseline, traded, tariffs, wages * endowment, means, allowed, other, sets, used)
    final_prices = np.exp((baseline.final * np.log(prices)).sum(axis=0))
    terms, volume = _first_order(baseline, traded, costs, access, theta)
    gained = (baseline.output * (productivity - 1.0)).sum(axis=0) + income * (endowment - 1.0) + allowed - imbalance
    grown = means / baseline.means
    return SectorEquilibrium(
        baseline,
        elasticities,
        closure,
        held(traded),
        held(tariffs),
        held(wages),
        held(final_prices),
        held(costs),
        held(prices),
        held(grown),
        held(wages / final_prices),
        held(grown / final_prices),
        held(terms),
        held(volume),
        held(gained / baseline.means),
        tuple(tuple(baseline.actors[i] for i in inside) for inside in sets),
        residuals,
    )


def _residuals(
    baseline: SectorBaseline,
    flows: Floats,
    tariffs: Floats,
    growth: Floats,
    means: Floats,
    allowed: Floats,
    other: Floats,
    sets: list[np.ndarray[tuple[int, ...], np.dtype[np.int64]]],
    rounds: int,
) -> SectorResiduals:
    output, spending = flows.sum(axis=2), ((1.0 + tariffs) * flows).sum(axis=1)
    earned = baseline.income * growth
    unit = np.ones(len(means))
    for inside in sets:
        unit[inside] = earned[inside].sum() / baseline.income[inside].sum()
    needed = np.einsum("ksi,si->ki", baseline.inputs, output) + baseline.final * means + other * unit
    total = flows.sum(axis=0)
    trade = total.sum(axis=0) - total.sum(axis=1)
    return SectorResiduals(
        float(np.abs((baseline.value_added * output).sum(axis=0) / earned - 1).max()),
        float((np.abs(spending - needed) / means).max()),
        float((np.abs(trade - allowed) / earned).max()),
        float(abs((spending.sum() - (tariffs * flows).sum()) / output.sum() - 1)),
        rounds,
    )


def _first_order(
    baseline: SectorBaseline, flows: Floats, costs: Floats, access: Floats, theta: Floats
) -> tuple[Floats, Floats]:
    before = baseline.flows
    some = before > 0
    if (some & (access == 0)).any():
        nothing = np.full(len(baseline.actors), np.nan)
        return nothing, nothing
    dearer = np.where(some, costs[:, :, None] * np.where(some, access, 1.0) ** (-1.0 / theta[:, None, None]) - 1.0, 0.0)
    terms = (baseline.output * (costs - 1.0)).sum(axis=0) - (before * dearer).sum(axis=(0, 1))
    grown = np.where(some, flows / np.where(some, before, 1.0) - 1.0, 0.0)
    volume = (baseline.tariffs * before * (grown - dearer)).sum(axis=(0, 1))
    return terms / baseline.means, volume / baseline.means
