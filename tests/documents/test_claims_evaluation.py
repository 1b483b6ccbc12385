"""The figures that docs/claims.md states for reading claims."""

from __future__ import annotations

import tomllib

import pytest
from evaluation.claims import FILE, score


def test_the_file_is_large_and_half_is_final() -> None:
    held = tomllib.loads(FILE.read_text(encoding="utf-8"))["sentence"]
    carrying = [one for one in held if one["carries"] == "yes"]
    without = [one for one in held if one["carries"] == "no"]
    assert len(carrying) >= 300
    assert len(without) >= 150
    assert len({one["text"] for one in held}) == len(held)
    assert 0.45 < sum(one.get("final", False) for one in held) / len(held) < 0.55


@pytest.mark.parametrize("final", [False, True])
def test_acceptance_right_and_false_alarms(final: bool) -> None:
    found = score(final)
    assert found.right / found.claims >= 0.90
    assert found.accepted / found.carrying >= 0.45
    assert found.alarms / found.without <= 0.03
