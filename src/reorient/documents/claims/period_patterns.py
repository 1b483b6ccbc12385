"""The patterns by which periods are found, compiled once."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from reorient.documents.claims.number_words import IN_WORDS

_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october")
MONTHS = {name: number for number, name in enumerate((*_NAMES, "november", "december"), start=1)}
_SHORT = {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_N = rf"(?:\d{{1,3}}|{IN_WORDS}|a\scouple\sof|a)"
_TO = r"\s?(?:-|–|—|/|\bto\b|\band\b|\bthrough\b|\btill\b|\buntil\b|\bup\sto\b)\s?"
_BACK = r"(?:last|past|previous|preceding|recent)"

#: Months of parts of a year.
PARTS = {
    "first quarter": (1, 3),
    "second quarter": (4, 6),
    "third quarter": (7, 9),
    "fourth quarter": (10, 12),
    "last quarter": (10, 12),
    "final quarter": (10, 12),
    "q1": (1, 3),
    "q2": (4, 6),
    "q3": (7, 9),
    "q4": (10, 12),
    "first half": (1, 6),
    "second half": (7, 12),
}
_PARTS = "|".join(word.replace(" ", r"\s") for word in PARTS) + rf"|first\s(?P<nm>{_N})\smonths"


def month(word: str) -> int:
    """Return the number of a month, written out or short."""
    low = word.lower().rstrip(".")
    return MONTHS.get(low) or _SHORT[low]


def _any(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)


#: "between 2001 and 2005", "2010-14".
SPAN = _any(
    r"\b(?:(?:in\sthe\s(?:years|period)|over\sthe\s(?:years|period)|during(?:\sthe\s(?:years|period))?|between|from|in|"
    rf"over|for|of)\s)?(?P<a>{_YEAR})(?P<to>{_TO})(?P<b>{_YEAR}|\d\d)"
    r"(?![\d%]|[.,]\d|\s(?:percent|per\scent|million|billion))\b"
)
#: "January to May 2016".
MONTH_SPAN = re.compile(
    rf"\b(?:in|from|between|during|over)?\s?(?P<m>{_MONTH})\s?(?P<a>{_YEAR})?{_TO}(?P<n>{_MONTH})\s(?P<b>{_YEAR})"
)
#: "the first quarter of 2023".
PART = _any(
    rf"\b(?:in|during|over|for|by)?\s?(?:the\s)?(?P<part>{_PARTS})\s(?:of\s)?(?:the\syear\s)?(?:of\s)?"
    rf"(?P<y>{_YEAR}|this\syear|last\syear|the\syear)"
)
#: "on 31 March 2023", "in May 2019".
DAY = re.compile(
    r"\b(?i:(?:on|in|since|from|by|after|before|of|until)\s)?(?i:(?:early|late|mid|the)[\s-])?"
    rf"(?:{_DAY}\s(?:of\s)?(?P<m>{_MONTH})|(?P<n>{_MONTH})(?:\s{_DAY})?),?\s(?:of\s)?(?P<y>{_YEAR})\b"
)
#: "in March".
BARE_MONTH = re.compile(
    rf"\b(?i:in|since|on|last)\s(?:early\s|late\s|mid-)?(?:{_DAY}\s)?(?P<m>{_MONTH})(?:\s{_DAY}\b)?(?!\s?\d)"
)
#: "over the last five years".
LAST_YEARS = _any(
    r"\b(?:(?:over|in|during|for|within|through|across)\s)?(?:the\s)?(?:course\sof\sthe\s)?"
    rf"{_BACK}\s(?P<n>{_N})\s(?P<u>year|decade)s?\b"
)
#: "over the past decade".
LAST_DECADE = _any(
    rf"\b(?:over|in|during|within|for|through)\s(?:the\s)?{_BACK}\s(?P<u>decade|half-century"
    r"|quarter[\s-]century|century)\b"
)
#: "in five years".
IN_YEARS = _any(
    rf"\b(?:in|over|within)\s(?:just\s|only\s|barely\s|about\s|less\sthan\s|under\s)?(?P<n>{_N})\s(?P<u>year|decade)s?"
    r"(?!\stime|\sago|\sof|'|’)\b"
)
#: "ten years ago".
AGO = _any(
    rf"\b(?P<s>since\s)?(?P<v>some\s|about\s|more\sthan\s)?(?P<n>{_N})\s(?P<u>year|decade)s?\s(?P<w>ago|earlier)\b"
)
LAST_YEAR = _any(r"\b(?:in\s|over\s|during\s|of\s)?(?:the\s)?(?:last|past)\syear(?:['’]s)?\b")
YEAR_BEFORE_LAST = _any(r"\b(?:in\s|by\s|at\sthe\send\sof\s)?the\syear\sbefore\slast\b")
THIS_YEAR = _any(r"\b(?:so\sfar\s)?this\syear(?:['’]s)?\b|\bthe\scurrent\syear\b")
MONTH_NEAR = _any(r"\b(?:last|this)\smonth\b")
NOW = _any(r"\b(?:today|nowadays|currently|now|at\spresent|at\sthe\smoment|to\sthis\sday)\b")
#: "in the ten years to 2020".
YEARS_TO = _any(
    rf"\b(?:in|over|during|within)\s(?:the\s)?(?P<n>{_N}|ten)\s?(?P<u>year|decade)s?\s(?:to|up\sto"
    rf"|until|before|ending\sin)\s(?P<y>{_YEAR})\b|\b(?:in|over|during)\sthe\s(?P<d>decade)\s(?:to"
    rf"|up\sto|until)\s(?P<z>{_YEAR})\b"
)
#: "twenty years later", from the year that the sentence names before.
LATER = _any(
    rf"\b(?:(?P<n>{_N})\s(?P<u>year|decade)s?|a\s(?P<y>year)|a\s(?P<d>decade))\s(?:later|on"
    r"|after(?:wards)?)(?=[\s]?(?:[,.;]|$|\sand\b))"
)
#: "since the summit of 2010".
SINCE_EVENT = re.compile(
    r"\b[Ss]ince\s(?:the\s)?(?:[\w'’-]+\s){1,6}?(?:of"
    rf"|in)\s(?:(?P<m>{_MONTH})\s)?(?P<y>{_YEAR})\b(?!\s(?:to|until|and)\b)"
)
#: "after the war of 2008".
AFTER_EVENT = re.compile(
    r"\b(?i:after|following)\s(?:the\s)?(?:[\w'’-]+\s){0,3}?(?:war|wars|crisis|summit|elections?|revolution|coup|referendum"
    r"|collapse|crash|invasion|attacks?|reforms?|protests?|conflict|clashes|events)\s(?:of|in)\s"
    rf"(?:(?P<m>{_MONTH})\s)?(?P<y>{_YEAR})\b(?!\s(?:to|until|and)\b)"
)
#: Words that point at a time and do not tell which.
VAGUE = _any(
    r"\b(?:in|over|during)\srecent\s(?:years|decades|months)\b|\brecently\b|\bin\sthe\spast\b|\bof\slate\b"
    r"|\b(?:since|after|before)\s(?:then|the\ssanctions|the\swar|the\scrisis|independence)\b(?!\s(?:of|in)\s(?:\w+\s)?\d)"
    r"|\bthe\s(?:same|following)\syear\b|\b(?:the|one)\syear\s(?:later|after)\b|\bthat\syear\b"
)
#: Reckoned from the year that the sentence itself names: "a year earlier", "the previous year", "ten years before".
BACK = _any(
    r"\b(?:in\s|of\s)?the\s(?:previous|preceding|prior)\syear\b|\b(?:in\s)?(?:a|the"
    r"|one)\syear\s(?:earlier|before|previously)\b(?!\slast)"
    rf"|\b(?P<n>{_N})\s(?P<u>year|decade)s\s(?:earlier|before|previously)\b"
    r"|\ba\s(?P<d>decade)\s(?:earlier|before|previously)\b"
)
_LEADS = (
    r"(?P<lead>since(?:\sat\sleast)?|as\s(?:late|early|recently)\sas|starting\s(?:in|from)|beginning\s(?:in|with)|from|"
    r"by(?:\sthe\send\sof)?|until|till|up\sto|before|after|following|in|during|for|of|at\sthe\send\sof|as\sof|"
    r"throughout|around)"
)
_POINT = (
    r"(?:the\s)?(?:(?:early|mid|late|end\sof|start\sof|beginning\sof|summer\sof|spring\sof"
    r"|autumn\sof|winter\sof)[\s-])?"
    r"(?:the\s)?"
)
#: "in the late 1990s".
DECADE = _any(
    rf"\b(?:{_LEADS}\s)?(?:the\s)?(?:(?P<part>early|mid|late|middle\sof|close\sof|end\sof|start\sof|beginning\sof"
    rf"|first\shalf\sof|second\shalf\sof|latter\shalf\sof|first\syears\sof|last\syears\sof)[\s-])?(?:the\s)?"
    rf"(?P<y>{_YEAR})s\b"
)
#: Which years of a decade its parts are.
DECADE_PARTS = {
    "early": (0, 3),
    "start": (0, 3),
    "beginning": (0, 3),
    "first half": (0, 4),
    "first years": (0, 3),
    "mid": (4, 6),
    "middle": (4, 6),
    "second half": (5, 9),
    "latter half": (5, 9),
    "late": (7, 9),
    "end": (7, 9),
    "close": (7, 9),
    "last years": (7, 9),
}
#: "since 2014".
YEAR = _any(
    rf"(?<![\d$€£.,-])(?:\b{_LEADS}\s)?{_POINT}(?:year\s)?\b(?P<y>{_YEAR})"
    r"(?![\d%]|[.,]\d|-(?:strong|page)|\s(?:percent|per\scent|million|billion|tonnes|tons|troops"
    r"|km|students)\b)(?:['’]s)?"
)


@cache
def named_years() -> tuple[re.Pattern[str], dict[str, int]]:
    """Return a pattern for events whose year is known, and the years."""
    text = (files("reorient.documents.claims") / "named_years.csv").read_text(encoding="utf-8")
    years = {row["words"].lower(): int(row["year"]) for row in csv.DictReader(text.splitlines())}
    longest = sorted(years, key=len, reverse=True)
    return _any(rf"\b(?:{_LEADS}\s)(?P<event>{'|'.join(re.escape(word) for word in longest)})\b"), years
