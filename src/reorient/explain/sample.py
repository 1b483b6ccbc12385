"""The sample of a gravity model from the record: who, when, what counts as zero, and on whose word.

Every choice that moves an estimate is a field of `Policy` and is printed with the result: which years, which absences
are zeros, what happens to a pair without a regressor, and whether domestic sales are in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reorient.actors import Group, actor, members
from reorient.errors import InvalidOption, MeasureError, NotCovered, few
from reorient.explain.gravity import THREE_WAY, Effect, Gravity, gravity, lag_name
from reorient.measures.comparable import living_table
from reorient.record.schema import variable
from reorient.record.store import Record

Zeros = Literal["rows", "known", "assumed"]
Missing = Literal["refuse", "drop"]
Domestic = Literal["without", "record"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Policy:
    """What the sample is made of.

    Attributes
    ----------
    first, last
        First and last year; those of the source if ``None``.
    every
        Years from one period of the sample to the next: trade adjusts slowly, and neighbouring years repeat each other.
    zeros
        ``rows``: only ties that have a row, zeros where the source prints them. ``known``: also pairs without a row if
        the source lists everything there is. ``assumed``: also pairs without a row between two states of which the
        source tells some other tie in that year, at that end; an assumption, and the usual one.
    missing
        ``refuse`` or ``drop`` what has no value of a regressor.
    domestic
        ``without`` sales of a state to itself, or those that the ``record`` holds.
    kinds
        Kinds of actors that take part.
    """

    first: int | None = None
    last: int | None = None
    every: int = 1
    zeros: Zeros = "assumed"
    missing: Missing = "refuse"
    domestic: Domestic = "without"
    kinds: tuple[str, ...] = ("state", "territory")

    def __post_init__(self) -> None:
        if self.every < 1:
            raise InvalidOption(f"A period every {self.every} years", "one year at least")
        for name, value, allowed in (
            ("zeros", self.zeros, ("rows", "known", "assumed")),
            ("missing", self.missing, ("refuse", "drop")),
            ("domestic", self.domestic, ("without", "record")),
        ):
            if value not in allowed:
                raise InvalidOption(f"{name}={value!r}", f"one of {', '.join(allowed)}")


@dataclass(frozen=True, slots=True)
class Both:
    """A regressor: 1 where both states are members of a group (an agreement), on 31 December.

    Attributes
    ----------
    group
        The group.
    lags
        Years after an accession at which a further step is allowed (phase-in); negative ones look ahead of it.
    """

    group: Group
    lags: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True)
class Marked:
    """A regressor from a variable of the record.

    Attributes
    ----------
    name
        A dyadic variable, such as ``sanction`` or ``distance_km``.
    either
        The larger of the two directions: a sanction of the importer holds up the exports of its target too.
    logs
        Natural logarithm; values of 0 are refused.
    constant
        One value for all years (geography).
    lags
        As in `Both`.
    """

    name: str
    either: bool = False
    logs: bool = False
    constant: bool = False
    lags: tuple[int, ...] = (0,)


Regressor = Both | Marked


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample with its lineage.

    Attributes
    ----------
    exporters, importers
        N ids.
    years
        N years.
    flows
        N flows in the unit of the variable.
    regressors
        Columns by name, N values each.
    policy
        The choices made.
    name, source
        Variable and source of the flows.
    lineage
        Variable and source of each regressor.
    rows, known, assumed, dropped
        Numbers of observations: with a row, known to be zero, assumed to be zero, and left out for want of a regressor.
    statuses
        Number of rows by status.
    """

    exporters: NDArray[np.str_]
    importers: NDArray[np.str_]
    years: NDArray[np.int64]
    flows: Floats
    regressors: dict[str, Floats]
    policy: Policy
    name: str
    source: str
    lineage: dict[str, str]
    rows: int
    known: int
    assumed: int
    dropped: int
    statuses: dict[str, int] = field(default_factory=dict)

    def told(self) -> str:
        """Return the sample in words: what it holds, and every choice that was made."""
        periods = np.unique(self.years)
        step = "each year" if self.policy.every == 1 else f"every {self.policy.every} years"
        zeros = {
            "rows": "pairs without a row are left out",
            "known": "pairs without a row count as zero only where the source lists everything",
            "assumed": "pairs without a row count as zero where the source tells of both states in that year (assumed)",
        }[self.policy.zeros]
        lines = [
            f"{self.name} [{self.source}], {periods[0]} to {periods[-1]}, {step}: {len(self.flows):,} observations, "
            f"{len(np.unique(self.exporters))} exporters, {len(np.unique(self.importers))} importers",
            f"rows: {self.rows:,} ({', '.join(f'{k} {v:,}' for k, v in sorted(self.statuses.items()))})",
            f"zeros: {zeros}; known {self.known:,}, assumed {self.assumed:,}, "
            f"printed by the source {self.rows - int((self.flows > 0).sum()):,}",
            f"missing regressors: {self.policy.missing}; {self.dropped:,} observations left out",
            "domestic sales: " + ("not in the sample" if self.policy.domestic == "without" else "from the record"),
        ]
        lines += [f"regressor {name}: {where}" for name, where in self.lineage.items()]
        return "\n".join(lines)

    def estimate(
        self,
        *,
        effects: Sequence[Effect] = THREE_WAY,
        cluster: Sequence[Effect] = ("pair",),
        singletons: bool = True,
    ) -> Gravity:
        """Estimate a gravity model on the sample; see `gravity`."""
        return gravity(
            self.flows,
            exporters=self.exporters,
            importers=self.importers,
            years=self.years,
            regressors=self.regressors,
            effects=effects,
            cluster=cluster,
            singletons=singletons,
        )


