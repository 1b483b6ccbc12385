"""Timings of gravity: the Poisson estimate and the check for separation in front of it.

    python benchmarks/gravity.py                made panels of three sizes, and the starter record
    python benchmarks/gravity.py --published    also the published panels (REORIENT_ORIGINALS; ten seconds to read)

Prints lines of name and seconds, separated by tabs. Needs pyfixest (pip install 'reorient[gravity]'), which is loaded
before anything is timed; its loading is a line of its own.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from reorient.actors import toward
from reorient.explain.drivers import drivers
from reorient.explain.gravity import THREE_WAY, gravity, pair_labels
from reorient.explain.sample import Both, Policy, gravity_sample
from reorient.explain.separation import separation
from reorient.measures.question import question
from reorient.record.store import Record, starter_folder


def line(name: str, found: float | str) -> None:
    print(name, f"{found:.2f}" if isinstance(found, float) else found, sep="\t", flush=True)


def timed(name: str, work: Callable[[], Any], *, times: int = 3) -> Any:
    """Print the median of several runs in seconds; return what the work returns."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        found = work()
        seconds.append(time.perf_counter() - start)
    line(f"{name}, median of {times}", float(np.median(seconds)))
    return found


def made(states: int, years: int, seed: int = 1) -> dict[str, Any]:
    """Return a panel drawn from the model, a third of it zeros, a tenth of the pairs silent for good."""
    rng = np.random.default_rng(seed)
    i, j, t = (axis.ravel() for axis in np.meshgrid(*(np.arange(n) for n in (states, states, years)), indexing="ij"))
    apart = i != j
    i, j, t = i[apart], j[apart], t[apart]
    treaty = (rng.random((states, states))[i, j] < 0.3) & (t >= rng.integers(1, years, (states, states))[i, j])
    out, into = rng.normal(size=(states, years)), rng.normal(size=(states, years))
    mean = np.exp(0.5 * treaty + out[i, t] + into[j, t] + rng.normal(size=(states, states))[i, j])
    flows = mean * rng.gamma(1.0, 1.0, len(mean)) * (rng.random(len(mean)) > 0.3)
    flows[rng.random((states, states))[i, j] < 0.1] = 0
    names = np.array([f"S{number:03d}" for number in range(states)])
    axes = {"exporters": names[i], "importers": names[j], "years": 2000 + t}
    return axes | {"flows": flows, "regressors": {"treaty": treaty.astype(float)}}


def check(panel: dict[str, Any], effects: tuple[str, ...] = THREE_WAY) -> Any:
    labels = pair_labels(panel["exporters"], panel["importers"], panel["years"])
    columns = np.stack(list(panel["regressors"].values()), axis=1)
    return separation(panel["flows"], columns, [labels[name] for name in effects])


def estimate(panel: dict[str, Any], **more: Any) -> Any:
    return gravity(panel["flows"], **{key: panel[key] for key in panel if key != "flows"}, **more).estimate


def published(folder: Path) -> None:
    """Time the panels whose coefficients are published."""
    import rdata

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = next(iter(rdata.read_rda(folder / "agtpa" / "agtpa_applications.rda").values()))
    symmetric = ("exporter-year", "importer-year", "symmetric pair")
    for every in (4, 1):
        part = table[(table.year - 1986) % every == 0]
        panel = {
            "flows": part.trade.to_numpy(),
            "exporters": part.exporter.to_numpy().astype(np.str_),
            "importers": part.importer.to_numpy().astype(np.str_),
            "years": part.year.to_numpy().astype(np.int64),
            "regressors": {"rta": part.rta.to_numpy()},
        }
        name = f"published panel, every {every} years, {len(part):,} rows"
        timed(f"{name}: separation, symmetric pairs", lambda p=panel: check(p, symmetric))
        timed(f"{name}: separation, directed pairs", lambda p=panel: check(p))
        found = timed(
            f"{name}: all of it", lambda p=panel: estimate(p, effects=symmetric, cluster=("symmetric pair",)), times=2
        )
        line(f"{name}: coefficient", f"{found.coefficient('rta')[0]:.7f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--published", action="store_true", help="also the published panels")
    options = parser.parse_args()
    start = time.perf_counter()
    import pyfixest

    _ = pyfixest.fepois
    line("loading pyfixest", time.perf_counter() - start)
    for states, years in ((30, 5), (70, 6), (150, 5)):
        panel = made(states, years)
        name = f"made panel of {states} states and {years} years, {len(panel['flows']):,} rows"
        found = timed(f"{name}: separation", lambda p=panel: check(p))
        line(f"{name}: separated", f"{int(found.separated.sum()):,}")
        timed(f"{name}: all of it", lambda p=panel: estimate(p))
    with Record.open(starter_folder()) as record:
        asked = [Both(toward("eu")), Both(toward("eaeu"))]
        sample = timed(
            "starter record, every 5 years: sample",
            lambda: gravity_sample(record, "exports", "baci_totals", regressors=asked, policy=Policy(every=5)),
        )
        found = timed(f"starter record, {len(sample.flows):,} rows: estimate", sample.estimate, times=1)
        line("starter record: largest error of the first-order conditions", f"{found.estimate.residual:.1e}")
        who, group = question("RUS", "asia")
        timed("drivers of RUS toward asia, all variables", lambda: drivers(record, who, group))
    folder = os.environ.get("REORIENT_ORIGINALS", "")
    if options.published and folder:
        published(Path(folder).parent / "golden")
    line("most memory, MB", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")


if __name__ == "__main__":
    main()
