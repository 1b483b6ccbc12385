"""Drivers: what a turn between two years is made of, by variable and source.

The partners' growth and the state's affinity, toward one group and away from another, price and volume: see
``docs/drivers.md``. Every part is accounting; none is a cause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reorient.actors import Actor, Group
from reorient.errors import InvalidOption, MeasureError, few
from reorient.explain.decomposition import SizeAffinity, Split, size_and_affinity
from reorient.explain.departures import Departures, toward_and_away
from reorient.explain.jackknife import Part
from reorient.explain.prices import PriceVolume, price_and_volume
from reorient.explain.sizes import Size, Sizes, resolve, sizes, years_with_sizes
from reorient.measures.comparable import comparable
from reorient.measures.directions import Reading, covering, ever_inside, hidden, read
from reorient.measures.orientation import share_variables
from reorient.measures.shares import Floats, Flows
from reorient.record.schema import variable, variables
from reorient.record.store import Record

#: Variables explained by default: goods both ways, and each commodity in dollars, which brings its weight along.
DRIVEN = (
    "exports",
    "imports",
    "crude_exports_usd",
    "crude_exports_t",
    "coal_exports_usd",
    "gas_exports_usd",
    "lng_exports_usd",
    "arms_tiv",
)

LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Driven:
    """What drove one variable in one source.

    Attributes
    ----------
    name, source
        Variable and source.
    first, last
        Years of the two periods, first period and last period.
    status
        Statuses of the rows of both periods.
    size
        Policy and source of the partners' sizes.
    partners
        n actor ids, everybody with a flow or a size.
    inside
        n, who belonged to the group at any time from the first to the last year.
    flows
        2 x n mean flows of the periods.
    split
        The change by size and affinity.
    departures
        The change by what size predicts, toward and away.
    prices
        Price and volume; ``None`` where the source has no weights beside its values.
    reason
        Why nothing could be split; empty if it could.
    """

    name: str
    source: str
    first: tuple[int, ...]
    last: tuple[int, ...]
    status: str
    size: str
    partners: tuple[str, ...]
    inside: NDArray[np.bool_]
    flows: Floats
    split: SizeAffinity | None
    departures: Departures | None
    prices: PriceVolume | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Drivers:
    """The answer of ``reorient drivers``.

    Attributes
    ----------
    state, group
        Who, and toward whom.
    away
        Away from whom; ``None`` for everybody else.
    level
        Of the intervals.
    parts
        One for each variable and source, the source with most rows first within a variable.
    """

    state: Actor
    group: Group
    away: Group | None
    level: float
    parts: tuple[Driven, ...]

    def frame(self) -> pl.DataFrame:
        """Return one row for each variable, source, measure and part; within a measure the parts add up."""
        rows = [row for one in self.parts for row in _rows(one)]
        return pl.DataFrame(rows, schema=COLUMNS, orient="row")

    def partners(self) -> pl.DataFrame:
        """Return each partner's share before and after and the parts of its change, by variable and source."""
        frames = [_partners(one) for one in self.parts if one.split is not None]
        return pl.concat(frames) if frames else pl.DataFrame(schema=PARTNERS)

    def spread(self) -> pl.DataFrame:
        """Return, per variable, years and part, the lowest and highest figure of the sources that give one."""
        rows = self.frame().filter(pl.col("value").is_not_null())
        return (
            rows.group_by("variable", "first", "last", "measure", "part", maintain_order=True)
            .agg(
                pl.col("value").min().alias("low"),
                pl.col("value").max().alias("high"),
                pl.len().alias("sources"),
            )
            .filter(pl.col("sources") > 1)
        )


