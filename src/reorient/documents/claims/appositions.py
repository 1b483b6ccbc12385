"""What stands between commas or as a noun with a year, told as clauses of its own."""

from __future__ import annotations

import re
from datetime import date

from reorient.documents.claims.hedges import LIST, A, hedge
from reorient.documents.claims.tagging import Tagged

#: What is said of an actor between commas: "A, which joined G in 1995, ..."; "G, founded in 2001, ...".
_TWO_APPOSED = re.compile(rf"({A}) , (?:two|both|three|κ\d+) [^,;()κτ]{{3,50}} , (?=[a-z])")


#: A noun in apposition that names nobody: "A, the biggest buyer, took ...".
_NOUN_APPOSED = re.compile(
    rf"({A}) , (?!(?:and|or|but|nor|as|except|excluding|without|not|including|save|apart|together"
    r"|along|with|minus|which|who|that|"
    r"where|whose|in|on|by|for|to|from|at|like|unlike|if|unless|while|rather"
    r"|but)\b)([a-z][^,;()ακστχ]{2,70}) , (?!(?:and|or|α\d+ (?:,|and))\b)(?=[a-z])"
)


#: "India remains the biggest buyer, accounting for 32 percent of ...": a second statement about the same actor.
_TOOK = {
    "accounting for": "accounted for", "taking": "took", "absorbing": "absorbed", "buying": "bought",
    "supplying": "supplied", "providing": "provided", "covering": "covered", "receiving": "received",
}  # fmt: skip
#: "... to China, a quarter of all its exports".
_OWN_TAIL = re.compile(
    rf"^(?:τ\d+ ,? ?)?(?P<a>{A}) (?!.* (?:and|but|while) )[^,]*? (?:to|from) (?P<b>{A})(?: τ\d+)? ,? ?"
    r"(?:or |equal to |which was |about )*(?P<q>κ\d+) of (?:all )?(?:its|their) (?:total |overall "
    r")?(?P<f>exports|imports)(?= [.,;])"
)
_TAKING = re.compile(
    rf"^(?:τ\d+ ,? ?)?(?P<a>{A}) (?!.* (?:and|but|while) ).* , (?P<v>{'|'.join(_TOOK)}) (?P<x>κ\d+ "
    r"of [^,;]+?)(?= [.,;])"
)
#: One that names another: "Turkey, Georgia's chief partner, ..." is a statement of its own.
_PARTNER_APPOSED = re.compile(
    rf"({A}) , ((?:{A} 's |world 's )?(?:[a-zκ][^,;()αστ]{{2,50}}?)?(?:partner|supplier|buyer"
    r"|customer|market|destination|seller|source|exporter|importer|investor|ally|purchaser|client"
    rf"|member)(?: (?:of|for|to|in|within) (?:{A}(?: 's)?(?: [a-z]+)?|[a-z ]+))?(?: τ\d+)?)(?: , "
    r"(?=[a-z])| \.)"
)


#: "The Czech Republic, in the EU since 2004, ...".
_INSIDE_APPOSED = re.compile(rf"({A}) , ((?:in|inside|outside|member of|not in) {A} τ\d+) ,")


_BY_BUYING = re.compile(
    r"^(?:by|in|after) (?P<v>buying|importing|purchasing|taking|selling|exporting|shipping) "
    rf"(?P<x>[^,;]*κ\d+[^,;]*?) , (?P<a>{A}) "
)


_BUYER_OF = re.compile(
    rf"(?:buyer|customer|market|destination|purchaser)s? (?:of|for) ({A})(?: 's)? (?:goods|exports|products)$"
)


#: "Germany, the source of a quarter of all Polish imports"; "went to China (63 percent)".
_SOURCE_APPOSED = re.compile(
    rf"({A}) , ((?:[a-z]+ )?(?:source|destination|origin|buyer|recipient|supplier|market|home"
    r"|outlet) (?:of|for|to) κ\d+ of [^,.;()]+)(?= [,.;])"
)


