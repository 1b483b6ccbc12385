"""Fixtures every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def originals() -> Path:
    """Return the folder of the producers' original files, or skip visibly."""
    folder = os.environ.get("REORIENT_ORIGINALS", "")
    if not folder:
        pytest.skip("REORIENT_ORIGINALS is not set: the producers' original files are not at hand")
    path = Path(folder)
    assert path.is_dir(), f"REORIENT_ORIGINALS names {path}, which is no folder"
    return path
