"""The shapes a series may take, as columns of a regression: level, drift, step, ramp, spell, blip.

Each shape rises from 0 to 1, so that its coefficient is the size of the change in the units of the series:

    step   at k:       1 from observation k on (k is the first observation at the new level)
    ramp   from a to b: min(1, max(0, (t - t_a) / (t_b - t_a))); a is the last observation at the old level,
                        b the first at the new one, or the last of the sample if the change still goes on
    spell  from a to b: 1 from a to b - 1, then back to the old level: two steps of opposite size
    blip   at k:       1 at one or two neighbouring observations: an outlier, never a turn
    drift:             straight line over the whole sample: a trend, never a turn
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from reorient.measures.serial import Floats, Integers, gaps_of, precisions

Kind = Literal["step", "ramp", "spell", "blip", "drift"]
KINDS: tuple[Kind, ...] = ("step", "ramp", "spell", "blip", "drift")

# A ramp over fewer periods cannot be told from a step at the noise levels of yearly series.
SHORTEST_RAMP = 4
# Lengths of ramps and spells that the search tries; the best is refined to the single period afterwards.
LENGTHS: tuple[int, ...] = (3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 20, 24, 28, 33, 40, 48, 58, 70, 84, 100, 120, 144, 172)


@dataclass(frozen=True, slots=True)
class Shapes:
    """Candidate shapes on one time axis.

    Attributes
    ----------
    columns
        One candidate per row, shape (m, n).
    kind
        Index into `KINDS` of each candidate, shape (m,).
    first, last
        Indices a and b (or k and k) of each candidate, shape (m,).
    information
        x' V^-1 x of each candidate for each persistence of the grid, shape (m, R).
    """

    columns: Floats
    kind: Integers
    first: Integers
    last: Integers
    information: Floats

    def where(self, mask: NDArray[np.bool_]) -> Shapes:
        """Return the candidates that `mask` (m,) keeps."""
        return Shapes(*(getattr(self, name)[mask] for name in Shapes.__slots__))

    def beside(self, other: Shapes) -> Shapes:
        """Return these candidates followed by others on the same axis."""
        return Shapes(*(np.concatenate([getattr(self, name), getattr(other, name)]) for name in Shapes.__slots__))

    def over(self, scale: Floats, times: Integers) -> Shapes:
        """Return the candidates for a series that has been divided by `scale` (n,)."""
        columns = self.columns / scale
        information = precisions(gaps_of(times)).quadratic(columns)
        return Shapes(columns, self.kind, self.first, self.last, information)


def step(length: int, at: int) -> Floats:
    """Return the step whose first observation at the new level is `at`."""
    return np.asarray(np.arange(length) >= at, dtype=np.float64)


def ramp(times: Integers, first: int, last: int) -> Floats:
    """Return the ramp that leaves 0 after index `first` and reaches 1 at index `last`."""
    span = float(times[last] - times[first])
    return np.asarray(np.clip((times - times[first]) / span, 0.0, 1.0), dtype=np.float64)


def spell(length: int, first: int, last: int) -> Floats:
    """Return 1 from index `first` to the one before `last`, 0 elsewhere."""
    at = np.arange(length)
    return np.asarray((at >= first) & (at < last), dtype=np.float64)


def drift(times: Integers) -> Floats:
    """Return the straight line from 0 at the first to 1 at the last observation."""
    return np.asarray((times - times[0]) / float(times[-1] - times[0]), dtype=np.float64)


def column(kind: Kind, times: Integers, first: int, last: int) -> Floats:
    """Return the column of one shape."""
    if kind == "step":
        return step(times.size, first)
    if kind == "ramp":
        return ramp(times, first, last)
    if kind == "drift":
        return drift(times)
    return spell(times.size, first, last)


def ramp_allowed(length: int, first: int, last: int, *, trim: int) -> bool:
    """Say whether a ramp leaves `trim` observations at the old level, and at the new one unless it goes on."""
    return first + 1 >= trim and (last == length - 1 or length - last >= trim) and last - first >= SHORTEST_RAMP


def _spans(length: int, trim: int) -> list[tuple[int, int, int]]:
    step_at = [(0, k, k) for k in range(trim, length - trim + 1)]
    ends = {(a, a + span) for a in range(length) for span in LENGTHS} | {(a, length - 1) for a in range(length)}
    ramps = [(1, a, b) for a, b in sorted(ends) if b < length and ramp_allowed(length, a, b, trim=trim)]
    spells = [(2, a, b) for a, b in sorted(ends) if a >= trim and b - a >= trim and b <= length - trim]
    blips = [(3, k, k + width) for width in (1, 2) for k in range(length - width + 1)]
    return [*step_at, *ramps, *spells, *blips, (4, 0, length - 1)]


@lru_cache(maxsize=16)
def _shapes(gaps: tuple[int, ...], trim: int) -> Shapes:
    times = np.concatenate([[0], np.cumsum(gaps)]).astype(np.int64)
    spans = _spans(times.size, trim)
    columns = np.array([column(KINDS[kind], times, a, b) for kind, a, b in spans])
    marks = np.array(spans, dtype=np.int64)
    return Shapes(columns, marks[:, 0], marks[:, 1], marks[:, 2], precisions(gaps).quadratic(columns))


def ramps_near(times: Integers, *, first: int, last: int, reach: int, trim: int) -> Shapes:
    """Return every ramp whose start and end lie within `reach` observations of the two given."""
    n = times.size
    spans = [
        (a, b)
        for a in range(max(0, first - reach), min(n, first + reach + 1))
        for b in range(max(0, last - reach), min(n, last + reach + 1))
        if ramp_allowed(n, a, b, trim=trim)
    ]
    marks = np.array(spans, dtype=np.int64).reshape(-1, 2)
    columns = np.array([ramp(times, a, b) for a, b in spans]).reshape(-1, n)
    information = precisions(gaps_of(times)).quadratic(columns)
    return Shapes(columns, np.ones(len(spans), dtype=np.int64), marks[:, 0], marks[:, 1], information)


def shapes(times: Integers, *, trim: int) -> Shapes:
    """Return every candidate on the time axis that leaves `trim` observations on each side."""
    return _shapes(gaps_of(times), trim)
