"""Page furniture: what stands on a page and is not the text: menus, teasers, cookie notes, captions, lists of works.

Nothing is taken away. A stretch that is recognised gets the kind `furniture` and a reason, so that a person can see
what was set aside and why. The rules know the words of page furniture and its shape, never a page. They look at short
stretches only; a paragraph of running text is set aside in four cases: a note on cookies or terms, what follows
"About the author", a teaser that says it goes on elsewhere, and what follows the start of comments.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate

from reorient.documents.furniture_words import PHRASES
from reorient.documents.passages import Stretch, ended

#: Words of a paragraph of running text, at least.
PROSE_WORDS = 18
#: Words of a stretch that a phrase of furniture can fill, at most.
PHRASE_WORDS = 25
#: Times a line must stand alone to be a running head.
REPEATS = 3

_PHRASES = tuple((reason, re.compile(rf"(?:{'|'.join(phrases)})[.!:\u2026]*", re.I)) for reason, phrases in PHRASES)
_ORNAMENT = re.compile(r"[\W_]+")
_TIME = re.compile(r"\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?")
_COOKIES = re.compile(r"\bcookies?\b", re.I)
_COOKIE_WORDS = re.compile(
    r"\b(?:website|site|browser|experience|consent|accept|analytics|settings|preferences)\b", re.I
)

_CREDIT = re.compile(
    r"(?:\b(?:image|photo|picture|photograph|graphic|map|cover)?\s?\b(?:credits?|courtesy(?: of)?|photo|"
    r"photograph(?:er)?|image|picture|graphic)\b"
    r"(?: by)?\s*[:;/\u00a9]|\b(?:photo|image|picture) (?:by|courtesy of)\b)\s*\S+(?:\s+\S+){0,7}$|(?:Getty "
    r"Images|Shutterstock|Wikimedia Commons"
    r"|Unsplash|AP Photo|AFP|iStock|EPA-EFE)\)?\.?$",
    re.I,
)
_FIGURE = re.compile(r"(?:figure|fig\.|table|map|chart|graph|photo|image) \d+\s*[.:\u2013-]", re.I)
_BIO = re.compile(r"(?:about the (?:authors?|writers?|editors?)|author bio(?:graphy)?|the authors? (?:is|are) )", re.I)
_WRITER = re.compile(r"(?:written by|posted by|authors?|contributors?|about the authors?)\s*:?", re.I)
_GOES_ON_ELSEWHERE = re.compile(
    r"(?:\[(?:\u2026|\.\.\.)\]|(?:read|learn) more|continue reading)\s*[\u00bb>\u2192.]*$", re.I
)
_MORE = re.compile(
    r"(?:(?:you (?:may|might|could) (?:also )?(?:like|be interested in|enjoy))|related(?: (?:articles?|"
    r"posts?|stor(?:y|ies)|content|reading|topics?|news|"
    r"links?|materials?))?|recommended(?: for you| reading| articles?)?|more (?:from|on|in|stories|news|"
    r"articles)\b.{0,40}|read (?:next|also)|up next|"
    r"see also|most (?:read|popular|viewed|recent)|trending(?: now)?|latest(?: (?:news|posts?|stories|"
    r"articles))?|editor.?s picks?|popular(?: posts| now)?|"
    r"what to read next|don.?t miss|other (?:news|stories|articles)|in this section)\s*:?",
    re.I,
)
_COMMENTS = re.compile(
    r"(?:leave|post|add|write) (?:a |your )?(?:reply|comments?)\b.{0,40}|(?:\d+ )?comments?(?: \(\d+\))?|"
    r"join the (?:discussion|conversation)|responses?",
    re.I,
)
_WORKS = re.compile(
    r"(?:sources?|references?|bibliography|works cited|literature(?: cited)?|further reading|endnotes|"
    r"footnotes|notes)\s*[:.]?",
    re.I,
)
_BYLINE = re.compile(
    r"by:? +[A-Z][\w.'\u2019-]+(?:(?: +|, (?=[A-Z])| and )(?:[A-Z][\w.'\u2019-]*|van|von|de|der|al|bin|el|"
    r"la)){1,8}(?:\s*[,|\u2013\u2022\u00b7-].{0,60})?"
    r"|(?:[A-Z][\w.'\u2019-]+ ){1,3}[A-Z][\w.'\u2019-]+ \((?:bio|author|contact)\)",
)
_WHEN = re.compile(
    r"(?:(?:first |last |originally )?(?:published|posted|updated|modified|created|date|dated|issued|"
    r"released|last updated)(?: on| at)?:?\s*)?.{0,24}"
    r"(?:\d{1,2}(?:st|nd|rd|th)? (?:of )?[A-Z][a-z]{2,8}\.?,? \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|"
    r"th)?,? \d{4}|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4})"
    r".{0,30}",
    re.S,
)
_PAGE_MARK = re.compile(r"\s*\[(?:end )?page [\divxl]+\]\s*$", re.I)
_KEYWORDS = re.compile(r"key ?words?\s*:.{0,300}|(?:jel|subject) (?:codes?|classification).{0,100}", re.I | re.S)
_DIGITS = re.compile(r"\d+")


def _words(text: str) -> int:
    return len(text.split())


def _same(text: str) -> str:
    return " ".join(text.split()).casefold()


class _Page:
    """The stretches of a text, with what is often asked of them."""

    def __init__(self, text: str, stretches: Iterable[Stretch]) -> None:
        self.text = text
        self.all: list[Stretch] = []
        for one in stretches:
            mark = _PAGE_MARK.search(text, max(one.start, one.end - 24), one.end)
            if one.kind != "furniture" and mark is not None and mark.start() > one.start:
                page = Stretch(text.index("[", mark.start()), one.end, 0, "furniture", reason="page number")
                one.end = mark.start()
                self.all += [one, page]
            else:
                self.all.append(one)
        self.said = [text[one.start : one.end] for one in self.all]
        self.words = [_words(said) if len(said) < 4000 else PROSE_WORDS * 10 for said in self.said]

    def aside(self, index: int, reason: str) -> None:
        one = self.all[index]
        if one.kind != "furniture":
            one.kind, one.level, one.reason = "furniture", 0, reason

    def free(self, index: int) -> bool:
        return self.all[index].kind != "furniture"

    def prose(self, index: int) -> bool:
        """Return whether a stretch is running text that nothing has set aside."""
        return (
            self.free(index)
            and self.words[index] >= PROSE_WORDS
            and (ended(self.said[index][-12:]) or self.words[index] > 60)
        )

    def short(self, index: int, most: int = PHRASE_WORDS) -> bool:
        return self.words[index] <= most

    def near(self, index: int, step: int) -> int | None:
        """Return the next stretch in a direction that is not set aside."""
        index += step
        while 0 <= index < len(self.all):
            if self.free(index):
                return index
            index += step
        return None


def set_aside(text: str, stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches of a text with page furniture marked.

    Parameters
    ----------
    text
        The whole text.
    stretches
        As `reorient.documents.passages.stretches` or a format found them; those that are already furniture stay so.

    Returns
    -------
    list of Stretch
        The same stretches (changed in place), with marks of pages at their ends cut off as stretches of their own.
    """
    page = _Page(text, stretches)
    _contents(page)
    _phrases(page)
    _captions(page)
    _twice(page)
    _running_heads(page)
    _about_writers(page)
    _lists_of_works(page)
    _tail(page)
    _head(page)
    _links(page)
    _empty_headings(page)
    return page.all


