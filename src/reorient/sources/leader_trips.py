"""Trips and engagements: China's leaders abroad and with foreign states, and totals of all leaders."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from reorient.actors import resolve
from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, SetAside, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import decode as decode_text
from reorient.sources.formats import (
    numbers,
    parse_csv,
    read_bytes,
    read_csv_exact,
    read_r,
    read_sheet,
    require_columns,
    require_unique,
    sheet_names,
)
from reorient.sources.source import Figure, Source


def read_ceias(paths: Sequence[Path]) -> Batch:
    """Read the workbook of foreign visits by China's presidents, premiers and party leaders."""
    tables = [_visit_table(path) for path in paths]
    frame = pl.concat(tables)
    note = "Presidents, premiers and party leaders; only the year of a visit is known."
    return _from_china(frame, key="ceias_visits", scheme="ceias", variable="visits", note=note, absence_first=1949)


def _visit_table(path: Path) -> pl.DataFrame:
    wanted = ("Year", "Name", "Level", "Country")
    read_sheet(path)  # refuses what is no workbook
    for sheet in sheet_names(path):
        cells = read_sheet(path, sheet)
        if cells and set(wanted) <= {str(cell).strip() for cell in cells[0]}:
            return _sheet(cells, wanted, path.name)
    raise UnreadableOriginal(
        f"{path.name} has no sheet with a table of visits",
        f"columns {', '.join(wanted)}",
        "take the workbook unchanged",
    )


def _sheet(cells: Sequence[Sequence[object]], wanted: Sequence[str], name: str) -> pl.DataFrame:
    head = [str(cell).strip() for cell in cells[0]]
    places = [head.index(column) for column in wanted]
    rows = [
        [str(row[place]).strip() for place in places] for row in cells[1:] if any(str(cell).strip() for cell in row)
    ]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(wanted, pl.String), orient="row")
    frame = numbers(frame, ["Year"], name, missing=())
    return frame.select(pl.col("Year").cast(pl.Int64).alias("year"), pl.col("Country").alias("country"))


def read_china_vitae(paths: Sequence[Path]) -> Batch:
    """Read the engagements of China's top officials with foreign states (date, year, country, leader, text)."""
    frame = pl.concat([_engagement_table(path) for path in paths])
    note = "Meetings, calls, letters and messages of seven officials as collected from a public biography site."
    return _from_china(frame, key="china_vitae", scheme="china_vitae", variable="engagements", note=note)


def _engagement_table(path: Path) -> pl.DataFrame:
    columns = ("date", "year", "country", "leader")
    if path.suffix.lower() in (".rds", ".rda", ".rdata"):
        table = next(value for value in read_r(path).values() if isinstance(value, pl.DataFrame))
        require_columns(table, columns, path.name)
    else:
        table = read_csv_exact(path, columns=columns)
    frame = numbers(table.select(columns), ["year"], path.name, missing=())
    short = (pl.col("year") % 100).cast(pl.Int64).cast(pl.String).str.zfill(2)
    odd = frame.filter(~pl.col("date").str.contains(r"^\d\d/\d\d/\d\d$") | (pl.col("date").str.slice(6) != short))
    if len(odd):
        raise UnreadableOriginal(
            f"{path.name}: {len(odd)} engagements have a date that is not in their year: {few(odd['date'])}",
            "MM/DD/YY in the year of the column 'year'",
        )
    return frame.select(pl.col("year").cast(pl.Int64), "country")


