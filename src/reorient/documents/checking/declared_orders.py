"""Verdicts on what a state is said to have put first: the order told against the order of its own document.

Two definitions are tried on each document: the *order* (every pair of items that the document tells apart stands the
same way) and the *places* (an item said to be third stands in the third of all sections). An item that falls into
several sections stands before another only if all of them do, and at a place if one of them does.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from reorient.actors import group_names, members
from reorient.actors.orders import DeclaredOrder, declared_orders
from reorient.actors.states import is_actor
from reorient.documents.checking.flows import title
from reorient.documents.claims import Claim

#: Between items that stand side by side.
BESIDE = " + "


def declared(claim: Claim) -> Iterator[tuple[str, bool | None, str]]:
    """Yield definition, whether it bears the claim out, and the order in words, for each document and definition.

    The document is the last that was adopted by the end of the claim's period; without a period each is tried.
    """
    for one in _documents(claim):
        found = {item: one.ranks(item, _members(item, one)) for tier in claim.order for item in tier.split(BESIDE)}
        told = "; ".join(f"{_name(item)}: {_places(found[item], one)}" for item in found)
        words = f"{told} (of {len(one.sections)} sections)"
        yield f"order of {one.title} ({one.source})", _order(claim, found), words
        if any(claim.places):
            yield f"places in {one.title}, counting all its sections", _said(claim, found, len(one.sections)), words


def _documents(claim: Claim) -> tuple[DeclaredOrder, ...]:
    every = declared_orders(claim.who)
    if claim.period is None:
        return every
    held = [one for one in every if one.adopted.year <= claim.period.last]
    return tuple(held[-1:])


def _members(item: str, one: DeclaredOrder) -> tuple[str, ...]:
    return members(item, one.adopted) if item in group_names() else ()


def _name(item: str) -> str:
    return title(item).split(" (")[0].removeprefix("UN M49: ") if is_actor(item) or item in group_names() else item


def _places(ranks: tuple[int, ...], one: DeclaredOrder) -> str:
    return " and ".join(f"{rank}. {one.sections[rank - 1].title}" for rank in ranks) if ranks else "no section"


def _order(claim: Claim, found: dict[str, tuple[int, ...]]) -> bool | None:
    """Return whether every pair told apart by both stands the same way; None where no pair is."""
    tiers = [tier.split(BESIDE) for tier in claim.order]
    agree = oppose = 0
    for before, after in combinations(tiers, 2):
        for a in before:
            for b in after:
                if found[a] and found[b]:
                    agree += max(found[a]) < min(found[b])
                    oppose += min(found[a]) > max(found[b])
    return not oppose if agree or oppose else None


def _said(claim: Claim, found: dict[str, tuple[int, ...]], count: int) -> bool | None:
    """Return whether every item with a place stands at it; None where none is in the document."""
    held = [
        (place if place > 0 else count + 1 + place) in found[item]
        for tier, place in zip(claim.order, claim.places, strict=True)
        if place
        for item in tier.split(BESIDE)
        if found[item]
    ]
    return all(held) if held else None
