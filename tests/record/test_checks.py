"""Each rule of the convention refuses what it should, and says how to go on."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from reorient.errors import OutsideLifetime, SchemaError, UnknownVariable
from reorient.record.checks import check_ties
from reorient.record.schema import TIES, both_ways, ties_of, variable, variables
from tests.record.ties_for_tests import flows

GOOD = [("RUS", "CHN", 2013, 37.5e9), ("CHN", "RUS", 2013, 50.1e9)]


def test_good_ties_pass() -> None:
    check_ties(flows(GOOD), source="customs")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None])
def test_absence_is_never_a_number(value: float | None) -> None:
    ties = flows(GOOD).with_columns(pl.lit(value, dtype=pl.Float64).alias("value"))
    with pytest.raises(SchemaError, match=r"null, NaN or infinite \(convention 1\)"):
        check_ties(ties, source="customs")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"status": "guessed"}, "unknown status"),
        ({"freq": "Q"}, "unknown freq"),
        ({"source": "other"}, "another source"),
        ({"scenario": ""}, "an empty scenario"),
        ({"variable": "imports"}, "is a view of 'exports'"),
        ({"variable": "gdp_usd"}, "two actors in 'gdp_usd'"),
        ({"receiver": "RUS", "sender": "RUS"}, "more than once"),
        ({"period": date(2013, 2, 1)}, "not its first day"),
        ({"value": -1.0}, "below 0"),
        ({"receiver": "XQX", "value": 1.0}, "no table of actors knows"),
    ],
)
def test_refusals(change: dict[str, object], text: str) -> None:
    ties = flows(GOOD).with_columns(*(pl.lit(value).alias(name) for name, value in change.items()))
    with pytest.raises(SchemaError, match=text):
        check_ties(ties.select(list(TIES)), source="customs")


def test_unknown_variable_names_the_closest() -> None:
    with pytest.raises(UnknownVariable, match="Did you mean 'exports'"):
        check_ties(flows(GOOD, variable="exprots"), source="customs")


def test_tie_to_itself() -> None:
    with pytest.raises(SchemaError, match="a tie of an actor to itself"):
        check_ties(flows([("RUS", "RUS", 2013, 1.0)]), source="customs")


def test_above_the_range() -> None:
    ties = both_ways(flows([("RUS", "CHN", 2013, 71.3)], variable="un_agreement"))
    with pytest.raises(SchemaError, match="above 1"):
        check_ties(ties, source="customs")


def test_undirected_one_way() -> None:
    with pytest.raises(SchemaError, match=r"written one way \(convention 2\)"):
        check_ties(flows([("RUS", "CHN", 2013, 0.7)], variable="un_agreement"), source="customs")


def test_nobody_after_death_and_the_successor_is_named() -> None:
    with pytest.raises(OutsideLifetime, match=r"first CSK in 2001-01-01 \(convention 4\).*CZE"):
        check_ties(flows([("CSK", "RUS", 2001, 1.0)]), source="customs")


def test_the_year_of_death_is_lived() -> None:
    check_ties(flows([("CSK", "RUS", 1992, 1.0)]), source="customs")


def test_a_month_after_death_is_not() -> None:
    frame = pl.DataFrame({"sender": ["CSK"], "receiver": ["RUS"], "period": [date(1993, 1, 1)], "value": [1.0]})
    with pytest.raises(OutsideLifetime):
        check_ties(ties_of(frame, variable="exports", source="customs", freq="M"), source="customs")


def test_columns_in_order() -> None:
    with pytest.raises(SchemaError, match="ties_of"):
        check_ties(flows(GOOD).drop("status"), source="customs")


def test_every_view_reads_a_stored_variable_with_its_unit() -> None:
    for spec in variables().values():
        if spec.view_of:
            assert variable(spec.view_of).view_of == ""
            assert variable(spec.view_of).unit == spec.unit
        else:
            assert spec.role == "sender"


def test_variables_are_well_formed() -> None:
    for spec in variables().values():
        assert spec.arity in ("dyad", "state"), spec.name
        assert spec.direction in ("directed", "undirected"), spec.name
        assert spec.aggregation in ("sum", "mean", "last", "max"), spec.name
        assert spec.polarity in (-1, 0, 1), spec.name
        assert spec.title, spec.name
        assert spec.unit, spec.name
        assert spec.description, spec.name
        if spec.companion:
            assert variable(spec.companion).channel == spec.channel
