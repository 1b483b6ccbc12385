"""Shares as a source prints them: a further definition of shares and ranks in goods trade.

Some sources name a state's largest partners with their shares and no one else. A share that is printed can be held
against what was said; so can a place, down to the number of partners printed: whoever is not named is smaller.
"""

from __future__ import annotations

from collections.abc import Iterator

from reorient.actors import is_actor
from reorient.documents.checking.flows import Flows, Row, members_in, title
from reorient.documents.claims import Claim
from reorient.record.schema import variable

#: Flows, and the variable that holds their printed shares.
PRINTED = {"exports": "export_share_listed", "imports": "import_share_listed"}


def printed_share(flows: Flows, claim: Claim) -> Iterator[tuple[str, float, tuple[Row, ...]]]:
    """Yield definition, printed share in percent and its row, for a share of one year between two states."""
    for name, source, year in _asked(flows, claim):
        shares = flows.by_partner(name, source, claim.who, year)
        if not claim.within and claim.whom in shares:
            row = Row(claim.who, claim.whom, name, year, shares[claim.whom], variable(name).unit, source)
            yield f"{variable(name).title}, source {source}", shares[claim.whom], (row,)


def printed_places(flows: Flows, claim: Claim) -> Iterator[tuple[str, int, bool, str, tuple[Row, ...]]]:
    """Yield definition, place (0 if not named), whether the place said is right, the order in words, and its rows."""
    for name, source, year in _asked(flows, claim):
        every = flows.by_partner(name, source, claim.who, year)
        inside = members_in(claim.within, year) if claim.within else tuple(every)
        shares = {who: value for who, value in every.items() if who in inside and value > 0}
        order = sorted(shares, key=lambda who: (-shares[who], who))
        if not 0 < claim.place <= len(order):
            continue
        # Whole percents tie: a place is right if no order of the tied would make it wrong.
        mine = shares.get(claim.whom)
        place = 0 if mine is None else order.index(claim.whom) + 1
        tied = [at for at, who in enumerate(order, 1) if shares[who] == mine]
        if mine is not None and claim.place in tied and len(tied) > 1:
            continue
        unit = variable(name).unit
        words = "; ".join(f"{at}. {title(who)} {shares[who]:g} percent" for at, who in enumerate(order[:3], 1))
        rows = tuple(Row(claim.who, who, name, year, shares[who], unit, source) for who in order[: max(3, claim.place)])
        yield f"{variable(name).title}, source {source}", place, place == claim.place, words, rows


def _asked(flows: Flows, claim: Claim) -> Iterator[tuple[str, str, int]]:
    """Yield variable, source and year of printed shares that the claim may speak of."""
    period, name = claim.period, PRINTED.get(claim.variable, "")
    if name and period and period.first == period.last and is_actor(claim.who) and is_actor(claim.whom):
        for source in flows.sources(name) if claim.role != "sender" else ():
            yield name, source, period.last
