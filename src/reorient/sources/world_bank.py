"""World Bank, World Development Indicators: gross domestic product and population.

Three layouts: the pages of the API (JSON), the zip or csv of one indicator as the site offers it, and a long csv with
the columns Country Name, Country Code, Year, Value. The long csv does not name its indicator; the world total tells.
"""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import (
    archive_members,
    decode,
    numbers,
    parse_csv,
    read_bytes,
    read_member,
    require_unique,
)
from reorient.sources.source import Figure, Source

KEY = "world_bank"

#: Codes of the indicators and the variables they become.
INDICATORS = {"NY.GDP.MKTP.CD": "gdp_usd", "SP.POP.TOTL": "population"}

#: Range of the world total that tells which indicator a long csv holds: persons, current dollars.
WORLD_TOTALS = {"population": (2.5e9, 2e10), "gdp_usd": (1e12, 1e16)}

LONG = ("Country Name", "Country Code", "Year", "Value")
WIDE = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")
_COLUMNS = ("variable", "code", "year", "value")

_NOTE = (
    "Borders are those of today: figures of years before a state took its present borders (Russia before 1992, Germany "
    "before 1990, Viet Nam before 1976 ...) are set aside, because they do not speak of the state that existed."
)

ORIGIN = Origin(
    key=KEY,
    producer="World Bank",
    title="World Development Indicators (NY.GDP.MKTP.CD, SP.POP.TOTL)",
    version="gross domestic product 1960-2023, population 1960-2024",
    year=2025,
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    redistribute="yes",
    url="https://datacatalog.worldbank.org/search/dataset/0037712",
    citation="World Bank, World Development Indicators: GDP (current US$) and population, total.",
    note=_NOTE,
    download=(
        "https://api.worldbank.org/v2/country/all/indicator/NY.GDP.MKTP.CD?format=json&per_page=20000&date=1960:2025"
    ),
)


def read(paths: Sequence[Path]) -> Batch:
    """Read any number of files in the three layouts.

    Raises
    ------
    UnreadableOriginal, UnknownCode
        Also if pages of the API are missing, or if a long csv has no world total that tells its indicator.
    """
    frames, pages = [], []
    for path in paths:
        raw = read_bytes(path)
        if raw.lstrip()[:1] in (b"[", b"{"):
            frame, page = _api(raw, path.name)
            pages.append(page)
        elif raw[:2] == b"PK" and zipfile.is_zipfile(path):
            frame = _wide(decode(*_member(path)), path.name)
        else:
            frame = _csv(decode(raw, path.name), path.name)
        frames.append(frame)
    _whole(pages)
    name = few(path.name for path in paths)
    frame = pl.concat(frames).filter(pl.col("value").is_not_null())
    require_unique(frame, ("variable", "code", "year"), name)
    frame, aside = to_actors(frame, "code", scheme=KEY, into="sender")
    frame = frame.with_columns(pl.col("sender").alias("receiver"))
    parts = [_ties(frame, variable) for variable in frame["variable"].unique().sort()]
    return Batch(pl.concat(parts), tuple(row for part in parts for row in _coverage(part)), aside)


def _member(path: Path) -> tuple[bytes, str]:
    """Return the table of the site's zip, beside which lie two files of metadata."""
    tables = [name for name in archive_members(path) if name.endswith(".csv") and not name.startswith("Metadata")]
    if len(tables) != 1:
        raise UnreadableOriginal(f"{path.name} holds {len(tables)} tables: {few(tables)}", "one API_....csv")
    return read_member(path, tables[0]), tables[0]


def _csv(text: str, name: str) -> pl.DataFrame:
    first = next(csv.reader([text.splitlines()[0]]), [])
    if first[:1] == ["Data Source"] or [cell.strip() for cell in first[:4]] == list(WIDE):
        return _wide(text, name)
    return _long(text, name)


def _long(text: str, name: str) -> pl.DataFrame:
    frame = parse_csv(text, name, columns=LONG)
    frame = numbers(frame, ("Year", "Value"), name).select(
        pl.col("Country Code").alias("code"),
        pl.col("Year").cast(pl.Int32).alias("year"),
        pl.col("Value").alias("value"),
    )
    return frame.select(pl.lit(_told_by_world(frame, name)).alias("variable"), "code", "year", "value")


def _told_by_world(frame: pl.DataFrame, name: str) -> str:
    world = frame.filter(pl.col("code") == "WLD")["value"].drop_nulls()
    fits = [
        variable for variable, (low, high) in WORLD_TOTALS.items() if len(world) and world.is_between(low, high).all()
    ]
    if len(fits) != 1:
        raise UnreadableOriginal(
            f"{name} does not say which indicator it holds, and its world total (code WLD) does not tell",
            f"rows of WLD within {WORLD_TOTALS}",
            "take the API's JSON or the site's csv, which name the indicator",
        )
    return fits[0]