def gravity_sample(
    record: Record, name: str, source: str, *, regressors: Sequence[Regressor], policy: Policy | None = None
) -> Sample:
    """Return the sample of a gravity model from the record.

    Parameters
    ----------
    record
        Where the ties are.
    name, source
        Variable of the flows, from sender to receiver, and its source: sources are never mixed.
    regressors
        What besides fixed effects explains the flows.
    policy
        The choices; `Policy()` if not given.

    Raises
    ------
    MeasureError
        If the variable is no directed flow, the source has no rows in the period, or a regressor has no value somewhere
        and the policy is to refuse.
    NotCovered
        If the policy wants domestic sales and the record has none.
    """
    rule = policy or Policy()
    spec = variable(name)
    if spec.arity != "dyad" or spec.role != "sender" or spec.aggregation != "sum":
        raise MeasureError(f"Gravity of {name}", "a directed flow that is summed, such as exports")
    rows = record.ties(name, source=source, first=rule.first, last=rule.last)
    rows = rows.with_columns(pl.col("period").dt.year().cast(pl.Int64).alias("year"))
    if not len(rows):
        raise MeasureError(
            f"{source} has no rows of {name} in the period",
            "years that it covers",
            f"see `reorient data show {source}`",
        )
    start = rule.first if rule.first is not None else int(rows["year"].min())  # type: ignore[arg-type]
    rows = rows.filter((pl.col("year") - start) % rule.every == 0)
    kinds = {who: actor(who).kind for end in ("sender", "receiver") for who in rows[end].unique().to_list()}
    taking = sorted(who for who, kind in kinds.items() if kind in rule.kinds)
    rows = rows.filter(pl.col("sender").is_in(taking) & pl.col("receiver").is_in(taking))
    own = pl.col("sender") == pl.col("receiver")
    if rule.domestic == "without":
        rows = rows.filter(~own)
    elif not len(rows.filter(own)):
        raise NotCovered(
            f"{source} holds no domestic sales of {name}", "rows from a state to itself", "take domestic='without'"
        )
    frame = _zeros(record, rows, name, source, rule)
    columns, lineage = _columns(record, frame, regressors)
    there = (
        np.all([np.isfinite(column) for column in columns.values()], axis=0) if columns else np.ones(len(frame), bool)
    )
    gone = int((~there).sum())
    if gone and rule.missing == "refuse":
        short = [key for key, column in columns.items() if not np.isfinite(column).all()]
        raise MeasureError(
            f"{gone:,} of {len(frame):,} observations have no value of {few(short)}",
            "a value for each",
            "take Policy(missing='drop'), which says how many are left out, or another regressor",
        )
    kept = frame.filter(pl.Series(there))
    counts = kept["said"].value_counts()
    number = dict(zip(counts["said"].to_list(), counts["count"].to_list(), strict=True))
    statuses = {key: n for key, n in number.items() if key not in ("known", "assumed")}
    return Sample(
        kept["sender"].to_numpy().astype(np.str_),
        kept["receiver"].to_numpy().astype(np.str_),
        kept["year"].to_numpy().astype(np.int64),
        kept["value"].to_numpy().astype(np.float64),
        {key: column[there] for key, column in columns.items()},
        rule,
        name,
        source,
        lineage,
        sum(statuses.values()),
        number.get("known", 0),
        number.get("assumed", 0),
        gone,
        statuses,
    )


