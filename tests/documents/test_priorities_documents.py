"""Orders that a person sees in documents written for the purpose, and documents in which there is none."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from reorient.documents.corpus import read
from reorient.documents.mentions import mentions
from reorient.documents.priorities import Priorities, priorities
from reorient.documents.priorities.ranking import Ranking
from reorient.documents.text import Document

HERE = Path(__file__).parent / "priorities"
EXPECTED = sorted(HERE.glob("*.toml"))
WITHOUT = sorted((HERE / "none").iterdir())


def told(path: Path, subject: str = "") -> tuple[Document, Priorities]:
    (document,) = read(path)
    return document, priorities(document, mentions(document.text), subject=subject)


def seen(ranking: Ranking, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return what an order says about the keys that the expectation names."""
    every = {
        "way": ranking.way,
        "tiers": [list(tier) for tier in ranking.tiers],
        "confidence": ranking.confidence,
        "within": ranking.within,
        "gaps": list(ranking.gaps),
        "unknown": [list(pair) for pair in ranking.unknown],
        "conflicts": len(ranking.conflicts),
    }
    return {key: every[key] for key in wanted}


def by_tiers(wanted: dict[str, Any]) -> str:
    return str(wanted["tiers"])


def test_there_are_enough_documents_of_many_forms() -> None:
    texts = [path for path in HERE.iterdir() if path.suffix in {".txt", ".md", ".html"}]
    assert len(texts) == len(EXPECTED) >= 10
    assert {path.suffix for path in texts} == {".txt", ".md", ".html"}


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_the_order_is_the_one_a_person_sees(expected: Path) -> None:
    wanted = tomllib.loads(expected.read_text(encoding="utf-8"))
    path = next(p for p in HERE.iterdir() if p.stem == expected.stem and p.suffix != ".toml")
    document, found = told(path, wanted.get("subject", ""))
    for kind, rankings in (("ranking", found.rankings), ("formerly", found.formerly)):
        orders = sorted(wanted.get(kind, []), key=by_tiers)
        rankings = tuple(sorted(rankings, key=lambda one: str([list(tier) for tier in one.tiers])))
        assert [[list(tier) for tier in one.tiers] for one in rankings] == [one["tiers"] for one in orders]
        for ranking, order in zip(rankings, orders, strict=True):
            assert seen(ranking, order) == order
            for evidence in ranking.evidence:
                assert 0 <= evidence.start < evidence.end <= len(document.text)
                items = set(ranking.items()).union(*(one.items for one in ranking.conflicts))
                assert set(evidence.items) <= items


@pytest.mark.parametrize("path", WITHOUT, ids=lambda path: path.stem)
def test_no_order_where_there_is_none(path: Path) -> None:
    _, found = told(path)
    assert [one.tiers for one in found.rankings] == []
    assert found.formerly == ()


@pytest.mark.parametrize("name", ["alphabet.md", "bullets.md", "no_order.html", "wishes.txt"])
def test_what_looks_like_an_order_is_shown_with_the_reason(name: str) -> None:
    document, found = told(HERE / "none" / name)
    assert found.set_aside
    assert all(one.why and document.text[one.start : one.end] for one in found.set_aside)


def test_space_stands_beside_every_order() -> None:
    _, found = told(HERE / "02_brazil_page.html", "BRA")
    assert len(found.beside) == len(found.rankings)
    space = found.beside[0]
    assert space is not None
    assert space.way == "space"
    assert space.confidence == "low"
    assert set(space.items()) <= set(found.rankings[0].items())
    assert list(space.weights) == sorted(space.weights, reverse=True)


def test_a_text_without_words_gives_nothing(tmp_path: Path) -> None:
    path = tmp_path / "short.txt"
    path.write_text("Nothing is said here about anybody.\n", encoding="utf-8")
    _, found = told(path)
    assert (found.rankings, found.formerly, found.alone, found.set_aside) == ((), (), (), ())