def _from_china(
    frame: pl.DataFrame, *, key: str, scheme: str, variable: str, note: str, absence_first: int | None = None
) -> Batch:
    """Return the count of rows for each country and year as ties from China."""
    china = resolve("China")
    blank = frame.filter(pl.col("country").fill_null("").str.strip_chars() == "")
    if len(blank) or not len(frame):
        raise UnreadableOriginal(f"{key}: {len(frame)} rows, {len(blank)} without a country", "a country on every row")
    rows, aside = to_actors(frame, "country", scheme=scheme, into="receiver", names=True)
    own = rows.filter(pl.col("receiver") == china)
    counted = rows.filter(pl.col("receiver") != china).group_by("receiver", "year").agg(pl.len().alias("value"))
    ties = ties_of(counted.with_columns(pl.lit(china).alias("sender")), variable=variable, source=key)
    first = absence_first or int(frame["year"].min())  # type: ignore[arg-type]
    last = int(frame["year"].max())  # type: ignore[arg-type]
    coverage = Coverage(key, variable, china, "sender", date(first, 1, 1), date(last, 1, 1), "Y", "zero", note)
    aside = (*aside, SetAside("inside China", len(own)))
    return Batch(ties.sort("receiver", "period"), (coverage,), tuple(item for item in aside if item.rows))


#: Columns of the yearly totals, and what they become.
TOTALS = {"LeaderCountryOrIGO": "visits_sent", "CountryVisited": "visits_received"}


def read_colt(paths: Sequence[Path]) -> Batch:
    """Read yearly totals of leaders' trips (TripYear, LeaderCountryOrIGO or CountryVisited, count)."""
    ties: list[pl.DataFrame] = []
    coverage: list[Coverage] = []
    aside: list[SetAside] = []
    for path in paths:
        table = _total_table(path)
        found = [column for column in TOTALS if column in table.columns]
        if len(found) != 1:
            raise UnreadableOriginal(
                f"{path.name} is not a table of totals; it has {few(map(repr, table.columns), 8)}",
                f"TripYear, count and one of {', '.join(TOTALS)}",
                "the trips one by one are another file; take the yearly totals",
            )
        part, more, years = _totals(table, found[0], path.name)
        ties.append(part)
        aside.extend(more)
        note = "Trips of heads of state and government to anywhere; who visited whom is not in these totals."
        span = (date(years[0], 1, 1), date(years[1], 1, 1))
        coverage.append(Coverage("colt_trips", TOTALS[found[0]], "*", "sender", *span, "Y", "unreported", note))
    return Batch(pl.concat(ties).sort("variable", "sender", "period"), tuple(coverage), tuple(aside))


def _total_table(path: Path) -> pl.DataFrame:
    raw = read_bytes(path)
    if raw[:4] != b"PAR1":
        return parse_csv(decode_text(raw, path.name), path.name)
    try:
        return pl.read_parquet(io.BytesIO(raw))
    except Exception as problem:  # polars raises its own kinds for damaged files
        raise UnreadableOriginal(
            f"{path.name} is no whole Parquet file ({problem})", "", "download it again"
        ) from problem


def _totals(table: pl.DataFrame, column: str, name: str) -> tuple[pl.DataFrame, tuple[SetAside, ...], tuple[int, int]]:
    require_columns(table, ("TripYear", column, "count"), name)
    frame = numbers(table.select("TripYear", column, "count"), ["TripYear", "count"], name, missing=())
    frame = frame.select(pl.col("TripYear").cast(pl.Int64).alias("year"), pl.col(column).str.strip_chars(), "count")
    require_unique(frame, ["year", column], name)
    rows, aside = to_actors(frame, column, scheme="colt", into="sender", names=True)
    summed = rows.group_by("sender", "year").agg(pl.col("count").sum().alias("value"))
    found = summed.with_columns(pl.col("sender").alias("receiver"))
    years = (int(frame["year"].min()), int(frame["year"].max()))  # type: ignore[arg-type]
    return ties_of(found, variable=TOTALS[column], source="colt_trips"), aside, years


