"""Attention shares, their intervals, ties of the channel rhetoric and the say-do gap."""

from __future__ import annotations

import io
import tarfile
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from reorient.actors import actor
from reorient.actors.groups import group, toward
from reorient.documents import rhetoric
from reorient.documents.corpus import document
from reorient.documents.rhetoric import Counted
from reorient.documents.rhetoric import counts as rhetoric_counts
from reorient.errors import DocumentError, InvalidOption, MeasureError
from reorient.record.schema import Batch as Ties
from reorient.record.schema import Coverage, Origin, ties_of
from reorient.record.store import Record


def counted(year: int, named: dict[str, int], speaker: str = "RUS", words: int = 1000) -> Counted:
    return Counted(f"{speaker} {year}", speaker, date(year, 9, 25), words, named, {"asean": 2}, 1)


def test_a_share_counts_members_at_the_date_and_never_the_speaker() -> None:
    texts = [
        counted(1994, {"RUS": 50, "VNM": 3, "THA": 2, "USA": 5}),
        counted(1996, {"RUS": 50, "VNM": 3, "THA": 2, "USA": 5}),
    ]
    found = rhetoric.attention(texts, "RUS", group("asean"))
    np.testing.assert_allclose(found.share, [0.2, 0.5])
    assert found.other.tolist() == [10, 10]
    assert found.toward.tolist() == [2, 5]
    np.testing.assert_allclose(found.per_10k, [20, 50])
    assert found.group_named.tolist() == [2, 2]
    assert found.undecided.tolist() == [1, 1]
    assert found.frame().height == 2


def test_wilson_for_one_text_as_published() -> None:
    low, high = rhetoric.interval(np.array([81]), np.array([263]))
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)  # Newcombe (1998), Statistics in Medicine 17, table I
    low, high = rhetoric.interval(np.array([15]), np.array([148]))
    assert (round(low, 4), round(high, 4)) == (0.0624, 0.1605)
    low, high = rhetoric.interval(np.array([0]), np.array([20]))
    assert (low, round(high, 4)) == (0.0, 0.1611)


def test_texts_that_differ_widen_the_interval() -> None:
    alike = rhetoric.interval(np.array([5] * 8), np.array([10] * 8))
    apart = rhetoric.interval(np.array([10, 0] * 4), np.array([10] * 8))
    assert apart[1] - apart[0] > 2 * (alike[1] - alike[0])
    assert all(np.isnan(rhetoric.interval(np.array([0]), np.array([0]))))


def test_the_interval_covers_as_it_says() -> None:
    dice = np.random.default_rng(7)
    hits = 0
    for _ in range(600):
        own = dice.beta(4, 12, size=12)
        y = dice.integers(10, 40, size=12)
        low, high = rhetoric.interval(dice.binomial(y, own), y)
        hits += low <= 0.25 <= high
    assert 0.92 <= hits / 600 <= 0.985


def test_a_year_that_names_no_other_actor_has_no_share() -> None:
    found = rhetoric.attention([counted(2000, {"RUS": 4})], "RUS", group("asean"))
    assert np.isnan(found.share[0])
    assert found.frame()["share"].to_list() == [None]


def test_refusals() -> None:
    with pytest.raises(MeasureError, match="No text of CHN"):
        rhetoric.attention([counted(2000, {"USA": 1})], "CHN", group("asean"))
    with pytest.raises(InvalidOption, match="level"):
        rhetoric.attention([counted(2000, {"USA": 1})], "RUS", group("asean"), level=95)
    with pytest.raises(MeasureError, match="no text"):
        rhetoric.ties([], source="x")
    with pytest.raises(DocumentError, match="no date"):
        rhetoric_counts.count_document(
            document("Nothing is known of this text, not even its day or its author."), "RUS"
        )


def test_counts_of_a_text() -> None:
    one = rhetoric_counts.count(
        "a", "RUS", date(2014, 9, 25), "Russia met China and the Chinese in Korea. ASEAN waits."
    )
    assert one.named == {"RUS": 1, "CHN": 2}
    assert one.groups == {"asean": 1}
    assert one.open == 1
    assert one.words == 10


