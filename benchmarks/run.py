"""Every figure of benchmarks/README.md, by one command: ``make benchmark``.

``REORIENT_ORIGINALS`` names the folder of the producers' original files; without it the build is left out.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.process import repeat, run

HERE = Path(__file__).parent
MARKS = ("<!-- measured -->", "<!-- end -->")


def brief() -> list[tuple[str, str, str]]:
    """Time the brief and the import as cold processes."""
    command = [str(Path(sys.executable).parent / "reorient"), "brief", "RUS", "--toward", "asia"]
    with tempfile.TemporaryDirectory() as folder:
        runs = repeat([*command, "--html", f"{folder}/b.html"], 5, env={"REORIENT_RECORD": f"{folder}/none"})
    rows = [
        (
            "brief RUS toward asia, cold process, median of 5",
            f"{statistics.median(r.seconds for r in runs):.2f} s",
            "3 s",
        ),
        ("the same, most memory", f"{max(r.megabytes for r in runs):.0f} MB", "500 MB"),
    ]
    code = "import time; t = time.perf_counter(); import reorient; print(time.perf_counter() - t)"
    times = [float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(5)]
    return [*rows, ("import reorient, median of 5", f"{statistics.median(times):.3f} s", "0.3 s")]


def build() -> list[tuple[str, str, str]]:
    """Time the starter record from all originals."""
    originals = os.environ.get("REORIENT_ORIGINALS", "")
    if not originals:
        return [("starter record from all originals", "not measured: REORIENT_ORIGINALS is not set", "300 s")]
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).parent / "reorient"), "data", "build", "--originals", originals]
        done = run([*command, "--into", f"{folder}/record"])
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 1e6
    return [
        ("starter record from all originals", f"{done.seconds:.0f} s", "300 s"),
        ("the same, most memory", f"{done.megabytes / 1024:.2f} GB", "4 GB"),
        ("size of the starter record", f"{size:.1f} MB", "15 MB"),
    ]


def reading() -> list[tuple[str, str, str]]:
    """Time one state's ties from twenty million rows."""
    text = subprocess.check_output([sys.executable, "-m", "benchmarks.reading"], text=True)
    rows = []
    for line in text.splitlines():
        end, median, first, found = line.split("\t")
        name = f"one state as {end}, {int(found):,} of 20 million rows, median of 8 (first {first} ms)"
        rows.append((name, f"{median} ms", "50 ms"))
    return rows


def customs() -> list[tuple[str, str, str]]:
    """Time twenty million customs rows of the HS6 layout to ties."""
    text = subprocess.check_output([sys.executable, "-m", "benchmarks.hs6"], text=True)
    return [tuple(line.split("\t")) for line in text.splitlines() if line.count("\t") == 2]  # type: ignore[misc]


def scan() -> list[tuple[str, str, str]]:
    """Time the scan of every state, group and flow of the starter record."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).parent / "reorient"), "scan", "--csv", f"{folder}/scan.csv"]
        done = run(command, env={"REORIENT_RECORD": f"{folder}/none"})
    return [
        ("scan of the starter record", f"{done.seconds:.0f} s", "60 s"),
        ("the same, most memory, all processes", f"{done.megabytes:.0f} MB", "2,000 MB"),
    ]


def votes() -> list[tuple[str, str, str]]:
    """Time the alignment of all pairs and the ideal points of all sessions from the original roll calls."""
    if not os.environ.get("REORIENT_ORIGINALS", ""):
        return [("alignment and ideal points", "not measured: REORIENT_ORIGINALS is not set", "")]
    text = subprocess.check_output([sys.executable, "-m", "benchmarks.alignment"], text=True)
    text += subprocess.check_output([sys.executable, "-m", "benchmarks.ideal_points", "--published"], text=True)
    wanted = ("S, kappa", "kappa,", "all sessions, seconds", "pooled r\t", "r of changes between")
    lines = [line for line in text.splitlines() if line.startswith(wanted)]
    rows = [("ideal points: " * line.startswith(wanted[2:]) + line).split("\t") for line in lines]
    return [(row[0], row[1], row[2] if len(row) > 2 else "") for row in rows]


def equilibria() -> list[tuple[str, str, str]]:
    """Time equilibria of one and of many sectors; published cases where the originals are."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    text = subprocess.check_output([sys.executable, "-m", "benchmarks.equilibrium"], text=True, env=environment)
    rows = [(*line.split("\t"), "", "")[:3] for line in text.splitlines()]
    return [(name, found, wanted) for name, found, wanted in rows]


def mentions() -> list[tuple[str, str, str]]:
    """Time who is named in the whole General Debate, where the originals are."""
    if not os.environ.get("REORIENT_ORIGINALS"):
        return [("mentions in the General Debate", "not measured: REORIENT_ORIGINALS is not set", "30 s")]
    first, second = subprocess.check_output([sys.executable, "-m", "benchmarks.mentions"], text=True).splitlines()
    name, _, took = first.rpartition(": ")
    return [(name, took, "30 s"), ("the same, most memory", second.rpartition(": ")[2], "1,500 MB")]


def main() -> None:
    """Measure everything and write the table into README.md."""
    rows = [*brief(), *scan(), *votes(), *reading(), *customs(), *equilibria(), *mentions(), *build()]
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    table = ["| what | measured | wanted at most (rate: at least) |", "| --- | --- | --- |"]
    table += [f"| {name} | {found} | {wanted} |" for name, found, wanted in rows]
    path = HERE / "README.md"
    head, _, rest = path.read_text(encoding="utf-8").partition(MARKS[0])
    tail = rest.partition(MARKS[1])[2]
    body = "\n".join([MARKS[0], f"Measured on {machine}.", "", *table, MARKS[1]])
    path.write_text(f"{head}{body}{tail}", encoding="utf-8")
    print("\n".join(table))


if __name__ == "__main__":
    main()
