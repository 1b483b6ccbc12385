"""Scenarios: who changes what toward whom, in a small TOML file that a person can read; checked before it is run.

    name = "quarrel"
    title = "Two states shut each other out"
    year = 2018

    [[change]]
    kind = "cost"
    from = "AUS"
    to = "CHN"
    percent = 20
    source = "an assumption, to see the order of magnitude"

`year` is the year that everything else is taken from; groups are those of `members_in` (of `year` unless given).
A change is read "deliveries from sellers to buyers"; `both_ways` (the default) adds those from buyers to sellers.

| kind | figure | what it does to the deliveries named |
| --- | --- | --- |
| cost | percent | cost of delivery rises by so much, above -100 |
| tariff | points | the buyer's ad valorem tariff rises by so many percentage points |
| embargo | | nothing is delivered any more |
| agreement | log_effect | trade at given incomes and prices changes by exp(log_effect): a gravity coefficient |
| corridor | distance_percent, elasticity, part | the route of `part` of the deliveries gets longer or shorter |
| growth | percent | the economy of every actor in `who` grows by so much |

Along a corridor trade follows by the elasticity of trade to distance.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, cast, get_args

import numpy as np

from reorient.actors import actor, members, toward
from reorient.actors.names import resolve
from reorient.errors import ActorError, GroupError, ScenarioError, did_you_mean, few

Kind = Literal["cost", "tariff", "embargo", "agreement", "corridor", "growth"]
KINDS: tuple[Kind, ...] = get_args(Kind)

HEAD = ("name", "title", "year", "members_in", "about", "toward", "text", "closure", "elasticities", "change")
COMMON = ("kind", "from", "to", "both_ways", "sectors", "source", "error")
#: Figures that each kind needs, with the least and the most that make sense; the last may be left out for corridors.
FIGURES: dict[Kind, dict[str, tuple[float, float]]] = {
    "cost": {"percent": (-99.0, 10_000.0)},
    "tariff": {"points": (-1_000.0, 10_000.0)},
    "embargo": {},
    "agreement": {"log_effect": (-20.0, 5.0)},
    "corridor": {"distance_percent": (-99.0, 10_000.0), "elasticity": (-5.0, 0.0), "part": (0.0, 1.0)},
    "growth": {"percent": (-99.0, 10_000.0)},
}
SHIPPED = "scenarios"
CLOSURES = ("fixed", "proportional", "balanced")


@dataclass(frozen=True, slots=True)
class Change:
    """One change, its actors spelled out at the year of the scenario.

    Attributes
    ----------
    kind
        One of `KINDS`.
    sellers, buyers
        Who delivers to whom; for growth the actors that grow, and nobody.
    both_ways
        Deliveries from buyers to sellers change as well.
    sectors
        Only these; all if empty.
    figures
        By name, in the units of the module's table.
    error
        Standard error of the first figure, in its unit; 0 if none is given.
    source
        Where the figures come from.
    words
        ``from`` and ``to`` as written.
    """

    kind: Kind
    sellers: tuple[str, ...]
    buyers: tuple[str, ...]
    both_ways: bool
    sectors: tuple[str, ...]
    figures: Mapping[str, float]
    error: float
    source: str
    words: tuple[str, str]

    def pairs(self, actors: Sequence[str]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Return which deliveries change, n x n, seller and buyer; never those at home."""
        sells, buys = (np.array([one in who for one in actors]) for who in (self.sellers, self.buyers))
        table = sells[:, None] & buys[None, :]
        if self.both_ways:
            table = table | table.T
        return np.asarray(table & ~np.eye(len(actors), dtype=bool))


@dataclass(frozen=True, slots=True)
class Scenario:
    """What would be otherwise.

    Attributes
    ----------
    name
        Key under which counterfactual ties stand in the record: small letters, digits, hyphens.
    title, text
        For readers.
    year
        The year that everything else is taken from.
    about, toward
        State and group that the scenario asks about, for reports; empty if nobody's in particular.
    closure
        Rule for imbalances: fixed, proportional or balanced.
    elasticities
        By sector theta, its standard error and its source, where the file has its own.
    changes
        In the order of the file.
    """

    name: str
    title: str
    text: str
    year: int
    about: str
    toward: str
    closure: str
    elasticities: Mapping[str, tuple[float, float, str]]
    changes: tuple[Change, ...]


