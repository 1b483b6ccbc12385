"""Log-ratios of what goes to a group and what goes to everybody else, with a stated treatment of zeros."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reorient.errors import InvalidOption, MeasureError, few
from reorient.measures.serial import Floats, Integers, gaps_of

Zeros = Literal["refuse", "replace", "drop"]


@dataclass(frozen=True, slots=True)
class LogRatio:
    """Log-ratios and what was done about zeros.

    Attributes
    ----------
    times
        Times kept, shape (n,).
    values
        ln(toward / rest), shape (n,).
    replaced
        Whether a zero was replaced, shape (n,).
    floor
        Share that stood in for zero; None if none did.
    thinned
        Times left out inside long runs of replaced zeros.
    """

    times: Integers
    values: Floats
    replaced: NDArray[np.bool_]
    floor: float | None
    thinned: tuple[int, ...]


def log_ratio(
    toward: ArrayLike,
    rest: ArrayLike,
    *,
    times: ArrayLike,
    zeros: Zeros = "replace",
    floor: float | None = None,
    ends: int = 3,
) -> LogRatio:
    """Return ln(toward / rest) with a stated treatment of zeros.

    Parameters
    ----------
    toward, rest
        Flows to the group and to everybody else in one unit, finite and not negative, shape (n,).
    times
        Whole-number times, increasing, shape (n,).
    zeros
        ``replace``: a share of 0 becomes `floor` and a share of 1 becomes 1 - floor (multiplicative replacement,
        Martin-Fernandez, Barcelo-Vidal & Pawlowsky-Glahn 2003, eq. 5); ``drop``: such times are left out;
        ``refuse``: they are an error. Times at which both are 0 have no ratio and are left out, unless refused.
    floor
        Share in place of zero, in (0, 0.5); by default half the smallest positive distance of a share from 0 or 1.
    ends
        Observations kept at each end of a run of replaced zeros, at least 1; those between are left out. A run
        of zeros says "below the floor" once: kept whole, its constant stand-ins would pass for years without noise.

    Raises
    ------
    MeasureError
        For values that are not finite or negative, for zeros if refused, and where no ratio is left.
    """
    to, other, axis = _flows(toward, rest, times)
    total = to + other
    bad = (to == 0) | (other == 0)
    if zeros == "refuse" and np.any(bad):
        raise MeasureError(f"A zero at {few(axis[bad])}", "positive flows", "choose zeros='replace' or zeros='drop'")
    keep = total > 0 if zeros == "replace" else ~bad
    share = to[keep] / total[keep]
    edge = np.minimum(share, 1.0 - share)
    if not np.any(edge > 0):
        raise MeasureError(
            "No time has flows both to the group and to others",
            "at least one ratio that is neither 0 nor infinite",
            "take another variable, group or period",
        )
    low = float(edge[edge > 0].min()) / 2.0 if floor is None else floor
    if not 0.0 < low < 0.5:
        raise InvalidOption(f"A floor of {low:g}", "a share above 0 and below 0.5")
    held = np.clip(share, low, 1.0 - low) if zeros == "replace" else share
    held = np.where(edge > 0, share, held)
    replaced = edge == 0
    values = np.log(held) - np.log1p(-held)
    inside = _inside_runs(replaced, values, ends)
    used, out = axis[keep], ~inside
    return LogRatio(
        used[out], values[out], replaced[out], low if bool(np.any(replaced)) else None, tuple(used[inside].tolist())
    )


def _inside_runs(replaced: NDArray[np.bool_], values: Floats, ends: int) -> NDArray[np.bool_]:
    """Mark replaced values more than `ends` observations from both ends of their run of equal values."""
    if ends < 1:
        raise InvalidOption(f"ends = {ends}", "at least 1")
    run = np.concatenate([[0], np.cumsum((np.diff(values) != 0) | (np.diff(replaced.astype(int)) != 0))])
    start = np.searchsorted(run, run, side="left")
    stop = np.searchsorted(run, run, side="right")
    place = np.arange(run.size)
    return np.asarray(replaced & (place - start >= ends) & (stop - 1 - place >= ends))


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
    gaps_of(axis.astype(np.int64))
    return to, other, axis.astype(np.int64)
