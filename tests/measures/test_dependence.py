"""Dependence by hand, both ends of one flow, weights, replacement, refusals."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
import pytest

import reorient
from reorient.errors import InvalidOption, MeasureError
from reorient.measures.dependence import asymmetry, bandwidth, dependence_on, other_end, weights_of
from reorient.measures.shares import Flows
from reorient.record.store import Record, starter_folder


@pytest.fixture(scope="module")
def record() -> Iterator[Record]:
    with Record.open(starter_folder()) as opened:
        yield opened


def test_shares_of_one_partner() -> None:
    flows = Flows(np.arange(2000, 2003), ("CHN", "DEU"), np.array([[1.0, 3.0], [np.nan, 2.0], [np.nan, np.nan]]))
    assert dependence_on(flows, "CHN")[:2] == pytest.approx([0.25, 0])
    assert np.isnan(dependence_on(flows, "CHN")[2])
    assert dependence_on(flows, "VNM")[:2] == pytest.approx([0, 0])


def test_asymmetry_turns_sign_with_the_sides() -> None:
    one, other = np.array([0.4, 0.0, np.nan]), np.array([0.1, 0.1, 0.1])
    assert asymmetry(one, other)[0] == pytest.approx(np.log(4))
    assert asymmetry(other, one)[0] == pytest.approx(-np.log(4))
    assert np.isnan(asymmetry(one, other)[1:]).all()


def test_bandwidth_is_one_for_the_largest_tie_of_both() -> None:
    assert bandwidth(np.array([4.0, 2.0]), np.array([4.0, 8.0]), np.array([1.0, 4.0])) == pytest.approx([1, 0.25])


def test_the_other_end() -> None:
    assert other_end("exports") == "imports"
    assert other_end("imports") == "exports"
    assert other_end("trade") == "trade"
    with pytest.raises(InvalidOption, match="both ends"):
        other_end("migrants")


def test_one_flow_from_both_ends(record: Record) -> None:
    here = reorient.dependence(record, "RUS", "CHN", variable="crude_exports_t").frame()
    there = reorient.dependence(record, "CHN", "RUS", variable="crude_imports_t").frame()
    assert here["first_on_second"].to_list() == there["second_on_first"].to_list()
    known = here.filter(pl.col("asymmetry").is_not_null())
    assert known["asymmetry"].to_list() == pytest.approx((-there["asymmetry"].drop_nulls()).to_list())
    assert here["bandwidth"].is_between(0, 1).all()


def test_replacement_by_plain_query(record: Record) -> None:
    found = reorient.dependence(record, "RUS", "CHN", variable="crude_exports_t")
    who, one = found.replacements[0]
    assert (who, one.year) == ("RUS", 2024)
    plain = record.sql(
        "select sum(value) as v from ties where variable = 'crude_exports_t' and source = 'baci_energy' "
        "and year(period) = 2024 and sender not in ('RUS') and receiver not in ('RUS', 'CHN') and sender != receiver"
    )
    assert one.elsewhere == pytest.approx(plain["v"][0])
    assert one.redirected == pytest.approx(one.tie / one.elsewhere)


def test_weights() -> None:
    assert weights_of(["a", "b"], {}) == {"a": 0.5, "b": 0.5}
    assert weights_of(["a", "b"], {"a": 3.0}) == {"a": 1.0, "b": 0.0}
    for bad in ({"a": -1.0}, {"a": 0.0}, {"a": float("nan")}, {"c": 1.0}):
        with pytest.raises(InvalidOption):
            weights_of(["a", "b"], bad)


def test_influence_moves_with_the_weights(record: Record) -> None:
    names = ("exports", "crude_exports_t")
    equal = reorient.dependence(record, "RUS", "CHN", variable=names).influence()
    trade = reorient.dependence(record, "RUS", "CHN", variable=names, weights={"trade": 1}).influence()
    assert equal.columns == ["year", "over_RUS", "over_CHN"]
    assert equal["over_RUS"].to_list() != trade["over_RUS"].to_list()


def test_every_member_of_a_group(record: Record) -> None:
    rows = reorient.leaning(record, "RUS", toward="asean", variable="exports", first=2018).rows
    assert set(rows["member"]) >= {"VNM", "THA", "IDN"}
    assert rows["on_member"].is_between(0, 1).all()


def test_refusals(record: Record) -> None:
    with pytest.raises(MeasureError, match="two states"):
        reorient.dependence(record, "RUS", "RUS")
    with pytest.raises(MeasureError, match="data coverage"):
        reorient.dependence(record, "RUS", "CHN", variable="exports", first=1900, last=1905)
    with pytest.raises(InvalidOption, match="one of"):
        reorient.dependence(record, "RUS", "CHN", variable="sanction")
