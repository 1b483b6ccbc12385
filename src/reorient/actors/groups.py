"""Groups of actors with dated membership: organisations, forums, coalitions, regions, and a reader's own.

``groups.csv`` says what a group is, ``members.csv`` who was in it, from which day to which, and on whose word. A group
may be built on others: its cell ``includes`` names groups or actors that are added, ``excludes`` those that are
taken out again, spell by spell.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from reorient.actors.names import resolve
from reorient.actors.own_groups import read_own_groups
from reorient.actors.spells import MEMBER, STATUSES, Group, Membership, joined, without
from reorient.actors.states import actor, alive, is_actor
from reorient.actors.tables import day, rows
from reorient.errors import ActorError, AmbiguousActor, GroupError, did_you_mean, few

__all__ = [
    "Group",
    "Membership",
    "fixed",
    "group",
    "group_names",
    "load_groups",
    "members",
    "members_over",
    "part",
    "require_members",
    "toward",
]


@cache
def _groups() -> dict[str, Group]:
    own: dict[str, list[Membership]] = {}
    for row in rows("members.csv"):
        spell = Membership(row["actor"], day(row["valid_from"]), day(row["valid_to"]), row["status"], row["source"])
        own.setdefault(row["group"], []).append(spell)
    found: dict[str, Group] = {}
    for row in rows("groups.csv"):
        found[row["group"]] = _from_row(row, own.get(row["group"], []), found)
    return found


def _from_row(row: dict[str, str], own: list[Membership], earlier: dict[str, Group]) -> Group:
    added = [spell for piece in row["includes"].split() for spell in _borrowed(earlier, piece, row["definition"])]
    taken = [spell for piece in row["excludes"].split() for spell in _borrowed(earlier, piece, row["definition"])]
    return Group(
        name=row["group"],
        title=row["title"],
        kind=row["kind"],
        rank=int(row["rank"]) if row["rank"] else None,
        part_of=row["part_of"],
        definition=row["definition"],
        source=row["source"],
        memberships=without(joined([*own, *added]), taken),
    )


def _borrowed(earlier: dict[str, Group], piece: str, source: str) -> tuple[Membership, ...]:
    """Return the spells of an earlier group, or one open spell of an actor."""
    if piece in earlier:
        return earlier[piece].memberships
    if is_actor(piece):
        return (Membership(piece, None, None, "member", source),)
    raise GroupError(f"groups.csv builds on {piece!r}", "an actor, or the name of a group in an earlier row")


def group_names() -> tuple[str, ...]:
    """Return the names of all groups, in the order of ``groups.csv``."""
    return tuple(_groups())


def group(name: str) -> Group:
    """Return the group `name`; case does not matter.

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


def part(of: str) -> tuple[Group, ...]:
    """Return the groups of an ordered list such as ``concept-2023``, by rank; raises ``GroupError`` if unknown."""
    found = sorted((one for one in _groups().values() if one.part_of == of), key=lambda one: one.rank or 0)
    if not found:
        lists = sorted({one.part_of for one in _groups().values() if one.part_of})
        raise GroupError(f"No list of groups {of!r}.{did_you_mean(of, lists)}", f"one of {few(lists, 20)}")
    return tuple(found)


def members(of: Group | str, on: date, *, statuses: tuple[str, ...] = MEMBER) -> tuple[str, ...]:
    """Return the ids of the members on a day, sorted; only actors that exist on it.

    Parameters
    ----------
    of
        A group or its name.
    on
        The day.
    statuses
        Which of `STATUSES` count; full members alone unless said otherwise.
    """
    return members_over(of, on, on, statuses=statuses)


def members_over(of: Group | str, first: date, last: date, *, statuses: tuple[str, ...] = MEMBER) -> tuple[str, ...]:
    """Return the ids of all who were members on any day from `first` to `last`, sorted."""
    one = group(of) if isinstance(of, str) else of
    unknown = set(statuses) - set(STATUSES)
    if unknown:
        raise GroupError(f"No status {few(sorted(unknown))}", f"one of {', '.join(STATUSES)}")
    found = {
        spell.actor
        for spell in one.memberships
        if spell.status in statuses
        and spell.touches(first, last)
        and alive(spell.actor, max(first, spell.first or first), min(last, spell.last or last))
    }
    return tuple(sorted(found))


def require_members(of: Group | str, on: date) -> tuple[str, ...]:
    """Return the members on a day; raises ``GroupError``, saying when it had some, if there are none."""
    one = group(of) if isinstance(of, str) else of
    found = members(one, on)
    if not found:
        counted = [spell for spell in one.memberships if spell.status in MEMBER]
        begun = min((spell.first or date.min for spell in counted), default=date.min)
        ended = max((spell.last or date.max for spell in counted), default=date.max)
        since = "" if begun == date.min else f" from {begun}"
        until = "" if ended == date.max else f" to {ended}"
        raise GroupError(
            f"The group {one.name!r} has no member on {on}",
            f"a day on which it had members{since}{until}" if since or until else "a day on which its members existed",
            "choose other years, or hold a membership fixed",
        )
    return found


