"""A scenario run on the economy of its year: who trades with whom, and what it costs, beside what was.

The changes of a scenario become factors on trade at given incomes and prices (docs/scenarios.md):

    cost        (1 + percent / 100)^-theta
    tariff      rates, whose revenue the buyer keeps
    embargo     0
    agreement   exp(log_effect)
    corridor    1 - part + part (1 + distance_percent / 100)^elasticity
    growth      1 + percent / 100 on the endowment

The numeraire is the world's value added, so that dollars of the counterfactual are shares of an unchanged world income.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from reorient import __version__
from reorient.actors import actor
from reorient.errors import ScenarioError, few
from reorient.measures.rotation import rotation
from reorient.measures.shares import Flows
from reorient.record.schema import Batch, Coverage, CoverageRole, Origin, ties_of
from reorient.record.store import Record
from reorient.simulate.accounts import Floats
from reorient.simulate.draws import Bands, sector_bands
from reorient.simulate.economy import FUELS, SECTORS, Economy, economy
from reorient.simulate.elasticity import Elasticities, known_elasticities
from reorient.simulate.scenario import Change, Scenario, contradictions
from reorient.simulate.sectors import SectorEquilibrium, sectors

INCOME = "real_income_change"
#: Ties below this many dollars are not written: the sources round to a thousand.
LEAST = 1_000.0
#: Largest gap between wages and what markets pay, in logs. Accounts of 200 actors from 10^7 to 10^13 dollars carry
#: rounding of some 10^-12 that no step can take away; 10^-9 is a thousand dollars in a trillion, as sources round.
CLOSE = 1e-9
#: Smallest elasticity that a draw may take, so that no price index runs away.
LEAST_THETA = 0.5


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What a scenario, or several together, would change.

    Attributes
    ----------
    scenarios
        In the order given.
    economy
        Where it starts.
    equilibrium
        Where it ends.
    elasticities
        With their source.
    bands
        Over draws of elasticities and of figures with a standard error; `None` if none were asked for.
    """

    scenarios: tuple[Scenario, ...]
    economy: Economy
    equilibrium: SectorEquilibrium
    elasticities: Elasticities
    bands: Bands | None

    @property
    def name(self) -> str:
        """Name in the record: the names joined by a hyphen."""
        return "-".join(one.name for one in self.scenarios)

    @property
    def origin(self) -> Origin:
        """What the ties cite: the scenario is a source of its own, and never observed."""
        titles = "; ".join(one.title for one in self.scenarios)
        return Origin(
            key=f"simulated_{self.name.replace('-', '_')}",
            producer="Reorient",
            title=f"Simulated: {titles}",
            version=__version__,
            year=2026,
            licence="as the sources of the year that it starts from",
            licence_url="",
            redistribute="yes",
            url="",
            citation=f"Reorient, counterfactual ties of {self.economy.year} by exact hat algebra: {titles}. "
            f"Simulated from {', '.join(sorted(set(self.economy.sources.values())))}.",
            note="Simulated, not observed. Dollars are shares of an unchanged world income. "
            + " ".join(f"{change.kind}: {change.source}." for one in self.scenarios for change in one.changes),
            author="{Reorient}",
        )

    def ties(self) -> pl.DataFrame:
        """Return the counterfactual ties in the columns of the record: goods exports, each fuel's dollars, real income.

        A fuel's share of a pair's fuels stays what it was.
        """
        baseline, after = self.economy.baseline, self.equilibrium.flows
        tables = {"exports": after.sum(axis=0)}
        spot = SECTORS.index("fuels")
        factor = np.divide(
            after[spot], baseline.flows[spot], out=np.zeros_like(after[spot]), where=baseline.flows[spot] > 0
        )
        tables |= {name: self.economy.fuels[place] * factor for place, name in enumerate(FUELS)}
        return pl.concat([*(self._rows(name, table) for name, table in tables.items()), self._income_rows()])

    def _income_rows(self) -> pl.DataFrame:
        actors = self.economy.baseline.actors
        # four digits behind the point: far below what elasticities leave open, far above what the solver does
        frame = pl.DataFrame(
            {"sender": actors, "receiver": actors, "value": self.equilibrium.real_income_percent.round(4)}
        ).with_columns(pl.lit(self.economy.year).alias("year"))
        return ties_of(frame, variable=INCOME, source=self.origin.key, status="simulated", scenario=self.name)

    def _rows(self, name: str, table: Floats) -> pl.DataFrame:
        traded = (table >= LEAST) & ~np.eye(len(table), dtype=bool)
        sellers, buyers = np.nonzero(traded)
        actors = np.array(self.economy.baseline.actors)
        frame = pl.DataFrame(
            {"sender": actors[sellers], "receiver": actors[buyers], "value": table[traded].round(-3)},
            schema={"sender": pl.String(), "receiver": pl.String(), "value": pl.Float64()},
        ).with_columns(pl.lit(self.economy.year).alias("year"))
        return ties_of(frame, variable=name, source=self.origin.key, status="simulated", scenario=self.name)

    def batch(self, *, only: str = "") -> Batch:
        """Return the ties with their coverage, as a record takes them; those of one actor alone if `only` names it."""
        ties = self.ties()
        if only:
            ties = ties.filter((pl.col("sender") == only) | (pl.col("receiver") == only))
        note = f"Simulated from {self.economy.year}: {'; '.join(one.title for one in self.scenarios)}."
        when = ties["period"].min()

        def role(name: str) -> CoverageRole:
            if name == INCOME:
                return "sender"
            return "either" if only else "both"

        coverage = tuple(
            Coverage(self.origin.key, name, only or "*", role(name), when, when, "Y", "zero", note)  # type: ignore[arg-type]
            for name in ties["variable"].unique().sort().to_list()
        )
        return Batch(ties, coverage)

    def shares(self, who: str, group: Sequence[str]) -> pl.DataFrame:
        """Return an actor's shares toward a group before and after, one row for each flow and each end.

        Returns
        -------
        polars.DataFrame
            ``flow`` (all goods, or fuels), ``end`` (exports, imports), ``before``, ``after`` in percent, the
            dollars toward the group ``dollars_before``, ``dollars_after``, and the ``rotation`` in degrees; nulls
            where there is nothing to share.
        """
        place = self.equilibrium.actors.index(who)
        inside = np.array([one in group and one != who for one in self.equilibrium.actors])
        there = np.arange(len(inside)) != place
        rows = []
        for flow, chosen in (("all goods", slice(None)), ("fuels", [SECTORS.index("fuels")])):
            told = [table[chosen].sum(axis=0) for table in (self.economy.baseline.flows, self.equilibrium.flows)]
            for end in ("exports", "imports"):
                lines = [table[place] if end == "exports" else table[:, place] for table in told]
                toward, total = ([float(line[mask].sum()) for line in lines] for mask in (inside, there))
                shares = [100 * a / b if b > 0 else None for a, b in zip(toward, total, strict=True)]
                turned = None
                if min(total) > 0:
                    both = Flows(np.arange(2), self.equilibrium.actors, np.stack([line * there for line in lines]))
                    turned = float(rotation(both, np.stack([inside, inside]), base=(0,)).angle[1])
                rows.append((flow, end, *shares, *toward, turned))
        names = ("flow", "end", "before", "after", "dollars_before", "dollars_after", "rotation")
        return pl.DataFrame(
            rows, schema=dict.fromkeys(names[:2], pl.String()) | dict.fromkeys(names[2:], pl.Float64()), orient="row"
        )

    def incomes(self) -> pl.DataFrame:
        """Return everybody's change of real income in percent, exact and to first order, with bands if drawn.

        The first order is Caliendo & Parro's, terms of trade and volume of trade: it is stated for tariffs alone and
        null where a scenario changes anything else.
        """
        found = self.equilibrium
        tariffs_alone = all(change.kind == "tariff" for one in self.scenarios for change in one.changes)
        frame = pl.DataFrame(
            {
                "actor": list(found.actors),
                "name": [actor(who).name for who in found.actors],
                "exact": found.real_income_percent,
                "first_order": found.real_income_first_order_percent if tariffs_alone else [None] * len(found.actors),
            }
        )
        if self.bands is not None:
            low, high = self.bands.real_income_percent[0], self.bands.real_income_percent[-1]
            frame = frame.with_columns(pl.Series("low", low), pl.Series("high", high))
        return frame


