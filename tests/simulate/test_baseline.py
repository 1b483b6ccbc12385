"""What a baseline refuses, with the cells named."""

from __future__ import annotations

import numpy as np
import pytest

from reorient.errors import BaselineError, InvalidOption
from reorient.simulate.baseline import Baseline, domestic_sales
from reorient.simulate.elasticity import Elasticities, elasticities
from reorient.simulate.sector_baseline import SectorBaseline, sector_baseline
from tests.simulate.worlds import accounts, names, world

FLOWS = np.array([[50.0, 5.0, 2.0], [4.0, 60.0, 3.0], [1.0, 6.0, 70.0]])


def changed(place: tuple[int, ...], value: float) -> np.ndarray:
    flows = FLOWS.copy()
    flows[place] = value
    return flows


@pytest.mark.parametrize(
    ("actors", "flows", "text"),
    [
        (names(3), changed((0, 1), np.nan), "missing or not finite in 1 cells: A0 to A1"),
        (names(3), changed((2, 0), np.inf), "A2 to A0"),
        (names(3), changed((1, 2), -3.0), r"out of bounds in 1 cells: A1 to A2 \(-3\)"),
        (names(3), changed((1, 1), 0.0), "No sales at home: A1"),
        (names(3), FLOWS[:2], "shape"),
        (("A", "A", "B"), FLOWS, "stand twice: A"),
        (("A", " ", "B"), FLOWS, "empty at places 1"),
        (("A",), FLOWS[:1, :1], "1 actors"),
        (names(3), [["x"] * 3] * 3, "no figures"),
    ],
)
def test_flows_refused(actors: tuple[str, ...], flows: object, text: str) -> None:
    with pytest.raises(BaselineError, match=text):
        Baseline(actors, flows)  # type: ignore[arg-type]


def test_accounts_of_one_sector() -> None:
    base = Baseline(names(3), FLOWS)
    assert list(base.income) == [57, 67, 77]
    assert list(base.spending) == [55, 71, 75]
    assert base.imbalance.sum() == 0
    assert np.allclose(base.shares.sum(axis=0), 1)
    with pytest.raises(BaselineError, match="'QQQ', who is not in the baseline"):
        base.place("QQQ")


def test_domestic_sales() -> None:
    base = domestic_sales(names(3), FLOWS, [57, 67, 77])
    assert np.array_equal(base.flows, FLOWS)
    with pytest.raises(BaselineError, match="A1 makes 6 and exports 7"):
        domestic_sales(names(3), FLOWS, [57, 6, 77])
    with pytest.raises(BaselineError, match="Exports of shape"):
        domestic_sales(names(3), FLOWS[:2], [57, 67, 77])


def test_sector_accounts_close() -> None:
    base = accounts(4, 5)
    assert np.allclose(base.final.sum(axis=0), 1, atol=1e-12)
    assert np.allclose(base.shares.sum(axis=1), 1, atol=1e-12)
    assert base.imbalance.sum() == pytest.approx(0, abs=1e-9)
    assert np.allclose(base.spending, base.used + base.final * base.means + base.other_demand, rtol=1e-12)
    assert np.allclose(base.other_demand.sum(axis=0), 0, atol=1e-9)


def pieces() -> dict[str, np.ndarray]:
    base = accounts(3, 4)
    return {
        "flows": np.array(base.flows),
        "value_added": np.array(base.value_added),
        "inputs": np.array(base.inputs),
        "tariffs": np.array(base.tariffs),
        "final": np.array(base.final),
    }


@pytest.mark.parametrize(
    ("name", "place", "value", "text"),
    [
        ("flows", (1, 0, 2), np.nan, "s1: A0 to A2"),
        ("flows", (1, 0, 2), -1.0, "s1: A0 to A2"),
        ("tariffs", (0, 3, 1), -0.1, "Tariffs out of bounds"),
        ("value_added", (2, 1), 1.5, "s2: A1"),
        ("value_added", (2, 1), 0.1, "do not add up to 1, in 1 cells: s2: A1"),
        ("inputs", (0, 2, 1), -0.2, "s0 in s2: A1"),
        ("final", (0, 2), 0.9, "Final shares that do not add up to 1, in 1 cells: A2"),
    ],
)
def test_sector_figures_refused(name: str, place: tuple[int, ...], value: float, text: str) -> None:
    given = pieces()
    given[name][place] = value
    flows = given.pop("flows")
    with pytest.raises(BaselineError, match=text):
        sector_baseline(names(4), names(3, "s"), flows, **given)  # type: ignore[arg-type]


def test_accounts_that_do_not_close_are_refused_or_carried() -> None:
    given = pieces()
    flows = given.pop("flows")
    given["final"] = np.roll(given["final"], 1, axis=0)
    with pytest.raises(BaselineError, match="Accounts that do not close"):
        sector_baseline(names(4), names(3, "s"), flows, **given)  # type: ignore[arg-type]
    base = sector_baseline(names(4), names(3, "s"), flows, residual="other_demand", **given)  # type: ignore[arg-type]
    assert np.abs(base.other_demand).max() > 1
    with pytest.raises(InvalidOption, match="residual='drop'"):
        sector_baseline(names(4), names(3, "s"), flows, residual="drop", **given)  # type: ignore[arg-type]
    with pytest.raises(InvalidOption, match="negative_inputs="):
        sector_baseline(names(4), names(3, "s"), flows, negative_inputs="x", **given)  # type: ignore[arg-type]


def test_more_use_than_spending_is_refused() -> None:
    given = pieces()
    flows = given.pop("flows")
    flows[0, :, 1] *= 1e-3
    flows[0, 1, 1] = 1e-3
    del given["final"]
    with pytest.raises(BaselineError, match="use more of a good than the actor buys, in 1 cells: s0: A1"):
        sector_baseline(names(4), names(3, "s"), flows, **given)  # type: ignore[arg-type]


def test_open_accounts_are_refused_by_the_baseline_itself() -> None:
    base = accounts(3, 4)
    flows = np.array(base.flows)
    flows[0, 0, 1] *= 2
    with pytest.raises(BaselineError, match="Accounts that do not close"):
        SectorBaseline(
            base.actors,
            base.sectors,
            flows,
            base.tariffs,
            base.value_added,
            base.inputs,
            base.final,
            base.other_demand,
        )


def test_no_sales_at_home_in_any_sector() -> None:
    given = pieces()
    flows = given.pop("flows")
    flows[:, 2, 2] = 0
    with pytest.raises(BaselineError, match="No sales at home in any sector, in 1 cells: A2"):
        sector_baseline(names(4), names(3, "s"), flows, residual="other_demand", **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("theta", "source", "text"),
    [
        ([4.0, 0.0], "a paper", r"s1 \(0\)"),
        ([4.0, np.nan], "a paper", "s1"),
        ([4.0], "a paper", "shape"),
        ([4.0, 5.0], " ", "without a source"),
    ],
)
def test_elasticities_refused(theta: list[float], source: str, text: str) -> None:
    with pytest.raises(InvalidOption, match=text):
        Elasticities(names(2, "s"), np.array(theta), source)


def test_sigma_at_one_is_refused() -> None:
    assert list(elasticities(["s0"], sigma=[5.0], source="a paper").theta) == [4.0]
    with pytest.raises(InvalidOption, match="at or below"):
        elasticities(["s0", "s1"], sigma=[5.0, 1.0], source="a paper")


def test_arrays_are_copies() -> None:
    flows = FLOWS.copy()
    base = Baseline(names(3), flows)
    flows[0, 0] = 0
    assert base.flows[0, 0] == 50
    assert not world(3).flows.flags.writeable
