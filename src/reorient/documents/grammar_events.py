"""Rules for what exists or happened: treaties, alliances, visits, sanctions, disputes, projects, exercises, vetoes."""

# ruff: noqa: E501 (a rule stands on one line, so that rules can be read one under the other)
from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

from reorient.documents.claims import Claim, EventKind
from reorient.documents.clauses import LIST, A
from reorient.documents.making import Make, Read, Rule, built, guarded, rule
from reorient.documents.verbs import AUX

_A, _B = rf"(?P<a>{A})", rf"(?P<b>{A})"
_ALL = rf"(?P<a>{LIST})"
_MANY = rf"(?:(?P<n>κ\d+)(?: of)? |(?P<k>not one|not single|most|all|many|several|some|none|no|neither|half)(?: of)?(?: all)?(?: other)? )?(?:(?:states|countries|members?|nations|governments|state|country|nation) (?:of|in) )?(?P<a>{LIST})(?: (?:states?|countr(?:y|ies)|members?|nations?|governments?|member states?))?"
_SAN = r"(?:α\d+ (?:'s )?)?(?:(?P<t>trade|economic|financial|arms|travel|military|personal|sectoral|targeted|new|further|additional|first|own|its own|their own|wide-ranging|sweeping|harsh|tough|severe) )*(?P<e>sanctions|embargo|embargoes|arms embargo)"
_KINDS = {
    "trade": "sanction_trade",
    "financial": "sanction_financial",
    "arms": "sanction_arms",
    "travel": "sanction_travel",
    "military": "sanction_military",
}
_ON = rf"(?:of any (?:kind|sort) |whatsoever |at all |of (?:its|their) own |of any description )?(?:on|against|upon|toward|towards) {_B}(?! (?:companies|firms|banks|officials|individuals|businessmen|oligarchs|goods|oil|gas|coal|steel|arms|weapons|crude|gold|wine|entities|imports|exports|persons))"
_IMPOSE = r"(?:followed|shared|joined in|imposed|introduced|adopted|enforced|slapped|placed|put|applied|announced|enacted|levied|reimposed|re-imposed|tightened|expanded|extended|joined|declared|issued|passed|approved|decreed|unveiled|levelled|rolled out|put in place|brought in|backed|supported|renewed|resorted to|hit back with)"