def _contents(page: _Page) -> None:
    """Set aside the short lines between lines of a table of contents."""
    last = -9
    for index, one in enumerate(page.all):
        if one.reason == "table of contents":
            if index - last <= 4:
                for between in range(last + 1, index):
                    if not page.prose(between):
                        page.aside(between, "table of contents")
            last = index


def _phrases(page: _Page) -> None:
    for index, said in enumerate(page.said):
        if not page.free(index):
            continue
        if page.words[index] <= 90 and _COOKIES.search(said) is not None and _COOKIE_WORDS.search(said) is not None:
            page.aside(index, "note on cookies")
            continue
        if not page.short(index):
            continue
        if _ORNAMENT.fullmatch(said) is not None:
            page.aside(index, "ornament")
            continue
        if page.words[index] <= 3 and _TIME.fullmatch(said) is not None:
            page.aside(index, "byline")
            continue
        bare = said.lstrip("\u2022*-\u2013\u00bb>#| \t").strip()
        for reason, phrase in _PHRASES:
            if phrase.fullmatch(bare) is not None:
                page.aside(index, reason)
                break


def _captions(page: _Page) -> None:
    for index, said in enumerate(page.said):
        if not page.free(index) or page.words[index] > 60:
            continue
        credited = _CREDIT.search(said, max(0, len(said) - 90)) is not None
        if not credited and not (page.short(index, 40) and _FIGURE.match(said) is not None):
            continue
        page.aside(index, "caption")
        # The lines above belong to the picture too: its title, or the same words as an alternative text.
        above = index - 1
        if (
            above >= 0
            and page.free(above)
            and page.all[index].gap <= 1
            and page.words[above] <= 30
            and page.all[above].kind != "heading"
        ):
            page.aside(above, "caption")
    for index in range(len(page.all) - 1):
        both = [i for i in (index, index + 1) if page.all[i].reason == "caption"]
        if len(both) == 1:
            other = index if both[0] == index + 1 else index + 1
            one, two = _same(page.said[both[0]]), _same(page.said[other])
            if page.free(other) and page.words[other] <= 40 and (two in one or one in two):
                page.aside(other, "caption")


