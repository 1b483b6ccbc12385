r"""The baseline of one sector: who sells how much to whom, sales at home included.

With :math:`X_{ij}` what j buys from i, income is :math:`Y_i = \sum_j X_{ij}`, spending :math:`E_j = \sum_i X_{ij}`, the
imbalance :math:`D_j = E_j - Y_j` and the share of i in j's spending :math:`\lambda_{ij} = X_{ij} / E_j`
(Dekle, Eaton & Kortum 2008, section 2). No cost, price or taste is needed beside them: that is the point of
hat algebra.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from reorient.errors import BaselineError, few
from reorient.simulate.accounts import Floats, axis, cells, held, table

DOMESTIC = "give what each actor sells at home (output less exports); see domestic_sales"


@dataclass(frozen=True, slots=True)
class Baseline:
    """Flows of one sector, or of an economy taken as one sector.

    Parameters
    ----------
    actors
        n names.
    flows
        n x n, row = seller, column = buyer, in any one unit of value; the diagonal holds sales at home.

    Raises
    ------
    BaselineError
        If there are fewer than two actors or one stands twice, a cell is missing, infinite or negative, the shape
        differs, or an actor sells nothing at home; the cells are named.
    """

    actors: tuple[str, ...]
    flows: Floats

    def __post_init__(self) -> None:
        actors = axis(self.actors, "actors", least=2)
        flows = table(self.flows, (actors, actors), "Flows")
        none = np.diag(flows) <= 0
        if none.any():
            raise BaselineError(
                f"No sales at home: {few(cells(none, (actors,)))}",
                "domestic sales above zero for every actor, without which every share and every price is wrong",
                DOMESTIC,
            )
        object.__setattr__(self, "actors", actors)
        object.__setattr__(self, "flows", flows)

    @property
    def income(self) -> Floats:
        """What each actor sells, n, in the unit of the flows."""
        return np.asarray(self.flows.sum(axis=1))

    @property
    def spending(self) -> Floats:
        """What each actor buys, n, in the unit of the flows."""
        return np.asarray(self.flows.sum(axis=0))

    @property
    def imbalance(self) -> Floats:
        """Spending less income, n, in the unit of the flows; positive = buys more than it sells."""
        return self.spending - self.income

    @property
    def shares(self) -> Floats:
        """Share of each seller (row) in the spending of each buyer (column), n x n."""
        return self.flows / self.spending

    def place(self, actor: str) -> int:
        """Return the place of an actor on the axis.

        Raises
        ------
        BaselineError
            If the actor is not in the baseline.
        """
        if actor not in self.actors:
            raise BaselineError(f"{actor!r}, who is not in the baseline", f"one of {few(self.actors, 20)}")
        return self.actors.index(actor)


def domestic_sales(actors: Sequence[str], exports: ArrayLike, output: ArrayLike) -> Baseline:
    """Return a baseline whose domestic sales are output less exports to everybody else.

    Parameters
    ----------
    actors
        n names.
    exports
        n x n, row = seller, column = buyer; what stands on the diagonal is not read.
    output
        n, gross output in the unit and valuation of the exports (not value added).

    Raises
    ------
    BaselineError
        If an actor exports as much as it makes, or more (re-exports, or value added in the place of output), or as
        `Baseline` raises.
    """
    names = axis(actors, "actors", least=2)
    made = table(output, (names,), "Output")
    flows = np.array(exports, dtype=np.float64)
    if flows.shape != (len(names), len(names)):
        raise BaselineError(f"Exports of shape {flows.shape}", f"shape {(len(names), len(names))}")
    np.fill_diagonal(flows, 0.0)
    flows = np.array(table(flows, (names, names), "Exports"))
    sold = flows.sum(axis=1)
    over = sold >= made
    if over.any():
        shown = [f"{names[i]} makes {made[i]:.6g} and exports {sold[i]:.6g}" for i in np.flatnonzero(over)]
        raise BaselineError(
            f"Exports as large as output, or larger: {few(shown)}",
            "gross output above exports, both in one valuation",
            "take re-exports out of the exports, or give gross output and not value added",
        )
    np.fill_diagonal(flows, made - sold)
    return Baseline(names, held(flows))
