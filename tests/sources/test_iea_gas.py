"""Gas across borders: points of a pair are added, marks of absence are no zeros, negative months are counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.sources.iea_gas import read
from tests.sources.small_workbook import Cell, workbook

HEADER: list[Cell] = ["Borderpoint", "Exit", "", "Entry", "MAXFLOW (Mm3/h)", date(2020, 1, 1), date(2020, 2, 1)]
ROWS: list[list[Cell]] = [
    HEADER,
    ["Greifswald", "Russia", "-->", "Germany", 6.9, 4000, "N/A"],
    ["Second point", "Russia", "-->", "Germany", "N/A", 500.5, "N/A"],
    ["Varska", "Estonia", "-->", "Latvia", 0.2, -1.5, 2],
    ["Zeebrugge LNG", "Liquefied Natural Gas", "-->", "Belgium", 1, 10, 11],
]


def test_points_of_a_pair_are_added(tmp_path: Path) -> None:
    batch = read([workbook(tmp_path / "gtf.xlsx", {"Data": ROWS})])
    check_ties(batch.ties, source="iea_gas")
    rows = [(s, r, p.month, v) for s, r, p, v in batch.ties.select("sender", "receiver", "period", "value").rows()]
    assert rows == [("EST", "LVA", 2, 0.002), ("RUS", "DEU", 1, 4.5005)]
    assert {item.reason: item.rows for item in batch.set_aside} == {
        "exit: set aside in scheme iea": 2,
        "negative in its month": 1,
    }


def test_bad_files_are_refused(tmp_path: Path) -> None:
    def book(rows: list[list[Cell]]) -> list[Path]:
        return [workbook(tmp_path / "gtf.xlsx", {"Data": rows})]

    with pytest.raises(UnreadableOriginal, match="the header is"):
        read(book([["Point", *HEADER[1:]], *ROWS[1:]]))
    with pytest.raises(UnreadableOriginal, match="a month stands in two columns"):
        read(book([[*HEADER[:-1], date(2020, 1, 1)], *ROWS[1:]]))
    with pytest.raises(UnreadableOriginal, match="Greifswald holds 'much'"):
        read(book([HEADER, ["Greifswald", "Russia", "-->", "Germany", 6.9, 4000, "much"]]))
    with pytest.raises(UnknownCode, match="Ruritania in 2020"):
        read(book([HEADER, ["Point", "Ruritania", "-->", "Germany", 6.9, 4000, 1]]))
    broken = tmp_path / "broken.xls"
    broken.write_bytes(b"\xd0\xcf\x11\xe0 and no more")
    with pytest.raises(UnreadableOriginal, match="no readable workbook"):
        read([broken])
