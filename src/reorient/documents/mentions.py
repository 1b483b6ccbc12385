"""Which actor or group is named where."""

from __future__ import annotations

from datetime import date

from reorient.documents.context import Place, meaning
from reorient.documents.dictionary import Entry, Reading, dictionary, spelling
from reorient.documents.text import Mention


def mentions(text: str, *, on: date | None = None, context: str | None = None) -> tuple[Mention, ...]:
    """Return the mentions of actors and groups in a text, in order, without overlap.

    Parameters
    ----------
    text
        Any English text; offsets of the mentions point into it.
    on
        The day on which it was said: leaders count while in office, names that changed owner are resolved at the day.
    context
        Id of the speaker's state, which decides between meanings of a word where it is one of them ("Korea" said by
        the Republic of Korea); or ``us`` where states of the United States may be meant, so that "Georgia" is not
        taken for the state in the Caucasus.

    Returns
    -------
    tuple of Mention
        A mention whose words could mean several things and whose surroundings do not decide carries them in `open`
        and names nobody.
    """
    held = dictionary()
    found: list[Mention] = []
    named: set[str] = set()
    undecided = False
    for match in held.pattern.finditer(text):
        start, end = match.span()
        if start and text[start - 1].isalnum():
            continue
        words = match.group()
        entries = held.entries.get(words) or held.entries.get(spelling(words), ())
        place = Place(text, start, end, on, context)
        meant = _meant(place, entries)
        if meant is not None:
            one = _mention(start, end, words, *meant, context)
            found.append(one)
            named.update(one.actors)
            undecided = undecided or bool(one.open)
    return tuple(_decided(one, named) for one in found) if undecided else tuple(found)


def _meant(place: Place, entries: tuple[Entry, ...]) -> tuple[Entry, tuple[Reading, ...]] | None:
    """Return the first entry that holds at a place with what it means; leaders of one name are taken together."""
    leaders: dict[Reading, Entry] = {}
    for entry in entries:
        if not entry.holds(place.on):
            continue
        readings = meaning(place, entry)
        if entry.kind != "leader":
            return (entry, readings) if readings and not leaders else None
        leaders.update(dict.fromkeys(readings, entry))
    if not leaders:
        return None
    return next(iter(leaders.values())), tuple(leaders)


def _mention(
    start: int, end: int, words: str, entry: Entry, readings: tuple[Reading, ...], context: str | None
) -> Mention:
    if len(readings) > 1 and context is not None:
        readings = tuple(one for one in readings if one.actors == (context,)) or readings
    if len(readings) == 1:
        return Mention(start, end, words, entry.told, readings[0].actors, readings[0].group)
    return Mention(start, end, words, entry.told, open=tuple(one.key for one in readings))


def _decided(one: Mention, named: set[str]) -> Mention:
    """Return an open mention decided by the rest of the text, where just one of its meanings is named there."""
    seen = [key for key in one.open if key in named]
    if len(seen) != 1:
        return one
    return Mention(one.start, one.end, one.text, one.kind, (seen[0],))
