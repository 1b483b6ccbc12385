"""Toward and away relative to a gravity expectation, from the record."""

from __future__ import annotations

import numpy as np
import pytest

from reorient.app import expected
from reorient.errors import MeasureError
from reorient.record.store import Record, starter_folder


def test_parts_add_up_and_the_years_asked_for_are_kept() -> None:
    pytest.importorskip("pyfixest")
    with Record.open(starter_folder()) as record:
        found = expected(record, "VNM", toward="USA", away="CHN", first=2015, last=2020)
        assert found.years == (2015, 2020)
        one = found.departures
        # a sum of logarithms of sums: nothing but rounding may be left
        parts = one.expected.value + one.toward.value + one.away.value + one.unsized
        assert parts == pytest.approx(one.change, abs=1e-9)
        flows = {
            (who, year): record.ties("exports", sender="VNM", receiver=who, first=year, last=year, source=found.source)
            for who in ("USA", "CHN")
            for year in found.years
        }
        ratio = {year: flows["USA", year]["value"][0] / flows["CHN", year]["value"][0] for year in found.years}
        assert one.change == pytest.approx(np.log(ratio[2020] / ratio[2015]), abs=1e-12)
        assert "eu" in found.coefficients
        assert "assumed" in found.told
        assert found.frame()["part"].to_list() == ["change", "expected", "toward", "away", "no expectation"]


def test_what_cannot_be_asked() -> None:
    with Record.open(starter_folder()) as record:
        with pytest.raises(MeasureError, match="three years"):
            expected(record, "VNM", toward="USA", first=2019, last=2020)
        with pytest.raises(MeasureError, match="one direction"):
            expected(record, "VNM", toward="USA", variable="trade")
        with pytest.raises(MeasureError, match="No agreement"):
            expected(record, "VNM", toward="USA", first=2016, last=2020, agreements=("eaeu",))
