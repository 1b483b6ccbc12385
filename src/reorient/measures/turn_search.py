"""The search for a change: one statistic over all shapes, all dates and all degrees of persistence.

For a model with columns C (level, and what was found before) and one candidate column x, the restricted
log-likelihood at persistence rho, profiled over coefficients and variance, is (Harville 1974, times 2)

    l(x, rho) = ln(n - p) - (n - p) ln SSR(x, rho) - ln|V| - ln|C' V^-1 C| - ln(d(x, rho) / d(x, 0)),

with d = x' M x, M = V^-1 - V^-1 C (C' V^-1 C)^-1 C' V^-1. Dividing by d(x, 0) scales every candidate to the same
information in white noise, so that no date is favoured. The statistic of a kind of shape is the average-exponential
form of Andrews and Ploberger (1994, eq. 2.4, c -> infinity) with the average taken over dates and persistence:

    I_kind = 2 ln mean_{x in kind} mean_rho exp((l(x, rho) - TILT rho) / 2) - 2 ln mean_rho exp(l_0(rho) / 2).

TILT leans against explaining a wandering series by a change.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reorient.measures.serial import Floats, Integers, gaps_of, precisions
from reorient.measures.turn_shapes import KINDS, Shapes

TILT = 6.0
# No log-ratio of flows between states is known to better than about 5 %.
RESOLUTION = 0.05
# What each kind of shape must gain before it is preferred to a step, in the order of KINDS. The values keep
# 97 % of steps of three standard deviations steps and leave most ramps ramps (table in docs/turns.md).
MARGINS: tuple[float, ...] = (0.0, 4.0, 3.0, 0.0, 4.0)
# The statistic gives ramps more of a chance than the choice of kind does: a ramp that is seen as a step is a small
# error beside a ramp that is not seen.
HANDICAPS: tuple[float, ...] = (0.0, 1.0, 3.0)
TURNING = 3  # the first three kinds are turns; blips and drifts are not


@dataclass(frozen=True, slots=True)
class Scan:
    """Twice the restricted log-likelihood of every candidate.

    Attributes
    ----------
    with_shape
        l(x, rho) - TILT rho, shape (N, m, R); -inf where a candidate adds nothing to the columns in the model.
    without
        l_0(rho), shape (N, R).
    evidence
        I of each kind in the order of `KINDS`, shape (N, 5).
    """

    with_shape: Floats
    without: Floats
    evidence: Floats

    @property
    def statistic(self) -> Floats:
        """max(I_step, I_ramp - 1, I_spell - 3), shape (N,)."""
        return np.asarray(np.max(self.evidence[:, :TURNING] - np.array(HANDICAPS), axis=1))

    @property
    def preference(self) -> Floats:
        """Evidence of each kind less its margin, shape (N, 5)."""
        return np.asarray(self.evidence - np.array(MARGINS))


def log_mean_exp(values: Floats, axis: int | tuple[int, ...]) -> Floats:
    """Return 2 ln of the mean of exp(values / 2) along `axis`; -inf where nothing is finite."""
    top = np.max(values, axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    mean = np.mean(np.exp((values - top) / 2.0), axis=axis)
    some: Floats = np.where(mean > 0.0, mean, 1.0)
    value = 2.0 * np.log(some) + np.squeeze(top, axis=axis)
    return np.asarray(np.where(mean > 0.0, value, -np.inf), dtype=np.float64)


def scan(
    series: Floats,
    times: Integers,
    *,
    base: Floats,
    shapes: Shapes,
    allowed: Floats | None = None,
    resolution: float = RESOLUTION,
) -> Scan:
    """Return the likelihood of adding each shape to the columns `base`.

    Parameters
    ----------
    series
        N series on one time axis, shape (N, n).
    times
        Whole-number times, shape (n,).
    base
        Columns in the model already (the level first), shape (n, p).
    shapes
        Candidates.
    allowed
        0 for a candidate that must not be considered, 1 otherwise, shape (m,).
    resolution
        Standard deviation below which the data cannot resolve the series (> 0); n times its square is added to
        every sum of squares.
    """
    spare = times.size - base.shape[1]
    model = precisions(gaps_of(times))
    weighted = model.times(base)
    gram = np.swapaxes(weighted, 1, 2) @ base
    inverse = np.linalg.inv(gram)
    target = model.times(np.ascontiguousarray(series.T))
    onto = np.einsum("rnp,Nn->rpN", weighted, series)
    fitted = inverse @ onto
    rest = target - weighted @ fitted
    # Without noise the likelihood has no bound: the variance never falls below what the data can resolve.
    floor = times.size * resolution**2
    left = np.maximum(np.einsum("Nn,rnN->Nr", series, rest), 0.0) + floor
    det = model.log_det + np.linalg.slogdet(gram)[1]
    without = -spare * np.log(left) - det
    overlap = np.moveaxis(np.tensordot(shapes.columns, weighted, axes=(1, 1)), 0, 1)
    room = shapes.information - np.einsum("rmp,rpq,rmq->mr", overlap, inverse, overlap, optimize=True)
    keep = room[:, 0] > 1e-6 * shapes.information[:, 0]
    if allowed is not None:
        keep &= allowed > 0
    room = np.where(keep[:, None], room, 1.0)
    fixed = np.log(spare) - det - np.log(room / room[:, :1]) - TILT * model.rho
    fixed = np.where(keep[:, None], fixed, -np.inf)
    # In place: the arrays are large, and what limits the speed is memory.
    value: Floats = np.ascontiguousarray(np.einsum("rmN->Nmr", shapes.columns @ rest))
    value *= value
    value /= room
    np.subtract(left[:, None, :], value, out=value)
    np.maximum(value, floor, out=value)
    np.log(value, out=value)
    value *= -spare
    value += fixed
    return Scan(value, without, _evidence(value, without, shapes))


def _evidence(value: Floats, without: Floats, shapes: Shapes) -> Floats:
    found = np.full((value.shape[0], len(KINDS)), -np.inf)
    nothing = log_mean_exp(without, 1)
    for kind in range(len(KINDS)):
        part = value[:, shapes.kind == kind]
        if part.shape[1] and np.any(np.isfinite(part)):
            found[:, kind] = log_mean_exp(part, (1, 2)) - nothing
    return found
