"""Claims of the schema read from sentences by grammar; where it is not sure it says so and reads nothing.

A sentence is tagged (`tagging`), cut into clauses that state facts (`clauses`), its ties are found (`ties`), and the
rules of the families (`grammar_levels`, `grammar_flows`, `grammar_shares`, `grammar_comparisons`, `grammar_ranks`,
`grammar_members`, `grammar_events`) are matched. A rule holds adjacent words only: what stands between and is not known
breaks it, so that an unusual wording is left unread and not misread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from reorient.documents.claims import (
    Claim,
    grammar_balances,
    grammar_comparisons,
    grammar_events,
    grammar_flows,
    grammar_levels,
    grammar_members,
    grammar_nominal,
    grammar_ranks,
    grammar_sanctions,
    grammar_shares,
    grammar_treaties,
)
from reorient.documents.claims.clauses import Clause, clauses
from reorient.documents.claims.exceptions import exception
from reorient.documents.claims.hedges import A
from reorient.documents.claims.making import Read, guarded_by
from reorient.documents.claims.proper_names import proper_name
from reorient.documents.claims.rewording import reworded
from reorient.documents.claims.tagging import Named, Tagged, named_in, tagged
from reorient.documents.claims.ties import chunked
from reorient.documents.sentences import sentences
from reorient.documents.text import Document, Sentence

_TIES = (
    *grammar_levels.RULES,
    *grammar_nominal.RULES,
    *grammar_shares.RULES,
    *grammar_ranks.TIE_RULES,
    *grammar_comparisons.RULES,
    *grammar_balances.RULES,
    *grammar_flows.RULES,
)
_PLAIN = (
    *grammar_comparisons.RULES,
    *grammar_balances.RULES,
    *grammar_flows.RULES,
    *grammar_ranks.RULES,
    *grammar_members.RULES,
    *grammar_sanctions.RULES,
    *grammar_treaties.RULES,
    *grammar_events.RULES,
)

#: All rules, those over ties first.
RULES = (*_TIES, *_PLAIN)

#: What a sentence is to the grammar.
Status = Literal["claims", "unparsed", "none"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a sentence.

    Attributes
    ----------
    status
        `claims` if at least one claim was read without doubt, `unparsed` if the sentence looks like a claim of the
        schema and none was, `none` if it holds nothing of the schema.
    claims
        The claims, doubtful ones included.
    reason
        Why nothing was read, where the status is `unparsed`.
    """

    status: Status
    claims: tuple[Claim, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unparsed:
    """A sentence that looks like a claim of the schema and was not read.

    Attributes
    ----------
    start, end
        Offsets into the document's text.
    text
        The sentence on one line.
    reason
        Why it was not read.
    """

    start: int
    end: int
    text: str
    reason: str


#: A longer sentence is a list or a table that lost its lines.
LONGEST = 2000

_LOOKS = re.compile(
    r"\b(?:trade|exports?|imports?|exported|imported|sold|bought|supplied|supplier|buyer|deliver\w*|turnover|share|"
    r"sanctions?|treaty|alliance|member|joined|founded|vetoe\w*|visit\w*|arms|weapons|deficit"
    r"|surplus|exercises?|dispute|"
    r"pipeline|tourists|students|investment|gas|oil|largest|biggest|partner)\b"
)
_FIGURES = frozenset(("usd", "eur", "percent", "points", "times", "rank", "tonnes", "bcm", "barrels_day", "tiv"))
_EVENTS = re.compile(
    r"\b(?:sanctions? (?:on|against|toward|towards)|treaty|alliance|joined|members? of|founded|vetoed|visited|largest|"
    r"biggest|surplus|deficit|dispute)\b"
)


def of_sentence(text: str, *, on: date | None = None) -> tuple[Claim, ...]:
    """Return the claims of one sentence, doubtful ones included (`Claim.doubts`).

    Parameters
    ----------
    text
        The sentence.
    on
        Date of the document it is from, from which "last year" is reckoned.

    Examples
    --------
    >>> found = of_sentence("Germany exported goods worth $9 billion to Peru in 2019.")
    >>> [(one.kind, one.who, one.whom, one.variable) for one in found]
    [('level', 'DEU', 'PER', 'exports')]
    """
    return reading(text, on=on).claims


def reading(text: str, *, on: date | None = None, given: Sequence[Named] = ()) -> Reading:
    """Return what was read in one sentence, and if nothing, why.

    Parameters
    ----------
    text
        The sentence on one line.
    on
        Date of the document.
    given
        The two actors whom "the two countries" means here, where the sentence before tells.
    """
    if len(text) > LONGEST:
        return Reading(
            "none" if not _LOOKS.search(text[:LONGEST].lower()) else "unparsed", (), "the sentence is too long"
        )
    one = tagged(" ".join(text.split()), on, given)
    if not one.actors:
        return Reading("none")
    found: list[Claim] = []
    reasons: list[str] = []
    for clause, why in clauses(one, on):
        if why:
            reasons.append(why)
            continue
        found.extend(_of_clause(clause))
    line = " ".join(text.split())
    names = tuple(name.text for name in one.actors.values())
    kept = tuple(
        replace(claim, sentence=line, title=claim.title or proper_name(line, claim.event, names))
        for claim in _distinct(found)
    )
    if any(not claim.doubts for claim in kept):
        return Reading("claims", kept)
    if kept:
        return Reading("unparsed", kept, "; ".join(dict.fromkeys(doubt for claim in kept for doubt in claim.doubts)))
    if _looks(one):
        return Reading("unparsed", (), reasons[0] if reasons else _why(one))
    return Reading("none")


def _of_clause(clause: Clause) -> Iterator[Claim]:
    """Yield the claims of a clause as it stands, and of its rewording where that differs."""
    if clause.denied:
        for claim in _of_clause(replace(clause, denied=False)):
            if claim.kind in ("existence", "membership"):
                yield replace(claim, negated=not claim.negated, phase="" if claim.kind == "existence" else claim.phase)
        return
    one = exception(clause.text)
    if one is None and _EXCEPTED.search(clause.text):
        return
    if one is not None:
        found = list(_matched(replace(clause, text=one[0])))
        several = len({claim.who for claim in found}) > 1
        for claim in found:
            if claim.kind in ("existence", "membership") and (not one[1] or clause.actors[one[1]].is_group):
                yield replace(claim, only=not several, within=clause.key(one[1]) if one[1] and not several else "")
        return
    yield from _matched(clause)
    other = reworded(clause.text)
    if other != clause.text:
        yield from _matched(replace(clause, text=other))


def _matched(clause: Clause) -> Iterator[Claim]:
    text, ties = chunked(clause)
    percent = any(one.unit == "percent" for one in clause.quantities.values())
    for rules, read in ((_TIES, Read(clause, text, ties)), (_PLAIN, Read(clause, clause.text, ties))):
        guards = {one.guard for one in rules}
        open_ = {guard for guard in guards if guarded_by(guard, read.text, percent=percent)}
        for one in rules:
            if one.guard not in open_:
                continue
            for hit in one.found(read.text):
                if _hangs(read.text[: hit.start()], hit.group()):
                    continue
                yield from (claim for claim in one.make(read, hit) if claim is not None and _in_focus(clause, claim))


def _in_focus(clause: Clause, claim: Claim) -> bool:
    """Return whether a claim is of the figure for whose sake a clause is told."""
    return not clause.focus or claim.quantity == clause.quantities[clause.focus]


#: An exception that no rule tells: what is said of the rest is not said of all.
_EXCEPTED = re.compile(
    r"\b(?:except(?: for)?|apart from|aside from|exceptions? of|exception is|other than|save for"
    rf"|excluding|barring|minus) {A}"
)
#: Words after which an actor is no subject of what follows.
_HANGING = re.compile(
    r"(?:\b(?:of|no|any|every|each|from|in|with|by|to|for|against|between|among|nor|neither|without|than|on|into|via"
    r"|near|over|through|like|"
    r"unlike|not|or|plus|few|only|other|except|overtook|overtaking|replaced|"
    r"replacing|surpassed|displaced|κ\d+)|'s| -|-) $"
)
_JOINED = re.compile(rf"(?:^|(?<!in )(?<!for )(?<!with )(?<!among )(?<!to )){A}(?: ,| and| , and| as well as) $")


def _hangs(before: str, matched: str) -> bool:
    """Return whether a match begins with an actor or a tie that hangs on a preposition, or is the last of several."""
    if matched.startswith("σ"):
        return bool(_HANGING.search(before))
    return matched.startswith("α") and bool(_HANGING.search(before) or _JOINED.search(before))


def _distinct(found: list[Claim]) -> Iterator[Claim]:
    """Yield claims without those that say the same, or a part of what another says."""
    seen: set[tuple[object, ...]] = set()
    counted = {(one.who, one.whom, one.variable) for one in found if one.kind == "level"}
    for claim in found:
        if claim.kind == "existence" and claim.variable and (claim.who, claim.whom, claim.variable) in counted:
            continue
        mark = (claim.kind, claim.who, claim.whom, claim.variable, claim.period, claim.phase, claim.other, claim.place)
        if mark not in seen:
            seen.add(mark)
            yield claim


def _looks(one: Tagged) -> bool:
    """Return whether a sentence has the look of a claim: words of the schema with a figure, or ones that need none."""
    figures = any(found.quantity.unit in _FIGURES for found in one.quantities.values())
    return bool((figures and _LOOKS.search(one.text)) or (_EVENTS.search(one.text) and len(one.actors) > 1))


def _why(one: Tagged) -> str:
    unclear = [name.text for token, name in one.actors.items() if token.startswith("χ")]
    if unclear:
        return f"{unclear[0]!r} could mean several actors"
    if re.search(r"\b(?:it|they|he|she|two countries|both countries)\b", one.text):
        return "whom a pronoun means is not told"
    return "the wording is not one that the grammar knows"


def claims(document: Document) -> tuple[Claim, ...]:
    """Return the claims of a document in order, doubtful ones included, each with the place of its sentence."""
    return tuple(claim for _, read in readings(document) for claim in read.claims)


def unparsed(document: Document) -> tuple[Unparsed, ...]:
    """Return the sentences of a document that look like claims of the schema and were not read."""
    return tuple(
        Unparsed(sentence.start, sentence.end, sentence.text, read.reason)
        for sentence, read in readings(document)
        if read.status == "unparsed"
    )


def readings(document: Document) -> Iterator[tuple[Sentence, Reading]]:
    """Yield every sentence of a document with what was read in it.

    "The two countries" and its like are read as the two actors of the sentence before in the same passage, where that
    names exactly two and no group; elsewhere they are left unread. Documents in another language than English are not
    read.
    """
    before: tuple[int, tuple[Named, ...]] = (-1, ())
    if document.language not in ("en", "und"):
        return
    for sentence in sentences(document):
        quoted = document.passages[sentence.passage].kind == "quote"
        given = before[1] if before[0] == sentence.passage else ()
        read = reading(sentence.text, on=document.date, given=given)
        if quoted and read.claims:
            read = Reading(
                "unparsed",
                tuple(_doubted(one, "stands in a quotation") for one in read.claims),
                "stands in a quotation",
            )
        placed = tuple(replace(one, start=sentence.start, end=sentence.end) for one in read.claims)
        yield sentence, replace(read, claims=placed)
        named = {name.key: name for name in named_in(sentence.text[:LONGEST], document.date)}
        if named:
            two = tuple(named.values())
            before = (
                sentence.passage,
                two if len(two) == 2 and all(one.key and not one.is_group for one in two) else (),
            )


def _doubted(claim: Claim, doubt: str) -> Claim:
    return replace(claim, doubts=(*claim.doubts, doubt))
