"""CEPII GeoDist: distance, common border, common language and colonial tie between two states."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, SetAside, both_ways, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import numbers, read_csv_exact, read_sheet, require_columns, require_unique
from reorient.sources.source import Figure, Source

KEY = "geodist"

#: Columns of ``dist_cepii`` and the variables they become.
VARIABLES = {
    "distcap": "distance_km",
    "distw": "distance_weighted_km",
    "contig": "contiguity",
    "comlang_off": "common_language",
    "colony": "colonial_tie",
}

#: The data do not change; they stand at one period, the year of the paper.
PERIOD = date(2011, 1, 1)

#: Most that the two directions of a pair differ in the release, from rounding in its sums (kilometres).
ROUNDING = 0.02

#: A code of a former state whose capital is that of its successor: only the distance between capitals carries over.
CAPITAL_ONLY = ("YUG",)

_NOTE = (
    "One row a pair, at 2011, for all years: distances do not change, but borders and states did. The file keeps the "
    "states of about 2004; Serbia has only distances from Belgrade, and Montenegro, Kosovo and South Sudan are absent."
)

ORIGIN = Origin(
    key=KEY,
    producer="CEPII",
    title="GeoDist: distances and geographical variables",
    version="2011",
    year=2011,
    licence="CC0 as the CRAN package cepiigeodist states",
    licence_url="https://creativecommons.org/publicdomain/zero/1.0/",
    redistribute="yes",
    url="http://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=6",
    citation=(
        "Mayer, T. and Zignago, S. (2011) Notes on CEPII's distances measures: the GeoDist Database. "
        "CEPII Working Paper 2011-25."
    ),
    note=_NOTE,
    download="http://www.cepii.fr/distance/dist_cepii.xls",
    author="Mayer, Thierry and Zignago, Soledad",
)


def read(paths: Sequence[Path]) -> Batch:
    """Read ``dist_cepii`` as csv or workbook.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    if len(paths) != 1:
        raise UnreadableOriginal(f"{len(paths)} files for {KEY}", "the one file dist_cepii")
    name = paths[0].name
    frame = _table(paths[0])
    require_unique(frame, ("iso_o", "iso_d"), name)
    frame = numbers(frame, tuple(VARIABLES), name, missing=("", ".", "NA")).with_columns(year=pl.lit(PERIOD.year))
    _refuse_impossible(frame, name)
    frame, first = to_actors(frame, "iso_o", scheme="cepii", into="sender")
    frame, second = to_actors(frame, "iso_d", scheme="cepii", into="receiver")
    frame = frame.filter(pl.col("sender") != pl.col("receiver"))
    ties = pl.concat([_ties(frame, column, name) for column in VARIABLES]).sort("variable", "sender", "receiver")
    return Batch(ties, _coverage(), (*first, *second, *_capital_only(frame)))


def _table(path: Path) -> pl.DataFrame:
    columns = ("iso_o", "iso_d", *VARIABLES)
    if path.read_bytes()[:4] in (b"\xd0\xcf\x11\xe0", b"PK\x03\x04"):
        rows = [[str(cell) for cell in row] for row in read_sheet(path)]
        frame = pl.DataFrame(rows[1:], schema=rows[0], orient="row")
        require_columns(frame, columns, path.name)
        return frame.select(columns)
    return read_csv_exact(path, columns=columns).select(columns)


def _refuse_impossible(frame: pl.DataFrame, name: str) -> None:
    """Refuse distances beyond half the Earth's girth and marks other than 0 and 1."""
    far = frame.filter(pl.max_horizontal("distcap", "distw") > 20_100)
    marks = frame.filter(pl.any_horizontal(~pl.col(c).is_in([0.0, 1.0]) for c in ("contig", "comlang_off", "colony")))
    for bad, expected in ((far, "kilometres, at most 20,100"), (marks, "0 or 1")):
        if len(bad):
            pairs = few(f"{a}-{b}" for a, b in bad.select("iso_o", "iso_d").rows())
            raise UnreadableOriginal(f"{name}: {len(bad)} pairs out of range, first {pairs}", expected)


def _ties(frame: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
    """Write each pair both ways with one value; the file's two directions differ by rounding at the most."""
    rows = frame.filter(pl.col(column).is_not_null()).sort("sender", "receiver")
    if column != "distcap":
        rows = rows.filter(~_of_former_state())
    pairs = rows.group_by(
        pl.min_horizontal("sender", "receiver").alias("a"),
        pl.max_horizontal("sender", "receiver").alias("b"),
        maintain_order=True,
    ).agg(pl.col(column).first().alias("value"), (pl.col(column).max() - pl.col(column).min()).alias("gap"))
    apart = pairs.filter(pl.col("gap") > ROUNDING)
    if len(apart):
        raise UnreadableOriginal(
            f"{name}: {column} differs between the two directions of {len(apart)} pairs, first {few(apart.rows(), 3)}",
            f"one value for a pair, up to {ROUNDING}",
        )
    pairs = pairs.select(
        pl.col("a").alias("sender"), pl.col("b").alias("receiver"), pl.lit(PERIOD).alias("period"), "value"
    )
    return both_ways(ties_of(pairs, variable=VARIABLES[column], source=KEY))


def _of_former_state() -> pl.Expr:
    return pl.col("iso_o").is_in(CAPITAL_ONLY) | pl.col("iso_d").is_in(CAPITAL_ONLY)


def _capital_only(frame: pl.DataFrame) -> tuple[SetAside, ...]:
    rows = len(frame.filter(_of_former_state()))
    reason = "a former state of which only the capital carries over: all but distance_km"
    return (SetAside(reason, rows, CAPITAL_ONLY),) if rows else ()


def _coverage() -> tuple[Coverage, ...]:
    return tuple(
        Coverage(KEY, variable, "*", "both", PERIOD, PERIOD, "Y", "unlisted", _NOTE) for variable in VARIABLES.values()
    )


def _distance(sender: str, receiver: str, value: float) -> Figure:
    why = "tabulated from the release, whole km"
    return Figure("distance_km", sender, receiver, 2011, 2011, value, 0.5 / value, why)


SOURCES = (
    Source(
        origin=ORIGIN,
        originals=("energy/geo/cepii_geodist_dist.csv*",),
        read=read,
        layouts=(
            "dist_cepii as csv, one row for each ordered pair of ISO codes.",
            "dist_cepii.xls as CEPII publishes it.",
        ),
        figures=(
            _distance("RUS", "CHN", 5795),
            _distance("RUS", "DEU", 1614),
            _distance("RUS", "JPN", 7486),
            Figure("contiguity", "RUS", "CHN", 2011, 2011, 1.0, 0.0, "a mark is exact"),
        ),
    ),
)
