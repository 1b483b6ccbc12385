"""BibTeX for the sources that a page used."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reorient.record.schema import Origin

_SPECIAL = str.maketrans({"&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$"})


def bibtex(origins: Iterable[Origin]) -> str:
    """Return one BibTeX entry for each origin, in the order of their keys."""
    return "\n".join(_entry(origin) for origin in sorted(origins, key=lambda one: one.key))


def _entry(origin: Origin) -> str:
    fields = {
        "author": origin.author or f"{{{origin.producer}}}",
        "title": f"{{{origin.title}}}",
        "year": str(origin.year),
        "version": origin.version,
        "publisher": origin.producer,
        "url": origin.url,
        "doi": origin.doi,
        "note": f"{origin.citation} Terms: {origin.licence}.",
    }
    plain = {name: value if name in ("url", "doi") else value.translate(_SPECIAL) for name, value in fields.items()}
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in plain.items() if value)
    key = re.sub(r"\W", "", origin.key)
    return f"@misc{{{key}{origin.year},\n{body}\n}}\n"
