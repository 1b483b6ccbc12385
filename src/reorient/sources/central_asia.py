"""Kazakhstan, Kyrgyzstan and Uzbekistan: trade by partner as their statistical offices publish it, in thousand dollars.

They are the mirror of Russian trade in the region, and the place where goods for Russia pass through. Exports are
reported by the state; its imports are written from the partner as ``exports``, mirrored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, SetAside, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import (
    numbers,
    read_csv_exact,
    read_sheet,
    refuse_bad_values,
    require_unique,
    sheet_names,
)
from reorient.sources.source import Figure, Source

Row = tuple[str, str, int, float]
_NOTE = "Told by the state itself: exports f.o.b., imports c.i.f. No row: the table prints no figure."
_UZBEK_FLOWS = {"sdmx_data_1105": "exports", "sdmx_data_1176": "imports"}
_UZBEK_COLUMNS = ("Code", "Klassifikator", "Klassifikator_ru", "Klassifikator_en")


def read_kazakhstan(paths: Sequence[Path]) -> Batch:
    """Read workbooks with one sheet a year: partner, turnover, exports, imports.

    A year that several workbooks print is taken from the one that reaches furthest.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    editions: dict[int, tuple[int, list[Row]]] = {}
    older = 0
    for path in paths:
        sheets = {year: rows for name in sheet_names(path) if (found := _kazakh(path, name)) for year, rows in [found]}
        if not sheets:
            raise UnreadableOriginal(
                f"{path.name} has no sheet of exports and imports by partner ({few(sheet_names(path))})",
                "sheets with Экспорт and Импорт in thousand dollars",
                "take the workbook of trade by country",
            )
        for year, rows in sheets.items():
            have = editions.get(year, (0, []))
            new = max(have, (max(sheets), rows), key=lambda one: one[0])
            older += len(have[1]) + len(rows) - len(new[1])
            editions[year] = new
    rows = [row for _, (_, part) in sorted(editions.items()) for row in part]
    again = (SetAside("printed again in a later workbook", older),) if older else ()
    return _batch(rows, "KAZ", "kazakhstan", "kaz", names=False, aside=again)


def _kazakh(path: Path, sheet: str) -> tuple[int, list[Row]] | None:
    rows = read_sheet(path, sheet)
    head = next((i for i, row in enumerate(rows[:10]) if {"экспорт", "импорт"} <= {_plain(c) for c in row}), None)
    if head is None:
        return None
    name = f"{path.name}, {sheet}"
    top = " ".join(_plain(cell) for row in rows[:head] for cell in row)
    year = re.search(r"(\d{4}) год", top)
    if year is None or "тыс. долларов сша" not in top:
        raise UnreadableOriginal(f"{name} does not state a year and thousand dollars", "both above the table")
    if re.search(r"январь-(?!декабрь)", top):
        raise UnreadableOriginal(f"{name} holds a part of a year", "January to December")
    labels = [_plain(cell) for cell in rows[head]]
    places = {"exports": labels.index("экспорт"), "imports": labels.index("импорт")}
    found = []
    for row in rows[head + 2 :]:
        for flow, place in places.items():
            if _plain(row[0]) and row[place] != "":
                found.append((flow, _plain(row[0]), int(year[1]), _number(row[place], f"{name}, {row[0]}")))
    return int(year[1]), found


def _plain(cell: Any) -> str:
    return " ".join(str(cell).split()).casefold()


def _number(cell: Any, where: str) -> float:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise UnreadableOriginal(f"{where}: {cell!r} is no flow", "a number")
    return float(cell)


