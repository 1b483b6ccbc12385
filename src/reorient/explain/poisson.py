r"""Poisson pseudo maximum likelihood with fixed effects, after a complete check for separated observations.

:math:`E[y \mid x] = \exp(x'\beta + \text{effects})`, estimated from the level of y, zeros included (Santos Silva &
Tenreyro 2006). Nothing but the mean needs to be right: y need not be a count, and errors are clustered, with the
corrections for few clusters, and for regressors and effects not nested in them, that ppmlhdfe makes (Correia, Guimaraes
& Zylkin 2020). The iterations are those of pyfixest, an optional library (``pip install reorient[gravity]``); what
comes back is checked here against the first-order conditions

.. math:: \sum_{n \in \text{level}} (y_n - \mu_n) = 0, \qquad \sum_n x_n (y_n - \mu_n) = 0,

and refused if they do not hold.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reorient.errors import InvalidOption, MeasureError, MissingLibrary, NotConverged, few
from reorient.explain.separation import separation

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: Relative change of the deviance, and of the demeaned columns, at which the iterations stop.
DEVIANCE, DEMEANED = 1e-10, 1e-8
#: Largest relative error of the first-order conditions.
CONDITIONS = 1e-5
ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Poisson:
    """A Poisson estimate.

    Attributes
    ----------
    names
        k regressors; ``constant`` last in a model without fixed effects.
    coefficients, errors
        k estimates and their standard errors, clustered as `clustered` says.
    covariance
        k x k.
    effects, levels
        Fixed effects and the number of levels of each among the observations used.
    observations
        Number of observations used.
    used
        N, whether an observation was used.
    separated, singletons
        N, whether it was left out as separated, or as alone in a level.
    clustered
        Names of the clusters; empty for errors robust to heteroskedasticity alone.
    clusters
        Number of clusters of each.
    fitted
        N fitted means; NaN where not used.
    deviance
        Of the fit.
    residual
        Largest relative error of the first-order conditions.
    """

    names: tuple[str, ...]
    coefficients: Floats
    errors: Floats
    covariance: Floats
    effects: tuple[str, ...]
    levels: tuple[int, ...]
    observations: int
    used: Bools
    separated: Bools
    singletons: Bools
    clustered: tuple[str, ...]
    clusters: tuple[int, ...]
    fitted: Floats
    deviance: float
    residual: float

    def coefficient(self, name: str) -> tuple[float, float]:
        """Return the estimate of a regressor and its standard error.

        Raises
        ------
        InvalidOption
            If there is no such regressor.
        """
        if name not in self.names:
            raise InvalidOption(f"No regressor {name!r}", f"one of {', '.join(self.names)}")
        place = self.names.index(name)
        return float(self.coefficients[place]), float(self.errors[place])


def poisson(
    y: ArrayLike,
    regressors: Mapping[str, ArrayLike],
    effects: Mapping[str, ArrayLike],
    *,
    cluster: Mapping[str, ArrayLike] | None = None,
    singletons: bool = True,
) -> Poisson:
    """Estimate a Poisson model with any number of fixed effects.

    Parameters
    ----------
    y
        N outcomes, finite and not negative.
    regressors
        Columns by name, N finite values each; at least one.
    effects
        Fixed effects by name, N labels each; with none of them the model has a constant.
    cluster
        One or two clusterings by name, N labels each; robust errors without any.
    singletons
        Drop observations alone in a level of an effect: they are fitted exactly, and kept they make errors too small
        (Correia 2015).

    Raises
    ------
    MissingLibrary
        If pyfixest is not installed.
    MeasureError
        If shapes differ, values are not finite, nothing is left, or a regressor does not vary beyond the fixed effects.
    InvalidOption
        For more than two clusterings.
    NotConverged
        If the iterations stop short of the first-order conditions.
    """
    if not regressors:
        raise MeasureError("No regressor", "one at least besides the fixed effects")
    groups = dict(cluster or {})
    if len(groups) > 2:
        raise InvalidOption(f"Clusters {', '.join(groups)}", "at most two clusterings")
    outcome = np.asarray(y, dtype=np.float64)
    columns = np.stack([_column(name, values, outcome.size) for name, values in regressors.items()], axis=1)
    codes = {name: _codes(name, labels, outcome.size) for name, labels in effects.items()}
    clusters = {name: _codes(name, labels, outcome.size) for name, labels in groups.items()}
    names = tuple(regressors)
    if not effects:
        columns, names = np.column_stack([columns, np.ones(outcome.size)]), (*names, "constant")
    apart = separation(outcome, columns, list(codes.values())).separated
    alone = _singletons(~apart, list(codes.values())) if singletons else np.zeros(outcome.size, dtype=bool)
    used = ~apart & ~alone
    if not used.any() or not (outcome[used] > 0).any():
        raise MeasureError("No observation is left", "a sample with positive outcomes beside the zeros")
    fit = _fitted(outcome[used], columns[used], names, {k: v[used] for k, v in codes.items()}, _kept(clusters, used))
    mean = np.full(outcome.size, np.nan)
    mean[used] = fit.fitted
    off = _conditions(outcome[used], fit.fitted, columns[used], [level[used] for level in codes.values()])
    if not off <= CONDITIONS:
        raise NotConverged(
            f"The first-order conditions of the Poisson model are off by {off:.1e}",
            f"at most {CONDITIONS:.0e}",
            "scale the regressors, or leave out effects with next to no flows",
            residual=off,
            iterations=ROUNDS,
        )
    return Poisson(
        names,
        fit.coefficients,
        np.sqrt(np.diag(fit.covariance)),
        fit.covariance,
        tuple(codes),
        tuple(len(np.unique(level[used])) for level in codes.values()),
        int(used.sum()),
        used,
        apart,
        alone,
        tuple(clusters),
        tuple(len(np.unique(group[used])) for group in clusters.values()),
        mean,
        fit.deviance,
        off,
    )


@dataclass(frozen=True, slots=True)
class _Fit:
    coefficients: Floats
    covariance: Floats
    fitted: Floats
    deviance: float


def _fitted(
    y: Floats,
    columns: Floats,
    names: Sequence[str],
    codes: Mapping[str, Integers],
    clusters: Mapping[str, Integers],
) -> _Fit:
    library, demeaner = _library()
    import pandas as pd

    constant = not codes
    inner = [f"x{place}" for place in range(columns.shape[1] - constant)]
    data: dict[str, Any] = {"y": y} | {name: columns[:, place] for place, name in enumerate(inner)}
    data |= {f"f{place}": level for place, level in enumerate(codes.values())}
    data |= {f"g{place}": group for place, group in enumerate(clusters.values())}
    formula = f"y ~ {' + '.join(inner)}"
    if codes:
        formula += f" | {' + '.join(f'f{place}' for place in range(len(codes)))}"
    by = " + ".join(f"g{place}" for place in range(len(clusters)))
    try:
        with warnings.catch_warnings():
            # What it warns of (dropped columns and rows) is checked below and refused or counted.
            warnings.simplefilter("ignore")
            model = library.fepois(
                formula,
                pd.DataFrame(data),
                vcov={"CRV1": by} if by else "hetero",
                ssc=library.ssc(k_adj=True, k_fixef="nonnested", G_adj=True, G_df="min"),
                fixef_rm="none",
                iwls_tol=DEVIANCE,
                iwls_maxiter=ROUNDS,
                separation_check=[],
                demeaner=demeaner(fixef_tol=DEMEANED),
                copy_data=False,
                store_data=False,
            )
    except (ValueError, ArithmeticError, np.linalg.LinAlgError) as problem:
        raise NotConverged(
            f"The Poisson estimate broke off: {str(problem).strip() or type(problem).__name__}",
            "regressors that vary beyond the fixed effects",
            "leave out regressors that the fixed effects absorb",
            residual=float("nan"),
            iterations=ROUNDS,
        ) from problem
    found = model.coef()
    lost = [names[place] for place, name in enumerate(inner) if name not in found.index]
    if lost:
        raise MeasureError(
            f"The fixed effects or other regressors absorb {few(lost)}",
            "regressors that vary beyond the fixed effects",
            "leave them out, or take fewer fixed effects",
        )
    order = [list(found.index).index(name) for name in (*inner, *(("Intercept",) if constant else ()))]
    if len(model._Y_hat_response) != len(y):
        raise MeasureError(
            f"pyfixest used {len(model._Y_hat_response):,} of {len(y):,} observations",
            "all that passed the check for separation",
        )
    return _Fit(
        np.asarray(found, dtype=np.float64)[order],
        np.asarray(model._vcov, dtype=np.float64)[np.ix_(order, order)],
        np.asarray(model._Y_hat_response, dtype=np.float64),
        float(model.deviance),
    )


def _library() -> tuple[Any, Any]:
    """Return pyfixest and its demeaner, loaded when they are first used."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pyfixest
            from pyfixest.demeaners import MapDemeaner
    except ImportError as problem:
        raise MissingLibrary(
            f"Gravity needs the library pyfixest, which cannot be imported ({problem})",
            "pyfixest 0.60 or later",
            "run `pip install 'reorient[gravity]'`",
        ) from problem
    return pyfixest, MapDemeaner


