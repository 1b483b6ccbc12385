"""Turns that history knows, and turns that are none, from the originals: one rule for all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.known_turns import CASES, NONE, Case, answer, hit, record_of

from reorient.record.store import Record

pytestmark = [pytest.mark.originals, pytest.mark.slow]

# Not found, and why: docs/turns.md, under the table.
MISSED = {("GBR", "trade"), ("AUS", "exports"), ("UKR", "exports")}


@pytest.fixture(scope="module")
def record(originals: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with record_of(originals, tmp_path_factory.mktemp("known") / "record") as made:
        yield made


def test_turns_that_history_knows_are_found(record: Record) -> None:
    missed = {(case.state, case.name) for case in CASES if not hit(case, answer(record, case))}
    assert missed == MISSED


@pytest.mark.parametrize("case", NONE, ids=lambda case: f"{case.state}-{case.name}-{case.partners}")
def test_what_coverage_cannot_carry_is_no_turn(record: Record, case: Case) -> None:
    found = answer(record, case)
    turns = () if isinstance(found, str) else found.turns
    assert [turn.begins.estimate for turn in turns if case.first <= turn.begins.estimate <= case.last] == []
