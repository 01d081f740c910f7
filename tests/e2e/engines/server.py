"""A static host for tests that behaves like a free one, and misbehaves on demand.

Like GitHub Pages: below a sub-path, `max-age=600`, ETags, ranges, WebAssembly and text gzipped, no
special headers. A test can take it down, swap the release behind it, or spoil what it answers.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.message import Message
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

GZIPPED = (".html", ".css", ".js", ".mjs", ".json", ".svg", ".wasm", ".webmanifest", ".txt")
TYPES = {".js": "text/javascript", ".wasm": "application/wasm", ".gz": "application/gzip"}
BASE = "/autograd/"


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    cut_after: int | None = None  # bytes, after which the connection breaks
    hangs: bool = False  # the headers come, the body does not


class Link:
    """The one line to the visitor, which all connections share."""

    PIECE = 16_384

    def __init__(self) -> None:
        self.rate: float | None = None  # bytes a second
        self._free = 0.0
        self._lock = threading.Lock()

    def carry(self, size: int) -> None:
        """Wait until so many bytes have gone through."""
        if self.rate is None:
            return
        with self._lock:
            self._free = max(self._free, time.monotonic()) + size / self.rate
            until = self._free
        time.sleep(max(0.0, until - time.monotonic()))


Fault = Callable[[Answer], Answer]


@dataclass(frozen=True)
class Seen:
    """A request as the server saw it, and the bytes that it sent for it."""

    path: str
    status: int
    sent: int


@lru_cache(maxsize=256)
def packed(path: Path, stamp: int) -> bytes:
    """Gzip a file once a release; `stamp` tells releases of one name apart."""
    return gzip.compress(path.read_bytes(), 6, mtime=0)


class SiteServer:
    """Serve `root` below BASE on a port of 127.0.0.1."""

    def __init__(self, root: Path, base: str = BASE) -> None:
        self.root = root
        self.base = base
        self.faults: list[tuple[str, Fault]] = []
        self.headers: dict[str, str] = {}  # that this host gives with everything
        self.seen: list[Seen] = []
        self.link = Link()
        self._server: ThreadingHTTPServer | None = None
        self._port = 0
        self.up()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}{self.base}"

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def up(self) -> None:
        handler = type("Handler", (_Handler,), {"site": self})
        self._server = _Quiet(("127.0.0.1", self._port), handler)
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def down(self) -> None:
        """Refuse connections, those that are open included."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server.hang_up()
            self._server = None

    def spoil(self, suffix: str, fault: Fault) -> None:
        """Let `fault` change what is answered for paths that contain `suffix`."""
        self.faults.append((suffix, fault))

    def mend(self) -> None:
        self.faults.clear()
        self.link.rate = None

    def sent(self, since: int = 0) -> int:
        return sum(seen.sent for seen in self.seen[since:])

    def answer(self, path: str, headers: Message) -> Answer:
        gzips = "gzip" in headers.get("Accept-Encoding", "")
        answer = self._found(path, headers.get("If-None-Match"), gzips)
        part = re.fullmatch(r"bytes=(\d+)-(\d*)", headers.get("Range", ""))
        if part and answer.status == 200 and "Content-Encoding" not in answer.headers:
            answer = _part(answer, int(part[1]), int(part[2] or len(answer.body) - 1))
        answer = replace(answer, headers=answer.headers | self.headers)
        for suffix, fault in self.faults:
            if suffix in path:
                answer = fault(answer)
        return answer

    def _found(self, path: str, etag: str | None, gzips: bool) -> Answer:
        name = path.removeprefix(self.base) if path.startswith(self.base) else None
        file = None if name is None else (self.root / name).resolve()
        if file and file.is_dir():
            file /= "index.html"
        if file is None or not file.is_file() or not file.is_relative_to(self.root.resolve()):
            return Answer(404, b"not found", {"Content-Type": "text/plain"})
        kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0]
        headers = {
            "Content-Type": kind or "application/octet-stream",
            "Cache-Control": "max-age=600",
            "ETag": f'"{hashlib.sha256(file.read_bytes()).hexdigest()[:16]}"',
        }
        if etag == headers["ETag"]:
            return Answer(304, b"", headers)
        if gzips and file.suffix in GZIPPED:
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            return Answer(200, packed(file, file.stat().st_mtime_ns), headers)
        return Answer(200, file.read_bytes(), headers)


def _part(answer: Answer, first: int, last: int) -> Answer:
    """Some bytes of a body, with the first and the last of them."""
    size = len(answer.body)
    if first >= size:
        return Answer(416, b"", {"Content-Range": f"bytes */{size}"})
    headers = answer.headers | {"Content-Range": f"bytes {first}-{last}/{size}"}
    return replace(answer, status=206, body=answer.body[first : last + 1], headers=headers)


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, *arguments: object) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(*arguments)  # type: ignore[arg-type]  # passed on as they come

    def handle_error(self, request: object, client_address: object) -> None:
        """Browsers hang up as they like: that is no error of the server's."""

    def process_request(self, request, client_address) -> None:  # type: ignore[no-untyped-def]
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request) -> None:  # type: ignore[no-untyped-def]
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it was gone already


class _Handler(BaseHTTPRequestHandler):
    site: SiteServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        answer = self.site.answer(path, self.headers)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.site.seen.append(Seen(path, answer.status, self._send(answer)))

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, answer: Answer) -> int:
        body = answer.body if answer.cut_after is None else answer.body[: answer.cut_after]
        if answer.hangs:
            self.wfile.flush()
            time.sleep(30)
            return 0
        for start in range(0, len(body), Link.PIECE):
            piece = body[start : start + Link.PIECE]
            self.site.link.carry(len(piece))
            self.wfile.write(piece)
        if answer.cut_after is not None:
            self.close_connection = True
        return len(body)

    def log_message(self, *_: object) -> None:
        """Tests read `seen`."""


class Trap:
    """A listening socket that nothing of the site may ever reach."""

    def __init__(self) -> None:
        self.reached: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(1)
                try:
                    self.reached.append(connection.recv(400))
                except OSError as error:
                    self.reached.append(str(error).encode())

    def close(self) -> None:
        self._socket.close()