def _wide(text: str, name: str) -> pl.DataFrame:
    lines = text.splitlines()
    start = next(
        (i for i, line in enumerate(lines) if line.lstrip("\ufeff").startswith(('"Country Name"', WIDE[0]))), 0
    )
    frame = parse_csv(text, name, columns=WIDE, skip_lines=start)
    years = [column for column in frame.columns if column.isdigit()]
    if not years:
        raise UnreadableOriginal(f"{name} has no column for a year", "columns 1960, 1961 ...")
    frame = frame.unpivot(years, index=["Country Code", "Indicator Code"], variable_name="year", value_name="value")
    frame = numbers(frame, ("value",), name)
    return _named(frame, "Indicator Code", "Country Code", name)


def _named(frame: pl.DataFrame, indicator: str, code: str, name: str) -> pl.DataFrame:
    unknown = sorted(set(frame[indicator]) - set(INDICATORS))
    if unknown:
        raise UnreadableOriginal(f"{name} holds the indicators {few(unknown)}", few(INDICATORS))
    return frame.select(
        pl.col(indicator).replace_strict(INDICATORS).alias("variable"),
        pl.col(code).alias("code"),
        pl.col("year").cast(pl.Int32),
        pl.col("value").cast(pl.Float64),
    )


def _api(raw: bytes, name: str) -> tuple[pl.DataFrame, tuple[str, int, int]]:
    """Return the rows of one page and (indicator, page, pages)."""
    try:
        content = json.loads(raw)
        meta, rows = content
        page = int(meta["page"]), int(meta["pages"])
        cells = [_cell(row) for row in rows]
    except (ValueError, TypeError, KeyError) as problem:
        raise UnreadableOriginal(
            f"{name} is no page of the World Bank's API ({type(problem).__name__}: {problem})",
            "[{page, pages, ...}, [{indicator, countryiso3code, date, value}, ...]]",
            "download it again with format=json",
        ) from problem
    if not cells:
        raise UnreadableOriginal(f"{name} holds no rows", "rows of an indicator", "check the address")
    frame = pl.DataFrame(cells, schema=["indicator", "code", "year", "value"], orient="row", infer_schema_length=None)
    frame = numbers(frame, ("value",), name)
    return _named(frame, "indicator", "code", name), (cells[0][0], *page)


def _cell(row: dict[str, Any]) -> tuple[str, str, str, str]:
    """Return one observation; some aggregates have no ISO code, and are named by the Bank's own."""
    value = row["value"]
    code = row["countryiso3code"] or row["country"]["id"]
    return row["indicator"]["id"], code, str(int(row["date"])), "" if value is None else repr(float(value))


def _whole(pages: Sequence[tuple[str, int, int]]) -> None:
    for indicator in sorted({page[0] for page in pages}):
        have = {number for name, number, _ in pages if name == indicator}
        want = max(count for name, _, count in pages if name == indicator)
        missing = sorted(set(range(1, want + 1)) - have)
        if missing:
            raise UnreadableOriginal(
                f"{indicator}: page {few(missing)} of {want} is missing", "every page", "ask for per_page=20000"
            )


def _ties(frame: pl.DataFrame, variable: str) -> pl.DataFrame:
    rows = frame.filter(pl.col("variable") == variable)
    return ties_of(rows, variable=variable, source=KEY).sort("sender", "period")


def _coverage(ties: pl.DataFrame) -> tuple[Coverage, ...]:
    """Return one row for each actor: from its first to its last year, in which holes are not reported."""
    spans = ties.group_by("variable", "sender").agg(
        pl.col("period").min().alias("a"), pl.col("period").max().alias("b")
    )
    rows: list[tuple[str, str, date, date]] = spans.sort("variable", "sender").rows()
    return tuple(Coverage(KEY, *row[:2], "sender", *row[2:], "Y", "unreported", _NOTE) for row in rows)


def _figure(variable: str, actor: str, year: int, value: float) -> Figure:
    tolerance = 0.0005 if variable == "population" else 0.0012
    return Figure(variable, actor, actor, year, year, value, tolerance, "tabulated from the release, rounded")


SOURCES = (
    Source(
        origin=ORIGIN,
        originals=("energy/country/wb_gdp_current_usd.csv", "energy/country/wb_population.csv"),
        read=read,
        layouts=(
            "Pages of the API: JSON of two parts, what the page is and its rows.",
            "The site's csv or zip of one indicator: a column a year below four lines of preamble.",
            "A long csv: Country Name, Country Code, Year, Value.",
        ),
        figures=(
            _figure("gdp_usd", "RUS", 1992, 460e9),
            _figure("gdp_usd", "RUS", 2013, 2292e9),
            _figure("gdp_usd", "RUS", 2023, 2021e9),
            _figure("gdp_usd", "CHN", 2023, 17795e9),
            _figure("population", "RUS", 2024, 143.5e6),
        ),
    ),
)
