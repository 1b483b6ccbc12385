"""Turns: has a series changed, since when, by how much, how fast, and how sure is that.

The series is a log-ratio ``z_t = ln(x_iG,t / x_i,rest,t)`` on a yearly or monthly axis. The model is

    z_t = level + sum_j size_j f_j(t) + u_t,    u_t = rho u_{t-1} + e_t,

where each f_j is a step or a ramp (`turn_shapes`), blips and a straight drift may stand beside them, and
persistence rho is integrated out (`turn_search`). The number of turns is found by sequential tests whose critical
values hold for every persistence up to 0.9 (`turn_tables`); dates carry sets of highest posterior weight.
Formulas, references, size and power: ``docs/turns.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from reorient.errors import InvalidOption, MeasureError, few
from reorient.measures.families import holm
from reorient.measures.serial import Floats, Integers, gaps_of
from reorient.measures.student import quantile
from reorient.measures.turn_fit import Change, Model, coefficients, fit, likely, persistence
from reorient.measures.turn_search import RESOLUTION
from reorient.measures.turn_shapes import shapes
from reorient.measures.turn_tables import LEVEL, TRIM, p_value, smallest_step

Verdict = Literal["turn", "slight", "drift", "no change", "cannot tell"]

# Odds that change by half: a partner group of 10 % becomes 14 %, one of 50 % becomes 60 %.
MIN_SIZE = float(np.log(1.5))
FEWEST = 10


@dataclass(frozen=True, slots=True)
class DateSet:
    """A date and the set that holds it with the stated probability.

    Attributes
    ----------
    estimate
        Most likely time.
    low, high
        First and last member of the set.
    members
        Times in the set, in order; not always without holes.
    coverage
        Nominal probability.
    """

    estimate: int
    low: int
    high: int
    members: tuple[int, ...]
    coverage: float


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn.

    Attributes
    ----------
    kind
        ``step``; ``ramp``; ``both`` where a step and a ramp of the same sign touch.
    begins
        First time that departs from the old level.
    ends
        First time at the new level; None for a step (it ends where it begins).
    ongoing
        The ramp reaches its end at the last observation: it may go on.
    size
        Change of the log-ratio; `low`, `high` its interval.
    pace
        Size per year over the time the change takes (a step takes one period).
    p_value
        Probability of as large a statistic if this turn were absent and the others present.
    """

    kind: Literal["step", "ramp", "both"]
    begins: DateSet
    ends: DateSet | None
    ongoing: bool
    size: float
    low: float
    high: float
    pace: float
    p_value: float


@dataclass(frozen=True, slots=True)
class Named:
    """The test of one date named beforehand, as a step whose first period is `date`.

    Attributes
    ----------
    verdict
        ``turn`` or ``slight`` (a change, of at least, or of less than, the size that matters), ``no change``,
        or ``cannot tell``.
    p_value, p_adjusted
        Without search; then by Holm over the dates named together.
    size, low, high
        Step at that date given the other turns; None where the date cannot be tested.
    better
        Beginning of a searched turn that explains the change better while its set excludes the named date.
    reason
        Why nothing could be told, or the empty string.
    """

    date: int
    verdict: Verdict
    p_value: float | None
    p_adjusted: float | None
    size: float | None
    low: float | None
    high: float | None
    better: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Turns:
    """The answer for one series.

    Attributes
    ----------
    verdict
        ``turn``, ``slight`` (only changes below `min_size`), ``drift`` (a straight trend, no turn), ``no change``
        (a step of `min_size` would have been seen with 80 % power), ``cannot tell`` otherwise.
    turns
        Turns in order of time, slight ones included.
    named
        Dates tested without search.
    p_value
        Of any change at all, before any is in the model.
    drift
        Slope per year if a straight line is in the model.
    blips
        Times set aside as outliers that came back.
    unfinished
        Times among them too near the end to know whether they came back.
    persistence, persistence_low, persistence_high
        First-order autocorrelation of the errors per period, and its 90 % interval.
    noise
        Standard deviation of the innovations.
    smallest
        Smallest step in mid-sample that would have been found in 80 of 100 such series; None if too short.
    searched
        First and last time at which a step may begin; outside, trimming excludes it.
    observations
        Number of observations.
    reason
        Why nothing could be told, or the empty string.
    """

    verdict: Verdict
    turns: tuple[Turn, ...]
    named: tuple[Named, ...]
    p_value: float | None
    drift: float | None
    blips: tuple[int, ...]
    unfinished: tuple[int, ...]
    persistence: float | None
    persistence_low: float | None
    persistence_high: float | None
    noise: float | None
    smallest: float | None
    searched: tuple[int, int] | None
    observations: int
    reason: str


