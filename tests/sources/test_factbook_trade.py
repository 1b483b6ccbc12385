"""Factbook partners: the year of the data, the latest edition, what cannot be told apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.sources.factbook_trade import read

HEADER = "edition,iso2,country,flow,partner,share_pct,data_year,source\n"
ROWS = """2013,RU,Russia,exports,Netherlands,14.4,2012,html
2013,RU,Russia,exports,China,6.4,2012,html
2014,RU,Russia,exports,Netherlands,14.6,2012,html
2014,RU,Russia,exports,China,6.8,2012,html
2019,RU,Russia,exports,China,10.9,2017,html
2020,RU,Russia,exports,China,10.9,2017,html
2024,RU,Russia,imports,China,53.0,2023,json
2024,RU,Russia,imports,Fiji,0.0,2023,json
1990,RU,Soviet Union,exports,FRG,8.0,,text
1992,RU,Soviet Union,exports,Czechoslovakia,9.0,1989,text
1992,RU,Soviet Union,exports,EC,30.0,1989,text
"""


def table(folder: Path, text: str = ROWS) -> Path:
    path = folder / "shares.csv"
    path.write_text(HEADER + text, encoding="utf-8")
    return path


def test_the_latest_edition_of_a_year_counts(tmp_path: Path) -> None:
    batch = read([table(tmp_path)])
    check_ties(batch.ties, source="factbook_partners")
    rows = batch.ties.select("variable", "sender", "receiver", "period", "value").rows()
    assert set(rows) == {
        ("export_share_listed", "RUS", "NLD", date(2012, 1, 1), 14.6),
        ("export_share_listed", "RUS", "CHN", date(2012, 1, 1), 6.8),
        ("export_share_listed", "RUS", "CHN", date(2017, 1, 1), 10.9),
        ("import_share_listed", "RUS", "CHN", date(2023, 1, 1), 53.0),
        ("export_share_listed", "RUS", "CSK", date(1989, 1, 1), 9.0),
    }
    assert {aside.reason: aside.rows for aside in batch.set_aside} == {
        "no year of data": 1,
        "printed as 0 percent: below half a percent, not zero": 1,
        "printed again or revised in a later edition": 3,
        "partner: set aside in scheme factbook": 1,
    }
    assert {row.absence for row in batch.coverage} == {"unlisted"}


def test_what_cannot_be_told_apart_is_set_aside(tmp_path: Path) -> None:
    text = """1999,CY,Cyprus,exports,UK,11.3,1997,text
1999,CY,Cyprus,exports,UK,21.3,1997,text
1999,CY,Cyprus,exports,Greece,9.0,1997,text
1999,CY,Cyprus,exports,Greece,9.0,1997,text
2005,MK,Macedonia,exports,Germany,80.0,2003,text
2005,MK,Macedonia,exports,Italy,40.0,2003,text
"""
    batch = read([table(tmp_path, text)])
    assert batch.ties.select("sender", "receiver", "value").rows() == [("CYP", "GRC", 9.0)]
    assert sorted(aside.rows for aside in batch.set_aside) == [2, 2]


@pytest.mark.parametrize(
    ("old", "new", "error", "text"),
    [
        ("14.4", "144", UnreadableOriginal, "above 100 percent"),
        ("14.4", "-1", UnreadableOriginal, "no flow"),
        ("14.4", "nan", UnreadableOriginal, "no flow"),
        ("14.4,2012", "14.4,2019", UnreadableOriginal, "of a year after the edition"),
        ("Russia,exports", "Russia,export", UnreadableOriginal, "the flow 'export'"),
        ("FRG,8.0,,", "Atlantis,8.0,1988,", UnknownCode, "Atlantis in 1988"),
        ("1990,RU", "1990;RU", UnreadableOriginal, "do not have 8 cells"),
    ],
)
def test_bad_originals_are_refused(tmp_path: Path, old: str, new: str, error: type[Exception], text: str) -> None:
    assert old in ROWS
    with pytest.raises(error, match=text):
        read([table(tmp_path, ROWS.replace(old, new, 1))])


def test_renamed_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "shares.csv"
    path.write_text((HEADER + ROWS).replace("share_pct", "share"), encoding="utf-8")
    with pytest.raises(UnreadableOriginal, match="lacks column 'share_pct'"):
        read([path])


def test_shares_stay_within_the_whole(tmp_path: Path) -> None:
    sums = read([table(tmp_path)]).ties.group_by("variable", "sender", "period").agg(pl.col("value").sum())
    assert sums["value"].max() <= 101
