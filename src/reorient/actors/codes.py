"""Codes of every scheme that sources use, each with its dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from reorient.actors.tables import day, rows
from reorient.errors import AmbiguousActor, UnknownActor, did_you_mean, few


@dataclass(frozen=True, slots=True)
class Code:
    """A row of ``codes/SCHEME.csv``: a code, the actor it names (empty for none), and since and until when."""

    code: str
    actor: str
    first: date | None
    last: date | None
    source: str

    def valid(self, on: date | None) -> bool:
        """Tell whether the row holds on a day (always, without a day)."""
        return on is None or ((self.first is None or self.first <= on) and (self.last is None or on <= self.last))


@cache
def schemes() -> tuple[str, ...]:
    """Return the names of all schemes."""
    folder = files("reorient.actors").joinpath("codes")
    return tuple(sorted(path.name.removesuffix(".csv") for path in folder.iterdir() if path.name.endswith(".csv")))


@cache
def codes(scheme: str) -> tuple[Code, ...]:
    """Return every row of a scheme; raises ``UnknownActor`` for an unknown scheme."""
    if scheme not in schemes():
        raise UnknownActor(f"No scheme {scheme!r}.{did_you_mean(scheme, schemes())}", f"one of {few(schemes(), 40)}")
    return tuple(
        Code(row["code"], row["actor"], day(row["valid_from"]), day(row["valid_to"]), row["source"])
        for row in rows(f"codes/{scheme}.csv")
    )


@cache
def _by_code(scheme: str) -> dict[str, tuple[Code, ...]]:
    found: dict[str, list[Code]] = {}
    for row in codes(scheme):
        found.setdefault(row.code, []).append(row)
    return {code: tuple(held) for code, held in found.items()}


def from_code(scheme: str, code: str, *, on: date | None = None) -> str:
    """Return the actor that `code` names in `scheme` (on a day); empty where the scheme names none on purpose.

    Raises
    ------
    UnknownActor
        If the scheme has no such code (on that day).
    AmbiguousActor
        If it names several actors and no day was given.
    """
    held = _by_code(scheme).get(code, ())
    found = sorted({row.actor for row in held if row.valid(on)})
    if not found:
        when = f" on {on}" if held else ""
        raise UnknownActor(
            f"Code {code!r} names no actor in scheme {scheme!r}{when}.{did_you_mean(code, list(_by_code(scheme)))}",
            f"a code of actors/codes/{scheme}.csv",
        )
    if len(found) > 1:
        raise AmbiguousActor(
            f"Code {code!r} names {few(found)} in scheme {scheme!r}", "a day", "give on=", candidates=found
        )
    return found[0]


def code_of(scheme: str, actor: str, *, on: date | None = None) -> str:
    """Return the code of `actor` in `scheme` (on a day): the first listed if there are several."""
    held = [row.code for row in codes(scheme) if row.actor == actor and row.valid(on)]
    if not held:
        raise UnknownActor(f"{actor} has no code in scheme {scheme!r}", "an actor of the scheme")
    return held[0]
