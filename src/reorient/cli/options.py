"""Arguments and options that every verb shares, with their completion in the shell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from reorient.errors import InvalidOption

Command = TypeVar("Command", bound=Callable[..., Any])


def complete_actor(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete an actor's id by id or by name."""
    from reorient.actors import actors

    text = incomplete.lower()
    return [
        CompletionItem(key, help=who.name)
        for key, who in actors().items()
        if who.kind in ("state", "territory") and (key.lower().startswith(text) or who.name.lower().startswith(text))
    ]


def complete_group(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete a group's name; after a comma, the last piece."""
    from reorient.actors import group, group_names

    head, comma, tail = incomplete.rpartition(",")
    return [
        CompletionItem(f"{head}{comma}{name}", help=group(name).title)
        for name in group_names()
        if name.startswith(tail.lower())
    ]


def complete_source(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the key of a source."""
    from reorient.sources.catalogue import sources

    return [CompletionItem(key, help=one.origin.title) for key, one in sources().items() if key.startswith(incomplete)]


def record_option(command: Command) -> Command:
    """Add ``--record FOLDER``."""
    return click.option(
        "--record",
        "record_folder",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder of the record to read; the starter record and your own if not given.",
    )(command)


def scenario_option(command: Command) -> Command:
    """Add ``--scenario NAME``."""
    return click.option(
        "--scenario",
        metavar="NAME",
        shell_complete=complete_scenario,
        help="Read the ties of this scenario beside the observed ones (`reorient simulate` writes them).",
    )(command)


def complete_scenario(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a shipped scenario."""
    from reorient.simulate.scenario import scenario, shipped

    return [CompletionItem(name, help=scenario(name).title) for name in shipped() if name.startswith(incomplete)]


def complete_hindcast(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a hindcast."""
    from reorient.simulate.hindcast_file import hindcast, shipped

    return [
        CompletionItem(name, help=hindcast(name).scenario.title) for name in shipped() if name.startswith(incomplete)
    ]


def years_option(command: Command) -> Command:
    """Add ``--from YEAR`` and ``--to YEAR``."""
    command = click.option("--to", "last", type=int, metavar="YEAR", help="Last year.")(command)
    return click.option("--from", "first", type=int, metavar="YEAR", help="First year.")(command)


def toward_option(command: Command) -> Command:
    """Add ``--toward GROUP`` and ``--groups FILE``."""
    command = click.option(
        "--groups",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        help="A file with groups of your own (see docs/groups.md).",
    )(command)
    return click.option(
        "--toward",
        required=True,
        metavar="GROUP",
        shell_complete=complete_group,
        help="A group (`reorient groups` lists them), or actors and groups separated by commas: CHN,IND,VNM.",
    )(command)


def data_options(command: Command) -> Command:
    """Add ``--json`` and ``--csv FILE``."""
    command = click.option(
        "--csv",
        "csv_file",
        type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
        help="Write the figures to FILE as csv (- for the screen).",
    )(command)
    return click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")(command)


def complete_variable(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a variable."""
    from reorient.record.schema import variables

    return [CompletionItem(key, help=one.title) for key, one in variables().items() if key.startswith(incomplete)]


def variable_option(command: Command) -> Command:
    """Add ``--variable NAME``, which may be repeated."""
    return click.option(
        "--variable",
        "names",
        multiple=True,
        metavar="NAME",
        shell_complete=complete_variable,
        help="Only this variable (docs/variables.md); may be repeated.",
    )(command)


def weights_option(command: Command) -> Command:
    """Add ``--weights CHANNEL=WEIGHT,...``."""
    return click.option(
        "--weights",
        metavar="CHANNEL=W,...",
        callback=_weights,
        help="Weights of channels, for example trade=2,energy=1; others count nothing. Equal if not given.",
    )(command)


def _weights(ctx: click.Context, param: click.Parameter, text: str | None) -> dict[str, float]:
    found: dict[str, float] = {}
    for piece in (text or "").split(","):
        if not piece.strip():
            continue
        name, sign, number = piece.partition("=")
        try:
            weight = float(number)
        except ValueError:
            sign = ""
            weight = 0.0
        if not sign:
            raise InvalidOption(f"The weight {piece.strip()!r}", "CHANNEL=NUMBER, separated by commas")
        found[name.strip()] = weight
    return found
