"""Turns that history knows, and turns that are none, from the producers' originals; one rule for all.

    python -m benchmarks.known_turns           prints the table
    python -m benchmarks.known_turns --write   puts it into docs/turns.md between its markers

REORIENT_ORIGINALS names the folder of the originals (COW trade, BACI, SIPRI). A case is found if a turn of the right
sign begins within two years of the years that history gives (a ramp: within three of its start).
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from reorient.actors import living, toward
from reorient.errors import MeasureError
from reorient.measures.directions import covering
from reorient.measures.families import benjamini_hochberg
from reorient.measures.timeline import SINCE, series
from reorient.measures.turns import Turns, turns
from reorient.record.store import Record
from reorient.sources.build import add, locate
from reorient.sources.catalogue import source

DOCS = Path(__file__).parents[1] / "docs" / "turns.md"
SOURCES = ("cow_trade", "baci_totals", "sipri_deals", "sipri_deliveries")


@dataclass(frozen=True, slots=True)
class Case:
    """What history says.

    Attributes
    ----------
    state, name, partners, source
        Whose ties, in which variable, with whom, from which source.
    sign
        +1 toward the partners, -1 away from them.
    first, last
        Years in which the turn begins.
    """

    state: str
    name: str
    partners: str
    source: str
    sign: int
    first: int
    last: int


ARMS = "sipri_deals"
SIX = "BEL,LUX,NLD,FRA,DEU,ITA"
CASES = (
    Case("CUB", "exports", "USA", "cow_trade", -1, 1960, 1961),
    Case("EGY", "arms_imports_tiv", "RUS", ARMS, -1, 1975, 1977),
    Case("SOM", "arms_imports_tiv", "RUS", ARMS, -1, 1977, 1979),
    Case("IRN", "arms_imports_tiv", "USA", ARMS, -1, 1979, 1980),
    Case("YUG", "arms_imports_tiv", "RUS", ARMS, 1, 1961, 1962),
    Case("GBR", "trade", SIX, "cow_trade", 1, 1972, 1973),
    Case("NZL", "exports", "GBR", "cow_trade", -1, 1960, 1979),
    Case("FIN", "exports", "RUS", "cow_trade", -1, 1991, 1991),
    Case("POL", "exports", "RUS", "cow_trade", -1, 1988, 1990),
    Case("HUN", "exports", "RUS", "cow_trade", -1, 1988, 1990),
    Case("CSK", "exports", "RUS", "cow_trade", -1, 1988, 1990),
    Case("VNM", "imports", "RUS", "cow_trade", -1, 1990, 1990),
    Case("KOR", "exports", "CHN", "cow_trade", 1, 1991, 1991),
    Case("AUS", "exports", "CHN", "cow_trade", 1, 1999, 1999),
    Case("UKR", "exports", "RUS", "baci_totals", -1, 2014, 2014),
)
#: Nothing turned here: what changes is who reported. Years in which a turn must not begin.
NONE = (
    Case("CHN", "exports", "RUS", "cow_trade", 0, 1960, 1964),
    Case("RUS", "exports", "CHN", "cow_trade", 0, 1960, 1964),
    Case("CUB", "exports", "CHN", "cow_trade", 0, 1960, 1964),
    Case("KAZ", "exports", "RUS", "cow_trade", 0, 1991, 1995),
    Case("UZB", "imports", "RUS", "cow_trade", 0, 1991, 1995),
    Case("RUS", "exports", "near-abroad", "cow_trade", 0, 1990, 1995),
    Case("RUS", "imports", "near-abroad", "cow_trade", 0, 1990, 1995),
)


def record_of(originals: Path, folder: Path) -> Record:
    """Return a record of the sources in full."""
    record = Record.create(folder)
    for key in SOURCES:
        add(record, source(key), locate(source(key), originals))
    return record


def answer(record: Record, case: Case) -> Turns | str:
    """Return the turns of a case by the page's defaults, or why there is no series."""
    readings = [one for one in covering(record, case.state, case.name, first=SINCE) if one.source == case.source]
    if not readings:
        return "not covered"
    try:
        told = series(record, case.state, readings[0], toward(case.partners))
    except MeasureError as problem:
        return str(problem)
    return turns(told.times, told.values)


