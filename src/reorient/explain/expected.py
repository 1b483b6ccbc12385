"""Toward and away relative to a gravity expectation, from one source of the record.

A three-way gravity model (`reorient.explain.gravity`) is estimated on all pairs of the source in the first, the middle
(where it is a whole year) and the last year. Its fitted flows are what was to be expected of the state with each
partner, given how much each of them trades with everybody in each year, how close the pair is over the years, and
agreements. The change of ln(x_A / x_B) is split by `toward_and_away` into what was expected, the departure of A and
that of B.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reorient.actors import Actor, Group, group, members
from reorient.errors import MeasureError, few
from reorient.explain.departures import Departures, toward_and_away
from reorient.explain.jackknife import Floats, Part
from reorient.explain.sample import Both, Policy, gravity_sample
from reorient.record.schema import variable
from reorient.record.store import Record

#: Customs unions, whose changes of membership are agreements that a model of goods should know.
UNIONS = ("eu", "eaeu", "mercosur", "gcc")


@dataclass(frozen=True, slots=True)
class Expected:
    """A change of ln(x_A / x_B) beside what gravity expects.

    Attributes
    ----------
    name, source
        Variable and source.
    years
        The years of the sample; the first and the last are compared.
    departures
        What was expected, and how far the flows departed from it.
    coefficients
        Estimate and standard error of each agreement, by name.
    told
        The sample in words.
    """

    name: str
    source: str
    years: tuple[int, ...]
    departures: Departures
    coefficients: dict[str, tuple[float, float]]
    told: str

    def frame(self) -> pl.DataFrame:
        """Return one row for each part of the change of ln(toward / away), with its interval."""
        one = self.departures
        parts = {"change": Part(one.change), "expected": one.expected, "toward": one.toward, "away": one.away}
        rows = [
            (
                self.name,
                self.source,
                self.years[0],
                self.years[-1],
                word,
                *map(_known, (part.value, part.low, part.high)),
            )
            for word, part in {**parts, "no expectation": Part(one.unsized)}.items()
        ]
        return pl.DataFrame(rows, schema=COLUMNS, orient="row")


COLUMNS = {
    "variable": pl.String(),
    "source": pl.String(),
    "first": pl.Int32(),
    "last": pl.Int32(),
    "part": pl.String(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
}


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def expected(
    record: Record,
    state: Actor,
    toward: Group,
    *,
    away: Group | None = None,
    name: str = "exports",
    source: str = "",
    first: int | None = None,
    last: int | None = None,
    agreements: Sequence[str] = UNIONS,
) -> Expected:
    """Return how far a state's flows turned beyond what gravity expects; about five seconds for the world.

    Parameters
    ----------
    record
        Where flows of all pairs are.
    state, toward, away
        Who, toward whom, away from whom (everybody else if not given); memberships of the last year, fixed.
    name
        A variable as its sender or its receiver sees it.
    source
        A source that tells of the world; the one with most rows if not given.
    first, last
        The two years compared; those of the source if not given.
    agreements
        Groups whose common membership is a regressor; those whose membership changes no pair are left out.

    Raises
    ------
    MeasureError
        If the record holds no source of the world, no agreement changes in the years, or the flows cannot be compared.
    MissingLibrary, NotConverged
        See `reorient.explain.poisson`.
    """
    spec = variable(name)
    if spec.role == "both":
        raise MeasureError(f"Gravity of {name}", "one direction: exports or imports")
    parts = [part for part in record.parts() if part.variable == spec.stored and part.scenario == "observed"]
    world = [part for part in parts if not source or part.source == source]
    if not world:
        raise MeasureError(f"No {source or 'source of ' + name} in the record", "a source that tells of the world")
    part = max(world, key=lambda one: one.rows)
    start, end = first or int(part.first[:4]), last or int(part.last[:4])
    if end - start < 2:
        raise MeasureError(f"Gravity from {start} to {end}", "three years at least")
    step = (end - start) // 2 if (end - start) % 2 == 0 else end - start
    years = tuple(range(start, end + 1, step))
    policy = Policy(first=years[0], last=end, every=step)
    varying = [Both(one) for one in map(group, agreements) if _varies(one, years)]
    if not varying:
        raise MeasureError(
            f"No agreement among {few(agreements)} changes its members between {years[0]} and {end}",
            "one at least, since pairs that never change are in the effects of pairs",
            "name another with --agreement",
        )
    sample = gravity_sample(record, spec.stored, part.source, regressors=varying, policy=policy)
    found = sample.estimate()
    mine, theirs = (
        (sample.exporters, sample.importers) if spec.role == "sender" else (sample.importers, sample.exporters)
    )
    partners = tuple(sorted(set(theirs[mine == state.id].tolist()) - {state.id}))
    if not partners:
        raise MeasureError(f"{part.source} does not tell of {state.name}", "a state in the source")
    rows = {year: _line(sample.flows, mine, theirs, sample.years, state.id, partners, year) for year in (years[0], end)}
    fitted = {year: _line(found.estimate.fitted, mine, theirs, sample.years, state.id, partners, year) for year in rows}
    there = members(toward, date(end, 12, 31))
    inside = np.array([who in there for who in partners])
    gone = ~inside if away is None else np.array([who in members(away, date(end, 12, 31)) for who in partners])
    if (inside & gone).any():
        raise MeasureError(
            f"Partners both in {toward.name} and in {away.name if away else ''}", "groups without overlap"
        )
    split = toward_and_away(
        np.nan_to_num(rows[years[0]]), np.nan_to_num(rows[end]), fitted[years[0]], fitted[end], inside, gone
    )
    estimate = found.estimate
    numbers = {one: estimate.coefficient(one) for one in estimate.names}
    return Expected(name, part.source, years, split, numbers, sample.told())


def _varies(one: Group, years: Sequence[int]) -> bool:
    sets = [frozenset(members(one, date(year, 12, 31))) for year in years]
    return len({*sets}) > 1 and any(len(held) > 1 for held in sets)


def _line(
    values: Floats,
    mine: NDArray[np.str_],
    theirs: NDArray[np.str_],
    years: NDArray[np.int64],
    state: str,
    partners: Sequence[str],
    year: int,
) -> Floats:
    at = (mine == state) & (years == year)
    known = dict(zip(theirs[at].tolist(), values[at].tolist(), strict=True))
    return np.array([known.get(who, np.nan) for who in partners])
