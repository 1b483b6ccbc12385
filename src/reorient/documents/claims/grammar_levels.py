"""Rules for what is said of a tie: how large it is, how it changed, how often it multiplied, where it tends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reorient.documents.claims import Claim, Period
from reorient.documents.claims.hedges import Q
from reorient.documents.claims.making import Read, Rule, claim, guarded, level, rule
from reorient.documents.claims.verbs import AUX, DOWN, FLAT, UP, direction_of

#: A quantity followed by these is a rate or a part, which no claim of the schema says.
NOT_THEN = (
    r"(?! (?:month|week|per|on average|in services|in agricultural|excluding|without|in real terms"
    r"|short|away|of which|and α|points? of|growth|annual|as part of|under|within|in framework"
    r"|when|if|in black|in red|up on|down on|more than|less than|higher|lower|larger|smaller|above"
    r"|below|ahead|behind|too|off|shy)\b)"
)
_YEARLY = r"(?! (?:year\b|annually|every year|each year|yearly|per year|on average|faster|growth))"
_IS = (
    r"(?:(?:is|are|was|were|been|be|remains?|remained|stays?|stayed) "
    r"(?:(?:worth|valued at|estimated at|put at|equal to|about)(?: "
    r"over)? |at )?|amount(?:s|ed|ing)? to |came to |came in at |comes in at |worked out at "
    r"|clocked in at |comes to |come to |"
    r"reach(?:es|ed|ing)? |hit |totall?(?:s|ed|ing)? |total |stood at |stands at |stand at |ran "
    r"to |runs to |number(?:s|ed) |averaged |equal(?:s|led|ed) |"
    r"made up |accounted for |constituted |passed |crossed |climbed to |grew to |rose to "
    r"|increased to |jumped to |surged to |swelled to |soared to |expanded to |"
    r"went up to |recovered to |fell to |dropped to |declined to |decreased to |shrank to |sank "
    r"to |went down to |slumped to |plunged to |slipped to |contracted to |"
    r"fallen to |risen to |grown to |climbed to |dropped to |reduced to |brought to |widened to "
    r"|narrowed to |was up to |returned to |peaked at )"
)


def _level(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    yield level(read, read.ties[hit["s"]], hit["q"])


def _bare(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    said = read.clause.quantities[hit["q"]]
    if said.unit == "times":
        yield from _multiple(read, hit)
    elif said.precision in ("over", "nearly") and "of" not in hit.group().split():
        yield level(read, read.ties[hit["s"]], hit["q"])


def _at_most(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    found = level(read, read.ties[hit["s"]], hit["q"])
    if found is not None and found.quantity is not None:
        yield replace(found, quantity=replace(found.quantity, precision="at most"))


def _change(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    tie, said = read.ties[hit["s"]], read.clause.quantities[hit["q"]]
    way = direction_of(hit["v"])
    before = read.clause.befores.get(hit["q"], "")
    if said.unit == "times":
        yield from _multiple(read, hit)
    elif before == "to":
        yield level(read, tie, hit["q"])
    elif said.unit in ("percent", "points"):
        doubts = ("does not tell percent from points",) if tie.share and said.unit == "percent" else ()
        yield claim(read, "change", tie, hit["q"], direction=way, doubts=doubts)
    else:
        found = level(read, tie, hit["q"])
        yield replace(found, kind="change", direction=way) if found else None
    if hit.groupdict().get("r"):
        yield level(read, tie, hit["r"])


def _changed_to(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "came to 140 billion, up 33 percent" for its change."""
    if read.clause.quantities[hit["q"]].unit == "percent" and not read.ties[hit["s"]].share:
        yield claim(read, "change", read.ties[hit["s"]], hit["q"], direction=hit["v"])


