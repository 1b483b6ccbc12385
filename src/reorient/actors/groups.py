"""Groups of actors with dated membership: organisations, forums, coalitions, regions, and a reader's own."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from reorient.actors.names import resolve
from reorient.actors.states import actor, alive, is_actor
from reorient.actors.tables import day, rows
from reorient.errors import ActorError, GroupError, did_you_mean, few


@dataclass(frozen=True, slots=True)
class Membership:
    """A spell of membership: first and last day (``None`` = open), status and the document that says so."""

    actor: str
    first: date | None
    last: date | None
    status: str
    source: str

    def holds(self, on: date) -> bool:
        """Tell whether the spell holds on a day and counts as membership."""
        inside = (self.first is None or self.first <= on) and (self.last is None or on <= self.last)
        return self.status == "member" and inside


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of actors.

    Attributes
    ----------
    name, title
        Key and words.
    kind
        organisation, forum, coalition, region, concept or own.
    rank
        Place in an ordered list (regions of a policy concept), or ``None``.
    part_of
        The list it belongs to, or empty.
    definition, source
        Exactly what is in it, and on whose word.
    memberships
        Spells, ordered by actor and date.
    """

    name: str
    title: str
    kind: str
    rank: int | None
    part_of: str
    definition: str
    source: str
    memberships: tuple[Membership, ...]


@cache
def _groups() -> dict[str, Group]:
    spells: dict[str, list[Membership]] = {}
    for row in rows("members.csv"):
        spell = Membership(row["actor"], day(row["valid_from"]), day(row["valid_to"]), row["status"], row["source"])
        spells.setdefault(row["group"], []).append(spell)
    found: dict[str, Group] = {}
    for row in rows("groups.csv"):
        own = spells.get(row["group"], [])
        for other in row["includes"].split():
            own.extend(_borrowed(found, other))
        found[row["group"]] = Group(
            row["group"],
            row["title"],
            row["kind"],
            int(row["rank"]) if row["rank"] else None,
            row["part_of"],
            row["definition"],
            row["source"],
            _ordered(own),
        )
    return found


def _borrowed(found: dict[str, Group], name: str) -> tuple[Membership, ...]:
    """Return the spells of an earlier group that a group's ``includes`` names."""
    if name not in found:
        raise GroupError(f"groups.csv includes {name!r} before it is defined", "an earlier row")
    return found[name].memberships


def _ordered(spells: list[Membership]) -> tuple[Membership, ...]:
    unique = dict.fromkeys(spells)
    return tuple(sorted(unique, key=lambda one: (one.actor, one.first or date.min, one.source)))


def group_names() -> tuple[str, ...]:
    """Return the names of all groups, in the order of ``groups.csv``."""
    return tuple(_groups())


def group(name: str) -> Group:
    """Return the group `name`.

    Raises
    ------
    GroupError
        With the closest names, if there is none.
    """
    known = _groups()
    key = name.strip().lower()
    if key not in known:
        raise GroupError(
            f"No group {name!r}.{did_you_mean(key, list(known))}",
            "the name of a group, or actors separated by commas",
            "`reorient groups` lists them",
        )
    return known[key]


def members(of: Group | str, on: date) -> tuple[str, ...]:
    """Return the ids of the members on a day, sorted; only actors that exist on it."""
    one = group(of) if isinstance(of, str) else of
    return tuple(sorted({spell.actor for spell in one.memberships if spell.holds(on) and alive(spell.actor, on)}))


def members_over(of: Group | str, first: date, last: date) -> tuple[str, ...]:
    """Return the ids of all who were members on any day from `first` to `last`, sorted."""
    one = group(of) if isinstance(of, str) else of
    return tuple(
        sorted(
            {
                spell.actor
                for spell in one.memberships
                if spell.status == "member"
                and (spell.first is None or spell.first <= last)
                and (spell.last is None or first <= spell.last)
                and alive(spell.actor, first, last)
            }
        )
    )


def require_members(of: Group | str, on: date) -> tuple[str, ...]:
    """Return the members on a day; raises ``GroupError`` if there are none."""
    found = members(of, on)
    if not found:
        name = of if isinstance(of, str) else of.name
        raise GroupError(f"The group {name!r} has no member on {on}", "a day on which it had members")
    return found


def fixed(of: Group | str, on: date) -> Group:
    """Return the group with its members of one day at all times: an accession is not a turn."""
    one = group(of) if isinstance(of, str) else of
    spells = tuple(Membership(key, None, None, "member", f"{one.name} on {on}") for key in require_members(one, on))
    return replace(one, name=f"{one.name}@{on}", title=f"{one.title}, members of {on}", memberships=spells)


