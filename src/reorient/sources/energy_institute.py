"""Energy Institute, Statistical Review of World Energy: who sends oil, gas and coal to whom.

Two tables: the from-to matrices of each edition, and gas between large areas from 2000. The areas are not equal: Europe
includes Turkey, and editions list more or fewer states. Areas that stand beside states in a matrix do not overlap with
them, so they count in a denominator; subtotals overlap and are set aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, SetAside, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import numbers, read_csv_exact, require_unique
from reorient.sources.source import Figure, Source

MATRICES = "ei_trade_matrices"
INTERREGIONAL = "ei_gas_interregional"

#: Flow and unit as the tables have them: the variable, and how many of its units one is.
FLOWS = {
    ("crude_oil", "million tonnes"): ("crude_exports_t", 1e6),
    ("oil_products", "million tonnes"): ("oil_products_exports_t", 1e6),
    ("gas_pipeline", "bcm"): ("gas_exports_bcm", 1.0),
    ("lng", "bcm"): ("lng_exports_bcm", 1.0),
    ("coal", "EJ"): ("coal_exports_ej", 1.0),
}
#: A unit of an earlier edition that is not the unit of its variable: set aside, never converted in silence.
OTHER_UNITS = {("coal", "Mtoe"): "coal in million tonnes of oil equivalent, not in exajoules"}
#: Subtotals of the gas matrices; the matrices of oil and coal use some of the same names for areas without parts.
SUBTOTALS = (
    "North America",
    "S. & Cent. America",
    "Europe",
    "CIS",
    "Middle East",
    "Middle East & Africa",
    "Africa",
    "Asia Pacific",
)
WITH_SUBTOTALS = ("gas_pipeline", "lng")

_NOTE = (
    "Own figures of the Statistical Review, rounded; gas at 40 MJ a cubic metre. Areas change between editions: gas "
    "into Europe by state to 2020, from 2021 the European Union as one. Europe includes Turkey."
)


def _origin(key: str, title: str, version: str, year: int) -> Origin:
    return Origin(
        key=key,
        producer="Energy Institute (before 2023: bp)",
        title=title,
        version=version,
        year=year,
        licence="All rights reserved; quotation with attribution is welcome, reproduction of tables needs permission",
        licence_url="https://www.energyinst.org/statistical-review",
        redistribute="excerpt",
        url="https://www.energyinst.org/statistical-review",
        citation=f"Energy Institute, Statistical Review of World Energy, {title}, {version}.",
        note=_NOTE,
    )


def read_matrices(paths: Sequence[Path]) -> Batch:
    """Read the matrices (columns flow, year, from, to, value, unit, edition).

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    columns = ("flow", "year", "from", "to", "value", "unit")
    name = few(path.name for path in paths)
    frame = pl.concat([read_csv_exact(path, columns=columns).select(columns) for path in paths])
    frame = numbers(frame, ("year", "value"), name, missing=("", "-", "n/a")).with_columns(
        pl.col("year").cast(pl.Int32)
    )
    require_unique(frame, ("flow", "year", "from", "to"), name)
    frame, aside = _without_totals(frame, name)
    frame, first = to_actors(frame, "from", scheme="ei", into="sender", names=True)
    frame, second = to_actors(frame, "to", scheme="ei", into="receiver", names=True)
    inside = len(frame.filter(pl.col("sender") == pl.col("receiver")))
    frame = frame.filter((pl.col("sender") != pl.col("receiver")) & pl.col("value").is_not_null())
    ties = pl.concat([_flow(frame, flow, unit) for flow, unit in FLOWS]).sort(
        "variable", "sender", "receiver", "period"
    )
    aside = (*aside, *first, *second, SetAside("trade inside an area", inside))
    return Batch(ties, _coverage(ties, MATRICES), aside)