COLUMNS = {
    "variable": pl.String(),
    "channel": pl.String(),
    "source": pl.String(),
    "first": pl.String(),
    "last": pl.String(),
    "status": pl.String(),
    "size": pl.String(),
    "measure": pl.String(),
    "part": pl.String(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "unit": pl.String(),
    "reason": pl.String(),
}

PARTNERS = {
    "variable": pl.String(),
    "source": pl.String(),
    "partner": pl.String(),
    "inside": pl.Boolean(),
    "share_before": pl.Float64(),
    "share_after": pl.Float64(),
    "pull": pl.Float64(),
    "affinity": pl.Float64(),
    "interaction": pl.Float64(),
}


def drivers(
    record: Record,
    state: Actor,
    group: Group,
    *,
    away: Group | None = None,
    names: Sequence[str] = (),
    first: int | None = None,
    last: int | None = None,
    span: int = 1,
    size: Size = "auto",
    level: float = LEVEL,
) -> Drivers:
    """Split the change of the state's shares toward a group between two periods, in every variable and source.

    Parameters
    ----------
    record
        Where the ties are.
    state, group
        Who, and toward whom; membership is fixed: whoever belonged at any time from the first to the last year.
    away
        Away from whom; everybody else if not given.
    names
        Variables; `DRIVEN` if empty.
    first, last
        The two years compared; the first and last year of each source that can be compared if not given.
    span
        Years whose mean makes a period: the first ones from `first` on, the last ones up to `last`.
    size
        What a partner's size is; see `reorient.explain.sizes`.
    level
        Of the intervals.

    Raises
    ------
    MeasureError
        If a named variable is no quantity over partners, the groups overlap, or nothing in the record covers the
        question.
    InvalidOption
        For a span below 1 or periods that overlap.
    """
    allowed = share_variables()
    wrong = [name for name in names if name in variables() and name not in allowed]
    if wrong:
        raise MeasureError(f"Drivers of {', '.join(wrong)}", "a dyadic quantity that can be summed")
    if span < 1:
        raise InvalidOption(f"A mean over {span} years", "one year at least")
    if first is not None and last is not None and last - first < span:
        raise InvalidOption(f"Periods of {span} years from {first} and up to {last}", "two periods without overlap")
    parts = []
    for name in names or DRIVEN:
        for one in covering(record, state.id, name, first=first, last=last):
            found = driven(record, state, group, one, away=away, years=(first, last), span=span, size=size, level=level)
            if found is not None:
                parts.append(found)
    if not parts:
        raise MeasureError(
            f"No source in the record covers {state.name} in {', '.join(names) or 'any variable'} in both periods",
            "a state, variables and two years that one source covers",
            "see `reorient data coverage`, or leave out --from and --to",
        )
    return Drivers(state, group, away, level, tuple(parts))


def driven(
    record: Record,
    state: Actor,
    group: Group,
    one: Reading,
    *,
    away: Group | None = None,
    years: tuple[int | None, int | None] = (None, None),
    span: int = 1,
    size: Size = "auto",
    level: float = LEVEL,
) -> Driven | None:
    """Return the drivers in one reading; ``None`` if it has no two periods. Arguments are those of `drivers`."""
    policy = resolve(record, one, size)
    periods = _periods(record, state, group, one, years, span, years_with_sizes(record, one, policy))
    if periods is None:
        return None
    before, after, reason = periods
    status = " and ".join(sorted({word for year in (*before, *after) for word in _said(one, year)}))
    empty = (before, after, status)
    if reason:
        return Driven(one.spec.name, one.source, *empty, "", (), np.zeros(0, bool), np.zeros((2, 0)), *_NONE, reason)
    known = sizes(record, state.id, one, (*before, *after), policy=policy)
    axis = tuple(sorted({*one.flows.partners} | {who for year in known.by_year.values() for who in year}))
    covered = np.arange(before[0], after[-1] + 1)
    ever = Flows(covered, axis, np.full((len(covered), len(axis)), np.nan))
    inside = ever_inside(group, ever)[0]
    flows = np.stack([_mean(one.flows, axis, period) for period in (before, after)])
    told = f"{known.policy} [{known.source}]"
    head = (one.spec.name, one.source, before, after, status, told, axis, inside, flows)
    if not inside.any() or inside.all() or not (flows.sum(axis=1) > 0).all():
        return Driven(*head, *_NONE, "nothing ever flowed to the group, or to anybody else")
    dims = [_mean_size(known, axis, period) for period in (before, after)]
    out = ~inside if away is None else ever_inside(away, ever)[0]
    both = [who for who, a, b in zip(axis, inside, out, strict=True) if a and b]
    if both:
        raise MeasureError(
            f"{few(both)} in both {group.name!r} and {away.name if away else ''!r}", "two groups without overlap"
        )
    split = size_and_affinity(flows[0], flows[1], dims[0], dims[1], inside, level=level)
    gone = toward_and_away(flows[0], flows[1], dims[0], dims[1], inside, out, level=level) if out.any() else None
    prices = _priced(record, state, one, axis, inside, flows, (before, after), level)
    return Driven(*head, split, gone, prices)


_NONE = (None, None, None)


def _periods(
    record: Record,
    state: Actor,
    group: Group,
    one: Reading,
    asked: tuple[int | None, int | None],
    span: int,
    sized: set[int],
) -> tuple[tuple[int, ...], tuple[int, ...], str] | None:
    """Return the years of both periods, and why they cannot be compared if they cannot."""
    totals = np.nan_to_num(one.flows.values).sum(axis=1)
    fixed = ever_inside(group, one.flows)
    fine = comparable(one.flows.values, fixed, hidden(record, state.id, one)) & (totals > 0)
    usable = one.flows.years[fine & np.isin(one.flows.years, sorted(sized))]
    start = asked[0] if asked[0] is not None else (int(usable[0]) if len(usable) else None)
    end = asked[1] if asked[1] is not None else (int(usable[-1]) if len(usable) else None)
    if start is None or end is None or end - start < span:
        return None
    before, after = tuple(range(start, start + span)), tuple(range(end - span + 1, end + 1))
    there = set(one.flows.years[totals > 0].tolist())
    if not {*before, *after} <= there:
        return None
    small = [year for year in (*before, *after) if year not in sized]
    dark = [year for year in (*before, *after) if year not in {*usable.tolist(), *small}]
    reason = f"what is not covered in {few(dark)} may hide more than a tenth of a sum" if dark else ""
    if small:
        reason = f"no partner has a size in {few(small)}"
    return before, after, reason


def _said(one: Reading, year: int) -> list[str]:
    return [word for word in one.status[year - int(one.flows.years[0])].split(" and ") if word]


def _mean(flows: Flows, axis: Sequence[str], years: Sequence[int]) -> Floats:
    """Return mean yearly flows on an axis; partners without a row count nothing, as in every sum over partners."""
    found = np.zeros(len(axis))
    place = {who: number for number, who in enumerate(axis)}
    kept = [number for number, who in enumerate(flows.partners) if who in place]
    at = [place[flows.partners[number]] for number in kept]
    found[at] = np.nan_to_num(flows.values[np.isin(flows.years, years)][:, kept]).mean(axis=0)
    return found


def _mean_size(known: Sizes, axis: Sequence[str], years: Sequence[int]) -> Floats:
    """Return mean sizes on an axis; NaN unless every year has one."""
    table = [[known.by_year[year].get(who, np.nan) for who in axis] for year in years]
    return np.asarray(np.array(table, dtype=np.float64).mean(axis=0))


def _priced(
    record: Record,
    state: Actor,
    one: Reading,
    axis: Sequence[str],
    inside: NDArray[np.bool_],
    flows: Floats,
    periods: tuple[tuple[int, ...], tuple[int, ...]],
    level: float,
) -> PriceVolume | None:
    if not one.spec.companion:
        return None
    first, last = periods[0][0], periods[1][-1]
    weights = read(record, state.id, one.spec.companion, one.source, first=first, last=last)
    if weights is None:
        return None
    here = [set(weights.flows.years.tolist()) >= set(period) for period in periods]
    if not all(here):
        return None
    volume = [_mean(weights.flows, axis, period) for period in periods]
    return price_and_volume(flows[0], flows[1], volume[0], volume[1], inside, level=level)


def _rows(one: Driven) -> list[tuple[object, ...]]:
    spec = variable(one.name)
    head = (one.name, spec.channel, one.source, _years(one.first), _years(one.last), one.status, one.size)
    if one.split is None:
        return [(*head, "share", "change", None, None, None, "share", one.reason)]
    rows: list[tuple[object, ...]] = []

    def add(measure: str, part: str, value: Part | float, unit: str, reason: str) -> None:
        figure = value if isinstance(value, Part) else Part(value)
        numbers = [None if not np.isfinite(v) else float(v) for v in (figure.value, figure.low, figure.high)]
        rows.append((*head, measure, part, *numbers, unit, reason))

    def add_split(measure: str, split: Split, unit: str) -> None:
        for name in ("before", "after", "change", "pull", "affinity", "interaction", "unsized"):
            add(measure, name, getattr(split, name), unit, split.reason)

    add_split("share", one.split.share, "share")
    add_split("log_ratio", one.split.log_ratio, "log-ratio")
    add("intensity", "before", one.split.intensity[0], "ratio", "")
    add("intensity", "after", one.split.intensity[1], "ratio", "")
    if one.departures is not None:
        for name in ("change", "expected", "toward", "away", "unsized"):
            add("departures", name, getattr(one.departures, name), "log-ratio", one.departures.reason)
    if one.prices is not None:
        told, weight = one.prices, variable(spec.companion).unit
        add("value", "change", told.value[1] - told.value[0], spec.unit, told.reason)
        for name in ("by_volume", "by_mix", "by_price", "unpaired"):
            add("value", name, getattr(told, name), spec.unit, told.reason)
        for place, name in enumerate(("before", "after")):
            add("volume", name, told.volume[place], weight, told.reason)
        for measure, unit in (("log", "log"), ("share", "share"), ("ratio", "log-ratio")):
            for name in ("volume", "price"):
                add(f"{measure}_by", name, getattr(told, f"{measure}_{name}"), unit, told.reason)
    return rows


def _years(years: tuple[int, ...]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"


def _partners(one: Driven) -> pl.DataFrame:
    split = one.split
    assert split is not None
    there = one.flows.any(axis=0)
    shares = one.flows / one.flows.sum(axis=1, keepdims=True)
    frame = pl.DataFrame(
        {
            "variable": [one.name] * len(one.partners),
            "source": [one.source] * len(one.partners),
            "partner": list(one.partners),
            "inside": one.inside,
            "share_before": shares[0],
            "share_after": shares[1],
            "pull": split.pull,
            "affinity": split.affinity,
            "interaction": split.interaction,
        },
        schema=PARTNERS,
    )
    kept = frame.filter(pl.Series(there)).with_columns(pl.col("pull", "affinity", "interaction").fill_nan(None))
    change = (pl.col("share_after") - pl.col("share_before")).abs()
    return kept.sort(change, "partner", descending=[True, False])
