"""Checking a document: every claim in it against the record, and how much was left undecided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reorient.documents.claims import Claim
from reorient.documents.text import Document
from reorient.documents.verdicts import Bench, Verdict, Word, decide
from reorient.record.store import Record

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
    sentences
        Number of sentences outside page furniture.
    record_version
        Hash of the record.
    """

    document: Document
    verdicts: tuple[Verdict, ...]
    unread: tuple[Unread, ...]
    sentences: int
    record_version: str

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
    sentences: int = 0,
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
    unread, sentences
        What could not be read, and the number of sentences, for the account.
    """
    bench = Bench(record) if isinstance(record, Record) else record
    found = tuple(decide(bench, claim) for claim in sorted(claims, key=lambda one: (one.start, one.end)))
    return Checked(document, found, tuple(unread), sentences, bench.record.version)


def check_document(record: Record | Bench, document: Document) -> Checked:
    """Read the claims of a document and hold them against the record."""
    from reorient.documents.grammar import readings

    claims: list[Claim] = []
    unread: list[Unread] = []
    number = 0
    for sentence, read in readings(document):
        number += 1
        claims.extend(read.claims)
        if read.status == "unparsed" and not read.claims:
            unread.append(Unread(sentence.start, sentence.end, sentence.text, read.reason))
    return check(record, document, claims, unread=unread, sentences=number)
