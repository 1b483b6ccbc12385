"""Rules for ranks and extremes: "A is B's second largest supplier of oil", "the biggest market for A's coal was B"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from reorient.documents.claims import Claim, ClaimKind
from reorient.documents.clauses import A, Q
from reorient.documents.grammar_flows import BUYS, SELLS
from reorient.documents.making import Make, Read, Rule, claim, guarded, level, rule
from reorient.documents.number_words import ORDINALS
from reorient.documents.subjects import goods, variables_of
from reorient.documents.ties import G, Tie
from reorient.documents.verbs import AUX

_BEST = (
    r"(?:best|largest|biggest|greatest|top|leading|main|most important|foremost|number one|chief"
    r"|principal|primary|first|premier|single largest|single biggest|single most important)"
)
_LEAST = r"(?:smallest|least important)"
#: "Among the largest" names no place; a leading one of several does not either.
_RANK = rf"(?:(?P<x>{_BEST})|(?P<n>{_LEAST})|(?P<q>{Q})(?: most important| largest| biggest)?)"
_SELLER = r"(?:suppliers?|sellers?|sources?|providers?|exporters?|vendors?|purveyors?|origins?)"
_BUYER = (
    r"(?:buyers?|purchasers?|customers?|clients?|importers?|recipients?|markets?|destinations?"
    r"|consumers?|takers?|outlets?)"
)
_PARTNER = (
    r"(?:(?:foreign )?trading partners?|(?:foreign )?trade partners?|partners? in trade"
    r"|commercial partners?|economic and trading partners?|trade and economic partners?)"
)
_KIND = (
    rf"(?:(?P<partner>{_PARTNER})|(?P<market>export (?:markets?|destinations?|partners?))"
    r"|(?P<origin>import (?:partners?|sources?))|(?P<investor>(?:foreign |direct )*investors?)"
    rf"|(?P<seller>{_SELLER})|(?P<buyer>{_BUYER}))"
)
#: The same without what is ranked in front: "A's suppliers of oil".
_KIND_PLAIN = rf"(?:largest |biggest |main |leading |top |major |foreign |foremost )*(?:(?P<g>{G}) )?{_KIND}"
_WITHIN = (
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


def _partner(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read a partner of somebody named."""
    ranking = _ranking(hit)
    if ranking is None:
        return
    named = hit.groupdict()
    within = named.get("w") or named.get("v") or ""
    yield _claimed(read, hit, ranking, named["b"], within)
    yield from _after(read, hit, ranking)
    first = max(_place(read, hit)[0], 0)
    for place, token in enumerate((named.get("f"), named.get("h2")), first + 1):
        if token and first:
            found = _claimed(read, hit, ranking, token, within)
            yield replace(found, kind="rank", place=place) if found else None


