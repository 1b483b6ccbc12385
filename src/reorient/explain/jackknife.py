r"""Intervals from leaving out one partner at a time.

A group's change is a weighted mean over its members; one large member can make it. Each partner is left out in turn,
its place taken by the rest of its stratum (the stratum keeps its base), and with :math:`\theta_{(-j)}` the figure then

.. math:: V = \sum_j (\theta_{(-j)} - \theta)^2, \qquad \theta \pm t_{\nu}\sqrt V,
   \qquad \nu = \min_k n_k - 1, \qquad n_k = 1 \Big/ \sum_{j \in k} w_j^2

over strata k with shares :math:`w_j` within them: the degrees of freedom are those of the stratum with the fewest
effective partners. For a weighted mean V is the HC3 variance (MacKinnon & White 1985), the jackknife without its factor
(n - 1) / n. A figure that rests on fewer than two effective partners has no interval.

What it covers: the change that other partners of the same kind would have shown, if what sets one partner apart from
its stratum is independent over partners. What it does not: errors that all partners share, and errors of the source.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reorient.errors import InvalidOption

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

#: Fewer degrees of freedom than this give no interval: the figure rests on fewer than two effective partners.
LEAST = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """One figure with the interval of the jackknife over partners.

    Attributes
    ----------
    value
        The figure; NaN where it cannot be computed.
    low, high
        Ends of the interval; NaN where there is none.
    degrees
        Degrees of freedom behind it; NaN where there is none.
    """

    value: float
    low: float = float("nan")
    high: float = float("nan")
    degrees: float = float("nan")


def jackknife(
    columns: Floats,
    strata: Integers,
    statistic: Callable[[Floats], Floats],
    *,
    base: tuple[int, ...],
    level: float = 0.9,
) -> tuple[Part, ...]:
    """Return the figures of sums over strata, each with its interval.

    Parameters
    ----------
    columns
        n x K amounts of each partner, at least 0.
    strata
        n numbers 0 to S - 1.
    statistic
        From sums of shape (..., S, K) to figures of shape (..., P).
    base
        For each column the column whose sum a stratum keeps when a partner is left out.
    level
        Of the interval, within (0, 1).

    Raises
    ------
    InvalidOption
        If the level is no probability.
    """
    if not 0 < level < 1:
        raise InvalidOption(f"An interval of level {level:g}", "a level above 0 and below 1, such as 0.9")
    count = int(strata.max(initial=-1)) + 1
    sums = np.zeros((count, columns.shape[1]))
    np.add.at(sums, strata, columns)
    without = np.broadcast_to(sums, (len(strata), *sums.shape)).copy()
    at = np.arange(len(strata))
    there = np.asarray(columns.any(axis=1))
    with np.errstate(divide="ignore", invalid="ignore"):
        left = sums[strata] - columns
        kept = left * (sums[strata] / left)[:, list(base)]
        without[at, strata] = np.where(there[:, None], kept, sums[strata])
        whole, each = statistic(sums), statistic(without)
        numbers = _effective(columns / sums[strata], strata, count)
    return tuple(
        _part(float(whole[p]), (each[:, p] - whole[p]) ** 2, strata, numbers, level) for p in range(len(whole))
    )


def _effective(share: Floats, strata: Integers, count: int) -> Floats:
    """Return the effective number of partners of each stratum, the least over columns."""
    squares = np.zeros((count, share.shape[1]))
    np.add.at(squares, strata, np.nan_to_num(share) ** 2)
    return np.asarray(1 / np.maximum(squares.max(axis=1), 1e-300))


def _part(value: float, squares: Floats, strata: Integers, numbers: Floats, level: float) -> Part:
    from scipy.special import stdtrit

    if not np.isfinite(value):
        return Part(float("nan"))
    if not np.isfinite(squares).all():
        return Part(value)
    variance = np.bincount(strata, weights=squares, minlength=len(numbers))
    # Below this a stratum does not enter the figure at all: what is there is rounding.
    moving = variance > 1e-26 * max(value**2, 1e-4)
    if not moving.any():
        return Part(value, value, value)
    degrees = float(numbers[moving].min()) - 1
    if degrees < LEAST:
        return Part(value)
    half = float(stdtrit(degrees, (1 + level) / 2)) * float(variance.sum()) ** 0.5
    return Part(value, value - half, value + half, degrees)
