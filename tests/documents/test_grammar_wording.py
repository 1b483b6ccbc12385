"""Wordings that other people use: second figures, nominal style, appositions, exceptions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from reorient.documents.claims import Claim
from reorient.documents.claims.grammar import RULES, of_sentence
from reorient.documents.claims.making import compiled

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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Nominal style
        (
            "2015 saw a 12 percent fall in Peru's exports to China.",
            {"kind": "change", "who": "PER", "whom": "CHN", "direction": "down"},
        ),
        (
            "Peruvian exports to China posted an increase of 9 percent in 2015.",
            {"kind": "change", "who": "PER", "direction": "up"},
        ),
        (
            "The year 2016 brought a doubling of Peru's exports to Chile.",
            {"kind": "multiple", "who": "PER", "whom": "CHL", "direction": "up"},
        ),
        (
            "Vietnam's entry into ASEAN in 1995 changed the region.",
            {"kind": "membership", "who": "VNM", "whom": "asean", "phase": "joined"},
        ),
        (
            "The absence of sanctions against Russia from most Asian states was noted in 2015.",
            {"kind": "existence", "who": "asia", "whom": "RUS", "negated": True, "quantifier": "most"},
        ),
        # Appositions
        (
            "China, the biggest buyer, took 32 percent of Peru's exports in 2020.",
            {"kind": "share", "who": "PER", "whom": "CHN", "variable": "exports"},
        ),
        (
            "China, Peru's biggest customer, imposed sanctions on Canada in 2019.",
            {"kind": "extreme", "who": "PER", "whom": "CHN", "variable": "exports", "place": 1},
        ),
        # Ranks
        (
            "China ranks second behind Brazil among Peru's suppliers.",
            {"kind": "rank", "who": "PER", "whom": "CHN", "variable": "imports", "place": 2},
        ),
        ("China ranks second behind Brazil among Peru's suppliers.", {"kind": "extreme", "whom": "BRA", "place": 1}),
        (
            "China overtook Brazil as Peru's largest trading partner in 2011.",
            {"kind": "extreme", "who": "PER", "whom": "CHN", "variable": "trade"},
        ),
        (
            "In 2018 Japan was Peru's No. 2 customer.",
            {"kind": "rank", "whom": "JPN", "variable": "exports", "place": 2},
        ),
        ("China heads the list of Peru's suppliers.", {"kind": "extreme", "who": "PER", "whom": "CHN", "place": 1}),
        (
            "Peru's main supplier is China, followed by Brazil.",
            {"kind": "rank", "who": "PER", "whom": "BRA", "place": 2},
        ),
        # Shares
        ("China was responsible for two thirds of Peru's trade in 2018.", {"kind": "share", "variable": "trade"}),
        ("Every third dollar of Peru's exports is earned in China.", {"kind": "share", "who": "PER", "whom": "CHN"}),
        (
            "Peruvian exports went overwhelmingly to China (63%) in 2019.",
            {"kind": "share", "who": "PER", "whom": "CHN", "variable": "exports"},
        ),
        # Comparisons and balances
        (
            "Peruvian firms sold twice as much to China as to Chile in 2010.",
            {"kind": "comparison", "who": "PER", "whom": "CHN", "other": "CHL", "direction": "more"},
        ),
        (
            "Peru's exports to China outstripped those to Chile in 2010.",
            {"kind": "comparison", "whom": "CHN", "other": "CHL", "direction": "more"},
        ),
        (
            "In its trade with Chile, Peru sold more than it bought in 2016.",
            {"kind": "balance", "who": "PER", "whom": "CHL", "direction": "surplus"},
        ),
        ("Peru's trade with China was in the red in 2015.", {"kind": "balance", "direction": "deficit"}),
        # Memberships
        ("Croatia became the 28th member of the EU in 2013.", {"kind": "membership", "who": "HRV", "phase": "joined"}),
        ("Norway remains outside the EU.", {"kind": "membership", "who": "NOR", "phase": "is", "negated": True}),
        ("Neither Norway nor Iceland belongs to the EU.", {"kind": "membership", "who": "ISL", "negated": True}),
        ("Britain quit the EU in January 2020.", {"kind": "membership", "who": "GBR", "phase": "left"}),
        # One alone
        (
            "Apart from Japan, no Asian state imposed sanctions on Russia in 2014.",
            {"kind": "existence", "who": "JPN", "only": True, "within": "asia", "negated": False},
        ),
        (
            "Of the Asian states, only Japan imposed sanctions on Russia in 2014.",
            {"kind": "existence", "who": "JPN", "only": True, "within": "asia"},
        ),
        # Short clauses in full
        (
            "Tokyo imposed sanctions on Moscow in 2014; Seoul did not.",
            {"kind": "existence", "who": "KOR", "whom": "RUS", "negated": True},
        ),
        # Proper names
        (
            "Peru and Chile signed the Treaty of Lima in 1929.",
            {"kind": "existence", "event": "treaty", "title": "Treaty of Lima"},
        ),
        # Tails
        (
            "India remains the biggest importer of Peruvian arms, taking 32 percent of Peru's arms exports in 2018.",
            {"kind": "share", "who": "PER", "whom": "IND", "variable": "arms_tiv"},
        ),
        (
            "Brazil is India's main supplier of arms, with a share of 58 percent in 2018.",
            {"kind": "share", "who": "IND", "whom": "BRA", "variable": "arms_imports_tiv"},
        ),
        (
            "Peru's trade with Chile reached $4 billion in 2013, an increase of 8 percent.",
            {"kind": "change", "who": "PER", "whom": "CHL", "direction": "up"},
        ),
        ("Brazil supplies 70 percent of India's arms.", {"kind": "share", "who": "IND", "whom": "BRA"}),
        ("40 percent of ASEAN members imposed sanctions on Russia in 2014.", {"quantifier": "40 percent"}),
    ],
)
def test_other_wordings(text: str, expected: dict[str, Any]) -> None:
    assert fits(text, expected), sure(text)


def test_a_share_is_never_of_oneself() -> None:
    text = "Peru's dependence on China, which absorbed 82 percent of its exports in 2019, is large."
    assert all(one.who != one.whom for one in sure(text))


def test_a_period_is_reckoned_from_the_year_named() -> None:
    found = sure(
        "Peru's exports to Chile, which had not even reached $2 billion in 2000, stood at $5bn twenty years later."
    )
    assert {one.period.first: one.quantity.precision for one in found if one.period and one.quantity} == {
        2000: "under",
        2020: "exact",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Mr Putin called on Belgian businessmen to be more active in Russia.",
        "Africa receives $34 billion from the International Monetary Fund.",
        "The population of Peru, I believe, is already 35 million.",
        "The United Nations was born as a response to a world that today no longer exists.",
        "Peru's exports to Chile were $9 billion in the black.",
        "The French president visited the Chinese pavilion in 2019.",
        "The number of Russian companies in Cyprus fell by a third in 2014.",
        "Vladimir Putin has visited China more often than any other country.",
        "Recent years have seen Peru's exports to Chile grow.",
        "Talks on Serbia's entry into the EU in 2019 failed.",
        "Peru's exports to China only grew recently.",
        "In real terms, Peru's exports to China fell by 4 percent a year.",
    ],
)
def test_what_is_no_claim(text: str) -> None:
    assert sure(text) == []


def test_every_rule_compiles() -> None:
    assert all(compiled(one.pattern).flags for one in RULES)


@pytest.mark.parametrize(
    "text",
    [
        "No NATO ally buys more Russian gas than Germany.",
        "With the exception of Hungary, all members of the European Union sanctioned Russia.",
        "Peru's trade with Chile, excluding Chile's copper, fell by 5 percent in 2016.",
        "Peru's exports to Chile, not counting gas, fell by 5 percent in 2016.",
        "Peru's exports to Chile, apart from copper, fell by 5 percent in 2016.",
        "Peru's exports to Chile (excluding copper) fell by 5 percent in 2016.",
    ],
)
def test_exceptions_are_not_dropped(text: str) -> None:
    assert sure(text) == []


def test_a_period_between_commas_is_not_that_of_the_rest() -> None:
    found = sure("Laos, a member of ASEAN since 1997, sends 40 percent of its exports to Thailand.")
    assert {one.kind: one.period.first for one in found if one.period} == {"membership": 1997, "share": 2021}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cuba has been under a US embargo since 1962.", {"kind": "existence", "who": "USA", "whom": "CUB"}),
        ("Australia's coal shipments to China ground to a halt in 2021.", {"kind": "trend", "direction": "down"}),
        ("With Croatia's accession in July 2013, the EU grew.", {"kind": "membership", "who": "HRV", "whom": "eu"}),
        (
            "South Korea shipped $162bn worth of goods to China in 2018, a quarter of all its exports.",
            {"kind": "share", "who": "KOR", "whom": "CHN", "variable": "exports"},
        ),
        ("Peru's trade with China was cut almost in half between 2014 and 2016.", {"kind": "multiple"}),
        ("Russia and Iran voted the same way in nine out of ten votes in 2018.", {"variable": "un_agreement"}),
        ("More Ukrainians live in Poland than in Germany.", {"kind": "comparison", "variable": "migrants"}),
        ("Peru's purchases from Chile were $2 billion higher than its sales there in 2018.", {"direction": "deficit"}),
    ],
)
def test_wordings_of_the_last_kind(text: str, expected: dict[str, Any]) -> None:
    assert fits(text, expected), sure(text)


def test_one_alone_is_never_read_as_one_of_many() -> None:
    assert not of_sentence("China is the only ally of North Korea.", on=date(2021, 6, 1))
    assert of_sentence("Only 4 percent of Japan's crude came from Russia in 2020.", on=date(2021, 6, 1))


def test_second_after_somebody_says_that_this_one_is_first_within_the_group_it_belongs_to() -> None:
    told = of_sentence(
        "Vietnam is the second country after China to buy Russian weapons in Asia.", on=date(2016, 12, 31)
    )
    assert [(one.whom, one.place, one.within) for one in told] == [("VNM", 2, "asia"), ("CHN", 1, "asia")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru and Chile still have no peace treaty.", {"kind": "existence", "event": "treaty", "negated": True}),
        ("Peru and Chile have yet to sign a peace treaty.", {"event": "treaty", "negated": True}),
        ("Peru has no free trade agreement with Russia.", {"event": "treaty", "negated": True}),
        ("There is still no peace treaty between Peru and Chile.", {"event": "treaty", "negated": True}),
        ("Peru and Chile have a free trade agreement.", {"event": "treaty", "negated": False}),
        (
            "Trade with Chile amounts to 8 percent of Peru's total trade.",
            {"kind": "share", "who": "PER", "whom": "CHL"},
        ),
        ("Sales to India represented 35% of Russian arms exports in 2012.", {"kind": "share", "variable": "arms_tiv"}),
        ("Trade turnover reached $9 billion between Peru and Chile in 2014.", {"kind": "level", "variable": "trade"}),
        ("Chile, not Peru, was the biggest buyer of Russian weapons in 2014.", {"kind": "extreme", "whom": "CHL"}),
        ("Japan imposed sanctions on Russia after the annexation of Crimea in 2014.", {"who": "JPN", "whom": "RUS"}),
        ("Russia joined the WTO in August 2012 after eighteen years of talks.", {"kind": "membership", "whom": "wto"}),
        ("Japan and Vietnam are both members of the CPTPP.", {"kind": "membership", "who": "VNM", "whom": "cptpp"}),
    ],
)
def test_wordings_of_denials_and_tails(text: str, expected: dict[str, Any]) -> None:
    assert fits(text, expected), sure(text)


def test_a_visit_that_is_due_has_not_taken_place() -> None:
    assert sure("Both parties regarded Mr Putin's visit to Finland, due in the second half of 2001, as a step.") == []


def test_who_was_admitted_along_with_another_was_admitted() -> None:
    told = of_sentence("Myanmar was admitted into ASEAN in 1997, along with Laos.", on=date(2019, 3, 1))
    assert [(one.who, one.whom, one.phase) for one in told] == [("MMR", "asean", "joined"), ("LAO", "asean", "joined")]
