"""BACI in both layouts: the same ties from the MATLAB totals and from the producer's customs lines; refusals."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.io import savemat

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.record.schema import Batch
from reorient.sources.baci import read_release, read_totals
from reorient.sources.baci_energy import energy_codes
from reorient.sources.hs6 import aggregation, sql, sums

STATES = ("RUS", "CHN", "DEU", "SRB")
HEADER = "t,i,j,k,v,q\n"
LINES = {
    2010: """2010,643,156,270900,1500.000,3000.000
2010,643,156,440110,250.500,       NA
2010,643,276,270111,100.000,50.000
2010,643,276,270119,50.000,           NA
2010,156,643,850910,10.001,0.010
2010,688,643,010190,7.000,1.500
""",
    2022: """2022,643,156,271111,9.000,2.000
2022,156,643,850910,12.000,4.000
""",
}
CODES = """country_code,country_name,country_iso2,country_iso3
156,China,CN,CHN
276,Germany,DE,DEU
280,"Fed. Rep. of Germany (...1990)",DE,DEU
490,"Asia, not elsewhere specified",N/A,S19
643,Russian Federation,RU,RUS
688,Serbia,RS,SRB
"""


def release(folder: Path, lines: dict[int, str] | None = None, codes: str = CODES) -> Path:
    path = folder / "BACI_HS92_V202601.zip"
    with zipfile.ZipFile(path, "w") as book:
        for year, text in (lines or LINES).items():
            book.writestr(f"BACI_HS92_Y{year}_V202601.csv", HEADER + text)
        book.writestr("country_codes_V202601.csv", codes)
        book.writestr("product_codes_HS92_V202601.csv", 'code,description\n270900,"Oils: petroleum, crude"\n')
    return path


def totals(folder: Path, change: Callable[[np.ndarray], None] = lambda matrix: None) -> list[Path]:
    matrix = np.zeros((4, 4, 2))
    matrix[0, 1, 0], matrix[0, 2, 0], matrix[1, 0, 0], matrix[3, 0, 0] = 1750.5, 150, 10.001, 7
    change(matrix)
    savemat(folder / "DatiProcessati.mat", {"MatriceEx": matrix, "Anni": np.array([[2010], [2011]], dtype=np.uint16)})
    (folder / "order.txt").write_text("\n".join(STATES), encoding="utf-8")
    return [folder / "DatiProcessati.mat", folder / "order.txt"]


def value(batch: Batch, variable: str, sender: str, receiver: str, year: int) -> float | None:
    rows = batch.ties.filter(
        (pl.col("variable") == variable)
        & (pl.col("sender") == sender)
        & (pl.col("receiver") == receiver)
        & (pl.col("period").dt.year() == year)
    )
    return rows["value"].item() if len(rows) else None


def test_both_layouts_give_the_same_exports(tmp_path: Path) -> None:
    first, second = read_totals(totals(tmp_path)), read_release([release(tmp_path)])
    check_ties(first.ties, source="baci_totals")
    check_ties(second.ties, source="baci")
    overlap = second.ties.filter((pl.col("variable") == "exports") & (pl.col("period").dt.year() == 2010))
    assert overlap.drop("source").equals(first.ties.drop("source"))
    assert value(first, "exports", "RUS", "CHN", 2010) == 1_750_500


def test_cells_of_zero_are_no_ties_and_an_empty_year_is_absent(tmp_path: Path) -> None:
    batch = read_totals(totals(tmp_path))
    assert len(batch.ties) == 4
    assert batch.ties["value"].min() > 0
    assert [aside.examples for aside in batch.set_aside] == [("2011",)]
    assert {row.absence for row in batch.coverage} == {"unreported"}
    assert {row.last.year for row in batch.coverage} == {2010}


def test_commodities_in_dollars_and_tonnes(tmp_path: Path) -> None:
    batch = read_release([release(tmp_path)])
    assert value(batch, "crude_exports_usd", "RUS", "CHN", 2010) == 1_500_000
    assert value(batch, "crude_exports_t", "RUS", "CHN", 2010) == 3000
    assert value(batch, "coal_exports_usd", "RUS", "DEU", 2010) == 150_000
    assert value(batch, "coal_exports_t", "RUS", "DEU", 2010) is None, "a third of the value has no quantity"
    assert [aside.rows for aside in batch.set_aside] == [1]
    assert value(batch, "lng_exports_t", "RUS", "CHN", 2022) == 2


def test_who_publishes_nothing_is_mirrored(tmp_path: Path) -> None:
    ties = read_release([release(tmp_path)]).ties.filter(pl.col("period").dt.year() == 2022)
    assert set(ties.filter(pl.col("sender") == "RUS")["status"]) == {"mirrored"}
    assert set(ties.filter(pl.col("sender") == "CHN")["status"]) == {"reported"}


def test_unpacked_files_and_two_codes_of_one_actor(tmp_path: Path) -> None:
    lines = {1995: "1995,280,643,850910,1.000,NA\n1995,276,643,850910,2.000,NA\n1995,280,276,850910,5.000,NA\n"}
    with zipfile.ZipFile(release(tmp_path, lines)) as book:
        book.extractall(tmp_path / "all")
    batch = read_release(sorted((tmp_path / "all").iterdir()))
    assert value(batch, "exports", "DEU", "RUS", 1995) == 3000
    assert [aside.reason for aside in batch.set_aside] == ["flows between two codes of one actor"]


def test_a_state_before_its_birth_is_set_aside(tmp_path: Path) -> None:
    batch = read_release([release(tmp_path, {2000: "2000,688,643,850910,1.000,NA\n2000,156,643,850910,1.000,NA\n"})])
    assert batch.ties["sender"].to_list() == ["CHN"]
    assert "lifetime" in batch.set_aside[0].reason


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("2010,643,156,270900,,1\n", "lines without a value"),
        ("2010,643,156,270900,NA,1\n", "lines without a value"),
        ("2010,643,156,270900,-1,1\n", "a negative value"),
        ("2010,643,156,270900,1,-1\n", "a negative quantity"),
        ("2010,643,156,270900,nan,1\n", "no table of customs lines"),
        ("2010,643,156,270900,inf,1\n", "no table of customs lines"),
        ("2010,643,156,270900,1,few\n", "no table of customs lines"),
        ("2010,643,156,270900,1\n", "no table of customs lines"),
        ("2010;643;156;270900;1;2\n", "no table of customs lines"),
        ("2010,643,156,270900,1,1\n2010,643,156,270900,1,1\n", "a product twice in one flow"),
        ("", "holds no rows"),
    ],
)
def test_bad_lines_are_refused(tmp_path: Path, line: str, text: str) -> None:
    with pytest.raises(UnreadableOriginal, match=text):
        read_release([release(tmp_path, {2010: line})])


def test_a_block_of_lines_that_comes_twice_is_refused(tmp_path: Path) -> None:
    block = "".join(f"2010,{i},643,850910,1.000,NA\n" for i in range(700, 708))
    with pytest.raises(UnreadableOriginal, match="a product twice"):
        read_release([release(tmp_path, {2010: block + block})])


def test_one_year_in_two_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableOriginal, match="keys occur more than once"):
        read_release([release(tmp_path, {2010: LINES[2010], 2011: LINES[2010]})])


@pytest.mark.parametrize(("old", "new"), [("country_iso3", "iso3"), ("156,China", "xx,China"), ("280,", "276,")])
def test_bad_country_codes_are_refused(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(UnreadableOriginal, match="country codes"):
        read_release([release(tmp_path, codes=CODES.replace(old, new))])


def test_unknown_codes_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownCode, match="999 in 2010"):
        read_release([release(tmp_path, {2010: "2010,999,156,850910,1.000,NA\n"})])
    with pytest.raises(UnknownCode, match="XYZ in 2010"):
        read_release([release(tmp_path, codes=CODES.replace("SRB", "XYZ"))])


def test_renamed_columns_a_cut_zip_and_no_file(tmp_path: Path) -> None:
    path = release(tmp_path)
    (tmp_path / "cut.zip").write_bytes(path.read_bytes()[:-200])
    with pytest.raises(UnreadableOriginal, match="no whole zip"):
        read_release([tmp_path / "cut.zip"])
    table = tmp_path / "BACI_HS92_Y2010_V202601.csv"
    table.write_text("t,i,j,k,value,q\n", encoding="utf-8")
    (tmp_path / "country_codes.csv").write_text(CODES, encoding="utf-8")
    with pytest.raises(UnreadableOriginal, match="begins with 't,i,j,k,value,q'"):
        read_release([table, tmp_path / "country_codes.csv"])
    with pytest.raises(UnreadableOriginal, match="No file of customs lines"):
        read_release([tmp_path / "country_codes.csv"])


def test_a_zip_that_climbs_out_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("country_codes.csv", CODES)
        book.writestr("../BACI_HS92_Y2010_V202601.csv", HEADER + LINES[2010])
    with pytest.raises(UnreadableOriginal, match="climbs out"):
        read_release([path])


def test_bad_matrices_are_refused(tmp_path: Path) -> None:
    def spoil(bad: float) -> Callable[[np.ndarray], None]:
        return lambda matrix: matrix.__setitem__((0, 1, 0), bad)

    for bad in (np.nan, np.inf, -1.0):
        with pytest.raises(UnreadableOriginal, match="NaN, infinite or negative"):
            read_totals(totals(tmp_path, spoil(bad)))
    with pytest.raises(UnreadableOriginal, match="to itself"):
        read_totals(totals(tmp_path, lambda matrix: matrix.__setitem__((1, 1, 0), 1.0)))
    paths = totals(tmp_path)
    paths[1].write_text("RUS CHN DEU", encoding="utf-8")
    with pytest.raises(UnreadableOriginal, match="names 3 states"):
        read_totals(paths)
    paths[0].write_bytes(paths[0].read_bytes()[:150])
    with pytest.raises(UnreadableOriginal, match=r"no readable MATLAB file|holds no"):
        read_totals(paths)
    with pytest.raises(UnreadableOriginal, match="0 files end in"):
        read_totals(paths[1:])


AMOUNT = st.integers(min_value=0, max_value=10**12)


FLOW = st.tuples(st.integers(1, 5), st.integers(6, 9), st.sampled_from([10111, 270900, 270111, 271111]))
LINE = st.tuples(AMOUNT, st.none() | AMOUNT)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(FLOW, LINE, min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_sums_are_exact_and_the_order_of_lines_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, cells: dict, random: object
) -> None:
    lines = [
        f"2010,{i},{j},{k:06d},{v // 1000}.{v % 1000:03d},{'   NA' if q is None else f'{q // 1000}.{q % 1000:03d}'}\n"
        for (i, j, k), (v, q) in cells.items()
    ]
    random.shuffle(lines)  # type: ignore[attr-defined]
    path = tmp_path_factory.mktemp("lines") / "BACI_HS92_Y2010_V202601.csv"
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    found = sums([path], energy_codes())
    assert found["usd"].sum() == sum(v for v, _ in cells.values())
    assert found["kg"].sum() == sum(q or 0 for _, q in cells.values())
    assert found["weighed"].sum() == sum(v for v, q in cells.values() if q is not None)
    crude = sum(v for (_, _, k), (v, _) in cells.items() if k == 270900)
    assert found.filter(pl.col("stem") == "crude")["usd"].sum() == crude


def test_a_mark_of_another_width_further_down(tmp_path: Path) -> None:
    path = tmp_path / "BACI_HS92_Y2010_V202601.csv"
    many = "".join(f"2010,4,8,{k:06d},1.000,  NA\n" for k in range(10_000, 60_000))
    assert len(many) > 1 << 20
    path.write_text(HEADER + many + "2010,4,8,270900,1.000,           NA\n", encoding="utf-8")
    assert sums([path], energy_codes())["usd"].to_list() == [50_000_000, 1000]


def test_the_one_expression_speaks_duckdb_and_spark() -> None:
    assert set(aggregation(energy_codes()).columns) >= {"t", "i", "j", "stem", "usd", "weighed", "kg"}
    assert 'FROM "lines"' in sql(energy_codes())
    spark = sql(energy_codes(), dialect="pyspark")
    assert "FROM `lines`" in spark
    assert "270900" in spark
    assert "270900" not in sql({})
