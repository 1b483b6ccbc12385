"""Where a state's words go: attention shares by year, ties of the channel rhetoric, and the say-do gap.

Attention of a state toward a group in a year is the share of its mentions of other actors that go to members of the
group at the date,

    share = (mentions of members) / (mentions of all actors but the state itself).

Mentions of groups and regions by their own name ("ASEAN", "Asia") are in neither number and are told beside. Naming is
not praising: a share says where attention goes, not whether it is friendly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reorient.actors.groups import Group, members
from reorient.actors.states import Actor
from reorient.documents.rhetoric.counted import Counted
from reorient.documents.rhetoric.ties import DEBATE, counted_in, debate_ties, ties
from reorient.errors import InvalidOption, MeasureError
from reorient.measures.orientation import orientation
from reorient.measures.student import quantile
from reorient.record.store import Record

__all__ = [
    "DEBATE",
    "Attention",
    "Counted",
    "SayDo",
    "attention",
    "counted_in",
    "debate_ties",
    "say_do",
    "ties",
]

Floats = NDArray[np.float64]

#: Attention is told for this many words.
PER_WORDS = 10_000


@dataclass(frozen=True)
class Attention:
    """Attention of a state toward a group by year; every array has one value for each of T years.

    Attributes
    ----------
    state, group
        Id of the state, and toward whom.
    years
        Years with a text.
    documents, words
        Texts and words searched.
    toward, other
        Mentions of members at the date, and of all other actors (the denominator).
    share, low, high
        toward / other with its interval; NaN where no other actor is named.
    per_10k
        Mentions of members per 10,000 words.
    group_named
        Mentions of the group by its own name, in neither number.
    undecided
        Mentions that context does not decide, in neither number.
    level
        Confidence of the interval.
    """

    state: str
    group: Group
    years: NDArray[np.int64]
    documents: NDArray[np.int64]
    words: NDArray[np.int64]
    toward: NDArray[np.int64]
    other: NDArray[np.int64]
    share: Floats
    low: Floats
    high: Floats
    per_10k: Floats
    group_named: NDArray[np.int64]
    undecided: NDArray[np.int64]
    level: float

    def frame(self) -> pl.DataFrame:
        """Return one row a year; null where a share is not defined."""
        columns = (
            "documents",
            "words",
            "toward",
            "other",
            "share",
            "low",
            "high",
            "per_10k",
            "group_named",
            "undecided",
        )
        data = {"year": self.years} | {name: getattr(self, name) for name in columns}
        return pl.DataFrame(data, nan_to_null=True)


def attention(
    counts: Iterable[Counted], who: str, group: Group, *, first: int = 0, last: int = 9999, level: float = 0.95
) -> Attention:
    """Return the attention of a state toward a group by year.

    The interval is Wilson's (1927, "Probable inference", J. Am. Stat. Assoc. 22, pp. 209-212) with the effective
    number of mentions n / deff in place of n. deff is Kish's design effect (1965, "Survey Sampling", section 8.2): the
    variance of the ratio sum(x) / sum(y) over G documents,

        G / (G - 1) * sum (x_g - share * y_g)^2 / (sum y_g)^2,

    over share * (1 - share) / n, and at least 1; the quantile is Student's with G - 1 degrees of freedom. A year with
    one text has no variance between texts: there deff = 1 and the normal quantile stand, and the interval is too
    narrow, because mentions in one text follow each other.

    Parameters
    ----------
    counts
        Documents; those of other speakers are passed over.
    who
        Id of the state; it is never a partner of its own.
    group
        Toward whom; its members at the day of each document count.
    first, last
        Years, both included.
    level
        Confidence of the intervals.

    Raises
    ------
    MeasureError
        If no document of the state lies in the years.
    InvalidOption
        If `level` is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise InvalidOption(f"A level of {level}", "a number between 0 and 1", "for example 0.95")
    by_year: dict[int, list[Counted]] = {}
    for one in counts:
        if one.speaker == who and first <= one.day.year <= last:
            by_year.setdefault(one.day.year, []).append(one)
    if not by_year:
        raise MeasureError(
            f"No text of {who} from {first} to {last}",
            "at least one dated text of the state",
            "add texts or choose other years",
        )
    inside: dict[date, frozenset[str]] = {}
    rows = []
    for year, texts in sorted(by_year.items()):
        for one in texts:
            if one.day not in inside:
                inside[one.day] = frozenset(members(group, one.day)) - {who}
        x = np.array(
            [sum(n for key, n in one.named.items() if key in inside[one.day]) for one in texts], dtype=np.int64
        )
        y = np.array([sum(n for key, n in one.named.items() if key != who) for one in texts], dtype=np.int64)
        low, high = interval(x, y, level)
        words = sum(one.words for one in texts)
        total = int(y.sum())
        rows.append(
            (year, len(texts), words, int(x.sum()), total, x.sum() / total if total else np.nan, low, high,
             PER_WORDS * x.sum() / words if words else np.nan,
             sum(one.groups.get(group.name, 0) for one in texts), sum(one.open for one in texts))
        )  # fmt: skip
    table = np.array(rows, dtype=np.float64)
    whole = table[:, :5].astype(np.int64)
    rest = table[:, 9:].astype(np.int64)
    return Attention(
        state=who,
        group=group,
        years=whole[:, 0],
        documents=whole[:, 1],
        words=whole[:, 2],
        toward=whole[:, 3],
        other=whole[:, 4],
        share=table[:, 5],
        low=table[:, 6],
        high=table[:, 7],
        per_10k=table[:, 8],
        group_named=rest[:, 0],
        undecided=rest[:, 1],
        level=level,
    )


