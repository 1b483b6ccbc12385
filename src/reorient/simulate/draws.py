r"""Draws over what is estimated, elasticities and costs, and the bands that follow for what is computed.

A gravity estimate gives a coefficient b and its covariance V, and the change of access on each tie is
:math:`\exp(\sum_k b_k \Delta z_{k,ij})`; an elasticity comes with a standard error. Coefficients are drawn from the
normal distribution with these two moments and elasticities from the log-normal one that has mean and standard error as
given, which keeps them above zero. One equilibrium is solved for each draw, and bands are quantiles over draws: they
carry what estimation leaves open and nothing of what the model leaves out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from reorient.errors import InvalidOption
from reorient.simulate.accounts import Floats, held
from reorient.simulate.armington import balanced, solved
from reorient.simulate.baseline import Baseline
from reorient.simulate.changes import access_of
from reorient.simulate.closure import checked_closure
from reorient.simulate.elasticity import Elasticities, one_elasticity
from reorient.simulate.sector_baseline import SectorBaseline
from reorient.simulate.sector_market import TOLERANCE
from reorient.simulate.sectors import sectors

LEVELS = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Bands:
    """Quantiles of the change of real income over draws.

    Attributes
    ----------
    actors
        n names.
    levels
        q levels of the quantiles.
    real_income_percent
        q x n quantiles in percent, exact.
    draws
        R x n changes in percent, in the order of the draws.
    theta
        R elasticities, or R x S.
    flows
        q x n x n quantiles of flows (over sectors summed), each cell by itself.
    residual
        Largest residual of the equilibria.
    """

    actors: tuple[str, ...]
    levels: tuple[float, ...]
    real_income_percent: Floats
    draws: Floats
    theta: Floats
    flows: Floats
    residual: float


def draw_elasticities(theta: ArrayLike, standard_error: ArrayLike, *, number: int, seed: int) -> Floats:
    r"""Return draws from the log-normal distribution with this mean and standard deviation.

    Parameters
    ----------
    theta, standard_error
        Estimate above zero and its standard error from zero up; numbers, or S of each.
    number, seed
        How many draws, and the seed.

    Returns
    -------
    Floats
        R, or R x S.

    Raises
    ------
    InvalidOption
        If an estimate is not above zero, an error is negative, or there are no draws.
    """
    mean, error = np.asarray(theta, dtype=np.float64), np.asarray(standard_error, dtype=np.float64)
    if not (np.isfinite(mean).all() and (mean > 0).all() and np.isfinite(error).all() and (error >= 0).all()):
        raise InvalidOption("An elasticity or its standard error out of bounds", "theta above 0, its error from 0 up")
    if mean.shape != error.shape:
        raise InvalidOption(f"Errors of shape {error.shape} for elasticities of shape {mean.shape}", "one for each")
    spread = np.sqrt(np.log1p((error / mean) ** 2))
    normal = _generator(number, seed).standard_normal((number, *mean.shape))
    return held(mean * np.exp(spread * normal - spread**2 / 2))


def draw_access(
    coefficients: ArrayLike, covariance: ArrayLike, changes: ArrayLike, *, number: int, seed: int
) -> Floats:
    r"""Return draws of the change of access, :math:`\exp(\sum_k b_k \Delta z_k)` with b normal.

    Parameters
    ----------
    coefficients, covariance
        K estimates of a gravity equation, and their K x K covariance.
    changes
        K x n x n changes of its regressors; zero where nothing changes.
    number, seed
        How many draws, and the seed.

    Returns
    -------
    Floats
        R x n x n.

    Raises
    ------
    InvalidOption
        If shapes differ, a figure is missing, or the covariance is none.
    """
    mean = np.atleast_1d(np.asarray(coefficients, dtype=np.float64))
    spread = np.atleast_2d(np.asarray(covariance, dtype=np.float64))
    shifts = np.asarray(changes, dtype=np.float64)
    shifts = shifts[None] if shifts.ndim == 2 else shifts
    k = len(mean)
    if mean.shape != (k,) or spread.shape != (k, k) or shifts.ndim != 3 or len(shifts) != k:
        raise InvalidOption(
            f"Shapes {mean.shape}, {spread.shape} and {shifts.shape}", "K coefficients, K x K, and K x n x n changes"
        )
    if not all(np.isfinite(array).all() for array in (mean, spread, shifts)):
        raise InvalidOption("Figures missing among coefficients, covariance or changes", "a figure in every cell")
    values, vectors = np.linalg.eigh((spread + spread.T) / 2)
    if not np.allclose(spread, spread.T) or values.min() < -1e-9 * max(values.max(), 0.0):
        raise InvalidOption("A covariance that is not symmetric or has a negative variance", "the estimate's own")
    normal = _generator(number, seed).standard_normal((number, k))
    drawn = mean + (normal * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    return held(np.exp(np.einsum("rk,kij->rij", drawn, shifts)))


def armington_bands(
    baseline: Baseline,
    *,
    closure: str,
    theta: ArrayLike,
    access: ArrayLike | None = None,
    cost: ArrayLike | None = None,
    levels: Sequence[float] = LEVELS,
) -> Bands:
    """Return the bands over draws, one equilibrium of one sector for each.

    Parameters
    ----------
    baseline
        Flows with sales at home.
    closure
        Rule for imbalances.
    theta
        R draws of the trade elasticity, or one number for all.
    access, cost
        R x n x n draws of factors on trade or on cost, or n x n for all; see `draw_access`.
    levels
        Levels of the quantiles.

    Raises
    ------
    InvalidOption, NoEquilibrium, NotConverged
        As `armington` raises: a draw that does not converge is an error, not a draw left out.
    """
    checked_closure(closure)
    given = access if access is not None else cost
    tables = None if given is None else np.asarray(given, dtype=np.float64)
    if access is not None and cost is not None:
        raise InvalidOption("Both access and cost", "one of them")
    powers = np.atleast_1d(np.asarray(theta, dtype=np.float64))
    number = max(len(powers), len(tables) if tables is not None and tables.ndim == 3 else 1)
    if len(powers) not in (1, number) or (tables is not None and tables.ndim == 3 and len(tables) != number):
        raise InvalidOption(f"{len(powers)} draws of theta and another number of costs", "the same number, or one")
    n = len(baseline.actors)
    percent, flows, worst = np.empty((number, n)), np.empty((number, n, n)), 0.0
    start, last, one = baseline, np.nan, np.ones(n)
    for r in range(number):
        power = one_elasticity(float(powers[r if len(powers) > 1 else 0]), None)
        if closure == "balanced" and power != last:
            start, last = balanced(baseline, theta=power), power
        table = None if tables is None else tables[r] if tables.ndim == 3 else tables
        eased = access_of(
            baseline.actors, power, table if cost is not None else None, table if access is not None else None
        )
        found = solved(start, power, closure, eased, one, one, tangent=False)
        percent[r], flows[r] = found.real_income_percent, found.flows
        worst = max(worst, found.residuals.markets)
    return _bands(baseline.actors, percent, flows, np.broadcast_to(powers, (number,)), levels, worst)


def sector_bands(
    baseline: SectorBaseline,
    *,
    closure: str,
    elasticities: Elasticities,
    theta: ArrayLike,
    tariffs: ArrayLike | None = None,
    access: ArrayLike | None = None,
    cost: ArrayLike | None = None,
    endowment: ArrayLike | None = None,
    levels: Sequence[float] = LEVELS,
    tolerance: float = TOLERANCE,
) -> Bands:
    """Return the bands over draws, one equilibrium of many sectors for each.

    Parameters
    ----------
    baseline
        Accounts of actors and sectors.
    closure
        Rule for imbalances.
    elasticities
        The estimates with their source; names the sectors.
    theta
        R x S draws of the elasticities.
    tariffs
        S x n x n rates after the change, the same in all draws.
    access, cost
        R draws (R x n x n or R x S x n x n) or one table (n x n or S x n x n) of factors on trade or on cost.
    endowment
        n factors on endowments, the same in all draws.
    levels
        Levels of the quantiles.
    tolerance
        Of each equilibrium; see `sectors`.

    Raises
    ------
    InvalidOption, NoEquilibrium, NotConverged
        As `sectors` raises.
    """
    drawn = np.asarray(theta, dtype=np.float64)
    if drawn.ndim != 2 or drawn.shape[1] != len(baseline.sectors):
        raise InvalidOption(f"Draws of elasticities of shape {drawn.shape}", "R x S, see draw_elasticities")
    if access is not None and cost is not None:
        raise InvalidOption("Both access and cost", "one of them")
    given = access if access is not None else cost
    tables = None if given is None else np.asarray(given, dtype=np.float64)
    number, n, goods = len(drawn), len(baseline.actors), len(baseline.sectors)
    drawn_too = tables is not None and tables.ndim >= 3 and tables.shape not in ((goods, n, n),)
    if drawn_too and tables is not None and len(tables) != number:
        raise InvalidOption(
            f"{number} draws of elasticities and {len(tables)} of costs", "the same number, or one table"
        )
    percent, flows, worst = np.empty((number, n)), np.empty((number, n, n)), 0.0
    for r in range(number):
        one = Elasticities(elasticities.sectors, held(drawn[r]), elasticities.source)
        table = None if tables is None else tables[r] if drawn_too else tables
        found = sectors(
            baseline,
            closure=closure,
            elasticities=one,
            tariffs=tariffs,
            access=table if access is not None else None,
            cost=table if cost is not None else None,
            endowment=endowment,
            tolerance=tolerance,
        )
        percent[r], flows[r] = found.real_income_percent, found.flows.sum(axis=0)
        worst = max(worst, found.residuals.wages)
    return _bands(baseline.actors, percent, flows, drawn, levels, worst)


def _generator(number: int, seed: int) -> np.random.Generator:
    if number < 1:
        raise InvalidOption(f"{number} draws", "at least one")
    return np.random.default_rng(seed)


def _bands(
    actors: tuple[str, ...], percent: Floats, flows: Floats, theta: Floats, levels: Sequence[float], worst: float
) -> Bands:
    asked = tuple(float(level) for level in levels)
    if not asked or not all(0 <= level <= 1 for level in asked):
        raise InvalidOption(f"Levels {asked}", "levels between 0 and 1")
    return Bands(
        actors,
        asked,
        held(np.quantile(percent, asked, axis=0)),
        held(percent),
        held(theta),
        held(np.quantile(flows, asked, axis=0)),
        worst,
    )
