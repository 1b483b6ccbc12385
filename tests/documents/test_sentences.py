"""Where sentences end: abbreviations, line breaks, footnotes, quotes, figures, bullets; offsets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reorient.documents.corpus import document
from reorient.documents.sentences import sentences, spans


def split(text: str) -> list[str]:
    return [" ".join(text[first:last].split()) for first, last in spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trade grew. It doubled.", ["Trade grew.", "It doubled."]),
        ("The U.S. Navy sailed. The port closed.", ["The U.S. Navy sailed.", "The port closed."]),
        ("They sold it to the U.S. The price rose.", ["They sold it to the U.S.", "The price rose."]),
        ("Mr. Ito met Gen. Park and Dr. Lee. They talked.", ["Mr. Ito met Gen. Park and Dr. Lee.", "They talked."]),
        ("In St. Petersburg V. V. Orlov spoke. He left.", ["In St. Petersburg V. V. Orlov spoke.", "He left."]),
        ("Resolution No. 5 passed. No. 6 did not.", ["Resolution No. 5 passed.", "No. 6 did not."]),
        ("Did it pass? No. It failed!", ["Did it pass?", "No.", "It failed!"]),
        ("Some partners, e.g. India, buy oil. Others, i.e. Japan, buy gas.", None),
        ("It rose by 3.5 percent to $2.3 million. Then it fell.", ["It rose by 3.5 percent to $2.3 million.",
        "Then it fell."]),
        ("It was signed on Sept. 3, 2015. It holds.", ["It was signed on Sept. 3, 2015.", "It holds."]),
        ("It looked away from the West.1 Many saw it.", ["It looked away from the West.", "Many saw it."]),
        ("They saw a new axis.12", ["They saw a new axis."]),
        ("They saw an axis.[3] Others did not.", ["They saw an axis.", "Others did not."]),
        ("He said: \u201cWe turn east.\u201d She agreed.", ["He said: \u201cWe turn east.\u201d", "She agreed."]),
        ("\u201cWill you join?\u201d asked the host. We will.", ["\u201cWill you join?\u201d asked the host.",
        "We will."]),
        ("We waited\u2026 The answer came. And then... nothing.", ["We waited\u2026", "The answer came.",
        "And then... nothing."]),
        ("The pact\nwas signed\nin the capital. It\nholds.", ["The pact was signed in the capital.", "It holds."]),
        ("It ended western influence.Added to that, trade grew.", ["It ended western influence.",
        "Added to that, trade grew."]),
        ("See www.example.Org for more. It helps.", ["See www.example.Org for more.", "It helps."]),
        ("Acme Ltd. sold wheat. Bolt Inc. The rest followed.", ["Acme Ltd. sold wheat.", "Bolt Inc.",
        "The rest followed."]),
        ("It began before World War I. The war ended it.", ["It began before World War I.", "The war ended it."]),
        ("On pp. 12-14 of vol. 3 it says so. See ch. IV for more.", ["On pp. 12-14 of vol. 3 it says so.",
        "See ch. IV for more."]),
        ("\u2022 \u2022 Partners gain. They trade.", ["Partners gain.", "They trade."]),
        ("(a) Asia comes first. (b) Europe follows.", None),
        ("12. Asia comes first.", ["Asia comes first."]),
        ("In 2014. Then came 2015.", ["In 2014.", "Then came 2015."]),
        ("\u4e2d\u56fd\u662f\u4f19\u4f34\u3002\u8d38\u6613\u589e\u957f\u3002",
        ["\u4e2d\u56fd\u662f\u4f19\u4f34\u3002", "\u8d38\u6613\u589e\u957f\u3002"]),
        ("\u0422\u043e\u0440\u0433\u043e\u0432\u043b\u044f \u0440\u0430\u0441\u0442\u0451\u0442. "
        "\u041c\u044b \u0440\u0430\u0434\u044b.", None),
        ("", []),
        ("   \n ", []),
    ],
)  # fmt: skip
def test_where_sentences_end(text: str, expected: list[str] | None) -> None:
    found = split(text)
    if expected is None:
        assert len(found) == 2
    else:
        assert found == expected


def test_a_byte_order_mark_belongs_to_no_sentence() -> None:
    one = document("\ufeffTrade grew. It doubled.")
    assert [s.text for s in sentences(one)] == ["Trade grew.", "It doubled."]
    assert sentences(one)[0].start == 0


def test_offsets_point_at_the_words() -> None:
    text = "First principles\n\nTrade with\r\nthe east grew.  It \u00a0 doubled.\n\n- One item. Two items.\n"
    one = document(text)
    for said in sentences(one):
        assert " ".join(one.text[said.start : said.end].split()) == said.text
        held = one.passages[said.passage]
        assert held.start <= said.start < said.end <= held.end


def test_furniture_and_tables_have_no_sentences() -> None:
    one = document(
        "Trade grew by a tenth last year, and the two sides agreed to build a second bridge over the river "
        "within three years.\n\n"
        "This website uses cookies. Please accept our cookies.\n"
    )
    assert len(sentences(one)) == 1


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='aB1 .!?\n\u2019\u201d)"([\u2022-\ufeff\u3002,;', max_size=120))
def test_any_text_is_covered_in_order(text: str) -> None:
    one = document(text)
    last = 0
    for held in one.passages:
        assert held.start >= last
        assert not one.text[last : held.start].strip()
        assert one.text[held.start : held.end].strip()
        last = held.end
    assert not one.text[last:].strip()
    last = 0
    for said in sentences(one):
        assert last <= said.start < said.end
        last = said.end
