"""Every state, every group, every variable: which turns are the largest, fastest, latest, most lopsided.

All series of a variable are searched at once with the statistic of `turn_search`; its p-values are corrected over the
whole family of series that can be tested (Benjamini & Hochberg 1995), those that never move by the size that matters
counting with p = 1, which errs on the side of caution. What survives is fitted in full (`turns`), and only what the
full model calls a turn is listed: outliers that come back and straight drifts fall out there. See ``docs/scan.md``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import get_context
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reorient.actors import Actor, Group, actor, group, group_names, members_over
from reorient.errors import InvalidOption, MeasureError
from reorient.measures.comparable import LIMIT, SMALL, living_table, nearest_shares
from reorient.measures.directions import places
from reorient.measures.families import benjamini_hochberg
from reorient.measures.log_ratio import FLOOR, log_ratio
from reorient.measures.orientation import share_variables
from reorient.measures.serial import Floats, Integers
from reorient.measures.shares import ratio
from reorient.measures.turn_search import scan as search
from reorient.measures.turn_shapes import shapes
from reorient.measures.turn_tables import LEVEL, TRIM, p_value
from reorient.measures.turns import FEWEST, MIN_SIZE, Turns, turns
from reorient.record.schema import Variable, variable, variables
from reorient.record.store import Record

Order = Literal["size", "pace", "latest", "lopsided", "p"]
Progress = Callable[[str, int, int], None]
Bools = NDArray[np.bool_]

ORDERS: tuple[Order, ...] = ("size", "pace", "latest", "lopsided", "p")
#: Series searched at once: few enough to stay in the processor's cache.
BLOCK = 32
#: States whose unknown cells are looked at together; bounds the memory.
STATES = 32
#: Fewer full models than this are not worth the start of processes.
PARALLEL = 200
#: A year with less than this part of the best year's total says nothing of a direction: a share of next to nothing.
NEXT_TO_NOTHING = 0.01


@dataclass(frozen=True, slots=True)
class Cube:
    """All ties of one variable in one source.

    Attributes
    ----------
    spec, source
        Variable, and source.
    years
        T calendar years.
    states
        N states at the end that the variable is read from.
    partners
        M partners at the other end.
    values
        T x N x M, NaN where there is no row.
    hidden
        T x N x M, whether a cell without a row may hide a tie.
    """

    spec: Variable
    source: str
    years: Integers
    states: tuple[str, ...]
    partners: tuple[str, ...]
    values: Floats
    hidden: Bools


def cube(record: Record, name: str, source: str, *, states: Sequence[str] = ()) -> Cube | None:
    """Return all yearly ties of a variable in a source; ``None`` if no covered state has any.

    Parameters
    ----------
    record
        Where the ties are.
    name
        A variable with one end (not ``trade``, which adds two).
    source
        Its source.
    states
        Only these; all that the source covers if empty.
    """
    spec = variable(name)
    near, far = ("receiver", "sender") if spec.role == "receiver" else ("sender", "receiver")
    rows = [r for r in record.coverage(spec.stored, source) if r.freq == "Y" and r.absence != "unlisted"]
    covered = {row.actor for row in rows}
    ties = record.ties(name, source=source, columns=("sender", "receiver", "period", "value"))
    ties = ties.filter(pl.col("sender") != pl.col("receiver"))
    kinds = {who: actor(who).kind for who in {*ties[near].unique().to_list(), *ties[far].unique().to_list()}}
    people = [who for who, kind in kinds.items() if kind in ("state", "territory")]
    wanted = [who for who in people if ("*" in covered or who in covered) and (not states or who in states)]
    ties = ties.filter(pl.col(near).is_in(wanted) & ~pl.col(far).is_in([w for w, k in kinds.items() if k == "region"]))
    if not len(ties):
        return None
    year = ties["period"].dt.year().to_numpy().astype(np.int64)
    years = np.arange(year.min(), year.max() + 1)
    own, others = (tuple(ties[end].unique().sort().to_list()) for end in (near, far))
    values = np.full((len(years), len(own), len(others)), np.nan)
    at = (places(ties[end], axis) for end, axis in ((near, own), (far, others)))
    values[(year - years[0], *at)] = ties["value"].to_numpy()
    complete = {row.absence for row in rows} == {"zero"}
    data = Cube(spec, source, years, own, others, values, np.zeros(values.shape, dtype=bool))
    return data if complete else replace(data, hidden=_hidden(record, data))


def _hidden(record: Record, data: Cube) -> Bools:
    """Return which cells without a row may hide a tie: the partner lived, and the source is silent on it elsewhere."""
    years, others = data.years, data.partners
    told = record.told(data.source, "sender" if data.spec.role == "receiver" else "receiver")
    told = told.filter(pl.col("actor").is_in(others) & pl.col("year").is_between(int(years[0]), int(years[-1])))
    at = (told["year"].to_numpy() - years[0], places(told["actor"], others))
    several = np.zeros((len(years), len(others)), dtype=bool)
    several[at] = told["others"].to_numpy() > 1
    sole = np.full(several.shape, -1)
    place = {state: number for number, state in enumerate(data.states)}
    sole[at] = [place.get(one, -2) for one in told["one"].to_list()]
    only_here = sole[:, None, :] == np.arange(len(data.states))[None, :, None]
    elsewhere = several[:, None, :] | ((sole != -1)[:, None, :] & ~only_here)
    elsewhere &= ~(data.values == 0).any(axis=(0, 2))[None, :, None]  # zeros are written down: no row is no zero
    return np.asarray(np.isnan(data.values) & living_table(others, years)[:, None, :] & ~elsewhere)


@dataclass(frozen=True, slots=True)
class Pointed:
    """Shares of every state toward every group.

    Attributes
    ----------
    groups
        G names; groups with the same members among the partners are joined by " = ".
    toward, total
        T x N x G and T x N.
    valid
        T x N x G, whether the year has a share that can be compared.
    lopsided
        N x G, the largest member's part of the group's sum over the last three years with one.
    """

    groups: tuple[str, ...]
    toward: Floats
    total: Floats
    valid: Bools
    lopsided: Floats


def pointed(data: Cube, groups: Sequence[Group]) -> Pointed:
    """Return sums toward each group by fixed membership, and which years can be compared."""
    span = (date(int(data.years[0]), 1, 1), date(int(data.years[-1]), 12, 31))
    sets: dict[tuple[bool, ...], list[str]] = {}
    for one in groups:
        ever = set(members_over(one, *span))
        mask = tuple(partner in ever for partner in data.partners)
        if any(mask) and not all(mask):
            sets.setdefault(mask, []).append(one.name)
    if not sets:
        nothing = np.zeros((*data.values.shape[:2], 0))
        return Pointed((), nothing, np.nansum(data.values, axis=2), nothing.astype(bool), nothing[0])
    member = np.array(list(sets), dtype=np.float64)
    known = np.nan_to_num(data.values)
    total = known.sum(axis=2)
    toward = known @ member.T
    gone, gone_rest = np.zeros(toward.shape), np.zeros(toward.shape)
    for at in range(0, len(data.states), STATES):  # a few states at a time: the arrays are large
        part = slice(at, at + STATES)
        missing = np.where(data.hidden[:, part], nearest_shares(data.values[:, part]), 0.0)
        gone[:, part] = missing @ member.T
        gone_rest[:, part] = missing.sum(axis=2)[:, :, None] - gone[:, part]
    share = np.nan_to_num(ratio(toward, np.broadcast_to(total[:, :, None], toward.shape)))
    best = total.max(axis=0, initial=0.0)
    something = (total > NEXT_TO_NOTHING * best) & (best >= SMALL.get(data.spec.unit, 0.0))
    valid = something[:, :, None] & (gone <= LIMIT * (gone + share) + 1e-12)
    valid &= gone_rest <= LIMIT * (gone_rest + 1 - share) + 1e-12
    last = known[-3:].sum(axis=0)
    largest = np.stack([(last * row).max(axis=1) for row in member], axis=1)
    return Pointed(
        tuple(" = ".join(names) for names in sets.values()), toward, total, valid, ratio(largest, last @ member.T)
    )


@dataclass(frozen=True, slots=True)
class Tested:
    """One series that was tested: where it stands, its p-value, and the groups toward which it is the same."""

    data: Cube
    found: Pointed
    state: int
    group: int
    times: Integers
    values: Floats
    alike: tuple[int, ...]
    p: float


@dataclass(frozen=True, slots=True)
class Scan:
    """The answer of ``reorient scan``.

    Attributes
    ----------
    turns
        One row for each turn that survives, in the order asked for.
    series
        Number of series that were tested: the family.
    survivors
        Number of series whose change survives the correction, before outliers and drifts fall out.
    level
        Expected share of false findings among them, at most.
    """

    turns: pl.DataFrame
    series: int
    survivors: int
    level: float


COLUMNS = {
    "state": pl.String(),
    "group": pl.String(),
    "alike": pl.String(),
    "variable": pl.String(),
    "channel": pl.String(),
    "source": pl.String(),
    "kind": pl.String(),
    "begins": pl.Int64(),
    "begins_low": pl.Int64(),
    "begins_high": pl.Int64(),
    "ends": pl.Int64(),
    "ongoing": pl.Boolean(),
    "size": pl.Float64(),
    "size_low": pl.Float64(),
    "size_high": pl.Float64(),
    "pace": pl.Float64(),
    "share_before": pl.Float64(),
    "share_after": pl.Float64(),
    "lopsided": pl.Float64(),
    "p_value": pl.Float64(),
    "p_adjusted": pl.Float64(),
}


def quiet(what: str, done: int, of: int) -> None:
    """Report nothing."""


def scan(
    record: Record,
    *,
    states: Sequence[Actor] = (),
    groups: Sequence[Group] = (),
    names: Sequence[str] = (),
    sources: Sequence[str] = (),
    order: Order = "size",
    level: float = LEVEL,
    min_size: float = MIN_SIZE,
    workers: int = 1,
    progress: Progress = quiet,
) -> Scan:
    """Return every turn that survives control of the false-discovery rate over the whole family.

    Parameters
    ----------
    record
        Where the ties are.
    states, groups
        Only these; all if empty.
    names
        Variables; all flows of which shares mean something if empty.
    sources
        Only these sources; all if empty.
    order
        ``size``, ``pace`` (per year), ``latest``, ``lopsided`` (largest member's part of the group) or ``p``.
    level
        Largest expected share of false findings.
    min_size
        Change of the log-ratio that matters.
    workers
        Processes for the full models. With more than one, a script that calls this must guard its entry with
        ``if __name__ == "__main__":``, since the processes import it.
    progress
        Called with what was searched, how many variables and sources are done, and of how many.

    Raises
    ------
    InvalidOption
        For an unknown order, a variable without shares or a level out of range.
    MeasureError
        If no series can be tested.
    """
    if order not in ORDERS:
        raise InvalidOption(f"order={order!r}", f"one of {', '.join(ORDERS)}")
    if not 0 < level < 1:
        raise InvalidOption(f"level={level:g}", "above 0 and below 1")
    tested: list[Tested] = []
    still_ones = 0
    asked = tuple(groups) or tuple(sorted((group(name) for name in group_names()), key=lambda one: one.part_of != ""))
    work = [(name, key) for name, key in _sources(record, names) if not sources or key in sources]
    wanted = [one.id for one in states]
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for place, (name, source) in enumerate(work):
            progress(f"{name} [{source}]", place, len(work))
            data = cube(record, name, source, states=wanted)
            if data is not None:
                more, still = _tested(data, pointed(data, asked), pool, min_size=min_size)
                tested.extend(more)
                still_ones += still
    family = len(tested) + still_ones
    if not family:
        raise MeasureError(
            "No series that can be tested",
            f"series of at least {FEWEST} comparable years",
            "see `reorient data coverage`",
        )
    raw = np.concatenate([np.array([one.p for one in tested]), np.ones(still_ones)])
    adjusted = benjamini_hochberg(raw)[: len(tested)]
    kept = [(one, float(p)) for one, p in zip(tested, adjusted, strict=True) if p < level]
    progress("full models", len(work), len(work))
    models = _fitted([one for one, _ in kept], min_size, workers)
    rows = [row for (one, p), told in zip(kept, models, strict=True) for row in _turn_rows(one, told, p, min_size)]
    frame = _ordered(pl.DataFrame(rows, schema=COLUMNS, orient="row"), order)
    return Scan(frame, family, len(kept), level)


def _sources(record: Record, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    flows = [name for name in share_variables() if variables()[name].aggregation == "sum"]
    held = {name: set(record.sources_of(name)) for name in flows}
    wrong = [name for name in names if name not in share_variables()]
    if wrong:
        raise InvalidOption(f"A scan of {', '.join(wrong)}", f"one of {', '.join(share_variables())}")
    for name in names or flows:
        if variables()[name].role != "both":
            for source in record.sources_of(name):
                # The value of a commodity moves with prices: where the source has its volume, that is scanned.
                if names or source not in held.get(variables()[name].companion, ()):
                    yield name, source


def _tested(data: Cube, found: Pointed, pool: ThreadPoolExecutor, *, min_size: float) -> tuple[list[Tested], int]:
    """Return the series that move enough to be searched, with p-values, and the number of all others."""
    total = np.broadcast_to(found.total[:, :, None], found.toward.shape)
    share = np.clip(ratio(found.toward, total), FLOOR, 1 - FLOOR)
    logs = np.log(share) - np.log1p(-share)
    held = np.where(found.valid, logs, np.nan)
    enough = found.valid.sum(axis=0) >= FEWEST
    with np.errstate(invalid="ignore"):
        reach = np.where(enough, np.fmax.reduce(held, axis=0) - np.fmin.reduce(held, axis=0), np.nan)
    testable = enough & (reach > 1e-9)
    moving = testable & (reach >= min_size)
    distinct: dict[tuple[int, bytes, bytes], tuple[int, int, Integers, Floats, list[int]]] = {}
    short = 0
    for state, place in zip(*np.nonzero(moving), strict=True):
        times, values = _thinned(data, found, int(state), int(place), held)
        if times.size < FEWEST:
            short += 1
            continue
        key = (int(state), times.tobytes(), values.round(3).tobytes())
        distinct.setdefault(key, (int(state), int(place), times, values, []))[4].append(int(place))
    batches: dict[bytes, list[tuple[int, int, Integers, Floats, list[int]]]] = {}
    for one in distinct.values():
        batches.setdefault(one[2].tobytes(), []).append(one)
    work = [rows[at : at + BLOCK] for rows in batches.values() for at in range(0, len(rows), BLOCK)]
    answers = list(pool.map(_search, [(rows[0][2], np.array([row[3] for row in rows])) for rows in work]))
    done = [
        Tested(data, found, state, place, times, values, tuple(alike[1:]), p)
        for rows, ps in zip(work, answers, strict=True)
        for (state, place, times, values, alike), p in zip(rows, ps, strict=True)
    ]
    return done, int((testable & ~moving).sum()) + short


def _thinned(data: Cube, found: Pointed, state: int, place: int, held: Floats) -> tuple[Integers, Floats]:
    """Return the log-ratios of one series, long runs at the floor thinned as `log_ratio` does."""
    fine = found.valid[:, state, place]
    times, values = data.years[fine], held[fine, state, place]
    if not np.any(np.abs(values) >= -logs_floor()):
        return times, values
    toward = found.toward[fine, state, place]
    told = log_ratio(toward, np.maximum(found.total[fine, state] - toward, 0.0), times=times)
    return told.times, told.values


def logs_floor() -> float:
    """Return the log-ratio at the floor."""
    return float(np.log(FLOOR / (1 - FLOOR))) + 1e-12


def _search(work: tuple[Integers, Floats]) -> list[float]:
    """Return the p-value of any change in series on one time axis: times (n,) and values (N, n)."""
    times, series = work
    candidates = shapes(times, trim=TRIM)
    found = search(series, times, base=np.ones((times.size, 1)), shapes=candidates)
    return [p_value(float(value), length=times.size, quantity="search") for value in found.statistic]


def _full(work: tuple[Integers, Floats, float]) -> Turns:
    times, values, min_size = work
    return turns(times, values, min_size=min_size)


def _fitted(kept: Sequence[Tested], min_size: float, workers: int) -> list[Turns]:
    """Return the full model of each series, computed by `workers` processes."""
    work = [(one.times, one.values, min_size) for one in kept]
    if workers < 2 or len(work) < PARALLEL:
        return [_full(one) for one in work]
    with ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(_full, work, chunksize=32))


def _turn_rows(one: Tested, told: Turns, p_adjusted: float, min_size: float) -> Iterator[tuple[object, ...]]:
    if told.verdict != "turn":
        return
    spec = one.data.spec
    lopsided = float(one.found.lopsided[one.state, one.group])
    share = 1 / (1 + np.exp(-one.values))
    for turn in told.turns:
        if abs(turn.size) < min_size:
            continue
        begins = int(np.searchsorted(one.times, turn.begins.estimate))
        end = begins if turn.ends is None else int(np.searchsorted(one.times, turn.ends.estimate))
        yield (
            one.data.states[one.state],
            one.found.groups[one.group],
            ", ".join(one.found.groups[place] for place in one.alike),
            spec.name,
            spec.channel,
            one.data.source,
            turn.kind,
            turn.begins.estimate,
            turn.begins.low,
            turn.begins.high,
            None if turn.ends is None else turn.ends.estimate,
            turn.ongoing,
            turn.size,
            turn.low,
            turn.high,
            turn.pace,
            float(share[max(0, begins - 3) : begins].mean()),
            float(share[end : end + 3].mean()),
            lopsided if np.isfinite(lopsided) else None,
            one.p,
            p_adjusted,
        )


def _ordered(frame: pl.DataFrame, order: Order) -> pl.DataFrame:
    key = {
        "size": pl.col("size").abs(),
        "pace": pl.col("pace").abs(),
        "latest": pl.col("begins"),
        "lopsided": pl.col("lopsided").fill_null(-1),
        "p": -pl.col("p_adjusted"),
    }[order]
    tie = ["state", "group", "variable", "source", "begins"]
    return frame.sort([-key, pl.col("size").abs() * -1, *tie])
