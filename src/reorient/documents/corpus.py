"""Documents from texts, files, folders and archives.

::

    document("China is our first partner.", date=date(2019, 6, 7))
    for one in read("speeches.zip"): ...

Formats: `.txt`, `.md`, `.html`, `.pdf`, `.docx`, records in `.json` and `.jsonl`, each also packed by gzip, xz or
bzip2; a folder, zip or tar of them; the archives of the UN General Debate as published. Nothing is executed, fetched
or written.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date as Date
from pathlib import Path

from reorient.documents import archives, general_debate
from reorient.documents.dates import from_lines, from_name
from reorient.documents.decoding import MAGIC, clean, decode
from reorient.documents.formats_docx import read_docx
from reorient.documents.formats_html import read_html
from reorient.documents.formats_markdown import read_markdown
from reorient.documents.formats_pdf import read_pdf
from reorient.documents.furniture import set_aside
from reorient.documents.languages import language
from reorient.documents.passages import Stretch, stretches
from reorient.documents.pieces import MOST_BYTES, MOST_CHARACTERS, Piece, Reading, assemble
from reorient.documents.records import records_of_json, records_of_lines
from reorient.documents.speakers import author_of, speakers
from reorient.documents.text import Document
from reorient.errors import DocumentError

#: Endings that are read, and as what.
FORMATS = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html",
    ".htm": "html", ".xhtml": "html",
    ".pdf": "pdf", ".docx": "docx", ".json": "json", ".jsonl": "lines", ".ndjson": "lines",
}  # fmt: skip
_PACKED = {".gz": "gz", ".xz": "xz", ".bz2": "bz2"}
_TARS = (".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2")
#: Of a long text, as much is looked at to tell its language.
LANGUAGE_CHARACTERS = 60_000


def document(
    text: str, *, key: str = "", date: Date | None = None, title: str = "", author: str = "", origin: str = ""
) -> Document:
    """Return a plain text as a document.

    Parameters
    ----------
    text
        The text; line breaks, byte order marks and control characters are made even, and offsets count after that.
    key
        Its name in lists and origins.
    date
        Day on which it was published or spoken; without it a dateline or byline in the text may tell.
    title, author, origin
        As in `Document`.

    Raises
    ------
    DocumentError
        If it has more than `MOST_CHARACTERS` characters.
    """
    if len(text) > MOST_CHARACTERS:
        raise _too_long(key or "the text", len(text))
    text = clean(text)
    reading = Reading(title=title, author=author)
    return _finish(text, stretches(text), reading, key=key, date=date, origin=origin)


def _too_long(name: str, size: int) -> DocumentError:
    return DocumentError(
        f"{name} has {size:,} characters", f"at most {MOST_CHARACTERS:,} in one document",
        "Split it into documents of a usual size",
    )  # fmt: skip


def _finish(
    text: str, found: list[Stretch], reading: Reading, *, key: str, date: Date | None, origin: str, name: str = ""
) -> Document:
    """Set furniture aside and tell date, author, title and language."""
    found = set_aside(text, found)
    speakers(text, found)
    notes = list(reading.notes)
    day, by = (date, "given") if date is not None else _date(text, found, reading, name, notes)
    code = _language(text, found)
    if code == "und":
        notes.append("The language cannot be told: too little text, or several.")
    elif code != "en":
        notes.append(f"The text is not in English ({code}); mentions and claims are read from English alone.")
    if not any(one.kind != "furniture" for one in found):
        notes.append("Nothing is left beside page furniture.")
    if day is None:
        notes.append("Nothing tells the date; give one.")
    first = next((one for one in found if one.kind != "furniture"), None)
    title = reading.title
    if not title and first is not None and first.kind == "heading":
        title = " ".join(text[first.start : first.end].lstrip("# ").split())
    return Document(
        key=key,
        text=text,
        passages=tuple(one.passage() for one in found),
        date=day,
        dated_by=by,
        title=title,
        author=reading.author or author_of(text, found),
        language=code,
        origin=origin or key,
        notes=tuple(notes),
    )


def _date(text: str, found: list[Stretch], reading: Reading, name: str, notes: list[str]) -> tuple[Date | None, str]:
    """Return the day and what tells it: metadata, a whole day in the file's name, the text, then weaker signs."""
    if reading.date is not None:
        return reading.date, "metadata"
    named = from_name(name) if name else None
    if named is not None and not named[1]:
        return named[0], "file name"
    prose = next(
        (i for i, one in enumerate(found) if one.kind != "furniture" and one.end - one.start > 200), len(found)
    )
    told = [one for i, one in enumerate(found) if i < min(prose, 40) or one.reason in {"byline", "publication details"}]
    day = from_lines(text[one.start : min(one.end, one.start + 300)] for one in told)
    if day is not None:
        return day, "text"
    if reading.made is not None and (named is None or named[0].year == reading.made.year):
        notes.append("Dated by the day on which the file was made; it may have been published on another.")
        return reading.made, "metadata"
    if named is not None:
        notes.append(named[1])
        return named[0], "file name"
    return None, ""


