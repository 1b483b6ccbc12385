"""Hindcast files: a past shock as a scenario of the year before it, the size from before, and what is scored.

    name = "accession"
    title = "A state joins a union"
    year = 2003                      # the last year before the shock: everything is taken from it
    members_in = 2004                # whose memberships name the shock's actors
    states = "POL,HUN"               # whose partner shares are scored
    toward = "eu"                    # the group in question
    flows = ["exports", "imports"]   # or "fuel exports", "fuel imports"
    outcomes = [2008, 2013]          # years that are scored; the first is the one in the table
    trade = "baci_totals"            # source of goods exports, before and after
    originals = ["cow_trade"]        # sources that the starter record does not hold; none if left out
    variant_of = "other"             # another hindcast of the same shock; none if left out

    [size]
    kind = "estimate"                # published, measure, part
    ...

    [[change]]                       # as in a scenario; log_effect = "size" stands for the size
    ...

| kind of size | what it holds |
| --- | --- |
| measure | nothing: the text of the measure says it all (an embargo, a tariff) |
| published | log_effect, error, source |
| estimate | trade, first, every, weights, marked, both, lags: a recipe of `explain.shock_size`, whose last year is always `year`; its result stands in ``hindcasts/sizes.csv`` |
| part | fuels: the part of these among the four fuels that the pair traded in `year` stops; by pair |
"""  # noqa: E501 - a table's row

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from math import isfinite
from pathlib import Path
from typing import Any, Literal, cast, get_args

from reorient.actors import actor, alive
from reorient.actors.names import resolve
from reorient.errors import ActorError, ScenarioError, did_you_mean, few
from reorient.simulate.economy import FUELS
from reorient.simulate.scenario import Scenario, parsed

Flow = Literal["exports", "imports", "fuel exports", "fuel imports"]
FLOWS: tuple[Flow, ...] = get_args(Flow)
SIZES = ("measure", "published", "estimate", "part")
HEAD = (
    "name", "title", "text", "year", "members_in", "states", "toward", "flows", "outcomes", "trade", "originals",
    "closure", "variant_of", "size", "change",
)  # fmt: skip
KEYS = {
    "measure": ("kind",),
    "published": ("kind", "log_effect", "error", "source"),
    "estimate": ("kind", "trade", "first", "every", "weights", "marked", "both", "lags", "source"),
    "part": ("kind", "fuels", "source"),
}
FOLDER = "hindcasts"


@dataclass(frozen=True, slots=True)
class Size:
    """Where a shock's size comes from.

    Attributes
    ----------
    kind
        One of `SIZES`.
    log_effect, error
        The figure and its standard error (0 if none is known); NaN for kinds without one.
    recipe
        Arguments of an estimate; empty otherwise.
    fuels
        For parts: which of the economy's fuels stop.
    told
        In words.
    """

    kind: str
    log_effect: float
    error: float
    recipe: Mapping[str, Any]
    fuels: tuple[str, ...]
    told: str


@dataclass(frozen=True, slots=True)
class Hindcast:
    """A past shock, ready to be foretold and scored.

    Attributes
    ----------
    scenario
        The shock, on the economy of the year before it.
    states
        Whose partner shares are scored.
    toward
        Name of the group in question, and the year of its membership.
    members_in
        That year.
    flows
        What is scored.
    outcomes
        Years that are scored.
    trade
        Source of goods exports.
    originals
        Sources that the starter record does not hold.
    size
        Where the shock's size comes from.
    shock
        Its name, or that of the hindcast whose variant it is: variants count as one shock.
    """

    scenario: Scenario
    states: tuple[str, ...]
    toward: str
    members_in: int
    flows: tuple[Flow, ...]
    outcomes: tuple[int, ...]
    trade: str
    originals: tuple[str, ...]
    size: Size
    shock: str

    @property
    def name(self) -> str:
        """Name of the file without its ending."""
        return self.scenario.name

    @property
    def year(self) -> int:
        """The last year before the shock."""
        return self.scenario.year


