"""Folders and archives, read member by member; nothing is ever written to the disk.

A member whose name leads out of the archive (an absolute path, a drive, `..`), and a link, is refused. Archives inside
archives are not opened. Every member has a size it may unpack to, and the whole archive too, so that a bomb ends early.
"""

from __future__ import annotations

import bz2
import io
import lzma
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from reorient.documents.pieces import MOST_BYTES
from reorient.errors import DocumentError

#: Bytes that one archive may unpack to, and members it may have.
MOST_UNPACKED = 4_000_000_000
MOST_MEMBERS = 500_000
#: Bytes of memory that unpacking xz may take (its largest preset takes 65 million).
MOST_MEMORY = 256_000_000
#: Bytes read at once.
CHUNK = 1 << 20

#: A member: its name, its size as far as it is told, and how to get its bytes.
Member = tuple[str, int, Callable[[], bytes]]

#: What unpacking raises when a file is damaged.
DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    RuntimeError,
    OSError,
    ValueError,
)


def too_large(name: str, size: int, limit: int) -> DocumentError:
    """Return the error for a document above the limit.

    Parameters
    ----------
    name
        What to call it.
    size
        Its bytes, or the bytes that had been unpacked when it passed the limit.
    limit
        Bytes allowed.
    """
    return DocumentError(
        f"{name} has {size:,} bytes or more", f"at most {limit:,} bytes for one document",
        "Split it into documents of a usual size, or raise the limit",
    )  # fmt: skip


def damaged(name: str, error: Exception) -> DocumentError:
    """Return the error for an archive that cannot be unpacked.

    Parameters
    ----------
    name
        What to call it.
    error
        What was raised.
    """
    words = str(error) or type(error).__name__
    return DocumentError(
        f"{name} cannot be unpacked ({words})", "a whole zip, tar, gzip or xz file", "Fetch or pack it again"
    )


def check_name(name: str, archive: str) -> str:
    """Return the name of a member with forward slashes.

    Parameters
    ----------
    name
        As the archive holds it.
    archive
        What to call the archive.

    Raises
    ------
    DocumentError
        If it leads out of the archive.
    """
    path = name.replace("\\", "/")
    if path.startswith("/") or ".." in path.split("/") or path[1:2] == ":" or "\x00" in path:
        raise DocumentError(
            f"{archive} holds a member whose name leads out of it: {name[:200]!r}",
            "names inside the archive", "Do not trust this archive",
        )  # fmt: skip
    return path


class Unpacked(io.RawIOBase):
    """A compressed file as a stream of what it holds, up to a number of bytes.

    Parameters
    ----------
    handle
        The compressed file.
    kind
        `gz`, `xz` or `bz2`.
    name
        What to call it in messages.
    limit
        Bytes it may unpack to.
    """

    def __init__(self, handle: BinaryIO, kind: str, name: str, limit: int = MOST_UNPACKED) -> None:
        self.handle, self.kind, self.name, self.limit = handle, kind, name, limit
        self.given = 0
        self.rest = b""
        self.engine = self._engine()

    def _engine(self) -> Any:
        if self.kind == "gz":
            return zlib.decompressobj(31)
        return lzma.LZMADecompressor(memlimit=MOST_MEMORY) if self.kind == "xz" else bz2.BZ2Decompressor()

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer and return the number of bytes, 0 at the end."""
        data = self._some(len(buffer))
        self.given += len(data)
        if self.given > self.limit:
            raise too_large(self.name, self.given, self.limit)
        buffer[: len(data)] = data
        return len(data)

    def _some(self, most: int) -> bytes:
        while True:
            if self.engine.eof:
                rest = self.engine.unused_data or self.rest
                self.rest = rest.lstrip(b"\x00") or self.handle.read(CHUNK)
                if not self.rest:
                    return b""
                self.engine = self._engine()
            if self.kind == "gz":
                source = self.engine.unconsumed_tail or self.rest or self.handle.read(CHUNK)
                self.rest = b""
                data = self.engine.decompress(source, most)
            else:
                source = b""
                if self.engine.needs_input:
                    source, self.rest = self.rest or self.handle.read(CHUNK), b""
                data = self.engine.decompress(source, most)
            if data:
                return bytes(data)
            if not source and not self.engine.eof and (self.kind == "gz" or self.engine.needs_input):
                raise EOFError("the file ends in the middle")


def unpacked(handle: BinaryIO, kind: str, name: str, limit: int = MOST_UNPACKED) -> io.BufferedReader:
    """Return a compressed file as a buffered stream; arguments as for `Unpacked`."""
    return io.BufferedReader(Unpacked(handle, kind, name, limit), CHUNK)


def read_at_most(handle: Any, limit: int, name: str) -> bytes:
    """Return everything a stream holds.

    Parameters
    ----------
    handle
        A stream of bytes.
    limit
        Bytes allowed.
    name
        What to call it in messages.

    Raises
    ------
    DocumentError
        If it holds more.
    """
    data: bytes = handle.read(limit + 1)
    if len(data) > limit:
        raise too_large(name, len(data), limit)
    return data


def members_of_zip(path: Path, limit: int = MOST_BYTES) -> Iterator[Member]:
    """Yield the members of a zip in the order of their names.

    Parameters
    ----------
    path
        The archive.
    limit
        Bytes that one member may unpack to.

    Raises
    ------
    DocumentError
        If it is damaged, leads out of itself, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_MEMBERS:
                raise DocumentError(f"{path.name} has {len(infos):,} members", f"at most {MOST_MEMBERS:,}", "Split it")
            for info in infos:
                check_name(info.filename, path.name)
                if (info.external_attr >> 16) & 0o170000 == 0o120000:
                    raise DocumentError(
                        f"{path.name} holds a link: {info.filename[:200]!r}", "files", "Do not trust this archive"
                    )
            total = sum(info.file_size for info in infos)
            if total > MOST_UNPACKED:
                raise too_large(path.name, total, MOST_UNPACKED)

            def reader(info: zipfile.ZipInfo) -> Callable[[], bytes]:
                def data() -> bytes:
                    if info.flag_bits & 1:
                        raise DocumentError(
                            f"{info.filename} in {path.name} is encrypted", "files without a password", "Unpack it"
                        )
                    if info.file_size > limit:
                        raise too_large(f"{info.filename} in {path.name}", info.file_size, limit)
                    try:
                        with archive.open(info) as handle:
                            return read_at_most(handle, limit, f"{info.filename} in {path.name}")
                    except DAMAGED as error:
                        raise damaged(f"{info.filename} in {path.name}", error) from error

                return data

            for info in sorted(infos, key=lambda one: one.filename):
                if not info.is_dir():
                    yield check_name(info.filename, path.name), info.file_size, reader(info)
    except DAMAGED as error:
        raise damaged(path.name, error) from error


