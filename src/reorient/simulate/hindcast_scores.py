r"""How near a forecast of partner shares came: pure functions on arrays.

With :math:`s_{j0}` the share of partner j before, :math:`s_{j1}` after and :math:`\hat s_{j1}` as forecast, the change
that happened is :math:`d_j = s_{j1} - s_{j0}`, the change forecast :math:`\hat d_j = \hat s_{j1} - s_{j0}`, and the
error :math:`e_j = \hat d_j - d_j`, all in percentage points. The mean absolute error over n partners is
:math:`\sum_j |e_j| / n`; half of :math:`\sum_j |e_j|` is the part of trade that the forecast puts on the wrong partner.
The ratio of two forecasts' mean absolute errors is below 1 where the first is better, the loss that Diebold & Mariano
(1995) compare; their test wants many forecasts of one series and is not made here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binomtest, rankdata

from reorient.errors import InvalidOption, MeasureError, few

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: Decimals of a percentage point beyond which a change is rounding.
DIGITS = 10


@dataclass(frozen=True, slots=True)
class Score:
    """One forecast of shares beside what happened; everything in percentage points unless said otherwise.

    Attributes
    ----------
    error
        Mean absolute error of the change of share, over partners.
    misplaced
        Part of trade put on the wrong partner: half the sum of absolute errors, percent of trade.
    forecast, happened
        Change of the share toward the group.
    sign
        1 if both changes toward the group have one sign, -1 if not, 0 if the forecast is no change.
    rank
        Spearman's correlation of forecast and actual changes over partners, -1 to 1; NaN if either has no variation.
    """

    error: float
    misplaced: float
    forecast: float
    happened: float
    sign: int
    rank: float


def shares(flows: ArrayLike) -> Floats:
    """Return the share of each partner, n, adding up to 1.

    Parameters
    ----------
    flows
        n flows in one unit, finite and not negative; 0 where nothing is told to have flowed.

    Raises
    ------
    MeasureError
        If a flow is missing, infinite or negative, or all are 0.
    """
    x = np.asarray(flows, dtype=np.float64)
    if x.ndim != 1 or not x.size:
        raise MeasureError(f"Flows of shape {x.shape}", "one vector, a flow for each partner")
    bad = np.flatnonzero(~np.isfinite(x) | (x < 0))
    if bad.size:
        raise MeasureError(f"Flows of partners {few(bad)} missing, infinite or negative", "finite flows, 0 or above")
    if not x.any():
        raise MeasureError("No flow with any partner", "one above 0, without which there are no shares")
    return np.asarray(x / x.sum())


def forecast(before: ArrayLike, *factors: ArrayLike) -> Floats:
    """Return shares after flows with each partner are multiplied by factors, n, adding up to 1.

    Raises
    ------
    MeasureError
        If lengths differ, a factor is missing, infinite or negative, or nothing is left.
    """
    start = shares(before)
    moved = start.copy()
    for one in factors:
        factor = np.asarray(one, dtype=np.float64)
        if factor.shape != start.shape:
            raise MeasureError(f"Factors of shape {factor.shape}", f"shape {start.shape}, one for each partner")
        moved = moved * factor
    return shares(moved)


def score(before: ArrayLike, foreseen: ArrayLike, after: ArrayLike, inside: ArrayLike) -> Score:
    """Score one forecast of shares.

    Parameters
    ----------
    before, foreseen, after
        n shares each, adding up to 1: before the shock, as forecast, and as they came.
    inside
        n, which partners are in the group.

    Raises
    ------
    MeasureError
        If lengths differ, shares do not add up to 1, or nobody or everybody is in the group.
    """
    known = [np.asarray(one, dtype=np.float64) for one in (before, foreseen, after)]
    group = np.asarray(inside, dtype=np.bool_)
    if len({one.shape for one in (*known, group)}) != 1 or group.ndim != 1:
        raise MeasureError(
            f"Shares and group of shapes {', '.join(str(one.shape) for one in (*known, group))}",
            "four vectors of one length",
        )
    for name, one in zip(("before", "forecast", "after"), known, strict=True):
        # Shares are sums of at most a few hundred quotients: rounding stays far below this.
        if not np.isfinite(one).all() or (one < 0).any() or abs(float(one.sum()) - 1.0) > 1e-9:
            raise MeasureError(f"Shares {name} that add up to {one.sum():.6g}", "shares of 0 or more that add up to 1")
    if not group.any() or group.all():
        raise MeasureError("A group of nobody, or of every partner", "some partners inside and some outside")
    # Shares are rounded at 1e-16 or so: what differs by less than DIGITS of a point is the same change.
    foretold, actual = (np.round(100 * (one - known[0]), DIGITS) for one in known[1:])
    gap = np.abs(foretold - actual)
    toward, came = float(foretold[group].sum()), float(actual[group].sum())
    sign = 0 if not foretold.any() else (1 if toward * came > 0 else -1)
    return Score(float(gap.mean()), float(gap.sum() / 2), toward, came, sign, rank_correlation(foretold, actual))


def rank_correlation(first: ArrayLike, second: ArrayLike) -> float:
    """Return Spearman's rank correlation, ties at their mean rank; NaN if either does not vary (or n < 3)."""
    a, b = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if a.shape != b.shape or a.ndim != 1:
        raise MeasureError(f"Changes of shapes {a.shape} and {b.shape}", "two vectors of one length")
    if a.size < 3 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return float("nan")
    return float(np.corrcoef(rankdata(a), rankdata(b))[0, 1])


