"""Ideal points from a record: the table of votes, the rows of the answer, and what is missing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

import reorient
from reorient.cli import main
from reorient.errors import InvalidOption, MeasureError
from reorient.measures.alignment import ABSENT
from reorient.measures.positions import roll_calls
from reorient.record.schema import BALLOTS, TIES, Batch, Origin
from reorient.record.store import Record

STATES = ("RUS", "CHN", "IND", "BRA", "FRA", "GBR", "USA")


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """Seven states on a line from -1.5 to 1.5, fifteen questions a session between them."""
    opened = Record.create(tmp_path / "record")
    rows = []
    for session in (60, 61, 62):
        for number, cut in enumerate(np.linspace(-1.4, 1.4, 15)):
            for point, who in zip(np.linspace(-1.5, 1.5, 7), STATES, strict=True):
                vote = 1 if point < cut - 0.15 else 3 if point > cut + 0.15 else 2
                day = date(1945 + session, 10, 1)
                rows.append(("UNGA", session, f"{session}-{number}", day, who, vote, "votes"))
    origin = Origin("votes", "none", "Made here", "1", 2020, "CC0 1.0", "", "no", "", "Made for a test.")
    ballots = pl.DataFrame(rows, schema=BALLOTS, orient="row")
    opened.put(origin, Batch(pl.DataFrame(schema=TIES), (), ballots=ballots))
    with opened:
        yield opened


def test_ballots_become_a_table_of_votes(record: Record) -> None:
    ballots = record.ballots().filter((pl.col("actor") != "RUS") | (pl.col("session") != 61))
    calls = roll_calls(ballots)
    assert calls.profiles.shape == (7, 45)
    row = calls.profiles[calls.actors.index("RUS")]
    assert (row[calls.sessions == 61] == ABSENT).all()
    assert set(row[calls.sessions == 60].tolist()) == {0, 1}


def test_states_stand_in_their_order(record: Record) -> None:
    frame = reorient.ideal_points(record, "Russia", "FRA", "USA").frame()
    assert frame["session"].to_list() == [60, 61, 62] * 3
    points = {who: frame.filter(pl.col("state") == who)["point"].mean() for who in ("RUS", "FRA", "USA")}
    assert points["RUS"] > points["FRA"] > points["USA"]  # type: ignore[operator]
    assert (frame["low"] < frame["point"]).all()
    assert (frame["votes"] == 15).all()


def test_other_years_alone(record: Record) -> None:
    assert reorient.ideal_points(record, "USA", first=2006).frame()["session"].to_list() == [61, 62]


def test_the_verb(record: Record) -> None:
    folder = ["--record", str(record.folder)]
    done = CliRunner().invoke(main, ["ideal-points", "USA", "RUS", *folder])
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[2].split() == ["session", "USA", "RUS"]
    data = json.loads(CliRunner().invoke(main, ["ideal-points", "USA", "--json", *folder]).output)
    assert len(data) == 3


def test_what_is_missing_is_said(record: Record) -> None:
    with pytest.raises(MeasureError, match="No vote of Viet Nam in"):
        reorient.ideal_points(record, "VNM")
    with pytest.raises(MeasureError, match="reorient data add unga"):
        reorient.ideal_points(record, "USA", first=1950, last=1951)
    with pytest.raises(InvalidOption, match="No state"):
        reorient.ideal_points(record)
