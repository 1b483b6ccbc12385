"""Ideal points from the record: roll calls as a table of votes, and where states stand, session by session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reorient.actors import Actor
from reorient.errors import MeasureError, few
from reorient.measures.alignment import ABSENT
from reorient.measures.directions import places
from reorient.measures.ideal_points import IdealPoints, ideal_points
from reorient.record.store import Record


@dataclass(frozen=True, slots=True)
class RollCalls:
    """Votes of actors on roll calls.

    Attributes
    ----------
    actors
        n ids.
    profiles
        n x m: 0 yes, 1 abstain, 2 no, `ABSENT` where there is none.
    sessions
        m sessions.
    """

    actors: tuple[str, ...]
    profiles: NDArray[np.int8]
    sessions: NDArray[np.int64]


def roll_calls(ballots: pl.DataFrame) -> RollCalls:
    """Return a frame of ballots as a table of votes."""
    actors = tuple(ballots["actor"].unique().sort().to_list())
    items = ballots.select("session", "resolution").unique().sort("session", "resolution").with_row_index("item")
    at = ballots.join(items, on=["session", "resolution"])
    profiles = np.full((len(actors), len(items)), ABSENT, dtype=np.int8)
    profiles[places(at["actor"], actors), at["item"].to_numpy()] = at["vote"].to_numpy() - 1
    return RollCalls(actors, profiles, items["session"].to_numpy().astype(np.int64))


@dataclass(frozen=True, slots=True)
class Positions:
    """The answer of ``reorient ideal-points``.

    Attributes
    ----------
    states
        Those asked for.
    points
        The points of all states.
    source
        Key of the source of the roll calls.
    """

    states: tuple[Actor, ...]
    points: IdealPoints
    source: str

    def frame(self) -> pl.DataFrame:
        """Return ``state``, ``session``, ``point``, ``low``, ``high`` (90 %), ``sd``, ``votes``: one row a session."""
        rows = []
        for one in self.states:
            place = self.points.actors.index(one.id)
            for at in np.flatnonzero(np.isfinite(self.points.theta[place])):
                told = (self.points.theta, self.points.low, self.points.high, self.points.sd)
                values = (float(table[place, at]) for table in told)
                rows.append((one.id, self.points.sessions[at], *values, int(self.points.votes[place, at])))
        kinds = {
            "state": pl.String(),
            "session": pl.Int64(),
            **dict.fromkeys(("point", "low", "high", "sd"), pl.Float64()),
        }
        return pl.DataFrame(rows, schema={**kinds, "votes": pl.Int64()}, orient="row")


def positions(
    record: Record,
    states: Sequence[Actor],
    *,
    positive: Actor,
    first: int | None = None,
    last: int | None = None,
) -> Positions:
    """Return the ideal points of states among all that vote in the UN General Assembly.

    Parameters
    ----------
    record
        Where the roll calls are.
    states
        Whose points are wanted; all are estimated.
    positive
        The state whose points are positive on the whole.
    first, last
        First and last calendar year of the roll calls: points are estimated anew on these alone.

    Raises
    ------
    MeasureError
        If the record holds no roll calls of the period, or none of a state asked for.
    NotConverged
        If the estimate does not settle.
    """
    ballots = record.ballots(first=first, last=last)
    if not len(ballots):
        raise MeasureError(
            "The record holds no roll calls of the period",
            "votes of the UN General Assembly",
            "the starter record has none (terms not stated); `reorient data add unga FILE` reads a download",
        )
    source = str(ballots["source"][0])
    calls = roll_calls(ballots.filter(pl.col("source") == source))
    unknown = [one.name for one in dict.fromkeys((*states, positive)) if one.id not in calls.actors]
    if unknown:
        raise MeasureError(f"No vote of {few(unknown)} in the period", "states that vote", "choose another period")
    points = ideal_points(calls.actors, calls.profiles, sessions=calls.sessions, positive=positive.id)
    return Positions(tuple(states), points, source)
