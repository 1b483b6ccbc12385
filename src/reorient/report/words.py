"""Numbers in words: units that read well, percent, amounts."""

from __future__ import annotations

from reorient.record.schema import Variable

#: Most figures of a page read best in these units.
SCALES = {
    "US dollars (current)": (1e-9, "billion dollars"),
    "tonnes": (1e-6, "million tonnes"),
    "euro (current)": (1e-9, "billion euro"),
}


def scaled(spec: Variable) -> tuple[float, str]:
    """Return the factor and the words for a unit that reads well."""
    return SCALES.get(spec.unit, (1.0, spec.unit))


def percent(share: float) -> str:
    """Return a share as percent in words."""
    return f"{100 * share:.0f} %" if share >= 0.095 or share == 0 else f"{100 * share:.1f} %"


def capital(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def amount(value: float) -> str:
    """Return a quantity with about three digits."""
    if value >= 100:
        return f"{value:,.0f}"
    if 0 < value < 0.001:
        return "less than 0.001"
    return f"{value:,.1f}" if value >= 1 else f"{value:.2g}"
