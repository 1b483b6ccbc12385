"""Second figures of a clause that share its verb: "to $30 bn from $20 bn in 2012", "up from 3 percent a year earlier".

Such a figure is told as a clause of its own: the same words with the other figure and the other period.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reorient.documents.claims import Period, Quantity
from reorient.documents.claims.periods import FoundPeriod
from reorient.documents.claims.tagging import Tagged

_Q, _T = r"κ\d+", r"τ\d+"
_END = r"(?= [.,;]| \)| and | but |$)"
_LINKED = re.compile(
    rf"(?P<link>(?: ,| -| \()? (?:(?:up|down)(?: \w+ly)? (?:from|on)|(?:as )?against|(?:as )?compared (?:with|to)|"
    rf"versus|rather than|instead of|after|from|than))(?: only| just| still| record| some| level of| figure of)*"
    rf" (?P<q>{_Q})(?: (?:recorded|registered|reported|seen))?(?: ,)? (?P<t>{_T})(?: \))?{_END}(?: ,(?= [a-z]))?"
)
_JOINED = re.compile(
    rf"(?<=τ\d)(?P<link> (?:, and|and|,|, but|but)(?: to| at| by| only)?) (?P<q>{_Q}) (?P<t>{_T}){_END}"
)
_BRACKETED = re.compile(rf"(?P<link> \()(?: (?P<u>{_T}) :?)? (?P<q>{_Q})(?: (?P<t>{_T}))? \)")
#: "A's exports to B, worth $70 billion in 2018, fell to ...": the words before have a figure of their own.
_WORTH = re.compile(
    rf" , (?:(?:which |that )?(?:had been|was|were|stood at|had stood at|amounted to|came to|"
    r"had been worth|was worth|were worth|(?:had )?(?P<not>(?:not|never|barely|hardly|scarcely) "
    r"(?:even )?)?reached|reached|brought in|had brought in|totalled|had totalled|hit|had hit)"
    rf"|worth|valued at|at)? ?(?P<q>{_Q}) (?P<t>{_T}) ,(?= [a-z])"
)
#: "A's exports to B, down 14 percent on the year, were worth ...".
_MOVED = re.compile(
    rf" , (?P<v>up|down)(?: by)? (?P<q>{_Q})(?: (?:on|from|over|against|compared with|year-on-year"
    r"|year on year)[^,ακσ]*)? ,(?= [a-z])"
)
#: "... has increased from 23 to 31 percent, and from 17 to 24 percent in exports".
_PAIRED = re.compile(rf"(?: ,)? and from (?P<q>{_Q}) to (?P<r>{_Q}) in (?:its )?(?P<f>exports|imports|trade)(?= [.,])")
_LIKE = ("percent", "points", "bcm", "count", "tiv", "barrels_day")


def second_figures(text: str, sentence: Tagged, shared: str = "") -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a clause without its second figures, and each of those as (clause of its own, token of the figure).

    Parameters
    ----------
    text
        A clause with all its tokens.
    sentence
        The tagged sentence; figures and periods that are reckoned are added to it.
    shared
        Token of the period that the whole sentence begins with.
    """
    told: list[tuple[str, str]] = []
    aside = _WORTH.search(text)
    if aside and "σ" not in text and not re.search(r"κ\d+|τ\d+", text[: aside.start()]):
        figure = aside["q"]
        if (aside["not"] or "").split()[:1] in (["not"], ["never"]):
            figure = f"κ{len(sentence.quantities)}"
            under = replace(sentence.quantities[aside["q"]].quantity, precision="under")
            sentence.quantities[figure] = replace(sentence.quantities[aside["q"]], quantity=under)
        told.append((f"{text[: aside.start()]} was worth {figure} {aside['t']} .", figure))
        text = f"{text[: aside.start()]} {text[aside.end() + 1 :]}"
        for token in set(re.findall(_T, text)):
            if sentence.periods[token].back:
                reckoned = _period(f"{text} {aside['t']}", token, sentence, "")
                text = " ".join(reckoned if word == token and reckoned else word for word in text.split())
    moved = _MOVED.search(text)
    if moved and "σ" not in text and not re.search(r"κ\d+", text[: moved.start()]):
        when = set(re.findall(_T, text)) - {token for token in re.findall(_T, text) if sentence.periods[token].back}
        if len(when) == 1:
            verb = "rose" if moved["v"] == "up" else "fell"
            told.append((f"{text[: moved.start()]} {verb} by {moved['q']} {when.pop()} .", moved["q"]))
            text = f"{text[: moved.start()]} {text[moved.end() + 1 :]}"
    pair = _PAIRED.search(text)
    if pair:
        flow = re.search(
            r"\b(?:(?:foreign|total|overall) )*(trade|turnover|exports|imports)\b(?=[^κ]* from κ)", text[: pair.start()]
        )
        first = re.search(rf"from ({_Q}) to ({_Q})", text[: pair.start()])
        if flow and first and flow[1] != pair["f"]:
            other = f"{text[: flow.start()]}{pair['f']}{text[flow.end() : pair.start()]} ."
            swap = {first[1]: pair["q"], first[2]: pair["r"]}
            told.append((" ".join(swap.get(word, word) for word in other.split()), ""))
            text = f"{text[: pair.start()]}{text[pair.end() :]}"
    for _ in range(3):
        linked = next(_hits(text), None)
        if linked is None:
            break
        main = f"{text[: linked.start()]}{text[linked.end() :]}"
        second = _other(text, linked, sentence, shared)
        if second is None:
            break
        front, figure, period = second
        bare = re.sub(rf"(?: ,)? {_T}", "", re.sub(rf"^{_T}(?: ,)? ", "", main)).rstrip(" .")
        swapped = " ".join(figure if word == front else word for word in bare.split())
        told.append((f"{swapped} {period} .", figure))
        text = main
    return text, tuple(told)


