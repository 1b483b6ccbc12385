"""Pulled or pushed: what the change of the shares is made of, as far as sizes, prices and weights show it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reorient.explain.drivers import Driven, driven
from reorient.measures.directions import Reading
from reorient.report.answer import Chart, Section
from reorient.report.asked import Asked, FigureRow, Piece, credit, short
from reorient.report.part_charts import parts
from reorient.report.words import amount, capital, percent, scaled

#: Flows whose change is split, by the key of the first question.
SPLIT = ("exports", "imports", "crude_exports_t")


def pulled(asked: Asked, main: dict[str, Reading]) -> Iterator[Piece]:
    """Yield what the changes of shares are made of: the partners' growth, affinity, and both together."""
    found = [one for name in SPLIT if name in main for one in [_split(asked, main[name])] if one is not None]
    if not found:
        return
    rows: list[tuple[str, dict[str, float], float]] = []
    sentences: list[str] = []
    figures: list[FigureRow] = []
    for reading, one in found:
        share = one.split.share  # type: ignore[union-attr]
        some = {
            "partners' growth": 100 * share.pull.value,
            "affinity": 100 * share.affinity.value,
            "both together": 100 * share.interaction.value,
        }
        years = f"{one.first[0]} to {one.last[-1]}"
        rows.append((f"{reading.spec.title}, {years}", some, 100 * share.change))
        figures.extend(_figures(reading, one))
        if len(sentences) < 3:
            sentences.append(_sentence(asked, reading, one))
    sentences.append(
        "Parts of an account, not causes: affinity is whatever changed beyond the growth of the partners' markets, be "
        "it policy, sanctions, pipelines or taste."
    )
    sources = tuple(dict.fromkeys(one.source for _, one in found))
    caption = (
        f"Change of the share of {short(asked)}, percentage points; the tick is the whole change. Growth: what the "
        "partners' growing markets alone would have done; affinity: what the state's part in each market alone would "
        "have done. "
        f"Sources: {credit(asked, sources)}."
    )
    chart = Chart(_title(asked, found[0][0], rows[0][1]), parts(rows, axis="percentage points"), caption)
    yield Section(4, "What the change is made of", tuple(sentences), (chart,)), figures, sources


def _split(asked: Asked, reading: Reading) -> tuple[Reading, Driven] | None:
    """Return the split over the whole period, or over the later half of it where that cannot be split."""
    years = reading.flows.years
    for first in (asked.first, int(years[len(years) // 2]) if len(years) > 3 else None):
        one = driven(asked.record, asked.state, asked.group, reading, years=(first, asked.last))
        if one is not None and one.split is not None and np.isfinite(one.split.share.pull.value):
            return reading, one
    return None


def _sentence(asked: Asked, reading: Reading, one: Driven) -> str:
    share = one.split.share  # type: ignore[union-attr]
    told = [
        f"{100 * part.value:+.1f} points{_interval(part.low, part.high)}"
        for part in (share.pull, share.affinity, share.interaction)
    ]
    return (
        f"{capital(reading.spec.title)} {one.first[0]} to {one.last[-1]}: the share of {short(asked)} went from "
        f"{percent(share.before)} to {percent(share.after)}. The growth of the partners alone makes {told[0]}, a "
        f"changed affinity {told[1]}, both together {told[2]}."
    )


def _interval(low: float, high: float) -> str:
    return f" ({100 * low:+.1f} to {100 * high:+.1f})" if np.isfinite(low) and np.isfinite(high) else ""


def _title(asked: Asked, reading: Reading, some: dict[str, float]) -> str:
    name = max(("partners' growth", "affinity"), key=lambda part: abs(some[part]))
    return f"{capital(reading.spec.title)} toward {short(asked)}: the larger part is {name}"


def _figures(reading: Reading, one: Driven) -> Iterator[FigureRow]:
    share = one.split.share  # type: ignore[union-attr]
    count = int((one.flows > 0).sum())
    base = (f"{one.first[0]} to {one.last[-1]}", one.status, one.source, count)
    for word, part in (("pull", share.pull), ("affinity", share.affinity), ("interaction", share.interaction)):
        note = f"90 % interval{_interval(part.low, part.high)}" if np.isfinite(part.low) else "no interval"
        what = f"{reading.spec.title}: {word} in the change toward the group"
        yield 4, what, 100 * float(part.value), "percentage points", *base, note


def priced(asked: Asked, main: dict[str, Reading], others: dict[str, Reading]) -> Iterator[Piece]:
    """Yield price and volume of commodities sold to the group, where dollars and weights stand beside each other."""
    sentences: list[str] = []
    figures: list[FigureRow] = []
    sources: list[str] = []
    for name in main:
        reading = others.get(name)
        if reading is None:
            continue
        one = driven(asked.record, asked.state, asked.group, reading, years=(asked.first, asked.last))
        prices = one.prices if one is not None else None
        if one is None or prices is None or not np.isfinite(prices.log_volume) or not prices.value[0] > 0:
            continue
        factor, unit = scaled(reading.spec)
        change = prices.value[1] - prices.value[0]
        years = f"{one.first[0]} to {one.last[-1]}"
        sentences.append(
            f"{capital(reading.spec.title)} to {short(asked)} {years}: {_signed(change * factor)} {unit}, of it "
            f"{_signed(prices.by_volume * factor)} by weight, {_signed(prices.by_price * factor)} by price and "
            f"{_signed(prices.by_mix * factor)} by who in the group bought."
        )
        base = (years, one.status, one.source, int((one.flows > 0).sum()))
        for word in ("by_volume", "by_price", "by_mix"):
            what = f"{reading.spec.title}: change toward the group {word.replace('_', ' ')}"
            figures.append((4, what, float(getattr(prices, word)), reading.spec.unit, *base, ""))
        sources.append(one.source)
    if sentences:
        yield Section(4, "Price or volume?", tuple(sentences)), figures, tuple(dict.fromkeys(sources))


def _signed(value: float) -> str:
    return f"{'+' if value >= 0 else '-'}{amount(abs(value))}"
