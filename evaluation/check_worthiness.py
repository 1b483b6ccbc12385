"""What is seen in sentences that experts call worth checking: ClaimBuster's ground truth, as a reported figure.

``REORIENT_ORIGINALS=FOLDER python -m evaluation.check_worthiness``

Experts labelled 1,032 sentences of US debates: check-worthy (1), factual but unimportant (0), no factual claim (-1)
(Arslan, Hassan, Li and Tremayne 2020, ICWSM, table 1). Most check-worthy sentences there speak of a country's own
affairs, which the schema of ties between actors does not hold: what is read is a lower bound and no target. Beside it
stands whether a sentence holds a figure or a period at all, the cheapest sign of something to check.
"""

from __future__ import annotations

import csv
import gzip
import os
import sys
from collections import Counter
from pathlib import Path

from reorient.documents.claims.grammar import reading
from reorient.documents.claims.periods import periods
from reorient.documents.claims.quantities import quantities

PLACE = Path("texts/claims/claimbuster/groundtruth.csv.gz")
LABELS = {"1": "check-worthy", "0": "unimportant", "-1": "no factual claim"}


def counts(path: Path) -> dict[str, Counter[str]]:
    """Return for each label how many sentences were read as claims, look like one, or hold nothing of the schema."""
    found = {label: Counter[str]() for label in LABELS.values()}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            one = found[LABELS[row["Verdict"]]]
            one[reading(row["Text"]).status] += 1
            one["figure"] += bool(quantities(row["Text"]) or periods(row["Text"]))
    return found


def main() -> None:
    """Print the figures."""
    originals = os.environ.get("REORIENT_ORIGINALS")
    if not originals or not (Path(originals) / PLACE).exists():
        sys.exit(
            f"{PLACE} is not there; expected REORIENT_ORIGINALS to name the folder of the producers' original files"
        )
    for label, one in counts(Path(originals) / PLACE).items():
        total = one["claims"] + one["unparsed"] + one["none"]
        names = ("claims", "unparsed", "none", "figure")
        told = ", ".join(f"{name} {one[name]} ({one[name] / total:.1%})" for name in names)
        sys.stdout.write(f"{label:18} {total} sentences: {told}\n")


if __name__ == "__main__":
    main()
