"""The same verbs as the command line, as functions on a record.

>>> import reorient
>>> record = reorient.open()
>>> page = reorient.brief(record, "RUS", toward="asia")  # doctest: +SKIP
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reorient.record.store import Record

if TYPE_CHECKING:
    from reorient.report.brief import Brief


def open(folder: Path | str | None = None) -> Record:
    """Open the record in `folder`, or the starter record with the reader's own laid over it."""
    return Record.open(folder)


def brief(
    record: Record,
    state: str,
    /,
    *,
    toward: str,
    first: int | None = None,
    last: int | None = None,
    groups: Path | None = None,
) -> Brief:
    """Answer the questions of a turn for `state` toward the group `toward`.

    Parameters
    ----------
    record
        Where the ties are.
    state
        An actor id or any English name of it.
    toward
        A group's name, or actors and groups separated by commas.
    first, last
        First and last calendar year; the whole record if not given.
    groups
        A file with the reader's own groups.

    Raises
    ------
    ActorError, GroupError, InvalidOption
        With what was found, what was expected and how to go on.
    """
    from reorient.report.brief import brief as answer

    return answer(record, state, toward=toward, first=first, last=last, groups=groups)
