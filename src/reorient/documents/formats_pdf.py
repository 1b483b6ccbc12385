"""PDF: the text of its pages by `pypdf`, with running heads and page numbers set aside."""

from __future__ import annotations

import io
import logging
import re
import time
from collections import Counter
from datetime import date as Date
from typing import Any

from reorient.documents.dates import stamp
from reorient.documents.pieces import MOST_CHARACTERS, Piece, Reading
from reorient.errors import DocumentError, MissingLibrary

#: Pages of one document, at most, and seconds that all its pages may take.
MOST_PAGES = 5_000
MOST_SECONDS = 120.0
#: Bytes of drawing instructions on one page, at most.
MOST_INSTRUCTIONS = 8_000_000
#: Characters of a page with text, at least.
FEWEST_CHARACTERS = 20

_DIGITS = re.compile(r"\d+")
_HYPHEN = re.compile(r"(?<=[a-z\u00df-\u00ff])[\u00ad-]\n[ \t]*(?=[a-z\u00df-\u00ff])")
_COMPOUND = re.compile(
    r"\b(?:self|non|co|anti|pro|pre|post|inter|multi|semi|counter|geo|socio|long|short|high|low|well|so|vice|ex|neo|quasi|all|half|cross|re)$",
    re.I,
)


def _library() -> Any:
    try:
        import pypdf
    except ImportError as error:
        raise MissingLibrary(
            "Reading a PDF needs pypdf, which is not installed", "pypdf", "pip install 'reorient[documents]'",
        ) from error  # fmt: skip
    return pypdf


def read_pdf(data: bytes, name: str = "the document") -> Reading:
    """Return what a PDF says.

    A hyphen at the end of a line before a small letter is taken for a divided word, except behind prefixes that are
    written with one. Lines that stand at the top or foot of three pages or more are set aside.

    Parameters
    ----------
    data
        The file.
    name
        What to call it in messages.

    Raises
    ------
    MissingLibrary
        If `pypdf` is not installed.
    DocumentError
        If the file is encrypted, damaged, too large, takes too long, or holds pictures of pages instead of text.
    """
    pypdf = _library()
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not _opens(reader):
            raise DocumentError(
                f"{name} is encrypted", "a PDF that opens without a password", "Save it without a password"
            )
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise DocumentError(f"{name} has {count:,} pages", f"at most {MOST_PAGES:,}", "Split it")
        pages, empty = _pages(reader, name)
        reading = Reading()
        _information(reader, reading)
    except (DocumentError, MissingLibrary):
        raise
    except RecursionError as error:
        raise DocumentError(f"{name} nests too deeply", "a PDF with text", "Print it to a new PDF") from error
    except MemoryError as error:
        raise DocumentError(
            f"{name} unpacks to more than memory holds", "a PDF with text", "Print it to a new PDF"
        ) from error
    except Exception as error:  # pypdf raises whatever a damaged file makes its parser meet
        raise DocumentError(
            f"{name} cannot be read as a PDF ({type(error).__name__}: {error})", "a PDF with text",
            "Print it to a new PDF",
        ) from error  # fmt: skip
    if not any(page.strip() for page in pages):
        raise DocumentError(
            f"{name} holds no text on {count} pages: scanned, or pictures", "a PDF with text",
            "Recognise its text first (OCR), for example with ocrmypdf",
        )  # fmt: skip
    if empty:
        reading.notes.append(
            f"Pages without text (scanned, or pictures): "
            f"{', '.join(map(str, empty[:20]))}{' and more' if len(empty) > 20 else ''}."
        )
    heads = _running(pages)
    for page in pages:
        reading.pieces.extend(_page(page, heads))
    return reading


def _opens(reader: Any) -> bool:
    try:
        return bool(reader.decrypt(""))
    except Exception:  # an encryption that the library does not know is one that does not open
        return False


def _pages(reader: Any, name: str) -> tuple[list[str], list[int]]:
    pages: list[str] = []
    empty: list[int] = []
    began = time.monotonic()
    characters = 0
    for number, page in enumerate(reader.pages, start=1):
        if time.monotonic() - began > MOST_SECONDS:
            raise DocumentError(
                f"{name} took more than {MOST_SECONDS:.0f} seconds up to page {number}", "a PDF with text", "Split it"
            )
        contents = page.get_contents()
        size = len(contents.get_data()) if contents is not None else 0
        if size > MOST_INSTRUCTIONS:
            raise DocumentError(
                f"Page {number} of {name} holds {size:,} bytes of instructions",
                f"at most {MOST_INSTRUCTIONS:,}", "Print it to a new PDF",
            )  # fmt: skip
        text = str(page.extract_text() or "") if size else ""
        characters += len(text)
        if characters > MOST_CHARACTERS:
            raise DocumentError(f"{name} holds more than {MOST_CHARACTERS:,} characters", "one document", "Split it")
        if len(text.strip()) < FEWEST_CHARACTERS:
            empty.append(number)
        pages.append(text)
    return pages, empty


def _information(reader: Any, reading: Reading) -> None:
    try:
        told = reader.metadata or {}
        reading.title = str(told.get("/Title") or "").strip()[:500]
        reading.author = str(told.get("/Author") or "").strip()[:500]
        made: Date | None = stamp(str(told.get("/CreationDate") or ""))
    except Exception:  # damaged metadata say nothing
        made = None
    reading.made = made


def _shape(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split()).casefold())


def _running(pages: list[str]) -> set[str]:
    """Return the shapes of lines that stand at the top or the foot of three pages or more."""
    counts: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in page.split("\n") if line.strip()]
        counts.update({_shape(line) for line in lines[:2] + lines[-2:] if len(line) < 120})
    least = max(3, len(pages) // 4)
    return {shape for shape, count in counts.items() if count >= least}


def _page(page: str, heads: set[str]) -> list[Piece]:
    lines = page.split("\n")
    said = [index for index, line in enumerate(lines) if line.strip()]
    above: list[Piece] = []
    below: list[Piece] = []
    for edge, into in ((said[:2], above), (said[2:][-2:], below)):
        for index in edge:
            if _shape(lines[index]) in heads:
                into.append(Piece(lines[index], "furniture", 0, "repeated line"))
                lines[index] = ""
    text = _HYPHEN.sub(_join, "\n".join(lines)).strip("\n")
    return [*above, Piece(text, "plain"), *below]


def _join(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 12) : found.start()]
    return "-" if _COMPOUND.search(before) is not None else ""
