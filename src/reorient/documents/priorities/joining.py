"""Statements joined into orders: only what follows from them is told.

Statements belong to one order if they share an item, or if they stand in the same or neighbouring passages and tell
the two ends of one order (one the first places, one the last). Places become relations: the first before the second,
any before the last. The relations of an order, closed under transitivity (if A is before B and B before C, then A
before C), are a strict partial order; statements on a cycle, and two items at one place, are reported as conflicts
and left out. The tier of an item is the length of the longest chain of items before it; pairs that no chain decides
are listed as unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from reorient.documents.priorities.ranking import Confidence, Conflict, Evidence, Placed, Ranking, Way
from reorient.documents.priorities.statements import Said


@dataclass(slots=True)
class _Order:
    """Statements that belong together."""

    said: list[Said] = field(default_factory=list)
    by_ends: bool = False

    def items(self) -> set[str]:
        return {item for one in self.said for item in one.before + one.after}

    def places(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for one in self.said:
            if one.place:
                found.setdefault(one.place, set()).update(one.before)
        return found


def joined(said: Sequence[Said]) -> tuple[tuple[Ranking, ...], tuple[Placed, ...]]:
    """Return the orders that statements make, and the places told by themselves.

    Parameters
    ----------
    said
        Statements of one text.
    """
    orders = _grouped([one for one in said if not one.formerly]) + _grouped([one for one in said if one.formerly])
    rankings: list[Ranking] = []
    alone: list[Placed] = []
    for order in orders:
        ranking = _ranked(order)
        if ranking is not None:
            rankings.append(ranking)
        else:
            alone += [Placed(one.before, one.place, one.evidence, one.formerly) for one in order.said if one.place]
    rankings.sort(key=lambda one: one.evidence[0].start)
    return tuple(rankings), tuple(alone)


def _grouped(said: Iterable[Said]) -> list[_Order]:
    """Return statements grouped into orders: by sentence, then by shared items, then by the two ends of one order."""
    by_sentence: dict[tuple[int, str], _Order] = {}
    for one in said:
        by_sentence.setdefault((one.sentence, one.about if one.place else "priorities"), _Order()).said.append(one)
    orders: list[_Order] = []
    for order in by_sentence.values():
        rest = []
        for other in orders:
            if other.items() & order.items() and not _clash(other, order):
                order = _Order(other.said + order.said)
            else:
                rest.append(other)
        orders = [*rest, order]
    merged = True
    while merged:
        merged = False
        for mine, theirs in combinations(orders, 2):
            ends = _two_ends(mine, theirs)
            if ends or _counts_on(mine, theirs):
                orders = [order for order in orders if order is not mine and order is not theirs]
                orders.append(_Order(mine.said + theirs.said, ends or mine.by_ends or theirs.by_ends))
                merged = True
                break
    return orders


def _clash(one: _Order, other: _Order) -> bool:
    """Return whether two sets of statements fill a place with different items while one of them names many places.

    "China and India first and second" in one sentence and "Africa first, China second" in another are two orders; that
    both name China does not make them one.
    """
    mine, theirs = one.places(), other.places()
    return any(not mine[p] & theirs[p] for p in mine.keys() & theirs.keys()) and min(len(mine), len(theirs)) > 1


def _ends(order: _Order) -> tuple[bool, bool]:
    """Return whether an order tells first places, and whether it tells last ones."""
    return any(one.place > 0 for one in order.said), any(one.place < 0 for one in order.said)


def _two_ends(one: _Order, other: _Order) -> bool:
    first, second = _ends(one), _ends(other)
    if not (
        (first == (True, False) and second[1] and not second[0])
        or (second == (True, False) and first[1] and not first[0])
    ):
        return False
    if {s.about for s in one.said} != {s.about for s in other.said}:
        return False
    return any(abs(a.passage - b.passage) <= 1 for a in one.said for b in other.said)


def _counts_on(one: _Order, other: _Order) -> bool:
    """Return whether one order goes on counting where the other, a sentence or two before it, stops."""
    mine, theirs = one.places(), other.places()
    if not mine or not theirs or min(*mine, *theirs) < 1 or mine.keys() & theirs.keys():
        return False
    if sorted([*mine, *theirs]) != list(range(1, len(mine) + len(theirs) + 1)) or one.items() & other.items():
        return False
    if {s.about for s in one.said} != {s.about for s in other.said}:
        return False
    return any(abs(a.sentence - b.sentence) <= 2 for a in one.said for b in other.said)


def _relations(order: _Order) -> dict[tuple[str, str], list[Said]]:
    """Return who stands before whom by which statements, those that places imply among them."""
    found: dict[tuple[str, str], list[Said]] = {}

    def keep(before: str, after: str, *by: Said) -> None:
        if before != after:
            found.setdefault((before, after), []).extend(by)

    for one in order.said:
        for a in one.before:
            for b in one.after:
                keep(a, b, one)
    placed = [(item, one.place, one) for one in order.said if one.place for item in one.before]
    for a, p, one in placed:
        for b, q, other in placed:
            if p * q > 0 and p < q:
                keep(a, b, one, other)
    at = {p: {item for item, q, _ in placed if q == p} for p in (1, -1, -2)}
    behind = {b for one in order.said if set(one.before) & at[-2] for b in one.after} | at[-1]
    for item, p, one in placed:  # the first stands before all others of its order, the last behind them
        for rest in order.items() - at.get(p, set()):
            if p == 1:
                keep(item, rest, one)
            elif p == -1 or (p == -2 and rest not in behind):
                keep(rest, item, one)
    return found


def _closed(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the transitive closure of relations."""
    closure = set(pairs)
    items = {item for pair in closure for item in pair}
    for middle in items:
        befores = [a for a, b in closure if b == middle]
        afters = [b for a, b in closure if a == middle]
        closure |= {(a, b) for a in befores for b in afters}
    return closure


