"""What single sentences say of an order: who stands at which place, who before whom.

A sentence is written as names (slots) and the words between them. Words between two names can order them ("ahead of",
"followed by", "then"); words beside a name can place it ("the first priority", "relegated to penultimate place",
"foremost"). Words that order only among priorities ("before", "first") count where the sentence, or the one before
it, speaks of priorities.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reorient.documents.priorities.named import Named
from reorient.documents.priorities.orders import ANNOUNCED, FRAME, NO_ORDER
from reorient.documents.priorities.phrases import (
    ADVERBS,
    AFTER_FIRST,
    AHEAD,
    AHEAD_ALWAYS,
    AND,
    AROUND,
    BEGINS_OR_ENDS,
    BEHIND,
    BEHIND_ALWAYS,
    BESIDE,
    BREAK,
    EXCEPT,
    FIGURE_NOUNS,
    FOLLOWED,
    GOES_ON,
    HEAD,
    IN_ORDER,
    LEFT,
    LEFT_BARE,
    LEFT_ELLIPSIS,
    LEFT_LISTED,
    LINK,
    NOT,
    NOW,
    ONES,
    ONLY_AND,
    OPEN,
    ORD,
    ORDER_WORDS,
    ORDERING,
    OVERTAKES,
    PAST,
    PLACES,
    REVERSED,
    RIGHT,
    RIGHT_BARE,
    RIGHT_ELLIPSIS,
    SUFFIXED,
    TOPS,
    WAS,
    YEAR,
)
from reorient.documents.priorities.ranking import Evidence
from reorient.documents.text import Sentence

#: Characters of a sentence, and statements of one text, beyond which nothing is read.
LONGEST = 3000
MOST = 400


@dataclass(frozen=True, slots=True)
class Said:
    """One statement about an order.

    Attributes
    ----------
    before, after
        Items in order; `after` is empty where `before` is placed by itself.
    place
        Place of `before`: 1 the first, -1 the last; 0 for a statement about two.
    next
        Whether nothing stands between `before` and `after`.
    formerly
        Whether it is told as past.
    about
        What is ranked: `priorities`, or `relationships` where partners are spoken of.
    sentence, passage
        Indices of the sentence and its passage.
    evidence
        The words.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    place: int
    next: bool
    formerly: bool
    about: str
    sentence: int
    passage: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Slot:
    """Names that a sentence joins: "China and India"; offsets are those of the sentence on one line."""

    start: int
    end: int
    parts: tuple[tuple[str, ...], ...]
    listed: bool


def one_line(sentence: Sentence, text: str, found: Sequence[Named], subject: str) -> tuple[str, list[Slot], list[int]]:
    """Return a sentence on one line, its slots, and the offset in the text of each of its characters.

    Parameters
    ----------
    sentence
        The sentence.
    text
        The document's text.
    found
        What the sentence names, with offsets into the text.
    subject
        Id of the state that ranks; it is no slot, and neither is who owns what follows ("India's first priority").
    """
    letters: list[str] = []
    offsets: list[int] = []
    for at in range(sentence.start, sentence.end):
        if text[at].isspace():
            if letters and letters[-1] != " ":
                letters.append(" ")
                offsets.append(at)
        else:
            letters.append(text[at])
            offsets.append(at)
    line = "".join(letters)
    where = {at: n for n, at in enumerate(offsets)}
    single: list[Slot] = []
    for one in found:
        if one.start not in where or one.end - 1 not in where or one.adjective:
            continue
        items = tuple(item for item in one.items if item != subject)
        start, end = where[one.start], where[one.end - 1] + 1
        if re.search(r"\bto $", line[:start]) and re.match(r"\s(?:than|as)\b", line[end:]):
            continue  # "more important to Canberra than": for whom, not what
        around = AROUND.search(line[:start])
        start = around.start() if around else start
        if items and not re.match(r"['\u2019](?:s\b|\s)", line[end : end + 3]):
            single.append(Slot(start, end, (items,), False))
    return line, _joined(line, single), offsets


def _joined(line: str, single: Sequence[Slot]) -> list[Slot]:
    """Return slots with those joined that the sentence joins by commas and "and"."""
    slots: list[Slot] = []
    for one in single:
        head = HEAD.match(line[one.end :])
        grown = replace(one, end=one.end + head.end()) if head else one
        last = slots[-1] if slots else None
        between = line[last.end : one.start] if last else ""
        if last and EXCEPT.search(line[: last.start]):
            slots[-1] = grown
        elif (
            last
            and AND.match(between)
            and ONLY_AND.search(between)
            and not re.match(r"\s?,\s(?:with|in|to)\b", between)
        ):
            slots[-1] = Slot(last.start, grown.end, last.parts + one.parts, True)
        else:
            slots.append(grown)
    return slots


