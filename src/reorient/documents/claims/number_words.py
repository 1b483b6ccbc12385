"""Numbers as they are written: "2.3 million", "5,000", "two and a half", "a dozen"; their value and their digits."""

from __future__ import annotations

import re

#: Words for whole numbers.
WORDS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
#: Words for how many thousands; the short scale.
SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mln": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bln": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "trln": 1e12,
    "trn": 1e12,
    "tn": 1e12,
}
#: Ordinal words and their place.
ORDINALS = {
    word: place
    for place, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        start=1,
    )
}
#: Denominators of fractions in words.
PARTS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}

_UNITS = "|".join(word for word, value in WORDS.items() if 0 < value < 10)
_TENS = "|".join(word for word, value in WORDS.items() if value >= 20)
_ONES = "|".join(sorted((word for word, value in WORDS.items() if 0 < value < 20), key=len, reverse=True))
#: A number in words, as a pattern: "twenty-five", "two and a half", "a hundred", "dozen".
IN_WORDS = rf"(?:(?:{_TENS})(?:[-\s](?:{_UNITS}))?|(?:{_ONES})(?:\sand\sa\shalf)?|(?:a\s|half\sa\s)?dozen)"
#: A number in figures: "5,000", "5 000", "2.3", "108".
IN_FIGURES = r"(?:\d{1,3}(?:[,   ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
#: A scale, written out or short; short forms stand right after the figure or one blank later.
SCALE = r"(?:hundred\sthousand|hundred|thousand|million|mln|mn|billion|bln|bn|trillion|trln|trn|tn)s?"


def value_of(text: str) -> tuple[float, int]:
    """Return the value of a number without scale, and its significant digits.

    Trailing zeros of a whole number above 100 are taken for rounding ("5,000" has one digit), below it for figures.

    Examples
    --------
    >>> value_of("5,000"), value_of("2.30"), value_of("twenty-five")
    ((5000.0, 1), (2.3, 3), (25.0, 2))
    """
    bare = re.sub(r"[,   ](?=\d)", "", text.strip().lower())
    if re.fullmatch(r"\d+(?:\.\d+)?", bare):
        return float(bare), _digits(bare)
    if "dozen" in bare:
        return (6.0 if bare.startswith("half") else 12.0), 1
    half = 0.5 if bare.endswith("and a half") else 0.0
    words = re.split(r"[-\s]+", bare.removesuffix("and a half").strip())
    value = float(sum(WORDS.get(word, 0) for word in words)) + half
    return value, 2 if half else _digits(str(int(value)))


def _digits(bare: str) -> int:
    if "." in bare:
        return max(1, len(bare.replace(".", "").lstrip("0")))
    whole = bare.lstrip("0") or "0"
    return len(whole) if len(whole) < 3 else max(1, len(whole.rstrip("0")))


def scale_of(word: str) -> float:
    """Return what a scale word multiplies by; 1 for none."""
    found = 1.0
    for part in word.lower().split():
        found *= SCALES.get(part, SCALES.get(part.removesuffix("s"), 1.0))
    return found
