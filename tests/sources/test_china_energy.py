"""China's customs through Wind: units of each column, months, columns that name no partner."""

from __future__ import annotations

from pathlib import Path

import pytest

from reorient.errors import UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.sources.china_energy import read

HEADINGS = (
    "Volume of Imports: Crude Oil: Russian Federation",
    "Value of Imports: Crude Oil: Russian Federation",
    "Value of Imports: Natural Gas(271121)",
)
TEXT = f"""\ufeffName,{",".join(HEADINGS)}
ID,A,B,C
Frequency,Monthly,Monthly,Monthly
Unit,kg,USD,USD
Source,China Customs,China Customs,Platform
Time Period,2020-01:2020-02,2020-01:2020-02,2020-01:2020-02
Update,2022-04-24,2022-04-24,2022-04-24
2020-01,"7,000,000.00","3,000.00",9
2020-02,,"4,000.00",9
,,,
Source: Wind,,,
"""


def put(folder: Path, text: str = TEXT) -> list[Path]:
    path = folder / "wind.csv"
    path.write_text(text, encoding="utf-8")
    return [path]


def test_columns_become_monthly_ties(tmp_path: Path) -> None:
    batch = read(put(tmp_path))
    check_ties(batch.ties, source="china_energy")
    rows = [
        (v, s, r, p.month, x)
        for v, s, r, p, x in batch.ties.select("variable", "sender", "receiver", "period", "value").rows()
    ]
    assert rows == [
        ("crude_exports_t", "RUS", "CHN", 1, 7000.0),
        ("crude_exports_usd", "RUS", "CHN", 1, 3000.0),
        ("crude_exports_usd", "RUS", "CHN", 2, 4000.0),
    ]
    assert [(item.reason, item.rows) for item in batch.set_aside] == [("columns that name no partner", 1)]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (("Unit,kg", "Unit,barrel"), "is in 'barrel'"),
        (("Frequency,", "Freq,"), "the first cells of its first rows"),
        (('"7,000,000.00"', "-7"), "none below zero"),
        (('"7,000,000.00"', "7.0.0"), "cells that are no flow"),
        (("2020-0", "Jan 202"), "holds no month"),
    ],
)
def test_bad_files_are_refused(tmp_path: Path, change: tuple[str, str], text: str) -> None:
    with pytest.raises(UnreadableOriginal, match=text):
        read(put(tmp_path, TEXT.replace(*change)))
