r"""The baseline of many sectors that buy from each other: flows, tariffs, costs and spending, as one set of accounts.

With :math:`X_{sij}` what i receives for deliveries of sector s to j (before j's tariff :math:`t_{sij}`, a rate), output
:math:`Y_{si} = \sum_j X_{sij}`, spending :math:`E_{sj} = \sum_i (1 + t_{sij}) X_{sij}`, value added's share
:math:`\beta_{si}` of output and the share :math:`\gamma_{ksi}` of output that sector s in i spends on goods of sector k
(:math:`\beta_{si} + \sum_k \gamma_{ksi} = 1`), an actor's means are

.. math:: I_j = \sum_s \beta_{sj} Y_{sj} + \sum_{s,i} t_{sij} X_{sij} + D_j, \qquad
   D_j = \sum_{s,i} (X_{sij} - X_{sji})

(value added, tariff revenue, imbalance), and every good is bought for use, for final demand in shares
:math:`\alpha_{sj}`, or for other demand :math:`o_{sj}` (changes of stocks, what the sources leave unexplained), which
adds up to nothing over sectors:

.. math:: E_{kj} = \sum_s \gamma_{ksj} Y_{sj} + \alpha_{kj} I_j + o_{kj}

(Caliendo & Parro 2015, equations 8 to 10; other demand is ours).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from reorient.errors import BaselineError, InvalidOption, few
from reorient.simulate.accounts import Floats, axis, cells, held, table

#: Gap in the accounts, as part of an actor's means, that counts as rounding: sources print seven digits.
ROUNDING = 1e-6
#: Gap in the accounts of a finished baseline: sums of thousands of cells carry errors of this order.
EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class SectorBaseline:
    """Accounts that add up; `sector_baseline` makes them from figures that do so up to rounding.

    Parameters
    ----------
    actors, sectors
        n and S names.
    flows
        S x n x n, sector, seller, buyer; what the seller receives, in any one unit; sales at home on the diagonal.
    tariffs
        S x n x n rates from 0 up (0.05 = five percent); on the diagonal only where an actor stands for many
        (rest of the world) that put tariffs on each other.
    value_added
        S x n shares of output, from 0 to 1.
    inputs
        S x S x n, sector bought, sector that buys, actor; shares of the output of the sector that buys,
        which may be a little below zero where a source has it so.
    final
        S x n shares of final spending; one actor's add up to 1.
    other_demand
        S x n, in the unit of the flows, negative where stocks are run down; one actor's add up to 0.

    Raises
    ------
    BaselineError
        If a cell is missing, infinite or out of bounds, an actor sells nothing at home, has no value added or no means,
        shares do not add up to one, or the accounts do not close; the cells are named.
    """

    actors: tuple[str, ...]
    sectors: tuple[str, ...]
    flows: Floats
    tariffs: Floats
    value_added: Floats
    inputs: Floats
    final: Floats
    other_demand: Floats

    def __post_init__(self) -> None:
        actors, sectors = axis(self.actors, "actors", least=2), axis(self.sectors, "sectors")
        each = (sectors, actors)
        checked = {
            "flows": table(self.flows, (sectors, actors, actors), "Flows"),
            "tariffs": table(self.tariffs, (sectors, actors, actors), "Tariffs", how="give rates, not factors"),
            "value_added": table(self.value_added, each, "Shares of value added", most=1.0),
            "inputs": table(self.inputs, (sectors, sectors, actors), "Shares of inputs", least=-1.0, most=1.0),
            "final": table(self.final, each, "Final shares", most=1.0 + EXACT),
            "other_demand": table(self.other_demand, each, "Other demand", least=-np.inf),
        }
        for name, array in {"actors": actors, "sectors": sectors, **checked}.items():
            object.__setattr__(self, name, array)
        _refuse(
            np.einsum("sii->i", self.flows) <= 0,
            (actors,),
            "No sales at home in any sector",
            "domestic sales, without which every share and every price is wrong",
        )
        _refuse(self.value.sum(axis=0) <= 0, (actors,), "No value added", "income above zero for everybody")
        _refuse(self.means <= 0, (actors,), "No means to spend", "value added, revenue and imbalance above zero")
        gap = np.where(self.output > 0, self.value_added + self.inputs.sum(axis=0) - 1.0, 0.0)
        _refuse(np.abs(gap) > EXACT, each, "Shares of value added and inputs that do not add up to 1", "1 for each")
        _refuse(np.abs(self.final.sum(axis=0) - 1) > EXACT, (actors,), "Final shares that do not add up to 1", "1")
        scale = self.means
        _refuse(
            np.abs(self.other_demand.sum(axis=0)) > EXACT * scale,
            (actors,),
            "Other demand that adds up to something",
            "0",
        )
        _refuse(
            np.abs(self.spending - self.used - self.final * scale - self.other_demand) > EXACT * scale,
            each,
            "Accounts that do not close: spending is not use, final and other demand",
            "spending = inputs + final share x means + other demand",
            "let sector_baseline close them, which says by how much they were open",
        )

    @property
    def output(self) -> Floats:
        """What each sector of each actor receives, S x n."""
        return np.asarray(self.flows.sum(axis=2))

    @property
    def spending(self) -> Floats:
        """What each actor spends on each sector, tariffs included, S x n."""
        return np.asarray(((1.0 + self.tariffs) * self.flows).sum(axis=1))

    @property
    def value(self) -> Floats:
        """Value added of each sector and actor, S x n."""
        return self.value_added * self.output

    @property
    def income(self) -> Floats:
        """Value added of each actor, n."""
        return np.asarray(self.value.sum(axis=0))

    @property
    def revenue(self) -> Floats:
        """Tariff revenue of each actor, n."""
        return np.asarray((self.tariffs * self.flows).sum(axis=(0, 1)))

    @property
    def imbalance(self) -> Floats:
        """Imports less exports, both before tariffs, n."""
        total = self.flows.sum(axis=0)
        return np.asarray(total.sum(axis=0) - total.sum(axis=1))

    @property
    def means(self) -> Floats:
        """What each actor has for final and other demand, n."""
        return self.income + self.revenue + self.imbalance

    @property
    def used(self) -> Floats:
        """What the sectors of each actor buy of each sector, S x n."""
        return np.asarray(np.einsum("ksi,si->ki", self.inputs, self.output))

    @property
    def shares(self) -> Floats:
        """Share of each seller in each buyer's spending on a sector, tariffs included, S x n x n; 0 for nothing."""
        spent = self.spending[:, None, :]
        return np.asarray((1.0 + self.tariffs) * self.flows / np.where(spent > 0, spent, 1.0))


