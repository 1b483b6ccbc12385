"""How well mentions are found: precision and recall against sentences labelled by hand.

``REORIENT_ORIGINALS=FOLDER python -m evaluation.mentions [--errors development|"held out"|fresh|all]``

``mentions_labels.csv`` names each sentence by file, member, offset and length in the decoded text, and holds the ids of
the actors and groups that a reader found named in it; a label with ``?`` counts neither way. The pairs of sentence and
actor or group are counted. Mentions are found in the whole document, with its date and the state of its speaker.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import sys
from collections import Counter
from pathlib import Path

from evaluation.mentions_texts import Text, texts
from reorient.documents.mentions import mentions

LABELS = Path(__file__).with_name("mentions_labels.csv")
HALVES = ("development", "held out", "fresh")


def say(line: str) -> None:
    """Write a line to the terminal."""
    sys.stdout.write(line + "\n")


def interval(hits: int, of: int, z: float = 1.959964) -> tuple[float, float]:
    """Return the interval of Wilson (1927) of a share."""
    if not of:
        return 0.0, 1.0
    share, n = hits / of, float(of)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    return middle - half, middle + half


def labelled() -> dict[tuple[str, str], list[dict[str, str]]]:
    """Return the rows of the labels by document."""
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    with LABELS.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found.setdefault((row["file"], row["member"]), []).append(row)
    return found


def named(one: Text, row: dict[str, str], cache: dict[str, list[tuple[int, frozenset[str]]]]) -> set[str]:
    """Return the actors and groups that the package finds in a sentence."""
    if one.member not in cache:
        found = mentions(one.text, on=one.on, context=one.speaker)
        cache[one.member] = [(each.start, frozenset(filter(None, (*each.actors, each.group)))) for each in found]
    start, end = int(row["offset"]), int(row["offset"]) + int(row["length"])
    return set().union(*(who for place, who in cache[one.member] if start <= place < end))


def measure(originals: Path, errors: str = "") -> dict[tuple[str, str], Counter[str]]:
    """Return counts of sentences, and of pairs that are right, wrong and missed, by half and with or without ``un``.

    Parameters
    ----------
    originals
        Folder of the producers' original files.
    errors
        Half whose errors are printed, or ``all``.

    Raises
    ------
    LookupError
        If a labelled document is not in the folder.
    """
    rows = labelled()
    cache: dict[str, list[tuple[int, frozenset[str]]]] = {}
    counts: dict[tuple[str, str], Counter[str]] = {}
    for one in texts(originals):
        for row in rows.pop((one.file, one.member), ()):
            sure = {label for label in row["labels"].split() if not label.startswith("?")}
            maybe = {label[1:] for label in row["labels"].split() if label.startswith("?")}
            got = named(one, row, cache) - maybe
            for half in (row["half"], "all"):
                for kind, without in (("all", set()), ("without un", {"un"})):
                    count = counts.setdefault((half, kind), Counter())
                    count["sentences"] += 1
                    count["right"] += len((got & sure) - without)
                    count["wrong"] += len(got - sure - without)
                    count["missed"] += len(sure - got - without)
            if got != sure and errors in (row["half"], "all"):
                start, end = int(row["offset"]), int(row["offset"]) + int(row["length"])
                words = re.sub(r"\s+", " ", one.text[start:end])
                say(f"{one.member} {start}: wrong {sorted(got - sure)} missed {sorted(sure - got)}\n    {words}")
    if rows:
        raise LookupError(f"{len(rows)} labelled documents are not in the folder; expected the archives as published")
    return counts


def main() -> None:
    """Print precision and recall of every part and of all, and the errors asked for."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--errors", default="", help="development, held out, fresh or all")
    asked = reader.parse_args()
    originals = os.environ.get("REORIENT_ORIGINALS")
    if not originals:
        sys.exit("REORIENT_ORIGINALS names no folder; expected the folder of the producers' original files")
    counts = measure(Path(originals), asked.errors)
    for half in (*HALVES, "all"):
        for kind in ("all", "without un"):
            _tell(half, kind, counts[half, kind])


def _tell(half: str, kind: str, count: Counter[str]) -> None:
    right, found, held = count["right"], count["right"] + count["wrong"], count["right"] + count["missed"]
    for word, of in (("precision", found), ("recall", held)):
        low, high = interval(right, of)
        share = right / of if of else float("nan")
        say(
            f"{half:12} {kind:10} {count['sentences']:4d} sentences {word:9} {right:4d}/{of:<4d}"
            f" = {share:.3f} [{low:.3f}, {high:.3f}]"
        )


if __name__ == "__main__":
    main()
