"""Orientation: the array function by hand, the starter record against plain SQL, and refusals."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
import pytest

import reorient
from reorient.errors import GroupError, InvalidOption, MeasureError, ReorientError
from reorient.measures.orientation import orient, share_variables
from reorient.measures.shares import Flows
from reorient.record.store import Record, starter_folder

NAN = np.nan


@pytest.fixture(scope="module")
def record() -> Iterator[Record]:
    with Record.open(starter_folder()) as opened:
        yield opened


def test_by_hand() -> None:
    flows = Flows(np.arange(2000, 2003), ("CHN", "DEU", "VNM"), np.array([[1, 8, 1], [4, 4, 0], [NAN, NAN, NAN]]))
    dated = np.array([[True, False, False], [True, False, True], [True, False, True]])
    found = orient(flows, dated=dated, fixed=np.array([[True, False, True]] * 3))
    assert found.dated.share[:2] == pytest.approx([0.1, 0.5])
    assert found.fixed_share[:2] == pytest.approx([0.2, 0.5])
    assert found.log_ratio[:2] == pytest.approx([np.log(0.2 / 0.8), 0])
    assert found.within[:2] == pytest.approx([1, 1])
    assert np.isnan(found.dated.share[2])
    assert np.isnan(found.log_ratio[2])
    assert found.comparable.tolist() == [True, True, False]
    assert found.turned is not None
    assert found.turned.base == (2000, 2001)


def test_shares_below_the_floor_are_held_and_marked() -> None:
    flows = Flows(np.arange(2000, 2002), ("CHN", "DEU"), np.array([[0.0, 8.0], [4.0, 4.0]]))
    inside = np.array([[True, False]] * 2)
    found = orient(flows, dated=inside, fixed=inside)
    assert found.at_floor.tolist() == [True, False]
    assert found.log_ratio[0] == pytest.approx(np.log(0.01 / 0.99))


def test_the_same_as_a_plain_query(record: Record) -> None:
    found = reorient.orientation(record, "RUS", toward="CHN,IND", variable="crude_exports_t").frame()
    plain = record.sql(
        "select year(period)::bigint as year, sum(value) as total, "
        "sum(value) filter (receiver in ('CHN', 'IND')) as toward "
        "from ties where variable = 'crude_exports_t' and source = 'baci_energy' and sender = 'RUS' and freq = 'Y' "
        "and receiver not in ('area:unspecified') group by 1 order by 1"
    )
    both = found.filter(pl.col("source") == "baci_energy").join(plain, on="year", suffix="_plain")
    assert len(both) == 30
    late = both.filter(pl.col("year") >= 2010)
    assert late["toward"].to_list() == pytest.approx(late["toward_plain"].to_list())
    # Residual areas (not named partners) belong to the total, and are small.
    assert late["total"].to_list() == pytest.approx(late["total_plain"].to_list(), rel=0.02)


def test_known_figures(record: Record) -> None:
    found = reorient.orientation(record, "Russia", toward="CHN", variable="crude_exports_t").frame()
    row = found.filter(pl.col("year") == 2023).row(0, named=True)
    # 100 of 234 million tonnes (BACI).
    assert row["toward"] / 1e6 == pytest.approx(100, abs=1)
    assert row["status"] == "mirrored"
    assert row["capture"] == 1


def test_spread_holds_every_source(record: Record) -> None:
    found = reorient.orientation(record, "KAZ", toward="RUS", variable="exports")
    spread = found.spread()
    several = spread.filter(pl.col("sources") > 1)
    assert len(several) > 0
    assert (several["low"] <= several["high"]).all()


def test_fixed_membership_has_no_accession(record: Record) -> None:
    found = reorient.orientation(record, "CHE", toward="eu", variable="exports").frame()
    gap = (found["share_fixed"] - found["share"]).drop_nulls()
    assert (gap >= -1e-12).all()
    assert gap[0] > 0.01  # 2000: ten later members do not count yet at the date


@pytest.mark.parametrize(
    ("options", "kind", "text"),
    [
        ({"toward": "RUS"}, GroupError, "no member besides"),
        ({"toward": "asia", "first": 2020, "last": 2000}, InvalidOption, "not after the last"),
        ({"toward": "asia", "variable": "exprots"}, ReorientError, "Did you mean"),
        ({"toward": "asia", "variable": "un_agreement"}, MeasureError, "alignment"),
        ({"toward": "asia", "variable": "exports", "first": 1900, "last": 1910}, MeasureError, "data coverage"),
        ({"toward": "warsaw-pact", "first": 2000}, GroupError, "no member"),
    ],
)
def test_refusals(record: Record, options: dict[str, object], kind: type[Exception], text: str) -> None:
    with pytest.raises(kind, match=text):
        reorient.orientation(record, "RUS", **options)  # type: ignore[arg-type]


def test_no_share_of_marks_or_sizes() -> None:
    assert not {"sanction", "dispute", "gdp_usd", "distance_km", "export_share_listed"} & set(share_variables())
    with pytest.raises(InvalidOption, match="one of"):
        share_variables(["tradee"])
