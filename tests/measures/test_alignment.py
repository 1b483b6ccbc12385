"""S, kappa and pi against their definitions written out, and against Haege's published values."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from reorient.errors import MeasureError
from reorient.measures.alignment import ABSENT, Chance, Distance, agreement, alignment

DISTANCES: dict[Distance, object] = {
    "nominal": lambda a, b, k: float(a != b),
    "absolute": lambda a, b, k: abs(a - b) / (k - 1),
    "squared": lambda a, b, k: ((a - b) / (k - 1)) ** 2,
}


def by_definition(x: NDArray[np.int8], y: NDArray[np.int8], k: int, distance: Distance, chance: Chance) -> float:
    """Return the measure for one pair, item by item, as the papers write it."""
    apart = DISTANCES[distance]
    both = [(int(a), int(b)) for a, b in zip(x, y, strict=True) if a != ABSENT and b != ABSENT]
    if not both:
        return float("nan")
    observed = np.mean([apart(a, b, k) for a, b in both])  # type: ignore[operator]
    if chance == "none":
        return float(1 - 2 * observed)
    p = [sum(a == c for a, _ in both) / len(both) for c in range(k)]
    q = [sum(b == c for _, b in both) / len(both) for c in range(k)]
    if chance == "pooled":
        p = q = [(u + v) / 2 for u, v in zip(p, q, strict=True)]
    expected = sum(p[a] * q[b] * apart(a, b, k) for a in range(k) for b in range(k))  # type: ignore[operator]
    return float(1 - observed / expected) if expected > 1e-9 else float("nan")


PROFILES = st.integers(2, 4).flatmap(
    lambda k: st.tuples(
        st.just(k),
        st.integers(1, 12).flatmap(
            lambda m: st.lists(st.lists(st.integers(ABSENT, k - 1), min_size=m, max_size=m), min_size=2, max_size=5)
        ),
    )
)


@settings(max_examples=80, deadline=None)
@given(PROFILES, st.sampled_from(["nominal", "absolute", "squared"]), st.sampled_from(["none", "own", "pooled"]))
def test_all_pairs_as_the_papers_define_them(
    drawn: tuple[int, list[list[int]]], distance: Distance, chance: Chance
) -> None:
    k, rows = drawn
    profiles = np.array(rows, dtype=np.int8)
    names = [f"A{i}" for i in range(len(rows))]
    found = alignment(names, profiles, categories=k, distance=distance, chance=chance)
    for i in range(len(rows)):
        for j in range(len(rows)):
            wanted = by_definition(profiles[i], profiles[j], k, distance, chance)
            # single-precision sums of at most 12 items keep about six digits; a ratio of small sums loses one or two
            np.testing.assert_allclose(found.values[i, j], wanted, atol=2e-4, equal_nan=True)
    np.testing.assert_allclose(found.values, found.values.T, atol=1e-6, equal_nan=True)


def test_a_worked_example() -> None:
    """Ten votes: eight alike, one yes against abstain, one yes against no."""
    x = [0, 0, 0, 0, 2, 2, 1, 1, 0, 0]
    y = [0, 0, 0, 0, 2, 2, 1, 1, 1, 2]
    profiles = np.array([x, y], dtype=np.int8)
    # mean squared distance (0.25 + 1) / 10 = 0.125, so S = 1 - 2 * 0.125
    assert alignment(["A", "B"], profiles, chance="none").values[0, 1] == pytest.approx(0.75)
    assert agreement(["A", "B"], profiles).values[0, 1] == pytest.approx(0.8)
    # x: .6 .2 .2, y: .4 .3 .3; chance .25 * (.6*.3 + .2*.4 + .2*.3 + .2*.3) + .6*.3 + .2*.4 = 0.355
    assert alignment(["A", "B"], profiles).values[0, 1] == pytest.approx(1 - 0.125 / 0.355)


def test_no_common_item_is_no_number() -> None:
    profiles = np.array([[0, ABSENT], [ABSENT, 2]], dtype=np.int8)
    found = alignment(["A", "B"], profiles)
    assert np.isnan(found.values[0, 1])
    assert found.items[0, 1] == 0
    assert np.isnan(agreement(["A", "B"], profiles).values[0, 1])


def test_absence_as_the_middle() -> None:
    profiles = np.array([[0, 0, ABSENT], [0, 2, 2]], dtype=np.int8)
    apart = alignment(["A", "B"], profiles, chance="none").values[0, 1]
    middle = alignment(["A", "B"], profiles, chance="none", absence="middle").values[0, 1]
    assert apart == pytest.approx(1 - 2 * (0 + 1) / 2)
    assert middle == pytest.approx(1 - 2 * (0 + 1 + 0.25) / 3)


def test_weights() -> None:
    profiles = np.array([[0, 0, 2], [0, 2, 2]], dtype=np.int8)
    heavy = alignment(["A", "B"], profiles, chance="none", weights=np.array([1.0, 3.0, 0.0])).values[0, 1]
    assert heavy == pytest.approx(1 - 2 * 3 / 4)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"profiles": np.array([[0, 3], [0, 1]], dtype=np.int8)}, "Categories from 0 to 3"),
        ({"profiles": np.zeros((3, 2), dtype=np.int8)}, "for 2 actors"),
        ({"weights": np.array([-1.0, 2.0])}, "negative"),
        ({"weights": np.array([0.0, 0.0])}, "sum to nothing"),
        ({"weights": np.array([1.0])}, "1 weights for 2 items"),
        ({"categories": 2, "absence": "middle"}, "odd number"),
        ({"categories": 1, "profiles": np.zeros((2, 2), dtype=np.int8)}, "at least two"),
    ],
)
def test_refusals(change: dict[str, object], text: str) -> None:
    arguments: dict[str, object] = {"profiles": np.zeros((2, 2), dtype=np.int8), **change}
    with pytest.raises(MeasureError, match=text):
        alignment(["A", "B"], **arguments)  # type: ignore[arg-type]


@pytest.mark.originals
def test_kappa_near_the_published_one(originals: object) -> None:
    """Haege's values are of another vintage and another rule on absence: a median gap near 0.02 is expected."""
    folder = originals / "security" / "unga"  # type: ignore[operator]
    votes = pl.read_parquet(folder / "unga_votes_1946-2024.parquet").unique(["resid", "ccode"])
    votes = votes.with_columns(pl.col("date").dt.year().alias("year"))
    known = pl.read_csv(folder / "fpsim_v2_reference_bilateral_dyads_1970-2014.csv", infer_schema_length=None)
    gaps: list[float] = []
    for (year,), rows in votes.filter(pl.col("year").is_between(1970, 2014)).group_by("year"):
        states, items = rows["ccode"].unique().sort(), rows["resid"].unique().sort()
        profiles = np.full((len(states), len(items)), ABSENT, dtype=np.int8)
        at = np.searchsorted(states, rows["ccode"]), np.searchsorted(items, rows["resid"])
        profiles[at] = rows["vote"].to_numpy() - 1
        found = alignment([str(s) for s in states], profiles)
        axis = {name: place for place, name in enumerate(found.actors)}
        for one in known.filter(pl.col("year") == year).iter_rows(named=True):
            i, j = axis.get(str(one["ccode1"])), axis.get(str(one["ccode2"]))
            if i is not None and j is not None and one["kappavv_un"] is not None:
                gaps.append(abs(found.values[i, j] - float(one["kappavv_un"])))
    assert len(gaps) > 8_000
    assert np.nanmedian(gaps) < 0.025
