"""Exposure against its published formula and against the exact solver; levers; draws."""

from __future__ import annotations

import numpy as np
import pytest

from reorient.errors import BaselineError, InvalidOption
from reorient.simulate.armington import armington
from reorient.simulate.closure import CLOSURES
from reorient.simulate.draws import armington_bands, draw_access, draw_elasticities, sector_bands
from reorient.simulate.exposure import exposure
from reorient.simulate.partners import cost_of_losing, levers
from reorient.simulate.sectors import sectors
from tests.simulate.worlds import accounts, elastic, world


def test_the_published_formula() -> None:
    """Kleinman, Liu & Redding (2024): W = -theta/(theta+1) (I - V)^-1 M with V = (T + theta T S)/(theta + 1) - Q."""
    theta, n = 5.0, 9
    found = exposure(world(n), theta=theta)
    buying, selling = np.asarray(found.buying), np.asarray(found.selling)
    assert np.allclose(buying.sum(axis=1), 1)
    assert np.allclose(selling.sum(axis=1), 1)
    weight = np.tile(found.baseline.income / found.baseline.income.sum(), (n, 1)) / (theta + 1)
    v = (selling + theta * selling @ buying) / (theta + 1) - weight
    w = -theta / (theta + 1) * np.linalg.solve(np.eye(n) - v, selling @ buying - np.eye(n))
    assert np.allclose(found.income, w, atol=1e-12)
    assert np.allclose(found.welfare, (np.eye(n) - buying) @ w + buying, atol=1e-12)
    assert np.allclose(found.income.sum(axis=1), 0, atol=1e-12)  # growth of all alike leaves relative incomes
    assert np.allclose(found.welfare.sum(axis=1), 1, atol=1e-12)  # and raises everybody's by as much


@pytest.mark.parametrize("closure", CLOSURES)
def test_small_shocks_against_the_exact_solver(closure: str) -> None:
    """The second order of a shock of 1e-6 is 1e-6 of it: 1e-4 leaves room for shocks that nearly cancel."""
    n = 140
    found = exposure(world(n), theta=5, closure=closure)
    shock = np.random.default_rng(3).normal(0, 1e-6, n)
    exact = armington(found.baseline, theta=5, closure=closure, productivity=np.exp(shock))
    told = np.log(exact.real_income)
    assert np.abs(found.welfare @ shock - told).max() < 1e-4 * np.abs(told).max()
    assert np.abs(found.income @ shock - np.log(exact.income)).max() < 1e-4 * np.abs(np.log(exact.income)).max()


def test_cost_of_losing_both_ways() -> None:
    base = world(6)
    mine = cost_of_losing(base, "A2", theta=4, closure="fixed")
    assert mine.partners == ("A0", "A1", "A3", "A4", "A5")
    shut = np.ones((6, 6))
    shut[2, 4] = shut[4, 2] = np.inf
    exact = armington(base, theta=4, closure="fixed", cost=shut)
    assert mine.own[3] == pytest.approx(-exact.real_income_percent[2], rel=1e-9)
    assert mine.theirs[3] == pytest.approx(-exact.real_income_percent[4], rel=1e-9)
    assert mine.residual < 1e-11
    theirs = cost_of_losing(base, "A4", theta=4, closure="fixed", partners=["A2"])
    assert theirs.own[0] == pytest.approx(mine.theirs[3], rel=1e-9)
    assert theirs.lever[0] == pytest.approx(-mine.lever[3], rel=1e-9)
    everybody = levers(base, theta=4, closure="fixed")
    assert everybody.loss[2, 4] == pytest.approx(mine.own[3], rel=1e-9)
    assert np.isnan(np.diag(everybody.loss)).all()
    both = np.isfinite(everybody.lever)
    assert np.allclose(everybody.lever[both], -everybody.lever.T[both])
    with pytest.raises(BaselineError, match="'A9'"):
        cost_of_losing(base, "A9", theta=4, closure="fixed")
    assert np.isnan(cost_of_losing(base, "A1", theta=4, closure="balanced", partners=["A1"]).own[0])


