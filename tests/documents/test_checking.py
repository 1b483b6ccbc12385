"""Checking whole documents: claims on paper, declared orders, what lies beyond, and documents without a date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from reorient.actors.orders import declared_orders
from reorient.cli.main import main
from reorient.documents.checking import check_document, taken_as
from reorient.documents.checking.bench import Bench
from reorient.documents.checking.verdicts import decide
from reorient.documents.claims import Claim, Period
from reorient.documents.claims.claim_files import read_claims
from reorient.documents.corpus import document
from reorient.errors import DocumentError
from reorient.record.store import Record, starter_folder
from reorient.report.checked import data, page, table, text


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with Record.open(starter_folder()) as record:
        yield Bench(record)


def _order(*items: str, places: tuple[int, ...] = (), year: int | None = 2023) -> Claim:
    period = Period(year, year) if year else None
    return Claim("priority", "RUS", order=items, places=places, period=period)


@pytest.mark.parametrize(
    ("claim", "word"),
    [
        # the Concept of 2023: near abroad, Arctic, China and India, Asia-Pacific, Islamic world, Africa, Latin America,
        # Europe, Anglo-Saxon states, Antarctic
        (_order("near-abroad", "Arctic", "CHN", "asean"), "supported"),
        (_order("CHN", "IND", "asean", places=(1, 2, 3)), "depends"),
        (_order("west", "Antarctic", places=(-2, -1)), "supported"),
        (_order("west", "CHN"), "contradicted"),
        # the Concept of 2016 put the Euro-Atlantic second and the Asia-Pacific seventh
        (_order("west", "asia-pacific", year=2018), "supported"),
        (_order("CHN + IND", year=2023), "not covered"),
        (_order("CHN", "asean", year=1999), "not covered"),
        (_order("CHN", "west", year=None), "depends"),
        (Claim("priority", "BRA", order=("ARG", "USA"), period=Period(2020, 2020)), "not covered"),
    ],
    ids=str,
)
def test_orders_told_against_orders_declared(bench: Bench, claim: Claim, word: str) -> None:
    assert decide(bench, claim).word == word


def test_sections_that_speak_of_a_place_are_found_by_name_alone() -> None:
    newest = declared_orders("RUS")[-1]
    assert [one.adopted.year for one in declared_orders("RUS")] == [2016, 2023]
    assert newest.ranks("Arctic") == (2,)
    assert newest.ranks("USA") == (9,)
    assert newest.ranks("Atlantis") == ()
    assert declared_orders("CHN") == ()


def test_an_order_in_a_text_becomes_a_claim_on_the_state_whose_it_is(bench: Bench) -> None:
    told = "Russia's concept of 2023 names China as its first priority and Africa as its second."
    [one] = check_document(bench, document(told)).verdicts
    assert (one.claim.kind, one.claim.who, one.claim.order, one.claim.places) == (
        "priority",
        "RUS",
        ("CHN", "un-africa"),
        (1, 2),
    )
    assert one.word == "depends"
    [other] = check_document(bench, document("The paper names China as its first priority and Africa second.")).verdicts
    assert other.word == "cannot parse"


def test_a_document_without_a_date_is_tried_for_both_years_that_it_may_be_from(bench: Bench) -> None:
    told = "They met in 2013. Over the last three years Russia's exports to China grew."
    found = check_document(bench, document(told))
    assert found.years == (2013, 2014)
    [one] = [v for v in found.verdicts if v.claim.kind == "trend"]
    assert one.word in ("supported", "contradicted", "depends")
    assert {t.definition.rsplit(", ", 1)[1] for t in one.tried} == {"2010 to 2013", "2011 to 2014"}
    assert "taken as of 2013 or 2014" in text(found)
    assert taken_as(document("Nothing is said."))[1] == ()
    assert taken_as(document("It was 2013."), today=date(2013, 5, 1))[1] == (2013,)
    assert taken_as(document("It was 2013.", date=date(2020, 1, 1)))[1] == ()


def test_what_no_variable_holds_is_told_and_is_no_claim(bench: Bench) -> None:
    told = (
        "Russia keeps one cruiser and five destroyers in the Pacific. "
        "In 2016 Russia and the ASEAN states held a summit. Ships are fine. Russia loves ships. "
        "Russia will hold two summits in 2018. Did Russia send ten ships? Russia should build two destroyers."
    )
    found = check_document(bench, document(told, date=date(2017, 1, 1)))
    assert [one.topic for one in found.beyond] == ["warships and fleets", "summits and talks"]
    assert not found.verdicts
    assert all(one.cover in page([found], bench.record).replace("&#39;", "'") for one in found.beyond)
    assert [one["topic"] for one in data(found)["beyond"]] == [one.topic for one in found.beyond]


def test_a_misnomer_is_taken_for_whom_it_means_only_where_the_text_never_says_otherwise(bench: Bench) -> None:
    told = "In 2001 Russia signed a treaty with the Republic of China."
    [one] = check_document(bench, document(told)).verdicts
    assert one.word == "supported"
    assert one.why.startswith("Taken for China")
    [other] = check_document(bench, document(told + " Taiwan was content.")).verdicts
    assert other.word == "not covered"
    [people] = check_document(
        bench, document("In 2001 Russia signed a treaty with the People's Republic of China.")
    ).verdicts
    assert not people.why.startswith("Taken for")


def test_arms_deliveries_told_in_the_present_are_tried_over_five_years_too(bench: Bench) -> None:
    now = Period(2016, 2016, relative=True)
    second = Claim("rank", "RUS", "VNM", "arms_tiv", (), now, place=2, role="partner", within="asia")
    # SIPRI: in 2016 China stood before Viet Nam, over 2012-2016 behind it
    found = decide(bench, second)
    assert found.word == "depends"
    assert "2012 to 2016" in found.why


def test_claims_are_written_corrected_and_read_again(tmp_path: Path) -> None:
    article, claims = tmp_path / "article.txt", tmp_path / "claims.toml"
    article.write_text(
        "In 2014 Japan imposed sanctions on Russia.\n\nIn 2013 China took 8 percent of Russia's exports.\n", "utf-8"
    )
    first = CliRunner().invoke(main, ["check", str(article), "--claims", str(claims)])
    assert first.exit_code == 0, first.output
    assert "Claims: " in first.output
    assert len(read_claims(claims)) == 2
    claims.write_text(claims.read_text("utf-8").replace("low = 8.0, high = 8.0", "low = 40.0, high = 40.0"), "utf-8")
    again = CliRunner().invoke(main, ["check", str(article), "--claims", str(claims), "--csv", "-"])
    assert again.exit_code == 0, again.output
    assert "contradicted" in again.output
    alone = CliRunner().invoke(main, ["check", str(claims), "--json"])
    assert alone.exit_code == 0, alone.output
    assert '"contradicted": 1' in alone.output
    both = CliRunner().invoke(main, ["check", str(article), str(article), "--claims", str(claims)])
    assert both.exit_code != 0
    assert "more than one document" in both.output


def test_claims_on_sentences_that_a_document_does_not_hold_are_told(bench: Bench, tmp_path: Path) -> None:
    from reorient.documents.claims.claim_files import in_place

    claim = Claim("existence", "JPN", "RUS", "sanction", sentence="Japan imposed sanctions.", event="sanction")
    placed, noted = in_place(document("Japan did\nnothing."), [claim])
    assert placed[0].end == 0
    assert "1 of 1 claims" in noted.notes[-1]
    placed, noted = in_place(document("So it was. Japan imposed  sanctions."), [claim])
    assert (placed[0].start, placed[0].end) == (11, 36)
    assert len(table([check_document(bench, noted, claims=placed)])) == 1
    broken = tmp_path / "broken.toml"
    broken.write_text('[[claim]]\nkind = "priority"\nwho = "RUS"\norder = ["CHN"]\nplaces = [1, 2]\n', "utf-8")
    with pytest.raises(DocumentError, match="as many places"):
        read_claims(broken)


def test_long_documents_tell_how_far_they_are(bench: Bench) -> None:
    told = "In 2014 Japan imposed sanctions on Russia. Ships are fine. " * 1100
    seen: list[tuple[str, int, int]] = []
    found = check_document(bench, document(told, key="long"), progress=lambda *step: seen.append(step))
    assert seen[-1] == ("long", 2200, 2200)
    assert len(found.verdicts) == 1100
    assert len({(one.claim.start, one.word) for one in found.verdicts}) == 1100
    seen.clear()
    check_document(bench, document("Ships are fine.", key="short"), progress=lambda *step: seen.append(step))
    assert seen == []
