r"""Many sectors: prices that follow from wages, spending that follows from both, and wages that clear all markets.

With hats as in `market`, unit costs :math:`c_{si}` of a bundle, weights :math:`\phi_{sij} = \lambda_{sij}
(\hat\tau_{sij} (1 + t'_{sij}) / (1 + t_{sij}))^{-\theta_s}`,

.. math:: \ln c_{si} = \beta_{si} \ln \hat w_i + \sum_k \gamma_{ksi} \ln \hat P_{ki} - \ln \hat A_{si}, \qquad
   \hat P_{sj}^{-\theta_s} = \sum_i \phi_{sij} c_{si}^{-\theta_s}, \qquad
   \lambda'_{sij} = \phi_{sij} c_{si}^{-\theta_s} \hat P_{sj}^{\theta_s},

spending solves the accounts of `sector_baseline` with :math:`Y'_{si} = \sum_j \lambda'_{sij} E'_{sj} / (1 + t'_{sij})`,
and wages make value added what it pays, :math:`\hat w_i \hat L_i V_i = \sum_s \beta_{si} Y'_{si}` (Caliendo & Parro
2015, section 3.3). Prices and spending are fixed points that shrink with the share of value added; wages are found by
Broyden's method, started from slopes of two digits (`sector_slopes`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve

from reorient.errors import NoEquilibrium, NotConverged
from reorient.simulate.accounts import Floats
from reorient.simulate.sector_slopes import CLOSE, DIGITS, wage_slopes

#: Largest gap between wages and what markets pay, in logs, at which they count as cleared.
TOLERANCE = 1e-12
ROUNDS = 300
INNER = 5_000
#: Changes of a round below this that do not become smaller are rounding errors.
STALLED = 1e-14
#: Prices and spending are settled to this part of the last gap of wages, and at the end to `FINE`.
PART = 1e-3
FINE = 1e-15
#: Longest step of a wage in logs, how much worse a step may be, and how often a worse one is cut to a third.
LONGEST = 0.7
WORSE = 1.5
#: Slopes are computed anew after a step that leaves more than this part of the gap.
STUCK = 0.5
HALVINGS = 8


@dataclass(frozen=True, slots=True)
class SectorProblem:
    """What the solver needs to know, actors and sectors of one part.

    Attributes
    ----------
    weights
        S x n x n: shares times access, tariffs included.
    factors
        S x n x n: 1 + tariff after the change.
    value_added, inputs, final, other
        S x n, S x S x n, S x n, S x n as in the baseline.
    value
        n: value added at baseline wages (after growth of the endowment).
    ratio, transfer
        n each: rule for imbalances; means are a common factor x ratio x (value added + revenue), plus transfer in units
        of world value added.
    productivity
        S x n logs.
    theta
        S.
    active
        S x n, whether anything of the sector is bought.
    spending
        S x n, a start for spending.
    world
        World value added of the baseline, the numeraire.
    """

    weights: Floats
    factors: Floats
    value_added: Floats
    inputs: Floats
    final: Floats
    other: Floats
    value: Floats
    ratio: Floats
    transfer: Floats
    productivity: Floats
    theta: Floats
    active: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    spending: Floats
    world: float


@dataclass(frozen=True, slots=True)
class SectorCleared:
    """An equilibrium of one part: wages n, costs, prices and spending S x n, shares S x n x n, means n."""

    wages: Floats
    costs: Floats
    prices: Floats
    shares: Floats
    spending: Floats
    means: Floats
    residual: float
    rounds: int


class _Machine:
    """Evaluates the gap of wages; keeps the last prices and spending as the next start."""

    def __init__(self, problem: SectorProblem) -> None:
        self.given = problem
        self.by_actor = np.ascontiguousarray(problem.inputs.transpose(2, 1, 0))
        self.buying = np.ascontiguousarray(problem.inputs.transpose(2, 0, 1))
        self.prices = np.zeros_like(problem.spending)
        self.spending = problem.spending.copy()

    def settle_prices(self, wages: Floats, tolerance: float) -> tuple[Floats, Floats]:
        """Return logs of costs and the shares at these logs of wages."""
        one = self.given
        base = one.value_added * wages - one.productivity
        power = -one.theta[:, None]
        prices, last = self.prices, np.inf
        for _ in range(INNER):
            costs = base + (self.by_actor @ prices.T[:, :, None])[:, :, 0].T
            pull = power * costs
            top = pull.max(axis=1, keepdims=True)
            index = (np.exp(pull - top)[:, None, :] @ one.weights)[:, 0, :]
            after = np.where(one.active, (np.log(np.where(one.active, index, 1.0)) + top) / power, 0.0)
            gap = np.abs(after - prices).max()
            prices = after
            if not gap > tolerance or (gap < STALLED and gap >= last):
                break
            last = gap
        if not np.isfinite(gap):
            raise NoEquilibrium(
                "Prices beyond all bounds", "prices that stay finite", "make the change of costs smaller"
            )
        self.prices = prices
        wanted = one.weights * np.exp(pull - top)[:, :, None]
        return costs, wanted / np.where(one.active, wanted.sum(axis=1), 1.0)[:, None, :]

    def settle_spending(self, wages: Floats, shares: Floats, tolerance: float) -> tuple[Floats, Floats]:
        """Return output and means at these shares and logs of wages."""
        one = self.given
        received = shares / one.factors
        kept = 1.0 - received.sum(axis=1)
        earned = one.value * np.exp(wages)
        scale = float(earned.sum())
        spending, last = self.spending, np.inf
        for _ in range(INNER):
            output = (received @ spending[:, :, None])[:, :, 0]
            own = earned + (np.where(one.active, kept, 0.0) * spending).sum(axis=0)
            means = one.ratio * own
            means = means * (own.sum() / means.sum()) + one.transfer * (scale / one.world)
            after = (self.buying @ output.T[:, :, None])[:, :, 0].T + one.final * means
            after += one.other * (scale / one.world)
            gap = np.abs(after - spending).max() / after.max()
            spending = after
            if not gap > tolerance or (gap < STALLED and gap >= last):
                break
            last = gap
        self.spending = spending
        return output, means

    def gap(self, wages: Floats, tolerance: float) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        """Return the gap of wages in logs, costs, shares, output and means."""
        costs, shares = self.settle_prices(wages, tolerance)
        output, means = self.settle_spending(wages, shares, tolerance)
        earned = self.given.value * np.exp(wages)
        paid = (self.given.value_added * output).sum(axis=0)
        if not (paid.min() > 0 and means.min() > 0):
            return np.full(len(wages), np.inf), costs, shares, output, means
        return np.log(paid / earned) + np.log(earned.sum() / self.given.world), costs, shares, output, means

    def slopes(self, wages: Floats, shares: Floats, digits: float) -> Floats:
        """Return the slopes of the gap in wages at the last prices and spending, n x n."""
        one = self.given
        return wage_slopes(
            shares=shares,
            factors=one.factors,
            value_added=one.value_added,
            by_actor=self.by_actor,
            buying=self.buying,
            final=one.final,
            other=one.other,
            theta=one.theta,
            earned=one.value * np.exp(wages),
            ratio=one.ratio,
            transfer=one.transfer,
            spending=self.spending,
            world=one.world,
            digits=digits,
        )


def clear_sectors(problem: SectorProblem, *, tolerance: float = TOLERANCE, rounds: int = ROUNDS) -> SectorCleared:
    """Return the wages that clear all markets of a part.

    Raises
    ------
    NoEquilibrium
        If means are negative at the start, or prices leave all bounds.
    NotConverged
        If the tolerance is not met within the rounds.
    """
    machine = _Machine(problem)
    wages = np.zeros(len(problem.value))
    with np.errstate(over="ignore", divide="ignore", invalid="ignore", under="ignore"):
        gap, costs, shares, _, means = machine.gap(wages, FINE)
        size = float(np.abs(gap).max())
        if not np.isfinite(size):
            raise NoEquilibrium(
                "An imbalance as large as the actor's whole income",
                "means above zero for everybody",
                "use closure='proportional' or closure='balanced'",
            )
        inverse, steepest = np.zeros((0, 0)), float(problem.theta.max())
        used, fine, digits = 0, FINE, DIGITS
        while used < rounds:
            if size <= tolerance:
                if fine <= FINE:
                    break
                fine = FINE
                gap, costs, shares, _, means = machine.gap(wages, fine)
                size, used = float(np.abs(gap).max()), used + 1
                continue
            fresh = not inverse.size
            if fresh:
                inverse = solve(machine.slopes(wages, shares, digits), np.eye(len(wages)), check_finite=False)
                digits = CLOSE
            step = -inverse @ gap
            step *= min(1.0, LONGEST / max(float(np.abs(step).max()), 1e-300))
            fine = max(FINE, PART * size / steepest)
            for _ in range(HALVINGS):
                used += 1
                after = machine.gap(wages + step, fine)
                grown = float(np.abs(after[0]).max())
                if grown < (1.0 if fresh else WORSE) * size:
                    break
                step = step / 3
            if not np.isfinite(grown):
                break
            moved = after[0] - gap
            along = inverse @ moved
            below = float(step @ along)
            if abs(below) > 0:
                inverse = inverse + np.outer(step - along, step @ inverse) / below
            if grown > STUCK * size:
                inverse = np.zeros((0, 0))
            wages, size = wages + step, grown
            gap, costs, shares, _, means = after
    if not size <= tolerance:
        raise NotConverged(
            f"Wages not found after {used} rounds: the largest gap is {size:.3g} in logs",
            f"at most {tolerance:g}",
            "make the change smaller, or see whether a fixed imbalance can be paid (closure='balanced' has none)",
            residual=size,
            iterations=used,
        )
    return SectorCleared(
        np.exp(wages), np.exp(costs), np.exp(machine.prices), shares, machine.spending, means, size, used
    )