def read_kyrgyzstan(paths: Sequence[Path]) -> Batch:
    """Read the two workbooks of exports and of imports by partner: names in three languages, years in columns.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    rows: list[Row] = []
    blank = 0
    for path in paths:
        sheet = read_sheet(path)
        flow = _kyrgyz_flow(sheet, path.name)
        head = next((i for i, row in enumerate(sheet[:8]) if len(row) > 4 and _year_of(row[3])), None)
        if head is None:
            raise UnreadableOriginal(f"{path.name} has no line of years", "years from the fourth column on")
        years = [year for cell in sheet[head][3:] if (year := _year_of(cell))]
        for row in sheet[head + 1 :]:
            label = " ".join(str(row[2]).split())
            cells = row[3 : 3 + len(years)]
            if not label or all(cell == "" for cell in cells):
                continue
            for year, cell in zip(years, cells, strict=True):
                if isinstance(cell, str) and cell.strip() in ("-", "", "–", "…"):
                    blank += 1
                else:
                    rows.append((flow, label, year, _number(cell, f"{path.name}, {label} {year}")))
    return _batch(rows, "KGZ", "kyrgyzstan", "kgz", names=True, missing=blank)


def _year_of(cell: Any) -> int | None:
    """Return the year in a heading, which may carry the number of a footnote ("2023 1")."""
    found = re.fullmatch(r"((?:19|20)\d\d)(?:\.0)?(?: ?\d)?", str(cell).strip())
    return int(found[1]) if found else None


def _kyrgyz_flow(sheet: Sequence[Sequence[Any]], name: str) -> str:
    top = " ".join(str(cell) for row in sheet[:3] for cell in row).lower()
    if "geographic distribution of" not in top or "thousand us dollars" not in top:
        raise UnreadableOriginal(
            f"{name} is headed {top[:60]!r}", "geographic distribution of exports or imports, in thousand US dollars"
        )
    return "exports" if "distribution of exports" in top else "imports"


def read_uzbekistan(paths: Sequence[Path]) -> Batch:
    """Read the two tables of exports (1105) and imports (1176) by partner: one row a partner, years in columns.

    The tables do not say which flow they hold; the number of the indicator in the file's name does.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    rows: list[Row] = []
    blank = 0
    for path in paths:
        flow = next((flow for number, flow in _UZBEK_FLOWS.items() if path.name.startswith(number)), None)
        if flow is None:
            raise UnreadableOriginal(
                f"{path.name} does not name its indicator", f"a file named {few(_UZBEK_FLOWS)}", "keep the name"
            )
        table = read_csv_exact(path, columns=_UZBEK_COLUMNS)
        years = [column for column in table.columns if re.fullmatch(r"(19|20)\d\d", column)]
        if set(table.columns) != {*_UZBEK_COLUMNS, *years} or not years:
            raise UnreadableOriginal(f"{path.name} has the columns {few(table.columns, 8)}", "names and years")
        table = numbers(table, years, path.name)
        for row in table.iter_rows(named=True):
            label = " ".join(row["Klassifikator_en"].split())
            found = [(flow, label, int(year), row[year]) for year in years if row[year] is not None]
            blank += len(years) - len(found)
            rows += found
    return _batch(rows, "UZB", "uzbekistan", "uzb", names=True, missing=blank)


def _batch(
    rows: list[Row],
    state: str,
    key: str,
    scheme: str,
    *,
    names: bool,
    aside: tuple[SetAside, ...] = (),
    missing: int = 0,
) -> Batch:
    """Turn rows of flow, partner, year and thousand dollars into ties of `state`."""
    if not rows:
        raise UnreadableOriginal(f"{key}: no figures", "a table by partner", "download it again")
    schema = {"flow": pl.String, "code": pl.String, "year": pl.Int32, "value": pl.Float64}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    refuse_bad_values(frame, "value", key)
    require_unique(frame, ("flow", "code", "year"), key)
    frame, coded = to_actors(frame, "code", scheme=scheme, into="partner", names=names)
    frame = (
        frame.sort("flow", "code", "year")
        .group_by("flow", "partner", "year", maintain_order=True)
        .agg((pl.col("value").sum() * 1000).round(2))
    )
    own = frame.filter(pl.col("partner") == state)
    frame = frame.filter(pl.col("partner") != state)
    out = frame.filter(pl.col("flow") == "exports").with_columns(sender=pl.lit(state), receiver="partner")
    into = frame.filter(pl.col("flow") == "imports").with_columns(sender="partner", receiver=pl.lit(state))
    ties = pl.concat(
        [
            ties_of(out, variable="exports", source=key),
            ties_of(into, variable="exports", source=key, status="mirrored"),
        ]
    ).sort("sender", "receiver", "period")
    more = (SetAside("no figure printed", missing), SetAside("trade of the state with itself", len(own)))
    return Batch(ties, _coverage(ties, key, state), (*aside, *coded, *(one for one in more if one.rows)))


