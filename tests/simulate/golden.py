"""Published cases read from the producers' files: the guide's manufacturing trade, and NAFTA."""

from __future__ import annotations

import csv
import gzip
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import python_calamine
import rdata
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Yotov, Piermartini, Monteiro & Larch (2016), chapter 2, application 1: coefficients in its text.
DISTANCE, CONTIGUITY, BORDER = -0.7912879, 0.6736456, -2.47445
SIGMA = 7.0
REFERENCE = "DEU"


@dataclass(frozen=True)
class Guide:
    """Manufacturing trade of 69 economies in 2006, million USD, with published percent changes."""

    actors: tuple[str, ...]
    flows: Floats
    regressors: Floats
    published: dict[str, Floats]


@cache
def guide(originals: Path) -> Guide:
    folder = originals.parent / "golden" / "agtpa"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdata warns of classes of frames that it reads as plain frames
        frame = rdata.read_rda(folder / "agtpa_applications.rda")["agtpa_applications"]
    year = frame[frame["year"].astype(int) == 2006]
    actors = tuple(sorted(set(year["exporter"].astype(str))))
    place = {name: at for at, name in enumerate(actors)}
    at = [place[x] for x in year["exporter"].astype(str)], [place[x] for x in year["importer"].astype(str)]
    n = len(actors)
    tables = {}
    for name in ("trade", "dist", "cntg"):
        tables[name] = np.full((n, n), np.nan)
        tables[name][at] = year[name].to_numpy(dtype=float)
    regressors = np.stack([np.log(tables["dist"]), tables["cntg"], 1.0 - np.eye(n)])
    rows = python_calamine.CalamineWorkbook.from_path(folder / "1_TradeWithoutBorder_FULL.xls").get_sheet_by_index(0)
    head, *body = rows.to_python()
    published = {str(key): np.array([line[c] for line in body], dtype=float) for c, key in enumerate(head) if c}
    assert tuple(line[0] for line in body) == actors
    return Guide(actors, tables["trade"], regressors, published)


@dataclass(frozen=True)
class Nafta:
    """Caliendo & Parro (2015): 31 countries x 40 sectors, 1993; sectors first, exporter before importer."""

    actors: tuple[str, ...]
    sectors: tuple[str, ...]
    arrays: dict[str, Floats]


@cache
def nafta(originals: Path) -> Nafta:
    held = np.load(originals.parent / "golden" / "caliendo_parro_2015" / "cp2015_arrays.npz")
    arrays = {name: held[name] for name in held if name not in ("regions", "sectors")}
    return Nafta(tuple(map(str, held["regions"])), tuple(map(str, held["sectors"])), arrays)


def matrix(path: Path) -> Floats:
    """Return a table of figures in text, gzipped."""
    with gzip.open(path, "rt") as file:
        first = file.readline()
        file.seek(0)
        delimiter = "," if "," in first else "\t" if "\t" in first else None
        if delimiter is None:
            return np.loadtxt(file)
        return np.array([[float(x) for x in row if x.strip()] for row in csv.reader(file, delimiter=delimiter) if row])