def simulate(
    record: Record,
    scenarios: Sequence[Scenario],
    *,
    trade: str = "",
    draws: int = 0,
    seed: int = 1,
) -> Counterfactual:
    """Run scenarios together on the economy of their year.

    Parameters
    ----------
    record
        Where the economy is.
    scenarios
        One or several of the same year and closure; costs multiply.
    trade
        Source of goods exports; the one with most pairs if not given.
    draws
        Number of draws of elasticities and of figures with a standard error; 0 for none.
    seed
        Of the draws.

    Raises
    ------
    ScenarioError
        If they contradict each other, differ in year or closure, name unknown sectors, or nobody of whom the record
        knows anything.
    BaselineError, NoEquilibrium, NotConverged
        As the model raises.
    """
    if not scenarios:
        raise ScenarioError("No scenario", "one at least")
    for what in ("year", "closure"):
        several = sorted({str(getattr(one, what)) for one in scenarios})
        if len(several) > 1:
            raise ScenarioError(f"Scenarios with {what} {few(several)}", f"one {what} for all")
    contradictions(scenarios)
    start = economy(record, scenarios[0].year, trade=trade)
    changes = [change for one in scenarios for change in one.changes]
    _known(changes, start)
    numbers = {**known_elasticities()}
    for one in scenarios:
        numbers.update(one.elasticities)
    odd = sorted(set(numbers) - set(SECTORS))
    if odd:
        raise ScenarioError(f"An elasticity of the unknown sector {few(odd)}", ", ".join(SECTORS))
    theta = np.array([numbers[name][0] for name in SECTORS])
    told = Elasticities(SECTORS, theta, "; ".join(f"{name}: {numbers[name][2]}" for name in SECTORS))
    closure = scenarios[0].closure
    actors = start.baseline.actors
    tariffs, endowment = _tariffs(changes, actors), _endowment(changes, actors)
    found = sectors(
        start.baseline,
        closure=closure,
        elasticities=told,
        tariffs=tariffs,
        access=access(changes, actors, theta),
        endowment=endowment,
        tolerance=CLOSE,
    )
    bands = None
    if draws:
        rng = np.random.default_rng(seed)
        errors = np.array([numbers[name][1] for name in SECTORS])
        thetas = np.maximum(theta + errors * rng.standard_normal((draws, len(SECTORS))), LEAST_THETA)
        tables = np.stack([access(changes, actors, one, rng=rng) for one in thetas])
        bands = sector_bands(
            start.baseline,
            closure=closure,
            elasticities=told,
            theta=thetas,
            tariffs=tariffs,
            access=tables,
            endowment=endowment,
            tolerance=CLOSE,
        )
    return Counterfactual(tuple(scenarios), start, found, told, bands)


