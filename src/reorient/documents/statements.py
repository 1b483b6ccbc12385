"""What single sentences say of an order: who stands at which place, who before whom.

A sentence is written as names (slots) and the words between them. Words between two names can order them ("ahead of", "followed
by", "then"); words beside a name can place it ("the first priority", "relegated to penultimate place", "foremost"). Words that
order only among priorities ("before", "first") count where the sentence, or the one before it, speaks of priorities.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reorient.documents.named import Named
from reorient.documents.orders import ANNOUNCED, FRAME, NO_ORDER
from reorient.documents.ranking import Evidence
from reorient.documents.text import Sentence


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


_PLACES = {
    **{w: n for n, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)},
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
_ORD = "(?:" + "|".join(re.escape(w) for w in sorted(_PLACES, key=len, reverse=True)) + ")"
_ORDS = rf"(?P<ords>{_ORD}(?:(?:,? and(?: the)?|,)\s+{_ORD})*)"
_NOUN = (
    r"(?P<noun>priorit(?:y|ies)|place|concern|focus|direction|vector|track|rank|position|tier|interest|importance|circle|"
    r"ring|spot|rung|line|relationships?|partners?|partnerships?)\b"
)
#: Adjectives of trade and size: then it is a figure that is ranked, and not what a state wants.
_FIGURES = r"(?!trad|larg|big|export|import|econom|suppl|buy|sell|invest|weapon|arms|oil|gas|small|olympic|world)"
_PHRASE = rf"(?:the |its |our |their |his |her |a |very |of |as )*{_ORDS}(?:[ -]{_FIGURES}[\w-]+){{0,3}}?[ -]{_NOUN}"
_BARE = rf"(?:the |its |our |their )?{_ORDS}"
_BE = (
    r"(?:(?:is|are|was|were|be|been|being|remains?|remained|stays?|stayed|becomes?|became|comes?|came|stands?|stood|ranks?|"
    r"ranked|now|still|always|no longer|has|have|had|will|placed|put|puts|listed|treated|seen|regarded|considered|rated|named|called|"
    r"moved|moves|rose|risen|rises|climbed|fell|fallen|falls|dropped|drops|slipped|relegated|demoted|promoted|raised|lifted|"
    r"elevated|pushed|down|up|back|only|once|again|also|therefore|constitutes?|forms?|takes?|took|occup(?:y|ies|ied)|"
    r"holds?|held|gets?|given|assigned|to|in|at|on|into|as|from|and|used|long|our|its|their|who|which|that|,)\s+)"
)
_RIGHT = re.compile(rf"^\W*\s*{_BE}{{0,8}}{_PHRASE}", re.I)
_RIGHT_BARE = re.compile(
    rf"^\W*\s*{_BE}{{0,7}}(?:com(?:es?|ing)|came|stands?|stood|ranks?|ranked|placed|put|listed|is|are|as|being|remains?)\s+"
    rf"{_BE}{{0,2}}{_BARE}(?=\s*(?:$|[,.;:)\u2013\u2014]|and\b|with\b|but\b|while\b|on\b|in\b|among\b|for\b|followed\b|@|before\b|ahead\b))",
    re.I,
)
_LINK = (
    r"(?:is|are|remains?|stays?|becomes?|was|were|being|goes to|went to|belongs? to|given to|lies (?:with|in)|"
    r"is given to|is held by|was held by|is taken by|comes?|came|stands?|stood|we (?:put|place|see)|:|\u2013|\u2014|,|now|still|always|"
    r"to be|will be|has been|have been|had been|used to be|to|with|in|on|the|its|our)"
)
_LEFT = re.compile(
    rf"{_PHRASE}(?P<of>(?:\s+(?:of|in|for|among|within)\s+(?:[\w'\u2019-]+\s+){{0,5}}?[\w'\u2019-]+)?)\s*(?:\s*{_LINK}){{1,5}}\s*$",
    re.I,
)
_LEFT_BARE = re.compile(
    rf"(?:^|[,;:\u2013\u2014]\s*|\band\s+|\bbut\s+|\bwhile\s+)(?:(?:and|but|then|the|its|our|their)\s+)*(?P<ords>{_ORD}|firstly|secondly|thirdly|fourthly|lastly|finally|above all)"
    r"(?:\s+of all)?(?:\s*,\s*|\s+)(?:(?:come|comes|came|stand|stands|is|are|are|goes to|belongs to|remains|we put|to|with|on|the|our|its|one|place|placed|:|relations with|ties with)\s+)*$",
    re.I,
)
_AFTER_FIRST = re.compile(rf"{_PHRASE}\s+(?:after|behind|next to|following)(?:\s+(?:the|our|its|their))?\s*$", re.I)
_ADVERBS = {"firstly": 1, "secondly": 2, "thirdly": 3, "fourthly": 4, "lastly": -1, "finally": -1, "above all": 1}

#: Words between two names that order them among priorities whatever else the sentence says.
_AHEAD_ALWAYS = re.compile(
    r"(?:takes?|took|taking|has|have|had|given|gets?|enjoys?)\s+(?:clear |absolute |full )?(?:precedence|priority|preference)\s+over$|"
    r"\boutranks?$|\bmatters? (?:far )?more (?:to us |to it )?than$|\bmore important (?:\w+ ){0,3}than$|"
    r"\bhigher priority than$|\bprecedence over$|\bpriority over$",
    re.I,
)
_BEHIND_ALWAYS = re.compile(
    r"\bsecond only to$|\bless important (?:\w+ ){0,3}than$|\blower priority than$|\bsubordinate(?:d)? to$|"
    r"\btakes? a back seat to$|\bmatters? less (?:to us |to it )?than$|\byields? (?:precedence|priority) to$",
    re.I,
)
_AHEAD = re.compile(r"(?:\bahead of|\bbefore|\babove|\bprecedes?|\bpreceding|\bover|\bprior to)$", re.I)
_BEHIND = re.compile(r"(?:\bbehind|\bbelow|\bafter|\bbeneath)$", re.I)
_FOLLOWED = re.compile(
    r"(?:\bfollowed(?: \w+)? by|\bfollowed by relations with|\bahead of|(?:^|[,;]\s*)(?:and )?(?:only )?(?:then|next|after(?:wards| that| which| it| them)|"
    r"behind (?:it|them)|after that|lastly|finally|last)(?:,)?(?:\s+(?:come|comes|came|by|to|with|is|are|stands?|is followed by))*)$",
    re.I,
)
_BESIDE = re.compile(
    r"(?:\bon a par with|\bas important as|\bon an equal footing with|\bno less important than|\bequal(?:ly)? (?:with|to)|"
    r"\bside by side with|\bshares? (?:the )?\w+ place with)$",
    re.I,
)
_IN_ORDER = re.compile(
    r"\bin (?:this|that|the following|the) order\b|\bin (?:descending |declining |falling )?order of (?:priority|importance|precedence|preference)\b|"
    r"\bin descending order\b|\border of (?:priorities|priority|importance|precedence)(?: is| runs|:)|\bin order,|, in order\b",
    re.I,
)
_REVERSED = re.compile(r"\b(?:ascending|reverse|reversed|rising|increasing) (?:order|importance)\b", re.I)
_PAST = re.compile(
    r"\bused to\b|\bonce\b(?! again)|\bno longer\b|\bnot any ?(?:more|longer)\b|\bformer(?:ly)\b|\bhad (?:been|long been|come|stood|ranked)\b|"
    r"\bin the past\b|\btraditionally\b|\bceased to\b|\blost its\b|\bat (?:the|that) time\b|\bback then\b|"
    r"\buntil (?:then|recently|\d{4})\b|\bduring the\b|\bin those (?:days|years)\b|\bdecades? ago\b|\byears ago\b|\bearlier\b|\bpreviously\b|"
    r"\b(?:in|under) the (?:19|20)\d\ds\b",
    re.I,
)
_WAS = re.compile(r"\b(?:was|were|came|stood|ranked|took|held)\b", re.I)
_YEAR = re.compile(r"\b(?:in|until|before|by|of|from|since) (?:19|20)\d\d\b", re.I)
_NOT = re.compile(
    r"\bno longer\b|\bnot\b|\bnever\b|\bneither\b|\bnor\b|n['\u2019]t\b|\bwithout\b|\brather than\b|\bhardly\b|\bfar from\b|\bdenie[sd]\b|\bceased to\b",
    re.I,
)
_NOW = re.compile(r"\bnow(?:adays)?\b|\btoday\b|\bat present\b|\bcurrently\b|\bthese days\b", re.I)
_OPEN = re.compile(
    r"\bif\b|\bwhether\b|\bcould\b|\bmight\b|\bmay (?:become|be|come)\b|\bwould\b|\bshould\b|\bought to\b|\bunless\b|\bperhaps\b|\bargues? that\b|\bshould be\b",
    re.I,
)
_FIGURE_NOUNS = re.compile(
    r"\b(?:GDP|trade|exports?|imports?|tonnes|percent|per cent|population|sales|market|turnover|investment|size|area|medals?|goals?)\b",
    re.I,
)
_BREAK = re.compile(r"\s(?:and|but|while|whereas|though|although)\s|[,;:\u2013\u2014(]")


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
        around = _AROUND.search(line[:start])
        start = around.start() if around else start
        if items and not re.match(r"['\u2019](?:s\b|\s)", line[end : end + 3]):
            single.append(Slot(start, end, (items,), False))
    return line, _joined(line, single), offsets


#: Words around a name that belong to it: "the rest of Africa", "relations with India".
_AROUND = re.compile(
    r"(?:(?:(?:the|our|its|their)\s+)?(?:rest|(?:states|countries|nations|peoples|capitals) of|relations|ties|cooperation|dealings|"
    r"links|work|dialogue|partners|partnership|friends|engagement)\s+(?:of|with|in)\s+|"
    r"(?:the\s+)?(?:states|countries|nations|peoples|capitals)\s+of\s+)(?:the\s+|our\s+)?$",
    re.I,
)
_AND = re.compile(
    r"^(?:\s?,)?\s?(?:,|and|as well as|along with|together with|&|/)?(?:\s+(?:and|the|our|its|their|with|in|to|both))*\s?$",
    re.I,
)
_ONLY_AND = re.compile(r"[,/&]|\b(?:and|as well as|along with|together with)\b", re.I)
_HEAD = re.compile(
    r"^\s(?:region|countries|states|nations|continent|neighbou?rs|partners|direction|vector|track)\b", re.I
)


def _joined(line: str, single: Sequence[Slot]) -> list[Slot]:
    """Return slots with those joined that the sentence joins by commas and "and"."""
    slots: list[Slot] = []
    for one in single:
        head = _HEAD.match(line[one.end :])
        grown = replace(one, end=one.end + head.end()) if head else one
        last = slots[-1] if slots else None
        between = line[last.end : one.start] if last else ""
        if last and _AND.match(between) and _ONLY_AND.search(between):
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
        """Return the words from the break before an offset to another offset."""
        cut = 0
        for hit in _BREAK.finditer(self.line, 0, start):
            cut = hit.end()
        return self.line[cut:end]

    def past(self, start: int, end: int) -> bool:
        """Return whether words stand in a clause about the past."""
        words = self.clause(start, end) if self.line[start:end].count(",") < 2 else self.line[start:end]
        if _NOW.search(words) and not re.search(r"\bno longer\b", words):
            return False
        if _PAST.search(words) or (
            _WAS.search(words) and (_YEAR.search(self.line) or _PAST.search(self.line[: start + 1]))
        ):
            return True
        return bool(_PAST.search(self.line[: min(start, 60)]) and _WAS.search(words))


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
    for number, sentence in enumerate(lines):
        while at < len(found) and found[at].end <= sentence.start:
            at += 1
        here = at
        while here < len(found) and found[here].start < sentence.end:
            here += 1
        framed = FRAME.search(sentence.text) is not None
        near = framed or (number - frame_at <= 2 and lines[number - 1].passage >= sentence.passage - 1)
        if framed and ANNOUNCED.search(sentence.text) and not _NOT.search(sentence.text):
            frame_at = number
        if here == at or not (near or _ORDER_WORDS.search(sentence.text)):
            continue
        line, slots, offsets = one_line(sentence, text, found[at:here], subject)
        reader = _Reader(line, slots, offsets, number, sentence.passage, near, [], [])
        if NO_ORDER.search(line):
            continue
        _read(reader)
        if reader.found and (line.rstrip(" \"'\u201d\u2019").endswith("?") or _OPEN.search(line)):
            aside.append((sentence.start, sentence.end, "a question, a wish or a condition"))
            continue
        denied = [one for one in reader.found if _denied(reader, one)]
        for one in denied:
            aside.append((one.evidence.start, one.evidence.end, "denied"))
        said += [one for one in reader.found if one not in denied]
    return tuple(said), tuple(aside)


_ORDER_WORDS = re.compile(
    r"\bpriorit|\bprecedence|\boutrank|\bsecond only to\b|\bmatters? (?:more|less)\b|\bmore important\b|\bless important\b",
    re.I,
)


def _denied(reader: _Reader, one: Said) -> bool:
    """Return whether a statement is denied; "no longer" makes it one of the past instead."""
    begin = next(n for n, at in enumerate(reader.offsets) if at >= one.evidence.start)
    end = next((n for n, at in enumerate(reader.offsets) if at >= one.evidence.end), len(reader.line))
    words = reader.clause(begin, end)
    hit = _NOT.search(words)
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
        hit = _RIGHT.match(words)
        bare = None if hit or not reader.framed or _FIGURE_NOUNS.search(words) else _RIGHT_BARE.match(words)
        right = hit or bare
        if right is not None and not _AFTER_FIRST.search(words) and not _opens(words, right):
            noun = hit["noun"] if hit else ""
            if _place(reader, slot, right["ords"], slot.start, slot.end + right.end(), noun):
                claimed.add(slot.end + right.start("ords"))
                placed.add(n)
    for n, slot in enumerate(slots):
        begin = slots[n - 1].end if n else 0
        words = line[begin : slot.start]
        first = _AFTER_FIRST.search(words)
        if first is not None and n + 1 < len(slots) and begin + first.start("ords") not in claimed:
            link = line[slot.end : slots[n + 1].start]
            if re.fullmatch(rf"[\s,]*(?:{_LINK}[\s,]*){{1,4}}", link, re.I) and _PLACES[first["ords"].lower()] == 1:
                other = slots[n + 1]
                end = other.end
                # "The first after A is B": A stands first, B second.
                reader.say(_flat(slot), _flat(other), 0, True, begin + first.start(), end, first["noun"])
                reader.say(_flat(slot), (), 1, False, begin + first.start(), end, first["noun"])
                reader.say(_flat(other), (), 2, False, begin + first.start(), end, first["noun"])
                claimed.add(begin + first.start("ords"))
            continue
        hit = _LEFT.search(words)
        if hit is None and reader.framed:
            hit = _LEFT_BARE.search(words)
        if hit is None or n in placed or begin + hit.start("ords") in claimed:
            continue
        noun = hit.groupdict().get("noun") or ""
        if _place(reader, slot, hit["ords"], begin + hit.start("ords"), slot.end, noun):
            placed.add(n)
    _pairs(reader)
    _in_order(reader, placed)


def _opens(words: str, hit: re.Match[str]) -> bool:
    """Return whether a phrase of place belongs to the name behind it ("with Asia; the first priority is Africa")."""
    rest = words[hit.end() :]
    lead = words[: hit.start("ords")]
    return (
        bool(re.search(r"[;:.]|\b(?:the|our|its) $", lead))
        and bool(re.match(rf"\s+(?:{_LINK}\s*){{1,3}}$", rest, re.I))
        and bool(rest.strip())
    )


def _place(reader: _Reader, slot: Slot, ords: str, start: int, end: int, noun: str) -> bool:
    """Place a slot, or each of its parts where as many places are said as it has parts."""
    said = [
        w.lower() for w in re.findall(rf"{_ORD}|firstly|secondly|thirdly|fourthly|lastly|finally|above all", ords, re.I)
    ]
    places = [_ADVERBS.get(w) or _PLACES[w] for w in said]
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
    for one, other in zip(slots, slots[1:], strict=False):
        between = re.sub(
            r"\s+(?:the|our|its|their|relations with|ties with|cooperation with|that of|those of|with)\s*$",
            "",
            line[one.end : other.start].strip(),
        )
        between = re.sub(r"\s+(?:the|our|its|their|relations with|ties with|that of|those of)$", "", between)
        a, b = _flat(one), _flat(other)
        if set(a) & set(b):
            continue
        start, end = one.start, other.end
        if _BESIDE.search(between):
            continue
        if _AHEAD_ALWAYS.search(between):
            reader.say(a, b, 0, False, start, end)
        elif _BEHIND_ALWAYS.search(between):
            if reader.framed or "second only" not in between:
                reader.say(b, a, 0, "second only" in between, start, end)
        elif reader.framed and not _FIGURE_NOUNS.search(between) and not _AFTER_FIRST.search(between):
            if _FOLLOWED.search(between) and "ahead of" not in between:
                reader.say(a, b, 0, True, start, end)
            elif _ORDERING.search(between) or len(between.split()) <= 2:
                if _AHEAD.search(between):
                    reader.say(a, b, 0, bool(re.search(r"\bpenultimate\b", between)), start, end)
                elif _BEHIND.search(between):
                    reader.say(
                        b, a, 0, bool(re.search(r"\b(?:immediately|directly|right|just)\b", between)), start, end
                    )


#: Between two names "before" and "after" are of time, unless one of these stands with them.
_ORDERING = re.compile(
    r"\b(?:rank\w*|plac\w+|put\w*|list\w*|com(?:es?|ing)|came|stand\w*|stood|priorit\w+|relegated|demoted|promoted|moved|moves|still|"
    r"now|clearly|well|far|just|directly|immediately|is|are|penultimate|first|second|third|precedence)\b",
    re.I,
)


def _in_order(reader: _Reader, placed: set[int]) -> None:
    """Read a list of names of which the sentence says that it is in order."""
    line = reader.line
    said = _IN_ORDER.search(line)
    back = _REVERSED.search(line)
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
        for before, after in zip(parts, parts[1:], strict=False):
            reader.say(before, after, 0, True, slot.start, slot.end)
