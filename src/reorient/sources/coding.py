"""From the codes and names of a producer to actors, once for every distinct code and year."""

from __future__ import annotations

from datetime import date

import polars as pl

from reorient.actors import alive, from_code, resolve
from reorient.errors import ActorError, UnknownActor, UnknownCode, few
from reorient.record.schema import SetAside

#: What a scheme's table says of a code that deliberately names no actor.
NO_ACTOR = ""


def to_actors(
    frame: pl.DataFrame,
    column: str,
    *,
    scheme: str,
    into: str,
    year: str | None = "year",
    names: bool = False,
) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    """Add the column `into` with the actor that `column` names in `scheme` in that year.

    Rows whose code the scheme's table sets aside on purpose, or whose actor did not exist in the year,
    are removed and counted.

    Parameters
    ----------
    frame
        Any frame with `column` and, unless `year` is ``None``, an integer column `year`.
    column
        Codes or names as the producer prints them.
    scheme
        A scheme of ``actors/codes``.
    into
        Name of the new column of actor ids.
    year
        Column with the calendar year, or ``None`` for a code without date.
    names
        Whether a code that the scheme does not list may be resolved as a name.

    Raises
    ------
    UnknownCode
        With the offending codes, if a code is neither listed nor a name.
    """
    keys = [column] if year is None else [column, year]
    distinct = frame.select(keys).unique().sort(keys)
    found: list[str | None] = []
    unknown: list[str] = []
    for row in distinct.iter_rows():
        moment = None if year is None or row[1] is None else int(row[1])
        try:
            found.append(_actor(scheme, str(row[0]), moment, names))
        except ActorError:
            found.append(None)
            unknown.append(str(row[0]) if moment is None else f"{row[0]} in {moment}")
    if unknown:
        raise UnknownCode(
            f"{len(unknown)} codes of column {column!r} are unknown in scheme {scheme!r}: {few(unknown)}",
            f"codes listed in actors/codes/{scheme}.csv",
            "add them there with dates and a source, or set them aside by an empty actor",
        )
    table = distinct.with_columns(pl.Series(into, found, dtype=pl.String))
    joined = frame.join(table, on=keys, how="left", nulls_equal=True, maintain_order="left")
    return _keep(joined, column, into, scheme)


def _actor(scheme: str, code: str, year: int | None, names: bool) -> str:
    """Return the actor alive at some time in `year`, ``NO_ACTOR``, or ``outside``."""
    on = None if year is None else date(year, 12, 31)
    try:
        actor = _coded(scheme, code, year)
    except UnknownActor:
        if not names:
            raise
        actor = _named(code, on)
    if actor == NO_ACTOR or year is None or alive(actor, date(year, 1, 1), date(year, 12, 31)):
        return actor
    return "outside"


def _coded(scheme: str, code: str, year: int | None) -> str:
    """Return what the code names at the end of the year, else at its beginning, else at any time."""
    moments = (None,) if year is None else (date(year, 12, 31), date(year, 1, 1), None)
    for moment in moments[:-1]:
        try:
            return from_code(scheme, code, on=moment)
        except UnknownActor:
            continue
    return from_code(scheme, code)


def _named(name: str, on: date | None) -> str:
    """Return the actor called `name` on a day, or, if it lived at other times only, at any time."""
    try:
        return resolve(name, on=on)
    except UnknownActor:
        return resolve(name)


def _keep(joined: pl.DataFrame, column: str, into: str, scheme: str) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    aside = []
    for mark, reason in (
        (NO_ACTOR, f"{column}: set aside in scheme {scheme}"),
        ("outside", f"{column}: outside the actor's lifetime"),
    ):
        rows = joined.filter(pl.col(into) == mark)
        if len(rows):
            examples = tuple(str(code) for code in rows[column].unique().sort().head(5))
            aside.append(SetAside(reason, len(rows), examples))
    return joined.filter(~pl.col(into).is_in([NO_ACTOR, "outside"])), tuple(aside)
