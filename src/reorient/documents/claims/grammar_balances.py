"""Rules for balances of trade."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reorient.documents.claims import Claim
from reorient.documents.claims.grammar_comparisons import EXCEEDS, FAR, more_or_less, way_of
from reorient.documents.claims.grammar_flows import BUYS, SELLS
from reorient.documents.claims.hedges import A, Q
from reorient.documents.claims.making import Make, Read, Rule, claim, guarded, rule
from reorient.documents.claims.ties import Tie
from reorient.documents.claims.verbs import AUX

_A, _B, _C, _S = rf"(?P<a>{A})", rf"(?P<b>{A})", rf"(?P<c>{A})", r"(?P<s>σ\d+)"


_N = rf"(?P<q>{Q})"


_FLOWS = {"exports": "exports", "sales": "exports", "imports": "imports", "purchases": "imports"}


def _own_exceeds(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "A's imports from B exceeded its exports"."""
    tie = read.ties[hit["s"]]
    if tie.subject == "goods" and tie.whom and {tie.flow, _FLOWS[hit["f"]]} == {"imports", "exports"}:
        surplus = (more_or_less(hit["m"]) == "more") == (tie.flow == "exports")
        way = "surplus" if surplus else "deficit"
        money = _money(read, hit.groupdict().get("q"))
        yield claim(read, "balance", Tie(tie.who, tie.whom, "goods", "trade"), money, direction=way)


