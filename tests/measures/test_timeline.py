"""Turns over all variables: the reference case, corrections, months, refusals; and the composite."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
import pytest

import reorient
from reorient.errors import InvalidOption, MeasureError
from reorient.measures.composite import RULES, SCALES, combined, making, scaled
from reorient.measures.timeline import moment
from reorient.record.store import Record, starter_folder


@pytest.fixture(scope="module")
def record() -> Iterator[Record]:
    with Record.open(starter_folder()) as opened:
        yield opened


def test_gas_turned_after_2019_and_exports_before_2014(record: Record) -> None:
    found = reorient.turns(record, "RUS", toward="asia", variable=("exports", "gas_exports_usd")).frame()
    gas = found.filter(pl.col("variable") == "gas_exports_usd").row(0, named=True)
    # The Power of Siberia pipeline began to deliver in December 2019.
    assert gas["verdict"] == "turn"
    assert 2019 <= int(gas["begins"]) <= 2021
    assert gas["size"] > 1
    exports = found.filter((pl.col("variable") == "exports") & (pl.col("source") == "baci_totals")).row(0, named=True)
    assert int(exports["begins_high"]) < 2014


def test_holm_is_never_less_strict(record: Record) -> None:
    loose = reorient.turns(record, "RUS", toward="asia", correction="none").frame()
    mild = reorient.turns(record, "RUS", toward="asia", correction="bh").frame()
    strict = reorient.turns(record, "RUS", toward="asia", correction="holm").frame()
    for less, more in ((loose, mild), (mild, strict)):
        both = pl.concat([less.select(a="p_adjusted"), more.select(b="p_adjusted")], how="horizontal").drop_nulls()
        assert (both["a"] <= both["b"] + 1e-12).all()


def test_named_dates_come_with_their_reason(record: Record) -> None:
    named = reorient.turns(record, "RUS", toward="asia", variable="exports", named=[2014, 2019]).named()
    assert set(named["date"]) == {"2014", "2019"}
    late = named.filter((pl.col("date") == "2019") & (pl.col("source") == "baci_totals")).row(0, named=True)
    assert late["verdict"] == "cannot tell"
    assert "3 are needed" in late["reason"]


def test_months(record: Record) -> None:
    found = reorient.turns(record, "DEU", toward="RUS", variable="crude_imports_t", monthly=True, named=["2014-03"])
    row = found.frame().row(0, named=True)
    assert row["observations"] > 100
    assert "-" in row["from"]
    assert moment("2014-03", monthly=True) == 12 * 2014 + 2


@pytest.mark.parametrize(("text", "monthly"), [("2014-03", False), ("2014", True), ("2014-13", True), ("x", False)])
def test_dates_that_are_none(text: str, monthly: bool) -> None:
    with pytest.raises(InvalidOption, match="such as 2014"):
        moment(text, monthly=monthly)


def test_refusals(record: Record) -> None:
    with pytest.raises(InvalidOption, match="one of"):
        reorient.turns(record, "RUS", toward="asia", variable="sanction")
    with pytest.raises(MeasureError, match="monthly series"):
        reorient.turns(record, "BRA", toward="asia", variable="arms_tiv", monthly=True)
    with pytest.raises(InvalidOption, match="'bh'"):
        reorient.turns(record, "RUS", toward="asia", correction="fdr")  # type: ignore[arg-type]


def test_scales() -> None:
    values = np.array([[0.0, 2.0], [np.nan, 2.0], [1.0, 4.0], [-1.0, 3.0]])
    assert scaled(values, "share")[0, 0] == 0.5
    assert scaled(values, "rank")[:, 0] == pytest.approx([0.5, np.nan, 1, 0], nan_ok=True)
    assert scaled(values, "rank")[:, 1] == pytest.approx([1 / 6, 1 / 6, 1, 2 / 3])
    standard = scaled(values, "standardised")
    assert np.nanmean(standard, axis=0) == pytest.approx([0, 0], abs=1e-12)
    assert np.nanstd(standard, axis=0) == pytest.approx([1, 1])
    assert (scaled(np.ones((3, 1)), "standardised") == 0).all()


def test_missing_channels() -> None:
    values = np.array([[1.0, 3.0], [np.nan, 3.0], [1.0, np.nan], [np.nan, np.nan]])
    weights = np.array([0.25, 0.75])
    assert combined(values, weights, "available") == pytest.approx([2.5, 3, np.nan, np.nan], nan_ok=True)
    assert combined(values, weights, "complete") == pytest.approx([2.5, np.nan, np.nan, np.nan], nan_ok=True)


def test_a_short_composite_is_none() -> None:
    assert making(np.arange(9), np.arange(9.0), scale="share", missing="complete") is None


def test_the_composite_says_how_much_its_making_matters(record: Record) -> None:
    found = reorient.composite(record, "RUS", toward="asia", draws=3)
    assert sum(found.weights.values()) == pytest.approx(1)
    assert len(found.makings) <= 3 * len(SCALES) * len(RULES)
    assert 0 <= found.rising <= 1
    assert sum(part for _, part in found.dates()) == pytest.approx(1)
    assert found.makings == reorient.composite(record, "RUS", toward="asia", draws=3).makings
    with pytest.raises(InvalidOption, match="covered"):
        reorient.composite(record, "RUS", toward="asia", weights={"tourism": 1.0})
