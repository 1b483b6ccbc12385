"""Hindcasts: scores on numbers known by hand, nothing from after the shock in a prediction, files that are none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from reorient.cli import main
from reorient.errors import MeasureError, ScenarioError
from reorient.record.schema import Batch, Coverage
from reorient.record.store import Record, starter_folder
from reorient.simulate.economy import FUELS
from reorient.simulate.hindcast import hindcast, hindcasts, parsed_hindcast, scored, shares, shipped_hindcasts, trend

GOOD = """name = "x"
title = "X"
year = 2013
about = "RUS"
toward = "CHN"

[hindcast]
outcome = [2016]
flows = ["goods exports"]

[[change]]
kind = "embargo"
from = "RUS"
to = "CHN"
source = "a test"
"""


def test_scores_known_by_hand() -> None:
    observed = np.array([0.10, -0.10, 0.0])
    exact = scored(observed, observed)
    assert exact.error == 0
    assert exact.skill == 1
    assert exact.rank == pytest.approx(1.0)
    nothing = scored(np.zeros(3), observed)
    assert nothing.skill == 0
    assert np.isnan(nothing.rank)
    half = scored(observed / 2, observed)
    # every miss is half of what moved: 100 x (0.05 + 0.05) / 3 points
    assert half.error == pytest.approx(100 * 0.1 / 3)
    assert half.skill == pytest.approx(0.5)
    assert half.low == pytest.approx(0.5)
    assert half.high == pytest.approx(0.5)
    assert scored(-observed, observed).skill == pytest.approx(-1)


def test_the_trend_goes_on() -> None:
    now = np.array([0.5, 0.5])
    found = trend(now, np.array([8.0, 1.0]), np.array([1.0, 1.0]), years=3, span=3)
    assert found == pytest.approx(np.array([8, 1]) / 9)
    # a market without a size before keeps its own
    assert trend(now, np.array([8.0, 1.0]), np.array([0.0, 1.0]), years=3) == pytest.approx(now)


def test_what_cannot_be_scored() -> None:
    with pytest.raises(MeasureError, match="No flow"):
        shares(np.zeros(3))
    with pytest.raises(MeasureError, match="predictions"):
        scored(np.zeros(2), np.zeros(3))
    with pytest.raises(MeasureError, match="two partners"):
        scored(np.zeros(1), np.zeros(1))


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('[hindcast]\noutcome = [2016]\nflows = ["goods exports"]\n', "", "hindcast"),
        ("outcome = [2016]", "outcome = [2013]", "2013"),
        ("outcome = [2016]", "outcome = []", "outcome"),
        ('flows = ["goods exports"]', 'flows = ["tourists"]', "tourists"),
        ('about = "RUS"\n', "", "nobody"),
        ("name", "nom de", "TOML"),
    ],
)
def test_files_that_are_no_hindcast(old: str, new: str, word: str) -> None:
    assert parsed_hindcast(GOOD, "x.toml").outcome == (2016,)
    with pytest.raises(ScenarioError, match=word):
        parsed_hindcast(GOOD.replace(old, new), "x.toml")


def test_the_package_has_some_and_each_names_where_its_size_is_from() -> None:
    assert len(shipped_hindcasts()) >= 5
    for name in shipped_hindcasts():
        one = hindcast(name)
        assert all(change.source for change in one.scenario.changes)
        assert min(one.outcome) > one.scenario.year
    with pytest.raises(ScenarioError, match="No hindcast"):
        hindcast("atlantis-1000")


def test_nothing_from_after_the_shock_enters_a_prediction(tmp_path: Path) -> None:
    name, start, year = "russia-2014", 2013, 2016
    rng = np.random.default_rng(5)
    with Record.open(starter_folder()) as starter, Record.create(tmp_path / "other") as other:
        held = {
            "baci_totals": [
                starter.ties("exports", first=at, last=at, source="baci_totals") for at in (2010, start, year)
            ],
            "baci_energy": [starter.ties(fuel, first=start, last=start, source="baci_energy") for fuel in FUELS],
            "world_bank": [starter.ties("gdp_usd", first=start, last=start, source="world_bank")],
        }
        late = held["baci_totals"][-1]
        held["baci_totals"][-1] = late.with_columns(
            pl.Series("value", late["value"] * rng.uniform(0.2, 5.0, len(late)))
        )
        for source, frames in held.items():
            ties = pl.concat(frames)
            coverage = tuple(
                Coverage(source, variable, "*", "both" if source != "world_bank" else "sender",
                         date(2010, 1, 1), date(year, 1, 1), "Y", "zero")
                for variable in ties["variable"].unique().sort()
            )  # fmt: skip
            other.put(starter.origin(source), Batch(ties, coverage))
        keys = ("flow", "end", "way", "share_before", "share_predicted")
        one, two = (
            hindcasts(record, [name]).filter((pl.col("to") == year) & (pl.col("flow") == "goods")).select(keys)
            for record in (starter, other)
        )
        assert len(one) == 8
        assert one.drop("share_predicted", "share_before").equals(two.drop("share_predicted", "share_before"))
        for column in ("share_before", "share_predicted"):
            assert np.allclose(one[column], two[column], rtol=1e-9)


def test_as_a_verb() -> None:
    done = CliRunner().invoke(main, ["hindcast", "qatar-2017", "--record", str(starter_folder())])
    assert done.exit_code == 0, done.output
    assert "no change" in done.output
    wrong = CliRunner().invoke(main, ["hindcast", "qatar", "--record", str(starter_folder())])
    assert wrong.exit_code == 2
    assert "qatar-2017" in wrong.output
