r"""The first order of one sector: what the slopes at the baseline predict.

With :math:`\phi`, G and the closure of `market`, :math:`\mathrm{d}\ln` of productivity a, of endowment l, of access t
(:math:`-\theta` times the cost) and J the slopes of G in prices (p) and in incomes (y),

.. math:: (J_p + J_y)\, \mathrm{d}\ln w = J_p\, a - J_y\, l - s(t), \qquad
   s_i(t) = \sum_j \frac{X_{ij}}{Y_i} \Big( t_{ij} - \sum_k \lambda_{kj} t_{kj} \Big).

For balanced trade :math:`J_p = \theta (TS - I)` and :math:`J_y = T - I + Q` in the words of Kleinman, Liu & Redding
(2024, section 2): T income shares, S spending shares, Q the numeraire.
"""

from __future__ import annotations

from dataclasses import dataclass

from scipy.linalg import solve

from reorient.simulate.accounts import Floats
from reorient.simulate.closure import Closure
from reorient.simulate.market import income_slope, price_slope


@dataclass(frozen=True, slots=True)
class FirstOrder:
    """Changes in logs at the first order.

    Attributes
    ----------
    wages, prices, real_income
        n changes in logs.
    """

    wages: Floats
    prices: Floats
    real_income: Floats


def slopes(flows: Floats, theta: float, closure: Closure) -> tuple[Floats, Floats]:
    """Return the slopes of log excess demand in log costs and in log incomes at the baseline, n x n each."""
    income, spending = flows.sum(axis=1), flows.sum(axis=0)
    shares = flows / spending
    return price_slope(shares, spending, income, theta), income_slope(shares, income, income, closure)


def first_order(
    flows: Floats, theta: float, closure: Closure, access: Floats, productivity: Floats, endowment: Floats
) -> FirstOrder:
    """Return changes in logs for changes in logs of access (n x n), productivity and endowment (n each).

    The closure is the exact solver's, with `transfer` or `ratio` of the same baseline; for a balanced baseline they
    say nothing.
    """
    in_prices, in_incomes = slopes(flows, theta, closure)
    income, shares = flows.sum(axis=1), flows / flows.sum(axis=0)
    eased = (shares * access).sum(axis=0)
    shift = ((flows * (access - eased)).sum(axis=1)) / income
    right = in_prices @ productivity - in_incomes @ endowment - shift
    wages = solve(in_prices + in_incomes, right, check_finite=False)
    prices = shares.T @ (wages - productivity) - eased / theta
    return FirstOrder(wages, prices, wages + endowment - prices)
