"""What a tie is: the columns, the variables, and the small frozen things that travel with ties.

Everything here is read from ``schema.csv`` and ``variables.csv``, so that code, checks and documentation
say the same (docs/convention.md, 2 and 3).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

import polars as pl

from reorient.errors import InvalidOption, UnknownVariable, did_you_mean

Role = Literal["sender", "receiver", "both"]
Redistribute = Literal["yes", "no", "excerpt"]
Absence = Literal["zero", "unreported", "unlisted"]
CoverageRole = Literal["sender", "receiver", "either", "both"]
Status = Literal["reported", "mirrored", "imputed", "derived", "simulated"]

OBSERVED = "observed"
STATUSES: tuple[Status, ...] = ("reported", "mirrored", "imputed", "derived", "simulated")
FREQUENCIES = ("Y", "M")

#: Columns and types of the ties table, in order.
TIES: dict[str, pl.DataType] = {
    "scenario": pl.String(),
    "variable": pl.String(),
    "sender": pl.String(),
    "receiver": pl.String(),
    "period": pl.Date(),
    "freq": pl.String(),
    "value": pl.Float64(),
    "status": pl.String(),
    "source": pl.String(),
}
#: The key of the ties table.
KEY = ("scenario", "variable", "sender", "receiver", "period", "freq", "source")

#: Columns and types of the ballots table: one vote of one state on one roll call; under the body IGO one membership
#: of one state in one organisation in one year (session and item), always 1.
BALLOTS: dict[str, pl.DataType] = {
    "body": pl.String(),
    "session": pl.Int32(),
    "resolution": pl.String(),
    "day": pl.Date(),
    "actor": pl.String(),
    "vote": pl.Int8(),
    "source": pl.String(),
}


@dataclass(frozen=True, slots=True)
class Variable:
    """One row of ``variables.csv``.

    Attributes
    ----------
    name
        Key of the variable.
    title
        Words for a reader.
    channel
        Family of variables (trade, energy, arms, votes ...).
    unit
        The one unit of its values.
    arity
        ``dyad``, or ``state`` for a quantity of one state (then receiver = sender).
    direction
        ``directed`` or ``undirected`` (then every tie is written both ways).
    aggregation
        How values of shorter periods become one value: sum, mean, last, max.
    polarity
        +1 if more means closer, -1 if more means further apart, 0 if neither.
    minimum, maximum
        Range of a value, ``None`` where open.
    view_of
        For a view, the stored variable it reads; empty for a stored variable.
    role
        Which end of the stored tie the focal state stands at.
    companion
        The variable in physical units that must stand beside a value, or empty.
    description
        One sentence.
    """

    name: str
    title: str
    channel: str
    unit: str
    arity: Literal["dyad", "state"]
    direction: Literal["directed", "undirected"]
    aggregation: Literal["sum", "mean", "last", "max"]
    polarity: int
    minimum: float | None
    maximum: float | None
    view_of: str
    role: Role
    companion: str
    description: str

    @property
    def stored(self) -> str:
        """Return the name of the variable whose ties this one reads."""
        return self.view_of or self.name


@dataclass(frozen=True, slots=True)
class Origin:
    """Where ties come from, and on what terms.

    Attributes
    ----------
    key
        Short name used in the column ``source``.
    producer, title, version, year
        As the producer names them; `year` is the year of the release.
    licence, licence_url
        The terms in words, and their address where there is one.
    redistribute
        ``yes``, ``no``, or ``excerpt`` (a few figures with citation).
    url
        The producer's page.
    citation
        The sentence the producer asks for, or one that names the producer, title, version and year.
    note
        Oddities a reader must know: valuation, coverage, what was set aside.
    download
        Address of the original file that ``reorient data pull`` fetches; empty if it cannot be fetched
        without a form or an account.
    doi
        DOI of the data set or its paper, or empty.
    author
        Authors for BibTeX; the producer if empty.
    """

    key: str
    producer: str
    title: str
    version: str
    year: int
    licence: str
    licence_url: str
    redistribute: Redistribute
    url: str
    citation: str
    note: str = ""
    download: str = ""
    doi: str = ""
    author: str = ""

    def __post_init__(self) -> None:
        if self.redistribute not in ("yes", "no", "excerpt"):
            raise InvalidOption(f"Origin {self.key!r} says redistribute={self.redistribute!r}", "yes, no or excerpt")


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a source claims to cover, so that no row can be told apart from zero (docs/convention.md, 1).

    Attributes
    ----------
    source, variable
        Keys.
    actor
        The actor covered, or ``*`` for every actor of the system.
    role
        At which end of the tie the actor must stand to be covered: ``sender``, ``receiver``,
        ``either``, or ``both`` (then both ends must have a row).
    first, last
        First day of the first and of the last period covered.
    freq
        ``Y`` or ``M``.
    absence
        What no row means inside the coverage: ``zero`` (the source lists everything there is),
        ``unreported`` (it may be zero or not reported), ``unlisted`` (the source names only some partners).
    note
        Anything else a reader must know.
    """

    source: str
    variable: str
    actor: str
    role: CoverageRole
    first: date
    last: date
    freq: Literal["Y", "M"]
    absence: Absence
    note: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """Rows of an original that did not become ties, and why."""

    reason: str
    rows: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """What a reader returns: ties of one source with their coverage.

    Attributes
    ----------
    ties
        Frame with the columns of `TIES`.
    coverage
        One row per variable at least.
    set_aside
        Rows of the original that did not become ties, by reason.
    ballots
        Frame with the columns of `BALLOTS`, for sources of roll calls; otherwise ``None``.
    """

    ties: pl.DataFrame
    coverage: tuple[Coverage, ...]
    set_aside: tuple[SetAside, ...] = field(default=())
    ballots: pl.DataFrame | None = None


