"""Separated observations: the public cases, a linear program on the whole design, hand-made cases, refusals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from reorient.errors import MeasureError
from reorient.explain.separation import separation

Floats = NDArray[np.float64]


@pytest.mark.originals
@pytest.mark.parametrize("case", [f"{number:02d}" for number in range(1, 19)])
def test_public_cases(case: str, originals: Path) -> None:
    """The 18 cases of the authors of ppmlhdfe; a model without fixed effects has a constant."""
    table = pl.read_csv(originals.parent / "golden" / "ppml_separation" / f"{case}.csv")
    columns = table.select(pl.col("^x.*$")).to_numpy().astype(float)
    effects = [table[name].to_numpy() for name in table.columns if name.startswith("id")]
    if not effects:
        columns = np.column_stack([columns, np.ones(len(table))])
    found = separation(table["y"].to_numpy(), columns if columns.size else None, effects)
    assert found.separated.tolist() == (table["separated"] == 1).to_list()
    assert (found.certificate[found.separated] > 0).all()
    assert (found.certificate[~found.separated] == 0).all()


def by_program(y: Floats, design: Floats) -> list[bool]:
    """Separated observations by one linear program on the whole design, the definition itself."""
    zero = np.flatnonzero(y == 0)
    left = np.zeros(len(y), dtype=bool)
    if len(zero):
        width = design.shape[1]
        upper = np.hstack([-design[zero], np.eye(len(zero))])
        equal = np.hstack([design[y > 0], np.zeros(((y > 0).sum(), len(zero)))])
        bounds = [(None, None)] * width + [(0, 1)] * len(zero)
        goal = np.concatenate([np.zeros(width), -np.ones(len(zero))])
        done = linprog(goal, A_ub=upper, b_ub=np.zeros(len(zero)), A_eq=equal, b_eq=np.zeros(len(equal)), bounds=bounds)
        assert done.status == 0
        left[zero] = done.x[width:] > 0.5
    return list(left)


@st.composite
def models(draw: st.DrawFn) -> tuple[Floats, Floats, list[NDArray[np.int64]]]:
    count = draw(st.integers(4, 24))
    seed = draw(st.integers(0, 10**6))
    rng = np.random.default_rng(seed)
    y = (rng.random(count) < draw(st.sampled_from([0.2, 0.5, 0.8]))).astype(float)
    y[rng.integers(count)] = 3.0
    columns = rng.integers(-1, 3, size=(count, draw(st.integers(0, 3)))).astype(float)
    effects = [rng.integers(0, draw(st.integers(1, 6)), size=count) for _ in range(draw(st.integers(0, 3)))]
    return y, columns, effects


@settings(max_examples=250, deadline=None, derandomize=True)
@given(models())
def test_the_same_as_a_linear_program_on_the_whole_design(
    model: tuple[Floats, Floats, list[NDArray[np.int64]]],
) -> None:
    y, columns, effects = model
    dummies = [(level[:, None] == np.unique(level)).astype(float) for level in effects]
    design = np.hstack([columns, *dummies])
    found = separation(y, columns, effects)
    assert list(found.separated) == by_program(y, design)


def test_units_and_order_do_not_matter() -> None:
    rng = np.random.default_rng(3)
    y = (rng.random(60) < 0.4).astype(float)
    columns = rng.integers(0, 3, size=(60, 2)).astype(float)
    columns[y > 0, 1] = 0
    effects = [rng.integers(0, 8, size=60), rng.integers(0, 9, size=60)]
    one = separation(y, columns, effects).separated
    assert one.any()
    other = separation(5e6 * y, columns * np.array([1e-6, 1e7]), effects).separated
    assert (one == other).all()
    order = rng.permutation(60)
    shuffled = separation(y[order], columns[order], [level[order] for level in effects]).separated
    assert (one[order] == shuffled).all()


def test_a_regressor_that_is_on_only_where_nothing_flows() -> None:
    y = np.array([5.0, 3, 0, 0, 2])
    embargo = np.array([0.0, 0, 1, 0, 0])
    found = separation(y, np.column_stack([embargo, np.ones(5)]))
    assert found.separated.tolist() == [False, False, True, False, False]
    assert not found.by_effects.any()


def test_levels_without_flows_go_first() -> None:
    found = separation([1.0, 0, 0, 2], None, [["a", "a", "b", "c"]])
    assert found.separated.tolist() == [False, False, True, False]
    assert found.by_effects.tolist() == found.separated.tolist()


def test_a_panel_of_pairs() -> None:
    """Three-way effects with a pair that never trades, and an exporter-year without any flow."""
    places = [(i, j, t) for i in range(8) for j in range(8) for t in range(4) if i != j]
    i, j, t = (np.array(axis) for axis in zip(*places, strict=True))
    y = np.ones(len(i))
    never, silent = (i == 1) & (j == 2), (i == 5) & (t == 3)
    y[never | silent] = 0
    found = separation(y, None, [i * 10 + t, j * 10 + t, i * 10 + j])
    assert (found.separated == (never | silent)).all()


@pytest.mark.parametrize(
    ("y", "columns", "effects", "text"),
    [
        ([0.0, 0.0], None, [], "No outcome is above zero"),
        ([1.0, -1.0], None, [], "negative"),
        ([1.0, np.nan], None, [], "not a number"),
        ([1.0, 0.0], [[np.inf], [0.0]], [], "finite"),
        ([1.0, 0.0], [[1.0]], [], "for 2 outcomes"),
        ([1.0, 0.0], None, [[1, 2, 3]], "fixed effect"),
        ([], None, [], "one outcome"),
    ],
)
def test_refusals(y: list[float], columns: list[list[float]] | None, effects: list[list[int]], text: str) -> None:
    with pytest.raises(MeasureError, match=text):
        separation(y, columns, effects)
