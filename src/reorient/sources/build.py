"""From the producers' original files to a record: the starter record, or a reader's own."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reorient.errors import RecordError, SourceError
from reorient.record.schema import Batch
from reorient.record.store import Record
from reorient.sources.catalogue import source as find
from reorient.sources.catalogue import sources
from reorient.sources.corrections import apply
from reorient.sources.excerpts import cut, excerpts
from reorient.sources.source import Source

Progress = Callable[[str, str], None]


def _quiet(key: str, step: str) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one source: rows of ties and ballots, corrections applied, or why it was left out."""

    key: str
    ties: int
    ballots: int
    corrections: int
    left_out: str = ""


def locate(source: Source, originals: Path) -> list[Path]:
    """Return the original files of `source` below `originals`, sorted.

    Raises
    ------
    SourceError
        If one of its paths or globs finds nothing.
    """
    found: list[Path] = []
    for pattern in source.originals:
        hits = sorted(path for path in originals.glob(pattern) if path.is_file())
        if not hits:
            raise SourceError(
                f"{source.origin.key}: nothing at {pattern!r} in {originals}",
                "the producer's original file",
                "check the folder of originals, or leave the source out with --only",
            )
        found.extend(hits)
    return found


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_source(source: Source, paths: Sequence[Path]) -> tuple[Batch, int]:
    """Read the files of `source`, apply its corrections, and return the batch and how many were applied."""
    batch, applied = apply(source.read(paths), source.origin.key)
    return batch, len(applied)


def add(record: Record, source: Source, paths: Sequence[Path], *, whole: bool = True) -> Built:
    """Read the files of `source` into `record`.

    Parameters
    ----------
    record
        Where to.
    source, paths
        What, from which files.
    whole
        Everything (a reader's own record), or only what may be redistributed (the starter record).
    """
    key = source.origin.key
    if not whole and source.origin.redistribute == "no":
        return Built(key, 0, 0, 0, "may not be redistributed")
    batch, applied = read_source(source, paths)
    if not whole and source.origin.redistribute == "excerpt":
        batch = cut(batch, [line for line in excerpts() if line.source == key])
        if not len(batch.ties):
            return Built(key, 0, 0, applied, "may not be redistributed, and no excerpt is quoted")
    record.put(source.origin, batch, files={path.name: sha256(path) for path in paths})
    return Built(key, len(batch.ties), 0 if batch.ballots is None else len(batch.ballots), applied)


def build(
    originals: Path,
    into: Path,
    *,
    whole: bool = False,
    only: Iterable[str] = (),
    progress: Progress = _quiet,
) -> list[Built]:
    """Build a record in the new folder `into` from the original files, and put it in place in one step.

    Parameters
    ----------
    originals
        Folder of the producers' files.
    into
        Folder of the record; an earlier record there is replaced once the new one is complete.
    whole
        Also what may not be redistributed (for a reader's own use).
    only
        Keys of the sources to build; all if empty.
    progress
        Called with the key and what happens.

    Raises
    ------
    SourceError, UnreadableOriginal, UnknownCode, SchemaError, OutsideLifetime
        With the offending file, row or code; `into` stays as it was.
    """
    if not originals.is_dir():
        raise SourceError(f"No folder {originals}", "the folder of the producers' original files")
    chosen = [find(key) for key in only] or [one for one in sources().values() if one.originals]
    if into.exists() and any(into.iterdir()) and not (into / "manifest.json").is_file():
        raise RecordError(f"{into} is not empty and holds no record", "a new folder or one with a record")
    fresh = into.with_name(f".{into.name}.building")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        built = []
        record = Record.create(fresh)
        for source in chosen:
            progress(source.origin.key, "reading")
            built.append(add(record, source, locate(source, originals), whole=whole))
            progress(source.origin.key, "done")
        record.close()
        _publish(fresh, into)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return built


def _publish(fresh: Path, into: Path) -> None:
    """Move the parts of `fresh` into `into` and let its manifest point to them: one step for a reader."""
    target = Record.create(into)
    for path in sorted(fresh.glob("parts/**/*.parquet")):
        place = into / path.relative_to(fresh)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)
    target.adopt(fresh)
    target.clean()
    target.close()
    (into / ".lock").unlink(missing_ok=True)
