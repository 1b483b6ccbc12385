"""Correlates of War, dyadic trade 4.0: imports told by the importer, 1870-2014, in million dollars, c.i.f.

Each flow is written from exporter to importer as ``exports``, mirrored. -9 (NA in R) is missing and no row.

**False zeros.** A zero in this data set often means "nobody told". A zero enters the record only if somebody can have
told it; `false_zeros` refuses the others, counts them by reason and the flow is then absent, not zero:

1. *silent importer*: the importer shows no positive flow from anyone in the year;
2. *war*: 1939 to 1947, when trade statistics ceased and international ones had not begun;
3. *nobody reported*: from 1948 on, neither the exporter nor the importer was an established reporter to the
   International Monetary Fund's direction-of-trade statistics, from which the data set is made. A reporter is a
   member of the Fund (``trade_reporters.csv``, with the exceptions named there), established two years after it
   joined, because a new member's first reports have gaps: Russia and Ukraine traded in 1992 and 1993, and the data
   set has 0;
4. *reporter silent on non-reporters*: one of the two is an established reporter, but of its flows with
   non-reporters it shows zero for at least two, and for at least as many as it shows above `LARGE`, that were above
   `LARGE` within `NEAR` years (Iraq 1981-91, Libya, Afghanistan): these zeros are refused. An embargo by a
   state that reports its other trade (the United States and China, 1951-71) stays a zero.

Zeros between two established reporters stay, and so do those of small and distant states.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import polars as pl

from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, SetAside, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import (
    archive_members,
    decode,
    numbers,
    parse_csv,
    read_csv_exact,
    read_member,
    read_r,
    refuse_bad_values,
    require_columns,
    require_unique,
)
from reorient.sources.source import Figure, Source

KEY = "cow_trade"
#: Columns that both layouts have.
COLUMNS = ("ccode1", "ccode2", "year", "flow1", "flow2")
#: Million dollars from which a flow is large (rule 4).
LARGE = 20.0
#: Years before and after in which a flow must have been large (rule 4).
NEAR = 10
#: First year of the Fund's direction-of-trade statistics (rules 2 and 3).
DIRECTION_OF_TRADE = 1948
#: Years from joining the Fund to an established reporter (rule 3).
SETTLING = 2
#: First year without peacetime statistics (rule 2).
WAR = 1939

_NOTE = (
    "Told by the importer, cost, insurance and freight included. Zeros that nobody can have told are left out "
    "(no row), not stored. In the repackaging flows are rounded to million dollars, so that a zero may be up to half a "
    "million; the Federal Republic of Germany has no rows from 1960 to 1989 except with Belgium and Luxembourg, and "
    "there are no rows between Communist states in 1958, 1959 and 1964 to 1977."
)

ORIGIN = Origin(
    key=KEY,
    producer="Correlates of War Project",
    title="Trade (dyadic)",
    version="4.0",
    year=2016,
    licence="Free for research with citation; redistribution not granted",
    licence_url="https://correlatesofwar.org/data-sets/bilateral-trade/",
    redistribute="excerpt",
    url="https://correlatesofwar.org/data-sets/bilateral-trade/",
    citation=(
        "Barbieri, Katherine, Omar M. G. Keshk and Brian Pollins (2009) Trading Data: Evaluating our Assumptions and "
        "Coding Rules. Conflict Management and Peace Science 26(5): 471-491; Barbieri and Keshk (2016) Correlates of "
        "War Project Trade Data Set, version 4.0."
    ),
    note=_NOTE,
    download="https://correlatesofwar.org/wp-content/uploads/COW_Trade_4.0.zip",
    doi="10.1177/0738894209343887",
    author="Barbieri, Katherine and Keshk, Omar M. G.",
)


def read(paths: Sequence[Path]) -> Batch:
    """Read one file: the R repackaging, ``Dyadic_COW_4.0.csv``, or the producer's zip with that file in it.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    if len(paths) != 1:
        raise UnreadableOriginal(f"{len(paths)} files for {KEY}", "one file", "name the file of dyadic trade alone")
    flows = _flows(_table(paths[0]), paths[0].name)
    missing = flows["value"].null_count()
    flows = flows.filter(pl.col("value").is_not_null())
    flows, first = to_actors(flows, "exporter", scheme="cow", into="sender")
    flows, second = to_actors(flows, "importer", scheme="cow", into="receiver")
    flows = flows.filter(pl.col("sender") != pl.col("receiver"))
    flows = _added(flows)
    marked = false_zeros(flows)
    kept = marked.filter(pl.col("refused").is_null()).with_columns(pl.col("value") * 1e6)
    ties = ties_of(kept, variable="exports", source=KEY, status="mirrored").sort("sender", "receiver", "period")
    aside = (SetAside("missing (-9) in the original", missing), *_refused(marked), *first, *second)
    return Batch(ties, _coverage(kept), tuple(one for one in aside if one.rows))