def shipped() -> tuple[str, ...]:
    """Return the names of the scenarios in the package."""
    folder = files("reorient.simulate").joinpath(SHIPPED)
    return tuple(sorted(one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml")))


def scenario(text: str | Path) -> Scenario:
    """Return a scenario by the name of a shipped one, or by the path of a file.

    Raises
    ------
    ScenarioError
        If there is none, or the file is not a scenario; the key at fault is named.
    """
    path = Path(text)
    return parsed(source_text(text), path.name if path.suffix == ".toml" else f"{text}.toml")


def source_text(text: str | Path) -> str:
    """Return the TOML of a shipped scenario by its name, or of a file by its path.

    Raises
    ------
    ScenarioError
        If there is neither.
    """
    path = Path(text)
    if path.suffix != ".toml" and str(text) in shipped():
        return files("reorient.simulate").joinpath(SHIPPED, f"{text}.toml").read_text(encoding="utf-8")
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        hint = did_you_mean(str(text), shipped())
        raise ScenarioError(
            f"{text} is no readable file and no shipped scenario",
            "a TOML file, or one of " + ", ".join(shipped()),
            hint.strip(),
        ) from problem


def parsed(text: str, file: str) -> Scenario:
    """Return the scenario of a TOML text; `file` is named in errors."""
    try:
        body = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ScenarioError(
            f"{file} is no TOML ({problem})", "name, title, year and one [[change]] at least"
        ) from problem
    _keys(body, HEAD, file)
    name, title = (_text(body, key, file) for key in ("name", "title"))
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) or name == "observed":
        raise ScenarioError(f"{file}: the name {name!r}", "small letters, digits and single hyphens; not 'observed'")
    year = body.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not 1816 <= year <= 2200:
        raise ScenarioError(f"{file}: year = {year!r}", "the year that everything else is taken from, such as 2013")
    listed = body.get("change")
    if not isinstance(listed, list) or not listed:
        raise ScenarioError(f"{file} has no change", "one [[change]] at least")
    when = body.get("members_in", year)
    if not isinstance(when, int) or isinstance(when, bool) or not 1816 <= when <= 2200:
        raise ScenarioError(f"{file}: members_in = {when!r}", "the year whose memberships hold, such as 2014")
    changes = tuple(_change(one, f"{file}, change {place}", when) for place, one in enumerate(listed, start=1))
    about, group, words = (str(body.get(key, "")).strip() for key in ("about", "toward", "text"))
    _asked(about, group, file)
    closure = body.get("closure", "proportional")
    if closure not in CLOSURES:
        raise ScenarioError(f"{file}: closure = {closure!r}", ", ".join(CLOSURES))
    found = Scenario(name, title, words, year, about, group, closure, _own_elasticities(body, file), changes)
    contradictions([found])
    return found


def contradictions(scenarios: Iterable[Scenario]) -> None:
    """Refuse changes that cannot all hold: an embargo on deliveries that another change makes easier, two tariffs.

    Costs on the same deliveries multiply; that is no contradiction.

    Raises
    ------
    ScenarioError
        With the changes and some of the deliveries at fault.
    """
    every = [(one.name, change) for one in scenarios for change in one.changes if change.kind != "growth"]
    names = sorted({who for _, change in every for who in (*change.sellers, *change.buyers)})
    for place, (first_name, first) in enumerate(every):
        for second_name, second in every[place + 1 :]:
            if not _clash(first, second) or not _sectors_meet(first, second):
                continue
            both = first.pairs(names) & second.pairs(names)
            if both.any():
                cells = [f"{names[i]} to {names[j]}" for i, j in np.argwhere(both)]
                raise ScenarioError(
                    f"{_told(first_name, first)} contradicts {_told(second_name, second)} for {few(cells)}",
                    "one of the two",
                    "name other actors or sectors, or take one change out",
                )


def _told(name: str, change: Change) -> str:
    return f"{name}: {change.kind} from {change.words[0]} to {change.words[1]}"


def _clash(first: Change, second: Change) -> bool:
    if first.kind == second.kind == "tariff":
        return True
    kinds = {first.kind, second.kind}
    return "embargo" in kinds and (kinds != {"embargo"})


def _sectors_meet(first: Change, second: Change) -> bool:
    return not first.sectors or not second.sectors or bool(set(first.sectors) & set(second.sectors))


def _asked(about: str, group: str, file: str) -> None:
    try:
        if about:
            resolve(about)
        if group:
            toward(group)
    except (ActorError, GroupError) as problem:
        raise ScenarioError(f"{file}: {problem.found}", problem.expected, problem.how) from problem


def _own_elasticities(body: Mapping[str, Any], file: str) -> dict[str, tuple[float, float, str]]:
    tables = body.get("elasticities", {})
    if not isinstance(tables, dict) or not all(isinstance(one, dict) for one in tables.values()):
        raise ScenarioError(f"{file}: elasticities", "[elasticities.SECTOR] with theta, error and source")
    found = {}
    for sector, table in tables.items():
        where = f"{file}, elasticities of {sector}"
        _keys(table, ("theta", "error", "source"), where)
        theta = _number(table.get("theta"), "theta", where, 1e-6, 1e3)
        found[sector] = (
            theta,
            _number(table.get("error", 0.0), "error", where, 0.0, 1e3),
            _text(table, "source", where),
        )
    return found


def _keys(table: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise ScenarioError(f"{where} has the unknown key {few(unknown)}", ", ".join(known))


def _text(table: Mapping[str, Any], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ScenarioError(f"{where}: {key} = {value!r}", f"{key} = a text")
    return value.strip()


def _change(table: Any, where: str, year: int) -> Change:
    if not isinstance(table, dict):
        raise ScenarioError(f"{where} is no table", "[[change]] with a kind")
    if table.get("kind") not in KINDS:
        raise ScenarioError(f"{where}: kind = {table.get('kind')!r}", ", ".join(KINDS))
    kind = cast(Kind, table["kind"])
    growing = kind == "growth"
    ends = ("who",) if growing else ("from", "to", "both_ways", "sectors")
    _keys(table, ("kind", *ends, *FIGURES[kind], "source", "error"), where)
    both_ways = table.get("both_ways", not growing)
    if not isinstance(both_ways, bool):
        raise ScenarioError(f"{where}: both_ways = {both_ways!r}", "true or false")
    sellers = _actors(table, "who" if growing else "from", where, year)
    buyers = () if growing else _actors(table, "to", where, year)
    if not growing and set(sellers) == set(buyers) and len(sellers) == 1:
        raise ScenarioError(f"{where} goes from {sellers[0]} to itself", "deliveries from one actor to another")
    sectors = table.get("sectors", [])
    if not isinstance(sectors, list) or not all(isinstance(one, str) for one in sectors):
        raise ScenarioError(f"{where}: sectors = {sectors!r}", 'a list of names, such as ["fuels"]')
    words = (str(table.get("who", table.get("from"))), str(table.get("to", "")))
    return Change(
        kind, sellers, buyers, both_ways, tuple(sectors), _figures(table, kind, where), _error(table, where),
        _text(table, "source", where), words,
    )  # fmt: skip


def _actors(table: Mapping[str, Any], key: str, where: str, year: int) -> tuple[str, ...]:
    words = _text(table, key, where)
    try:
        found = members(toward(words), date(year, 12, 31))
    except (ActorError, GroupError) as problem:
        raise ScenarioError(f"{where}: {key} = {words!r}: {problem.found}", problem.expected, problem.how) from problem
    if not found:
        raise ScenarioError(
            f"{where}: {key} = {words!r} names nobody who lived at the end of {year}", "actors inside their life"
        )
    for piece in words.split(","):
        _alive(piece.strip().lstrip("-"), year, where)
    return found


def _alive(piece: str, year: int, where: str) -> None:
    """Refuse an actor named by itself that did not live in the year; groups leave such members out."""
    try:
        who = actor(resolve(piece))
    except ActorError:
        return
    if who.lifetimes and not any(one.first.year <= year <= (one.last or date.max).year for one in who.lifetimes):
        raise ScenarioError(f"{where}: {who.name} did not exist in {year}", "actors inside their life")


def _number(value: Any, key: str, where: str, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise ScenarioError(f"{where}: {key} = {value!r}", f"a number from {least:g} to {most:g}")
    return float(value)


def _figures(table: Mapping[str, Any], kind: Kind, where: str) -> dict[str, float]:
    found = {}
    for key, (least, most) in FIGURES[kind].items():
        value = table.get(key, 1.0 if key == "part" else None)
        found[key] = _number(value, key, where, least, most)
    return found


def _error(table: Mapping[str, Any], where: str) -> float:
    return _number(table.get("error", 0.0), "error", where, 0.0, 1e4)