def _hits(text: str) -> Iterator[re.Match[str]]:
    for pattern in (_LINKED, _JOINED, _BRACKETED):
        for hit in pattern.finditer(text):
            before = text[: hit.start()]
            bare = not hit["link"].startswith((" ,", " -", " ("))
            if (
                hit["link"].split()[-1] == "from"
                and bare
                and not re.search(rf"\b(?:to|at|reached|hit) {_Q}(?: ,)?(?: {_T})?$", before)
            ):
                continue
            if bare and not re.search(rf"{_Q}(?: ,)?(?: {_T})?$", before):
                continue
            if re.search(_Q, before):
                yield hit


def _other(text: str, hit: re.Match[str], sentence: Tagged, shared: str) -> tuple[str, str, str] | None:
    """Return the token of the first figure, and tokens of the second one and of its period."""
    token = hit.groupdict().get("t") or hit.groupdict().get("u")
    if not token:
        return None
    said = sentence.quantities[hit["q"]].quantity
    for first in reversed(re.findall(_Q, text[: hit.start()])):
        meant = _alike(sentence.quantities[first].quantity, said)
        if meant is not None:
            break
    else:
        return None
    period = _period(text, token, sentence, shared)
    if not period:
        return None
    figure = hit["q"]
    if meant != said:
        figure = f"κ{len(sentence.quantities)}"
        sentence.quantities[figure] = replace(sentence.quantities[hit["q"]], quantity=meant)
    return first, figure, period


def _alike(first: Quantity, second: Quantity) -> Quantity | None:
    """Return the second figure in the first one's unit; None where they cannot be told in one."""
    if first.unit == second.unit:
        return second
    if second.unit != "count" or first.unit in ("rank", "times"):
        return None
    near = first.unit in _LIKE or 0.005 < second.low / max(first.low, 1e-9) < 200
    return replace(second, unit=first.unit) if near else None


def _period(text: str, token: str, sentence: Tagged, shared: str) -> str:
    """Return the token of the second figure's period, reckoned where it lies some years before the first one's."""
    found = sentence.periods[token]
    if not found.back:
        return token if found.period is not None else ""
    others = [sentence.periods[one].period for one in {*re.findall(_T, text), shared} - {token, ""}]
    first = others[0] if len(others) == 1 else None
    if first is None or first.first != first.last:
        return ""
    year = first.first - found.back
    made = f"τ{len(sentence.periods)}"
    sentence.periods[made] = FoundPeriod(
        found.start,
        found.end,
        found.text,
        Period(year, year, first.first_month, first.last_month, first.relative, found.text),
    )
    return made