def _zeros(record: Record, rows: pl.DataFrame, name: str, source: str, rule: Policy) -> pl.DataFrame:
    """Return rows and zeros, with what says so: a status, ``known`` or ``assumed``."""
    said = rows.select("sender", "receiver", "year", "value", pl.col("status").alias("said"))
    order = ["year", "sender", "receiver"]
    if rule.zeros == "rows":
        return said.sort(order)
    years = said["year"].unique().sort()
    ends = [said[end].unique().sort() for end in ("sender", "receiver")]
    cells = (
        pl.DataFrame({"year": years})
        .join(pl.DataFrame({"sender": ends[0]}), how="cross")
        .join(pl.DataFrame({"receiver": ends[1]}), how="cross")
        .filter(pl.col("sender") != pl.col("receiver"))
        .join(said, on=order, how="anti")
    )
    alive = pl.DataFrame(
        _living(sorted({*ends[0], *ends[1]}), years.to_numpy()), schema=["actor", "year"], orient="row"
    )
    for end in ("sender", "receiver"):
        cells = cells.join(alive, left_on=[end, "year"], right_on=["actor", "year"], how="semi")
    whole = {row.absence for row in record.coverage(variable(name).stored, source)} == {"zero"}
    covered = {row.actor for row in record.coverage(variable(name).stored, source)}
    if whole:
        # A source that lists everything there is of some states says nothing of pairs between others.
        if "*" not in covered:
            cells = cells.filter(pl.col("sender").is_in(covered) | pl.col("receiver").is_in(covered))
        filled = cells.with_columns(pl.lit(0.0).alias("value"), pl.lit("known").alias("said"))
    elif rule.zeros == "assumed":
        for end in ("sender", "receiver"):
            told = said.select(end, "year").unique()
            cells = cells.join(told, on=[end, "year"], how="semi")
        filled = cells.with_columns(pl.lit(0.0).alias("value"), pl.lit("assumed").alias("said"))
    else:
        return said.sort(order)
    return pl.concat([said, filled.select(said.columns)]).sort(order)


def _living(actors: Sequence[str], years: NDArray[np.int64]) -> list[tuple[str, int]]:
    table = living_table(actors, years)
    return [(actors[n], int(years[t])) for t, n in zip(*np.nonzero(table), strict=True)]


def _columns(
    record: Record, frame: pl.DataFrame, regressors: Sequence[Regressor]
) -> tuple[dict[str, Floats], dict[str, str]]:
    columns: dict[str, Floats] = {}
    lineage: dict[str, str] = {}
    for one in regressors:
        base = one.group.name if isinstance(one, Both) else f"ln_{one.name}" if one.logs else one.name
        for lag in one.lags:
            key = lag_name(base, lag)
            if key in columns:
                raise InvalidOption(f"The regressor {key} twice", "each once")
            if isinstance(one, Both):
                columns[key] = _both(frame, one.group, lag)
                lineage[key] = f"both in {one.group.title} on 31 December, {_said_lag(lag)}"
            else:
                columns[key], sources = _marked(record, frame, one, lag)
                lineage[key] = f"{one.name} [{sources}], {_said_lag(lag)}"
    return columns, lineage