def _language(text: str, found: list[Stretch]) -> str:
    said: list[str] = []
    size = 0
    for one in found:
        if one.kind != "furniture":
            said.append(text[one.start : min(one.end, one.start + LANGUAGE_CHARACTERS)])
            size += len(said[-1])
            if size > LANGUAGE_CHARACTERS:
                break
    return language(" ".join(said))


def _read_bytes(data: bytes, kind: str, name: str) -> Reading:
    """Return what the bytes of one file say."""
    if kind == "pdf" or (data.startswith(b"%PDF-") and kind in {"text", "html"}):
        return read_pdf(data, name)
    if kind == "docx":
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            raise DocumentError(
                f"{name} is encrypted or of the old binary kind of Word", "a Word document (.docx) without a password",
                "Open it in a word processor and save it as .docx without a password",
            )  # fmt: skip
        return read_docx(data, name)
    text, notes = decode(data, name)
    if len(text) > MOST_CHARACTERS:
        raise _too_long(name, len(text))
    if kind == "html":
        reading = read_html(text)
    elif kind == "markdown":
        reading = read_markdown(text)
    else:
        reading = Reading(pieces=[Piece(text, "plain")])
    reading.notes.extend(notes)
    return reading


def _format(name: str) -> tuple[str, str]:
    """Return how a file is packed and what it is by its endings, empty where nothing is known."""
    path = Path(name.lower())
    packed = _PACKED.get(path.suffix, "")
    if packed:
        path = path.with_suffix("")
    return packed, FORMATS.get(path.suffix, "")


def _one(data: bytes, name: str, origin: str, date: Date | None, limit: int) -> Iterator[Document]:
    """Yield the documents that the bytes of one file hold."""
    packed, kind = _format(name)
    if packed:
        data = archives.read_at_most(archives.unpacked(io.BytesIO(data), packed, name, limit + 1), limit, name)
    if general_debate.speech_of(name) is not None and kind == "text":
        one = general_debate.speech(name, data, origin)
        yield one if date is None else replace(one, date=date, dated_by="given")
        return
    if kind == "lines":
        yield from (_recorded(key, said, origin, date) for key, said in records_of_lines(io.BytesIO(data), name, limit))
        return
    if kind == "json":
        yield from (_recorded(key, said, origin, date) for key, said in records_of_json(data, name))
        return
    reading = _read_bytes(data, kind, name)
    yield _made(reading, key=name, origin=origin, date=date, name=name)


def _made(reading: Reading, *, key: str, origin: str, date: Date | None, name: str) -> Document:
    text, found = assemble(reading.pieces)
    if not text.strip():
        raise DocumentError(f"{key} holds no text", "a document with words in it", "Leave it out")
    return _finish(text, found, reading, key=key, date=date, origin=origin, name=name)