def _coverage(ties: pl.DataFrame, key: str, state: str) -> tuple[Coverage, ...]:
    years = ties["period"]
    first, last = years.min(), years.max()
    return (Coverage(key, "exports", state, "either", first, last, "Y", "unreported", _NOTE),)  # type: ignore[arg-type]


def _origin(key: str, producer: str, title: str, version: str, url: str, more: str = "") -> Origin:
    return Origin(
        key=key,
        producer=producer,
        title=title,
        version=version,
        year=2024,
        licence="CC BY 4.0 (as the archive of the files states); official statistics",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        redistribute="yes",
        url=url,
        citation=f"{producer}, {title}, {version}.",
        note=f"{_NOTE}{more}",
    )


def _figure(sender: str, receiver: str, year: int, billions: float, half: float = 0.05) -> Figure:
    why = f"rounded to {2 * half:g} bn"
    return Figure("exports", sender, receiver, year, year, billions * 1e9, half / billions + 1e-9, why)


_FOLDER = "trade/russia/mirror_national"

SOURCES = (
    Source(
        origin=_origin(
            "kazakhstan",
            "Bureau of National Statistics of Kazakhstan",
            "Foreign trade of the Republic of Kazakhstan by country",
            "2018-2023",
            "https://stat.gov.kz/",
        ),
        originals=(f"{_FOLDER}/kazakhstan_data/*.xls",),
        read=read_kazakhstan,
        layouts=("Workbooks with one sheet a year: partner, turnover, exports, imports, in thousand dollars.",),
        figures=(
            _figure("RUS", "KAZ", 2021, 17.6),
            _figure("RUS", "KAZ", 2022, 17.9),
            _figure("RUS", "KAZ", 2023, 16.8),
            _figure("KAZ", "RUS", 2021, 7.0),
            _figure("KAZ", "RUS", 2022, 9.1),
            _figure("KAZ", "RUS", 2023, 10.2),
            _figure("CHN", "KAZ", 2023, 15.4),
        ),
    ),
    Source(
        origin=_origin(
            "kyrgyzstan",
            "National Statistical Committee of the Kyrgyz Republic",
            "Geographic distribution of exports and of imports of goods",
            "1994-2023",
            "https://stat.gov.kg/",
            " Figures of 2023 are preliminary. A dash is no figure here, although the office may mean nil.",
        ),
        originals=(f"{_FOLDER}/kyrgyzstan_data/4.03.00.18*.xlsx", f"{_FOLDER}/kyrgyzstan_data/4.03.00.20*.xlsx"),
        read=read_kyrgyzstan,
        layouts=("One workbook of exports and one of imports, names in three languages, years in columns.",),
        figures=(
            Figure("exports", "RUS", "KGZ", 2023, 2023, 2182.9e6, 1e-4, "as printed, preliminary"),
            Figure("exports", "KGZ", "RUS", 2022, 2022, 1069.7e6, 1e-4, "as printed"),
        ),
    ),
    Source(
        origin=_origin(
            "uzbekistan",
            "Statistics Agency of Uzbekistan",
            "Exports (1105) and imports (1176) by country",
            "2010-2023",
            "https://stat.uz/",
            " A printed 0.0 is a zero to the last digit printed.",
        ),
        originals=(f"{_FOLDER}/uzbekistan_data/sdmx_data_1105.csv", f"{_FOLDER}/uzbekistan_data/sdmx_data_1176.csv"),
        read=read_uzbekistan,
        layouts=("One table of exports and one of imports, partners in lines, years in columns.",),
        figures=(_figure("RUS", "UZB", 2021, 5.46, 0.005), _figure("RUS", "UZB", 2023, 6.66, 0.005)),
    ),
)