def _added(flows: pl.DataFrame) -> pl.DataFrame:
    """Add up the flows of an actor that has two codes in one year (the two parts of the year of Yemen's union)."""
    return flows.group_by("sender", "receiver", "year").agg(pl.col("value").sum()).sort("sender", "receiver", "year")


def _table(path: Path) -> pl.DataFrame:
    suffix = path.suffix.lower()
    if suffix in (".rds", ".rda", ".rdata"):
        return _r_table(path)
    if suffix == ".zip":
        text, name = _member(path)
        return _as_numbers(parse_csv(text, name, columns=COLUMNS), name)
    return _as_numbers(read_csv_exact(path, columns=COLUMNS), path.name)


def _r_table(path: Path) -> pl.DataFrame:
    frames = [value for value in read_r(path).values() if isinstance(value, pl.DataFrame)]
    if len(frames) != 1:
        raise UnreadableOriginal(f"{path.name} holds {len(frames)} data frames", "one data frame of dyadic trade")
    require_columns(frames[0], COLUMNS, path.name)
    table = frames[0].select(COLUMNS)
    text = [column for column, kind in table.schema.items() if not kind.is_numeric()]
    if text:
        raise UnreadableOriginal(f"{path.name}: column {few(text)} holds no numbers", "numbers in every column")
    return table.with_columns(pl.when(pl.col(c) != -9).then(pl.col(c)).alias(c) for c in ("flow1", "flow2"))


def _member(path: Path) -> tuple[str, str]:
    names = [name for name in archive_members(path) if "dyadic" in name.lower() and name.lower().endswith(".csv")]
    if len(names) != 1:
        raise UnreadableOriginal(
            f"{path.name} holds {len(names)} files of dyadic trade ({few(archive_members(path))})",
            "one file such as Dyadic_COW_4.0.csv",
            "take the producer's zip",
        )
    return decode(read_member(path, names[0]), names[0]), names[0]


def _as_numbers(table: pl.DataFrame, name: str) -> pl.DataFrame:
    table = numbers(table.select(COLUMNS), COLUMNS[:3], name, missing=())
    return numbers(table, COLUMNS[3:], name, missing=("-9", "-9.0", "", "NA"))


