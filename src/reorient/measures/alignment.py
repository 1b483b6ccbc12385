r"""How alike two states' profiles are: agreement, S, Cohen's kappa and Scott's pi, for all pairs at once.

A profile is one row of categories: votes on roll calls, obligations toward each other state, memberships. With
:math:`d(a, b)` the distance between two categories, :math:`D^o_{ij}` its mean over the items on which both have a
category, and :math:`D^e_{ij}` its expectation by chance,

.. math::

    S_{ij} = 1 - 2 D^o_{ij} / d_{\max}, \qquad
    \kappa_{ij},\ \pi_{ij} = 1 - D^o_{ij} / D^e_{ij},

where chance draws from the two states' own shares of categories (kappa, Cohen 1960) or from their shares pooled (pi,
Scott 1955). Signorino & Ritter (1999, International Studies Quarterly 43, eq. 3) define S; Haege (2011, Political
Analysis 19, eqs. 2 to 8) shows that S takes no account of chance and gives kappa and pi in this form.

Each distance is a sum of squared differences of features, so that all pairs follow from a few matrix products.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from reorient.errors import MeasureError

Distance = Literal["nominal", "absolute", "squared"]
Chance = Literal["none", "own", "pooled"]
Absence = Literal["pairwise", "middle"]
Floats = NDArray[np.float64]

#: Expected distances below this share of the weight are rounding of single precision, not chance.
ROUNDING = 1e-6
#: Mark of an item on which a state has no category.
ABSENT = -1


@dataclass(frozen=True, slots=True)
class Alignment:
    """Similarity of every pair of actors.

    Attributes
    ----------
    actors
        The axis, n ids.
    values
        n x n, symmetric; NaN where the measure is not defined (no common item, or no chance of difference).
    items
        n x n, the number of items on which both have a category.
    measure
        What was computed, in words.
    """

    actors: tuple[str, ...]
    values: Floats
    items: NDArray[np.int64]
    measure: str


def features(categories: int, distance: Distance) -> Floats:
    r"""Return numbers for each category whose squared differences add up to the distance.

    .. math:: d(a, b) = \sum_f (\phi_f(a) - \phi_f(b))^2

    with one feature :math:`a / (K - 1)` for squared distances, the K - 1 indicators :math:`[a > t]` scaled by
    :math:`1 / \sqrt{K - 1}` for absolute ones, and the K indicators :math:`[a = c]` scaled by :math:`1 / \sqrt 2` for
    nominal ones. The largest distance is 1 in each.

    Parameters
    ----------
    categories
        K, at least 2.
    distance
        ``nominal`` (0 if equal, else 1), ``absolute`` (``|a - b| / (K - 1)``), ``squared`` (its square).

    Returns
    -------
    F x K
    """
    if categories < 2:
        raise MeasureError(f"{categories} category", "at least two", "a profile of one category has no differences")
    steps = np.arange(categories, dtype=float)
    if distance == "squared":
        return np.asarray(steps[None, :] / (categories - 1))
    if distance == "absolute":
        return np.asarray((steps[None, :] > steps[:-1, None]) / np.sqrt(categories - 1))
    return np.asarray(np.eye(categories) / np.sqrt(2))


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums over the items that two actors share, from which every measure follows.

    Attributes
    ----------
    weight
        n x n, weight of the shared items.
    observed
        n x n, weighted sum of the distances on them.
    first
        F x n x n, sum of actor i's feature over the items shared with j.
    second
        n x n, sum of actor i's squared features over the items shared with j.
    items
        n x n, number of shared items.
    """

    weight: Floats
    observed: Floats
    first: Floats
    second: Floats
    items: NDArray[np.int64]


def moments(
    profiles: NDArray[np.int8], *, categories: int, distance: Distance, weights: Floats | None = None
) -> Moments:
    """Return the `Moments` of `profiles` (n x m) under a distance; three matrix products for each feature."""
    table = features(categories, distance).astype(np.float32)
    present = (profiles != ABSENT).astype(np.float32)
    weighed = present if weights is None else present * weights.astype(np.float32)
    weight = weighed @ present.T
    shape = (len(table), *weight.shape)
    first = np.empty(shape)
    second, cross = np.zeros(weight.shape), np.zeros(weight.shape)
    for number, row in enumerate(table):
        shown = np.where(profiles == ABSENT, np.float32(0), row[profiles])
        own = shown if weights is None else shown * weights.astype(np.float32)
        first[number] = own @ present.T
        second += (own * shown) @ present.T
        cross += own @ shown.T
    items = weight if weights is None else present @ present.T
    counted: NDArray[np.int64] = np.rint(items).astype(np.int64)
    return Moments(weight.astype(np.float64), second + second.T - 2 * cross, first, second, counted)


