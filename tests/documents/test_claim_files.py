"""Claims written to TOML and read back; what is refused and in which words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reorient.documents.claims import Claim, Period, Quantity
from reorient.documents.claims.claim_files import read_claims, text_of, write_claims
from reorient.documents.claims.grammar import of_sentence
from reorient.errors import DocumentError

SENTENCES = (
    "Trade between China and India doubled between 2009 and 2018.",
    "In 2015 Vietnam was the second largest buyer of Russian arms in Asia.",
    "No Asian state imposed sanctions on Russia.",
    "Chile joined the OECD in May 2010.",
)


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    claims = tuple(claim for text in SENTENCES for claim in of_sentence(text, on=date(2020, 1, 1)))
    assert len(claims) == len(SENTENCES)
    write_claims(tmp_path / "claims.toml", claims, about="a document")
    assert read_claims(tmp_path / "claims.toml") == claims


@given(st.text(max_size=40))
def test_any_sentence_survives(text: str) -> None:
    import tomllib

    held = tomllib.loads(text_of([Claim("level", "CHN", sentence=text)]))
    assert held["claim"][0].get("sentence", "") == text


def test_a_person_may_write_names_and_years(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        '[[claim]]\nkind = "share"\nwho = "Russia"\nwhom = "China"\nvariable = "exports"\nyears = 2013\n'
        'quantity = { low = 6.8, high = 6.8, unit = "percent" }\n',
        encoding="utf-8",
    )
    [claim] = read_claims(path)
    assert (claim.who, claim.whom) == ("RUS", "CHN")
    assert claim.period == Period(2013, 2013)
    assert claim.quantity == Quantity(6.8, 6.8, "percent")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("kind = 3", "no who"),
        ('kind = "guess"\nwho = "RUS"', "kind = 'guess'"),
        ('kind = "level"\nwho = "Ruritania"', "'Ruritania'"),
        ('kind = "level"\nwho = "RUS"\nvariable = "exprots"', "Did you mean 'exports'"),
        ('kind = "level"\nwho = "RUS"\nwhome = "CHN"', "Did you mean 'whom'"),
        ('kind = "rank"\nwho = "RUS"\nplace = "second"', "a whole number"),
        ('kind = "rank"\nwho = "RUS"\nwithin = "atlantis"', "the group 'atlantis'"),
        ('kind = "level"\nwho = "RUS"\nperiod = { first = 2013 }', "every field without a default"),
        ('kind = "level"\nwho = "RUS"\nyears = "2013"', "a year or"),
        ('kind = "level"\nwho = "RUS"\nquantity = { low = 3, high = 2, unit = "usd" }', "low to be no more than high"),
        ('kind = "level"\nwho = "RUS"\nquantity = { low = "x", high = 2, unit = "usd" }', "quantity.low"),
        ('kind = "level"\nwho = "RUS"\nnegated = 1', "true or false"),
        ('kind = "level"\nwho = "RUS"\ndoubts = "x"', "a list of texts"),
    ],
)
def test_what_is_refused(tmp_path: Path, body: str, words: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(f"[[claim]]\n{body}\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"claim 1 of bad\.toml") as told:
        read_claims(path)
    assert words in str(told.value)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"[[claim", b"", b"claim = 3"])
def test_no_toml(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(data)
    with pytest.raises(DocumentError):
        read_claims(path)
