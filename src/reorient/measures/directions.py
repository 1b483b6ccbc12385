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
from reorient.measures.shares import Contrast, Direction, Flows, contrast, direction
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
    frames = []
    for end in ends:
        ties = record.ties(name, **{end: state}, first=first, last=last, source=source, freq=freq)
        other = "receiver" if end == "sender" else "sender"
        year = pl.col("period").dt.year().cast(pl.Int64)
        if freq == "M":
            year = 12 * year + pl.col("period").dt.month() - 1
        frames.append(ties.select(year.alias("year"), pl.col(other).alias("partner"), "value", "status"))
    rows = pl.concat(frames)
    if not len(rows):
        return None
    kinds = {who: actor(who).kind for who in rows["partner"].unique().to_list()}
    is_region = pl.col("partner").replace_strict(kinds, return_dtype=pl.String) == "region"
    listed = rows["year"].to_list()
    years = np.arange(min(listed), max(listed) + 1)
    said = dict(rows.group_by("year").agg(pl.col("status").unique().sort()).iter_rows())
    status = tuple(" and ".join(said.get(int(year), [])) for year in years)
    meanings = {row.absence for row in record.coverage(spec.stored, source)}
    return Reading(
        spec,
        source,
        _flows(rows.filter(~is_region), years),
        _flows(rows.filter(is_region), years),
        status,
        len(rows),
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


def _flows(rows: pl.DataFrame, years: NDArray[np.int64]) -> Flows:
    summed = rows.group_by("year", "partner").agg(pl.col("value").sum()).sort("year", "partner")
    partners = tuple(summed["partner"].unique().sort().to_list())
    values = np.full((len(years), len(partners)), np.nan)
    if partners:
        at = (summed["year"].to_numpy() - years[0], places(summed["partner"], partners))
        values[at] = summed["value"].to_numpy()
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
