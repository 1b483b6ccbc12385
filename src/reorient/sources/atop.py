"""ATOP alliances: what members of one treaty owe each other, year by year.

The member file has one row for each member and phase of an alliance with the days of entry and exit and the obligations
the member took on. Two members are allied in a year if their spells in one alliance share a day of it; the obligations
are the sender's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, SetAside, both_ways, ties_of
from reorient.sources.disputes import cow_states
from reorient.sources.formats import archive_members, decode, numbers, parse_csv, read_csv_exact, read_member
from reorient.sources.source import Figure, Source

KEY = "atop"
#: Obligations in the member file and the variables they become.
OBLIGATIONS = {
    "defense": "alliance_defense",
    "offense": "alliance_offense",
    "neutral": "alliance_neutrality",
    "nonagg": "alliance_nonaggression",
    "consul": "alliance_consultation",
}
COLUMNS = ("atopid", "member", "yrent", "yrexit", "ineffect", *OBLIGATIONS)
#: Last year of the release; a year of exit of 0 means in force at its end.
LAST = 2018


def read(paths: Sequence[Path]) -> Batch:
    """Read the member file, plain or in the producer's archive.

    Raises
    ------
    UnreadableOriginal
        If a file is empty, cut short or in another layout, a cell is no number, an obligation neither 0 nor 1, a year
        later than the release, or no two members share a year.
    UnknownCode
        If a member's COW code is unknown.
    """
    frame = pl.concat([_members(path).select(COLUMNS) for path in paths])
    frame = numbers(frame, COLUMNS, "alliance members", missing=(), signed=True)
    _refuse_odd(frame)
    spells = frame.select(
        pl.col("atopid").cast(pl.Int64).alias("alliance"),
        pl.col("member").cast(pl.Int64).cast(pl.String),
        pl.col("yrent").cast(pl.Int32).alias("first"),
        pl.when(pl.col("yrexit") == 0).then(LAST).otherwise(pl.col("yrexit")).cast(pl.Int32).alias("last"),
        *OBLIGATIONS,
    )
    undated = spells.filter((pl.col("first") <= 0) | (pl.col("last") < pl.col("first")))
    dated = spells.filter((pl.col("first") > 0) & (pl.col("last") >= pl.col("first")))
    yearly = dated.with_columns(pl.int_ranges("first", pl.col("last") + 1, dtype=pl.Int32).alias("year")).explode(
        "year"
    )
    coded, aside = cow_states(yearly, "member", into="actor")
    ties = _ties(coded.select("alliance", "year", "actor", *OBLIGATIONS))
    if ties.is_empty():
        raise UnreadableOriginal("No two members of an alliance share a year", "one row for each member and phase")
    span = (date(int(coded["year"].min()), 1, 1), date(LAST, 1, 1))  # type: ignore[arg-type]
    note = "Treaties to the end of 2018; what was signed later is not covered."
    coverage = tuple(
        Coverage(KEY, name, "*", "both", *span, "Y", "zero", note) for name in ("alliance", *OBLIGATIONS.values())
    )
    counted = (*aside, SetAside("spell without a year of entry, or that ends before it begins", len(undated)))
    return Batch(ties, coverage, tuple(one for one in counted if one.rows))


def _refuse_odd(frame: pl.DataFrame) -> None:
    odd = {name for name in OBLIGATIONS if set(frame[name].unique().to_list()) - {0.0, 1.0}}
    if odd:
        raise UnreadableOriginal(f"Obligations other than 0 and 1 in {few(sorted(odd))}", "0 or 1 for each obligation")
    late = frame.filter((pl.col("yrent") > LAST) | (pl.col("yrexit") > LAST))
    if len(late):
        years = few(late.select("atopid", "member", "yrent", "yrexit").cast(pl.Int64).rows())
        raise UnreadableOriginal(f"Spells later than {LAST}: {years}", f"the release to {LAST}")


def _members(path: Path) -> pl.DataFrame:
    if path.suffix.lower() != ".zip":
        return read_csv_exact(path, columns=COLUMNS, encoding="latin-1")
    names = [name for name in archive_members(path) if name.rsplit("/", 1)[-1].startswith("atop5_1m")]
    if len(names) != 1:
        raise UnreadableOriginal(f"{path.name} holds {len(names)} member files", "one atop5_1m.csv")
    return parse_csv(decode(read_member(path, names[0]), names[0], encoding="latin-1"), names[0], columns=COLUMNS)


def _ties(spells: pl.DataFrame) -> pl.DataFrame:
    other = spells.select("alliance", "year", pl.col("actor").alias("receiver")).unique()
    pairs = spells.rename({"actor": "sender"}).join(other, on=["alliance", "year"])
    pairs = pairs.filter(pl.col("sender") != pl.col("receiver"))
    summed = pairs.group_by("sender", "receiver", "year").agg(pl.col(name).max() for name in OBLIGATIONS)
    summed = summed.sort("sender", "receiver", "year")
    any_kind = both_ways(ties_of(summed.with_columns(pl.lit(1.0).alias("value")), variable="alliance", source=KEY))
    frames = [any_kind.sort("sender", "receiver", "period")]
    for name, variable in OBLIGATIONS.items():
        owed = summed.filter(pl.col(name) > 0).with_columns(pl.lit(1.0).alias("value"))
        frames.append(ties_of(owed, variable=variable, source=KEY))
    return pl.concat(frames)


_WHY = "treaty listed by the producer; 0 or 1"

SOURCES = (
    Source(
        origin=Origin(
            key=KEY,
            producer="ATOP",
            title="Alliance Treaty Obligations and Provisions, 1815-2018",
            version="5.1",
            year=2022,
            licence="free with citation; terms of redistribution not stated",
            licence_url="http://www.atopdata.org/data.html",
            redistribute="excerpt",
            url="http://www.atopdata.org/data.html",
            citation=(
                "Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell and Andrew G. Long (2002), Alliance "
                "Treaty Obligations and Provisions, 1815-1944, International Interactions 28, 237-260."
            ),
            doi="10.1080/03050620213653",
            author="Leeds, Brett Ashley and Ritter, Jeffrey M. and Mitchell, Sara McLaughlin and Long, Andrew G.",
        ),
        originals=("security/alliances/atop5_1m.csv",),
        read=read,
        layouts=("member file atop5_1m.csv, plain or in the producer's archive",),
        figures=(
            Figure("alliance_nonaggression", "RUS", "CHN", 2002, 2002, 1, 0, _WHY),
            Figure("alliance_consultation", "RUS", "CHN", 2002, 2002, 1, 0, _WHY),
            Figure("alliance_defense", "RUS", "PRK", 1961, 1961, 1, 0, _WHY),
            Figure("alliance_defense", "RUS", "KAZ", 2010, 2010, 1, 0, _WHY),
        ),
    ),
)
