"""What a sentence is about: words for goods, flows and relations, and the variables of the record that they mean."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Literal

from reorient.record.schema import variables

#: From whose side a flow is told.
Flow = Literal["exports", "imports", "trade"]

#: Variables of a good by flow; the first is meant, the rest are other definitions of the same words.
_FLOWS: dict[str, dict[str, tuple[str, ...]]] = {
    "goods": {"exports": ("exports",), "imports": ("imports",), "trade": ("trade",)},
    "crude": {
        "exports": ("crude_exports_t", "crude_exports_usd"),
        "imports": ("crude_imports_t", "crude_imports_usd"),
    },
    "gas": {
        "exports": ("gas_exports_bcm", "natural_gas_exports_bcm", "gas_exports_usd"),
        "imports": ("gas_imports_bcm", "gas_imports_usd"),
    },
    "lng": {
        "exports": ("lng_exports_t", "lng_exports_bcm", "lng_exports_usd"),
        "imports": ("lng_imports_t", "lng_imports_usd"),
    },
    "coal": {"exports": ("coal_exports_t", "coal_exports_usd"), "imports": ("coal_imports_t", "coal_imports_usd")},
    "uranium": {"exports": ("uranium_exports_t", "uranium_exports_usd")},
    "oil_products": {"exports": ("oil_products_exports_t",)},
    "arms": {"exports": ("arms_tiv",), "imports": ("arms_imports_tiv",)},
}
#: Other variables that the same words can mean.
_ALSO: dict[str, tuple[str, ...]] = {
    "military_spending_usd2022": ("military_spending_usd",),
    "tourist_trips": ("trips_for_tourism",),
    "un_agreement": ("un_agreement_session",),
    "alliance": ("alliance_defense",),
    "dispute_listed": ("dispute", "rivalry"),
    "sanction_trade": ("sanction",),
    "sanction_financial": ("sanction",),
    "sanction_arms": ("sanction",),
    "sanction_travel": ("sanction",),
    "sanction_military": ("sanction",),
}
#: Endings of variables that are told in a unit.
_ENDINGS = {
    "usd": ("_usd",),
    "tonnes": ("_t",),
    "barrels_day": ("_t",),
    "barrels": ("_t",),
    "bcm": ("_bcm",),
    "eur": ("_eur",),
    "ej": ("_ej",),
}


@cache
def goods() -> dict[str, str]:
    """Return words for goods, lower case, and the subject each means; empty where nothing in the record fits."""
    text = (files("reorient.documents.claims") / "subjects.csv").read_text(encoding="utf-8")
    return {row["phrase"].lower(): row["subject"] for row in csv.DictReader(text.splitlines())}


def goods_pattern() -> str:
    """Return a pattern that matches any word for a good, longest first."""
    return "|".join(sorted((word.replace(" ", r"\s") for word in goods()), key=len, reverse=True))


def variables_of(subject: str, flow: str, unit: str = "") -> tuple[str, ...]:
    """Return the variables that a flow of a good means, the likeliest first; none where the record has no such thing.

    Parameters
    ----------
    subject
        A value of `goods`, or a variable's own name for what is no flow of goods.
    flow
        `exports`, `imports` or `trade`.
    unit
        Unit of the quantity said, which decides between value, weight and volume.

    Examples
    --------
    >>> variables_of("crude", "imports", "usd")
    ('crude_imports_usd', 'crude_imports_t')
    >>> variables_of("goods", "exports", "eur")
    ('exports_eur', 'exports')
    """
    if subject not in _FLOWS:
        return (subject, *_ALSO.get(subject, ())) if subject in variables() else ()
    found = _FLOWS[subject].get(flow, ())
    if subject == "goods":
        euro = {"exports": ("exports_eur", "exports"), "imports": ("imports_eur", "imports")}
        return euro.get(flow, found) if unit == "eur" else found
    endings = _ENDINGS.get(unit)
    if not endings:
        return found
    first = [name for name in found if name.endswith(endings)]
    return (*first, *(name for name in found if name not in first))


def other_side(name: str) -> str:
    """Return the variable that tells the same ties from the other end, or the name itself."""
    spec = variables()[name]
    if spec.view_of and spec.role == "receiver":
        return spec.view_of
    return next((one.name for one in variables().values() if one.view_of == name and one.role == "receiver"), name)


def undirected(name: str) -> bool:
    """Return whether who and whom may change places without a change of meaning."""
    spec = variables().get(name)
    return spec is not None and (spec.role == "both" or spec.direction == "undirected")
