"""A process that draws charts beside this one: the engine's start (half a second) and its work hold Python's lock.

Run as ``python -m reorient.report.drawing`` it reads one Vega-Lite specification a line (JSON) and answers each with
one line (JSON): the SVG, or null where the engine refused it.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor

BLANK = '{"data": {"values": []}, "mark": "point"}'


class Drawing:
    """The process, from its start to `close`; what is asked for early is drawn while other work goes on."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "reorient.report.drawing"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
        )
        self._line = ThreadPoolExecutor(max_workers=1)
        self._asked: dict[str, Future[str | None]] = {}

    def ask(self, specification: str) -> None:
        """Have a specification drawn."""
        if specification not in self._asked:
            self._asked[specification] = self._line.submit(self._exchange, specification)

    def answer(self, specification: str) -> str | None:
        """Return the SVG of a specification, once it is drawn; ``None`` where the process did not answer."""
        self.ask(specification)
        return self._asked[specification].result()

    def _exchange(self, specification: str) -> str | None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(specification + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except (OSError, ValueError):
            return None
        return json.loads(line) if line.endswith("\n") else None

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._line.shutdown(cancel_futures=True)
        with contextlib.suppress(OSError):
            self._process.communicate()


def main() -> None:
    """Draw every line of the standard input."""
    import vl_convert

    vl_convert.vegalite_to_svg(BLANK)
    for line in sys.stdin:
        try:
            answer: str | None = vl_convert.vegalite_to_svg(line)
        except ValueError:
            answer = None
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
