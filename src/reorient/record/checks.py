"""What the record refuses: one function for each rule of docs/convention.md, each naming the offending rows."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import polars as pl

from reorient.actors import actor, alive, is_actor
from reorient.errors import OutsideLifetime, SchemaError, few
from reorient.record.schema import BALLOTS, FREQUENCIES, KEY, STATUSES, TIES, Variable, variable


def check_ties(ties: pl.DataFrame, *, source: str) -> None:
    """Refuse ties of `source` that break the convention.

    Raises
    ------
    SchemaError
        On wrong columns, values that are not finite, unknown variables, actors, statuses or sources, doubled
        keys, values outside the variable's range, undirected ties written one way, ties of a state to itself.
    OutsideLifetime
        On a tie of an actor before its birth or after its end.
    """
    check_columns(ties, TIES)
    check_values(ties)
    check_constants(ties, source)
    check_periods(ties)
    check_keys(ties)
    for name in ties["variable"].unique().sort().to_list():
        rows = ties.filter(pl.col("variable") == name)
        _check_variable(rows, variable(name))
    check_actors(ties)


def check_columns(frame: pl.DataFrame, columns: dict[str, pl.DataType]) -> None:
    """Refuse a frame whose columns or types are not `columns`, in order."""
    found = {name: str(kind) for name, kind in frame.schema.items()}
    wanted = {name: str(kind) for name, kind in columns.items()}
    if list(found.items()) != list(wanted.items()):
        raise SchemaError(
            f"Rows with columns {found} (convention 3)",
            f"{wanted}, in this order",
            "build ties with reorient.record.schema.ties_of",
        )


def check_values(ties: pl.DataFrame) -> None:
    """Refuse null, NaN and infinite values: absence is no row (convention 1)."""
    bad = ties.filter(pl.col("value").is_null() | ~pl.col("value").is_finite())
    _refuse(bad, "values that are null, NaN or infinite (convention 1)", "finite values", "leave absent ties out")


def check_constants(ties: pl.DataFrame, source: str) -> None:
    """Refuse unknown statuses and frequencies and rows of another source than `source`."""
    _refuse(
        ties.filter(~pl.col("status").is_in(STATUSES)),
        "an unknown status (convention 6)",
        " | ".join(STATUSES),
    )
    _refuse(ties.filter(~pl.col("freq").is_in(FREQUENCIES)), "an unknown freq", " | ".join(FREQUENCIES))
    _refuse(ties.filter(pl.col("source") != source), "another source", f"source = {source!r} on every row")
    for column in ("scenario", "sender", "receiver", "source"):
        _refuse(ties.filter(pl.col(column).fill_null("") == ""), f"an empty {column}", f"a {column}")


def check_periods(ties: pl.DataFrame) -> None:
    """Refuse periods that are not the first day of their year or month."""
    period = pl.col("period")
    first = (period.dt.day() == 1) & ((pl.col("freq") == "M") | (period.dt.month() == 1))
    _refuse(
        ties.filter(~first.fill_null(value=False)),
        "a period that is not its first day",
        "the first day of the period",
    )


def check_keys(ties: pl.DataFrame) -> None:
    """Refuse two rows with one key."""
    doubled = ties.filter(ties.select(KEY).is_duplicated())
    _refuse(doubled, "a key that occurs more than once", f"one row for each {', '.join(KEY)}")


def _check_variable(rows: pl.DataFrame, spec: Variable) -> None:
    if spec.view_of:
        raise SchemaError(
            f"{len(rows)} ties of {spec.name!r}, which is a view of {spec.view_of!r}",
            f"ties of {spec.view_of!r} from sender to receiver",
            "write the flow once, from its sender to its receiver",
        )
    own = pl.col("sender") == pl.col("receiver")
    if spec.arity == "state":
        _refuse(rows.filter(~own), f"two actors in {spec.name!r}, a variable of one state", "receiver = sender")
    else:
        _refuse(rows.filter(own), f"a tie of an actor to itself in {spec.name!r}", "two actors")
    if spec.minimum is not None:
        low = rows.filter(pl.col("value") < spec.minimum)
        _refuse(low, f"a value of {spec.name!r} below {spec.minimum} {spec.unit}", f"{spec.unit} (convention 3)")
    if spec.maximum is not None:
        high = rows.filter(pl.col("value") > spec.maximum)
        _refuse(high, f"a value of {spec.name!r} above {spec.maximum}", f"{spec.unit} (convention 3)")
    if spec.direction == "undirected" and spec.arity == "dyad":
        check_both_ways(rows)


def check_both_ways(rows: pl.DataFrame) -> None:
    """Refuse an undirected tie that is not written both ways with one value (convention 2)."""
    key = [name for name in KEY if name not in ("sender", "receiver")]
    turned = rows.select(*key, pl.col("receiver").alias("sender"), pl.col("sender").alias("receiver"), pl.col("value"))
    alone = rows.join(turned, on=[*key, "sender", "receiver", "value"], how="anti")
    _refuse(
        alone,
        "an undirected tie written one way (convention 2)",
        "both directions",
        "use reorient.record.schema.both_ways",
    )


def check_actors(ties: pl.DataFrame) -> None:
    """Refuse unknown actors and ties outside an actor's lifetime (convention 4)."""
    ends = pl.concat(
        [ties.select(pl.col(end).alias("actor"), "period", "freq").unique() for end in ("sender", "receiver")]
    )
    unknown = [name for name in ends["actor"].unique().sort().to_list() if not is_actor(name)]
    if unknown:
        raise SchemaError(f"Ties of {few(unknown)}, which no table of actors knows", "actor ids", "see docs/actors.md")
    outside = [row for row in ends.unique().sort("actor", "period").iter_rows() if not _lives(*row)]
    if outside:
        who, when, _ = outside[0]
        after = ", ".join(actor(who).successors)
        raise OutsideLifetime(
            f"{len(outside)} periods outside the lifetime of their actor, first {who} in {when} (convention 4)",
            f"ties while {who} existed",
            f"name its successor {after}" if after else "name the actor that existed at the time",
        )


def _lives(who: str, first: date, freq: str) -> bool:
    month = 12 if freq == "Y" else first.month
    last = date(first.year, month, monthrange(first.year, month)[1])
    return bool(alive(who, first, last))


def check_ballots(ballots: pl.DataFrame, *, source: str) -> None:
    """Refuse ballots with wrong columns, unknown actors, votes outside 1 to 3, or two votes on one roll call."""
    check_columns(ballots, BALLOTS)
    _refuse(ballots.filter(~pl.col("vote").is_in([1, 2, 3])), "an unknown vote", "1 yes, 2 abstain, 3 no")
    _refuse(ballots.filter(pl.col("source") != source), "another source", f"source = {source!r}")
    doubled = ballots.filter(ballots.select("body", "resolution", "actor", "source").is_duplicated())
    _refuse(doubled, "two votes of one state on one roll call", "one vote")
    unknown = [name for name in ballots["actor"].unique().sort().to_list() if not is_actor(name)]
    if unknown:
        raise SchemaError(f"Votes of {few(unknown)}, which no table of actors knows", "actor ids")


def _refuse(rows: pl.DataFrame, found: str, expected: str, how: str = "") -> None:
    if not len(rows):
        return
    shown = [" ".join(str(cell) for cell in row) for row in rows.head(3).iter_rows()]
    raise SchemaError(f"{len(rows)} rows with {found}, first {few(shown, 3)}", expected, how)
