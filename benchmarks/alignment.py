"""S, kappa and pi of all pairs of states in every session of the UN General Assembly, and the gap to published values.

    python -m benchmarks.alignment

Prints lines of name, found and wanted, separated by tabs. REORIENT_ORIGINALS names the folder of the originals.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.ideal_points import original_ballots
from reorient.measures.alignment import ABSENT, alignment, moments, similarity
from reorient.measures.positions import roll_calls


def main() -> None:
    originals = os.environ.get("REORIENT_ORIGINALS", "")
    if not originals:
        sys.exit("REORIENT_ORIGINALS is not set: the folder of the producers' originals")
    calls = roll_calls(original_ballots(Path(originals)))
    tables = []
    for session in np.unique(calls.sessions):
        table = calls.profiles[:, calls.sessions == session]
        tables.append(np.ascontiguousarray(table[(table != ABSENT).any(axis=1)]))
    seconds, pairs = [], 0
    for _ in range(5):
        start = time.perf_counter()
        pairs = 0
        for table in tables:
            sums = moments(table, categories=3, distance="squared")
            found = [similarity(sums, chance=chance) for chance in ("none", "own", "pooled")]  # type: ignore[arg-type]
            pairs += found[0].size - len(table)
        seconds.append(time.perf_counter() - start)
    name = f"S, kappa and pi of {pairs:,} directed dyad-sessions, median of 5"
    print(name, f"{np.median(seconds):.2f} s", "1 s", sep="\t")
    values = np.array(gaps(Path(originals)))
    name = f"kappa, median gap to Haege's values, {len(values):,} dyad-years"
    print(name, f"{np.nanmedian(values):.3f}", "near 0.02", sep="\t")


def gaps(folder: Path) -> list[float]:
    """Return the distances of kappa from the reference dyad-years of Haege (2011), by calendar year."""
    unga = folder / "security" / "unga"
    votes = pl.read_parquet(unga / "unga_votes_1946-2024.parquet").unique(["resid", "ccode"])
    votes = votes.with_columns(pl.col("date").dt.year().alias("year"))
    known = pl.read_csv(unga / "fpsim_v2_reference_bilateral_dyads_1970-2014.csv", infer_schema_length=None)
    found: list[float] = []
    for (year,), rows in votes.filter(pl.col("year").is_between(1970, 2014)).group_by("year", maintain_order=True):
        states, items = rows["ccode"].unique().sort(), rows["resid"].unique().sort()
        profiles = np.full((len(states), len(items)), ABSENT, dtype=np.int8)
        at = np.searchsorted(states, rows["ccode"]), np.searchsorted(items, rows["resid"])
        profiles[at] = rows["vote"].to_numpy() - 1
        values = alignment([str(state) for state in states], profiles).values
        place = {state: number for number, state in enumerate(states.to_list())}
        for one in known.filter(pl.col("year") == year).iter_rows(named=True):
            pair = place.get(one["ccode1"]), place.get(one["ccode2"])
            if None not in pair and one["kappavv_un"] is not None:
                found.append(abs(float(values[pair]) - float(one["kappavv_un"])))
    return found


if __name__ == "__main__":
    main()
