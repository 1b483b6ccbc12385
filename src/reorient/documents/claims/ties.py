"""Noun phrases that name a tie: "Chinese exports to the United States", "trade between A and B".

Each is replaced in the clause by a token ``σ0``, so that predicates ("σ0 rose by κ0") need not know how a tie was
worded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from reorient.documents.claims.clauses import Clause
from reorient.documents.claims.hedges import A
from reorient.documents.claims.subjects import goods, goods_pattern, other_side, variables_of


@dataclass(frozen=True, slots=True)
class Tie:
    """Whose tie with whom, in what.

    Attributes
    ----------
    who, whom
        Tokens of actors; `whom` is empty for all partners.
    subject, flow
        As in `subjects.variables_of`.
    share
        Whether the partner's share in the total of `who` is meant and not the tie's size.
    """

    who: str
    whom: str
    subject: str
    flow: str = "exports"
    share: bool = False

    def variables(self, unit: str = "") -> tuple[str, ...]:
        """Return the variables meant, the likeliest first."""
        return variables_of(self.subject, self.flow, unit)


G = rf"(?:{goods_pattern()})"
_OWN = rf"(?P<a>{A})(?: 's)?"
_PART = r"(?:(?:government|states?|countries|economies|members|member states|firms|companies|authorities|officials) )?"
_TOTAL = (
    r"(?:(?:total|overall|annual|yearly|foreign|external|all|whole|merchandise|goods|bilateral"
    r"|mutual|two-way|reciprocal|direct|official|global) )*"
)
_EX = r"(?:exports?|sales|deliveries|shipments|supplies|export deliveries|transfers)"
_IM = r"(?:imports?|purchases)"
_TR = (
    r"(?:(?:bilateral |mutual |two-way |total |overall |foreign |goods |merchandise |annual |reciprocal )*"
    r"(?:trade turnover|trade volumes?|goods turnover|trade exchanges?|economic exchanges"
    r"|commercial exchanges|trade flows|turnover of trade|trade in goods|trade|commerce|turnover"
    r"|exchanges|goods exchange))"
)
_SIZE = r"(?:(?:total |overall |annual )*(?:value|volume|amount|number|level|size|stock|combined value|total) of )?"
_PERSONS = {
    "tourist_trips": r"(?:tourists?|visitors?|holiday-?makers|tourist arrivals|visitor arrivals|arrivals|trips"
    r"|travellers|travelers)",
    "students_abroad": r"students?",
    "migrants": r"(?:migrants?|immigrants|emigrants|migrant workers|diaspora|residents)",
}
_FDI = (
    r"(?:(?:foreign |outward |inward |accumulated |cumulative )*direct investments?(?: stock)?"
    r"|investments? stock|(?:accumulated|cumulative) investments?|stock of (?:direct "
    r")?investments?|fdi(?: stock)?)"
)

_Read = Callable[[re.Match[str]], Tie | None]


def _good(hit: re.Match[str]) -> str:
    """Return the subject of the goods named in a match; goods of every kind where none is."""
    named = [hit.groupdict().get(name) for name in ("g", "h", "i")]
    words = [word.strip() for word in named if word]
    meant = {goods()[word] for word in words}
    if len(meant) > 1:
        meant.discard("goods")
    return meant.pop() if meant else "goods"


def _flow(flow: str) -> _Read:
    def read(hit: re.Match[str]) -> Tie | None:
        named = hit.groupdict()
        subject = _good(hit)
        return Tie(named["a"], named.get("b") or "", subject, flow) if variables_of(subject, flow) else None

    return read


def _nothing(_: re.Match[str]) -> None:
    """Read nothing: the words name a part that the record does not hold."""


def _other(subject: str) -> _Read:
    def read(hit: re.Match[str]) -> Tie | None:
        return Tie(hit["a"], hit.groupdict().get("b") or "", subject)

    return read


_TO = rf"(?:to|for|into) {_PART}(?:{_PART}of )?(?P<b>{A})"
_FROM = rf"(?:from|of) (?P<b>{A})"
_PATTERNS: tuple[tuple[str, _Read], ...] = (
    # Trade
    (rf"{_SIZE}{_TR} (?:between|of|among) (?P<a>{A}) (?:and|with) (?P<b>{A})", _flow("trade")),
    (rf"{_SIZE}{_TR} from (?P<a>{A}) to (?P<b>{A})", _flow("exports")),
    (rf"{_SIZE}(?P<a>{A})-(?P<b>{A}) {_TR}", _flow("trade")),
    (rf"{_SIZE}{_OWN} {_TR} with {_PART}(?P<b>{A})", _flow("trade")),
    (rf"{_TR} with (?P<b>{A}) (?:by|of) (?P<a>{A})", _flow("trade")),
    # Exports
    (rf"{_SIZE}{_OWN} {_TOTAL}(?P<g>{G} )?{_EX}(?: of (?P<h>{G}))? {_TO}(?! market)", _flow("exports")),
    (rf"{_SIZE}(?P<g>{G} )?{_EX}(?: of (?P<h>{G}))? (?:of|from|by) (?P<a>{A}) {_TO}", _flow("exports")),
    (rf"{_SIZE}(?P<g>{G} )?{_EX} to (?P<b>{A}) (?:from|by) (?P<a>{A})", _flow("exports")),
    (rf"{_SIZE}{_EX} of (?P<a>{A})(?: 's)? (?P<g>{G}) {_TO}", _flow("exports")),
    (rf"{_SIZE}{_OWN} (?P<g>{G}) {_TO}", _flow("exports")),
    (rf"{_SIZE}{_OWN} {_TOTAL}{_EX} of {A} (?:{G})? ?{_TO}", _nothing),
    # Imports
    (rf"{_SIZE}{_OWN} {_TOTAL}(?P<g>{G} )?{_IM}(?: of (?P<h>{G}))? from (?P<b>{A})", _flow("imports")),
    (rf"{_SIZE}{_OWN} {_IM} of (?P<b>{A}) (?P<g>{G})", _flow("imports")),
    (rf"{_SIZE}(?P<g>{G} )?{_IM}(?: of (?P<h>{G}))? (?:of|by|to|into) (?P<a>{A}) from (?P<b>{A})", _flow("imports")),
    (rf"{_SIZE}{_IM} (?:of|by) (?P<a>{A}) of (?P<b>{A}) (?P<g>{G})", _flow("imports")),
    (rf"{_SIZE}{_IM} of (?P<b>{A}) (?P<g>{G}) by (?P<a>{A})", _flow("imports")),
    # People, investment, votes
    (rf"{_SIZE}{_OWN} {_FDI} (?:in|into) (?P<b>{A})", _other("fdi_stock_usd")),
    (rf"{_FDI} (?:of|from|by) (?P<a>{A}) (?:in|into) (?P<b>{A})", _other("fdi_stock_usd")),
    *(
        (
            rf"{_SIZE}(?:(?P<a>{A}) {words}|{words} (?:by|from|of) (?P<c>{A})) (?:visiting|(?:(?:enrolled"
            rf"|studying|living|going|residing) )?(?:in|to|at universities in)) (?P<b>{A})",
            _other(name),
        )
        for name, words in _PERSONS.items()
    ),
    (rf"number of (?P<a>{A}) (?:living |residing |resident |settled )?in (?P<b>{A})", _other("migrants")),
    (
        rf"(?:voting )?(?:agreement|alignment|affinity|coincidence) (?:between|of) (?P<a>{A}) (?:and"
        rf"|with) (?P<b>{A}) in (?:un |united nations |general assembly |{A} )?(?:votes|voting|roll "
        r"calls|general assembly)",
        _other("un_agreement"),
    ),
    (
        rf"{_OWN} (?:voting )?(?:agreement|alignment) with (?P<b>{A}) in (?:un |{A} )?(?:votes|voting"
        r"|general assembly)",
        _other("un_agreement"),
    ),
    # One state alone
    (
        rf"{_OWN} (?:total |annual |overall )*(?:military|defen[cs]e) (?:spending|expenditures?|budget)",
        _other("military_spending_usd2022"),
    ),
    (
        rf"(?:military|defen[cs]e) (?:spending|expenditures?|budget) (?:of|by|in) (?P<a>{A})",
        _other("military_spending_usd2022"),
    ),
    (rf"{_OWN} (?:nominal )?(?:gross domestic product|gdp)(?! growth| per)", _other("gdp_usd")),
    (rf"(?:nominal )?(?:gross domestic product|gdp) of (?P<a>{A})", _other("gdp_usd")),
    (rf"{_OWN} population", _other("population")),
    (rf"population of (?P<a>{A})", _other("population")),
    # All partners
    (
        rf"{_SIZE}{_OWN} {_TOTAL}(?P<g>{G} )?{_EX}(?: of (?P<h>{G}))?(?! (?:to|for|from|in|market"
        r"|destination|earnings|control|ban|revenue|duty|route|of|partner|κ\d+ of (?:all |its |α\d+))\b)",
        _flow("exports"),
    ),
    (
        rf"{_SIZE}{_OWN} {_TOTAL}(?P<g>{G} )?{_IM}(?: of (?P<h>{G}))?(?! (?:from|to|of|in|ban|duty"
        r"|tariffs?|κ\d+ of (?:all |its |α\d+))\b)",
        _flow("imports"),
    ),
    (rf"{_SIZE}(?P<g>{G} )?{_EX} of (?P<a>{A})(?! (?:to|{G})\b)", _flow("exports")),
    (rf"{_SIZE}(?P<g>{G} )?{_IM} (?:by|of) (?P<a>{A})(?! (?:from|to|{G})\b)", _flow("imports")),
    (
        rf"{_OWN} {_TR}(?! (?:with|between|partners?|deficit|surplus|balance|agreements?|unions?|wars?"
        r"|minister|deals?|policy|routes?|ties|relations|in|to|imbalance|negotiat\w+|sanctions)\b)",
        _flow("trade"),
    ),
    (rf"{_TR} of (?P<a>{A})(?! (?:and|with)\b)", _flow("trade")),
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b{pattern}(?= |$)")


#: What may stand in front of a tie; any other word ("agricultural", "non-oil") narrows it.
_BEFORE = re.compile(
    r"^$|(?:[,.;:(κσατ]\S*|\b(?:of|in|that|and|or|when|as|which|from|to|with|by|for|than|on|at|is"
    r"|was|were|are|total|all|whole|bilateral|mutual|overall|its|s|where|because|while|although"
    r"|since|whole|annual|of all|though|whereas|but|down|up|saw|made|in all|so|then|years?|has"
    r"|have|had|between|into|record|boosted|doubled|tripled|among|share|exceed|exceeds|exceeded"
    r"|surpassed|overtook|outstripped|put|puts|estimated|recorded|reported|valued|dwarfed|topped"
    r"|if|with|after|against|under|rise|fall|drop|growth|increase|decline|doubling)) $"
)
_SHARES = (
    re.compile(r"(?:market )?(?:shares?|slice|portion|weight) of (?P<b>α\d+)(?: 's)? (?:in|of) (?P<s>σ\d+)"),
    re.compile(r"(?P<b>α\d+)(?: 's)? (?:market )?(?:share|slice|portion|weight) (?:in|of) (?P<s>σ\d+)"),
    re.compile(
        r"(?:proportion|part|percentage|share) of (?P<s>σ\d+) (?:that (?:goes|went|comes|came) |going "
        r"|coming |sent |sold )?(?:to|from|with) (?P<b>α\d+)"
    ),
)
_DEPENDENCE = re.compile(rf"(?P<a>{A})(?: 's)? dependence on (?P<b>{A}) (?P<g>{G})")


def chunked(clause: Clause) -> tuple[str, dict[str, Tie]]:
    """Return a clause's text with every tie replaced by a token, and the ties."""
    text, found = clause.text, dict[str, Tie]()

    def put(tie: Tie) -> str:
        token = f"σ{len(found)}"
        found[token] = tie
        return token

    for pattern, read in _PATTERNS:
        place = 0
        while hit := _compiled(pattern).search(text, place):
            tie = _with_owner(read, hit)
            if tie is None or not _BEFORE.search(text[: hit.start()]):
                place = hit.end() if tie is None else hit.start() + 1
                continue
            token = put(tie)
            text = f"{text[: hit.start()]}{token}{text[hit.end() :]}"
            place = hit.start() + len(token)
    for hit in _DEPENDENCE.finditer(text):
        subject = goods()[hit["g"]]
        text = text.replace(hit.group(), put(Tie(hit["a"], hit["b"], subject, "imports", share=True)), 1)
    for part in _SHARES if found else ():
        while hit := part.search(text):
            whole = found[hit["s"]]
            if whole.whom or whole.share:
                break
            token = put(Tie(whole.who, hit["b"], whole.subject, whole.flow, share=True))
            text = f"{text[: hit.start()]}{token}{text[hit.end() :]}"
    return text, found


def _with_owner(read: _Read, hit: re.Match[str]) -> Tie | None:
    named = hit.groupdict()
    if named.get("c"):
        tie = read(hit)
        return Tie(named["c"], tie.whom, tie.subject, tie.flow) if tie else None
    return read(hit)


def reversed_tie(tie: Tie) -> Tie:
    """Return the tie as told from the other end: imports of B from A for exports of A to B."""
    flows = {"exports": "imports", "imports": "exports"}
    if tie.flow in flows and variables_of(tie.subject, flows[tie.flow]):
        return Tie(tie.whom, tie.who, tie.subject, flows[tie.flow], tie.share)
    return tie


__all__ = ["G", "Tie", "chunked", "other_side", "reversed_tie"]
