"""Clauses of a tagged sentence with their periods; those that state no fact are set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from reorient.documents.claims import Period, Quantity
from reorient.documents.claims.appositions import appositions
from reorient.documents.claims.hedges import LIST, A, Q, hedge
from reorient.documents.claims.periods import FoundPeriod
from reorient.documents.claims.plain_words import collapsed, stripped
from reorient.documents.claims.second_figures import second_figures
from reorient.documents.claims.tagging import Named, Tagged

_ASIDE = re.compile(
    r" (?:, (?:more than ever|less than ever|for all|in spite of|unlike|like any|rather than|as "
    r"ever|as always|as usual|true to|faithful to|once|formerly|previously|long|almost all|nearly "
    r"all|much of|part of|measured by (?:total|goods|value|trade)|which|who|whose|where|mostly|mainly|most of|half of"
    r"|including|up from|down from|against|compared|as|record|almost all|chiefly|largely|or|all of"
    r"|worth|valued|despite|because|thanks|both|each|despite|making|an? "
    r"|four fifths|its|their|year before|first)\b[^,;()]*?(?: ,(?= )|(?= \.)|$)|\( "
    r"(?!excluding|without|not |except|minus|net |only |non-)[^()]* \))"
)


_CUT = re.compile(
    r" ; | , (?:but|yet|while|whereas|whilst|although|though) | (?:while|whereas|whilst) |(?<=\w) - (?=\w)"
    r"|(?<!α\d) and (?=α\d+ 's \w+ (?:maintains?|holds?|says?|argues?|claims?|suggests?|has|is|was"
    r"|remains?|continues?)\b)"
    r"|(?:(?<!α\d)|(?<=α\d ,)) (?:, and|and|, but) (?=(?:α\d+(?:-α\d+)?(?: 's)? |their |its "
    r")?(?:(?:\w+ ){0,3}?(?:trade|exports|imports|deliveries|purchases|sales|turnover"
    r"|investment)\b|α\d+ (?:\w+ ){0,2}?(?:had|has|left|joined|bought|sold|grew|fell|rose|imposed"
    r"|is|was|are|were)\b))"
)


_BEGINNING = re.compile(
    r"^(?:while|whereas|although|though|since|because|as|when|after|ever since|now that|even though|even as) "
)


_SPLIT_BY = re.compile(
    r"^(?:while|whereas|although|though|when|since|after|because|as|ever since|now that|even though|even as) [^,]+ , "
)


_APPOSED = re.compile(rf"({A}) , (which|who|that|(?:founded|established|created|set up)(?= τ))( [^,;()]+?)(?: ,| \.)")


_PARTICIPLES = {word: f"was {word}" for word in ("founded", "established", "created", "set up")}


_NO_NOUN = [
    [word] for word in ("number", "in", "by", "a", "the", "from", "to", "as", "during", "and", "last", "after", "while")
]


_DATES = re.compile(r"\b(dates?|dated|dating|goes|go|going) (?:back (?:to )?)?(τ\d+)")


def _with_units(sentence: Tagged) -> None:
    """Give "28 billion" the money of the sentence where it counts nothing and another figure is in one currency."""
    money = {one.quantity.unit for one in sentence.quantities.values()} & {"usd", "eur", "tonnes"}
    if len(money) != 1:
        return
    for token, one in sentence.quantities.items():
        if one.quantity.unit == "count" and one.quantity.low >= 1e6 and one.noun.split()[:1] in _NO_NOUN:
            sentence.quantities[token] = replace(one, quantity=replace(one.quantity, unit=next(iter(money))))


def _dated(text: str, sentence: Tagged) -> str:
    """Return a text in which "dates from 2014" names the year alone and not the years since."""

    def one(hit: re.Match[str]) -> str:
        found = sentence.periods[hit[2]]
        if found.period is None or found.manner not in ("since", "in"):
            return hit.group()
        token = f"τ{len(sentence.periods)}"
        begun = replace(found.period, last=found.period.first, last_month=found.period.first_month)
        if found.manner == "in":
            begun = found.period
        sentence.periods[token] = replace(found, period=begun, manner="in")
        return f"{hit[1]} from {token}"

    return _DATES.sub(one, text)


@dataclass(slots=True)
class Clause:
    """A clause without its period tokens, and what they say."""

    text: str
    actors: dict[str, Named]
    quantities: dict[str, Quantity]
    befores: dict[str, str]
    nouns: dict[str, str]
    attached: dict[str, Period] = field(default_factory=dict)
    period: Period | None = None
    manner: str = ""
    doubts: tuple[str, ...] = ()
    on: date | None = None
    span: tuple[int, ...] = ()
    focus: str = ""
    denied: bool = False

    def when(self, quantity: str = "") -> Period | None:
        """Return the period of a quantity, the clause's own, or the year of the document's date where none is said."""
        if quantity in self.attached:
            return self.attached[quantity]
        if self.period is None and not self.attached and self.on is not None:
            return Period(self.on.year, self.on.year, relative=True)
        return self.period

    def key(self, token: str) -> str:
        """Return the actor's id or the group's key behind a token."""
        return self.actors[token].key


def clauses(sentence: Tagged, on: date | None) -> Iterator[tuple[Clause, str]]:
    """Yield the clauses of a tagged sentence, each with the reason why it states no fact (empty where it does)."""
    _with_units(sentence)
    text = _dated(collapsed(stripped(sentence.text), sentence), sentence)
    dropped = [token for token in sentence.periods if token not in text.split()]
    text, apart = appositions(text, on, sentence)
    lead = re.match(r"^(?:\w+ )?(τ\d+) ,? ?", text)
    shared = lead[1] if lead else dropped[0] if len(dropped) == 1 else ""
    pieces = [piece for piece in _CUT.split(text) if piece and piece.strip(" .")]
    told = [f"{hit[1]} {_PARTICIPLES.get(hit[2], '')}{hit[3]} ." for hit in _APPOSED.finditer(text)]
    for piece in (*told, *apart):
        yield _clause(piece, sentence, on, ""), hedge(piece) or (hedge(text) if piece in apart else "")
    first = _SPLIT_BY.match(pieces[0]) if pieces else None
    if first:
        pieces = [pieces[0][: first.end()], pieces[0][first.end() :], *pieces[1:]]
    for number, piece in enumerate(pieces):
        full = _ellipsis(piece, pieces[number - 1], sentence) if number else None
        if full is not None:
            second = _clause(full[0], sentence, on, shared)
            second.denied = full[1]
            yield second, hedge(pieces[number - 1])
            continue
        bare = _BEGINNING.sub("", piece) if number or first else piece
        why = hedge(sentence.text if "if" in sentence.text.split() or sentence.text.endswith("?") else bare)
        own = shared if number or not lead else ""
        bare, seconds = second_figures(bare, sentence, own)
        yield _clause(bare, sentence, on, own), why
        for other, figure in seconds:
            second = _clause(other, sentence, on, "")
            second.focus = figure
            yield second, why or hedge(other)


#: What a change is reckoned against, where the year before is meant: "12 percent more than a year earlier".
_REFERENCE = re.compile(
    r"(?: ,)? (than(?: in)?|compared (?:with|to)|on|over|from|against|in comparison with|relative to)"
    r"(?: (?:level|figure|value|total|result)s? (?:of|for)| that of| those of)? (τ\d+)"
)


def _without_reference(text: str, sentence: Tagged, shared: str) -> str:
    """Return a clause without "than a year earlier" where it names its own year besides."""

    def one(hit: re.Match[str]) -> str:
        others = {*re.findall(r"τ\d+", text), shared} - {hit[2], ""}
        if sentence.periods[hit[2]].back != 1 or not others:
            return hit.group()
        return " than before" if hit[1].startswith("than") else ""

    return _REFERENCE.sub(one, text)


_SO_NOT = re.compile(
    rf"^(?:but |and |while |whereas |though |yet )*(?P<a>{LIST}) (?:did|has|have|does|do|had) "
    r"not(?: follow suit| so| yet)? ?\.?$"
)


_SO_DID = re.compile(
    rf"^(?:but |and |while |whereas )*(?:so (?:did|has|have|does|do) (?P<a>{LIST})|(?P<b>{LIST}) "
    r"(?:did|does|has|have)(?: so)?(?: too| as well| likewise)?) ?\.?$"
)


_NO_MEMBER = re.compile(
    r"^(?:but |and |while |whereas |though |yet )*(?P<a>α\d+ (?:is|are|was|were) (?:τ\d+ )?(?:not "
    r"|no longer )?(?:yet )?(?:full )?members?)(?: either| too| as well| yet)? ?\.?$"
)


def _ellipsis(piece: str, before: str, sentence: Tagged) -> tuple[str, bool] | None:
    """Return what a short clause says in full, and whether it denies what the clause before says of another."""
    led = re.match(rf"(?:[^α]*? )?{LIST} ", before)
    hit = _SO_NOT.match(piece) or _SO_DID.match(piece)
    if hit and led:
        who = hit["a"] or hit["b"]
        said = re.sub(rf"{LIST} ", f"{who} ", before, count=1)
        return said, hit.re is _SO_NOT
    hit = _NO_MEMBER.match(piece)
    groups = [token for token in re.findall(A, before) if sentence.actors[token].is_group]
    if hit and len(set(groups)) == 1:
        return f"{hit['a']} of {groups[0]} .", False
    return None


def _clause(text: str, sentence: Tagged, on: date | None, shared: str) -> Clause:
    attached: dict[str, Period] = {}
    text = _without_reference(_with_contrast(text), sentence, shared)
    for hit in re.finditer(rf"({Q})(?: ,)? \(? ?(τ\d+)", text):
        period = sentence.periods[hit[2]].period
        if period is not None:
            attached[hit[1]] = period
    without = _ASIDE.sub(" ", text)
    own = [sentence.periods[token] for token in re.findall(r"τ\d+", without)] or (
        [sentence.periods[token] for token in re.findall(r"τ\d+", text)] if "τ" in text and "κ" not in text else []
    )
    if not own and shared:
        own = [sentence.periods[shared]]
    without = _turned(without)
    period, manner, doubts = _one_period(own, attached)
    if manner == "in" and re.search(r"\bafter [a-z][a-z' -]{2,50} τ\d+", without):
        manner = "after"
    bare = re.sub(r"\s*,?\s*τ\d+(?: ,)?(?= |$)", " ", without) if "τ" in without else without
    bare = re.sub(
        r"^\s*,|\b(?:already|also|again|thus|therefore|however|officially|finally|even|just|only(?= "
        r"(?:κ\d+(?! α)|τ|about|some|slightly|marginally|modestly|a little|by κ|in τ|since|after τ"
        r"|recently|[a-z]+ed\b))"
        r"|roughly|year-on-year|year on year|y-o-y|compared with τ\d+|from year earlier|then"
        r"|(?<!trained )(?<!exercised )(?<!drilled )(?<!manoeuvred )(?<!rehearsed )together|still"
        r"|nonetheless|for (?:first|second|third|last) time|once|there(?= \.)|too|in all|altogether"
        r"|record|reportedly|steadily|sharply"
        r"|slightly|rapidly|strongly|significantly|considerably|markedly|dramatically|substantially"
        r"|gradually|noticeably|modestly|quickly|well|once again|yet again|in total|respectively"
        r"|further) (?!with\b)",
        " ",
        bare,
    )
    bare = re.sub(r"\s+", " ", bare).strip(" ,")
    if len(own) == 1:
        attached = {key: value for key, value in attached.items() if value == period}
    return Clause(
        bare if bare.endswith(".") else f"{bare} .",
        sentence.actors,
        {key: one.quantity for key, one in sentence.quantities.items()},
        {key: one.before for key, one in sentence.quantities.items()},
        {key: one.noun for key, one in sentence.quantities.items()},
        attached,
        period,
        manner,
        doubts,
        on,
        tuple(sorted({one.period.first for one in own if one.period and one.period.first == one.period.last})),
    )


_FLOW = (
    r"(?:its|their) ((?:[a-z]+ ){0,2}?(?:imports|exports|purchases|sales|deliveries|supplies|shipments)"
    rf"(?: of (?:{A} )?[a-z]+(?: [a-z]+)?)?(?: (?:to|from) {A})?)"
)


_RAISED = re.compile(
    rf"({A}) (?:has |have |had )?(?:(increased|raised|boosted|expanded|stepped up|ramped up)|(cut"
    rf"|reduced|lowered|slashed|decreased)|({Q})) {_FLOW}"
    rf"(?= by {Q}| to {Q}| from {Q}| τ| \.| ,|$)"
)


def _turned(text: str) -> str:
    """Return a clause in which "A raised its exports to B" is told as "A's exports to B rose"."""

    def told(hit: re.Match[str]) -> str:
        verb = "rose" if hit[2] else "fell" if hit[3] else hit[4]
        return f"{hit[1]} 's {hit[5]} {verb}"

    return _RAISED.sub(told, re.sub(rf"({A}) (?:has |had )?cut imports", r"\1 cut its imports", text))


def _with_contrast(text: str) -> str:
    """Return a clause without what is set against its statement: "not China", "rather than"."""
    if re.search(r"\bfavou?r", text):
        return text
    return re.sub(rf" ,? ?(?:(?:and |but )?not|rather than|unlike) {A}(?= [.,]|$)(?: ,)?", "", text)


def _one_period(own: list[FoundPeriod], attached: dict[str, Period]) -> tuple[Period | None, str, tuple[str, ...]]:
    """Return the one period of a clause; from several a span where they are its two ends, else a doubt."""
    known = [one for one in own if one.period is not None]
    if any(one.manner == "before" for one in own):
        return None, "", ("does not tell since when",)
    doubts = tuple(dict.fromkeys(one.doubt for one in own if one.doubt))
    fixed = [one for one in known if one.period and one.period.words.lower() not in WEAK]
    known = fixed or known
    vague = [one for one in own if one.period is None and one.doubt and not one.back]
    if vague and len(known) == 1 and known[0].period and not known[0].period.relative:
        doubts = tuple(doubt for doubt in doubts if doubt not in {one.doubt for one in vague})
    if len({(one.period.first, one.period.last) for one in known if one.period}) == 1:
        exact = next((one for one in known if one.period and one.period.first_month), known[0])
        return exact.period, exact.manner, doubts
    if not known:
        return None, "", doubts
    said = [one for one in known if one.period and re.search(r"\d", one.period.words)]
    if len(said) == 1 and said[0].manner == "in" and all(_begins_in(one, said[0]) for one in known):
        # "after the annexation of Crimea in 2014": the event and its year are one period
        return said[0].period, said[0].manner, doubts
    if len(attached) == len(known):
        return None, "", doubts
    return None, "", (*doubts, "names several periods")


def _begins_in(one: FoundPeriod, year: FoundPeriod) -> bool:
    """Tell whether a period is the year itself, or reaches on from an event of that year."""
    if one is year:
        return True
    if one.period is None or year.period is None or one.manner not in ("since", "after", "in"):
        return False
    return year.period.first - 1 <= one.period.first <= year.period.last and year.period.first == year.period.last


#: Words that say little more than the present tense.
WEAK = frozenset(("now", "today", "still", "currently", "nowadays", "at present", "at the moment", "to this day"))
