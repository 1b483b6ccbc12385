"""CIA World Factbook, editions 1990-2025: the share of its largest partners in a state's exports and imports.

The period of a tie is the year the data are for, not the edition, which is one to three years later. Where several
editions print one year, the latest of them counts: 2017 stands in three editions, 2019 in three more. Only the
three to eight largest partners are printed, so a partner that is not printed is *unlisted*, not zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from reorient.errors import UnreadableOriginal
from reorient.record.schema import Batch, Coverage, Origin, SetAside, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import numbers, read_csv_exact
from reorient.sources.source import Figure, Source

KEY = "factbook_partners"
COLUMNS = ("edition", "iso2", "country", "flow", "partner", "share_pct", "data_year", "source")
VARIABLES = {"exports": "export_share_listed", "imports": "import_share_listed"}
#: The shares of states that one edition prints for one year may add up to this much, for rounding.
MOST = 101.0

_NOTE = (
    "Only the largest partners are printed (three to eight). Editions 2018-2020 repeat 2017 and editions 2021-2023 "
    "repeat 2019; the latest edition that prints a year counts. From the edition of 2024 shares are whole percents. "
    "Groups of states, lines without a year of data and lines that cannot be told apart are set aside."
)

ORIGIN = Origin(
    key=KEY,
    producer="Central Intelligence Agency",
    title="The World Factbook: export partners, import partners",
    version="editions 1990-2025",
    year=2025,
    licence="Public domain (United States government)",
    licence_url="https://www.cia.gov/the-world-factbook/about/copyright-and-contributors/",
    redistribute="yes",
    url="https://www.cia.gov/the-world-factbook/",
    citation="Central Intelligence Agency, The World Factbook, editions 1990 to 2025.",
    note=_NOTE,
)


def read(paths: Sequence[Path]) -> Batch:
    """Read tables of edition, country, flow, partner, share_pct and data_year.

    Raises
    ------
    UnreadableOriginal, UnknownCode
    """
    name = ", ".join(path.name for path in paths)
    frame = pl.concat([read_csv_exact(path, columns=COLUMNS).select(COLUMNS) for path in paths])
    frame = _checked(frame, name)
    kept, aside = _dated(frame)
    kept, older = _latest(kept)
    kept, first = to_actors(kept, "country", scheme="factbook", into="sender", names=True)
    kept, second = to_actors(kept, "partner", scheme="factbook", into="receiver", names=True)
    kept, doubtful = _certain(kept)
    parts = [
        ties_of(kept.filter(pl.col("flow") == flow).rename({"share_pct": "value"}), variable=variable, source=KEY)
        for flow, variable in VARIABLES.items()
    ]
    ties = pl.concat(parts).sort("variable", "sender", "receiver", "period")
    return Batch(ties, _coverage(ties), tuple(one for one in (*aside, *older, *first, *second, *doubtful) if one.rows))


def _checked(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    frame = numbers(frame, ("edition", "share_pct"), name, missing=())
    frame = numbers(frame, ("data_year",), name, missing=("",))
    high = frame.filter((pl.col("share_pct") > 100) | (pl.col("data_year") > pl.col("edition")))
    if len(high):
        raise UnreadableOriginal(
            f"{name}: {len(high)} shares above 100 percent or of a year after the edition, first {high.row(0)}",
            "percent of the exports or imports of a year before the edition",
        )
    unknown = set(frame["flow"]) - set(VARIABLES)
    if unknown:
        raise UnreadableOriginal(f"{name} has the flow {sorted(unknown)[0]!r}", "exports or imports")
    return frame.with_columns(pl.col("data_year").cast(pl.Int32).alias("year"))


def _dated(frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    undated = frame.filter(pl.col("year").is_null())
    none = frame.filter(pl.col("year").is_not_null() & (pl.col("share_pct") == 0))
    aside = (
        SetAside("no year of data", len(undated)),
        SetAside("printed as 0 percent: below half a percent, not zero", len(none)),
    )
    return frame.filter(pl.col("year").is_not_null() & (pl.col("share_pct") > 0)), aside


def _latest(frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    """Keep, for each country, flow and year, the lines of the latest edition that prints it."""
    last = pl.col("edition").max().over("country", "flow", "year")
    kept = frame.filter(pl.col("edition") == last)
    return kept, (SetAside("printed again or revised in a later edition", len(frame) - len(kept)),)


def _certain(frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    """Set aside partners with two shares, shares of oneself, and lists that add up to more than the whole."""
    key = ("sender", "flow", "year")
    own = frame.filter(pl.col("sender") == pl.col("receiver"))
    frame = frame.filter(pl.col("sender") != pl.col("receiver")).unique([*key, "receiver", "share_pct"])
    doubled = frame.filter(frame.select(*key, "receiver").is_duplicated())
    frame = frame.join(doubled.select(*key, "receiver").unique(), on=[*key, "receiver"], how="anti")
    heavy = frame.filter(pl.col("share_pct").sum().over(key) > MOST)
    frame = frame.join(heavy.select(key).unique(), on=list(key), how="anti").sort(*key, "receiver")
    return frame, (
        SetAside("a partner that is the country itself", len(own)),
        SetAside("a partner with two different shares in one year", len(doubled), _examples(doubled)),
        SetAside("shares of states that add up to more than the whole", len(heavy), _examples(heavy)),
    )


def _examples(frame: pl.DataFrame) -> tuple[str, ...]:
    rows = frame.select("country", "flow", "year").unique().sort("country", "flow", "year").head(5).rows()
    return tuple(" ".join(map(str, row)) for row in rows)


def _coverage(ties: pl.DataFrame) -> tuple[Coverage, ...]:
    spans = ties.group_by("variable", "sender").agg(
        pl.col("period").min().alias("first"), pl.col("period").max().alias("last")
    )
    return tuple(
        Coverage(KEY, variable, sender, "sender", first, last, "Y", "unlisted", _NOTE)
        for variable, sender, first, last in spans.sort("variable", "sender").iter_rows()
    )


def _figure(variable: str, receiver: str, year: int, percent: float) -> Figure:
    return Figure(variable, "RUS", receiver, year, year, percent, 1e-9, "as printed")


SOURCES = (
    Source(
        origin=ORIGIN,
        originals=("energy/factbook/factbook_partner_shares_*.csv*",),
        read=read,
        layouts=("One row an edition, country, flow and partner, with the share in percent and the year of the data.",),
        figures=(
            _figure("export_share_listed", "DEU", 2001, 9.3),
            _figure("export_share_listed", "CHN", 2001, 5.6),
            _figure("export_share_listed", "CHN", 2017, 10.9),
            _figure("export_share_listed", "NLD", 2017, 10.0),
            _figure("export_share_listed", "CHN", 2022, 21.0),
            _figure("export_share_listed", "IND", 2022, 8.0),
            _figure("export_share_listed", "CHN", 2023, 33.0),
            _figure("export_share_listed", "IND", 2023, 17.0),
            _figure("export_share_listed", "TUR", 2023, 8.0),
            _figure("import_share_listed", "CHN", 2023, 53.0),
        ),
    ),
)
