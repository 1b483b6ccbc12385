"""How long equilibria take, and how far they are from others' figures.

    python -m benchmarks.equilibrium                 what needs the producers' originals, and made-up worlds
    python -m benchmarks.equilibrium --peer PYTHON   and gegravity on the same case, in an interpreter that has it

Prints lines of name, measured and wanted, separated by tabs. The producers' originals are looked for in the folder
named by REORIENT_ORIGINALS. Each time is the smallest of several runs, after one that is not counted.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tests.simulate.golden import REFERENCE, SIGMA, Guide, guide
from tests.simulate.test_published import estimated, nafta_baseline, wiod_baseline
from tests.simulate.worlds import costs, world

from reorient.simulate.armington import armington
from reorient.simulate.baseline import Baseline
from reorient.simulate.conditional import gravity_flows
from reorient.simulate.draws import armington_bands, draw_access, draw_elasticities
from reorient.simulate.elasticity import Elasticities
from reorient.simulate.exposure import exposure
from reorient.simulate.partners import levers
from reorient.simulate.sectors import sectors, settled

Floats = NDArray[np.float64]

#: gegravity 0.3 with the settings its documentation names; the scale of outward resistances is the first of these
#: powers of ten with which it ends at all.
PEER = """
import sys, time, warnings
warnings.simplefilter("ignore")
import pandas as pd, gegravity as ge
frame = pd.read_csv(sys.argv[1], dtype={"year": str}, keep_default_na=False)
names = ["ln_dist", "cntg", "border"]
b = pd.DataFrame({"var": names, "coeff": [float(x) for x in sys.argv[2:5]], "ste": [0.1] * 3})
coefficients = ge.CostCoeffs(estimates=b, identifier_col="var", coeff_col="coeff", stderr_col="ste")
for scale in (1, 10, 100, 1000, 10000, 100000):
    begun = time.perf_counter()
    try:
        data = ge.BaselineData(frame, imp_var_name="importer", exp_var_name="exporter", year_var_name="year",
                               trade_var_name="trade", expend_var_name="E", output_var_name="Y")
        model = ge.OneSectorGE(data, year="2006", reference_importer=sys.argv[5], expend_var_name="E",
                               output_var_name="Y", sigma=float(sys.argv[6]), cost_variables=names,
                               cost_coeff_values=coefficients, quiet=True)
        model.build_baseline(omr_rescale=scale)
        change = model.baseline_data.copy()
        change["border"] = 0
        model.define_experiment(change)
        model.simulate()
    except Exception as wrong:
        print(f"scale {scale}: {type(wrong).__name__}", file=sys.stderr)
        continue
    took = time.perf_counter() - begun
    table = model.country_results
    column = [c for c in table.columns if "GDP" in c and "percent" in c.lower()][0]
    print(took, scale)
    print(table[column].to_csv(header=False), end="")
    break
"""


def best(call: Callable[[], object], times: int) -> float:
    """Return the smallest of several times, in seconds."""
    call()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def guide_case(case: Guide) -> tuple[Baseline, Floats]:
    """Return the guide's fitted baseline and the change of access without borders."""
    _, before, after = estimated(case)
    fitted = gravity_flows(case.actors, before, case.flows.sum(axis=1), case.flows.sum(axis=0))
    return Baseline(case.actors, fitted.flows), after / before


