"""Mentions as ties of the record, channel rhetoric, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from reorient.actors.states import alive
from reorient.documents.rhetoric.counted import DAY, MONTH, Counted
from reorient.errors import MeasureError
from reorient.record.schema import Batch, Coverage, Origin, SetAside, ties_of
from reorient.record.store import Record

#: Variables of the channel: mentions of one actor by another, and the words that were searched.
MENTIONS, WORDS = "mentions", "mention_words"
#: The General Debate, whose counts may be given on.
DEBATE = Origin(
    key="un_general_debate",
    producer="Jankin, Baturo and Dasandi",
    title="United Nations General Debate Corpus 1946-2024",
    version="session 79",
    year=2024,
    licence="CC0 1.0",
    licence_url="https://creativecommons.org/publicdomain/zero/1.0/",
    redistribute="yes",
    url="https://doi.org/10.7910/DVN/0TJX8Y",
    citation=(
        "Jankin, S., Baturo, A. and Dasandi, N. (2025), Words to unite nations: the complete United Nations General "
        "Debate Corpus, 1946-present, Journal of Peace Research."
    ),
    doi="10.7910/DVN/0TJX8Y",
    author="Jankin, Slava and Baturo, Alexander and Dasandi, Niheer",
    note=(
        "Mentions counted by the package's dictionary in the English texts: names, demonyms, capitals that stand for "
        "their state, leaders in office. One speech a state and year; many are translations."
    ),
)


def ties(counts: Iterable[Counted], *, source: str, note: str = "") -> Batch:
    """Return counts as ties of the record: `mentions` by speaker, named actor and year, and its `mention_words`.

    A speaker and year with a text is covered, and no row there means that the actor was not named. Mentions of the
    speaker itself are no ties; mentions of actors in years in which they or the speaker did not exist are set aside.

    Parameters
    ----------
    counts
        Documents.
    source
        Key of the source.
    note
        For the coverage.

    Returns
    -------
    Batch
        For `Record.put`.

    Raises
    ------
    MeasureError
        If there is no document.
    """
    named: Counter[tuple[str, str, int]] = Counter()
    words: Counter[tuple[str, int]] = Counter()
    for one in counts:
        year = one.day.year
        words[one.speaker, year] += one.words
        for key, times in one.named.items():
            if key != one.speaker:
                named[one.speaker, key, year] += times
    if not words:
        raise MeasureError("There is no text to count", "at least one dated text", "check the paths and the state")
    aside: Counter[str] = Counter()
    rows = []
    for (speaker, key, year), times in sorted(named.items()):
        gone = next((end for end in (speaker, key) if not _lived(end, year)), None)
        if gone is None:
            rows.append((speaker, key, year, float(times)))
        else:
            aside[f"mentions of or by {gone} in years in which it did not exist"] += 1
    spoken = [(who, who, year, float(n)) for (who, year), n in sorted(words.items()) if _lived(who, year)]
    frames = [_ties(rows, MENTIONS, source), _ties(spoken, WORDS, source)]
    covered = []
    for who in sorted({who for who, *_ in spoken}):
        for start, end in _runs([year for one, _, year, _ in spoken if one == who]):
            covered += [
                Coverage(source, name, who, "sender", date(start, 1, 1), date(end, 1, 1), "Y", "zero", note)
                for name in (MENTIONS, WORDS)
            ]
    return Batch(pl.concat(frames), tuple(covered), tuple(SetAside(reason, n) for reason, n in sorted(aside.items())))


def _ties(rows: Sequence[tuple[str, str, int, float]], variable: str, source: str) -> pl.DataFrame:
    schema = {"sender": pl.String, "receiver": pl.String, "year": pl.Int64, "value": pl.Float64}
    return ties_of(pl.DataFrame(rows, schema=schema, orient="row"), variable=variable, source=source, status="derived")


@cache
def _lived(who: str, year: int) -> bool:
    return bool(alive(who, date(year, 1, 1), date(year, 12, 31)))


def _runs(years: Sequence[int]) -> list[tuple[int, int]]:
    """Return first and last year of every run of years without a gap."""
    runs: list[tuple[int, int]] = []
    for year in sorted(years):
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs


def debate_ties(paths: Sequence[str | Path], *, workers: int = 1) -> tuple[Origin, Batch]:
    """Return the General Debate as a source of ties; see `read_debate` and `ties`.

    Parameters
    ----------
    paths
        The archives as published.
    workers
        Processes, one for each archive at most.
    """
    note = "One speech a state and year; a state without a speech in a year is not covered."
    from reorient.documents.rhetoric.counts import read_debate

    return DEBATE, ties(read_debate(paths, workers=workers), source=DEBATE.key, note=note)


def counted_in(record: Record, who: str, *, source: str = DEBATE.key) -> list[Counted]:
    """Return the mentions that a record holds of a state as documents, one a year, for `attention`.

    Parameters
    ----------
    record
        A record with ties of the channel rhetoric.
    who
        Id of the state.
    source
        Source of the ties.

    Raises
    ------
    MeasureError
        If the record holds no words of the state from the source.
    """
    said = record.ties(WORDS, sender=who, source=source)
    if not len(said):
        raise MeasureError(
            f"The record holds no mentions by {who} from {source}",
            "ties of the channel rhetoric",
            "read a corpus first",
        )
    named: dict[int, dict[str, int]] = {}
    for receiver, period, value in (
        record.ties(MENTIONS, sender=who, source=source).select("receiver", "period", "value").iter_rows()
    ):
        named.setdefault(period.year, {})[receiver] = int(value)
    return [
        Counted(
            f"{source} {period.year}", who, date(period.year, MONTH, DAY), int(value), named.get(period.year, {}), {}, 0
        )
        for period, value in said.select("period", "value").iter_rows()
    ]
