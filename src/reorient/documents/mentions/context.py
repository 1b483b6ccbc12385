"""What stands around a word decides what it names: rules for words that do not always name an actor."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from reorient.actors.groups import members_over
from reorient.documents.mentions.dictionary import Entry, Reading, points, signs

#: What a rule returns: one meaning, several between which it cannot decide, or none (the words name nobody here).
Meaning = tuple[Reading, ...]


@dataclass(slots=True)
class Place:
    """A word at its place in a text: `text[start:end]`, the day, and the speaker's state (or ``us``)."""

    text: str
    start: int
    end: int
    on: date | None
    context: str | None

    def before(self, letters: int) -> str:
        """Return the letters before the word."""
        return self.text[max(0, self.start - letters) : self.start]

    def after(self, letters: int) -> str:
        """Return the letters after it."""
        return self.text[self.end : self.end + letters]


#: What follows a name that is part of something else: a currency, a language, a town.
_PART_OF = re.compile(
    r"(?i:\s+(?:dollars?|pounds?|francs?|marks?|rubles?|roubles?|rupees?|yen|cents)\b|\s?\$)"
    r"|[- ](?:speaking|language|languages|alphabet|spoken)\b"
    r"|,\s+(?:Ohio|Texas|Indiana|Illinois|Michigan|Pennsylvania|Florida|California|Tennessee|Kentucky|Missouri|Maine"
    r"|Kansas|Alabama|Virginia|Oregon|New\s+York|Louisiana|Massachusetts|N\.?\s?[YHJM]\b)"
)
_LANGUAGE = re.compile(
    r"(?:(?:in|into|from|of)\s+|spoke\s+in\s+|interpretation\s+from\s+|translat\w+\s+from\s+)$", re.IGNORECASE
)
_LANGUAGE_END = re.compile(r"\s*[)\].;:,]|\s+(?:and|or|by)\b")
_LANGUAGES = frozenset(
    ("French", "Spanish", "Russian", "Chinese", "German", "Portuguese", "Japanese", "Italian", "Turkish", "Polish")
)


def elsewhere(text: str, start: int, end: int) -> bool:
    """Tell whether a name at `text[start:end]` is part of something else: a currency, a language, a town."""
    if text[end : end + 1] in _STARTS_PART and _PART_OF.match(text, end):
        return True
    if text[start:end] in _LANGUAGES:
        before = text[max(0, start - 24) : start]
        return bool(_LANGUAGE.search(before) and _LANGUAGE_END.match(text, end))
    return False


_STARTS_PART = frozenset(" $-,\n\u00a0")
_TITLES = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Sir|Judge|Michael|Hamilton|Vernon|Anatole|Hubert)\.?)\s+$")
#: What stands before the northern and before the southern half of a divided country.
_NORTH = re.compile(r"\b(?:north(?:ern)?|democratic\s+people.s\s+republic\s+of|DPR|communist)\s+$", re.I)
_SOUTH = re.compile(r"\b(?:south(?:ern)?|republic\s+of)\s+$", re.I)
_AMERICAN_TOWNS = re.compile(r"\b(?:Atlanta|Savannah|Augusta|Alabama|Tennessee|Carolina|Florida|Governor of)\b")
_POINT = re.compile(r"\b([a-z]+(?:-[A-Za-z]+)?)\s+$")


def _region(place: Place, readings: Meaning) -> Meaning:
    found = _POINT.search(place.before(24))
    if found is None:
        return readings
    word = place.text[place.start : place.end]
    group = next((key for stem, key in points().get(found.group(1).lower(), ()) if word.startswith(stem)), "")
    return (Reading(group=group),) if group else readings


_WHOLE_KOREA = re.compile(
    r"\s+(?:people|nation|peninsula|Peninsula|question|issue|problem|(?:re)?unification|War|war|crisis|conflict|armistice"
    r"|race|fatherland|families|compatriots|situation|Armistice|Question)\b"
)
_BEFORE_TWO = date(1948, 8, 15)


def _halves(place: Place, readings: Meaning) -> Meaning:
    """Name one of two halves (the table has the southern first), or both where the whole nation is meant; else open."""
    before = place.before(40)
    south, north = readings
    if _NORTH.search(before) or _SOUTH.search(before):
        return (north,) if _NORTH.search(before) else (south,)
    both = (Reading((*south.actors, *north.actors)),)
    early = place.on is not None and place.on < _BEFORE_TWO
    if place.text[place.start : place.end].upper().endswith("N"):
        whole = early or _WHOLE_KOREA.match(place.after(16))
        return both if whole and place.context not in south.actors else readings
    told = early or _KOREA_OF.search(before)
    return both if told and place.context not in (*south.actors, *north.actors) else readings


_KOREA_OF = re.compile(
    r"\b(?:(?:question|problem|unification|reunification|division|people|part|case|situation|future|halves|parts|two)\s+of"
    r"|(?:armistice|hostilities|war|wars|fighting|truce|aggression|conflict|cease-fire|tension|peace|battle\w*)\s+in|divided"
    r"|united|unified|reunified|free|independent)\s+$"
)


