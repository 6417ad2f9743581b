"""The server of the review page: one socket on 127.0.0.1, uvicorn behind it."""

from __future__ import annotations

import contextlib
import html
import multiprocessing
import os
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn

from vnfix.errors import UsageError
from vnfix.processes import leave_working_folder, safe_start
from vnfix.review.records import State, documents
from vnfix.review.web.app import Api, make_app
from vnfix.review.web.guard import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.process import BaseProcess

    from starlette.types import ASGIApp

    from vnfix.config import Config
    from vnfix.review.store import Store
    from vnfix.review.web.app import ReviewSession
    from vnfix.review.web.saving import Saving

LOCAL = "127.0.0.1"
DOOR = """<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={0}">
<title>vnfix</title>
<a href="{0}">vnfix</a>
"""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is ready to be served.

    Attributes:
        address: where a browser finds it; it holds the secret.

    """

    address: str
    _app: ASGIApp
    _socket: socket.socket
    _saving: Saving

    def serve(self) -> None:
        """Answer requests until the user ends the program (Ctrl-C)."""
        config = uvicorn.Config(
            self._app,
            lifespan="off",
            ws="none",
            access_log=False,
            log_level="critical",
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=2,
        )
        with contextlib.suppress(KeyboardInterrupt):  # the usual way to end a review
            uvicorn.Server(config).run(sockets=[self._socket])

    @property
    def is_writing(self) -> bool:
        """Whether results are being written still, which a page has asked for."""
        return self._saving.running

    def finish(self) -> list[dict[str, Any]]:
        """Wait for results that are being written; return what failed and no page has shown."""
        outcome = self._saving.finish()
        return outcome["failed"] if outcome else []


def open_page(session: ReviewSession, port: int = 0) -> Page:
    """Return the page of a reviewer; its address answers as soon as it is served.

    Args:
        session: what the page works on.
        port: 0 takes any free one.

    Raises:
        UsageError: the port cannot be used.

    """
    sock = listen(port)
    port = sock.getsockname()[1]
    secret, api = Secret(), Api(session)
    address = f"http://{LOCAL}:{port}{secret.root}?token={secret.token}"
    return Page(address, make_app(session, secret, port, api), sock, api.saving)


@contextlib.contextmanager
def private_door(address: str, folder: Path) -> Iterator[Path]:
    """Yield a file that leads a browser to the page; it goes afterwards.

    The command line of a browser can be read by every user of the machine, so it must not name the
    page's own address; the file can be read by this user only.

    Args:
        address: of the page.
        folder: where the file is laid, if it can be; else among the temporary files.

    """
    try:
        handle, name = tempfile.mkstemp(prefix="open-", suffix=".html", dir=folder)
    except OSError:
        handle, name = tempfile.mkstemp(prefix="vnfix-", suffix=".html")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as f:
            f.write(DOOR.format(html.escape(address)))
        yield Path(name).absolute()
    finally:
        Path(name).unlink(missing_ok=True)


def listen(port: int) -> socket.socket:
    """Return a socket that listens on this machine only; `UsageError` if the port is taken."""
    # Only where the protocol is named does asyncio send at once what is small: else 40 ms are lost.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        sock.bind((LOCAL, port))
        sock.listen(128)
    except OSError as e:
        sock.close()
        remedy = "Name another one with `--port`, or leave it out."
        raise UsageError(f"Port {port} cannot be used: {e.strerror or e}.", remedy) from e
    return sock


# Proposes corrections for the documents that wait, in a process of its own.
#
# The engine keeps a core busy for seconds a document; the page must answer meanwhile. The store
# tells
# the page how far it has come, and takes a document back that a killed process has left.


def start(store: Store, config: Config, lessons: Path | None = None) -> BaseProcess | None:
    """Start the process where a document waits; it ends with the last one, or with this process.

    Args:
        store: an open store.
        config: the options that the documents are read and repaired with.
        lessons: the project folder that is asked, for each document, what was learned by now.

    """
    if not any(d.state in (State.QUEUED, State.PROPOSING) for d in documents(store)):
        return None
    # A fresh interpreter: a fork would share the open store and the threads of the server.
    context = multiprocessing.get_context("spawn")
    process = context.Process(
        target=propose_all, args=(str(store.path), config, lessons), daemon=True
    )
    with safe_start():
        process.start()
    return process


def propose_all(path: str, config: Config, lessons: Path | None = None) -> None:
    """Propose for one document after the other, as long as the server lives."""
    import signal

    from vnfix.files.project import with_lessons
    from vnfix.review.loading import prepare
    from vnfix.review.store import Store

    leave_working_folder()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends this process
    server = multiprocessing.parent_process()
    with Store(Path(path)) as store:
        waiting = True
        while waiting and (server is None or server.is_alive()):
            # A fault of one document, which the store notes down, stops no other.
            with contextlib.suppress(Exception):
                waiting = prepare(store, with_lessons(config, lessons) if lessons else config)
