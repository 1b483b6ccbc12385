"""Reading the csv tables of this folder, once."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of ``actors/NAME`` as dictionaries."""
    text = files("reorient.actors").joinpath(name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def day(text: str) -> date | None:
    """Return a date, or ``None`` for an empty cell (open)."""
    return date.fromisoformat(text) if text else None
