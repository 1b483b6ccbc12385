"""The verb that explains: drivers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reorient.cli.measures import deliver
from reorient.cli.options import (
    complete_actor,
    complete_group,
    data_options,
    record_option,
    scenario_option,
    toward_option,
    variable_option,
    years_option,
)
from reorient.cli.output import table


@click.command()
@click.argument("state", shell_complete=complete_actor)
@toward_option
@click.option(
    "--away",
    metavar="GROUP",
    shell_complete=complete_group,
    help="Away from whom: a group, or actors and groups separated by commas; everybody else if not given.",
)
@variable_option
@years_option
@click.option(
    "--mean", "span", type=int, default=1, metavar="N", help="Years whose mean makes each of the two periods (1)."
)
@click.option(
    "--size",
    type=click.Choice(["auto", "demand", "others", "gdp"]),
    default="auto",
    help="What a partner's size is: all its trade in the source, the same without the state, or its product.",
)
@click.option("--gravity", is_flag=True, help="Also relative to a gravity model of all pairs (some seconds).")
@click.option(
    "--agreement",
    "agreements",
    multiple=True,
    metavar="GROUP",
    shell_complete=complete_group,
    help="With --gravity: a group whose common membership is a regressor; customs unions if not given.",
)
@click.option("--partners", is_flag=True, help="Each partner's own contribution instead of the groups'.")
@data_options
@scenario_option
@record_option
def drivers(
    state: str,
    toward: str,
    groups: Path | None,
    away: str | None,
    names: tuple[str, ...],
    first: int | None,
    last: int | None,
    span: int,
    size: str,
    gravity: bool,
    agreements: tuple[str, ...],
    partners: bool,
    as_json: bool,
    csv_file: Path | None,
    scenario: str | None,
    record_folder: Path | None,
) -> None:
    r"""Split a change of shares: partners' growth and affinity, toward and away, price and volume.

    \b
    reorient drivers RUS --toward asia --variable exports
    reorient drivers RUS --toward asia --away eu --from 2013 --to 2020
    reorient drivers AUS --toward CHN --variable coal_exports_usd --mean 3
    """
    import polars as pl

    from reorient import app

    with app.open(record_folder, scenario=scenario) as record:
        found = app.drivers(
            record,
            state,
            toward=toward,
            away=away,
            variable=names,
            first=first,
            last=last,
            span=span,
            size=size,  # type: ignore[arg-type]
            groups=groups,
        )
        frame = found.partners() if partners else found.frame()
        text = _partners_text(found) if partners else _text(found)
        if gravity:
            told = [
                app.expected(
                    record, state, toward=toward, away=away, variable=name, first=first, last=last,
                    agreements=agreements, groups=groups,
                )
                for name in (names or ("exports",))
            ]  # fmt: skip
            text += "\n\n" + "\n\n".join(_gravity_text(one) for one in told)
            frame = told[0].frame() if len(told) == 1 else pl.concat([one.frame() for one in told])
    deliver(frame, as_json=as_json, csv_file=csv_file, text=text)


def _text(found: Any) -> str:
    away = "everybody else" if found.away is None else found.away.title
    text = f"{found.state.name} toward {found.group.title}"
    measures: dict[tuple[str, ...], dict[str, dict[str, Any]]] = {}
    for row in found.frame().iter_rows(named=True):
        key: tuple[str, ...] = (row["variable"], row["source"], f"{row['first']} > {row['last']}", row["size"])
        measures.setdefault(key, {}).setdefault(row["measure"], {})[row["part"]] = row
    split: list[tuple[str, ...]] = []
    apart: list[tuple[str, ...]] = []
    priced: list[tuple[str, ...]] = []
    reasons: list[tuple[str, ...]] = []
    for key, told in measures.items():
        share = told["share"]
        reason = share["change"]["reason"]
        if reason:
            reasons.append((*key[:3], reason))
        if "pull" not in share or share["pull"]["value"] is None:
            continue
        split.append(
            (
                *key,
                f"{_points(share['before'])} > {_points(share['after'])}",
                *(_points(share[part], signed=True) for part in ("change", "pull", "affinity", "interaction")),
                _points(share["unsized"], signed=True) if share["unsized"]["value"] else "",
            )
        )
        parts = told.get("departures", {})
        if parts and parts["toward"]["value"] is not None:
            apart.append((*key[:3], *(_log(parts[part]) for part in ("change", "expected", "toward", "away"))))
        if "share_by" in told and told["share_by"]["volume"]["value"] is not None:
            by = told["share_by"]
            priced.append(
                (
                    *key[:3],
                    _points(share["change"], signed=True),
                    _points(by["volume"], signed=True),
                    _points(by["price"], signed=True),
                    *(_log(told["log_by"][part]) for part in ("volume", "price")),
                )
            )
    if split:
        whole = ("variable", "source", "years", "size of partners", "share toward, %", "change, points")
        text += "\n\n" + table(split, head=(*whole, "pull", "affinity", "interaction", "no size"))
    if apart:
        text += f"\n\nChange of ln(toward / away), away from {away}\n\n"
        ratio = ("variable", "source", "years", "change", "by size alone")
        text += table(apart, head=(*ratio, "toward, beyond it", "away, beyond it"))
    if priced:
        text += "\n\nPrice and volume\n\n"
        worth = ("variable", "source", "years", "share in value, points", "by volume", "by price")
        text += table(priced, head=(*worth, "ln volume sold", "ln price"))
    if reasons:
        text += "\n\nWhere a figure or its interval is missing\n\n"
        text += table(reasons, head=("variable", "source", "years", "why"))
    level = f"{found.level:.0%}".replace("%", " %")
    return (
        f"{text}\n\nBrackets: {level} intervals over partners. Parts add up to the change; "
        "they are accounting, and none is a cause."
    )


def _gravity_text(found: Any) -> str:
    rows = [
        (
            row["variable"],
            row["source"],
            f"{row['first']} > {row['last']}",
            *(_log(part) for part in (row,)),
            row["part"],
        )
        for row in found.frame().iter_rows(named=True)
        if row["value"] is not None
    ]
    told = ", ".join(f"{name} {value:+.3f} (s.e. {error:.3f})" for name, (value, error) in found.coefficients.items())
    reason = f"\n{found.departures.reason}" if found.departures.reason else ""
    head = ("variable", "source", "years", "ln(toward / away)", "part")
    return (
        f"Change of ln(toward / away) relative to a gravity model of all pairs\n\n{table(rows, head=head)}{reason}\n\n"
        f"Agreements: {told}\n{found.told}"
    )


def _points(row: dict[str, Any], *, signed: bool = False) -> str:
    """Return a share in percent points with its interval."""
    if row["value"] is None:
        return ""
    text = f"{100 * row['value']:+.1f}" if signed else f"{100 * row['value']:.1f}"
    return text if row["low"] is None else f"{text} [{100 * row['low']:+.0f}, {100 * row['high']:+.0f}]"


def _log(row: dict[str, Any]) -> str:
    if row["value"] is None:
        return ""
    text = f"{row['value']:+.2f}"
    return text if row["low"] is None else f"{text} [{row['low']:+.2f}, {row['high']:+.2f}]"


def _partners_text(found: Any) -> str:
    text = f"{found.state.name} toward {found.group.title}: the partners whose share changed most"
    for (name, source), part in found.partners().group_by("variable", "source", maintain_order=True):
        rows = [
            (
                row["partner"],
                "yes" if row["inside"] else "",
                f"{100 * row['share_before']:.1f} > {100 * row['share_after']:.1f}",
                *("" if row[k] is None else f"{100 * row[k]:+.1f}" for k in ("pull", "affinity", "interaction")),
            )
            for row in part.head(15).iter_rows(named=True)
        ]
        head = ("partner", "in the group", "share, %", "pull, points", "affinity", "interaction")
        text += f"\n\n{name} [{source}]\n\n{table(rows, head=head)}"
    return text
