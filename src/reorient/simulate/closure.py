r"""What becomes of imbalances: a named rule, because it is part of the result.

With income Y, spending E and imbalance D = E - Y of the baseline, primes for the counterfactual and W' the sum of Y':

==============  ==================================================================================================
fixed           :math:`E'_j = Y'_j + D_j \, W'/W`: each imbalance keeps its size in units of world income
                (Dekle, Eaton & Kortum 2008)
proportional    :math:`E'_j = \kappa \, (E_j / Y_j) \, Y'_j`: each imbalance keeps its ratio to the actor's own income;
                one factor :math:`\kappa` for all keeps world spending equal to world income
balanced        imbalances are taken out first, by an equilibrium without them, and every change is measured from there
==============  ==================================================================================================

Under a rule the imbalances of all actors add up to nothing. Where an embargo cuts the world into parts, they add up
to nothing within each part: what remains is dropped in proportion to income (`fixed`) or goes into a factor of the
part's own (`proportional`), for nobody can owe to those with whom no trade is left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reorient.errors import InvalidOption
from reorient.simulate.accounts import Floats

CLOSURES = ("fixed", "proportional", "balanced")
#: Imbalances below this part of income count as none: sums of flows carry rounding errors of this order.
NONE = 1e-12


@dataclass(frozen=True, slots=True)
class Closure:
    """One rule, ready for a set of actors that trade with each other.

    Attributes
    ----------
    ratio
        n; spending for each unit of income, before the common factor.
    transfer
        n; imbalance at the baseline's world income; adds up to nothing.
    world
        World income of the baseline.
    """

    ratio: Floats
    transfer: Floats
    world: float

    def spending(self, income: Floats) -> Floats:
        """Return spending for incomes in the numeraire, world income as in the baseline, n."""
        total = float(income.sum())
        common = total / float(self.ratio @ income)
        return np.asarray(common * self.ratio * income + self.transfer * (total / self.world))

    def demand_slope(self, shares: Floats, income: Floats) -> Floats:
        """Return the change of demand for each seller when each income rises by one in logs, n x n."""
        total, scaled = income.sum(), self.ratio * income
        common = total / scaled.sum()
        slope: Floats = shares * (common * scaled)
        pull = (income - common * scaled) / scaled.sum()
        if pull.any():
            slope += np.outer(np.einsum("ij,j->i", shares, scaled), pull)
        if self.transfer.any():
            slope += np.outer(np.einsum("ij,j->i", shares, self.transfer), income / self.world)
        return slope


def checked_closure(name: str) -> str:
    """Return the name of a rule.

    Raises
    ------
    InvalidOption
        If no rule has that name.
    """
    if name not in CLOSURES:
        raise InvalidOption(
            f"closure={name!r}", f"one of {', '.join(CLOSURES)} (docs/equilibrium.md says what they do)"
        )
    return name


def closed(name: str, income: Floats, spending: Floats) -> Closure:
    """Return a rule for actors with these incomes and spendings in the baseline."""
    world = float(income.sum())
    nothing = np.zeros(len(income))
    if name == "fixed":
        transfer = spending - income
        transfer = transfer - income * (transfer.sum() / world)
        even = bool((np.abs(transfer) <= NONE * income).all())
        return Closure(np.ones(len(income)), nothing if even else transfer, world)
    if name == "proportional":
        return Closure(spending / income, nothing, world)
    return Closure(np.ones(len(income)), nothing, world)


def has_imbalances(income: Floats, spending: Floats) -> bool:
    """Return whether any imbalance is more than a rounding error."""
    return bool((np.abs(spending - income) > NONE * np.maximum(income, spending)).any())


def parts(open_ties: NDArray[np.bool_], imbalanced: bool) -> list[NDArray[np.int64]]:
    """Return the sets of actors between whom trade is left, each with places in rising order.

    Without imbalances two actors trade only where money can come back, in however many steps (strongly connected
    parts): one who cannot sell cannot buy, and its price falls until it buys from itself alone, which is the limit.
    With imbalances one-way trade can be paid for, and parts are those connected in either direction.

    Parameters
    ----------
    open_ties
        n x n, whether anything can flow from row to column.
    imbalanced
        Whether spending differs from income under the rule.
    """
    if open_ties.all() or (_reaches_all(open_ties) and _reaches_all(open_ties.T)):
        return [np.arange(len(open_ties))]
    # imported where it is needed: most trade hangs together, and the library takes long to load
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    kind = "weak" if imbalanced else "strong"
    number, label = connected_components(csr_array(open_ties), directed=True, connection=kind)
    order = sorted(range(number), key=lambda part: int(np.flatnonzero(label == part)[0]))
    return [np.flatnonzero(label == part) for part in order]


def _reaches_all(open_ties: NDArray[np.bool_]) -> bool:
    """Return whether the first actor's goods reach everybody in some number of steps."""
    reached = open_ties[0].copy()
    reached[0] = True
    while not reached.all():
        wider = reached | open_ties[reached].any(axis=0)
        if (wider == reached).all():
            return False
        reached = wider
    return True
