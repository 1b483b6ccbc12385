"""Small batches for tests of the record."""

from __future__ import annotations

from datetime import date

import polars as pl

from reorient.record.schema import Batch, Coverage, Origin, both_ways, ties_of


def origin(key: str = "customs", **changes: object) -> Origin:
    fields: dict[str, object] = {
        "key": key,
        "producer": "A customs office",
        "title": "Trade by partner",
        "version": "1",
        "year": 2020,
        "licence": "CC BY 4.0",
        "licence_url": "https://creativecommons.org/licenses/by/4.0/",
        "redistribute": "yes",
        "url": "https://example.org/trade",
        "citation": "A customs office (2020), Trade by partner.",
    }
    return Origin(**(fields | changes))  # type: ignore[arg-type]


def flows(
    rows: list[tuple[str, str, int, float]], *, source: str = "customs", variable: str = "exports"
) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=["sender", "receiver", "year", "value"], orient="row")
    return ties_of(frame, variable=variable, source=source)


def coverage(
    *,
    source: str = "customs",
    variable: str = "exports",
    actor: str = "*",
    first: int = 1990,
    last: int = 2020,
    **more: object,
) -> Coverage:
    fields: dict[str, object] = {"role": "either", "freq": "Y", "absence": "unreported"}
    return Coverage(source, variable, actor, first=date(first, 1, 1), last=date(last, 1, 1), **(fields | more))  # type: ignore[arg-type]


def batch(rows: list[tuple[str, str, int, float]], *, source: str = "customs", variable: str = "exports") -> Batch:
    return Batch(flows(rows, source=source, variable=variable), (coverage(source=source, variable=variable),))


def votes(rows: list[tuple[str, str, int, float]], *, source: str = "customs") -> Batch:
    ties = both_ways(flows(rows, source=source, variable="un_agreement"))
    return Batch(ties, (coverage(source=source, variable="un_agreement", role="both"),))
