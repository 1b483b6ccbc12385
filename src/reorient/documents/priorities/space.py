r"""The order of the space that a text gives: words of the passages about each item.

A passage of w words in which item i is named :math:`m_i` times gives :math:`w\,m_i / \sum_k m_k` of them to item i;
passages that name nobody give nothing. States count for the regions that hold them where both are not items
themselves. Space is weaker evidence than order: much is written about a quarrel.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from reorient.documents.priorities.named import UNDATED, Named, inside
from reorient.documents.priorities.ranking import Evidence, Ranking
from reorient.documents.text import Document


def space_words(
    document: Document, found: Sequence[Named], items: Sequence[str] = (), subject: str = ""
) -> tuple[dict[str, float], dict[str, int]]:
    """Return words given to each item, and how often it is named.

    Parameters
    ----------
    document
        The document; furniture and tables are left out.
    found
        What its text names.
    items
        Items to count for; all that are named where empty.
    subject
        Id of the state that ranks, whose names are not counted.
    """
    on = document.date or UNDATED
    begins = [one.start for one in found]
    homes: dict[str, tuple[str, ...]] = {}
    words: dict[str, float] = dict.fromkeys(items, 0.0)
    times: dict[str, int] = dict.fromkeys(items, 0)
    for passage in document.passages:
        if passage.kind in {"furniture", "table"}:
            continue
        here: dict[str, int] = {}
        for one in found[bisect_left(begins, passage.start) : bisect_left(begins, passage.end)]:
            for item in (item for item in one.items if item != subject):
                if item not in homes:
                    homes[item] = (
                        (item,)
                        if not items or item in items
                        else tuple(w for w in items if inside(item, w, on)) or (item,)
                    )
                for home in homes[item]:
                    here[home] = here.get(home, 0) + 1
        size = len(document.text[passage.start : passage.end].split())
        for item, count in here.items():
            if items and item not in words:
                continue
            words[item] = words.get(item, 0.0) + size * count / sum(here.values())
            times[item] = times.get(item, 0) + count
    return words, times


def space_order(
    document: Document, found: Sequence[Named], items: Sequence[str] = (), subject: str = ""
) -> Ranking | None:
    """Return items by the words given to them, most first; equal figures share a tier.

    Parameters
    ----------
    document
        The document.
    found
        What its text names.
    items
        Items to order; all that are named where empty.
    subject
        Id of the state that ranks, which is left out.

    Returns
    -------
    Ranking or None
        None where fewer than two items have words. Confidence is always `low`.
    """
    words, times = space_words(document, found, items, subject)
    given = {item: round(size, 6) for item, size in words.items() if size > 0}
    levels = sorted(set(given.values()), reverse=True)
    if len(given) < 2:
        return None
    tiers = tuple(tuple(item for item in given if given[item] == level) for level in levels)
    evidence = []
    for item in (item for tier in tiers for item in tier):
        first = next((one for one in found if item in one.items), None)
        says = f"{given[item]:.0f} words, named {times[item]} times"
        if first is not None:
            evidence.append(Evidence(first.start, first.end, (item,), says))
    if not evidence:
        return None
    return Ranking("space", tiers, tuple(evidence), "low", "space given, which is not order", weights=tuple(levels))
