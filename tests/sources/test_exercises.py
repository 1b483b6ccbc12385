"""Joint exercises: pairs of participants, unknown participants, the incomplete list."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.record.schema import Batch
from reorient.sources.exercises import SOURCES
from reorient.sources.figures import check_batch
from reorient.sources.source import Source

MME, JME = SOURCES
LARGE = """MMEID,Ex_Name,s.year,StateA,StateB,StateC
mme1,Peace Mission 2005,2005,China,Russia,
mme2,-9,2005,China,Russia,India
mme3,-9,2006,-9,Russia,
"""
LISTED = """id,name,yr,part1,part2,source
1,Индра-2015,2015,India,,mil.ru
2,Щит,2015,Belarus,Kazakhstan,mil.ru
,,,,,
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "exercises.csv"
    path.write_text(text, encoding="utf-8")
    return path


def values(batch: Batch) -> dict[tuple[str, str, int], float]:
    return {(s, r, p.year): v for s, r, p, v in batch.ties.select("sender", "receiver", "period", "value").iter_rows()}


def test_each_pair_of_participants_has_a_joint_exercise(tmp_path: Path) -> None:
    batch = MME.read([written(tmp_path, LARGE)])
    check_ties(batch.ties, source="mme")
    found = values(batch)
    assert found["RUS", "CHN", 2005] == found["CHN", "RUS", 2005] == 2
    assert found["IND", "CHN", 2005] == 1
    assert not [key for key in found if key[2] == 2006]
    assert [(item.reason, item.rows) for item in batch.set_aside] == [("exercise with one known participant", 1)]


def test_a_state_named_twice_counts_once(tmp_path: Path) -> None:
    batch = MME.read([written(tmp_path, LARGE.replace("Russia,India", "Russia,Russia"))])
    assert values(batch)["RUS", "CHN", 2005] == 2


def test_the_list_of_one_state_ties_only_that_state(tmp_path: Path) -> None:
    batch = JME.read([written(tmp_path, LISTED)])
    check_ties(batch.ties, source="jme_russia")
    found = values(batch)
    assert found["RUS", "BLR", 2015] == 1
    assert ("BLR", "KAZ", 2015) not in found
    (row,) = batch.coverage
    assert (row.actor, row.absence) == ("RUS", "unreported")
    assert "Incomplete" in row.note


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LARGE.replace("2006", "06"), "have no year"),
        (LARGE.replace("s.year", "year"), "lacks column 's.year'"),
        (LARGE.replace("mme3,-9,2006,-9,Russia,", "mme3,-9"), "do not have 6 cells"),
    ],
)
def test_bad_files_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UnreadableOriginal, match=message):
        MME.read([written(tmp_path, text)])


def test_latin_letters_of_another_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "exercises.csv"
    path.write_bytes(LARGE.replace("India", "Côte d'Ivoire").encode("latin-1"))
    with pytest.raises(UnreadableOriginal, match="is not utf-8"):
        MME.read([path])


def test_an_unknown_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownCode, match="Ruritania"):
        MME.read([written(tmp_path, LARGE.replace("India", "Ruritania"))])


@pytest.mark.originals
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.origin.key)
def test_figures(originals: Path, source: Source) -> None:
    batch = source.read([originals / source.originals[0]])
    check_ties(batch.ties, source=source.origin.key)
    assert [line for line in check_batch(source, batch) if line[0] != "ok"] == []


@pytest.mark.originals
def test_exercises_of_one_state(originals: Path) -> None:
    """Russia (and the Soviet Union) stands in 453 exercises; the sum over partners is larger."""
    batch = MME.read([originals / MME.originals[0]])
    assert batch.ties.filter(pl.col("sender") == "RUS")["value"].sum() > 453
