"""Serve dist/ as a static host does."""

from __future__ import annotations

import functools
import http.server
from pathlib import Path

from tools.steps import Trouble, say


class Handler(http.server.SimpleHTTPRequestHandler):
    """Gives each file its type, and says how long it may be kept."""

    extensions_map = {  # noqa: RUF012 (the base class has it as a plain attribute)
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".wasm": "application/wasm",
        ".gz": "application/gzip",
    }

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600" if "/assets/" in self.path else "no-cache")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing for each request."""


def serve(folder: Path, port: int) -> None:
    """Serve until Ctrl+C. Raises Trouble where the port cannot be had."""
    handler = functools.partial(Handler, directory=str(folder))
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise Trouble(
            f"Port {port} cannot be used ({error.strerror}): serve --port 0 takes one that is free."
        ) from None
    with server:
        say(f"The site is at http://127.0.0.1:{server.server_port}/ (Ctrl+C ends it)")
        server.serve_forever()
