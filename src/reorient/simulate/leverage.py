"""Who holds the lever: what losing a partner would cost, both ways, on the economy of a year from the record.

The accounts of `reorient.simulate.economy` are taken as one sector with the elasticity of goods, imbalances in
proportion to income. For each partner two figures come from embargoes solved exactly (`reorient.simulate.partners`) and
two from the matrix of exposures (`reorient.simulate.exposure`): how much one percent of growth there moves income here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from reorient import __version__
from reorient.actors import Group, actor, members
from reorient.errors import NotCovered
from reorient.record.schema import Batch, Coverage, Origin, ties_of
from reorient.record.store import Record
from reorient.simulate.accounts import Floats
from reorient.simulate.elasticity import known_elasticities

CLOSURE = "proportional"
COLUMNS = {
    "partner": pl.String(),
    "name": pl.String(),
    "own_loss": pl.Float64(),
    "their_loss": pl.Float64(),
    "lever": pl.Float64(),
    "to_their_growth": pl.Float64(),
    "of_their_income_to_own_growth": pl.Float64(),
}


@dataclass(frozen=True, slots=True)
class Leverage:
    """What losing each of some partners would cost an actor and the partner.

    Attributes
    ----------
    actor, year
        Whose levers, and the year of the economy.
    rows
        ``partner``, ``name``; ``own_loss``, ``their_loss``: percent of real income lost when the two stop trading
        (below zero a gain); ``lever``: ln(their loss / own loss), above zero the actor holds it, null where one of
        them does not lose; ``to_their_growth``: percent of the actor's real income for one percent of growth of the
        partner;
        ``of_their_income_to_own_growth``: the same the other way round. The largest loss first.
    theta, source
        Trade elasticity and where it comes from.
    told
        The assumptions in words.
    sources
        Keys of the sources of the economy.
    """

    actor: str
    year: int
    rows: pl.DataFrame
    theta: float
    source: str
    told: tuple[str, ...]
    sources: tuple[str, ...]


def last_year(record: Record) -> int:
    """Return the last year that a source of goods exports covers at both ends, with GDP: the year of most actors.

    Raises
    ------
    NotCovered
        If there is none.
    """
    years = []
    for name, roles in (("exports", ("both",)), ("gdp_usd", ("sender", "either", "both"))):
        ends = Counter(row.last.year for row in record.coverage(name) if row.role in roles and row.freq == "Y")
        if not ends:
            raise NotCovered(
                f"No source of {name} in the record covers everybody", "one that does", "see `reorient data coverage`"
            )
        years.append(ends.most_common(1)[0][0])
    return min(years)


def leverage(record: Record, who: str, group: Group | Sequence[str], *, year: int | None = None) -> Leverage:
    """Return the levers between an actor and each of some partners.

    Parameters
    ----------
    record
        Where flows and incomes are.
    who
        Id of an actor.
    group
        Partners: members in the year, or ids.
    year
        The last year with everybody's trade and income if not given.

    Raises
    ------
    NotCovered, BaselineError
        If the record cannot tell the economy of the year, or the actor is not in it.
    """
    when = last_year(record) if year is None else year
    asked = members(group, date(when, 12, 31)) if isinstance(group, Group) else tuple(group)
    held = _held(record, who, [name for name in asked if name != who], when)
    if held is not None:
        return held
    # imported where they are needed: with what the record holds nothing is solved, and the solvers take long to load
    from reorient.simulate.baseline import Baseline
    from reorient.simulate.economy import economy
    from reorient.simulate.exposure import exposure
    from reorient.simulate.partners import cost_of_losing

    start = economy(record, when)
    theta, _, source = known_elasticities()["goods"]
    one = Baseline(start.baseline.actors, start.baseline.flows.sum(axis=0))
    me = one.place(who)
    named = [name for name in asked if name in one.actors and name != who]
    losses = cost_of_losing(one, who, closure=CLOSURE, theta=theta, partners=named)
    open_to = exposure(one, closure=CLOSURE, theta=theta).welfare
    places = [one.place(name) for name in named]
    rows = pl.DataFrame(
        {
            "partner": named,
            "own_loss": losses.own,
            "their_loss": losses.theirs,
            "to_their_growth": open_to[me, places],
            "of_their_income_to_own_growth": open_to[places, me],
        }
    )
    told = (*_assumed(when, theta), *start.told[:2])
    return _leverage(
        who, when, rows, theta, source, told, tuple(sorted(set(start.sources.values()))), asked, one.actors
    )


@dataclass(frozen=True, slots=True)
class Apart:
    """An actor and a group that stop trading with each other, all else free to adjust.

    Attributes
    ----------
    year
        Of the economy.
    own
        Loss of real income of the actor, percent.
    theirs
        Loss of each member, percent, by id.
    told, sources
        The assumptions in words, and the sources of the economy.
    """

    year: int
    own: float
    theirs: dict[str, float]
    told: tuple[str, ...]
    sources: tuple[str, ...]


def apart(record: Record, who: str, group: Group, *, year: int | None = None) -> Apart:
    """Return what it costs if an actor and a whole group stop trading: one equilibrium of one sector.

    Raises
    ------
    NotCovered, BaselineError, NoEquilibrium, NotConverged
        If the record cannot tell the economy of the year, or the model has no answer.
    """
    from reorient.simulate.armington import armington
    from reorient.simulate.baseline import Baseline
    from reorient.simulate.economy import economy

    when = last_year(record) if year is None else year
    start = economy(record, when)
    theta, _, _ = known_elasticities()["goods"]
    one = Baseline(start.baseline.actors, start.baseline.flows.sum(axis=0))
    me = one.place(who)
    there = [name for name in members(group, date(when, 12, 31)) if name in one.actors and name != who]
    places = [one.place(name) for name in there]
    access = np.ones_like(one.flows)
    access[me, places] = access[places, me] = 0.0
    found = armington(one, closure=CLOSURE, theta=theta, access=access).real_income_percent
    return Apart(
        when,
        -float(found[me]),
        {name: -float(found[place]) for name, place in zip(there, places, strict=True)},
        (*_assumed(when, theta), *start.told[:2]),
        tuple(sorted(set(start.sources.values()))),
    )


def _assumed(year: int, theta: float) -> tuple[str, ...]:
    return (f"Goods of {year} as one sector, trade elasticity {theta:g}; imbalances move with income.",)


def _leverage(
    who: str,
    year: int,
    rows: pl.DataFrame,
    theta: float,
    source: str,
    told: tuple[str, ...],
    sources: tuple[str, ...],
    asked: Sequence[str],
    actors: Sequence[str],
) -> Leverage:
    both = (pl.col("own_loss") > 0) & (pl.col("their_loss") > 0)
    lever = (pl.col("their_loss") / pl.col("own_loss")).log()
    full = rows.with_columns(
        pl.Series("name", [actor(name).name for name in rows["partner"]], dtype=pl.String()),
        pl.when(both).then(lever).otherwise(None).alias("lever"),
    ).select(*COLUMNS)
    out = sorted(set(asked) - set(actors) - {who})
    if out:
        told = (*told, f"Without an economy in the record: {', '.join(actor(name).name for name in out)}.")
    ordered = full.sort(["own_loss", "partner"], descending=[True, False])
    return Leverage(who, year, ordered, theta, source, told, sources)


# -- all pairs of a year, in the record ------------------------------------------------------------------------

SCENARIO = "without-partner"
LOSS, GROWTH = "loss_without_partner", "exposure_to_growth"
#: Digits behind the point of percent that are kept: far more than the elasticity leaves sure.
DIGITS = 5


def all_pairs(record: Record, year: int | None = None) -> tuple[Origin, Batch]:
    """Return the losses and exposures of all pairs as ties of the scenario `SCENARIO`; a few minutes of work.

    No row means less than half a unit of the last digit kept.
    """
    from reorient.simulate.baseline import Baseline
    from reorient.simulate.economy import economy
    from reorient.simulate.exposure import exposure
    from reorient.simulate.partners import levers

    when = last_year(record) if year is None else year
    start = economy(record, when)
    theta, _, source = known_elasticities()["goods"]
    one = Baseline(start.baseline.actors, start.baseline.flows.sum(axis=0))
    tables = {
        LOSS: levers(one, closure=CLOSURE, theta=theta).loss,
        GROWTH: exposure(one, closure=CLOSURE, theta=theta).welfare,
    }
    told = " ".join((*_assumed(when, theta), *start.told[:2]))
    sources = sorted(set(start.sources.values()))
    origin = Origin(
        key="simulated_without_partner",
        producer="Reorient",
        title="Simulated: losses without a partner, and exposure to its growth",
        version=__version__,
        year=2026,
        licence="as the sources of the year that it starts from",
        licence_url="",
        redistribute="yes",
        url="",
        citation=f"Reorient, costs of losing partners in {when} by exact hat algebra. "
        f"Simulated from {', '.join(sources)}.",
        note=f"Simulated, not observed. {told} Elasticity: {source}.",
        author="{Reorient}",
    )
    frames = [_ties(name, table.round(DIGITS), one.actors, when, origin.key) for name, table in tables.items()]
    first = date(when, 1, 1)
    coverage = tuple(Coverage(origin.key, name, "*", "both", first, first, "Y", "zero") for name in tables)
    return origin, Batch(pl.concat(frames), coverage)


def _ties(name: str, table: Floats, actors: Sequence[str], year: int, source: str) -> pl.DataFrame:
    there = np.isfinite(table) & (table != 0) & ~np.eye(len(table), dtype=bool)
    rows, columns = np.nonzero(there)
    axis = np.array(actors)
    frame = pl.DataFrame(
        {"sender": axis[rows], "receiver": axis[columns], "value": table[there]},
        schema={"sender": pl.String(), "receiver": pl.String(), "value": pl.Float64()},
    ).with_columns(pl.lit(year).alias("year"))
    return ties_of(frame, variable=name, source=source, status="simulated", scenario=SCENARIO)


def _held(record: Record, who: str, partners: Sequence[str], year: int) -> Leverage | None:
    """Return the levers that the record holds for the year, or ``None``."""
    covered = [row for row in record.coverage(LOSS) if row.first.year <= year <= row.last.year]
    if not covered:
        return None
    key = covered[0].source
    actors = set(record.told(key, "sender", scenario=SCENARIO)["actor"].to_list())
    if who not in actors:
        return None
    named = [name for name in partners if name in actors]
    found = pl.DataFrame({"partner": named}, schema={"partner": pl.String()})
    for name, mine, theirs in ((LOSS, *COLUMN_PAIRS[0]), (GROWTH, *COLUMN_PAIRS[1])):
        ends = {"first": year, "last": year, "scenario": SCENARIO}
        for end, other, column in (("sender", "receiver", mine), ("receiver", "sender", theirs)):
            ties = record.ties(name, **ends, **{end: who})  # type: ignore[arg-type]
            side = ties.select(pl.col(other).alias("partner"), pl.col("value").alias(column))
            found = found.join(side, on="partner", how="left")
    theta, _, source = known_elasticities()["goods"]
    key = covered[0].source
    return _leverage(
        who,
        year,
        found.fill_null(0.0),
        theta,
        source,
        (record.origin(key).note,),
        (key,),
        (*partners, who),
        sorted(actors),
    )


#: Columns of an actor's own side and of the partner's.
COLUMN_PAIRS = (("own_loss", "their_loss"), ("to_their_growth", "of_their_income_to_own_growth"))
