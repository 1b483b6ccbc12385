"""The peace scale of Goertz, Diehl and Balas: spells of a level of peace, as a yearly mean.

The value of a year is the mean, over its months, of the level on the last day of the month; a month in transition
between levels (-9) or without relationship has no level and does not count. This is the producer's own rule for
years, but their yearly file cannot be read: there the -9 of a transition entered the mean as 9 (the Soviet
Union's transition with China from 1997 to 2004 reads 9, on a scale from 0 to 1), and a year with one such
month looks like an ordinary level.
"""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, SetAside, both_ways, ties_of
from reorient.sources.disputes import cow_states
from reorient.sources.formats import read_text
from reorient.sources.source import Figure, Source

KEY = "peace_scale"
LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
TRANSITION = -9.0
FIRST, LAST = 1900, 2020
#: Codes in version 3.1 that no state of the system has; the dates would fit Kiribati (946) and Tuvalu (947).
MISTYPED = ("936", "937")
_SPELL = re.compile(r"(\d{4})(\d\d)(\d\d)-(\d{4})(\d\d)(\d\d)")

#: Dyad, first day, last day, level.
Spell = tuple[int, date, date, float]


def read(paths: Sequence[Path]) -> Batch:
    """Read the file of spells, one line for a pair with as many spells as it has.

    Raises
    ------
    UnreadableOriginal
        If a line is not a pair of states followed by spells and levels, or a level is not on the scale.
    """
    spells, aside = _spells(paths)
    rows = [(dyad, year, value) for dyad, year, value in _yearly(spells)]
    frame = pl.DataFrame(rows, schema={"dyad": pl.Int64, "year": pl.Int64, "value": pl.Float64}, orient="row")
    frame = frame.with_columns(
        (pl.col("dyad") // 1000).cast(pl.String).alias("code_a"),
        (pl.col("dyad") % 1000).cast(pl.String).alias("code_b"),
    )
    mistyped = pl.col("code_a").is_in(MISTYPED) | pl.col("code_b").is_in(MISTYPED)
    lost = frame.filter(mistyped)
    half, more_a = cow_states(frame.filter(~mistyped), "code_a", into="sender")
    full, more_b = cow_states(half, "code_b", into="receiver")
    ties = both_ways(ties_of(full, variable="peace_level", source=KEY, status="derived"))
    note = "Only pairs with a relationship are coded; a year wholly in transition has no level."
    coverage = Coverage(KEY, "peace_level", "*", "both", date(FIRST, 1, 1), date(LAST, 1, 1), "Y", "unlisted", note)
    typed = SetAside("a code that no state has", len(lost), tuple(map(str, lost["dyad"].unique().sort())))
    counted = tuple(item for item in (*aside, typed, *more_a, *more_b) if item.rows)
    return Batch(ties.sort("sender", "receiver", "period"), (coverage,), counted)


def _spells(paths: Sequence[Path]) -> tuple[list[Spell], tuple[SetAside, ...]]:
    found: list[Spell] = []
    impossible: list[str] = []
    seen: set[int] = set()
    for path in paths:
        text = read_text(path)
        if text.lstrip().lower().startswith("dyad,"):
            raise UnreadableOriginal(
                f"{path.name} is the yearly file, in which -9 (transition) entered the means as 9",
                "the file of spells without a header, such as peacedata3.1.csv",
                "take the file of spells; the yearly means are made from it",
            )
        for number, line in enumerate(csv.reader(text.splitlines()), start=1):
            dyad = _dyad(line, path.name, number)
            if dyad in seen:
                raise UnreadableOriginal(f"{path.name} holds the pair {dyad} twice (line {number})", "one line a pair")
            seen.add(dyad)
            for span, level in _cells(line, path.name, number):
                spell = _spell(dyad, span, level)
                found.extend([spell] if spell else [])
                impossible.extend([] if spell else [f"{dyad}: {span}"])
    return found, (SetAside("spell with a month or day that does not exist", len(impossible), tuple(impossible[:5])),)


def _dyad(line: Sequence[str], name: str, number: int) -> int:
    if not line or not re.fullmatch(r"\d{4,6}", line[0].strip()):
        raise UnreadableOriginal(
            f"{name}: line {number} begins with {few(line[:1])!r}, which names no pair",
            "two COW codes run together (2365), then spells and levels, separated by commas",
        )
    return int(line[0])


def _cells(line: Sequence[str], name: str, number: int) -> Iterator[tuple[str, float]]:
    cells = [cell.strip() for cell in line[1:] if cell.strip() not in ("", ".")]
    for span, level in zip(cells[::2], [*cells[1::2], ""], strict=False):
        try:
            value = float(level)
        except ValueError:
            value = float("nan")
        if value not in (*LEVELS, TRANSITION) or not _SPELL.fullmatch(span):
            raise UnreadableOriginal(
                f"{name}: line {number} holds {span!r} with level {level!r}",
                "YYYYMMDD-YYYYMMDD and one of 0, .25, .5, .75, 1, or -9 for a transition",
                "take the producer's file unchanged",
            )
        yield span, value


def _spell(dyad: int, span: str, level: float) -> Spell | None:
    matched = _SPELL.fullmatch(span)
    parts = [int(part) for part in matched.groups()] if matched else []
    first, last = _day(parts[:3], end=False), _day(parts[3:], end=True)
    return (dyad, first, last, level) if first and last else None


def _day(parts: Sequence[int], *, end: bool) -> date | None:
    """Return the day, reading 00 and 99 as the outermost; ``None`` for a month or day that does not exist."""
    year, month, day = parts
    if month in (0, 99) and day in (0, 99):
        return date(year, 12, 31) if end else date(year, 1, 1)
    if not 1 <= month <= 12:
        return None
    length = monthrange(year, month)[1]
    if day in (0, 99):
        return date(year, month, length if end else 1)
    return date(year, month, day) if day <= length else None


def _yearly(spells: Iterable[Spell]) -> Iterator[tuple[int, int, float]]:
    """Return dyad, year and mean level, one row for each year with a level."""
    months: dict[tuple[int, int], dict[int, float]] = {}
    for dyad, first, last, level in spells:
        if level == TRANSITION:
            continue
        for year in range(max(first.year, FIRST), min(last.year, LAST) + 1):
            inside = [m for m in range(1, 13) if first <= date(year, m, monthrange(year, m)[1]) <= last]
            months.setdefault((dyad, year), {}).update(dict.fromkeys(inside, level))
    for (dyad, year), levels in sorted(months.items()):
        if levels:
            yield dyad, year, sum(levels.values()) / len(levels)


SOURCES = (
    Source(
        origin=Origin(
            key=KEY,
            producer="Goertz, Diehl and Balas",
            title="The Puzzle of Peace: peace data",
            version="3.1",
            year=2023,
            licence="May be freely used for non-commercial purposes",
            licence_url="",
            redistribute="no",
            url="https://garygoertz.academia.edu",
            citation=(
                "Goertz, G., Diehl, P. F. and Balas, A. (2016), The Puzzle of Peace, Oxford University Press; "
                "Diehl, P. F., "
                "Goertz, G. and Gallegos, Y. (2021), Peace Data: Concept, Measurement, Patterns, and Research Agenda, "
                "Conflict Management and Peace Science 38(5), 605-624; data version 3.1."
            ),
            author="Goertz, Gary and Diehl, Paul F. and Balas, Alexandru",
            note=(
                "Yearly mean of the levels at the end of each month; months in transition do not count. "
                "Germany is one actor (COW 255) throughout. Spells with impossible dates are set aside."
            ),
        ),
        originals=("security/conflict/peacedata3.1.csv",),
        read=read,
        layouts=("The file of spells without header: pair, then span and level as often as the pair changed.",),
        figures=(
            Figure(
                "peace_level", "RUS", "CHN", 2005, 2020, 8.0, 1e-9, "negative peace (.5) in 16 years; sums of floats"
            ),
            Figure("peace_level", "RUS", "JPN", 1900, 2020, 0, 1e-9, "severe rivalry throughout"),
            Figure("peace_level", "RUS", "KAZ", 2015, 2020, 4.5, 1e-9, "warm peace (.75) from 2015; sums of floats"),
            Figure("peace_level", "USA", "RUS", 1993, 2020, 7.0, 1e-9, "lesser rivalry (.25) from February 1992"),
            Figure("peace_level", "RUS", "UKR", 2015, 2020, 0, 1e-9, "severe rivalry from 22 February 2014"),
        ),
    ),
)
