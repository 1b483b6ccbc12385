"""How well claims are read: sentences labelled by hand against the grammar, development and final half apart.

``python -m evaluation.claims`` prints the share of sentences with a claim that are accepted, of the accepted claims the
share typed right, and false alarms among sentences without a claim of the schema. ``--show`` lists what is read wrongly
or not at all in the development sentences; final ones are never listed.

Three files are read, those that are absent are passed over: ``claims.toml`` in two halves (our own sentences),
``claims_varied.toml`` (worded by others, all development) and ``claims_unseen.toml`` (worded by others, all final).
``--file PATH`` scores another file of the same form as development.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from reorient.documents.claims import Claim
from reorient.documents.claims.grammar import reading
from reorient.documents.claims.subjects import other_side, undirected
from reorient.record.schema import variables

FILE = Path(__file__).parent / "claims.toml"
#: Sentences worded by others: all development, and all final.
VARIED = FILE.with_name("claims_varied.toml")
UNSEEN = FILE.with_name("claims_unseen.toml")
#: Kinds in which a flow may be told from either end without another meaning.
EITHER_END = ("level", "change", "multiple", "trend")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


@dataclass
class Score:
    """Counts of one half."""

    carrying: int = 0
    accepted: int = 0
    claims: int = 0
    right: int = 0
    labelled: int = 0
    found: int = 0
    without: int = 0
    alarms: int = 0

    def line(self, name: str) -> str:
        """Return the figures as one line."""
        return (
            f"{name:12} sentences with a claim {self.carrying}, accepted {self.accepted / max(1, self.carrying):.1%}; "
            f"claims accepted {self.claims}, typed right {self.right / max(1, self.claims):.1%}; "
            f"labelled claims found {self.found / max(1, self.labelled):.1%}; "
            f"sentences without {self.without}, false alarms {self.alarms / max(1, self.without):.1%}"
        )


def ends(claim: dict[str, Any] | Claim) -> tuple[str, str, str]:
    """Return who, whom and variable in one canonical direction."""
    read = claim if isinstance(claim, dict) else {k: getattr(claim, k) for k in ("who", "whom", "variable", "kind")}
    who, whom, name, kind = read["who"], read.get("whom", ""), read.get("variable", ""), read["kind"]
    if not name or not whom:
        return who, whom, name if name in variables() else ""
    if kind in EITHER_END:
        spec = variables()[name]
        if spec.role == "receiver":
            return whom, who, other_side(name)
        if undirected(name):
            who, whom = sorted((who, whom))
    if (kind == "existence" or kind == "comparison") and undirected(name) and kind == "existence":
        who, whom = sorted((who, whom))
    return who, whom, name


def same(label: dict[str, Any], claim: Claim) -> bool:
    """Return whether a claim says what a label says."""
    if label["kind"] != claim.kind:
        return False
    (who, whom, name), (a, b, v) = ends(label), ends(claim)
    if label["kind"] == "existence" and not name and {who, whom} == {a, b}:
        who, whom = a, b
    names = {v, *(ends({"kind": claim.kind, "who": "A", "whom": "B", "variable": one})[2] for one in claim.variables)}
    if (who, whom) != (a, b) or (name and name not in names):
        return False
    period = claim.period
    if "years" in label:
        if period is None or [period.first, period.last] != label["years"]:
            return False
        if "months" in label and [period.first_month, period.last_month] != label["months"]:
            return False
    elif period is not None and not (period.relative and not period.words):
        return False
    if "quantity" in label:
        said = claim.quantity
        low, high = label["quantity"]
        if said is None or said.unit != label["unit"] or said.precision != label.get("precision", said.precision):
            return False
        if abs(said.low - low) > 1e-3 * abs(low) or abs(said.high - high) > 1e-3 * abs(high):
            return False
    for key in ("direction", "other", "within", "event", "quantifier"):
        if label.get(key, "") != getattr(claim, key):
            return False
    if label["kind"] == "membership" and label.get("phase", "") != claim.phase:
        return False
    if label.get("phase", "") and label["phase"] != claim.phase:
        return False
    return (
        label.get("place", 0) == claim.place
        and label.get("negated", False) == claim.negated
        and label.get("of_total", False) == claim.of_total
        and (label["kind"] != "comparison" or label.get("other_is", "whom") == claim.other_is)
    )


def is_final(one: dict[str, Any], path: Path) -> bool:
    """Return whether a sentence belongs to the final ones, which are never listed."""
    if path.name == UNSEEN.name:
        return True
    return path.name == FILE.name and bool(one.get("final", False))


def score(final: bool, *, show: bool = False, path: Path = FILE) -> Score:
    """Return the counts of a file's development or final sentences; print what went wrong, never for final ones."""
    with path.open("rb") as file:
        held = tomllib.load(file)
    on: date = held["on"]
    total = Score()
    for one in held["sentence"]:
        if is_final(one, path) != final:
            continue
        read = reading(one["text"], on=one.get("on", on))
        accepted = [claim for claim in read.claims if not claim.doubts]
        labels = one.get("claims", [])
        wrong = [claim for claim in accepted if not any(same(label, claim) for label in labels)]
        missed = [label for label in labels if not any(same(label, claim) for claim in accepted)]
        if one["carries"] == "no":
            total.without += 1
            total.alarms += bool(accepted)
        else:
            total.claims += len(accepted)
            total.right += len(accepted) - len(wrong)
        if one["carries"] == "yes":
            total.carrying += 1
            total.accepted += bool(accepted)
            total.labelled += len(labels)
            total.found += len(labels) - len(missed)
        if show and not final and (wrong or missed):
            _say(f"{one['carries']:5}{read.status:9} {one['text']}  [{read.reason}]")
            for claim in wrong:
                _say(f"        wrong  {brief(claim)}")
            for label in missed:
                _say(f"        missed {label}")
    return total


def brief(claim: Claim) -> str:
    """Return what a claim says, without what is empty."""
    named = {key: getattr(claim, key) for key in claim.__dataclass_fields__}
    return ", ".join(f"{key}={value}" for key, value in named.items() if value and key not in ("sentence", "variables"))


def main(words: list[str]) -> None:
    """Print the figures of every file there is."""
    shown = "--show" in words
    if "--file" in words:
        _say(score(False, show=shown, path=Path(words[words.index("--file") + 1])).line("file"))
        return
    _say(score(False, show=shown).line("development"))
    if VARIED.exists():
        _say(score(False, show=shown, path=VARIED).line("varied"))
    if not shown:
        _say(score(True).line("final"))
        if UNSEEN.exists():
            _say(score(True, path=UNSEEN).line("unseen"))


if __name__ == "__main__":
    main(sys.argv[1:])
