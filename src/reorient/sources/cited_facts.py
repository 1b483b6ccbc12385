"""Single figures with an address each: corridors, capacities, deliveries, trips and stocks that no data set carries.

What a figure becomes stands in ``cited_series.csv`` (entity and indicator to variable and states). Where a second
publication gives another figure for the same thing and year, it stands in ``cited_second_figures.csv`` and becomes a
source of its own, so that a reader sees both.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import polars as pl

from reorient.errors import UnknownCode, UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, SetAside, ties_of
from reorient.sources.formats import numbers, read_csv_exact, require_unique
from reorient.sources.source import Figure, Source

KEY = "cited_facts"
SECOND = "cited_facts_second"
COLUMNS = ("entity", "indicator", "year", "value", "unit", "source", "url", "source_date")

#: Units of the cited figures: of what, and how many of it (docs/convention.md, 3).
UNITS = {
    "bcm": ("billion cubic metres", 1.0),
    "bcm/y": ("billion cubic metres", 1.0),
    "bcm (Gazprom standard m3)": ("billion cubic metres", 1.0),
    "Mt": ("tonnes", 1e6),
    "Mt/y": ("tonnes", 1e6),
    "Mt (nearly)": ("tonnes", 1e6),
    "million": ("persons or trips", 1e6),
    "bn USD": ("US dollars", 1e9),
}

_NOTE = (
    "Claims of agencies and companies, mostly through the press, some of it owned by a state; each figure has its own "
    "address (see reorient.sources.cited_facts.facts). Gazprom's cubic metre holds about 7 % "
    "less energy than that of the Statistical Review (22.7 against 21.3 bcm to China in 2023)."
)


def _origin(key: str, title: str, note: str) -> Origin:
    return Origin(
        key=key,
        producer="Several, each named with its address",
        title=title,
        version="November 2026",
        year=2026,
        licence="single facts, quoted with their address",
        licence_url="",
        redistribute="yes",
        url="https://tass.com/economy/2054559",
        citation=f"{title}, each with its own address in the table of cited figures.",
        note=note,
    )


def facts(path: Path) -> pl.DataFrame:
    """Return the table of figures without the quotations: `COLUMNS`, value and year as numbers.

    Raises
    ------
    UnreadableOriginal
    """
    frame = read_csv_exact(path, columns=COLUMNS).select(COLUMNS)
    without = frame.filter(~pl.col("url").str.starts_with("http"))
    if len(without):
        raise UnreadableOriginal(
            f"{path.name}: {len(without)} figures without an address, first {few(without['entity'])}",
            "an address for every figure",
        )
    return frame


@cache
def series() -> dict[tuple[str, str], dict[str, str]]:
    """Return what each entity and indicator becomes."""
    text = files("reorient.sources").joinpath("cited_series.csv").read_text(encoding="utf-8")
    return {(row["entity"], row["indicator"]): row for row in csv.DictReader(text.splitlines())}


def read(paths: Sequence[Path]) -> Batch:
    """Read the table of cited figures (columns entity, indicator, year, value, unit, source, url, source_date).

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    ties, aside = _ties(pl.concat([facts(path) for path in paths]), KEY, few(path.name for path in paths))
    return Batch(ties, _coverage(ties, KEY), aside)


