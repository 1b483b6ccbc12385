"""What an answer of the brief is made of: the questions, and sections with their sentences, charts and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: The seven questions, and whether this version answers them.
QUESTIONS = (
    (1, "Where does it say it is going?", True),
    (2, "Where is it going?", True),
    (3, "Since when, how fast, and is it real?", True),
    (4, "Pulled or pushed?", True),
    (5, "What does it cost?", True),
    (6, "Who else is turning?", True),
    (7, "What if?", True),
)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart's specification with its title, which says the finding, and what stands under it."""

    title: str
    spec: dict[str, Any]
    caption: str


@dataclass(frozen=True, slots=True)
class Section:
    """One topic of a question.

    Attributes
    ----------
    question
        Number of the question.
    title
        Topic.
    sentences
        Findings in words, made from figures.
    charts
        Charts of the topic.
    head, rows
        A table, or empty.
    """

    question: int
    title: str
    sentences: tuple[str, ...]
    charts: tuple[Chart, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
