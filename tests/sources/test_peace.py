"""The peace scale: spells by the day, years as the mean over months, transitions without a level."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from reorient.errors import UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.record.schema import Batch
from reorient.sources.figures import check_batch
from reorient.sources.peace import SOURCES, read

LINES = """2365,19009999-19520213,0.5,19520214-19550630,0.25,19550701-19580115,-9,19580116-19600000,1,,,
365710,19500101-20209999,0,,,,,,,
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "peace.csv"
    path.write_text(text, encoding="utf-8")
    return path


def levels(batch: Batch, sender: str, receiver: str) -> dict[int, float]:
    rows = batch.ties.filter((pl.col("sender") == sender) & (pl.col("receiver") == receiver))
    return {period.year: value for period, value in rows.select("period", "value").iter_rows()}


def test_a_year_is_the_mean_of_its_months(tmp_path: Path) -> None:
    batch = read([written(tmp_path, LINES)])
    check_ties(batch.ties, source="peace_scale")
    found = levels(batch, "RUS", "USA")
    assert found[1951] == 0.5
    assert found[1952] == pytest.approx((0.5 + 11 * 0.25) / 12)  # January at .5; floating-point mean
    assert found[1954] == 0.25
    assert found == levels(batch, "USA", "RUS")


def test_a_transition_is_no_level(tmp_path: Path) -> None:
    found = levels(read([written(tmp_path, LINES)]), "RUS", "USA")
    assert found[1955] == 0.25, "the six months that have a level"
    assert 1956 not in found
    assert 1957 not in found
    assert found[1958] == 1
    assert found[1960] == 1, "00 and 99 stand for the outermost day"
    assert 1961 not in found


def test_no_row_is_not_a_level(tmp_path: Path) -> None:
    (row,) = read([written(tmp_path, LINES)]).coverage
    assert (row.first.year, row.last.year, row.absence) == (1900, 2020, "unlisted")


def test_impossible_days_are_set_aside(tmp_path: Path) -> None:
    batch = read([written(tmp_path, "2365,19601301-19699999,0.5,19700101-20209999,1\n")])
    assert min(levels(batch, "USA", "RUS")) == 1970
    assert [(item.rows, item.examples) for item in batch.set_aside] == [(1, ("2365: 19601301-19699999",))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("dyad,yearmonth,peacelevel\n365710,1998,9\n", "-9 \\(transition\\) entered the means as 9"),
        ("2365,19009999-19520213,0.6\n", "with level '0.6'"),
        ("2365,19009999-19520213\n", "with level ''"),
        ("2365,1900-1952,0.5\n", "holds '1900-1952'"),
        ("USA-RUS,19009999-19520213,0.5\n", "names no pair"),
        (LINES + LINES, "twice"),
        ("", "is empty"),
    ],
)
def test_bad_files_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UnreadableOriginal, match=message):
        read([written(tmp_path, text)])


def test_codes_that_no_state_has_are_set_aside(tmp_path: Path) -> None:
    batch = read([written(tmp_path, LINES + "935936,19990914-20209999,0.5\n")])
    assert [(item.reason, item.rows, item.examples) for item in batch.set_aside] == [
        ("a code that no state has", 22, ("935936",))
    ]


def test_a_divided_code_has_no_meaning_in_its_gap(tmp_path: Path) -> None:
    """345 is Serbia to 1918 and Yugoslavia from then on, but no member of the system in 1942 and 1943."""
    batch = read([written(tmp_path, "345355,19170101-19451231,0.5\n")])
    check_ties(batch.ties, source="peace_scale")
    assert min(levels(batch, "SRB", "BGR")) == 1917
    assert sorted(levels(batch, "YUG", "BGR"))[-3:] == [1941, 1944, 1945]
    assert batch.set_aside[0].examples == ("345 in 1942", "345 in 1943")


@pytest.mark.originals
def test_figures_and_the_producers_own_yearly_means(originals: Path) -> None:
    folder = originals / "security/conflict"
    batch = read([folder / "peacedata3.1.csv"])
    check_ties(batch.ties, source="peace_scale")
    assert [line for line in check_batch(SOURCES[0], batch) if line[0] != "ok"] == []
    # The sum of a handful of quarters over twelve: equal to theirs but for the tenth digit they print.
    with (folder / "peacedatav31dyyearmean.csv").open(encoding="utf-8") as stream:
        theirs = {(row["dyad"], int(row["yearmonth"])): float(row["peacelevel"]) for row in csv.DictReader(stream)}
    ours = levels(batch, "RUS", "CHN")
    for year in (1951, 1952, 1963, 1990, 2010):
        assert ours[year] == pytest.approx(theirs["365710", year], abs=1e-9)
    assert 1998 not in ours
    assert theirs["365710", 1998] == 9
