"""Rules for comparisons of two ties and for balances of trade."""

# ruff: noqa: E501 (a rule stands on one line, so that rules can be read one under the other)
from __future__ import annotations

import re
from collections.abc import Iterator

from reorient.documents.claims import Claim
from reorient.documents.clauses import A, Q
from reorient.documents.grammar_flows import BUYS, SELLS, subject_of
from reorient.documents.making import Make, Read, Rule, claim, rule
from reorient.documents.ties import G, Tie
from reorient.documents.verbs import AUX

_A, _B, _C, _S = rf"(?P<a>{A})", rf"(?P<b>{A})", rf"(?P<c>{A})", r"(?P<s>σ\d+)"
_MORE = r"(?P<m>more|less|fewer)"
_FAR = r"(?:far |much |many |considerably |significantly |slightly |somewhat |even |still |a lot |twice |nearly )*"
_OFTEN = r"(?: (?:often|frequently|heavily|closely|goods|in value))?"
_WITH_GOODS = rf"(?: (?P<g>{G}))?"
_GREATER = r"(?P<m>larger|bigger|greater|higher|smaller|lower|more important|less)"
_EXCEEDS = r"(?P<m>exceed(?:s|ed)?|surpass(?:es|ed)?|outstrip(?:s|ped)|outweigh(?:s|ed)?|overtook|outpace[sd]?)"
_OTHER = rf"(?:(?:that|those|its|their|trade|exports|imports|exchanges|commerce)(?: \w+)?) (?:with|to|from) {_C}"


def _more(word: str) -> str:
    return "less" if word in ("less", "fewer", "smaller", "lower") else "more"


