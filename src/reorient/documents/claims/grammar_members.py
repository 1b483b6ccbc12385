"""Rules for who joined, left, belongs to or founded an organisation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reorient.documents.claims import Claim
from reorient.documents.claims.clauses import WEAK
from reorient.documents.claims.hedges import LIST, A
from reorient.documents.claims.making import Make, Read, Rule, built, rule
from reorient.documents.claims.tagging import is_organisation
from reorient.documents.claims.verbs import AUX

_JOINED = (
    r"(?:joined|joins|rejoined|re-joined|acceded to|accedes to|entered|(?:became|become|becoming) "
    r"(?:full |founding |new |latest |newest |(?:κ\d+ )|permanent |first [a-z]+ |\d+(?:st|nd|rd"
    r"|th) |(?:first|second|third|[a-z-]+th|[a-z]+-(?:first|second|third)) (?:and last |and "
    r"latest )?|full-fledged |fully fledged )*(?:members?|member states?|part(?:y|ies)"
    r"|participants?|state|country) (?:of|to|in|to join)|(?:was|were|has been|have been) "
    r"(?:admitted|accepted) (?:to|into|as (?:full )?members? (?:of|into))|gained (?:membership "
    r"(?:of|in)|admission to|entry to|entry into)|(?:was|were|has been|have been) (?:taken|let"
    r"|welcomed|brought) into|signed up (?:to|as (?:full )?member (?:of|to))|was enrolled in"
    r"|became part of|(?:was|were) (?:welcomed|received|admitted|accepted) (?:in )?as (?:its "
    r"|their |\d+(?:st|nd|rd|th) |[a-z-]+th |new |full |latest |newest )*(?:members?|state|country"
    r"|nation) (?:of|in|into|by)|won (?:membership of|admission to|entry (?:in)?to)|completed "
    r"(?:its )?(?:accession|entry) (?:to|into)|took (?:its )?(?:seat|place) in|obtained "
    r"membership (?:of|in))"
)
_LEFT = (
    r"(?:gave up (?:its )?(?:membership|seat) (?:of|in)|walked out of|stormed out of|parted with"
    r"|dropped out of|took (?:its )?leave of|turned (?:its |their )?backs? on|withdrew (?:its )?membership "
    r"(?:of|in|from)|left|quit|quits|withdrew from|withdrawn from|pulled out of|exited|departed "
    r"from|(?:was|were) expelled from|ceased to be members? of|ended its membership (?:of|in))"
)
_IS = (
    r"(?:(?:is|are|was|were|has been|have been|remains?|remained|had been) (?:full |founding "
    r"|also |both |all |still |already |long |long-standing |permanent )*(?:members?|member states?|part(?:y"
    r"|ies)) (?:of|to)|belongs? to|belonged to|has belonged to|have belonged to|sits? in|sat in"
    r"|(?:is|are|was|were|has been|have been|had been) (?:in|inside|within|part of))"
)
_NOT = r"(?P<not>(?:is|are|was|were|has|have|had|did|does|do) (?:not|never)(?: yet)?|never)"
_FOUNDED = (
    r"(?:came into existence|saw light of day|was brought into being|was called into being|has "
    r"existed|dates|dated|began (?:its )?(?:life|work|existence)|started (?:life|work)|was "
    r"inaugurated|was founded|(?:was|were) (?:founded|established|created|set up|formed|launched"
    r"|born)|came into being|was called into life|(?:was|were) called into being|emerged)"
)
_MAKES = r"(?:founded|established|set up|created|formed|launched)"
_ORG = rf"(?P<g>{A})"
_WHO = rf"(?P<a>{LIST})(?: (?:both|all))?"
_THEN = (
    r"(?= [.,;:)(]| (?:and|or|in|on|by|as|with|after|since|to|at|but|when|while|together|alongside"
    r"|because|despite|until|before|for|from|nor|without|which|who)\b|$)"
)


def _organisation(read: Read, token: str) -> str:
    key = read.clause.key(token)
    return key if is_organisation(key) else ""


def _membership(phase: str, *, negated: bool = False) -> Make:
    def make(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
        whom = _organisation(read, hit["g"])
        if not whom or re.search(
            r"\b(?:observers?|candidates?|associate|dialogue|non-|almost|nearly|half|talks|touch|favou?r)\b",
            hit.group(),
        ):
            return
        for token in re.findall(A, hit["a"]):
            if not read.clause.actors[token].is_group:
                period = read.clause.when() if phase == "is" else read.clause.period
                yield built(
                    read, "membership", read.clause.key(token), whom, phase=phase, negated=negated, period=period
                )

    return make


def _founding(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    key, period = _organisation(read, hit["g"]), read.clause.period
    if key:
        doubts = () if period and period.words.lower() not in WEAK else ("names no period",)
        yield built(read, "membership", key, "", phase="founded", event="founding", period=period, doubts=doubts)


def _but_not(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    yield from _membership("is")(read, hit)
    second = _organisation(read, hit["h"])
    if second:
        yield built(
            read, "membership", read.clause.key(hit["a"]), second, phase="is", negated=True, period=read.clause.when()
        )


def _one_of(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    token = hit["g"] or hit["k"]
    whom = _organisation(read, token) if token else ""
    if whom and not read.clause.actors[hit["a"]].is_group:
        yield built(read, "membership", read.clause.key(hit["a"]), whom, phase="is", period=read.clause.when())


def _listed(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "the members of G include A and B"."""
    yield from _membership("is")(read, hit)