def _first(place: Place, readings: Meaning) -> Meaning:
    """Name the first meaning of the table, unless the speaker is another one."""
    return tuple(one for one in readings if one.actors == (place.context,)) or readings[:1]


def _georgia(place: Place, readings: Meaning) -> Meaning:
    if re.search(r"\bSouth\s+$", place.before(10)):
        return ()
    if place.context == "us" or _AMERICAN_TOWNS.search(place.before(60) + place.after(60)):
        return () if place.context == "us" else (*readings, Reading(group="the US state of Georgia"))
    return readings


@cache
def _latin_americans() -> frozenset[str]:
    return frozenset(members_over("un-latin-america", date.min, date.max))


_CONTINENT = re.compile(
    r"\b(?:(?:peoples|countries|nations|States|republics|Republics|colonies|discovery)\s+of|[Oo]ur|Spanish)\s+$"
)


def _america(place: Place, readings: Meaning) -> Meaning:
    """Name the continent where Latin Americans speak, or the words around say so."""
    before = place.before(24)
    if place.context in _latin_americans() or _CONTINENT.search(before):
        return (Reading(group="un-americas"),)
    return _region(place, readings)


def _person(place: Place, readings: Meaning) -> Meaning:
    return () if _TITLES.search(place.before(12)) else readings


_WEST_OF = re.compile(r"\b(?:the|[Tt]he\s+collective|East\s+and|East-|and\s+the)\s*$|\bEast[- /](?:and\s+)?$")
_NOT_WEST = re.compile(
    r"\s+(?:Bank|Coast|Indies|Indian|Point|Africa|Asia|German|Berlin|Europe|Side|Papua|New|of\b|Irian|Wing|Germany)"
)


def _bloc(place: Place, readings: Meaning) -> Meaning:
    if _NOT_WEST.match(place.after(12)):
        return ()
    return readings if _WEST_OF.search(place.before(20)) else ()


_NOT_WESTERN = re.compile(
    r"\s+(?:Sahara|Europe|Asia|Africa|Balkan|Pacific|Samoa|Germany|German|Australia|Cape|Area|Desert|Region|Province"
    r"|coast|border|frontier|part|shore|side|region|province|sector|Galilee|Union|Hemisphere|Division|front|Front|Jerusalem"
    r"|areas?|zones?|end|edge|bank|Bank|Slavonia|Mediterranean|Indian|New|Economic|hemisphere|Belt|route|parts|regions)"
)


def _western(place: Place, readings: Meaning) -> Meaning:
    return () if _NOT_WESTERN.match(place.after(16)) else readings


_NEAR_CAPITALS = re.compile(r"\b[A-Z]{2,}\s*$"), re.compile(r"\s*[A-Z]{2,}\b")


def _code_us(place: Place, readings: Meaning) -> Meaning:
    if place.text[max(0, place.start - 1) : place.start] == "$":
        return ()
    shouted = _NEAR_CAPITALS[0].search(place.before(12)) and _NEAR_CAPITALS[1].match(place.after(12))
    return () if shouted else readings


_EVENT = (
    r"(?:Declarations?|Conferences?|Agreements?|Treat(?:y|ies)|Accords?|Process|Conventions?|Summit|Programme|Program"
    r"|Plan|Consensus|Protocols?|Charter|Act|Action|Agenda|Round|Club|Principles|Pact|Statement|Framework|Communiqu[eé]"
    r"|Formula|Peace|Final|Document|Ministerial|Memorandum|Platform|Mandate|Document|Roadmap|Commitments?|Understanding"
    r"|Compact|Guidelines|Rules|Outcome|Strategy|Mechanism|Group|Cooperation|Talks|Stock|Institute|University|Airport|Statute"
    r"|Formulas?|Initiative|Conventions|Games|Olympics|Paris|Meeting"
    r"|Climate|Amendments?|Appeal|Review|Rules|Report|Manifesto|Film|Festival|Wall|wall|Terms|Center|Centre|School"
    r"|Patriarchate|Patriarch|Time|Times|Post)"
)
_EVENT_AFTER = re.compile(rf"\s+(?:{_EVENT}|(?:[A-Z]\w+\s+){{0,3}}{_EVENT})\b")
_EVENT_WORDS = re.compile(
    r"\s+(?:and\s+[A-Z]\w+\s+)?(?:peace\s+|test[- ]ban\s+|summit\s+|ministerial\s+|climate\s+|cease-?fire\s+)?"
    r"(?:treaty|conference|conferences|summit|meeting|talks|negotiations|accords?|agreements?|round"
    r"|declaration|process|session|principles|terms|wall|festival|documents?|protocols?|communiqu[eé]|convention)\b"
)
_EVENT_OF = re.compile(
    r"\b(?:Treaty|Treaties|Declaration|Conference|Convention|Protocol|Charter|Agreements?|Accords?|Pact|Act|Statute"
    r"|Consensus|Programme|Plan|Summit|University|Bishop|Archbishop|Peace)\s+of\s+$"
)
_HELD = re.compile(
    r"\b(?:[Cc]onference|[Ss]ummit|[Mm]eetings?|met|held|signed|adopted|session|convened|[Ff]orum|talks|negotiations"
    r"|concluded|agreed|seminar|symposium|hosted|[Cc]ongress|[Aa]greements?|[Dd]eclaration|Treaty|initialled|proclaimed"
    r"|launched|opened|workshop|headquarters|based|[Cc]ommuniqu[eé]|gathered|Games|Olympics|[Cc]ommitments?|decisions?"
    r"|[Pp]rinciples|[Cc]onsensus|inception|pledges?|promises?|undertak\w+|understandings?|started|began|begun|round|terms"
    r"|Platform|Programme|Plan|Convention|Statute|reached|process|negotiated|review)\b[^.;]{0,120}\b(?:in|at|of)\s+"
    r"(?:[A-Z][\w'’]+(?:\s+[A-Z][\w'’]+)?(?:,\s+|,?\s+and(?:,\s+most\s+recently,)?\s+)){0,4}$",
    re.S,
)


