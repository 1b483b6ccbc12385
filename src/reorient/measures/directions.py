"""The door between the record and the array functions: flows of one state in one source, and their direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reorient.actors import Group, actor, members_over
from reorient.actors.spells import MEMBER
from reorient.measures.comparable import living_table
from reorient.measures.shares import Contrast, Direction, Floats, Flows, contrast, direction
from reorient.record.schema import Variable, variable
from reorient.record.store import Record


@dataclass(frozen=True, slots=True)
class Reading:
    """One state's ties in one variable and source, year by year.

    Attributes
    ----------
    spec
        The variable.
    source
        Key of the source.
    flows
        Yearly ties with states, territories and residual areas.
    regions
        Yearly ties with regions as the source defines them, kept apart since they overlap with states.
    status
        T words: the statuses of the rows of each year, joined by " and ".
    rows
        Number of rows read.
    complete
        The source lists everything: no row is a zero.
    per_year
        1, or 12 for months: the axis of the flows then counts months, 12 x year + month - 1.
    """

    spec: Variable
    source: str
    flows: Flows
    regions: Flows
    status: tuple[str, ...]
    rows: int
    complete: bool = False
    per_year: int = 1


def read(
    record: Record,
    state: str,
    name: str,
    source: str,
    *,
    first: int | None = None,
    last: int | None = None,
    freq: str = "Y",
) -> Reading | None:
    """Return the ties of `state` in the variable `name` from `source`, or ``None`` if the record has none.

    A view reads the stored ties from its own end; ``trade`` adds both ends. With ``freq="M"`` the axis counts months.
    """
    spec = variable(name)
    ends = {"sender": ("sender",), "receiver": ("receiver",), "both": ("sender", "receiver")}[spec.role]
    when: list[NDArray[np.int64]] = []
    partners: list[str] = []
    values: list[Floats] = []
    said: list[str] = []
    for end in ends:
        ties = record.ties(name, **{end: state}, first=first, last=last, source=source, freq=freq)
        when.append(_moments(ties["period"], monthly=freq == "M"))
        partners += ties["receiver" if end == "sender" else "sender"].to_list()
        values.append(ties["value"].to_numpy())
        said += ties["status"].to_list()
    if not partners:
        return None
    at = np.concatenate(when)
    years = np.arange(at.min(), at.max() + 1)
    regions = {who for who in set(partners) if actor(who).kind == "region"}
    is_region = np.array([who in regions for who in partners], dtype=bool)
    by_year: dict[int, set[str]] = {}
    for year, word in set(zip(at.tolist(), said, strict=True)):
        by_year.setdefault(year, set()).add(word)
    status = tuple(" and ".join(sorted(by_year.get(int(year), ()))) for year in years)
    rows = _Rows(at, np.array(partners, dtype=object), np.concatenate(values))
    meanings = {row.absence for row in record.coverage(spec.stored, source)}
    return Reading(
        spec,
        source,
        _flows(rows.where(~is_region), years),
        _flows(rows.where(is_region), years),
        status,
        len(partners),
        meanings == {"zero"},
        12 if freq == "M" else 1,
    )


def covering(
    record: Record, state: str, name: str, *, first: int | None = None, last: int | None = None, freq: str = "Y"
) -> list[Reading]:
    """Return the readings of every source that covers all partners of `state`, the one with most rows first.

    A source that lists only some partners gives no shares and is left out.
    """
    found = []
    for source in record.sources_of(name):
        rows = [
            row
            for row in record.coverage(variable(name).stored, source)
            if row.actor in ("*", state) and row.freq == freq and row.absence != "unlisted"
        ]
        one = read(record, state, name, source, first=first, last=last, freq=freq) if rows else None
        if one is not None and one.flows.partners:
            found.append(one)
    return sorted(found, key=lambda one: (-one.rows, one.source))


@dataclass(frozen=True, slots=True)
class _Rows:
    """Ties of one state as columns: time, partner, value."""

    at: NDArray[np.int64]
    partner: NDArray[np.object_]
    value: Floats

    def where(self, mask: NDArray[np.bool_]) -> _Rows:
        return _Rows(self.at[mask], self.partner[mask], self.value[mask])


def _moments(periods: pl.Series, *, monthly: bool) -> NDArray[np.int64]:
    """Return calendar years, or months counted 12 x year + month - 1."""
    unit, start = ("M", 12 * 1970) if monthly else ("Y", 1970)
    return np.asarray(periods.to_numpy().astype(f"datetime64[{unit}]").astype(np.int64) + start)


def _flows(rows: _Rows, years: NDArray[np.int64]) -> Flows:
    partners = tuple(sorted(set(rows.partner)))
    values = np.full((len(years), len(partners)), np.nan)
    if partners:
        axis = {who: number for number, who in enumerate(partners)}
        cells = (rows.at - years[0]) * len(partners) + np.array([axis[who] for who in rows.partner])
        known = np.bincount(cells, minlength=values.size) > 0
        sums = np.bincount(cells, weights=rows.value, minlength=values.size)
        values = np.where(known, sums, np.nan).reshape(values.shape)
    return Flows(years, partners, values)


def places(names: pl.Series, axis: Sequence[str]) -> NDArray[np.int64]:
    """Return where each name stands on an axis that holds them all."""
    return names.cast(pl.Enum(axis)).to_physical().to_numpy().astype(np.int64)


def inside(group: Group, flows: Flows) -> NDArray[np.bool_]:
    """Return which partner is a member of the group in which year (T x n), by membership on 31 December."""
    table = np.zeros(flows.values.shape, dtype=bool)
    place = {partner: number for number, partner in enumerate(flows.partners)}
    for spell in group.memberships:
        if spell.status in MEMBER and spell.actor in place:
            table[_at_the_end(flows.years, spell.first, spell.last), place[spell.actor]] = True
    for partner in [flows.partners[number] for number in np.flatnonzero(table.any(axis=0))]:
        lives = [_at_the_end(flows.years, life.first, life.last) for life in actor(partner).lifetimes]
        table[:, place[partner]] &= np.any(lives, axis=0) if lives else True
    return table


def hidden(record: Record, state: str, reading: Reading) -> NDArray[np.bool_]:
    """Return which cells without a row may hide a tie (T x n); see `comparable`.

    In months only the state's own report lists everybody; what partners tell of it may come late or not at all.
    """
    flows = reading.flows
    unknown = np.isnan(flows.values) & living_table(flows.partners, flows.years // reading.per_year)
    if reading.per_year > 1 and not reading.complete:
        own = {"sender": "reported", "receiver": "mirrored"}.get(reading.spec.role, "")
        partners_told = np.array([status != own for status in reading.status], dtype=bool)
        return np.asarray(unknown & partners_told[:, None], dtype=bool)
    if reading.complete or not unknown.any():
        return np.zeros(flows.values.shape, dtype=bool)
    if (flows.values == 0).any():  # a source that writes zeros down has none where it has no row
        return unknown
    told = record.told(reading.source, "sender" if reading.spec.role == "receiver" else "receiver")
    told = told.filter(
        ((pl.col("others") > 1) | (pl.col("one") != state))
        & pl.col("actor").is_in(flows.partners)
        & pl.col("year").is_between(int(flows.years[0]), int(flows.years[-1]))
    )
    place = places(told["actor"], flows.partners)
    unknown[told["year"].to_numpy() - flows.years[0], place] = False
    return unknown


def _at_the_end(years: NDArray[np.int64], first: date | None, last: date | None) -> NDArray[np.bool_]:
    """Return in which years a spell holds on 31 December."""
    begins = -9999 if first is None else first.year
    ends = 9999 if last is None else last.year - ((last.month, last.day) != (12, 31))
    return np.asarray((years >= begins) & (years <= ends))


def ever_inside(group: Group, flows: Flows, *, per_year: int = 1) -> NDArray[np.bool_]:
    """Return which partner was a member at any time of the years of `flows` (T x n, every row the same).

    With this membership an accession is not a turn.
    """
    if not len(flows.years):
        return np.zeros(flows.values.shape, dtype=bool)
    first, last = int(flows.years[0]) // per_year, int(flows.years[-1]) // per_year
    ever = set(members_over(group, date(first, 1, 1), date(last, 12, 31)))
    return np.broadcast_to(np.array([partner in ever for partner in flows.partners], dtype=bool), flows.values.shape)


def toward(reading: Reading, group: Group) -> Direction:
    """Return how much of the reading points at the group."""
    return direction(reading.flows, inside(group, reading.flows))


def compared(reading: Reading, group: Group) -> Contrast:
    """Return the means of the reading over the group's members and over all other partners."""
    return contrast(reading.flows, inside(group, reading.flows))


@dataclass(frozen=True, slots=True)
class Saying:
    """What one source says of one tie in one year."""

    source: str
    value: float
    status: str


def sayings(
    record: Record, state: str, name: str, partners: tuple[str, ...], *, first: int, last: int
) -> dict[int, dict[str, list[Saying]]]:
    """Return what every source says of the ties with some partners: by year, by partner, one saying a source."""
    role = variable(name).role
    if role == "sender":
        ties = record.ties(name, sender=state, receiver=partners, first=first, last=last)
    else:
        ties = record.ties(name, sender=partners, receiver=state, first=first, last=last)
    other = "receiver" if role == "sender" else "sender"
    found: dict[int, dict[str, list[Saying]]] = {}
    for row in ties.iter_rows(named=True):
        said = Saying(row["source"], row["value"], row["status"])
        found.setdefault(row["period"].year, {}).setdefault(row[other], []).append(said)
    return found


def count(reading: Reading, group: Group) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many members and how many others have a tie above zero in each year (T each)."""
    member = inside(group, reading.flows)
    there = np.nan_to_num(reading.flows.values) > 0
    return (there & member).sum(axis=1), (there & ~member).sum(axis=1)
