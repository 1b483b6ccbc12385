r"""What changes between the baseline and the counterfactual, as factors: 1 = nothing changes.

A change of trade costs comes as `cost`, the factor :math:`\hat\tau_{ij}` on the cost of bringing goods from i to j
(1.1 = ten percent dearer, infinity = embargo), or as `access`, the factor :math:`\hat\tau_{ij}^{-\theta}` on trade at
given prices and incomes (0 = embargo): what a gravity estimate gives, :math:`\exp(\beta \, \Delta z_{ij})`
(the accessibility of Head & Mayer 2014, section 2.1). The model sees costs through the second alone, so that an embargo
is its value 0: the limit of an infinite cost, taken exactly.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from reorient.errors import BaselineError, InvalidOption, NoEquilibrium, few
from reorient.simulate.accounts import Floats, cells, table


def access_of(
    actors: Sequence[str],
    theta: float | Floats,
    cost: ArrayLike | None,
    access: ArrayLike | None,
    sectors: Sequence[str] = (),
) -> Floats:
    r"""Return :math:`\hat\tau^{-\theta}`, n x n or S x n x n, from costs or from access.

    Parameters
    ----------
    actors
        n names.
    theta
        Elasticity, or one for each sector.
    cost
        Factors on costs above zero, infinity for an embargo; n x n also serves all sectors.
    access
        Factors on trade from zero up; n x n also serves all sectors.
    sectors
        S names; empty for one sector.

    Raises
    ------
    InvalidOption
        If both are given, or a factor is missing, negative, or a cost is zero.
    NoEquilibrium
        If an actor is cut off from itself.
    """
    shape = (len(sectors),) * bool(sectors) + (len(actors),) * 2
    axes = ((tuple(sectors),) if sectors else ()) + (tuple(actors),) * 2
    if cost is not None and access is not None:
        raise InvalidOption("Both cost and access", "one of them: access is cost to the power of minus theta")
    if cost is None and access is None:
        return np.ones(shape)
    name = "Factors on cost" if cost is not None else "Factors on access"
    given = np.asarray(cost if cost is not None else access, dtype=np.float64)
    if sectors and given.ndim == 2:
        given = np.broadcast_to(given, shape)
    try:
        factors = table(given, axes, name, open_end=cost is not None)
    except BaselineError as wrong:
        raise InvalidOption(wrong.found, wrong.expected, "give 1 where nothing changes") from wrong
    if cost is not None:
        if (factors == 0).any():
            raise InvalidOption(f"A cost of zero: {few(cells(factors == 0, axes))}", "factors above zero")
        power = -np.asarray(theta, dtype=np.float64)
        factors = factors ** (power[:, None, None] if power.ndim else power)
    own = np.einsum("...ii->...i", factors) == 0
    if own.any():
        raise NoEquilibrium(
            f"An embargo of an actor on itself: {few(cells(own, axes[:-1]))}",
            "domestic sales that stay open",
            "put 1 on the diagonal; an embargo on everything abroad is solved as autarky",
        )
    return np.asarray(factors)


def factors_of(names: Sequence[str], values: ArrayLike | None, what: str) -> Floats:
    """Return n factors above zero, ones where none are given.

    Raises
    ------
    InvalidOption
        If a factor is missing, infinite or not above zero.
    """
    if values is None:
        return np.ones(len(names))
    try:
        factors = table(values, (tuple(names),), what)
    except BaselineError as wrong:
        raise InvalidOption(wrong.found, wrong.expected, "give 1 where nothing changes") from wrong
    if (factors <= 0).any():
        raise InvalidOption(f"{what} of zero: {few(cells(factors <= 0, (tuple(names),)))}", "factors above zero")
    return factors
