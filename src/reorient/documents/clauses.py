"""Clauses of a tagged sentence: what is no statement of fact is set aside, the rest is cut into clauses with their periods."""

# ruff: noqa: E501 (a rule stands on one line, so that rules can be read one under the other)
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from reorient.documents.claims import Period, Quantity
from reorient.documents.periods import FoundPeriod
from reorient.documents.second_figures import second_figures
from reorient.documents.tagging import Named, Tagged

#: An actor, a list of actors, a quantity, as patterns over tagged text.
A = r"α\d+"
LIST = rf"{A}(?:(?: ,| and| , and| as well as) {A})*"
Q = r"κ\d+"

_HEDGES: tuple[tuple[str, str], ...] = (
    (
        r"\b(?:will|would|shall|should|could|might|must|may|can|cannot|can't|won't|ought|needs? to|need not|have to|has to)\b",
        "speaks of what may or should be",
    ),
    (
        r"\b(?:plans?|planned|planning|aims?|aimed|aiming|intends?|intended|hopes?|hoped|hoping|wants?|wanted|wishes|wish|expects?|"
        r"expected|seeks?|sought|promised?|promises|pledged?|vowed|proposed?|proposes|applied|considers?|considering|mulls|"
        r"threatens?|threatened|urged?|urges|calls? for|called for|prepares?|preparing|agreed|agrees) (?:to|for|that|on|new|sanctions|imposing|joining|leaving)\b",
        "speaks of a plan",
    ),
    (
        r"\b(?:targets?|goals?|forecasts?|projected|projections?|prospects?|scheduled|proposed|planned|proposals?|rumou?rs?|look(?:s|ed|ing)? forward|upcoming|forthcoming|prepar(?:e|ed|ing|ations?)|next (?:year|month|week|summer|spring|autumn|winter|decade)|in theory|on paper)\b",
        "speaks of a plan",
    ),
    (
        r"\b(?:is|are|was|were) (?:expected|likely|unlikely|set|poised|about|due|bound to|to be|to (?!α))\b",
        "speaks of what is to come",
    ),
    (
        r"\b(?:if|unless|whether|as though|as if|suppose|supposing|imagine|in case|provided that|were it not)\b|^had \b",
        "is conditional",
    ),
    (r"\bwe expect\b|\bexpects? α", "speaks of what is to come"),
    (
        r"\b(?:perhaps|possibly|probably|presumably|supposedly|allegedly|reportedly|apparently|likely|potentially|seems?|seemed|appears?|appeared to|hard to|arguably)\b",
        "is not said for certain",
    ),
    (
        r"\b(?:critics?|observers?|analysts?|experts?|commentators?|pundits?|some|many|others|sceptics|skeptics|opponents|rivals|media|he|she|they|i|we) "
        r"(?:\w+ )?(?:believes?|claims?|claimed|thinks?|argues?|argued|says?|said|suspects?|fears?|feared|alleges?|alleged|suggests?|suggested|maintain|predicts?|predicted|doubts?)\b",
        "is somebody's opinion",
    ),
    (r"\b(?:is|are|was|were) (?:said|believed|thought|rumou?red|alleged|reported|feared) to\b", "is hearsay"),
    (
        r"\b(?:believes?|thinks?|argues?|argue|in (?:our|my|his|her|their) (?:view|opinion)|i think|opinions?|den(?:y|ies|ied)|deny|doubts?|fears? that|falsely|wrongly)\b",
        "is somebody's opinion",
    ),
    (r"\?$|\? |^let \b|^why\b|^how\b|^what\b", "is a question or a call"),
)
_PREFATORY = re.compile(
    r"^(?:(?:and|but|however|moreover|also|thus|so|indeed|overall|in fact|in all|for example|for instance|in addition|meanwhile|at same time|therefore|nevertheless|still|yet|by contrast|in turn|today|as result(?: of [^,]*)?|of course|in money terms|in other words|in value terms|in dollar terms|likewise|similarly|notably|significantly|as is known|to be sure|in comparison|according to [^,]{1,80}|regarding [^,]{1,60}|as regards [^,]{1,60}|in order to [^,]{1,60}|in terms of [^,]{1,40}|moreover|added to that|besides|because of [^,]{1,60}|thanks to [^,]{1,60}|despite [^,]{1,60}|due to [^,]{1,60}|as of|on year) ?,? )+"
)
_SAID = re.compile(
    r"^(?:i (?:would like|want|wish) to (?:note|add|stress|say|recall|emphasi[sz]e|point out|remind you)(?: with satisfaction)? that|"
    r"(?:let me|i will|i'd like to) (?:note|add|remind you|stress|recall)(?: that)?|"
    r"it (?:is|was|should be) (?:noted|known|recalled|worth noting|worth recalling|important to note) that|"
    r"(?:official |customs |government |trade )?(?:figures|statistics|data|records|reports?)(?: from [^,]{1,40})? (?:show|shows|indicate|suggest)(?:ed)? that|note that|recall that) "
)
_ATTRIBUTED = re.compile(
    r" , (?:according to [^,;]{1,80}|[^,;]{0,40}(?:figures|statistics|data|records) (?:show|shows|showed|indicate|say|suggest)|"
    r"(?:[^,;ακσ]{1,40}|α\d+ [^,;ακσ]{0,30}) (?:reported|reports|announced|noted|recalled|added|wrote|said|says))(?= [.,;]| $|$)"
)
_ASIDE = re.compile(
    r" (?:, (?:more than ever|less than ever|for all|in spite of|unlike|like any|rather than|as ever|as always|as usual|true to|faithful to|once|formerly|previously|long|almost all|nearly all|much of|part of|measured|calculated|which|who|whose|where|mostly|mainly|most of|half of|including|up from|down from|against|compared|as|record|almost all|chiefly|largely|or|all of|excluding|worth|valued|despite|because|thanks|both|each|despite|making|an? |not counting|four fifths|its|their|year before|first|apart)\b[^,;()]*?(?: ,(?= )|(?= \.)|$)|\( [^()]* \))"
)
_CUT = re.compile(
    r" ; | , (?:but|yet|while|whereas|whilst|although|though) | (?:while|whereas|whilst) |(?<=\w) - (?=\w)"
    r"|(?<!α\d) and (?=α\d+ 's \w+ (?:maintains?|holds?|says?|argues?|claims?|suggests?|has|is|was|remains?|continues?)\b)"
    r"|(?:(?<!α\d)|(?<=α\d ,)) (?:, and|and|, but) (?=(?:α\d+(?:-α\d+)?(?: 's)? |their |its )?(?:(?:\w+ ){0,3}?(?:trade|exports|imports|deliveries|purchases|sales|turnover|investment)\b|α\d+ (?:\w+ ){0,2}?(?:had|has|left|joined|bought|sold|grew|fell|rose|imposed|is|was|are|were)\b))"
)
_BEGINNING = re.compile(r"^(?:while|whereas|although|though|since|because|as|when|after|ever since|now that|even though|even as) ")
_SPLIT_BY = re.compile(r"^(?:while|whereas|although|though|when|since|after|because|as|ever since|now that|even though|even as) [^,]+ , ")


