"""What if: scenarios in the record beside what was observed, and what losing each partner would cost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

import numpy as np
import polars as pl

from reorient.actors import actor, members
from reorient.errors import BaselineError, NoEquilibrium, NotConverged, NotCovered
from reorient.measures.directions import Reading
from reorient.record.schema import OBSERVED, variable
from reorient.report.answer import Chart, Section
from reorient.report.asked import Asked, FigureRow, Piece, credit, short
from reorient.report.charts import then_and_now
from reorient.report.turn_charts import two_sides
from reorient.report.words import percent
from reorient.simulate.leverage import apart, last_year, leverage

#: Flows whose shares are told, with the end at which the state stands.
FLOWS = ("exports", "imports", "crude_exports_usd", "coal_exports_usd")
#: Partners whose loss is simulated, by the flow with them.
MOST = 8
#: A lever nearer to zero than this (a tenth) is nobody's.
EVEN = 0.1
#: Shares that a scenario moves by less than this are left out of the chart.
LEAST_MOVE = 0.002


def scenarios(asked: Asked, readings: dict[str, Reading], gaps: list[str]) -> Iterator[Piece]:
    """Yield the shares toward the group in every scenario of the record that tells of the state."""
    rows: list[tuple[str, str, int, float, float]] = []
    figures: list[FigureRow] = []
    incomes: list[tuple[str, float]] = []
    sources: list[str] = []
    observed: list[str] = []
    names = [name for name in asked.record.scenarios() if name != OBSERVED]
    for flow in (name for name in FLOWS if names and name in readings):
        source = readings[flow].source
        for key, year, before, after in _shares(asked, readings[flow], names):
            title = asked.record.origin(key).title.removeprefix("Simulated: ")
            rows.append((key.removeprefix("simulated_").replace("_", "-"), flow, year, before, after))
            what = f"{variable(flow).title}: share of the group, {title}"
            figures.append((7, what, 100 * after, "percent", str(year), "simulated", key, 1, title))
            figures.append(
                (7, f"{what}, observed", 100 * before, "percent", str(year), "reported", source, 1, "all partners")
            )
            sources.extend((key, source))
            observed.append(source)
    if names:
        moved = asked.record.ties("real_income_change", sender=asked.state.id, scenario=names)
        for row in moved.filter(pl.col("source").is_in(sources)).iter_rows(named=True):
            title = asked.record.origin(row["source"]).title.removeprefix("Simulated: ")
            incomes.append((row["scenario"], float(row["value"])))
            base = (str(row["period"].year), "simulated", row["source"], 1, title)
            figures.append((7, f"real income of {asked.state.name}, {title}", float(row["value"]), "percent", *base))
    titles = {key.removeprefix("simulated_").replace("_", "-"): asked.record.origin(key).title for key in sources}
    if not rows:
        yield from _apart(asked, gaps)
        return
    yield _section(asked, rows, incomes, observed, titles), figures, tuple(dict.fromkeys(sources))


def _apart(asked: Asked, gaps: list[str]) -> Iterator[Piece]:
    """Yield, where no scenario tells of the state, what it would cost if it and the group stopped trading."""
    gaps.append(
        f"No scenario in the record tells of {asked.state.name}; `reorient simulate FILE` writes one "
        "(docs/scenarios.md)."
    )
    try:
        found = apart(asked.record, asked.state.id, asked.group, year=_year(asked))
    except (BaselineError, NoEquilibrium, NotConverged, NotCovered) as problem:
        gaps.append(f"What an end of trade with {short(asked)} would cost cannot be told: {problem.found}.")
        return
    if not found.theirs:
        return
    worst = max(found.theirs, key=lambda who: found.theirs[who])
    sentence = (
        f"If {asked.state.name} and {short(asked)} stopped trading, {asked.state.name} would lose {found.own:.2f} "
        f"percent of its real income (economy of {found.year}); of {len(found.theirs)} members "
        f"{actor(worst).name} would lose most, {found.theirs[worst]:.2f} percent. {' '.join(found.told)}"
    )
    base = (str(found.year), "simulated", found.sources[0], 1)
    what = f"loss of real income without {short(asked)}"
    figures: list[FigureRow] = [(7, what, found.own, "percent", *base, found.told[0])]
    for who, loss in found.theirs.items():
        figures.append((7, f"{what}: {actor(who).name}", loss, "percent", *base, f"without {asked.state.name}"))
    yield Section(7, f"Without {short(asked)}", (sentence,)), figures, found.sources


def _shares(asked: Asked, reading: Reading, names: list[str]) -> Iterator[tuple[str, int, float, float]]:
    """Yield key, year, share observed and share simulated of the scenarios that tell of the state.

    Observed shares are over all partners, simulated ones over those with an economy in the record (nearly all trade).
    """
    spec = reading.spec
    end: Literal["receiver", "sender"] = "receiver" if spec.role == "receiver" else "sender"
    other = "sender" if end == "receiver" else "receiver"
    told = {row.source for row in asked.record.coverage(spec.stored) if row.actor in ("*", asked.state.id)}
    own = asked.state.id
    if end == "receiver":
        simulated = asked.record.ties(spec.name, receiver=own, scenario=names)
    else:
        simulated = asked.record.ties(spec.name, sender=own, scenario=names)
    years = reading.flows.years.tolist()
    for (key,), rows in simulated.group_by("source", maintain_order=True):
        year = rows["period"][0].year
        if key not in told or year not in years or not _within(asked, year):
            continue
        after = dict(zip(rows[other].to_list(), rows["value"].to_list(), strict=True))
        line = np.nan_to_num(reading.flows.values[years.index(year)])
        before = {who: line[place] for place, who in enumerate(reading.flows.partners)}
        inside = set(members(asked.group, date(year, 12, 31))) - {asked.state.id}
        wholes = [float(sum(table.values())) for table in (before, after)]
        if min(wholes) > 0:
            shares = [
                float(sum(value for who, value in table.items() if who in inside)) / whole
                for table, whole in zip((before, after), wholes, strict=True)
            ]
            yield str(key), year, shares[0], shares[1]


def _section(
    asked: Asked,
    rows: list[tuple[str, str, int, float, float]],
    incomes: list[tuple[str, float]],
    observed: list[str],
    titles: dict[str, str],
) -> Section:
    shown = [row for row in rows if abs(row[4] - row[3]) >= LEAST_MOVE and row[1] in ("exports", "crude_exports_usd")]
    table = tuple(
        (title, variable(flow).title, str(year), percent(a), percent(b), f"{100 * (b - a):+.1f}")
        for title, flow, year, a, b in rows
    )
    head = ("scenario", "flow", "economy of", "observed", "simulated", "points")
    number = len({row[0] for row in rows})
    widest = max(rows, key=lambda row: abs(row[4] - row[3]))
    worst = min(incomes, key=lambda row: row[1]) if incomes else None
    sentences = [
        f"Of {number} scenario{'s' if number > 1 else ''}, the one that moves a share most: {widest[0]} "
        f"({titles[widest[0]].removeprefix('Simulated: ')}). The share of "
        f"{short(asked)} in {variable(widest[1]).title} of {widest[2]} would be {percent(widest[4])} instead of "
        f"{percent(widest[3])}."
    ]
    if worst:
        told = "; ".join(f"{title}: {value + 0.0:+.2f} %" for title, value in sorted(incomes, key=lambda row: row[1]))
        sentences.append(f"Real income of {asked.state.name}: {told}.")
    sentences.append(
        "Simulated with everything else as it was in the year of the economy; every figure of a scenario has its "
        "source in its file, and several are assumptions. docs/hindcasts.md shows how such simulations fared against "
        "what happened."
    )
    charts: tuple[Chart, ...] = ()
    if shown:
        marks = [(f"{name}: {variable(flow).title}, {year}", a, b, False) for name, flow, year, a, b in shown]
        caption = (
            f"Share of {short(asked)}; hollow: observed, filled: simulated. Flows that a scenario moves by less than "
            f"{100 * LEAST_MOVE:g} points are left out. Sources: Reorient, counterfactual ties; "
            f"{credit(asked, observed)}."
        )
        title = f"{widest[0]}: {percent(widest[3])} becomes {percent(widest[4])}"
        charts = (
            Chart(
                title, then_and_now(marks, then="observed", now="simulated", what=f"share of {short(asked)}"), caption
            ),
        )
    return Section(7, "Scenarios", tuple(sentences), charts, head, table)


def _within(asked: Asked, year: int) -> bool:
    return (asked.first is None or asked.first <= year) and (asked.last is None or year <= asked.last)


def _year(asked: Asked) -> int:
    """Return the last year of the period with an economy in the record."""
    last = last_year(asked.record)
    return last if asked.last is None else min(last, asked.last)


def levers(asked: Asked, partners: list[str], gaps: list[str]) -> Iterator[Piece]:
    """Yield what losing the largest members of the group would cost both sides."""
    if not partners:
        return
    try:
        found = leverage(asked.record, asked.state.id, partners[:MOST], year=_year(asked))
    except (BaselineError, NotCovered) as problem:
        gaps.append(f"What losing a partner would cost cannot be told: {problem.found}.")
        return
    rows = list(found.rows.iter_rows(named=True))
    figures: list[FigureRow] = []
    for row in rows:
        base = (str(found.year), "simulated", found.sources[0], 1, "exact equilibrium without trade between the two")
        figures.append((5, f"loss of real income without {row['name']}", row["own_loss"], "percent", *base))
        figures.append((5, f"loss of {row['name']} without {asked.state.name}", row["their_loss"], "percent", *base))
        figures.append(
            (
                5,
                f"real income moved by one percent of growth in {row['name']}",
                row["to_their_growth"],
                "percent",
                *base[:4],
                "first order",
            )
        )
    held = [row["name"] for row in rows if row["lever"] is not None and row["lever"] > EVEN]
    against = [row["name"] for row in rows if row["lever"] is not None and row["lever"] < -EVEN]
    top = rows[0]
    sentence = (
        f"If trade with {top['name']} ended, real income of {asked.state.name} would fall by {top['own_loss']:.2f} "
        f"percent and that of {top['name']} by {top['their_loss']:.2f} (economy of {found.year}). "
        f"{asked.state.name} holds the lever over {', '.join(held) or 'none of them'}; "
        f"{', '.join(against) or 'none'} {'hold' if len(against) != 1 else 'holds'} it over {asked.state.name}."
    )
    caption = (
        f"Real income lost when the two stop trading, percent. {found.told[0]} Sources: {credit(asked, found.sources)}."
    )
    sides = [(row["name"], row["own_loss"] / 100, row["their_loss"] / 100) for row in rows]
    chart = Chart(
        f"Without {top['name']}: {asked.state.name} loses {top['own_loss']:.2f} %, it {top['their_loss']:.2f} %",
        two_sides(
            sides,
            first=asked.state.name,
            second="the partner",
            axis=f"loss of real income: ○ of {asked.state.name}, ▲ of the partner",
            style=".2~%",
        ),
        caption,
    )
    yield Section(5, "Who holds the lever?", (sentence,), (chart,)), figures, found.sources
