"""Rules for shares worded with verbs: "B took 23 percent of A's exports", "A sends half of its exports to B"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reorient.documents.claims import Claim
from reorient.documents.claims.grammar_flows import BUYS, SELLS, subject_of
from reorient.documents.claims.hedges import A, Q
from reorient.documents.claims.making import Make, Read, Rule, claim, guarded, rule
from reorient.documents.claims.ties import G, Tie
from reorient.documents.claims.verbs import AUX

_MAKES_UP = (
    r"(?:accounts? for|accounted for|accounting for|made up|makes? up|represents?|represented"
    r"|constitutes?|constituted|comprised|(?:is|was|were|are) (?:responsible|good|behind) "
    r"?(?:for)?|stands for|stood for|contributed|generated|covered|covers)"
)
_AMOUNTS = rf"(?:{_MAKES_UP}|c(?:omes?|ame) to|amount(?:s|ed)? to|equals?|equalled)"
_TAKES = (
    r"(?:swallow(?:s|ed)(?: up)?|soak(?:s|ed) up|snap(?:s|ped) up|consume[sd]?|pick(?:s|ed) up"
    r"|attract(?:s|ed)|takes?|took|taking|absorbs?|absorbed|receives?|received|buys?|bought|(?:is"
    r"|was|become|became|been) (?:destination (?:of|for))|purchased|imported|imports)"
)
_GIVES = (
    r"(?:(?:is|was) source of|supplie[sd]|supply|provide[sd]?|deliver(?:s|ed)?|met|meets|covers"
    r"|covered|sold|ships|shipped|sent)"
)
_GO = (
    r"(?:go|goes|went|gone|(?:is|are|was|were|being) (?:sold|sent|shipped|exported|directed"
    r"|destined|bound|delivered|now sold)|head(?:s|ed)?|flow(?:s|ed)?)"
)
_COME = (
    r"(?:come|comes|came|originates?|originated|(?:is|are|was|were) (?:imported|bought|purchased"
    r"|sourced|delivered|shipped|obtained|from)|arrived|stem(?:s|med)?)"
)
_BY = r"(?:(?:is|are|was|were) (?:supplied|provided|delivered|met|covered) by)"
_A, _B, _Q, _S = (
    rf"(?P<a>{A})",
    rf"(?P<b>{A})(?: alone| (?:buyers?|customers?|firms|companies|importers|refiners|refineries"
    r"|consumers|shops|ports|market))?",
    rf"(?P<q>{Q})",
    r"(?P<s>σ\d+)",
)
_GOODS = rf"(?P<g>{G})"
#: What may not follow: more partners, whose share is told together.
_ALONE = r"(?! ?(?:,|and|or) (?:α|other|rest))(?! ?, and α)(?! market)"
_ALL = r"(?:all )?(?:of )?(?:all )?"


def _of_total(*flows: str) -> Make:
    """Read a partner and a quantity of a total `σ`."""

    def make(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
        whole = read.ties[hit["s"]]
        if read.clause.quantities[hit["q"]].unit != "percent" or whole.whom or whole.share:
            return
        if flows and whole.flow not in flows:
            return
        subject = hit.groupdict().get("g")
        if subject and subject_of(hit, "g") not in (whole.subject, "goods"):
            return
        yield claim(read, "share", Tie(whole.who, hit["b"], whole.subject, whole.flow, share=True), hit["q"])

    return make


def _of_own(flow: str) -> Make:
    """Read a state, a quantity of its own goods, and a partner."""

    def make(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
        if read.clause.quantities[hit["q"]].unit == "percent":
            tie = Tie(hit["a"], hit["b"], subject_of(hit, "g"), flow, share=True)
            yield claim(read, "share", tie, hit["q"])

    return make


def _joint(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read a quantity of a tie that names its partner: imports from B made up 22 percent of all imports of A."""
    part, whole = read.ties.get(hit.groupdict().get("t") or ""), read.ties[hit["s"]]
    if read.clause.quantities[hit["q"]].unit == "percent" and part and not whole.whom:
        same = (part.subject, part.flow) == (whole.subject, whole.flow)
        owner = read.clause.key(part.who) == read.clause.key(whole.who)
        if same and owner and part.whom:
            yield claim(read, "share", Tie(whole.who, part.whom, whole.subject, whole.flow, share=True), hit["q"])


