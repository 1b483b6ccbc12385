"""Known figures of a source, held against what was read or what the record holds."""

from __future__ import annotations

from datetime import date

import polars as pl

from reorient.actors import group_names, members
from reorient.record.schema import Batch
from reorient.record.store import Record
from reorient.sources.source import Figure, Source

Line = tuple[str, str, str, str, str]


def check_batch(source: Source, batch: Batch) -> list[Line]:
    """Return one line for each known figure of `source`, held against the batch that was read."""
    return [_line(source, figure, sum_of(batch.ties, figure)) for figure in source.figures]


def check_record(source: Source, record: Record) -> list[Line]:
    """Return one line for each known figure, held against the record; what it does not hold is left out."""
    lines = []
    for figure in source.figures:
        ties = record.ties(figure.variable, first=figure.first, last=figure.last, source=source.origin.key, freq=None)
        if len(ties) and _whole(source, record):
            lines.append(_line(source, figure, sum_of(ties, figure)))
    return lines


def _whole(source: Source, record: Record) -> bool:
    """Tell whether the record holds the source as read, not an excerpt."""
    return not any(row.note.startswith("Excerpt.") for row in record.coverage(source=source.origin.key))


def sum_of(ties: pl.DataFrame, figure: Figure) -> float | None:
    """Return the sum of the ties that `figure` names, or ``None`` if there is none.

    A group stands for its members in each year. Monthly rows count only where the source has no yearly ones.
    """
    rows = ties.filter(
        (pl.col("variable") == figure.variable)
        & pl.col("period").is_between(date(figure.first, 1, 1), date(figure.last, 12, 31))
    )
    if (rows["freq"] == "Y").any():
        rows = rows.filter(pl.col("freq") == "Y")
    for end, name in (("sender", figure.sender), ("receiver", figure.receiver)):
        rows = _at(rows, end, name)
    return float(rows["value"].sum()) if len(rows) else None


def _at(rows: pl.DataFrame, end: str, name: str) -> pl.DataFrame:
    if name == "*":
        return rows
    if name not in group_names():
        return rows.filter(pl.col(end) == name)
    years = rows["period"].dt.year().unique().to_list()
    inside = [
        (pl.col("period").dt.year() == year) & pl.col(end).is_in(members(name, date(year, 12, 31))) for year in years
    ]
    return rows.filter(pl.any_horizontal(inside)) if inside else rows


def _line(source: Source, figure: Figure, found: float | None) -> Line:
    span = str(figure.first) if figure.first == figure.last else f"{figure.first}-{figure.last}"
    what = f"{figure.variable} {figure.sender}>{figure.receiver} {span}"
    if found is None:
        return ("differs", source.origin.key, what, "no row", f"{figure.value:g}")
    gap = abs(found - figure.value)
    good = gap <= figure.tolerance * abs(figure.value) if figure.value else gap <= figure.tolerance
    return (
        "ok" if good else "differs",
        source.origin.key,
        what,
        f"{found:.6g}",
        f"{figure.value:g} ({figure.why})",
    )
