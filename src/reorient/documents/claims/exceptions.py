"""Statements about one actor alone: "only A among G", "no member of G other than A", "A is the only member of G that".

They are told as the plain statement about that actor, with `Claim.only` and the group as `Claim.within`.
"""

from __future__ import annotations

import re

from reorient.documents.claims.rewording import reworded

_A = r"α\d+"
_LIST = rf"{_A}(?:(?: ,| and| , and) {_A})*"
_HEAD = (
    r"(?: 's)?(?: (?:member states?|states?|countr(?:y|ies)|members?|nations?|governments?"
    r"|capitals?|economy|economies))?"
)
_OF = rf"(?:all )?(?:(?:states|countries|members|member states|nations|governments) (?:of|in) )?(?P<g>{_A}){_HEAD}"
_ONE = r"(?:states?|countr(?:y|ies)|members?|nations?|governments?|member states?)"
_EXCEPT = (
    r"(?:apart from|aside from|except(?: for)?|other than|besides|with exception of|with sole "
    r"exception of|save(?: for)?|but(?: for)?|bar|barring|excluding|outside)"
)
_VERBS = {
    "impose": "imposed",
    "introduce": "introduced",
    "adopt": "adopted",
    "join": "joined",
    "sign": "signed",
    "leave": "left",
    "apply": "applied",
    "have": "has",
    "veto": "vetoed",
    "conclude": "concluded",
    "quit": "quit",
    "enter": "entered",
    "visit": "visited",
    "hold": "held",
    "receive": "received",
    "belong": "belonged",
    "lift": "lifted",
    "sanction": "sanctioned",
    "maintain": "maintained",
}
_BASE = "|".join(_VERBS)
_ONLY: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^(?:among|of|in|within|inside) {_OF} ,? ?(?:it (?:is|was) )?(?:only|just|solely) "
        rf"(?P<a>{_LIST})(?P<r> (?!that|who|which).*)$",
        rf"^(?:among|of|in|within|inside) {_OF} ,? ?(?P<a>{_LIST}) alone(?P<r> .*)$",
        rf"^(?:it (?:is|was) )?(?:only|just|solely) (?P<a>{_LIST}) (?:among|of|in|within|inside) "
        rf"{_OF}(?: that| which)?(?P<r> .*)$",
        rf"^(?P<a>{_A}) alone (?:among|of|in|within) {_OF}(?P<r> .*)$",
        rf"^alone (?:among|of|in|within) {_OF} ,? ?(?P<a>{_A})(?P<r> .*)$",
        rf"^(?P<a>{_A}) (?:is|was|remains|remained|has been) (?:only|sole|single|lone) (?P<g>{_A})(?: "
        rf"'s)? {_ONE} (?:that|which|to have|to)(?: has| had)?(?P<r> .*)$",
        rf"^(?P<a>{_A}) (?:is|was|remains|remained|has been) (?:only|sole|single|lone) {_ONE} (?:of|in"
        rf"|within|from|among) (?P<g>{_A}) (?:that|which|to have|to)(?: has| had)?(?P<r> .*)$",
        rf"^(?:only|sole|single|lone) (?P<g>{_A})(?: 's)? {_ONE} (?:that|which|to)(?: has| had)?(?P<r> "
        rf".*) (?:is|was) (?P<a>{_A}) \.$",
        rf"^{_EXCEPT} (?P<a>{_LIST}) ,? ?(?:no|none of|not one|not a single)(?: other)? {_OF}(?: has| "
        r"have)?(?P<r> .*)$",
        rf"^(?:no|none of|not one|not a single|not one of)(?: other)? {_OF} {_EXCEPT} "
        rf"(?P<a>{_LIST})(?: has| have)?(?P<r> .*)$",
        rf"^(?:no|none of|not one|not a single|not one of)(?: other)? {_OF}(?: has| have)?(?P<r> "
        rf"(?!.*(?:than|more)).*?) {_EXCEPT} (?P<a>{_LIST}) \.$",
        rf"^(?P<n>no|none of|not one|not a single)(?: other)? {_OF}(?: has| have)?(?P<r> .*?) , (?:only"
        rf"|just) (?P<a>{_LIST}) (?:did|has)(?: so)? \.$",
    )
)
_BARE = re.compile(rf"^(?:only|just|solely) (?P<a>{_LIST})(?P<r> .*)$")


def exception(text: str) -> tuple[str, str] | None:
    """Return the plain statement about the one that a clause singles out, and the token of the group, or None.

    The token is empty where no group is named ("only Japan imposed ...").

    Examples
    --------
    >>> exception("of α0 , only α1 imposed sanctions on α2 .")
    ('α1 imposed sanctions on α2 .', 'α0')
    """
    for pattern in _ONLY:
        hit = pattern.match(text)
        if hit:
            return _plain(hit["a"], hit["r"]), hit["g"]
    hit = _BARE.match(text)
    return (_plain(hit["a"], hit["r"]), "") if hit else None


def _plain(who: str, rest: str) -> str:
    """Return a statement with its verb in the past where it stood as "to impose"."""
    first = rest.split()[0] if rest.split() else ""
    if first in _VERBS:
        rest = rest.replace(f" {first}", f" {_VERBS[first]}", 1)
    text = f"{who}{rest}"
    return reworded(text if text.endswith(".") else f"{text} .")