def test_draws_have_the_moments_asked_for() -> None:
    """20,000 draws: the error of a mean is its deviation over 141, of a deviation about that."""
    drawn = draw_elasticities([5.0, 3.0], [1.0, 0.0], number=20_000, seed=1)
    assert drawn[:, 0].mean() == pytest.approx(5, abs=0.03)
    assert drawn[:, 0].std() == pytest.approx(1, abs=0.03)
    assert (drawn > 0).all()
    assert np.allclose(drawn[:, 1], 3)
    cov = np.array([[0.04, 0.01], [0.01, 0.09]])
    shift = np.zeros((2, 3, 3))
    shift[0, 0, 1] = shift[1, 1, 2] = 1.0
    access = draw_access([-0.5, 0.2], cov, shift, number=20_000, seed=2)
    logs = np.log(access[:, [0, 1], [1, 2]])
    assert np.allclose(logs.mean(axis=0), [-0.5, 0.2], atol=0.01)
    assert np.allclose(np.cov(logs.T), cov, atol=0.005)
    assert (access[:, 2, 2] == 1).all()
    again = draw_access([-0.5, 0.2], cov, shift, number=5, seed=2)
    assert np.array_equal(again, draw_access([-0.5, 0.2], cov, shift, number=5, seed=2))
    assert not np.array_equal(again, draw_access([-0.5, 0.2], cov, shift, number=5, seed=3))


@pytest.mark.parametrize("closure", CLOSURES)
def test_bands_of_one_sector(closure: str) -> None:
    base, n = world(6), 6
    shift = (1 - np.eye(n)) * -1.0
    theta = draw_elasticities(5.0, 1.0, number=40, seed=1)
    access = draw_access([0.5], [[0.01]], shift, number=40, seed=2)
    found = armington_bands(base, closure=closure, theta=theta, access=access)
    one = armington(base, closure=closure, theta=float(theta[7]), access=access[7])
    assert np.allclose(found.draws[7], one.real_income_percent, rtol=1e-9)
    assert np.array_equal(found.real_income_percent, np.quantile(found.draws, [0.05, 0.5, 0.95], axis=0))
    assert found.residual < 1e-11
    same = armington_bands(base, closure=closure, theta=5.0, access=access[0])
    assert len(same.draws) == 1


def test_bands_of_many_sectors() -> None:
    base, theta = accounts(3, 5), elastic(3)
    drawn = draw_elasticities(theta.theta, 0.2 * theta.theta, number=6, seed=1)
    cost = 1 + 0.2 * (1 - np.eye(5))
    found = sector_bands(base, closure="fixed", elasticities=theta, theta=drawn, cost=cost)
    assert found.flows.shape == (3, 5, 5)
    assert (np.diff(found.real_income_percent, axis=0) >= 0).all()
    assert found.residual < 1e-11
    each = np.broadcast_to(cost, (6, 5, 5))
    again = sector_bands(base, closure="fixed", elasticities=theta, theta=drawn, cost=each)
    assert np.allclose(again.draws, found.draws, rtol=1e-9)
    exact = sectors(base, closure="fixed", elasticities=theta, cost=cost)
    fixed = sector_bands(base, closure="fixed", elasticities=theta, theta=theta.theta[None], cost=cost)
    assert np.allclose(fixed.draws[0], exact.real_income_percent, rtol=1e-9)


def test_draws_refused() -> None:
    base = world(4)
    with pytest.raises(InvalidOption, match="0 draws"):
        draw_elasticities(5.0, 1.0, number=0, seed=1)
    with pytest.raises(InvalidOption, match="out of bounds"):
        draw_elasticities(-5.0, 1.0, number=3, seed=1)
    with pytest.raises(InvalidOption, match="negative variance"):
        draw_access([1.0, 1.0], [[1.0, 2.0], [2.0, 1.0]], np.zeros((2, 4, 4)), number=3, seed=1)
    with pytest.raises(InvalidOption, match="Shapes"):
        draw_access([1.0], [[1.0]], np.zeros((2, 4, 4)), number=3, seed=1)
    with pytest.raises(InvalidOption, match="the same number"):
        armington_bands(base, closure="fixed", theta=[4.0, 5.0], access=np.ones((3, 4, 4)))
    with pytest.raises(InvalidOption, match="Levels"):
        armington_bands(base, closure="fixed", theta=4.0, levels=[1.5])
    with pytest.raises(InvalidOption, match="at or below"):
        armington_bands(base, closure="fixed", theta=[4.0, 0.0])
    with pytest.raises(InvalidOption, match="R x S"):
        sector_bands(accounts(3, 4), closure="fixed", elasticities=elastic(3), theta=[4.0])
