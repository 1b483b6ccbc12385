"""Rules for treaties and alliances."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from reorient.documents.claims import Claim, EventKind
from reorient.documents.claims.hedges import LIST, A
from reorient.documents.claims.making import Make, Read, Rule, built, guarded, rule
from reorient.documents.claims.verbs import AUX

_A, _B = rf"(?P<a>{A})", rf"(?P<b>{A})"


_ALL = rf"(?P<a>{LIST})"


def pairs_of(event: EventKind, phase: str, variable: str = "", *, negated: bool = False, now: bool = False) -> Make:
    """Every pair of those named."""

    def make(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
        clause = read.clause
        tokens = re.findall(A, hit["a"]) + ([hit["b"]] if hit.groupdict().get("b") else [])
        period = clause.when() if now or negated else clause.period
        for first, second in combinations(dict.fromkeys(tokens), 2):
            who, whom = clause.key(first), clause.key(second)
            if who != whom and (len(tokens) == 2 or event != "treaty"):
                yield built(
                    read, "existence", who, whom, event=event, phase="" if negated else phase, variable=variable,
                    negated=negated, period=period,
                )  # fmt: skip

    return make


_TREATY = (
    r"(?:(?:(?!no |yet |not )\w+ )?(?:(?!no |yet |not )\w+ )?(?:treaty|treaties|pact|trade agreement"
    r"|free trade agreement|agreement on free trade|free-trade agreement|non-aggression pact|peace agreement|trade deal"
    r"|free trade deal|trade accord|peace deal|alliance treaty"
    r"|defen[cs]e agreement|accord|friendship agreement|cooperation agreement|partnership "
    r"agreement|border agreement|security agreement|economic partnership agreement))(?: (?:of|on) "
    r"(?!α)[a-z-]+(?:(?: ,)? [a-z-]+){0,7}?)?"
)


_SIGNED = (
    r"(?:inked|penned|agreed on|agreed|negotiated|made|initialled|put (?:their|its) (?:names?"
    r"|signatures?) (?:to|under)|signed|concluded|sealed|ratified|entered into|struck|signed and "
    r"ratified)"
)

RULES: tuple[Rule, ...] = (
    # Treaties and alliances in other words
    *guarded(
        r"treat|deal|pact|agree|accord|allia|all(?:y|ies|ied) & α.*α",
        rule(
            rf"{_TREATY} (?:between|of) {_A} and {_B} (?:dates from|dates back to|was agreed|was initialled"
            r"|was born|came about|came into force|entered into force|took effect|came into effect|was made|is from)",
            pairs_of("treaty", "began"),
        ),
        rule(
            rf"{_A} and {_B} (?:are|have been|were) (?:bound|linked|tied|joined|connected|united) by "
            rf"{_TREATY}(?! (?:signed|concluded|of))",
            pairs_of("treaty", "exists", now=True),
        ),
        rule(
            rf"{_TREATY} (?:binds|links|ties|unites|has bound|has linked) {_A} (?:and|to|with) {_B}",
            pairs_of("treaty", "exists", now=True),
        ),
        rule(
            rf"{_A} (?:is|was|has been) (?:bound|linked|tied) to {_B} by {_TREATY}",
            pairs_of("treaty", "exists", now=True),
        ),
        rule(
            rf"{_A} {AUX}(?:became|become) (?:treaty |military |formal )*all(?:y|ies) of {_B}",
            pairs_of("alliance", "began", "alliance"),
        ),
        rule(
            rf"{_A} (?:is|was|has been|have been|remains) (?:bound|linked|tied|joined|attached) to {_B} by "
            r"(?:[a-z]+ ){0,3}alliance",
            pairs_of("alliance", "exists", "alliance", now=True),
        ),
        rule(
            rf"{_A} and {_B} (?:are|were|have been|remain) (?:bound|linked|tied|joined) by (?:[a-z]+ "
            r"){0,3}alliance",
            pairs_of("alliance", "exists", "alliance", now=True),
        ),
        rule(
            r"no (?:(?:formal|military|defen[cs]e|mutual) )*(?:treaty of alliance|alliance|defen[cs]e pact"
            r"|alliance treaty|pact of alliance) (?:links|linked|binds|bound|ties|tied|unites|united"
            rf"|exists between|existed between|joins|joined) {_A} (?:and|to|with) {_B}",
            pairs_of("alliance", "", "alliance", negated=True, now=True),
        ),
        rule(
            rf"{_A} and {_B} {AUX}(?:became|become) (?:treaty |military |formal )*allies",
            pairs_of("alliance", "began", "alliance"),
        ),
        rule(
            rf"{_A} {AUX}(?:formed|concluded|entered into|forged|made|struck|sealed) (?:formal |military "
            rf"|defen[cs]e |defensive )*alliance with {_B}",
            pairs_of("alliance", "began", "alliance"),
        ),
        rule(
            rf"{_A} and {_B} (?:have|had|share|maintain) (?:formal |military |defen[cs]e |defensive "
            r"|treaty )*alliance",
            pairs_of("alliance", "exists", "alliance", now=True),
        ),
        rule(
            rf"{_A} (?:has|had|maintains) (?:formal |military |defen[cs]e |defensive |treaty )*alliance "
            rf"with {_B}",
            pairs_of("alliance", "exists", "alliance", now=True),
        ),
        rule(
            rf"{_A} (?:has|had|have|maintains) no (?:formal |military |defen[cs]e |defensive |treaty "
            rf")*alliance with {_B}",
            pairs_of("alliance", "", "alliance", negated=True, now=True),
        ),
        rule(
            rf"{_A} and {_B} (?:have|had) no (?:formal |military |defen[cs]e |defensive |treaty )*alliance",
            pairs_of("alliance", "", "alliance", negated=True, now=True),
        ),
        rule(
            rf"{_A} (?:is|was) not (?:formal |treaty |military )*(?:ally of|allied (?:with|to)) {_B}",
            pairs_of("alliance", "", "alliance", negated=True, now=True),
        ),
    ),
    # Treaties and alliances
    *guarded(
        r"treat|deal|pact|agree|accord|allia|all(?:y|ies|ied) & α.*α",
        rule(
            rf"no {_TREATY} (?:was|has been|had been) {_SIGNED} between {_A} and {_B}",
            pairs_of("treaty", "", negated=True),
        ),
        rule(
            rf"{_ALL} (?:did not|have not|has not|never|have never|has never) (?:sign|signed|conclude"
            rf"|concluded) {_TREATY}(?: with {_B})?",
            pairs_of("treaty", "", negated=True),
        ),
        rule(rf"{_A} {AUX}{_SIGNED} {_TREATY} with {_B}", pairs_of("treaty", "began")),
        rule(
            rf"{_ALL} {AUX}{_SIGNED} (?:their |its )?{_TREATY}(?= [.,]|$| with each other| in (?!α)| at "
            r"(?!α))",
            pairs_of("treaty", "began"),
        ),
        rule(rf"{_TREATY} (?:between|of) {_A} and {_B} was {_SIGNED}", pairs_of("treaty", "began")),
        rule(rf"{_TREATY} was {_SIGNED} (?:by|between) {_A} and {_B}", pairs_of("treaty", "began")),
        rule(rf"{_A} and {_B} have {_TREATY}", pairs_of("treaty", "exists", now=True)),
        rule(rf"{_A} has {_TREATY} with {_B}", pairs_of("treaty", "exists", now=True)),
        rule(
            rf"{_A} and {_B} (?:still )?(?:(?:have|had) (?:still |so far )?(?:signed |concluded )?no|have yet to "
            rf"(?:sign|conclude)) {_TREATY}",
            pairs_of("treaty", "", negated=True, now=True),
        ),
        rule(rf"{_A} (?:still )?(?:has|had) no {_TREATY} with {_B}", pairs_of("treaty", "", negated=True, now=True)),
        rule(
            rf"there (?:is|was|has never been|has been) (?:still )?no {_TREATY} between {_A} and {_B}",
            pairs_of("treaty", "", negated=True, now=True),
        ),
        rule(
            rf"{_A} and {_B} (?:are|remain|were|remained) (?:still )?without {_TREATY}",
            pairs_of("treaty", "", negated=True, now=True),
        ),
        rule(rf"{_A} and {_B} are bound by {_TREATY}", pairs_of("treaty", "began")),
        rule(
            r"there (?:is|was|has never been|has been) no (?:formal |military |defen[cs]e )*alliance "
            rf"between {_A} and {_B}",
            pairs_of("alliance", "", "alliance", negated=True, now=True),
        ),
        rule(
            rf"{_A} and {_B} (?:are|were) not (?:formal |treaty |military )*allies",
            pairs_of("alliance", "", "alliance", negated=True, now=True),
        ),
        rule(
            rf"{_A} and {_B} (?:are|were|have been|had been|remain|remained) (?:formal |treaty |military "
            r"|close )*(?:allies|allied)(?= [.,]| by|$)",
            pairs_of("alliance", "exists", "alliance", now=True),
        ),
        rule(
            rf"{_A} (?:is|was|has been|remains) (?:formal |treaty |military |close )*ally of {_B}",
            pairs_of("alliance", "exists", "alliance", now=True),
        ),
        rule(
            rf"{_A} (?:is|was|has been|remains) (?:formally |militarily )?allied (?:with|to) {_B}",
            pairs_of("alliance", "exists", "alliance", now=True),
        ),
        rule(
            rf"{_A} {AUX}(?:ended|dissolved|terminated|renounced|abrogated|broke off|broke|quit|cancelled"
            rf"|annulled|denounced|left) (?:its |their )?(?:\w+ )?alliance with {_B}",
            pairs_of("alliance", "ended", "alliance"),
        ),
        rule(
            rf"{_A} and {_B} {AUX}(?:formed|concluded|entered into|forged) (?:formal |military |defen[cs]e "
            r")*alliance",
            pairs_of("alliance", "began", "alliance"),
        ),
    ),
)
