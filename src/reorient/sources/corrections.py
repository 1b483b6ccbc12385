"""Local fixes of a source, kept as data in ``corrections.yml``: what is wrong, where, and what the source says now.

::

    - id: arms-1999-typing-error          # unique, lower case
      source: sipri                       # key of a source
      where:                              # which ties; variable is needed, the rest narrows
        variable: arms_tiv
        sender: RUS
        receiver: CHN
        first: 1999                       # first and last calendar year
        last: 1999
      action: override                    # drop | override | scale | flag
      value: 1684.0                       # for override; `factor` for scale, `status` for flag
      reason: Why, in a sentence a reader can judge.
      reported: 2026-03-01, to the producer by e-mail     # or "not yet"
      expect:                             # what the source says now: rows, and value or sum
        rows: 1
        value: 168.4

A correction whose `expect` is no longer met stops the run: the producer has changed the figure, and the entry must be
looked at again. Nothing is corrected in silence: what was applied is shown with the source and counted in the build.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

import polars as pl
import yaml

from reorient.actors import is_actor
from reorient.errors import SourceError, UnknownVariable, few
from reorient.record.schema import STATUSES, Batch, Coverage, SetAside, variable

Action = Literal["drop", "override", "scale", "flag"]
#: The field that each action needs, besides those that all need.
NEEDS: dict[str, str | None] = {"drop": None, "override": "value", "scale": "factor", "flag": "status"}
FIELDS = ("id", "source", "where", "action", "reason", "reported", "expect")
WHERE = ("variable", "sender", "receiver", "first", "last")
EXPECT = ("rows", "value", "sum")
#: Figures are typed with six digits or so; half of the last of them.
TOLERANCE = 5e-6


@dataclass(frozen=True, slots=True)
class Where:
    """The ties that a correction means; an empty actor is any actor, `first` and `last` are calendar years."""

    variable: str
    sender: str
    receiver: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of ``corrections.yml``.

    Attributes
    ----------
    id, source, where
        Its name, the source it corrects and the ties it means.
    action
        ``drop`` the ties, ``override`` their value, ``scale`` it by a factor, or ``flag`` them with a status.
    amount
        The value or factor; ``None`` for drop and flag.
    status
        The status that the ties get; ``None`` leaves a flagless correction with ``derived``.
    reason, reported
        Why, and whether the producer knows.
    expect
        What the source says now: ``rows``, and ``value`` (of every row) or ``sum``.
    """

    id: str
    source: str
    where: Where
    action: Action
    amount: float | None
    status: str | None
    reason: str
    reported: str
    expect: Mapping[str, float]


@cache
def corrections() -> tuple[Correction, ...]:
    """Return every correction of the package, in the order of the file."""
    text = files("reorient.sources").joinpath("corrections.yml").read_text(encoding="utf-8")
    return parse(text)


def parse(text: str, name: str = "corrections.yml") -> tuple[Correction, ...]:
    """Return the corrections in a YAML text.

    Raises
    ------
    SourceError
        Naming the entry and the field, if the text is no list of entries in the layout above.
    """
    try:
        entries = yaml.safe_load(text) or []
    except yaml.YAMLError as problem:
        raise _wrong(name, f"is no YAML: {problem}", "a list of entries") from problem
    if not isinstance(entries, list):
        raise _wrong(name, f"holds a {type(entries).__name__}", "a list of entries")
    found = tuple(_correction(entry, f"{name}, entry {place}") for place, entry in enumerate(entries, start=1))
    names = [one.id for one in found]
    doubled = sorted({one for one in names if names.count(one) > 1})
    if doubled:
        raise _wrong(name, f"uses an id twice: {few(doubled)}", "one id for each entry")
    return found


def _wrong(where: str, found: str, expected: str) -> SourceError:
    return SourceError(f"{where} {found}", expected, "the head of sources/corrections.py shows an entry")


def _correction(entry: Any, where: str) -> Correction:
    if not isinstance(entry, Mapping):
        raise _wrong(where, f"is a {type(entry).__name__}", f"fields {', '.join(FIELDS)}")
    where = f"{where} ({entry.get('id', 'without id')})"
    action = str(entry.get("action", ""))
    if action not in get_args(Action):
        raise _wrong(where, f"has action {action!r}", " | ".join(get_args(Action)))
    need = NEEDS[action]
    _fields(entry, (*FIELDS, *((need,) if need else ())), ("status",), where)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", str(entry["id"])):
        raise _wrong(where, f"has id {entry['id']!r}", "lower-case letters, digits and hyphens")
    status = None if entry.get("status") is None else str(entry["status"])
    if status is not None and status not in STATUSES:
        raise _wrong(where, f"has status {status!r}", " | ".join(STATUSES))
    if len(str(entry["reason"]).split()) < 5:
        raise _wrong(where, f"gives the reason {entry['reason']!r}", "a sentence that a reader can judge")
    return Correction(
        id=str(entry["id"]),
        source=str(entry["source"]),
        where=_where(entry["where"], where),
        action=action,  # type: ignore[arg-type]
        amount=_number(entry[need], f"{where}: {need}") if need in ("value", "factor") else None,
        status=status,
        reason=str(entry["reason"]),
        reported=str(entry["reported"]),
        expect=_expect(entry["expect"], where),
    )


