"""The verbs that read what is said: rhetoric, priorities."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from reorient.cli.measures import deliver
from reorient.cli.options import complete_actor, data_options, record_option, toward_option, years_option
from reorient.cli.output import progress_bar, table

FILES = click.argument("files", nargs=-1, type=click.Path(path_type=Path))
DATE = click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day of the documents (YYYY-MM-DD), where they tell none."
)


@click.command()
@click.argument("state", shell_complete=complete_actor)
@FILES
@toward_option
@years_option
@DATE
@click.option("--say-do", "gap", is_flag=True, help="Attention beside behaviour, by channel and year.")
@data_options
@record_option
def rhetoric(
    state: str,
    files: tuple[Path, ...],
    toward: str,
    groups: Path | None,
    first: int | None,
    last: int | None,
    day: datetime | None,
    gap: bool,
    as_json: bool,
    csv_file: Path | None,
    record_folder: Path | None,
) -> None:
    r"""Measure where a state's words go: who is named, of all actors that it names.

    Without FILES its speeches in the UN General Debate are read from the record; FILES are texts of the state
    (.txt .md .html .pdf .docx, JSON, a folder, an archive).

    \b
    reorient rhetoric RUS --toward asia
    reorient rhetoric IND speeches/ --toward west --say-do
    """
    from reorient import app

    with app.open(record_folder) as record:
        options: dict[str, Any] = {"files": files, "day": day.date() if day else None, "groups": groups}
        if gap:
            found = app.say_do(record, state, toward=toward, first=first, last=last, **options)
            frame, text = found.frame, _gap_text(found)
        else:
            said = app.rhetoric(record, state, toward=toward, first=first, last=last, **options)
            frame, text = said.frame(), _text(said)
    deliver(frame, as_json=as_json, csv_file=csv_file, text=text)


def _text(found: Any) -> str:
    rows = [
        (
            r["year"],
            r["documents"],
            f"{r['words']:,}",
            f"{r['toward']} of {r['other']}",
            "" if r["share"] is None else f"{100 * r['share']:.0f} % [{100 * r['low']:.0f}, {100 * r['high']:.0f}]",
            "" if r["per_10k"] is None else f"{r['per_10k']:.1f}",
            r["group_named"],
        )
        for r in found.frame().iter_rows(named=True)
    ]
    head = ("year", "texts", "words", "mentions", "share", "per 10,000 words", "group by name")
    title = f"{found.state}: attention to {found.group.title}, of all mentions of other actors"
    return f"{title}\n\n{table(rows, head=head)}\n\nNaming is not praising. Brackets: {found.level:.0%} intervals."


def _gap_text(found: Any) -> str:
    rows = []
    for (name, source), part in found.frame.group_by("variable", "source", maintain_order=True):
        last = part.row(-1, named=True)
        if last["said"] is None or last["done"] is None:
            continue
        first = part.row(0, named=True)
        told = [f"{100 * (one or 0):.0f}" for one in (first["said"], last["said"], first["done"], last["done"])]
        rows.append(
            (name, source, f"{first['year']}-{last['year']}", f"{told[0]} > {told[1]}", f"{told[2]} > {told[3]}")
        )
    head = ("variable", "source", "years", "said, % of mentions", "done, % of the flow")
    return f"{found.said.state}: said and done toward {found.said.group.title}\n\n{table(rows, head=head)}"


@click.command()
@FILES
@DATE
@click.option("--of", "subject", default="", shell_complete=complete_actor, help="State whose priorities they are.")
@data_options
def priorities(
    files: tuple[Path, ...], day: datetime | None, subject: str, as_json: bool, csv_file: Path | None
) -> None:
    r"""Read the order in which texts rank regions or partners: headings, lists, enumerations, statements.

    \b
    reorient priorities concept.txt --of RUS
    reorient priorities strategy-2010.pdf strategy-2015.pdf --json
    """
    import polars as pl

    from reorient import app

    rows: list[tuple[Any, ...]] = []
    lines: list[str] = []
    for document, found in app.priorities(files, day=day.date() if day else None, subject=subject):
        lines.append(document.title or document.key)
        for number, one in enumerate(found.rankings, start=1):
            lines.append(f"  {number}. {one.way}, confidence {one.confidence} ({one.reason})")
            for at, tier in enumerate(one.tiers, start=1):
                lines.append(f"     {at}. {', '.join(tier)}" + ("  ..." if at - 1 in one.gaps else ""))
                rows.extend((document.key, number, one.way, one.confidence, at, item) for item in tier)
            lines.extend(f"     conflict: {conflict}" for conflict in one.conflicts)
        if not found.rankings:
            lines.append("  no order of partners")
    schema = {
        "document": pl.String(),
        "ranking": pl.Int32(),
        "way": pl.String(),
        "confidence": pl.String(),
        "tier": pl.Int32(),
        "item": pl.String(),
    }
    deliver(pl.DataFrame(rows, schema=schema, orient="row"), as_json=as_json, csv_file=csv_file, text="\n".join(lines))


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@DATE
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write one page to this file.")
@click.option(
    "--claims",
    "claims_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Claims of one document as TOML: written if there is no such file, else checked instead of what is read.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option(
    "--csv",
    "csv_file",
    type=click.Path(path_type=Path),
    help="Write one row for each claim to FILE as csv (- for the screen).",
)
@record_option
def check(
    files: tuple[Path, ...],
    day: datetime | None,
    html: Path | None,
    claims_file: Path | None,
    as_json: bool,
    csv_file: Path | None,
    record_folder: Path | None,
) -> None:
    r"""Hold the claims in documents against the record.

    Each claim gets a verdict: supported, contradicted, true under one definition and false under another, not covered,
    or not read with certainty. It abstains rather than guess, and says how often.

    \b
    reorient check article.html
    reorient check speech.txt --date 2014-12-04 --html out/checked.html
    reorient check speech.txt --claims speech.toml   (writes the claims; correct them and run it again)
    reorient check claims.toml                       (claims without a document)
    """
    import json

    from reorient import app
    from reorient.cli.output import write_text
    from reorient.report import checked

    with ExitStack() as open_things:
        record = open_things.enter_context(app.open(record_folder))
        beside = None
        if html is not None:
            from reorient.report.drawing import Drawing

            # The engine of the charts starts while the documents are read.
            beside = Drawing()
            open_things.callback(beside.close)
        bars: list[tuple[Any, Any]] = []

        def step(name: str, done: int, of: int) -> None:
            if not bars:
                bar = open_things.enter_context(progress_bar())
                bars.append((bar, bar.add_task("reading", total=None, note="")))
            bars[0][0].update(bars[0][1], completed=done, total=of, note=name)

        written = claims_file is not None and not claims_file.exists()
        found = list(app.check(record, files, day=day.date() if day else None, claims=claims_file, progress=step))
        if html is not None:
            write_text(html, checked.page(found, record, beside))
    if as_json:
        click.echo(json.dumps([checked.data(one) for one in found], ensure_ascii=False, indent=1))
    elif csv_file != Path("-"):
        click.echo("\n\n".join(checked.text(one) for one in found))
        if html is not None:
            click.echo(f"Page: {html}")
        if written:
            click.echo(f"Claims: {claims_file} (correct them and run the same command again)")
    if csv_file is not None:
        write_text(csv_file, checked.table(found).write_csv())
