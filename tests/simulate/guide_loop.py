"""The loop of the Advanced Guide to Trade Policy Analysis (2016, chapter 2, step III), with its own stopping rule.

It stops where the standard deviation and the (signed) maximum of the last but one change of factory-gate prices are
below the threshold. It stands here to show what that rule leaves: the package returns converged equilibria alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reorient.simulate.conditional import gravity_flows

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Loop:
    """Percent changes of exports, prices (the guide's sign), inward resistance and real output, with rounds."""

    exports: Floats
    price: Floats
    inward: Floats
    real_output: Floats
    rounds: int


def abroad(flows: Floats) -> Floats:
    return np.asarray(flows.sum(axis=1) - np.diag(flows))


def guide_loop(
    actors: tuple[str, ...], flows: Floats, before: Floats, after: Floats, sigma: float, reference: str, stop: float
) -> Loop:
    home = actors.index(reference)
    made, spent = flows.sum(axis=1), flows.sum(axis=0)
    ratio, power = spent / made, 1.0 / (1.0 - sigma)

    def fit(table: Floats) -> tuple[Floats, Floats, Floats]:
        found = gravity_flows(actors, after if table is not flows else before, table.sum(axis=1), table.sum(axis=0))
        unit = found.columns[home]
        return found.rows * unit, found.columns / unit, np.asarray(found.flows)

    pi_start, chi_start, start = fit(flows)
    found = gravity_flows(actors, after, made, spent)
    unit = found.columns[home]
    pi, chi, traded = found.rows * unit, found.columns / unit, np.asarray(found.flows)
    price_now = (pi / pi_start) ** power
    price_before = np.zeros(len(actors))
    inward, outward = spent / (chi * spent[home]), made * spent[home] / pi
    at_home = spent[home]
    inward_change, outward_change = np.ones(len(actors)), np.ones(len(actors))
    rounds = 0
    while True:
        rounds += 1
        scaled = traded * (price_now / outward_change)[:, None] * (price_now / inward_change)
        pi_next, chi, traded = fit(scaled)
        output = traded.sum(axis=1)
        spending = ratio * output
        new = ((pi_next / pi) / (spending[home] / at_home)) ** power
        gap = price_now - price_before
        outward_next, inward_next = output * spending[home] / pi_next, spending / (chi * spending[home])
        outward_change, inward_change = outward_next / outward, inward_next / inward
        price_before, price_now = price_now, new
        pi, at_home, outward, inward = pi_next, spending[home], outward_next, inward_next
        apart = np.repeat(gap, len(actors))  # the guide's table has a row for each pair
        if not (apart.std(ddof=1) > stop or abs(apart.max()) > stop) or rounds > 500:
            break
    price = ((pi / pi_start) / (at_home / spent[home])) ** power
    full = price * made
    outward = full * at_home / pi
    flows_after = full[:, None] * (ratio * full) * after / (inward * outward[:, None])
    inward_start = (spent / (chi_start * spent[home])) ** power
    now = inward**power
    return Loop(
        100 * (abroad(flows_after) / abroad(start) - 1),
        100 * (1 - price),
        100 * (now / inward_start - 1),
        100 * ((full / now) / (made / inward_start) - 1),
        rounds,
    )
