"""Militarised interstate disputes: Correlates of War, and the revision by Gibler, Miller and Little.

Three layouts become the same ties: one row for each directed pair of opponents and year; the dyadic file of
Correlates of War, one row for each pair of opponents and year; and the participant file (``MIDB``), from which the
pairs are made here: opponents are participants of one dispute on different sides, in the years in which both
took part.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from reorient.actors import codes
from reorient.actors.codes import Code
from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, SetAside, both_ways, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import archive_members, numbers, parse_csv, read_csv_exact, read_member, read_r
from reorient.sources.formats import decode as decode_text
from reorient.sources.source import Figure, Source

#: Columns of a pair of opponents in a year: the two states, the year, the hostility of each.
PAIR = ("dispute", "code_a", "code_b", "year", "hostility_a", "hostility_b")
#: The same columns in each layout.
DIRECTED = ("dispnum", "ccode1", "ccode2", "year", "hostlev1", "hostlev2")
DYADIC = ("disno", "statea", "stateb", "year", "hihosta", "hihostb")
PARTICIPANTS = ("dispnum", "ccode", "styear", "endyear", "sidea", "hostlev")
#: What a missing hostility is coded as.
MISSING = -9.0
LEVELS = (1.0, 2.0, 3.0, 4.0, 5.0)


def reader(key: str, first: int, last: int, note: str) -> Callable[[Sequence[Path]], Batch]:
    """Return the function that reads the disputes of the source `key`, which covers the years `first` to `last`."""

    def read(paths: Sequence[Path]) -> Batch:
        """Read disputes in any of the three layouts."""
        pairs = pl.concat([_pairs(path) for path in paths])
        _check(pairs, paths[0].name, first, last)
        return _batch(pairs, key, first, last, note)

    return read


def _pairs(path: Path) -> pl.DataFrame:
    """Return the opponents by year of one file, whatever its layout."""
    if path.is_file() and zipfile.is_zipfile(path):
        return _from_zip(path)
    if path.read_bytes()[:5] in (b"RDX2\n", b"RDX3\n") or path.suffix.lower() in (".rda", ".rdata"):
        return _from_r(path)
    return _from_table(read_csv_exact(path), path.name)


def _from_r(path: Path) -> pl.DataFrame:
    tables = [table for table in read_r(path).values() if isinstance(table, pl.DataFrame)]
    for table in tables:
        if set(DIRECTED) <= set(table.columns) or set(PARTICIPANTS) <= set(table.columns):
            return _from_table(table, path.name)
    raise UnreadableOriginal(
        f"{path.name} holds no table of directed disputes by year",
        f"columns {', '.join(DIRECTED)}",
        "take the table of directed dyadic disputes",
    )


def _from_zip(path: Path) -> pl.DataFrame:
    inside = archive_members(path)
    for ending in ("dyadic", "midb"):
        names = sorted(name for name in inside if ending in name.lower() and name.lower().endswith(".csv"))
        if names:
            text = decode_text(read_member(path, names[-1]), names[-1], encoding="latin-1")
            return _from_table(parse_csv(text, names[-1]), names[-1])
    raise UnreadableOriginal(
        f"{path.name} holds neither a dyadic file nor a participant file; it has {few(inside, 8)}",
        "'dyadic_mid_4.03.csv' or 'MIDB 5.0.csv' inside",
        "take the archive from correlatesofwar.org unchanged",
    )


def _from_table(table: pl.DataFrame, name: str) -> pl.DataFrame:
    table = table.rename({column: column.lower() for column in table.columns})
    for columns in (DIRECTED, DYADIC):
        if set(columns) <= set(table.columns):
            found = _whole(table, columns, name)
            return found.rename(dict(zip(columns, PAIR, strict=True)))
    if set(PARTICIPANTS) <= set(table.columns):
        spells = _whole(table, PARTICIPANTS, name)
        turned = spells.filter(pl.col("endyear") < pl.col("styear"))
        if len(turned):
            raise UnreadableOriginal(f"{name}: {len(turned)} spells end before they begin: {few(turned.rows(), 2)}")
        return opponents(spells)
    raise UnreadableOriginal(
        f"{name} is in no layout of disputes that is known; it has {few(map(repr, table.columns), 8)}",
        f"columns {', '.join(DYADIC)}; or {', '.join(DIRECTED)}; or {', '.join(PARTICIPANTS)}",
        "take the producer's file unchanged",
    )


def _whole(table: pl.DataFrame, columns: Sequence[str], name: str) -> pl.DataFrame:
    """Return `columns` as whole numbers (hostility may be -9, the producer's mark for missing)."""
    found = numbers(table.select(columns), list(columns), name, signed=True)
    bad = found.filter(pl.any_horizontal(pl.col(column).is_null() | (pl.col(column) % 1 != 0) for column in columns))
    if len(bad):
        raise UnreadableOriginal(
            f"{name}: {len(bad)} rows are incomplete or hold fractions, first {few(bad.rows(), 2)}", "whole numbers"
        )
    return found.with_columns(pl.col(columns).cast(pl.Int64))


def opponents(participants: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of opponents by year from spells of participants (columns of `PARTICIPANTS`)."""
    spells = (
        participants.with_columns(pl.int_ranges("styear", pl.col("endyear") + 1).alias("year"))
        .explode("year")
        .group_by("dispnum", "ccode", "sidea", "year")
        .agg(pl.col("hostlev").max())
    )
    pairs = spells.join(spells, on=["dispnum", "year"], suffix="_other").filter(
        (pl.col("sidea") != pl.col("sidea_other")) & (pl.col("ccode") != pl.col("ccode_other"))
    )
    return pairs.select("dispnum", "ccode", "ccode_other", "year", "hostlev", "hostlev_other").rename(
        dict(zip(("dispnum", "ccode", "ccode_other", "year", "hostlev", "hostlev_other"), PAIR, strict=True))
    )


def _check(pairs: pl.DataFrame, name: str, first: int, last: int) -> None:
    levels = [int(MISSING), *map(int, LEVELS)]
    odd = pairs.filter(~pl.col("hostility_a").is_in(levels) | ~pl.col("hostility_b").is_in(levels))
    if len(odd):
        raise UnreadableOriginal(
            f"{name}: {len(odd)} rows have a hostility outside 1 to 5, first {few(odd.rows(), 2)}", "1 to 5, or -9"
        )
    outside = pairs.filter(~pl.col("year").is_between(first, last))
    if len(outside) or not len(pairs):
        years = few(outside["year"].unique().sort())
        raise UnreadableOriginal(f"{name} holds {len(pairs)} rows; years outside: {years}", f"{first} to {last}")


def _batch(pairs: pl.DataFrame, key: str, first: int, last: int, note: str) -> Batch:
    turned = pairs.select(
        pl.col("dispute"),
        pl.col("code_b").alias("code_a"),
        pl.col("code_a").alias("code_b"),
        pl.col("year"),
        pl.col("hostility_b").alias("hostility_a"),
        pl.col("hostility_a").alias("hostility_b"),
    )
    every = pl.concat([pairs.select(PAIR), turned]).unique().with_columns(pl.col("code_a", "code_b").cast(pl.String))
    half, aside = cow_states(every, "code_a", into="sender")
    full, more = cow_states(half, "code_b", into="receiver")
    full = full.filter(pl.col("sender") != pl.col("receiver"))
    untold = full.filter(pl.col("hostility_a") == MISSING)
    counted = (*aside, *more, SetAside("hostility of the sender not known (-9)", len(untold)))
    span = (date(first, 1, 1), date(last, 1, 1))
    return Batch(
        ties=pl.concat([_disputes(full, key), _hostility(full, key)]).sort("variable", "sender", "receiver", "period"),
        coverage=tuple(
            Coverage(key, variable, "*", "both", *span, "Y", "zero", note)
            for variable in ("dispute", "dispute_hostility")
        ),
        set_aside=tuple(item for item in counted if item.rows),
    )


def cow_states(frame: pl.DataFrame, column: str, *, into: str) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    """Resolve the COW codes in `column` by year, as `to_actors` does, into the column `into`.

    A code that means one state before and another after a gap in the membership of the state system (Serbia to 1918 and
    Yugoslavia, 345) means none in the gap: such rows are set aside and counted, since no rule can tell which is meant.
    """
    meanings: dict[str, list[Code]] = {}
    for row in codes("cow"):
        meanings.setdefault(row.code, []).append(row)
    divided = {code: rows for code, rows in meanings.items() if len({row.actor for row in rows}) > 1}
    gaps = [
        (code, year)
        for code, year in frame.filter(pl.col(column).is_in(list(divided))).select(column, "year").unique().iter_rows()
        if not any(_in_year(row, year) for row in divided[code])
    ]
    gap = pl.DataFrame(gaps, schema={column: pl.String, "year": frame.schema["year"]}, orient="row")
    lost = frame.join(gap, on=[column, "year"], how="semi")
    kept = frame.join(gap, on=[column, "year"], how="anti", maintain_order="left")
    found, aside = to_actors(kept, column, scheme="cow", into=into)
    examples = tuple(f"{code} in {year}" for code, year in sorted(gaps)[:5])
    return found, (*aside, SetAside(f"{column}: no member of the state system in the year", len(lost), examples))


def _in_year(row: Code, year: int) -> bool:
    return (row.first or date.min) <= date(year, 12, 31) and date(year, 1, 1) <= (row.last or date.max)


def _disputes(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    found = rows.select("sender", "receiver", "year").unique().with_columns(pl.lit(1.0).alias("value"))
    return both_ways(ties_of(found, variable="dispute", source=key))


def _hostility(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    known = rows.filter(pl.col("hostility_a") != MISSING)
    found = known.group_by("sender", "receiver", "year").agg(pl.col("hostility_a").max().alias("value"))
    return ties_of(found, variable="dispute_hostility", source=key)


_COW_NOTE = (
    "Opponents only: states on the same side of a dispute have no row. Hostility is the highest level that the state "
    "reached in the dispute as a whole, repeated in each of its years. Ends in 2014."
)
_GML_NOTE = (
    "As revised by the authors; where a pair has several disputes in a year the distributed table keeps one of them, "
    "so that hostility may be below its highest level. Ends in 2010."
)

_JAPAN = "years with a Russian-Japanese dispute since 1992: 1993-96, 2000, 2001, 2006, 2008, 2009, 2011-14"

SOURCES = (
    Source(
        origin=Origin(
            key="mid",
            producer="Correlates of War",
            title="Militarized Interstate Disputes",
            version="5.0",
            year=2021,
            licence="Free with citation (recalled)",
            licence_url="https://correlatesofwar.org/data-sets/mids/",
            redistribute="excerpt",
            url="https://correlatesofwar.org/data-sets/mids/",
            citation=(
                "Palmer, G., McManus, R. W., D'Orazio, V., Kenwick, M. R., Karstens, M., Bloch, C., Dietrich, "
                "N., Kahn, K., "
                "Ritter, K. and Soules, M. J. (2022), The MID5 Dataset, 2011-2014, Conflict Management and "
                "Peace Science "
                "39(4), 470-482."
            ),
            doi="10.1177/0738894221995743",
            author="Palmer, Glenn and McManus, Roseanne W. and D'Orazio, Vito and Kenwick, Michael R.",
            note=_COW_NOTE,
        ),
        originals=("security/conflict/ps_cow_mid_dirdisps.rda",),
        read=reader("mid", 1816, 2014, _COW_NOTE),
        layouts=(
            "Directed dispute-years as packaged by peacesciencer (.rda).",
            "dyadic_mid_4.03.csv of Correlates of War, plain or in its zip.",
            "MIDB 5.0.csv (participants) of Correlates of War, plain or in its zip; opponents are paired here.",
        ),
        figures=(
            Figure("dispute", "RUS", "JPN", 1992, 2014, 13, 0, _JAPAN),
            Figure("dispute", "RUS", "CHN", 1992, 2014, 4, 0, "1993, 1994, 2009 and 2012"),
        ),
    ),
    Source(
        origin=Origin(
            key="gml_mid",
            producer="Gibler, Miller and Little",
            title="Militarized Interstate Disputes, revised (GML)",
            version="2.2.1",
            year=2020,
            licence="Free with citation (recalled)",
            licence_url="https://svmiller.com/gml-mid-data/",
            redistribute="excerpt",
            url="https://svmiller.com/gml-mid-data/",
            citation=(
                "Gibler, D. M., Miller, S. V. and Little, E. K. (2016), An Analysis of the Militarized "
                "Interstate Dispute "
                "(MID) Dataset, 1816-2001, International Studies Quarterly 60(4), 719-730; version 2.2.1."
            ),
            doi="10.1093/isq/sqw045",
            author="Gibler, Douglas M. and Miller, Steven V. and Little, Erin K.",
            note=_GML_NOTE,
        ),
        originals=("security/conflict/ps_gml_mid_ddydisps.rda",),
        read=reader("gml_mid", 1816, 2010, _GML_NOTE),
        layouts=(
            "Directed dispute-years as packaged by peacesciencer (.rda).",
            "The participant file of the release (.rda or csv); opponents are paired here.",
        ),
    ),
)
