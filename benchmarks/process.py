"""Timing whole processes: wall clock and the most memory they held."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command: seconds on the wall, most resident memory in MB."""

    seconds: float
    megabytes: float


def run(command: Sequence[str], *, env: dict[str, str] | None = None) -> Run:
    """Run `command` to its end and measure it; its children count by the largest of them."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, **(env or {})}
    )
    _, errors = process.communicate()
    seconds = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{errors.decode()}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Run(seconds, peak)


def repeat(command: Sequence[str], times: int, *, env: dict[str, str] | None = None) -> list[Run]:
    """Run `command` several times."""
    return [run(command, env=env) for _ in range(times)]
