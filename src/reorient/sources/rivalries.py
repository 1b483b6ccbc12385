"""Strategic rivalries: the lists of Thompson and Dreyer, and of Thompson, Sakuwa and Suhas, as yearly ties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, SetAside, both_ways, ties_of
from reorient.sources.disputes import cow_states
from reorient.sources.formats import numbers, read_csv_exact, read_r, require_columns
from reorient.sources.source import Figure, Source

#: The first year of the membership of the state system; earlier years of a rivalry are set aside.
FIRST = 1816


def reader(key: str, start: str, end: str, last: int, note: str) -> Callable[[Sequence[Path]], Batch]:
    """Return the function that reads rivalries with first and last years in the columns `start` and `end`."""

    def read(paths: Sequence[Path]) -> Batch:
        """Read a list of rivalries, in R's format or as csv."""
        spells = pl.concat([_spells(path, start, end) for path in paths])
        _check(spells, paths[0].name, last)
        return _batch(spells, key, last, note)

    return read


def _spells(path: Path, start: str, end: str) -> pl.DataFrame:
    columns = ("ccode1", "ccode2", start, end)
    if path.suffix.lower() in (".rda", ".rdata", ".rds"):
        tables = [table for table in read_r(path).values() if isinstance(table, pl.DataFrame)]
        if not tables:
            raise UnreadableOriginal(f"{path.name} holds no table", f"columns {', '.join(columns)}")
        table = tables[0]
        require_columns(table, columns, path.name)
    else:
        table = read_csv_exact(path, columns=columns)
    table = numbers(table.select(columns), list(columns), path.name)
    lost = table.filter(pl.any_horizontal(pl.all().is_null()))
    if len(lost):
        raise UnreadableOriginal(
            f"{path.name}: {len(lost)} rivalries lack a state or a year, first {few(lost.rows(), 2)}"
        )
    return table.cast(pl.Int64).rename({start: "start", end: "end"})


def _check(spells: pl.DataFrame, name: str, last: int) -> None:
    odd = spells.filter((pl.col("end") < pl.col("start")) | (pl.col("end") > last) | (pl.col("start") < 1000))
    if len(odd) or not len(spells):
        raise UnreadableOriginal(
            f"{name} holds {len(spells)} rivalries; {len(odd)} have no span of years: {few(odd.rows(), 2)}",
            f"first and last year in that order, at most {last}",
            "take the producer's file unchanged",
        )


def _batch(spells: pl.DataFrame, key: str, last: int, note: str) -> Batch:
    yearly = spells.with_columns(pl.int_ranges("start", pl.col("end") + 1).alias("year")).explode("year")
    early = yearly.filter(pl.col("year") < FIRST)
    rows = yearly.filter(pl.col("year") >= FIRST).with_columns(pl.col("ccode1", "ccode2").cast(pl.String))
    half, aside = cow_states(rows, "ccode1", into="sender")
    full, more = cow_states(half, "ccode2", into="receiver")
    found = full.select("sender", "receiver", "year").unique().with_columns(pl.lit(1.0).alias("value"))
    counted = (SetAside(f"years before {FIRST}", len(early)), *aside, *more)
    return Batch(
        ties=both_ways(ties_of(found, variable="rivalry", source=key)).sort("sender", "receiver", "period"),
        coverage=(Coverage(key, "rivalry", "*", "both", date(FIRST, 1, 1), date(last, 1, 1), "Y", "zero", note),),
        set_aside=tuple(item for item in counted if item.rows),
    )


_TD_NOTE = "Right-censored: a rivalry whose last year is 2010 may have gone on."
_TSS_NOTE = "Right-censored: a rivalry whose last year is 2020 may have gone on."

SOURCES = (
    Source(
        origin=Origin(
            key="rivalries_td",
            producer="Thompson and Dreyer",
            title="Handbook of International Rivalries, 1494-2010",
            version="2012, as packaged by peacesciencer",
            year=2012,
            licence="Free with citation (recalled)",
            licence_url="",
            redistribute="excerpt",
            url="https://svmiller.com/peacesciencer/reference/td_rivalries.html",
            citation="Thompson, W. R. and Dreyer, D. (2012), Handbook of International Rivalries, CQ Press.",
            author="Thompson, William R. and Dreyer, David R.",
            note=_TD_NOTE,
        ),
        originals=("security/conflict/ps_td_rivalries.rda",),
        read=reader("rivalries_td", "styear", "endyear", 2010, _TD_NOTE),
        layouts=("One row a rivalry with ccode1, ccode2, styear, endyear (.rda or csv).",),
        figures=(Figure("rivalry", "RUS", "USA", 2007, 2010, 4, 0, "the second rivalry of the two, 2007 on"),),
    ),
    Source(
        origin=Origin(
            key="rivalries_tss",
            producer="Thompson, Sakuwa and Suhas",
            title="Analyzing Strategic Rivalries in World Politics",
            version="2021, as packaged by peacesciencer",
            year=2021,
            licence="Free with citation (recalled)",
            licence_url="",
            redistribute="excerpt",
            url="https://svmiller.com/peacesciencer/reference/tss_rivalries.html",
            citation=(
                "Thompson, W. R., Sakuwa, K. and Suhas, P. H. (2021), Analyzing Strategic Rivalries in World "
                "Politics, Springer."
            ),
            author="Thompson, William R. and Sakuwa, Kentaro and Suhas, Prashant Hosur",
            note=_TSS_NOTE,
        ),
        originals=("security/conflict/ps_tss_rivalries.rda",),
        read=reader("rivalries_tss", "start", "end", 2020, _TSS_NOTE),
        layouts=("One row a rivalry with ccode1, ccode2, start, end (.rda or csv).",),
        figures=(Figure("rivalry", "RUS", "UKR", 2014, 2020, 7, 0, "a rivalry that begins in 2014"),),
    ),
)
