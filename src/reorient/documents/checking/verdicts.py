"""Verdicts: a claim is held against the record under every definition that its words allow.

A definition is a variable, a source, a reading of the group's name and a reading of the period. Under each the record
gives a figure or does not cover the question. All that give one bear the claim out: *supported*; none does:
*contradicted*; some do and some do not: *depends*, with both named; none gives a figure: *not covered*. A claim that
was read with doubts is *cannot parse* until a person confirms it.

Tolerances, printed with every verdict:

* a figure is as exact as its digits: 108 may be 107.5 to 108.5, "2.3 million" 2.25 to 2.35;
* "about" allows a tenth on both sides, "nearly" a tenth below, "over" and "under" have one side;
* producers revise: beyond rounding, a level may lie `REVISION` off, a share or change `POINTS` points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reorient.actors import is_actor
from reorient.documents.checking.bench import Bench, Tried, Verdict, Word
from reorient.documents.checking.flows import Row, members_in, readings, title
from reorient.documents.checking.printed import printed_places, printed_share
from reorient.documents.checking.world import world_order
from reorient.documents.claims import Claim, Period, Quantity
from reorient.record.schema import variable, variables
from reorient.record.store import Record

#: Revisions and rounding of producers: part of a level, and points of a share or a change.
REVISION = 0.05
POINTS = 1.0
#: A tenth is what "about" and "nearly" leave open.
ABOUT = 0.10
#: Years by which data may end before the document that speaks of a change up to its own day.
LATE = 2
#: Deliveries come in lumps: SIPRI compares periods of five years, which a rank told in the present may mean as well.
LUMPY = ("arms_tiv", "arms_imports_tiv")
#: A change smaller than this part is neither up nor down.
FLAT = 0.02


def decide(bench: Bench | Record, claim: Claim, *, later: int = 0) -> Verdict:
    """Return the verdict on a claim.

    Parameters
    ----------
    bench
        The record, or a bench on it that remembers what was read.
    claim
        Typed, with a period where its kind needs one.
    later
        Years by which the document may be younger than it was taken to be: periods that were reckoned from its date
        are then tried as many years later too, each as a definition of its own.
    """
    at = Bench(bench) if isinstance(bench, Record) else bench
    if claim.doubts:
        return Verdict(claim, "cannot parse", why="; ".join(claim.doubts))
    if claim.kind not in ("membership", "existence", "priority"):
        missing = _missing(claim)
        if missing:
            return Verdict(claim, "cannot parse", why=missing)
        if not claim.variable or claim.variable not in variables():
            return Verdict(claim, "not covered", why="No variable of the record holds what the sentence speaks of.")
    if later and claim.period is not None and claim.period.relative:
        moved = [_moved(claim, claim.period, by) for by in range(later + 1)]
        found = [(one, *_tried(at, one)) for one in moved]
        tried = tuple(replace(t, definition=f"{t.definition}, {_when(one)}") for one, many, _ in found for t in many)
        return _concluded(at, claim, tried, found[0][2])
    return _concluded(at, claim, *_tried(at, claim))


def _tried(at: Bench, claim: Claim) -> tuple[tuple[Tried, ...], str]:
    """Return every definition tried, and the tolerance in words."""
    if claim.kind in ("membership", "existence"):
        from reorient.documents.checking.events import events

        return events(at, claim)
    if claim.kind == "priority":
        from reorient.documents.checking.declared_orders import declared

        tried = tuple(Tried(name, None, "", bears, words) for name, bears, words in declared(claim))
        return tried, "items of one section stand side by side, which is against no order"
    return tuple(_figures(at, claim)), _tolerance(claim)


def _moved(claim: Claim, period: Period, by: int) -> Claim:
    return replace(claim, period=replace(period, first=period.first + by, last=period.last + by))


def _when(claim: Claim) -> str:
    assert claim.period is not None
    return " to ".join(dict.fromkeys((str(claim.period.first), str(claim.period.last))))


def _missing(claim: Claim) -> str:
    if claim.period is None:
        return "Neither the sentence nor the document tells when."
    if claim.quantity is None and claim.kind in ("level", "share", "multiple"):
        return "No figure in the sentence."
    if not claim.whom and claim.kind in ("share", "balance"):
        return "No partner named."
    if claim.kind == "comparison" and not claim.other:
        return "Nothing to compare with."
    return ""


def _concluded(bench: Bench, claim: Claim, tried: tuple[Tried, ...], tolerance: str) -> Verdict:
    known = [one for one in tried if one.bears is not None]
    ordered = tuple(known + [one for one in tried if one.bears is None])
    # "None of them did" and "the only one that did not" hold their denial in what is counted.
    counted = claim.quantifier == "none" or (claim.only and claim.kind == "existence" and bool(claim.within))
    if claim.negated and not counted:
        flipped = [replace(one, bears=not one.bears) for one in known]
        ordered = tuple(flipped + [one for one in tried if one.bears is None])
        known = flipped
    if not known:
        why = tried[0].words if tried else "No source in the record covers what the sentence speaks of."
        return Verdict(claim, "not covered", ordered, tolerance, why)
    for_it = [one for one in known if one.bears]
    against = [one for one in known if not one.bears]
    series, name, unit = _series(bench, claim)
    word: Word = "supported" if not against else "contradicted" if not for_it else "depends"
    if word == "depends":
        why = f"True under: {for_it[0].definition} ({for_it[0].words}). "
        why += f"False under: {against[0].definition} ({against[0].words})."
    else:
        first = known[0]
        why = f"{first.words[:1].upper()}{first.words[1:]} ({first.definition})."
        if len(known) > 1:
            why += f" The same under {len(known) - 1} further definition{'s' if len(known) > 2 else ''}."
    return Verdict(claim, word, ordered, tolerance, why, series, name, unit)


# -- figures ---------------------------------------------------------------------------------------------------


def _figures(bench: Bench, claim: Claim) -> Iterator[Tried]:
    yield from _of_period(bench, claim)
    period = claim.period
    if (
        claim.variable in LUMPY
        and period
        and period.relative
        and not period.words
        and claim.kind in ("rank", "extreme")
    ):
        years = replace(period, first=period.last - 4)
        for one in _of_period(bench, replace(claim, period=years)):
            yield replace(one, definition=f"{one.definition}, {years.first} to {years.last}")


def _of_period(bench: Bench, claim: Claim) -> Iterator[Tried]:
    for name in dict.fromkeys((claim.variable, *claim.variables)):
        if name not in variables():
            continue
        for source in bench.flows.sources(name):
            for whom in readings(claim.whom) if claim.whom else ("",):
                for who in readings(claim.who):
                    asked = replace(claim, variable=name, who=who, whom=whom)
                    found = _one(bench, asked, source)
                    if found is not None:
                        yield found
    yield from _printed(bench, claim)


def _printed(bench: Bench, claim: Claim) -> Iterator[Tried]:
    if claim.kind == "share" and claim.quantity is not None:
        for name, value, rows in printed_share(bench.flows, claim):
            bears = within(value, claim.quantity, slack=0.0, points=POINTS)
            yield Tried(name, value, "percent", bears, f"{value:.1f} percent", rows)
    elif claim.kind in ("rank", "extreme") and not claim.only:
        for name, place, right, words, rows in printed_places(bench.flows, claim):
            yield Tried(name, float(place), "rank", right, words, rows)


def _definition(claim: Claim, source: str) -> str:
    told = [variable(claim.variable).title, f"source {source}"]
    for name in (claim.who, claim.whom, claim.within):
        if name and not is_actor(name):
            told.append(f"{title(name)} as '{name}'")
    return ", ".join(told)


def _one(bench: Bench, claim: Claim, source: str) -> Tried | None:
    """Return what one source gives under one reading; None where it has nothing at all of the two."""
    match claim.kind:
        case "level":
            return _level(bench, claim, source)
        case "share":
            return _share(bench, claim, source)
        case "rank" | "extreme":
            return _rank(bench, claim, source)
        case "change" | "multiple" | "trend":
            return _change(bench, claim, source)
        case "comparison":
            return _comparison(bench, claim, source)
        case _:
            return _balance(bench, claim, source)


def _years(period: Period) -> range:
    return range(period.first, period.last + 1)


def _sums(
    bench: Bench, claim: Claim, source: str, who: str, whom: str, *, name: str = ""
) -> tuple[dict[int, float], tuple[Row, ...]]:
    """Return values of every year of the period that the source covers, and the rows."""
    period = claim.period
    assert period is not None
    key = name or claim.variable
    spec = variable(key)
    values: dict[int, float] = {}
    for year in _years(period):
        value = bench.flows.value(key, source, who, whom, year)
        if value is not None:
            values[year] = value
    ends = (who, whom) if spec.role != "receiver" else (whom, who)
    rows = tuple(Row(*ends, key, year, value, spec.unit, source) for year, value in values.items())
    return values, rows


def _level(bench: Bench, claim: Claim, source: str) -> Tried | None:
    assert claim.period is not None
    assert claim.quantity is not None
    spec = variable(claim.variable)
    shares = spec.unit.startswith("share") and claim.quantity.unit == "percent"
    if (
        UNITS.get(claim.quantity.unit, claim.quantity.unit) != spec.unit
        and claim.quantity.unit != "count"
        and not shares
    ):
        return None
    values, rows = _sums(bench, claim, source, claim.who, claim.whom)
    if len(values) < len(_years(claim.period)):
        return None
    value = sum(values.values()) if spec.aggregation == "sum" else values[max(values)]
    span = "" if len(values) == 1 else f", {claim.period.first} to {claim.period.last} together"
    if shares:
        bears = within(100 * value, claim.quantity, slack=0.0, points=POINTS)
        words = f"{100 * value:.1f} percent ({spec.unit})"
        return Tried(_definition(claim, source) + span, 100 * value, "percent", bears, words, rows)
    bears = within(value, claim.quantity, slack=REVISION)
    return Tried(_definition(claim, source) + span, value, spec.unit, bears, f"{_amount(value, spec.unit)}", rows)


def _share(bench: Bench, claim: Claim, source: str) -> Tried | None:
    assert claim.period is not None
    assert claim.quantity is not None
    over = claim.within or ""
    parts, rows = _sums(bench, claim, source, claim.who, claim.whom)
    wholes: dict[int, float] = {}
    for year in parts:
        if bench.flows.covers(claim.variable, source, claim.who, year, all_partners=True):
            whole = bench.flows.value(claim.variable, source, claim.who, over, year)
            if whole:
                wholes[year] = whole
    if not wholes or len(wholes) < len(_years(claim.period)):
        return None
    value = 100 * sum(parts[year] for year in wholes) / sum(wholes.values())
    bears = within(value, claim.quantity, slack=0.0, points=POINTS)
    return Tried(_definition(claim, source), value, "percent", bears, f"{value:.1f} percent", rows)


def _rank(bench: Bench, claim: Claim, source: str) -> Tried | None:
    assert claim.period is not None
    if not claim.whom:
        return _worldwide(bench, claim, source)
    sums: dict[str, float] = {}
    named = claim.whom if claim.role != "sender" else claim.who
    if not is_actor(named):
        return None
    other = claim.who if claim.role != "sender" else claim.whom
    name = claim.variable if claim.role != "sender" else _other_end(claim.variable)
    if not name or (not is_actor(other) and len(members_in(other, claim.period.last)) > 60):
        return None
    covered = 0
    for year in _years(claim.period):
        if bench.flows.covers(name, source, other, year, all_partners=True):
            covered += 1
            for partner, value in bench.flows.by_partner(name, source, other, year).items():
                if not claim.within or partner in members_in(claim.within, year):
                    sums[partner] = sums.get(partner, 0.0) + value
    if covered < len(_years(claim.period)) or not sums:
        return None
    order = sorted(sums, key=lambda who: (-sums[who], who))
    if claim.only:
        bears = [who for who in order if sums[who] > 0] == [named]
        return Tried(_definition(claim, source), float(len(order)), "partners", bears, _ranked(order, sums, claim))
    place = order.index(named) + 1 if named in sums else 0
    wanted = claim.place if claim.place > 0 else len(order)
    bears = place == wanted
    spec = variable(name)
    last = claim.period.last
    rows = tuple(Row(other, who, name, last, sums[who], spec.unit, source) for who in order[: max(3, wanted)])
    return Tried(_definition(claim, source), float(place), "rank", bears, _ranked(order, sums, claim), rows)


def _worldwide(bench: Bench, claim: Claim, source: str) -> Tried | None:
    found = world_order(bench.flows, claim, source) if is_actor(claim.who) and not claim.only else None
    if found is None:
        return None
    order, sums, rows = found
    place = order.index(claim.who) + 1 if claim.who in sums else 0
    bears = place == (claim.place if claim.place > 0 else len(order))
    words = _ranked(order, sums, claim)
    return Tried(f"{_definition(claim, source)}, among all", float(place), "rank", bears, words, rows)


def _ranked(order: list[str], sums: dict[str, float], claim: Claim) -> str:
    unit = variable(claim.variable).unit
    return "; ".join(f"{at}. {title(who)} {_amount(sums[who], unit)}" for at, who in enumerate(order[:3], start=1))


def _other_end(name: str) -> str:
    """Return the variable that reads the same ties from their other end, or the empty string."""
    spec = variable(name)
    for other in variables().values():
        if other.stored == spec.stored and {other.role, spec.role} == {"sender", "receiver"}:
            return other.name
    return ""


def _change(bench: Bench, claim: Claim, source: str) -> Tried | None:
    assert claim.period is not None
    first, last = claim.period.first, claim.period.last
    if first == last:
        first = last - 1
    ends = replace(claim, period=Period(first, last))
    values, rows = _sums(bench, ends, source, claim.who, claim.whom)
    if claim.period.relative and last not in values:
        # Data end before a document does: "since 2010" then ends with the last year that is covered.
        last = max((year for year in values if last - LATE <= year < last and year > first), default=last)
    if first not in values or last not in values:
        return None
    if claim.quantity is not None and claim.quantity.unit == "points":
        return _points(bench, claim, source, (first, last), values, rows)
    before, after = values[first], values[last]
    span = f"{_definition(claim, source)}, {first} to {last}"
    unit = variable(claim.variable).unit
    told = f"from {_amount(before, unit)} to {_amount(after, unit)}"
    if claim.kind == "trend" or claim.quantity is None:
        moved = 0.0 if before == after else (after - before) / before if before else 1.0
        way = "flat" if abs(moved) < FLAT else "up" if moved > 0 else "down"
        return Tried(span, 100 * moved, "percent", way == claim.direction, told, rows)
    if claim.quantity.unit in ("usd", "eur", "tonnes", "bcm", "tiv", "count"):
        difference = after - before if claim.direction != "down" else before - after
        return Tried(span, difference, unit, within(difference, claim.quantity, slack=ABOUT), told, rows)
    if not before > 0:
        return None
    if claim.kind == "multiple" or claim.quantity.unit == "times":
        # "halved" is told as half of what was, "fell threefold" as how many times less
        part = claim.direction == "down" and claim.quantity.high >= 1
        times = after / before if not part else before / after if after > 0 else float("inf")
        # "doubled" has one digit, yet means twice and not one and a half times
        said = replace(claim.quantity, digits=max(2, claim.quantity.digits))
        return Tried(span, times, "times", within(times, said, slack=ABOUT), told, rows)
    percent = 100 * (after / before - 1) * (-1 if claim.direction == "down" else 1)
    return Tried(span, percent, "percent", within(percent, claim.quantity, slack=0.0, points=2 * POINTS), told, rows)


def _points(
    bench: Bench, claim: Claim, source: str, ends: tuple[int, int], values: dict[int, float], rows: tuple[Row, ...]
) -> Tried | None:
    """Return the change of a share in percentage points."""
    assert claim.quantity is not None
    shares = []
    for year in ends:
        if not bench.flows.covers(claim.variable, source, claim.who, year, all_partners=True):
            return None
        whole = bench.flows.value(claim.variable, source, claim.who, claim.within, year)
        if not whole:
            return None
        shares.append(100 * values[year] / whole)
    moved = (shares[1] - shares[0]) * (-1 if claim.direction == "down" else 1)
    told = f"from {shares[0]:.1f} to {shares[1]:.1f} percent"
    span = f"{_definition(claim, source)}, {ends[0]} to {ends[1]}"
    bears = within(moved, claim.quantity, slack=0.0, points=2 * POINTS)
    return Tried(span, moved, "percentage points", bears, told, rows)


def _comparison(bench: Bench, claim: Claim, source: str) -> Tried | None:
    assert claim.period is not None
    pair = (claim.who, claim.other) if claim.other_is == "whom" else (claim.other, claim.whom)
    (one, rows), (two, others) = _sums(bench, claim, source, claim.who, claim.whom), _sums(bench, claim, source, *pair)
    years = sorted(set(one) & set(two))
    if len(years) < len(_years(claim.period)):
        return None
    a, b = sum(one[year] for year in years), sum(two[year] for year in years)
    close = abs(a - b) <= REVISION * max(a, b)
    way = "equal" if close and claim.direction == "equal" else "more" if a > b else "less" if a < b else "equal"
    unit = variable(claim.variable).unit
    told = f"{_amount(a, unit)} against {_amount(b, unit)}"
    ratio = a / b if b > 0 else float("inf")
    bears = way == claim.direction
    if bears and claim.quantity is not None and claim.quantity.unit == "times":
        bears = within(ratio if claim.direction == "more" else 1 / ratio, claim.quantity, slack=ABOUT)
    return Tried(_definition(claim, source), ratio, "times", bears, told, (*rows, *others))


def _balance(bench: Bench, claim: Claim, source: str) -> Tried | None:
    assert claim.period is not None
    if claim.variable not in ("exports", "imports", "trade"):
        return None
    (sold, rows), (bought, others) = (
        _sums(bench, claim, source, claim.who, claim.whom, name=name) for name in ("exports", "imports")
    )
    years = sorted(set(sold) & set(bought))
    if len(years) < len(_years(claim.period)):
        return None
    gap = sum(sold[year] - bought[year] for year in years)
    size = sum(sold[year] + bought[year] for year in years)
    way = "balanced" if abs(gap) <= FLAT * size else "surplus" if gap > 0 else "deficit"
    told = f"exports {_amount(sum(sold[y] for y in years), 'US dollars (current)')}, imports "
    told += _amount(sum(bought[y] for y in years), "US dollars (current)")
    bears = way == claim.direction
    if bears and claim.quantity is not None and claim.quantity.unit == "usd":
        bears = within(abs(gap), claim.quantity, slack=2 * ABOUT)
    return Tried(_definition(claim, source), gap, "US dollars (current)", bears, told, (*rows, *others))


# -- tolerances ------------------------------------------------------------------------------------------------

UNITS = {
    "usd": "US dollars (current)",
    "eur": "euro (current)",
    "tonnes": "tonnes",
    "bcm": "billion cubic metres",
    "barrels_day": "barrels a day",
    "tiv": "million TIV (SIPRI trend-indicator value)",
}


def within(value: float, said: Quantity, *, slack: float, points: float = 0.0) -> bool:
    """Tell whether a figure of the record agrees with what was said.

    Parameters
    ----------
    value
        The record's.
    said
        With its precision and digits.
    slack
        Part by which producers may differ.
    points
        The same in units of the figure.
    """
    low, high = sorted((said.low, said.high))
    rounding = 0.0 if low != high else _half_digit(low, said.digits)
    room = rounding + slack * max(abs(low), abs(high)) + points
    match said.precision:
        case "over" | "at least":
            return value >= low - room
        case "under" | "at most":
            return value <= high + room
        case "about":
            return low - room - ABOUT * abs(low) <= value <= high + room + ABOUT * abs(high)
        case "nearly":
            return low - room - ABOUT * abs(low) <= value <= high + room
        case _:
            return low - room <= value <= high + room


def _half_digit(value: float, digits: int) -> float:
    """Return half a unit of the last digit said."""
    from math import floor, log10

    if value == 0:
        return 0.5
    return float(0.5 * 10 ** (floor(log10(abs(value))) - max(1, digits) + 1))


def _tolerance(claim: Claim) -> str:
    said = claim.quantity
    if said is None:
        return (
            f"changes below {100 * FLAT:g} percent count as none"
            if claim.kind in ("trend", "balance")
            else "the order alone"
        )
    rounding = f"{said.digits} digits said, '{said.precision}'"
    if claim.kind == "level":
        return f"{rounding}; {100 * REVISION:g} percent for revisions"
    if claim.kind == "share":
        return f"{rounding}; {POINTS:g} point for revisions"
    return f"{rounding}; {100 * ABOUT:g} percent, or {2 * POINTS:g} points, for revisions of both ends"


def _amount(value: float, unit: str) -> str:
    unit = unit.split(" (")[0]
    for size, word in ((1e12, "trillion "), (1e9, "billion "), (1e6, "million ")):
        if abs(value) >= size:
            return f"{value / size:,.1f} {word}{unit}"
    return f"{value:,.3g} {unit}" if abs(value) < 1000 else f"{value:,.0f} {unit}"


def _series(bench: Bench, claim: Claim) -> tuple[tuple[tuple[int, float], ...], str, str]:
    """Return the flow between the two around the period, from the source with most rows that has it."""
    if claim.period is None or claim.variable not in variables() or not claim.who:
        return (), "", ""
    spec = variable(claim.variable)
    for source in bench.flows.sources(claim.variable):
        years = range(min(claim.period.first - 5, claim.period.last - 8), claim.period.last + 6)
        found = [
            (year, value)
            for year in years
            for value in [bench.flows.value(claim.variable, source, claim.who, claim.whom, year)]
            if value is not None
        ]
        if len(found) > 1:
            unit = spec.unit
            if unit == "0 or 1" and not (is_actor(claim.who) and (not claim.whom or is_actor(claim.whom))):
                unit = "pairs of members"
            return tuple(found), f"{spec.title}, {title(claim.who)} and {title(claim.whom)} [{source}]", unit
    return (), "", ""