RULES: tuple[Rule, ...] = (
    rule(
        rf"(?:members|member states|membership) of {_ORG} (?:are|is|include|includes|included|comprise"
        rf"|comprises|were) {_WHO}(?= [.,;]| and others|$)",
        _listed,
    ),
    rule(
        rf"{_ORG} (?:'s )?(?:members|member states) (?:are|include|included|comprise|were) {_WHO}(?= "
        r"[.,;]| and others|$)",
        _listed,
    ),
    rule(
        rf"{_ORG} (?:consists of|is made up of|comprises|is composed of|includes|included|unites|united"
        rf"|counts among its members|has as members|numbers among its members|counts) {_WHO}(?: among "
        r"(?:its )?members)?(?= [.,;]|$)",
        _listed,
    ),
    rule(
        rf"{_WHO} (?:stays?|stayed|remains?|remained|has stayed|have stayed|has remained|have remained"
        r"|stands?|is|are|was|were|has always been|has been|kept|keeps|has kept)(?: itself)? (?:well "
        rf")?(?:outside|out) (?:of )?{_ORG}{_THEN}",
        _membership("is", negated=True),
    ),
    rule(
        rf"{_WHO} (?:has|have|had) (?:not|never) (?:been (?:in|part of|inside)|belonged to|sat in) "
        rf"{_ORG}{_THEN}",
        _membership("is", negated=True),
    ),
    rule(
        rf"{_WHO} (?:is|are|was|were) (?:not|never|nowhere) (?:in|part of|inside|within) {_ORG}{_THEN}",
        _membership("is", negated=True),
    ),
    rule(
        rf"(?P<a>{A})(?: 's)? membership (?:of|in) {_ORG} (?:dates|dated|goes|began|started|goes back "
        r"to|runs from|started in|took effect|came into effect)",
        _membership("joined"),
    ),
    rule(
        rf"(?P<a>{A})(?: 's)? membership (?:of|in) {_ORG} (?:ended|lapsed|expired|came to end|ceased)",
        _membership("left"),
    ),
    rule(rf"(?:membership|founding) of {_ORG} (?:dates (?:back to|from)|goes back to)", _founding),
    rule(rf"{_ORG} (?:took|takes|brought) {_WHO} in(?= [.,;]|$)", _membership("joined")),
    rule(
        rf"{_ORG} (?:opened its doors to|welcomed|enlarged to include|expanded to include|grew to "
        rf"include|was enlarged to include|was joined by|gained) {_WHO}(?: as (?:full |new |its |{A} "
        r"'s |newest |latest |\d+th |[a-z]+th )*members?)?(?= [.,;]|$)",
        _membership("joined"),
    ),
    rule(rf"{_ORG} lost {_WHO}(?: as member)?(?= [.,;]|$)", _membership("left")),
    rule(rf"{_ORG} (?:expelled|threw out|excluded) {_WHO}(?= [.,;]| over| for| because|$)", _membership("left")),
    rule(rf"(?P<a>{A}) {_IS} {_ORG} ,? ?but not (?:of |to )?(?P<h>{A})", _but_not),
    rule(
        rf"{_WHO} {_NOT} (?:joined?|acceded? to|entered?|(?:became|become) (?:full )?(?:members?"
        rf"|part(?:y|ies)) (?:of|to)) {_ORG}{_THEN}",
        _membership("joined", negated=True),
    ),
    rule(rf"{_WHO} {_NOT} (?:leave|left|quit|withdrawn? from) {_ORG}{_THEN}", _membership("left", negated=True)),
    rule(
        rf"{_WHO} (?:{_NOT} (?:full |founding |yet )*(?:members?|member states?|part(?:y|ies)) (?:of"
        rf"|to)|(?:does|do|did) (?:not|never) belong to|never belonged to) {_ORG}{_THEN}",
        _membership("is", negated=True),
    ),
    rule(rf"{_WHO} {AUX}{_JOINED} {_ORG}{_THEN}", _membership("joined")),
    rule(rf"{_WHO} {AUX}{_LEFT} {_ORG}{_THEN}", _membership("left")),
    rule(rf"{_WHO} {_IS} {_ORG}{_THEN}", _membership("is")),
    rule(rf"{_WHO} (?:are|were) (?:all )?members of {_ORG}{_THEN}", _membership("is")),
    rule(
        rf"(?P<a>{A}) (?:is|was|has been|remains) (?:long-standing |founding |full )*{_ORG} (?:member"
        r"|member state)(?= [.,]|$)",
        _membership("is"),
    ),
    rule(rf"(?P<a>{A}) (?:is|was) no longer (?:full )?member of {_ORG}{_THEN}", _membership("is", negated=True)),
    rule(rf"(?P<a>{A}) no longer belongs to {_ORG}{_THEN}", _membership("is", negated=True)),
    rule(
        rf"(?P<a>{A}) (?:is|was|has been|remains) one of (?:{_ORG} 's |(?:κ\d+ |two |three |four |five "
        r"|six )?)(?:founding |founder |original |oldest |youngest |newest |smallest |largest |κ\d+ "
        rf")*members?(?: of (?P<k>{A}))?(?= [.,;]|$)",
        _one_of,
    ),
    rule(
        rf"{_WHO} (?:sits?|sat|has sat|have sat|have|has|had|took|takes) (?:seat |place )?(?:at"
        rf"|around) (?:table|tables) (?:of|in) {_ORG}{_THEN}",
        _membership("is"),
    ),
    rule(rf"(?P<a>{A}) (?:is|was|has been) {_ORG} 's (?:[\w-]+ )?member(?: state)?(?= [.,;]|$)", _membership("is")),
    rule(rf"(?P<a>{A}) {AUX}(?:became|become) {_ORG} 's (?:[\w-]+ )?member", _membership("joined")),
    rule(
        rf"{_ORG} {AUX}(?:admitted|accepted|took in) {_WHO}(?: as (?:full |new )?members?)?(?= [.,]|$)",
        _membership("joined"),
    ),
    rule(
        rf"(?:accession|entry|admission) of {_WHO} (?:to|into) {_ORG} (?:took place|came|followed"
        r"|happened|was completed|occurred)",
        _membership("joined"),
    ),
    rule(
        rf"(?P<a>{A}) 's (?:accession|entry|admission) (?:to|into) {_ORG} (?:took place|came|followed"
        r"|happened|was completed|occurred)",
        _membership("joined"),
    ),
    rule(
        rf"(?P<a>{A}) 's (?:withdrawal|exit|departure) from {_ORG} (?:took place|came|followed|happened"
        r"|was completed|occurred|took effect|came into effect|became effective|became final|was "
        r"complete|entered into force|ended)",
        _membership("left"),
    ),
    rule(rf"{_ORG} {_FOUNDED}(?! by α\d+ (?:and α\d+ )?as)", _founding),
    rule(
        rf"(?:states|countries|members|κ\d+|κ\d+ states|κ\d+ (?:of )?{A}|κ\d+ {A} (?:states|countries)"
        rf"|(?:{LIST})(?: ,)?)(?: together with {A})? {_MAKES} {_ORG}{_THEN}",
        _founding,
    ),
    rule(rf"{LIST} {_MAKES} {_ORG} together with {A}", _founding),
)
