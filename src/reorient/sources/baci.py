"""CEPII BACI: goods exports between all pairs of states.

Two sources: ``baci_totals``, pair totals of 2000-2020 as repackaged in a MATLAB file, and ``baci``, the producer's own
release of customs lines (1995-2024), which a reader downloads. Both are reconciled from what exporter and importer
report, valued free on board. A cell of zero is no tie: BACI lists the flows that someone reported, and leaves out
the rest.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import polars as pl

from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, SetAside, ties_of
from reorient.sources.baci_energy import WEIGHED_SHARE, energy_codes, mirror_status
from reorient.sources.coding import to_actors
from reorient.sources.formats import archive_members, parse_csv, read_member, read_text, refuse_bad_values
from reorient.sources.hs6 import OTHER, sums
from reorient.sources.source import Figure, Source

TOTALS = "baci_totals"
RELEASE = "baci"
SCHEME = "baci"
COUNTRY_COLUMNS = ("country_code", "country_name", "country_iso2", "country_iso3")

_HOLES = (
    "Reconciled from both partners' reports, free on board. No row may mean no trade or no report from either side. "
    "Pipeline gas whose destination is confidential is not in: exports to Germany and other gas customers are too low."
)
_CITATION = (
    "Gaulier, G. and Zignago, S. (2010) BACI: International Trade Database at the Product-Level. "
    "The 1994-2007 Version. CEPII Working Paper 2010-23."
)


def _origin(key: str, title: str, version: str, year: int, note: str, download: str = "") -> Origin:
    return Origin(
        key=key,
        producer="CEPII",
        title=title,
        version=version,
        year=year,
        licence="Etalab Open Licence 2.0",
        licence_url="https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        redistribute="yes",
        url="http://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
        citation=_CITATION,
        note=note,
        download=download,
        author="Gaulier, Guillaume and Zignago, Soledad",
    )


def read_totals(paths: Sequence[Path]) -> Batch:
    """Read the pair totals: a MATLAB file (``MatriceEx``, ``Anni``) and a text file with the order of the states.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    matrix, years, name = _matrix(_with_suffix(paths, ".mat"))
    states = read_text(_with_suffix(paths, ".txt")).split()
    if len(states) != matrix.shape[0] or len(set(states)) != len(states):
        raise UnreadableOriginal(
            f"The order of states names {len(set(states))} states, the matrix in {name} has {matrix.shape[0]}",
            "one ISO3 code for each row, in order",
            "take both files from one place",
        )
    frame = _cells(matrix, years, states, name)
    absent = [str(year) for year in years if year not in set(frame["year"])]
    aside = (SetAside("years without any flow: absent, not zero", len(absent), tuple(absent)),) if absent else ()
    frame, first = to_actors(frame, "exporter", scheme=SCHEME, into="sender")
    frame, second = to_actors(frame, "importer", scheme=SCHEME, into="receiver")
    frame = frame.with_columns(pl.col("value") * 1000, pl.lit("reported").alias("status"))
    ties = ties_of(frame, variable="exports", source=TOTALS, status=None).sort("sender", "receiver", "period")
    return Batch(ties, _coverage(ties, TOTALS), (*aside, *first, *second))


def _with_suffix(paths: Sequence[Path], suffix: str) -> Path:
    found = [path for path in paths if path.suffix.lower() == suffix]
    if len(found) != 1:
        raise UnreadableOriginal(
            f"{len(found)} files end in {suffix} among {few(path.name for path in paths)}",
            "DatiProcessati.mat and country_order_210_iso3.txt",
            "name both files",
        )
    return found[0]


def _matrix(path: Path) -> tuple[Any, list[int], str]:
    from scipy.io import loadmat

    try:
        content = loadmat(path, variable_names=["MatriceEx", "Anni"])
        matrix, years = content["MatriceEx"], [int(year) for year in content["Anni"].ravel()]
    except KeyError as problem:
        raise UnreadableOriginal(f"{path.name} holds no {problem}", "the variables MatriceEx and Anni") from problem
    except Exception as problem:  # scipy raises many kinds on damaged files
        raise UnreadableOriginal(
            f"{path.name} is no readable MATLAB file ({type(problem).__name__}: {problem})",
            "a MATLAB 5 file",
            "download it again",
        ) from problem
    if matrix.ndim != 3 or matrix.shape != (matrix.shape[0], matrix.shape[0], len(years)):
        raise UnreadableOriginal(
            f"{path.name}: MatriceEx has the shape {matrix.shape} for {len(years)} years",
            "exporters x importers x years",
        )
    return matrix, years, path.name


