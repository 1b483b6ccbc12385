"""Turns of one state toward one group in every variable, on one time line, corrected for how many were searched.

A series is the log-ratio of the group and everybody else by fixed membership (who was a member at any time of the
period counts at all times: an accession is not a turn), in the years that coverage lets be compared. For a mean
(agreement in votes) it is the log-ratio of the two means. See ``docs/turns.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reorient.actors import Actor, Group
from reorient.errors import InvalidOption, MeasureError
from reorient.measures.comparable import comparable, steady
from reorient.measures.directions import Reading, covering, ever_inside, hidden
from reorient.measures.families import family_correction
from reorient.measures.log_ratio import log_ratio
from reorient.measures.orientation import share_variables
from reorient.measures.serial import Floats, Integers
from reorient.measures.shares import Flows, contrast, direction
from reorient.measures.turn_tables import LEVEL
from reorient.measures.turns import MIN_SIZE, Named, Turns, turns
from reorient.record.schema import variables
from reorient.record.store import Record

Correction = Literal["bh", "holm", "none"]

#: First year of a time line unless another is asked for: before it wars break the series, and few states report.
SINCE = 1946

#: Pairwise means whose group and rest are set against each other as means, not as sums.
MEANS = ("un_agreement",)


@dataclass(frozen=True, slots=True)
class Series:
    """A log-ratio with its axis.

    Attributes
    ----------
    times
        Years, or months counted 12 x year + month - 1, shape (n,).
    values
        Log-ratios, shape (n,).
    left_out
        Times whose coverage does not let them be compared.
    at_floor
        Number of values held at the floor or its mirror.
    apart
        Partners left out on both sides, since the source is too often silent on them (`steady`).
    """

    times: Integers
    values: Floats
    left_out: tuple[int, ...]
    at_floor: int
    apart: tuple[str, ...] = ()


def series(record: Record, state: str, reading: Reading, group: Group) -> Series:
    """Return the log-ratio of `reading` toward `group` and toward everybody else.

    Raises
    ------
    MeasureError
        If no year has a ratio that can be compared.
    """
    flows = reading.flows
    inside = ever_inside(group, flows, per_year=reading.per_year)
    if reading.spec.aggregation == "mean":
        means = contrast(flows, inside)
        there = (means.group > 0) & (means.others > 0)
        if not there.any():
            raise MeasureError("No year has a mean of both the group and the rest", "a group with covered members")
        return Series(flows.years[there], np.log(means.group[there] / means.others[there]), (), 0)
    unknown = hidden(record, state, reading)
    everybody = comparable(flows.values, inside, unknown) | ~np.isfinite(direction(flows, inside).share)
    kept = np.full(len(flows.partners), True) if everybody.all() else steady(flows.values, inside, unknown)
    names = np.array(flows.partners)
    apart = tuple(names[~kept].tolist())
    flows = Flows(flows.years, tuple(names[kept].tolist()), flows.values[:, kept])
    inside, unknown = inside[:, kept], unknown[:, kept]
    found = direction(flows, inside)
    fine = comparable(flows.values, inside, unknown) & np.isfinite(found.share)
    if not fine.any():
        raise MeasureError("No year can be compared", "years in which the source covers the partners")
    told = log_ratio(found.toward[fine], (found.total - found.toward)[fine], times=flows.years[fine])
    out = flows.years[np.isfinite(found.total) & ~fine]
    return Series(told.times, told.values, tuple(int(year) for year in out), int(told.at_floor.sum()), apart)


@dataclass(frozen=True, slots=True)
class Timed:
    """The turns of one variable in one source.

    Attributes
    ----------
    reading
        What was read.
    series
        Its log-ratio; ``None`` if there is none.
    found
        The answer; ``None`` if there is no series.
    p_adjusted
        p-value of any change, corrected over all series of the time line; ``None`` if untested.
    reason
        Why there is no series, or the empty string.
    """

    reading: Reading
    series: Series | None
    found: Turns | None
    p_adjusted: float | None
    reason: str

    @property
    def stands(self) -> bool:
        """Tell whether a turn was found and survives the correction."""
        found = self.found
        return bool(found and found.verdict == "turn" and self.p_adjusted is not None and self.p_adjusted < LEVEL)

    def reason_of(self, one: Named) -> str:
        """Return why nothing could be told of a named date, its times in words."""
        if self.series is None or self.reading.per_year == 1:
            return one.reason
        first, last = int(self.series.times[0]), int(self.series.times[-1])
        if first <= one.date <= last:
            return one.reason
        return f"{self.when(one.date)} lies outside the series, {self.when(first)} to {self.when(last)}"

    def when(self, time: int) -> str:
        """Return a time in words: 2014, or 2014-03 for months."""
        if self.reading.per_year == 1:
            return str(time)
        return f"{time // 12}-{time % 12 + 1:02d}"


@dataclass(frozen=True, slots=True)
class Timeline:
    """The answer of ``reorient turns``.

    Attributes
    ----------
    state, group
        Who, and toward whom.
    parts
        One for each variable and source.
    correction
        How p-values were corrected over the parts.
    """

    state: Actor
    group: Group
    parts: tuple[Timed, ...]
    correction: Correction

    def frame(self) -> pl.DataFrame:
        """Return one row for each turn found, and one for each series without a turn."""
        rows = [row for part in self.parts for row in _rows(part)]
        return pl.DataFrame(rows, schema=COLUMNS, orient="row")

    def named(self) -> pl.DataFrame:
        """Return one row for each date named beforehand and each series."""
        rows = [
            (
                part.reading.spec.name,
                part.reading.source,
                part.when(one.date),
                one.verdict,
                one.p_value,
                one.p_adjusted,
                one.size,
                one.low,
                one.high,
                None if one.better is None else part.when(one.better),
                part.reason_of(one),
            )
            for part in self.parts
            if part.found is not None
            for one in part.found.named
        ]
        return pl.DataFrame(rows, schema=NAMED_COLUMNS, orient="row")


COLUMNS = {
    "variable": pl.String(),
    "channel": pl.String(),
    "source": pl.String(),
    "from": pl.String(),
    "to": pl.String(),
    "observations": pl.Int64(),
    "verdict": pl.String(),
    "kind": pl.String(),
    "begins": pl.String(),
    "begins_low": pl.String(),
    "begins_high": pl.String(),
    "ends": pl.String(),
    "ongoing": pl.Boolean(),
    "size": pl.Float64(),
    "size_low": pl.Float64(),
    "size_high": pl.Float64(),
    "pace": pl.Float64(),
    "p_value": pl.Float64(),
    "p_adjusted": pl.Float64(),
    "smallest": pl.Float64(),
    "left_out": pl.Int64(),
    "apart": pl.Int64(),
    "reason": pl.String(),
}
NAMED_COLUMNS = {
    "variable": pl.String(),
    "source": pl.String(),
    "date": pl.String(),
    "verdict": pl.String(),
    "p_value": pl.Float64(),
    "p_adjusted": pl.Float64(),
    "size": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "better": pl.String(),
    "reason": pl.String(),
}


def _rows(part: Timed) -> Iterable[tuple[Any, ...]]:
    spec = part.reading.spec
    head = (spec.name, spec.channel, part.reading.source)
    nothing = (None,) * 10
    if part.series is None or part.found is None:
        yield (*head, None, None, 0, "cannot tell", *nothing, None, None, None, 0, 0, part.reason)
        return
    found, axis = part.found, part.series.times
    span = (part.when(int(axis[0])), part.when(int(axis[-1])), found.observations)
    verdict = found.verdict
    reason = found.reason
    if verdict == "turn" and not part.stands:
        verdict, reason = "cannot tell", "the change does not survive the correction for the number of series"
    tail = (part.p_adjusted, found.smallest, len(part.series.left_out), len(part.series.apart), reason)
    if not found.turns:
        yield (*head, *span, verdict, *nothing, found.p_value, *tail)
    for turn in found.turns:
        begins = turn.begins
        ends = None if turn.ends is None else part.when(turn.ends.estimate)
        dates = (part.when(begins.estimate), part.when(begins.low), part.when(begins.high), ends, turn.ongoing)
        size = (turn.size, turn.low, turn.high, turn.pace)
        yield (*head, *span, verdict, turn.kind, *dates, *size, turn.p_value, *tail)


def moment(text: str, *, monthly: bool) -> int:
    """Return a date named by a reader on the axis of a series: 2014, or 2014-03 with `monthly`.

    Raises
    ------
    InvalidOption
        If it is neither.
    """
    year, dash, month = text.partition("-")
    if year.isdigit() and not dash and not monthly:
        return int(year)
    if year.isdigit() and month.isdigit() and 1 <= int(month) <= 12 and monthly:
        return 12 * int(year) + int(month) - 1
    raise InvalidOption(f"The date {text!r}", "a month such as 2014-03" if monthly else "a year such as 2014")


def timeline(
    record: Record,
    state: Actor,
    group: Group,
    *,
    names: Sequence[str] = (),
    named: Sequence[int] = (),
    first: int | None = None,
    last: int | None = None,
    monthly: bool = False,
    correction: Correction = "bh",
    min_size: float = MIN_SIZE,
) -> Timeline:
    """Return the turns of `state` toward `group` in every variable and source that covers it.

    Parameters
    ----------
    record
        Where the ties are.
    state, group
        Who, and toward whom.
    names
        Variables; all flows of `share_variables` and `MEANS` if empty. Stocks (capacities, migrants) only if named:
        they move by jumps without noise, and every jump would look like a turn.
    named
        Dates to test first, without search: years, or 12 x year + month - 1 with ``monthly``.
    first, last
        First and last year; the first is 1946 (`SINCE`) unless given.
    monthly
        Read monthly series, with seasons, instead of yearly ones.
    correction
        Over all series: Benjamini and Hochberg, Holm, or none.
    min_size
        Change of the log-ratio that matters.

    Raises
    ------
    MeasureError
        If nothing in the record covers the question.
    InvalidOption
        For an unknown correction, or a variable that has no series.
    """
    if correction not in ("bh", "holm", "none"):
        raise InvalidOption(f"correction={correction!r}", "'bh', 'holm' or 'none'")
    allowed = (*share_variables(), *MEANS)
    wrong = [name for name in names if name in variables() and name not in allowed]
    if wrong:
        raise InvalidOption(f"Turns of {', '.join(wrong)}", f"one of {', '.join(allowed)}")
    flows = (*(name for name in allowed if variables()[name].aggregation == "sum"), *MEANS)
    freq, first = "M" if monthly else "Y", SINCE if first is None else first
    readings = [
        one for name in names or flows for one in covering(record, state.id, name, first=first, last=last, freq=freq)
    ]
    if not readings:
        raise MeasureError(
            f"No {'monthly' if monthly else 'yearly'} series of {state.name} in the record covers the period",
            "a state, variables and years that the record covers",
            "see `reorient data coverage`, or add a source with `reorient data add`",
        )
    return timeline_of(record, state, group, readings, named=named, correction=correction, min_size=min_size)


def timeline_of(
    record: Record,
    state: Actor,
    group: Group,
    readings: Sequence[Reading],
    *,
    named: Sequence[int] = (),
    correction: Correction = "bh",
    min_size: float = MIN_SIZE,
) -> Timeline:
    """Return the turns of `state` toward `group` in readings at hand; arguments as in `timeline`."""
    parts = [_timed(record, state, one, group, named, min_size) for one in readings]
    return Timeline(state, group, _corrected(parts, correction), correction)


def _timed(
    record: Record, state: Actor, reading: Reading, group: Group, named: Sequence[int], min_size: float
) -> Timed:
    try:
        told = series(record, state.id, reading, group)
    except MeasureError as problem:
        return Timed(reading, None, None, None, str(problem))
    found = turns(
        told.times, told.values, named=named, per_year=reading.per_year, seasons=reading.per_year > 1, min_size=min_size
    )
    return Timed(reading, told, found, found.p_value, "")


def _corrected(parts: Sequence[Timed], correction: Correction) -> tuple[Timed, ...]:
    tested = [place for place, part in enumerate(parts) if part.p_adjusted is not None]
    raw: NDArray[np.float64] = np.array([parts[place].p_adjusted for place in tested], dtype=np.float64)
    adjusted = raw if correction == "none" else family_correction(raw, correction)
    done = dict(zip(tested, adjusted.tolist(), strict=True))
    return tuple(
        Timed(part.reading, part.series, part.found, done.get(place), part.reason) for place, part in enumerate(parts)
    )
