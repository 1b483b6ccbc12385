"""Russian customs (FTS): by month and main partner to 2021, by year and CIS member, and by continent since.

The service published 29 main partners by month until the end of 2021, six members of the CIS by year since 1994, and
since 2022 only five groups of states. Exports are reported; imports are written from the partner to Russia as
``exports`` with status mirrored, since the importer tells them. Yearly sums of months are derived, and stand only
where all twelve months do. Totals are no ties: they are set aside and serve as checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Absence, Batch, Coverage, Origin, SetAside, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import read_sheet, refuse_bad_values, require_unique, sheet_names
from reorient.sources.source import Figure, Source

MONTHLY, CIS, REGIONS = "fts", "fts_cis", "fts_regions"
#: The state whose customs service tells.
REPORTER = "RUS"
MONTHS = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)
FLOWS = {"экспорт": "exports", "импорт": "imports"}
#: Latin letters that stand in Cyrillic words of the headings.
_LATIN = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")
#: Marks of a figure that is not published.
_ABSENT = ("", "…", "...", "-", "–")
_MIRROR = "Imports are told by Russia and written from the partner to Russia, valued c.i.f.; exports are f.o.b."


def _origin(key: str, title: str, version: str, note: str) -> Origin:
    return Origin(
        key=key,
        producer="Federal Customs Service of Russia",
        title=title,
        version=version,
        year=2024 if key == REGIONS else 2022,
        licence="CC BY 4.0 (as the archive of the files states); official statistics",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        redistribute="yes",
        url="https://customs.gov.ru/statistic",
        citation=f"Federal Customs Service of Russia, {title}, {version}.",
        note=note,
    )


def _plain(cell: Any) -> str:
    """Return a heading in Cyrillic letters only, its spaces and line breaks single."""
    text = re.sub(r"\s+", " ", str(cell)).strip()
    return text.translate(_LATIN) if re.search("[а-яА-Я]", text) else text


def _require_unit(rows: Sequence[Sequence[Any]], unit: str, name: str) -> None:
    head = " ".join(_plain(cell) for row in rows[:6] for cell in row).lower()
    found = re.search(r"(тыс|млн|млрд)", head)
    if found is None or found.group() != unit:
        raise UnreadableOriginal(
            f"{name} states the unit {found.group() if found else 'nowhere'!r}",
            f"{unit} dollars in the first lines",
            "take the producer's file unchanged",
        )


def _number(cell: Any, name: str) -> float | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    if _plain(cell) in _ABSENT:
        return None
    raise UnreadableOriginal(f"{name}: {cell!r} is no flow", "a number, or … for a figure that is not published")


def _both_flows(frame: pl.DataFrame, key: str, factor: float, *, freq: str = "Y") -> pl.DataFrame:
    """Turn rows of flow, partner, period and value into ties of the reporter, in whole dollars."""
    out = frame.filter(pl.col("flow") == "exports").select(
        pl.lit(REPORTER).alias("sender"), pl.col("partner").alias("receiver"), "period", "value", "status"
    )
    into = frame.filter(pl.col("flow") == "imports").select(
        pl.col("partner").alias("sender"), pl.lit(REPORTER).alias("receiver"), "period", "value", "status"
    )
    both = pl.concat([out, into]).with_columns((pl.col("value") * factor).round(0))
    return ties_of(both, variable="exports", source=key, status=None, freq="M" if freq == "M" else "Y")


def _status() -> pl.Expr:
    told = pl.when(pl.col("flow") == "exports").then(pl.lit("reported")).otherwise(pl.lit("mirrored"))
    return told.alias("status")


def _frame(rows: list[tuple[str, str, date, float]], name: str) -> pl.DataFrame:
    schema = {"flow": pl.String, "code": pl.String, "period": pl.Date, "value": pl.Float64}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    if not len(frame):
        raise UnreadableOriginal(f"{name} holds no figures", "the producer's table", "download it again")
    refuse_bad_values(frame, "value", name)
    require_unique(frame, ("flow", "code", "period"), name)
    return frame.with_columns(pl.col("period").dt.year().cast(pl.Int32).alias("year"), _status())


def _coverage(ties: pl.DataFrame, key: str, absence: Absence, note: str) -> tuple[Coverage, ...]:
    spans = ties.group_by("freq").agg(pl.col("period").min().alias("first"), pl.col("period").max().alias("last"))
    return tuple(
        Coverage(key, "exports", REPORTER, "either", first, last, freq, absence, note)
        for freq, first, last in spans.sort("freq").iter_rows()
    )


def read_monthly(paths: Sequence[Path]) -> Batch:
    """Read the workbook of main partners (sheets Экспорт and Импорт), by month, in million dollars.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    rows, missing = [], 0
    for path in paths:
        for flow, sheet in _sheets(path):
            found = list(_months(read_sheet(path, sheet), f"{path.name}, {sheet}"))
            missing += sum(value is None for *_, value in found)
            rows += [(flow, code, period, value) for code, period, value in found if value is not None]
    frame, aside = to_actors(_frame(rows, few(path.name for path in paths)), "code", scheme="fts", into="partner")
    ties = pl.concat([_both_flows(frame, MONTHLY, 1e6, freq="M"), _both_flows(_years(frame), MONTHLY, 1e6)])
    gone = (SetAside("figures not published (…)", missing),) if missing else ()
    note = "Only the main partners are printed, 80 % of exports and 86 % of imports in 2021."
    coverage = _coverage(ties, MONTHLY, "unlisted", note)
    return Batch(ties.sort("freq", "sender", "receiver", "period"), coverage, (*gone, *aside))


