"""Opening originals: every cell as printed, and one clear refusal for everything that is not the producer's file."""

from __future__ import annotations

import csv
import gzip
import io
import lzma
import tarfile
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from reorient.errors import UnreadableOriginal
from reorient.sources import formats
from tests.sources.small_workbook import workbook

CELL = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"), blacklist_characters="\x85"), max_size=8)
NAME = st.text(st.characters(whitelist_categories=("Ll", "Nd")), min_size=1, max_size=6)


@st.composite
def tables(draw: st.DrawFn) -> pl.DataFrame:
    names = draw(st.lists(NAME, min_size=2, max_size=4, unique=True))
    rows = draw(st.lists(st.tuples(*[CELL] * len(names)), min_size=1, max_size=6))
    rows = [("x", *row[1:]) for row in rows]  # a line of empty cells is no row
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def printed(frame: pl.DataFrame, separator: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerows([frame.columns, *frame.rows()])
    return out.getvalue()


@given(tables(), st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_a_table_comes_back_as_printed(frame: pl.DataFrame, separator: str, encoding: str) -> None:
    raw = printed(frame, separator).encode(encoding)
    text = raw.decode("utf-16") if encoding == "utf-16" else formats.decode(raw, "t.csv")
    assert_frame_equal(formats.parse_csv(text, "t.csv", separator=separator), frame)


@given(tables(), st.sampled_from(["plain", "gzip", "xz"]))
@settings(max_examples=40)
def test_packing_changes_nothing(frame: pl.DataFrame, packing: str) -> None:
    raw = printed(frame, ",").encode()
    packed = {"plain": raw, "gzip": gzip.compress(raw), "xz": lzma.compress(raw)}[packing]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(packed)
        assert_frame_equal(formats.read_csv_exact(path), frame)


@given(tables(), st.sampled_from(["gzip", "xz"]), st.data())
@settings(max_examples=60)
def test_a_packed_file_cut_anywhere_is_refused(frame: pl.DataFrame, packing: str, data: st.DataObject) -> None:
    raw = printed(frame, ",").encode()
    packed = gzip.compress(raw) if packing == "gzip" else lzma.compress(raw)
    cut = data.draw(st.integers(min_value=6, max_value=len(packed) - 1))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(packed[:cut])
        with pytest.raises(UnreadableOriginal):
            formats.read_csv_exact(path)


@given(tables(), st.data())
def test_a_line_with_another_number_of_cells_is_refused(frame: pl.DataFrame, data: st.DataObject) -> None:
    lines = printed(frame, ",").splitlines()
    place = data.draw(st.integers(min_value=1, max_value=len(lines) - 1))
    lines[place] += ",more"
    with pytest.raises(UnreadableOriginal, match=r"lines do not have \d cells"):
        formats.parse_csv("\n".join(lines), "t.csv")


def test_the_end_of_a_table_is_missed(tmp_path: Path) -> None:
    path = tmp_path / "cut.csv"
    path.write_text("a,b,c\n1,2,3\n4,5", encoding="utf-8")
    with pytest.raises(UnreadableOriginal) as caught:
        formats.read_csv_exact(path)
    assert str(caught.value) == (
        "cut.csv: 1 lines do not have 3 cells (data line 2). Expected: 3 cells separated by ',' on every line. "
        "To go on: the file may be cut short or edited; download it again."
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"\n \n", gzip.compress(b"", mtime=0), lzma.compress(b" ")],
    ids=["nothing", "blank lines", "packed nothing", "packed blank"],
)
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableOriginal, match=r"empty\.csv (is empty|holds no rows)"):
        formats.read_csv_exact(path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableOriginal, match=r"No file at absent\.csv"):
        formats.read_csv_exact(tmp_path / "absent.csv")


