"""The words that name actors and groups, and the one expression that finds them all.

The words are the names of the actors' tables (``actors/names.csv``, ``states.csv``) and the tables of this folder:
``mention_names.csv`` (demonyms, official and old names, regions, organisations, and words that only look like a name),
``capitals.csv``, ``metonyms.csv`` and ``leaders.csv``. A cell ``means`` holds ids of actors or keys of groups: ``KOR``,
``KOR+PRK`` (the words name both), ``COD|COG`` (either, as the context decides), or nothing (``Indian Ocean``).

The expression is a tree of the words by their letters, so that every place is tried once and the longest word is found.
It starts at capitals alone, which makes it six times as fast; words that begin small ("two Koreas") hang on their first
capital, and the few without any ("near abroad") are looked for one by one.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from importlib.resources import files
from typing import cast

from reorient.actors.groups import group_names
from reorient.actors.states import actors
from reorient.actors.tables import rows as actor_rows
from reorient.documents.text import MentionKind
from reorient.errors import InvalidOption

#: A leader is still named as the state's for this long after leaving office, and this long before entering it.
AFTER_OFFICE = timedelta(days=90)
BEFORE_OFFICE = timedelta(days=60)

_CAPITAL = re.compile("[A-ZÀ-ÖØ-ÞČİŠŽ]")
_SPACE = re.compile(r"\s+")
_HYPHENS = re.compile("[\u2010\u2011\u2012\u2013\u00ad]")
_APOSTROPHES = re.compile("[\u2018\u2019\u0060\u00b4\u02bc]")
_SHARED_WITH_WORDS = {"CAR"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that words can mean: one or more actors together, or a group."""

    actors: tuple[str, ...] = ()
    group: str = ""

    @property
    def key(self) -> str:
        """Return the id or group as one word."""
        return self.group or "+".join(self.actors)


@dataclass(frozen=True)
class Entry:
    """A word of the dictionary.

    Attributes
    ----------
    kind
        How it names; empty where it names nobody.
    readings
        What it can mean.
    rule
        Name of the rule of `reorient.documents.mentions.context` that looks at its surroundings, or empty.
    first, last
        Days between which it means that; open where None.
    unless
        Speakers of whom it does not mean that.
    """

    kind: str
    readings: tuple[Reading, ...]
    rule: str = ""
    first: date | None = None
    last: date | None = None
    unless: tuple[str, ...] = ()

    def holds(self, on: date | None) -> bool:
        """Tell whether the word means this on a day (always, where no day is given)."""
        return on is None or ((self.first is None or self.first <= on) and (self.last is None or on <= self.last))

    @cached_property
    def plain(self) -> bool:
        """Tell whether the word names somebody at all times and in all surroundings."""
        return bool(self.kind and self.kind != "leader") and (self.rule, self.first, self.last, self.unless) == (
            "", None, None, (),
        )  # fmt: skip

    @property
    def told(self) -> MentionKind:
        """Return the kind of a word that names somebody."""
        return cast(MentionKind, self.kind)


@dataclass(frozen=True)
class Dictionary:
    """All words, and the expression that finds them.

    Attributes
    ----------
    entries
        By spelling: every meaning of a word, in the order in which they are tried.
    pattern
        Finds the longest word with a capital at a place; the caller checks that no letter stands before it.
    led
        By the words from their first capital on: what stands before it in small letters, longest first, and what
        they mean together.
    small
        Words without a capital.
    """

    entries: dict[str, tuple[Entry, ...]]
    pattern: re.Pattern[str]
    led: dict[str, tuple[tuple[str, tuple[Entry, ...]], ...]]
    small: tuple[str, ...]


def spelling(words: str) -> str:
    """Return words with one kind of blank, hyphen and apostrophe, as the dictionary spells them."""
    return _HYPHENS.sub("-", _APOSTROPHES.sub("'", _SPACE.sub(" ", words)))


@cache
def dictionary() -> Dictionary:
    """Return the dictionary, built once."""
    entries: dict[str, list[Entry]] = {}
    for name, entry in (*_own_names(), *_places(), *_leaders()):
        entries.setdefault(name, []).append(entry)
    for name, entry in _actor_names():
        entries.setdefault(name, [entry])
    for name, held in list(entries.items()):
        for form in _forms(name, held[0].kind):
            entries.setdefault(form, held)
    led: dict[str, list[tuple[str, tuple[Entry, ...]]]] = {}
    for name, held in entries.items():
        capital = _CAPITAL.search(name)
        if capital is not None and capital.start():
            led.setdefault(name[capital.start() :], []).append((name[: capital.start()], tuple(held)))
    words = [name for name in (*entries, *led) if _CAPITAL.match(name)]
    return Dictionary(
        entries={name: tuple(held) for name, held in entries.items()},
        pattern=re.compile(_expression(words)),
        led={name: tuple(sorted(held, key=lambda one: -len(one[0]))) for name, held in led.items()},
        small=tuple(name for name in entries if _CAPITAL.search(name) is None),
    )


@cache
def points() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return, by the small word before it ("southern"), which group the name of a continent (its stem) then means."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in _rows("points.csv"):
        found.setdefault(row["before"], []).append((row["stem"], _reading(row["group"]).group))
    return {word: tuple(held) for word, held in found.items()}


