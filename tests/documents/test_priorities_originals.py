"""Orders in the strategies of the United States and in an article, written down after reading them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from reorient.documents.corpus import document
from reorient.documents.mentions import mentions
from reorient.documents.priorities import Priorities, priorities
from reorient.documents.priorities.comparison import compare
from reorient.documents.priorities.ranking import Ranking

pytestmark = pytest.mark.originals

Tiers = tuple[tuple[str, ...], ...]

AMERICAS, AFRICA, SOUTH_ASIA = ("un-americas",), ("un-africa",), ("Middle East", "un-southern-asia")
EAST_ASIA = ("un-eastern-asia", "Pacific")
EURASIA = ("un-europe", "Eurasia")
SOUTHWEST = ("Middle East", "Southwest Asia", "un-southern-asia")
NINETIES: Tiers = (EURASIA, EAST_ASIA, AMERICAS, SOUTHWEST, AFRICA)
LATE: Tiers = (
    EURASIA,
    EAST_ASIA,
    AMERICAS,
    ("Middle East", "un-northern-africa", "Southwest Asia", "un-southern-asia"),
    ("un-sub-saharan-africa",),
)

#: The order of the chapters on regions as a person reads it. 1993 and 2002 have no such chapters.
REGIONS: dict[int, Tiers] = {
    1987: (AMERICAS, ("un-western-europe",), EAST_ASIA, ("RUS", "un-eastern-europe"), SOUTH_ASIA, AFRICA),
    1988: (AMERICAS, ("RUS", "un-eastern-europe"), ("un-western-europe", "nato"), SOUTH_ASIA, EAST_ASIA, AFRICA),
    1990: (("RUS",), ("un-western-europe",), ("un-eastern-europe",), AMERICAS, EAST_ASIA, SOUTH_ASIA, AFRICA),
    1991: (("RUS",), ("un-europe",), AMERICAS, EAST_ASIA, SOUTH_ASIA, AFRICA),
    1994: NINETIES,
    1995: NINETIES,
    1996: NINETIES,
    1997: NINETIES,
    1998: NINETIES,
    1999: LATE,
    2001: LATE,
    2006: (
        AMERICAS,
        AFRICA,
        ("Middle East",),
        ("un-europe", "nato"),
        ("RUS",),
        ("un-southern-asia", "un-central-asia"),
        ("un-eastern-asia",),
    ),
    2015: (("asia-pacific",), ("un-europe",), ("Middle East", "un-northern-africa"), AFRICA, AMERICAS),
}


@pytest.fixture(scope="module")
def strategies(originals: Path) -> dict[int, Priorities]:
    found = {}
    with zipfile.ZipFile(originals / "texts" / "doctrines" / "us_nss_1987-2015_txt.zip") as archive:
        for name in sorted(archive.namelist()):
            year = name.rsplit("/", 1)[-1][:4]
            if name.endswith(".txt") and year.isdigit():
                text = document(archive.read(name).decode("utf-8", errors="replace"), key=name)
                found[int(year)] = priorities(text, mentions(text.text), subject="USA")
    return found


def regional(found: Priorities) -> Ranking:
    """Return the order of chapters, which stands under no region."""
    return next(one for one in found.rankings if one.way == "headings" and not one.within)


@pytest.mark.parametrize("year", sorted(REGIONS))
def test_the_order_of_the_chapters(strategies: dict[int, Priorities], year: int) -> None:
    assert regional(strategies[year]).tiers == REGIONS[year]


@pytest.mark.parametrize("year", [1993, 2002])
def test_strategies_without_chapters_on_regions_give_no_order(strategies: dict[int, Priorities], year: int) -> None:
    assert strategies[year].rankings == ()


def test_two_orders_of_2010_are_not_mixed(strategies: dict[int, Priorities]) -> None:
    orders = [one.tiers for one in strategies[2010].rankings]
    assert orders == [(("un-europe",), ("asia",), ("un-northern-america",)), (("asia",), ("RUS",))]


def test_states_stand_below_their_region(strategies: dict[int, Priorities]) -> None:
    below = {one.within: one.tiers for one in strategies[2001].rankings if one.within}
    assert below["East Asia and the Pacific"][:2] == (("JPN",), ("CHN",))
    assert below["Europe and Eurasia"] == (("EST", "LVA", "LTU"), ("RUS", "near-abroad"))


def test_what_moved_between_1987_and_2006(strategies: dict[int, Priorities]) -> None:
    moved = compare(regional(strategies[1987]), regional(strategies[2006]))
    assert moved.up[0][0] == "un-africa"
    assert "un-western-europe" in moved.vanished
    assert "un-central-asia" in moved.appeared


@pytest.fixture(scope="module")
def article(originals: Path) -> Priorities:
    path = originals.parent / "seeds" / "000_e33bb7a4f65d5636.txt"
    if not path.exists():
        pytest.skip("the articles on the reference case are not at hand")
    text = document(path.read_text(encoding="utf-8"))
    return priorities(text, mentions(text.text), subject="RUS")


def test_the_article_holds_two_orders(article: Priorities) -> None:
    states, regions = sorted(article.rankings, key=lambda one: len(one.items()))
    assert states.tiers == (("CHN",), ("IND",), ("un-south-eastern-asia",))
    assert states.places == (("CHN", 1), ("IND", 2), ("un-south-eastern-asia", 3))
    assert regions.tiers == (("near-abroad",), ("Arctic",), ("west",), ("Antarctic",))
    assert regions.gaps == (1,)
    assert ("west", -2) in regions.places
    assert regions.confidence == "medium"
    assert states.confidence == "high"


def test_an_abstract_without_an_order_gives_none(originals: Path) -> None:
    path = originals.parent / "seeds" / "003_2117a2f783457581.txt"
    if not path.exists():
        pytest.skip("the articles on the reference case are not at hand")
    text = document(path.read_text(encoding="utf-8"))
    assert priorities(text, mentions(text.text), subject="RUS").rankings == ()