def test_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes("name,value\nCôte d'Ivoire,1\n".encode("latin-1"))
    with pytest.raises(UnreadableOriginal, match="is not utf-8 at byte 12"):
        formats.read_csv_exact(path)
    assert formats.read_csv_exact(path, encoding="latin-1")["name"].to_list() == ["Côte d'Ivoire"]


def test_bytes_of_a_workbook_are_no_text(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx", {"one": [["a"]]})
    with pytest.raises(UnreadableOriginal, match="no text"):
        formats.read_csv_exact(path)


def test_another_separator_is_named() -> None:
    with pytest.raises(UnreadableOriginal, match=r"The whole header is one cell, so the separator is not ','"):
        formats.parse_csv("year;exporter\n2000;RUS\n", "t.csv", columns=("year", "exporter"))


def test_a_renamed_column_gets_a_hint() -> None:
    with pytest.raises(UnreadableOriginal, match=r"lacks column 'exporter'.*Did you mean 'exporters'"):
        formats.parse_csv("year,exporters\n2000,RUS\n", "t.csv", columns=("year", "exporter"))


def test_a_table_without_header_and_with_lines_above() -> None:
    bare = formats.parse_csv("1,2\n3,4\n", "t.csv", columns=("a", "b"), header=False)
    assert bare.rows() == [("1", "2"), ("3", "4")]
    assert formats.parse_csv("title\n\na,b\n1,2\n", "t.csv", skip_lines=2).rows() == [("1", "2")]
    assert formats.parse_csv("a,a\n1,2\n", "t.csv").columns == ["a", "a.2"]


@given(st.lists(st.floats(min_value=0, allow_nan=False, allow_infinity=False), min_size=1, max_size=8))
def test_numbers_come_back(values: list[float]) -> None:
    frame = pl.DataFrame({"v": [f" {value!r} " for value in values]})
    assert formats.numbers(frame, ("v",), "t.csv")["v"].to_list() == values


@pytest.mark.parametrize("cell", ["NaN", "inf", "-inf", "-1", "1,5", "abc", "1e400", "--"])
def test_a_cell_that_is_no_flow_is_refused(cell: str) -> None:
    frame = pl.DataFrame({"v": ["1", cell]})
    with pytest.raises(UnreadableOriginal, match=r"column 'v' holds 1 cells that are no flow: .* in data line 2"):
        formats.numbers(frame, ("v",), "t.csv")


def test_documented_marks_of_absence_become_null() -> None:
    frame = pl.DataFrame({"v": ["-9", " NA ", "", "-9.5"]})
    with pytest.raises(UnreadableOriginal):
        formats.numbers(frame, ("v",), "t.csv", missing=("-9", "NA", ""))
    assert formats.numbers(frame[:3], ("v",), "t.csv", missing=("-9", "NA", ""))["v"].null_count() == 3
    assert formats.numbers(frame[3:], ("v",), "t.csv", signed=True)["v"].to_list() == [-9.5]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.0])
def test_bad_values_of_a_frame_are_refused(value: float) -> None:
    with pytest.raises(UnreadableOriginal, match="NaN, infinite or negative"):
        formats.refuse_bad_values(pl.DataFrame({"v": [0.0, None, value]}), "v", "t.rds")
    formats.refuse_bad_values(pl.DataFrame({"v": [0.0, None]}), "v", "t.rds")


def test_doubled_keys_are_refused() -> None:
    frame = pl.DataFrame({"a": [1, 1, 2], "b": [1, 1, 2]})
    with pytest.raises(UnreadableOriginal, match=r"1 keys occur more than once, first \(1, 1, 2\)"):
        formats.require_unique(frame, ("a", "b"), "t.csv")
    formats.require_unique(frame[1:], ("a", "b"), "t.csv")


