"""Rewrites the output under every `$ reorient ...` in the pages of this folder: ``python docs/make_examples.py``.

A block marked ``console`` holds one command and what it prints on the starter record.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from reorient.cli import main
from reorient.record.store import starter_folder

HERE = Path(__file__).parent
BLOCK = re.compile(r"```console\n\$ reorient (?P<command>[^\n]+)\n(?P<output>.*?)```", re.DOTALL)


def output(command: str) -> str:
    """Return what ``reorient COMMAND`` prints on the starter record."""
    done = CliRunner().invoke(main, [*shlex.split(command), "--record", str(starter_folder())])
    if done.exit_code:
        raise SystemExit(f"reorient {command}: {done.output}")
    return done.output


def fresh(text: str) -> str:
    """Return a page with the output of every command as it is today."""
    return BLOCK.sub(lambda m: f"```console\n$ reorient {m['command']}\n{output(m['command'])}```", text)


if __name__ == "__main__":
    for page in sorted(HERE.glob("*.md")):
        page.write_text(fresh(page.read_text(encoding="utf-8")), encoding="utf-8")
