"""A tagged sentence in plainer words: without prefatory words, attributions and words of colour."""

from __future__ import annotations

import re

from reorient.documents.claims.hedges import A, hedge
from reorient.documents.claims.tagging import Tagged

_PREFATORY = re.compile(
    r"^(?:(?:and|but|however|moreover|also|thus|so|indeed|overall|in fact|in all|for example|for "
    r"instance|in addition|meanwhile|at same time|therefore|nevertheless|still|yet|by contrast|in "
    r"turn|today|as result(?: of [^,]*)?|of course|in money terms|in other words|in value terms"
    r"|in dollar terms|likewise|similarly|notably|significantly|as is known|to be sure|in "
    r"comparison|according to [^,]{1,80}|regarding [^,]{1,60}|as regards [^,]{1,60}|in order to "
    r"[^,]{1,60}|in terms of [^,]{1,40}|moreover|added to that|besides|because of [^,]{1,60}"
    r"|thanks to [^,]{1,60}|despite [^,]{1,60}|due to [^,]{1,60}|as of|on year) ?,? )+"
)


_SAID = re.compile(
    r"^(?:i (?:would like|want|wish) to (?:note|add|stress|say|recall|emphasi[sz]e|point out"
    r"|remind you)(?: with satisfaction)? that|"
    r"(?:let me|i will|i'd like to) (?:note|add|remind you|stress|recall)(?: that)?|"
    r"it (?:is|was|should be) (?:noted|known|recalled|worth noting|worth recalling|important to note) that|"
    r"(?:official |customs |government |trade )?(?:figures|statistics|data|records|reports?)(?: "
    r"from [^,]{1,40})? (?:show|shows|indicate|suggest)(?:ed)? that|note that|recall that) "
)


_ATTRIBUTED = re.compile(
    r" , (?:according to [^,;]{1,80}|[^,;]{0,40}(?:figures|statistics|data|records) (?:show|shows"
    r"|showed|indicate|say|suggest)|"
    r"(?:[^,;ακσ]{1,40}|α\d+ [^,;ακσ]{0,30}) (?:reported|reports|announced|noted|recalled|added"
    r"|wrote|said|says))(?= [.,;]| $|$)"
)


#: Heads that add nothing to the name of a group.
_HEADS = re.compile(
    rf"({A})(?: 's)? (?:member states|member countries|states|countries|nations|economies|members"
    r"|club|bloc|grouping|fold|family)(?= |$)"
)


_NEITHER = re.compile(
    rf"\bneither (?P<a>{A}) nor (?P<b>{A}) (?P<v>is|are|was|were|has|have|had|belongs?|belonged|joined|left)\b"
)


def _neither(hit: re.Match[str]) -> str:
    """Tell "neither A nor B belongs to" as "A and B do not belong to"."""
    word = hit["v"]
    said = {"joined": "did not join", "left": "did not leave", "belongs": "do not belong", "belong": "do not belong"}
    said |= {"belonged": "did not belong", "is": "are not", "was": "were not", "has": "have not"}
    return f"{hit['a']} and {hit['b']} {said.get(word, f'{word} not')}"


#: Words that say nothing about an actor or a figure but how the writer sees it.
_COLOUR = re.compile(
    r"\b(?:(?:neighbou?ring|nearby|distant|far-off|giant|mighty|tiny|oil-rich|landlocked|communist"
    r"|rival|fellow|faraway|next-door)(?= α)"
    r"|(?:mere|modest|whopping|staggering|paltry|hefty|full|combined|handsome|huge|meagre|meager"
    r"|respectable|impressive|massive|good|"
    r"cool|measly|healthy|barely|hefty|overwhelming|stunning|solid|remarkable|astonishing|sizeable"
    r"|substantial|estimated)(?= κ)"
    r"|both(?= α\d+ and)|(?:its|their) (?:[a-z-]+ ){0,3}(?:neighbou?r|ally|partner|rival|patron"
    r"|foe|enemy|friend) (?=α)|(?:its|their) (?:[a-z-]+ )?(?=α\d+ (?:rivals?|competitors?"
    r"|counterparts?|peers)\b))\s?"
)


