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

from reorient.record.store import Record, starter_folder
from reorient.report.hindcasting import compared, hindcasts, sizes, whole
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


TOP = """# Hindcasts: what the model would have said

{number} hindcasts of {shocks} past shocks. For each, everything is frozen at the last year before the shock, the shock's size is taken from data before
it (or from a published estimate, or from the text of the measure), the scenario is run, and the change of partner shares that it foretells is scored against
what came. This page is written by `python docs/make_hindcasts.py`, as the figures come out; `reorient hindcast` prints the same table, `reorient hindcast
--list` what there is. All but one run on the starter record; `nafta-1994` needs the producers' files (`reorient hindcast nafta-1994 --originals FOLDER`),
and so does estimating the sizes anew; both are kept here as they last came out.

## How it is done

* **Frozen.** The economy of the year before, as any scenario starts from it: goods and fuels, elasticities of the package, closure
  `proportional`. Nothing after that year enters the accounts, the size or the trend; a test alters all later data and finds the same forecast.
* **Size.** One of four, named in each file and [below](#where-each-size-comes-from): an estimate by three-way PPML on the years up to the last before the
  shock, of what earlier sanctions or accessions did; a figure as published; the text of the measure (an embargo, a tariff); the part of the
  fuels under a ban in that year's trade. Nothing is fitted to what came.
* **No change**, the first baseline: shares stay as they were. It is a hard one to beat.
* **Gravity trend**, the second: a partner's share is its size (its part of what all partners trade with everybody but the state) times the pair's intensity.
  Both go on along their straight lines over the {span} years before the shock (or as many as the record has, three at least), damped by {damping:g} a
  year, not below zero. We had taken trends of logarithms first; ties that had grown from almost nothing then ran away and made
  the baseline far too easy to beat, so straight lines took their place. Span and damping were set beforehand and are the same for all. A trend damped more
  comes nearer to no change, and is harder to beat.
* **Partners' growth known** is no forecast: each partner's growth with everybody else is taken as it came, to set the shock apart from it.
* **Scores.** Over all partners in the economy (about 200): the mean absolute error of the change of share, in percentage points; the change toward the group, came
  and foretold; its sign; Spearman's correlation of changes over partners. Ratios of errors are geometric means over states and flows; below 1 the first is better.
"""

READING = """**Over all**, the model's errors are {overall} of those of no change, smaller in {better} of {shocks} shocks: on this table the model as a whole cannot be told from
saying that nothing changes. Against the trend it is {trend}; but the trend is itself worse than no change. The mean hides three groups.

**Better than no change: a tie cut by name.** For embargoes and bans taken at their word errors are {word}. The fall toward the group is near
what came for Iran's fuels ({iran}), for Qatar's imports ({qatar}) and for Australian fuels to China in the first full year ({coal}). For Russian fuels after
2022 about half is foretold ({embargo}): in the model a fifth of the sales is lost, in the record it was sold elsewhere, and Japan and South Korea, whom the file leaves out,
stopped buying crude oil as well. But a measure is not always what it says: Georgia's imports from Russia went on through the
blockade ({blockade}), and there the model is worse than no change.

**Right in direction, too small: the average sanction.** Errors are {sanction}. The coefficient of earlier trade sanctions, an
average over slight and hard ones, takes a ninth to a sixth off trade, and a hard one is not an average one: Georgia ({georgia}), Russian fuels after 2022 ({fuels}). For Russia after 2014 it gets the sign and, for
imports, most of the size ({russia_imports}); exports toward the coalition fell much more than foretold ({russia_exports}), and more than half of that was fuels,
which the file leaves open.

**Worse than no change, mostly: what eases trade, and tariffs.** With a published doubling of trade errors are {published}: five years on the shares moved by a fraction of it or the other way (the paper's figure is for
ten years). With the size of earlier accessions they are {accession}: better for Croatia ({croatia}) and for North America ({nafta}), worse for
the ten of 2004 ({ten}), who had free trade with the union before they joined, and whose partners outside it grew faster: their growth alone, as it came, would have taken {ten_sizes} points off. For the tariffs of 2018 to 2020 errors are
{tariff}: the direction is right, the size far too large ({tariffs}); the elasticity of 4 is one of the long run, and two years are short.

**Who gains what another loses** is hardly foretold: the mean rank correlation over shocks is {rank}. The model hands lost trade to partners by their shares; what came went
elsewhere.

**For scenarios** this means: read the sign and the rough size toward the group named, and trust them most where a tie is cut outright and least where a
coefficient is put on an agreement. A `tariff` or an `agreement` came out too large for the first years here more often than not, an average sanction too small each time: a result is no better than the
figure put in. Do not read single third partners. And whatever a scenario says, partners' own growth moves shares as much: the column *sizes known* of the [last table](#every-state-and-flow) shows how much.

**What this cannot show.** Past years are taken from today's editions of the data, not from what was known then. The elasticities of the package were published in 2014 and 2015, from data of
1993 to 2004: after some of the shocks. What a measure leaves open (fuels in 2014, gas in 2022, the pipeline to Qatar) is taken from its text, but by people who
know how it ended. Sizes from importers' data with freight are put on flows without. In 2022 the economy is that of 2020, and Russia's figures afterwards are
its partners'. A partner that came apart counts under its old name as nothing after. Wars, prices and crises (2008, 2014, 2020, 2022) are in the outcomes and in no forecast."""

