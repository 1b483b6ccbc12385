"""Figures as they are said: unit, scale, range, exactness; and what is no quantity."""

from __future__ import annotations

import pytest

from reorient.documents.claims.quantities import quantities


def read(text: str) -> list[tuple[float, float, str, str]]:
    return [(q.quantity.low, q.quantity.high, q.quantity.unit, q.quantity.precision) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "precision"),
    [
        ("$108 billion", 108e9, 108e9, "usd", "exact"),
        ("108bn dollars", 108e9, 108e9, "usd", "exact"),
        ("about 108 billion US dollars", 108e9, 108e9, "usd", "about"),
        ("5,000 bn dollars", 5e12, 5e12, "usd", "exact"),
        ("US$1.2tn", 1.2e12, 1.2e12, "usd", "exact"),
        ("EUR 5 bn", 5e9, 5e9, "eur", "exact"),
        ("€340 million", 340e6, 340e6, "eur", "exact"),
        ("67 million tonnes of oil", 67e6, 67e6, "tonnes", "exact"),
        ("600,000 barrels a day", 6e5, 6e5, "barrels_day", "exact"),
        ("1.6m barrels of oil per day", 1.6e6, 1.6e6, "barrels_day", "exact"),
        ("38 bcm", 38, 38, "bcm", "exact"),
        ("38 billion cubic metres", 38, 38, "bcm", "exact"),
        ("3 percentage points", 3, 3, "points", "exact"),
        ("nearly 28 percent", 28, 28, "percent", "nearly"),
        ("more than 40 per cent", 40, 40, "percent", "over"),
        ("under 5%", 5, 5, "percent", "under"),
        ("at least three vetoes", 3, 3, "count", "at least"),
        ("no more than 12 percent", 12, 12, "percent", "at most"),
        ("20-25 percent", 20, 25, "percent", "between"),
        ("between 20 and 25 percent", 20, 25, "percent", "between"),
        ("$5-6 billion", 5e9, 6e9, "usd", "between"),
        ("a third of exports", 33.33, 33.33, "percent", "exact"),
        ("two-thirds of its arms", 66.67, 66.67, "percent", "exact"),
        ("one in five", 20, 20, "percent", "exact"),
        ("more than half of its exports", 50, 50, "percent", "over"),
        ("more than doubled", 2, 2, "times", "over"),
        ("halved", 0.5, 0.5, "times", "exact"),
        ("rose fivefold", 5, 5, "times", "exact"),
        ("grew by a factor of 3.5", 3.5, 3.5, "times", "exact"),
        ("five times more", 5, 5, "times", "exact"),
        ("its second largest partner", 2, 2, "rank", "exact"),
        ("ranked third", 3, 3, "rank", "exact"),
        ("2.3 million Russians", 2.3e6, 2.3e6, "count", "exact"),
        ("19 states, mostly", 19, 19, "count", "exact"),
        ("twenty-five reactors", 25, 25, "count", "exact"),
    ],
)
def test_one_quantity(text: str, low: float, high: float, unit: str, precision: str) -> None:
    [(a, b, u, p)] = read(text)
    assert (a, b) == pytest.approx((low, high))
    assert (u, p) == (unit, precision)


@pytest.mark.parametrize(
    "text",
    [
        "On 31 March 2023 it rained",
        "in 2014 and 2015",
        "2010-2014",
        "the S-400 system and the G7",
        "a 5-year deal",
        "over five years",
        "a quarter of a century",
        "in the first half of 2014",
        "Article 5 of resolution 2202",
        "a third country",
        "one of the allies",
        "two decades",
    ],
)
def test_no_quantity(text: str) -> None:
    assert read(text) == []


def test_from_and_to_are_two_quantities() -> None:
    found = quantities("from 23 to 31 percent, and from $20 billion to $30 billion")
    assert [(q.before, q.quantity.low) for q in found] == [("from", 23), ("to", 31), ("from", 20e9), ("to", 30e9)]


def test_by_and_to_are_told() -> None:
    found = quantities("rose by 28 percent to 12 million tonnes")
    assert [(q.before, q.quantity.unit) for q in found] == [("by", "percent"), ("to", "tonnes")]


@pytest.mark.parametrize(
    ("text", "digits"), [("$108 billion", 3), ("5,000 tonnes", 1), ("2.30 percent", 3), ("20 percent", 2)]
)
def test_digits(text: str, digits: int) -> None:
    assert quantities(text)[0].quantity.digits == digits


def test_offsets_point_at_the_words() -> None:
    text = "Trade grew by more than 12 percent to $240 billion, a third of all."
    for one in quantities(text):
        assert text[one.start : one.end] == one.text