def _flows(table: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return importer, exporter, year and value from dyads in one order or in both.

    Raises
    ------
    UnreadableOriginal
        On negative or infinite flows, and if the two orders of a dyad disagree.
    """
    for column in ("flow1", "flow2"):
        refuse_bad_values(table, column, name)
    codes = table.with_columns(pl.col("ccode1", "ccode2", "year").cast(pl.Int32))
    require_unique(codes, ("ccode1", "ccode2", "year"), name)
    one = codes.select(importer="ccode1", exporter="ccode2", year="year", value="flow1")
    two = codes.select(importer="ccode2", exporter="ccode1", year="year", value="flow2")
    both = pl.concat([one, two]).unique().sort("importer", "exporter", "year")
    doubled = both.filter(both.select("importer", "exporter", "year").is_duplicated())
    if len(doubled):
        raise UnreadableOriginal(
            f"{name}: the two orders of a dyad disagree, first {few(doubled.head(2).rows())}",
            "flow1 of one order equal to flow2 of the other",
            "take the producer's file unchanged",
        )
    return both


@cache
def reporters() -> tuple[tuple[str, int, int], ...]:
    """Return each span in which a state reported its trade: actor, first established year, last year."""
    text = files("reorient.sources").joinpath("trade_reporters.csv").read_text(encoding="utf-8")
    spans = []
    for row in csv.DictReader(text.splitlines()):
        joined = int(row["first"])
        settled = DIRECTION_OF_TRADE if joined <= DIRECTION_OF_TRADE else joined + SETTLING
        spans.append((row["actor"], settled, int(row["last"] or 9999)))
    return tuple(_joined(spans))


def _joined(spans: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Join spans that follow each other (a member that left and went on publishing) without a new settling time."""
    out: list[tuple[str, int, int]] = []
    for actor, first, last in sorted(spans):
        if out and out[-1][0] == actor and first <= out[-1][2] + 1 + SETTLING:
            out[-1] = (actor, out[-1][1], last)
        else:
            out.append((actor, first, last))
    return out


def _reports(end: str) -> pl.Expr:
    """Return whether the actor in column `end` is an established reporter in the year."""
    by_actor: dict[str, pl.Expr] = {}
    for actor, first, last in reporters():
        here = (pl.col(end) == actor) & pl.col("year").is_between(first, last)
        by_actor[f"{actor} {first}"] = here
    return pl.any_horizontal(pl.lit(value=False), *by_actor.values())


def false_zeros(flows: pl.DataFrame) -> pl.DataFrame:
    """Add the column ``refused``: why a zero cannot have been told, null for every other row.

    Parameters
    ----------
    flows
        Columns ``sender``, ``receiver``, ``year``, ``value`` (million dollars), no value missing.
    """
    ends = pl.concat([flows.select(actor=end, year="year") for end in ("sender", "receiver")]).unique()
    known = ends.with_columns(pl.col("actor").alias("end")).with_columns(_reports("end").alias("reports"))
    rows = flows
    for end in ("sender", "receiver"):
        told = known.select(pl.col("actor").alias(end), "year", pl.col("reports").alias(f"{end}_reports"))
        rows = rows.join(told, on=[end, "year"], how="left", maintain_order="left")
    rows = _nearby(rows).with_columns(pl.col("value").max().over("receiver", "year").alias("most"))
    rows = rows.with_columns(_silent_reporter().alias("hushed"))
    zero, year = pl.col("value") == 0, pl.col("year")
    nobody = ~pl.col("sender_reports") & ~pl.col("receiver_reports")
    reason = (
        pl.when(~zero)
        .then(None)
        .when(pl.col("most") == 0)
        .then(pl.lit("silent importer"))
        .when(year.is_between(WAR, DIRECTION_OF_TRADE - 1))
        .then(pl.lit("war"))
        .when((year >= DIRECTION_OF_TRADE) & nobody)
        .then(pl.lit("nobody reported"))
        .when(pl.col("hushed"))
        .then(pl.lit("reporter silent on non-reporters"))
    )
    return rows.select(*flows.columns, reason.alias("refused"))


def _nearby(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``near``: the larger of the last and the next positive value of the same flow within `NEAR` years."""
    rows = rows.sort("sender", "receiver", "year")
    positive = pl.col("value") > 0
    flow = ("sender", "receiver")
    sides = {
        "before": (pl.col("year") - pl.when(positive).then("year").forward_fill().over(flow)) <= NEAR,
        "after": (pl.when(positive).then("year").backward_fill().over(flow) - pl.col("year")) <= NEAR,
    }
    values = {
        "before": pl.when(positive).then("value").forward_fill().over(flow),
        "after": pl.when(positive).then("value").backward_fill().over(flow),
    }
    return rows.with_columns(
        pl.max_horizontal(pl.when(sides[side]).then(values[side]) for side in ("before", "after")).alias("near")
    )


def _silent_reporter() -> pl.Expr:
    """Return whether a row is a zero of a reporter that is silent on non-reporters, where a large flow was (rule 4)."""
    mixed = (pl.col("sender_reports") != pl.col("receiver_reports")) & (pl.col("year") >= DIRECTION_OF_TRADE)
    gap = mixed & (pl.col("value") == 0) & (pl.col("near") >= LARGE).fill_null(value=False)
    large = mixed & (pl.col("value") >= LARGE)
    who = pl.when(mixed).then(pl.when("sender_reports").then("sender").otherwise("receiver"))
    gaps, shown = gap.sum().over(who, "year"), large.sum().over(who, "year")
    return gap & (gaps >= 2) & (gaps >= shown)


def _refused(marked: pl.DataFrame) -> tuple[SetAside, ...]:
    aside = []
    for (reason,), rows in (
        marked.filter(pl.col("refused").is_not_null()).sort("refused").group_by("refused", maintain_order=True)
    ):
        first = rows.sort("sender", "receiver", "year").head(5).select("sender", "receiver", "year").rows()
        aside.append(
            SetAside(f"zero that nobody told: {reason}", len(rows), tuple(" ".join(map(str, r)) for r in first))
        )
    return tuple(aside)


def _coverage(kept: pl.DataFrame) -> tuple[Coverage, ...]:
    """Say for each importer in which years it shows at least one positive flow; a gap begins a new row."""
    told = kept.filter(pl.col("value") > 0).select("receiver", "year").unique().sort("receiver", "year")
    spell = (pl.col("year") - pl.int_range(pl.len()).over("receiver")).alias("spell")
    spans = (
        told.with_columns(spell)
        .group_by("receiver", "spell")
        .agg(pl.date(pl.col("year").min(), 1, 1).alias("first"), pl.date(pl.col("year").max(), 1, 1).alias("last"))
    )
    return tuple(
        Coverage(KEY, "exports", actor, "receiver", first, last, "Y", "unreported", _NOTE)
        for actor, first, last in spans.sort("receiver", "first").select("receiver", "first", "last").iter_rows()
    )


def _figure(sender: str, receiver: str, year: int, billions: float) -> Figure:
    half, why = (0.05, "rounded to 0.1 bn") if billions >= 10 else (0.005, "rounded to 0.01 bn")
    return Figure("exports", sender, receiver, year, year, billions * 1e9, half / billions + 1e-9, why)


SOURCES = (
    Source(
        origin=ORIGIN,
        originals=("trade/panel/cow_1870_2014/cow_trade_ddy.rds",),
        read=read,
        layouts=(
            "Dyadic_COW_4.0.csv: undirected dyads, flow1 and flow2 in million dollars, plain or in the producer's zip.",
            "An R data frame of directed dyads with the same columns, each dyad in both orders.",
        ),
        figures=(
            _figure("RUS", "CHN", 1992, 3.51),
            _figure("RUS", "CHN", 2000, 6.17),
            _figure("RUS", "CHN", 2013, 40.7),
            _figure("RUS", "CHN", 2014, 42.8),
            _figure("RUS", "DEU", 2013, 51.1),
            _figure("CHN", "RUS", 1992, 1.67),
            _figure("CHN", "RUS", 2013, 53.3),
            _figure("RUS", "JPN", 2014, 24.7),
            _figure("RUS", "IND", 1992, 0.20),
            Figure("exports", "RUS", "IND", 2014, 2014, 4.2e9, 0.013, "rounded to 0.1 bn"),
        ),
    ),
)
