"""What a brief was asked, and the small words that every section needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from reorient.actors import Actor, Group
from reorient.actors.names import names
from reorient.measures.directions import Reading
from reorient.record.store import Record
from reorient.report.answer import Section
from reorient.report.charts import Seam

FigureRow = tuple[int, str, float | None, str, str, str, str, int, str]
Piece = tuple[Section, list[FigureRow], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """The record, the state, the group and the period of a brief."""

    record: Record
    state: Actor
    group: Group
    first: int | None
    last: int | None


def short(asked: Asked) -> str:
    """Return the group's title without its remark in brackets if it is short, else its name."""
    title = asked.group.title.split(" (")[0]
    return title if len(title) <= 18 else asked.group.name


def group_words(asked: Asked) -> str:
    """Return the group's title as a subject, without its remark in brackets."""
    return asked.group.title.split(" (")[0]


def credit(asked: Asked, keys: Iterable[str]) -> str:
    """Return producer, title and version of sources, for what stands under a chart."""
    told = []
    for key in dict.fromkeys(keys):
        origin = asked.record.origin(key)
        told.append(f"{origin.producer}, {origin.title} ({origin.version})")
    return "; ".join(told)


def label(asked: Asked, key: str) -> str:
    """Return a short label of a source: its producer if that is short, else its key."""
    producer = asked.record.origin(key).producer
    return producer if len(producer) <= 14 else key


def seams(asked: Asked, reading: Reading) -> list[Seam]:
    """Return where the state changed its name and where the status of the rows changes."""
    found = []
    for held in names().values():
        for one in held:
            if one.actor == asked.state.id and one.last is not None and one.kind == "name" and one.last.year >= 1900:
                found.append(Seam(one.last.year + 1, f"to {one.last.year}: {one.name}"))
    by_year: dict[int, Seam] = {}
    for seam in found:
        held_label = by_year[seam.year].label if seam.year in by_year else ""
        if not held_label or (len(seam.label) < len(held_label) and not seam.label[9:].isupper()):
            by_year[seam.year] = seam
    before = ""
    for year, status in zip(reading.flows.years, reading.status, strict=True):
        if before and status and status != before and "mirrored" in status:
            by_year.setdefault(int(year), Seam(int(year), f"from {year}: told by partners"))
        before = status or before
    return list(by_year.values())


def known(values: np.ndarray) -> list[float | None]:
    """Return values for a chart: ``None`` where there is none."""
    return [None if not np.isfinite(value) else float(value) for value in values]
