"""Hindcasts as a verb: the table, on the starter record alone or with the producers' files; sizes estimated anew."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from reorient.errors import InvalidOption
from reorient.explain.shock_size import ShockSize, shock_size
from reorient.record.store import Record, starter_folder
from reorient.simulate.hindcast import hindcasts as table
from reorient.simulate.hindcast_file import Hindcast, hindcast, recipe_text, shipped
from reorient.simulate.hindcast_scores import Skill, skill
from reorient.sources.build import add, locate
from reorient.sources.catalogue import source

#: Sources that hindcasts and estimates of sizes need in full and the starter record may not hold.
NEEDED = ("cow_trade", "gsdb")


def hindcasts(record: Record, names: Sequence[str] = (), *, originals: Path | None = None) -> pl.DataFrame:
    """Return the table of hindcasts, one row for each shock, state, flow and outcome year.

    Parameters
    ----------
    record
        Where trade and incomes are.
    names
        Shipped hindcasts or files; all that can be done if none are given.
    originals
        Folder of the producers' files, for those that need more than the record holds.

    Raises
    ------
    InvalidOption
        If a hindcast named needs the producers' files and no folder is given.
    ScenarioError, SourceError, NotCovered, BaselineError, NoEquilibrium, NotConverged
        As reading and running raise.
    """
    asked = [hindcast(name) for name in names or shipped()]
    apart = [one for one in asked if one.originals]
    if names and apart and originals is None:
        raise InvalidOption(
            f"{apart[0].name} needs {' and '.join(apart[0].originals)}, which the starter record does not hold in full",
            "the folder of the producers' files",
            f"reorient hindcast {apart[0].name} --originals FOLDER",
        )
    own = [one for one in asked if not one.originals]
    frames = [table(record, files=own)] if own else []
    if apart and originals is not None:
        with whole(originals) as full:
            frames.append(table(full, files=apart))
    return pl.concat(frames, how="vertical_relaxed") if frames else pl.DataFrame()


@contextmanager
def whole(originals: Path) -> Iterator[Record]:
    """Open the starter record with `NEEDED` in full over it, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        with Record.create(folder) as above:
            for key in NEEDED:
                one = source(key)
                add(above, one, locate(one, originals))
        with Record([starter_folder(), Path(folder)]) as full:
            yield full


def estimated(record: Record, one: Hindcast) -> ShockSize:
    """Estimate the size of a shock anew by the hindcast's recipe, from years up to the last before the shock.

    Parameters
    ----------
    record
        With the sources that the recipe names.
    one
        A hindcast whose size is an estimate.

    Raises
    ------
    InvalidOption
        If its size is not an estimate.
    """
    if one.size.kind != "estimate":
        raise InvalidOption(f"{one.name}: the size is a {one.size.kind}", "an estimate")
    recipe = one.size.recipe
    return shock_size(
        record,
        trade=recipe["trade"],
        first=recipe["first"],
        last=one.year,
        every=recipe["every"],
        weights=recipe["weights"],
        marked=recipe.get("marked", ()),
        both=recipe.get("both", ()),
        lags=recipe.get("lags", (0,)),
    )


def sizes(record: Record, names: Sequence[str] = ()) -> pl.DataFrame:
    """Return the rows of ``hindcasts/sizes.csv``: every estimate by its recipe, made anew.

    Returns
    -------
    polars.DataFrame
        ``hindcast, log_effect, error, observations, recipe``, sorted.
    """
    rows = []
    made: dict[str, ShockSize] = {}
    for one in map(hindcast, sorted(names or shipped())):
        if one.size.kind == "estimate":
            recipe = recipe_text(one.size.recipe, one.year)
            if recipe not in made:
                made[recipe] = estimated(record, one)
            found = made[recipe]
            rows.append((one.name, round(found.log_effect, 6), round(found.error, 6), found.observations, recipe))
    return pl.DataFrame(rows, schema=["hindcast", "log_effect", "error", "observations", "recipe"], orient="row")


def compared(found: pl.DataFrame, one: str, other: str, *, seed: int = 1) -> Skill:
    """Compare two forecasts of a table of hindcasts over shocks, variants of a shock taken together.

    Parameters
    ----------
    found
        As `hindcasts` returns it.
    one, other
        Names of forecasts as in the columns ``error_...``.
    seed
        Of the interval.
    """
    return skill(found[f"error_{one}"], found[f"error_{other}"], found["shock"], seed=seed)
