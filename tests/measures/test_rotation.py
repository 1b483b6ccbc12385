"""Rotation against hand-worked angles, and its invariants."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reorient.errors import MeasureError
from reorient.measures.rotation import rotation
from reorient.measures.shares import Flows


def flows(rows: list[list[float]]) -> Flows:
    values = np.array(rows, dtype=np.float64)
    return Flows(np.arange(2000, 2000 + len(rows)), tuple("ABCDEFG"[: values.shape[1]]), values)


def member(rows: list[list[float]], *columns: int) -> np.ndarray:
    table = np.zeros(np.shape(rows), dtype=bool)
    table[:, list(columns)] = True
    return table


def test_from_one_partner_to_another_is_ninety_degrees() -> None:
    rows = [[1.0, 0.0], [0.0, 3.0], [1.0, 1.0]]
    found = rotation(flows(rows), member(rows, 1), base=(2000,))
    # arccos(sqrt(1/2)) is 45 degrees.
    assert found.angle == pytest.approx([0, 90, 45])
    assert found.toward == pytest.approx([0, 90, 45])
    assert found.portion[1:] == pytest.approx([1, 1])
    assert np.isnan(found.portion[0])


def test_a_reshuffle_outside_the_group_does_not_face_it() -> None:
    rows = [[2.0, 1.0, 1.0], [2.0, 2.0, 0.0]]
    found = rotation(flows(rows), member(rows, 0), base=(2000,))
    assert found.angle[1] > 20
    assert found.toward[1] == pytest.approx(0, abs=1e-6)


def test_away_from_the_group_is_negative() -> None:
    rows = [[3.0, 1.0], [1.0, 3.0]]
    assert rotation(flows(rows), member(rows, 0), base=(2000,)).toward[1] < 0


def test_an_accession_rotates_nothing() -> None:
    rows = [[1.0, 1.0], [1.0, 1.0]]
    joined = np.array([[True, False], [True, True]])
    assert rotation(flows(rows), joined, base=(2000,)).toward == pytest.approx([0, 0], abs=1e-6)


def test_a_year_without_a_tie_has_no_angle() -> None:
    rows = [[1.0, 1.0], [np.nan, np.nan], [0.0, 0.0]]
    found = rotation(flows(rows), member(rows, 0), base=(2000,))
    assert np.isnan(found.angle[1:]).all()
    assert np.isnan(found.toward[1:]).all()


@given(st.lists(st.lists(st.floats(0, 1e12), min_size=4, max_size=4), min_size=2, max_size=6), st.floats(1e-6, 1e6))
def test_scale_free_and_never_more_toward_than_whole(rows: list[list[float]], factor: float) -> None:
    rows = [[1.0, 1.0, 1.0, 1.0], *rows]
    found = rotation(flows(rows), member(rows, 0, 1), base=(2000,))
    known = np.isfinite(found.angle)
    # Merging partners cannot lengthen the angle; rounding of arccos near 0 is about 1e-6 degrees.
    assert (np.abs(found.toward[known]) <= found.angle[known] + 1e-5).all()
    again = rotation(flows([[factor * x for x in row] for row in rows]), member(rows, 0, 1), base=(2000,))
    both = known & np.isfinite(again.angle)
    assert again.angle[both] == pytest.approx(found.angle[both], abs=1e-5)


@pytest.mark.parametrize("base", [(), (1999,), (2001,)])
def test_a_base_without_a_tie_is_refused(base: tuple[int, ...]) -> None:
    rows = [[1.0, 1.0], [0.0, 0.0]]
    with pytest.raises(MeasureError, match="years from 2000 to 2001 in which something flows"):
        rotation(flows(rows), member(rows, 0), base=base)


def test_shapes_must_fit() -> None:
    with pytest.raises(MeasureError, match="Membership of shape"):
        rotation(flows([[1.0, 1.0]]), np.ones((2, 2), dtype=bool), base=(2000,))
