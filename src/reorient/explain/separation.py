r"""Observations that no Poisson model can fit: complete detection of separation before an estimate is made.

A Poisson (pseudo) maximum likelihood has no solution, or not the one that a program prints, where a combination
:math:`z = X\gamma` of regressors and fixed effects is zero wherever :math:`y > 0` and nowhere below zero where
:math:`y = 0`: the likelihood then rises without end along :math:`-\gamma`. Observations with :math:`z > 0` are
separated; they carry no information on what is left and are dropped (Correia, Guimaraes & Zylkin 2021).

Three steps:

1. Levels of a fixed effect with no positive y hold separated observations alone, again until there are none.
2. The combinations that vanish where y > 0 form a subspace. The fixed effect with most levels is solved out by hand
   (each of its levels has a positive observation to stand on); the rest is a null space of moderate size.
3. In that subspace the iterative rectifier of the paper alternates between it and the vectors with nothing
   below zero: :math:`u \leftarrow \max(Pu, 0)` from :math:`u = 1`. For any z in both, :math:`u'z` never falls from
   step to step, so the limit is zero only if nothing is separated; its support is dropped and the search repeated
   until it is. Where it creeps, a linear program decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from reorient.errors import MeasureError, NotConverged, few

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: Relative size below which a pivot of unit columns is nothing but rounding.
RANK = 1e-9
#: Relative size below which a direction of the null space does nothing to the zero rows.
SMALL = 1e-6
#: Zero rows worked on at a time.
BLOCK = 20_000
#: Relative size below which a certificate counts as zero.
ZERO = 1e-7
#: Rounds of the rectifier before a linear program decides.
ROUNDS = 300
#: Unknowns left after solving out one fixed effect that a dense null space may have (8,000: half a gigabyte).
UNKNOWNS = 8_000


@dataclass(frozen=True, slots=True)
class Separation:
    """Which observations are separated, and by what.

    Attributes
    ----------
    separated
        N, whether the observation is separated.
    by_effects
        N, whether a level of one fixed effect without a positive y says so (step 1).
    certificate
        N values of z: zero where y > 0 and on what is kept, above zero where steps 2 and 3 found separation; 1 for
        step 1.
    rounds
        Rounds of the rectifier, all passes together.
    residual
        Largest error: of a certificate against the space of regressors and effects, and of that space on rows with
        y > 0, relative to their sizes.
    """

    separated: Bools
    by_effects: Bools
    certificate: Floats
    rounds: int
    residual: float


def separation(y: ArrayLike, regressors: ArrayLike | None = None, effects: Sequence[ArrayLike] = ()) -> Separation:
    """Find every separated observation of a Poisson model.

    Parameters
    ----------
    y
        N outcomes, finite and not negative.
    regressors
        N x k columns, finite; a constant belongs here if there is no fixed effect and the model has one.
    effects
        Fixed effects, each N labels (of any kind that can be sorted).

    Raises
    ------
    MeasureError
        If shapes differ, y is negative or not a number, a regressor is not finite, no y is above zero, or the model has
        too many fixed effects for a dense null space.
    NotConverged
        If a certificate does not stand up to being checked.
    """
    outcome, columns, levels = _checked(y, regressors, effects)
    positive = outcome > 0
    kept = _levels_with_flows(positive, levels)
    by_effects = ~kept
    certificate = by_effects.astype(np.float64)
    rounds, worst = 0, 0.0
    while True:
        zero = kept & ~positive
        if not zero.any():
            break
        basis, rows, leak = _vanishing(columns, levels, positive, kept)
        worst = max(worst, leak)
        if basis.shape[1] == 0:
            break
        z, used = _rectified(basis)
        rounds += used
        if z is None:
            break
        worst = max(worst, _distance(z, basis))
        found = np.zeros(len(outcome), dtype=bool)
        found[rows] = z > ZERO
        certificate[rows] = np.where(z > ZERO, z, certificate[rows])
        kept &= ~found
        again = _levels_with_flows(positive, levels, kept)
        certificate[kept & ~again] = 1.0
        kept = again
    if worst > 10 * ZERO:
        raise NotConverged(
            f"The space of separating combinations is known to {worst:.1e} only",
            f"at most {10 * ZERO:.0e}",
            "scale the regressors to similar sizes",
            residual=worst,
            iterations=rounds,
        )
    return Separation(~kept, by_effects, certificate, rounds, worst)


def _checked(
    y: ArrayLike, regressors: ArrayLike | None, effects: Sequence[ArrayLike]
) -> tuple[Floats, Floats, list[Integers]]:
    outcome = np.asarray(y, dtype=np.float64)
    if outcome.ndim != 1 or not outcome.size:
        raise MeasureError(f"Outcomes of shape {outcome.shape}", "one outcome at least, in one dimension")
    bad = ~np.isfinite(outcome) | (outcome < 0)
    if bad.any():
        raise MeasureError(
            f"An outcome that is negative or not a number, observation {few(np.flatnonzero(bad))}",
            "finite outcomes of at least 0",
        )
    if not (outcome > 0).any():
        raise MeasureError("No outcome is above zero", "one positive outcome at least")
    columns = np.zeros((outcome.size, 0)) if regressors is None else np.asarray(regressors, dtype=np.float64)
    if columns.ndim == 1:
        columns = columns[:, None]
    if len(columns) != outcome.size or not np.isfinite(columns).all():
        raise MeasureError(
            f"Regressors of shape {columns.shape} for {outcome.size} outcomes, or not finite",
            "a finite value of each regressor for each outcome",
        )
    levels = []
    for effect in effects:
        labels = np.asarray(effect)
        if labels.shape != outcome.shape:
            raise MeasureError(f"A fixed effect of shape {labels.shape} for {outcome.size} outcomes")
        levels.append(np.unique(labels, return_inverse=True)[1].astype(np.int64))
    # Columns of unit size: what counts as rounding does not hang on units.
    size = np.abs(columns).max(axis=0, initial=0.0)
    return outcome, columns / np.where(size > 0, size, 1.0), levels


def _levels_with_flows(positive: Bools, levels: Sequence[Integers], kept: Bools | None = None) -> Bools:
    """Return which observations lie, among those kept, in levels with a positive outcome in every fixed effect."""
    held = np.ones(len(positive), dtype=bool) if kept is None else kept.copy()
    while True:
        before = int(held.sum())
        for level in levels:
            flows = np.bincount(level, weights=positive & held, minlength=int(level.max()) + 1)
            held &= flows[level] > 0
        if int(held.sum()) == before:
            return held


def _vanishing(
    columns: Floats, levels: Sequence[Integers], positive: Bools, kept: Bools
) -> tuple[Floats, Integers, float]:
    """Return an orthonormal basis, on the zero rows kept, of what vanishes where y > 0; these rows; and its error."""
    rows = np.flatnonzero(kept & ~positive)
    stand = np.flatnonzero(positive)
    order = sorted(range(len(levels)), key=lambda e: -len(np.unique(levels[e][stand])))
    design = _design(columns, [levels[e] for e in order[1:]])
    if order:
        # Solve out the largest effect: each of its levels stands on its first positive observation.
        level = levels[order[0]]
        first = np.zeros(int(level.max()) + 1, dtype=np.int64)
        first[level[stand][::-1]] = stand[::-1]
        base = first[level]
        above, below = design[stand] - design[base[stand]], design[rows] - design[base[rows]]
    else:
        above, below = design[stand], design[rows]
    used = np.flatnonzero(np.diff(sparse.csc_matrix(above).indptr) + np.diff(sparse.csc_matrix(below).indptr))
    above, below = sparse.csr_matrix(above)[:, used], sparse.csr_matrix(below)[:, used]
    if len(used) > UNKNOWNS:
        raise MeasureError(
            f"{len(used):,} unknowns of fixed effects in the check for separation",
            f"at most {UNKNOWNS:,} besides the largest fixed effect",
            "take fewer years (an interval of years) or fewer actors",
        )
    null = _null_space(above)
    leak = float(np.abs(above @ null).max(initial=0.0))
    return _image(below, null), rows, leak


def _image(below: sparse.csr_matrix, null: Floats) -> Floats:
    """Return an orthonormal basis of what the null space does to the zero rows: most of it does nothing."""
    count, width = below.shape[0], null.shape[1]
    gram = np.zeros((width, width))
    for start in range(0, count, BLOCK):
        block = below[start : start + BLOCK] @ null
        gram += block.T @ block
    values, vectors = np.linalg.eigh(gram)
    moving = values > SMALL**2 * max(1.0, float(values.max(initial=0.0)))
    return np.asarray(np.linalg.qr(below @ (null @ vectors[:, moving]))[0])


def _design(columns: Floats, levels: Sequence[Integers]) -> sparse.csr_matrix:
    parts = [sparse.csr_matrix(columns)]
    count = len(columns)
    for level in levels:
        shape = (count, int(level.max()) + 1)
        parts.append(sparse.csr_matrix((np.ones(count), (np.arange(count), level)), shape=shape))
    return sparse.csr_matrix(sparse.hstack(parts, format="csr"))


def _null_space(rows: sparse.csr_matrix) -> Floats:
    """Return vectors that span the null space, by a Cholesky factor with pivots of the normal matrix."""
    from scipy.linalg import solve_triangular
    from scipy.linalg.lapack import dpstrf

    normal = (rows.T @ rows).toarray()
    count = len(normal)
    if not count:
        return np.zeros((0, 0))
    scale = np.sqrt(np.diag(normal))
    scale[scale <= 0] = 1.0
    normal /= np.outer(scale, scale)
    factor, pivot, rank, _ = dpstrf(normal, tol=RANK, lower=0, overwrite_a=1)
    place = pivot - 1
    upper = np.triu(factor[:rank, :rank])
    found = np.zeros((count, count - rank))
    if rank:
        found[place[:rank]] = -solve_triangular(upper, factor[:rank, rank:])
    found[place[rank:]] = np.eye(count - rank)
    found /= scale[:, None]
    return np.asarray(found / np.maximum(np.abs(found).max(axis=0, initial=0.0), 1e-300))


def _rectified(basis: Floats) -> tuple[Floats | None, int]:
    """Return a vector of the space with nothing below zero and something above, or ``None``; and the rounds."""
    u = np.ones(len(basis))
    for number in range(1, ROUNDS + 1):
        image = basis @ (basis.T @ u)
        size = float(np.abs(image).max())
        if size < ZERO:
            return None, number
        if float(image.min()) > -ZERO * 1e-2 * size:
            return np.maximum(image, 0.0) / size, number
        u = np.maximum(image, 0.0) / size
    return _programmed(basis), ROUNDS


def _programmed(basis: Floats) -> Floats | None:
    """Decide by a linear program: as many rows as can be above zero, none below."""
    from scipy.optimize import linprog

    count, width = basis.shape
    scaled = basis / np.abs(basis).max(axis=0)
    upper = sparse.hstack([sparse.csr_matrix(-scaled), sparse.identity(count)], format="csr")
    goal = np.concatenate([np.zeros(width), -np.ones(count)])
    bounds = [(None, None)] * width + [(0.0, 1.0)] * count
    done = linprog(goal, A_ub=upper, b_ub=np.zeros(count), bounds=bounds, method="highs")
    if done.status != 0:
        raise NotConverged(
            f"The linear program for separated observations ended with: {done.message}",
            "an optimum",
            "scale the regressors to similar sizes",
            residual=float("nan"),
            iterations=ROUNDS,
        )
    z = scaled @ done.x[:width]
    size = float(np.abs(z).max(initial=0.0))
    if float(-done.fun) < 0.5 or size <= 0:
        return None
    return np.asarray(np.maximum(z, 0.0) / size)


def _distance(z: Floats, basis: Floats) -> float:
    return float(np.abs(z - basis @ (basis.T @ z)).max() / np.abs(z).max())