def _red(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    tie = read.ties[hit["s"]]
    if tie.flow == "trade" and tie.subject == "goods" and tie.whom:
        way = {"red": "deficit", "negative": "deficit", "black": "surplus", "positive": "surplus"}
        yield claim(read, "balance", tie, direction=way[hit["w"]])


def _gap(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    tie = read.ties[hit["s"]]
    if tie.flow == "trade" and tie.subject == "goods" and tie.whom:
        yield claim(read, "balance", tie, _money(read, hit.groupdict().get("q")), direction=hit["w"])


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


def _signed(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    tie, key = read.ties[hit["s"]], read.clause.key
    if tie.flow == "trade" and tie.whom and key(hit["c"]) in (key(tie.who), key(tie.whom)):
        other = tie.whom if key(hit["c"]) == key(tie.who) else tie.who
        way = "surplus" if hit["w"] == "positive" else "deficit"
        yield claim(read, "balance", Tie(hit["c"], other, "goods", "trade"), direction=way)


def _between(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    key = read.clause.key
    winner = hit["c"] or hit.groupdict().get("d") or ""
    if key(winner) in (key(hit["a"]), key(hit["b"])):
        loser = hit["b"] if key(winner) == key(hit["a"]) else hit["a"]
        yield claim(read, "balance", Tie(winner, loser, "goods", "trade"), direction="surplus")


def _named(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    if hit["a"]:
        yield from _balance()(read, hit)


def _times_sold(read: Read, hit: re.Match[str], flow: str) -> Iterator[Claim | None]:
    """Read "A bought four times as much from B as it sold there"."""
    more = way_of(read, hit["q"])
    if more:
        way = "surplus" if (more == "more") == (flow == "exports") else "deficit"
        yield claim(read, "balance", Tie(hit["a"], hit["b"], "goods", "trade"), direction=way)


def _own_times(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "A's imports from B are five times its exports to it"."""
    tie, more = read.ties[hit["s"]], way_of(read, hit["q"])
    if more and tie.subject == "goods" and tie.whom and {tie.flow, hit["f"]} == {"imports", "exports"}:
        way = "surplus" if (more == "more") == (tie.flow == "exports") else "deficit"
        yield claim(read, "balance", Tie(tie.who, tie.whom, "goods", "trade"), direction=way)


def _sold(read: Read, hit: re.Match[str], flow: str) -> Iterator[Claim | None]:
    """Read "A sold B less than it bought"."""
    way = "surplus" if (hit["m"] == "more") == (flow == "exports") else "deficit"
    yield claim(read, "balance", Tie(hit["a"], hit["b"], "goods", "trade"), direction=way)


_RAN = (
    r"(?:ran|runs|run|had|has|have|recorded|records|posted|posts|enjoys|enjoyed|registered"
    r"|achieved|suffers|suffered|maintains|maintained|shows|showed|saw|reported|booked|chalked up"
    r"|ran up|racked up|carried|carries|incurred|earned|made|scored|built up|piled up|notched up"
    r"|kept|showed|clocked up)"
)


_GAP = (
    r"(?:large |small |huge |growing |considerable |chronic |substantial |big |slight "
    r"|significant |record |modest |wide |massive |persistent )*(?:bilateral |merchandise |goods "
    r")*(?:trade )?(?P<w>surplus|deficit|gap|shortfall)"
)


_AGAINST = rf"(?:(?:in|on|from) (?:its |their )?(?:bilateral )?(?:goods )?trade )?(?:with|against|vis-a-vis) {_B}"

RULES: tuple[Rule, ...] = (
    # Balances
    *guarded(
        r"surplus|deficit|gap|shortfall|favou?r|balance| in red| in black|than it|than α|negative"
        r"|positive|exports|imports",
        rule(
            rf"{_S} {EXCEEDS} (?:its|those|{A} 's) (?P<f>exports|imports|sales|purchases)(?: there| to it| "
            rf"from it| to {A}"
            rf"| from {A}| in other direction| in return)?(?= [.,;]| by )",
            _own_exceeds,
        ),
        rule(
            rf"{_S} {AUX}(?:is|was|were|are) (?P<q>{Q}) (?P<m>higher|larger|bigger|greater|more|lower"
            r"|smaller|less) than "
            rf"(?:its|{A} 's) (?P<f>exports|imports|sales|purchases)(?: there| to it| from it| to {A}| "
            rf"from {A})?(?= [.,;])",
            _own_exceeds,
        ),
        rule(rf"{_S} {AUX}(?:is|was|were|remained|ended|closed) in (?P<w>red|black)", _red),
        rule(
            rf"(?:balance (?:of|in|on) )?{_S}(?: balance)? {AUX}(?:is|was|remained) (?P<w>negative"
            rf"|positive) for (?P<c>{A})",
            lambda read, hit: _signed(read, hit),
        ),
        rule(
            rf"(?:trade balance|balance of trade) between {_A} and {_B} {AUX}(?:is|was|were|remained) "
            rf"(?:clearly |heavily )?(?:in (?P<c>{A}) 's favou?r|in favou?r of (?P<d>{A}))",
            lambda read, hit: _between(read, hit),
        ),
        rule(
            rf"(?:trade balance|balance of trade) between {_A} and {_B} {AUX}favou?r(?:s|ed) (?P<c>{A})",
            lambda read, hit: _between(read, hit),
        ),
        rule(
            rf"(?:in|on) (?:its|{A} 's) (?:bilateral |goods )?(?:trade|exchanges|commerce) with {_B} ,? "
            rf"?(?:it|{_A}) {AUX}(?:{_RAN}|is in|was in|remained in|was|is) {_GAP}(?: of (?P<q>{Q}))?",
            lambda read, hit: _named(read, hit),
        ),
        rule(
            rf"{_A} {AUX}(?:is|was|remained) in (?P<w>surplus|deficit) (?:in (?:its |{A} 's )?trade )?with "
            rf"{_B}",
            _balance(),
        ),
        rule(
            rf"(?:in|on) (?:its|{A} 's) (?:bilateral |goods )?(?:trade|exchanges|commerce) with {_B} ,? "
            rf"?{_A} (?:sells|sold|exports|exported) {FAR}(?P<m>more|less) than it (?:bought|buys|imports"
            r"|imported)",
            lambda read, hit: _sold(read, hit, "exports"),
        ),
        rule(
            rf"(?:in|on) (?:its|{A} 's) (?:bilateral |goods )?(?:trade|exchanges|commerce) with {_B} ,? "
            rf"?{_A} (?:buys|bought|imports|imported) {FAR}(?P<m>more|less) than it (?:sold|sells|exports"
            r"|exported)",
            lambda read, hit: _sold(read, hit, "imports"),
        ),
        rule(
            rf"{_A} {AUX}{SELLS} {_N} as much to {_B} as it (?:bought|buys|imports|imported)(?: there| "
            r"from it| in return)?(?= [.,;])",
            lambda read, hit: _times_sold(read, hit, "exports"),
        ),
        rule(
            rf"{_A} {AUX}{BUYS} {_N} as much from {_B} as it (?:sold|sells|exports|exported)(?: there| to "
            r"it| in return)?(?= [.,;])",
            lambda read, hit: _times_sold(read, hit, "imports"),
        ),
        rule(
            rf"{_S} {AUX}(?:is|was|were|are) {_N} (?:as (?:large|big|high|great|much) as |larger than "
            rf"|bigger than )?(?:its|{A} 's) (?P<f>exports|imports)(?: there| to it| from it| to that "
            rf"country| from that country| to {A}| from {A})?(?= [.,;])",
            lambda read, hit: _own_times(read, hit),
        ),
        rule(
            rf"{_A} {AUX}{SELLS} (?:to )?{_B} {FAR}(?P<m>more|less) than (?:it|{A}) (?:bought|buys|imports"
            r"|imported|purchased|received|took|takes|purchases)",
            lambda read, hit: _sold(read, hit, "exports"),
        ),
        rule(
            rf"{_A} {AUX}{SELLS} {FAR}(?P<m>more|less)(?: goods)? to {_B} than (?:it|{A}) (?:bought|buys"
            rf"|imports|imported|purchased|received|took|takes|purchases)(?! {A})(?! from (?!it))",
            lambda read, hit: _sold(read, hit, "exports"),
        ),
        rule(
            rf"{_A} {AUX}{BUYS} {FAR}(?P<m>more|less)(?: goods)? from {_B} than (?:it|{A}) (?:sold|sells"
            rf"|exports|exported|shipped|sent|ships|sends)(?! {A})(?! to (?!it))",
            lambda read, hit: _sold(read, hit, "imports"),
        ),
        rule(
            rf"{_A} {AUX}{BUYS} from {_B} {FAR}(?P<m>more|less) than (?:it|{A}) (?:sold|sells|exports"
            rf"|exported|shipped|sent|ships|sends)(?! {A})(?! to (?!it))",
            lambda read, hit: _sold(read, hit, "imports"),
        ),
        rule(
            rf"{_A}(?: 's)? {_GAP} (?:in (?:its )?trade )?(?:with|against|vis-a-vis) {_B} {AUX}(?:totalled"
            r"|totaled|stands at|amounts to|exceeded|equalled|ran to|topped|passed|climbed to|jumped to"
            r"|dropped to|ballooned to|peaked at|averaged|of) (?:(?:new |fresh )?(?:record|high|low|peak) "
            rf"(?:of )?)*(?P<q>{Q})",
            _balance(),
        ),
        rule(
            rf"{_S} (?:showed|shows|yielded|produced|left|ended with|ended in|closed with|brought|gave) "
            rf"(?:{A} )?(?:with )?(?:large |small |clear )*(?P<w>surplus|deficit)(?: of (?P<q>{Q}))?(?: "
            rf"for {A})?(?= [.,;])",
            _gap,
        ),
        rule(rf"{_A} {AUX}{_RAN} {_GAP} {_AGAINST}(?: of (?P<q>{Q})| worth (?P<r>{Q}))?", _balance()),
        rule(rf"{_A} {AUX}{_RAN} {_GAP} of (?P<q>{Q}) {_AGAINST}", _balance()),
        rule(rf"with {_B} ,? ?{_A} {AUX}{_RAN} {_GAP}(?: of (?P<q>{Q}))?", _balance()),
        rule(
            rf"{_A}(?: 's)? {_GAP} {_AGAINST} {AUX}(?:[a-z]+ed to|widened to|was|stood at|reached|came to|amounted to"
            r"|rose to|grew to|fell to|narrowed to|shrank to|hit|totalled|totaled|hit|is|increased to) "
            rf"(?:(?:new |fresh )?(?:record|high|low|peak) (?:of )?)*(?P<q>{Q})",
            _balance(),
        ),
        rule(
            rf"(?:balance of )?{_S} {AUX}(?:clearly |strongly |heavily )?(?:favou?rs?|favou?red|(?:is|was) "
            rf"(?:in favou?r of|favou?rable to)) {_C}",
            _favours,
        ),
        rule(rf"(?:balance of )?{_S} {AUX}(?:is|was|were) (?:clearly |heavily )?in {_C} 's favou?r", _favours),
        rule(
            rf"(?:balance of )?trade(?: balance)? (?:favou?rs|favou?red|(?:is|was) in favou?r of) {_A} "
            rf"(?:and|rather than|,)(?: not| rather than)? {_B}",
            _against,
        ),
        rule(rf"{_S} {AUX}(?:is|was|were|remained|ended) (?P<w>balanced|in surplus|in deficit|in balance)", _state),
        rule(
            rf"{_A} {AUX}{BUYS} {FAR}more from {_B} than it (?:sells?|sold|exports?|exported)(?: (?:there"
            rf"|to {A}|to it))?",
            _balance("deficit"),
        ),
        rule(
            rf"{_A} {AUX}{SELLS} {FAR}more to {_B} than it (?:buys?|bought|imports?|imported)(?: (?:there"
            rf"|from {A}|from it))?",
            _balance("surplus"),
        ),
        rule(rf"{_A} {AUX}{SELLS} {_B} {FAR}more than it (?:buys?|bought|imports?|imported)", _balance("surplus")),
        rule(rf"{_A} {AUX}{BUYS} {FAR}less from {_B} than it (?:sells?|sold|exports?|exported)", _balance("surplus")),
        rule(rf"{_A} {AUX}{SELLS} {FAR}less to {_B} than it (?:buys?|bought|imports?|imported)", _balance("deficit")),
    ),
)