_IN = re.compile(r"\b(?:[Ii]n|[Aa]t)\s+$")
_THERE = re.compile(
    r"[^.;]{0,45}?\b(?:conferences?|summits?|signing|signed|adopted|session|meetings?|met|held|Conference|Summit|Forum"
    r"|agreed|convened|Olympic|talks|negotiations|launched|concluded)\b",
    re.S,
)


def _capital(place: Place, readings: Meaning) -> Meaning:
    after = place.after(60)
    if _EVENT_AFTER.match(after) or _EVENT_WORDS.match(after):
        return ()
    before = place.before(170)
    if _EVENT_OF.search(before) or _HELD.search(before):
        return ()
    if _IN.search(before) and _THERE.match(after):
        return ()
    return _person(place, readings)


_CLOSE = 160


def _signs(place: Place, readings: Meaning) -> Meaning:
    """Name the one meaning for which a sign of ``signs.csv`` stands near, if the capital stands for it at all."""
    if not _capital(place, readings):
        return ()
    near = place.before(_CLOSE) + " " + place.after(_CLOSE)
    held = [one for one in readings if one.key in signs() and signs()[one.key].search(near)]
    return (held[0],) if len(held) == 1 else readings


def _foreign_office(place: Place, readings: Meaning) -> Meaning:
    return readings if re.search(r"\b(?:British|UK)\s+$", place.before(10)) else ()


_TITLED = re.compile(
    r"(?:\b(?:President|Premier|Chancellor|Minister|Ministers|Secretary|Chairman|King|Prince|Emir|Sultan|Presidents"
    r"|Secretary\s+of\s+State|Mr|Mrs|Ms|Dr|Sheikh|General|Colonel|Marshal|Excellency)\.?)\s+$"
)


def _titled(place: Place, readings: Meaning) -> Meaning:
    return readings if _TITLED.search(place.before(20)) else ()


_FIRST_NAME = re.compile(r"\b([A-Z][\w'’-]*)\s+$")


def _alone(place: Place, readings: Meaning) -> Meaning:
    """Name the state of a leader whose surname stands alone or after a title, not after another first name."""
    before = place.before(30)
    other = _FIRST_NAME.search(before)
    if other is None or _TITLED.search(before):
        return readings
    start = place.start - len(before) + other.start()
    first_of_sentence = place.text[max(0, start - 2) : start].strip() in ("", ".", "\n") and len(other.group(1)) < 6
    return readings if first_of_sentence and not other.group(1)[1:2].isupper() and _WORD.match(other.group(1)) else ()


_WORD = re.compile(
    r"(?:When|While|After|But|And|That|With|As|If|Yet|So|For|In|On|To|By|Under|Since|Today|What|Why|How)$"
)


#: By the name that the tables use.
RULES: dict[str, Callable[[Place, Meaning], Meaning]] = {
    "alone": _alone,
    "america": _america,
    "bloc": _bloc,
    "capital": _capital,
    "code-us": _code_us,
    "first": _first,
    "foreign-office": _foreign_office,
    "georgia": _georgia,
    "halves": _halves,
    "person": _person,
    "region": _region,
    "signs": _signs,
    "titled": _titled,
    "western": _western,
}


def meaning(place: Place, entry: Entry) -> Meaning:
    """Return what a word means at its place: one meaning, several (open), or none."""
    if (
        not entry.kind
        or (entry.kind != "leader" and elsewhere(place.text, place.start, place.end))
        or place.context in entry.unless
    ):
        return ()
    return RULES[entry.rule](place, entry.readings) if entry.rule else entry.readings
