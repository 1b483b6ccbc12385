"""What every verb is asked: who, toward whom, over which years; refused before anything is read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from reorient.actors import Actor, Group, actor, alive, is_actor, members_over, resolve, toward
from reorient.errors import GroupError, InvalidOption


def state_named(text: str) -> Actor:
    """Return the actor that an id or any English name means.

    Raises
    ------
    ActorError
        If it is unknown or ambiguous, with candidates.
    """
    return actor(text.upper() if is_actor(text.upper()) else resolve(text))


def check_years(who: Actor, first: int | None, last: int | None) -> None:
    """Refuse a period that ends before it begins or in which the state did not exist.

    Raises
    ------
    InvalidOption
        With the years of the state.
    """
    if first is not None and last is not None and first > last:
        raise InvalidOption(f"The period {first} to {last}", "a first year that is not after the last")
    start, end = date(first or 1816, 1, 1), date(last or 2100, 12, 31)
    if not alive(who.id, start, end):
        spans = "; ".join(f"{life.first} to {life.last or 'today'}" for life in who.lifetimes)
        raise InvalidOption(f"{who.name} did not exist from {start.year} to {end.year}", f"years within {spans}")


def question(
    state: str, group: str, *, first: int | None = None, last: int | None = None, groups: Path | None = None
) -> tuple[Actor, Group]:
    """Return the state and the group that a verb was asked about.

    Raises
    ------
    ActorError, GroupError
        If the state or the group is unknown, or the group is the state itself or empty in the period.
    InvalidOption
        If the period is none of the state's.
    """
    who = state_named(state)
    found = toward(group, definitions=groups)
    check_years(who, first, last)
    if not set(members_over(found, date(first or 1816, 1, 1), date(last or 2100, 12, 31))) - {who.id}:
        raise GroupError(
            f"The group {found.name!r} has no member besides {who.name} in the period", "a group of other actors"
        )
    return who, found