def _agreed(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    if read.clause.quantities[hit["q"]].unit == "percent":
        yield claim(read, "level", Tie(hit["a"], hit["b"], "un_agreement"), hit["q"])


_VOTES = (
    r"(?:(?:α\d+(?: 's)?|un|united nations|all|recorded|roll-call|general assembly) )*(?:votes"
    r"|roll calls|resolutions|ballots|votings|divisions|cases)"
)


def _with(read: Read, hit: re.Match[str]) -> Iterator[Claim | None]:
    """Read "with 23 percent, B was the largest buyer of A's exports" for the share."""
    yield from _of_total()(read, hit)


_LANDS = (
    r"(?:end(?:s|ed)? up in|(?:is|are|was|were) (?:absorbed|bought|taken|purchased|accounted for) "
    r"by|f(?:inds?|ound) (?:its|their) way (?:in)?to|land(?:s|ed) in|f(?:inds?|ound) (?:(?:its"
    r"|their) )?(?:buyers?|customers?|takers?|markets?|way|home) (?:in|inside|within|among)|(?:is"
    r"|are|was|were) (?:earned|sold) in|(?:is|are|was|were) (?:intended|meant|earmarked) for"
    r"|makes? (?:its|their) way to|made (?:its|their) way to|(?:is|was|were|are) shipped off to"
    r"|crosse[sd] (?:border )?(?:in)?to|(?:is|are|was|were) claimed by|(?:is|are|was|were) "
    r"(?:destined|bound|headed|loaded|shipped|reserved|paid) (?:for|for by|by)|leave[s]? for|left "
    r"for|moves? to|moved to)"
)
_PART = r"(?:share|slice|portion|chunk|part)"

RULES: tuple[Rule, ...] = (
    *guarded(
        r"κ & %",
        rule(rf"{_Q} of {_ALL}{_S} {AUX}{_LANDS} {_B}{_ALONE}", _of_total("exports")),
        rule(
            rf"{_Q} of {_ALL}{_S} {AUX}(?:(?:is|are|was|were) (?:accounted for|provided|sold) by) "
            rf"{_B}{_ALONE}",
            _of_total("imports"),
        ),
        rule(
            rf"{_Q} of {_ALL}{_S} {AUX}(?:(?:is|are|was|were) (?:accounted for by|done with|carried on with"
            rf"|conducted with)) {_B}{_ALONE}",
            _of_total("trade"),
        ),
        rule(
            rf"{_Q} of {_ALL}{_S} (?:is|are|was|were|had been|has been|have been) (?:pumped|produced|mined"
            r"|made|drilled|extracted|dug up|grown|lifted|manufactured|refined|loaded) (?:in|at|by) "
            rf"{_B}{_ALONE}",
            _of_total("imports"),
        ),
        rule(
            rf"of {_A}(?: 's)? (?:all )?{_GOODS} ,? ?{_Q} {AUX}(?:{_GO} to|{_LANDS}) {_B}{_ALONE}", _of_own("exports")
        ),
        rule(rf"of {_A}(?: 's)? (?:all )?{_GOODS} ,? ?{_Q} {AUX}{_COME} from {_B}{_ALONE}", _of_own("imports")),
        rule(
            rf"{_Q} of {_ALL}{_S} (?:is|are|was|were) {_B}(?: in origin| made| ones| products)?(?= [.,;])",
            _of_total("imports"),
        ),
        rule(
            rf"{_B} {AUX}(?:is|was|are|were)? ?(?:buyer|destination|customer|market|home|recipient|outlet) "
            rf"(?:of|for|to) {_Q} of {_ALL}{_S}",
            _of_total("exports"),
        ),
        rule(
            rf"{_B} {AUX}(?:is|was|are|were)? ?(?:source|origin|supplier|provider|seller) (?:of|for) {_Q} "
            rf"of {_ALL}{_S}",
            _of_total("imports"),
        ),
        rule(
            rf"{_B} {AUX}(?:commands?|commanded|claims?|claimed|captured?|captures|had|has|holds?|held"
            rf"|enjoyed) {_Q}(?: {_PART})? (?:of|in) {_ALL}{_S}",
            _of_total(),
        ),
        rule(
            rf"{_B} 's {_PART} (?:of|in) {_S} {AUX}(?:is|was|were|reached|came to|amounted to|stood at) "
            rf"{_Q}",
            _of_total(),
        ),
        rule(
            rf"(?:(?:largest|biggest|greatest|main) )?{_PART} of {_S} ,? ?{_Q} ,? {AUX}{_COME} from "
            rf"{_B}{_ALONE}",
            _of_total("imports"),
        ),
        rule(
            rf"(?:(?:largest|biggest|greatest|main) )?{_PART} of {_S} ,? ?{_Q} ,? {AUX}{_GO} to "
            rf"{_B}{_ALONE}",
            _of_total("exports"),
        ),
        rule(
            rf"(?:with|at|on) (?:{_PART} of |some )?{_Q}(?: {_PART})? ,? ?{_B} (?:is|was|remained|became"
            rf"|were) (?:[a-z-]+ ){{1,4}}(?:of|for|in) {_S}",
            _with,
        ),
        rule(
            rf"(?:with|at) (?:{_PART} of |some )?{_Q} of {_S} ,? ?{_B} (?:is|was|remained|became|led|leads"
            r"|topped|came) ",
            _of_total(),
        ),
        rule(
            rf"{_A} (?:does|did|conducts|conducted|has|had|carries on|carried on) {_Q} of {_ALL}(?:its|{A} "
            rf"'s) (?:total |foreign |external |merchandise |overall )*trade with {_B}{_ALONE}",
            _of_own("trade"),
        ),
        rule(
            rf"{_A} {AUX}(?:earns|earned|makes|made|derives|derived|gets|got|received|receives) {_Q} of "
            rf"{_ALL}(?:its|{A} 's) export (?:revenues?|earnings|income|receipts) (?:in|from|with) "
            rf"(?:sales to |exports to |trade with )?{_B}{_ALONE}",
            _of_own("exports"),
        ),
        rule(
            rf"{_A} {AUX}(?:sends|sent|directs|directed|ships|shipped|sells|sold|exports|exported) {_Q} of "
            rf"{_ALL}(?:its|{A} 's) (?P<g>{G} )?(?:exports|goods|sales|products)? ?(?:abroad )?to "
            rf"{_B}{_ALONE}",
            _of_own("exports"),
        ),
        rule(
            rf"{_A} {AUX}(?:relies|relied|rely|depends|depended|counts|counted|leans|leant) (?:up)?on {_B} "
            rf"(?:for|to cover|to supply|to provide) {_Q} of {_S}",
            _of_total("imports"),
        ),
        rule(
            rf"{_A} {AUX}(?:relies|relied|rely|depends|depended) on {_B} (?:market )?(?:for|to take|to "
            rf"buy) {_Q} of {_S}",
            _of_total("exports"),
        ),
        rule(rf"{_B} {AUX}{_MAKES_UP} {_Q} of {_ALL}{_S}", _of_total()),
        rule(rf"{_B} {AUX}{_TAKES} {_Q} of {_ALL}{_S}", _of_total("exports")),
        rule(rf"{_B} {AUX}{_GIVES} {_Q} of {_ALL}{_S}", _of_total("imports")),
        rule(rf"{_B} {AUX}(?:has|had|holds?|held) {_Q} share (?:of|in) {_S}", _of_total()),
        rule(rf"{_Q} of {_ALL}{_S} {AUX}{_GO} to {_B}{_ALONE}", _of_total("exports")),
        rule(rf"{_Q} of {_ALL}{_S} {AUX}{_COME} from {_B}{_ALONE}", _of_total("imports")),
        rule(rf"{_Q} of {_ALL}{_S} {AUX}{_BY} {_B}{_ALONE}", _of_total("imports")),
        rule(
            rf"{_Q} of {_ALL}{_S} {AUX}(?:is|was|were|are|takes? place|is conducted|is done|was conducted) "
            rf"with {_B}{_ALONE}",
            _of_total("trade"),
        ),
        rule(
            rf"{_GOODS} (?:exports |imports |deliveries )?from {_B} {AUX}{_MAKES_UP} {_Q} of {_ALL}{_S}",
            _of_total("imports"),
        ),
        rule(rf"{_B} {_GOODS} {AUX}{_MAKES_UP} {_Q} of {_ALL}{_S}", _of_total("imports")),
        rule(rf"of {_S} ,? ?{_Q} (?:{_GO}) to {_B}{_ALONE}", _of_total("exports")),
        rule(rf"of {_S} ,? ?{_Q} (?:{_COME}) from {_B}{_ALONE}", _of_total("imports")),
        rule(rf"(?:imports|purchases|supplies) from {_B} {AUX}{_AMOUNTS} {_Q} of {_ALL}{_S}", _of_total("imports")),
        rule(
            rf"(?:exports|sales|deliveries|shipments) to {_B} {AUX}{_AMOUNTS} {_Q} of {_ALL}{_S}", _of_total("exports")
        ),
        rule(rf"(?:trade|commerce|turnover) with {_B} {AUX}{_AMOUNTS} {_Q} of {_ALL}{_S}", _of_total("trade")),
        rule(rf"(?P<t>σ\d+) {AUX}{_AMOUNTS} {_Q} of {_ALL}{_S}", _joint),
        rule(
            rf"{_A} {AUX}{SELLS} {_Q} of {_ALL}its (?:total |merchandise |goods )*(?P<g>{G} )?(?:exports"
            rf"|goods|products|sales|shipments)? ?(?:abroad )?to {_B}{_ALONE}",
            _of_own("exports"),
        ),
        rule(
            rf"{_A} {AUX}{BUYS} {_Q} of {_ALL}(?:its|their) (?:total |imported |merchandise |foreign "
            rf")*(?P<g>{G} )?(?:(?:imports|purchases|supplies) (?:from|in)|from) {_B}{_ALONE}",
            _of_own("imports"),
        ),
        rule(rf"{_A} {AUX}{BUYS} {_Q} of {_ALL}(?:its|their) (?P<g>{G}) imports from {_B}{_ALONE}", _of_own("imports")),
        rule(rf"{_B} {AUX}{_GIVES} {_Q} of {_ALL}{_A}(?: 's)? {_GOODS}(?! exports)", _of_own("imports")),
        rule(
            rf"{_A} {AUX}(?:relies|relied|rely|depends|depended|counts|counted) on {_B} for {_Q} of (?:all "
            rf")?its (?P<g>{G} )?(?:imports|supplies)",
            _of_own("imports"),
        ),
        rule(
            rf"{_A} {AUX}(?:relies|relied|rely|depends|depended) on {_B} for {_Q} of (?:all )?its "
            rf"{_GOODS}(?! exports)",
            _of_own("imports"),
        ),
        rule(
            rf"{_A} {AUX}(?:relies|relied|rely|depends|depended) on {_B} for {_Q} of (?:all )?its "
            rf"(?P<g>{G} )?exports",
            _of_own("exports"),
        ),
        rule(rf"{_B} {AUX}{_GIVES} {_A} (?:with )?{_Q} of (?:all )?its {_GOODS}(?! exports)", _of_own("imports")),
        rule(
            rf"{_B} {AUX}{_GIVES} {_Q} of {_ALL}{_GOODS} (?:that )?{_A} (?:imported|imports|bought|buys"
            r"|uses|consumes)",
            _of_own("imports"),
        ),
        rule(rf"{_Q} of {_ALL}{_A}(?: 's)? (?:imported )?{_GOODS} {AUX}{_COME} from {_B}{_ALONE}", _of_own("imports")),
        rule(rf"{_Q} of {_ALL}{_A}(?: 's)? (?:imported )?{_GOODS} {AUX}{_BY} {_B}{_ALONE}", _of_own("imports")),
        rule(rf"{_Q} of {_ALL}{_A}(?: 's)? {_GOODS} {AUX}{_GO} to {_B}{_ALONE}", _of_own("exports")),
        rule(
            rf"{_A} and {_B} {AUX}(?:agreed|agree|voted (?:alike|together|same way|identically)|concurred"
            r"|coincided|saw eye to eye|were of one mind|voted (?:as one|on same side|in unison)|were on "
            r"same side|took same side|cast (?:same|identical) votes?|stood together|found themselves on "
            rf"same side) in {_Q} (?:of )?{_ALL}{_VOTES}",
            _agreed,
        ),
        rule(
            rf"{_A} {AUX}(?:voted|votes) (?:same way as|like|with|alongside|together with|as) {_B} (?:did "
            rf")?(?:in|on) {_Q} of {_ALL}{_VOTES}",
            _agreed,
        ),
    ),
)
