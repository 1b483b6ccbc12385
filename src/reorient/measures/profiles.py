"""Profiles of two states from the record (votes, alliances, memberships) and every measure of likeness on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reorient.actors import Actor, living
from reorient.errors import InvalidOption, MeasureError
from reorient.measures.alignment import ABSENT, Chance, Distance, agreement, alignment
from reorient.record.store import Record

Over = Literal["votes", "alliances", "institutions"]

#: Name of each measure, how far categories are apart, and what chance is.
MEASURES: tuple[tuple[str, Distance, Chance], ...] = (
    ("s", "absolute", "none"),
    ("s_squared", "squared", "none"),
    ("kappa", "nominal", "own"),
    ("kappa_weighted", "squared", "own"),
    ("pi", "nominal", "pooled"),
    ("pi_weighted", "squared", "pooled"),
)
#: Obligations from weak to strong; the strongest that a state owes another is its category (Signorino & Ritter 1999).
OBLIGATIONS = (
    ("alliance_consultation", 1),
    ("alliance_nonaggression", 2),
    ("alliance_neutrality", 2),
    ("alliance_offense", 3),
    ("alliance_defense", 3),
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """The answer of ``reorient alignment A B``.

    Attributes
    ----------
    first, second
        The two states.
    over
        What their profiles are made of.
    rows
        ``year``, ``items`` (on which both have a category), ``agreement`` and each of `MEASURES`, null where one is
        not defined (no common item, or no chance of difference).
    source
        Key of the source.
    """

    first: Actor
    second: Actor
    over: Over
    rows: pl.DataFrame
    source: str


def compare(year: int, profiles: NDArray[np.int8], *, categories: int) -> dict[str, Any]:
    """Return every measure for two profiles (2 x m)."""
    both = agreement(("a", "b"), profiles, categories=categories)
    found: dict[str, Any] = {"year": year, "items": int(both.items[0, 1]), "agreement": float(both.values[0, 1])}
    for name, distance, chance in MEASURES:
        one = alignment(("a", "b"), profiles, categories=categories, distance=distance, chance=chance)
        found[name] = float(one.values[0, 1])
    return {key: None if isinstance(value, float) and not np.isfinite(value) else value for key, value in found.items()}


def likeness(
    record: Record,
    first_state: Actor,
    second_state: Actor,
    *,
    over: Over = "votes",
    first: int | None = None,
    last: int | None = None,
) -> Likeness:
    """Return how alike two states are, year by year.

    Parameters
    ----------
    record
        Where the votes or obligations are.
    first_state, second_state
        The two.
    over
        ``votes``: roll calls of the General Assembly in the calendar year, absence left out pairwise;
        ``alliances``: the strongest obligation toward every state that lived at the end of the year, none counting as
        the lowest category and oneself as the highest;
        ``institutions``: member or not of every organisation that has a member in the year.
    first, last
        First and last calendar year.

    Raises
    ------
    MeasureError
        If the two are one, or the record does not cover both.
    InvalidOption
        For other profiles.
    """
    if first_state.id == second_state.id:
        raise MeasureError(f"{first_state.name} and itself", "two states")
    if over == "votes":
        rows, source = _votes(record, first_state.id, second_state.id, first, last)
    elif over == "alliances":
        rows, source = _alliances(record, first_state.id, second_state.id, first, last)
    elif over == "institutions":
        rows, source = _institutions(record, first_state.id, second_state.id, first, last)
    else:
        raise InvalidOption(f"over={over!r}", "'votes', 'alliances' or 'institutions'")
    if not rows:
        key = {"votes": "unga", "alliances": "atop", "institutions": "igo_cow"}[over]
        way = f"the starter record has only an excerpt of {key}, whose terms are not stated: download it, then "
        way += f"`reorient data add {key} FILE`"
        if over == "institutions":
            way = "see `reorient data coverage shared_institutions`"
        raise MeasureError(
            f"The record does not hold the {over} of both {first_state.name} and {second_state.name} in the period",
            "a source with the profiles of both states",
            way,
        )
    return Likeness(first_state, second_state, over, pl.DataFrame(rows), source)


def _votes(
    record: Record, one: str, other: str, first: int | None, last: int | None
) -> tuple[list[dict[str, Any]], str]:
    ballots = record.ballots(first=first, last=last).filter(pl.col("actor").is_in([one, other]))
    if not len(ballots):
        return [], ""
    source = str(ballots["source"][0])
    wide = (
        ballots.filter(pl.col("source") == source)
        .with_columns(pl.col("day").dt.year().alias("year"), (pl.col("vote") - 1).alias("category"))
        .pivot(on="actor", index=["year", "resolution"], values="category")
    )
    if one not in wide.columns or other not in wide.columns:
        return [], source
    rows = []
    for (year,), part in wide.sort("year", "resolution").group_by("year", maintain_order=True):
        profiles = np.array([part[who].fill_null(ABSENT).to_numpy() for who in (one, other)], dtype=np.int8)
        rows.append(compare(int(str(year)), profiles, categories=3))
    return rows, source


def _institutions(
    record: Record, one: str, other: str, first: int | None, last: int | None
) -> tuple[list[dict[str, Any]], str]:
    members = record.ballots(body="IGO", first=first, last=last)
    rows: list[dict[str, Any]] = []
    for source in members["source"].unique(maintain_order=True).to_list():
        for (year,), part in members.filter(pl.col("source") == source).group_by("session", maintain_order=True):
            items = part["resolution"].unique().sort()
            profiles = np.zeros((2, len(items)), dtype=np.int8)
            for row, who in enumerate((one, other)):
                own = part.filter(pl.col("actor") == who)["resolution"]
                profiles[row, items.search_sorted(own).to_numpy()] = 1
            if profiles.any(axis=1).all():
                rows.append(compare(int(str(year)), profiles, categories=2))
        if rows:
            return rows, source
    return [], ""


def _alliances(
    record: Record, one: str, other: str, first: int | None, last: int | None
) -> tuple[list[dict[str, Any]], str]:
    for source in record.sources_of("alliance"):
        covered = [row for row in record.coverage("alliance", source) if row.actor in ("*", one, other)]
        if not ({"*"} & {row.actor for row in covered}) and {row.actor for row in covered} != {one, other}:
            continue
        begins, ends = max(row.first.year for row in covered), min(row.last.year for row in covered)
        ties = [
            record.ties(name, sender=(one, other), first=first, last=last, source=source).with_columns(
                level=pl.lit(level)
            )
            for name, level in OBLIGATIONS
        ]
        owed = pl.concat(ties).filter(pl.col("value") > 0).with_columns(pl.col("period").dt.year().alias("year"))
        rows = []
        for year in range(max(begins, first or begins), min(ends, last or ends) + 1):
            items = living(date(year, 12, 31))
            if one in items and other in items:
                rows.append(compare(year, _obliged(owed, year, items, (one, other)), categories=4))
        return rows, source
    return [], ""


def _obliged(owed: pl.DataFrame, year: int, items: tuple[str, ...], pair: tuple[str, str]) -> NDArray[np.int8]:
    profiles = np.zeros((2, len(items)), dtype=np.int8)
    place = {who: number for number, who in enumerate(items)}
    for sender, receiver, level in (
        owed.filter(pl.col("year") == year).select("sender", "receiver", "level").iter_rows()
    ):
        if receiver in place:
            row = pair.index(sender)
            profiles[row, place[receiver]] = max(profiles[row, place[receiver]], level)
    for row, who in enumerate(pair):
        profiles[row, place[who]] = 3
    return profiles