def peer(python: str, case: Guide) -> list[tuple[str, str, str]]:
    """Return how long gegravity takes for the guide's case, and how far it is from the published table."""
    coefficients, _, _ = estimated(case)
    n = len(case.actors)
    lines = ["exporter,importer,year,trade,Y,E,ln_dist,cntg,border"]
    made, spent = case.flows.sum(axis=1), case.flows.sum(axis=0)
    for i in range(n):
        for j in range(n):
            values = [case.flows[i, j], made[i], spent[j], *case.regressors[:, i, j]]
            lines.append(",".join([case.actors[i], case.actors[j], "2006", *(repr(float(v)) for v in values)]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        arguments = [python, "-c", PEER, str(path), *(repr(float(x)) for x in coefficients), REFERENCE, str(SIGMA)]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False, timeout=600)
    table = [line for line in done.stdout.splitlines() if line.count(",") == 1]
    head = [line.split() for line in done.stdout.splitlines() if len(line.split()) == 2 and "," not in line]
    told = done.stderr.strip().splitlines()
    if not table or not head:
        return [("gegravity 0.3, the same case", f"no result ({'; '.join(told[-6:])})", "")]
    found = dict(line.split(",") for line in table)
    gap = {
        name: abs(float(found[name]) - case.published["change_rGDP_FULL"][place])
        for place, name in enumerate(case.actors)
    }
    worst = max(gap, key=lambda name: gap[name])
    off = sum(value > 1 for value in gap.values())
    seconds, scale = head[-1]
    return [
        (f"gegravity 0.3, the same case (omr_rescale={scale})", f"{float(seconds):.1f} s", ""),
        (
            "gegravity 0.3, economies more than one point off the published real GDP",
            f"{off} of {n}; worst {worst}: {float(found[worst]):.1f} %",
            "",
        ),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--peer", help="an interpreter that has gegravity")
    asked = parser.parse_args()
    rows: list[tuple[str, str, str]] = []

    def add(name: str, seconds: float, wanted: str, unit: str = "ms") -> None:
        shown = f"{1e3 * seconds:.2f} ms" if unit == "ms" else f"{seconds:.2f} s"
        rows.append((name, shown, wanted))
        print("\t".join(rows[-1]), flush=True)

    large = world(200)
    dearer = costs(200)
    add(
        "200 economies, one equilibrium",
        best(lambda: armington(large, theta=6, closure="fixed", cost=dearer), 9),
        "25 ms",
    )
    many = world(150)
    add("exposure of 150 economies", best(lambda: exposure(many, theta=5), 5), "1 s")
    folder = os.environ.get("REORIENT_ORIGINALS", "")
    if not folder:
        print("published cases\tnot measured: REORIENT_ORIGINALS is not set\t")
        return
    originals = Path(folder)
    case = guide(originals)
    base, access = guide_case(case)
    for closure in ("fixed", "proportional", "balanced"):
        taken = best(lambda c=closure: armington(base, sigma=SIGMA, closure=c, access=access), 15)  # type: ignore[misc]
        add(f"69 economies without borders, one equilibrium, {closure}", taken, "3 ms")
    theta = draw_elasticities(SIGMA - 1, 1.0, number=1000, seed=1)
    drawn = draw_access([2.47445], [[0.01]], 1.0 - np.eye(69), number=1000, seed=2)
    for closure in ("fixed", "proportional", "balanced"):
        taken = best(lambda c=closure: armington_bands(base, closure=c, theta=theta, access=drawn), 2)  # type: ignore[misc]
        add(f"69 economies, 1,000 draws of elasticity and border, {closure}", taken, "3 s", "s")
    add("69 economies, all 2,346 pairs cut", best(lambda: levers(base, sigma=SIGMA, closure="fixed"), 1), "", "s")
    raw, elastic, after = nafta_baseline(originals)
    start = settled(raw, elasticities=elastic, other_demand="dropped")
    taken = best(lambda: sectors(start, closure="balanced", elasticities=elastic, tariffs=after), 5)
    add("31 x 40, NAFTA, one equilibrium", taken, "150 ms")
    wide, cut = wiod_baseline(originals)
    one = Elasticities(wide.sectors, np.full(50, 5.0), "one value for all, for a test of the solver")
    for closure in ("fixed", "balanced"):
        taken = best(lambda c=closure: sectors(wide, closure=c, elasticities=one, cost=cut), 3)  # type: ignore[misc]
        add(f"44 x 50, embargo between one and twenty, {closure}", taken, "1500 ms")
    if asked.peer:
        for row in peer(asked.peer, case):
            print("\t".join(row), flush=True)


if __name__ == "__main__":
    main()