def _listed(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
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


def _of_flow(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
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
        if place == 2 and named.get("z"):
            yield claim(read, "extreme", Tie(named["z"], "", subject, flow), place=1, within=group, role="sender")


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
_B, _Z = (
    rf"(?P<b>{A})",
    r"(?: ,? ?(?:right |immediately |just |only )?(?:after|behind|following|next to|to) "
    rf"(?P<z>{A})(?: and {A})?(?: ,)?)?",
)
_BE = (
    r"(?:constitutes|constituted|represents|represented|counts as|counted as|serves as|served as"
    r"|has served as|acts as|continues to be|came to be|is|was|are|were|remains?|remained|became"
    r"|has become|become|has been|had become|had been|ranks?(?: as)?|ranked(?: as)?|emerged as"
    r"|(?:has|holds|occupies) (?:\w+ )?(?:position|place|status) (?:as|of)|holds position of|held "
    r"position of|has become|stayed|has remained|turned into)"
)
_HEAD = rf"(?:{_RANK}) (?:(?P<v>{A}) )?(?:foreign |overall |single |external )*(?:(?P<g>{G}) )?{_KIND}"
_OF_GOODS = rf"(?: (?:of|for) (?P<h>{G}))?"
_OWNER = rf"(?P<o>{A}) 's"
_OF_OWNER = (
    rf"(?:of|to|for|in) (?P<p>{A})(?= [.,;:)]| in | within | among | after | behind | by | and "
    rf"(?!α)| (?:{_BE_WORDS}) |$)"
)
_OF_ITS_GOODS = rf"(?:of|for|to) (?P<p>{A})(?: 's)? (?:(?P<h>{G})|(?:{G} )?exports)"
_IS_THEN = rf"(?! (?:and|,) {_BEST})"
_FIRST = rf"(?P<r>{Q}|first|second|third)"

_ANY = (
    rf"(?:(?P<w>{A}) )?(?:country|state|nation|member|member state|buyer|partner|customer|supplier"
    rf"|market|(?P<u>{A}))(?: (?:in|of) (?P<v>{A}))?"
)

_S = r"(?P<s>σ\d+)"
_THEN = rf"(?: ,? ?followed (?:\w+ )?by (?P<f>{A})(?:(?: ,| and| then| , and| and then| , then)? (?P<h2>{A}))?)?"
_OTHERS = rf"{A}(?:(?: ,| and| , and) {A})*"
_NEXT = (
    rf"(?: ,? ?with (?P<f>{A}) (?:(?:κ\d+ |one )?(?:place|rank|position) |right |just |close "
    r"|directly |immediately |hard )*(?:behind|next|following)(?: it)?)?"
)
_TOPS = (
    r"(?:tops|topped|heads|headed|leads|led|is at top of|was at top of|is at head of|was at head "
    r"of|stands at top of|stood at top of|came top of|comes top of|came out on top of|is first on"
    r"|was first on|is first in|was first in|tops off)"
)
_LIST = r"(?:list|ranking|rankings|table|league table|league|ranks|field|pack)"
_NTH = rf"(?P<r>{Q}|second|third|fourth|fifth)"
_BEHIND = rf"(?: ,? ?(?:only )?(?:behind|after|following|to) (?P<z>{A}(?:(?: ,| and| , and) {A})*))?"
_RANKS = (
    r"(?:ranks |ranked |is |was |came |comes |stood |stands |has risen to |rose to |climbed to "
    r"|has climbed to |moved up to |fell to |slipped to |has slipped to |dropped to |has fallen "
    r"to |has moved up to |took |takes |holds |held |occupies |occupied |has )?(?:in |up to )?"
)


def _traded_with(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "with trade of 560 billion, B was A's largest partner" for the level."""
    yield level(read, Tie(hit["o"], hit["b"], "goods", "trade"), hit["k"])


TIE_RULES: tuple[Rule, ...] = (
    rule(
        rf"(?:in|among) {_S} ,? ?{_B} {AUX}{_RANKS}{_FIRST}(?: place)?(?:(?: ,| and| , and) (?P<c>{A}) "
        rf"(?P<t>{Q}|second|third|fourth|fifth))?",
        _of_flow,
    ),
    rule(rf"{_B} {AUX}{_RANKS}{_FIRST}(?: place)? in {_S}(?= [.,;]|$)", _of_flow),
    rule(
        rf"(?:largest|biggest|greatest|main|lion 's) (?:share|part|portion|slice) of {_S} "
        rf"{AUX}(?:comes?|came|originates|originated|is|was|goes|went|is sent|was sent|is bought|was "
        rf"bought|is sold|was sold|is done|was done) (?P<d>from|to|with) {_B}(?= [.,;]|$)",
        _of_flow,
    ),
    rule(
        rf"{_B} (?:has|had|holds|held|takes|took|accounts for|accounted for|makes up|made up|provides"
        r"|provided) (?:largest|biggest|greatest|lion 's) (?:share|part|portion|slice) (?:of|in) "
        rf"{_S}(?= [.,;]|$)",
        _of_flow,
    ),
)
RULES: tuple[Rule, ...] = (
    # With a figure in front
    *guarded(
        r"with .*κ",
        rule(
            r"with (?:(?:two-way|bilateral|mutual|total|annual) )*(?:trade|commerce|turnover|exchanges"
            rf"|trade volume) of (?P<k>{Q}) ,? ?{_B} {AUX}{_BE} {_OWNER} (?:{_RANK}) {_PARTNER}",
            _traded_with,
        ),
    ),
    # Lists of partners
    *guarded(
        r"partner|supplier|seller|source|provider|exporter|vendor|purveyor|origin|buyer|purchaser"
        r"|customer|client|importer|recipient|market|destination|consumer|taker|outlet|investor| more ",
        rule(rf"{_B} {AUX}{_TOPS} {_LIST} of {_OWNER} {_KIND_PLAIN}{_OF_GOODS}{_THEN}", _listed),
        rule(
            rf"among {_OWNER} {_KIND_PLAIN}{_OF_GOODS} ,? ?{_B} {AUX}{_RANKS}{_NTH}(?: place| "
            r"position)?(?= [.,;]|$)",
            _listed,
        ),
        rule(
            rf"as (?:[a-z]+ )?{_KIND_PLAIN} (?:of|to|for) (?P<p>{A})(?: industry| exporters| goods)? ,? "
            rf"?{_B} (?:came|comes|ranks|ranked|stands|stood) (?:before all others|ahead of all others"
            r"|first|before everybody else)",
            _listed,
        ),
        rule(rf"{_B} {AUX}{_TOPS} {_LIST} of {_KIND_PLAIN} (?:of|to|for|in) (?P<p>{A})(?= [.,;]|$)", _listed),
        rule(rf"{_B} {AUX}{_TOPS} {_LIST} of {_KIND_PLAIN} {_OF_ITS_GOODS}", _listed),
        rule(rf"{_B} {AUX}{_TOPS} {_OWNER} {_LIST} of {_KIND_PLAIN}", _listed),
        rule(rf"{_OWNER} {_LIST} of {_KIND_PLAIN} (?:is|was) (?:topped|headed|led) by {_B}", _listed),
        rule(rf"{_LIST} of {_OWNER} {_KIND_PLAIN} (?:is|was) (?:topped|headed|led) by {_B}", _listed),
        rule(
            rf"{_B} {AUX}{_RANKS}{_NTH}(?: place| position)?{_BEHIND} ,? ?(?:among|in list of|on list of|as"
            rf"|in ranking of) {_OWNER} (?:{G} )?{_KIND_PLAIN}",
            _listed,
        ),
        rule(
            rf"{_B} {AUX}{_RANKS}{_NTH}(?: place| position)? (?:among|in list of|on list of|in ranking of) "
            rf"{_OWNER} (?:largest |biggest |main |foreign )*{_KIND_PLAIN}{_BEHIND}",
            _listed,
        ),
        rule(
            rf"{_B} {AUX}{_RANKS}(?P<r>second)(?: only)?{_BEHIND} (?:as|among) {_KIND_PLAIN} (?:of|to|for"
            rf"|in) (?P<p>{A})(?= [.,;]|$)",
            _listed,
        ),
        rule(rf"{_B} {AUX}{_RANKS}(?P<r>second)(?: only)?{_BEHIND} (?:as|among) {_OWNER} {_KIND_PLAIN}", _listed),
        rule(rf"{_B} {AUX}{_RANKS}(?P<r>second) only{_BEHIND} as {_KIND_PLAIN} {_OF_ITS_GOODS}", _listed),
        rule(rf"{_B} {AUX}{_RANKS}{_NTH}{_BEHIND} as {_KIND_PLAIN} {_OF_ITS_GOODS}", _listed),
        rule(rf"{_B} {AUX}{_RANKS}{_NTH}{_BEHIND} as {_KIND_PLAIN} (?:of|to|for) (?P<p>{A})(?= [.,;]|$)", _listed),
        rule(
            r"(?:no (?:other )?(?:country|state|one|nation|member|buyer|customer)|nobody|none) "
            rf"{AUX}(?:bought|buys|imported|imports|received|took|takes|purchased|purchases) more (?:of "
            rf")?(?P<o>{A})(?: 's)? (?P<g>{G}) than {_B}(?! from)",
            _nobody("exports"),
        ),
        rule(
            r"(?:no (?:other )?(?:country|state|one|nation|member|buyer|customer)|nobody|none) "
            rf"{AUX}(?:bought|buys|imported|imports|received|took|takes|purchased|purchases) more "
            rf"(?P<g>{G} )?from (?P<o>{A}) than {_B}",
            _nobody("exports"),
        ),
        rule(rf"(?:nobody|none) {AUX}(?:trades|traded) more with (?P<o>{A}) than {_B}", _nobody("trade")),
        rule(
            rf"(?:nobody|none) {AUX}(?:sold|sells|supplied|supplies|exported|exports|delivered) more "
            rf"(?P<g>{G} )?to (?P<o>{A}) than {_B}",
            _nobody("imports"),
        ),
        rule(
            rf"(?:nobody|no one|no (?:country|state|nation)) {AUX}(?:sold|sells|supplied|supplies|exported"
            rf"|exports|delivered) (?P<o>{A}) more (?P<g>{G} )?than {_B}",
            _nobody("imports"),
        ),
        rule(
            r"from (?:nobody|no one|nowhere|no (?:other )?(?:country|state))(?: else)? (?:does|did|has) "
            rf"(?P<o>{A}) (?:import|buy|imported|bought) more (?P<g>{G} )?than from {_B}",
            _nobody("imports"),
        ),
        rule(
            rf"(?:does|did|has)? ?(?P<o>{A}) (?:sells?|sold|exports?|exported) more (?P<g>{G} )?to {_B} "
            r"than to (?:anybody|anyone|all) (?:else|others)",
            _nobody("exports"),
        ),
        rule(
            rf"(?P<o>{A}) (?:buys?|bought|imports?|imported) more (?P<g>{G} )?from {_B} than from "
            r"(?:anybody|anyone|all) (?:else|others)",
            _nobody("imports"),
        ),
        rule(
            rf"(?P<o>{A}) {AUX}(?:trades?|traded|does more trade|did more trade) (?:more )?with {_B} than "
            r"with (?:anybody|anyone) else",
            _nobody("trade"),
        ),
    ),
    # Somebody displaced somebody
    *guarded(
        r"partner|supplier|seller|source|provider|exporter|vendor|purveyor|origin|buyer|purchaser"
        r"|customer|client|importer|recipient|market|destination|consumer|taker|outlet|investor",
        rule(
            rf"{_B} {AUX}(?:overtook|overtaken|replaced|replaces|surpassed|displaced|passed|supplanted"
            rf"|edged out|ousted|unseated|dethroned|pushed aside) {_OTHERS} (?:to become|as|and became|in "
            rf"becoming) {_HEAD}{_OF_GOODS} {_OF_OWNER}{_WITHIN}",
            _partner,
        ),
        rule(
            rf"{_B} {AUX}(?:overtook|overtaken|replaced|replaces|surpassed|displaced|passed|supplanted"
            rf"|edged out|ousted|unseated|dethroned|pushed aside) {A} (?:to become|as|and became|in "
            rf"becoming) {_HEAD} {_OF_ITS_GOODS}{_WITHIN}",
            _partner,
        ),
        rule(
            rf"{_B} {AUX}(?:overtaken|replaces|supplanted|edged out|ousted|unseated|dethroned|pushed "
            rf"aside) {A} (?:to become|as|and became|in becoming) {_OWNER} {_HEAD}{_OF_GOODS}{_WITHIN}",
            _partner,
        ),
        rule(
            rf"{A} (?:was|has been|is|had been) (?:overtaken|displaced|replaced|surpassed|supplanted|ousted"
            rf"|dethroned|passed|pushed out) by {_B} as {_OWNER} {_HEAD}{_OF_GOODS}{_WITHIN}",
            _partner,
        ),
        rule(
            rf"{A} (?:was|has been|is|had been) (?:overtaken|displaced|replaced|surpassed|supplanted|ousted"
            rf"|dethroned|passed|pushed out) by {_B} as {_HEAD}{_OF_GOODS} {_OF_OWNER}{_WITHIN}",
            _partner,
        ),
        rule(
            rf"{A} (?:was|has been|is|had been) (?:overtaken|displaced|replaced|surpassed|supplanted|ousted"
            rf"|dethroned|passed|pushed out) by {_B} as {_HEAD} {_OF_ITS_GOODS}{_WITHIN}",
            _partner,
        ),
        rule(
            rf"{_B} {AUX}(?:knocked|pushed|pipped|driven|drove) {A} (?:off|from) (?:top|first place|first "
            rf"spot|top spot)(?: spot)? (?:of list of|as|among|in list of|in ranking of) {_OWNER} "
            rf"{_KIND_PLAIN}",
            _listed,
        ),
        rule(
            rf"(?:(?:within|in|inside|among) (?P<w>{A}) ,? ?)?no (?:(?P<market>market|customer|buyer"
            r"|destination|client)|(?P<seller>supplier|seller|source)|(?P<partner>partner|trading "
            r"partner)) (?:matter(?:s|ed) more|(?:is|was) (?:more important|larger|bigger|greater|as "
            rf"important|as large|as big)) (?:to|for) (?P<p>{A})(?: exporters| industry| importers)? "
            rf"(?:than|as) {_B}(?: one| market)?",
            _listed,
        ),
        rule(
            rf"(?P<o>{A}) {AUX}(?:found|finds|has|had|has had) (?:its |{A} 's )?(?:{_RANK}) (?:(?P<g>{G}) "
            rf")?{_KIND} in {_B}",
            _partner,
        ),
        rule(rf"{_OWNER} {_HEAD}{_OF_GOODS}{_WITHIN} {AUX}{_BE} {_B}{_THEN}", _partner),
        rule(rf"{_HEAD} {_OF_ITS_GOODS}{_WITHIN} {AUX}{_BE} {_B}{_THEN}", _partner),
        rule(rf"{_HEAD}{_OF_GOODS} {_OF_OWNER}{_WITHIN} {AUX}{_BE} {_B}{_THEN}", _partner),
        rule(rf"with {_B} (?:as|being) {_OWNER} {_HEAD}{_OF_GOODS}", _partner),
    ),
    # A is B's largest supplier of oil; A is the largest supplier of oil to B; A is the largest buyer of B's arms
    *guarded(
        r"partner|supplier|seller|source|provider|exporter|vendor|purveyor|origin|buyer|purchaser"
        r"|customer|client|importer|recipient|market|destination|consumer|taker|outlet|investor"
        r"|(?:country|state) ",
        rule(rf"(?:in|within) (?P<w>{A}) ,? ?{_B} {AUX}{_BE} {_OWNER} {_HEAD}{_OF_GOODS}", _partner),
        rule(
            rf"(?:among|of) (?:all )?(?:(?:states|countries|members) (?:of|in) )?(?P<w>{A})(?: (?:states"
            rf"|countries|members))? ,? ?{_B} {AUX}{_BE} {_OWNER} {_HEAD}{_OF_GOODS}",
            _partner,
        ),
        rule(
            rf"{_B} {AUX}{_BE}{_Z} {_OWNER} "
            rf"{_HEAD}{_OF_GOODS}{_WITHIN}{_Z.replace('<z>', '<y>')}{_NEXT}{_IS_THEN}",
            _partner,
        ),
        rule(rf"{_B} {AUX}{_BE}{_Z} {_HEAD} {_OF_ITS_GOODS}{_WITHIN}{_NEXT}", _partner),
        rule(rf"{_B} {AUX}{_BE}{_Z} {_HEAD}{_OF_GOODS} {_OF_OWNER}{_WITHIN}{_Z.replace('<z>', '<y>')}", _partner),
        rule(rf"{_B} ,? ?to become {_OWNER} {_HEAD}{_OF_GOODS}{_WITHIN}", _partner),
        rule(
            rf"{_B} {AUX}(?:overtook|replaced|overtaking|surpassed|displaced|passed) {_OTHERS} (?:to become"
            rf"|as|and became) {_OWNER} {_HEAD}{_OF_GOODS}{_WITHIN}",
            _partner,
        ),
        rule(rf"for (?P<o>{A}) ,? ?{_B} {AUX}{_BE} {_HEAD}{_OF_GOODS}{_WITHIN}", _partner),
        rule(rf"{_OWNER} {_HEAD}{_OF_GOODS}{_WITHIN} {AUX}{_BE} {_B}", _partner),
        rule(rf"{_HEAD} {_OF_ITS_GOODS}{_WITHIN} {AUX}{_BE} {_B}", _partner),
        rule(rf"{_HEAD}{_OF_GOODS} {_OF_OWNER}{_WITHIN} {AUX}{_BE} {_B}", _partner),
        rule(
            rf"{_B} {AUX}{_BE}{_Z} {_RANK} (?:country|state)(?: after (?P<y>{A}))? to (?P<buyer>buy|import"
            rf"|purchase) (?P<o>{A})(?: 's)? (?P<g>{G}){_WITHIN}",
            _partner,
        ),
        rule(
            rf"{_B} {AUX}{_BE} (?P<r>second|third|fourth|fifth) (?:country|state)(?: after {A})? to "
            rf"(?P<buyer>buy|import|purchase) (?P<o>{A})(?: 's)? (?P<g>{G}){_WITHIN}",
            _ordinal,
        ),
    ),
    # A is not B's largest supplier
    *guarded(
        r" (?:not|never) ",
        rule(
            rf"{_B} (?:(?:is|was) not|has not been|has never been|was never|is not) {_OWNER} "
            rf"{_HEAD}{_OF_GOODS}{_WITHIN}",
            _denied,
        ),
        rule(
            rf"{_B} (?:(?:is|was) not|has not been|has never been|was never) {_HEAD} "
            rf"{_OF_ITS_GOODS}{_WITHIN}",
            _denied,
        ),
    ),
    # The world's largest importer of arms
    *guarded(
        r"world|globally|earth",
        rule(rf"{_B} {AUX}{_BE} world 's {_HEAD}(?: of (?P<h>{G})){_WITHIN}", _alone),
        rule(rf"{_B} {AUX}{_BE} world 's {_RANK} (?P<g>{G}) {_KIND}{_Z}", _alone),
        rule(
            rf"{_B} {AUX}{_BE} (?:{_RANK}) (?:(?P<g>{G}) )?{_KIND}(?: of (?P<h>{G}))? (?:in world|worldwide"
            r"|globally|on earth)",
            _alone,
        ),
    ),
    # Nobody more
    *guarded(
        r" more ",
        rule(rf"(?P<o>{A}) {AUX}{SELLS} more (?P<g>{G} )?to {_B} than to any other {_ANY}", _nobody("exports")),
        rule(rf"(?P<o>{A}) {AUX}{BUYS} more (?P<g>{G} )?from {_B} than from any other {_ANY}", _nobody("imports")),
        rule(rf"(?P<o>{A}) {AUX}(?:trades|traded) more with {_B} than with any other {_ANY}", _nobody("trade")),
        rule(rf"{_B} {AUX}{BUYS} more (?P<o>{A}) (?P<g>{G}) than any other {_ANY}", _nobody("exports")),
        rule(rf"{_B} {AUX}{BUYS} more (?P<g>{G} )?from (?P<o>{A}) than any other {_ANY}", _nobody("exports")),
        rule(rf"{_B} {AUX}{SELLS} more (?P<g>{G} )?to (?P<o>{A}) than any other {_ANY}", _nobody("imports")),
        rule(
            rf"no (?:other )?(?:country|state|one|nation|member) {AUX}(?:bought|buys|imported|imports"
            rf"|received|took) more (?P<o>{A}) (?P<g>{G}) than {_B}(?! from)",
            _nobody("exports"),
        ),
        rule(
            rf"in (?P<w>{A}) ,? ?no (?:other )?(?:country|state|one|nation) {AUX}(?:trades|traded) more "
            rf"with (?P<o>{A}) than {_B}",
            _nobody("trade"),
        ),
        rule(
            rf"no (?:other )?(?:country|state|one|nation) {AUX}(?:trades|traded) more with (?P<o>{A}) than "
            rf"{_B}",
            _nobody("trade"),
        ),
        rule(
            rf"no (?:other )?(?:country|state|one|nation) {AUX}(?:sold|sells|supplied|supplies|exported"
            rf"|delivered) more (?P<g>{G} )?to (?P<o>{A}) than {_B}",
            _nobody("imports"),
        ),
    ),
    # Places in a row
    *guarded(
        r"\bamong\b",
        rule(
            rf"among {_KIND}{_OF_GOODS} {_OF_OWNER} ,? ?{_B} (?:ranked |came |stood |was |took )?(?:in "
            rf")?{_FIRST}(?: place)?(?: and (?P<c>{A}) (?P<t>{Q}|second|third|fourth|fifth))?",
            _ordinal,
        ),
        rule(
            rf"among {_KIND} {_OF_ITS_GOODS} ,? ?{_B} (?:ranked |came |stood |was |took )?(?:in "
            rf")?{_FIRST}(?: place)?(?: and (?P<c>{A}) (?P<t>{Q}|second|third|fourth|fifth))?",
            _ordinal,
        ),
        rule(
            rf"{_B} (?:has |had )?(?:slipped to |climbed to |rose to |fell to |moved up to |came |ranked "
            rf"|stood |ranks |was |is )?(?:in )?{_FIRST}(?: place)? among {_OWNER} {_KIND}",
            _ordinal,
        ),
        rule(
            rf"{_B} (?:has |had )?(?:slipped to |climbed to |rose to |fell to |moved up to |came |ranked "
            rf"|stood |ranks |was |is )?(?:in )?{_FIRST}(?: place)? among {_KIND}{_OF_GOODS} {_OF_OWNER}",
            _ordinal,
        ),
        rule(
            rf"{_B} (?:has |had )?(?:slipped to |climbed to |rose to |fell to |moved up to |came |ranked "
            rf"|stood |ranks |was |is )?(?:in )?{_FIRST}(?: place)? among {_KIND} {_OF_ITS_GOODS}",
            _ordinal,
        ),
    ),
)
