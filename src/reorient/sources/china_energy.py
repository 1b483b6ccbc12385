"""China's customs: energy imports from one partner by month, as the Wind terminal exports them.

Told by the importer, so every row is ``mirrored``. Columns whose heading does not name the partner may be totals of
all partners and are set aside.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from reorient.actors import resolve
from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, SetAside, ties_of
from reorient.sources.formats import numbers, parse_csv, read_text
from reorient.sources.source import Figure, Source

KEY = "china_energy"
IMPORTER = "CHN"

#: What a heading counts, and its unit: the variable, and how many of its units one is.
FLOWS = {
    ("Volume of Imports: Coal", "ton"): ("coal_exports_t", 1.0),
    ("Value of Imports: Coal", "USD"): ("coal_exports_usd", 1.0),
    ("Volume of Imports: Crude Oil", "kg"): ("crude_exports_t", 1e-3),
    ("Value of Imports: Crude Oil", "USD"): ("crude_exports_usd", 1.0),
    ("Volume of Imports: Liquified Natural Gas (LNG)", "kg"): ("lng_exports_t", 1e-3),
    ("Volume of Imports: Pipeline Carried Natural Gas (Gaseous State)", "kg"): ("gas_exports_t", 1e-3),
    ("Value of Imports: Pipeline Carried Natural Gas (Gaseous State)", "USD"): ("gas_exports_usd", 1.0),
}
#: Rows above the figures, in order.
PREAMBLE = ("Name", "ID", "Frequency", "Unit", "Source", "Time Period", "Update")

_NOTE = (
    "Imports as China's customs reports them, by month, cost, insurance and freight. Months without a figure are not "
    "reported (crude before 2002 comes in some months only). Some months of 2008 and 2011 look low. The value of LNG "
    "is not broken down by partner in the table."
)

ORIGIN = Origin(
    key=KEY,
    producer="General Administration of Customs of China",
    title="Energy imports from Russia by month (through Wind)",
    version="1995-2022",
    year=2022,
    licence="Terms of the redistributor; large reproduction needs permission",
    licence_url="",
    redistribute="excerpt",
    url="http://english.customs.gov.cn/statics/report/monthly.html",
    citation="General Administration of Customs of China, energy imports by country, 1995-2022 (Wind).",
    note=_NOTE,
)


def read(paths: Sequence[Path]) -> Batch:
    """Read the export of the terminal: seven rows that describe the columns, then one row a month.

    Raises
    ------
    UnreadableOriginal
        Also if a column's unit is not the one its heading is known in.
    UnknownActor, AmbiguousActor
        If a heading names a partner that is no actor.
    """
    if len(paths) != 1:
        raise UnreadableOriginal(f"{len(paths)} files for {KEY}", "one export")
    name, text = paths[0].name, read_text(paths[0])
    head = _preamble(text, name)
    body = parse_csv(text, name, skip_lines=len(PREAMBLE), header=False, columns=_places(len(head["Name"])))
    body = body.filter(pl.col("c0").str.contains(r"^\d{4}-\d\d$"))
    if not len(body):
        raise UnreadableOriginal(f"{name} holds no month", "rows that begin with YYYY-MM")
    parts: list[pl.DataFrame] = []
    unused: list[str] = []
    partial: list[str] = []
    for place in range(1, len(head["Name"])):
        heading, unit = head["Name"][place], head["Unit"][place]
        what, _, partner = heading.rpartition(": ")
        if (what, unit) in FLOWS:
            parts.append(_column(body, f"c{place}", (what, unit), partner, name))
        elif any(what == known for known, _ in FLOWS):
            raise UnreadableOriginal(f"{name}: {heading!r} is in {unit!r}", few(FLOWS, 8), "check the unit")
        else:
            (partial if partner == "Russian Federation" else unused).append(heading)
    if not parts:
        raise UnreadableOriginal(f"{name}: no known heading", few((what for what, _ in FLOWS), 8))
    ties = pl.concat(parts).sort("variable", "sender", "period")
    aside = (
        SetAside("columns that are parts of another", len(partial), tuple(partial[:5])),
        SetAside("columns that name no partner", len(unused), tuple(unused[:5])),
    )
    return Batch(ties, _coverage(ties), tuple(row for row in aside if row.rows))


def _places(count: int) -> tuple[str, ...]:
    return tuple(f"c{place}" for place in range(count))


def _preamble(text: str, name: str) -> dict[str, list[str]]:
    rows = list(csv.reader(text.splitlines()[: len(PREAMBLE)]))
    marks = [row[0].strip() if row else "" for row in rows]
    if tuple(marks) != PREAMBLE:
        raise UnreadableOriginal(
            f"{name}: the first cells of its first rows are {few(map(repr, marks), 7)}",
            few(PREAMBLE, 7),
            "take the export unchanged",
        )
    return {mark: [cell.strip() for cell in row] for mark, row in zip(marks, rows, strict=True)}


def _column(body: pl.DataFrame, column: str, key: tuple[str, str], partner: str, name: str) -> pl.DataFrame:
    variable, factor = FLOWS[key]
    rows = body.select("c0", pl.col(column).str.replace_all(",", "").alias("value"))
    rows = numbers(rows, ("value",), name).filter(pl.col("value").is_not_null())
    rows = rows.select(
        pl.lit(resolve(partner)).alias("sender"),
        pl.lit(IMPORTER).alias("receiver"),
        (pl.col("c0") + "-01").str.to_date("%Y-%m-%d").alias("period"),
        pl.col("value") * factor,
    )
    return ties_of(rows, variable=variable, source=KEY, status="mirrored", freq="M")


def _coverage(ties: pl.DataFrame) -> tuple[Coverage, ...]:
    spans = ties.group_by("variable", "sender").agg(
        pl.col("period").min().alias("a"), pl.col("period").max().alias("b")
    )
    rows: list[tuple[str, str, date, date]] = spans.sort("variable", "sender").rows()
    return tuple(
        Coverage(KEY, variable, sender, "sender", first, last, "M", "unlisted", _NOTE)
        for variable, sender, first, last in rows
    )


def _crude(year: int, megatonnes: float) -> Figure:
    why = "tabulated from the export, rounded to 0.1 Mt"
    return Figure("crude_exports_t", "RUS", IMPORTER, year, year, megatonnes * 1e6, 0.05 / megatonnes, why)


SOURCES = (
    Source(
        origin=ORIGIN,
        originals=("energy/china_customs/china_imports_from_russia_energy_monthly_*.csv",),
        read=read,
        layouts=("The export of the Wind terminal: seven rows that describe the columns, then one row a month.",),
        figures=(_crude(2013, 24.4), _crude(2019, 77.6), _crude(2021, 79.6)),
    ),
)
