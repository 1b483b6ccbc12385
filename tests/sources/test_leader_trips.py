"""Trips and engagements: counts by year, places that are no state, three layouts."""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl
import pytest

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.record.schema import Batch
from reorient.sources.figures import check_batch
from reorient.sources.leader_trips import SOURCES
from reorient.sources.source import Source

CEIAS, VITAE, COLT = SOURCES
ENGAGEMENTS = """date,year,country,leader,text
03/22/13,2013,Russia,Xi Jinping,met
03/23/13,2013,Russia,Yang Jiechi,"met, too"
10/20/15,2015,England,Xi Jinping,met
"""
SENT = "TripYear,LeaderCountryOrIGO,count\n2000,Russia,29\n2000,United Nations (UN),12\n2001,Russia,30\n"
RECEIVED = "TripYear,CountryVisited,count\n2000,Russia,40\n2000,Unknown,1\n"


def written(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def workbook(folder: Path, rows: list[list[object]], sheet: str = "Dataset") -> Path:
    """Write the smallest workbook that holds `rows`."""
    space = "http://schemas.openxmlformats.org"
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>" for row in rows
    )
    kinds = (
        f'<Types xmlns="{space}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    )
    main = f"{space}/spreadsheetml/2006/main"
    document = f"{space}/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": kinds,
        "_rels/.rels": f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{document}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{document}"><sheets><sheet name="{sheet}" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{space}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{document}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    path = folder / "visits.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        for name, text in parts.items():
            book.writestr(name, text)
    return path


def values(batch: Batch, variable: str) -> dict[tuple[str, str, int], float]:
    rows = batch.ties.filter(pl.col("variable") == variable)
    return {(s, r, p.year): v for s, r, p, v in rows.select("sender", "receiver", "period", "value").iter_rows()}


def test_visits_are_counted_by_state_and_year(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Year", "Name", "Level", "Country", "Continent"],
        [1949, "Mao Zedong", "President", "Soviet Union", "Europe"],
        [2010, "Hu Jintao", "President", "Russia", "Europe"],
        [2010, "Wen Jiabao", "Premier", "Russia", "Europe"],
    ]
    batch = CEIAS.read([workbook(tmp_path, rows)])
    check_ties(batch.ties, source="ceias_visits")
    assert values(batch, "visits") == {("CHN", "RUS", 1949): 1, ("CHN", "RUS", 2010): 2}
    with pytest.raises(UnreadableOriginal, match="no sheet with a table of visits"):
        CEIAS.read([workbook(tmp_path, [["Year", "Country"]])])
    with pytest.raises(UnreadableOriginal, match=r"no readable workbook|no sheet"):
        CEIAS.read([written(tmp_path, "Year,Name,Level,Country\n", "visits.xlsx")])


def test_engagements_are_counted(tmp_path: Path) -> None:
    batch = VITAE.read([written(tmp_path, ENGAGEMENTS)])
    check_ties(batch.ties, source="china_vitae")
    assert values(batch, "engagements") == {("CHN", "RUS", 2013): 2, ("CHN", "GBR", 2015): 1}


def test_a_date_outside_its_year_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableOriginal, match="a date that is not in their year: 10/20/15"):
        VITAE.read([written(tmp_path, ENGAGEMENTS.replace("10/20/15,2015", "10/20/15,2014"))])
    with pytest.raises(UnreadableOriginal, match="1 without a country"):
        VITAE.read([written(tmp_path, ENGAGEMENTS.replace("England", ""))])
    with pytest.raises(UnknownCode, match="Ruritania"):
        VITAE.read([written(tmp_path, ENGAGEMENTS.replace("England", "Ruritania"))])


def test_totals_are_of_one_state(tmp_path: Path) -> None:
    batch = COLT.read([written(tmp_path, SENT), written(tmp_path, RECEIVED, "received.csv")])
    check_ties(batch.ties, source="colt_trips")
    assert values(batch, "visits_sent") == {("RUS", "RUS", 2000): 29, ("RUS", "RUS", 2001): 30}
    assert values(batch, "visits_received") == {("RUS", "RUS", 2000): 40}
    assert sorted(item.examples for item in batch.set_aside) == [("United Nations (UN)",), ("Unknown",)]


def test_totals_as_parquet_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "sent.parquet"
    pl.read_csv(SENT.encode()).write_parquet(path)
    assert COLT.read([path]).ties.equals(COLT.read([written(tmp_path, SENT)]).ties)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UnreadableOriginal, match="no whole Parquet file"):
        COLT.read([path])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SENT.replace("LeaderCountryOrIGO", "Leader"), "is not a table of totals"),
        (SENT + "2001,Russia,3\n", "keys occur more than once"),
        (SENT.replace("29", "-29"), "no flow"),
    ],
)
def test_bad_totals_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UnreadableOriginal, match=message):
        COLT.read([written(tmp_path, text)])


@pytest.mark.originals
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.origin.key)
def test_figures(originals: Path, source: Source) -> None:
    batch = source.read([originals / name for name in source.originals])
    check_ties(batch.ties, source=source.origin.key)
    assert [line for line in check_batch(source, batch) if line[0] != "ok"] == []
