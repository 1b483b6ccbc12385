"""The verbs on what is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reorient.errors import DocumentError
from reorient.record.store import Record

if TYPE_CHECKING:
    from reorient.documents.checking import Checked, Progress
    from reorient.documents.claims import Claim
    from reorient.documents.priorities import Priorities
    from reorient.documents.rhetoric import Attention, SayDo
    from reorient.documents.rhetoric.counted import Counted
    from reorient.documents.text import Document


def rhetoric(
    record: Record,
    state: str,
    /,
    *,
    toward: str,
    files: Sequence[Path] = (),
    first: int | None = None,
    last: int | None = None,
    day: date | None = None,
    groups: Path | None = None,
) -> Attention:
    """Measure where a state's words go; see `reorient.documents.rhetoric`.

    Parameters
    ----------
    record
        Where the speeches of the General Debate are counted.
    state, toward, first, last, groups
        As in `orientation`.
    files
        Texts of the state instead of the General Debate.
    day
        Day of the documents where they tell none.
    """
    from reorient.documents.rhetoric import attention
    from reorient.measures.question import question

    who, group = question(state, toward, first=first, last=last, groups=groups)
    return attention(_counted(record, who.id, files, day), who.id, group, first=first or 0, last=last or 9999)


def say_do(
    record: Record,
    state: str,
    /,
    *,
    toward: str,
    files: Sequence[Path] = (),
    first: int | None = None,
    last: int | None = None,
    day: date | None = None,
    groups: Path | None = None,
) -> SayDo:
    """Set a state's words beside its behaviour; arguments are those of `rhetoric`."""
    from reorient.documents.rhetoric import say_do as measure
    from reorient.measures.question import question

    who, group = question(state, toward, first=first, last=last, groups=groups)
    return measure(record, who, group, _counted(record, who.id, files, day), first=first, last=last)


def _counted(record: Record, who: str, files: Sequence[Path], day: date | None) -> list[Counted]:
    if files:
        from reorient.documents.rhetoric.counts import read_corpus

        return list(read_corpus(files, who, date=day))
    from reorient.documents.rhetoric.ties import counted_in

    return counted_in(record, who)


def priorities(
    files: Sequence[Path], /, *, day: date | None = None, subject: str = ""
) -> Iterator[tuple[Document, Priorities]]:
    """Read the orders in which documents rank partners; see `reorient.documents.priorities`.

    Parameters
    ----------
    files
        Documents, folders, archives.
    day
        Day of the documents where they tell none.
    subject
        The state whose priorities they are; never an item of its own order.
    """
    from reorient.documents.corpus import read
    from reorient.documents.mentions import mentions
    from reorient.documents.priorities import priorities as order
    from reorient.measures.question import state_named

    who = state_named(subject).id if subject else ""
    for path in files:
        for document in read(path, date=day):
            yield document, order(document, mentions(document.text, on=document.date), subject=who)


def check(
    record: Record,
    files: Sequence[Path],
    /,
    *,
    day: date | None = None,
    claims: Path | None = None,
    progress: Progress | None = None,
) -> Iterator[Checked]:
    """Read the claims in documents and hold them against the record; see `reorient.documents.checking`.

    Parameters
    ----------
    record
        Where the facts are.
    files
        Documents, folders, archives; a `.toml` file is read as claims without a document.
    day
        Day of the documents where they tell none: "last year" is reckoned from it.
    claims
        File of claims for a single document. Where it exists its claims are checked instead of those that the grammar
        reads; where it does not, it is written with those, for a person to correct.
    progress
        Called now and then in long documents: name, sentences read, sentences in all.

    Raises
    ------
    DocumentError
        If a file cannot be read, or `claims` is given with more than one document.
    """
    from reorient.documents.checking import check_document
    from reorient.documents.checking.bench import Bench
    from reorient.documents.claims.claim_files import as_document, in_place, read_claims, write_claims
    from reorient.documents.corpus import read

    bench = Bench(record)
    given = read_claims(claims) if claims is not None and claims.exists() else None
    for number, document in enumerate(_documents(files, day, read, as_document)):
        if claims is not None and number:
            raise DocumentError(
                f"{claims} was given for more than one document", "one document", "check the documents one by one"
            )
        if isinstance(document, tuple):
            yield check_document(bench, document[0], claims=document[1], progress=progress)
        elif given is not None:
            placed, noted = in_place(document, given)
            yield check_document(bench, noted, claims=placed, progress=progress)
        else:
            found = check_document(bench, document, progress=progress)
            if claims is not None:
                write_claims(claims, [one.claim for one in found.verdicts], about=_about(found))
            yield found


def _documents(
    files: Sequence[Path], day: date | None, read: Any, as_document: Any
) -> Iterator[Document | tuple[Document, tuple[Claim, ...]]]:
    for path in files:
        if path.suffix.lower() == ".toml":
            yield as_document(path, on=day)
        else:
            yield from read(path, date=day)


def _about(found: Checked) -> str:
    """Return what stands on top of a file of claims: what it is from, and what was not read."""
    lines = [
        f"Claims read in {found.document.key}. Correct them, add some, take some out; taking out a line",
        "`doubts` confirms its claim. `reorient check DOCUMENT --claims THIS_FILE` then checks these.",
        "The fields are told in docs/claims.md.",
    ]
    lines += ["", "Seem to carry a claim and were not read:"] if found.unread else []
    lines += [f"  {' '.join(one.sentence.split())} [{one.reason}]" for one in found.unread]
    return "\n".join(lines)
