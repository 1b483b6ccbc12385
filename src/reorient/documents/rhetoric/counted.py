"""What a count of mentions is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

#: The day that stands for a year's General Debate.
MONTH, DAY = 9, 25


@dataclass(frozen=True, slots=True)
class Counted:
    """Mentions of one document.

    Attributes
    ----------
    key
        Its name.
    speaker
        Id of the actor who speaks.
    day
        Day on which it was said.
    words
        Words that were searched.
    named
        Mentions by id of an actor, the speaker's own among them; words that name several count once for each.
    groups
        Mentions of groups and regions by their key.
    open
        Mentions that context does not decide; they count for nobody.
    """

    key: str
    speaker: str
    day: date
    words: int
    named: dict[str, int]
    groups: dict[str, int]
    open: int
