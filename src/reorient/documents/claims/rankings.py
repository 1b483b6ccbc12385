"""What a rank or an extreme is about: whose partners are ranked, in what; patterns and claims of the rules of ranks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from reorient.actors import members
from reorient.documents.claims import Claim, ClaimKind
from reorient.documents.claims.hedges import A, Q
from reorient.documents.claims.making import Make, Read, claim, level
from reorient.documents.claims.number_words import ORDINALS
from reorient.documents.claims.subjects import goods, variables_of
from reorient.documents.claims.ties import G, Tie

_BEST = (
    r"(?:best|largest|biggest|greatest|top|leading|main|most important|foremost|number one|chief"
    r"|principal|primary|first|premier|single largest|single biggest|single most important)"
)

_LEAST = r"(?:smallest|least important)"

#: "Among the largest" names no place; a leading one of several does not either.
RANK = rf"(?:(?P<x>{_BEST})|(?P<n>{_LEAST})|(?P<q>{Q})(?: most important| largest| biggest)?)"

_SELLER = r"(?:suppliers?|sellers?|sources?|providers?|exporters?|vendors?|purveyors?|origins?)"

_BUYER = (
    r"(?:buyers?|purchasers?|customers?|clients?|importers?|recipients?|markets?|destinations?"
    r"|consumers?|takers?|outlets?)"
)

PARTNER = (
    r"(?:(?:foreign )?trading partners?|(?:foreign )?trade partners?|partners? in trade"
    r"|commercial partners?|economic and trading partners?|trade and economic partners?)"
)

KIND = (
    rf"(?:(?P<partner>{PARTNER})|(?P<market>export (?:markets?|destinations?|partners?))"
    r"|(?P<origin>import (?:partners?|sources?))|(?P<investor>(?:foreign |direct )*investors?)"
    rf"|(?P<seller>{_SELLER})|(?P<buyer>{_BUYER}))"
)

#: The same without what is ranked in front: "A's suppliers of oil".
KIND_PLAIN = rf"(?:largest |biggest |main |leading |top |major |foreign |foremost )*(?:(?P<g>{G}) )?{KIND}"

WITHIN = (
    rf"(?: (?:in|within|among|of all|among all) (?:all )?(?:of )?(?P<w>{A})(?: (?:states|countries"
    r"|members|nations|economies))?)?"
)

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


def partner_claims(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read a partner of somebody named."""
    ranking = _ranking(hit)
    if ranking is None:
        return
    named = hit.groupdict()
    within = named.get("w") or named.get("v") or ""
    yield _claimed(read, hit, ranking, named["b"], within)
    yield from _after(read, hit, ranking)
    if named.get("pc") and ranking.flow != "in":
        said = read.clause.quantities[named["pc"]]
        tie = Tie(ranking.owner, named["b"], ranking.subject, ranking.flow, share=True)
        yield claim(read, "share", tie, named["pc"]) if said.unit == "percent" else None
    first = max(_place(read, hit)[0], 0)
    for place, token in enumerate((named.get("f"), named.get("h2")), first + 1):
        if token and first:
            found = _claimed(read, hit, ranking, token, within)
            yield replace(found, kind="rank", place=place) if found else None


