"""Rules for comparisons of two ties and for balances of trade."""

# ruff: noqa: E501 (a rule stands on one line, so that rules can be read one under the other)
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reorient.documents.claims import Claim, Quantity
from reorient.documents.clauses import A, Q
from reorient.documents.grammar_flows import BUYS, SELLS, subject_of
from reorient.documents.making import Make, Read, Rule, claim, guarded, rule
from reorient.documents.ties import G, Tie
from reorient.documents.verbs import AUX

_A, _B, _C, _S = rf"(?P<a>{A})", rf"(?P<b>{A})", rf"(?P<c>{A})", r"(?P<s>σ\d+)"
_MORE = r"(?P<m>more|less|fewer)"
_FAR = r"(?:far |much |many |considerably |significantly |slightly |somewhat |even |still |a lot |twice |nearly )*"
_OFTEN = r"(?: (?:often|frequently|heavily|closely|goods|in value))?"
_WITH_GOODS = rf"(?: (?P<g>{G}))?"
_GREATER = r"(?P<m>larger|bigger|greater|higher|smaller|lower|more important|less)"
_EXCEEDS = r"(?P<m>exceed(?:s|ed)?|surpass(?:es|ed)?|outstrip(?:s|ped)|outweigh(?:s|ed)?|overtook|overtakes|overtaken|outpace[sd]?|dwarf(?:s|ed)|outdid|outgrew|top(?:s|ped)|beat|beats|eclipsed?|eclipses|outrank(?:s|ed)|trail(?:s|ed)|lag(?:s|ged) behind|fell short of|falls short of|(?:is|are|was|were) (?:dwarfed|exceeded|surpassed|outstripped|outweighed|eclipsed|topped|overtaken) by)"
_OTHER = rf"(?:(?:that|those|its|their|trade|exports|imports|exchanges|commerce)(?: \w+)?) (?:with|to|from) {_C}"


_LESS = re.compile(r"less|fewer|smaller|lower|trail.*|lag.*|f(?:e|a)ll.*|.* by")


def _more(word: str) -> str:
    return "less" if _LESS.fullmatch(word) else "more"


