"""Rules for ranks and extremes: "A is B's second largest supplier of oil", "the biggest market for A's coal was B"."""

# ruff: noqa: E501 (a rule stands on one line, so that rules can be read one under the other)
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from reorient.documents.claims import Claim, ClaimKind
from reorient.documents.clauses import A, Q
from reorient.documents.grammar_flows import BUYS, SELLS
from reorient.documents.making import Make, Read, Rule, claim, rule
from reorient.documents.number_words import ORDINALS
from reorient.documents.subjects import goods, variables_of
from reorient.documents.ties import G, Tie
from reorient.documents.verbs import AUX

_BEST = r"(?:largest|biggest|greatest|top|leading|main|most important|foremost|number one|chief|principal|primary|first|premier|single largest|single biggest|single most important)"
_LEAST = r"(?:smallest|least important)"
#: "Among the largest" names no place; a leading one of several does not either.
_RANK = rf"(?:(?P<x>{_BEST})|(?P<n>{_LEAST})|(?P<q>{Q})(?: most important| largest| biggest)?)"
_SELLER = r"(?:suppliers?|sellers?|sources?|providers?|exporters?|vendors?|purveyors?|origins?)"
_BUYER = r"(?:buyers?|purchasers?|customers?|clients?|importers?|recipients?|markets?|destinations?|consumers?|takers?|outlets?)"
_PARTNER = r"(?:(?:foreign )?trading partners?|(?:foreign )?trade partners?|partners? in trade|commercial partners?|economic and trading partners?|trade and economic partners?)"
_KIND = rf"(?:(?P<partner>{_PARTNER})|(?P<market>export (?:markets?|destinations?|partners?))|(?P<origin>import (?:partners?|sources?))|(?P<investor>(?:foreign |direct )*investors?)|(?P<seller>{_SELLER})|(?P<buyer>{_BUYER}))"
_WITHIN = rf"(?: (?:in|within|among|of all|among all) (?:all )?(?:of )?(?P<w>{A})(?: (?:states|countries|members|nations|economies))?)?"
_WORLD = r"(?: (?:in world|worldwide|globally|on earth|of world))?"


@dataclass(frozen=True, slots=True)
class _Ranking:
    """What a ranking is about: whose partners (`owner` is empty where all who trade are ranked), which variable."""

    owner: str
    subject: str
    flow: str


def _subject(hit: re.Match[str]) -> str | None:
    words = {(hit.groupdict().get(name) or "").strip() for name in ("g", "h")} - {""}
    meant = {goods()[word] for word in words}
    if len(meant) > 1:
        meant.discard("goods")
    return meant.pop() if meant else None


def _ranking(hit: re.Match[str]) -> _Ranking | None:
    named = hit.groupdict()
    owner = next((named[name] for name in ("o", "p") if named.get(name)), "")
    subject = _subject(hit)
    if named.get("partner"):
        return _Ranking(owner, "goods", "trade") if subject is None and owner else None
    if named.get("investor"):
        return _Ranking(owner, "fdi_stock_usd", "in") if owner else None
    told = "imports" if named.get("seller") or named.get("origin") else "exports"
    return _Ranking(owner, subject or "goods", told) if owner else None


def _place(read: Read, hit: re.Match[str]) -> tuple[int, ClaimKind]:
    """Return the place and whether it is an extreme or a rank."""
    named = hit.groupdict()
    if named.get("q"):
        said = read.clause.quantities[named["q"]]
        place = int(said.low) if said.unit == "rank" else 0
        return place, "extreme" if place == 1 else "rank"
    return (-1 if named.get("n") else 1), "extreme"


