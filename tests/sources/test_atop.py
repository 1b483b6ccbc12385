"""Alliances: members whose spells meet, obligations of the sender, and what is refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.record.schema import Batch
from reorient.sources.atop import LAST, OBLIGATIONS, SOURCES, read
from reorient.sources.disputes import cow_states
from reorient.sources.figures import check_batch
from reorient.sources.formats import read_r

(ATOP,) = SOURCES

HEADER = (
    "atopid,cowid,member,yrent,moent,dayent,yrexit,moexit,dayexit,ineffect,bilat,phase,"
    "defense,offense,neutral,nonagg,consul,version\n"
)


def spell(
    alliance: int | str,
    member: int | str,
    first: int | str,
    last: int | str,
    owed: str = "nonagg",
    *,
    phase: int = 0,
) -> str:
    marks = ",".join(str(int(name in owed.split())) for name in OBLIGATIONS)
    return f"{alliance},,{member},{first},1,1,{last},1,1,{int(last == 0)},1,{phase},{marks},5.1\n"


#: A pact of 1994 to 1996 in which Russia owes defence and Kazakhstan consultation; one of 2016 still in force; one in
#: which China follows Russia and Viet Nam by years.
GOOD = (
    HEADER
    + spell(1, 365, 1994, 1996, "defense nonagg")
    + spell(1, 705, 1994, 1996, "consul nonagg")
    + spell(2, 365, 2016, 0, "nonagg consul")
    + spell(2, 710, 2016, 0, "nonagg consul")
    + spell(3, 365, 1999, 2000, "neutral")
    + spell(3, 816, 2000, 2002, "neutral")
    + spell(3, 710, 2002, 2003, "offense")
)


def written(folder: Path, text: str, name: str = "atop5_1m.csv", encoding: str = "latin-1") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def archive(folder: Path, members: dict[str, str]) -> Path:
    path = folder / "atop_5.1.zip"
    with zipfile.ZipFile(path, "w") as book:
        for name, text in members.items():
            book.writestr(name, text)
    return path


def ties(batch: Batch, variable: str) -> set[tuple[str, str, int]]:
    rows = batch.ties.filter(pl.col("variable") == variable)
    assert set(rows["value"].unique().to_list()) <= {1.0}
    return {(s, r, p.year) for s, r, p in rows.select("sender", "receiver", "period").iter_rows()}


def mutual(one: str, other: str, *years: int) -> set[tuple[str, str, int]]:
    return {pair for year in years for pair in ((one, other, year), (other, one, year))}


def test_members_whose_spells_meet_are_allied(tmp_path: Path) -> None:
    batch = read([written(tmp_path, GOOD)])
    check_ties(batch.ties, source="atop")
    in_force = range(2016, LAST + 1)
    assert ties(batch, "alliance") == (
        mutual("RUS", "KAZ", 1994, 1995, 1996)
        | mutual("RUS", "CHN", *in_force)
        | mutual("RUS", "VNM", 2000)
        | mutual("VNM", "CHN", 2002)
    )
    assert ties(batch, "alliance_nonaggression") == mutual("RUS", "KAZ", 1994, 1995, 1996) | mutual(
        "RUS", "CHN", *in_force
    )


def test_obligations_are_the_senders(tmp_path: Path) -> None:
    batch = read([written(tmp_path, GOOD)])
    years = (1994, 1995, 1996)
    assert ties(batch, "alliance_defense") == {("RUS", "KAZ", year) for year in years}
    assert ties(batch, "alliance_consultation") - mutual("RUS", "CHN", 2016, 2017, 2018) == {
        ("KAZ", "RUS", year) for year in years
    }
    assert ties(batch, "alliance_offense") == {("CHN", "VNM", 2002)}
    assert ties(batch, "alliance_neutrality") == mutual("RUS", "VNM", 2000) | {("VNM", "CHN", 2002)}


def test_phases_of_one_alliance_in_a_year_add_up_to_all_that_was_owed(tmp_path: Path) -> None:
    phases = HEADER + "".join(
        spell(7, member, 1939, 1939 if phase == 1 else 1940, owed, phase=phase)
        for member in (365, 255)
        for phase, owed in ((1, "neutral"), (2, "consul"))
    )
    batch = read([written(tmp_path, phases)])
    check_ties(batch.ties, source="atop")
    assert ties(batch, "alliance_neutrality") == mutual("RUS", "DEU", 1939)
    assert ties(batch, "alliance_consultation") == mutual("RUS", "DEU", 1939, 1940)


def test_every_layout_gives_the_same_ties(tmp_path: Path) -> None:
    known = read([written(tmp_path, GOOD)]).ties
    head, *rows = GOOD.splitlines()
    table = pl.read_csv(GOOD.encode(), infer_schema=False)
    others = {"atop_5.1/atop5_1a.csv": "atopid,begyr\n1,1994\n", "atop_5.1/codebook.txt": "Rice\xe9\n"}
    paths = [
        archive(tmp_path, {**others, "atop_5.1/atop5_1m.csv": GOOD}),
        written(tmp_path, "\n".join([head, *rows[::-1], rows[2]]), "turned.csv"),
        written(tmp_path, table.select(sorted(table.columns)).write_csv(), "sorted.csv"),
        written(tmp_path, GOOD.replace("\n", "\r\n"), "windows.csv"),
        written(tmp_path, GOOD.replace("5.1\n", "caf\xe9\n"), "accents.csv"),
    ]
    for path in paths:
        assert read([path]).ties.equals(known), path.name


def test_what_is_no_spell_of_a_state_is_counted(tmp_path: Path) -> None:
    more = (
        spell(4, 365, 0, 0)
        + spell(4, 710, 2005, 2001)
        + spell(5, 345, 1940, 1944)
        + spell(5, 365, 1940, 1944)
        + spell(6, 371, 1980, 1992)
        + spell(6, 365, 1980, 1992)
    )
    batch = read([written(tmp_path, GOOD + more)])
    check_ties(batch.ties, source="atop")
    assert {item.reason: item.rows for item in batch.set_aside} == {
        "spell without a year of entry, or that ends before it begins": 2,
        # No member of the state system between occupation and liberation.
        "member: no member of the state system in the year": 2,
        # Armenia to 1991.
        "member: outside the actor's lifetime": 11,
    }
    assert ties(batch, "alliance") - ties(read([written(tmp_path, GOOD)]), "alliance") == mutual(
        "YUG", "RUS", 1940, 1941, 1944
    ) | mutual("RUS", "ARM", 1991, 1992)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        (HEADER, "No two members of an alliance share a year"),
        (HEADER + spell(1, 365, 1994, 1996), "No two members of an alliance share a year"),
        (HEADER + spell(1, 365, 1994, 1996) + spell(1, 710, 1997, 1998), "No two members"),
        (GOOD.replace("nonagg", "nonaggression"), "lacks column 'nonagg'.* Did you mean 'nonaggression'"),
        (GOOD.replace(",yrexit", ",endyr"), "lacks column 'yrexit'"),
        (GOOD.replace(",", ";"), "lacks column .* the separator is not ','"),
        (GOOD.replace(",", "\t"), "lacks column .* the separator is not ','"),
        (GOOD[:-8], "1 lines do not have 18 cells .*may be cut short"),
        (GOOD.replace("1,,365,1994", "1,,365,MCMXCIV"), "'yrent' holds 1 cells.* 'MCMXCIV' in data line 1"),
        (GOOD.replace("1,,365,1994", "1,,365,"), "'yrent' holds 1 cells"),
        (GOOD.replace("1,,365,1994", "1,,365,nan"), "finite numbers"),
        (GOOD.replace("1,,365,1994", ".,,365,1994"), "'atopid' holds 1 cells"),
        (GOOD.replace("1,,365,1994", "1,,,1994"), "'member' holds 1 cells"),
        (GOOD.replace("0,0,0,1,1,5.1", "0,0,0,1,2,5.1"), "Obligations other than 0 and 1 in consul"),
        (GOOD.replace("0,0,0,1,1,5.1", "0,0,0,-9,1,5.1"), "Obligations other than 0 and 1 in nonagg"),
        (GOOD.replace("0,0,0,1,1,5.1", "0,0,0,.,1,5.1"), "'nonagg' holds"),
        (GOOD.replace("2,,710,2016", "2,,710,20160"), r"Spells later than 2018: \(2, 710, 20160, 0\)"),
        (GOOD.replace("1996", "2031"), "Spells later than 2018"),
    ],
)
def test_bad_files_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UnreadableOriginal, match=message):
        read([written(tmp_path, text)])


def test_an_unknown_state_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownCode, match="4711 in 1994"):
        read([written(tmp_path, GOOD.replace("1,,365,1994", "1,,4711,1994"))])


def test_bad_archives_are_refused(tmp_path: Path) -> None:
    cases = [
        ({"readme.txt": "nothing"}, "holds 0 member files.* Expected: one atop5_1m.csv"),
        ({"atop5_1m.csv": GOOD, "old/atop5_1m.csv": GOOD}, "holds 2 member files"),
        ({"../atop5_1m.csv": GOOD}, "climbs out of its folder"),
        ({"atop5_1m.csv": GOOD, "docs/../../x.txt": "x"}, "climbs out of its folder"),
        ({"/atop5_1m.csv": GOOD}, "climbs out of its folder"),
        ({"atop5_1m.csv": ""}, "holds no rows"),
        ({"atop5_1m.csv": GOOD.replace("member", "ccode")}, "lacks column 'member'"),
    ]
    for members, message in cases:
        with pytest.raises(UnreadableOriginal, match=message):
            read([archive(tmp_path, members)])


def test_an_archive_that_swells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "atop_5.1.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as book:
        book.writestr("atop5_1m.csv", GOOD + "\n" * 20_000_000)
    with pytest.raises(UnreadableOriginal, match=r"would unpack to 20,0.* Expected: at most"):
        read([path])


@settings(max_examples=50, deadline=None)
@given(line=st.integers(0, 7), at=st.integers(0, 130), whole=st.booleans())
def test_a_cut_line_gives_ties_or_one_refusal(
    tmp_path_factory: pytest.TempPathFactory, line: int, at: int, whole: bool
) -> None:
    lines = GOOD.splitlines()
    lines[line] = lines[line][: at % (len(lines[line]) + 1)]
    # Either one line is damaged or the file ends in it.
    text = "\n".join(lines if whole else lines[: line + 1])
    try:
        batch = read([written(tmp_path_factory.mktemp("cut"), text)])
    except (UnreadableOriginal, UnknownCode):
        return
    check_ties(batch.ties, source="atop")


@settings(max_examples=30, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_cut_archive_is_refused(tmp_path_factory: pytest.TempPathFactory, share: float) -> None:
    path = archive(tmp_path_factory.mktemp("cut"), {"atop5_1m.csv": GOOD})
    raw = path.read_bytes()
    path.write_bytes(raw[: int(share * len(raw))])
    with pytest.raises(UnreadableOriginal, match="no whole zip or tar archive"):
        read([path])


@settings(max_examples=30, deadline=None)
@given(
    spells=st.lists(
        st.tuples(st.sampled_from([2, 200, 365, 710]), st.integers(1950, 2010), st.integers(0, 8)),
        min_size=2,
        max_size=8,
    )
)
def test_two_are_allied_in_a_year_if_both_are_members(
    tmp_path_factory: pytest.TempPathFactory, spells: list[tuple[int, int, int]]
) -> None:
    names = {2: "USA", 200: "GBR", 365: "RUS", 710: "CHN"}
    inside = {(names[who], year) for who, first, more in spells for year in range(first, first + more + 1)}
    expected = {(a, b, year) for a, year in inside for b, other in inside if year == other and a != b}
    text = HEADER + "".join(spell(1, who, first, first + more) for who, first, more in spells)
    path = written(tmp_path_factory.mktemp("spells"), text)
    if not expected:
        with pytest.raises(UnreadableOriginal, match="No two members"):
            read([path])
        return
    batch = read([path])
    assert ties(batch, "alliance") == ties(batch, "alliance_nonaggression") == expected


@pytest.mark.originals
def test_figures(originals: Path) -> None:
    batch = ATOP.read([originals / ATOP.originals[0]])
    check_ties(batch.ties, source="atop")
    assert [line for line in check_batch(ATOP, batch) if line[0] != "ok"] == []


@pytest.mark.originals
@pytest.mark.parametrize(
    ("variable", "column"),
    [
        ("alliance_defense", "atop_defense"),
        ("alliance_offense", "atop_offense"),
        ("alliance_neutrality", "atop_neutral"),
        ("alliance_nonaggression", "atop_nonagg"),
        ("alliance_consultation", "atop_consul"),
    ],
)
def test_obligations_agree_with_the_published_pairs(originals: Path, variable: str, column: str) -> None:
    """The directed pairs by year that peacesciencer publishes from the producer's dyadic file."""
    pairs = read_r(originals / "security/alliances/ps_atop_alliance.rda")["atop_alliance"]
    owed = pairs.filter(pl.col(column) == 1).select(
        *(pl.col(name).cast(pl.Int64).cast(pl.String) for name in ("ccode1", "ccode2")), pl.col("year").cast(pl.Int32)
    )
    coded, _ = cow_states(cow_states(owed, "ccode1", into="sender")[0], "ccode2", into="receiver")
    published = set(coded.select("sender", "receiver", "year").iter_rows())
    ours = ties(ATOP.read([originals / ATOP.originals[0]]), variable)
    assert published - ours == set()
    # The member file does not say which members of a treaty owed each other nothing (Locarno, 1925); the pairs do.
    assert len(ours - published) < 0.03 * len(ours)
