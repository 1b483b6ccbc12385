"""Scenarios: files are read and refused, the economy closes, counterfactual ties are read like observed ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from reorient.app import counterfactual, leverage
from reorient.app import open as open_record
from reorient.errors import BaselineError, NoEquilibrium, ReorientError, ScenarioError
from reorient.record.store import Record, starter_folder
from reorient.simulate.counterfactual import access, simulate
from reorient.simulate.economy import SECTORS, economy
from reorient.simulate.scenario import contradictions, parsed, scenario, shipped

HEAD = 'name = "test"\ntitle = "A test"\nyear = 2018\n'
CHANGE = '[[change]]\nkind = "{kind}"\nfrom = "{a}"\nto = "{b}"\nsource = "none, a test"\n'


@pytest.fixture(scope="module")
def record() -> Iterator[Record]:
    with Record.open(starter_folder()) as opened:
        yield opened


def change(kind: str, a: str = "AUS", b: str = "CHN", **more: object) -> str:
    lines = [f"{key} = {str(value).lower() if isinstance(value, bool) else value}" for key, value in more.items()]
    return CHANGE.format(kind=kind, a=a, b=b) + "".join(f"{line}\n" for line in lines)


BAD = {
    "no toml": ("name = ", "no TOML"),
    "no name": ('title = "x"\nyear = 2018\n' + change("embargo"), "name"),
    "a name with blanks": (HEAD.replace('"test"', '"A test"') + change("embargo"), "small letters"),
    "the name observed": (HEAD.replace('"test"', '"observed"') + change("embargo"), "observed"),
    "no year": ('name = "x"\ntitle = "x"\n' + change("embargo"), "year"),
    "an unknown key": (HEAD + "yeer = 3\n" + change("embargo"), "yeer"),
    "an unknown key of a change": (HEAD + change("embargo", percent=3), "percent"),
    "no change": (HEAD, "no change"),
    "an unknown kind": (HEAD + change("blockade"), "blockade"),
    "a missing figure": (HEAD + change("cost"), "percent"),
    "a figure that is a word": (HEAD + change("cost", percent='"much"'), "much"),
    "a cost below everything": (HEAD + change("cost", percent=-100), "-100"),
    "a cost that is not a number": (HEAD + change("cost", percent="nan"), "nan"),
    "no source": (HEAD + change("embargo").replace('source = "none, a test"\n', ""), "source"),
    "an unknown actor": (HEAD + change("embargo", a="Atlantis"), "Atlantis"),
    "an ambiguous actor": (HEAD + change("embargo", a="Korea"), "Korea"),
    "an actor after its end": (HEAD + change("embargo", a="YUG"), "2018"),
    "an actor before its birth": (HEAD.replace("2018", "1985") + change("embargo", a="KAZ"), "1985"),
    "one of several before its birth": (HEAD.replace("2018", "1985") + change("embargo", a="IND,KAZ"), "Kazakhstan"),
    "an actor toward itself": (HEAD + change("embargo", b="AUS"), "itself"),
    "an unknown closure": (HEAD + 'closure = "open"\n' + change("embargo"), "open"),
    "an embargo that is made cheaper": (HEAD + change("embargo") + change("cost", percent=5), "contradicts"),
    "the same the other way round": (HEAD + change("embargo") + change("cost", "CHN", "AUS", percent=5), "contradicts"),
    "two tariffs": (HEAD + change("tariff", points=5) + change("tariff", points=9), "contradicts"),
    "a growth with an end": (HEAD + change("growth", percent=3), "from"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_files_are_refused_with_the_reason(case: str) -> None:
    text, word = BAD[case]
    with pytest.raises(ScenarioError, match=word):
        parsed(text, "test.toml")


def test_scenarios_that_contradict_each_other(record: Record) -> None:
    one = parsed(HEAD + change("embargo"), "one.toml")
    other = parsed(HEAD.replace("test", "other") + change("agreement", log_effect=0.3), "other.toml")
    with pytest.raises(ScenarioError, match="contradicts"):
        contradictions([one, other])
    with pytest.raises(ScenarioError, match="contradicts"):
        simulate(record, [one, other])


def test_scenarios_of_different_years_do_not_run_together(record: Record) -> None:
    with pytest.raises(ScenarioError, match="year"):
        simulate(record, [scenario("sanctions-2014"), scenario("china-slowdown")])


def test_an_unknown_sector_and_a_year_without_trade(record: Record) -> None:
    with pytest.raises(ScenarioError, match="steel"):
        simulate(record, [parsed(HEAD + change("embargo", sectors='["steel"]'), "x.toml")])
    with pytest.raises(BaselineError, match="1930"):
        simulate(record, [parsed(HEAD.replace("2018", "1930") + change("embargo", "AUS", "CHN"), "x.toml")])


def test_a_name_that_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="sanctions-2014"):
        scenario("sanction-2014")
    with pytest.raises(ScenarioError, match=r"missing\.toml"):
        scenario(tmp_path / "missing.toml")
    (tmp_path / "odd.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ScenarioError, match=r"odd\.toml"):
        scenario(tmp_path / "odd.toml")


def test_the_economy_closes(record: Record) -> None:
    found = economy(record, 2018)
    baseline = found.baseline
    # spending on every sector equals what is bought of it: the accounts that the model starts from
    assert (baseline.flows >= 0).all()
    assert found.left_trade < 0.01
    assert {"RUS", "CHN", "USA", "IND"} <= set(baseline.actors)
    assert np.allclose(found.fuels.sum(axis=0), baseline.flows[SECTORS.index("fuels")])


@pytest.mark.parametrize("name", shipped())
def test_shipped_scenarios_solve(record: Record, name: str) -> None:
    found = counterfactual(record, name)
    left = found.equilibrium.residuals
    # the solver stops at 1e-12; what it returns is measured anew
    assert max(left.wages, left.accounts, left.world) < 1e-9
    assert all(change.source for change in found.scenarios[0].changes)
    assert np.isfinite(found.equilibrium.real_income_percent).all()


def test_sanctions_turn_trade_away_from_the_coalition(record: Record) -> None:
    found = counterfactual(record, "sanctions-2014")
    shares = {(r["flow"], r["end"]): r for r in found.shares("RUS", ("CHN", "IND", "VNM")).iter_rows(named=True)}
    for end in ("exports", "imports"):
        assert shares["all goods", end]["after"] > shares["all goods", end]["before"]
        assert shares["all goods", end]["rotation"] > 0
    income = {r["actor"]: r["exact"] for r in found.incomes().iter_rows(named=True)}
    assert income["RUS"] < -0.3


def test_an_embargo_on_everything_is_solved_or_refused_with_the_cells(record: Record) -> None:
    text = HEAD + change("embargo", "AUS", "CHN,USA,JPN,KOR,IND,NZL,SGP")
    found = simulate(record, [parsed(text, "x.toml")])
    place = found.equilibrium.actors.index("AUS")
    lost = [found.equilibrium.actors.index(who) for who in ("CHN", "USA", "JPN", "KOR", "IND", "NZL", "SGP")]
    assert (found.equilibrium.flows[:, place, lost] == 0).all()
    everybody = ",".join(who for who in economy(record, 2018).baseline.actors if who != "PRT")
    whole = parsed(HEAD + change("embargo", "PRT", everybody), "x.toml")
    with pytest.raises(NoEquilibrium, match="fuels: CPV, fuels: PRT"):  # nobody else sells them fuels
        simulate(record, [whole])


def test_costs_of_several_scenarios_multiply(record: Record) -> None:
    one = parsed(HEAD + change("cost", percent=10), "one.toml")
    two = parsed(HEAD.replace('"test"', '"two"') + change("cost", percent=20), "two.toml")
    both = parsed(HEAD.replace('"test"', '"both"') + change("cost", percent=32), "both.toml")
    together, apart = simulate(record, [one, two]), simulate(record, [both])
    assert together.name == "test-two"
    assert np.allclose(together.equilibrium.flows, apart.equilibrium.flows, rtol=1e-9)


def test_nothing_changed_is_the_baseline(record: Record) -> None:
    found = simulate(record, [parsed(HEAD + change("cost", percent=0), "x.toml")])
    assert np.allclose(found.equilibrium.flows, found.economy.baseline.flows, rtol=1e-9)
    assert abs(found.equilibrium.real_income_percent).max() < 1e-9


def test_factors_on_trade() -> None:
    actors, theta = ("AUS", "CHN", "USA"), np.array([4.0, 10.0])
    one = parsed(HEAD + change("cost", percent=10, sectors='["goods"]', both_ways=False), "x.toml").changes
    table = access(one, actors, theta)
    assert table[0, 0, 1] == pytest.approx(1.1**-4)
    assert (table[1] == 1).all()
    assert table[0, 1, 0] == 1
    route = change("corridor", distance_percent=-30, elasticity=-1.0, part=0.5)
    two = access(parsed(HEAD + route, "x.toml").changes, actors, theta)
    assert two[0, 0, 1] == pytest.approx(0.5 + 0.5 / 0.7)
    drawn = parsed(HEAD + change("cost", percent=10, error=2), "x.toml").changes
    several = [access(drawn, actors, theta, rng=np.random.default_rng(k))[0, 0, 1] for k in range(3)]
    assert len(set(several)) == 3


def test_bands_hold_the_point(record: Record) -> None:
    found = counterfactual(record, "sanctions-2014", draws=20, seed=3)
    row = {r["actor"]: r for r in found.incomes().iter_rows(named=True)}["RUS"]
    assert row["low"] < row["exact"] < row["high"]
    again = counterfactual(record, "sanctions-2014", draws=20, seed=3)
    assert again.incomes().equals(found.incomes())


def test_first_order_is_told_for_tariffs_alone(record: Record) -> None:
    found = simulate(record, [parsed(HEAD + change("tariff", points=1), "x.toml")])
    row = {r["actor"]: r for r in found.incomes().iter_rows(named=True)}["AUS"]
    # 1 point of tariff is a small change: second-order terms are below a tenth of the first
    assert row["first_order"] == pytest.approx(row["exact"], rel=0.1, abs=0.002)
    assert found.incomes()["first_order"].null_count() == 0
    other = counterfactual(record, "sanctions-2014").incomes()
    assert other["first_order"].null_count() == len(other)


def test_ties_are_written_and_read_beside_the_observed(record: Record, tmp_path: Path) -> None:
    found = counterfactual(record, "australia-china-quarrel")
    with Record.create(tmp_path / "own") as own:
        own.put(found.origin, found.batch(), scenario=found.name)
        assert own.verify() == []
        simulated = own.ties("exports", sender="AUS", receiver="CHN", scenario=found.name)
        assert simulated["status"].to_list() == ["simulated"]
        assert len(own.ties("exports", sender="AUS")) == 0  # nothing observed here, and nothing simulated passes for it
    with open_record(starter_folder(), scenario="sanctions-2014") as beside:
        keys = beside.sources_of("exports")
        assert "simulated_sanctions_2014" in keys
        assert "baci_totals" in keys
    assert "simulated_sanctions_2014" not in record.sources_of("exports")
    with pytest.raises(ReorientError, match="no scenario"):
        record.beside("nothing")


def test_levers(record: Record) -> None:
    found = leverage(record, "RUS", toward="CHN,MNG,PRK")
    rows = {r["partner"]: r for r in found.rows.iter_rows(named=True)}
    assert rows["CHN"]["lever"] < 0 < rows["MNG"]["lever"]
    assert rows["CHN"]["lever"] == pytest.approx(np.log(rows["CHN"]["their_loss"] / rows["CHN"]["own_loss"]))
    assert any("North Korea" in line for line in found.told)
    back = leverage(record, "CHN", toward="RUS").rows.row(0, named=True)
    # the same embargo seen from the other end
    assert back["own_loss"] == pytest.approx(rows["CHN"]["their_loss"], rel=1e-9)