@dataclass(slots=True)
class _Reader:
    """A sentence being read."""

    line: str
    slots: list[Slot]
    offsets: list[int]
    sentence: int
    passage: int
    framed: bool
    found: list[Said]
    used: list[tuple[int, int]]

    def say(
        self,
        before: tuple[str, ...],
        after: tuple[str, ...],
        place: int,
        near: bool,
        start: int,
        end: int,
        about: str = "",
    ) -> None:
        """Keep a statement read from the words between two offsets of the line."""
        says = f"{'+'.join(before)} before {'+'.join(after)}" if after else f"place {place}"
        words = Evidence(self.offsets[start], self.offsets[max(end - 1, start)] + 1, before + after, says)
        past = self.past(start, end)
        kind = "relationships" if about.startswith(("relationship", "partner")) else "priorities"
        self.found.append(Said(before, after, place, near, past, kind, self.sentence, self.passage, words))

    def clause(self, start: int, end: int) -> str:
        """Return the words from the break before an offset to the break after another."""
        cut = 0
        for hit in BREAK.finditer(self.line, 0, start):
            cut = hit.end()
        stop = BREAK.search(self.line, end)
        return self.line[cut : stop.start() if stop else len(self.line)]

    def past(self, start: int, end: int) -> bool:
        """Return whether words stand in a clause about the past."""
        words = self.clause(start, end) if self.line[start:end].count(",") < 2 else self.line[start:end]
        if NOW.search(words) and not re.search(r"\bno longer\b", words):
            return False
        if PAST.search(words) or (
            WAS.search(words) and (YEAR.search(self.line) or PAST.search(self.line[: start + 1]))
        ):
            return True
        return bool(PAST.search(self.line[: min(start, 60)]) and WAS.search(words))


def statements(
    text: str, lines: Sequence[Sentence], found: Sequence[Named], subject: str = ""
) -> tuple[tuple[Said, ...], tuple[tuple[int, int, str], ...]]:
    """Return what sentences say of an order, and the places where words of order were not read as one.

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

    Returns
    -------
    tuple
        Statements in the order of the text, and offsets with the reason why a sentence was set aside.
    """
    said: list[Said] = []
    aside: list[tuple[int, int, str]] = []
    frame_at = -9
    at = 0
    latest: tuple[int, tuple[str, ...]] = (-9, ())
    for number, sentence in enumerate(lines):
        while at < len(found) and found[at].end <= sentence.start:
            at += 1
        here = at
        while here < len(found) and found[here].start < sentence.end:
            here += 1
        framed = FRAME.search(sentence.text) is not None
        near = framed or (number - frame_at <= 2 and lines[number - 1].passage >= sentence.passage - 1)
        if framed and ANNOUNCED.search(sentence.text) and not NOT.search(sentence.text):
            frame_at = number
        if sentence.end - sentence.start > LONGEST:
            aside.append((sentence.start, sentence.end, f"a sentence of more than {LONGEST} characters was not read"))
            continue
        if len(said) >= MOST:
            aside.append((sentence.start, lines[-1].end, f"more than {MOST} statements: the rest was not read"))
            break
        if here == at or not (near or ORDER_WORDS.search(sentence.text)):
            continue
        line, slots, offsets = one_line(sentence, text, found[at:here], subject)
        reader = _Reader(line, slots, offsets, number, sentence.passage, near, [], [])
        if NO_ORDER.search(line):
            continue
        _read(reader)
        if latest[0] == number - 1 and slots and GOES_ON.match(line[: slots[0].start]):
            after = _flat(slots[0])
            if near and not set(after) & set(latest[1]):
                reader.say(latest[1], after, 0, True, 0, slots[0].end)
        if reader.found and (line.rstrip(" \"'\u201d\u2019").endswith("?") or OPEN.search(line)):
            aside.append((sentence.start, sentence.end, "a question, a wish or a condition"))
            continue
        denied = [one for one in reader.found if _denied(reader, one)]
        for one in denied:
            aside.append((one.evidence.start, one.evidence.end, "denied"))
        kept = [one for one in reader.found if one not in denied]
        said += kept
        told = {item for one in kept for item in (*one.before, *one.after)}
        ends = [slot for slot in slots if set(_flat(slot)) <= told]
        latest = (number, _flat(ends[-1])) if ends else latest
    return tuple(said), tuple(aside)


