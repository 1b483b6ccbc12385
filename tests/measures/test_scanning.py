"""The scan: the same shares as the plain measures, the family, the correction, order and refusals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl
import pytest

import reorient
from reorient.actors import actor, group, living
from reorient.errors import GroupError, InvalidOption, MeasureError, ReorientError
from reorient.measures.directions import covering
from reorient.measures.scanning import cube, pointed, scan
from reorient.measures.timeline import series
from reorient.record.schema import Batch, Coverage, Origin, ties_of
from reorient.record.store import Record, starter_folder

#: Twenty states that lived from 1985 to 2015.
NAMES = sorted({*living(date(1985, 1, 1))} & {*living(date(2015, 1, 1))} - {"CHN", "USA"})[:20]


@pytest.fixture(scope="module")
def record() -> Iterator[Record]:
    with Record.open(starter_folder()) as opened:
        yield opened


def test_the_cube_gives_the_series_of_the_time_line(record: Record) -> None:
    data = cube(record, "exports", "baci_totals", states=["RUS", "KAZ", "VNM"])
    assert data is not None
    found = pointed(data, [group("asia"), group("eu")])
    assert found.groups == ("asia", "eu")
    for place, state in enumerate(data.states):
        reading = next(one for one in covering(record, state, "exports") if one.source == "baci_totals")
        for column, name in enumerate(found.groups):
            told = series(record, state, reading, group(name))
            share = found.toward[:, place, column] / found.total[:, place]
            fine = found.valid[:, place, column]
            assert data.years[fine].tolist() == told.times.tolist()
            assert np.log(share[fine] / (1 - share[fine])) == pytest.approx(told.values)


def test_groups_with_the_same_members_count_once(record: Record) -> None:
    data = cube(record, "exports", "baci_totals", states=["RUS"])
    assert data is not None
    twice = pointed(data, [group("asia"), group("asia")])
    assert twice.groups == ("asia = asia",)
    assert pointed(data, []).groups == ()


def test_turkmenistan_turns_to_china(record: Record) -> None:
    found = reorient.scan(record, states=["TKM"], toward=["CHN"], variable="exports")
    row = found.turns.row(0, named=True)
    assert 2009 <= row["begins"] <= 2010  # the pipeline opened in December 2009
    assert row["share_after"] > 0.5 > row["share_before"]
    assert row["p_adjusted"] < 0.01


def test_the_order_asked_for(record: Record) -> None:
    asked = {"states": ["KAZ", "TKM", "VNM", "MNG"], "variable": ("exports", "imports")}
    by_size = reorient.scan(record, **asked).turns  # type: ignore[arg-type]
    assert by_size["size"].abs().to_list() == sorted(by_size["size"].abs().to_list(), reverse=True)
    latest = reorient.scan(record, order="latest", **asked).turns  # type: ignore[arg-type]
    assert latest["begins"].to_list() == sorted(latest["begins"].to_list(), reverse=True)
    assert sorted(latest.select("state", "group", "begins").rows()) == sorted(
        by_size.select("state", "group", "begins").rows()
    )
    assert (by_size["p_adjusted"] >= by_size["p_value"]).all()
    assert (by_size["p_adjusted"] < 0.1).all()


def test_a_stricter_level_keeps_fewer(record: Record) -> None:
    asked = {"states": ["KAZ", "TKM", "VNM"], "variable": "exports"}
    loose = reorient.scan(record, level=0.1, **asked)  # type: ignore[arg-type]
    strict = reorient.scan(record, level=0.001, **asked)  # type: ignore[arg-type]
    assert strict.survivors <= loose.survivors
    assert strict.series == loose.series


def _noise(folder: object, *, turns: int, seed: int) -> Record:
    """Return a record of twenty exporters whose shares are white noise; the first `turns` of them step in mid-time."""
    rng = np.random.default_rng(seed)
    rows = []
    for place, who in enumerate(NAMES):
        share = 0.3 * np.exp(0.1 * rng.standard_normal(30)) * (1 + (place < turns) * (np.arange(30) >= 15))
        for year, part in enumerate(share):
            rows += [
                (who, "CHN", date(1990 + year, 1, 1), 1e9 * part),
                (who, "USA", date(1990 + year, 1, 1), 1e9 * (1 - part)),
            ]
    frame = pl.DataFrame(rows, schema=["sender", "receiver", "period", "value"], orient="row")
    origin = Origin("noise", "none", "Noise", "1", 2020, "CC0 1.0", "", "no", "", "Random numbers.")
    cover = Coverage("noise", "exports", "*", "sender", date(1990, 1, 1), date(2019, 1, 1), "Y", "zero")
    opened = Record.create(folder)  # type: ignore[arg-type]
    opened.put(origin, Batch(ties_of(frame, variable="exports", source="noise"), (cover,)))
    return opened


def test_noise_gives_next_to_nothing_and_steps_are_found(tmp_path: object) -> None:
    with _noise(tmp_path, turns=0, seed=4) as quiet:
        # 20 series: with Benjamini-Hochberg at 0.1 any finding at all has a chance of at most 0.1.
        assert len(scan(quiet, groups=[group("brics")], names=["exports"]).turns) == 0


def test_steps_in_noise_are_found_at_their_date(tmp_path: object) -> None:
    with _noise(tmp_path, turns=6, seed=5) as lively:
        found = scan(lively, groups=[group("brics")], names=["exports"]).turns
        assert set(found["state"]) == set(NAMES[:6])
        assert set(found["begins"]) <= {2004, 2005, 2006}


@pytest.mark.parametrize(
    ("options", "kind", "text"),
    [
        ({"states": ["Nowhere"]}, ReorientError, "Nowhere"),
        ({"toward": ["nogroup"]}, GroupError, "reorient groups"),
        ({"variable": "sanction"}, InvalidOption, "one of"),
        ({"order": "biggest"}, InvalidOption, "one of size"),
        ({"level": 0.0}, InvalidOption, "above 0"),
        ({"states": ["RUS"], "toward": ["RUS"], "variable": "exports"}, MeasureError, "ten|10 comparable years"),
    ],
)
def test_refusals(record: Record, options: dict[str, object], kind: type[Exception], text: str) -> None:
    with pytest.raises(kind, match=text):
        reorient.scan(record, **options)  # type: ignore[arg-type]


def test_progress_names_what_is_read(record: Record) -> None:
    told: list[tuple[str, int, int]] = []
    scan(record, states=[actor("TKM")], names=["exports"], progress=lambda *step: told.append(step))
    assert told[0][0].startswith("exports [")
    assert told[-1][1] == told[-1][2]
