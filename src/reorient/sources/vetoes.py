"""Vetoes in the UN Security Council: drafts that a permanent member voted down, alone or with others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import permutations
from pathlib import Path

import polars as pl

from reorient.errors import UnreadableOriginal
from reorient.record.schema import Batch, Coverage, Origin, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import numbers, read_csv_exact
from reorient.sources.source import Figure, Source

KEY = "unsc_vetoes"
#: Columns with 1 where the member vetoed the draft.
MEMBERS = ("China", "France", "Russia", "USSR", "USA", "UK")


def read(paths: Sequence[Path]) -> Batch:
    """Read the list of vetoed drafts, one row a draft with one column for each permanent member.

    Raises
    ------
    UnreadableOriginal
        If a file is empty, cut short or in another layout, a row has no year, a mark is neither 0 nor 1, or nobody
        vetoed anything.
    """
    frame = pl.concat([read_csv_exact(path, columns=("year", "draft", *MEMBERS)) for path in paths])
    frame = numbers(frame, ["year", *MEMBERS], "vetoes", missing=()).with_row_index("number")
    long = frame.unpivot(on=list(MEMBERS), index=["number", "year"], variable_name="member", value_name="veto")
    if set(long["veto"].unique().to_list()) - {0.0, 1.0}:
        raise UnreadableOriginal("The table of vetoes holds other marks than 0 and 1", "0 or 1 for each member")
    cast = long.filter(pl.col("veto") == 1).with_columns(pl.col("year").cast(pl.Int32))
    if cast.is_empty():
        raise UnreadableOriginal("The table of vetoes holds no veto", "one row a vetoed draft")
    coded, aside = to_actors(cast, "member", scheme="vetoes", into="actor")
    single = coded.unique(["number", "actor"]).sort("number", "actor")
    alone = single.group_by("actor", "year").agg(pl.len().alias("value")).sort("actor", "year")
    own = alone.select(pl.col("actor").alias("sender"), pl.col("actor").alias("receiver"), "year", "value")
    pairs = [
        (one, other, year)
        for (_, year), rows in single.group_by("number", "year", maintain_order=True)
        for one, other in permutations(rows["actor"].to_list(), 2)
    ]
    joint = (
        pl.DataFrame(pairs, schema={"sender": pl.String, "receiver": pl.String, "year": pl.Int32}, orient="row")
        .group_by("sender", "receiver", "year")
        .agg(pl.len().alias("value"))
        .sort("sender", "receiver", "year")
    )
    ties = pl.concat(
        [
            ties_of(own, variable="vetoes", source=KEY),
            ties_of(joint, variable="joint_vetoes", source=KEY, status="derived"),
        ]
    )
    years = single["year"]
    span = (date(int(years.min()), 1, 1), date(int(years.max()), 1, 1))  # type: ignore[arg-type]
    note = "Drafts put to the vote; the last year ends in September. China's seat was the Republic of China's to 1971."
    who = sorted(set(single["actor"].to_list()))
    coverage = [Coverage(KEY, "vetoes", one, "sender", *span, "Y", "zero", note) for one in who]
    coverage += [Coverage(KEY, "joint_vetoes", one, "both", *span, "Y", "zero", note) for one in who]
    return Batch(ties, tuple(coverage), aside)


_WHY = "counted once in the list of the producer; whole numbers"

SOURCES = (
    Source(
        origin=Origin(
            key=KEY,
            producer="World Politics Data Lab",
            title="Vetoes in the United Nations Security Council, 1946 to September 2022",
            version="2022",
            year=2022,
            licence="MIT",
            licence_url="https://opensource.org/license/mit",
            redistribute="yes",
            url="https://research.un.org/en/docs/sc/quick",
            citation="Yordan, Carlos (2022), Vetoes in the UN Security Council; source Dag Hammarskjold Library.",
            note="Compiled from the list of the Dag Hammarskjold Library.",
            author="Yordan, Carlos",
        ),
        originals=("security/diplomacy/unsc_vetoes_1946_sept2022.csv",),
        read=read,
        layouts=("one row a vetoed draft with a column of 0 and 1 for each permanent member",),
        figures=(
            Figure("joint_vetoes", "RUS", "CHN", 2007, 2022, 14, 0, _WHY),
            Figure("vetoes", "RUS", "RUS", 1992, 2022, 31, 0, _WHY),
        ),
    ),
)