def members_of_tar(path: Path, limit: int = MOST_BYTES) -> Iterator[Member]:
    """Yield the members of a tar, plain or packed by gzip, xz or bzip2, in the order in which they stand.

    The archive is read once from begin to end; the bytes of a member must be asked for before the next one.

    Parameters
    ----------
    path
        The archive.
    limit
        Bytes that one member may hold.

    Raises
    ------
    DocumentError
        If it is damaged, leads out of itself, holds links or devices, or unpacks to too much.
    """
    kind = {".gz": "gz", ".tgz": "gz", ".xz": "xz", ".txz": "xz", ".bz2": "bz2", ".tbz2": "bz2"}.get(
        path.suffix.lower(), ""
    )
    try:
        with path.open("rb") as handle:
            stream: Any = unpacked(handle, kind, path.name) if kind else handle
            with tarfile.open(fileobj=stream, mode="r|", bufsize=CHUNK) as opened:
                archive: Any = opened
                for count, info in enumerate(opened):
                    if count >= MOST_MEMBERS:
                        raise DocumentError(f"{path.name} has more members", f"at most {MOST_MEMBERS:,}", "Split it")
                    name = check_name(info.name, path.name)
                    if info.issym() or info.islnk() or info.isdev():
                        raise DocumentError(
                            f"{path.name} holds a link or a device: {name[:200]!r}", "files",
                            "Do not trust this archive",
                        )  # fmt: skip
                    archive.members.clear()
                    if info.isreg():
                        yield name, info.size, _tar_reader(opened, info, limit, path.name)
    except DAMAGED as error:
        raise damaged(path.name, error) from error


def _tar_reader(archive: tarfile.TarFile, info: tarfile.TarInfo, limit: int, name: str) -> Callable[[], bytes]:
    def data() -> bytes:
        if info.size > limit:
            raise too_large(f"{info.name} in {name}", info.size, limit)
        handle = archive.extractfile(info)
        return handle.read() if handle is not None else b""

    return data


def files_of_folder(path: Path) -> Iterator[Path]:
    """Yield the files under a folder in the order of their names, without hidden ones.

    Links that lead out of the folder are refused.

    Parameters
    ----------
    path
        The folder.

    Raises
    ------
    DocumentError
        If a link leads out of it, or it holds too many files.
    """
    root = path.resolve()
    count = 0
    for folder, inside, names in os.walk(path, followlinks=False):
        inside[:] = sorted(name for name in inside if not name.startswith((".", "__MACOSX")))
        for name in sorted(names):
            one = Path(folder) / name
            if name.startswith("."):
                continue
            count += 1
            if count > MOST_MEMBERS:
                raise DocumentError(
                    f"{path} holds more files", f"at most {MOST_MEMBERS:,}", "Read its folders one by one"
                )
            if one.is_symlink() and not one.resolve().is_relative_to(root):
                raise DocumentError(
                    f"{one} is a link that leads out of {path}", "files inside the folder", "Name the file itself"
                )
            if one.is_file():
                yield one
