"""Bytes to text: which encoding they are in, said where it had to be guessed; binary files are refused."""

from __future__ import annotations

import codecs
import re

from reorient.documents.languages import COMMON_WORDS
from reorient.errors import DocumentError

#: First bytes of files that are no text, and what they are.
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document of the old binary kind (.doc, .xls, .ppt)"),
    (b"\x1f\x8b", "gzip"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"BZh", "bzip2"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a rar archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "a document in Rich Text Format"),
)
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = bytes(b for b in range(32) if b not in (9, 10, 11, 12, 13, 27))
#: Bytes looked at to tell an encoding.
SAMPLE = 200_000
#: Part of a text that may be control characters.
MOST_CONTROL = 0.002
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I)
_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5")
_EAST_ASIAN = (
    ("shift_jis", "\u3040", "\u30ff"),
    ("euc_kr", "\uac00", "\ud7af"),
    ("gb18030", "\u4e00", "\u9fff"),
    ("big5", "\u4e00", "\u9fff"),
)


def clean(text: str) -> str:
    """Return a text with line feeds for line breaks, and without byte order marks and control characters.

    Parameters
    ----------
    text
        Text as decoded. Offsets of a document count in what is returned.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\ufeff" in text:
        text = text.replace("\ufeff", "")
    if _STRAY.search(text) is not None:
        text = _STRAY.sub(" ", text)
    return text


# Control characters but tab, line feed and form feed; halves of pairs, which no text may hold; marks that turn the
# direction of writing, with which a text could show something else than it says.
_STRAY = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u0080-\u009f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def decode(data: bytes, name: str = "the file") -> tuple[str, tuple[str, ...]]:
    """Return the text that bytes hold, and notes on what had to be guessed.

    A byte order mark decides; then valid UTF-8; then an encoding that the text declares (HTML); then the zeros of
    UTF-16; then UTF-8 with few damaged places; and last the eight-bit encodings, told apart by how many of the
    commonest words of their languages they make. Offsets count in the text as returned by `clean`.

    Parameters
    ----------
    data
        The bytes.
    name
        What to call them in messages.

    Returns
    -------
    tuple of str and tuple of str
        The clean text, and notes.

    Raises
    ------
    DocumentError
        If the bytes are no text.
    """
    text, notes = _decode(data, name)
    return clean(text), notes


def _decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            damaged = text.count("\ufffd")
            if damaged > 0.05 * len(text):
                raise _no_text(name, f"{name} begins as {encoding} and is not")
            note = (f"Read as {encoding} by its mark; {damaged} damaged places.",) if damaged else ()
            return text, note or ((f"Read as {encoding} by its mark.",) if encoding != "utf-8" else ())
    for magic, what in MAGIC:
        if data.startswith(magic):
            raise _no_text(name, f"{name} is {what}, not text")
    sample = data[:SAMPLE]
    wide = _utf16(sample)
    if wide:
        text = data.decode(wide, errors="replace")
        return text, (f"Read as {wide}: guessed from its zeros.",)
    if len(sample) - len(sample.translate(None, _CONTROL)) > max(1, MOST_CONTROL * len(sample)):
        raise _no_text(name, f"{name} holds bytes that no text holds")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(data[:4096])
    if declared is not None:
        try:
            encoding = codecs.lookup(declared[1].decode("ascii")).name
            if encoding not in {"utf-8", "utf-16", "utf-32", "utf-7"}:
                return data.decode(encoding), (f"Read as {encoding}, which it declares.",)
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    whole = sum(char > "\x7f" for char in text[:SAMPLE]) - text[:SAMPLE].count("\ufffd")
    if whole >= max(1, 2 * text[:SAMPLE].count("\ufffd")):
        return text, (f"Damaged UTF-8: {damaged} places could not be read and stand as \ufffd.",)
    encoding = _eight_bit(data[:SAMPLE])
    text = data.decode(encoding, errors="replace")
    return text, (f"Not UTF-8: read as {encoding}, guessed from its words.",)


def _no_text(name: str, found: str) -> DocumentError:
    return DocumentError(
        found, "text, Markdown, HTML, PDF, Word (.docx), JSON, or a zip or tar archive of these",
        f"Save {name} as text or PDF, or give it the ending of what it is",
    )  # fmt: skip


def _utf16(sample: bytes) -> str:
    """Return the byte order of UTF-16 without a mark, or nothing: every second byte of western text is zero."""
    half = len(sample) // 2
    if half < 4 or (len(sample) % 2 and len(sample) < SAMPLE):
        return ""
    even = sample[0 : 2 * half : 2].count(0)
    odd = sample[1 : 2 * half : 2].count(0)
    for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros > 0.3 * half and others < 0.01 * half:
            text = sample[: 2 * half].decode(encoding, errors="replace")
            if text.count("\ufffd") + sum(c < " " and c not in "\t\n\r\f" for c in text) <= 0.01 * len(text):
                return encoding
    # Words in other scripts have no zeros but in their blanks and line breaks.
    for encoding, blank in (("utf-16-le", b" \x00"), ("utf-16-be", b"\x00 ")):
        if even + odd and sample.count(blank) > 0.05 * half and (even + odd) < 0.4 * len(sample):
            text = sample[: 2 * half].decode(encoding, errors="replace")
            if sum(char.isalpha() or char.isspace() for char in text) > 0.85 * len(text):
                return encoding
    return ""


def _eight_bit(sample: bytes) -> str:
    """Return the eight-bit or East Asian encoding that makes the best words of bytes that are not UTF-8."""
    high = sum(byte > 127 for byte in sample)
    if high > 0.25 * max(1, len(sample)):
        words = frozenset(COMMON_WORDS["ru"].split()) | frozenset(COMMON_WORDS["uk"].split())
        scores = {}
        for encoding in _CYRILLIC:
            said = sample.decode(encoding, errors="replace").split()
            scores[encoding] = sum(word.lower() in words for word in said) / max(1, len(said))
        best = max(scores, key=lambda encoding: scores[encoding])
        if scores[best] >= 0.06:
            return best
        for encoding, first, last in _EAST_ASIAN:
            text = sample.decode(encoding, errors="ignore")
            letters = sum(char > "\x7f" for char in text)
            whole = letters > 0 and len(text.encode(encoding, errors="ignore")) > 0.98 * len(sample)
            # Japanese has kana between its characters; the others are nearly all of one kind.
            least = 0.25 if encoding == "shift_jis" else 0.6
            if whole and sum(first <= char <= last for char in text) > least * letters:
                return encoding
        return "cp1251"
    return "cp1252" if not re.search(rb"[\x81\x8d\x8f\x90\x9d]", sample) else "latin-1"
