"""Rules for visits, disputes, exercises, vetoes and projects."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from reorient.documents.claims import Claim
from reorient.documents.claims.grammar_sanctions import event_of
from reorient.documents.claims.grammar_treaties import pairs_of
from reorient.documents.claims.hedges import LIST, A
from reorient.documents.claims.making import Read, Rule, built, guarded, rule
from reorient.documents.claims.verbs import AUX

_A, _B = rf"(?P<a>{A})", rf"(?P<b>{A})"


_ALL = rf"(?P<a>{LIST})"


_LEADER = (
    r"(?:president|prime minister|premier|chancellor|king|queen|emir|sultan|crown prince|emperor"
    r"|leader|head of state|head of government)"
)


_TRAVEL = (
    r"(?:made stop in|stopped off in|dropped in on|visits|made (?:[a-z-]+ ){0,3}?(?:trip|journey"
    r"|tour|visits?) (?:to|of)|set foot in|landed in|flew into|touched down in|journeyed to|took "
    r"trip to|stopped (?:over )?in|visited|(?:paid|made) (?:[a-z-]+ ){0,3}?visits? to|went (?:on "
    r"(?:\w+ ){0,2}visit )?to|travell?ed to|flew to|came to|arrived in|toured)"
)


_DRILL = (
    r"(?:(?!on |of |about |after |in |for |and |no |before |over |to |with |without |during "
    r")[a-z-]+ ){0,3}?(?:(?:joint|military|naval|navy|army|sea|maritime|counter-terrorism"
    r"|anti-submarine|combined|war|big|three-day|ten-day|five-day|two-week|week-long|landing"
    r"|bilateral|peace|their|its|regular|latest|own|large|bilateral|anti-terrorist|air|annual"
    r"|large-scale|common|week-long|live-fire|trilateral|first|major|κ\d+) )*(?:exercises?|drills?"
    r"|manoeuvres|maneuvers|war games)"
)


_HOLD = r"(?:hold|holds|conducts?|stages?|carry out|have been holding)"


_HELD = (
    r"(?:ran|mounted|organi[sz]ed|took part in|carried through|concluded|wrapped up|opened"
    r"|finished|joined in|undertook|began holding|held|conducted|staged|carried out|launched|began"
    r"|completed|hosted|launched)"
)


_DISPUTE = (
    r"(?:(?:territorial|border|maritime|unresolved|unsettled|long-running|long-standing|old"
    r"|frontier|boundary) )+(?:dispute|disputes|conflict|conflicts|quarrel|row|claims"
    r"|disagreement)"
)


_VETO = r"(?:vetoed|blocked with (?:their|its) vetoes?)"


_DRAFT = r"(?:(?:draft|security council|western|un|joint|α\d+(?: 's)?) )*(?:resolutions?|drafts?)"


@cache
def _heads() -> frozenset[str]:
    """Return names and surnames of those who were heads of state or government."""
    text = (files("reorient.documents.mentions") / "leaders.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["office"] != "foreign"]
    return frozenset(row[name] for row in rows for name in ("name", "surname"))


def _is_head(words: str) -> bool:
    """Return whether a leader's name in a text is that of a head of state or government."""
    return words in _heads() or words.split()[-1] in _heads()


