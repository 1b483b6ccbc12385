"""The same verbs as the command line, as functions on a record.

>>> import reorient
>>> record = reorient.open()
>>> page = reorient.brief(record, "RUS", toward="asia")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reorient.app.documents import check, priorities, rhetoric, say_do
from reorient.record.store import Record

if TYPE_CHECKING:
    import polars as pl

    from reorient.explain.drivers import Drivers
    from reorient.explain.expected import Expected
    from reorient.explain.sizes import Size
    from reorient.measures.composite import Composite
    from reorient.measures.dependence import Dependence, Leaning
    from reorient.measures.orientation import Orientations
    from reorient.measures.positions import Positions
    from reorient.measures.profiles import Likeness, Over
    from reorient.measures.scanning import Order, Progress, Scan
    from reorient.measures.timeline import Correction, Timeline
    from reorient.report.brief import Brief
    from reorient.simulate.counterfactual import Counterfactual
    from reorient.simulate.leverage import Leverage


__all__ = [
    "alignment",
    "brief",
    "check",
    "composite",
    "counterfactual",
    "dependence",
    "drivers",
    "expected",
    "hindcasts",
    "ideal_points",
    "leaning",
    "leverage",
    "open",
    "orientation",
    "priorities",
    "rhetoric",
    "say_do",
    "scan",
    "turns",
]


def open(folder: Path | str | None = None, *, scenario: str | None = None) -> Record:
    """Open the record in `folder`, or the starter record with the reader's own laid over it.

    Parameters
    ----------
    folder
        Folder of a record.
    scenario
        A counterfactual whose ties every measure then reads beside the observed ones, as one source more.
    """
    record = Record.open(folder)
    return record if scenario is None else record.beside(scenario)


def brief(
    record: Record,
    state: str,
    /,
    *,
    toward: str,
    first: int | None = None,
    last: int | None = None,
    groups: Path | None = None,
) -> Brief:
    """Answer the questions of a turn for `state` toward the group `toward`.

    Parameters
    ----------
    record
        Where the ties are.
    state
        An actor id or any English name of it.
    toward
        A group's name, or actors and groups separated by commas.
    first, last
        First and last calendar year; the whole record if not given.
    groups
        A file with the reader's own groups.

    Raises
    ------
    ActorError, GroupError, InvalidOption
        With what was found, what was expected and how to go on.
    """
    from reorient.report.brief import brief as answer

    return answer(record, state, toward=toward, first=first, last=last, groups=groups)


def orientation(
    record: Record,
    state: str,
    /,
    *,
    toward: str,
    variable: str | Sequence[str] = (),
    first: int | None = None,
    last: int | None = None,
    base: Sequence[int] = (),
    groups: Path | None = None,
) -> Orientations:
    """Measure where the ties of `state` point; see `reorient.measures.orientation`.

    Parameters
    ----------
    record
        Where the ties are.
    state
        An actor id or any English name of it.
    toward
        A group's name, or actors and groups separated by commas.
    variable
        One variable or several; every variable of which shares mean something if none.
    first, last
        First and last calendar year.
    base
        Years that rotation starts from; the first three of each series if none.
    groups
        A file with the reader's own groups.

    Raises
    ------
    ActorError, GroupError, InvalidOption, MeasureError
        With what was found, what was expected and how to go on.
    """
    from reorient.measures.orientation import orientation as measure
    from reorient.measures.question import question

    who, group = question(state, toward, first=first, last=last, groups=groups)
    return measure(record, who, group, names=_names(variable), first=first, last=last, base=base)


def composite(
    record: Record,
    state: str,
    /,
    *,
    toward: str,
    weights: Mapping[str, float] | None = None,
    first: int | None = None,
    last: int | None = None,
    draws: int = 25,
    seed: int = 1,
    groups: Path | None = None,
) -> Composite:
    """Measure one orientation over all channels with its sensitivity; see `reorient.measures.composite`.

    Parameters
    ----------
    record, state, toward, first, last, groups
        As in `orientation`.
    weights
        Weights by channel; those not named count nothing; equal if none are given.
    draws, seed
        Random weights in the sensitivity, and their seed.
    """
    from reorient.measures.composite import composite as measure
    from reorient.measures.question import question

    who, group = question(state, toward, first=first, last=last, groups=groups)
    return measure(record, who, group, weights=weights, first=first, last=last, draws=draws, seed=seed)


def turns(
    record: Record,
    state: str,
    /,
    *,
    toward: str,
    variable: str | Sequence[str] = (),
    named: Sequence[int | str] = (),
    first: int | None = None,
    last: int | None = None,
    monthly: bool = False,
    correction: Correction = "bh",
    groups: Path | None = None,
) -> Timeline:
    """Find the turns of `state` on one time line over variables; see `reorient.measures.timeline`.

    Parameters
    ----------
    record, state, toward, variable, first, last, groups
        As in `orientation`; the first year is 1946 unless given.
    named
        Dates tested first, without search: years, or ``2014-03`` with `monthly`.
    monthly
        Monthly series with seasons instead of yearly ones.
    correction
        Over all series: ``bh``, ``holm`` or ``none``.
    """
    from reorient.measures.question import question
    from reorient.measures.timeline import moment, timeline

    who, group = question(state, toward, first=first, last=last, groups=groups)
    return timeline(
        record,
        who,
        group,
        names=_names(variable),
        named=[moment(str(date), monthly=monthly) for date in named],
        first=first,
        last=last,
        monthly=monthly,
        correction=correction,
    )


def drivers(
    record: Record,
    state: str,
    /,
    *,
    toward: str,
    away: str | None = None,
    variable: str | Sequence[str] = (),
    first: int | None = None,
    last: int | None = None,
    span: int = 1,
    size: Size = "auto",
    groups: Path | None = None,
) -> Drivers:
    """Split the change of the shares of `state` toward a group into parts; see `reorient.explain.drivers`.

    Parameters
    ----------
    record, state, toward, variable, groups
        As in `orientation`.
    away
        A second group, away from which a turn is measured; everybody else if not given.
    first, last
        The two years compared; the first and last year of each source that can be compared if not given.
    span
        Years whose mean makes each of the two periods.
    size
        What a partner's size is: ``demand``, ``others``, ``gdp`` or ``auto``; see `reorient.explain.sizes`.
    """
    from reorient.explain.drivers import drivers as explain
    from reorient.measures.question import question

    who, group = question(state, toward, first=first, last=last, groups=groups)
    other = None if away is None else question(state, away, first=first, last=last, groups=groups)[1]
    return explain(record, who, group, away=other, names=_names(variable), first=first, last=last, span=span, size=size)


def expected(
    record: Record,
    state: str,
    /,
    *,
    toward: str,
    away: str | None = None,
    variable: str = "exports",
    source: str = "",
    first: int | None = None,
    last: int | None = None,
    agreements: Sequence[str] = (),
    groups: Path | None = None,
) -> Expected:
    """Say how far flows turned beyond what a gravity model of all pairs expects; see `reorient.explain.expected`.

    Parameters
    ----------
    record, state, toward, away, groups
        As in `drivers`.
    variable, source
        Exports or imports of one source that tells of the world; the one with most rows if not given.
    first, last
        The two years compared.
    agreements
        Groups whose common membership is a regressor; customs unions if not given.
    """
    from reorient.explain.expected import UNIONS
    from reorient.explain.expected import expected as explain
    from reorient.measures.question import question

    who, group = question(state, toward, first=first, last=last, groups=groups)
    other = None if away is None else question(state, away, first=first, last=last, groups=groups)[1]
    return explain(
        record, who, group, away=other, name=variable, source=source, first=first, last=last,
        agreements=tuple(agreements) or UNIONS,
    )  # fmt: skip


def counterfactual(
    record: Record,
    scenarios: str | Path | Sequence[str | Path],
    /,
    *,
    trade: str = "",
    draws: int = 0,
    seed: int = 1,
) -> Counterfactual:
    """Run one scenario, or several together; see `reorient.simulate.counterfactual`.

    Parameters
    ----------
    record
        Where the economy of the scenario's year is.
    scenarios
        Names of shipped scenarios or paths of files.
    trade
        Source of goods exports; the one with most pairs if not given.
    draws, seed
        Number of draws of elasticities and of figures with a standard error, for bands; and their seed.
    """
    from reorient.simulate.counterfactual import simulate as run
    from reorient.simulate.scenario import scenario

    named = [scenarios] if isinstance(scenarios, str | Path) else list(scenarios)
    return run(record, [scenario(one) for one in named], trade=trade, draws=draws, seed=seed)


def hindcasts(record: Record, names: Sequence[str] = (), /, *, originals: Path | None = None) -> pl.DataFrame:
    """Hold simulations of past shocks against what happened; see `reorient.simulate.hindcast`.

    Parameters
    ----------
    record
        Where the economies and what happened are.
    names
        Hindcasts of the package; all if empty.
    originals
        Folder of the producers' files, for shocks that the starter record does not reach.
    """
    from reorient.report.hindcasting import hindcasts as judge

    return judge(record, names, originals=originals)


def leverage(
    record: Record,
    state: str,
    /,
    *,
    toward: str,
    year: int | None = None,
    groups: Path | None = None,
) -> Leverage:
    """Say what losing each member of a group would cost `state`, and the member; see `reorient.simulate.leverage`.

    Parameters
    ----------
    record
        Where the economy of the year is.
    state
        An actor id or name.
    toward
        A group's name, or actors and groups separated by commas.
    year
        The last year with everybody's trade and income if not given.
    groups
        A file with the reader's own groups.
    """
    from reorient.measures.question import question
    from reorient.simulate.leverage import leverage as measure

    who, group = question(state, toward, first=None, last=None, groups=groups)
    return measure(record, who.id, group, year=year)


def dependence(
    record: Record,
    state: str,
    partner: str,
    /,
    *,
    variable: str | Sequence[str] = (),
    weights: Mapping[str, float] | None = None,
    first: int | None = None,
    last: int | None = None,
) -> Dependence:
    """Measure who depends more on whom; see `reorient.measures.dependence`.

    Parameters
    ----------
    record
        Where the ties are.
    state, partner
        Two actor ids or names.
    variable
        As `state` sees them: its exports, its imports; the flows of every channel if none.
    weights
        Weights by channel in the influence; equal if none are given.
    first, last
        First and last calendar year.
    """
    from reorient.measures.dependence import dependence as measure
    from reorient.measures.question import check_years, state_named

    one, other = state_named(state), state_named(partner)
    for who in (one, other):
        check_years(who, first, last)
    return measure(record, one, other, names=_names(variable), first=first, last=last, weights=weights)


def alignment(
    record: Record,
    state: str,
    partner: str,
    /,
    *,
    over: Over = "votes",
    first: int | None = None,
    last: int | None = None,
) -> Likeness:
    """Measure how alike two states vote or ally; see `reorient.measures.profiles`.

    Parameters
    ----------
    record
        Where the votes or obligations are.
    state, partner
        Two actor ids or names.
    over
        ``votes``, ``alliances`` or ``institutions``.
    first, last
        First and last calendar year.
    """
    from reorient.measures.profiles import likeness
    from reorient.measures.question import check_years, state_named

    one, other = state_named(state), state_named(partner)
    for who in (one, other):
        check_years(who, first, last)
    return likeness(record, one, other, over=over, first=first, last=last)


def ideal_points(
    record: Record,
    *states: str,
    positive: str | None = None,
    first: int | None = None,
    last: int | None = None,
) -> Positions:
    """Estimate where states stand in the UN General Assembly; see `reorient.measures.positions`.

    Parameters
    ----------
    record
        Where the roll calls are.
    states
        Actor ids or names; at least one.
    positive
        The state whose points are positive on the whole; the first of `states` unless given.
    first, last
        Calendar years whose roll calls are used.
    """
    from reorient.errors import InvalidOption
    from reorient.measures.positions import positions
    from reorient.measures.question import state_named

    if not states:
        raise InvalidOption("No state", "at least one")
    asked = [state_named(name) for name in states]
    return positions(record, asked, positive=state_named(positive or states[0]), first=first, last=last)


def leaning(
    record: Record,
    state: str,
    /,
    *,
    toward: str,
    variable: str | Sequence[str] = (),
    first: int | None = None,
    last: int | None = None,
    groups: Path | None = None,
) -> Leaning:
    """Measure mutual dependence with every member of a group; arguments as in `orientation`."""
    from reorient.measures.dependence import leaning as measure
    from reorient.measures.question import question

    who, group = question(state, toward, first=first, last=last, groups=groups)
    return measure(record, who, group, names=_names(variable), first=first, last=last)


def scan(
    record: Record,
    /,
    *,
    states: Sequence[str] = (),
    toward: Sequence[str] = (),
    variable: str | Sequence[str] = (),
    order: Order = "size",
    level: float = 0.1,
    workers: int = 1,
    progress: Progress | None = None,
    groups: Path | None = None,
) -> Scan:
    """Find every turn of every state toward every group in every variable; see `reorient.measures.scanning`.

    Parameters
    ----------
    record
        Where the ties are.
    states, toward, variable
        Only these; all if none.
    order
        ``size``, ``pace``, ``latest``, ``lopsided`` or ``p``.
    level
        Largest expected share of false findings.
    workers
        Processes for the full models; with more than one a script must guard its entry.
    progress
        Called with what is searched, how much is done, and of how much.
    groups
        A file with the reader's own groups.
    """
    from reorient.actors import toward as parse
    from reorient.measures.question import state_named
    from reorient.measures.scanning import quiet
    from reorient.measures.scanning import scan as measure

    return measure(
        record,
        states=[state_named(one) for one in states],
        groups=[parse(one, definitions=groups) for one in toward],
        names=_names(variable),
        order=order,
        level=level,
        workers=workers,
        progress=progress or quiet,
    )


def _names(variable: str | Sequence[str]) -> tuple[str, ...]:
    """Return the variables named, each of which must exist."""
    from reorient.record.schema import variable as known

    names = (variable,) if isinstance(variable, str) else tuple(variable)
    return tuple(known(name).name for name in names)
