"""Rules for who joined, left, belongs to or founded an organisation."""

# ruff: noqa: E501 (a rule stands on one line, so that rules can be read one under the other)
from __future__ import annotations

import re
from collections.abc import Iterator

from reorient.documents.claims import Claim
from reorient.documents.clauses import LIST, A
from reorient.documents.making import Make, Read, Rule, built, rule
from reorient.documents.tagging import is_organisation
from reorient.documents.verbs import AUX

_JOINED = r"(?:joined|joins|rejoined|re-joined|acceded to|accedes to|entered|(?:became|become|becoming) (?:full |founding |new |latest |newest |(?:κ\d+ )|permanent )*(?:members?|member states?|part(?:y|ies)|participants?) (?:of|to|in)|(?:was|were|has been|have been) (?:admitted|accepted) (?:to|into|as (?:full )?members? (?:of|into))|gained membership (?:of|in)|obtained membership (?:of|in))"
_LEFT = r"(?:left|quit|quits|withdrew from|withdrawn from|pulled out of|exited|departed from|(?:was|were) expelled from|ceased to be members? of|ended its membership (?:of|in))"
_IS = r"(?:(?:is|are|was|were|has been|have been|remains?|remained|had been) (?:full |founding |also |still |already |long |long-standing |permanent )*(?:members?|member states?|part(?:y|ies)) (?:of|to)|belongs? to|belonged to|has belonged to|have belonged to)"
_NOT = r"(?P<not>(?:is|are|was|were|has|have|had|did|does|do) (?:not|never)(?: yet)?|never)"
_FOUNDED = r"(?:(?:was|were) (?:founded|established|created|set up|formed|launched|born)|came into being|emerged)"
_MAKES = r"(?:founded|established|set up|created|formed|launched)"
_ORG = rf"(?P<g>{A})"
_WHO = rf"(?P<a>{LIST})(?: (?:both|all))?"
_THEN = r"(?= [.,;:)(]| (?:and|or|in|on|by|as|with|after|since|to|at|but|when|while|together|alongside|because|despite|until|before|from|nor|without|which|who)\b|$)"


def _organisation(read: Read, token: str) -> str:
    key = read.clause.key(token)
    return key if is_organisation(key) else ""


def _membership(phase: str, *, negated: bool = False) -> Make:
    def make(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
        whom = _organisation(read, hit["g"])
        if not whom or re.search(r"\b(?:observers?|candidates?|associate|dialogue|non-)\b", hit.group()):
            return
        for token in re.findall(A, hit["a"]):
            if not read.clause.actors[token].is_group:
                period = read.clause.when() if phase == "is" else read.clause.period
                yield built(
                    read, "membership", read.clause.key(token), whom, phase=phase, negated=negated, period=period
                )

    return make


def _founding(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    key = _organisation(read, hit["g"])
    if key:
        yield built(
            read,
            "membership",
            key,
            "",
            phase="founded",
            event="founding",
            period=read.clause.period,
            doubts=() if read.clause.period else ("names no period",),
        )


def _but_not(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    yield from _membership("is")(read, hit)
    second = _organisation(read, hit["h"])
    if second:
        yield built(
            read, "membership", read.clause.key(hit["a"]), second, phase="is", negated=True, period=read.clause.when()
        )


RULES: tuple[Rule, ...] = (
    rule(rf"(?P<a>{A}) {_IS} {_ORG} ,? ?but not (?:of |to )?(?P<h>{A})", _but_not),
    rule(rf"{_WHO} {_NOT} (?:joined?|acceded? to|entered?|became|become members? of) {_ORG}{_THEN}", _membership("joined", negated=True)),
    rule(rf"{_WHO} {_NOT} (?:leave|left|quit|withdrawn? from) {_ORG}{_THEN}", _membership("left", negated=True)),
    rule(rf"{_WHO} (?:{_NOT} (?:full |founding |yet )*(?:members?|member states?|part(?:y|ies)) (?:of|to)|(?:does|do|did) (?:not|never) belong to|never belonged to) {_ORG}{_THEN}", _membership("is", negated=True)),
    rule(rf"{_WHO} {AUX}{_JOINED} {_ORG}{_THEN}", _membership("joined")),
    rule(rf"{_WHO} {AUX}{_LEFT} {_ORG}{_THEN}", _membership("left")),
    rule(rf"{_WHO} {_IS} {_ORG}{_THEN}", _membership("is")),
    rule(rf"{_WHO} (?:are|were) (?:all )?members of {_ORG}{_THEN}", _membership("is")),
    rule(rf"(?P<a>{A}) (?:is|was|has been|remains) (?:long-standing |founding |full )*{_ORG} (?:member|member state)(?= [.,]|$)", _membership("is")),
    rule(rf"(?P<a>{A}) (?:is|was) no longer (?:full )?member of {_ORG}{_THEN}", _membership("is", negated=True)),
    rule(rf"(?P<a>{A}) no longer belongs to {_ORG}{_THEN}", _membership("is", negated=True)),
    rule(rf"(?P<a>{A}) {AUX}(?:became|become) {_ORG} 's (?:[\w-]+ )?member", _membership("joined")),
    rule(rf"{_ORG} {AUX}(?:admitted|accepted|took in) {_WHO}(?: as (?:full |new )?members?)?(?= [.,]|$)", _membership("joined")),
    rule(rf"(?:accession|entry|admission) of {_WHO} (?:to|into) {_ORG} (?:took place|came|followed|happened|was completed|occurred)", _membership("joined")),
    rule(rf"(?P<a>{A}) 's (?:accession|entry|admission) (?:to|into) {_ORG} (?:took place|came|followed|happened|was completed|occurred)", _membership("joined")),
    rule(rf"(?P<a>{A}) 's (?:withdrawal|exit|departure) from {_ORG} (?:took place|came|followed|happened|was completed|occurred)", _membership("left")),
    rule(rf"{_ORG} {_FOUNDED}(?! by α\d+ (?:and α\d+ )?as)", _founding),
    rule(rf"(?:states|countries|members|κ\d+|κ\d+ states|(?:{LIST})(?: ,)?)(?: together with {A})? {_MAKES} {_ORG}{_THEN}", _founding),
    rule(rf"{LIST} {_MAKES} {_ORG} together with {A}", _founding),
)  # fmt: skip
