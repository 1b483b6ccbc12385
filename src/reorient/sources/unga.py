"""Roll calls of the UN General Assembly and the ideal points estimated from them.

Agreement of two states in a year is the share of identical votes among the roll calls in which both voted; two
abstentions are identical, absence is left out. This is the agreement that Bailey, Strezhnev & Voeten (2017, Journal
of Conflict Resolution 61) publish by session.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from reorient.actors import alive
from reorient.errors import UnreadableOriginal
from reorient.record.schema import BALLOTS, Batch, Coverage, Origin, SetAside, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import numbers, read_csv_exact, require_columns
from reorient.sources.source import Figure, Source

#: Codes of the producer: 1 yes, 2 abstain, 3 no; 8 absent and 9 not a member are no votes.
VOTES = (1, 2, 3)
NO_VOTE = (8, 9)


def read_votes(paths: Sequence[Path]) -> Batch:
    """Read roll calls: the producer's table (rcid, ccode, session, date, vote) or its Parquet copy (resid, ...)."""
    frame = pl.concat([_votes(path) for path in paths])
    coded, aside = to_actors(frame, "ccode", scheme="cow", into="actor")
    doubled = coded.filter(coded.select("resolution", "actor").is_duplicated())
    kept = coded.unique(["resolution", "actor"], keep="none")
    ballots = kept.select(
        pl.lit("UNGA").alias("body"),
        pl.col("session").cast(pl.Int32),
        "resolution",
        pl.col("day"),
        "actor",
        pl.col("vote").cast(pl.Int8),
        pl.lit("unga").alias("source"),
    ).sort("day", "resolution", "actor")
    parts = [
        *_agreement(ballots.with_columns(pl.col("day").dt.year().alias("year")), "un_agreement", votes=True),
        *_agreement(
            ballots.with_columns((pl.col("session") + 1945).alias("year")), "un_agreement_session", votes=False
        ),
    ]
    years = ballots["day"].dt.year()
    span = (date(int(years.min()), 1, 1), date(int(years.max()), 1, 1))  # type: ignore[arg-type]
    note = "Consensus decisions have no roll call. Absence and non-membership are not told apart."
    coverage = tuple(
        Coverage("unga", name, "*", "both", *span, "Y", "unreported", note)
        for name in ("un_agreement", "un_agreement_session", "un_votes_both")
    )
    ties, early = _living(pl.concat(parts))
    counted = (*aside, SetAside("two votes of one state on one roll call", len(doubled)), early)
    return Batch(ties, coverage, tuple(one for one in counted if one.rows), ballots.select(list(BALLOTS)))


def _votes(path: Path) -> pl.DataFrame:
    if path.suffix == ".parquet":
        frame = _parquet(path)
    else:
        separator = "\t" if path.suffix in (".tab", ".tsv") else ","
        frame = read_csv_exact(path, columns=("rcid", "ccode", "session", "date", "vote"), separator=separator)
        frame = numbers(frame, ["ccode", "session", "vote"], path.name).rename({"rcid": "resid"})
    found = frame["vote"].drop_nulls().unique().cast(pl.Int64).to_list()
    if set(found) - {*VOTES, *NO_VOTE}:
        raise UnreadableOriginal(f"{path.name} holds the votes {sorted(found)}", "1, 2, 3, 8 and 9")
    day = pl.col("date").cast(pl.String).str.slice(0, 10).str.to_date("%Y-%m-%d")
    return frame.filter(pl.col("vote").is_in(VOTES)).select(
        pl.col("resid").cast(pl.Float64).cast(pl.Int64).cast(pl.String).alias("resolution"),
        pl.col("session").cast(pl.Int32),
        day.alias("day"),
        day.dt.year().alias("year"),
        pl.col("ccode").cast(pl.Int64).cast(pl.String),
        pl.col("vote").cast(pl.Int8),
    )


def _parquet(path: Path) -> pl.DataFrame:
    try:
        frame = pl.read_parquet(path)
    except Exception as problem:  # polars raises its own kinds on damaged files
        raise UnreadableOriginal(f"{path.name} is no Parquet file ({problem})", "roll calls") from problem
    require_columns(frame, ("resid", "ccode", "session", "date", "vote"), path.name)
    return frame


def _agreement(ballots: pl.DataFrame, variable: str, *, votes: bool) -> Iterator[pl.DataFrame]:
    """Yield the ties of agreement (and of the number of common roll calls), one frame for each year."""
    for (year,), rows in sorted(ballots.group_by("year"), key=lambda pair: str(pair[0][0])):
        actors, items = rows["actor"].unique().sort(), rows["resolution"].unique().sort()
        at = (actors.search_sorted(rows["actor"]).to_numpy(), items.search_sorted(rows["resolution"]).to_numpy())
        same, both = counts(at, rows["vote"].to_numpy(), (len(actors), len(items)))
        i, j = np.nonzero((both > 0) & ~np.eye(len(actors), dtype=bool))
        names = actors.to_numpy()
        base = {"sender": names[i], "receiver": names[j], "year": np.full(len(i), year)}
        shares = pl.DataFrame({**base, "value": same[i, j] / both[i, j]})
        yield ties_of(shares, variable=variable, source="unga", status="derived")
        if votes:
            number = pl.DataFrame({**base, "value": both[i, j]})
            yield ties_of(number, variable="un_votes_both", source="unga", status="derived")


