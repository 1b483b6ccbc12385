"""Drivers on the starter record: against plain queries, exact sums, refusals, the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

import reorient
from reorient.cli import main
from reorient.errors import GroupError, InvalidOption, MeasureError, ReorientError
from reorient.record.store import Record, starter_folder
from tests.record.ties_for_tests import batch, origin


@pytest.fixture(scope="module")
def record() -> Iterator[Record]:
    with Record.open(starter_folder()) as opened:
        yield opened


def figures(frame: pl.DataFrame, measure: str) -> dict[str, float]:
    rows = frame.filter(pl.col("measure") == measure)
    return dict(zip(rows["part"], rows["value"], strict=True))


def test_the_same_as_plain_queries(record: Record) -> None:
    found = reorient.drivers(record, "RUS", toward="CHN,IND", variable="exports", first=2013, last=2020).frame()
    share = figures(found, "share")
    plain = record.sql(
        "with t as (select year(period) as year, sender, receiver, value from ties where variable = 'exports' and "
        "source = 'baci_totals' and freq = 'Y' and year(period) in (2013, 2020)), "
        "size as (select year, receiver as j, sum(value) as m from t where sender != receiver group by all), "
        "mine as (select year, receiver as j, value as x from t where sender = 'RUS') "
        "select j, max(x) filter (mine.year = 2013) as x0, max(x) filter (mine.year = 2020) as x1, "
        "max(m) filter (size.year = 2013) as m0, max(m) filter (size.year = 2020) as m1 "
        "from size left join mine using (year, j) group by j"
    ).fill_null(0)
    plain = plain.filter(pl.col("j") != "RUS")
    x0, x1, m0, m1 = (plain[name].to_numpy() for name in ("x0", "x1", "m0", "m1"))
    inside = plain["j"].is_in(["CHN", "IND"]).to_numpy()
    assert share["before"] == pytest.approx(x0[inside].sum() / x0.sum())
    assert share["after"] == pytest.approx(x1[inside].sum() / x1.sum())
    both = (m0 > 0) & (m1 > 0)
    pulled = np.where(both, x0 * m1 / np.where(both, m0, 1), 0)
    held = np.where(both, x0, 0)
    expected = pulled[inside].sum() / pulled.sum() - held[inside].sum() / held.sum()
    assert share["pull"] == pytest.approx(expected)


def test_every_split_adds_up(record: Record) -> None:
    frame = reorient.drivers(record, "RUS", toward="asia").frame()
    assert {"exports", "imports", "coal_exports_usd"} <= set(frame["variable"])
    tested = 0
    for _, part in frame.group_by("variable", "source"):
        for measure, parts in (
            ("share", ("pull", "affinity", "interaction", "unsized")),
            ("log_ratio", ("pull", "affinity", "interaction", "unsized")),
            ("departures", ("expected", "toward", "away", "unsized")),
            ("value", ("by_volume", "by_mix", "by_price", "unpaired")),
        ):
            told = figures(part, measure)
            if told and all(told[name] is not None for name in parts):
                scale = max(1.0, abs(told["change"]))
                assert sum(told[name] for name in parts) == pytest.approx(told["change"], abs=1e-9 * scale)
                tested += 1
    assert tested > 8


def test_shares_are_those_of_orientation(record: Record) -> None:
    share = figures(reorient.drivers(record, "RUS", toward="asia", variable="exports").frame(), "share")
    known = reorient.orientation(record, "RUS", toward="asia", variable="exports").frame()
    known = known.filter(pl.col("source") == "baci_totals").sort("year")
    assert share["before"] == pytest.approx(known["share_fixed"][0])
    assert share["after"] == pytest.approx(known["share_fixed"][-1])


def test_partners_sum_to_the_group(record: Record) -> None:
    found = reorient.drivers(record, "VNM", toward="asean", variable="imports", first=2005, last=2018)
    share = figures(found.frame(), "share")
    members = found.partners().filter(pl.col("inside"))
    for part in ("pull", "affinity", "interaction"):
        assert members[part].sum() == pytest.approx(share[part], abs=1e-12)


def test_a_third_group(record: Record) -> None:
    found = reorient.drivers(record, "RUS", toward="asia", away="eu", variable="exports", first=2013, last=2020)
    told = figures(found.frame(), "departures")
    assert told["expected"] + told["toward"] + told["away"] + told["unsized"] == pytest.approx(told["change"])
    with pytest.raises(MeasureError, match="without overlap"):
        reorient.drivers(record, "RUS", toward="asia", away="CHN,DEU", variable="exports")


def test_sizes_by_policy(record: Record) -> None:
    pulls = {}
    for size in ("demand", "others", "gdp"):
        found = reorient.drivers(record, "AUS", toward="CHN", variable="exports", first=2005, last=2018, size=size)  # type: ignore[arg-type]
        assert found.parts[0].size.startswith(size)
        pulls[size] = figures(found.frame(), "share")["pull"]
    assert len(set(pulls.values())) == 3
    arms = reorient.drivers(record, "RUS", toward="asia", variable="arms_tiv", first=1995, last=2020)
    assert arms.parts[0].size == "gdp [world_bank]"
    with pytest.raises(MeasureError, match="does not tell of everybody"):
        reorient.drivers(record, "RUS", toward="asia", variable="arms_tiv", size="demand")


def test_means_over_years(record: Record) -> None:
    found = reorient.drivers(record, "RUS", toward="CHN", variable="exports", first=2010, last=2020, span=3)
    assert found.parts[0].first == (2010, 2011, 2012)
    assert found.parts[0].last == (2018, 2019, 2020)
    flows = record.ties("exports", sender="RUS", source="baci_totals", first=2018, last=2020)
    share = figures(found.frame(), "share")["after"]
    china = flows.filter(pl.col("receiver") == "CHN")["value"].sum()
    assert share == pytest.approx(china / flows["value"].sum())


def test_two_sources_give_a_range(tmp_path: Path) -> None:
    own = Record.create(tmp_path)
    for key, factor in (("one", 1.0), ("two", 1.5)):
        rows = [
            (sender, receiver, year, value * (factor if receiver == "CHN" and year == 2010 else 1.0))
            for sender in ("RUS", "USA")
            for receiver, value in (("CHN", 10.0), ("IND", 5.0), ("DEU", 20.0), ("FRA", 9.0))
            for year in (2000, 2010)
        ]
        own.put(origin(key), batch(rows, source=key))
    found = reorient.drivers(own, "RUS", toward="CHN,IND", variable="exports")
    spread = found.spread().filter((pl.col("measure") == "share") & (pl.col("part") == "after"))
    assert spread["low"][0] == pytest.approx(15 / 44)
    assert spread["high"][0] == pytest.approx(20 / 49)
    assert spread["sources"].to_list() == [2]
    own.close()


@pytest.mark.parametrize(
    ("options", "kind", "text"),
    [
        ({"toward": "RUS"}, GroupError, "no member besides"),
        ({"toward": "asia", "variable": "un_agreement"}, MeasureError, "can be summed"),
        ({"toward": "asia", "variable": "exports", "first": 1900, "last": 1950}, MeasureError, "data coverage"),
        ({"toward": "asia", "first": 2010, "last": 2012, "span": 3}, InvalidOption, "without overlap"),
        ({"toward": "asia", "span": 0}, InvalidOption, "one year at least"),
        ({"toward": "asia", "size": "people"}, InvalidOption, "one of auto"),
        ({"toward": "asia", "variable": "exprots"}, ReorientError, "Did you mean"),
    ],
)
def test_refusals(record: Record, options: dict[str, object], kind: type[Exception], text: str) -> None:
    with pytest.raises(kind, match=text):
        reorient.drivers(record, "RUS", **options)  # type: ignore[arg-type]


def test_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REORIENT_RECORD", str(tmp_path / "own"))
    ask = ["drivers", "RUS", "--toward", "asia", "--from", "2013", "--to", "2020", "--variable", "exports"]
    done = CliRunner().invoke(main, ask)
    assert done.exit_code == 0, done.output
    assert "none is a cause" in done.output
    rows = json.loads(CliRunner().invoke(main, [*ask, "--json"]).output)
    assert {row["measure"] for row in rows} >= {"share", "log_ratio", "intensity", "departures"}
    partners = CliRunner().invoke(main, [*ask, "--partners"])
    assert "CHN" in partners.output
    wrong = CliRunner().invoke(main, [*ask[:3], "azia"])
    assert wrong.exit_code == 2


def test_nothing_claims_a_cause() -> None:
    done = CliRunner().invoke(main, ["drivers", "RUS", "--toward", "asia", "--variable", "imports"])
    for word in ("because", "due to", "caused", "driven by", "effect of"):
        assert word not in done.output
