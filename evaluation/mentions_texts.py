"""The texts of the evaluation of mentions, where they lie, and the drawing of the sentences that were labelled."""

from __future__ import annotations

import gzip
import json
import random
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

DEBATE = ("texts/ungdc/ungdc_txt_1946-1991.tar.xz", "texts/ungdc/ungdc_txt_1992-2024.tar.xz")
KREMLIN = "texts/kremlin/kremlin_en_news_partial_1999-2020.jsonl.gz"
#: Speakers of the General Debate whose code is not the id of the actor.
SPEAKERS = {"YDYE": "YMD", "EU": None, "YMD": "YMD"}

_SPLIT = re.compile(r"(?<=[a-z0-9)\"\u201d][.?!;])[\"\u201d]?\s+(?=[\"\u201c(]?[A-Z0-9])|\n\s*\n")
_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]|\b[A-Z]{4,}\b")
_HARD = re.compile(
    r"\b(?:Georgia|Jordan|Chad|Niger|Guinea|Korean?|Congo|China\s+Sea|Indian|American|Washington|Brussels|West"
    r"|Macedonia|Dominican?|Oman|Ireland|Paris|Geneva|Vienna|Gulf|Sudan|Samoa|Yemen|Viet|southern|Kremlin|Moscow|Putin"
    r"|Bush|Community|Union|England|Palestinian?|French|Spanish|Berlin|Rome|Rhodesia|Timor|Saint|Cairo|Algiers|Havana"
    r"|Cyprus|Arab|Asian?|European?|Western|Caribbean|Republic|Germany|Virgin|Mandela|Gorbachev)\b"
)


@dataclass(frozen=True)
class Text:
    """One document of the evaluation: its file and member, text, day and speaker."""

    file: str
    member: str
    text: str
    on: date
    speaker: str | None


def texts(originals: Path) -> Iterator[Text]:
    """Yield every document of the General Debate and of the Kremlin pages that has a date."""
    for name in DEBATE:
        with tarfile.open(originals / name) as archive:
            for one in archive:
                held = archive.extractfile(one) if one.isfile() and one.name.endswith(".txt") else None
                if held is not None:
                    code, _, year = Path(one.name).stem.split("_")
                    body = held.read().decode("utf-8-sig", "replace")
                    yield Text(name, one.name, body, date(int(year), 9, 20), SPEAKERS.get(code, code))
    with gzip.open(originals / KREMLIN, "rt", encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            if page["date"] and page["text"]:
                day = date.fromisoformat(page["date"][:10])
                yield Text(KREMLIN, str(page["id"]), page["text"], day, "RUS")


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the start and the end of every stretch that ends like a sentence, of 30 to 600 letters."""
    cuts = [0, *(match.end() for match in _SPLIT.finditer(text)), len(text)]
    spans = []
    for first, last in pairwise(cuts):
        start = first + len(text[first:last]) - len(text[first:last].lstrip())
        end = first + len(text[first:last].rstrip())
        if 30 <= end - start <= 600:
            spans.append((start, end))
    return spans


#: How many sentences with a capital inside, of any kind, and with a hard word: from the debate, from the Kremlin pages.
FIRST = ((240, 80, 80), (80, 30, 30))
FRESH = ((60, 15, 55), (20, 5, 15))


def draw(
    originals: Path, seed: int = 20240917, counts: tuple[tuple[int, int, int], ...] = FIRST
) -> list[tuple[Text, int, int, str]]:
    """Return the sentences that were labelled, in order, with the reason why each was drawn.

    The documents are random ones of every decade of the General Debate in turn, and random Kremlin pages. The halves
    for development and held out are every other sentence of the first drawing; `FRESH` with seed 20250101 was drawn and
    labelled when the rules were finished.
    """
    dice = random.Random(seed)
    pools: dict[str, list[Text]] = {}
    for one in texts(originals):
        pools.setdefault(str(one.on.year // 10) if one.file != KREMLIN else "kremlin", []).append(one)
    decades = sorted(key for key in pools if key != "kremlin")
    wanted = [
        (reason, count, keys)
        for row, keys in zip(counts, (decades, ["kremlin"]), strict=True)
        for reason, count in zip(("capital", "any", "hard"), row, strict=True)
    ]
    found: list[tuple[Text, int, int, str]] = []
    seen: set[tuple[str, int]] = set()
    for reason, count, keys in wanted:
        done = 0
        while done < count:
            one = dice.choice(pools[keys[done % len(keys)]])
            spans = [span for span in sentences(one.text) if _fits(one.text[slice(*span)], reason)]
            if not spans:
                continue
            start, end = dice.choice(spans)
            if (one.member, start) not in seen:
                seen.add((one.member, start))
                found.append((one, start, end, reason))
                done += 1
    dice.shuffle(found)
    return found


def _fits(sentence: str, reason: str) -> bool:
    pattern = {"capital": _CAPITAL, "hard": _HARD, "any": re.compile(r"\w")}[reason]
    return bool(pattern.search(sentence))
