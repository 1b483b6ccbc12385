"""Operating characteristics of the search for turns, by simulation; prints the tables of docs/turns.md.

    python benchmarks/turns.py             1,000 series a cell (about fifteen minutes on one core)
    python benchmarks/turns.py --series 100
    python benchmarks/turns.py --write     puts the tables into docs/turns.md between its markers

Errors are in standard deviations of the (stationary) errors. With the package `ruptures` installed, its first
documented example (Pelt with the rbf cost, penalty 10) and its least-squares dynamic programming with one break
are run on the same series.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reorient.measures.serial import autoregression
from reorient.measures.turns import Turns, turns

try:
    import ruptures
except ImportError:
    ruptures = None

Floats = NDArray[np.float64]
FIRST = 1990
DOCS = Path(__file__).parents[1] / "docs" / "turns.md"


def errors(count: int, length: int, rho: float, seed: int, tails: float | None = None) -> Floats:
    """Return errors of unit standard deviation; a random walk (rho = 1) has unit innovations."""
    rng = np.random.default_rng([seed, length, round(100 * rho)])
    series = autoregression(count, length, rho=rho, rng=rng, tails=tails)
    return series * np.sqrt(1.0 - rho**2) if rho < 1.0 else series


def answers(series: Floats, **options: object) -> list[Turns]:
    """Return the answer for every series."""
    axis = np.arange(FIRST, FIRST + series.shape[1])
    return [turns(axis, row, min_size=0.0, **options) for row in series]  # type: ignore[arg-type]


def percent(values: object) -> str:
    """Return a share in percent."""
    return f"{100 * float(np.mean(np.asarray(values))):.1f}"


def pelt(row: Floats) -> bool:
    """Say whether ruptures' first documented example finds a break."""
    return len(ruptures.Pelt(model="rbf").fit(row).predict(pen=10)) > 1


def bic_break(row: Floats) -> list[int]:
    """Return the breaks of exact least squares with the BIC penalty, every date allowed."""
    noise = np.median(np.abs(np.diff(row))) / 0.6745 / np.sqrt(2.0)
    penalty = 2.0 * noise**2 * np.log(row.size)
    return list(ruptures.Pelt(model="l2", min_size=3, jump=1).fit(row).predict(pen=penalty)[:-1])


def size_table(count: int) -> Iterator[list[str]]:
    """Spurious turns where there is none."""
    head = ["series without a turn", "n", "a turn %", "p < 0.05 %", "p < 0.01 %", "called drift %"]
    if ruptures:
        head += ["ruptures example %", "ruptures l2 BIC %"]
    yield head
    cases: list[tuple[str, int, Callable[[int], Floats]]] = []
    for n in (20, 30, 60):
        for rho in (0.0, 0.5, 0.8, 0.9, 0.95, 1.0):
            name = "random walk" if rho == 1.0 else "white noise" if rho == 0.0 else f"AR(1) {rho}"
            cases.append((name, n, lambda k, n=n, rho=rho: errors(k, n, rho, 1)))  # type: ignore[misc]
    cases.append(("white noise, Student t(3)", 30, lambda k: errors(k, 30, 0.0, 2, tails=3.0)))
    cases.append(("AR(1) 0.8, Student t(3)", 30, lambda k: errors(k, 30, 0.8, 2, tails=3.0)))
    line = np.linspace(0.0, 5.0, 30)
    cases.append(("white noise + drift of 5 sd", 30, lambda k: errors(k, 30, 0.0, 3) + line))
    cases.append(("AR(1) 0.8 + drift of 5 sd", 30, lambda k: errors(k, 30, 0.8, 3) + line))
    blip = 8.0 * (np.arange(30) == 13)
    cases.append(("white noise + one year of 8 sd", 30, lambda k: errors(k, 30, 0.0, 4) + blip))
    cases.append(("AR(1) 0.8 + one year of 8 sd", 30, lambda k: errors(k, 30, 0.8, 4) + blip))
    calm = np.where(np.arange(60) < 30, 2.0, 0.5)
    cases.append(("AR(1) 0.5, noise falls to a quarter", 60, lambda k: errors(k, 60, 0.5, 5) * calm))
    for name, n, draw in cases:
        series = draw(count)
        found = answers(series)
        p = np.array([answer.p_value for answer in found])
        row = [name, str(n), percent([bool(a.turns) for a in found]), percent(p < 0.05), percent(p < 0.01)]
        row.append(percent([a.verdict == "drift" for a in found]))
        if ruptures:
            row += [percent([pelt(r) for r in series]), percent([bool(bic_break(r)) for r in series])]
        yield row