#: What is said of an actor between commas: "A, which joined G in 1995, ..."; "G, founded in 2001, ...".
_TWO_APPOSED = re.compile(rf"({A}) , (?:two|both|three|κ\d+) [^,;()κτ]{{3,50}} , (?=[a-z])")
_APPOSED = re.compile(rf"({A}) , (which|who|that|(?:founded|established|created|set up)(?= τ))( [^,;()]+?)(?: ,| \.)")
_PARTICIPLES = {word: f"was {word}" for word in ("founded", "established", "created", "set up")}
#: A noun in apposition that names nobody: "A, the biggest buyer, took ...".
_NOUN_APPOSED = re.compile(
    rf"({A}) , (?!(?:and|or|but|nor|as|except|excluding|without|not|including|save|apart|together|along|with|minus|which|who|that|"
    rf"where|whose|in|on|by|for|to|from|at|like|unlike|if|unless|while|rather|but)\b)([a-z][^,;()ακστχ]{{2,70}}) , (?!(?:and|or|α\d+ (?:,|and))\b)(?=[a-z])"
)
#: One that names another: "Turkey, Georgia's chief partner, ..." is a statement of its own.
_PARTNER_APPOSED = re.compile(
    rf"({A}) , ((?:{A} 's |world 's )?(?:[a-zκ][^,;()αστ]{{2,50}}?)?(?:partner|supplier|buyer|customer|market|destination|seller|source|exporter|importer|investor|ally|purchaser|client|member)(?: (?:of|for|to|in|within) (?:{A}(?: 's)?(?: [a-z]+)?|[a-z ]+))?(?: τ\d+)?)(?: , (?=[a-z])| \.)"
)
#: "The Czech Republic, in the EU since 2004, ...".
_INSIDE_APPOSED = re.compile(rf"({A}) , ((?:in|inside|outside|member of|not in) {A} τ\d+) ,")
_BY_BUYING = re.compile(rf"^(?:by|in|after) (?P<v>buying|importing|purchasing|taking|selling|exporting|shipping) (?P<x>[^,;]*κ\d+[^,;]*?) , (?P<a>{A}) ")
_BUYER_OF = re.compile(rf"(?:buyer|customer|market|destination|purchaser)s? (?:of|for) ({A})(?: 's)? (?:goods|exports|products)$")
#: "Germany, the source of a quarter of all Polish imports"; "went to China (63 percent)".
_SOURCE_APPOSED = re.compile(
    rf"({A}) , ((?:[a-z]+ )?(?:source|destination|origin|buyer|recipient|supplier|market|home|outlet) (?:of|for|to) κ\d+ of [^,.;()]+)(?= [,.;])"
)
_BRACKETED_SHARE = re.compile(
    rf"(?P<x>(?:{A} (?:'s )?)?(?:[a-z]+ )?(?:exports|imports|trade))(?: τ\d+)? (?P<v>went|go|goes|are sent|were sent|came|come|is|was) (?:[a-z]+ly |above all |for most part |first of all )?"
    rf"(?P<p>to|from|with) (?P<b>{A}) \( (?P<q>κ\d+)(?: of (?:total|all|them))? \)"
)
#: Statements that a noun holds with its year: "Vietnam's entry into ASEAN in 1995", "the sanctions that Japan imposed in 2014".
_NOUN_TOLD: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<!\S){pattern}"), said)
    for pattern, said in (
        (
            rf"(?P<a>{A})(?: 's)? (?:accession|entry|admission) (?:to|into) (?P<b>{A}) (?P<t>τ\d+)",
            r"\g<a> joined \g<b> \g<t>",
        ),
        (
            rf"(?:accession|entry|admission) of (?P<a>{LIST}) (?:to|into) (?P<b>{A}) (?P<t>τ\d+)",
            r"\g<a> joined \g<b> \g<t>",
        ),
        (rf"(?P<a>{A}) (?:acceding to|joining|entering) (?P<b>{A}) (?P<t>τ\d+)", r"\g<a> joined \g<b> \g<t>"),
        (rf"(?P<a>{A})(?: 's)? (?:withdrawal|exit|departure) from (?P<b>{A}) (?P<t>τ\d+)", r"\g<a> left \g<b> \g<t>"),
        (rf"(?:withdrawal|exit|departure) of (?P<a>{A}) from (?P<b>{A}) (?P<t>τ\d+)", r"\g<a> left \g<b> \g<t>"),
        (
            rf"(?:founding|foundation|creation|establishment|birth) of (?P<a>{A}) (?P<t>τ\d+)",
            r"\g<a> was founded \g<t>",
        ),
        (rf"(?P<a>{A})(?: 's)? (?:founding|foundation|creation|establishment) (?P<t>τ\d+)", r"\g<a> was founded \g<t>"),
        (
            rf"(?P<s>(?:[a-z]+ ){{0,2}}sanctions) (?:that |which )?(?P<a>{LIST}) (?:had |has )?(?:imposed|introduced|adopted|put|placed) (?:on|against) (?P<b>{A}) (?P<t>τ\d+)",
            r"\g<a> imposed sanctions on \g<b> \g<t>",
        ),
        (
            rf"sanctions (?:(?:that|which) (?:were|was) )?(?:imposed|introduced|adopted|put|placed) (?:on|against) (?P<b>{A}) by (?P<a>{LIST}) (?P<t>τ\d+)",
            r"\g<a> imposed sanctions on \g<b> \g<t>",
        ),
        (
            rf"sanctions (?:(?:that|which) (?:were|was) )?(?:imposed|introduced|adopted|put|placed) by (?P<a>{LIST}) (?:on|against) (?P<b>{A}) (?P<t>τ\d+)",
            r"\g<a> imposed sanctions on \g<b> \g<t>",
        ),
        (
            rf"(?P<k>(?:[a-z-]+ ){{0,2}}(?:treaty|pact)(?: (?:of|on) [a-z ]{{3,40}}?)?) (?:that |which )?(?P<a>{A} and {A}) (?:had |have )?(?P<v>signed|concluded) (?P<t>τ\d+)",
            r"\g<a> \g<v> \g<k> \g<t>",
        ),
        (
            rf"(?P<k>(?:[a-z-]+ ){{0,2}}(?:treaty|pact)(?: (?:of|on) [a-z ]{{3,40}}?)?) (?:signed|concluded) (?:by|between) (?P<a>{A} and {A}) (?P<t>τ\d+)",
            r"\g<a> signed \g<k> \g<t>",
        ),
        (
            rf"(?P<k>(?:[a-z-]+ ){{0,2}}(?:treaty|pact)(?: (?:of|on) [a-z ]{{3,40}}?)?) between (?P<a>{A} and {A}) (?:signed|concluded) (?P<t>τ\d+)",
            r"\g<a> signed \g<k> \g<t>",
        ),
        (
            rf"(?P<k>(?:[a-z-]+ ){{0,2}}(?:treaty|pact)(?: (?:of|on) [a-z ]{{3,40}}?)?) (?:that |which )?(?P<a>{A}) "
            rf"(?:had |has )?(?P<v>signed|concluded) with (?P<b>{A}) (?P<t>τ\d+)",
            r"\g<a> \g<v> \g<k> with \g<b> \g<t>",
        ),
        (
            rf"(?P<t>τ\d+) (?P<k>(?:treaty|pact)(?: (?:of|on) [a-z ]{{3,40}}?)?) between (?P<a>{A} and {A})(?! signed)",
            r"\g<a> signed \g<k> \g<t>",
        ),
    )
)
_NO_NOUN = [[word] for word in ("number", "in", "by", "a", "the", "from", "to", "as", "during", "and", "last", "after", "while")]
_NOT_TOLD = re.compile(
    r"\b(?:talks|negotiat\w+|hopes?|possib\w+|plan\w*|toward|towards|delay\w*|oppos\w+|prospect\w*|candida\w+|bid|refus\w+|against|"
    r"block\w*|vote\w*|no|not|without|support\w*|propos\w+|promis\w+|expect\w+|target\w*|fail\w*|referendum|even|before|until|prevent\w*)\b[^,;]*$"
)
#: What stands between commas and is said by somebody.
_SPEAKS = re.compile(r"\b(?:i|we|he|she|they|it|you|said|says|who|that)\b")
_DATES = re.compile(r"\b(dates?|dated|dating|goes|go|going) (?:back (?:to )?)?(τ\d+)")


