"""Global Energy Monitor: gas and oil pipelines, LNG terminals, nuclear power units.

The trackers list every phase, string and expansion of a line as a row of its own, and phases often repeat the capacity
of the whole line. The rule: within one line, equal capacities count once and different ones are added, unless
``gem_lines.csv`` lists the line as ``parallel``, when all are added. That file also names the states that a line
reaches though the tracker lists only where it lies, lines that never delivered, and plants of ended states.

A tracker tells the status today and the year of the start, not the year of the stop. So *in operation* is told for
the year of the snapshot alone; for the years before there is *built*: everything that had started by then.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import polars as pl

from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, SetAside, both_ways, empty_ties, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import numbers, read_csv_exact, read_sheet, sheet_names
from reorient.sources.gem_nuclear import NUCLEAR
from reorient.sources.source import Figure, Source

#: First year of the history of what was built.
FIRST = 1992
#: Year of the releases: the year at which "operating" is told. It stands in no column of the trackers.
SNAPSHOT = 2024
#: Operating lines with a start year after the snapshot that the releases are known to hold (expansions dated ahead).
STRAYS = 5
#: Statuses of what has run at some time; a plan, a cancelled or an unfinished line has not.
STARTED = ("operating", "idle", "mothballed", "retired")
LINE = ("kind", "name", "unit", "status", "areas", "start", "capacity", "url")
_MISSING = ("", "--", "NA", "N/A", "n/a")

Table = pl.DataFrame


@dataclass(frozen=True, slots=True)
class Layout:
    """How one release names the columns of `LINE`; a value in quotes (``'gas'``) is a constant."""

    sheet: str
    columns: Mapping[str, str]

    def fits(self, header: Sequence[str]) -> bool:
        """Tell whether `header` has every column of this layout."""
        return all(name in header or name.startswith("'") for name in self.columns.values())


_MAP = Layout(
    "",
    dict(
        zip(
            LINE,
            ("tracker-custom", "name", "unit-name", "status", "areas", "start-year", "capacity", "url"),
            strict=True,
        )
    ),
)
_PIPES = {"name": "PipelineName", "unit": "SegmentName", "status": "Status", "areas": "Countries", "url": "Wiki"}
_GAS = Layout("Gas Pipelines", {**_PIPES, "kind": "'gas'", "start": "StartYear1", "capacity": "CapacityBcm/y"})
_TERMINALS = Layout(
    "LNG Terminals",
    {
        "kind": "FacilityType",
        "name": "TerminalName",
        "unit": "UnitName",
        "status": "Status",
        "areas": "Country/Area",
        "start": "StartYear1",
        "capacity": "CapacityInMtpa",
        "url": "Wiki",
    },
)
_OIL_MAP = Layout(
    "",
    {
        "kind": "type",
        "name": "project",
        "unit": "unit",
        "status": "status",
        "areas": "countries",
        "start": "start_year",
        "capacity": "capacity",
        "url": "url",
    },
)
_OIL = Layout("Oil Pipelines", {**_PIPES, "kind": "Fuel", "start": "StartYear1", "capacity": "CapacityBOEd"})

#: What the trackers call the kinds of lines, and the kinds here.
KINDS = {
    "GGIT": "gas",
    "gas": "gas",
    "GGIT - export": "lng export",
    "GGIT - import": "lng import",
    "Export": "lng export",
    "Import": "lng import",
    "oil_pipelines": "oil",
    "Oil": "oil",
    "ngl_pipelines": "natural gas liquids",
    "NGL": "natural gas liquids",
}
UNITS = {"gas": "bcm a year", "lng export": "million tonnes a year", "lng import": "million tonnes a year"}


@cache
def rules() -> tuple[dict[str, str], ...]:
    """Return the rows of ``gem_lines.csv``: tracker, name, unit, rule, value, reason."""
    text = files("reorient.sources").joinpath("gem_lines.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def _ruled(rule: str, tracker: str) -> dict[tuple[str, str], str]:
    return {
        (row["name"], row["unit"]): row["value"] for row in rules() if row["rule"] == rule and row["tracker"] == tracker
    }


def table(path: Path, layouts: Sequence[Layout]) -> pl.DataFrame:
    """Return the rows of a tracker with the columns of `LINE`, from any of `layouts`.

    Raises
    ------
    UnreadableOriginal
        If the header fits none of them.
    """
    frame = _sheet(path, layouts) if path.suffix in (".xlsx", ".xls") else read_csv_exact(path)
    fitting = [layout for layout in layouts if layout.fits(frame.columns)]
    if not fitting:
        wanted = [name for name in layouts[0].columns.values() if name not in frame.columns]
        raise UnreadableOriginal(
            f"{path.name} lacks columns {few(wanted)}; it has {few(frame.columns, 8)}",
            "a tracker of Global Energy Monitor",
            "take the producer's file unchanged",
        )
    frame = frame.select(
        (pl.lit(name.strip("'")) if name.startswith("'") else pl.col(name)).cast(pl.String).alias(column)
        for column, name in fitting[0].columns.items()
    ).select(LINE)
    return _clean(frame, path.name)


def _sheet(path: Path, layouts: Sequence[Layout]) -> pl.DataFrame:
    names = sheet_names(path)
    sheet = next(
        (one for layout in layouts for one in names if layout.sheet and one.startswith(layout.sheet)), names[0]
    )
    rows = read_sheet(path, sheet)
    return pl.DataFrame([[str(cell) for cell in row] for row in rows[1:]], schema=list(map(str, rows[0])), orient="row")


def _clean(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    unknown = sorted(set(frame["kind"]) - set(KINDS))
    if unknown:
        raise UnreadableOriginal(f"{name}: unknown kinds {few(map(repr, unknown))}", few(KINDS, 12))
    frame = numbers(frame, ("start", "capacity"), name, missing=_MISSING)
    return frame.with_columns(
        pl.col("kind").replace_strict(KINDS),
        pl.col("status").str.to_lowercase().str.strip_chars(),
        pl.col("unit").replace("--", ""),
        pl.col("start").cast(pl.Int32),
        pl.col("areas")
        .replace("", None)
        .str.split(",")
        .list.eval(pl.element().str.strip_chars())
        .list.unique(maintain_order=True),
    )


def projects(paths: Sequence[Path]) -> pl.DataFrame:
    """Return every line and terminal by name: kind, name, unit, status, start year, capacity with unit, states, url."""
    frame = pl.concat([table(path, (_MAP, _GAS, _TERMINALS, _OIL_MAP, _OIL)) for path in paths])
    return frame.select(
        "kind",
        "name",
        "unit",
        "status",
        pl.col("start").alias("start_year"),
        "capacity",
        pl.col("kind").replace_strict(UNITS, default="barrels a day").alias("capacity_unit"),
        pl.col("areas").list.join(", ").alias("states"),
        "url",
    ).sort("kind", "name", "unit", "start_year", nulls_last=True)


def _touching(lines: pl.DataFrame, tracker: str) -> pl.DataFrame:
    """Add the states that a line reaches, and drop lines that never delivered."""
    reaches, never = _ruled("touches", tracker), _ruled("never", tracker)
    keys = list(lines.select("name", "unit").iter_rows())
    areas = [
        list(dict.fromkeys([*cell, *_rule_of(reaches, key)]))
        for cell, key in zip(lines["areas"].to_list(), keys, strict=True)
    ]
    kept = [not _rule_of(never, key) for key in keys]
    return lines.with_columns(pl.Series("areas", areas, dtype=pl.List(pl.String))).filter(pl.Series(kept))


def _rule_of(ruled: Mapping[tuple[str, str], str], key: tuple[str, str]) -> list[str]:
    """Return the value of the rule for a unit, or for its whole line, as a list of one or none."""
    return [ruled[one] for one in (key, (key[0], "")) if one in ruled][:1]


def _pairs(lines: pl.DataFrame, tracker: str, years: Sequence[int] | None) -> pl.DataFrame:
    """Return one row for each line, pair of states and year: `years`, or each year from its start."""
    lines = _touching(lines, tracker).filter(pl.col("areas").list.len() > 1)
    ends = [[list(pair) for pair in combinations(cell, 2)] for cell in lines["areas"].to_list()]
    lines = lines.with_columns(pl.Series("ends", ends, dtype=pl.List(pl.List(pl.String)))).explode("ends")
    lines = lines.with_columns(pl.col("ends").list.get(0).alias("a"), pl.col("ends").list.get(1).alias("b"))
    return _by_year(lines, years) if years else lines


def _by_year(lines: pl.DataFrame, years: Sequence[int]) -> pl.DataFrame:
    calendar = pl.DataFrame({"year": list(years)}, schema={"year": pl.Int32})
    return lines.join(calendar, how="cross").filter(pl.col("start").is_null() | (pl.col("start") <= pl.col("year")))


def _capacities(rows: pl.DataFrame, by: Sequence[str], tracker: str) -> pl.DataFrame:
    """Add up capacities over lines; within a line equal ones count once unless its strings lie side by side.

    Rounded to the sixth decimal, so that the order of the sum leaves no trace.
    """
    parallel = [name for name, _ in _ruled("parallel", tracker)]
    known = rows.filter(pl.col("capacity").is_not_null())
    side = pl.col("name").is_in(parallel)
    once = known.filter(~side).unique([*by, "name", "capacity"])
    return pl.concat([once, known.filter(side)]).group_by(by).agg(pl.col("capacity").sum().round(6).alias("value"))


def _dyads(rows: pl.DataFrame) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    rows, first = to_actors(rows, "a", scheme="gem", into="sender", names=True)
    rows, second = to_actors(rows, "b", scheme="gem", into="receiver", names=True)
    low, high = pl.min_horizontal("sender", "receiver"), pl.max_horizontal("sender", "receiver")
    rows = rows.filter(pl.col("sender") != pl.col("receiver"))
    return rows.with_columns(low.alias("sender"), high.alias("receiver")), (*first, *second)


def snapshot(lines: pl.DataFrame) -> int:
    """Return the year of the tracker, `SNAPSHOT`, after making sure that it is not a later release.

    Raises
    ------
    UnreadableOriginal
        If more than `STRAYS` operating lines started after `SNAPSHOT`.
    """
    later = lines.filter((pl.col("status") == "operating") & (pl.col("start") > SNAPSHOT))
    if len(later) > STRAYS:
        raise UnreadableOriginal(
            f"{len(later)} operating lines started after {SNAPSHOT}, first {few(later['name'])}",
            f"a release of {SNAPSHOT}, whose year stands in no column",
            "a later release needs its year in reorient.sources.gem.SNAPSHOT",
        )
    return SNAPSHOT


_BY = ("sender", "receiver", "year")


def _undirected(frame: pl.DataFrame, variable: str, source: str) -> pl.DataFrame:
    return both_ways(ties_of(frame, variable=variable, source=source, status="derived"))


def _undated(lines: pl.DataFrame) -> tuple[SetAside, ...]:
    rows = lines.filter(pl.col("status").is_in(STARTED) & pl.col("start").is_null() & (pl.col("areas").list.len() > 1))
    reason = "no start year: counted in operation, not in what was built by a year"
    return (SetAside(reason, len(rows), tuple(sorted(set(rows["name"])))[:5]),) if len(rows) else ()


def _unsized(lines: pl.DataFrame) -> tuple[SetAside, ...]:
    rows = lines.filter(
        (pl.col("status") == "operating") & pl.col("capacity").is_null() & (pl.col("areas").list.len() > 1)
    )
    reason = "operating between states, capacity not given: not in a capacity"
    return (SetAside(reason, len(rows), tuple(sorted(set(rows["name"])))[:5]),) if len(rows) else ()


def _pipelines(lines: pl.DataFrame, tracker: str) -> tuple[pl.DataFrame, pl.DataFrame, tuple[SetAside, ...]]:
    """Return what operates in the year of the snapshot, what was built by each year, and what was set aside."""
    now = snapshot(lines)
    operating = _pairs(lines.filter(pl.col("status") == "operating"), tracker, [now])
    started = lines.filter(pl.col("status").is_in(STARTED) & pl.col("start").is_not_null())
    built = _pairs(started, tracker, range(FIRST, now + 1))
    operating, first = _dyads(operating)
    built, _ = _dyads(built)
    return operating, built, (*first, *_undated(lines), *_unsized(lines))


def read_gas(paths: Sequence[Path]) -> Batch:
    """Read gas pipelines and LNG terminals: the map's table, or the sheets of a release.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    lines = pl.concat([table(path, (_MAP, _GAS, _TERMINALS)) for path in paths]).filter(pl.col("areas").is_not_null())
    operating, built, aside = _pipelines(lines.filter(pl.col("kind") == "gas"), "gas")
    terminals, more = _terminals(lines.filter(pl.col("kind") != "gas"))
    ties = pl.concat(
        [
            _undirected(_capacities(operating, _BY, "gas"), "gas_pipeline_capacity_bcm", "gem_gas"),
            _undirected(_capacities(built, _BY, "gas"), "gas_pipeline_built_bcm", "gem_gas"),
            terminals,
        ]
    )
    return _batch(ties, "gem_gas", (*aside, *more))


