"""The verbs that measure: orientation, turns, scan, dependence, alignment, ideal points."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reorient.cli.options import (
    complete_actor,
    complete_group,
    data_options,
    record_option,
    scenario_option,
    toward_option,
    variable_option,
    weights_option,
    years_option,
)
from reorient.cli.output import progress_bar, table, write_text
from reorient.errors import InvalidOption

if TYPE_CHECKING:
    import polars as pl


def deliver(frame: pl.DataFrame, *, as_json: bool, csv_file: Path | None, text: str) -> None:
    """Print rows as JSON, write them as csv, or print the text for a reader."""
    if as_json:
        click.echo(json.dumps(frame.to_dicts(), ensure_ascii=False, indent=1, allow_nan=False))
    if csv_file is not None:
        write_text(csv_file, frame.write_csv())
    if not as_json and csv_file != Path("-"):
        click.echo(text)


def _whole_years(texts: Sequence[str]) -> list[int]:
    found = []
    for text in texts:
        if not text.isdigit():
            raise InvalidOption(f"The year {text!r}", "a year such as 2014")
        found.append(int(text))
    return found


@click.command()
@click.argument("state", shell_complete=complete_actor)
@toward_option
@variable_option
@years_option
@click.option(
    "--base", multiple=True, metavar="YEAR", help="A year that rotation starts from; the first three if none."
)
@click.option("--composite", is_flag=True, help="Also one measure over all channels, with its sensitivity.")
@weights_option
@data_options
@scenario_option
@record_option
def orientation(
    state: str,
    toward: str,
    groups: Path | None,
    names: tuple[str, ...],
    first: int | None,
    last: int | None,
    base: tuple[str, ...],
    composite: bool,
    weights: dict[str, float],
    as_json: bool,
    csv_file: Path | None,
    scenario: str | None,
    record_folder: Path | None,
) -> None:
    r"""Measure where the ties of a state point.

    \b
    reorient orientation RUS --toward asia
    reorient orientation VNM --toward CHN --variable exports --base 2000
    reorient orientation RUS --toward asia --composite --weights trade=2,energy=1
    """
    from reorient import app

    if weights and not composite:
        raise InvalidOption("--weights without --composite", "both", "weights belong to the composite")
    with app.open(record_folder, scenario=scenario) as record:
        years = _whole_years(base)
        found = app.orientation(
            record, state, toward=toward, variable=names, first=first, last=last, base=years, groups=groups
        )
        text = _orientation_text(found)
        if composite:
            made = app.composite(record, state, toward=toward, weights=weights, first=first, last=last, groups=groups)
            text += "\n\n" + made.text()
            frame = made.frame()
        else:
            frame = found.frame()
    deliver(frame, as_json=as_json, csv_file=csv_file, text=text)


def _orientation_text(found: Any) -> str:
    import polars as pl

    from reorient.report.words import percent

    rows = []
    spread = {(r["variable"], r["year"]): r for r in found.spread().iter_rows(named=True)}
    frame = found.frame().filter(pl.col("share").is_not_null())
    for _, part in frame.group_by("variable", "source", maintain_order=True):
        a, b = part.row(0, named=True), part.row(-1, named=True)
        between = spread[b["variable"], b["year"]]
        several = f"{percent(between['low'])} to {percent(between['high'])}" if between["sources"] > 1 else ""
        turned = "" if b["rotation"] is None else f"{b['rotation']:.0f}, of it {b['rotation_toward']:+.0f}"
        captured = f"{b['largest_partner']} {percent(b['capture'])}" if b["capture"] else ""
        fixed = percent(b["share_fixed"])
        rows.append(
            (
                b["variable"],
                b["source"],
                f"{a['year']}-{b['year']}",
                f"{percent(a['share'])} > {percent(b['share'])}",
                fixed,
                turned,
                f"{b['effective_partners']:.1f}" if b["effective_partners"] else "",
                captured,
                several,
                b["status"],
            )
        )
    head = (
        "variable",
        "source",
        "years",
        "share toward",
        "fixed members",
        "rotation, degrees",
        "partners",
        "largest in the group",
        "sources apart",
        "last year is",
    )
    title = f"{found.state.name} toward {found.group.title}"
    return f"{title}\n\n{table(rows, head=head)}"


@click.command()
@click.argument("state", shell_complete=complete_actor)
@toward_option
@variable_option
@click.option("--named", multiple=True, metavar="YEAR", help="A date to test first, without search; may be repeated.")
@click.option("--monthly", is_flag=True, help="Monthly series, with seasons; --named then takes YEAR-MONTH.")
@click.option(
    "--correction",
    type=click.Choice(["bh", "holm", "none"]),
    default="bh",
    help="Over all series: Benjamini-Hochberg (default), Holm, or none.",
)
@years_option
@data_options
@scenario_option
@record_option
def turns(
    state: str,
    toward: str,
    groups: Path | None,
    names: tuple[str, ...],
    named: tuple[str, ...],
    monthly: bool,
    correction: str,
    first: int | None,
    last: int | None,
    as_json: bool,
    csv_file: Path | None,
    scenario: str | None,
    record_folder: Path | None,
) -> None:
    r"""Find the turns of a state: since when, how much, how fast, and how sure.

    \b
    reorient turns RUS --toward asia --named 2014 --named 2022
    reorient turns AUS --toward CHN --variable exports
    """
    from reorient import app

    with app.open(record_folder, scenario=scenario) as record:
        found = app.turns(
            record,
            state,
            toward=toward,
            variable=names,
            named=named,
            first=first,
            last=last,
            monthly=monthly,
            correction=correction,  # type: ignore[arg-type]
            groups=groups,
        )
    frame = found.frame()
    if as_json:
        told = {"turns": frame.to_dicts(), "named": found.named().to_dicts()}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False))
        as_json = False
        if csv_file is None:
            return
    deliver(frame, as_json=as_json, csv_file=csv_file, text=_turns_text(found))


def _turns_text(found: Any) -> str:
    rows = [_turn_row(row) for row in found.frame().iter_rows(named=True)]
    head = ("variable", "source", "years", "verdict", "kind", "begins (set)", "ends", "log-odds", "p corrected", "note")
    text = f"{found.state.name} toward {found.group.title}\n\n{table(rows, head=head)}"
    named = [
        (
            row["variable"],
            row["source"],
            row["date"],
            row["verdict"],
            "" if row["size"] is None else f"{row['size']:+.2f} ({row['low']:+.2f} to {row['high']:+.2f})",
            "" if row["p_adjusted"] is None else f"{row['p_adjusted']:.2g}",
            (f"better explained by a turn in {row['better']}" if row["better"] else row["reason"]),
        )
        for row in found.named().iter_rows(named=True)
    ]
    if named:
        text += "\n\nDates named beforehand\n\n"
        text += table(named, head=("variable", "source", "date", "verdict", "step (90 %)", "p (Holm)", "note"))
    return text


def _turn_row(row: dict[str, Any]) -> tuple[str, ...]:
    span = f"{row['from']}-{row['to']}" if row["from"] else ""
    begins = f"{row['begins']} ({row['begins_low']}-{row['begins_high']})" if row["begins"] else ""
    ends = ("goes on" if row["ongoing"] else row["ends"]) if row["ends"] else ""
    size = "" if row["size"] is None else f"{row['size']:+.2f} ({row['size_low']:+.2f} to {row['size_high']:+.2f})"
    note = row["reason"] or ""
    if not row["kind"] and row["smallest"] is not None and row["verdict"] == "no change":
        note = f"a step of {row['smallest']:.2f} would have been seen"
    corrected = "" if row["p_adjusted"] is None else f"{row['p_adjusted']:.2g}"
    return (
        row["variable"],
        row["source"],
        span,
        row["verdict"],
        row["kind"] or "",
        begins,
        ends,
        size,
        corrected,
        note,
    )


@click.command()
@click.option("--state", "states", multiple=True, shell_complete=complete_actor, help="Only this state; repeatable.")
@click.option(
    "--toward", multiple=True, metavar="GROUP", shell_complete=complete_group, help="Only this group; may be repeated."
)
@variable_option
@click.option(
    "--sort",
    "order",
    type=click.Choice(["size", "pace", "latest", "lopsided", "p"]),
    default="size",
    help="Which turns come first (default: the largest).",
)
@click.option("--since", type=int, metavar="YEAR", help="Only turns that begin in this year or later.")
@click.option("--kind", type=click.Choice(["step", "ramp", "both"]), help="Only turns of this kind.")
@click.option("--limit", type=click.IntRange(min=1), default=40, help="Rows on the screen (files hold all).")
@click.option("--level", type=float, default=0.1, help="Largest expected share of false findings (default 0.1).")
@data_options
@scenario_option
@record_option
def scan(
    states: tuple[str, ...],
    toward: tuple[str, ...],
    names: tuple[str, ...],
    order: str,
    since: int | None,
    kind: str | None,
    limit: int,
    level: float,
    as_json: bool,
    csv_file: Path | None,
    scenario: str | None,
    record_folder: Path | None,
) -> None:
    r"""Find every turn of every state toward every group, with control of false findings.

    \b
    reorient scan --variable exports --since 2012 --sort latest
    reorient scan --state VNM --state KAZ --csv turns.csv
    """
    import os

    import polars as pl

    from reorient import app

    with app.open(record_folder, scenario=scenario) as record, progress_bar() as bar:
        task = bar.add_task("scanning", total=None, note="")

        def step(what: str, done: int, of: int) -> None:
            bar.update(task, completed=done, total=of, note=what)

        found = app.scan(
            record,
            states=states,
            toward=toward,
            variable=names,
            order=order,  # type: ignore[arg-type]
            level=level,
            workers=os.cpu_count() or 1,
            progress=step,
        )
    frame = found.turns
    if since is not None:
        frame = frame.filter(pl.col("begins") >= since)
    if kind is not None:
        frame = frame.filter(pl.col("kind") == kind)
    deliver(frame, as_json=as_json, csv_file=csv_file, text=_scan_text(found, frame, limit))


def _scan_text(found: Any, frame: pl.DataFrame, limit: int) -> str:
    from reorient.report.words import percent

    rows = []
    for row in frame.head(limit).iter_rows(named=True):
        others = len(row["alike"].split(", ")) if row["alike"] else 0
        group = row["group"].split(" = ")[0] + (f" and {others} like it" if others else "")
        ends = ("goes on" if row["ongoing"] else row["ends"]) if row["ends"] else ""
        rows.append(
            (
                row["state"],
                group,
                row["variable"],
                row["kind"],
                f"{row['begins']} ({row['begins_low']}-{row['begins_high']})",
                ends,
                f"{percent(row['share_before'])} > {percent(row['share_after'])}",
                f"{row['size']:+.2f}",
                "" if row["lopsided"] is None else percent(row["lopsided"]),
                f"{row['p_adjusted']:.1g}",
            )
        )
    head = ("state", "toward", "variable", "kind", "begins (set)", "ends", "share", "log-odds", "largest member", "p")
    told = (
        f"{found.series:,} series, {found.survivors:,} with a change that survives (at most {found.level:.0%} of them "
        f"false); {len(frame):,} turns of the kind and time asked for, {min(limit, len(frame)):,} shown."
    )
    return f"{table(rows, head=head)}\n\n{told}"


@click.command()
@click.argument("state", shell_complete=complete_actor)
@click.argument("partner", shell_complete=complete_actor)
@click.option(
    "--over",
    type=click.Choice(["votes", "alliances", "institutions"]),
    default="votes",
    help="What the profiles are made of.",
)
@years_option
@data_options
@record_option
def alignment(
    state: str,
    partner: str,
    over: str,
    first: int | None,
    last: int | None,
    as_json: bool,
    csv_file: Path | None,
    record_folder: Path | None,
) -> None:
    r"""Measure how alike two states vote, ally or join: agreement, S, kappa, pi.

    \b
    reorient alignment RUS CHN
    reorient alignment POL DEU --over alliances
    reorient alignment RUS CHN --over institutions
    """
    from reorient import app

    with app.open(record_folder) as record:
        found = app.alignment(record, state, partner, over=over, first=first, last=last)  # type: ignore[arg-type]
    rows = [
        (
            row["year"],
            row["items"],
            *("" if row[name] is None else f"{row[name]:.3f}" for name in found.rows.columns[2:]),
        )
        for row in found.rows.iter_rows(named=True)
    ]
    text = f"{found.first.name} and {found.second.name}: {found.over} [{found.source}]\n\n"
    text += table(rows, head=tuple(name.replace("_", " ") for name in found.rows.columns))
    deliver(found.rows, as_json=as_json, csv_file=csv_file, text=text)


@click.command("ideal-points")
@click.argument("states", nargs=-1, required=True, shell_complete=complete_actor)
@click.option("--positive", metavar="STATE", help="Whose points are positive on the whole; by default the first.")
@years_option
@data_options
@record_option
def ideal_points(
    states: tuple[str, ...],
    positive: str | None,
    first: int | None,
    last: int | None,
    as_json: bool,
    csv_file: Path | None,
    record_folder: Path | None,
) -> None:
    r"""Estimate where states stand in the UN General Assembly, session by session, with 90 % intervals.

    \b
    reorient ideal-points RUS CHN USA
    reorient ideal-points HUN POL --from 1985 --to 1999
    """
    from reorient import app

    with app.open(record_folder) as record:
        found = app.ideal_points(record, *states, positive=positive, first=first, last=last)
    frame = found.frame()
    told: dict[int, dict[str, str]] = {}
    for row in frame.iter_rows(named=True):
        words = f"{row['point']:+.2f} ({row['low']:+.2f} to {row['high']:+.2f})"
        told.setdefault(row["session"], {})[row["state"]] = words
    order = [one.id for one in found.states]
    rows = [(session, *(held.get(one, "") for one in order)) for session, held in sorted(told.items())]
    text = f"Ideal points (90 % intervals) [{found.source}]\n\n" + table(rows, head=("session", *order))
    deliver(frame, as_json=as_json, csv_file=csv_file, text=text)
