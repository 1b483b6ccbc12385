"""From any English name, old name or demonym to an actor; never a guess."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

from reorient.actors.states import actors, alive
from reorient.actors.tables import day, rows
from reorient.errors import AmbiguousActor, UnknownActor, did_you_mean, few


@dataclass(frozen=True, slots=True)
class Name:
    """A row of ``names.csv``."""

    name: str
    actor: str
    kind: str
    first: date | None
    last: date | None


def normal(name: str) -> str:
    """Return a name without accents, case, punctuation and articles, with common words in one spelling."""
    text = unicodedata.normalize("NFKD", name.replace("&", " and "))
    text = "".join(letter for letter in text if not unicodedata.combining(letter)).casefold()
    text = re.sub(r"['’`´]", "", text)
    words = re.sub(r"[^\w]+", " ", text).split()
    swap = {"st": "saint", "rep": "republic", "dem": "democratic", "isds": "islands", "fed": "federal"}
    return " ".join(swap.get(word, word) for word in words if word != "the")


@cache
def names() -> dict[str, tuple[Name, ...]]:
    """Return every name, normalised, with the actors it may mean."""
    found: dict[str, list[Name]] = {}
    for row in rows("names.csv"):
        one = Name(row["name"], row["actor"], row["kind"], day(row["valid_from"]), day(row["valid_to"]))
        found.setdefault(normal(row["name"]), []).append(one)
    for key, who in actors().items():
        if who.kind in ("state", "territory"):
            for name, kind in ((who.name, "short"), (who.official, "official"), (key, "id")):
                held = found.setdefault(normal(name), [])
                if name and all(one.actor != key for one in held):
                    held.append(Name(name, key, kind, None, None))
    return {key: tuple(held) for key, held in found.items() if held}


def resolve(name: str, *, on: date | None = None, context: str | None = None) -> str:
    """Return the id of the actor that `name` means.

    Parameters
    ----------
    name
        An id, any common or official English name, old name or demonym.
    on
        The day at which it is meant: names and actors that did not exist then are left out.
    context
        ``us`` where states of the United States may be meant, so that "Georgia" is not guessed.

    Raises
    ------
    AmbiguousActor
        With the candidates, if several actors fit.
    UnknownActor
        With the closest names, if none fits.
    """
    held = names().get(normal(name), ())
    found = sorted({one.actor for one in held if _holds(one, on)})
    if context == "us" and normal(name) == "georgia":
        found.append("the US state of Georgia")
    if len(found) == 1:
        return found[0]
    if not found:
        when = f" on {on}" if held else ""
        raise UnknownActor(
            f"No actor is called {name!r}{when}.{did_you_mean(normal(name), list(names()))}",
            "an id or an English name",
            "`reorient actor NAME` looks names up",
        )
    raise AmbiguousActor(
        f"{name!r} may mean {few([_told(key) for key in found], 8)}",
        "one actor",
        "use an id, a fuller name or a date",
        candidates=found,
    )


def _told(key: str) -> str:
    return f"{key} ({actors()[key].name})" if key in actors() else key


def _holds(one: Name, on: date | None) -> bool:
    if on is None:
        return True
    inside = (one.first is None or one.first <= on) and (one.last is None or on <= one.last)
    return inside and alive(one.actor, on)
