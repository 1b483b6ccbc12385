"""Claims on what a state puts first, from the orders that a text tells of it.

`reorient.documents.priorities` reads the orders; here each becomes a claim on the state whose order it is: the one
state that the same sentence names beside what is ranked, else that of the sentence before in the same passage.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from reorient.documents.checking.declared_orders import BESIDE
from reorient.documents.claims import Claim, Period
from reorient.documents.claims.periods import periods
from reorient.documents.mentions import mentions
from reorient.documents.priorities import priorities
from reorient.documents.priorities.ranking import Evidence, Ranking
from reorient.documents.sentences import sentences
from reorient.documents.text import Document, Mention, Sentence

#: Without one of these a text tells no order of partners.
_TELLS = re.compile(r"\b(?:priorit|relegat|precedence|ranks? |foremost|first place)", re.I)
_PAPER = re.compile(r"\b(?:concept|doctrine|strategy|white paper|programme|program)\b", re.I)
#: Orders read from words that place; the shape of a document orders its own partners, and is shown by `priorities`.
_WAYS = ("enumeration", "relations")


def declared_in(document: Document) -> tuple[Claim, ...]:
    """Return a claim for each order that a document tells of a state, in the order of the text.

    Parameters
    ----------
    document
        In English.

    Returns
    -------
    tuple of Claim
        Of the kind `priority`; with a doubt where nothing tells whose order it is.
    """
    if document.language not in ("en", "und") or not _TELLS.search(document.text):
        return ()
    named = tuple(mentions(document.text, on=document.date))
    lines = sentences(document)
    found = priorities(document, named, lines=lines)
    year = document.date.year if document.date else _year(lines)
    claims = [_claim(one, document, named, lines, year) for one in found.rankings if one.way in _WAYS]
    return tuple(sorted(claims, key=lambda one: one.start))


def _claim(
    order: Ranking, document: Document, named: Sequence[Mention], lines: Sequence[Sentence], year: int | None
) -> Claim:
    first = order.evidence[0]
    line = lines[max(0, bisect_right([one.start for one in lines], first.start) - 1)]
    who = next(_whose(order, named, lines), "")
    places = dict(order.places)
    doubts = [] if who else ["whose order it is is not told"]
    doubts += ["statements of the text contradict each other"] if order.conflicts else []
    return Claim(
        kind="priority",
        who=who,
        order=tuple(BESIDE.join(tier) for tier in order.tiers),
        places=tuple(places.get(tier[0], 0) for tier in order.tiers),
        period=Period(year, year, relative=True) if year else None,
        start=line.start,
        end=line.end,
        sentence=_sentence(order.evidence, document, lines),
        doubts=tuple(doubts),
    )


def _whose(order: Ranking, named: Sequence[Mention], lines: Sequence[Sentence]) -> Iterator[str]:
    """Yield the states whose order it may be, the likeliest first."""
    starts = [one.start for one in lines]
    items = set(order.items())
    for evidence in order.evidence:
        at = max(0, bisect_right(starts, evidence.start) - 1)
        for number in (at, at - 1):
            if number >= 0 and lines[number].passage == lines[at].passage:
                inside = {
                    one.actors[0]
                    for one in named
                    if lines[number].start <= one.start < lines[number].end
                    and len(one.actors) == 1
                    and one.actors[0] not in items
                }
                if len(inside) == 1:
                    yield inside.pop()


def _sentence(evidence: Sequence[Evidence], document: Document, lines: Sequence[Sentence]) -> str:
    starts = [one.start for one in lines]
    held = dict.fromkeys(max(0, bisect_right(starts, one.start) - 1) for one in evidence)
    return " [...] ".join(" ".join(document.text[lines[at].start : lines[at].end].split()) for at in held)


def _year(lines: Sequence[Sentence]) -> int | None:
    """Return the one year that is told with the paper, for documents without a date."""
    years = {
        found.period.last for line in lines if _PAPER.search(line.text) for found in periods(line.text) if found.period
    }
    return years.pop() if len(years) == 1 else None
