"""Other wordings of a clause that say the same in words that the rules know.

The grammar reads a clause as it stands and, where one of these rewritings changes it, once more as rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from reorient.documents.claims.subjects import goods_pattern

_A, _Q = r"α\d+", r"κ\d+"
_G = rf"(?:{goods_pattern()})"
_GOT = (
    r"(?:bought|imported|purchased|obtained|received|acquired|got|took|buys?|imports?|purchases?"
    r"|receives?|obtains?|gets?|sources?|sourced|ordered)"
)
_GAVE = r"(?:sold|exported|shipped|delivered|supplied|sent|sells?|exports?|ships?|delivers?|suppl(?:y|ies)|sends?)"
#: Verbs of change as they stand after "saw": the first form and the past.
_PAST = {
    "climb": "climbed",
    "rise": "rose",
    "grow": "grew",
    "increase": "increased",
    "jump": "jumped",
    "surge": "surged",
    "soar": "soared",
    "expand": "expanded",
    "fall": "fell",
    "drop": "dropped",
    "decline": "declined",
    "decrease": "decreased",
    "shrink": "shrank",
    "contract": "contracted",
    "plunge": "plunged",
    "slump": "slumped",
    "collapse": "collapsed",
    "plummet": "plummeted",
    "slip": "slipped",
    "sink": "sank",
    "tumble": "tumbled",
    "reach": "reached",
    "dwindle": "dwindled",
    "double": "doubled",
    "triple": "tripled",
    "swell": "swelled",
    "rebound": "rebounded",
    "recover": "recovered",
}
_BASES = "|".join(sorted(_PAST, key=len, reverse=True))


def _worded(
    pattern: str, said: str | Callable[[re.Match[str]], str]
) -> tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]:
    return re.compile(rf"(?:(?<=^)|(?<= )){pattern}"), said


def _flow(flow: str, side: str) -> Callable[[re.Match[str]], str]:
    """Tell "goods that A bought from B" as "A 's imports of goods from B"."""

    def said(hit: re.Match[str]) -> str:
        named = hit.groupdict()
        good = f" of {named['g']}" if named.get("g") else ""
        partner = f" {side} {named['b']}" if named.get("b") else ""
        return f"{hit['a']} 's {flow}{good}{partner}"

    return said


def _past(hit: re.Match[str]) -> str:
    return f"{hit['x']} {_PAST.get(hit['v'], hit['v'])}"


#: Those who trade for a state; what they buy and sell is its trade.
_AGENTS = (
    r"(?:exporters|importers|firms|companies|businesses|buyers|sellers|refiners|refineries|traders"
    r"|producers|manufacturers|industry|factories|farmers|growers|customers|consumers|suppliers"
    r"|miners|steelmakers|steel mills|utilities|power stations|shoppers|businessmen|merchants"
    r"|shipyards|plants|power plants|groups|enterprises|makers|vendors|wholesalers)"
)
_TRADE_VERB = (
    r"(?:sold|sell|bought|buy|exported|export|imported|import|shipped|ship|earned|earn|took|take"
    r"|spent|spend|received|receive|purchased|purchase|got|get|supplied|supply|delivered|deliver"
    r"|sent|send|obtained|obtain|acquired|sourced|source|paid|pay|made|make|relied|rely|depended"
    r"|depend|found|find|accounted|did)"
)
_VALUE = r"(?:(?:total |overall )?(?:value|amount|volume|quantity|worth) of )?(?:all )?"
#: Own words for a tie: what somebody buys or sells, and which goods.
_REWORDINGS = (
    _worded(
        rf"(?P<a>{_A})(?: 's)? (?:[a-z]+ )?{_AGENTS}(?= (?:had |has |have |still |also |together "
        rf"|alone )*{_TRADE_VERB}\b)",
        r"\g<a>",
    ),
    _worded(rf"(?P<p>(?:to|from|by|for) {_A})(?: 's)? {_AGENTS}(?= [.,;]| than | as | and | in |$)", r"\g<p>"),
    _worded(rf"(?P<p>than (?:to |from )?{_A})(?: 's)? (?:{_AGENTS}|ones)(?= [.,;]| did| does|$)", r"\g<p>"),
    _worded(
        rf"(?P<o>(?:buyers?|customers?|markets?|clients?|destinations?|sources?|suppliers?|outlets?|takers?) "
        rf"(?:of|for|to) {_A})(?: 's)? (?:exporters|industry|producers|manufacturers|firms|companies"
        r"|businesses)(?= [.,;]| in |$)",
        r"\g<o>",
    ),
    _worded(rf"(?P<q>{_Q} of (?:all )?{_A} 's) export (?:earnings|revenues?|income|receipts)", r"\g<q> exports"),
    _worded(
        rf"(?P<a>{_A} and {_A})(?: 's)? (?:troops|forces|navies|warships|soldiers|armies|fleets|armed "
        r"forces|militaries|air forces|marines|sailors|paratroopers) (?=(?:have |had )?(?:held|hold"
        r"|conducted|staged|carried out|launched|began|completed|opened|started|ran|took part"
        r"|exercised|trained|drilled|rehearsed|mounted)\b)",
        r"\g<a> ",
    ),
    _worded(
        r"(?P<p>to|from) (?:(?:end )?(?:customers|buyers|clients|refineries|suppliers|sellers"
        rf"|producers|companies|firms|users|consumers|partners)|ports|fields) in (?P<a>{_A})",
        r"\g<p> \g<a>",
    ),
    _worded(
        rf"(?P<a>{_A} 's) (?:bill|spending|outlays?|payments|expenditure) (?:for|on) (?P<f>imports"
        r"|purchases)",
        r"\g<a> \g<f>",
    ),
    _worded(
        rf"(?P<a>{_A} 's) (?:earnings|revenues?|income|receipts|proceeds) from (?:(?:its|{_A} 's) "
        r")?(?P<f>exports|sales|deliveries)",
        r"\g<a> \g<f>",
    ),
    _worded(
        rf"(?P<v>visited|visit|visits) (?P<b>{_A})(?: 's)? (?:resorts?|beaches|cities|shores|coast"
        r"|islands)(?= [.,;]|$)",
        r"\g<v> \g<b>",
    ),
    _worded(
        rf"(?P<a>{_A})(?: 's)? (?:customs(?: service| office| authorities)?|statistics|official figures|trade figures) "
        rf"(?:recorded|registered|reported|counted|show|showed|put) (?P<f>imports|exports) of (?P<q>{_Q} of )",
        lambda hit: f"{hit['a']} {'bought' if hit['f'] == 'imports' else 'sold'} {hit['q']}",
    ),
    _worded(
        rf"{_VALUE}(?P<a>{_A})(?: 's)? (?P<g>{_G}) (?:shipped|sold|exported|delivered|supplied) to "
        rf"(?P<b>{_A})(?= [a-z]+ed | rose | fell | grew | κ)",
        _flow("exports", "to"),
    ),
    # Verbs that go on
    _worded(
        rf"(?P<a>{_A}) (?:is|was|were|are|has been|have been|had been) (?:already |still )?(?:selling"
        r"|exporting|shipping|supplying|delivering|sending)",
        r"\g<a> sold",
    ),
    _worded(
        rf"(?P<a>{_A}) (?:is|was|were|are|has been|have been|had been) (?:already |still )?(?:buying"
        r"|importing|purchasing|taking|receiving|getting|obtaining)",
        r"\g<a> bought",
    ),
    _worded(
        rf"{_VALUE}(?P<g>{_G}) (?:that |which )?(?P<a>{_A}) (?:had |has )?{_GOT} from (?P<b>{_A})",
        _flow("imports", "from"),
    ),
    _worded(
        rf"{_VALUE}(?P<g>{_G}) (?:that |which )?(?P<a>{_A}) (?:had |has )?{_GOT}(?: abroad| from abroad"
        rf"| from all countries)?(?= κ| τ| {_A}|(?: \w+){{1,3}} {_A}| \.)(?! from)",
        _flow("imports", "from"),
    ),
    _worded(
        rf"{_VALUE}(?P<g>{_G}) (?:that |which )?(?P<a>{_A}) (?:had |has )?{_GAVE} to (?P<b>{_A})",
        _flow("exports", "to"),
    ),
    _worded(
        rf"(?:what|everything(?: that)?|all that|all) (?P<a>{_A}) (?:had |has )?{_GOT}(?: abroad| from "
        rf"abroad)?(?: from (?P<b>{_A}))?(?! from)",
        _flow("imports", "from"),
    ),
    _worded(
        rf"(?:what|everything(?: that)?|all that|all) (?P<a>{_A}) (?:had |has )?{_GAVE}(?: abroad)?(?: "
        rf"to (?P<b>{_A}))?(?! to)",
        _flow("exports", "to"),
    ),
    _worded(rf"(?P<g>{_G}) (?:imported|bought|purchased) by (?P<a>{_A}) from (?P<b>{_A})", _flow("imports", "from")),
    _worded(
        rf"(?P<g>{_G}) (?:exported|sold|delivered|shipped|supplied) by (?P<a>{_A}) to (?P<b>{_A})",
        _flow("exports", "to"),
    ),
    _worded(
        rf"(?P<q>{_Q}) (?:of )?(?:that |which )?(?P<a>{_A}) (?:earned|earns|made|makes) (?:abroad|from "
        r"exports|with exports|by exporting|from foreign trade|from selling abroad)",
        r"\g<q> of \g<a> 's exports",
    ),
    _worded(
        rf"(?P<a>{_A})(?: 's)? (?P<g>{_G}) (?:worth|for|valued at) (?P<q>{_Q}) (?:(?:was|were) "
        r"(?:shipped|sold|exported|sent|delivered) (?:in)?to|went to|flowed (?:in)?to|crossed "
        r"(?:border )?(?:in)?to|travelled to|reached|entered|found buyers in|was landed in) "
        rf"(?P<b>{_A})",
        r"\g<a> sold \g<g> worth \g<q> to \g<b>",
    ),
    # Money spent and earned
    _worded(
        rf"(?P<a>{_A}) (?:has |had )?(?:spent|spends) (?P<q>{_Q}) (?:on|for) (?:its |{_A} 's "
        r")?(?:defen[cs]e|armed forces|military|army|armed services)(?= [.,;]|$)",
        r"\g<a> 's military spending was \g<q>",
    ),
    _worded(
        rf"(?P<a>{_A}) (?:has |had )?(?:spent|paid|spends) (?P<q>{_Q}) (?:on|for) (?P<b>{_A})(?: 's)? "
        rf"(?P<g>{_G})",
        r"\g<a> bought \g<b> \g<g> worth \g<q>",
    ),
    _worded(
        rf"(?P<a>{_A}) (?:has |had )?(?:spent|paid|spends) (?P<q>{_Q}) (?:on|for) (?P<g>{_G}) from "
        rf"(?P<b>{_A})",
        r"\g<a> bought \g<g> worth \g<q> from \g<b>",
    ),
    _worded(
        rf"(?P<a>{_A}) (?:has |had )?(?:earned|made|received) (?P<q>{_Q}) (?:from|by) (?:selling"
        rf"|exporting|sales of|exports of) (?P<g>{_G}) to (?P<b>{_A})",
        r"\g<a> sold \g<g> worth \g<q> to \g<b>",
    ),
    # Goods that move of themselves
    _worded(
        rf"(?P<q>{_Q}) (?:worth )?of (?P<a>{_A})(?: 's)? (?P<g>{_G}) (?:reached|entered|flowed "
        r"(?:in)?to|went to|arrived in|came to|were landed in|was pumped to|was piped to|crossed into"
        rf"|made its way to) (?P<b>{_A})",
        r"\g<q> of \g<a> \g<g> was sold to \g<b>",
    ),
    _worded(
        rf"(?P<q>{_Q}) (?:worth )?of (?P<g>{_G}) (?:flowed|went|moved|travelled|was pumped|was piped"
        rf"|were moved|was carried|crossed|passed) from (?P<a>{_A}) to (?P<b>{_A})",
        r"\g<q> of \g<g> was sold by \g<a> to \g<b>",
    ),
    _worded(
        rf"(?P<g>{_G}) (?P<w>worth|for) (?P<q>{_Q}) (?:flowed|went|moved|travelled|crossed|passed|were "
        rf"sent|were shipped) from (?P<a>{_A}) to (?P<b>{_A})",
        r"\g<g> worth \g<q> was sold by \g<a> to \g<b>",
    ),
    _worded(
        rf"(?P<a>{_A}) (?:has |had )?(?P<v>sold|exported|shipped|delivered) (?P<b>{_A}) (?P<g>{_G}) to "
        rf"(?:value|tune|amount) of (?P<q>{_Q})",
        r"\g<a> sold \g<b> \g<g> worth \g<q>",
    ),
    _worded(
        rf"^(?P<t>(?:bilateral |mutual |goods |total )*(?:trade turnover|trade|turnover|commerce)(?: in goods)?) "
        rf"(?P<v>(?:has |had |have )?(?:reached|hit|amounted to|came to|totalled|stood at|was worth|exceeded|topped|"
        rf"surpassed|grew to|rose to|fell to|dropped to)) (?P<q>(?:nearly |about |over |under )*{_Q}) "
        rf"between (?P<a>{_A}) and (?P<b>{_A})(?= |$)",
        r"\g<t> between \g<a> and \g<b> \g<v> \g<q>",
    ),
    _worded(rf"(?P<q>{_Q}) 's worth of", r"\g<q> worth of"),
    _worded(
        rf"(?P<a>{_A}) (?P<v>supplied|provided|furnished) (?P<b>{_A}) with more (?P<g>{_G}) than (?P<c>{_A}) did",
        r"\g<b> bought more \g<g> from \g<a> than from \g<c>",
    ),
    # Sanctions told by a verb
    _worded(
        rf"(?:sanctioning|penali[sz]ing) (?P<b>{_A})(?= [.,;]| over | for | after | because | in |$)",
        r"imposing sanctions on \g<b>",
    ),
    _worded(
        rf"(?:sanction|penali[sz]e) (?P<b>{_A})(?= [.,;]| over | for | after | because | in |$)",
        r"impose sanctions on \g<b>",
    ),
    # "saw": what a year, or somebody, saw happen
    _worded(
        rf"(?:(?:{_A}|year|years|decade|period|that|which) )?(?:has |have )?(?:saw|seen|witnessed) "
        rf"(?P<x>[^,;]*?{_A}[^,;]*?) (?P<v>{_BASES})(?= |$)",
        _past,
    ),
    # "far", "by far" and other words of emphasis
    _worded(
        r"(?:by far|far and away|easily|comfortably|clearly|in effect|in fact|indeed|undoubtedly|still"
        r"|for first time|by wide margin) (?=\w)",
        "",
    ),
    _worded(r"(?P<h>has|have) (?:long|for (?:many )?years|traditionally|always) (?=been)", r"\g<h> "),
)
_ITS = re.compile(
    rf"^({_A})(?! (?:has |had |have |alone )*(?:takes?|took|taking|absorb\w*|receive[sd]?|buys"
    r"|bought|accounts?|accounted|swallow\w*|met|meets|suppl\w+|provide[sd]?|is|was|made up|makes "
    r"up|claims?|claimed) (?:for |responsible for )?κ\d+ of)(?! (?:and|,|or|as well|together|with"
    rf"|'s))((?: (?!{_A}|its )\S+)*?) its "
)


def reworded(text: str) -> str:
    """Return a clause in words that the rules know; the same clause where there is nothing to change.

    Examples
    --------
    >>> reworded("value of goods that α0 bought from α1 reached κ0 .")
    "α0 's imports of goods from α1 reached κ0 ."
    """
    for _ in range(3):
        own = _ITS.sub(lambda hit: f"{hit[1]}{hit[2]} {hit[1]} 's ", text)
        if own == text:
            break
        text = own
    for pattern, said in _REWORDINGS:
        text = pattern.sub(said, text)
    return re.sub(r"\s+", " ", text).strip()
