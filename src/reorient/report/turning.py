"""Rotation, turns on one time line, mutual dependence, and who else is turning: the sections made of measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from reorient.actors import actor
from reorient.errors import MeasureError
from reorient.measures.dependence import other_end, pair
from reorient.measures.directions import Reading, covering, ever_inside, hidden, inside, toward
from reorient.measures.orientation import Orientation, orient
from reorient.measures.scanning import scan
from reorient.measures.timeline import MEANS, Timed, timeline_of
from reorient.measures.turns import Turn
from reorient.report.answer import Chart, Section
from reorient.report.asked import Asked, FigureRow, Piece, credit, group_words, short
from reorient.report.charts import then_and_now
from reorient.report.turn_charts import Mark, dial, time_line, two_sides
from reorient.report.words import capital, percent

#: A dependence below this is not worth a row.
LEAST = 0.01
#: Rows of the list of who else is turning.
OTHERS = 12


def rotated(asked: Asked, main: dict[str, Reading]) -> Iterator[Piece]:
    """Yield how far each main flow has rotated, and how much of it faces the group."""
    found: list[tuple[Reading, Orientation, int]] = []
    for reading in main.values():
        flows = reading.flows
        one = orient(
            flows,
            dated=inside(asked.group, flows),
            fixed=ever_inside(asked.group, flows),
            unknown=hidden(asked.record, asked.state.id, reading),
        )
        if one.turned is not None and np.isfinite(one.turned.angle).any():
            found.append((reading, one, int(np.flatnonzero(np.isfinite(one.turned.angle))[-1])))
    if not found:
        return
    rows, told = [], []
    figures: list[FigureRow] = []
    for reading, one, last in found:
        if one.turned is None:
            continue
        year = int(one.turned.years[last])
        whole, part = float(one.turned.angle[last]), float(one.turned.toward[last])
        rows.append((f"{reading.spec.title}, {one.turned.base[0]} to {year}", whole, part))
        base = (str(year), reading.status[last], reading.source, int(np.isfinite(reading.flows.values[last]).sum()))
        what = f"{reading.spec.title}: rotation since {one.turned.base[0]}-{one.turned.base[-1]}"
        figures.append((2, what, whole, "degrees", *base, ""))
        figures.append((2, f"{what}, toward {asked.group.name}", part, "degrees", *base, "fixed membership"))
        told.append((whole, part, reading.spec.title))
    whole, part, title = max(told, key=lambda item: abs(item[1]))
    way = "toward" if part >= 0 else "away from"
    sentence = (
        f"Of {len(rows)} flows {title} rotated most with regard to {short(asked)}: by {whole:.0f} degrees of 90, "
        f"{abs(part):.0f} of them {way} it."
    )
    caption = (
        "Angle between the shares of partners at the beginning and at the end; filled: the part that faces "
        f"{short(asked)} (dark: toward, light: away). Sources: {credit(asked, (r.source for r, _, _ in found))}."
    )
    chart = Chart(f"How far the flows of {asked.state.name} have rotated", dial(rows), caption)
    yield Section(2, "Rotation", (sentence,), (chart,)), figures, tuple(dict.fromkeys(r.source for r, _, _ in found))


def since_when(asked: Asked, main: dict[str, Reading]) -> Iterator[Piece]:
    """Yield the turns of all main flows on one time line."""
    readings = list(main.values())
    for name in MEANS:
        readings += covering(asked.record, asked.state.id, name, first=asked.first, last=asked.last)[:1]
    if not readings:
        return
    line = timeline_of(asked.record, asked.state, asked.group, readings)
    told = [part for part in line.parts if part.series is not None]
    if not told:
        return
    figures = [row for part in line.parts for row in _turn_figures(asked, part)]
    sentences = [text for part in line.parts if part.stands for text in _turn_sentences(asked, part)]
    blind = [part for part in line.parts if not part.stands and _verdict(part) == "cannot tell"]
    steady = [part for part in line.parts if not part.stands and _verdict(part) in ("no change", "slight")]
    drifting = [part for part in line.parts if not part.stands and _verdict(part) == "drift"]
    for words, parts in (
        ("No turn, though one of the size that matters (odds half as high again) would have been seen", steady),
        ("A straight drift without a turn", drifting),
        ("Cannot tell, too few years or too much noise", blind),
    ):
        if parts:
            sentences.append(f"{words}: {', '.join(part.reading.spec.title for part in parts)}.")
    if not any(part.stands for part in line.parts):
        sentences.insert(
            0, f"No turn toward or away from {short(asked)} survives the correction for {len(told)} series."
        )
    spans = []
    for part in told:
        assert part.series is not None
        spans.append((part.reading.spec.title, float(part.series.times[0]), float(part.series.times[-1])))
    marks = [mark for part in told if part.stands for mark in _marks(part)]
    caption = (
        f"▲ a turn toward {short(asked)} begins, ▽ one away from it; whisker: 90 % set of the date; bar: a ramp, from "
        f"beginning to end; grey line: years that can be compared. Log-ratios, fixed membership, p-values corrected "
        f"over {len(told)} series (Benjamini-Hochberg). Sources: {credit(asked, (p.reading.source for p in told))}."
    )
    number = sum(len(part.found.turns) for part in told if part.stands and part.found is not None)
    title = f"{number} turns in {sum(part.stands for part in told)} of {len(told)} series"
    chart = Chart(title, time_line(spans, marks), caption)
    sources = tuple(dict.fromkeys(part.reading.source for part in told))
    yield Section(3, "Turns", tuple(sentences), (chart,)), figures, sources


def _verdict(part: Timed) -> str:
    if part.found is None or part.found.verdict == "turn":
        return "cannot tell"
    return part.found.verdict


def _marks(part: Timed) -> list[Mark]:
    if part.found is None:
        return []
    return [
        Mark(
            part.reading.spec.title,
            turn.begins.estimate,
            turn.begins.low,
            turn.begins.high,
            turn.begins.estimate if turn.ends is None else turn.ends.estimate,
            turn.size > 0,
        )
        for turn in part.found.turns
    ]


def _turn_sentences(asked: Asked, part: Timed) -> Iterator[str]:
    assert part.found is not None
    for turn in part.found.turns:
        way = "toward" if turn.size > 0 else "away from"
        begins = turn.begins
        dates = f"{begins.low}" if begins.low == begins.high else f"{begins.low} to {begins.high}"
        course = "in one step"
        if turn.ends is not None:
            course = "and goes on" if turn.ongoing else f"until {turn.ends.estimate}"
        before, after = around(part, turn)
        yield (
            f"{capital(part.reading.spec.title)} turn {way} {short(asked)} from {begins.estimate} (90 % set {dates}) "
            f"{course}: from {percent(before)} to {percent(after)} [{part.reading.source}]."
        )


def around(part: Timed, turn: Turn) -> tuple[float, float]:
    """Return the group's mean share in the three years before a turn and in the three from its end on."""
    assert part.series is not None
    times, share = part.series.times, 1 / (1 + np.exp(-part.series.values))
    begins = int(np.searchsorted(times, turn.begins.estimate))
    end = begins if turn.ends is None else int(np.searchsorted(times, turn.ends.estimate))
    return float(share[max(0, begins - 3) : begins].mean()), float(share[end : end + 3].mean())