def _appositions(text: str, on: date | None, sentence: Tagged) -> tuple[str, list[str]]:
    """Return a text without nouns in apposition, and what they and nouns with a year say as clauses of their own."""
    told = []
    for pattern, said in _NOUN_TOLD:
        for hit in pattern.finditer(text):
            period = sentence.periods[hit["t"]].period
            if period and (on is None or period.first <= on.year) and not _NOT_TOLD.search(text[: hit.start()]):
                told.append(f"{hit.expand(said)} .")
    tokens = set(re.findall(r"τ\d+", text))
    when = f" {tokens.pop()}" if len(tokens) == 1 else ""
    for hit in _SOURCE_APPOSED.finditer(text):
        told.append(f"{hit[1]} is {hit[2]}{'' if 'τ' in hit[2] else when} .")
    for hit in _INSIDE_APPOSED.finditer(text):
        told.append(f"{hit[1]} was {hit[2]} .")
    text = _INSIDE_APPOSED.sub(r"\1", text)
    by = _BY_BUYING.match(text)
    if by:
        told.append(f"{by['a']} {'bought' if by['v'].startswith(('buy', 'imp', 'pur', 'tak')) else 'sold'} {by['x']} .")
    for hit in _BRACKETED_SHARE.finditer(text):
        told.append(f"{hit['q']} of {hit['x']} {hit['v']} {hit['p']} {hit['b']}{when} .")
    for hit in _PARTNER_APPOSED.finditer(text):
        if re.search(A, hit[2]) or "world 's" in hit[2]:
            told.append(f"{hit[1]} is {hit[2]}{'' if 'τ' in hit[2] else when} .")
            whole = _BUYER_OF.search(hit[2])
            if whole:
                text = re.sub(r" of (?:them|these|those|it|total)\b", f" of {whole[1]} 's exports", text)
    text = _PARTNER_APPOSED.sub(lambda hit: hit[1] + (" ." if hit.group().endswith(".") else " "), text)
    text = _TWO_APPOSED.sub(r"\1 ", text)
    return _NOUN_APPOSED.sub(
        lambda hit: hit.group() if _SPEAKS.search(hit[2]) or hedge(hit[2]) else f"{hit[1]} ", text
    ), told


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


