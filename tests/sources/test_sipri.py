"""SIPRI's trade register: both layouts, names at dates, whoever is no state, and what is refused."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.record.schema import Batch
from reorient.sources.figures import check_batch
from reorient.sources.sipri import SOURCES, read_deals, read_deliveries
from reorient.sources.source import Source

PREAMBLE = """Transfers of major conventional arms from All countries  to All countries . ;
SIPRI trend-indicator values (TIVs) are in millions.;
Source: SIPRI Arms Transfers Database (c) SIPRI.;
"""
HEADER = (
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,"
    "Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,"
    "Delivery year is estimate,Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production;\n"
)
DEAL_HEADER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons\n"
)


def delivery(number: int, supplier: str, recipient: str, year: int | str, tiv: float | str) -> str:
    return (
        f"{number},{supplier},{recipient},Xy-1,fighter aircraft,Aircraft,1999,No,4,No,{year},No,New,10,10,{tiv},No;\n"
    )


def deal(supplier: str, recipient: str, years: str, tiv: float | str, remark: str = "") -> str:
    return f"{recipient},{supplier},1990,,4,,Xy-1,fighter aircraft,4,,{years},New,{remark},10,40,{tiv}\n"


def written(folder: Path, text: str, encoding: str = "latin-1") -> Path:
    path = folder / "register.csv"
    path.write_bytes(text.encode(encoding))
    return path


def values(batch: Batch) -> dict[tuple[str, str, int], float]:
    return {(s, r, p.year): v for s, r, p, v in batch.ties.select("sender", "receiver", "period", "value").iter_rows()}


def test_deliveries_add_up_by_pair_and_year(tmp_path: Path) -> None:
    text = (
        PREAMBLE
        + HEADER
        + delivery(1, "Russia", "Viet Nam", 2011, 100.5)
        + delivery(1, "Russia", "Viet Nam", 2012, 50)
        + delivery(2, "Russia", "Viet Nam", 2011, 0.5)
        + delivery(3, "Russia", "India", 2011, 0)
    )
    batch = read_deliveries([written(tmp_path, text)])
    check_ties(batch.ties, source="sipri_deliveries")
    assert values(batch) == {("RUS", "IND", 2011): 0, ("RUS", "VNM", 2011): 101, ("RUS", "VNM", 2012): 50}
    (row,) = batch.coverage
    assert (row.first.year, row.last.year, row.absence, row.role) == (2011, 2012, "zero", "sender")
    assert batch.ties["status"].unique().to_list() == ["reported"]


def test_windows_line_ends_and_a_quoted_comma(tmp_path: Path) -> None:
    text = (PREAMBLE + HEADER + delivery(1, "Russia", "Turkiye", 2019, 5)).replace("fighter aircraft", '"gun, towed"')
    assert values(read_deliveries([written(tmp_path, text.replace("\n", "\r\n"))])) == {("RUS", "TUR", 2019): 5}


def test_the_value_of_a_deal_is_split_evenly_and_marked_derived(tmp_path: Path) -> None:
    text = DEAL_HEADER + deal("Russia", "China", "1992; 1993; 1994", 90) + deal("Russia", "China", "1994", 10)
    batch = read_deals([written(tmp_path, text, "utf-8-sig")])
    check_ties(batch.ties, source="sipri_deals")
    assert values(batch) == {("RUS", "CHN", 1992): 30, ("RUS", "CHN", 1993): 30, ("RUS", "CHN", 1994): 40}
    assert batch.ties["status"].unique().to_list() == ["derived"]


@pytest.mark.parametrize(
    ("name", "year", "actor"),
    [
        ("East Germany (GDR)", "1980", "DDR"),
        ("Soviet Union", "1960", "RUS"),
        ("Czechoslovakia", "1970", "CSK"),
        ("Yugoslavia", "1970", "YUG"),
        ("Serbia", "2000", "YUG"),
        ("Serbia", "2010", "SRB"),
        ("South Vietnam", "1970", "RVN"),
        ("Viet Nam", "1970", "VNM"),
        ("North Yemen", "1980", "YEM"),
        ("South Yemen", "1980", "YMD"),
        ("Congo", "1990", "COG"),
        ("DR Congo", "1990", "COD"),
        ("eSwatini", "1990", "SWZ"),
        ("Taiwan", "1990", "TWN"),
        ("Kosovo", "2015", "XKX"),
        ("Palestine", "2015", "PSE"),
    ],
)
def test_names_at_dates(tmp_path: Path, name: str, year: str, actor: str) -> None:
    text = DEAL_HEADER + deal("United States", name, year, 1)
    assert values(read_deals([written(tmp_path, text)])) == {("USA", actor, int(year)): 1}


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("Hezbollah (Lebanon)*", "2005"),
        ("NATO**", "1982"),
        ("United Nations**", "2010"),
        ("Northern Cyprus", "1990"),
        ("Biafra", "1968"),
        ("South Sudan", "2008"),
        ("Brunei", "1970"),
    ],
)
def test_whoever_was_no_state_stays_in_the_sum_of_the_supplier(tmp_path: Path, name: str, year: str) -> None:
    text = DEAL_HEADER + deal("France", name, year, 3)
    assert values(read_deals([written(tmp_path, text)])) == {("FRA", "area:nonstate", int(year)): 3}


def test_unknown_ends_are_a_residual_of_their_own(tmp_path: Path) -> None:
    text = (
        DEAL_HEADER
        + deal("unknown supplier(s)", "Kenya", "1990", 1)
        + deal("Russia", "unknown recipient(s)", "1990", 2)
    )
    found = values(read_deals([written(tmp_path, text)]))
    assert found == {("area:unspecified", "KEN", 1990): 1, ("RUS", "area:unspecified", 1990): 2}


def test_what_is_not_delivered_or_not_between_two_is_counted(tmp_path: Path) -> None:
    text = (
        DEAL_HEADER
        + deal("Russia", "India", "1995", 5)
        + deal("Russia", "India", "", "")
        + deal("Hamas (Palestine)*", "Hezbollah (Lebanon)*", "1995", 1)
    )
    batch = read_deals([written(tmp_path, text)])
    assert {item.reason: item.rows for item in batch.set_aside} == {
        "no delivery identified yet": 1,
        "supplier and recipient are both no named state": 1,
    }


GOOD = PREAMBLE + HEADER + delivery(1, "Russia", "India", 2011, 5) + delivery(2, "Russia", "China", 2011, 5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("only words\n", "no line with the columns Supplier and Recipient"),
        (GOOD.replace("TIV delivery values", "TIV"), "lacks column 'TIV delivery values'"),
        (GOOD.replace(",", ";"), "separator is not ','"),
        (GOOD[:-40], "do not have 17 cells"),
        (GOOD.replace("10,10,5", "10,10,NaN"), "that are no flow"),
        (GOOD.replace("10,10,5", "10,10,-5"), "that are no flow"),
        (GOOD.replace("10,10,5", "10,10,inf"), "that are no flow"),
        (GOOD.replace("2,Russia,China", "1,Russia,China"), "occur more than once"),
        (PREAMBLE + HEADER, "holds no delivery|holds no rows"),
        (DEAL_HEADER + deal("Russia", "India", "1995", 5), "add it as sipri_deals"),
    ],
)
def test_bad_registers_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UnreadableOriginal, match=message):
        read_deliveries([written(tmp_path, text)])


def test_deliveries_handed_in_as_deals_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UnreadableOriginal, match="add it as sipri_deliveries"):
        read_deals([written(tmp_path, GOOD)])


def test_an_unknown_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownCode, match="Ruritania in 2011"):
        read_deliveries([written(tmp_path, GOOD.replace("India", "Ruritania"))])


RECIPIENTS = ("India", "China", "NATO**", "Kenya")


@given(
    tivs=st.lists(
        st.tuples(st.integers(0, 10**6), st.sampled_from(["India", "China", "NATO**", "Kenya"])),
        min_size=1,
        max_size=30,
    ),
    years=st.lists(st.integers(1992, 2020), min_size=1, max_size=4, unique=True),
)
def test_no_volume_is_lost_or_made(tmp_path_factory: pytest.TempPathFactory, tivs, years) -> None:
    text = DEAL_HEADER + "".join(deal("Russia", who, "; ".join(map(str, years)), tiv / 100) for tiv, who in tivs)
    batch = read_deals([written(tmp_path_factory.mktemp("deals"), text)])
    # Divided by up to four and added again: the last bits of a double.
    assert batch.ties["value"].sum() == pytest.approx(sum(tiv for tiv, _ in tivs) / 100, rel=1e-12)


@pytest.mark.originals
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.origin.key)
def test_figures(originals: Path, source: Source) -> None:
    batch = source.read(sorted(originals.glob(source.originals[0])))
    check_ties(batch.ties, source=source.origin.key)
    assert [line for line in check_batch(source, batch) if line[0] != "ok"] == []


@pytest.mark.originals
def test_shares_agree_with_the_producers_fact_sheet(originals: Path) -> None:
    ties = SOURCES[0].read(sorted(originals.glob(SOURCES[0].originals[0]))).ties
    late = ties.filter(pl.col("period").dt.year() >= 2020)
    russia = late.filter(pl.col("sender") == "RUS")
    # SIPRI prints whole per cent of recipients and one decimal of suppliers.
    assert russia["value"].sum() / late["value"].sum() == pytest.approx(0.078, abs=0.0005)
    for partner, share in (("IND", 0.38), ("CHN", 0.17), ("KAZ", 0.11)):
        part = russia.filter(pl.col("receiver") == partner)["value"].sum() / russia["value"].sum()
        assert part == pytest.approx(share, abs=0.006)
