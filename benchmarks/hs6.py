"""Twenty million customs rows in BACI's layout, made here, aggregated to ties: rows a second and most memory.

``python -m benchmarks.hs6 [--rows N]`` prints one line for each figure: name, found, wanted, separated by tabs.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from reorient.sources.baci_energy import energy_codes
from reorient.sources.hs6 import sums

YEARS = 2
COUNTRIES = 226
PRODUCTS = 5018


def make(folder: Path, rows: int) -> list[Path]:
    """Write `rows` customs lines with unique keys, in files by year as BACI has them, from a fixed random state."""
    paths = []
    for year in range(YEARS):
        path = folder / f"BACI_HS92_Y{2000 + year}_V202601.csv"
        _write(path, 2000 + year, rows // YEARS)
        paths.append(path)
    return paths


def _write(path: Path, year: int, rows: int) -> None:
    random = np.random.default_rng(year)
    products = _products()
    keys = random.choice(COUNTRIES * (COUNTRIES - 1) * PRODUCTS, size=rows, replace=False, shuffle=False)
    keys.sort()
    pair, product = np.divmod(keys, PRODUCTS)
    exporter, other = np.divmod(pair, COUNTRIES - 1)
    importer = other + (other >= exporter)
    value, weight = random.lognormal(2, 2.5, rows), random.lognormal(1, 2.5, rows)
    known = random.random(rows) > 0.05
    with path.open("w", encoding="ascii", newline="") as out:
        out.write("t,i,j,k,v,q\r\n")
        for start in range(0, rows, 500_000):
            part = slice(start, start + 500_000)
            columns = (exporter[part], importer[part], product[part], value[part], weight[part], known[part])
            out.writelines(
                f"{year},{4 + i},{4 + j},{products[k]},{v:.3f},{f'{q:.3f}' if w else '           NA'}\r\n"
                for i, j, k, v, q, w in zip(*(c.tolist() for c in columns), strict=True)
            )


def _products() -> list[str]:
    energy = sorted(energy_codes())
    others = [f"{code:06d}" for code in range(10_111, 990_000, 193) if f"{code:06d}" not in energy]
    return sorted(energy + others[: PRODUCTS - len(energy)])


def main() -> None:
    """Make the rows and aggregate them, each in a process of its own, and print the figures."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=20_000_000)
    options.add_argument("--make", type=Path, help="Write the rows into this folder.")
    options.add_argument("--read", type=Path, help="Aggregate the files of this folder and print the seconds.")
    chosen = options.parse_args()
    if chosen.make:
        make(chosen.make, chosen.rows)
    elif chosen.read:
        start = time.perf_counter()
        found = sums(sorted(chosen.read.glob("*.csv")), energy_codes(), folder=chosen.read)
        seconds = time.perf_counter() - start
        print(seconds, len(found), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, sep="\t")
    else:
        measure(chosen.rows)


def measure(rows: int) -> None:
    """Print the rate (median of five) and the most memory."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.hs6"]
        subprocess.run([*command, "--rows", str(rows), "--make", folder], check=True)
        runs = [subprocess.check_output([*command, "--read", folder], text=True).split() for _ in range(5)]
    rate = rows / statistics.median(float(seconds) for seconds, *_ in runs) / 1e6
    peak = max(float(megabytes) for *_, megabytes in runs)
    print(f"{rows / 1e6:g} million customs rows to {int(runs[0][1]):,} sums, rows a second, median of 5", end="\t")
    print(f"{rate:.1f} million\t3 million")
    print(f"the same, most memory\t{peak:.0f} MB\t2,000 MB")


if __name__ == "__main__":
    main()