def test_sheets(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx", {"one": [["a", 1.5], ["", "c"]], "two": [["x"]]})
    assert formats.sheet_names(path) == ["one", "two"]
    assert formats.read_sheet(path) == [["a", 1.5], ["", "c"]]
    assert formats.read_sheet(path, "two") == [["x"]]
    with pytest.raises(UnreadableOriginal, match="has no sheet 'three'; it has one, two"):
        formats.read_sheet(path, "three")


def test_na_of_r_is_absence_and_nan_is_not() -> None:
    raw = np.array([1.5, np.nan, np.nan, 0.0])
    raw.view(np.uint64)[1] = 0x7FF00000000007A2
    column = formats._without_na(raw)
    assert column.is_null().to_list() == [False, True, False, False]
    with pytest.raises(UnreadableOriginal, match="NaN"):
        formats.refuse_bad_values(column.to_frame("v"), "v", "t.rds")


def test_no_workbook_no_r_file_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html>404</html>", encoding="utf-8")
    with pytest.raises(UnreadableOriginal, match="no readable workbook"):
        formats.read_sheet(path)
    with pytest.raises(UnreadableOriginal, match="no readable workbook"):
        formats.sheet_names(path)
    with pytest.raises(UnreadableOriginal, match="no readable R file"):
        formats.read_r(path)
    with pytest.raises(UnreadableOriginal, match="no whole zip or tar archive"):
        formats.archive_members(path)


def packed(path: Path, members: dict[str, bytes]) -> Path:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
            for name, content in members.items():
                book.writestr(name, content)
        return path
    with tarfile.open(path, "w:gz") as tape:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tape.addfile(info, io.BytesIO(content))
    return path


@pytest.mark.parametrize("kind", ["a.zip", "a.tar.gz"])
def test_archives(tmp_path: Path, kind: str) -> None:
    path = packed(tmp_path / kind, {"in/one.csv": b"a,b\n1,2\n", "two.csv": b"c\n"})
    assert formats.archive_members(path) == ["in/one.csv", "two.csv"]
    assert formats.read_member(path, "in/one.csv") == b"a,b\n1,2\n"
    with pytest.raises(UnreadableOriginal, match=r"holds no 'three\.csv'"):
        formats.read_member(path, "three.csv")


@pytest.mark.parametrize("kind", ["a.zip", "a.tar.gz"])
@pytest.mark.parametrize("name", ["../out.csv", "/etc/passwd", "in/../../out.csv", "..\\out.csv", "C:\\out.csv"])
def test_a_path_that_climbs_out_is_refused(tmp_path: Path, kind: str, name: str) -> None:
    path = packed(tmp_path / kind, {name: b"a"})
    with pytest.raises(UnreadableOriginal, match="climbs out of its folder"):
        formats.archive_members(path)


@pytest.mark.parametrize("kind", ["a.zip", "a.tar.gz"])
def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, kind: str) -> None:
    path = packed(tmp_path / kind, {"big.csv": b"0" * 3_000_000})
    with pytest.raises(UnreadableOriginal, match="would unpack to 3,000,000 bytes"):
        formats.read_member(path, "big.csv", limit=2_000_000)
    with pytest.raises(UnreadableOriginal, match="would unpack to"):
        formats.archive_members(packed(tmp_path / f"b{kind}", {"bomb.csv": b"0" * 30_000_000}))


def test_a_packed_file_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"0" * 30_000_000, 9))
    with pytest.raises(UnreadableOriginal, match="unpacks to more than"):
        formats.read_bytes(path)


@pytest.mark.parametrize("kind", ["a.zip", "a.tar.gz"])
def test_a_cut_archive_is_refused(tmp_path: Path, kind: str) -> None:
    path = packed(tmp_path / kind, {"one.csv": bytes(range(256)) * 40})
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    with pytest.raises(UnreadableOriginal):
        formats.read_member(path, "one.csv")


def test_a_quote_left_open_in_a_long_file_is_refused() -> None:
    with pytest.raises(UnreadableOriginal, match="quotes that are closed"):
        formats.parse_csv('a,b\n1,"' + "x" * 200_000 + "\n", "long.csv")
