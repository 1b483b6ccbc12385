"""What the record says of a flow: sums by year between actors or groups, by source, with the rows behind them."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

import polars as pl

from reorient.actors import group, is_actor, members
from reorient.actors.states import actor, rests
from reorient.record.schema import Coverage, variable
from reorient.record.store import Record


@dataclass(frozen=True, slots=True)
class Row:
    """One row that decided something, or a sum of rows of one year."""

    sender: str
    receiver: str
    variable: str
    year: int
    value: float
    unit: str
    source: str
    status: str = ""


@dataclass(slots=True)
class Flows:
    """Reads each variable of the record once for each end, and answers from memory.

    Parameters
    ----------
    record
        Where the ties are.
    """

    record: Record
    _held: dict[tuple[str, str, str], pl.DataFrame] = field(default_factory=dict)
    _coverage: dict[tuple[str, str], tuple[Coverage, ...]] = field(default_factory=dict)
    _years: dict[tuple[str, str, str], dict[int, list[tuple[str, str, float]]]] = field(default_factory=dict)
    _values: dict[tuple[str, str, str, str, int], float | None] = field(default_factory=dict)

    def coverage(self, name: str, source: str) -> tuple[Coverage, ...]:
        """Return what a source covers of a variable by year, whatever end it is read from."""
        key = (variable(name).stored, source)
        if key not in self._coverage:
            self._coverage[key] = tuple(row for row in self.record.coverage(*key) if row.freq == "Y")
        return self._coverage[key]

    def ties(self, name: str, source: str, who: str) -> pl.DataFrame:
        """Return all yearly ties of an actor or group `who`, at the end where the variable puts it."""
        key = (name, source, who)
        if key not in self._held:
            spec = variable(name)
            ids = everybody_in(who)
            frames = []
            for end in {"sender": ("sender",), "receiver": ("receiver",), "both": ("sender", "receiver")}[spec.role]:
                other = "receiver" if end == "sender" else "sender"
                found = (
                    self.record.ties(name, sender=ids, source=source)
                    if end == "sender"
                    else self.record.ties(name, receiver=ids, source=source)
                )
                frames.append(
                    found.select(
                        pl.col(end).alias("who"),
                        pl.col(other).alias("whom"),
                        pl.col("period").dt.year().alias("year"),
                        "value",
                        "status",
                    )
                )
            self._held[key] = pl.concat(frames)
        return self._held[key]

    def covers(self, name: str, source: str, who: str, year: int, *, all_partners: bool) -> bool:
        """Tell whether a source covers `who` in a year; with `all_partners` it must not name only some of them."""
        rows = [row for row in self.coverage(name, source) if row.first.year <= year <= row.last.year]
        ids = set(members_in(who, year))
        if all_partners:
            rows = [row for row in rows if row.absence != "unlisted"]
        if any(row.actor == "*" for row in rows):
            return True
        held = {row.actor for row in rows}
        return bool(ids & held) if not all_partners else bool(ids) and ids <= held

    def covers_pair(self, name: str, source: str, who: str, whom: str, year: int) -> bool:
        """Tell whether a source covers the ties of some member of `who` with some member of `whom`, from either end."""
        if self.covers(name, source, who, year, all_partners=False):
            return True
        rows = [row for row in self.coverage(name, source) if row.first.year <= year <= row.last.year]
        return bool(whom) and bool({row.actor for row in rows} & set(members_in(whom, year)))

    def by_partner(self, name: str, source: str, who: str, year: int) -> dict[str, float]:
        """Return the sums of `who` with every partner in a year; regions are no partners."""
        inside = {*members_in(who, year), *rests(who)}
        sums: dict[str, float] = {}
        for one, partner, value in self._of_year((name, source, who), year):
            if one in inside and actor(partner).kind != "region" and partner not in inside:
                sums[partner] = sums.get(partner, 0.0) + value
        return sums

    def _of_year(self, key: tuple[str, str, str], year: int) -> list[tuple[str, str, float]]:
        if key not in self._years:
            years: dict[int, list[tuple[str, str, float]]] = {}
            for one, partner, at, value in self.ties(*key).select("who", "whom", "year", "value").iter_rows():
                years.setdefault(at, []).append((one, partner, value))
            self._years[key] = years
        return self._years[key].get(year, [])

    def value(self, name: str, source: str, who: str, whom: str, year: int) -> float | None:
        """Return the sum of `who` with `whom` in a year; None where the source does not cover it.

        Zero only where the source lists everything there is.
        """
        key = (name, source, who, whom, year)
        if key not in self._values:
            self._values[key] = self._value(*key)
        return self._values[key]

    def _value(self, name: str, source: str, who: str, whom: str, year: int) -> float | None:
        if variable(name).arity == "state":
            return None if whom else self._own(name, source, who, year)
        if not (
            self.covers_pair(name, source, who, whom, year)
            if whom
            else self.covers(name, source, who, year, all_partners=True)
        ):
            return None
        sums = self.by_partner(name, source, who, year)
        if not whom:
            return sum(sums.values()) if sums else None
        there = [sums[one] for one in (*members_in(whom, year), *rests(whom)) if one in sums]
        if there:
            return sum(there) if self._whole(name, source, who, whom, year) else None
        return 0.0 if self._lists_everything(name, source, who, year) else None

    def _whole(self, name: str, source: str, who: str, whom: str, year: int) -> bool:
        """Tell whether a source that names only some partners names all members of a group, or an area for the rest."""
        groups = [one for one in (who, whom) if not is_actor(one)]
        if not groups:
            return True
        inside = {*members_in(who, year), *members_in(whom, year)}
        rows = [row for row in self.coverage(name, source) if row.first.year <= year <= row.last.year]
        if any(row.absence != "unlisted" for row in rows if row.actor == "*" or row.actor in inside):
            return True
        ties = [(one, other) for one, other, _ in self._of_year((name, source, who), year)]
        mine, theirs = {one for one, _ in ties}, {other for _, other in ties}
        for ends, one, other in ((mine, who, whom), (theirs, whom, who)):
            wanted = set(members_in(one, year)) - set(members_in(other, year))
            if not is_actor(one) and not (wanted <= ends or ends & set(rests(one))):
                return False
        return True

    def _own(self, name: str, source: str, who: str, year: int) -> float | None:
        """Return what a state has of itself in a year (its product, its vetoes); of a group only what adds up."""
        if not self.covers(name, source, who, year, all_partners=True):
            return None
        if not is_actor(who) and variable(name).aggregation != "sum":
            return None
        held = self.ties(name, source, who).filter(
            (pl.col("year") == year) & pl.col("who").is_in(members_in(who, year))
        )
        if len(held):
            return float(held["value"].sum())
        return 0.0 if self._lists_everything(name, source, who, year) else None

    def _lists_everything(self, name: str, source: str, who: str, year: int) -> bool:
        rows = [
            row
            for row in self.coverage(name, source)
            if row.first.year <= year <= row.last.year and row.actor in ("*", *members_in(who, year))
        ]
        return bool(rows) and all(row.absence == "zero" for row in rows)

    def sources(self, name: str) -> tuple[str, ...]:
        """Return the sources of a variable, those with most rows first."""
        counts: dict[str, int] = {}
        for part in self.record.parts():
            if part.variable == variable(name).stored and part.scenario == "observed":
                counts[part.source] = counts.get(part.source, 0) + part.rows
        return tuple(sorted(counts, key=lambda key: (-counts[key], key)))

    def last_year(self, name: str, source: str) -> int | None:
        """Return the last year with a row of a variable in a source."""
        stored = variable(name).stored
        years = [
            int(part.last[:4]) for part in self.record.parts() if part.variable == stored and part.source == source
        ]
        return max(years, default=None)


def everybody_in(name: str) -> list[str]:
    """Return the actor, or everybody who ever belonged to the group."""
    if is_actor(name):
        return [name]
    return sorted({*(one.actor for one in group(name).memberships), *rests(name)})


def members_in(name: str, year: int) -> tuple[str, ...]:
    """Return the actor, or the members of the group at the end of the year."""
    return (name,) if is_actor(name) else members(group(name), date(year, 12, 31))


def readings(name: str) -> tuple[str, ...]:
    """Return the name and what else a writer may have meant by it."""
    return (name, *_readings().get(name, ()))


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    text = files("reorient.documents.checking").joinpath("readings.csv").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for row in csv.DictReader(text.splitlines()):
        found[row["group"]] = (*found.get(row["group"], ()), row["reading"])
    return found


def title(name: str) -> str:
    """Return an actor's or a group's name for readers."""
    if not name:
        return "all partners"
    return actor(name).name if is_actor(name) else group(name).title