def _turn_figures(asked: Asked, part: Timed) -> Iterator[FigureRow]:
    if part.found is None or part.series is None:
        return
    spec, source = part.reading.spec, part.reading.source
    period = f"{part.series.times[0]}-{part.series.times[-1]}"
    what = f"{spec.title} toward {asked.group.name}"
    rows = part.found.observations
    for turn in part.found.turns if part.stands else ():
        note = f"{turn.kind}, begins {turn.begins.estimate} ({turn.begins.low}-{turn.begins.high})"
        size = (3, f"{what}: turn", turn.size, "change of the log-ratio", period, "derived", source, rows)
        yield (*size, f"{note}; {turn.low:.2f} to {turn.high:.2f}")
    if part.p_adjusted is not None:
        note = part.found.verdict if part.stands or part.found.verdict != "turn" else "does not survive the correction"
        yield (3, f"{what}: any change, p", part.p_adjusted, "probability", period, "derived", source, rows, note)


def mutual(asked: Asked, main: dict[str, Reading]) -> Iterator[Piece]:
    """Yield the mutual dependence with the largest partner within the group, flow by flow."""
    exports = main.get("exports") or main.get("imports")
    if exports is None:
        return
    way = toward(exports, asked.group)
    named = [who for who in way.largest_partner if who]
    if not named or actor(named[-1]).kind not in ("state", "territory"):
        return
    partner = named[-1]
    rows, sources = [], []
    figures: list[FigureRow] = []
    for name, reading in main.items():
        others = covering(asked.record, partner, other_end(name), first=asked.first, last=asked.last)
        theirs = next((one for one in others if one.source == reading.source), None)
        told = pair(reading, theirs, first=asked.state.id, second=partner) if theirs else None
        if told is None:
            continue
        there = np.flatnonzero(np.isfinite(told.first) & np.isfinite(told.second))
        if not len(there):
            continue
        last = int(there[-1])
        one, other, year = float(told.first[last]), float(told.second[last]), told.years[last]
        base = (str(year), told.status[last], reading.source, 2)
        figures.append(
            (5, f"{reading.spec.title}: dependence on {actor(partner).name}", 100 * one, "percent", *base, "")
        )
        what = f"{reading.spec.title}: dependence of {actor(partner).name}"
        figures.append((5, what, 100 * other, "percent", *base, "the same flow from its other end"))
        sources.append(reading.source)
        if max(one, other) >= LEAST:
            rows.append((f"{reading.spec.title}, {year}", one, other))
    if not rows:
        return
    a, b = asked.state.name, actor(partner).name
    more = sum(one > other for _, one, other in rows)
    where, mine, back = max(rows, key=lambda row: abs(row[1] - row[2]))
    sentence = (
        f"In {more} of {len(rows)} flows with {b}, the largest partner within {short(asked)}, {a} depends more on {b} "
        f"than {b} on {a}; widest in {where}: {percent(mine)} against {percent(back)}."
    )
    caption = (
        "Each flow from both its ends: the seller's share that goes to the buyer, the buyer's share that comes from "
        f"the seller. Sources: {credit(asked, sources)}."
    )
    chart = Chart(f"Who needs whom more: {a} and {b}", two_sides(rows, first=a, second=b), caption)
    yield Section(5, "Who needs whom more?", (sentence,), (chart,)), figures, tuple(dict.fromkeys(sources))


