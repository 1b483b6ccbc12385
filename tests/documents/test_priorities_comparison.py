"""Two orders beside each other, and an order beside shares."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy import stats

from reorient.documents.priorities.comparison import compare, with_behaviour
from reorient.documents.priorities.ranking import Ranking
from reorient.errors import MeasureError


def ranking(*tiers: tuple[str, ...], unknown: tuple[tuple[str, str], ...] = ()) -> Ranking:
    return Ranking("list", tiers, (), "high", "by hand", unknown=unknown)


def letters(order: str) -> Ranking:
    return ranking(*((letter,) for letter in order))


def test_the_same_order_agrees_wholly() -> None:
    same = compare(letters("abcd"), letters("abcd"))
    assert (same.tau, same.rho) == (pytest.approx(1), pytest.approx(1))
    assert (same.agreeing, same.opposing, same.undecided) == (6, 0, 0)
    assert (same.up, same.down, same.appeared, same.vanished) == ((), (), (), ())


def test_what_moved_and_what_came_and_went() -> None:
    moved = compare(letters("abcde"), letters("dabcf"))
    assert moved.shared == ("a", "b", "c", "d")
    assert moved.up == (("d", 3.0),)
    assert moved.down == (("a", 1.0), ("b", 1.0), ("c", 1.0))
    assert (moved.appeared, moved.vanished) == (("f",), ("e",))
    assert moved.tau == pytest.approx(0.0)  # 3 pairs agree, 3 do not
    assert moved.rho == pytest.approx(1 - 6 * 12 / (4 * 15))  # 1 - 6 sum d^2 / n(n^2 - 1)


def test_ties_count_in_tau_b() -> None:
    found = compare(ranking(("a",), ("b", "c"), ("d",)), letters("abcd"))
    assert found.tau == pytest.approx(5 / np.sqrt(5 * 6))  # one of 6 pairs is tied in the first
    assert found.undecided == 1


def test_open_pairs_give_no_tau_but_are_counted() -> None:
    partial = ranking(("a",), ("b", "c"), unknown=(("b", "c"),))
    found = compare(partial, letters("acb"))
    assert found.tau is None
    assert found.rho is None
    assert "1 of 3" in found.why_not
    assert (found.agreeing, found.opposing, found.undecided) == (2, 0, 1)


@pytest.mark.parametrize("other", ["xyz", "axy"])
def test_too_little_in_common(other: str) -> None:
    found = compare(letters("abc"), letters(other))
    assert found.tau is None
    assert "shared items" in found.why_not


def test_all_side_by_side_is_no_order() -> None:
    assert compare(ranking(("a", "b", "c")), letters("abc")).why_not


@settings(max_examples=40, deadline=None)
@given(some.permutations("abcdef"), some.permutations("abcdef"))
def test_tau_is_that_of_scipy_and_of_the_counts(one: list[str], other: list[str]) -> None:
    found = compare(letters("".join(one)), letters("".join(other)))
    places = [other.index(letter) for letter in one]
    assert found.tau == pytest.approx(stats.kendalltau(range(6), places).statistic)
    assert found.tau == pytest.approx((found.agreeing - found.opposing) / 15)
    back = compare(letters("".join(other)), letters("".join(one)))
    assert back.tau == pytest.approx(found.tau)
    assert {item for item, _ in back.up} == {item for item, _ in found.down}


def test_shares_that_follow_the_order() -> None:
    shares = {"a": 0.4, "b": 0.2, "c": 0.15, "d": 0.1, "e": 0.05}
    found = with_behaviour(letters("abcde"), shares)
    assert found.tau == pytest.approx(1)
    assert found.exact
    assert found.p == pytest.approx(2 / 120)  # the order and its reverse, of 5! arrangements
    assert found.least_p == pytest.approx(2 / 120)
    assert "follow" in found.says
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0 < found.high


def test_p_is_the_exact_one_of_scipy() -> None:
    shares = {"a": 0.1, "b": 0.4, "c": 0.2, "d": 0.25, "e": 0.05, "f": 0.01}
    found = with_behaviour(letters("abcdef"), shares)
    known = stats.kendalltau(range(6), [-shares[letter] for letter in "abcdef"], method="exact")
    assert found.tau == pytest.approx(known.statistic)
    assert found.p == pytest.approx(known.pvalue)


@pytest.mark.parametrize("size", [2, 3])
def test_few_items_say_nothing(size: int) -> None:
    order = "abc"[:size]
    found = with_behaviour(letters(order), {letter: 1 / (n + 2) for n, letter in enumerate(order)})
    assert found.tau == pytest.approx(1)
    assert "too few to say anything" in found.says


def test_a_share_that_is_missing_is_not_zero() -> None:
    found = with_behaviour(letters("abcd"), {"a": 0.5, "c": 0.2, "x": 0.3})
    assert found.items == ("a", "c")
    assert found.missing == ("b", "d")


def test_many_items_are_drawn_and_repeat() -> None:
    order = "abcdefghijkl"
    shares = {letter: 1 / (n + 1) for n, letter in enumerate(order)}
    once = with_behaviour(letters(order), shares, draws=2000, seed=3)
    again = with_behaviour(letters(order), shares, draws=2000, seed=3)
    assert once == again
    assert not once.exact
    assert once.p == pytest.approx(1 / 2001)
    assert with_behaviour(letters(order), shares, draws=2000, seed=4).low == pytest.approx(once.low, abs=0.1)


def test_chance_covers_what_it_says() -> None:
    """Of all arrangements of six shares, 95 percent or more have a tau in the range told."""
    values = (0.3, 0.25, 0.2, 0.12, 0.08, 0.05)
    found = with_behaviour(letters("abcdef"), dict(zip("abcdef", values, strict=True)))
    assert found.low is not None
    assert found.high is not None
    taus = [stats.kendalltau(range(6), [-v for v in row]).statistic for row in permutations(values)]
    inside = np.mean([(found.low - 1e-9 <= tau <= found.high + 1e-9) for tau in taus])
    assert inside >= 0.95


@pytest.mark.parametrize(
    ("order", "shares", "why"),
    [
        (letters("abc"), {"a": 0.5}, "nothing can be said"),
        (letters("abc"), {"a": 0.5, "b": 0.5, "c": 0.5}, "side by side"),
        (ranking(("a",), ("b", "c"), unknown=(("b", "c"),)), {"a": 0.1, "b": 0.2, "c": 0.3}, "open"),
    ],
)
def test_what_cannot_be_said_is_said_in_words(order: Ranking, shares: dict[str, float], why: str) -> None:
    found = with_behaviour(order, shares)
    assert found.tau is None
    assert found.p is None
    assert why in found.says


def test_bad_arguments() -> None:
    with pytest.raises(MeasureError, match="finite shares"):
        with_behaviour(letters("ab"), {"a": float("nan"), "b": 1.0})
    with pytest.raises(MeasureError, match="level"):
        with_behaviour(letters("ab"), {"a": 0.1, "b": 1.0}, level=1.0)
    with pytest.raises(MeasureError, match="draws"):
        with_behaviour(letters("ab"), {"a": 0.1, "b": 1.0}, draws=5)