def _claimed(read: Read, hit: re.Match[str], ranking: _Ranking, token: str, within: str = "") -> Claim | None:
    place, kind = _place(read, hit)
    if not place:
        return None
    group = read.clause.key(within) if within else ""
    if within and not read.clause.actors[within].is_group:
        return None
    tie = Tie(ranking.owner, token, ranking.subject, ranking.flow)
    more: dict[str, Any] = {"place": place, "within": group, "role": "partner"}
    if ranking.flow == "in":
        tie = Tie(token, ranking.owner, ranking.subject)
        return claim(read, kind, tie, **{**more, "role": "sender"})
    return claim(read, kind, tie, **more)


def _partner(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read a partner of somebody named."""
    ranking = _ranking(hit)
    if ranking is None:
        return
    named = hit.groupdict()
    yield _claimed(read, hit, ranking, named["b"], named.get("w") or named.get("v") or "")
    yield from _after(read, hit, ranking)


def _denied(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    ranking = _ranking(hit)
    if ranking is not None:
        named = hit.groupdict()
        found = _claimed(read, hit, ranking, named["b"], named.get("w") or named.get("v") or "")
        yield replace(found, negated=True) if found else None


def _after(read: Read, hit: re.Match[str], ranking: _Ranking) -> Iterator[Claim | None]:
    """Read "second after A" as: A is first."""
    token = hit.groupdict().get("z") or hit.groupdict().get("y")
    place = _place(read, hit)[0]
    if token and place == 2 and not hit.groupdict().get("w"):
        yield claim(read, "extreme", Tie(ranking.owner, token, ranking.subject, ranking.flow), place=1, role="partner")


def _alone(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read one of all who sell or buy: the world's largest importer of arms."""
    place, kind = _place(read, hit)
    named = hit.groupdict()
    subject = _subject(hit)
    flow = "exports" if named.get("seller") else "imports"
    if place and subject and variables_of(subject, flow) and not named.get("partner"):
        group = read.clause.key(named["w"]) if named.get("w") else ""
        yield claim(read, kind, Tie(named["b"], "", subject, flow), place=place, within=group, role="sender")


def _nobody(flow: str) -> Make:
    def make(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
        named = hit.groupdict()
        owner = named.get("o") or ""
        subject = _subject(hit) or "goods"
        token = named.get("w") or named.get("v") or named.get("u")
        if token and not read.clause.actors[token].is_group:
            return
        group = read.clause.key(token) if token else ""
        yield claim(read, "extreme", Tie(owner, named["b"], subject, flow), place=1, within=group, role="partner")

    return make


def _ordinal(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read places told in a row: "among the buyers, A came first and B third"."""
    ranking = _ranking(hit)
    named = hit.groupdict()
    if ranking is None:
        return
    for token, word in ((named["b"], named["r"]), (named.get("c"), named.get("t"))):
        if token and word:
            said = read.clause.quantities.get(word)
            place = int(said.low) if said and said.unit == "rank" else ORDINALS.get(word, 0)
            if place:
                tie = Tie(ranking.owner, token, ranking.subject, ranking.flow)
                group = read.clause.key(named["w"]) if named.get("w") else ""
                yield claim(read, "extreme" if place == 1 else "rank", tie, place=place, within=group, role="partner")


_BE_WORDS = "is|was|are|were|remains|remained|became|has been"
_B, _Z = rf"(?P<b>{A})", rf"(?: ,? ?(?:right |immediately |just )?(?:after|behind) (?P<z>{A})(?: and {A})?(?: ,)?)?"
_BE = r"(?:is|was|are|were|remains?|remained|became|has become|become|has been|had become|had been|ranks?(?: as)?|ranked(?: as)?|emerged as|(?:has|holds|occupies) (?:\w+ )?(?:position|place|status) (?:as|of)|holds position of|held position of|has become|stayed|has remained|turned into)"
_HEAD = rf"(?:{_RANK}) (?:(?P<v>{A}) )?(?:foreign |overall |single |external )*(?:(?P<g>{G}) )?{_KIND}"
_OF_GOODS = rf"(?: (?:of|for) (?P<h>{G}))?"
_OWNER = rf"(?P<o>{A}) 's"
_OF_OWNER = rf"(?:of|to|for|in) (?P<p>{A})(?= [.,;:)]| in | within | among | after | behind | by | and (?!α)| (?:{_BE_WORDS}) |$)"
_OF_ITS_GOODS = rf"(?:of|for) (?P<p>{A})(?: 's)? (?:(?P<h>{G})|(?:{G} )?exports)"
_IS_THEN = rf"(?! (?:and|,) {_BEST})"
_FIRST = rf"(?P<r>{Q}|first|second|third)"

_ANY = rf"(?:(?P<w>{A}) )?(?:country|state|nation|member|member state|buyer|partner|customer|supplier|market|(?P<u>{A}))(?: (?:in|of) (?P<v>{A}))?"

RULES: tuple[Rule, ...] = (
    # A is B's largest supplier of oil; A is the largest supplier of oil to B; A is the largest buyer of B's arms
    rule(rf"(?:in|within) (?P<w>{A}) ,? ?{_B} {AUX}{_BE} {_OWNER} {_HEAD}{_OF_GOODS}", _partner),
    rule(rf"(?:among|of) (?:all )?(?:(?:states|countries|members) (?:of|in) )?(?P<w>{A})(?: (?:states|countries|members))? ,? ?{_B} {AUX}{_BE} {_OWNER} {_HEAD}{_OF_GOODS}", _partner),
    rule(rf"{_B} {AUX}{_BE}{_Z} {_OWNER} {_HEAD}{_OF_GOODS}{_WITHIN}{_Z.replace('<z>', '<y>')}{_IS_THEN}", _partner),
    rule(rf"{_B} {AUX}{_BE}{_Z} {_HEAD} {_OF_ITS_GOODS}{_WITHIN}", _partner),
    rule(rf"{_B} {AUX}{_BE}{_Z} {_HEAD}{_OF_GOODS} {_OF_OWNER}{_WITHIN}{_Z.replace('<z>', '<y>')}", _partner),
    rule(rf"{_B} ,? ?to become {_OWNER} {_HEAD}{_OF_GOODS}{_WITHIN}", _partner),
    rule(rf"{_B} (?:overtook|replaced|overtaking|surpassed|displaced|passed) {A} (?:to become|as|and became) {_OWNER} {_HEAD}{_OF_GOODS}{_WITHIN}", _partner),
    rule(rf"for (?P<o>{A}) ,? ?{_B} {AUX}{_BE} {_HEAD}{_OF_GOODS}{_WITHIN}", _partner),
    rule(rf"{_OWNER} {_HEAD}{_OF_GOODS}{_WITHIN} {AUX}{_BE} {_B}", _partner),
    rule(rf"{_HEAD} {_OF_ITS_GOODS}{_WITHIN} {AUX}{_BE} {_B}", _partner),
    rule(rf"{_HEAD}{_OF_GOODS} {_OF_OWNER}{_WITHIN} {AUX}{_BE} {_B}", _partner),
    rule(rf"{_B} {AUX}{_BE}{_Z} {_RANK} (?:country|state)(?: after (?P<y>{A}))? to (?P<buyer>buy|import|purchase) (?P<o>{A})(?: 's)? (?P<g>{G}){_WITHIN}", _partner),
    rule(rf"{_B} {AUX}{_BE} (?P<r>second|third|fourth|fifth) (?:country|state)(?: after {A})? to (?P<buyer>buy|import|purchase) (?P<o>{A})(?: 's)? (?P<g>{G}){_WITHIN}", _ordinal),
    # A is not B's largest supplier
    rule(rf"{_B} (?:(?:is|was) not|has not been|has never been|was never|is not) {_OWNER} {_HEAD}{_OF_GOODS}{_WITHIN}", _denied),
    rule(rf"{_B} (?:(?:is|was) not|has not been|has never been|was never) {_HEAD} {_OF_ITS_GOODS}{_WITHIN}", _denied),
    # The world's largest importer of arms
    rule(rf"{_B} {AUX}{_BE} world 's {_HEAD}(?: of (?P<h>{G})){_WITHIN}", _alone),
    rule(rf"{_B} {AUX}{_BE} world 's {_RANK} (?P<g>{G}) {_KIND}", _alone),
    rule(rf"{_B} {AUX}{_BE} (?:{_RANK}) (?:(?P<g>{G}) )?{_KIND}(?: of (?P<h>{G}))? (?:in world|worldwide|globally|on earth)", _alone),
    # Nobody more
    rule(rf"(?P<o>{A}) {AUX}{SELLS} more (?P<g>{G} )?to {_B} than to any other {_ANY}", _nobody("exports")),
    rule(rf"(?P<o>{A}) {AUX}{BUYS} more (?P<g>{G} )?from {_B} than from any other {_ANY}", _nobody("imports")),
    rule(rf"(?P<o>{A}) {AUX}(?:trades|traded) more with {_B} than with any other {_ANY}", _nobody("trade")),
    rule(rf"{_B} {AUX}{BUYS} more (?P<o>{A}) (?P<g>{G}) than any other {_ANY}", _nobody("exports")),
    rule(rf"{_B} {AUX}{BUYS} more (?P<g>{G} )?from (?P<o>{A}) than any other {_ANY}", _nobody("exports")),
    rule(rf"{_B} {AUX}{SELLS} more (?P<g>{G} )?to (?P<o>{A}) than any other {_ANY}", _nobody("imports")),
    rule(rf"no (?:other )?(?:country|state|one|nation|member) {AUX}(?:bought|buys|imported|imports|received|took) more (?P<o>{A}) (?P<g>{G}) than {_B}(?! from)", _nobody("exports")),
    rule(rf"in (?P<w>{A}) ,? ?no (?:other )?(?:country|state|one|nation) {AUX}(?:trades|traded) more with (?P<o>{A}) than {_B}", _nobody("trade")),
    rule(rf"no (?:other )?(?:country|state|one|nation) {AUX}(?:trades|traded) more with (?P<o>{A}) than {_B}", _nobody("trade")),
    rule(rf"no (?:other )?(?:country|state|one|nation) {AUX}(?:sold|sells|supplied|supplies|exported|delivered) more (?P<g>{G} )?to (?P<o>{A}) than {_B}", _nobody("imports")),
    # Places in a row
    rule(rf"among {_KIND}{_OF_GOODS} {_OF_OWNER} ,? ?{_B} (?:ranked |came |stood |was |took )?(?:in )?{_FIRST}(?: place)?(?: and (?P<c>{A}) (?P<t>{Q}|second|third|fourth|fifth))?", _ordinal),
    rule(rf"among {_KIND} {_OF_ITS_GOODS} ,? ?{_B} (?:ranked |came |stood |was |took )?(?:in )?{_FIRST}(?: place)?(?: and (?P<c>{A}) (?P<t>{Q}|second|third|fourth|fifth))?", _ordinal),
    rule(rf"{_B} (?:has |had )?(?:slipped to |climbed to |rose to |fell to |moved up to |came |ranked |stood |ranks |was |is )?(?:in )?{_FIRST}(?: place)? among {_OWNER} {_KIND}", _ordinal),
    rule(rf"{_B} (?:has |had )?(?:slipped to |climbed to |rose to |fell to |moved up to |came |ranked |stood |ranks |was |is )?(?:in )?{_FIRST}(?: place)? among {_KIND}{_OF_GOODS} {_OF_OWNER}", _ordinal),
    rule(rf"{_B} (?:has |had )?(?:slipped to |climbed to |rose to |fell to |moved up to |came |ranked |stood |ranks |was |is )?(?:in )?{_FIRST}(?: place)? among {_KIND} {_OF_ITS_GOODS}", _ordinal),
)  # fmt: skip
