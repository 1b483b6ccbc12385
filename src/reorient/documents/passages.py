"""Passages of a plain text: which lines belong together, and what each stretch is.

A line break can end a paragraph or only a line. Where most lines end in the middle of a sentence the text is wrapped,
and a paragraph ends at a blank line, or at a line that ends a sentence short of the width. Elsewhere every line is a
paragraph. A sentence that is cut by blank lines (the end of a page) is put together again where it goes on in lower
case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from reorient.documents.text import Passage, PassageKind

#: Lines looked at to tell whether a text is wrapped, and the width above which a line is no wrapped one.
LOOKED_AT = 400
WIDEST = 200
#: Longest heading, in words, and with a full stop behind it.
HEADING_WORDS = 14
HEADING_WORDS_STOPPED = 8

_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_MARKS = frozenset(".!?:;\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964")
_CLOSING = "\"'\u201d\u2019\u00bb)]"
BULLET = re.compile(r"(?:[\u2022\u00b7\u25aa\u25cf\u25e6\u2023\u2043]\s*)+|[-*\u2013\u2014+]\s+(?=\S)|o\s{2,}")
NUMBERED = re.compile(r"\(?(?P<number>\d{1,3}|[a-z]|[ivx]{1,5}|[IVX]{1,5}|[A-Z])(?P<mark>\)|\.)(?=\s)\s+(?=\S)")
_SECTION = re.compile(
    r"(?:(?:chapter|part|section|article|annex|appendix)\s+(?:\d+|[IVXLC]+)\b|[IVXLC]+\.\s|\d{1,2}(?:\.\d{1,2})+\.?\s)",
    re.I,
)
# Numbers of pages, with the symbols that the United Nations print beside them; a year that stands alone is none.
_PAGE = re.compile(
    r"(?:[-\u2013\u2014]\s*)?(?!(?:1[5-9]|20)\d\d$)\d{1,4}(?:\s*[-\u2013\u2014])?"
    r"|page\s+\d+(?:\s*(?:of|/)\s*\d+)?|\d+\s*(?:of|/)\s*\d+|\[(?:end\s+)?page\s+[\divxl]+\]"
    r"|(?=.*(?:\d\d-\d{5}|A/))(?:(?:\d\d-\d{5}(?:\s+\(?E\)?)?|A/\d+/PV\.\s*\d*|\d\d/\d\d/\d{4}|\d+/\d+|\d{1,3})(?:\s+|$)){1,3}",
    re.I,
)
_HASHES = re.compile(r"(?P<hashes>#{1,6})\s+\S")
_FOOTNOTE = re.compile(r"(?:\[\d{1,3}\]|[\u00b9\u00b2\u00b3\u2070-\u2079]+|\d{1,3})\s+(?=[A-Z\u201c\"])")
_CREDITED = re.compile(r"\b(?:credits?|photo|image|courtesy)\b\s*[:;]", re.I)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


#: A line that ends so is cut, and no heading.
_HANGING = _words(
    """
    a an the of to in on at by for from with and or but is are was were be been has have had that which who as than
    between into its their his her not will would can may should January February March April May June July August
    September October November December
    """
)
# Dots that lead to the number of a page; a run of dots is looked at from its first alone, which keeps the time linear.
_LEADERS = re.compile(r"(?<!\.)(?<!\.\s)(?:\.\s?){3,}+\s{0,9}(?:\d{1,4}|[ivxl]{1,7})\b|\u2026{2,}+\s{0,9}\d+")
_FOUR_DOTS = re.compile(r"(?:\.\s?){4}|\u2026\u2026")
_LONE = re.compile(r"[\u2022\u00b7\u25aa\u25cf\u25e6\u2023*\u2013-]")
_CLOSED = frozenset({"furniture", "heading"})
_NUMBERING = frozenset({".", ")", ""})


@dataclass(slots=True)
class Stretch:
    """A stretch on its way to becoming a passage.

    Attributes
    ----------
    start, end
        Offsets into the text.
    gap
        Line breaks before it.
    kind, level, reason, speaker
        As in `Passage`.
    lines
        How many lines it has.
    """

    start: int
    end: int
    gap: int = 2
    kind: PassageKind = "paragraph"
    level: int = 0
    reason: str = ""
    speaker: str = ""
    lines: int = 1

    def passage(self) -> Passage:
        """Return it as a passage."""
        return Passage(self.start, self.end, self.kind, self.level, self.reason, self.speaker)


def ended(line: str) -> bool:
    """Return whether a line ends with a mark that ends a sentence or opens a list, behind it perhaps a footnote's mark.

    Parameters
    ----------
    line
        The line, or its last characters, without white space behind.
    """
    last = line[-1:]
    if last in _MARKS:
        return bool(line)
    if last.isalpha():
        return False
    bare = line.rstrip(_CLOSING)
    if bare[-1:] in _MARKS:
        return True
    marked = bare.rstrip("0123456789[]" + _CLOSING)
    return marked != bare and marked[-1:] in _MARKS and marked[-1:] != ":" and not marked[-2:-1].isdigit()


def width_of(text: str, lines: Sequence[tuple[int, int]]) -> int:
    """Return the width to which a text is wrapped, 0 where its lines are paragraphs.

    Parameters
    ----------
    text
        The text.
    lines
        Offsets of its lines that are not blank.
    """
    looked = lines[:LOOKED_AT]
    pairs = cut = 0
    for (first, last), (following, _) in pairwise(looked):
        if text.count("\n", last, following) == 1:
            pairs += 1
            cut += not ended(text[max(first, last - 12) : last])
    lengths = sorted(last - first for first, last in looked)
    if pairs < 2 or not lengths:
        return 0
    wide = lengths[min(len(lengths) - 1, int(0.9 * len(lengths)))]
    if wide > WIDEST or wide < 30 or cut < 0.4 * pairs:
        return 0
    return wide


def _cut_short(line: str) -> bool:
    """Return whether a line that ends no sentence must go on, although the next begins with a capital or a figure."""
    words = line[-400:].split()
    if words[-1] in _HANGING or (line.endswith(",") and len(line) > 60):
        return True
    capitals = sum(word[:1].isupper() for word in words)
    return len(line) > 100 and capitals < 0.5 * len(words)


def _goes_on(text: str, before: tuple[int, int], after: tuple[int, int], width: int) -> bool:
    """Return whether the second line goes on with the paragraph of the first."""
    line = text[before[0] : before[1]]
    following = text[after[0] : after[1]]
    gap = text.count("\n", before[1], after[0])
    cut = not ended(line[-12:])
    lower = following[:1].islower()
    if (":" in line or ";" in line) and _CREDITED.search(line, max(0, len(line) - 60)) is not None:
        return False
    if gap == 1:
        if width:
            return cut or len(line) >= 0.8 * width
        return cut and ((len(line) > 30 and (lower or following[:1] in "\"'\u201c(")) or _cut_short(line))
    if not cut or _doubled(following):
        return False
    if lower and gap <= 6 and (line.endswith("-") or (len(line) > 30 and line.endswith(","))):
        return True
    if len(line) < 30 or (not width and (gap > 2 or len(line) < 60)):
        return False
    if lower:
        return not following.islower() or len(following.split()) > 4
    return bool(width) and len(line) >= 0.75 * width and not line.isupper() and len(following) >= 0.5 * width


def _doubled(line: str) -> bool:
    """Return whether a line says the same words twice."""
    half = len(line) // 2
    return len(line) > 10 and line[:half].strip() == line[half:].strip()


def stretches(text: str) -> list[Stretch]:
    """Return the stretches of a plain text, each with what it looks like by itself.

    Parameters
    ----------
    text
        The whole text.
    """
    lines = [found.span() for found in _LINE.finditer(text)]
    width = width_of(text, lines)
    found: list[Stretch] = []
    last_end = last_size = 0
    for index, (start, end) in enumerate(lines):
        gap = text.count("\n", last_end, start) if index else 2
        last_end = end
        current = found[-1] if found else None
        first = text[start]
        if (
            width
            and gap == 1
            and current is not None
            and current.kind not in _CLOSED
            and first.isalpha()
            and text[start + 1 : start + 2] not in _NUMBERING
            and (last_size >= 0.8 * width or not ended(text[current.end - 12 : current.end]))
            and ":" not in text[max(current.start, current.end - 60) : current.end]
        ):
            # The most frequent case, for speed: the next line of a wrapped paragraph.
            current.end = end
            current.lines += 1
            last_size = end - start
            continue
        last_size = end - start
        if (
            current is not None
            and current.kind == "item"
            and gap <= 2
            and _LONE.fullmatch(text, current.start, current.end)
        ):
            current.end = end
            continue
        line = text[start : min(end, start + 80)]
        short = end - start <= 40
        if short and _PAGE.fullmatch(line):
            found.append(Stretch(start, end, gap, "furniture", reason="page number"))
            continue
        begins = current is None or current.kind in _CLOSED
        begins = begins or BULLET.match(line) is not None or end - start == 1 or _HASHES.match(line) is not None
        if not begins and (numbered := NUMBERED.match(line)) is not None:
            begins = numbered["number"].isdigit() or numbered["mark"] == ")"
        if (
            not begins
            and current is not None
            and _goes_on(text, (max(current.start, lines[index - 1][0]), current.end), (start, end), width)
        ):
            current.end = end
            current.lines += 1
            continue
        found.append(_looks(text, start, end, gap))
    _headings(text, found, width)
    return found


def _looks(text: str, start: int, end: int, gap: int) -> Stretch:
    """Return a stretch of one line with the kind its first characters tell."""
    line = text[start:end]
    if (hashes := _HASHES.match(line)) is not None:
        return Stretch(start, end, gap, "heading", level=len(hashes["hashes"]))
    if line.startswith(">") and not line.startswith(">>"):
        return Stretch(start, end, gap, "quote")
    if BULLET.match(line) is not None or (end - start == 1 and _LONE.match(line) is not None):
        return Stretch(start, end, gap, "item", level=1)
    if line.count("|") >= 2 or line.count("\t") >= 3:
        return Stretch(start, end, gap, "table")
    return Stretch(start, end, gap)


def _contents(line: str) -> bool:
    """Return whether a stretch is of a table of contents: four dots before a number, or three of them twice."""
    led = [found.group() for found in islice(_LEADERS.finditer(line), 2)]
    return len(led) == 2 or any(_FOUR_DOTS.match(one) is not None for one in led)


def _headings(text: str, found: list[Stretch], width: int) -> None:
    """Mark headings, numbered items and footnotes, which the neighbours tell."""
    for index, one in enumerate(found):
        if one.kind != "paragraph":
            continue
        line = text[one.start : one.end]
        if ("..." in line or ". ." in line or "\u2026" in line) and _contents(line):
            one.kind, one.reason = "furniture", "table of contents"
            continue
        following = found[index + 1] if index + 1 < len(found) else None
        after = following.gap if following is not None else 2
        size = one.end - one.start
        if size <= 120 and one.lines <= 2:
            words = len(line.split())
            stopped = ended(line)
            alone = one.gap >= 2 and after >= 2
            if _SECTION.match(line) is not None and words <= HEADING_WORDS and not line.endswith((".", ",", ";")):
                one.kind, one.level = "heading", 2
                continue
            if alone and following is not None and not line.endswith((",", ";", "-")) and line[:1].isalnum():
                if line.split()[-1] in _HANGING:
                    continue
                longer = following.end - following.start > size or following.kind != "paragraph"
                if not stopped and words <= HEADING_WORDS and longer:
                    one.kind, one.level = "heading", 1 if index == 0 else 2
                    continue
                if one.gap >= 3 and words <= HEADING_WORDS_STOPPED and longer and line.endswith((".", "?")):
                    one.kind, one.level = "heading", 2
                    continue
        numbered = NUMBERED.match(line)
        if numbered is not None and size <= 400 and not re.match(r"[A-Z]\.", line):
            one.kind, one.level = "item", 1
        elif (
            one.gap >= 2 and index > 0.7 * len(found) and size < 600 and not width and _FOOTNOTE.match(line) is not None
        ):
            one.kind = "footnote"
