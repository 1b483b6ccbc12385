"""The store: what goes in comes out, writes are one step, readers never wait, a second writer is refused."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reorient.errors import RecordDamaged, RecordError, RecordLocked, SchemaError
from reorient.record.schema import KEY, TIES, Batch
from reorient.record.store import Record
from tests.record.ties_for_tests import batch, coverage, flows, origin, votes

ROWS = [
    ("RUS", "CHN", 2013, 37.5e9),
    ("RUS", "DEU", 2013, 24.6e9),
    ("CHN", "RUS", 2013, 50.1e9),
    ("RUS", "CHN", 2014, 0.0),
]


@pytest.fixture
def record(tmp_path: Path) -> Record:
    made = Record.create(tmp_path / "record")
    made.put(origin(), batch(ROWS))
    return made


def test_round_trip(record: Record) -> None:
    found = record.ties("exports")
    assert found.columns == list(TIES)
    assert found.equals(flows(ROWS).sort("sender", "receiver", "period"))


def test_filters(record: Record) -> None:
    assert record.ties("exports", sender="RUS")["value"].sum() == 37.5e9 + 24.6e9
    assert record.ties("exports", sender=["RUS", "CHN"], receiver="RUS").height == 1
    assert record.ties("exports", sender=[]).height == 0
    assert record.ties("exports", first=2014).height == 1
    assert record.ties("exports", last=2012).height == 0
    assert record.ties("exports", source="other").height == 0
    assert record.ties("exports", freq="M").height == 0
    assert record.ties("imports", receiver="CHN").height == 2


def test_names_cannot_carry_sql(record: Record) -> None:
    assert record.ties("exports", sender="RUS' or '1'='1").height == 0


def test_cell_tells_the_kinds_of_absence_apart(record: Record) -> None:
    assert record.cell("exports", "RUS", "CHN", 2013, "customs") == "reported"
    assert record.cell("exports", "RUS", "CHN", 2014, "customs") == "zero"
    assert record.cell("exports", "RUS", "JPN", 2014, "customs") == "unreported"
    assert record.cell("exports", "RUS", "JPN", 1960, "customs") == "not covered"


@pytest.mark.parametrize("absence", ["zero", "unlisted", "unreported"])
def test_coverage_says_what_no_row_means(tmp_path: Path, absence: str) -> None:
    record = Record.create(tmp_path / "r")
    rule = coverage(actor="RUS", role="sender", absence=absence)
    record.put(origin(), Batch(flows(ROWS[:1]), (rule,)))
    assert record.cell("exports", "RUS", "JPN", 2000, "customs") == absence
    assert record.cell("exports", "JPN", "RUS", 2000, "customs") == "not covered"


def test_both_ends_must_be_covered(tmp_path: Path) -> None:
    record = Record.create(tmp_path / "r")
    rules = tuple(coverage(variable="un_agreement", actor=a, role="both", absence="zero") for a in ("RUS", "CHN"))
    record.put(origin(), Batch(votes([("RUS", "CHN", 2013, 0.7)]).ties, rules))
    assert record.cell("un_agreement", "CHN", "RUS", 2012, "customs") == "zero"
    assert record.cell("un_agreement", "RUS", "JPN", 2012, "customs") == "not covered"


def test_a_source_is_replaced_whole(record: Record) -> None:
    record.put(origin(), batch(ROWS[:1]))
    assert record.ties("exports").height == 1
    assert record.clean() == 1


def test_sources_lie_side_by_side(record: Record) -> None:
    record.put(origin("mirror"), batch([("RUS", "DEU", 2013, 51.1e9)], source="mirror"))
    assert record.ties("exports", sender="RUS", receiver="DEU")["value"].to_list() == [24.6e9, 51.1e9]
    assert record.sources_of("imports") == ("customs", "mirror")


def test_layers(record: Record, tmp_path: Path) -> None:
    upper = Record.create(tmp_path / "own")
    upper.put(origin(version="2"), batch(ROWS[:1]))
    upper.put(origin("mirror"), batch(ROWS[1:2], source="mirror"))
    both = Record([record.folder, upper.folder])
    assert both.ties("exports", source="customs").height == 1
    assert both.origin("customs").version == "2"
    assert both.sources_of("exports") == ("customs", "mirror")
    assert both.version not in (record.version, upper.version)


def test_a_bad_batch_leaves_the_record_as_it_was(record: Record) -> None:
    before = (record.folder / "manifest.json").read_bytes()
    with pytest.raises(SchemaError):
        record.put(origin(), batch([*ROWS, ("RUS", "USA", 2013, float("nan"))]))
    assert (record.folder / "manifest.json").read_bytes() == before
    assert record.ties("exports").height == len(ROWS)


def test_ties_without_coverage_are_refused(record: Record) -> None:
    with pytest.raises(RecordError, match=r"without coverage \(convention 1\)"):
        record.put(origin(), Batch(flows(ROWS), ()))


def test_another_scenario_must_be_named(record: Record) -> None:
    ties = flows(ROWS[:1]).with_columns(pl.lit("embargo").alias("scenario"))
    with pytest.raises(RecordError, match="convention 7"):
        record.put(
            origin("model"), Batch(ties.with_columns(pl.lit("model").alias("source")), (coverage(source="model"),))
        )
    record.put(
        origin("model"),
        Batch(ties.with_columns(pl.lit("model").alias("source")), (coverage(source="model"),)),
        scenario="embargo",
    )
    assert record.scenarios() == ("embargo", "observed")
    assert record.ties("exports", scenario="embargo").height == 1
    assert record.ties("exports").height == len(ROWS)


def test_built_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    contents = []
    for name in ("a", "b"):
        made = Record.create(tmp_path / name)
        made.put(origin(), batch(ROWS if name == "a" else ROWS[::-1]))
        contents.append({p.relative_to(made.folder): p.read_bytes() for p in made.folder.rglob("*.*") if p.is_file()})
    assert contents[0] == contents[1]


def test_second_writer_is_refused_and_readers_are_not(record: Record) -> None:
    other = Record.open(record.folder)
    with record._writing():
        with pytest.raises(RecordLocked, match="Another process is writing"):
            other.put(origin("mirror"), batch(ROWS, source="mirror"))
        assert Record.open(record.folder).ties("exports").height == len(ROWS)


def test_missing_and_altered_parts_are_named(record: Record) -> None:
    path = next(record.folder.glob("parts/**/*.parquet"))
    content = path.read_bytes()
    path.write_bytes(content[:-20])
    assert record.verify() == [f"{path.relative_to(record.folder)}: differs from its SHA-256 in the manifest"]
    with pytest.raises(RecordDamaged, match="data verify"):
        Record.open(record.folder).ties("exports")
    path.unlink()
    with pytest.raises(RecordDamaged, match=f"missing {path.name}"):
        Record.open(record.folder).ties("exports")


def test_no_record_and_no_manifest(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="No record in"):
        Record.open(tmp_path)
    (tmp_path / "manifest.json").write_text('{"format": 99}')
    with pytest.raises(RecordDamaged, match="no manifest of a record"):
        Record.open(tmp_path)


def test_full_disk_leaves_the_record_as_it_was(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reorient.record.manifest.os.fsync", full)
    with pytest.raises(RecordError, match=r"No space left on device.*it was"):
        record.put(origin("mirror"), batch(ROWS, source="mirror"))
    monkeypatch.undo()
    again = Record.open(record.folder)
    assert again.ties("exports").height == len(ROWS)
    assert not list(record.folder.rglob("*.tmp"))


WRITER = """
import sys
from pathlib import Path
from reorient.record.store import Record
from tests.record.ties_for_tests import batch, origin
record = Record.open(Path(sys.argv[1]))
print("ready", flush=True)
for turn in range(10_000):
    rows = [("RUS", "CHN", 1992 + year, float(turn)) for year in range(25)]
    record.put(origin("loop"), batch(rows, source="loop"))
