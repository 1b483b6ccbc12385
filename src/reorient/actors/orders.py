"""Orders of partners that a state has declared: a document, the day it was adopted, and its sections in their order.

``orders.csv`` names the documents; their sections are the groups of ``groups.csv`` that are `part_of` the order, by
rank. Sections that speak of a place and not of states (an ocean, a pole) are found by their name alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from reorient.actors.groups import members, part
from reorient.actors.spells import Group
from reorient.actors.states import is_actor
from reorient.actors.tables import rows


@dataclass(frozen=True, slots=True)
class DeclaredOrder:
    """The order of partners in a document of a state.

    Attributes
    ----------
    name
        Key of the list of groups.
    state
        Id of the state that declared it.
    title
        Of the document.
    adopted
        The day.
    sections
        Groups in the order of the document.
    by_name
        Names of sections that speak of a place.
    source
        The document, with its place.
    """

    name: str
    state: str
    title: str
    adopted: date
    sections: tuple[Group, ...]
    by_name: frozenset[str]
    source: str

    def ranks(self, item: str, of: tuple[str, ...] = ()) -> tuple[int, ...]:
        """Return the places (from 1) of the sections that an item falls into; empty if it falls into none.

        An actor falls into the sections that name it; a group into the one whose title it bears, else into those with
        which it shares more than half of the members of the smaller of the two (Szymkiewicz-Simpson overlap); a name
        into those whose title holds it.

        Parameters
        ----------
        item
            Id of an actor, key of a group, or a name as the document has it.
        of
            Members of the group on the day of the document; empty for actors and names.
        """
        places = [number for number, one in enumerate(self.sections, 1) if _plain(one.title) == _plain(item)]
        if places:
            return tuple(places)
        inside = {item} if is_actor(item) else set(of)
        for number, one in enumerate(self.sections, 1):
            there = set(members(one, self.adopted))
            if one.name not in self.by_name and there and inside:
                shared = len(inside & there) / min(len(inside), len(there))
                if shared > (0 if is_actor(item) else 0.5):
                    places.append(number)
        if places or is_actor(item):
            return tuple(places)
        name = re.compile(rf"\b{re.escape(_plain(item))}\b")
        return tuple(number for number, one in enumerate(self.sections, 1) if name.search(_plain(one.title)))


def _plain(text: str) -> str:
    return text.replace("-", " ").lower()


@cache
def declared_orders(state: str) -> tuple[DeclaredOrder, ...]:
    """Return the orders that a state has declared, the oldest first; empty where the tables hold none."""
    found = [
        DeclaredOrder(
            row["order"],
            row["state"],
            row["title"],
            date.fromisoformat(row["adopted"]),
            part(row["order"]),
            frozenset(row["by_name"].split()),
            row["source"],
        )
        for row in rows("orders.csv")
        if row["state"] == state
    ]
    return tuple(sorted(found, key=lambda one: one.adopted))
