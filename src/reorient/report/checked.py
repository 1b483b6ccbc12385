"""What came of checking a document: on a terminal, as data, and as one page. Nothing of a document is ever trusted."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from reorient.actors import group_names, is_actor
from reorient.actors.groups import group
from reorient.actors.states import actor
from reorient.documents.checking import Checked
from reorient.documents.checking.bench import Verdict
from reorient.documents.checking.declared_orders import BESIDE
from reorient.documents.claims import Claim
from reorient.record.schema import variable, variables
from reorient.report.words import SCALES

if TYPE_CHECKING:
    import polars as pl

    from reorient.record.store import Record
    from reorient.report.drawing import Drawing

#: A mark for each verdict that does not need colour.
MARKS = {"supported": "+", "contradicted": "x", "depends": "~", "not covered": "o", "cannot parse": "?"}
SHAPES = {"supported": "●", "contradicted": "✕", "depends": "◐", "not covered": "○", "cannot parse": "?"}


def clean(text: str) -> str:
    """Return a text on one line without characters that steer a terminal or turn the direction of writing."""
    return " ".join(
        "".join(one for one in text if unicodedata.category(one) not in ("Cc", "Cf") or one in "\n\t ").split()
    )


def named(key: str) -> str:
    """Return an actor's or a group's name."""
    if is_actor(key):
        return actor(key).name
    return group(key).title.split(" (")[0].removeprefix("UN M49: ") if key in group_names() else key


def typed(claim: Claim) -> str:
    """Return a claim in words of the schema."""
    parts = [claim.kind, named(claim.who)]
    if claim.whom:
        parts.append(f"with {named(claim.whom)}")
    if claim.order:
        parts.append("; ".join(_placed(claim)))
    if claim.variable in variables():
        parts.append(variable(claim.variable).title)
    elif claim.event:
        parts.append(claim.event + (f" '{clean(claim.title)}'" if claim.title else ""))
    if claim.place:
        parts.append(f"place {claim.place}" if claim.place > 0 else "the last place")
    if claim.of_total:
        parts.append("as a share of the whole")
    if claim.only:
        parts.append("the only one")
    if claim.within:
        parts.append(f"within {named(claim.within)}")
    if claim.other:
        parts.append(f"{claim.direction} than {named(claim.other)}")
    elif claim.direction:
        parts.append(claim.direction)
    if claim.phase:
        parts.append(claim.phase)
    if claim.quantifier:
        parts.append(f"of the members: {claim.quantifier}")
    if claim.quantity is not None:
        one = claim.quantity
        figure = f"{one.low:,.6g}" if one.low == one.high else f"{one.low:,.6g} to {one.high:,.6g}"
        parts.append(f"{'' if one.precision == 'exact' else one.precision + ' '}{figure} {one.unit}")
    if claim.period is not None:
        span = claim.period
        parts.append(f"{span.first}" if span.first == span.last else f"{span.first} to {span.last}")
    if claim.negated:
        parts.append("denied")
    return ", ".join(part for part in parts if part)


def _placed(claim: Claim) -> Iterator[str]:
    """Yield what stands in an order, first to last, with the places that were said."""
    for tier, place in zip(claim.order, claim.places or (0,) * len(claim.order), strict=True):
        said = "" if not place else f" (place {place})" if place > 0 else f" ({_LAST.get(place, place)})"
        yield " and ".join(named(item) for item in tier.split(BESIDE)) + said


_LAST = {-1: "the last", -2: "the last but one"}


def text(found: Checked, *, width: int = 100) -> str:
    """Return the verdicts for a terminal."""
    import textwrap

    document = found.document
    lines = [f"{clean(document.title or document.key)} ({dated(found)}; {found.sentences} sentences)"]
    lines += [*(f"Note: {clean(note)}" for note in document.notes), ""]
    for one in found.verdicts:
        lines += [f"[{MARKS[one.word]}] {one.word.upper()}, line {found.place(one.claim.start)}"]
        lines += textwrap.wrap(clean(one.claim.sentence), width, initial_indent="    ", subsequent_indent="    ")
        lines += textwrap.wrap(f"read as: {typed(one.claim)}", width, initial_indent="    ", subsequent_indent="    ")
        if one.why:
            lines += textwrap.wrap(clean(one.why), width, initial_indent="    ", subsequent_indent="    ")
        if one.tolerance and one.word in ("supported", "contradicted", "depends"):
            lines += textwrap.wrap(
                f"tolerance: {one.tolerance}", width, initial_indent="    ", subsequent_indent="    "
            )
        lines.append("")
    if found.unread:
        lines.append("Seem to carry a claim, not read:")
        for sentence in found.unread:
            said = f"line {found.place(sentence.start)}: {clean(sentence.sentence)} [{clean(sentence.reason)}]"
            lines += textwrap.wrap(said, width, initial_indent="  ", subsequent_indent="    ")
        lines.append("")
    if found.beyond:
        lines.append("Beyond the record:")
        for other in found.beyond:
            said = f"line {found.place(other.start)}: {clean(other.sentence)} "
            said += f"[{other.topic}; would cover it: {other.cover}]"
            lines += textwrap.wrap(said, width, initial_indent="  ", subsequent_indent="    ")
        lines.append("")
    lines += [*textwrap.wrap(account(found), width), f"Record {found.record_version}."]
    return "\n".join(lines)


def dated(found: Checked) -> str:
    """Return the date of a document in words, and what stands for it where there is none."""
    if found.document.date:
        return found.document.date.isoformat()
    if found.years:
        return f"no date; taken as of {' or '.join(map(str, found.years))}, after the latest year that it names"
    return "no date"


def account(found: Checked) -> str:
    """Return how many claims got which verdict, and how much was left undecided."""
    left, every = found.abstained
    told = ", ".join(f"{count} {word}" for word, count in found.counts().items() if count) or "no claim of the schema"
    share = f" ({left / every:.0%})" if every else ""
    return f"{told}. Undecided: {left} of {every} sentences that carry or seem to carry a claim{share}."


def data(found: Checked) -> dict[str, Any]:
    """Return everything as plain data."""
    document = found.document
    left, every = found.abstained
    return {
        "document": {
            "key": document.key,
            "title": document.title,
            "date": document.date.isoformat() if document.date else None,
            "dated_by": document.dated_by,
            "language": document.language,
            "notes": list(document.notes),
        },
        "taken_as_of": list(found.years),
        "record": found.record_version,
        "sentences": found.sentences,
        "counts": found.counts(),
        "undecided": {"sentences": left, "of": every},
        "verdicts": [_verdict_data(one, found) for one in found.verdicts],
        "unread": [
            {"start": s.start, "end": s.end, "line": found.place(s.start), "sentence": s.sentence, "reason": s.reason}
            for s in found.unread
        ],
        "beyond": [
            {
                "start": s.start,
                "end": s.end,
                "line": found.place(s.start),
                "sentence": s.sentence,
                "topic": s.topic,
                "cover": s.cover,
            }
            for s in found.beyond
        ],
    }


def table(found: Sequence[Checked]) -> pl.DataFrame:
    """Return one row for each claim: document, line, sentence, claim in words, verdict and reason."""
    import polars as pl

    rows = [
        (
            clean(one.document.key),
            one.place(v.claim.start),
            clean(v.claim.sentence),
            typed(v.claim),
            v.word,
            clean(v.why),
            v.tolerance,
            " ".join(sorted({row.source for tried in v.tried for row in tried.rows})),
        )
        for one in found
        for v in one.verdicts
    ]
    names = ("document", "line", "sentence", "claim", "verdict", "why", "tolerance", "sources")
    schema = {name: pl.Int64() if name == "line" else pl.String() for name in names}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _verdict_data(one: Verdict, found: Checked) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "verdict": one.word,
        "line": found.place(one.claim.start),
        "claim": asdict(one.claim),
        "why": one.why,
        "tolerance": one.tolerance,
        "tried": [asdict(tried) for tried in one.tried],
        "series": [list(point) for point in one.series],
        "series_title": one.series_title,
        "series_unit": one.series_unit,
    }


def page(found: Sequence[Checked], record: Record, beside: Drawing | None = None) -> str:
    """Return one self-contained page for some documents; everything from them is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    from reorient import __version__
    from reorient.report.charts import Line, Seam, draw, lines

    environment = Environment(
        loader=PackageLoader("reorient.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    asked, places = [], []
    for at, checked in enumerate(found):
        for number, one in enumerate(checked.verdicts):
            if one.series and one.claim.period is not None:
                label = " to ".join(dict.fromkeys((str(one.claim.period.first), str(one.claim.period.last))))
                seams = [Seam(one.claim.period.first, label)]
                factor, unit = SCALES.get(one.series_unit, (1.0, one.series_unit))
                line = Line("", [year for year, _ in one.series], [factor * value for _, value in one.series])
                asked.append((lines([line], axis=unit, seams=seams, height=110), one.series_title, one.why))
                places.append((at, number))
    drawn = {place: Markup(svg) for place, svg in zip(places, draw(asked, beside), strict=True)}
    keys = sorted({row.source for one in found for v in one.verdicts for tried in v.tried for row in tried.rows})
    return environment.get_template("checked.html.jinja").render(
        found=found,
        drawn=drawn,
        shapes=SHAPES,
        typed=typed,
        clean=clean,
        named=named,
        dated=dated,
        account=account,
        origins=[record.origin(key) for key in keys],
        version=__version__,
    )
