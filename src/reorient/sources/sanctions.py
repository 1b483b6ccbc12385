"""Global Sanctions Data Base: cases of sanctions, expanded to ties between states year by year.

A case names one or several senders and targets, states or blocs, with a first and a last year. It becomes one
tie for each pair and year: a bloc stands for its members at the date (a member on the first or the last day
of the year), a state for itself. What a bloc's members are is read from ``gsdb_blocs.csv``.

United Nations sanctions bind nearly every state. Written as ties they would make 190 senders of each of them and
drown what states decide for themselves, so they become the state variable ``un_sanctioned`` instead.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import polars as pl

from reorient.actors import alive, codes, members
from reorient.errors import GroupError, UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, SetAside, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import numbers, read_csv_exact, require_unique
from reorient.sources.source import Figure, Source

KEY = "gsdb"
SCHEME = "gsdb"
UN = "UN"
#: Kinds of sanctions in the columns of the file; each is a variable of its own.
KINDS = ("trade", "arms", "military", "financial", "travel", "other")
COLUMNS = ("case_id", "sanctioned_state", "sanctioning_state", "begin", "end", *KINDS)


def read(paths: Sequence[Path]) -> Batch:
    """Read the case file of the GSDB.

    Raises
    ------
    UnreadableOriginal
        If the file is not the case file, a case ends before it begins, a kind is not 0 or 1, or a case is doubled.
    UnknownCode
        If a name is neither a bloc of ``gsdb_blocs.csv`` nor a state.
    """
    tables = [_cases(path) for path in paths]
    cases = pl.concat(tables)
    require_unique(cases, ["case_id"], paths[0].name)
    first, last = _span(cases)
    yearly = _yearly(cases, last)
    mandated = yearly.filter(pl.col("sender_label") == UN)
    chosen = yearly.filter((pl.col("sender_label") != UN) & (pl.col("sender_label") != pl.col("target_label")))
    own = yearly.filter(pl.col("sender_label") == pl.col("target_label"))
    dyads, aside = _dyads(chosen)
    states, aside_un = _ends(mandated, "target_label", "receiver")
    ties = [_ties(dyads, "sanction", None), *(_ties(dyads, f"sanction_{kind}", kind) for kind in KINDS)]
    ties.append(_un_ties(states))
    counted = [*aside, *aside_un, _rule(own)]
    return Batch(
        ties=pl.concat(ties).sort("variable", "sender", "receiver", "period"),
        coverage=_coverage(first, last),
        set_aside=tuple(item for item in counted if item.rows),
    )


def _cases(path: Path) -> pl.DataFrame:
    frame = read_csv_exact(path, columns=COLUMNS, encoding="latin-1")
    frame = numbers(frame, ["begin", "end", *KINDS], path.name, missing=())
    if not len(frame):
        raise UnreadableOriginal(f"{path.name} holds no case", "the case file of the GSDB", "download it again")
    turned = frame.filter((pl.col("end") < pl.col("begin")) | (pl.col("begin") < 1900) | (pl.col("end") > 2100))
    if len(turned):
        raise UnreadableOriginal(
            f"{path.name}: {len(turned)} cases have no span of years (case {few(turned['case_id'])})",
            "begin and end as years, in that order",
            "correct the cases or take the producer's file unchanged",
        )
    for kind in KINDS:
        odd = frame.filter(~pl.col(kind).is_in([0.0, 1.0]))
        if len(odd):
            raise UnreadableOriginal(
                f"{path.name}: column {kind!r} is neither 0 nor 1 in case {few(odd['case_id'])}", "0 or 1"
            )
    return frame.with_columns(pl.col("begin", "end", *KINDS).cast(pl.Int32))


def _span(cases: pl.DataFrame) -> tuple[int, int]:
    return int(cases["begin"].min()), int(cases["end"].max())  # type: ignore[arg-type]


def split_names(cell: str, whole: Iterable[str]) -> list[str]:
    """Return the names in a cell that separates by commas, keeping `whole` names that hold a comma.

    >>> split_names("Libya, Yemen, North, Niger", ["Yemen, North"])
    ['Libya', 'Yemen, North', 'Niger']
    """
    kept = sorted(whole, key=len, reverse=True)
    held = [r",\s*".join(map(re.escape, re.split(r",\s*", name))) for name in kept]
    pattern = r"\s*(" + "|".join([*held, r"[^,]+"]) + ")"
    return [re.sub(r"\s+", " ", found).strip() for found in re.findall(pattern, cell) if found.strip()]


@cache
def _names_with_comma() -> tuple[str, ...]:
    return tuple(sorted({row.code for row in codes(SCHEME) if "," in row.code}))


def _yearly(cases: pl.DataFrame, last: int) -> pl.DataFrame:
    """Return one row for each case, sender label, target label and year."""
    whole = _names_with_comma()

    def names(cell: str) -> list[str]:
        return split_names(cell, whole)

    return (
        cases.with_columns(
            pl.col("sanctioning_state").map_elements(names, return_dtype=pl.List(pl.String)).alias("sender_label"),
            pl.col("sanctioned_state").map_elements(names, return_dtype=pl.List(pl.String)).alias("target_label"),
            pl.int_ranges("begin", pl.min_horizontal("end", pl.lit(last)) + 1).alias("year"),
        )
        .select("case_id", "sender_label", "target_label", "year", *KINDS)
        .explode("sender_label")
        .explode("target_label")
        .explode("year")
    )


@cache
def blocs() -> dict[str, tuple[dict[str, str], ...]]:
    """Return the rows of ``gsdb_blocs.csv`` by label."""
    text = files("reorient.sources").joinpath("gsdb_blocs.csv").read_text(encoding="utf-8")
    found: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["label"], []).append(row)
    return {label: tuple(rows) for label, rows in found.items()}


def bloc_members(label: str, year: int) -> tuple[str, ...]:
    """Return who belongs to the bloc `label` on the first or the last day of `year`."""
    inside: set[str] = set()
    for row in blocs()[label]:
        for day in (date(year, 1, 1), date(year, 12, 31)):
            if (row["valid_from"] or "0001") <= day.isoformat() <= (row["valid_to"] or "9999"):
                inside.update(_row_members(row, day))
    return tuple(sorted(one for one in inside if alive(one, date(year, 1, 1), date(year, 12, 31))))


def _row_members(row: dict[str, str], day: date) -> tuple[str, ...]:
    if row["actor"]:
        return (row["actor"],)
    if not row["group"]:
        return ()
    try:
        return tuple(members(row["group"], day))
    except GroupError:
        return ()


def _ends(frame: pl.DataFrame, column: str, into: str) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    """Resolve one end of the rows; a new column ``{into}_bloc`` tells what came from a bloc."""
    is_bloc = pl.col(column).is_in(list(blocs()))
    states, aside = to_actors(frame.filter(~is_bloc), column, scheme=SCHEME, into=into, names=True)
    states = states.with_columns(pl.lit(value=False).alias(f"{into}_bloc"))
    keys = frame.filter(is_bloc).select(column, "year").unique().sort(column, "year")
    table = keys.with_columns(
        pl.Series(into, [list(bloc_members(*key)) for key in keys.iter_rows()], dtype=pl.List(pl.String))
    )
    opened = frame.filter(is_bloc).join(table, on=[column, "year"], how="left")
    empty = opened.filter(pl.col(into).list.len() == 0)
    if len(empty):
        labels = tuple(empty[column].unique().sort().head(8))
        aside = (*aside, SetAside(f"{column}: a bloc without dated members, see gsdb_blocs.csv", len(empty), labels))
    opened = opened.filter(pl.col(into).list.len() > 0).explode(into)
    opened = opened.with_columns(pl.lit(value=True).alias(f"{into}_bloc"))
    return pl.concat([states, opened.select(states.columns)]), aside


def _dyads(yearly: pl.DataFrame) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    half, aside = _ends(yearly, "sender_label", "sender")
    full, more = _ends(half, "target_label", "receiver")
    itself = full.filter(pl.col("sender") == pl.col("receiver"))
    counted = SetAside("a bloc's sanction on its own member: the member is no sender", len(itself))
    return full.filter(pl.col("sender") != pl.col("receiver")), (*aside, *more, counted)


def _rule(own: pl.DataFrame) -> SetAside:
    return SetAside("a rule that a bloc lays on itself", len(own), tuple(own["sender_label"].unique().sort()))


def _ties(dyads: pl.DataFrame, variable: str, kind: str | None) -> pl.DataFrame:
    """Return one tie of value 1 for each dyad and year; ``reported`` where a case names both states."""
    rows = dyads if kind is None else dyads.filter(pl.col(kind) == 1)
    found = (
        rows.group_by("sender", "receiver", "year")
        .agg((pl.col("sender_bloc") | pl.col("receiver_bloc")).all().alias("bloc"))
        .with_columns(
            pl.lit(1.0).alias("value"),
            pl.when("bloc").then(pl.lit("derived")).otherwise(pl.lit("reported")).alias("status"),
        )
    )
    return ties_of(found, variable=variable, source=KEY, status=None)


def _un_ties(states: pl.DataFrame) -> pl.DataFrame:
    found = states.select("receiver", "year").unique()
    found = found.with_columns(pl.col("receiver").alias("sender"), pl.lit(1.0).alias("value"))
    return ties_of(found, variable="un_sanctioned", source=KEY)


def _coverage(first: int, last: int) -> tuple[Coverage, ...]:
    note = f"Yearly; a sanction still in force at the end of {last} is listed with end {last}."
    dyadic = ("sanction", *(f"sanction_{kind}" for kind in KINDS))
    start, end = date(first, 1, 1), date(last, 1, 1)
    return tuple(
        Coverage(KEY, variable, "*", "sender", start, end, "Y", "zero", note) for variable in (*dyadic, "un_sanctioned")
    )


ORIGIN = Origin(
    key=KEY,
    producer="Felbermayr, Kirilakha, Syropoulos, Yalcin and Yotov",
    title="Global Sanctions Data Base",
    version="Release 3 (cases 1949-2022)",
    year=2023,
    licence="Free for research with citation of the papers (recalled, not stated in the file)",
    licence_url="https://www.globalsanctionsdatabase.com",
    redistribute="excerpt",
    url="https://www.globalsanctionsdatabase.com",
    citation=(
        "Felbermayr, G., Kirilakha, A., Syropoulos, C., Yalcin, E. and Yotov, Y. V. (2020), The Global Sanctions Data "
        "Base, European Economic Review 129, 103561; Release 3 (2023)."
    ),
    doi="10.1016/j.euroecorev.2020.103561",
    author=(
        "Felbermayr, Gabriel and Kirilakha, Aleksandra and Syropoulos, Constantinos and Yalcin, Erdal and Yotov, Yoto"
    ),
    note=(
        "Cases expanded to dyads and years; a bloc stands for its members on the first or last day of the year, "
        "and such "
        "ties have the status derived. A member that did not apply its bloc's measure is counted all the same. "
        "Sanctions of the United Nations are the state variable un_sanctioned, not ties. Trade, arms and other kinds "
        "are as the source codes them, which differs between senders."
    ),
)

SOURCES = (
    Source(
        origin=ORIGIN,
        originals=("security/sanctions/GSDB_V3.csv",),
        read=read,
        layouts=("The case file GSDB_V3.csv: one row a case, several senders or targets in one cell (latin-1).",),
        figures=(
            Figure("sanction", "JPN", "RUS", 2014, 2022, 9, 0, "Japan's case of 2014 runs to the end of the file"),
            Figure("sanction", "KOR", "RUS", 2014, 2022, 1, 0, "Korea's case begins in 2022"),
            Figure("sanction", "DEU", "RUS", 2014, 2022, 9, 0, "as a member of the European Union"),
            Figure("sanction_arms", "DEU", "RUS", 2014, 2014, 1, 0, "the European case of 2014 has arms 1"),
            Figure("sanction", "RUS", "DEU", 2014, 2022, 9, 0, "Russia's counter-measures against the Union"),
        ),
    ),
)
