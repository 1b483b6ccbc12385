"""Many sectors: identities that hold exactly, limits, and refusals."""

from __future__ import annotations

import numpy as np
import pytest

from reorient.errors import BaselineError, InvalidOption, NoEquilibrium, NotConverged
from reorient.simulate.armington import armington
from reorient.simulate.closure import CLOSURES
from reorient.simulate.elasticity import Elasticities
from reorient.simulate.sector_baseline import sector_baseline
from reorient.simulate.sectors import sectors, settled
from tests.simulate.worlds import accounts, costs, elastic, world

EXACT = 1e-12
#: Gaps of wages are at most 1e-12 in logs, prices and spending settle to 1e-15 of a round.
SOLVED = 1e-9
S, N = 4, 6


def dearer(seed: int = 8) -> np.ndarray:
    factors = np.exp(np.random.default_rng(seed).normal(0, 0.2, (S, N, N)))
    factors[:, np.arange(N), np.arange(N)] = 1.0
    return np.asarray(factors)


@pytest.mark.parametrize("closure", CLOSURES)
def test_no_change_returns_the_baseline(closure: str) -> None:
    found = sectors(accounts(S, N), closure=closure, elasticities=elastic(S))
    assert np.abs(found.flows / found.baseline.flows - 1).max() < EXACT
    for hat in (found.wages, found.prices, found.means, found.real_income, found.real_wages):
        assert np.abs(hat - 1).max() < EXACT
    assert np.abs(found.real_income_first_order).max() < EXACT


@pytest.mark.parametrize("closure", CLOSURES)
def test_identities(closure: str) -> None:
    base, theta, rng = accounts(S, N), elastic(S), np.random.default_rng(9)
    rates = rng.uniform(0, 0.3, (S, N, N)) * ~np.eye(N, dtype=bool)
    skill, growth = np.exp(rng.normal(0, 0.1, (S, N))), np.exp(rng.normal(0, 0.1, N))
    found = sectors(
        base,
        closure=closure,
        elasticities=theta,
        tariffs=rates,
        cost=dearer(),
        productivity=skill,
        endowment=growth,
    )
    start, left = found.baseline, found.residuals
    assert max(left.wages, left.accounts, left.trade, left.world) < 1e-11
    value = (start.value_added * found.flows.sum(axis=2)).sum(axis=0)
    assert np.allclose(value, start.income * growth * found.wages, rtol=1e-11)
    assert value.sum() == pytest.approx(start.income.sum(), rel=1e-11)
    # Units.
    scaled = sector_baseline(
        base.actors,
        base.sectors,
        base.flows * 1e3,
        value_added=base.value_added,
        inputs=base.inputs,
        tariffs=base.tariffs,
    )
    change = {"tariffs": rates, "cost": dearer(), "productivity": skill, "endowment": growth}
    other = sectors(scaled, closure=closure, elasticities=theta, **change)  # type: ignore[arg-type]
    assert np.allclose(other.real_income, found.real_income, rtol=SOLVED)
    # Order of actors and of sectors.
    turn, shuffle = rng.permutation(N), rng.permutation(S)
    cell, end = np.ix_(shuffle, turn, turn), np.ix_(shuffle, turn)
    turned = sector_baseline(
        [base.actors[i] for i in turn],
        [base.sectors[s] for s in shuffle],
        base.flows[cell],
        value_added=base.value_added[end],
        inputs=base.inputs[np.ix_(shuffle, shuffle, turn)],
        tariffs=base.tariffs[cell],
    )
    again = sectors(
        turned,
        closure=closure,
        elasticities=Elasticities(turned.sectors, theta.theta[shuffle], theta.source),
        tariffs=rates[cell],
        cost=dearer()[cell],
        productivity=skill[end],
        endowment=growth[turn],
    )
    assert np.allclose(again.real_income, found.real_income[turn], rtol=SOLVED)
    assert np.allclose(again.flows, found.flows[cell], rtol=SOLVED)


@pytest.mark.parametrize("closure", CLOSURES)
def test_one_sector_is_armington(closure: str) -> None:
    base, theta = world(7), 4.0
    accounts_of_one = sector_baseline(
        base.actors, ["all"], base.flows[None], value_added=np.ones((1, 7)), inputs=np.zeros((1, 1, 7))
    )
    one = Elasticities(("all",), np.array([theta]), "a test")
    a = armington(base, theta=theta, closure=closure, cost=costs(7))
    b = sectors(accounts_of_one, closure=closure, elasticities=one, cost=costs(7))
    assert np.allclose(b.flows[0], a.flows, rtol=SOLVED)
    assert np.allclose(b.real_wages, a.real_income, rtol=SOLVED)
    assert np.allclose(b.real_income, a.real_spending, rtol=SOLVED)


def test_gains_from_trade() -> None:
    """Costinot & Rodriguez-Clare (2014, section 3.4): the product over sectors of (share at home) ^ (a / theta)."""
    base, theta = settled(accounts(S, N, tariff=0.0), elasticities=elastic(S)), elastic(S).theta
    shut = np.where(np.eye(N, dtype=bool), 1.0, np.inf)
    found = sectors(base, closure="balanced", elasticities=elastic(S), cost=shut)
    home = np.einsum("sii->si", base.shares)
    for j in range(N):
        links = np.linalg.inv(
            np.eye(S) - base.inputs[:, :, j].T
        )  # sector s's price in the cost of sector k's home good
        exponent = base.final[:, j] @ links
        assert found.real_income[j] == pytest.approx(np.prod(home[:, j] ** (exponent / theta)), rel=1e-11)
    assert len(found.parts) == N


