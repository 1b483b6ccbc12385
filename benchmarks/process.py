"""Timing whole processes: wall clock and the most memory they held."""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command: seconds on the wall, most resident memory in MB."""

    seconds: float
    megabytes: float


def run(command: Sequence[str], *, env: dict[str, str] | None = None) -> Run:
    """Run `command` to its end and measure it; memory is that of the process and its children together.

    Where ``/proc`` can be read, the sum of all is looked at every 20 ms; elsewhere the largest process counts.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, **(env or {})}
    )
    held: list[float] = []
    done = Event()
    watch = Thread(target=_watch, args=(process.pid, held, done))
    watch.start()
    _, errors = process.communicate()
    seconds = time.perf_counter() - start
    done.set()
    watch.join()
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{errors.decode()}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Run(seconds, max([*held, 0.0 if held else peak]))


def _watch(pid: int, held: list[float], done: Event) -> None:
    while not done.wait(0.02):
        with contextlib.suppress(OSError, ValueError, IndexError):
            held.append(sum(_resident(one) for one in _family(pid)))


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(member for child in children for member in _family(int(child)))]


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def repeat(command: Sequence[str], times: int, *, env: dict[str, str] | None = None) -> list[Run]:
    """Run `command` several times."""
    return [run(command, env=env) for _ in range(times)]
