r"""The arithmetic of ideal points: an ordered probit whose points walk at random over sessions.

All points are moved at once by Gauss-Newton steps in which the parameters of the roll calls (3 x 3 each) are
eliminated: what remains is block tridiagonal over sessions, one dense block for each session, and is solved forward
and back. The roll calls follow by Newton steps of their own. The same factors give the posterior variances of the
points with the roll calls' uncertainty in them (Laplace's approximation).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.special import ndtr, ndtri

from reorient.errors import MeasureError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: Beyond this many standard deviations a normal tail counts as empty.
TAIL = 30.0
#: Prior variance of a cut point: wide enough to leave it to the votes, finite so that every block can be inverted.
CUT_VARIANCE = 100.0
#: Spreads below this are rounding.
ROUNDING = 1e-9
#: How often the step of one roll call is shortened before it is given up for the round.
HALVINGS = 6
ROOT = float(np.sqrt(2 * np.pi))


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes on roll calls that divided, one entry for each vote, sorted by roll call.

    Attributes
    ----------
    item, actor, answer
        Roll call, actor, and the rank of the answer among those given on this roll call (0, 1, 2).
    session
        For each roll call the place of its session on the axis.
    answers
        For each roll call the number of different answers, 2 or 3.
    alive
        sessions x actors: within the actor's first and last session.
    voted
        sessions x actors: has a vote.
    steps
        Sessions between each place on the axis and the one before (first: 0).
    """

    item: Ints
    actor: Ints
    answer: Ints
    session: Ints
    answers: Ints
    alive: Flags
    voted: Flags
    steps: Floats

    @property
    def place(self) -> tuple[Ints, Ints]:
        """Return session and actor of every vote."""
        return self.session[self.item], self.actor


@dataclass(frozen=True, slots=True)
class Prior:
    """Variances: of a state's first point, of one step of the walk, of a discrimination."""

    first: float
    step: float
    discrimination: float


@dataclass(frozen=True, slots=True)
class State:
    """Points (sessions x actors), discriminations and cut points (items x 2; the second is idle with two answers)."""

    theta: Floats
    beta: Floats
    cuts: Floats


@dataclass(frozen=True, slots=True)
class Curve:
    """Derivatives of every vote's log probability: score in the index, and curvatures (negative second derivatives).

    ``upper`` and ``lower`` are the scores in the upper and lower cut point of the answer, ``hh``, ``ll``, ``hl`` their
    curvatures.
    """

    upper: Floats
    lower: Floats
    hh: Floats
    ll: Floats
    hl: Floats


def bounds(votes: Votes, state: State) -> tuple[Floats, Floats]:
    """Return how far the upper and lower cut point of each vote's answer lie above its index."""
    edge = np.full((len(state.cuts), 4), np.inf)
    edge[:, 0] = -np.inf
    edge[:, 1:3] = state.cuts
    edge[votes.answers == 2, 2] = np.inf
    index = state.beta[votes.item] * state.theta[votes.place]
    flat = edge.ravel()
    at = 4 * votes.item + votes.answer
    return np.clip(flat[at + 1] - index, -TAIL, TAIL), np.clip(flat[at] - index, -TAIL, TAIL)


def chances(high: Floats, low: Floats) -> Floats:
    """Return the probability between two bounds, taken in the tail where it keeps its digits."""
    turned = high + low > 0
    top, bottom = np.where(turned, -low, high), np.where(turned, -high, low)
    found: Floats = np.maximum(ndtr(top) - ndtr(bottom), 1e-300)
    return found


def curve(high: Floats, low: Floats) -> Curve:
    """Return scores and curvatures of every vote."""
    chance = chances(high, low) * ROOT
    upper, lower = np.exp(-0.5 * high * high) / chance, np.exp(-0.5 * low * low) / chance
    return Curve(upper, -lower, upper * (high + upper), lower * (lower - low), -upper * lower)


def differences(theta: Floats, votes: Votes) -> tuple[Floats, Flags]:
    """Return the steps of the walk and where there is one."""
    both = votes.alive[1:] & votes.alive[:-1]
    return np.where(both, theta[1:] - theta[:-1], 0.0), both


def firsts(votes: Votes) -> Flags:
    """Return where an actor's walk begins."""
    begun = votes.alive.copy()
    begun[1:] &= ~votes.alive[:-1]
    return begun


def item_log_posterior(votes: Votes, state: State, prior: Prior) -> Floats:
    """Return each roll call's part of the log posterior; minus infinity where its cut points cross."""
    found = np.bincount(votes.item, np.log(chances(*bounds(votes, state))), len(state.beta))
    cuts = np.sum(_used(votes) * state.cuts**2, axis=1)
    found = found - 0.5 * (state.beta**2 / prior.discrimination + cuts / CUT_VARIANCE)
    return np.where((votes.answers == 3) & (state.cuts[:, 0] >= state.cuts[:, 1]), -np.inf, found)