def read_second(paths: Sequence[Path]) -> Batch:
    """Read the second figures, after checking that each stands beside a first one in the table at `paths`.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    key = ["entity", "indicator", "year"]
    with as_file(files("reorient.sources").joinpath("cited_second_figures.csv")) as path:
        second = facts(path)
    alone = second.join(pl.concat([facts(path) for path in paths]), on=key, how="anti")
    if len(alone):
        raise UnreadableOriginal(
            f"Second figures without a first: {few(alone.select(key).rows())}",
            "a figure for the same entity, indicator and year",
        )
    ties, aside = _ties(second, SECOND, "cited_second_figures.csv")
    return Batch(ties, _coverage(ties, SECOND), aside)


def _ties(frame: pl.DataFrame, source: str, name: str) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    known = series()
    pairs = [(entity, indicator) for entity, indicator in frame.select("entity", "indicator").iter_rows()]
    unknown = sorted({pair for pair in pairs if pair not in known})
    if unknown:
        raise UnknownCode(f"{name}: no series for {few(unknown)}", "rows of cited_series.csv", "add them there")
    rows = frame.with_columns(
        pl.Series(column, [known[pair][column] for pair in pairs], dtype=pl.String)
        for column in ("variable", "sender", "receiver", "status", "reason")
    ).with_columns(
        pl.when(pl.col("year") == "")
        .then(pl.Series([known[pair]["year"] for pair in pairs]))
        .otherwise("year")
        .alias("year")
    )
    forecast = pl.col("unit").str.contains("forecast")
    rows = rows.with_columns(pl.when(forecast).then(pl.lit("a forecast")).otherwise("reason").alias("reason"))
    kept = _valued(rows.filter(pl.col("reason") == ""), name)
    require_unique(kept, ("variable", "sender", "receiver", "year"), name)
    parts = [
        ties_of(part, variable=part["variable"][0], source=source, status=None)
        for part in kept.partition_by("variable", maintain_order=True)
    ]
    return pl.concat(parts).sort("variable", "sender", "receiver", "period"), _aside(rows)


def _valued(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    unknown = sorted(set(rows["unit"]) - set(UNITS))
    if unknown:
        raise UnreadableOriginal(f"{name}: unknown units {few(unknown)}", few(UNITS, 10), "add the unit to UNITS")
    rows = numbers(rows, ("value", "year"), name, missing=())
    factors = pl.col("unit").replace_strict({unit: factor for unit, (_, factor) in UNITS.items()})
    return rows.with_columns(pl.col("value") * factors, pl.col("year").cast(pl.Int32))


def _aside(rows: pl.DataFrame) -> tuple[SetAside, ...]:
    left = rows.filter(pl.col("reason") != "").group_by("reason").agg(pl.len(), "entity").sort("reason")
    return tuple(SetAside(reason, count, tuple(sorted(set(names)))[:5]) for reason, count, names in left.iter_rows())


def _coverage(ties: pl.DataFrame, source: str) -> tuple[Coverage, ...]:
    """Return one row for each state, variable and year: nothing else is covered."""
    keys = ties.select("variable", "sender", "period").unique().sort("variable", "sender", "period")
    return tuple(
        Coverage(source, variable, sender, "sender", period, period, "Y", "unlisted", _NOTE)
        for variable, sender, period in keys.iter_rows()
    )


_ORIGINALS = ("energy/facts/cited_facts.csv",)
_LAYOUT = ("One row a figure: entity, indicator, year, value, unit, source, url, date of the source.",)

SOURCES = (
    Source(
        origin=_origin(KEY, "Cited figures on corridors, capacities, deliveries, trips and investment", _NOTE),
        originals=_ORIGINALS,
        read=read,
        layouts=_LAYOUT,
        figures=(
            Figure("gas_exports_bcm", "RUS", "CHN", 2024, 2024, 31.12, 1e-9, "the figure itself"),
            Figure("northern_sea_route_t", "RUS", "RUS", 2016, 2016, 7.47e6, 1e-9, "the figure itself"),
            Figure("northern_sea_route_t", "RUS", "RUS", 2023, 2023, 36.254e6, 1e-9, "the figure itself"),
            Figure("fdi_stock_usd", "CHN", "RUS", 2018, 2018, 2.6e9, 1e-9, "the figure itself"),
            Figure("tourist_trips", "CHN", "RUS", 2023, 2023, 790_000, 1e-9, "the figure itself"),
        ),
    ),
    Source(
        origin=_origin(
            SECOND,
            "Cited figures that differ from the first for the same thing and year",
            "A second publication gives another figure; neither is preferred. " + _NOTE,
        ),
        originals=_ORIGINALS,
        read=read_second,
        layouts=_LAYOUT,
        figures=(Figure("northern_sea_route_t", "RUS", "RUS", 2016, 2016, 6.5e6, 1e-9, "the figure itself"),),
    ),
)
