"""Rules for sanctions: who imposed, kept, lifted or never joined them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reorient.documents.claims import Claim, EventKind
from reorient.documents.claims.hedges import LIST, A
from reorient.documents.claims.making import Make, Read, Rule, built, guarded, rule
from reorient.documents.claims.verbs import AUX

_A, _B = rf"(?P<a>{A})", rf"(?P<b>{A})"


_MANY = (
    r"(?:(?P<n>κ\d+)(?: of)? |(?P<k>not one|not single|most|all|many|several|some|none|no|neither"
    r"|half)(?: of)?(?: all)?(?: other)? )?(?:(?:states|countries|members?|nations|governments"
    rf"|state|country|nation) (?:of|in) )?(?P<a>{LIST})(?: (?:states?|countr(?:y|ies)|members?"
    r"|nations?|governments?|member states?))?"
)


_SAN = (
    r"(?:α\d+ (?:'s )?)?(?:(?P<t>trade|economic|financial|arms|travel|military|personal|sectoral"
    r"|targeted|new|further|additional|first|own|its own|their own|wide-ranging|sweeping|harsh"
    r"|tough|severe) )*(?P<e>sanctions|embargo|embargoes|arms embargo)"
)


_KINDS = {
    "trade": "sanction_trade",
    "financial": "sanction_financial",
    "arms": "sanction_arms",
    "travel": "sanction_travel",
    "military": "sanction_military",
}


_ON = (
    r"(?:of any (?:kind|sort) |whatsoever |at all |of (?:its|their) own |of any description "
    rf")?(?:on|against|upon|toward|towards) {_B}(?! (?:companies|firms|banks|officials|individuals"
    r"|businessmen|oligarchs|goods|oil|gas|coal|steel|arms|weapons|crude|gold|wine|entities"
    r"|imports|exports|persons))"
)


_IMPOSE = (
    r"(?:followed|shared|joined in|imposed|introduced|adopted|enforced|slapped|placed|put|applied"
    r"|announced|enacted|levied|reimposed|re-imposed|tightened|expanded|extended|joined|declared"
    r"|issued|passed|approved|decreed|unveiled|levelled|rolled out|put in place|brought in|backed"
    r"|supported|renewed|resorted to|hit back with)"
)


def event_of(event: EventKind, phase: str, variable: str = "", *, negated: bool = False, now: bool = False) -> Make:
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
    known = {
        "no": "none",
        "none": "none",
        "neither": "",
        "not one": "none",
        "not single": "none",
        "many": "some",
        "several": "some",
        "few": "some",
    }
    return known.get(word, word)


def _under_un(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    clause = read.clause
    who, whom = clause.key(hit["a"]), clause.key(hit["b"])
    name = "un_sanctioned" if clause.actors[hit["a"]].is_group and who == "un" else "sanction"
    yield built(read, "existence", who, whom, event="sanction", phase="exists", variable=name, period=clause.when())


_SANCTIONING = (
    r"(?:imposing|introducing|adopting|applying|slapping|placing|announcing|joining|enacting"
    r"|levying|backing)(?: any)? {san} {on}"
)


_TOGETHER = (
    r"(?:followed|joined|copied|imitated|emulated|sided with|went along with|acted with|fell in "
    r"with|fell into line behind|fell into step with|teamed up with)"
)


def _both(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "A followed B in imposing sanctions on C" for both."""
    for token in (*re.findall(A, hit["a"]), *re.findall(A, hit["c"])):
        who, whom = read.clause.key(token), read.clause.key(hit["b"])
        if who and whom and who != whom:
            yield built(read, "existence", who, whom, event="sanction", phase="began", variable="sanction")


_SANCTION = _SANCTIONING.format(san=_SAN, on=_ON)


_NOT = r"(?:has not|have not|had not|did not|does not|do not|never|has never|have never|is not|are not)"