def _sheets(path: Path) -> Iterator[tuple[str, str]]:
    found = [(FLOWS[_plain(sheet).lower()], sheet) for sheet in sheet_names(path) if _plain(sheet).lower() in FLOWS]
    if len(found) != 2:
        raise UnreadableOriginal(
            f"{path.name} has the sheets {few(sheet_names(path))}",
            "one sheet Экспорт and one sheet Импорт",
            "take the workbook of main partners",
        )
    yield from found


def _months(rows: Sequence[Sequence[Any]], name: str) -> Iterator[tuple[str, date, float | None]]:
    _require_unit(rows, "млн", name)
    start = next((i for i, row in enumerate(rows) if not _plain(row[0]) and any(map(_plain, row[1:]))), None)
    if start is None:
        raise UnreadableOriginal(f"{name} has no line of partners", "partners in the columns")
    partners = [_plain(cell) for cell in rows[start][1:]]
    year = None
    for row in rows[start + 1 :]:
        label = _plain(row[0]).lower()
        if isinstance(row[0], int | float) and float(row[0]).is_integer():
            year = int(row[0])
        elif label in MONTHS and year is not None:
            period = date(year, MONTHS.index(label) + 1, 1)
            for partner, cell in zip(partners, row[1:], strict=True):
                if partner:
                    yield partner, period, _number(cell, f"{name}, {partner} in {period:%Y-%m}")
        elif label:
            raise UnreadableOriginal(f"{name}: a line named {row[0]!r}", "a year or a month in the first column")


