"""One family of errors: what was found, what was expected, how to go on.

::

    ReorientError
    ├── ActorError
    │   ├── UnknownActor        a name or code that no table knows
    │   ├── AmbiguousActor      a name or code that fits several actors
    │   └── OutsideLifetime     an actor before its birth or after its end
    ├── GroupError              an unknown group, or a group that is empty at the date
    ├── RecordError
    │   ├── SchemaError         ties that break the convention
    │   ├── UnknownVariable     a variable that variables.csv does not list
    │   ├── NotCovered          a question that no source in the record covers
    │   ├── RecordLocked        a second writer
    │   └── RecordDamaged       a file of the record is missing or altered
    ├── SourceError
    │   ├── UnreadableOriginal  a file that is not in a layout the reader knows
    │   ├── UnknownCode         a code or name in an original that no table knows
    │   └── DownloadFailed      a pull that could not be completed
    ├── DocumentError           a document that cannot be read, or that is not what it says it is
    ├── MeasureError            a figure that cannot be computed from what was handed in
    ├── NotConverged            an iteration that did not reach its tolerance
    ├── MissingLibrary          an optional library that a verb needs and that is not installed
    └── InvalidOption           an argument or option outside what is allowed
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches


def few(items: Iterable[object], limit: int = 5) -> str:
    """Return up to `limit` items as text, and how many more there are."""
    listed = [str(item) for item in items]
    shown = ", ".join(listed[:limit])
    more = len(listed) - limit
    return f"{shown} and {more} more" if more > 0 else shown


def did_you_mean(given: str, known: Sequence[str]) -> str:
    """Return a hint naming the closest known words, or the empty string."""
    close = get_close_matches(given, known, n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(repr(word) for word in close)}?" if close else ""


class ReorientError(Exception):
    """Base of every error this package raises on purpose.

    Parameters
    ----------
    found
        What was met.
    expected
        What should have been there.
    how
        How to go on.
    """

    def __init__(self, found: str, expected: str = "", how: str = "") -> None:
        self.found = found
        self.expected = expected
        self.how = how
        parts = [found]
        if expected:
            parts.append(f"Expected: {expected}")
        if how:
            parts.append(f"To go on: {how}")
        super().__init__(" ".join(part if part.endswith((".", "?", "!")) else part + "." for part in parts))


class ActorError(ReorientError):
    """An actor cannot be identified or does not exist at the date."""


class UnknownActor(ActorError):
    """A name or code that no table knows."""


class AmbiguousActor(ActorError):
    """A name or code that fits several actors; `candidates` lists their ids."""

    def __init__(self, found: str, expected: str = "", how: str = "", candidates: Sequence[str] = ()) -> None:
        self.candidates = tuple(candidates)
        super().__init__(found, expected, how)


class OutsideLifetime(ActorError):
    """An actor before its birth or after its end."""


class GroupError(ReorientError):
    """An unknown group, a malformed definition, or a group without members at the date."""


class RecordError(ReorientError):
    """The record refuses what it was asked to hold or to give."""


class SchemaError(RecordError):
    """Ties that break the convention (docs/convention.md)."""


class UnknownVariable(RecordError):
    """A variable that variables.csv does not list."""


class NotCovered(RecordError):
    """A question that no source in the record covers."""


class RecordLocked(RecordError):
    """Another process is writing to this record."""


class RecordDamaged(RecordError):
    """A file of the record is missing or differs from its checksum."""


class SourceError(ReorientError):
    """A producer's file cannot become ties."""


class UnreadableOriginal(SourceError):
    """A file that is empty, truncated, or not in a layout the reader knows."""


class UnknownCode(SourceError):
    """A code or name in an original that no table knows."""


class DownloadFailed(SourceError):
    """A pull that could not be completed."""


class DocumentError(ReorientError):
    """A document that cannot be read, is too large or too deep, or is not what it says it is."""


class MeasureError(ReorientError):
    """A figure that cannot be computed from what was handed in."""


class NotConverged(ReorientError):
    """An iteration that did not reach its tolerance; `residual` and `iterations` say how far it came."""

    def __init__(self, found: str, expected: str = "", how: str = "", *, residual: float, iterations: int) -> None:
        self.residual = residual
        self.iterations = iterations
        super().__init__(found, expected, how)


class MissingLibrary(ReorientError):
    """An optional library that is not installed."""


class InvalidOption(ReorientError):
    """An argument or option outside what is allowed."""
