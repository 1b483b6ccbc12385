"""SIPRI Arms Transfers Database: the trade register in its two layouts.

The register of *deliveries* has one row for each deal and delivery year with the TIV delivered. The older register of
*deals* has one row a deal with the TIV of all deliveries and the list of years; splitting it evenly over the years
gives yearly values that differ from the exact ones by some per cent over five years, so they are marked derived.

TIV (trend-indicator value) measures the volume of major arms, not their price.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from reorient.errors import UnreadableOriginal
from reorient.record.schema import Batch, Coverage, Origin, SetAside, Status, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import numbers, parse_csv, read_bytes, require_unique
from reorient.sources.source import Figure, Source

VARIABLE = "arms_tiv"
#: The residual for suppliers and recipients that were no state of the system in the year.
NON_STATE = "area:nonstate"
DELIVERIES = ("Supplier", "Recipient", "Delivery year", "TIV delivery values")
DEALS = ("Recipient", "Supplier", "Year(s) of delivery", "SIPRI TIV of delivered weapons")
#: A mark that tells one layout from the other.
DELIVERY_ID = "SIPRI AT Database ID"


def read_deliveries(paths: Sequence[Path]) -> Batch:
    """Read the register with one row for each deal and delivery year.

    Raises
    ------
    UnreadableOriginal
        If a file is no trade register, is the register of deals, is cut short, holds a delivery twice, or a TIV or
        year that is no number.
    UnknownCode
        If a name without asterisks is no state that the tables know.
    """
    frames = [_table(path, DELIVERIES, other=("sipri_deals", "Year(s) of delivery")) for path in paths]
    for path, frame in zip(paths, frames, strict=True):
        if DELIVERY_ID in frame.columns:
            require_unique(frame, [DELIVERY_ID, "Delivery year"], path.name)
    frame = pl.concat([numbers(f.select(DELIVERIES), DELIVERIES[2:], "trade register") for f in frames])
    rows = frame.select(
        "Supplier",
        "Recipient",
        pl.col("Delivery year").cast(pl.Int32).alias("year"),
        pl.col("TIV delivery values").alias("value"),
    )
    return _batch(rows, "sipri_deliveries", "reported", "")


def read_deals(paths: Sequence[Path]) -> Batch:
    """Read the register with one row a deal; its TIV is split evenly over the years of delivery.

    A deal of value v delivered in the years y1 ... yn adds v/n to each of them.

    Raises
    ------
    UnreadableOriginal
        If a file is no trade register, is the register of deliveries, is cut short, or holds a TIV that is no number.
    UnknownCode
        If a name without asterisks is no state that the tables know.
    """
    frames = [_table(path, DEALS, other=("sipri_deliveries", "Delivery year")) for path in paths]
    frame = pl.concat([numbers(f.select(DEALS), DEALS[3:], "trade register") for f in frames])
    listed = frame.select(
        "Supplier",
        "Recipient",
        pl.col("Year(s) of delivery").str.extract_all(r"\d{4}").list.eval(pl.element().cast(pl.Int32)).alias("year"),
        pl.col("SIPRI TIV of delivered weapons").alias("value"),
    )
    dated = pl.when(pl.col("year").list.len() > 0).then(pl.col("year"))  # an empty list would vanish without a count
    rows = listed.with_columns(dated, pl.col("value") / pl.col("year").list.len()).explode("year")
    return _batch(rows, "sipri_deals", "derived", "TIV of a deal split evenly over its years of delivery.")


def _table(path: Path, columns: Sequence[str], *, other: tuple[str, str]) -> pl.DataFrame:
    """Return the register below its preamble; every line of the newer layout ends in a semicolon."""
    lines = _text(read_bytes(path)).replace("\r\n", "\n").split("\n")
    start = next((n for n, line in enumerate(lines) if "Supplier" in line and "Recipient" in line), None)
    if start is None:
        raise UnreadableOriginal(
            f"{path.name} has no line with the columns Supplier and Recipient",
            "SIPRI's trade register as a comma-separated file",
            "export it from SIPRI's page unchanged",
        )
    body = [line.removesuffix(";") for line in lines[start:]]
    key, mark = other
    if mark in body[0] and columns[3] not in body[0]:
        raise UnreadableOriginal(
            f"{path.name} is the trade register of the other layout (it has a column {mark!r})",
            f"columns {', '.join(columns)}",
            f"add it as {key}",
        )
    return parse_csv("\n".join(body), path.name, columns=columns)


def _text(raw: bytes) -> str:
    """Decode the register: the older layout is UTF-8 with a byte-order mark, the newer one Latin-1."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _batch(rows: pl.DataFrame, key: str, status: Status, note: str) -> Batch:
    unnamed = rows.filter((pl.col("Supplier") == "") | (pl.col("Recipient") == ""))
    named = rows.filter((pl.col("Supplier") != "") & (pl.col("Recipient") != ""))
    blank = named.filter(pl.col("value").is_null() | pl.col("year").is_null())
    known = named.drop_nulls(["value", "year"])
    both = _actors(_actors(known, "Supplier", "sender"), "Recipient", "receiver")
    within = both.filter(pl.col("sender") == pl.col("receiver"))
    summed = (
        both.filter(pl.col("sender") != pl.col("receiver"))
        .sort("sender", "receiver", "year", "value")
        .group_by("sender", "receiver", "year", maintain_order=True)
        .agg(pl.col("value").sum())
    )
    aside = (
        SetAside("lines without supplier or recipient", len(unnamed)),
        SetAside("no delivery identified yet", len(blank)),
        SetAside("supplier and recipient are both no named state", len(within)),
    )
    years = known["year"]
    if not len(years):
        raise UnreadableOriginal("The trade register holds no delivery", "one row a delivery", "export it again")
    span = (date(int(years.min()), 1, 1), date(int(years.max()), 1, 1))  # type: ignore[arg-type]
    text = f"Major conventional arms only; 0 stands for less than half a million TIV. {note}".strip()
    coverage = Coverage(key, VARIABLE, "*", "sender", *span, "Y", "zero", text)
    ties = ties_of(summed, variable=VARIABLE, source=key, status=status)
    return Batch(ties, (coverage,), tuple(item for item in aside if item.rows))