def who_else(asked: Asked, main: dict[str, Reading]) -> Iterator[Piece]:
    """Yield which other states turned with regard to the group, in the first of the main flows."""
    name = next(iter(main), None)
    if name is None:
        return
    try:
        found = scan(asked.record, groups=[asked.group], names=[name], sources=[main[name].source])
    except MeasureError:
        return
    rows = found.turns
    if asked.first is not None:
        rows = rows.filter(pl.col("begins") >= asked.first)
    if asked.last is not None:
        rows = rows.filter(pl.col("begins") <= asked.last)
    title = main[name].spec.title
    away = rows.filter(pl.col("size") < 0)["state"].n_unique()
    gained = rows.filter(pl.col("size") > 0)["state"].n_unique()
    mine = rows.filter(pl.col("state") == asked.state.id)
    source = main[name].source
    sentence = (
        f"Of {found.series} states whose {title} can be searched [{source}], {gained} have a turn toward "
        f"{group_words(asked)} and {away} one away from it (of the changes found at most one in ten is expected to be "
        "false)"
    )
    sentence += "." if len(mine) else f"; {asked.state.name} has none in this search."
    top = rows.sort(-(pl.col("share_after") - pl.col("share_before")).abs()).unique(
        "state", keep="first", maintain_order=True
    )
    shown = _with_mine(top, asked.state.id)
    points = [
        (
            f"{actor(row['state']).name}, {row['begins']}",
            row["share_before"],
            row["share_after"],
            row["state"] == asked.state.id,
        )
        for row in shown.iter_rows(named=True)
    ]
    figures: list[FigureRow] = [
        (
            6,
            f"{title} toward {asked.group.name}: turn of {actor(row['state']).name}",
            row["size"],
            "change of the log-ratio",
            f"{row['begins']}",
            "derived",
            source,
            1,
            f"{row['kind']}, 90 % set {row['begins_low']}-{row['begins_high']}, p {row['p_adjusted']:.2g}",
        )
        for row in rows.iter_rows(named=True)
    ]
    charts: Sequence[Chart] = ()
    if points:
        caption = (
            f"Share of each state's {title} with {short(asked)}, mean of three years before the turn and of three "
            f"after its end, and the year in which it begins; ● is {asked.state.name}. "
            f"Source: {credit(asked, [source])}."
        )
        spec = then_and_now(points, then="before", now="after", what="share")
        charts = (Chart(f"The largest turns with regard to {short(asked)} in {title}", spec, caption),)
    yield Section(6, "Turns of others", (sentence,), tuple(charts)), figures, (source,)


def _with_mine(top: pl.DataFrame, state: str) -> pl.DataFrame:
    shown = top.head(OTHERS)
    mine = top.filter(pl.col("state") == state)
    return shown if state in shown["state"].to_list() or not len(mine) else pl.concat([shown.head(OTHERS - 1), mine])
