"""The server of the review page: one socket on 127.0.0.1, uvicorn behind it."""

from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING

import uvicorn

from vnfix.errors import UsageError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

LOCAL = "127.0.0.1"


def listen(port: int) -> socket.socket:
    """Return a socket that listens on this machine only.

    Args:
        port: 0 takes any free one.

    Raises:
        UsageError: the port is taken or not allowed.

    """
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.bind((LOCAL, port))
        sock.listen(128)
    except OSError as e:
        sock.close()
        remedy = "Name another one with `--port`, or leave it out."
        raise UsageError(f"Port {port} cannot be used: {e.strerror or e}.", remedy) from e
    return sock


def serve(app: ASGIApp, sock: socket.socket) -> None:
    """Answer requests until the user stops the program (Ctrl-C)."""
    config = uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        access_log=False,
        log_level="error",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    with contextlib.suppress(KeyboardInterrupt):  # the usual way to end a review
        uvicorn.Server(config).run(sockets=[sock])
