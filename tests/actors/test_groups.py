"""Groups: members on given days, sound tables, the grammar of a direction, readers' own groups."""

from __future__ import annotations

import csv
import importlib.util
import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reorient.actors import (
    Group,
    actor,
    actors,
    alive,
    group,
    group_names,
    is_actor,
    load_groups,
    members,
    toward,
)
from reorient.actors.groups import fixed, members_over, part, require_members
from reorient.actors.names import names
from reorient.actors.spells import STATUSES, Membership, joined, without
from reorient.actors.tables import rows
from reorient.errors import AmbiguousActor, GroupError

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CASES = list(csv.DictReader((HERE / "group_cases.csv").read_text(encoding="utf-8").splitlines()))
TODAY = date(2025, 12, 31)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['group']} {case['on']}" for case in CASES])
def test_members_on_a_day(case: dict[str, str]) -> None:
    found = set(members(case["group"], date.fromisoformat(case["on"])))
    if case["count"]:
        assert len(found) == int(case["count"]), sorted(found)
    assert set(case["with"].split()) <= found
    assert not set(case["without"].split()) & found


def test_the_asia_of_a_turn_is_exactly_this() -> None:
    exactly = """
        AFG BGD BRN BTN CHN HKG IDN IND JPN KHM KOR LAO LKA MAC MDV MMR MNG MYS NPL PAK PHL PRK SGP THA TLS TWN VNM
    """
    assert list(members("asia", TODAY)) == exactly.split()


@pytest.mark.parametrize("name", group_names())
def test_no_member_outside_its_life(name: str) -> None:
    for spell in group(name).memberships:
        for moment in (spell.first, spell.last):
            assert moment is None or alive(spell.actor, moment), f"{name}: {spell}"


@pytest.mark.parametrize("name", group_names())
def test_no_spells_of_one_actor_share_a_day(name: str) -> None:
    spells = group(name).memberships
    assert list(spells) == sorted(spells, key=lambda one: (one.actor, one.first or date.min))
    for earlier, later in pairwise(spells):
        if earlier.actor == later.actor:
            assert not later.touches(earlier.first or date.min, earlier.last or date.max), (name, earlier, later)


def test_rows_do_not_overlap_before_they_are_joined() -> None:
    held: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows("members.csv"):
        held.setdefault((row["group"], row["actor"]), []).append(row)
    for key, same in held.items():
        for earlier, later in pairwise(sorted(same, key=lambda row: row["valid_from"])):
            assert earlier["valid_to"], key
            assert earlier["valid_to"] < later["valid_from"], key


def test_every_row_has_a_source_an_actor_and_a_known_status() -> None:
    for row in rows("members.csv"):
        assert len(row["source"]) > 8, row
        assert row["status"] in STATUSES, row
        assert is_actor(row["actor"]), row
        assert actor(row["actor"]).kind in ("state", "territory"), row
        assert row["group"] in group_names(), row
        assert not row["valid_from"] or not row["valid_to"] or row["valid_from"] <= row["valid_to"], row


def test_a_first_of_january_is_told_as_a_day_or_as_a_year() -> None:
    """A date that is only a year says so; the treaties that began on a first of January are known."""
    exact = {"eaeu", "eu", "euro-area", "efta", "brics", "opec", "un"}
    for row in rows("members.csv"):
        if row["valid_from"].endswith("-01-01") and row["group"] not in exact:
            known = re.search(r"year only|counted from|1 January", row["source"])
            assert known or (row["group"], row["actor"]) == ("african-union", "CMR"), row


def test_every_group_says_what_is_in_it_and_on_whose_word() -> None:
    for name in group_names():
        one = group(name)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
        assert one.title, name
        assert len(one.definition) > 5, name
        assert one.source, name
        assert one.kind in ("organisation", "agreement", "forum", "coalition", "region", "concept", "bloc"), name
        assert (one.rank is None) == (one.part_of == ""), name
        assert not is_actor(name.upper()), name


def test_one_name_of_a_group_is_the_name_of_an_actor_and_its_definition_says_so() -> None:
    assert set(group_names()) & set(names()) == {"antarctica"}
    assert "ATA" in group("antarctica").definition
    assert toward("antarctica") is group("antarctica")
    assert members(toward("ATA"), TODAY) == ("ATA",)


