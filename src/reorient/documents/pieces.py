"""What the formats hand over: pieces of text in order, and what the file tells about itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Date

from reorient.documents.decoding import clean
from reorient.documents.passages import Stretch, stretches
from reorient.documents.text import PassageKind

#: Characters of text in one document, at most: some eight times the longest book.
MOST_CHARACTERS = 32_000_000
#: Bytes of one file, at most.
MOST_BYTES = 64_000_000


@dataclass(slots=True)
class Piece:
    """A stretch of text as a format holds it.

    Attributes
    ----------
    text
        Its words, without markup.
    kind, level, reason
        As in `Passage`; the kind `plain` lets the rules of plain text decide where its paragraphs are.
    """

    text: str
    kind: PassageKind | str = "paragraph"
    level: int = 0
    reason: str = ""


@dataclass(slots=True)
class Reading:
    """What was read from a file.

    Attributes
    ----------
    pieces
        The text in order.
    title, author
        As the file tells them.
    date
        Day of publication that the file's metadata tell.
    made
        Day on which the file was made, which counts only where nothing else tells a date.
    notes
        What a reader should know.
    url
        Where it was published, if the file tells.
    """

    pieces: list[Piece] = field(default_factory=list)
    title: str = ""
    author: str = ""
    date: Date | None = None
    made: Date | None = None
    notes: list[str] = field(default_factory=list)
    url: str = ""


def assemble(pieces: list[Piece]) -> tuple[str, list[Stretch]]:
    """Return the text of pieces, one blank line between two, and their stretches.

    Parameters
    ----------
    pieces
        The pieces in order; empty ones are left out.
    """
    parts: list[str] = []
    found: list[Stretch] = []
    at = 0
    for piece in pieces:
        said = clean(piece.text).strip()
        if not said:
            continue
        if piece.kind == "plain":
            for one in stretches(said):
                one.start += at
                one.end += at
                found.append(one)
        else:
            kind: PassageKind = piece.kind  # type: ignore[assignment]
            found.append(Stretch(at, at + len(said), 2, kind, piece.level, piece.reason, lines=said.count("\n") + 1))
        parts.append(said)
        at += len(said) + 2
    return "\n\n".join(parts), found