def hit(case: Case, found: Turns | str) -> bool:
    """Say whether a turn of the right sign begins near the years of the case."""
    if isinstance(found, str):
        return False
    return any(
        turn.size * case.sign > 0
        and case.first - (2 if turn.kind == "step" else 3)
        <= turn.begins.estimate
        <= case.last + (2 if turn.kind == "step" else 3)
        for turn in found.turns
    )


def words(found: Turns | str) -> str:
    """Return the turns found in a few words."""
    if isinstance(found, str):
        return found.split(".")[0]
    if not found.turns:
        return f"{found.verdict} (p {found.p_value:.2g})" if found.p_value is not None else found.verdict
    told = []
    for turn in found.turns:
        ends = "" if turn.ends is None else f" to {turn.ends.estimate}"
        begins = f"{turn.begins.estimate}{ends} ({turn.begins.low}-{turn.begins.high})"
        told.append(f"{turn.kind} {begins} {turn.size:+.1f}")
    return "; ".join(told)


def rows(record: Record) -> Iterator[list[str]]:
    """Yield the table of known turns."""
    yield ["state", "variable", "partner", "source", "history", "found: kind, years (90 % set), log-odds", "hit"]
    for case in CASES:
        found = answer(record, case)
        way = "toward" if case.sign > 0 else "away from"
        years = f"{case.first}" if case.first == case.last else f"{case.first}-{case.last}"
        yield [
            case.state, case.name, f"{way} {case.partners}", case.source, years, words(found),
            "yes" if hit(case, found) else "no",
        ]  # fmt: skip


def none_rows(record: Record) -> Iterator[list[str]]:
    """Yield the table of turns that are none."""
    yield [
        "state",
        "variable",
        "partner",
        "years that must not turn",
        "found: kind, years (90 % set), log-odds",
        "a turn there",
    ]
    for case in NONE:
        found = answer(record, case)
        wrong = not isinstance(found, str) and any(
            case.first <= turn.begins.estimate <= case.last for turn in found.turns
        )
        yield [
            case.state, case.name, case.partners, f"{case.first}-{case.last}", words(found), "yes" if wrong else "no",
        ]  # fmt: skip


def drawn(record: Record, *, number: int = 200, seed: int = 1) -> str:
    """Return what is called a turn in series drawn at random: trade of a state with one partner, COW or BACI."""
    rng = np.random.default_rng(seed)
    states = [s for s in living(date(1990, 1, 1)) if s not in ("DDR", "YMD")]
    p_values, called, told = [], 0, 0
    while told < number:
        state, partner = rng.choice(states, 2, replace=False)
        name = str(rng.choice(["exports", "imports"]))
        key = str(rng.choice(["cow_trade", "baci_totals"]))
        found = answer(record, Case(str(state), name, str(partner), key, 0, 0, 0))
        if isinstance(found, str) or found.p_value is None:
            continue
        told += 1
        called += found.verdict == "turn"
        p_values.append(found.p_value)
    kept = int((benjamini_hochberg(np.array(p_values)) < 0.1).sum())
    low = int((np.array(p_values) < 0.1).sum())
    return (
        f"Of {number} series drawn at random (a state's trade with one partner, COW or BACI, seed {seed}) {low} have "
        f"p < 0.10, where chance alone would give at most {number // 10}; {called} are called a turn; the changes of "
        f"{kept} survive the correction over all {number}."
    )


def markdown(table: Iterator[list[str]]) -> str:
    """Return rows as a Markdown table."""
    lines = ["| " + " | ".join(row) + " |" for row in table]
    lines.insert(1, "|" + " --- |" * (lines[0].count("|") - 1))
    return "\n".join(lines)


def main() -> None:
    """Print or write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    originals = os.environ.get("REORIENT_ORIGINALS", "")
    if not originals:
        sys.exit("REORIENT_ORIGINALS is not set: the folder of the producers' originals")
    with tempfile.TemporaryDirectory() as folder, record_of(Path(originals), Path(folder) / "record") as record:
        text = "\n\n".join(
            [
                markdown(rows(record)),
                "What must not be called a turn, since only who reported changes:",
                markdown(none_rows(record)),
                drawn(record),
            ]
        )
    print(text)
    if options.write:
        whole = DOCS.read_text(encoding="utf-8")
        before, rest = whole.split("<!-- table known -->")
        after = rest.split("<!-- end known -->")[1]
        DOCS.write_text(f"{before}<!-- table known -->\n{text}\n<!-- end known -->{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
