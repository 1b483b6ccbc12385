"""Make docs/reference-case.md from docs/reference-case.toml and the starter record.

``python docs/make_reference_case.py`` writes the page; a test compares it with what the record says today, so that
no figure on it can go stale.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

import reorient
from reorient.actors import actor, group, members
from reorient.actors.groups import part
from reorient.documents.checking.verdicts import decide
from reorient.documents.claims.claim_files import read_claims
from reorient.record.schema import variable
from reorient.record.store import Record, starter_folder

HERE = Path(__file__).parent
Query = dict[str, Any]


def years_of(query: Query) -> tuple[int, int]:
    """Return the first and last year that a query names."""
    first = int(query.get("first", query.get("year", 0)))
    return first, int(query.get("last", query.get("year", first)))


def rows_of(record: Record, query: Query) -> pl.DataFrame:
    """Return the ties that a query names; `sender` and `receiver` may be groups, resolved year by year."""
    first, last = years_of(query)
    ties = record.ties(
        query["variable"], first=first, last=last, source=query.get("source"), freq=query.get("freq", "Y")
    )
    for end in ("sender", "receiver"):
        name = query.get(end)
        if name is None:
            continue
        if name.isupper() or name.startswith("area:"):
            ties = ties.filter(pl.col(end) == name)
        else:
            inside = [
                (pl.col("period").dt.year() == year) & pl.col(end).is_in(members(name, date(year, 12, 31)))
                for year in range(first, last + 1)
            ]
            ties = ties.filter(pl.any_horizontal(inside))
    return ties


def total(record: Record, query: Query) -> float:
    """Return the sum of the ties that a query names; no tie is an error, not a zero."""
    rows = rows_of(record, query)
    if not len(rows):
        message = f"no tie in the record answers {query}"
        raise LookupError(message)
    return float(rows["value"].sum()) * float(query.get("times", 1))


def mean(record: Record, query: Query) -> float:
    """Return the mean of the ties that a query names."""
    rows = rows_of(record, query)
    if not len(rows):
        message = f"no tie in the record answers {query}"
        raise LookupError(message)
    return float(rows["value"].mean())  # type: ignore[arg-type]


def count(record: Record, query: Query) -> float:
    """Return the number of ties above zero that a query names."""
    return float(rows_of(record, query).filter(pl.col("value") > 0).height)


def pairs(record: Record, query: Query) -> float:
    """Return the number of different partners among the ties that a query names."""
    rows = rows_of(record, query).filter(pl.col("value") > 0)
    return float(rows[query["of"]].n_unique())


def share(record: Record, query: Query) -> float:
    """Return the percent of one end's total that goes to (or comes from) the group ``toward``."""
    whole = dict(query)
    toward = whole.pop("toward")
    other = "receiver" if "sender" in query else "sender"
    states = rows_of(record, whole).filter(~pl.col(other).map_elements(_is_region, return_dtype=pl.Boolean))
    part = rows_of(record, {**whole, other: toward})
    return 100 * float(part["value"].sum()) / float(states["value"].sum())


def _is_region(name: str) -> bool:
    return actor(name).kind == "region"


def rank(record: Record, query: Query) -> str:
    """Return the largest partners by name and figure."""
    rows = rows_of(record, query).group_by(query["of"]).agg(pl.col("value").sum())
    rows = rows.filter(pl.col("value") > 0).sort(["value", query["of"]], descending=[True, False])
    unit = float(query.get("times", 1))
    named = [
        f"{actor(who).name} {value * unit:,.{query.get('digits', 0)}f}"
        for who, value in rows.head(query.get("top", 3)).iter_rows()
    ]
    return ", ".join(named)


def since(record: Record, query: Query) -> str:
    """Return since when (and until when) an actor belongs to a group."""
    spells = [
        spell
        for spell in group(query["group"]).memberships
        if spell.actor == query["actor"] and spell.status == "member"
    ]
    return "; ".join(
        f"{spell.first or '…'} to {spell.last}" if spell.last else f"since {spell.first}" for spell in spells
    )


def size(record: Record, query: Query) -> float:
    """Return the number of members of a group on the last day of a year."""
    return float(len(members(query["group"], date(query["year"], 12, 31))))


