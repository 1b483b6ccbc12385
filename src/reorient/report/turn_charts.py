"""Charts made for the questions of a turn: a time line of turns, a dial of rotation, two sides of a dependence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reorient.report.charts import COLOURS, GRID, INK, SOFT, Spec

WIDE = 560


@dataclass(frozen=True, slots=True)
class Mark:
    """One turn on the time line.

    Attributes
    ----------
    row
        Name of the row.
    begins, low, high
        Most likely beginning, and first and last member of its set.
    ends
        Last time of a ramp; equal to `begins` for a step.
    toward
        Whether the group gained.
    """

    row: str
    begins: float
    low: float
    high: float
    ends: float
    toward: bool


def time_line(spans: Sequence[tuple[str, float, float]], marks: Sequence[Mark]) -> Spec:
    """Return a time line: a thin line where a series is known, a bar over a ramp, a triangle where a turn begins.

    Parameters
    ----------
    spans
        Row, first and last time of its series, in the order of the rows.
    marks
        Turns; the whisker is the set of the beginning.
    """
    order = [row for row, _, _ in spans]
    y: Spec = {"field": "row", "type": "nominal", "sort": order, "title": None}
    x: Spec = {
        "field": "from",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": False, "nice": False},
        "axis": {"format": "d", "tickMinStep": 1},
    }
    known = [{"row": row, "from": first, "to": last} for row, first, last in spans]
    turned = [
        {
            "row": one.row,
            "from": one.begins,
            "low": one.low - 0.25,
            "high": one.high + 0.25,
            "to": max(one.ends, one.begins),
            "way": "toward" if one.toward else "away",
        }
        for one in marks
    ]
    shape = {"domain": ["toward", "away"], "range": ["triangle-up", "triangle-down"]}
    fill = {"domain": ["toward", "away"], "range": [COLOURS[0], "#ffffff"]}
    layers: list[Spec] = [
        {
            "data": {"values": known},
            "mark": {"type": "rule", "color": GRID, "strokeWidth": 5},
            "encoding": {"y": y, "x": x, "x2": {"field": "to"}},
        },
        {
            "mark": {"type": "bar", "height": 9, "color": "#9fb3c2", "cornerRadius": 2},
            "encoding": {"y": y, "x": x, "x2": {"field": "to"}},
        },
        {
            "mark": {"type": "rule", "color": INK, "strokeWidth": 1.4},
            "encoding": {"y": y, "x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}},
        },
        {
            "mark": {"type": "point", "size": 90, "stroke": INK, "strokeWidth": 1.3, "opacity": 1},
            "encoding": {
                "y": y,
                "x": x,
                "shape": {"field": "way", "type": "nominal", "scale": shape},
                "fill": {"field": "way", "type": "nominal", "scale": fill},
            },
        },
    ]
    return {"width": WIDE, "height": {"step": 24}, "data": {"values": turned}, "layer": layers}


def dial(rows: Sequence[tuple[str, float, float]]) -> Spec:
    """Return bars of rotation from 0 to 90 degrees: outlined the whole, filled the part that faces the group.

    Parameters
    ----------
    rows
        Row, rotation in degrees, the part toward the group (negative: away, hatched by a lighter tone).
    """
    order = [row for row, _, _ in rows]
    data = [
        {"row": row, "whole": whole, "part": abs(part), "way": "toward" if part >= 0 else "away"}
        for row, whole, part in rows
    ]
    y: Spec = {"field": "row", "type": "nominal", "sort": order, "title": None}
    x: Spec = {
        "field": "whole",
        "type": "quantitative",
        "title": "degrees: 0 the same partners, 90 none in common",
        "scale": {"domain": [0, 90]},
        "axis": {"format": "d", "values": [0, 15, 30, 45, 60, 75, 90]},
    }
    fill = {"domain": ["toward", "away"], "range": [COLOURS[0], "#c9d3dc"]}
    return {
        "width": 330,
        "height": {"step": 24},
        "data": {"values": data},
        "layer": [
            {
                "mark": {"type": "bar", "height": 13, "color": "#ffffff", "stroke": SOFT, "strokeWidth": 1},
                "encoding": {"y": y, "x": x},
            },
            {
                "mark": {"type": "bar", "height": 7, "stroke": INK, "strokeWidth": 0.6},
                "encoding": {
                    "y": y,
                    "x": {"field": "part", "type": "quantitative"},
                    "color": {"field": "way", "type": "nominal", "scale": fill},
                },
            },
        ],
    }


def two_sides(
    rows: Sequence[tuple[str, float, float]], *, first: str, second: str, axis: str = "", style: str = ".0%"
) -> Spec:
    """Return a chart of mutual dependence: a circle for the first's on the second, a triangle for the reverse.

    Parameters
    ----------
    rows
        Row, dependence of the first on the second and of the second on the first, 0 to 1.
    first, second
        Names of the two.
    axis, style
        What the axis measures and how its numbers are written, if not shares of the flow.
    """
    order = [row for row, _, _ in rows]
    data = [{"row": row, "one": one, "other": other} for row, one, other in rows]
    y: Spec = {"field": "row", "type": "nominal", "sort": order, "title": None}
    x: Spec = {
        "field": "one",
        "type": "quantitative",
        "title": axis or f"share of the flow: ○ {first} on {second}, ▲ {second} on {first}",
        "axis": {"format": style, "orient": "top", "tickMinStep": 0.0001},
    }
    return {
        "width": 330,
        "height": {"step": 24},
        "data": {"values": data},
        "layer": [
            {
                "mark": {"type": "rule", "color": SOFT, "strokeWidth": 1.5},
                "encoding": {"y": y, "x": x, "x2": {"field": "other"}},
            },
            {
                "mark": {"type": "point", "shape": "circle", "size": 80, "stroke": INK, "fill": "white", "opacity": 1},
                "encoding": {"y": y, "x": x},
            },
            {
                "mark": {"type": "point", "shape": "triangle-up", "size": 80, "filled": True, "color": COLOURS[0]},
                "encoding": {"y": y, "x": {"field": "other", "type": "quantitative"}},
            },
        ],
    }