#: Heads that add nothing to the name of a group.
_HEADS = re.compile(
    rf"({A})(?: 's)? (?:member states|member countries|states|countries|nations|economies|members|club|bloc|grouping|fold|family)(?= |$)"
)
_NEITHER = re.compile(rf"\bneither (?P<a>{A}) nor (?P<b>{A}) (?P<v>is|are|was|were|has|have|had|belongs?|belonged|joined|left)\b")


def _neither(hit: re.Match[str]) -> str:
    """Tell "neither A nor B belongs to" as "A and B do not belong to"."""
    word = hit["v"]
    said = {"joined": "did not join", "left": "did not leave", "belongs": "do not belong", "belong": "do not belong"}
    said |= {"belonged": "did not belong", "is": "are not", "was": "were not", "has": "have not"}
    return f"{hit['a']} and {hit['b']} {said.get(word, f'{word} not')}"


#: Words that say nothing about an actor or a figure but how the writer sees it.
_COLOUR = re.compile(
    r"\b(?:(?:neighbou?ring|nearby|distant|far-off|giant|mighty|tiny|oil-rich|landlocked|communist|rival|fellow|faraway|next-door)(?= α)"
    r"|(?:mere|modest|whopping|staggering|paltry|hefty|full|combined|handsome|huge|meagre|meager|respectable|impressive|massive|good|"
    r"cool|measly|healthy|hefty|overwhelming|stunning|solid|remarkable|astonishing|sizeable|substantial|estimated)(?= κ)"
    r"|both(?= α\d+ and)|(?:its|their) (?:[a-z-]+ ){0,3}(?:neighbou?r|ally|partner|rival|patron|foe|enemy|friend) (?=α)|(?:its|their) (?:[a-z-]+ )?(?=α\d+ (?:rivals?|competitors?|counterparts?|peers)\b))\s?"
)


