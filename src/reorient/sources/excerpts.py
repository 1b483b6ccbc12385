"""A few figures with citation: what the starter record may hold of a source that may not be redistributed."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

import polars as pl

from reorient.record.schema import Batch, Coverage, SetAside

#: The most rows that an excerpt of one source may hold; more is no quotation.
LIMIT = 15_000


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One line of ``excerpts.csv``.

    Attributes
    ----------
    source, variable
        Keys.
    actor
        The one actor whose ties are quoted.
    end
        Whether `actor` stands at the sender's end, the receiver's, or either.
    partners
        Ids of the partners quoted; empty for all.
    first, last
        Calendar years.
    reason
        Why the figures are needed.
    """

    source: str
    variable: str
    actor: str
    end: Literal["sender", "receiver", "either"]
    partners: tuple[str, ...]
    first: int
    last: int
    reason: str


@cache
def excerpts() -> tuple[Excerpt, ...]:
    """Return every line of ``excerpts.csv``."""
    text = files("reorient.sources").joinpath("excerpts.csv").read_text(encoding="utf-8")
    return tuple(_excerpt(row) for row in csv.DictReader(text.splitlines()))


def _excerpt(row: dict[str, str]) -> Excerpt:
    return Excerpt(
        source=row["source"],
        variable=row["variable"],
        actor=row["actor"],
        end=row["end"],  # type: ignore[arg-type]
        partners=tuple(row["partners"].split()),
        first=int(row["first"]),
        last=int(row["last"]),
        reason=row["reason"],
    )


def cut(batch: Batch, wanted: Sequence[Excerpt]) -> Batch:
    """Return the rows and coverage of `batch` that the excerpts name, without its ballots.

    Rows of ties that no excerpt names are counted as set aside. Where partners are named, no row for another
    partner means ``unlisted``.
    """
    if not wanted:
        ties = batch.ties.clear()
    else:
        ties = batch.ties.filter(pl.any_horizontal([_names(excerpt) for excerpt in wanted]))
    left = SetAside("not part of the excerpt that may be quoted", len(batch.ties) - len(ties))
    coverage = tuple(row for excerpt in wanted for row in _coverage(batch.coverage, excerpt))
    return Batch(ties, coverage, (*batch.set_aside, left), None)


def _names(excerpt: Excerpt) -> pl.Expr:
    years = pl.col("period").is_between(date(excerpt.first, 1, 1), date(excerpt.last, 12, 31))
    ends = []
    for end, other in (("sender", "receiver"), ("receiver", "sender")):
        if excerpt.end in (end, "either"):
            stands = pl.col(end) == excerpt.actor
            ends.append(stands & pl.col(other).is_in(excerpt.partners) if excerpt.partners else stands)
    return (pl.col("variable") == excerpt.variable) & years & pl.any_horizontal(ends)


def _coverage(rows: Sequence[Coverage], excerpt: Excerpt) -> list[Coverage]:
    found = []
    for row in rows:
        if row.variable != excerpt.variable:
            continue
        first = max(row.first, date(excerpt.first, 1, 1))
        last = min(row.last, date(excerpt.last, 12, 31))
        if first > last or row.actor not in ("*", excerpt.actor, *excerpt.partners):
            continue
        own = row.actor not in excerpt.partners
        found.append(
            replace(
                row,
                actor=excerpt.actor if own else row.actor,
                role=excerpt.end if own else row.role,
                first=first,
                last=last,
                absence="unlisted" if excerpt.partners else row.absence,
                note=f"Excerpt. {row.note}".strip(),
            )
        )
    return found
