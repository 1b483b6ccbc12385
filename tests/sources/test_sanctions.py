"""The GSDB: cells with several names, blocs at the date, UN sanctions, refusals."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.record.schema import Batch
from reorient.sources.figures import check_batch
from reorient.sources.sanctions import SOURCES, bloc_members, read, split_names

HEADER = (
    "case_id,sanctioned_state,sanctioning_state,begin,end,trade,descr_trade,arms,military,financial,travel,other,"
    "target_mult,sender_mult,objective,success"
)


def case(number: int, target: str, sender: str, begin: int, end: int, kinds: str = "100000") -> str:
    trade, arms, military, financial, travel, other = kinds
    cells = [trade, "", arms, military, financial, travel, other, "0", "0", "other", "ongoing"]
    return ",".join([str(number), f'"{target}"', f'"{sender}"', str(begin), str(end), *cells])


def written(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "cases.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="latin-1")
    return path


def pairs(batch: Batch, variable: str = "sanction") -> set[tuple[str, str, int]]:
    rows = batch.ties.filter(pl.col("variable") == variable)
    return {(s, r, p.year) for s, r, p in rows.select("sender", "receiver", "period").iter_rows()}


def status(batch: Batch, sender: str, receiver: str, year: int) -> str:
    rows = batch.ties.filter(
        (pl.col("variable") == "sanction")
        & (pl.col("sender") == sender)
        & (pl.col("receiver") == receiver)
        & (pl.col("period").dt.year() == year)
    )
    return str(rows["status"].item())


def test_names_that_hold_a_comma_stay_whole() -> None:
    whole = ["Yemen, North", "Congo, Democratic Republic of the"]
    assert split_names("Libya, Yemen, North, Niger", whole) == ["Libya", "Yemen, North", "Niger"]
    assert split_names("Congo, Democratic Republic of the, Eritrea", whole) == [whole[1], "Eritrea"]
    assert split_names("Denmark, Netherlands,  Sweden", whole) == ["Denmark", "Netherlands", "Sweden"]
    assert split_names("Poland,Hungary", whole) == ["Poland", "Hungary"]


def test_a_case_becomes_a_tie_for_each_pair_and_year(tmp_path: Path) -> None:
    batch = read([written(tmp_path, case(1, "Syria, Iran", "United States, Norway", 2019, 2020))])
    expected = {(s, r, y) for s in ("USA", "NOR") for r in ("SYR", "IRN") for y in (2019, 2020)}
    assert pairs(batch) == expected
    assert pairs(batch, "sanction_trade") == expected
    assert pairs(batch, "sanction_arms") == set()
    check_ties(batch.ties, source="gsdb")


def test_a_bloc_stands_for_its_members_at_the_date(tmp_path: Path) -> None:
    batch = read([written(tmp_path, case(1, "Russia", "EU", 2012, 2022))])
    senders = {year: {s for s, _, y in pairs(batch) if y == year} for year in (2012, 2013, 2019, 2020, 2021)}
    assert "HRV" not in senders[2012]
    assert "HRV" in senders[2013]
    assert "GBR" in senders[2019]
    assert "GBR" in senders[2020], "a member on the first day of the year"
    assert "GBR" not in senders[2021]
    assert len(senders[2019]) == 28
    assert status(batch, "DEU", "RUS", 2014) == "derived"


def test_a_bloc_as_target_is_opened_too(tmp_path: Path) -> None:
    batch = read([written(tmp_path, case(1, "EU", "Russia", 2014, 2014))])
    assert len(pairs(batch)) == 28
    assert ("RUS", "DEU", 2014) in pairs(batch)


def test_a_state_named_itself_is_reported_even_beside_its_bloc(tmp_path: Path) -> None:
    lines = [case(1, "Russia", "EU", 2022, 2022), case(2, "Russia", "Germany", 2022, 2022, "000010")]
    batch = read([written(tmp_path, *lines)])
    assert status(batch, "DEU", "RUS", 2022) == "reported"
    assert status(batch, "FRA", "RUS", 2022) == "derived"
    assert batch.ties.filter((pl.col("variable") == "sanction") & (pl.col("sender") == "DEU")).height == 1


def test_sanctions_of_the_united_nations_are_no_ties(tmp_path: Path) -> None:
    batch = read([written(tmp_path, case(1, "Korea, North", "UN", 2006, 2007))])
    assert pairs(batch) == set()
    assert pairs(batch, "un_sanctioned") == {("PRK", "PRK", 2006), ("PRK", "PRK", 2007)}


def test_a_bloc_without_dated_members_is_set_aside_and_counted(tmp_path: Path) -> None:
    batch = read([written(tmp_path, case(1, "Fiji", "Commonwealth", 2000, 2001), case(2, "Iraq", "Japan", 2000, 2000))])
    assert pairs(batch) == {("JPN", "IRQ", 2000)}
    assert [(item.rows, item.examples) for item in batch.set_aside] == [(2, ("Commonwealth",))]


def test_a_rule_that_a_bloc_lays_on_itself_is_no_tie(tmp_path: Path) -> None:
    batch = read([written(tmp_path, case(1, "EU", "EU", 2000, 2001), case(2, "Austria", "EU", 2000, 2000))])
    assert {receiver for _, receiver, _ in pairs(batch)} == {"AUT"}
    assert "AUT" not in {sender for sender, _, _ in pairs(batch)}
    assert "a rule that a bloc lays on itself" in {item.reason for item in batch.set_aside}


def test_the_eight_of_1998_were_seven_lenders() -> None:
    assert "RUS" not in bloc_members("G8", 1998)
    assert {"USA", "JPN", "DEU"} <= set(bloc_members("G8", 1998))


def test_no_row_means_no_sanction(tmp_path: Path) -> None:
    batch = read([written(tmp_path, case(1, "Iraq", "Japan", 1990, 2003))])
    found = next(row for row in batch.coverage if row.variable == "sanction")
    assert (found.first.year, found.last.year, found.absence) == (1990, 2003, "zero")


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([case(1, "Iraq", "Japan", 2003, 1990)], "no span of years"),
        ([case(1, "Iraq", "Japan", 1990, 1991, "200000")], "column 'trade' is neither 0 nor 1 in case 1"),
        ([case(1, "Iraq", "Japan", 1990, 1991).replace("1990", "nineteen")], "cells that are no flow"),
        ([case(1, "Iraq", "Japan", 1990, 1991)] * 2, "keys occur more than once"),
        (["1,Iraq,Japan"], "do not have 16 cells"),
    ],
)
def test_bad_cases_are_refused(tmp_path: Path, lines: list[str], text: str) -> None:
    with pytest.raises(UnreadableOriginal, match=text):
        read([written(tmp_path, *lines)])


def test_an_empty_file_and_other_separators_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(UnreadableOriginal, match="is empty"):
        read([tmp_path / "empty.csv"])
    other = written(tmp_path, case(1, "Iraq", "Japan", 1990, 1991).replace(",", ";"), header=HEADER.replace(",", ";"))
    with pytest.raises(UnreadableOriginal, match="separator is not ','"):
        read([other])
    renamed = written(tmp_path, case(1, "Iraq", "Japan", 1990, 1991), header=HEADER.replace("begin", "start"))
    with pytest.raises(UnreadableOriginal, match="lacks column 'begin'"):
        read([renamed])


def test_an_unknown_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownCode, match="Ruritania"):
        read([written(tmp_path, case(1, "Ruritania", "Japan", 1990, 1991))])


@pytest.mark.originals
def test_figures(originals: Path) -> None:
    source = SOURCES[0]
    batch = read([originals / "security/sanctions/GSDB_V3.csv"])
    check_ties(batch.ties, source="gsdb")
    assert [line for line in check_batch(source, batch) if line[0] != "ok"] == []
    found = pairs(batch)
    for sender in ("CHN", "IND", "VNM"):
        assert not [year for s, r, year in found if s == sender and r == "RUS" and year >= 1992]
    since_2022 = {s for s, r, year in found if r == "RUS" and year == 2022}
    assert {"JPN", "KOR", "SGP", "TWN", "USA", "GBR", "CHE", "NOR"} <= since_2022
    arms = pairs(batch, "sanction_arms")
    assert ("DEU", "RUS", 2014) in arms
    assert ("USA", "RUS", 2014) not in arms
