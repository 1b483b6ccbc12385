"""Hindcasts: a past shock is simulated from the year before it, and the prediction is held against what happened.

Everything is frozen at the year of the economy; the size of the shock comes from data before it, from the decision
itself, or from an estimate that the file names. What is scored are changes of the state's shares over its partners, in
percentage points, from the year of the economy to each year of outcome, in exports and in imports:

=========== =====================================================================================================
model       simulated share less observed share in the year of the economy
no change   0
trend       the share that partners would have if each one's market had gone on to grow as in the three years before:
            s_j (M_j,0 / M_j,-3)^(t/3), scaled to sum to one (M_j: all trade of the partner at its end of the flow); a
            gravity model with unit elasticity to the partner's size and everything else frozen
both        the trend, moved by the factors of the model
=========== =====================================================================================================
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reorient.actors import Actor, Group, members_over, toward
from reorient.actors.states import actor
from reorient.errors import MeasureError, ScenarioError
from reorient.record.store import Record
from reorient.simulate.accounts import Floats
from reorient.simulate.counterfactual import Counterfactual, simulate
from reorient.simulate.economy import FUELS, SECTORS
from reorient.simulate.scenario import Scenario, parsed

SHIPPED = "hindcasts"
#: Years before the shock over which a partner's market is seen to grow.
SPAN = 3
DRAWS = 2_000
WAYS = ("model", "no change", "trend", "both")
FLOWS = ("goods exports", "goods imports", "fuels exports", "fuels imports")


@dataclass(frozen=True, slots=True)
class Hindcast:
    """A past shock with the years in which it is judged.

    Attributes
    ----------
    scenario
        The shock, from the economy of the year before it.
    outcome
        Years that predictions are held against.
    flows
        What is judged: some of `FLOWS`.
    """

    scenario: Scenario
    outcome: tuple[int, ...]
    flows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How one prediction of changes of shares fared, n partners.

    Attributes
    ----------
    error
        Mean absolute error over partners, percentage points.
    skill
        1 - error / error of no change: above 0 better than no change, 1 exact.
    low, high
        90 percent interval of the skill, partners drawn again with replacement.
    rank
        Spearman's correlation of predicted and observed changes; NaN where all predictions are alike.
    """

    error: float
    skill: float
    low: float
    high: float
    rank: float


