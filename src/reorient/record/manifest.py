"""The one small file that says which parts make up a record, and how it changes in one step.

A record is a folder. Its parts are Parquet files named after their content, written once and never changed.
``manifest.json`` lists the parts; replacing that file is the only way a record changes, and replacing a file is
atomic. A process killed at any instant therefore leaves the previous record readable and complete.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from reorient.errors import RecordDamaged, RecordError
from reorient.record.schema import Coverage, Origin, SetAside

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Part:
    """One immutable Parquet file: the rows of one source in one variable and scenario.

    Attributes
    ----------
    table
        ``ties`` or ``ballots``.
    scenario, variable, source
        Constants of its rows (`variable` is the body for ballots).
    file
        Path below the record's folder; sorted by sender, receiver, period.
    by_receiver
        The same rows sorted by receiver, for large parts; otherwise empty.
    rows, first, last
        Number of rows, first and last period (ISO dates).
    sha256
        Of `file`.
    """

    table: Literal["ties", "ballots"]
    scenario: str
    variable: str
    source: str
    file: str
    by_receiver: str
    rows: int
    first: str
    last: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state of a record."""

    parts: tuple[Part, ...] = ()
    origins: dict[str, Origin] = field(default_factory=dict)
    coverage: tuple[Coverage, ...] = ()
    set_aside: dict[str, tuple[SetAside, ...]] = field(default_factory=dict)
    files: dict[str, dict[str, str]] = field(default_factory=dict)

    def with_source(
        self,
        origin: Origin,
        parts: Iterable[Part],
        coverage: Iterable[Coverage],
        set_aside: Iterable[SetAside],
        *,
        scenario: str,
        files: dict[str, str],
    ) -> Manifest:
        """Return this manifest with everything of `origin` in `scenario` replaced."""
        kept = tuple(p for p in self.parts if (p.source, p.scenario) != (origin.key, scenario))
        order = lambda p: (p.table, p.scenario, p.variable, p.source)  # noqa: E731
        return replace(
            self,
            parts=tuple(sorted((*kept, *parts), key=order)),
            origins=dict(sorted({**self.origins, origin.key: origin}.items())),
            coverage=tuple(
                sorted((*(c for c in self.coverage if c.source != origin.key), *coverage), key=_coverage_order)
            ),
            set_aside=dict(sorted({**self.set_aside, origin.key: tuple(set_aside)}.items())),
            files=dict(sorted({**self.files, origin.key: dict(sorted(files.items()))}.items())),
        )

    def without_source(self, key: str) -> Manifest:
        """Return this manifest without anything of the source `key`."""
        return replace(
            self,
            parts=tuple(p for p in self.parts if p.source != key),
            origins={k: v for k, v in self.origins.items() if k != key},
            coverage=tuple(c for c in self.coverage if c.source != key),
            set_aside={k: v for k, v in self.set_aside.items() if k != key},
            files={k: v for k, v in self.files.items() if k != key},
        )

    def to_json(self) -> str:
        """Return the text of the manifest: sorted, one line a part, no time stamps (convention 12)."""
        body = {
            "format": FORMAT,
            "origins": {key: asdict(origin) for key, origin in self.origins.items()},
            "parts": [asdict(part) for part in self.parts],
            "coverage": [[_plain(v) for v in asdict(row).values()] for row in self.coverage],
            "set_aside": {k: [asdict(s) for s in rows] for k, rows in self.set_aside.items()},
            "files": self.files,
        }
        return json.dumps(body, indent=0, ensure_ascii=False, sort_keys=True) + "\n"


def _coverage_order(row: Coverage) -> tuple[str, ...]:
    return (row.source, row.variable, row.actor, row.role, row.freq, row.first.isoformat())


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of the record in `folder`.

    Raises
    ------
    RecordError
        If there is no record.
    RecordDamaged
        If the manifest is no manifest or of a later format.
    """
    path = folder / NAME
    if not path.is_file():
        raise RecordError(
            f"No record in {folder}",
            f"a folder with {NAME}",
            "make one with `reorient data add` or `data build`",
        )
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        return _from_json(body)
    except (ValueError, KeyError, TypeError) as problem:
        raise RecordDamaged(
            f"{path} is no manifest of a record ({type(problem).__name__}: {problem})",
            f"a manifest of format {FORMAT}",
            "restore the file or build the record again",
        ) from problem


def _from_json(body: dict[str, Any]) -> Manifest:
    if body["format"] != FORMAT:
        message = f"format {body['format']}"
        raise ValueError(message)
    return Manifest(
        parts=tuple(Part(**part) for part in body["parts"]),
        origins={key: Origin(**origin) for key, origin in body["origins"].items()},
        coverage=tuple(_coverage(row) for row in body["coverage"]),
        set_aside={
            key: tuple(SetAside(s["reason"], s["rows"], tuple(s["examples"])) for s in rows)
            for key, rows in body["set_aside"].items()
        },
        files=body["files"],
    )


def _coverage(row: list[Any]) -> Coverage:
    source, name, who, role, first, last, freq, absence, note = row
    return Coverage(source, name, who, role, date.fromisoformat(first), date.fromisoformat(last), freq, absence, note)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Make `manifest` the state of the record in `folder`, in one step."""
    write_whole(folder / NAME, manifest.to_json().encode())


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path` so that a reader sees either the old file or the whole new one."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