def step_table(count: int) -> Iterator[list[str]]:
    """Yield how often steps are found, dated and covered."""
    head = ["n", "AR(1)", "step, sd", "found %", "called step %", "exact date %", "exact if found %"]
    head += ["oracle exact %", "90 % set covers %", "years in set", "size interval covers %"]
    if ruptures:
        head += ["ruptures l2 BIC exact %"]
    yield head
    for n in (20, 30, 60):
        for rho in (0.0, 0.5, 0.8):
            for size in (1.0, 2.0, 3.0, 4.0) if n == 30 else (2.0, 3.0):
                yield _step_row(count, n, rho, size)


def _step_row(count: int, n: int, rho: float, size: float) -> list[str]:
    rng = np.random.default_rng([7, n])
    at = rng.integers(n // 5, n - n // 5, count)
    series = errors(count, n, rho, 6) + size * (np.arange(n) >= at[:, None])
    found = answers(series)
    near = [_nearest(answer, FIRST + k) for answer, k in zip(found, at, strict=True)]
    hit = np.array([turn is not None for turn in near])
    exact = np.array([t is not None and t.begins.estimate == FIRST + k for t, k in zip(near, at, strict=True)])
    held = [FIRST + k in t.begins.members for t, k in zip(near, at, strict=True) if t]
    span = [len(t.begins.members) for t in near if t]
    sized = [t.low <= size <= t.high for t in near if t]
    called = [t is not None and t.kind == "step" for t in near]
    row = [str(n), f"{rho:g}", f"{size:g}", percent(hit), percent(called), percent(exact), percent(exact[hit])]
    row += [percent(_oracle(series, rho) == at), percent(held), f"{np.mean(span):.1f}", percent(sized)]
    if ruptures:
        row.append(percent([int(k) in bic_break(r) for r, k in zip(series, at, strict=True)]))
    return row


def _nearest(answer: Turns, date: int) -> object:
    return min(answer.turns, key=lambda turn: abs(turn.begins.estimate - date), default=None)


def _oracle(series: Floats, rho: float) -> NDArray[np.int64]:
    """Return the most likely date when one step is known to exist and the persistence is known."""
    n = series.shape[1]
    whiten = np.eye(n) - rho * np.eye(n, k=-1)
    whiten[0, 0] = np.sqrt(1.0 - rho**2)
    level, steps = whiten.sum(axis=1), np.array([whiten @ (np.arange(n) >= k) for k in range(3, n - 2)])
    steps = steps - np.outer(steps @ level, level) / (level @ level)
    gain = (series @ whiten.T @ steps.T) ** 2 / np.sum(steps**2, axis=1)
    return np.argmax(gain, axis=1) + 3


def ramp_table(count: int) -> Iterator[list[str]]:
    """Ramps found and called ramps."""
    yield [
        "n", "AR(1)", "years", "size, sd", "found %", "called ramp or both %", "called step %", "called drift %",
        "start within 3 years %", "90 % set of start covers %",
    ]  # fmt: skip
    for n, rho, years, size in (
        (30, 0.0, 4, 5.0), (30, 0.0, 7, 5.0), (30, 0.0, 10, 5.0), (30, 0.0, 14, 5.0), (30, 0.0, 10, 8.0),
        (30, 0.5, 7, 5.0), (30, 0.5, 10, 5.0), (30, 0.5, 10, 8.0), (30, 0.8, 10, 5.0), (30, 0.8, 10, 8.0),
        (60, 0.0, 15, 5.0), (60, 0.5, 15, 5.0), (60, 0.8, 15, 5.0), (60, 0.8, 15, 8.0),
        (30, 0.0, 0, 5.0), (30, 0.5, 0, 5.0), (30, 0.8, 0, 8.0),
    ):  # fmt: skip
        yield _ramp_row(count, n, rho, years, size)


def _ramp_row(count: int, n: int, rho: float, years: int, size: float) -> list[str]:
    rng = np.random.default_rng([9, n, years])
    last_old = rng.integers(n // 4, n // 2, count) if years == 0 else rng.integers(4, n - years - 4, count)
    span = np.where(years == 0, n - 1 - last_old, years)
    shape = np.clip((np.arange(n) - last_old[:, None]) / span[:, None], 0.0, 1.0)
    found = answers(errors(count, n, rho, 8) + size * shape)
    near = [_nearest(answer, FIRST + k + 1) for answer, k in zip(found, last_old, strict=True)]
    kind = np.array([turn.kind if turn else "" for turn in near])
    off = [abs(t.begins.estimate - FIRST - k - 1) <= 3 for t, k in zip(near, last_old, strict=True) if t]
    held = [FIRST + k + 1 in t.begins.members for t, k in zip(near, last_old, strict=True) if t]
    return [
        str(n), f"{rho:g}", "to the end" if years == 0 else str(years), f"{size:g}", percent(kind != ""),
        percent((kind == "ramp") | (kind == "both")), percent(kind == "step"),
        percent([a.verdict == "drift" for a in found]), percent(off), percent(held),
    ]  # fmt: skip


def many_table(count: int) -> Iterator[list[str]]:
    """Several turns in one series."""
    yield ["n", "AR(1)", "truth", "none %", "one %", "two %", "three %", "more %", "all dates within 2 years %"]
    for n, rho, name, dates, sizes in (
        (60, 0.0, "one step of 3 sd", (25,), (3.0,)),
        (60, 0.5, "one step of 3 sd", (25,), (3.0,)),
        (60, 0.8, "one step of 3 sd", (25,), (3.0,)),
        (60, 0.0, "two steps of 3 sd up", (20, 40), (3.0, 3.0)),
        (60, 0.5, "two steps of 3 sd up", (20, 40), (3.0, 3.0)),
        (60, 0.5, "up and back, 4 sd, 10 years", (25, 35), (4.0, -4.0)),
        (100, 0.5, "three steps of 4 sd", (20, 50, 75), (4.0, -4.0, 4.0)),
        (100, 0.8, "three steps of 4 sd", (20, 50, 75), (4.0, -4.0, 4.0)),
    ):
        shape = sum(size * (np.arange(n) >= at) for at, size in zip(dates, sizes, strict=True))
        found = answers(errors(count, n, rho, 10) + shape)
        number = np.array([len(answer.turns) for answer in found])
        close = [
            all(any(abs(t.begins.estimate - FIRST - at) <= 2 for t in answer.turns) for at in dates) for answer in found
        ]
        counts = [percent(number == k) for k in range(4)]
        yield [str(n), f"{rho:g}", name, *counts, percent(number > 3), percent(close)]


def named_table(count: int) -> Iterator[list[str]]:
    """Dates named beforehand."""
    yield ["n", "AR(1)", "step, sd", "observations after", "p < 0.05 named %", "p < 0.05 searched %"]
    for n, rho, size, after in (
        (30, 0.0, 0.0, 10), (30, 0.5, 0.0, 10), (30, 0.8, 0.0, 10), (30, 0.8, 0.0, 4), (30, 0.0, 2.0, 10),
        (30, 0.5, 2.0, 10), (30, 0.8, 2.0, 10), (30, 0.0, 2.0, 4), (30, 0.0, 3.0, 3), (30, 0.5, 3.0, 3),
    ):  # fmt: skip
        series = errors(count, n, rho, 11) + size * (np.arange(n) >= n - after)
        found = answers(series, named=(FIRST + n - after,))
        named = np.array([a.named[0].p_value for a in found], dtype=float)
        p = np.array([a.p_value for a in found])
        yield [str(n), f"{rho:g}", f"{size:g}", str(after), percent(named < 0.05), percent(p < 0.05)]


def monthly_table(count: int) -> Iterator[list[str]]:
    """Monthly series with seasons."""
    yield ["months", "AR(1)", "step, sd", "a turn %", "exact month %", "90 % set covers %", "ms a series"]
    season = np.sin(np.arange(120) * np.pi / 6.0)
    for rho, size in ((0.0, 0.0), (0.5, 0.0), (0.8, 0.0), (0.5, 2.0), (0.8, 3.0)):
        series = errors(count, 120, rho, 12) + season + size * (np.arange(120) >= 96)
        began = time.perf_counter()
        found = answers(series, per_year=12, seasons=True)
        spent = (time.perf_counter() - began) / count * 1000
        near = [_nearest(answer, FIRST + 96) for answer in found]
        exact = [t is not None and t.begins.estimate == FIRST + 96 for t in near]
        held = [FIRST + 96 in t.begins.members for t in near if t]
        shown = [percent(exact), percent(held)] if size else ["", ""]
        yield ["120", f"{rho:g}", f"{size:g}", percent([bool(a.turns) for a in found]), *shown, f"{spent:.0f}"]


def speed_table(count: int) -> Iterator[list[str]]:
    """Time for one series."""
    yield ["n", "no turn, ms", "one step of 3 sd, ms"]
    for n in (20, 30, 60, 100, 140):
        row = [str(n)]
        for size in (0.0, 3.0):
            series = errors(max(10, count // 20), n, 0.5, 13) + size * (np.arange(n) >= n // 2)
            answers(series[:2])
            began = time.perf_counter()
            answers(series)
            row.append(f"{(time.perf_counter() - began) / len(series) * 1000:.1f}")
        yield row


TABLES: dict[str, tuple[str, Callable[[int], Iterator[list[str]]], float]] = {
    "size": ("Spurious turns", size_table, 1.0),
    "steps": ("Steps", step_table, 1.0),
    "ramps": ("Ramps", ramp_table, 0.5),
    "many": ("Several turns", many_table, 0.3),
    "named": ("Named dates", named_table, 1.0),
    "monthly": ("Months", monthly_table, 0.2),
    "speed": ("Time", speed_table, 1.0),
}


def markdown(rows: Iterator[list[str]]) -> str:
    """Return rows as a Markdown table, echoing each as it comes."""
    lines = []
    for index, row in enumerate(rows):
        lines.append("| " + " | ".join(row) + " |")
        if index == 0:
            lines.append("|" + " --- |" * len(row))
        print(lines[-1] if index else lines[0], flush=True)
    return "\n".join(lines)


def write(name: str, table: str) -> None:
    """Put one table between its markers in docs/turns.md."""
    text = DOCS.read_text(encoding="utf-8")
    start, stop = f"<!-- table {name} -->", f"<!-- end {name} -->"
    before, rest = text.split(start)
    after = rest.split(stop)[1]
    DOCS.write_text(f"{before}{start}\n{table}\n{stop}{after}", encoding="utf-8")


def main() -> None:
    """Run the tables asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", nargs="*", default=[], help=", ".join(TABLES))
    parser.add_argument("--series", type=int, default=1000)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    for name in options.tables or list(TABLES):
        title, rows, part = TABLES[name]
        count = max(20, int(options.series * part))
        print(f"\n{title} ({count} series a row)", flush=True)
        table = f"{count} series a row.\n\n" + markdown(rows(count))
        if options.write:
            write(name, table)


if __name__ == "__main__":
    sys.exit(main())
