"""Gravity: published figures, data with a known answer, phase-in, refusals, and what happens without the library."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from reorient.errors import InvalidOption, MeasureError, MissingLibrary
from reorient.explain.gravity import gravity, phased
from reorient.explain.poisson import poisson

Floats = NDArray[np.float64]


@pytest.fixture(scope="module")
def _library() -> None:
    pytest.importorskip("pyfixest", reason="pyfixest is not installed: pip install 'reorient[gravity]'")


def frame(path: Path) -> Any:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if path.suffix == ".dta":
            import pandas

            return pandas.read_stata(path)
        import rdata

        return next(iter(rdata.read_rda(path).values()))


@pytest.fixture(scope="module")
def golden(originals: Path) -> Path:
    return originals.parent / "golden"


@pytest.mark.originals
@pytest.mark.parametrize(("every", "rta", "count"), [(4, 0.5571853, 28_482), (1, 0.5473864, 99_981)])
@pytest.mark.usefixtures("_library")
def test_agtpa(golden: Path, every: int, rta: float, count: int) -> None:
    """Yotov, Piermartini, Monteiro & Larch (2016): three-way with symmetric pairs; published to seven digits."""
    table = frame(golden / "agtpa" / "agtpa_applications.rda")
    table = table[(table.year - 1986) % every == 0]
    found = gravity(
        table.trade,
        exporters=table.exporter,
        importers=table.importer,
        years=table.year,
        regressors={"rta": table.rta},
        effects=("exporter-year", "importer-year", "symmetric pair"),
        cluster=("symmetric pair",),
    ).estimate
    assert found.coefficient("rta")[0] == pytest.approx(rta, abs=6e-8)
    assert found.observations == count


@pytest.mark.originals
@pytest.mark.usefixtures("_library")
def test_enlargement(golden: Path) -> None:
    """Baier, Yotov & Zylkin (2019): international flows, directed pairs; published to six and three digits."""
    table = frame(golden / "ge_gravity_input" / "GE_gravity_example_data.dta")
    table = table[table.exporter != table.importer]
    found = gravity(
        table.trade,
        exporters=table.exporter,
        importers=table.importer,
        years=table.year,
        regressors={"eu_enlargement": table.eu_enlargement, "other_fta": table.other_fta},
    ).estimate
    assert found.coefficient("eu_enlargement") == pytest.approx((0.224249, 0.073), abs=6e-4)
    assert found.coefficient("eu_enlargement")[0] == pytest.approx(0.224249, abs=6e-7)
    assert found.coefficient("other_fta")[0] == pytest.approx(-0.0365, abs=6e-5)


@pytest.mark.originals
@pytest.mark.usefixtures("_library")
def test_ppmlhdfe_example(golden: Path) -> None:
    """The example of ppmlhdfe (all goods together): coefficient and clustered error to seven digits."""
    table = frame(golden / "ppml" / "ppmlhdfe" / "EXAMPLE_TRADE_FTA_DATA.dta")
    table = table[table.category == "TOTAL"]
    found = gravity(
        table.trade,
        exporters=table.isoexp,
        importers=table.isoimp,
        years=table.year,
        regressors={"fta": table.fta},
    ).estimate
    assert found.coefficient("fta") == pytest.approx((0.1924455, 0.0432402), abs=6e-8)
    assert found.observations == 5_950


@pytest.mark.originals
@pytest.mark.usefixtures("_library")
def test_fixest_example(golden: Path) -> None:
    """The trade example of fixest, four effects: published to five digits."""
    table = frame(golden / "ppml" / "fixest" / "trade.RData")
    effects = {name: table[name].astype(str) for name in ("Origin", "Destination", "Product", "Year")}
    found = poisson(table.Euros, {"ln distance": np.log(table.dist_km)}, effects)
    assert found.coefficient("ln distance")[0] == pytest.approx(-1.52787, abs=6e-6)


@pytest.mark.originals
@pytest.mark.usefixtures("_library")
def test_capybara_example(golden: Path) -> None:
    """The example of capybara, two effects and five regressors: published to five digits."""
    table = frame(golden / "ppml" / "capybara" / "yotov2017.rda")
    names = ("log_dist", "cntg", "lang", "clny", "rta")
    effects = {name: table[name].astype(str) for name in ("exp_year", "imp_year")}
    found = poisson(table.trade, {name: table[name] for name in names}, effects)
    assert found.coefficients == pytest.approx([-0.82157, 0.41553, 0.24987, -0.20544, 0.19072], abs=6e-6)


def panel(seed: int, *, states: int = 14, span: int = 6, noise: float = 0.0) -> tuple[dict[str, Any], Floats]:
    rng = np.random.default_rng(seed)
    grid = np.array([(i, j, t) for i in range(states) for j in range(states) for t in range(span) if i != j])
    i, j, t = grid.T
    treaty = (rng.random((states, states))[i, j] < 0.3) & (t >= rng.integers(1, span, (states, states))[i, j])
    out, into = rng.normal(size=(states, span)), rng.normal(size=(states, span))
    mean = np.exp(0.5 * treaty + out[i, t] + into[j, t] + rng.normal(size=(states, states))[i, j])
    names = np.array([f"S{number:02d}" for number in range(states)])
    axes = {"exporters": names[i], "importers": names[j], "years": 2000 + t}
    return axes | {"regressors": {"treaty": treaty.astype(float)}}, mean * np.exp(noise * rng.normal(size=len(mean)))


@pytest.mark.usefixtures("_library")
def test_exact_data_give_the_exact_answer() -> None:
    options, flows = panel(1)
    found = gravity(flows, **options)
    # Stopping rules of the iterations leave their eighth digit.
    assert found.estimate.coefficient("treaty")[0] == pytest.approx(0.5, abs=1e-6)
    assert found.affinity == pytest.approx(0, abs=1e-5)
    assert found.expectations("S00", ["S01", "S00"], 2003)[0] == pytest.approx(
        flows[(options["exporters"] == "S00") & (options["importers"] == "S01") & (options["years"] == 2003)][0]
    )
    assert np.isnan(found.expectations("S00", ["S00"], 2003)[0])


@pytest.mark.usefixtures("_library")
def test_units_and_order_do_not_matter() -> None:
    options, flows = panel(2, noise=0.5)
    one = gravity(flows, **options).estimate
    order = np.random.default_rng(0).permutation(len(flows))
    turned = {name: options[name][order] for name in ("exporters", "importers", "years")}
    turned["regressors"] = {"treaty": options["regressors"]["treaty"][order]}
    other = gravity(1e6 * flows[order], **turned).estimate
    assert one.coefficient("treaty") == pytest.approx(other.coefficient("treaty"), rel=1e-5)
    assert 0.3 < one.coefficient("treaty")[0] < 0.7


@pytest.mark.usefixtures("_library")
def test_separated_observations_are_left_out_and_told() -> None:
    options, flows = panel(3)
    gone = (options["exporters"] == "S03") & (options["years"] == 2002)
    ban = (options["exporters"] == "S04") & (options["importers"] == "S05") & (options["years"] >= 2003)
    flows[gone | ban] = 0
    options["regressors"]["ban"] = (ban & (options["years"] == 2003)).astype(float)
    options["regressors"]["later ban"] = (ban & (options["years"] > 2003)).astype(float)
    with pytest.raises(MeasureError, match="absorb ban, later ban"):
        gravity(flows, **options)
    options["regressors"] = {"treaty": options["regressors"]["treaty"]}
    found = gravity(flows, **options).estimate
    assert (found.separated == gone).all()
    assert np.isnan(found.fitted[gone]).all()
    assert found.observations == len(flows) - gone.sum()


@pytest.mark.usefixtures("_library")
def test_what_the_effects_absorb_is_refused() -> None:
    options, flows = panel(4)
    options["regressors"]["distance"] = np.abs(
        np.unique(options["exporters"], return_inverse=True)[1]
        - np.unique(options["importers"], return_inverse=True)[1]
    ).astype(float)
    with pytest.raises(MeasureError, match="absorb distance"):
        gravity(flows, **options)
    with pytest.raises(MeasureError, match="one at least"):
        gravity(flows, **(options | {"regressors": {}}))


@pytest.mark.usefixtures("_library")
def test_a_model_without_effects_has_a_constant() -> None:
    rng = np.random.default_rng(5)
    x = rng.normal(size=200)
    found = poisson(np.exp(1 + 0.5 * x), {"x": x}, {})
    assert found.names == ("x", "constant")
    assert found.coefficients == pytest.approx([0.5, 1], abs=1e-6)


@pytest.mark.usefixtures("_library")
def test_singletons() -> None:
    options, flows = panel(6)
    lone = {"exporters": "S00", "importers": "ZZZ", "years": 2000}
    grown = {name: np.append(options[name], value) for name, value in lone.items()}
    grown["regressors"] = {"treaty": np.append(options["regressors"]["treaty"], 0.0)}
    found = gravity(np.append(flows, 7.0), **grown).estimate
    assert found.singletons.sum() == 1
    assert found.singletons[-1]
    kept = gravity(np.append(flows, 7.0), **grown, singletons=False).estimate
    assert kept.observations == found.observations + 1
    assert kept.coefficient("treaty")[0] == pytest.approx(found.coefficient("treaty")[0], abs=1e-6)


def test_phase_in() -> None:
    exporters, importers, years = ["A"] * 4 + ["B"], ["B"] * 4 + ["A"], [2000, 2001, 2004, 2008, 2008]
    found = phased({("A", "B"): 2001}, exporters, importers, years, lags=(-1, 0, 4), name="rta")
    assert found["rta"].tolist() == [0, 1, 1, 1, 0]
    assert found["rta_lag4"].tolist() == [0, 0, 0, 1, 0]
    assert found["rta_lead1"].tolist() == [1, 1, 1, 1, 0]
    with pytest.raises(InvalidOption, match="increasing"):
        phased({}, [], [], [], lags=(4, 0))


@pytest.mark.parametrize(
    ("change", "kind", "text"),
    [
        ({"effects": ("pairs",)}, InvalidOption, "one of exporter-year"),
        ({"cluster": ("exporter", "importer", "year")}, InvalidOption, "at most two"),
        ({"years": np.array([2000.5, 2001, 2002])}, MeasureError, "whole number"),
        ({"exporters": np.array(["A", "B"])}, MeasureError, "one length"),
        ({"years": np.array([2000, 2000, 2000])}, MeasureError, "stand twice, such as A to B in 2000"),
        ({"regressors": {"x": np.array([1.0, np.nan, 0])}}, MeasureError, "absence is not zero"),
    ],
)
def test_refusals(change: dict[str, Any], kind: type[Exception], text: str) -> None:
    options: dict[str, Any] = {
        "exporters": np.array(["A", "A", "B"]),
        "importers": np.array(["B", "B", "A"]),
        "years": np.array([2000, 2001, 2000]),
        "regressors": {"x": np.array([1.0, 2.0, 0.0])},
    }
    with pytest.raises(kind, match=text):
        gravity(np.array([1.0, 2.0, 3.0]), **(options | change))


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("pyfixest"):
            raise ImportError("No module named 'pyfixest'")
        return real(name, *rest, **more)

    for module in [name for name in sys.modules if name.startswith("pyfixest")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingLibrary, match=r"reorient\[gravity\]"):
        poisson([1.0, 2, 3, 1], {"x": [0.0, 1, 0, 2]}, {})
