"""Results that others published, from their own inputs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import root

from reorient.errors import BaselineError, NoEquilibrium, NotConverged
from reorient.simulate.armington import armington
from reorient.simulate.baseline import Baseline
from reorient.simulate.conditional import conditional, gravity_flows
from reorient.simulate.elasticity import Elasticities
from reorient.simulate.sector_baseline import SectorBaseline, sector_baseline
from reorient.simulate.sectors import sectors, settled
from tests.simulate.golden import BORDER, CONTIGUITY, DISTANCE, REFERENCE, SIGMA, Guide, guide, matrix, nafta
from tests.simulate.guide_loop import abroad, guide_loop
from tests.simulate.worlds import names, world


def estimated(case: Guide) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the guide's PPML coefficients at full digits, and the ease of trade before and after.

    PPML with exporter and importer effects meets its first-order conditions where the structural flows have the sums of
    ln distance, contiguity and border that the data have.
    """
    n = len(case.actors)

    def score(b: np.ndarray) -> np.ndarray:
        ease = np.exp(np.einsum("k,kij->ij", b, case.regressors))
        fitted = gravity_flows(case.actors, ease, case.flows.sum(axis=1), case.flows.sum(axis=0)).flows
        return np.asarray((case.regressors * (case.flows - fitted)).sum(axis=(1, 2)) / case.flows.sum())

    found = root(score, [DISTANCE, CONTIGUITY, BORDER], tol=1e-12)
    assert found.success
    before = np.exp(np.einsum("k,kij->ij", found.x, case.regressors))
    return found.x, before, before / np.exp(found.x[2] * ~np.eye(n, dtype=bool))


@pytest.mark.originals
def test_no_borders(originals: Path) -> None:
    """Yotov, Piermartini, Monteiro & Larch (2016), chapter 2, application 1: sigma 7, reference Germany, 2006."""
    case = guide(originals)
    coefficients, before, after = estimated(case)
    assert np.allclose(coefficients, [DISTANCE, CONTIGUITY, BORDER], atol=5e-7)  # as many digits as are printed
    fitted = gravity_flows(case.actors, before, case.flows.sum(axis=1), case.flows.sum(axis=0))
    base = Baseline(case.actors, fitted.flows)
    told = case.published
    free = conditional(base, after / before)
    exports = 100 * (abroad(free.flows) / abroad(base.flows) - 1)
    assert np.abs(exports / told["change_Xi_CDL"] - 1).max() < 1e-6  # the target; the table itself holds to 5e-8
    loop = guide_loop(case.actors, case.flows, before, after, SIGMA, REFERENCE, 0.01)
    assert loop.rounds == 5
    for name, column in (("exports", "Xi"), ("price", "price"), ("inward", "IMR"), ("real_output", "rGDP")):
        sign = -1 if name == "price" else 1
        assert np.abs(sign * getattr(loop, name) - told[f"change_{column}_FULL"]).max() < 1e-4, name
    longer = guide_loop(case.actors, case.flows, before, after, SIGMA, REFERENCE, 1e-11)
    assert np.abs(longer.real_output - told["change_rGDP_FULL"]).max() == pytest.approx(0.0825, abs=5e-4)
    found = {c: armington(base, sigma=SIGMA, closure=c, access=after / before) for c in ("proportional", "fixed")}
    at = case.actors.index("HKG")
    assert found["proportional"].real_income_percent[at] == pytest.approx(HONG_KONG["proportional"], abs=5e-5)
    assert found["fixed"].real_income_percent[at] == pytest.approx(HONG_KONG["fixed"], abs=5e-5)
    assert max(one.residuals.markets for one in found.values()) < 1e-11


#: Real output of Hong Kong without borders, percent, converged: the value the docs print beside the guide's 16.5.
HONG_KONG = {"proportional": 17.16948, "fixed": 18.12776}


def nafta_baseline(originals: Path) -> tuple[SectorBaseline, Elasticities, np.ndarray]:
    case = nafta(originals)
    held = case.arrays
    before, after = (held[name].transpose(2, 1, 0) for name in ("tau_nij_bln", "tau_nij_cfl"))
    flows = held["pi_nij"].transpose(2, 1, 0) * held["X_nj"].T[:, None, :] / (1 + before)
    base = sector_baseline(
        case.actors,
        case.sectors,
        flows,
        value_added=held["gamma_nj"].T,
        inputs=held["gamma_nkj"].transpose(1, 2, 0),
        tariffs=before,
        final=held["alpha_nj"].T,
        residual="other_demand",
        negative_inputs="kept",
    )
    return (
        base,
        Elasticities(case.sectors, held["theta_j"], "Caliendo & Parro (2015), table 1, 99 percent sample"),
        after,
    )


