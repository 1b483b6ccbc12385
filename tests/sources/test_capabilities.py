"""Capabilities and military spending: units, marks of absence, every layout, and what is refused."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.record.schema import Batch
from reorient.sources.capabilities import SOURCES, read_milex, read_nmc
from reorient.sources.figures import check_batch
from reorient.sources.source import Source
from tests.sources.small_rdata import rdata_file
from tests.sources.small_workbook import Cell, workbook

NMC, MILEX = SOURCES

#: Thousands of dollars and of persons; -9 is missing. The layout of the producer's abridged file.
TABLE = """stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version
USA,2,2010,693600000,1570,80495,3000000,309000,190000,0.145,2026
RUS,365,2010,41944000,1027,66942,1200000,142958,70000,0.04,2026
RUS,365,2011,-9,956,68852,1250000,143100,70500,0.0405,2026
CHN,710,2010,76361000,2285,638743,4000000,1340000,600000,0.2,2026
PRK,731,2010,-9,1106,-9,30000,24500,12000,0.0125,2026
"""


def written(folder: Path, text: str, name: str = "NMC-70-abridged.csv", encoding: str = "latin-1") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def archive(folder: Path, members: dict[str, str]) -> Path:
    path = folder / "NMC_v7.zip"
    with zipfile.ZipFile(path, "w") as book:
        for name, text in members.items():
            book.writestr(name, text)
    return path


def as_r(folder: Path, *, missing: float | None = None, extra: bool = False, packed: bool = True) -> Path:
    """Write the table as the R packages do: without names, missing values as NA."""
    table = pl.read_csv(TABLE.encode()).drop("stateabb", "version").cast(pl.Float64)
    columns = {name: [missing if cell == -9 else cell for cell in table[name].to_list()] for name in table.columns}
    frames = {"cow_nmc": columns, **({"other": columns} if extra else {})}
    return rdata_file(folder / f"cow_nmc_{missing}.rda", frames, packed=packed)


def values(batch: Batch, variable: str) -> dict[tuple[str, int], float]:
    rows = batch.ties.filter(pl.col("variable") == variable)
    assert (rows["sender"] == rows["receiver"]).all()
    return {(s, p.year): v for s, p, v in rows.select("sender", "period", "value").iter_rows()}


def aside(batch: Batch) -> dict[str, int]:
    return {item.reason: item.rows for item in batch.set_aside}


def test_capabilities_are_persons_and_dollars(tmp_path: Path) -> None:
    batch = read_nmc([written(tmp_path, TABLE)])
    check_ties(batch.ties, source="nmc")
    assert values(batch, "military_spending_usd") == {
        ("USA", 2010): 693_600_000_000,
        ("RUS", 2010): 41_944_000_000,
        ("CHN", 2010): 76_361_000_000,
    }
    assert values(batch, "military_personnel")["PRK", 2010] == 1_106_000
    assert values(batch, "cinc")["RUS", 2011] == 0.0405
    spans = {row.variable: (row.first.year, row.last.year, row.absence) for row in batch.coverage}
    assert spans == {
        "cinc": (2010, 2011, "unreported"),
        "military_personnel": (2010, 2011, "unreported"),
        "military_spending_usd": (2010, 2010, "unreported"),
    }


def test_every_layout_of_capabilities_gives_the_same_ties(tmp_path: Path) -> None:
    known = read_nmc([written(tmp_path, TABLE)]).ties
    head, *rows = TABLE.splitlines()
    table = pl.read_csv(TABLE.encode(), infer_schema=False)
    packed = tmp_path / "nmc.csv.gz"
    packed.write_bytes(gzip.compress(TABLE.encode()))
    paths = [
        archive(tmp_path, {"NMC_v7/NMC-70-abridged.csv": TABLE, "NMC_v7/codebook.pdf": "%PDF", "notes.csv": "x\n1\n"}),
        packed,
        written(tmp_path, "\n".join([head, *rows[::-1]]), "turned.csv"),
        written(tmp_path, table.select(sorted(table.columns)).write_csv(), "sorted.csv"),
        written(tmp_path, TABLE.replace("USA,", "\xc9TATS,").replace("\n", "\r\n"), "windows.csv"),
        written(tmp_path, TABLE.replace("-9,", "NA,"), "na.csv"),
        as_r(tmp_path),
        as_r(tmp_path, missing=-9.0, packed=False),
    ]
    for path in paths:
        assert read_nmc([path]).ties.equals(known), path.name


def test_two_states_of_one_actor_in_a_year_are_set_aside(tmp_path: Path) -> None:
    germanies = "GMY,255,1990,2,1,1,1,1,1,0.02,2026\nGFR,260,1990,1,1,1,1,1,1,0.01,2026\n"
    batch = read_nmc([written(tmp_path, TABLE + germanies)])
    check_ties(batch.ties, source="nmc")
    assert aside(batch) == {"two codes of one actor in one year": 2}
    assert ("DEU", 1990) not in values(batch, "cinc")


def test_a_state_out_of_the_system_is_counted(tmp_path: Path) -> None:
    batch = read_nmc([written(tmp_path, TABLE + "YUG,345,1943,1,1,1,1,1,1,0.01,2026\n")])
    assert aside(batch) == {"ccode: no member of the state system in the year": 1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        (TABLE.splitlines()[0] + "\n", "holds no figure"),
        (TABLE.replace("cinc", "index"), "lacks column 'cinc'; it has 'stateabb'"),
        (TABLE.replace(",milper", ",personnel"), "lacks column 'milper'"),
        (TABLE.replace(",", ";"), "lacks column .* the separator is not ','"),
        (TABLE.replace(",", "\t"), "lacks column .* the separator is not ','"),
        (TABLE[:-6], r"1 lines do not have 11 cells .*may be cut short"),
        (TABLE.replace("41944000", "41,944,000"), "1 lines do not have 11 cells"),
        (TABLE.replace("41944000", "-41944000"), "'milex' holds 1 cells.* none below zero"),
        (TABLE.replace("41944000", "inf"), "'milex' holds 1 cells.* finite numbers"),
        (TABLE.replace("41944000", "NaN"), "'milex' holds 1 cells.* finite numbers"),
        (TABLE.replace("1027", "a million"), "'a million' in data line 2"),
        (TABLE.replace("RUS,365,2010", "RUS,,2010"), "'ccode' holds 1 cells"),
        (TABLE.replace("RUS,365,2010", "RUS,365,"), "'year' holds 1 cells"),
        (TABLE.replace("RUS,365,2011", "RUS,365,2010"), "1 keys occur more than once, first .365.0, 2010.0"),
    ],
)
def test_bad_tables_of_capabilities_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UnreadableOriginal, match=message):
        read_nmc([written(tmp_path, text)])


def test_one_state_twice_in_two_files_is_refused(tmp_path: Path) -> None:
    paths = [written(tmp_path, TABLE, "one.csv"), written(tmp_path, TABLE, "two.csv")]
    with pytest.raises(UnreadableOriginal, match="5 keys occur more than once"):
        read_nmc(paths)


def test_an_unknown_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownCode, match="4711 in 2010"):
        read_nmc([written(tmp_path, TABLE.replace("RUS,365,2010", "RUS,4711,2010"))])


def test_bad_archives_are_refused(tmp_path: Path) -> None:
    cases = [
        ({"readme.txt": "nothing"}, "holds no table of capabilities.* Expected: a file named NMC"),
        ({"../NMC.csv": TABLE}, "climbs out of its folder"),
        ({"NMC.csv": TABLE, "..\\..\\boot.csv": "x"}, "climbs out of its folder"),
        ({"C:/NMC.csv": TABLE}, "climbs out of its folder"),
        ({"NMC.csv": ""}, "holds no rows"),
        ({"NMC.csv": TABLE.replace("ccode", "code")}, "lacks column 'ccode'"),
    ]
    for members, message in cases:
        with pytest.raises(UnreadableOriginal, match=message):
            read_nmc([archive(tmp_path, members)])


def test_bad_r_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableOriginal, match=r"holds 2 tables.* Expected: one table of capabilities"):
        read_nmc([as_r(tmp_path, extra=True)])
    good: dict[str, Sequence[float | str | None]] = {
        "ccode": [2.0],
        "year": [2010.0],
        "cinc": [0.1],
        "milper": [1.0],
        "milex": [1.0],
    }
    cases: list[tuple[dict[str, Sequence[float | str | None]], str]] = [
        ({name: cells for name, cells in good.items() if name != "milex"}, "lacks column 'milex'"),
        ({**good, "ccode": [None]}, "rows without ccode or year"),
        ({**good, "milex": [-1.0]}, "none below zero"),
        ({**good, "milex": [float("nan")]}, "finite numbers"),
        ({**good, "milex": [None], "milper": [-9.0], "cinc": [None]}, "holds no figure"),
    ]
    for columns, message in cases:
        with pytest.raises(UnreadableOriginal, match=message):
            read_nmc([rdata_file(tmp_path / "nmc.rda", {"cow_nmc": columns})])


SHEET = "Constant (2022) US$"
#: The sheet as the producer lays it out: remarks, a head, regions without figures, states with figures in millions.
ROWS: list[list[Cell]] = [
    ["Military expenditure by country, in constant (2022) US$ m., 1988-1992"],
    ["Figures are in US $m., at constant 2022 prices and exchange rates"],
    [""],
    ["Country", "", "Notes", 1988.0, 1989.0, 1990.0, 1991.0, 1992.0],
    [""],
    ["Europe"],
    ["Eastern Europe"],
    ["Russia", "", "§", "...", "...", "...", "...", 54793.4],
    ["USSR", "", "", 300000.5, 280000.0, 250000.0, "xxx", "xxx"],
    ["German Democratic Republic", "", "", 12.0, 11.0, "xxx", "xxx", "xxx"],
    ["Asia & Oceania"],
    ["Japan ", "", "", 30000.0, 31000.0, 32000.0, ". .", 37699.0],
    ["Iceland", "", "", 0.0, 0.0, 0.0, 0.0, 0.0],
]


def book(folder: Path, rows: list[list[Cell]] = ROWS, sheet: str = SHEET, *, name: str = "milex.xlsx") -> Path:
    return workbook(folder / name, {"Front page": [["SIPRI"]], sheet: rows, "Share of GDP": [["Country", 1988.0]]})


def with_cell(row: int, column: int, cell: Cell) -> list[list[Cell]]:
    """Return the rows with one cell replaced."""
    rows = [list(one) for one in ROWS]
    rows[row][column] = cell
    return rows


def test_spending_is_dollars_and_absence_is_no_row(tmp_path: Path) -> None:
    batch = read_milex([book(tmp_path)])
    check_ties(batch.ties, source="sipri_milex")
    found = values(batch, "military_spending_usd2022")
    # Millions times a million: the last bits of a double.
    assert found.pop(("RUS", 1992)) == pytest.approx(54_793.4e6, rel=1e-15)
    assert found == {
        ("RUS", 1988): 300_000_500_000,
        ("RUS", 1989): 280_000_000_000,
        ("RUS", 1990): 250_000_000_000,
        ("DDR", 1988): 12_000_000,
        ("DDR", 1989): 11_000_000,
        ("JPN", 1988): 30_000_000_000,
        ("JPN", 1989): 31_000_000_000,
        ("JPN", 1990): 32_000_000_000,
        ("JPN", 1992): 37_699_000_000,
        **{("ISL", year): 0 for year in range(1988, 1993)},
    }
    (row,) = batch.coverage
    assert (row.first.year, row.last.year, row.absence) == (1988, 1992, "unreported")


def test_the_place_of_sheets_rows_and_years_does_not_matter(tmp_path: Path) -> None:
    known = read_milex([book(tmp_path)]).ties
    turned = [*ROWS[:5], *ROWS[:4:-1]]
    years = [[*row[:3], *row[:2:-1]] if len(row) > 3 else row for row in ROWS]
    for rows in (turned, years, [["a remark more"], *ROWS]):
        assert read_milex([book(tmp_path, rows)]).ties.equals(known)
    front = workbook(tmp_path / "front.xlsx", {SHEET: ROWS, "Current US$": with_cell(7, 7, 1.0)})
    assert read_milex([front]).ties.equals(known)


def test_two_names_of_one_actor_in_a_year_and_unions_are_set_aside(tmp_path: Path) -> None:
    rows = [*with_cell(7, 5, 9.0), ["European Union", "", "", 1.0, 1.0, 1.0, 1.0, 1.0]]
    batch = read_milex([book(tmp_path, rows)])
    check_ties(batch.ties, source="sipri_milex")
    assert ("RUS", 1990) not in values(batch, "military_spending_usd2022")
    assert aside(batch) == {
        "country: set aside in scheme sipri_milex": 5,
        "two names of one actor in one year": 2,
    }


@pytest.mark.parametrize(
    ("rows", "sheet", "message"),
    [
        (ROWS, "Constant US$", "no sheet in constant dollars"),
        (ROWS, "Constant (2021) US$", r"sheet 'Constant \(2021\) US\$'.* in constant \(2022\) dollars"),
        (with_cell(3, 0, "State"), SHEET, "Expected: a row headed Country"),
        ([], SHEET, "a row headed Country"),
        (ROWS[:7], SHEET, "holds no figure of a known state"),
        ([["Country"], *ROWS[4:]], SHEET, "holds no figure of a known state"),
        (with_cell(7, 7, "n/a"), SHEET, "Russia in 1992 is 'n/a'.* Expected: a figure, '...' or 'xxx'"),
        (with_cell(7, 7, "54,793"), SHEET, "Russia in 1992 is '54,793'"),
        (with_cell(7, 7, -54793.4), SHEET, "Russia in 1992 is -54793.4"),
        ([*ROWS, ROWS[11]], SHEET, "4 keys occur more than once, first .'Japan', 1988"),
        ([*ROWS, ["Russia", "", "", "", "", "", "", 1.0]], SHEET, "1 keys occur more than once, first .'Russia', 1992"),
    ],
)
def test_bad_workbooks_are_refused(tmp_path: Path, rows: list[list[Cell]], sheet: str, message: str) -> None:
    with pytest.raises(UnreadableOriginal, match=message):
        read_milex([book(tmp_path, rows, sheet)])


def test_an_unknown_country_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownCode, match="Ruritania in 1988"):
        read_milex([book(tmp_path, with_cell(11, 0, "Ruritania"))])


def test_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "milex.xlsx"
    for content, message in ((b"", "is empty"), (b"Country,1988\nJapan,1\n", "no readable workbook")):
        path.write_bytes(content)
        with pytest.raises(UnreadableOriginal, match=message):
            read_milex([path])
    with pytest.raises(UnreadableOriginal, match="No file at"):
        read_milex([tmp_path / "nowhere.xlsx"])


@settings(max_examples=50, deadline=None)
@given(line=st.integers(0, 5), at=st.integers(0, 90), whole=st.booleans())
def test_a_cut_line_gives_ties_or_one_refusal(
    tmp_path_factory: pytest.TempPathFactory, line: int, at: int, whole: bool
) -> None:
    lines = TABLE.splitlines()
    lines[line] = lines[line][: at % (len(lines[line]) + 1)]
    # Either one line is damaged or the file ends in it.
    text = "\n".join(lines if whole else lines[: line + 1])
    try:
        batch = read_nmc([written(tmp_path_factory.mktemp("cut"), text)])
    except (UnreadableOriginal, UnknownCode):
        return
    check_ties(batch.ties, source="nmc")


@settings(max_examples=30, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True), kind=st.sampled_from(["workbook", "archive", "r", "plain r"]))
def test_a_cut_file_is_refused(tmp_path_factory: pytest.TempPathFactory, share: float, kind: str) -> None:
    folder = tmp_path_factory.mktemp("cut")
    path = {
        "workbook": lambda: book(folder),
        "archive": lambda: archive(folder, {"NMC.csv": TABLE}),
        "r": lambda: as_r(folder),
        "plain r": lambda: as_r(folder, packed=False),
    }[kind]()
    raw = path.read_bytes()
    path.write_bytes(raw[: int(share * len(raw))])
    with pytest.raises(UnreadableOriginal):
        (read_milex if kind == "workbook" else read_nmc)([path])


@pytest.mark.originals
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.origin.key)
def test_figures(originals: Path, source: Source) -> None:
    batch = source.read([originals / source.originals[0]])
    check_ties(batch.ties, source=source.origin.key)
    assert [line for line in check_batch(source, batch) if line[0] != "ok"] == []


@pytest.mark.originals
def test_shares_of_capability_add_up_to_a_little_more_than_the_world(originals: Path) -> None:
    shares = NMC.read([originals / NMC.originals[0]]).ties.filter(pl.col("variable") == "cinc")
    sums = dict(shares.group_by(pl.col("period").dt.year()).agg(pl.col("value").sum()).iter_rows())
    # The two Germanies and Yemens of 1990 are set aside.
    assert sums.pop(1990) == pytest.approx(0.947, abs=0.0005)
    assert min(sums.values()) == pytest.approx(1, abs=1e-6)
    # The producer's own shares of the nineteenth century sum to as much as 1.075.
    assert max(sums.values()) == pytest.approx(1.075, abs=0.0005)
    assert max(value for year, value in sums.items() if year > 1945) < 1.02