SOURCES = (
    Source(
        origin=Origin(
            key="ceias_visits",
            producer="Central European Institute of Asian Studies",
            title="Who, where, when: international travel of the Chinese leaders, 1949-2020",
            version="1.1",
            year=2021,
            licence="Not stated in the file",
            licence_url="",
            redistribute="no",
            url="https://ceias.eu",
            citation=(
                "Turcsányi, R., Eckert, M., Šimalčík, M. and Majsniarová, N. (2021), Who, Where, When: "
                "International Travel "
                "of the Chinese Leaders (1949-2020), version 1.1, Central European Institute of Asian Studies."
            ),
            author="Turcsányi, Richard and Eckert, Manuel and Šimalčík, Matej and Majsniarová, Nikola",
            note="One count for each leader and visit; year only.",
        ),
        originals=("security/diplomacy/WHO-WHERE-WHEN-dataset-v.1.1.xlsx",),
        read=read_ceias,
        layouts=("The workbook with a sheet Year, Name, Level, Country.",),
        figures=(
            Figure("visits", "CHN", "RUS", 1992, 2020, 29, 0, "Russia since 1994, the most visited"),
            Figure("visits", "CHN", "IND", 1949, 2020, 14, 0, "fourteen visits to India"),
            Figure("visits", "CHN", "VNM", 1949, 2020, 14, 0, "fourteen visits to Viet Nam"),
        ),
    ),
    Source(
        origin=Origin(
            key="china_vitae",
            producer="China Vitae, collected by G. B. Walker",
            title="Engagements of China's top officials with foreign states, 2003-2018",
            version="2018",
            year=2019,
            licence="Not stated",
            licence_url="",
            redistribute="no",
            url="https://github.com/gbwalker/chinese-diplomacy-and-financing",
            citation="China Vitae; collected by Walker, G. B. (2019), Chinese diplomacy and financing.",
            author="Walker, G. B.",
            note=(
                "Collected by a program; includes letters and condolences. England and Wales count as the United "
                "Kingdom."
            ),
        ),
        originals=("security/diplomacy/china_vitae_engagements_2003-2018.rds",),
        read=read_china_vitae,
        layouts=("A table date (MM/DD/YY), year, country, leader, text (.rds or csv).",),
        figures=(
            Figure("engagements", "CHN", "RUS", 2003, 2018, 395, 0, "rows that name Russia"),
            Figure("engagements", "CHN", "USA", 2003, 2018, 538, 0, "rows that name the United States"),
            Figure("engagements", "CHN", "RUS", 2013, 2013, 40, 0, "the year with the most"),
        ),
    ),
    Source(
        origin=Origin(
            key="colt_trips",
            producer="Pardee Institute, Diplometrics",
            title="Country and Organization Leader Travel (COLT), yearly totals",
            version="17 March 2025",
            year=2025,
            licence="Terms not stated with the file",
            licence_url="",
            redistribute="no",
            url="https://korbel.du.edu/pardee",
            citation=(
                "Moyer, J. D. et al., Country and Organization Leader Travel (COLT) dataset, release of 17 "
                "March 2025, Frederick "
                "S. Pardee Institute for International Futures, Diplometrics."
            ),
            author="Moyer, Jonathan D.",
            note="Totals by state and year, not pairs. Organisations and places that are no state are set aside.",
        ),
        originals=(
            "security/diplomacy/colt_trips_sent_by_country_year.parquet",
            "security/diplomacy/colt_trips_received_by_country_year.parquet",
        ),
        read=read_colt,
        layouts=("TripYear, LeaderCountryOrIGO (sent) or CountryVisited (received), count (Parquet or csv).",),
        figures=(
            Figure("visits_sent", "RUS", "RUS", 2000, 2000, 29, 0, "29 trips sent"),
            Figure("visits_sent", "RUS", "RUS", 2022, 2022, 9, 0, "9 trips sent"),
            Figure("visits_received", "RUS", "RUS", 2019, 2019, 95, 0, "95 trips received"),
            Figure("visits_received", "RUS", "RUS", 2024, 2024, 64, 0, "64 trips received"),
        ),
    ),
)
