r"""Two orders beside each other, and an order beside behaviour.

Kendall's tau-b over the n shared items, with C concordant and D discordant pairs, :math:`n_0 = n(n-1)/2`, and
:math:`n_1, n_2` the numbers of pairs tied in the first and in the second order (Kendall 1945, *Biometrika* 33, p. 243):

.. math:: \tau_b = (C - D) / \sqrt{(n_0 - n_1)(n_0 - n_2)}.

Spearman's rho is the correlation of mid-ranks. Orders with pairs of which nothing is known have neither: a tier is
then no rank. What is counted for them too is the number of pairs on which both agree, differ, or say nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, permutations
from math import comb, factorial, isfinite, prod

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from reorient.documents.priorities.ranking import Ranking
from reorient.errors import MeasureError

#: Up to this many different arrangements of the shares all are gone through; beyond, `draws` random ones.
EXACT = 50_000


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two orders differ.

    Attributes
    ----------
    shared
        Items of both, in the order of the first.
    tau, rho
        Kendall's tau-b and Spearman's rho over them; None where they are not defined (`why_not`).
    agreeing, opposing, undecided
        Pairs of shared items that both orders put the same way, opposite ways, or of which one tells nothing (or a
        tie).
    up, down
        Shared items that stand higher or lower in the second than in the first, counted among the shared ones, with the
        difference of mid-ranks (positive: places gained or lost), largest first.
    appeared, vanished
        Items of the second or of the first alone.
    why_not
        Why there is no tau or rho; empty where there is.
    """

    shared: tuple[str, ...]
    tau: float | None
    rho: float | None
    agreeing: int
    opposing: int
    undecided: int
    up: tuple[tuple[str, float], ...]
    down: tuple[tuple[str, float], ...]
    appeared: tuple[str, ...]
    vanished: tuple[str, ...]
    why_not: str


def _ranks(ranking: Ranking, shared: set[str]) -> dict[str, float]:
    """Return mid-ranks among the shared items."""
    found: dict[str, float] = {}
    before = 0
    for tier in ranking.tiers:
        here = [item for item in tier if item in shared]
        found.update(dict.fromkeys(here, before + (len(here) + 1) / 2))
        before += len(here)
    return found


def compare(first: Ranking, second: Ranking) -> Comparison:
    """Return how two orders differ over the items they share.

    Parameters
    ----------
    first, second
        Two orders, of two documents or of one.

    Returns
    -------
    Comparison
        Without tau and rho where fewer than two items are shared, where one order ties all of them, or where one
        leaves the order of a shared pair open.
    """
    shared = tuple(item for item in first.items() if item in set(second.items()))
    pairs = list(combinations(shared, 2))
    ways = [(first.order(a, b), second.order(a, b)) for a, b in pairs]
    agreeing = sum(x is not None and x == y and x != 0 for x, y in ways)
    opposing = sum(x is not None and y is not None and x * y < 0 for x, y in ways)
    open_pairs = sum(x is None or y is None for x, y in ways)
    ranks_1, ranks_2 = _ranks(first, set(shared)), _ranks(second, set(shared))
    a = np.array([ranks_1[item] for item in shared])
    b = np.array([ranks_2[item] for item in shared])
    tau = rho = None
    why_not = ""
    if len(shared) < 2:
        why_not = f"{len(shared)} shared items: an order needs two"
    elif open_pairs:
        why_not = f"the order of {open_pairs} of {len(pairs)} shared pairs is not told in one of the two"
    elif np.ptp(a) == 0 or np.ptp(b) == 0:
        why_not = "one of the two puts all shared items side by side"
    else:
        tau = float(stats.kendalltau(a, b, variant="b").statistic)
        rho = float(stats.spearmanr(a, b).statistic)
    moves = sorted(
        ((item, float(ranks_1[item] - ranks_2[item])) for item in shared), key=lambda row: (-abs(row[1]), row[0])
    )
    mine, theirs = set(first.items()), set(second.items())
    return Comparison(
        shared=shared,
        tau=tau,
        rho=rho,
        agreeing=agreeing,
        opposing=opposing,
        undecided=len(pairs) - agreeing - opposing,
        up=tuple((item, gain) for item, gain in moves if gain > 0),
        down=tuple((item, -gain) for item, gain in moves if gain < 0),
        appeared=tuple(item for item in second.items() if item not in mine),
        vanished=tuple(item for item in first.items() if item not in theirs),
        why_not=why_not,
    )


@dataclass(frozen=True, slots=True)
class BesideBehaviour:
    """An order of priorities held against shares of behaviour.

    Attributes
    ----------
    items
        Items with a share, in the order of the text.
    shares
        Their shares.
    tau
        Kendall's tau-b between the order and the shares (1: the first has the largest); None where it is not defined.
    low, high
        Range in which tau-b lies with the stated probability if order and behaviour have nothing to do with each other
        (all arrangements of the shares, or `draws` of them): the interval of chance, not of an estimate.
    p
        Two-sided probability of a tau-b at least as far from zero under the same arrangements.
    exact
        Whether all arrangements were gone through.
    least_p
        Smallest p that so many items can give; where it is above 1 - level no order could stand out.
    missing
        Items of the order without a share; never taken for zero.
    says
        In words what the figures allow to say.
    """

    items: tuple[str, ...]
    shares: tuple[float, ...]
    tau: float | None
    low: float | None
    high: float | None
    p: float | None
    exact: bool
    least_p: float | None
    missing: tuple[str, ...]
    says: str