@cache
def signs() -> dict[str, re.Pattern[str]]:
    """Return, by id or group, the words nearby that tell that a metonym stands for it."""
    return {row["means"]: re.compile(row["sign"]) for row in _rows("signs.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = files("reorient.documents.mentions").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _own_names() -> list[tuple[str, Entry]]:
    found = []
    for row in _rows("mention_names.csv"):
        kind = "" if row["kind"] == "nobody" else row["kind"]
        spell = (_first(row["first"]), _last(row["last"]))
        rule, _, unless = row["rule"].partition(" unless ")
        found.append((row["name"], Entry(kind, _readings(row["means"]), rule, *spell, tuple(unless.split()))))
    return found


def _places() -> list[tuple[str, Entry]]:
    found = []
    for table, kind in (("capitals.csv", "capital"), ("metonyms.csv", "metonym")):
        for row in _rows(table):
            spell = (_first(row.get("first", "")), _last(row.get("last", "")))
            found.append((row["name"], Entry(kind, _readings(row["means"]), row["rule"], *spell)))
    return found


def _leaders() -> list[tuple[str, Entry]]:
    found = []
    for row in _rows("leaders.csv"):
        first, last = _first(row["first"]), _last(row["last"])
        if first is None:
            raise InvalidOption(f"leaders.csv has no first day for {row['name']!r}", "a year, a month or a day")
        spell = (first - BEFORE_OFFICE, last + AFTER_OFFICE if last else None)
        readings = (Reading((row["actor"],)),)
        found.append((row["name"], Entry("leader", readings, "", *spell)))
        if row["surname"]:
            rule = "alone" if row["alone"] == "yes" else "titled"
            found.append((row["surname"], Entry("leader", readings, rule, *spell)))
    return found


def _actor_names() -> list[tuple[str, Entry]]:
    """Return the names of the actors' tables that are not in the tables of this folder."""
    means: dict[str, tuple[str, set[str]]] = {}
    for row in actor_rows("names.csv"):
        if row["name"].startswith("Former ") or row["name"] in _SHARED_WITH_WORDS:
            continue
        kind = "demonym" if row["kind"] == "demonym" else "name"
        means.setdefault(row["name"], (kind, set()))[1].add(row["actor"])
    for key, who in actors().items():
        if who.kind in ("state", "territory"):
            for name in filter(None, (who.name, who.official)):
                means.setdefault(name, ("name", set()))[1].add(key)
    found = []
    for name, (kind, who_all) in means.items():
        code = "code" if name.isupper() and len(name) <= 4 else kind
        old = len(who_all) == 1 and _gone(next(iter(who_all)))
        readings = tuple(Reading((key,)) for key in sorted(who_all))
        found.append((name, Entry(code, readings, last=_gone_since(next(iter(who_all))) if old else None)))
    return found


def _gone(key: str) -> bool:
    """Tell of the states that ended before 1952: their names are provinces' names today."""
    lives = actors()[key].lifetimes
    return bool(lives) and all(life.last is not None and life.last.year < 1952 for life in lives)


def _gone_since(key: str) -> date | None:
    return max((life.last for life in actors()[key].lifetimes if life.last), default=None)


def _readings(cell: str) -> tuple[Reading, ...]:
    return tuple(_reading(piece) for piece in cell.split("|") if piece)


@cache
def _reading(piece: str) -> Reading:
    if piece in group_names():
        return Reading(group=piece)
    ids = tuple(piece.split("+"))
    unknown = [key for key in ids if key not in actors()]
    if unknown:
        raise InvalidOption(f"A table of names means {piece!r}", "ids of actors joined by +, or the key of a group")
    return Reading(ids)


def _first(cell: str) -> date | None:
    """Return the first day of a year, a month or a day."""
    if not cell:
        return None
    year, month, day = (*(int(part) for part in cell.split("-")), 1, 1)[:3]
    return date(year, month, day)


def _last(cell: str) -> date | None:
    """Return the last day of a year, a month or a day."""
    parts = [int(part) for part in cell.split("-")] if cell else []
    if not parts:
        return None
    if len(parts) == 3:
        return date(*parts)
    year, month = (parts[0], 12) if len(parts) == 1 else (parts[0], parts[1])
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _forms(name: str, kind: str) -> list[str]:
    """Return other spellings of a word: the plural of a demonym, without accents, in capitals."""
    forms = []
    if kind == "demonym" and not name.endswith(("s", "sh", "ch", "ese", "x", "z", "men")):
        forms.append(name + "s")
    if kind == "region" and name.endswith(("African", "Asian", "European", "American", "Indian")):
        forms.append(name + "s")
    for one in (name, *forms):
        plain = "".join(c for c in unicodedata.normalize("NFKD", one) if not unicodedata.combining(c))
        forms += [plain] if plain != one else []
    if kind in ("name", "demonym", "region", "organisation", "", "capital", "metonym"):
        forms += [one.upper() for one in (name, *forms) if len(one) > 3]
    if kind == "leader":
        forms += [name.upper()] if len(name) > 5 else []
    return forms


def _expression(words: Iterable[str]) -> str:
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = tree
        for letter in spelling(word):
            node = node.setdefault(letter, {})
        node[""] = {}
    return f"(?:{_branches(tree)})(?!\\w)"


def _letter(letter: str) -> str:
    if letter == " ":
        return r"\s{1,4}"
    if letter == "'":
        return "['\u2018\u2019\u0060\u00b4\u02bc]"
    if letter == "-":
        return "[-\u2010\u2011\u2012\u2013]"
    return re.escape(letter)


def _branches(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    """Return the expression of a tree; what is longer is tried first."""
    pieces = []
    for letter, below in sorted(node.items()):
        if not letter:
            continue
        run = _letter(letter)
        while len(below) == 1 and "" not in below:
            ((letter, below),) = below.items()
            run += _letter(letter)
        if set(below) == {""}:
            pieces.append(run)
        elif "" in below:
            pieces.append(f"{run}(?:{_branches(below)})?")
        else:
            pieces.append(f"{run}(?:{_branches(below)})")
    return "|".join(pieces)
