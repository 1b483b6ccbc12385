"""What a document is: its text, its passages, its sentences, and whom it names.

Everything points into `Document.text` by character offsets: `document.text[start:end]` is what was read, word for
word. The text is what the reader of the file saw after decoding (no markup, a line feed for a line break, no byte order
mark); nothing is removed from it afterwards. Page furniture (menus, teasers, cookie notes) stays in the text, in
passages of the kind `furniture`, so that a person can see what was set aside and why.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

#: What a passage is. Sentences are taken from all kinds but `furniture` and `table`.
PassageKind = Literal["heading", "paragraph", "item", "quote", "footnote", "table", "furniture"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document's text that belongs together.

    Attributes
    ----------
    start, end
        Character offsets into the document's text, end not included.
    kind
        What it is.
    level
        Depth of a heading or of an item of a list, from 1; 0 elsewhere.
    reason
        Why it was set aside (furniture); empty elsewhere.
    speaker
        Who says it, where the document tells (transcripts); empty elsewhere.
    """

    start: int
    end: int
    kind: PassageKind
    level: int = 0
    reason: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A text with what is known about it.

    Attributes
    ----------
    key
        Its name in lists and origins: the path inside what was read.
    text
        The whole text.
    passages
        Stretches in order, without overlap; what lies between two is white space.
    date
        Day on which it was published or spoken, None where nothing tells.
    dated_by
        Where the date is from: `given`, `metadata`, `file name`, `text`, or empty.
    title, author
        As the document tells them, else empty.
    language
        ISO 639-1 code, `und` where it cannot be told.
    origin
        Where it was read from (file, archive and member), for citation.
    notes
        What a reader should know of the reading: encodings guessed, pages without text, and the like.
    """

    key: str
    text: str
    passages: tuple[Passage, ...]
    date: date | None = None
    dated_by: str = ""
    title: str = ""
    author: str = ""
    language: str = "en"
    origin: str = ""
    notes: tuple[str, ...] = ()

    def words(self) -> int:
        """Return the number of words outside furniture."""
        return sum(len(self.text[p.start : p.end].split()) for p in self.passages if p.kind != "furniture")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `document.text[start:end]`; `text` is the same with white space of every kind made one blank.

    Attributes
    ----------
    start, end
        Offsets into the document's text.
    text
        The sentence on one line.
    passage
        Index of its passage in the document.
    """

    start: int
    end: int
    text: str
    passage: int


#: How an actor is named.
MentionKind = Literal["name", "demonym", "capital", "metonym", "leader", "organisation", "region", "code"]


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor or a group named in a text.

    Attributes
    ----------
    start, end
        Offsets into the text that was searched.
    text
        The words there.
    kind
        How it is named.
    actors
        Ids of the actors meant; one for a state, several for words that name several, none for a group or where it is
        open.
    group
        Key of the group of `reorient.actors.groups` meant, else empty.
    open
        Ids or groups that the words could mean, where context does not decide; the mention then names nobody.
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    actors: tuple[str, ...] = ()
    group: str = ""
    open: tuple[str, ...] = field(default=())
