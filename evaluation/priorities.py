"""How well orders of partners are read: documents written after the reader, with the orders that a person sees in them.

``python -m evaluation.priorities`` prints how many documents have exactly the orders expected (all of them and no
other), how many expected orders were found, and in how many documents an order was told where a person sees none.
``--show`` lists what differs.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from reorient.documents.corpus import read
from reorient.documents.mentions import mentions
from reorient.documents.priorities import priorities

FOLDER = Path(__file__).parent.parent / "tests" / "documents" / "priorities_fresh"
Tiers = tuple[frozenset[str], ...]


@dataclass
class Score:
    """Counts of a folder of documents."""

    documents: int = 0
    exact: int = 0
    expected: int = 0
    found: int = 0
    without: int = 0
    false: int = 0
    missed: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return the figures as one line."""
        return (
            f"documents {self.documents}, exactly the orders expected {self.exact}; orders expected {self.expected}, "
            f"found {self.found}; documents without an order {self.without}, order told in {self.false}"
        )


def _tiers(tiers: object) -> Tiers:
    assert isinstance(tiers, list | tuple)
    return tuple(frozenset(tier) for tier in tiers)


def score(folder: Path = FOLDER, *, show: bool = False) -> Score:
    """Return the counts; print what differs if asked."""
    total = Score()
    for path in sorted(folder.glob("*.toml")):
        wanted = tomllib.loads(path.read_text(encoding="utf-8"))
        text = next(one for one in folder.iterdir() if one.stem == path.stem and one.suffix != ".toml")
        (document,) = read(text)
        seen = priorities(document, mentions(document.text), subject=wanted.get("subject", ""))
        orders = {_tiers(one["tiers"]) for one in wanted.get("ranking", [])}
        formerly = {_tiers(one["tiers"]) for one in wanted.get("formerly", [])}
        told = {_tiers(one.tiers) for one in seen.rankings}
        told_formerly = {_tiers(one.tiers) for one in seen.formerly}
        total.documents += 1
        right = told == orders and told_formerly == formerly
        total.exact += right
        total.expected += len(orders) + len(formerly)
        total.found += len(orders & told) + len(formerly & told_formerly)
        total.without += not orders and not formerly
        total.false += not orders and not formerly and bool(told or told_formerly)
        if not right:
            total.missed.append(path.stem)
            if show:
                sys.stdout.write(f"{path.stem}: expected {sorted(map(str, orders | formerly))}\n")
                sys.stdout.write(f"    found {[one.tiers for one in (*seen.rankings, *seen.formerly)]}\n")
    return total


if __name__ == "__main__":
    sys.stdout.write(score(show="--show" in sys.argv).line() + "\n")
