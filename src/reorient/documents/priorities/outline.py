"""Headings and items of lists that name partners: found by the reader of the file, or by how a line looks.

A scanned text keeps no markup, breaks a heading over two lines or lets it run into its first sentence ("Africa The
region has ..."). So every line is looked at: it is a heading if nothing but names and joining words stands in it, or
if the reader of the file says so. What it is made of decides how plainly it is one (`Heading.pure`).
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reorient.documents.priorities.named import Named
from reorient.documents.text import Document, Passage

#: Where a heading stands: on lines of its own, before a colon or a full stop, or run into its sentence.
Shape = Literal["line", "colon", "item"]

#: Most words of a heading that is more than names.
MOST_WORDS = 14


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text with its passage."""

    start: int
    end: int
    passage: Passage


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, or an item of a list.

    Attributes
    ----------
    start, end
        Offsets of its words.
    items
        What it names; empty for headings about something else.
    level
        Depth that markup or numbering tells, 0 where nothing does.
    number
        Its number, 0 without one.
    style
        Style of the number: `1`, `I`, `A`, `a`, `word`, or empty.
    shape
        Where it stands.
    pure
        Whether nothing but names and joining words stands in it.
    text
        Its words on one line, without number.
    """

    start: int
    end: int
    items: tuple[str, ...]
    level: int
    number: int
    style: str
    shape: Shape
    pure: bool
    text: str


_LINE = re.compile(r"[^\n]*[^\W_][^\n]*")
_MARK = re.compile(r"\s*(?P<hashes>#{1,6})?\s*(?P<bullet>[-*\u2022\u2013\u2014+]\s+)?(?P<stars>\*{1,3}|_{2,3})?\s*")
_WORDS = {
    w: n
    for n, w in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}
_ORDINALS = {
    w: n
    for n, w in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1
    )
}
_NUMBER = re.compile(
    r"(?:(?:chapter|part|section|article|pillar|priority|tier|circle|ring|direction|vector|goal)\s+(?:no\.?\s*)?)?"
    r"(?P<number>\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,6}|[A-Za-z])(?P<end>[.):]|\s?[\u2013\u2014-](?=\s)))\s*(?=\S)"
    r"|(?:chapter|part|section|pillar|priority|tier|circle|ring|direction|vector)\s+(?:no\.?\s*)?"
    r"(?P<word>\d{1,2}|[IVX]{1,5}|one|two|three|four|five|six|seven|eight|nine|ten)\s*[:.\u2013\u2014-]?\s*(?=\S)"
    r"|(?:the\s+)?(?P<ordinal>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
    r"(?:\s+(?:priority|circle|ring|tier|place|direction|vector|region|focus))?\s*[:\u2013\u2014-]\s*(?=\S)",
    re.I,
)
_PAGE = re.compile(r"(?:\d{1,3}|p\.?\s?\d{1,3})\s+(?=[A-Z])")
#: Capitals before a run-in heading: the name of the chapter that begins there.
_CHAPTER = re.compile(r"(?:[A-Z][A-Z.&,'\u2019-]+\s+){2,8}(?=[A-Z][a-z])")
_JOINING = re.compile(
    r"\b(?:the|and|of|in|for|with|to|towards?|our|its|their|on|a|an|as|across|within|wider|greater|broader|other|own|"
    r"remaining|rest|new|future|changing|others?|beyond|states?|countries|country|nations?|regions?|"
    r"areas?|continent|members?|partners?|allies|"
    r"neighbou?rs?|neighbou?rhood|republics?|peoples?|world|basin|space|direction|vector|strateg(?:y|ies)|"
    r"polic(?:y|ies)|relations?|relationships?|ties|cooperation|partnerships?|priorit(?:y|ies)|engagement|approach|"
    r"dialogue|islands?|peninsula|federation|kingdom|republic|union|nis)\b|&",
    re.I,
)
_STARTERS = re.compile(
    r"\s+(?:The|Our|In|We|An?|As|This|These|With|For|While|To|Over|Since|It|There|Its|America's|Recent|No|Few)\s"
)
#: A short name behind a long one: "Newly Independent States (NIS)".
_SHORT = re.compile(r"^\s?\([A-Z]{2,6}\)")
#: Behind a name in a run-in heading: "Asian Allies: ...".
_NOUN = re.compile(r"\s(?:Allies|Partners|Neighbou?rs|Countries|States|Region|Nations|Continent|Peninsula)\b")
_LEADER = re.compile(r"(?:\s*\.){2,}\s*\d*\s*$|\s+\d{1,3}\s*$")
_SENTENCE = re.compile(r"[.!?][\"'\u201d\u2019)]*(?:\s*\d{1,3})?\s*$|[:\u2026]\s*$")
_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "and",
        "or",
        "but",
        "its",
        "their",
        "our",
        "as",
        "into",
        "vs",
    ]
)


def headings(document: Document, found: Sequence[Named]) -> tuple[Heading, ...]:
    """Return the headings of a document, and lines that can be headings because of what they name.

    Parameters
    ----------
    document
        The document.
    found
        What its text names.

    Returns
    -------
    tuple of Heading
        In order. Headings that name nobody are among them, without items.
    """
    kept: list[Heading] = []
    text = document.text
    begins = [one.start for one in found]
    lines = [
        Line(hit.start(), hit.end(), passage)
        for passage in document.passages
        if passage.kind not in {"furniture", "table", "quote", "item"}
        for hit in _LINE.finditer(text, passage.start, passage.end)
    ]
    at = 0
    while at < len(lines):
        one, used = _read(text, lines, at, found, begins)
        if one is not None:
            kept.append(one)
        at += used
    return tuple(kept)


def list_items(document: Document, found: Sequence[Named]) -> Iterator[tuple[int, Heading]]:
    """Yield items of lists with the index of their passage; the names of an item are those with which it begins.

    Parameters
    ----------
    document
        The document.
    found
        What its text names.
    """
    text = document.text
    begins = [one.start for one in found]
    for index, passage in enumerate(document.passages):
        if passage.kind != "item":
            continue
        begin, number, style = _numbered(text, passage.start, passage.end)
        names = _within(found, begins, begin, passage.end)
        end = passage.end
        head, pure = _head(text, begin, end, names)
        items = tuple(dict.fromkeys(item for one in names if one.end <= head for item in one.items))
        level = passage.level
        words = " ".join(text[begin:head].split())
        yield index, Heading(begin, head, items, level, number, style, "item", pure, words)


def _head(text: str, begin: int, end: int, names: Sequence[Named]) -> tuple[int, bool]:
    """Return where the names end with which an item begins, and whether nothing but names stands before that."""
    stop = begin
    for one in names:
        if _rest(text[stop : one.start]):
            break
        stop = one.end
    if stop == begin:
        return begin, False
    after = text[stop:end].lstrip("*_ \u2019'\"\u201d)")
    return stop, not after or after[0] in ",.;:(\u2013\u2014-\n" or not _rest(after)


def _rest(words: str) -> str:
    """Return what is left of words without joining words and marks."""
    return re.sub(r"[\W\d_]+", "", _JOINING.sub(" ", words))


def _numbered(text: str, start: int, end: int) -> tuple[int, int, str]:
    """Return where the words begin behind marks and number, the number, and its style."""
    mark = _MARK.match(text, start, end)
    begin = mark.end() if mark else start
    hit = _NUMBER.match(text, begin, end)
    if hit is None:
        page = _PAGE.match(text, begin, end)
        return (page.end() if page else begin), 0, ""
    if hit["ordinal"]:
        return hit.end(), _ORDINALS[hit["ordinal"].lower()], "word"
    if hit["word"]:
        word = hit["word"].lower()
        return hit.end(), _WORDS.get(word, 0) or (int(word) if word.isdigit() else roman(word)), "word"
    said = hit["number"][: -len(hit["end"])].strip(" (").rstrip(".")
    if not hit["number"].strip() or text[hit.end() - 1 : hit.end()].isalnum():
        return begin, 0, ""
    if said[:1].isdigit():
        parts = said.split(".")
        return hit.end(), int(parts[-1]), "1" + ".1" * (len(parts) - 1)
    if len(said) > 1 or said in "IVX":
        return hit.end(), roman(said.lower()), "I"
    return hit.end(), ord(said.lower()) - 96, "A" if said.isupper() else "a"


def roman(word: str) -> int:
    """Return a Roman number in lower case as a number."""
    values = [{"i": 1, "v": 5, "x": 10}.get(letter, 0) for letter in word]
    return sum(-v if v < max(values[n:]) else v for n, v in enumerate(values))


def _read(
    text: str, lines: Sequence[Line], at: int, found: Sequence[Named], begins: Sequence[int]
) -> tuple[Heading | None, int]:
    """Return the heading that begins at a line, if there is one, and how many lines were read."""
    line = lines[at]
    if _goes_on(text, line.start):
        return None, 1
    marked = line.passage.kind == "heading" and line.start == line.passage.start
    hashes = re.match(r"\s*(#{1,6})\s", text[line.start : line.end])
    level = len(hashes[1]) if hashes else (line.passage.level if marked else 0)
    begin, number, style = _numbered(text, line.start, line.end)
    level += style.count(".") if level else 0
    for size in (1, 2, 3):
        last = lines[min(at + size, len(lines)) - 1].end
        inner = text[line.start : last]
        if at + size > len(lines) or last - begin > 120 or re.search(r"\n\s*\n(?!\s*(?:and|&)\b)", inner, re.I):
            break
        stop = last - len(_tail(text[begin:last]))
        names = _within(found, begins, begin, stop)
        if (
            not names
            or not _only(text, begin, stop, names)
            or re.match(r"\W*\n\s*(?:and|&|or)\b", text[last : last + 20], re.I)
        ):
            continue
        if text[last - 1] not in ".," or number:
            return _made(text, begin, stop, names, level, number, style, "line", True), size
    if marked:
        used = sum(one.passage is line.passage for one in lines[at : at + 4])
        return _marked(text, begin, line.passage.end, number, style, level, found, begins), used
    return _run_in(text, begin, line.end, number, style, found, begins), 1


def _goes_on(text: str, start: int) -> bool:
    """Return whether the line before breaks off in the middle of a sentence, so that this one cannot be a heading."""
    cut = text[max(0, start - 200) : start].rstrip()
    if cut and (cut[-1] in ",-" or cut.split()[-1] in _SMALL):
        return True
    before = text.rfind("\n", 0, max(start - 1, 0))
    line = text[before + 1 : max(start - 1, 0)].rstrip()
    if not line or text[max(start - 1, 0) : start] != "\n" or _SENTENCE.search(line):
        return False
    if " ".join(text[start : start + 80].split(maxsplit=2)[:2]).isupper() and line.split()[-1].isupper():
        return False
    words = line.split()
    titled = all(w[:1].isupper() or w.lower() in _SMALL or not w[:1].isalpha() for w in words)
    return not titled or len(words) > 9 or words[-1].lower() in _SMALL or line[-1] in ",;"


def _only(text: str, begin: int, end: int, names: Sequence[Named]) -> bool:
    """Return whether a stretch holds nothing but names and joining words, and begins and ends as a heading does."""
    words = text[begin:end].split()
    small = words[0].lower() in {"and", "or", "of", "with", "to", "for"} or words[-1].lower() in _SMALL
    if small or text[begin:end].islower() or _rest(_without(text, begin, end, names)):
        return False
    between = (text[one.end : other.start].split() for one, other in itertools.pairwise(names))
    return not any("to" in gap for gap in between) and len(names) <= 6


def _tail(words: str) -> str:
    """Return marks of emphasis and full stops at the end of a heading."""
    hit = re.search(r"[\s*_.:#]+$", words)
    return hit.group() if hit else ""


def _marked(
    text: str,
    begin: int,
    end: int,
    number: int,
    style: str,
    level: int,
    found: Sequence[Named],
    begins: Sequence[int],
) -> Heading | None:
    """Return a heading that the reader of the file marked; a leader of dots makes it a table of contents."""
    if _LEADER.search(text[begin:end]) and re.search(r"\.\s?\.", text[begin:end]):
        return None
    stop = end - len(_tail(text[begin:end]))
    names = _within(found, begins, begin, stop)
    if not names:
        return Heading(begin, stop, (), level, number, style, "line", False, " ".join(text[begin:stop].split()))
    head = re.search(r"\s*[:\u2013\u2014]\s|\s-\s", text[begin:stop])
    front = [one for one in names if head and one.end <= begin + head.start()]
    chosen = front or names
    pure = not _rest(_without(text, begin, begin + head.start() if head and front else stop, chosen))
    long = head is not None and len(text[begin + head.end() : stop].split()) > 6
    return _made(text, begin, stop, chosen, level, number, style, "colon" if front and long else "line", pure)


def _run_in(
    text: str, begin: int, end: int, number: int, style: str, found: Sequence[Named], begins: Sequence[int]
) -> Heading | None:
    """Return a heading with which a paragraph begins, or a line of capitalised words that names somebody."""
    chapter = _CHAPTER.match(text, begin, end)
    for first in (begin, chapter.end()) if chapter and not number else (begin,):
        names = _within(found, begins, first, min(end, first + 90))
        head, _ = _head(text, first, end, names)
        for chosen in (names[:size] for size in range(1, len(names) + 1) if names[size - 1].end <= head):
            noun = _NOUN.match(text, chosen[-1].end, end)
            stop = noun.end() if noun else chosen[-1].end
            after = _SHORT.sub("", text[stop : min(stop + 90, end)])
            if not _only(text, first, stop, chosen) or (chosen[-1].adjective and not noun):
                continue
            if re.match(r"\s?[:\u2013\u2014]\s", after):
                return _made(text, first, stop, chosen, 0, number, style, "colon", True)
            if (
                re.match(r"\s?\.\s+[A-Z]", after)
                or _STARTERS.match(after)
                or _again(text[first:stop], after, names, chosen)
            ):
                return _made(text, first, stop, chosen, 0, number, style, "line", True)
    words = text[begin:end].split()
    names = _within(found, begins, begin, end)
    titled = sum(w[:1].isupper() or w.lower() in _SMALL or w[:1].isdigit() for w in words)
    if 2 <= len(words) <= MOST_WORDS and titled == len(words) and text[end - 1] not in ".,;:?!":
        if words[-1].lower() in _SMALL or "," in text[begin:end][-12:] or ": " in text[begin:end]:
            return None
        if any(ch.isdigit() for ch in text[begin:end]):
            names = []
        return _made(text, begin, end, names, 0, number, style, "line", False)
    return None


def _again(heading: str, after: str, names: Sequence[Named], chosen: Sequence[Named]) -> bool:
    """Return whether the sentence behind a run-in heading begins with its words or name ("Africa Africa is")."""
    first, follow = heading.split(), after.split()
    if not follow or not after[:1].isspace():
        return False
    if follow[0].rstrip(",'\u2019s") == first[0]:
        return True
    beside = names[len(chosen)] if len(names) > len(chosen) else None
    if beside is None or beside.start - chosen[-1].end != len(after) - len(after.lstrip()):
        return False
    return bool({item for one in chosen for item in one.items} & set(beside.items))


def _made(
    text: str,
    begin: int,
    end: int,
    names: Sequence[Named],
    level: int,
    number: int,
    style: str,
    shape: Shape,
    pure: bool,
) -> Heading:
    items = tuple(dict.fromkeys(item for one in names for item in one.items))
    return Heading(begin, end, items, level, number, style, shape, pure, " ".join(text[begin:end].split()))


def _within(found: Sequence[Named], begins: Sequence[int], start: int, end: int) -> list[Named]:
    low, high = bisect_left(begins, start), bisect_left(begins, end)
    return [one for one in found[low:high] if one.end <= end]


def _without(text: str, start: int, end: int, names: Sequence[Named]) -> str:
    """Return the words of a stretch without its names."""
    parts = []
    for one in names:
        parts.append(text[start : one.start])
        start = one.end
    parts.append(text[start:end])
    return " ".join(parts)
