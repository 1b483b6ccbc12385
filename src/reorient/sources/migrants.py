"""United Nations: migrants by origin and destination, every five years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from reorient.errors import UnreadableOriginal
from reorient.record.schema import Batch, Coverage, Origin, SetAside, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import numbers, read_csv_exact, require_unique
from reorient.sources.source import Figure, Source

KEY = "un_migrants"
COLUMNS = ("year", "origin", "destination", "persons")

_NOTE = (
    "Stock at mid-year, 1990 to 2020 every five years, foreign born where known and foreign citizens elsewhere; "
    "estimates between censuses. Pairs without migrants are not in the file, and origins that a destination does not "
    "tell apart are absent too. Borders are those of 2020, so years before a state took its present borders are set "
    "aside (Russia 1990 in the file is not the Soviet Union)."
)

ORIGIN = Origin(
    key=KEY,
    producer="United Nations, Department of Economic and Social Affairs, Population Division",
    title="International Migrant Stock",
    version="2020",
    year=2020,
    licence="CC BY 3.0 IGO",
    licence_url="https://creativecommons.org/licenses/by/3.0/igo/",
    redistribute="yes",
    url="https://www.un.org/development/desa/pd/content/international-migrant-stock",
    citation=(
        "United Nations Department of Economic and Social Affairs, Population Division (2020) "
        "International Migrant Stock 2020. POP/DB/MIG/Stock/Rev.2020."
    ),
    note=_NOTE,
)


def read(paths: Sequence[Path]) -> Batch:
    """Read the pairs of origin and destination (columns year, origin, destination, persons).

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    if len(paths) != 1:
        raise UnreadableOriginal(f"{len(paths)} files for {KEY}", "one revision, since two repeat each other")
    name = paths[0].name
    frame = read_csv_exact(paths[0], columns=COLUMNS).select(COLUMNS)
    frame = numbers(frame, ("year", "persons"), name, missing=()).with_columns(pl.col("year").cast(pl.Int32))
    require_unique(frame, ("year", "origin", "destination"), name)
    frame, first = to_actors(frame, "origin", scheme=KEY, into="sender", names=True)
    frame, second = to_actors(frame, "destination", scheme=KEY, into="receiver", names=True)
    own = len(frame.filter(pl.col("sender") == pl.col("receiver")))
    frame = frame.filter(pl.col("sender") != pl.col("receiver")).rename({"persons": "value"})
    ties = ties_of(frame, variable="migrants", source=KEY).sort("sender", "receiver", "period")
    aside = (SetAside("origin and destination are one actor", own),) if own else ()
    return Batch(ties, _coverage(ties), (*first, *second, *aside))


def _coverage(ties: pl.DataFrame) -> tuple[Coverage, ...]:
    """Return one row for each year of the file: the years between are not covered."""
    years: list[date] = ties["period"].unique().sort().to_list()
    return tuple(Coverage(KEY, "migrants", "*", "sender", year, year, "Y", "unreported", _NOTE) for year in years)


SOURCES = (
    Source(
        origin=ORIGIN,
        originals=("energy/people/un_migrant_stock_bilateral_1990_2020.csv*",),
        read=read,
        layouts=("One row for each year, origin and destination by name.",),
        figures=(
            Figure("migrants", "RUS", "DEU", 2020, 2020, 1_198_831, 0.0, "a count is exact"),
            Figure("migrants", "KAZ", "RUS", 2020, 2020, 2_558_907, 0.0, "a count is exact"),
            Figure("migrants", "CHN", "RUS", 2020, 2020, 56_138, 0.0, "a count is exact"),
        ),
    ),
)