def log_posterior(votes: Votes, state: State, prior: Prior) -> float:
    """Return the log posterior density up to a constant."""
    steps, _ = differences(state.theta, votes)
    walk = np.sum(steps**2 / (prior.step * votes.steps[1:, None]))
    begun = np.sum(state.theta[firsts(votes)] ** 2) / prior.first
    return float(item_log_posterior(votes, state, prior).sum() - 0.5 * (walk + begun))


@dataclass(frozen=True, slots=True)
class System:
    """The Gauss-Newton system with the roll calls eliminated.

    Attributes
    ----------
    blocks
        sessions x actors x actors, the points' precision within a session.
    link
        sessions - 1 x actors, precision of the step to the next session (0 where there is none).
    gradient
        sessions x actors.
    cross
        items x 3 x actors, item precision times the points (before elimination).
    items
        items x 3 x 3, inverse precision of the items.
    item_gradient
        items x 3.
    """

    blocks: Floats
    link: Floats
    gradient: Floats
    cross: Floats
    items: Floats
    item_gradient: Floats


def system(votes: Votes, state: State, prior: Prior) -> System:
    """Return the system of one Gauss-Newton step, at the state."""
    bend = curve(*bounds(votes, state))
    count, actors = len(state.beta), state.theta.shape[1]
    theta, beta = state.theta[votes.place], state.beta[votes.item]
    score = -(bend.upper + bend.lower)
    weight = bend.hh + bend.ll + 2 * bend.hl
    by_cut, _ = _by_cut(votes, bend)

    cross = np.zeros((3, count, actors))
    cross[0, votes.item, votes.actor] = weight * theta * beta
    for number in range(2):
        cross[1 + number, votes.item, votes.actor] = -by_cut[number] * beta
    precision = _item_precision(votes, theta, weight, by_cut, bend.hl, prior)
    item_gradient = _item_gradient(votes, state, bend, prior)
    cell = votes.place[0] * actors + votes.actor
    shape = state.theta.shape
    own = np.bincount(cell, weight * beta**2, state.theta.size).reshape(shape)
    gradient = np.bincount(cell, score * beta, state.theta.size).reshape(shape)
    link, walk, pull = _walk(votes, state.theta, prior)
    items = np.asarray(np.linalg.inv(precision), dtype=np.float64)
    turned = np.ascontiguousarray(cross.transpose(1, 0, 2))
    blocks = _blocks(votes, own + walk, turned, precision)
    return System(blocks, link, gradient + pull, turned, items, item_gradient)


def _item_gradient(votes: Votes, state: State, bend: Curve, prior: Prior) -> Floats:
    _, cut_scores = _by_cut(votes, bend)
    slopes = [-(bend.upper + bend.lower) * state.theta[votes.place], *cut_scores]
    found: Floats = np.stack([np.bincount(votes.item, slope, len(state.beta)) for slope in slopes], axis=1).astype(
        float
    )
    used = _used(votes)
    return found - np.column_stack([state.beta / prior.discrimination, used * state.cuts / CUT_VARIANCE])


def _used(votes: Votes) -> Floats:
    return np.column_stack([np.ones(len(votes.answers)), votes.answers == 3]).astype(float)


def _by_cut(votes: Votes, bend: Curve) -> tuple[list[Floats], list[Floats]]:
    """Return for each of the two cut points every vote's curvature between it and the index, and its score."""
    weights, scores = [], []
    for number in range(2):
        above, below = votes.answer == number, votes.answer == number + 1
        if number:
            above = above & (votes.answers[votes.item] == 3)
        weights.append(above * (bend.hh + bend.hl) + below * (bend.ll + bend.hl))
        scores.append(above * bend.upper + below * bend.lower)
    return weights, scores


def _item_precision(
    votes: Votes, theta: Floats, weight: Floats, by_cut: list[Floats], mixed: Floats, prior: Prior
) -> Floats:
    count = len(votes.session)

    def total(values: Floats) -> Floats:
        return np.asarray(np.bincount(votes.item, values, count), dtype=float)

    precision = np.zeros((count, 3, 3))
    precision[:, 0, 0] = total(weight * theta**2) + 1 / prior.discrimination
    middle = total(np.where((votes.answer == 1) & (votes.answers[votes.item] == 3), mixed, 0.0))
    for number in range(2):
        precision[:, 0, 1 + number] = precision[:, 1 + number, 0] = -total(by_cut[number] * theta)
        # the curvature between index and cut point holds the mixed term of the middle answer once; it is taken out
        precision[:, 1 + number, 1 + number] = total(by_cut[number]) - middle + 1 / CUT_VARIANCE
    precision[:, 1, 2] = precision[:, 2, 1] = middle
    idle = votes.answers == 2
    precision[idle, 2, :] = precision[idle, :, 2] = 0.0
    precision[idle, 2, 2] = 1.0
    return precision


