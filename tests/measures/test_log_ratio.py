"""Log-ratios and what is done about zeros."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reorient.errors import InvalidOption, MeasureError
from reorient.measures.log_ratio import log_ratio

YEARS = np.arange(2000, 2004)


def test_the_ratio_of_what_goes_there_and_elsewhere() -> None:
    told = log_ratio([1, 2, 3, 4], [3, 2, 1, 4], times=YEARS)
    assert told.values == pytest.approx(np.log([1 / 3, 1, 3, 1]))
    assert not told.at_floor.any()


@pytest.mark.parametrize(
    ("zeros", "times", "first"),
    [("floor", [2000, 2001, 2002], np.log(0.01 / 0.99)), ("drop", [2001, 2002], 0.0)],
)
def test_zeros_count_as_the_floor_or_are_left_out(zeros: str, times: list[int], first: float) -> None:
    told = log_ratio([0, 1, 2, 0], [1, 1, 2, 0], times=YEARS, zeros=zeros)  # type: ignore[arg-type]
    assert told.times.tolist() == times
    assert told.values[0] == pytest.approx(first)


def test_a_run_at_the_floor_says_so_once() -> None:
    years = np.arange(1980, 2010)
    told = log_ratio(np.r_[np.zeros(25), np.full(5, 1.0)], np.ones(30), times=years)
    assert told.thinned == tuple(range(1986, 1999))
    assert told.times.size == 17


@pytest.mark.parametrize(
    ("to", "rest", "problem"),
    [
        ([1, -1, 1, 1], [1, 1, 1, 1], "negative"),
        ([1, np.nan, 1, 1], [1, 1, 1, 1], "not a number"),
        ([1, 1], [1, 1], "shapes"),
        ([0, 0, 0, 0], [0, 0, 0, 0], "No time has a ratio"),
    ],
)
def test_flows_that_say_nothing_are_refused(to: list[float], rest: list[float], problem: str) -> None:
    with pytest.raises(MeasureError, match=problem):
        log_ratio(to, rest, times=YEARS)


def test_options_out_of_range() -> None:
    with pytest.raises(MeasureError, match="A zero at 2000"):
        log_ratio([0, 1, 1, 1], [1, 1, 1, 1], times=YEARS, zeros="refuse")
    with pytest.raises(InvalidOption, match="floor"):
        log_ratio([1, 1, 1, 1], [1, 1, 1, 1], times=YEARS, floor=0.5)
    with pytest.raises(InvalidOption, match="ends"):
        log_ratio([1, 1, 1, 1], [1, 1, 1, 1], times=YEARS, ends=0)


@given(st.lists(st.tuples(st.floats(0, 1e12), st.floats(0, 1e12)), min_size=1, max_size=20))
def test_swapping_the_sides_turns_the_sign(flows: list[tuple[float, float]]) -> None:
    to, rest = np.array(flows).T
    if not (to + rest > 0).any():
        return
    years = np.arange(len(flows))
    one, other = log_ratio(to, rest, times=years), log_ratio(rest, to, times=years)
    assert one.times.tolist() == other.times.tolist()
    assert one.values == pytest.approx(-other.values, abs=1e-9)
