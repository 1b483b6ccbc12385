"""One state's ties in one variable over all years, from a record of twenty million rows."""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from reorient.actors import living
from reorient.record.schema import Batch, Coverage, Origin, ties_of
from reorient.record.store import Record

ORIGIN = Origin(
    key="benchmark",
    producer="none",
    title="Random numbers for timing",
    version="1",
    year=2020,
    licence="CC0 1.0",
    licence_url="",
    redistribute="no",
    url="",
    citation="Random numbers.",
)


def ties(rows: int, *, seed: int = 1) -> pl.DataFrame:
    """Return `rows` ties of made-up values between states, as many years and months as that takes."""
    states = np.array(sorted({*living(date(2000, 1, 1))} & {*living(date(2060, 1, 1))}))
    months = int(np.ceil(rows / (len(states) * (len(states) - 1))))
    first, second = np.nonzero(~np.eye(len(states), dtype=bool))
    periods = pl.date_range(date(2000, 1, 1), date(2000 + months // 12, 12, 1), "1mo", eager=True)[:months]
    rng = np.random.default_rng(seed)
    frame = pl.DataFrame(
        {
            "sender": np.tile(states[first], months),
            "receiver": np.tile(states[second], months),
            "period": np.repeat(periods.to_numpy(), len(first)),
            "value": rng.random(months * len(first)) * 1e9,
        }
    ).head(rows)
    return ties_of(frame, variable="exports", source="benchmark", freq="M")


def main(rows: int = 20_000_000) -> None:
    """Print the median milliseconds of a read at either end."""
    with tempfile.TemporaryDirectory() as folder:
        record = Record.create(Path(folder) / "record")
        cover = Coverage("benchmark", "exports", "*", "either", date(2000, 1, 1), date(2060, 1, 1), "M", "unreported")
        record.put(ORIGIN, Batch(ties(rows), (cover,)))
        for end in ("sender", "receiver"):
            times = []
            found = 0
            for state in ("RUS", "CHN", "DEU", "VNM", "USA", "BRA", "KEN", "JPN", "IND"):
                start = time.perf_counter()
                found = len(record.ties("exports", freq="M", **{end: state}))
                times.append(1000 * (time.perf_counter() - start))
            print(f"{end}\t{np.median(times[1:]):.1f}\t{times[0]:.1f}\t{found}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000_000)
