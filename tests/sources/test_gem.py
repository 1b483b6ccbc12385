"""Global Energy Monitor: capacities that repeat, lines that end at a border, what runs and what was built."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from reorient.errors import UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.sources.gem import projects, read_gas, read_oil, rules
from reorient.sources.gem_nuclear import designer, designs
from reorient.sources.gem_nuclear import read as read_nuclear
from tests.sources.small_workbook import workbook

GAS = """id,url,name,unit-name,status,areas,capacity,start-year,tracker-acro,tracker-custom
1,u,Power of Siberia Gas Pipeline,Phase I,operating,Russia,38.0,2019,GGIT,GGIT
2,u,Power of Siberia Gas Pipeline,Phase II,operating,Russia,38.0,2022,GGIT,GGIT
3,u,Power of Siberia Gas Pipeline,Phase I Expansion,cancelled,Russia,32.0,,GGIT,GGIT
4,u,TurkStream Gas Pipeline,1,operating,"Russia, Türkiye",15.75,2020,GGIT,GGIT
5,u,TurkStream Gas Pipeline,2,operating,"Russia, Türkiye",15.75,2020,GGIT,GGIT
6,u,Nord Stream Gas Pipeline,,mothballed,"Russia, Germany",55.0,2011,GGIT,GGIT
7,u,Nord Stream 2 Gas Pipeline,,mothballed,"Russia, Germany",55.0,2022,GGIT,GGIT
8,u,Through Line,,operating,"Russia, Belarus, Poland",10,1999,GGIT,GGIT
9,u,Through Line,Looping,operating,"Russia, Belarus, Poland",3,2005,GGIT,GGIT
10,u,No Size Line,,operating,"France, Belgium",,1990,GGIT,GGIT
11,u,No Year Line,,operating,"France, Spain",7,--,GGIT,GGIT
12,u,Sakhalin-2 LNG Terminal,T1,operating,Russia,5.75,2009,GGIT-lng,GGIT - export
13,u,Sakhalin-2 LNG Terminal,T2,operating,Russia,5.75,2009,GGIT-lng,GGIT - export
14,u,Arctic LNG 2 Terminal,T1,idle,Russia,6.6,2024,GGIT-lng,GGIT - export
15,u,Dahej LNG Terminal,,operating,India,17.5,2004,GGIT-lng,GGIT - import
"""
ESPO = "Eastern Siberia–Pacific Ocean Oil Pipeline"
OIL = f"""project,unit,type,parent,countries,status,start_year,capacity,geom,route,url
Caspian Pipeline,,oil_pipelines,p,"Kazakhstan, Russia",operating,2001.0,1340000.0,line,,u
{ESPO},Russia–China Crude Oil Pipeline 1,oil_pipelines,p,China,operating,2011.0,,line,,u
{ESPO},Russia–China Crude Oil Pipeline 2,oil_pipelines,p,China,operating,2018.0,,line,,u
Somewhere,,oil_pipelines,p,,operating,2018.0,,line,,u
Ethane,,ngl_pipelines,p,"United States, Canada",operating,2018.0,50000,line,,u
"""
NUCLEAR = """Country,Project Name,Unit Name,Status,Model,Construction Start Date,Retirement Date
India,Kudankulam nuclear power plant,1,operating,VVER V-412,2002-03-31,
India,Kudankulam nuclear power plant,3,construction,VVER V-412,2017-06-29,
Vietnam,Ninh Thuan,1,cancelled,VVER-1200/V-491,,
Slovakia,Bohunice nuclear power plant,1,retired,VVER V-230,1972-04-24,2006-12-31
Germany,Greifswald nuclear power plant,1,retired,VVER V-230,1970-03-01,1990-12-18
Ukraine,Rivne nuclear power plant,1,operating,VVER V-213,1973-08-01,
Japan,Somewhere,1,operating,ABWR,1990,
"""


def put(folder: Path, text: str) -> list[Path]:
    path = folder / "tracker.csv"
    path.write_text(text, encoding="utf-8")
    return [path]


def values(ties: pl.DataFrame, variable: str, sender: str, receiver: str) -> dict[int, float]:
    rows = ties.filter(
        (pl.col("variable") == variable) & (pl.col("sender") == sender) & (pl.col("receiver") == receiver)
    )
    return {day.year: value for day, value in rows.select("period", "value").rows()}


def test_phases_that_repeat_a_capacity_count_once(tmp_path: Path) -> None:
    """Power of Siberia is one system of 38, not 76; it reaches China though the tracker lists Russia alone."""
    ties = read_gas(put(tmp_path, GAS)).ties
    check_ties(ties, source="gem_gas")
    assert values(ties, "gas_pipeline_capacity_bcm", "CHN", "RUS") == {2024: 38.0}
    assert values(ties, "gas_pipeline_built_bcm", "RUS", "CHN") == dict.fromkeys(range(2019, 2025), 38.0)


def test_strings_side_by_side_are_added(tmp_path: Path) -> None:
    assert values(read_gas(put(tmp_path, GAS)).ties, "gas_pipeline_capacity_bcm", "RUS", "TUR") == {2024: 31.5}


def test_a_line_ties_all_states_on_it_and_different_capacities_are_added(tmp_path: Path) -> None:
    ties = read_gas(put(tmp_path, GAS)).ties
    for pair in (("RUS", "BLR"), ("BLR", "POL"), ("RUS", "POL")):
        built = values(ties, "gas_pipeline_built_bcm", *pair)
        assert (built[2004], built[2005]) == (10.0, 13.0)


def test_what_stands_still_was_built_but_is_not_in_operation(tmp_path: Path) -> None:
    ties = read_gas(put(tmp_path, GAS)).ties
    assert values(ties, "gas_pipeline_capacity_bcm", "RUS", "DEU") == {}
    assert set(values(ties, "gas_pipeline_built_bcm", "RUS", "DEU").values()) == {55.0}
    assert min(values(ties, "gas_pipeline_built_bcm", "RUS", "DEU")) == 2011
    assert values(ties, "lng_export_capacity_t", "RUS", "RUS") == {2024: 11.5e6}
    assert values(ties, "lng_export_built_t", "RUS", "RUS")[2024] == pytest.approx(18.1e6)  # a sum of decimals
    assert values(ties, "lng_import_built_t", "IND", "IND")[2010] == 17.5e6


def test_unknown_years_and_sizes_are_counted_not_guessed(tmp_path: Path) -> None:
    batch = read_gas(put(tmp_path, GAS))
    assert values(batch.ties, "gas_pipeline_capacity_bcm", "FRA", "ESP") == {2024: 7.0}
    assert values(batch.ties, "gas_pipeline_built_bcm", "FRA", "ESP") == {}
    assert values(batch.ties, "gas_pipeline_capacity_bcm", "FRA", "BEL") == {}
    assert {item.examples for item in batch.set_aside} == {("No Year Line",), ("No Size Line",)}


def test_a_release_as_workbook_gives_the_same_ties(tmp_path: Path) -> None:
    pipes: list[list[str | float | date]] = [
        ["PipelineName", "SegmentName", "Status", "Countries", "StartYear1", "CapacityBcm/y", "Wiki"],
        ["Power of Siberia Gas Pipeline", "Phase I", "Operating", "Russia", 2019, 38, "u"],
        ["Power of Siberia Gas Pipeline", "Phase II", "Operating", "Russia", 2022, 38, "u"],
    ]
    ties = read_gas([workbook(tmp_path / "GEM.xlsx", {"About": [["words"]], "Gas Pipelines": pipes})]).ties
    assert values(ties, "gas_pipeline_capacity_bcm", "CHN", "RUS") == {2024: 38.0}


def test_oil_lines_are_counted(tmp_path: Path) -> None:
    batch = read_oil(put(tmp_path, OIL))
    check_ties(batch.ties, source="gem_oil")
    assert values(batch.ties, "oil_pipeline_capacity_bpd", "RUS", "KAZ") == {2024: 1_340_000.0}
    built = values(batch.ties, "oil_pipelines_built", "CHN", "RUS")
    assert (built[2011], built[2017], built[2018]) == (1.0, 1.0, 2.0)
    assert values(batch.ties, "oil_pipeline_capacity_bpd", "CHN", "RUS") == {}
    assert {(item.reason, item.rows) for item in batch.set_aside} >= {
        ("no state named", 1),
        ("pipelines for natural gas liquids", 1),
    }


def test_reactors_stand_in_the_state_of_their_time(tmp_path: Path) -> None:
    batch = read_nuclear(put(tmp_path, NUCLEAR))
    check_ties(batch.ties, source="gem_nuclear")
    india = values(batch.ties, "nuclear_units_built", "RUS", "IND")
    assert (min(india), india[2016], india[2024]) == (2002, 1.0, 2.0)
    assert max(values(batch.ties, "nuclear_units_built", "RUS", "CSK")) == 1992
    assert set(values(batch.ties, "nuclear_units_built", "RUS", "SVK")) == set(range(1993, 2006))
    assert set(values(batch.ties, "nuclear_units_built", "RUS", "DDR")) == set(range(1970, 1990))
    assert min(values(batch.ties, "nuclear_units_built", "RUS", "UKR")) == 1991
    assert values(batch.ties, "nuclear_units_built", "RUS", "VNM") == {}
    assert values(batch.ties, "nuclear_units_built", "RUS", "DEU") == {}


@pytest.mark.parametrize(
    ("model", "state"),
    [
        ("VVER-1200/V-491", "RUS"),
        ("V-528 VVER-1000 AES-92 GIII+", "RUS"),
        ("HPR-1000", "CHN"),
        ("AP-1000", "USA"),
        ("CANDU 6", "CAN"),
        ("EPR", "FRA"),
        ("APR-1400", "KOR"),
        ("BWR-69", "DEU"),
        ("BWR-6 (Mark 3)", "USA"),
        ("AA-III, BWR-2500", "SWE"),
        ("MAGNOX", "GBR"),
        ("PWR 3 Loop", None),
        ("unknown", None),
        ("ABWR", None),
    ],
)
def test_the_state_of_a_design(model: str, state: str | None) -> None:
    assert designer(model) == state


def test_projects_by_name(tmp_path: Path) -> None:
    frame = projects(put(tmp_path, GAS))
    row = frame.filter(pl.col("name") == "Nord Stream Gas Pipeline").row(0, named=True)
    assert (row["status"], row["start_year"], row["capacity"], row["capacity_unit"]) == (
        "mothballed",
        2011,
        55.0,
        "bcm a year",
    )


def test_bad_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableOriginal, match="lacks columns capacity"):
        read_gas(put(tmp_path, GAS.replace("areas,capacity,", "areas,size,")))
    with pytest.raises(UnreadableOriginal, match="unknown kinds 'GGIT - storage'"):
        read_gas(put(tmp_path, GAS.replace("GGIT - export", "GGIT - storage")))
    with pytest.raises(UnreadableOriginal, match="cells that are no flow"):
        read_gas(put(tmp_path, GAS.replace("38.0,2019", "about 38,2019")))
    later = "".join(f"{i},u,Later {i},,operating,France,1,2026,GGIT,GGIT\n" for i in range(20, 26))
    with pytest.raises(UnreadableOriginal, match="6 operating lines started after 2024"):
        read_gas(put(tmp_path, GAS + later))
    with pytest.raises(UnreadableOriginal, match="lacks column 'Model'"):
        read_nuclear(put(tmp_path, NUCLEAR.replace("Model", "Type")))
    with pytest.raises(UnreadableOriginal, match="YYYY-MM-DD"):
        read_nuclear(put(tmp_path, NUCLEAR.replace("2002-03-31", "31.3.2002")))


def test_every_rule_has_a_reason() -> None:
    assert {row["rule"] for row in rules()} == {"touches", "parallel", "never", "lies_in"}
    assert all(row["reason"] for row in rules())
    assert len({actor for _, actor in designs()}) > 5
