"""Corrections for many tests against the worked examples of the papers and against SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from reorient.errors import InvalidOption, MeasureError
from reorient.measures.families import benjamini_hochberg, family_correction, holm

# Benjamini & Hochberg (1995), section 4.1: fifteen p-values; their procedure at q = 0.05 rejects four, Bonferroni's
# three.
PAPER = (
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
)  # fmt: skip


def test_the_example_of_benjamini_and_hochberg() -> None:
    assert (benjamini_hochberg(PAPER) <= 0.05).sum() == 4
    assert (holm(PAPER) <= 0.05).sum() == 3


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_as_scipy_adjusts_them(values: list[float]) -> None:
    # Both are the same few sums and products: 1e-12 leaves room for their order alone.
    assert benjamini_hochberg(values) == pytest.approx(false_discovery_control(values, method="bh"), abs=1e-12)


@given(st.lists(st.floats(0, 1), max_size=30))
def test_adjusted_values_are_never_smaller_and_keep_the_order(values: list[float]) -> None:
    for method in ("holm", "bh"):
        adjusted = family_correction(values, method)  # type: ignore[arg-type]
        assert (adjusted >= np.array(values) - 1e-15).all()
        assert (np.diff(adjusted[np.argsort(values, kind="stable")]) >= -1e-15).all()


def test_holm_is_no_more_lenient_than_bonferroni_needs() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


@pytest.mark.parametrize("bad", [[np.nan], [1.2], [-0.1]])
def test_what_is_no_p_value_is_refused(bad: list[float]) -> None:
    with pytest.raises(MeasureError, match="cannot tell"):
        holm(bad)
    with pytest.raises(MeasureError, match="one vector"):
        benjamini_hochberg([[0.1]])
    with pytest.raises(InvalidOption):
        family_correction([0.1], "bonferroni")  # type: ignore[arg-type]
