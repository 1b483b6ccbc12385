"""Hindcasts: scores on arrays made by hand, nothing from after the shock in a forecast, bad files refused, the page."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import replace
from math import isnan, log
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from reorient.cli.hindcast import hindcast as command
from reorient.errors import InvalidOption, MeasureError, NotCovered, ReorientError, ScenarioError
from reorient.explain.shock_size import shock_size
from reorient.record.schema import Batch
from reorient.record.store import Record, starter_folder
from reorient.report.hindcasting import estimated, hindcasts, whole
from reorient.simulate.economy import FUELS, economy
from reorient.simulate.hindcast import foretell, happened, outcome, parts, scored
from reorient.simulate.hindcast import hindcasts as table_of
from reorient.simulate.hindcast_file import Hindcast, hindcast, read, recorded, shipped, sized
from reorient.simulate.hindcast_scores import (
    damped_steps,
    forecast,
    gravity_trend,
    rank_correlation,
    score,
    shares,
    skill,
)

DOCS = Path(__file__).resolve().parents[2] / "docs"
FEW = ("AUS", "BRA", "CHN", "DEU", "FRA", "IND", "JPN", "KAZ", "KOR", "POL", "RUS", "TUR", "USA")
FIRST, LAST, SHOCK = 2009, 2015, 2013
SMALL = f"""
name = "small"
title = "Germany and France make trade with Russia harder"
year = {SHOCK}
states = "RUS"
toward = "DEU,FRA"
flows = ["exports", "imports", "fuel exports"]
outcomes = [2015]
trade = "baci_totals"

[size]
kind = "published"
log_effect = -0.5
error = 0.1
source = "none, a test"

