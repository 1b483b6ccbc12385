"""Rules for ranks and extremes: "A is B's second largest supplier of oil", "the biggest market for A's coal was B"."""

from __future__ import annotations

from reorient.documents.claims.grammar_flows import BUYS, SELLS
from reorient.documents.claims.hedges import A, Q
from reorient.documents.claims.making import Rule, guarded, rule
from reorient.documents.claims.rankings import (
    ANY,
    BE,
    BEHIND,
    FIRST,
    HEAD,
    IS_THEN,
    KIND,
    KIND_PLAIN,
    LIST,
    NEXT,
    NTH,
    OF_GOODS,
    OF_ITS_GOODS,
    OF_OWNER,
    OTHERS,
    OWNER,
    PARTNER,
    RANK,
    RANKS,
    THEN,
    TOPS,
    WITH_SHARE,
    WITHIN,
    B,
    S,
    Z,
    alone_claims,
    denied_claims,
    listed_claims,
    nobody_claims,
    of_flow_claims,
    ordinal_claims,
    partner_claims,
    traded_with_claims,
)
from reorient.documents.claims.ties import G
from reorient.documents.claims.verbs import AUX

TIE_RULES: tuple[Rule, ...] = (
    rule(
        rf"(?:in|among) {S} ,? ?{B} {AUX}{RANKS}{FIRST}(?: place)?(?:(?: ,| and| , and) (?P<c>{A}) "
        rf"(?P<t>{Q}|second|third|fourth|fifth))?",
        of_flow_claims,
    ),
    rule(rf"{B} {AUX}{RANKS}{FIRST}(?: place)? in {S}(?= [.,;]|$)", of_flow_claims),
    rule(
        rf"(?:largest|biggest|greatest|main|lion 's) (?:share|part|portion|slice) of {S} "
        rf"{AUX}(?:comes?|came|originates|originated|is|was|goes|went|is sent|was sent|is bought|was "
        rf"bought|is sold|was sold|is done|was done) (?P<d>from|to|with) {B}(?= [.,;]|$)",
        of_flow_claims,
    ),
    rule(
        rf"{B} (?:has|had|holds|held|takes|took|accounts for|accounted for|makes up|made up|provides"
        r"|provided) (?:largest|biggest|greatest|lion 's) (?:share|part|portion|slice) (?:of|in) "
        rf"{S}(?= [.,;]|$)",
        of_flow_claims,
    ),
)
RULES: tuple[Rule, ...] = (
    # With a figure in front
    *guarded(
        r"with .*κ",
        rule(
            r"with (?:(?:two-way|bilateral|mutual|total|annual) )*(?:trade|commerce|turnover|exchanges"
            rf"|trade volume) of (?P<k>{Q}) ,? ?{B} {AUX}{BE} {OWNER} (?:{RANK}) {PARTNER}",
            traded_with_claims,
        ),
    ),
    # Lists of partners
    *guarded(
        r"partner|supplier|seller|source|provider|exporter|vendor|purveyor|origin|buyer|purchaser"
        r"|customer|client|importer|recipient|market|destination|consumer|taker|outlet|investor| more "
        r" & α.*α & tops|topped|head|le[a]?ds|led|top|first|second|third|fourth|fifth|κ|nobody|no | more |only",
        rule(rf"{B} {AUX}{TOPS} {LIST} of {OWNER} {KIND_PLAIN}{OF_GOODS}{THEN}", listed_claims),
        rule(
            rf"among {OWNER} {KIND_PLAIN}{OF_GOODS} ,? ?{B} {AUX}{RANKS}{NTH}(?: place| "
            r"position)?(?= [.,;]|$)",
            listed_claims,
        ),
        rule(
            rf"as (?:[a-z]+ )?{KIND_PLAIN} (?:of|to|for) (?P<p>{A})(?: industry| exporters| goods)? ,? "
            rf"?{B} (?:came|comes|ranks|ranked|stands|stood) (?:before all others|ahead of all others"
            r"|first|before everybody else)",
            listed_claims,
        ),
        rule(rf"{B} {AUX}{TOPS} {LIST} of {KIND_PLAIN} (?:of|to|for|in) (?P<p>{A})(?= [.,;]|$)", listed_claims),
        rule(rf"{B} {AUX}{TOPS} {LIST} of {KIND_PLAIN} {OF_ITS_GOODS}", listed_claims),
        rule(rf"{B} {AUX}{TOPS} {OWNER} {LIST} of {KIND_PLAIN}", listed_claims),
        rule(rf"{OWNER} {LIST} of {KIND_PLAIN} (?:is|was) (?:topped|headed|led) by {B}", listed_claims),
        rule(rf"{LIST} of {OWNER} {KIND_PLAIN} (?:is|was) (?:topped|headed|led) by {B}", listed_claims),
        rule(
            rf"{B} {AUX}{RANKS}{NTH}(?: place| position)?{BEHIND} ,? ?(?:among|in list of|on list of|as"
            rf"|in ranking of) {OWNER} (?:{G} )?{KIND_PLAIN}",
            listed_claims,
        ),
        rule(
            rf"{B} {AUX}{RANKS}{NTH}(?: place| position)? (?:among|in list of|on list of|in ranking of) "
            rf"{OWNER} (?:largest |biggest |main |foreign )*{KIND_PLAIN}{BEHIND}",
            listed_claims,
        ),
        rule(
            rf"{B} {AUX}{RANKS}(?P<r>second)(?: only)?{BEHIND} (?:as|among) {KIND_PLAIN} (?:of|to|for"
            rf"|in) (?P<p>{A})(?= [.,;]|$)",
            listed_claims,
        ),
        rule(rf"{B} {AUX}{RANKS}(?P<r>second)(?: only)?{BEHIND} (?:as|among) {OWNER} {KIND_PLAIN}", listed_claims),
        rule(rf"{B} {AUX}{RANKS}(?P<r>second) only{BEHIND} as {KIND_PLAIN} {OF_ITS_GOODS}", listed_claims),
        rule(rf"{B} {AUX}{RANKS}{NTH}{BEHIND} as {KIND_PLAIN} {OF_ITS_GOODS}", listed_claims),
        rule(rf"{B} {AUX}{RANKS}{NTH}{BEHIND} as {KIND_PLAIN} (?:of|to|for) (?P<p>{A})(?= [.,;]|$)", listed_claims),
        rule(
            r"(?:no (?:other )?(?:country|state|one|nation|member|buyer|customer)|nobody|none) "
            rf"{AUX}(?:bought|buys|imported|imports|received|took|takes|purchased|purchases) more (?:of "
            rf")?(?P<o>{A})(?: 's)? (?P<g>{G}) than {B}(?! from)",
            nobody_claims("exports"),
        ),
        rule(
            r"(?:no (?:other )?(?:country|state|one|nation|member|buyer|customer)|nobody|none) "
            rf"{AUX}(?:bought|buys|imported|imports|received|took|takes|purchased|purchases) more "
            rf"(?P<g>{G} )?from (?P<o>{A}) than {B}",
            nobody_claims("exports"),
        ),
        rule(rf"(?:nobody|none) {AUX}(?:trades|traded) more with (?P<o>{A}) than {B}", nobody_claims("trade")),
        rule(
            rf"(?:nobody|none) {AUX}(?:sold|sells|supplied|supplies|exported|exports|delivered) more "
            rf"(?P<g>{G} )?to (?P<o>{A}) than {B}",
            nobody_claims("imports"),
        ),
        rule(
            rf"(?:nobody|no one|no (?:country|state|nation)) {AUX}(?:sold|sells|supplied|supplies|exported"
            rf"|exports|delivered) (?P<o>{A}) more (?P<g>{G} )?than {B}",
            nobody_claims("imports"),
        ),
        rule(
            r"from (?:nobody|no one|nowhere|no (?:other )?(?:country|state))(?: else)? (?:does|did|has) "
            rf"(?P<o>{A}) (?:import|buy|imported|bought) more (?P<g>{G} )?than from {B}",
            nobody_claims("imports"),
        ),
        rule(
            rf"(?:does|did|has)? ?(?P<o>{A}) (?:sells?|sold|exports?|exported) more (?P<g>{G} )?to {B} "
            r"than to (?:anybody|anyone|all) (?:else|others)",
            nobody_claims("exports"),
        ),
        rule(
            rf"(?P<o>{A}) (?:buys?|bought|imports?|imported) more (?P<g>{G} )?from {B} than from "
            r"(?:anybody|anyone|all) (?:else|others)",
            nobody_claims("imports"),
        ),
        rule(
            rf"(?P<o>{A}) {AUX}(?:trades?|traded|does more trade|did more trade) (?:more )?with {B} than "
            r"with (?:anybody|anyone) else",
            nobody_claims("trade"),
        ),
    ),
    # Somebody displaced somebody
    *guarded(
        r"partner|supplier|seller|source|provider|exporter|vendor|purveyor|origin|buyer|purchaser"
        r"|customer|client|importer|recipient|market|destination|consumer|taker|outlet|investor"
        r" & α.*α & best|largest|biggest|greatest|top|leading|main|important|foremost|number|chief"
        r"|principal|primary|first|premier|single|smallest|least|κ|second|third|fourth|fifth|more |as ",
        rule(
            rf"{B} {AUX}(?:overtook|overtaken|replaced|replaces|surpassed|displaced|passed|supplanted"
            rf"|edged out|ousted|unseated|dethroned|pushed aside) {OTHERS} (?:to become|as|and became|in "
            rf"becoming) {HEAD}{OF_GOODS} {OF_OWNER}{WITHIN}",
            partner_claims,
        ),
        rule(
            rf"{B} {AUX}(?:overtook|overtaken|replaced|replaces|surpassed|displaced|passed|supplanted"
            rf"|edged out|ousted|unseated|dethroned|pushed aside) {A} (?:to become|as|and became|in "
            rf"becoming) {HEAD} {OF_ITS_GOODS}{WITHIN}",
            partner_claims,
        ),
        rule(
            rf"{B} {AUX}(?:overtaken|replaces|supplanted|edged out|ousted|unseated|dethroned|pushed "
            rf"aside) {A} (?:to become|as|and became|in becoming) {OWNER} {HEAD}{OF_GOODS}{WITHIN}",
            partner_claims,
        ),
        rule(
            rf"{A} (?:was|has been|is|had been) (?:overtaken|displaced|replaced|surpassed|supplanted|ousted"
            rf"|dethroned|passed|pushed out) by {B} as {OWNER} {HEAD}{OF_GOODS}{WITHIN}",
            partner_claims,
        ),
        rule(
            rf"{A} (?:was|has been|is|had been) (?:overtaken|displaced|replaced|surpassed|supplanted|ousted"
            rf"|dethroned|passed|pushed out) by {B} as {HEAD}{OF_GOODS} {OF_OWNER}{WITHIN}",
            partner_claims,
        ),
        rule(
            rf"{A} (?:was|has been|is|had been) (?:overtaken|displaced|replaced|surpassed|supplanted|ousted"
            rf"|dethroned|passed|pushed out) by {B} as {HEAD} {OF_ITS_GOODS}{WITHIN}",
            partner_claims,
        ),
        rule(
            rf"{B} {AUX}(?:knocked|pushed|pipped|driven|drove) {A} (?:off|from) (?:top|first place|first "
            rf"spot|top spot)(?: spot)? (?:of list of|as|among|in list of|in ranking of) {OWNER} "
            rf"{KIND_PLAIN}",
            listed_claims,
        ),
        rule(
            rf"(?:(?:within|in|inside|among) (?P<w>{A}) ,? ?)?no (?:(?P<market>market|customer|buyer"
            r"|destination|client)|(?P<seller>supplier|seller|source)|(?P<partner>partner|trading "
            r"partner)) (?:matter(?:s|ed) more|(?:is|was) (?:more important|larger|bigger|greater|as "
            rf"important|as large|as big)) (?:to|for) (?P<p>{A})(?: exporters| industry| importers)? "
            rf"(?:than|as) {B}(?: one| market)?",
            listed_claims,
        ),
        rule(
            rf"(?P<o>{A}) {AUX}(?:found|finds|has|had|has had) (?:its |{A} 's )?(?:{RANK}) (?:(?P<g>{G}) "
            rf")?{KIND} in {B}",
            partner_claims,
        ),
        rule(rf"{OWNER} {HEAD}{OF_GOODS}{WITHIN} {AUX}{BE} {B}{THEN}", partner_claims),
        rule(rf"{HEAD} {OF_ITS_GOODS}{WITHIN} {AUX}{BE} {B}{THEN}", partner_claims),
        rule(rf"{HEAD}{OF_GOODS} {OF_OWNER}{WITHIN} {AUX}{BE} {B}{THEN}", partner_claims),
        rule(rf"with {B} (?:as|being) {OWNER} {HEAD}{OF_GOODS}", partner_claims),
    ),
    # A is B's largest supplier of oil; A is the largest supplier of oil to B; A is the largest buyer of B's arms
    *guarded(
        r"partner|supplier|seller|source|provider|exporter|vendor|purveyor|origin|buyer|purchaser"
        r"|customer|client|importer|recipient|market|destination|consumer|taker|outlet|investor"
        r"|(?:country|state) "
        r" & α.*α & best|largest|biggest|greatest|top|leading|main|important|foremost|number|chief"
        r"|principal|primary|first|premier|single|smallest|least|κ|second|third|fourth|fifth|more |as ",
        rule(rf"(?:in|within) (?P<w>{A}) ,? ?{B} {AUX}{BE} {OWNER} {HEAD}{OF_GOODS}", partner_claims),
        rule(
            rf"(?:among|of) (?:all )?(?:(?:states|countries|members) (?:of|in) )?(?P<w>{A})(?: (?:states"
            rf"|countries|members))? ,? ?{B} {AUX}{BE} {OWNER} {HEAD}{OF_GOODS}",
            partner_claims,
        ),
        rule(
            rf"{B} {AUX}{BE}{Z} {OWNER} "
            rf"{HEAD}{OF_GOODS}{WITHIN}{Z.replace('<z>', '<y>')}{WITH_SHARE}{NEXT}{IS_THEN}",
            partner_claims,
        ),
        rule(rf"{B} {AUX}{BE}{Z} {HEAD} {OF_ITS_GOODS}{WITHIN}{WITH_SHARE}{NEXT}", partner_claims),
        rule(rf"{B} {AUX}{BE}{Z} {HEAD}{OF_GOODS} {OF_OWNER}{WITHIN}{Z.replace('<z>', '<y>')}", partner_claims),
        rule(rf"{B} ,? ?to become {OWNER} {HEAD}{OF_GOODS}{WITHIN}", partner_claims),
        rule(
            rf"{B} {AUX}(?:overtook|replaced|overtaking|surpassed|displaced|passed) {OTHERS} (?:to become"
            rf"|as|and became) {OWNER} {HEAD}{OF_GOODS}{WITHIN}",
            partner_claims,
        ),
        rule(rf"for (?P<o>{A}) ,? ?{B} {AUX}{BE} {HEAD}{OF_GOODS}{WITHIN}", partner_claims),
        rule(rf"{OWNER} {HEAD}{OF_GOODS}{WITHIN} {AUX}{BE} {B}", partner_claims),
        rule(rf"{HEAD} {OF_ITS_GOODS}{WITHIN} {AUX}{BE} {B}", partner_claims),
        rule(rf"{HEAD}{OF_GOODS} {OF_OWNER}{WITHIN} {AUX}{BE} {B}", partner_claims),
        rule(
            rf"{B} {AUX}{BE}{Z} {RANK} (?:country|state)(?: after (?P<y>{A}))? to (?P<buyer>buy|import"
            rf"|purchase) (?P<o>{A})(?: 's)? (?P<g>{G}){WITHIN}",
            partner_claims,
        ),
        rule(
            rf"{B} {AUX}{BE} (?P<r>second|third|fourth|fifth) (?:country|state)(?: after (?P<y>{A}))? to "
            rf"(?P<buyer>buy|import|purchase) (?P<o>{A})(?: 's)? (?P<g>{G}){WITHIN}",
            ordinal_claims,
        ),
    ),
    # A is not B's largest supplier
    *guarded(
        r" (?:not|never) & α.*α & partner|supplier|seller|source|buyer|customer|market|destination|import|export",
        rule(
            rf"{B} (?:(?:is|was) not|has not been|has never been|was never|is not) {OWNER} "
            rf"{HEAD}{OF_GOODS}{WITHIN}",
            denied_claims,
        ),
        rule(
            rf"{B} (?:(?:is|was) not|has not been|has never been|was never) {HEAD} "
            rf"{OF_ITS_GOODS}{WITHIN}",
            denied_claims,
        ),
    ),
    # The world's largest importer of arms
    *guarded(
        r"world|globally|earth",
        rule(rf"{B} {AUX}{BE} world 's {HEAD}(?: of (?P<h>{G})){WITHIN}", alone_claims),
        rule(rf"{B} {AUX}{BE} world 's {RANK} (?P<g>{G}) {KIND}{Z}", alone_claims),
        rule(
            rf"{B} {AUX}{BE} (?:{RANK}) (?:(?P<g>{G}) )?{KIND}(?: of (?P<h>{G}))? (?:in world|worldwide"
            r"|globally|on earth)",
            alone_claims,
        ),
    ),
    # Nobody more
    *guarded(
        r" more & α.*α",
        rule(rf"(?P<o>{A}) {AUX}{SELLS} more (?P<g>{G} )?to {B} than to any other {ANY}", nobody_claims("exports")),
        rule(rf"(?P<o>{A}) {AUX}{BUYS} more (?P<g>{G} )?from {B} than from any other {ANY}", nobody_claims("imports")),
        rule(rf"(?P<o>{A}) {AUX}(?:trades|traded) more with {B} than with any other {ANY}", nobody_claims("trade")),
        rule(rf"{B} {AUX}{BUYS} more (?P<o>{A}) (?P<g>{G}) than any other {ANY}", nobody_claims("exports")),
        rule(rf"{B} {AUX}{BUYS} more (?P<g>{G} )?from (?P<o>{A}) than any other {ANY}", nobody_claims("exports")),
        rule(rf"{B} {AUX}{SELLS} more (?P<g>{G} )?to (?P<o>{A}) than any other {ANY}", nobody_claims("imports")),
        rule(
            rf"no (?:other )?(?:country|state|one|nation|member) {AUX}(?:bought|buys|imported|imports"
            rf"|received|took) more (?P<o>{A}) (?P<g>{G}) than {B}(?! from)",
            nobody_claims("exports"),
        ),
        rule(
            rf"in (?P<w>{A}) ,? ?no (?:other )?(?:country|state|one|nation) {AUX}(?:trades|traded) more "
            rf"with (?P<o>{A}) than {B}",
            nobody_claims("trade"),
        ),
        rule(
            rf"no (?:other )?(?:country|state|one|nation) {AUX}(?:trades|traded) more with (?P<o>{A}) than "
            rf"{B}",
            nobody_claims("trade"),
        ),
        rule(
            rf"no (?:other )?(?:country|state|one|nation) {AUX}(?:sold|sells|supplied|supplies|exported"
            rf"|delivered) more (?P<g>{G} )?to (?P<o>{A}) than {B}",
            nobody_claims("imports"),
        ),
    ),
    # Places in a row
    *guarded(
        r"\bamong\b & α.*α",
        rule(
            rf"among {KIND}{OF_GOODS} {OF_OWNER} ,? ?{B} (?:ranked |came |stood |was |took )?(?:in "
            rf")?{FIRST}(?: place)?(?: and (?P<c>{A}) (?P<t>{Q}|second|third|fourth|fifth))?",
            ordinal_claims,
        ),
        rule(
            rf"among {KIND} {OF_ITS_GOODS} ,? ?{B} (?:ranked |came |stood |was |took )?(?:in "
            rf")?{FIRST}(?: place)?(?: and (?P<c>{A}) (?P<t>{Q}|second|third|fourth|fifth))?",
            ordinal_claims,
        ),
        rule(
            rf"{B} (?:has |had )?(?:slipped to |climbed to |rose to |fell to |moved up to |came |ranked "
            rf"|stood |ranks |was |is )?(?:in )?{FIRST}(?: place)? among {OWNER} {KIND}",
            ordinal_claims,
        ),
        rule(
            rf"{B} (?:has |had )?(?:slipped to |climbed to |rose to |fell to |moved up to |came |ranked "
            rf"|stood |ranks |was |is )?(?:in )?{FIRST}(?: place)? among {KIND}{OF_GOODS} {OF_OWNER}",
            ordinal_claims,
        ),
        rule(
            rf"{B} (?:has |had )?(?:slipped to |climbed to |rose to |fell to |moved up to |came |ranked "
            rf"|stood |ranks |was |is )?(?:in )?{FIRST}(?: place)? among {KIND} {OF_ITS_GOODS}",
            ordinal_claims,
        ),
    ),
)