def _verbal(flow: str, subject: str = "", other_is: str = "whom") -> Make:
    def make(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
        tie = Tie(hit["a"], hit["b"], subject or subject_of(hit, "g"), flow)
        other = read.clause.key(hit["c"])
        yield (
            claim(read, "comparison", tie, other=other, other_is=other_is, direction=_more(hit["m"])) if other else None
        )

    return make


def _times(flow: str, subject: str = "", other_is: str = "whom") -> Make:
    """Read "twice as much to B as to C" for its direction."""

    def make(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
        way = _way(read, hit["q"])
        tie = Tie(hit["a"], hit["b"], subject or subject_of(hit, "g"), flow)
        other = read.clause.key(hit["c"])
        if way and other:
            found = claim(read, "comparison", tie, other=other, other_is=other_is, direction=way)
            yield replace(found, quantity=_as_times(read.clause.quantities[hit["q"]])) if found else None

    return make


def _as_times(said: Quantity) -> Quantity:
    """Return "half as much" as 0.5 times."""
    if said.unit != "percent":
        return said
    return replace(said, low=said.low / 100, high=said.high / 100, unit="times")


def _way(read: Read, quantity: str) -> str:
    """Return whether a multiple or a part is more or less than what it is of."""
    said = read.clause.quantities[quantity]
    if said.unit == "times" and said.low != 1:
        return "more" if said.low > 1 else "less"
    return "less" if said.unit == "percent" and said.high < 100 else ""


def _ties_times(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    for found in _ties(read, hit, _way(read, hit["q"])):
        if found is not None and found.kind == "comparison":
            yield replace(found, quantity=_as_times(read.clause.quantities[hit["q"]]))
        else:
            yield found


def _those_times(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    way = _way(read, hit["q"])
    for found in _with_that(read, hit, way) if way else ():
        yield replace(found, quantity=_as_times(read.clause.quantities[hit["q"]])) if found else None


def _parts(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "B takes more of A's exports than C"."""
    whole = read.ties[hit["s"]]
    if not whole.whom and not whole.share and read.clause.key(hit["c"]):
        tie = Tie(whole.who, hit["b"], whole.subject, whole.flow)
        yield claim(read, "comparison", tie, other=read.clause.key(hit["c"]), direction=_more(hit["m"]))


def _of_goods(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "A bought more B arms than C did": B's exports of them to A and to C."""
    subject = subject_of(hit, "g")
    other = read.clause.key(hit["c"])
    if other:
        tie = Tie(hit["a"], hit["b"], subject, "imports")
        yield claim(read, "comparison", tie, other=other, other_is="who", direction=_more(hit["m"]))


def _own_exceeds(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "A's imports from B exceeded its exports"."""
    tie = read.ties[hit["s"]]
    if tie.subject == "goods" and tie.whom and {tie.flow, hit["f"]} == {"imports", "exports"}:
        surplus = (_more(hit["m"]) == "more") == (tie.flow == "exports")
        way = "surplus" if surplus else "deficit"
        yield claim(read, "balance", Tie(tie.who, tie.whom, "goods", "trade"), direction=way)


def _red(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    tie = read.ties[hit["s"]]
    if tie.flow == "trade" and tie.subject == "goods" and tie.whom:
        way = {"red": "deficit", "negative": "deficit", "black": "surplus", "positive": "surplus"}
        yield claim(read, "balance", tie, direction=way[hit["w"]])


def _gap(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    tie = read.ties[hit["s"]]
    if tie.flow == "trade" and tie.subject == "goods" and tie.whom:
        yield claim(read, "balance", tie, _money(read, hit.groupdict().get("q")), direction=hit["w"])


def _ties(read: Read, hit: re.Match[str], way: str = "") -> Iterator[Claim | None]:
    """Two whole ties side by side: they share one end, the others are compared."""
    first, second = read.ties[hit["s"]], read.ties[hit["t"]]
    key = read.clause.key
    if (first.subject, first.flow, first.share) != (second.subject, second.flow, second.share):
        return
    if not (first.whom and second.whom):
        return
    ends, others = (key(first.who), key(first.whom)), (key(second.who), key(second.whom))
    way = way or _more(hit["m"])
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


def _with_that(read: Read, hit: re.Match[str], way: str = "") -> Iterator[Claim | None]:
    tie = read.ties[hit["s"]]
    if tie.whom:
        yield claim(read, "comparison", tie, other=read.clause.key(hit["c"]), direction=way or _more(hit["m"]))


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


def _home(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "B was home to more people from A than C"."""
    tie = Tie(hit["a"], hit["b"], "migrants")
    yield claim(read, "comparison", tie, other=read.clause.key(hit["c"]), direction=_more(hit["m"]))


def _as_customer(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    other = read.clause.key(hit["c"])
    if other:
        tie = Tie(hit["b"], hit["a"], subject_of(hit, "g"), "exports")
        yield claim(read, "comparison", tie, other=other, direction=_more(hit["m"]))


def _outsold(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    other = read.clause.key(hit["c"])
    if other:
        tie = Tie(hit["a"], hit["b"], "goods", "exports")
        yield claim(read, "comparison", tie, other=other, other_is="who", direction="more")


def _weightier(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "A is a larger market for B's coal than C": B's ties with A and with C."""
    named = hit.groupdict()
    word = named.get("g") or ""
    subject = "goods" if word in ("", "goods", "exports", "imports") else subject_of(hit, "g")
    seller = hit["k"] in ("supplier", "source", "seller")
    if seller == (word == "exports") and word in ("exports", "imports"):
        return
    flow = "trade" if "partner" in hit["k"] else "imports" if seller else "exports"
    other = read.clause.key(hit["c"])
    if other and (flow != "trade" or not word):
        way = "less" if hit["m"] in ("smaller", "less important", "lesser") else "more"
        yield claim(read, "comparison", Tie(hit["b"], hit["a"], subject, flow), other=other, direction=way)


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
    more = _way(read, hit["q"])
    if more:
        way = "surplus" if (more == "more") == (flow == "exports") else "deficit"
        yield claim(read, "balance", Tie(hit["a"], hit["b"], "goods", "trade"), direction=way)


def _own_times(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "A's imports from B are five times its exports to it"."""
    tie, more = read.ties[hit["s"]], _way(read, hit["q"])
    if more and tie.subject == "goods" and tie.whom and {tie.flow, hit["f"]} == {"imports", "exports"}:
        way = "surplus" if (more == "more") == (tie.flow == "exports") else "deficit"
        yield claim(read, "balance", Tie(tie.who, tie.whom, "goods", "trade"), direction=way)


def _sold(read: Read, hit: re.Match[str], flow: str) -> Iterator[Claim | None]:
    """Read "A sold B less than it bought"."""
    way = "surplus" if (hit["m"] == "more") == (flow == "exports") else "deficit"
    yield claim(read, "balance", Tie(hit["a"], hit["b"], "goods", "trade"), direction=way)


_N = rf"(?P<q>{Q})"
_RAN = r"(?:ran|runs|run|had|has|have|recorded|records|posted|posts|enjoys|enjoyed|registered|achieved|suffers|suffered|maintains|maintained|shows|showed|saw|reported|booked|chalked up|ran up|racked up|carried|carries|incurred|earned|made|scored|built up|piled up|notched up|kept|showed|clocked up)"
_GAP = r"(?:large |small |huge |growing |considerable |chronic |substantial |big |slight |significant |record |modest |wide |massive |persistent )*(?:bilateral |merchandise |goods )*(?:trade )?(?P<w>surplus|deficit|gap|shortfall)"
_AGAINST = rf"(?:(?:in|on|from) (?:its |their )?(?:bilateral )?(?:goods )?trade )?(?:with|against|vis-a-vis) {_B}"

RULES: tuple[Rule, ...] = (
    # Comparisons by verbs
    *guarded(
        r" than ",
        rule(rf"{_A} {AUX}{SELLS} {_FAR}{_MORE}{_WITH_GOODS} to {_B} than (?:to )?{_C}(?! did)", _verbal("exports")),
        rule(rf"{_A} {AUX}(?:{SELLS}|sends|sent) {_FAR}{_MORE} of its (?P<g>{G} )?exports to {_B} than to {_C}", _verbal("exports")),
        rule(rf"{_A} {AUX}{SELLS} {_FAR}{_MORE}{_WITH_GOODS} to {_B} than {_C} (?:did|does|do)", _verbal("exports", "", "who")),
        rule(rf"{_A} {AUX}(?:been )?(?:{BUYS}|buying|importing) {_FAR}{_MORE}{_WITH_GOODS} from {_B} than (?:from )?{_C}(?! did)", _verbal("imports")),
        rule(rf"{_A} {AUX}{BUYS} {_FAR}{_MORE}{_WITH_GOODS} from {_B} than {_C} (?:did|does|do)", _verbal("imports", "", "who")),
        rule(rf"{_A} {AUX}(?:traded|trades|trade) {_FAR}{_MORE} with {_B} than (?:with )?{_C}(?! did)", _verbal("trade")),
        rule(rf"{_A} {AUX}(?:traded|trades|trade) {_FAR}{_MORE} with {_B} than {_C} (?:did|does|do)", _verbal("trade", "", "who")),
        rule(rf"{_A} {AUX}(?:voted|votes|sided|agreed) with {_B} {_FAR}{_MORE}{_OFTEN} than (?:it did )?with {_C}", _verbal("exports", "un_agreement")),
        rule(rf"{_A} {AUX}(?:voted|votes) {_FAR}{_MORE}{_OFTEN} with {_B} (?:in [^,.]* )?than (?:it did )?with {_C}", _verbal("exports", "un_agreement")),
    ),
    # Comparisons of ties
    *guarded(
        r"σ",
        rule(rf"{_S} {AUX}(?:is|was|were|are|remains|remained) {_FAR}{_GREATER} than (?P<t>σ\d+)", _ties),
        rule(rf"{_S} {AUX}{_EXCEEDS} (?P<t>σ\d+)", _ties),
        rule(rf"{_S} {AUX}(?:is|was|were|are|remains|remained) {_FAR}{_GREATER} than {_OTHER}", _with_that),
        rule(rf"{_S} {AUX}{_EXCEEDS} {_OTHER}", _with_that),
    ),
    # Multiples of another tie
    *guarded(
        r" as | than |κ\d+ (?:that|those|σ)|outs",
        rule(rf"{_A} {AUX}{SELLS} {_N} as (?:much|many){_WITH_GOODS} to {_B} as (?:it did )?to {_C}(?! did)", _times("exports")),
        rule(rf"{_A} {AUX}{SELLS} {_N} as (?:much|many){_WITH_GOODS} to {_B} as {_C} (?:did|does|do)", _times("exports", "", "who")),
        rule(rf"{_A} {AUX}{BUYS} {_N} as (?:much|many){_WITH_GOODS} from {_B} as (?:it did )?from {_C}(?! did)", _times("imports")),
        rule(rf"{_A} {AUX}{BUYS} {_N} as (?:much|many){_WITH_GOODS} from {_B} as {_C}(?: did| does| do)?(?= [.,;])", _times("imports", "", "who")),
        rule(rf"{_A} {AUX}(?:traded|trades|trade) {_N} as much with {_B} as (?:it did )?with {_C}(?! did)", _times("trade")),
        rule(rf"{_A} {AUX}(?:traded|trades|trade) {_N} as much with {_B} as {_C}(?: did| does| do)?(?= [.,;])", _times("trade", "", "who")),
        rule(rf"{_S} {AUX}(?:is|was|were|are) {_N} (?:as (?:large|big|high|great|much) as|larger than|bigger than|higher than|size of|value of|volume of)? ?(?P<t>σ\d+)", _ties_times),
        rule(rf"{_S} {AUX}(?:is|was|were|are) {_N} (?:as (?:large|big|high|great|much) as|larger than|bigger than|higher than|size of|value of|volume of)? ?{_OTHER}", _those_times),
        rule(rf"{_B} {AUX}(?:takes?|took|buys|bought|absorbs|absorbed|receives|received|accounts for|accounted for) {_FAR}(?:(?P<m>more|less|fewer) of|(?P<l>larger|bigger|greater|smaller) (?:share|part) of) {_S} than {_C}", lambda read, hit: _parts(read, hit) if hit["m"] else ()),
        rule(rf"{_FAR}{_MORE} of {_S} {AUX}(?:went|goes|go|was sold|were sold|was sent|were sent|is sold|are sold) to {_B} than to {_C}", _parts),
        rule(rf"{_FAR}{_MORE} of {_S} {AUX}(?:came|comes|come) from {_B} than from {_C}", _parts),
        rule(rf"{_A} {AUX}{BUYS} {_FAR}{_MORE} (?P<b>{A})(?: 's)? (?P<g>{G}) than {_C}(?: did| does| do)?(?= [.,;])", _of_goods),
        rule(rf"{_B} (?:is|was|has been) home to {_MORE} {_A}(?: migrants| nationals| citizens)? than {_C}(?: was| is)?(?= [.,;])", lambda read, hit: _home(read, hit)),
        rule(rf"{_A}(?: [a-z]+){{0,2}} {AUX}{_EXCEEDS} {_C}(?: ones)? as (?:customers?|buyers?|markets?|importers?|destinations?) (?:of|for) {_B}(?: 's)? (?P<g>{G})", lambda read, hit: _as_customer(read, hit)),
        rule(rf"{_A} {AUX}(?:outsold|outsells) {_C} in {_B}(?= [.,;])", lambda read, hit: _outsold(read, hit)),
        rule(rf"{_A} {AUX}(?:does|did|has|had|conducts|conducted) {_FAR}{_MORE} (?:trade|business|commerce) with {_B} than (?:it does |it did )?with {_C}", _verbal("trade")),
        rule(rf"{_A} {AUX}(?:is|was) {_FAR}(?P<m>larger|bigger|greater|more important|smaller|less important|lesser) (?P<k>market|customer|buyer|destination|supplier|source|seller|trading partner|trade partner) (?:for|of|to) {_B}(?: 's)?(?: (?P<g>{G}|goods|exports|imports))? than {_C}", lambda read, hit: _weightier(read, hit)),
        rule(rf"{_A} {AUX}(?:is|was) {_FAR}(?P<m>larger|bigger|greater|more important|smaller|less important|lesser) (?P<k>market|customer|buyer|destination|supplier|source|seller|trading partner|trade partner) (?:for|of) (?P<g>{G}) (?:for|to) {_B} than {_C}", lambda read, hit: _weightier(read, hit)),
    ),
    # Balances
    *guarded(
        r"surplus|deficit|gap|shortfall|favou?r|balance| in red| in black|than it|than α|negative|positive|exports|imports",
        rule(rf"{_S} {_EXCEEDS} (?:its|those|{A} 's) (?P<f>exports|imports)(?: there| to it| from it| to {A}| from {A}| in other direction| in return)?(?= [.,;]| by )", _own_exceeds),
        rule(rf"{_S} {AUX}(?:is|was|were|remained|ended|closed) in (?P<w>red|black)", _red),
        rule(rf"(?:balance (?:of|in|on) )?{_S}(?: balance)? {AUX}(?:is|was|remained) (?P<w>negative|positive) for (?P<c>{A})", lambda read, hit: _signed(read, hit)),
        rule(rf"(?:trade balance|balance of trade) between {_A} and {_B} {AUX}(?:is|was|were|remained) (?:clearly |heavily )?(?:in (?P<c>{A}) 's favou?r|in favou?r of (?P<d>{A}))", lambda read, hit: _between(read, hit)),
        rule(rf"(?:trade balance|balance of trade) between {_A} and {_B} {AUX}favou?r(?:s|ed) (?P<c>{A})", lambda read, hit: _between(read, hit)),
        rule(rf"(?:in|on) (?:its|{A} 's) (?:bilateral |goods )?(?:trade|exchanges|commerce) with {_B} ,? ?(?:it|{_A}) {AUX}(?:{_RAN}|is in|was in|remained in|was|is) {_GAP}(?: of (?P<q>{Q}))?", lambda read, hit: _named(read, hit)),
        rule(rf"{_A} {AUX}(?:is|was|remained) in (?P<w>surplus|deficit) (?:in (?:its |{A} 's )?trade )?with {_B}", _balance()),
        rule(rf"(?:in|on) (?:its|{A} 's) (?:bilateral |goods )?(?:trade|exchanges|commerce) with {_B} ,? ?{_A} (?:sells|sold|exports|exported) {_FAR}(?P<m>more|less) than it (?:bought|buys|imports|imported)", lambda read, hit: _sold(read, hit, "exports")),
        rule(rf"(?:in|on) (?:its|{A} 's) (?:bilateral |goods )?(?:trade|exchanges|commerce) with {_B} ,? ?{_A} (?:buys|bought|imports|imported) {_FAR}(?P<m>more|less) than it (?:sold|sells|exports|exported)", lambda read, hit: _sold(read, hit, "imports")),
        rule(rf"{_A} {AUX}{SELLS} {_N} as much to {_B} as it (?:bought|buys|imports|imported)(?: there| from it| in return)?(?= [.,;])", lambda read, hit: _times_sold(read, hit, "exports")),
        rule(rf"{_A} {AUX}{BUYS} {_N} as much from {_B} as it (?:sold|sells|exports|exported)(?: there| to it| in return)?(?= [.,;])", lambda read, hit: _times_sold(read, hit, "imports")),
        rule(rf"{_S} {AUX}(?:is|was|were|are) {_N} (?:as (?:large|big|high|great|much) as |larger than |bigger than )?(?:its|{A} 's) (?P<f>exports|imports)(?: there| to it| from it| to that country| from that country| to {A}| from {A})?(?= [.,;])", lambda read, hit: _own_times(read, hit)),
        rule(rf"{_A} {AUX}{SELLS} (?:to )?{_B} {_FAR}(?P<m>more|less) than (?:it|{A}) (?:bought|buys|imports|imported|purchased|received|took|takes|purchases)", lambda read, hit: _sold(read, hit, "exports")),
        rule(rf"{_A} {AUX}{SELLS} {_FAR}(?P<m>more|less)(?: goods)? to {_B} than (?:it|{A}) (?:bought|buys|imports|imported|purchased|received|took|takes|purchases)(?! {A})(?! from (?!it))", lambda read, hit: _sold(read, hit, "exports")),
        rule(rf"{_A} {AUX}{BUYS} {_FAR}(?P<m>more|less)(?: goods)? from {_B} than (?:it|{A}) (?:sold|sells|exports|exported|shipped|sent|ships|sends)(?! {A})(?! to (?!it))", lambda read, hit: _sold(read, hit, "imports")),
        rule(rf"{_A} {AUX}{BUYS} from {_B} {_FAR}(?P<m>more|less) than (?:it|{A}) (?:sold|sells|exports|exported|shipped|sent|ships|sends)(?! {A})(?! to (?!it))", lambda read, hit: _sold(read, hit, "imports")),
        rule(rf"{_A}(?: 's)? {_GAP} (?:in (?:its )?trade )?(?:with|against|vis-a-vis) {_B} {AUX}(?:totalled|totaled|stands at|amounts to|exceeded|equalled|ran to|topped|passed|climbed to|jumped to|dropped to|ballooned to|peaked at|averaged|of) (?:record )?(?P<q>{Q})", _balance()),
        rule(rf"{_S} (?:showed|shows|yielded|produced|left|ended with|ended in|closed with|brought|gave) (?:{A} )?(?:with )?(?:large |small |clear )*(?P<w>surplus|deficit)(?: of (?P<q>{Q}))?(?: for {A})?(?= [.,;])", _gap),
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
    ),
)  # fmt: skip
