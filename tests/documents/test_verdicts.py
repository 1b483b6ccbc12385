"""Verdicts on typed claims, on the starter record: figures known from the data, and what it must leave open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from reorient.documents.checking import check_document
from reorient.documents.checking.bench import Bench
from reorient.documents.checking.tolerances import times_agree, within
from reorient.documents.checking.verdicts import decide
from reorient.documents.claims import Claim, Period, Quantity
from reorient.documents.corpus import document
from reorient.record.store import Record, starter_folder
from reorient.report.checked import clean, data, page, text


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with Record.open(starter_folder()) as record:
        yield Bench(record)


FIVE = Period(2010, 2014)
CASES = [
    # China sold Russia more than it bought from it in these years, in every source that has both ways
    (Claim("balance", "RUS", "CHN", "exports", (), FIVE, direction="deficit"), "supported"),
    (Claim("balance", "CHN", "RUS", "exports", (), FIVE, direction="deficit"), "contradicted"),
    # SIPRI: deliveries 2010-2014 to India 14,010, Viet Nam 3,283, China 3,172
    (Claim("extreme", "RUS", "IND", "arms_tiv", (), FIVE, place=1, role="partner", within="asia"), "supported"),
    (Claim("extreme", "RUS", "CHN", "arms_tiv", (), FIVE, place=1, role="partner", within="asia"), "contradicted"),
    (Claim("rank", "RUS", "VNM", "arms_tiv", (), FIVE, place=2, role="partner", within="asia"), "supported"),
    (Claim("comparison", "RUS", "IND", "arms_tiv", (), FIVE, direction="more", other="CHN"), "supported"),
    # it is true of one source and not of another
    (
        Claim("level", "RUS", "CHN", "trade", (), Period(2018, 2018), Quantity(1.07e11, 1.07e11, "usd", "over", 3)),
        "depends",
    ),
    # 5.1 to 12.0 billion: doubled, and more; sources that name some members only give no sum
    (
        Claim("multiple", "RUS", "asean", "trade", (), Period(2005, 2010), Quantity(2, 2, "times"), direction="up"),
        "supported",
    ),
    # the Statistical Review lists some members by state and the others as one area: 55.6 + 20.7 + ... + 73.9 = 170.6
    (
        Claim("level", "eu", "RUS", "gas_imports_bcm", (), Period(2019, 2019), Quantity(167, 167, "bcm", digits=3)),
        "supported",
    ),
    # South Africa and the area for the rest of Africa: none
    (
        Claim("level", "RUS", "un-africa", "gas_exports_bcm", (), Period(2022, 2022), Quantity(9, 9, "bcm")),
        "contradicted",
    ),
    # a group named as one partner is ranked as one
    (Claim("extreme", "UKR", "eu", "trade", (), Period(2018, 2018), place=1, role="partner"), "supported"),
    # the present of 2021 is the latest year covered, 2020; the year that a document names is that year
    (
        Claim("balance", "IND", "CHN", "trade", (), Period(2021, 2021, relative=True), direction="deficit"),
        "supported",
    ),
    (Claim("balance", "IND", "CHN", "trade", (), Period(2021, 2021), direction="deficit"), "not covered"),
    # a figure in euros is not decided by dollars; the wrong side is wrong in every currency
    (
        Claim(
            "balance", "eu", "CHN", "trade", (), Period(2019, 2019), Quantity(1e11, 1e11, "eur"), direction="deficit"
        ),
        "not covered",
    ),
    (
        Claim(
            "balance", "eu", "CHN", "trade", (), Period(2019, 2019), Quantity(1e11, 1e11, "eur"), direction="surplus"
        ),
        "contradicted",
    ),
    # a share by value may bear out a share of quantities, and not refute one
    (
        Claim(
            "share",
            "eu",
            "RUS",
            "gas_imports_bcm",
            ("gas_imports_usd",),
            Period(2018, 2018),
            Quantity(60, 60, "percent"),
        ),
        "not covered",
    ),
    # nor a rank: Germany's purchases are confidential in customs data
    (
        Claim("extreme", "RUS", "ITA", "gas_exports_bcm", ("gas_exports_usd",), Period(2019, 2019), place=1),
        "not covered",
    ),
    # 195 to 319 billion dollars, and 22.2 to 18.5 percent of China's exports
    (Claim("trend", "CHN", "USA", "exports", (), Period(2005, 2010), direction="up"), "supported"),
    (Claim("trend", "CHN", "USA", "exports", (), Period(2005, 2010), direction="down", of_total=True), "supported"),
    # that Russia's sanctions are listed to the last one says nothing of those of the United Nations
    (
        Claim("existence", "un", "PRK", "un_sanctioned", (), Period(2006, 2021), event="sanction", phase="exists"),
        "not covered",
    ),
    (Claim("membership", "MDA", "cis", phase="left", negated=True), "supported"),
    (Claim("membership", "GEO", "cis", phase="left"), "supported"),
    # 4.4 to 5.9 and 12.0 to 14.7 billion dollars are no doubling, however few digits the word has
    (
        Claim(
            "multiple",
            "RUS",
            "asean",
            "trade",
            (),
            Period(2010, 2015),
            Quantity(2, 2, "times", digits=1),
            direction="up",
        ),
        "contradicted",
    ),
    (
        Claim("share", "RUS", "CHN", "exports", (), Period(2013, 2013), Quantity(8, 8, "percent", "about", 1)),
        "supported",
    ),
    (Claim("share", "RUS", "CHN", "exports", (), Period(2013, 2013), Quantity(30, 30, "percent")), "contradicted"),
    (Claim("trend", "RUS", "CHN", "exports", (), FIVE, direction="up"), "supported"),
    (Claim("trend", "RUS", "CHN", "exports", (), FIVE, direction="up", negated=True), "contradicted"),
    (
        Claim("existence", "asia", "RUS", "sanction", (), Period(2022, 2022), event="sanction", quantifier="most"),
        "contradicted",
    ),
    (Claim("existence", "JPN", "RUS", "sanction", (), Period(2014, 2014), event="sanction"), "supported"),
    (Claim("existence", "RUS", "CHN", event="treaty", phase="began", period=Period(2001, 2001)), "supported"),
    (Claim("membership", "RUS", "sco", phase="joined", period=Period(2001, 2001)), "supported"),
    (Claim("membership", "RUS", "asean", phase="is", period=Period(2010, 2010)), "contradicted"),
    (Claim("membership", "sco", event="founding", phase="founded", period=Period(2001, 2001)), "supported"),
    (Claim("membership", "sco", event="founding", phase="founded", period=Period(1996, 1996)), "contradicted"),
    # the Factbook prints 33 percent to China and 17 to India in 2023, where the customs data have ended
    (
        Claim("share", "RUS", "CHN", "exports", (), Period(2023, 2023), Quantity(33, 33, "percent")),
        "supported",
    ),
    (Claim("rank", "RUS", "IND", "exports", (), Period(2023, 2023), place=2, role="partner"), "supported"),
    (Claim("extreme", "RUS", "DEU", "exports", (), Period(2023, 2023), place=1, role="partner"), "contradicted"),
    (Claim("rank", "RUS", "DEU", "exports", (), Period(2023, 2023), place=9, role="partner"), "not covered"),
    # shares of votes are told in percent; who left on 1 January was a member to the day before
    (
        Claim("level", "CHN", "RUS", "un_agreement", (), Period(2020, 2020), Quantity(79, 79, "percent")),
        "supported",
    ),
    (Claim("membership", "QAT", "opec", phase="left", period=Period(2019, 2019)), "supported"),
    # every sanction on Russia to 2022 is listed: no row of Brazil's is none at all
    (Claim("existence", "BRA", "RUS", "sanction", event="sanction", negated=True), "supported"),
    (
        Claim("existence", "IND", "RUS", "sanction", (), Period(2014, 2014), event="sanction", phase="began"),
        "contradicted",
    ),
    # customs data end in 2020: "since 2010" in a text of 2021 ends there
    (Claim("trend", "TUR", "ISR", "trade", (), Period(2010, 2021, relative=True), direction="down"), "contradicted"),
    (Claim("trend", "TUR", "ISR", "trade", (), Period(2010, 2021), direction="down"), "not covered"),
    # the Union as one area sold 278 billion euro to the United Kingdom in 2020
    (
        Claim("level", "eu", "GBR", "exports_eur", (), Period(2020, 2020), Quantity(25e10, 25e10, "eur", "under")),
        "contradicted",
    ),
    # what a state has of itself: vetoes of the United States 2001-2004, two a year; China's product of 2019
    (Claim("level", "USA", "", "vetoes", (), Period(2001, 2004), Quantity(8, 8, "count")), "supported"),
    (
        Claim("level", "CHN", "", "gdp_usd", (), Period(2019, 2019), Quantity(14.3e12, 14.3e12, "usd", digits=3)),
        "supported",
    ),
    # Russia's part of Ukraine's exports fell from 25 to 8 percent in BACI
    (
        Claim("change", "UKR", "RUS", "exports", (), Period(2012, 2019), Quantity(17, 17, "points"), direction="down"),
        "supported",
    ),
    # China and Russia vetoed together before 2020 too; vetoes begin in no year
    (
        Claim("existence", "CHN", "RUS", "joint_vetoes", (), Period(2020, 2020), event="veto", phase="began"),
        "supported",
    ),
    # "none of the Gulf states did"
    (
        Claim(
            "existence",
            "gcc",
            "RUS",
            "sanction",
            (),
            Period(2014, 2014),
            event="sanction",
            quantifier="none",
            negated=True,
        ),
        "supported",
    ),
    (
        Claim(
            "multiple", "RUS", "UKR", "exports", (), Period(2013, 2015), Quantity(0.5, 0.5, "times"), direction="down"
        ),
        "contradicted",
    ),
    (
        Claim(
            "multiple", "JPN", "gcc", "imports", (), Period(2012, 2019), Quantity(0.5, 0.5, "times"), direction="down"
        ),
        "supported",
    ),
    # BACI: Qatar 69.6, Australia 67.0 million tonnes of liquefied gas in 2018; arms of others are not in the record
    (Claim("extreme", "QAT", "", "lng_exports_t", (), Period(2018, 2018), place=1), "supported"),
    (Claim("rank", "AUS", "", "lng_exports_t", (), Period(2018, 2018), place=3), "contradicted"),
    (Claim("extreme", "CHN", "", "gdp_usd", (), Period(2019, 2019), place=1, within="asia"), "supported"),
    (Claim("rank", "FRA", "", "arms_tiv", (), Period(2018, 2018), place=3), "not covered"),
    # Turkey alone in NATO had none in 2014; Japan alone in Asia had some; 4 of 27 are 15 percent
    (
        Claim(
            "existence",
            "TUR",
            "RUS",
            "sanction",
            (),
            Period(2014, 2014),
            within="nato",
            only=True,
            event="sanction",
            negated=True,
        ),
        "supported",
    ),
    (
        Claim(
            "existence", "JPN", "RUS", "sanction", (), Period(2014, 2014), within="asia", only=True, event="sanction"
        ),
        "supported",
    ),
    (
        Claim(
            "existence", "asia", "RUS", "sanction", (), Period(2022, 2022), event="sanction", quantifier="40 percent"
        ),
        "contradicted",
    ),
    # nothing in the record on warships, nothing of the year 1850, nothing without a time
    (Claim("level", "RUS", "CHN", "", (), FIVE, Quantity(50, 50, "count")), "not covered"),
    (Claim("trend", "RUS", "CHN", "exports", (), Period(1850, 1860), direction="up"), "not covered"),
    (Claim("trend", "RUS", "CHN", "exports", (), None, direction="up"), "cannot parse"),
    (Claim("trend", "RUS", "CHN", "exports", (), FIVE, direction="up", doubts=("reported speech",)), "cannot parse"),
]


@pytest.mark.parametrize(("claim", "word"), CASES, ids=[f"{n}-{c.kind}-{w}" for n, (c, w) in enumerate(CASES)])
def test_verdicts(bench: Bench, claim: Claim, word: str) -> None:
    found = decide(bench, claim)
    assert found.word == word, found.why
    if word in ("supported", "contradicted", "depends"):
        assert found.tolerance
        assert any(one.rows or one.words for one in found.tried)
    if word == "depends":
        assert "True under" in found.why
        assert "False under" in found.why


@pytest.mark.parametrize(
    ("value", "said", "slack", "agrees"),
    [
        (107.6, Quantity(108, 108, "usd", digits=3), 0.0, True),
        (107.4, Quantity(108, 108, "usd", digits=3), 0.0, False),
        (5.4, Quantity(5, 5, "usd", digits=1), 0.0, True),
        (99, Quantity(100, 100, "usd", "over", digits=3), 0.0, False),
        (120, Quantity(100, 100, "usd", "over"), 0.0, True),
        (92, Quantity(100, 100, "usd", "nearly", digits=3), 0.0, True),
        (108, Quantity(100, 100, "usd", "nearly", digits=3), 0.0, False),
        (22, Quantity(20, 25, "percent", "between"), 0.0, True),
        (26, Quantity(20, 25, "percent", "between"), 0.0, False),
    ],
)
def test_tolerances(value: float, said: Quantity, slack: float, agrees: bool) -> None:
    assert within(value, said, slack=slack) is agrees


def test_what_is_told_without_a_time_is_told_up_to_the_day_of_the_document(bench: Bench) -> None:
    never = Claim("membership", "KAZ", "wto", phase="joined", negated=True)
    assert decide(bench, never, on=date(2012, 9, 1)).word == "supported"
    assert decide(bench, never, on=date(2019, 3, 1)).word == "contradicted"
    assert decide(bench, never).word == "contradicted"


@pytest.mark.parametrize(
    ("times", "low", "agrees"),
    [
        (2.35, 2, True),
        (1.85, 2, True),
        (1.7, 2, False),
        (2.6, 2, False),
        (4.5, 4, True),
        (0.43, 0.5, True),
        (0.34, 0.5, False),
        (0.6, 0.5, False),
        (2.9, 2.4, False),
    ],
)
def test_a_whole_multiple_is_said_of_what_is_a_little_more(times: float, low: float, agrees: bool) -> None:
    digits = 1 if low in (2, 4, 0.5) else 2
    assert times_agree(times, Quantity(low, low, "times", digits=digits)) is agrees


def test_a_document_is_checked_and_shown_without_being_trusted(bench: Bench) -> None:
    hostile = (
        "In 2001 Russia signed a treaty with China. <script>alert(1)</script> {{ 7 * 7 }} {% raw %}\n\n"
        "In 2014, Japan imposed sanctions on Russia <img src=x onerror=alert(2)>. \u202eevil\u202c ]]> &lt;b&gt;"
    )
    found = check_document(bench, document(hostile, key="<b>evil</b>.txt", title="<svg onload=alert(3)>"))
    shown = page([found], bench.record)
    for word in ("<script", "<img", "<svg onload", "<b>evil", "\u202e"):
        assert word not in shown
    assert "49" not in shown.split("<h2>")[1].split("</h2>")[0]
    assert "\u202e" not in text(found)
    told = data(found)
    assert told["undecided"]["of"] >= len(told["verdicts"]) - 1
    assert {one["verdict"] for one in told["verdicts"]} <= set(told["counts"])


def test_control_characters_never_reach_a_terminal() -> None:
    assert clean("a\x1b[31mb\u202ec\nd") == "a[31mbc d"
