"""Every source that has a reader, in the order in which the record is built."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from reorient.errors import SourceError, did_you_mean, few
from reorient.sources.source import Source

#: Modules of this folder that expose ``SOURCES``; a new reader is added here.
MODULES = (
    "baci",
    "cow_trade",
    "fts",
    "eurostat_trade",
    "china_trade",
    "central_asia",
    "factbook_trade",
    "baci_energy",
    "energy_institute",
    "iea_gas",
    "gem",
    "cited_facts",
    "eurostat_energy",
    "china_energy",
    "sipri",
    "unga",
    "igo",
    "atop",
    "vetoes",
    "disputes",
    "rivalries",
    "peace",
    "crises",
    "factbook_disputes",
    "sanctions",
    "exercises",
    "leader_trips",
    "capabilities",
    "world_bank",
    "geodist",
    "migrants",
)


@cache
def sources() -> dict[str, Source]:
    """Return every source by key.

    Raises
    ------
    SourceError
        If two readers claim one key.
    """
    found: dict[str, Source] = {}
    for module in MODULES:
        for source in import_module(f"reorient.sources.{module}").SOURCES:
            if source.origin.key in found:
                raise SourceError(f"Two readers claim the source {source.origin.key!r}", "one reader for each key")
            found[source.origin.key] = source
    return found


def source(key: str) -> Source:
    """Return the source `key`.

    Raises
    ------
    SourceError
        With the closest keys, if no reader has it.
    """
    known = sources()
    if key not in known:
        raise SourceError(
            f"No reader for the source {key!r}.{did_you_mean(key, list(known))}",
            f"one of {few(sorted(known), 40)}",
            "`reorient data list` says what each holds",
        )
    return known[key]
