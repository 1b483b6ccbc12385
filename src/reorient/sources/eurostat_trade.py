"""Eurostat Comext: exports of the 27 to every partner by year, and of each member to Russia by month, in euro.

The Union is no actor. Its exports are those of the area ``area:eu27``, the 27 members of 2020 in every year; trade
within the area is set aside. Members' exports to Russia are ties of the members. The file's other aggregates (the Union
as it was, the euro area) are set aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from reorient.actors import members
from reorient.errors import UnreadableOriginal
from reorient.record.schema import Batch, Coverage, CoverageRole, Origin, SetAside, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import (
    archive_members,
    decode,
    numbers,
    parse_csv,
    read_member,
    read_text,
    require_unique,
)
from reorient.sources.source import Figure, Source

KEY = "eurostat_exports"
COLUMNS = ("REPORTER", "PARTNER", "PRODUCT", "FLOW", "STAT_PROCEDURE", "PERIOD", "VALUE_IN_EUR")
AREA = "area:eu27"
#: A day on which the Union had the 27 members that the area is made of.
MEMBERSHIP = date(2020, 2, 1)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNION = re.compile(r"^(European Union - 27 countries|Union européenne - 27 pays)\b")
_AGGREGATE = re.compile(r"^(European Union|Union européenne|Euro area|Zone euro)\b")
_YEAR_NOTE = "The 27 members of 2020 as one area; goods, special categories included."
_MONTH_NOTE = "Exports of each member of the Union to Russia; nothing to other partners by month."

ORIGIN = Origin(
    key=KEY,
    producer="Eurostat",
    title="International trade in goods (Comext): exports",
    version="extracted November 2024",
    year=2024,
    licence="Reuse with attribution (Commission Decision 2011/833/EU)",
    licence_url="https://ec.europa.eu/eurostat/web/main/help/copyright-notice",
    redistribute="yes",
    url="https://ec.europa.eu/eurostat/comext/newxtweb/",
    citation="Eurostat, International trade in goods (Comext), extracted November 2024.",
    note=f"{_YEAR_NOTE} Free on board, in euro. Imports are not in. {_MONTH_NOTE}",
)


def read(paths: Sequence[Path]) -> Batch:
    """Read Comext tables, plain or in an archive.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    tables = [parse_csv(text, name, columns=COLUMNS).select(COLUMNS) for path in paths for name, text in _texts(path)]
    name = ", ".join(path.name for path in paths)
    frame = _checked(pl.concat(tables), name)
    groups = frame.filter(pl.col("area") == "group")
    area, first = _area(frame.filter(pl.col("area") == "union"))
    single, second = _members(frame.filter(pl.col("area") == "state"))
    ties = pl.concat([area, single]).sort("freq", "sender", "receiver", "period")
    aside = (SetAside("aggregates: the Union as it was, the euro area, months of the 27", len(groups)), *first, *second)
    return Batch(ties, _coverage(ties), tuple(one for one in aside if one.rows))


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    if not path.name.lower().endswith((".zip", ".tar.gz", ".tgz", ".tar")):
        yield path.name, read_text(path)
        return
    names = [name for name in archive_members(path) if name.lower().endswith(".csv")]
    if not names:
        raise UnreadableOriginal(f"{path.name} holds no csv file", "Comext tables")
    for name in sorted(names):
        yield name, decode(read_member(path, name), name)


