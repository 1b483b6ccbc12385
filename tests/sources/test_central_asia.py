"""Kazakhstan, Kyrgyzstan, Uzbekistan: layouts, the latest edition, what is no state, refusals."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.record.schema import Batch
from reorient.sources.central_asia import read_kazakhstan, read_kyrgyzstan, read_uzbekistan
from tests.sources.small_workbook import workbook

Rows = list[list[Any]]


def values(batch: Batch) -> dict[tuple[str, str, int], tuple[float, str]]:
    rows = batch.ties.with_columns(pl.col("period").dt.year()).select("sender", "receiver", "period", "value", "status")
    return {row[:3]: row[3:] for row in rows.rows()}


def kazakh(year: int, russia: Any = 5.5, unit: str = "тыс. долларов США", span: str = "январь-декабрь") -> Rows:
    return [
        [" Основные показатели внешней торговли Республики Казахстан", "", "", "", "", "", ""],
        [f"за {span} {year} года", "", "", "", "", "", ""],
        ["", "", "", "", unit, "", ""],
        ["Наименование области", "Товарооборот", "", "Экспорт", "", "Импорт", ""],
        ["", "Всего", "%", "Всего", "%", "Всего", "%"],
        ["Всего", 15.5, 100, 7.5, 100, 8.0, 100],
        [" Страны ЕАЭС", 13.5, 1, 5.5, 1, 8.0, 1],
        ["Россия", 13.5, 1, russia, 1, 8.0, 1],
        ["Тринидад И Тобаго", 2.0, 1, 2.0, 1, "", ""],
    ]


def test_kazakhstan(tmp_path: Path) -> None:
    new = workbook(tmp_path / "a.xlsx", {"Обложка": [["x"]], "2022": kazakh(2022, 6.0), "2023": kazakh(2023)})
    old = workbook(tmp_path / "b.xlsx", {"12_2022": kazakh(2022, 5.9), "12_2021": kazakh(2021)})
    batch = read_kazakhstan([new, old])
    check_ties(batch.ties, source="kazakhstan")
    found = values(batch)
    assert found["KAZ", "RUS", 2022] == (6000.0, "reported"), "the workbook that reaches further"
    assert found["RUS", "KAZ", 2021] == (8000.0, "mirrored")
    assert found["KAZ", "TTO", 2023] == (2000.0, "reported")
    assert ("TTO", "KAZ", 2023) not in found, "an empty cell is no row"
    assert {aside.reason: aside.rows for aside in batch.set_aside} == {
        "printed again in a later workbook": 7,
        "code: set aside in scheme kaz": 12,
    }
    assert values(read_kazakhstan([old, new])) == found


@pytest.mark.parametrize(
    ("sheet", "error", "text"),
    [
        (kazakh(2022, unit="млн долларов США"), UnreadableOriginal, "does not state a year and thousand dollars"),
        (kazakh(2022, span="январь-июнь"), UnreadableOriginal, "holds a part of a year"),
        (kazakh(2022, russia="много"), UnreadableOriginal, "is no flow"),
        (kazakh(2022, russia=-1.0), UnreadableOriginal, "negative"),
        ([*kazakh(2022), ["Атлантида", 1, 1, 1, 1, 1, 1]], UnknownCode, "атлантида in 2022"),
        ([*kazakh(2022), ["Россия", 1, 1, 1, 1, 1, 1]], UnreadableOriginal, "occur more than once"),
        ([["x"]], UnreadableOriginal, "no sheet of exports and imports"),
    ],
)
def test_bad_kazakh_sheets_are_refused(tmp_path: Path, sheet: Rows, error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        read_kazakhstan([workbook(tmp_path / "a.xlsx", {"2022": sheet})])


def kyrgyz(flow: str, unit: str = "(thousand US dollars)", china: Any = 3.5) -> Rows:
    return [
        ["x", "x", f"4.03: Geographic distribution of {flow} of goods", "", ""],
        ["x", "x", unit, "", ""],
        ["", "", "", 2022, "2023 1"],
        ["Бардыгы", "Всего", "Total", 9.0, 9.0],
        ["Азия", "Азия", "Asia", "", ""],
        ["Кытай", "Китай", "China", china, 4.0],
        ["Америка", "Америка", "America", 1.0, 1.0],
        ["Бутан", "Бутан", "Butane", "-", 0.5],
        ["x", "x", "Undefined country", "-", 0.25],
    ]


def test_kyrgyzstan(tmp_path: Path) -> None:
    paths = [workbook(tmp_path / f"{flow}.xlsx", {"one": kyrgyz(flow)}) for flow in ("exports", "imports")]
    batch = read_kyrgyzstan(paths)
    check_ties(batch.ties, source="kyrgyzstan")
    found = values(batch)
    assert found["KGZ", "CHN", 2022] == (3500.0, "reported")
    assert found["CHN", "KGZ", 2023] == (4000.0, "mirrored")
    assert found["BTN", "KGZ", 2023] == (500.0, "mirrored")
    assert found["KGZ", "area:unspecified", 2023] == (250.0, "reported")
    assert not [key for key in found if "USA" in key], "a continent is no state"
    assert len(found) == 8
    assert {aside.reason: aside.rows for aside in batch.set_aside} == {
        "code: set aside in scheme kgz": 8,
        "no figure printed": 4,
    }


@pytest.mark.parametrize(
    ("sheet", "text"),
    [
        (kyrgyz("exports", unit="(thousand soms)"), "in thousand US dollars"),
        (kyrgyz("exports", china="много"), "is no flow"),
        (kyrgyz("exports", china=-2), "negative"),
        (kyrgyz("exports")[:2], "no line of years"),
    ],
)
def test_bad_kyrgyz_sheets_are_refused(tmp_path: Path, sheet: Rows, text: str) -> None:
    with pytest.raises(UnreadableOriginal, match=text):
        read_kyrgyzstan([workbook(tmp_path / "a.xlsx", {"one": sheet})])


UZBEK = """Code,Klassifikator,Klassifikator_ru,Klassifikator_en,2021,2022
643,Rossiya,Россия,Russia,5.5,6.5
192,Kuba,Куба,Cuba,0.0,0.1
070,x,x,Босния и Герцеговина,1.0,
0,x,x,Other countries,2.0,2.0
"""


def test_uzbekistan(tmp_path: Path) -> None:
    for number in ("1105", "1176"):
        (tmp_path / f"sdmx_data_{number}.csv").write_text(UZBEK, encoding="utf-8-sig")
    batch = read_uzbekistan(sorted(tmp_path.iterdir()))
    check_ties(batch.ties, source="uzbekistan")
    found = values(batch)
    assert found["UZB", "RUS", 2022] == (6500.0, "reported")
    assert found["RUS", "UZB", 2021] == (5500.0, "mirrored")
    assert found["UZB", "CUB", 2021] == (0.0, "reported"), "a printed zero is a zero"
    assert ("UZB", "BIH", 2022) not in found
    assert batch.ties["period"].min() == date(2021, 1, 1)


@pytest.mark.parametrize(
    ("name", "old", "new", "error", "text"),
    [
        ("exports.csv", "", "", UnreadableOriginal, "does not name its indicator"),
        ("sdmx_data_1105.csv", "5.5", "-5.5", UnreadableOriginal, "no flow"),
        ("sdmx_data_1105.csv", "5.5", "inf", UnreadableOriginal, "no flow"),
        ("sdmx_data_1105.csv", "Russia", "Atlantis", UnknownCode, "Atlantis in 2021"),
        ("sdmx_data_1105.csv", "Klassifikator_en", "English", UnreadableOriginal, "lacks column 'Klassifikator_en'"),
        ("sdmx_data_1105.csv", ",2021,", ",January 2021,", UnreadableOriginal, "names and years"),
        ("sdmx_data_1105.csv", "Cuba", "Russia", UnreadableOriginal, "occur more than once"),
    ],
)
def test_bad_uzbek_tables_are_refused(
    tmp_path: Path, name: str, old: str, new: str, error: type[Exception], text: str
) -> None:
    (tmp_path / name).write_text(UZBEK.replace(old, new, 1) if old else UZBEK, encoding="utf-8")
    with pytest.raises(error, match=text):
        read_uzbekistan([tmp_path / name])