def _living(ties: pl.DataFrame) -> tuple[pl.DataFrame, SetAside]:
    """Take out agreement of states that were born only in the second half of a session."""
    ends = ties.select(pl.col("sender").alias("actor"), "period").unique()
    lives = [alive(who, first, date(first.year, 12, 31)) for who, first in ends.iter_rows()]
    known = ends.with_columns(pl.Series("lives", lives, dtype=pl.Boolean)).filter("lives").drop("lives")
    kept = ties.join(known, left_on=["sender", "period"], right_on=["actor", "period"], how="semi")
    kept = kept.join(known, left_on=["receiver", "period"], right_on=["actor", "period"], how="semi")
    lost = SetAside("session that opened in the year before the state was born", len(ties) - len(kept))
    return kept, lost


def counts(
    at: tuple[np.ndarray, np.ndarray], vote: np.ndarray, shape: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Return how often each pair voted alike and how often both voted (n x n each)."""
    cast = np.zeros((len(VOTES), *shape), dtype=np.float32)
    for place, kind in enumerate(VOTES):
        chosen = vote == kind
        cast[place, at[0][chosen], at[1][chosen]] = 1
    same = np.einsum("kij,klj->il", cast, cast, optimize=True)
    voted = cast.sum(axis=0)
    return same.astype(np.float64), (voted @ voted.T).astype(np.float64)


def read_ideal_points(paths: Sequence[Path]) -> Batch:
    """Read the published ideal points, one row for each state and session."""
    columns = ("ccode", "session", "IdealPointAll")
    frame = pl.concat([read_csv_exact(path, columns=columns).select(columns) for path in paths])
    frame = numbers(frame, ["ccode", "session"], "ideal points")
    frame = numbers(frame, ["IdealPointAll"], "ideal points", signed=True).drop_nulls()
    rows = frame.with_columns(
        (pl.col("session").cast(pl.Int32) + 1945).alias("year"), pl.col("ccode").cast(pl.Int64).cast(pl.String)
    )
    coded, aside = to_actors(rows, "ccode", scheme="cow", into="sender")
    single = coded.unique(["sender", "year"], keep="none").sort("sender", "year")
    lost = SetAside("two codes of one actor in one session", len(coded) - len(single))
    values = single.select("sender", pl.col("sender").alias("receiver"), "year", pl.col("IdealPointAll").alias("value"))
    years = values["year"]
    span = (date(int(years.min()), 1, 1), date(int(years.max()), 1, 1))  # type: ignore[arg-type]
    note = "The period is the year in which the session opened; intervals stand in the producer's file."
    coverage = Coverage("ideal_points", "un_ideal_point", "*", "sender", *span, "Y", "unreported", note)
    ties = ties_of(values, variable="un_ideal_point", source="ideal_points")
    return Batch(ties, (coverage,), tuple(one for one in (*aside, lost) if one.rows))


def _origin(key: str, title: str, citation: str, doi: str) -> Origin:
    return Origin(
        key=key,
        producer="Erik Voeten, Anton Strezhnev, Michael Bailey",
        title=title,
        version="June 2024",
        year=2024,
        licence="not stated with the files that were read; free for research with citation",
        licence_url="https://dataverse.harvard.edu/dataset.xhtml?persistentId=doi:10.7910/DVN/LEJUQZ",
        redistribute="excerpt",
        url="https://doi.org/10.7910/DVN/LEJUQZ",
        citation=citation,
        doi=doi,
        author="Voeten, Erik and Strezhnev, Anton and Bailey, Michael",
    )


_WHY = "computed once from the raw roll calls; three printed decimals"

SOURCES = (
    Source(
        origin=_origin(
            "unga",
            "United Nations General Assembly Voting Data",
            "Voeten, Erik, Anton Strezhnev and Michael Bailey (2009), United Nations General Assembly Voting Data, "
            "Harvard Dataverse.",
            "10.7910/DVN/LEJUQZ",
        ),
        originals=("security/unga/unga_votes_1946-2024.parquet",),
        read=read_votes,
        layouts=(
            "table of the producer with rcid, ccode, session, date and vote (comma or tab separated)",
            "Parquet copy with resid, ccode, session, date and vote",
        ),
        figures=(
            Figure("un_agreement", "RUS", "CHN", 1995, 1995, 0.447, 0.0012, _WHY),
            Figure("un_agreement", "RUS", "CHN", 2010, 2010, 0.739, 0.0012, _WHY),
            Figure("un_agreement", "RUS", "CHN", 2022, 2022, 0.713, 0.0012, _WHY),
            Figure("un_votes_both", "RUS", "CHN", 1995, 1995, 76, 0, _WHY),
            Figure("un_votes_both", "RUS", "CHN", 2010, 2010, 65, 0, _WHY),
            Figure("un_votes_both", "RUS", "CHN", 2022, 2022, 80, 0, _WHY),
        ),
    ),
    Source(
        origin=_origin(
            "ideal_points",
            "Ideal point estimates of states in the UN General Assembly",
            "Bailey, Michael A., Anton Strezhnev and Erik Voeten (2017), Estimating Dynamic State Preferences from "
            "United Nations Voting Data, Journal of Conflict Resolution 61(2), 430-456.",
            "10.1177/0022002715595700",
        ),
        originals=("security/unga/IdealpointestimatesAll_Jun2024.csv",),
        read=read_ideal_points,
        layouts=("comma-separated table with ccode, session and IdealPointAll",),
        figures=(
            Figure("un_ideal_point", "RUS", "RUS", 1995, 1995, 1.18, 0.005, "two printed decimals"),
            Figure("un_ideal_point", "RUS", "RUS", 2022, 2022, -0.51, 0.01, "two printed decimals"),
        ),
    ),
)
