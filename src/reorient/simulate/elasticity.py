r"""The trade elasticity: an input with a source, never a constant of this package.

:math:`\theta > 0` is how much trade falls, in percent, when its cost rises by one percent. In the Armington model
:math:`\theta = \sigma - 1` with the elasticity of substitution :math:`\sigma > 1`; in Eaton & Kortum (2002) it is the
shape of the distribution of productivities, in Melitz and Chaney that of firms' sizes. Estimates differ by sector,
method and span: a result without its elasticity's source is half a result.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import ArrayLike

from reorient.errors import InvalidOption, few
from reorient.simulate.accounts import Floats, axis, held


@dataclass(frozen=True, slots=True)
class Elasticities:
    """Trade elasticities of sectors with their source.

    Parameters
    ----------
    sectors
        S names.
    theta
        S figures above zero: percent of trade lost for one percent of cost.
    source
        Where they come from: paper, table, column.

    Raises
    ------
    InvalidOption
        If a figure is missing, infinite or not above zero, lengths differ, or there is no source.
    """

    sectors: tuple[str, ...]
    theta: Floats
    source: str

    def __post_init__(self) -> None:
        sectors = axis(self.sectors, "sectors")
        theta = held(self.theta)
        if theta.shape != (len(sectors),):
            raise InvalidOption(f"Elasticities of shape {theta.shape}", f"one for each of {len(sectors)} sectors")
        bad = ~(np.isfinite(theta) & (theta > 0))
        if bad.any():
            shown = [f"{sectors[s]} ({theta[s]:g})" for s in np.flatnonzero(bad)]
            raise InvalidOption(
                f"Trade elasticities at or below what the model allows: {few(shown)}",
                "theta above 0 (sigma above 1): below it no price index exists and trade rises with its cost",
                "take an estimate for the sector, or join the sector with a neighbour that has one",
            )
        if not self.source.strip():
            raise InvalidOption("Elasticities without a source", "the paper, table and column they are taken from")
        object.__setattr__(self, "sectors", sectors)
        object.__setattr__(self, "theta", theta)


def elasticities(sectors: Sequence[str], *, sigma: ArrayLike, source: str) -> Elasticities:
    """Return elasticities of trade from elasticities of substitution, theta = sigma - 1.

    Raises
    ------
    InvalidOption
        As `Elasticities` raises.
    """
    return Elasticities(tuple(sectors), held(np.asarray(sigma, dtype=np.float64) - 1.0), source)


def one_elasticity(theta: float | None, sigma: float | None) -> float:
    """Return theta from exactly one of theta and sigma.

    Raises
    ------
    InvalidOption
        If both or none are given, or theta is not above 0.
    """
    if (theta is None) == (sigma is None):
        raise InvalidOption("Both theta and sigma, or none of them", "exactly one: theta, or sigma = theta + 1")
    value = float(theta) if theta is not None else float(sigma or 0.0) - 1.0
    if not (np.isfinite(value) and value > 0):
        given = f"theta = {theta:g}" if theta is not None else f"sigma = {sigma:g}"
        raise InvalidOption(
            f"A trade elasticity at or below what the model allows: {given}",
            "theta above 0, that is sigma above 1: below it no price index exists",
        )
    return value


@cache
def known_elasticities() -> Mapping[str, tuple[float, float, str]]:
    """Return by sector theta, standard error and source of the package's table."""
    text = files("reorient.simulate").joinpath("elasticities.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["sector"]: (float(row["theta"]), float(row["error"]), row["source"]) for row in rows}