def interval(x: NDArray[np.int64], y: NDArray[np.int64], level: float = 0.95) -> tuple[float, float]:
    """Return the interval of sum(x) / sum(y) over G documents, shapes (G,); NaN where sum(y) is 0. See `attention`."""
    n, texts = float(y.sum()), len(y)
    if n == 0:
        return float("nan"), float("nan")
    p = float(x.sum()) / n
    effect, z = 1.0, NormalDist().inv_cdf(0.5 + level / 2)
    if texts > 1:
        z = quantile(0.5 + level / 2, freedom=texts - 1)
        between = texts / (texts - 1) * float(((x - p * y) ** 2).sum()) / n**2
        effect = max(1.0, between / (p * (1 - p) / n)) if 0 < p < 1 else 1.0
    n /= effect
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * float(np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)))
    return 0.0 if p == 0 else middle - half, 1.0 if p == 1 else middle + half


@dataclass(frozen=True)
class SayDo:
    """Attention beside behaviour.

    Attributes
    ----------
    said
        Attention by year.
    frame
        One row for each variable, source and year that both cover: year, channel, variable, source, said (attention
        share), low, high, done (share of the behaviour that goes to members at the date), gap = said - done.
    """

    said: Attention
    frame: pl.DataFrame


def say_do(
    record: Record,
    who: Actor,
    group: Group,
    counts: Iterable[Counted],
    *,
    names: Sequence[str] = (),
    first: int | None = None,
    last: int | None = None,
) -> SayDo:
    """Return the attention of a state toward a group beside the share of its behaviour there, by year and channel.

    A positive gap means that more is said than done. The two shares have different denominators (all actors named; all
    partners in the variable), so the course of a gap tells more than its height.

    Parameters
    ----------
    record
        Where the behaviour is.
    who, group
        Who, and toward whom.
    counts
        Documents of the state.
    names
        Variables; all quantities over partners if empty.
    first, last
        First and last year.

    Raises
    ------
    MeasureError
        If there is no text, or nothing in the record covers the question.
    """
    said = attention(counts, who.id, group, first=first or 0, last=last or 9999)
    words = said.frame().select("year", pl.col("share").alias("said"), "low", "high", "other")
    done = orientation(record, who, group, names=names, first=first, last=last).frame()
    done = done.select("year", "channel", "variable", "source", pl.col("share").alias("done"))
    both = done.join(words, on="year", how="inner").with_columns((pl.col("said") - pl.col("done")).alias("gap"))
    columns = ("year", "channel", "variable", "source", "said", "low", "high", "other", "done", "gap")
    return SayDo(said, both.select(columns).sort("channel", "variable", "source", "year"))
