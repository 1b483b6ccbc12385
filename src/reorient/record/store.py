"""The record: all ties in one store, each with its source. The only door to DuckDB.

A record is one folder or several laid over each other (the starter record below a reader's own). A source in an
upper folder replaces the same source below it; nothing else of the lower one is hidden.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from importlib.resources import files as package_files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import polars as pl

from reorient.errors import RecordDamaged, RecordError, RecordLocked, did_you_mean, few
from reorient.record.checks import check_ballots, check_ties
from reorient.record.conditions import conditions, quoted, sql_type, years_between
from reorient.record.coverage import Cell, Coverages
from reorient.record.manifest import NAME as MANIFEST
from reorient.record.manifest import Manifest, Part, read_manifest, write_manifest, write_whole
from reorient.record.schema import BALLOTS, OBSERVED, TIES, Batch, Coverage, Origin, SetAside, variable

if TYPE_CHECKING:
    import duckdb

#: Rows in one row group of a part; small enough that one state's rows touch few groups.
ROW_GROUP = 61_440
#: A part with more rows than this is also kept sorted by receiver, so that both ends read fast.
TWO_SORT_ROWS = 2_000_000
#: Environment variable that names the folder of a reader's own record.
HOME = "REORIENT_RECORD"

Names = str | Sequence[str] | None


def starter_folder() -> Path:
    """Return the folder of the record that ships inside the package."""
    return Path(str(package_files("reorient") / "starter"))


def own_folder() -> Path:
    """Return the folder of the reader's own record: ``$REORIENT_RECORD`` or the user's data folder."""
    import platformdirs

    named = os.environ.get(HOME, "")
    return Path(named) if named else Path(platformdirs.user_data_dir("reorient", appauthor=False)) / "record"


class Record:
    """All ties, origins and coverage of one or several folders.

    Parameters
    ----------
    folders
        Folders of records, lowest first. Writes go to the last one.
    """

    def __init__(self, folders: Sequence[Path], *, beside: str = "") -> None:
        if not folders:
            raise RecordError("No folder named", "at least one folder of a record")
        self._read = (OBSERVED, beside) if beside else (OBSERVED,)
        self._folders = tuple(Path(folder) for folder in folders)
        self._manifests = tuple(read_manifest(folder) for folder in self._folders)
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._coverages: Coverages | None = None
        self._told: dict[tuple[str, str, str], pl.DataFrame] = {}

    # -- opening ----------------------------------------------------------------------------------------

    @classmethod
    def open(cls, folder: Path | str | None = None) -> Record:
        """Open the record in `folder`, or the starter record with the reader's own laid over it."""
        if folder is not None:
            return cls([Path(folder)])
        own = own_folder()
        return cls([starter_folder(), own] if (own / "manifest.json").is_file() else [starter_folder()])

    @classmethod
    def create(cls, folder: Path | str) -> Record:
        """Make an empty record in `folder` (or open the one that is there)."""
        path = Path(folder)
        try:
            path.mkdir(parents=True, exist_ok=True)
            if not (path / "manifest.json").is_file():
                write_manifest(path, Manifest())
        except OSError as problem:
            raise _cannot_write(path, problem) from problem
        return cls([path])

    def beside(self, scenario: str) -> Record:
        """Return this record with the ties of a scenario beside the observed ones, as one source more.

        Raises
        ------
        RecordError
            If the record holds no such scenario.
        """
        known = sorted(set(self.scenarios()) - {OBSERVED})
        if scenario not in known:
            raise RecordError(
                f"The record holds no scenario {scenario!r}",
                f"one of {few(known, 20)}" if known else "a scenario that `reorient simulate` has written",
            )
        return Record(self._folders, beside=scenario)

    # -- what is in it ----------------------------------------------------------------------------------

    @property
    def folder(self) -> Path:
        """Return the folder that writes go to."""
        return self._folders[-1]

    @property
    def version(self) -> str:
        """Return a short hash that changes with any row, origin or coverage of the record."""
        versions = [hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest() for folder in self._folders]
        if len(versions) == 1:
            return versions[0][:12]
        return hashlib.sha256("".join(versions).encode()).hexdigest()[:12]

    def parts(self, table: Literal["ties", "ballots"] = "ties") -> tuple[Part, ...]:
        """Return the parts in force, those of upper folders replacing the same source below."""
        return tuple(part for _, part in self._located() if part.table == table)

    def _located(self) -> list[tuple[Path, Part]]:
        chosen: list[tuple[Path, Part]] = []
        for folder, manifest in zip(self._folders, self._manifests, strict=True):
            above = {(part.source, part.scenario) for part in manifest.parts}
            chosen = [(f, p) for f, p in chosen if (p.source, p.scenario) not in above]
            chosen.extend((folder, part) for part in manifest.parts)
        return chosen

    def _owner(self, source: str) -> Manifest | None:
        owners = [manifest for manifest in self._manifests if source in manifest.origins]
        return owners[-1] if owners else None

    def origins(self) -> dict[str, Origin]:
        """Return every origin by key."""
        merged: dict[str, Origin] = {}
        for manifest in self._manifests:
            merged.update(manifest.origins)
        return dict(sorted(merged.items()))

    def origin(self, key: str) -> Origin:
        """Return the origin `key`.

        Raises
        ------
        RecordError
            If the record holds no such source.
        """
        owner = self._owner(key)
        if owner is None:
            known = list(self.origins())
            raise RecordError(
                f"The record holds no source {key!r}.{did_you_mean(key, known)}",
                f"one of {few(known, 12)}",
                "`reorient data list` shows what can be added",
            )
        return owner.origins[key]

    def coverages(self) -> Coverages:
        """Return the coverage of every source, upper folders replacing the same source below."""
        if self._coverages is None:
            rows: list[Coverage] = []
            for manifest in self._manifests:
                rows = [row for row in rows if row.source not in manifest.origins]
                rows.extend(manifest.coverage)
            self._coverages = Coverages(rows)
        return self._coverages

    def coverage(self, variable: str | None = None, source: str | None = None) -> tuple[Coverage, ...]:
        """Return coverage rows, of one stored variable and one source if they are named."""
        return self.coverages().rows(variable=variable, source=source)

    def set_aside(self, source: str) -> tuple[SetAside, ...]:
        """Return what was set aside when `source` was read."""
        owner = self._owner(source)
        return owner.set_aside.get(source, ()) if owner else ()

    def original_files(self, source: str) -> dict[str, str]:
        """Return name and SHA-256 of the original files that `source` was read from."""
        owner = self._owner(source)
        return owner.files.get(source, {}) if owner else {}

    def sources_of(self, name: str, *, freq: str | None = None, scenario: str | None = None) -> tuple[str, ...]:
        """Return the sources that hold ties of the variable `name` (or of what it is a view of)."""
        stored, wanted = variable(name).stored, self._scenarios(scenario)
        keys = {p.source for p in self.parts() if p.variable == stored and p.scenario in wanted}
        if freq is not None:
            covered = {row.source for row in self.coverage(stored) if row.freq == freq}
            keys &= covered
        return tuple(sorted(keys))

    def variables(self, *, scenario: str = OBSERVED) -> tuple[str, ...]:
        """Return the stored variables that the record holds."""
        return tuple(sorted({part.variable for part in self.parts() if part.scenario == scenario}))

    def scenarios(self) -> tuple[str, ...]:
        """Return the scenarios that the record holds."""
        return tuple(sorted({part.scenario for part in self.parts()}))

    # -- reading ----------------------------------------------------------------------------------------

    def ties(
        self,
        name: str,
        *,
        sender: Names = None,
        receiver: Names = None,
        first: int | None = None,
        last: int | None = None,
        freq: str | None = "Y",
        source: Names = None,
        scenario: Names = None,
        columns: Sequence[str] = (),
    ) -> pl.DataFrame:
        """Return ties of the variable `name` (of what it is a view of), ordered by their key.

        Parameters
        ----------
        name
            A variable; for a view the rows come as stored, from sender to receiver.
        sender, receiver
            One actor id or several; ``None`` for all.
        first, last
            First and last calendar year, both included.
        freq
            ``Y``, ``M``, or ``None`` for both.
        source
            One source or several; ``None`` for all.
        scenario
            ``observed`` or the name of a counterfactual, or several; what is observed, and the scenario of `beside`,
            if ``None``.
        columns
            Only these columns, ordered by those of the key among them; all if empty.

        Returns
        -------
        polars.DataFrame
            Columns of ``schema.TIES``; no row where nothing is known.

        Raises
        ------
        RecordDamaged
            If a part is missing or altered.
        """
        wanted, of = _listed(source), self._scenarios(scenario)
        stored = variable(name).stored
        chosen = [
            (folder, part)
            for folder, part in self._located()
            if part.table == "ties" and part.variable == stored and part.scenario in of
            if (wanted is None or part.source in wanted) and _overlaps(part, first, last)
        ]
        condition = conditions(_listed(sender), _listed(receiver), first, last, freq)
        by_receiver = sender is None and receiver is not None
        paths = [_path(folder, part, by_receiver=by_receiver) for folder, part in chosen]
        wanted_columns = {name: kind for name, kind in TIES.items() if not columns or name in columns}
        return self._select(paths, wanted_columns, condition, "variable, source, sender, receiver, period, freq")

    def _scenarios(self, scenario: Names) -> tuple[str, ...]:
        return self._read if scenario is None else tuple(_listed(scenario) or ())

    def told(self, source: str, end: Literal["sender", "receiver"], *, scenario: str | None = None) -> pl.DataFrame:
        """Return of whom `source` tells any tie at one end of it, whatever the variable: who is covered by the source.

        Returns
        -------
        polars.DataFrame
            ``actor``, ``year``, ``others`` (how many it has ties with), ``one`` (one of them), by actor and year.
        """
        key, of = (source, end, scenario or ""), self._scenarios(scenario)
        if key not in self._told:
            other = "receiver" if end == "sender" else "sender"
            parts = [
                pl.scan_parquet(folder / part.file, glob=False).select(
                    pl.col(end).alias("actor"), pl.col("period").dt.year().alias("year"), pl.col(other).alias("other")
                )
                for folder, part in self._located()
                if part.table == "ties" and part.source == source and part.scenario in of
            ]
            if not parts:
                return pl.DataFrame(
                    schema={"actor": pl.String, "year": pl.Int32, "others": pl.UInt32, "one": pl.String}
                )
            found = pl.concat(parts).filter(pl.col("actor") != pl.col("other")).group_by("actor", "year")
            # One variable by year has one row for each pair: counting rows is counting others, and a good deal faster.
            yearly = all(row.freq == "Y" for row in self.coverage(source=source))
            others = pl.len() if len(parts) == 1 and yearly else pl.col("other").n_unique()
            rows = found.agg(others.alias("others"), pl.col("other").min().alias("one"))
            self._told[key] = rows.sort("actor", "year").collect()
        return self._told[key]

    def ballots(
        self, *, body: str = "UNGA", first: int | None = None, last: int | None = None, source: Names = None
    ) -> pl.DataFrame:
        """Return roll-call votes of `body`: 1 yes, 2 abstain, 3 no; absence is no row."""
        wanted = _listed(source)
        paths = [
            folder / part.file
            for folder, part in self._located()
            if part.table == "ballots" and part.variable == body and (wanted is None or part.source in wanted)
        ]
        condition = years_between("day", first, last)
        return self._select(paths, BALLOTS, condition, "source, day, resolution, actor")

    def cell(self, name: str, sender: str, receiver: str, year: int, source: str) -> Cell:
        """Say what `source` knows of one tie in one year (convention 1).

        Returns
        -------
        Cell
            ``reported`` (a row above zero), ``zero`` (a row of zero, or no row where the source lists
            everything), ``unreported``, ``unlisted``, or ``not covered``.
        """
        rows = self.ties(name, sender=sender, receiver=receiver, first=year, last=year, source=source)
        if len(rows):
            return "zero" if rows["value"].sum() == 0 else "reported"
        stored = variable(name).stored
        return self.coverages().absence(stored, sender, receiver, date(year, 1, 1), source)

    def sql(self, query: str) -> pl.DataFrame:
        """Return the answer to a read-only query over the views ``ties`` and ``ballots``."""
        connection = self._connect()
        for table, columns in (("ties", TIES), ("ballots", BALLOTS)):
            paths = [str(folder / part.file) for folder, part in self._located() if part.table == table]
            if paths:
                listed = ", ".join(quoted(path) for path in paths)
                connection.execute(f"create or replace temp view {table} as from read_parquet([{listed}])")
            else:
                empty = ", ".join(f"null::{sql_type(kind)} as {column}" for column, kind in columns.items())
                connection.execute(f"create or replace temp view {table} as select {empty} where false")
        return pl.DataFrame(connection.sql(query))

    def _select(
        self, paths: Sequence[Path], columns: dict[str, pl.DataType], condition: pl.Expr, order: str
    ) -> pl.DataFrame:
        if not paths:
            return pl.DataFrame(schema=columns)
        parts = [pl.scan_parquet(path, glob=False).filter(condition).select(*columns) for path in paths]
        try:
            frame = pl.concat(pl.collect_all(parts)).cast(columns)  # type: ignore[arg-type]
        except Exception as problem:
            self._diagnose(paths, problem)
            raise
        return frame.sort([column.strip() for column in order.split(",") if column.strip() in columns])

    def _connect(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            import duckdb

            self._connection = duckdb.connect(":memory:", config={"threads": min(os.cpu_count() or 1, 4)})
        return self._connection

    @staticmethod
    def _diagnose(paths: Sequence[Path], problem: Exception) -> None:
        missing = [path.name for path in paths if not path.is_file()]
        found = f"missing {few(missing)}" if missing else f"unreadable ({problem})"
        raise RecordDamaged(
            f"A part of the record is {found}",
            "every file that manifest.json lists",
            "run `reorient data verify`, then build or add the source again",
        ) from problem

    # -- writing ----------------------------------------------------------------------------------------

    def put(
        self,
        origin: Origin,
        batch: Batch,
        *,
        scenario: str = OBSERVED,
        files: dict[str, str] | None = None,
    ) -> None:
        """Replace everything the record's top folder holds of `origin` in `scenario` by `batch`, in one step.

        Parameters
        ----------
        origin, batch
            The source and what its reader returned.
        scenario
            The scenario that every row must carry.
        files
            Name and SHA-256 of the original files.

        Raises
        ------
        SchemaError, OutsideLifetime
            If the ties break the convention; the record stays as it was.
        RecordLocked
            If another process is writing.
        RecordError
            If the disk is full or the folder cannot be written; the record stays as it was.
        """
        check_ties(batch.ties, source=origin.key)
        _check_scenario(batch.ties, scenario)
        _check_coverage(batch, origin.key)
        if batch.ballots is not None:
            check_ballots(batch.ballots, source=origin.key)
        with self._writing() as before:
            parts = list(self._write_parts(batch, scenario, origin.key))
            after = before.with_source(
                origin, parts, batch.coverage, batch.set_aside, scenario=scenario, files=files or {}
            )
            write_manifest(self.folder, after)
        self._refresh()

    def remove(self, source: str) -> None:
        """Remove `source` from the record's top folder, in one step."""
        with self._writing() as before:
            if source not in before.origins:
                raise RecordError(f"The record in {self.folder} holds no source {source!r}")
            write_manifest(self.folder, before.without_source(source))
        self._refresh()

    def adopt(self, folder: Path) -> None:
        """Let the manifest of `folder`, whose parts lie here already, become the state of this record."""
        with self._writing():
            write_manifest(self.folder, read_manifest(folder))
        self._refresh()

    def clean(self) -> int:
        """Delete files that the manifest no longer lists; return how many. Readers must be closed first."""
        with self._writing() as manifest:
            listed = {part.file for part in manifest.parts} | {part.by_receiver for part in manifest.parts}
            stray = [
                path
                for path in sorted(self.folder.glob("parts/**/*"))
                if path.is_file() and path.relative_to(self.folder).as_posix() not in listed
            ]
            for path in stray:
                path.unlink()
        return len(stray)

    def verify(self) -> list[str]:
        """Return one line for every part that is missing or differs from its checksum."""
        problems = []
        for folder, part in self._located():
            path = folder / part.file
            if not path.is_file():
                problems.append(f"{part.file}: missing")
            elif hashlib.sha256(path.read_bytes()).hexdigest() != part.sha256:
                problems.append(f"{part.file}: differs from its SHA-256 in the manifest")
        return problems

    @contextmanager
    def _writing(self) -> Iterator[Manifest]:
        """Hold the writer's lock and give the manifest as it stands on disk."""
        import filelock

        lock = filelock.FileLock(str(self.folder / ".lock"), timeout=0)
        try:
            with lock:
                yield read_manifest(self.folder)
        except filelock.Timeout as problem:
            raise RecordLocked(
                f"Another process is writing to the record in {self.folder}",
                "one writer at a time (readers are never blocked)",
                "wait until it is done and repeat the command",
            ) from problem
        except OSError as problem:
            raise _cannot_write(self.folder, problem) from problem

    def _write_parts(self, batch: Batch, scenario: str, source: str) -> Iterator[Part]:
        for (name,), rows in batch.ties.group_by(["variable"], maintain_order=True):
            yield self._write_part(rows, "ties", scenario, str(name), source)
        if batch.ballots is not None:
            for (body,), rows in batch.ballots.group_by(["body"], maintain_order=True):
                yield self._write_part(rows, "ballots", scenario, str(body), source)

    def _write_part(
        self, rows: pl.DataFrame, table: Literal["ties", "ballots"], scenario: str, name: str, source: str
    ) -> Part:
        order, time = ("day", "resolution", "actor"), "day"
        if table == "ties":
            order, time = ("sender", "receiver", "period"), "period"
        file, digest = self._write_file(rows.sort([*order, *_tail(rows, order)]), scenario, name, source)
        other = ""
        if table == "ties" and len(rows) > TWO_SORT_ROWS:
            turned = ("receiver", "sender", "period")
            other, _ = self._write_file(rows.sort([*turned, *_tail(rows, turned)]), scenario, name, source)
        first, last = str(rows[time].min()), str(rows[time].max())
        return Part(table, scenario, name, source, file, other, len(rows), first, last, digest)

    def _write_file(self, rows: pl.DataFrame, scenario: str, name: str, source: str) -> tuple[str, str]:
        buffer = BytesIO()
        rows.write_parquet(buffer, compression="zstd", compression_level=12, row_group_size=ROW_GROUP, statistics=True)
        content = buffer.getvalue()
        digest = hashlib.sha256(content).hexdigest()
        branch = "" if scenario == OBSERVED else f"{scenario}/"
        relative = f"parts/{branch}{name}/{source}.{digest[:12]}.parquet"
        path = self.folder / relative
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content)
        return relative, digest

    def _refresh(self) -> None:
        self._manifests = (*self._manifests[:-1], read_manifest(self.folder))
        self._coverages = None
        self._told = {}

    def reload(self) -> None:
        """Read the manifests again, to see what another process has written."""
        self._manifests = tuple(read_manifest(folder) for folder in self._folders)
        self._coverages = None
        self._told = {}

    def close(self) -> None:
        """Close the connection to DuckDB."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _tail(rows: pl.DataFrame, order: Iterable[str]) -> list[str]:
    return [column for column in rows.columns if column not in set(order)]


def _listed(names: Names) -> list[str] | None:
    if names is None:
        return None
    return [names] if isinstance(names, str) else list(names)


def _overlaps(part: Part, first: int | None, last: int | None) -> bool:
    after = first is None or int(part.last[:4]) >= first
    return after and (last is None or int(part.first[:4]) <= last)


def _path(folder: Path, part: Part, *, by_receiver: bool) -> Path:
    return folder / (part.by_receiver if by_receiver and part.by_receiver else part.file)


def _check_scenario(ties: pl.DataFrame, scenario: str) -> None:
    others = ties.filter(pl.col("scenario") != scenario)["scenario"].unique().to_list()
    if others:
        raise RecordError(f"Ties of scenario {few(others)}", f"scenario {scenario!r} on every row (convention 7)")


def _check_coverage(batch: Batch, source: str) -> None:
    held = set(batch.ties["variable"].unique().to_list())
    covered = {row.variable for row in batch.coverage}
    if held - covered:
        raise RecordError(
            f"Source {source!r} holds ties of {few(sorted(held - covered))} without coverage (convention 1)",
            "a coverage row for each variable",
        )
    foreign = sorted({row.source for row in batch.coverage} - {source})
    if foreign:
        raise RecordError(f"Coverage of {few(foreign)} in a batch of {source!r}", f"coverage of {source!r}")


def _cannot_write(folder: Path, problem: OSError) -> RecordError:
    return RecordError(
        f"The record in {folder} cannot be written ({problem.strerror or problem})",
        "a writable folder with room on its disk",
        "make room or choose another folder; the record is as it was",
    )
