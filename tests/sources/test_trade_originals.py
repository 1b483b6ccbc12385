"""Every trade source on its original: known figures, the convention, the same bytes twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from reorient.record.checks import check_ties
from reorient.record.schema import variables
from reorient.sources import baci, central_asia, china_trade, cow_trade, eurostat_trade, factbook_trade, fts
from reorient.sources.build import locate
from reorient.sources.figures import check_batch
from reorient.sources.source import Source

MODULES = (baci, cow_trade, fts, eurostat_trade, china_trade, central_asia, factbook_trade)
SOURCES = [source for module in MODULES for source in module.SOURCES]


@pytest.mark.originals
@pytest.mark.parametrize("source", [one for one in SOURCES if one.originals], ids=lambda one: one.origin.key)
def test_original(source: Source, originals: Path) -> None:
    paths = locate(source, originals)
    batch = source.read(paths)
    check_ties(batch.ties, source=source.origin.key)
    assert [line for line in check_batch(source, batch) if line[0] != "ok"] == []
    assert source.read(paths).ties.equals(batch.ties)
    assert {row.variable for row in batch.coverage} == set(batch.ties["variable"])


@pytest.mark.parametrize("source", SOURCES, ids=lambda one: one.origin.key)
def test_terms_and_figures_are_stated(source: Source) -> None:
    origin = source.origin
    assert origin.licence
    assert origin.citation
    assert origin.note
    assert source.layouts
    assert all(figure.variable in variables() and figure.why for figure in source.figures)
    assert source.figures or not source.originals


def test_three_figures_for_one_flow() -> None:
    """Russia to Germany in 2013 by three sources: none may be chosen in silence."""
    found = {
        source.origin.key: figure.value
        for source in SOURCES
        for figure in source.figures
        if (figure.variable, figure.sender, figure.receiver, figure.first) == ("exports", "RUS", "DEU", 2013)
    }
    assert found == {"baci_totals": 24.6e9, "fts": 37.1e9, "cow_trade": 51.1e9}
