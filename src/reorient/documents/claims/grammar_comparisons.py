"""Rules for comparisons of two ties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reorient.documents.claims import Claim, Quantity
from reorient.documents.claims.grammar_flows import BUYS, SELLS, subject_of
from reorient.documents.claims.hedges import A, Q
from reorient.documents.claims.making import Make, Read, Rule, claim, guarded, rule
from reorient.documents.claims.ties import G, Tie
from reorient.documents.claims.verbs import AUX

_A, _B, _C, _S = rf"(?P<a>{A})", rf"(?P<b>{A})", rf"(?P<c>{A})", r"(?P<s>σ\d+)"


_MORE = r"(?P<m>more|less|fewer)"


FAR = r"(?:far |much |many |considerably |significantly |slightly |somewhat |even |still |a lot |twice |nearly )*"


_OFTEN = r"(?: (?:often|frequently|heavily|closely|goods|in value))?"


WITH_GOODS = rf"(?: (?P<g>{G}))?"


_GREATER = r"(?P<m>larger|bigger|greater|higher|smaller|lower|more important|less)"


EXCEEDS = (
    r"(?P<m>exceed(?:s|ed)?|surpass(?:es|ed)?|outstrip(?:s|ped)|outweigh(?:s|ed)?|overtook"
    r"|overtakes|overtaken|outpace[sd]?|dwarf(?:s|ed)|outdid|outgrew|top(?:s|ped)|beat|beats"
    r"|eclipsed?|eclipses|outrank(?:s|ed)|trail(?:s|ed)|lag(?:s|ged) behind|fell short of|falls "
    r"short of|(?:is|are|was|were) (?:dwarfed|exceeded|surpassed|outstripped|outweighed|eclipsed"
    r"|topped|overtaken) by)"
)


OTHER = rf"(?:(?:that|those|its|their|trade|exports|imports|exchanges|commerce)(?: \w+)?) (?:with|to|from) {_C}"


_LESS = re.compile(r"less|fewer|smaller|lower|trail.*|lag.*|f(?:e|a)ll.*|.* by")


def more_or_less(word: str) -> str:
    """Return `more` or `less` for a word that compares."""
    return "less" if _LESS.fullmatch(word) else "more"


def _verbal(flow: str, subject: str = "", other_is: str = "whom") -> Make:
    def make(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
        tie = Tie(hit["a"], hit["b"], subject or subject_of(hit, "g"), flow)
        other = read.clause.key(hit["c"])
        yield (
            claim(read, "comparison", tie, other=other, other_is=other_is, direction=more_or_less(hit["m"]))
            if other
            else None
        )

    return make


def _times(flow: str, subject: str = "", other_is: str = "whom") -> Make:
    """Read "twice as much to B as to C" for its direction."""

    def make(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
        way = way_of(read, hit["q"])
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


def way_of(read: Read, quantity: str) -> str:
    """Return whether a multiple or a part is more or less than what it is of."""
    said = read.clause.quantities[quantity]
    if said.unit == "times" and said.low != 1:
        return "more" if said.low > 1 else "less"
    return "less" if said.unit == "percent" and said.high < 100 else ""


def _ties_times(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    for found in _ties(read, hit, way_of(read, hit["q"])):
        if found is not None and found.kind == "comparison":
            yield replace(found, quantity=_as_times(read.clause.quantities[hit["q"]]))
        else:
            yield found


def _those_times(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    way = way_of(read, hit["q"])
    for found in _with_that(read, hit, way) if way else ():
        yield replace(found, quantity=_as_times(read.clause.quantities[hit["q"]])) if found else None


def _parts(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "B takes more of A's exports than C"."""
    whole = read.ties[hit["s"]]
    if not whole.whom and not whole.share and read.clause.key(hit["c"]):
        tie = Tie(whole.who, hit["b"], whole.subject, whole.flow)
        yield claim(read, "comparison", tie, other=read.clause.key(hit["c"]), direction=more_or_less(hit["m"]))