def collapsed(text: str, sentence: Tagged) -> str:
    """Return a text with "ASEAN countries" written as the group alone, and without words of colour."""
    text = _COLOUR.sub("", text)
    text = re.sub(rf"({A}) (?:rivals?|competitors?|counterparts?|peers)(?= |$)", r"\1", text)
    text = _NEITHER.sub(_neither, text)
    for hit in re.finditer(r"\bnot (κ\d+) (?=(?:member|state|country|nation|government|α\d+ )\b)", text):
        if sentence.quantities[hit[1]].quantity.low == 1:
            text = text.replace(hit.group(), "no ")
    return _HEADS.sub(lambda hit: hit[1] if sentence.actors[hit[1]].is_group else hit.group(), text)


#: "This year marks 75 years since ...": its year is not that of what follows.
#: Words in front that name nobody and no figure: "True to its neutrality, ...".
_LEAD_IN = re.compile(r"^(?!τ)[a-z][^,ακτσχ;]{3,60} , (?=[ακτ]\d|(?:imports|exports|trade) )")


_NARROWS = re.compile(
    r"^(?:in|excluding|without|except\w*|apart|aside|outside|per|for|among|amongst|of|at|by|under"
    r"|as|within|with|had|should|were|only|before|until|not|"
    r"no|even|besides|including|adjusted|measured|counting|net|if|unless|one|both|all|none|neither"
    r"|either|but|than|from|to|on)\b|\b(?:services|real terms|constant|per head|"
    r"oil|gas|arms|said|says|according)\b"
)


_FIRST_YEAR = re.compile(
    r"^(?P<t>τ\d+)(?: ,)?(?: (?P<u>τ\d+) ,)? was (?:first|last|only) (?:year )?(?:in which|when"
    r"|that) (?=α|for|more|trade|exports)"
)


_MARKS = re.compile(
    r"^(?:[^,]* , )*?(?:τ\d+|today|it) (?:(?:has|have) been|is|marks?|marked|will mark) "
    r"[^,]*?\b(?:years?|decades?|anniversary|κ\d+)"
    r"(?: ago)? (?:since|of|after|that|when) (?=α)"
)


#: "A was admitted into the group in 1997, along with B": both were.
_JOINED_WITH = re.compile(
    rf"^({A}) ((?:was |were )?(?:joined|admitted|acceded|accepted|entered|left|withdrew|became)\b)([^,]*?) ,? ?"
    rf"(?:together|along|jointly) with ({A}) \.$"
)


def stripped(text: str) -> str:
    """Return a tagged sentence without prefatory words, attributions and asides."""
    text = _SAID.sub("", _MARKS.sub("", text))
    lead = _LEAD_IN.match(text)
    if lead and not hedge(lead.group()) and not _NARROWS.search(lead.group()):
        text = text[lead.end() :]
    text = re.sub(
        rf"^({A}) (.*) , (?:in |on )?(?:same (?:year|day|time|month)|τ\d+) as ({A}) \.$", r"\1 and \3 \2 .", text
    )
    if "favour" not in text and "favor" not in text:
        text = re.sub(
            rf"^((?:τ\d+ ,? ?)?{A}) , (?:and )?not {A} ,(?= (?:is|was|are|were|has|had|remains?|became)\b)", r"\1", text
        )
    text = _JOINED_WITH.sub(r"\1 and \4 \2 \3 .", text)
    text = re.sub(
        r"(?<=resolutions|.resolution|......draft|.....drafts|.....treaty|..agreement) (?:that|which) "
        r"(?:would|could|might|should) [^,;]*?(?= \.$| ,)",
        "",
        text,
    )
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
