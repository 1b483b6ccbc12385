"""CEPII BACI: coal, crude oil, liquefied and pipeline gas, uranium ore between states, in dollars and tonnes.

BACI reconciles what exporter and importer report. Which HS lines make a commodity stands in
``energy_codes.csv``; who has stopped reporting, so that only the mirror is left, in ``silent_exporters.csv``.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import polars as pl

from reorient.errors import UnknownCode, UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, SetAside, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import numbers, read_csv_exact, require_unique
from reorient.sources.source import Figure, Source

KEY = "baci_energy"
COLUMNS = ("year", "exporter", "importer", "hs92", "value_kusd", "qty_t")

#: A tie has tonnes only if lines with a known quantity carry at least this share of its value.
WEIGHED_SHARE = 0.99

_HOLES = (
    "Reconciled from both partners' reports, free on board. No row may mean no trade or no report from either side. "
    "After 2021, when Russia stopped publishing, flows to partners that publish nothing by product either are absent "
    "(crude to Turkey, crude and gas to Belarus); pipeline gas to Turkey is absent since 2000."
)
_WEIGHT = " Tonnes only where lines with a quantity carry 99 % of the value; pipeline gas in tonnes is unreliable."

ORIGIN = Origin(
    key=KEY,
    producer="CEPII",
    title="BACI: International Trade Database at the Product Level (energy lines, HS 1992)",
    version="a 2026 release, 1995-2024",
    year=2026,
    licence="Etalab Open Licence 2.0",
    licence_url="https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    redistribute="yes",
    url="http://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
    citation=(
        "Gaulier, G. and Zignago, S. (2010) BACI: International Trade Database at the Product-Level. "
        "The 1994-2007 Version. CEPII Working Paper 2010-23."
    ),
    note=_HOLES + _WEIGHT + " Coal is HS 2701 and 2702 without hard-coal briquettes (270120).",
    author="Gaulier, Guillaume and Zignago, Soledad",
)


@cache
def energy_codes() -> dict[str, str]:
    """Return the stem of the variables (``crude``, ``coal`` ...) of each HS line."""
    text = files("reorient.sources").joinpath("energy_codes.csv").read_text(encoding="utf-8")
    return {row["hs6"]: row["stem"] for row in csv.DictReader(text.splitlines())}


@cache
def silent_exporters() -> tuple[tuple[str, int, int], ...]:
    """Return the exporters that publish no trade by partner, with the first and last year of silence."""
    text = files("reorient.sources").joinpath("silent_exporters.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple((row["actor"], int(row["first"]), int(row["last"] or 9999)) for row in rows)


def read(paths: Sequence[Path]) -> Batch:
    """Read the energy lines of BACI (columns year, exporter, importer, hs92, value_kusd, qty_t).

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    lines, aside = _lines(paths)
    totals = _totals(lines)
    aside = (*aside, *_without_weight(totals))
    ties = pl.concat([part for stem in sorted(set(energy_codes().values())) for part in _ties(totals, stem)]).sort(
        "variable", "sender", "receiver", "period"
    )
    return Batch(ties, _coverage(ties), aside)


def _lines(paths: Sequence[Path]) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    name = ", ".join(path.name for path in paths)
    frame = pl.concat([read_csv_exact(path, columns=COLUMNS).select(COLUMNS) for path in paths])
    frame = numbers(frame, ("value_kusd", "qty_t"), name)
    frame = numbers(frame, ("year",), name, missing=()).with_columns(pl.col("year").cast(pl.Int32))
    require_unique(frame, ("year", "exporter", "importer", "hs92"), name)
    if frame["value_kusd"].null_count():
        raise UnreadableOriginal(f"{name}: {frame['value_kusd'].null_count()} lines have no value", "a value each")
    stems = energy_codes()
    unknown = sorted(set(frame["hs92"]) - set(stems))
    if unknown:
        raise UnknownCode(
            f"{name} holds HS lines that are no energy lines: {few(unknown)}",
            f"lines of energy_codes.csv ({few(stems, 12)})",
            "read the full release as the source 'baci'",
        )
    frame = frame.with_columns(pl.col("hs92").replace_strict(stems).alias("stem"))
    frame, first = to_actors(frame, "exporter", scheme=KEY, into="sender")
    frame, second = to_actors(frame, "importer", scheme=KEY, into="receiver")
    return frame, (*first, *second)


