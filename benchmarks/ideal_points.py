"""Ideal points against the published ones, and the coverage of their intervals in simulation.

    python benchmarks/ideal_points.py              everything (about three minutes on two cores)
    python benchmarks/ideal_points.py --simulated  only what needs no original
    python benchmarks/ideal_points.py --published  only time and the two correlations

Prints lines of name, found and wanted, separated by tabs. The producers' originals are looked for in the folder named
by REORIENT_ORIGINALS; roll calls are taken from the record where it holds them.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reorient.measures.alignment import ABSENT, alignment
from reorient.measures.ideal_points import IdealPoints, ideal_points
from reorient.measures.positions import RollCalls, roll_calls
from reorient.record.store import Record
from reorient.sources.unga import read_ideal_points, read_votes

Floats = NDArray[np.float64]
POSITIVE = "USA"


def original_ballots(folder: Path) -> pl.DataFrame:
    """Return the roll calls of the record, or of the original."""
    with Record.open() as record:
        held = record.ballots()
    if len(held):
        return held
    batch = read_votes([folder / "security" / "unga" / "unga_votes_1946-2024.parquet"])
    assert batch.ballots is not None
    return batch.ballots


def published(folder: Path, found: IdealPoints) -> Floats:
    """Return the published points on the axes of the estimate, NaN where there is none."""
    batch = read_ideal_points([folder / "security" / "unga" / "IdealpointestimatesAll_Jun2024.csv"])
    grid = np.full(found.theta.shape, np.nan)
    row = {actor: place for place, actor in enumerate(found.actors)}
    column = {session + 1945: place for place, session in enumerate(found.sessions)}
    rows = batch.ties.select("sender", pl.col("period").dt.year(), "value").iter_rows()
    for actor, year, value in rows:
        if actor in row and year in column:
            grid[row[actor], column[year]] = value
    return grid


def correlation(a: Floats, b: Floats) -> float:
    """Return the correlation over the cells that both have."""
    both = np.isfinite(a) & np.isfinite(b)
    return float(np.corrcoef(a[both], b[both])[0, 1])


def changes(points: Floats, sessions: tuple[int, ...]) -> Floats:
    """Return the changes from each session to the next, where the two follow one another."""
    return np.diff(points, axis=1)[:, np.diff(sessions) == 1]


def framed(points: Floats, among: Floats) -> Floats:
    """Return points with mean 0 and standard deviation 1 in each session, over the cells that both have."""
    own = np.where(np.isfinite(among), points, np.nan)
    return np.asarray((own - np.nanmean(own, axis=0)) / np.nanstd(own, axis=0))


def line(name: str, found: float | str, wanted: str = "") -> None:
    print(name, f"{found:.3f}" if isinstance(found, float) else found, wanted, sep="\t", flush=True)


def against_published(folder: Path, *, short: bool) -> None:
    """Print how the estimate compares with the published points; `short` stops after the three figures asked for."""
    ballots = original_ballots(folder)
    calls = roll_calls(ballots)
    start = time.perf_counter()
    found = ideal_points(calls.actors, calls.profiles, sessions=calls.sessions, positive=POSITIVE)
    seconds = time.perf_counter() - start
    line("ballots", f"{int((calls.profiles != ABSENT).sum()):,}")
    line("points", f"{int(np.isfinite(found.theta).sum()):,}")
    line("iterations", str(found.iterations))
    line("sessions left out", ", ".join(str(session) for session in found.left_out))
    line("all sessions, seconds", f"{seconds:.1f}", "<= 60")
    known = published(folder, found)
    line("pooled r", correlation(found.theta, known), ">= 0.98")
    own, theirs = changes(found.theta, found.sessions), changes(known, found.sessions)
    line("r of changes between neighbouring sessions", correlation(own, theirs), ">= 0.90")
    if short:
        return
    steps = own[np.isfinite(own) & np.isfinite(theirs)], theirs[np.isfinite(own) & np.isfinite(theirs)]
    line("sd of changes, here and published", f"{steps[0].std():.3f} and {steps[1].std():.3f}")
    ours, other = framed(found.theta, known), framed(known, found.theta)
    line("pooled r, each session at mean 0 and sd 1", correlation(ours, other))
    each = [correlation(found.theta[:, s], known[:, s]) for s in range(len(found.sessions))]
    line("r within a session, least and median", f"{min(each):.3f} and {np.median(each):.3f}")
    line("pooled r, published points with themselves at mean 0 and sd 1 a session", correlation(other, known))
    others = np.array([actor != POSITIVE for actor in found.actors])
    line(f"pooled r without {POSITIVE}", correlation(found.theta[others], known[others]))
    place = found.actors.index(POSITIVE)
    highest = f"{np.nanmean(found.theta[place]):.2f} and {np.nanmean(known[place]):.2f}"
    line(f"mean point of {POSITIVE}, here and published", highest)
    late = np.array(found.sessions) > 10
    line("pooled r from session 11 on", correlation(found.theta[:, late], known[:, late]))
    early = known[:, [found.sessions.index(1), found.sessions.index(10)]]
    early = early[np.isfinite(early).all(axis=1)]
    text = f"{early[:, 0].mean():.2f} and {early[:, 1].mean():.2f}"
    line(f"published mean of the {len(early)} states of both sessions 1 and 10", text)
    figures_of_the_page(calls, found)
    noise(folder)
    halves(calls)
    for innovation in (0.0625, 1.0):
        other_fit = ideal_points(
            calls.actors, calls.profiles, sessions=calls.sessions, positive=POSITIVE, innovation=innovation
        )
        pair = changes(other_fit.theta, found.sessions)
        text = f"{correlation(other_fit.theta, known):.3f} and {correlation(pair, theirs):.3f}"
        line(f"pooled r and r of changes with an innovation variance of {innovation:g}", text)
    line("principal component: pooled r and r of changes", components(calls, found, known))


def noise(folder: Path) -> None:
    """Print what share of the published changes the published uncertainty leaves as signal."""
    path = folder / "security" / "unga" / "IdealpointestimatesAll_Jun2024.csv"
    frame = pl.read_csv(path, infer_schema_length=None, null_values="NA").sort("ccode", "session")
    sd = ((pl.col("Q95%All") - pl.col("Q5%All")) / 3.29).alias("sd")
    over = frame.with_columns(sd).with_columns(
        pl.col("IdealPointAll").diff().over("ccode").alias("change"),
        pl.col("session").diff().over("ccode").alias("gap"),
        pl.col("sd").shift(1).over("ccode").alias("before"),
    )
    pairs = over.filter(pl.col("gap") == 1)
    error = float((pairs["sd"] ** 2 + pairs["before"] ** 2).mean())  # type: ignore[arg-type]
    total = float(pairs["change"].var())  # type: ignore[arg-type]
    line("published changes: variance, and posterior variance of two points", f"{total:.4f} and {error:.4f}")
    line("published changes: reliability (1 - noise / variance)", 1 - error / total)


def halves(calls: RollCalls) -> None:
    """Print how far two halves of the roll calls agree on levels and changes."""
    rng = np.random.default_rng(7)
    first = rng.random(len(calls.sessions)) < 0.5
    pair = [
        ideal_points(calls.actors, calls.profiles[:, half], sessions=calls.sessions[half], positive=POSITIVE)
        for half in (first, ~first)
    ]
    shared = [session for session in pair[0].sessions if session in pair[1].sessions]
    points = [half.theta[:, [half.sessions.index(session) for session in shared]] for half in pair]
    level = correlation(*(framed(points[i], points[1 - i]) for i in range(2)))
    change = correlation(*(changes(one, tuple(shared)) for one in points))
    line("split halves: r of levels, each session at mean 0 and sd 1", level)
    line(
        "split halves: r of changes, and for all roll calls (Spearman-Brown)",
        f"{change:.3f}, {2 * change / (1 + change):.3f}",
    )


def components(calls: RollCalls, found: IdealPoints, known: Floats) -> str:
    """Return how the first principal component of each session compares, the bar that is easy to reach."""
    points = np.full(found.theta.shape, np.nan)
    for place, session in enumerate(found.sessions):
        table = calls.profiles[:, calls.sessions == session].astype(float)
        table[table == ABSENT] = np.nan
        held = np.isfinite(table).any(axis=1)
        mean = np.nanmean(table[held], axis=0)
        centred = np.where(np.isfinite(table[held]), table[held] - mean, 0.0)
        left, size, _ = np.linalg.svd(centred, full_matrices=False)
        score = left[:, 0] * size[0]
        score *= np.sign(score[np.flatnonzero(held).tolist().index(found.actors.index(POSITIVE))])
        points[held, place] = (score - score.mean()) / score.std()
    change = correlation(changes(points, found.sessions), changes(known, found.sessions))
    return f"{correlation(points, known):.3f} and {change:.3f}"


def simulated(
    rng: np.random.Generator, *, actors: int, sessions: int, items: int, step: float
) -> tuple[Floats, RollCalls]:
    """Return true points (actors x sessions) and votes drawn from the model, one in ten missing."""
    steps = np.concatenate([rng.normal(size=(actors, 1)), step * rng.normal(size=(actors, sessions - 1))], axis=1)
    walk = np.cumsum(steps, axis=1)
    truth = (walk - walk.mean()) / walk.std()
    session = np.repeat(np.arange(1, sessions + 1), items)
    index = rng.normal(size=session.size) * truth[:, session - 1] + rng.normal(size=(actors, session.size))
    cuts = np.sort(rng.normal(size=(session.size, 2)), axis=1)
    profiles = (1 * (index > cuts[:, 0]) + (index > cuts[:, 1])).astype(np.int8)
    profiles[rng.random(profiles.shape) < 0.1] = ABSENT
    return truth, RollCalls(tuple(f"A{number}" for number in range(actors)), profiles, session)


def far_out(count: int) -> None:
    """Print how a state far from all others is placed: 120 actors, one near 3, 12 sessions of 70 roll calls."""
    off, held = [], []
    for seed in range(count):
        rng = np.random.default_rng(seed)
        base = 0.8 * rng.normal(size=120)
        base[:3] = 3.0, 2.2, -2.2
        truth = base[:, None] + np.cumsum(0.1 * rng.normal(size=(120, 12)), axis=1)
        truth = (truth - truth.mean(axis=0)) / truth.std(axis=0)
        session = np.repeat(np.arange(12), 70)
        beta = 1.4 * rng.normal(size=session.size)
        middle = beta[:, None] * rng.normal(size=(session.size, 1)) * 1.2
        cuts = np.sort(middle + 0.6 * rng.normal(size=(session.size, 2)) + np.array([0.2, 0.8]), axis=1)
        index = beta * truth[:, session] + rng.normal(size=(120, session.size))
        profiles = (1 * (index > cuts[:, 0]) + (index > cuts[:, 1])).astype(np.int8)
        profiles[rng.random(profiles.shape) < 0.1] = ABSENT
        found = ideal_points([f"A{k}" for k in range(120)], profiles, sessions=session, positive="A0")
        there = truth * found.theta.std(axis=0) + found.theta.mean(axis=0)
        off.append((found.theta - there)[0].mean())
        held.append(((found.low <= there) & (there <= found.high))[0].mean())
    line("a state at 3 among 120: mean error", f"{np.mean(off):+.2f}")
    line("a state at 3 among 120: 90 % intervals that hold, %", f"{100 * np.mean(held):.0f}")


def figures_of_the_page(calls: RollCalls, found: IdealPoints) -> None:
    """Print the points and kappas that docs/ideal-points.md quotes."""
    there = np.isfinite(found.theta)
    line("median width of the 90 % interval", float(np.median((found.high - found.low)[there])))
    row = found.actors.index("RUS")
    for session in (68, 69, 70, 76, 77):
        at = row, found.sessions.index(session)
        line(f"RUS in session {session}", f"{found.theta[at]:.2f} [{found.low[at]:.2f}, {found.high[at]:.2f}]")
    pair = [calls.actors.index(actor) for actor in ("RUS", "CHN")]
    for session in (68, 69, 70, 74):
        kappa = alignment(["RUS", "CHN"], calls.profiles[pair][:, calls.sessions == session]).values[0, 1]
        line(f"kappa of RUS and CHN in session {session}", float(kappa))


def coverage(count: int) -> None:
    """Print how many 90 % intervals hold the truth, and how near the estimate is."""
    for items in (20, 40, 80):
        for step in (0.1, 0.2, 0.5):
            held, bare, level, change = [], [], [], []
            for seed in range(count):
                rng = np.random.default_rng([seed, items, round(100 * step)])
                truth, calls = simulated(rng, actors=60, sessions=20, items=items, step=step)
                top = calls.actors[int(truth.mean(axis=1).argmax())]
                found = ideal_points(calls.actors, calls.profiles, sessions=calls.sessions, positive=top)
                inside = framed(truth, found.theta) * np.nanstd(found.theta, axis=0) + np.nanmean(found.theta, axis=0)
                held.append(np.mean((found.low <= inside) & (inside <= found.high)))
                bare.append(np.mean((found.low <= truth) & (truth <= found.high)))
                level.append(correlation(found.theta, truth))
                change.append(correlation(np.diff(found.theta, axis=1), np.diff(truth, axis=1)))
            name = f"60 actors, 20 sessions of {items} roll calls, steps of {step:g}"
            line(f"{name}: 90 % intervals that hold, %", f"{100 * np.mean(held):.1f}", "87 to 93")
            line(f"{name}: the same, the true frame unknown", f"{100 * np.mean(bare):.1f}")
            line(f"{name}: r of levels and of changes", f"{np.mean(level):.3f} and {np.mean(change):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--simulated", action="store_true", help="only the simulation")
    parser.add_argument("--published", action="store_true", help="only time and the two correlations, and stop")
    parser.add_argument("--count", type=int, default=10, help="simulated assemblies a cell")
    options = parser.parse_args()
    folder = os.environ.get("REORIENT_ORIGINALS", "")
    if folder and not options.simulated:
        against_published(Path(folder), short=options.published)
    if options.published:
        return
    coverage(options.count)
    far_out(options.count)


if __name__ == "__main__":
    main()
