"""What the data verbs show: rows for sources, variables and coverage, checks against known figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from reorient.errors import SourceError
from reorient.record.schema import Origin, variables
from reorient.record.store import Record, own_folder
from reorient.sources.build import Built, locate, read_source
from reorient.sources.build import add as add_source
from reorient.sources.catalogue import source, sources
from reorient.sources.corrections import corrections
from reorient.sources.figures import check_batch, check_record


def source_rows(record: Record) -> list[dict[str, Any]]:
    """Return one row for each source with a reader and what the record holds of it."""
    held = record.origins()
    rows = []
    for key, one in sources().items():
        parts = [part for part in record.parts() if part.source == key]
        rows.append(
            {
                "source": key,
                "rows": sum(part.rows for part in parts) if parts else "",
                "from": min((part.first[:4] for part in parts), default=""),
                "to": max((part.last[:4] for part in parts), default=""),
                "redistribute": one.origin.redistribute,
                "fetch": "pull" if one.origin.download else "add",
                "title": f"{one.origin.producer}: {one.origin.title}",
            }
        )
    rows.extend(
        {
            "source": k,
            "rows": "",
            "from": "",
            "to": "",
            "redistribute": o.redistribute,
            "fetch": "",
            "title": o.title,
        }
        for k, o in held.items()
        if k not in sources()
    )
    return rows


def variable_rows(record: Record) -> list[dict[str, Any]]:
    """Return one row for each variable with its unit and the sources that hold it."""
    return [
        {
            "variable": spec.name,
            "channel": spec.channel,
            "unit": spec.unit,
            "sources": " ".join(record.sources_of(spec.name)),
            "title": spec.title,
        }
        for spec in variables().values()
    ]


def describe_source(record: Record, key: str) -> dict[str, str | list[str]]:
    """Return everything a reader may ask about a source."""
    one = source(key)
    origin = record.origins().get(key, one.origin)
    parts = [part for part in record.parts() if part.source == key]
    found: dict[str, str | list[str]] = {
        "source": key,
        "producer": origin.producer,
        "title": origin.title,
        "version": origin.version,
        "year": str(origin.year),
        "licence": origin.licence,
        "licence_url": origin.licence_url,
        "redistribute": origin.redistribute,
        "url": origin.url,
        "download": origin.download or f"by hand, then `reorient data add {key} FILE`",
        "citation": origin.citation,
        "note": origin.note,
        "layouts": list(one.layouts),
        "in the record": [f"{p.variable} {p.first[:4]}-{p.last[:4]}: {p.rows:,} rows" for p in parts] or ["nothing"],
        "read from": [f"{name} sha256 {digest}" for name, digest in record.original_files(key).items()],
        "set aside": [f"{s.rows:,} rows: {s.reason} ({', '.join(s.examples)})" for s in record.set_aside(key)],
        "corrections": [f"{c.id}: {c.action}, {c.reason}" for c in corrections() if c.source == key],
    }
    return {name: value for name, value in found.items() if value}


def coverage_rows(record: Record, variable: str | None, key: str | None, who: str | None) -> list[dict[str, Any]]:
    """Return coverage rows as plain dictionaries."""
    from reorient.actors import resolve
    from reorient.record.schema import variable as spec

    stored = spec(variable).stored if variable else None
    wanted = None if who is None else resolve(who)
    return [
        {
            "variable": row.variable,
            "source": row.source,
            "actor": row.actor,
            "at": row.role,
            "from": str(row.first),
            "to": str(row.last),
            "freq": row.freq,
            "no row means": row.absence,
            "note": row.note,
        }
        for row in record.coverage(stored, key)
        if wanted is None or row.actor in ("*", wanted)
    ]


def add_files(key: str, files: Sequence[Path], folder: Path | None) -> Built:
    """Read files into the reader's own record (or the record in `folder`)."""
    missing = [path for path in files if not path.is_file()]
    if missing:
        raise SourceError(f"No file {missing[0]}", f"files of {key}", "check the path")
    with Record.create(folder or own_folder()) as record:
        return add_source(record, source(key), files)


def add_scenarios(folder: Path) -> list[str]:
    """Write the ties of the package's scenarios into the record in `folder`, those of the state each is about.

    With them the losses of all pairs without each other, which take some minutes.
    """
    from reorient.app import counterfactual
    from reorient.simulate.leverage import SCENARIO, all_pairs
    from reorient.simulate.scenario import shipped

    with Record([folder]) as record:
        record.put(*all_pairs(record), scenario=SCENARIO)
        for name in shipped():
            found = counterfactual(record, name)
            record.put(found.origin, found.batch(only=found.scenarios[0].about), scenario=name)
    (folder / ".lock").unlink(missing_ok=True)
    return list(shipped())


def add_debate(folder: Path, originals: Path) -> int:
    """Count who is named in the UN General Debate and write the counts into the record in `folder`.

    Returns the number of ties; none where the archives are not among the originals.
    """
    from reorient.documents.rhetoric import debate_ties

    archives = sorted((originals / "texts" / "ungdc").glob("ungdc_txt_*.tar.xz"))
    if not archives:
        return 0
    origin, batch = debate_ties(archives)
    with Record([folder]) as record:
        record.put(origin, batch)
    (folder / ".lock").unlink(missing_ok=True)
    return len(batch.ties)


def pull_target(key: str, address: str, keep: Path | None) -> Path:
    """Return where a fetched file goes: its own name in a folder of the source."""
    name = Path(unquote(urlsplit(address).path)).name or key
    return (keep or own_folder().parent / "originals" / key) / name


def verify_lines(record: Record, names: Sequence[str], originals: Path | None) -> tuple[list[tuple[str, ...]], bool]:
    """Return one line for each check, and whether any failed."""
    lines: list[tuple[str, ...]] = [("damaged", "record", problem, "", "") for problem in record.verify()]
    chosen = [source(name) for name in names] or [one for one in sources().values() if one.originals]
    for one in chosen:
        if originals is not None:
            batch, _ = read_source(one, locate(one, originals))
            lines.extend(check_batch(one, batch))
        else:
            lines.extend(check_record(one, record))
    if not any(line[1] == "record" for line in lines):
        lines.insert(0, ("ok", "record", f"{len(record.parts())} parts match their checksums", "", ""))
    return lines, any(line[0] in ("damaged", "differs") for line in lines)


def citations(record: Record, names: Sequence[str], state: str | None, toward: str | None) -> str:
    """Return BibTeX for the named sources, for what a brief used, or for everything in the record."""
    from reorient.report.citation import bibtex

    if state and toward:
        from reorient.app import brief

        return brief(record, state, toward=toward).citations()
    held = record.origins()
    chosen: list[Origin] = [held.get(name) or source(name).origin for name in names] or list(held.values())
    return bibtex(chosen)
