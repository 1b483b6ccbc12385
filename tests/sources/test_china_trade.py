"""China's imports and exports by partner: units, direction, partners that are not named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.sources.china_trade import read_exports, read_imports
from tests.sources.small_workbook import workbook

SHEET = "Goods, Value of Imports, Cost,"
WITS = ["Reporter Name", "Partner Name", "Year", "Trade Flow", "Export (US$ Thousand)"]


def imports(folder: Path, *more: list[Any], years: tuple[str, ...] = ("2021", "2022")) -> Path:
    rows = [["", *years], ["", *("" for _ in years)], ["Belarus, Rep. of", 5.0, 7.0], ["Asia not specified", 1.0, ""]]
    return workbook(folder / "a.xlsx", {"Imports by Country": [["x"]], SHEET: [*rows, *more]})


def test_imports_are_written_from_the_partner(tmp_path: Path) -> None:
    batch = read_imports([imports(tmp_path, ["Special Categories", 2.0, 4.0])])
    check_ties(batch.ties, source="china_imports")
    rows = batch.ties.select("sender", "receiver", "value", "status").rows()
    assert rows == [
        ("BLR", "CHN", 5.0, "mirrored"),
        ("BLR", "CHN", 7.0, "mirrored"),
        ("area:unspecified", "CHN", 3.0, "mirrored"),
        ("area:unspecified", "CHN", 4.0, "mirrored"),
    ]
    assert batch.set_aside[0].rows == 1
    assert {row.absence for row in batch.coverage} == {"unreported"}


@pytest.mark.parametrize(
    ("row", "error", "text"),
    [
        (["Atlantis", 1.0, 1.0], UnknownCode, "Atlantis in 2021"),
        (["Japan", -1.0, 1.0], UnreadableOriginal, "negative"),
        (["Japan", "n/a", 1.0], UnreadableOriginal, "'n/a' is no flow"),
        (["Belarus, Rep. of", 1.0, 1.0], UnreadableOriginal, "occur more than once"),
    ],
)
def test_bad_imports_are_refused(tmp_path: Path, row: list[Any], error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        read_imports([imports(tmp_path, row)])


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableOriginal, match="Goods, Value of Imports"):
        read_imports([imports(tmp_path, years=("one", "two"))])
    with pytest.raises(UnreadableOriginal, match="no sheet with the columns"):
        read_exports([imports(tmp_path)])


def exports(folder: Path, *rows: list[Any]) -> Path:
    return workbook(folder / "w.xlsx", {"Sheet1": [[""]], "Partner": [WITS, *rows]})


def test_exports_in_thousand_dollars(tmp_path: Path) -> None:
    russia, world = ["China", "Russian Federation", 2022, "Export", 76.5], ["China", " World", 2022, "Export", 99.0]
    batch = read_exports([exports(tmp_path, russia, world, ["China", "China", 2022, "Export", ""])])
    check_ties(batch.ties, source="china_exports_2022")
    assert batch.ties.select("sender", "receiver", "value", "status").rows() == [("CHN", "RUS", 76_500.0, "reported")]
    assert [aside.rows for aside in batch.set_aside] == [1, 1]


def test_another_reporter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableOriginal, match="exports of China"):
        read_exports([exports(tmp_path, ["Japan", "Russian Federation", 2022, "Export", 76.5])])