def _said_lag(lag: int) -> str:
    if lag == 0:
        return "same year"
    return f"{abs(lag)} year{'' if abs(lag) == 1 else 's'} {'before' if lag > 0 else 'ahead'}"


def _both(frame: pl.DataFrame, group: Group, lag: int) -> Floats:
    rows = [
        (year, who) for year in frame["year"].unique().to_list() for who in members(group, date(year - lag, 12, 31))
    ]
    inside = pl.DataFrame(rows, schema={"year": pl.Int64, "actor": pl.String}, orient="row").with_columns(
        pl.lit(1.0).alias("in")
    )
    at = [
        frame.select("year", pl.col(end).alias("actor"))
        .join(inside, on=["year", "actor"], how="left")["in"]
        .fill_null(0)
        for end in ("sender", "receiver")
    ]
    return np.asarray((at[0] * at[1]).to_numpy(), dtype=np.float64)


def _marked(record: Record, frame: pl.DataFrame, one: Marked, lag: int) -> tuple[Floats, str]:
    """Return a column from a variable: its value, 0 where coverage says zero, NaN where nothing is known."""
    spec = variable(one.name)
    if spec.arity != "dyad":
        raise MeasureError(f"{one.name} as a regressor of pairs", "a dyadic variable; fixed effects hold the rest")
    sources = record.sources_of(one.name)
    if len(sources) != 1:
        raise MeasureError(
            f"{len(sources)} sources of {one.name} in the record: {few(sources) or 'none'}",
            "one source: two are never mixed",
        )
    ties = record.ties(one.name, source=sources[0], columns=("sender", "receiver", "period", "value"))
    keys = ["sender", "receiver"] if one.constant else ["sender", "receiver", "year"]
    told = ties.with_columns(pl.col("period").dt.year().cast(pl.Int64).alias("year"))
    if one.constant:
        told = told.sort("year").group_by(keys).agg(pl.col("value").last())
    else:
        told = told.group_by(keys).agg(pl.col("value").max())
    asked = frame.select("sender", "receiver", (pl.col("year") - lag).alias("year"))
    columns = [_value(record, asked, told, keys, spec.stored, sources[0], constant=one.constant)]
    if one.either:
        turned = asked.select(pl.col("receiver").alias("sender"), pl.col("sender").alias("receiver"), "year")
        columns.append(_value(record, turned, told, keys, spec.stored, sources[0], constant=one.constant))
    found = np.max(np.stack(columns), axis=0)
    if one.logs:
        if (found <= 0).any():
            raise MeasureError(f"The logarithm of {one.name}, which is 0 or less in places", "values above 0")
        found = np.log(found)
    return np.asarray(found, dtype=np.float64), sources[0]


def _value(
    record: Record,
    asked: pl.DataFrame,
    told: pl.DataFrame,
    keys: list[str],
    stored: str,
    source: str,
    *,
    constant: bool,
) -> Floats:
    values = asked.join(told, on=keys, how="left")["value"].to_numpy().astype(np.float64).copy()
    unknown = np.isnan(values)
    if not constant and unknown.any():
        senders, receivers, years = (asked[end].to_list() for end in ("sender", "receiver", "year"))
        coverages = record.coverages()
        said: dict[tuple[str, str, int], bool] = {}
        for place in np.flatnonzero(unknown):
            key = (senders[place], receivers[place], years[place])
            if key not in said:
                said[key] = coverages.absence(stored, key[0], key[1], date(key[2], 1, 1), source) == "zero"
            if said[key]:
                values[place] = 0.0
    return values