def _recorded(key: str, reading: Reading, origin: str, date: Date | None) -> Document:
    return _made(reading, key=key, origin=reading.url or f"{origin}: {key}", date=date, name="")


def read(
    path: str | Path, *, date: Date | None = None, limit: int = MOST_BYTES, skipped: list[DocumentError] | None = None
) -> Iterator[Document]:
    """Yield the documents that a file, a folder or an archive holds, one in memory at a time.

    Parameters
    ----------
    path
        A file in one of the formats, a folder, a zip, or a tar (plain, or packed by gzip, xz or bzip2). Files of
        other kinds in a folder or an archive are passed over; so are archives in archives.
    date
        Day of publication of all of them, instead of what they tell.
    limit
        Bytes that one document may have after unpacking.
    skipped
        A list that takes the errors of single files of a folder or an archive, which are then left out; without it
        the first one is raised.

    Raises
    ------
    DocumentError
        If there is no such file, it is of no known kind, damaged, encrypted, binary, too large, or leads out of
        itself; or if a folder or an archive holds no document.
    MissingLibrary
        If a library that a format needs is not installed.
    """
    path = Path(path)
    if path.is_dir():
        members: Iterator[archives.Member] = _files(path)
    elif not path.is_file():
        raise DocumentError(f"No file {path}", "a document, a folder or an archive", "Check the path")
    elif path.name.lower().endswith(_TARS):
        members = archives.members_of_tar(path, limit)
    elif path.suffix.lower() == ".zip":
        members = archives.members_of_zip(path, limit)
    else:
        yield from _file(path, path.name, str(path), date, limit)
        return
    seen = 0
    for name, size, data in members:
        if Path(name).name.startswith((".", "~$")) or "__MACOSX" in name.split("/") or not _format(name)[1]:
            continue
        try:
            for one in _member(path, name, size, data, date, limit):
                seen += 1
                yield one
        except DocumentError as error:
            if skipped is None:
                raise
            skipped.append(error)
    if not seen and not skipped:
        raise DocumentError(
            f"{path} holds no document", f"files ending in {', '.join(FORMATS)}", "Check what is inside"
        )


def _files(path: Path) -> Iterator[archives.Member]:
    for one in archives.files_of_folder(path):
        yield one.relative_to(path).as_posix(), one.stat().st_size, one.read_bytes


def _member(
    path: Path, name: str, size: int, data: Callable[[], bytes], date: Date | None, limit: int
) -> Iterator[Document]:
    if path.is_dir():
        yield from _file(path / name, name, str(path / name), date, limit)
        return
    if size > limit:
        raise archives.too_large(f"{name} in {path.name}", size, limit)
    yield from _one(data(), name, f"{path.name}: {name}", date, limit)


def _file(path: Path, name: str, origin: str, date: Date | None, limit: int) -> Iterator[Document]:
    """Yield the documents of one file on the disk, JSON Lines as a stream."""
    packed, kind = _format(path.name)
    with path.open("rb") as handle:
        if not kind:
            raise _unknown(path, handle.read(16))
        try:
            if kind == "lines":
                stream = archives.unpacked(handle, packed, name) if packed else handle
                for key, said in records_of_lines(stream, name, limit):
                    yield _recorded(key, said, origin, date)
                return
            size = path.stat().st_size
            if size > limit:
                raise archives.too_large(str(path), size, limit)
            data = handle.read()
        except archives.DAMAGED as error:
            raise archives.damaged(name, error) from error
    try:
        yield from _one(data, name, origin, date, limit)
    except archives.DAMAGED as error:
        raise archives.damaged(name, error) from error


def _unknown(path: Path, first: bytes) -> DocumentError:
    what = next((words for magic, words in MAGIC if first.startswith(magic)), "of a kind that is not known")
    return DocumentError(
        f"{path} is {what}, by its ending {path.suffix or '(none)'} not a document",
        f"a file ending in {', '.join(FORMATS)}, a folder, a zip or a tar", "Save it in one of these formats",
    )  # fmt: skip