[[change]]
kind = "agreement"
from = "DEU,FRA"
to = "RUS"
log_effect = "size"
"""


@pytest.fixture(scope="module")
def starter() -> Iterator[Record]:
    with Record.open(starter_folder()) as opened:
        yield opened


def few_states(
    starter: Record,
    folder: Path,
    *,
    first: int = FIRST,
    last: int = LAST,
    altered: int | None = None,
    only: bool = False,
) -> Record:
    """Return a record of a few states, figures from (or of) one year on made others."""
    made = Record.create(folder)
    parts_of: dict[str, list[pl.DataFrame]] = {}
    for name in ("exports", "gdp_usd", *FUELS):
        source = {"exports": "baci_totals", "gdp_usd": "world_bank"}.get(name, "baci_energy")
        ties = starter.ties(name, first=first, last=last, source=source, sender=list(FEW))
        if name != "gdp_usd":
            ties = ties.filter(pl.col("receiver").is_in(FEW))
        if altered is not None:
            year = pl.col("period").dt.year()
            chosen = year == altered if only else year >= altered
            other = pl.col("value").reverse() * 3 + 1e6
            ties = ties.with_columns(pl.when(chosen).then(other).otherwise(pl.col("value")).alias("value"))
        parts_of.setdefault(source, []).append(ties)
    for source, frames in parts_of.items():
        ties = pl.concat(frames)
        names = set(ties["variable"].unique())
        coverage = tuple(one for one in starter.coverage(source=source) if one.variable in names)
        made.put(starter.origin(source), Batch(ties, coverage))
    return made


# -- scores on arrays ------------------------------------------------------------------------------------------


def test_shares_add_up() -> None:
    assert shares([1.0, 3.0, 0.0]).tolist() == [0.25, 0.75, 0.0]


@pytest.mark.parametrize("bad", [[0.0, 0.0], [1.0, -1.0], [1.0, np.nan], [], [[1.0, 2.0]], [np.inf, 1.0]])
def test_what_makes_no_shares_is_refused(bad: list[float]) -> None:
    with pytest.raises(MeasureError):
        shares(bad)


def test_a_forecast_multiplies_and_adds_up() -> None:
    # 2 x 1/2, 1 x 2, 1 x 1: 1, 2, 1 of 4
    assert forecast([2.0, 1.0, 1.0], [0.5, 2.0, 1.0]).tolist() == [0.25, 0.5, 0.25]
    assert forecast([2.0, 1.0, 1.0]).tolist() == [0.5, 0.25, 0.25]
    with pytest.raises(MeasureError, match="shape"):
        forecast([1.0, 2.0], [1.0])
    with pytest.raises(MeasureError):
        forecast([1.0, 2.0], [0.0, 0.0])


def test_score_by_hand() -> None:
    before, foreseen, after = [0.5, 0.3, 0.2], [0.4, 0.4, 0.2], [0.3, 0.4, 0.3]
    found = score(before, foreseen, after, [True, False, False])
    # errors in points: 10, 0, 10
    assert found.error == pytest.approx(20 / 3)
    assert found.misplaced == pytest.approx(10)
    assert (found.forecast, found.happened) == (pytest.approx(-10), pytest.approx(-20))
    assert found.sign == 1
    # ranks 1, 3, 2 and 1, 2.5, 2.5
    assert found.rank == pytest.approx(np.corrcoef([1, 3, 2], [1, 2.5, 2.5])[0, 1])


def test_a_perfect_forecast_and_none_at_all() -> None:
    before, after = [0.5, 0.3, 0.2], [0.3, 0.4, 0.3]
    group = [True, False, False]
    perfect, none = score(before, after, after, group), score(before, before, after, group)
    assert (perfect.error, perfect.sign, perfect.rank) == (0, 1, pytest.approx(1))
    assert none.sign == 0
    assert isnan(none.rank)
    assert score(before, [0.6, 0.2, 0.2], after, group).sign == -1


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (([0.5, 0.5], [0.5, 0.5], [0.5, 0.4], [True, False]), "add up"),
        (([0.5, 0.5], [0.5, 0.5], [1.5, -0.5], [True, False]), "add up"),
        (([0.5, 0.5], [0.5, 0.5], [0.5, 0.5, 0.0], [True, False]), "length"),
        (([0.5, 0.5], [0.5, 0.5], [0.5, 0.5], [True, True]), "group"),
        (([0.5, 0.5], [0.5, 0.5], [0.5, 0.5], [False, False]), "group"),
    ],
)
def test_scores_refuse(arguments: tuple[list[float], ...], word: str) -> None:
    with pytest.raises(MeasureError, match=word):
        score(*arguments)


def test_ranks_with_ties() -> None:
    assert rank_correlation([1, 2, 3], [10, 20, 30]) == pytest.approx(1)
    assert rank_correlation([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    assert isnan(rank_correlation([1, 1, 1], [1, 2, 3]))
    with pytest.raises(MeasureError):
        rank_correlation([1, 2], [1, 2, 3])


def test_damping() -> None:
    assert damped_steps(3, 1.0) == 3
    assert damped_steps(3, 0.5) == 0.875
    assert damped_steps(4, 0.0) == 0
    for ahead, damping in ((0, 0.5), (1, 1.1), (1, -0.1)):
        with pytest.raises(InvalidOption):
            damped_steps(ahead, damping)


def test_trend_of_shares_that_move_on_a_line() -> None:
    # Sizes stay; shares of the first go 0.2, 0.3, 0.4: a step of 0.1, of which two undamped make 0.6.
    flows, sizes = np.array([[2.0, 8.0], [3.0, 7.0], [4.0, 6.0]]), np.ones((3, 2))
    factor = gravity_trend(flows, sizes, ahead=2, damping=1.0)
    assert forecast(flows[-1], factor).tolist() == pytest.approx([0.6, 0.4])
    assert gravity_trend(flows, sizes, ahead=2, damping=0.0).tolist() == [1, 1]


def test_trend_of_a_partner_that_grows() -> None:
    # The first partner's part of the market goes 0.5, 0.6, 0.7 and flows follow it: intensities stay 1.
    sizes = np.array([[5.0, 5.0], [6.0, 4.0], [7.0, 3.0]])
    factor = gravity_trend(3 * sizes, sizes, ahead=1, damping=1.0)
    assert forecast(sizes[-1], factor).tolist() == pytest.approx([0.8, 0.2])
    # the state's own growth says nothing of shares
    grown = 3 * sizes * np.array([[1.0], [2.0], [4.0]])
    assert gravity_trend(grown, sizes, ahead=1, damping=1.0).tolist() == pytest.approx(factor.tolist())


def test_trend_does_not_fall_below_nothing_and_leaves_new_ties_alone() -> None:
    flows, sizes = np.array([[6.0, 4.0, 0.0], [4.0, 6.0, 0.0], [2.0, 8.0, 0.0]]), np.ones((3, 3))
    assert gravity_trend(flows, sizes, ahead=5, damping=1.0)[[0, 2]].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("flows", "sizes"),
    [
        (np.ones((2, 2)), np.ones((2, 2))),
        (np.ones((3, 2)), np.ones((3, 3))),
        (-np.ones((3, 2)), np.ones((3, 2))),
        (np.full((3, 2), np.nan), np.ones((3, 2))),
        (np.array([[0.0, 0.0], [1, 1], [1, 1]]), np.ones((3, 2))),
    ],
)
def test_trends_refuse(flows: np.ndarray, sizes: np.ndarray) -> None:
    with pytest.raises(MeasureError):
        gravity_trend(flows, sizes, ahead=1, damping=0.8)


def test_skill_takes_variants_of_a_shock_together() -> None:
    found = skill([1.0, 4.0, 1.0], [2.0, 2.0, 4.0], ["a", "a", "b"])
    # shock a: ratios 1/2 and 2 cancel; shock b: 1/4
    assert found.ratio == pytest.approx(0.5)
    assert (found.better, found.shocks) == (1, 2)
    assert found.low <= found.ratio <= found.high
    assert skill([1.0] * 6, [2.0] * 6, list("abcdef")).chance == pytest.approx(2 / 64)
    assert found == skill([1.0, 4.0, 1.0], [2.0, 2.0, 4.0], ["a", "a", "b"])
    for first, second, shocks in (([], [], []), ([1.0], [0.0], ["a"]), ([1.0], [1.0, 2.0], ["a"])):
        with pytest.raises(MeasureError):
            skill(first, second, shocks)


# -- nothing from after the shock --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small(starter: Record, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with few_states(starter, tmp_path_factory.mktemp("small")) as made:
        yield made


def test_no_later_year_enters_a_forecast(starter: Record, small: Record, tmp_path: Path) -> None:
    one = read(SMALL, "small.toml")
    plain = foretell(small, one)
    with few_states(starter, tmp_path / "later", altered=SHOCK + 1) as later:
        moved = foretell(later, one)
        assert not np.array_equal(outcome(small, plain[0], 2015), outcome(later, moved[0], 2015))
    with few_states(starter, tmp_path / "same", altered=SHOCK, only=True) as same:
        base = foretell(same, one)
    for first, second, third in zip(plain, moved, base, strict=True):
        assert first.partners == second.partners
        for name in ("flows", "sizes", "model", "inside"):
            assert np.array_equal(getattr(first, name), getattr(second, name)), name
        assert all(np.array_equal(a, b) for a, b in zip(first.trend, second.trend, strict=True))
        # and the test would see it if one did
        assert first.partners != third.partners or not np.array_equal(first.flows, third.flows)


def test_no_later_year_enters_an_estimate(starter: Record, tmp_path: Path) -> None:
    pytest.importorskip("pyfixest")

    def size(record: Record) -> tuple[float, float]:
        found = shock_size(
            record, trade="baci_totals", first=2002, last=2004, every=2, weights={"eu": 1.0}, both=("eu",)
        )
        return found.log_effect, found.error

    # Poland joins Germany and France in 2004
    with few_states(starter, tmp_path / "plain", first=2002, last=2006) as plain:
        before = size(plain)
    with few_states(starter, tmp_path / "later", first=2002, last=2006, altered=2005) as later:
        assert size(later) == before
    with few_states(starter, tmp_path / "same", first=2002, last=2006, altered=2004) as same:
        assert size(same) != before


def test_estimates_end_in_their_last_year(small: Record) -> None:
    with pytest.raises(InvalidOption, match="Every 3 years"):
        shock_size(small, trade="baci_totals", first=2009, last=2013, every=3, weights={"eu": 1.0}, both=("eu",))


def test_an_estimate_cannot_look_beyond_the_shock() -> None:
    """The last year of an estimate is no key of a file: it is the year before the shock."""
    for name in shipped():
        one = hindcast(name)
        assert "last" not in one.size.recipe
        assert min(one.outcomes) > one.year
        if one.size.kind == "estimate":
            assert recorded()[name]["recipe"].endswith(f"last {one.year}")
            assert not isnan(one.size.log_effect)


# -- the model on the record -------------------------------------------------------------------------------------


def test_a_shock_of_no_size_changes_nothing(small: Record) -> None:
    for told in foretell(small, sized(read(SMALL, "small.toml"), 0.0, 0.0)):
        # the equilibrium is found to 1e-9 in logs of wages, trade follows by the elasticity of up to 13.5
        assert told.model == pytest.approx(np.ones(len(told.partners)), abs=1e-7)


def test_the_model_moves_shares_the_way_of_the_shock(small: Record) -> None:
    for told in foretell(small, read(SMALL, "small.toml")):
        after = scored(outcome(small, told, 2015), told, 2015)
        assert after["model"].forecast < 0
        assert after["none"].forecast == 0
        assert told.model[told.inside].max() < told.model[~told.inside].min()
        found, grown = happened(outcome(small, told, 2015), told)
        assert found.sum() == pytest.approx(1)
        assert (grown > 0).all()


def test_part_of_fuels_stops(starter: Record) -> None:
    one = hindcast("australia-coal-2020")
    start = economy(starter, one.year, trade=one.trade)
    (change,) = parts(one.scenario.changes[0], start, one)
    i, j = (start.baseline.actors.index(who) for who in ("AUS", "CHN"))
    coal, every = start.fuels[FUELS.index("coal_exports_usd")][i, j], start.fuels[:, i, j].sum()
    assert change.figures["log_effect"] == pytest.approx(log(1 - coal / every))
    with pytest.raises(ScenarioError, match="traded"):
        parts(replace(one.scenario.changes[0], sellers=("ISL",), buyers=("FJI",)), start, one)


# -- files ---------------------------------------------------------------------------------------------------------

PUBLISHED = 'kind = "published"\nlog_effect = -0.5\nerror = 0.1'
BAD = {
    "no toml": ("name = ", "no TOML"),
    "an unknown key": (SMALL.replace("states", "state", 1), "state"),
    "an outcome before the shock": (SMALL.replace("[2015]", "[2013]"), "2013"),
    "no outcome": (SMALL.replace("[2015]", "[]"), "outcomes"),
    "an outcome that is a word": (SMALL.replace("[2015]", '["soon"]'), "soon"),
    "an unknown flow": (SMALL.replace('"imports"', '"services"'), "services"),
    "no source of trade": (SMALL.replace('"baci_totals"', '""'), "trade"),
    "nobody": (SMALL.replace('states = "RUS"', 'states = ""'), "states"),
    "an unknown state": (SMALL.replace('states = "RUS"', 'states = "Atlantis"'), "Atlantis"),
    "a state after its end": (SMALL.replace('states = "RUS"', 'states = "YUG"'), "YUG|Yugoslavia"),
    "an unknown group": (SMALL.replace('toward = "DEU,FRA"', 'toward = "Atlantis"'), "Atlantis"),
    "an unknown kind of size": (SMALL.replace('"published"', '"guess"'), "guess"),
    "a size without a source": (SMALL.replace('source = "none, a test"\n', ""), "source"),
    "a size that is a word": (SMALL.replace("-0.5", '"large"'), "large"),
    "a size in the change": (SMALL.replace('log_effect = "size"', "log_effect = -0.3"), "-0.3"),
    "a measure with a size": (
        SMALL.replace(
            'kind = "published"\nlog_effect = -0.5\nerror = 0.1\nsource = "none, a test"', 'kind = "measure"'
        ),
        "without one",
    ),
    "a last year of its own": (
        SMALL.replace(
            PUBLISHED,
            'kind = "estimate"\ntrade = "x"\nfirst = 1990\nevery = 5\nlast = 2015\nweights = { eu = 1.0 }',
        ),
        "last",
    ),
    "a fuel that is none": (
        SMALL.replace(PUBLISHED, 'kind = "part"\nfuels = ["peat"]'),
        "peat",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused(name: str) -> None:
    text, word = BAD[name]
    with pytest.raises(ReorientError, match=word):
        read(text, "small.toml")


def test_unknown_names_are_refused() -> None:
    with pytest.raises(ScenarioError, match="iran-2012"):
        hindcast("iran-2011")


def test_years_that_the_record_lacks_are_refused(small: Record) -> None:
    late = read(SMALL.replace("[2015]", "[2031]"), "small.toml")
    with pytest.raises(NotCovered, match="2031"):
        table_of(small, files=[late])


def test_states_outside_the_economy_are_refused(small: Record) -> None:
    with pytest.raises(ScenarioError, match="CHL"):
        foretell(small, read(SMALL.replace('states = "RUS"', 'states = "CHL"'), "small.toml"))


def test_a_size_not_estimated_yet_is_refused(small: Record) -> None:
    text = SMALL.replace(
        PUBLISHED,
        'kind = "estimate"\ntrade = "baci_totals"\nfirst = 2005\nevery = 2\nboth = ["eu"]\nweights = { eu = 1.0 }',
    )
    one = read(text, "small.toml")
    with pytest.raises(ScenarioError, match="not estimated"):
        foretell(small, one)
    assert len(foretell(small, sized(one, -0.2, 0.1))) == 3


def test_originals_are_asked_for(starter: Record) -> None:
    with pytest.raises(InvalidOption, match="--originals"):
        hindcasts(starter, ["nafta-1994"])


# -- the verb and the page -----------------------------------------------------------------------------------------


def test_the_verb(starter: Record) -> None:
    listed = CliRunner().invoke(command, ["--list"])
    assert listed.exit_code == 0, listed.output
    assert all(name in listed.output for name in shipped())
    done = CliRunner().invoke(command, ["iran-2012", "--csv", "-", "--record", str(starter_folder())])
    assert done.exit_code == 0, done.output
    frame = pl.read_csv(done.output.encode())
    assert frame["state"].unique().to_list() == ["IRN"]
    assert frame["main"].all()
    text = CliRunner().invoke(command, ["iran-2012", "--record", str(starter_folder())])
    assert "no change" in text.output


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_hindcasts", DOCS / "make_hindcasts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_current(starter: Record) -> None:
    text = (DOCS / "hindcasts.md").read_text(encoding="utf-8")
    assert text == maker().page(starter), "run python docs/make_hindcasts.py"


# -- the producers' files ------------------------------------------------------------------------------------------


@pytest.mark.originals
def test_kept_figures_come_out_again(originals: Path) -> None:
    with whole(originals) as full:
        one: Hindcast = hindcast("nafta-1994")
        found = estimated(full, one)
        # iterations of the library stop at a relative change of the deviance of 1e-10
        assert (found.log_effect, found.error) == (
            pytest.approx(one.size.log_effect, abs=1e-5),
            pytest.approx(one.size.error, abs=1e-5),
        )
        frame = table_of(full, files=[one])
    kept = pl.read_csv(DOCS / "hindcasts-originals.csv", infer_schema_length=None)
    for name in ("happened", "model", "trend", "error_none", "error_model"):
        # kept to six decimals
        assert frame[name].to_numpy() == pytest.approx(kept[name].to_numpy(), abs=1e-5)
