"""The command line: verbs, data as data, one-line errors, completion."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reorient.cli import main


@pytest.fixture(autouse=True)
def _own_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REORIENT_RECORD", str(tmp_path / "own"))
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_brief_writes_a_page_and_a_summary(tmp_path: Path) -> None:
    done = run("brief", "RUS", "--toward", "CHN", "--from", "2015")
    assert done.exit_code == 0, done.output
    assert "2. Where is it going?" in done.output
    assert (tmp_path / "out" / "brief-RUS-CHN.html").is_file()


def test_brief_as_json_is_json_alone() -> None:
    done = run("brief", "RUS", "--toward", "CHN", "--from", "2018", "--json")
    found = json.loads(done.output)
    assert found["state"] == "RUS"
    assert found["figures"]
    assert found["sources"]


def test_brief_as_csv(tmp_path: Path) -> None:
    done = run("brief", "RUS", "--toward", "CHN", "--from", "2018", "--csv", "f.csv", "--no-html")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "f.csv").read_text().startswith("question,figure,value,unit,period,status,source,rows,note")


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("brief", "Rusia", "--toward", "asia"), "Did you mean"),
        (("brief", "RUS", "--toward", "azia"), "reorient groups"),
        (("data", "show", "bacci"), "No reader for the source"),
        (("data", "add", "baci", "missing.zip"), "No file missing.zip"),
        (("data", "build", "--originals", ".", "--everything"), "--into FOLDER"),
        (("data", "pull", "sipri_deliveries"), "reorient data add"),
        (("actor", "Congo"), "COD"),
        (("data", "cite", "--state", "RUS"), "both"),
    ],
)
def test_errors_are_one_line_with_a_way_out(arguments: tuple[str, ...], text: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.output.startswith("reorient: ")
    assert len(done.output.strip().splitlines()) == 1
    assert text in done.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("data", "list"),
        ("data", "list", "--variables"),
        ("data", "list", "--json"),
        ("data", "show", "baci_totals"),
        ("data", "coverage", "exports"),
        ("data", "coverage", "--source", "baci_totals", "--json"),
        ("data", "verify", "baci_totals"),
        ("data", "cite", "baci_totals"),
        ("data", "cite"),
        ("actor", "Soviet Union"),
        ("actor", "Burma", "--json"),
        ("groups",),
        ("groups", "asean", "--on", "1996-01-01"),
        ("completion", "bash"),
        ("completion", "zsh"),
        ("completion", "fish"),
    ],
)
def test_verbs_answer(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.exit_code == 0, done.output
    assert done.output.strip()
    if "--json" in arguments:
        json.loads(done.output)


def test_cite_for_a_brief() -> None:
    done = run("data", "cite", "--state", "RUS", "--toward", "CHN")
    assert done.exit_code == 0, done.output
    assert "@misc{baci_totals" in done.output


def test_completion_knows_states_and_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_REORIENT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "reorient brief RUS --toward CHN,ase")
    monkeypatch.setenv("COMP_CWORD", "4")
    done = CliRunner().invoke(main, prog_name="reorient", env={"_REORIENT_COMPLETE": "bash_complete"})
    assert "asean" in done.output


def test_a_file_that_a_reader_downloaded_lies_over_the_starter(tmp_path: Path) -> None:
    register = tmp_path / "register.csv"
    lines = [
        "Transfers of major conventional arms;",
        "SIPRI AT Database ID,Supplier,Recipient,Designation,Delivery year,TIV delivery values;",
        "1,Sweden,Finland,A-1,2001,12.5;",
        "2,Sweden,unknown recipient(s),A-1,2002,2.5;",
    ]
    register.write_text("\n".join(lines), encoding="latin-1")
    done = run("data", "add", "sipri_deliveries", str(register))
    assert done.exit_code == 0, done.output
    assert "2 ties" in done.output
    found = json.loads(run("brief", "SWE", "--toward", "nato", "--json", "--from", "2000").output)
    assert any(row["figure"].startswith("arms deliveries") for row in found["figures"])
