"""Vetoes: counted by hand, alone and together, and what is refused."""

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
from reorient.sources.vetoes import MEMBERS, SOURCES, read

(VETOES,) = SOURCES

#: One draft of 1946 twice put to the vote, one of 1956, two of 2007 to 2008; agenda items have commas and accents.
DRAFTS = """year,date,draft,agenda_item,member_veto1,member_veto2,China,France,Russia,USSR,USA,UK,russia_china
1946,6/26/1946,S/PV.49,The Spanish question,USSR,,0,0,0,1,0,0,0
1946,6/26/1946,S/PV.49,The Spanish question,USSR,,0,0,0,1,0,0,0
1955,12/13/1955,S/3506,Admission of new members,China,,1,0,0,0,0,0,0
1956,10/30/1956,S/3710,"Palestine, Suez Canal",France,UK,0,1,0,0,0,1,0
1972,8/25/1972,S/10771,Admission of Bangladesh,China,,1,0,0,0,0,0,0
2007,1/12/2007,S/2007/14,Myanmar,China,Russia,1,0,1,0,0,0,1
2008,7/11/2008,S/2008/447,Zimbabwe,China,Russia,1,0,1,0,0,0,1
2008,11/2/2008,S/2008/900,Côte d'Ivoire,USA,,0,0,0,0,1,0,0
"""


def written(folder: Path, text: str, name: str = "vetoes.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def values(batch: Batch, variable: str) -> dict[tuple[str, str, int], float]:
    rows = batch.ties.filter(pl.col("variable") == variable)
    return {(s, r, p.year): v for s, r, p, v in rows.select("sender", "receiver", "period", "value").iter_rows()}


def test_each_draft_counts_once_for_each_who_voted_it_down(tmp_path: Path) -> None:
    batch = read([written(tmp_path, DRAFTS)])
    check_ties(batch.ties, source="unsc_vetoes")
    assert values(batch, "vetoes") == {
        ("RUS", "RUS", 1946): 2,
        # The seat of China was that of the Republic of China to October 1971.
        ("TWN", "TWN", 1955): 1,
        ("FRA", "FRA", 1956): 1,
        ("GBR", "GBR", 1956): 1,
        ("CHN", "CHN", 1972): 1,
        ("CHN", "CHN", 2007): 1,
        ("RUS", "RUS", 2007): 1,
        ("CHN", "CHN", 2008): 1,
        ("RUS", "RUS", 2008): 1,
        ("USA", "USA", 2008): 1,
    }
    assert values(batch, "joint_vetoes") == {
        ("FRA", "GBR", 1956): 1,
        ("GBR", "FRA", 1956): 1,
        ("CHN", "RUS", 2007): 1,
        ("RUS", "CHN", 2007): 1,
        ("CHN", "RUS", 2008): 1,
        ("RUS", "CHN", 2008): 1,
    }
    status = dict(batch.ties.select("variable", "status").unique().iter_rows())
    assert status == {"vetoes": "reported", "joint_vetoes": "derived"}


def test_a_year_without_a_veto_is_zero_for_permanent_members_alone(tmp_path: Path) -> None:
    batch = read([written(tmp_path, DRAFTS)])
    assert {row.absence for row in batch.coverage} == {"zero"}
    assert {row.actor for row in batch.coverage} == {"CHN", "FRA", "GBR", "RUS", "TWN", "USA"}
    assert {(row.first.year, row.last.year) for row in batch.coverage} == {(1946, 2008)}


def test_vetoes_cast_by_three_are_three_pairs(tmp_path: Path) -> None:
    three = DRAFTS + "1975,6/6/1975,S/11713,Namibia,France,UK,0,1,0,0,1,1,0\n"
    joint = values(read([written(tmp_path, three)]), "joint_vetoes")
    found = {pair[:2] for pair in joint if pair[2] == 1975}
    assert found == {(one, other) for one in ("FRA", "GBR", "USA") for other in ("FRA", "GBR", "USA") if one != other}


def test_the_list_is_read_plain_or_packed_in_any_order(tmp_path: Path) -> None:
    known = read([written(tmp_path, DRAFTS)])
    packed = tmp_path / "vetoes.csv.gz"
    packed.write_bytes(gzip.compress(DRAFTS.encode()))
    head, *rows = DRAFTS.splitlines()
    table = pl.read_csv(DRAFTS.encode(), infer_schema=False)
    bare = table.select(*MEMBERS[::-1], "draft", "year")
    paths = [
        packed,
        written(tmp_path, "\n".join([head, *rows[::-1]]), "turned.csv"),
        written(tmp_path, bare.write_csv(), "bare.csv"),
        written(tmp_path, "\ufeff" + DRAFTS.replace("\n", "\r\n"), "windows.csv"),
    ]
    for path in paths:
        assert read([path]).ties.equals(known.ties), path.name
    first = written(tmp_path, "\n".join([head, *rows[:4]]), "first.csv")
    second = written(tmp_path, "\n".join([head, *rows[4:]]), "second.csv")
    assert read([first, second]).ties.equals(known.ties)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        (DRAFTS.splitlines()[0] + "\n", "holds no veto"),
        (DRAFTS.replace(",1", ",0"), "holds no veto"),
        (DRAFTS.replace("USSR,USA,UK", "USSR,USA,United Kingdom"), "lacks column 'UK'; it has 'year'"),
        (DRAFTS.replace("draft,", "resolution,"), "lacks column 'draft'"),
        (DRAFTS.replace(",", ";"), "lacks column .* the separator is not ','"),
        (DRAFTS[: DRAFTS.rindex(",0,0,1")], "1 lines do not have 13 cells .*may be cut short"),
        (DRAFTS.replace("Palestine, Suez Canal", 'Palestine", Suez Canal'), "1 lines do not have 13 cells"),
        (DRAFTS.replace("UK,0,1,0,0,0,1", "UK,0,2,0,0,0,1"), "other marks than 0 and 1"),
        (DRAFTS.replace("UK,0,1,0,0,0,1", "UK,0,-1,0,0,0,1"), "'France' holds 1 cells.* none below zero"),
        (DRAFTS.replace("UK,0,1,0,0,0,1", "UK,0,inf,0,0,0,1"), "'France' holds 1 cells.* finite numbers"),
        (DRAFTS.replace("UK,0,1,0,0,0,1", "UK,0,,0,0,0,1"), "'France' holds 1 cells.* '' in data line 4"),
        (DRAFTS.replace("UK,0,1,0,0,0,1", "UK,0,yes,0,0,0,1"), "'yes' in data line 4"),
        (DRAFTS.replace("\n2007,", "\n,"), "'year' holds 1 cells"),
        (DRAFTS.replace("\n2007,", "\nMMVII,"), "'MMVII' in data line 6"),
    ],
)
def test_bad_lists_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UnreadableOriginal, match=message):
        read([written(tmp_path, text)])


