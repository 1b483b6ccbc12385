r"""The slopes of the markets of many sectors in wages, links between sectors included.

Differentiating the equations of `sector_market` at a point, with :math:`\psi = \lambda' / (1 + t')` and every
:math:`\mathrm{d}` one for each wage k,

.. math::

   \mathrm{d}\ln c_{si} &= \beta_{si} \delta_{ik} + \sum_m \gamma_{msi}\, \mathrm{d}\ln P_{mi}, \qquad
   \mathrm{d}\ln P_{sj} = \sum_i \lambda'_{sij}\, \mathrm{d}\ln c_{si}, \\
   \mathrm{d} Y_{si} &= \sum_j \psi_{sij}\, \mathrm{d}E_{sj}
     - \theta_s \sum_j \psi_{sij} E_{sj} (\mathrm{d}\ln c_{si} - \mathrm{d}\ln P_{sj}).

Both are fixed points that shrink as those of the levels do; a start for Broyden's method needs two digits of them.
"""

from __future__ import annotations

import numpy as np

from reorient.simulate.accounts import Floats

#: Digits of the slopes: enough for a start, which the first steps improve.
DIGITS = 1e-2
#: Digits after a step that made things worse: where hardly any trade is left, what matters is small beside the rest.
CLOSE = 1e-9
MOST = 1_000


def wage_slopes(
    *,
    shares: Floats,
    factors: Floats,
    value_added: Floats,
    by_actor: Floats,
    buying: Floats,
    final: Floats,
    other: Floats,
    theta: Floats,
    earned: Floats,
    ratio: Floats,
    transfer: Floats,
    spending: Floats,
    world: float,
    digits: float = DIGITS,
) -> Floats:
    """Return the slopes of the log gap of wages in logs of wages, n x n.

    Parameters
    ----------
    shares, factors
        S x n x n: sellers' shares, and 1 + tariff.
    value_added, final, other, spending
        S x n.
    by_actor, buying
        n x S x S: shares of inputs, sector that buys first, and sector bought first.
    theta
        S.
    earned, ratio, transfer
        n: value added at these wages, and the rule for imbalances.
    world
        World value added of the baseline.
    digits
        Change of a round at which to stop.
    """
    sectors, n = value_added.shape
    own = np.zeros((sectors, n, n))
    own[:, np.arange(n), np.arange(n)] = value_added
    mixed = np.ascontiguousarray(shares.transpose(0, 2, 1))
    prices = np.zeros((sectors, n, n))
    for _ in range(MOST):
        costs = own + (by_actor @ prices.transpose(1, 0, 2)).transpose(1, 0, 2)
        after = mixed @ costs
        gap = np.abs(after - prices).max()
        prices = after
        if gap < digits:
            break
    received = shares / factors
    back = np.ascontiguousarray(received.transpose(0, 2, 1))
    kept = 1.0 - received.sum(axis=1)
    output = (received @ spending[:, :, None])[:, :, 0]
    power = theta[:, None, None]
    moved = power * ((received * spending[:, None, :]) @ prices - output[:, :, None] * costs)
    lost = power * (back @ costs - (1.0 - kept)[:, :, None] * prices) * spending[:, :, None]
    income = earned + (kept * spending).sum(axis=0)
    scaled = ratio * income
    common = income.sum() / scaled.sum()
    unit = earned / world
    spent = np.zeros((sectors, n, n))
    for _ in range(MOST):
        made = received @ spent + moved
        gained = np.diag(earned) + (lost + kept[:, :, None] * spent).sum(axis=0)
        pull = (gained.sum(axis=0) - common * (ratio @ gained)) / scaled.sum()
        means = (common * ratio)[:, None] * gained + np.outer(scaled, pull) + np.outer(transfer, unit)
        after = (buying @ made.transpose(1, 0, 2)).transpose(1, 0, 2) + final[:, :, None] * means
        after += other[:, :, None] * unit
        gap = np.abs(after - spent).max() / np.abs(after).max()
        spent = after
        if gap < digits:
            break
    paid = (value_added * output).sum(axis=0)
    slope = np.einsum("si,sik->ik", value_added, received @ spent + moved) / paid[:, None]
    return np.asarray(slope - np.eye(n) + earned / earned.sum())
