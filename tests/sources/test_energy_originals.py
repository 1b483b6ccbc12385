"""Every energy and country source on its original: known figures, the convention, the same bytes twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from reorient.record.checks import check_ties
from reorient.record.schema import variables
from reorient.sources import (
    baci_energy,
    china_energy,
    cited_facts,
    energy_institute,
    eurostat_energy,
    gem,
    geodist,
    iea_gas,
    migrants,
    world_bank,
)
from reorient.sources.build import locate
from reorient.sources.figures import check_batch
from reorient.sources.source import Source

MODULES = (
    baci_energy,
    china_energy,
    cited_facts,
    energy_institute,
    eurostat_energy,
    gem,
    geodist,
    iea_gas,
    migrants,
    world_bank,
)
SOURCES = [source for module in MODULES for source in module.SOURCES]


def key(source: Source) -> str:
    return source.origin.key


@pytest.mark.originals
@pytest.mark.parametrize("source", SOURCES, ids=key)
def test_original(source: Source, originals: Path) -> None:
    batch = source.read(locate(source, originals))
    check_ties(batch.ties, source=source.origin.key)
    assert [line for line in check_batch(source, batch) if line[0] != "ok"] == []
    assert batch.ties.equals(source.read(locate(source, originals)).ties)
    assert {row.variable for row in batch.coverage} == set(batch.ties["variable"])


@pytest.mark.parametrize("source", SOURCES, ids=key)
def test_declaration(source: Source) -> None:
    assert source.figures
    assert source.layouts
    assert {figure.variable for figure in source.figures} <= set(variables())
    open_terms = ("CC BY", "Etalab", "CC0", "Reuse with attribution", "single facts")
    assert (source.origin.redistribute == "yes") == source.origin.licence.startswith(open_terms)
