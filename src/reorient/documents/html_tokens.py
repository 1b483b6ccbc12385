"""Tags and text of an HTML page, in one pass that takes time in proportion to its length whatever the page holds.

Nothing nests here, so nothing can nest too deeply; a tag that is never closed costs a look of bounded length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

#: Characters of a tag, at most; what is longer ends at the next `>`.
LONGEST_TAG = 16_384
#: Elements whose content is no markup.
RAW = frozenset({"script", "style", "textarea", "title", "xmp", "noembed", "noframes"})

_NAME = re.compile(r"(/?)([a-zA-Z][^\s/>\x00]{0,60})")
_REST = re.compile(r"(?:[^\"'>]|\"[^\"]*\"|'[^']*')*+>")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]{1,60})(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")

Token = tuple[str, str, dict[str, str]]


def attributes(text: str) -> dict[str, str]:
    """Return the attributes of a tag, names in lower case, the first of a name counting.

    Parameters
    ----------
    text
        What stands in the tag behind its name.
    """
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text[:LONGEST_TAG]):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found


def tokens(page: str) -> Iterator[Token]:
    """Yield ("text", words, {}), ("open", name, attributes), ("close", name, {}) and ("raw:NAME", content, attributes).

    Parameters
    ----------
    page
        The page as decoded.
    """
    at, size = 0, len(page)
    closes: dict[str, bool] = {}
    while at < size:
        mark = page.find("<", at)
        if mark < 0:
            yield "text", unescape(page[at:]), {}
            return
        if mark > at:
            yield "text", unescape(page[at:mark]), {}
        if page.startswith("<!--", mark):
            end = page.find("-->", mark + 4)
            if end < 0:
                return
            at = end + 3
            continue
        if page.startswith(("<!", "<?"), mark):
            end = page.find(">", mark)
            if end < 0:
                return
            at = end + 1
            continue
        name = _NAME.match(page, mark + 1)
        if name is None:
            yield "text", "<", {}
            at = mark + 1
            continue
        rest = _REST.match(page, name.end(), min(size, name.end() + LONGEST_TAG))
        end = rest.end() - 1 if rest is not None else page.find(">", name.end())
        if end < 0:
            return
        tag = name[2].lower()
        at = end + 1
        if name[1]:
            yield "close", tag, {}
            continue
        held = attributes(page[name.end() : end])
        if tag in RAW:
            if closes.get(tag, True):
                close = re.compile(rf"</{tag}\b", re.I).search(page, at)
                closes[tag] = close is not None
            else:
                close = None
            stop = close.start() if close is not None else size
            yield f"raw:{tag}", page[at:stop], held
            at = page.find(">", stop) + 1 if close is not None else size
            if at == 0:
                return
            continue
        yield "open", tag, held
