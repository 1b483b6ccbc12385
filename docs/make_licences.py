"""Make DATA_LICENSES.md from the origins in the starter record and in the catalogue of sources.

``python docs/make_licences.py`` writes it; a test keeps it current.
"""

from __future__ import annotations

from pathlib import Path

from reorient.record.schema import Origin
from reorient.record.store import Record, starter_folder
from reorient.sources.catalogue import sources

ROOT = Path(__file__).resolve().parents[1]
HEAD = """# Licences of the data

The code of Reorient is under Apache-2.0 (`LICENSE`). The data are not: every source keeps the terms of its producer. The
starter record inside the package holds only what may be redistributed, and short excerpts with citation of sources that may
not (`src/reorient/sources/excerpts.csv` names every one of them with its reason). The figures are in Reorient's own schema.

This page is made by `python docs/make_licences.py`.
"""


def line(origin: Origin, rows: int) -> str:
    """Return one row of the table."""
    terms = f"[{origin.licence}]({origin.licence_url})" if origin.licence_url else origin.licence
    held = f"{rows:,}" if rows else "none"
    return f"| `{origin.key}` | {origin.producer}, {origin.title} ({origin.version}) | {terms} | {origin.redistribute} | {held} |"


def page(record: Record) -> str:
    """Return the page."""
    rows: dict[str, int] = {}
    for part in record.parts():
        rows[part.source] = rows.get(part.source, 0) + part.rows
    out = [
        HEAD,
        "| source | data set | terms | redistribute | rows in the starter record |",
        "| --- | --- | --- | --- | --- |",
    ]
    out += [line(one.origin, rows.get(key, 0)) for key, one in sorted(sources().items())]
    return "\n".join(out) + "\n"


def main() -> None:
    """Write the page."""
    with Record.open(starter_folder()) as record:
        (ROOT / "DATA_LICENSES.md").write_text(page(record), encoding="utf-8")


if __name__ == "__main__":
    main()
