"""A sentence with its actors, quantities and periods replaced by tokens, so that a grammar can be written over it.

Tokens are a Greek letter and a number: ``α0`` an actor or group, ``χ0`` a name that could mean several (nothing matches
it), ``κ0`` a quantity, ``τ0`` a period. "In 2018 Chinese exports to the United States came to nearly $540 billion."
becomes ``τ0 α0 exports to α1 came to κ0 .``
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

from reorient.actors import group, resolve
from reorient.documents.claims.periods import FoundPeriod, periods
from reorient.documents.claims.quantities import FoundQuantity, quantities
from reorient.documents.mentions import mentions
from reorient.documents.text import Mention


@dataclass(frozen=True, slots=True)
class Named:
    """An actor or group in a sentence: its key, whether it is a group, and how it was named."""

    key: str
    is_group: bool
    kind: str
    text: str


@dataclass(slots=True)
class Tagged:
    """A sentence with tokens and what they stand for."""

    text: str
    actors: dict[str, Named] = field(default_factory=dict)
    quantities: dict[str, FoundQuantity] = field(default_factory=dict)
    periods: dict[str, FoundPeriod] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    letter: str
    found: object


@cache
def _prefixes() -> tuple[re.Pattern[str], dict[str, str]]:
    text = (files("reorient.documents.claims") / "prefixes.csv").read_text(encoding="utf-8")
    meant = {row["prefix"]: resolve(row["name"]) for row in csv.DictReader(text.splitlines())}
    return re.compile(rf"\b({'|'.join(meant)})(?=[-–][A-Z])"), meant


_PEOPLE = re.compile(r"s\b(?!['’])")
_PAIR = re.compile(
    r"\b(?:the|these|our|both|its|their)?\s?(?:two|both|our)\s(?:countries|states|nations|neighbou?rs|powers|sides|economies)\b",
    re.I,
)


#: Our own tokens, should a text hold their like.
_LIKE_TOKENS = re.compile(r"[ακστχ](?=\d)")


def tagged(text: str, on: date | None = None, given: Sequence[Named] = ()) -> Tagged:
    """Return a sentence with tokens.

    Parameters
    ----------
    text
        One sentence on one line.
    on
        Date of the document.
    given
        The two actors that "the two countries" means, where the sentence before names just them.
    """
    named = [*_with_prefixes(text, on)]
    if not named and len(given) != 2:
        return Tagged(_plain(text.lower()))
    pieces = [_Piece(one.start, one.end, "τ", one) for one in periods(text, on)]
    pair = _PAIR.search(text)
    two = _two(named, given, pair.start()) if pair else ()
    if pair and two:
        pieces.append(_Piece(pair.start(), pair.end(), "π", two))
    for start, end, name in named:
        pieces.append(_Piece(start, end, "α" if name.key else "χ", name))
    for quantity in quantities(text):
        pieces.append(_Piece(quantity.start, quantity.end, "κ", quantity))
    return _written(text, pieces)


def named_in(text: str, on: date | None = None) -> tuple[Named, ...]:
    """Return whom a text names, in order."""
    return tuple(name for _, _, name in _with_prefixes(text, on))


def _two(named: Sequence[tuple[int, int, Named]], given: Sequence[Named], place: int) -> tuple[Named, ...]:
    """Return the two actors that "the two countries" means at a place, or none where that is not told."""
    before = {name.key: name for start, _, name in named if start < place}
    if not before:
        before = {name.key: name for name in given}
    if not all(name.key in before for _, _, name in named):
        return ()
    pair = tuple(before.values())
    return pair if len(pair) == 2 and all(name.key and not name.is_group for name in pair) else ()


def _with_prefixes(text: str, on: date | None) -> list[tuple[int, int, Named]]:
    pattern, meant = _prefixes()
    found = [(hit.start(), hit.end(), Named(meant[hit[1]], False, "demonym", hit[1])) for hit in pattern.finditer(text)]
    for one in mentions(text, on=on):
        if any(one.start < end and start < one.end for start, end, _ in found):
            continue
        end = one.end + 1 if one.kind == "demonym" and _PEOPLE.match(text, one.end) else one.end
        found.append((one.start, end, name_of(one)))
    return sorted(found, key=lambda item: item[0])


def name_of(one: Mention) -> Named:
    """Return whom a mention names; the key is empty where it is open or names several."""
    if one.group:
        return Named(one.group, True, one.kind, one.text)
    return Named(one.actors[0] if len(one.actors) == 1 else "", False, one.kind, one.text)


def _written(text: str, pieces: list[_Piece]) -> Tagged:
    kept: list[_Piece] = []
    for piece in pieces:
        if not any(piece.start < other.end and other.start < piece.end for other in kept):
            kept.append(piece)
    out, place = Tagged(""), 0
    words: list[str] = []
    for piece in sorted(kept, key=lambda one: one.start):
        between = _LIKE_TOKENS.sub("-", text[place : piece.start])
        if between in ("-", "–", "/") and words:
            words[-1] = words[-1].rstrip()
            words.append(f"-{_token(piece, out)} ")
        else:
            words.extend((between.lower(), f" {_token(piece, out)} "))
        place = piece.end
    words.append(_LIKE_TOKENS.sub("-", text[place:]).lower())
    out.text = _plain("".join(words))
    return out


def _token(piece: _Piece, out: Tagged) -> str:
    found = piece.found
    if isinstance(found, FoundPeriod):
        token = f"τ{len(out.periods)}"
        out.periods[token] = found
    elif isinstance(found, FoundQuantity):
        token = f"κ{len(out.quantities)}"
        out.quantities[token] = found
    elif isinstance(found, Named):
        token = f"{piece.letter}{len(out.actors)}"
        out.actors[token] = found
    else:
        assert isinstance(found, tuple)
        tokens = []
        for name in found:
            tokens.append(f"α{len(out.actors)}")
            out.actors[tokens[-1]] = name
        token = " and ".join(tokens)
    return token


def _plain(text: str) -> str:
    """Return a text with one blank between tokens, straight quotes, no articles, and marks set apart."""
    text = re.sub(r"[’‘`´]", "'", text)
    text = re.sub(r"\s*(['’]s)\b", r" 's", text)
    text = re.sub(r"(?<=s|\d)\s?'(?=\s)", " 's", text)
    text = re.sub(r"[\"“”«»]", " ", text)
    text = re.sub(r"\s?[–—]\s?(?=\S)", lambda m: " - " if " " in m.group() else "-", text)
    text = re.sub(r"([,;:.!?()])", r" \1 ", text)
    text = re.sub(r"\ban? (?=(?:leading|main|top|chief|principal|primary|foremost|first|number)\b)", " some ", text)
    text = re.sub(r"\b(?:the|an?)\b(?!\s?')", " ", text)
    return re.sub(r"\s+", " ", text).strip()


def is_organisation(key: str) -> bool:
    """Return whether a key is a group that can be joined (organisation, agreement, forum, coalition), and no region."""
    return (
        group(key).kind in ("organisation", "agreement", "forum", "coalition") if key and not key.isupper() else False
    )
