"""The figures that docs/claims.md and docs/checking.md state for reading claims and for the verdicts on them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from evaluation.claims import FILE, UNSEEN, VARIED, score
from evaluation.verdicts import SETS
from evaluation.verdicts import score as verdicts

from reorient.documents.checking.bench import Bench
from reorient.record.store import Record, starter_folder

WORDS = {"supported", "contradicted", "depends", "not covered", "cannot parse"}


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with Record.open(starter_folder()) as record:
        yield Bench(record)


def test_the_file_is_large_and_half_is_final() -> None:
    held = tomllib.loads(FILE.read_text(encoding="utf-8"))["sentence"]
    carrying = [one for one in held if one["carries"] == "yes"]
    without = [one for one in held if one["carries"] == "no"]
    assert len(carrying) >= 300
    assert len(without) >= 150
    assert len({one["text"] for one in held}) == len(held)
    assert 0.45 < sum(one.get("final", False) for one in held) / len(held) < 0.55


def test_five_hundred_sentences_have_a_verdict_and_half_of_those_needed_are_final() -> None:
    labelled = {False: 0, True: 0}
    for _, path, final in SETS:
        for one in tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]:
            given = [label["verdict"] for label in one.get("claims", []) if "verdict" in label]
            assert set(given) <= WORDS
            belongs = path == UNSEEN or (path == FILE and one.get("final", False))
            labelled[final] += bool(given) and belongs == final
    assert sum(labelled.values()) >= 500
    assert labelled[True] >= 250


@pytest.mark.parametrize(("path", "final"), [(FILE, False), (FILE, True), (VARIED, False), (UNSEEN, True)])
def test_acceptance_right_and_false_alarms(path: Path, final: bool) -> None:
    found = score(final, path=path)
    assert found.right / found.claims >= 0.90
    assert found.accepted / found.carrying >= 0.45
    assert found.alarms / found.without <= 0.03


@pytest.mark.parametrize(("name", "path", "final"), SETS)
def test_verdicts_on_accepted_claims_are_right(bench: Bench, name: str, path: Path, final: bool) -> None:
    found = verdicts(bench, path, final=final)
    assert found.claims >= 40, name
    assert found.right / found.claims >= 0.90
