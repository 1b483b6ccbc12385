"""Where it says it is going: whom the state names in the UN General Debate, beside where its goods go."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from reorient.actors.groups import members
from reorient.actors.orders import declared_orders
from reorient.measures.directions import Reading, toward
from reorient.report.answer import Chart, Section
from reorient.report.asked import Asked, FigureRow, Piece, credit, known, short
from reorient.report.charts import Line, lines
from reorient.report.words import percent

#: Years of one speech each whose mentions are taken together.
SPAN = 5
#: Years of speeches shown before the first year of trade.
BEFORE = 10


def said(asked: Asked, main: dict[str, Reading], gaps: list[str]) -> Iterator[Piece]:
    """Yield attention to the group in the speeches of the General Debate, and the gap to the share of goods exports."""
    from reorient.documents.rhetoric import attention
    from reorient.documents.rhetoric.ties import DEBATE, counted_in
    from reorient.errors import MeasureError

    reading = main.get("exports") or main.get("imports")
    first = asked.first or (int(reading.flows.years[0]) - BEFORE if reading is not None else 0)
    try:
        counts = counted_in(asked.record, asked.state.id)
        found = attention(counts, asked.state.id, asked.group, first=first, last=asked.last or 9999)
    except MeasureError:
        gaps.append(
            f"The record holds no text of {asked.state.name} in the period; `reorient rhetoric` reads your own."
        )
        return
    figures: list[FigureRow] = []
    for place, year in enumerate(found.years.tolist()):
        if found.other[place]:
            base = (str(year), "derived", DEBATE.key, int(found.documents[place]))
            note = f"{found.toward[place]} of {found.other[place]} mentions"
            what = "attention to the group in the UN General Debate: share"
            figures.append((1, what, 100 * float(found.share[place]), "percent", *base, note))
    years, shares = _pooled(found.years, found.toward, found.other)
    if not len(years):
        return
    sources = [DEBATE.key]
    series = [Line("said: mentions", years.tolist(), known(shares))]
    sentence = (
        f"In its speeches in the UN General Debate {asked.state.name} gave {short(asked)} {percent(_at(shares, 0))} of "
        f"its mentions of other actors around {years[0]}, and {percent(_at(shares, -1))} around {years[-1]} "
        f"({SPAN} years together)."
    )
    if reading is not None:
        way = toward(reading, asked.group)
        series.append(Line(f"done: {reading.spec.title}", way.years.tolist(), known(way.share)))
        there = np.flatnonzero(np.isfinite(way.share))
        if len(there):
            last = int(there[-1])
            near = int(np.argmin(np.abs(years - way.years[last])))
            gap = 100 * (float(shares[near]) - float(way.share[last]))
            sentence += (
                f" Around {way.years[last]} that is {abs(gap):.0f} points {'more' if gap > 0 else 'less'} than the "
                f"group's share of {reading.spec.title} ({percent(float(way.share[last]))})."
            )
            base = (str(int(way.years[last])), "derived", DEBATE.key, 1)
            what = f"said less done: mentions against {reading.spec.title}"
            figures.append((1, what, gap, "percentage points", *base, f"mentions of {SPAN} years"))
        sources.append(reading.source)
    caption = (
        f"Mentions of members at the date, of all mentions of other actors in one speech a year, {SPAN} years "
        "together; naming is not praising, and the two shares have different wholes: read their course, not their "
        "height. "
        f"Sources: {credit(asked, sources)}."
    )
    title = f"Said and done: {short(asked)} in speeches and in trade"
    chart = Chart(title, lines(series, axis="share", percent=True, height=190), caption)
    yield Section(1, "Whom it names", (sentence,), (chart,)), figures, tuple(sources)


def puts_first(asked: Asked) -> Iterator[Piece]:
    """Yield the orders of partners that the state has declared, and the group's place in each."""
    orders = [
        one
        for one in declared_orders(asked.state.id)
        if (asked.first or 0) <= one.adopted.year <= (asked.last or one.adopted.year)
    ]
    if not orders:
        return
    told, rows = [], []
    for one in orders:
        ranks = one.ranks(asked.group.name, members(asked.group, one.adopted))
        names = " and ".join(f"'{one.sections[rank - 1].title}'" for rank in ranks)
        places = " and ".join(map(str, ranks))
        told.append(
            f"{places} of {len(one.sections)} in the {one.title} ({names})" if ranks else f"none in the {one.title}"
        )
        rows.append(
            (one.title, "; ".join(f"{at}. {part.title}" for at, part in enumerate(one.sections, 1)), one.source)
        )
    sentence = (
        f"Place of the sections about {short(asked)} among those by which {asked.state.name} orders its partners: "
        f"{', '.join(told)}. An order of words is no order of means."
    )
    head = ("document", "sections in order", "source")
    yield Section(1, "What it puts first", (sentence,), (), head, tuple(rows)), [], ()


def _pooled(
    years: NDArray[np.int64], toward: NDArray[np.int64], other: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return middles of windows of `SPAN` years and the share of their mentions; windows without any are left out."""
    middles, shares = [], []
    for start in range(int(years[0]), int(years[-1]) - SPAN + 2):
        inside = (years >= start) & (years < start + SPAN)
        whole = int(other[inside].sum())
        if whole:
            middles.append(start + SPAN // 2)
            shares.append(float(toward[inside].sum()) / whole)
    return np.array(middles, dtype=np.int64), np.array(shares)


def _at(values: NDArray[np.float64], place: int) -> float:
    return float(values[place])
