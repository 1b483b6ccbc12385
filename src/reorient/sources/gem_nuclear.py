"""Global Energy Monitor: reactors of one state's design under construction or operating in another.

Which family of reactors belongs to which state stands in ``reactor_designs.csv``; a model that no row or more than
one state's rows match is set aside.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import polars as pl

from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, SetAside, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import read_csv_exact, read_sheet, require_columns, sheet_names
from reorient.sources.source import Figure, Source

KEY = "gem_nuclear"
COLUMNS = ("Project Name", "Unit Name", "Status", "Model", "Construction Start Date", "Retirement Date")
#: The year of the tracker: the last year of the series.
SNAPSHOT = 2024
#: Units that were begun and not abandoned before they ran.
BEGUN = ("operating", "construction", "retired")

_NOTE = (
    "A unit counts from the year in which its construction began to the year before the one in which it was retired. "
    "Abandoned, cancelled, planned and mothballed units do not count. The design, not the builder, decides: a reactor "
    "built under licence counts for the state of the design."
)


@cache
def designs() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns of reactor models and the state of the design."""
    text = files("reorient.sources").joinpath("reactor_designs.csv").read_text(encoding="utf-8")
    return tuple((re.compile(row["pattern"]), row["actor"]) for row in csv.DictReader(text.splitlines()))


def designer(model: str) -> str | None:
    """Return the state of the design of `model`, or ``None`` if no state or more than one fits."""
    found = {actor for pattern, actor in designs() if pattern.search(model)}
    return found.pop() if len(found) == 1 else None


def read(paths: Sequence[Path]) -> Batch:
    """Read the units (csv or workbook; column ``Country`` or ``Country/Area``).

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    units = pl.concat([_units(path) for path in paths])
    known, aside = _known(units)
    years = pl.DataFrame({"year": list(range(1954, SNAPSHOT + 1))}, schema={"year": pl.Int32})
    alive = known.join(years, how="cross").filter(
        (pl.col("start") <= pl.col("year")) & (pl.col("end").is_null() | (pl.col("year") < pl.col("end")))
    )
    coded, outside = to_actors(alive, "place", scheme="gem", into="receiver", names=True)
    total = (
        coded.filter(pl.col("sender") != pl.col("receiver"))
        .group_by("sender", "receiver", "year")
        .agg(pl.len().cast(pl.Float64).alias("value"))
    )
    ties = ties_of(total, variable="nuclear_units_built", source=KEY, status="derived")
    coverage = Coverage(
        KEY, "nuclear_units_built", "*", "sender", date(1954, 1, 1), date(SNAPSHOT, 1, 1), "Y", "unreported", _NOTE
    )
    return Batch(ties.sort("sender", "receiver", "period"), (coverage,), (*aside, *outside))


def _units(path: Path) -> pl.DataFrame:
    frame = _sheet(path) if path.suffix in (".xlsx", ".xls") else read_csv_exact(path)
    country = "Country/Area" if "Country/Area" in frame.columns else "Country"
    require_columns(frame, (country, *COLUMNS), path.name)
    frame = frame.select(pl.col(country).alias("place"), *COLUMNS)
    dates = {"start": "Construction Start Date", "end": "Retirement Date"}
    for column in dates.values():
        bad = [cell for cell in frame[column] if cell and not re.fullmatch(r"\d{4}(-\d\d){0,2}", cell)]
        if bad:
            raise UnreadableOriginal(f"{path.name}: column {column!r} holds {few(bad)}", "YYYY, YYYY-MM or YYYY-MM-DD")
    return frame.with_columns(
        pl.col(column).str.slice(0, 4).cast(pl.Int32, strict=False).alias(name) for name, column in dates.items()
    ).with_columns(_place())


def _sheet(path: Path) -> pl.DataFrame:
    names = sheet_names(path)
    rows = read_sheet(path, "Data" if "Data" in names else names[0])
    cells = [[str(cell)[:10] if isinstance(cell, date) else str(cell) for cell in row] for row in rows]
    return pl.DataFrame(cells[1:], schema=cells[0], orient="row")


def _place() -> pl.Expr:
    """Return the column ``place``: the state today, or the ended state in which the plant stood."""
    text = files("reorient.sources").joinpath("gem_lines.csv").read_text(encoding="utf-8")
    ended = {row["name"]: row["value"] for row in csv.DictReader(text.splitlines()) if row["rule"] == "lies_in"}
    return pl.col("Project Name").replace_strict(ended, default=pl.col("place")).alias("place")


def _known(units: pl.DataFrame) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    """Return the units that count, with their designer, and what was set aside and why."""
    begun = units.filter(pl.col("Status").is_in(BEGUN)).with_columns(
        pl.when(pl.col("Status") == "retired").then("end").otherwise(None).alias("end"),
        pl.col("Model").map_elements(designer, return_dtype=pl.String).alias("sender"),
    )
    reasons = (
        pl.when(pl.col("sender").is_null())
        .then(pl.lit("design of no or of several states"))
        .when(pl.col("start").is_null())
        .then(pl.lit("no start of construction"))
        .when((pl.col("Status") == "retired") & pl.col("end").is_null())
        .then(pl.lit("retired without a year"))
    )
    begun = begun.with_columns(reasons.alias("reason"))
    left = begun.filter(pl.col("reason").is_not_null()).group_by("reason").agg(pl.len(), "Model").sort("reason")
    aside = tuple(SetAside(reason, rows, tuple(sorted(set(models)))[:5]) for reason, rows, models in left.iter_rows())
    other = len(units) - len(begun)
    return begun.filter(pl.col("reason").is_null()), (*aside, SetAside("never begun, abandoned or mothballed", other))


def _vver(receiver: str, units: float) -> Figure:
    return Figure("nuclear_units_built", "RUS", receiver, SNAPSHOT, SNAPSHOT, units, 0.0, "a count is exact")


NUCLEAR = Source(
    origin=Origin(
        key=KEY,
        producer="Global Energy Monitor",
        title="Global Nuclear Power Tracker",
        version="11 July 2024",
        year=2024,
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        redistribute="yes",
        url="https://globalenergymonitor.org/projects/global-nuclear-power-tracker/",
        citation="Global Energy Monitor, Global Nuclear Power Tracker, July 2024.",
        note=_NOTE,
    ),
    originals=("energy/nuclear/gem_nuclear_*.csv*",),
    read=read,
    layouts=("One row a unit, as csv or as the sheet Data of the release's workbook.",),
    figures=(
        _vver("EGY", 4),
        _vver("TUR", 4),
        _vver("BGD", 2),
        _vver("IND", 6),
        _vver("CHN", 9),
    ),  # 8 VVER and one fast reactor BN-20
)
