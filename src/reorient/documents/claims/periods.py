"""Periods in a sentence: years, spans and months, absolute or reckoned from the document's date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from reorient.documents.claims import Period
from reorient.documents.claims import period_patterns as patterns
from reorient.documents.claims.number_words import value_of

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
    back
        Years by which it lies before the year that the sentence names ("a year earlier"), negative for years after it
        ("a year later"); 0 elsewhere.
    """

    start: int
    end: int
    text: str
    period: Period | None
    manner: Manner = "in"
    doubt: str = ""
    back: int = 0


_NO_DATE = "reckoned from the document's date, which nothing tells"
_DECADES = {"decade": 10, "year": 1, "century": 100, "half-century": 50}


def periods(text: str, on: date | None = None) -> tuple[FoundPeriod, ...]:
    """Return the periods of a sentence in order, without overlap.

    "Over the last five years" of a document of 2016 is 2011 to 2016, "last year" 2015, "since 2014" 2014 to 2016; such
    periods are marked relative. Without a date they are found, but without a period and with a doubt. "Since the
    sanctions" names no year and is left open.

    Examples
    --------
    >>> [(one.period.first, one.period.last, one.manner) for one in periods("rose between 2001 and 2005")]
    [(2001, 2005, 'over')]
    """
    found: list[FoundPeriod] = []
    for one in (*_spans(text), *_parts(text, on), *_days(text, on), *_relative(text, on), *_years(text, on)):
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


def _spans(text: str) -> Iterator[FoundPeriod]:
    for hit in patterns.SPAN.finditer(text):
        first, last = int(hit["a"]), _full(int(hit["a"]), hit["b"])
        joined, between = hit["to"].strip().lower(), hit.group().lower().startswith("between")
        if len(hit["b"]) == 2 and joined not in ("-", "–", "—", "/"):
            continue
        if joined == "and" and not between and last != first + 1:
            continue
        if first < last <= 2100:
            yield _made(hit, first, last, "in" if joined in ("/", "and") and not between else "over")
    for hit in patterns.YEARS_TO.finditer(text):
        end = int(hit["y"] or hit["z"])
        years = 10 if hit["d"] else _count(hit["n"]) * _DECADES[hit["u"].lower()]
        yield _made(hit, end - years, end, "over")
    for hit in patterns.MONTH_SPAN.finditer(text):
        last = int(hit["b"])
        yield _made(hit, int(hit["a"] or last), last, "in", (patterns.month(hit["m"]), patterns.month(hit["n"])))


def _parts(text: str, on: date | None) -> Iterator[FoundPeriod]:
    for hit in patterns.PART.finditer(text):
        months = (1, _count(hit["nm"])) if hit["nm"] else patterns.PARTS[re.sub(r"\s", " ", hit["part"].lower())]
        if hit["y"].isdigit():
            yield _made(hit, int(hit["y"]), int(hit["y"]), months=months)
        elif on is None:
            yield _unknown(hit, _NO_DATE)
        else:
            year = on.year - (hit["y"].lower() == "last year")
            yield _made(hit, year, year, months=months, relative=True)


def _days(text: str, on: date | None) -> Iterator[FoundPeriod]:
    for hit in patterns.DAY.finditer(text):
        month, year = patterns.month(hit["m"] or hit["n"]), int(hit["y"])
        yield from _led(hit, year, year, on, (month, month))
    for hit in patterns.BARE_MONTH.finditer(text):
        if on is None:
            yield _unknown(hit, _NO_DATE)
            continue
        month = patterns.month(hit["m"])
        if hit.group().lower().startswith("last") and month <= on.month:
            yield _unknown(hit, f"{hit.group().strip()!r} names no year")
            continue
        year = on.year if month <= on.month else on.year - 1
        last = (on.year, on.month) if hit.group().lower().startswith("since") else (year, month)
        yield _made(hit, year, last[0], "in", (month, last[1]), relative=True)


def _count(word: str) -> int:
    low = word.lower()
    if low in ("a", "one"):
        return 1
    return 2 if low.startswith("a couple") else int(value_of(low)[0])