_BRACKETED_SHARE = re.compile(
    rf"(?P<x>(?:{A} (?:'s )?)?(?:[a-z]+ )?(?:exports|imports|trade))(?: τ\d+)? (?P<v>went|go|goes"
    r"|are sent|were sent|came|come|is|was) (?:[a-z]+ly |above all |for most part |first of all )?"
    rf"(?P<p>to|from|with) (?P<b>{A}) \( (?P<q>κ\d+)(?: of (?:total|all|them))? \)"
)


#: Statements that a noun holds with its year: "Vietnam's entry into ASEAN in 1995".
_NOUN_TOLD: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<!\S){pattern}"), said)
    for pattern, said in (
        (
            rf"(?P<a>{A})(?: 's)? (?:accession|entry|admission) (?:to|into) (?P<b>{A}) (?P<t>τ\d+)",
            r"\g<a> joined \g<b> \g<t>",
        ),
        (
            r"(?:with|since|after|following) (?P<a>α\d+)(?: 's)? (?:accession|entry|admission) "
            r"(?P<t>τ\d+)(?: ,)? (?P<b>α\d+)",
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
            rf"(?P<s>(?:[a-z]+ ){{0,2}}sanctions) (?:that |which )?(?P<a>{LIST}) (?:had |has )?(?:imposed"
            rf"|introduced|adopted|put|placed) (?:on|against) (?P<b>{A}) (?P<t>τ\d+)",
            r"\g<a> imposed sanctions on \g<b> \g<t>",
        ),
        (
            r"sanctions (?:(?:that|which) (?:were|was) )?(?:imposed|introduced|adopted|put|placed) (?:on"
            rf"|against) (?P<b>{A}) by (?P<a>{LIST}) (?P<t>τ\d+)",
            r"\g<a> imposed sanctions on \g<b> \g<t>",
        ),
        (
            r"sanctions (?:(?:that|which) (?:were|was) )?(?:imposed|introduced|adopted|put|placed) by "
            rf"(?P<a>{LIST}) (?:on|against) (?P<b>{A}) (?P<t>τ\d+)",
            r"\g<a> imposed sanctions on \g<b> \g<t>",
        ),
        (
            r"(?P<k>(?:[a-z-]+ ){0,2}(?:treaty|pact)(?: (?:of|on) [a-z ]{3,40}?)?) (?:that |which "
            rf")?(?P<a>{A} and {A}) (?:had |have )?(?P<v>signed|concluded) (?P<t>τ\d+)",
            r"\g<a> \g<v> \g<k> \g<t>",
        ),
        (
            r"(?P<k>(?:[a-z-]+ ){0,2}(?:treaty|pact)(?: (?:of|on) [a-z ]{3,40}?)?) (?:signed"
            rf"|concluded) (?:by|between) (?P<a>{A} and {A}) (?P<t>τ\d+)",
            r"\g<a> signed \g<k> \g<t>",
        ),
        (
            rf"(?P<k>(?:[a-z-]+ ){{0,2}}(?:treaty|pact)(?: (?:of|on) [a-z ]{{3,40}}?)?) between (?P<a>{A} "
            rf"and {A}) (?:signed|concluded) (?P<t>τ\d+)",
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


_NOT_TOLD = re.compile(
    r"\b(?:talks|negotiat\w+|hopes?|possib\w+|plan\w*|toward|towards|delay\w*|oppos\w+|prospect\w*"
    r"|candida\w+|bid|refus\w+|against|"
    r"block\w*|vote\w*|no|not|without|support\w*|propos\w+|promis\w+|expect\w+|target\w*|fail\w*"
    r"|referendum|even|before|until|prevent\w*)\b[^,;]*$"
)


#: What stands between commas and is said by somebody.
_SPEAKS = re.compile(r"\b(?:i|we|he|she|they|it|you|said|says|who|that)\b")


def appositions(text: str, on: date | None, sentence: Tagged) -> tuple[str, list[str]]:
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
    taking = _TAKING.match(text)
    if taking:
        told.append(f"{taking['a']} {_TOOK[taking['v']]} {taking['x']}{'' if 'τ' in taking['x'] else when} .")
    tail = _OWN_TAIL.match(text)
    if tail:
        went = "went to" if tail["f"] == "exports" else "came from"
        told.append(f"{tail['q']} of {tail['a']} 's {tail['f']} {went} {tail['b']}{when} .")
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
