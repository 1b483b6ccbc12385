"""Pages with figures are what the record says today, and links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from reorient.record.schema import variables
from reorient.record.store import Record, starter_folder

ROOT = Path(__file__).resolve().parents[1]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("maker", "path"),
    [
        ("make_reference_case", "docs/reference-case.md"),
        ("make_licences", "DATA_LICENSES.md"),
        ("make_variables", "docs/variables.md"),
        ("make_hindcasts", "docs/hindcasts.md"),
    ],
)
def test_made_pages_are_current(maker: str, path: str) -> None:
    with Record.open(starter_folder()) as record:
        assert (ROOT / path).read_text(encoding="utf-8") == script(maker).page(record), f"run python docs/{maker}.py"


PAGES = sorted(p.name for p in (ROOT / "docs").glob("*.md") if "```console" in p.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES)
def test_shown_output_is_what_the_command_prints(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert text == script("make_examples").fresh(text), "run python docs/make_examples.py"


@pytest.mark.parametrize(
    "page", sorted(p.relative_to(ROOT).as_posix() for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
)
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (path.parent / target).exists(), f"{page}: {target}"


def test_every_variable_is_documented() -> None:
    text = (ROOT / "docs" / "variables.md").read_text(encoding="utf-8")
    for name in variables():
        assert f"`{name}`" in text


def test_the_finding_in_the_readme_holds() -> None:
    with Record.open(starter_folder()) as record:

        def tie(name: str, receiver: str, year: int, source: str) -> float:
            ties = record.ties(name, sender="RUS", receiver=receiver, first=year, last=year, source=source)
            return float(ties["value"].sum())

        # the README rounds to a million tonnes, a tenth of a billion, three decimals
        assert tie("crude_exports_t", "CHN", 2013, "baci_energy") / 1e6 == pytest.approx(23, abs=0.6)
        assert tie("crude_exports_t", "CHN", 2023, "baci_energy") / 1e6 == pytest.approx(100, abs=0.6)
        assert tie("crude_exports_t", "IND", 2023, "baci_energy") / 1e6 == pytest.approx(89, abs=0.6)
        assert tie("un_agreement", "CHN", 2010, "unga") == pytest.approx(0.739, abs=0.0006)
        assert tie("un_agreement", "CHN", 2022, "unga") == pytest.approx(0.713, abs=0.0006)
        for source, known in (("baci_totals", 24.6), ("fts", 37.1), ("cow_trade", 51.1)):
            assert tie("exports", "DEU", 2013, source) / 1e9 == pytest.approx(known, abs=0.06)
