"""Log-ratios of what goes to a group and what goes to everybody else, with a stated treatment of zeros."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reorient.errors import InvalidOption, MeasureError, few
from reorient.measures.serial import Floats, Integers, gaps_of

Zeros = Literal["floor", "drop", "refuse"]

# A group that takes less than 1 % of a flow is no partner to speak of: what happens below is not told apart.
FLOOR = 0.01
ENDS = 6


@dataclass(frozen=True, slots=True)
class LogRatio:
    """Log-ratios and what was done about zeros.

    Attributes
    ----------
    times
        Times kept, shape (n,).
    values
        ln(toward / rest), shape (n,).
    at_floor
        Whether the share was held at the floor (or at 1 - floor), shape (n,).
    thinned
        Times left out inside long runs at the floor.
    """

    times: Integers
    values: Floats
    at_floor: NDArray[np.bool_]
    thinned: tuple[int, ...]


def log_ratio(
    toward: ArrayLike,
    rest: ArrayLike,
    *,
    times: ArrayLike,
    zeros: Zeros = "floor",
    floor: float = FLOOR,
    ends: int = ENDS,
) -> LogRatio:
    """Return ln(toward / rest) with a stated treatment of zeros.

    Parameters
    ----------
    toward, rest
        Flows to the group and to everybody else in one unit, finite and not negative, shape (n,).
    times
        Whole-number times, increasing, shape (n,).
    zeros
        ``floor``: a share below `floor`, zero included, counts as `floor`, and one above 1 - floor as 1 - floor;
        ``drop``: times at which either flow is 0 are left out; ``refuse``: they are an error.
        Times at which both flows are 0 have no ratio and are left out, unless refused.
    floor
        Smallest share that is told from nothing, in (0, 0.5); used with ``floor`` alone.
    ends
        Observations kept at each end of a run held at the floor, at least 1; those between are left out. A run
        of zeros says "below the floor" once: kept whole, it would pass for many years without noise.

    Raises
    ------
    MeasureError
        For values that are not finite or negative, for zeros if refused, and where no ratio is left.
    InvalidOption
        For a floor or `ends` out of range.
    """
    to, other, axis = _flows(toward, rest, times)
    if not 0.0 < floor < 0.5:
        raise InvalidOption(f"A floor of {floor:g}", "a share above 0 and below 0.5")
    if ends < 1:
        raise InvalidOption(f"ends = {ends}", "at least 1")
    bad = (to == 0) | (other == 0)
    if zeros == "refuse" and np.any(bad):
        raise MeasureError(f"A zero at {few(axis[bad])}", "positive flows", "choose zeros='floor' or zeros='drop'")
    keep = to + other > 0 if zeros == "floor" else ~bad
    if not np.any(keep):
        raise MeasureError(
            "No time has a ratio of flows", "one time at least", "take another variable, group or period"
        )
    return _held(to[keep] / (to[keep] + other[keep]), axis[keep], floor if zeros == "floor" else 0.0, ends)


def _held(share: Floats, axis: Integers, floor: float, ends: int) -> LogRatio:
    held = np.clip(share, floor, 1.0 - floor)
    at_floor = np.asarray((share < floor) | (share > 1.0 - floor))
    values = np.log(held) - np.log1p(-held)
    inside = _inside_runs(at_floor, values, ends)
    out = ~inside
    return LogRatio(axis[out], values[out], at_floor[out], tuple(int(time) for time in axis[inside]))


def _flows(toward: ArrayLike, rest: ArrayLike, times: ArrayLike) -> tuple[Floats, Floats, Integers]:
    to, other = np.asarray(toward, dtype=np.float64), np.asarray(rest, dtype=np.float64)
    axis = np.asarray(times)
    if to.ndim != 1 or to.shape != other.shape or to.shape != axis.shape:
        raise MeasureError(
            f"Flows of shapes {to.shape} and {other.shape} at times of shape {axis.shape}",
            "three vectors of one length",
        )
    bad = ~np.isfinite(to) | ~np.isfinite(other) | (to < 0) | (other < 0)
    if np.any(bad):
        raise MeasureError(
            f"A flow that is negative or not a number at {few(axis[bad])}",
            "finite flows of at least 0",
            "leave out times that are not covered: absence is not zero",
        )
    whole = axis.astype(np.int64)
    gaps_of(whole)
    return to, other, whole


def _inside_runs(at_floor: NDArray[np.bool_], values: Floats, ends: int) -> NDArray[np.bool_]:
    """Mark values at the floor that lie at least `ends` observations from both ends of their run."""
    run = np.concatenate([[0], np.cumsum((np.diff(values) != 0) | (np.diff(at_floor.astype(int)) != 0))])
    start = np.searchsorted(run, run, side="left")
    stop = np.searchsorted(run, run, side="right")
    place = np.arange(run.size)
    return np.asarray(at_floor & (place - start >= ends) & (stop - 1 - place >= ends))
