"""Charts of parts that add up to a change, and of what is beside what would be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reorient.report.charts import COLOURS, INK, SOFT

Spec = dict[str, Any]

#: Tones from dark to light that stay apart in grey.
TONES = ("#0b3c5d", "#7f94a6", "#c9d3dc")


def parts(rows: Sequence[tuple[str, dict[str, float], float]], *, axis: str) -> Spec:
    """Return a bar for each part of a change below one another, row by row, and a mark at the whole change.

    Parameters
    ----------
    rows
        What changed, its parts by name, the whole change.
    axis
        What the axis measures.
    """
    names = list(dict.fromkeys(name for _, some, _ in rows for name in some))
    order = [row for row, _, _ in rows]
    data = [{"row": row, "part": part, "value": value} for row, some, _ in rows for part, value in some.items()]
    wholes = [{"row": row, "whole": whole} for row, _, whole in rows]
    facet = {"field": "row", "type": "nominal", "sort": order, "title": None}
    x: Spec = {
        "field": "value",
        "type": "quantitative",
        "title": axis,
        "axis": {"orient": "top", "format": "+.0f", "tickMinStep": 1},
    }
    return {
        "width": 420,
        "height": {"step": 14},
        "data": {"values": data},
        "config": {"legend": {"disable": False, "orient": "bottom", "title": None}},
        "layer": [
            {
                "mark": {"type": "bar", "stroke": INK, "strokeWidth": 0.5},
                "encoding": {
                    "y": facet,
                    "yOffset": {"field": "part", "sort": names},
                    "x": x,
                    "color": {
                        "field": "part",
                        "type": "nominal",
                        "scale": {"domain": names, "range": list(TONES[: len(names)])},
                    },
                },
            },
            {
                "data": {"values": wholes},
                "mark": {"type": "tick", "color": COLOURS[0], "thickness": 2.5, "size": 40},
                "encoding": {"y": facet, "x": {"field": "whole", "type": "quantitative"}},
            },
            {"mark": {"type": "rule", "color": SOFT}, "encoding": {"x": {"datum": 0}}},
        ],
    }