def _multiple(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    tie, said = read.ties[hit["s"]], read.clause.quantities[hit["q"]]
    way = "up" if said.low > 1 else "down"
    verb = hit.groupdict().get("v")
    if said.unit != "times" or (verb and direction_of(verb) != way):
        return
    yield claim(read, "multiple", tie, hit["q"], direction=way)


def _times_than(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    tie, said = read.ties[hit["s"]], read.clause.quantities[hit["q"]]
    ends = sorted(read.clause.span)
    if said.unit == "times" and len(ends) == 2:
        period = Period(ends[0], ends[1], words=f"{ends[1]} and {ends[0]}")
        found = claim(read, "multiple", tie, hit["q"], direction="up" if said.low > 1 else "down", period=period)
        yield replace(found, doubts=()) if found else None


def _from_to(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    clause, tie = read.clause, read.ties[hit["s"]]
    first, last = level(read, tie, hit["q"]), level(read, tie, hit["r"])
    if first is None or last is None or first.quantity is None or last.quantity is None:
        return
    verb = hit.groupdict().get("v")
    if verb and (direction_of(verb) == "up") != (last.quantity.high > first.quantity.low):
        first, last = (
            replace(first, doubts=("the figures run against the verb",)),
            replace(last, doubts=("the figures run against the verb",)),
        )
    if hit["q"] in clause.attached and hit["r"] in clause.attached:
        yield from (first, last)
    elif clause.period and clause.period.first < clause.period.last:
        one = clause.period
        yield replace(first, period=replace(one, last=one.first, last_month=one.first_month), doubts=())
        yield replace(last, period=replace(one, first=one.last, first_month=one.last_month), doubts=())
    else:
        yield replace(first, doubts=("does not tell from which year to which",))


def _trend(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    yield claim(read, "trend", read.ties[hit["s"]], direction=direction_of(hit["v"]))


def _no_trend(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    yield claim(read, "trend", read.ties[hit["s"]], direction="up" if hit["u"] else "down", negated=True)


_S = r"(?P<s>σ\d+)"
_AFTER = (
    r"(?= [.,;:)]| \(| and| but| despite| because| as| in spite| thanks| owing| after| with| due| under| when| amid|$)"
)


RULES: tuple[Rule, ...] = (
    *guarded(
        "σ",
        rule(rf"{_S} {AUX}(?:(?P<v>{UP}|{DOWN})|went|moved|changed) from (?P<q>{Q}) to (?P<r>{Q}){NOT_THEN}", _from_to),
        rule(
            rf"{_S} {AUX}(?:is|are|was|were) (?P<q>{Q}) (?:higher|larger|bigger|greater|smaller|lower|as "
            r"high|as large|as much|what it was|more) (?:as |than )*\.",
            _times_than,
        ),
        rule(
            rf"{_S} {AUX}(?:{UP}|{DOWN}) (?:back |again |all way |up |down )*to (?:record |new |total of "
            rf"|about )*(?P<q>{Q}){NOT_THEN}",
            _level,
        ),
        rule(
            r"(?:put|puts|estimates?|estimated|recorded|reported|valued|registered|calculated|gives|gave) "
            rf"{_S} at (?P<q>{Q}){NOT_THEN}",
            _level,
        ),
        rule(rf"(?:^|, )at (?P<q>{Q}) ,? ?{_S} (?=[a-z])", _level),
        rule(rf"{_S} , at (?P<q>{Q}) ,", _level),
        rule(
            rf"{_S} {AUX}(?P<v>{DOWN}) to (?:almost |nearly |practically |virtually |next to )?"
            r"(?:nothing|zero|nil|trickle|naught)(?= [.,;]|$)",
            _trend,
        ),
        rule(
            rf"{_S} {AUX}(?P<v>came to|ground to|came to) (?:complete |near |virtual )?(?:standstill|halt"
            r"|stop)(?= [.,;]|$)",
            _trend,
        ),
        rule(rf"{_S} did not (?P<q>{Q}){NOT_THEN}", _at_most),
        rule(
            rf"{_S} {AUX}{_IS}(?:(?:record )?(?:high|peak|low|maximum)(?: of)? |record (?:of )?|total of "
            rf"|value of |nearly )*(?P<q>{Q}){NOT_THEN}",
            _level,
        ),
        rule(
            rf"{_S} {AUX}(?P<v>{UP}|{DOWN}) (?:by (?:record )?)?(?P<q>{Q})(?: (?:up|down))?(?: to "
            rf"(?P<r>{Q}))?{NOT_THEN}{_YEARLY}",
            _change,
        ),
        rule(
            rf"{_S} {AUX}(?:been |was |were )?(?P<q>{Q})(?: in (?:value|volume|size)| mark| threshold| "
            r"barrier| line)?(?= [.,;]| and| to| "
            r"despite| because| thanks|$)",
            _bare,
        ),
        rule(rf"{_S} {AUX}(?P<m>{Q}) from (?P<q>{Q}) to (?P<r>{Q}){NOT_THEN}", _from_to),
        rule(rf"{_S} [^σ]*?{Q} ,? ?(?P<v>up|down) (?:by )?(?P<q>{Q})(?! (?:month|points of))", _changed_to),
        rule(rf"{_S} (?:of|worth) (?P<q>{Q})(?= [.,;]|$)", _level),
        rule(rf"{_S} {AUX}(?P<v>{UP}|{DOWN}|{FLAT}){_AFTER}", _trend),
        rule(
            rf"{_S} (?:did|has|have|had|do|does) not (?:(?P<u>grow|grown|rise|risen|increase|increased"
            rf"|expand)|fall|fallen|decline|declined|decrease|shrink){_AFTER}",
            _no_trend,
        ),
    ),
)
