"""Ideal points recover what they were drawn from, keep their frame, and stand near the published ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from reorient.errors import MeasureError, NotConverged
from reorient.measures.alignment import ABSENT
from reorient.measures.ideal_fit import Prior, State, Votes, log_posterior, system
from reorient.measures.ideal_points import IdealPoints, ideal_points

Floats = NDArray[np.float64]


class Drawn:
    """An assembly drawn from the model: true points (actors x sessions), votes, and what they were drawn from."""

    def __init__(self, seed: int, *, actors: int = 60, sessions: int = 12, items: int = 40, step: float = 0.2) -> None:
        rng = np.random.default_rng(seed)
        first, steps = rng.normal(size=(actors, 1)), step * rng.normal(size=(actors, sessions - 1))
        walk = np.cumsum(np.concatenate([first, steps], axis=1), axis=1)
        self.truth: Floats = (walk - walk.mean()) / walk.std()
        self.sessions = np.repeat(np.arange(1, sessions + 1), items)
        self.beta: Floats = rng.normal(size=self.sessions.size)
        self.cuts: Floats = np.sort(rng.normal(size=(self.sessions.size, 2)), axis=1)
        index = self.beta * self.truth[:, self.sessions - 1] + rng.normal(size=(actors, self.sessions.size))
        self.profiles = (1 * (index > self.cuts[:, 0]) + (index > self.cuts[:, 1])).astype(np.int8)
        self.profiles[rng.random(self.profiles.shape) < 0.1] = ABSENT
        self.actors = [f"A{number}" for number in range(actors)]
        self.top = self.actors[int(self.truth.mean(axis=1).argmax())]

    def points(self, **options: object) -> IdealPoints:
        return ideal_points(
            self.actors,
            self.profiles,
            **{"sessions": self.sessions, "positive": self.top, **options},  # type: ignore[arg-type]
        )


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return Drawn(1)


@pytest.fixture(scope="module")
def found(drawn: Drawn) -> IdealPoints:
    return drawn.points()


def framed(points: Floats) -> Floats:
    """Return points at mean 0 and standard deviation 1 in each session."""
    return np.asarray((points - np.nanmean(points, axis=0)) / np.nanstd(points, axis=0))


def correlation(a: Floats, b: Floats) -> float:
    both = np.isfinite(a) & np.isfinite(b)
    return float(np.corrcoef(a[both], b[both])[0, 1])


def test_points_and_discriminations_are_recovered(drawn: Drawn, found: IdealPoints) -> None:
    # errors of 0.2 beside a spread of 1 leave r = 0.98; the two bounds lie a little below
    assert correlation(found.theta, drawn.truth) > 0.96
    assert correlation(found.discrimination, drawn.beta) > 0.93
    inner = np.abs(drawn.cuts) < 1.5
    assert correlation(np.where(inner & np.isfinite(found.cuts), found.cuts, np.nan), drawn.cuts) > 0.93


def test_the_frame(found: IdealPoints) -> None:
    assert found.theta.mean() == pytest.approx(0, abs=1e-9)
    assert found.theta.std() == pytest.approx(1, abs=1e-9)
    # all vote in all sessions here, so that each session keeps the same mean and spread
    np.testing.assert_allclose(found.theta.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(found.theta.std(axis=0), 1, atol=1e-9)
    np.testing.assert_allclose(found.high - found.theta, 1.6448536 * found.sd, rtol=1e-6)
    assert found.change < 0.005
    assert found.left_out == ()
    assert found.votes.sum() > 20_000


def test_newcomers_move_nobody(drawn: Drawn) -> None:
    """Twenty actors of one side enter halfway: the mean of the points moves, that of those there before does not."""
    late = drawn.profiles.copy()
    entering = np.argsort(drawn.truth.mean(axis=1))[:20]
    late[np.ix_(entering, np.flatnonzero(drawn.sessions <= 6))] = ABSENT
    points = ideal_points(drawn.actors, late, sessions=drawn.sessions, positive=drawn.top).theta
    held = np.isfinite(points[:, 5])
    assert np.isnan(points[entering, 5]).all()
    assert points[held, 6].mean() == pytest.approx(points[held, 5].mean(), abs=1e-9)
    assert points[held, 6].std() == pytest.approx(points[held, 5].std(), abs=1e-9)
    assert points[:, 6].mean() < np.nanmean(points[:, 5]) - 0.3


def test_the_sign_follows_the_named_actor(drawn: Drawn, found: IdealPoints) -> None:
    low = drawn.actors[int(drawn.truth.mean(axis=1).argmin())]
    turned = drawn.points(positive=low)
    np.testing.assert_allclose(turned.theta, -found.theta, atol=1e-9)
    np.testing.assert_allclose(turned.discrimination, -found.discrimination, atol=1e-9)
    np.testing.assert_allclose(turned.cuts, found.cuts, atol=1e-9)


def test_the_order_of_roll_calls_and_actors_says_nothing(drawn: Drawn, found: IdealPoints) -> None:
    rng = np.random.default_rng(3)
    items, rows = rng.permutation(drawn.sessions.size), rng.permutation(len(drawn.actors))
    names = [drawn.actors[row] for row in rows]
    again = ideal_points(names, drawn.profiles[rows][:, items], sessions=drawn.sessions[items], positive=drawn.top)
    # sums in another order; the iteration ends within 0.005
    np.testing.assert_allclose(again.theta, found.theta[rows], atol=1e-5)
    np.testing.assert_allclose(again.discrimination, found.discrimination[items], atol=1e-4)


def test_a_subset_of_years_and_of_votes(drawn: Drawn, found: IdealPoints) -> None:
    years = (drawn.sessions >= 4) & (drawn.sessions <= 8)
    part = ideal_points(drawn.actors, drawn.profiles[:, years], sessions=drawn.sessions[years], positive=drawn.top)
    assert part.sessions == (4, 5, 6, 7, 8)
    # the same votes, only the walk beyond the ends is missing
    assert correlation(framed(part.theta), framed(found.theta[:, 3:8])) > 0.99
    half = np.arange(drawn.sessions.size) % 2 == 0
    fewer = ideal_points(drawn.actors, drawn.profiles[:, half], sessions=drawn.sessions[half], positive=drawn.top)
    assert correlation(fewer.theta, drawn.truth) > 0.93
    assert (fewer.sd > found.sd).mean() > 0.99


def test_intervals_hold_the_truth() -> None:
    held = []
    for seed in (11, 12, 13, 14):
        assembly = Drawn(seed, sessions=20, step=0.3)
        found = assembly.points()
        spread, middle = found.theta.std(axis=0), found.theta.mean(axis=0)
        truth = framed(assembly.truth) * spread + middle
        held.append((found.low <= truth) & (truth <= found.high))
    # 4,800 points, correlated within an assembly: about two points either way
    assert 0.87 < np.mean(held) < 0.93


def test_gaps_are_bridged_but_not_filled(drawn: Drawn) -> None:
    gap = drawn.profiles.copy()
    gap[5, (drawn.sessions >= 5) & (drawn.sessions <= 7)] = ABSENT
    found = drawn_points(drawn, gap)
    assert np.isnan(found.theta[5, 4:7]).all()
    assert np.isnan(found.low[5, 4:7]).all()
    assert np.isfinite(found.theta[5, [3, 7]]).all()
    assert (found.votes[5, 4:7] == 0).all()


def drawn_points(drawn: Drawn, profiles: NDArray[np.int8]) -> IdealPoints:
    return ideal_points(drawn.actors, profiles, sessions=drawn.sessions, positive=drawn.top)


def test_answers_that_nobody_gave(drawn: Drawn) -> None:
    profiles = drawn.profiles.copy()
    for item, missing, instead in ((0, 1, 2), (1, 2, 1), (2, 0, 1), (3, 1, 0), (3, 2, 0)):
        profiles[profiles[:, item] == missing, item] = instead
    found = drawn_points(drawn, profiles)
    assert found.cuts[0, 0] == found.cuts[0, 1]
    assert np.isfinite(found.cuts[1, 0])
    assert found.cuts[1, 1] == np.inf
    assert found.cuts[2, 0] == -np.inf
    assert np.isfinite(found.cuts[2, 1])
    assert np.isnan(found.discrimination[3])
    assert np.isnan(found.cuts[3]).all()


def test_a_session_with_few_roll_calls_is_left_out(drawn: Drawn) -> None:
    kept = (drawn.sessions != 6) | (np.cumsum(drawn.sessions == 6) <= 3)
    found = ideal_points(drawn.actors, drawn.profiles[:, kept], sessions=drawn.sessions[kept], positive=drawn.top)
    assert found.left_out == (6,)
    assert 6 not in found.sessions
    assert np.isnan(found.discrimination[drawn.sessions[kept] == 6]).all()


def test_the_example_of_the_page() -> None:
    """docs/ideal-points.md prints these figures."""
    place = np.linspace(-1.5, 1.5, 7)
    question = np.tile(np.linspace(-1.4, 1.4, 15), 4)
    sessions = np.repeat([1, 2, 3, 4], 15)
    where = np.repeat(place[:, None], 4, axis=1)
    where[5, 2:] = -1.0
    beyond = where[:, sessions - 1] - question
    profiles = (1 * (beyond > -0.15) + (beyond > 0.15)).astype(np.int8)
    found = ideal_points(list("ABCDEFG"), profiles, sessions=sessions, positive="G")
    page = {"A": (-1.49, -1.51, -1.43, -1.36), "D": (0.02, 0.07, 0.31, 0.36), "F": (0.95, 0.72, -0.44, -0.68)}
    for name, row in page.items():
        # two printed decimals, and the iteration ends within 0.005
        np.testing.assert_allclose(found.theta["ABCDEFG".index(name)], row, atol=0.011)
    assert found.low[5, 1] == pytest.approx(0.33, abs=0.011)
    assert found.high[5, 2] == pytest.approx(-0.03, abs=0.011)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"profiles": np.zeros((3, 40), dtype=np.int8)}, "0 roll calls with different answers"),
        ({"profiles": np.full((3, 40), ABSENT, dtype=np.int8)}, "0 roll calls with different answers"),
        ({"profiles": np.array([[0], [1], [2]], dtype=np.int8), "sessions": [1]}, "nowhere 10 in one session"),
        ({"profiles": np.full((3, 40), 3, dtype=np.int8)}, r"The votes 3\. Expected: 0 yes, 1 abstain, 2 no and -1"),
        ({"profiles": np.full((3, 40), 8, dtype=np.int8)}, "The votes 8"),
        ({"profiles": np.full((3, 40), np.nan)}, "Votes of type float64.*absence as -1"),
        ({"actors": ["A"], "profiles": np.zeros((1, 40), dtype=np.int8)}, r"1 actor\(s\)"),
        ({"actors": ["A", "B"]}, "for 2 actors"),
        ({"actors": ["A", "B", "B"]}, "stands twice"),
        ({"sessions": [1] * 39}, r"39 sessions .* for 40 roll calls"),
        ({"sessions": [1.5] * 40}, "a whole number for each"),
        ({"positive": "Z"}, "'Z' is none of the actors"),
        ({"innovation": 0.0}, "An innovation variance of 0.0"),
        ({"innovation": float("nan")}, "An innovation variance of nan"),
    ],
)
def test_refusals(change: dict[str, object], text: str) -> None:
    rng = np.random.default_rng(5)
    arguments: dict[str, object] = {
        "actors": ["A", "B", "C"],
        "profiles": rng.integers(0, 3, (3, 40)).astype(np.int8),
        "sessions": [1] * 40,
        "positive": "A",
        **change,
    }
    actors, profiles = arguments.pop("actors"), arguments.pop("profiles")
    with pytest.raises(MeasureError, match=text):
        ideal_points(actors, profiles, **arguments)  # type: ignore[arg-type]


def test_sessions_without_common_actors_are_refused(drawn: Drawn) -> None:
    profiles = drawn.profiles.copy()
    profiles[:30, drawn.sessions <= 6] = ABSENT
    profiles[30:, drawn.sessions > 6] = ABSENT
    with pytest.raises(MeasureError, match=r"Sessions 6 and 7 share fewer than 3 actors.*estimate the two parts apart"):
        drawn_points(drawn, profiles)


def test_common_actors_that_vote_alike_carry_no_scale(drawn: Drawn) -> None:
    profiles, early = drawn.profiles.copy(), np.flatnonzero(drawn.sessions <= 6)
    profiles[np.ix_(np.arange(57), np.flatnonzero(drawn.sessions > 6))] = ABSENT
    profiles[57:, early] = 0
    with pytest.raises(MeasureError, match=r"All 3 actors of both session 6 and session 7.*vote alike"):
        drawn_points(drawn, profiles)


def test_a_sign_that_nothing_fixes_is_refused(drawn: Drawn) -> None:
    middle = drawn.actors[int(np.abs(drawn.truth.mean(axis=1)).argmin())]
    with pytest.raises(MeasureError, match="name another actor for the positive side"):
        drawn.points(positive=middle)
    silent = drawn.profiles.copy()
    silent[drawn.actors.index(drawn.top)] = ABSENT
    with pytest.raises(MeasureError, match="has no vote on a roll call that divided"):
        drawn_points(drawn, silent)


def test_an_end_before_rest_is_refused(drawn: Drawn) -> None:
    with pytest.raises(NotConverged, match="After 1 iterations points still move by") as caught:
        drawn.points(iterations=1)
    assert caught.value.iterations == 1
    assert caught.value.residual > 0.005


def test_the_gradient_is_the_slope_of_the_density() -> None:
    rng = np.random.default_rng(8)
    item = np.repeat(np.arange(6), 5)
    answers = np.array([3, 3, 2, 3, 2, 3])
    voted = np.ones((2, 5), dtype=bool)
    votes = Votes(
        item, np.tile(np.arange(5), 6), rng.integers(0, 99, 30) % answers[item], np.repeat([0, 1], 3), answers,
        voted, voted, np.array([0.0, 2.0]),
    )  # fmt: skip
    cuts = np.sort(rng.normal(size=(6, 2)), axis=1)
    cuts[answers == 2, 1] = 0.0
    state = State(rng.normal(size=(2, 5)), rng.normal(size=6), cuts)
    prior = Prior(1.0, 0.25, 1.0)
    at = system(votes, state, prior)
    tiny = 1e-6

    def slope(up: State, down: State) -> float:
        return (log_posterior(votes, up, prior) - log_posterior(votes, down, prior)) / (2 * tiny)

    for place in ((0, 1), (1, 4)):
        shift = np.zeros((2, 5))
        shift[place] = tiny
        up, down = (replace(state, theta=state.theta + sign * shift) for sign in (1, -1))
        # central differences of a sum of 30 logarithms keep six digits
        assert at.gradient[place] == pytest.approx(slope(up, down), rel=1e-5)
    for number in (0, 2, 5):
        lift = np.zeros(6)
        lift[number] = tiny
        up, down = (replace(state, beta=state.beta + sign * lift) for sign in (1, -1))
        assert at.item_gradient[number, 0] == pytest.approx(slope(up, down), rel=1e-5)
        up, down = (replace(state, cuts=state.cuts + sign * np.column_stack([lift, np.zeros(6)])) for sign in (1, -1))
        assert at.item_gradient[number, 1] == pytest.approx(slope(up, down), rel=1e-5)


@pytest.mark.originals
def test_near_the_published_points(originals: Path) -> None:
    """Sessions 46 to 60; all sessions are compared by benchmarks/ideal_points.py."""
    folder = originals / "security" / "unga"
    ballots = pl.read_parquet(folder / "unga_votes_1946-2024.parquet").unique(["resid", "ccode"], keep="none")
    ballots = ballots.filter(pl.col("session").is_between(46, 60))
    states, items = ballots["ccode"].unique().sort(), ballots["resid"].unique().sort()
    profiles = np.full((len(states), len(items)), ABSENT, dtype=np.int8)
    at = states.search_sorted(ballots["ccode"]).to_numpy(), items.search_sorted(ballots["resid"]).to_numpy()
    profiles[at] = ballots["vote"].to_numpy() - 1
    names = [str(code) for code in states]
    # code 2 is the United States
    found = ideal_points(names, profiles, sessions=items.to_numpy() // 1000, positive="2")
    known = pl.read_csv(folder / "IdealpointestimatesAll_Jun2024.csv", infer_schema_length=None, null_values="NA")
    known = known.filter(pl.col("session").is_between(46, 60) & pl.col("ccode").cast(pl.String).is_in(names))
    published = np.full(found.theta.shape, np.nan)
    cell = states.search_sorted(known["ccode"]).to_numpy(), known["session"].to_numpy() - 46
    published[cell] = known["IdealPointAll"]
    # reached: 0.992, 0.931 and 0.988; the bounds lie a little below, for what
    # another edition of the roll calls or another platform may move
    assert correlation(found.theta, published) > 0.985
    assert correlation(np.diff(found.theta, axis=1), np.diff(published, axis=1)) > 0.92
    within = [correlation(found.theta[:, s], published[:, s]) for s in range(15)]
    assert min(within) > 0.98
