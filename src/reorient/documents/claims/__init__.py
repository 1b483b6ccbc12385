"""What a claim is: a typed statement that a record can decide. The schema is closed.

A sentence is turned into claims by `reorient.documents.claims.grammar`, a person may write or correct them in a TOML
file (`reorient.documents.claims.claim_files`), and `reorient.documents.checking.verdicts` holds them against a record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: The kinds of claims there are; anything else is not a claim of the schema.
ClaimKind = Literal[
    "level",  # exports of A to B were 108 billion dollars in 2018
    "share",  # B took 23 percent of A's exports in 2013
    "rank",  # B was A's second largest supplier of oil in 2015
    "extreme",  # B is the largest / first / only / last ... (rank 1 or the only one, within a set)
    "change",  # trade of A with B rose by 28 percent in 2015; fell by 3 points; grew by 5 billion
    "multiple",  # exchanges with B doubled in five years
    "trend",  # trade between A and B grew after 2014 (a direction without a figure)
    "comparison",  # A sold more arms to B than to C; A's trade with B exceeds that with C
    "balance",  # the trade between A and B favoured B; A ran a deficit with B
    "membership",  # A joined G in 2012; A is (not) a member of G; G was founded in 2001
    "existence",  # A and B signed a treaty in 2001; A imposed sanctions on B; a visit, a dispute, a project
    "priority",  # A's foreign policy concept puts B first and C second; the West stands last but one in it
]

#: How exact the words are: "23 percent", "about", "nearly" (just below), "over", "under", "at least", "between".
Precision = Literal["exact", "about", "nearly", "over", "under", "at least", "at most", "between"]

#: What exists or happened, for claims of existence.
EventKind = Literal["treaty", "alliance", "visit", "sanction", "dispute", "project", "exercise", "founding", "veto"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as said.

    Attributes
    ----------
    low, high
        The figure in the unit's base (2.3 million is 2 300 000; a third is 33.33 percent); equal unless a range was
        said.
    unit
        `usd`, `eur`, `tonnes`, `barrels_day`, `bcm`, `percent`, `points`, `times`, `count`, `tiv`, `rank` or another
        base unit.
    precision
        How exact the words are.
    digits
        Significant digits that were said, which sets how far the truth may lie from it (108 has three, "5 thousand"
        one).
    """

    low: float
    high: float
    unit: str
    precision: Precision = "exact"
    digits: int = 2


@dataclass(frozen=True, slots=True)
class Period:
    """Years a claim speaks of, both ends included; months (1 to 12) where they were said, else 0.

    Attributes
    ----------
    first, last
        Years. A single year has both equal. A change "from 2010 to 2014" has 2010 and 2014.
    first_month, last_month
        Months, 0 where the whole year is meant.
    relative
        Whether it was reckoned from the document's date ("last year", "over the last five years", no period at all).
    words
        The words it was read from, empty where the document's date alone stands behind it.
    """

    first: int
    last: int
    first_month: int = 0
    last_month: int = 0
    relative: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A typed statement.

    Attributes
    ----------
    kind
        What sort of statement it is.
    who
        Id of an actor, or key of a group, whose tie it is: the seller of exports, the sender of sanctions, the member.
        For relations without direction (trade between A and B) the first named.
    whom
        The partner: id of an actor, key of a group, or empty where all partners are meant.
    variable
        Key of `variables.csv` that the words mean, or empty for memberships and events that are not a variable's.
    variables
        Further variables that the same words can mean (definitions under which the verdict may differ).
    period
        When, None where neither the sentence nor the document tells.
    quantity
        How much, None for kinds without a figure.
    direction
        `up`, `down`, `flat` for trends, changes and multiples; `more`, `less`, `equal` for comparisons; for a balance
        `surplus`, `deficit` or `balanced` as seen by `who`; empty elsewhere.
    other
        What is compared against (comparison): id or group standing where `whom` stands, or where `who` stands if
        `other_is` says so.
    other_is
        `whom` or `who`.
    role
        For ranks and extremes: whether `whom` is ranked among the partners of `who` (`partner`), or `who` among all who
        have ties with `whom` (`sender`).
    place
        Rank said, 1 for the largest; 0 elsewhere. -1 is the smallest or last.
    within
        Group within which the rank, the extreme or the share holds, empty for all.
    of_total
        For trends, changes and multiples: whether the partner's share in all of `who` moves, and not the tie's size.
    only
        Whether the words say that there is no other ("the only", "none but").
    event
        What exists or happened (existence), or `founding`; for memberships `joined`, `left`, `is` stand in `phase`.
    phase
        `joined`, `left`, `is`, `founded`, `began`, `ended`, `exists`, or empty.
    order
        For priorities: what is ranked, the first first: ids of actors, keys of groups or names of regions; what stands
        side by side is joined by " + ".
    places
        For priorities: the place that was said of each of `order`, 1 for the first, -1 for the last, 0 where none was.
    title
        Proper name of a treaty, project or exercise, as written; else empty.
    negated
        Whether the statement is denied ("did not join", "no Asian state imposed").
    quantifier
        `all`, `most`, `some`, `none`, `half` or a count as text, where `who` or `whom` is a group whose members are
        meant singly.
    start, end
        Offsets of the sentence in the document's text, 0 and 0 where a person wrote the claim without a document.
    sentence
        The sentence on one line.
    doubts
        Why it may have been read wrongly; a claim with doubts is shown as not parsed unless a person confirms it.
    """

    kind: ClaimKind
    who: str
    whom: str = ""
    variable: str = ""
    variables: tuple[str, ...] = ()
    period: Period | None = None
    quantity: Quantity | None = None
    direction: str = ""
    other: str = ""
    other_is: Literal["who", "whom"] = "whom"
    role: Literal["partner", "sender", ""] = ""
    place: int = 0
    within: str = ""
    of_total: bool = False
    only: bool = False
    event: EventKind | Literal[""] = ""
    phase: str = ""
    order: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    title: str = ""
    negated: bool = False
    quantifier: str = ""
    start: int = 0
    end: int = 0
    sentence: str = ""
    doubts: tuple[str, ...] = ()
