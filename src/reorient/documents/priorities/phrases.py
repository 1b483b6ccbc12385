"""Words with which sentences order: places, precedence, what is past, wished or denied. Patterns, no logic."""

from __future__ import annotations

import re

_NUMBERED = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
PLACES = {
    **{
        w: n
        for n, w in enumerate(
            ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1
        )
    },
    **{f"{n}{'st' if n == 1 else 'nd' if n == 2 else 'rd' if n == 3 else 'th'}": n for n in range(1, 11)},
    **dict.fromkeys(
        ("foremost", "top", "topmost", "highest", "primary", "number one", "no. 1", "main", "paramount"), 1
    ),
    **dict.fromkeys(("first and foremost", "overriding", "chief", "principal", "uppermost"), 1),
    **dict.fromkeys(("last", "lowest", "bottom", "final", "least"), -1),
    **dict.fromkeys(("penultimate", "second to last", "second-to-last", "next to last", "next-to-last"), -2),
    **dict.fromkeys(("last but one", "second from last", "second-last", "second last"), -2),
    **dict.fromkeys(("third from last", "third to last", "third-to-last", "antepenultimate", "last but two"), -3),
}
ONES = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
SUFFIXED = {str(n): w for n, w in enumerate(_NUMBERED, 1)}
ORD = (
    "(?:"
    + "|".join(re.escape(w) for w in sorted(PLACES, key=len, reverse=True))
    + r")\b(?! (?:two|three|four|five|six)\b)"
)
ORDS = rf"(?P<ords>{ORD}(?:(?:,? and(?: the)?|,)\s+{ORD})*)"
NOUN = (
    r"(?P<noun>priorit(?:y|ies)|place|concern|focus|direction|vector|track|rank|position|tier|"
    r"interest|importance|circle|"
    r"ring|spot|rung|line|relationships?|partners?|partnerships?)\b"
)
#: Adjectives of trade and size: then it is a figure that is ranked, and not what a state wants.
FIGURES = (
    r"(?!to\b|and\b|or\b|trad|larg|big|export|import|econom|suppl|buy|sell|invest|weapon|arms|oil|"
    r"gas|small|olympic|world)"
)
PHRASE = (
    rf"(?:from (?:the )?(?:first|second|third|fourth|fifth|sixth|last)(?: place)? to )?(?:the |its |"
    rf"our |their |his |her |a |very |of |as )*{ORDS}(?:[ -]{FIGURES}[\w-]+){{0,3}}?[ -]{NOUN}"
)
BARE = rf"(?:the |its |our |their )?{ORDS}"
BE = (
    r"(?:(?:[\w.-]+['\u2019]s?|is|are|was|were|be|been|being|remains?|remained|stays?|stayed|becomes?|became|comes?|"
    r"came|stands?|stood|ranks?|"
    r"ranked|now|still|always|no longer|has|have|had|will|placed|put|puts|listed|treated|seen|"
    r"regarded|considered|rated|named|called|"
    r"moved|moves|rose|risen|rises|climbed|slipped|slips|sunk|sank|downgraded|upgraded|reduced|fell|"
    r"fallen|falls|dropped|drops|slipped|relegated|demoted|promoted|raised|lifted|"
    r"elevated|pushed|down|up|back|only|once|again|also|therefore|constitutes?|forms?|takes?|took|occup(?:y|ies|ied)|"
    r"holds?|held|gets?|given|assigned|follows?|followed|to|in|at|on|into|as|from|and|used|long|our|its|their|who|which|that|,)\s+)"
)
RIGHT = re.compile(rf"^\W*\s*{BE}{{0,8}}{PHRASE}", re.I)
RIGHT_BARE = re.compile(
    rf"^\W*\s*{BE}{{0,7}}(?:com(?:es?|ing)|came|stands?|stood|ranks?|ranked|placed|put|listed|is|are|"
    rf"as|being|remains?)\s+"
    rf"{BE}{{0,2}}{BARE}(?=\s*(?:$|[,.;:)\u2013\u2014]|and\b|with\b|but\b|while\b|on\b|in\b|among\b|"
    rf"for\b|followed\b|@|before\b|ahead\b))",
    re.I,
)
LINK = (
    r"(?:is|are|remains?|stays?|becomes?|was|were|being|goes to|went to|belongs? to|given to|lies (?:with|in)|"
    r"is given to|is held by|was held by|is taken by|comes?|came|stands?|stood|we (?:put|place|see)|"
    r":|\u2013|\u2014|,|now|still|always|"
    r"to be|will be|has been|have been|had been|used to be|to|with|in|on|the|its|our)"
)
LEFT = re.compile(
    rf"{PHRASE}(?P<of>(?:\s+(?:of|in|for|among|"
    rf"within)\s+(?:[\w'\u2019-]+\s+){{0,5}}?[\w'\u2019-]+)?)\s*(?:\s*{LINK}){{1,5}}\s*$",
    re.I,
)
#: "Last on the list of priorities is ...", "priority number one is ...".
LEFT_LISTED = re.compile(
    rf"(?:(?P<listed>{ORD}) (?:on|in) (?:the|its|our|their|his|her) (?:list|order|ranking|"
    rf"hierarchy)(?: of [\w -]{{3,30}}?)?"
    rf"|priority (?:number|no\.?|#) ?(?P<number>one|two|three|four|five|\d))\s*(?:\s*{LINK}){{1,3}}\s*$",
    re.I,
)
#: "India tops the list of partners"; a list of exporters or of the largest is no order of what a state wants.
TOPS = re.compile(
    r"^\W*\s*(?:now |still |again )?(?:tops?|topped|heads?|headed) (?:the|its|our|their) list"
    r"(?: of (?:[\w'\u2019-]+ ){0,4}?(?:partners|priorities|friends|allies|interests|concerns|ties|relations|"
    r"relationships))?(?=\s*(?:[,.;]|$|followed\b|and\b|ahead\b|before\b))",
    re.I,
)
#: A sentence that goes on with the order of the one before it: "It is followed by ...", "Then come ...".
GOES_ON = re.compile(
    r"^(?:(?:it|this|that|they|these)(?: in turn)? (?:is|are|was|were) (?:then |closely )?followed by"
    r"|(?:then|next|after (?:it|that|this|them|these)|behind (?:it|that|them))(?: ,|,)? (?:come|comes|came|"
    r"follow|follows))"
    r"(?: the| our| its| their)?\s*$",
    re.I,
)
#: "The list begins with ... and ends with ...".
BEGINS_OR_ENDS = re.compile(
    r"\b(?:(?P<begins>begins|starts|opens|is headed|headed|led)|(?P<ends>ends|closes|concludes)) (?:with|by)"
    r"(?: the)?\s*$",
    re.I,
)
#: Places told without a verb: "ranks Germany first, France second"; "Europe the first priority and Asia the second".
RIGHT_ELLIPSIS = re.compile(
    rf"^\s(?:the |its |our |as )?(?P<ords>{ORD})(?=\s*(?:$|[.,;:\u2013\u2014]|and\b|but\b|then\b))", re.I
)
LEFT_ELLIPSIS = re.compile(rf"(?:[,;]|\band)\s+(?:its|the|our|their)\s+(?P<ords>{ORD})(?: to| is)?(?: the)?\s*$", re.I)
#: "Asia has overtaken Europe as the first priority".
OVERTAKES = re.compile(
    r"\b(?:overtaken|overtook|overtakes|replaced|replaces|supplanted|supplants|displaced|displaces|superseded|"
    r"taken over from|took over from|taken the place of|takes the place of)(?: the)?$",
    re.I,
)
#: A name behind these is no part of what follows it.
EXCEPT = re.compile(
    r"\b(?:unlike|instead of|rather than|apart from|other than|except(?: for)?|besides|not|without)\s+(?:the\s+)?$",
    re.I,
)
LEFT_BARE = re.compile(
    rf"(?:^|[,;:\u2013\u2014]\s*|\band\s+|\bbut\s+|\bwhile\s+)(?:(?:and|but|then|the|its|our|"
    rf"their)\s+)*(?P<ords>{ORD}|firstly|secondly|thirdly|fourthly|lastly|finally|above all)"
    r"(?:\s+of all)?(?:\s*,\s*|\s+)(?:(?:come|comes|came|stand|stands|is|are|are|goes to|belongs to|"
    r"remains|we put|to|with|on|the|our|its|one|place|placed|:|relations with|ties with)\s+)*$",
    re.I,
)
AFTER_FIRST = re.compile(rf"{PHRASE}\s+(?:after|behind|next to|following)(?:\s+(?:the|our|its|their))?\s*$", re.I)
ADVERBS = {"firstly": 1, "secondly": 2, "thirdly": 3, "fourthly": 4, "lastly": -1, "finally": -1, "above all": 1}
#: Words between two names that order them among priorities whatever else the sentence says.
AHEAD_ALWAYS = re.compile(
    r"(?:takes?|took|taking|has|have|had|given|gets?|enjoys?)\s+(?:clear |absolute |"
    r"full )?(?:precedence|priority|preference)\s+over$|"
    r"\boutranks?$|\bmatters? (?:far )?more (?:to us |to it )?than$|\bmore important (?:\w+ ){0,3}than$|"
    r"\bhigher priority than$|\bprecedence over$|\bpriority over$",
    re.I,
)
BEHIND_ALWAYS = re.compile(
    r"\bsecond only to$|\bless important (?:\w+ ){0,3}than$|\blower priority than$|\bsubordinate(?:d)? to$|"
    r"\btakes? a back seat to$|\bmatters? less (?:to us |to it )?than$|\byields? (?:precedence|priority) to$",
    re.I,
)
AHEAD = re.compile(r"(?:\bahead of|\bbefore|\babove|\bprecedes?|\bpreceding|\bover|\bprior to)$", re.I)
BEHIND = re.compile(r"(?:\bbehind|\bbelow|\bafter|\bbeneath)$", re.I)
FOLLOWED = re.compile(
    r"(?:\bfollowed(?: \w+)? by|\bfollowed by relations with|\bahead of|(?:^|"
    r"[,;]\s*)(?:and )?(?:only )?(?:then|next|after(?:wards| that| which| it| them)|"
    r"behind (?:it|them)|after that|lastly|finally|last)(?:,)?(?:\s+(?:come|comes|came|by|to|with|is|"
    r"are|stands?|is followed by))*)$",
    re.I,
)
BESIDE = re.compile(
    r"(?:\bon a par with|\bas important as|\bon an equal footing with|\bno less important than|"
    r"\bequal(?:ly)? (?:with|to)|"
    r"\bside by side with|\bshares? (?:the )?\w+ place with)$",
    re.I,
)
IN_ORDER = re.compile(
    r"\bin (?:this|that|the following|the) order\b|\bin (?:descending |declining |"
    r"falling )?order of (?:priority|importance|precedence|preference)\b|"
    r"\branked (?:by|in order of) \w+|\bin descending order\b|\border of (?:priorities|priority|"
    r"importance|precedence)(?: is| runs|"
    r":)|\bin order,|, in order\b",
    re.I,
)
REVERSED = re.compile(r"\b(?:ascending|reverse|reversed|rising|increasing) (?:order|importance)\b", re.I)
PAST = re.compile(
    r"\bused to\b|\bonce\b(?! again)|\bno longer\b|\bnot any ?(?:more|longer)\b|\bformer(?:ly)\b|"
    r"\bhad (?:been|long been|come|stood|ranked)\b|"
    r"\bin the past\b|\btraditionally\b|\b(?:previous|former|old|outgoing) (?:government|"
    r"administration|doctrine|concept|strategy|president|cabinet)\b|"
    r"\bceased to\b|\blost its\b|\bat (?:the|that) time\b|\bback then\b|"
    r"\buntil (?:then|recently|\d{4})\b|\bduring the\b|\bin those (?:days|years)\b|\bdecades? ago\b|"
    r"\byears ago\b|\bearlier\b|\bpreviously\b|"
    r"\b(?:in|under) the (?:19|20)\d\ds\b",
    re.I,
)
WAS = re.compile(r"\b(?:was|were|came|stood|ranked|took|held)\b", re.I)
YEAR = re.compile(r"\b(?:in|until|before|by|of|from|since) (?:19|20)\d\d\b", re.I)
NOT = re.compile(
    r"\bno longer\b|\bnot\b|\bnever\b|\bneither\b|\bnor\b|n['\u2019]t\b|\bwithout\b|\brather than\b|"
    r"\bhardly\b|\bfar from\b|\bdenie[sd]\b|\bceased to\b",
    re.I,
)
NOW = re.compile(r"\bnow(?:adays)?\b|\btoday\b|\bat present\b|\bcurrently\b|\bthese days\b", re.I)
OPEN = re.compile(
    r"\bif\b|\bwhether\b|\bcould\b|\bmight\b|\bmay (?:become|be|come)\b|\bwould\b|\bshould\b|"
    r"\bought to\b|\bunless\b|\bperhaps\b|\bargues? that\b|\bshould be\b",
    re.I,
)
FIGURE_NOUNS = re.compile(
    r"\b(?:GDP|trade|exports?|imports?|tonnes|percent|per cent|population|sales|market|turnover|"
    r"investment|size|area|medals?|goals?)\b",
    re.I,
)
BREAK = re.compile(r"\s(?:and|but|while|whereas|though|although)\s|[,;:\u2013\u2014(]")
#: Words around a name that belong to it: "the rest of Africa", "relations with India".
AROUND = re.compile(
    r"(?:(?:(?:the|our|its|their)\s+)?(?:rest|(?:states|countries|nations|peoples|capitals) of|"
    r"relations|ties|cooperation|dealings|"
    r"links|work|dialogue|partners|partnership|friends|engagement)\s+(?:of|with|in)\s+|"
    r"(?:the\s+)?(?:states|countries|nations|peoples|capitals)\s+of\s+)(?:the\s+|our\s+)?$",
    re.I,
)
AND = re.compile(
    r"^(?:\s?,)?\s?(?:,|and|as well as|along with|together with|&|/)?(?:\s?\(\d\))?(?:\s+(?:and|the|our|its|their|"
    r"with|in|to|both))*\s?$",
    re.I,
)
ONLY_AND = re.compile(r"[,/&]|\b(?:and|as well as|along with|together with)\b", re.I)
HEAD = re.compile(
    r"^\s(?:region|countries|states|nations|continent|neighbou?rs|partners|direction|vector|track)\b", re.I
)
ORDER_WORDS = re.compile(
    r"\bpriorit|\bprecedence|\boutrank|\bsecond only to\b|\bmatters? (?:more|less)\b|"
    r"\bmore important\b|\bless important\b",
    re.I,
)
#: Between two names "before" and "after" are of time, unless one of these stands with them.
ORDERING = re.compile(
    r"\b(?:rank\w*|plac\w+|put\w*|list\w*|com(?:es?|ing)|came|stand\w*|stood|priorit\w+|relegated|"
    r"demoted|promoted|moved|moves|still|"
    r"now|clearly|well|far|just|directly|immediately|is|are|penultimate|first|second|third|precedence)\b",
    re.I,
)
