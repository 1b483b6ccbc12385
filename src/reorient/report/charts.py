"""Charts as Vega-Lite specifications, drawn to SVG offline: labelled in words, readable without colour, gaps as gaps.

Lines differ by dash and by a label at their end, so that nothing depends on colour. A chart carries a description
for those who do not see it.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reorient.report.drawing import Drawing

Spec = dict[str, Any]

INK, SOFT, GRID = "#1b1f24", "#5b6470", "#dfe3e8"
#: Colours that stay apart for colour-blind readers (Okabe and Ito), from dark to light in grey.
COLOURS = ("#0b3c5d", "#b3541e", "#4f7f52", "#8a6fa8", "#7a7a7a")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [1, 3])
WIDTH = 330
#: Room for the labels at the ends of lines.
MARGIN = 125

STYLE: Spec = {
    "background": "white",
    "font": "Helvetica, Arial, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": SOFT,
        "titleColor": SOFT,
        "titleFontWeight": "normal",
        "gridColor": GRID,
        "domainColor": SOFT,
        "tickColor": SOFT,
        "labelFontSize": 11,
        "titleFontSize": 11,
        # No limits: measuring every text against one takes a third of the time of drawing.
        "labelLimit": 0,
        "titleLimit": 0,
    },
    "text": {"limit": 0},
    "axisX": {"grid": False, "format": "d", "tickCount": 6, "tickMinStep": 1},
    "title": {"anchor": "start", "color": INK, "fontSize": 13, "fontWeight": "bold", "offset": 10, "limit": 0},
    "legend": {"disable": True},
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart: its label, its years, and its values (``None`` leaves a gap)."""

    label: str
    years: Sequence[int]
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Seam:
    """A vertical mark: the year it stands at, and what changes there."""

    year: int
    label: str


def lines(
    series: Sequence[Line], *, axis: str, seams: Sequence[Seam] = (), height: int = 220, percent: bool = False
) -> Spec:
    """Return a chart of lines over years with a label at the end of each.

    Parameters
    ----------
    series
        At most five lines.
    axis
        What the vertical axis measures, with its unit.
    seams
        Vertical marks.
    height
        In pixels.
    percent
        Values are shares between 0 and 1, shown in percent.
    """
    order = [one.label for one in series]
    values = [
        {"year": int(year), "value": value, "line": one.label, "run": run}
        for one in series
        for year, value, run in _runs(one)
    ]
    scale = {"domain": order, "range": list(COLOURS[: len(order)])}
    dash = {"domain": order, "range": list(DASHES[: len(order)])}
    y: Spec = {
        "field": "value",
        "type": "quantitative",
        "title": axis,
        "axis": {
            "format": ".0%" if percent else _numbers(value for one in series for _, value, _ in _runs(one)),
            "titleAlign": "left",
            "titleAngle": 0,
            "titleX": -38,
            "titleY": -12,
        },
        "scale": {"zero": True},
    }
    x: Spec = {"field": "year", "type": "quantitative", "title": None, "scale": {"zero": False, "nice": False}}
    shared: Spec = {"x": x, "y": y, "color": {"field": "line", "type": "nominal", "scale": scale}}
    ends = _ends(series)
    layers: list[Spec] = [
        {
            "mark": {"type": "line", "strokeWidth": 2.2},
            "encoding": {
                **shared,
                "strokeDash": {"field": "line", "type": "nominal", "scale": dash},
                "detail": {"field": "run"},
            },
        },
        {"mark": {"type": "point", "filled": True, "size": 16, "opacity": 0.9}, "encoding": shared},
        {
            "data": {"values": ends},
            "mark": {"type": "text", "align": "left", "dx": 7, "fontSize": 11.5, "clip": False},
            "encoding": {
                "x": x,
                "y": {"field": "at", "type": "quantitative"},
                "text": {"field": "line"},
                "color": {"field": "line", "type": "nominal", "scale": scale},
            },
        },
    ]
    layers += _seams(seams, values)
    return {"width": WIDTH, "height": height, "margin": MARGIN, "data": {"values": values}, "layer": layers}