def _refuse(
    mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    axes: Sequence[Sequence[str]],
    found: str,
    expected: str,
    how: str = "",
) -> None:
    if mask.any():
        raise BaselineError(f"{found}, in {int(mask.sum())} cells: {few(cells(mask, axes))}", expected, how)


def sector_baseline(
    actors: Sequence[str],
    sectors: Sequence[str],
    flows: ArrayLike,
    *,
    value_added: ArrayLike,
    inputs: ArrayLike,
    tariffs: ArrayLike | None = None,
    final: ArrayLike | None = None,
    residual: str = "refuse",
    negative_inputs: str = "refuse",
) -> SectorBaseline:
    """Return accounts that close exactly, from figures that close up to rounding.

    Shares of inputs are scaled so that they and value added make one, where they miss it by no more than 1e-6. Final
    shares not given are what remains after the use of sectors; what the given ones leave unexplained is other demand.

    Parameters
    ----------
    actors, sectors
        n and S names.
    flows
        S x n x n, sector, seller, buyer, before tariffs, sales at home included.
    value_added
        S x n shares of output.
    inputs
        S x S x n: sector bought, sector that buys, actor; shares of the output of the sector that buys.
    tariffs
        S x n x n rates; none if not given.
    final
        S x n shares of final spending.
    residual
        "refuse" what final shares leave unexplained beyond rounding (1e-6 of means), or carry it as "other_demand".
    negative_inputs
        "refuse" shares of inputs below zero, which are errors of a source, or take them as they are: "kept".

    Raises
    ------
    BaselineError
        As `SectorBaseline` raises; if the remainder is negative, or larger than rounding and not allowed.
    InvalidOption
        If `residual` or `negative_inputs` is another word.
    """
    if residual not in ("refuse", "other_demand"):
        raise InvalidOption(f"residual={residual!r}", "refuse or other_demand")
    if negative_inputs not in ("refuse", "kept"):
        raise InvalidOption(f"negative_inputs={negative_inputs!r}", "refuse or kept")
    names, goods = axis(actors, "actors", least=2), axis(sectors, "sectors")
    traded = table(flows, (goods, names, names), "Flows")
    rates = np.zeros_like(traded) if tariffs is None else table(tariffs, (goods, names, names), "Tariffs")
    output = traded.sum(axis=2)
    idle = output <= 0
    value = np.where(idle, 1.0, table(value_added, (goods, names), "Shares of value added", most=1.0))
    least = 0.0 if negative_inputs == "refuse" else -1.0
    way = "use negative_inputs='kept' to take the source as it stands"
    used = table(inputs, (goods, goods, names), "Shares of inputs", least=least, most=1.0, how=way)
    bought = np.where(idle, 0.0, used)
    gap = value + bought.sum(axis=0) - 1.0
    _refuse(
        np.abs(gap) > ROUNDING,
        (goods, names),
        "Shares of value added and inputs that do not add up to 1",
        "1 for each sector and actor; inputs as shares of the output of the sector that buys, that sector second",
    )
    sums = bought.sum(axis=0)
    bought = bought * np.where(sums > 0, (1.0 - value) / np.where(sums > 0, sums, 1.0), 1.0)
    value = np.where(sums > 0, value, 1.0)
    total = traded.sum(axis=0)
    means = (value * output).sum(axis=0) + (rates * traded).sum(axis=(0, 1)) + total.sum(axis=0) - total.sum(axis=1)
    spending = ((1.0 + rates) * traded).sum(axis=1)
    rest = spending - np.einsum("ksi,si->ki", bought, output)
    _refuse(means <= 0, (names,), "No means to spend", "value added, revenue and imbalance above zero for everybody")
    if final is None:
        below = rest < 0
        _refuse(
            rest < -ROUNDING * means,
            (goods, names),
            "Sectors that use more of a good than the actor buys",
            "spending at least as large as the use of sectors",
            "give final shares and residual='other_demand', which carries the gap as other demand",
        )
        wanted = np.where(below, 0.0, rest)
        shares = wanted / wanted.sum(axis=0)
    else:
        given = table(final, (goods, names), "Final shares", most=1.0 + ROUNDING)
        _refuse(np.abs(given.sum(axis=0) - 1) > ROUNDING, (names,), "Final shares that do not add up to 1", "1")
        shares = given / given.sum(axis=0)
    other = rest - shares * means
    if residual == "refuse":
        _refuse(
            np.abs(other) > ROUNDING * means,
            (goods, names),
            "Accounts that do not close: spending is not the use of sectors and final demand",
            "spending = inputs + final share x (value added + revenue + imbalance)",
            "use residual='other_demand', which carries the gap as other demand (stocks)",
        )
    return SectorBaseline(names, goods, held(traded), held(rates), held(value), held(bought), held(shares), held(other))
