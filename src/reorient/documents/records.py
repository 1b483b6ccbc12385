"""Documents as records: JSON and JSON Lines with a text and what is known of it, as collections hold them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from reorient.documents.dates import stamp
from reorient.documents.decoding import decode
from reorient.documents.formats_html import read_html
from reorient.documents.pieces import Piece, Reading
from reorient.errors import DocumentError

#: Names under which collections keep a field, the first that is there counts.
TEXT = ("text", "body", "content", "transcript", "speech", "article", "fulltext", "full_text")
LEAD = ("lead", "standfirst", "description", "subtitle")
TITLE = ("title", "headline", "heading", "name")
DATE = (
    "date",
    "published",
    "date_published",
    "datePublished",
    "published_at",
    "pubdate",
    "publication_date",
    "datetime",
    "time",
    "day",
)
AUTHOR = ("author", "authors", "speaker", "by", "creator", "president")
URL = ("url", "link", "source_url", "uri")
KEY = ("id", "key", "doc_id", "document_id", "source_doc_id")


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        value = record.get(name)
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            return ", ".join(value)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""


def from_record(record: object, place: str) -> tuple[str, Reading]:
    """Return the key of a record and what it says.

    Parameters
    ----------
    record
        A mapping with a text under one of the names in `TEXT`.
    place
        Where it stands, for messages and as a key where it has none.

    Raises
    ------
    DocumentError
        If it is no mapping, or holds no text.
    """
    if not isinstance(record, Mapping):
        raise DocumentError(
            f"{place} is no record but {type(record).__name__}",
            "an object with a field `text`",
            "See docs/documents.md",
        )
    text = _first(record, TEXT)
    lead = _first(record, LEAD)
    title = " ".join(_first(record, TITLE).split())
    if not text and not lead and not title:
        fields = ", ".join(map(str, list(record)[:8]))
        raise DocumentError(
            f"{place} holds no text; its fields are {fields}", f"one of {', '.join(TEXT)}", "Name the field `text`"
        )
    if text.lstrip()[:200].lower().startswith(("<!doctype html", "<html", "<p>", "<p ", "<div")):
        reading = read_html(text)
    elif text or lead:
        reading = Reading(pieces=[Piece(text, "plain")])
    else:
        reading = Reading(pieces=[Piece(title, "heading", 1)], notes=["The record holds a title and no text."])
    if lead and not text.startswith(lead):
        reading.pieces.insert(0, Piece(lead))
    reading.title = title or reading.title
    reading.author = _first(record, AUTHOR) or reading.author
    reading.date = stamp(_first(record, DATE)) or reading.date
    reading.url = _first(record, URL) or reading.url
    return _first(record, KEY) or place, reading


def _parsed(text: str, place: str) -> object:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise DocumentError(
            f"{place} nests too deeply", "records of plain fields", "Write one record on a line"
        ) from error
    except ValueError as error:
        raise DocumentError(
            f"{place} is no JSON ({error})", "JSON, or one JSON object on each line", "Check the file"
        ) from error


def records_of_lines(stream: Any, name: str, limit: int) -> Iterator[tuple[str, Reading]]:
    """Yield keys and readings of JSON Lines, one line in memory at a time.

    Parameters
    ----------
    stream
        A stream of bytes.
    name
        What to call it.
    limit
        Bytes that one line may hold.

    Raises
    ------
    DocumentError
        If a line is too long, no JSON, or holds no text.
    """
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        place = f"{name}:{number}"
        if len(line) > limit:
            raise DocumentError(f"{place} has more than {limit:,} bytes", "one record on each line", "Split it")
        if line.strip():
            text, notes = decode(line, place)
            key, reading = from_record(_parsed(text, place), place)
            reading.notes.extend(notes)
            yield key, reading


def records_of_json(data: bytes, name: str) -> Iterator[tuple[str, Reading]]:
    """Yield keys and readings of a JSON file that holds one record, a list of them, or a list under some name.

    Parameters
    ----------
    data
        The file.
    name
        What to call it.

    Raises
    ------
    DocumentError
        If it is no JSON or holds no records with text.
    """
    text, notes = decode(data, name)
    held = _parsed(text, name)
    if isinstance(held, Mapping) and not _first(held, TEXT):
        lists = [
            value for value in held.values() if isinstance(value, list) and value and isinstance(value[0], Mapping)
        ]
        held = lists[0] if len(lists) == 1 else held
    many = held if isinstance(held, list) else [held]
    for number, record in enumerate(many, start=1):
        key, reading = from_record(record, name if len(many) == 1 else f"{name}:{number}")
        reading.notes.extend(notes)
        yield key, reading
