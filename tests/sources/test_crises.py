"""International crises: actors of one crisis, dated by the crisis."""

from __future__ import annotations

from pathlib import Path

import pytest

from reorient.errors import UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.sources.crises import SOURCES, read
from reorient.sources.figures import check_batch

CRISES = "icb1,crisno,crisname,yrtrig\nICB1,1,FIRST,2008\nICB1,2,ALONE,2010\nICB1,3,UNDATED,\n"
ACTORS = """icb2,crisno,cracno,cracid,actor,yrtrig
ICB2,1,1,365,RUS,2008
ICB2,1,2,372,GRG,2009
ICB2,2,3,365,RUS,2010
ICB2,3,4,365,RUS,
ICB2,3,5,710,CHN,
"""


def both(folder: Path, crises: str = CRISES, actors: str = ACTORS) -> list[Path]:
    paths = [folder / "one.csv", folder / "two.csv"]
    for path, text in zip(paths, (actors, crises), strict=True):
        path.write_text("\ufeff" + text, encoding="utf-8")
    return paths


def test_actors_of_one_crisis_are_tied_in_the_year_it_began(tmp_path: Path) -> None:
    batch = read(both(tmp_path))
    check_ties(batch.ties, source="icb")
    rows = [(s, r, p.year) for s, r, p in batch.ties.select("sender", "receiver", "period").iter_rows()]
    assert rows == [("GEO", "RUS", 2008), ("RUS", "GEO", 2008)]
    assert [(item.reason, item.rows) for item in batch.set_aside] == [("crisis without a year of its trigger", 2)]


def test_the_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    paths = both(tmp_path)
    assert read(paths).ties.equals(read(paths[::-1]).ties)


def test_bad_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableOriginal, match="0 files of crises and 1 of crisis actors"):
        read(both(tmp_path)[:1])
    with pytest.raises(UnreadableOriginal, match="1 actors in crises that the other file lacks"):
        read(both(tmp_path, actors=ACTORS + "ICB2,9,6,710,CHN,2011\n"))
    with pytest.raises(UnreadableOriginal, match="keys occur more than once"):
        read(both(tmp_path, crises=CRISES + "ICB1,1,AGAIN,2008\n"))
    with pytest.raises(UnreadableOriginal, match="lacks column 'crisno'"):
        read(both(tmp_path, crises=CRISES.replace("crisno", "crisis")))


@pytest.mark.originals
def test_figures(originals: Path) -> None:
    source = SOURCES[0]
    batch = read([originals / name for name in source.originals])
    check_ties(batch.ties, source="icb")
    assert [line for line in check_batch(source, batch) if line[0] != "ok"] == []