def shipped() -> tuple[str, ...]:
    """Return the names of the hindcasts in the package."""
    folder = files("reorient.simulate").joinpath(FOLDER)
    return tuple(sorted(one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml")))


def hindcast(text: str | Path) -> Hindcast:
    """Return a hindcast by the name of a shipped one, or by the path of a file.

    Raises
    ------
    ScenarioError
        If there is none, or the file is not a hindcast; the key at fault is named.
    """
    path = Path(text)
    if path.suffix != ".toml" and str(text) in shipped():
        body = files("reorient.simulate").joinpath(FOLDER, f"{text}.toml").read_text(encoding="utf-8")
        return read(body, f"{text}.toml")
    try:
        return read(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as problem:
        raise ScenarioError(
            f"{text} is no readable file and no shipped hindcast",
            "a TOML file, or one of " + ", ".join(shipped()),
            did_you_mean(str(text), shipped()).strip(),
        ) from problem


def recorded() -> dict[str, dict[str, str]]:
    """Return the rows of ``hindcasts/sizes.csv``: estimates already made, by the name of the hindcast."""
    text = files("reorient.simulate").joinpath(FOLDER, "sizes.csv").read_text(encoding="utf-8")
    return {row["hindcast"]: row for row in csv.DictReader(text.splitlines())}


def read(text: str, file: str) -> Hindcast:
    """Return the hindcast of a TOML text; `file` is named in errors.

    Raises
    ------
    ScenarioError
        If the text is no hindcast, an outcome is not after the year before the shock, or an estimate would look beyond
        that year.
    """
    try:
        body = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ScenarioError(f"{file} is no TOML ({problem})", "the keys " + ", ".join(HEAD)) from problem
    odd = sorted(set(body) - set(HEAD))
    if odd:
        raise ScenarioError(f"{file} has the unknown key {few(odd)}", ", ".join(HEAD))
    size = _size(body, file)
    scene = parsed(_scenario_text(body, size, file), file)
    outcomes = body.get("outcomes")
    if not isinstance(outcomes, list) or not outcomes or not all(_whole(one) for one in outcomes):
        raise ScenarioError(f"{file}: outcomes = {outcomes!r}", "a list of years, such as [2015, 2018]")
    early = [one for one in outcomes if one <= scene.year]
    if early:
        raise ScenarioError(
            f"{file}: outcome {few(early)} at or before {scene.year}", "years after the last before the shock"
        )
    flows = body.get("flows")
    if not isinstance(flows, list) or not flows or not set(flows) <= set(FLOWS):
        raise ScenarioError(f"{file}: flows = {flows!r}", f"a list of {', '.join(FLOWS)}")
    trade = body.get("trade")
    if not isinstance(trade, str) or not trade:
        raise ScenarioError(f"{file}: trade = {trade!r}", "the source of goods exports, such as baci_totals")
    originals = body.get("originals", [])
    if not isinstance(originals, list) or not all(isinstance(one, str) for one in originals):
        raise ScenarioError(f"{file}: originals = {originals!r}", 'a list of sources, such as ["cow_trade"]')
    if not scene.toward:
        raise ScenarioError(f"{file}: no group", "toward = a group, or actors and groups separated by commas")
    return Hindcast(
        scene,
        _states(body, file, scene.year),
        scene.toward,
        body.get("members_in", scene.year),
        tuple(cast(list[Flow], flows)),
        tuple(outcomes),
        trade,
        tuple(originals),
        size,
        str(body.get("variant_of", scene.name)),
    )


def sized(one: Hindcast, log_effect: float, error: float) -> Hindcast:
    """Return the hindcast with another figure for its size, wherever a change takes it.

    Raises
    ------
    ScenarioError
        If its size is no figure.
    """
    if one.size.kind not in ("published", "estimate"):
        raise ScenarioError(f"{one.name}: the size is a {one.size.kind}, no figure", "published, or an estimate")
    changes = tuple(
        replace(change, figures={"log_effect": log_effect}, error=error) if change.kind == "agreement" else change
        for change in one.scenario.changes
    )
    return replace(
        one,
        scenario=replace(one.scenario, changes=changes),
        size=replace(one.size, log_effect=log_effect, error=error),
    )


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _states(body: Mapping[str, Any], file: str, year: int) -> tuple[str, ...]:
    words = body.get("states")
    if not isinstance(words, str) or not words.strip():
        raise ScenarioError(f"{file}: states = {words!r}", 'whose shares are scored, such as "POL,HUN"')
    found = []
    for piece in words.split(","):
        try:
            who = actor(resolve(piece.strip()))
        except ActorError as problem:
            raise ScenarioError(f"{file}: states: {problem.found}", problem.expected, problem.how) from problem
        if not alive(who.id, date(year, 1, 1), date(year, 12, 31)):
            raise ScenarioError(f"{file}: {who.name} did not exist in {year}", "states inside their life")
        found.append(who.id)
    return tuple(found)


def _scenario_text(body: Mapping[str, Any], size: Size, file: str) -> str:
    """Return the scenario in the hindcast as TOML: the figure in the place of the word size."""
    head = ("name", "title", "text", "year", "members_in", "toward", "closure")
    lines = [f"{key} = {json.dumps(body[key])}" for key in head if key in body]
    listed = body.get("change")
    for change in listed if isinstance(listed, list) else []:
        lines.append("[[change]]")
        for key, value in change.items() if isinstance(change, dict) else ():
            if key == "log_effect" and value != "size":
                raise ScenarioError(
                    f"{file}: log_effect = {value!r}", 'log_effect = "size": the figure and its source stand in [size]'
                )
            if key == "log_effect" and size.kind == "measure":
                raise ScenarioError(f"{file}: a change with a size, and a [size] without one", "published, or estimate")
            # A size that is not known yet, or differs by pair, is put in later.
            told = (size.log_effect if isfinite(size.log_effect) else 0.0) if key == "log_effect" else value
            lines.append(f"{key} = {json.dumps(told)}")
        if isinstance(change, dict) and change.get("kind") == "agreement":
            lines.append(f"error = {json.dumps(size.error)}")
            if "source" not in change:
                lines.append(f"source = {json.dumps(size.told)}")
    return "\n".join(lines) + "\n"


def _size(body: Mapping[str, Any], file: str) -> Size:
    table = body.get("size")
    kind = table.get("kind") if isinstance(table, dict) else None
    if not isinstance(table, dict) or kind not in SIZES:
        raise ScenarioError(f"{file}: [size] of kind {kind!r}", ", ".join(SIZES))
    odd = sorted(set(table) - set(KEYS[kind]))
    missing = sorted(set(KEYS[kind]) - set(table) - {"marked", "both", "lags"})
    if odd or missing:
        raise ScenarioError(f"{file}: [size] has {few(odd) or 'no'} {few(missing)}", ", ".join(KEYS[kind]))
    if kind == "measure":
        return Size(kind, float("nan"), 0.0, {}, (), "the text of the measure")
    told = str(table["source"])
    if kind == "part":
        fuels = tuple(map(str, table["fuels"]))
        if not fuels or not set(fuels) <= set(FUELS):
            raise ScenarioError(f"{file}: fuels = {few(fuels)}", f"some of {', '.join(FUELS)}")
        return Size(kind, float("nan"), 0.0, {}, fuels, told)
    if kind == "published":
        return Size(kind, _number(table, "log_effect", file), _number(table, "error", file), {}, (), told)
    recipe = {
        key: table[key] for key in ("trade", "first", "every", "weights", "marked", "both", "lags") if key in table
    }
    name, year = str(body.get("name")), body.get("year")
    row = recorded().get(name)
    made = recipe_text(recipe, year)
    if row is None or row["recipe"] != made:
        return Size(kind, float("nan"), 0.0, recipe, (), told)
    return Size(kind, float(row["log_effect"]), float(row["error"]), recipe, (), told)


def recipe_text(recipe: Mapping[str, Any], year: Any) -> str:
    """Return the recipe of an estimate in one line, its last year included, by which a recorded figure is known."""
    return "; ".join([f"{key} {json.dumps(value)}" for key, value in sorted(recipe.items())] + [f"last {year}"])


def _number(table: Mapping[str, Any], key: str, file: str) -> float:
    value = table.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 20:
        raise ScenarioError(f"{file}: [size] {key} = {value!r}", "a number")
    return float(value)