def _twice(page: _Page) -> None:
    """Set aside words said twice in a row: an alternative text beside its picture, a teaser beside its link."""
    for index, said in enumerate(page.said):
        if not page.free(index):
            continue
        half = len(said) // 2
        if (10 <= len(said) <= 400 and page.words[index] >= 4 and _same(said[:half]) == _same(said[half:])) or (
            index
            and page.words[index] <= 40
            and page.words[index] >= 2
            and said == page.said[index - 1]
            and not page.prose(index)
            and page.all[index].kind != "item"
        ):
            page.aside(index, "the same words twice")
        elif page.words[index] <= 90 and _GOES_ON_ELSEWHERE.search(said, max(0, len(said) - 30)) is not None:
            begin = _same(said)[:60]
            if "more" in said[-20:].lower() or any(
                _same(other[:200]).startswith(begin)
                for i, other in enumerate(page.said[max(0, index - 200) : index + 200], start=max(0, index - 200))
                if i != index
            ):
                page.aside(index, "teaser")


def _running_heads(page: _Page) -> None:
    def shape(index: int) -> str:
        return _DIGITS.sub("#", _same(page.said[index]))

    alone = [
        index
        for index in range(len(page.all))
        if page.free(index)
        and page.words[index] <= 12
        and page.all[index].kind != "item"
        and page.all[index].gap >= 2
        and not ended(page.said[index][-12:])
    ]
    if len(alone) < REPEATS:
        return
    counts = Counter(shape(index) for index in alone)
    for index in alone:
        if counts[shape(index)] >= REPEATS:
            page.aside(index, "repeated line")


def _about_writers(page: _Page) -> None:
    for index, said in enumerate(page.said):
        if not page.free(index):
            continue
        if page.words[index] <= 130 and _BIO.match(said) is not None:
            page.aside(index, "about the author")
            if page.words[index] > 5:
                continue
        elif not (page.short(index, 4) and _WRITER.fullmatch(said.strip()) is not None):
            continue
        page.aside(index, "about the author")
        following = page.near(index, 1)
        name = following is not None and page.words[following] <= 6
        if name and following is not None:
            page.aside(following, "about the author")
            following = page.near(following, 1)
        if (
            following is not None
            and page.words[following] <= 130
            and re.match(
                r"(?:Dr\.? |Prof\.? |Professor )?(?:[A-Z][\w.'\u2019-]+ ){1,4}(?:\(.{1,40}\) )?(?:is|was|has|"
                r"serves|works|holds|teaches|writes)\b",
                page.said[following],
            )
        ):
            page.aside(following, "about the author")
    first = next((i for i in range(len(page.all)) if page.prose(i)), len(page.all))
    for index in range(min(first + 1, len(page.all))):
        said = page.said[index].lstrip("\u2022*- \t")
        if not page.free(index) or page.words[index] > 20:
            continue
        if _BYLINE.fullmatch(said) is not None or (page.words[index] <= 12 and _WHEN.fullmatch(said) is not None):
            page.aside(index, "byline")
        elif _KEYWORDS.fullmatch(said) is not None or (
            said.count(",") >= 2 and said == said.lower() and not ended(said) and page.words[index] <= 15
        ):
            page.aside(index, "keywords")
    last = next((i for i in range(len(page.all) - 1, -1, -1) if page.prose(i)), 0)
    for index in range(max(last, first), len(page.all)):
        if page.free(index) and page.words[index] <= 20 and _BYLINE.fullmatch(page.said[index]) is not None:
            page.aside(index, "byline")


