"""One sector: identities that hold exactly, limits, and refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reorient.errors import InvalidOption, NoEquilibrium, NotConverged
from reorient.simulate.armington import Equilibrium, armington, balanced
from reorient.simulate.baseline import Baseline
from reorient.simulate.closure import CLOSURES, parts
from tests.simulate.worlds import costs, names, world

#: Sums of a few hundred products carry rounding errors below this part.
EXACT = 1e-12
#: Two solutions of one system, each to 1e-12 in logs of excess demand, differ by its condition number times that.
SOLVED = 1e-9


def cut(n: int, *places: int) -> np.ndarray:
    factors = np.ones((n, n))
    factors[list(places), :] = factors[:, list(places)] = np.inf
    factors[np.diag_indices(n)] = 1.0
    return factors


@pytest.mark.parametrize("closure", CLOSURES)
def test_no_change_returns_the_baseline(closure: str) -> None:
    found = armington(world(12), theta=5, closure=closure)
    assert np.abs(found.flows / found.baseline.flows - 1).max() < EXACT
    for hat in (found.wages, found.prices, found.income, found.spending, found.real_income, found.real_spending):
        assert np.abs(hat - 1).max() < EXACT
    assert np.abs(found.real_income_first_order).max() < EXACT


@settings(max_examples=25, deadline=None)
@given(
    n=st.integers(2, 9),
    seed=st.integers(0, 10_000),
    theta=st.floats(0.3, 12),
    closure=st.sampled_from(["proportional", "balanced"]),
    scale=st.floats(1e-6, 1e6),
)
def test_identities(n: int, seed: int, theta: float, closure: str, scale: float) -> None:
    base, dearer = world(n, seed), costs(n, seed)
    rng = np.random.default_rng(seed)
    skill, growth = np.exp(rng.normal(0, 0.2, (2, n)))
    change = {"cost": dearer, "productivity": skill, "endowment": growth}
    found = armington(base, theta=theta, closure=closure, **change)  # type: ignore[arg-type]
    # Walras: what is sold is what is earned, what is bought is what is spent, and the world adds up.
    assert np.allclose(found.flows.sum(axis=1), found.baseline.income * found.income, rtol=1e-11)
    assert np.allclose(found.flows.sum(axis=0), found.baseline.spending * found.spending, rtol=1e-11)
    assert found.flows.sum() == pytest.approx(found.baseline.flows.sum(), rel=1e-11)
    assert max(found.residuals.markets, found.residuals.accounts, found.residuals.world) < 1e-11
    # Units: another unit of value changes nothing.
    other = armington(Baseline(base.actors, base.flows * scale), theta=theta, closure=closure, **change)  # type: ignore[arg-type]
    assert np.allclose(other.real_income, found.real_income, rtol=SOLVED)
    # Order: the axis may be turned.
    turn = rng.permutation(n)
    grid = np.ix_(turn, turn)
    turned = armington(
        Baseline(tuple(base.actors[i] for i in turn), base.flows[grid]),
        theta=theta,
        closure=closure,
        cost=dearer[grid],
        productivity=skill[turn],
        endowment=growth[turn],
    )
    assert np.allclose(turned.real_income, found.real_income[turn], rtol=SOLVED)
    assert np.allclose(turned.flows, found.flows[grid], rtol=SOLVED)
    # Prices follow from shares: P = (share at home before / after) ^ (1 / theta) x cost at home.
    home = np.diag(found.flows) / found.flows.sum(axis=0) / np.diag(found.baseline.shares)
    assert np.allclose(found.real_income, skill * growth * home ** (-1 / theta), rtol=SOLVED)


@pytest.mark.parametrize("closure", CLOSURES)
def test_gains_from_trade(closure: str) -> None:
    """Arkolakis, Costinot & Rodriguez-Clare (2012), equation 1: autarky costs 1 - (share at home) ^ (1 / theta)."""
    n, theta = 8, 4.5
    found = armington(world(n), theta=theta, closure=closure, cost=cut(n, *range(n)))
    assert np.allclose(found.real_income, np.diag(found.baseline.shares) ** (1 / theta), rtol=EXACT)
    assert len(found.parts) == n
    one = armington(world(n), theta=theta, closure=closure, cost=cut(n, 3))
    assert one.real_income[3] == pytest.approx(np.diag(one.baseline.shares)[3] ** (1 / theta), rel=EXACT)
    assert one.parts == ((*names(n)[:3], *names(n)[4:]), (names(n)[3],))
    assert one.flows[3, :3].sum() == one.flows[:3, 3].sum() == 0


def test_embargo_is_the_limit() -> None:
    base = world(7)
    shut = np.ones((7, 7))
    shut[1, 4] = shut[4, 1] = np.inf
    limit = armington(base, theta=3, closure="fixed", cost=shut)
    gaps = []
    for power in (2, 4, 6):
        near = armington(base, theta=3, closure="fixed", cost=np.where(np.isinf(shut), 10.0**power, shut))
        gaps.append(np.abs(near.real_income - limit.real_income).max())
    assert gaps[0] > gaps[1] > gaps[2]
    assert gaps[2] < 1e-11  # access of 1e-18 beside 1
    assert np.isnan(limit.real_income_first_order).all()


def test_one_who_cannot_sell_cannot_buy() -> None:
    base = balanced(world(6), theta=4)
    shut = np.ones((6, 6))
    shut[2, :] = np.inf
    shut[2, 2] = 1.0
    limit = armington(base, theta=4, closure="balanced", cost=shut)
    assert limit.real_income[2] == pytest.approx(np.diag(base.shares)[2] ** 0.25, rel=EXACT)
    near = armington(base, theta=4, closure="balanced", cost=np.where(np.isinf(shut), 1e4, shut))
    assert near.real_income[2] == pytest.approx(limit.real_income[2], rel=1e-3)


@pytest.mark.parametrize("closure", CLOSURES)
def test_first_order_is_the_tangent(closure: str) -> None:
    n, rng = 10, np.random.default_rng(5)
    logs = {"cost": rng.normal(0, 1, (n, n)), "productivity": rng.normal(0, 1, n), "endowment": rng.normal(0, 1, n)}

    def at(size: float) -> Equilibrium:
        change = {key: np.exp(size * value) for key, value in logs.items()}
        return armington(world(n), theta=5, closure=closure, **change)  # type: ignore[arg-type]

    errors = [np.abs(np.log(at(s).real_income) - at(s).real_income_first_order).max() for s in (1e-3, 1e-4)]
    assert errors[1] < 1e-4 * np.abs(at(1e-4).real_income_first_order).max() * 100
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.1)  # second order: ten times smaller, hundred times closer


def test_closures_differ_and_keep_what_they_promise() -> None:
    base, dearer = world(9), costs(9)
    fixed = armington(base, theta=4, closure="fixed", cost=dearer)
    assert np.allclose(fixed.flows.sum(axis=0) - fixed.flows.sum(axis=1), base.imbalance, atol=1e-9)
    kept = armington(base, theta=4, closure="proportional", cost=dearer)
    ratio = kept.flows.sum(axis=0) / kept.flows.sum(axis=1) / (base.spending / base.income)
    assert np.allclose(ratio, ratio[0], rtol=1e-10)
    none = armington(base, theta=4, closure="balanced", cost=dearer)
    assert np.allclose(none.flows.sum(axis=0), none.flows.sum(axis=1), rtol=1e-10)
    assert np.allclose(none.baseline.imbalance, 0, atol=1e-9)
    assert not np.allclose(fixed.real_income, none.real_income, rtol=1e-4)


def test_sigma_is_theta_and_one() -> None:
    base, dearer = world(5), costs(5)
    a = armington(base, theta=6, closure="fixed", cost=dearer)
    b = armington(base, sigma=7, closure="fixed", access=dearer**-6.0)
    assert np.allclose(a.flows, b.flows, rtol=SOLVED)


def test_results_cannot_be_changed() -> None:
    found = armington(world(4), theta=4, closure="fixed")
    with pytest.raises(ValueError, match="read-only"):
        found.flows[0, 0] = 1.0


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"theta": 0.0}, "theta = 0"),
        ({"theta": -1.0}, "at or below"),
        ({"theta": None, "sigma": 1.0}, "sigma = 1"),
        ({"theta": None}, "none of them"),
        ({"sigma": 5.0}, "Both theta and sigma"),
        ({"closure": "guess"}, "closure='guess'"),
        ({"cost": np.ones((3, 4))}, "shape"),
        ({"cost": np.full((4, 4), np.nan)}, "missing"),
        ({"cost": np.zeros((4, 4))}, "cost of zero"),
        ({"access": -np.ones((4, 4))}, "out of bounds"),
        ({"access": np.full((4, 4), np.inf)}, "not finite"),
        ({"cost": np.ones((4, 4)), "access": np.ones((4, 4))}, "Both cost and access"),
        ({"productivity": np.zeros(4)}, "of zero: A0"),
        ({"endowment": np.ones(3)}, "shape"),
    ],
)
def test_refusals(change: dict[str, object], text: str) -> None:
    arguments: dict[str, object] = {"theta": 4.0, "closure": "fixed", **change}
    with pytest.raises(InvalidOption, match=text):
        armington(world(4), **arguments)  # type: ignore[arg-type]


def test_embargo_on_oneself_is_refused() -> None:
    shut = np.ones((4, 4))
    shut[2, 2] = np.inf
    with pytest.raises(NoEquilibrium, match="itself: A2"):
        armington(world(4), theta=4, closure="fixed", cost=shut)


def test_an_imbalance_that_cannot_be_paid_is_refused() -> None:
    flows = np.array([[1.0, 9.0, 0.1], [0.1, 20.0, 1.0], [0.1, 1.0, 20.0]])  # A0 sells ten and buys one
    shut = np.ones((3, 3))
    shut[0, 1] = shut[1, 0] = np.inf
    with pytest.raises(NotConverged, match="excess demand") as told:
        armington(Baseline(names(3), flows), theta=4, closure="fixed", cost=shut)
    assert told.value.residual > 1e-3
    assert told.value.iterations > 0
    assert armington(Baseline(names(3), flows), theta=4, closure="balanced", cost=shut).residuals.markets < 1e-11


def test_too_few_rounds_raise() -> None:
    with pytest.raises(NotConverged, match="after 1 rounds"):
        armington(world(6), theta=4, closure="fixed", cost=costs(6), rounds=1)


def test_parts() -> None:
    ties = np.array([[1, 1, 0, 0], [1, 1, 1, 0], [0, 0, 1, 0], [0, 0, 0, 1]], dtype=bool)
    assert [list(one) for one in parts(ties, imbalanced=False)] == [[0, 1], [2], [3]]
    assert [list(one) for one in parts(ties, imbalanced=True)] == [[0, 1, 2], [3]]
    ring = np.eye(5, dtype=bool) | np.roll(np.eye(5, dtype=bool), 1, axis=1)
    assert [list(one) for one in parts(ring, imbalanced=False)] == [[0, 1, 2, 3, 4]]
