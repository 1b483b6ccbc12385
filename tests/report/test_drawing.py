"""The drawing process: same pictures as in this process, and none lost when it dies."""

from __future__ import annotations

from reorient.report.charts import Line, draw, lines, whole
from reorient.report.drawing import Drawing

CHART = lines([Line("China", [2000, 2001, 2002], [0.1, None, 0.3])], axis="share")


def test_drawn_beside_or_here_is_the_same() -> None:
    beside = Drawing()
    try:
        beside.ask(whole(CHART))
        pictures = draw([(CHART, "A", "a < b"), (CHART, "B", "b")], beside)
    finally:
        beside.close()
    assert pictures == draw([(CHART, "A", "a < b"), (CHART, "B", "b")])
    assert "a &lt; b" in pictures[0]


def test_a_silent_process_loses_no_picture() -> None:
    assert draw([(CHART, "A", "a")], beside=_Silent()) == draw([(CHART, "A", "a")])


def test_what_the_engine_refuses_is_answered_with_nothing() -> None:
    beside = Drawing()
    try:
        assert beside.answer('{"mark": 3}') is None
        assert beside.answer("not json") is None
        assert (beside.answer(whole(CHART)) or "").startswith("<svg")
    finally:
        beside.close()


def test_a_process_killed_while_it_draws_answers_with_nothing() -> None:
    beside = Drawing()
    beside._process.kill()
    beside._process.wait()
    assert beside.answer(whole(CHART)) is None
    beside.close()


class _Silent(Drawing):
    def __init__(self) -> None:
        """Start nothing."""

    def answer(self, specification: str) -> None:
        """Never answer."""
