"""The verb that asks what if: simulate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reorient.cli.measures import deliver
from reorient.cli.options import complete_scenario, complete_source, data_options
from reorient.cli.output import table
from reorient.errors import InvalidOption

if TYPE_CHECKING:
    from reorient.simulate.counterfactual import Counterfactual


@click.command()
@click.argument("files", nargs=-1, metavar="FILE...", shell_complete=complete_scenario)
@click.option("--list", "listed", is_flag=True, help="List the scenarios of the package.")
@click.option("--show", is_flag=True, help="Print the scenario's file instead of running it.")
@click.option("--draws", type=click.IntRange(0, 10_000), default=0, metavar="N", help="Draws for bands (0: none).")
@click.option("--seed", type=int, default=1, metavar="N", help="Seed of the draws (1).")
@click.option("--trade", default="", shell_complete=complete_source, help="Source of goods exports.")
@click.option("--about", help="State whose shares are shown; the scenario's own if not given.")
@click.option("--toward", help="Group toward which shares are shown; the scenario's own if not given.")
@click.option("--no-write", is_flag=True, help="Do not write the ties into the record.")
@data_options
@click.option(
    "--record",
    "record_folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the record to read and to write into; the starter record and your own if not given.",
)
def simulate(
    files: tuple[str, ...],
    listed: bool,
    show: bool,
    draws: int,
    seed: int,
    trade: str,
    about: str | None,
    toward: str | None,
    no_write: bool,
    as_json: bool,
    csv_file: Path | None,
    record_folder: Path | None,
) -> None:
    r"""Run a scenario: who would trade with whom, and at what price for whom.

    FILE is a scenario in TOML (docs/scenarios.md) or the name of one in the package; several run together.
    The ties go into your own record under the scenario's name, where `--scenario NAME` finds them.

    \b
    reorient simulate --list
    reorient simulate sanctions-2014
    reorient simulate sanctions-2022 energy-embargo-2022.toml --draws 200
    reorient orientation RUS --toward asia --scenario sanctions-2014
    """
    from reorient import app

    if listed:
        click.echo(_list())
        return
    if not files:
        raise InvalidOption("No scenario", "a file or a name", "reorient simulate --list")
    if show:
        click.echo("\n".join(_shown(name) for name in files))
        return
    with app.open(record_folder) as record:
        found = app.counterfactual(record, files, trade=trade, draws=draws, seed=seed)
    if not no_write:
        _write(found, record_folder)
    text = _text(found, about, toward)
    if not no_write:
        text += f"\n\nIn the record as scenario {found.name}: reorient orientation STATE --toward GROUP"
        text += f" --scenario {found.name}"
    deliver(found.incomes(), as_json=as_json, csv_file=csv_file, text=text)


def _list() -> str:
    from reorient.simulate.scenario import scenario, shipped

    rows = [(one.name, one.year, one.about, one.toward, one.title) for one in map(scenario, shipped())]
    return table(rows, head=("name", "year", "about", "toward", "title"))


def _shown(name: str) -> str:
    from reorient.simulate.scenario import source_text

    return source_text(name)


def _write(found: Counterfactual, folder: Path | None) -> None:
    from reorient.record.store import Record, own_folder

    with Record.create(folder or own_folder()) as record:
        record.put(found.origin, found.batch(), scenario=found.name)


def _text(found: Counterfactual, about: str | None, toward: str | None) -> str:
    from datetime import date

    from reorient.actors import members
    from reorient.measures.question import question

    lines = [f"{'; '.join(one.title for one in found.scenarios)} (economy of {found.economy.year})", ""]
    for one in found.scenarios:
        lines.extend(f"  {change.kind}: {change.words[0]} {change.words[1]}: {change.source}" for change in one.changes)
    who = about or next((one.about for one in found.scenarios if one.about), "")
    where = toward or next((one.toward for one in found.scenarios if one.toward), "")
    if who and where:
        state, group = question(who, where, first=None, last=None)
        inside = members(group, date(found.economy.year, 12, 31))
        rows = [
            (
                r["flow"],
                r["end"],
                _percent(r["before"]),
                _percent(r["after"]),
                _billions(r, "before"),
                _billions(r, "after"),
                "" if r["rotation"] is None else f"{r['rotation']:.1f}",
            )
            for r in found.shares(state.id, inside).iter_rows(named=True)
        ]
        head = ("flow", "end", "share before", "share after", "bn dollars before", "after", "rotation, degrees")
        lines += ["", f"{state.name} toward {group.title}", "", table(rows, head=head)]
    lines += ["", "Real income, percent", "", _incomes(found, who), ""]
    left = found.equilibrium.residuals
    gap = max(left.wages, left.accounts, left.world)
    size = "below 1e-09" if gap < 1e-9 else f"{gap:.0e}"
    lines.append(f"Equilibrium: largest residual {size}; closure {found.equilibrium.closure}.")
    lines.extend(f"Assumed: {told}" for told in found.economy.told)
    lines.append(f"Elasticities: {found.elasticities.source}.")
    return "\n".join(lines)


def _incomes(found: Counterfactual, who: str, each: int = 6) -> str:
    import polars as pl

    frame = found.incomes().sort("exact")
    chosen = pl.concat([frame.head(each), frame.tail(each)]) if len(frame) > 2 * each else frame
    if who:
        from reorient.actors import resolve

        own = frame.filter(pl.col("actor") == resolve(who))
        chosen = pl.concat([own, chosen.filter(pl.col("actor") != resolve(who))])
    rows: list[tuple[Any, ...]] = []
    for row in chosen.iter_rows(named=True):
        cells = [row["actor"], row["name"], f"{row['exact']:+.3f}"]
        if chosen["first_order"].null_count() < len(chosen):
            cells.append("" if row["first_order"] is None else f"{row['first_order']:+.3f}")
        if "low" in chosen.columns:
            cells.append(f"{row['low']:+.3f} to {row['high']:+.3f}")
        rows.append(tuple(cells))
    head = ["", "", "exact"]
    head += ["first order"] if chosen["first_order"].null_count() < len(chosen) else []
    head += ["band"] if "low" in chosen.columns else []
    return table(rows, head=head)


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.1f} %"


def _billions(row: dict[str, Any], when: str) -> str:
    return f"{row[f'dollars_{when}'] / 1e9:,.1f}"
