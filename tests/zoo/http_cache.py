#!/usr/bin/env python3
"""A remote cache as Bazel speaks it over HTTP, on this machine alone: http_cache.py FOLDER

Prints the address it listens at, then serves GET and PUT of /ac/… and /cas/… until it is killed.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Server(ThreadingHTTPServer):
    # An action of a thousand outputs asks for a thousand connections at once.
    request_queue_size = 4096


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    folder: Path

    def do_GET(self) -> None:
        path = self.entry()
        if path is None or not path.is_file():
            self.answer(404)
            return
        self.answer(200, path.read_bytes())

    def do_PUT(self) -> None:
        path = self.entry()
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if path is None:
            self.answer(400)
            return
        # Whoever reads meanwhile sees the old entry or the new one, never a part.
        descriptor, partial = tempfile.mkstemp(dir=self.folder)
        with os.fdopen(descriptor, "wb") as file:
            file.write(body)
        os.replace(partial, path)
        self.answer(200)

    def entry(self) -> Path | None:
        name = re.fullmatch(r"/(ac|cas)/([0-9a-f]{64})", self.path)
        return self.folder / f"{name[1]}-{name[2]}" if name else None

    def answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    Handler.folder = Path(sys.argv[1])
    server = Server(("127.0.0.1", 0), Handler)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
