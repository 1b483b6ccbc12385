r"""One number over several channels, and how much it depends on how it is made.

The composite of channels c with weights :math:`w_c` (summing to 1) is :math:`z_t = \sum_c w_c z_{c,t}`, with
:math:`z_{c,t}` the log-ratio of the channel: the logarithm of a weighted geometric mean of odds. Nothing in theory
says which weights, which scale or which treatment of missing years is right (OECD & JRC 2008, steps 4 to 7), so the
same is computed over random weights (uniform on the simplex), four scales and two rules, and what is reported is the
distribution of the result and of the date of its turn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reorient.actors import Actor, Group
from reorient.errors import InvalidOption, MeasureError
from reorient.measures.dependence import weights_of
from reorient.measures.serial import Floats, Integers
from reorient.measures.timeline import Timed, timeline
from reorient.measures.turns import turns
from reorient.record.store import Record

Scale = Literal["log-ratio", "share", "standardised", "rank"]
Missing = Literal["available", "complete"]

SCALES: tuple[Scale, ...] = ("log-ratio", "share", "standardised", "rank")
RULES: tuple[Missing, ...] = ("available", "complete")
#: Years at either end whose means are compared.
SPAN = 3
FEWEST = 10


def scaled(values: Floats, scale: Scale) -> Floats:
    """Return channels on another scale, shape (T, C).

    Parameters
    ----------
    values
        Log-ratios, NaN where a channel has no value, shape (T, C).
    scale
        ``log-ratio``: as they are; ``share``: 1 / (1 + exp(-z)); ``standardised``: divided by the standard deviation
        of the channel's own years; ``rank``: the share of the channel's years that lie below, ties in the middle.
    """
    if scale == "log-ratio":
        return values
    if scale == "share":
        return np.asarray(1.0 / (1.0 + np.exp(-values)))
    found = np.full(values.shape, np.nan)
    for place in range(values.shape[1]):
        known = np.isfinite(values[:, place])
        held = values[known, place]
        if scale == "standardised":
            spread = held.std() if held.size else 0.0
            found[known, place] = (held - held.mean()) / spread if spread > 0 else 0.0
        else:
            below = (held[:, None] > held[None, :]).sum(axis=1) + 0.5 * (
                (held[:, None] == held[None, :]).sum(axis=1) - 1
            )
            found[known, place] = below / max(1, held.size - 1)
    return found


def combined(values: Floats, weights: Floats, missing: Missing) -> Floats:
    """Return the weighted mean over channels, shape (T,); NaN where the rule gives none.

    Parameters
    ----------
    values
        Channels on one scale, shape (T, C).
    weights
        Not negative, summing to 1, shape (C,).
    missing
        ``available``: the weights of the channels at hand, if they carry half of all weight, are raised to sum to 1;
        ``complete``: a year counts only if every channel with weight has a value.
    """
    known = np.isfinite(values)
    weight = np.where(known, weights[None], 0.0)
    total = weight.sum(axis=1)
    enough = total >= 0.5 - 1e-9 if missing == "available" else np.all(known | (weights[None] == 0), axis=1)
    mean = (np.nan_to_num(values) * weight).sum(axis=1)
    return np.asarray(np.where(enough & (total > 0), mean / np.where(total > 0, total, 1.0), np.nan))


@dataclass(frozen=True, slots=True)
class Making:
    """One way to make the composite, and what came of it.

    Attributes
    ----------
    scale, missing
        How channels were scaled and missing years treated.
    change
        Mean of the last three years less mean of the first three, in standard deviations of the composite's years;
        NaN where it never varies.
    turn
        Year in which its largest turn begins, or ``None``.
    """

    scale: Scale
    missing: Missing
    change: float
    turn: int | None


@dataclass(frozen=True, slots=True)
class Composite:
    """A composite with its sensitivity.

    Attributes
    ----------
    state, group
        Who, and toward whom.
    channels
        Channel, and the variable and source that stand for it.
    weights
        Weight of each channel in the headline.
    years
        T years.
    values
        T values of the headline: log-ratios, weights of the channels at hand.
    headline
        The headline's own change and turn.
    makings
        Every other way it was made.
    """

    state: Actor
    group: Group
    channels: tuple[tuple[str, str, str], ...]
    weights: dict[str, float]
    years: Integers
    values: Floats
    headline: Making
    makings: tuple[Making, ...]

    @property
    def rising(self) -> float:
        """Return the part of the makings in which the composite rises toward the group."""
        told = [one.change for one in self.makings if np.isfinite(one.change)]
        return float(np.mean([change > 0 for change in told])) if told else float("nan")

    def dates(self) -> list[tuple[int | None, float]]:
        """Return the years in which a turn begins with the part of the makings that say so, most frequent first."""
        counts = Counter(one.turn for one in self.makings)
        order = sorted(counts.items(), key=lambda item: (-item[1], item[0] or 0))
        return [(year, number / len(self.makings)) for year, number in order]

    def frame(self) -> pl.DataFrame:
        """Return the headline by year."""
        known = np.isfinite(self.values)
        return pl.DataFrame({"year": self.years[known], "composite": self.values[known]})

    def text(self) -> str:
        """Return the composite in words."""
        told = "; ".join(f"{c} {self.weights[c]:.2f} ({v}, {s})" for c, v, s in self.channels)
        changes = np.array([one.change for one in self.makings if np.isfinite(one.change)])
        low, middle, high = np.quantile(changes, [0.05, 0.5, 0.95]) if changes.size else (np.nan,) * 3
        dates = ", ".join(f"{'no turn' if year is None else year} {part:.0%}" for year, part in self.dates()[:6])
        known = np.flatnonzero(np.isfinite(self.values))
        return (
            f"Composite log-ratio {self.values[known[0]]:+.2f} in {self.years[known[0]]}, "
            f"{self.values[known[-1]]:+.2f} in {self.years[known[-1]]}; weights: {told}.\n"
            f"Made in {len(self.makings)} other ways (weights, scales, missing years) it rises in {self.rising:.0%}; "
            f"change {middle:+.1f} standard deviations (90 % of the ways: {low:+.1f} to {high:+.1f}).\n"
            f"Its turn begins: {dates}."
        )


def sensitivity(years: Integers, values: Floats, *, draws: int, seed: int) -> tuple[Making, ...]:
    """Return the composite made with `draws` random weights, every scale and every rule.

    Parameters
    ----------
    years
        T years.
    values
        Log-ratios of the channels, shape (T, C).
    draws
        Number of weights drawn from the uniform distribution on the simplex, at least 1.
    seed
        Of the draws.
    """
    if draws < 1:
        raise InvalidOption(f"draws = {draws}", "at least 1")
    drawn = np.random.default_rng(seed).dirichlet(np.ones(values.shape[1]), size=draws)
    found = []
    for scale in SCALES:
        table = scaled(values, scale)
        for missing in RULES:
            for weights in drawn:
                made = making(years, combined(table, weights, missing), scale=scale, missing=missing)
                if made is not None:
                    found.append(made)
    return tuple(found)


def making(years: Integers, composite: Floats, *, scale: Scale, missing: Missing) -> Making | None:
    """Return change and turn of one composite; ``None`` if it has fewer than ten years."""
    known = np.isfinite(composite)
    if known.sum() < FEWEST:
        return None
    held, axis = composite[known], years[known]
    spread = float(held.std())
    change = float((held[-SPAN:].mean() - held[:SPAN].mean()) / spread) if spread > 0 else float("nan")
    # On other scales than the log-ratio the size that matters has no fixed value: every turn counts.
    unit = held if scale in ("log-ratio", "standardised") or spread == 0 else held / spread
    told = turns(axis, unit, min_size=0.0).turns
    largest = max(told, key=lambda turn: abs(turn.size), default=None)
    return Making(scale, missing, change, None if largest is None else largest.begins.estimate)


def composite(
    record: Record,
    state: Actor,
    group: Group,
    *,
    weights: Mapping[str, float] | None = None,
    first: int | None = None,
    last: int | None = None,
    draws: int = 25,
    seed: int = 1,
) -> Composite:
    """Return the composite of `state` toward `group` over its channels, with its sensitivity.

    Each channel is represented by its longest series; between equals the first in ``variables.csv`` counts.

    Raises
    ------
    MeasureError
        If fewer than two channels have a series of ten years, or the headline has fewer than ten years.
    InvalidOption
        For weights that cannot be used.
    """
    line = timeline(record, state, group, first=first, last=last, correction="none")
    best: dict[str, Timed] = {}
    for part in line.parts:
        channel = part.reading.spec.channel
        if part.series is None or part.series.times.size < FEWEST or np.ptp(part.series.values) == 0:
            continue
        held = best.get(channel)
        if held is None or held.series is None or part.series.times.size > held.series.times.size:
            best[channel] = part
    if len(best) < 2:
        raise MeasureError(
            f"{len(best)} channels with ten years or more", "at least two", "a composite of one channel is that channel"
        )
    share = weights_of(list(best), weights or {})
    years, values = _table(list(best.values()))
    headline = combined(values, np.array([share[channel] for channel in best]), "available")
    made = making(years, headline, scale="log-ratio", missing="available")
    if made is None:
        raise MeasureError(f"{int(np.isfinite(headline).sum())} years with a weighted channel", f"at least {FEWEST}")
    told = tuple((channel, part.reading.spec.name, part.reading.source) for channel, part in best.items())
    ways = sensitivity(years, values, draws=draws, seed=seed)
    return Composite(state, group, told, share, years, headline, made, ways)


def _table(parts: Sequence[Timed]) -> tuple[Integers, Floats]:
    held = [part.series for part in parts if part.series is not None]
    first, last = min(int(s.times[0]) for s in held), max(int(s.times[-1]) for s in held)
    years: NDArray[np.int64] = np.arange(first, last + 1)
    values = np.full((years.size, len(held)), np.nan)
    for place, one in enumerate(held):
        values[one.times - first, place] = one.values
    return years, values
