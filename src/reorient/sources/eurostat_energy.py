"""Eurostat: energy imports of European states by partner and month, in tonnes and cubic metres.

Told by the importer, so every row is ``mirrored``. Natural gas is in two forms: ``lng`` and ``gas_all``, which holds
pipeline gas and LNG together and therefore becomes a variable of its own. The same gas in terajoules is set aside.
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

KEY = "eurostat_energy"
COLUMNS = ("country", "unit", "partner", "date", "commodity", "value")

#: Commodity and unit: the variable, and how many of its units one is.
FLOWS = {
    ("crude_oil", "tonne"): ("crude_exports_t", 1.0),
    ("coal", "tonne"): ("coal_exports_t", 1.0),
    ("oil_products", "tonne"): ("oil_products_exports_t", 1.0),
    ("lng", "m3"): ("lng_exports_bcm", 1e-9),
    ("gas_all", "m3"): ("natural_gas_exports_bcm", 1e-9),
}
#: The same flows a second time in another unit.
OTHER_UNITS = (("lng", "TJ"), ("gas_all", "TJ"))

_NOTE = (
    "Imports by partner as the importer reports them, by month. Some reporters do not name the partner of their gas "
    "(Germany), so Russian gas is too low; what they do not name is the partner area:unspecified. Gas is the sum of "
    "pipeline gas and LNG."
)

ORIGIN = Origin(
    key=KEY,
    producer="Eurostat",
    title="Imports of oil, natural gas and solid fossil fuels by partner country, monthly data",
    version="2008-2022",
    year=2022,
    licence="Reuse with attribution (Commission Decision 2011/833/EU)",
    licence_url="https://ec.europa.eu/eurostat/about-us/policies/copyright",
    redistribute="yes",
    url="https://ec.europa.eu/eurostat/databrowser/view/nrg_ti_oilm",
    citation="Eurostat, imports by partner country, monthly data (nrg_ti_oilm, nrg_ti_gasm), 2022; table by CREA.",
    note=_NOTE,
)


def read(paths: Sequence[Path]) -> Batch:
    """Read imports by partner (columns country, unit, partner, date as YYYY-MM, commodity, value).

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    name = few(path.name for path in paths)
    frame = pl.concat([read_csv_exact(path, columns=COLUMNS).select(COLUMNS) for path in paths])
    frame = numbers(frame, ("value",), name).with_columns(_month(frame, name))
    frame = frame.with_columns(pl.col("period").dt.year().cast(pl.Int32).alias("year"))
    require_unique(frame, ("country", "partner", "date", "commodity", "unit"), name)
    frame, twice = _in_units(frame, name)
    frame, first = to_actors(frame, "partner", scheme=KEY, into="sender", names=True)
    frame, second = to_actors(frame, "country", scheme=KEY, into="receiver", names=True)
    own = len(frame.filter(pl.col("sender") == pl.col("receiver")))
    frame = frame.filter((pl.col("sender") != pl.col("receiver")) & pl.col("value").is_not_null())
    ties = pl.concat([_flow(frame, *key) for key in FLOWS]).sort("variable", "sender", "receiver", "period")
    left = (twice, SetAside("importer and partner are one actor", own))
    return Batch(ties, _coverage(ties), (*first, *second, *(row for row in left if row.rows)))


def _month(frame: pl.DataFrame, name: str) -> pl.Series:
    months = (frame["date"] + "-01").str.to_date("%Y-%m-%d", strict=False)
    if months.null_count():
        bad = frame["date"].filter(months.is_null()).unique().sort().to_list()
        raise UnreadableOriginal(f"{name}: column 'date' holds {few(map(repr, bad))}", "months as YYYY-MM")
    return months.alias("period")


def _in_units(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, SetAside]:
    unknown = sorted(set(frame.select("commodity", "unit").unique().iter_rows()) - set(FLOWS) - set(OTHER_UNITS))
    if unknown:
        raise UnreadableOriginal(f"{name}: unknown commodities or units {few(unknown)}", few(FLOWS, 8))
    twice = pl.struct("commodity", "unit").is_in([{"commodity": c, "unit": u} for c, u in OTHER_UNITS])
    left = SetAside("the same gas in terajoules", len(frame.filter(twice)))
    return frame.filter(~twice), left


def _flow(frame: pl.DataFrame, commodity: str, unit: str) -> pl.DataFrame:
    variable, factor = FLOWS[commodity, unit]
    rows = frame.filter((pl.col("commodity") == commodity) & (pl.col("unit") == unit))
    rows = rows.with_columns(pl.col("value") * factor)
    return ties_of(rows, variable=variable, source=KEY, status="mirrored", freq="M")


def _coverage(ties: pl.DataFrame) -> tuple[Coverage, ...]:
    """Return one row for each importer and variable, from its first to its last month."""
    spans = ties.group_by("variable", "receiver").agg(
        pl.col("period").min().alias("a"), pl.col("period").max().alias("b")
    )
    rows: list[tuple[str, str, date, date]] = spans.sort("variable", "receiver").rows()
    return tuple(Coverage(KEY, *row[:2], "receiver", *row[2:], "M", "unreported", _NOTE) for row in rows)


def _from_russia(variable: str, year: int, value: float, unit: float) -> Figure:
    return Figure(variable, "RUS", "*", year, year, value, 0.5 * unit / value, "tabulated, all reporters, rounded")


SOURCES = (
    Source(
        origin=ORIGIN,
        originals=("energy/eurostat/eurostat_energy_imports_by_partner_monthly_*.csv*",),
        read=read,
        layouts=("One row an importer, partner, month, commodity and unit.",),
        figures=(
            _from_russia("crude_exports_t", 2008, 189e6, 1e6),
            _from_russia("crude_exports_t", 2013, 171e6, 1e6),
            _from_russia("crude_exports_t", 2021, 118e6, 1e6),
            _from_russia("lng_exports_bcm", 2018, 2.8, 0.1),
            _from_russia("lng_exports_bcm", 2020, 15.5, 0.1),
        ),
    ),
)