def both(record: Record, query: Query) -> float:
    """Return how many members of one group belong to another on the last day of a year."""
    on = date(query["year"], 12, 31)
    return float(len(set(members(query["group"], on)) & set(members(query["other"], on))))


def first_year(record: Record, query: Query) -> float:
    """Return the first year with a tie above zero."""
    rows = rows_of(record, {"first": 1800, "last": 2030, **query}).filter(pl.col("value") > 0)
    return float(rows["period"].dt.year().min())  # type: ignore[arg-type]


def attention(record: Record, query: Query) -> str:
    """Return the part of the mentions of other actors that name the group, over some years of the General Debate."""
    said = reorient.rhetoric(
        record, query["state"], toward=query["toward"], first=query["first"], last=query["last"]
    ).frame()
    part, whole = int(said["toward"].sum()), int(said["other"].sum())
    return f"{100 * part / whole:.0f} % ({part} of {whole})"


def driver(record: Record, query: Query) -> str:
    """Return the points that one term of the decomposition of a change has, with its interval."""
    rows = reorient.drivers(record, query["state"], toward=query["toward"], variable=query["variable"]).frame()
    row = rows.filter((pl.col("part") == query["term"]) & (pl.col("unit") == "share")).row(0, named=True)
    return f"{100 * row['value']:+.1f} [{100 * row['low']:.0f}, {100 * row['high']:.0f}]"


def sections(_: Record, query: Query) -> str:
    """Return the sections of a declared order, the first first."""
    return ", ".join(f"{number}. {one.title}" for number, one in enumerate(part(query["order"]), 1))


def verdict(record: Record, query: Query) -> str:
    """Return the verdict on a claim of ``reference-case-claims.toml`` and the figures that decide it."""
    [claim] = [one for one in read_claims(HERE / "reference-case-claims.toml") if one.sentence == query["sentence"]]
    found = decide(record, claim)
    return f"**{found.word}**: {found.why}"


OPERATIONS: dict[str, Callable[[Record, Query], float | str]] = {
    "total": total,
    "mean": mean,
    "count": count,
    "pairs": pairs,
    "share": share,
    "rank": rank,
    "since": since,
    "size": size,
    "both": both,
    "first_year": first_year,
    "attention": attention,
    "driver": driver,
    "sections": sections,
    "verdict": verdict,
}


def says(record: Record, row: dict[str, Any]) -> str:
    """Return what the record says today: the row's sentence with its queries answered."""
    answers = {name: OPERATIONS[query["op"]](record, query) for name, query in row.get("ask", {}).items()}
    return str(row["says"]).format(**answers)


def line(record: Record, row: dict[str, Any]) -> str:
    """Return one row of the page."""
    names = row.get("variable", "")
    for name in names.split():
        variable(name)
    shown = " ".join(f"`{name}`" for name in names.split())
    command = f"`{row['command']}`" if row.get("command") else ""
    answer = says(record, row)
    if not names and not row.get("group") and not row.get("claim"):
        answer = f"*not covered yet:* {answer}"
    where = f"{shown} {command}".strip() or "none yet"
    return f"| {row['what']} | {', '.join(row['in'])} | {where} | {answer} |"


def page(record: Record) -> str:
    """Return the whole page."""
    body = tomllib.loads((HERE / "reference-case.toml").read_text(encoding="utf-8"))
    out = [body["head"].strip(), ""]
    for kind in body["kinds"]:
        rows = [row for row in body["row"] if row["kind"] == kind["key"]]
        out += [
            f"## {kind['title']}",
            "",
            "| what the articles speak of | in | variable and command | what the record says today |",
        ]
        out += ["| --- | --- | --- | --- |", *(line(record, row) for row in rows), ""]
    open_rows = sum("not covered" in answer for answer in out if answer.startswith("| "))
    covered = len(body["row"]) - open_rows
    out.append(
        f"{covered} of {len(body['row'])} rows can be answered from the record; the others name what is missing."
    )
    return "\n".join(out) + "\n"


def main() -> None:
    """Write the page."""
    with Record.open(starter_folder()) as record:
        (HERE / "reference-case.md").write_text(page(record), encoding="utf-8")


if __name__ == "__main__":
    main()
