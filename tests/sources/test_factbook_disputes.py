"""Listed disputes: what names a state in prose, what does not, and how often the rules are right."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from reorient.errors import UnknownCode, UnreadableOriginal
from reorient.record.checks import check_ties
from reorient.sources.factbook_disputes import SOURCES, named, read
from reorient.sources.figures import check_batch
from reorient.sources.formats import read_csv_exact

HEADER = "edition_year,name_in_edition,country,field,text"
SAMPLE = Path(__file__).with_name("factbook_disputes_read_by_hand.csv")


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("islands claimed by Japan", "JPN"),
        ("Venezuela's claim to the Essequibo", "VEN"),
        ("claims French-administered Mayotte", "FRA"),
        ("UK-administered islands, also claimed by Mauritius", "GBR MUS"),
        ("overlaps Argentine and British claims", "ARG GBR"),
        ("demarcation of the Kazakh-Uzbek borders", "KAZ UZB"),
        ("the Chad-Niger and Niger-Nigeria boundaries", "NER NGA TCD"),
        ("boundary with the Democratic Republic of the Congo", "COD"),
        ("boundary with the Republic of the Congo", "COG"),
        ("boundary with South Sudan and Sudan", "SDN SSD"),
        ("disputes with Guinea-Bissau, Equatorial Guinea and Papua New Guinea", "GNB GNQ PNG"),
        ("the Dominican Republic and Dominica", "DMA DOM"),
        ("Jordan-Iraq : the two signed an agreement; Jordan-Israel : none identified", "IRQ JOR"),
        ("occupied by the Soviet Union in 1945, now administered by Russia", "RUS"),
        ("US-administered Navassa Island", "USA"),
    ],
)
def test_what_names_a_state(text: str, states: str) -> None:
    assert named(text, 2015) == tuple(states.split())


@pytest.mark.parametrize(
    "text",
    [
        "the code of conduct in the South China Sea and the East China Sea",
        "an exclusive economic zone in the Sea of Japan",
        "maritime boundary in the Gulf of Guinea",
        "a resident of New Mexico",
        "water of Lake Chad, Lake Malawi and the Niger River",
        "rights on the Jordan River",
        "claims Bassas da India and South Georgia",
        "Northern Ireland issue",
        "the island of New Guinea",
        "ethnic Serbs and Russian-speaking minorities",
        "Afghan refugees and Ugandan rebels",
        "Haitians cross into neighboring states",
        "none LIBERIA Introduction",
        "acceptance or recognition by the US Government",
        "between us and them",
        "claims area in French Guiana",
    ],
)
def test_what_names_no_state(text: str) -> None:
    assert named(text, 2015) == ()


def test_a_state_is_named_only_while_it_lives() -> None:
    assert named("boundary with Serbia", 2000) == ("YUG",)
    assert named("boundary with Serbia", 2010) == ("SRB",)
    assert named("property of Czechoslovakia", 1995) == ()
    assert named("boundary with Eritrea", 1990) == ()


def written(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "entries.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def test_an_entry_becomes_directed_ties_and_silence_is_covered(tmp_path: Path) -> None:
    batch = read(
        [
            written(
                tmp_path,
                '2000,Japan,Japan,Disputes - international,"islands occupied by Russia; Japan claims them"',
                "2001,Japan,Japan,Disputes - international,none",
                '2003,Japan,Japan,Disputes - international,"rocks disputed with South Korea"',
                "2003,Aruba,Aruba,Disputes - international,none",
                "2003,Japan,Japan,Area,boundary with China",
            )
        ]
    )
    check_ties(batch.ties, source="factbook_disputes")
    rows = [(s, r, p.year) for s, r, p in batch.ties.select("sender", "receiver", "period").iter_rows()]
    assert rows == [("JPN", "KOR", 2003), ("JPN", "RUS", 2000)]
    runs = [(row.actor, row.first.year, row.last.year, row.absence) for row in batch.coverage]
    assert runs == [("JPN", 2000, 2001, "zero"), ("JPN", 2003, 2003, "zero")]
    assert [item.examples for item in batch.set_aside] == [("Aruba",)]


def test_ended_states_are_read_under_their_own_name(tmp_path: Path) -> None:
    line = '1990,German Democratic Republic,Germany,Disputes,"it is US policy; boundary with Poland"'
    batch = read([written(tmp_path, line)])
    assert batch.ties.select("sender", "receiver").rows() == [("DDR", "POL"), ("DDR", "USA")]


def test_bad_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableOriginal, match="holds no entry on disputes"):
        read([written(tmp_path, "2000,Japan,Japan,Area,large")])
    with pytest.raises(UnreadableOriginal, match="lacks column 'text'"):
        read([written(tmp_path, "2000,Japan,Japan,Disputes,none", header=HEADER.replace("text", "entry"))])
    with pytest.raises(UnreadableOriginal, match="no flow"):
        read([written(tmp_path, "last year,Japan,Japan,Disputes,none")])
    with pytest.raises(UnknownCode, match="Ruritania"):
        read([written(tmp_path, "2000,Ruritania,Ruritania,Disputes,none")])
    packed = tmp_path / "entries.csv.gz"
    packed.write_bytes(b"\x1f\x8b\x08\x00cut")
    with pytest.raises(UnreadableOriginal, match="cut short or damaged"):
        read([packed])


def scores(originals: Path, column: str) -> tuple[float, float, list[str]]:
    """Return precision and recall of the rules against what a reader wrote down, and where they differ."""
    entries = read_csv_exact(originals / SOURCES[0].originals[0])
    right = found = wanted = 0
    differ = []
    with SAMPLE.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            entry = entries.filter((pl.col("edition_year") == row["edition"]) & (pl.col("country") == row["country"]))
            text = entry["text"][0]
            own = {"Burkina Faso": "BFA"}
            told = set(named(text, int(row["edition"])))
            told -= {sender(row["country"], int(row["edition"]))} | set(own.get(row["country"], "").split())
            truth = set(row[column].split())
            right, found, wanted = right + len(told & truth), found + len(told), wanted + len(truth)
            if told != truth:
                differ.append(f"{row['edition']} {row['country']}: +{sorted(told - truth)} -{sorted(truth - told)}")
    return right / found, right / wanted, differ


def sender(country: str, year: int) -> str:
    frame = pl.DataFrame({"country": [country], "year": [year]})
    from reorient.sources.coding import to_actors

    return str(to_actors(frame, "country", scheme="factbook_disputes", into="actor", names=True)[0]["actor"].item())


@pytest.mark.originals
def test_the_rules_against_sixty_entries_read_by_hand(originals: Path) -> None:
    precision, recall, differ = scores(originals, "named")
    assert precision >= 0.97, differ
    assert recall >= 0.97, differ


@pytest.mark.originals
def test_a_named_state_need_not_be_a_party(originals: Path) -> None:
    """Three of four states that an entry names are in dispute with the state whose entry it is."""
    precision, recall, _ = scores(originals, "in_dispute")
    assert 0.65 <= precision <= 0.85
    assert recall >= 0.95


@pytest.mark.originals
def test_figures(originals: Path) -> None:
    source = SOURCES[0]
    batch = read([originals / source.originals[0]])
    check_ties(batch.ties, source=source.origin.key)
    assert [line for line in check_batch(source, batch) if line[0] != "ok"] == []
