"""Which clauses state no fact: what may be, plans, conditions, questions, hearsay, opinions."""

from __future__ import annotations

import re

#: An actor, a list of actors, a quantity, as patterns over tagged text.
A = r"α\d+"


LIST = rf"{A}(?:(?: ,| and| , and| as well as) {A})*"


Q = r"κ\d+"


_HEDGES: tuple[tuple[str, str], ...] = (
    (
        r"\b(?:will|would|shall|should|could|might|must|may|can|cannot|can't|won't|ought|needs? to"
        r"|need not|have to|has to)\b",
        "speaks of what may or should be",
    ),
    (
        r"\b(?:plans?|planned|planning|aims?|aimed|aiming|intends?|intended|hopes?|hoped|hoping|wants?"
        r"|wanted|wishes|wish|expects?|"
        r"expected|seeks?|sought|promised?|promises|pledged?|vowed|proposed?|proposes|applied"
        r"|considers?|considering|mulls|"
        r"threatens?|threatened|urged?|urges|calls? for|called for|prepares?|preparing|agreed|agrees) "
        r"(?:to|for|that|on|new|sanctions|imposing|joining|leaving)\b",
        "speaks of a plan",
    ),
    (
        r"\b(?:targets?|goals?|forecasts?|projected|projections?|prospects?|scheduled|proposed|planned"
        r"|proposals?|rumou?rs?|look(?:s|ed|ing)? forward|upcoming|forthcoming|prepar(?:e|ed|ing"
        r"|ations?)|next (?:year|month|week|summer|spring|autumn|winter|decade)|in theory|on paper)\b",
        "speaks of a plan",
    ),
    (
        r"\bdue(?: (?:in|on|for|at|next|later)\b| τ| ?[,.;]|$)|"
        r"\b(?:is|are|was|were) (?:expected|likely|unlikely|set|poised|about|due|bound to|to be|to (?!α))\b",
        "speaks of what is to come",
    ),
    (
        r"\b(?:if|unless|whether|as though|as if|suppose|supposing|imagine|in case|provided that|were "
        r"it not)\b|^had \b",
        "is conditional",
    ),
    (r"\bwe expect\b|\bexpects? α", "speaks of what is to come"),
    (
        r"\b(?:perhaps|possibly|probably|presumably|supposedly|allegedly|reportedly|apparently|likely"
        r"|potentially|seems?|seemed|appears?|appeared to|hard to|arguably)\b",
        "is not said for certain",
    ),
    (
        r"\b(?:critics?|observers?|analysts?|experts?|commentators?|pundits?|some|many|others|sceptics"
        r"|skeptics|opponents|rivals|media|he|she|they|i|we) "
        r"(?:\w+ )?(?:believes?|claims?|claimed|thinks?|argues?|argued|says?|said|suspects?|fears?"
        r"|feared|alleges?|alleged|suggests?|suggested|maintain|predicts?|predicted|doubts?)\b",
        "is somebody's opinion",
    ),
    (r"\b(?:is|are|was|were) (?:said|believed|thought|rumou?red|alleged|reported|feared) to\b", "is hearsay"),
    (
        r"\b(?:believes?|thinks?|argues?|argue|in (?:our|my|his|her|their) (?:view|opinion)|i think"
        r"|opinions?|den(?:y|ies|ied)|deny|doubts?|fears? that|falsely|wrongly)\b",
        "is somebody's opinion",
    ),
    (r"\?$|\? |^let \b|^why\b|^how\b|^what\b", "is a question or a call"),
)


def hedge(text: str) -> str:
    """Return why a tagged clause states no fact, or the empty string.

    Examples
    --------
    >>> hedge("α0 's trade with α1 will reach κ0 .")
    'speaks of what may or should be'
    """
    bare = re.sub(r"\bmust-\w+", "", text)
    return next((why for pattern, why in _HEDGES if re.search(pattern, bare)), "")
