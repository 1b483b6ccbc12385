"""Fetching a source end to end: from a server on this machine into the reader's own record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reorient.cli import main
from reorient.record.store import Record
from reorient.sources.catalogue import source
from tests.sources.test_cow_trade import ROWS, release
from tests.sources.test_pull import serving


@pytest.fixture(autouse=True)
def _own_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REORIENT_RECORD", str(tmp_path / "own"))
    monkeypatch.setattr("reorient.sources.pull.time.sleep", lambda _: None)


def pull(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["data", "pull", *arguments])


def held(key: str) -> int:
    found = CliRunner().invoke(main, ["data", "list", "--json"])
    rows = [row for row in json.loads(found.output) if row["source"] == key]
    return int(str(rows[0]["rows"]).replace(",", "") or 0)


def test_a_cut_and_moved_file_is_read_into_the_own_record(tmp_path: Path) -> None:
    content = release(tmp_path).read_bytes()
    before = held("cow_trade")
    with serving(content=content, cut_after=[len(content) // 2]) as (address, server):
        done = pull("cow_trade", "--from", f"{address}/moved", "--keep", str(tmp_path / "kept"))
    assert done.exit_code == 0, done.output
    assert server.asked == [None, f"bytes={len(content) // 2}-"]
    assert (tmp_path / "kept" / "moved").read_bytes() == content
    assert "sha256" in done.output
    assert 0 < held("cow_trade") != before
    with Record.open() as record:
        ties = record.ties("exports", sender="RUS", receiver="USA", source="cow_trade")
    assert ties["value"].to_list() == [row[3] * 1e6 for row in ROWS if row[:2] == (2, 365)]


@pytest.mark.parametrize(
    ("path", "more", "text"),
    [
        ("/gone", (), "404"),
        ("/file.zip", ("--sha256", "0" * 64), "SHA-256"),
        ("/circle", (), "redirect"),
    ],
)
def test_a_failed_fetch_leaves_the_record_as_it_was(path: str, more: tuple[str, ...], text: str) -> None:
    before = held("cow_trade")
    with serving() as (address, _):
        done = pull("cow_trade", "--from", address + path, *more)
    assert done.exit_code == 2
    assert text in done.output
    assert held("cow_trade") == before


def test_a_file_that_is_something_else_leaves_the_record_as_it_was() -> None:
    before = held("cow_trade")
    with serving(content=b"<html>We have moved</html>") as (address, _):
        done = pull("cow_trade", "--from", f"{address}/file.csv")
    assert done.exit_code == 2
    assert done.output.count("reorient:") == 1
    assert held("cow_trade") == before


@pytest.mark.originals
@pytest.mark.parametrize("key", ["geodist", "unsc_vetoes", "fts_cis"])
def test_originals_come_over_a_cut_line_as_they_are(originals: Path, tmp_path: Path, key: str) -> None:
    one = source(key)
    file = sorted(originals.glob(one.originals[0]))[0]
    content = file.read_bytes()
    with serving(content=content, cut_after=[len(content) // 3, 1000]) as (address, _):
        done = pull(key, "--from", f"{address}/{file.name}", "--keep", str(tmp_path / "kept"), "--no-add")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "kept" / file.name).read_bytes() == content
    added = CliRunner().invoke(main, ["data", "add", key, *(str(p) for p in sorted(originals.glob(one.originals[0])))])
    assert added.exit_code == 0, added.output
    batch = one.read(sorted(originals.glob(one.originals[0])))
    with Record.open(tmp_path / "own") as own:
        assert sum(part.rows for part in own.parts()) == len(batch.ties)
