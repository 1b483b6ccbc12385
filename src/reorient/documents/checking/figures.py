"""What the record gives for a claim that a figure decides: levels, shares, places, changes, comparisons, balances."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reorient.actors import is_actor
from reorient.actors.states import actor
from reorient.documents.checking.bench import Bench, Tried
from reorient.documents.checking.flows import Row, members_in, readings, title
from reorient.documents.checking.printed import printed_places, printed_share
from reorient.documents.checking.tolerances import ABOUT, FLAT, POINTS, REVISION, UNITS, amount, times_agree, within
from reorient.documents.checking.world import world_order
from reorient.documents.claims import Claim, Period
from reorient.record.schema import variable, variables

#: Years by which data may end before the document that speaks of its own day.
LATE = 2
#: Deliveries come in lumps: SIPRI compares periods of five years, which a rank told in the present may mean as well.
LUMPY = ("arms_tiv", "arms_imports_tiv")

#: Kinds that another unit than the one meant cannot decide where the one meant is not covered: values stand for
#: quantities in changes and directions; a share by value may bear out one of quantities and not refute it.
_EXACT = ("share", "rank", "extreme")


def figures(bench: Bench, claim: Claim) -> Iterator[Tried]:
    """Give what every definition says of a claim that a figure decides; those without a figure are left out.

    Parameters
    ----------
    bench
        The record.
    claim
        With a period and a variable of the record; of the kinds level, share, rank, extreme, change, multiple, trend,
        comparison and balance.

    Notes
    -----
    A claim in the present is held against the latest year that is covered, at most `LATE` years before the document's
    own; the definition then names the year.
    """
    found = list(_of_period(bench, claim))
    yield from found
    if not any(one.bears is not None for one in found):
        yield from _latest(bench, claim)
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


def _latest(bench: Bench, claim: Claim) -> Iterator[Tried]:
    """Give what the latest covered year says where a claim in the present, or up to it, runs past the data."""
    period = claim.period
    if period is None or not period.relative or claim.kind in ("change", "multiple", "trend"):
        return
    single = period.first == period.last
    if (single and period.words) or (not single and claim.kind == "level"):
        return
    for back in range(1, LATE + 1):
        last = period.last - back
        first = last if single else period.first
        if first > last:
            return
        found = list(_of_period(bench, replace(claim, period=replace(period, first=first, last=last))))
        if any(one.bears is not None for one in found):
            ending = f"in {last}" if single else f"up to {last}"
            for one in found:
                yield replace(one, definition=f"{one.definition}, {ending}, the latest year covered")
            return


def _of_period(bench: Bench, claim: Claim) -> Iterator[Tried]:
    meant = False
    for name in dict.fromkeys((claim.variable, *claim.variables)):
        if name not in variables():
            continue
        instead = claim.kind in _EXACT and variable(name).unit != variable(claim.variable).unit
        for source in bench.flows.sources(name):
            for whom in readings(claim.whom) if claim.whom else ("",):
                for who in readings(claim.who):
                    asked = replace(claim, variable=name, who=who, whom=whom)
                    found = _one(bench, asked, source)
                    if found is not None and instead and not meant and (claim.kind != "share" or not found.bears):
                        words = f"{found.words} ({variable(name).title} alone, which does not decide on quantities)"
                        found = replace(found, bears=None, words=words)
                    if found is not None:
                        meant = meant or not instead
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
    return Tried(_definition(claim, source) + span, value, spec.unit, bears, f"{amount(value, spec.unit)}", rows)


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
    if is_actor(named) and actor(named).kind in ("region", "residual"):
        return None
    other = claim.who if claim.role != "sender" else claim.whom
    name = claim.variable if claim.role != "sender" else _other_end(claim.variable)
    if not name or (not is_actor(other) and len(members_in(other, claim.period.last)) > 60):
        return None
    covered = 0
    for year in _years(claim.period):
        if bench.flows.covers(name, source, other, year, all_partners=True):
            covered += 1
            bloc = () if is_actor(named) else members_in(named, year)
            for partner, value in bench.flows.by_partner(name, source, other, year).items():
                if partner in bloc:
                    # A group that is named as one partner is ranked as one, in place of its members.
                    sums[named] = sums.get(named, 0.0) + value
                    continue
                ranked = not claim.within or partner in members_in(claim.within, year)
                if ranked and actor(partner).kind != "residual":
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
    return "; ".join(f"{at}. {title(who)} {amount(sums[who], unit)}" for at, who in enumerate(order[:3], start=1))


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
    before, after = values[first], values[last]
    span = f"{_definition(claim, source)}, {first} to {last}"
    unit = variable(claim.variable).unit
    told = f"from {amount(before, unit)} to {amount(after, unit)}"
    points = claim.quantity is not None and claim.quantity.unit == "points"
    if points or claim.of_total:
        shares = _shares_at(bench, claim, source, {first: before, last: after})
        if shares is None:
            return None
        before, after = shares
        span, told = f"share of {span}", f"from {before:.1f} to {after:.1f} percent"
    if points and claim.quantity is not None:
        moved = (after - before) * (-1 if claim.direction == "down" else 1)
        bears = within(moved, claim.quantity, slack=0.0, points=2 * POINTS)
        return Tried(span, moved, "percentage points", bears, told, rows)
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
        return Tried(span, times, "times", times_agree(times, claim.quantity), told, rows)
    percent = 100 * (after / before - 1) * (-1 if claim.direction == "down" else 1)
    return Tried(span, percent, "percent", within(percent, claim.quantity, slack=0.0, points=2 * POINTS), told, rows)


def _shares_at(bench: Bench, claim: Claim, source: str, values: dict[int, float]) -> tuple[float, float] | None:
    """Return the shares, in percent, that two years' values are of the whole; None where the whole is not covered."""
    shares = []
    for year, value in values.items():
        if not bench.flows.covers(claim.variable, source, claim.who, year, all_partners=True):
            return None
        whole = bench.flows.value(claim.variable, source, claim.who, claim.within, year)
        if not whole:
            return None
        shares.append(100 * value / whole)
    return shares[0], shares[1]


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
    told = f"{amount(a, unit)} against {amount(b, unit)}"
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
    told = f"exports {amount(sum(sold[y] for y in years), 'US dollars (current)')}, imports "
    told += amount(sum(bought[y] for y in years), "US dollars (current)")
    bears: bool | None = way == claim.direction
    if bears and claim.quantity is not None:
        # The record's trade is in dollars: what was said in another currency can be refuted by the side alone.
        bears = within(abs(gap), claim.quantity, slack=2 * ABOUT) if claim.quantity.unit == "usd" else None
    return Tried(_definition(claim, source), gap, "US dollars (current)", bears, told, (*rows, *others))
