"""HTML pages: the words that a reader sees, in passages, with what the markup says is not the text.

The markup tells a good part of the furniture: `nav`, `footer`, `aside`, forms, pictures' captions, and the classes that
pages use for menus, teasers and cookie notes. Where a page marks an `article` or `main` that holds most of its running
text, everything outside is set aside. A class counts only if what it marks is not most of the running text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape

from reorient.documents.dates import stamp
from reorient.documents.html_tokens import tokens
from reorient.documents.pieces import MOST_CHARACTERS, Piece, Reading
from reorient.errors import DocumentError


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_BLOCKS = _words(
    """
    address article aside blockquote body button center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html label legend li main menu nav ol optgroup option p pre
    section select summary table tbody td tfoot th thead tr ul caption iframe object video audio template noscript
    """
)
_VOID = _words(
    """
    area base br col embed hr img input link meta param source track wbr
    """
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
#: Elements that close themselves when one like them begins.
_SIBLINGS = {
    "p": {"p"},
    "li": {"li"},
    "td": {"td", "th"},
    "th": {"td", "th"},
    "tr": {"tr", "td", "th"},
    "option": {"option"},
    "dd": {"dd", "dt"},
    "dt": {"dd", "dt"},
}
_WALLS = frozenset({"ul", "ol", "table", "div", "body", "blockquote", "section", "article", "td", "th"})
_ELEMENTS = {
    "nav": "menu", "footer": "foot of the page", "aside": "beside the text", "form": "form", "button": "form",
    "select": "form",
    "textarea": "form", "label": "form", "dialog": "dialog", "figcaption": "caption",
    "noscript": "for browsers without scripts",
    "menu": "menu", "iframe": "frame", "template": "template", "object": "frame", "video": "frame", "audio": "frame",
}  # fmt: skip
_ROLES = {
    "navigation": "menu", "banner": "head of the page", "contentinfo": "foot of the page", "search": "form",
    "complementary": "beside the text", "dialog": "dialog", "alertdialog": "dialog", "menu": "menu", "menubar": "menu",
}  # fmt: skip
_CLASSES: tuple[tuple[str, str], ...] = (
    (
        "menu",
        "menu menus nav navbar navigation breadcrumb breadcrumbs toc pagination pager skip topbar submenu hamburger",
    ),
    ("note on cookies", "cookie cookies gdpr consent ccpa"),
    ("call to follow or to share", "share sharing sharebar social addtoany addthis"),
    ("call to subscribe", "newsletter subscribe subscription signup optin paywall donate"),
    ("teaser", "related recommended recommendations teaser teasers promo trending popular outbrain taboola readmore"),
    ("advertisement", "ad ads advert advertisement sponsor sponsored"),
    ("comments", "comments commentlist disqus respond"),
    ("beside the text", "sidebar widget widgets popup modal overlay tooltip masha"),
    ("foot of the page", "footer colophon copyright"),
    ("caption", "caption figcaption credit"),
    ("byline", "byline dateline postmeta"),
    ("about the author", "authorbox authorbio bio"),
    ("form", "search searchform login"),
    ("hidden on the page", "hidden hide invisible sr visuallyhidden screenreader"),
)
_BY_CLASS = {word: reason for reason, words in _CLASSES for word in words.split()}
_UNMARKED = frozenset({"html", "body", "main", "article"})
_PARTS = re.compile(r"[A-Z]?[a-z]+")
_BLANKS = re.compile(r"[^\S\n\u00a0]*\n?[^\S\u00a0]*")
#: Words of a cell of a table that is running text, not data.
CELL_WORDS = 40
#: Open elements, at most; more are read as if they were not there.
DEEPEST = 5_000
#: Marked elements around a block that are remembered, the outermost first.
MOST_MARKS = 12


@dataclass(slots=True)
class _Block(Piece):
    place: frozenset[int] = field(default_factory=frozenset)
    linked: int = 0
    inside: bool = False


@dataclass(slots=True)
class _Element:
    name: str
    reason: str = ""
    mark: int = 0
    hidden: bool = False


def _reason(name: str, held: dict[str, str]) -> tuple[str, bool]:
    """Return why an element is not the text, or nothing, and whether only its class says so."""
    if "hidden" in held or re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", held.get("style", "")) is not None:
        return "hidden on the page", True
    if name in _ELEMENTS:
        return _ELEMENTS[name], name in {"aside", "form", "noscript", "template", "label"}
    if held.get("role", "") in _ROLES:
        return _ROLES[held["role"]], True
    if held.get("aria-hidden", "") == "true":
        return "hidden on the page", True
    if name in _UNMARKED:
        return "", False
    for word in f"{held.get('class', '')} {held.get('id', '')}"[:300].split():
        parts = [part.lower() for part in _PARTS.findall(word)][:6]
        if not parts or parts[0] in {"has", "with", "no", "not", "is"}:
            continue
        # "site-nav" and "nav-item" are menus; "content-with-sidebar" is not a sidebar.
        if "with" not in parts and "has" not in parts:
            for part in (*parts, "".join(parts[:2])):
                if (
                    part in _BY_CLASS
                    and not (part == "ad" and len(parts) > 2)
                    and not (part == "sr" and "only" not in parts)
                ):
                    return _BY_CLASS[part], True
    return "", False


class _Page:
    """What is known while a page is read from its begin to its end."""

    def __init__(self) -> None:
        self.reading = Reading()
        self.blocks: list[_Block] = []
        self.open: list[_Element] = []
        self.counts: Counter[str] = Counter()
        self.words: list[str] = []
        self.linked = 0
        self.marks = 0
        self.reasons: dict[int, str] = {}
        self.why: list[str] = []
        self.marked: list[int] = []
        self.heads: list[int] = []
        self.row: list[_Block] | None = None
        self.characters = 0
        self.times: list[str] = []

    def flush(self) -> None:
        text = "".join(self.words)
        linked, self.linked = self.linked, 0
        self.words.clear()
        if "pre" not in self.counts or not self.counts["pre"]:
            text = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
        if not text.strip():
            return
        names = self.counts
        kind, level, reason = "paragraph", 0, ""
        if self.heads:
            kind, level = "heading", self.heads[-1]
        if self.why:
            reason = self.why[0]
        if kind != "heading":
            if names["li"]:
                kind, level = "item", min(6, max(1, names["ul"] + names["ol"]))
            elif names["blockquote"]:
                kind = "quote"
            elif names["pre"]:
                kind = "plain"
        if reason:
            kind, level = "furniture", 0
        inside = bool(names["article"] or names["main"])
        block = _Block(text, kind, level, reason, frozenset(self.marked[:MOST_MARKS]), linked, inside)
        if self.row is not None and kind == "paragraph" and (names["td"] or names["th"]):
            self.row.append(block)
        else:
            self.blocks.append(block)

    def end_row(self) -> None:
        row, self.row = self.row, None
        if not row:
            return
        if len(row) == 1 or any(len(cell.text.split()) >= CELL_WORDS for cell in row):
            self.blocks.extend(row)
            return
        line = " | ".join(" ".join(cell.text.split()) for cell in row)
        last = self.blocks[-1] if self.blocks else None
        if last is not None and last.kind == "table" and last.place == row[0].place and len(last.text) < 20_000:
            last.text += "\n" + line
        else:
            self.blocks.append(_Block(line, "table", place=row[0].place, inside=row[0].inside))

    def pop(self, element: _Element) -> None:
        self.counts[element.name] -= 1
        if element.reason:
            self.why.pop()
        if element.mark:
            self.marked.pop()
        if element.name in _HEADINGS:
            self.heads.pop()
        if element.name == "tr":
            self.end_row()

    def begin(self, name: str, held: dict[str, str]) -> None:
        if name == "br":
            self.words.append("\n")
            return
        if name in _BLOCKS:
            self.flush()
        if name == "time" and "datetime" in held:
            first = "pubdate" in held or "datepublished" in held.get("itemprop", "").lower()
            self.times.insert(0 if first else len(self.times), held["datetime"]) if len(self.times) < 50 else None
        if name == "img" or name in _VOID:
            return
        for sibling in _SIBLINGS.get(name, ()):
            if self.counts[sibling] and self.near(sibling, _WALLS - {sibling}):
                self.close(sibling)
        if len(self.open) >= DEEPEST:
            return
        reason, by_class = _reason(name, held)
        if name == "header" and not (self.counts["article"] or self.counts["main"]):
            reason, by_class = "head of the page", True
        if name in _HEADINGS and reason != "hidden on the page" and self.counts["header"]:
            reason = ""
        mark = 0
        if reason and by_class:
            self.marks += 1
            mark = self.marks
            self.reasons[mark] = reason
            self.marked.append(mark)
        elif reason:
            self.why.append(reason)
        if name in _HEADINGS:
            self.heads.append(_HEADINGS[name])
        self.open.append(_Element(name, "" if mark else reason, mark))
        self.counts[name] += 1
        if name == "tr":
            self.end_row()
            self.row = []

    def near(self, name: str, walls: frozenset[str]) -> bool:
        for element in reversed(self.open[-12:]):
            if element.name == name:
                return True
            if element.name in walls:
                return False
        return False

    def close(self, name: str) -> None:
        if name in _BLOCKS:
            self.flush()
        if not self.counts[name]:
            return
        while self.open:
            element = self.open.pop()
            self.pop(element)
            if element.name == name:
                return

    def say(self, text: str) -> None:
        self.characters += len(text)
        if self.characters > MOST_CHARACTERS:
            raise DocumentError(
                f"A page of more than {MOST_CHARACTERS:,} characters of text", "one document a page", "Split the page",
            )  # fmt: skip
        said = text if self.counts["pre"] else _squeeze(text)
        self.words.append(said)
        if self.counts["a"]:
            self.linked += len(said.strip())


_SPACE = re.compile(r"[ \t\r\n\f\v]+")


def _squeeze(text: str) -> str:
    return _SPACE.sub(" ", text)


_DATES = {
    "article:published_time": 0, "datepublished": 0, "citation_publication_date": 1, "citation_date": 2,
    "dc.date.issued": 1,
    "dcterms.created": 2, "dc.date": 2, "dcterms.date": 2, "pubdate": 1, "publishdate": 1, "publish-date": 1,
    "publication_date": 1,
    "parsely-pub-date": 1, "sailthru.date": 2, "date": 3, "og:published_time": 1, "citation_online_date": 2,
}  # fmt: skip
_AUTHORS = ("author", "article:author", "citation_author", "dc.creator", "parsely-author", "byl", "sailthru.author")
_LD_DATE = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{8,40})\"")
_LD_AUTHOR = re.compile(r"\"author\"\s*:\s*\[?\s*\{[^{}]{0,300}?\"name\"\s*:\s*\"([^\"\\]{2,100})\"")


def read_html(page: str) -> Reading:
    """Return what a page says.

    Parameters
    ----------
    page
        The page as decoded.

    Returns
    -------
    Reading
        Title, author and date from the metadata of the page (`meta`, JSON-LD, `time`), pieces in the order of the page.

    Raises
    ------
    DocumentError
        If the page holds more text than one document may.
    """
    state = _Page()
    reading = state.reading
    meta: dict[str, str] = {}
    title = ""
    for sort, value, held in tokens(page):
        if sort == "text":
            if value and not state.counts["head"]:
                state.say(value)
        elif sort == "open":
            if value == "meta":
                name = (held.get("property") or held.get("name") or held.get("itemprop") or "").lower()
                if name and len(meta) < 500:
                    meta.setdefault(name, held.get("content", "")[:500])
            elif value == "link" and held.get("rel") == "canonical":
                meta.setdefault("canonical", held.get("href", "")[:500])
            if value == "body":
                state.close("head")
            state.begin(value, held)
        elif sort == "close":
            state.close(value)
        elif sort == "raw:title":
            title = title or " ".join(unescape(value[:2000]).split())
        elif sort == "raw:script" and "ld+json" in held.get("type", ""):
            if (found := _LD_DATE.search(value[:200_000])) is not None:
                meta.setdefault("datepublished", found[1])
            if (found := _LD_AUTHOR.search(value[:200_000])) is not None:
                meta.setdefault("author", found[1])
    state.flush()
    state.end_row()
    _metadata(reading, meta, title, state)
    reading.pieces = _judge(state)
    return reading


def _metadata(reading: Reading, meta: dict[str, str], title: str, state: _Page) -> None:
    heads = [block.text for block in state.blocks if block.kind == "heading" and block.level == 1]
    reading.title = " ".join(
        (meta.get("og:title") or meta.get("citation_title") or (heads[0] if len(heads) == 1 else "") or title).split()
    )
    reading.author = next((meta[name] for name in _AUTHORS if meta.get(name) and "://" not in meta[name]), "").strip()
    reading.url = meta.get("canonical") or meta.get("og:url", "")
    told = sorted((rank, name) for name, rank in _DATES.items() if name in meta)
    stamps = [day for _, name in told if (day := stamp(meta[name])) is not None]
    if not stamps:
        days = {day for text in state.times if (day := stamp(text)) is not None}
        stamps = list(days) if len(days) == 1 else []
        if len(days) > 1 and (day := stamp(state.times[0])) is not None:
            stamps = [day]
            reading.notes.append("The page holds several dates; the first is taken.")
    reading.date = stamps[0] if stamps else None


def _prose(block: _Block) -> int:
    """Return the words of running text in a block, 0 if it is short or a list of links."""
    words = len(block.text.split())
    return (
        words
        if words >= 20 and block.linked < 0.5 * len(block.text) and block.kind not in {"furniture", "table"}
        else 0
    )


def _judge(state: _Page) -> list[Piece]:
    """Set aside what classes mark, what stands outside the article, and runs of links."""
    blocks = state.blocks
    total = sum(_prose(block) for block in blocks)
    held: Counter[int] = Counter()
    for block in blocks:
        words = _prose(block)
        for mark in block.place:
            held[mark] += words
    for block in blocks:
        marks = [mark for mark in sorted(block.place) if held[mark] <= 0.4 * total]
        if block.kind != "furniture" and marks:
            block.kind, block.level, block.reason = "furniture", 0, state.reasons[marks[0]]
    inside = sum(_prose(block) for block in blocks if block.inside)
    everything = sum(_prose(block) for block in blocks)
    if inside > 0.5 * everything:
        first = next(i for i, block in enumerate(blocks) if block.inside)
        for index, block in enumerate(blocks):
            title = block.kind == "heading" and block.level == 1 and index < first
            if not block.inside and block.kind != "furniture" and not title:
                block.kind, block.level, block.reason = "furniture", 0, "outside the article"
    first = next((i for i, block in enumerate(blocks) if block.kind == "heading" and block.level == 1), 0)
    for block in blocks[:first]:
        if block.kind not in {"furniture", "heading"} and len(block.text.split()) <= 6:
            block.kind, block.level, block.reason = "furniture", 0, "before the title"
    run: list[_Block] = []
    for last, block in [*((False, one) for one in blocks), (True, _Block("", "paragraph"))]:
        link = (
            not last
            and block.kind != "heading"
            and block.linked >= 0.8 * len(block.text)
            and len(block.text.split()) <= 15
        )
        if link:
            run.append(block)
            continue
        if len(run) >= 3:
            for one in run:
                if one.kind != "furniture":
                    one.kind, one.level, one.reason = "furniture", 0, "menu"
        run = []
    return list(blocks)
