"""The brief: the questions of a turn, answered from the record for one state and one group."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from reorient.actors import Actor, Group
from reorient.errors import InvalidOption
from reorient.measures.question import question
from reorient.record.schema import Origin
from reorient.record.store import Record
from reorient.report.answer import Section
from reorient.report.citation import bibtex

if TYPE_CHECKING:
    from reorient.report.drawing import Drawing

FIGURE = {
    "question": pl.Int8(),
    "figure": pl.String(),
    "value": pl.Float64(),
    "unit": pl.String(),
    "period": pl.String(),
    "status": pl.String(),
    "source": pl.String(),
    "rows": pl.Int64(),
    "note": pl.String(),
}


@dataclass(frozen=True, slots=True)
class Brief:
    """A finished brief.

    Attributes
    ----------
    state, group
        Who, and toward whom.
    sections
        In the order of the questions.
    figures
        Every figure with question, unit, period, status, source, number of rows behind it and note.
    origins
        Every source used.
    gaps
        What the record could not answer, in words.
    record_version
        Hash of the record.
    first, last
        The period asked for, or ``None``.
    """

    state: Actor
    group: Group
    sections: tuple[Section, ...]
    figures: pl.DataFrame
    origins: tuple[Origin, ...]
    gaps: tuple[str, ...]
    record_version: str
    first: int | None
    last: int | None

    @property
    def title(self) -> str:
        """Return the title of the page."""
        return f"{self.state.name} toward {self.group.title}"

    @property
    def command(self) -> str:
        """Return the command that makes this brief again."""
        years = (f" --from {self.first}" if self.first else "") + (f" --to {self.last}" if self.last else "")
        return f"reorient brief {self.state.id} --toward {self.group.name}{years}"

    @property
    def file_name(self) -> str:
        """Return the usual name of the page's file."""
        group = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in self.group.name)
        return f"brief-{self.state.id}-{group}.html"

    def citations(self) -> str:
        """Return BibTeX for every source used."""
        return bibtex(self.origins)

    def data(self) -> dict[str, Any]:
        """Return everything as plain data: sentences, every figure, sources, gaps."""
        return {
            "state": self.state.id,
            "toward": self.group.name,
            "command": self.command,
            "record": self.record_version,
            "sections": [
                {"question": s.question, "title": s.title, "sentences": list(s.sentences)} for s in self.sections
            ],
            "figures": self.figures.to_dicts(),
            "sources": [
                {"key": o.key, "producer": o.producer, "title": o.title, "version": o.version, "licence": o.licence}
                for o in self.origins
            ],
            "gaps": list(self.gaps),
        }

    def text(self, *, width: int = 100) -> str:
        """Return the summary for a terminal."""
        from reorient.report.terminal import summary

        return summary(self, width=width)

    def html(self, beside: Drawing | None = None) -> str:
        """Return the page: one file without script and without anything to load."""
        from reorient.report.page import page

        return page(self, beside)

    def save(self, path: Path | str, beside: Drawing | None = None) -> Path:
        """Write the page to `path` and return it; its charts are drawn `beside` this process if given."""
        target = Path(path)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(self.html(beside), encoding="utf-8")
        except OSError as problem:
            raise InvalidOption(
                f"{target} cannot be written ({problem.strerror})", "a path that can be written"
            ) from problem
        return target


def brief(
    record: Record,
    state: str,
    *,
    toward: str,
    first: int | None = None,
    last: int | None = None,
    groups: Path | None = None,
    beside: Drawing | None = None,
) -> Brief:
    """Answer the questions of a turn for `state` toward `toward`; see `reorient.brief`.

    Charts are drawn `beside` this process while the record is read, if a drawing process is given.

    Raises
    ------
    ActorError, GroupError
        If the state or the group is unknown, or if the group is the state itself.
    InvalidOption
        If the period ends before it begins, or the state did not exist in it.
    """
    from reorient.report.sections import gather

    who, group = question(state, toward, first=first, last=last, groups=groups)
    found = gather(record, who, group, first, last, beside)
    rows = [row for section in found.figures for row in section]
    return Brief(
        who,
        group,
        found.sections,
        pl.DataFrame(rows, schema=FIGURE, orient="row"),
        tuple(record.origin(key) for key in found.sources),
        found.gaps,
        record.version,
        first,
        last,
    )
