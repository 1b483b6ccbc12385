"""Forms of order in single sentences, and sentences that order nothing."""

from __future__ import annotations

import pytest

from reorient.documents.corpus import document
from reorient.documents.mentions import mentions
from reorient.documents.priorities import Priorities, priorities

Tiers = tuple[tuple[str, ...], ...]


def told(text: str, subject: str = "") -> Priorities:
    made = document(text)
    return priorities(made, mentions(made.text), subject=subject)


def one_each(*items: str) -> Tiers:
    return tuple((item,) for item in items)


ORDERS: list[tuple[str, Tiers]] = [
    (
        "Our first priority is Africa. The second priority is Asia, and the third is Europe.",
        one_each("un-africa", "asia", "un-europe"),
    ),
    (
        "Africa is our first priority, followed by Latin America and, finally, Oceania.",
        one_each("un-africa", "latin-america", "un-oceania"),
    ),
    ("We put the Baltic states ahead of the Balkans.", one_each("Baltic states", "Balkans")),
    (
        "Relations with the Nordic countries come first, then the Baltic states, and then Central Europe.",
        one_each("Nordic states", "Baltic states", "Central Europe"),
    ),
    ("Africa is second only to Europe in our priorities.", one_each("un-europe", "un-africa")),
    (
        "Our priorities are, in order, Central Asia, the Caucasus and the Balkans.",
        one_each("un-central-asia", "Caucasus", "Balkans"),
    ),
    ("China, Saudi Arabia and Oman, in that order, are the priorities.", one_each("CHN", "SAU", "OMN")),
    ("In ascending order of importance the paper names Peru, Chile and Brazil.", one_each("BRA", "CHL", "PER")),
    (
        "The highest priority goes to the Sahel; next come the Maghreb and the Levant; last comes Oceania.",
        (("Sahel",), ("Maghreb", "Levant"), ("un-oceania",)),
    ),
    ("The government gives priority to Africa over Asia.", one_each("un-africa", "asia")),
    ("Foremost among the priorities is Ukraine, then come the Baltic states.", one_each("UKR", "Baltic states")),
    ("The white paper ranks Germany first, France second and Poland third.", one_each("DEU", "FRA", "POL")),
    (
        "Neighbours come before Asia, and Asia before Europe, in every plan of priorities.",
        one_each("neighbours", "asia", "un-europe"),
    ),
    (
        "Africa occupies the last place on the list of priorities, after Latin America.",
        one_each("latin-america", "un-africa"),
    ),
    (
        "The priorities are: first, Central Asia; second, China; third, Turkey; and last, the European Union.",
        one_each("un-central-asia", "CHN", "TUR", "eu"),
    ),
    (
        "The first place in the new concept goes to Kenya, the second to Ghana, and the third to India.",
        one_each("KEN", "GHA", "IND"),
    ),
    ("Relations with India are more important to the ministry than relations with China.", one_each("IND", "CHN")),
    ("Egypt's ministry gives Sudan a higher priority than Libya.", one_each("SDN", "LBY")),
    ("Priority number one is Armenia; priority number two is Iraq.", one_each("ARM", "IRQ")),
    ("The first concern of the ministry is Syria, its second Iraq.", one_each("SYR", "IRQ")),
    ("Asia first, Europe second: that is the new order of priorities.", one_each("asia", "un-europe")),
    ("Asia has overtaken Europe as the first priority.", one_each("asia", "un-europe")),
    (
        "The Middle East has been downgraded to third priority, behind the Indo-Pacific and Europe.",
        (("Indo-Pacific", "un-europe"), ("Middle East",)),
    ),
    (
        "The first strategic priority after Latin America is Africa.",
        one_each("latin-america", "un-africa"),
    ),
]


@pytest.mark.parametrize(("text", "tiers"), ORDERS, ids=[text[:40] for text, _ in ORDERS])
def test_orders_in_sentences(text: str, tiers: Tiers) -> None:
    (ranking,) = told(text).rankings
    assert ranking.tiers == tiers
    assert ranking.unknown == ()


@pytest.mark.parametrize(
    "text",
    [
        "The minister visited China before India.",
        "China is the largest trading partner and Germany the second.",
        "Asia is no longer our first priority.",
        "Europe is not ahead of Africa in our list of priorities.",
        "Should Africa come before Europe in our priorities?",
        "If Africa came before Europe in our priorities, the budget would show it.",
        "Europe is the first victim of the war, Africa the second.",
        "The top three priorities are Germany, France and Italy.",
        "In 1990 the first shop opened in Russia, the second in China.",
        "The list names Peru, Chile and Brazil in alphabetical order and not in order of priority.",
        "Unlike Europe, Africa is our first priority.",
        "Kenya's GDP is ahead of Ghana's, and trade is a priority of both.",
    ],
)
def test_sentences_that_order_nothing(text: str) -> None:
    assert told(text).rankings == ()


def test_a_place_by_itself_is_no_order_but_is_told() -> None:
    found = told("Asia is no longer our first priority.")
    assert [(one.items, one.place, one.formerly) for one in found.alone] == [(("asia",), 1, True)]
    found = told("Latin America has slipped from second to fourth place in the list of priorities.")
    assert [(one.items, one.place, one.formerly) for one in found.alone] == [(("latin-america",), 4, False)]


def test_past_and_present_are_kept_apart() -> None:
    found = told("Before 2010, Japan ranked ahead of India in the priorities; now India ranks ahead of Japan.")
    assert [one.tiers for one in found.rankings] == [one_each("IND", "JPN")]
    assert [one.tiers for one in found.formerly] == [one_each("JPN", "IND")]
    assert all(one.formerly for one in found.formerly)


def test_a_circle_of_statements_is_a_conflict() -> None:
    found = told("Africa takes precedence over Europe. Europe outranks Asia. Asia takes priority over Africa.")
    (ranking,) = found.rankings
    assert ranking.confidence == "low"
    (conflict,) = ranking.conflicts
    assert conflict.items == ("asia", "un-africa", "un-europe")
    assert len(conflict.evidence) == 3
    assert len(ranking.tiers) == 1
    assert len(ranking.unknown) == 3


def test_two_at_one_place_are_a_conflict() -> None:
    text = "Our first priority is Africa, ahead of Asia. Our first priority is Asia, ahead of Europe."
    conflicts = [one for ranking in told(text).rankings for one in ranking.conflicts]
    assert conflicts


def test_only_what_follows_is_told() -> None:
    found = told(
        "In our priorities Kenya ranks ahead of Ghana. Kenya also ranks ahead of Togo there, and Togo ahead of Benin."
    )
    (ranking,) = found.rankings
    assert ranking.order("KEN", "BEN") == -1
    assert ranking.order("GHA", "TGO") is None
    assert ranking.order("GHA", "BEN") is None
    assert ranking.order("KEN", "FRA") is None
    assert ranking.gaps


def test_the_state_that_ranks_is_no_partner_of_its_own() -> None:
    found = told("China's first priority is Russia, and China's second priority is Pakistan.", "CHN")
    assert [one.tiers for one in found.rankings] == [one_each("RUS", "PAK")]


def test_offsets_point_at_the_words() -> None:
    text = "A word before.\n\nOur first priority is\nAfrica, and the second is Asia."
    made = document(text)
    (ranking,) = priorities(made, mentions(made.text)).rankings
    words = [" ".join(made.text[one.start : one.end].split()) for one in ranking.evidence]
    assert words[0] == "first priority is Africa"