def _checked(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    for column, wanted in (("FLOW", r"(?i)export"), ("PRODUCT", r"(?i)total"), ("STAT_PROCEDURE", r"(?i)total")):
        other = frame.filter(~pl.col(column).str.contains(wanted))
        if len(other):
            raise UnreadableOriginal(
                f"{name}: {column} is {other[column][0]!r}", "exports, all products, all procedures"
            )
    frame = numbers(frame, ("VALUE_IN_EUR",), name, missing=())
    require_unique(frame, ("REPORTER", "PARTNER", "PERIOD"), name)
    periods = {text: _period(text, name) for text in frame["PERIOD"].unique().sort()}
    reporter = pl.col("REPORTER")
    kind = pl.when(~reporter.str.contains(_AGGREGATE.pattern)).then(pl.lit("state"))
    yearly = pl.col("PERIOD").replace_strict({text: freq == "Y" for text, (_, freq) in periods.items()})
    union = reporter.str.contains(_UNION.pattern) & yearly
    return frame.with_columns(
        kind.when(union).then(pl.lit("union")).otherwise(pl.lit("group")).alias("area"),
        pl.col("PERIOD").replace_strict({text: day for text, (day, _) in periods.items()}).alias("period"),
        pl.col("PARTNER", "REPORTER").str.replace(r"^([^(]*?)\s*\(incl\..*$", "$1").str.strip_chars(),
    ).with_columns(pl.col("period").dt.year().cast(pl.Int32).alias("year"))


def _period(text: str, name: str) -> tuple[date, str]:
    found = re.fullmatch(r"(?:\d{6}-)?(?:(Jan\.-Dec\.)|([A-Z][a-z]{2})\.) (\d{4})", text.strip())
    if found is None or (found[2] and found[2] not in _MONTHS):
        raise UnreadableOriginal(f"{name} has the period {text!r}", "a month such as Aug. 2024, or Jan.-Dec. 2023")
    month = 1 if found[1] else _MONTHS.index(found[2]) + 1
    return date(int(found[3]), month, 1), "Y" if found[1] else "M"


def _area(frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    frame, aside = to_actors(frame, "PARTNER", scheme="eurostat", into="receiver", names=True)
    inside = frame.filter(pl.col("receiver").is_in(members("eu", MEMBERSHIP)))
    frame = frame.filter(~pl.col("receiver").is_in(members("eu", MEMBERSHIP)))
    added = frame.group_by("receiver", "period").agg(pl.col("VALUE_IN_EUR").sum().alias("value"))
    ties = ties_of(added.with_columns(sender=pl.lit(AREA)), variable="exports_eur", source=KEY)
    return ties, (SetAside("trade within the Union", len(inside)), *aside)


def _members(frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    frame, first = to_actors(frame, "REPORTER", scheme="eurostat", into="sender", names=True)
    frame, second = to_actors(frame, "PARTNER", scheme="eurostat", into="receiver", names=True)
    frame = frame.rename({"VALUE_IN_EUR": "value"})
    sums = frame.group_by("sender", "receiver", "year").agg(pl.col("value").sum(), pl.len().alias("months"))
    whole = sums.filter(pl.col("months") == 12)
    months = ties_of(frame, variable="exports_eur", source=KEY, freq="M")
    years = ties_of(whole, variable="exports_eur", source=KEY, status="derived")
    return pl.concat([months, years]), (*first, *second)


def _coverage(ties: pl.DataFrame) -> tuple[Coverage, ...]:
    area, single = ties.filter(pl.col("sender") == AREA), ties.filter(pl.col("sender") != AREA)
    rows = _spans(area, AREA, "sender", _YEAR_NOTE)
    for partner in single["receiver"].unique().sort():
        rows += _spans(single.filter(pl.col("receiver") == partner), partner, "receiver", _MONTH_NOTE)
    return tuple(rows)


def _spans(ties: pl.DataFrame, actor: str, role: CoverageRole, note: str) -> list[Coverage]:
    spans = ties.group_by("freq").agg(pl.col("period").min().alias("a"), pl.col("period").max().alias("b"))
    return [
        Coverage(KEY, "exports_eur", actor, role, first, last, freq, "unreported", note)
        for freq, first, last in spans.sort("freq").iter_rows()
    ]


def _figure(receiver: str, year: int, billions: float) -> Figure:
    half = 0.05 if billions >= 4 else 0.005
    why = "rounded to 0.1 bn" if billions >= 4 else "rounded to 0.01 bn"
    return Figure("exports_eur", AREA, receiver, year, year, billions * 1e9, half / billions + 1e-9, why)


SOURCES = (
    Source(
        origin=ORIGIN,
        originals=(
            "trade/russia/eurostat/eu_year_export_*.tar.gz",
            "trade/russia/eurostat/eu27_members_export_to_russia_monthly_*.tar.gz",
        ),
        read=read,
        layouts=("Comext's relational view: reporter, partner, product, flow, procedure, period, value in euro.",),
        figures=(
            _figure("RUS", 2013, 114.8),
            _figure("RUS", 2015, 70.5),
            _figure("RUS", 2021, 89.2),
            _figure("RUS", 2022, 55.0),
            _figure("RUS", 2023, 38.2),
            _figure("KGZ", 2021, 0.26),
            _figure("KGZ", 2023, 2.73),
            _figure("KAZ", 2021, 5.5),
            _figure("KAZ", 2023, 12.1),
            _figure("TUR", 2021, 79.1),
            _figure("TUR", 2023, 111.4),
        ),
    ),
)