@cache
def variables() -> dict[str, Variable]:
    """Return every variable by name, in the order of ``variables.csv``."""
    text = files("reorient.record").joinpath("variables.csv").read_text(encoding="utf-8")
    return {row["variable"]: _variable(row) for row in csv.DictReader(text.splitlines())}


def _variable(row: dict[str, str]) -> Variable:
    return Variable(
        name=row["variable"],
        title=row["title"],
        channel=row["channel"],
        unit=row["unit"],
        arity=row["arity"],  # type: ignore[arg-type]
        direction=row["direction"],  # type: ignore[arg-type]
        aggregation=row["aggregation"],  # type: ignore[arg-type]
        polarity=int(row["polarity"]),
        minimum=float(row["minimum"]) if row["minimum"] else None,
        maximum=float(row["maximum"]) if row["maximum"] else None,
        view_of=row["view_of"],
        role=row["role"],  # type: ignore[arg-type]
        companion=row["companion"],
        description=row["description"],
    )


def variable(name: str) -> Variable:
    """Return the variable `name`.

    Raises
    ------
    UnknownVariable
        With the closest names, if ``variables.csv`` does not list it.
    """
    known = variables()
    if name not in known:
        raise UnknownVariable(
            f"Unknown variable {name!r}.{did_you_mean(name, list(known))}",
            "a name from variables.csv",
            "`reorient data list --variables` shows them all",
        )
    return known[name]


def ties_of(
    frame: pl.DataFrame,
    *,
    variable: str,
    source: str,
    status: Status | None = "reported",
    freq: Literal["Y", "M"] = "Y",
    scenario: str = OBSERVED,
) -> pl.DataFrame:
    """Complete a frame of sender, receiver, year or period, and value to the columns of `TIES`.

    Parameters
    ----------
    frame
        Columns ``sender``, ``receiver``, ``value`` and either ``period`` (date) or ``year`` (integer);
        a column ``status`` is kept if `status` is ``None``.
    variable, source, status, freq, scenario
        Constants of the batch.
    """
    period = pl.col("period") if "period" in frame.columns else pl.date(pl.col("year"), 1, 1)
    return frame.select(
        pl.lit(scenario).alias("scenario"),
        pl.lit(variable).alias("variable"),
        pl.col("sender").cast(pl.String),
        pl.col("receiver").cast(pl.String),
        period.cast(pl.Date).alias("period"),
        pl.lit(freq).alias("freq"),
        pl.col("value").cast(pl.Float64),
        (pl.col("status") if status is None else pl.lit(status)).cast(pl.String).alias("status"),
        pl.lit(source).alias("source"),
    )


def both_ways(ties: pl.DataFrame) -> pl.DataFrame:
    """Return the ties of an undirected relation written both ways, each pair once in each direction."""
    turned = ties.rename({"sender": "receiver", "receiver": "sender"}).select(ties.columns)
    return pl.concat([ties, turned]).unique(subset=list(KEY), keep="first", maintain_order=True)


def empty_ties() -> pl.DataFrame:
    """Return a frame with the columns of `TIES` and no row."""
    return pl.DataFrame(schema=TIES)