def turns(
    times: ArrayLike,
    values: ArrayLike,
    *,
    named: Sequence[int] = (),
    per_year: int = 1,
    seasons: bool = False,
    trim: int = TRIM,
    level: float = LEVEL,
    coverage: float = 0.9,
    min_size: float = MIN_SIZE,
    resolution: float = RESOLUTION,
    steady: bool = False,
) -> Turns:
    """Return the turns of one series, or that none can be told.

    Parameters
    ----------
    times
        Whole-number times (years, or months counted from any origin), increasing, gaps allowed, shape (n,).
    values
        Log-ratios, finite, shape (n,).
    named
        Dates to test first, without search.
    per_year
        Periods in a year: 1 or 12 (scales `pace` and `drift`).
    seasons
        Let every month have its own level (needs ``per_year > 1``).
    trim
        Observations that must lie on each side of a change, at least 3. The tables are made for 3; a wider trim
        searches less, so that the tests err on the side of caution.
    level
        Error allowed for each test of a change, whatever the persistence up to 0.9.
    coverage
        Nominal probability of sets and intervals.
    min_size
        Change of the log-ratio that matters, at least 0.
    resolution
        Standard deviation below which the data cannot resolve the series, above 0: n times its square is added to
        every sum of squares, so that years without any movement do not make the rest look certain.
    steady
        Take the volatility as constant instead of letting it change slowly; always so below 40 observations.

    Raises
    ------
    MeasureError
        For values that are not finite, times that do not increase or shapes that differ.
    InvalidOption
        For options out of range.
    """
    axis, series = _series(times, values)
    _check_options(per_year=per_year, seasons=seasons, trim=trim, level=level, coverage=coverage, min_size=min_size)
    fixed = _fixed(axis, per_year if seasons else 1)
    fewest = max(FEWEST, 2 * trim + 2, fixed.shape[1] + 2 * trim + 2)
    if axis.size < fewest:
        return _untold(axis.size, f"{axis.size} observations; at least {fewest} are needed", named)
    if np.ptp(series) <= 1e-9 * max(1.0, float(np.max(np.abs(series)))):
        return _untold(axis.size, "the series never varies: there is no noise to judge a change by", named)
    if not resolution > 0.0:
        raise InvalidOption(f"resolution = {resolution:g}", "above 0")
    model = fit(series, axis, fixed=fixed, trim=trim, level=level, resolution=resolution, steady=steady)
    found = _turns_of(model, per_year=per_year, coverage=coverage)
    tested = _test_named(model, found, tuple(named), level=level, coverage=coverage, min_size=min_size)
    return _answer(model, found, tested, per_year=per_year, min_size=min_size)


def _series(times: ArrayLike, values: ArrayLike) -> tuple[Integers, Floats]:
    axis, series = np.asarray(times), np.asarray(values, dtype=np.float64)
    if axis.ndim != 1 or axis.shape != series.shape:
        raise MeasureError(
            f"Values of shape {series.shape} at times of shape {axis.shape}", "two vectors of one length"
        )
    if not np.all(np.isfinite(series)):
        raise MeasureError(
            f"A value that is not finite at {few(axis[~np.isfinite(series)])}",
            "finite log-ratios",
            "leave out times that are not covered; gaps are allowed",
        )
    whole = np.asarray(axis, dtype=np.float64)
    if np.any(whole != np.round(whole)):
        raise MeasureError("A time that is not a whole number", "years, or months counted from an origin")
    whole_axis = whole.astype(np.int64)
    gaps_of(whole_axis)
    return whole_axis, series


def _check_options(*, per_year: int, seasons: bool, trim: int, level: float, coverage: float, min_size: float) -> None:
    if trim < TRIM:
        raise InvalidOption(f"trim = {trim}", f"at least {TRIM}", "a change needs observations on both sides")
    if not 0.0 < level <= 0.5:
        raise InvalidOption(f"level = {level:g}", "above 0, at most 0.5")
    if not 0.5 <= coverage < 1.0:
        raise InvalidOption(f"coverage = {coverage:g}", "at least 0.5, below 1")
    if not min_size >= 0.0 or not np.isfinite(min_size):
        raise InvalidOption(f"min_size = {min_size:g}", "a finite change of at least 0")
    if per_year < 1 or (seasons and per_year == 1):
        raise InvalidOption(
            f"per_year = {per_year} with seasons = {seasons}", "12 for months; yearly data have no seasons"
        )


