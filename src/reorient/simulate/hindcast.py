"""Hindcasts: a past shock foretold from the year before it, and scored against what happened.

`foretell` reads nothing of the record after the year before the shock; `outcome` reads what came; `hindcasts` puts
them beside each other. Shares are over the partners in the economy of the year before the shock. Forecasts:

| forecast | shares |
| --- | --- |
| none | as before |
| trend | before, times the gravity trend of the years before (`hindcast_scores.gravity_trend`) |
| model | before, times the factors of the scenario's equilibrium on each tie |
| trend + model | before, times both |
| sizes | before, times the partners' growth as it came: what each traded with everybody but the state |
| sizes + model | before, times both |

The last two know something of the outcome and are no forecasts; they set the shock apart from the growth of partners.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isnan

import numpy as np
import polars as pl

from reorient.actors import members
from reorient.actors.groups import toward
from reorient.errors import NotCovered, ScenarioError, few
from reorient.record.store import Record
from reorient.simulate.counterfactual import access
from reorient.simulate.economy import FUELS, SECTORS, Economy, economy
from reorient.simulate.elasticity import Elasticities, known_elasticities
from reorient.simulate.hindcast_file import Flow, Hindcast, hindcast, shipped
from reorient.simulate.hindcast_scores import Bools, Floats, Score, forecast, gravity_trend, score, shares
from reorient.simulate.scenario import Change
from reorient.simulate.sectors import SectorEquilibrium, sectors

#: Years before the shock whose trend is carried on, and how it is damped: fixed beforehand, for all hindcasts alike.
SPAN, DAMPING = 6, 0.8
#: Gap of wages in logs. Among 200 economies, some a hundred-thousandth of the largest, rounding leaves a few 1e-12,
#: above what `sectors` asks for by itself; scores are printed to 0.01 points, that is 1e-4.
TOLERANCE = 1e-9
ENDS = ("sender", "receiver")
FORECASTS = ("none", "trend", "model", "trend + model", "sizes", "sizes + model")


@dataclass(frozen=True, slots=True)
class Foretold:
    """What is said of one state's flow before the shock.

    Attributes
    ----------
    hindcast
        What was asked.
    state, flow
        Whose, and which.
    partners
        n ids, in the order of every array.
    inside
        n, who is in the group.
    flows
        n dollars in the year before the shock.
    sizes
        n dollars, what each partner traded at that end with everybody but the state in that year.
    model
        n factors of the equilibrium.
    trend
        n factors by outcome year, in the order of the hindcast's outcomes.
    """

    hindcast: Hindcast
    state: str
    flow: Flow
    partners: tuple[str, ...]
    inside: Bools
    flows: Floats
    sizes: Floats
    model: Floats
    trend: tuple[Floats, ...]


def foretell(record: Record, one: Hindcast) -> list[Foretold]:
    """Foretell every state's flows of a hindcast from the year before the shock and the years before that.

    Raises
    ------
    ScenarioError
        If the shock's size is an estimate that is not made yet, or a state or the group is not in the economy.
    NotCovered
        If the record holds no flow of a state in the year before the shock.
    BaselineError, NoEquilibrium, NotConverged
        As the model raises.
    """
    if one.size.kind == "estimate" and isnan(one.size.log_effect):
        raise ScenarioError(
            f"{one.name}: the size is not estimated yet, or by another recipe",
            "a row of hindcasts/sizes.csv with this recipe",
            "run `python docs/make_hindcasts.py --originals FOLDER`, or hand a size in with `sized`",
        )
    start = economy(record, one.year, trade=one.trade)
    actors = start.baseline.actors
    missing = [who for who in one.states if who not in actors]
    if missing:
        raise ScenarioError(
            f"{one.name}: {few(missing)} not in the economy of {one.year}", "states with trade and GDP in the record"
        )
    found = shocked(start, one)
    before, after = found.baseline.flows, found.flows
    factors = {
        False: _factor(before.sum(axis=0), after.sum(axis=0)),
        True: _factor(before[SECTORS.index("fuels")], after[SECTORS.index("fuels")]),
    }
    group = set(members(toward(one.toward), date(one.members_in, 12, 31)))
    out = []
    for flow in one.flows:
        fuels, selling = flow.startswith("fuel"), flow.endswith("exports")
        tables = _tables(record, one, actors, one.year - SPAN + 1, one.year, fuels=fuels)
        for state in one.states:
            at = actors.index(state)
            others = np.arange(len(actors)) != at
            mine, sizes = zip(*(ends(table, at, selling=selling) for table in tables), strict=True)
            if not mine[-1][others].any():
                raise NotCovered(f"No {flow} of {state} in {one.year}", "a year that the record covers")
            factor = factors[fuels][at] if selling else factors[fuels][:, at]
            trend = [
                gravity_trend(
                    np.stack(mine)[:, others], np.stack(sizes)[:, others], ahead=year - one.year, damping=DAMPING
                )
                for year in one.outcomes
            ]
            partners = tuple(who for who in actors if who != state)
            inside = np.array([who in group for who in partners])
            known = mine[-1][others], sizes[-1][others], factor[others], tuple(trend)
            out.append(Foretold(one, state, flow, partners, inside, *known))
    return out


def shocked(start: Economy, one: Hindcast) -> SectorEquilibrium:
    """Return the equilibrium after the shock, on the economy of the year before it.

    Raises
    ------
    ScenarioError
        If a change touches nobody's trade in the economy.
    NoEquilibrium, NotConverged
        As `sectors` raises.
    """
    actors, changes = start.baseline.actors, list(one.scenario.changes)
    idle = [change for change in changes if not (change.pairs(actors) & (start.baseline.flows.sum(axis=0) > 0)).any()]
    if idle:
        words = f"{idle[0].words[0]} to {idle[0].words[1]}"
        raise ScenarioError(f"{one.name}: no trade from {words} in {one.year}", "a change of trade that there was")
    if one.size.kind == "part":
        changes = [part for change in changes for part in parts(change, start, one)]
    known = known_elasticities()
    theta = np.array([known[name][0] for name in SECTORS])
    told = Elasticities(SECTORS, theta, "; ".join(f"{name}: {known[name][2]}" for name in SECTORS))
    tariffs = np.zeros((len(SECTORS), len(actors), len(actors)))
    for change in changes:
        if change.kind == "tariff":
            spots = [spot for spot, name in enumerate(SECTORS) if not change.sectors or name in change.sectors]
            for spot in spots:
                tariffs[spot][change.pairs(actors)] += change.figures["points"] / 100
    return sectors(
        start.baseline,
        closure=one.scenario.closure,
        elasticities=told,
        tariffs=tariffs,
        access=access(changes, actors, theta),
        tolerance=TOLERANCE,
    )


def parts(change: Change, start: Economy, one: Hindcast) -> list[Change]:
    """Return a change as one for each pair: the part of the fuels named, of all that the pair traded, stops."""
    actors = start.baseline.actors
    stops = sum(start.fuels[FUELS.index(name)] for name in one.size.fuels)
    every = start.fuels.sum(axis=0)
    found = []
    for i, j in np.argwhere(change.pairs(actors) & (every > 0)):
        left = 1.0 - float(np.asarray(stops)[i, j] / every[i, j])
        if left >= 1.0:
            continue
        # What is left of a sum that stops altogether is rounding.
        gone = left < 1e-9
        found.append(
            replace(
                change,
                kind="embargo" if gone else "agreement",
                sellers=(actors[i],),
                buyers=(actors[j],),
                both_ways=False,
                sectors=("fuels",),
                figures={} if gone else {"log_effect": float(np.log(left))},
            )
        )
    if not found:
        raise ScenarioError(
            f"{one.name}: none of {few(one.size.fuels)} is traded from {change.words[0]} to {change.words[1]}",
            f"fuels in the record in {one.year}",
        )
    return found


def outcome(record: Record, told: Foretold, year: int) -> Floats:
    """Return dollars of `year` among the partners and the state of a forecast, n+1 x n+1, in the order of their ids.

    Raises
    ------
    NotCovered
        If the record holds nothing of that year.
    """
    actors = sorted((*told.partners, told.state))
    (table,) = _tables(record, told.hindcast, actors, year, year, fuels=told.flow.startswith("fuel"))
    return table


def happened(table: Floats, told: Foretold) -> tuple[Floats, Floats]:
    """Return the shares that came, n, and the partners' growth since the year before the shock, n factors.

    Parameters
    ----------
    table
        As `outcome` returns it.
    told
        The forecast.

    Raises
    ------
    NotCovered
        If there is no such flow of the state.
    """
    at = sorted((*told.partners, told.state)).index(told.state)
    others = np.arange(len(table)) != at
    mine, sizes = (one[others] for one in ends(table, at, selling=told.flow.endswith("exports")))
    if not mine.any():
        raise NotCovered(f"No {told.flow} of {told.state} in the outcome", "a year that the record covers")
    grown = np.divide(sizes, told.sizes, out=np.ones_like(sizes), where=(told.sizes > 0) & (sizes > 0))
    return shares(mine), grown


def scored(table: Floats, told: Foretold, year: int) -> dict[str, Score]:
    """Return the score of every forecast in an outcome year, by the names of `FORECASTS`.

    Parameters
    ----------
    table
        As `outcome` returns it for `year`.
    told
        The forecasts.
    year
        One of the hindcast's outcomes.
    """
    after, grown = happened(table, told)
    trend = told.trend[told.hindcast.outcomes.index(year)]
    factors: dict[str, tuple[Floats, ...]] = {
        "none": (),
        "trend": (trend,),
        "model": (told.model,),
        "trend + model": (trend, told.model),
        "sizes": (grown,),
        "sizes + model": (grown, told.model),
    }
    before = shares(told.flows)
    return {name: score(before, forecast(told.flows, *factors[name]), after, told.inside) for name in FORECASTS}


def hindcasts(
    record: Record, names: Sequence[str] = (), *, files: Sequence[Hindcast] = (), every_outcome: bool = True
) -> pl.DataFrame:
    """Return the table of hindcasts: one row for each shock, state, flow and outcome year.

    Parameters
    ----------
    record
        The starter record, or one with the sources that a hindcast names.
    names
        Shipped hindcasts or files; all that the starter record can do if neither names nor
        files are given.
    files
        Hindcasts already read.
    every_outcome
        Every outcome year, or the first of each alone.

    Returns
    -------
    polars.DataFrame
        ``hindcast, shock`` (one for variants of it), ``title, state, flow, toward, year, outcome, main`` (the first
        outcome), ``partners``, ``size``, ``log_effect``, ``share`` toward the group before in percent, ``happened`` and
        ``model`` its change in points as it came and as the model says, the same for ``trend`` and ``sizes``,
        ``sign`` (right, wrong, none), ``rank`` (Spearman's over partners), ``misplaced`` (percent of trade)
        and ``error_...`` of each forecast in points.

    Raises
    ------
    ScenarioError, NotCovered, BaselineError, NoEquilibrium, NotConverged
        As `foretell` and `happened` raise.
    """
    asked = [*map(hindcast, names), *files]
    if not asked:
        asked = [one for one in map(hindcast, shipped()) if not one.originals]
    rows = []
    for one in asked:
        tables: dict[tuple[bool, int], Floats] = {}
        for told in foretell(record, one):
            for year in one.outcomes if every_outcome else one.outcomes[:1]:
                key = told.flow.startswith("fuel"), year
                if key not in tables:
                    tables[key] = outcome(record, told, year)
                rows.append(_row(told, year, scored(tables[key], told, year)))
    return pl.DataFrame(rows, infer_schema_length=None)


def _row(told: Foretold, year: int, scores: dict[str, Score]) -> dict[str, object]:
    one, model = told.hindcast, scores["model"]
    errors = {"error_" + name.replace(" + ", "_and_"): value.error for name, value in scores.items()}
    return {
        "hindcast": one.name,
        "shock": one.shock,
        "title": one.scenario.title,
        "state": told.state,
        "flow": told.flow,
        "toward": one.toward,
        "year": one.year,
        "outcome": year,
        "main": year == one.outcomes[0],
        "partners": len(told.partners),
        "size": one.size.kind,
        "log_effect": None if isnan(one.size.log_effect) else one.size.log_effect,
        "share": 100 * float(shares(told.flows)[told.inside].sum()),
        "happened": model.happened,
        "model": model.forecast,
        "trend": scores["trend"].forecast,
        "sizes": scores["sizes"].forecast,
        "sign": {1: "right", -1: "wrong", 0: "none"}[model.sign],
        "rank": None if isnan(model.rank) else model.rank,
        "misplaced": model.misplaced,
        **errors,
    }


def ends(table: Floats, at: int, *, selling: bool) -> tuple[Floats, Floats]:
    """Return a state's flows with each actor, n, and each actor's with everybody but the state at the same end, n.

    Parameters
    ----------
    table
        n x n, row = seller; the diagonal is not read.
    at
        The state's place.
    selling
        The state's exports (and what others buy), or its imports (and what others sell).
    """
    flows = np.array(table if selling else table.T, dtype=np.float64)
    np.fill_diagonal(flows, 0.0)
    mine = flows[at].copy()
    return mine, np.asarray(flows.sum(axis=0) - mine)


def _factor(before: Floats, after: Floats) -> Floats:
    return np.divide(after, before, out=np.ones_like(after), where=before > 0)


def _tables(
    record: Record, one: Hindcast, actors: Sequence[str], first: int, last: int, *, fuels: bool
) -> list[Floats]:
    """Return a table of dollars for each year in which the source tells of anything, n x n, oldest first."""
    names = FUELS if fuels else ("exports",)
    place = {who: number for number, who in enumerate(actors)}
    found: dict[int, Floats] = {}
    for name in names:
        source = fuel_source(record, name, one.year) if fuels else one.trade
        ties = record.ties(name, first=first, last=last, source=source)
        years, values = ties["period"].dt.year().to_numpy(), ties["value"].to_numpy()
        i, j = (
            ties[end].replace_strict(place, default=-1, return_dtype=pl.Int64).to_numpy()
            for end in ("sender", "receiver")
        )
        for year in np.unique(years):
            chosen = (years == year) & (i >= 0) & (j >= 0)
            table = found.setdefault(int(year), np.zeros((len(actors), len(actors))))
            np.add.at(table, (i[chosen], j[chosen]), values[chosen])
    if last not in found:
        raise NotCovered(
            f"{one.name}: nothing of {few(names)} in {last}",
            "a year that the source covers",
            "see `reorient data list`",
        )
    return [found[year] for year in sorted(found)]


def fuel_source(record: Record, name: str, year: int) -> str:
    """Return the source of dollars of a fuel: the one with most ties up to `year`, so that sources are never mixed."""
    counts = record.ties(name, last=year)["source"].value_counts().sort(["count", "source"], descending=[True, False])
    if not len(counts):
        raise NotCovered(f"The record has no {name} up to {year}", "dollars of the fuel")
    return str(counts["source"][0])
