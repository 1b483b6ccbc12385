"""What every reader of a producer's file declares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reorient.record.schema import Batch, Origin


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a source is known to hold, to be met by what was read.

    Attributes
    ----------
    variable, sender, receiver
        The tie or sum of ties; ``*`` sums over every actor at that end, a group's name over its members.
    first, last
        First and last calendar year of the sum (equal for one year).
    value
        In the unit of the variable.
    tolerance
        Relative; its reason stands in `why`.
    why
        Where the figure is known from and the reason for the tolerance.
    """

    variable: str
    sender: str
    receiver: str
    first: int
    last: int
    value: float
    tolerance: float
    why: str


@dataclass(frozen=True, slots=True)
class Source:
    """A producer's data set and how it comes in.

    Attributes
    ----------
    origin
        Producer, version, terms; ``origin.key`` is the name used by every data verb.
    originals
        Paths or globs, relative to the folder of originals, of the files `read` takes together.
    read
        Reads the files into one batch; recognises each layout the producer publishes by its content and
        raises ``UnreadableOriginal`` or ``UnknownCode`` otherwise.
    layouts
        One sentence for each layout that `read` recognises.
    figures
        Known figures, checked by ``reorient data verify`` and by the tests.
    """

    origin: Origin
    originals: tuple[str, ...]
    read: Callable[[Sequence[Path]], Batch]
    layouts: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
