"""Who names whom how often: mentions counted by document, from any corpus or from the General Debate as published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from reorient.actors.states import is_actor
from reorient.documents import corpus
from reorient.documents.general_debate import raw_speeches, speech_of, text_of
from reorient.documents.mentions import mentions
from reorient.documents.rhetoric.counted import DAY, MONTH, Counted
from reorient.documents.text import Document, Mention
from reorient.errors import DocumentError, few

#: Codes of the General Debate that are another id in the actors' tables, and one that is no state.
DEBATE_CODES = {"YDYE": "YMD", "EU": ""}


def count(key: str, speaker: str, day: date, text: str) -> Counted:
    """Return the mentions of one text as said by `speaker` on `day`.

    Parameters
    ----------
    key
        Name of the document.
    speaker
        Id of the actor who speaks.
    day
        Day on which it was said.
    text
        The text.
    """
    return _counted(key, speaker, day, len(text.split()), mentions(text, on=day, context=speaker))


def count_document(document: Document, who: str) -> Counted:
    """Return the mentions of a document as said by the state `who`.

    Furniture is left out. Where the document tells who speaks, only passages count whose speaker is named with the
    state ("President of Russia Vladimir Putin"); a passage of another state's speaker, or of a person of no state (a
    journalist), does not.

    Parameters
    ----------
    document
        As `reorient.documents.corpus.read` yields it.
    who
        Id of the actor whose texts they are.

    Raises
    ------
    DocumentError
        If the document has no date: attention is counted by year.
    """
    day = document.date
    if day is None:
        raise DocumentError(
            f"{document.key} has no date", "a date in its metadata, name or text", "give one with --date"
        )
    spoken: dict[str, bool] = {}
    kept = []
    for one in document.passages:
        if one.speaker not in spoken:
            said_by = {key for each in mentions(one.speaker, on=day) for key in each.actors}
            spoken[one.speaker] = not one.speaker or who in said_by
        if one.kind != "furniture" and spoken[one.speaker]:
            kept.append((one.start, one.end))
    words = sum(len(document.text[start:end].split()) for start, end in kept)
    found = mentions(document.text, on=day, context=who)
    return _counted(document.key, who, day, words, _within(found, kept))


def _within(found: Iterable[Mention], spans: Sequence[tuple[int, int]]) -> Iterator[Mention]:
    """Yield the mentions that start inside one of the spans; both are in order."""
    place = 0
    for one in found:
        while place < len(spans) and spans[place][1] <= one.start:
            place += 1
        if place == len(spans):
            return
        if spans[place][0] <= one.start:
            yield one


def _counted(key: str, speaker: str, day: date, words: int, found: Iterable[Mention]) -> Counted:
    named: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    undecided = 0
    for one in found:
        named.update(one.actors)
        if one.group:
            groups[one.group] += 1
        undecided += bool(one.open)
    return Counted(key, speaker, day, words, dict(named), dict(groups), undecided)


def read_corpus(
    paths: Iterable[str | Path],
    who: str,
    *,
    date: date | None = None,
    undated: list[str] | None = None,
    skipped: list[DocumentError] | None = None,
) -> Iterator[Counted]:
    """Yield the mentions of every document of a state's texts.

    Parameters
    ----------
    paths
        Files, folders and archives, as `reorient.documents.corpus.read` takes them. Speeches of the General Debate are
        counted where their file names the state; all other documents are taken for the state's.
    who
        Id of the actor whose texts they are.
    date
        Day of all documents, instead of what they tell.
    undated
        Receives the names of documents without a date, which are left out; without it they raise.
    skipped
        Receives the files that cannot be read; without it they raise.

    Raises
    ------
    DocumentError
        If a file cannot be read, or a document has no date, and no list was given to take it.
    """
    for path in paths:
        for document in corpus.read(path, date=date, skipped=skipped):
            speech = speech_of(document.key)
            if speech is not None and _speaker(speech[0]) != who:
                continue
            if document.date is None and undated is not None:
                undated.append(document.key)
                continue
            yield count_document(document, who)


def read_debate(paths: Sequence[str | Path], *, first: int = 0, last: int = 9999, workers: int = 1) -> list[Counted]:
    """Return the mentions of every speech of the General Debate in archives as published.

    Parameters
    ----------
    paths
        The archives, or folders of sessions.
    first, last
        Years, both included.
    workers
        Processes; each reads whole archives, so more than there are archives are of no use. A script that asks for
        more than one must start its work under ``if __name__ == "__main__":``.

    Returns
    -------
    list of Counted
        In the order of the archives. Speeches of the European Union, which is no actor, are left out.

    Raises
    ------
    DocumentError
        If an archive is damaged, or a speech is of a code that no table knows.
    """
    one = partial(_debate, first=first, last=last)
    if workers <= 1 or len(paths) <= 1:
        return [each for path in paths for each in one(path)]
    with ProcessPoolExecutor(min(workers, len(paths)), mp_context=get_context("spawn")) as pool:
        return [each for found in pool.map(one, paths) for each in found]


def _debate(path: str | Path, *, first: int, last: int) -> list[Counted]:
    found = []
    unknown: set[str] = set()
    for name, data in raw_speeches(path):
        told = speech_of(name)
        if told is None or not first <= told[2] <= last:
            continue
        speaker = _speaker(told[0])
        if speaker and not is_actor(speaker):
            unknown.add(told[0])
        elif speaker:
            found.append(count(name, speaker, date(told[2], MONTH, DAY), text_of(name, data)[0]))
    if unknown:
        raise DocumentError(
            f"{Path(path).name} has speeches of {few(sorted(unknown))}, which no table of actors knows",
            "codes of ISO 3166-1 alpha-3, CSK, YUG, DDR, YDYE or EU",
        )
    return found


def _speaker(code: str) -> str:
    return DEBATE_CODES.get(code, code)
