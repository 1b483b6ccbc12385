"""Shared institutions: the Factbook's labels and COW's memberships, counted by hand, and what is refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.record.schema import Batch
from reorient.sources.figures import check_batch
from reorient.sources.formats import read_r
from reorient.sources.igo import FEWEST, SOURCES, read_cow, read_factbook
from reorient.sources.source import Source
from tests.sources.small_rdata import Column, rdata_file

FACTBOOK, COW = SOURCES

#: Two editions; one label of 2024 is a misprint that a single state carries.
LISTS = """edition_year,fips,country,iso2,entity_type,org_label,status
2024,rs,Russia,RU,sovereign,APEC,member
2024,ch,China,CN,sovereign,APEC,member
2024,vm,Vietnam,VN,sovereign,APEC,member
2024,rs,Russia,RU,sovereign,WTO,member
2024,ch,China,CN,sovereign,WTO,member
2024,vm,Vietnam,VN,sovereign,WTO,member
2024,iv,Côte d'Ivoire,CI,sovereign,WTO,member
2024,rs,Russia,RU,sovereign,NAM,observer
2024,ch,China,CN,sovereign,NAM,observer
2024,vm,Vietnam,VN,sovereign,NAM,member
2024,rs,Russia,RU,sovereign,WT0,member
1990,rs,Soviet Union,,sovereign,CEMA,member
1990,gc,German Democratic Republic,,sovereign,CEMA,member
1990,vm,Vietnam,VN,sovereign,CEMA,member
"""

#: Three states in two years: full members are 1, associates 2, observers 3; 0 none, -9 not known, -1 no state yet.
STANDINGS: dict[str, list[float | str | None]] = {
    "ccode": [365.0, 710.0, 816.0, 365.0, 710.0, 626.0],
    "year": [2010.0, 2010.0, 2010.0, 2011.0, 2011.0, 2011.0],
    "state": ["russia", "china", "vietnam", "russia", "china", "southsudan"],
    "AAAID": [0.0, 0.0, 0.0, 1.0, 1.0, 0.0],
    "APEC": [1.0, 1.0, 1.0, 1.0, 1.0, -1.0],
    "SCO": [1.0, 1.0, -9.0, 1.0, 1.0, -1.0],
    "UN": [1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
    "WTO": [3.0, 1.0, 2.0, 3.0, 1.0, 0.0],
}


def cow_text(table: dict[str, list[float | str | None]] = STANDINGS, *, whole: bool = True) -> str:
    """Return the producer's state-year table: numbers as whole numbers, or with a point as R writes them."""
    lines = [",".join(table)]
    for row in zip(*table.values(), strict=True):
        lines.append(",".join(f"{cell:g}" if whole and isinstance(cell, float) else str(cell) for cell in row))
    return "\n".join(lines) + "\n"


def with_column(name: str, cells: Column) -> dict[str, list[float | str | None]]:
    return {**STANDINGS, name: list(cells)}


