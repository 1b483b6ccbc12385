"""Documents from texts and files."""

from __future__ import annotations

from datetime import date as Date

from reorient.documents.furniture import set_aside
from reorient.documents.languages import language
from reorient.documents.passages import stretches
from reorient.documents.text import Document


def clean(text: str) -> str:
    """Return a text with line feeds for line breaks, and without byte order marks and control characters."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\ufeff" in text:
        text = text.replace("\ufeff", "")
    if "\x00" in text:
        text = text.replace("\x00", " ")
    return text


def document(
    text: str, *, key: str = "", date: Date | None = None, title: str = "", author: str = "", origin: str = ""
) -> Document:
    """Return a plain text as a document.

    Parameters
    ----------
    text
        The text.
    key
        Its name in lists and origins.
    date
        Day on which it was published or spoken.
    title, author, origin
        As in `Document`.
    """
    text = clean(text)
    found = set_aside(text, stretches(text))
    said = (
        " ".join(text[one.start : one.end] for one in found if one.kind != "furniture") if len(text) < 50_000 else text
    )
    return Document(
        key=key,
        text=text,
        passages=tuple(one.passage() for one in found),
        date=date,
        dated_by="given" if date else "",
        title=title,
        author=author,
        language=language(said),
        origin=origin,
    )
