"""Russian customs: months, sums of whole years, members of the CIS, groups of states."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.record.schema import Batch
from reorient.sources.fts import MONTHS, SOURCES, read_cis, read_monthly, read_regions
from tests.sources.small_workbook import workbook

Rows = list[list[Any]]


def months(cell: Any = 3.0) -> Rows:
    """Two years of two partners; the second year lacks a figure of the second partner if `cell` says so."""
    head: Rows = [["К содержанию", "", ""], ["(млн доллалов США)", "", ""], ["", "Китaй", "Республикa \nКорея"]]
    first: Rows = [[2006, "", ""], *([f"  {month}", 1.5, 2.0] for month in MONTHS)]
    second: Rows = [[2007, "", ""], *([f"  {month}", 1.0, cell if i == 6 else 3.0] for i, month in enumerate(MONTHS))]
    return [*head, *first, *second]


def monthly(folder: Path, rows: Rows | None = None) -> Path:
    return workbook(folder / "96.xlsx", {"Содержание": [["x"]], "Экспорт": rows or months(), "Импорт": months()})


def pick(batch: Batch, sender: str, receiver: str, period: date, freq: str) -> list[tuple[float, str]]:
    rows = batch.ties.filter(
        (pl.col("sender") == sender)
        & (pl.col("receiver") == receiver)
        & (pl.col("period") == period)
        & (pl.col("freq") == freq)
    )
    return rows.select("value", "status").rows()  # type: ignore[return-value]


def test_months_and_sums_of_whole_years(tmp_path: Path) -> None:
    batch = read_monthly([monthly(tmp_path, months("…"))])
    check_ties(batch.ties, source="fts")
    assert pick(batch, "RUS", "CHN", date(2006, 3, 1), "M") == [(1.5e6, "reported")]
    assert pick(batch, "KOR", "RUS", date(2006, 3, 1), "M") == [(2e6, "mirrored")]
    assert pick(batch, "RUS", "KOR", date(2006, 1, 1), "Y") == [(24e6, "derived")]
    assert pick(batch, "RUS", "KOR", date(2007, 7, 1), "M") == [], "not published is no row"
    assert pick(batch, "RUS", "KOR", date(2007, 1, 1), "Y") == [], "eleven months are no year"
    assert pick(batch, "KOR", "RUS", date(2007, 1, 1), "Y") == [(36e6, "derived")]
    assert [aside.rows for aside in batch.set_aside] == [1]
    assert {row.absence for row in batch.coverage} == {"unlisted"}


@pytest.mark.parametrize(
    ("place", "cell", "error", "text"),
    [
        ((1, 0), "(млрд долларов США)", UnreadableOriginal, "states the unit 'млрд'"),
        ((1, 0), "(рублей)", UnreadableOriginal, "states the unit 'nowhere'"),
        ((2, 1), "Атлантида", UnknownCode, "Атлантида in 2006"),
        ((2, 2), "Китай", UnreadableOriginal, "occur more than once"),
        ((4, 1), "много", UnreadableOriginal, "'много' is no flow"),
        ((4, 1), -1.0, UnreadableOriginal, "negative"),
        ((4, 0), "квартал", UnreadableOriginal, "a line named 'квартал'"),
    ],
)
def test_bad_months_are_refused(
    tmp_path: Path, place: tuple[int, int], cell: Any, error: type[Exception], text: str
) -> None:
    rows = months()
    rows[place[0]][place[1]] = cell
    with pytest.raises(error, match=text):
        read_monthly([monthly(tmp_path, rows)])


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableOriginal, match="one sheet Экспорт and one sheet Импорт"):
        read_monthly([workbook(tmp_path / "a.xlsx", {"Лист1": [["x"]]})])
    with pytest.raises(UnreadableOriginal, match="one sheet for each year"):
        read_cis([workbook(tmp_path / "a.xlsx", {"Лист1": [["x"]]})])
    with pytest.raises(UnreadableOriginal, match=r"holds no figures|has no line of partners"):
        read_monthly([monthly(tmp_path, [["(млн долларов США)", "", ""]])])


def year(number: int, armenia: float = 5.0) -> Rows:
    return [
        ["(по данным ФТС России)", "(млн долларов США)"],
        ["", number],
        ["Экспорт ", 100.0],
        [" со странами дальнего зарубежья", 90.0],
        [" со странами СНГ", 10.0],
        ["Армения", armenia],
        ["Импорт", 50.0],
        [" со странами дальнего зарубежья", 42.0],
        [" со странами СНГ", 8.0],
        ["Армения", 1.0],
    ]


def test_members_of_the_cis_and_totals_set_aside(tmp_path: Path) -> None:
    batch = read_cis([workbook(tmp_path / "94.xlsx", {"Содержание": [["x"]], "1994": year(1994), "1995": year(1995)})])
    check_ties(batch.ties, source="fts_cis")
    assert pick(batch, "RUS", "ARM", date(1995, 1, 1), "Y") == [(5e6, "reported")]
    assert pick(batch, "ARM", "RUS", date(1994, 1, 1), "Y") == [(1e6, "mirrored")]
    assert len(batch.ties) == 4
    assert batch.set_aside[0].rows == 12


def test_a_sheet_of_another_year_and_parts_beyond_the_whole(tmp_path: Path) -> None:
    with pytest.raises(UnreadableOriginal, match="does not state its year"):
        read_cis([workbook(tmp_path / "94.xlsx", {"1995": year(1994)})])
    with pytest.raises(UnreadableOriginal, match="exceed the CIS"):
        read_cis([workbook(tmp_path / "94.xlsx", {"1994": year(1994, armenia=11.0)})])


def groups(first: str, second: str, europe: float = 60.0) -> Rows:
    return [
        ["Экспорт и импорт товаров по группам стран\n(млрд. долл. США)", "", "", "", "", "", ""],
        ["", "Экспорт", "", "", "Импорт", "", ""],
        ["", first, second, "темп роста, %", first, second, "темп роста, %"],
        ["Весь мир", 100.0, 80.0, 80.0, 50.0, 40.0, 80.0],
        ["в том числе:", 0.0, 0.0, 0.0, "", "", 0.0],
        ["ЕВРОПА", europe, 20.0, 33.3, 20.0, 10.0, 50.0],
        ["АЗИЯ", 40.0, 60.0, 150.0, 30.0, 30.0, 100.0],
    ]


def test_whole_years_by_groups_of_states(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", {"1": groups("январь-декабрь 2022", "январь-декабрь 2023")})
    part = workbook(tmp_path / "b.xlsx", {"1": groups("Январь-сентябрь 2023", "Январь-сентябрь 2024")})
    batch = read_regions([whole, part])
    check_ties(batch.ties, source="fts_regions")
    assert pick(batch, "RUS", "area:europe", date(2023, 1, 1), "Y") == [(20e9, "reported")]
    assert pick(batch, "area:asia", "RUS", date(2022, 1, 1), "Y") == [(30e9, "mirrored")]
    assert batch.ties["period"].max() == date(2023, 1, 1), "nine months are no year"
    assert {aside.reason: aside.rows for aside in batch.set_aside} == {
        "figures of a part of a year": 12,
        "code: set aside in scheme fts": 4,
    }


def test_the_latest_edition_of_a_year_is_taken(tmp_path: Path) -> None:
    old = workbook(tmp_path / "z.xlsx", {"1": groups("январь-декабрь 2021", "январь-декабрь 2022")})
    new = workbook(tmp_path / "a.xlsx", {"1": groups("январь-декабрь 2022", "январь-декабрь 2023")})
    for order in ([old, new], [new, old]):
        assert pick(read_regions(order), "RUS", "area:europe", date(2022, 1, 1), "Y") == [(60e9, "reported")]


def test_groups_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"1": groups("январь-декабрь 2022", "январь-декабрь 2023", europe=70.0)})
    with pytest.raises(UnreadableOriginal, match="groups add up to 110, the world is 100"):
        read_regions([path])


@pytest.mark.originals
def test_months_add_up_to_the_yearly_tables(originals: Path) -> None:
    """Belarus and Kazakhstan stand in both workbooks; the yearly one is rounded to a million or four digits."""
    batches = {one.origin.key: one.read([originals / one.originals[0]]) for one in SOURCES[:2]}
    both = (
        batches["fts"]
        .ties.filter(pl.col("freq") == "Y")
        .join(batches["fts_cis"].ties, on=["sender", "receiver", "period"], suffix="_cis")
    )
    gap = (both["value"] / both["value_cis"] - 1).abs()
    assert len(both) > 80
    assert gap.median() < 0.001
    assert gap.max() < 0.12
