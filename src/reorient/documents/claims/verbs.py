"""Verbs of change and what may stand in front of them."""

from __future__ import annotations

import re

UP = (
    r"(?:crept up|edged up|ticked up|inched up|moved up|came up|took off|ballooned|mushroomed"
    r"|flourished|thrived|perked up|(?:been|is|was|are|were) on (?:rise|increase|up|upswing)"
    r"|keeps? (?:rising|growing|increasing|expanding|climbing)|rose|risen|rises|grew|grown|grows"
    r"|increased|increases|climbed|climbs|jumped|jumps|surged|surges|soared|soars|expanded|expands"
    r"|"
    r"went up|gone up|goes up|swelled|swollen|picked up|recovered|advanced|improved|gained|shot up"
    r"|rocketed|skyrocketed|multiplied|widened|"
    r"deepened|rebounded|accelerated|boomed|leapt|leaped|was up|were up|is up|are up|been growing"
    r"|went from strength to strength|been rising|been increasing|been expanding|"
    r"(?:was|were|been) (?:increased|raised|boosted|expanded|growing|rising|increasing)|(?:is"
    r"|are) (?:growing|rising|increasing|expanding)|"
    r"kept (?:rising|growing|increasing|expanding|climbing)|continued to (?:rise|grow|increase"
    r"|expand|climb)|saw increase|saw growth)"
)
DOWN = (
    r"(?:came down|come down|edged down|crept down|inched down|moved down|slid back|eased|receded"
    r"|retreated|sagged|shrivelled|subsided|dipped|caved in|nosedived|(?:been|is|was|are|were) on "
    r"(?:decline|wane|decrease|slide)|keeps? (?:falling|declining|shrinking|dropping)|fell|fallen"
    r"|falls|dropped|drops|declined|declines|decreased|decreases|shrank|shrunk|shrinks|contracted"
    r"|contracts|sank|sunk|"
    r"went down|gone down|goes down|plunged|plunges|plummeted|collapsed|slumped|slipped|slid"
    r"|tumbled|dwindled|diminished|crashed|"
    r"was down|were down|is down|are down|been falling|went from bad to worse|been drying up|been "
    r"dwindling|been withering|been ebbing|been slackening|dried up|drying up|petered out|withered"
    r"|ebbed|evaporated|vanished|all but vanished|all but dried up|all but collapsed|all but "
    r"ceased|melted away|faded|weakened|eroded|halted|been declining|been shrinking|been "
    r"decreasing|"
    r"(?:was|were|been) (?:reduced|cut|lowered|falling|declining|shrinking|slashed)|(?:is|are) "
    r"(?:falling|declining|shrinking|decreasing)|"
    r"kept (?:falling|declining|shrinking)|continued to (?:fall|decline|shrink|drop|decrease))"
)
FLAT = (
    r"(?:stagnated|stagnates|(?:remained|stayed|was|were|been|held) (?:(?:broadly|largely|almost"
    r"|nearly) )?(?:stable|flat|unchanged|constant|steady|level)|"
    r"(?:did not|hardly|barely) changed?|levelled off|leveled off)"
)
AUX = r"(?:(?:has|have|had|also|(?!ally |family |supply |assembly )\w+ly) )*"


def direction_of(word: str) -> str:
    """Return `up`, `down` or `flat` for a verb of change."""
    if re.fullmatch(UP, word):
        return "up"
    return "down" if re.fullmatch(DOWN, word) or word in ("came to", "ground to") else "flat"
