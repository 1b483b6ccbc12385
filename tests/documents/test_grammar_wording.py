"""Wordings that other people use: second figures, nominal style, appositions, exceptions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from reorient.documents.claims import Claim
from reorient.documents.grammar import of_sentence

ON = date(2021, 6, 1)


def sure(text: str) -> list[Claim]:
    return [claim for claim in of_sentence(text, on=ON) if not claim.doubts]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Exports from Peru to Japan were worth €8bn in 2019, against €5bn in 2016.", {2019: 8e9, 2016: 5e9}),
        ("Peruvian sales to Chile rose to $7 billion in 2019 from $5 billion in 2016.", {2019: 7e9, 2016: 5e9}),
        (
            "Peru's imports of Angolan crude stood at 46 million tonnes in 2019, up from 43 million a year earlier.",
            {2019: 46e6, 2018: 43e6},
        ),
        (
            "China took 30 percent of Peru's exports in 2015, up from 12 percent ten years earlier.",
            {2015: 30, 2005: 12},
        ),
        ("Peru's imports from China, worth $7 billion in 2018, fell to $6 billion in 2019.", {2018: 7e9, 2019: 6e9}),
        ("Peru's trade with Chile was worth $7 billion (2012: $5 billion) in 2015.", {2015: 7e9, 2012: 5e9}),
        ("Peru's exports to Chile were worth $7 billion in 2015 and $9 billion in 2018.", {2015: 7e9, 2018: 9e9}),
        (
            "In 2019 Peru's trade with Chile fell by 4 percent, compared with 9 percent the year before.",
            {2019: 4, 2018: 9},
        ),
    ],
)
def test_two_figures_share_a_verb(text: str, figures: dict[int, float]) -> None:
    found = sure(text)
    assert {one.period.first: one.quantity.low for one in found if one.period and one.quantity} == figures
    assert len({(one.kind, one.who, one.whom, one.variable) for one in found}) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Peru's exports to Chile were worth $7 billion in 2019, against $5 billion with Brazil.", 1),
        ("Peru's exports to Chile were worth $7 billion in 2019, up from 43 the last time.", 1),
        ("Peru's exports to Chile grew by 5 percent in 2019, up from $3 billion in 2016.", 1),
    ],
)
def test_what_is_no_second_figure(text: str, count: int) -> None:
    assert len(sure(text)) == count


def fits(text: str, expected: dict[str, Any]) -> bool:
    return any(all(getattr(one, key) == value for key, value in expected.items()) for one in sure(text))
