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

import polars as pl

from reorient.actors import Group, actor, members
from reorient.errors import NotCovered
from reorient.record.store import Record
from reorient.simulate.baseline import Baseline
from reorient.simulate.counterfactual import known_elasticities
from reorient.simulate.economy import economy
from reorient.simulate.exposure import exposure
from reorient.simulate.partners import cost_of_losing

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
    start = economy(record, when)
    theta, _, source = known_elasticities()["goods"]
    one = Baseline(start.baseline.actors, start.baseline.flows.sum(axis=0))
    me = one.place(who)
    asked = members(group, date(when, 12, 31)) if isinstance(group, Group) else tuple(group)
    named = [name for name in asked if name in one.actors and name != who]
    losses = cost_of_losing(one, who, closure=CLOSURE, theta=theta, partners=named)
    open_to = exposure(one, closure=CLOSURE, theta=theta).welfare
    places = [one.place(name) for name in named]
    rows = pl.DataFrame(
        {
            "partner": named,
            "name": [actor(name).name for name in named],
            "own_loss": losses.own,
            "their_loss": losses.theirs,
            "lever": losses.lever,
            "to_their_growth": open_to[me, places],
            "of_their_income_to_own_growth": open_to[places, me],
        },
        schema=COLUMNS,
    ).with_columns(pl.col("lever").fill_nan(None))
    out = tuple(sorted(set(asked) - set(one.actors) - {who}))
    told = (f"Goods of {when} as one sector, trade elasticity {theta:g}; imbalances move with income.", *start.told[:2])
    if out:
        told = (*told, f"Without an economy in the record: {', '.join(actor(name).name for name in out)}.")
    ordered = rows.sort(["own_loss", "partner"], descending=[True, False])
    return Leverage(who, when, ordered, theta, source, told, tuple(sorted(set(start.sources.values()))))
