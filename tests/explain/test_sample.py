"""The sample: zeros by policy, phase-in, refusals, and the example of docs/gravity.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from reorient.actors import toward
from reorient.errors import InvalidOption, MeasureError, NotCovered
from reorient.explain.departures import toward_and_away
from reorient.explain.sample import Both, Marked, Policy, Sample, gravity_sample
from reorient.record.schema import Batch
from reorient.record.store import Record, starter_folder
from tests.record.ties_for_tests import batch, coverage, flows, origin

PAGE = Path(__file__).resolve().parents[2] / "docs" / "gravity.md"


@pytest.fixture(scope="module")
def record() -> Iterator[Record]:
    with Record.open(starter_folder()) as opened:
        yield opened


ROWS = [
    ("RUS", "CHN", 2000, 5.0),
    ("RUS", "IND", 2000, 4.0),
    ("CHN", "RUS", 2000, 3.0),
    ("CHN", "IND", 2001, 2.0),
    ("IND", "CHN", 2001, 1.0),
    ("RUS", "CHN", 2002, 0.0),
    ("IND", "RUS", 2002, 7.0),
]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Record]:
    with Record.create(tmp_path) as made:
        made.put(origin("customs"), batch(ROWS))
        made.put(
            origin("list"),
            Batch(flows(ROWS, source="list"), (coverage(source="list", absence="zero"),)),
        )
        made.put(
            origin("watch"),
            Batch(
                flows([("CHN", "RUS", 2001, 1.0)], source="watch", variable="sanction"),
                (coverage(source="watch", variable="sanction", actor="RUS", absence="zero"),),
            ),
        )
        yield made


def cells(sample: Sample) -> set[tuple[str, str, int, float]]:
    axes = (sample.exporters.tolist(), sample.importers.tolist(), sample.years.tolist(), sample.flows.tolist())
    return set(zip(*axes, strict=True))


def test_zeros_are_what_the_policy_says(small: Record) -> None:
    rows = gravity_sample(small, "exports", "customs", regressors=[], policy=Policy(zeros="rows"))
    assert cells(rows) == set(ROWS)
    known = gravity_sample(small, "exports", "customs", regressors=[], policy=Policy(zeros="known"))
    assert cells(known) == set(ROWS)
    listed = gravity_sample(small, "exports", "list", regressors=[], policy=Policy(zeros="known"))
    assert len(listed.flows) == 3 * 3 * 2
    assert (listed.known, listed.assumed) == (18 - len(ROWS), 0)
    assumed = gravity_sample(small, "exports", "customs", regressors=[])
    # In 2000 Russia and China sell, all three buy: only China to India is told of at both ends without a row.
    in_2000 = {cell for cell in cells(assumed) if cell[2] == 2000}
    assert in_2000 == {row for row in ROWS if row[2] == 2000} | {("CHN", "IND", 2000, 0.0)}
    assert assumed.assumed == len(assumed.flows) - len(ROWS)
    assert "assumed" in assumed.told()
    assert f"assumed {assumed.assumed}" in assumed.told()


def test_years_and_domestic_sales(small: Record) -> None:
    sample = gravity_sample(small, "exports", "customs", regressors=[], policy=Policy(every=2))
    assert set(sample.years.tolist()) == {2000, 2002}
    assert "every 2 years" in sample.told()
    with pytest.raises(NotCovered, match="domestic sales"):
        gravity_sample(small, "exports", "customs", regressors=[], policy=Policy(domestic="record"))


def test_marks_are_zero_only_where_coverage_says_so(small: Record) -> None:
    with pytest.raises(MeasureError, match="no value of sanction"):
        gravity_sample(small, "exports", "customs", regressors=[Marked("sanction")])
    sample = gravity_sample(
        small,
        "exports",
        "customs",
        regressors=[Marked("sanction", either=True, lags=(0, 1))],
        policy=Policy(missing="drop", zeros="rows"),
    )
    assert sample.dropped == 2  # China and India, of whom nothing is known
    told = {
        (i, j, t): (a, b)
        for i, j, t, a, b in zip(
            sample.exporters.tolist(),
            sample.importers.tolist(),
            sample.years.tolist(),
            sample.regressors["sanction"].tolist(),
            sample.regressors["sanction_lag1"].tolist(),
            strict=True,
        )
    }
    assert told["RUS", "CHN", 2000] == (0, 0)
    assert told["RUS", "CHN", 2002] == (0, 1)
    assert sample.lineage["sanction_lag1"] == "sanction [watch], 1 year before"
    assert "2 observations left out" in sample.told()


def test_membership_phases_in(record: Record) -> None:
    sample = gravity_sample(
        record, "exports", "baci_totals", regressors=[Both(toward("eu"), (0, 4))], policy=Policy(every=4)
    )
    at = (sample.exporters == "POL") & (sample.importers == "DEU")
    assert sample.years[at].tolist() == [2000, 2004, 2008, 2012, 2016, 2020]
    assert sample.regressors["eu"][at].tolist() == [0, 1, 1, 1, 1, 1]
    assert sample.regressors["eu_lag4"][at].tolist() == [0, 0, 1, 1, 1, 1]
    plain = record.ties("exports", sender="POL", receiver="DEU", source="baci_totals", first=2012, last=2012)
    assert sample.flows[at][3] == plain["value"][0]
    assert set(sample.regressors["eu"].tolist()) == {0.0, 1.0}


def test_geography(record: Record) -> None:
    sample = gravity_sample(
        record,
        "exports",
        "baci_totals",
        regressors=[Marked("distance_km", logs=True, constant=True), Marked("contiguity", constant=True)],
        policy=Policy(first=2010, last=2010, missing="drop"),
    )
    at = (sample.exporters == "RUS") & (sample.importers == "CHN")
    assert sample.regressors["contiguity"][at].tolist() == [1]
    assert np.exp(sample.regressors["ln_distance_km"][at][0]) == pytest.approx(5800, abs=100)
    assert 0 < sample.dropped < 0.1 * len(sample.flows)


@pytest.mark.parametrize(
    ("options", "kind", "text"),
    [
        ({"every": 0}, InvalidOption, "one year"),
        ({"zeros": "all"}, InvalidOption, "rows, known, assumed"),
        ({"missing": "fill"}, InvalidOption, "refuse, drop"),
        ({"domestic": "guess"}, InvalidOption, "without, record"),
    ],
)
def test_policies_are_checked(options: dict[str, object], kind: type[Exception], text: str) -> None:
    with pytest.raises(kind, match=text):
        Policy(**options)  # type: ignore[arg-type]


def test_refusals(record: Record) -> None:
    for name, source, text in (
        ("un_agreement", "unga", "directed flow"),
        ("imports", "baci_totals", "directed flow"),
        ("exports", "unga", "no rows"),
    ):
        with pytest.raises(MeasureError, match=text):
            gravity_sample(record, name, source, regressors=[])
    with pytest.raises(MeasureError, match="dyadic variable"):
        gravity_sample(record, "exports", "baci_totals", regressors=[Marked("gdp_usd")], policy=Policy(every=20))
    with pytest.raises(InvalidOption, match="twice"):
        gravity_sample(
            record,
            "exports",
            "baci_totals",
            regressors=[Both(toward("eu")), Both(toward("eu"))],
            policy=Policy(every=20),
        )


def test_the_example_of_the_page(record: Record) -> None:
    """Every figure of the worked example in docs/gravity.md."""
    pytest.importorskip("pyfixest", reason="pyfixest is not installed: pip install 'reorient[gravity]'")
    page = PAGE.read_text(encoding="utf-8")
    sample = gravity_sample(
        record,
        "exports",
        "baci_totals",
        regressors=[Both(toward("eu")), Both(toward("eaeu"))],
        policy=Policy(every=10),
    )
    assert sample.told() in page
    found = sample.estimate()
    lines = [
        f"{name}  {value:.3f} (s.e. {error:.3f})"
        for name in found.estimate.names
        for value, error in [found.estimate.coefficient(name)]
    ]
    lines.append(f"{found.estimate.observations:,} observations used, {found.estimate.separated.sum():,} separated")
    partners = sorted(set(found.importers.tolist()) - {"RUS"})
    x, e = [], []
    for year in (2010, 2020):
        at = (found.exporters == "RUS") & (found.years == year)
        told = dict(zip(found.importers[at].tolist(), found.flows[at].tolist(), strict=True))
        x.append(np.array([told.get(who, 0.0) for who in partners]))
        e.append(found.expectations("RUS", partners, year))
    inside = np.isin(partners, ["CHN", "IND", "JPN", "KOR", "VNM"])
    away = np.isin(partners, ["DEU", "FRA", "ITA", "NLD", "POL"])
    parts = toward_and_away(x[0], x[1], e[0], e[1], inside, away)
    lines.append(
        f"change {parts.change:+.2f} = expected {parts.expected.value:+.2f}, toward {parts.toward.value:+.2f}, "
        f"away {parts.away.value:+.2f}, no expectation {parts.unsized:+.2f}"
    )
    for line in lines:
        assert line in page, line
