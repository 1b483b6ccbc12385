"""Rivalries: spells become years, within the lives of the states."""

from __future__ import annotations

from pathlib import Path

import pytest

from reorient.errors import UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.sources.figures import check_batch
from reorient.sources.rivalries import SOURCES
from reorient.sources.source import Source

TD, TSS = SOURCES
ROWS = """rivalryno,ccode1,ccode2,styear,endyear
1,220,300,1494,1918
2,2,365,2007,2010
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "rivalries.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_spell_becomes_years_both_ways(tmp_path: Path) -> None:
    batch = TD.read([written(tmp_path, ROWS)])
    check_ties(batch.ties, source="rivalries_td")
    rows = [(s, r, p.year) for s, r, p in batch.ties.select("sender", "receiver", "period").iter_rows()]
    assert [year for s, r, year in rows if (s, r) == ("USA", "RUS")] == [2007, 2008, 2009, 2010]
    assert [year for s, r, year in rows if (s, r) == ("RUS", "USA")] == [2007, 2008, 2009, 2010]
    assert min(year for *_, year in rows) == 1816
    early = next(item for item in batch.set_aside if item.reason == "years before 1816")
    assert early.rows == 1816 - 1494


def test_coverage_ends_where_the_list_is_cut(tmp_path: Path) -> None:
    (row,) = TD.read([written(tmp_path, ROWS)]).coverage
    assert (row.first.year, row.last.year, row.absence) == (1816, 2010, "zero")
    assert "Right-censored" in row.note


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ROWS.replace("endyear", "end"), "lacks column 'endyear'"),
        (ROWS.replace("2007,2010", "2010,2007"), "have no span of years"),
        (ROWS.replace("2007,2010", "2007,2013"), "have no span of years"),
        (ROWS.replace("2,2,365", "2,,365"), "lack a state or a year"),
        (ROWS.replace("2,2,365", "2,-2,365"), "no flow"),
    ],
)
def test_bad_files_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UnreadableOriginal, match=message):
        TD.read([written(tmp_path, text)])


@pytest.mark.originals
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.origin.key)
def test_figures(originals: Path, source: Source) -> None:
    batch = source.read([originals / source.originals[0]])
    check_ties(batch.ties, source=source.origin.key)
    assert [line for line in check_batch(source, batch) if line[0] != "ok"] == []