def _relative(text: str, on: date | None) -> Iterator[FoundPeriod]:
    for hit, first, last, manner, month in _reckoned(text, on):
        if on is None:
            yield _unknown(hit, _NO_DATE, manner)
        else:
            yield _made(hit, first, last, manner, (month, month), relative=True)
    for hit in patterns.BACK.finditer(text):
        years = _count(hit["n"]) * _DECADES[hit["u"].lower()] if hit["n"] else 10 if hit["d"] else 1
        yield replace(_unknown(hit, f"{hit.group().strip()!r} names no year"), back=years)
    for hit in patterns.LATER.finditer(text):
        years = _count(hit["n"]) * _DECADES[hit["u"].lower()] if hit["n"] else 10 if hit["d"] else 1
        yield replace(_unknown(hit, f"{hit.group().strip()!r} names no year"), back=-years)
    for hit in patterns.VAGUE.finditer(text):
        yield _unknown(hit, f"{hit.group().strip()!r} names no year")


def _reckoned(text: str, on: date | None) -> Iterator[tuple[re.Match[str], int, int, Manner, int]]:
    year, month = (on.year, on.month) if on else (0, 0)
    for hit in patterns.LAST_YEARS.finditer(text):
        yield hit, year - _count(hit["n"]) * _DECADES[hit["u"].lower()], year, "over", 0
    for hit in patterns.LAST_DECADE.finditer(text):
        yield hit, year - _DECADES.get(hit["u"].lower(), 25), year, "over", 0
    for hit in patterns.IN_YEARS.finditer(text):
        yield hit, year - _count(hit["n"]) * _DECADES[hit["u"].lower()], year, "over", 0
    for hit in patterns.AGO.finditer(text):
        then = year - _count(hit["n"]) * _DECADES[hit["u"].lower()]
        if hit["w"].lower() == "ago":
            yield hit, then, (year if hit["s"] else then), ("since" if hit["s"] else "in"), 0
    for hit in patterns.LAST_YEAR.finditer(text):
        yield hit, year - 1, year - 1, "in", 0
    for hit in patterns.YEAR_BEFORE_LAST.finditer(text):
        yield hit, year - 2, year - 2, "in", 0
    for hit in patterns.THIS_YEAR.finditer(text):
        yield hit, year, year, "in", 0
    for hit in patterns.MONTH_NEAR.finditer(text):
        this = hit.group().lower().startswith("this")
        near = year if this or month > 1 else year - 1
        yield hit, near, near, "in", month if this else (month + 10) % 12 + 1
    for hit in patterns.NOW.finditer(text):
        yield hit, year, year, "in", 0


def _years(text: str, on: date | None) -> Iterator[FoundPeriod]:
    for hit in patterns.SINCE_EVENT.finditer(text):
        first = int(hit["y"])
        months = (patterns.month(hit["m"]) if hit["m"] else 0, 0)
        if on is None:
            yield _unknown(hit, f"{hit.group().strip()!r} has no end without the document's date", "since")
        else:
            yield _made(hit, first, max(on.year, first), "since", months, relative=True)
    for hit in patterns.AFTER_EVENT.finditer(text):
        yield from _led(hit, int(hit["y"]), int(hit["y"]), on)
    for hit in patterns.DECADE.finditer(text):
        first, part = int(hit["y"]), re.sub(r"\s+of$", "", (hit["part"] or "").lower())
        lead = (hit["lead"] or "").lower()
        part = "end" if lead.endswith("the end of") else re.sub(r"\s", " ", part)
        begins, ends = (9, 9) if lead == "by the end of" else patterns.DECADE_PARTS.get(part, (0, 9))
        yield from _led(hit, first + begins, first + ends, on)
    named, known = patterns.named_years()
    for hit in named.finditer(text):
        year = known[hit["event"].lower()]
        yield from _led(hit, year, year, on)
    for hit in patterns.YEAR.finditer(text):
        if re.search(r"\bthe\s$", text[: hit.start("y")], re.I) and re.match(r"\s[A-Z]", text[hit.end() :]):
            continue  # part of a name: "the 2017 World Games"
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
