"""BACI's energy lines: units, missing weights, silence of an exporter, refusals."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.sources.baci_energy import energy_codes, read

HEADER = "year,exporter,importer,hs92,value_kusd,qty_t\n"
ROWS = """2021,RUS,CHN,270900,1500,3000
2022,RUS,CHN,270900,1600,2900
2021,RUS,CHN,270111,100,50
2021,RUS,CHN,270210,1,
2021,RUS,DEU,270111,100,50
2021,RUS,DEU,270119,50,
2021,S19,JPN,271111,7,0.5
2001,SCG,ITA,261210,2,
2009,SCG,ITA,261210,2,1
"""


def table(folder: Path, text: str = HEADER + ROWS) -> Path:
    path = folder / "energy.csv"
    path.write_text(text, encoding="utf-8")
    return path


def value(ties: pl.DataFrame, variable: str, sender: str, receiver: str, year: int) -> float | None:
    rows = ties.filter(
        (pl.col("variable") == variable)
        & (pl.col("sender") == sender)
        & (pl.col("receiver") == receiver)
        & (pl.col("period") == date(year, 1, 1))
    )
    return rows["value"].item() if len(rows) else None


def test_thousand_dollars_become_dollars_and_lines_are_added(tmp_path: Path) -> None:
    batch = read([table(tmp_path)])
    check_ties(batch.ties, source="baci_energy")
    assert value(batch.ties, "crude_exports_usd", "RUS", "CHN", 2021) == 1_500_000
    assert value(batch.ties, "crude_exports_t", "RUS", "CHN", 2021) == 3000
    assert value(batch.ties, "coal_exports_usd", "RUS", "CHN", 2021) == 101_000
    assert value(batch.ties, "lng_exports_usd", "TWN", "JPN", 2021) == 7000


def test_tonnes_need_a_quantity_for_nearly_all_of_the_value(tmp_path: Path) -> None:
    """1 of 101 in value without a quantity is let pass; 50 of 150 is not, and absence is no zero."""
    batch = read([table(tmp_path)])
    assert value(batch.ties, "coal_exports_t", "RUS", "CHN", 2021) == 50
    assert value(batch.ties, "coal_exports_t", "RUS", "DEU", 2021) is None
    assert value(batch.ties, "coal_exports_usd", "RUS", "DEU", 2021) == 150_000
    assert [a.rows for a in batch.set_aside if a.reason.startswith("tonnes")] == [2]


def test_an_exporter_that_fell_silent_is_mirrored(tmp_path: Path) -> None:
    ties = read([table(tmp_path)]).ties.filter(pl.col("variable") == "crude_exports_usd").sort("period")
    assert ties["status"].to_list() == ["reported", "mirrored"]


def test_years_outside_a_life_are_counted(tmp_path: Path) -> None:
    batch = read([table(tmp_path)])
    assert value(batch.ties, "uranium_exports_usd", "YUG", "ITA", 2001) == 2000
    assert [a.rows for a in batch.set_aside if "lifetime" in a.reason] == [1]


@pytest.mark.parametrize(
    ("change", "error", "text"),
    [
        (("qty_t", "quantity"), UnreadableOriginal, "lacks column 'qty_t'"),
        (("1500", "-1500"), UnreadableOriginal, "none below zero"),
        (("1500", "NaN"), UnreadableOriginal, "cells that are no flow"),
        (("1500", "inf"), UnreadableOriginal, "cells that are no flow"),
        (("1500", ""), UnreadableOriginal, "have no value"),
        (("RUS,CHN,270900", "RUS,XQX,270900"), UnknownCode, "XQX in 2021"),
        (("RUS,CHN,270900", "RUS,CHN,271000"), UnknownCode, "no energy lines: 271000"),
        (("2022,RUS,CHN", "2021,RUS,CHN"), UnreadableOriginal, "occur more than once"),
        ((",3000", ""), UnreadableOriginal, "do not have 6 cells"),
    ],
)
def test_bad_files_are_refused(tmp_path: Path, change: tuple[str, str], error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        read([table(tmp_path, (HEADER + ROWS).replace(*change))])


def test_other_separators_encodings_and_empty_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableOriginal, match="separator is not ','"):
        read([table(tmp_path, (HEADER + ROWS).replace(",", ";"))])
    path = table(tmp_path)
    path.write_bytes((HEADER + ROWS).encode("utf-16"))
    with pytest.raises(UnreadableOriginal, match="null bytes"):
        read([path])
    with pytest.raises(UnreadableOriginal, match="is empty"):
        read([table(tmp_path, "")])


@settings(max_examples=20, deadline=None)
@given(order=st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(tmp_path_factory: pytest.TempPathFactory, order: random.Random) -> None:
    rows = ROWS.splitlines(keepends=True)
    order.shuffle(rows)
    folder = tmp_path_factory.mktemp("rows")
    assert read([table(folder, HEADER + "".join(rows))]).ties.equals(read([table(folder)]).ties)


def test_every_line_has_its_variables() -> None:
    from reorient.record.schema import variables

    for stem in set(energy_codes().values()):
        assert {f"{stem}_exports_usd", f"{stem}_exports_t"} <= set(variables())
