"""Joint military exercises: two lists of exercises with their participants.

A pair that takes part in the same exercise has one joint exercise in the year in which it began. An exercise with
many participants counts once for each pair, so that a large drill weighs more than a bilateral one in the sum over
partners.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from reorient.actors import resolve
from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, SetAside, both_ways, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import read_csv_exact
from reorient.sources.source import Figure, Source

VARIABLE = "joint_exercises"
#: What the list of exercises from 1980 on writes for an unknown name or participant.
UNKNOWN = ("", "-9", "NA")


def read_multinational(paths: Sequence[Path]) -> Batch:
    """Read the Multinational Military Exercises data (one row an exercise, participants in StateA ... StateAM)."""
    frame = pl.concat([_exercises(path, "s.year", r"State[A-Z]{1,2}", ("MMEID", "s.year", "StateA")) for path in paths])
    rows, aside = to_actors(frame, "participant", scheme="mme", into="actor", names=True)
    first, last = _years(frame)
    note = "Exercises that the authors found in the press; the label 'Russia' also stands for the Soviet Union."
    coverage = Coverage("mme", VARIABLE, "*", "both", date(first, 1, 1), date(last, 1, 1), "Y", "zero", note)
    alone = rows.group_by("exercise").agg(pl.col("actor").n_unique().alias("n")).filter(pl.col("n") < 2)
    counted = (*aside, SetAside("exercise with one known participant", len(alone)))
    return Batch(_ties(_pairs(rows), "mme"), (coverage,), tuple(item for item in counted if item.rows))


def read_host_list(paths: Sequence[Path]) -> Batch:
    """Read a list of one state's exercises (participants in part1, part2 ...); only its own pairs become ties."""
    host = resolve("Russia")
    frame = pl.concat([_exercises(path, "yr", r"part\d+", ("id", "name", "yr", "part1")) for path in paths])
    rows, aside = to_actors(frame, "participant", scheme="jme", into="actor", names=True)
    pairs = rows.select("exercise", "year", pl.lit(host).alias("sender"), pl.col("actor").alias("receiver")).unique()
    first, last = _years(frame)
    note = (
        "Incomplete, above all from 2014 on: large exercises (among them Joint Sea 2016 and 2017 and Vostok 2018) are "
        "missing, so that no row does not mean no exercise."
    )
    span = (date(first, 1, 1), date(last, 1, 1))
    coverage = Coverage("jme_russia", VARIABLE, host, "either", *span, "Y", "unreported", note)
    return Batch(_ties(both_pairs(pairs), "jme_russia"), (coverage,), tuple(item for item in aside if item.rows))


def _exercises(path: Path, year: str, participant: str, columns: Sequence[str]) -> pl.DataFrame:
    """Return one row for each exercise and participant: exercise, year, participant."""
    frame = read_csv_exact(path, columns=columns)
    places = [column for column in frame.columns if re.fullmatch(participant, column)]
    filled = frame.filter(pl.any_horizontal(pl.col(column).str.strip_chars() != "" for column in frame.columns))
    bad = filled.filter(~pl.col(year).str.strip_chars().str.contains(r"^(19|20)\d\d$"))
    if len(bad) or not len(filled):
        raise UnreadableOriginal(
            f"{path.name} holds {len(filled)} exercises; {len(bad)} have no year in {year!r}: {few(bad[year])}",
            "a year of four digits for each exercise",
            "take the producer's file unchanged",
        )
    named = filled.with_row_index("exercise").with_columns(pl.col(year).str.strip_chars().cast(pl.Int64).alias("year"))
    long = named.unpivot(on=places, index=["exercise", "year"], value_name="participant")
    return (
        long.with_columns(pl.col("participant").str.strip_chars())
        .filter(~pl.col("participant").is_in(UNKNOWN))
        .select("exercise", "year", "participant")
    )


def _years(frame: pl.DataFrame) -> tuple[int, int]:
    return int(frame["year"].min()), int(frame["year"].max())  # type: ignore[arg-type]


def _pairs(rows: pl.DataFrame) -> pl.DataFrame:
    """Return each ordered pair of participants of one exercise once."""
    once = rows.select("exercise", "year", "actor").unique()
    pairs = once.join(once, on=["exercise", "year"], suffix="_other").filter(pl.col("actor") != pl.col("actor_other"))
    return pairs.rename({"actor": "sender", "actor_other": "receiver"})


def both_pairs(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs and the same turned round, without a state paired with itself."""
    turned = pairs.select("exercise", "year", pl.col("receiver").alias("sender"), pl.col("sender").alias("receiver"))
    return pl.concat([pairs, turned]).filter(pl.col("sender") != pl.col("receiver")).unique()


def _ties(pairs: pl.DataFrame, key: str) -> pl.DataFrame:
    counted = pairs.group_by("sender", "receiver", "year").agg(pl.col("exercise").n_unique().alias("value"))
    return both_ways(ties_of(counted, variable=VARIABLE, source=key)).sort("sender", "receiver", "period")


SOURCES = (
    Source(
        origin=Origin(
            key="mme",
            producer="D'Orazio and Galambos",
            title="Multinational Military Exercises, 1980-2010",
            version="7",
            year=2021,
            licence="CC0 of the Dataverse (recalled)",
            licence_url="https://doi.org/10.7910/DVN/KHFODX",
            redistribute="excerpt",
            url="https://doi.org/10.7910/DVN/KHFODX",
            citation=(
                "D'Orazio, V. and Galambos, K. (2021), Multinational Military Exercises, 1980-2010, Harvard Dataverse."
            ),
            doi="10.7910/DVN/KHFODX",
            author="D'Orazio, Vito and Galambos, Kevin",
            note=(
                "Counts exercises that began in the year; phases that the authors list as rows of their own "
                "count each. "
                "Participants that the source does not name (-9), NATO and groups of states are set aside."
            ),
        ),
        originals=("security/military/mme_v7.csv",),
        read=read_multinational,
        layouts=("One row an exercise: MMEID, s.year, participants by name in StateA ... StateAM (csv, UTF-8).",),
        figures=(Figure(VARIABLE, "RUS", "CHN", 1980, 2010, 10, 0, "ten exercises of the list have both"),),
    ),
    Source(
        origin=Origin(
            key="jme_russia",
            producer="Z. Leffel",
            title="Joint military exercises involving Russia, 2009-2018",
            version="undated",
            year=2019,
            licence="No licence stated",
            licence_url="",
            redistribute="no",
            url="https://github.com/zleffel-afk/Visualization-of-NAM-country-data",
            citation="Leffel, Z., Joint military exercises involving Russia, 2009-2018, compiled from mil.ru.",
            author="Leffel, Z.",
            note=(
                "Incomplete list, each entry with a notice of the Russian ministry of defence; see the note on "
                "coverage."
            ),
        ),
        originals=("security/military/JME_Russia_2009-2018.csv",),
        read=read_host_list,
        layouts=("One row an exercise: id, name, yr, other participants by name in part1 ... part28 (csv, UTF-8).",),
        figures=(Figure(VARIABLE, "RUS", "CHN", 2009, 2015, 12, 0, "twelve entries name China"),),
    ),
)