def _fixed(axis: Integers, seasons: int) -> Floats:
    """Return the level, and contrasts of the seasons that occur."""
    if seasons == 1:
        return np.ones((axis.size, 1))
    phase = axis % seasons
    present = np.unique(phase)[1:]
    dummies = (phase[:, None] == present[None]).astype(np.float64)
    return np.column_stack([np.ones(axis.size), dummies - dummies.mean(axis=0)])


def _untold(observations: int, reason: str, named: Sequence[int]) -> Turns:
    tests = tuple(_untested(date, reason) for date in named)
    nothing = (None,) * 6
    return Turns("cannot tell", (), tests, None, None, (), (), *nothing[:5], None, observations, reason)


def _date_set(axis: Integers, at: Integers, weight: Floats, *, best: int, coverage: float) -> DateSet:
    """Return the smallest set of dates with the posterior weight asked for, and `best` as the estimate."""
    index, inverse = np.unique(at, return_inverse=True)
    mass = np.bincount(inverse, weights=weight / weight.sum())
    order = np.argsort(-mass, kind="stable")
    enough = int(np.searchsorted(np.cumsum(mass[order]), coverage - 1e-12)) + 1
    members = sorted({*axis[index[order[:enough]]].tolist(), int(axis[best])})
    return DateSet(int(axis[best]), members[0], members[-1], tuple(members), coverage)


def _turns_of(model: Model, *, per_year: int, coverage: float) -> tuple[Turn, ...]:
    if not model.changes:
        return ()
    mean, covariance, _ = coefficients(model)
    offset = model.fixed.shape[1] + int(model.drifting)
    spare = max(1, model.times.size - mean.size)
    single = []
    for index, change in enumerate(model.changes):
        candidates, weight = likely(model, index)
        ramp = candidates.kind == 1
        best = change.first + int(change.kind == "ramp")
        begins = _date_set(model.times, candidates.first + ramp, weight, best=best, coverage=coverage)
        ends = None
        if change.kind == "ramp":
            ends = _date_set(model.times, candidates.last[ramp], weight[ramp], best=change.last, coverage=coverage)
        contrast = np.zeros(mean.size)
        contrast[offset + index] = 1.0
        single.append((change.first, change.last, begins, ends, contrast, change.p_value))
    single.sort(key=lambda part: (part[0], part[1]))
    return tuple(_turn(model, parts, mean, covariance, spare, per_year, coverage) for parts in _joined(single, mean))


_Part = tuple[int, int, DateSet, DateSet | None, Floats, float]


def _joined(single: list[_Part], mean: Floats) -> list[list[_Part]]:
    """Group a step with a ramp of the same sign that it touches."""
    groups: list[list[_Part]] = []
    for part in single:
        last = groups[-1] if groups else []
        mixed = len(last) == 1 and (last[0][3] is None) != (part[3] is None)
        if mixed and (part[4] @ mean) * (last[0][4] @ mean) > 0 and part[0] <= last[0][1] + 1:
            last.append(part)
        else:
            groups.append([part])
    return groups


def _turn(
    model: Model, parts: list[_Part], mean: Floats, covariance: Floats, spare: int, per_year: int, coverage: float
) -> Turn:
    contrast = np.sum([part[4] for part in parts], axis=0)
    size = float(contrast @ mean)
    half = float(quantile(0.5 + coverage / 2.0, freedom=spare) * np.sqrt(contrast @ covariance @ contrast))
    begins = min((part[2] for part in parts), key=lambda dates: dates.estimate)
    ends = max((part[3] for part in parts if part[3]), key=lambda dates: dates.estimate, default=None)
    kind: Literal["step", "ramp", "both"] = "both" if len(parts) > 1 else "ramp" if ends else "step"
    years = 1.0 / per_year if ends is None else (ends.estimate - begins.estimate + 1) / per_year
    ongoing = ends is not None and ends.estimate == int(model.times[-1])
    chance = min(part[5] for part in parts)
    return Turn(kind, begins, ends, ongoing, size, size - half, size + half, size / max(years, 1.0 / per_year), chance)


def _untested(date: int, reason: str) -> Named:
    return Named(date, "cannot tell", None, None, None, None, None, None, reason)


