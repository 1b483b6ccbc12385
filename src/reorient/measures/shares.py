r"""Shares of a state's ties over its partners, and toward a group of them.

With :math:`x_{j,t}` the tie with partner j in year t and :math:`G_t` the members of the group at that time,

.. math:: s_{G,t} = \sum_{j \in G_t} x_{j,t} \Big/ \sum_j x_{j,t}.

An array of flows travels with its two axes: years and partners. NaN in it means that no row exists, which is left out
of sums; a year without any row has no total, no sum and no share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reorient.errors import MeasureError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Flows:
    """Ties of one state with its partners.

    Attributes
    ----------
    years
        T calendar years.
    partners
        n actor ids.
    values
        T x n in the unit of the variable; NaN where there is no row.
    """

    years: NDArray[np.int64]
    partners: tuple[str, ...]
    values: Floats

    def __post_init__(self) -> None:
        if self.values.shape != (len(self.years), len(self.partners)):
            raise MeasureError(
                f"Values of shape {self.values.shape} for {len(self.years)} years and {len(self.partners)} partners",
                "one row for each year and one column for each partner",
            )
        if np.isinf(self.values).any() or (self.values < 0).any():
            raise MeasureError("Infinite or negative flows", "finite flows, none below zero, NaN where there is no row")


@dataclass(frozen=True, slots=True)
class Direction:
    """How much of a state's ties points at a group.

    Attributes
    ----------
    years
        T calendar years.
    total, toward
        T sums over all partners and over the members; NaN in a year without rows.
    share
        T shares between 0 and 1; NaN where the total is missing or zero.
    members
        T numbers of members with a row.
    largest
        T shares of the largest member in the group's sum (capture); NaN where the sum is missing or zero.
    largest_partner
        T ids of that member, empty where there is none.
    effective
        T effective numbers of partners, 1 / sum of squared shares; NaN without a total.
    """

    years: NDArray[np.int64]
    total: Floats
    toward: Floats
    share: Floats
    members: NDArray[np.int64]
    largest: Floats
    largest_partner: tuple[str, ...]
    effective: Floats


def direction(flows: Flows, inside: NDArray[np.bool_]) -> Direction:
    """Return totals, sums toward the group, shares, capture and effective number of partners.

    Parameters
    ----------
    flows
        T x n flows.
    inside
        T x n, whether the partner is a member in that year.

    Raises
    ------
    MeasureError
        If shapes differ.
    """
    if inside.shape != flows.values.shape:
        raise MeasureError(f"Membership of shape {inside.shape} for flows of shape {flows.values.shape}")
    known = ~np.isnan(flows.values)
    values = np.where(known, flows.values, 0.0)
    any_row = known.any(axis=1)
    total = np.where(any_row, values.sum(axis=1), np.nan)
    within = np.where(inside, values, 0.0)
    toward = np.where(any_row, within.sum(axis=1), np.nan)
    place = within.argmax(axis=1) if within.shape[1] else np.zeros(len(within), dtype=np.int64)
    top = within.max(axis=1, initial=0.0)
    names = tuple(flows.partners[p] if t > 0 else "" for p, t in zip(place, top, strict=True))
    squared = (values**2).sum(axis=1)
    return Direction(
        flows.years,
        total,
        toward,
        ratio(toward, total),
        (known & inside).sum(axis=1),
        ratio(top, toward),
        names,
        ratio(total**2, squared),
    )


def ratio(part: Floats, whole: Floats) -> Floats:
    """Return part / whole, NaN where the whole is missing or zero: a share of nothing is no number."""
    defined = np.isfinite(whole) & (whole > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(defined, part / np.where(defined, whole, 1.0), np.nan))


@dataclass(frozen=True, slots=True)
class Contrast:
    """The mean of a pairwise quantity over a group's members and over all others.

    Attributes
    ----------
    years
        T calendar years.
    group, others
        T unweighted means; NaN where nobody has a row.
    members
        T numbers of members with a row.
    """

    years: NDArray[np.int64]
    group: Floats
    others: Floats
    members: NDArray[np.int64]


def contrast(flows: Flows, inside: NDArray[np.bool_]) -> Contrast:
    """Return unweighted means of the values over members and over everybody else (T each)."""
    known = ~np.isnan(flows.values)
    return Contrast(
        flows.years,
        _mean(flows.values, known & inside),
        _mean(flows.values, known & ~inside),
        (known & inside).sum(axis=1),
    )


def _mean(values: Floats, chosen: NDArray[np.bool_]) -> Floats:
    number = chosen.sum(axis=1)
    total = np.where(chosen, values, 0.0).sum(axis=1)
    return ratio(total, np.where(number > 0, number, np.nan).astype(np.float64))


def largest(flows: Flows, years: NDArray[np.int64], top: int) -> list[tuple[str, float, float]]:
    """Return the largest partners over some years: id, mean yearly value, share of all, largest first."""
    chosen = np.isin(flows.years, years)
    values = np.where(np.isnan(flows.values[chosen]), 0.0, flows.values[chosen])
    if not values.size or not values.sum():
        return []
    means = values.sum(axis=0) / chosen.sum()
    order = sorted(range(len(means)), key=lambda place: (-means[place], flows.partners[place]))[:top]
    whole = means.sum()
    return [(flows.partners[p], float(means[p]), float(means[p] / whole)) for p in order if means[p] > 0]
