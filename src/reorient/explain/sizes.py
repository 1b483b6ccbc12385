"""How large a partner is: what it trades with everybody in the same source, or its gross domestic product.

Policies, by name:

``demand``
    Everything that the partner trades at its end of the same variable in the same source (all that it imports, where
    the state's exports are explained), the state included. Needs a source that tells of everybody.
``others``
    The same without the state itself: its own success does not count as the partner's growth.
``gdp``
    Gross domestic product in current dollars (`GDP`), in the source with most rows.
``auto``
    ``demand`` where the source tells of everybody, ``gdp`` elsewhere.

A partner without a row has no size; nothing is filled in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reorient.actors import actor
from reorient.errors import InvalidOption, MeasureError
from reorient.measures.dependence import WORLD
from reorient.measures.directions import Reading
from reorient.record.store import Record

Size = Literal["auto", "demand", "others", "gdp"]

GDP = "gdp_usd"


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of partners by year.

    Attributes
    ----------
    policy
        ``demand``, ``others`` or ``gdp``.
    source
        Key of the source.
    by_year
        For each year asked for: partner to size, in the unit of the policy.
    """

    policy: str
    source: str
    by_year: dict[int, dict[str, float]]


def tells_of_everybody(record: Record, reading: Reading) -> bool:
    """Return whether the source of a reading tells of the world's ties in that variable, not of one state's."""
    covered = {row.actor for row in record.coverage(reading.spec.stored, reading.source)}
    return "*" in covered or len(covered) > WORLD


def resolve(record: Record, reading: Reading, policy: Size) -> Size:
    """Return the policy that applies to a reading: ``auto`` becomes ``demand`` or ``gdp``.

    Raises
    ------
    InvalidOption
        For a policy that does not exist.
    MeasureError
        If it needs a source that tells of everybody, and this one does not.
    """
    if policy not in get_args(Size):
        raise InvalidOption(f"The size {policy!r}", f"one of {', '.join(get_args(Size))}")
    everybody = tells_of_everybody(record, reading)
    if policy == "auto":
        return "demand" if everybody else "gdp"
    if policy != "gdp" and not everybody:
        raise MeasureError(
            f"The size {policy!r} of partners from {reading.source}, which does not tell of everybody's "
            f"{reading.spec.name}",
            "a source that tells of the world",
            "take --size gdp, or --size auto",
        )
    return policy


def years_with_sizes(record: Record, reading: Reading, policy: Size) -> set[int]:
    """Return the years in which partners have a size under a resolved policy."""
    if policy != "gdp":
        return {int(year) for year in reading.flows.years}
    return {
        year
        for row in record.coverage(GDP, product_source(record))
        for year in range(row.first.year, row.last.year + 1)
    }


def sizes(record: Record, state: str, reading: Reading, years: Sequence[int], *, policy: Size) -> Sizes:
    """Return the size of every partner but the state in some years, under a resolved policy.

    Raises
    ------
    MeasureError
        If the record holds no product.
    """
    if policy == "gdp":
        return _products(record, state, years)
    ends = {"sender": ("receiver",), "receiver": ("sender",), "both": ("sender", "receiver")}[reading.spec.role]
    found: dict[int, dict[str, float]] = {}
    for year in years:
        ties = record.ties(
            reading.spec.name,
            source=reading.source,
            first=year,
            last=year,
            columns=("sender", "receiver", "value"),
        ).filter(pl.col("sender") != pl.col("receiver"))
        kinds = {who: actor(who).kind for end in ("sender", "receiver") for who in ties[end].unique().to_list()}
        regions = [who for who, kind in kinds.items() if kind == "region"]
        ties = ties.filter(~pl.col("sender").is_in(regions) & ~pl.col("receiver").is_in(regions))
        if policy == "others":
            ties = ties.filter((pl.col("sender") != state) & (pl.col("receiver") != state))
        both = pl.concat([ties.select(pl.col(end).alias("actor"), "value") for end in ends])
        found[year] = _sums(both["actor"].to_numpy(), both["value"].to_numpy())
        found[year].pop(state, None)
    return Sizes(policy, reading.source, found)


def _sums(actors: NDArray[np.object_], values: NDArray[np.float64]) -> dict[str, float]:
    """Return sums by actor, added up in the order of the rows: the same rows give the same last digit."""
    names, places = np.unique(actors.astype(str), return_inverse=True)
    return dict(zip(names.tolist(), np.bincount(places, weights=values).tolist(), strict=True))


def product_source(record: Record) -> str:
    """Return the source of gross domestic products with most rows.

    Raises
    ------
    MeasureError
        If the record holds none.
    """
    held: dict[str, int] = {}
    for part in record.parts():
        if part.variable == GDP:
            held[part.source] = held.get(part.source, 0) + part.rows
    if not held:
        raise MeasureError(f"The record holds no {GDP}", "a source of it", "see `reorient data list`")
    return min(held, key=lambda key: (-held[key], key))


def _products(record: Record, state: str, years: Sequence[int]) -> Sizes:
    source = product_source(record)
    found: dict[int, dict[str, float]] = {}
    for year in years:
        rows = record.ties(GDP, source=source, first=year, last=year, columns=("sender", "value"))
        found[year] = {who: value for who, value in rows.iter_rows() if who != state}
    return Sizes("gdp", source, found)
