r"""Where states stand on one line from how they vote: dynamic ordinal ideal points.

State i in session t answers roll call v with yes, abstain or no as

.. math::

    y^*_{iv} = \beta_v \theta_{it} + \varepsilon_{iv}, \quad \varepsilon \sim N(0, 1), \qquad
    \text{yes if } y^* < c_{v1},\ \text{no if } y^* > c_{v2},\ \text{else abstain},

and its point walks at random, :math:`\theta_{it} \sim N(\theta_{i,t-1}, \omega^2)`, with a first point from N(0, 1):
the model of Bailey, Strezhnev & Voeten (2017, Journal of Conflict Resolution 61), with their priors
:math:`\beta \sim N(0, 1)` and :math:`\omega^2 = 1/4`. They draw from the posterior; here it is maximised and the
intervals are those of a normal distribution with the curvature at the maximum.

The votes of one session say nothing on where its line begins and how long it is. Both are fixed by linking: the
actors that vote in two neighbouring sessions keep their mean and their spread. Over all sessions the points have mean
0 and standard deviation 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reorient.errors import MeasureError, NotConverged, few
from reorient.measures.alignment import ABSENT
from reorient.measures.ideal_fit import (
    Floats,
    Prior,
    State,
    Votes,
    fitted_items,
    linked,
    log_posterior,
    posterior_sd,
    start,
    step,
)

#: Quantile of the normal distribution for an interval of 90 %.
NINETY = 1.6448536269514722
#: Fewest actors that two neighbouring sessions must share, and that a session must have.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class IdealPoints:
    """Ideal points with their 90 % intervals, in units of the standard deviation over all points.

    Attributes
    ----------
    actors, sessions
        The axes of the points; sessions ascending, without those left out.
    theta
        actors x sessions; NaN where an actor has no vote on a roll call that divided.
    sd, low, high
        Posterior standard deviation and bounds of the 90 % interval, within the session's mean and spread.
    votes
        actors x sessions, the number of votes that each point rests on.
    discrimination
        For each roll call handed in: positive where actors with a higher point are more inclined to vote no; NaN
        where the roll call did not divide or its session was left out.
    cuts
        roll calls x 2, the cut points on the scale of the index; infinite where nobody gave the answer beyond.
    left_out
        Sessions with too few roll calls that divided.
    iterations, change
        Iterations made, and the largest move of a point in the last one.
    """

    actors: tuple[str, ...]
    sessions: tuple[int, ...]
    theta: Floats
    sd: Floats
    low: Floats
    high: Floats
    votes: NDArray[np.int64]
    discrimination: Floats
    cuts: Floats
    left_out: tuple[int, ...]
    iterations: int
    change: float


def ideal_points(
    actors: Sequence[str],
    profiles: NDArray[np.int8],
    *,
    sessions: Sequence[int] | NDArray[np.int64],
    positive: str,
    innovation: float = 0.25,
    least: int = 10,
    tolerance: float = 0.005,
    iterations: int = 60,
) -> IdealPoints:
    r"""Return the ideal points of all actors in all sessions.

    Parameters
    ----------
    actors
        n ids.
    profiles
        n x m votes: 0 yes, 1 abstain, 2 no, `ABSENT` where there is none (as for `alignment`). Any subset of roll
        calls or sessions may be handed in.
    sessions
        For each of the m roll calls its session, a whole number; the difference of two is the time between them.
    positive
        The actor whose points are to be positive on the whole; this fixes the sign and nothing else.
    innovation
        :math:`\omega^2`, variance of one step of the walk, in squared units of the points.
    least
        Sessions with fewer roll calls that divided are left out.
    tolerance
        Ends when no point moves by more than this.
    iterations
        At most so many.

    Raises
    ------
    MeasureError
        If shapes do not fit, a vote is unknown, nothing divides the actors, two neighbouring sessions share fewer
        than three actors, or `positive` does not vote or does not stand off the middle.
    NotConverged
        If points still move by more than the tolerance at the end.
    """
    axis = np.asarray(sessions)
    _check(actors, profiles, axis, positive, innovation)
    kept, places, left_out = _kept(profiles, axis, least)
    votes = _votes(profiles, axis, kept, places)
    _check_links(votes, places)
    prior = Prior(first=1.0, step=innovation, discrimination=1.0)
    state, made, change = _maximised(votes, prior, tolerance, iterations)
    sd = posterior_sd(votes, state, prior)
    state = _turned(votes, state, sd, tuple(actors).index(positive), positive)
    return _result(actors, profiles, votes, state, sd, kept, places, left_out, made, change)


def _maximised(votes: Votes, prior: Prior, tolerance: float, iterations: int) -> tuple[State, int, float]:
    state = fitted_items(votes, start(votes), prior, rounds=8)
    change = np.inf
    trust, last = np.ones(state.theta.shape), np.zeros(state.theta.shape)
    for number in range(1, iterations + 1):
        before = state.theta
        state = linked(votes, state)
        move = step(votes, state, prior)
        # a point with few votes may swing around its place: whoever turns back goes half as far next time
        trust = np.where(move * last < 0, trust / 2, np.minimum(1.0, trust * 1.5))
        last = move
        state = _advanced(votes, state, trust * move, prior)
        change = float(np.abs(state.theta - before)[votes.voted].max())
        if change < tolerance:
            return linked(votes, state), number, change
    raise NotConverged(
        f"After {iterations} iterations points still move by {change:.2g}",
        f"moves below {tolerance:g}",
        "allow more iterations, or leave out sessions and actors with few votes",
        residual=change,
        iterations=iterations,
    )


def _advanced(votes: Votes, state: State, move: Floats, prior: Prior) -> State:
    """Return the state after the longest share of a move, halved at most five times, that does not lose."""
    reached = log_posterior(votes, state, prior) - 1e-3
    for _ in range(6):
        trial = fitted_items(votes, State(state.theta + move, state.beta, state.cuts), prior, rounds=2)
        if log_posterior(votes, trial, prior) >= reached:
            break
        move = move / 2
    return trial


def _check(
    actors: Sequence[str], profiles: NDArray[np.int8], axis: NDArray[np.int64], positive: str, innovation: float
) -> None:
    if profiles.ndim != 2 or len(actors) != len(profiles):
        raise MeasureError(f"Votes of shape {profiles.shape} for {len(actors)} actors", "one row for each actor")
    if not np.issubdtype(profiles.dtype, np.integer):
        raise MeasureError(f"Votes of type {profiles.dtype}", "whole numbers, absence as -1 and not as NaN")
    if axis.shape != (profiles.shape[1],) or not np.issubdtype(axis.dtype, np.integer):
        raise MeasureError(
            f"{axis.size} sessions ({axis.dtype}) for {profiles.shape[1]} roll calls", "a whole number for each"
        )
    if len(set(actors)) != len(actors):
        raise MeasureError("An actor that stands twice", "each actor once")
    odd = sorted({int(value) for value in np.unique(profiles)} - {ABSENT, 0, 1, 2})
    if odd:
        raise MeasureError(f"The votes {few(odd)}", f"0 yes, 1 abstain, 2 no and {ABSENT} for absence")
    if len(actors) < FEWEST:
        raise MeasureError(f"{len(actors)} actor(s)", f"at least {FEWEST}", "fewer cannot be told apart from the votes")
    if positive not in actors:
        raise MeasureError(f"{positive!r} is none of the actors", "the id of an actor whose points shall be positive")
    if not (np.isfinite(innovation) and innovation > 0):
        raise MeasureError(f"An innovation variance of {innovation}", "a positive number")


def _kept(
    profiles: NDArray[np.int8], axis: NDArray[np.int64], least: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], tuple[int, ...]]:
    """Return the roll calls that count (sorted by session), the sessions kept, and those left out."""
    given = np.stack([(profiles == answer).any(axis=0) for answer in range(3)])
    divided = given.sum(axis=0) > 1
    found, number = np.unique(axis[divided], return_counts=True)
    places = found[number >= max(least, 1)]
    left_out = tuple(int(session) for session in np.setdiff1d(axis, places))
    if not len(places):
        raise MeasureError(
            f"{int(divided.sum())} roll calls with different answers, nowhere {least} in one session",
            f"a session with at least {least}",
            "nothing tells the actors apart; hand in more roll calls, or a smaller `least`",
        )
    kept = np.flatnonzero(divided & np.isin(axis, places))
    return kept[np.argsort(axis[kept], kind="stable")], places, left_out


def _votes(
    profiles: NDArray[np.int8], axis: NDArray[np.int64], kept: NDArray[np.int64], places: NDArray[np.int64]
) -> Votes:
    table = profiles[:, kept].T
    given = np.stack([(table == answer).any(axis=1) for answer in range(3)], axis=1)
    rank = np.cumsum(given, axis=1) - 1
    item, actor = np.nonzero(table != ABSENT)
    session = np.searchsorted(places, axis[kept])
    voted = np.zeros((len(places), len(profiles)), dtype=bool)
    voted[session[item], actor] = True
    alive = np.logical_or.accumulate(voted) & np.logical_or.accumulate(voted[::-1])[::-1]
    steps = np.concatenate([[0.0], np.diff(places)])
    return Votes(item, actor, rank[item, table[item, actor]], session, given.sum(axis=1), alive, voted, steps)


def _check_links(votes: Votes, places: NDArray[np.int64]) -> None:
    shared = (votes.voted[1:] & votes.voted[:-1]).sum(axis=1)
    weak = [f"{a} and {b}" for a, b, n in zip(places[:-1], places[1:], shared, strict=True) if n < FEWEST]
    if weak:
        raise MeasureError(
            f"Sessions {few(weak)} share fewer than {FEWEST} actors",
            "actors that vote in both, to carry the scale over",
            "estimate the two parts apart",
        )
    if votes.voted.sum(axis=1).min() < FEWEST:
        raise MeasureError("A session with fewer than three voting actors", f"at least {FEWEST}")


def _turned(votes: Votes, state: State, sd: Floats, place: int, name: str) -> State:
    """Return the state with the sign in which the named actor stands on the positive side."""
    held = votes.voted[:, place]
    if not held.any():
        raise MeasureError(f"{name} has no vote on a roll call that divided", "an actor that votes")
    mean, doubt = state.theta[held, place].mean(), sd[held, place].mean()
    if abs(mean) < doubt:
        raise MeasureError(
            f"{name} stands at {mean:+.2f}, within {doubt:.2f} of the middle",
            "an actor that stands clearly on one side",
            "name another actor for the positive side",
        )
    return state if mean > 0 else State(-state.theta, -state.beta, state.cuts)


def _result(
    actors: Sequence[str],
    profiles: NDArray[np.int8],
    votes: Votes,
    state: State,
    sd: Floats,
    kept: NDArray[np.int64],
    places: NDArray[np.int64],
    left_out: tuple[int, ...],
    made: int,
    change: float,
) -> IdealPoints:
    theta = np.where(votes.voted, state.theta, np.nan).T
    spread = np.where(votes.voted, sd, np.nan).T
    cell = votes.actor * len(places) + votes.place[0]
    number = np.bincount(cell, minlength=theta.size).reshape(theta.shape)
    discrimination, cuts = np.full(profiles.shape[1], np.nan), np.full((profiles.shape[1], 2), np.nan)
    discrimination[kept] = state.beta
    cuts[kept] = _named_cuts(profiles[:, kept], state.cuts)
    return IdealPoints(
        tuple(actors),
        tuple(int(session) for session in places),
        theta,
        spread,
        theta - NINETY * spread,
        theta + NINETY * spread,
        number,
        discrimination,
        cuts,
        left_out,
        made,
        change,
    )


def _named_cuts(table: NDArray[np.int8], cuts: Floats) -> Floats:
    """Return cut points below abstain and below no, whichever answers were given."""
    yes, abstain, no = ((table == answer).any(axis=0) for answer in range(3))
    found = cuts.copy()
    found[~no, 1] = np.inf
    found[~yes, 0], found[~yes, 1] = -np.inf, cuts[~yes, 0]
    found[~abstain, 1] = cuts[~abstain, 0]
    return found
