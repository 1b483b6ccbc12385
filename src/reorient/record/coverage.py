"""Reported, zero or not covered: what it means that a source has no row (docs/convention.md, 1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from reorient.record.schema import Coverage

Cell = Literal["reported", "zero", "unreported", "unlisted", "not covered"]


class Coverages:
    """The coverage of every source, ready to be asked.

    Parameters
    ----------
    rows
        Coverage rows of any number of sources and variables.
    """

    def __init__(self, rows: Iterable[Coverage]) -> None:
        self._rows = tuple(rows)
        self._by: dict[tuple[str, str], list[Coverage]] = {}
        for row in self._rows:
            self._by.setdefault((row.variable, row.source), []).append(row)

    def rows(self, *, variable: str | None = None, source: str | None = None) -> tuple[Coverage, ...]:
        """Return the rows of one variable and one source, or of all."""
        return tuple(
            row
            for row in self._rows
            if (variable is None or row.variable == variable) and (source is None or row.source == source)
        )

    def span(self, variable: str, source: str, *, freq: str = "Y") -> tuple[int, int] | None:
        """Return the first and last year that `source` covers of `variable` for any actor."""
        rows = [row for row in self._by.get((variable, source), []) if row.freq == freq]
        return (min(r.first.year for r in rows), max(r.last.year for r in rows)) if rows else None

    def absence(self, variable: str, sender: str, receiver: str, period: date, source: str) -> Cell:
        """Return what it means that `source` has no row for this tie in this year.

        The order of precedence where rows overlap: zero, unlisted, unreported.
        """
        rows = [row for row in self._by.get((variable, source), []) if row.first.year <= period.year <= row.last.year]
        meanings = {row.absence for row in rows if _covers(row, rows, sender, receiver)}
        order: tuple[Cell, ...] = ("zero", "unlisted", "unreported")
        return next((meaning for meaning in order if meaning in meanings), "not covered")

    def years(self, variable: str, source: str, actor: str, *, role: str, freq: str = "Y") -> set[int]:
        """Return the years in which `source` covers `actor` standing at the end `role` of `variable`.

        A row that covers only the other end (a source told by the partners) counts too, since each partner's
        report covers its tie with the actor.
        """
        found: set[int] = set()
        for row in self._by.get((variable, source), []):
            if row.freq != freq:
                continue
            if row.actor in ("*", actor) or row.role not in (role, "either", "both"):
                found.update(range(row.first.year, row.last.year + 1))
        return found


def _covers(row: Coverage, rows: Iterable[Coverage], sender: str, receiver: str) -> bool:
    at_sender, at_receiver = row.actor in ("*", sender), row.actor in ("*", receiver)
    match row.role:
        case "sender":
            return at_sender
        case "receiver":
            return at_receiver
        case "either":
            return at_sender or at_receiver
        case _:
            if row.actor == "*":
                return True
            other = receiver if row.actor == sender else sender
            mine = row.actor in (sender, receiver)
            return mine and any(r.role == "both" and r.actor in ("*", other) for r in rows)
