"""Rules for nominal style: "a 12 percent fall in A's exports to B", "A's trade with B posted growth of 8 percent"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reorient.documents.claims import Claim, Period
from reorient.documents.claims.grammar_levels import NOT_THEN
from reorient.documents.claims.hedges import Q
from reorient.documents.claims.making import Read, Rule, claim, guarded, level, rule
from reorient.documents.claims.verbs import AUX

_UP = r"(?:rise|increase|growth|jump|surge|gain|climb|expansion|upswing|upturn|leap|boost|uptick|hike|recovery)"
_DOWN = (
    r"(?:fall|drop|decline|decrease|reduction|slump|plunge|contraction|dip|collapse|slide|cut|downturn|loss|shrinkage)"
)
_KIND = (
    r"(?:(?:year-on-year|sharp|steep|marked|modest|slight|small|large|big|huge|strong|steady"
    r"|further|overall|annual|total|new|dramatic|considerable|substantial|significant|noticeable"
    r"|impressive|remarkable|rapid|rather|robust|healthy|record|clear|gradual) )*"
)
_NOUN = rf"(?P<n>{_UP}|{_DOWN})"
_S, _Q = r"(?P<s>σ\d+)", rf"(?P<q>{Q})"
#: What stands in front of a change that happened.
_SAW = (
    r"(?:saw|seen|brought|recorded|registered|witnessed|reported|led to|resulted in|ended with"
    r"|brought about|produced|meant|there (?:was|were|has been|had been)|posted|showed|suffered"
    r"|experienced|underwent|enjoyed|caused|was followed by|brought with it|after|with|by|marked "
    r"by|was|followed by|despite|thanks to|because of|owing to|amid)"
)
_HAPPENED = (
    r"(?:was|were|has been|had been|is|followed|occurred|came|took place|ensued)(?: (?:recorded"
    r"|registered|observed|seen|reported|noted|achieved|posted|measured))?(?= [.,;τ]| in | by | "
    r"due | because | thanks | after |$)"
)
_HAD = (
    r"(?:posted|recorded|registered|saw|seen|showed|shown|suffered|experienced|underwent|undergone"
    r"|enjoyed|took|taken|made|achieved|logged|marked|displayed|had|reported|witnessed|went "
    r"through|gone through|is showing|shows)"
)


def _way(word: str) -> str:
    return "up" if re.fullmatch(rf"{_UP}|gained|added|put on", word) else "down"


def _change(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    tie, said = read.ties[hit["s"]], read.clause.quantities[hit["q"]]
    if said.unit in ("percent", "points"):
        doubts = ("does not tell percent from points",) if tie.share and said.unit == "percent" else ()
        yield claim(read, "change", tie, hit["q"], direction=_way(hit["n"]), doubts=doubts)
    elif said.unit == "times":
        yield from _times(read, hit)
    else:
        found = level(read, tie, hit["q"])
        yield replace(found, kind="change", direction=_way(hit["n"])) if found else None
    if hit.groupdict().get("r"):
        yield level(read, tie, hit["r"])


def _times(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    said = read.clause.quantities[hit["q"]]
    noun = hit.groupdict().get("n")
    way = "up" if said.low > 1 else "down"
    if said.unit == "times" and (not noun or _way(noun) == way):
        yield claim(read, "multiple", read.ties[hit["s"]], hit["q"], direction=way)


def _trend(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    yield claim(read, "trend", read.ties[hit["s"]], direction=_way(hit["n"]))


def _compared(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "12 percent lower in 2015 than in 2014"."""
    tie, said = read.ties[hit["s"]], read.clause.quantities[hit["q"]]
    if said.unit != "percent" or tie.share:
        return
    ends = sorted(read.clause.span)
    way = "down" if hit["m"] in ("lower", "smaller", "less", "down", "below") else "up"
    if len(ends) == 2:
        period = Period(ends[0], ends[1], words=f"{ends[1]} and {ends[0]}")
        found = claim(read, "change", tie, hit["q"], direction=way, period=period)
        yield replace(found, doubts=()) if found else None
    elif hit.groupdict().get("than") is None:
        yield claim(read, "change", tie, hit["q"], direction=way)