def _denied(reader: _Reader, one: Said) -> bool:
    """Return whether a statement is denied; "no longer" makes it one of the past instead."""
    begin = next(n for n, at in enumerate(reader.offsets) if at >= one.evidence.start)
    end = next((n for n, at in enumerate(reader.offsets) if at >= one.evidence.end), len(reader.line))
    words = reader.clause(begin, end)
    hit = NOT.search(words)
    return (
        hit is not None
        and re.search(r"no longer|not any|ceased to", hit.group(), re.I) is None
        and "no less important" not in words
    )


def _read(reader: _Reader) -> None:
    line, slots = reader.line, reader.slots
    claimed: set[int] = set()
    placed: set[int] = set()
    for n, slot in enumerate(slots):
        stop = slots[n + 1].start if n + 1 < len(slots) else len(line)
        words = line[slot.end : stop]
        hit = RIGHT.match(words)
        bare = None if hit or not reader.framed or FIGURE_NOUNS.search(words) else RIGHT_BARE.match(words)
        right = hit or bare
        prior = line[slots[n - 1].end : slot.start].strip() if n else ""
        tops = TOPS.match(words) if reader.framed else None
        if tops is not None:
            _place(reader, slot, "first", slot.start, slot.end + tops.end(), "")
            placed.add(n)
            continue
        if right is not None and n and OVERTAKES.search(prior):
            _place(reader, slots[n - 1], right["ords"], slots[n - 1].start, slot.end + right.end(), "")
            claimed.add(slot.end + right.start("ords"))
            placed |= {n - 1, n}
            continue
        if right is not None and not AFTER_FIRST.search(words) and not _opens(words, right):
            noun = hit["noun"] if hit else ""
            if _place(reader, slot, right["ords"], slot.start, slot.end + right.end(), noun):
                claimed.add(slot.end + right.start("ords"))
                placed.add(n)
    for n, slot in enumerate(slots):
        begin = slots[n - 1].end if n else 0
        words = line[begin : slot.start]
        first = AFTER_FIRST.search(words)
        if first is not None and n + 1 < len(slots) and begin + first.start("ords") not in claimed:
            link = line[slot.end : slots[n + 1].start]
            if re.fullmatch(rf"[\s,]*(?:{LINK}[\s,]*){{1,4}}", link, re.I) and PLACES[first["ords"].lower()] == 1:
                other = slots[n + 1]
                end = other.end
                # "The first after A is B": A stands first, B second.
                reader.say(_flat(slot), _flat(other), 0, True, begin + first.start(), end, first["noun"])
                reader.say(_flat(slot), (), 1, False, begin + first.start(), end, first["noun"])
                reader.say(_flat(other), (), 2, False, begin + first.start(), end, first["noun"])
                claimed.add(begin + first.start("ords"))
            continue
        hit = LEFT.search(words)
        if hit is None and reader.framed:
            hit = LEFT_BARE.search(words)
        ends = BEGINS_OR_ENDS.search(words) if hit is None and reader.framed else None
        if ends is not None and n not in placed:
            _place(reader, slot, "first" if ends["begins"] else "last", begin + ends.start(), slot.end, "")
            placed.add(n)
        listed = LEFT_LISTED.search(words) if hit is None else None
        if listed is not None and n not in placed:
            word = listed["listed"] or ONES.get(listed["number"], listed["number"])
            word = word if word.lower() in PLACES else SUFFIXED.get(word, "")
            if word and _place(reader, slot, word, begin + listed.start(), slot.end, "priority"):
                placed.add(n)
        if hit is None or n in placed:
            continue
        noun = hit.groupdict().get("noun") or ""
        if begin + hit.start("ords") in claimed:
            continue
        if _place(reader, slot, hit["ords"], begin + hit.start("ords"), slot.end, noun):
            placed.add(n)
    _ellipses(reader, placed, claimed)
    _pairs(reader)
    _in_order(reader, placed)


