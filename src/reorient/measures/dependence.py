r"""Dependence: who needs whom more, on each channel, with the range that the sources' disagreement implies.

One flow is read from both ends. With x what flows from i to j,

.. math:: D_{ij} = x_{ij} / \sum_k x_{ik}, \qquad D_{ji} = x_{ij} / \sum_k x_{kj}, \qquad A_{ij} = \ln(D_{ij} / D_{ji}),
   \qquad B_{ij} = x_{ij} / \max(\max_k x_{ik}, \max_k x_{kj}),

the seller's dependence on the market and the buyer's on the supply (0 to 1), asymmetry (positive: i depends more on j
than j on i; Hirschman 1945, chapter 2; Keohane & Nye 1977, chapter 1) and bandwidth (0 to 1: the tie beside the
largest that either of them has in that flow).
Influence of j over i is bandwidth times dependence, added over channels with open weights, in the structure of the
Formal Bilateral Influence Capacity index (Moyer, Turner & Meisel 2021); its bandwidth is scaled to the largest tie
in the world, ours to the two states' own, so that it needs nobody else's data.

Substitutability asks what it would take to replace j: the part of what all others trade elsewhere that would have to
turn to i (of what others than i sell to others than j, if j was the market; likewise for a supplier),

.. math:: R_{ij} = x_{ij} \Big/ \sum_{k \ne i} \sum_{l \ne i, j} x_{kl}.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from reorient.actors import Actor, Group, actor, members_over
from reorient.errors import InvalidOption, MeasureError
from reorient.measures.directions import Reading, covering
from reorient.measures.orientation import share_variables
from reorient.measures.shares import Floats, Flows, ratio
from reorient.record.schema import variable, variables
from reorient.record.store import Record

#: A source that tells of more states than this tells of the world.
WORLD = 100
#: Variables of a dependence, by default: flows in both directions of each channel, as the first state sees them.
SEEN_FROM = (
    "exports",
    "imports",
    "crude_exports_t",
    "crude_imports_t",
    "gas_exports_usd",
    "gas_imports_usd",
    "lng_exports_t",
    "lng_imports_t",
    "coal_exports_t",
    "coal_imports_t",
    "arms_tiv",
    "arms_imports_tiv",
)


def other_end(name: str) -> str:
    """Return the variable that reads the same ties from the other end: imports for exports; trade for trade.

    Raises
    ------
    InvalidOption
        If nothing reads the variable from its other end.
    """
    spec = variable(name)
    if spec.role == "both" or (spec.direction == "undirected" and not spec.view_of):
        return name
    if spec.view_of:
        return spec.view_of
    found = [one.name for one in variables().values() if one.view_of == name and one.role == "receiver"]
    if not found:
        raise InvalidOption(f"{name} from its other end", "a variable that can be read from both ends, such as exports")
    return found[0]


def dependence_on(flows: Flows, partner: str) -> Floats:
    """Return the partner's share of the flows, shape (T,); 0 where nothing flows to it, NaN without a total."""
    total = np.where(np.isnan(flows.values).all(axis=1), np.nan, np.nansum(flows.values, axis=1))
    if partner not in flows.partners:
        return ratio(np.zeros(len(flows.years)), total)
    return ratio(np.nan_to_num(flows.values[:, flows.partners.index(partner)]), total)