def toward(text: str, *, definitions: Path | None = None) -> Group:
    """Return the group that a reader names.

    Parameters
    ----------
    text
        A group (``asia``), or pieces separated by commas, each a group, an id or a name, and taken out again with
        a minus before it: ``CHN,IND,VNM``, ``asean,CHN``, ``eu,-HUN``.
    definitions
        A file with the reader's own groups (`load_groups`).

    Raises
    ------
    GroupError, ActorError
        If a piece is neither a group nor an actor.
    """
    own = load_groups(definitions) if definitions else {}
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    if not pieces:
        raise GroupError("No group named", "a group, or actors separated by commas")
    taken = [_piece(piece, own) for piece in pieces if not piece.startswith("-")]
    left = {spell.actor for piece in pieces if piece.startswith("-") for spell in _piece(piece[1:], own).memberships}
    if len(pieces) == 1 and taken:
        return taken[0]
    spells = [spell for one in taken for spell in one.memberships if spell.actor not in left]
    if not spells:
        raise GroupError(f"Nothing is left of {text!r}", "at least one actor")
    title = ", ".join(one.title for one in taken)
    if left:
        title += f" without {few(sorted(actor(key).name for key in left))}"
    return Group(text, title, "own", None, "", f"As named: {text}", "the reader", _ordered(spells))


def _piece(piece: str, own: dict[str, Group]) -> Group:
    key = piece.strip().lower()
    if key in own:
        return own[key]
    if key in _groups():
        return _groups()[key]
    try:
        who = piece.strip().upper() if is_actor(piece.strip().upper()) else resolve(piece)
    except ActorError as problem:
        raise GroupError(
            f"{piece!r} is neither a group nor an actor.{did_you_mean(key, [*own, *_groups()])} {problem.found}",
            "the name of a group, an id or an English name",
            "`reorient groups` lists groups, `reorient actor NAME` looks up names",
        ) from problem
    spell = Membership(who, None, None, "member", "the reader")
    return Group(who, actor(who).name, "own", None, "", actor(who).name, "the reader", (spell,))


def load_groups(path: Path) -> dict[str, Group]:
    """Return a reader's own groups from a TOML file.

    Each table is a group::

        [visegrad]
        title = "Visegrad Group"
        members = ["POL", "HUN", "CZE", { actor = "SVK", from = 1993-01-01 }]

    Raises
    ------
    GroupError
        On a file that is no TOML, unknown keys, unknown actors, wrong dates, a member outside its life, or spells
        of one member that overlap.
    """
    try:
        body = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise GroupError(f"{path.name} is no readable TOML file ({problem})", "one table for each group") from problem
    return {name.lower(): _own(name.lower(), table, path.name) for name, table in body.items()}


def _own(name: str, table: Any, file: str) -> Group:
    if not isinstance(table, dict) or not isinstance(table.get("members"), list) or not table["members"]:
        raise GroupError(f"{file}: [{name}] has no list of members", "members = [...]")
    unknown = sorted(set(table) - {"title", "members", "definition"})
    if unknown:
        raise GroupError(f"{file}: [{name}] has the key {few(unknown)}", "title, members, definition")
    spells = [_own_spell(name, one, file) for one in table["members"]]
    for earlier, later in zip(_ordered(spells), _ordered(spells)[1:], strict=False):
        if earlier.actor == later.actor and (earlier.last or date.max) >= (later.first or date.min):
            raise GroupError(f"{file}: [{name}] has overlapping spells of {earlier.actor}", "spells that follow")
    title = str(table.get("title", name))
    return Group(name, title, "own", None, "", str(table.get("definition", title)), file, _ordered(spells))


def _own_spell(name: str, one: Any, file: str) -> Membership:
    entry = {"actor": one} if isinstance(one, str) else one
    if not isinstance(entry, dict) or "actor" not in entry or set(entry) - {"actor", "from", "to"}:
        raise GroupError(f"{file}: [{name}] has the member {one!r}", 'an id, or { actor = "SVK", from = 1993-01-01 }')
    first, last = entry.get("from"), entry.get("to")
    for moment in (first, last):
        if moment is not None and type(moment) is not date:
            raise GroupError(f"{file}: [{name}] has the date {moment!r}", "a date such as 1993-01-01")
    try:
        who = str(entry["actor"]) if is_actor(str(entry["actor"])) else resolve(str(entry["actor"]), on=first)
    except ActorError as problem:
        raise GroupError(f"{file}: [{name}]: {problem}", "an actor") from problem
    if first is not None and not alive(who, first):
        raise GroupError(f"{file}: [{name}] has {who} from {first}, when it did not exist", "a day of its life")
    return Membership(who, first, last, "member", file)