def _years(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the sums of the years that have all twelve months."""
    # Whole dollars, so that the order of the months leaves no trace in the sum.
    dollars = (pl.col("value") * 1e6).round().cast(pl.Int64).sum() / 1e6
    sums = frame.group_by("flow", "partner", "year").agg(dollars.alias("value"), pl.len().alias("months"))
    return sums.filter(pl.col("months") == 12).with_columns(
        pl.date(pl.col("year"), 1, 1).alias("period"), pl.lit("derived").alias("status")
    )


def read_cis(paths: Sequence[Path]) -> Batch:
    """Read the workbook of yearly totals (one sheet a year): the members of the CIS that it names, in million dollars.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    rows: list[tuple[str, str, date, float]] = []
    totals = 0
    for path in paths:
        years = [sheet for sheet in sheet_names(path) if re.fullmatch(r"(19|20)\d\d", sheet.strip())]
        if not years:
            raise UnreadableOriginal(f"{path.name} has the sheets {few(sheet_names(path))}", "one sheet for each year")
        for sheet in years:
            name = f"{path.name}, {sheet}"
            for flow, code, value in _totals(read_sheet(path, sheet), int(sheet), name):
                if code:
                    rows.append((flow, code, date(int(sheet), 1, 1), value))
                else:
                    totals += 1
    frame, aside = to_actors(_frame(rows, few(path.name for path in paths)), "code", scheme="fts", into="partner")
    ties = _both_flows(frame, CIS, 1e6).sort("sender", "receiver", "period")
    note = "Six members of the CIS; the far abroad only as a total."
    kept = (SetAside("totals: all, far abroad, CIS", totals),)
    return Batch(ties, _coverage(ties, CIS, "unlisted", note), (*kept, *aside))


def _totals(rows: Sequence[Sequence[Any]], year: int, name: str) -> Iterator[tuple[str, str, float]]:
    """Yield flow, state (empty for a total) and value; refuse another year and states beyond the CIS total."""
    _require_unit(rows, "млн", name)
    if not any(cell == year for row in rows[:6] for cell in row):
        raise UnreadableOriginal(f"{name} does not state its year", f"{year} in the first lines")
    flow, listed, total = "", 0.0, 0.0
    for row in rows:
        label = _plain(row[0])
        value = row[1] if len(row) > 1 else ""
        if not isinstance(value, int | float) or not label:
            continue
        if label.lower() in FLOWS:
            flow, listed = FLOWS[label.lower()], 0.0
        if label.lower() in FLOWS or label.startswith("со странами"):
            total = float(value)
            yield flow, "", total
            continue
        listed += float(value)
        if listed > total * 1.001:
            raise UnreadableOriginal(
                f"{name}: the states listed under {flow} exceed the CIS ({total:g})", "parts of it"
            )
        yield flow, label, float(value)


def read_regions(paths: Sequence[Path]) -> Batch:
    """Read the tables by groups of states, in thousand million dollars; only whole years become ties.

    A year that several tables print is taken from the latest one.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    tables = [table for path in paths for table in _regions(read_sheet(path), path.name)]
    partial = [table for table in tables if table[0] != (1, 12)]
    latest: dict[int, tuple[int, list[tuple[str, str, float]]]] = {}
    for (first, last), year, edition, cells in tables:
        if (first, last) == (1, 12) and edition >= latest.get(year, (0, []))[0]:
            latest[year] = (edition, cells)
    rows = [(flow, code, date(year, 1, 1), value) for year, (_, cells) in latest.items() for flow, code, value in cells]
    frame, aside = to_actors(_frame(rows, few(path.name for path in paths)), "code", scheme="fts", into="partner")
    ties = _both_flows(frame, REGIONS, 1e9).sort("sender", "receiver", "period")
    part = SetAside("figures of a part of a year", sum(len(table[3]) for table in partial))
    note = "Five groups of states whose members the service does not name; nothing by state since 2022."
    return Batch(ties, _coverage(ties, REGIONS, "unlisted", note), (*((part,) if partial else ()), *aside))


_Table = tuple[tuple[int, int], int, int, list[tuple[str, str, float]]]


def _regions(rows: Sequence[Sequence[Any]], name: str) -> list[_Table]:
    """Return a table for each year of the sheet: months, year, edition (the latest year printed), cells."""
    _require_unit(rows, "млрд", name)
    head = next((i for i, row in enumerate(rows) if "Экспорт" in map(_plain, row)), None)
    if head is None or head + 1 >= len(rows):
        raise UnreadableOriginal(f"{name} has no heading Экспорт", "columns of exports and imports")
    tables: dict[tuple[tuple[int, int], int], list[tuple[str, str, float]]] = {}
    flow = ""
    for place, (over, label) in enumerate(zip(rows[head], rows[head + 1], strict=True)):
        flow = FLOWS.get(_plain(over).lower(), flow)
        found = re.search(r"([а-я]+)\s*-\s*([а-я]+)\s+(\d{4})", _plain(label).lower())
        if not found or not flow:
            continue
        span = (MONTHS.index(found[1]) + 1, MONTHS.index(found[2]) + 1)
        cells = [(flow, _plain(row[0]), row[place]) for row in rows[head + 2 :] if isinstance(row[place], int | float)]
        cells = [(flow, code, float(value)) for flow, code, value in cells if code and not code.endswith(":")]
        _check_sum(cells, f"{name}, {_plain(label)}, {flow}")
        tables.setdefault((span, int(found[3])), []).extend(cells)
    if not tables:
        raise UnreadableOriginal(f"{name} names no period", "columns such as январь-декабрь 2023")
    edition = max(year for _, year in tables)
    return [(span, year, edition, cells) for (span, year), cells in tables.items()]


def _check_sum(cells: list[tuple[str, str, float]], name: str) -> None:
    """Refuse groups that do not add up to the world within half a percent (rounding, goods without group)."""
    world = sum(value for _, code, value in cells if code == "Весь мир")
    groups = sum(value for _, code, value in cells if code != "Весь мир")
    if abs(groups - world) > 0.005 * world:
        raise UnreadableOriginal(f"{name}: groups add up to {groups:g}, the world is {world:g}", "groups that add up")


def _figure(key: str, sender: str, receiver: str, year: int, billions: float) -> Figure:
    return Figure("exports", sender, receiver, year, year, billions * 1e9, 0.05 / billions + 1e-9, f"{key}: 0.1 bn")


SOURCES = (
    Source(
        origin=_origin(
            MONTHLY,
            "Foreign trade of the Russian Federation with main partners",
            "2006-01 to 2021-12",
            f"{_MIRROR} 29 main partners by month; yearly sums are ours. Trade with Kazakhstan from July "
            "to December 2010, when the customs union began, is not published; so 2010 has no yearly sum.",
        ),
        originals=("trade/russia/fts/96stran.xlsx",),
        read=read_monthly,
        layouts=("A workbook with the sheets Экспорт and Импорт, months in lines, partners in columns.",),
        figures=(
            _figure(MONTHLY, "RUS", "CHN", 2006, 15.8),
            _figure(MONTHLY, "RUS", "CHN", 2013, 35.6),
            _figure(MONTHLY, "RUS", "CHN", 2021, 68.9),
            _figure(MONTHLY, "RUS", "DEU", 2013, 37.1),
            _figure(MONTHLY, "RUS", "DEU", 2021, 29.7),
            _figure(MONTHLY, "CHN", "RUS", 2013, 53.1),
            _figure(MONTHLY, "CHN", "RUS", 2021, 72.7),
            Figure("exports", "RUS", "*", 2021, 2021, 397e9, 0.002, "rounded to 1 bn"),
            Figure("exports", "*", "RUS", 2021, 2021, 254e9, 0.002, "rounded to 1 bn"),
        ),
    ),
    Source(
        origin=_origin(
            CIS,
            "Main indicators of exports and imports of the Russian Federation",
            "1994 to 2021",
            f"{_MIRROR} Six members of the CIS by year; totals are set aside.",
        ),
        originals=("trade/russia/fts/94itog.xlsx",),
        read=read_cis,
        layouts=("A workbook with one sheet a year: totals, then members of the CIS.",),
        figures=(
            Figure("exports", "RUS", "BLR", 1994, 1994, 3103e6, 1e-9, "as printed"),
            Figure("exports", "RUS", "KAZ", 2013, 2013, 17678e6, 1e-9, "as printed"),
            Figure("exports", "UZB", "RUS", 2021, 2021, 1706e6, 1e-3, "rounded to a million"),
        ),
    ),
    Source(
        origin=_origin(
            REGIONS,
            "Exports and imports by groups of states",
            "2022 and 2023",
            f"{_MIRROR} Only groups of states since 2022; the service does not say which states a group holds. "
            "Goods that no group claims (0.1 %) are in no tie. Totals of 2022 differ by edition "
            "(592.5 and 591.5 bn); the latest table by groups is taken.",
        ),
        originals=("trade/russia/fts/страны*.xlsx",),
        read=read_regions,
        layouts=("A sheet with groups of states in lines and two periods for exports and for imports.",),
        figures=(
            _figure(REGIONS, "RUS", "area:europe", 2022, 265.6),
            _figure(REGIONS, "RUS", "area:europe", 2023, 84.9),
            _figure(REGIONS, "RUS", "area:asia", 2023, 306.6),
            _figure(REGIONS, "area:asia", "RUS", 2022, 145.2),
            Figure("exports", "RUS", "*", 2022, 2022, 592.49e9, 0.002, "the world as printed; 0.1 % has no group"),
            Figure("exports", "RUS", "*", 2023, 2023, 425.09e9, 0.002, "the world as printed; 0.1 % has no group"),
        ),
    ),
)