@pytest.mark.parametrize("concept", ["concept-2016", "concept-2023"])
def test_the_regions_of_a_concept_stand_in_their_order(concept: str) -> None:
    regions = part(concept)
    assert [one.rank for one in regions] == list(range(1, 11))
    assert all(one.name.startswith(f"{concept}-{one.rank:02d}-") for one in regions)


def test_an_unknown_list_is_refused() -> None:
    with pytest.raises(GroupError, match=r"No list of groups 'concept-2032'\. Did you mean 'concept-2023'"):
        part("concept-2032")


def test_every_actor_lies_in_one_subregion_of_m49() -> None:
    subregions = [name for name in group_names() if name.startswith("un-") and _own_rows(name)]
    places: dict[str, list[str]] = {}
    for name in set(subregions) - {"un-security-council-p5"}:
        for spell in group(name).memberships:
            places.setdefault(spell.actor, []).append(name)
    assert {key: names for key, names in places.items() if len(names) != 1} == {}
    assert set(places) == {key for key, who in actors().items() if who.kind in ("state", "territory")}


def _own_rows(name: str) -> bool:
    return any(row["group"] == name for row in rows("members.csv"))


def test_regions_are_the_sum_of_their_subregions() -> None:
    regions = ["un-africa", "un-americas", "un-asia", "un-europe", "un-oceania", "un-antarctica"]
    everyone = [key for name in regions for key in members(name, TODAY)]
    assert len(everyone) == len(set(everyone))
    assert set(everyone) == {
        key for key, who in actors().items() if who.kind in ("state", "territory") and alive(key, TODAY)
    }


def test_a_standing_other_than_member_counts_only_when_asked_for() -> None:
    on = date(2020, 1, 1)
    assert "RUS" not in members("oic", on)
    assert "RUS" in members("oic", on, statuses=("member", "observer"))
    assert members("sco", on, statuses=("observer",)) == ("AFG", "BLR", "IRN", "MNG")
    with pytest.raises(GroupError, match="No status guest"):
        members("sco", on, statuses=("guest",))


def test_members_over_a_span_are_all_who_were_in_on_some_day() -> None:
    assert "GBR" in members_over("eu", date(2020, 1, 1), date(2020, 12, 31))
    assert "GBR" not in members_over("eu", date(2020, 2, 1), date(2020, 12, 31))
    assert members_over("g8", date(2010, 1, 1), date(2020, 1, 1)) == members("g8", date(2014, 1, 1))
    assert members_over("g8", date(2015, 1, 1), date(2020, 1, 1)) == ()


def test_a_span_needs_a_day_on_which_the_member_is_in_and_alive() -> None:
    """East Germany's spell and life both end on 2 October 1990; a span after it holds neither."""
    assert "DDR" in members_over("un", date(1990, 1, 1), date(1990, 12, 31))
    assert "DDR" not in members_over("un", date(1990, 10, 3), date(1990, 12, 31))


def test_an_empty_group_is_an_error_that_says_when_it_was_not() -> None:
    assert members("sco", date(1999, 1, 1)) == ()
    with pytest.raises(GroupError) as caught:
        require_members("sco", date(1999, 1, 1))
    assert str(caught.value) == (
        "The group 'sco' has no member on 1999-01-01. Expected: a day on which it had members from 2001-06-15. "
        "To go on: choose other years, or hold a membership fixed."
    )
    assert require_members("sco", date(2001, 6, 15))


def test_a_fixed_membership_does_not_move() -> None:
    held = fixed("eu", date(2013, 7, 1))
    assert held.name == "eu@2013-07-01"
    assert members(held, date(2013, 7, 1)) == members("eu", date(2013, 7, 1))
    assert "POL" in members(held, date(1995, 1, 1))
    assert "GBR" in members(held, date(2024, 1, 1))
    assert "HRV" not in members(held, date(1980, 1, 1)), "only while it exists"
    with pytest.raises(GroupError, match="has no member"):
        fixed("brics", date(2000, 1, 1))


def test_an_unknown_group_is_refused_with_a_hint() -> None:
    with pytest.raises(GroupError) as caught:
        group("asaen")
    assert str(caught.value).startswith("No group 'asaen'. Did you mean 'asean'")
    assert group(" ASEAN ").name == "asean"


