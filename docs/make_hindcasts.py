"""Make docs/hindcasts.md from the hindcasts of the package and the starter record.

``python docs/make_hindcasts.py`` writes the page; a test compares it with what the code gives today.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from reorient.record.store import Record, starter_folder
from reorient.simulate.hindcast import hindcast, hindcasts, shipped_hindcasts

HERE = Path(__file__).parent

HEAD = """# Hindcasts: how simulations fared

Each shock below is simulated from the economy of the year before it, and the prediction is held against what happened: the change of a state's
shares over all its partners, in percentage points. The size of a shock comes from data before it, from the decision itself, or from an estimate that its file
names; no figure was chosen after looking at an outcome. The table is what came out.

`python docs/make_hindcasts.py` makes this page from the starter record; `reorient hindcast [NAME...]` prints its rows, with `--json` and `--csv`.

| prediction | what it is |
| --- | --- |
| model | the scenario, everything else as in the year before |
| no change | every share as it was |
| trend | gravity trend: every partner's market goes on to grow as in the three years before, unit elasticity to its size, everything else frozen |
| both | the trend, moved by the factors of the model |

*Error* is the mean absolute error over partners in percentage points; *skill* is 1 - error / error of no change (above 0 is better than no change) with a 90 percent
interval over partners drawn again; *rank* is Spearman's correlation of predicted and observed changes over partners. A skill near zero with some 190 partners says that most of what
moved was something else than the shock.
"""


def page(record: Record) -> str:
    """Return the text of the page."""
    frame = hindcasts(record)
    shocks = [one for name in shipped_hindcasts() for one in shock(name, frame.filter(pl.col("hindcast") == name))]
    return "\n".join([HEAD, *reading(frame), *shocks, ""])


def reading(frame: pl.DataFrame) -> list[str]:
    """Return what the table says when read as a whole."""
    model, trend, both = (frame.filter(pl.col("way") == way) for way in ("model", "trend", "both"))
    count = len(model)
    better = int((model["skill"] > 0).sum())
    sure = int((model["low"] > 0).sum())
    worse = int((model["high"] < 0).sum())
    moved = (model["share_after"] - model["share_before"]).sign() == (
        model["share_predicted"] - model["share_before"]
    ).sign()
    beats = int((model["error"] < trend["error"]).sum())
    together = int((both["error"] < model["error"]).sum())
    gap = (model["share_predicted"] - model["share_after"]).abs()
    still = (model["share_before"] - model["share_after"]).abs()
    nearer = int((gap < still).sum())
    return [
        "## Read as a whole",
        "",
        f"* {count} comparisons (shock, flow, year). The model is nearer to what happened than no change in {better}; the interval lies above zero in {sure} "
        f"of them and below zero in {worse}. Median skill {model['skill'].median():+.2f}.",
        f"* It is nearer than the gravity trend in {beats}; putting the trend on top helps in {together}.",
        f"* The share of the group in question moved the way the model says in {int(moved.sum())}, and the model's share is nearer to the one that came than the old one is in {nearer}.",
        "* Embargoes whose terms are known (Qatar's imports, Iran's oil, Russian fuels) are predicted in direction and in size for the group that imposes them; who takes the place of the "
        "lost partners is predicted poorly, since the model spreads them in proportion to old shares.",
        "* An average effect taken over to a case it does not fit does harm: the average trade agreement, put on states that already traded freely, turns the sign wrong (2004); a long-run elasticity "
        "of 4 moves at once what tariffs moved by less than a third of it in two years (2018).",
        "* So: read a scenario's direction and its order of magnitude for the group named in it; do not read its figure for a single third partner.",
        "",
    ]


def shock(name: str, rows: pl.DataFrame) -> list[str]:
    """Return the part of the page on one shock."""
    one = hindcast(name)
    lines = [f"## {one.scenario.title}", ""]
    for change in one.scenario.changes:
        figures = ", ".join(f"{key} {value:g}" for key, value in change.figures.items())
        what = f"{change.kind}{' (' + figures + ')' if figures else ''}"
        lines.append(
            f"* {what}, from {change.words[0]} to {change.words[1]}, {', '.join(change.sectors)}: {change.source}."
        )
    lines += [
        "",
        f"Shares of {one.scenario.about} with {one.scenario.toward}, percent.",
        "",
        "| flow | years | share | prediction | predicted | error | skill | rank |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [row(r) for r in rows.iter_rows(named=True)]
    return [*lines, ""]


def row(r: dict[str, Any]) -> str:
    """Return one row of a table."""
    skill = "" if r["way"] == "no change" else f"{r['skill']:+.2f} [{r['low']:+.2f}, {r['high']:+.2f}]"
    rank = "" if r["rank"] is None else f"{r['rank']:+.2f}"
    return (
        f"| {r['flow']} {r['end']} | {r['from']} > {r['to']} | {r['share_before']:.1f} > {r['share_after']:.1f} | {r['way']} | "
        f"{r['share_predicted']:.1f} | {r['error']:.3f} | {skill} | {rank} |"
    )


if __name__ == "__main__":
    with Record.open(starter_folder()) as starter:
        (HERE / "hindcasts.md").write_text(page(starter), encoding="utf-8")