def _collapsed(text: str, sentence: Tagged) -> str:
    """Return a text with "ASEAN countries" written as the group alone, and without words of colour."""
    text = _COLOUR.sub("", text)
    text = re.sub(rf"({A}) (?:rivals?|competitors?|counterparts?|peers)(?= |$)", r"\1", text)
    text = _NEITHER.sub(_neither, text)
    for hit in re.finditer(r"\bnot (κ\d+) (?=(?:member|state|country|nation|government|α\d+ )\b)", text):
        if sentence.quantities[hit[1]].quantity.low == 1:
            text = text.replace(hit.group(), "no ")
    return _HEADS.sub(lambda hit: hit[1] if sentence.actors[hit[1]].is_group else hit.group(), text)


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
        """Return the period of a quantity, the clause's own, or the year of the document's date where nothing is said."""
        if quantity in self.attached:
            return self.attached[quantity]
        if self.period is None and not self.attached and self.on is not None:
            return Period(self.on.year, self.on.year, relative=True)
        return self.period

    def key(self, token: str) -> str:
        """Return the actor's id or the group's key behind a token."""
        return self.actors[token].key


def hedge(text: str) -> str:
    """Return why a tagged clause states no fact, or the empty string.

    Examples
    --------
    >>> hedge("α0 's trade with α1 will reach κ0 .")
    'speaks of what may or should be'
    """
    bare = re.sub(r"\bmust-\w+", "", text)
    return next((why for pattern, why in _HEDGES if re.search(pattern, bare)), "")


#: "This year marks 75 years since ...": its year is not that of what follows.
#: Words in front that name nobody and no figure: "True to its neutrality, ...".
_LEAD_IN = re.compile(r"^(?!τ)[a-z][^,ακτσχ;]{3,60} , (?=[ακτ]\d|(?:imports|exports|trade) )")
_NARROWS = re.compile(
    r"^(?:in|excluding|without|except\w*|apart|aside|outside|per|for|among|amongst|of|at|by|under|as|within|with|had|should|were|only|before|until|not|"
    r"no|even|besides|including|adjusted|measured|counting|net|if|unless|one|both|all|none|neither|either|but|than|from|to|on)\b|\b(?:services|real terms|constant|per head|"
    r"oil|gas|arms|said|says|according)\b"
)
_FIRST_YEAR = re.compile(
    r"^(?P<t>τ\d+)(?: ,)?(?: (?P<u>τ\d+) ,)? was (?:first|last|only) (?:year )?(?:in which|when|that) (?=α|for|more|trade|exports)"
)
_MARKS = re.compile(
    r"^(?:[^,]* , )*?(?:τ\d+|today|it) (?:(?:has|have) been|is|marks?|marked|will mark) [^,]*?\b(?:years?|decades?|anniversary|κ\d+)"
    r"(?: ago)? (?:since|of|after|that|when) (?=α)"
)


