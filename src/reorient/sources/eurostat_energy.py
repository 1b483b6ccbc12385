"""Eurostat: energy imports of European states by partner and month, in tonnes and cubic metres.

Two layouts: Eurostat's own bulk files (tab-separated, a column a month, codes) and a long csv with names.

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
from reorient.sources.formats import numbers, parse_csv, read_text, require_columns, require_unique
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
#: Eurostat's codes of product and unit: commodity and unit as above, and how many of those units one is.
CODES = {
    ("O4100_TOT", "THS_T"): ("crude_oil", "tonne", 1e3),
    ("G3200", "MIO_M3"): ("lng", "m3", 1e6),
    ("G3000", "MIO_M3"): ("gas_all", "m3", 1e6),
    ("G3200", "TJ_GCV"): ("lng", "TJ", 1.0),
    ("G3000", "TJ_GCV"): ("gas_all", "TJ", 1.0),
}
#: Partners and reporters that are sums of others.
SUMS = r"^(TOTAL|WORLD|(EU|EA)\d*(_\d+)?|(EXT|INT)_.*)$"
#: Partners that the importer does not name, or names by continent only.
UNNAMED = r"^(NSP|.*_OTH|.*_NSP)$"

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
    download=("https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1/data/nrg_ti_oilm?format=TSV&compressed=true"),
    citation="Eurostat, imports by partner country, monthly data (nrg_ti_oilm, nrg_ti_gasm), 2022; table by CREA.",
    note=_NOTE,
)


def read(paths: Sequence[Path]) -> Batch:
    """Read imports by partner: Eurostat's files, or the columns country, unit, partner, date, commodity, value.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    name = few(path.name for path in paths)
    parts = [_table(path) for path in paths]
    frame = pl.concat([part for part, _ in parts])
    frame = numbers(frame, ("value",), name).with_columns(_month(frame, name))
    frame = frame.with_columns(pl.col("period").dt.year().cast(pl.Int32).alias("year"))
    require_unique(frame, ("country", "partner", "date", "commodity", "unit"), name)
    frame, twice = _in_units(frame, name)
    frame, first = to_actors(frame, "partner", scheme=KEY, into="sender", names=True)
    frame, second = to_actors(frame, "country", scheme=KEY, into="receiver", names=True)
    own = len(frame.filter(pl.col("sender") == pl.col("receiver")))
    frame = frame.filter((pl.col("sender") != pl.col("receiver")) & pl.col("value").is_not_null())
    ties = pl.concat([_flow(frame, *key) for key in FLOWS]).sort("variable", "sender", "receiver", "period")
    left = [*(row for _, aside in parts for row in aside), twice, SetAside("importer and partner are one actor", own)]
    return Batch(ties, _coverage(ties), (*first, *second, *(row for row in left if row.rows)))


def _table(path: Path) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    """Return a file in the columns `COLUMNS` and what was set aside."""
    text = read_text(path)
    head = text.split("\t", 1)[0].strip()
    if head.endswith("\\TIME_PERIOD"):
        return _bulk(text, head, path.name)
    return parse_csv(text, path.name, columns=COLUMNS).select(COLUMNS), ()


def _bulk(text: str, head: str, name: str) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    """Return one of Eurostat's tab-separated files: keys in the first cell, then one column a month.

    A colon is a missing figure; letters after a figure are flags.
    """
    frame = parse_csv(text, name, separator="\t")
    keys = head.removesuffix("\\TIME_PERIOD").split(",")
    cells = pl.col(frame.columns[0]).str.strip_chars().str.split_exact(",", len(keys) - 1).struct.rename_fields(keys)
    frame = frame.with_columns(cells.alias("key")).unnest("key")
    require_columns(frame, ("siec", "partner", "unit", "geo"), name)
    months = [column for column in frame.columns if column[:4].isdigit()]
    frame = frame.unpivot(months, index=["siec", "partner", "unit", "geo"], variable_name="date").with_columns(
        pl.col("value").str.strip_chars().str.replace(r"\s*[a-z]*$", "").replace(":", "")
    )
    sums = pl.col("partner").str.contains(SUMS) | pl.col("geo").str.contains(SUMS)
    known = pl.concat_str("siec", pl.lit(" "), "unit").is_in([" ".join(key) for key in CODES])
    aside = (
        SetAside("sums of partners or of reporters", len(frame.filter(sums))),
        SetAside("other products or units", len(frame.filter(~sums & ~known))),
    )
    return _named(numbers(frame.filter(~sums & known), ("value",), name)), aside


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    """Return commodity, unit and value as in the long csv; partners that are not named are added up."""
    codes = pl.DataFrame(
        [(*key, *meaning) for key, meaning in CODES.items()],
        schema=["siec", "unit", "commodity", "named_unit", "factor"],
        orient="row",
    )
    rows = frame.filter(pl.col("value").is_not_null()).join(codes, on=["siec", "unit"], how="inner")
    rows = rows.select(
        pl.col("geo").alias("country"),
        pl.col("named_unit").alias("unit"),
        pl.col("partner").str.replace(UNNAMED, ""),
        "date",
        "commodity",
        pl.col("value") * pl.col("factor"),
    )
    key = COLUMNS[:-1]
    total = rows.group_by(key).agg(pl.col("value").sum().round(6).cast(pl.String))
    return total.sort(key).select(COLUMNS)


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
        layouts=(
            "Eurostat's bulk files nrg_ti_oilm and nrg_ti_gasm: tab-separated, a column a month, codes of states.",
            "One row an importer, partner, month, commodity and unit, by name.",
        ),
        figures=(
            _from_russia("crude_exports_t", 2008, 189e6, 1e6),
            _from_russia("crude_exports_t", 2013, 171e6, 1e6),
            _from_russia("crude_exports_t", 2021, 118e6, 1e6),
            _from_russia("lng_exports_bcm", 2018, 2.8, 0.1),
            _from_russia("lng_exports_bcm", 2020, 15.5, 0.1),
        ),
    ),
)
