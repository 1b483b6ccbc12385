"""Checking a document: every claim in it against the record, and how much was left undecided."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files

from reorient.documents.checking.bench import Bench, Verdict, Word
from reorient.documents.checking.beyond import Beyond
from reorient.documents.checking.flows import title
from reorient.documents.checking.verdicts import decide
from reorient.documents.claims import Claim
from reorient.documents.claims.periods import periods
from reorient.documents.sentences import sentences as sentences_of
from reorient.documents.text import Document
from reorient.record.store import Record

#: Called with a name, how much is done, and of how much.
Progress = Callable[[str, int, int], None]

WORDS: tuple[Word, ...] = ("supported", "contradicted", "depends", "not covered", "cannot parse")


@dataclass(frozen=True, slots=True)
class Unread:
    """A sentence that seems to carry a claim of the schema, and why it was not read."""

    start: int
    end: int
    sentence: str
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A document with the verdicts on its claims.

    Attributes
    ----------
    document
        What was read.
    verdicts
        In the order of the text.
    unread
        Sentences that seem to carry a claim and could not be read.
    beyond
        Sentences on what no variable of the record holds.
    sentences
        Number of sentences outside page furniture.
    record_version
        Hash of the record.
    years
        For a document without a date: the years in one of which it is taken to be written; else empty.
    """

    document: Document
    verdicts: tuple[Verdict, ...]
    unread: tuple[Unread, ...]
    sentences: int
    record_version: str
    beyond: tuple[Beyond, ...] = ()
    years: tuple[int, ...] = ()

    def counts(self) -> dict[str, int]:
        """Return the number of verdicts by word, every word named."""
        found = Counter(one.word for one in self.verdicts)
        return {word: found[word] for word in WORDS}

    @property
    def abstained(self) -> tuple[int, int]:
        """Return how many of the sentences with a claim were left undecided, and of how many."""
        decided = {(one.claim.start, one.claim.end) for one in self.verdicts if one.word in WORDS[:3]}
        every = decided | {(one.claim.start, one.claim.end) for one in self.verdicts}
        every |= {(one.start, one.end) for one in self.unread}
        return len(every) - len(decided), len(every)

    def place(self, start: int) -> int:
        """Return the line of the document, from 1, in which an offset lies."""
        return self.document.text.count("\n", 0, start) + 1


def check(
    record: Record | Bench,
    document: Document,
    claims: Sequence[Claim],
    *,
    unread: Sequence[Unread] = (),
    beyond: Sequence[Beyond] = (),
    sentences: int = 0,
    years: tuple[int, ...] = (),
) -> Checked:
    """Hold claims of a document against the record.

    Parameters
    ----------
    record
        The record, or a bench that remembers what was read from it.
    document
        Where the claims stand.
    claims
        As read, or as a person wrote them.
    unread, beyond, sentences
        What could not be read, what lies beyond the record, and the number of sentences, for the account.
    years
        Years in one of which a document without a date is taken to be written.
    """
    bench = Bench(record) if isinstance(record, Record) else record
    later = max(0, len(years) - 1)
    on = document.date or (date(years[-1], 12, 31) if years else None)
    known: dict[Claim, Verdict] = {}
    found = []
    for one in sorted(claims, key=lambda one: (one.start, one.end)):
        said = replace(one, start=0, end=0)
        if said not in known:
            known[said] = _verdict(bench, one, document.text, later, on)
        held = known[said]
        found.append(replace(held, claim=replace(held.claim, start=one.start, end=one.end)))
    return Checked(document, tuple(found), tuple(unread), sentences, bench.record.version, tuple(beyond), years)


def _verdict(bench: Bench, claim: Claim, text: str, later: int, on: date | None) -> Verdict:
    """Return the verdict, for a misnomer that the record does not cover the one on the actor that was meant."""
    found = decide(bench, claim, later=later, on=on)
    if found.word != "not covered":
        return found
    for words, actor, meant, unless in _misnomers():
        if actor in (claim.who, claim.whom) and words.search(claim.sentence) and not unless.search(text):
            who, whom = (meant if one == actor else one for one in (claim.who, claim.whom))
            other = decide(bench, replace(claim, who=who, whom=whom), later=later, on=on)
            told = f"Taken for {title(meant)}, as the text never names {title(actor)} in other words. "
            return replace(other, why=told + other.why, tried=(*other.tried, *found.tried))
    return found


@cache
def _misnomers() -> tuple[tuple[re.Pattern[str], str, str, re.Pattern[str]], ...]:
    text = files("reorient.documents.checking").joinpath("misnomers.csv").read_text(encoding="utf-8")
    return tuple(
        (
            re.compile(rf"(?<!People's )(?<!People’s )\b{row['words']}\b"),
            row["actor"],
            row["meant"],
            re.compile(rf"\b(?:{row['unless']})\b"),
        )
        for row in csv.DictReader(text.splitlines())
    )


#: A document of more sentences tells how far it is.
LONG = 2000


def check_document(
    record: Record | Bench,
    document: Document,
    *,
    claims: Sequence[Claim] | None = None,
    progress: Progress | None = None,
) -> Checked:
    """Read the claims of a document and hold them against the record.

    Parameters
    ----------
    record
        The record, or a bench that remembers what was read from it.
    document
        A document without a date is taken to be written in the latest year that it names or in the year after: what
        is reckoned from its date is tried for both.
    claims
        What a person wrote or corrected, in place of the claims that the grammar reads.
    progress
        Called with the document's name, sentences read and sentences in all, now and then, if it is long.
    """
    from reorient.documents.checking.beyond import beyond
    from reorient.documents.checking.declared import declared_in
    from reorient.documents.claims.grammar import readings
    from reorient.documents.claims.tagging import named_in

    dated, years = taken_as(document)
    read = list(declared_in(dated)) if claims is None else list(claims)
    told = {(one.start, one.end) for one in read}
    unread: list[Unread] = []
    outside: list[Beyond] = []
    number, many = 0, len(sentences_of(dated)) if progress is not None else 0
    for sentence, found in readings(dated):
        number += 1
        if progress is not None and many > LONG and number % 100 == 0:
            progress(document.key, number, many)
        if claims is None:
            read.extend(found.claims)
        if found.claims or (sentence.start, sentence.end) in told:
            continue
        if found.status == "unparsed":
            unread.append(Unread(sentence.start, sentence.end, sentence.text, found.reason))
            continue
        one = beyond(sentence, names=bool(named_in(sentence.text[:2000], dated.date)))
        outside += [one] if one is not None else []
    return check(record, document, read, unread=unread, beyond=outside, sentences=number, years=years)


def taken_as(document: Document, *, today: date | None = None) -> tuple[Document, tuple[int, ...]]:
    """Return a document with a date to reckon from, and the years that it may be from if nothing tells its date.

    Parameters
    ----------
    document
        With or without a date.
    today
        No document is younger.

    Returns
    -------
    tuple
        The document itself and no years if it has a date or names no year. Else the document as of the end of the
        latest year that it names, with that year and, if it is past, the next.
    """
    if document.date is not None:
        return document, ()
    now = (today or date.today()).year
    named = [
        found.period.last
        for line in sentences_of(document)
        for found in periods(line.text)
        if found.period is not None and 1900 <= found.period.last <= now
    ]
    if not named:
        return document, ()
    year = max(named)
    return replace(document, date=date(year, 12, 31), dated_by="text"), tuple(range(year, min(year + 1, now) + 1))
