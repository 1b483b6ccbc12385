"""Orientation: where the ties of a state point, by variable and source, year by year.

Shares by membership at the date and by fixed membership (everybody who was a member in the period, at all times), the
log-ratio of group and rest, levels, rotation, effective numbers of partners and capture: ``docs/orientation.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reorient.actors import Actor, Group
from reorient.errors import InvalidOption, MeasureError
from reorient.measures.comparable import comparable
from reorient.measures.directions import Reading, covering, ever_inside, hidden, inside
from reorient.measures.log_ratio import FLOOR
from reorient.measures.rotation import Rotation, rotation
from reorient.measures.shares import Direction, Floats, Flows, direction, ratio
from reorient.record.schema import variables
from reorient.record.store import Record

#: Years whose mean shares a rotation starts from, if no base is named.
BASE = 3


@dataclass(frozen=True, slots=True)
class Orientation:
    """Where one variable points.

    Attributes
    ----------
    dated
        Sums, shares, capture and effective number of partners by membership at the end of each year.
    fixed_share
        T shares of everybody who was a member in the period, at all times; NaN without a total.
    log_ratio
        T values of ln(share / (1 - share)) of the fixed membership, the share held within `FLOOR` and 1 - `FLOOR`;
        NaN without a total.
    at_floor
        T, whether the share was held.
    comparable
        T, whether coverage lets the year be compared.
    within
        T effective numbers of partners within the group; NaN where nothing flows there.
    turned
        Rotation since the base; ``None`` where nothing ever flowed.
    """

    dated: Direction
    fixed_share: Floats
    log_ratio: Floats
    at_floor: NDArray[np.bool_]
    comparable: NDArray[np.bool_]
    within: Floats
    turned: Rotation | None


def orient(
    flows: Flows,
    *,
    dated: NDArray[np.bool_],
    fixed: NDArray[np.bool_],
    unknown: NDArray[np.bool_] | None = None,
    base: Sequence[int] = (),
) -> Orientation:
    """Return the orientation of T x n `flows`.

    Parameters
    ----------
    flows
        Ties of one state in one variable and source.
    dated, fixed
        T x n membership at the date, and held fixed.
    unknown
        T x n, whether a cell without a row may hide a tie; none if not given.
    base
        Years that rotation starts from; the first `BASE` with a total if empty.

    Raises
    ------
    MeasureError
        If shapes differ or a base year has no total above zero.
    """
    found = direction(flows, dated)
    held = direction(flows, fixed)
    clipped = np.clip(held.share, FLOOR, 1 - FLOOR)
    dark = np.zeros(flows.values.shape, dtype=bool) if unknown is None else unknown
    fine = comparable(flows.values, fixed, dark) & np.isfinite(held.share)
    member = np.where(dated, np.nan_to_num(flows.values), 0.0)
    there = flows.years[np.nan_to_num(found.total) > 0]
    start = tuple(int(year) for year in (base or there[:BASE]))
    turned = rotation(flows, fixed, base=start) if len(there) or base else None
    with np.errstate(invalid="ignore"):
        logs = np.log(clipped) - np.log1p(-clipped)
        at_floor = (held.share < FLOOR) | (held.share > 1 - FLOOR)
    within = ratio(member.sum(axis=1) ** 2, (member**2).sum(axis=1))
    return Orientation(found, held.share, logs, at_floor, fine, within, turned)


@dataclass(frozen=True, slots=True)
class Oriented:
    """One reading with its orientation."""

    reading: Reading
    found: Orientation


@dataclass(frozen=True, slots=True)
class Orientations:
    """The answer of ``reorient orientation``.

    Attributes
    ----------
    state, group
        Who, and toward whom.
    parts
        One for each variable and source, the source with most rows first within a variable.
    """

    state: Actor
    group: Group
    parts: tuple[Oriented, ...]

    def frame(self) -> pl.DataFrame:
        """Return everything, one row for each variable, source and year."""
        return pl.concat([_frame(part) for part in self.parts]) if self.parts else pl.DataFrame(schema=COLUMNS)

    def spread(self) -> pl.DataFrame:
        """Return, per variable and year, the lowest and highest share that the sources give, and how many say so."""
        rows = self.frame().filter(pl.col("share").is_not_null())
        return (
            rows.group_by("variable", "year", maintain_order=True)
            .agg(
                pl.col("share").min().alias("low"),
                pl.col("share").max().alias("high"),
                pl.len().alias("sources"),
                pl.col("status").unique().sort().str.join(" and ").alias("status"),
            )
            .sort("variable", "year")
        )


COLUMNS = {
    "variable": pl.String(),
    "channel": pl.String(),
    "source": pl.String(),
    "year": pl.Int64(),
    "status": pl.String(),
    "toward": pl.Float64(),
    "total": pl.Float64(),
    "unit": pl.String(),
    "share": pl.Float64(),
    "share_fixed": pl.Float64(),
    "log_ratio": pl.Float64(),
    "at_floor": pl.Boolean(),
    "comparable": pl.Boolean(),
    "rotation": pl.Float64(),
    "rotation_toward": pl.Float64(),
    "effective_partners": pl.Float64(),
    "effective_within": pl.Float64(),
    "largest_partner": pl.String(),
    "capture": pl.Float64(),
}


def _frame(part: Oriented) -> pl.DataFrame:
    reading, found = part.reading, part.found
    way = found.dated
    there = np.isfinite(way.total)
    nothing = np.full(len(way.years), np.nan)
    columns: dict[str, object] = {
        "variable": [reading.spec.name] * len(way.years),
        "channel": [reading.spec.channel] * len(way.years),
        "source": [reading.source] * len(way.years),
        "year": way.years,
        "status": list(reading.status),
        "toward": way.toward,
        "total": way.total,
        "unit": [reading.spec.unit] * len(way.years),
        "share": way.share,
        "share_fixed": found.fixed_share,
        "log_ratio": found.log_ratio,
        "at_floor": found.at_floor,
        "comparable": found.comparable,
        "rotation": nothing if found.turned is None else found.turned.angle,
        "rotation_toward": nothing if found.turned is None else found.turned.toward,
        "effective_partners": way.effective,
        "effective_within": found.within,
        "largest_partner": list(way.largest_partner),
        "capture": way.largest,
    }
    frame = pl.DataFrame(columns, schema=COLUMNS, nan_to_null=True).filter(pl.Series(there))
    return frame.with_columns(pl.col(kind).fill_nan(None) for kind in COLUMNS if COLUMNS[kind] == pl.Float64())


def share_variables(channels: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the variables of which a share over partners means something: dyadic quantities that are summed.

    Parameters
    ----------
    channels
        Only these families of variables; all if empty.

    Raises
    ------
    InvalidOption
        If no variable belongs to a channel.
    """
    known = variables().values()
    fit = [
        v for v in known if v.arity == "dyad" and v.aggregation in ("sum", "last") and v.polarity and v.maximum is None
    ]
    fit = [v for v in fit if v.channel != "size" and not v.name.endswith("_listed")]
    unknown = sorted(set(channels) - {v.channel for v in fit})
    if unknown:
        raise InvalidOption(
            f"No channel {', '.join(unknown)} of shares", f"one of {', '.join(sorted({v.channel for v in fit}))}"
        )
    return tuple(v.name for v in fit if not channels or v.channel in channels)