@pytest.mark.parametrize(
    ("text", "on", "inside", "outside"),
    [
        ("asia", 2020, "CHN IND", "RUS"),
        ("CHN,IND,VNM", 2020, "CHN IND VNM", "JPN"),
        ("chn, India , Vietnam", 2020, "CHN IND VNM", "JPN"),
        ("asean,CHN", 2020, "CHN IDN", "JPN"),
        ("eu-HUN", 2020, "POL AUT", "HUN"),
        ("eu,-HUN", 2020, "POL AUT", "HUN"),
        ("asean,CHN-MMR", 2020, "CHN IDN", "MMR"),
        ("west-USA-CAN", 2020, "DEU", "USA CAN"),
        ("west,-nato", 2010, "CHE SWE FIN", "USA DEU"),
        ("west,-nato", 2024, "CHE AUT", "SWE FIN USA"),
        ("concept-2023-04-asia-pacific-JPN", 2023, "VNM", "JPN CHN"),
        ("Guinea-Bissau", 2020, "GNB", "GIN"),
        ("eu@2013-07-01", 2024, "GBR HRV", "NOR"),
        ("eu@2013-07-01-HUN,NOR", 2024, "GBR HRV NOR", "HUN"),
        ("un-western-asia", 2020, "TUR", "IRN"),
    ],
)
def test_the_grammar_of_a_direction(text: str, on: int, inside: str, outside: str) -> None:
    found = set(members(toward(text), date(on, 6, 1)))
    assert set(inside.split()) <= found
    assert not set(outside.split()) & found


def test_a_group_alone_is_itself() -> None:
    assert toward("asia") is group("asia")
    assert toward("CHN").title == "China"
    assert toward("eu-HUN").title == "European Union and its forerunners without Hungary"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "'' names no group"),
        (" , ", "names no group"),
        ("-HUN", "'-HUN' names no group"),
        ("asiaa", r"'asiaa' is neither a group nor an actor\. Did you mean 'asia'"),
        ("eu-HUNX", "'eu-HUNX' is neither a group nor an actor"),
        ("eu-CHN", "takes out China, which is not in it"),
        ("CHN-CHN", "Nothing is left of 'CHN-CHN'"),
        ("eu@someday", "'someday' after @ is no date"),
        ("eu@1900-01-01", "The group 'eu' has no member on 1900-01-01"),
        ("CHN,nowhere", "'nowhere' is neither a group nor an actor"),
    ],
)
def test_a_direction_that_cannot_be_read_is_refused(text: str, message: str) -> None:
    with pytest.raises(GroupError, match=message):
        toward(text)


def test_an_ambiguous_name_is_never_guessed() -> None:
    with pytest.raises(AmbiguousActor) as caught:
        toward("Korea,CHN")
    assert {"KOR", "PRK"} <= set(caught.value.candidates)


