r"""Toward one group and away from another, each measured from what was to be expected.

With an expectation :math:`e_j` for the flow with every partner (from gravity, or in proportion to size),

.. math::
   \Delta \ln \frac{x_A}{x_B} = \underbrace{\Delta \ln \frac{e_A}{e_B}}_{\text{expected}}
   + \underbrace{\Delta \ln \frac{x_A}{e_A}}_{\text{toward A}}
   \; \underbrace{- \, \Delta \ln \frac{x_B}{e_B}}_{\text{away from B}}

exactly. Expectations are first scaled to the state's own total in each period, so that selling less to everybody is a
departure from nobody; ``common`` is that scale, the change of the state's total beyond its expectation. If A and B are
everybody, a rise of the one is a fall of the other: with two groups there is one direction. A third tells them apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from reorient.errors import MeasureError
from reorient.explain.decomposition import FEW, LIMIT, flows_of, mask_of, same_axis
from reorient.explain.jackknife import Floats, Part, jackknife


@dataclass(frozen=True, slots=True)
class Departures:
    """A change of ln(x_A / x_B): ``change = expected + toward + away + unsized``.

    Attributes
    ----------
    change
        Of ln(x_A / x_B) over all partners; NaN without flows on both sides in both periods.
    expected
        Change of ln(e_A / e_B).
    toward
        Departure of A from its expectation; above 0: more than expected.
    away
        Minus the departure of B; above 0: less with B than expected.
    common
        Change of ln(x / e) over all partners, part of neither.
    unsized
        What partners without an expectation contribute to the change; 0 if there are none.
    reason
        Why there is no figure or no interval; empty if there are both.
    """

    change: float
    expected: Part
    toward: Part
    away: Part
    common: float
    unsized: float
    reason: str = ""


def toward_and_away(
    before: ArrayLike,
    after: ArrayLike,
    expected_before: ArrayLike,
    expected_after: ArrayLike,
    toward: ArrayLike,
    away: ArrayLike,
    *,
    level: float = 0.9,
    limit: float = LIMIT,
) -> Departures:
    """Split the change of ln(x_A / x_B) into what was expected and the departures of A and of B.

    Parameters
    ----------
    before, after
        n flows with each partner in the two periods, finite and not negative.
    expected_before, expected_after
        n expectations in the two periods, in any unit of one period; NaN or 0 where there is none.
    toward, away
        n, who belongs to A and who to B; nobody to both.
    level
        Of the intervals (jackknife over partners).
    limit
        Largest part of A's or of B's flows that partners without an expectation may hold.

    Raises
    ------
    MeasureError
        If axes differ, flows or expectations are negative or infinite, or A and B overlap or are empty.
    """
    x0, x1 = flows_of(before, "before"), flows_of(after, "after")
    same_axis(x0, x1)
    e0, e1 = (_expectation(e, x0.size) for e in (expected_before, expected_after))
    a, b = mask_of(toward, x0.size), mask_of(away, x0.size)
    if (a & b).any():
        raise MeasureError("A partner both in the group toward and in the group away", "two groups without overlap")
    known = (np.nan_to_num(e0) > 0) & (np.nan_to_num(e1) > 0)
    sums = [[float(x[part].sum()) for part in (a, b)] for x in (x0, x1)]
    nothing = Departures(np.nan, Part(np.nan), Part(np.nan), Part(np.nan), np.nan, np.nan)
    if min(min(row) for row in sums) <= 0:
        return _because(nothing, "no flow with one of the two groups in one of the periods")
    change = float(np.log(sums[1][0] / sums[1][1]) - np.log(sums[0][0] / sums[0][1]))
    worst = max(float(x[part & ~known].sum() / x[part].sum()) for x in (x0, x1) for part in (a, b))
    if worst > limit:
        return _because(nothing, f"partners without an expectation hold {worst:.0%} of a group's flows", change)
    columns = np.stack([x0, x1, np.nan_to_num(e0), np.nan_to_num(e1)], axis=1)[known]
    strata = np.where(a, 0, np.where(b, 1, 2))[known]
    expected, near, off, common = jackknife(columns, strata, _departures, base=(0, 0, 2, 2), level=level)
    left = change - expected.value - near.value - off.value
    # Rounding of logarithms, not a part.
    unsized = 0.0 if abs(left) < 1e-12 * max(1.0, abs(change)) else left
    reason = "" if np.isfinite(near.low) and np.isfinite(off.low) else FEW
    return Departures(change, expected, near, off, common.value, unsized, reason)


def _departures(sums: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(sums[..., :2, :])
        whole = np.log(sums.sum(axis=-2))
        common = whole[..., 1] - whole[..., 0] - whole[..., 3] + whole[..., 2]
        flow, expected = logs[..., 1] - logs[..., 0], logs[..., 3] - logs[..., 2]
        departure = flow - expected - common[..., None]
    parts = (expected[..., 0] - expected[..., 1], departure[..., 0], -departure[..., 1], common)
    found = np.stack(parts, axis=-1)
    return np.asarray(np.where(np.isfinite(found), found, np.nan))


def _expectation(values: ArrayLike, count: int) -> Floats:
    e = np.asarray(values, dtype=np.float64)
    if e.shape != (count,):
        raise MeasureError(f"Expectations of shape {e.shape} for {count} partners", "one for each partner")
    if np.isinf(e).any() or (e < 0).any():
        raise MeasureError("A negative or infinite expectation", "expectations above 0, NaN where there is none")
    return e


def _because(empty: Departures, reason: str, change: float = float("nan")) -> Departures:
    return Departures(change, empty.expected, empty.toward, empty.away, empty.common, empty.unsized, reason)
