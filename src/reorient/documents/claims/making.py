"""Claims from what a rule of the grammar matched: variables by unit, quantities, periods and doubts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from reorient.documents.claims import Claim, ClaimKind, Period, Quantity
from reorient.documents.claims.clauses import WEAK, Clause
from reorient.documents.claims.subjects import variables_of
from reorient.documents.claims.ties import Tie
from reorient.record.schema import variables


@dataclass(frozen=True, slots=True)
class Read:
    """What a rule sees: the clause, its text with ties replaced, and the ties."""

    clause: Clause
    text: str
    ties: dict[str, Tie]


Make = Callable[[Read, re.Match[str]], Iterable[Claim | None]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over tagged text, what to make of a match, and words without which it cannot match.

    Attributes
    ----------
    pattern
        The pattern as written; it is compiled when first needed, as most texts need few.
    make
        What to make of a match.
    guard
        A short pattern that is searched first, empty for none.
    """

    pattern: str
    make: Make
    guard: str = ""

    def found(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches in a text."""
        return compiled(self.pattern).finditer(text)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern that begins at a word, compiled once."""
    return re.compile(rf"(?:(?<=^)|(?<= )){pattern}")


def rule(pattern: str, make: Make) -> Rule:
    """Return a rule: a pattern over tagged text and what to make of a match."""
    return Rule(pattern, make)


def guarded(guard: str, *rules: Rule) -> tuple[Rule, ...]:
    """Return rules that are tried only where a short pattern is found."""
    return tuple(replace(one, guard=one.guard or guard) for one in rules)


def guarded_by(guard: str, text: str, *, percent: bool = True) -> bool:
    """Return whether rules with a guard are worth trying on a text: all its parts, set apart by " & ", are found.

    Parameters
    ----------
    guard
        Patterns set apart by " & "; "%" stands for a figure in percent.
    text
        Tagged text with ties.
    percent
        Whether the clause has a figure in percent.
    """
    parts = guard.split(" & ") if guard else []
    return all(percent if part == "%" else compiled_guard(part).search(text) is not None for part in parts)


@cache
def compiled_guard(guard: str) -> re.Pattern[str]:
    """Return a guard, compiled once."""
    return re.compile(guard)


#: Words in a variable's unit by the unit of a quantity.
_FITS = {
    "usd": "US dollars",
    "eur": "euro",
    "tonnes": "tonnes",
    "barrels_day": "tonnes",
    "bcm": "billion cubic metres",
    "tiv": "TIV",
    "ej": "exajoules",
}
_COUNTED = ("persons", "trips", "visits", "vetoed drafts", "exercises begun", "roll calls", "organisations")


def fitting(names: Iterable[str], unit: str) -> tuple[str, ...]:
    """Return the variables whose values can be told in a unit."""
    known = variables()
    if unit == "count":
        return tuple(name for name in names if known[name].unit in _COUNTED)
    word = _FITS.get(unit)
    return tuple(name for name in names if word and word in known[name].unit)


def level(read: Read, tie: Tie, quantity: str) -> Claim | None:
    """Return the claim that a tie is, or a share is, as large as a quantity."""
    said = read.clause.quantities[quantity]
    if tie.share:
        return claim(read, "share", tie, quantity) if said.unit == "percent" else None
    if said.unit == "percent":
        return claim(read, "level", tie, quantity) if tie.subject == "un_agreement" else None
    names = fitting(tie.variables(said.unit), said.unit)
    return claim(read, "level", tie, quantity, names=names) if names else None


def claim(
    read: Read, kind: ClaimKind, tie: Tie, quantity: str = "", *, names: tuple[str, ...] = (), **more: Any
) -> Claim | None:
    """Return a claim of a kind about a tie; None where the record has no variable for it or a tie is with itself."""
    clause = read.clause
    said = clause.quantities.get(quantity)
    units = {one.unit for one in clause.quantities.values()} & {"usd", "eur"}
    names = names or tie.variables(said.unit if said and said.unit != "percent" else "eur" if units == {"eur"} else "")
    who = clause.key(tie.who)
    whom = clause.key(tie.whom) if tie.whom else ""
    if (
        not names
        or not who
        or (tie.whom and not whom)
        or (who == whom and (kind != "share" or not clause.actors[tie.who].is_group))
    ):
        return None
    if tie.share and kind in ("trend", "change", "multiple"):
        more["of_total"] = True
    return built(read, kind, who, whom, quantity, variable=names[0], variables=names[1:], **more)


def _vague(period: Period, clause: Clause) -> bool:
    """Return whether a period does not date what happened once: "today", "20 years have passed since A joined"."""
    span = period.relative and period.first < period.last and clause.manner == "over"
    return span or period.words.lower() in WEAK


def built(read: Read, kind: ClaimKind, who: str, whom: str, quantity: str = "", **more: Any) -> Claim:
    """Return a claim with the clause's period and doubts."""
    clause = read.clause
    if more.get("variable"):
        more.setdefault("variables", variables_of(more["variable"], "")[1:])
    said: Quantity | None = clause.quantities.get(quantity)
    more.setdefault("period", clause.when(quantity))
    if kind == "trend" and clause.manner == "after" and clause.on and more["period"] and not more["period"].relative:
        more["period"] = replace(
            more["period"], last=max(more["period"].first, clause.on.year), last_month=0, relative=True
        )
    if more.get("phase") in ("joined", "left", "founded") and more["period"] and _vague(more["period"], clause):
        more["period"] = None
    doubts = clause.doubts if more["period"] is None or quantity not in clause.attached else ()
    if who == whom and kind != "share":
        doubts = (*doubts, "is a tie with itself")
    if kind in ("trend", "change", "multiple") and not (clause.period or clause.attached):
        doubts = (*doubts, "names no period")
    if more.get("variable") == "gdp_usd" and kind in ("change", "multiple", "trend"):
        doubts = (*doubts, "does not tell growth at constant prices from growth in dollars")
    return Claim(kind, who, whom, quantity=said, doubts=(*doubts, *more.pop("doubts", ())), **more)
