"""Who says a passage, where a transcript tells, and who wrote a text, where its byline does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from reorient.documents.passages import Stretch

_WORD = r"(?:[A-Z\u00c0-\u017d][\w.'\u2019-]*|of|the|and|for|de|van|von|al|bin|el|la)"
_SAYS = re.compile(
    rf"(?P<who>[A-Z\u00c0-\u017d][\w.'\u2019-]*(?:[\s,]+{_WORD}){{0,11}})\s?(?:\([^()\n]{{1,60}}\))?:\s+(?=\S)"
)
_ONE_WORD = re.compile(r"(?:question|answer|moderator|interviewer|journalist|president|q|a)", re.I)
_BY = re.compile(
    r"(?:[Bb]y|BY|[Aa]uthors?|[Ww]ritten by|[Pp]osted "
    r"by):?\s+(?P<who>[A-Z\u00c0-\u017d][\w.'\u2019-]+(?:\s+(?:[A-Z\u00c0-\u017d][\w.'\u2019-]*|van|von|de|der|al|bin)){1,4})"
)
_BIO = re.compile(
    r"[\u2022*\s-]*(?P<who>(?:[A-Z\u00c0-\u017d][\w.'\u2019-]+\s){1,3}[A-Z\u00c0-\u017d][\w.'\u2019-]+)\s"
    r"(?:\((?:bio|author)\)|(?:is|was) (?:a|an|the)\b)"
)
_OFFICE = re.compile(
    r"(?:acting |deputy |first |vice |former )*(?:president|prime minister|minister|foreign minister|"
    r"chancellor|secretary|chair|"
    r"king|queen|emperor|ambassador|director|governor|head|general secretary|premier|speaker|moderator)\b",
    re.I,
)
#: Passages that must name a speaker before a text counts as a transcript.
FEWEST = 3


def speakers(text: str, stretches: Sequence[Stretch]) -> None:
    """Note the speaker of every stretch of a transcript: from the one that names it to the next that names another.

    A text is a transcript if three passages or more begin with a name and a colon, and one name does so twice, or if
    one begins with an office and a name ("President of ... N. N.:").

    Parameters
    ----------
    text
        The whole text.
    stretches
        Its stretches, changed in place.
    """
    named: dict[int, str] = {}
    for index, one in enumerate(stretches):
        if one.kind in {"paragraph", "item", "heading"}:
            found = _SAYS.match(text, one.start, min(one.end, one.start + 160))
            if found is not None and found.end() < one.end:
                who = " ".join(found["who"].split())
                if " " in who or _ONE_WORD.fullmatch(who) is not None or who.isupper():
                    named[index] = who
    counts = Counter(named.values())
    often = len(named) >= FEWEST and counts.most_common(1)[0][1] >= 2
    if not often:
        named = {index: who for index, who in named.items() if _OFFICE.match(who) is not None and len(who.split()) >= 4}
        if not named:
            return
    current = ""
    for index, one in enumerate(stretches):
        if index in named:
            current = named[index]
            if one.kind == "heading":
                one.kind, one.level = "paragraph", 0
        if one.kind != "furniture":
            one.speaker = current


def author_of(text: str, stretches: Sequence[Stretch]) -> str:
    """Return the author that a byline or a note on the author names, empty where none does.

    Parameters
    ----------
    text
        The whole text.
    stretches
        Its stretches, with furniture set aside.
    """
    for reason, pattern in (("byline", _BY), ("byline", _BIO), ("about the author", _BY), ("about the author", _BIO)):
        for one in stretches:
            if (
                one.reason == reason
                and (found := pattern.match(text, one.start, min(one.end, one.start + 200))) is not None
            ):
                return " ".join(found["who"].split())
    return ""
