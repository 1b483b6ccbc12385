"""The UN General Debate corpus as published: archives or a folder of `Session NN - YYYY/ISO_NN_YYYY.txt`.

Jankin, Baturo & Dasandi, "Words to unite nations", the complete corpus since 1946 (doi:10.7910/DVN/0TJX8Y, CC0). The
corpus tells the year of a speech, not its day; the debate opens in the last days of September, and 25 September stands
for the day. The stars of Markdown that some speeches of 2021 and 2024 hold are left out: they are not the speaker's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Date
from pathlib import Path

from reorient.documents.archives import Member, files_of_folder, members_of_tar, members_of_zip, too_large
from reorient.documents.decoding import decode
from reorient.documents.passages import stretches
from reorient.documents.pieces import MOST_BYTES
from reorient.documents.rhetoric.counted import DAY, MONTH
from reorient.documents.text import Document

_NAME = re.compile(r"(?:^|/)(?P<state>[A-Z]{2,5})_(?P<session>\d{2})_(?P<year>(?:19|20)\d\d)\.txt$")
_STARS = re.compile(r"\*{2,3}")


def speech_of(name: str) -> tuple[str, int, int] | None:
    """Return the code of the state, the session and the year that a name tells, None if it is not a speech's.

    Parameters
    ----------
    name
        Path of a file, or of a member of an archive.
    """
    found = _NAME.search(name.replace("\\", "/"))
    return (found["state"], int(found["session"]), int(found["year"])) if found is not None else None


def text_of(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a speech and notes, without looking for passages: what a search for names needs.

    Parameters
    ----------
    name
        Its path in the corpus.
    data
        The file.

    Returns
    -------
    tuple of str and tuple of str
        The text is `speech(name, data).text`, so offsets agree.
    """
    text, notes = decode(data, name)
    if "**" in text:
        return _STARS.sub("", text), (*notes, "Marks of Markdown left out.")
    return text, notes


def speech(name: str, data: bytes, origin: str = "") -> Document:
    """Return a speech as a document.

    Parameters
    ----------
    name
        Its path in the corpus.
    data
        The file.
    origin
        Where it was read from.

    Returns
    -------
    Document
        `author` is the code of the state in the corpus (ISO 3166-1 alpha-3; CSK, YUG, DDR and YDYE for states that
        ended), `dated_by` is `file name`. Passages are paragraphs, numbered ones too, with page numbers set aside.
    """
    told = speech_of(name)
    text, notes = text_of(name, data)
    return Document(
        key=name,
        text=text,
        passages=tuple(one.passage() for one in stretches(text)),
        date=Date(told[2], MONTH, DAY) if told else None,
        dated_by="file name" if told else "",
        title=f"General Debate, session {told[1]} ({told[2]})" if told else "",
        author=told[0] if told else "",
        language="en",
        origin=origin or name,
        notes=(*notes, "The corpus tells the year; 25 September stands for the day."),
    )


def raw_speeches(path: str | Path) -> Iterator[tuple[str, bytes]]:
    """Yield names and bytes of the speeches in an archive or a folder, one in memory at a time.

    Parameters
    ----------
    path
        An archive as published, or a folder of archives or of sessions.

    Raises
    ------
    DocumentError
        If an archive is damaged or leads out of itself.
    """
    path = Path(path)
    if path.is_dir():
        for one in files_of_folder(path):
            if one.name.lower().endswith((".tar", ".tar.xz", ".tar.gz", ".tgz", ".zip")):
                yield from raw_speeches(one)
            elif speech_of(one.relative_to(path).as_posix()) is not None:
                if (size := one.stat().st_size) > MOST_BYTES:
                    raise too_large(str(one), size, MOST_BYTES)
                yield one.relative_to(path).as_posix(), one.read_bytes()
        return
    members: Iterator[Member] = members_of_zip(path) if path.suffix.lower() == ".zip" else members_of_tar(path)
    for name, _, data in members:
        if speech_of(name) is not None:
            yield name, data()


def speeches(
    path: str | Path, *, first: int = 0, last: int = 9999, states: frozenset[str] | None = None
) -> Iterator[Document]:
    """Yield the speeches of the General Debate as documents, one in memory at a time.

    Parameters
    ----------
    path
        An archive as published, or a folder of archives or of sessions.
    first, last
        Years, both included.
    states
        Codes of the states wanted; all without it.

    Raises
    ------
    DocumentError
        If an archive is damaged or leads out of itself.
    """
    where = Path(path).name
    for name, data in raw_speeches(path):
        told = speech_of(name)
        if told is not None and first <= told[2] <= last and (states is None or told[0] in states):
            yield speech(name, data, f"{where}: {name}")
