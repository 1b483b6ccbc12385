# Two commands for a newcomer: `make demo` and `make test`. Both set everything up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: help setup demo test lint types benchmark evaluate lock clean

help:  ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(STAMP): requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Reorient needs Python 3.11 or newer; found " + sys.version.split()[0] + ". Set PYTHON=/path/to/python3.11.") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(STAMP)

setup: $(STAMP)  ## make the environment in .venv

demo: $(STAMP)  ## the brief on the reference case, from the starter record
	$(BIN)/reorient brief RUS --toward asia --html out/brief-RUS-asia.html

lint: $(STAMP)  ## ruff
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks

types: $(STAMP)  ## mypy, strict
	$(BIN)/mypy

test: $(STAMP) lint types  ## lint, types and every test
	$(BIN)/pytest -n 2

benchmark: $(STAMP)  ## every figure of benchmarks/README.md
	$(BIN)/python -m benchmarks.run

evaluate: $(STAMP)  ## what is measured on sentences and documents labelled by hand (mentions need REORIENT_ORIGINALS)
	$(BIN)/python -m evaluation.claims
	$(BIN)/python -m evaluation.verdicts
	$(BIN)/python -m evaluation.priorities
	@if test -n "$$REORIENT_ORIGINALS"; then $(BIN)/python -m evaluation.mentions && $(BIN)/python -m evaluation.check_worthiness; \
	else echo "REORIENT_ORIGINALS names no folder: mentions and check-worthiness are not measured."; fi

lock: $(STAMP)  ## renew requirements.txt from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --extra dev --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml --output-file requirements.txt

clean:  ## remove what was made
	rm -rf $(VENV) out .pytest_cache .mypy_cache .ruff_cache .hypothesis
