"""The World Bank's three layouts give the same ties."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from reorient.errors import UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.sources.world_bank import read

FIGURES = {("RUS", 1990): 5e11, ("RUS", 2020): 1.5e12, ("VNM", 2020): 3.4e11, ("WLD", 2020): 8.5e13}
NAMES = {"RUS": "Russian Federation", "VNM": "Viet Nam", "WLD": "World"}
TWO = {"RUS": "RU", "VNM": "VN", "WLD": "1W"}


def long(folder: Path, factor: float = 1.0) -> Path:
    path = folder / "long.csv"
    rows = [f"{NAMES[code]},{code},{year},{value * factor}" for (code, year), value in FIGURES.items()]
    path.write_text("Country Name,Country Code,Year,Value\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def api(folder: Path, pages: int = 1, indicator: str = "NY.GDP.MKTP.CD") -> list[Path]:
    rows = [
        {
            "indicator": {"id": indicator, "value": "GDP (current US$)"},
            "country": {"id": TWO[code], "value": NAMES[code]},
            "countryiso3code": code,
            "date": str(year),
            "value": value,
            "unit": "",
            "obs_status": "",
            "decimal": 0,
        }
        for (code, year), value in FIGURES.items()
    ]
    rows.append({**rows[0], "date": "1989", "value": None})
    paths = []
    for page in range(1, pages + 1):
        part = rows[page - 1 :: pages]
        meta = {"page": page, "pages": pages, "per_page": len(part), "total": len(rows), "sourceid": "2"}
        paths.append(folder / f"page{page}.json")
        paths[-1].write_text(json.dumps([meta, part]), encoding="utf-8")
    return paths


def wide() -> str:
    lines = ['"Data Source","World Development Indicators",', "", '"Last Updated Date","2024-12-16",', ""]
    lines.append('"Country Name","Country Code","Indicator Name","Indicator Code","1990","2020",')
    for code, name in NAMES.items():
        cells = [name, code, "GDP (current US$)", "NY.GDP.MKTP.CD"]
        cells += [str(FIGURES.get((code, year), "")) for year in (1990, 2020)]
        lines.append(",".join(f'"{cell}"' for cell in cells) + ",")
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


def zipped(folder: Path) -> Path:
    path = folder / "API_NY.GDP.MKTP.CD_DS2_en_csv_v2_1.zip"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("API_NY.GDP.MKTP.CD_DS2_en_csv_v2_1.csv", wide())
        book.writestr("Metadata_Country_API_NY.GDP.MKTP.CD_DS2_en_csv_v2_1.csv", "Country Code,Region\n")
        book.writestr("Metadata_Indicator_API_NY.GDP.MKTP.CD_DS2_en_csv_v2_1.csv", "INDICATOR_CODE\n")
    return path


def test_three_layouts_give_the_same_ties(tmp_path: Path) -> None:
    first = read([long(tmp_path)]).ties
    check_ties(first, source="world_bank")
    assert first.select("sender", "receiver", "value").rows() == [("RUS", "RUS", 1.5e12), ("VNM", "VNM", 3.4e11)]
    assert read(api(tmp_path)).ties.equals(first)
    assert read(api(tmp_path, pages=2)).ties.equals(first)
    assert read([zipped(tmp_path)]).ties.equals(first)
    plain = tmp_path / "wide.csv"
    plain.write_text(wide(), encoding="utf-8")
    assert read([plain]).ties.equals(first)


def test_borders_of_today_and_aggregates_are_set_aside(tmp_path: Path) -> None:
    """The Russian Federation of 1990 in the table is not the Soviet Union, and the world is no state."""
    aside = read([long(tmp_path)]).set_aside
    assert [(item.rows, item.examples) for item in aside] == [(2, ("RUS", "WLD"))]


def test_the_world_total_tells_the_indicator(tmp_path: Path) -> None:
    assert set(read([long(tmp_path, factor=1e-4)]).ties["variable"]) == {"population"}
    text = long(tmp_path).read_text().replace("WLD", "EUU")
    (tmp_path / "long.csv").write_text(text)
    with pytest.raises(UnreadableOriginal, match="does not say which indicator it holds"):
        read([tmp_path / "long.csv"])


def test_bad_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableOriginal, match="page 2 of 2 is missing"):
        read(api(tmp_path, pages=2)[:1])
    with pytest.raises(UnreadableOriginal, match=r"holds the indicators SP\.DYN"):
        read(api(tmp_path, indicator="SP.DYN.LE00.IN"))
    broken = tmp_path / "broken.json"
    broken.write_text('[{"page": 1, "pages": 1}, [{"indicator"')
    with pytest.raises(UnreadableOriginal, match="no page of the World Bank's API"):
        read([broken])
    with pytest.raises(UnreadableOriginal, match="occur more than once"):
        read([long(tmp_path), *api(tmp_path)])


def test_a_zip_that_climbs_out_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("../API.csv", wide())
    with pytest.raises(UnreadableOriginal, match="climbs out"):
        read([path])
