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
from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import BALLOTS, Batch, Coverage, Origin, SetAside, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import (
    numbers,
    parse_csv,
    read_bytes,
    read_r,
    read_text,
    require_columns,
    require_unique,
)
from reorient.sources.source import Figure, Source

#: Codes of the producer: 1 yes, 2 abstain, 3 no; 8 absent and 9 not a member are no votes.
VOTES = (1, 2, 3)
NO_VOTE = (8, 9)
#: Columns of every layout, beside the roll call.
COLUMNS = ("ccode", "session", "date", "vote")
#: Columns of the published ideal points.
IDEAL = ("ccode", "session", "IdealPointAll")


def read_votes(paths: Sequence[Path]) -> Batch:
    """Read roll calls: the producer's table as text or R object, or its Parquet copy.

    Two rows of one state on one roll call that agree count once; two that contradict each other are both set aside. A
    roll call with more than one date has the date that most of its rows carry, of these the earliest.

    Raises
    ------
    UnreadableOriginal
        If a file has none of the layouts, is cut short, or holds a vote other than 1, 2, 3, 8 and 9.
    UnknownCode
        If a COW code is unknown.
    """
    frame = _one_day_each(pl.concat([_votes(path) for path in paths]))
    coded, aside = to_actors(frame, "ccode", scheme="cow", into="actor")
    kept, doubled = _one_vote_each(coded)
    ballots = kept.select(
        pl.lit("UNGA").alias("body"),
        pl.col("session").cast(pl.Int32),
        "resolution",
        pl.col("day"),
        "actor",
        pl.col("vote").cast(pl.Int8),
        pl.lit("unga").alias("source"),
    ).sort("day", "resolution", "actor")
    opened = (pl.col("session") + 1945).alias("year")
    parts = [
        *_agreement(ballots.with_columns(pl.col("day").dt.year().alias("year")), "un_agreement", votes=True),
        *_agreement(ballots.with_columns(opened), "un_agreement_session", votes=False),
    ]
    years = ballots["day"].dt.year()
    span = (date(int(years.min()), 1, 1), date(int(years.max()), 1, 1))  # type: ignore[arg-type]
    note = "Consensus decisions have no roll call. Absence and non-membership are not told apart."
    coverage = tuple(
        Coverage("unga", name, "*", "both", *span, "Y", "unreported", note)
        for name in ("un_agreement", "un_agreement_session", "un_votes_both")
    )
    ties, early = _living(pl.concat(parts))
    counted = (*aside, *doubled, early)
    return Batch(ties, coverage, tuple(one for one in counted if one.rows), ballots.select(list(BALLOTS)))


def _one_day_each(frame: pl.DataFrame) -> pl.DataFrame:
    days = frame.group_by("resolution", "day").len()
    first = days.sort("resolution", "len", "day", descending=[False, True, False]).unique("resolution", keep="first")
    dated = frame.drop("day").join(first.drop("len"), on="resolution", how="left", maintain_order="left")
    return dated.with_columns(pl.col("day").dt.year().alias("year"))


def _one_vote_each(coded: pl.DataFrame) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    single = coded.unique(["resolution", "actor", "vote"], keep="first", maintain_order=True)
    kept = single.unique(["resolution", "actor"], keep="none", maintain_order=True)
    again = SetAside("the same vote of one state on one roll call again", len(coded) - len(single))
    contrary = SetAside("two contrary votes of one state on one roll call", len(single) - len(kept))
    return kept, (again, contrary)


def _votes(path: Path) -> pl.DataFrame:
    """Return resolution, session, day, ccode and vote of every vote that was cast."""
    raw = read_bytes(path)
    if raw[:4] == b"PAR1":
        frame = _parquet(path)
    elif path.suffix.lower() in (".rdata", ".rda", ".rds"):
        frame = _r_table(path)
    else:
        frame = _text_table(raw, path.name)
    require_columns(frame, (*COLUMNS, _roll_call(frame)), path.name)
    roll = _roll_call(frame)
    day = pl.col("date").cast(pl.String).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    rows = frame.select(
        pl.col(roll).cast(pl.Float64, strict=False).cast(pl.Int64, strict=False).cast(pl.String).alias("resolution"),
        pl.col("session").cast(pl.Float64, strict=False).cast(pl.Int32, strict=False),
        day.alias("day"),
        pl.col("ccode").cast(pl.Float64, strict=False).cast(pl.Int64, strict=False).cast(pl.String),
        pl.col("vote").cast(pl.Float64, strict=False).cast(pl.Int8, strict=False),
    )
    _refuse_incomplete(rows, path.name)
    cast = rows.filter(pl.col("vote").is_in(VOTES))
    if not len(cast):
        raise UnreadableOriginal(f"{path.name} holds no vote", "votes 1 yes, 2 abstain and 3 no")
    return cast