def _walk(votes: Votes, theta: Floats, prior: Prior) -> tuple[Floats, Floats, Floats]:
    """Return the walk's precision between sessions, on the diagonal, and its gradient."""
    steps, both = differences(theta, votes)
    link = both / (prior.step * votes.steps[1:, None])
    begun = firsts(votes) / prior.first
    diagonal = begun + ~votes.alive
    pull = -begun * theta
    diagonal[1:] += link
    diagonal[:-1] += link
    pull[1:] -= link * steps
    pull[:-1] += link * steps
    return link, diagonal, pull


def _blocks(votes: Votes, diagonal: Floats, cross: Floats, precision: Floats) -> Floats:
    sessions, actors = diagonal.shape
    lower = np.linalg.cholesky(precision)
    half = np.linalg.solve(lower, cross)
    ends = np.searchsorted(votes.session, np.arange(sessions + 1))
    blocks = np.zeros((sessions, actors, actors))
    for s in range(sessions):
        part = half[ends[s] : ends[s + 1]].reshape(-1, actors)
        blocks[s] = np.diag(diagonal[s]) - part.T @ part
    return blocks


@dataclass(frozen=True, slots=True)
class Factors:
    """Forward elimination over sessions: the inverse of each session's precision given those before."""

    inverse: Floats
    link: Floats


def factor(blocks: Floats, link: Floats) -> Factors:
    """Eliminate session after session; a block that is not positive definite raises `numpy.linalg.LinAlgError`."""
    inverse = np.empty_like(blocks)
    unit = np.eye(blocks.shape[1])
    for s, block in enumerate(blocks):
        left = block if s == 0 else block - link[s - 1][:, None] * inverse[s - 1] * link[s - 1]
        lower = cho_factor(left, lower=True)
        inverse[s] = cho_solve(lower, unit)
    return Factors(inverse, link)


def solve(factors: Factors, right: Floats) -> Floats:
    """Return the solution for right-hand sides, sessions x actors x k."""
    out = np.empty_like(right)
    carried = right.copy()
    for s in range(1, len(right)):
        carried[s] += factors.link[s - 1][:, None] * (factors.inverse[s - 1] @ carried[s - 1])
    out[-1] = factors.inverse[-1] @ carried[-1]
    for s in range(len(right) - 2, -1, -1):
        out[s] = factors.inverse[s] @ (carried[s] + factors.link[s][:, None] * out[s + 1])
    return out


def variances(factors: Factors) -> Floats:
    """Return the diagonal of the inverse, sessions x actors."""
    out = np.empty(factors.inverse.shape[:2])
    later = factors.inverse[-1]
    out[-1] = np.diag(later)
    for s in range(len(out) - 2, -1, -1):
        gain = factors.inverse[s] * factors.link[s]
        later = factors.inverse[s] + gain @ later @ gain.T
        out[s] = np.diag(later)
    return out


def constraints(votes: Votes, theta: Floats) -> Floats:
    """Return the directions in which no point may move: the mean and the spread of the voters of each session.

    They are sessions x actors x twice the sessions.
    """
    count, actors = theta.shape
    held = np.zeros((count, actors, 2 * count))
    for s in range(count):
        held[s, :, 2 * s] = votes.voted[s]
        held[s, :, 2 * s + 1] = votes.voted[s] * theta[s]
    return held


def step(votes: Votes, state: State, prior: Prior) -> Floats:
    """Return the move of all points that one Gauss-Newton step proposes, each session's mean and spread kept."""
    at = system(votes, state, prior)
    factors = factor(at.blocks, at.link)
    given = at.gradient.copy()
    taken = np.einsum("vab,vb->va", at.items, at.item_gradient)
    np.subtract.at(given, votes.session, np.einsum("vai,va->vi", at.cross, taken))
    held = constraints(votes, state.theta)
    answers = solve(factors, np.concatenate([given[..., None], held], axis=-1))
    size = np.einsum("sik,sil->kl", held, answers, optimize=True)
    move = answers[..., 0] - answers[..., 1:] @ np.linalg.solve(size[:, 1:], size[:, 0])
    return np.asarray(np.clip(move, -1.0, 1.0))