def _without_totals(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    pairs = set(frame.select("flow", "unit").unique().iter_rows())
    unknown = sorted(pairs - set(FLOWS) - set(OTHER_UNITS))
    if unknown:
        raise UnreadableOriginal(
            f"{name}: flows in unknown units {few(unknown)}", few(FLOWS, 10), "convert nothing in silence"
        )
    gas = pl.col("flow").is_in(WITH_SUBTOTALS)
    subtotal = gas & (pl.col("from").is_in(SUBTOTALS) | pl.col("to").is_in(SUBTOTALS))
    aside = [SetAside("subtotals of the gas matrices", len(frame.filter(subtotal)), SUBTOTALS[:5])]
    frame = frame.filter(~subtotal)
    for (flow, unit), reason in OTHER_UNITS.items():
        other = (pl.col("flow") == flow) & (pl.col("unit") == unit)
        aside.append(SetAside(reason, len(frame.filter(other))))
        frame = frame.filter(~other)
    return frame, tuple(row for row in aside if row.rows)


def _flow(frame: pl.DataFrame, flow: str, unit: str) -> pl.DataFrame:
    variable, factor = FLOWS[flow, unit]
    rows = frame.filter((pl.col("flow") == flow) & (pl.col("unit") == unit))
    rows = rows.group_by("sender", "receiver", "year").agg((pl.col("value").sum() * factor).round(6))
    return ties_of(rows, variable=variable, source=MATRICES)


def read_interregional(paths: Sequence[Path]) -> Batch:
    """Read pipeline gas between areas (columns area, item, of_which_partner, year, bcm).

    A flow stands in the table of its exporter, its importer, or both; both must agree.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    columns = ("area", "item", "of_which_partner", "year", "bcm")
    name = few(path.name for path in paths)
    frame = pl.concat([read_csv_exact(path, columns=columns).select(columns) for path in paths])
    frame = numbers(frame, ("year", "bcm"), name, missing=("", "-", "n/a")).with_columns(pl.col("year").cast(pl.Int32))
    require_unique(frame, ("area", "item", "of_which_partner", "year"), name)
    flows = frame.filter(
        pl.col("item").is_in(["Pipeline exports", "Pipeline imports"]) & (pl.col("of_which_partner") != "")
    )
    aside = (SetAside("totals of an area, LNG without partner, world totals", len(frame) - len(flows)),)
    export = pl.col("item") == "Pipeline exports"
    flows = flows.filter(pl.col("bcm").is_not_null()).select(
        pl.when(export).then("area").otherwise("of_which_partner").alias("from"),
        pl.when(export).then("of_which_partner").otherwise("area").alias("to"),
        "year",
        pl.col("bcm").alias("value"),
    )
    flows = _agreed(flows, name)
    flows, first = to_actors(flows, "from", scheme="ei", into="sender", names=True)
    flows, second = to_actors(flows, "to", scheme="ei", into="receiver", names=True)
    ties = ties_of(flows, variable="gas_exports_bcm", source=INTERREGIONAL).sort("sender", "receiver", "period")
    return Batch(ties, _coverage(ties, INTERREGIONAL), (*aside, *first, *second))


def _agreed(flows: pl.DataFrame, name: str) -> pl.DataFrame:
    spread = flows.group_by("from", "to", "year").agg(
        pl.col("value").first(), (pl.col("value").max() - pl.col("value").min()).alias("gap")
    )
    # The table prints at most six digits, so two entries of one flow agree to a thousandth of a bcm.
    apart = spread.filter(pl.col("gap") > 1e-3).sort("from", "to", "year")
    if len(apart):
        raise UnreadableOriginal(
            f"{name}: exporter and importer differ for {len(apart)} flows, first {few(apart.rows(), 3)}",
            "one figure for a flow",
            "take the producer's file unchanged",
        )
    return spread.drop("gap")


def _coverage(ties: pl.DataFrame, source: str) -> tuple[Coverage, ...]:
    spans = ties.group_by("variable").agg(pl.col("period").min().alias("a"), pl.col("period").max().alias("b"))
    rows: list[tuple[str, date, date]] = spans.sort("variable").rows()
    return tuple(
        Coverage(source, variable, "*", "sender", first, last, "Y", "unlisted", _NOTE) for variable, first, last in rows
    )


def _rus(variable: str, receiver: str, year: int, value: float, unit: float) -> Figure:
    return Figure(variable, "RUS", receiver, year, year, value, 0.5 * unit / value, "tabulated, rounded")


SOURCES = (
    Source(
        origin=_origin(MATRICES, "inter-area movements", "editions of 2019 to 2024", 2024),
        originals=("energy/ei/ei_trade_matrices_*.csv*",),
        read=read_matrices,
        layouts=("One row a flow, year, origin and destination, with unit and edition.",),
        figures=(
            _rus("crude_exports_t", "area:ei-europe", 2018, 153e6, 1e6),
            _rus("crude_exports_t", "area:ei-europe", 2023, 32e6, 1e6),
            _rus("crude_exports_t", "CHN", 2018, 72e6, 1e6),
            _rus("crude_exports_t", "CHN", 2023, 107e6, 1e6),
            _rus("crude_exports_t", "IND", 2023, 82e6, 1e6),
            _rus("gas_exports_bcm", "CHN", 2023, 21.3, 0.1),
        ),
    ),
    Source(
        origin=_origin(INTERREGIONAL, "gas: trade movements between areas", "edition of 2024", 2024),
        originals=("energy/ei/ei_gas_interregional_*.csv*",),
        read=read_interregional,
        layouts=("One row an area, item, partner and year, in bcm.",),
        figures=(
            _rus("gas_exports_bcm", "area:ei-europe", 2005, 216, 1),
            _rus("gas_exports_bcm", "area:ei-europe", 2013, 187, 1),
            _rus("gas_exports_bcm", "area:ei-europe", 2023, 49.8, 0.1),
            _rus("gas_exports_bcm", "CHN", 2020, 3.88, 0.01),
            _rus("gas_exports_bcm", "CHN", 2023, 21.3, 0.1),
        ),
    ),
)