def _verbal(flow: str, subject: str = "", other_is: str = "whom") -> Make:
    def make(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
        tie = Tie(hit["a"], hit["b"], subject or subject_of(hit, "g"), flow)
        other = read.clause.key(hit["c"])
        yield (
            claim(read, "comparison", tie, other=other, other_is=other_is, direction=_more(hit["m"])) if other else None
        )

    return make


def _ties(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Two whole ties side by side: they share one end, the others are compared."""
    first, second = read.ties[hit["s"]], read.ties[hit["t"]]
    key = read.clause.key
    if (first.subject, first.flow, first.share) != (second.subject, second.flow, second.share):
        return
    if not (first.whom and second.whom):
        return
    ends, others = (key(first.who), key(first.whom)), (key(second.who), key(second.whom))
    way = _more(hit["m"])
    if ends == others[::-1] and first.flow in ("exports", "imports") and first.subject == "goods":
        surplus = (way == "more") == (first.flow == "exports")
        tie = Tie(first.who, first.whom, "goods", "trade")
        yield claim(read, "balance", tie, direction="surplus" if surplus else "deficit")
    elif ends[0] == others[0] and ends[1] != others[1]:
        yield claim(read, "comparison", first, other=others[1], direction=way)
    elif ends[1] == others[1]:
        yield claim(read, "comparison", first, other=others[0], other_is="who", direction=way)
    elif first.flow == "trade" and set(ends) & set(others):
        shared = next(iter(set(ends) & set(others)))
        swapped = Tie(first.whom, first.who, first.subject, first.flow) if ends[1] == shared else first
        other = next(one for one in others if one != shared)
        yield claim(read, "comparison", swapped, other=other, direction=way)


def _with_that(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    tie = read.ties[hit["s"]]
    if tie.whom:
        yield claim(read, "comparison", tie, other=read.clause.key(hit["c"]), direction=_more(hit["m"]))


def _balance(way: str = "") -> Make:
    def make(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
        named = hit.groupdict()
        found = way or ("surplus" if named["w"] == "surplus" else "deficit")
        yield claim(
            read, "balance", Tie(hit["a"], hit["b"], "goods", "trade"), _money(read, named.get("q")), direction=found
        )

    return make


def _money(read: Read, quantity: str | None) -> str:
    said = read.clause.quantities.get(quantity or "")
    return quantity if quantity and said and said.unit in ("usd", "eur") else ""


def _favours(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    tie, key = read.ties[hit["s"]], read.clause.key
    winner = key(hit["c"])
    if tie.flow == "trade" and tie.whom and winner in (key(tie.who), key(tie.whom)):
        loser = tie.whom if winner == key(tie.who) else tie.who
        yield claim(read, "balance", Tie(hit["c"], loser, "goods", "trade"), direction="surplus")


def _against(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    yield claim(read, "balance", Tie(hit["a"], hit["b"], "goods", "trade"), direction="surplus")


def _state(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    tie = read.ties[hit["s"]]
    if tie.flow == "trade" and tie.subject == "goods" and tie.whom:
        yield claim(
            read, "balance", tie, direction={"in balance": "balanced"}.get(hit["w"], hit["w"].removeprefix("in "))
        )


_RAN = r"(?:ran|runs|run|had|has|have|recorded|records|posted|posts|enjoys|enjoyed|registered|achieved|suffers|suffered|maintains|maintained|shows|showed|saw|reported)"
_GAP = r"(?:large |small |huge |growing |considerable |chronic |substantial |big |slight |significant |record |modest |wide |massive |persistent )*(?:bilateral |merchandise |goods )*(?:trade )?(?P<w>surplus|deficit)"
_AGAINST = rf"(?:(?:in|on|from) (?:its |their )?(?:bilateral )?(?:goods )?trade )?(?:with|against|vis-a-vis) {_B}"

RULES: tuple[Rule, ...] = (
    # Comparisons by verbs
    rule(rf"{_A} {AUX}{SELLS} {_FAR}{_MORE}{_WITH_GOODS} to {_B} than (?:to )?{_C}(?! did)", _verbal("exports")),
    rule(rf"{_A} {AUX}(?:{SELLS}|sends|sent) {_FAR}{_MORE} of its (?P<g>{G} )?exports to {_B} than to {_C}", _verbal("exports")),
    rule(rf"{_A} {AUX}{SELLS} {_FAR}{_MORE}{_WITH_GOODS} to {_B} than {_C} (?:did|does|do)", _verbal("exports", "", "who")),
    rule(rf"{_A} {AUX}(?:been )?(?:{BUYS}|buying|importing) {_FAR}{_MORE}{_WITH_GOODS} from {_B} than (?:from )?{_C}(?! did)", _verbal("imports")),
    rule(rf"{_A} {AUX}{BUYS} {_FAR}{_MORE}{_WITH_GOODS} from {_B} than {_C} (?:did|does|do)", _verbal("imports", "", "who")),
    rule(rf"{_A} {AUX}(?:traded|trades|trade) {_FAR}{_MORE} with {_B} than (?:with )?{_C}(?! did)", _verbal("trade")),
    rule(rf"{_A} {AUX}(?:traded|trades|trade) {_FAR}{_MORE} with {_B} than {_C} (?:did|does|do)", _verbal("trade", "", "who")),
    rule(rf"{_A} {AUX}(?:voted|votes|sided|agreed) with {_B} {_FAR}{_MORE}{_OFTEN} than (?:it did )?with {_C}", _verbal("exports", "un_agreement")),
    rule(rf"{_A} {AUX}(?:voted|votes) {_FAR}{_MORE}{_OFTEN} with {_B} (?:in [^,.]* )?than (?:it did )?with {_C}", _verbal("exports", "un_agreement")),
    # Comparisons of ties
    rule(rf"{_S} {AUX}(?:is|was|were|are|remains|remained) {_FAR}{_GREATER} than (?P<t>σ\d+)", _ties),
    rule(rf"{_S} {AUX}{_EXCEEDS} (?P<t>σ\d+)", _ties),
    rule(rf"{_S} {AUX}(?:is|was|were|are|remains|remained) {_FAR}{_GREATER} than {_OTHER}", _with_that),
    rule(rf"{_S} {AUX}{_EXCEEDS} {_OTHER}", _with_that),
    # Balances
    rule(rf"{_A} {AUX}{_RAN} {_GAP} {_AGAINST}(?: of (?P<q>{Q})| worth (?P<r>{Q}))?", _balance()),
    rule(rf"{_A} {AUX}{_RAN} {_GAP} of (?P<q>{Q}) {_AGAINST}", _balance()),
    rule(rf"with {_B} ,? ?{_A} {AUX}{_RAN} {_GAP}(?: of (?P<q>{Q}))?", _balance()),
    rule(rf"{_A}(?: 's)? {_GAP} {_AGAINST} {AUX}(?:widened to|was|stood at|reached|came to|amounted to|rose to|grew to|fell to|narrowed to|shrank to|totalled|totaled|hit|is|increased to) (?:record )?(?P<q>{Q})", _balance()),
    rule(rf"(?:balance of )?{_S} {AUX}(?:clearly |strongly |heavily )?(?:favou?rs?|favou?red|(?:is|was) (?:in favou?r of|favou?rable to)) {_C}", _favours),
    rule(rf"(?:balance of )?{_S} {AUX}(?:is|was|were) (?:clearly |heavily )?in {_C} 's favou?r", _favours),
    rule(rf"(?:balance of )?trade(?: balance)? (?:favou?rs|favou?red|(?:is|was) in favou?r of) {_A} (?:and|rather than|,)(?: not| rather than)? {_B}", _against),
    rule(rf"{_S} {AUX}(?:is|was|were|remained|ended) (?P<w>balanced|in surplus|in deficit|in balance)", _state),
    rule(rf"{_A} {AUX}{BUYS} {_FAR}more from {_B} than it (?:sells?|sold|exports?|exported)(?: (?:there|to {A}|to it))?", _balance("deficit")),
    rule(rf"{_A} {AUX}{SELLS} {_FAR}more to {_B} than it (?:buys?|bought|imports?|imported)(?: (?:there|from {A}|from it))?", _balance("surplus")),
    rule(rf"{_A} {AUX}{SELLS} {_B} {_FAR}more than it (?:buys?|bought|imports?|imported)", _balance("surplus")),
    rule(rf"{_A} {AUX}{BUYS} {_FAR}less from {_B} than it (?:sells?|sold|exports?|exported)", _balance("surplus")),
    rule(rf"{_A} {AUX}{SELLS} {_FAR}less to {_B} than it (?:buys?|bought|imports?|imported)", _balance("deficit")),
)  # fmt: skip