def _roll_call(frame: pl.DataFrame) -> str:
    """Return the column that names a roll call: by session where there is one, else the running number."""
    return "resid" if "resid" in frame.columns else "rcid"


def _refuse_incomplete(rows: pl.DataFrame, name: str) -> None:
    broken = rows.filter(pl.any_horizontal(pl.all().is_null()))
    if len(broken):
        raise UnreadableOriginal(
            f"{name}: {len(broken)} rows lack a roll call, session, date, state or vote, first {broken.row(0)}",
            "whole numbers and dates as 2024-05-31",
            "the file may be cut short; download it again",
        )
    odd = set(rows["vote"].unique().to_list()) - {*VOTES, *NO_VOTE}
    if odd:
        raise UnreadableOriginal(f"{name} holds the votes {few(sorted(odd))}", "1, 2, 3, 8 and 9")


def _parquet(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except Exception as problem:  # polars raises its own kinds on damaged files
        raise UnreadableOriginal(
            f"{path.name} is no whole Parquet file ({problem})", "roll calls", "take the file again"
        ) from problem


def _r_table(path: Path) -> pl.DataFrame:
    tables = [value for value in read_r(path).values() if isinstance(value, pl.DataFrame)]
    if len(tables) != 1:
        raise UnreadableOriginal(f"{path.name} holds {len(tables)} tables", "one table of votes (completeVotes)")
    frame = tables[0]
    # A date of R is a number of days since 1970.
    if "date" in frame.columns and frame["date"].dtype.is_numeric():
        frame = frame.with_columns(pl.col("date").cast(pl.Int32).cast(pl.Date))
    return frame


def _text_table(raw: bytes, name: str) -> pl.DataFrame:
    """Return the needed columns of a table of a million long lines, which only polars reads in a few seconds."""
    head = raw[: raw.find(b"\n") if b"\n" in raw else len(raw)].decode("latin-1").lstrip("\ufeffï»¿")
    separator = "\t" if "\t" in head else ","
    names = [cell.strip().strip('"') for cell in head.split(separator)]
    wanted = [column for column in (*COLUMNS, "resid", "rcid") if column in names]
    require_columns(pl.DataFrame(schema=dict.fromkeys(names, pl.String)), COLUMNS, name)
    try:
        return pl.read_csv(raw, separator=separator, columns=wanted, infer_schema=False, encoding="utf8-lossy")
    except pl.exceptions.PolarsError as problem:
        raise UnreadableOriginal(
            f"{name} is no table of votes ({str(problem).splitlines()[0]})",
            f"one line a vote, cells separated by {separator!r}",
            "take the producer's file unchanged",
        ) from problem


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
    """Read the published ideal points, one row for each state and session.

    Raises
    ------
    UnreadableOriginal
        If a column is missing, a state stands twice in a session, a point is no number, or the file is a release
        by calendar year (2025), whose points are other estimates.
    """
    frame = pl.concat([_ideal_table(path) for path in paths])
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


def _ideal_table(path: Path) -> pl.DataFrame:
    text = read_text(path)
    head = text.splitlines()[0]
    if "IdealPointFP" in head and "session" not in head:
        raise UnreadableOriginal(
            f"{path.name} holds ideal points by calendar year, estimated from final votes alone",
            "ideal points by session, to June 2024 (IdealPointAll)",
            "take the file of June 2024; the later estimates are another variable",
        )
    frame = parse_csv(text, path.name, columns=IDEAL, separator="\t" if "\t" in head else ",").select(IDEAL)
    frame = numbers(frame, ["ccode", "session"], path.name)
    frame = numbers(frame, ["IdealPointAll"], path.name, signed=True)
    require_unique(frame, ["ccode", "session"], path.name)
    return frame.drop_nulls()


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
            "UNVotes.csv or .tab of the producer: rcid or resid, ccode, session, date and vote, one line a vote",
            "UNVotes.RData of the producer, the same table",
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
        layouts=("IdealpointestimatesAll csv or tab of the producer, one row a state and session",),
        figures=(
            Figure("un_ideal_point", "RUS", "RUS", 1995, 1995, 1.18, 0.005, "two printed decimals"),
            Figure("un_ideal_point", "RUS", "RUS", 2022, 2022, -0.51, 0.01, "two printed decimals"),
        ),
    ),
)
