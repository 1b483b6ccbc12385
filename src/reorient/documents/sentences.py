"""Sentences of a document: where one ends and the next begins, by rules, without a model.

A mark that can end a sentence (``.``, ``!``, ``?``, an ellipsis, and the full stops of other scripts) ends it unless
what stands before it is an abbreviation, an initial, or the number of an item, or what stands after it goes on in lower
case. A hard line break is white space like any other; a new passage always begins a new sentence. The mark of a
footnote behind a full stop belongs to no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reorient.documents.text import Document, Sentence

#: Passages whose words are no sentences.
SILENT = frozenset({"furniture", "table"})


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


#: Before a name or a figure: never the end of a sentence.
TITLES = _words(
    """
    mr mrs ms dr prof gen col lt sen rep gov amb st ste messrs hon rev capt adm sgt maj cmdr brig pres mme mlle mgr
    fr ft mt e.g i.e eg ie cf vs viz approx ca al-h gov-gen
    """
)
#: Before a number: not the end of a sentence.
BEFORE_NUMBERS = _words(
    """
    no nos art arts para paras p pp vol vols fig figs ch chap sec sect ref res doc ann app eq jan feb mar apr jun
    jul aug sep sept oct nov dec
    """
)
#: Ends a sentence only where the next word usually begins one.
OPEN_ABBREVIATIONS = _words(
    """
    inc ltd co corp etc al jr sr bros dept univ assn assoc ed eds est gmbh plc s.a u.s u.k u.n e.u u.s.a u.s.s.r d.c
    a.m p.m am pm b.c a.d ph.d m.d govt natl intl
    """
)
#: Words that usually begin a sentence.
STARTERS = _words(
    """
    The A An In On At It Its This That These Those They Their He She We Our You I But And Or Yet So However Moreover
    Furthermore Nevertheless Meanwhile Thus Therefore Then There Here When While Where As After Before Since Until
    For From By With Without If Although Though Because Both Many Most Some Such All Each Every No Not One Two Three
    To What Who Why How Which Now Today During Despite Last Another Other Also Even Only Indeed Instead Finally
    First Second Third Given According Between Among Under Over Let My His Her
    """
)

# A mark with the closing quotes and brackets behind it, and perhaps the mark of a footnote. It begins with a set of
# characters and nothing else, which lets the search pass over the letters at full speed.
_MARK = re.compile(
    r"""[.!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964][.!?\u2026]*(?P<close>["'\u201d\u2019\u00bb)\]\u300d\u300f]*)"""
    r"""(?P<note>\d{1,3}(?:[,\u2013-]\d{1,3})*|\[\d{1,3}\]|[\u00b9\u00b2\u00b3\u2070-\u2079]+)?"""
    r"""(?P<close2>["'\u201d\u2019\u00bb)\]]*)"""
)
_FOREIGN = frozenset("\u3002\uff01\uff1f")
_TIGHT = re.compile(r"[A-Z][a-z]+[\s,]")
_BEFORE = re.compile(r"[^\s(\[\"'\u201c\u2018\u2014]+$")
_AFTER = re.compile(r"\s+(?P<open>[\"'\u201c\u2018\u00ab(\[\u2022*\u2013\u2014-]*\s*)(?P<word>\w[\w'\u2019]*)?")
_OPENING = "\"'\u201c\u2018\u00ab(["
_LETTERED = re.compile(r"\s+\(?(?:[a-z]|[ivx]{2,4})\)\s+[A-Z]")
_ROMAN = re.compile(r"[IVXLC]+")
_TAIL = re.compile(r"(?:(?<=[a-z][.!?])|(?<=[.!?][\"\u201d\u2019)]))\d{1,3}$")
_LEAD = re.compile(
    r"(?:[\s\u2022\u00b7\u25aa\u25cf\u25e6\u2023\u2043>#*|]|[-\u2013\u2014](?=\s))+"
    r"|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\)\s+|(?:\d{1,3}|[IVX]{2,5})\.\s+(?=\S)"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")


def _ends(text: str, start: int, found: re.Match[str], end: int) -> bool:
    """Return whether a mark ends the sentence that began at `start`; `end` is where the passage ends."""
    at, stop = found.span()
    mark = text[at]
    if mark in _FOREIGN or stop >= end:
        return True
    if not text[stop].isspace():
        # "influence.Added": no blank, between a word in lower case and a capitalised one.
        if mark != "." or stop != at + 1 or _TIGHT.match(text, stop, end) is None:
            return False
        before = text[max(start, at - 20) : at]
        return before[-3:].isalpha() and before[-3:].islower() and "www" not in before and "/" not in before
    after = _AFTER.match(text, stop, end)
    if after is None:
        return True
    word = after["word"] or ""
    first = word[:1]
    if first.islower() and not after["open"].lstrip(_OPENING)[:1] and _LETTERED.match(text, stop, end) is None:
        return False
    single = mark == "." and not found["close"] and text[at + 1 : at + 2] != "."
    if found["note"] and (not text[at - 1].isalpha() or not single):
        # "No. 5" has a blank and never comes here; "3.14" is a figure, not a footnote.
        return not single
    if not single:
        return True
    before = text[max(start, at - 24) : at]
    token = before[before.rfind(" ") + 1 :]
    if not token.isalnum():
        found_token = _BEFORE.search(before)
        if found_token is None:
            return True
        token = found_token.group()
    low = token.lower()
    if low in TITLES:
        return False
    if low in BEFORE_NUMBERS:
        return not (first.isdigit() or _ROMAN.fullmatch(word) is not None)
    if len(token) == 1 and token.isupper():
        # An initial ("V. V. Putin"), or the letter or number of a part ("World War I. The").
        return word in STARTERS and word not in {"A", "I"}
    if low in OPEN_ABBREVIATIONS or ("." in token and _INITIALS.fullmatch(token) is not None):
        return word in STARTERS
    return not (token.isdigit() and len(token) <= 3 and at - len(token) <= start)


def spans(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the sentences between two offsets, without white space, bullets and numbers of items.

    Parameters
    ----------
    text
        The whole text.
    start, end
        A stretch in which to look, best one passage; the whole text without them.
    """
    end = len(text) if end is None else end
    lead = _LEAD.match(text, start, end)
    while lead is not None and lead.end() > start:
        start = lead.end()
        lead = _LEAD.match(text, start, end)
    begin = start
    for found in _MARK.finditer(text, start, end):
        if found.start() < begin or not _ends(text, begin, found, end):
            continue
        stop = found.end()
        if found["note"] and not found["close2"]:
            stop = found.start("note")
        yield begin, stop
        begin = found.end()
        while begin < end and (text[begin].isspace() or text[begin] in "\u2022*|"):
            begin += 1
    stop = end
    while stop > begin and text[stop - 1].isspace():
        stop -= 1
    if stop > begin:
        tail = _TAIL.search(text[max(begin, stop - 6) : stop]) if text[stop - 1].isdigit() else None
        yield begin, stop - len(tail.group()) if tail else stop


def sentences(document: Document) -> tuple[Sentence, ...]:
    """Return the sentences of a document in order, from all passages but furniture and tables.

    Parameters
    ----------
    document
        The document.

    Returns
    -------
    tuple of Sentence
        With offsets into `document.text`; `text` is the same words on one line.
    """
    text = document.text
    found: list[Sentence] = []
    for index, passage in enumerate(document.passages):
        if passage.kind not in SILENT:
            found.extend(
                Sentence(first, last, " ".join(text[first:last].split()), index)
                for first, last in spans(text, passage.start, passage.end)
            )
    return tuple(found)
