"""Roll calls and ideal points: the producer's layouts, votes counted by hand, published agreement met."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ballots, check_ties
from reorient.record.schema import Batch
from reorient.sources.figures import check_batch
from reorient.sources.source import Source
from reorient.sources.unga import SOURCES, counts, read_ideal_points, read_votes

VOTES, IDEAL = SOURCES
#: Roll call, session, day, COW code, vote: the USA, Russia and China on four roll calls in two calendar years.
ROWS = [
    (70001, 70, "2015-11-02", 2, 1),
    (70001, 70, "2015-11-02", 365, 1),
    (70001, 70, "2015-11-02", 710, 2),
    (70002, 70, "2015-11-03", 2, 3),
    (70002, 70, "2015-11-03", 365, 1),
    (70002, 70, "2015-11-03", 710, 1),
    (70003, 70, "2015-12-01", 2, 3),
    (70003, 70, "2015-12-01", 365, 2),
    (70003, 70, "2015-12-01", 710, 2),
    (70004, 70, "2016-01-05", 2, 8),
    (70004, 70, "2016-01-05", 365, 3),
    (70004, 70, "2016-01-05", 710, 3),
]


def frame(rows: list[tuple[int, int, str, int, int]] = ROWS) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["resid", "session", "date", "ccode", "vote"], orient="row")


def as_csv(folder: Path, *, separator: str = ",", roll: str = "rcid", suffix: str = "csv") -> Path:
    """Write the table as the producer does: more columns, a description with commas."""
    table = frame().rename({"resid": roll}).with_columns(pl.lit('Palestine, "question of"').alias("descr"))
    path = folder / f"UNVotes.{suffix}"
    table.write_csv(path, separator=separator)
    return path


def as_parquet(folder: Path, rows: list[tuple[int, int, str, int, int]] = ROWS) -> Path:
    path = folder / "votes.parquet"
    cast = frame(rows).filter(pl.col("vote") < 8).with_columns(pl.col("date").str.to_datetime("%Y-%m-%d"))
    cast.write_parquet(path)
    return path


def value(batch: Batch, variable: str, sender: str, receiver: str, year: int) -> float | None:
    rows = batch.ties.filter(
        (pl.col("variable") == variable)
        & (pl.col("sender") == sender)
        & (pl.col("receiver") == receiver)
        & (pl.col("period").dt.year() == year)
    )
    return float(rows["value"].item()) if len(rows) else None


def test_agreement_counts_identical_votes_among_common_roll_calls(tmp_path: Path) -> None:
    batch = read_votes([as_csv(tmp_path)])
    check_ties(batch.ties, source="unga")
    assert value(batch, "un_agreement", "RUS", "CHN", 2015) == pytest.approx(2 / 3)
    assert value(batch, "un_agreement", "RUS", "USA", 2015) == pytest.approx(1 / 3)
    assert value(batch, "un_agreement", "USA", "CHN", 2015) == 0
    assert value(batch, "un_votes_both", "CHN", "USA", 2015) == 3
    # In 2016 the USA was absent: no tie, not an agreement of zero.
    assert value(batch, "un_agreement", "RUS", "CHN", 2016) == 1
    assert value(batch, "un_agreement", "RUS", "USA", 2016) is None
    # By session the roll call of January belongs to the session opened in 2015.
    assert value(batch, "un_agreement_session", "RUS", "CHN", 2015) == pytest.approx(3 / 4)
    assert value(batch, "un_agreement_session", "RUS", "CHN", 2016) is None


def test_ballots_hold_votes_that_were_cast(tmp_path: Path) -> None:
    batch = read_votes([as_csv(tmp_path)])
    assert batch.ballots is not None
    check_ballots(batch.ballots, source="unga")
    assert len(batch.ballots) == 11
    assert batch.ballots["body"].unique().to_list() == ["UNGA"]
    assert batch.ballots["session"].unique().to_list() == [70]


def test_every_layout_gives_the_same_ties(tmp_path: Path) -> None:
    known = read_votes([as_parquet(tmp_path)])
    for path in (
        as_csv(tmp_path, roll="resid"),
        as_csv(tmp_path, roll="resid", separator="\t", suffix="tab"),
        as_csv(tmp_path, roll="resid", separator="\t", suffix="txt"),
    ):
        batch = read_votes([path])
        assert batch.ties.equals(known.ties)
        assert batch.ballots is not None
        assert known.ballots is not None
        assert batch.ballots.equals(known.ballots)


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    turned = read_votes([as_parquet(tmp_path, ROWS[::-1])])
    assert turned.ties.equals(read_votes([as_parquet(tmp_path)]).ties)


def test_copies_count_once_and_contrary_votes_not_at_all(tmp_path: Path) -> None:
    rows = [*ROWS, (70001, 70, "2015-10-30", 365, 1), (70002, 70, "2015-11-03", 710, 3)]
    batch = read_votes([as_parquet(tmp_path, rows)])
    assert {item.reason: item.rows for item in batch.set_aside} == {
        "the same vote of one state on one roll call again": 1,
        "two contrary votes of one state on one roll call": 2,
    }
    assert batch.ballots is not None
    assert str(batch.ballots.filter(pl.col("resolution") == "70001")["day"].unique().item()) == "2015-11-02"
    assert value(batch, "un_votes_both", "RUS", "CHN", 2015) == 2


def test_a_state_born_after_the_year_of_the_session_has_no_tie_in_it(tmp_path: Path) -> None:
    rows = [(65001, 65, "2011-07-15", code, 1) for code in (2, 365, 626)]  # South Sudan, born 9 July 2011
    batch = read_votes([as_parquet(tmp_path, rows)])
    check_ties(batch.ties, source="unga")
    assert value(batch, "un_agreement", "SSD", "RUS", 2011) == 1
    assert value(batch, "un_agreement_session", "SSD", "RUS", 2010) is None
    assert value(batch, "un_agreement_session", "USA", "RUS", 2010) == 1


def test_counts_agree_with_counting_one_by_one() -> None:
    random = np.random.default_rng(7)
    votes = random.integers(0, 4, size=(9, 40))  # 0 is absent
    actors, items = np.nonzero(votes)
    same, both = counts((actors, items), votes[actors, items], votes.shape)
    for i in range(9):
        for j in range(9):
            common = (votes[i] > 0) & (votes[j] > 0)
            assert both[i, j] == common.sum()
            assert same[i, j] == (common & (votes[i] == votes[j])).sum()


def test_bad_tables_are_refused(tmp_path: Path) -> None:
    good = as_csv(tmp_path).read_text(encoding="utf-8")
    cases = [
        ("", "is empty"),
        (good.replace("vote", "choice"), "lacks column 'vote'"),
        (good.replace("rcid", "number"), "lacks column 'rcid'"),
        (good.replace(",", ";"), "lacks column"),
        (good.replace(",365,1,", ",365,7,"), "holds the votes 7"),
        (good.replace(",365,1,", ",365,NaN,"), "lack a roll call, session, date, state or vote"),
        (good.replace("2015-11-03", "03/11/2015"), "lack a roll call, session, date, state or vote"),
        (good[: good.rindex(",710")], "lack a roll call, session, date, state or vote"),
        (good.splitlines()[0] + "\n", "holds no vote"),
    ]
    for text, message in cases:
        path = tmp_path / "bad.csv"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(UnreadableOriginal, match=message):
            read_votes([path])


def test_a_truncated_copy_is_refused(tmp_path: Path) -> None:
    whole = as_parquet(tmp_path).read_bytes()
    path = tmp_path / "cut.parquet"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableOriginal, match="no whole Parquet file"):
        read_votes([path])


def test_an_unknown_state_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownCode, match="1234 in 2015"):
        read_votes([as_parquet(tmp_path, [*ROWS, (70001, 70, "2015-11-02", 1234, 1)])])


POINTS = """"","ccode","session","NVotesAll","IdealPointAll","Countryname"
"1",2,50,60,2.5,"United States"
"2",365,50,61,-0.25,"Russia"
"3",365,51,60,0.5,"Russia"
"""


def points(folder: Path, text: str) -> Path:
    path = folder / "points.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_ideal_points_are_dated_by_the_opening_of_the_session(tmp_path: Path) -> None:
    batch = read_ideal_points([points(tmp_path, POINTS)])
    check_ties(batch.ties, source="ideal_points")
    found = {(s, p.year): v for s, p, v in batch.ties.select("sender", "period", "value").iter_rows()}
    assert found == {("USA", 1995): 2.5, ("RUS", 1995): -0.25, ("RUS", 1996): 0.5}
    tabbed = read_ideal_points([points(tmp_path, POINTS.replace(",", "\t"))])
    assert tabbed.ties.equals(batch.ties)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (POINTS.replace("IdealPointAll", "Ideal"), "lacks column 'IdealPointAll'"),
        (POINTS.replace("-0.25", "Inf"), "no flow"),
        (POINTS.replace('"3",365,51', '"3",365,50'), "occur more than once"),
        (POINTS.replace("IdealPointAll", "IdealPointFP").replace("session", "year"), "by calendar year"),
    ],
)
def test_bad_ideal_points_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UnreadableOriginal, match=message):
        read_ideal_points([points(tmp_path, text)])


@pytest.mark.originals
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.origin.key)
def test_figures(originals: Path, source: Source) -> None:
    batch = source.read(sorted(originals.glob(source.originals[0])))
    check_ties(batch.ties, source=source.origin.key)
    assert [line for line in check_batch(source, batch) if line[0] != "ok"] == []


#: Columns of agreement published beside the ideal points.
PUBLISHED = {
    "USAgree": "USA",
    "RUSSAgree": "RUS",
    "BrazilAgree": "BRA",
    "ChinaAgree": "CHN",
    "IndiaAgree": "IND",
    "IsraelAgree": "ISR",
}
#: Sessions in which the votes at hand are not those behind the published columns: roll calls are missing (52 to 67 and
#: 72), the votes of the People's Republic in autumn 1971 count from its first day (26), the last session goes on (78).
OTHER_VOTES = (26, 52, 53, 56, 57, 59, 60, 61, 62, 63, 64, 65, 66, 67, 72, 78)


@pytest.mark.originals
def test_agreement_meets_the_published_columns(originals: Path, tmp_path: Path) -> None:
    """The published agreement leaves out unanimous roll calls; without them ours is the same to four decimals."""
    whole = pl.read_parquet(next(originals.glob(VOTES.originals[0])))
    divided = whole.filter(pl.col("vote").n_unique().over("resid") > 1)
    divided.write_parquet(tmp_path / "divided.parquet")
    ours = read_votes([tmp_path / "divided.parquet"]).ties.filter(pl.col("variable") == "un_agreement_session")
    table = pl.read_csv(next(originals.glob(IDEAL.originals[0])), null_values="NA", infer_schema_length=None)
    published = (
        table.filter(~pl.col("session").is_in(OTHER_VOTES))
        .with_columns(pl.date(pl.col("session") + 1945, 1, 1).alias("period"), pl.col("iso3c").alias("sender"))
        .unpivot(on=list(PUBLISHED), index=["sender", "period"], variable_name="column", value_name="published")
        .with_columns(pl.col("column").replace(PUBLISHED).alias("receiver"))
        .drop_nulls()
    )
    both = published.join(ours, on=["sender", "receiver", "period"])
    assert len(both) > 0.95 * len(published.filter(pl.col("sender") != pl.col("receiver")))
    assert both["period"].n_unique() == 61
    assert both.filter((pl.col("published") - pl.col("value")).abs() > 5e-5).rows() == []


@pytest.mark.originals
def test_unanimous_roll_calls_move_agreement_little(originals: Path) -> None:
    ties = VOTES.read(sorted(originals.glob(VOTES.originals[0]))).ties
    ours = ties.filter((pl.col("variable") == "un_agreement_session") & (pl.col("receiver") == "RUS"))
    table = pl.read_csv(next(originals.glob(IDEAL.originals[0])), null_values="NA", infer_schema_length=None)
    published = table.select(
        pl.date(pl.col("session") + 1945, 1, 1).alias("period"), pl.col("iso3c").alias("sender"), "RUSSAgree"
    ).drop_nulls()
    both = published.join(ours, on=["sender", "period"])
    gap = (both["RUSSAgree"] - both["value"]).abs()
    # Unanimous or missing roll calls are at most a tenth of a session.
    assert gap.quantile(0.99) < 0.1
    assert gap.median() < 0.001