def _runs(page: _Page, begin: int, reason: str, *, prose_too: bool = False) -> None:
    """Set aside what follows a mark until running text begins again (two paragraphs, or one under a heading)."""
    index = begin
    while index < len(page.all):
        if not prose_too and page.prose(index):
            following = page.near(index, 1)
            above = index - 1
            if (following is not None and page.prose(following)) or (
                above > begin and page.all[above].kind == "heading"
            ):
                return
        page.aside(index, reason)
        index += 1


def _most_before(page: _Page) -> list[bool]:
    """Return for every stretch whether most of the running text stands before it."""
    words = [page.words[index] if page.prose(index) else 0 for index in range(len(page.all))]
    total = sum(words)
    before = list(accumulate(words, initial=0))
    return [0 < before[index] > total - before[index + 1] for index in range(len(words))]


def _lists_of_works(page: _Page) -> None:
    late = _most_before(page)
    for index in range(len(page.all)):
        if (
            not page.free(index)
            or not page.short(index, 3)
            or _WORKS.fullmatch(page.said[index].strip("#* \t")) is None
        ):
            continue
        if late[index] and page.near(index, 1) is not None:
            page.aside(index, "list of works")
            following = index + 1
            while following < len(page.all) and not (page.prose(following) and page.words[following] > 60):
                if page.short(following, 12) and (
                    _MORE.fullmatch(page.said[following]) or _COMMENTS.fullmatch(page.said[following])
                ):
                    break
                page.aside(following, "list of works")
                following += 1


def _tail(page: _Page) -> None:
    late = _most_before(page)
    for index in range(len(page.all)):
        said = page.said[index].strip("#* \t\u2022")
        if not page.short(index, 8) or page.all[index].reason in {"list of works", "page number"}:
            continue
        if page.free(index) and _COMMENTS.fullmatch(said) is not None and late[index]:
            page.aside(index, "comments")
            _runs(page, index + 1, "comments", prose_too=True)
        elif page.free(index) and _MORE.fullmatch(said) is not None:
            page.aside(index, "teaser")
            if late[index]:
                _runs(page, index + 1, "teaser")
    # After a call to subscribe or the author's name, with no running text to come, nothing belongs to the text.
    last = next((i for i in range(len(page.all) - 1, -1, -1) if page.prose(i)), None)
    if last is None:
        return
    marks = {
        "call to subscribe",
        "call to follow or to share",
        "about the author",
        "terms and rights",
        "teaser",
        "note on cookies",
        "the same words twice",
    }
    mark = next((i for i in range(last + 1, len(page.all)) if page.all[i].reason in marks), None)
    if mark is not None:
        for index in range(mark + 1, len(page.all)):
            if page.all[index].kind not in {"footnote", "item"}:
                page.aside(index, "after the end of the text")


def _head(page: _Page) -> None:
    """Set aside runs of short lines before the first and after the last paragraph: menus."""
    prose = [i for i in range(len(page.all)) if page.prose(i)]
    if not prose:
        return
    for begin, stop, title in ((0, prose[0], True), (prose[-1] + 1, len(page.all), False)):
        run: list[int] = []
        for index in range(begin, stop + 1):
            fits = index < stop and (
                not page.free(index)
                or (
                    page.words[index] <= 4
                    and page.all[index].kind in {"paragraph", "heading"}
                    and not ended(page.said[index])
                )
            )
            if fits:
                run.append(index)
                continue
            free = [i for i in run if page.free(i)]
            if title and index == stop and free:
                free = free[:-1]
            lead = run[0] - 1 if run else -1
            if len(free) >= 4 and not (lead >= 0 and page.said[lead].endswith(":")):
                for one in free:
                    page.aside(one, "short lines beside the text")
            run = []


def _links(page: _Page) -> None:
    """Set aside words that stand in a run of four and more names of pages, divided by bars."""
    for index, said in enumerate(page.said):
        if page.free(index) and page.short(index, 40) and not ended(said):
            parts = re.split(r"\s+[|\u00b7\u2022\u00bb\u203a>]\s+", said)
            if len(parts) >= 4 and all(_words(part) <= 4 for part in parts) and not _DIGITS.search(said):
                page.aside(index, "menu")


def _empty_headings(page: _Page) -> None:
    """Set aside headings under which nothing is left."""
    kept = False
    for index in range(len(page.all) - 1, -1, -1):
        one = page.all[index]
        if one.kind == "heading" and not kept and index + 1 < len(page.all):
            page.aside(index, "heading of what was set aside")
        elif one.kind != "furniture":
            kept = True