def test_an_isolated_actor_is_solved_in_the_limit() -> None:
    base = settled(accounts(S, N), elasticities=elastic(S))
    shut = np.ones((N, N))
    shut[1, :] = shut[:, 1] = np.inf
    shut[1, 1] = 1
    limit = sectors(base, closure="balanced", elasticities=elastic(S), cost=shut)
    near = sectors(base, closure="balanced", elasticities=elastic(S), cost=np.where(np.isinf(shut), 1e5, shut))
    assert np.allclose(near.real_income, limit.real_income, rtol=1e-7)  # access of 1e-10 at theta 2
    assert limit.parts[1] == ("A1",)


@pytest.mark.parametrize("closure", CLOSURES)
def test_first_order_is_the_tangent(closure: str) -> None:
    """A change ten times smaller is missed by a hundred times less."""
    base, rng = accounts(S, N), np.random.default_rng(11)
    abroad = ~np.eye(N, dtype=bool)
    more, costlier = rng.uniform(0, 1, (S, N, N)) * abroad, rng.normal(0, 1, (S, N, N)) * abroad
    skill, growth = rng.normal(0, 1, (S, N)), rng.normal(0, 1, N)
    gaps = []
    for size in (1e-3, 1e-4):
        found = sectors(
            base,
            closure=closure,
            elasticities=elastic(S),
            tariffs=base.tariffs + size * more,
            cost=np.exp(size * costlier),
            productivity=np.exp(size * skill),
            endowment=np.exp(size * growth),
        )
        gaps.append(np.abs(found.real_income - 1 - found.real_income_first_order).max())
    assert gaps[0] / gaps[1] == pytest.approx(100, rel=0.2)
    assert gaps[1] < 1e-6
    shut = np.ones((N, N))
    shut[0, 1] = np.inf
    embargo = sectors(base, closure=closure, elasticities=elastic(S), cost=shut)
    assert np.isnan(embargo.real_income_first_order).all()


def test_other_demand_may_be_dropped() -> None:
    base = accounts(S, N)
    odd = sector_baseline(
        base.actors,
        base.sectors,
        base.flows,
        value_added=base.value_added,
        inputs=base.inputs,
        tariffs=base.tariffs,
        final=np.full((S, N), 1 / S),
        residual="other_demand",
    )
    none = settled(odd, elasticities=elastic(S), other_demand="dropped")
    assert np.abs(none.other_demand).max() < 1e-6 * none.means.max()
    assert np.abs(none.imbalance).max() < 1e-9 * none.income.max()
    assert np.allclose(none.final, 1 / S)
    kept = settled(odd, elasticities=elastic(S))
    unit = kept.income.sum() / odd.income.sum()
    assert np.allclose(kept.other_demand, odd.other_demand * unit, atol=1e-8)
    with pytest.raises(InvalidOption, match="other_demand='x'"):
        settled(odd, elasticities=elastic(S), other_demand="x")


@pytest.mark.parametrize(
    ("change", "kind", "text"),
    [
        ({"closure": "guess"}, InvalidOption, "closure='guess'"),
        ({"elasticities": elastic(3)}, InvalidOption, "other sectors than the baseline's: s3"),
        ({"cost": np.ones((N, N)), "access": np.ones((N, N))}, InvalidOption, "Both cost and access"),
        ({"cost": np.ones((2, N, N))}, InvalidOption, "shape"),
        ({"tariffs": np.full((S, N, N), -0.5)}, BaselineError, "give rates"),
        ({"productivity": np.zeros((S, N))}, InvalidOption, "of zero"),
        ({"cost": np.full((N, N), np.inf)}, NoEquilibrium, "itself: s0: A0"),
        ({"cost": np.full((N, N), 1.5) - 0.5 * np.eye(N), "rounds": 2}, NotConverged, "Wages not found after"),
    ],
)
def test_refusals(change: dict[str, object], kind: type[Exception], text: str) -> None:
    arguments: dict[str, object] = {"closure": "fixed", "elasticities": elastic(S), **change}
    with pytest.raises(kind, match=text):
        sectors(accounts(S, N), **arguments)  # type: ignore[arg-type]


def test_a_good_without_any_source_is_refused() -> None:
    base = accounts(S, N)
    flows = np.array(base.flows)
    flows[1, 3, :] = 0.0
    odd = sector_baseline(
        base.actors,
        base.sectors,
        flows,
        value_added=base.value_added,
        inputs=base.inputs,
        final=np.full((S, N), 1 / S),
        residual="other_demand",
    )
    shut = np.ones((N, N))
    shut[:, 3] = np.inf
    shut[3, 3] = 1
    with pytest.raises(NoEquilibrium, match="No source left of what is needed: s1: A3"):
        sectors(odd, closure="fixed", elasticities=elastic(S), cost=shut)
