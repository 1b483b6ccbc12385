"""Orders that the shape of a text gives: the sequence of its headings, and its lists.

Headings of one level (or, where the file keeps no levels, of one look) that name partners are an order: the text goes
through them one by one. A heading that names a part of what the heading above it names stands below that one. Runs of
headings without text between them are a table of contents, and count only where the text has no such headings itself.
A list is an order if it is numbered, or if the words before it say that it is one. Names in the order of the alphabet
are none.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from reorient.documents.priorities.named import UNDATED, Named, inside
from reorient.documents.priorities.outline import Heading, headings, list_items
from reorient.documents.priorities.ranking import Confidence, Evidence, Ranking, SetAside, Way
from reorient.documents.text import Document

#: Fewest words between two headings of a text; with less between them they are a table of contents.
BODY = 12
#: A heading farther off than this many words, and than four usual gaps, belongs to another sequence.
FAR = 6000
#: From this many tiers on, names in the order of the alphabet are no order of priority.
ALPHABET = 4

#: Words that say that an order is one of priority.
FRAME = re.compile(
    r"\bpriorit(?:y|ies|i[sz]\w*)\b|\bin(?: descending)? order\b|\border of (?:importance|precedence|"
    r"preference|priority)\b|"
    r"\bby importance\b|\bmost important(?: first)?\b|\brank(?:s|ed|ing)?\b|\bprecedence\b|"
    r"\bhierarchy\b|\bforemost\b|\bcom(?:e|es|ing) first\b|"
    r"\b(?:first|last|second) place in (?:the|its|our|their) [\w -]{0,30}(?:concept|doctrine|"
    r"strategy|policy|paper|diplomacy|plans?)\b|"
    r"\b(?:first|foremost|main|chief|overriding|primary) (?:concern|focus|vector|direction)\b|"
    r"\b(?:first|second|third|fourth|inner|innermost|outer|outermost) (?:circle|ring|tier)s?\b|"
    r"\b(?:puts?|plac(?:es?|ed)|sets?)\b[^.;]{0,60}\b(?:ahead of|above)\b|"
    r"\b(?:puts?|plac(?:es?|ed))\b[^.;]{0,60}\bfirst\b|"
    r"\b(?:tops?|topped|heads?|headed) (?:the|its|our|their) list\b|"
    r"\b(?:relegated|demoted|promoted) to (?:the )?(?:first|second|third|fourth|last|penultimate)\b",
    re.I,
)
#: Words with which a sentence announces that the next ones are about an order.
ANNOUNCED = re.compile(
    r"\bpriorities\b|\b(?:first|second|third|top|highest|main|last) (?:[\w-]+ ){0,2}priority\b|"
    r"\border of\b|\bin order\b|"
    r"\blists?\b|\branks?\b|\branking\b|\bhierarchy\b|\bcircles?\b",
    re.I,
)
#: Words that say that it is none.
NO_ORDER = re.compile(
    r"\b(?:no|without(?: any)?)(?: particular| special| set)? (?:order|ranking)\b|\balphabetical(?:ly)?\b|"
    r"\bnot (?:in|an|ranked|listed in)\b[^.]{0,30}\border\b|\border (?:of|in which)[^.]{0,40}"
    r"\b(?:does not|no) (?:imply|reflect|meaning)|"
    r"\b(?:chronological|geographical|random|arbitrary)(?:ly)?\b|\bequal(?:ly)? (?:important|priorit)",
    re.I,
)


@dataclass(slots=True)
class Branch:
    """A heading with those that stand below it."""

    heading: Heading
    below: list[Heading] = field(default_factory=list)


def shape_orders(
    document: Document, found: Sequence[Named], subject: str = ""
) -> tuple[tuple[Ranking, ...], tuple[SetAside, ...]]:
    """Return the orders of a document's headings and lists, and what looks like one and is none.

    Parameters
    ----------
    document
        The document.
    found
        What its text names.
    subject
        Id of the state that ranks, which is no partner of its own.
    """
    on = document.date or UNDATED
    all_headings = [_less(one, subject) for one in headings(document, found)]
    rankings: list[Ranking] = []
    aside: list[SetAside] = []
    items = [(n, _less(one, subject)) for n, one in list_items(document, found)]
    chapters = _chapters(document, items)
    taken = {one.start for one in chapters}
    sequence = sorted([*all_headings, *chapters], key=lambda one: one.start)
    contents: list[list[Heading]] = []
    for run in _runs(_flat(document, sequence)):
        for piece in _near(document, run):
            if _dense(document, piece):
                contents.append(piece)
            else:
                rankings += _from_run(document, piece, on, aside, _above(sequence, piece))
    if not rankings:
        for run in contents:
            rankings += _from_run(document, run, on, aside)
    for group in _lists([(n, one) for n, one in items if one.start not in taken]):
        one = _from_list(document, group, aside)
        rankings += [one] if one else []
    return tuple(rankings), tuple(aside)


def _above(sequence: Sequence[Heading], run: Sequence[Heading]) -> str:
    """Return the words of the heading under which a run stands, if that says where it belongs."""
    first = run[0]
    if not first.level and first.shape != "colon":
        return ""
    for one in reversed(sequence[: bisect_left(sequence, first.start, key=lambda one: one.start)]):
        if first.level and 0 < one.level < first.level:
            return one.text if one.items else ""
        if not first.level and one.shape == "line":
            return one.text
    return ""


def _words(document: Document, first: Heading, second: Heading) -> int:
    return len(document.text[first.end : second.start].split())


def _dense(document: Document, run: Sequence[Heading]) -> bool:
    """Return whether headings follow each other without text between them."""
    gaps = [_words(document, one, other) for one, other in itertools.pairwise(run)]
    return bool(gaps) and sum(gap < BODY for gap in gaps) >= len(gaps) / 2


def _near(document: Document, run: Sequence[Heading]) -> list[list[Heading]]:
    """Return a run without levels cut where a heading stands much farther off than others do from each other."""
    gaps = [_words(document, one, other) for one, other in itertools.pairwise(run)]
    if not gaps or run[0].level:
        return [list(run)]
    usual = sorted(gap for gap in gaps if gap >= BODY)
    far = max(FAR, 4 * usual[len(usual) // 2]) if len(usual) > 2 else FAR
    pieces = [[run[0]]]
    close = 0
    named: set[tuple[str, ...]] = {run[0].items}
    for one, gap in zip(run[1:], gaps, strict=True):
        here = pieces[-1]
        contents = len(here) > 1 and 2 * close >= len(here) - 1
        if gap > far or (contents and gap >= BODY and one.items in named):
            pieces.append([])
            close, named = 0, set()
        else:
            close += gap < BODY
        pieces[-1].append(one)
        named.add(one.items)
    return pieces


def _less(one: Heading, subject: str) -> Heading:
    """Return a heading without the state that ranks."""
    return replace(one, items=tuple(item for item in one.items if item != subject))


def _chapters(document: Document, items: Iterable[tuple[int, Heading]]) -> list[Heading]:
    """Return numbered items that are headings: the text goes on below each before the next begins."""
    found: list[Heading] = []
    for group in _lists(list(items)):
        below = []
        for index, one in group:
            following = document.passages[index + 1].kind if index + 1 < len(document.passages) else ""
            long = len(document.text[one.end : document.passages[index].end].split()) > 3 * BODY
            if one.number and (following == "paragraph" or long):
                below.append(replace(one, level=0))
        if 2 * len(below) > len(group):
            found += [one for one in below if one.items]
    return found


def _flat(document: Document, sequence: Sequence[Heading]) -> list[Heading]:
    """Return headings with levels that can be trusted: those that only the look of plain text tells are made one."""
    marked = [one for one in sequence if one.level]
    hashes = any(document.text[one.start - 2 : one.start] == "# " for one in marked)
    deep = hashes or any(one.level > 2 for one in marked)
    named_bare = any(one.items and not one.level and one.pure for one in sequence)
    title = document.passages[0].end if document.passages and document.passages[0].kind == "heading" else -1
    kept = [one for one in sequence if one.number or one.end > title or one.end < 0]
    if deep or not named_bare:
        return kept
    return [replace(one, level=0) for one in kept]


def _runs(sequence: Sequence[Heading]) -> list[list[Heading]]:
    """Return headings of one look that follow each other under one heading of a higher level."""
    runs: dict[tuple[object, ...], list[Heading]] = {}
    closed: list[list[Heading]] = []
    for one in sequence:
        for key in [key for key in runs if one.level and isinstance(key[0], int) and key[0] > one.level]:
            closed.append(runs.pop(key))
        if one.shape == "line" and not one.level:
            for key in [key for key in runs if key[1] == "colon"]:
                closed.append(runs.pop(key))
        if not one.items:
            continue
        shape = "line" if one.shape == "item" else one.shape
        key = (one.level, shape, bool(one.number), one.pure or bool(one.level) or bool(one.number))
        run = runs.setdefault(key, [])
        if one.number and run and one.number <= run[-1].number and one.style == run[-1].style:
            closed.append(runs.pop(key))
            run = runs.setdefault(key, [])
        run.append(one)
    closed += runs.values()
    return sorted((run for run in closed if run), key=lambda run: run[0].start)


def _from_run(
    document: Document, run: Sequence[Heading], on: date, aside: list[SetAside], within: str = ""
) -> list[Ranking]:
    """Return the orders of a run of headings: that of the run itself, and those below one of its headings."""
    branches: list[Branch] = []
    seen: set[str] = set()
    for one in run:
        top = branches[-1].heading.items if branches else ()
        if not one.level and not one.number and top and all(_part(item, top, on) for item in one.items):
            branches[-1].below.append(one)
        elif not set(one.items) <= seen:
            branches.append(Branch(one))
            seen |= set(one.items)
    rankings = []
    first = _of_headings(document, [branch.heading for branch in branches], within, aside)
    rankings += [first] if first else []
    for branch in branches:
        kept: dict[tuple[str, ...], Heading] = {}
        for one in branch.below:
            if set(one.items) != set(branch.heading.items):
                kept.setdefault(one.items, one)
        second = _of_headings(document, list(kept.values()), branch.heading.text, aside)
        rankings += [second] if second else []
    return rankings


def _part(item: str, top: Sequence[str], on: date) -> bool:
    return any(item == whole or inside(item, whole, on) for whole in top)


def _of_headings(document: Document, run: Sequence[Heading], within: str, aside: list[SetAside]) -> Ranking | None:
    text = document.text
    tiers, evidence = _tiers(run)
    if len(tiers) < 2:
        return None
    if _alphabetical(run, tiers, aside) or not (run[0].level or all(one.pure for one in run) or _long(document, run)):
        return None
    numbered = sum(one.number > 0 for one in run) >= len(run) - 1
    before = text[max(0, run[0].start - 600) : run[0].start]
    if NO_ORDER.search(before):
        aside.append(SetAside(run[0].start, run[-1].end, "the text says that it stands in no order of priority"))
        return None
    framed = FRAME.search(" ".join(before.split()[-25:])) is not None or any(
        "priorit" in one.text.lower() or one.style == "word" for one in run
    )
    pure = all(one.pure for one in run)
    confidence: Confidence
    if len(tiers) > 2 and (numbered or framed):
        confidence = "high"
        reason = "numbered headings" if numbered else "headings, and words of priority before them"
    elif pure and (len(tiers) > 2 or numbered or framed):
        confidence, reason = (
            "medium",
            "headings that are names of partners; nothing says that their order is one of priority",
        )
    elif len(tiers) > 2:
        confidence, reason = "low", "headings that name partners among other words"
    elif pure and (within or run[0].level):
        confidence, reason = "low", "only two headings that are names of partners"
    else:
        return None
    return Ranking("headings", tiers, evidence, confidence, reason, within=within)


def _long(document: Document, run: Sequence[Heading]) -> bool:
    """Return whether a text of some length stands below each heading of a run."""
    return all(_words(document, one, other) >= 3 * BODY for one, other in itertools.pairwise(run))


def _tiers(run: Sequence[Heading]) -> tuple[tuple[tuple[str, ...], ...], tuple[Evidence, ...]]:
    """Return tiers and evidence; an item that comes again keeps its first place."""
    seen: set[str] = set()
    tiers, evidence = [], []
    for one in run:
        items = tuple(item for item in one.items if item not in seen)
        if items:
            seen |= set(items)
            tiers.append(items)
            says = f"{one.number}." if one.number else f"{len(tiers)}. heading" if one.shape != "item" else "item"
            evidence.append(Evidence(one.start, one.end, items, says))
    return tuple(tiers), tuple(evidence)


def _alphabetical(run: Sequence[Heading], tiers: Sequence[tuple[str, ...]], aside: list[SetAside]) -> bool:
    words = [re.sub(r"^(?:the|our)\s+", "", one.text.lower()) for one in run]
    if len(tiers) >= ALPHABET and words == sorted(words):
        aside.append(SetAside(run[0].start, run[-1].end, "names in the order of the alphabet"))
        return True
    return False


def _lists(items: Sequence[tuple[int, Heading]]) -> list[list[tuple[int, Heading]]]:
    """Return items of lists that follow each other; a number that begins again begins a new list."""
    groups: list[list[tuple[int, Heading]]] = []
    for index, one in items:
        last = groups[-1][-1] if groups else None
        new = last is None or index - last[0] > 1 or (0 < one.number <= last[1].number and one.style == last[1].style)
        if new:
            groups.append([])
        groups[-1].append((index, one))
    return groups


def _from_list(document: Document, group: Sequence[tuple[int, Heading]], aside: list[SetAside]) -> Ranking | None:
    """Return the order of a list, if most items begin with partners and it is numbered or said to be in order."""
    run = [one for _, one in group if one.items]
    tiers, evidence = _tiers(run)
    if len(tiers) < 2 or len(run) < 0.7 * len(group):
        return None
    index = group[0][0]
    lead = document.passages[index - 1] if index else None
    before = document.text[lead.start : lead.end][-400:] if lead else ""
    numbered = all(one.number for one in run)
    framed = FRAME.search(before) is not None
    if NO_ORDER.search(before):
        aside.append(SetAside(run[0].start, run[-1].end, "the text says that the list stands in no order of priority"))
        return None
    if not framed and _alphabetical(run, tiers, aside):
        return None
    if not framed and not numbered:
        aside.append(
            SetAside(run[0].start, run[-1].end, "a list without numbers, and no words that say it is an order")
        )
        return None
    if not framed and not all(one.pure for one in run):
        aside.append(
            SetAside(run[0].start, run[-1].end, "a numbered list about other things than the order of partners")
        )
        return None
    way: Way = "list"
    confidence: Confidence = "high" if framed and numbered else "medium" if framed else "low"
    reason = {
        "high": "a numbered list, and words of priority before it",
        "medium": "a list without numbers, and words of priority before it",
        "low": "a numbered list; nothing says that its order is one of priority",
    }[confidence]
    return Ranking(way, tiers, evidence, confidence, reason)
