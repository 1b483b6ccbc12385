"""The brief from the starter record: any state and group, figures with their marks, a page that stands alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import polars as pl
import pytest

from reorient.errors import ActorError, GroupError, InvalidOption
from reorient.record.store import Record, starter_folder
from reorient.report.brief import FIGURE, Brief, brief


@pytest.fixture(scope="module")
def record() -> Iterator[Record]:
    with Record.open(starter_folder()) as opened:
        yield opened


@pytest.fixture(scope="module")
def reference(record: Record) -> Brief:
    return brief(record, "RUS", toward="asia")


class Loads(HTMLParser):
    """Collects everything a browser would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in ("script", "iframe", "object", "embed", "link", "img", "video", "audio"):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name in named if name.startswith("on") or name == "src"]
        if tag not in ("meta", "br", "path", "use"):
            self.open.append(tag)


def test_the_page_stands_alone(reference: Brief) -> None:
    page = reference.html()
    loads = Loads()
    loads.feed(page)
    assert loads.found == []
    assert not re.search(r"@import|url\(", page)
    assert page.count("<svg") >= 10
    assert page.count("<svg") == page.count("</desc>")
    assert "Etalab" in page


def test_every_figure_has_its_marks(reference: Brief) -> None:
    figures = reference.figures
    assert figures.schema == FIGURE
    assert figures.height > 300
    for column in ("figure", "unit", "period", "status", "source"):
        assert figures[column].str.len_chars().min() > 0, column
    assert set(figures["source"].unique()) <= {origin.key for origin in reference.origins}
    nothing = figures.filter(pl.col("rows") == 0)
    assert (nothing["value"] == 0).all(), "only a count of a covered year may rest on no row"


def value(found: Brief, figure: str, period: str, source: str) -> float:
    rows = found.figures.filter(
        (pl.col("figure") == figure) & (pl.col("period") == period) & (pl.col("source") == source)
    )
    return float(rows["value"].item())


def test_known_figures_of_the_reference_case(record: Record) -> None:
    china = brief(record, "RUS", toward="CHN")
    # published sums, rounded to 0.1 bn and 1 Mt
    for year, known in (("2000", 5.1), ("2013", 37.5), ("2020", 49.3)):
        assert value(china, "goods exports toward CHN", year, "baci_totals") / 1e9 == pytest.approx(known, abs=0.06)
    for year, known in (("2013", 23), ("2023", 100)):
        found = value(china, "crude oil exports by weight toward CHN", year, "baci_energy") / 1e6
        assert found == pytest.approx(known, abs=0.6)
    for year, known in (("1995", 0.447), ("2010", 0.739), ("2022", 0.713)):
        found = value(china, "agreement in UN votes: mean over China", year, "unga")
        assert found == pytest.approx(known, abs=0.0006)


def test_the_same_tie_in_every_source_is_shown(reference: Brief) -> None:
    titles = [section.title for section in reference.sections]
    assert "Do the sources agree on goods exports?" in titles


@pytest.mark.parametrize(
    ("state", "toward"),
    [
        ("VNM", "west"),
        ("GEO", "eu"),
        ("USA", "asia"),
        ("DEU", "near-abroad"),
        ("NRU", "asia"),
        ("Brazil", "CHN,IND"),
        ("TWN", "asean"),
    ],
)
def test_any_state_and_group(record: Record, state: str, toward: str) -> None:
    found = brief(record, state, toward=toward, first=1995)
    assert found.text(width=100)
    assert max(len(line) for line in found.text(width=100).splitlines()) <= 130
    assert found.figures["value"].drop_nulls().is_finite().all()
    shares = found.figures.filter(pl.col("figure").str.ends_with("share"))["value"].drop_nulls()
    assert shares.is_between(0, 100 + 1e-9).all()


def test_periods_are_kept(record: Record) -> None:
    found = brief(record, "RUS", toward="asia", first=2005, last=2010)
    years = found.figures["period"].str.slice(0, 4).cast(pl.Int32)
    assert years.min() >= 2005
    assert found.figures["period"].str.slice(-4).cast(pl.Int32).max() <= 2010


def test_hostile_names_are_escaped(record: Record, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("groups") / "own.toml"
    path.write_text('[evil]\ntitle = "<script>alert(1)</script>"\nmembers = ["CHN"]\n', encoding="utf-8")
    page = brief(record, "RUS", toward="evil", groups=path, first=2018).html()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("arguments", "kind", "text"),
    [
        ({"state": "Rusia", "toward": "asia"}, ActorError, "Did you mean"),
        ({"state": "RUS", "toward": "azia"}, GroupError, "neither a group nor an actor"),
        ({"state": "RUS", "toward": "RUS"}, GroupError, "no member besides"),
        ({"state": "RUS", "toward": "asia", "first": 2020, "last": 2010}, InvalidOption, "not after the last"),
        ({"state": "CSK", "toward": "west", "first": 2000}, InvalidOption, "did not exist"),
    ],
)
def test_refusals(record: Record, arguments: dict[str, object], kind: type[Exception], text: str) -> None:
    state = str(arguments.pop("state"))
    with pytest.raises(kind, match=text):
        brief(record, state, **arguments)  # type: ignore[arg-type]


def test_the_same_input_gives_the_same_bytes(record: Record) -> None:
    first = brief(record, "RUS", toward="asia", first=2010)
    again = brief(record, "RUS", toward="asia", first=2010)
    assert first.html() == again.html()


def test_citations(reference: Brief) -> None:
    text = reference.citations()
    assert text.count("@misc{") == len(reference.origins)
    assert text.count("{") == text.count("}")