def _visit(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read a leader's journey; the traveller must be a leader by name or by office."""
    named = read.clause.actors[hit["a"]]
    if read.clause.actors[hit["b"]].kind == "demonym":
        return  # "visited the Chinese pavilion"
    office = re.search(_LEADER, hit.group().split(" to ")[0])
    nominal = "visit to" in hit.group() and not re.search(r"(?:paid|made) ", hit.group())
    before = read.text[: hit.start()]
    if nominal and not (
        read.clause.period or re.search(r"\b(?:following|during|after|results of) (?:α\d+ )?$", before)
    ):
        return
    if re.search(r"foreign minister|minister of foreign", hit.group()):
        return
    if (named.kind == "leader" and _is_head(named.text)) or office:
        yield from event_of("visit", "began", "visits")(read, hit)


def _veto(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    clause = read.clause
    if not clause.actors[hit["a"]].is_group:
        yield built(
            read,
            "existence",
            clause.key(hit["a"]),
            "",
            event="veto",
            phase="began",
            variable="vetoes",
            period=clause.period,
        )


def _received(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "B received the Indian prime minister" for the visit."""
    named = read.clause.actors[hit["a"]]
    if read.clause.actors[hit["b"]].kind == "leader":
        return  # one leader welcomes another anywhere
    if (named.kind == "leader" and _is_head(named.text)) or hit.groupdict().get("l") or hit.groupdict().get("m"):
        yield from event_of("visit", "began", "visits")(read, hit)


_TROOPS = (
    r"(?:(?:armed )?(?:forces|troops|navies|warships|ships|soldiers|armies|fleets|air forces"
    r"|marines|sailors|paratroopers|aircraft) (?:of|from) )?"
)


_ARMED = r"(?:(?:navies|troops|forces|warships|armed forces|armies|soldiers|air forces|fleets|ships) )?"

RULES: tuple[Rule, ...] = (
    # Visits told from the other end
    *guarded(
        r"visit|trip|travel|journey|tour|went|flew|paid|arriv|came|landed|foot|call|recei|host|welcom"
        r"|stopped|touched & α.*α",
        rule(
            rf"{_B} (?:received|hosted|welcomed|was host to|played host to) (?:{A} 's "
            rf")?(?:(?P<l>{_LEADER}) (?:of )?)?(?P<a>{A})(?! (?:tourists|visitors|students|migrants"
            rf"|travellers|companies|workers))(?: (?P<m>{_LEADER}))?",
            _received,
        ),
        rule(
            rf"(?:{_LEADER} (?:of )?)?(?P<a>{A})(?: {_LEADER})?(?: {A})? (?:was|has been) (?:in|to) {_B} "
            r"(?:on|for) (?:[a-z-]+ ){0,3}visit",
            _visit,
        ),
        rule(
            rf"(?P<a>{A})(?: 's)? {_LEADER}(?: (?!and|of|or|who|envoy|adviser|aide|wife|son|spokes|had|has"
            rf"|said|will|would|'s|never|not)[\w-]+){{1,3}} {_TRAVEL} {_B}(?! (?:and|,) {A})",
            event_of("visit", "began", "visits"),
        ),
        rule(
            rf"(?:{_LEADER} (?:of )?)?(?P<a>{A})(?: {_LEADER})?(?: {A})? (?:was|has been) (?:received"
            rf"|welcomed|feted) in {_B}",
            _visit,
        ),
        rule(
            rf"(?P<a>{A}) (?:became|was|is) (?:first|second|third|only|latest|κ\d+) (?:[a-z]+ )?(?:{A} "
            rf")?(?:{_LEADER}|leader|statesman) to (?:visit|travel to|set foot in|go to|make (?:[a-z]+ "
            rf")?visit to) {_B}",
            _visit,
        ),
        rule(rf"(?:{_LEADER} (?:of )?)?(?P<a>{A})(?: {_LEADER})?(?: {A})? paid {_B} (?:[a-z-]+ ){{0,3}}visit", _visit),
    ),
    # Exercises, disputes, vetoes
    *guarded(
        r"exercis|drill|man(?:o)?euv|war games|trained|rehears|fought|clashed|war|blows|fire|disput"
        r"|quarrel|contest|odds|conflict|claims|disagree|border|frontier|bound|veto|block|row",
        rule(
            rf"{_TROOPS}{_A}(?: 's)? (?:{_ARMED})?and {_TROOPS}{_B}(?: 's)? (?:{_ARMED})?(?:exercised"
            r"|trained|drilled|manoeuvred|rehearsed)(?: together| jointly| side by side| with each "
            r"other)(?: (?:in|at|off|near|over|on) [a-z ]+)*(?= [.,;]| for |$)",
            pairs_of("exercise", "began", "joint_exercises"),
        ),
        rule(
            rf"{_TROOPS}{_A} (?:{_ARMED})?(?:exercised|trained|drilled) (?:together |jointly )?(?:with"
            rf"|alongside) {_TROOPS}{_B}",
            pairs_of("exercise", "began", "joint_exercises"),
        ),
        rule(
            rf"(?:joint |bilateral |combined ){_DRILL} (?:of|between|by|with) {_A} and {_B} (?:took place"
            r"|were held|was held|began|were conducted|were staged|was staged|started|ended)",
            pairs_of("exercise", "began", "joint_exercises"),
        ),
        rule(
            rf"{_A}-{_B} {_DRILL} (?:took place|were held|was held|began|were conducted|were staged)",
            pairs_of("exercise", "began", "joint_exercises"),
        ),
        rule(
            rf"{_TROOPS}{_A} and {_TROOPS}{_B} {AUX}{_HELD} {_DRILL}", pairs_of("exercise", "began", "joint_exercises")
        ),
        rule(
            rf"{_A} and {_B} {AUX}(?:dispute|disputes|disputed|contest|contested|quarrel over|quarrelled "
            r"over|have long disputed|are at odds over) (?:their |its |common |land |maritime "
            r")*(?:borders?|frontier|boundary|boundaries|islands?|possession of|sovereignty over"
            r"|ownership of)",
            pairs_of("dispute", "exists", "dispute_listed", now=True),
        ),
        rule(
            rf"{_A} and {_B} (?:are|were|have been|remain|remained) (?:still )?(?:(?:locked|engaged"
            r"|involved|embroiled) in (?:[a-z]+ )?(?:dispute|row|quarrel)|at odds|at loggerheads"
            r"|in conflict|in dispute) over",
            pairs_of("dispute", "exists", "dispute_listed", now=True),
        ),
        rule(
            rf"{_A}(?: 's)? (?:(?:old|long|border|territorial|maritime|bitter|ancient|unresolved) "
            rf")*(?:quarrel|dispute|row) with {_B} (?:over [^.,;]{{3,60}}? )?(?:is|was|were|has|had|remains"
            r"|remained|continues|continued|drags|dragged|simmers|simmered|goes|went|persists"
            r"|persisted)(?! (?:settled|resolved|ended|over))",
            pairs_of("dispute", "exists", "dispute_listed", now=True),
        ),
        rule(
            rf"{_A} and {_B} {AUX}(?:fought|clashed|waged war|went to war|skirmished|exchanged fire|came "
            r"to blows)(?= [.,;]| over | in | on | along | with each other| for |$)",
            pairs_of("dispute", "exists", "dispute"),
        ),
        rule(
            rf"(?:border|frontier|boundary) between {_A} and {_B} (?:is|was|remains|remained|has been) "
            r"(?:disputed|in dispute|contested|unresolved)",
            pairs_of("dispute", "exists", "dispute_listed", now=True),
        ),
        rule(
            rf"{_DISPUTE} (?:between|of) {_A} (?:and|with) {_B} (?:is|remains|remained|persists|continues"
            r"|continued|goes on|has lasted|was) (?:unresolved|unsettled|open|alive|unsolved)?",
            pairs_of("dispute", "exists", "dispute_listed", now=True),
        ),
        rule(
            rf"(?:(?:border|territorial|maritime|frontier|boundary|long) )*dispute between {_A} and {_B} "
            r"(?:over [a-z ]+ )?(?:was|has been) (?:settled|resolved|ended|laid to rest|closed)",
            pairs_of("dispute", "ended", "dispute_listed"),
        ),
        rule(
            rf"{_A} and {_B} (?:have|had) no (?:\w+ )?(?:territorial|border|boundary|maritime)(?: \w+)? "
            r"(?:dispute|disputes|quarrel|claims)",
            pairs_of("dispute", "", "dispute_listed", negated=True, now=True),
        ),
        rule(
            rf"{_A} (?:has|had) no (?:territorial|border|boundary|maritime) (?:dispute|disputes|quarrel"
            rf"|claims) with {_B}",
            pairs_of("dispute", "", "dispute_listed", negated=True, now=True),
        ),
        rule(
            rf"{_A} and {_B} {AUX}(?:cast|used|exercised) (?:κ\d+ |joint |their |both their |common "
            r")*vetoe?s?",
            pairs_of("veto", "began", "joint_vetoes"),
        ),
        rule(
            rf"{_A} and {_B} {AUX}blocked (?:un |security council |α\d+(?: 's)? )+(?:draft "
            r")?(?:resolutions?|drafts?|texts?)",
            pairs_of("veto", "began", "joint_vetoes"),
        ),
        rule(rf"{_A} {AUX}joined {_B} in (?:vetoing|blocking) {_DRAFT}", pairs_of("veto", "began", "joint_vetoes")),
        rule(
            rf"{_A} {AUX}{_VETO} {_DRAFT} (?:on {A} )?(?:jointly with|alongside|along with) {_B}",
            pairs_of("veto", "began", "joint_vetoes"),
        ),
        rule(rf"{_A}(?: 's)? veto (?:blocked|killed|stopped|sank|struck down|prevented) ", _veto),
        rule(
            rf"{_DRAFT} (?:on {A} )?(?:was|were) (?:vetoed|blocked) by {_A} and {_B}",
            pairs_of("veto", "began", "joint_vetoes"),
        ),
        rule(rf"{_DRAFT} (?:on {A} )?(?:was|were) (?:vetoed|blocked) by {_A}(?! and)", _veto),
    ),
    # Projects in other words
    *guarded(
        r"pipeline|railway|bridge|corridor|cable|line|road|link|motorway|tunnel",
        rule(
            r"(?:\w+ )*?(?:pipeline|railway|bridge|corridor|cable|line|road|link|motorway|tunnel)s? "
            rf"(?:between|from|linking|connecting) {_A} (?:and|to|with) {_B} (?:opened|went into operation"
            r"|came on stream|came into operation|entered service|started|began operating|was put into "
            r"operation|was put in operation|entered operation|became operational|went into service"
            r"|started up|was finished|went online|was brought into service)",
            pairs_of("project", "began"),
        ),
        rule(
            rf"{_A} and {_B} {AUX}(?:opened|launched|completed|built|commissioned|inaugurated) (?:[a-z-]+ "
            r"){0,3}?(?:pipeline|railway|bridge|corridor|tunnel|power line)(?! in)",
            pairs_of("project", "began"),
        ),
    ),
    # Visits
    *guarded(
        r"visit|trip|travel|journey|tour|went|flew|paid|arriv|came|landed|foot|call|stopped|touched & α.*α",
        rule(
            rf"(?:{_LEADER} (?:of )?)?{_A}(?: {_LEADER})?(?: {A})? {AUX}{_TRAVEL} {_B}(?! (?:and|,) "
            rf"{A})(?! (?:university|province|κ|more|less|fewer))",
            _visit,
        ),
        rule(rf"{_A}(?: {_LEADER})? 's (?:\w+ ){{0,2}}?visit to {_B}", _visit),
        rule(
            rf"(?:\w+ )?visit (?:by|of) (?:{_LEADER} (?:of )?)?{_A}(?: {_LEADER})? to {_B} (?:took place"
            r"|was)",
            _visit,
        ),
    ),
    # Disputes
    *guarded(
        r"disput|conflict|quarrel|claims|disagree|row & α.*α",
        rule(
            rf"{_A} and {_B} {AUX}(?:settled|resolved|ended) (?:their )?(?:\w+ )?(?:dispute|border dispute"
            r"|territorial dispute)",
            pairs_of("dispute", "ended", "dispute_listed"),
        ),
        rule(
            rf"{_A} and {_B} (?:have|had|are in|are locked in|remain in|still have) {_DISPUTE}",
            pairs_of("dispute", "exists", "dispute_listed", now=True),
        ),
        rule(
            rf"{_A} (?:has|had|is in|is locked in|is engaged in) {_DISPUTE} with {_B}",
            pairs_of("dispute", "exists", "dispute_listed", now=True),
        ),
        rule(rf"there is {_DISPUTE} between {_A} and {_B}", pairs_of("dispute", "exists", "dispute_listed", now=True)),
    ),
    # Exercises
    *guarded(
        r"exercis|drill|man(?:o)?euv|war games & α.*α",
        rule(
            rf"{_A} (?:regularly )?{_HOLD} {_DRILL} with {_B}",
            pairs_of("exercise", "exists", "joint_exercises", now=True),
        ),
        rule(
            rf"{_A} and {_B} (?:regularly )?{_HOLD} {_DRILL}",
            pairs_of("exercise", "exists", "joint_exercises", now=True),
        ),
        rule(rf"{_A} {AUX}{_HELD} {_DRILL} with {_B}", pairs_of("exercise", "began", "joint_exercises")),
        rule(rf"{_DRILL} with {_B} (?:was|were) {_HELD} by {_A}", pairs_of("exercise", "began", "joint_exercises")),
        rule(rf"{_ALL} {AUX}{_HELD} {_DRILL}", pairs_of("exercise", "began", "joint_exercises")),
    ),
    # Vetoes
    *guarded(
        r"veto|block",
        rule(
            rf"{_A} (?:and|, together with) {_B} (?:, )?{AUX}{_VETO} {_DRAFT}",
            pairs_of("veto", "began", "joint_vetoes"),
        ),
        rule(
            rf"{_A} {AUX}(?:{_VETO}|cast (?:its )?veto (?:on|against|over)|used its veto (?:on|against|to "
            rf"block)) {_DRAFT}(?! (?:on [^.]* )?together)",
            _veto,
        ),
        rule(rf"{_A} {AUX}{_VETO} {_DRAFT} (?:on {A} )?together with {_B}", pairs_of("veto", "began", "joint_vetoes")),
    ),
    # Projects
    *guarded(
        r"pipeline|railway|bridge|corridor",
        rule(
            r"(?P<n>(?:\w+(?: of \w+)?(?: \w+)? )?(?:pipeline|railway|bridge|corridor)) (?:between|from) "
            rf"{_A} (?:and|to) {_B} (?:(?:across|over|under|through|via) [a-z ]{{2,30}} )?(?:was|has been) "
            r"(?:opened|launched|completed|built|commissioned|inaugurated)",
            pairs_of("project", "began"),
        ),
    ),
)