def _terminals(lines: pl.DataFrame) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    if not len(lines):
        return empty_ties(), ()
    now = snapshot(lines)
    lines = lines.filter(pl.col("capacity").is_not_null()).explode("areas")
    operating = _by_year(lines.filter(pl.col("status") == "operating"), [now])
    started = lines.filter(pl.col("status").is_in(STARTED) & pl.col("start").is_not_null())
    parts: list[pl.DataFrame] = []
    aside: list[SetAside] = []
    for rows, suffix in ((operating, "capacity_t"), (_by_year(started, range(FIRST, now + 1)), "built_t")):
        coded, left = to_actors(rows, "areas", scheme="gem", into="sender", names=True)
        aside.extend(left)
        for kind in ("export", "import"):
            total = (
                coded.filter(pl.col("kind") == f"lng {kind}")
                .group_by("sender", "year")
                .agg((pl.col("capacity").sum() * 1e6).round(3).alias("value"))
            )
            total = total.with_columns(pl.col("sender").alias("receiver"))
            parts.append(ties_of(total, variable=f"lng_{kind}_{suffix}", source="gem_gas", status="derived"))
    return pl.concat(parts), tuple(aside)


def read_oil(paths: Sequence[Path]) -> Batch:
    """Read oil pipelines: the map's table, or the sheet of a release.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    lines = pl.concat([table(path, (_OIL_MAP, _OIL)) for path in paths])
    unplaced = lines["areas"].null_count()
    other = len(lines.filter(pl.col("kind") != "oil"))
    lines = lines.filter((pl.col("kind") == "oil") & pl.col("areas").is_not_null())
    operating, built, aside = _pipelines(lines, "oil")
    ties = pl.concat(
        [
            _undirected(_capacities(operating, _BY, "oil"), "oil_pipeline_capacity_bpd", "gem_oil"),
            _undirected(_count(operating), "oil_pipelines", "gem_oil"),
            _undirected(_count(built), "oil_pipelines_built", "gem_oil"),
        ]
    )
    left = (SetAside("no state named", unplaced), SetAside("pipelines for natural gas liquids", other))
    return _batch(ties, "gem_oil", (*aside, *left))


def _count(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.group_by(_BY).agg(pl.len().cast(pl.Float64).alias("value"))


def _batch(ties: pl.DataFrame, source: str, aside: tuple[SetAside, ...]) -> Batch:
    spans = ties.group_by("variable").agg(pl.col("period").min().alias("a"), pl.col("period").max().alias("b"))
    rows: list[tuple[str, date, date]] = spans.sort("variable").rows()
    coverage = tuple(
        Coverage(source, variable, "*", "sender", first, last, "Y", "unreported", _NOTE)
        for variable, first, last in rows
    )
    return Batch(ties.sort("variable", "sender", "receiver", "period"), coverage, aside)


_NOTE = (
    "Lines that touch both states, transit included; a line without capacity is in no capacity. In operation is told "
    "for the year of the snapshot; built counts from the year of the start whatever became of the line since. Phases "
    "that repeat a capacity count once (gem_lines.csv lists the exceptions)."
)


def _origin(key: str, title: str, version: str, url: str) -> Origin:
    return Origin(
        key=key,
        producer="Global Energy Monitor",
        title=title,
        version=version,
        year=2024,
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        redistribute="yes",
        url=url,
        citation=f"Global Energy Monitor, {title}, {version}.",
        note=_NOTE,
    )


def _gas(variable: str, receiver: str, year: int, value: float) -> Figure:
    return Figure(
        variable, "RUS", receiver, year, year, value, 1e-9, "sum of the lines named in docs/sources/energy.md"
    )


SOURCES = (
    Source(
        origin=_origin(
            "gem_gas",
            "Global Gas Infrastructure Tracker",
            "map build of 8 October 2024",
            "https://globalenergymonitor.org/projects/global-gas-infrastructure-tracker/",
        ),
        originals=("energy/gem/ggit_*.csv*",),
        read=read_gas,
        layouts=(
            "The table of the tracker's map: one row a line, string, phase or terminal unit.",
            "The release's workbooks: sheets Gas Pipelines and LNG Terminals.",
        ),
        figures=(
            _gas("gas_pipeline_capacity_bcm", "CHN", 2024, 38.0),
            _gas("gas_pipeline_built_bcm", "CHN", 2019, 38.0),
            _gas("gas_pipeline_built_bcm", "DEU", 2011, 88.0),
            _gas("gas_pipeline_capacity_bcm", "TUR", 2024, 47.5),
        ),
    ),
    Source(
        origin=_origin(
            "gem_oil",
            "Global Oil Infrastructure Tracker",
            "map build of June 2024",
            "https://globalenergymonitor.org/projects/global-oil-infrastructure-tracker/",
        ),
        originals=("energy/gem/goit_*.csv*",),
        read=read_oil,
        layouts=(
            "The table of the tracker's map: one row a line or segment.",
            "The release's workbook: sheet Oil Pipelines.",
        ),
        figures=(
            Figure("oil_pipeline_capacity_bpd", "RUS", "KAZ", 2024, 2024, 1_340_000, 1e-9, "the Caspian Pipeline"),
            Figure("oil_pipelines_built", "RUS", "CHN", 2018, 2018, 2, 0.0, "a count is exact"),
        ),
    ),
    NUCLEAR,
)
