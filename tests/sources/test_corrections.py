"""Corrections as data: what they do, when they no longer fit, and how a wrong entry is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from reorient.errors import SourceError
from reorient.record.schema import Batch, Coverage, ties_of
from reorient.sources.corrections import Correction, apply, corrections, parse
from reorient.sources.sanctions import read

ENTRY: dict[str, Any] = {
    "id": "wrong-figure",
    "source": "made-up",
    "where": {"variable": "exports", "sender": "RUS", "receiver": "CHN", "first": 2001, "last": 2001},
    "action": "override",
    "value": 20.0,
    "reason": "The table of that year repeats the figure of the year before.",
    "reported": "not yet",
    "expect": {"rows": 1, "value": 10.0},
}


def entry(**changes: Any) -> tuple[Correction, ...]:
    changed = {key: value for key, value in {**ENTRY, **changes}.items() if value is not ...}
    return parse(yaml.safe_dump([changed]))


def batch(absence: Any = "unreported") -> Batch:
    frame = pl.DataFrame(
        {
            "sender": ["RUS", "RUS", "RUS"],
            "receiver": ["CHN", "CHN", "JPN"],
            "year": [2000, 2001, 2001],
            "value": [10.0, 10.0, 5.0],
        }
    )
    span = (date(2000, 1, 1), date(2001, 1, 1))
    coverage = Coverage("made-up", "exports", "*", "sender", *span, "Y", absence)
    return Batch(ties_of(frame, variable="exports", source="made-up"), (coverage,))


def rows(found: Batch) -> list[tuple[str, int, float, str]]:
    return [(r, p.year, v, s) for r, p, v, s in found.ties.select("receiver", "period", "value", "status").iter_rows()]


def test_override_changes_one_tie_and_marks_it() -> None:
    found, applied = apply(batch(), "made-up", entries=entry())
    assert rows(found) == [("CHN", 2000, 10, "reported"), ("CHN", 2001, 20, "derived"), ("JPN", 2001, 5, "reported")]
    assert [one.id for one in applied] == ["wrong-figure"]


def test_scale_and_flag() -> None:
    scaled, _ = apply(batch(), "made-up", entries=entry(action="scale", factor=1000, value=...))
    assert rows(scaled)[1] == ("CHN", 2001, 10_000, "derived")
    flagged, _ = apply(batch(), "made-up", entries=entry(action="flag", status="imputed", value=...))
    assert rows(flagged)[1] == ("CHN", 2001, 10, "imputed")


def test_drop_removes_and_counts() -> None:
    found, _ = apply(batch(), "made-up", entries=entry(action="drop", value=...))
    assert [row[:2] for row in rows(found)] == [("CHN", 2000), ("JPN", 2001)]
    assert [(item.reason.split(":")[0], item.rows) for item in found.set_aside] == [("correction wrong-figure", 1)]


def test_a_drop_that_would_read_as_zero_is_refused() -> None:
    with pytest.raises(SourceError, match="where no row means zero") as problem:
        apply(batch("zero"), "made-up", entries=entry(action="drop", value=...))
    assert "action: override with value: 0" in str(problem.value)


def test_an_open_end_means_every_actor() -> None:
    where = {"variable": "exports", "sender": "RUS", "first": 2000, "last": 2001}
    change = entry(action="scale", factor=2, value=..., where=where, expect={"rows": 3, "sum": 25.0})
    assert [row[2] for row in rows(apply(batch(), "made-up", entries=change)[0])] == [20, 20, 10]


def test_other_sources_are_left_alone() -> None:
    found, applied = apply(batch(), "another", entries=entry())
    assert applied == ()
    assert found.ties.equals(batch().ties)


def test_a_correction_that_no_longer_fits_stops_the_run() -> None:
    with pytest.raises(SourceError) as problem:
        apply(batch(), "made-up", entries=entry(expect={"rows": 1, "value": 99.0}))
    assert str(problem.value) == (
        "Correction 'wrong-figure' of made-up no longer fits: the source now says value 10 instead of 99. Expected: "
        "what it said when the correction was written (The table of that year repeats the figure of the year before.). "
        "To go on: if the producer has fixed it, delete the entry from corrections.yml; otherwise adjust its expect."
    )
    with pytest.raises(SourceError, match="rows 1 instead of 2"):
        apply(batch(), "made-up", entries=entry(expect={"rows": 2}))
    gone = {"variable": "exports", "sender": "RUS", "receiver": "CHN", "first": 1995, "last": 1995}
    with pytest.raises(SourceError, match="no such tie"):
        apply(batch(), "made-up", entries=entry(where=gone, expect={"value": 10.0}))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"action": "mend"}, "has action 'mend'"),
        ({"value": ...}, "lacks value"),
        ({"reason": ...}, "lacks reason"),
        ({"expect": ...}, "lacks expect"),
        ({"factor": 2}, "has the unknown field factor"),
        ({"id": "Wrong figure"}, "has id 'Wrong figure'"),
        ({"status": "guessed", "action": "flag", "value": ...}, "has status 'guessed'"),
        ({"reason": "typo"}, "gives the reason 'typo'"),
        ({"value": float("nan")}, "value is nan"),
        ({"value": "20"}, "value is '20'"),
        ({"expect": {"about": 1}}, "expect is"),
        ({"where": "everything"}, "where is 'everything'"),
        ({"where": {**ENTRY["where"], "sender": "ZZZ"}}, "names ZZZ, which is no actor"),
        ({"where": {**ENTRY["where"], "variable": "export"}}, "Unknown variable 'export'"),
        ({"where": {**ENTRY["where"], "first": 2002}}, "runs from 2002 to 2001"),
        ({"where": {"variable": "exports", "first": 2001}}, "lacks last"),
    ],
)
def test_a_wrong_entry_is_told(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(SourceError, match=message) as problem:
        entry(**changes)
    assert str(problem.value).startswith("corrections.yml, entry 1")


def test_a_wrong_file_is_told() -> None:
    with pytest.raises(SourceError, match=r"corrections.yml holds a dict"):
        parse("id: alone")
    with pytest.raises(SourceError, match="is no YAML"):
        parse("- [")
    with pytest.raises(SourceError, match="uses an id twice: wrong-figure"):
        parse(yaml.safe_dump([ENTRY, ENTRY]))
    assert parse("") == ()


def test_the_corrections_of_the_package_are_well_formed() -> None:
    assert len({one.id for one in corrections()}) == len(corrections())


@pytest.mark.originals
def test_the_corrections_of_sanctions_fit_the_source(originals: Path) -> None:
    found, applied = apply(read([originals / "security/sanctions/GSDB_V3.csv"]), "gsdb")
    assert len(applied) == 4
    rows = found.ties.filter(
        (pl.col("variable") == "sanction") & (pl.col("sender") == "EGY") & (pl.col("receiver") == "ISR")
    )
    assert rows.filter(pl.col("period").dt.year() >= 1989)["value"].sum() == 0
    assert rows.filter(pl.col("period").dt.year() == 1955)["value"].item() == 1
