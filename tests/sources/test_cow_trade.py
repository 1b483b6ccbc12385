"""COW trade: both layouts, direction and unit, and which zeros may enter the record."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reorient.actors import is_actor
from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.sources import cow_trade
from reorient.sources.cow_trade import SOURCES, false_zeros, read, reporters

HEADER = (
    "ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1,smoothflow2,smoothtotrade,spike1,spike2,dip1,dip2,"
    "trdspike,tradedip,bel_lux_alt_flow1,bel_lux_alt_flow2,china_alt_flow1,china_alt_flow2,source1,source2,version"
)
ROWS = [
    (2, 365, 1991, 915.0, 3935.0),
    (2, 365, 1992, 511.0, 2885.5),
    (2, 710, 1960, 0.0, 0.0),
    (2, 740, 1960, 1149.0, 1447.0),
    (2, 816, 1960, -9.0, 61.0),
    (365, 710, 1957, 812.0, 544.0),
    (365, 710, 1960, 0.0, 0.0),
    (365, 740, 1960, 87.0, 60.0),
    (710, 740, 1960, 3.0, 21.0),
]


def line(ccode1: int, ccode2: int, year: int, flow1: float, flow2: float) -> str:
    rest = "0,0,0,0,0,0,-9,-9,-9,-9,1,1,4"
    return f"{ccode1},{ccode2},{year},One,Two,{flow1},{flow2},{flow1},{flow2},0,{rest}"


def release(folder: Path, rows: list[tuple[int, int, int, float, float]] = ROWS) -> Path:
    path = folder / "Dyadic_COW_4.0.csv"
    path.write_text("\n".join([HEADER, *(line(*row) for row in rows)]) + "\n", encoding="utf-8")
    return path


def flows(*rows: tuple[str, str, int, float]) -> pl.DataFrame:
    """Flows from sender to receiver; each receiver also buys something from JPN, so that it is not silent."""
    told = {(receiver, year) for _, receiver, year, _ in rows}
    more = [("JPN", receiver, year, 1.0) for receiver, year in sorted(told) if receiver != "JPN"]
    keys = {row[:3] for row in rows}
    every = [*rows, *(row for row in more if row[:3] not in keys)]
    return pl.DataFrame(every, schema=["sender", "receiver", "year", "value"], orient="row")


def refused(frame: pl.DataFrame, sender: str, receiver: str, year: int) -> str | None:
    here = (pl.col("sender") == sender) & (pl.col("receiver") == receiver) & (pl.col("year") == year)
    return false_zeros(frame).filter(here)["refused"].item()  # type: ignore[no-any-return]


def test_dollars_from_exporter_to_importer(tmp_path: Path) -> None:
    batch = read([release(tmp_path)])
    check_ties(batch.ties, source="cow_trade")
    tie = batch.ties.filter((pl.col("sender") == "RUS") & (pl.col("period") == date(1992, 1, 1)))
    assert tie.select("receiver", "value", "status").rows() == [("USA", 511e6, "mirrored")]
    assert batch.ties.filter((pl.col("sender") == "USA") & (pl.col("receiver") == "RUS"))["value"].to_list() == [
        3935e6,
        2885.5e6,
    ]
    assert {row.role for row in batch.coverage} == {"receiver"}


def test_the_zip_and_the_r_repackaging_give_the_same_ties(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = read([release(tmp_path)])
    with zipfile.ZipFile(tmp_path / "COW_Trade_4.0.zip", "w") as book:
        book.write(tmp_path / "Dyadic_COW_4.0.csv", "COW_Trade_4.0/Dyadic_COW_4.0.csv")
        book.writestr("COW_Trade_4.0/National_COW_4.0.csv", "ccode,year\n2,1992\n")
    assert read([tmp_path / "COW_Trade_4.0.zip"]).ties.equals(plain.ties)

    both = [*ROWS, *((b, a, year, two, one) for a, b, year, one, two in ROWS)]
    cells = [(a, b, y, None if one == -9 else one, None if two == -9 else two) for a, b, y, one, two in both]
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cow_trade.COLUMNS, pl.Float64), orient="row")
    monkeypatch.setattr(cow_trade, "read_r", lambda path: {"value": frame})
    assert read([tmp_path / "cow_trade_ddy.rds"]).ties.equals(plain.ties)


def test_missing_is_no_row_and_false_zeros_are_counted(tmp_path: Path) -> None:
    batch = read([release(tmp_path)])
    counted = {aside.reason: aside.rows for aside in batch.set_aside}
    assert counted["missing (-9) in the original"] == 1
    assert counted["zero that nobody told: nobody reported"] == 2
    pairs = set(batch.ties.filter(pl.col("value") == 0).select("sender", "receiver").rows())
    assert pairs == {("USA", "CHN"), ("CHN", "USA")}, "an embargo is a zero; silence between Moscow and Peking is not"


@pytest.mark.parametrize("partner", ["RUS", "CUB", "ALB", "MNG", "PRK", "VNM"])
def test_zeros_between_china_and_communist_states_are_refused(partner: str) -> None:
    for year in range(1960, 1964):
        frame = flows((partner, "CHN", year, 0.0), ("CHN", partner, year, 0.0))
        assert refused(frame, partner, "CHN", year) == "nobody reported"
        assert refused(frame, "CHN", partner, year) == "nobody reported"


def test_new_reporters_settle_for_two_years() -> None:
    for year, reason in ((1992, "nobody reported"), (1993, "nobody reported"), (1994, None)):
        assert refused(flows(("UKR", "RUS", year, 0.0)), "UKR", "RUS", year) == reason


@pytest.mark.parametrize(
    ("sender", "receiver", "year"),
    [("BDI", "PRY", 1985), ("FJI", "TCD", 1990), ("MNG", "HTI", 1980), ("CUB", "CHE", 1970), ("TON", "MDV", 2005)],
)
def test_small_and_distant_states_keep_their_zeros(sender: str, receiver: str, year: int) -> None:
    assert refused(flows((sender, receiver, year, 0.0)), sender, receiver, year) is None


def test_an_importer_without_any_flow_is_silent() -> None:
    frame = pl.DataFrame({"sender": ["USA"], "receiver": ["NPL"], "year": [1970], "value": [0.0]})
    assert refused(frame, "USA", "NPL", 1970) == "silent importer"


@pytest.mark.parametrize(("year", "reason"), [(1938, None), (1939, "war"), (1947, "war"), (1948, None)])
def test_war_years(year: int, reason: str | None) -> None:
    assert refused(flows(("FRA", "USA", year, 0.0)), "FRA", "USA", year) == reason


def test_a_reporter_that_is_silent_on_non_reporters() -> None:
    """Two large flows break off at once and none is shown: silence. One of many: an embargo, a zero."""
    before = [(other, "IRQ", 1978, 150.0) for other in ("RUS", "DDR")]
    after = [(other, "IRQ", 1982, 0.0) for other in ("RUS", "DDR", "PRK")]
    frame = flows(*before, *after)
    assert refused(frame, "RUS", "IRQ", 1982) == "reporter silent on non-reporters"
    assert refused(frame, "PRK", "IRQ", 1982) is None, "no large flow is known"
    shown = flows(*before, *after, *((other, "IRQ", 1982, 90.0) for other in ("BGR", "CSK", "POL")))
    assert refused(shown, "RUS", "IRQ", 1982) is None
    embargo = flows(("CHN", "USA", 1950, 161.0), ("CHN", "USA", 1955, 0.0), ("RUS", "USA", 1955, 30.0))
    assert refused(embargo, "CHN", "USA", 1955) is None


@given(st.sampled_from(["RUS", "CHN", "USA", "FRA", "CUB"]), st.integers(1870, 2014), st.floats(1e-6, 1e6))
def test_only_zeros_are_ever_refused(sender: str, year: int, value: float) -> None:
    assert refused(flows((sender, "DEU", year, value)), sender, "DEU", year) is None


def test_the_table_of_reporters_names_actors_and_spans() -> None:
    for actor, first, last in reporters():
        assert is_actor(actor), actor
        assert first >= 1948, actor
        assert first <= last + cow_trade.SETTLING, actor
    spans = {actor: (first, last) for actor, first, last in reporters()}
    assert spans["CHE"] == (1948, 9999), "published before it joined, so nothing to settle"
    assert spans["CHN"] == (1982, 9999)


@pytest.mark.parametrize(
    ("old", "new", "error", "text"),
    [
        ("flow1,flow2", "flow_1,flow2", UnreadableOriginal, "lacks column 'flow1'"),
        (",915.0,", ",-5,", UnreadableOriginal, "no flow"),
        (",915.0,", ",NaN,", UnreadableOriginal, "no flow"),
        (",915.0,", ",inf,", UnreadableOriginal, "no flow"),
        ("2,365,1991", "2,365,1992", UnreadableOriginal, "occur more than once"),
        ("2,365,1991", "2,999,1991", UnknownCode, "999 in 1991"),
        ("2,365,1991,", "2;365;1991;", UnreadableOriginal, "lines do not have 23 cells"),
    ],
)
def test_bad_originals_are_refused(tmp_path: Path, old: str, new: str, error: type[Exception], text: str) -> None:
    path = release(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(error, match=text):
        read([path])


def test_orders_that_disagree_and_archives_without_trade(tmp_path: Path) -> None:
    path = release(tmp_path, [*ROWS, (365, 2, 1992, 2885.5, 512.0)])
    with pytest.raises(UnreadableOriginal, match="the two orders of a dyad disagree"):
        read([path])
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as book:
        book.writestr("National_COW_4.0.csv", "ccode,year\n2,1992\n")
    with pytest.raises(UnreadableOriginal, match="holds 0 files of dyadic trade"):
        read([tmp_path / "other.zip"])
    with pytest.raises(UnreadableOriginal, match="2 files"):
        read([path, path])


@pytest.mark.originals
def test_false_zeros_of_the_original(originals: Path) -> None:
    batch = read([originals / SOURCES[0].originals[0]])
    ties = batch.ties

    def values(a: str, b: str, first: int, last: int) -> list[float]:
        years = pl.col("period").dt.year().is_between(first, last)
        return ties.filter((pl.col("sender") == a) & (pl.col("receiver") == b) & years)["value"].to_list()

    for partner in ("RUS", "CUB", "ALB", "MNG", "PRK", "VNM"):
        assert values(partner, "CHN", 1960, 1963) == values("CHN", partner, 1960, 1963) == []
    for partner in ("CUB", "ALB", "MNG", "PRK"):
        assert values("RUS", partner, 1981, 1984) == values(partner, "RUS", 1981, 1984) == []
    assert values("RUS", "VNM", 1981, 1984) == []
    assert values("RUS", "IRQ", 1981, 1983) == []
    assert values("RUS", "UKR", 1992, 1993) == []
    assert values("CHN", "USA", 1954, 1963) == [0.0] * 10
    assert values("NPL", "CRI", 1980, 1990) == [0.0] * 11
    assert len(values("RUS", "CHN", 1983, 1992)) == 10
