r"""The change of a share between two periods, split into parts that add up exactly.

**Size and affinity.** With :math:`x_{j,t}` the flow with partner j, :math:`M_{j,t}` the partner's size (all that it
buys, say) and :math:`a_{j,t} = x_{j,t} / M_{j,t}` the state's part in it, every flow is :math:`a_j M_j`. For a function
f of the flows (the share of group G in all, or the log-ratio of G and the rest)

.. math::
   f(a_1 M_1) - f(a_0 M_0) = \underbrace{f(a_0 M_1) - f(a_0 M_0)}_{\text{pull}}
   + \underbrace{f(a_1 M_0) - f(a_0 M_0)}_{\text{affinity}} + \text{interaction},

the interaction being what is left: what both do together beyond the sum of what each does alone. Pull is the change
that constant parts in every partner's market predict (constant-market-share: Leamer & Stern 1970, chapter 7); affinity
is the change at constant sizes. A common change of all :math:`a_j` or of all :math:`M_j` moves neither share nor
log-ratio. The intensity :math:`I_G = (x_G / x) / (M_G / M)` is that of Kojima (1964): 1 where the state trades with the
group in proportion to its size.

Both parts are accounting. Partners grow for many reasons, the state's own trade among them, and affinity is all that
size leaves over: prices, routes, sanctions, politics.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reorient.errors import MeasureError, few
from reorient.explain.jackknife import Floats, Part, jackknife

#: Partners without a size may hold at most this part of the group's and of everybody else's flows in either period.
LIMIT = 0.1
#: Why a figure has no interval.
FEW = "no interval: a part rests on fewer than two effective partners"


@dataclass(frozen=True, slots=True)
class Split:
    """One change and its parts: ``change = pull + affinity + interaction + unsized``.

    Attributes
    ----------
    before, after
        The share (0 to 1) or log-ratio in the two periods, over all partners.
    change
        after - before.
    pull, affinity, interaction
        The parts in the unit of the change, over partners with a size; NaN where they cannot be computed.
    unsized
        What partners without a size in both periods contribute to the change; 0 if there are none.
    reason
        Why there is no figure or no interval; empty if there are both.
    """

    before: float
    after: float
    change: float
    pull: Part
    affinity: Part
    interaction: Part
    unsized: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SizeAffinity:
    """The change of a share and of a log-ratio, split by size and affinity.

    Attributes
    ----------
    share
        In shares, 0 to 1.
    log_ratio
        In ln(group / rest).
    intensity
        Kojima's intensity with the group in the two periods; NaN without a size.
    pull, affinity, interaction
        n contributions of each partner's own share; members' sum is the part of the group's share. NaN for partners
        without a size.
    sized
        n, whether the partner has a size in both periods.
    """

    share: Split
    log_ratio: Split
    intensity: tuple[float, float]
    pull: Floats
    affinity: Floats
    interaction: Floats
    sized: NDArray[np.bool_]


def size_and_affinity(
    before: ArrayLike,
    after: ArrayLike,
    size_before: ArrayLike,
    size_after: ArrayLike,
    inside: ArrayLike,
    *,
    level: float = 0.9,
    limit: float = LIMIT,
) -> SizeAffinity:
    """Split the change of the share of a group into pull, affinity and interaction.

    Parameters
    ----------
    before, after
        n flows with each partner in the two periods, one unit, finite and not negative.
    size_before, size_after
        n sizes of each partner in the two periods, one unit; NaN or 0 where it has none.
    inside
        n, whether the partner belongs to the group; the same partners in both periods.
    level
        Of the intervals (jackknife over partners).
    limit
        Largest part of the group's or of everybody else's flows that partners without a size may hold.

    Raises
    ------
    MeasureError
        If axes differ, a flow is negative or not a number, a size is negative or infinite, the group or its rest has no
        partner, or there is no flow at all in one of the periods.
    """
    x0, x1 = flows_of(before, "before"), flows_of(after, "after")
    m0, m1 = _sizes(size_before, x0.size, "before"), _sizes(size_after, x0.size, "after")
    member = mask_of(inside, x0.size)
    same_axis(x0, x1)
    for name, x in (("before", x0), ("after", x1)):
        if x.sum() <= 0:
            raise MeasureError(
                f"No flow at all {name}", "a period with flows", "choose other years or another variable"
            )
    sized = (np.nan_to_num(m0) > 0) & (np.nan_to_num(m1) > 0)
    columns = np.zeros((x0.size, 4))
    a0, a1 = x0[sized] / m0[sized], x1[sized] / m1[sized]
    columns[sized] = np.stack([x0[sized], a0 * m1[sized], a1 * m0[sized], x1[sized]], axis=1)
    gone = _unsized(x0, x1, member, sized, limit)
    strata = np.where(member, 0, 1)[sized]
    own = columns[sized]
    totals = columns.sum(axis=0)
    if not gone and not (totals > 0).all():
        gone = "no flow with a partner that has a size in both periods"
    if gone:
        shares: tuple[Part, ...] = (Part(np.nan),) * 3
        logs = shares
        each = np.full((3, x0.size), np.nan)
    else:
        shares = jackknife(own, strata, _share_parts, base=(0, 0, 0, 0), level=level)
        logs = jackknife(own, strata, _log_parts, base=(0, 0, 0, 0), level=level)
        each = _parts(columns / totals).T
        each[:, ~sized] = np.nan
    return SizeAffinity(
        _split(_share(x0, member), _share(x1, member), shares, gone),
        _split(_log_ratio(x0, member), _log_ratio(x1, member), logs, gone),
        (_intensity(x0, m0, member, sized), _intensity(x1, m1, member, sized)),
        each[0],
        each[1],
        each[2],
        sized,
    )


def _parts(f: Floats) -> Floats:
    """Return pull, affinity, interaction from values at (a0 M0, a0 M1, a1 M0, a1 M1) on the last axis."""
    pull, affinity = f[..., 1] - f[..., 0], f[..., 2] - f[..., 0]
    return np.stack([pull, affinity, f[..., 3] - f[..., 1] - affinity], axis=-1)


def _share_parts(sums: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return _parts(sums[..., 0, :] / sums.sum(axis=-2))


def _log_parts(sums: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        f = np.log(sums[..., 0, :]) - np.log(sums[..., 1, :])
        return _parts(np.where(np.isfinite(f), f, np.nan))


def _split(before: float, after: float, parts: tuple[Part, ...], gone: str) -> Split:
    change = after - before
    left = change - sum(part.value for part in parts)
    # Rounding of sums and logarithms, not a part.
    unsized = 0.0 if abs(left) < 1e-12 * max(1.0, abs(before), abs(after)) else left
    reason = gone
    if not reason and not np.isfinite(change):
        reason = "no flow with the group or none with the rest in one of the periods: their ratio has no logarithm"
    elif not reason and not np.isfinite(parts[0].low):
        reason = FEW
    return Split(before, after, change, parts[0], parts[1], parts[2], unsized, reason)


def _unsized(x0: Floats, x1: Floats, member: NDArray[np.bool_], sized: NDArray[np.bool_], limit: float) -> str:
    """Return why too much of the flows goes to partners without a size, or the empty string."""
    worst = 0.0
    for x in (x0, x1):
        for part in (member, ~member):
            whole = x[part].sum()
            worst = max(worst, float(x[part & ~sized].sum() / whole) if whole > 0 else 0.0)
    if worst > limit:
        return f"partners without a size hold {worst:.0%} of the group's or of everybody else's flows"
    return ""


def _share(x: Floats, member: NDArray[np.bool_]) -> float:
    return float(x[member].sum() / x.sum())


def _log_ratio(x: Floats, member: NDArray[np.bool_]) -> float:
    group, rest = float(x[member].sum()), float(x[~member].sum())
    return float(np.log(group) - np.log(rest)) if group > 0 and rest > 0 else float("nan")


def _intensity(x: Floats, m: Floats, member: NDArray[np.bool_], sized: NDArray[np.bool_]) -> float:
    size, flow = np.where(sized, m, 0.0), np.where(sized, x, 0.0)
    if not (size[member].sum() > 0 and flow.sum() > 0):
        return float("nan")
    return float((flow[member].sum() / flow.sum()) / (size[member].sum() / size.sum()))


def flows_of(values: ArrayLike, name: str) -> Floats:
    """Return a vector of flows, refused unless finite and not negative.

    Raises
    ------
    MeasureError
        For a shape that is no vector, an empty one, or flows negative or not a number.
    """
    x = np.asarray(values, dtype=np.float64)
    if x.ndim != 1 or not x.size:
        raise MeasureError(f"Flows {name} of shape {x.shape}", "one flow for each partner, one partner at least")
    bad = ~np.isfinite(x) | (x < 0)
    if bad.any():
        raise MeasureError(
            f"A flow {name} that is negative or not a number, partner number {few(np.flatnonzero(bad))}",
            "finite flows of at least 0",
            "leave out partners that are not covered: absence is not zero",
        )
    return x


def _sizes(values: ArrayLike, count: int, name: str) -> Floats:
    m = np.asarray(values, dtype=np.float64)
    if m.shape != (count,):
        raise MeasureError(f"Sizes {name} of shape {m.shape} for {count} partners", "one size for each partner")
    if np.isinf(m).any() or (m < 0).any():
        raise MeasureError(f"A size {name} that is negative or infinite", "sizes above 0, NaN where there is none")
    return m


def mask_of(inside: ArrayLike, count: int) -> NDArray[np.bool_]:
    """Return who belongs to the group, refused if nobody or everybody does.

    Raises
    ------
    MeasureError
        For another axis than the flows', a group without a partner, or without anybody else.
    """
    member = np.asarray(inside, dtype=bool)
    if member.shape != (count,):
        raise MeasureError(f"Membership of shape {member.shape} for {count} partners")
    if not member.any():
        raise MeasureError("The group has no partner among the flows", "one member at least")
    if member.all():
        raise MeasureError("The group holds every partner", "one partner outside it at least")
    return member


def same_axis(*vectors: Floats) -> None:
    """Refuse vectors of different lengths.

    Raises
    ------
    MeasureError
        With the lengths.
    """
    if len({vector.shape for vector in vectors}) > 1:
        raise MeasureError(f"Flows of shapes {few([vector.shape for vector in vectors])}", "one axis of partners")