"""


def test_killed_at_any_instant(record: Record) -> None:
    """A writer without end is killed at many instants; each time a reader finds one whole state."""
    root = Path(__file__).resolve().parents[2]
    for wait in (0.0, 0.003, 0.011, 0.027, 0.05, 0.083):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(record.folder)], cwd=root, stdout=subprocess.PIPE, env=os.environ
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.05 + wait)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        again = Record.open(record.folder)
        assert again.verify() == []
        values = again.ties("exports", source="loop")["value"]
        assert len(values) in (0, 25)
        assert values.n_unique() <= 1
        assert again.ties("exports", source="customs").height == len(ROWS)
        again.put(origin("after"), batch(ROWS, source="after"))


def test_readers_see_one_state_while_another_writes(record: Record) -> None:
    reader = Record.open(record.folder)
    before = reader.ties("exports")
    record.put(origin(), batch(ROWS[:1]))
    assert reader.ties("exports").equals(before)
    reader.reload()
    assert reader.ties("exports").height == 1


def test_sql_is_a_door_for_readers(record: Record) -> None:
    found = record.sql("select receiver, sum(value) as total from ties where sender = 'RUS' group by all order by all")
    assert found.rows() == [("CHN", 37.5e9), ("DEU", 24.6e9)]
    assert record.sql("select count(*) as n from ballots").item() == 0


def test_manifest_is_readable_json(record: Record) -> None:
    body = json.loads((record.folder / "manifest.json").read_text(encoding="utf-8"))
    assert body["origins"]["customs"]["licence"] == "CC BY 4.0"
    assert body["parts"][0]["rows"] == len(ROWS)


STATES = st.sampled_from(["RUS", "CHN", "IND", "VNM", "JPN", "DEU", "USA", "KOR"])
ROW = st.tuples(STATES, STATES, st.integers(1992, 2016), st.floats(0, 1e13, allow_nan=False)).filter(
    lambda r: r[0] != r[1]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=30, unique_by=lambda row: row[:3]))
def test_what_goes_in_comes_out(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, int, float]]
) -> None:
    made = Record.create(tmp_path_factory.mktemp("record"))
    made.put(origin(), batch(rows))
    assert made.ties("exports").equals(flows(rows).sort("sender", "receiver", "period"))
    for sender in {row[0] for row in rows}:
        wanted = flows([row for row in rows if row[0] == sender]).sort("receiver", "period")
        assert made.ties("exports", sender=sender).equals(wanted)
    assert made.ties("exports").select(KEY).is_duplicated().sum() == 0
