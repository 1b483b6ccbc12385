"""The verb that puts the model to the test: hindcast."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reorient.cli.measures import deliver
from reorient.cli.options import complete_hindcast, data_options, record_option
from reorient.cli.output import table

if TYPE_CHECKING:
    import polars as pl


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=complete_hindcast)
@click.option("--list", "listed", is_flag=True, help="List the hindcasts of the package.")
@click.option("--every-year", is_flag=True, help="Every outcome year, not the first alone.")
@click.option(
    "--originals",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of the producers' files, for hindcasts that need more than the starter record.",
)
@data_options
@record_option
def hindcast(
    names: tuple[str, ...],
    listed: bool,
    every_year: bool,
    originals: Path | None,
    as_json: bool,
    csv_file: Path | None,
    record_folder: Path | None,
) -> None:
    r"""Foretell past shocks from the year before them, and score what was foretold.

    NAME is a hindcast of the package or a file in TOML (docs/hindcasts.md); all that can be done if none is named.
    Errors are the mean over partners of the absolute error of the change of share, in points.

    \b
    reorient hindcast
    reorient hindcast russia-2014 iran-2012 --every-year
    reorient hindcast nafta-1994 --originals FOLDER
    """
    import polars as pl

    from reorient import app
    from reorient.report.hindcasting import hindcasts

    if listed:
        click.echo(_list())
        return
    with app.open(record_folder) as record:
        found = hindcasts(record, names, originals=originals)
    if not every_year:
        found = found.filter(pl.col("main"))
    deliver(found, as_json=as_json, csv_file=csv_file, text=_text(found))


def _list() -> str:
    from reorient.simulate.hindcast_file import hindcast as read
    from reorient.simulate.hindcast_file import shipped

    rows = [
        (
            one.name,
            one.year,
            ", ".join(map(str, one.outcomes)),
            one.size.kind,
            " ".join(one.originals),
            one.scenario.title,
        )
        for one in map(read, shipped())
    ]
    return table(rows, head=("name", "year before", "outcomes", "size", "originals", "title"))


def _text(found: pl.DataFrame) -> str:
    rows: list[tuple[Any, ...]] = [
        (
            row["hindcast"],
            row["state"],
            row["flow"],
            row["outcome"],
            f"{row['share']:.1f}",
            f"{row['happened']:+.1f}",
            f"{row['model']:+.1f}",
            f"{row['trend']:+.1f}",
            row["sign"],
            "" if row["rank"] is None else f"{row['rank']:+.2f}",
            *(f"{row[key]:.3f}" for key in ("error_none", "error_trend", "error_model")),
        )
        for row in found.iter_rows(named=True)
    ]
    changes = ("state", "flow", "year", "share", "came", "model", "trend", "sign", "rank")
    head = ("shock", *changes, "error: none", "trend", "model")
    lines = [
        "Share toward the group in percent, its change in points; mean absolute errors over partners, none = no change",
        "",
    ]
    return "\n".join([*lines, table(rows, head=head), "", *_said(found)])


def _said(found: pl.DataFrame) -> list[str]:
    from reorient.report.hindcasting import compared

    lines = []
    for one, other in (("model", "none"), ("model", "trend")):
        told = compared(found, one, other)
        word = "no change" if other == "none" else "the trend"
        lines.append(
            f"The model's errors are {told.ratio:.2f} of those of {word} ({told.low:.2f} to {told.high:.2f}, "
            f"90 percent over shocks); smaller in {told.better} of {told.shocks} shocks (sign test {told.chance:.2f})."
        )
    return lines