TABLE = """First outcome year of each; changes of the share toward the group in percentage points, means over states and flows."""

OVER = """Variants of one shock count once. The interval draws shocks anew; they are few, alike in parts (three enlargements of one union, two sanctions on one
state), and were chosen by us because they are known to have happened and the record holds them: it is no random sample of shocks, and nothing here
is a test in the strict sense."""

DETAILS = """First outcome year; shares in percent, changes in points, errors in points (mean over partners). Other years: `reorient hindcast --every-year --csv FILE`."""


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
        ("trend_and_model", "trend"), ("sizes_and_model", "sizes"), ("sizes", "none"),
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


def reading(main: pl.DataFrame, by_family: dict[str, list[Hindcast]]) -> str:
    """Return the table in plain words, its figures taken from the table."""

    def of(*names: str) -> pl.DataFrame:
        return main.filter(pl.col("hindcast").is_in(names))

    def fam(name: str) -> pl.DataFrame:
        return of(*(one.name for one in by_family[name]))

    def against(name: str) -> str:
        found = fam(name)
        right = (found["sign"] == "right").sum()
        return f"{ratio(found, 'model', 'none'):.2f} of those of no change, {ratio(found, 'model', 'trend'):.2f} of those of the trend; sign right in {right} of {len(found)} rows"

    def change(name: str, flow: str | None = None) -> str:
        found = of(name) if flow is None else of(name).filter(pl.col("flow") == flow)
        return f"{found['model'].mean():+.1f} foretold, {found['happened'].mean():+.1f} came"

    overall, trend = compared(main, "model", "none"), compared(main, "model", "trend")
    return READING.format(
        overall=f"{overall.ratio:.2f} ({overall.low:.2f} to {overall.high:.2f})",
        better=overall.better,
        shocks=overall.shocks,
        trend=f"{trend.ratio:.2f} ({trend.low:.2f} to {trend.high:.2f})",
        rank=f"{main.group_by('shock').agg(pl.col('rank').mean())['rank'].mean():+.2f}",
        **{name: against(name) for name in FAMILIES},
        iran=change("iran-2012", "fuel exports"),
        qatar=change("qatar-2017", "imports"),
        coal=change("australia-coal-2020"),
        embargo=change("russia-2022-embargo"),
        blockade=change("georgia-2006-blockade", "imports"),
        georgia=change("georgia-2006"),
        russia_imports=change("russia-2014", "imports"),
        russia_exports=change("russia-2014", "exports"),
        fuels=change("russia-2022"),
        tariffs=change("us-china-2018"),
        nafta=change("nafta-1994"),
        croatia=change("eu-2013"),
        ten=change("eu-2004"),
        ten_sizes=f"{-of('eu-2004')['sizes'].mean():.1f}",
    )


def page(record: Record) -> str:
    """Return the whole page."""
    asked = [hindcast(name) for name in shipped()]
    kept = pl.read_csv(KEPT, infer_schema_length=None)
    found = pl.concat([hindcasts(record), kept], how="vertical_relaxed")
    order = {name: place for place, name in enumerate(FAMILIES)}
    asked.sort(key=lambda one: (order[family(one)], one.year, one.name))
    main = found.filter(pl.col("main"))
    by_family = {name: [one for one in asked if family(one) == name] for name in FAMILIES}
    out = [
        TOP.format(span=SPAN, damping=DAMPING, number=len(asked), shocks=found["shock"].n_unique()),
        "## The table",
        "",
    ]
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
