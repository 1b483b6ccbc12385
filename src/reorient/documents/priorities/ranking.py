"""What a ranking is: tiers of partners in the order in which a text puts them, with the words that say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: How an order was read: from headings, from a list, from counting words, from statements about two, from space given.
Way = Literal["headings", "list", "enumeration", "relations", "space"]

#: How plainly the text says that its order ranks; the rule behind each is in `Ranking.reason`.
Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words from which an order was read.

    Attributes
    ----------
    start, end
        Offsets into the document's text.
    items
        What they place.
    says
        How they were read, in words: `1.`, `place 2`, `near-abroad before arctic`.
    """

    start: int
    end: int
    items: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Statements of one text that cannot all hold; none of them enters the order.

    Attributes
    ----------
    items
        What they are about.
    evidence
        The statements.
    says
        What contradicts what.
    """

    items: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """An order of partners.

    An item is the id of an actor, the key of a group of `reorient.actors.groups`, or a free label of a region.

    Attributes
    ----------
    way
        How it was read.
    tiers
        Items in order, the first first. Items of one tier are named side by side, or nothing tells their order
        (`unknown`).
    evidence
        The words, in the order of the text.
    confidence
        `high`, `medium` or `low`.
    reason
        The rule that set it.
    gaps
        Indices of tiers after which others, that the text does not name, may stand.
    unknown
        Pairs of items of whose order nothing follows from the text, though a tier had to be chosen for each.
    places
        Places that were said: 1 is the first, -1 the last, -2 the last but one.
    conflicts
        Contradictions, which are left out of the order.
    formerly
        Whether the text tells an order of the past.
    within
        What it ranks within: the words of the heading above, empty at the top.
    weights
        For space given: words about each tier; empty elsewhere.
    """

    way: Way
    tiers: tuple[tuple[str, ...], ...]
    evidence: tuple[Evidence, ...]
    confidence: Confidence
    reason: str
    gaps: tuple[int, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, int], ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    formerly: bool = False
    within: str = ""
    weights: tuple[float, ...] = ()

    def items(self) -> tuple[str, ...]:
        """Return all items, tier by tier."""
        return tuple(item for tier in self.tiers for item in tier)

    def ranks(self) -> dict[str, float]:
        """Return the mid-rank of each item: 1 is the first, items of one tier share the mean of their places."""
        found: dict[str, float] = {}
        before = 0
        for tier in self.tiers:
            for item in tier:
                found[item] = before + (len(tier) + 1) / 2
            before += len(tier)
        return found

    def order(self, first: str, second: str) -> int | None:
        """Return -1 if `first` stands before `second`, 1 if after, 0 if beside it, None where nothing tells.

        Parameters
        ----------
        first, second
            Two items.
        """
        ranks = self.ranks()
        if first not in ranks or second not in ranks:
            return None
        if (first, second) in self.unknown or (second, first) in self.unknown:
            return None
        return (ranks[first] > ranks[second]) - (ranks[first] < ranks[second])


@dataclass(frozen=True, slots=True)
class Placed:
    """A place told by itself, which makes no order: "Africa is our first priority" and no more.

    Attributes
    ----------
    items
        What is placed.
    place
        1 is the first, -1 the last.
    evidence
        The words.
    formerly
        Whether it is told as past.
    """

    items: tuple[str, ...]
    place: int
    evidence: Evidence
    formerly: bool = False


@dataclass(frozen=True, slots=True)
class SetAside:
    """Words that look like an order and are none.

    Attributes
    ----------
    start, end
        Offsets into the document's text.
    why
        Why they were not read as an order.
    """

    start: int
    end: int
    why: str