_THEN = rf"(?: to (?P<r>{Q}))?{NOT_THEN}"
RULES: tuple[Rule, ...] = (
    *guarded(
        "σ",
        rule(rf"(?:{_SAW}|^) {_KIND}{_Q} {_KIND}{_NOUN} (?:in|of) {_S}(?! (?:growth|was|were|would|will))", _change),
        rule(rf"^{_Q} {_KIND}{_NOUN} (?:in|of) {_S} {_HAPPENED}", _change),
        rule(rf"(?:{_SAW}|^) {_KIND}{_NOUN} (?:of|by) {_Q} in {_S}", _change),
        rule(rf"^{_KIND}{_NOUN} (?:of|by) {_Q} in {_S} {_HAPPENED}", _change),
        rule(rf"(?:{_SAW}|^) {_S} {_KIND}{_NOUN} by {_Q}", _change),
        rule(rf"{_S} {AUX}(?P<n>lost|shed) {_Q}(?: (?:of|in) (?:its|their) (?:value|volume))?{NOT_THEN}", _change),
        rule(
            rf"{_S} [^σ]*?{Q} ,? ?(?:which (?:was|is) |representing |marking )?{_KIND}{_NOUN} (?:of|by) "
            rf"{_Q}(?= [.,;]| on | over | from )",
            _change,
        ),
        rule(rf"{_S} {AUX}(?P<n>gained|added|put on) {_Q}(?: (?:in|of) (?:value|volume))?{NOT_THEN}", _change),
        rule(
            rf"^{_KIND}{_NOUN} (?:of|by) {_Q} in {_S} (?=(?:[a-z]+ly )?[a-z]+(?:ed|ught|ent|ook|ade|ut|ave"
            r"|ame)\b)",
            _change,
        ),
        rule(
            rf"^{_KIND}{_Q} {_KIND}{_NOUN} in {_S} (?=(?:[a-z]+ly )?[a-z]+(?:ed|ught|ent|ook|ade|ut|ave|ame)\b)",
            _change,
        ),
        rule(rf"{_S} {AUX}{_HAD} {_KIND}{_NOUN} (?:of|by) {_Q}{_THEN}", _change),
        rule(rf"{_S} {AUX}{_HAD} {_KIND}{_Q} {_KIND}{_NOUN}{_THEN}", _change),
        rule(
            rf"{_KIND}{_NOUN} (?:in|of) {_S} {AUX}(?:was|came to|reached|amounted to|stood at|hit|totalled"
            rf"|totaled|equalled|made up|averaged) {_Q}{NOT_THEN}",
            _change,
        ),
        rule(rf"{_S} {_NOUN} (?:was|came to|reached|amounted to|stood at|hit) {_Q}{NOT_THEN}", _change),
        rule(rf"(?:{_SAW}|^) {_KIND}{_Q} of {_S}", _times),
        rule(rf"^{_Q} of {_S} {_HAPPENED}", _times),
        rule(
            rf"(?:saw|brought|recorded|witnessed|there (?:was|has been)|registered) {_KIND}{_NOUN} (?:in"
            rf"|of) {_S}",
            _trend,
        ),
        rule(rf"{_S} {AUX}{_HAD} {_KIND}{_NOUN}(?= [.,;]|$)", _trend),
        rule(
            rf"{_S} {AUX}(?:is|was|were|are|ran|stood) {_Q} (?P<m>up|down|higher|larger|bigger|greater|more"
            r"|lower|smaller|less|above|below)(?: (?:than before|up on|on)|(?P<than> than| level| figure)"
            r"| \.| ,|$)",
            _compared,
        ),
    ),
)
