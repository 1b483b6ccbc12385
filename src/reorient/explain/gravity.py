r"""Gravity: what size, place and agreements predict for every pair of states, and who departs from it.

.. math:: E[x_{ij,t}] = \exp(\beta' z_{ij,t} + \pi_{i,t} + \chi_{j,t} + \mu_{ij})

with exporter-year, importer-year and pair effects (the three-way model: Yotov, Piermartini, Monteiro & Larch 2016,
chapter 1; Weidner & Zylkin 2021), by Poisson pseudo maximum likelihood. The first two hold whatever a state does toward
everybody (size, prices, sanctions on all alike), the third whatever is constant in a pair. A coefficient compares a
pair with itself and with what its two states do elsewhere at the same time: a conditional difference, not by itself
the effect of anything.

``affinity`` is the residual in logarithms, :math:`\ln(x_{ij,t} / \hat\mu_{ij,t})`: how far above or below its
expectation a pair is in a year. With pair effects every pair's flows add up to their expectation over all years, so
that affinity shows when a pair drew near or apart, not how near it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reorient.errors import InvalidOption, MeasureError, few
from reorient.explain.poisson import Floats, Poisson, poisson

Effect = Literal["exporter-year", "importer-year", "pair", "symmetric pair", "exporter", "importer", "year"]

#: The three-way model.
THREE_WAY: tuple[Effect, ...] = ("exporter-year", "importer-year", "pair")


@dataclass(frozen=True, slots=True)
class Gravity:
    """A gravity estimate with the axes of its observations.

    Attributes
    ----------
    exporters, importers
        N ids each.
    years
        N years.
    flows
        N flows.
    estimate
        Coefficients, errors, what was left out, and fitted means.
    """

    exporters: NDArray[np.str_]
    importers: NDArray[np.str_]
    years: NDArray[np.int64]
    flows: Floats
    estimate: Poisson

    @property
    def expected(self) -> Floats:
        """Return N fitted flows; NaN where an observation was left out."""
        return self.estimate.fitted

    @property
    def affinity(self) -> Floats:
        """Return N values of ln(flow / expected); NaN where nothing flows or the observation was left out."""
        there = (self.flows > 0) & self.estimate.used
        found = np.full(self.flows.size, np.nan)
        found[there] = np.log(self.flows[there]) - np.log(self.estimate.fitted[there])
        return found

    def expectations(self, exporter: str, partners: Sequence[str], year: int) -> Floats:
        """Return what the model expects of one exporter with each of some importers in one year.

        NaN where the pair is not in the sample or was left out: what `toward_and_away` calls no expectation.

        Raises
        ------
        InvalidOption
            If the sample has no such exporter or year.
        """
        for name, axis, value in (("exporter", self.exporters, exporter), ("year", self.years, year)):
            if not (axis == value).any():
                raise InvalidOption(f"No {name} {value} in the sample", few(np.unique(axis), 8))
        at = (self.exporters == exporter) & (self.years == year)
        known = dict(zip(self.importers[at].tolist(), self.estimate.fitted[at].tolist(), strict=True))
        return np.array([known.get(who, np.nan) for who in partners])


def gravity(
    flows: ArrayLike,
    *,
    exporters: ArrayLike,
    importers: ArrayLike,
    years: ArrayLike,
    regressors: Mapping[str, ArrayLike],
    effects: Sequence[Effect] = THREE_WAY,
    cluster: Sequence[Effect] = ("pair",),
    singletons: bool = True,
) -> Gravity:
    """Estimate a gravity model.

    Parameters
    ----------
    flows
        N flows from exporter to importer, finite and not negative, zeros where nothing flows.
    exporters, importers
        N ids; equal for domestic sales.
    years
        N years.
    regressors
        Columns by name, N values each.
    effects
        Fixed effects; `THREE_WAY` by default. ``symmetric pair`` gives both directions of a pair one effect.
    cluster
        One or two clusterings of the errors.
    singletons
        Drop observations alone in a level; see `poisson`.

    Raises
    ------
    MeasureError
        If axes differ, or an exporter, importer and year stand twice.
    InvalidOption
        For an effect that does not exist.
    MissingLibrary, NotConverged
        See `poisson`.
    """
    x = np.asarray(flows, dtype=np.float64)
    i, j = np.asarray(exporters).astype(np.str_), np.asarray(importers).astype(np.str_)
    t = np.asarray(years)
    if x.ndim != 1 or not x.size or any(axis.shape != x.shape for axis in (i, j, t)):
        raise MeasureError(
            f"Flows, exporters, importers and years of shapes {x.shape}, {i.shape}, {j.shape}, {t.shape}",
            "four vectors of one length",
        )
    whole = t.astype(np.int64)
    if not np.array_equal(whole, t):
        raise MeasureError("A year that is no whole number", "calendar years")
    labels = pair_labels(i, j, whole)
    cells, seen = np.unique(np.stack([labels["pair"], whole]), axis=1, return_counts=True)
    if (seen > 1).any():
        place = int(np.flatnonzero((labels["pair"] == cells[0, seen > 1][0]) & (whole == cells[1, seen > 1][0]))[0])
        raise MeasureError(
            f"{int((seen > 1).sum())} cells stand twice, such as {i[place]} to {j[place]} in {whole[place]}",
            "one flow for each exporter, importer and year",
        )
    known = get_args(Effect)
    wrong = [name for name in (*effects, *cluster) if name not in known]
    if wrong:
        raise InvalidOption(f"The effect {few(wrong)}", f"one of {', '.join(known)}")
    estimate = poisson(
        x,
        regressors,
        {name: labels[name] for name in effects},
        cluster={name: labels[name] for name in cluster},
        singletons=singletons,
    )
    return Gravity(i, j, whole, x, estimate)


def pair_labels(
    exporters: NDArray[np.str_], importers: NDArray[np.str_], years: NDArray[np.int64]
) -> dict[str, NDArray[np.int64]]:
    """Return the labels of every effect that a gravity model may hold, N whole numbers each."""
    names, both = np.unique(np.concatenate([exporters, importers]), return_inverse=True)
    i, j = both[: len(exporters)].astype(np.int64), both[len(exporters) :].astype(np.int64)
    when = np.unique(years, return_inverse=True)[1].astype(np.int64)
    count, span = len(names), int(when.max(initial=0)) + 1
    return {
        "exporter": i,
        "importer": j,
        "year": when,
        "exporter-year": i * span + when,
        "importer-year": j * span + when,
        "pair": i * count + j,
        "symmetric pair": np.minimum(i, j) * count + np.maximum(i, j),
    }


def phased(
    starts: Mapping[tuple[str, str], int],
    exporters: ArrayLike,
    importers: ArrayLike,
    years: ArrayLike,
    *,
    lags: Sequence[int] = (0,),
    name: str = "agreement",
) -> dict[str, Floats]:
    """Return a regressor that comes in by steps: one column for each lag, 1 from that many years after the start.

    Coefficients add up: the first is the change in the year of the start, the next what lies on top of it that many
    years later. A negative lag looks for what changed ahead of the start (anticipation).

    Parameters
    ----------
    starts
        First year by pair (exporter, importer); a pair that is not there never starts.
    exporters, importers, years
        N each.
    lags
        Years after the start, increasing.
    name
        Of the column with lag 0; others are called ``name_lag4``, ``name_lead4``.

    Raises
    ------
    InvalidOption
        If lags are not increasing.
    """
    if list(lags) != sorted(set(lags)) or not lags:
        raise InvalidOption(f"Lags {few(lags)}", "increasing years, such as 0, 4, 8")
    t = np.asarray(years, dtype=np.float64)
    first = np.array([starts.get((str(i), str(j)), np.inf) for i, j in zip(exporters, importers, strict=True)])  # type: ignore[arg-type]
    return {lag_name(name, lag): (t >= first + lag).astype(np.float64) for lag in lags}


def lag_name(name: str, lag: int) -> str:
    """Return the name of a column with a lag: name, name_lag4, name_lead4."""
    return name if lag == 0 else f"{name}_{'lag' if lag > 0 else 'lead'}{abs(lag)}"
