"""China's trade by partner: its imports 2010-2022 (IMF Direction of Trade Statistics) and its exports of 2022 (WITS).

Imports are told by China, cost, insurance and freight included, and written from the partner to China as ``exports``,
mirrored. They are the other side of Russian exports after Russia stopped publishing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, CoverageRole, Origin, SetAside, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import read_sheet, refuse_bad_values, require_unique, sheet_names
from reorient.sources.source import Figure, Source

IMPORTS, EXPORTS = "china_imports", "china_exports_2022"
#: The state whose trade the workbooks hold.
REPORTER = "CHN"
_WITS = ("Reporter Name", "Partner Name", "Year", "Trade Flow", "Export (US$ Thousand)")
_IMPORT_NOTE = "Told by China, cost, insurance and freight included; partners that are not named are one area."
_EXPORT_NOTE = "Told by China, free on board; one year."


def _origin(key: str, producer: str, title: str, version: str, url: str, note: str) -> Origin:
    return Origin(
        key=key,
        producer=producer,
        title=title,
        version=version,
        year=2023,
        licence="Terms for redistribution unclear; quotation with citation",
        licence_url="",
        redistribute="excerpt",
        url=url,
        citation=f"{producer}, {title}, {version}.",
        note=note,
    )


def read_imports(paths: Sequence[Path]) -> Batch:
    """Read the workbook of imports by partner: years in columns, dollars.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    rows: list[tuple[str, int, float]] = []
    absent = 0
    for path in paths:
        sheet, years, start = _imports_sheet(path)
        for row in sheet[start + 1 :]:
            if not str(row[0]).strip():
                continue
            for year, cell in zip(years, row[1:], strict=True):
                if cell == "":
                    absent += 1
                else:
                    rows.append((str(row[0]).strip(), year, _number(cell, f"{path.name}, {row[0]} {year}")))
    frame = _frame(rows, few(path.name for path in paths))
    frame, aside = to_actors(frame, "partner", scheme="dots", into="sender", names=True)
    frame = _added(frame, "sender").with_columns(receiver=pl.lit(REPORTER))
    ties = ties_of(frame, variable="exports", source=IMPORTS, status="mirrored").sort("sender", "period")
    return Batch(ties, _coverage(ties, IMPORTS, "receiver", _IMPORT_NOTE), (*_gone(absent), *aside))


def _imports_sheet(path: Path) -> tuple[list[list[Any]], list[int], int]:
    """Return the sheet whose name says imports by cost, insurance and freight, its years and the line they stand in."""
    for name in sheet_names(path):
        if not name.startswith("Goods, Value of Imports"):
            continue
        sheet = read_sheet(path, name)
        for place, row in enumerate(sheet):
            labels = [str(cell).removesuffix(".0") for cell in row[1:]]
            if len(labels) > 1 and all(re.fullmatch(r"(19|20)\d\d", label) for label in labels):
                return sheet, [int(label) for label in labels], place
    raise UnreadableOriginal(
        f"{path.name} has the sheets {few(sheet_names(path))}",
        "a sheet 'Goods, Value of Imports, Cost ...' with partners in lines and years in columns",
        "take the workbook of the Direction of Trade Statistics",
    )


