"""The starter record: nothing that may not be redistributed, small, whole, and with the figures it is known for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from reorient.actors import members
from reorient.app import counterfactual
from reorient.documents.rhetoric.ties import DEBATE
from reorient.record.store import Record, starter_folder
from reorient.simulate.scenario import shipped
from reorient.sources.build import build
from reorient.sources.catalogue import sources
from reorient.sources.excerpts import LIMIT, excerpts


@pytest.fixture(scope="module")
def record() -> Iterator[Record]:
    with Record.open(starter_folder()) as opened:
        yield opened


def test_no_row_of_a_source_that_may_not_be_redistributed(record: Record) -> None:
    for key, origin in record.origins().items():
        assert origin.redistribute in ("yes", "excerpt"), key
        if key.startswith("simulated_"):
            continue
        if key == DEBATE.key:
            assert origin == DEBATE, f"{key}: build the starter record again"
            continue
        assert sources()[key].origin == origin, f"{key}: build the starter record again"


@pytest.mark.parametrize("name", shipped())
def test_the_ties_of_scenarios_are_those_of_the_files(record: Record, name: str) -> None:
    found = counterfactual(record, name)
    who = found.scenarios[0].about
    key = found.origin.key
    assert record.origin(key) == found.origin
    kept = found.batch(only=who).ties.sort("variable", "sender", "receiver")
    for variable in kept["variable"].unique():
        there = record.ties(variable, source=key, scenario=name).sort("sender", "receiver")
        mine = kept.filter(kept["variable"] == variable)
        assert there.select("sender", "receiver").equals(mine.select("sender", "receiver"))
        # dollars are rounded to a thousand: another machine's last digit may tip one of them
        assert abs(there["value"] - mine["value"]).max() <= 1_000
    assert set(record.scenarios()) == {"observed", "without-partner", *shipped()}


def test_excerpts_hold_what_the_table_names_and_are_short(record: Record) -> None:
    quoted = {key for key, origin in record.origins().items() if origin.redistribute == "excerpt"}
    for key in sorted(quoted):
        lines = [line for line in excerpts() if line.source == key]
        rows = record.sql(f"select variable, sender, receiver, year(period) as year from ties where source = '{key}'")
        assert 0 < len(rows) <= LIMIT, key
        for variable, sender, receiver, year in rows.iter_rows():
            assert any(
                line.variable == variable and line.actor in (sender, receiver) and line.first <= year <= line.last
                for line in lines
            ), (key, variable, sender, receiver, year)
    assert {part.source for part in record.parts("ballots")}.isdisjoint(quoted)


def test_excerpts_name_sources_that_need_one() -> None:
    for line in excerpts():
        assert sources()[line.source].origin.redistribute == "excerpt", line.source
        assert line.reason


def test_it_is_small_and_whole(record: Record) -> None:
    size = sum(path.stat().st_size for path in starter_folder().rglob("*") if path.is_file())
    assert size < 15_000_000
    assert record.verify() == []
    listed = {part.file for part in (*record.parts(), *record.parts("ballots"))} | {"manifest.json"}
    found = {p.relative_to(starter_folder()).as_posix() for p in starter_folder().rglob("*") if p.is_file()}
    assert found == listed


def total(record: Record, variable: str, receiver: str | tuple[str, ...], first: int, last: int, source: str) -> float:
    ties = record.ties(variable, sender="RUS", receiver=receiver, first=first, last=last, source=source)
    return float(ties["value"].sum())


def test_figures_known_from_the_data(record: Record) -> None:
    # published figures in the units and roundings of their producers
    eu = members("eu", date(2021, 12, 31))
    for year, known in ((2013, 158), (2023, 21)):
        assert total(record, "crude_exports_t", eu, year, year, "baci_energy") / 1e6 == pytest.approx(known, abs=0.6)
    for who, known in (("IND", 14010), ("VNM", 3283), ("CHN", 3172)):
        assert total(record, "arms_tiv", who, 2010, 2014, "sipri_deliveries") == pytest.approx(known, abs=1)
    for year, known in ((2021, 2.4), (2023, 89)):
        found = total(record, "crude_exports_t", "IND", year, year, "baci_energy") / 1e6
        assert found == pytest.approx(known, abs=0.6 if known > 10 else 0.06)


@pytest.mark.originals
def test_built_twice_it_is_identical(originals: Path, tmp_path: Path) -> None:
    """Three sources of different kinds; the whole build is compared in the same way by hand before a release."""
    only = ("baci_totals", "sipri_deliveries", "igo_factbook")
    contents = []
    for name in ("a", "b"):
        build(originals, tmp_path / name, only=only)
        files = sorted(p for p in (tmp_path / name).rglob("*") if p.is_file())
        contents.append({p.relative_to(tmp_path / name): p.read_bytes() for p in files})
    assert contents[0] == contents[1]


@pytest.mark.originals
def test_a_failed_build_leaves_the_record_as_it_was(originals: Path, tmp_path: Path) -> None:
    build(originals, tmp_path / "r", only=("unsc_vetoes",))
    before = (tmp_path / "r" / "manifest.json").read_bytes()
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(Exception, match="nothing at"):
        build(empty, tmp_path / "r", only=("unsc_vetoes",))
    assert (tmp_path / "r" / "manifest.json").read_bytes() == before
    assert Record.open(tmp_path / "r").verify() == []
