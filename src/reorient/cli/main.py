"""The verbs, and how an error becomes one line with a way out."""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reorient import __version__
from reorient.cli.data import data
from reorient.cli.dependence import dependence
from reorient.cli.documents import check, priorities, rhetoric
from reorient.cli.explain import drivers
from reorient.cli.hindcast import hindcast
from reorient.cli.measures import alignment, ideal_points, orientation, scan, turns
from reorient.cli.options import (
    complete_actor,
    complete_group,
    data_options,
    record_option,
    scenario_option,
    toward_option,
    years_option,
)
from reorient.cli.output import table, write_text
from reorient.cli.simulate import simulate
from reorient.errors import InvalidOption, ReorientError

if TYPE_CHECKING:
    from reorient.report.brief import Brief


class OneLineErrors(click.Group):
    """A group of commands that shows an error of this package as one line and ends with status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn a `ReorientError` into one line on the error stream."""
        try:
            return super().invoke(ctx)
        except ReorientError as problem:
            click.echo(f"reorient: {problem}", err=True)
            ctx.exit(2)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="reorient")
def main() -> None:
    """Measure how a state turns from one set of partners to another.

    Every verb reads `reorient VERB STATE [--toward GROUP] [--from YEAR --to YEAR]`; STATE is an id such as VNM or
    any English name.
    """


@main.command()
@click.argument("state", shell_complete=complete_actor)
@toward_option
@years_option
@data_options
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the page goes (default: out/brief-STATE-GROUP.html).",
)
@click.option("--no-html", is_flag=True, help="Only the summary on the screen.")
@scenario_option
@record_option
def brief(
    state: str,
    toward: str,
    groups: Path | None,
    first: int | None,
    last: int | None,
    as_json: bool,
    csv_file: Path | None,
    html: Path | None,
    no_html: bool,
    scenario: str | None,
    record_folder: Path | None,
) -> None:
    r"""Answer the questions of a turn: a summary here and one self-contained page.

    \b
    reorient brief RUS --toward asia
    reorient brief VNM --toward west
    reorient brief Georgia --toward eu --from 1995
    reorient brief RUS --toward CHN,IND,VNM --json
    """
    if html and no_html:
        raise InvalidOption("Both --html and --no-html", "one of them")
    with ExitStack() as open_things:
        beside = None
        if html or not (no_html or as_json or csv_file):
            from reorient.report.drawing import Drawing

            # Charts are drawn on one core meanwhile: threads for all of them would only wait for each other.
            for name in ("POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS"):
                os.environ.setdefault(name, str(max(1, (os.cpu_count() or 2) // 2)))
            beside = Drawing()
            open_things.callback(beside.close)
        from reorient.app import open as open_record
        from reorient.report.brief import brief as answer

        record = open_things.enter_context(open_record(record_folder, scenario=scenario))
        found = answer(record, state, toward=toward, first=first, last=last, groups=groups, beside=beside)
        _print(found, as_json=as_json, csv_file=csv_file)
        if beside is not None:
            path = found.save(html or Path("out") / found.file_name, beside)
            if not as_json:
                click.echo(f"Page: {path}")


def _print(found: Brief, *, as_json: bool, csv_file: Path | None) -> None:
    if as_json:
        click.echo(json.dumps(found.data(), ensure_ascii=False, indent=1, allow_nan=False))
    if csv_file is not None:
        write_text(csv_file, found.figures.write_csv())
    if not as_json and csv_file != Path("-"):
        click.echo(found.text(width=_width()))


def _width() -> int:
    import shutil

    return min(shutil.get_terminal_size((100, 24)).columns, 120)


@main.command()
@click.argument("name", shell_complete=complete_actor)
@click.option("--on", type=click.DateTime(["%Y-%m-%d", "%Y"]), help="The date at which the name is meant.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def actor(name: str, on: Any, as_json: bool) -> None:
    """Say who a name, old name or demonym means, since when, and under which codes."""
    from reorient.cli.lookup import describe_actor

    found = describe_actor(name, on.date() if on else None)
    click.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else table(list(found.items())))


@main.command()
@click.argument("name", required=False, shell_complete=complete_group)
@click.option("--on", type=click.DateTime(["%Y-%m-%d", "%Y"]), help="Members on this date.")
@click.option("--groups", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="Groups of your own.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def groups(name: str | None, on: Any, groups: Path | None, as_json: bool) -> None:
    """List the groups, or say what one holds, since when, and on what source."""
    from reorient.cli.lookup import describe_group, list_groups

    rows = list_groups() if name is None else describe_group(name, on.date() if on else None, groups)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        click.echo(table([tuple(row.values()) for row in rows], head=tuple(rows[0]) if rows else ()))


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for your shell: eval "$(reorient completion bash)"."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise InvalidOption(f"No completion for {shell!r}", "bash, zsh or fish")
    click.echo(kind(main, {}, "reorient", "_REORIENT_COMPLETE").source())


for verb in (
    orientation,
    turns,
    drivers,
    dependence,
    alignment,
    ideal_points,
    scan,
    simulate,
    hindcast,
    rhetoric,
    priorities,
    check,
    data,
):
    main.add_command(verb)