def fitted_items(votes: Votes, state: State, prior: Prior, *, rounds: int) -> State:
    """Return the state with every roll call's parameters moved toward their optimum by Newton steps."""
    now = item_log_posterior(votes, state, prior)
    for _ in range(rounds):
        bend = curve(*bounds(votes, state))
        by_cut, _ = _by_cut(votes, bend)
        theta = state.theta[votes.place]
        precision = _item_precision(votes, theta, bend.hh + bend.ll + 2 * bend.hl, by_cut, bend.hl, prior)
        move = np.linalg.solve(precision, _item_gradient(votes, state, bend, prior)[..., None])[..., 0]
        share = np.ones(len(move))
        for _ in range(HALVINGS):
            trial = State(state.theta, state.beta + share * move[:, 0], state.cuts + share[:, None] * move[:, 1:])
            reached = item_log_posterior(votes, trial, prior)
            worse = ~(reached >= now - 1e-9)
            if not worse.any():
                break
            share[worse] *= 0.4
        share[worse] = 0.0
        state = State(state.theta, state.beta + share * move[:, 0], state.cuts + share[:, None] * move[:, 1:])
        now = np.where(worse, now, reached)
    return state


def linked(votes: Votes, state: State) -> State:
    """Return the same model in one frame: those who vote in two neighbouring sessions keep their mean and spread.

    Afterwards all points that voted have mean 0 and standard deviation 1.

    Raises
    ------
    MeasureError
        If those who vote in both all vote alike in one of them.
    """
    count = len(state.theta)
    scale, shift = np.ones(count), np.zeros(count)
    for s in range(1, count):
        both = votes.voted[s] & votes.voted[s - 1]
        before = scale[s - 1] * state.theta[s - 1, both] + shift[s - 1]
        if min(before.std(), state.theta[s, both].std()) < ROUNDING:
            raise MeasureError(
                f"All {both.sum()} actors of both session {s} and session {s + 1} (counted from 1) vote alike in one",
                "different answers among them, to carry the scale over",
                "estimate the two parts apart",
            )
        scale[s] = before.std() / state.theta[s, both].std()
        shift[s] = before.mean() - scale[s] * state.theta[s, both].mean()
    theta = scale[:, None] * state.theta + shift[:, None]
    mean, spread = theta[votes.voted].mean(), theta[votes.voted].std()
    scale, shift = scale / spread, (shift - mean) / spread
    beta = state.beta / scale[votes.session]
    cuts = state.cuts + (beta * shift[votes.session])[:, None] * _used(votes)
    return State(np.where(votes.alive, (theta - mean) / spread, 0.0), beta, cuts)


def start(votes: Votes) -> State:
    """Return a first guess: each session's first principal component, turned to agree with the session before."""
    count, actors = votes.voted.shape
    theta = np.zeros((count, actors))
    last = np.zeros(actors)
    for s in range(count):
        own = votes.session[votes.item] == s
        found = _component(votes, own, actors)
        known = votes.voted[s] & (last != 0)
        if found[known] @ last[known] < 0:
            found = -found
        last = np.where(votes.voted[s], found, last)
        theta[s] = np.where(votes.alive[s], last, 0.0)
    tally = np.stack([np.bincount(votes.item, votes.answer == k, len(votes.session)) for k in range(2)], axis=1)
    total = np.bincount(votes.item, minlength=len(votes.session))[:, None]
    cuts = ndtri(np.clip(np.cumsum(tally, axis=1) / total, 0.002, 0.998))
    cuts[:, 1] = np.maximum(cuts[:, 1], cuts[:, 0] + 0.05)
    return linked(votes, State(theta, np.zeros(len(cuts)), cuts * _used(votes)))


def _component(votes: Votes, own: Flags, actors: int) -> Floats:
    """Return the standardised first component of one session's answers, absences at the roll call's mean."""
    items, item = np.unique(votes.item[own], return_inverse=True)
    table = np.full((len(items), actors), np.nan)
    table[item, votes.actor[own]] = votes.answer[own]
    voted = ~np.isnan(table)
    centred = np.where(voted, table - np.nanmean(table, axis=1, keepdims=True), 0.0)
    centred /= np.sqrt(np.maximum(voted.sum(axis=0), 1))
    first = np.linalg.svd(centred, full_matrices=False)[2][0]
    held = voted.any(axis=0)
    return np.asarray(np.where(held, (first - first[held].mean()) / first[held].std(), 0.0))


def posterior_sd(votes: Votes, state: State, prior: Prior) -> Floats:
    """Return the points' posterior standard deviations by Laplace, within each session's mean and spread."""
    at = system(votes, state, prior)
    factors = factor(at.blocks, at.link)
    held = constraints(votes, state.theta)
    answers = solve(factors, held)
    size = np.einsum("sik,sil->kl", held, answers, optimize=True)
    lost = np.einsum("sik,sik->si", answers @ np.linalg.inv(size), answers)
    return np.asarray(np.sqrt(np.maximum(variances(factors) - lost, 0.0)))