def test_a_seat_before_there_was_a_council_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownCode, match="China in 1907"):
        read([written(tmp_path, DRAFTS.replace("\n2007,", "\n1907,"))])


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vetoes.csv"
    path.write_bytes(DRAFTS.encode("latin-1"))
    with pytest.raises(UnreadableOriginal, match="is not utf-8 at byte"):
        read([path])
    path.write_bytes(DRAFTS.encode("utf-16"))
    with pytest.raises(UnreadableOriginal, match="is no text"):
        read([path])


@settings(max_examples=50, deadline=None)
@given(line=st.integers(0, 8), at=st.integers(0, 110), whole=st.booleans())
def test_a_cut_line_gives_ties_or_one_refusal(
    tmp_path_factory: pytest.TempPathFactory, line: int, at: int, whole: bool
) -> None:
    lines = DRAFTS.encode().splitlines()
    lines[line] = lines[line][: at % (len(lines[line]) + 1)]
    path = tmp_path_factory.mktemp("cut") / "vetoes.csv"
    # Either one line is damaged or the file ends in it.
    path.write_bytes(b"\n".join(lines if whole else lines[: line + 1]))
    try:
        batch = read([path])
    except (UnreadableOriginal, UnknownCode):
        return
    check_ties(batch.ties, source="unsc_vetoes")


@settings(max_examples=30, deadline=None)
@given(marks=st.lists(st.tuples(st.integers(1992, 2022), *[st.booleans()] * 5), min_size=1, max_size=25))
def test_no_veto_is_lost_or_made(
    tmp_path_factory: pytest.TempPathFactory, marks: list[tuple[int, bool, bool, bool, bool, bool]]
) -> None:
    sitting = ("China", "France", "Russia", "USA", "UK")
    head = "year,draft,USSR," + ",".join(sitting) + "\n"
    rows = [f"{year},S/{n},0," + ",".join(f"{one:d}" for one in cast) for n, (year, *cast) in enumerate(marks)]
    path = written(tmp_path_factory.mktemp("drafts"), head + "\n".join(rows))
    total = sum(sum(row[1:]) for row in marks)
    if not total:
        with pytest.raises(UnreadableOriginal, match="holds no veto"):
            read([path])
        return
    batch = read([path])
    check_ties(batch.ties, source="unsc_vetoes")
    assert sum(values(batch, "vetoes").values()) == total
    assert sum(values(batch, "joint_vetoes").values()) == sum(sum(row[1:]) * (sum(row[1:]) - 1) for row in marks)


@pytest.mark.originals
def test_figures(originals: Path) -> None:
    batch = VETOES.read([originals / VETOES.originals[0]])
    check_ties(batch.ties, source="unsc_vetoes")
    assert [line for line in check_batch(VETOES, batch) if line[0] != "ok"] == []
    joint = values(batch, "joint_vetoes")
    together = {year: value for (one, other, year), value in joint.items() if (one, other) == ("RUS", "CHN")}
    assert together == {
        2007: 1,
        2008: 1,
        2011: 1,
        2012: 2,
        2014: 1,
        2016: 1,
        2017: 1,
        2019: 3,
        2020: 2,
        2022: 1,
    }
