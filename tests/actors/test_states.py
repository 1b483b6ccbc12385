"""States, lifetimes, names and codes: tables of cases, and what must not match."""

from __future__ import annotations

import csv
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from reorient.actors import (
    actor,
    actors,
    alive,
    check_alive,
    code_of,
    codes,
    from_code,
    is_actor,
    living,
    resolve,
    schemes,
)
from reorient.errors import AmbiguousActor, OutsideLifetime, UnknownActor
from reorient.sources.formats import read_r

HERE = Path(__file__).parent


def cases(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("case", cases("name_cases.csv"), ids=lambda c: f"{c['name']} {c['on']}")
def test_names(case: dict[str, str]) -> None:
    on = date.fromisoformat(case["on"]) if case["on"] else None
    assert resolve(case["name"], on=on) == case["actor"]


@pytest.mark.parametrize("case", cases("name_refusals.csv"), ids=lambda c: f"{c['name']} {c['context']}")
def test_names_that_must_not_match(case: dict[str, str]) -> None:
    kind = AmbiguousActor if case["kind"] == "ambiguous" else UnknownActor
    with pytest.raises(kind) as caught:
        resolve(case["name"], context=case["context"] or None)
    for candidate in case["candidates"].split():
        assert candidate in str(caught.value)


def test_unknown_name_says_what_it_may_be() -> None:
    with pytest.raises(UnknownActor, match="Did you mean 'russia'"):
        resolve("Rusia")


def test_a_name_out_of_its_time_is_unknown() -> None:
    with pytest.raises(UnknownActor):
        resolve("Soviet Union", on=date(2010, 1, 1))


@pytest.mark.parametrize("key", sorted(key for key, who in actors().items() if who.kind == "state"))
def test_every_state_is_found_by_its_names(key: str) -> None:
    who = actor(key)
    assert resolve(key) == key
    if who.official:
        assert resolve(who.official) == key


def test_lifetimes_do_not_overlap() -> None:
    for key, who in actors().items():
        for earlier, later in pairwise(who.lifetimes):
            assert earlier.last is not None, key
            assert earlier.last < later.first, key
        if who.kind in ("state", "territory"):
            assert who.lifetimes, key


def test_successors_exist() -> None:
    for who in actors().values():
        assert all(is_actor(key) for key in who.successors), who.id


def test_the_end_of_a_state_names_its_successor() -> None:
    assert alive("CSK", date(1992, 12, 31))
    with pytest.raises(OutsideLifetime, match="CZE, SVK"):
        check_alive("CSK", date(1993, 1, 1))


def test_living_counts() -> None:
    """In 2020: the 193 members of the United Nations, and Taiwan and Kosovo, which COW counts."""
    assert len(living(date(2020, 1, 1))) == 195


def test_codes_name_actors_and_return() -> None:
    for scheme in schemes():
        for row in codes(scheme):
            assert row.actor == "" or is_actor(row.actor), (scheme, row)
            if row.first and row.last:
                assert row.first <= row.last, (scheme, row)
            if row.actor:
                moment = row.first or row.last
                assert from_code(scheme, row.code, on=moment) == row.actor or moment is None, (scheme, row)


@pytest.mark.parametrize(
    ("scheme", "code", "on", "wanted"),
    [
        ("cow", "365", "1975-01-01", "RUS"),
        ("cow", "260", "1980-01-01", "DEU"),
        ("cow", "255", "2000-01-01", "DEU"),
        ("cow", "265", "1980-01-01", "DDR"),
        ("cow", "345", "1990-01-01", "YUG"),
        ("cow", "345", "2010-01-01", "SRB"),
        ("cow", "678", "1980-01-01", "YEM"),
        ("cow", "679", "2000-01-01", "YEM"),
        ("cow", "816", "1970-01-01", "VNM"),
        ("cow", "817", "1970-01-01", "RVN"),
        ("gw", "340", "2010-01-01", "SRB"),
        ("gw", "260", "2010-01-01", "DEU"),
        ("gw", "678", "2010-01-01", "YEM"),
        ("iso3", "ROM", "1999-01-01", "ROU"),
        ("iso3", "ZAR", "1990-01-01", "COD"),
        ("iso3", "SUN", "1990-01-01", "RUS"),
        ("iso_numeric", "280", "1985-01-01", "DEU"),
        ("iso_numeric", "276", "1995-01-01", "DEU"),
        ("iso_numeric", "736", "2005-01-01", "SDN"),
        ("iso_numeric", "729", "2015-01-01", "SDN"),
        ("comtrade", "56", None, "BEL"),
        ("comtrade", "58", None, "BEL"),
        ("comtrade", "490", None, "TWN"),
        ("comtrade", "699", None, "IND"),
        ("comtrade", "842", None, "USA"),
        ("iso2", "UK", None, "GBR"),
        ("iso2", "EL", None, "GRC"),
    ],
)
def test_oddities_of_codes(scheme: str, code: str, on: str | None, wanted: str) -> None:
    assert from_code(scheme, code, on=date.fromisoformat(on) if on else None) == wanted


def test_code_of() -> None:
    assert code_of("cow", "CHN") == "710"
    assert code_of("iso2", "VNM") == "VN"
    with pytest.raises(UnknownActor, match="has no code"):
        code_of("cow", "HKG")


@pytest.mark.originals
def test_every_member_year_of_the_state_system_has_its_actor(originals: Path) -> None:
    table = read_r(originals / "security" / "conflict" / "ps_cow_states.rda")["cow_states"]
    for row in table.iter_rows(named=True):
        for year in range(int(row["styear"]), int(row["endyear"]) + 1):
            first = date(year, int(row["stmonth"]), int(row["stday"])) if year == row["styear"] else date(year, 1, 1)
            who = from_code("cow", str(int(row["ccode"])), on=first)
            assert alive(who, first), (row["statenme"], year)
