"""The data verbs: list, show, coverage, build, pull, add, verify, cite."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from reorient.cli.options import complete_source, record_option
from reorient.cli.output import progress_bar, table, write_text
from reorient.errors import InvalidOption, SourceError


@click.group()
def data() -> None:
    """See, build, fetch and check what the record is made of."""


@data.command("list")
@click.option("--variables", "by_variable", is_flag=True, help="List variables instead of sources.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@record_option
def list_(by_variable: bool, as_json: bool, record_folder: Path | None) -> None:
    """List the sources that can be read and what the record holds of each."""
    from reorient.cli.inventory import source_rows, variable_rows
    from reorient.record.store import Record

    with Record.open(record_folder) as record:
        rows = variable_rows(record) if by_variable else source_rows(record)
    _show(rows, as_json=as_json)


def _show(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        click.echo(table([tuple(row.values()) for row in rows], head=tuple(rows[0]) if rows else ()))


@data.command()
@click.argument("name", shell_complete=complete_source)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@record_option
def show(name: str, as_json: bool, record_folder: Path | None) -> None:
    """Show everything about a source: origin, terms, layouts, rows, what was set aside, corrections."""
    from reorient.cli.inventory import describe_source
    from reorient.record.store import Record

    with Record.open(record_folder) as record:
        found = describe_source(record, name)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        click.echo(table([(key, value) for key, values in found.items() for value in _lines(values)]))


def _lines(values: str | list[str]) -> list[str]:
    return values if isinstance(values, list) else [values]


@data.command()
@click.argument("variable", required=False)
@click.option("--source", shell_complete=complete_source, help="Only this source.")
@click.option("--actor", "who", help="Only rows that cover this actor.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@record_option
def coverage(
    variable: str | None, source: str | None, who: str | None, as_json: bool, record_folder: Path | None
) -> None:
    """Say which actors and periods each source covers, and what no row means there."""
    from reorient.cli.inventory import coverage_rows
    from reorient.record.store import Record

    with Record.open(record_folder) as record:
        _show(coverage_rows(record, variable, source, who), as_json=as_json)


@data.command()
@click.option(
    "--originals",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder of the producers' original files.",
)
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the record (default: the package's).",
)
@click.option(
    "--everything",
    is_flag=True,
    help="Also what may not be redistributed; for your own use, into a folder of your own.",
)
@click.option("--only", multiple=True, shell_complete=complete_source, help="Only these sources.")
def build(originals: Path, into: Path | None, everything: bool, only: tuple[str, ...]) -> None:
    """Build the starter record (or, with --everything, a full one) from original files."""
    from reorient.record.store import starter_folder
    from reorient.sources.build import build as make
    from reorient.sources.catalogue import sources

    if everything and into is None:
        raise InvalidOption(
            "--everything without --into",
            "a folder of your own: the package may hold only what may be redistributed",
            "add --into FOLDER",
        )
    with progress_bar() as bar:
        task = bar.add_task("building", total=len(only or sources()), note="")

        def step(key: str, what: str) -> None:
            bar.update(task, note=f"{key}: {what}", advance=1 if what == "done" else 0)

        folder = into or starter_folder()
        built = make(originals, folder, whole=everything, only=only, progress=step)
    if not only:
        from reorient.cli.inventory import add_debate, add_scenarios

        add_debate(folder, originals)
        add_scenarios(folder)
    rows = [(one.key, f"{one.ties:,}", one.corrections, one.left_out) for one in built]
    click.echo(table(rows, head=("source", "ties", "corrections", "left out because")))


@data.command()
@click.argument("name", shell_complete=complete_source)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@record_option
def add(name: str, files: tuple[Path, ...], record_folder: Path | None) -> None:
    """Read files that you have downloaded into your own record."""
    from reorient.cli.inventory import add_files

    built = add_files(name, files, record_folder)
    click.echo(f"{name}: {built.ties:,} ties, {built.ballots:,} ballots, {built.corrections} corrections applied")


@data.command()
@click.argument("name", shell_complete=complete_source)
@click.option("--from", "url", help="Another address than the producer's.")
@click.option("--sha256", default="", help="Expected SHA-256 of the file.")
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="Folder that keeps the file.")
@click.option("--no-add", is_flag=True, help="Only fetch; do not read into the record.")
@record_option
def pull(name: str, url: str | None, sha256: str, keep: Path | None, no_add: bool, record_folder: Path | None) -> None:
    """Fetch an original from its producer and read it into your own record."""
    from reorient.cli.inventory import add_files, pull_target
    from reorient.sources.catalogue import source
    from reorient.sources.pull import download

    origin = source(name).origin
    address = url or origin.download
    if not address:
        raise SourceError(
            f"{name} cannot be fetched by a program",
            f"a file that you download from {origin.url}",
            f"then `reorient data add {name} FILE`",
        )
    target = pull_target(name, address, keep)
    with progress_bar() as bar:
        task = bar.add_task(name, total=None, note="")

        def step(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total, note=f"{done / 1e6:,.1f} MB")

        digest = download(address, target, sha256=sha256, progress=step)
    click.echo(f"{target}\nsha256 {digest}")
    if not no_add:
        built = add_files(name, (target,), record_folder)
        click.echo(f"{name}: {built.ties:,} ties added")


@data.command()
@click.argument("names", nargs=-1, shell_complete=complete_source)
@click.option("--originals", type=click.Path(path_type=Path, file_okay=False), help="Also read these originals again.")
@record_option
def verify(names: tuple[str, ...], originals: Path | None, record_folder: Path | None) -> None:
    """Check the record's files against their checksums, and its figures against known ones."""
    from reorient.cli.inventory import verify_lines
    from reorient.record.store import Record

    with Record.open(record_folder) as record:
        lines, failed = verify_lines(record, names, originals)
    click.echo(table(lines, head=("result", "source", "what", "found", "known")))
    if failed:
        raise click.exceptions.Exit(1)


@data.command()
@click.argument("names", nargs=-1, shell_complete=complete_source)
@click.option("--state", help="Everything that the brief on this state uses.")
@click.option("--toward", help="The brief's group.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), default="-", help="File.")
@record_option
def cite(names: tuple[str, ...], state: str | None, toward: str | None, out: Path, record_folder: Path | None) -> None:
    """Print BibTeX for sources, or for everything a brief used (--state RUS --toward asia)."""
    from reorient.cli.inventory import citations
    from reorient.record.store import Record

    if bool(state) != bool(toward):
        raise InvalidOption("Only one of --state and --toward", "both")
    with Record.open(record_folder) as record:
        write_text(out, citations(record, names, state, toward))