def written(folder: Path, text: str, name: str = "organisations.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def values(batch: Batch) -> dict[tuple[str, str, int], float]:
    return {(s, r, p.year): v for s, r, p, v in batch.ties.select("sender", "receiver", "period", "value").iter_rows()}


def aside(batch: Batch) -> dict[str, int]:
    return {item.reason: item.rows for item in batch.set_aside}


def test_full_members_of_a_label_share_it(tmp_path: Path) -> None:
    batch = read_factbook([written(tmp_path, LISTS)])
    check_ties(batch.ties, source="igo_factbook")
    found = values(batch)
    assert found["RUS", "CHN", 2024] == found["CHN", "RUS", 2024] == 2
    assert found["RUS", "CIV", 2024] == 1
    assert found["RUS", "VNM", 1990] == found["DDR", "VNM", 1990] == 1
    assert ("CHN", "RUS", 1990) not in found
    assert batch.ties["status"].unique().to_list() == ["derived"]
    assert aside(batch) == {
        "not a full member as printed": 2,
        # The misprint of one label, and what only Viet Nam is a member of.
        f"label carried by fewer than {FEWEST} states in the edition": 2,
    }


def test_one_organisation_under_two_labels_counts_once(tmp_path: Path) -> None:
    other = LISTS.replace("2024,ch,China,CN,sovereign,WTO", "2024,ch,China,CN,sovereign,WTrO")
    both = other + "2024,ch,China,CN,sovereign,WTO,member\n"
    known = values(read_factbook([written(tmp_path, LISTS)]))
    assert values(read_factbook([written(tmp_path, other)])) == known
    assert values(read_factbook([written(tmp_path, both)])) == known


def test_missions_of_the_united_nations_are_no_organisations(tmp_path: Path) -> None:
    missions = LISTS + "".join(
        f"2024,{code},{name},,sovereign,MONUSCO,member\n"
        for code, name in (("rs", "Russia"), ("ch", "China"), ("vm", "Vietnam"))
    )
    batch = read_factbook([written(tmp_path, missions)])
    assert values(batch) == values(read_factbook([written(tmp_path, LISTS)]))
    assert aside(batch)["no organisation one joins, or no code of a country"] == 3


def test_the_lists_are_read_plain_or_packed_in_any_order(tmp_path: Path) -> None:
    known = read_factbook([written(tmp_path, LISTS)]).ties
    packed = tmp_path / "organisations.csv.gz"
    packed.write_bytes(gzip.compress(LISTS.encode("utf-8")))
    head, *rows = LISTS.splitlines()
    turned = "\n".join([head, *rows[::-1], rows[0]]) + "\n"
    columns = pl.read_csv(LISTS.encode("utf-8"), infer_schema=False).select("status", "org_label", "iso2", "country")
    shuffled = columns.hstack(pl.read_csv(LISTS.encode(), infer_schema=False).drop(columns.columns))
    for path in (packed, written(tmp_path, turned), written(tmp_path, shuffled.write_csv(), "shuffled.csv")):
        assert read_factbook([path]).ties.equals(known)
    halves = ("\n".join([head, *rows[:11]]) + "\n", "\n".join([head, *rows[11:]]) + "\n")
    parts = [written(tmp_path, half, f"{number}.csv") for number, half in enumerate(halves)]
    assert read_factbook(parts).ties.equals(known)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("\n \n", "is empty"),
        (LISTS.splitlines()[0] + "\n", "No two states share an organisation"),
        (LISTS.replace("org_label", "organisation"), "lacks column 'org_label'; it has 'edition_year'"),
        (LISTS.replace(",status", ""), "lacks column 'status'"),
        (LISTS.replace(",", ";"), "lacks column .* the separator is not ','"),
        (LISTS[: LISTS.rindex(",CEMA")], "lines do not have 7 cells .*may be cut short"),
        (LISTS.replace("2024,iv", "20x4,iv"), "'edition_year' holds 1 cells.* '20x4' in data line 7"),
        (LISTS.replace("2024,iv", ",iv"), "'edition_year' holds 1 cells"),
        (LISTS.replace("2024,iv", "-2024,iv"), "none below zero"),
        (LISTS.replace("2024,iv", "nan,iv"), "finite numbers"),
        (LISTS.replace(",member", ",observer"), "No two states share an organisation"),
    ],
)
def test_bad_lists_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UnreadableOriginal, match=message):
        read_factbook([written(tmp_path, text)])


def test_an_unknown_country_and_another_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownCode, match="Ruritania in 2024"):
        read_factbook([written(tmp_path, LISTS.replace("China", "Ruritania"))])
    path = tmp_path / "latin.csv"
    path.write_bytes(LISTS.encode("latin-1"))
    with pytest.raises(UnreadableOriginal, match="is not utf-8 at byte"):
        read_factbook([path])
    path.write_bytes(gzip.compress(LISTS.encode())[:-30])
    with pytest.raises(UnreadableOriginal, match="cut short or damaged"):
        read_factbook([path])


