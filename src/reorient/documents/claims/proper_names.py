"""Proper names of treaties, projects and exercises in a sentence as it was written."""

from __future__ import annotations

import re

_WORD = r"[A-Z][\w'’-]+"
_MORE = rf"(?:(?:,| and|, and| of| for| on)(?: the)? {_WORD}| {_WORD})"
_PATTERNS = {
    "treaty": (
        rf"((?:{_WORD} )*(?:Treaty|Pact|Accords?|Agreement|Convention|Charter)(?: (?:of|on|for)(?: "
        rf"the)? {_WORD}{_MORE}*))",
        rf"((?:{_WORD} )+(?:Treaty|Pact|Accords?|Agreement|Convention|Charter))",
        rf"\b(Treaty of {_WORD}{_MORE}*)",
    ),
    "project": (
        rf"((?:{_WORD})(?:(?: of)? (?:{_WORD}|\d))*) (?:(?:gas|oil|natural|sea|undersea|high-speed|pipe) )*"
        r"(?:pipelines?|railway|bridge|corridor|tunnel|motorway|line|link)",
    ),
    "exercise": (
        rf"[\"“‘']({_WORD}(?:[ -](?:{_WORD}|\d+))*)[\"”’']",
        r"\b(?:exercises?|drills?|manoeuvres|maneuvers),? (?:called |named |code-named |dubbed |known "
        rf"as )?({_WORD}(?:[ -](?:{_WORD}|\d+))*)",
        rf"({_WORD}(?:[ -]\d+)) (?:(?:military|naval|joint|air|annual) )*(?:exercises?|drills?|manoeuvres|maneuvers)",
    ),
}


def proper_name(text: str, event: str, names: tuple[str, ...] = ()) -> str:
    """Return the proper name of a treaty, project or exercise that a sentence speaks of; empty where it has none.

    Parameters
    ----------
    text
        The sentence as written.
    event
        `treaty`, `project` or `exercise`.
    names
        Actors named there, whose names alone are no title.

    Examples
    --------
    >>> proper_name("Germany and France signed the Treaty of Aachen in 2019.", "treaty")
    'Treaty of Aachen'
    >>> proper_name("Germany and France signed a treaty in 2019.", "treaty")
    ''
    """
    for pattern in _PATTERNS.get(event, ()):
        found = {_without(hit[1], names) for hit in re.finditer(pattern, text)} - {""}
        if len(found) == 1:
            return found.pop()
    return ""


def _without(title: str, names: tuple[str, ...]) -> str:
    """Return a title without an article, an actor or a month in front; empty where nothing else is left."""
    while True:
        lead = next((name for name in (*names, "The", "A", "This", "In") if title.startswith(f"{name} ")), "")
        if not lead:
            break
        title = title[len(lead) + 1 :]
    bare = {"Treaty", "Pact", "Accord", "Accords", "Agreement", "Convention", "Charter", *names}
    return "" if title in bare or len(title) < 4 else title
