"""Time and memory of reading the whole General Debate and finding every mention.

``REORIENT_ORIGINALS=FOLDER python -m benchmarks.mentions`` reads both archives, one process for each, decompression
included.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from pathlib import Path

from reorient.documents.rhetoric import counts as rhetoric_counts


def main() -> None:
    originals = os.environ.get("REORIENT_ORIGINALS")
    if not originals:
        sys.exit("REORIENT_ORIGINALS names no folder; expected the folder of the producers' original files")
    paths = sorted((Path(originals) / "texts" / "ungdc").glob("*.tar.xz"))
    begun = time.perf_counter()
    counts = rhetoric_counts.read_debate(paths, workers=2)
    took = time.perf_counter() - begun
    memory = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    words = sum(one.words for one in counts)
    named = sum(sum(one.named.values()) for one in counts)
    print(f"{len(counts)} speeches, {words} words, {named} mentions of actors and groups: {took:.1f} s")
    print(f"most memory of this process and of the largest child together: {memory:.0f} MB")


if __name__ == "__main__":
    main()
