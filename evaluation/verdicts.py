"""How often verdicts are right: accepted claims of the labelled sentences, decided on the starter record.

``python -m evaluation.verdicts`` prints, for every file of `evaluation.claims`, the share of accepted claims whose
verdict is the one that a person gave from the record's figures; a claim typed wrong counts as a wrong verdict.
``--show`` lists what differs in development sentences; final ones are never listed.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from evaluation.claims import FILE, UNSEEN, VARIED, is_final, same
from reorient.documents.checking.bench import Bench, Verdict
from reorient.documents.checking.verdicts import decide
from reorient.documents.claims import Claim
from reorient.documents.claims.grammar import reading
from reorient.record.store import Record, starter_folder


@dataclass
class Verdicts:
    """Counts of one set of sentences."""

    claims: int = 0
    typed: int = 0
    right: int = 0
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    def line(self, name: str) -> str:
        """Return the figures as one line."""
        of_all, of_typed = self.right / max(1, self.claims), self.right / max(1, self.typed)
        return (
            f"{name:12} accepted claims with a labelled verdict {self.claims}, verdict right {of_all:.1%}; "
            f"of the {self.typed} typed right {of_typed:.1%}"
        )

    def table(self) -> str:
        """Return what was said for each label."""
        return "\n".join(f"    labelled {a}, found {b}: {n}" for (a, b), n in sorted(self.pairs.items()))


def score(bench: Bench, path: Path, *, final: bool, show: bool = False) -> Verdicts:
    """Return the counts of a file's development or final sentences; print what differs, never for final ones."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    total = Verdicts()
    for one in held["sentence"]:
        labels: list[dict[str, Any]] = [label for label in one.get("claims", []) if label.get("verdict")]
        if not labels or is_final(one, path) != final:
            continue
        for claim in _accepted(one["text"], one.get("on", held["on"])):
            label = next((label for label in labels if same(label, claim)), None)
            total.claims += 1
            if label is None:
                continue
            total.typed += 1
            found = decide(bench, claim, on=one.get("on", held["on"]))
            total.right += found.word == label["verdict"]
            total.pairs[label["verdict"], found.word] += 1
            if show and not final and found.word != label["verdict"]:
                _show(one["text"], label["verdict"], found)
    return total


def _accepted(text: str, on: date) -> list[Claim]:
    return [claim for claim in reading(text, on=on).claims if not claim.doubts]


def _show(text: str, label: str, found: Verdict) -> None:
    sys.stdout.write(f"labelled {label}, found {found.word}: {text}\n        {found.why}\n")
    for tried in found.tried:
        sys.stdout.write(f"        {tried.bears} {tried.definition}: {tried.words}\n")


SETS = (("development", FILE, False), ("varied", VARIED, False), ("final", FILE, True), ("unseen", UNSEEN, True))


def main() -> None:
    """Print the figures."""
    shown = "--show" in sys.argv
    with Record.open(starter_folder()) as record:
        bench = Bench(record)
        for name, path, final in SETS:
            if not (shown and final):
                found = score(bench, path, final=final, show=shown)
                sys.stdout.write(f"{found.line(name)}\n{found.table()}\n")


if __name__ == "__main__":
    main()
