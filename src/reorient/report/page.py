"""The page: one HTML file without script and without anything to load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reorient.report.answer import QUESTIONS
from reorient.report.charts import draw

if TYPE_CHECKING:
    from reorient.report.brief import Brief
    from reorient.report.drawing import Drawing


def page(found: Brief, beside: Drawing | None = None) -> str:
    """Return the page of a brief, its charts drawn `beside` this process if given.

    Everything from the record is escaped.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    from reorient import __version__

    environment = Environment(
        loader=PackageLoader("reorient.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    charts = [(place, chart) for place, section in enumerate(found.sections) for chart in section.charts]
    pictures = draw([(chart.spec, chart.title, chart.caption) for _, chart in charts], beside)
    drawn: dict[int, list[dict[str, Any]]] = {place: [] for place in range(len(found.sections))}
    for (place, chart), picture in zip(charts, pictures, strict=True):
        drawn[place].append({"title": chart.title, "caption": chart.caption, "svg": Markup(picture)})
    questions = [
        {
            "number": number,
            "text": text,
            "sections": [(place, s) for place, s in enumerate(found.sections) if s.question == number],
        }
        for number, text, built in QUESTIONS
        if built
    ]
    return environment.get_template("brief.html.jinja").render(
        found=found,
        questions=questions,
        missing=[f"{number}. {text}" for number, text, built in QUESTIONS if not built],
        drawn=drawn,
        figures=_figures(found),
        bibtex=found.citations(),
        version=__version__,
    )


def _figures(found: Brief) -> list[tuple[str, list[tuple[str, ...]]]]:
    """Return the table of every figure, grouped by what it is."""
    groups: dict[str, list[tuple[str, ...]]] = {}
    for row in found.figures.iter_rows(named=True):
        value = (
            ""
            if row["value"] is None
            else f"{row['value']:,.6g}"
            if abs(row["value"]) < 1e6
            else f"{row['value']:,.0f}"
        )
        line = (row["period"], value, row["unit"], row["status"], row["source"], str(row["rows"]), row["note"])
        groups.setdefault(row["figure"], []).append(line)
    return list(groups.items())
