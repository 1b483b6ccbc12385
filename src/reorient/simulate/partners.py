r"""The cost of losing a partner, both ways and exactly: who holds the lever.

For a pair i, j the model is solved with no trade between them, in both directions (an embargo, the limit of infinite
cost), everything else free to adjust. :math:`L_i` and :math:`L_j` are the losses of real income in percent, and the
lever of i over j is :math:`\ln (L_j / L_i)`: above zero, j loses more. A loss below zero is a gain (trade turns
to others and a rival is gone); then no ratio is defined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reorient.simulate.accounts import Floats, held
from reorient.simulate.armington import balanced, solved
from reorient.simulate.baseline import Baseline
from reorient.simulate.closure import checked_closure
from reorient.simulate.elasticity import one_elasticity


@dataclass(frozen=True, slots=True)
class PartnerLosses:
    """What one actor and each of its partners lose when the two stop trading.

    Attributes
    ----------
    actor
        The actor.
    partners
        m names.
    own, theirs
        m losses of real income in percent, of the actor and of the partner; below zero is a gain.
    lever
        m values ln(theirs / own); above zero the partner loses more. NaN where one of them does not lose.
    theta, closure
        Trade elasticity and rule for imbalances.
    residual
        Largest residual of the equilibria.
    """

    actor: str
    partners: tuple[str, ...]
    own: Floats
    theirs: Floats
    lever: Floats
    theta: float
    closure: str
    residual: float


def cost_of_losing(
    baseline: Baseline,
    actor: str,
    *,
    closure: str,
    theta: float | None = None,
    sigma: float | None = None,
    partners: Sequence[str] | None = None,
) -> PartnerLosses:
    """Return the losses of an actor and of each partner when the two stop trading, one equilibrium for each pair.

    Parameters
    ----------
    baseline
        Flows with sales at home.
    actor
        One of its actors.
    closure
        Rule for imbalances.
    theta, sigma
        Trade elasticity above 0, or elasticity of substitution above 1; exactly one.
    partners
        Some of its actors; all others if not given.

    Raises
    ------
    BaselineError
        If the actor or a partner is not in the baseline.
    InvalidOption, NoEquilibrium, NotConverged
        As `armington` raises.
    """
    power = one_elasticity(theta, sigma)
    checked_closure(closure)
    me = baseline.place(actor)
    named = tuple(partners) if partners is not None else tuple(name for name in baseline.actors if name != actor)
    places = [baseline.place(name) for name in named]
    start = balanced(baseline, theta=power) if closure == "balanced" else baseline
    access, one = np.ones_like(start.flows), np.ones(len(start.actors))
    own, theirs, worst = np.zeros(len(places)), np.zeros(len(places)), 0.0
    for at, partner in enumerate(places):
        if partner == me:
            own[at] = theirs[at] = np.nan
            continue
        access[me, partner] = access[partner, me] = 0.0
        found = solved(start, power, closure, access, one, one, tangent=False)
        access[me, partner] = access[partner, me] = 1.0
        own[at], theirs[at] = -found.real_income_percent[[me, partner]]
        worst = max(worst, found.residuals.markets)
    defined = (own > 0) & (theirs > 0)
    lever = np.where(defined, np.log(np.where(defined, theirs, 1.0) / np.where(defined, own, 1.0)), np.nan)
    return PartnerLosses(actor, named, held(own), held(theirs), held(lever), power, closure, worst)


@dataclass(frozen=True, slots=True)
class Levers:
    """Losses of every actor (row) when it and another (column) stop trading.

    Attributes
    ----------
    actors
        n names.
    loss
        n x n losses of the row's real income in percent; NaN on the diagonal.
    lever
        n x n values ln(loss of the column / loss of the row): above zero the row holds the lever; NaN where undefined.
    theta, closure
        Trade elasticity and rule for imbalances.
    """

    actors: tuple[str, ...]
    loss: Floats
    lever: Floats
    theta: float
    closure: str


def levers(baseline: Baseline, *, closure: str, theta: float | None = None, sigma: float | None = None) -> Levers:
    """Return the losses of all pairs, one equilibrium for each of the n (n - 1) / 2.

    Raises
    ------
    InvalidOption, NoEquilibrium, NotConverged
        As `cost_of_losing` raises.
    """
    power = one_elasticity(theta, sigma)
    start = balanced(baseline, theta=power) if checked_closure(closure) == "balanced" else baseline
    n = len(start.actors)
    loss = np.full((n, n), np.nan)
    for i, name in enumerate(start.actors[:-1]):
        found = cost_of_losing(start, name, closure=closure, theta=power, partners=start.actors[i + 1 :])
        loss[i, i + 1 :], loss[i + 1 :, i] = found.own, found.theirs
    defined = (loss > 0) & (loss.T > 0)
    ratio = np.where(defined, loss.T, 1.0) / np.where(defined, loss, 1.0)
    return Levers(start.actors, held(loss), held(np.where(defined, np.log(ratio), np.nan)), power, closure)