def _totals(lines: pl.DataFrame) -> pl.DataFrame:
    """Add up the HS lines of a commodity; `weighed` is the value of the lines that have a quantity.

    Rounded to the third decimal, below the last printed digit, so that the order of the sum leaves no trace.
    """
    weighed = pl.col("value_kusd").filter(pl.col("qty_t").is_not_null())
    return (
        lines.filter(pl.col("sender") != pl.col("receiver"))
        .group_by("stem", "year", "sender", "receiver")
        .agg(
            (pl.col("value_kusd").sum() * 1000).round(3).alias("usd"),
            (weighed.sum() * 1000).round(3).alias("weighed"),
            pl.col("qty_t").sum().round(3).alias("t"),
        )
        .with_columns((pl.col("weighed") >= WEIGHED_SHARE * pl.col("usd")).alias("has_weight"))
        .sort("stem", "year", "sender", "receiver")
    )


def _without_weight(totals: pl.DataFrame) -> tuple[SetAside, ...]:
    bare = totals.filter(~pl.col("has_weight"))
    if not len(bare):
        return ()
    examples = tuple(
        " ".join(map(str, row)) for row in bare.select("stem", "sender", "receiver", "year").head(5).rows()
    )
    return (SetAside("tonnes: no quantity for more than 1 % of the value", len(bare), examples),)


def _ties(totals: pl.DataFrame, stem: str) -> list[pl.DataFrame]:
    rows = totals.filter(pl.col("stem") == stem).with_columns(mirror_status())
    weights = rows.filter(pl.col("has_weight"))
    return [
        ties_of(_valued(rows, "usd"), variable=f"{stem}_exports_usd", source=KEY, status=None),
        ties_of(_valued(weights, "t"), variable=f"{stem}_exports_t", source=KEY, status=None),
    ]


def _valued(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    return rows.select("sender", "receiver", "year", "status", pl.col(column).alias("value"))


def mirror_status() -> pl.Expr:
    """Return the column ``status``: mirrored where the sender does not report in the year, else reported."""
    silent = pl.any_horizontal(
        pl.lit(value=False),
        *(
            (pl.col("sender") == actor) & pl.col("year").is_between(first, last)
            for actor, first, last in silent_exporters()
        ),
    )
    return pl.when(silent).then(pl.lit("mirrored")).otherwise(pl.lit("reported")).alias("status")


def _coverage(ties: pl.DataFrame) -> tuple[Coverage, ...]:
    spans = ties.group_by("variable").agg(pl.col("period").min().alias("a"), pl.col("period").max().alias("b"))
    return tuple(
        Coverage(KEY, variable, "*", "sender", first, last, "Y", "unreported", _note(variable))
        for variable, first, last in spans.sort("variable").iter_rows()
    )


def _note(variable: str) -> str:
    return _HOLES + (_WEIGHT if variable.endswith("_t") else "")


def _crude(receiver: str, year: int, megatonnes: float) -> Figure:
    why = "tabulated from the release; rounded to 0.1 Mt"
    return Figure("crude_exports_t", "RUS", receiver, year, year, megatonnes * 1e6, 0.05 / megatonnes + 1e-9, why)


SOURCES = (
    Source(
        origin=ORIGIN,
        originals=("energy/baci/baci_energy_*.csv*",),
        read=read,
        layouts=("One row a year, exporter, importer (ISO3) and HS line, in thousand dollars and tonnes.",),
        figures=(
            _crude("CHN", 2013, 23.2),
            _crude("CHN", 2021, 72.1),
            _crude("CHN", 2023, 99.6),
            _crude("CHN", 2024, 108.5),
            _crude("IND", 2021, 2.4),
            _crude("IND", 2022, 37.0),
            _crude("IND", 2023, 88.9),
            _crude("IND", 2024, 92.0),
            _crude("eu", 2021, 112.9),
            _crude("eu", 2023, 21.2),
            _crude("eu", 2024, 12.7),
            Figure("crude_exports_usd", "RUS", "CHN", 2013, 2013, 18.74e9, 3e-4, "rounded to 0.01 bn"),
            Figure("crude_exports_usd", "RUS", "CHN", 2023, 2023, 60.68e9, 1e-4, "rounded to 0.01 bn"),
            Figure("gas_exports_usd", "RUS", "CHN", 2020, 2020, 0.80e9, 0.007, "rounded to 0.01 bn"),
            Figure("gas_exports_usd", "RUS", "CHN", 2024, 2024, 8.04e9, 7e-4, "rounded to 0.01 bn"),
        ),
    ),
)
