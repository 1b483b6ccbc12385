"""What the statistics of the search do by chance, and the smallest step they can see: tables by simulation.

`python -m reorient.measures.turn_tables` rebuilds `turn_tables.csv` (about ten minutes on one core). Columns:

    quantity     search: upper quantile of the search statistic; known: the same for one date named beforehand;
                 smallest: step in the middle that is found in 80 % of the series, in standard deviations of
                 the innovations
    base         level, or drift where a straight line is in the model already
    n            observations
    at           tail probability (search, known) or persistence (smallest)
    value

A quantile is the largest over the persistences in `NUISANCE`: the p-value read from it is at most right for every
persistence up to 0.9, whatever the true one. Beyond the last tabulated probability ln p goes on as a straight line.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import numpy as np

from reorient.measures.serial import Floats, autoregression
from reorient.measures.turn_search import scan
from reorient.measures.turn_shapes import Shapes, drift, shapes, step

Base = Literal["level", "drift"]

SIZES: tuple[int, ...] = (10, 12, 15, 20, 25, 30, 40, 55, 75, 100, 140, 200, 280)
NUISANCE: tuple[float, ...] = (0.0, 0.5, 0.8, 0.9)
TAILS: tuple[float, ...] = (0.95, 0.8, 0.6, 0.4, 0.3, 0.2, 0.15, 0.1, 0.07, 0.05, 0.03, 0.02, 0.01, 0.005)
PERSISTENCES: tuple[float, ...] = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9)
TRIM = 3
POWER = 0.8
LEVEL = 0.10


def base_columns(length: int, base: Base) -> Floats:
    """Return the columns of the model without a turn: the level, and the straight line with ``base="drift"``."""
    level = np.ones((length, 1))
    return level if base == "level" else np.column_stack([level, drift(np.arange(length))])


def statistics(series: Floats, *, base: Floats, candidates: Shapes) -> Floats:
    """Return the search statistic of many series on the times 0, 1, 2, ..."""
    length = series.shape[1]
    block = max(1, 400_000 // candidates.columns.shape[0] // 4)
    parts = [
        scan(series[at : at + block], np.arange(length), base=base, shapes=candidates).statistic
        for at in range(0, series.shape[0], block)
    ]
    return np.concatenate(parts)


def one_step(length: int, at: int) -> Shapes:
    """Return the step at one known date as the only candidate."""
    everything = shapes(np.arange(length), trim=TRIM)
    chosen = np.flatnonzero((everything.kind == 0) & (everything.first == at))
    if chosen.size != 1:
        return _only(step(length, at)[None], at)
    return Shapes(*(getattr(everything, name)[chosen] for name in Shapes.__slots__))


def _only(columns: Floats, at: int) -> Shapes:
    from reorient.measures.serial import precisions

    mark = np.array([at])
    return Shapes(columns, np.array([0]), mark, mark, precisions((1,) * (columns.shape[1] - 1)).quadratic(columns))


def _draws(length: int) -> int:
    return 4000 if length <= 40 else 2000 if length <= 80 else 1000


def _envelope(measure: Callable[[Floats], Floats], length: int, seed: int) -> Floats:
    """Return the largest quantile over the persistences, one per tail probability."""
    quantiles = []
    for index, rho in enumerate(NUISANCE):
        rng = np.random.default_rng([seed, length, index])
        drawn = measure(autoregression(_draws(length), length, rho=rho, rng=rng))
        quantiles.append(np.quantile(drawn, 1.0 - np.array(TAILS)))
    return np.asarray(np.max(quantiles, axis=0))


def _search_rows(length: int, base: Base) -> Iterator[tuple[str, str, int, float, float]]:
    candidates = shapes(np.arange(length), trim=TRIM)
    columns = base_columns(length, base)
    values = _envelope(lambda drawn: statistics(drawn, base=columns, candidates=candidates), length, 11)
    yield from (("search", base, length, tail, value) for tail, value in zip(TAILS, values, strict=True))


def _known_rows(length: int, base: Base) -> Iterator[tuple[str, str, int, float, float]]:
    columns = base_columns(length, base)
    places = sorted({TRIM, length // 4, length // 2})
    each = [
        _envelope(
            lambda drawn, at=place: statistics(drawn, base=columns, candidates=one_step(length, at)),  # type: ignore[misc]
            length,
            12,
        )
        for place in places
    ]
    values = np.max(each, axis=0)
    yield from (("known", base, length, tail, value) for tail, value in zip(TAILS, values, strict=True))


def _smallest_rows(length: int, critical: float) -> Iterator[tuple[str, str, int, float, float]]:
    candidates = shapes(np.arange(length), trim=TRIM)
    columns = base_columns(length, "level")
    for rho in PERSISTENCES:
        noise = autoregression(250, length, rho=rho, rng=np.random.default_rng([13, length]))
        low, high = 0.0, 20.0
        for _ in range(8):
            middle = (low + high) / 2.0
            moved = noise + middle * step(length, length // 2)
            found = statistics(moved, base=columns, candidates=candidates) > critical
            low, high = (low, middle) if np.mean(found) >= POWER else (middle, high)
        yield "smallest", "level", length, rho, high


def build(path: Path, *, sizes: tuple[int, ...] = SIZES) -> None:
    """Write the tables to `path`."""
    bases: tuple[Base, ...] = ("level", "drift")
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["quantity", "base", "n", "at", "value"])
        for length in sizes:
            found = [row for base in bases for row in _search_rows(length, base)]
            found += [row for base in bases for row in _known_rows(length, base)]
            critical = next(row[4] for row in found if row[3] == LEVEL)
            found += list(_smallest_rows(length, critical))
            writer.writerows((*row[:4], f"{row[4]:.3f}") for row in found)
            out.flush()
            sys.stderr.write(f"n = {length} done\n")


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, str], tuple[Floats, Floats, Floats]]:
    """Return, per quantity and base, the sizes, the second axis and the values on both."""
    text = (files("reorient.measures") / "turn_tables.csv").read_text(encoding="utf-8")
    cells: dict[tuple[str, str], dict[tuple[int, float], float]] = {}
    for row in csv.DictReader(text.splitlines()):
        cells.setdefault((row["quantity"], row["base"]), {})[int(row["n"]), float(row["at"])] = float(row["value"])
    tables = {}
    for key, cell in cells.items():
        sizes = sorted({n for n, _ in cell})
        across = sorted({at for _, at in cell})
        values = np.array([[cell[n, at] for at in across] for n in sizes])
        tables[key] = (np.array(sizes, dtype=np.float64), np.array(across), values)
    return tables


def _row(quantity: str, base: Base, length: int) -> tuple[Floats, Floats]:
    sizes, across, values = _table()[quantity, base]
    where = np.log(np.clip(length, sizes[0], sizes[-1]))
    return across, np.array([np.interp(where, np.log(sizes), column) for column in values.T])


def p_value(statistic: float, *, length: int, quantity: Literal["search", "known"], base: Base = "level") -> float:
    """Return the probability of a statistic this large without a change, at the least favourable persistence."""
    tails, quantiles = _row(quantity, base, length)
    ascending = np.maximum.accumulate(quantiles[::-1])
    log_tails = np.log(tails[::-1])
    if statistic > ascending[-1]:
        slope = (log_tails[-1] - log_tails[-5]) / (ascending[-1] - ascending[-5])
        return float(np.exp(log_tails[-1] + slope * (statistic - ascending[-1])))
    if statistic < ascending[0]:
        return 1.0
    return float(np.exp(np.interp(statistic, ascending, log_tails)))


def smallest_step(*, length: int, persistence: float) -> float:
    """Return the step in mid-sample seen with 80 % power at level 0.10, in sd of the innovations."""
    rhos, values = _row("smallest", "level", length)
    return float(np.interp(persistence, rhos, values))


if __name__ == "__main__":
    build(Path(__file__).with_name("turn_tables.csv"))
