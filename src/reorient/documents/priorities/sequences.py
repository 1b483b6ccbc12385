"""Enumerations that run over sentences: "There are three priorities. First, ... Second, ... Finally, ..."."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from reorient.documents.priorities.named import Named
from reorient.documents.priorities.orders import FRAME, NO_ORDER
from reorient.documents.priorities.ranking import Confidence, Evidence, Ranking
from reorient.documents.text import Sentence

_STEPS = {
    w: n
    for n, w in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1
    )
}
_STEPS |= {"firstly": 1, "secondly": 2, "thirdly": 3, "fourthly": 4, "fifthly": 5, "foremost": 1, "above all": 1}
_STEP = re.compile(
    r"^\W*(?:and |but |the |our |its |in the |in )*"
    r"(?P<step>first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth(?:ly)?|fifth(?:ly)?|"
    r"sixth|seventh|eighth|ninth|tenth|foremost|above all|next|then|after that|finally|lastly|last)\b",
    re.I,
)
#: Words within which the partner of a step must be named.
EARLY = 14
#: "Next" and "finally" stand between and after the numbered steps.
_NEXT = frozenset({"next", "then", "after that"})
_LAST = frozenset({"finally", "lastly", "last"})


def sequence_orders(
    text: str, lines: Sequence[Sentence], found: Sequence[Named], subject: str = ""
) -> tuple[Ranking, ...]:
    """Return orders told step by step in sentences that begin with first, second, next, finally.

    A frame must speak of priorities: the sentence before the first step, or the first step itself. Every step must
    name its partner among its first `EARLY` words; steps that name nobody leave a gap.

    Parameters
    ----------
    text
        The document's text.
    lines
        Its sentences.
    found
        What it names.
    subject
        Id of the state that ranks.
    """
    rankings: list[Ranking] = []
    run: list[tuple[int, int, tuple[str, ...]]] = []
    framed = False
    last = -9
    for number, sentence in enumerate(lines):
        hit = _STEP.match(sentence.text)
        step = hit["step"].lower() if hit else ""
        begins = _STEPS.get(step) == 1
        if run and (begins or number - last > 3):
            rankings += _order(lines, run, framed)
            run = []
        if not step or not (run or begins):
            continue
        if begins:
            frame = " ".join(one.text for one in lines[max(0, number - 1) : number + 1])
            framed = FRAME.search(frame) is not None and NO_ORDER.search(frame) is None
        place = _STEPS.get(step) or ((run[-1][1] + 1) if step in _NEXT else -1)
        if run and (run[-1][1] == -1 or 0 < place <= run[-1][1]):
            continue
        run.append((number, place, _early(text, sentence, found, subject)))
        last = number
    if run:
        rankings += _order(lines, run, framed)
    return tuple(rankings)


def _early(text: str, sentence: Sentence, found: Sequence[Named], subject: str) -> tuple[str, ...]:
    """Return what a sentence names first, with what it joins to it."""
    kept: list[Named] = []
    first = bisect_left(found, sentence.start, key=lambda one: one.start)
    last = bisect_left(found, sentence.end, key=lambda one: one.start)
    for one in found[first:last]:
        if one.end > sentence.end or one.adjective or set(one.items) == {subject}:
            continue
        if not kept:
            if len(text[sentence.start : one.start].split()) > EARLY:
                break
            kept.append(one)
        elif re.fullmatch(
            r"(?:\s*,)?\s*(?:and|,|as well as)\s+(?:with\s+)?(?:the\s+|our\s+)?", text[kept[-1].end : one.start]
        ):
            kept.append(one)
        else:
            break
    return tuple(dict.fromkeys(item for one in kept for item in one.items if item != subject))


def _order(lines: Sequence[Sentence], run: Sequence[tuple[int, int, tuple[str, ...]]], framed: bool) -> list[Ranking]:
    seen: set[str] = set()
    tiers: list[tuple[str, ...]] = []
    evidence: list[Evidence] = []
    places: list[tuple[str, int]] = []
    gaps: list[int] = []
    before = 0
    for number, place, items in run:
        fresh = tuple(item for item in items if item not in seen)
        if not fresh:
            continue
        if (tiers and before > 0 and place != before + 1 and place != -1) or (
            tiers and any(not one[2] for one in run if before < one[1] and one[0] < number)
        ):
            gaps.append(len(tiers) - 1)
        seen |= set(fresh)
        tiers.append(fresh)
        places += [(item, place) for item in fresh]
        evidence.append(Evidence(lines[number].start, lines[number].end, fresh, f"place {place}"))
        before = place
    if not framed or len(tiers) < 2 or len(tiers) < 0.6 * len(run):
        return []
    full = not gaps and tiers and run[0][2]
    confidence: Confidence = "high" if full else "medium"
    reason = "steps of an enumeration, and words of priority before it" + ("" if full else "; some steps name nobody")
    return [Ranking("enumeration", tuple(tiers), tuple(evidence), confidence, reason, tuple(gaps), (), tuple(places))]
