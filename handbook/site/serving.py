"""The server of the preview: answers browsers, watches the files, and has browsers reload."""

from __future__ import annotations

import contextlib
import mimetypes
import sys
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from handbook.site.preview import Preview

STILL = 0.02
"""Seconds without a change after which an edit counts as done: editors write in several steps."""
PATIENCE = 25.0
"""Seconds that a browser is left waiting for a change."""
WATCHED = ("docs", "overrides", "editions", "mkdocs.yml")
_READ = frozenset({"opened", "closed_no_write"})
"""Events of files that were only read."""
SCRIPT = b"""(function () {
  "use strict";
  let at = null;
  const ask = () => fetch(`/livereload/${at ?? ""}`).then(answer => answer.text()).then(now => {
    if (at !== null && now !== at) location.reload();
    at = now;
    ask();
  }, () => setTimeout(ask, 1000));
  ask();
})();
"""


class Changes(FileSystemEventHandler):
    """The files that were written since somebody last asked, from the moment this is made."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._paths: set[Path] = set()
        self._any = threading.Condition()
        self._observer = Observer()
        self._observer.schedule(self, str(root), recursive=False)
        self._followed: dict[Path, ObservedWatch] = {}
        for name in WATCHED:
            self._follow(root / name)
        self._observer.daemon = True
        self._observer.start()

    def stop(self) -> None:
        """Watch no more."""
        self._observer.stop()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note a file."""
        if event.event_type in _READ:
            return
        for name in (event.src_path, event.dest_path):
            path = Path(str(name))
            if not name or not path.is_relative_to(self._root):
                continue
            parts = path.relative_to(self._root).parts
            if not parts or parts[0] not in WATCHED:
                continue
            if event.is_directory and event.event_type == "modified":
                continue
            if len(parts) == 1:
                self._follow(path)
            with self._any:
                self._paths.add(path)
                self._any.notify_all()

    def _follow(self, folder: Path) -> None:
        """Watch a folder that is there, or is there again (a checkout takes folders away)."""
        before = self._followed.pop(folder, None)
        if before is not None:
            with contextlib.suppress(KeyError):
                self._observer.unschedule(before)
        if folder.is_dir():
            with contextlib.suppress(OSError):  # it may be gone by now
                watch = self._observer.schedule(self, str(folder), recursive=True)
                self._followed[folder] = watch

    def take(self) -> set[Path]:
        """Wait for a change and then until there are no more; what has changed."""
        with self._any:
            while not self._paths:
                self._any.wait(0.5)  # so that an interrupt is heard, on Windows too
            while self._any.wait(STILL):
                pass
            paths, self._paths = self._paths, set()
            return paths


class Server(ThreadingHTTPServer):
    """Serves a preview until it is shut down."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, preview: Preview, changes: Changes, address: tuple[str, int]) -> None:
        self.preview, self._changes = preview, changes
        self.version = 0
        """How many changes there have been."""
        self.changed = threading.Condition()
        super().__init__(address, _Handler)

    def watch(self, said: Callable[[float], None]) -> None:
        """Take in changes for ever; `said` is told how long each took, in seconds."""
        while True:
            paths = self._changes.take()
            start = time.monotonic()
            self.preview.change(paths)
            with self.changed:
                self.version += 1
                self.changed.notify_all()
            said(time.monotonic() - start)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of browsers that went away: they do when a page is left or loaded anew."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    """Answers one browser."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """A page, a file, or the number of the last change."""
        path = unquote(urlsplit(self.path).path).lstrip("/")
        if path == "livereload.js":
            self._send(SCRIPT, "text/javascript")
        elif path.startswith("livereload/"):
            self._wait(path.partition("/")[2])
        elif (found := self.server.preview.answer(path)) is not None:
            self._send(found, _type(path))
        else:
            page = self.server.preview.missing()
            self._send(page, "text/html; charset=utf-8", HTTPStatus.NOT_FOUND)

    def _wait(self, known: str) -> None:
        server = self.server
        with server.changed:
            server.changed.wait_for(lambda: str(server.version) != known, PATIENCE)
            self._send(str(server.version).encode(), "text/plain")

    def _send(self, data: bytes, type: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", type)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""


def _type(path: str) -> str:
    name = f"{path}index.html" if not path or path.endswith("/") else path
    found = mimetypes.guess_type(name)[0] or "application/octet-stream"
    text = found.startswith("text/") or found.endswith(("javascript", "json", "xml"))
    return f"{found}; charset=utf-8" if text else found
