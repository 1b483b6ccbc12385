"""The summary for a terminal: plain text, the questions in their order."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from reorient.report.answer import QUESTIONS

if TYPE_CHECKING:
    from reorient.report.brief import Brief


def summary(found: Brief, *, width: int = 100) -> str:
    """Return the findings of a brief as text, at most `width` columns wide."""
    out = [found.title, "=" * min(len(found.title), width), ""]
    for number, question, built in QUESTIONS:
        sections = [section for section in found.sections if section.question == number]
        if not built:
            continue
        out += [f"{number}. {question}", ""]
        for section in sections:
            for sentence in section.sentences:
                out += textwrap.wrap(sentence, width, initial_indent="  - ", subsequent_indent="    ")
        out.append("")
    if found.gaps:
        out += ["Not in the record", ""]
        for gap in found.gaps:
            out += textwrap.wrap(gap, width, initial_indent="  - ", subsequent_indent="    ")
        out.append("")
    open_ = [str(number) for number, _, built in QUESTIONS if not built]
    if open_:
        word = "Question" if len(open_) == 1 else "Questions"
        out += textwrap.wrap(f"Not answered by this version: {word.lower()} {', '.join(open_)}.", width)
    keys = ", ".join(origin.key for origin in found.origins)
    out += textwrap.wrap(f"{len(found.figures):,} figures from {len(found.origins)} sources: {keys}.", width)
    out.append(f"Record {found.record_version}. Again: {found.command}")
    return "\n".join(out)
