"""Many tests at once: p-values adjusted for the family they belong to.

For m p-values sorted as p_(1) <= ... <= p_(m):

    Holm (1979):                    adjusted_(k) = max_{j <= k} min(1, (m - j + 1) p_(j))
    Benjamini & Hochberg (1995):    adjusted_(k) = min_{j >= k} min(1, m p_(j) / j)

Holm bounds the chance of any false finding; Benjamini-Hochberg bounds the expected share of false ones among the
findings, for tests that are independent or positively dependent (Benjamini & Yekutieli 2001, theorem 1.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reorient.errors import InvalidOption, MeasureError, few


def _checked(p_values: ArrayLike) -> NDArray[np.float64]:
    p = np.asarray(p_values, dtype=np.float64)
    if p.ndim != 1:
        raise MeasureError(f"p-values of shape {p.shape}", "one vector")
    bad = ~((p >= 0.0) & (p <= 1.0))
    if np.any(bad):
        raise MeasureError(
            f"A p-value of {few(p[bad])}", "numbers from 0 to 1", "leave out series whose verdict is 'cannot tell'"
        )
    return p


def holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """Return Holm's adjusted p-values in the order given, shape (m,)."""
    p = _checked(p_values)
    order = np.argsort(p, kind="stable")
    stepped = np.minimum(1.0, p[order] * np.arange(p.size, 0, -1))
    adjusted = np.empty_like(p)
    adjusted[order] = np.maximum.accumulate(stepped)
    return adjusted


def benjamini_hochberg(p_values: ArrayLike) -> NDArray[np.float64]:
    """Return Benjamini and Hochberg's adjusted p-values in the order given, shape (m,)."""
    p = _checked(p_values)
    order = np.argsort(p, kind="stable")
    stepped = np.minimum(1.0, p[order] * p.size / np.arange(1, p.size + 1))
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum.accumulate(stepped[::-1])[::-1]
    return adjusted


def family_correction(
    p_values: Sequence[float] | NDArray[np.float64], method: Literal["holm", "bh"] = "bh"
) -> NDArray[np.float64]:
    """Return p-values adjusted over their family, in the order given, shape (m,).

    Parameters
    ----------
    p_values
        From 0 to 1, shape (m,); an empty family stays empty.
    method
        ``holm`` or ``bh``.
    """
    if method == "holm":
        return holm(p_values)
    if method == "bh":
        return benjamini_hochberg(p_values)
    raise InvalidOption(f"The method {method!r}", "'holm' or 'bh'")
