"""What a text tells that no variable of the record can decide, and which source would.

A sentence that names an actor, gives a figure or a time, and speaks of a topic of ``beyond.csv`` is no claim of the
schema. It is shown beside the claims, so that silence is not taken for consent.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reorient.documents.text import Sentence

#: A figure, in digits or in words, or a year.
_FIGURE = re.compile(r"\b(?:\d|one\b|two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b|dozens?\b)", re.I)


#: What is asked, planned or supposed tells no fact.
_NO_FACT = re.compile(r"\?$|\b(?:will|would|should|could|may|might|shall|if|hope|plans? to)\b", re.I)


@dataclass(frozen=True, slots=True)
class Beyond:
    """A sentence on something that the record does not hold.

    Attributes
    ----------
    start, end
        Offsets into the document's text.
    sentence
        The sentence on one line.
    topic
        What it speaks of.
    cover
        What would cover it.
    """

    start: int
    end: int
    sentence: str
    topic: str
    cover: str


@cache
def _topics() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    text = files("reorient.documents.checking").joinpath("beyond.csv").read_text(encoding="utf-8")
    return tuple(
        (re.compile(rf"\b(?:{row['words']})\b", re.I), row["topic"], row["cover"])
        for row in csv.DictReader(text.splitlines())
    )


def beyond(sentence: Sentence, *, names: bool) -> Beyond | None:
    """Return what a sentence tells that the record cannot decide, None where it tells no such thing.

    Parameters
    ----------
    sentence
        With no claim of the schema in it.
    names
        Whether it names an actor.
    """
    if not names or not _FIGURE.search(sentence.text) or _NO_FACT.search(sentence.text):
        return None
    for pattern, topic, cover in _topics():
        if pattern.search(sentence.text):
            return Beyond(sentence.start, sentence.end, sentence.text, topic, cover)
    return None
