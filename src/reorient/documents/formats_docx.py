"""Word documents (.docx): paragraphs, headings, lists, tables and footnotes, read from the XML without a library.

A declaration of entities or of a document type is refused: no writer of Word documents makes one, and XML bombs need
one.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from reorient.documents.dates import stamp
from reorient.documents.pieces import MOST_BYTES, MOST_CHARACTERS, Piece, Reading
from reorient.errors import DocumentError

_HEADING = re.compile(r"(?:heading|\u00fcberschrift|titre|t\u00edtulo|rubrik|kop)\s?([1-9])$", re.I)
_SPACED = "}"
#: Elements inside each other, at most.
DEEPEST = 2_000


def _broken(name: str, found: str) -> DocumentError:
    return DocumentError(f"{name}: {found}", "a Word document (.docx)", "Open it in a word processor and save it again")


def _part(archive: zipfile.ZipFile, part: str, name: str) -> bytes | None:
    try:
        info = archive.getinfo(part)
    except KeyError:
        return None
    if info.flag_bits & 1:
        raise DocumentError(f"{name} is encrypted", "a document without a password", "Save it without a password")
    if info.file_size > MOST_BYTES:
        raise DocumentError(
            f"{name} unpacks to {info.file_size:,} bytes", f"at most {MOST_BYTES:,}", "Split the document"
        )
    with archive.open(info) as handle:
        data = handle.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise DocumentError(
            f"{name} unpacks to more than it says", f"at most {MOST_BYTES:,} bytes", "Split the document"
        )
    return data


def _walk(
    data: bytes,
    name: str,
    begin: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    say: Callable[[str], None],
) -> None:
    """Read XML, element by element, names without their space."""
    parser = expat.ParserCreate(namespace_separator=_SPACED)
    depth = 0

    def refuse(*_: object) -> None:
        raise _broken(name, "declares entities or a document type, as XML bombs do")

    def starts(tag: str, held: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _broken(name, f"nests more than {DEEPEST:,} elements")
        begin(tag.rpartition(_SPACED)[2], {key.rpartition(_SPACED)[2]: value for key, value in held.items()})

    def ends(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(tag.rpartition(_SPACED)[2])

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = starts
    parser.EndElementHandler = ends
    parser.CharacterDataHandler = say
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise _broken(name, f"holds damaged XML ({expat.errors.messages[error.code]})") from error


class _Body:
    """What is known while the paragraphs are read."""

    def __init__(self, name: str, styles: dict[str, str], pieces: list[Piece], kind: str = "paragraph") -> None:
        self.name, self.styles, self.pieces, self.plain = name, styles, pieces, kind
        self.words: list[str] = []
        self.style = ""
        self.item = -1
        self.outline = -1
        self.in_text = self.deleted = self.tables = 0
        self.cells: list[str] = []
        self.cell: list[str] = []
        self.rows: list[str] = []
        self.characters = 0

    def begin(self, tag: str, held: dict[str, str]) -> None:
        if tag == "t":
            self.in_text += 1
        elif tag in {"tab", "ptab"}:
            self.words.append(" ")
        elif tag in {"br", "cr"}:
            self.words.append("\n")
        elif tag in {"noBreakHyphen", "softHyphen"}:
            self.words.append("-" if tag == "noBreakHyphen" else "")
        elif tag == "p":
            self.words, self.style, self.item, self.outline = [], "", -1, -1
        elif tag == "pStyle":
            self.style = held.get("val", "")
        elif tag == "ilvl":
            self.item = int(held["val"]) if held.get("val", "").isdigit() else 0
        elif tag == "numPr":
            self.item = max(self.item, 0)
        elif tag == "outlineLvl":
            self.outline = int(held["val"]) if held.get("val", "").isdigit() else -1
        elif tag == "tbl":
            self.tables += 1
        elif tag in {"del", "moveFrom"}:
            self.deleted += 1

    def end(self, tag: str) -> None:
        if tag == "t":
            self.in_text -= 1
        elif tag in {"del", "moveFrom"}:
            self.deleted -= 1
        elif tag == "p":
            self.paragraph()
        elif tag == "tc" and self.tables == 1:
            self.cells.append(" ".join(self.cell))
            self.cell = []
        elif tag == "tr" and self.tables == 1:
            self.row()
        elif tag == "tbl":
            self.tables -= 1
            if not self.tables and self.rows:
                self.pieces.append(Piece("\n".join(self.rows), "table"))
                self.rows = []

    def say(self, text: str) -> None:
        if self.in_text and not self.deleted:
            self.characters += len(text)
            if self.characters > MOST_CHARACTERS:
                raise DocumentError(
                    f"{self.name} holds more than {MOST_CHARACTERS:,} characters", "less text", "Split it"
                )
            self.words.append(text)

    def row(self) -> None:
        if any(len(cell.split()) >= 40 for cell in self.cells) or len(self.cells) == 1:
            self.pieces.extend(Piece(cell) for cell in self.cells)
        elif any(self.cells):
            self.rows.append(" | ".join(self.cells))
        self.cells = []

    def paragraph(self) -> None:
        text = "".join(self.words).strip()
        self.words = []
        if not text:
            return
        if self.tables:
            self.cell.append(" ".join(text.split()))
            return
        name = self.styles.get(self.style, self.style)
        heading = _HEADING.match(name)
        if name.lower().startswith("toc"):
            self.pieces.append(Piece(text, "furniture", 0, "table of contents"))
        elif name.lower() in {"header", "footer"}:
            self.pieces.append(Piece(text, "furniture", 0, "head or foot of the page"))
        elif name.lower() == "caption":
            self.pieces.append(Piece(text, "furniture", 0, "caption"))
        elif heading is not None:
            self.pieces.append(Piece(text, "heading", int(heading[1])))
        elif name.lower() == "title":
            self.pieces.append(Piece(text, "heading", 1))
        elif 0 <= self.outline <= 8:
            self.pieces.append(Piece(text, "heading", self.outline + 1))
        elif self.item >= 0:
            self.pieces.append(Piece(text, "item", self.item + 1))
        elif "quote" in name.lower():
            self.pieces.append(Piece(text, "quote"))
        else:
            self.pieces.append(Piece(text, self.plain))


def _styles(data: bytes, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    current = ""

    def begin(tag: str, held: dict[str, str]) -> None:
        nonlocal current
        if tag == "style":
            current = held.get("styleId", "")
        elif tag == "name" and current and current not in found:
            found[current] = held.get("val", "")

    _walk(data, name, begin, lambda _: None, lambda _: None)
    return found


def _core(data: bytes, name: str, reading: Reading) -> None:
    inside: list[str] = []
    said: dict[str, str] = {}

    def say(text: str) -> None:
        if inside:
            said[inside[-1]] = (said.get(inside[-1], "") + text)[:500]

    def end(_: str) -> None:
        inside.pop()

    _walk(data, name, lambda tag, _: inside.append(tag), end, say)
    reading.title = said.get("title", "").strip()
    reading.author = said.get("creator", "").strip()
    reading.made = stamp(said.get("created", "") or said.get("modified", ""))


def read_docx(data: bytes, name: str = "the document") -> Reading:
    """Return what a Word document says.

    Words that were struck out while changes were recorded are left out; footnotes stand at the end.

    Parameters
    ----------
    data
        The file.
    name
        What to call it in messages.

    Returns
    -------
    Reading
        Title and author from its properties; the day on which it was made counts only where nothing else tells a date.

    Raises
    ------
    DocumentError
        If it is damaged, encrypted, too large, or no Word document.
    """
    reading = Reading()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            body = _part(archive, "word/document.xml", name)
            if body is None:
                raise _broken(name, "holds no text of a Word document")
            styles = _part(archive, "word/styles.xml", name)
            core = _part(archive, "docProps/core.xml", name)
            notes = _part(archive, "word/footnotes.xml", name)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError) as error:
        raise _broken(name, f"cannot be unpacked ({error})") from error
    known = _styles(styles, name) if styles else {}
    state = _Body(name, known, reading.pieces)
    _walk(body, name, state.begin, state.end, state.say)
    if notes:
        foot = _Body(name, known, reading.pieces, "footnote")
        _walk(notes, name, foot.begin, foot.end, foot.say)
    if core:
        _core(core, name, reading)
    return reading
