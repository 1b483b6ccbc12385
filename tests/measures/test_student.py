"""Student's t against SciPy."""

from __future__ import annotations

import pytest
from scipy import stats

from reorient.errors import MeasureError
from reorient.measures.student import probability, quantile


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 9, 20, 33, 150])
@pytest.mark.parametrize("at", [0.5, 0.75, 0.9, 0.95, 0.975, 0.995])
def test_the_same_as_scipy(at: float, freedom: int) -> None:
    # Bisection to the last bits; the sums lose a few.
    assert quantile(at, freedom=freedom) == pytest.approx(stats.t.ppf(at, freedom), rel=1e-9, abs=1e-12)
    value = float(stats.t.ppf(at, freedom))
    assert probability(value, freedom=freedom) == pytest.approx(at, abs=1e-12)


@pytest.mark.parametrize(("at", "freedom"), [(1.0, 5), (0.4, 5), (0.9, 0)])
def test_refusals(at: float, freedom: int) -> None:
    with pytest.raises(MeasureError, match="degrees of freedom"):
        quantile(at, freedom=freedom)