def fixed(of: Group | str, on: date) -> Group:
    """Return the group with its members of one day at all times: an accession is not a turn.

    The name gains ``@`` and the day. Members still count only while they exist.
    """
    one = group(of) if isinstance(of, str) else of
    spells = tuple(Membership(key, None, None, "member", f"{one.name} on {on}") for key in require_members(one, on))
    return replace(
        one,
        name=f"{one.name}@{on}",
        title=f"{one.title}, members of {on}",
        definition=f"The members that {one.title} had on {on}, at all times while they exist",
        memberships=spells,
    )


def toward(text: str, *, definitions: Path | None = None) -> Group:
    """Return the group that a reader names.

    Parameters
    ----------
    text
        Pieces separated by commas. A piece is a group (``asia``), an id (``CHN``) or a name (``Viet Nam``); after a
        minus stands what is taken out again: ``eu-HUN``, ``asean,CHN-MMR``, ``west,-nato``; a day after ``@`` holds
        a group's membership fixed: ``eu@2013-07-01``.
    definitions
        A file with the reader's own groups (`load_groups`).

    Raises
    ------
    GroupError
        If a piece is neither a group nor an actor, or nothing is left.
    AmbiguousActor
        If a name fits several actors.
    """
    own = load_groups(definitions) if definitions else {}
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    added: list[Group] = []
    taken: list[Group] = []
    for piece in pieces:
        plus, minus = _split(piece, own)
        added.extend(plus)
        taken.extend(minus)
    if not added:
        raise GroupError(
            f"{text!r} names no group", "a group, or actors separated by commas", "for example CHN,IND,VNM"
        )
    if len(added) == 1 and not taken:
        return added[0]
    return _combined(text, added, taken)


def _combined(text: str, added: list[Group], taken: list[Group]) -> Group:
    whole = joined(spell for one in added for spell in one.memberships)
    for one in taken:
        if without(whole, one.memberships) == whole:
            raise GroupError(
                f"{text!r} takes out {one.title}, which is not in it", "what was in it at some time", "leave it away"
            )
    spells = without(whole, [spell for one in taken for spell in one.memberships])
    if not spells:
        raise GroupError(f"Nothing is left of {text!r}", "at least one actor")
    title = ", ".join(one.title for one in added)
    if taken:
        title += f" without {', '.join(one.title for one in taken)}"
    name = ",".join(piece.strip() for piece in text.split(",") if piece.strip())
    return Group(name, title, "own", None, "", f"As the reader named it: {title}", "the reader", spells)


def _split(piece: str, own: dict[str, Group]) -> tuple[list[Group], list[Group]]:
    """Return what one piece adds and what it takes out; names with hyphens (Guinea-Bissau) come first."""
    if piece.startswith("-"):
        return [], [_named(piece[1:], own)]
    taken: list[Group] = []
    head = piece
    while _find(head, own) is None and "-" in head:
        head, _, tail = head.rpartition("-")
        out = _find(tail, own)
        if out is None:
            return [_named(piece, own)], []
        taken.insert(0, out)
    found = _find(head, own)
    return ([found], taken) if found else ([_named(piece, own)], [])


def _find(piece: str, own: dict[str, Group]) -> Group | None:
    try:
        return _named(piece, own)
    except AmbiguousActor:
        raise
    except (ActorError, GroupError):
        return None


def _named(piece: str, own: dict[str, Group]) -> Group:
    """Return the group or single actor that one word names."""
    word, _, moment = piece.strip().partition("@")
    known = own | _groups()
    if word.lower() in known:
        return _held(known[word.lower()], moment) if moment else known[word.lower()]
    try:
        who = word.upper() if is_actor(word.upper()) else resolve(piece.strip())
    except AmbiguousActor:
        raise
    except ActorError as problem:
        hint = did_you_mean(word.lower(), list(known)) or problem.found.partition(".")[2]
        raise GroupError(
            f"{piece.strip()!r} is neither a group nor an actor.{hint}",
            "the name of a group, an id or an English name",
            "`reorient groups` lists groups, `reorient actor NAME` looks up names",
        ) from problem
    title = actor(who).name
    return Group(
        who, title, "own", None, "", title, "the reader", (Membership(who, None, None, "member", "the reader"),)
    )


def _held(one: Group, moment: str) -> Group:
    try:
        return fixed(one, date.fromisoformat(moment))
    except ValueError as problem:
        raise GroupError(f"{moment!r} after @ is no date", "a date such as 2013-07-01") from problem


def load_groups(path: Path) -> dict[str, Group]:
    """Return a reader's own groups from a TOML file, by name.

    Each table is a group::

        [visegrad]
        title = "Visegrad Group"
        members = ["POL", "HUN", "CZE", { actor = "SVK", from = 1993-01-01 }]

    Raises
    ------
    GroupError
        On a file that is no TOML, unknown keys, unknown actors, wrong dates, a member outside its life, spells of
        one member that overlap, or a name that is taken.
    """
    return read_own_groups(path, taken=group_names())