def listed_claims(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "B tops the list of A's suppliers", "B ranks third behind C and D among A's suppliers"."""
    ranking = _ranking(hit)
    if ranking is None or ranking.flow == "in":
        return
    named = hit.groupdict()
    place = 1
    if named.get("r"):
        said = read.clause.quantities.get(named["r"])
        place = int(said.low) if said and said.unit == "rank" else ORDINALS.get(named["r"], 0)
    ahead = re.findall(A, named.get("z") or "")
    if not place or (ahead and len(ahead) != place - 1 and len(ahead) != 1):
        return
    group = read.clause.key(named["w"]) if named.get("w") else ""
    after = [token for token in (named.get("f"), named.get("h2")) if token]
    tokens = [
        (named["b"], place),
        *((token, number) for number, token in enumerate(after, place + 1)),
        *((token, number) for number, token in enumerate(ahead, 1) if len(ahead) == place - 1),
    ]
    for token, number in tokens:
        tie = Tie(ranking.owner, token, ranking.subject, ranking.flow)
        kind: ClaimKind = "extreme" if number == 1 else "rank"
        yield claim(read, kind, tie, place=number, within=group, role="partner")


def of_flow_claims(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "in A's imports B comes first", "the biggest share of A's imports comes from B"."""
    whole, named = read.ties[hit["s"]], hit.groupdict()
    if whole.whom or whole.share:
        return
    wanted = named.get("d")
    if wanted and {"from": "imports", "to": "exports", "with": "trade"}[wanted] != whole.flow:
        return
    for token, word in ((named["b"], named.get("r")), (named.get("c"), named.get("t"))):
        if not token:
            continue
        said = read.clause.quantities.get(word or "")
        place = int(said.low) if said and said.unit == "rank" else ORDINALS.get(word, 0) if word else 1
        if place:
            tie = Tie(whole.who, token, whole.subject, whole.flow)
            yield claim(read, "extreme" if place == 1 else "rank", tie, place=place, role="partner")


def denied_claims(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "A is not B's largest supplier"."""
    ranking = _ranking(hit)
    if ranking is not None:
        named = hit.groupdict()
        found = _claimed(read, hit, ranking, named["b"], named.get("w") or named.get("v") or "")
        yield replace(found, negated=True) if found else None


def _after(read: Read, hit: re.Match[str], ranking: _Ranking) -> Iterator[Claim | None]:
    """Read "second after A" as: A is first."""
    if _place(read, hit)[0] == 2:
        yield from _ahead(read, hit, ranking)


def _ahead(read: Read, hit: re.Match[str], ranking: _Ranking) -> Iterator[Claim | None]:
    """Read who is named before the second as first; within a group only if that is a member of it."""
    named = hit.groupdict()
    token = named.get("z") or named.get("y")
    group = read.clause.key(named["w"]) if named.get("w") else ""
    if token and (not group or _belongs(read, token, group)):
        tie = Tie(ranking.owner, token, ranking.subject, ranking.flow)
        yield claim(read, "extreme", tie, place=1, within=group, role="partner")


def _belongs(read: Read, token: str, group: str) -> bool:
    """Return whether an actor is a member of a group at the time that the clause speaks of."""
    period = read.clause.when()
    return period is not None and read.clause.key(token) in members(group, date(period.last, 12, 31))


def alone_claims(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read one of all who sell or buy: the world's largest importer of arms."""
    place, kind = _place(read, hit)
    named = hit.groupdict()
    subject = _subject(hit)
    flow = "exports" if named.get("seller") else "imports"
    if place and subject and variables_of(subject, flow) and not named.get("partner"):
        group = read.clause.key(named["w"]) if named.get("w") else ""
        yield claim(read, kind, Tie(named["b"], "", subject, flow), place=place, within=group, role="sender")
        if place == 2 and named.get("z"):
            yield claim(read, "extreme", Tie(named["z"], "", subject, flow), place=1, within=group, role="sender")


def nobody_claims(flow: str) -> Make:
    """Read "no country bought more arms from A than B"."""

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


def ordinal_claims(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
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
                if place == 2 and named.get("y"):
                    yield from _ahead(read, hit, ranking)


_BE_WORDS = "is|was|are|were|remains|remained|became|has been"

B, Z = (
    rf"(?P<b>{A})",
    r"(?: ,? ?(?:right |immediately |just |only )?(?:after|behind|following|next to|to) "
    rf"(?P<z>{A})(?: and {A})?(?: ,)?)?",
)

BE = (
    r"(?:constitutes|constituted|represents|represented|counts as|counted as|serves as|served as"
    r"|has served as|acts as|continues to be|came to be|is|was|are|were|remains?|remained|became"
    r"|has become|become|has been|had become|had been|ranks?(?: as)?|ranked(?: as)?|emerged as"
    r"|(?:has|holds|occupies) (?:\w+ )?(?:position|place|status) (?:as|of)|holds position of|held "
    r"position of|has become|stayed|has remained|turned into)"
)

HEAD = rf"(?:{RANK}) (?:(?P<v>{A}) )?(?:foreign |overall |single |external )*(?:(?P<g>{G}) )?{KIND}"

OF_GOODS = rf"(?: (?:of|for) (?P<h>{G}))?"

OWNER = rf"(?P<o>{A}) 's"

OF_OWNER = (
    rf"(?:of|to|for|in) (?P<p>{A})(?= [.,;:)]| in | within | among | after | behind | by | and "
    rf"(?!α)| (?:{_BE_WORDS}) |$)"
)

OF_ITS_GOODS = rf"(?:of|for|to) (?P<p>{A})(?: 's)? (?:(?P<h>{G})|(?:{G} )?exports)"

IS_THEN = rf"(?! (?:and|,) {_BEST})"

FIRST = rf"(?P<r>{Q}|first|second|third)"

ANY = (
    rf"(?:(?P<w>{A}) )?(?:country|state|nation|member|member state|buyer|partner|customer|supplier"
    rf"|market|(?P<u>{A}))(?: (?:in|of) (?P<v>{A}))?"
)

S = r"(?P<s>σ\d+)"

THEN = rf"(?: ,? ?followed (?:\w+ )?by (?P<f>{A})(?:(?: ,| and| then| , and| and then| , then)? (?P<h2>{A}))?)?"

OTHERS = rf"{A}(?:(?: ,| and| , and) {A})*"

WITH_SHARE = (
    rf"(?: ,? ?(?:with|at) (?:share of |market share of |some )?(?P<pc>{Q})(?: share| of total| of "
    r"market| of them| of all)?)?"
)
NEXT = (
    rf"(?: ,? ?with (?P<f>{A}) (?:(?:κ\d+ |one )?(?:place|rank|position) |right |just |close "
    r"|directly |immediately |hard )*(?:behind|next|following)(?: it)?)?"
)

TOPS = (
    r"(?:tops|topped|heads|headed|leads|led|is at top of|was at top of|is at head of|was at head "
    r"of|stands at top of|stood at top of|came top of|comes top of|came out on top of|is first on"
    r"|was first on|is first in|was first in|tops off)"
)

LIST = r"(?:list|ranking|rankings|table|league table|league|ranks|field|pack)"

NTH = rf"(?P<r>{Q}|second|third|fourth|fifth)"

BEHIND = rf"(?: ,? ?(?:only )?(?:behind|after|following|to) (?P<z>{A}(?:(?: ,| and| , and) {A})*))?"

RANKS = (
    r"(?:ranks |ranked |is |was |came |comes |stood |stands |has risen to |rose to |climbed to "
    r"|has climbed to |moved up to |fell to |slipped to |has slipped to |dropped to |has fallen "
    r"to |has moved up to |took |takes |holds |held |occupies |occupied |has )?(?:in |up to )?"
)


def traded_with_claims(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "with trade of 560 billion, B was A's largest partner" for the level."""
    yield level(read, Tie(hit["o"], hit["b"], "goods", "trade"), hit["k"])
