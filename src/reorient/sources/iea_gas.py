"""International Energy Agency, Gas Trade Flows in Europe: gas across each border point, by month.

Exit and entry are the two sides of a border, not origin and destination of the gas: gas from a third state in transit
shows as a flow of the state through which it comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, SetAside, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import read_sheet, refuse_bad_values
from reorient.sources.source import Figure, Source

KEY = "iea_gas"
HEADER = ("Borderpoint", "Exit", "", "Entry", "MAXFLOW (Mm3/h)")
#: The producer's marks of absence in a cell.
MISSING = ("", "N/A")
#: Beginning of a sentence that the producer writes into cells of months without data.
NOT_COLLECTED = "Data not fully collected"

_NOTE = (
    "Physical flow, added up over the border points of two states; points without a figure in a month are left out of "
    "the sum. Not the origin of the gas. Russia to Belarus is not in the table. A month that a "
    "point prints as negative (a flow the other way) is left out."
)

ORIGIN = Origin(
    key=KEY,
    producer="International Energy Agency",
    title="Gas Trade Flows in Europe",
    version="September 2022",
    year=2022,
    licence="IEA terms and conditions: all rights reserved, free to download",
    licence_url="https://www.iea.org/terms",
    redistribute="excerpt",
    url="https://www.iea.org/data-and-statistics/data-product/gas-trade-flows",
    citation="IEA, Gas Trade Flows in Europe, release of September 2022, https://www.iea.org.",
    note=_NOTE,
)


def read(paths: Sequence[Path]) -> Batch:
    """Read the workbook: one row a border point, one column a month.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    if len(paths) != 1:
        raise UnreadableOriginal(f"{len(paths)} files for {KEY}", "one release, since each holds all months")
    name = paths[0].name
    cells, negative = _cells(read_sheet(paths[0]), name)
    refuse_bad_values(cells, "value", name)
    cells = cells.with_columns(pl.col("period").dt.year().cast(pl.Int32).alias("year"))
    cells, first = to_actors(cells, "exit", scheme="iea", into="sender", names=True)
    cells, second = to_actors(cells, "entry", scheme="iea", into="receiver", names=True)
    own = len(cells.filter(pl.col("sender") == pl.col("receiver")))
    flows = (
        cells.filter(pl.col("sender") != pl.col("receiver"))
        .group_by("sender", "receiver", "period")
        .agg((pl.col("value").sum() / 1000).round(9))
    )
    ties = ties_of(flows, variable="gas_border_flow_bcm", source=KEY, freq="M").sort("sender", "receiver", "period")
    left = (
        SetAside("negative in its month", len(negative), tuple(sorted(set(negative)))[:5]),
        SetAside("both sides of the point are one state", own),
    )
    return Batch(ties, _coverage(ties), (*first, *second, *(row for row in left if row.rows)))


def _cells(rows: list[list[Any]], name: str) -> tuple[pl.DataFrame, list[str]]:
    """Return point, exit, entry, month and million cubic metres, and the points with a negative month."""
    header = [cell.strip() if isinstance(cell, str) else cell for cell in (rows[0] if rows else [])]
    months = [_month(cell) for cell in header[len(HEADER) :]]
    if tuple(header[: len(HEADER)]) != HEADER or None in months or not months:
        raise UnreadableOriginal(
            f"{name}: the header is {few(header, 8)}", f"{few(HEADER, 5)} and then months", "take the file unchanged"
        )
    if len(set(months)) != len(months):
        raise UnreadableOriginal(f"{name}: a month stands in two columns", "each month once")
    found, negative = [], []
    for row in rows[1:]:
        for month, cell in zip(months, row[len(HEADER) :], strict=True):
            value = _value(cell, str(row[0]), name)
            if value is not None and value < 0:
                negative.append(str(row[0]))
            elif value is not None:
                found.append((str(row[0]), str(row[1]), str(row[3]), month, value))
    frame = pl.DataFrame(
        found,
        schema={"point": pl.String, "exit": pl.String, "entry": pl.String, "period": pl.Date, "value": pl.Float64},
        orient="row",
    )
    return frame, negative


def _month(cell: object) -> date | None:
    if isinstance(cell, datetime):
        cell = cell.date()
    return cell.replace(day=1) if isinstance(cell, date) else None


def _value(cell: object, point: str, name: str) -> float | None:
    if isinstance(cell, int | float):
        return float(cell)
    text = str(cell).strip()
    if text in MISSING or text.startswith(NOT_COLLECTED):
        return None
    raise UnreadableOriginal(f"{name}: {point} holds {text!r}", "million cubic metres, or N/A")


def _coverage(ties: pl.DataFrame) -> tuple[Coverage, ...]:
    """Return one row for each importing state: the table lists the border points of Europe."""
    spans = ties.group_by("receiver").agg(pl.col("period").min().alias("a"), pl.col("period").max().alias("b"))
    rows: list[tuple[str, date, date]] = spans.sort("receiver").rows()
    return tuple(
        Coverage(KEY, "gas_border_flow_bcm", actor, "receiver", first, last, "M", "unreported", _NOTE)
        for actor, first, last in rows
    )


def _figure(sender: str, receiver: str, year: int, value: float) -> Figure:
    return Figure("gas_border_flow_bcm", sender, receiver, year, year, value, 0.05 / value, "rounded to 0.1 bcm")


SOURCES = (
    Source(
        origin=ORIGIN,
        originals=("energy/iea/Export_GTF_IEA_*.xls*",),
        read=read,
        layouts=("The workbook as the IEA exports it: one row a border point, one column a month.",),
        figures=(
            _figure("RUS", "DEU", 2011, 0.6),
            _figure("RUS", "DEU", 2015, 36.0),
            _figure("RUS", "DEU", 2021, 55.4),
            _figure("UKR", "SVK", 2011, 68.7),
            _figure("UKR", "SVK", 2021, 27.5),
            _figure("BLR", "POL", 2020, 38.9),
            _figure("RUS", "TUR", 2021, 26.3),
        ),
    ),
)
