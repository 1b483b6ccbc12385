"""Periods in a sentence: years, spans and months, absolute or reckoned from the document's date."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from reorient.documents.claims import Period
from reorient.documents.number_words import IN_WORDS, value_of

#: How a period stands in the sentence: at a time, over a span of change, open since, up to, before, after.
Manner = Literal["in", "over", "since", "by", "before", "after"]


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """A period with its place.

    Attributes
    ----------
    start, end
        Offsets into the text searched, prepositions included.
    text
        The words there.
    period
        What they mean; None where it cannot be told (`doubt` says why).
    manner
        `in` (at a time), `over` (from one year to another), `since`, `by`, `before` or `after`.
    doubt
        Why there is no period; else empty.
    """

    start: int
    end: int
    text: str
    period: Period | None
    manner: Manner = "in"
    doubt: str = ""


_MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        start=1,
    )
}
_SHORT = {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_N = rf"(?:\d{{1,3}}|{IN_WORDS}|a\scouple\sof|a)"
_TO = r"\s?(?:-|–|—|/|\bto\b|\band\b|\bthrough\b|\btill\b|\buntil\b|\bup\sto\b)\s?"
_NO_DATE = "reckoned from the document's date, which nothing tells"
_PART = {
    "first quarter": (1, 3), "second quarter": (4, 6), "third quarter": (7, 9), "fourth quarter": (10, 12),
    "last quarter": (10, 12), "final quarter": (10, 12), "q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12),
    "first half": (1, 6), "second half": (7, 12),
}  # fmt: skip
_PARTS = "|".join(word.replace(" ", r"\s") for word in _PART) + rf"|first\s(?P<nm>{_N})\smonths"


@cache
def _named() -> tuple[tuple[str, int], ...]:
    """Return phrases for events whose year is known."""
    text = (files("reorient.documents") / "named_years.csv").read_text(encoding="utf-8")
    return tuple((row["words"], int(row["year"])) for row in csv.DictReader(text.splitlines()))


def periods(text: str, on: date | None = None) -> tuple[FoundPeriod, ...]:
    """Return the periods of a sentence in order, without overlap.

    "Over the last five years" of a document of 2016 is 2011 to 2016, "last year" 2015, "since 2014" 2014 to 2016; such
    periods are marked relative. Without a date they are found, but without a period and with a doubt. "Since the sanctions"
    names no year and is left open.

    Examples
    --------
    >>> [(one.period.first, one.period.last, one.manner) for one in periods("rose between 2001 and 2005")]
    [(2001, 2005, 'over')]
    """
    found: list[FoundPeriod] = []
    for one in (*_spans(text, on), *_parts(text, on), *_days(text, on), *_relative(text, on), *_years(text, on)):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.start))


def _made(
    hit: re.Match[str],
    first: int,
    last: int,
    manner: Manner = "in",
    months: tuple[int, int] = (0, 0),
    *,
    relative: bool = False,
) -> FoundPeriod:
    period = Period(first, last, months[0], months[1], relative, hit.group().strip())
    return FoundPeriod(hit.start(), hit.end(), hit.group(), period, manner)


def _unknown(hit: re.Match[str], doubt: str, manner: Manner = "in") -> FoundPeriod:
    return FoundPeriod(hit.start(), hit.end(), hit.group(), None, manner, doubt)


def _full(first: int, short: str) -> int:
    """Return the year that "14" means after 2010."""
    return int(short) if len(short) == 4 else first - first % 10 ** len(short) + int(short)


def _month(word: str) -> int:
    low = word.lower().rstrip(".")
    return _MONTHS.get(low) or _SHORT[low]


def _spans(text: str, on: date | None) -> Iterator[FoundPeriod]:
    lead = r"\b(?:(?:in\sthe\s(?:years|period)|over\sthe\s(?:years|period)|during(?:\sthe\s(?:years|period))?|between|from|in|over|for|of)\s)?"
    for hit in re.finditer(
        rf"{lead}(?P<a>{_YEAR})(?P<to>{_TO})(?P<b>{_YEAR}|\d\d)(?![\d%,]|\.\d|\s(?:percent|per\scent|million|billion))\b",
        text,
        re.I,
    ):
        first, last = int(hit["a"]), _full(int(hit["a"]), hit["b"])
        joined = hit["to"].strip().lower()
        if len(hit["b"]) == 2 and joined not in ("-", "–", "—", "/"):
            continue
        if joined == "and" and not hit.group().lower().startswith("between") and last != first + 1:
            continue
        if first < last <= 2100:
            plain = joined in ("/", "and") and not hit.group().lower().startswith("between")
            yield _made(hit, first, last, "in" if plain else "over")
    months = (
        rf"\b(?:in|from|between|during|over)?\s?(?P<m>{_MONTH})\s?(?P<a>{_YEAR})?{_TO}(?P<n>{_MONTH})\s(?P<b>{_YEAR})"
    )
    for hit in re.finditer(months, text):
        last = int(hit["b"])
        yield _made(hit, int(hit["a"] or last), last, "in", (_month(hit["m"]), _month(hit["n"])))


def _parts(text: str, on: date | None) -> Iterator[FoundPeriod]:
    pattern = rf"\b(?:in|during|over|for|by)?\s?(?:the\s)?(?P<part>{_PARTS})\s(?:of\s)?(?:the\syear\s)?(?:of\s)?(?P<y>{_YEAR}|this\syear|last\syear|the\syear)"
    for hit in re.finditer(pattern, text, re.I):
        months = (1, _count(hit["nm"])) if hit["nm"] else _PART[re.sub(r"\s", " ", hit["part"].lower())]
        if hit["y"].isdigit():
            yield _made(hit, int(hit["y"]), int(hit["y"]), months=months)
        elif on is None:
            yield _unknown(hit, _NO_DATE)
        else:
            year = on.year - (hit["y"].lower() == "last year")
            yield _made(hit, year, year, months=months, relative=True)


def _days(text: str, on: date | None) -> Iterator[FoundPeriod]:
    day = rf"\b(?i:(?:on|in|since|from|by|after|before|of|until)\s)?(?i:(?:early|late|mid|the)[\s-])?(?:{_DAY}\s(?:of\s)?(?P<m>{_MONTH})|(?P<n>{_MONTH})(?:\s{_DAY})?),?\s(?:of\s)?(?P<y>{_YEAR})\b"
    for hit in re.finditer(day, text):
        month, year = _month(hit["m"] or hit["n"]), int(hit["y"])
        yield from _led(hit, year, year, on, (month, month))
    bare = rf"\b(?i:in|since|on)\s(?:early\s|late\s|mid-)?(?:{_DAY}\s)?(?P<m>{_MONTH})(?:\s{_DAY}\b)?(?!\s?\d)"
    for hit in re.finditer(bare, text):
        if on is None:
            yield _unknown(hit, _NO_DATE)
        else:
            month = _month(hit["m"])
            year = on.year if month <= on.month else on.year - 1
            last = (on.year, on.month) if hit.group().lower().startswith("since") else (year, month)
            yield _made(hit, year, last[0], "in", (month, last[1]), relative=True)


def _count(word: str) -> int:
    low = word.lower()
    if low in ("a", "one"):
        return 1
    return 2 if low.startswith("a couple") else int(value_of(low)[0])


_DECADES = {"decade": 10, "year": 1, "century": 100}
_BACK = r"(?:last|past|previous|preceding|recent)"


def _relative(text: str, on: date | None) -> Iterator[FoundPeriod]:
    for hit, first, last, manner, months in _reckoned(text, on):
        if on is None:
            yield _unknown(hit, _NO_DATE, manner)
        else:
            yield _made(hit, first, last, manner, months, relative=True)
    for hit in re.finditer(
        r"\b(?:in|over|during)\srecent\s(?:years|decades|months)\b|\brecently\b|\bin\sthe\spast\b|\bof\slate\b|\b(?:since|after|before)\s(?:then|the\ssanctions|the\swar|the\scrisis|independence)\b"
        r"|\bthe\s(?:previous|same|following)\syear\b|\ba\syear\s(?:earlier|before|later)\b|\bthat\syear\b",
        text, re.I,
    ):  # fmt: skip
        yield _unknown(hit, f"{hit.group().strip()!r} names no year")


def _reckoned(text: str, on: date | None) -> Iterator[tuple[re.Match[str], int, int, Manner, tuple[int, int]]]:
    year, month = (on.year, on.month) if on else (0, 0)
    none = (0, 0)
    for hit in re.finditer(
        rf"\b(?:(?:over|in|during|for|within|through|across)\s)?(?:the\s)?(?:course\sof\sthe\s)?{_BACK}\s(?P<n>{_N})\s(?P<u>year|decade)s?\b",
        text,
        re.I,
    ):
        yield hit, year - _count(hit["n"]) * _DECADES[hit["u"].lower()], year, "over", none
    for hit in re.finditer(
        rf"\b(?:over|in|during|within)\s(?:the\s)?{_BACK}\s(?P<u>decade|half-century|quarter[\s-]century|century)\b",
        text,
        re.I,
    ):
        back = {"decade": 10, "half-century": 50, "century": 100}.get(hit["u"].lower(), 25)
        yield hit, year - back, year, "over", none
    for hit in re.finditer(
        rf"\b(?:in|over|within)\s(?:just\s|only\s|barely\s|about\s|less\sthan\s|under\s)?(?P<n>{_N})\s(?P<u>year|decade)s?(?!\stime|\sago|\sof|'|’)\b",
        text,
        re.I,
    ):
        yield hit, year - _count(hit["n"]) * _DECADES[hit["u"].lower()], year, "over", none
    for hit in re.finditer(
        rf"\b(?P<s>since\s)?(?P<n>{_N}|some\s{_N}|about\s{_N}|more\sthan\s{_N})\s(?P<u>year|decade)s?\s(?P<w>ago|earlier)\b",
        text,
        re.I,
    ):
        words = re.sub(r"^(?:some|about|more\sthan)\s", "", hit["n"], flags=re.I)
        if hit["w"].lower() == "earlier" and on is None:
            continue
        then = year - _count(words) * _DECADES[hit["u"].lower()]
        yield hit, then, then, "in", none
    for hit in re.finditer(r"\b(?:in\s|over\s|during\s|of\s)?(?:the\s)?(?:last|past)\syear(?:['’]s)?\b", text, re.I):
        yield hit, year - 1, year - 1, "in", none
    for hit in re.finditer(r"\b(?:in\s|by\s|at\sthe\send\sof\s)?the\syear\sbefore\slast\b", text, re.I):
        yield hit, year - 2, year - 2, "in", none
    for hit in re.finditer(r"\b(?:so\sfar\s)?this\syear(?:['’]s)?\b|\bthe\scurrent\syear\b", text, re.I):
        yield hit, year, year, "in", none
    for hit in re.finditer(r"\b(?:last|this)\smonth\b", text, re.I):
        then = (year, month) if hit.group().lower().startswith("this") else (year - (month == 1), (month + 10) % 12 + 1)
        yield hit, then[0], then[0], "in", (then[1], then[1])
    for hit in re.finditer(
        r"\b(?:today|nowadays|currently|now|at\spresent|at\sthe\smoment|to\sthis\sday|still)\b", text, re.I
    ):
        yield hit, year, year, "in", none


_LEADS = r"(?P<lead>since(?:\sat\sleast)?|as\s(?:late|early|recently)\sas|starting\s(?:in|from)|beginning\s(?:in|with)|from|by(?:\sthe\send\sof)?|until|till|up\sto|before|after|following|in|during|for|of|at\sthe\send\sof|as\sof|throughout|around)"


def _years(text: str, on: date | None) -> Iterator[FoundPeriod]:
    part = r"(?:the\s)?(?:(?:early|mid|late|end\sof|start\sof|beginning\sof|summer\sof|spring\sof|autumn\sof|winter\sof)[\s-])?(?:the\s)?"
    for hit in re.finditer(rf"\b(?:{_LEADS}\s)?{part}(?P<y>{_YEAR})s\b", text, re.I):
        first = int(hit["y"])
        low = hit.group().lower()
        begins, ends = (0, 3) if "early" in low else (4, 6) if "mid" in low else (7, 9) if "late" in low else (0, 9)
        yield from _led(hit, first + begins, first + ends, on)
    for word, year in _named():
        for hit in re.finditer(rf"\b(?:{_LEADS}\s){re.escape(word)}\b", text, re.I):
            yield from _led(hit, year, year, on)
    for hit in re.finditer(
        rf"(?<![\d$€£.,-])(?:\b{_LEADS}\s)?{part}(?:year\s)?\b(?P<y>{_YEAR})(?![\d%]|[.,]\d|-(?:strong|page)|\s(?:percent|per\scent|million|billion|tonnes|tons|troops|km|students)\b)(?:['’]s)?",
        text,
        re.I,
    ):
        yield from _led(hit, int(hit["y"]), int(hit["y"]), on)


def _led(
    hit: re.Match[str], first: int, last: int, on: date | None, months: tuple[int, int] = (0, 0)
) -> Iterator[FoundPeriod]:
    """Read what the word in front makes of a year: since, by, before, after."""
    lead = (hit.groupdict().get("lead") or hit.group().split()[0]).lower()
    if lead.startswith(("since", "starting", "beginning", "from", "after", "following")):
        manner: Manner = "after" if lead.startswith(("after", "following")) else "since"
        if on is None:
            yield _unknown(hit, f"{hit.group().strip()!r} has no end without the document's date", manner)
        else:
            yield _made(hit, first, max(on.year, first), manner, (months[0], 0), relative=True)
    elif lead.startswith(("before", "until", "till", "up to")):
        yield _made(hit, first, last, "before", months)
    elif lead.startswith("by"):
        yield _made(hit, first, last, "by", months)
    else:
        yield _made(hit, first, last, "in", months)