RULES: tuple[Rule, ...] = (
    # Sanctions in other words
    *guarded(
        r"sanction|embargo|blockade|boycott & α.*α",
        rule(rf"(?P<a>{A}) {AUX}{_TOGETHER} (?P<c>{LIST}) (?:in|by|and) {_SANCTION}", _both),
        rule(
            rf"{_MANY} (?:has |have )?(?:refrained|abstained|shied away|held back|kept away) from "
            rf"{_SANCTION}",
            event_of("sanction", "", "sanction", negated=True),
        ),
        rule(
            rf"{_MANY} (?:has |have )?(?:resisted|avoided|rejected|shunned|opposed|steered clear of"
            rf"|stopped short of) {_SANCTION}",
            event_of("sanction", "", "sanction", negated=True),
        ),
        rule(
            rf"{_MANY} {_NOT} (?:sanction|sanctioned|penali[sz]ed?|punished) {_B}(?= [.,;]| over| for| "
            r"after| because|$)",
            event_of("sanction", "", "sanction", negated=True),
        ),
        rule(
            rf"{_MANY} {_NOT} (?:join|joined|take part in|taken part in|participate in|participated in|back"
            r"|backed|support|supported|follow|followed|party to|part of|subscribed to|sign up to)(?: "
            rf"any)? {_SAN} {_ON}",
            event_of("sanction", "", "sanction", negated=True),
        ),
        rule(
            rf"{_MANY} (?:has |have )?(?:stayed|kept|remained|stay|stood)(?: itself| themselves)? (?:out of"
            rf"|outside|away from|aloof from|clear of) {_SAN} {_ON}",
            event_of("sanction", "", "sanction", negated=True),
        ),
        rule(
            rf"{_MANY} (?:has |have )?(?:refused|declined) to (?:sanction|penali[sz]e|punish) {_B}(?= [.,;]"
            r"| over| for| after| because|$)",
            event_of("sanction", "", "sanction", negated=True),
        ),
        rule(
            rf"{_MANY} {AUX}(?:hit|targeted|punished|slapped) {_B} with (?:\w+ )?(?P<e>sanctions)",
            event_of("sanction", "began", "sanction"),
        ),
        rule(
            rf"{_MANY} sanctioned {_B}(?= [.,]| over| for| after| because| in response|$)",
            event_of("sanction", "began", "sanction"),
        ),
        rule(
            rf"(?P<a>{A}) (?:'s )?{_SAN} {_ON} (?:date|dates|date from|go|date back to|began|started|have "
            r"been in force|have been in place|took effect|came into force|were introduced|were imposed"
            r"|were adopted|were reimposed|were reinstated|entered into force|go back to|followed)",
            event_of("sanction", "began", "sanction"),
        ),
        rule(
            rf"(?:(?:most|all|some|many|part|bulk|last) of )?(?P<a>{A}) (?:'s )?{_SAN} {_ON} (?:ended|were "
            r"lifted|expired|lapsed|were removed|were dropped|came to end|were scrapped)",
            event_of("sanction", "ended", "sanction"),
        ),
        rule(
            rf"{_SAN} {_ON} (?:were|was) (?:imposed|introduced|adopted|announced|declared) by (?P<a>{LIST})",
            event_of("sanction", "began", "sanction"),
        ),
        rule(
            rf"{_B} {AUX}(?:came under|faced|was subjected to|was subject to|was hit by|was hit with|fell "
            rf"under|became subject to|became target of) {_SAN} (?:by|from|of) (?P<a>{LIST})",
            event_of("sanction", "began", "sanction"),
        ),
        rule(
            rf"{_B} (?:is|was|has been|remains|remained) (?:under|subject to|target of) {_SAN} (?:by|from"
            rf"|of) (?P<a>{LIST})",
            event_of("sanction", "exists", "sanction", now=True),
        ),
        rule(
            rf"{_SAN} {_ON} (?:were|was) (?:lifted|ended|removed|revoked|scrapped|dropped|abolished) by "
            rf"(?P<a>{LIST})",
            event_of("sanction", "ended", "sanction"),
        ),
        rule(
            rf"there (?:are|were|have been) no {_SAN} (?:on|against|toward|towards) {_B} (?:from|by|of) "
            rf"{_MANY}",
            event_of("sanction", "", "sanction", negated=True),
        ),
    ),
    # Sanctions
    *guarded(
        r"sanction|embargo|blockade|boycott & α.*α",
        rule(
            rf"{_MANY} (?:(?:has|have|had|did|do|does) (?:not|never)|refused to|declined to|never"
            r"|refrained from) (?:impos(?:ed?|ing)|introduc(?:ed?|ing)|adopt(?:ed)?|join(?:ed)?|joining"
            rf"|appl(?:y|ied))(?: any)? {_SAN} {_ON}",
            event_of("sanction", "", "sanction", negated=True),
        ),
        rule(
            rf"{_MANY} (?:has |have |had )?{_IMPOSE} no {_SAN} {_ON}",
            event_of("sanction", "", "sanction", negated=True),
        ),
        rule(
            rf"(?:lack|absence) of {_SAN} (?:on|against|toward|towards) {_B} (?:from|by|among|in) {_MANY}",
            event_of("sanction", "", "sanction", negated=True),
        ),
        rule(
            rf"neither (?P<a>{A} nor {A}) {AUX}{_IMPOSE} {_SAN} {_ON}",
            event_of("sanction", "", "sanction", negated=True),
        ),
        rule(rf"{_MANY} {AUX}{_IMPOSE} {_SAN} {_ON}", event_of("sanction", "began", "sanction")),
        rule(rf"{_A} {AUX}put {_B} under (?:\w+ )?sanctions", event_of("sanction", "began", "sanction")),
        rule(rf"{_B} was (?:put|placed) under (?:\w+ )?sanctions by {_A}", event_of("sanction", "began", "sanction")),
        rule(
            rf"{_SAN} (?:were|was) (?:imposed|introduced|adopted|placed) {_ON} by {_A}",
            event_of("sanction", "began", "sanction"),
        ),
        rule(rf"{_B} was (?:sanctioned|hit with sanctions) by {_A}", event_of("sanction", "began", "sanction")),
        rule(rf"{_A} sanctioned {_B}(?= [.,]| over| for| after|$)", event_of("sanction", "began", "sanction")),
        rule(
            rf"{_A} {AUX}(?:lifted|ended|removed|revoked|abolished|dropped|scrapped) (?:its |all |most of "
            rf"its |all its )?{_SAN} {_ON}",
            event_of("sanction", "ended", "sanction"),
        ),
        rule(
            rf"{_A} {AUX}(?:lifted|ended|removed|abolished|dropped|scrapped|called off) (?:its |all "
            rf")?(?:\w+ )?(?:blockade|boycott) (?:of|on|against) {_B}",
            event_of("sanction", "ended", "sanction"),
        ),
        rule(
            rf"{_A} {AUX}(?:imposed|declared|began|started|mounted) (?:\w+ )?(?:blockade|boycott) (?:of|on"
            rf"|against) {_B}",
            event_of("sanction", "began", "sanction"),
        ),
        rule(
            rf"{_A} {AUX}(?:maintains?|maintained|keeps|kept|has|have|has had|have had|had) (?:its "
            rf")?{_SAN} (?:in force |in place )?{_ON}",
            event_of("sanction", "exists", "sanction", now=True),
        ),
        rule(
            rf"{_A} (?:has|have|had|maintains?|maintained) no {_SAN} {_ON}",
            event_of("sanction", "", "sanction", negated=True),
        ),
        rule(
            rf"{_B} (?:is|was|are|has been|have been|had been|remains) under {_A}(?: 's)? (?:trade "
            r"|economic |arms )?(?:sanctions|embargo)",
            _under_un,
        ),
    ),
)