@pytest.mark.originals
def test_nafta(originals: Path) -> None:
    """Caliendo & Parro (2015), table 2 and abstract, in the order Mexico, Canada, USA; the digits are the paper's."""
    base, theta, after = nafta_baseline(originals)
    start = settled(base, elasticities=theta, other_demand="dropped")
    found = sectors(start, closure="balanced", elasticities=theta, tariffs=after)
    at = [base.actors.index(name) for name in ("Mexico", "Canada", "USA")]

    def digits(values: np.ndarray, places: int = 2) -> list[float]:
        return [round(float(value), places) for value in values[at]]

    assert digits(found.real_income_first_order_percent) == [1.31, -0.06, 0.08]
    assert digits(100 * found.terms_of_trade) == [-0.41, -0.11, 0.04]
    assert digits(100 * found.volume_of_trade) == [1.72, 0.04, 0.04]
    assert digits(100 * (found.real_wages - 1)) == [1.72, 0.32, 0.11]
    assert digits(found.real_income_percent, 3) == [0.007, -0.110, 0.074]
    before, now = start.flows.sum(axis=0), found.flows.sum(axis=0)
    grown = [
        100 * (now[others, m].sum() / before[others, m].sum() - 1) for m in at for others in [[o for o in at if o != m]]
    ]
    assert [round(float(value)) for value in grown] == [118, 11, 41]
    assert max(found.residuals.wages, found.residuals.accounts, found.residuals.trade) < 1e-11
    with pytest.raises(NoEquilibrium, match="settled"):
        sectors(base, closure="fixed", elasticities=theta, tariffs=after)


def wiod_baseline(originals: Path) -> tuple[SectorBaseline, np.ndarray]:
    """Return the accounts of 2014 and an embargo between one country and twenty others."""
    folder = originals / "trade" / "io" / "wiod2014_fgh_jie2022" / "input"
    n, goods = 44, 50
    shares, factors = (
        matrix(folder / f"{name}.txt.gz").reshape(goods, n, n).transpose(0, 2, 1) for name in ("Din2014", "tariffs2014")
    )
    spending, value, final = (matrix(folder / f"{name}.txt.gz") for name in ("X0", "B", "alphas"))
    links = matrix(folder / "G.txt.gz").reshape(n, goods, goods)
    base = sector_baseline(
        names(n, "c"),
        names(goods, "s"),
        shares * spending[:, None, :] / factors,
        value_added=value,
        inputs=links.transpose(1, 2, 0) * (1 - value),
        tariffs=factors - 1,
        final=final,
        residual="other_demand",
    )
    cut = np.ones((n, n))
    cut[37, :20] = cut[:20, 37] = np.inf
    return base, cut


@pytest.mark.originals
def test_world_input_output_2014(originals: Path) -> None:
    """44 countries x 50 sectors of Felbermayr, Groschl & Heiland (2022): accounts, identity and an embargo."""
    base, cut = wiod_baseline(originals)
    surplus = matrix(originals / "trade" / "io" / "wiod2014_fgh_jie2022" / "input" / "S_n.txt.gz").ravel()
    assert np.abs(base.imbalance + surplus).max() < 1e-9 * base.income.max()
    theta = Elasticities(base.sectors, np.full(50, 5.0), "one value for all, for a test of the solver")
    same = sectors(base, closure="fixed", elasticities=theta)
    assert np.abs(same.flows - base.flows).max() < 1e-12 * base.flows.max()
    found = sectors(base, closure="fixed", elasticities=theta, cost=cut)
    left = found.residuals
    assert max(left.wages, left.accounts, left.trade, left.world) < 1e-11
    assert found.real_income[37] < 0.98
    assert found.flows[:, 37, :20].sum() == 0


def test_gravity_flows_refused() -> None:
    base = world(4)
    with pytest.raises(BaselineError, match="No income: A1"):
        gravity_flows(names(4), base.flows, [1, 0, 1, 1], [1, 1, 1, 1])
    with pytest.raises(BaselineError, match="equal totals"):
        gravity_flows(names(4), base.flows, [1, 2, 1, 1], [1, 1, 1, 1])
    ease = base.flows.copy()
    ease[2] = 0
    with pytest.raises(NoEquilibrium, match="Nowhere to sell: A2"):
        gravity_flows(names(4), ease, [1, 1, 1, 1], [1, 1, 1, 1])
    with pytest.raises(NotConverged, match="Margins not met"):
        gravity_flows(names(4), np.eye(4), [1, 2, 1, 1], [2, 1, 1, 1], rounds=50)


def test_conditional_keeps_margins() -> None:
    base = world(6)
    found = conditional(base, np.where(np.eye(6) > 0, 1, 0.5))
    assert np.allclose(found.flows.sum(axis=1), base.income, rtol=1e-11)
    assert np.allclose(found.flows.sum(axis=0), base.spending, rtol=1e-11)
    assert np.allclose(conditional(base, np.ones((6, 6))).flows, base.flows, rtol=1e-11)
