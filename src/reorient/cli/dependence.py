"""The verb that says who depends more on whom: dependence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reorient.cli.measures import deliver
from reorient.cli.options import (
    complete_actor,
    complete_group,
    data_options,
    record_option,
    scenario_option,
    variable_option,
    weights_option,
    years_option,
)
from reorient.cli.output import table
from reorient.errors import InvalidOption

if TYPE_CHECKING:
    import polars as pl


@click.command()
@click.argument("state", shell_complete=complete_actor)
@click.argument("partner", required=False, shell_complete=complete_actor)
@click.option("--toward", metavar="GROUP", shell_complete=complete_group, help="Every member of a group instead.")
@variable_option
@weights_option
@years_option
@data_options
@scenario_option
@record_option
def dependence(
    state: str,
    partner: str | None,
    toward: str | None,
    names: tuple[str, ...],
    weights: dict[str, float],
    first: int | None,
    last: int | None,
    as_json: bool,
    csv_file: Path | None,
    scenario: str | None,
    record_folder: Path | None,
) -> None:
    r"""Measure who depends more on whom, on each channel.

    \b
    reorient dependence RUS CHN
    reorient dependence RUS --toward asia
    """
    from reorient import app

    if bool(partner) == bool(toward):
        raise InvalidOption(
            "Both a partner and --toward" if partner else "Neither a partner nor --toward",
            "one of them",
            "reorient dependence RUS CHN, or reorient dependence RUS --toward asia",
        )
    with app.open(record_folder, scenario=scenario) as record:
        if partner:
            pair = app.dependence(record, state, partner, variable=names, weights=weights, first=first, last=last)
            frame, text = pair.frame(), _dependence_text(pair)
            lost = _leverage(record, state, partner)
        else:
            if weights:
                raise InvalidOption("--weights with --toward", "weights with a single partner")
            lean = app.leaning(record, state, toward=str(toward), variable=names, first=first, last=last)
            frame, text = lean.rows, _leaning_text(lean)
            lost = _leverage(record, state, str(toward))
    if not names:
        text += "\n\n" + (lost if isinstance(lost, str) else _leverage_text(lost))
        frame = frame if isinstance(lost, str) else _with_losses(frame, lost)
    deliver(frame, as_json=as_json, csv_file=csv_file, text=text)


def _leverage(record: Any, state: str, whom: str) -> Any:
    """Return the levers, or the reason why the record cannot tell them."""
    from reorient import app
    from reorient.errors import BaselineError, NotCovered

    try:
        return app.leverage(record, state, toward=whom)
    except (BaselineError, NotCovered) as problem:
        return f"What losing each other would cost cannot be told: {problem}"


def _leverage_text(found: Any, most: int = 12) -> str:
    rows = [
        (
            row["partner"],
            f"{row['own_loss']:.3f}",
            f"{row['their_loss']:.3f}",
            "" if row["lever"] is None else (found.actor if row["lever"] > 0 else row["partner"]),
            f"{row['to_their_growth']:+.4f}",
            f"{row['of_their_income_to_own_growth']:+.4f}",
        )
        for row in found.rows.head(most).iter_rows(named=True)
    ]
    head = ("partner", f"{found.actor} loses", "it loses", "lever with", "its growth moves", "moved by it")
    told = "\n".join(found.told)
    return (
        f"What ending all trade would cost, percent of real income in {found.year}, and what one percent of growth on "
        f"the other side moves here (simulated)\n\n{table(rows, head=head)}\n\n{told}"
    )


def _with_losses(frame: pl.DataFrame, found: Any) -> pl.DataFrame:
    """Return the rows with the losses below them, as shares of real income, in the same columns."""
    import polars as pl

    known = {"variable": "real_income_lost", "channel": "simulated", "source": "simulated", "year": found.year}
    rows = [
        {
            **known,
            "member": row["partner"],
            **dict.fromkeys(("first_on_second", "on_member"), row["own_loss"] / 100),
            **dict.fromkeys(("second_on_first", "of_member"), row["their_loss"] / 100),
            "asymmetry": None if row["lever"] is None else -row["lever"],
            "status": "simulated",
        }
        for row in found.rows.iter_rows(named=True)
    ]
    below = pl.DataFrame([{key: one.get(key) for key in frame.columns} for one in rows], schema=frame.schema)
    return pl.concat([frame, below])


def _more(asymmetry: float | None, first: str, second: str) -> str:
    if asymmetry is None:
        return ""
    who, whom = (first, second) if asymmetry > 0 else (second, first)
    from math import exp

    return f"{who} on {whom}, {exp(abs(asymmetry)):,.1f} times" if abs(asymmetry) > 0.05 else "about alike"


def _dependence_text(found: Any) -> str:
    from reorient.report.words import percent

    a, b = found.first, found.second
    rows = []
    for _, part in found.frame().group_by("variable", "source", maintain_order=True):
        last = part.row(-1, named=True)
        if not last["first_on_second"] and not last["second_on_first"]:
            continue
        shares = ["" if v is None else percent(v) for v in (last["first_on_second"], last["second_on_first"])]
        rows.append(
            (
                last["variable"],
                last["source"],
                last["year"],
                *shares,
                _more(last["asymmetry"], a.id, b.id),
                last["status"],
            )
        )
    head = ("variable", "source", "year", f"{a.id} on {b.id}", f"{b.id} on {a.id}", "who depends more", "status")
    text = f"{a.name} and {b.name}\n\n{table(rows, head=head)}"
    replaced = [
        (
            who,
            one.name,
            one.year,
            "" if one.redirected != one.redirected else percent(one.redirected),
            one.others,
            f"{one.next_partner} {percent(one.next_share)}" if one.next_partner else "",
        )
        for who, one in found.replacements
        if one.tie > 0
    ]
    if replaced:
        head2 = ("who", "variable", "year", "of the rest of the world's trade would have to turn", "others", "next")
        text += f"\n\nWhat it would take to replace the other\n\n{table(replaced, head=head2)}"
    influence = found.influence()
    if len(influence):
        told = ", ".join(f"{channel} {weight:.2f}" for channel, weight in found.weights.items())
        last = influence.row(-1)
        text += (
            f"\n\nInfluence (bandwidth x dependence) in {last[0]}: of {b.name} over {a.name} {last[1]:.3f}, "
            f"of {a.name} over {b.name} {last[2]:.3f}; weights {told}."
        )
    return text


def _leaning_text(found: Any) -> str:
    import polars as pl

    from reorient.report.words import percent

    rows = []
    for (name,), part in found.rows.group_by("variable", maintain_order=True):
        year = part["year"].max()
        now = part.filter(pl.col("year") == year).sort("on_member", descending=True)
        for row in now.head(12).iter_rows(named=True):
            of = "" if row["of_member"] is None else percent(row["of_member"])
            more = _more(row["asymmetry"], found.state.id, row["member"])
            rows.append((name, row["source"], year, row["member"], percent(row["on_member"]), of, more))
    head = (
        "variable",
        "source",
        "year",
        "member",
        f"{found.state.id} on it",
        f"it on {found.state.id}",
        "who depends more",
    )
    return f"{found.state.name} and {found.group.title}, the twelve largest\n\n{table(rows, head=head)}"
