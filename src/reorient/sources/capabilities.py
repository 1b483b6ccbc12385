"""What a state can bring to bear: COW national material capabilities and SIPRI military spending."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from reorient.errors import UnreadableOriginal
from reorient.record.schema import Batch, Coverage, Origin, SetAside, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.disputes import cow_states
from reorient.sources.formats import (
    archive_members,
    decode,
    numbers,
    parse_csv,
    read_csv_exact,
    read_member,
    read_r,
    read_sheet,
    require_columns,
    require_unique,
    sheet_names,
)
from reorient.sources.source import Figure, Source

#: Columns of the COW file, the variables they become, and the factor to the variable's unit.
COW = {
    "cinc": ("cinc", 1.0),
    "milper": ("military_personnel", 1e3),
    "milex": ("military_spending_usd", 1e3),
}
#: Marks of a missing value, COW's own first.
MISSING = ("-9", "-9.0", "", "NA")
#: Sheet of SIPRI's workbook with constant dollars, and the words that stand for no figure.
SHEET = "Constant ("
NO_FIGURE = ("...", ". .", "xxx", "")
MILLION = 1e6


def read_nmc(paths: Sequence[Path]) -> Batch:
    """Read COW national material capabilities (csv, plain or in the producer's archive, or .rda).

    Raises
    ------
    UnreadableOriginal
        If a file is empty, cut short or in another layout, holds a state twice in a year, a cell that is no number, or
        a negative other than -9 (missing).
    UnknownCode
        If a COW code is unknown.
    """
    frame = pl.concat([_nmc(path) for path in paths])
    require_unique(frame, ["ccode", "year"], "national material capabilities")
    rows = frame.with_columns(pl.col("ccode").cast(pl.Int64).cast(pl.String), pl.col("year").cast(pl.Int32))
    coded, aside = cow_states(rows, "ccode", into="sender")
    single = coded.unique(["sender", "year"], keep="none").sort("sender", "year")
    doubled = SetAside("two codes of one actor in one year", len(coded) - len(single))
    ties = []
    for column, (variable, factor) in COW.items():
        known = single.filter(pl.col(column).is_not_null())
        values = known.select(
            "sender", pl.col("sender").alias("receiver"), "year", pl.col(column).alias("value") * factor
        )
        ties.append(ties_of(values, variable=variable, source="nmc"))
    kept = tuple(one for one in (*aside, doubled) if one.rows)
    return _batch(pl.concat(ties), "nmc", kept, "The components break at the seam of two releases (2016).")


def _nmc(path: Path) -> pl.DataFrame:
    columns = ("ccode", "year", *COW)
    if path.suffix.lower() in (".rda", ".rdata", ".rds"):
        tables = [value for value in read_r(path).values() if isinstance(value, pl.DataFrame)]
        if len(tables) != 1:
            raise UnreadableOriginal(f"{path.name} holds {len(tables)} tables", "one table of capabilities")
        require_columns(tables[0], columns, path.name)
        return _measured(tables[0], path.name)
    if path.suffix.lower() == ".zip":
        names = [name for name in archive_members(path) if name.lower().endswith(".csv") and "NMC" in name]
        if not names:
            raise UnreadableOriginal(f"{path.name} holds no table of capabilities", "a file named NMC...csv")
        name = min(names)
        frame = parse_csv(decode(read_member(path, name), name, encoding="latin-1"), name, columns=columns)
    else:
        frame = read_csv_exact(path, columns=columns, encoding="latin-1")
    return _measured(frame, path.name)


def _measured(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return code, year and the measures as numbers, COW's -9 as null."""
    if frame.select("ccode", "year").null_count().row(0) != (0, 0):
        raise UnreadableOriginal(f"{name} has rows without ccode or year", "a state and a year on every row")
    keyed = numbers(frame.select("ccode", "year", *COW), ["ccode", "year"], name, missing=())
    return numbers(keyed, list(COW), name, missing=MISSING)


def read_milex(paths: Sequence[Path]) -> Batch:
    """Read SIPRI's workbook: the sheet in constant dollars, one row a country, one column a year, in millions.

    Raises
    ------
    UnreadableOriginal
        If a file is no whole workbook, has no such sheet or no figure, names a country twice, or holds a cell that is
        neither a figure nor a mark of absence.
    UnknownCode
        If the name of a country is unknown.
    """
    rows: list[tuple[str, int, float]] = []
    for path in paths:
        rows += _milex(path)
    frame = pl.DataFrame(rows, schema={"country": pl.String, "year": pl.Int32, "value": pl.Float64}, orient="row")
    require_unique(frame, ["country", "year"], "military spending")
    coded, aside = to_actors(frame, "country", scheme="sipri_milex", into="sender", names=True)
    single = coded.unique(["sender", "year"], keep="none").sort("sender", "year")
    values = single.select("sender", pl.col("sender").alias("receiver"), "year", pl.col("value") * MILLION)
    ties = ties_of(values, variable="military_spending_usd2022", source="sipri_milex")
    lost = SetAside("two names of one actor in one year", len(coded) - len(single))
    note = "Figures for several large states are estimates of SIPRI."
    return _batch(ties, "sipri_milex", tuple(one for one in (*aside, lost) if one.rows), note)


def _milex(path: Path) -> list[tuple[str, int, float]]:
    names = [name for name in sheet_names(path) if name.startswith(SHEET)]
    if len(names) != 1:
        raise UnreadableOriginal(
            f"{path.name} has no sheet in constant dollars", "SIPRI's military expenditure workbook"
        )
    table = read_sheet(path, names[0])
    head = next((number for number, row in enumerate(table) if row and row[0] == "Country"), None)
    if head is None or "(2022)" not in names[0]:
        raise UnreadableOriginal(f"{path.name}: sheet {names[0]!r}", "a row headed Country, in constant (2022) dollars")
    years = {place: int(cell) for place, cell in enumerate(table[head]) if isinstance(cell, float)}
    found = []
    for row in table[head + 1 :]:
        cells = {year: row[place] for place, year in years.items()}
        if not row[0] or all(cell == "" for cell in cells.values()):
            continue
        for year, cell in cells.items():
            if isinstance(cell, float) and cell >= 0:
                found.append((str(row[0]).strip(), year, cell))
            elif str(cell).strip() not in NO_FIGURE:
                raise UnreadableOriginal(f"{path.name}: {row[0]} in {year} is {cell!r}", "a figure, '...' or 'xxx'")
    return found


def _batch(ties: pl.DataFrame, key: str, aside: tuple[SetAside, ...], note: str) -> Batch:
    if ties.is_empty():
        raise UnreadableOriginal("The file holds no figure of a known state", "one figure for each state and year")
    coverage = []
    for variable in sorted(ties["variable"].unique().to_list()):
        years = ties.filter(pl.col("variable") == variable)["period"].dt.year()
        first, last = int(years.min()), int(years.max())  # type: ignore[arg-type]
        span = (date(first, 1, 1), date(last, 1, 1))
        coverage.append(Coverage(key, variable, "*", "sender", *span, "Y", "unreported", note))
    return Batch(ties, tuple(coverage), aside)


SOURCES = (
    Source(
        origin=Origin(
            key="nmc",
            producer="Correlates of War",
            title="National Material Capabilities",
            version="7.0",
            year=2026,
            licence="free with citation; terms of redistribution not stated",
            licence_url="https://correlatesofwar.org/data-sets/national-material-capabilities/",
            redistribute="excerpt",
            url="https://correlatesofwar.org/data-sets/national-material-capabilities/",
            citation=(
                "Singer, J. David, Stuart Bremer and John Stuckey (1972), Capability Distribution, Uncertainty, and "
                "Major Power War, 1820-1965, in Bruce Russett (ed.), Peace, War, and Numbers, Sage."
            ),
            author="Singer, J. David and Bremer, Stuart and Stuckey, John",
        ),
        originals=("security/capabilities/ps_cow_nmc_v7.rda",),
        read=read_nmc,
        layouts=(
            "NMC csv of the producer, plain or in its archive: ccode, year, milex, milper, cinc",
            "the same as .rda",
        ),
        figures=tuple(
            Figure("cinc", who, who, year, year, value, 0.02, "three printed decimals")
            for who, year, value in (
                ("USA", 1992, 0.149),
                ("RUS", 2022, 0.038),
                ("CHN", 2022, 0.234),
                ("IND", 2022, 0.099),
            )
        ),
    ),
    Source(
        origin=Origin(
            key="sipri_milex",
            producer="SIPRI",
            title="Military Expenditure Database, 1948-2023",
            version="April 2024",
            year=2024,
            licence="(c) SIPRI; attribution, no republication of the database",
            licence_url="https://www.sipri.org/about/terms-and-conditions",
            redistribute="excerpt",
            url="https://www.sipri.org/databases/milex",
            citation="Stockholm International Peace Research Institute (2024), SIPRI Military Expenditure Database.",
            author="{Stockholm International Peace Research Institute}",
        ),
        originals=("security/capabilities/SIPRI-Milex-data-1948-2023.xlsx",),
        read=read_milex,
        layouts=("the workbook of the producer, sheet in constant (2022) dollars",),
        figures=tuple(
            Figure(
                "military_spending_usd2022", who, who, year, year, value * MILLION, 0.0001, "printed in whole millions"
            )
            for who, year, value in (
                ("RUS", 1992, 54793),
                ("RUS", 2023, 126473),
                ("CHN", 2023, 309484),
                ("JPN", 1992, 37699),
            )
        ),
    ),
)
