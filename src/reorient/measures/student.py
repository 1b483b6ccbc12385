"""Student's t, where a whole library of special functions would take longer to load than a brief to compute.

The density integrates in closed form for whole degrees of freedom (Abramowitz & Stegun 1964, 26.7.3 and 26.7.4); the
quantile is found by bisection. Checked against SciPy in the tests.
"""

from __future__ import annotations

from functools import lru_cache
from math import atan, cos, pi, sin, sqrt

from reorient.errors import MeasureError


def probability(value: float, *, freedom: int) -> float:
    """Return P(T <= value) for Student's t with a whole number of degrees of freedom, at least 1."""
    angle = atan(value / sqrt(freedom))
    total, term = 0.0, 1.0
    if freedom % 2:
        term = cos(angle)
        for power in range(1, freedom - 1, 2):
            total += term
            term *= cos(angle) ** 2 * (power + 1) / (power + 2)
        inside = (angle + sin(angle) * total) * 2 / pi
    else:
        for power in range(0, freedom - 1, 2):
            total += term
            term *= cos(angle) ** 2 * (power + 1) / (power + 2)
        inside = sin(angle) * total
    return 0.5 + inside / 2


@lru_cache(maxsize=1024)
def quantile(at: float, *, freedom: int) -> float:
    """Return the value below which Student's t lies with probability `at`.

    Parameters
    ----------
    at
        Between 0.5 and 1, 1 left out.
    freedom
        Degrees of freedom, a whole number of at least 1.

    Raises
    ------
    MeasureError
        For other probabilities or degrees.
    """
    if not 0.5 <= at < 1 or freedom < 1:
        raise MeasureError(f"The quantile {at:g} with {freedom} degrees of freedom", "0.5 <= at < 1 and freedom >= 1")
    low, high = 0.0, 2.0
    while probability(high, freedom=freedom) < at:
        low, high = high, 2 * high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if probability(middle, freedom=freedom) < at else (low, middle)
    return (low + high) / 2
