"""Quantities in a sentence: figures with their unit, fractions, multiples and ranks, and how exactly they are said."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from reorient.documents.claims import Precision, Quantity
from reorient.documents.claims.number_words import (
    IN_FIGURES,
    IN_WORDS,
    ORDINALS,
    PARTS,
    SCALE,
    scale_of,
    value_of,
)


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """A quantity with its place.

    Attributes
    ----------
    start, end
        Offsets into the text searched; words of precision ("more than") are included.
    text
        The words there.
    quantity
        What they mean.
    before
        Preposition in front: `from`, `to`, `by`, `of`, `at`, or empty.
    noun
        The word after a bare count ("states" in "19 states"), else empty.
    """

    start: int
    end: int
    text: str
    quantity: Quantity
    before: str = ""
    noun: str = ""


_PRECISION: tuple[tuple[str, Precision], ...] = (
    (r"(?:just|slightly|a\slittle|well)\s(?:over|above)|(?:slightly|a\slittle)\smore\sthan", "over"),
    (r"(?:just|slightly|a\slittle|well)\s(?:under|below|short\sof)|(?:slightly|a\slittle)\sless\sthan", "nearly"),
    (r"no\s(?:less|fewer)\sthan|not\sless\sthan|at\sleast|a\sminimum\sof", "at least"),
    (
        r"no\smore\sthan|not\smore\sthan|at\s(?:the\s)?most|at\sbest|a\smaximum\sof|up\sto|as\s(?:much|many)\sas",
        "at most",
    ),
    (
        r"(?:much|far)?\s?more\sthan|over|above|past|beyond|north\sof|exceed(?:ed|s|ing)?|pass(?:ed|es"
        r"|ing)|cross(?:ed|es|ing)|upwards\sof|in\sexcess\sof|surpass(?:ed|es|ing)",
        "over",
    ),
    (r"top(?:ped|ping)", "over"),
    (r"(?:less|fewer)\sthan|under|below|short\sof", "under"),
    (r"nearly|almost|all\sbut|well-nigh|close\sto|nearing|approach(?:ed|es|ing)|not\squite|practically", "nearly"),
    (r"about|around|roughly|approximately|approx\.?|some|circa|ca?\.|an?\sestimated|in\sthe\sregion\sof|~|≈", "about"),
)
_NUMBER = rf"(?:{IN_FIGURES}|\b{IN_WORDS}\b|\ba(?=\s(?:hundred|thousand|million|billion|trillion)\b))"
_SHORT = r"(?<=\d)(?:\s?(?:bn|bln|mln|mn|tn|trn|trln|k|m|b)\b)"
_SIGN = r"US\$|USD|U\.S\.\s?\$|A\$|C\$|HK\$|\$|€|EUR|£|GBP|¥|₽|RUB|CNY|RMB|₹|JPY|INR"
_MONEY = {
    "usd": r"US\$|USD|U\.S\.\s?\$|\$|(?:US|U\.S\.|American)?\s?dollars?\b",
    "eur": r"€|EUR\b|euros?\b",
    "gbp": r"£|GBP\b|(?:British\s)?pounds?(?:\ssterling)?\b",
    "cny": r"CNY\b|RMB\b|yuan\b|renminbi\b",
    "jpy": r"¥|JPY\b|yen\b",
    "rub": r"₽|RUB\b|rubles?\b|roubles?\b",
    "inr": r"₹|INR\b|rupees?\b",
    "other_currency": r"A\$|C\$|HK\$|crowns?\b|liras?\b|won\b|francs?\b|marks?\b|reals?\b|reais\b|dirhams?\b|riyals?\b",
}
_PER_DAY = r"\s(?:a|per|each)\sday|\sdaily|/d(?:ay)?\b"
_UNITS: tuple[tuple[str, str, float], ...] = (
    (r"percentage[\s-]points?\b|percent\spoints?\b|points?\b|p\.p\.|pp\b", "points", 1.0),
    (r"%|per\s?cent\b|percent\b|pct\b", "percent", 1.0),
    (r"times\b|[-\s]?fold\b", "times", 1.0),
    (rf"(?:barrels?|bbl)(?:\sof\s(?:crude\soil|crude|oil))?(?:{_PER_DAY})|bpd\b|b/d\b|bbl/d\b", "barrels_day", 1.0),
    (r"mbpd\b|mb/d\b|mmbpd\b", "barrels_day", 1e6),
    (r"barrels?\b|bbl\b", "barrels", 1.0),
    (r"bcma?\b|bcm/y\b", "bcm", 1.0),
    (r"tcm\b", "bcm", 1e3),
    (r"mcm\b", "bcm", 1e-3),
    (r"cubic[\s-]met(?:re|er)s?\b|cu\.?\sm\b|m3\b|m³", "bcm", 1e-9),
    (r"Mtpa\b|Mt\b|mtpa\b", "tonnes", 1e6),
    (r"kt\b", "tonnes", 1e3),
    (r"(?:metric\s)?ton(?:ne)?s?\b|(?<=\d)\st\b", "tonnes", 1.0),
    (r"TIV\b|trend[-\s]indicator\svalues?\b", "tiv", 1.0),
    (r"kilomet(?:re|er)s?\b|km\b", "km", 1.0),
    (r"gigawatts?\b|GW\b", "gw", 1.0),
    (r"megawatts?\b|MW\b", "gw", 1e-3),
    (r"exajoules?\b|EJ\b", "ej", 1.0),
)
_NOT_COUNTED = re.compile(
    r"[-\s](?:years?|decades?|months?|weeks?|days?|hours?|minutes?|centur(?:y|ies)|st\b|nd\b|rd\b|th\b|years?-old)",
    re.I,
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:s|/\d\d)?\b")
_FIGURE = re.compile(
    rf"(?:(?P<sign>{_SIGN})\s?)?(?P<low>{_NUMBER})(?P<lowscale>{_SHORT}|[-\s](?:{SCALE})\b)?"
    rf"(?:(?P<dash>\s?(?:-|–|—|to|and|or)\s?)(?:{_SIGN})?\s?(?P<high>{_NUMBER})(?P<highscale>"
    rf"{_SHORT}|[-\s](?:{SCALE})\b)?)?",
    re.I,
)
_HYPHENATED = re.compile(r"-(?!fold|per)[A-Za-z]")


def quantities(text: str) -> tuple[FoundQuantity, ...]:
    """Return the quantities of a sentence in order, without overlap.

    Years, dates, durations ("five years") and figures inside names ("S-400") are not quantities. A bare number counts
    what the next word says (`unit` is `count`). "From 23 to 31 percent" gives two quantities, "20 to 25 percent" one
    range. Multiples ("doubled", "halved", "fivefold", "twice") have the unit `times`; ranks ("second largest") the unit
    `rank`; fractions ("a third", "one in five") are percent.

    Examples
    --------
    >>> [one.quantity for one in quantities("rose by nearly 28 percent")]
    [Quantity(low=28.0, high=28.0, unit='percent', precision='nearly', digits=2)]
    """
    found: list[FoundQuantity] = []
    for one in (*_multiples(text), *_ranks(text), *_fractions(text), *_figures(text)):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return tuple(sorted(_told(text, found), key=lambda one: one.start))


def _told(text: str, found: list[FoundQuantity]) -> list[FoundQuantity]:
    """Widen each by the words of precision in front and behind, and note the preposition."""
    widened = []
    for one in found:
        start, end, quantity = one.start, one.end, one.quantity
        for pattern, precision in _PRECISION:
            hit = re.search(rf"(?:^|(?<=[\s(,]))(?:{pattern})\s?(?:the\s|a\s)?$", text[:start], re.I)
            if hit and quantity.precision == "exact":
                start, quantity = hit.start(), replace(quantity, precision=precision)
                break
        behind = re.match(r"\s(or\s(?:more|so|less)|at\s(?:least|most))\b", text[end:])
        if behind and quantity.precision == "exact":
            words: dict[str, Precision] = {"more": "at least", "so": "about", "less": "at most", "least": "at least"}
            quantity = replace(quantity, precision=words.get(behind[1].split()[-1], "at most"))
            end += behind.end()
        hit = re.search(_BEFORE, text[:start], re.I)
        before = hit[1].lower() if hit else one.before
        if re.match(r"(?:past|above|beyond|below|under)\b", text[start : one.start], re.I) and _MOVES.search(
            text[:start]
        ):
            before = "to"
        widened.append(replace(one, start=start, end=end, text=text[start:end], quantity=quantity, before=before))
    return widened


#: After these "above $5 billion" is where it came to, and not by how much it moved.
_MOVES = re.compile(
    r"\b(?:rose|risen|climbed|grew|grown|soared|jumped|surged|went|gone|moved|fell|fallen|dropped"
    r"|sank|slipped|dipped|leapt|shot|plunged|slumped)\s$"
)
#: Preposition in front of a quantity.
_BEFORE = r"\b(from|to|by|of|at|than)\s(?:an?\s|the\s)?(?:record\s|total\sof\s|value\sof\s)*$"

_TIMES = {
    r"doubl(?:ed|ing|es?)|two-?fold|twice": 2.0,
    r"tripl(?:ed|ing|es?)|trebl(?:ed|ing|es?)|three-?fold|thrice": 3.0,
    r"quadrupl(?:ed|ing|es?)|four-?fold": 4.0,
    r"quintupl(?:ed|ing|es?)|five-?fold": 5.0,
    r"six-?fold": 6.0,
    r"seven-?fold": 7.0,
    r"eight-?fold": 8.0,
    r"ten-?fold": 10.0,
    r"halv(?:ed|ing|es?)|cut\s(?:almost\s|nearly\s|roughly\s)?in\shalf": 0.5,
}


def _multiples(text: str) -> list[FoundQuantity]:
    found = []
    for pattern, value in _TIMES.items():
        for hit in re.finditer(rf"\b(?:{pattern})\b", text, re.I):
            if re.match(r"\s(?:standards?|taxation|track|talk|down\son|role)\b", text[hit.end() :], re.I):
                continue
            nearly: Precision = "nearly" if re.search(r"almost|nearly", hit.group(), re.I) else "exact"
            said = Quantity(value, value, "times", nearly, digits=1)
            found.append(FoundQuantity(hit.start(), hit.end(), hit.group(), said))
    for hit in re.finditer(rf"\b(?:by\s)?a\sfactor\sof\s({_NUMBER})", text, re.I):
        value, digits = value_of(hit[1])
        found.append(FoundQuantity(hit.start(), hit.end(), hit.group(), Quantity(value, value, "times", digits=digits)))
    for hit in re.finditer(rf"\b({IN_WORDS})-?fold\b", text, re.I):
        value, digits = value_of(hit[1])
        found.append(FoundQuantity(hit.start(), hit.end(), hit.group(), Quantity(value, value, "times", digits=digits)))
    for hit in re.finditer(r"\bone\sand\sa\shalf\stimes\b|\b(?:half\sas\smuch\sagain)\b", text, re.I):
        found.append(FoundQuantity(hit.start(), hit.end(), hit.group(), Quantity(1.5, 1.5, "times", digits=2)))
    return found


_BEST = r"(?:largest|biggest|greatest|most\simportant|leading|main|top|ranking|highest|major|smallest|lowest)"


def _ranks(text: str) -> list[FoundQuantity]:
    words = "|".join([*ORDINALS, r"\d{1,2}\s?(?:st|nd|rd|th)"])
    found = []
    patterns = (
        rf"\b(?P<n>{words})[-\s]{_BEST}\b",
        r"\b(?:rank(?:s|ed|ing)?|comes?|came|stands?|stood|plac(?:es|ed)"
        rf"|finished)\s(?:in\s)?(?:the\s)?(?P<n>{words})\b(?!\sto\b|\splace\b)",
        rf"\bin\s(?P<n>{words})\splace\b",
        r"\b(?:number|no\.|no|nr\.?|#)\s?(?P<n>one|two|three|four|five|\d{1,2})\b(?!\s(?:of|states?"
        r"|countr|percent|per\scent))",
        rf"\b(?P<n>{words})\s(?:place|position|rank)\b",
    )
    for pattern in patterns:
        for hit in re.finditer(pattern, text, re.I):
            place = _place(hit["n"])
            if place:
                found.append(
                    FoundQuantity(hit.start(), hit.end(), hit.group(), Quantity(place, place, "rank", digits=1))
                )
    return found


def _place(word: str) -> int:
    low = word.lower()
    if low in ORDINALS:
        return ORDINALS[low]
    bare = re.sub(r"\s?(?:st|nd|rd|th)$", "", low)
    return int(bare) if bare.isdigit() else int(value_of(bare)[0])


#: What "every third" may be of, among goods and money.
_EACH = r"(?:US\s)?dollar|euro|tonne|ton|barrel|cubic\smet(?:re|er)|shipment|cargo|container|rouble|ruble"
_LEAD = (
    r"(?:by|to|from|at|of|for|over|than|nearly|almost|about|around|roughly|under|some|least|only|just|"
    r"accounts?|takes?|took)\s"
)


def _fractions(text: str) -> list[FoundQuantity]:
    parts = "|".join(PARTS)
    found = []

    def add(hit: re.Match[str], share: float) -> None:
        value = round(100 * share, 2)
        found.append(FoundQuantity(hit.start(), hit.end(), hit.group(), Quantity(value, value, "percent", digits=2)))

    for hit in re.finditer(
        rf"\b({_NUMBER})\s(?:in|out\sof)\s(?:every\s)?({_NUMBER})\b(?:\s(?:{_EACH})s(?=\s(?:of|that|which)\b))?",
        text,
        re.I,
    ):
        top, bottom = value_of(hit[1])[0], value_of(hit[2])[0]
        if 0 < top < bottom <= 100:
            add(hit, top / bottom)
    for hit in re.finditer(rf"\b(one|two|three|four|five|six|seven|eight|nine)[-\s]({parts})s?\b", text, re.I):
        if hit[2].lower() != "half" and not re.match(r"\s(?:of\sa\scentury|century)", text[hit.end() :]):
            share = value_of(hit[1])[0] / PARTS[hit[2].lower()]
            if share < 1:
                add(hit, share)
    for hit in re.finditer(rf"\bone\s(?:{_EACH})\s(?:in|out\sof)\s(?:every\s)?({_NUMBER})\b", text, re.I):
        bottom = value_of(hit[1])[0]
        if 1 < bottom <= 100:
            add(hit, 1 / bottom)
    each = "|".join(ORDINALS)
    for hit in re.finditer(rf"\bevery\s({each})(?:\s(?:{_EACH}))?(?=\s(?:of|that|which)\b)", text, re.I):
        if 1 < ORDINALS[hit[1].lower()] <= 10:
            add(hit, 1 / ORDINALS[hit[1].lower()])
    for hit in re.finditer(rf"\b(?:an?\s({parts})|half)\b", text, re.I):
        word = (hit[1] or "half").lower()
        behind, front = text[hit.end() :], text[: hit.start()]
        if re.match(
            r"\s(?:of\s)?(?:a\s|the\s)?(?:century|year|decade|dozen|million|billion|hour)|[-\s]hearted|-", behind
        ):
            continue
        if re.search(r"\b(?:first|second|latter|other|last|this|a|and\sa)\s$", front, re.I) and word == "half":
            continue
        led = re.search(rf"\b{_LEAD}$", front, re.I)
        followed = re.match(r"\s(?:of\b|the\b|its\b|their\b|all\b|more\b|less\b|higher\b|lower\b|as\b)|[.,;]|$", behind)
        if followed or led:
            add(hit, 1 / PARTS[word])
    return found


def _figures(text: str) -> list[FoundQuantity]:
    found: list[FoundQuantity] = []
    place = 0
    while hit := _FIGURE.search(text, place):
        read = _figure(text, hit)
        place = max(read[-1].end if read else hit.end("low"), hit.start() + 1)
        found.extend(read)
    return found


def _figure(text: str, hit: re.Match[str]) -> list[FoundQuantity]:
    if re.search(r"[A-Za-z]-?$|[A-Za-z]\s?-\s?$|\d[.,/:-]?$|#$", text[: hit.start()]) and not hit["sign"]:
        return []
    ends = [("high", "highscale"), ("low", "lowscale")] if hit["high"] else [("low", "lowscale")]
    for name, scale in ends:
        stop = hit.end(scale) if hit[scale] else hit.end(name)
        unit, factor, after = _unit(text, stop, hit["sign"] or "")
        if name == "high" and (unit in ("", "count") and not hit["highscale"]):
            continue
        if (
            name == "high"
            and hit["dash"].strip() == "and"
            and not re.search(r"\bbetween\s$", text[: hit.start()], re.I)
        ):
            continue
        return _read(text, hit, unit, factor, after, both=name == "high")
    return []


def _unit(text: str, stop: int, sign: str) -> tuple[str, float, int]:
    """Return the unit that stands at an offset, what it multiplies by, and where it ends."""
    if sign:
        name = next(key for key, pattern in _MONEY.items() if re.fullmatch(pattern, sign, re.I))
        behind = re.match(r"\s?(?:US\s)?dollars?\b", text[stop:])
        return name, 1.0, stop + (behind.end() if behind else 0)
    for pattern, unit, factor in _UNITS:
        ignore = 0 if unit in ("tonnes", "gw", "ej", "tiv") else re.I
        behind = re.match(rf"[-\s]?(?:{pattern})", text[stop:], ignore)
        if behind:
            return unit, factor, stop + behind.end()
    for name, pattern in _MONEY.items():
        behind = re.match(rf"[-\s]?(?:of\s)?(?:{pattern})", text[stop:], re.I)
        if behind:
            return name, 1.0, stop + behind.end()
    return "count", 1.0, stop


def _read(text: str, hit: re.Match[str], unit: str, factor: float, after: int, *, both: bool) -> list[FoundQuantity]:
    low, low_digits = value_of(hit["low"]) if hit["low"].lower() != "a" else (1.0, 1)
    low_scale = scale_of((hit["lowscale"] or "").strip(" -"))
    noun = ""
    if unit == "count":
        noun = _counted(text, hit, after, scaled=bool(hit["lowscale"]), both=both)
        if not noun:
            return []
    if not both:
        value = _plain(low * low_scale * factor)
        return [
            FoundQuantity(hit.start(), after, hit.group(), Quantity(value, value, unit, digits=low_digits), noun=noun)
        ]
    high, high_digits = value_of(hit["high"])
    high_scale = scale_of((hit["highscale"] or "").strip(" -"))
    if not hit["lowscale"] and low < high * high_scale:
        low_scale = high_scale if low <= high or high_scale == 1.0 or low >= 10 else low_scale
    if not hit["lowscale"]:
        low_scale = high_scale
    first, last = _plain(low * low_scale * factor), _plain(high * high_scale * factor)
    middle = hit.end("lowscale") if hit["lowscale"] else hit.end("low")
    if re.search(r"\bfrom\s(?:\w+\s){0,2}$", text[: hit.start()], re.I) and hit["dash"].strip() == "to":
        return [
            FoundQuantity(hit.start(), middle, "", Quantity(first, first, unit, digits=low_digits), "from"),
            FoundQuantity(hit.end("dash"), after, "", Quantity(last, last, unit, digits=high_digits), "to"),
        ]
    if first > last:
        return []
    digits = min(low_digits, high_digits)
    return [FoundQuantity(hit.start(), after, hit.group(), Quantity(first, last, unit, "between", digits), noun=noun)]


def _plain(value: float) -> float:
    """Return a figure without the traces of binary multiplication."""
    return float(f"{value:.12g}")


def _counted(text: str, hit: re.Match[str], after: int, *, scaled: bool, both: bool) -> str:
    """Return the word that a bare number counts, empty where the number is a date, a duration or part of a name."""
    behind, front = text[after:], text[: hit.start()]
    bare = hit["low"].replace(",", "")
    if not both and not scaled and _YEAR.match(bare) and "," not in hit["low"]:
        return ""
    if _NOT_COUNTED.match(behind) or _HYPHENATED.match(behind) or re.match(rf"\s(?:of\s)?(?:{_MONTHS})\b", behind):
        return ""
    if (
        re.search(
            rf"(?:\b(?:{_MONTHS})|\b(?:page|article|chapter|resolution|no\.|the|that|this|or|any|each)|\bG)\s?$",
            front,
            re.I,
        )
        and not scaled
    ):
        digits = bare[0].isdigit()
        if digits or bare.lower() == "one":
            return ""
    if bare.lower() == "one" and re.match(
        r"\s(?:of|another|side|day|hand|that|can|could|might|may|must|has)\b", behind, re.I
    ):
        return ""
    word = re.match(
        r"\s(?:(?:of\s)?(?:the\s|its\s|their\s)?)((?:[a-z][\w-]*|[A-Z][\w-]+)(?:\s[a-z][\w-]+){0,2})", behind
    )
    return word[1] if word else ("number" if scaled else "")
