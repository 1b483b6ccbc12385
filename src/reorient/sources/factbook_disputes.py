"""Disputes as the CIA World Factbook lists them: which states an entry on international disputes names.

The entry is prose. A tie ``dispute_listed`` of 1 from a state to another means that the state's entry in that
edition names the other; it does not say that the two are parties to one dispute (refugees, mediators and third
parties are named too). ``docs/sources/security-2.md`` tells how often it is right, measured on entries read by hand.

The rules, in this order:

1. A clause "X-Y: none identified" names nobody.
2. Longer names are found before shorter ones: "South Sudan" before "Sudan", "Equatorial Guinea" before "Guinea".
3. A place that carries a state's name is not the state: "South China Sea", "Gulf of Guinea", "New Mexico"; these
   are the rows of kind ``place`` in ``factbook_words.csv``.
4. An adjective names its state only before a word of state or territory ("French-administered", "Argentine
   claims", "Kazakh-Uzbek borders"), not before people or languages ("ethnic Serbs", "Afghan refugees").
5. Letters count as printed: "US" is a state and "us" is not; a heading in capitals is no name.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import polars as pl

from reorient.actors import actors, alive
from reorient.errors import UnreadableOriginal, few
from reorient.record.schema import Batch, Coverage, Origin, ties_of
from reorient.sources.coding import to_actors
from reorient.sources.formats import numbers, read_csv_exact
from reorient.sources.source import Figure, Source

KEY = "factbook_disputes"
VARIABLE = "dispute_listed"
COLUMNS = ("edition_year", "name_in_edition", "country", "field", "text")
#: Headings of old editions that the table files under another state; they are read under their own name.
OWN_NAMES = (
    "Czechoslovakia",
    "German Democratic Republic",
    "South Georgia and the",
    "Yemen, People's Democratic Republic of",
    "Pacific Islands, Trust Territory of the",
)
_STATE_WORDS = (
    "claims?|claimed|claimants?|possessions?|territor(?:y|ies|ial)|administration|administered|occupied|occupation|"
    "forces|troops|military|navy|patrols?|government|parliament|Duma|boundar(?:y|ies)|borders?|waters|sovereignty|"
    "maritime|authorities|rule|control|controlled|protests?|objections?|officials|negotiators|villages|maps|"
    "interests|invasion|annexation|held|ruled|governed|delegations?|frontiers?|EEZ|islands?|exclave|enclaves?"
)
_NOTHING = re.compile(r"[A-Z][\w' .]{1,40}[-–][A-Z][\w' .]{1,40}:\s*none identified")


def read(paths: Sequence[Path]) -> Batch:
    """Read the entries on international disputes, one row for each edition and country.

    Raises
    ------
    UnreadableOriginal
        If a row has no edition or the table has no entry.
    UnknownCode
        If a country is neither listed in the scheme nor a name.
    """
    frame = pl.concat([_entries(path) for path in paths])
    rows, aside = to_actors(frame, "country", scheme=KEY, into="sender", names=True)
    lines = [
        (sender, receiver, year)
        for sender, year, text in rows.select("sender", "year", "text").iter_rows()
        for receiver in named(text, year)
        if receiver != sender
    ]
    found = pl.DataFrame(lines, schema={"sender": pl.String, "receiver": pl.String, "year": pl.Int64}, orient="row")
    found = found.unique().with_columns(pl.lit(1.0).alias("value"))
    ties = ties_of(found, variable=VARIABLE, source=KEY, status="derived").sort("sender", "receiver", "period")
    return Batch(ties, _coverage(rows), tuple(item for item in aside if item.rows))


def _entries(path: Path) -> pl.DataFrame:
    frame = read_csv_exact(path, columns=COLUMNS)
    disputes = frame.filter(pl.col("field").str.to_lowercase().str.contains("disputes"))
    if not len(disputes):
        raise UnreadableOriginal(
            f"{path.name} holds no entry on disputes; its fields are {few(frame['field'].unique().sort())}",
            "entries of the field 'Disputes - international'",
        )
    told = numbers(disputes, ["edition_year"], path.name, missing=())
    own = pl.col("name_in_edition").is_in(OWN_NAMES)
    return told.select(
        pl.col("edition_year").cast(pl.Int64).alias("year"),
        pl.when(own).then(pl.col("name_in_edition")).otherwise(pl.col("country")).alias("country"),
        "text",
    )


def _coverage(rows: pl.DataFrame) -> tuple[Coverage, ...]:
    """Return one row for each run of editions in which a state has an entry."""
    note = "No row: the entry of that edition does not name the state."
    runs = [
        (sender, first, last)
        for (sender,), part in rows.select("sender", "year")
        .unique()
        .sort("sender", "year")
        .group_by(["sender"], maintain_order=True)
        for first, last in _runs(part["year"].to_list())
    ]
    return tuple(
        Coverage(KEY, VARIABLE, str(sender), "sender", date(first, 1, 1), date(last, 1, 1), "Y", "zero", note)
        for sender, first, last in runs
    )


def _runs(years: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = years[0]
    for before, after in zip(years, [*years[1:], None], strict=True):
        if after is None or after != before + 1:
            yield start, before
            start = after or start


@dataclass(frozen=True, slots=True)
class Words:
    """What names a state in the prose of the Factbook.

    Attributes
    ----------
    actors
        For each name and adjective, the actors it stands for with first and last day (ISO, open ends empty).
    name, adjective
        Patterns that find names and places (longest first), and adjectives before a word of state or territory.
    """

    actors: Mapping[str, tuple[tuple[str, str, str], ...]]
    name: re.Pattern[str]
    adjective: re.Pattern[str]


@cache
def words() -> Words:
    """Return the names of all states and the Factbook's own words (``factbook_words.csv``), ready to be found."""
    known: dict[str, list[tuple[str, str, str]]] = {}
    for one in actors().values():
        if one.kind == "state":
            for name in filter(None, {one.name, one.official}):
                known[name] = [(one.id, "", "")]
    text = files("reorient.sources").joinpath("factbook_words.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    for word in {row["word"] for row in rows}:
        meant = [row for row in rows if row["word"] == word and row["actor"]]
        known[word] = [(row["actor"], row["valid_from"], row["valid_to"]) for row in meant]
    adjectives = {row["word"] for row in rows if row["kind"] == "adjective"}
    name = "|".join(map(re.escape, _longest_first(set(known) - adjectives)))
    adjective = "|".join(map(re.escape, _longest_first(adjectives)))
    after = rf"(?:(?:-|, | and |, and )(?:{adjective}))*[- ](?:{_STATE_WORDS})\b"
    return Words(
        actors={word: tuple(meant) for word, meant in known.items()},
        name=re.compile(rf"(?<!\w)({name})(?!\w)"),
        adjective=re.compile(rf"\b({adjective})(?={after})"),
    )


def _longest_first(spellings: Iterable[str]) -> list[str]:
    return sorted(spellings, key=lambda word: (-len(word), word))


def named(text: str, year: int) -> tuple[str, ...]:
    """Return the states that an entry of the edition of `year` names, sorted; only those alive in that year."""
    told = words()
    plain = _NOTHING.sub(" ", text)
    found = [*told.name.findall(plain), *told.adjective.findall(told.name.sub(" ", plain))]
    first, last = date(year, 1, 1), date(year, 12, 31)
    meant = {
        actor
        for word in found
        for actor, start, end in told.actors[word]
        if (start or "0001") <= last.isoformat() and first.isoformat() <= (end or "9999")
    }
    return tuple(sorted(actor for actor in meant if alive(actor, first, last)))


SOURCES = (
    Source(
        origin=Origin(
            key=KEY,
            producer="US Central Intelligence Agency",
            title="The World Factbook, field 'Disputes - international', editions 1990 on",
            version="editions 1990-2025",
            year=2025,
            licence="Public domain (work of the United States Government)",
            licence_url="https://www.cia.gov/the-world-factbook/about/copyright-and-contributors/",
            redistribute="yes",
            url="https://www.cia.gov/the-world-factbook/",
            citation=(
                "Central Intelligence Agency, The World Factbook, editions 1990 to 2025, field 'Disputes - "
                "international'."
            ),
            author="{Central Intelligence Agency}",
            note=(
                "Prose read by rules: the entry names the state, which need not be a party to a dispute. "
                "Editions follow "
                "events by a year or more and repeat sentences for years; the agency is a party to some of them."
            ),
        ),
        originals=("security/conflict/cia_factbook_international_disputes_text_1990-2025.csv.gz",),
        read=read,
        layouts=("One row for each edition and country: edition_year, country, field, text (csv, gzip or plain).",),
        figures=(
            Figure(VARIABLE, "RUS", "JPN", 1992, 2023, 32, 0, "the claim to the Kurils stands in every edition"),
            Figure(VARIABLE, "JPN", "RUS", 1992, 2023, 32, 0, "the claim to the Kurils stands in every edition"),
        ),
    ),
)