def stripped(text: str) -> str:
    """Return a tagged sentence without prefatory words, attributions and asides."""
    text = _SAID.sub("", _MARKS.sub("", text))
    lead = _LEAD_IN.match(text)
    if lead and not hedge(lead.group()) and not _NARROWS.search(lead.group()):
        text = text[lead.end() :]
    text = re.sub(rf"^({A}) (.*) , (?:in |on )?(?:same (?:year|day|time|month)|τ\d+) as ({A}) \.$", r"\1 and \3 \2 .", text)
    text = re.sub(r"(?<=resolutions|.resolution|......draft|.....drafts|.....treaty|..agreement) (?:that|which) (?:would|could|might|should) [^,;]*?(?= \.$| ,)", "", text)
    text = _FIRST_YEAR.sub(lambda hit: f"{hit['u'] or hit['t']} ", text)
    for _ in range(3):
        text = _PREFATORY.sub("", text)
    text = _SAID.sub("", text)
    text = re.sub(rf" , (?:together|along|jointly) with ({A}) ,", r" and \1", text)
    if not _EXCEPTED.search(text):
        text = re.sub(
            rf"^(?:unlike|like|besides|after|behind|apart from|alongside|together with|as with) {A}(?: and {A})? , ",
            "",
            text,
        )
    return _ATTRIBUTED.sub("", text)


#: With these an exception in front changes what is said of the rest.
_EXCEPTED = re.compile(r"^(?:besides|apart from) .*\b(?:no|none|nobody|any|all|every|only|other|nowhere|never|most)\b")


def clauses(sentence: Tagged, on: date | None) -> Iterator[tuple[Clause, str]]:
    """Yield the clauses of a tagged sentence, each with the reason why it states no fact (empty where it does)."""
    _with_units(sentence)
    text = _dated(_collapsed(stripped(sentence.text), sentence), sentence)
    text, apart = _appositions(text, on, sentence)
    dropped = [token for token in sentence.periods if token not in text.split()]
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
        other = _ellipsis(piece, pieces[number - 1], sentence) if number else None
        if other is not None:
            second = _clause(other[0], sentence, on, shared)
            second.denied = other[1]
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


_SO_NOT = re.compile(rf"^(?:but |and |while |whereas |though |yet )*(?P<a>{LIST}) (?:did|has|have|does|do|had) not(?: follow suit| so| yet)? ?\.?$")
_SO_DID = re.compile(rf"^(?:but |and |while |whereas )*(?:so (?:did|has|have|does|do) (?P<a>{LIST})|(?P<b>{LIST}) (?:did|does|has|have)(?: so)?(?: too| as well| likewise)?) ?\.?$")
_NO_MEMBER = re.compile(r"^(?:but |and |while |whereas |though |yet )*(?P<a>α\d+ (?:is|are|was|were) (?:τ\d+ )?(?:not |no longer )?(?:yet )?(?:full )?members?)(?: either| too| as well| yet)? ?\.?$")


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
        r"^\s*,|\b(?:already|also|again|thus|therefore|however|officially|finally|even|just|only(?! (?:α|κ\d+ α|on|against|to|from|with|in|country|state|member|nation|government|one of))|roughly|year-on-year|year on year|y-o-y|compared with τ\d+|from year earlier|then|(?<!trained )(?<!exercised )(?<!drilled )(?<!manoeuvred )(?<!rehearsed )together|still|nonetheless|once|there(?= \.)|too|in all|altogether|record|reportedly|steadily|sharply|slightly|rapidly|strongly|significantly|considerably|markedly|dramatically|substantially|gradually|noticeably|modestly|quickly|well|once again|yet again|in total|respectively|further) (?!with\b)",
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
    rf"({A}) (?:has |have |had )?(?:(increased|raised|boosted|expanded|stepped up|ramped up)|(cut|reduced|lowered|slashed|decreased)|({Q})) {_FLOW}"
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
    if len(attached) == len(known):
        return None, "", doubts
    return None, "", (*doubts, "names several periods")


#: Words that say little more than the present tense.
WEAK = frozenset(("now", "today", "still", "currently", "nowadays", "at present", "at the moment", "to this day"))