def _cells(matrix: Any, years: Sequence[int], states: Sequence[str], name: str) -> pl.DataFrame:
    """Return the cells that are not zero, as rows of exporter, importer, year and value in thousand dollars."""
    exporter, importer, year = np.nonzero(matrix)
    order = np.array(states)
    frame = pl.DataFrame(
        {
            "exporter": order[exporter],
            "importer": order[importer],
            "year": np.array(years, dtype=np.int32)[year],
            "value": matrix[exporter, importer, year].astype(np.float64),
        }
    )
    refuse_bad_values(frame, "value", name)
    own = frame.filter(pl.col("exporter") == pl.col("importer"))
    if len(own):
        raise UnreadableOriginal(f"{name}: {len(own)} flows of a state to itself", "zero on the diagonal")
    return frame


def read_release(paths: Sequence[Path]) -> Batch:
    """Read the release: a zip of yearly files ``t,i,j,k,v,q`` with the country codes, or these files unpacked.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    with tempfile.TemporaryDirectory() as folder:
        countries = _countries(paths)
        found = sums(_yearly(paths, Path(folder)), energy_codes(), folder=Path(folder))
    frame = found.rename({"t": "year"}).with_columns(
        _named(countries, "i").alias("exporter"), _named(countries, "j").alias("importer")
    )
    frame, first = to_actors(frame, "exporter", scheme=SCHEME, into="sender")
    frame, second = to_actors(frame, "importer", scheme=SCHEME, into="receiver")
    frame, own = _without_own(frame)
    ties, light = _ties(frame)
    return Batch(ties, _coverage(ties, RELEASE), (*first, *second, *own, *light))


def _without_own(frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    """Leave out the flows between two codes of one actor."""
    own = frame.filter(pl.col("sender") == pl.col("receiver"))
    aside = (SetAside("flows between two codes of one actor", len(own)),) if len(own) else ()
    return frame.filter(pl.col("sender") != pl.col("receiver")), aside


def _named(countries: dict[int, str], column: str) -> pl.Expr:
    """Return the ISO3 code of a numeric one; a number that the list lacks stays as it is, to be refused by name."""
    return pl.col(column).replace_strict(countries, default=pl.col(column).cast(pl.String), return_dtype=pl.String)


def _countries(paths: Sequence[Path]) -> dict[int, str]:
    for name, text in _small_tables(paths):
        table = parse_csv(text, name)
        if table.columns == list(COUNTRY_COLUMNS):
            codes = table["country_code"].cast(pl.Int32, strict=False)
            if codes.null_count() or codes.n_unique() != len(codes):
                raise UnreadableOriginal(f"{name}: country codes that are no numbers or occur twice", "one row a code")
            return dict(zip(codes.to_list(), table["country_iso3"].to_list(), strict=True))
    raise UnreadableOriginal(
        f"No table of country codes among {few(path.name for path in paths)}",
        f"country_codes_V*.csv with the columns {', '.join(COUNTRY_COLUMNS)}",
        "take the producer's zip, or put its country codes beside the yearly files",
    )


def _small_tables(paths: Sequence[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        if path.suffix.lower() == ".zip":
            for name in archive_members(path):
                if _is_codes(name):
                    yield name, read_member(path, name).decode("utf-8-sig", "replace")
        elif _is_codes(path.name):
            yield path.name, read_text(path)


def _is_codes(name: str) -> bool:
    return PurePosixPath(name).name.lower().startswith("country_codes")


def _yearly(paths: Sequence[Path], folder: Path) -> Iterator[Path]:
    """Yield the yearly files one by one; what comes out of a zip is removed again when its turn is over."""
    for path in paths:
        if path.suffix.lower() != ".zip":
            if "codes" not in path.name.lower():
                yield path
            continue
        for name in sorted(archive_members(path)):
            pure = PurePosixPath(name)
            if pure.suffix.lower() == ".csv" and "codes" not in pure.name.lower():
                place = folder / pure.name
                place.write_bytes(read_member(path, name))
                yield place
                place.unlink()


def _ties(frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    summed = _added(frame, ("stem",))
    totals = _added(frame, ())
    parts = [_as_ties(totals, "usd", "exports", 1.0)]
    light = 0
    for stem in sorted(set(energy_codes().values()) - {OTHER}):
        rows = summed.filter(pl.col("stem") == stem)
        weighed = rows.filter(pl.col("weighed") >= WEIGHED_SHARE * pl.col("usd"))
        light += len(rows) - len(weighed)
        parts.append(_as_ties(rows, "usd", f"{stem}_exports_usd", 1.0))
        parts.append(_as_ties(weighed, "kg", f"{stem}_exports_t", 1e-3))
    aside = (SetAside("tonnes: no quantity for more than 1 % of the value", light),) if light else ()
    return pl.concat(parts).sort("variable", "sender", "receiver", "period"), aside


def _added(frame: pl.DataFrame, by: Iterable[str]) -> pl.DataFrame:
    """Add whole dollars and kilograms over the codes of one actor."""
    columns = ("usd", "weighed", "kg")
    return frame.group_by(*by, "year", "sender", "receiver").agg(pl.col(columns).sum())


def _as_ties(rows: pl.DataFrame, column: str, variable: str, factor: float) -> pl.DataFrame:
    value = (pl.col(column) * factor) if factor != 1 else pl.col(column).cast(pl.Float64)
    frame = rows.with_columns(mirror_status()).select("sender", "receiver", "year", "status", value.alias("value"))
    return ties_of(frame, variable=variable, source=RELEASE, status=None)


def _coverage(ties: pl.DataFrame, source: str) -> tuple[Coverage, ...]:
    """Say of each variable and actor from its first to its last year; a tie is covered if both ends are."""
    ends = pl.concat([ties.select("variable", "period", pl.col(end).alias("actor")) for end in ("sender", "receiver")])
    spans = ends.group_by("variable", "actor").agg(pl.col("period").min().alias("a"), pl.col("period").max().alias("b"))
    return tuple(
        Coverage(source, variable, actor, "both", first, last, "Y", "unreported", _HOLES)
        for variable, actor, first, last in spans.sort("variable", "actor").iter_rows()
    )


def _figure(sender: str, receiver: str, year: int, billions: float) -> Figure:
    half, why = (0.05, "rounded to 0.1 bn") if billions < 1000 else (0.5, "rounded to 1 bn")
    return Figure("exports", sender, receiver, year, year, billions * 1e9, half / billions + 1e-9, why)


SOURCES = (
    Source(
        origin=_origin(
            TOTALS,
            "BACI: International Trade Database at the Product Level (pair totals)",
            "release not stated, 2000-2020",
            2023,
            f"{_HOLES} Taiwan is not in. The year 2021 of the repackaging is empty and therefore absent.",
        ),
        originals=(
            "trade/panel/baci_2000_2020/DatiProcessati.mat",
            "trade/panel/baci_2000_2020/country_order_210_iso3.txt",
        ),
        read=read_totals,
        layouts=(
            "A MATLAB 5 file with exporters x importers x years in thousand dollars, and the order of the states.",
        ),
        figures=(
            _figure("RUS", "CHN", 2000, 5.1),
            _figure("RUS", "CHN", 2013, 37.5),
            _figure("RUS", "CHN", 2019, 58.0),
            _figure("RUS", "CHN", 2020, 49.3),
            _figure("CHN", "RUS", 2013, 50.1),
            _figure("CHN", "RUS", 2020, 50.1),
            _figure("RUS", "DEU", 2013, 24.6),
            _figure("DEU", "RUS", 2013, 46.5),
            _figure("*", "*", 2000, 6029),
            _figure("*", "*", 2008, 15300),
            _figure("*", "*", 2013, 17340),
            _figure("*", "*", 2019, 17476),
            _figure("*", "*", 2020, 16123),
        ),
    ),
    Source(
        origin=_origin(
            RELEASE,
            "BACI: International Trade Database at the Product Level (HS 1992)",
            "V202601",
            2026,
            f"{_HOLES} Tonnes only where lines with a quantity carry 99 % of the value. Belgium includes Luxembourg "
            "to 1998; the Southern African Customs Union is one area to 1999.",
            "https://www.cepii.fr/DATA_DOWNLOAD/baci/data/BACI_HS92_V202601.zip",
        ),
        originals=(),
        read=read_release,
        layouts=(
            "The zip of yearly files BACI_HS92_Y*_V*.csv (t,i,j,k,v,q) with country_codes_V*.csv.",
            "The same files unpacked.",
        ),
    ),
)
