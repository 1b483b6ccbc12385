"""From customs lines by product to ties: one aggregation, written once, run by DuckDB or by Spark.

The lines are those of BACI: ``t`` year, ``i`` exporter, ``j`` importer, ``k`` HS6 product, ``v`` thousand dollars,
``q`` tonnes (``NA``, padded with spaces, where unknown). `aggregation` is an expression that no engine owns;
`sql` gives it in the words of an engine, `sums` runs it on DuckDB, one file after the other.

Amounts are decimals of three places, as BACI prints them: neither NaN nor infinity is one, and their sums are exact,
so that the order in which threads meet the rows leaves no trace.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from reorient.errors import UnreadableOriginal, few
from reorient.sources.formats import require_unique

if TYPE_CHECKING:
    import ibis

#: Columns of a customs line and their types, in the producer's order.
LINES: dict[str, str] = {
    "t": "int32",
    "i": "int32",
    "j": "int32",
    "k": "int32",
    "v": "decimal(18, 3)",
    "q": "decimal(18, 3)",
}
#: How an unknown quantity is printed: right-aligned in a column of any width, or not at all.
UNKNOWN = ("", *(" " * width + "NA" for width in range(24)))
#: The most memory the engine may hold before it spills to disk.
MEMORY_LIMIT = "1GB"
#: One flow in so many is searched for a product that comes twice; every commodity is.
WATCH = 8
#: The products that no commodity claims.
OTHER = ""


def aggregation(stems: Mapping[str, str]) -> ibis.Table:
    """Return the sums of customs lines by year, exporter, importer and commodity as an expression.

    Parameters
    ----------
    stems
        The commodity of each HS6 code; all other codes fall under `OTHER`.

    Returns
    -------
    Columns ``t``, ``i``, ``j``, ``stem`` (place of the commodity in `commodities`), ``usd`` (dollars), ``weighed``
    (dollars of the lines with a quantity), ``kg``; and what tells whether the lines can be trusted: ``lines`` and how
    many of them have a value (``valued``), the least value and quantity, and among the lines that are ``watched`` for a
    key that comes twice how many ``products`` there are. All lines of a commodity are watched, and of the others one
    flow in `WATCH`: to watch all would halve the speed, and a block of lines that comes twice is found either way.
    """
    import ibis

    lines = ibis.table(LINES, name="lines")
    watch = _of_any(lines.k, stems) | ((lines.i + lines.j) % WATCH == 0)
    marked = lines.mutate(stem=_stem(lines.k, stems), watch=watch)
    return marked.group_by("t", "i", "j", "stem").aggregate(
        usd=_thousands(marked.v.sum()),
        weighed=_thousands(marked.v.sum(where=marked.q.notnull())),
        kg=_thousands(marked.q.sum()),
        lines=marked.count(),
        valued=marked.v.count(),
        watched=marked.watch.sum().cast("int64"),
        products=marked.k.nunique(where=marked.watch),
        least_value=marked.v.min().cast("float64"),
        least_quantity=marked.q.min().cast("float64"),
    )


def commodities(stems: Mapping[str, str]) -> list[str]:
    """Return the commodities in their order; the first is `OTHER`."""
    return [OTHER, *sorted(set(stems.values()))]


def _thousands(amount: Any) -> Any:
    return (amount * 1000).cast("int64").fill_null(0)


def _stem(code: Any, stems: Mapping[str, str]) -> Any:
    """Return the place in `commodities` as a number: a group by text would cost a third of the speed."""
    import ibis

    branches = [
        (code.isin(sorted(int(hs6) for hs6, name in stems.items() if name == stem)), place)
        for place, stem in enumerate(commodities(stems))
        if stem != OTHER
    ]
    named = ibis.cases(*branches, else_=0) if branches else ibis.literal(0)
    # One look at the whole list first: nearly every line is of no commodity.
    return ibis.ifelse(_of_any(code, stems), named, 0).cast("int32")


def _of_any(code: Any, stems: Mapping[str, str]) -> Any:
    import ibis

    return code.isin(sorted(map(int, stems))) if stems else ibis.literal(False)


def sql(stems: Mapping[str, str], *, dialect: str = "duckdb") -> str:
    """Return `aggregation` in the SQL of an engine (``duckdb``, ``pyspark``), reading a table ``lines``."""
    import ibis

    return str(ibis.to_sql(aggregation(stems), dialect=dialect))


def sums(
    files: Iterable[Path], stems: Mapping[str, str], *, folder: Path | None = None, threads: int = 2
) -> pl.DataFrame:
    """Return `aggregation` over `files`, sorted, reading one file after the other.

    Parameters
    ----------
    files
        Plain csv files with the header ``t,i,j,k,v,q``; an iterable, so that a file may be unpacked when its turn
        comes and removed after it.
    stems
        As for `aggregation`.
    folder
        Where the engine spills what does not fit `MEMORY_LIMIT`; a temporary folder if ``None``.
    threads
        Threads of the engine.

    Raises
    ------
    UnreadableOriginal
        If a file has other columns, a cell that is no number (NaN and infinity are none), a value that is missing or
        negative, a negative quantity, or two lines with one key; if two files hold one year.
    """
    with tempfile.TemporaryDirectory(dir=folder) as spill:
        engine = _engine(Path(spill), threads)
        try:
            parts = [_one(engine, path, sql(stems)) for path in files]
        finally:
            engine.close()
    if not parts:
        raise UnreadableOriginal("No file of customs lines", "files with the columns t,i,j,k,v,q")
    names = dict(enumerate(commodities(stems)))
    found = pl.concat(parts).with_columns(pl.col("stem").replace_strict(names, return_dtype=pl.String))
    found = found.sort("t", "i", "j", "stem")
    require_unique(found, ("t", "i", "j", "stem"), "the files of customs lines")
    return found


def _engine(spill: Path, threads: int) -> Any:
    import duckdb

    return duckdb.connect(
        config={
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": str(spill),
            "threads": threads,
            "preserve_insertion_order": False,
        }
    )


def _one(engine: Any, path: Path, query: str) -> pl.DataFrame:
    import duckdb

    _check_header(path)
    try:
        try:
            found = _run(engine, path, query, _marks(path))
        except duckdb.ConversionException:
            # A mark of another width may stand further down: look for all of them, which is slower.
            found = _run(engine, path, query, UNKNOWN)
    except duckdb.Error as problem:
        raise UnreadableOriginal(
            f"{path.name} is no table of customs lines ({_first_lines(problem)})",
            f"{len(LINES)} cells a line separated by commas: {', '.join(LINES)};"
            " numbers of at most three decimals, NA in q",
            "the file may be cut short or edited; download it again",
        ) from problem
    if not len(found):
        raise UnreadableOriginal(f"{path.name} holds no rows", "the producer's table", "download it again")
    _refuse(path, found)
    return found.select("t", "i", "j", "stem", "usd", "weighed", "kg")


def _marks(path: Path) -> tuple[str, ...]:
    """Return the marks of an unknown quantity in the first megabyte: comparing with all of them takes time."""
    with path.open("rb") as stream:
        seen = set(re.findall(rb",( *NA)\r?\n", stream.read(1 << 20)))
    return ("", *sorted(mark.decode() for mark in seen))


def _run(engine: Any, path: Path, query: str, unknown: Sequence[str]) -> pl.DataFrame:
    engine.execute(f"create or replace temporary view lines as select * from {_reader(path, unknown)}")
    return _fetch(engine.sql(query))


def _first_lines(problem: Exception) -> str:
    return " ".join(line.strip() for line in str(problem).splitlines()[:3])


def _check_header(path: Path) -> None:
    with path.open("rb") as stream:
        header = stream.readline().decode("utf-8", "replace").strip().replace('"', "").lstrip("\ufeff").split(",")
    if header != list(LINES):
        raise UnreadableOriginal(
            f"{path.name} begins with {','.join(header)[:80]!r}",
            f"the header {','.join(LINES)}",
            "take the producer's file unchanged",
        )


def _reader(path: Path, unknown: Sequence[str]) -> str:
    kinds = {"int32": "INTEGER", "decimal(18, 3)": "DECIMAL(18, 3)"}
    columns = ", ".join(f"'{name}': '{kinds[kind]}'" for name, kind in LINES.items())
    marks = ", ".join(f"'{mark}'" for mark in unknown)
    place = str(path).replace("'", "''")
    return (
        f"read_csv('{place}', header = true, delim = ',', quote = '\"', auto_detect = false, "
        f"nullstr = [{marks}], columns = {{{columns}}})"
    )


def _fetch(found: Any) -> pl.DataFrame:
    return pl.DataFrame([_series(name, values) for name, values in found.fetchnumpy().items()])


def _series(name: str, values: Any) -> pl.Series:
    missing = pl.Series(np.ma.getmaskarray(values))
    return pl.DataFrame({name: np.ma.getdata(values)}).select(pl.when(~pl.lit(missing)).then(pl.col(name)))[name]


def _refuse(path: Path, found: pl.DataFrame) -> None:
    """Refuse lines without value, below zero, or of one key; `found` has one row for each sum."""
    for wrong, said, wanted in (
        (pl.col("valued") < pl.col("lines"), "lines without a value", "thousand dollars in v"),
        (pl.col("least_value") < 0, "a negative value", "thousand dollars in v, none below zero"),
        (pl.col("least_quantity") < 0, "a negative quantity", "tonnes in q, none below zero, or NA"),
        (pl.col("products") < pl.col("watched"), "a product twice in one flow", "one line for each t, i, j, k"),
    ):
        bad = found.filter(wrong).sort("t", "i", "j").select("t", "i", "j")
        if len(bad):
            raise UnreadableOriginal(
                f"{path.name}: {len(bad)} flows (year, exporter, importer) have {said}: {few(bad.rows(), 3)}",
                wanted,
                "take the producer's file unchanged",
            )