def access(
    changes: Sequence[Change], actors: Sequence[str], theta: Floats, *, rng: np.random.Generator | None = None
) -> Floats:
    """Return the factors on trade at given incomes and prices, S x n x n; figures are drawn if `rng` is given."""
    table = np.ones((len(SECTORS), len(actors), len(actors)))
    for change in changes:
        if change.kind in ("growth", "tariff"):
            continue
        moved = change.error * float(rng.standard_normal()) if rng is not None and change.error else 0.0
        pairs = change.pairs(actors)
        for spot, sector in enumerate(SECTORS):
            if not change.sectors or sector in change.sectors:
                table[spot][pairs] *= _factor(change, float(theta[spot]), moved)
    return table


def _factor(change: Change, theta: float, moved: float) -> float:
    if change.kind == "embargo":
        return 0.0
    if change.kind == "agreement":
        return float(np.exp(change.figures["log_effect"] + moved))
    if change.kind == "cost":
        return float(max(1e-6, 1 + (change.figures["percent"] + moved) / 100) ** -theta)
    length = max(1e-6, 1 + (change.figures["distance_percent"] + moved) / 100)
    part = change.figures["part"]
    return float(1 - part + part * length ** change.figures["elasticity"])


def _tariffs(changes: Sequence[Change], actors: Sequence[str]) -> Floats:
    table = np.zeros((len(SECTORS), len(actors), len(actors)))
    for change in changes:
        if change.kind == "tariff":
            if change.figures["points"] < 0:
                raise ScenarioError(
                    f"A tariff lowered by {-change.figures['points']:g} points",
                    "points above zero: the record holds no tariffs that could fall",
                    "use kind = 'cost' or 'agreement'",
                )
            for spot, sector in enumerate(SECTORS):
                if not change.sectors or sector in change.sectors:
                    table[spot][change.pairs(actors)] += change.figures["points"] / 100
    return table


def _endowment(changes: Sequence[Change], actors: Sequence[str]) -> Floats:
    factors = np.ones(len(actors))
    for change in changes:
        if change.kind == "growth":
            factors[[place for place, who in enumerate(actors) if who in change.sellers]] *= (
                1 + change.figures["percent"] / 100
            )
    return factors


def _known(changes: Sequence[Change], start: Economy) -> None:
    here = set(start.baseline.actors)
    for change in changes:
        odd = sorted(set(change.sectors) - set(SECTORS))
        if odd:
            raise ScenarioError(f"The unknown sector {few(odd)}", ", ".join(SECTORS))
        ends = ((change.sellers, change.words[0]), *(((change.buyers, change.words[1]),) if change.buyers else ()))
        for end, words in ends:
            if not here & set(end):
                raise ScenarioError(
                    f"Nobody of {words} is in the economy of {start.year}",
                    "actors with trade and GDP in the record",
                    "see `reorient data coverage gdp_usd`",
                )
