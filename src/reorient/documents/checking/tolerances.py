"""How far a figure of the record may lie from what was said and still bear it out, each margin with its reason.

* A figure is as exact as its digits: 108 may be 107.5 to 108.5, "2.3 million" 2.25 to 2.35.
* "about" allows a tenth on both sides, "nearly" a tenth below, "over" and "under" have one side.
* Producers revise: beyond rounding, a level may lie `REVISION` off, a share or change `POINTS` points.
* "doubled" is said of what is twice as much and of what is more than twice, but not of nearly three times: a whole
  multiple may be a tenth below and half a unit above.
"""

from __future__ import annotations

from dataclasses import replace
from math import floor, log10

from reorient.documents.claims import Claim, Quantity

#: Revisions and rounding of producers: part of a level, and points of a share or a change.
REVISION = 0.05
POINTS = 1.0
#: A tenth is what "about" and "nearly" leave open.
ABOUT = 0.10
#: A change smaller than this part is neither up nor down.
FLAT = 0.02


UNITS = {
    "usd": "US dollars (current)",
    "eur": "euro (current)",
    "tonnes": "tonnes",
    "bcm": "billion cubic metres",
    "barrels_day": "barrels a day",
    "tiv": "million TIV (SIPRI trend-indicator value)",
}


def within(value: float, said: Quantity, *, slack: float, points: float = 0.0) -> bool:
    """Tell whether a figure of the record agrees with what was said.

    Parameters
    ----------
    value
        The record's.
    said
        With its precision and digits.
    slack
        Part by which producers may differ.
    points
        The same in units of the figure.
    """
    low, high = sorted((said.low, said.high))
    rounding = 0.0 if low != high else _half_digit(low, said.digits)
    room = rounding + slack * max(abs(low), abs(high)) + points
    match said.precision:
        case "over" | "at least":
            return value >= low - room
        case "under" | "at most":
            return value <= high + room
        case "about":
            return low - room - ABOUT * abs(low) <= value <= high + room + ABOUT * abs(high)
        case "nearly":
            return low - room - ABOUT * abs(low) <= value <= high + room
        case _:
            return low - room <= value <= high + room


def times_agree(times: float, said: Quantity) -> bool:
    """Tell whether a multiple of the record agrees with what was said; below one ("halved") both are turned over.

    Parameters
    ----------
    times
        What the later figure is of the earlier.
    said
        With its precision and digits; "doubled" has one digit, yet means twice and not one and a half times.
    """
    exact = replace(said, digits=max(2, said.digits))
    if not 0 < said.low == said.high or said.precision != "exact" or times <= 0:
        return within(times, exact, slack=ABOUT)
    if said.low < 1:
        times, exact = 1 / times, replace(exact, low=1 / said.low, high=1 / said.high)
    whole = exact.low == round(exact.low)
    if whole and times > exact.low:
        return times <= exact.low + _half_digit(exact.low, 2) + max(0.5, ABOUT * exact.low)
    return within(times, exact, slack=ABOUT)


def _half_digit(value: float, digits: int) -> float:
    """Return half a unit of the last digit said."""
    if value == 0:
        return 0.5
    return float(0.5 * 10 ** (floor(log10(abs(value))) - max(1, digits) + 1))


def tolerance(claim: Claim) -> str:
    """Return in words how far a figure may lie from what the claim says."""
    said = claim.quantity
    if said is None:
        return (
            f"changes below {100 * FLAT:g} percent count as none"
            if claim.kind in ("trend", "balance")
            else "the order alone"
        )
    rounding = f"{said.digits} digits said, '{said.precision}'"
    if claim.kind == "level":
        return f"{rounding}; {100 * REVISION:g} percent for revisions"
    if claim.kind == "share":
        return f"{rounding}; {POINTS:g} point for revisions"
    return f"{rounding}; {100 * ABOUT:g} percent, or {2 * POINTS:g} points, for revisions of both ends"


def amount(value: float, unit: str) -> str:
    """Return a figure with its unit, in millions, billions or trillions where it is large."""
    unit = unit.split(" (")[0]
    for size, word in ((1e12, "trillion "), (1e9, "billion "), (1e6, "million ")):
        if abs(value) >= size:
            return f"{value / size:,.1f} {word}{unit}"
    return f"{value:,.3g} {unit}" if abs(value) < 1000 else f"{value:,.0f} {unit}"
