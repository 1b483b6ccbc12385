"""Eurostat's monthly imports: mirrored, in one unit each, with the partner not named kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.sources.eurostat_energy import read

TEXT = """country,unit,partner,date,commodity,value
Germany,tonne,Russia,2020-01,crude_oil,1000
Germany,m3,,2020-01,gas_all,2000000000
Germany,TJ,,2020-01,gas_all,76000
Belgium,m3,Russia,2020-02,lng,500000000
Belgium,tonne,Belgium,2020-02,coal,5
"""


def put(folder: Path, text: str = TEXT) -> list[Path]:
    path = folder / "imports.csv"
    path.write_text(text, encoding="utf-8")
    return [path]


def test_months_become_mirrored_ties(tmp_path: Path) -> None:
    batch = read(put(tmp_path))
    check_ties(batch.ties, source="eurostat_energy")
    rows = batch.ties.select("variable", "sender", "receiver", "value").rows()
    assert rows == [
        ("crude_exports_t", "RUS", "DEU", 1000.0),
        ("lng_exports_bcm", "RUS", "BEL", 0.5),
        ("natural_gas_exports_bcm", "area:unspecified", "DEU", 2.0),
    ]
    assert set(batch.ties["status"]) == {"mirrored"}
    assert set(batch.ties["freq"]) == {"M"}
    assert {item.reason: item.rows for item in batch.set_aside} == {
        "the same gas in terajoules": 1,
        "importer and partner are one actor": 1,
    }


@pytest.mark.parametrize(
    ("change", "error", "text"),
    [
        (("2020-01,crude_oil", "2020-13,crude_oil"), UnreadableOriginal, "'2020-13'"),
        (("tonne,Russia", "barrel,Russia"), UnreadableOriginal, "unknown commodities or units"),
        (("tonne,Russia", "tonne,Ruritania"), UnknownCode, "Ruritania in 2020"),
        (("1000", "-1000"), UnreadableOriginal, "none below zero"),
        (("commodity,", "siec,"), UnreadableOriginal, "lacks column 'commodity'"),
    ],
)
def test_bad_files_are_refused(tmp_path: Path, change: tuple[str, str], error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        read(put(tmp_path, TEXT.replace(*change)))


BULK = """freq,siec,partner,unit,geo\\TIME_PERIOD\t2020-01 \t2020-02
M,O4100_TOT,RU,THS_T,DE\t1 \t:
M,O4100_TOT,TOTAL,THS_T,DE\t9 \t9
M,G3000,NSP,MIO_M3,DE\t1500 p\t:
M,G3000,ASI_OTH,MIO_M3,DE\t500 \t:
M,G3000,NSP,TJ_GCV,DE\t76000 \t:
M,G3200,RU,MIO_M3,BE\t: \t500 e
M,O4200,RU,THS_T,BE\t7 \t7
""".replace("\t", " \t").replace("\n", " \n")  # a blank ends every cell


def test_eurostats_own_files_give_the_same_ties(tmp_path: Path) -> None:
    path = tmp_path / "nrg_ti.tsv"
    path.write_text(BULK, encoding="utf-8")
    batch = read([path])
    assert batch.ties.equals(read(put(tmp_path)).ties)
    assert {item.reason: item.rows for item in batch.set_aside} == {
        "sums of partners or of reporters": 2,
        "other products or units": 2,
        "the same gas in terajoules": 1,
    }


def test_unknown_codes_of_eurostat_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "nrg_ti.tsv"
    path.write_text(BULK.replace("TOT,RU", "TOT,QX"), encoding="utf-8")
    with pytest.raises(UnknownCode, match="QX in 2020"):
        read([path])
    path.write_text(BULK.replace("siec,", "product,"), encoding="utf-8")
    with pytest.raises(UnreadableOriginal, match="lacks column 'siec'"):
        read([path])