def _conditions(y: Floats, mean: Floats, columns: Floats, levels: Sequence[Integers]) -> float:
    """Return the largest relative error of the first-order conditions."""
    gap = y - mean
    whole = np.abs(columns).T @ (y + mean)
    off = [float(np.max(np.abs(columns.T @ gap) / np.where(whole > 0, whole, 1.0), initial=0.0))]
    for level in levels:
        flows = np.bincount(level, weights=y)
        error = np.abs(np.bincount(level, weights=gap))
        there = flows > 0
        # A level counts with its weight in all flows: one with a millionth of them cannot move a coefficient.
        off.append(float((error[there] / np.maximum(flows[there], 1e-6 * float(y.sum()))).max(initial=0.0)))
    return max(off) if np.isfinite(mean).all() else float("inf")


def _singletons(kept: Bools, levels: Sequence[Integers]) -> Bools:
    held = kept.copy()
    while True:
        before = int(held.sum())
        for level in levels:
            held &= np.bincount(level, weights=held, minlength=int(level.max()) + 1)[level] > 1
        if int(held.sum()) == before:
            return np.asarray(kept & ~held)


def _kept(clusters: Mapping[str, Integers], used: Bools) -> dict[str, Integers]:
    return {name: group[used] for name, group in clusters.items()}


def _column(name: str, values: ArrayLike, count: int) -> Floats:
    column = np.asarray(values, dtype=np.float64)
    if column.shape != (count,) or not np.isfinite(column).all():
        raise MeasureError(
            f"The regressor {name} of shape {column.shape} for {count} outcomes, or not finite",
            "a finite value for each outcome",
            "leave out observations without it: absence is not zero",
        )
    return column


def _codes(name: str, labels: ArrayLike, count: int) -> Integers:
    found = np.asarray(labels)
    if found.shape != (count,):
        raise MeasureError(f"Labels of {name} of shape {found.shape} for {count} outcomes", "one for each outcome")
    return np.unique(found, return_inverse=True)[1].astype(np.int64)