def _fields(entry: Mapping[str, Any], needed: Iterable[str], allowed: Iterable[str], where: str) -> None:
    missing = [field for field in needed if field not in entry]
    extra = [str(field) for field in entry if field not in {*needed, *allowed}]
    if missing or extra:
        said = [f"lacks {few(missing)}"] if missing else []
        said += [f"has the unknown field {few(extra)}"] if extra else []
        raise _wrong(where, " and ".join(said), f"fields {', '.join(needed)}")


def _number(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _wrong(where, f"is {value!r}", "a finite number")
    return float(value)


def _where(value: Any, where: str) -> Where:
    if not isinstance(value, Mapping):
        raise _wrong(f"{where}: where", f"is {value!r}", f"fields {', '.join(WHERE)}")
    _fields(value, ("variable", "first", "last"), WHERE, f"{where}: where")
    try:
        variable(str(value["variable"]))
    except UnknownVariable as problem:
        raise _wrong(f"{where}: where", problem.found, problem.expected) from problem
    sender, receiver = (str(value.get(end) or "") for end in ("sender", "receiver"))
    unknown = [actor for actor in (sender, receiver) if actor and not is_actor(actor)]
    if unknown:
        raise _wrong(f"{where}: where", f"names {few(unknown)}, which is no actor", "ids of actors, such as DEU")
    first, last = (_number(value[field], f"{where}: where: {field}") for field in ("first", "last"))
    if first > last or first % 1 or last % 1:
        raise _wrong(f"{where}: where", f"runs from {first:g} to {last:g}", "calendar years in order")
    return Where(str(value["variable"]), sender, receiver, int(first), int(last))


def _expect(value: Any, where: str) -> dict[str, float]:
    if not isinstance(value, Mapping) or not value or set(value) - set(EXPECT):
        raise _wrong(f"{where}: expect", f"is {value!r}", f"one or more of {', '.join(EXPECT)}")
    return {str(key): _number(said, f"{where}: expect: {key}") for key, said in value.items()}


def apply(
    batch: Batch, key: str, *, entries: Iterable[Correction] | None = None
) -> tuple[Batch, tuple[Correction, ...]]:
    """Apply the corrections of the source `key` to its `batch`.

    Parameters
    ----------
    batch
        As read.
    key
        Key of the source; corrections of other sources are left alone.
    entries
        Corrections to choose from; those of the package if ``None``.

    Returns
    -------
    The corrected batch, and the corrections that were applied.

    Raises
    ------
    SourceError
        If the source no longer says what a correction expects, or a drop would read as zero.
    """
    chosen = tuple(one for one in (corrections() if entries is None else entries) if one.source == key)
    for one in chosen:
        batch = _apply_one(batch, one)
    return batch, chosen


def _matches(where: Where) -> pl.Expr:
    found = (pl.col("variable") == where.variable) & pl.col("period").dt.year().is_between(where.first, where.last)
    for column, actor in (("sender", where.sender), ("receiver", where.receiver)):
        if actor:
            found = found & (pl.col(column) == actor)
    return found


def _apply_one(batch: Batch, one: Correction) -> Batch:
    hit = _matches(one.where)
    rows = batch.ties.filter(hit)
    _met(rows, one)
    if one.action == "drop":
        _refuse_zero(batch.coverage, one)
        aside = SetAside(f"correction {one.id}: {one.reason}", len(rows))
        return replace(batch, ties=batch.ties.filter(~hit), set_aside=(*batch.set_aside, aside))
    amount = pl.lit(one.amount, dtype=pl.Float64)
    new = {"override": amount, "scale": pl.col("value") * amount}.get(one.action, pl.col("value"))
    status = one.status or "derived"
    return replace(
        batch,
        ties=batch.ties.with_columns(
            pl.when(hit).then(new).otherwise(pl.col("value")).alias("value"),
            pl.when(hit).then(pl.lit(status)).otherwise(pl.col("status")).alias("status"),
        ),
    )


def _met(rows: pl.DataFrame, one: Correction) -> None:
    """Raise unless the source says what the correction expects."""
    said = {"rows": float(len(rows)), "sum": float(rows["value"].sum())}
    off = [name for name in said if name in one.expect and not _near(said[name], one.expect[name])]
    differs = [f"{name} {said[name]:g} instead of {one.expect[name]:g}" for name in off]
    if "value" in one.expect:
        others = [f"{value:g}" for value in rows["value"] if not _near(value, one.expect["value"])]
        differs += [f"value {few(others)} instead of {one.expect['value']:g}"] if others else []
    if not len(rows) and one.expect.get("rows") != 0:
        differs = ["no such tie"]
    if differs:
        raise SourceError(
            f"Correction {one.id!r} of {one.source} no longer fits: the source now says {few(differs)}",
            f"what it said when the correction was written ({one.reason})",
            "if the producer has fixed it, delete the entry from corrections.yml; otherwise adjust its expect",
        )


def _near(value: float, expected: float) -> bool:
    return math.isclose(value, expected, rel_tol=TOLERANCE, abs_tol=1e-12)


def _refuse_zero(coverage: Iterable[Coverage], one: Correction) -> None:
    """Raise if no row would be read as zero where the correction drops one (docs/convention.md, 1)."""
    where = one.where
    for row in coverage:
        overlaps = row.first.year <= where.last and where.first <= row.last.year
        if row.variable == where.variable and row.absence == "zero" and overlaps:
            raise SourceError(
                f"Correction {one.id!r} drops ties where no row means zero ({row.source}, {row.variable})",
                "that an absent tie is not taken for a zero",
                "use action: override with value: 0 if it is a zero, or action: flag if it is only doubtful",
            )
