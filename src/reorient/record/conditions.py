"""Which rows a question asks for, as the reader of Parquet and as SQL write it."""

from __future__ import annotations

from datetime import date

import polars as pl

from reorient.errors import InvalidOption


def conditions(
    sender: list[str] | None,
    receiver: list[str] | None,
    first: int | None,
    last: int | None,
    freq: str | None,
) -> pl.Expr:
    """Return which rows of ties a question asks for."""
    condition = years_between("period", first, last)
    for column, ids in (("sender", sender), ("receiver", receiver)):
        if ids is not None:
            # A comparison lets the reader pass over groups of rows by their bounds; membership in a list may not.
            chosen = pl.col(column) == ids[0] if len(ids) == 1 else pl.col(column).is_in(ids)
            condition = chosen & condition
    if freq is not None:
        if freq not in ("Y", "M"):
            raise InvalidOption(f"freq={freq!r}", "'Y', 'M' or None")
        condition = condition & (pl.col("freq") == freq)
    return condition


def years_between(column: str, first: int | None, last: int | None) -> pl.Expr:
    """Return which rows fall into calendar years, both included."""
    condition = pl.lit(value=True)
    if first is not None:
        condition = condition & (pl.col(column) >= date(first, 1, 1))
    if last is not None:
        condition = condition & (pl.col(column) <= date(last, 12, 31))
    return condition


def quoted(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def sql_type(kind: pl.DataType) -> str:
    """Return the name that SQL has for a column's type."""
    names = {"String": "varchar", "Date": "date", "Float64": "double", "Int32": "integer", "Int8": "tinyint"}
    return names[str(kind)]
