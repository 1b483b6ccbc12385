"""Rules for verbs of buying and selling with a figure: "A sold B 11 million tonnes of LNG"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reorient.documents.claims import Claim
from reorient.documents.claims.grammar_levels import NOT_THEN
from reorient.documents.claims.hedges import A, Q
from reorient.documents.claims.making import Make, Read, Rule, built, guarded, level, rule
from reorient.documents.claims.subjects import goods
from reorient.documents.claims.ties import G, Tie
from reorient.documents.claims.verbs import AUX

#: Verbs of selling and of buying.
SELLS = (
    r"(?:piped|pumped|dispatched|despatched|exported|exports|export|sold|sells|sell|delivered"
    r"|delivers|deliver|supplied|supplies|supply|shipped|ships|ship|sent|sends|send|provided"
    r"|provides|transferred|transfers)"
)
BUYS = (
    r"(?:imported|imports|import|bought|buys|buy|purchased|purchases|received|receives|receive"
    r"|took|takes|take|took in|takes in|brought in|brings in|lifted|lifts|shipped in|hauled in"
    r"|snapped up|obtained|obtains|obtain|acquired|acquires|got|gets|sourced|sources)"
)


def subject_of(hit: re.Match[str], *names: str) -> str:
    """Return the subject of the goods a match names; `goods` where it names none."""
    words = [(hit.groupdict().get(name) or "").strip() for name in names or ("g", "h")]
    meant = {goods()[word] for word in words if word}
    if len(meant) > 1:
        meant.discard("goods")
    return meant.pop() if meant else "goods"


def _flow(flow: str) -> Make:
    def make(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
        subject = subject_of(hit)
        said = read.clause.quantities[hit["q"]]
        if subject == "goods" and said.unit not in ("usd", "eur"):
            return
        yield level(read, Tie(hit["a"], hit["b"], subject, flow), hit["q"])

    return make


def _people(name: str) -> Make:
    def make(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
        yield level(read, Tie(hit["a"], hit["b"], name), hit["q"])

    return make


def _times_counted(name: str) -> Make:
    """Read "used its veto twice"."""

    def make(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
        clause, said = read.clause, read.clause.quantities[hit["q"]]
        if said.unit in ("times", "count") and said.low == int(said.low):
            doubts = () if clause.period or clause.attached else ("names no period",)
            found = built(read, "level", clause.key(hit["a"]), "", hit["q"], variable=name, doubts=doubts)
            yield replace(found, quantity=replace(said, unit="count"))

    return make


def _traded(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    yield level(read, Tie(hit["a"], hit["b"], "goods", "trade"), hit["q"])


def _counted(name: str) -> Make:
    def make(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
        clause, named = read.clause, hit.groupdict()
        if clause.quantities[hit["q"]].unit in ("count", "times"):
            who, whom = clause.key(hit["a"]), clause.key(named["b"]) if named.get("b") else ""
            if clause.quantities[hit["q"]].unit == "count":
                doubts = () if clause.period or clause.attached else ("names no period",)
                yield built(read, "level", who, whom, hit["q"], variable=name, doubts=doubts)

    return make


_A, _B, _Q = rf"(?P<a>{A})(?: (?:companies|firms))?", rf"(?P<b>{A})", rf"(?P<q>{Q})"
_GOODS = rf"(?P<g>{G})"
_WORTH = r"(?:worth|for|valued at|to value of|amounting to)"
_VIA = r"(?: (?:by pipeline|by sea|by rail|by land|by tanker|abroad))?"
_END = rf"(?! market)(?! and {A}){NOT_THEN}"
_BORN = r"(?:people |persons |citizens |nationals |residents )"

RULES: tuple[Rule, ...] = (
    # Selling
    *guarded(
        r"κ & α.*α & sold|sell|export|deliver|suppl|ship|sen[dt]|provid|transfer|pip|pump|dispatch",
        rule(rf"{_A} {AUX}{SELLS} {_GOODS} {_WORTH} {_Q} to {_B}{_END}", _flow("exports")),
        rule(rf"{_A} {AUX}{SELLS} {_Q} (?:worth )?(?:of|in) {_GOODS}{_VIA} to {_B}{_END}", _flow("exports")),
        rule(rf"{_A} {AUX}{SELLS} {_GOODS} to {_B} {_WORTH} {_Q}", _flow("exports")),
        rule(rf"{_A} {AUX}{SELLS} to {_B} {_GOODS} {_WORTH} {_Q}", _flow("exports")),
        rule(rf"{_A} {AUX}{SELLS} to {_B} {_Q} (?:worth )?(?:of|in) {_GOODS}", _flow("exports")),
        rule(rf"{_A} {AUX}{SELLS} {_B} (?:with )?{_Q} (?:worth )?(?:of|in) {_GOODS}", _flow("exports")),
        rule(rf"{_A} {AUX}{SELLS} {_B} (?:with )?{_GOODS} {_WORTH} {_Q}", _flow("exports")),
        rule(
            rf"{_GOODS} {_WORTH} {_Q} (?:was|were) (?:sold|exported|delivered|shipped|supplied) (?:by"
            rf"|from) {_A} to {_B}{_END}",
            _flow("exports"),
        ),
        rule(
            rf"{_Q} of {_A} {_GOODS} (?:was|were) (?:sold|exported|delivered|shipped|supplied) to "
            rf"{_B}{_END}",
            _flow("exports"),
        ),
        rule(
            rf"{_Q} of {_GOODS} (?:was|were) (?:sold|exported|delivered|shipped|supplied) (?:by|from) {_A} "
            rf"to {_B}{_END}",
            _flow("exports"),
        ),
    ),
    # Trading
    *guarded(
        r"κ & α.*α & trad|exchang|swap|business",
        rule(
            rf"{_A} and {_B} {AUX}(?:traded|exchanged|swapped|did business|did trade|traded goods"
            rf"|exchanged goods|did bilateral trade) (?:goods )?(?:{_WORTH}|of) {_Q}{_END}",
            _traded,
        ),
    ),
    # Buying
    *guarded(
        r"κ & α.*α & import|bought|buy|purchas|receiv|took|take|obtain|acquir|got|get|sourc|lift"
        r"|brought|brings|snap|haul|ship",
        rule(rf"{_A} {AUX}{BUYS} {_GOODS} {_WORTH} {_Q} from {_B}{_END}", _flow("imports")),
        rule(rf"{_A} {AUX}{BUYS} {_GOODS} from {_B} {_WORTH} {_Q}", _flow("imports")),
        rule(rf"{_A} {AUX}{BUYS} {_Q} (?:worth )?(?:of|in) {_GOODS} from {_B}{_END}", _flow("imports")),
        rule(rf"{_A} {AUX}{BUYS} {_Q} (?:worth )?(?:of|in) {_B} (?P<g>(?:{G}))", _flow("imports")),
        rule(rf"{_A} {AUX}(?:imported|imports|bought|buys|purchased|purchases) {_Q} from {_B}{_END}", _flow("imports")),
        rule(rf"{_A} {AUX}{BUYS} from {_B} {_GOODS} {_WORTH} {_Q}", _flow("imports")),
        rule(rf"{_A} {AUX}{BUYS} from {_B} {_Q} (?:worth )?(?:of|in) {_GOODS}", _flow("imports")),
        rule(rf"{_A} {AUX}{BUYS} {_B} {_GOODS} {_WORTH} {_Q}", _flow("imports")),
    ),
    # People
    *guarded(
        r"κ & α.*α & tourist|visit|holiday|stud|migrant|nationals|citizens|travel|live|living|resid"
        r"|came|went|home|people|trips",
        rule(
            rf"{_Q} {_A} (?:tourists |visitors |holiday-?makers |citizens |nationals )?(?:have |had "
            r")?(?:visited|visiting|visit|travell?ed to|came to|went to|holidayed in|spent (?:their "
            rf")?holidays in) {_B}",
            _people("tourist_trips"),
        ),
        rule(
            rf"{_Q} (?:tourists|visitors) from {_A} (?:visited|travell?ed to|came to|went to|arrived in) "
            rf"{_B}",
            _people("tourist_trips"),
        ),
        rule(
            rf"{_B} (?:received|welcomed|hosted) {_Q} (?:tourists|visitors|travellers) from {_A}",
            _people("tourist_trips"),
        ),
        rule(
            rf"{_B} (?:received|welcomed|hosted) {_Q} {_A} (?:tourists|visitors|travellers)", _people("tourist_trips")
        ),
        rule(
            rf"{_Q} {_A} students (?:were|are|was) (?:enrolled|studying|registered) (?:in|at universities "
            rf"in|at(?= {A} universities)) {_B}(?: universities)?",
            _people("students_abroad"),
        ),
        rule(
            rf"{_Q} students (?:from|of) {_A} (?:were|are|was) (?:enrolled|studying|registered) (?:in|at "
            rf"universities in|at(?= {A} universities)) {_B}(?: universities)?",
            _people("students_abroad"),
        ),
        rule(
            rf"{_B} (?:is|was|has been) home to {_Q} (?:people from )?{_A}(?: migrants| nationals| citizens"
            r"| immigrants)?(?= [.,;])",
            _people("migrants"),
        ),
        rule(rf"{_Q} {_A} (?:were|are) studying in {_B}", _people("students_abroad")),
        rule(rf"{_Q} {_A} students (?:study|studied) in {_B}", _people("students_abroad")),
        rule(
            rf"{_Q} {_A} (?:migrants |nationals |citizens |immigrants )?(?:live|lived|reside|resided|were "
            rf"living|are living) in {_B}",
            _people("migrants"),
        ),
        rule(
            rf"{_Q} {_BORN}?(?:born in|from) {_A} (?:live|lived|reside|resided|were living|are living) in "
            rf"{_B}",
            _people("migrants"),
        ),
        rule(rf"there (?:are|were|was) {_Q} {_A} (?:tourists|visitors) in {_B}", _people("tourist_trips")),
        rule(rf"there (?:are|were|was) {_Q} {_A} students in {_B}", _people("students_abroad")),
        rule(rf"{_A} (?:tourists|visitors|citizens) made {_Q} (?:trips|visits) to {_B}", _people("tourist_trips")),
    ),
    # Counted events
    *guarded(
        r"κ & veto|exercis|drill|man(?:o)?euv|visits|trips",
        # Vetoes on one matter are not counted apart in any record.
        rule(
            rf"{_A} {AUX}(?:cast|used|exercised) {_Q} vetoes(?! (?:on|over|against|about|regarding|concerning)\b)",
            _counted("vetoes"),
        ),
        rule(
            rf"{_A} {AUX}(?:used|resorted to|wielded|exercised|cast|made use of|reached for|availed itself "
            r"of) (?:its |their )?(?:security council |un |α\d+(?: 's)? )*(?:veto|right of veto|veto power"
            rf"|veto right) (?:on |at )?{_Q}(?: occasions)?",
            _times_counted("vetoes"),
        ),
        rule(
            rf"{_A} {AUX}(?:struck down|killed|blocked|stopped|sank|defeated|rejected) {_Q} (?:draft "
            r"|security council |un )*(?:resolutions|drafts|texts) (?:with|by) (?:its )?vetoe?s?",
            _counted("vetoes"),
        ),
        rule(rf"{_A} {AUX}vetoed {_Q} (?:draft |security council )*(?:resolutions|drafts|texts)", _counted("vetoes")),
        rule(
            rf"{_A} and {_B} {AUX}(?:held|conducted|staged|carried out|ran|mounted) {_Q} (?:joint "
            r"|military |naval |large |bilateral |common )*(?:exercises|drills|manoeuvres|maneuvers)",
            _counted("joint_exercises"),
        ),
        rule(
            rf"{_A} {AUX}(?:paid|made) {_Q} (?:official |state |working )*(?:visits|trips) to {_B}", _counted("visits")
        ),
    ),
)
