"""Which actor or group is named where."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reorient.documents.mentions.context import Place, elsewhere, meaning
from reorient.documents.mentions.dictionary import Dictionary, Entry, Reading, dictionary, spelling
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
    for start, end, words, entries in _places(text, held):
        entry = entries[0]
        if entry.plain and len(entries) == 1:
            meant = None if elsewhere(text, start, end) else (entry, entry.readings)
        else:
            meant = _meant(Place(text, start, end, on, context), entries)
        if meant is not None:
            one = _mention(start, end, words, *meant, context)
            found.append(one)
            named.update(one.actors)
            undecided = undecided or bool(one.open)
    if undecided:
        found = [_decided(one, named) if one.open else one for one in found]
    return tuple(found)


def _places(text: str, held: Dictionary) -> Iterator[tuple[int, int, str, tuple[Entry, ...]]]:
    """Yield start, end, words and meanings of every word of the dictionary in a text, in order."""
    small = _small(text, held)
    for match in held.pattern.finditer(text):
        start, end = match.span()
        if start and text[start - 1].isalnum():
            continue
        words = match.group()
        if words not in held.entries and words not in held.led:
            words = spelling(words)
        entries = held.entries.get(words, ())
        if words in held.led:
            start, entries = _led(text, start, entries, held.led[words])
        while small and small[0][0] < start:
            yield small.pop(0)
        if entries:
            yield start, end, text[start:end], entries
    yield from small


def _led(
    text: str, start: int, entries: tuple[Entry, ...], leads: tuple[tuple[str, tuple[Entry, ...]], ...]
) -> tuple[int, tuple[Entry, ...]]:
    """Return start and meanings of words with the small words that stand before them."""
    for lead, meanings in leads:
        before = text[max(0, start - len(lead) - 4) : start]
        if spelling(before).endswith(lead):
            begun = start - _length_of_end(before, lead)
            if not begun or not text[begun - 1].isalnum():
                return begun, meanings
    return start, entries


def _length_of_end(before: str, lead: str) -> int:
    """Return how many letters of `before`, from its end, make `lead`, where a line break may be longer than a blank."""
    return next(n for n in range(1, len(before) + 1) if spelling(before[-n:]) == lead)


def _small(text: str, held: Dictionary) -> list[tuple[int, int, str, tuple[Entry, ...]]]:
    found = []
    for word in held.small:
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            if not (start and text[start - 1].isalnum()) and not text[end : end + 1].isalnum():
                found.append((start, end, word, held.entries[word]))
            start = text.find(word, end)
    return sorted(found)


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