OWN = """
[visegrad]
title = "Visegrad Group"
members = ["POL", "Hungary", "CZE", { actor = "SVK", from = 1993-01-01 }]

[twice]
members = [{ actor = "POL", from = 1990-01-01, to = 1995-12-31 }, { actor = "POL", from = 2000-01-01 }]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "my.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_reader_defines_groups_in_a_file(tmp_path: Path) -> None:
    path = write(tmp_path, OWN)
    own = load_groups(path)
    assert list(own) == ["visegrad", "twice"]
    assert members(own["visegrad"], date(2000, 1, 1)) == ("CZE", "HUN", "POL", "SVK")
    assert members(own["visegrad"], date(1991, 6, 1)) == ("HUN", "POL")
    assert members(own["twice"], date(1998, 1, 1)) == ()
    assert toward("visegrad", definitions=path).title == "Visegrad Group"
    assert members(toward("visegrad-HUN,AUT", definitions=path), date(2000, 1, 1)) == ("AUT", "CZE", "POL", "SVK")
    with pytest.raises(GroupError, match="visegrad"):
        toward("visegrad")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[a", "is no readable TOML file"),
        ("", "defines no group"),
        ("a = 1", "a is no table"),
        ("[a]\nmembers = []", r"\[a\] has no list of members"),
        ("[a]\ntitle = 'A'", r"\[a\] has no list of members"),
        ("[a]\nmembers = ['POL']\ncolour = 'red'", "unknown key colour"),
        ("[a]\nmembers = ['Atlantis']", "No actor is called 'Atlantis'"),
        ("[a]\nmembers = ['Korea']", "'Korea' may mean"),
        ("[a]\nmembers = [3]", "has the member 3"),
        ("[a]\nmembers = [{ from = 1993-01-01 }]", "has the member"),
        ("[a]\nmembers = [{ actor = 'POL', until = 1993-01-01 }]", "member with the unknown key until"),
        ("[a]\nmembers = [{ actor = 'POL', from = '1993-01-01' }]", "has from = '1993-01-01'.*without quotes"),
        ("[a]\nmembers = [{ actor = 'POL', from = 1993-01-01T00:00:00 }]", "has from = "),
        ("[a]\nmembers = [{ actor = 'POL', from = 1993 }]", "has from = 1993"),
        ("[a]\nmembers = [{ actor = 'SVK', from = 1980-01-01 }]", "SVK on 1980-01-01, when it did not exist"),
        ("[a]\nmembers = [{ actor = 'DDR', to = 1995-01-01 }]", "DDR on 1995-01-01, when it did not exist"),
        ("[a]\nmembers = [{ actor = 'POL', from = 2000-01-01, to = 1999-01-01 }]", "POL from 2000-01-01 to 1999-01-01"),
        ("[a]\nmembers = ['POL', 'Poland']", "overlapping spells of POL"),
        ("[a]\nmembers = [{ actor = 'POL', to = 2000-01-01 }, { actor = 'POL', from = 2000-01-01 }]", "overlapping"),
        ("[asean]\nmembers = ['POL']", r"\[asean\] is the name of another group.*\[my-asean\]"),
        ("[A]\nmembers = ['POL']\n[a]\nmembers = ['HUN']", "name of another group"),
        ("[pol]\nmembers = ['HUN']", r"\[pol\] is the id of Poland"),
        ("['a b']\nmembers = ['HUN']", "no name of a group"),
    ],
)
def test_a_faulty_definition_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(GroupError, match=message):
        load_groups(write(tmp_path, text))


def test_a_missing_or_wrongly_encoded_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GroupError, match=r"There is no file none\.toml"):
        load_groups(tmp_path / "none.toml")
    path = tmp_path / "latin.toml"
    path.write_bytes("[a]\ntitle = 'é'".encode("latin-1"))
    with pytest.raises(GroupError, match="is no readable TOML file"):
        load_groups(path)


DAYS = st.dates(date(1950, 1, 1), date(1950, 2, 28))


@st.composite
def spells(draw: st.DrawFn) -> Membership:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return Membership(
        draw(st.sampled_from(["POL", "HUN"])),
        draw(st.sampled_from([first, None])),
        draw(st.sampled_from([last, None])),
        draw(st.sampled_from(["member", "member", "observer"])),
        "drawn",
    )


def days(held: tuple[Membership, ...] | list[Membership], on: date) -> set[str]:
    return {one.actor for one in held if one.holds(on)}


@given(st.lists(spells(), max_size=6), st.lists(spells(), max_size=4), DAYS)
def test_union_and_subtraction_are_those_of_sets_on_every_day(
    some: list[Membership], taken: list[Membership], on: date
) -> None:
    whole = joined(some)
    assert days(whole, on) == days(some, on)
    assert days(without(whole, taken), on) == days(some, on) - days(taken, on)
    for earlier, later in pairwise(whole):
        if earlier.actor == later.actor:
            assert not later.touches(earlier.first or date.min, earlier.last or date.max)


def docs_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_groups", ROOT / "docs" / "make_groups.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_groups_is_current() -> None:
    text = (ROOT / "docs" / "groups.md").read_text(encoding="utf-8")
    assert docs_script().page(text) == text, "run python docs/make_groups.py"
    for name in group_names():
        assert f"`{name}`" in text


def test_the_examples_of_the_page_hold(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "groups.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", text, flags=re.DOTALL)
    path = write(tmp_path, example)
    assert members(toward("visegrad", definitions=path), date(1992, 1, 1)) == ("CSK", "HUN", "POL")
    grammar = text.partition("| written | means |")[2].partition("\n\n")[0]
    cells = [line.split("|")[1] for line in grammar.strip().splitlines()]
    written = [piece for cell in cells for piece in re.findall(r"`([^`]+)`", cell)]
    assert len(written) > 6
    for piece in written:
        assert members(toward(piece), date(2020, 1, 1)), piece


def test_a_group_is_a_value() -> None:
    assert isinstance(group("asia"), Group)
    assert hash(group("asia")) == hash(group("asia"))
