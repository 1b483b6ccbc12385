"""Intergovernmental organisations: how many two states share.

``igo_factbook`` counts the organisations that the CIA World Factbook lists for both states as members in an edition;
editions lag behind events and print labels of their own. ``igo_cow`` counts full memberships in the COW data.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import polars as pl

from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import BALLOTS, Batch, Coverage, Origin, SetAside, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import numbers, read_csv_exact, read_r, require_unique
from reorient.sources.source import Figure, Source

VARIABLE = "shared_institutions"
#: Body under which memberships stand among the ballots: the year as session, organisation and year as item, 1 a member.
BODY = "IGO"
#: A label that fewer states carry in an edition is a misprint or a remark, not an organisation.
FEWEST = 3
FACTBOOK_COLUMNS = ("edition_year", "fips", "country", "iso2", "entity_type", "org_label", "status")
#: Standing in the COW data: full member, associate, observer, none; missing; the state was no member of the system.
FULL = 1
STANDING = (FULL, 2, 3, 0, -9, -1)
#: Columns of the COW file that are no organisation.
NOT_AN_ORGANISATION = ("ccode", "year", "state", "statename", "statenme", "version")


@cache
def organisations() -> dict[str, str]:
    """Return what a printed label stands for; an empty text for what is no organisation one joins."""
    text = files("reorient.sources").joinpath("factbook_organisations.csv").read_text(encoding="utf-8")
    return {row["label"]: row["organisation"] for row in csv.DictReader(text.splitlines())}


def read_factbook(paths: Sequence[Path]) -> Batch:
    """Read the Factbook's lists of organisations, one row for each edition, country and label.

    Raises
    ------
    UnreadableOriginal
        If a file is empty, cut short or in another layout, a row has no edition, or no two states share a label.
    UnknownCode
        If the name of a country is unknown.
    """
    frame = pl.concat([read_csv_exact(path, columns=FACTBOOK_COLUMNS) for path in paths])
    frame = numbers(frame, ["edition_year"], "organisations", missing=())
    frame = frame.with_columns(pl.col("edition_year").cast(pl.Int32))
    known = pl.col("org_label").replace(organisations())
    rows = frame.filter(pl.col("status") == "member").select(
        pl.col("edition_year").alias("year"), pl.col("country"), known.alias("organisation")
    )
    plain = rows.filter((pl.col("organisation") != "") & (pl.col("country") != ""))
    coded, aside = to_actors(plain, "country", scheme="factbook", into="actor", names=True)
    listed = coded.select("year", "actor", "organisation").unique()
    often = listed.filter(pl.len().over("year", "organisation") >= FEWEST)
    counted = (
        SetAside("not a full member as printed", len(frame) - len(rows)),
        SetAside("no organisation one joins, or no code of a country", len(rows) - len(plain)),
        SetAside(f"label carried by fewer than {FEWEST} states in the edition", len(listed) - len(often)),
        *aside,
    )
    note = "Editions lag behind events by a year or more; what a label includes is the Factbook's choice."
    return _batch(often, "igo_factbook", counted, note)


def read_cow(paths: Sequence[Path]) -> Batch:
    """Read the COW state-year file: 1 full member, 2 associate, 3 observer, 0 none, -9 and -1 missing.

    Raises
    ------
    UnreadableOriginal
        If a file is empty, cut short or in another layout, holds a state twice in a year, or another code of standing.
    UnknownCode
        If a COW code is unknown.
    """
    frame = pl.concat([_cow_table(path) for path in paths])
    names = [name for name in frame.columns if name.lower() not in NOT_AN_ORGANISATION]
    if not names:
        raise UnreadableOriginal("The COW file has no column of an organisation", "ccode, year and one column for each")
    require_unique(frame, ["ccode", "year"], "COW IGO state-year")
    listed = frame.select(
        pl.col("ccode").cast(pl.Int64).cast(pl.String), pl.col("year").cast(pl.Int32), *names
    ).unpivot(index=["ccode", "year"], variable_name="organisation", value_name="standing")
    odd = set(listed["standing"].drop_nulls().unique().to_list()) - set(STANDING)
    if odd:
        raise UnreadableOriginal(f"The COW file holds the standings {few(sorted(odd, key=str))}", "1, 2, 3, 0, -9, -1")
    rows = listed.filter(pl.col("standing") == FULL)
    coded, aside = to_actors(rows, "ccode", scheme="cow", into="actor")
    return _batch(coded.select("year", "actor", "organisation").unique(), "igo_cow", aside, "Full members only.")


def _cow_table(path: Path) -> pl.DataFrame:
    if path.suffix.lower() in (".rda", ".rdata", ".rds"):
        tables = [value for value in read_r(path).values() if isinstance(value, pl.DataFrame)]
        if len(tables) != 1 or not {"ccode", "year"} <= set(tables[0].columns):
            raise UnreadableOriginal(f"{path.name} holds no table with ccode and year", "COW IGO state-year, version 3")
        if tables[0].select("ccode", "year").null_count().row(0) != (0, 0):
            raise UnreadableOriginal(f"{path.name} has rows without ccode or year", "a state and a year on every row")
        frame = numbers(tables[0], ["ccode", "year"], path.name, missing=())
        known = (name for name in frame.columns if name.lower() not in NOT_AN_ORGANISATION)
        texts = [name for name in known if frame[name].dtype == pl.String]
        return numbers(frame, texts, path.name, signed=True)
    frame = read_csv_exact(path, columns=("ccode", "year"))
    names = [name for name in frame.columns if name.lower() not in NOT_AN_ORGANISATION]
    frame = numbers(frame, ["ccode", "year"], path.name, missing=())
    return numbers(frame, names, path.name, signed=True, missing=("", "NA", "."))


def _batch(rows: pl.DataFrame, key: str, aside: Sequence[SetAside], note: str) -> Batch:
    pairs = list(_pairs(rows, key))
    if not any(len(frame) for frame in pairs):
        raise UnreadableOriginal("No two states share an organisation in the file", "lists of members")
    ties = pl.concat(pairs)
    first, last = int(rows["year"].min()), int(rows["year"].max())  # type: ignore[arg-type]
    span = (date(first, 1, 1), date(last, 1, 1))
    coverage = Coverage(key, VARIABLE, "*", "both", *span, "Y", "unreported", note)
    return Batch(ties, (coverage,), tuple(one for one in aside if one.rows), _memberships(rows, key))


def _memberships(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """Return who was a member of what as rows of the ballots table."""
    year = pl.col("year").cast(pl.Int32)
    return (
        rows.select(
            pl.lit(BODY).alias("body"),
            year.alias("session"),
            pl.format("{} {}", "organisation", "year").alias("resolution"),
            pl.date(year, 1, 1).alias("day"),
            "actor",
            pl.lit(1, dtype=pl.Int8).alias("vote"),
            pl.lit(key).alias("source"),
        )
        .select(list(BALLOTS))
        .sort("session", "resolution", "actor")
    )


def _pairs(rows: pl.DataFrame, key: str) -> Iterator[pl.DataFrame]:
    """Yield the ties of each year: the product of the membership table with itself."""
    for (year,), members in sorted(rows.group_by("year"), key=lambda pair: str(pair[0][0])):
        actors, bodies = members["actor"].unique().sort(), members["organisation"].unique().sort()
        table = np.zeros((len(actors), len(bodies)), dtype=np.float32)
        place = (actors.search_sorted(members["actor"]), bodies.search_sorted(members["organisation"]))
        table[place[0].to_numpy(), place[1].to_numpy()] = 1
        shared = np.rint(table @ table.T)
        i, j = np.nonzero((shared > 0) & ~np.eye(len(actors), dtype=bool))
        names = actors.to_numpy()
        frame = {"sender": names[i], "receiver": names[j], "year": np.full(len(i), year), "value": shared[i, j]}
        yield ties_of(pl.DataFrame(frame), variable=VARIABLE, source=key, status="derived")


_COW = "COW IGO version 3 as published in the dyad-year counts; whole numbers"

SOURCES = (
    Source(
        origin=Origin(
            key="igo_factbook",
            producer="CIA",
            title="The World Factbook, participation in international organisations, editions 1990-2025",
            version="36 editions",
            year=2025,
            licence="public domain (work of the United States government)",
            licence_url="https://www.cia.gov/the-world-factbook/about/copyright-and-contributors/",
            redistribute="yes",
            url="https://www.cia.gov/the-world-factbook/",
            citation="Central Intelligence Agency (1990-2025), The World Factbook.",
            note="Counted here from the lists of labels; editions lag behind events.",
            author="{Central Intelligence Agency}",
        ),
        originals=("security/igo/cia_factbook_igo_long_1990-2025.csv.gz",),
        read=read_factbook,
        layouts=("one row for each edition, country and label: edition_year, fips, country, iso2, org_label, status",),
    ),
    Source(
        origin=Origin(
            key="igo_cow",
            producer="Correlates of War",
            title="Intergovernmental Organizations, state-year",
            version="3",
            year=2020,
            licence="free with citation; terms of redistribution not stated",
            licence_url="https://correlatesofwar.org/data-sets/igos/",
            redistribute="excerpt",
            url="https://correlatesofwar.org/data-sets/igos/",
            citation=(
                "Pevehouse, Jon C., Timothy Nordstrom, Roseanne W. McManus and Anne Spencer Jamison (2020), Tracking "
                "organizations in the world: The Correlates of War IGO Version 3.0 datasets, Journal of Peace Research."
            ),
            doi="10.1177/0022343319881175",
            author="Pevehouse, Jon C. and Nordstrom, Timothy and McManus, Roseanne W. and Jamison, Anne Spencer",
        ),
        originals=("security/igo/cow_igo_v3_state_year_format3.rda",),
        read=read_cow,
        layouts=(
            "state-year table of the producer (csv): ccode, year and one column for each organisation",
            "the same as .rda",
        ),
        figures=(
            Figure(VARIABLE, "RUS", "CHN", 1992, 1992, 36, 0, _COW),
            Figure(VARIABLE, "RUS", "CHN", 2000, 2000, 50, 0, _COW),
            Figure(VARIABLE, "RUS", "CHN", 2014, 2014, 55, 0, _COW),
            Figure(VARIABLE, "RUS", "DEU", 1992, 1992, 44, 0, _COW),
            Figure(
                VARIABLE,
                "RUS",
                "DEU",
                2014,
                2014,
                59,
                0.02,
                "the dyad-year counts have one more than the state-year file",
            ),
        ),
    ),
)
