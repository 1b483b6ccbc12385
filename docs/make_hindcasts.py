"""Make docs/hindcasts.md: every hindcast of the package, scored, from the starter record.

``python docs/make_hindcasts.py`` writes the page, offline; a test compares it with what the code gives today.
``python docs/make_hindcasts.py --originals FOLDER`` first estimates the sizes of shocks anew, and the hindcasts that need
the producers' files, and keeps both (``simulate/hindcasts/sizes.csv`` and ``docs/hindcasts-originals.csv``).
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from reorient.report.hindcasting import compared, hindcasts, sizes, whole
from reorient.record.store import Record, starter_folder
from reorient.simulate.hindcast import DAMPING, SPAN
from reorient.simulate.hindcast_file import Hindcast, hindcast, recorded, shipped

HERE = Path(__file__).parent
KEPT = HERE / "hindcasts-originals.csv"
SIZES = HERE.parent / "src" / "reorient" / "simulate" / "hindcasts" / "sizes.csv"

#: Families of shocks by where their size comes from, in the order of the page.
FAMILIES = {
    "word": "Embargoes and bans, taken at their word",
    "sanction": "Sanctions, the size of earlier ones on average",
    "tariff": "Tariffs, the rates announced",
    "accession": "Agreements, the size of earlier accessions",
    "published": "Agreements, the size as published",
}


def family(one: Hindcast) -> str:
    """Return the family of a hindcast."""
    if one.size.kind == "estimate":
        return "sanction" if "marked" in one.size.recipe else "accession"
    if one.size.kind == "published":
        return "published"
    return "tariff" if one.scenario.changes[0].kind == "tariff" else "word"


def ratio(found: pl.DataFrame, one: str, other: str) -> float:
    """Return the geometric mean of the ratio of two forecasts' errors."""
    return math.exp(sum(map(math.log, found[f"error_{one}"] / found[f"error_{other}"])) / len(found))


def rows(lines: Iterable[Iterable[str]]) -> list[str]:
    """Return rows of a table in Markdown, the first being its head."""
    told = [f"| {' | '.join(line)} |" for line in lines]
    return [told[0], "|" + " --- |" * (told[0].count("|") - 1), *told[1:]]


def summary(main: pl.DataFrame, asked: Iterable[Hindcast]) -> list[str]:
    """Return one row for each hindcast: means over its states and flows at the first outcome."""
    head = (
        "shock", "before, outcome", "states x flows", "came", "model", "trend", "sign right", "rank",
        "model / no change", "model / trend", "trend / no change",
    )  # fmt: skip
    lines = [head]
    for one in asked:
        mine = main.filter(pl.col("hindcast") == one.name)
        ranks = mine["rank"].drop_nulls()
        lines.append((
            f"`{one.name}`", f"{one.year}, {one.outcomes[0]}", f"{len(mine)}",
            *(f"{mine[key].mean():+.1f}" for key in ("happened", "model", "trend")),
            f"{(mine['sign'] == 'right').sum()} of {len(mine)}",
            f"{ranks.mean():+.2f}" if len(ranks) else "",
            *(f"{ratio(mine, *pair):.2f}" for pair in (("model", "none"), ("model", "trend"), ("trend", "none"))),
        ))  # fmt: skip
    return rows(lines)


def details(main: pl.DataFrame) -> list[str]:
    """Return one row for each hindcast, state and flow at the first outcome."""
    head = (
        "shock", "state", "flow", "outcome", "share before", "came", "model", "trend", "sizes known", "sign", "rank",
        "error: no change", "trend", "model", "trend and model", "sizes known", "sizes known and model",
    )  # fmt: skip
    errors = ("none", "trend", "model", "trend_and_model", "sizes", "sizes_and_model")
    lines = [head]
    for row in main.iter_rows(named=True):
        lines.append((
            f"`{row['hindcast']}`", row["state"], row["flow"], str(row["outcome"]), f"{row['share']:.1f}",
            *(f"{row[key]:+.1f}" for key in ("happened", "model", "trend", "sizes")), row["sign"],
            "" if row["rank"] is None else f"{row['rank']:+.2f}",
            *(f"{row[f'error_{key}']:.3f}" for key in errors),
        ))  # fmt: skip
    return rows(lines)


