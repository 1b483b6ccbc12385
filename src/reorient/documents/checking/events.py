"""Verdicts on memberships and on what exists or happened: treaties, sanctions, disputes, vetoes, exercises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from reorient.actors import group, group_names, is_actor, members
from reorient.documents.checking.bench import Bench, Tried
from reorient.documents.checking.flows import Row, everybody_in, members_in, title
from reorient.documents.claims import Claim, Period
from reorient.record.schema import variable

#: Years searched where neither the sentence nor the document tells when.
EVER = (1900, 2100)
#: What treaties oblige to; a treaty that adds to older ones shows where one of these begins.
TREATIES = (
    "alliance_defense",
    "alliance_offense",
    "alliance_neutrality",
    "alliance_nonaggression",
    "alliance_consultation",
)
#: Variables that hold what an event is, the first that the record covers is asked first.
EVENTS: dict[str, tuple[str, ...]] = {
    "sanction": ("sanction",),
    "alliance": ("alliance_defense", "alliance"),
    "treaty": TREATIES,
    "dispute": ("dispute", "dispute_listed"),
    "exercise": ("joint_exercises",),
    "veto": ("vetoes", "joint_vetoes"),
    "visit": ("visits",),
}

#: What is kept of the state that it befalls, not of a pair.
OF_ONE = ("un_sanctioned",)

#: What happens again and again, so that no year of a beginning tells of one.
HAPPENINGS = ("veto", "visit", "exercise")


def events(bench: Bench, claim: Claim, on: date | None = None) -> tuple[tuple[Tried, ...], str]:
    """Return what was tried, and the tolerance in words; what is told without a time is told up to `on`."""
    if claim.event == "founding" or claim.phase == "founded":
        return _founding(claim), "the year"
    if claim.kind == "membership":
        return _membership(claim, on), "the year"
    if claim.only and claim.within and is_actor(claim.who):
        return _quantified(bench, claim), f"members of {title(claim.within)}, counted singly at the end of the year"
    if claim.quantifier:
        return _quantified(bench, claim), "most: more than half of the members, counted singly at the end of the year"
    return _existing(
        bench, claim, on
    ), "any row in the period; a treaty or alliance that begins in it where the words say so"


def _tried(
    definition: str, value: float | None, unit: str, bears: bool | None, words: str, rows: tuple[Row, ...] = ()
) -> Tried:
    return Tried(definition, value, unit, bears, words, rows)


def _membership(claim: Claim, on: date | None) -> tuple[Tried, ...]:
    name = claim.whom or claim.within
    if name not in group_names() or not is_actor(claim.who):
        return ()
    spells = [one for one in group(name).memberships if one.actor == claim.who and one.status == "member"]
    definition = f"membership of {title(name)} ({group(name).source})"
    period = claim.period
    if not spells:
        return (_tried(definition, 0.0, "", False, f"{title(claim.who)} never was a member"),)
    told = "; ".join(f"{one.first or 'always'} to {one.last or 'today'}" for one in spells)
    words = f"{title(claim.who)}: member {told}"
    if claim.phase in ("joined", "left") and period is None:
        # No time told: whether it ever happened.
        period = Period(EVER[0], (on or date.today()).year)
    if claim.phase == "joined":
        assert period is not None
        ever = period.first == EVER[0]
        bears = any(ever if one.first is None else period.first <= one.first.year <= period.last for one in spells)
    elif claim.phase == "left":
        assert period is not None
        # Who leaves on the first of January was a member to the last day of the year before.
        ends = [day for one in spells if one.last is not None for day in (one.last, one.last + timedelta(days=1))]
        bears = any(period.first <= day.year <= period.last for day in ends)
    else:
        day = date(period.last, 12, 31) if period is not None else on or date.today()
        bears = claim.who in members(group(name), day)
    return (_tried(definition, None, "", bears, words),)


def _founding(claim: Claim) -> tuple[Tried, ...]:
    name = claim.whom if claim.whom in group_names() else claim.who
    if name not in group_names() or claim.period is None:
        return ()
    starts = [one.first.year for one in group(name).memberships if one.first is not None]
    if not starts:
        return ()
    words = f"the first membership of {title(name)} in the tables begins in {min(starts)}"
    bears = claim.period.first <= min(starts) <= claim.period.last
    return (_tried(f"memberships ({group(name).source})", float(min(starts)), "year", bears, words),)


def _existing(bench: Bench, claim: Claim, on: date | None) -> tuple[Tried, ...]:
    if not claim.who:
        return ()
    if claim.period is None:
        claim = replace(claim, period=Period(EVER[0], on.year if on else EVER[1], relative=True), phase="exists")
    if claim.event == "treaty":
        return _treaty(bench, claim)
    found = []
    alone = claim.variable in OF_ONE and claim.whom
    if alone:
        claim = replace(claim, who=claim.whom, whom="")
    for name in dict.fromkeys((claim.variable, *(() if alone else EVENTS.get(claim.event, ())))):
        if not name or not bench.record.sources_of(name):
            continue
        for source in bench.flows.sources(name):
            one = _event(bench, claim, name, source)
            if one is not None:
                found.append(one)
    return tuple(found)


def _treaty(bench: Bench, claim: Claim) -> tuple[Tried, ...]:
    """Look for an obligation between the two that begins in the period; the record holds treaties of alliance alone."""
    assert claim.period is not None
    found = []
    sources = {source for name in TREATIES if bench.record.sources_of(name) for source in bench.flows.sources(name)}
    for source in sorted(sources):
        starts: dict[str, int] = {}
        rows = []
        for name in TREATIES:
            ties = bench.flows.ties(name, source, claim.who).filter(pl.col("value") > 0)
            if claim.whom:
                ties = ties.filter(pl.col("whom").is_in(everybody_in(claim.whom)))
            if len(ties):
                one = ties.sort("year").row(0, named=True)
                starts[name] = one["year"]
                rows.append(
                    Row(one["who"], one["whom"], name, one["year"], one["value"], "0 or 1", source, one["status"])
                )
        begun = [name for name, year in starts.items() if claim.period.first <= year <= claim.period.last]
        told = "; ".join(f"{variable(name).title} from {year} on" for name, year in starts.items())
        definition = f"treaties of alliance, source {source}"
        if begun or (starts and claim.phase in ("exists", "is")):
            found.append(_tried(definition, None, "", True, told, tuple(rows)))
        else:
            words = f"no obligation begins in the period ({told or 'none at all'}); other treaties are not covered"
            found.append(_tried(definition, None, "", None, words))
    return tuple(found)


def _event(bench: Bench, claim: Claim, name: str, source: str) -> Tried | None:
    assert claim.period is not None
    years = range(claim.period.first, claim.period.last + 1)
    if not any(bench.flows.covers_pair(name, source, claim.who, claim.whom, year) for year in years):
        return None
    partners = set(everybody_in(claim.whom)) if claim.whom else set()
    ties = bench.flows.ties(name, source, claim.who).filter(pl.col("value") > 0)
    if partners:
        ties = ties.filter(pl.col("whom").is_in(sorted(partners)))
    spec = variable(name)
    definition = f"{spec.title}, source {source}"
    inside = ties.filter(pl.col("year").is_between(claim.period.first, claim.period.last))
    told = ties["year"].to_list()
    near = sorted(set(inside["year"].to_list() or told))
    words = f"{spec.title}: rows in {', '.join(map(str, near[:8]))}" if told else f"no row of {spec.title}"
    if claim.whom and spec.arity == "state":
        return None
    if claim.phase == "began" and told and claim.event not in HAPPENINGS:
        bears = claim.period.first <= min(told) <= claim.period.last
        words = f"{spec.title} from {min(told)} on"
    else:
        bears = len(inside) > 0
        if not bears and not _certain(bench, name, source, claim):
            return None
    rows = tuple(
        Row(who, whom, name, year, value, spec.unit, source, status)
        for who, whom, year, value, status in inside.head(5).iter_rows()
    )
    return _tried(definition, float(len(inside)), "rows", bears, words, rows)


def _certain(bench: Bench, name: str, source: str, claim: Claim) -> bool:
    """Tell whether no row means that there was nothing: the source lists everything there is."""
    spec = variable(name)
    ends = {"sender": ("sender", "receiver"), "receiver": ("receiver", "sender")}.get(spec.role, ("either", "either"))
    fit = [
        row
        for row in bench.record.coverage(spec.stored, source)
        for who, end in zip((claim.who, claim.whom), ends, strict=True)
        if who
        and (row.actor in ("*", who) or (not is_actor(who) and _all_in(bench, name, source, who, claim.period)))
        and row.role in (end, "either")
        and claim.period is not None
        and (claim.period.first == EVER[0] or row.first.year <= claim.period.first)
    ]
    return bool(fit) and all(row.absence == "zero" for row in fit)


def _all_in(bench: Bench, name: str, source: str, who: str, period: Period | None) -> bool:
    """Tell whether a source covers every member of a group at the end of the period."""
    return period is not None and bench.flows.covers(name, source, who, period.last, all_partners=True)


def _quantified(bench: Bench, claim: Claim) -> tuple[Tried, ...]:
    """Count the members of a group that have the tie with the other side; for "the only one" they must be one."""
    if claim.period is None:
        return ()
    group_is_who = claim.only or not is_actor(claim.who)
    of, other = (claim.who, claim.whom) if group_is_who else (claim.whom, claim.who)
    of = claim.within if claim.only else of
    if not of or not other or is_actor(of):
        return ()
    found = []
    year = claim.period.last
    for name in dict.fromkeys((claim.variable, *EVENTS.get(claim.event, ()))):
        if not name or not bench.record.sources_of(name):
            continue
        for source in bench.flows.sources(name):
            last = bench.flows.last_year(name, source)
            if last is None:
                continue
            at = min(year, last)
            there = [who for who in members_in(of, at) if who != other]
            if not any(bench.flows.covers(name, source, side, at, all_partners=False) for side in (other, *there)):
                continue
            counted = {
                who for who in there if _has(bench, name, source, (who, other) if group_is_who else (other, who), at)
            }
            if claim.only:
                # The denial is counted here: "the only one that did not".
                counted = set(there) - counted if claim.negated else counted
                bears: bool | None = counted == {claim.who}
            else:
                bears = _quantifies(claim.quantifier, len(counted), len(there))
            if bears is None:
                continue
            words = f"{len(counted)} of {len(there)} members of {title(of)}"
            words += f"{' without' if claim.only and claim.negated else ''} in {at}"
            if counted:
                words += f" ({', '.join(title(who) for who in sorted(counted)[:6])})"
            found.append(
                _tried(f"{variable(name).title}, source {source}, {of}", float(len(counted)), "members", bears, words)
            )
    return tuple(found)


def _has(bench: Bench, name: str, source: str, pair: tuple[str, str], year: int) -> bool:
    spec = variable(name)
    sender, receiver = pair if spec.role != "receiver" else pair[::-1]
    key = spec.stored
    ties = bench.flows.ties(key, source, sender)
    return len(ties.filter((pl.col("whom") == receiver) & (pl.col("year") == year) & (pl.col("value") > 0))) > 0


def _quantifies(word: str, count: int, of: int) -> bool | None:
    match word:
        case "all":
            return count == of
        case "most":
            return count > of / 2
        case "some":
            return count > 0
        case "none":
            return count == 0
        case "half":
            return abs(count - of / 2) <= max(1, of / 10)
    if word.endswith(" percent") and of:
        return abs(100 * count / of - float(word.removesuffix(" percent"))) <= max(5.0, 100 / of)
    return count == int(word) if word.isdigit() else None