def with_behaviour(
    ranking: Ranking, shares: Mapping[str, float], *, level: float = 0.95, draws: int = 20_000, seed: int = 0
) -> BesideBehaviour:
    """Return the rank correlation of an order with shares of behaviour, and what chance alone would give.

    The shares are permuted over the items. Up to `EXACT` different arrangements all of them are gone through, and p
    and the range are exact; beyond that `draws` random ones are, with p = (1 + hits) / (1 + draws) (Phipson & Smyth
    2010, *Statistical Applications in Genetics and Molecular Biology* 9(1), article 39, eq. 2).

    Parameters
    ----------
    ranking
        The order; it must not leave the order of a pair with shares open.
    shares
        Share of each item in some behaviour, a finite number; items without a row are left out and listed.
    level
        Probability of the range of chance, between 0 and 1.
    draws, seed
        Random arrangements where there are too many to go through.

    Raises
    ------
    MeasureError
        If a share is not finite, `level` lies outside 0 to 1, or `draws` is below 100.
    """
    if not 0 < level < 1 or draws < 100:
        raise MeasureError(f"A level of {level} with {draws} draws", "a level between 0 and 1, and 100 draws or more")
    bad = [item for item, share in shares.items() if not isfinite(share)]
    if bad:
        raise MeasureError(
            f"The share of {bad[0]} is {shares[bad[0]]}", "finite shares", "leave out items without a row"
        )
    items = tuple(item for item in ranking.items() if item in shares)
    missing = tuple(item for item in ranking.items() if item not in shares)
    values = tuple(float(shares[item]) for item in items)

    def nothing(why: str) -> BesideBehaviour:
        return BesideBehaviour(items, values, None, None, None, None, True, None, missing, why)

    if len(items) < 2:
        return nothing(f"{len(items)} items of the order have a share: nothing can be said")
    if any(ranking.order(a, b) is None for a, b in combinations(items, 2)):
        return nothing("the text leaves the order of some of these items open: no rank correlation")
    ranks = _ranks(ranking, set(items))
    order = -np.array([ranks[item] for item in items])
    behaviour = np.array(values)
    if np.ptp(order) == 0 or np.ptp(behaviour) == 0:
        return nothing("the text or the shares put all of these items side by side: no rank correlation")
    tau = _tau(order, behaviour[None, :])[0]
    exact = _arrangements(behaviour) <= EXACT and len(items) <= 8
    if exact:
        chance = _tau(order, np.array(list(permutations(behaviour))))
        far = np.abs(chance) >= abs(tau) - 1e-12
        p = float(far.mean())
    else:
        draw = np.random.default_rng(seed)
        chance = _tau(order, draw.permuted(np.tile(behaviour, (draws, 1)), axis=1))
        far = np.abs(chance) >= abs(tau) - 1e-12
        p = float((1 + far.sum()) / (1 + draws))
    tail = (1 - level) / 2
    low, high = (float(x) for x in np.quantile(chance, [tail, 1 - tail], method="inverted_cdf"))
    least = float((np.abs(chance) >= np.abs(chance).max() - 1e-12).mean()) if exact else 1 / (1 + draws)
    says = _words(len(items), float(tau), p, least, level)
    return BesideBehaviour(items, values, float(tau), low, high, p, exact, least, missing, says)


def _tau(order: NDArray[np.float64], rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return tau-b of one order (n) with each row of values (draws x n)."""
    a, b = np.triu_indices(len(order), 1)
    mine = np.sign(order[a] - order[b])
    theirs = np.sign(rows[:, a] - rows[:, b])
    untied = (mine != 0).sum() * (theirs != 0).sum(axis=1)
    return np.asarray((theirs @ mine) / np.sqrt(untied), dtype=np.float64)


def _arrangements(values: NDArray[np.float64]) -> int:
    """Return the number of different arrangements of values."""
    counts = np.unique(values, return_counts=True)[1]
    return factorial(len(values)) // prod(factorial(int(count)) for count in counts)


def _words(n: int, tau: float, p: float, least: float, level: float) -> str:
    pairs = comb(n, 2)
    if least > 1 - level:
        return (
            f"{n} items are too few to say anything: even a perfect agreement comes by chance "
            f"with probability {least:.2f} (tau-b {tau:+.2f} over {pairs} pairs)"
        )
    if p <= 1 - level:
        way = "follow" if tau > 0 else "run against"
        figures = f"tau-b {tau:+.2f}, p {p:.3f}, {n} items"
        return f"the shares {way} the order of the text more than chance would have it ({figures})"
    return f"nothing beyond chance: tau-b {tau:+.2f}, p {p:.2f}, {n} items"
