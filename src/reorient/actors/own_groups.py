"""A reader's own groups, from a small TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from reorient.actors.names import resolve
from reorient.actors.spells import Group, Membership
from reorient.actors.states import actor, alive, is_actor
from reorient.errors import ActorError, GroupError, few

KEYS = ("title", "definition", "members")
MEMBER_KEYS = ("actor", "from", "to")
EXAMPLE = 'an id, a name, or { actor = "SVK", from = 1993-01-01, to = 2003-12-31 }'


def read_own_groups(path: Path, *, taken: Iterable[str] = ()) -> dict[str, Group]:
    """Return the groups of a file by name; see `reorient.actors.groups.load_groups` for the form and the errors."""
    try:
        body = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as problem:
        raise GroupError(f"There is no file {path.name}", "a TOML file with one table for each group") from problem
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise GroupError(
            f"{path.name} is no readable TOML file ({problem})", "one table for each group, such as [visegrad]"
        ) from problem
    if not body:
        raise GroupError(f"{path.name} defines no group", "one table for each group, such as [visegrad]")
    groups: dict[str, Group] = {}
    for name, table in body.items():
        key = _checked_name(name, path.name, {*taken, *groups})
        groups[key] = _group(key, table, path.name)
    return groups


def _checked_name(name: str, file: str, taken: set[str]) -> str:
    key = name.lower()
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key):
        raise GroupError(f"{file}: [{name}] is no name of a group", "letters, digits and single hyphens")
    if key in taken:
        raise GroupError(f"{file}: [{name}] is the name of another group", "a new name", f"for example [my-{key}]")
    if is_actor(key.upper()):
        raise GroupError(f"{file}: [{name}] is the id of {actor(key.upper()).name}", "a name that is no actor's")
    return key


def _group(name: str, table: Any, file: str) -> Group:
    if not isinstance(table, dict):
        raise GroupError(f"{file}: {name} is no table", f"[{name}] with a list of members")
    unknown = sorted(set(table) - set(KEYS))
    if unknown:
        raise GroupError(f"{file}: [{name}] has the unknown key {few(unknown)}", ", ".join(KEYS))
    if not isinstance(table.get("members"), list) or not table["members"]:
        raise GroupError(f"{file}: [{name}] has no list of members", 'members = ["POL", "HUN"]')
    where = f"{file}: [{name}]"
    spells = sorted(
        (_spell(one, where) for one in table["members"]), key=lambda one: (one.actor, one.first or date.min)
    )
    for earlier, later in pairwise(spells):
        if earlier.actor == later.actor and later.touches(earlier.first or date.min, earlier.last or date.max):
            raise GroupError(
                f"{where} has overlapping spells of {earlier.actor}",
                "spells that follow one another",
                "correct from or to",
            )
    title = str(table.get("title", name))
    return Group(name, title, "own", None, "", str(table.get("definition", title)), file, tuple(spells))


def _spell(one: Any, where: str) -> Membership:
    entry = {"actor": one} if isinstance(one, str) else one
    if not isinstance(entry, dict) or "actor" not in entry:
        raise GroupError(f"{where} has the member {one!r}", EXAMPLE)
    unknown = sorted(set(entry) - set(MEMBER_KEYS))
    if unknown:
        raise GroupError(f"{where} has a member with the unknown key {few(unknown)}", ", ".join(MEMBER_KEYS))
    first, last = _day(entry, "from", where), _day(entry, "to", where)
    who = _actor(str(entry["actor"]), first, where)
    if first and last and last < first:
        raise GroupError(f"{where} has {who} from {first} to {last}", "a last day that is not before the first")
    for moment in (first, last):
        if moment is not None and not alive(who, moment):
            lives = "; ".join(f"{life.first} to {life.last or 'today'}" for life in actor(who).lifetimes)
            raise GroupError(f"{where} has {who} on {moment}, when it did not exist", f"a day in {lives}")
    return Membership(who, first, last, "member", where.partition(":")[0])


def _day(entry: dict[str, Any], key: str, where: str) -> date | None:
    found = entry.get(key)
    if found is not None and type(found) is not date:
        raise GroupError(f"{where} has {key} = {found!r}", f"a date without quotes: {key} = 1993-01-01")
    return found


def _actor(word: str, on: date | None, where: str) -> str:
    if is_actor(word.upper()):
        return word.upper()
    try:
        return resolve(word, on=on)
    except ActorError as problem:
        raise GroupError(f"{where}: {problem.found}", "an id or an English name of an actor") from problem