def read_exports(paths: Sequence[Path]) -> Batch:
    """Read the WITS workbook of exports by partner, in thousand dollars.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    rows: list[tuple[str, int, float]] = []
    absent = 0
    for path in paths:
        sheet = _wits_sheet(path)
        place = {name: sheet[0].index(name) for name in _WITS}
        for row in sheet[1:]:
            reporter, partner, year, flow, value = (row[place[name]] for name in _WITS)
            if (reporter, flow) != ("China", "Export"):
                raise UnreadableOriginal(f"{path.name} has a row of {reporter!r}, {flow!r}", "exports of China")
            if value == "":
                absent += 1
            else:
                rows.append((str(partner).strip(), int(year), _number(value, f"{path.name}, {partner}") * 1000))
    frame = _frame(rows, few(path.name for path in paths))
    frame, aside = to_actors(frame, "partner", scheme="wits", into="receiver", names=True)
    frame = _added(frame, "receiver").with_columns(sender=pl.lit(REPORTER))
    ties = ties_of(frame, variable="exports", source=EXPORTS).sort("receiver", "period")
    return Batch(ties, _coverage(ties, EXPORTS, "sender", _EXPORT_NOTE), (*_gone(absent), *aside))


def _gone(absent: int) -> tuple[SetAside, ...]:
    return (SetAside("empty cells: no figure", absent),) if absent else ()


def _wits_sheet(path: Path) -> list[list[Any]]:
    for name in sheet_names(path):
        sheet = read_sheet(path, name)
        if sheet and set(_WITS) <= set(sheet[0]):
            return sheet
    raise UnreadableOriginal(
        f"{path.name} has no sheet with the columns {few(_WITS)}", "a WITS table by partner", "download it again"
    )


def _number(cell: Any, where: str) -> float:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise UnreadableOriginal(f"{where}: {cell!r} is no flow", "a number")
    return float(cell)


def _frame(rows: list[tuple[str, int, float]], name: str) -> pl.DataFrame:
    if not rows:
        raise UnreadableOriginal(f"{name} holds no figures", "the producer's table", "download it again")
    frame = pl.DataFrame(rows, schema={"partner": pl.String, "year": pl.Int32, "value": pl.Float64}, orient="row")
    refuse_bad_values(frame, "value", name)
    require_unique(frame, ("partner", "year"), name)
    return frame


def _added(frame: pl.DataFrame, end: str) -> pl.DataFrame:
    """Add up the partners that are not named; every other actor has one row."""
    return frame.sort("partner", "year").group_by(end, "year", maintain_order=True).agg(pl.col("value").sum())


def _coverage(ties: pl.DataFrame, key: str, role: CoverageRole, note: str) -> tuple[Coverage, ...]:
    first, last = ties["period"].min(), ties["period"].max()
    return (Coverage(key, "exports", REPORTER, role, first, last, "Y", "unreported", note),)  # type: ignore[arg-type]


def _figure(sender: str, receiver: str, year: int, billions: float, half: float = 0.05) -> Figure:
    why = f"rounded to {2 * half:g} bn"
    return Figure("exports", sender, receiver, year, year, billions * 1e9, half / billions + 1e-9, why)


SOURCES = (
    Source(
        origin=_origin(
            IMPORTS,
            "International Monetary Fund",
            "Direction of Trade Statistics: imports of China, mainland",
            "2010-2022",
            "https://data.imf.org/en/datasets/IMF.STA:IMTS",
            _IMPORT_NOTE,
        ),
        originals=("trade/russia/mirror_china/ChinaPR_Mainland_Imports_of_Goods_f.xlsx",),
        read=read_imports,
        layouts=("A workbook with partners in lines and years in columns, in dollars.",),
        figures=(
            _figure("RUS", "CHN", 2013, 39.6),
            _figure("RUS", "CHN", 2020, 57.1),
            _figure("RUS", "CHN", 2021, 78.4),
            _figure("RUS", "CHN", 2022, 112.2),
            _figure("BLR", "CHN", 2022, 1.81, 0.005),
            _figure("KAZ", "CHN", 2022, 14.8),
        ),
    ),
    Source(
        origin=_origin(
            EXPORTS,
            "World Bank",
            "World Integrated Trade Solution: exports of China by partner",
            "2022",
            "https://wits.worldbank.org/",
            _EXPORT_NOTE,
        ),
        originals=("trade/russia/mirror_china/WITS-Partner_China_exports_2022.xlsx",),
        read=read_exports,
        layouts=("A WITS table by partner in thousand dollars.",),
        figures=(
            _figure("CHN", "RUS", 2022, 76.1),
            _figure("CHN", "KAZ", 2022, 16.4),
            _figure("CHN", "BLR", 2022, 3.3),
            _figure("CHN", "IND", 2022, 118.5),
        ),
    ),
)
