"""Spells of membership and what can be done with them: union, and taking out day by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

#: Words of the column ``status``; only the first counts unless a caller asks for others.
STATUSES = ("member", "suspended", "associate", "observer", "partner")
MEMBER = STATUSES[:1]


@dataclass(frozen=True, slots=True)
class Membership:
    """A spell of membership: first and last day (both inside, ``None`` = open), status, and the source that says so."""

    actor: str
    first: date | None
    last: date | None
    status: str
    source: str

    def holds(self, on: date) -> bool:
        """Tell whether the spell holds on a day and counts as membership."""
        return self.status in MEMBER and self.touches(on, on)

    def touches(self, first: date, last: date) -> bool:
        """Tell whether the spell shares a day with the interval from `first` to `last`, whatever its status."""
        return (self.first or date.min) <= last and first <= (self.last or date.max)


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of actors.

    Attributes
    ----------
    name, title
        Key and words.
    kind
        organisation, agreement (of rules, on trade say, and not a body of partners), forum, coalition, region, concept,
        bloc or own.
    rank
        Place in an ordered list (regions of a policy concept), or ``None``.
    part_of
        The list it belongs to, or empty.
    definition, source
        Exactly what is in it, and on whose word.
    memberships
        Spells, ordered by actor and date; two spells of one actor never share a day.
    """

    name: str
    title: str
    kind: str
    rank: int | None
    part_of: str
    definition: str
    source: str
    memberships: tuple[Membership, ...]


def joined(spells: Iterable[Membership]) -> tuple[Membership, ...]:
    """Return the union of spells, ordered by actor and date.

    Of two that share days full membership keeps them before any other standing, and then the first one named.
    """
    kept: dict[str, list[Membership]] = {}
    for spell in sorted(spells, key=lambda one: STATUSES.index(one.status)):
        same = kept.setdefault(spell.actor, [])
        same.extend(_cut(spell, same))
    return tuple(one for _, same in sorted(kept.items()) for one in sorted(same, key=lambda one: one.first or date.min))


def without(spells: Iterable[Membership], taken: Iterable[Membership]) -> tuple[Membership, ...]:
    """Return the spells without the days on which the same actor has a spell of membership in `taken`."""
    cuts: dict[str, list[Membership]] = {}
    for one in taken:
        if one.status in MEMBER:
            cuts.setdefault(one.actor, []).append(one)
    return tuple(piece for spell in spells for piece in _cut(spell, cuts.get(spell.actor, [])))


def _cut(spell: Membership, cuts: list[Membership]) -> list[Membership]:
    pieces = [spell]
    for cut in cuts:
        pieces = [left for piece in pieces for left in _less(piece, cut)]
    return pieces


def _less(spell: Membership, cut: Membership) -> list[Membership]:
    """Return what one spell leaves of another: nothing, one piece or two."""
    if not spell.touches(cut.first or date.min, cut.last or date.max):
        return [spell]
    left = []
    if cut.first is not None and (spell.first or date.min) < cut.first:
        left.append(replace(spell, last=cut.first - timedelta(days=1)))
    if cut.last is not None and cut.last < (spell.last or date.max):
        left.append(replace(spell, first=cut.last + timedelta(days=1)))
    return left
