"""Statistical Review: totals and subtotals stay out, units are never mixed, both sides of a flow agree."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.sources.energy_institute import read_interregional, read_matrices

MATRIX = """flow,year,from,to,value,unit,edition
crude_oil,2022,Russia,Europe,110,million tonnes,e
crude_oil,2022,Russia,China,80,million tonnes,e
crude_oil,2022,Russia,Total,190,million tonnes,e
crude_oil,2022,Total imports,Europe,500,million tonnes,e
crude_oil,2022,Europe,Europe,9,million tonnes,e
gas_pipeline,2022,Russian Federation,Germany,30,bcm,e
gas_pipeline,2022,Russian Federation,Other EU,31,bcm,e
gas_pipeline,2022,Russian Federation,Europe,61,bcm,e
coal,2018,Russia,China,17,Mtoe,e
coal,2022,Russia,China,1.8,EJ,e
"""
GAS = """area,item,of_which_partner,year,bcm
Russian Federation,Pipeline exports,Europe,2020,168
Russian Federation,Pipeline exports,,2020,190
Europe,Pipeline imports,Russian Federation,2020,168
China,Pipeline imports,Russian Federation,2020,3.9
World,,LNG trade,2020,480
"""


def put(folder: Path, text: str) -> list[Path]:
    path = folder / "ei.csv"
    path.write_text(text, encoding="utf-8")
    return [path]


def rows(ties: pl.DataFrame) -> list[tuple[object, ...]]:
    return ties.select("variable", "sender", "receiver", "value").rows()


def test_areas_are_partners_and_totals_are_not(tmp_path: Path) -> None:
    batch = read_matrices(put(tmp_path, MATRIX))
    check_ties(batch.ties, source="ei_trade_matrices")
    assert rows(batch.ties) == [
        ("coal_exports_ej", "RUS", "CHN", 1.8),
        ("crude_exports_t", "RUS", "CHN", 80e6),
        ("crude_exports_t", "RUS", "area:ei-europe", 110e6),
        ("gas_exports_bcm", "RUS", "DEU", 30.0),
        ("gas_exports_bcm", "RUS", "area:ei-other-eu", 31.0),
    ]
    assert {item.reason: item.rows for item in batch.set_aside} == {
        "subtotals of the gas matrices": 1,
        "coal in million tonnes of oil equivalent, not in exajoules": 1,
        "from: set aside in scheme ei": 1,
        "to: set aside in scheme ei": 1,
        "trade inside an area": 1,
    }


def test_a_flow_told_twice_is_one_tie(tmp_path: Path) -> None:
    batch = read_interregional(put(tmp_path, GAS))
    check_ties(batch.ties, source="ei_gas_interregional")
    assert rows(batch.ties) == [
        ("gas_exports_bcm", "RUS", "CHN", 3.9),
        ("gas_exports_bcm", "RUS", "area:ei-europe", 168.0),
    ]


def test_bad_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableOriginal, match="unknown units"):
        read_matrices(put(tmp_path, MATRIX.replace("110,million tonnes", "110,thousand barrels a day")))
    with pytest.raises(UnreadableOriginal, match="occur more than once"):
        read_matrices(put(tmp_path, MATRIX + "crude_oil,2022,Russia,China,80,million tonnes,e\n"))
    with pytest.raises(UnknownCode, match="Middle Earth in 2022"):
        read_matrices(put(tmp_path, MATRIX.replace("Other EU", "Middle Earth")))
    with pytest.raises(UnreadableOriginal, match="exporter and importer differ for 1 flows"):
        read_interregional(put(tmp_path, GAS.replace("Federation,2020,168", "Federation,2020,170")))
    with pytest.raises(UnreadableOriginal, match="lacks column 'bcm'"):
        read_interregional(put(tmp_path, GAS.replace("bcm", "bcf")))


@pytest.mark.originals
def test_the_parts_of_a_matrix_add_up_to_its_total(originals: Path) -> None:
    """Leaving out subtotals loses nothing: Russia's parts give the printed total to 1 part in 1,000 (rounding)."""
    path = originals / "energy/ei/ei_trade_matrices_2018_2023.csv"
    raw = pl.read_csv(path, infer_schema_length=0).filter(
        pl.col("from").is_in(["Russia", "Russian Federation"]) & pl.col("to").is_in(["Total", "Total exports"])
    )
    printed = raw.filter(pl.col("flow") == "crude_oil")["value"].cast(pl.Float64).sum() * 1e6
    ties = read_matrices([path]).ties.filter((pl.col("sender") == "RUS") & (pl.col("variable") == "crude_exports_t"))
    assert ties["value"].sum() == pytest.approx(printed, rel=1e-3)
    gas = raw.filter(pl.col("flow") == "gas_pipeline")["value"].cast(pl.Float64).sum()
    ties = read_matrices([path]).ties.filter((pl.col("sender") == "RUS") & (pl.col("variable") == "gas_exports_bcm"))
    assert ties["value"].sum() == pytest.approx(gas, rel=1e-3)
