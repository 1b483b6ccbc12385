"""Opening a producer's file: tables, spreadsheets, R objects and archives, each with one clear refusal."""

from __future__ import annotations

import csv
import gzip
import io
import lzma
import math
import tarfile
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

import numpy as np
import polars as pl

from reorient.errors import UnreadableOriginal, did_you_mean, few

#: The most an archive may unpack to, in bytes, unless the caller says otherwise.
UNPACKED_LIMIT = 8 * 1024**3
#: The most a member may grow when unpacked, as a multiple of its packed size.
EXPANSION_LIMIT = 1000
#: Low word of the NaN that R writes for NA.
R_NA = 1954


def read_bytes(path: Path) -> bytes:
    """Return the content of `path`, unpacked if it is gzip or xz; refuse an empty or truncated file."""
    if not path.is_file():
        raise UnreadableOriginal(f"No file at {path.name}", "a file of the producer", "check the path")
    raw = path.read_bytes()
    try:
        if raw[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
                raw = _limited(stream, path.name, len(raw))
        elif raw[:6] == b"\xfd7zXZ\x00":
            with lzma.LZMAFile(io.BytesIO(raw)) as packed:
                raw = _limited(packed, path.name, len(raw))
    except (EOFError, OSError, lzma.LZMAError) as problem:
        raise UnreadableOriginal(
            f"{path.name} is cut short or damaged ({problem})", "a whole compressed file", "download it again"
        ) from problem
    if not raw.strip():
        raise UnreadableOriginal(f"{path.name} is empty", "the producer's table", "download it again")
    return raw


def _limited(stream: Any, name: str, packed: int) -> bytes:
    limit = min(UNPACKED_LIMIT, max(packed, 1024) * EXPANSION_LIMIT)
    content: bytes = stream.read(limit + 1)
    if len(content) > limit:
        raise UnreadableOriginal(
            f"{name} unpacks to more than {limit:,} bytes", "an honest archive", "inspect the file by hand"
        )
    return content


def read_text(path: Path, *, encoding: str = "utf-8") -> str:
    """Return the text of `path` in `encoding` (a byte-order mark is dropped)."""
    return decode(read_bytes(path), path.name, encoding=encoding)


def decode(raw: bytes, name: str, *, encoding: str = "utf-8") -> str:
    """Return `raw` as text, refusing bytes that are not in `encoding`."""
    codec = "utf-8-sig" if encoding.lower().replace("_", "-") == "utf-8" else encoding
    if b"\x00" in raw[:4096]:
        raise UnreadableOriginal(f"{name} is no text (it holds null bytes)", f"text in {encoding}")
    try:
        return raw.decode(codec)
    except UnicodeDecodeError as problem:
        raise UnreadableOriginal(
            f"{name} is not {encoding} at byte {problem.start}",
            f"text in {encoding}",
            "save it again in that encoding or take the producer's file unchanged",
        ) from problem


def read_csv_exact(
    path: Path,
    *,
    columns: Sequence[str] = (),
    separator: str = ",",
    encoding: str = "utf-8",
    skip_lines: int = 0,
    header: bool = True,
) -> pl.DataFrame:
    """Return a text table with every cell as text, exactly as printed.

    Parameters
    ----------
    path
        File, plain or compressed.
    columns
        Columns that must be there (or, without a header line, the names of all columns).
    separator, encoding, skip_lines, header
        As the producer writes it.

    Raises
    ------
    UnreadableOriginal
        If the file is empty, in another encoding or with another separator, if a line has more or fewer
        cells than the header, or if a column is missing.
    """
    return parse_csv(
        read_text(path, encoding=encoding),
        path.name,
        columns=columns,
        separator=separator,
        skip_lines=skip_lines,
        header=header,
    )


def parse_csv(
    text: str,
    name: str,
    *,
    columns: Sequence[str] = (),
    separator: str = ",",
    skip_lines: int = 0,
    header: bool = True,
) -> pl.DataFrame:
    """Return the table in `text` with every cell as text; see `read_csv_exact`."""
    lines = text.splitlines(keepends=True)[skip_lines:]
    try:
        rows = [row for row in csv.reader(lines, delimiter=separator) if any(cell.strip() for cell in row)]
    except csv.Error as problem:
        raise UnreadableOriginal(
            f"{name} is no table ({problem})", "quotes that are closed", "the file may be cut short; download it again"
        ) from problem
    if not rows:
        raise UnreadableOriginal(f"{name} holds no rows", "the producer's table", "download it again")
    names = [cell.strip() for cell in rows[0]] if header else list(columns)
    if header and columns:
        _require(names, columns, name, separator)
    body = rows[1:] if header else rows
    wrong = [number for number, row in enumerate(body, start=1) if len(row) != len(names)]
    if wrong:
        raise UnreadableOriginal(
            f"{name}: {len(wrong)} lines do not have {len(names)} cells (data line {few(wrong)})",
            f"{len(names)} cells separated by {separator!r} on every line",
            "the file may be cut short or edited; download it again",
        )
    return pl.DataFrame(
        {column: [row[index] for row in body] for index, column in enumerate(_unique(names))},
        schema=dict.fromkeys(_unique(names), pl.String),
    )


def _unique(names: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return out


def require_columns(frame: pl.DataFrame, columns: Iterable[str], name: str) -> None:
    """Raise ``UnreadableOriginal`` unless `frame` has every one of `columns`."""
    _require(frame.columns, tuple(columns), name, ",")


def _require(found: Sequence[str], columns: Sequence[str], name: str, separator: str) -> None:
    missing = [column for column in columns if column not in found]
    if not missing:
        return
    hints = "".join(did_you_mean(column, list(found)) for column in missing[:3])
    if len(found) == 1 and len(columns) > 1:
        hints = f" The whole header is one cell, so the separator is not {separator!r}."
    raise UnreadableOriginal(
        f"{name} lacks column {few(map(repr, missing))}; it has {few(map(repr, found), 8)}.{hints}",
        f"columns {few(columns, 12)}",
        "take the producer's file unchanged",
    )


def numbers(
    frame: pl.DataFrame,
    columns: Sequence[str],
    name: str,
    *,
    missing: Sequence[str] = ("", "NA"),
    signed: bool = False,
) -> pl.DataFrame:
    """Return `frame` with `columns` as finite numbers; documented marks of absence become null.

    Raises
    ------
    UnreadableOriginal
        On a cell that is no number, on NaN or infinity, and (unless `signed`) on a negative number.
    """
    for column in columns:
        cells = frame[column].cast(pl.String).str.strip_chars()
        absent = cells.is_null() | cells.is_in(list(missing))
        values = cells.cast(pl.Float64, strict=False)
        bad = (~absent & values.is_null()) | (values.is_not_null() & ~values.is_finite())
        if not signed:
            bad = bad | (~absent & (values < 0))
        bad = bad.fill_null(value=False)
        if bad.any():
            where = [f"{cells[i]!r} in data line {i + 1}" for i in bad.arg_true().head(5).to_list()]
            kind = "finite numbers" if signed else "finite numbers, none below zero"
            raise UnreadableOriginal(
                f"{name}: column {column!r} holds {bad.sum()} cells that are no flow: {few(where)}",
                f"{kind} (or {few(map(repr, missing))} for missing)",
                "correct it by an entry in corrections.yml or take the producer's file unchanged",
            )
        frame = frame.with_columns(pl.when(absent).then(None).otherwise(values).alias(column))
    return frame


def refuse_bad_values(frame: pl.DataFrame, column: str, name: str, *, signed: bool = False) -> None:
    """Raise ``UnreadableOriginal`` if `column` holds NaN, infinity or (unless `signed`) a negative."""
    values = frame[column].cast(pl.Float64)
    bad = (values.is_nan() | values.is_infinite()).fill_null(value=False)
    if not signed:
        bad = bad | (values < 0).fill_null(value=False)
    if bad.any():
        rows = [frame.row(i) for i in bad.arg_true().head(3).to_list()]
        raise UnreadableOriginal(
            f"{name}: column {column!r} holds NaN, infinite or negative values, first {few(rows, 3)}",
            "finite numbers, none below zero" if not signed else "finite numbers",
            "correct it by an entry in corrections.yml or take the producer's file unchanged",
        )


def require_unique(frame: pl.DataFrame, key: Sequence[str], name: str) -> None:
    """Raise ``UnreadableOriginal`` if two rows of `frame` share `key`."""
    doubled = frame.group_by(list(key)).len().filter(pl.col("len") > 1).sort(list(key))
    if len(doubled):
        raise UnreadableOriginal(
            f"{name}: {len(doubled)} keys occur more than once, first {few(doubled.rows(), 3)}",
            f"one row for each {', '.join(key)}",
            "take the producer's file unchanged or drop the copies by an entry in corrections.yml",
        )


def read_r(path: Path) -> dict[str, Any]:
    """Return the objects of an ``.rda``/``.RData`` (by name) or ``.rds`` file (under ``value``).

    Data frames come back as polars frames (factors as text); everything else as `rdata` gives it.
    """
    import rdata

    raw = read_bytes(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = rdata.parser.parse_data(raw)
            converted = rdata.conversion.convert(parsed, default_encoding="latin-1")
    except Exception as problem:  # rdata raises many kinds on damaged files
        raise UnreadableOriginal(
            f"{path.name} is no readable R file ({type(problem).__name__}: {problem})",
            "an .rda, .RData or .rds file",
            "download it again",
        ) from problem
    objects = converted if isinstance(converted, Mapping) else {"value": converted}
    return {str(name): _to_polars(value) for name, value in objects.items()}


def _to_polars(value: Any) -> Any:
    if type(value).__name__ != "DataFrame":
        return value
    return pl.DataFrame({str(column): _series(value[column]) for column in value.columns})


def _series(column: Any) -> pl.Series:
    if getattr(column.dtype, "kind", "O") == "f":
        return _without_na(column.to_numpy())
    if getattr(column.dtype, "kind", "O") in "ibu":
        return pl.Series(column.to_numpy())
    cells = [None if _absent(cell) else cell for cell in column.tolist()]
    if all(cell is None or isinstance(cell, int | float) for cell in cells):
        return pl.Series(cells, dtype=pl.Float64)
    return pl.Series([None if cell is None else str(cell) for cell in cells], dtype=pl.String)


def _without_na(values: Any) -> pl.Series:
    """Return a column of R numbers with NA as null; NaN, which R keeps apart by its low word, stays NaN."""
    numbers = np.ascontiguousarray(values, dtype=np.float64)
    missing = np.isnan(numbers) & ((numbers.view(np.uint64) & 0xFFFFFFFF) == R_NA)
    return pl.Series(numbers).to_frame("v").select(pl.when(~pl.lit(pl.Series(missing))).then(pl.col("v")))["v"]


def _absent(cell: Any) -> bool:
    return cell is None or type(cell).__name__ in ("NAType", "NaTType") or _is_nan(cell)


def _is_nan(cell: Any) -> bool:
    return isinstance(cell, float) and math.isnan(cell)


def read_sheet(path: Path, sheet: str | int = 0) -> list[list[Any]]:
    """Return the cells of one sheet of an ``.xls``/``.xlsx`` file, row by row, empty cells as ``""``.

    Raises
    ------
    UnreadableOriginal
        If the file is no workbook or has no such sheet.
    """
    book = _workbook(path)
    names = book.sheet_names
    if (isinstance(sheet, str) and sheet not in names) or (isinstance(sheet, int) and sheet >= len(names)):
        raise UnreadableOriginal(f"{path.name} has no sheet {sheet!r}; it has {few(names, 10)}")
    page = book.get_sheet_by_name(sheet) if isinstance(sheet, str) else book.get_sheet_by_index(sheet)
    return [list(row) for row in page.to_python(skip_empty_area=False)]


def sheet_names(path: Path) -> list[str]:
    """Return the names of the sheets of a workbook."""
    return list(_workbook(path).sheet_names)


def _workbook(path: Path) -> Any:
    from python_calamine import CalamineWorkbook

    raw = read_bytes(path)
    try:
        return CalamineWorkbook.from_object(io.BytesIO(raw))
    except Exception as problem:  # calamine raises its own kinds for zip, xml and biff faults
        raise UnreadableOriginal(
            f"{path.name} is no readable workbook ({problem})", "an .xls or .xlsx file", "download it again"
        ) from problem


def _safe(name: str, archive: str) -> str:
    pure = PurePosixPath(name.replace("\\", "/"))
    if pure.is_absolute() or ".." in pure.parts or ":" in pure.parts[0]:
        raise UnreadableOriginal(
            f"{archive} holds the path {name!r}, which climbs out of its folder",
            "paths inside the archive",
            "do not unpack it; take the producer's archive",
        )
    return str(pure)


def archive_members(path: Path, *, limit: int = UNPACKED_LIMIT) -> list[str]:
    """Return the file names in a zip or tar archive after checking paths and sizes.

    Raises
    ------
    UnreadableOriginal
        If a path climbs out, if the archive would unpack to more than `limit` bytes or to more than
        ``EXPANSION_LIMIT`` times its size, or if it is damaged.
    """
    sizes = dict(_listing(path))
    total, packed = sum(sizes.values()), max(path.stat().st_size, 1024)
    if total > limit or total > packed * EXPANSION_LIMIT:
        raise UnreadableOriginal(
            f"{path.name} ({packed:,} bytes) would unpack to {total:,} bytes",
            f"at most {min(limit, packed * EXPANSION_LIMIT):,} bytes",
            "take the producer's archive",
        )
    return [_safe(name, path.name) for name in sizes]


def _listing(path: Path) -> Iterator[tuple[str, int]]:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as book:
                yield from ((item.filename, item.file_size) for item in book.infolist() if not item.is_dir())
        else:
            with tarfile.open(path) as tape:
                yield from ((item.name, item.size) for item in tape if item.isfile())
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, lzma.LZMAError) as problem:
        raise UnreadableOriginal(
            f"{path.name} is no whole zip or tar archive ({problem})", "an archive", "download it again"
        ) from problem


def read_member(path: Path, name: str, *, limit: int = UNPACKED_LIMIT) -> bytes:
    """Return one file of an archive after the checks of `archive_members`."""
    if name not in archive_members(path, limit=limit):
        raise UnreadableOriginal(f"{path.name} holds no {name!r}; it has {few(archive_members(path))}")
    try:
        with _open_member(path, name) as stream:
            return stream.read()
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, lzma.LZMAError) as problem:
        raise UnreadableOriginal(
            f"{name} in {path.name} is damaged ({problem})", "a whole archive", "download it again"
        ) from problem


def _open_member(path: Path, name: str) -> BinaryIO:
    if zipfile.is_zipfile(path):
        return io.BytesIO(zipfile.ZipFile(path).read(name))
    with tarfile.open(path) as tape:
        stream = tape.extractfile(name)
        return io.BytesIO(stream.read() if stream else b"")
