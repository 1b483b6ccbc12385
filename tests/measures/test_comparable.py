"""What coverage cannot carry is marked: unknown partners, births, gaps."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from reorient.measures.comparable import comparable, living_table, nearest_shares, steady

NAN = np.nan


def test_the_nearest_known_share_stands_for_a_missing_one() -> None:
    values = np.array([[NAN, 1.0], [3.0, 1.0], [NAN, 1.0], [NAN, 1.0], [1.0, 1.0]])
    found = nearest_shares(values)
    # 2002 lies nearer to 2001 (3/4), 2003 nearer to 2004 (1/2), 2000 nearest to 2001.
    assert found[:, 0] == pytest.approx([0.75, 0, 0.75, 0.5, 0])
    assert found[:, 1] == pytest.approx(0)


def test_a_partner_never_known_counts_nothing() -> None:
    assert nearest_shares(np.array([[NAN, 1.0], [NAN, 2.0]])) == pytest.approx(0)


def test_more_axes_are_the_same_state_by_state() -> None:
    rng = np.random.default_rng(1)
    cube = rng.random((6, 3, 4))
    cube[rng.random(cube.shape) < 0.3] = NAN
    together = nearest_shares(cube)
    for state in range(3):
        assert together[:, state] == pytest.approx(nearest_shares(cube[:, state]))


def test_a_year_with_a_large_unknown_partner_is_not_comparable() -> None:
    values = np.array([[NAN, 5.0, 5.0], [4.0, 5.0, 5.0], [4.0, 5.0, NAN]])
    inside = np.zeros(values.shape, dtype=bool)
    inside[:, 0] = True
    assert comparable(values, inside, np.isnan(values)).tolist() == [False, True, False]
    assert comparable(values, inside, np.zeros(values.shape, dtype=bool)).all()


def test_a_small_unknown_partner_matters_little() -> None:
    values = np.array([[10.0, 10.0, NAN], [10.0, 10.0, 0.5]])
    inside = np.array([[True, False, False]] * 2)
    assert comparable(values, inside, np.isnan(values)).all()


def test_who_did_not_exist_is_not_missing() -> None:
    years = np.arange(1985, 1995)
    table = living_table(("KAZ", "DDR", "area:unspecified"), years)
    assert table[:, 0].tolist() == [year >= 1991 for year in years]
    assert table[:, 1].tolist() == [year <= 1990 for year in years]
    assert table[:, 2].all()
    assert date(1991, 12, 16).year == 1991


def test_a_partner_too_often_silent_is_left_out_on_both_sides() -> None:
    years, partners = 20, 4
    values = np.tile([10.0, 20.0, 30.0, 40.0], (years, 1))
    values[5:15, 3] = NAN
    inside = np.zeros((years, partners), dtype=bool)
    inside[:, [0, 1]] = True
    # The last partner is silent for half of its years and makes up 4/7 of the others: too much to leave out.
    assert steady(values, inside, np.isnan(values)).all()
    values[:, 3] *= 0.5
    assert steady(values, inside, np.isnan(values)).tolist() == [True, True, True, False]
    # A hole of one year of twenty is no reason; nor is one that hides nothing.
    values[:, 3], values[4, 3] = 20.0, NAN
    assert steady(values, inside, np.isnan(values)).all()
    assert steady(values, inside, np.zeros(values.shape, dtype=bool)).all()


def test_the_partner_that_a_question_is_about_is_never_left_out() -> None:
    values = np.tile([10.0, 20.0], (20, 1))
    values[5:15, 0] = NAN
    inside = np.tile([True, False], (20, 1))
    assert steady(values, inside, np.isnan(values)).all()