def _ellipses(reader: _Reader, placed: set[int], claimed: set[int]) -> None:
    """Place names beside bare ordinals, where another name is placed in full or two or more stand so."""
    line, slots = reader.line, reader.slots
    if not reader.framed:
        return
    bare: list[tuple[int, str, int, int]] = []
    for n, slot in enumerate(slots):
        if n in placed:
            continue
        stop = slots[n + 1].start if n + 1 < len(slots) else len(line)
        begin = slots[n - 1].end if n else 0
        right = RIGHT_ELLIPSIS.match(line[slot.end : stop])
        left = LEFT_ELLIPSIS.search(line[begin : slot.start])
        if right and slot.end + right.start("ords") not in claimed:
            bare.append((n, right["ords"], slot.start, slot.end + right.end()))
        elif left and begin + left.start("ords") not in claimed:
            bare.append((n, left["ords"], begin + left.start("ords"), slot.end))
    if len(bare) > 1 or (bare and any(one.place for one in reader.found)):
        for n, ords, start, end in bare:
            told = len(reader.found)
            if _place(reader, slots[n], ords, start, end, ""):
                placed.add(n)
                now = NOW.search(reader.clause(start, end)) is not None
                earlier = [one for one in reader.found[:told] if one.evidence.start < reader.offsets[start]]
                last = max(earlier, key=lambda one: one.evidence.start) if earlier else None
                reader.found[told:] = [
                    replace(one, formerly=(last or one).formerly and not now) for one in reader.found[told:]
                ]


def _opens(words: str, hit: re.Match[str]) -> bool:
    """Return whether a phrase of place belongs to the name behind it ("with Asia; the first priority is Africa")."""
    rest = words[hit.end() :]
    lead = words[: hit.start("ords")]
    return (
        bool(re.search(r"[;:.]|\b(?:the|our|its) $|['\u2019]s? $", lead))
        and bool(re.match(rf"\s+(?:{LINK}\s*){{1,3}}$", rest, re.I))
        and bool(rest.strip())
    )


def _place(reader: _Reader, slot: Slot, ords: str, start: int, end: int, noun: str) -> bool:
    """Place a slot, or each of its parts where as many places are said as it has parts."""
    said = [
        w.lower() for w in re.findall(rf"{ORD}|firstly|secondly|thirdly|fourthly|lastly|finally|above all", ords, re.I)
    ]
    places = [ADVERBS.get(w) or PLACES[w] for w in said]
    if len(places) > 1 and len(places) == len(slot.parts):
        for part, place in zip(slot.parts, places, strict=True):
            reader.say(part, (), place, False, start, end, noun)
        return True
    if len(places) != 1:
        return False
    reader.say(_flat(slot), (), places[0], False, start, end, noun)
    return True


def _flat(slot: Slot) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for part in slot.parts for item in part))


def _pairs(reader: _Reader) -> None:
    """Read the words between each two names that follow each other."""
    line, slots = reader.line, reader.slots
    for one, other in itertools.pairwise(slots):
        between = re.sub(
            r"\s+(?:the|our|its|their|relations with|ties with|cooperation with|that of|those of|with)\s*$",
            "",
            line[one.end : other.start].strip(),
        )
        between = re.sub(
            r"\s+(?:the|our|its|their|relations with|ties with|that of|those of|those with|those)$", "", between
        )
        a, b = _flat(one), _flat(other)
        if set(a) & set(b):
            continue
        start, end = one.start, other.end
        if BESIDE.search(between):
            continue
        if OVERTAKES.search(between):
            if reader.framed:
                reader.say(a, b, 0, False, start, end)
            continue
        if AHEAD_ALWAYS.search(between):
            reader.say(a, b, 0, False, start, end)
        elif BEHIND_ALWAYS.search(between):
            if reader.framed or "second only" not in between:
                reader.say(b, a, 0, "second only" in between, start, end)
        elif reader.framed and not FIGURE_NOUNS.search(between) and not AFTER_FIRST.search(between):
            if FOLLOWED.search(between) and "ahead of" not in between:
                reader.say(a, b, 0, True, start, end)
            elif ORDERING.search(between) or len(re.findall(r"\w+", between)) <= 2:
                if AHEAD.search(between):
                    reader.say(a, b, 0, bool(re.search(r"\bpenultimate\b", between)), start, end)
                elif BEHIND.search(between):
                    reader.say(
                        b, a, 0, bool(re.search(r"\b(?:immediately|directly|right|just)\b", between)), start, end
                    )


def _in_order(reader: _Reader, placed: set[int]) -> None:
    """Read a list of names of which the sentence says that it is in order."""
    line = reader.line
    said = IN_ORDER.search(line)
    back = REVERSED.search(line)
    if said is None and back is None:
        return
    for n, slot in enumerate(reader.slots):
        if (
            not slot.listed
            or len(slot.parts) < 2
            or n in placed
            or len(slot.parts) < max(len(s.parts) for s in reader.slots)
        ):
            continue
        parts = list(reversed(slot.parts)) if back else list(slot.parts)
        for before, after in itertools.pairwise(parts):
            reader.say(before, after, 0, True, slot.start, slot.end)
