"""International Crisis Behavior: which states were actors in the same crisis, and when it began."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, SetAside, both_ways, ties_of
from reorient.sources.disputes import cow_states
from reorient.sources.formats import numbers, parse_csv, read_bytes, require_columns, require_unique
from reorient.sources.source import Figure, Source

KEY = "icb"
FIRST = 1918
#: Codes of the project's own, beside those of Correlates of War: Vichy France, Hejaz, Najd.
OWN_CODES = ("219", "671", "672")


def read(paths: Sequence[Path]) -> Batch:
    """Read the two tables, crises (``icb1``) and crisis actors (``icb2``), told apart by their columns.

    Raises
    ------
    UnreadableOriginal
        If one of the two is missing, or an actor's crisis is not among the crises.
    """
    tables = [(path, _table(path)) for path in paths]
    crises = [(path, table) for path, table in tables if "cracid" not in table.columns]
    actors = [(path, table) for path, table in tables if "cracid" in table.columns]
    if len(crises) != 1 or len(actors) != 1:
        raise UnreadableOriginal(
            f"{len(crises)} files of crises and {len(actors)} of crisis actors: {few(path.name for path in paths)}",
            "one of each: icb1v*.csv and icb2v*.csv",
            "hand over both files together",
        )
    began = _began(crises[0][1], crises[0][0].name)
    rows, aside, last = _actors(actors[0][1], actors[0][0].name, began)
    pairs = rows.join(rows, on=["crisno", "year"], suffix="_other").filter(pl.col("sender") != pl.col("sender_other"))
    found = pairs.select("sender", pl.col("sender_other").alias("receiver"), "year").unique()
    ties = both_ways(ties_of(found.with_columns(pl.lit(1.0).alias("value")), variable="crisis", source=KEY))
    note = "Both were actors in one crisis, on the same side or on opposite sides; the year in which the crisis began."
    coverage = Coverage(KEY, "crisis", "*", "both", date(FIRST, 1, 1), date(last, 1, 1), "Y", "zero", note)
    return Batch(ties.sort("sender", "receiver", "period"), (coverage,), tuple(item for item in aside if item.rows))


def _table(path: Path) -> pl.DataFrame:
    raw = read_bytes(path)
    # Early releases are saved on Windows; only names of places hold other than ASCII letters.
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    table = parse_csv(text, path.name)
    require_columns(table, ("crisno", "yrtrig"), path.name)
    return table


def _began(table: pl.DataFrame, name: str) -> pl.DataFrame:
    frame = numbers(table.select("crisno", "yrtrig"), ["crisno", "yrtrig"], name, missing=("", "NA", "."))
    require_unique(frame, ["crisno"], name)
    return frame.select("crisno", pl.col("yrtrig").cast(pl.Int64).alias("year"))


def _actors(table: pl.DataFrame, name: str, began: pl.DataFrame) -> tuple[pl.DataFrame, tuple[SetAside, ...], int]:
    require_columns(table, ("crisno", "cracid", "actor"), name)
    frame = numbers(table.select("crisno", "cracid", "actor"), ["crisno", "cracid"], name, missing=())
    joined = frame.join(began, on="crisno", how="left")
    orphans = frame.join(began, on="crisno", how="anti")
    if len(orphans):
        raise UnreadableOriginal(
            f"{name}: {len(orphans)} actors in crises that the other file lacks (crisno {few(orphans['crisno'])})",
            "two files of one release",
            "take both files of the same version",
        )
    undated = joined.filter(pl.col("year").is_null())
    dated = joined.drop_nulls("year").with_columns(pl.col("cracid").cast(pl.Int64).cast(pl.String))
    own = dated.filter(pl.col("cracid").is_in(OWN_CODES))
    rows, aside = cow_states(dated.filter(~pl.col("cracid").is_in(OWN_CODES)), "cracid", into="sender")
    counted = (
        SetAside("crisis without a year of its trigger", len(undated)),
        SetAside("actor of the project's own that is no state of the system", len(own), tuple(own["actor"])),
    )
    return rows, (*aside, *counted), int(dated["year"].max())  # type: ignore[arg-type]


SOURCES = (
    Source(
        origin=Origin(
            key=KEY,
            producer="International Crisis Behavior Project",
            title="International Crisis Behavior data",
            version="13",
            year=2019,
            licence="Terms not stated in the files",
            licence_url="https://sites.duke.edu/icbdata/",
            redistribute="no",
            url="https://sites.duke.edu/icbdata/",
            citation=(
                "Brecher, M., Wilkenfeld, J., Beardsley, K., James, P. and Quinn, D. (2019), International "
                "Crisis Behavior "
                "Data Codebook, Version 13."
            ),
            author="Brecher, Michael and Wilkenfeld, Jonathan and Beardsley, Kyle and James, Patrick and Quinn, David",
            note=(
                "A tie means that both were crisis actors, not that they stood against each other. A crisis "
                "with one actor "
                "has no tie."
            ),
        ),
        originals=("security/conflict/icb1v13.csv", "security/conflict/icb2v13.csv"),
        read=read,
        layouts=("icb1v*.csv (crises) and icb2v*.csv (crisis actors) of one version, read together.",),
        figures=(
            Figure("crisis", "RUS", "GEO", 2004, 2008, 2, 0, "South Ossetia and Abkhazia 2004, Georgia 2008"),
            Figure("crisis", "RUS", "TUR", 2015, 2015, 1, 0, "the aircraft shot down in 2015"),
        ),
    ),
)
