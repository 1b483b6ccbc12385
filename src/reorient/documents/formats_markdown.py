"""Markdown: the words without the marks, headings and lists as passages, what stands in front of it as metadata."""

from __future__ import annotations

import re

from reorient.documents.dates import stamp
from reorient.documents.pieces import Piece, Reading

_FRONT = re.compile(r"\A---[ \t]*\n(?P<fields>.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(r"^(?P<name>[A-Za-z_-]{1,40}):[ \t]*(?P<value>[^\n]*)$", re.M)
_FENCE = re.compile(r"^\s{0,3}(?P<mark>`{3,}|~{3,})")
_ATX = re.compile(r"^\s{0,3}(?P<hashes>#{1,6})\s+(?P<words>.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^\s{0,3}(?P<mark>=+|-+)\s*$")
_ITEM = re.compile(r"^(?P<indent>[ \t]{0,40})(?:[-*+]|\d{1,3}[.)])[ \t]+(?=\S)")
_RULE = re.compile(r"^\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_ROW = re.compile(r"^\s*\|.*\||^\s*\S[^|\n]*(?:\|[^|\n]*){2,}$")
_DEFINITION = re.compile(r"^\s{0,3}\[\^(?P<mark>[^\]\s]{1,20})\]:\s*")
_LINK_DEFINITION = re.compile(r"^\s{0,3}\[[^\]\n]{1,100}\]:\s*\S+.*$")
_IMAGE = re.compile(r"!\[(?P<words>[^\[\]\n]{0,500})\]\([^)\n]{0,1000}\)")
_LINK = re.compile(r"\[(?P<words>[^\[\]\n]{1,500})\]\([^)\n]{0,1000}\)")
_REFERENCE = re.compile(r"\[(?P<words>[^\[\]\n]{1,500})\]\[[^\]\n]{0,100}\]")
_STRONG = re.compile(
    r"(?<![\w*])(\*{1,3})(?=[^\s*])(?P<words>[^*\n]{1,1000}?)(?<=\S)\1(?![\w*])|(?<!\w)(_{1,2})(?=[^\s_])(?P<under>[^_\n]{1,1000}?)(?<=\S)\3(?!\w)"
)
_CODE = re.compile(r"`([^`\n]{1,500})`")
_MARK = re.compile(r"\[\^[^\]\s]{1,20}\]")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>|<!--[^<>]{0,2000}-->", re.S)


def plain(text: str) -> str:
    """Return a line or a paragraph without the marks of Markdown.

    Parameters
    ----------
    text
        Words with marks.
    """
    text = _IMAGE.sub(lambda found: found["words"], text)
    text = _LINK.sub(lambda found: found["words"], text)
    text = _REFERENCE.sub(lambda found: found["words"], text)
    text = _TAG.sub("", _MARK.sub("", text))
    text = _CODE.sub(r"\1", text)
    for _ in range(2):
        text = _STRONG.sub(lambda found: found["words"] or found["under"], text)
    return _ESCAPE.sub(r"\1", text)


def read_markdown(text: str) -> Reading:
    """Return what a Markdown text says.

    Parameters
    ----------
    text
        The text as decoded.

    Returns
    -------
    Reading
        Title, author and date from the fields in front, if there are any.
    """
    reading = Reading()
    front = _FRONT.match(text)
    if front is not None:
        fields = {one["name"].lower(): one["value"].strip().strip("\"'") for one in _FIELD.finditer(front["fields"])}
        reading.title = fields.get("title", "")
        reading.author = fields.get("author", "")
        reading.date = stamp(fields.get("date") or fields.get("published") or "")
        text = text[front.end() :]
    lines = text.split("\n")
    block: list[str] = []
    kind, level = "paragraph", 0

    def end() -> None:
        nonlocal kind, level
        if block:
            alone = " ".join(block).strip()
            if kind == "paragraph" and _IMAGE.fullmatch(alone) is not None:
                reading.pieces.append(Piece(plain(alone), "furniture", 0, "caption"))
            elif kind == "table":
                rows = [plain(row) for row in block if not re.fullmatch(r"[\s|:=-]+", row)]
                reading.pieces.append(Piece("\n".join(rows), "table"))
            else:
                reading.pieces.append(Piece(plain("\n".join(line.strip() for line in block)), kind, level))
        block.clear()
        kind, level = "paragraph", 0

    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if (fence := _FENCE.match(line)) is not None:
            end()
            held = []
            while index < len(lines) and not lines[index].lstrip().startswith(fence["mark"]):
                held.append(lines[index])
                index += 1
            index += 1
            reading.pieces.append(Piece("\n".join(held), "furniture", 0, "code"))
        elif not line.strip():
            end()
        elif (atx := _ATX.match(line)) is not None:
            end()
            reading.pieces.append(Piece(plain(atx["words"]), "heading", len(atx["hashes"])))
        elif block and kind == "paragraph" and (under := _UNDERLINE.match(line)) is not None:
            kind, level = "heading", 1 if under["mark"][0] == "=" else 2
            end()
        elif _RULE.match(line) is not None or (
            _LINK_DEFINITION.match(line) is not None and not _DEFINITION.match(line)
        ):
            end()
        elif (note := _DEFINITION.match(line)) is not None:
            end()
            kind = "footnote"
            block.append(line[note.end() :])
        elif (item := _ITEM.match(line)) is not None:
            end()
            kind, level = "item", 1 + len(item["indent"].expandtabs(4)) // 2 if item["indent"] else 1
            level = min(level, 6)
            block.append(line)
        elif line.lstrip().startswith(">"):
            if kind != "quote":
                end()
            kind = "quote"
            block.append(re.sub(r"^\s*(?:>\s?)+", "", line))
        elif _ROW.match(line) is not None and (kind == "table" or not block):
            kind = "table"
            block.append(line)
        else:
            if kind == "table":
                end()
            block.append(line)
    end()
    return reading
