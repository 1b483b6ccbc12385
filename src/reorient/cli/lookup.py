"""What the verbs ``actor`` and ``groups`` show."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from reorient.actors import actor, code_of, group, group_names, load_groups, members, resolve, schemes
from reorient.errors import ActorError, GroupError


def describe_actor(name: str, on: date | None) -> dict[str, str]:
    """Return id, names, lifetimes, successors and codes of the actor that `name` means."""
    who = actor(resolve(name, on=on))
    lives = "; ".join(f"{life.first} to {life.last or 'today'}" for life in who.lifetimes)
    found = {
        "id": who.id,
        "name": who.name,
        "official": who.official,
        "kind": who.kind,
        "lifetime": lives,
        "successors": ", ".join(who.successors),
    }
    for scheme in schemes():
        try:
            found[f"code {scheme}"] = code_of(scheme, who.id, on=on)
        except ActorError:
            continue
    return {key: value for key, value in found.items() if value}


def list_groups() -> list[dict[str, str]]:
    """Return name, title and definition of every group."""
    found = []
    for name in group_names():
        one = group(name)
        found.append({"group": name, "kind": one.kind, "title": one.title, "definition": one.definition})
    return found


def describe_group(name: str, on: date | None, definitions: Path | None) -> list[dict[str, str]]:
    """Return the membership spells of a group, or its members on a date."""
    own = load_groups(definitions) if definitions else {}
    one = own[name] if name in own else group(name)
    current = set(members(one, on)) if on else None
    rows = [
        {
            "actor": spell.actor,
            "name": actor(spell.actor).name,
            "from": str(spell.first or ""),
            "to": str(spell.last or ""),
            "status": spell.status,
            "source": spell.source,
        }
        for spell in one.memberships
        if on is None
        or (
            spell.actor in (current or ())
            and (not spell.first or spell.first <= on)
            and (not spell.last or on <= spell.last)
        )
    ]
    if not rows:
        raise GroupError(f"The group {name!r} has no member on {on}", "a date at which it existed")
    return rows
