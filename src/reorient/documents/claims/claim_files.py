"""Claims in a TOML file, so that a person can write, correct or confirm them.

One table ``[[claim]]`` for each claim, with the fields of `Claim` that are not empty; ``period`` and ``quantity`` are
inline tables. ``years = [2010, 2014]`` may stand for a period and names of states for ids. A claim that was read with
doubts is written with them; taking the line ``doubts`` out confirms it::

    [[claim]]
    sentence = "Trade between China and India doubled between 2009 and 2018."
    kind = "multiple"
    who = "CHN"
    whom = "IND"
    variable = "trade"
    period = { first = 2009, last = 2018 }
    quantity = { low = 2.0, high = 2.0, unit = "times", digits = 1 }
    direction = "up"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import MISSING, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

from reorient.actors import group_names, is_actor, resolve
from reorient.documents.claims import Claim, ClaimKind, EventKind, Period, Precision, Quantity
from reorient.documents.sentences import sentences
from reorient.documents.text import Document, Passage
from reorient.errors import ActorError, DocumentError, did_you_mean
from reorient.record.schema import variables

_ORDER = (
    "sentence",
    "kind",
    "who",
    "whom",
    "order",
    "places",
    "variable",
    "variables",
    "period",
    "quantity",
    "direction",
)
_KNOWN = {one.name: one for one in fields(Claim)}
_TEXTS = {
    "direction": ("", "up", "down", "flat", "more", "less", "equal", "surplus", "deficit", "balanced"),
    "other_is": ("who", "whom"),
    "role": ("", "partner", "sender"),
    "phase": ("", "joined", "left", "is", "founded", "began", "ended", "exists"),
    "event": ("", *get_args(EventKind)),
    "kind": get_args(ClaimKind),
}
_WHOLE = ("place", "start", "end")
_YES = ("only", "negated", "of_total")


def write_claims(path: Path, claims: Iterable[Claim], *, about: str = "") -> None:
    """Write claims to a TOML file.

    Parameters
    ----------
    path
        Where to; a file that stands there is replaced.
    claims
        What to write, in order.
    about
        A line of comment on top, such as the document they are from.
    """
    Path(path).write_text(text_of(claims, about=about), encoding="utf-8")


def text_of(claims: Iterable[Claim], *, about: str = "") -> str:
    """Return claims as the text of a TOML file."""
    head = [f"# {''.join(one for one in line if one.isprintable())}".rstrip() for line in about.splitlines()]
    return (
        "\n".join([*head, *(line for claim in claims for line in ("", "[[claim]]", *_lines(claim)))]).lstrip("\n")
        + "\n"
    )


def _lines(claim: Claim) -> Iterable[str]:
    for name in (*_ORDER, *(name for name in _KNOWN if name not in _ORDER)):
        value, field = getattr(claim, name), _KNOWN[name]
        default = None if field.default is MISSING else field.default
        if value is not None and value != default:
            yield f"{name} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    if isinstance(value, Period | Quantity):
        held = {one.name: getattr(value, one.name) for one in fields(value)}
        plain = {one.name: one.default for one in fields(value)}
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in held.items() if one != plain[key]) + " }"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    """Return a TOML string; everything below a blank, and the marks TOML gives a meaning, are escaped."""
    out = []
    for letter in text:
        if letter in '"\\':
            out.append("\\" + letter)
        elif ord(letter) < 0x20 or ord(letter) == 0x7F:
            out.append(f"\\u{ord(letter):04x}")
        else:
            out.append(letter)
    return '"' + "".join(out) + '"'


def read_claims(path: Path) -> tuple[Claim, ...]:
    """Return the claims of a TOML file.

    Raises
    ------
    DocumentError
        If the file is no TOML, or a claim in it is not one: an unknown field, kind, variable, actor or group.
    """
    try:
        held = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as why:
        raise DocumentError(
            f"{path} is no TOML file of claims: {why}", "tables [[claim]]", "see docs/claims.md"
        ) from why
    tables = held.get("claim")
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise DocumentError(f"{path} holds no claims", "at least one table [[claim]]", "see docs/claims.md")
    return tuple(_claim(table, f"claim {number} of {Path(path).name}") for number, table in enumerate(tables, start=1))


def in_place(document: Document, claims: Iterable[Claim]) -> tuple[tuple[Claim, ...], Document]:
    """Return claims with the places of their sentences in a document, and the document with a note on those without.

    Parameters
    ----------
    document
        Where the sentences are sought, word for word but for white space.
    claims
        As a person wrote or corrected them; offsets that stand in the file are not trusted.
    """
    places = {line.text: (line.start, line.end) for line in sentences(document)}
    found, lost = [], 0
    for claim in claims:
        start, end = places.get(" ".join(claim.sentence.split(" [...] ")[0].split()), (0, 0))
        lost += bool(claim.sentence) and not end
        found.append(replace(claim, start=start, end=end))
    if lost:
        note = f"{lost} of {len(found)} claims of the file stand on sentences that this document does not hold"
        document = replace(document, notes=(*document.notes, note))
    return tuple(found), document


def as_document(path: Path, *, on: date | None = None) -> tuple[Document, tuple[Claim, ...]]:
    """Return the claims of a file and a document made of their sentences, for claims without a text.

    Raises
    ------
    DocumentError
        As `read_claims`.
    """
    claims = read_claims(path)
    lines = list(dict.fromkeys(" ".join(one.sentence.split()) for one in claims if one.sentence.strip()))
    text = "\n".join(lines)
    starts = {}
    at = 0
    for line in lines:
        starts[line] = at
        at += len(line) + 1
    passages = tuple(Passage(start, start + len(line), "paragraph") for line, start in starts.items())
    placed = []
    for one in claims:
        line = " ".join(one.sentence.split())
        start = starts.get(line, 0)
        placed.append(replace(one, start=start, end=start + len(line)))
    held = Document(path.name, text, passages, on, "given" if on else "", origin=str(path))
    return held, tuple(placed)


def _claim(table: dict[str, Any], where: str) -> Claim:
    given = dict(table)
    if "years" in given:
        given["period"] = _years(given.pop("years"), where)
    unknown = [key for key in given if key not in _KNOWN]
    if unknown:
        raise _wrong(
            where, f"the field {unknown[0]!r}", f"a field of a claim.{did_you_mean(unknown[0], tuple(_KNOWN))}"
        )
    for name in ("kind", "who"):
        if not given.get(name):
            raise _wrong(where, f"no {name}", f"every claim to have a {name}")
    for name in given:
        given[name] = _read(name, given[name], where)
    for name in ("who", "whom", "other", "within"):
        given[name] = _key(str(given.get(name, "")), where, group=name == "within")
    for name in (given.get("variable", ""), *given.get("variables", ())):
        if name and name not in variables():
            raise _wrong(
                where, f"the variable {name!r}", f"a variable of the record.{did_you_mean(name, tuple(variables()))}"
            )
    made = Claim(**given)
    if made.kind == "priority" and (not made.order or len(made.places) not in (0, len(made.order))):
        raise _wrong(where, f"order = {list(made.order)}, places = {list(made.places)}", "an order, and as many places")
    return made


def _read(name: str, value: Any, where: str) -> Any:
    if name == "period":
        return _inside(Period, value, where, name)
    if name == "quantity":
        return _quantity(_inside(Quantity, value, where, name), where)
    if name in ("variables", "doubts", "order"):
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise _wrong(where, f"{name} = {value!r}", "a list of texts")
        return tuple(value)
    if name == "places":
        if not isinstance(value, list) or not all(type(one) is int for one in value):
            raise _wrong(where, f"{name} = {value!r}", "a list of whole numbers")
        return tuple(value)
    kind: type = int if name in _WHOLE else bool if name in _YES else str
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise _wrong(where, f"{name} = {value!r}", {int: "a whole number", bool: "true or false", str: "a text"}[kind])
    if name in _TEXTS and value not in _TEXTS[name]:
        raise _wrong(where, f"{name} = {value!r}", f"one of {', '.join(one for one in _TEXTS[name] if one)}")
    return value


def _inside(kind: type[Any], value: Any, where: str, name: str) -> Any:
    known = {one.name for one in fields(kind)}
    if not isinstance(value, dict) or not set(value) <= known:
        raise _wrong(where, f"{name} = {value!r}", f"an inline table with {', '.join(sorted(known))}")
    try:
        made = kind(**value)
    except TypeError as why:
        raise _wrong(where, f"{name} = {value!r}", "every field without a default to be given") from why
    for one in fields(kind):
        held = getattr(made, one.name)
        fits = {"int": int, "float": (int, float), "bool": bool}.get(str(one.type), str)
        if not isinstance(held, fits) or (fits is not bool and isinstance(held, bool)):  # type: ignore[arg-type]
            raise _wrong(where, f"{name}.{one.name} = {held!r}", f"a value of the kind {one.type}")
    return made


def _quantity(made: Quantity, where: str) -> Quantity:
    if made.precision not in get_args(Precision):
        raise _wrong(where, f"precision = {made.precision!r}", f"one of {', '.join(get_args(Precision))}")
    if not made.low <= made.high:
        raise _wrong(where, f"a quantity from {made.low} to {made.high}", "low to be no more than high")
    return made


def _years(value: Any, where: str) -> dict[str, int]:
    if isinstance(value, int) and not isinstance(value, bool):
        return {"first": value, "last": value}
    if isinstance(value, list) and len(value) == 2 and all(isinstance(one, int) for one in value):
        return {"first": value[0], "last": value[1]}
    raise _wrong(where, f"years = {value!r}", "a year or [first, last]")


def _key(word: str, where: str, *, group: bool = False) -> str:
    if not word or word in group_names() or (not group and is_actor(word)):
        return word
    try:
        if not group:
            return resolve(word)
    except ActorError as why:
        raise _wrong(where, f"{word!r}", f"the id or name of an actor, or the key of a group ({why.found})") from why
    raise _wrong(where, f"the group {word!r}", f"the key of a group.{did_you_mean(word, group_names())}")


def _wrong(where: str, found: str, expected: str) -> DocumentError:
    return DocumentError(f"{where}: {found}", expected, "correct the file, or write it anew from the document")