def _ranked(order: _Order) -> Ranking | None:
    relations = _relations(order)
    conflicts = list(_two_at_one_place(order))
    closure = _closed(relations)
    cyclic = {item for item in order.items() if (item, item) in closure}
    if cyclic:
        bad = [pair for pair in relations if (pair[1], pair[0]) in closure]
        by = _unique(one.evidence for pair in bad for one in relations[pair])
        conflicts.append(Conflict(tuple(sorted(cyclic)), by, " but ".join(sorted(f"{a} before {b}" for a, b in bad))))
        relations = {pair: by for pair, by in relations.items() if pair not in bad}
        closure = _closed(relations)
    items = sorted({item for pair in closure for item in pair}, key=lambda item: _where(order, item))
    if len(items) < 2:
        if not conflicts or not cyclic:
            return None
        items = sorted(order.items(), key=lambda item: _where(order, item))
    depth = {item: _depth(item, closure) for item in items}
    tiers = tuple(tuple(item for item in items if depth[item] == level) for level in range(max(depth.values()) + 1))
    together = [set(one.before) for one in order.said] + [set(one.after) for one in order.said]
    unknown = tuple(
        (a, b)
        for n, a in enumerate(items)
        for b in items[n + 1 :]
        if (a, b) not in closure and (b, a) not in closure and not any({a, b} <= side for side in together)
    )
    places = tuple(dict.fromkeys((item, one.place) for one in order.said if one.place for item in one.before))
    gaps = tuple(n for n in range(len(tiers) - 1) if not _adjacent(order, tiers[n], tiers[n + 1]))
    every = _unique(one.evidence for one in order.said)
    confidence, reason = _confidence(order, bool(conflicts), bool(unknown))
    way: Way = "enumeration" if all(one.place or one.next for one in order.said) and not order.by_ends else "relations"
    if not any(one.place for one in order.said) and len(items) == 2:
        way = "relations"
    past = all(one.formerly for one in order.said)
    return Ranking(way, tiers, every, confidence, reason, gaps, unknown, places, tuple(conflicts), past)


def _two_at_one_place(order: _Order) -> Iterable[Conflict]:
    """Yield a conflict for each place that different sentences fill with different items."""
    by_place: dict[int, dict[int, set[str]]] = {}
    words: dict[int, list[Evidence]] = {}
    for one in order.said:
        if one.place:
            by_place.setdefault(one.place, {}).setdefault(one.sentence, set()).update(one.before)
            words.setdefault(one.place, []).append(one.evidence)
    for place, fillers in by_place.items():
        sets = list(fillers.values())
        if any(not a & b for n, a in enumerate(sets) for b in sets[n + 1 :]):
            items = tuple(sorted(set().union(*sets)))
            yield Conflict(items, _unique(words[place]), f"place {place} is given to {' and to '.join(items)}")


def _depth(item: str, closure: set[tuple[str, str]]) -> int:
    befores = [a for a, b in closure if b == item]
    return 1 + max(_depth(a, closure) for a in befores) if befores else 0


def _where(order: _Order, item: str) -> tuple[int, int]:
    """Return where an item is first told, in the text and within its statement."""
    return min(
        (one.evidence.start, (one.before + one.after).index(item))
        for one in order.said
        if item in one.before + one.after
    )


def _adjacent(order: _Order, one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether nothing can stand between two tiers."""
    place = {item: said.place for said in order.said if said.place for item in said.before}
    for said in order.said:
        if said.next and set(said.before) & set(one) and set(said.after) & set(other):
            return True
    steps = {(place[a], place[b]) for a in one for b in other if a in place and b in place}
    return any(q - p == 1 and p * q > 0 for p, q in steps)


def _unique(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(dict.fromkeys(evidence), key=lambda one: (one.start, one.end)))


def _confidence(order: _Order, conflicting: bool, partial: bool) -> tuple[Confidence, str]:
    if conflicting:
        return "low", "statements of the text contradict each other"
    if order.by_ends:
        return "medium", "statements about the two ends of one order, joined because they stand next to each other"
    if partial:
        return "medium", "statements that leave the order of some pairs open"
    if len({one.sentence for one in order.said}) > 1 and not any(one.place for one in order.said):
        return "medium", "statements of several sentences, joined by what they share"
    return "high", "places or precedence told in so many words"
