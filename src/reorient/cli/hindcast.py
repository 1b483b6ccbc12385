"""The verb that judges simulations by the past: hindcast."""

from __future__ import annotations

from pathlib import Path

import click

from reorient.cli.measures import deliver
from reorient.cli.options import complete_hindcast, data_options, record_option
from reorient.cli.output import table


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME...]", shell_complete=complete_hindcast)
@data_options
@record_option
def hindcast(names: tuple[str, ...], as_json: bool, csv_file: Path | None, record_folder: Path | None) -> None:
    r"""Hold simulations of past shocks against what happened; see docs/hindcasts.md.

    \b
    reorient hindcast
    reorient hindcast russia-2014 --csv -
    """
    from reorient import app

    with app.open(record_folder) as record:
        frame = app.hindcasts(record, names)
    rows = [
        (
            r["hindcast"],
            f"{r['flow']} {r['end']}",
            f"{r['from']} > {r['to']}",
            r["way"],
            f"{r['share_before']:.1f} > {r['share_after']:.1f}",
            f"{r['share_predicted']:.1f}",
            f"{r['error']:.3f}",
            "" if r["way"] == "no change" else f"{r['skill']:+.2f} [{r['low']:+.2f}, {r['high']:+.2f}]",
            "" if r["rank"] is None else f"{r['rank']:+.2f}",
        )
        for r in frame.iter_rows(named=True)
    ]
    head = ("shock", "flow", "years", "prediction", "share, %", "predicted", "error, points", "skill", "rank")
    deliver(frame, as_json=as_json, csv_file=csv_file, text=table(rows, head=head))