def _numbers(values: Iterable[float]) -> str:
    """Return the format of an axis: prefixes (k, M) for large numbers alone; of small ones they would be misread."""
    return "~s" if max(map(abs, values), default=0.0) >= 1e5 else ",f"


def _runs(one: Line) -> list[tuple[int, float, int]]:
    """Return year, value and number of the unbroken run; a missing year begins a new run."""
    found: list[tuple[int, float, int]] = []
    run, before = 0, None
    for year, value in zip(one.years, one.values, strict=True):
        if value is None:
            continue
        if before is not None and year != before + 1:
            run += 1
        found.append((int(year), float(value), run))
        before = int(year)
    return found


def _ends(series: Sequence[Line]) -> list[Spec]:
    """Return the label of each line at its last value, moved apart where they would overlap."""
    ends = []
    for one in series:
        known = [(int(y), float(v)) for y, v in zip(one.years, one.values, strict=True) if v is not None]
        if known:
            ends.append({"line": one.label, "year": known[-1][0], "at": known[-1][1]})
    top = max((float(v) for one in series for v in one.values if v is not None), default=1.0) or 1.0
    ends.sort(key=lambda end: float(end["at"]))  # type: ignore[arg-type]
    gap = top * 0.075
    for lower, upper in pairwise(ends):
        upper["at"] = max(float(upper["at"]), float(lower["at"]) + gap)  # type: ignore[arg-type]
    return ends


def _seams(seams: Sequence[Seam], values: Sequence[Spec]) -> list[Spec]:
    years = [row["year"] for row in values]
    shown = [seam for seam in seams if years and min(years) < seam.year <= max(years)]
    if not shown:
        return []
    data = {"values": [{"year": seam.year - 0.5, "label": seam.label} for seam in shown]}
    x = {"field": "year", "type": "quantitative"}
    return [
        {"data": data, "mark": {"type": "rule", "strokeDash": [2, 3], "color": SOFT}, "encoding": {"x": x}},
        {
            "data": data,
            "mark": {"type": "text", "align": "right", "baseline": "top", "dx": 2, "fontSize": 9.5, "color": SOFT},
            "encoding": {"x": x, "y": {"value": -9}, "text": {"field": "label"}},
        },
    ]


def then_and_now(
    rows: Sequence[tuple[str, float, float, bool]], *, then: str, now: str, what: str = "share of all partners"
) -> Spec:
    """Return a chart of shares at two times: a hollow mark then, a filled mark now, a line between.

    Parameters
    ----------
    rows
        Partner, share then, share now, whether it belongs to the group (its name is then set in capitals' weight).
    then, now
        The two periods in words.
    what
        What the axis measures.
    """
    data = [
        {"partner": ("● " if inside else "") + name, "then": a, "now": b, "row": place}
        for place, (name, a, b, inside) in enumerate(rows)
    ]
    y = {"field": "partner", "type": "nominal", "sort": [row["partner"] for row in data], "title": None}
    axis = {"format": ".0%", "orient": "top", "tickMinStep": 0.01}
    x = {"field": "then", "type": "quantitative", "title": f"{what}: ○ {then}, ▲ {now}", "axis": axis}
    return {
        "width": WIDTH,
        "height": {"step": 24},
        "data": {"values": data},
        "layer": [
            {
                "mark": {"type": "rule", "color": SOFT, "strokeWidth": 1.5},
                "encoding": {"y": y, "x": x, "x2": {"field": "now"}},
            },
            {
                "mark": {"type": "point", "shape": "circle", "size": 70, "stroke": INK, "fill": "white"},
                "encoding": {"y": y, "x": x},
            },
            {
                "mark": {"type": "point", "shape": "triangle-up", "size": 80, "filled": True, "color": COLOURS[0]},
                "encoding": {"y": y, "x": {"field": "now", "type": "quantitative"}},
            },
        ],
    }


