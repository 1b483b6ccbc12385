"""Make docs/variables.md from variables.csv and the starter record: ``python docs/make_variables.py``."""

from __future__ import annotations

from pathlib import Path

from reorient.record.schema import variables
from reorient.record.store import Record, starter_folder

HERE = Path(__file__).parent
HEAD = """# Variables

Every kind of tie, with its one unit. Made from `src/reorient/record/variables.csv` by `python docs/make_variables.py`. A *view*
reads the ties of another variable from the other end, or from both.
"""


def page(record: Record) -> str:
    """Return the page."""
    out = [HEAD]
    for channel in dict.fromkeys(spec.channel for spec in variables().values()):
        out += [
            f"## {channel}",
            "",
            "| variable | unit | of | what it is | in the starter record |",
            "| --- | --- | --- | --- | --- |",
        ]
        for spec in variables().values():
            if spec.channel != channel:
                continue
            of = (
                f"view of `{spec.view_of}`"
                if spec.view_of
                else "one state"
                if spec.arity == "state"
                else spec.direction
            )
            held = " ".join(f"`{key}`" for key in record.sources_of(spec.name))
            out.append(f"| `{spec.name}` | {spec.unit} | {of} | {spec.description} | {held} |")
        out.append("")
    return "\n".join(out)


def main() -> None:
    """Write the page."""
    with Record.open(starter_folder()) as record:
        (HERE / "variables.md").write_text(page(record), encoding="utf-8")


if __name__ == "__main__":
    main()
