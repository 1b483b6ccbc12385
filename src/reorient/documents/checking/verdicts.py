"""Verdicts: a claim is held against the record under every definition that its words allow.

A definition is a variable, a source, a reading of the group's name and a reading of the period. Under each the record
gives a figure or does not cover the question. All that give one bear the claim out: *supported*; none does:
*contradicted*; some do and some do not: *depends*, with both named; none gives a figure: *not covered*. A claim that
was read with doubts is *cannot parse* until a person confirms it.

The tolerance (`reorient.documents.checking.tolerances`) stands with every verdict.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reorient.actors import is_actor
from reorient.documents.checking.bench import Bench, Tried, Verdict, Word
from reorient.documents.checking.figures import figures
from reorient.documents.checking.flows import title
from reorient.documents.checking.tolerances import tolerance
from reorient.documents.claims import Claim, Period
from reorient.record.schema import variable, variables
from reorient.record.store import Record


def decide(bench: Bench | Record, claim: Claim, *, later: int = 0, on: date | None = None) -> Verdict:
    """Return the verdict on a claim.

    Parameters
    ----------
    bench
        The record, or a bench on it that remembers what was read.
    claim
        Typed, with a period where its kind needs one.
    later
        Years by which the document may be younger than it was taken to be: periods that were reckoned from its date
        are then tried as many years later too, each as a definition of its own.
    on
        Day of the document: what is told without a time (who has joined, what never was) is told up to then; to
        this day where it is not known.
    """
    at = Bench(bench) if isinstance(bench, Record) else bench
    if claim.doubts:
        return Verdict(claim, "cannot parse", why="; ".join(claim.doubts))
    if claim.kind not in ("membership", "existence", "priority"):
        missing = _missing(claim)
        if missing:
            return Verdict(claim, "cannot parse", why=missing)
        if not claim.variable or claim.variable not in variables():
            return Verdict(claim, "not covered", why="No variable of the record holds what the sentence speaks of.")
    if later and claim.period is not None and claim.period.relative:
        moved = [_moved(claim, claim.period, by) for by in range(later + 1)]
        found = [(one, *_tried(at, one, on)) for one in moved]
        tried = tuple(replace(t, definition=f"{t.definition}, {_when(one)}") for one, many, _ in found for t in many)
        return _concluded(at, claim, tried, found[0][2])
    return _concluded(at, claim, *_tried(at, claim, on))


def _tried(at: Bench, claim: Claim, on: date | None) -> tuple[tuple[Tried, ...], str]:
    """Return every definition tried, and the tolerance in words."""
    if claim.kind in ("membership", "existence"):
        from reorient.documents.checking.events import events

        return events(at, claim, on)
    if claim.kind == "priority":
        from reorient.documents.checking.declared_orders import declared

        tried = tuple(Tried(name, None, "", bears, words) for name, bears, words in declared(claim))
        return tried, "items of one section stand side by side, which is against no order"
    return tuple(figures(at, claim)), tolerance(claim)


def _moved(claim: Claim, period: Period, by: int) -> Claim:
    return replace(claim, period=replace(period, first=period.first + by, last=period.last + by))


def _when(claim: Claim) -> str:
    assert claim.period is not None
    return " to ".join(dict.fromkeys((str(claim.period.first), str(claim.period.last))))


def _missing(claim: Claim) -> str:
    if claim.period is None:
        return "Neither the sentence nor the document tells when."
    if claim.quantity is None and claim.kind in ("level", "share", "multiple"):
        return "No figure in the sentence."
    if not claim.whom and claim.kind in ("share", "balance"):
        return "No partner named."
    if claim.kind == "comparison" and not claim.other:
        return "Nothing to compare with."
    return ""


def _concluded(bench: Bench, claim: Claim, tried: tuple[Tried, ...], tolerance: str) -> Verdict:
    known = [one for one in tried if one.bears is not None]
    ordered = tuple(known + [one for one in tried if one.bears is None])
    # "None of them did" and "the only one that did not" hold their denial in what is counted.
    counted = claim.quantifier == "none" or (claim.only and claim.kind == "existence" and bool(claim.within))
    if claim.negated and not counted:
        flipped = [replace(one, bears=not one.bears) for one in known]
        ordered = tuple(flipped + [one for one in tried if one.bears is None])
        known = flipped
    if not known:
        why = tried[0].words if tried else "No source in the record covers what the sentence speaks of."
        return Verdict(claim, "not covered", ordered, tolerance, why)
    for_it = [one for one in known if one.bears]
    against = [one for one in known if not one.bears]
    series, name, unit = _series(bench, claim)
    word: Word = "supported" if not against else "contradicted" if not for_it else "depends"
    if word == "depends":
        why = f"True under: {for_it[0].definition} ({for_it[0].words}). "
        why += f"False under: {against[0].definition} ({against[0].words})."
    else:
        first = known[0]
        why = f"{first.words[:1].upper()}{first.words[1:]} ({first.definition})."
        if len(known) > 1:
            why += f" The same under {len(known) - 1} further definition{'s' if len(known) > 2 else ''}."
    return Verdict(claim, word, ordered, tolerance, why, series, name, unit)


def _series(bench: Bench, claim: Claim) -> tuple[tuple[tuple[int, float], ...], str, str]:
    """Return the flow between the two around the period, from the source with most rows that has it."""
    if claim.period is None or claim.variable not in variables() or not claim.who:
        return (), "", ""
    spec = variable(claim.variable)
    for source in bench.flows.sources(claim.variable):
        years = range(min(claim.period.first - 5, claim.period.last - 8), claim.period.last + 6)
        found = [
            (year, value)
            for year in years
            for value in [bench.flows.value(claim.variable, source, claim.who, claim.whom, year)]
            if value is not None
        ]
        if len(found) > 1:
            unit = spec.unit
            if unit == "0 or 1" and not (is_actor(claim.who) and (not claim.whom or is_actor(claim.whom))):
                unit = "pairs of members"
            return tuple(found), f"{spec.title}, {title(claim.who)} and {title(claim.whom)} [{source}]", unit
    return (), "", ""
