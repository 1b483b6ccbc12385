"""Fetching from a real server on this machine: progress, resume, retry, redirect, wrong hash, not found."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from reorient.errors import DownloadFailed
from reorient.sources.pull import ATTEMPTS, download

CONTENT = bytes(range(256)) * 2048  # half a megabyte
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class Producer(BaseHTTPRequestHandler):
    """A producer's server with the faults that servers have."""

    protocol_version = "HTTP/1.1"
    content = CONTENT
    version = '"v1"'
    cut_after: ClassVar[list[int]] = []
    busy = 0
    ranges = True
    asked: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        kind = type(self)
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/file.zip")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.path in ("/gone", "/circle"):
            self.send_response(404 if self.path == "/gone" else 302)
            self.send_header("Location", "/circle")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if kind.busy:
            kind.busy -= 1
            self.send_response(503)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        kind.asked.append(self.headers.get("Range"))
        start = self._start()
        body = self.content[start:]
        self.send_response(206 if start else 200)
        self.send_header("ETag", self.version)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if kind.cut_after:
            self.wfile.write(body[: kind.cut_after.pop(0)])
            self.close_connection = True
            return
        self.wfile.write(body)

    def _start(self) -> int:
        wanted = self.headers.get("Range")
        if not wanted or not self.ranges or self.headers.get("If-Range") != self.version:
            return 0
        return int(wanted.removeprefix("bytes=").removesuffix("-"))

    def log_message(self, *_: object) -> None:
        """Say nothing on the screen."""


@contextmanager
def serving(**faults: object) -> Iterator[tuple[str, type[Producer]]]:
    kind = type("Faulty", (Producer,), {"cut_after": [], "asked": [], **faults})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", kind
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_whole_file_with_progress(tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    with serving() as (url, _):
        digest = download(f"{url}/file.zip", tmp_path / "f.zip", progress=lambda *now: seen.append(now))
    assert digest == DIGEST
    assert (tmp_path / "f.zip").read_bytes() == CONTENT
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert list(tmp_path.iterdir()) == [tmp_path / "f.zip"]


def test_cut_in_the_middle_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with serving(cut_after=[200_000, 100_000]) as (url, kind):
        assert download(f"{url}/file.zip", tmp_path / "f.zip", pause=0.01, sha256=DIGEST) == DIGEST
    assert kind.asked[0] is None
    assert [asked is not None for asked in kind.asked] == [False, True, True]


def test_a_later_call_goes_on(tmp_path: Path) -> None:
    with serving(cut_after=[50_000] * ATTEMPTS) as (url, kind):
        with pytest.raises(DownloadFailed, match=f"failed {ATTEMPTS} times.*goes on from"):
            download(f"{url}/file.zip", tmp_path / "f.zip", pause=0.001)
        assert not (tmp_path / "f.zip").exists()
        assert download(f"{url}/file.zip", tmp_path / "f.zip", pause=0.001) == DIGEST
        assert kind.asked[-1] is not None


def test_a_file_that_changed_meanwhile_is_fetched_anew(tmp_path: Path) -> None:
    with serving(cut_after=[50_000] * ATTEMPTS) as (url, kind):
        with pytest.raises(DownloadFailed):
            download(f"{url}/file.zip", tmp_path / "f.zip", pause=0.001)
        kind.version = '"v2"'
        kind.content = CONTENT[::-1]
        assert download(f"{url}/file.zip", tmp_path / "f.zip") == hashlib.sha256(CONTENT[::-1]).hexdigest()


def test_server_without_resume(tmp_path: Path) -> None:
    with serving(cut_after=[200_000], ranges=False) as (url, _):
        assert download(f"{url}/file.zip", tmp_path / "f.zip", pause=0.001) == DIGEST


def test_busy_server_is_asked_again(tmp_path: Path) -> None:
    with serving(busy=2) as (url, _):
        assert download(f"{url}/file.zip", tmp_path / "f.zip", pause=0.001) == DIGEST


def test_redirect(tmp_path: Path) -> None:
    with serving() as (url, _):
        assert download(f"{url}/moved", tmp_path / "f.zip") == DIGEST


def test_redirect_in_a_circle(tmp_path: Path) -> None:
    with serving() as (url, _), pytest.raises(DownloadFailed, match="redirects in a circle"):
        download(f"{url}/circle", tmp_path / "f.zip")


def test_not_found_says_where_to_look(tmp_path: Path) -> None:
    with serving() as (url, _), pytest.raises(DownloadFailed, match=r"answered 404 Not Found.*data show NAME"):
        download(f"{url}/gone", tmp_path / "f.zip")
    assert list(tmp_path.iterdir()) == []


def test_wrong_hash_is_not_kept(tmp_path: Path) -> None:
    with serving() as (url, _), pytest.raises(DownloadFailed, match=f"has SHA-256 {DIGEST}.*new version"):
        download(f"{url}/file.zip", tmp_path / "f.zip", sha256="0" * 64)
    assert list(tmp_path.iterdir()) == []


def test_nobody_listens(tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match="failed 5 times"):
        download("http://127.0.0.1:9/file.zip", tmp_path / "f.zip", pause=0.001, timeout=1)


def test_no_address(tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match="is no address"):
        download("file:///etc/hostname", tmp_path / "f")
