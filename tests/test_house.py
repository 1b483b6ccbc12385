"""House rules as tests: who may import whom, what words may not stand anywhere, what is public is documented."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

import reorient
from reorient import errors

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "reorient"

#: Floors of the house, lowest first; a file imports its own folder and lower floors only.
FLOORS = (
    ("errors",),
    ("actors",),
    ("record",),
    ("sources", "measures"),
    ("explain", "simulate"),
    ("documents",),
    ("report",),
    ("app",),
    ("cli",),
)
LEVEL = {name: level for level, names in enumerate(FLOORS) for name in names}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_run_downward(path: Path) -> None:
    here = room(path)
    for name in imported(path):
        if not name.startswith("reorient."):
            continue
        there = name.split(".")[1]
        assert there == here or LEVEL[there] < LEVEL[here], f"{path.name} of {here} imports {name}"


def test_the_store_is_the_only_door_to_duckdb() -> None:
    doors = {path.relative_to(PACKAGE).as_posix() for path in modules() if "duckdb" in set(imported(path))}
    assert doors <= {"record/store.py", "sources/hs6.py"}


@pytest.mark.parametrize("word", ["utils", "helpers", "manager", "common"])
def test_no_empty_names(word: str) -> None:
    assert not [path for path in modules() if word in path.stem.split("_")]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def texts() -> Iterator[tuple[Path, str]]:
    for path in tracked():
        if path.suffix in (".parquet", ".png", ".gz", ".zip", ".svg") or path == Path(__file__).resolve():
            continue
        yield path, path.read_text(encoding="utf-8", errors="replace")


def test_the_project_speaks_of_itself_alone() -> None:
    forbidden = re.compile(r"(\.\./shared|/work/|/root/|\bissue #?\d|\bLLM session\b|\bhelper-\d)")
    found = [f"{path.relative_to(ROOT)}: {hit.group()}" for path, text in texts() if (hit := forbidden.search(text))]
    assert [line for line in found if not line.startswith(".ci/run")] == []


def test_nothing_is_left_unfinished() -> None:
    forbidden = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b")
    code = [(path, text) for path, text in texts() if path.suffix == ".py"]
    assert [str(path.relative_to(ROOT)) for path, text in code if forbidden.search(text)] == []


def test_no_state_is_named_in_code() -> None:
    """Nothing in the code knows Russia or Asia: states stand in tables, in the catalogue of sources and in examples."""
    words = re.compile(r"['\"](RUS|CHN|USA|UKR|DEU|IND|asia|west)['\"]")
    found = []
    for path in modules():
        if room(path) == "sources":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {id(node) for node in docstrings(tree)}
        for node in ast.walk(tree):
            text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
            if text and words.fullmatch(repr(node.value)):
                found.append(f"{path.relative_to(PACKAGE)}:{node.lineno} {node.value}")
    assert found == []


def docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


def test_exports_are_documented() -> None:
    for name in reorient.__all__:
        if name != "__version__":
            assert inspect.getdoc(getattr(reorient, name)), name


def test_every_command_has_help() -> None:
    def walk(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
        yield path, command
        if isinstance(command, click.Group):
            for name, inner in command.commands.items():
                yield from walk(inner, f"{path} {name}")

    readme = "\n".join(
        path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    )
    for path, command in walk(import_module("reorient.cli").main, "reorient"):
        assert command.help, path
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, f"{path} {option.name}"
        assert path in readme, f"{path} stands in no page of the docs"


def test_every_error_says_when() -> None:
    tree = inspect.getdoc(errors)
    assert tree
    for name, kind in vars(errors).items():
        if inspect.isclass(kind) and issubclass(kind, errors.ReorientError):
            assert kind.__doc__, name
            assert name in tree, f"{name} is missing from the tree in errors.py"


def test_error_text_has_three_parts() -> None:
    text = str(errors.InvalidOption("Found this", "that", "do so"))
    assert text == "Found this. Expected: that. To go on: do so."


def test_import_is_light() -> None:
    heavy = ("polars", "duckdb", "numpy", "httpx", "rich", "jinja2", "vl_convert", "scipy")
    code = f"import sys, reorient; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_file_is_large() -> None:
    assert [str(path) for path in tracked() if path.stat().st_size > 6_000_000] == []


def test_python_files_stay_small() -> None:
    long = {
        path.relative_to(PACKAGE).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()
    }
    assert {name: lines for name, lines in long.items() if lines > 600} == {}
