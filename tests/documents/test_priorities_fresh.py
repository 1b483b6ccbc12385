"""Documents written after the reader of orders: what docs/priorities.md states of them."""

from __future__ import annotations

from evaluation.priorities import score


def test_fresh_documents_are_read_as_measured_and_no_order_is_invented() -> None:
    found = score()
    assert found.documents >= 12
    assert found.without >= 2
    assert found.false == 0
    # an order of partial places ("follows in third place") and one begun by "above all" are not read whole
    assert found.missed == ["03_oped_turkey", "11_above_all"]