def damped_steps(ahead: int, damping: float) -> float:
    r"""Return how many years of a trend are carried on, :math:`\sum_{k=1}^{h} \phi^k` (Gardner & McKenzie 1985).

    Raises
    ------
    InvalidOption
        If `ahead` is below 1, or `damping` outside 0 to 1.
    """
    if ahead < 1 or not 0 <= damping <= 1:
        raise InvalidOption(f"{ahead} years ahead, damping {damping:g}", "one year at least, and damping from 0 to 1")
    return float(sum(damping**k for k in range(1, ahead + 1)))


def gravity_trend(flows: ArrayLike, sizes: ArrayLike, *, ahead: int, damping: float) -> Floats:
    r"""Return factors that carry a state's shares on as gravity before the shock would, n.

    A share is the partner's size times the pair's intensity, :math:`s_{jt} = m_{jt} a_{jt}`, with
    :math:`m_{jt}` the partner's part of what all partners trade with everybody but the state. Each goes on along its
    least-squares straight line over the years given, from its last value, by :math:`\sum_{k=1}^{h} \phi^k` years, not
    below 0:

    .. math:: \hat m_j = \max(0, m_{jT} + D m'_j), \qquad \hat a_j = \max(0, a_{jT} + D a'_j)

    and the factor is :math:`\hat m_j \hat a_j / (m_{jT} a_{jT})`, 1 where either is 0 in the last year. Straight lines,
    not trends of logarithms: a tie that grew from almost nothing would run away on the latter.

    Parameters
    ----------
    flows, sizes
        T x n, oldest year first, the last being the last before the shock.
    ahead
        Years from there to the forecast.
    damping
        0 (no trend) to 1 (undamped).

    Raises
    ------
    MeasureError
        If shapes differ, there are fewer than 3 years, a figure is missing or negative, or a year holds nothing.
    InvalidOption
        As `damped_steps` raises.
    """
    x, m = np.asarray(flows, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    if x.ndim != 2 or x.shape != m.shape or len(x) < 3:
        raise MeasureError(
            f"Flows of shape {x.shape}, sizes of shape {m.shape}", "one shape, three years at least by partners"
        )
    if not (np.isfinite(x).all() and np.isfinite(m).all() and (x >= 0).all() and (m >= 0).all()):
        raise MeasureError("Flows or sizes missing, infinite or negative", "finite figures, 0 or above")
    if not (x.sum(axis=1).all() and m.sum(axis=1).all()):
        raise MeasureError("A year without any flow", "flows in every year of the trend")
    size = m / m.sum(axis=1, keepdims=True)
    share = x / x.sum(axis=1, keepdims=True)
    intensity = np.divide(share, size, out=np.zeros_like(share), where=size > 0)
    years = np.arange(len(x)) - (len(x) - 1) / 2
    steps = damped_steps(ahead, damping)
    factor = np.ones(x.shape[1])
    for part in (size, intensity):
        slope = years @ part / (years @ years)
        there = part[-1] > 0
        factor[there] *= np.maximum(0.0, 1.0 + steps * slope[there] / part[-1][there])
    return factor


@dataclass(frozen=True, slots=True)
class Skill:
    """One forecast's errors beside another's, over shocks.

    Attributes
    ----------
    ratio
        Geometric mean over shocks of the ratio of mean absolute errors; below 1 the first forecast is better.
    low, high
        90 percent interval: shocks drawn anew with replacement. Shocks are few, some alike, and none was drawn at
        random: it shows how much hangs on single shocks, and no more.
    better, shocks
        In how many shocks the ratio is below 1, and of how many.
    chance
        Two-sided probability of so uneven a count if better and worse were equally likely (sign test).
    """

    ratio: float
    low: float
    high: float
    better: int
    shocks: int
    chance: float


def skill(errors: ArrayLike, others: ArrayLike, shocks: ArrayLike, *, draws: int = 5000, seed: int = 1) -> Skill:
    """Compare two forecasts over shocks; forecasts of one shock are averaged (in logs) before anything is counted.

    Parameters
    ----------
    errors, others
        N mean absolute errors each, above 0.
    shocks
        N names: which shock a forecast belongs to.
    draws, seed
        Of the interval.

    Raises
    ------
    MeasureError
        If lengths differ, there is nothing, or an error is not above 0.
    """
    first, second = np.asarray(errors, dtype=np.float64), np.asarray(others, dtype=np.float64)
    names = np.asarray(shocks).astype(np.str_)
    if first.ndim != 1 or not first.size or not first.shape == second.shape == names.shape:
        raise MeasureError(
            f"Errors and shocks of shapes {first.shape}, {second.shape}, {names.shape}", "three vectors of one length"
        )
    if not (np.isfinite(first).all() and np.isfinite(second).all() and (first > 0).all() and (second > 0).all()):
        raise MeasureError("An error that is not above 0", "mean absolute errors above 0")
    logs = np.log(first / second)
    each = np.array([logs[names == name].mean() for name in np.unique(names)])
    drawn = np.random.default_rng(seed).integers(0, each.size, size=(draws, each.size))
    low, high = np.exp(np.quantile(each[drawn].mean(axis=1), (0.05, 0.95)))
    better = int((each < 0).sum())
    chance = float(binomtest(better, each.size, 0.5).pvalue)
    chance = float(binomtest(better, each.size, 0.5).pvalue)
    return Skill(float(np.exp(each.mean())), float(low), float(high), better, each.size, chance)
