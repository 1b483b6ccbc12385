"""Serially correlated errors: the first-order autoregression on a time axis that may have gaps.

The model of an error at observed times ``t_1 < ... < t_n`` (whole numbers: years or months) is

    u_t = rho * u_{t-1} + e_t,   e_t ~ N(0, sigma^2),   0 <= rho < 1,

so that two neighbours d periods apart have ``u_{t+d} | u_t ~ N(rho^d u_t, sigma^2 (1 - rho^2d) / (1 - rho^2))``.
The likelihood of the observed times alone is exact: nothing is filled in (Harvey 1989, section 3.1; Jones 1980).
The inverse covariance is tridiagonal, which is what makes a scan over thousands of series cheap.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reorient.errors import MeasureError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# Persistence is integrated over this grid with equal weights. Negative values are left out: they make a level
# easier to see, so treating them as 0 errs on the side of caution.
RHO_GRID: tuple[float, ...] = (*(round(0.05 * step, 2) for step in range(20)), 0.98)

# How far the logarithm of local volatility must lie from that of the whole series before it counts.
CALM = 0.4


@dataclass(frozen=True, slots=True)
class Precisions:
    """Inverse covariances of the errors for every persistence of a grid, in units of the innovations.

    Attributes
    ----------
    rho
        Persistence, shape (R,).
    diagonal
        Main diagonal of the inverse covariance, shape (R, n).
    neighbour
        First off-diagonal, shape (R, n - 1).
    log_det
        ln of the determinant of the covariance, shape (R,).
    """

    rho: Floats
    diagonal: Floats
    neighbour: Floats
    log_det: Floats

    def times(self, vectors: Floats) -> Floats:
        """Return V^-1 times each column of `vectors` (n, p) for each persistence: shape (R, n, p)."""
        product = self.diagonal[:, :, None] * vectors[None]
        product[:, 1:] += self.neighbour[:, :, None] * vectors[None, :-1]
        product[:, :-1] += self.neighbour[:, :, None] * vectors[None, 1:]
        return product

    def quadratic(self, rows: Floats) -> Floats:
        """Return x' V^-1 x for each row x of `rows` (m, n) and each persistence: shape (m, R)."""
        squares = (rows**2) @ self.diagonal.T
        return np.asarray(squares + 2.0 * (rows[:, :-1] * rows[:, 1:]) @ self.neighbour.T)


@lru_cache(maxsize=64)
def precisions(gaps: tuple[int, ...], rho: tuple[float, ...] = RHO_GRID) -> Precisions:
    """Return the inverse covariances for observations `gaps` periods apart (n - 1 whole numbers >= 1)."""
    grid = np.asarray(rho, dtype=np.float64)[:, None]
    steps = np.asarray(gaps, dtype=np.float64)[None]
    link = grid**steps
    variance = (1.0 - link**2) / (1.0 - grid**2)
    first = 1.0 - grid**2
    diagonal = np.concatenate([first, 1.0 / variance], axis=1)
    diagonal[:, :-1] += link**2 / variance
    log_det = np.sum(np.log(variance), axis=1) - np.log(first[:, 0])
    return Precisions(grid[:, 0], diagonal, -link / variance, log_det)


def gaps_of(times: Integers) -> tuple[int, ...]:
    """Return the distances between neighbouring times; refuse times that do not increase.

    Raises
    ------
    MeasureError
        If a time repeats or runs backwards.
    """
    steps = np.diff(times)
    if np.any(steps < 1):
        at = int(times[int(np.argmax(steps < 1)) + 1])
        raise MeasureError(
            f"The time {at} does not come after the one before it",
            "each time once, in increasing order",
            "sort the series and merge what falls in one period",
        )
    return tuple(int(step) for step in steps)


def volatility(series: Floats, times: Integers, *, resolution: float, window: int = 8) -> Floats:
    """Return how lively the series is around each time, relative to its geometric mean, shape (n,).

    The median of |z_t - z_s| / sqrt(t - s) over neighbours, in a window of `window` differences to each side, cannot
    be moved by a single step. Its logarithm is pulled towards the whole series' by `CALM` (soft threshold), so that
    a series of steady volatility mostly gets 1, and is held within e^-1 and e^1.5.
    """
    moves = np.abs(np.diff(series)) / np.sqrt(np.diff(times))
    padded = np.concatenate([np.full(window, np.nan), moves, np.full(window, np.nan)])
    local = np.nanmedian(np.lib.stride_tricks.sliding_window_view(padded, 2 * window + 1), axis=1)
    # 0.67 standard deviations: the median size of a normal deviation.
    local = np.log(np.maximum(local, 0.67 * resolution))
    apart = local - np.median(local)
    pulled = np.clip(np.sign(apart) * np.maximum(np.abs(apart) - CALM, 0.0), -1.0, 1.5)
    scale = np.concatenate([pulled[:1], pulled])
    return np.asarray(np.exp(scale - scale.mean()))


def autoregression(
    count: int, length: int, *, rho: float, rng: np.random.Generator, tails: float | None = None
) -> Floats:
    """Return `count` series of a first-order autoregression with unit innovations, shape (count, length).

    The first value is drawn from the stationary law; with ``rho = 1`` it is 0 and the series is a random walk.
    `tails` draws the innovations from Student's t with that many degrees of freedom (> 2), scaled to unit variance.
    """
    if tails is None:
        shocks = rng.standard_normal((count, length))
    else:
        shocks = rng.standard_t(tails, (count, length)) / np.sqrt(tails / (tails - 2.0))
    series = np.empty_like(shocks)
    series[:, 0] = shocks[:, 0] / np.sqrt(1.0 - rho**2) if rho < 1.0 else 0.0
    for at in range(1, length):
        series[:, at] = rho * series[:, at - 1] + shocks[:, at]
    return series
