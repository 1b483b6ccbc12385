"""The date of a document: days as people write them, names of files, lines that tell when a text was published.

A day in running text is not the day of publication. Only a line that has nothing else to say is read: a dateline
("Moscow, 3 April 2019"), a byline ("By N. N., 3 April 2019"), "Published on 3 April 2019".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date as Date
from pathlib import PurePosixPath

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"(?<!\d){_YEAR}[-/.](?P<month>0?[1-9]|1[0-2])[-/.](?P<day>0?[1-9]|[12]\d|3[01])(?!\d)",
        rf"(?<!\d)(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?[\s.-]+(?:of\s+)?(?P<month>{_MONTH})\b\.?,?[\s-]+{_YEAR}(?!\d)",
        rf"\b(?P<month>{_MONTH})\b\.?\s+(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)",
        rf"(?<!\d)(?P<day>0?[1-9]|[12]\d|3[01])[./-](?P<month>0?[1-9]|1[0-2])[./-]{_YEAR}(?!\d)",
    )
)
_COMPACT = re.compile(rf"(?<!\d){_YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH_ONLY = re.compile(
    rf"(?<!\d){_YEAR}[-_.](?P<month>0[1-9]|1[0-2])(?!\d)|\b(?P<name>{_MONTH})[\s_-]+(?P<then>(?:19|20)\d\d)(?!\d)", re.I
)
_YEAR_ONLY = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TELLS = re.compile(
    r"(?:first |last |originally )?(?:published|posted|created|dated?|issued|released|delivered|pubdate)(?: "
    r"(?:on|at))?\s*:?\s",
    re.I,
)
_CHANGED = re.compile(r"\b(?:updated|modified|accessed|retrieved|viewed)\b", re.I)
#: Words that a line may hold beside its date and still be a dateline.
BESIDE = 9


def _day(found: re.Match[str]) -> Date | None:
    month = found["month"].lower()
    number = MONTHS[month] if month in MONTHS else int(month)
    try:
        return Date(int(found["year"]), number, int(found["day"]))
    except ValueError:
        return None


def days(text: str) -> list[tuple[int, int, Date]]:
    """Return the days named in a text, with their offsets, in order.

    Days whose month and day could be exchanged (03/04/2019) are left out: nothing tells which is which.

    Parameters
    ----------
    text
        A line, or any short text.
    """
    found: dict[tuple[int, int], Date] = {}
    for index, form in enumerate(_FORMS):
        for one in form.finditer(text):
            if index == 3 and int(one["day"]) <= 12 and one["day"] != one["month"] and "." not in one.group():
                continue
            if (day := _day(one)) is not None and not any(a < one.end() and one.start() < b for a, b in found):
                found[one.span()] = day
    return [(first, last, found[first, last]) for first, last in sorted(found)]


def stamp(text: str) -> Date | None:
    """Return the day that a field of metadata names: ISO 8601, a day in words, or `20190403`; None if none or several.

    Parameters
    ----------
    text
        What the field says.
    """
    text = text.strip()
    if (compact := re.match(r"(?:D:)?((?:1[5-9]|20)\d\d)(\d\d)(\d\d)", text)) is not None:
        try:
            return Date(*map(int, compact.groups()))
        except ValueError:
            return None
    named = {day for _, _, day in days(text[:200])}
    return named.pop() if len(named) == 1 else None


def from_name(name: str) -> tuple[Date, str] | None:
    """Return the day that a file's name tells, and what is to be said about it.

    Where the name tells a month or a year alone, its first day or the first of July stands for it, and the note says
    so.

    Parameters
    ----------
    name
        Name or path of a file; only its last part is read.

    Returns
    -------
    tuple of date and str, or None
        None where the name tells nothing, or several years.
    """
    stem = PurePosixPath(name.replace("\\", "/")).stem
    spaced = re.sub(r"_", " ", stem)
    named = {day for _, _, day in days(spaced)} | {day for one in _COMPACT.finditer(stem) if (day := _day(one))}
    named = {day for day in named if day <= Date.today()}
    if len(named) == 1:
        return named.pop(), ""
    if named:
        return None
    months = {
        (int(one["then"]), MONTHS[one["name"].lower()]) if one["name"] else (int(one["year"]), int(one["month"]))
        for one in _MONTH_ONLY.finditer(spaced)
    }
    years = {int(year) for year in _YEAR_ONLY.findall(stem)}
    if len(months) == 1 and len(years) == 1:
        year, month = months.pop()
        if Date(year, month, 1) <= Date.today():
            return Date(year, month, 1), "The name of the file tells only the month; its first day stands for it."
    elif len(years) == 1 and (year := years.pop()) <= Date.today().year:
        return Date(year, 7, 1), "The name of the file tells only the year; the first of July stands for it."
    return None


def from_lines(lines: Iterable[str]) -> Date | None:
    """Return the day on which a text says it was published; None where no line tells, or two tell different days.

    Parameters
    ----------
    lines
        The lines that can tell: those before the first paragraph, bylines, and the lines of page furniture.
    """
    told: list[Date] = []
    published: list[Date] = []
    for line in lines:
        if len(line) > 200 or _CHANGED.search(line) is not None:
            continue
        named = days(line)
        if len(named) != 1:
            continue
        first, last, day = named[0]
        beside = (line[:first] + " " + line[last:]).split()
        if _TELLS.match(line) is not None and first <= 40 and len(beside) <= BESIDE:
            published.append(day)
        elif (
            len(beside) <= BESIDE
            and not re.search(r"[.!?]\s+\w", line[:first])
            and not line.rstrip().endswith((".", ";"))
        ):
            told.append(day)
    for found in (published, told):
        if found:
            return found[0] if len(set(found)) == 1 else None
    return None
