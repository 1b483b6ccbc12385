"""Which years of a series can be compared: what coverage cannot carry must not look like a turn.

A cell without a row may hide a tie where its source calls absence ``unreported`` (docs/convention.md, 1), the partner
existed, and either the source writes its zeros down (the state has one in the series), so that no row is no zero, or it
has no row of the partner with anybody else in that year either: a partner whose other ties are told of by a source
without zeros has none with the state. The share that the partner had in the nearest known year says how much may be
missing. A year is comparable if what may be missing
is at most a tenth (`LIMIT`) of the group's sum and at most a tenth of everybody else's: the log-ratio of the two is
then out by at most ln(1.1 / 0.9) = 0.2, half of the smallest change that matters (ln 1.5 = 0.41).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reorient.actors import actor
from reorient.measures.shares import Floats, ratio

LIMIT = 0.1
#: Part of the group, or of all others, that may be left out of a comparison at most.
HALF = 0.5
#: A flow that stays below this in its best year has no direction to speak of: shares of next to nothing mislead.
SMALL = {"tonnes": 1e5, "US dollars (current)": 1e7}


@lru_cache(maxsize=4096)
def _lives(who: str) -> tuple[tuple[int, int], ...]:
    """Return the first and last calendar year of each life; areas always live."""
    spans = ((life.first, life.last or date.max) for life in actor(who).lifetimes)
    return tuple((first.year, last.year) for first, last in spans) or ((0, 9999),)


def living_table(partners: Sequence[str], years: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which partner existed at any time of which year, shape (T, n)."""
    table = np.zeros((len(years), len(partners)), dtype=bool)
    for place, who in enumerate(partners):
        for first, last in _lives(who):
            table[:, place] |= (years >= first) & (years <= last)
    return table


def nearest_shares(values: Floats) -> Floats:
    """Return, for each cell without a row, the partner's share in the nearest year with one; 0 elsewhere.

    Parameters
    ----------
    values
        Flows with years first and partners last, shape (T, ..., n), NaN where there is no row. A partner never known
        counts as 0.
    """
    known = ~np.isnan(values)
    total = np.where(known, values, 0.0).sum(axis=-1, keepdims=True)
    share = np.where(known, ratio(np.nan_to_num(values), np.broadcast_to(total, values.shape)), 0.0)
    share = np.nan_to_num(share)
    steps = np.arange(len(values)).reshape(-1, *(1,) * (values.ndim - 1))
    before = np.maximum.accumulate(np.where(known, steps, -1), axis=0)
    after = np.minimum.accumulate(np.where(known, steps, len(values))[::-1], axis=0)[::-1]
    nearer_before = (before >= 0) & ((after == len(values)) | (steps - before <= after - steps))
    place = np.where(nearer_before, before, np.where(after < len(values), after, 0))
    found = np.take_along_axis(share, place, axis=0)
    never = (before < 0) & (after == len(values))
    return np.where(known | never, 0.0, found)


def comparable(
    values: Floats, inside: NDArray[np.bool_], unknown: NDArray[np.bool_], *, limit: float = LIMIT
) -> NDArray[np.bool_]:
    """Return in which years enough is known of the group and of all others, shape (T,).

    Parameters
    ----------
    values
        T x n flows, NaN where there is no row.
    inside
        T x n membership.
    unknown
        T x n, whether a cell without a row may hide a tie.
    limit
        Largest missing part of either sum.
    """
    missing = np.where(unknown, nearest_shares(values), 0.0)
    known = np.nan_to_num(values)
    share = np.nan_to_num(ratio(known, np.broadcast_to(known.sum(axis=1, keepdims=True), known.shape)))
    fine = np.ones(len(values), dtype=bool)
    for part in (inside, ~inside):
        gone, there = np.where(part, missing, 0.0).sum(axis=1), np.where(part, share, 0.0).sum(axis=1)
        fine &= gone <= limit * (gone + there) + 1e-12
    return fine


def steady(
    values: Floats, inside: NDArray[np.bool_], unknown: NDArray[np.bool_], *, limit: float = LIMIT
) -> NDArray[np.bool_]:
    """Return which partners are told of steadily enough to be compared over time, shape (n,).

    A partner of whom the source is silent in more than a tenth of its years is left out on both sides, in all years:
    a share among those who are told of all the time says more than a share of everybody in the few years in which
    everybody is told of. Partners go in the order of what their silence hides, as long as those gone make up at most
    half (`HALF`) of either side; the partner that a question is about is never left out of it.

    Parameters
    ----------
    values, inside, unknown, limit
        As in `comparable`.
    """
    silent = unknown & (nearest_shares(values) > 0)
    known = ~np.isnan(values)
    often = silent.sum(axis=0) > limit * np.maximum(1, (silent | known).sum(axis=0))
    if not often.any():
        return np.ones(values.shape[1], dtype=bool)
    usual = nearest_shares(values)
    share = np.where(known, np.nan_to_num(ratio(values, np.nansum(values, axis=1, keepdims=True))), usual)
    hides = np.where(silent, usual, 0.0).sum(axis=0)
    kept = np.ones(values.shape[1], dtype=bool)
    weight = share.mean(axis=0)
    for part in (inside.any(axis=0), ~inside.any(axis=0)):
        gone, whole = 0.0, weight[part].sum()
        for place in sorted(np.flatnonzero(often & part), key=lambda place: (-hides[place], place)):
            if gone + weight[place] <= HALF * whole:
                kept[place], gone = False, gone + weight[place]
    return kept
