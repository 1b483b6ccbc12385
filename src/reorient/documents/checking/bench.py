"""What a verdict is made of: the record with what was read from it, the definitions tried, and the word at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from reorient.documents.checking.flows import Flows, Row
from reorient.documents.claims import Claim
from reorient.record.store import Record

Word = Literal["supported", "contradicted", "depends", "not covered", "cannot parse"]


@dataclass(frozen=True, slots=True)
class Tried:
    """One definition, the figure that the record gives under it, and whether it bears the claim out.

    Attributes
    ----------
    definition
        In words.
    value, unit
        The figure; None where the record does not cover it.
    bears
        Whether it bears the claim out; None without a figure.
    words
        The figure in a sentence.
    rows
        Rows, or sums of rows by year, that decide.
    """

    definition: str
    value: float | None
    unit: str
    bears: bool | None
    words: str
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the record says to a claim.

    Attributes
    ----------
    claim
        As held against the record.
    word
        supported, contradicted, depends, not covered or cannot parse.
    tried
        Every definition tried, those with a figure first.
    tolerance
        In words.
    why
        A sentence.
    series
        Year and value of the first definition with a figure, for a chart.
    series_title, series_unit
        What it shows.
    """

    claim: Claim
    word: Word
    tried: tuple[Tried, ...] = ()
    tolerance: str = ""
    why: str = ""
    series: tuple[tuple[int, float], ...] = ()
    series_title: str = ""
    series_unit: str = ""


@dataclass(slots=True)
class Bench:
    """A record with what was read from it, for many claims."""

    record: Record
    flows: Flows = field(init=False)

    def __post_init__(self) -> None:
        self.flows = Flows(self.record)