def asymmetry(mine: Floats, theirs: Floats) -> Floats:
    """Return ln(mine / theirs); NaN where either is not above zero."""
    defined = (mine > 0) & (theirs > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(
            np.where(defined, np.log(np.where(defined, mine, 1)) - np.log(np.where(defined, theirs, 1)), np.nan)
        )


def bandwidth(tie: Floats, mine: Floats, theirs: Floats) -> Floats:
    """Return the tie of two states beside the largest that either has, 0 to 1.

    Parameters
    ----------
    tie
        Both directions of their tie, shape (T,).
    mine, theirs
        Largest sum of both directions with any partner, shape (T,).
    """
    return ratio(tie, np.fmax(mine, theirs))


@dataclass(frozen=True, slots=True)
class Pair:
    """Mutual dependence in one variable and source.

    Attributes
    ----------
    name, source
        Variable as the first state sees it (its exports), and source.
    years
        T years that both states have.
    first, second
        T dependences of the first on the second and of the second on the first, in the same flow seen from its two
        ends.
    asymmetry
        T values of ln(first / second).
    bandwidth
        T values.
    status
        T words.
    """

    name: str
    source: str
    years: tuple[int, ...]
    first: Floats
    second: Floats
    asymmetry: Floats
    bandwidth: Floats
    status: tuple[str, ...]


def pair(mine: Reading, theirs: Reading, *, first: str, second: str) -> Pair | None:
    """Return the mutual dependence from the readings of two states; ``None`` if they share no year.

    `mine` and `theirs` read one flow from its two ends (the first's exports and the second's imports).
    """
    years = sorted(set(mine.flows.years.tolist()) & set(theirs.flows.years.tolist()))
    if not years:
        return None
    own, other = _at(mine.flows, years), _at(theirs.flows, years)
    one, two = dependence_on(own, second), dependence_on(other, first)
    there, back = _tie(own, second), _tie(other, first)
    with np.errstate(all="ignore"):
        widest = [np.nan_to_num(flows.values).max(axis=1, initial=0.0) for flows in (own, other)]
    status = dict(zip(mine.flows.years.tolist(), mine.status, strict=True))
    return Pair(
        mine.spec.name,
        mine.source,
        tuple(years),
        one,
        two,
        asymmetry(one, two),
        bandwidth(np.fmax(there, back), widest[0], widest[1]),
        tuple(status[year] for year in years),
    )


def _at(flows: Flows, years: Sequence[int]) -> Flows:
    chosen = np.isin(flows.years, years)
    return Flows(flows.years[chosen], flows.partners, flows.values[chosen])


def _tie(flows: Flows, partner: str) -> Floats:
    if partner not in flows.partners:
        return np.zeros(len(flows.years))
    return np.nan_to_num(flows.values[:, flows.partners.index(partner)])


@dataclass(frozen=True, slots=True)
class Replacement:
    """What it would take to replace a partner in one variable, in one year.

    Attributes
    ----------
    name, source, year
        Variable, source and year.
    tie
        What flows between the two, in the unit of the variable.
    elsewhere
        What everybody else trades with everybody but the state.
    redirected
        tie / elsewhere: the part of it that would have to turn to the state; NaN if nothing is traded elsewhere.
    others
        Number of others that the state already trades with.
    next_partner, next_share
        The largest of those and its share of the state's total.
    """

    name: str
    source: str
    year: int
    tie: float
    elsewhere: float
    redirected: float
    others: int
    next_partner: str
    next_share: float


def replacement(everything: pl.DataFrame, mine: Reading, *, state: str, partner: str, year: int) -> Replacement:
    """Return what it would take to replace `partner` in one year.

    Parameters
    ----------
    everything
        All ties of the stored variable in that source and year: sender, receiver, value.
    mine
        The state's own reading.
    state, partner
        The two.
    year
        A year of the reading.
    """
    far, near = ("sender", "receiver") if mine.spec.role == "receiver" else ("receiver", "sender")
    row = np.nan_to_num(mine.flows.values[int(np.searchsorted(mine.flows.years, year))])
    tie = float(row[mine.flows.partners.index(partner)]) if partner in mine.flows.partners else 0.0
    kinds = {who: actor(who).kind for who in everything[far].unique().to_list()}
    regions = [who for who, kind in kinds.items() if kind == "region"]
    rest = everything.filter(
        ~pl.col(far).is_in([state, partner, *regions])
        & (pl.col(near) != state)
        & (pl.col("sender") != pl.col("receiver"))
    )
    elsewhere = float(rest["value"].sum())
    order = sorted(
        ((value, who) for value, who in zip(row, mine.flows.partners, strict=True) if who != partner and value > 0),
        key=lambda item: (-item[0], item[1]),
    )
    total = float(row.sum())
    return Replacement(
        mine.spec.name,
        mine.source,
        year,
        tie,
        elsewhere,
        tie / elsewhere if elsewhere > 0 else float("nan"),
        len(order),
        order[0][1] if order else "",
        float(order[0][0]) / total if order and total else 0.0,
    )


def weights_of(channels: Sequence[str], given: Mapping[str, float]) -> dict[str, float]:
    """Return weights that sum to 1: equal ones, or those given for the channels named (others then count nothing).

    Raises
    ------
    InvalidOption
        For a channel that is not there, or weights that are negative, not finite or sum to nothing.
    """
    unknown = sorted(set(given) - set(channels))
    if unknown:
        raise InvalidOption(
            f"A weight for {', '.join(unknown)}", f"channels that are covered: {', '.join(channels) or 'none'}"
        )
    raw = {name: float(given.get(name, 0.0)) for name in channels} if given else dict.fromkeys(channels, 1.0)
    if any(not np.isfinite(w) or w < 0 for w in raw.values()) or not sum(raw.values()) > 0:
        raise InvalidOption(
            f"Weights {', '.join(f'{k}={v:g}' for k, v in raw.items()) or '(none)'}",
            "finite weights of at least 0 with a positive sum",
            "for example --weights trade=2,energy=1",
        )
    whole = sum(raw.values())
    return {name: value / whole for name, value in raw.items()}


@dataclass(frozen=True, slots=True)
class Dependence:
    """The answer of ``reorient dependence A B``.

    Attributes
    ----------
    first, second
        The two states.
    pairs
        Mutual dependence by variable and source.
    replacements
        What it would take the first to replace the second, and the second the first, in the last year of each pair:
        (who, replacement).
    weights
        Weight of each channel in the influence.
    """

    first: Actor
    second: Actor
    pairs: tuple[Pair, ...]
    replacements: tuple[tuple[str, Replacement], ...]
    weights: dict[str, float]

    def frame(self) -> pl.DataFrame:
        """Return one row for each variable, source and year."""
        rows: list[tuple[Any, ...]] = []
        for one in self.pairs:
            spec = variable(one.name)
            for place, year in enumerate(one.years):
                values = (one.first, one.second, one.asymmetry, one.bandwidth)
                numbers = [None if not np.isfinite(v[place]) else float(v[place]) for v in values]
                if numbers[0] is None and numbers[1] is None:
                    continue
                rows.append((one.name, spec.channel, one.source, year, *numbers, one.status[place]))
        return pl.DataFrame(rows, schema=COLUMNS, orient="row")

    def ranges(self) -> pl.DataFrame:
        """Return, per variable and year, the lowest and highest asymmetry that the sources give."""
        rows = self.frame().filter(pl.col("asymmetry").is_not_null())
        return (
            rows.group_by("variable", "year")
            .agg(
                pl.col("asymmetry").min().alias("low"),
                pl.col("asymmetry").max().alias("high"),
                pl.len().alias("sources"),
            )
            .sort("variable", "year")
        )

    def influence(self) -> pl.DataFrame:
        """Return the influence of each over the other by year, from the source with most years in each variable.

        Within a channel variables count alike; a year has a value only if every channel with weight has one.
        """
        best: dict[str, Pair] = {}
        for one in self.pairs:
            if one.name not in best or len(one.years) > len(best[one.name].years):
                best[one.name] = one
        by_channel: dict[str, list[Pair]] = {}
        for one in best.values():
            by_channel.setdefault(variable(one.name).channel, []).append(one)
        needed = [channel for channel, weight in self.weights.items() if weight > 0]
        years = sorted({year for one in best.values() for year in one.years})
        rows = []
        for year in years:
            parts = {channel: _channel_influence(by_channel.get(channel, []), year) for channel in needed}
            if all(part is not None for part in parts.values()):
                over_first = sum(self.weights[c] * part[0] for c, part in parts.items() if part)
                over_second = sum(self.weights[c] * part[1] for c, part in parts.items() if part)
                rows.append((year, over_first, over_second))
        schema = {"year": pl.Int64(), f"over_{self.first.id}": pl.Float64(), f"over_{self.second.id}": pl.Float64()}
        return pl.DataFrame(rows, schema=schema, orient="row")


COLUMNS = {
    "variable": pl.String(),
    "channel": pl.String(),
    "source": pl.String(),
    "year": pl.Int64(),
    "first_on_second": pl.Float64(),
    "second_on_first": pl.Float64(),
    "asymmetry": pl.Float64(),
    "bandwidth": pl.Float64(),
    "status": pl.String(),
}


def _channel_influence(pairs: Sequence[Pair], year: int) -> tuple[float, float] | None:
    found = []
    for one in pairs:
        if year in one.years:
            place = one.years.index(year)
            wide, mine, theirs = one.bandwidth[place], one.first[place], one.second[place]
            if np.isfinite([wide, mine, theirs]).all():
                found.append((wide * mine, wide * theirs))
    if not found:
        return None
    return float(np.mean([f[0] for f in found])), float(np.mean([f[1] for f in found]))


def dependence(
    record: Record,
    first_state: Actor,
    second_state: Actor,
    *,
    names: Sequence[str] = (),
    first: int | None = None,
    last: int | None = None,
    weights: Mapping[str, float] | None = None,
) -> Dependence:
    """Return how much two states depend on each other in every variable and source that covers both.

    Raises
    ------
    MeasureError
        If the two are one, or nothing in the record covers both.
    InvalidOption
        For a variable without shares, or weights that cannot be used.
    """
    if first_state.id == second_state.id:
        raise MeasureError(f"{first_state.name} and itself", "two states")
    wrong = [name for name in names if name in variables() and name not in share_variables()]
    if wrong:
        raise InvalidOption(f"Dependence in {', '.join(wrong)}", f"one of {', '.join(share_variables())}")
    pairs: list[Pair] = []
    replaced: list[tuple[str, Replacement]] = []
    for name in names or SEEN_FROM:
        mine = {one.source: one for one in covering(record, first_state.id, name, first=first, last=last)}
        end = other_end(name)
        theirs = {one.source: one for one in covering(record, second_state.id, end, first=first, last=last)}
        for source in mine:
            if source in theirs:
                told = pair(mine[source], theirs[source], first=first_state.id, second=second_state.id)
                if told is not None and np.isfinite(told.first).any():
                    pairs.append(told)
        replaced.extend(_replacements(record, mine, first_state.id, second_state.id))
        replaced.extend(_replacements(record, theirs, second_state.id, first_state.id))
    if not pairs:
        raise MeasureError(
            f"No source in the record covers both {first_state.name} and {second_state.name} in the period",
            "two states, variables and years that one source covers",
            "see `reorient data coverage`, or add a source with `reorient data add`",
        )
    channels = list(dict.fromkeys(variable(one.name).channel for one in pairs))
    return Dependence(first_state, second_state, tuple(pairs), tuple(replaced), weights_of(channels, weights or {}))


def _replacements(
    record: Record, readings: Mapping[str, Reading], state: str, partner: str
) -> list[tuple[str, Replacement]]:
    """Return the replacement of `partner` in the largest source, if that source tells of everybody's ties."""
    for source, one in readings.items():
        covered = {row.actor for row in record.coverage(one.spec.stored, source)}
        whole = "*" in covered or len(covered) > WORLD
        totals = np.nan_to_num(one.flows.values).sum(axis=1)
        there = one.flows.years[totals > 0]
        if whole and len(there):
            year = int(there[-1])
            everything = record.ties(one.spec.name, source=source, first=year, last=year)
            return [(state, replacement(everything, one, state=state, partner=partner, year=year))]
    return []


@dataclass(frozen=True, slots=True)
class Leaning:
    """The answer of ``reorient dependence A --toward GROUP``: who of the group depends how much on whom.

    Attributes
    ----------
    state, group
        Who, and toward whom.
    rows
        Variable, source, year, member, dependence of the state on the member, of the member on the state, asymmetry.
    """

    state: Actor
    group: Group
    rows: pl.DataFrame


def leaning(
    record: Record,
    state: Actor,
    group: Group,
    *,
    names: Sequence[str] = (),
    first: int | None = None,
    last: int | None = None,
) -> Leaning:
    """Return mutual dependence with every member of a group, in the source with most rows of each variable.

    Raises
    ------
    MeasureError
        If nothing in the record covers the state and any member.
    """
    from datetime import date

    parts = []
    for name in names or ("exports", "imports"):
        readings = covering(record, state.id, name, first=first, last=last)
        if not readings:
            continue
        mine = readings[0]
        years = mine.flows.years
        members = members_over(group, date(int(years[0]), 1, 1), date(int(years[-1]), 12, 31))
        for member in members:
            told_by = covering(record, member, other_end(name), first=first, last=last)
            theirs = next((one for one in told_by if one.source == mine.source), None)
            told = pair(mine, theirs, first=state.id, second=member) if theirs and member != state.id else None
            if told is not None:
                parts.append(_leaning_rows(told, member))
    if not parts:
        raise MeasureError(
            f"No source in the record covers both {state.name} and a member of {group.name!r} in the period",
            "a group with covered members",
            "see `reorient data coverage`",
        )
    return Leaning(state, group, pl.concat(parts).sort("variable", "year", "member"))


def _leaning_rows(told: Pair, member: str) -> pl.DataFrame:
    frame = pl.DataFrame(
        {
            "variable": [told.name] * len(told.years),
            "source": [told.source] * len(told.years),
            "year": list(told.years),
            "member": [member] * len(told.years),
            "on_member": told.first,
            "of_member": told.second,
            "asymmetry": told.asymmetry,
        }
    )
    return frame.with_columns(pl.col("on_member", "of_member", "asymmetry").fill_nan(None)).filter(
        pl.col("on_member").is_not_null()
    )