def shipped_hindcasts() -> tuple[str, ...]:
    """Return the names of the hindcasts in the package."""
    folder = files("reorient.simulate").joinpath(SHIPPED)
    return tuple(sorted(one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml")))


def hindcast(name: str) -> Hindcast:
    """Return a hindcast of the package by its name.

    Raises
    ------
    ScenarioError
        If there is none, or its file is no hindcast.
    """
    if name not in shipped_hindcasts():
        raise ScenarioError(f"No hindcast {name!r}", "one of " + ", ".join(shipped_hindcasts()))
    return parsed_hindcast(
        files("reorient.simulate").joinpath(SHIPPED, f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml"
    )


def parsed_hindcast(text: str, file: str) -> Hindcast:
    """Return the hindcast of a TOML text: a scenario with a table ``[hindcast]`` of ``outcome`` and ``flows``.

    Raises
    ------
    ScenarioError
        If it is no scenario, has no such table, is judged before its shock, or is about nobody.
    """
    try:
        table = tomllib.loads(text).get("hindcast")
    except tomllib.TOMLDecodeError as problem:
        raise ScenarioError(f"{file} is no TOML ({problem})", "a scenario with a table [hindcast]") from problem
    if not isinstance(table, dict) or set(table) != {"outcome", "flows"}:
        raise ScenarioError(f"{file}: [hindcast] is {table!r}", f"outcome = [years] and flows = some of {FLOWS}")
    found = parsed(_without_table(text), file)
    outcome, flows = table["outcome"], table["flows"]
    if not isinstance(outcome, list) or not outcome or not all(isinstance(one, int) for one in outcome):
        raise ScenarioError(f"{file}: outcome = {outcome!r}", "a list of years")
    if min(outcome) <= found.year:
        raise ScenarioError(f"{file}: an outcome in {min(outcome)}", f"years after the economy of {found.year}")
    if not isinstance(flows, list) or not flows or set(flows) - set(FLOWS):
        raise ScenarioError(f"{file}: flows = {flows!r}", "some of " + ", ".join(FLOWS))
    if not found.about or not found.toward:
        raise ScenarioError(f"{file} is about nobody, or toward nobody", "about and toward")
    return Hindcast(found, tuple(outcome), tuple(flows))


def _without_table(text: str) -> str:
    """Return the text without the lines of ``[hindcast]``."""
    kept, inside = [], False
    for line in text.splitlines():
        if line.startswith("["):
            inside = line.strip() == "[hindcast]"
        if not inside:
            kept.append(line)
    return "\n".join(kept)


# -- pure numbers ----------------------------------------------------------------------------------------------


def shares(values: Floats) -> Floats:
    """Return values over their sum.

    Raises
    ------
    MeasureError
        If the sum is not above zero.
    """
    whole = float(values.sum())
    if not whole > 0:
        raise MeasureError("No flow to make shares of", "a sum above zero")
    return np.asarray(values / whole)


def trend(now: Floats, market_now: Floats, market_before: Floats, *, years: int, span: int = SPAN) -> Floats:
    """Return the shares if every partner's market went on to grow as it did over `span` years.

    Parameters
    ----------
    now
        n shares now.
    market_now, market_before
        n sizes of the partners' markets, now and `span` years before; a partner without either keeps its size.
    years
        How far ahead.
    span
        Years between the two sizes.
    """
    known = (market_now > 0) & (market_before > 0)
    growth = np.ones_like(now)
    growth[known] = (market_now[known] / market_before[known]) ** (years / span)
    return shares(now * growth)


def scored(predicted: Floats, observed: Floats, *, draws: int = DRAWS, seed: int = 1) -> Score:
    """Return how predicted changes of shares fared against observed ones.

    Parameters
    ----------
    predicted, observed
        n changes, in shares.
    draws, seed
        Of the interval.

    Raises
    ------
    MeasureError
        If lengths differ, or fewer than two partners are there.
    """
    if predicted.shape != observed.shape or predicted.ndim != 1 or len(predicted) < 2:
        raise MeasureError(
            f"{predicted.shape} predictions of {observed.shape} changes", "two partners or more, in line"
        )
    missed, moved = np.abs(observed - predicted), np.abs(observed)
    whole = float(moved.mean())
    skill = 1 - float(missed.mean()) / whole if whole > 0 else np.nan
    chosen = np.random.default_rng(seed).integers(0, len(moved), (draws, len(moved)))
    sums = moved[chosen].sum(axis=1)
    fine = sums > 0
    drawn = 1 - missed[chosen].sum(axis=1)[fine] / sums[fine]
    low, high = np.quantile(drawn, (0.05, 0.95)) if fine.any() else (np.nan, np.nan)
    return Score(100 * float(missed.mean()), skill, float(low), float(high), _rank(predicted, observed))


def _rank(first: Floats, second: Floats) -> float:
    from scipy.stats import spearmanr

    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return float("nan")
    return float(spearmanr(first, second).statistic)


# -- with the record -------------------------------------------------------------------------------------------

COLUMNS = {
    "hindcast": pl.String(),
    "flow": pl.String(),
    "end": pl.String(),
    "from": pl.Int32(),
    "to": pl.Int32(),
    "way": pl.String(),
    "partners": pl.Int32(),
    "share_before": pl.Float64(),
    "share_after": pl.Float64(),
    "share_predicted": pl.Float64(),
    "error": pl.Float64(),
    "skill": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "rank": pl.Float64(),
}


def hindcasts(record: Record, names: Sequence[str] = ()) -> pl.DataFrame:
    """Return the scores of hindcasts, one row for each flow, end, year of outcome and way of predicting.

    Parameters
    ----------
    record
        Where the economies and what happened are.
    names
        Hindcasts of the package; all if empty.

    Returns
    -------
    polars.DataFrame
        The share of the group before, after and as predicted, in percent; mean absolute ``error`` over partners in
        percentage points; ``skill`` with its interval; ``rank`` correlation.

    Raises
    ------
    ScenarioError, BaselineError, NotConverged
        As simulations raise.
    """
    rows = [row for name in names or shipped_hindcasts() for row in _rows(record, hindcast(name))]
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def _rows(record: Record, one: Hindcast) -> list[tuple[object, ...]]:
    found = simulate(record, [one.scenario])
    who, group = actor(one.scenario.about), toward(one.scenario.toward)
    rows: list[tuple[object, ...]] = []
    for name in one.flows:
        flow, end = name.split()
        for year in one.outcome:
            rows.extend(_judged(record, one, found, (who, group), (flow, end), year))
    return rows


def _judged(
    record: Record,
    one: Hindcast,
    found: Counterfactual,
    asked: tuple[Actor, Group],
    what: tuple[str, str],
    year: int,
) -> list[tuple[object, ...]]:
    """Return the rows of one flow, end and year; none where the record does not hold what happened."""
    who, group = asked
    start, axis = one.scenario.year, found.economy.baseline.actors
    me = axis.index(who.id)
    others = np.arange(len(axis)) != me
    sources = (found.economy.sources["trade"], found.economy.sources.get("fuels", ""))
    observed = {at: flow_matrix(record, what[0], at, axis, sources) for at in (start - SPAN, start, year)}
    if any(not table.any() for table in observed.values()):
        return []
    lines = {at: (table[me] if what[1] == "exports" else table[:, me])[others] for at, table in observed.items()}
    if not (lines[start].sum() > 0 and lines[year].sum() > 0):
        return []
    markets = {at: table.sum(axis=0 if what[1] == "exports" else 1)[others] for at, table in observed.items()}
    spots = [SECTORS.index("fuels")] if what[0] == "fuels" else list(range(len(SECTORS)))
    simulated, base = (
        (table[spots].sum(axis=0)[me] if what[1] == "exports" else table[spots].sum(axis=0)[:, me])[others]
        for table in (found.equilibrium.flows, found.economy.baseline.flows)
    )
    now, then = shares(lines[start]), shares(lines[year])
    factor = np.divide(simulated, base, out=np.ones_like(base), where=base > 0)
    drift = trend(now, markets[start], markets[start - SPAN], years=year - start)
    predicted = {"model": shares(now * factor), "no change": now, "trend": drift, "both": shares(drift * factor)}
    there = np.isin([name for name in axis if name != who.id], _inside(group, start, year))
    mine = (now > 0) | (then > 0)
    rows: list[tuple[object, ...]] = []
    for way in WAYS:
        score = scored((predicted[way] - now)[mine], (then - now)[mine])
        numbers = [100 * float(line[there].sum()) for line in (now, then, predicted[way])]
        rank = None if np.isnan(score.rank) else score.rank
        rows.append(
            (
                one.scenario.name,
                *what,
                start,
                year,
                way,
                int(mine.sum()),
                *numbers,
                score.error,
                score.skill,
                score.low,
                score.high,
                rank,
            )
        )
    return rows


def _inside(group: Group, first: int, last: int) -> list[str]:
    from datetime import date

    return sorted(members_over(group, date(first, 12, 31), date(last, 12, 31)))


def flow_matrix(record: Record, flow: str, year: int, axis: Sequence[str], sources: tuple[str, str]) -> Floats:
    """Return observed flows of a year between actors, n x n dollars: all goods, or fuels."""
    place: dict[str, int] = {who: number for number, who in enumerate(axis)}
    table = np.zeros((len(axis), len(axis)))
    names = FUELS if flow == "fuels" else ("exports",)
    source = sources[1] if flow == "fuels" else sources[0]
    for name in names:
        ties = record.ties(name, first=year, last=year, source=source, columns=("sender", "receiver", "value"))
        at: list[NDArray[np.int64]] = []
        inside = ties.filter(pl.col("sender").is_in(list(axis)) & pl.col("receiver").is_in(list(axis)))
        for end in ("sender", "receiver"):
            at.append(np.array([place[who] for who in inside[end].to_list()], dtype=np.int64))
        np.add.at(table, (at[0], at[1]), inside["value"].to_numpy())
    np.fill_diagonal(table, 0.0)
    return table
