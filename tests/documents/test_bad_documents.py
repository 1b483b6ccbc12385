"""Hostile and broken files: clear words, no crash, nothing written, time and memory in proportion."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import lzma
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from reorient.documents import archives, corpus, pieces
from reorient.documents.corpus import document, read
from reorient.documents.decoding import decode
from reorient.documents.formats_html import read_html
from reorient.documents.html_tokens import tokens
from reorient.documents.sentences import sentences
from reorient.errors import DocumentError
from tests.documents.pages import SENTENCE, docx, paragraph, pdf

RUSSIAN = "Две страны решили построить мост через реку, и торговля между ними выросла на десять процентов за год."
FRENCH = "Les deux pays ont décidé de construire un pont sur la rivière, et le commerce a augmenté d\u2019un dixième."


def refused(path: Path, words: str) -> DocumentError:
    with pytest.raises(DocumentError, match=words) as caught:
        list(read(path))
    assert caught.value.found
    assert caught.value.expected
    assert caught.value.how
    return caught.value


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


# Bytes that are no text, or text in another encoding


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG"),
        (b"\x7fELF" + bytes(300), "program"),
        (b"PK\x03\x04" + bytes(300), "zip"),
        (bytes(range(256)) * 40, "no text"),
        (os.urandom(0) + bytes((i * 7919) % 256 for i in range(9000)), "no text"),
        (b"", "no text"),
        (b"\xff\xfe" + b"\x00\xd8" * 500, "is not"),
    ],
)
def test_binary_files(tmp_path: Path, data: bytes, words: str) -> None:
    refused(put(tmp_path, "a.txt", data), words)


def test_a_kind_that_is_not_read(tmp_path: Path) -> None:
    refused(put(tmp_path, "a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)), "old binary kind")
    refused(put(tmp_path, "a.xyz", b"words"), "not a document")
    refused(put(tmp_path, "a", b"words"), "not a document")


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-r", "utf-8-sig", "utf-8"]
)
def test_encodings_of_russian(encoding: str) -> None:
    text, notes = decode((RUSSIAN * 3).encode(encoding))
    assert text == RUSSIAN * 3
    assert bool(notes) == ("utf-8" not in encoding)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-8"])
def test_encodings_of_french(encoding: str) -> None:
    text, notes = decode(FRENCH.encode(encoding))
    assert text == FRENCH
    assert bool(notes) == (encoding != "utf-8")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("gb18030", "两国决定在河上建造一座桥，贸易增长了百分之十。" * 3),
        ("shift_jis", "両国は川に橋を架けることを決めた。貿易は一割増えた。" * 3),
        ("euc_kr", "두 나라는 강 위에 다리를 놓기로 했다. 무역이 늘었다. " * 3),
    ],
)
def test_encodings_of_east_asia(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding))[0] == text


def test_damaged_utf8() -> None:
    text, notes = decode(FRENCH.encode() + b"\xff caf\xc3 " + FRENCH.encode())
    assert text.startswith(FRENCH)
    assert "2 places" in notes[0]


def test_a_page_that_declares_its_encoding() -> None:
    page = f"<meta charset='windows-1251'><p>{RUSSIAN}</p>".encode("cp1251")
    assert RUSSIAN in decode(page)[0]
    assert RUSSIAN in decode(page.replace(b"windows-1251", b"no-such-code"))[0]


def test_control_characters_and_turned_writing() -> None:
    one = document("Trade\x00 grew \u202eyltsaf\u202c.\r\nIt\u0085 doubled.\ud800")
    assert not set(one.text) & set("\x00\u202e\u202c\r\u0085\ud800")


def test_other_languages_are_said(tmp_path: Path) -> None:
    one = next(iter(read(put(tmp_path, "a.txt", RUSSIAN.encode()))))
    assert one.language == "ru"
    assert any("not in English" in note for note in one.notes)


# Size


def test_a_text_that_is_too_long(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as handle:
        handle.truncate(100_000_000)
    refused(path, "100,000,000 bytes")
    with pytest.raises(DocumentError, match="characters"):
        document("a" * (pieces.MOST_CHARACTERS + 1))


def test_the_limit_can_be_set(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", SENTENCE.encode())
    with pytest.raises(DocumentError, match="at most 50 bytes"):
        list(read(path, limit=50))


@pytest.mark.parametrize(
    "text",
    ["a" * 400_000, ". " * 100_000, "A.\n" * 60_000, "(" * 200_000, "\n" * 400_000, "* " * 80_000, "x\n\n" * 40_000,
     "1 " * 80_000, '."' * 80_000, "U.S. " * 40_000, "A " * 100_000 + ":", "| " * 80_000, "#" * 100_000,
     "[End Page 1]" * 8_000,
     "By A. B. " * 10_000, "\u2022" * 100_000, "subscribe " * 20_000, "Photo: " * 20_000,
     "and, " * 40_000 + "\n" + "a " * 20_000, "Related\n\n" * 20_000, f"{SENTENCE}\n\nReferences\n\n" * 4_000,
     "Written by\n\n" * 20_000, f"{SENTENCE} [\u2026]\n\n" * 3_000, "1. . . . 2" * 20_000, "x\n" * 60_000,
     f"By A. B.\n\n{SENTENCE}\n\n" * 3_000],
    ids=lambda text: f"{text[:6]!r} x {len(text)}",
)  # fmt: skip
def test_long_texts_of_one_kind(text: str) -> None:
    sentences(document(text))


# Pages


@pytest.mark.parametrize(
    "page",
    ["<div>" * 60_000, "<b>" * 60_000 + SENTENCE, "</p>" * 60_000, "<" * 200_000, "<!--" * 60_000,
    "<a " * 60_000, "<a '" * 60_000,
     "<a \"><b '>" * 20_000, "<script>" * 40_000, "<script" * 40_000, "&" * 100_000, "&#" * 60_000,
     "&#99999999999;" * 10_000, "<p>" * 60_000,
     "<table><tr><td>" * 12_000, "<ul><li>" * 20_000, "<!" * 60_000, "<title>" * 20_000,
     "<a b" + "=" * 100_000, "<p " + "a=b " * 60_000 + ">",
     "<div class='" + "menu " * 20_000 + "'>x", "<li>x" * 20_000, "<time datetime=2019>" * 20_000,
     "<nav>" * 20_000 + SENTENCE,
     "<b>" * 20_000 + "<p>x</p>" * 40_000, "<div class=menu>" * 20_000 + "<p>x</p>" * 20_000],
    ids=lambda page: f"{page[:9]!r} x {len(page)}",
)  # fmt: skip
def test_html_bombs(page: str, tmp_path: Path) -> None:
    reading = read_html(page + f"<p>{SENTENCE}</p>")
    assert isinstance(reading.pieces, list)


def test_nothing_of_a_script_is_read() -> None:
    page = (
        f"<p>{SENTENCE}</p><script>evil()</script><style>p{{}}</style><p onclick='evil()'>ok</p>"
        "<img src=x onerror=evil()>"
    )
    said = " ".join(piece.text for piece in read_html(page).pieces)
    assert "evil" not in said
    assert "ok" in said


def test_markup_in_words_stays_words() -> None:
    assert list(tokens("a &lt;script&gt; b")) == [("text", "a <script> b", {})]


@pytest.mark.parametrize(
    "text", ["#" * 80_000, "[" * 80_000, "![" * 40_000, "**" * 40_000, "*a " * 20_000, "> " * 40_000,
    "`" * 80_000, "- " * 40_000,
             "|" * 80_000, "_a_" * 20_000, "<" * 60_000, "<!--" * 20_000, "[a](" * 20_000, "---\n" * 20_000],
             ids=lambda text: text[:4],
)  # fmt: skip
def test_markdown_bombs(text: str, tmp_path: Path) -> None:
    list(read(put(tmp_path, "a.md", f"{text}\n\n{SENTENCE}\n".encode())))


# PDF and Word


def test_an_encrypted_pdf(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([[SENTENCE[:60]]])))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    assert "password" in str(refused(tmp_path / "a.pdf", "encrypted"))


def test_a_pdf_that_opens_without_a_password(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([[SENTENCE[:60]]])))
    writer.encrypt("", "owner", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    assert next(iter(read(tmp_path / "a.pdf"))).text == SENTENCE[:60]


def test_a_scanned_pdf(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    assert "OCR" in str(refused(put(tmp_path, "a.pdf", pdf([[], []])), "scanned"))
    one = next(iter(read(put(tmp_path, "b.pdf", pdf([[SENTENCE[:60]], []])))))
    assert any("without text" in note and "2" in note for note in one.notes)


def test_damaged_pdfs(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    whole = pdf([[SENTENCE[:60]]])
    refused(put(tmp_path, "a.pdf", b"%PDF-1.4\n" + bytes(range(256)) * 20), "cannot be read as a PDF|no text")
    for cut in range(20, len(whole), 97):
        path = put(tmp_path, "b.pdf", whole[:cut])
        with contextlib.suppress(DocumentError):
            list(read(path))


def test_a_page_of_endless_instructions(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    refused(put(tmp_path, "a.pdf", pdf([["x" * 9_000_000]])), "instructions")


def test_pdf_without_its_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from reorient.errors import MissingLibrary

    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(MissingLibrary, match="pypdf"):
        list(read(put(tmp_path, "a.pdf", pdf([[SENTENCE[:60]]]))))


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (docx(paragraph("x"), prolog=BOMB), "XML bombs"),
        (docx("<w:p>" * 5_000), "nests"),
        (docx("<w:p>"), "damaged XML"),
        (docx(""), "no text"),
        (docx(paragraph(SENTENCE))[:-40], "cannot be unpacked"),
        (b"PK\x03\x04" + bytes(80), "cannot be unpacked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(80), "encrypted or of the old"),
        (docx("<w:p><w:r><w:t>" + "a" * (pieces.MOST_BYTES + 10) + "</w:t></w:r></w:p>"), "unpacks to"),
    ],
    ids=["bomb", "deep", "cut", "empty", "broken", "zeros", "old", "large"],
)
def test_bad_word_documents(tmp_path: Path, data: bytes, words: str) -> None:
    refused(put(tmp_path, "a.docx", data), words)


# Archives


@pytest.mark.parametrize(
    "name", ["../out.txt", "/out.txt", "in/../../out.txt", "..\\out.txt", "C:\\out.txt", "C:/out.txt"]
)
def test_archives_that_climb_out(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    with zipfile.ZipFile(inside / "a.zip", "w") as archive:
        archive.writestr("first.txt", SENTENCE)
        archive.writestr(name, SENTENCE)
    with tarfile.open(inside / "a.tar.gz", "w:gz") as tar:
        info = tarfile.TarInfo(name)
        info.size = len(SENTENCE)
        tar.addfile(info, io.BytesIO(SENTENCE.encode()))
    for one in ("a.zip", "a.tar.gz"):
        refused(inside / one, "leads out")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.tar.gz", "a.zip", "inside"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_in_a_tar(tmp_path: Path, kind: bytes) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as tar:
        info = tarfile.TarInfo("a.txt")
        info.type, info.linkname = kind, "/etc/passwd"
        tar.addfile(info)
    refused(tmp_path / "a.tar", "link or a device")


def test_links_in_a_zip_and_in_a_folder(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("a.txt")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    refused(tmp_path / "a.zip", "link")
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "a.txt").symlink_to("/etc/hostname")
    refused(folder, "leads out")


def test_zip_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zeros = bytes(pieces.MOST_BYTES + 1)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", zeros)
    refused(tmp_path / "a.zip", "bytes or more")
    refused(put(tmp_path, "a.txt.gz", gzip.compress(zeros)), "bytes or more")
    refused(put(tmp_path, "a.txt.xz", lzma.compress(zeros, preset=1)), "bytes or more")
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1_000_000)
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"{number}.txt", bytes(300_000))
    refused(tmp_path / "b.zip", "bytes or more")


def test_a_zip_that_lies_about_its_size(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "a" * 100_000)
    data = bytearray((tmp_path / "a.zip").read_bytes())
    size = (100_000).to_bytes(4, "little")
    while size in data:
        at = data.index(size)
        data[at : at + 4] = (50).to_bytes(4, "little")
    refused(put(tmp_path, "b.zip", bytes(data)), "unpacked")


def test_archives_in_archives_are_not_opened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr("a.txt", SENTENCE)
    with zipfile.ZipFile(tmp_path / "out.zip", "w") as archive:
        archive.write(tmp_path / "in.zip", "in.zip")
    refused(tmp_path / "out.zip", "holds no document")


@pytest.mark.parametrize(
    "name", ["a.zip", "a.tar", "a.tar.gz", "a.tar.xz", "a.tgz", "a.txt.gz", "a.jsonl.gz", "a.txt.xz"]
)
def test_damaged_archives(tmp_path: Path, name: str) -> None:
    refused(put(tmp_path, name, b"not an archive at all" * 50), "cannot be unpacked")


def test_archives_cut_short(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar.xz", "w:xz") as tar:
        info = tarfile.TarInfo("a.txt")
        data = b"".join(f"{SENTENCE} {number}\n".encode() for number in range(3000))
        info.size = len(data)
        tar.addfile(info, io.BytesIO(data))
    whole = (tmp_path / "a.tar.xz").read_bytes()
    refused(put(tmp_path, "b.tar.xz", whole[: len(whole) // 2]), "cannot be unpacked")
    refused(put(tmp_path, "c.txt.gz", gzip.compress(data)[:300]), "cannot be unpacked")


def test_bad_members_can_be_left_out(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", SENTENCE.encode())
    put(tmp_path, "b.txt", bytes(range(256)) * 40)
    put(tmp_path, "c.docx", b"PK\x03\x04")
    skipped: list[DocumentError] = []
    assert [one.key for one in read(tmp_path, skipped=skipped)] == ["a.txt"]
    assert len(skipped) == 2
    with pytest.raises(DocumentError):
        list(read(tmp_path))


# Records


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.json", b"[" * 200_000, "nests too deeply"),
        ("a.jsonl", b'{"a":' * 100_000, "nests too deeply"),
        ("a.jsonl", b"{broken", "no JSON"),
        ("a.json", b'{"speaker": "x"}', "no text"),
        ("a.json", b"[1, 2]", "no record"),
        ("a.json", json.dumps({"text": 10**30}).encode()[:-1] + b"" + b"x", "no JSON"),
    ],
)
def test_bad_records(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    refused(put(tmp_path, name, data), words)


def test_a_line_that_never_ends(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl.gz", gzip.compress(b'{"text": "' + b"a" * 2_000_000))
    with pytest.raises(DocumentError, match="more than 1,000,000"):
        list(read(path, limit=1_000_000))


def test_an_empty_folder(tmp_path: Path) -> None:
    refused(tmp_path, "holds no document")


def test_formats_are_told_in_messages() -> None:
    assert ".docx" in corpus.FORMATS
