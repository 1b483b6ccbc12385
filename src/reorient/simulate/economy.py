"""The economy of a year from the record, as the accounts that a simulation starts from; every assumption is printed.

Sectors are `goods` and `fuels` (crude oil, coal, pipeline and liquefied gas). Flows between actors are the record's
dollar values of goods, less those of fuels. The record holds no sales at home; they follow from income:

* A sector of fuels sells abroad alone; its output is value added.
* Everything else is one sector with roundabout production: `SPREAD` of its output is value added, the rest its own
  goods used again. Its output is (GDP - fuels exported) / SPREAD, and what is not exported is sold at home.

With SPREAD = 1/2 output is twice the GDP, as in the world's input-output tables (Timmer et al. 2015: 2014 world output
is 2.1 times value added).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from reorient.actors import actor
from reorient.errors import BaselineError, few
from reorient.record.store import Record
from reorient.simulate.accounts import Floats
from reorient.simulate.sector_baseline import SectorBaseline, sector_baseline

SECTORS = ("goods", "fuels")
#: Dollar values of fuels, beside each other in one source; they are parts of `exports`.
FUELS = ("crude_exports_usd", "gas_exports_usd", "lng_exports_usd", "coal_exports_usd")
SPREAD = 0.5
#: Sales at home below this part of output cannot be right: goods that pass through are counted as exports.
LEAST_HOME = 0.05


@dataclass(frozen=True, slots=True)
class Economy:
    """Accounts of a year with what was assumed for them.

    Attributes
    ----------
    baseline
        Accounts in current dollars, sectors `SECTORS`.
    year
        Calendar year.
    fuels
        F x n x n, dollar values of each of `FUELS`; their sum is the sector's flows.
    left_out
        Actors left out: no GDP in the record, or next to nothing sold at home.
    left_trade
        Part of world exports that goes with them.
    sources
        Keys of the sources, by what they tell.
    told
        The assumptions in words.
    """

    baseline: SectorBaseline
    year: int
    fuels: Floats
    left_out: tuple[str, ...]
    left_trade: float
    sources: dict[str, str]
    told: tuple[str, ...]


def economy(record: Record, year: int, *, trade: str = "", spread: float = SPREAD) -> Economy:
    """Return the accounts of `year`.

    Parameters
    ----------
    record
        Where flows and incomes are.
    year
        A year with goods exports and GDP of most actors.
    trade
        Source of goods exports; the one with most pairs in the year if not given.
    spread
        Value added as a part of output outside fuels, above 0 and at most 1.

    Raises
    ------
    BaselineError
        If the record does not hold the year, or accounts do not close.
    """
    goods = record.ties("exports", first=year, last=year, source=trade or None)
    flows = _one_source(goods.filter(pl.col("value") > 0), f"goods exports in {year}")
    fuels = [record.ties(name, first=year, last=year) for name in FUELS]
    gdp = record.ties("gdp_usd", first=year, last=year)
    if not len(gdp):
        raise BaselineError(f"The record has no GDP of {year}", "a year that `reorient data coverage gdp_usd` lists")
    income = dict(zip(gdp["sender"].to_list(), gdp["value"].to_list(), strict=True))
    traders = {who for end in ("sender", "receiver") for who in flows[end].to_list()}
    everybody = tuple(sorted(who for who in traders if actor(who).kind in ("state", "territory")))
    actors = tuple(who for who in everybody if income.get(who, 0.0) > 0)
    while True:
        total = _table(flows, actors)
        each = np.stack([_table(_like(part), actors) for part in fuels])
        energy = np.minimum(each.sum(axis=0), total)
        scale = np.divide(energy, each.sum(axis=0), out=np.zeros_like(total), where=each.sum(axis=0) > 0)
        other = total - energy
        output = (np.array([income[who] for who in actors]) - energy.sum(axis=1)) / spread
        home = output - other.sum(axis=1)
        enough = home > LEAST_HOME * output
        # What is left for final demand after the use of goods: without it the accounts of an actor do not close.
        final = home + other.sum(axis=0) - (1 - spread) * output
        enough &= final > 0
        if enough.all():
            break
        actors = tuple(who for who, fine in zip(actors, enough, strict=True) if fine)
        if len(actors) < 2:
            raise BaselineError(
                f"Fewer than two actors with accounts that close in {year}", "GDP and exports in dollars"
            )
    np.fill_diagonal(other, home)
    inputs = np.zeros((2, 2, len(actors)))
    inputs[0, 0] = 1 - spread
    value = np.stack([np.full(len(actors), spread), np.ones(len(actors))])
    baseline = sector_baseline(actors, SECTORS, np.stack([other, energy]), value_added=value, inputs=inputs)
    out = tuple(sorted(set(everybody) - set(actors)))
    whole = float(flows["value"].sum())
    lost = 1 - float(total.sum()) / whole
    keys = {"trade": str(flows["source"][0]), "income": str(gdp["source"][0])}
    if each.any():
        keys["fuels"] = next(str(part["source"][0]) for part in fuels if len(part))
    told = (
        f"{len(actors)} actors; {few(out, 8) if out else 'nobody'} left out (no GDP in the record, or next to nothing "
        f"sold at home), and with them {lost:.1%} of world exports.",
        f"Sales at home are not in the record: output outside fuels is (GDP - fuels exported) / {spread:g}, what is "
        "not exported is sold at home; fuels are sold abroad alone.",
        "A flow that is not there stays away: no change of costs makes a pair trade that did not.",
    )
    return Economy(baseline, year, each * scale, out, lost, keys, told)


def _one_source(ties: pl.DataFrame, what: str) -> pl.DataFrame:
    """Return the ties of the source with most of them; different sources are never mixed."""
    if not len(ties):
        raise BaselineError(f"The record has no {what}", "a year that `reorient data coverage exports` lists")
    most = ties.group_by("source").len().sort(["len", "source"], descending=[True, False])["source"][0]
    return ties.filter(pl.col("source") == most)


def _like(ties: pl.DataFrame) -> pl.DataFrame:
    return _one_source(ties, "fuels") if len(ties) else ties


def _table(ties: pl.DataFrame, actors: Sequence[str]) -> Floats:
    place = {who: number for number, who in enumerate(actors)}
    table = np.zeros((len(actors), len(actors)))
    for sender, receiver, value in ties.select("sender", "receiver", "value").iter_rows():
        if sender in place and receiver in place and sender != receiver:
            table[place[sender], place[receiver]] = value
    return table
