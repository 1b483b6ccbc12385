"""Small worlds for tests: flows with sales at home and imbalances, and accounts of sectors that buy from each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reorient.simulate.baseline import Baseline
from reorient.simulate.elasticity import Elasticities
from reorient.simulate.sector_baseline import SectorBaseline, sector_baseline

Floats = NDArray[np.float64]


def names(n: int, letter: str = "A") -> tuple[str, ...]:
    return tuple(f"{letter}{place}" for place in range(n))


def world(n: int, seed: int = 1) -> Baseline:
    rng = np.random.default_rng(seed)
    flows = rng.lognormal(0.0, 1.0, (n, n))
    flows[np.diag_indices(n)] *= 3 * n
    return Baseline(names(n), flows)


def costs(n: int, seed: int = 2, spread: float = 0.2) -> Floats:
    factors = np.exp(np.random.default_rng(seed).normal(0.0, spread, (n, n)))
    np.fill_diagonal(factors, 1.0)
    return np.asarray(factors)


def accounts(goods: int, n: int, seed: int = 3, tariff: float = 0.1) -> SectorBaseline:
    """Return accounts with final shares as the remainder: domestic flows large enough to leave one."""
    rng = np.random.default_rng(seed)
    flows = rng.lognormal(0.0, 0.4, (goods, n, n))
    flows[:, np.arange(n), np.arange(n)] = 4 * n * rng.uniform(0.8, 1.2, (goods, n))
    inputs = rng.uniform(0.2, 1.0, (goods, goods, n))
    value = rng.uniform(0.55, 0.75, (goods, n))
    inputs *= (1.0 - value) / inputs.sum(axis=0)
    tariffs = rng.uniform(0.0, tariff, (goods, n, n)) * ~np.eye(n, dtype=bool)
    return sector_baseline(names(n), names(goods, "s"), flows, value_added=value, inputs=inputs, tariffs=tariffs)


def elastic(goods: int, seed: int = 4) -> Elasticities:
    theta = np.random.default_rng(seed).uniform(2.0, 9.0, goods)
    return Elasticities(names(goods, "s"), theta, "drawn for a test")
