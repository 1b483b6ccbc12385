"""Likeness from a record: votes and alliances by hand, what is not covered, and the verb."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

import reorient
from reorient.cli import main
from reorient.errors import InvalidOption, MeasureError
from reorient.record.schema import BALLOTS, TIES, Batch, Coverage, Origin, ties_of
from reorient.record.store import Record

VOTES = {"RUS": [1, 1, 3, 2, None], "CHN": [1, 3, 3, 1, 1], "IND": [None, None, None, None, 1]}


def origin(key: str) -> Origin:
    return Origin(key, "none", "Made here", "1", 2020, "CC0 1.0", "", "no", "", "Made for a test.")


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    opened = Record.create(tmp_path / "record")
    rows = [
        ("UNGA", 70, f"{70000 + place}", date(2015, 10, 1), who, vote, "votes")
        for who, votes in VOTES.items()
        for place, vote in enumerate(votes)
        if vote is not None
    ]
    frame = pl.DataFrame(rows, schema=BALLOTS, orient="row")
    opened.put(origin("votes"), Batch(pl.DataFrame(schema=TIES), (), ballots=frame))
    owed = pl.DataFrame(
        {"sender": ["RUS", "BLR"], "receiver": ["BLR", "RUS"], "period": [date(2015, 1, 1)] * 2, "value": [1.0, 1.0]}
    )
    cover = tuple(
        Coverage("pacts", name, "*", "either", date(2015, 1, 1), date(2015, 1, 1), "Y", "zero")
        for name in ("alliance", "alliance_defense")
    )
    ties = [ties_of(owed, variable=row.variable, source="pacts") for row in cover]
    opened.put(origin("pacts"), Batch(pl.concat(ties), cover))
    with opened:
        yield opened


def test_votes_by_hand(record: Record) -> None:
    found = reorient.alignment(record, "RUS", "CHN").rows.row(0, named=True)
    # Common items: yes-yes, yes-no, no-no, abstain-yes.
    assert (found["year"], found["items"]) == (2015, 4)
    assert found["agreement"] == pytest.approx(0.5, abs=1e-6)  # products in single precision
    # Distances 0, 1, 0, 1/2 of the largest: S = 1 - 2 (3/8); squared 0, 1, 0, 1/4: 1 - 2 (5/16).
    assert found["s"] == pytest.approx(0.25)
    assert found["s_squared"] == pytest.approx(0.375)
    # By chance: RUS half yes, a quarter each; CHN half yes, half no: 1/2 1/2 + 1/4 1/2 = 3/8 identical.
    assert found["kappa"] == pytest.approx(1 - 0.5 / (1 - 3 / 8))


def test_no_common_item_is_no_number(record: Record) -> None:
    found = reorient.alignment(record, "RUS", "IND").rows.row(0, named=True)
    assert found["items"] == 0
    assert found["kappa"] is None
    assert found["agreement"] is None


def test_alliances_are_symmetric_and_one_with_oneself(record: Record) -> None:
    here = reorient.alignment(record, "RUS", "BLR", over="alliances").rows.row(0, named=True)
    there = reorient.alignment(record, "BLR", "RUS", over="alliances").rows.row(0, named=True)
    assert here == there
    assert here["items"] > 190
    assert here["s"] == pytest.approx(1)
    assert here["kappa"] == pytest.approx(1)
    apart = reorient.alignment(record, "RUS", "USA", over="alliances").rows.row(0, named=True)
    assert apart["s"] > 0.9  # nearly all states are nobody's allies: S says alike
    assert apart["kappa"] < 0.1  # kappa does not


def test_refusals(record: Record) -> None:
    with pytest.raises(MeasureError, match="two states"):
        reorient.alignment(record, "RUS", "RUS")
    with pytest.raises(InvalidOption, match="'votes', 'alliances' or 'institutions'"):
        reorient.alignment(record, "RUS", "CHN", over="trade")  # type: ignore[arg-type]
    with pytest.raises(MeasureError, match="reorient data add unga"):
        reorient.alignment(record, "RUS", "CHN", first=1990, last=1991)


def test_the_verb_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REORIENT_RECORD", str(tmp_path / "none"))
    done = CliRunner().invoke(main, ["alignment", "Poland", "Germany", "--over", "alliances"])
    assert done.exit_code == 2
    assert "reorient data add atop" in done.output


def test_the_verb(record: Record) -> None:
    folder = str(record.folder)
    record.close()
    done = CliRunner().invoke(main, ["alignment", "RUS", "CHN", "--record", folder])
    assert done.exit_code == 0, done.output
    assert "0.500" in done.output
    data = CliRunner().invoke(main, ["alignment", "RUS", "CHN", "--record", folder, "--csv", "-"])
    assert data.output.startswith("year,items,agreement,s,")


def test_membership_in_institutions_by_hand(record: Record) -> None:
    members = {"RUS": "ABC", "CHN": "BCD", "IND": "E"}
    rows = [
        ("IGO", 2015, f"{one} 2015", date(2015, 1, 1), who, 1, "clubs") for who, held in members.items() for one in held
    ]
    batch = Batch(pl.DataFrame(schema=TIES), (), ballots=pl.DataFrame(rows, schema=BALLOTS, orient="row"))
    record.put(origin("clubs"), batch)
    found = reorient.alignment(record, "RUS", "CHN", over="institutions").rows.row(0, named=True)
    # Five organisations: both in two, one alone in one each, neither in one: three of five alike.
    assert (found["items"], found["agreement"]) == (5, pytest.approx(0.6))
    assert found["s"] == pytest.approx(0.2)
    # Each is in three of five: by chance 0.6 * 0.6 + 0.4 * 0.4 = 0.52 alike.
    assert found["kappa"] == pytest.approx((0.6 - 0.52) / (1 - 0.52))
    with pytest.raises(MeasureError, match="shared_institutions"):
        reorient.alignment(record, "RUS", "VNM", over="institutions")


def test_memberships_in_the_starter_record_are_those_that_the_counts_come_from() -> None:
    record = reorient.open()
    rows = record.ballots(body="IGO", first=2014, last=2014)
    held = {who: set(rows.filter(pl.col("actor") == who)["resolution"]) for who in ("RUS", "CHN")}
    counted = record.ties(
        "shared_institutions", sender="RUS", receiver="CHN", first=2014, last=2014, source="igo_factbook"
    )
    assert len(held["RUS"] & held["CHN"]) == counted["value"][0]
