r"""Rotation: how far a state's distribution over partners has turned, in degrees, and how much of it faces a group.

For shares :math:`s_0` and :math:`s_t` over partners (each summing to 1),

.. math:: \varphi_t = \arccos \sum_j \sqrt{s_{j,0}\, s_{j,t}},

the Bhattacharyya angle: 0 degrees for the same partners in the same shares, 90 for none in common; twice it is the
Fisher-Rao distance on the simplex (Bhattacharyya 1943; Amari & Nagaoka 2000, section 2.3). The same angle between the
two-part distributions (group, rest) is never larger (merging cannot add distance); with the sign of the group's
change it is the part of the rotation that faces the group. Squares of small Fisher-Rao distances add up over
"between the parts" and "within the parts", which is why the portion is a ratio of squares.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reorient.errors import MeasureError
from reorient.measures.shares import Floats, Flows, ratio


@dataclass(frozen=True, slots=True)
class Rotation:
    """Rotation of a state's ties since a base period.

    Attributes
    ----------
    years
        T calendar years.
    base
        Years whose mean shares are the base.
    angle
        T angles in degrees, 0 to 90; NaN without a total.
    toward
        T angles between the two-part distributions, signed: positive if the group's share is above the base.
    portion
        T squares of `toward` over squares of `angle`, 0 to 1; NaN where nothing rotated.
    """

    years: NDArray[np.int64]
    base: tuple[int, ...]
    angle: Floats
    toward: Floats
    portion: Floats


def rotation(flows: Flows, inside: NDArray[np.bool_], *, base: tuple[int, ...]) -> Rotation:
    """Return the rotation of `flows` since the mean shares of the years in `base`.

    Parameters
    ----------
    flows
        T x n flows; NaN counts as no part of the distribution.
    inside
        T x n membership. The membership of year t splits both the year and the base, so that an accession turns
        nothing.
    base
        At least one year of the flows with a total above zero.

    Raises
    ------
    MeasureError
        If shapes differ, or no base year has a total above zero.
    """
    if inside.shape != flows.values.shape:
        raise MeasureError(f"Membership of shape {inside.shape} for flows of shape {flows.values.shape}")
    values = np.nan_to_num(flows.values)
    total = values.sum(axis=1)
    share = ratio(values, np.broadcast_to(total[:, None], values.shape))
    chosen = np.isin(flows.years, base) & (total > 0)
    if not chosen.any():
        first, last = (int(flows.years[0]), int(flows.years[-1])) if len(flows.years) else (0, 0)
        raise MeasureError(
            f"No tie above zero in the base years {', '.join(map(str, base)) or '(none)'}",
            f"years from {first} to {last} in which something flows",
        )
    start = share[chosen].mean(axis=0)
    angle = _angle(np.sqrt(share * start).sum(axis=1))
    now = np.where(inside, share, 0.0).sum(axis=1)
    then = np.where(inside, start, 0.0).sum(axis=1)
    now = np.where(np.isnan(angle), np.nan, now)
    size = _angle(np.sqrt(now * then) + np.sqrt(np.clip(1 - now, 0, 1) * np.clip(1 - then, 0, 1)))
    toward = np.copysign(size, now - then)
    # Below a tenth of a degree the angles are rounding.
    portion = np.where(angle > 0.1, np.minimum(1.0, ratio(size**2, angle**2)), np.nan)
    return Rotation(flows.years, tuple(int(year) for year in flows.years[chosen]), angle, toward, portion)


def _angle(cosine: Floats) -> Floats:
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, 0.0, 1.0))))