def _test_named(
    model: Model, found: tuple[Turn, ...], named: tuple[int, ...], *, level: float, coverage: float, min_size: float
) -> tuple[Named, ...]:
    raw = {date: _named_step(model, date, coverage) for date in named}
    tested = [date for date in raw if not isinstance(raw[date], str)]
    adjusted = dict(zip(tested, holm([raw[date][0] for date in tested]), strict=True))
    answers = []
    for date in named:
        outcome = raw[date]
        if isinstance(outcome, str):
            answers.append(_untested(date, outcome))
            continue
        p, size, low, high, smallest = outcome
        verdict, reason = _named_verdict(float(adjusted[date]), size, smallest, level=level, min_size=min_size)
        better = next((turn.begins.estimate for turn in found if _outdone(turn, date)), None)
        answers.append(Named(date, verdict, p, float(adjusted[date]), size, low, high, better, reason))
    return tuple(answers)


def _outdone(turn: Turn, date: int) -> bool:
    """Say whether a searched turn begins near a named date but its set leaves that date out."""
    begins = turn.begins
    return date not in begins.members and begins.low - TRIM <= date <= begins.high + TRIM


def _named_verdict(p: float, size: float, smallest: float, *, level: float, min_size: float) -> tuple[Verdict, str]:
    if p < level:
        return ("turn" if abs(size) >= min_size else "slight"), ""
    if smallest <= min_size:
        return "no change", ""
    return "cannot tell", f"a step below {smallest:.2f} would often be missed"


def _named_step(model: Model, date: int, coverage: float) -> tuple[float, float, float, float, float] | str:
    """Return p-value, size, interval and smallest visible step at a date; or why there is none."""
    at = int(np.searchsorted(model.times, date))
    before, after = at, model.times.size - at
    if date < model.times[0] or date > model.times[-1]:
        return f"{date} lies outside the series, {model.times[0]} to {model.times[-1]}"
    if min(before, after) < model.trim:
        return (
            f"{before} observations before {date} and {after} from it on; {model.trim} are needed on each side"
            " (monthly data, where they exist, can tell sooner)"
        )
    kept = tuple(change for change in model.changes if not _about(change, at, model.trim))
    others = replace(model, changes=kept)
    everything = shapes(model.times, trim=model.trim)
    single = everything.where((everything.kind == 0) & (everything.first == at))
    found = others.scan(single)
    p = p_value(float(found.evidence[0, 0]), length=model.times.size, quantity="known", base=model.base)
    with_step = replace(others, changes=(*others.changes, Change("step", at, at)))
    mean, covariance, noise = coefficients(with_step)
    index = model.fixed.shape[1] + int(model.drifting) + len(others.changes)
    spare = max(1, model.times.size - mean.size)
    half = float(quantile(0.5 + coverage / 2, freedom=spare) * np.sqrt(covariance[index, index]))
    rho, weight = persistence(with_step)
    smallest = smallest_step(length=model.times.size, persistence=float(weight @ rho)) * noise
    return p, float(mean[index]), float(mean[index]) - half, float(mean[index]) + half, smallest


def _about(change: Change, at: int, trim: int) -> bool:
    """Say whether a change is the one that a step at `at` would stand for."""
    if change.kind == "step":
        return abs(change.first - at) < trim
    return change.first - 1 <= at <= change.last + 1


def _answer(
    model: Model, found: tuple[Turn, ...], named: tuple[Named, ...], *, per_year: int, min_size: float
) -> Turns:
    rho, weight = persistence(model)
    mean, _, noise = coefficients(model)
    held = float(weight @ rho)
    low, high = (float(rho[min(int(np.searchsorted(np.cumsum(weight), q)), rho.size - 1)]) for q in (0.05, 0.95))
    smallest = smallest_step(length=model.times.size, persistence=held) * noise
    n, axis = model.times.size, model.times
    span = float(axis[-1] - axis[0])
    slope = float(mean[model.fixed.shape[1]]) / span * per_year if model.drifting else None
    blips = sorted(int(axis[at]) for blip in model.blips for at in range(blip.first, blip.last))
    late = tuple(time for time in blips if time > axis[n - model.trim])
    verdict, reason = _verdict(found, model.drifting, smallest, min_size)
    return Turns(
        verdict, found, named, model.p_first, slope, tuple(blips), late, held, low, high, noise, smallest,
        (int(axis[model.trim]), int(axis[n - model.trim])), n, reason,
    )  # fmt: skip


def _verdict(found: tuple[Turn, ...], drifting: bool, smallest: float, min_size: float) -> tuple[Verdict, str]:
    if any(abs(turn.size) >= min_size for turn in found):
        return "turn", ""
    if found:
        return "slight", f"every change found is below {min_size:.2f}"
    if drifting:
        return "drift", ""
    if smallest <= min_size:
        return "no change", ""
    return "cannot tell", f"a step below {smallest:.2f} would often be missed"


__all__ = [
    "DateSet", "Named", "Turn", "Turns", "turns",
]  # fmt: skip
