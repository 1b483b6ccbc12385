r"""The size of a shock before it happens: what earlier sanctions or accessions did, as a gravity coefficient.

The three-way model of `gravity` on the years up to and including the last before the shock, and on nothing later. The
size is :math:`b = \sum_k w_k \beta_k` over the regressors named, with its clustered standard error
:math:`\sqrt{w' V w}`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reorient.actors import group
from reorient.errors import InvalidOption, few
from reorient.explain.sample import Both, Marked, Policy, Regressor, gravity_sample
from reorient.record.store import Record


@dataclass(frozen=True, slots=True)
class ShockSize:
    """An estimate of what an earlier shock of the kind did.

    Attributes
    ----------
    log_effect, error
        Change of ln trade at given incomes and prices, and its standard error, clustered by pair.
    observations
        Number of observations used.
    told
        The sample in words.
    """

    log_effect: float
    error: float
    observations: int
    told: str


def shock_size(
    record: Record,
    *,
    trade: str,
    first: int,
    last: int,
    every: int,
    weights: Mapping[str, float],
    marked: Sequence[str] = (),
    both: Sequence[str] = (),
    lags: Sequence[int] = (0,),
) -> ShockSize:
    """Estimate the size of a shock from the years before it.

    Parameters
    ----------
    record
        Where flows and regressors are.
    trade
        Source of goods exports.
    first, last, every
        Years of the sample: `last` is the last before the shock, `every` the years between periods.
    weights
        Weights of the size, by the name of a regressor (``sanction``, ``eu``, ``eu_lag5`` ...).
    marked
        Variables of the record as regressors, in the larger of the two directions.
    both
        Groups: 1 where both states are members.
    lags
        Years after an accession at which a further step is allowed.

    Raises
    ------
    InvalidOption
        If the years do not end in `last`, or a weight names no regressor.
    MeasureError, NotCovered, MissingLibrary, NotConverged
        As `gravity_sample` and `gravity` raise.
    """
    if first >= last or (last - first) % every:
        raise InvalidOption(f"Every {every} years from {first} to {last}", "periods that end in the last year")
    regressors: list[Regressor] = [Marked(name, either=True) for name in marked]
    regressors += [Both(group(name), lags=tuple(lags)) for name in both]
    sample = gravity_sample(
        record, "exports", trade, regressors=regressors, policy=Policy(first=first, last=last, every=every)
    )
    found = sample.estimate().estimate
    odd = sorted(set(weights) - set(found.names))
    if odd:
        raise InvalidOption(f"A weight of {few(odd)}", f"one of {', '.join(found.names)}")
    w = np.array([weights.get(name, 0.0) for name in found.names])
    told = sample.told()
    return ShockSize(float(w @ found.coefficients), float(np.sqrt(w @ found.covariance @ w)), found.observations, told)
