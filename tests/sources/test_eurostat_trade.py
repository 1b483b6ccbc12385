"""Comext: the 27 as an area, members by month, aggregates and trade within the Union set aside."""

from __future__ import annotations

import io
import tarfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.sources.eurostat_trade import read

HEADER = "REPORTER,PARTNER,PRODUCT,FLOW,STAT_PROCEDURE,PERIOD,VALUE_IN_EUR\n"
UNION = '"European Union - 27 countries (AT, BE, BG)"'
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ROWS = f"""{UNION},"Russian Federation (Russia)","TOTAL-Total","2-EXPORT","T-Total","202152-Jan.-Dec. 2021",89
{UNION},"Norway (incl. Svalbard and Jan Mayen 'SJ' -> 1994 and again from 1997)",Total,EXPORT,Total,Jan.-Dec. 2018,7
{UNION},"Germany (incl. German Democratic Republic 'DD' from 1991)",Total,EXPORT,Total,Jan.-Dec. 2018,70
{UNION},Extra-EU27 (from 2020),Total,EXPORT,Total,Jan.-Dec. 2018,900
"Union européenne - 27 pays (AT)","Etats-Unis (incl. Navassa ('UM') de 1995)",Total,EXPORTATION,Total,Jan.-Dec. 2016,5
{UNION},Russian Federation (Russia),Total,EXPORT,Total,Aug. 2024,11
"Euro area (AT-01/1999)",Russian Federation (Russia),Total,EXPORT,Total,Aug. 2024,9
"Italy (incl. San Marino 'SM' -> 1993)",Russian Federation (Russia),Total,EXPORT,Total,Aug. 2024,4
"""


def table(folder: Path, text: str = ROWS) -> Path:
    path = folder / "view.csv"
    path.write_text(HEADER + text, encoding="utf-8")
    return path


def test_the_area_its_members_and_what_is_set_aside(tmp_path: Path) -> None:
    batch = read([table(tmp_path)])
    check_ties(batch.ties, source="eurostat_exports")
    rows = batch.ties.select("sender", "receiver", "period", "freq", "value").rows()
    assert set(rows) == {
        ("area:eu27", "RUS", date(2021, 1, 1), "Y", 89.0),
        ("area:eu27", "NOR", date(2018, 1, 1), "Y", 7.0),
        ("area:eu27", "USA", date(2016, 1, 1), "Y", 5.0),
        ("ITA", "RUS", date(2024, 8, 1), "M", 4.0),
    }
    assert sorted(aside.rows for aside in batch.set_aside) == [1, 1, 2]


def test_partners_not_named_are_added_up(tmp_path: Path) -> None:
    names = (
        "Countries and territories not specified within the framework of extra-Union trade",
        "Countries and territories not specified for commercial or military reasons "
        "in the framework of extra-Union trade",
    )
    text = "".join(f'{UNION},"{name}",Total,EXPORT,Total,Jan.-Dec. 2018,5\n' for name in names)
    assert read([table(tmp_path, text)]).ties.select("receiver", "value").rows() == [("area:unspecified", 10.0)]


def test_twelve_months_make_a_year(tmp_path: Path) -> None:
    text = "".join(f"Malta,Russian Federation (Russia),Total,EXPORT,Total,{m}. 2020,2\n" for m in MONTHS)
    assert len(read([table(tmp_path, text)]).ties) == 13
    years = read([table(tmp_path, text)]).ties.filter(pl.col("freq") == "Y")
    assert years.select("value", "status").rows() == [(24.0, "derived")]
    assert len(read([table(tmp_path, text.replace("Dec. 2020", "Dec. 2019"))]).ties) == 12


def test_an_archive_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "view.tar.gz"
    with tarfile.open(path, "w:gz") as tape:
        raw = (HEADER + ROWS).encode()
        info = tarfile.TarInfo("in/view.csv")
        info.size = len(raw)
        tape.addfile(info, io.BytesIO(raw))
    assert read([path]).ties.equals(read([table(tmp_path)]).ties)


@pytest.mark.parametrize(
    ("old", "new", "error", "text"),
    [
        ("2-EXPORT", "1-IMPORT", UnreadableOriginal, "FLOW is '1-IMPORT'"),
        ("TOTAL-Total", "27-Fuels", UnreadableOriginal, "PRODUCT is '27-Fuels'"),
        ("Jan.-Dec. 2021", "Jan.-Jun. 2021", UnreadableOriginal, "the period '202152-Jan.-Jun. 2021'"),
        (",89", ",-89", UnreadableOriginal, "no flow"),
        (",89", ",:", UnreadableOriginal, "no flow"),
        ("Norway", "Atlantis", UnknownCode, "Atlantis in 2018"),
    ],
)
def test_bad_originals_are_refused(tmp_path: Path, old: str, new: str, error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        read([table(tmp_path, ROWS.replace(old, new, 1))])


def test_a_doubled_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableOriginal, match="occur more than once"):
        read([table(tmp_path), table(tmp_path)])
