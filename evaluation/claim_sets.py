"""The labelled sentences: which files there are, and which half each sentence belongs to."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

#: File, and whether all of it is final (True), all development (False), or each sentence tells (None).
FILES: tuple[tuple[str, bool | None], ...] = (
    ("claims.toml", None),
    ("claims_varied.toml", False),
    ("claims_unseen.toml", True),
)


def sets(*, final: bool, names: tuple[str, ...] = ()) -> Iterator[tuple[date, dict[str, Any]]]:
    """Yield the sentences of a half, each with the date of its file.

    Parameters
    ----------
    final
        Which half.
    names
        Files to read; all if empty.
    """
    for name, whole in FILES:
        path = Path(__file__).parent / name
        if (names and name not in names) or not path.exists():
            continue
        held = tomllib.loads(path.read_text(encoding="utf-8"))
        for one in held["sentence"]:
            if (one.get("final", False) if whole is None else whole) == final:
                yield held["on"], one
