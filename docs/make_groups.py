"""Make the tables in docs/groups.md from the tables of groups: ``python docs/make_groups.py``.

The page is written by hand; what stands between ``<!-- made: NAME -->`` and ``<!-- end -->`` is made here.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from reorient.actors import Group, actor, group, group_names, members
from reorient.actors.groups import part

HERE = Path(__file__).parent
EXCEPTIONS = HERE.parent / "tests" / "actors" / "group_exceptions.csv"

#: The last day that the tables are kept to.
KEPT_TO = date(2025, 12, 31)
HEADINGS = {
    "organisation": "Organisations",
    "agreement": "Agreements on trade",
    "forum": "Forums",
    "coalition": "Coalitions and lists",
    "bloc": "Blocs",
    "region": "Regions",
}
ASIAS = ("asia", "asia-with-iran", "asia-with-central-asia", "asia-m49", "asia-pacific")


def span(one: Group) -> str:
    """Return first and last year of a group's memberships."""
    counted = [spell for spell in one.memberships if spell.status == "member"]
    firsts = [spell.first for spell in counted]
    begun = "always" if None in firsts else str(min(first for first in firsts if first).year)
    lasts = [spell.last for spell in counted]
    ended = "" if None in lasts else str(max(last for last in lasts if last).year)
    return begun if begun == "always" else f"{begun}-{ended}"


def overview() -> str:
    """Return one table for each kind of group."""
    out: list[str] = []
    for kind, heading in HEADINGS.items():
        out += [f"### {heading}", "", "| group | members | years | what is in it |", "| --- | --- | --- | --- |"]
        for name in group_names():
            one = group(name)
            if one.kind == kind:
                count = len(members(one, KEPT_TO)) or "none today"
                out.append(f"| `{name}` | {count} | {span(one)} | **{one.title}.** {one.definition}. |")
        out.append("")
    return "\n".join(out).rstrip()


def asias() -> str:
    """Return who is in each of the Asias."""
    out = ["| group | members | which |", "| --- | --- | --- |"]
    base = set(members("asia", KEPT_TO))
    for name in ASIAS:
        found = members(name, KEPT_TO)
        shown = [key for key in found if name == "asia" or key not in base]
        more = ", ".join(actor(key).name for key in shown)
        text = more if name == "asia" else f"`asia` and {more}"
        out.append(f"| `{name}` | {len(found)} | {text} |")
    return "\n".join(out)


def changes() -> str:
    """Return who entered and who left the dated groups, by day."""
    out = ["| group | entries and exits |", "| --- | --- |"]
    for name in group_names():
        one = group(name)
        if one.kind in ("organisation", "agreement", "forum", "coalition") and name not in ("un", "imf", "wto"):
            out.append(f"| `{name}` | {'; '.join(_steps(one))} |")
    return "\n".join(out)


def _steps(one: Group) -> list[str]:
    counted = [spell for spell in one.memberships if spell.status == "member"]
    days = {spell.first for spell in counted} | {spell.last + timedelta(days=1) for spell in counted if spell.last}
    steps = []
    for on in sorted(day for day in days if day):
        before, after = set(members(one, on - timedelta(days=1))), set(members(one, on))
        moved = [f"+{' '.join(sorted(after - before))}"] if after - before else []
        moved += [f"−{' '.join(sorted(before - after))}"] if before - after else []
        if moved:
            steps.append(f"{on} {' '.join(moved)}")
    return steps


def concepts() -> str:
    """Return the ordered lists, and how many states stand in more than one region."""
    out: list[str] = []
    for name in ("concept-2023", "concept-2016"):
        regions = part(name)
        on = date(int(name[-4:]), 12, 31)
        times = Counter(key for one in regions for key in members(one, on))
        twice = sum(1 for count in times.values() if count > 1)
        out += [
            f"**{regions[0].source}**",
            "",
            "| rank | group | members | what is in it |",
            "| --- | --- | --- | --- |",
        ]
        out += [f"| {one.rank} | `{one.name}` | {len(members(one, on))} | {one.definition}. |" for one in regions]
        out += ["", f"{len(times)} actors stand in the regions, {twice} of them in more than one.", ""]
    return "\n".join(out).rstrip()


def differences() -> str:
    """Return every difference from COW and the Factbook with its reason."""
    out = ["| group | actor | compared with | why |", "| --- | --- | --- | --- |"]
    named = {"cow": "COW IGO v3", "factbook": "World Factbook"}
    for row in csv.DictReader(EXCEPTIONS.read_text(encoding="utf-8").splitlines()):
        out.append(f"| `{row['group']}` | {row['actor']} | {named[row['check']]} | {row['why']} |")
    return "\n".join(out)


MADE = {"overview": overview, "asias": asias, "changes": changes, "concepts": concepts, "differences": differences}


def page(text: str) -> str:
    """Return the page with every made part anew."""

    def made(found: re.Match[str]) -> str:
        return f"<!-- made: {found[1]} -->\n{MADE[found[1]]()}\n<!-- end -->"

    return re.sub(r"<!-- made: (\w+) -->\n.*?<!-- end -->", made, text, flags=re.DOTALL)


def main() -> None:
    """Write the page."""
    path = HERE / "groups.md"
    path.write_text(page(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
