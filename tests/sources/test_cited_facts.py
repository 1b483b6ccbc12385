"""Cited figures: units, what is no tie, and two figures for one thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.record.schema import variables
from reorient.sources.cited_facts import UNITS, facts, read, read_second, series

TEXT = """entity,indicator,year,value,unit,source,url,source_date,quote
Northern Sea Route,cargo,2016,7.47,Mt,SeaNews,https://example.org/a,2022-01-14,words
Northern Sea Route,transit_cargo,2021,2.04,Mt (forecast for full year),PortNews,https://example.org/b,2021-12-22,words
Power of Siberia,design_capacity,,38,bcm/y,TASS,https://example.org/c,2025-12-05,words
Power of Siberia,annual_deliveries,2023,22.73,bcm,TASS,https://example.org/c,2025-12-05,words
Power of Siberia,first_deliveries,2019,2019-12,date,TASS,https://example.org/c,2025-12-05,words
All trips of Chinese citizens to Russia,trips_all_purposes,2023,0.79,million,FSB,https://example.org/d,2024-02-20,words
"""


def table(folder: Path, text: str = TEXT) -> list[Path]:
    path = folder / "facts.csv"
    path.write_text(text, encoding="utf-8")
    return [path]


def test_figures_become_ties_in_the_unit_of_their_variable(tmp_path: Path) -> None:
    batch = read(table(tmp_path))
    check_ties(batch.ties, source="cited_facts")
    rows = {
        (v, s, r, p.year): x
        for v, s, r, p, x in batch.ties.select("variable", "sender", "receiver", "period", "value").rows()
    }
    assert rows == {
        ("gas_exports_bcm", "RUS", "CHN", 2023): 22.73,
        ("gas_pipeline_design_bcm", "RUS", "CHN", 2024): 38.0,
        ("northern_sea_route_t", "RUS", "RUS", 2016): 7.47e6,
        ("tourist_trips", "CHN", "RUS", 2023): 790_000.0,
    }
    assert {item.reason for item in batch.set_aside} == {"a date", "a forecast"}


def test_the_second_figure_stands_beside_the_first(tmp_path: Path) -> None:
    batch = read_second(table(tmp_path))
    assert batch.ties["value"].to_list() == [6.5e6]
    with pytest.raises(UnreadableOriginal, match="Second figures without a first"):
        read_second(table(tmp_path, TEXT.replace("cargo,2016", "cargo,2015")))


def test_the_table_of_figures_carries_no_quotation(tmp_path: Path) -> None:
    frame = facts(table(tmp_path)[0])
    assert "quote" not in frame.columns
    assert frame["url"].str.starts_with("https://").all()


def test_bad_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownCode, match="no series for"):
        read(table(tmp_path, TEXT.replace("Route,cargo", "Route,ice")))
    with pytest.raises(UnreadableOriginal, match="unknown units thousand barrels"):
        read(table(tmp_path, TEXT.replace("7.47,Mt,", "7.47,thousand barrels,")))
    with pytest.raises(UnreadableOriginal, match="without an address"):
        read(table(tmp_path, TEXT.replace("https://example.org/a", "")))


def test_every_series_is_a_tie_or_says_why_not() -> None:
    for key, row in series().items():
        assert bool(row["variable"]) != bool(row["reason"]), key
        assert not row["variable"] or row["variable"] in variables(), key
    assert all(factor > 0 for _, factor in UNITS.values())


@pytest.mark.originals
def test_every_figure_of_the_table_is_used_or_set_aside(originals: Path) -> None:
    path = originals / "energy/facts/cited_facts.csv"
    batch = read([path])
    assert len(batch.ties) + sum(item.rows for item in batch.set_aside) == len(facts(path)) == 60