def orientation(
    record: Record,
    state: Actor,
    group: Group,
    *,
    names: Sequence[str] = (),
    first: int | None = None,
    last: int | None = None,
    base: Sequence[int] = (),
) -> Orientations:
    """Return the orientation of `state` toward `group` in every variable and source that covers it.

    Parameters
    ----------
    record
        Where the ties are.
    state, group
        Who, and toward whom; the state itself never counts as a partner.
    names
        Variables; all of `share_variables` if empty.
    first, last
        First and last year.
    base
        Years that rotation starts from; a source without a tie in them starts at its own beginning.

    Raises
    ------
    MeasureError
        If a named variable is no quantity over partners, or nothing in the record covers the question.
    """
    allowed = share_variables()
    wrong = [name for name in names if name not in allowed and name in variables()]
    if wrong:
        raise MeasureError(
            f"Shares over partners of {', '.join(wrong)}",
            "a dyadic quantity that can be summed",
            "see docs/variables.md, or use `reorient alignment` for votes and memberships",
        )
    parts = []
    for name in names or allowed:
        for one in covering(record, state.id, name, first=first, last=last):
            parts.append(Oriented(one, _orient_reading(record, state, one, group, base)))
    if not parts:
        raise MeasureError(
            f"No source in the record covers {state.name} in {', '.join(names) or 'any variable'} in the period",
            "a state, variables and years that the record covers",
            "see `reorient data coverage`, or add a source with `reorient data add`",
        )
    return Orientations(state, group, tuple(parts))


def _orient_reading(record: Record, state: Actor, one: Reading, group: Group, base: Sequence[int]) -> Orientation:
    totals = np.nan_to_num(one.flows.values).sum(axis=1)
    usable = tuple(int(y) for y, total in zip(one.flows.years, totals, strict=True) if y in base and total > 0)
    return orient(
        one.flows,
        dated=inside(group, one.flows),
        fixed=ever_inside(group, one.flows),
        unknown=hidden(record, state.id, one),
        base=usable,
    )