def _actors(rows: pl.DataFrame, column: str, into: str) -> pl.DataFrame:
    """Add the actor that `column` names in the year; whoever was no state of the system then is the residual.

    SIPRI marks movements by one asterisk and organisations by two; and it names states before their independence. Both
    stay in the sums of the other side, so that totals agree with SIPRI's own.
    """
    names = rows.select(column, "year").unique().sort(column, "year")
    states, _ = to_actors(
        names.filter(~pl.col(column).str.ends_with("*")), column, scheme="sipri", into=into, names=True
    )
    joined = rows.join(states, on=[column, "year"], how="left", maintain_order="left")
    return joined.with_columns(pl.col(into).fill_null(NON_STATE))


def _origin(key: str, title: str, note: str) -> Origin:
    return Origin(
        key=key,
        producer="SIPRI",
        title=title,
        version="March 2025 edition",
        year=2025,
        licence="(c) SIPRI; free for non-commercial use with attribution, no republication of the database",
        licence_url="https://www.sipri.org/about/terms-and-conditions",
        redistribute="excerpt",
        url="https://www.sipri.org/databases/armstransfers",
        citation="Stockholm International Peace Research Institute (2025), SIPRI Arms Transfers Database.",
        note=note,
        author="{Stockholm International Peace Research Institute}",
    )


_WHY = "sum of the register over five years; SIPRI rounds to 0.01, so sums agree to a million TIV"


def _figures(windows: dict[str, tuple[float, ...]]) -> tuple[Figure, ...]:
    starts = (1995, 2000, 2005, 2010, 2015, 2020)
    return tuple(
        Figure(VARIABLE, "RUS", who, start, start + 4, value, 0.002, _WHY)
        for who, values in windows.items()
        for start, value in zip(starts, values, strict=True)
    )


SOURCES = (
    Source(
        origin=_origin(
            "sipri_deliveries",
            "Arms Transfers Database, trade register of deliveries",
            "TIV is a measure of volume, not a price. Whoever was no state of the system in the year is one residual.",
        ),
        originals=("security/arms/sipri_trade_register_deliveries_*.csv",),
        read=read_deliveries,
        layouts=("trade register with one row for each deal and delivery year (from 2023)",),
        figures=_figures(
            {
                "CHN": (4067, 12143, 9406, 3172, 5408, 1869),
                "IND": (4322, 7034, 6083, 14010, 7209, 4273),
                "VNM": (865, 447, 405, 3283, 2406, 166),
                "*": (17448, 27324, 26943, 36432, 30755, 11102),
            }
        ),
    ),
    Source(
        origin=_origin(
            "sipri_deals",
            "Arms Transfers Database, trade register of deals",
            "TIV of a deal split evenly over its years of delivery; differs from the yearly register by some per cent.",
        ),
        originals=("security/arms/sipri_trade_register_deals_*.csv",),
        read=read_deals,
        layouts=("trade register with one row a deal and a list of years of delivery (to 2023)",),
        figures=(
            Figure(VARIABLE, "RUS", "CHN", 1992, 1994, 2060, 0.01, "even split; rounding of the published sum"),
            Figure(VARIABLE, "RUS", "IND", 1992, 1994, 1459, 0.01, "even split; rounding of the published sum"),
            Figure(VARIABLE, "RUS", "*", 1992, 1994, 7625, 0.01, "even split; rounding of the published sum"),
        ),
    ),
)