def test_full_members_alone_count(tmp_path: Path) -> None:
    batch = read_cow([written(tmp_path, cow_text())])
    check_ties(batch.ties, source="igo_cow")
    assert values(batch) == {
        ("CHN", "RUS", 2010): 3,
        ("RUS", "CHN", 2010): 3,
        ("CHN", "VNM", 2010): 2,
        ("VNM", "CHN", 2010): 2,
        ("RUS", "VNM", 2010): 2,
        ("VNM", "RUS", 2010): 2,
        # The first organisation of the table counts like any other.
        ("CHN", "RUS", 2011): 4,
        ("RUS", "CHN", 2011): 4,
        ("CHN", "SSD", 2011): 1,
        ("SSD", "CHN", 2011): 1,
        ("RUS", "SSD", 2011): 1,
        ("SSD", "RUS", 2011): 1,
    }
    (row,) = batch.coverage
    assert (row.first.year, row.last.year, row.absence) == (2010, 2011, "unreported")


def test_every_layout_gives_the_same_ties(tmp_path: Path) -> None:
    known = read_cow([written(tmp_path, cow_text())]).ties
    lower = {name.lower(): cells for name, cells in STANDINGS.items()}
    turned = {name: cells[::-1] for name, cells in STANDINGS.items()}
    versioned = with_column("version", [3.0] * 6)
    packed = tmp_path / "state_year.csv.gz"
    packed.write_bytes(gzip.compress(cow_text().encode()))
    paths = [
        packed,
        written(tmp_path, cow_text(lower), "lower.csv"),
        written(tmp_path, cow_text(turned), "turned.csv"),
        written(tmp_path, cow_text(versioned, whole=False), "versioned.csv"),
        rdata_file(tmp_path / "packed.rda", {"state_year_format3": lower}),
        rdata_file(tmp_path / "plain.RData", {"state_year_format3": STANDINGS}, packed=False),
    ]
    for path in paths:
        assert read_cow([path]).ties.equals(known), path.name


def test_a_standing_that_is_missing_is_no_membership(tmp_path: Path) -> None:
    holes = with_column("SCO", [1.0, None, -9.0, 1.0, 1.0, -1.0])
    found = values(read_cow([rdata_file(tmp_path / "holes.rda", {"igo": holes})]))
    assert found["RUS", "CHN", 2010] == 2
    assert values(read_cow([written(tmp_path, cow_text(holes).replace("None", "."))])) == found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        (cow_text().splitlines()[0] + "\n", "No two states share an organisation"),
        (cow_text().replace("ccode", "code"), "lacks column 'ccode'; it has 'code'"),
        (cow_text().replace(",year", ",yr"), "lacks column 'year'"),
        (cow_text().replace(",", "\t"), "lacks column .* the separator is not ','"),
        (cow_text()[:-6], "lines do not have 8 cells"),
        (cow_text({"ccode": [365.0], "year": [2010.0]}), "no column of an organisation"),
        (cow_text(with_column("APEC", [4.0, *[1.0] * 5])), "holds the standings 4.0.* Expected: 1, 2, 3, 0, -9, -1"),
        (cow_text(with_column("APEC", ["yes", *[1.0] * 5])), "'APEC' holds 1 cells.* 'yes' in data line 1"),
        (cow_text(with_column("APEC", [float("inf"), *[1.0] * 5])), "finite numbers"),
        (cow_text(with_column("ccode", ["", *STANDINGS["ccode"][1:]])), "'ccode' holds 1 cells"),
        (cow_text(with_column("year", [-9.0, *STANDINGS["year"][1:]])), "none below zero"),
        (cow_text() + "365,2010,russia,0,0,0,1,0\n", "1 keys occur more than once, first .365.0, 2010.0"),
    ],
)
def test_bad_standings_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UnreadableOriginal, match=message):
        read_cow([written(tmp_path, text)])


def test_bad_r_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "igo.rda"
    cases: list[tuple[dict[str, dict[str, list[float | str | None]]], str]] = [
        ({"igo": STANDINGS, "other": STANDINGS}, "holds no table with ccode and year"),
        ({"igo": {"year": STANDINGS["year"]}}, "holds no table with ccode and year"),
        ({"igo": with_column("ccode", [None, *STANDINGS["ccode"][1:]])}, "rows without ccode or year"),
        ({"igo": with_column("UN", [float("nan"), *[1.0] * 5])}, "holds the standings nan"),
        ({"igo": with_column("UN", ["full", *["1"] * 5])}, "'full' in data line 1"),
    ]
    for frames, message in cases:
        with pytest.raises(UnreadableOriginal, match=message):
            read_cow([rdata_file(path, frames)])
    path.write_bytes(b"RDX3\nnot quite")
    with pytest.raises(UnreadableOriginal, match="no readable R file"):
        read_cow([path])