def test_passages_of_other_speakers_do_not_count() -> None:
    text = (
        "President of Russia Vladimir Putin: We trade with India and shall trade more with India in years to come.\n\n"
        "President of China Xi Jinping: We trade with Brazil and we shall trade more with Brazil in years to come.\n\n"
        "Question: Will you trade with Japan, and shall you trade more with Japan in the years that are to come?"
    )
    one = document(text, date=date(2016, 5, 1))
    assert sum(bool(passage.speaker) for passage in one.passages) >= 2
    found = rhetoric_counts.count_document(one, "RUS")
    assert found.named["IND"] == 2
    assert "BRA" not in found.named


def debate(tmp_path: Path) -> Path:
    path = tmp_path / "debate.tar.xz"
    said = {
        "Session 40 - 1985/RUS_40_1985.txt": "The Soviet Union greets India. India and the United States.",
        "Session 47 - 1992/RUS_47_1992.txt": "\ufeffRussia greets China and Yugoslavia.",
        "Session 40 - 1985/YDYE_40_1985.txt": "Democratic Yemen greets Cuba and Namibia.",
        "Session 66 - 2011/EU_66_2011.txt": "The European Union greets Japan.",
        "README.txt": "Not a speech about China.",
    }
    with tarfile.open(path, "w:xz") as archive:
        for name, text in said.items():
            data = text.encode()
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def test_the_debate_becomes_ties_of_the_record(tmp_path: Path) -> None:
    origin, batch = rhetoric.debate_ties([debate(tmp_path)])
    rows = {
        (r["sender"], r["receiver"], r["period"].year): r["value"]
        for r in batch.ties.filter(variable="mentions").to_dicts()
    }
    assert rows["RUS", "IND", 1985] == 2
    assert rows["RUS", "USA", 1985] == 1
    assert ("RUS", "RUS", 1985) not in rows
    assert ("YMD", "NAM", 1985) not in rows
    assert any("NAM" in one.reason for one in batch.set_aside)
    assert {(one.first.year, one.last.year) for one in batch.coverage if one.actor == "RUS"} == {
        (1985, 1985),
        (1992, 1992),
    }
    assert {one.absence for one in batch.coverage} == {"zero"}
    record = Record.create(tmp_path / "record")
    record.put(origin, batch)
    again = rhetoric.attention(rhetoric.counted_in(record, "RUS"), "RUS", toward("IND"))
    np.testing.assert_allclose(again.share, [2 / 3, 0])
    with pytest.raises(MeasureError, match="no mentions by CHN"):
        rhetoric.counted_in(record, "CHN")


def test_a_corpus_of_a_state(tmp_path: Path) -> None:
    (tmp_path / "2014-05-01 speech.txt").write_text(
        "Friends, we trade with India and with Japan, and shall do so in the years to come."
    )
    undated: list[str] = []
    (tmp_path / "speech.txt").write_text(
        "Friends, we trade with Peru and with Chile, and shall do so in the years to come."
    )
    found = list(rhetoric_counts.read_corpus([tmp_path], "RUS", undated=undated))
    assert [one.named for one in found] == [{"IND": 1, "JPN": 1}]
    assert len(undated) == 1
    assert next(rhetoric_counts.read_corpus([debate(tmp_path)], "YMD", undated=[])).named == {
        "YMD": 1,
        "CUB": 1,
        "NAM": 1,
    }


def test_say_do_puts_attention_beside_behaviour(tmp_path: Path) -> None:
    import polars as pl

    frame = pl.DataFrame(
        {
            "sender": ["RUS"] * 4,
            "receiver": ["IND", "USA"] * 2,
            "year": [2000, 2000, 2001, 2001],
            "value": [30.0, 70.0, 60.0, 40.0],
        }
    )
    origin = Origin("own", "the test", "Trade", "1", 2020, "none", "", "no", "", "none")
    covered = Coverage("own", "exports", "RUS", "sender", date(2000, 1, 1), date(2001, 1, 1), "Y", "unreported")
    record = Record.create(tmp_path / "record")
    record.put(origin, Ties(ties_of(frame, variable="exports", source="own"), (covered,)))
    texts = [counted(2000, {"IND": 1, "USA": 9}), counted(2001, {"IND": 6, "USA": 4}), counted(1990, {"IND": 1})]
    found = rhetoric.say_do(record, actor("RUS"), toward("IND"), texts, names=["exports"]).frame
    assert found["year"].to_list() == [2000, 2001]
    np.testing.assert_allclose(found["said"].to_numpy(), [0.1, 0.6])
    np.testing.assert_allclose(found["done"].to_numpy(), [0.3, 0.6])
    np.testing.assert_allclose(found["gap"].to_numpy(), [-0.2, 0.0], atol=1e-12)
