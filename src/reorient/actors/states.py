"""Actors: states, territories that data report on, and the areas that sources print instead of states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from reorient.actors.tables import day, rows
from reorient.errors import OutsideLifetime, UnknownActor, did_you_mean

Kind = Literal["state", "territory", "residual", "region"]


@dataclass(frozen=True, slots=True)
class Lifetime:
    """A spell of existence: first day, last day (``None`` while it lasts), and the system that says so."""

    first: date
    last: date | None
    system: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A row of ``states.csv`` with its lifetimes.

    Attributes
    ----------
    id
        ISO 3166-1 alpha-3 where one exists.
    name, official
        Short and official English name.
    kind
        state, territory, residual (an area that does not overlap with states in its source) or region (one that
        does).
    lifetimes
        In order; empty for an area, which has no birth and no end.
    successors
        Ids of those who followed an actor that ended.
    """

    id: str
    name: str
    official: str
    kind: Kind
    lifetimes: tuple[Lifetime, ...]
    successors: tuple[str, ...]


@cache
def actors() -> dict[str, Actor]:
    """Return every actor by id."""
    spells: dict[str, list[Lifetime]] = {}
    for row in rows("lifetimes.csv"):
        first = day(row["first"])
        if first is not None:
            spells.setdefault(row["actor"], []).append(Lifetime(first, day(row["last"]), row["system"]))
    found = {}
    for row in rows("states.csv"):
        lives = tuple(sorted(spells.get(row["id"], []), key=lambda life: life.first))
        follow = tuple(row["successors"].split())
        found[row["id"]] = Actor(row["id"], row["name"], row["official"], _kind(row["kind"]), lives, follow)
    for row in rows("areas.csv"):
        found[row["id"]] = Actor(row["id"], row["name"], row["definition"], _kind(row["kind"]), (), ())
    return found


@cache
def rests(name: str) -> tuple[str, ...]:
    """Return the areas that hold the members of a group which a source does not list by state."""
    return tuple(row["id"] for row in rows("areas.csv") if row["rest_of"] == name)


def _kind(word: str) -> Kind:
    if word in ("state", "territory", "residual", "region"):
        return word  # type: ignore[return-value]
    raise UnknownActor(f"An actor of kind {word!r}", "state, territory, residual or region")


def is_actor(key: str) -> bool:
    """Tell whether `key` is the id of an actor."""
    return key in actors()


def actor(key: str) -> Actor:
    """Return the actor with id `key`; raises ``UnknownActor``."""
    known = actors()
    if key not in known:
        raise UnknownActor(f"No actor with id {key!r}.{did_you_mean(key, list(known))}", "an id of states.csv")
    return known[key]


def alive(key: str, first: date, last: date | None = None) -> bool:
    """Tell whether an actor existed on `first`, or on any day from `first` to `last`."""
    lives = actor(key).lifetimes
    end = last or first
    return not lives or any(life.first <= end and (life.last is None or first <= life.last) for life in lives)


def living(on: date, *, kinds: tuple[str, ...] = ("state",)) -> tuple[str, ...]:
    """Return the ids of the actors of these kinds that existed on a day."""
    return tuple(sorted(key for key, who in actors().items() if who.kind in kinds and alive(key, on)))


def check_alive(key: str, on: date) -> None:
    """Raise ``OutsideLifetime``, naming the successor, unless the actor existed on the day."""
    if alive(key, on):
        return
    who = actor(key)
    spans = "; ".join(f"{life.first} to {life.last or 'today'}" for life in who.lifetimes)
    follow = ", ".join(who.successors)
    raise OutsideLifetime(
        f"{who.name} ({key}) did not exist on {on}",
        f"a day in {spans}",
        f"its successor is {follow}" if follow else "name the actor that existed then",
    )
