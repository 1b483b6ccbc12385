"""Claims of every kind read from sentences, and what is left unread."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from reorient.documents.claims import Claim
from reorient.documents.claims.grammar import claims, of_sentence, reading, readings, unparsed
from reorient.documents.text import Document, Passage

ON = date(2021, 6, 1)


def one(text: str) -> Claim:
    [claim] = [claim for claim in of_sentence(text, on=ON) if not claim.doubts]
    return claim


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Peruvian exports to Japan came to $2 billion in 2016.",
            {"kind": "level", "who": "PER", "whom": "JPN", "variable": "exports"},
        ),
        (
            "Peru sold Japan 3 million tonnes of liquefied natural gas in 2016.",
            {"kind": "level", "who": "PER", "whom": "JPN", "variable": "lng_exports_t"},
        ),
        (
            "Indian-Nepalese trade fell to $6 billion in 2019.",
            {"kind": "level", "who": "IND", "whom": "NPL", "variable": "trade"},
        ),
        (
            "A third of Chile's exports went to China in 2018.",
            {"kind": "share", "who": "CHL", "whom": "CHN", "variable": "exports"},
        ),
        (
            "Egypt relied on Russia for 40 percent of its arms imports in 2017.",
            {"kind": "share", "who": "EGY", "whom": "RUS", "variable": "arms_imports_tiv"},
        ),
        (
            "South Korea is Vietnam's second largest trading partner.",
            {"kind": "rank", "who": "VNM", "whom": "KOR", "variable": "trade", "place": 2, "role": "partner"},
        ),
        (
            "Egypt was the largest African buyer of Russian arms in 2017.",
            {"kind": "extreme", "who": "RUS", "whom": "EGY", "variable": "arms_tiv", "within": "un-africa"},
        ),
        (
            "The largest buyer of Russian arms in Asia was India, not China.",
            {"kind": "extreme", "who": "RUS", "whom": "IND", "variable": "arms_tiv", "within": "asia", "place": 1},
        ),
        (
            "China was not Russia's largest trading partner in 2005.",
            {"kind": "extreme", "who": "RUS", "whom": "CHN", "variable": "trade", "negated": True},
        ),
        (
            "Japan cut its imports of Russian coal by 60 percent in 2020.",
            {"kind": "change", "who": "JPN", "whom": "RUS", "variable": "coal_imports_t", "direction": "down"},
        ),
        (
            "Exchanges between Russia and ASEAN doubled in five years.",
            {"kind": "multiple", "who": "RUS", "whom": "asean", "variable": "trade", "direction": "up"},
        ),
        (
            "Trade between Peru and China grew after 2009.",
            {"kind": "trend", "who": "PER", "whom": "CHN", "variable": "trade", "direction": "up"},
        ),
        (
            "Brazil exports more to China than to Argentina.",
            {
                "kind": "comparison",
                "who": "BRA",
                "whom": "CHN",
                "other": "ARG",
                "other_is": "whom",
                "direction": "more",
            },
        ),
        (
            "China exported more to Kenya in 2018 than India did.",
            {"kind": "comparison", "who": "CHN", "whom": "KEN", "other": "IND", "other_is": "who", "direction": "more"},
        ),
        (
            "Trade between China and Russia favoured China between 2010 and 2014.",
            {"kind": "balance", "who": "CHN", "whom": "RUS", "direction": "surplus"},
        ),
        (
            "Kenya ran a trade deficit with India in 2015.",
            {"kind": "balance", "who": "KEN", "whom": "IND", "direction": "deficit"},
        ),
        ("Vietnam joined ASEAN in 1995.", {"kind": "membership", "who": "VNM", "whom": "asean", "phase": "joined"}),
        (
            "Norway is not a member of the European Union.",
            {"kind": "membership", "who": "NOR", "whom": "eu", "phase": "is", "negated": True},
        ),
        (
            "The Shanghai Cooperation Organisation was founded in 2001.",
            {"kind": "membership", "who": "sco", "phase": "founded", "event": "founding"},
        ),
        (
            "Most Asian states imposed no sanctions on Russia.",
            {"kind": "existence", "who": "asia", "whom": "RUS", "quantifier": "most", "negated": True},
        ),
        (
            "Russia and China signed a treaty of friendship in 2001.",
            {"kind": "existence", "who": "RUS", "whom": "CHN", "event": "treaty", "phase": "began"},
        ),
        (
            "The president of South Korea visited Chile in 2019.",
            {"kind": "existence", "who": "KOR", "whom": "CHL", "event": "visit", "variable": "visits"},
        ),
        (
            "China, together with Russia, vetoed a draft resolution on Syria in 2014.",
            {"kind": "existence", "who": "CHN", "whom": "RUS", "event": "veto", "variable": "joint_vetoes"},
        ),
    ],
)
def test_one_claim(text: str, expected: dict[str, Any]) -> None:
    claim = one(text)
    assert {name: getattr(claim, name) for name in expected} == expected
    assert claim.sentence == text


def test_units_decide_between_variables() -> None:
    assert one("Norway exported $9 billion of crude to China in 2018.").variable == "crude_exports_usd"
    assert one("Norway exported 9 million tonnes of crude to China in 2018.").variable == "crude_exports_t"
    assert one("French exports to Italy came to 30 billion euros in 2018.").variable == "exports_eur"


def test_from_one_figure_to_another() -> None:
    found = of_sentence("China's share in Peru's exports rose from 10 percent in 2005 to 29 percent in 2019.", on=ON)
    assert [(c.kind, c.period and c.period.first, c.quantity and c.quantity.low) for c in found] == [
        ("share", 2005, 10.0),
        ("share", 2019, 29.0),
    ]


def test_a_sentence_may_hold_several() -> None:
    text = "Bilateral trade between Mongolia and China grew by 22 percent to $8.9 billion in 2019."
    assert [claim.kind for claim in of_sentence(text, on=ON)] == ["change", "level"]


def test_members_of_a_list_are_read_one_by_one() -> None:
    found = of_sentence("Lithuania, Latvia and Estonia joined the EU in 2004.", on=ON)
    assert [claim.who for claim in found] == ["LTU", "LVA", "EST"]


@pytest.mark.parametrize(
    "text",
    [
        "Trade between Peru and China will reach $30 billion in 2025.",
        "Peru plans to double its exports to China within five years.",
        "If Peru joined ASEAN, its trade with Vietnam would double.",
        "Critics claim that Peru imposed sanctions on China in 2014.",
        "Peru is expected to join the OECD in 2023.",
        "Should Peru have imposed sanctions on Russia?",
        "China is a leading oil supplier to Peru.",
        "China is one of Peru's largest trading partners.",
        "Companies from Peru sold goods worth $5 billion to China in 2016.",
        "Peruvian car exports to China tripled in 2018.",
        "Trade in ivory between China and Kenya fell by 20 percent in 2018.",
        "China and India together took 40 percent of Iran's crude exports in 2017.",
        "The share of timber in Peru's exports to China fell by 7 percent in 2018.",
        "France left Mali in 2022.",
        "Peru is now a party to the United Nations Fish Stocks Agreement.",
        "Peru was born of many peoples, and its trade is old.",
        "It accounted for 42 percent of Peru's exports in 2018.",
        "Exchanges with ASEAN doubled in five years.",
    ],
)
def test_what_is_left_unread(text: str) -> None:
    assert [claim for claim in of_sentence(text, on=ON) if not claim.doubts] == []


@pytest.mark.parametrize(
    "text", ["China sold α7 goods worth κ9 to σ3.", "α1 κ0 σ0", "China " + "and Russia " * 400, "China (" * 200, ""]
)
def test_hostile_sentences_are_survived(text: str) -> None:
    assert of_sentence(text, on=ON) == ()


def test_without_a_date_what_is_reckoned_from_it_is_doubted() -> None:
    [claim] = of_sentence("Exchanges between Russia and ASEAN doubled in five years.")
    assert claim.period is None
    assert claim.doubts


def test_why_a_sentence_was_not_read() -> None:
    assert reading("Trade between Peru and China will reach $30 billion in 2025.", on=ON).status == "unparsed"
    assert reading("The talks in Lima were friendly.", on=ON).status == "none"
    assert "pronoun" in reading("It accounted for 42 percent of Peru's exports in 2018.", on=ON).reason


def document(*paragraphs: str, kind: str = "paragraph") -> Document:
    text, passages, place = "\n".join(paragraphs), [], 0
    for one in paragraphs:
        passages.append(Passage(place, place + len(one), kind))  # type: ignore[arg-type]
        place += len(one) + 1
    return Document("test", text, tuple(passages), ON)


def test_the_two_countries_are_those_of_the_sentence_before() -> None:
    held = document("Peru and Chile are neighbours. Trade between the two countries rose by 9 percent in 2017.")
    [claim] = claims(held)
    assert (claim.who, claim.whom) == ("PER", "CHL")
    assert held.text[claim.start : claim.end] == claim.sentence


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Peru and Chile are neighbours.", "Trade between the two countries rose by 9 percent in 2017."),
        ("Peru, Chile and Bolivia are neighbours. Trade between the two countries rose by 9 percent in 2017.",),
        ("Peru and ASEAN met. Trade between the two countries rose by 9 percent in 2017.",),
    ],
)
def test_the_two_countries_are_not_guessed(paragraphs: tuple[str, ...]) -> None:
    assert claims(document(*paragraphs)) == ()


def test_quotations_are_doubted() -> None:
    held = document("Chile joined the OECD in 2010.", kind="quote")
    [claim] = claims(held)
    assert claim.doubts == ("stands in a quotation",)
    assert [one.reason for one in unparsed(held)] == ["stands in a quotation"]


def test_another_language_is_not_read() -> None:
    held = document("Chile joined the OECD in 2010.")
    other = Document(held.key, held.text, held.passages, held.date, language="fr")
    assert list(readings(other)) == []


def test_a_hedge_holds_for_its_own_clause_alone() -> None:
    text = "The lack of sanctions on Peru from most Asian states is an asset and Lima's envoy says talks may follow."
    assert one(text).quantifier == "most"
    assert one(text).negated
