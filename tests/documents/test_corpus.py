"""Documents from texts and files: passages, furniture, date, author, language, origin."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from datetime import date
from pathlib import Path

import pytest

from reorient.documents.corpus import document, read
from reorient.documents.sentences import sentences
from reorient.documents.text import Document
from reorient.errors import DocumentError
from tests.documents.pages import SENTENCE, docx, paragraph, pdf

OTHER = (
    "Nobody had expected that the port would open so early, since the railway to it was still being laid in the autumn."
)


def kinds(one: Document) -> list[tuple[str, str]]:
    return [(held.kind, one.text[held.start : held.end]) for held in one.passages]


def reasons(one: Document) -> dict[str, str]:
    return {one.text[held.start : held.end]: held.reason for held in one.passages if held.kind == "furniture"}


def only(path: Path, **options: date) -> Document:
    found = list(read(path, **options))  # type: ignore[arg-type]
    assert len(found) == 1
    return found[0]


def test_a_plain_text() -> None:
    one = document(f"A bridge\n\n{SENTENCE}\n\n- Asia\n- Europe\n\n{OTHER}", key="k", date=date(2020, 1, 2))
    assert [kind for kind, _ in kinds(one)] == ["heading", "paragraph", "item", "item", "paragraph"]
    assert (one.title, one.language, one.date, one.dated_by, one.key, one.origin) == (
        "A bridge",
        "en",
        date(2020, 1, 2),
        "given",
        "k",
        "k",
    )


def test_hard_line_breaks_are_no_paragraphs() -> None:
    wrapped = (
        "We gather here at a time when the world is changing\nfaster than ever before, and no state can "
        "stand\naside. The river that "
        "divides our lands has become\na bridge between them.\nThe second matter is trade. It grew by a "
        "tenth in\nthe last year and we "
        "expect it to grow further,\nas the port is enlarged.\n"
    )
    one = document(wrapped)
    assert len(one.passages) == 2
    assert [said.text[:12] for said in sentences(one)] == [
        "We gather he",
        "The river th",
        "The second m",
        "It grew by a",
    ]


def test_the_end_of_a_page_cuts_no_sentence() -> None:
    one = document(
        f"{SENTENCE[:60]}\n\n\n{SENTENCE[60:].strip()}\n"
        if SENTENCE[60] == " "
        else f"{SENTENCE[:62]}\n\n{SENTENCE[62:]}"
    )
    assert len(sentences(one)) == 1


def test_lines_without_wrapping_are_paragraphs() -> None:
    one = document(f"{SENTENCE}\n{OTHER}\n{SENTENCE}")
    assert [kind for kind, _ in kinds(one)] == ["paragraph"] * 3


@pytest.mark.parametrize(
    "line",
    [
        "Connect with us", "Subscribe to our newsletter", "Sign up for our weekly newsletter today",
        "Print ISSN", "Open Access",
        "Back to top", "Download PDF", "pp. 12-34", "Share this article", "Advertisement", "All rights reserved.",
        "By signing up, you agree to our terms of use.", "Read more", "* * *", "5 min read", "https://example.org/a?b=c",
        "This website uses cookies to give you the best experience.", "\u00a9 2020 The Press",
        "This article was first published by the Press.",
        "A bridge over the river (Image Credit: The Press)", "A bridge in fog. Photo: A. Writer", "12", "Page 3 of 9",
        "17 10-54827", "01/10/2015 A/70/PV.22",
    ],
)  # fmt: skip
def test_furniture_is_set_aside_visibly(line: str) -> None:
    one = document(f"{SENTENCE}\n\n{line}\n\n{OTHER}")
    assert line in reasons(one)
    assert all(reasons(one).values())
    assert [said.text for said in sentences(one)] == [SENTENCE, OTHER]


def test_what_follows_the_text() -> None:
    one = document(
        f"A bridge\n\n{SENTENCE}\n\n{OTHER}\n\n{SENTENCE}\n\nWritten by\n\nAnna Writer\n\nAnna Writer is a "
        f"reader in rivers at the "
        "University of the Plain.\n\nBridge in fog Bridge in fog\n\nWhy the Port Matters\n\nYou may also "
        "like\n\nTen Rivers to See\n"
    )
    assert [said.text for said in sentences(one)] == ["A bridge", SENTENCE, OTHER, SENTENCE]
    assert one.author == "Anna Writer"


def test_a_year_that_stands_alone_is_no_page_number() -> None:
    assert not reasons(document(f"{SENTENCE}\n\n2014\n\n{OTHER}"))


def test_works_and_comments() -> None:
    one = document(
        f"{SENTENCE}\n\n{OTHER}\n\n{SENTENCE}\n\nReferences\n\nA. Writer. Bridges and Trade. Plain Press, "
        f"2011.\n\nB. Reader, On Ports, "
        f"2014.\n\nLeave a reply\n\nI do not believe a word of this, for the river has no bridge at all and "
        f"trade has not grown in "
        "years, as everybody who lives there knows.\n"
    )
    assert {said.text for said in sentences(one)} == {SENTENCE, OTHER}
    assert set(reasons(one).values()) == {"list of works", "comments"}


def test_a_call_in_the_middle_takes_nothing_with_it() -> None:
    one = document(f"{SENTENCE}\n\nSubscribe to our newsletter\n\nThe port\n\n{OTHER}\n\n{SENTENCE}")
    assert [kind for kind, _ in kinds(one)] == ["paragraph", "furniture", "heading", "paragraph", "paragraph"]


def test_a_list_of_states_is_no_menu() -> None:
    one = document(f"{SENTENCE}\n\nThe order of our partners is:\nChina\nIndia\nIran\nTurkey\nBrazil\n")
    assert not reasons(one)


def test_running_heads() -> None:
    head = "Strategy of the Plain"
    one = document("\n\n".join(f"{head}\n\n{SENTENCE}\n\n{number}" for number in range(1, 5)))
    assert reasons(one) == {
        head: "repeated line",
        "1": "page number",
        "2": "page number",
        "3": "page number",
        "4": "page number",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Published on 3 April 2019\n\n{SENTENCE}", date(2019, 4, 3)),
        (f"A bridge\n\nBy Anna Writer, April 3, 2019\n\n{SENTENCE}", date(2019, 4, 3)),
        (f"Riverton, 3 April 2019\n\n{SENTENCE}", date(2019, 4, 3)),
        (f"On 3 April 2019, the Plain published a new strategy. {SENTENCE}", None),
        (f"03/04/2019\n\n{SENTENCE}", None),
        (f"23/04/2019\n\n{SENTENCE}", date(2019, 4, 23)),
        (f"Last updated 3 April 2019\n\n{SENTENCE}", None),
        (f"{SENTENCE}\n\n{OTHER}\n\nSources:\n\nA. Writer, On Ports, 3 April 2019\n", None),
    ],
)
def test_dates_in_a_text(text: str, expected: date | None) -> None:
    one = document(text)
    assert (one.date, one.dated_by) == (expected, "text" if expected else "")
    if expected is None:
        assert any("date" in note for note in one.notes)


@pytest.mark.parametrize(
    ("name", "expected", "told"),
    [
        ("2019-04-03_bridge.txt", date(2019, 4, 3), False),
        ("bridge_20190403.txt", date(2019, 4, 3), False),
        ("bridge 3 April 2019.txt", date(2019, 4, 3), False),
        ("bridge-2019-04.txt", date(2019, 4, 1), True),
        ("2019_strategy.txt", date(2019, 7, 1), True),
        ("plan_2010-2014.txt", None, True),
        ("vision_2095.txt", None, True),
    ],
)
def test_dates_in_a_name(tmp_path: Path, name: str, expected: date | None, told: bool) -> None:
    (tmp_path / name).write_text(SENTENCE, encoding="utf-8")
    one = only(tmp_path / name)
    assert one.date == expected
    assert one.dated_by == ("file name" if expected else "")
    assert bool(one.notes) == told


def test_the_given_date_counts(tmp_path: Path) -> None:
    (tmp_path / "2019-04-03.txt").write_text(SENTENCE, encoding="utf-8")
    one = only(tmp_path / "2019-04-03.txt", date=date(2001, 1, 1))
    assert (one.date, one.dated_by) == (date(2001, 1, 1), "given")


PAGE = f"""<!doctype html><html lang="en"><head><title>A bridge | The Press</title>
<meta property="og:title" content="A bridge"><meta name="author" content="Anna Writer">
<meta property="article:published_time" content="2019-04-03T10:00:00Z"><style>p {{ color: red }}</style></head>
<body class="page with-sidebar"><header><a href="/">The Press</a></header>
<nav><ul><li><a href="/a">World</a></li><li><a href="/b">Trade</a></li></ul></nav>
<div id="cookie-banner">We use cookies.</div>
<article><h1>A bridge</h1><p class="byline">By Anna Writer</p><p>{SENTENCE}</p><h2>The port</h2>
<p>{OTHER}<sup>1</sup> It
opened&nbsp;early &amp; well.</p><figure><img src="x"><figcaption>The bridge in fog</figcaption></figure>
<ol><li>Asia</li><li>Europe<ul><li>The south</li></ul></li></ol><blockquote>{SENTENCE}</blockquote>
<table><tr><th>State</th><th>Rank</th></tr><tr><td>Plain</td><td>1</td></tr></table>
<div class="related-posts"><a href="/c">Ten rivers</a></div></article>
<aside>{OTHER}</aside><footer>\u00a9 The Press</footer><script>alert("<p>no</p>")</script></body></html>"""


def test_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    one = only(tmp_path / "a.html")
    assert (one.title, one.author, one.date, one.dated_by) == ("A bridge", "Anna Writer", date(2019, 4, 3), "metadata")
    kept = [
        (held.kind, held.level, one.text[held.start : held.end]) for held in one.passages if held.kind != "furniture"
    ]
    assert kept == [
        ("heading", 1, "A bridge"),
        ("paragraph", 0, SENTENCE),
        ("heading", 2, "The port"),
        ("paragraph", 0, f"{OTHER}1 It opened early & well."),
        ("item", 1, "Asia"),
        ("item", 1, "Europe"),
        ("item", 2, "The south"),
        ("quote", 0, SENTENCE),
        ("table", 0, "State | Rank\nPlain | 1"),
    ]
    assert {"menu", "note on cookies", "byline", "caption", "teaser", "beside the text", "foot of the page"} <= set(
        reasons(one).values()
    )
    assert "alert" not in one.text
    assert "color" not in one.text


def test_a_class_that_marks_everything_marks_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<div class='social'><p>{SENTENCE}</p><p>{OTHER}</p></div>", encoding="utf-8")
    assert only(tmp_path / "a.html").words() == len(f"{SENTENCE} {OTHER}".split())


def test_markdown(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        f"---\ntitle: A bridge\nauthor: Anna Writer\ndate: 2019-04-03\n---\n# First\n\nTrade with **the "
        f"[east](http://e)** grew\n"
        f"and `grew` again.\n\nSecond\n======\n\n1. Asia\n2. _Europe_\n\n> "
        f"{SENTENCE}\n\n```\ncode\n```\n\n![Fog](f.png)\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: See the note.\n",
        encoding="utf-8",
    )
    one = only(tmp_path / "a.md")
    assert (one.title, one.author, one.date) == ("A bridge", "Anna Writer", date(2019, 4, 3))
    assert kinds(one) == [
        ("heading", "First"),
        ("paragraph", "Trade with the east grew\nand grew again."),
        ("heading", "Second"),
        ("item", "1. Asia"),
        ("item", "2. Europe"),
        ("quote", SENTENCE),
        ("furniture", "code"),
        ("furniture", "Fog"),
        ("table", "| a | b |\n| 1 | 2 |"),
        ("footnote", "See the note."),
    ]


def test_a_word_document(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(
        docx(
            paragraph("A bridge", "H1") + paragraph(SENTENCE) + paragraph("Asia", item=True) + paragraph(OTHER, "Q")
            + "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>State</w:t></w:r></w:p></w:tc>"
            + "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
            + "<w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>struck</w:delText></w:r></w:del></w:p>",
            notes="<w:footnote><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>",
            core="<dc:title>Bridges</dc:title><dc:creator>Anna "
            "Writer</dc:creator><dcterms:created>2019-04-03T10:00:00Z</dcterms:created>",
        )
    )  # fmt: skip
    one = only(tmp_path / "a.docx")
    assert (one.title, one.author, one.date, one.dated_by) == ("Bridges", "Anna Writer", date(2019, 4, 3), "metadata")
    assert kinds(one) == [
        ("heading", "A bridge"), ("paragraph", SENTENCE), ("item", "Asia"), ("quote", OTHER), ("table", "State | 1"),
        ("paragraph", "kept"), ("footnote", "A note."),
    ]  # fmt: skip
    assert any("made" in note for note in one.notes)


PAGES = (("second", "1"), ("third", "2"), ("fourth", "3"), ("fifth", "4"))


def test_a_pdf(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    lines = [
        "The two states agreed to build a {} bridge over the",
        "river, and trade between them grew by a tenth within a co-",
        "operative year of divi-",
        "sions. It was the",
        "{} bridge.",
    ]
    info = "/Title (Bridges) /Author (Anna Writer) /CreationDate (D:20190403100000Z)"
    (tmp_path / "a.pdf").write_bytes(
        pdf(
            [
                ["Strategy of the Plain", *(line.format(word) for line in lines), word_number]
                for word, word_number in PAGES
            ],
            info,
        )
    )
    one = only(tmp_path / "a.pdf")
    assert (one.title, one.author, one.date) == ("Bridges", "Anna Writer", date(2019, 4, 3))
    assert [said.text for said in sentences(one)][:2] == [
        "The two states agreed to build a second bridge over the river, and trade between them grew by a "
        "tenth within a co-operative "
        "year of divisions.",
        "It was the second bridge.",
    ]
    assert set(reasons(one)) == {"Strategy of the Plain", "1", "2", "3", "4"}


def test_records(tmp_path: Path) -> None:
    records = [
        {
            "id": 7,
            "url": "http://e/7",
            "date": "2019-04-03",
            "title": "A bridge",
            "lead": OTHER,
            "text": f"{SENTENCE}\nIt opened.",
        },
        {"headline": "Only a title", "text": None},
    ]
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, records)).encode()))
    (tmp_path / "a.json").write_text(json.dumps({"items": records}), encoding="utf-8")
    for name in ("a.jsonl.gz", "a.json"):
        first, second = read(tmp_path / name)
        assert (first.key, first.origin, first.title, first.date, first.dated_by) == (
            "7",
            "http://e/7",
            "A bridge",
            date(2019, 4, 3),
            "metadata",
        )
        assert [kind for kind, _ in kinds(first)] == ["paragraph"] * 3
        assert second.text == "Only a title"
        assert any("no text" in note for note in second.notes)


def test_who_speaks() -> None:
    one = document(
        f"A meeting\n\nPresident of the Plain Anna Orator: {SENTENCE}\n\n{OTHER}\n\nBoris Guest: Thank "
        f"you.\n\nAnna Orator: {OTHER}\n\n"
        f"Boris Guest: {SENTENCE}\n"
    )
    assert [held.speaker for held in one.passages] == [
        "",
        *["President of the Plain Anna Orator"] * 2,
        "Boris Guest",
        "Anna Orator",
        "Boris Guest",
    ]


def test_folders_and_archives(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    (folder / "in").mkdir(parents=True)
    (folder / "a.txt").write_text(SENTENCE, encoding="utf-8")
    (folder / "in" / "b.md").write_text(OTHER, encoding="utf-8")
    (folder / "c.xlsx").write_bytes(b"PK\x03\x04")
    (folder / ".hidden.txt").write_text("no", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as archive, tarfile.open(tmp_path / "f.tar.xz", "w:xz") as tar:
        for one in sorted(folder.rglob("*")):
            if one.is_file():
                archive.write(one, one.relative_to(folder))
                tar.add(one, one.relative_to(folder).as_posix())
    for path in (folder, tmp_path / "f.zip", tmp_path / "f.tar.xz"):
        found = {one.key: one.text for one in read(path)}
        assert found == {"a.txt": SENTENCE, "in/b.md": OTHER}
    assert next(iter(read(tmp_path / "f.zip"))).origin == "f.zip: a.txt"


def test_the_general_debate_as_published(tmp_path: Path) -> None:
    speech = ("\ufeff" + "1.\tMr. President, we thank you.\n2.\tThe **Plain** stands for peace.\n").encode()
    with tarfile.open(tmp_path / "u.tar.xz", "w:xz") as tar:
        for name in ("Session 69 - 2014/PLN_69_2014.txt", "Session 69 - 2014/._PLN_69_2014.txt", "README.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(speech)
            tar.addfile(info, io.BytesIO(speech))
    one = next(iter(read(tmp_path / "u.tar.xz")))
    assert (one.author, one.date, one.dated_by) == ("PLN", date(2014, 9, 25), "file name")
    assert [said.text for said in sentences(one)] == ["Mr. President, we thank you.", "The Plain stands for peace."]
    from reorient.documents.general_debate import speeches

    assert [found.key for found in speeches(tmp_path, first=2014, states=frozenset({"PLN"}))] == [
        "Session 69 - 2014/PLN_69_2014.txt"
    ]
    assert list(speeches(tmp_path, first=2015)) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (SENTENCE, "en"),
        ("Les deux pays ont décidé de construire un pont sur la rivière et le commerce est en hausse pour tous.", "fr"),
        (
            "Die beiden Staaten haben beschlossen, eine Brücke über den Fluss zu bauen, und der Handel ist gewachsen.",
            "de",
        ),
        ("Los dos países han decidido construir un puente sobre el río y el comercio es más grande que antes.", "es"),
        (
            "Две страны решили построить мост через реку, и торговля между ними выросла на десять процентов за год.",
            "ru",
        ),
        (
            "Дві країни вирішили збудувати міст через річку, і торгівля між ними зросла на десять відсотків "
            "за рік та ще більше.",
            "uk",
        ),
        ("两国决定在河上建造一座桥，贸易增长了百分之十。", "zh"),
        ("両国は川に橋を架けることを決めた。貿易は一割増えた。", "ja"),
        ("두 나라는 강 위에 다리를 놓기로 했다. 무역이 늘었다.", "ko"),
        ("قررت الدولتان بناء جسر على النهر في هذا العام من أجل التجارة التي كانت تنمو إلى حد كبير", "ar"),
        ("دو کشور تصمیم گرفتند که پلی را بر رود بسازند و تجارت این دو کشور با هم در سال است", "fa"),
        ("Asia", "und"),
        ("12 34 56", "und"),
    ],
)
def test_languages(text: str, code: str) -> None:
    one = document(text)
    assert one.language == code
    assert any("English" in note or "cannot be told" in note for note in one.notes) == (code != "en")


@pytest.mark.originals
def test_the_three_articles(originals: Path) -> None:
    """What a person sets aside on the three pages, by counts and by the passages at their ends."""
    folder = originals.parent / "seeds"
    if not folder.is_dir():
        pytest.skip("the three articles are not at hand")
    found = {one.key[:3]: one for one in read(folder)}
    first, second, third = found["000"], found["003"], found["004"]
    counts = {key: sum(held.kind not in {"furniture"} for held in one.passages) for key, one in found.items()}
    assert counts == {"000": 18, "003": 12, "004": 29}
    assert {one.language for one in found.values()} == {"en"}
    assert {one.date for one in found.values()} == {None}
    assert first.title == "Russia Pivots to Asia"
    assert first.author == "Oleg Yanovsky"
    assert second.author == "Jeffrey Mankoff"
    assert "list of works" in reasons(third).values()
    text = " ".join(said.text for one in found.values() for said in sentences(one))
    for word in ("newsletter", "cookies", "Prigozhin", "ISSN", "Credit", "HEIP", "MGIMO", "Mearsheimer and"):
        assert word not in text
    assert "Mearsheimer" in text


@pytest.mark.originals
def test_pages_of_the_kremlin(originals: Path) -> None:
    one = next(iter(read(originals / "texts" / "kremlin" / "raw_html_samples" / "58537.html.gz")))
    assert (one.title, one.date) == ("Eastern Economic Forum plenary session", date(2018, 9, 12))
    assert any(held.speaker == "President of Russia Vladimir Putin" for held in one.passages)
    kept = [one.text[held.start : held.end] for held in one.passages if held.kind != "furniture"]
    assert kept[0] == one.title
    assert not [text for text in kept if "Version for People" in text or "Personal data" in text]


@pytest.mark.originals
def test_a_year_of_the_general_debate(originals: Path) -> None:
    """167 speeches were held in 1992 and 193 in 2022 (manifest of the corpus)."""
    from reorient.documents.general_debate import speeches

    archive = originals / "texts" / "ungdc" / "ungdc_txt_1992-2024.tar.xz"
    found = [(one.date.year, one.author) for one in speeches(archive) if one.date and one.date.year in {1992, 2022}]
    assert sum(year == 1992 for year, _ in found) == 167
    assert sum(year == 2022 for year, _ in found) == 193


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="No file"):
        list(read(tmp_path / "none.txt"))
