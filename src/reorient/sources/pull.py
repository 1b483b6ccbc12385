"""Downloading an original from its producer: resumed, retried, hashed, and put in place in one step."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from reorient.errors import DownloadFailed

Progress = Callable[[int, int | None], None]

#: Attempts after a connection that was cut or a server that was busy.
ATTEMPTS = 5
#: Answers after which it makes sense to try again.
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


def _quiet(done: int, total: int | None) -> None:
    """Report nothing."""


def download(
    url: str,
    target: Path,
    *,
    sha256: str = "",
    progress: Progress = _quiet,
    pause: float = 1.0,
    timeout: float = 60.0,
) -> str:
    """Fetch `url` into `target` and return the SHA-256 of what came.

    What has arrived stays in ``TARGET.part``, so that a later call goes on where this one stopped if the server
    can resume; `target` itself appears only when it is complete.

    Parameters
    ----------
    url
        Address of the file; redirects are followed.
    target
        Where it goes.
    sha256
        Expected SHA-256 in hexadecimal, or empty.
    progress
        Called with the bytes that have come and the bytes in all (``None`` if the server does not say).
    pause
        Seconds before the first repeated attempt; doubled each time.
    timeout
        Seconds without a byte after which a connection counts as cut.

    Raises
    ------
    DownloadFailed
        If the server refuses, the connection fails `ATTEMPTS` times, or the hash is not the expected one (the
        file is then removed).
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    for attempt in range(ATTEMPTS):
        try:
            _fetch(url, part, progress, timeout)
            break
        except _Again as problem:
            if attempt + 1 == ATTEMPTS:
                raise DownloadFailed(
                    f"{url} failed {ATTEMPTS} times, last: {problem}",
                    "the whole file",
                    f"run the command again: it goes on from the {_size(part):,} bytes that have come",
                ) from problem
            time.sleep(pause * 2**attempt)
    return _accept(part, target, url, sha256)


class _Again(Exception):
    """A failure after which another attempt makes sense."""


def _size(part: Path) -> int:
    return part.stat().st_size if part.is_file() else 0


def _mark(part: Path) -> Path:
    """Return the file that keeps the server's mark (ETag or date) of the version that `part` belongs to."""
    return part.with_name(part.name + ".version")


def _fetch(url: str, part: Path, progress: Progress, timeout: float) -> None:
    have = _size(part)
    headers = {"Accept-Encoding": "identity"}
    if have and _mark(part).is_file():
        headers |= {"Range": f"bytes={have}-", "If-Range": _mark(part).read_text(encoding="utf-8")}
    elif have:
        part.unlink()
        have = 0
    try:
        with httpx.stream("GET", url, headers=headers, follow_redirects=True, timeout=timeout) as answer:
            _check_answer(answer, url)
            _store(answer, part, have if answer.status_code == httpx.codes.PARTIAL_CONTENT else 0, progress)
    except httpx.TooManyRedirects as problem:
        raise DownloadFailed(f"{url} redirects in a circle", "the file", "check the address") from problem
    except (httpx.UnsupportedProtocol, httpx.InvalidURL) as problem:
        raise DownloadFailed(f"{url} is no address ({problem})", "an http(s) address") from problem
    except httpx.TransportError as problem:
        raise _Again(f"{type(problem).__name__} {problem}".strip()) from problem


def _check_answer(answer: httpx.Response, url: str) -> None:
    if answer.status_code in AGAIN or answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
        raise _Again(f"the server answered {answer.status_code}")
    if answer.status_code >= httpx.codes.BAD_REQUEST:
        raise DownloadFailed(
            f"{url} answered {answer.status_code} {answer.reason_phrase}",
            "the file",
            "look for the new address on the producer's page (`reorient data show NAME`), then use "
            "`reorient data pull NAME --from URL` or `reorient data add NAME FILE`",
        )


def _store(answer: httpx.Response, part: Path, have: int, progress: Progress) -> None:
    mark = answer.headers.get("ETag") or answer.headers.get("Last-Modified")
    if mark and not mark.startswith("W/"):
        _mark(part).write_text(mark, encoding="utf-8")
    else:
        _mark(part).unlink(missing_ok=True)
    length = answer.headers.get("Content-Length")
    total = have + int(length) if length else None
    with part.open("ab" if have else "wb") as stream:
        done = have
        for chunk in answer.iter_raw():
            stream.write(chunk)
            done += len(chunk)
            progress(done, total)
    if total is not None and done < total:
        message = f"the connection was cut after {done:,} of {total:,} bytes"
        raise _Again(message)


def _accept(part: Path, target: Path, url: str, expected: str) -> str:
    with part.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    _mark(part).unlink(missing_ok=True)
    if expected and found != expected.lower():
        part.unlink()
        raise DownloadFailed(
            f"{url} has SHA-256 {found}",
            f"SHA-256 {expected.lower()}",
            "the producer may have issued a new version: check its page before you accept it",
        )
    part.replace(target)
    return found