def test_an_unknown_state_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownCode, match="4711 in 2010"):
        read_cow([written(tmp_path, cow_text(with_column("ccode", [4711.0, *STANDINGS["ccode"][1:]])))])


def cut_line(text: str, line: int, at: int) -> bytes:
    """Return the text with one of its lines cut at a byte."""
    lines = text.encode("utf-8").splitlines()
    place = line % len(lines)
    lines[place] = lines[place][: at % (len(lines[place]) + 1)]
    return b"\n".join(lines) + b"\n"


@settings(max_examples=50, deadline=None)
@given(line=st.integers(0, 50), at=st.integers(0, 200))
def test_a_cut_line_gives_ties_or_one_refusal(tmp_path_factory: pytest.TempPathFactory, line: int, at: int) -> None:
    folder = tmp_path_factory.mktemp("cut")
    for source, text in ((FACTBOOK, LISTS), (COW, cow_text())):
        path = folder / f"{source.origin.key}.csv"
        path.write_bytes(cut_line(text, line, at))
        try:
            batch = source.read([path])
        except (UnreadableOriginal, UnknownCode):
            continue
        check_ties(batch.ties, source=source.origin.key)


@pytest.mark.originals
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.origin.key)
def test_figures(originals: Path, source: Source) -> None:
    batch = source.read([originals / source.originals[0]])
    check_ties(batch.ties, source=source.origin.key)
    assert [line for line in check_batch(source, batch) if line[0] != "ok"] == []


@pytest.mark.originals
def test_the_lists_name_what_states_are_known_to_share(originals: Path) -> None:
    ties = FACTBOOK.read([originals / FACTBOOK.originals[0]]).ties
    years = ties["period"].dt.year()
    assert (years.min(), years.max(), years.n_unique()) == (1990, 2025, 36)
    # Members of one union share more than states of two continents.
    shared = {
        pair: ties.filter((pl.col("sender") == pair[0]) & (pl.col("receiver") == pair[1]) & (years == 2020))[
            "value"
        ].item()
        for pair in (("DEU", "FRA"), ("RUS", "KAZ"), ("RUS", "VNM"))
    }
    assert shared["DEU", "FRA"] > shared["RUS", "KAZ"] > shared["RUS", "VNM"]


@pytest.mark.originals
def test_counts_agree_with_published_counts_by_pair(originals: Path) -> None:
    """The counts that peacesciencer publishes by pair and year, made from COW's dyadic file."""
    given_frame = read_r(originals / "security/igo/ps_cow_igo_ndy.rda")["cow_igo_ndy"]
    codes = {"RUS": 365, "CHN": 710, "JPN": 740, "IND": 750, "VNM": 816, "USA": 2, "FRA": 220, "SDN": 625, "EGY": 651}
    names = {float(code): actor for actor, code in codes.items()}
    published = given_frame.filter(pl.col("ccode1").is_in(list(names)) & pl.col("ccode2").is_in(list(names))).select(
        pl.col("ccode1").replace_strict(names, return_dtype=pl.String).alias("sender"),
        pl.col("ccode2").replace_strict(names, return_dtype=pl.String).alias("receiver"),
        pl.date(pl.col("year").cast(pl.Int32), 1, 1).alias("period"),
        "dyadigos",
    )
    ties = COW.read([originals / COW.originals[0]]).ties
    both = published.join(ties, on=["sender", "receiver", "period"])
    assert len(both) > 3000
    gap = both["dyadigos"] - both["value"]
    # Where the two files of the producer differ, the dyadic one counts one or two organisations more.
    assert (gap.min(), gap.max()) == (0, 2)
    assert (gap == 0).mean() > 0.95
