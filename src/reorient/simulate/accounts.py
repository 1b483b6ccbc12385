"""What every account must be before a model reads it: shaped, finite, not negative; offending cells are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reorient.errors import BaselineError, few

Floats = NDArray[np.float64]


def held(values: ArrayLike) -> Floats:
    """Return a read-only copy as floats: what a result holds cannot be changed behind its back."""
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array


def axis(names: Sequence[str], what: str, least: int = 1) -> tuple[str, ...]:
    """Return an axis of names.

    Raises
    ------
    BaselineError
        If there are fewer names than `least`, an empty one, or one twice.
    """
    listed = tuple(names)
    if len(listed) < least:
        raise BaselineError(f"{len(listed)} {what}", f"at least {least}")
    blank = [place for place, name in enumerate(listed) if not isinstance(name, str) or not name.strip()]
    if blank:
        raise BaselineError(f"Names of {what} that are empty at places {few(blank)}", "a name for each")
    twice = sorted({name for name in listed if listed.count(name) > 1})
    if twice:
        raise BaselineError(f"Names of {what} that stand twice: {few(twice)}", "each name once")
    return listed


def cells(mask: NDArray[np.bool_], axes: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the names of the cells where the mask holds: 'steel: AAA to BBB', 'AAA to BBB', 'steel: AAA' or 'AAA'.

    Parameters
    ----------
    mask
        Array with one dimension for each axis; the last two of a table with actors at both ends come last.
    axes
        Names along each dimension.
    """
    for place in np.argwhere(mask):
        names = [str(axes[dimension][index]) for dimension, index in enumerate(place)]
        ends = 2 if len(axes) > 1 and tuple(axes[-1]) == tuple(axes[-2]) else 1
        inside = " to ".join(names[-ends:])
        yield f"{' in '.join(names[:-ends])}: {inside}" if len(names) > ends else inside


def table(
    values: ArrayLike,
    axes: Sequence[Sequence[str]],
    what: str,
    *,
    least: float = 0.0,
    most: float = np.inf,
    how: str = "",
    open_end: bool = False,
) -> Floats:
    """Return a checked, read-only table of figures.

    Parameters
    ----------
    values
        The figures.
    axes
        Names along each dimension.
    what
        Name of the table, for the text of an error.
    least, most
        Smallest and largest figure allowed.
    how
        How to go on, for the text of an error.
    open_end
        Whether infinity is allowed (an infinite cost is an embargo).

    Raises
    ------
    BaselineError
        If the shape differs, or a figure is missing, infinite or outside the bounds; the cells are named.
    """
    try:
        array = held(values)
    except (TypeError, ValueError) as wrong:
        raise BaselineError(f"{what} that are no figures ({wrong})", "an array of numbers") from wrong
    shape = tuple(len(names) for names in axes)
    if array.shape != shape:
        raise BaselineError(f"{what} of shape {array.shape}", f"shape {shape}, in the order of the axes", how)
    bad = np.isnan(array) if open_end else ~np.isfinite(array)
    if bad.any():
        raise BaselineError(
            f"{what} missing or not finite in {int(bad.sum())} cells: {few(cells(bad, axes))}",
            "a figure in every cell; nothing is filled in, because a missing figure is not zero",
            how,
        )
    bad = (array < least) | (array > most)
    if bad.any():
        bound = f"figures from {least:g} up" if np.isinf(most) else f"figures from {least:g} to {most:g}"
        shown = [f"{name} ({value:.6g})" for name, value in zip(cells(bad, axes), array[bad], strict=True)]
        raise BaselineError(f"{what} out of bounds in {int(bad.sum())} cells: {few(shown)}", bound, how)
    return array
