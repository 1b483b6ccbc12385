"""Turns in series made for the purpose: what is there is found, what is not there is not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from reorient.errors import InvalidOption, MeasureError
from reorient.measures.turns import Turns, turns

YEARS = np.arange(1990, 2020)
N = YEARS.size


def wandering(rho: float, seed: int, size: int = N) -> np.ndarray:
    """Return AR(1) errors with a stationary standard deviation of 1."""
    rng = np.random.default_rng(seed)
    values = np.empty(size)
    values[0] = rng.standard_normal()
    for at in range(1, size):
        values[at] = rho * values[at - 1] + np.sqrt(1 - rho**2) * rng.standard_normal()
    return values


def found(shape: np.ndarray, *, noise: float = 0.3, seed: int = 1, **options: Any) -> Turns:
    return turns(YEARS, shape + noise * wandering(0.3, seed), **options)


def test_a_step_is_dated_to_the_year() -> None:
    answer = found(np.where(YEARS >= 2004, 1.5, 0.0))
    assert answer.verdict == "turn"
    (turn,) = answer.turns
    assert (turn.kind, turn.begins.estimate, turn.ends) == ("step", 2004, None)
    assert turn.begins.low <= 2004 <= turn.begins.high
    assert turn.low < 1.5 < turn.high
    assert turn.pace == pytest.approx(turn.size)


def test_a_ramp_is_called_a_ramp() -> None:
    answer = found(np.clip((YEARS - 1998) / 10, 0, 1) * 4)
    (turn,) = answer.turns
    assert turn.kind == "ramp"
    assert abs(turn.begins.estimate - 1999) <= 2
    assert turn.ends is not None
    assert abs(turn.ends.estimate - 2008) <= 2
    assert not turn.ongoing
    assert turn.pace == pytest.approx(turn.size / (turn.ends.estimate - turn.begins.estimate + 1))


def test_a_ramp_at_the_end_may_go_on() -> None:
    (turn,) = found(np.clip((YEARS - 2008) / 11, 0, 1) * 4).turns
    assert turn.ongoing


def test_an_outlier_that_comes_back_is_no_turn() -> None:
    shape = np.zeros(N)
    shape[12] = 5.0
    answer = found(shape)
    assert answer.turns == ()
    assert 2002 in answer.blips


def test_a_straight_line_is_a_drift() -> None:
    answer = found((YEARS - 1990) * 0.2)
    assert answer.verdict == "drift"
    assert answer.drift == pytest.approx(0.2, abs=0.05)


def test_an_outlier_in_a_long_spell_does_not_cut_it_short() -> None:
    level = 4.6
    shape = np.where((YEARS >= 1996) & (YEARS < 2012), level, -level)
    shape[[12, 13]] = -level
    answer = turns(YEARS, shape)
    assert [turn.begins.estimate for turn in answer.turns] == [1996, 2012]
    assert answer.blips == (2002, 2003)


@pytest.mark.parametrize(("rho", "most"), [(0.0, 6), (0.8, 18)])
def test_series_without_a_turn_seldom_show_one(rho: float, most: int) -> None:
    # 100 series: 5 % of white noise and 10 % at 0.8 are allowed; at the allowed rate, 99 of 100 such samples stay
    # below 11 and 18. White noise stays far below its limit (docs/turns.md), which the smaller bound holds it to.
    wrong = sum(bool(turns(YEARS, wandering(rho, seed), min_size=0.0).turns) for seed in range(100))
    assert wrong <= most


def test_steps_of_three_deviations_are_dated_as_well_as_least_squares_dates_a_step_known_to_exist() -> None:
    # Nobody can date better than least squares that is told that there is one step: 82 % of 200 such series with
    # white noise, n = 30. Of 60 series the search, which is told nothing, may lose one in ten of those.
    shape = np.where(YEARS >= 2005, 3.0, 0.0)
    many = [shape + wandering(0.0, seed) for seed in range(60)]
    oracle = sum(_least_squares(values) == 2005 for values in many)
    dates = [answer.turns[0].begins for answer in (turns(YEARS, values) for values in many) if answer.turns]
    assert sum(date.estimate == 2005 for date in dates) >= 0.9 * oracle
    assert sum(2005 in date.members for date in dates) >= 0.88 * len(dates)


def _least_squares(values: np.ndarray) -> int:
    sums = {k: values[:k].var() * k + values[k:].var() * (N - k) for k in range(3, N - 2)}
    return int(YEARS[min(sums, key=lambda k: sums[k])])


def test_a_constant_added_changes_nothing_and_the_sign_turns_with_the_series() -> None:
    series = np.where(YEARS >= 2004, 1.5, 0.0) + 0.3 * wandering(0.3, 2)
    one, higher, mirrored = (turns(YEARS, values) for values in (series, series + 7.0, -series))
    # Sums of squares of n = 30 numbers of size 10 carry about 1e-13.
    assert higher.turns[0].size == pytest.approx(one.turns[0].size, abs=1e-9)
    assert mirrored.turns[0].size == pytest.approx(-one.turns[0].size, abs=1e-9)
    assert mirrored.turns[0].begins == one.turns[0].begins


def test_named_dates_come_first_and_are_corrected_among_themselves() -> None:
    answer = found(np.where(YEARS >= 2004, 1.5, 0.0), named=(2004, 2012, 1975))
    first, second, third = answer.named
    assert first.verdict == "turn"
    assert first.p_adjusted == pytest.approx(2 * (first.p_value or 0.0))
    assert second.verdict in ("no change", "cannot tell")
    assert (third.verdict, third.p_value) == ("cannot tell", None)
    assert "1975 lies outside the series, 1990 to 2019" in third.reason


def test_a_named_date_beside_the_turn_is_told_of_the_better_one() -> None:
    answer = found(np.where(YEARS >= 2004, 3.0, 0.0), named=(2007,))
    assert answer.named[0].better == 2004


def test_months_have_seasons() -> None:
    months = np.arange(12 * 2015, 12 * 2024)
    season = np.sin(2 * np.pi * months / 12)
    shape = np.where(months >= 12 * 2022 + 2, 1.0, 0.0)
    answer = turns(months, season + shape + 0.2 * wandering(0.3, 3, months.size), per_year=12, seasons=True)
    (turn,) = answer.turns
    assert turn.begins.estimate == 12 * 2022 + 2


def test_years_without_coverage_may_be_missing() -> None:
    keep = np.ones(N, dtype=bool)
    keep[[3, 4, 20]] = False
    series = np.where(YEARS >= 2004, 2.0, 0.0) + 0.3 * wandering(0.3, 4)
    answer = turns(YEARS[keep], series[keep])
    assert answer.observations == N - 3
    assert answer.turns[0].begins.estimate == 2004


@pytest.mark.parametrize(
    ("times", "values", "reason"),
    [
        (YEARS[:1], [0.3], "1 observations; at least 10 are needed"),
        (YEARS[:9], np.arange(9.0), "9 observations"),
        (YEARS, np.zeros(N), "never varies"),
    ],
)
def test_too_little_is_said_to_be_too_little(times: Any, values: Any, reason: str) -> None:
    answer = turns(times, values, named=(1995,))
    assert answer.verdict == "cannot tell"
    assert reason in answer.reason
    assert answer.named[0].verdict == "cannot tell"
    assert answer.p_value is None


def test_a_noisy_series_without_a_turn_says_what_it_could_have_seen() -> None:
    answer = turns(YEARS, wandering(0.8, 12))
    assert answer.verdict == "cannot tell"
    assert answer.smallest is not None
    assert answer.smallest > 1


@pytest.mark.parametrize(
    ("times", "values", "problem"),
    [
        (YEARS, np.r_[np.nan, np.zeros(N - 1)], "not finite at 1990"),
        (YEARS[::-1], np.zeros(N), "increas"),
        (YEARS[:-1], np.zeros(N), "shape"),
        (YEARS + 0.5, np.zeros(N), "whole number"),
    ],
)
def test_series_that_are_none_are_refused(times: Any, values: Any, problem: str) -> None:
    with pytest.raises(MeasureError, match=problem):
        turns(times, values)


@pytest.mark.parametrize(
    "option",
    [
        {"trim": 2}, {"level": 0.0}, {"level": 0.6}, {"coverage": 1.0}, {"min_size": -1.0}, {"min_size": np.inf},
        {"per_year": 0}, {"seasons": True}, {"resolution": 0.0},
    ],
)  # fmt: skip
def test_options_out_of_range_are_refused(option: dict[str, Any]) -> None:
    with pytest.raises(InvalidOption):
        turns(YEARS, wandering(0.3, 1), **option)
