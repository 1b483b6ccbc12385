"""The worked examples of the pages print what they say."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from reorient.simulate import armington

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("page", ["baseline.md", "equilibrium.md"])
def test_examples(page: str) -> None:
    found = doctest.testfile(str(DOCS / page), module_relative=False)
    assert found.attempted > 10
    assert found.failed == 0


def test_example_of_the_docstring() -> None:
    assert doctest.testmod(armington).failed == 0
