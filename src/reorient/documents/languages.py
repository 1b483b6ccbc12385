"""Which language a text is in: by its script, and among the languages of one script by their commonest words."""

from __future__ import annotations

import re

#: Words that stand in nearly every paragraph of a language and seldom in another.
COMMON_WORDS = {
    "en": "the of and to in is that for it was on are with as be this by from have not which will has their we our",
    "fr": "le la les des et du une dans est que qui pour sur avec pas au par ce nous sont plus aux cette ont été",
    "de": "der die und das den von ist mit des auf für im dem nicht ein eine als auch sich werden wir zu hat bei",
    "es": "el la los de y que las en del una por con para se es un su como más al sus lo ha está nuestro",
    "pt": "o os de e que da do em uma para com não por as dos um na no mais das ao se é são nos pela",
    "it": "il di che la e del della per un una con non sono gli alla dei si delle nel anche più da le è i",
    "nl": "de het een van en in is dat op te zijn voor met niet aan er ook door naar worden onze hebben",
    "pl": "w i na z się nie do to jest że o jak dla przez oraz od po są ma który przy",
    "sv": "och att det som en på är av för med den till inte om ett har de vi från",
    "cs": "a v na se je že s z o do to k jako pro za které jsou by ve",
    "tr": "ve bir bu için ile da de olarak olan çok daha en gibi ne kadar sonra",
    "id": "yang dan di untuk dengan dari pada ini itu adalah dalam akan tidak kami",
    "vi": "và của là có không được cho các trong người một với này những đã",
    "hu": "a az és hogy nem egy is van meg volt ez de csak mint el",
    "ro": "și de la în cu pe că nu o este din pentru care mai un să",
    "fi": "ja on ei että se oli hän mutta joka ovat myös kun tai ole",
    "ru": "и в не на что с по как это из к он за для от мы а его то о",
    "uk": "і в не на що з та як це до за від для про ми у й є",
    "be": "і ў не на што з як гэта да за для пра мы у",
    "bg": "и на в да се за от с че не са по като към ще е",
    "sr": "и у је да на се за од са не су који као што",
    "ar": "في من على إلى أن هذا التي عن مع ما هذه كان",
    "fa": "و در به از که این را با است برای آن ها",
    "ur": "کے میں کی اور ہے سے کا کو نے پر ہیں",
}
_WORDS = {code: frozenset(words.split()) for code, words in COMMON_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")

#: Scripts, the code points that tell them, and the languages that share them; one alone is the answer.
SCRIPTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("kana", "\u3040-\u30ff", ("ja",)),
    ("hangul", "\uac00-\ud7af\u1100-\u11ff", ("ko",)),
    ("han", "\u4e00-\u9fff\u3400-\u4dbf", ("zh",)),
    ("cyrillic", "\u0400-\u04ff", ("ru", "uk", "be", "bg", "sr")),
    ("arabic", "\u0600-\u06ff\u0750-\u077f", ("ar", "fa", "ur")),
    ("devanagari", "\u0900-\u097f", ("hi",)),
    ("bengali", "\u0980-\u09ff", ("bn",)),
    ("thai", "\u0e00-\u0e7f", ("th",)),
    ("hebrew", "\u0590-\u05ff", ("he",)),
    ("greek", "\u0370-\u03ff", ("el",)),
    ("georgian", "\u10a0-\u10ff", ("ka",)),
    ("armenian", "\u0530-\u058f", ("hy",)),
    ("latin", "A-Za-z\u00c0-\u024f\u1e00-\u1eff", ()),
)
_SCRIPT = {name: re.compile(f"[{points}]") for name, points, _ in SCRIPTS}
_SHARED = {name: codes for name, _, codes in SCRIPTS}
_LATIN = tuple(code for code in COMMON_WORDS if code not in {c for _, _, codes in SCRIPTS for c in codes})

#: Words below which nothing is said, and the least part of all words that must be common ones.
FEWEST_WORDS = 8
LEAST_PART = 0.08
#: Characters looked at: begin, middle and end.
SAMPLE = 12_000


def _sample(text: str) -> str:
    if len(text) <= SAMPLE:
        return text
    third = SAMPLE // 3
    middle = len(text) // 2
    return " ".join((text[:third], text[middle : middle + third], text[-third:]))


def language(text: str) -> str:
    """Return the ISO 639-1 code of the language most of a text is in, `und` where it cannot be told.

    Parameters
    ----------
    text
        Any text; only parts of a long one are looked at.
    """
    sample = _sample(text)
    counts = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPT.items()}
    letters = sum(counts.values())
    if letters < 4:
        return "und"
    if counts["kana"] > 0.1 * (counts["kana"] + counts["han"]) and counts["kana"] + counts["han"] > 0.4 * letters:
        return "ja"
    script = max(counts, key=lambda name: counts[name])
    if counts[script] < 0.5 * letters:
        return "und"
    codes = _SHARED[script] or _LATIN
    if len(codes) == 1:
        return codes[0]
    words = [word.lower() for word in _WORD.findall(sample)]
    if len(words) < FEWEST_WORDS:
        return "und"
    scores = {code: sum(word in _WORDS[code] for word in words) for code in codes}
    best = max(scores, key=lambda code: scores[code])
    if scores[best] < max(2, LEAST_PART * len(words)):
        return "und"
    return best
