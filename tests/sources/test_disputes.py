"""Militarised disputes: three layouts that say the same, and what is refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl
import pytest

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.record.schema import Batch
from reorient.sources.disputes import PARTICIPANTS, SOURCES, opponents
from reorient.sources.figures import check_batch
from reorient.sources.formats import read_r
from reorient.sources.source import Source

MID, GML = SOURCES

#: One dispute of 2008 to 2009 between Russia and Georgia, another of 2012 between China and Russia.
DIRECTED = """dispnum,ccode1,ccode2,year,hostlev1,hostlev2
1,365,372,2008,5,4
1,372,365,2008,4,5
1,365,372,2009,5,4
1,372,365,2009,4,5
2,710,365,2012,2,1
2,365,710,2012,1,2
"""
DYADIC = """disno,dyindex,statea,stateb,year,hihosta,hihostb
1,1,365,372,2008,5,4
1,1,365,372,2009,5,4
2,2,710,365,2012,2,1
"""
SPELLS = """dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,hostlev
1,RUS,365,1,8,2008,2,3,2009,1,5
1,GRG,372,1,8,2008,2,3,2009,0,4
2,CHN,710,5,5,2012,6,5,2012,1,2
2,RUS,365,5,5,2012,6,5,2012,0,1
"""


def written(folder: Path, text: str, name: str = "disputes.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def value(batch: Batch, variable: str, sender: str, receiver: str, year: int) -> float:
    rows = batch.ties.filter(
        (pl.col("variable") == variable)
        & (pl.col("sender") == sender)
        & (pl.col("receiver") == receiver)
        & (pl.col("period").dt.year() == year)
    )
    return float(rows["value"].item())


def test_the_layouts_give_the_same_ties(tmp_path: Path) -> None:
    batches = [MID.read([written(tmp_path, text)]) for text in (DIRECTED, DYADIC, SPELLS)]
    for batch in batches:
        check_ties(batch.ties, source="mid")
        assert batch.ties.equals(batches[0].ties)
    assert len(batches[0].ties) == 12


def test_hostility_is_directed_and_a_dispute_is_not(tmp_path: Path) -> None:
    batch = MID.read([written(tmp_path, DYADIC)])
    assert value(batch, "dispute", "GEO", "RUS", 2008) == value(batch, "dispute", "RUS", "GEO", 2008) == 1
    assert value(batch, "dispute_hostility", "RUS", "GEO", 2008) == 5
    assert value(batch, "dispute_hostility", "GEO", "RUS", 2008) == 4


def test_the_producers_zip_is_read(tmp_path: Path) -> None:
    path = tmp_path / "MID-5.zip"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("MIDA 5.0.csv", "dispnum,styear\n1,2008\n")
        book.writestr("MIDB 5.0.csv", SPELLS)
    assert MID.read([path]).ties.equals(MID.read([written(tmp_path, DIRECTED)]).ties)
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("readme.txt", "nothing")
    with pytest.raises(UnreadableOriginal, match="neither a dyadic file nor a participant file"):
        MID.read([path])


def test_states_on_one_side_have_no_dispute_with_each_other(tmp_path: Path) -> None:
    ally = "1,ARM,371,1,8,2008,2,9,2008,1,2\n"
    batch = MID.read([written(tmp_path, SPELLS + ally)])
    pairs = {(s, r) for s, r in batch.ties.select("sender", "receiver").iter_rows()}
    assert ("ARM", "GEO") in pairs
    assert ("ARM", "RUS") not in pairs
    years = batch.ties.filter((pl.col("sender") == "ARM") & (pl.col("variable") == "dispute"))["period"].dt.year()
    assert years.to_list() == [2008], "only the years in which both took part"


def test_two_disputes_in_a_year_keep_the_highest_hostility(tmp_path: Path) -> None:
    batch = MID.read([written(tmp_path, DYADIC + "3,3,372,365,2008,5,2\n")])
    assert value(batch, "dispute_hostility", "GEO", "RUS", 2008) == 5
    assert value(batch, "dispute_hostility", "RUS", "GEO", 2008) == 5


def test_unknown_hostility_is_no_row(tmp_path: Path) -> None:
    batch = MID.read([written(tmp_path, DYADIC + "3,3,740,365,2011,-9,3\n")])
    assert value(batch, "dispute", "JPN", "RUS", 2011) == 1
    hostile = batch.ties.filter((pl.col("variable") == "dispute_hostility") & (pl.col("sender") == "JPN"))
    assert hostile.is_empty()
    assert [(item.reason, item.rows) for item in batch.set_aside] == [("hostility of the sender not known (-9)", 1)]


def test_the_two_germanies_are_told_apart(tmp_path: Path) -> None:
    batch = MID.read([written(tmp_path, DYADIC + "3,3,260,365,1961,3,4\n4,4,265,260,1961,2,2\n")])
    assert value(batch, "dispute", "DEU", "RUS", 1961) == 1
    assert value(batch, "dispute", "DDR", "DEU", 1961) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (DYADIC.replace("hihosta", "hostility"), "in no layout of disputes that is known"),
        (DYADIC.replace("2008,5,4", "2008,7,4"), "hostility outside 1 to 5"),
        (DYADIC.replace("2012", "2031"), "years outside: 2031"),
        (DYADIC.replace("2008,5,4", "2008,,4"), "incomplete"),
        (DYADIC.replace("2008,5,4", "2008,nan,4"), "cells that are no flow"),
        (DYADIC.replace("2,2,710,365,2012,2,1", "2,2,710"), "do not have 7 cells"),
        ("disno\n", "holds no rows|in no layout"),
    ],
)
def test_bad_files_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UnreadableOriginal, match=message):
        MID.read([written(tmp_path, text)])


def test_an_unknown_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownCode, match="4711"):
        MID.read([written(tmp_path, DYADIC + "3,3,4711,365,2011,2,3\n")])


def test_a_damaged_r_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "disputes.rda"
    path.write_bytes(b"RDX3\nnot quite")
    with pytest.raises(UnreadableOriginal, match="no readable R file"):
        MID.read([path])


@pytest.mark.originals
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.origin.key)
def test_figures(originals: Path, source: Source) -> None:
    batch = source.read([originals / source.originals[0]])
    check_ties(batch.ties, source=source.origin.key)
    assert [line for line in check_batch(source, batch) if line[0] != "ok"] == []


@pytest.mark.originals
def test_years_with_a_dispute(originals: Path) -> None:
    batch = MID.read([originals / MID.originals[0]])
    since = batch.ties.filter(
        (pl.col("variable") == "dispute") & (pl.col("sender") == "RUS") & (pl.col("period").dt.year() >= 1992)
    )
    years = {
        other: sorted(since.filter(pl.col("receiver") == other)["period"].dt.year().to_list())
        for other in ("JPN", "CHN")
    }
    assert years["JPN"] == [1993, 1994, 1995, 1996, 2000, 2001, 2006, 2008, 2009, 2011, 2012, 2013, 2014]
    assert years["CHN"] == [1993, 1994, 2009, 2012]


@pytest.mark.originals
def test_opponents_paired_here_match_the_pairs_the_authors_distribute(originals: Path) -> None:
    folder = originals / "security/conflict"
    spells = read_r(folder / "ps_gml_part.rda")["gml_part"].with_columns(pl.lit(1).alias("hostlev"))
    years = pl.col("year").cast(pl.Int64)
    paired = opponents(spells.select(pl.col(*PARTICIPANTS).cast(pl.Int64))).select("code_a", "code_b", years).unique()
    given = read_r(folder / "ps_gml_mid_ddydisps.rda")["gml_mid_ddydisps"]
    given = given.select(
        pl.col("ccode1").cast(pl.Int64).alias("code_a"), pl.col("ccode2").cast(pl.Int64).alias("code_b"), years
    ).unique()
    on = ["code_a", "code_b", "year"]
    shared = len(paired.join(given, on=on, how="semi"))
    # The authors also check by hand which members of a coalition met each other, and by incident in which years.
    assert shared / len(given) > 0.95
    assert shared / len(paired) > 0.85
