"""What the documentation says of mentions, measured again on the producers' files."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from evaluation.mentions import HALVES, LABELS, measure

from reorient.actors.groups import group_names
from reorient.actors.states import is_actor
from reorient.documents.general_debate import raw_speeches, text_of
from reorient.documents.rhetoric.counts import read_debate


def test_the_labels_hold_no_words() -> None:
    with LABELS.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) >= 500
    for row in rows:
        assert set(row) == {"file", "member", "offset", "length", "half", "drawn", "labels"}
        assert all(is_actor(key) or key in group_names() for key in re.findall(r"[\w-]+", row["labels"]))


@pytest.mark.originals
def test_precision_and_recall(originals: Path) -> None:
    counts = measure(originals)
    for half in (*HALVES, "all"):
        for kind in ("all", "without un"):
            count = counts[half, kind]
            assert count["right"] / (count["right"] + count["wrong"]) >= 0.97
            assert count["right"] / (count["right"] + count["missed"]) >= 0.93


@pytest.mark.originals
def test_a_year_of_the_debate(originals: Path) -> None:
    path = originals / "texts/ungdc/ungdc_txt_1992-2024.tar.xz"
    counts = {one.speaker: one for one in read_debate([path], first=2022, last=2022)}
    assert len(counts) >= 190
    text = next(text_of(name, data)[0] for name, data in raw_speeches(path) if name.endswith("RUS_77_2022.txt"))
    plain = re.findall(r"United\s+States|American|Washington|\bUS\b", text)
    assert abs(counts["RUS"].named["USA"] - len(plain)) <= 2
    assert counts["RUS"].words == len(text.split())
