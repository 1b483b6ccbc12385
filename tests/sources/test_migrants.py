"""Migrants: names to actors, borders of 2020, refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.sources.migrants import read

TEXT = """year,origin,destination,persons
1990,Russia,Germany,10
1990,Kazakhstan,Germany,11
2020,Russia,Germany,12
2020,DR Congo,Congo,13
2020,Channel Islands,Jersey,14
"""


def table(folder: Path, text: str = TEXT) -> list[Path]:
    path = folder / "stock.csv"
    path.write_text(text, encoding="utf-8")
    return [path]


def test_years_before_the_borders_of_today_are_set_aside(tmp_path: Path) -> None:
    batch = read(table(tmp_path, TEXT.replace("Channel Islands,Jersey", "Channel Islands,France")))
    check_ties(batch.ties, source="un_migrants")
    rows = [(s, r, p.year, v) for s, r, p, v in batch.ties.select("sender", "receiver", "period", "value").rows()]
    assert rows == [("COD", "COG", 2020, 13.0), ("RUS", "DEU", 2020, 12.0)]
    assert sum(item.rows for item in batch.set_aside) == 3
    assert [row.first.year for row in batch.coverage] == [2020]


def test_bad_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownCode, match="Atlantis in 2020"):
        read(table(tmp_path, TEXT.replace("2020,Russia", "2020,Atlantis")))
    with pytest.raises(UnreadableOriginal, match="none below zero"):
        read(table(tmp_path, TEXT.replace(",12", ",-12")))
    with pytest.raises(UnreadableOriginal, match="occur more than once"):
        read(table(tmp_path, TEXT + "2020,Russia,Germany,12\n"))
    with pytest.raises(UnreadableOriginal, match="2 files"):
        read(table(tmp_path) * 2)
