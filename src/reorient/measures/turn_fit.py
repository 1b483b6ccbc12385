"""Find the changes of one series: add one at a time, date them again given the others, stop when chance suffices.

The order is Bai and Perron's (1998, section 4.2, the test of l + 1 against l changes) with the repartition of Bai
(1997): after every addition each change is dated again with all the others held. Blips and a drift enter the model
beside the changes, so that neither is taken for one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reorient.measures.serial import Floats, Integers, gaps_of, precisions, volatility
from reorient.measures.turn_search import MARGINS, RESOLUTION, TURNING, Scan, log_mean_exp, scan
from reorient.measures.turn_shapes import KINDS, Kind, Shapes, column, drift, ramps_near, shapes
from reorient.measures.turn_tables import Base, p_value

# 2 ln of the odds at which a blip is set aside: about 20 to 1.
BLIP_EVIDENCE = 6.0

# A shorter series cannot tell a change of volatility from a change of level.
LIVELY = 40


@dataclass(frozen=True, slots=True)
class Change:
    """One shape found; `first` and `last` are indices of observations as in `turn_shapes`."""

    kind: Kind
    first: int
    last: int
    p_value: float = 1.0


@dataclass(frozen=True, slots=True)
class Model:
    """What was found in one series, and the series itself.

    Attributes
    ----------
    series, times
        The observations, shape (n,).
    fixed
        Columns that are always in the model: level, and seasons if asked for, shape (n, p).
    changes
        Steps and ramps.
    blips
        Blips set aside.
    drifting
        Whether a straight line is in the model.
    p_first
        p-value of the first search: the test of any change at all.
    resolution
        Standard deviation below which the data cannot resolve the series.
    scale
        Relative volatility at each time, shape (n,); None where it is constant.
    """

    series: Floats
    times: Integers
    fixed: Floats
    trim: int
    level: float
    changes: tuple[Change, ...] = ()
    blips: tuple[Change, ...] = ()
    drifting: bool = False
    p_first: float = 1.0
    resolution: float = RESOLUTION
    scale: Floats | None = None

    @property
    def base(self) -> Base:
        """Which table the next search is read from."""
        return "drift" if self.drifting else "level"

    def columns(self, *, without: int | None = None) -> Floats:
        """Return the regressors: fixed, drift, changes in order (one left out if asked), blips."""
        parts = [self.fixed]
        if self.drifting:
            parts.append(drift(self.times)[:, None])
        kept = [change for index, change in enumerate(self.changes) if index != without]
        parts += [column(c.kind, self.times, c.first, c.last)[:, None] for c in (*kept, *self.blips)]
        return np.concatenate(parts, axis=1)

    def even(self, columns: Floats) -> tuple[Floats, Floats]:
        """Return series and columns divided by the relative volatility."""
        if self.scale is None:
            return self.series, columns
        return self.series / self.scale, columns / self.scale[:, None]

    def scan(self, candidates: Shapes, *, without: int | None = None) -> Scan:
        """Return the scan of `candidates` given everything in the model but one change."""
        others = [change for index, change in enumerate(self.changes) if index != without]
        series, base = self.even(self.columns(without=without))
        return scan(
            series[None],
            self.times,
            base=base,
            shapes=candidates if self.scale is None else candidates.over(self.scale, self.times),
            allowed=_apart(candidates, others, self.trim),
            resolution=self.resolution,
        )


def _apart(candidates: Shapes, others: list[Change], trim: int) -> NDArray[np.float64]:
    """Return 0 for candidates too close to a change already in the model."""
    free = np.ones(candidates.kind.size)
    first, last, kind = candidates.first, candidates.last, candidates.kind
    for other in others:
        if other.kind == "step":
            close = (kind == 0) & (np.abs(first - other.first) < trim)
            close |= (kind == 2) & (np.minimum(np.abs(first - other.first), np.abs(last - other.first)) < trim)
        else:
            close = (kind == 1) & (first < other.last) & (last > other.first)
            close |= (kind == 2) & (first < other.last) & (last > other.first)
        free[close] = 0.0
    return free


def best_of(kind: int, found: Scan, candidates: Shapes) -> int:
    """Return the index of the most likely candidate of one kind, persistence averaged out."""
    at = np.flatnonzero(candidates.kind == kind)
    return int(at[int(np.argmax(log_mean_exp(found.with_shape[0, at], 1)))])


def _room(model: Model) -> bool:
    """Say whether the model may grow: at most one change in eight observations."""
    return len(model.changes) < max(1, model.times.size // 8)


def _set_aside(model: Model, found: Scan, candidates: Shapes) -> Model | None:
    """Return the model with a blip more, or None when no blip is likelier than every turn."""
    many = len(model.blips) >= max(1, model.times.size // 10)
    preference = found.preference[0]
    if many or int(np.argmax(preference)) != KINDS.index("blip") or preference[3] <= BLIP_EVIDENCE:
        return None
    at = best_of(3, found, candidates)
    blip = Change("blip", int(candidates.first[at]), int(candidates.last[at]))
    return replace(model, blips=(*model.blips, blip))


def _enter(model: Model, found: Scan, candidates: Shapes) -> Model | None:
    """Return the model with the best turn, or the drift, added; None when no kind of turn is possible."""
    preference = found.preference[0]
    if not model.drifting and preference[4] >= np.max(preference[:TURNING]):
        return replace(model, drifting=True)
    kind = int(np.argmax(preference[:TURNING]))
    if not np.isfinite(preference[kind]):
        return None
    at = best_of(kind, found, candidates)
    first, last = int(candidates.first[at]), int(candidates.last[at])
    new = (
        (Change(KINDS[kind], first, last),) if kind < 2 else (Change("step", first, first), Change("step", last, last))
    )
    return replace(model, changes=(*model.changes, *new))


def _grow(model: Model, candidates: Shapes) -> Model:
    """Add blips, turns and a drift one at a time until the next would be no surprise."""
    untested = True
    while _room(model):
        found = model.scan(candidates)
        quieter = _set_aside(model, found, candidates)
        if quieter is not None:
            model = quieter
            continue
        line = -np.inf if model.drifting else float(found.preference[0, 4])
        strength = max(float(found.statistic[0]), line)
        p = p_value(strength, length=model.times.size, quantity="search", base=model.base)
        model, untested = (replace(model, p_first=p) if untested else model), False
        grown = _enter(model, found, candidates) if p < model.level else None
        if grown is None:
            break
        model = grown if grown.changes == model.changes else _repartition(grown, candidates)
    return model


def _near(candidates: Shapes, change: Change, reach: int) -> Shapes:
    """Return steps and ramps that begin and end near a change."""
    mask = (candidates.kind < 2) & (np.abs(candidates.first - change.first) <= reach)
    mask &= (candidates.kind == 0) | (np.abs(candidates.last - change.last) <= 2 * reach)
    return candidates.where(mask)


def _again(model: Model, index: int, near: Shapes, number: Integers) -> Model:
    """Return the model with one change dated again, its kind chosen again, given the others.

    `number` counts the candidates of each kind in the whole search: evidence from the few near ones is averaged over
    as many, or the kind with more far candidates would gain from their absence.
    """
    found = model.scan(near, without=index)
    here = np.maximum(1, np.bincount(near.kind, minlength=len(KINDS)))
    preference = found.preference[0, :2] + 2.0 * np.log(here[:2] / np.maximum(1, number[:2]))
    kind = int(np.argmax(preference))
    if not np.isfinite(preference[kind]):
        return model
    at = best_of(kind, found, near)
    dated = Change(KINDS[kind], int(near.first[at]), int(near.last[at]))
    changes = tuple(dated if place == index else change for place, change in enumerate(model.changes))
    return replace(model, changes=changes)


def _repartition(model: Model, candidates: Shapes, rounds: int = 3) -> Model:
    """Date every change again given the others until nothing moves."""
    reach = max(4, model.times.size // 10)
    number = np.bincount(candidates.kind, minlength=len(KINDS))
    for _ in range(rounds):
        before = model.changes
        for index in range(len(model.changes)):
            model = _again(model, index, _near(candidates, model.changes[index], reach), number)
        if model.changes == before:
            break
    return model


def _sharpen(model: Model) -> Model:
    """Refine the start and end of every ramp to the single observation."""
    for index, change in enumerate(model.changes):
        if change.kind != "ramp":
            continue
        reach = max(3, (change.last - change.first) // 5)
        near = ramps_near(model.times, first=change.first, last=change.last, reach=reach, trim=model.trim)
        model = _again(model, index, near, np.ones(len(KINDS), dtype=np.int64))
    return model


def _weigh(model: Model, candidates: Shapes) -> Model:
    """Give every change its p-value given the others, and drop the weakest while chance suffices for it."""
    while model.changes:
        stats = [float(model.scan(candidates, without=i).statistic[0]) for i in range(len(model.changes))]
        n = model.times.size
        values = [p_value(value, length=n, quantity="search", base=model.base) for value in stats]
        weakest = int(np.argmax(values))
        changes = tuple(replace(c, p_value=p) for c, p in zip(model.changes, values, strict=True))
        if values[weakest] < model.level:
            return replace(model, changes=changes)
        model = replace(model, changes=changes[:weakest] + changes[weakest + 1 :])
    return model


def _drop_drift(model: Model, candidates: Shapes) -> Model:
    """Take the straight line out again when the changes explain it."""
    if not (model.drifting and model.changes):
        return model
    level = replace(model, drifting=False)
    line = candidates.where(candidates.kind == 4)
    return model if level.scan(line).evidence[0, 4] > MARGINS[4] else _repartition(level, candidates)


def _misfit(model: Model) -> float:
    """Return -2 ln of the likelihood at its best persistence, plus ln n for every parameter spent (Schwarz 1978).

    A step or blip spends two (size, date), a ramp three, the straight line one.
    """
    series, columns = model.even(model.columns())
    errors = precisions(gaps_of(model.times))
    weighted = errors.times(columns)
    each = np.linalg.solve(np.swapaxes(weighted, 1, 2) @ columns, np.einsum("rnp,n->rp", weighted, series)[..., None])
    rest = series - each[..., 0] @ columns.T
    squares = np.einsum("rn,rn->r", rest**2, errors.diagonal)
    squares += 2.0 * np.einsum("rn,rn->r", rest[:, 1:] * rest[:, :-1], errors.neighbour)
    n = model.times.size
    value = n * np.log(squares + n * model.resolution**2) + errors.log_det
    spent = sum(3 if change.kind == "ramp" else 2 for change in (*model.changes, *model.blips)) + model.drifting
    return float(value.min()) + float(np.log(n)) * spent


def _reconsider(model: Model, candidates: Shapes) -> Model:
    """Take out one change after the other, set outliers aside first, and grow again; keep what explains more.

    A search that adds one change at a time can cut a long spell short at an outlier in the middle of it. Only series
    with changes both ways can be cut so.
    """
    if len(model.changes) < 2:
        return model
    sizes = coefficients(model)[0][model.fixed.shape[1] + int(model.drifting) :][: len(model.changes)]
    if np.all(sizes > 0) or np.all(sizes < 0):
        return model
    best = model
    for index in range(len(model.changes)):
        kept = model.changes[:index] + model.changes[index + 1 :]
        trial = replace(model, changes=kept)
        at = _outlier(trial, candidates)
        if at is None:
            continue
        grown = replace(_grow(replace(trial, blips=(*trial.blips, at)), candidates), p_first=model.p_first)
        if _misfit(grown) < _misfit(best):
            best = grown
    return best


def _outlier(model: Model, candidates: Shapes) -> Change | None:
    """Return the likeliest blip, if there is room for one more and it is likely at all."""
    if len(model.blips) >= max(1, model.times.size // 10):
        return None
    found = model.scan(candidates.where(candidates.kind == 3))
    if found.preference[0, 3] <= BLIP_EVIDENCE:
        return None
    blips = candidates.where(candidates.kind == 3)
    at = best_of(3, found, blips)
    return Change("blip", int(blips.first[at]), int(blips.last[at]))


def _scale(series: Floats, times: Integers, fixed: Floats, resolution: float) -> Floats | None:
    """Return the relative volatility of the series without its seasons, or None where it is constant."""
    plain = series - fixed @ np.linalg.lstsq(fixed, series, rcond=None)[0]
    scale = volatility(plain, times, resolution=resolution)
    return None if np.ptp(scale) == 0.0 else scale


def _consistent(model: Model, candidates: Shapes) -> Model:
    """Take out a step that works against the ramp it lies in: together they are one change, badly cut."""
    ramps = [index for index, change in enumerate(model.changes) if change.kind == "ramp"]
    steps = [index for index, change in enumerate(model.changes) if change.kind == "step"]
    if not (ramps and steps):
        return model
    first = model.fixed.shape[1] + int(model.drifting)
    size = coefficients(model)[0][first:]
    for i in ramps:
        for j in steps:
            within = model.changes[i].first <= model.changes[j].first <= model.changes[i].last + 1
            if within and size[i] * size[j] < 0 and abs(size[j]) < abs(size[i]):
                kept = model.changes[:j] + model.changes[j + 1 :]
                return _consistent(_repartition(replace(model, changes=kept), candidates), candidates)
    return model


def fit(
    series: Floats,
    times: Integers,
    *,
    fixed: Floats,
    trim: int,
    level: float,
    resolution: float = RESOLUTION,
    steady: bool = False,
) -> Model:
    """Return the changes of one series.

    Parameters
    ----------
    series, times
        Finite values at increasing whole-number times, shape (n,).
    fixed
        Columns always in the model, the level first, shape (n, p).
    trim
        Observations that must lie on each side of a change.
    level
        Error allowed for each test.
    resolution
        Standard deviation below which the data cannot resolve the series.
    steady
        Take the volatility as constant instead of letting it change slowly (never below `LIVELY` observations).
    """
    scale = None if steady or times.size < LIVELY else _scale(series, times, fixed, resolution)
    candidates = shapes(times, trim=trim)
    model = _grow(Model(series, times, fixed, trim, level, resolution=resolution, scale=scale), candidates)
    model = _reconsider(model, candidates)
    model = _drop_drift(_sharpen(_consistent(model, candidates)), candidates)
    return _weigh(model, candidates)


def likely(model: Model, index: int) -> tuple[Shapes, Floats]:
    """Return steps and ramps that may be one change, and their posterior weights given the other changes.

    The prior gives every step the weight 1 / (number of steps), and every ramp exp(-margin / 2) / (number of ramps):
    the same odds between the kinds as the search has.
    """
    change = model.changes[index]
    everything = shapes(model.times, trim=model.trim)
    reach = max(12, change.last - change.first)
    steps = everything.where(everything.kind == 0)
    ramps = ramps_near(model.times, first=change.first, last=change.last, reach=reach, trim=model.trim)
    candidates = steps.beside(ramps)
    prior = np.where(candidates.kind == 0, 0.0, -MARGINS[1]) - 2.0 * np.log(
        np.where(candidates.kind == 0, steps.kind.size, _ramps(model.times.size, model.trim))
    )
    value = log_mean_exp(model.scan(candidates, without=index).with_shape[0], 1) + prior
    weight = np.exp((value - value.max()) / 2.0)
    return candidates, np.asarray(weight / weight.sum())


def _ramps(length: int, trim: int) -> int:
    """Return how many ramps to the single observation the time axis allows, about."""
    return max(1, (length - 2 * trim) * (length - 2 * trim + 1) // 2)


def persistence(model: Model) -> tuple[Floats, Floats]:
    """Return the grid of persistences and its posterior weights under the model."""
    errors = precisions(gaps_of(model.times))
    line = shapes(model.times, trim=model.trim)
    value = model.scan(line.where(line.kind == 4)).without[0]
    weight = np.exp((value - value.max()) / 2.0)
    return errors.rho, np.asarray(weight / weight.sum())


def coefficients(model: Model) -> tuple[Floats, Floats, float]:
    """Return the mean and covariance of all coefficients over the posterior of persistence, and sd of innovations."""
    _, weight = persistence(model)
    series, columns = model.even(model.columns())
    weighted = precisions(gaps_of(model.times)).times(columns)
    inverse = np.linalg.inv(np.swapaxes(weighted, 1, 2) @ columns)
    each = np.einsum("rpq,rnq,n->rp", inverse, weighted, series)
    rest = series - each @ columns.T
    errors = precisions(gaps_of(model.times))
    squares = np.einsum("rn,rn->r", rest**2, errors.diagonal)
    squares += 2.0 * np.einsum("rn,rn->r", rest[:, 1:] * rest[:, :-1], errors.neighbour)
    squares += model.times.size * model.resolution**2
    variance = squares / max(1, model.times.size - columns.shape[1])
    mean = weight @ each
    spread = each - mean
    covariance = np.einsum("r,r,rpq->pq", weight, variance, inverse)
    covariance += np.einsum("r,rp,rq->pq", weight, spread, spread)
    return mean, covariance, float(np.sqrt(weight @ variance))
