"""How well claims are read: sentences labelled by hand against the grammar, development and final half apart.

``python -m evaluation.claims`` prints the share of sentences with a claim that are accepted, of the accepted claims the
share typed right, and false alarms among sentences without a claim of the schema. ``--show`` lists what is read wrongly
or not at all in the development half; the final half is never listed.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from reorient.documents.claims import Claim
from reorient.documents.grammar import reading
from reorient.documents.subjects import other_side, undirected
from reorient.record.schema import variables

FILE = Path(__file__).parent / "claims.toml"
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
        and (label["kind"] != "comparison" or label.get("other_is", "whom") == claim.other_is)
    )


def score(final: bool, *, show: bool = False) -> Score:
    """Return the counts of a half; print what went wrong if asked, never for the final half."""
    with FILE.open("rb") as file:
        held = tomllib.load(file)
    on: date = held["on"]
    total = Score()
    for one in held["sentence"]:
        if one.get("final", False) != final:
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


if __name__ == "__main__":
    shown = "--show" in sys.argv
    _say(score(False, show=shown).line("development"))
    if not shown:
        _say(score(True).line("final"))