def _event(event: EventKind, phase: str, variable: str = "", *, negated: bool = False, now: bool = False) -> Make:
    """One or several senders and one receiver."""

    def make(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
        clause, named = read.clause, hit.groupdict()
        word = named.get("k") or ""
        none = negated or word in ("no", "none", "neither", "not one", "not single")
        more: dict[str, Any] = {"quantifier": _quantifier(word)} if named.get("k") else {}
        if named.get("n"):
            said = clause.quantities[named["n"]]
            if said.unit not in ("count", "percent") or not clause.actors[re.findall(A, named["a"])[0]].is_group:
                return
            more["quantifier"] = f"{said.low:g}" if said.unit == "count" else f"{said.low:g} percent"
        name = _KINDS.get(named.get("t") or "", variable) if variable == "sanction" else variable
        if (named.get("e") or "") in ("embargo", "embargoes", "arms embargo"):
            name = "sanction_arms" if "arms" in hit.group() else "sanction_trade"
        whom = clause.key(named["b"])
        for token in re.findall(A, named["a"]):
            who = clause.key(token)
            if who and whom and who != whom:
                period = clause.when() if now or none else clause.period
                yield built(
                    read, "existence", who, whom, event=event, phase="" if none else phase, variable=name,
negated=none, period=period, **more,
                )  # fmt: skip

    return make


def _quantifier(word: str) -> str:
    known = {"no": "none", "none": "none", "neither": "", "not one": "none", "not single": "none", "many": "some", "several": "some", "few": "some"}
    return known.get(word, word)


def _pairs(event: EventKind, phase: str, variable: str = "", *, negated: bool = False, now: bool = False) -> Make:
    """Every pair of those named."""

    def make(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
        clause = read.clause
        tokens = re.findall(A, hit["a"]) + ([hit["b"]] if hit.groupdict().get("b") else [])
        period = clause.when() if now or negated else clause.period
        for first, second in combinations(dict.fromkeys(tokens), 2):
            who, whom = clause.key(first), clause.key(second)
            if who != whom and (len(tokens) == 2 or event != "treaty"):
                yield built(
                    read, "existence", who, whom, event=event, phase="" if negated else phase, variable=variable,
                    negated=negated, period=period,
                )  # fmt: skip

    return make


def _under_un(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    clause = read.clause
    who, whom = clause.key(hit["a"]), clause.key(hit["b"])
    name = "un_sanctioned" if clause.actors[hit["a"]].is_group and who == "un" else "sanction"
    yield built(read, "existence", who, whom, event="sanction", phase="exists", variable=name, period=clause.when())


_TREATY = r"(?:(?:\w+ )?(?:\w+ )?(?:treaty|treaties|pact|trade agreement|free trade agreement|agreement on free trade|free-trade agreement|non-aggression pact|peace agreement|alliance treaty|defen[cs]e agreement|accord|friendship agreement|cooperation agreement|partnership agreement|border agreement|security agreement|economic partnership agreement))(?: (?:of|on) (?!α)[a-z-]+(?:(?: ,)? [a-z-]+){0,7}?)?"
_SIGNED = r"(?:inked|penned|agreed on|agreed|negotiated|made|initialled|put (?:their|its) (?:names?|signatures?) (?:to|under)|signed|concluded|sealed|ratified|entered into|struck|signed and ratified)"
_SANCTIONING = r"(?:imposing|introducing|adopting|applying|slapping|placing|announcing|joining|enacting|levying|backing)(?: any)? {san} {on}"
_TOGETHER = r"(?:followed|joined|copied|imitated|emulated|sided with|went along with|acted with|fell in with|fell into line behind|fell into step with|teamed up with)"
_LEADER = r"(?:president|prime minister|premier|chancellor|king|emperor|leader|head of state|head of government)"
_TRAVEL = r"(?:made stop in|stopped off in|dropped in on|visits|made (?:[a-z-]+ ){0,3}?(?:trip|journey|tour|visits?) (?:to|of)|set foot in|landed in|flew into|touched down in|journeyed to|took trip to|stopped (?:over )?in|visited|(?:paid|made) (?:[a-z-]+ ){0,3}?visits? to|went (?:on (?:\w+ ){0,2}visit )?to|travell?ed to|flew to|came to|arrived in|toured)"
_DRILL = r"(?:(?!on |of |about |after |in |for |and |no |before |over |to |with |without |during )[a-z-]+ ){0,3}?(?:(?:joint|military|naval|navy|army|sea|maritime|counter-terrorism|anti-submarine|combined|war|big|three-day|ten-day|five-day|two-week|week-long|landing|bilateral|peace|their|its|regular|latest|own|large|bilateral|anti-terrorist|air|annual|large-scale|common|week-long|live-fire|trilateral|first|major|κ\d+) )*(?:exercises?|drills?|manoeuvres|maneuvers|war games)"
_HOLD = r"(?:hold|holds|conducts?|stages?|carry out|have been holding)"
_HELD = r"(?:ran|mounted|organi[sz]ed|took part in|carried through|concluded|wrapped up|opened|finished|joined in|undertook|began holding|held|conducted|staged|carried out|launched|began|completed|hosted|launched)"
_DISPUTE = r"(?:(?:territorial|border|maritime|unresolved|unsettled|long-running|long-standing|old|frontier|boundary) )+(?:dispute|disputes|conflict|conflicts|quarrel|row|claims|disagreement)"
_VETO = r"(?:vetoed|blocked with (?:their|its) vetoes?)"
_DRAFT = r"(?:(?:draft|security council|western|un|joint|α\d+(?: 's)?) )*(?:resolutions?|drafts?)"


@cache
def _heads() -> frozenset[str]:
    """Return names and surnames of those who were heads of state or government."""
    text = (files("reorient.documents") / "leaders.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["office"] != "foreign"]
    return frozenset(row[name] for row in rows for name in ("name", "surname"))


def _is_head(words: str) -> bool:
    """Return whether a leader's name in a text is that of a head of state or government."""
    return words in _heads() or words.split()[-1] in _heads()


def _visit(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read a leader's journey; the traveller must be a leader by name or by office."""
    named = read.clause.actors[hit["a"]]
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
        yield from _event("visit", "began", "visits")(read, hit)


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


def _both(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "A followed B in imposing sanctions on C" for both."""
    for token in (*re.findall(A, hit["a"]), *re.findall(A, hit["c"])):
        who, whom = read.clause.key(token), read.clause.key(hit["b"])
        if who and whom and who != whom:
            yield built(read, "existence", who, whom, event="sanction", phase="began", variable="sanction")


def _received(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "B received the Indian prime minister" for the visit."""
    named = read.clause.actors[hit["a"]]
    if read.clause.actors[hit["b"]].kind == "leader":
        return  # one leader welcomes another anywhere
    if (named.kind == "leader" and _is_head(named.text)) or hit.groupdict().get("l") or hit.groupdict().get("m"):
        yield from _event("visit", "began", "visits")(read, hit)


_SANCTION = _SANCTIONING.format(san=_SAN, on=_ON)
_NOT = r"(?:has not|have not|had not|did not|does not|do not|never|has never|have never|is not|are not)"
_TROOPS = r"(?:(?:armed )?(?:forces|troops|navies|warships|ships|soldiers|armies|fleets|air forces|marines|sailors|paratroopers|aircraft) (?:of|from) )?"
_ARMED = r"(?:(?:navies|troops|forces|warships|armed forces|armies|soldiers|air forces|fleets|ships) )?"
RULES: tuple[Rule, ...] = (
    # Sanctions in other words
    *guarded(
        r"sanction|embargo|blockade|boycott",
        rule(rf"(?P<a>{A}) {AUX}{_TOGETHER} (?P<c>{LIST}) (?:in|by|and) {_SANCTION}", _both),
        rule(rf"{_MANY} (?:has |have )?(?:refrained|abstained|shied away|held back|kept away) from {_SANCTION}", _event("sanction", "", "sanction", negated=True)),
        rule(rf"{_MANY} (?:has |have )?(?:resisted|avoided|rejected|shunned|opposed|steered clear of|stopped short of) {_SANCTION}", _event("sanction", "", "sanction", negated=True)),
        rule(rf"{_MANY} {_NOT} (?:sanction|sanctioned|penali[sz]ed?|punished) {_B}(?= [.,;]| over| for| after| because|$)", _event("sanction", "", "sanction", negated=True)),
        rule(rf"{_MANY} {_NOT} (?:join|joined|take part in|taken part in|participate in|participated in|back|backed|support|supported|follow|followed|party to|part of|subscribed to|sign up to)(?: any)? {_SAN} {_ON}", _event("sanction", "", "sanction", negated=True)),
        rule(rf"{_MANY} (?:has |have )?(?:stayed|kept|remained|stay|stood)(?: itself| themselves)? (?:out of|outside|away from|aloof from|clear of) {_SAN} {_ON}", _event("sanction", "", "sanction", negated=True)),
        rule(rf"{_MANY} (?:has |have )?(?:refused|declined) to (?:sanction|penali[sz]e|punish) {_B}(?= [.,;]| over| for| after| because|$)", _event("sanction", "", "sanction", negated=True)),
        rule(rf"{_MANY} {AUX}(?:hit|targeted|punished|slapped) {_B} with (?:\w+ )?(?P<e>sanctions)", _event("sanction", "began", "sanction")),
        rule(rf"{_MANY} sanctioned {_B}(?= [.,]| over| for| after| because| in response|$)", _event("sanction", "began", "sanction")),
        rule(rf"(?P<a>{A}) (?:'s )?{_SAN} {_ON} (?:date|dates|date from|go|date back to|began|started|have been in force|have been in place|took effect|came into force|were introduced|were imposed|were adopted|entered into force|go back to|followed)", _event("sanction", "began", "sanction")),
        rule(rf"(?:(?:most|all|some|many|part|bulk|last) of )?(?P<a>{A}) (?:'s )?{_SAN} {_ON} (?:ended|were lifted|expired|lapsed|were removed|were dropped|came to end|were scrapped)", _event("sanction", "ended", "sanction")),
        rule(rf"{_SAN} {_ON} (?:were|was) (?:imposed|introduced|adopted|announced|declared) by (?P<a>{LIST})", _event("sanction", "began", "sanction")),
        rule(rf"{_B} {AUX}(?:came under|faced|was subjected to|was subject to|was hit by|was hit with|fell under|became subject to|became target of) {_SAN} (?:by|from|of) (?P<a>{LIST})", _event("sanction", "began", "sanction")),
        rule(rf"{_B} (?:is|was|has been|remains|remained) (?:under|subject to|target of) {_SAN} (?:by|from|of) (?P<a>{LIST})", _event("sanction", "exists", "sanction", now=True)),
        rule(rf"{_SAN} {_ON} (?:were|was) (?:lifted|ended|removed|revoked|scrapped|dropped|abolished) by (?P<a>{LIST})", _event("sanction", "ended", "sanction")),
        rule(rf"there (?:are|were|have been) no {_SAN} (?:on|against|toward|towards) {_B} (?:from|by|of) {_MANY}", _event("sanction", "", "sanction", negated=True)),
    ),
    # Treaties and alliances in other words
    *guarded(
        r"treat|pact|agree|accord|allia|all(?:y|ies|ied)",
        rule(rf"{_TREATY} (?:between|of) {_A} and {_B} (?:dates from|dates back to|was agreed|was initialled|was born|came about|was made|is from)", _pairs("treaty", "began")),
        rule(rf"{_A} and {_B} (?:are|have been|were) (?:bound|linked|tied|joined|connected|united) by {_TREATY}(?! (?:signed|concluded|of))", _pairs("treaty", "exists", now=True)),
        rule(rf"{_TREATY} (?:binds|links|ties|unites|has bound|has linked) {_A} (?:and|to|with) {_B}", _pairs("treaty", "exists", now=True)),
        rule(rf"{_A} (?:is|was|has been) (?:bound|linked|tied) to {_B} by {_TREATY}", _pairs("treaty", "exists", now=True)),
        rule(rf"{_A} {AUX}(?:became|become) (?:treaty |military |formal )*all(?:y|ies) of {_B}", _pairs("alliance", "began", "alliance")),
        rule(rf"{_A} (?:is|was|has been|have been|remains) (?:bound|linked|tied|joined|attached) to {_B} by (?:[a-z]+ ){{0,3}}alliance", _pairs("alliance", "exists", "alliance", now=True)),
        rule(rf"{_A} and {_B} (?:are|were|have been|remain) (?:bound|linked|tied|joined) by (?:[a-z]+ ){{0,3}}alliance", _pairs("alliance", "exists", "alliance", now=True)),
        rule(rf"no (?:(?:formal|military|defen[cs]e|mutual) )*(?:treaty of alliance|alliance|defen[cs]e pact|alliance treaty|pact of alliance) (?:links|linked|binds|bound|ties|tied|unites|united|exists between|existed between|joins|joined) {_A} (?:and|to|with) {_B}", _pairs("alliance", "", "alliance", negated=True, now=True)),
        rule(rf"{_A} and {_B} {AUX}(?:became|become) (?:treaty |military |formal )*allies", _pairs("alliance", "began", "alliance")),
        rule(rf"{_A} {AUX}(?:formed|concluded|entered into|forged|made|struck|sealed) (?:formal |military |defen[cs]e |defensive )*alliance with {_B}", _pairs("alliance", "began", "alliance")),
        rule(rf"{_A} and {_B} (?:have|had|share|maintain) (?:formal |military |defen[cs]e |defensive |treaty )*alliance", _pairs("alliance", "exists", "alliance", now=True)),
        rule(rf"{_A} (?:has|had|maintains) (?:formal |military |defen[cs]e |defensive |treaty )*alliance with {_B}", _pairs("alliance", "exists", "alliance", now=True)),
        rule(rf"{_A} (?:has|had|have|maintains) no (?:formal |military |defen[cs]e |defensive |treaty )*alliance with {_B}", _pairs("alliance", "", "alliance", negated=True, now=True)),
        rule(rf"{_A} and {_B} (?:have|had) no (?:formal |military |defen[cs]e |defensive |treaty )*alliance", _pairs("alliance", "", "alliance", negated=True, now=True)),
        rule(rf"{_A} (?:is|was) not (?:formal |treaty |military )*(?:ally of|allied (?:with|to)) {_B}", _pairs("alliance", "", "alliance", negated=True, now=True)),
    ),
    # Visits told from the other end
    *guarded(
        r"visit|trip|travel|journey|tour|went|flew|paid|arriv|came|landed|foot|call|recei|host|welcom|stopped|touched",
        rule(rf"{_B} (?:received|hosted|welcomed|was host to|played host to) (?:{A} 's )?(?:(?P<l>{_LEADER}) (?:of )?)?(?P<a>{A})(?! (?:tourists|visitors|students|migrants|travellers|companies|workers))(?: (?P<m>{_LEADER}))?", _received),
        rule(rf"(?:{_LEADER} (?:of )?)?(?P<a>{A})(?: {_LEADER})?(?: {A})? (?:was|has been) (?:in|to) {_B} (?:on|for) (?:[a-z-]+ ){{0,3}}visit", _visit),
        rule(rf"(?P<a>{A})(?: 's)? {_LEADER}(?: (?!and|of|or|who|envoy|adviser|aide|wife|son|spokes|had|has|said|will|would|'s|never|not)[\w-]+){{1,3}} {_TRAVEL} {_B}(?! (?:and|,) {A})", _event("visit", "began", "visits")),
        rule(rf"(?:{_LEADER} (?:of )?)?(?P<a>{A})(?: {_LEADER})?(?: {A})? (?:was|has been) (?:received|welcomed|feted) in {_B}", _visit),
        rule(rf"(?P<a>{A}) (?:became|was|is) (?:first|second|third|only|latest|κ\d+) (?:[a-z]+ )?(?:{A} )?(?:{_LEADER}|leader|statesman) to (?:visit|travel to|set foot in|go to|make (?:[a-z]+ )?visit to) {_B}", _visit),
        rule(rf"(?:{_LEADER} (?:of )?)?(?P<a>{A})(?: {_LEADER})?(?: {A})? paid {_B} (?:[a-z-]+ ){{0,3}}visit", _visit),
    ),
    # Exercises, disputes, vetoes
    *guarded(
        r"exercis|drill|man(?:o)?euv|war games|trained|rehears|fought|clashed|war|blows|fire|disput|quarrel|contest|odds|conflict|claims|disagree|border|frontier|bound|veto|block|row",
        rule(rf"{_TROOPS}{_A}(?: 's)? (?:{_ARMED})?and {_TROOPS}{_B}(?: 's)? (?:{_ARMED})?(?:exercised|trained|drilled|manoeuvred|rehearsed)(?: together| jointly| side by side| with each other)(?: (?:in|at|off|near|over|on) [a-z ]+)*(?= [.,;]| for |$)", _pairs("exercise", "began", "joint_exercises")),
        rule(rf"{_TROOPS}{_A} (?:{_ARMED})?(?:exercised|trained|drilled) (?:together |jointly )?(?:with|alongside) {_TROOPS}{_B}", _pairs("exercise", "began", "joint_exercises")),
        rule(rf"(?:joint |bilateral |combined ){_DRILL} (?:of|between|by|with) {_A} and {_B} (?:took place|were held|was held|began|were conducted|were staged|was staged|started|ended)", _pairs("exercise", "began", "joint_exercises")),
        rule(rf"{_A}-{_B} {_DRILL} (?:took place|were held|was held|began|were conducted|were staged)", _pairs("exercise", "began", "joint_exercises")),
        rule(rf"{_TROOPS}{_A} and {_TROOPS}{_B} {AUX}{_HELD} {_DRILL}", _pairs("exercise", "began", "joint_exercises")),
        rule(rf"{_A} and {_B} {AUX}(?:dispute|disputes|disputed|contest|contested|quarrel over|quarrelled over|have long disputed|are at odds over) (?:their |its |common |land |maritime )*(?:borders?|frontier|boundary|boundaries|islands?|possession of|sovereignty over|ownership of)", _pairs("dispute", "exists", "dispute_listed", now=True)),
        rule(rf"{_A} and {_B} (?:are|were|have been|remain|remained) (?:still )?(?:at odds|at loggerheads|in conflict|in dispute) over", _pairs("dispute", "exists", "dispute_listed", now=True)),
        rule(rf"{_A}(?: 's)? (?:(?:old|long|border|territorial|maritime|bitter|ancient|unresolved) )*(?:quarrel|dispute|row) with {_B} (?:over [^.,;]{{3,60}}? )?(?:is|was|were|has|had|remains|remained|continues|continued|drags|dragged|simmers|simmered|goes|went|persists|persisted)(?! (?:settled|resolved|ended|over))", _pairs("dispute", "exists", "dispute_listed", now=True)),
        rule(rf"{_A} and {_B} {AUX}(?:fought|clashed|waged war|went to war|skirmished|exchanged fire|came to blows)(?= [.,;]| over | in | on | along | with each other| for |$)", _pairs("dispute", "exists", "dispute")),
        rule(rf"(?:border|frontier|boundary) between {_A} and {_B} (?:is|was|remains|remained|has been) (?:disputed|in dispute|contested|unresolved)", _pairs("dispute", "exists", "dispute_listed", now=True)),
        rule(rf"{_DISPUTE} (?:between|of) {_A} (?:and|with) {_B} (?:is|remains|remained|persists|continues|continued|goes on|has lasted|was) (?:unresolved|unsettled|open|alive|unsolved)?", _pairs("dispute", "exists", "dispute_listed", now=True)),
        rule(rf"(?:(?:border|territorial|maritime|frontier|boundary|long) )*dispute between {_A} and {_B} (?:over [a-z ]+ )?(?:was|has been) (?:settled|resolved|ended|laid to rest|closed)", _pairs("dispute", "ended", "dispute_listed")),
        rule(rf"{_A} and {_B} (?:have|had) no (?:\w+ )?(?:territorial|border|boundary|maritime)(?: \w+)? (?:dispute|disputes|quarrel|claims)", _pairs("dispute", "", "dispute_listed", negated=True, now=True)),
        rule(rf"{_A} (?:has|had) no (?:territorial|border|boundary|maritime) (?:dispute|disputes|quarrel|claims) with {_B}", _pairs("dispute", "", "dispute_listed", negated=True, now=True)),
        rule(rf"{_A} and {_B} {AUX}(?:cast|used|exercised) (?:κ\d+ |joint |their |both their |common )*vetoe?s?", _pairs("veto", "began", "joint_vetoes")),
        rule(rf"{_A} and {_B} {AUX}blocked (?:un |security council |α\d+(?: 's)? )+(?:draft )?(?:resolutions?|drafts?|texts?)", _pairs("veto", "began", "joint_vetoes")),
        rule(rf"{_A} {AUX}joined {_B} in (?:vetoing|blocking) {_DRAFT}", _pairs("veto", "began", "joint_vetoes")),
        rule(rf"{_A} {AUX}{_VETO} {_DRAFT} (?:on {A} )?(?:jointly with|alongside|along with) {_B}", _pairs("veto", "began", "joint_vetoes")),
        rule(rf"{_A}(?: 's)? veto (?:blocked|killed|stopped|sank|struck down|prevented) ", _veto),
        rule(rf"{_DRAFT} (?:on {A} )?(?:was|were) (?:vetoed|blocked) by {_A} and {_B}", _pairs("veto", "began", "joint_vetoes")),
        rule(rf"{_DRAFT} (?:on {A} )?(?:was|were) (?:vetoed|blocked) by {_A}(?! and)", _veto),
    ),
    # Projects in other words
    *guarded(
        r"pipeline|railway|bridge|corridor|cable|line|road|link|motorway|tunnel",
        rule(rf"(?:\w+ )*?(?:pipeline|railway|bridge|corridor|cable|line|road|link|motorway|tunnel)s? (?:between|from|linking|connecting) {_A} (?:and|to|with) {_B} (?:opened|went into operation|came on stream|came into operation|entered service|started|began operating|was put into operation|was put in operation|entered operation|became operational|went into service|started up|was finished|went online|was brought into service)", _pairs("project", "began")),
        rule(rf"{_A} and {_B} {AUX}(?:opened|launched|completed|built|commissioned|inaugurated) (?:[a-z-]+ ){{0,3}}?(?:pipeline|railway|bridge|corridor|tunnel|power line)(?! in)", _pairs("project", "began")),
    ),
    # Sanctions
    *guarded(
        r"sanction|embargo|blockade|boycott",
        rule(rf"{_MANY} (?:(?:has|have|had|did|do|does) (?:not|never)|refused to|declined to|never|refrained from) (?:impos(?:ed?|ing)|introduc(?:ed?|ing)|adopt(?:ed)?|join(?:ed)?|joining|appl(?:y|ied))(?: any)? {_SAN} {_ON}", _event("sanction", "", "sanction", negated=True)),
        rule(rf"{_MANY} (?:has |have |had )?{_IMPOSE} no {_SAN} {_ON}", _event("sanction", "", "sanction", negated=True)),
        rule(rf"(?:lack|absence) of {_SAN} (?:on|against|toward|towards) {_B} (?:from|by|among|in) {_MANY}", _event("sanction", "", "sanction", negated=True)),
        rule(rf"neither (?P<a>{A} nor {A}) {AUX}{_IMPOSE} {_SAN} {_ON}", _event("sanction", "", "sanction", negated=True)),
        rule(rf"{_MANY} {AUX}{_IMPOSE} {_SAN} {_ON}", _event("sanction", "began", "sanction")),
        rule(rf"{_A} {AUX}put {_B} under (?:\w+ )?sanctions", _event("sanction", "began", "sanction")),
        rule(rf"{_B} was (?:put|placed) under (?:\w+ )?sanctions by {_A}", _event("sanction", "began", "sanction")),
        rule(rf"{_SAN} (?:were|was) (?:imposed|introduced|adopted|placed) {_ON} by {_A}", _event("sanction", "began", "sanction")),
        rule(rf"{_B} was (?:sanctioned|hit with sanctions) by {_A}", _event("sanction", "began", "sanction")),
        rule(rf"{_A} sanctioned {_B}(?= [.,]| over| for| after|$)", _event("sanction", "began", "sanction")),
        rule(rf"{_A} {AUX}(?:lifted|ended|removed|revoked|abolished|dropped|scrapped) (?:its |all |most of its |all its )?{_SAN} {_ON}", _event("sanction", "ended", "sanction")),
        rule(rf"{_A} {AUX}(?:lifted|ended|removed|abolished|dropped|scrapped|called off) (?:its |all )?(?:\w+ )?(?:blockade|boycott) (?:of|on|against) {_B}", _event("sanction", "ended", "sanction")),
        rule(rf"{_A} {AUX}(?:imposed|declared|began|started|mounted) (?:\w+ )?(?:blockade|boycott) (?:of|on|against) {_B}", _event("sanction", "began", "sanction")),
        rule(rf"{_A} {AUX}(?:maintains?|maintained|keeps|kept|has|have|has had|have had|had) (?:its )?{_SAN} (?:in force |in place )?{_ON}", _event("sanction", "exists", "sanction", now=True)),
        rule(rf"{_A} (?:has|have|had|maintains?|maintained) no {_SAN} {_ON}", _event("sanction", "", "sanction", negated=True)),
        rule(rf"{_B} (?:is|was|are|has been|have been|had been|remains) under {_A} sanctions", _under_un),
    ),
    # Treaties and alliances
    *guarded(
        r"treat|pact|agree|accord|allia|all(?:y|ies|ied)",
        rule(rf"no {_TREATY} (?:was|has been|had been) {_SIGNED} between {_A} and {_B}", _pairs("treaty", "", negated=True)),
        rule(rf"{_ALL} (?:did not|have not|has not|never|have never|has never) (?:sign|signed|conclude|concluded) {_TREATY}(?: with {_B})?", _pairs("treaty", "", negated=True)),
        rule(rf"{_A} {AUX}{_SIGNED} {_TREATY} with {_B}", _pairs("treaty", "began")),
        rule(rf"{_ALL} {AUX}{_SIGNED} (?:their |its )?{_TREATY}(?= [.,]|$| with each other| in (?!α)| at (?!α))", _pairs("treaty", "began")),
        rule(rf"{_TREATY} (?:between|of) {_A} and {_B} was {_SIGNED}", _pairs("treaty", "began")),
        rule(rf"{_TREATY} was {_SIGNED} (?:by|between) {_A} and {_B}", _pairs("treaty", "began")),
        rule(rf"{_A} and {_B} have {_TREATY}", _pairs("treaty", "exists", now=True)),
        rule(rf"{_A} has {_TREATY} with {_B}", _pairs("treaty", "exists", now=True)),
        rule(rf"{_A} and {_B} are bound by {_TREATY}", _pairs("treaty", "began")),
        rule(rf"there (?:is|was|has never been|has been) no (?:formal |military |defen[cs]e )*alliance between {_A} and {_B}", _pairs("alliance", "", "alliance", negated=True, now=True)),
        rule(rf"{_A} and {_B} (?:are|were) not (?:formal |treaty |military )*allies", _pairs("alliance", "", "alliance", negated=True, now=True)),
        rule(rf"{_A} and {_B} (?:are|were|have been|had been|remain|remained) (?:formal |treaty |military |close )*(?:allies|allied)(?= [.,]| by|$)", _pairs("alliance", "exists", "alliance", now=True)),
        rule(rf"{_A} (?:is|was|has been|remains) (?:formal |treaty |military |close )*ally of {_B}", _pairs("alliance", "exists", "alliance", now=True)),
        rule(rf"{_A} (?:is|was|has been|remains) (?:formally |militarily )?allied (?:with|to) {_B}", _pairs("alliance", "exists", "alliance", now=True)),
        rule(rf"{_A} {AUX}(?:ended|dissolved|terminated|renounced|abrogated|broke off|broke|quit|cancelled|annulled|denounced|left) (?:its |their )?(?:\w+ )?alliance with {_B}", _pairs("alliance", "ended", "alliance")),
        rule(rf"{_A} and {_B} {AUX}(?:formed|concluded|entered into|forged) (?:formal |military |defen[cs]e )*alliance", _pairs("alliance", "began", "alliance")),
    ),
    # Visits
    *guarded(
        r"visit|trip|travel|journey|tour|went|flew|paid|arriv|came|landed|foot|call|stopped|touched",
        rule(rf"(?:{_LEADER} (?:of )?)?{_A}(?: {_LEADER})?(?: {A})? {AUX}{_TRAVEL} {_B}(?! (?:and|,) {A})(?! (?:university|province|κ))", _visit),
        rule(rf"{_A}(?: {_LEADER})? 's (?:\w+ ){{0,2}}?visit to {_B}", _visit),
        rule(rf"(?:\w+ )?visit (?:by|of) (?:{_LEADER} (?:of )?)?{_A}(?: {_LEADER})? to {_B} (?:took place|was)", _visit),
    ),
    # Disputes
    *guarded(
        r"disput|conflict|quarrel|claims|disagree|row",
        rule(rf"{_A} and {_B} {AUX}(?:settled|resolved|ended) (?:their )?(?:\w+ )?(?:dispute|border dispute|territorial dispute)", _pairs("dispute", "ended", "dispute_listed")),
        rule(rf"{_A} and {_B} (?:have|had|are in|are locked in|remain in|still have) {_DISPUTE}", _pairs("dispute", "exists", "dispute_listed", now=True)),
        rule(rf"{_A} (?:has|had|is in|is locked in|is engaged in) {_DISPUTE} with {_B}", _pairs("dispute", "exists", "dispute_listed", now=True)),
        rule(rf"there is {_DISPUTE} between {_A} and {_B}", _pairs("dispute", "exists", "dispute_listed", now=True)),
    ),
    # Exercises
    *guarded(
        r"exercis|drill|man(?:o)?euv|war games",
        rule(rf"{_A} (?:regularly )?{_HOLD} {_DRILL} with {_B}", _pairs("exercise", "exists", "joint_exercises", now=True)),
        rule(rf"{_A} and {_B} (?:regularly )?{_HOLD} {_DRILL}", _pairs("exercise", "exists", "joint_exercises", now=True)),
        rule(rf"{_A} {AUX}{_HELD} {_DRILL} with {_B}", _pairs("exercise", "began", "joint_exercises")),
        rule(rf"{_DRILL} with {_B} (?:was|were) {_HELD} by {_A}", _pairs("exercise", "began", "joint_exercises")),
        rule(rf"{_ALL} {AUX}{_HELD} {_DRILL}", _pairs("exercise", "began", "joint_exercises")),
    ),
    # Vetoes
    *guarded(
        r"veto|block",
        rule(rf"{_A} (?:and|, together with) {_B} (?:, )?{AUX}{_VETO} {_DRAFT}", _pairs("veto", "began", "joint_vetoes")),
        rule(rf"{_A} {AUX}(?:{_VETO}|cast (?:its )?veto (?:on|against|over)|used its veto (?:on|against|to block)) {_DRAFT}(?! (?:on [^.]* )?together)", _veto),
        rule(rf"{_A} {AUX}{_VETO} {_DRAFT} (?:on {A} )?together with {_B}", _pairs("veto", "began", "joint_vetoes")),
    ),
    # Projects
    *guarded(
        r"pipeline|railway|bridge|corridor",
        rule(rf"(?P<n>(?:\w+(?: of \w+)?(?: \w+)? )?(?:pipeline|railway|bridge|corridor)) (?:between|from) {_A} (?:and|to) {_B} (?:(?:across|over|under|through|via) [a-z ]{{2,30}} )?(?:was|has been) (?:opened|launched|completed|built|commissioned|inaugurated)", _pairs("project", "began")),
    ),
)  # fmt: skip