def alignment(
    actors: Sequence[str],
    profiles: NDArray[np.int8],
    *,
    categories: int = 3,
    distance: Distance = "squared",
    chance: Chance = "own",
    absence: Absence = "pairwise",
    weights: Floats | None = None,
) -> Alignment:
    """Return S (``chance="none"``), Cohen's kappa (``"own"``) or Scott's pi (``"pooled"``) for all pairs.

    Parameters
    ----------
    actors
        n ids.
    profiles
        n x m, categories 0 to K-1 in their order (votes: 0 yes, 1 abstain, 2 no), `ABSENT` where there is none.
    categories
        K.
    distance
        How far two categories are apart, see `distances`.
    chance
        What agreement by chance is taken from: nothing, each state's own shares, or their shares pooled.
    absence
        ``pairwise``: an item counts for a pair only if both have a category. ``middle``: absence counts as the
        middle category (only for an odd K), as some treat absence from a vote.
    weights
        m weights of the items, not negative, with a positive sum.

    Raises
    ------
    MeasureError
        If shapes do not fit, a category lies outside 0..K-1, or weights are negative or sum to nothing.
    """
    known = _prepared(actors, profiles, categories, absence, weights)
    sums = moments(known, categories=categories, distance=distance, weights=weights)
    return Alignment(tuple(actors), similarity(sums, chance=chance), sums.items, _words(distance, chance))


def similarity(sums: Moments, *, chance: Chance) -> Floats:
    """Return S, kappa or pi for all pairs from their `Moments`; NaN where it is not defined."""
    with np.errstate(invalid="ignore", divide="ignore"):
        if chance == "none":
            return np.where(sums.items > 0, 1 - 2 * sums.observed / sums.weight, np.nan)
        expected = _expected(sums, chance)
        defined = (sums.items > 0) & (expected > ROUNDING * sums.weight)
        return np.where(defined, 1 - sums.observed / expected, np.nan)


def _expected(sums: Moments, chance: Chance) -> Floats:
    """Return the weight of the shared items times the distance expected by chance."""
    spread = sums.second + sums.second.T
    turned = sums.first.transpose(0, 2, 1)
    if chance == "own":
        expected: Floats = spread - 2 * (sums.first * turned).sum(axis=0) / sums.weight
    else:
        expected = spread - ((sums.first + turned) ** 2).sum(axis=0) / (2 * sums.weight)
    return expected


def agreement(actors: Sequence[str], profiles: NDArray[np.int8], *, categories: int = 3) -> Alignment:
    """Return the share of identical categories among the items on which both have one, for all pairs.

    This is the agreement that Bailey, Strezhnev & Voeten (2017) publish with their ideal points: absence is left
    out, abstention agrees with abstention.
    """
    known = _prepared(actors, profiles, categories, "pairwise", None)
    sums = moments(known, categories=categories, distance="nominal")
    with np.errstate(invalid="ignore", divide="ignore"):
        values = np.where(sums.items > 0, 1 - sums.observed / sums.weight, np.nan)
    return Alignment(tuple(actors), values, sums.items, "share of identical categories")


def _prepared(
    actors: Sequence[str],
    profiles: NDArray[np.int8],
    categories: int,
    absence: Absence,
    weights: Floats | None,
) -> NDArray[np.int8]:
    if profiles.ndim != 2 or len(actors) != len(profiles):
        raise MeasureError(f"Profiles of shape {profiles.shape} for {len(actors)} actors", "one row for each actor")
    if profiles.size and (profiles.min() < ABSENT or profiles.max() >= categories):
        found = f"Categories from {profiles.min()} to {profiles.max()}"
        raise MeasureError(found, f"0 to {categories - 1}, and {ABSENT} for absence")
    if weights is not None:
        if weights.shape != (profiles.shape[1],):
            raise MeasureError(f"{weights.size} weights for {profiles.shape[1]} items", "one weight for each item")
        if not np.isfinite(weights).all() or (weights < 0).any() or weights.sum() <= 0:
            raise MeasureError("Weights that are negative, not finite or sum to nothing", "weights with a positive sum")
    if absence == "middle":
        if categories % 2 == 0:
            raise MeasureError(f"absence='middle' with {categories} categories", "an odd number of categories")
        return np.where(profiles == ABSENT, np.int8(categories // 2), profiles).astype(np.int8)
    return profiles


def _words(distance: Distance, chance: Chance) -> str:
    name = {"none": "S", "own": "Cohen's kappa", "pooled": "Scott's pi"}[chance]
    return f"{name} ({distance} distances)"
