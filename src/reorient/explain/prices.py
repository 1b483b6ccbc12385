r"""Price and volume of what is sold to a group: the same change in dollars and in tonnes.

The share of a group in value moves with relative prices though no tonne turns (docs/convention.md, 3). Logarithms split
exactly, :math:`\Delta \ln V = \Delta \ln Q + \Delta \ln (V / Q)`; amounts split exactly with the mean of both periods
as weights (the indicator of Bennet 1920, the arithmetic twin of the index of Marshall and Edgeworth).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reorient.errors import MeasureError
from reorient.explain.decomposition import LIMIT, flows_of, mask_of, same_axis
from reorient.explain.jackknife import Floats, Part, jackknife


@dataclass(frozen=True, slots=True)
class PriceVolume:
    """The value sold to a group, by weight and by price.

    Attributes
    ----------
    value, volume
        Sums over the group before and after.
    log_volume, log_price
        Δ ln of the group's weight and of its value per unit of weight: Δ ln value = log_volume + log_price.
    by_volume, by_mix, by_price
        In the unit of the value: Δ value = by_volume + by_mix + by_price + unpaired (Bennet 1920: every change is
        valued at the mean of the two periods, as Marshall and Edgeworth weigh).
    unpaired
        Change of the value with partners that have no weight beside their value.
    share_volume, share_price
        Change of the group's share in all weight, and what relative prices add to the change of its share in value.
    ratio_volume, ratio_price
        The same for ln(group / rest): Δ ln of the ratio of weights, and of the ratio of values per unit of weight.
    reason
        Why figures are missing; empty if none are.
    """

    value: tuple[float, float]
    volume: tuple[float, float]
    log_volume: float
    log_price: float
    by_volume: float
    by_mix: float
    by_price: float
    unpaired: float
    share_volume: Part
    share_price: Part
    ratio_volume: Part
    ratio_price: Part
    reason: str = ""


def price_and_volume(
    value_before: ArrayLike,
    value_after: ArrayLike,
    volume_before: ArrayLike,
    volume_after: ArrayLike,
    inside: ArrayLike,
    *,
    level: float = 0.9,
    limit: float = LIMIT,
) -> PriceVolume:
    r"""Split changes of values into volume and price.

    With p the value per unit of weight, q the weight, bars for means of the two periods and P, Q for the whole group,

    .. math::
       \Delta V = \underbrace{\bar P \Delta Q}_{\text{volume}}
       + \underbrace{\sum_j \bar p_j \Delta q_j - \bar P \Delta Q}_{\text{mix}}
       + \underbrace{\sum_j \bar q_j \Delta p_j}_{\text{price}}.

    A partner that buys in one period alone has one price: its whole change is volume and mix.

    Parameters
    ----------
    value_before, value_after
        n values with each partner in the two periods, finite and not negative.
    volume_before, volume_after
        n weights; NaN or 0 where there is none.
    inside
        n, whether the partner belongs to the group.
    level
        Of the intervals (jackknife over partners).
    limit
        Largest part of the group's or of everybody else's value without a weight.

    Raises
    ------
    MeasureError
        If axes differ, an amount is negative or infinite, or the group is empty or everybody.
    """
    v0, v1 = flows_of(value_before, "before"), flows_of(value_after, "after")
    same_axis(v0, v1)
    q0, q1 = (np.nan_to_num(_weights(q, v0.size)) for q in (volume_before, volume_after))
    member = mask_of(inside, v0.size)
    paired = ((v0 > 0) == (q0 > 0)) & ((v1 > 0) == (q1 > 0))
    whole = (float(v0[member].sum()), float(v1[member].sum()))
    reason = _without_weight((v0, v1), member, paired, limit)
    inner = member & paired
    weights = (float(q0[inner].sum()), float(q1[inner].sum()))
    columns = np.stack([v0, v1, q0, q1], axis=1)[paired]
    if not reason and not (columns.sum(axis=0) > 0).all():
        reason = "no value with a weight beside it in one of the periods"
    if reason:
        nan, gap = float("nan"), Part(float("nan"))
        return PriceVolume(whole, weights, nan, nan, nan, nan, nan, nan, gap, gap, gap, gap, reason)
    strata = np.where(member, 0, 1)[paired]
    share_volume, share_price, ratio_volume, ratio_price = jackknife(
        columns, strata, _by_weight, base=(0, 0, 2, 2), level=level
    )
    by_volume, by_mix, by_price = _bennet(v0[inner], v1[inner], q0[inner], q1[inner])
    unpaired = float(v1[member & ~paired].sum() - v0[member & ~paired].sum()) if (member & ~paired).any() else 0.0
    group = columns[strata == 0].sum(axis=0)
    if (group > 0).all():
        log_volume = float(np.log(group[3] / group[2]))
        log_price = float(np.log(group[1] / group[0])) - log_volume
    else:
        log_volume = log_price = float("nan")
        reason = "nothing sold to the group in one of the periods: no price there"
    return PriceVolume(
        whole,
        weights,
        log_volume,
        log_price,
        by_volume,
        by_mix,
        by_price,
        unpaired,
        share_volume,
        share_price,
        ratio_volume,
        ratio_price,
        reason,
    )


def _bennet(v0: Floats, v1: Floats, q0: Floats, q1: Floats) -> tuple[float, float, float]:
    p0 = np.divide(v0, q0, out=np.full_like(v0, np.nan), where=q0 > 0)
    p1 = np.divide(v1, q1, out=np.full_like(v1, np.nan), where=q1 > 0)
    # One price stands for both periods where the other has none.
    p0, p1 = np.where(np.isnan(p0), p1, p0), np.where(np.isnan(p1), p0, p1)
    p0, p1 = np.nan_to_num(p0), np.nan_to_num(p1)
    price = float(((q0 + q1) / 2 * (p1 - p0)).sum())
    change = float(((p0 + p1) / 2 * (q1 - q0)).sum())
    unit = [v.sum() / q.sum() if q.sum() > 0 else np.nan for v, q in ((v0, q0), (v1, q1))]
    mean = float(np.nanmean(unit)) if np.isfinite(unit).any() else 0.0
    volume = mean * float(q1.sum() - q0.sum())
    return volume, change - volume, price


def _by_weight(sums: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        share = sums[..., 0, :] / sums.sum(axis=-2)
        logs = np.log(sums[..., 0, :]) - np.log(sums[..., 1, :])
    volume, value = share[..., 3] - share[..., 2], share[..., 1] - share[..., 0]
    ratio, worth = logs[..., 3] - logs[..., 2], logs[..., 1] - logs[..., 0]
    found = np.stack([volume, value - volume, ratio, worth - ratio], axis=-1)
    return np.asarray(np.where(np.isfinite(found), found, np.nan))


def _without_weight(
    values: tuple[Floats, Floats], member: NDArray[np.bool_], paired: NDArray[np.bool_], limit: float
) -> str:
    worst = 0.0
    for v in values:
        for part in (member, ~member):
            whole = v[part].sum()
            worst = max(worst, float(v[part & ~paired].sum() / whole) if whole > 0 else 0.0)
    return f"{worst:.0%} of the group's or of everybody else's value has no weight beside it" if worst > limit else ""


def _weights(values: ArrayLike, count: int) -> Floats:
    q = np.asarray(values, dtype=np.float64)
    if q.shape != (count,):
        raise MeasureError(f"Weights of shape {q.shape} for {count} partners", "one weight for each partner")
    if np.isinf(q).any() or (q < 0).any():
        raise MeasureError("A negative or infinite weight", "weights above 0, NaN where there is none")
    return q
