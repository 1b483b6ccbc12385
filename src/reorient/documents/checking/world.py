"""Places among all: "the world's largest exporter of gas", where no partner is named."""

from __future__ import annotations

import polars as pl

from reorient.actors.states import actor
from reorient.documents.checking.flows import Flows, Row, members_in
from reorient.documents.claims import Claim
from reorient.record.schema import variable

#: A source that covers so many actors tells of the world.
WORLD = 150


def world_order(flows: Flows, claim: Claim, source: str) -> tuple[list[str], dict[str, float], tuple[Row, ...]] | None:
    """Return all actors by their sums over the period, the largest first, and the rows of the first three.

    Parameters
    ----------
    flows
        What the record says.
    claim
        With a period and no partner; `within` narrows who is ranked.
    source
        One of the variable's.

    Returns
    -------
    tuple or None
        None where the source does not cover the world in every year of the period.
    """
    assert claim.period is not None
    spec = variable(claim.variable)
    end = "receiver" if spec.role == "receiver" else "sender"
    years = range(claim.period.first, claim.period.last + 1)
    for year in years:
        held = {row.actor for row in flows.coverage(claim.variable, source) if row.first.year <= year <= row.last.year}
        if "*" not in held and len(held) < WORLD:
            return None
    ties = flows.record.ties(spec.stored, first=years[0], last=years[-1], source=source)
    found = ties.group_by(end).agg(pl.col("value").sum())
    inside = set(members_in(claim.within, years[-1])) if claim.within else set()
    sums = {
        who: value
        for who, value in found.iter_rows()
        if actor(who).kind not in ("region", "residual") and (not claim.within or who in inside)
    }
    order = sorted(sums, key=lambda who: (-sums[who], who))
    rows = tuple(Row(who, "", claim.variable, years[-1], sums[who], spec.unit, source) for who in order[:3])
    return (order, sums, rows) if order else None
