"""A data frame saved as R does (.rda, format 2, packed or plain), written by hand: numbers, texts and NA."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

#: Kinds of R objects, with the bits for an object that has attributes and for an entry that has a tag.
_SYMBOL, _PAIRS, _CHARS, _INTEGERS, _DOUBLES, _TEXTS, _LIST, _NIL = 1, 2, 9, 13, 14, 16, 19, 254
_OBJECT, _ATTRIBUTES, _TAG, _UTF8 = 0x100, 0x200, 0x400, 1 << 15
#: R's NA among numbers: a NaN with the low word 1954.
_NA = struct.pack(">Q", 0x7FF00000000007A2)

Column = Sequence[float | str | None]


def _int(number: int) -> bytes:
    return struct.pack(">i", number)


def _chars(text: str | None) -> bytes:
    if text is None:
        return _int(_CHARS) + _int(-1)
    raw = text.encode()
    return _int(_CHARS | _UTF8) + _int(len(raw)) + raw


def _texts(cells: Sequence[str | None]) -> bytes:
    return _int(_TEXTS) + _int(len(cells)) + b"".join(map(_chars, cells))


def _column(cells: Column) -> bytes:
    if any(isinstance(cell, str) for cell in cells):
        return _texts([None if cell is None else str(cell) for cell in cells])
    doubles = (_NA if cell is None else struct.pack(">d", cell) for cell in cells)
    return _int(_DOUBLES) + _int(len(cells)) + b"".join(doubles)


def _tagged(name: str, value: bytes) -> bytes:
    return _int(_PAIRS | _TAG) + _int(_SYMBOL) + _chars(name) + value


def _frame(columns: Mapping[str, Column]) -> bytes:
    rows = len(next(iter(columns.values())))
    head = _int(_LIST | _OBJECT | _ATTRIBUTES) + _int(len(columns))
    short_row_names = _int(_INTEGERS) + _int(2) + _int(-(2**31)) + _int(-rows)
    attributes = (
        _tagged("names", _texts(list(columns)))
        + _tagged("row.names", short_row_names)
        + _tagged("class", _texts(["data.frame"]))
    )
    return head + b"".join(map(_column, columns.values())) + attributes + _int(_NIL)


def rdata_file(path: Path, frames: Mapping[str, Mapping[str, Column]], *, packed: bool = True) -> Path:
    """Write data frames, each a mapping of columns, to `path` and return it."""
    head = b"RDX2\nX\n" + _int(2) + _int(0x00040303) + _int(0x00020300)
    body = b"".join(_tagged(name, _frame(columns)) for name, columns in frames.items())
    raw = head + body + _int(_NIL)
    path.write_bytes(gzip.compress(raw, mtime=0) if packed else raw)
    return path
