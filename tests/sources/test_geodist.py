"""GeoDist: both ways with one value, codes of former states, refusals."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.sources.geodist import read

HEADER = "iso_o,iso_d,contig,comlang_off,comlang_ethno,colony,dist,distcap,distw,distwces\n"
ROWS = """ROM,ROM,0,0,0,0,5,5,4,4
ROM,RUS,0,0,0,0,1500,1505.5,1500.01,1490
RUS,ROM,0,0,0,0,1500,1505.5,1500.02,1490
RUS,YUG,0,0,0,0,1700,1716,1700,1690
YUG,RUS,0,0,0,0,1700,1716,1700,1690
RUS,FRO,0,0,0,0,2000,2000,.,.
FRO,RUS,0,0,0,0,2000,2000,.,.
"""


def table(folder: Path, text: str = HEADER + ROWS) -> list[Path]:
    path = folder / "dist_cepii.csv"
    path.write_text(text, encoding="utf-8")
    return [path]


def test_pairs_stand_both_ways_with_one_value(tmp_path: Path) -> None:
    batch = read(table(tmp_path))
    check_ties(batch.ties, source="geodist")
    rows = batch.ties.filter(pl.col("variable") == "distance_weighted_km")
    assert rows.select("sender", "receiver", "value").rows() == [("ROU", "RUS", 1500.01), ("RUS", "ROU", 1500.01)]


def test_of_a_former_state_only_the_capital_carries_over(tmp_path: Path) -> None:
    batch = read(table(tmp_path))
    assert set(batch.ties.filter(pl.col("sender") == "SRB")["variable"]) == {"distance_km"}
    assert [item.rows for item in batch.set_aside] == [2]


@pytest.mark.parametrize(
    ("change", "error", "text"),
    [
        (("1500.02", "1530"), UnreadableOriginal, "distw differs between the two directions of 1 pairs"),
        (("1505.5", "1505500"), UnreadableOriginal, "out of range"),
        (("ROM,RUS,0", "ROM,RUS,3"), UnreadableOriginal, "Expected: 0 or 1"),
        (("FRO", "QQQ"), UnknownCode, "QQQ"),
        (("distcap", "dist_cap"), UnreadableOriginal, "lacks column 'distcap'"),
        (("RUS,ROM", "ROM,RUS"), UnreadableOriginal, "occur more than once"),
    ],
)
def test_bad_files_are_refused(tmp_path: Path, change: tuple[str, str], error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        read(table(tmp_path, (HEADER + ROWS).replace(*change)))