def sources_apart(rows: Sequence[tuple[str, str, float]], *, axis: str) -> Spec:
    """Return a chart of what several sources say of the same ties: partner, source, value."""
    partners = list(dict.fromkeys(row[0] for row in rows))
    names = list(dict.fromkeys(row[1] for row in rows))
    shapes = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"]
    data = [{"partner": p, "source": s, "value": v} for p, s, v in rows]
    y = {"field": "partner", "type": "nominal", "sort": partners, "title": None}
    x = {"field": "value", "type": "quantitative", "title": axis, "axis": {"format": "~s", "orient": "top"}}
    shape = {"field": "source", "type": "nominal", "scale": {"domain": names, "range": shapes[: len(names)]}}
    legend = {"disable": False, "orient": "bottom", "title": None, "columns": 2, "labelLimit": 400}
    return {
        "width": WIDTH,
        "height": {"step": 28},
        "data": {"values": data},
        "config": {"legend": legend},
        "layer": [
            {
                "mark": {"type": "rule", "color": GRID, "strokeWidth": 6},
                "encoding": {
                    "y": y,
                    "x": {"aggregate": "min", **x},
                    "x2": {"aggregate": "max", "field": "value"},
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 75, "opacity": 0.95},
                "encoding": {
                    "y": y,
                    "x": x,
                    "shape": shape,
                    "color": {
                        "field": "source",
                        "type": "nominal",
                        "scale": {"domain": names, "range": list((*COLOURS, INK)[: len(names)])},
                    },
                },
            },
        ],
    }


def bars(rows: Sequence[tuple[int, str, float]], *, axis: str, order: Sequence[str], height: int = 180) -> Spec:
    """Return stacked bars over years (year, part, value); parts differ by lightness, with a legend in words."""
    data = [{"year": str(year), "part": part, "value": value} for year, part, value in rows]
    shades = ["#0b3c5d", "#c9d3dc", "#7f94a6"]
    legend = {"disable": False, "orient": "top", "title": None}
    every = max(1, len({row[0] for row in rows}) // 12)
    years = sorted({row[0] for row in rows})
    return {
        "width": WIDTH,
        "height": height,
        "data": {"values": data},
        "config": {"legend": legend, "axisX": {"format": "", "labelAngle": 0, "grid": False}},
        "mark": {"type": "bar", "stroke": "white", "strokeWidth": 0.5},
        "encoding": {
            "x": {
                "field": "year",
                "type": "ordinal",
                "title": None,
                "axis": {"values": [str(year) for year in years[::every]]},
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "title": axis,
                "axis": {"format": "~s", "titleAlign": "left", "titleAngle": 0, "titleX": -38, "titleY": -12},
            },
            "color": {
                "field": "part",
                "type": "nominal",
                "scale": {"domain": list(order), "range": shades[: len(order)]},
            },
            "order": {"field": "part", "sort": "descending"},
        },
    }


def draw(charts: Sequence[tuple[Spec, str, str]], beside: Drawing | None = None) -> list[str]:
    """Return each chart (specification, title, description) as an SVG element, drawn `beside` this process if given.

    Title and description stand in the element for those who do not see it.
    """
    drawn = []
    for spec, title, description in charts:
        text = whole(spec)
        answer = beside.answer(text) if beside is not None else None
        if answer is None:
            import vl_convert

            answer = str(vl_convert.vegalite_to_svg(text))
        drawn.append(_described(answer, title, description))
    return drawn


def whole(spec: Spec) -> str:
    """Return the whole specification of a chart, with the style of the house, as JSON on one line."""
    config = {**STYLE, **spec.get("config", {})}
    config["axisX"] = {**STYLE["axisX"], **spec.get("config", {}).get("axisX", {})}
    styled = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        **{key: value for key, value in spec.items() if key not in ("config", "margin")},
        "config": config,
        "padding": {"left": 5, "right": spec.get("margin", 5), "top": 5, "bottom": 5},
        "autosize": {"type": "pad"},
    }
    return json.dumps(styled)


def _described(svg: str, title: str, description: str) -> str:
    svg = re.sub(r"<\?xml[^>]*\?>|<!DOCTYPE[^>]*>", "", svg)
    label = f"<title>{html.escape(title)}</title><desc>{html.escape(description)}</desc>"
    return re.sub(r"(<svg[^>]*>)", rf"\1{label.replace(chr(92), chr(92) * 2)}", svg, count=1).replace(
        "<svg ", '<svg role="img" ', 1
    )