def where_from(asked: Iterable[Hindcast]) -> list[str]:
    """Return one row for each hindcast: its change and where the size comes from."""
    lines = [("shock", "what changes", "ln effect (s.e.)", "size from")]
    for one in asked:
        changes = "; ".join(f"{change.kind} {change.words[0]} to {change.words[1]}" for change in one.scenario.changes)
        figure = ""
        if one.size.kind in ("published", "estimate"):
            error = f" ({one.size.error:.3f})" if one.size.error else ""
            figure = f"{one.size.log_effect:+.3f}{error}"
        told = one.size.told
        if one.size.kind == "estimate":
            told = f"our estimate: {told}; {int(recorded()[one.name]['observations']):,} observations of {one.size.recipe['trade']}"
        elif one.size.kind == "measure":
            told = "; ".join(change.source for change in one.scenario.changes)
        lines.append((f"`{one.name}`: {one.scenario.title}", changes, figure, told))
    return rows(lines)


def skills(found: pl.DataFrame) -> list[str]:
    """Return the comparison of forecasts over shocks."""
    lines = [("forecast", "against", "ratio of errors", "90 percent interval", "better in", "sign test")]
    pairs = (
        ("model", "none"), ("model", "trend"), ("trend", "none"), ("trend_and_model", "none"),
        ("trend_and_model", "trend"), ("sizes_and_model", "sizes"),
    )  # fmt: skip
    words = {
        "none": "no change", "trend_and_model": "trend and model", "sizes": "partners' growth known",
        "sizes_and_model": "partners' growth known, and model",
    }  # fmt: skip
    for one, other in pairs:
        told = compared(found, one, other)
        lines.append((
            words.get(one, one), words.get(other, other), f"{told.ratio:.2f}", f"{told.low:.2f} to {told.high:.2f}",
            f"{told.better} of {told.shocks}", f"{told.chance:.2f}",
        ))  # fmt: skip
    return rows(lines)


def page(record: Record) -> str:
    """Return the whole page."""
    asked = [hindcast(name) for name in shipped()]
    kept = pl.read_csv(KEPT, infer_schema_length=None)
    found = pl.concat([hindcasts(record), kept.select(hindcast_columns(kept))], how="vertical_relaxed")
    order = {name: place for place, name in enumerate(FAMILIES)}
    asked.sort(key=lambda one: (order[family(one)], one.year, one.name))
    main = found.filter(pl.col("main"))
    by_family = {name: [one for one in asked if family(one) == name] for name in FAMILIES}
    out = [TOP.format(span=SPAN, damping=DAMPING, number=len(asked), shocks=found["shock"].n_unique()), "## The table", ""]
    out += [TABLE, ""]
    for name, title in FAMILIES.items():
        out += [f"**{title}**", "", *summary(main, by_family[name]), ""]
    out += ["## Over all shocks", "", OVER, "", *skills(main), ""]
    later = found.filter(~pl.col("main"))
    told = compared(later, "model", "none")
    out += [
        f"At the other outcome years (`--every-year`) the model's errors are {told.ratio:.2f} of those of no change "
        f"({told.low:.2f} to {told.high:.2f}), smaller in {told.better} of {told.shocks} shocks.",
        "",
        "## What it says",
        "",
        reading(main, by_family),
        "",
        "## Where each size comes from",
        "",
        *where_from(asked),
        "",
        "## Every state and flow",
        "",
        DETAILS,
        "",
        *details(main),
    ]
    return "\n".join(out) + "\n"


def hindcast_columns(frame: pl.DataFrame) -> list[str]:
    """Return the columns of a table that was kept, in its order."""
    return list(frame.columns)


def main() -> None:
    """Write the page; with ``--originals FOLDER`` also what it needs from the producers' files."""
    arguments = sys.argv[1:]
    if arguments:
        if len(arguments) != 2 or arguments[0] != "--originals":
            sys.exit("python docs/make_hindcasts.py [--originals FOLDER]")
        folder = Path(arguments[1])
        with whole(folder) as full:
            SIZES.write_text(sizes(full).write_csv(), encoding="utf-8")
        with Record.open(starter_folder()) as record:
            apart = [name for name in shipped() if hindcast(name).originals]
            frame = hindcasts(record, apart, originals=folder)
        KEPT.write_text(frame.write_csv(float_precision=6), encoding="utf-8")
    with Record.open(starter_folder()) as record:
        (HERE / "hindcasts.md").write_text(page(record), encoding="utf-8")


if __name__ == "__main__":
    main()
