"""What a turn costs, as far as shares show it: capture by one partner, and the balance of trade."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reorient.actors import actor
from reorient.measures.directions import Reading, toward
from reorient.report.answer import Chart, Section
from reorient.report.asked import Asked, FigureRow, Piece, credit, known, short
from reorient.report.charts import Line, lines
from reorient.report.words import amount, percent, scaled


def cost(asked: Asked, main: dict[str, Reading]) -> Iterator[Piece]:
    """Yield dependence as far as shares show it: capture within the group, and the balance of trade."""
    if "exports" in main:
        yield _capture(asked, main["exports"])
    if "exports" in main and "imports" in main and main["exports"].source == main["imports"].source:
        yield _balance(asked, main["exports"], main["imports"])


def _capture(asked: Asked, reading: Reading) -> Piece:
    way = toward(reading, asked.group)
    there = np.flatnonzero(np.isfinite(way.largest))
    years = way.years.tolist()
    figures: list[FigureRow] = []
    for place in there.tolist():
        base = (str(years[place]), reading.status[place], reading.source, int(way.members[place]))
        who = actor(way.largest_partner[place]).name
        what = f"{reading.spec.title}: largest partner within {short(asked)}"
        figures.append((5, what, 100 * float(way.largest[place]), "percent of the group", *base, who))
        effective = float(way.effective[place])
        figures.append((5, f"{reading.spec.title}: effective number of partners", effective, "partners", *base, ""))
    if not len(there):
        return Section(5, "One partner among many", ("Nothing flows to the group.",)), figures, (reading.source,)
    a, b = int(there[0]), int(there[-1])
    first, last = (actor(way.largest_partner[p]).name for p in (a, b))
    sentence = (
        f"Within {short(asked)}, the largest partner took {percent(way.largest[a])} of {reading.spec.title} in "
        f"{years[a]} ({first}) and {percent(way.largest[b])} in {years[b]} ({last}). The effective number of partners "
        f"over the whole world went from {way.effective[a]:.1f} to {way.effective[b]:.1f}."
    )
    series = [Line("largest partner's part", years, known(way.largest))]
    caption = (
        f"The largest member's part of {asked.state.name}'s {reading.spec.title} to {short(asked)}. "
        f"Source: {credit(asked, [reading.source])}."
    )
    title = f"{last} is {percent(way.largest[b])} of {reading.spec.title} to {short(asked)}"
    chart = Chart(title, lines(series, axis="part of the group", percent=True, height=170), caption)
    return Section(5, "One partner among many", (sentence,), (chart,)), figures, (reading.source,)


def _balance(asked: Asked, sold: Reading, bought: Reading) -> Piece:
    out, back = toward(sold, asked.group), toward(bought, asked.group)
    shared = sorted(set(out.years.tolist()) & set(back.years.tolist()))
    factor, unit = scaled(sold.spec)
    exports = np.array([out.toward[out.years.tolist().index(year)] for year in shared])
    imports = np.array([back.toward[back.years.tolist().index(year)] for year in shared])
    series = [
        Line(f"exports to {short(asked)}", shared, known(exports * factor)),
        Line(f"imports from {short(asked)}", shared, known(imports * factor)),
    ]
    gap = (exports - imports) * factor
    status = dict(zip(sold.flows.years.tolist(), sold.status, strict=True))
    figures: list[FigureRow] = [
        (
            5,
            f"balance of goods trade with {short(asked)}",
            float(g / factor),
            sold.spec.unit,
            str(y),
            status[y],
            sold.source,
            2,
            "",
        )
        for y, g in zip(shared, gap, strict=True)
        if np.isfinite(g)
    ]
    side = "surplus" if gap[-1] >= 0 else "deficit"
    sentence = (
        f"Trade with {short(asked)} in {shared[-1]}: exports {amount(exports[-1] * factor)}, imports "
        f"{amount(imports[-1] * factor)} {unit}, a {side} of {amount(abs(gap[-1]))} {unit}; in {shared[0]} exports "
        f"{amount(exports[0] * factor)}, imports {amount(imports[0] * factor)}."
    )
    caption = f"{unit} a year. Source: {credit(asked, [sold.source])}."
    title = f"A {side} of {amount(abs(gap[-1]))} {unit} with {short(asked)} in {shared[-1]}"
    chart = Chart(title, lines(series, axis=unit, height=190), caption)
    return Section(5, "The balance of trade", (sentence,), (chart,)), figures, (sold.source,)
