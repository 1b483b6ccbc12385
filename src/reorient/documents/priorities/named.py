"""What an order can be made of: actors, groups and regions named in a text, by one label each.

Mentions tell actors and groups. ``regions.csv`` adds regions and neighbourhoods that a text ranks and that are no
actor: its labels are keys of `reorient.actors.groups` where a group of that meaning exists, and free labels
elsewhere. Where both claim the same words the longer stretch wins, and of two equal ones the table, so that a region
has the same label in every text.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from reorient.actors.groups import group, group_names, members
from reorient.documents.text import Mention
from reorient.errors import GroupError

#: Membership is taken on this day where a document has no date.
UNDATED = date(2020, 1, 1)

#: The table writes these between two labels of one phrase ("East Asia and the Pacific").
BOTH = "+"


@dataclass(frozen=True, slots=True)
class Named:
    """Partners named at one place of a text.

    Attributes
    ----------
    start, end
        Offsets into the text.
    items
        Labels, several where the words name several.
    adjective
        Whether the words describe something else ("Chinese investors"); such a name is never ranked by a sentence.
    """

    start: int
    end: int
    items: tuple[str, ...]
    adjective: bool = False


@cache
def _table() -> tuple[dict[str, tuple[str, ...]], dict[str, str], re.Pattern[str]]:
    """Return labels by words, the region around a free label, and one pattern of all words."""
    text = files("reorient.documents.priorities").joinpath("regions.csv").read_text(encoding="utf-8")
    labels: dict[str, tuple[str, ...]] = {}
    around: dict[str, str] = {}
    for row in csv.DictReader(text.splitlines()):
        for words in row["words"].split("|"):
            for form in (words, words.upper()):
                labels[_plain(form)] = tuple(row["label"].split(BOTH))
        if row["inside"]:
            around[row["label"]] = row["inside"]
    forms = sorted(labels, key=len, reverse=True)
    pattern = "|".join(re.escape(form).replace(r"\ ", r"\s+").replace(r"\-", r"[-\u2010\u2011]") for form in forms)
    return labels, around, re.compile(rf"(?<![\w-])(?:{pattern})(?![\w]|-[a-z])")


def _plain(words: str) -> str:
    return " ".join(words.replace("\u2010", "-").replace("\u2011", "-").split())


_ADJECTIVES = re.compile(r"(?:an|can|ern|ean)$")
_COMPASS = re.compile(r"(?:Northern|Southern|Eastern|Western|North|South|East|West|Central|New)\s$")
#: Behind an adjective these leave it a region: "the African continent".
_PLACE = re.compile(
    r"\s+(?:and\s+\w+\s+)?(?:continent|region|countries|states|nations|neighbou?rs|partners|allies|"
    r"direction|vector|track|"
    r"neighbou?rhood|republics|space|basin|rim|powers|world)\b",
    re.I,
)


def named(text: str, mentions: Sequence[Mention]) -> tuple[Named, ...]:
    """Return what a text names, in order and without overlap.

    Parameters
    ----------
    text
        The text.
    mentions
        Actors and groups found in it. Those left open keep their words as a free label.
    """
    labels, _, pattern = _table()
    found: list[tuple[int, int, int, Named]] = []
    for hit in pattern.finditer(text):
        words = _plain(hit.group())
        if _COMPASS.search(text, max(0, hit.start() - 10), hit.start()) and not words[:1].islower():
            continue
        adjective = (
            bool(_ADJECTIVES.search(words.lower())) and words not in _NOUNS and not _PLACE.match(text, hit.end())
        )
        found.append((hit.start(), hit.end(), 0, Named(hit.start(), hit.end(), labels[words], adjective)))
    for one in mentions:
        items = one.actors or ((one.group,) if one.group else ())
        if not items and not one.open and one.kind != "region":
            continue
        if one.group and group(one.group).kind == "agreement":
            continue  # rules of trade are no partner
        describing = one.kind == "demonym" or (
            one.kind == "region" and _ADJECTIVES.search(one.text.lower()) is not None
        )
        adjective = describing and one.text not in _NOUNS and not _PLACE.match(text, one.end)
        found.append((one.start, one.end, 1, Named(one.start, one.end, items or (_plain(one.text),), adjective)))
    found.sort(key=lambda row: (row[0] - row[1], row[2], row[0]))
    taken: list[Named] = []
    covered = bytearray(len(text))
    for start, end, _, one_named in found:
        if not any(covered[start:end]):
            covered[start:end] = b"\x01" * (end - start)
            taken.append(one_named)
    return tuple(sorted(taken, key=lambda one_named: one_named.start))


#: Words of the table that end like adjectives and are none.
_NOUNS = frozenset(
    {"Caribbean", "CARIBBEAN", "Mediterranean", "MEDITERRANEAN", "Pacific Ocean", "Indian Ocean", "Caspian"}
)


@cache
def states_of(item: str, on: date) -> frozenset[str]:
    """Return the ids of the states that an item stands for: itself, or the members of the group on a day.

    Parameters
    ----------
    item
        Id of an actor, key of a group, or free label.
    on
        Day of membership.
    """
    if item not in group_names():
        return frozenset({item})
    try:
        return frozenset(members(item, on))
    except GroupError:
        return frozenset({item})


def inside(part: str, whole: str, on: date) -> bool:
    """Return whether an item is a part of another: a state of a group, a group of a larger one, a region of the table.

    Parameters
    ----------
    part, whole
        Two items.
    on
        Day of membership.
    """
    if part == whole:
        return False
    _, around, _ = _table()
    larger = around.get(part)
    if larger is not None and (larger == whole or inside(larger, whole, on)):
        return True
    if whole not in group_names():
        smaller = (label for label, larger in around.items() if larger == whole and label != part)
        return any(label in group_names() and inside(part, label, on) for label in smaller)
    all_of, some_of = states_of(whole, on), states_of(part, on)
    return bool(some_of) and some_of < all_of
