"""What stands in the brief: which variables answer which question, put into sentences, charts and figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from reorient.actors import Actor, Group, actor, actors
from reorient.measures.comparable import SMALL
from reorient.measures.directions import Reading, Saying, compared, count, covering, inside, read, sayings, toward
from reorient.measures.shares import Direction, largest
from reorient.record.schema import variable
from reorient.record.store import Record
from reorient.report.answer import Chart, Section
from reorient.report.asked import Asked, FigureRow, Piece, credit, group_words, known, label, seams, short
from reorient.report.charts import Line, bars, lines, sources_apart, then_and_now, whole
from reorient.report.costs import cost
from reorient.report.driven import priced, pulled
from reorient.report.said import puts_first, said
from reorient.report.turning import mutual, rotated, since_when, who_else
from reorient.report.what_if import levers, scenarios
from reorient.report.words import amount, capital, percent, scaled

if TYPE_CHECKING:
    from reorient.report.drawing import Drawing

#: What the first question about flows asks for, one tuple for a topic: the variables of which the first that the
#: record holds for the state is shown (its exports, or else its imports).
FLOWS: tuple[tuple[str, ...], ...] = (
    ("exports",),
    ("imports",),
    ("crude_exports_t", "crude_imports_t"),
    ("gas_exports_usd", "gas_imports_usd"),
    ("lng_exports_t", "lng_imports_t"),
    ("coal_exports_t", "coal_imports_t"),
    ("arms_tiv", "arms_imports_tiv"),
)
#: Pairwise quantities whose mean over the group is held against the mean over all others.
MEANS = ("un_agreement", "shared_institutions")
#: Relations that are counted: how many of the group, how many others.
COUNTS = ("sanctioned_by", "sanction", "dispute_listed", "dispute")
#: Physical quantities shown beside dollars.
COMPANION = {"crude_exports_t": "crude_exports_usd", "crude_imports_t": "crude_imports_usd"}
#: Dollars whose change is split by weight and price.
DOLLARS = {**COMPANION, "coal_exports_t": "coal_exports_usd", "coal_imports_t": "coal_imports_usd"}


SMALL_WORDS = "less than 0.1 million tonnes or 10 million dollars in the best year"


@dataclass(slots=True)
class Found:
    """What was gathered for a brief, while it is gathered."""

    sections: tuple[Section, ...] = ()
    figures: list[list[FigureRow]] = field(default_factory=list)
    sources: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


def gather(
    record: Record,
    state: Actor,
    group: Group,
    first: int | None,
    last: int | None,
    beside: Drawing | None = None,
) -> Found:
    """Return sections, figures, sources and gaps for a brief; charts are drawn `beside` meanwhile if given."""
    asked = Asked(record, state, group, first, last)
    found = Found()
    used: dict[str, None] = {}
    sections: list[Section] = []
    gaps: list[str] = []
    main: dict[str, Reading] = {}

    def add(section: Section, figures: list[FigureRow], sources: Iterable[str]) -> None:
        sections.append(section)
        found.figures.append(figures)
        used.update(dict.fromkeys(sources))
        if beside is not None:
            for chart in section.charts:
                beside.ask(whole(chart.spec))

    for choices in FLOWS:
        readings = _readings(asked, choices)
        if not readings:
            gaps.append(_gap(asked, choices))
            continue
        if _small(readings[0]):
            gaps.append(f"{capital(readings[0].spec.title)} of {state.name} are too small to be shown ({SMALL_WORDS}).")
            continue
        main[choices[0]] = readings[0]
        section, figures = flow_section(asked, readings)
        add(section, figures, [row[6] for row in figures])
    dollars = _dollar_readings(asked, main)
    for made in (
        said(asked, main, gaps),
        puts_first(asked),
        rotated(asked, main),
        partner_sections(asked, main),
        means(asked, gaps),
        counts(asked, gaps),
        since_when(asked, main),
        cost(asked, main),
        mutual(asked, main),
        levers(asked, _members_by_flow(asked, main), gaps),
        pulled(asked, main),
        priced(asked, main, dollars),
        scenarios(asked, {**main, **{one.spec.name: one for one in dollars.values()}}, gaps),
        who_else(asked, main),
    ):
        for section, figures, sources in made:
            add(section, figures, sources)
    found.sections = tuple(sorted(sections, key=lambda one: one.question))
    found.sources = tuple(sorted(used))
    found.gaps = tuple(gaps)
    return found


def _members_by_flow(asked: Asked, main: dict[str, Reading]) -> list[str]:
    """Return members of the group, the largest partner in goods in the last year first."""
    reading = main.get("exports") or main.get("imports")
    if reading is None:
        return []
    years = np.flatnonzero(np.nansum(reading.flows.values, axis=1) > 0)
    last = int(years[-1])
    there = inside(asked.group, reading.flows)[last] & (np.nan_to_num(reading.flows.values[last]) > 0)
    places = sorted(np.flatnonzero(there).tolist(), key=lambda place: -reading.flows.values[last, place])
    return [reading.flows.partners[place] for place in places]


def _dollar_readings(asked: Asked, main: dict[str, Reading]) -> dict[str, Reading]:
    """Return the readings in dollars of what the first question reads in tonnes, from the same source."""
    found: dict[str, Reading] = {}
    for name, reading in main.items():
        if name in DOLLARS:
            others = covering(asked.record, asked.state.id, DOLLARS[name], first=asked.first, last=asked.last)
            found.update((name, one) for one in others if one.source == reading.source)
    return found


def _small(reading: Reading) -> bool:
    """Tell whether a commodity is so small in its best year that shares of it would mislead."""
    if reading.spec.channel != "energy":
        return False
    return bool(np.nansum(reading.flows.values, axis=1).max(initial=0.0) < SMALL.get(reading.spec.unit, 0.0))


def _gap(asked: Asked, choices: Sequence[str]) -> str:
    titles = " and ".join(variable(name).title for name in choices)
    return f"No source in the record covers {titles} of {asked.state.name} in the period."


def _readings(asked: Asked, choices: Sequence[str]) -> list[Reading]:
    """Return the readings of the choice with most behind it, the source with most rows first.

    A state that both sells and buys a commodity is shown at the end where more of it passes.
    """
    best: list[Reading] = []
    for name in choices:
        found = covering(asked.record, asked.state.id, name, first=asked.first, last=asked.last)
        if found and (not best or np.nansum(found[0].flows.values) > np.nansum(best[0].flows.values)):
            best = found
    return best


def ends(way: Direction) -> tuple[int, int] | None:
    """Return the places of the first and the last year with a share."""
    there = np.flatnonzero(np.isfinite(way.share))
    return (int(there[0]), int(there[-1])) if len(there) else None


# -- flows ---------------------------------------------------------------------------------------------------


def flow_section(asked: Asked, readings: list[Reading]) -> tuple[Section, list[FigureRow]]:
    """Return the topic of one variable: share toward the group in every source, and what lies behind it."""
    spec = readings[0].spec
    ways = [(one, toward(one, asked.group)) for one in readings]
    figures = [row for one, way in ways for row in _flow_figures(asked, one, way)]
    sentences = [_share_sentence(asked, one, way) for one, way in ways[:3]]
    charts = []
    if any(ends(way) for _, way in ways):
        priced = _in_dollars(asked, readings[0], sentences, figures)
        charts = [_share_chart(asked, ways, priced), _level_chart(asked, *ways[0])]
        charts += [_level_chart(asked, *priced)] if priced else []
    charts += _regions(asked, readings, sentences, figures)
    return Section(2, spec.title, tuple(s for s in sentences if s), tuple(charts)), figures


def _share_sentence(asked: Asked, reading: Reading, way: Direction) -> str:
    places = ends(way)
    factor, unit = scaled(reading.spec)
    if places is None:
        return f"{asked.record.origin(reading.source).producer} has nothing above zero for {reading.spec.title}."
    a, b = places
    words = (
        f"{group_words(asked)} had {percent(way.share[a])} of {asked.state.name}'s {reading.spec.title} in "
        f"{way.years[a]} and {percent(way.share[b])} in {way.years[b]} ({amount(way.toward[a] * factor)} and "
        f"{amount(way.toward[b] * factor)} {unit})"
    )
    status = reading.status[b]
    told = "" if status == "reported" else f"; {way.years[b]} is {status}"
    return f"{words}, says {asked.record.origin(reading.source).producer} [{reading.source}]{told}."


def _flow_figures(asked: Asked, reading: Reading, way: Direction) -> list[FigureRow]:
    rows: list[FigureRow] = []
    spec = reading.spec
    number = np.isfinite(reading.flows.values).sum(axis=1)
    for place, year in enumerate(way.years):
        if not np.isfinite(way.total[place]):
            continue
        base = (str(year), reading.status[place], reading.source, int(number[place]))
        share = float(way.share[place]) if np.isfinite(way.share[place]) else None
        note = f"{way.members[place]} members with a row" + ("" if share is not None else "; total is zero, no share")
        what = f"{spec.title} toward {asked.group.name}"
        rows.append((2, f"{what}: share", None if share is None else 100 * share, "percent", *base, note))
        rows.append((2, what, float(way.toward[place]), spec.unit, *base, note))
        rows.append((2, f"{spec.title}: all partners", float(way.total[place]), spec.unit, *base, ""))
    return rows


def _share_chart(
    asked: Asked, ways: list[tuple[Reading, Direction]], priced: tuple[Reading, Direction] | None = None
) -> Chart:
    reading, way = ways[0]
    series = [Line(label(asked, one.source), w.years.tolist(), known(w.share)) for one, w in ways[:4]]
    if priced is not None:
        series.append(Line("by value", priced[1].years.tolist(), known(priced[1].share)))
    places = ends(way)
    a, b = places if places else (0, 0)
    title = (
        f"{group_words(asked)}: {percent(way.share[a])} of {reading.spec.title} in {way.years[a]}, "
        f"{percent(way.share[b])} in {way.years[b]}"
        if places
        else f"{reading.spec.title}: no share in the first source"
    )
    caption = (
        f"Share of {asked.state.name}'s {reading.spec.title} ({reading.spec.unit}), members at the end of each year. "
        f"Sources: {credit(asked, (one.source for one, _ in ways[:4]))}."
    )
    spec = lines(series, axis=f"share of {reading.spec.title}", seams=seams(asked, reading), percent=True)
    return Chart(title, spec, caption)


def _level_chart(asked: Asked, reading: Reading, way: Direction) -> Chart:
    factor, unit = scaled(reading.spec)
    rest = way.total - way.toward
    years = way.years.tolist()
    series = [
        Line(short(asked), years, known(way.toward * factor)),
        Line("all others", years, known(rest * factor)),
    ]
    caption = f"{reading.spec.description}; {unit} a year. Source: {credit(asked, [reading.source])}."
    title = f"Behind the share: {reading.spec.title} to {short(asked)} and to all others"
    if reading.spec.role == "receiver":
        title = f"Behind the share: {reading.spec.title} from {short(asked)} and from all others"
    return Chart(title, lines(series, axis=unit, seams=seams(asked, reading), height=180), caption)


def _in_dollars(
    asked: Asked, reading: Reading, sentences: list[str], figures: list[FigureRow]
) -> tuple[Reading, Direction] | None:
    """Return the flow by value beside the one by weight, from the same source: prices move one and not the other."""
    name = COMPANION.get(reading.spec.name)
    priced = covering(asked.record, asked.state.id, name, first=asked.first, last=asked.last) if name else []
    worth = next((one for one in priced if one.source == reading.source), None)
    if worth is None:
        return None
    way = toward(worth, asked.group)
    figures.extend(_flow_figures(asked, worth, way))
    sentences.append(_share_sentence(asked, worth, way))
    return worth, way


def _regions(asked: Asked, readings: list[Reading], sentences: list[str], figures: list[FigureRow]) -> list[Chart]:
    """Return a chart of regions as a source itself defines them, for any source of the variable that prints them."""
    charts = []
    spec = readings[0].spec
    areas = tuple(who for who, one in actors().items() if one.kind == "region")
    near, far = ("receiver", "sender") if spec.role == "receiver" else ("sender", "receiver")
    ends: dict[str, Any] = {near: asked.state.id, far: areas}
    printed = asked.record.ties(spec.name, first=asked.first, last=asked.last, columns=("source",), **ends)
    for key in printed["source"].unique().sort().to_list():
        one = read(asked.record, asked.state.id, spec.name, key, first=asked.first, last=asked.last)
        if one is None or not one.regions.partners or len(one.regions.years) < 2:
            continue
        factor, unit = scaled(spec)
        rows = []
        for place, year in enumerate(one.regions.years):
            for who, value in zip(one.regions.partners, one.regions.values[place], strict=True):
                if np.isfinite(value):
                    rows.append((int(year), actor(who).name.split(" (")[0], float(value) * factor))
                    base = (str(year), one.status[place], key, 1)
                    figures.append((2, f"{spec.title}: {actor(who).name}", float(value), spec.unit, *base, "region"))
        names_ = sorted({row[1] for row in rows}, key=lambda name: -sum(r[2] for r in rows if r[1] == name))[:4]
        series = []
        years = sorted({row[0] for row in rows})
        for name in names_:
            held = {row[0]: row[2] for row in rows if row[1] == name}
            series.append(Line(name, years, [held.get(year) for year in years]))
        caption = f"Regions as the source defines them; {unit} a year. Source: {credit(asked, [key])}."
        title = f"{capital(spec.title)} by the source's own regions, {years[0]} to {years[-1]}"
        told = (
            f"{name} {percent(_part(rows, name, years[0]))} and {percent(_part(rows, name, years[-1]))}"
            for name in names_[:3]
        )
        sentences.append(f"{title} [{key}], share in the first and the last year: {', '.join(told)}.")
        charts.append(Chart(title, lines(series, axis=unit, height=180), caption))
    return charts


def _part(rows: Sequence[tuple[int, str, float]], name: str, year: int) -> float:
    """Return the part of one region in the sum over all regions of a year."""
    whole = sum(row[2] for row in rows if row[0] == year)
    return sum(row[2] for row in rows if row[:2] == (year, name)) / whole if whole else 0.0


# -- partners ------------------------------------------------------------------------------------------------


def partner_sections(asked: Asked, main: dict[str, Reading]) -> Iterator[Piece]:
    """Yield the largest partners then and now, and the same ties in every source."""
    for name in ("exports", "imports"):
        if name in main:
            yield _partners(asked, main[name])
    if "exports" in main:
        apart = _apart(asked, main["exports"])
        if apart:
            yield apart


def _partners(asked: Asked, reading: Reading) -> Piece:
    years = reading.flows.years[np.isfinite(reading.flows.values).any(axis=1)]
    early, late = years[:3], years[-3:]
    then, now = (f"{span[0]}-{span[-1]}" if len(span) > 1 else str(span[0]) for span in (early, late))
    before = {who: (mean, share) for who, mean, share in largest(reading.flows, early, len(reading.flows.partners))}
    after = largest(reading.flows, late, len(reading.flows.partners))
    top = [who for who, _, _ in after[:8]]
    top += [who for who, _ in sorted(before.items(), key=lambda item: -item[1][0])[:6] if who not in top]
    shares = {who: share for who, _, share in after}
    member = inside(asked.group, reading.flows)[-1]
    within = {who for who, yes in zip(reading.flows.partners, member, strict=True) if yes}
    rows = [(actor(who).name, before.get(who, (0.0, 0.0))[1], shares.get(who, 0.0), who in within) for who in top]
    rows.sort(key=lambda row: -row[2])
    told = ", ".join(f"{actor(who).name} {percent(share)}" for who, _, share in after[:5])
    was = sorted(before.items(), key=lambda item: -item[1][0])[:5]
    ago = ", ".join(f"{actor(who).name} {percent(share)}" for who, (_, share) in was)
    sentences = (f"Largest in {reading.spec.title}, {now}: {told}.", f"In {then}: {ago}.")
    caption = (
        f"Mean of the years {then} and {now}; ● marks members of {short(asked)}. "
        f"{reading.spec.unit}. Source: {credit(asked, [reading.source])}."
    )
    chart = Chart(f"Partners in {reading.spec.title}: then and now", then_and_now(rows, then=then, now=now), caption)
    figures: list[FigureRow] = []
    for who in top:
        for span, mean in (
            (then, before.get(who, (0.0, 0.0))[0]),
            (now, {w: m for w, m, _ in after}.get(who, 0.0)),
        ):
            base = (span, "reported", reading.source, 3)
            figures.append(
                (2, f"{reading.spec.title}: {actor(who).name}, mean a year", mean, reading.spec.unit, *base, "")
            )
    table = tuple((name, percent(a), percent(b), "yes" if yes else "") for name, a, b, yes in rows)
    head = ("partner", then, now, f"in {short(asked)}")
    section = Section(2, f"Partners in {reading.spec.title}", sentences, (chart,), head, table)
    return section, figures, (reading.source,)


def _apart(asked: Asked, reading: Reading) -> Piece | None:
    """Return what every source says of the same ties, in the latest year that most sources cover."""
    years = reading.flows.years[np.isfinite(reading.flows.values).any(axis=1)]
    top = [who for who, _, _ in largest(reading.flows, years, 14) if actor(who).kind != "residual"]
    span = {"first": int(years[0]), "last": int(years[-1])}
    found = sayings(asked.record, asked.state.id, reading.spec.name, tuple(top), **span)
    chosen = max(found, key=lambda year: (_opinions(found[year]), year), default=None)
    if chosen is None:
        return None
    said = {who: found[chosen][who] for who in top if len(found[chosen].get(who, [])) > 1}
    said = dict(list(said.items())[:8])
    if not said:
        return None
    return _apart_section(asked, reading, chosen, said)


def _opinions(by_partner: dict[str, list[Saying]]) -> int:
    """Return how many second opinions a year holds."""
    return sum(len(said) - 1 for said in by_partner.values())


def _apart_section(asked: Asked, reading: Reading, year: int, said: dict[str, list[Saying]]) -> Piece:
    spec = reading.spec
    factor, unit = scaled(spec)
    rows = [(actor(who).name, one.source, one.value * factor) for who, held in said.items() for one in held]
    widest = max(said, key=lambda who: max(one.value for one in said[who]) - min(one.value for one in said[who]))
    told = ", ".join(f"{amount(one.value * factor)} ({one.source})" for one in sorted(said[widest], key=_value))
    sentence = (
        f"The sources lie furthest apart on {actor(widest).name} in {year}: {told} {unit}. They differ in valuation, "
        "in who reports, and in what they leave out; none is chosen here in silence."
    )
    caption = f"{capital(reading.spec.title)} in {year}, {unit}. Sources: {credit(asked, (row[1] for row in rows))}."
    chart = Chart(f"The same ties in every source, {year}", sources_apart(rows, axis=unit), caption)
    figures: list[FigureRow] = [
        (
            2,
            f"{reading.spec.title}: {actor(who).name}",
            one.value,
            reading.spec.unit,
            str(year),
            one.status,
            one.source,
            1,
            "",
        )
        for who, held in said.items()
        for one in held
    ]
    section = Section(2, f"Do the sources agree on {reading.spec.title}?", (sentence,), (chart,))
    return section, figures, tuple(sorted({row[1] for row in rows}))


def _value(one: Saying) -> float:
    return one.value


# -- means and counts ----------------------------------------------------------------------------------------


def means(asked: Asked, gaps: list[str]) -> Iterator[Piece]:
    """Yield means over the group held against means over all others."""
    for name in MEANS:
        readings = _readings(asked, (name,))
        if not readings:
            gaps.append(_gap(asked, (name,)))
            continue
        yield _mean_section(asked, readings[0])


def _mean_section(asked: Asked, reading: Reading) -> Piece:
    way = compared(reading, asked.group)
    there = np.flatnonzero(np.isfinite(way.group))
    spec = reading.spec
    years = way.years.tolist()
    figures: list[FigureRow] = []
    for place in there.tolist():
        base = (str(years[place]), reading.status[place], reading.source, int(way.members[place]))
        figures.append((2, f"{spec.title}: mean over {short(asked)}", float(way.group[place]), spec.unit, *base, ""))
        if np.isfinite(way.others[place]):
            figures.append((2, f"{spec.title}: mean over others", float(way.others[place]), spec.unit, *base, ""))
    if not len(there):
        return (
            Section(2, spec.title, ("The record has no row with a member of the group.",)),
            figures,
            (reading.source,),
        )
    a, b = int(there[0]), int(there[-1])
    sentence = (
        f"{capital(spec.title)}: mean over {short(asked)} {way.group[a]:.2f} in {years[a]} and "
        f"{way.group[b]:.2f} in {years[b]}; over all others {way.others[a]:.2f} and {way.others[b]:.2f} ({spec.unit})."
    )
    series = [
        Line(short(asked), years, known(way.group)),
        Line("all others", years, known(way.others)),
    ]
    caption = f"Unweighted means. {spec.description}. Source: {credit(asked, [reading.source])}."
    values = f"{short(asked)} {way.group[b]:.2f}, others {way.others[b]:.2f}"
    title = f"{capital(spec.title)}: {values} in {years[b]}"
    chart = Chart(title, lines(series, axis=spec.unit, seams=seams(asked, reading), height=190), caption)
    return Section(2, spec.title, (sentence,), (chart,)), figures, (reading.source,)


def counts(asked: Asked, gaps: list[str]) -> Iterator[Piece]:
    """Yield relations that are counted, members and others apart."""
    for name in COUNTS:
        readings = _readings(asked, (name,))
        if readings:
            yield _count_section(asked, readings[0])
        elif name != "dispute":
            gaps.append(_gap(asked, (name,)))


def _count_section(asked: Asked, reading: Reading) -> Piece:
    spec = reading.spec
    group, others = count(reading, asked.group)
    years = reading.flows.years.tolist()
    figures: list[FigureRow] = []
    rows = []
    for place, year in enumerate(years):
        base = (str(year), reading.status[place] or "reported", reading.source, int(group[place] + others[place]))
        figures.append((2, f"{spec.title}: members of {short(asked)}", float(group[place]), "states", *base, ""))
        figures.append((2, f"{spec.title}: others", float(others[place]), "states", *base, ""))
        rows += [(year, short(asked), float(group[place])), (year, "others", float(others[place]))]
    peak = int(np.argmax(group + others))
    sentence = (
        f"{capital(spec.title)}: {group[-1]} members of {short(asked)} and {others[-1]} others "
        f"in {years[-1]}; most in {years[peak]} ({group[peak]} and {others[peak]})."
    )
    caption = f"Number of states. {spec.description}. Source: {credit(asked, [reading.source])}."
    order = [short(asked), "others"]
    chart = Chart(
        f"{capital(spec.title)}: {group[-1]} of {short(asked)}, {others[-1]} others in {years[-1]}",
        bars(rows, axis="states", order=order, height=150),
        caption,
    )
    return Section(2, spec.title, (sentence,), (chart,)), figures, (reading.source,)
