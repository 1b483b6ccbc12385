"""The order in which a text ranks regions or partners: every order it gives, each with the words that give it.

A text can hold several orders (of regions, of states within a region, of the past); they are never mixed. Beside each
stands the order of the space that the text gives to the same items, which is weaker evidence and is never mixed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reorient.documents.priorities.joining import joined
from reorient.documents.priorities.named import named
from reorient.documents.priorities.orders import shape_orders
from reorient.documents.priorities.ranking import Placed, Ranking, SetAside
from reorient.documents.priorities.sequences import sequence_orders
from reorient.documents.priorities.space import space_order
from reorient.documents.priorities.statements import Said, statements
from reorient.documents.sentences import sentences
from reorient.documents.text import Document, Mention, Sentence

__all__ = ["Priorities", "priorities"]


@dataclass(frozen=True, slots=True)
class Priorities:
    """The orders of a text.

    Attributes
    ----------
    rankings
        Orders that hold at the time of the text, the plainest first: by confidence, then by place in the text.
    beside
        For each of `rankings` the order of the same items by space given, None where the text gives none to two of
        them.
    formerly
        Orders that the text tells as past.
    alone
        Places told by themselves, which make no order.
    set_aside
        Words that look like an order and are none, with the reason.
    """

    rankings: tuple[Ranking, ...]
    beside: tuple[Ranking | None, ...]
    formerly: tuple[Ranking, ...]
    alone: tuple[Placed, ...]
    set_aside: tuple[SetAside, ...]


_PLAINNESS = {"high": 0, "medium": 1, "low": 2}


def priorities(
    document: Document, mentions: Sequence[Mention], *, lines: Sequence[Sentence] | None = None, subject: str = ""
) -> Priorities:
    """Return the orders in which a document ranks partners.

    Parameters
    ----------
    document
        The document.
    mentions
        Actors and groups named in `document.text`, with offsets into it.
    lines
        Its sentences; found by `reorient.documents.sentences` where none are given.
    subject
        Id of the state that ranks: it is never an item of its own order. Empty where nobody is to be left out.

    Returns
    -------
    Priorities
        Empty in all its parts where the text gives no order.
    """
    found = named(document.text, mentions)
    said_lines = sentences(document) if lines is None else tuple(lines)
    by_shape, aside = shape_orders(document, found, subject)
    steps = sequence_orders(document.text, said_lines, found, subject)
    said, unsaid = statements(document.text, said_lines, found, subject)
    steps = tuple(one for one in steps if not _told_better(one, said))
    spans = [(one.evidence[0].start, one.evidence[-1].end) for one in steps]
    rest = [one for one in said if not any(a <= one.evidence.start < b for a, b in spans)]
    orders, alone = joined(rest)
    every = [*by_shape, *steps, *(one for one in orders if not one.formerly)]
    every.sort(key=lambda one: (_PLAINNESS[one.confidence], one.evidence[0].start))
    return Priorities(
        tuple(every),
        tuple(space_order(document, found, one.items(), subject) for one in every),
        tuple(one for one in orders if one.formerly),
        alone,
        tuple(sorted((*aside, *(SetAside(*one) for one in unsaid)), key=lambda one: one.start)),
    )


def _told_better(steps: Ranking, said: Sequence[Said]) -> bool:
    """Return whether single sentences place all that an enumeration over sentences names."""
    start, end = steps.evidence[0].start, steps.evidence[-1].end
    return set(steps.items()) <= {
        item for one in said if start <= one.evidence.start < end for item in one.before + one.after
    }
