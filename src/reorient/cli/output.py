"""Plain tables, files and progress bars."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reorient.errors import InvalidOption

if TYPE_CHECKING:
    from rich.progress import Progress


def table(rows: Sequence[Sequence[object]], *, head: Sequence[str] = ()) -> str:
    """Return rows as text in aligned columns; the last column is not padded."""
    cells = [[("" if cell is None else str(cell)) for cell in row] for row in ([head] if head else []) + list(rows)]
    if not cells:
        return ""
    count = max(len(row) for row in cells)
    width = [max((len(row[i]) for row in cells if i < len(row)), default=0) for i in range(count)]
    lines = ["  ".join(cell if i == count - 1 else cell.ljust(width[i]) for i, cell in enumerate(row)) for row in cells]
    if head:
        lines.insert(1, "  ".join("-" * (4 if i == count - 1 else size) for i, size in enumerate(width)))
    return "\n".join(line.rstrip() for line in lines)


def write_text(path: Path, text: str) -> None:
    """Write `text` to `path`, or to the screen if it is ``-``."""
    if str(path) == "-":
        click.echo(text, nl=False)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise InvalidOption(f"{path} cannot be written ({problem.strerror})", "a path that can be written") from problem


def progress_bar() -> Progress:
    """Return a progress bar on the error stream, silent where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[note]}"),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    )