def _of_goods(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "A bought more B arms than C did": B's exports of them to A and to C."""
    subject = subject_of(hit, "g")
    other = read.clause.key(hit["c"])
    if other:
        tie = Tie(hit["a"], hit["b"], subject, "imports")
        yield claim(read, "comparison", tie, other=other, other_is="who", direction=more_or_less(hit["m"]))


def _ties(read: Read, hit: re.Match[str], way: str = "") -> Iterator[Claim | None]:
    """Two whole ties side by side: they share one end, the others are compared."""
    first, second = read.ties[hit["s"]], read.ties[hit["t"]]
    key = read.clause.key
    if (first.subject, first.flow, first.share) != (second.subject, second.flow, second.share):
        return
    if not (first.whom and second.whom):
        return
    ends, others = (key(first.who), key(first.whom)), (key(second.who), key(second.whom))
    way = way or more_or_less(hit["m"])
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
        yield claim(read, "comparison", tie, other=read.clause.key(hit["c"]), direction=way or more_or_less(hit["m"]))


def _living(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "more people from A live in B than in C"."""
    study = hit["k"] or "stud" in hit.group()
    tie = Tie(hit["a"], hit["b"], "students_abroad" if study else "migrants")
    yield claim(read, "comparison", tie, other=read.clause.key(hit["c"]), direction=more_or_less(hit["m"]))


def _home(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "B was home to more people from A than C"."""
    tie = Tie(hit["a"], hit["b"], "migrants")
    yield claim(read, "comparison", tie, other=read.clause.key(hit["c"]), direction=more_or_less(hit["m"]))


def _as_customer(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    other = read.clause.key(hit["c"])
    if other:
        tie = Tie(hit["b"], hit["a"], subject_of(hit, "g"), "exports")
        yield claim(read, "comparison", tie, other=other, direction=more_or_less(hit["m"]))


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


_N = rf"(?P<q>{Q})"

RULES: tuple[Rule, ...] = (
    # Comparisons by verbs
    *guarded(
        r" than & α.*α",
        rule(rf"{_A} {AUX}{SELLS} {FAR}{_MORE}{WITH_GOODS} to {_B} than (?:to )?{_C}(?! did)", _verbal("exports")),
        rule(
            rf"{_A} {AUX}(?:{SELLS}|sends|sent) {FAR}{_MORE} of its (?P<g>{G} )?exports to {_B} than to "
            rf"{_C}",
            _verbal("exports"),
        ),
        rule(
            rf"{_A} {AUX}{SELLS} {FAR}{_MORE}{WITH_GOODS} to {_B} than {_C} (?:did|does|do)",
            _verbal("exports", "", "who"),
        ),
        rule(
            rf"{_A} {AUX}(?:been )?(?:{BUYS}|buying|importing) {FAR}{_MORE}{WITH_GOODS} from {_B} than "
            rf"(?:from )?{_C}(?! did)",
            _verbal("imports"),
        ),
        rule(
            rf"{_A} {AUX}{BUYS} {FAR}{_MORE}{WITH_GOODS} from {_B} than {_C} (?:did|does|do)",
            _verbal("imports", "", "who"),
        ),
        rule(
            rf"{_A} {AUX}(?:traded|trades|trade) {FAR}{_MORE} with {_B} than (?:with )?{_C}(?! did)", _verbal("trade")
        ),
        rule(
            rf"{_A} {AUX}(?:traded|trades|trade) {FAR}{_MORE} with {_B} than {_C} (?:did|does|do)",
            _verbal("trade", "", "who"),
        ),
        rule(
            rf"{_A} {AUX}(?:voted|votes|sided|agreed) with {_B} {FAR}{_MORE}{_OFTEN} than (?:it did )?with "
            rf"{_C}",
            _verbal("exports", "un_agreement"),
        ),
        rule(
            rf"{_A} {AUX}(?:voted|votes) {FAR}{_MORE}{_OFTEN} with {_B} (?:in [^,.]* )?than (?:it did "
            rf")?with {_C}",
            _verbal("exports", "un_agreement"),
        ),
    ),
    # Comparisons of ties
    *guarded(
        r"σ",
        rule(rf"{_S} {AUX}(?:is|was|were|are|remains|remained) {FAR}{_GREATER} than (?P<t>σ\d+)", _ties),
        rule(rf"{_S} {AUX}{EXCEEDS} (?P<t>σ\d+)", _ties),
        rule(rf"{_S} {AUX}(?:is|was|were|are|remains|remained) {FAR}{_GREATER} than {OTHER}", _with_that),
        rule(rf"{_S} {AUX}{EXCEEDS} {OTHER}", _with_that),
    ),
    # Multiples of another tie
    *guarded(
        r" as | than |κ\d+ (?:that|those|σ)|outs",
        rule(
            rf"{_A} {AUX}{SELLS} {_N} as (?:much|many){WITH_GOODS} to {_B} as (?:it did )?to {_C}(?! did)",
            _times("exports"),
        ),
        rule(
            rf"{_A} {AUX}{SELLS} {_N} as (?:much|many){WITH_GOODS} to {_B} as {_C} (?:did|does|do)",
            _times("exports", "", "who"),
        ),
        rule(
            rf"{_A} {AUX}{BUYS} {_N} as (?:much|many){WITH_GOODS} from {_B} as (?:it did )?from {_C}(?! "
            r"did)",
            _times("imports"),
        ),
        rule(
            rf"{_A} {AUX}{BUYS} {_N} as (?:much|many){WITH_GOODS} from {_B} as {_C}(?: did| does| do)?(?= "
            r"[.,;])",
            _times("imports", "", "who"),
        ),
        rule(
            rf"{_A} {AUX}(?:traded|trades|trade) {_N} as much with {_B} as (?:it did )?with {_C}(?! did)",
            _times("trade"),
        ),
        rule(
            rf"{_A} {AUX}(?:traded|trades|trade) {_N} as much with {_B} as {_C}(?: did| does| do)?(?= "
            r"[.,;])",
            _times("trade", "", "who"),
        ),
        rule(
            rf"{_S} {AUX}(?:is|was|were|are) {_N} (?:as (?:large|big|high|great|much) as|larger than"
            r"|bigger than|higher than|size of|value of|volume of)? ?(?P<t>σ\d+)",
            _ties_times,
        ),
        rule(
            rf"{_S} {AUX}(?:is|was|were|are) {_N} (?:as (?:large|big|high|great|much) as|larger than"
            rf"|bigger than|higher than|size of|value of|volume of)? ?{OTHER}",
            _those_times,
        ),
        rule(
            rf"{_B} {AUX}(?:takes?|took|buys|bought|absorbs|absorbed|receives|received|accounts for"
            rf"|accounted for) {FAR}(?:(?P<m>more|less|fewer) of|(?P<l>larger|bigger|greater|smaller) "
            rf"(?:share|part) of) {_S} than {_C}",
            lambda read, hit: _parts(read, hit) if hit["m"] else (),
        ),
        rule(
            rf"{FAR}{_MORE} of {_S} {AUX}(?:went|goes|go|was sold|were sold|was sent|were sent|is sold|are "
            rf"sold) to {_B} than to {_C}",
            _parts,
        ),
        rule(rf"{FAR}{_MORE} of {_S} {AUX}(?:came|comes|come) from {_B} than from {_C}", _parts),
        rule(
            rf"{_A} {AUX}{BUYS} {FAR}{_MORE} (?P<b>{A})(?: 's)? (?P<g>{G}) than {_C}(?: did| does| do)?(?= "
            r"[.,;])",
            _of_goods,
        ),
        rule(
            rf"{_MORE} {_A}(?: (?P<k>students))? (?:live|lived|reside|resided|study|studied|settled) in "
            rf"{_B} than in {_C}",
            _living,
        ),
        rule(
            rf"{_B} (?:is|was|has been) home to {_MORE} {_A}(?: migrants| nationals| citizens)? than "
            rf"{_C}(?: was| is)?(?= [.,;])",
            lambda read, hit: _home(read, hit),
        ),
        rule(
            rf"{_A}(?: [a-z]+){{0,2}} {AUX}{EXCEEDS} {_C}(?: ones)? as (?:customers?|buyers?|markets?"
            rf"|importers?|destinations?) (?:of|for) {_B}(?: 's)? (?P<g>{G})",
            lambda read, hit: _as_customer(read, hit),
        ),
        rule(rf"{_A} {AUX}(?:outsold|outsells) {_C} in {_B}(?= [.,;])", lambda read, hit: _outsold(read, hit)),
        rule(
            rf"{_A} {AUX}(?:does|did|has|had|conducts|conducted) {FAR}{_MORE} (?:trade|business|commerce) "
            rf"with {_B} than (?:it does |it did )?with {_C}",
            _verbal("trade"),
        ),
        rule(
            rf"{_A} {AUX}(?:is|was) {FAR}(?P<m>larger|bigger|greater|more important|smaller|less important"
            r"|lesser) (?P<k>market|customer|buyer|destination|supplier|source|seller|trading partner"
            rf"|trade partner) (?:for|of|to) {_B}(?: 's)?(?: (?P<g>{G}|goods|exports|imports))? than {_C}",
            lambda read, hit: _weightier(read, hit),
        ),
        rule(
            rf"{_A} {AUX}(?:is|was) {FAR}(?P<m>larger|bigger|greater|more important|smaller|less important"
            r"|lesser) (?P<k>market|customer|buyer|destination|supplier|source|seller|trading partner"
            rf"|trade partner) (?:for|of) (?P<g>{G}) (?:for|to) {_B} than {_C}",
            lambda read, hit: _weightier(read, hit),
        ),
    ),
)
