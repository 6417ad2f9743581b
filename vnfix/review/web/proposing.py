"""Proposes corrections for the documents that wait, in a process of its own.

The engine keeps a core busy for seconds a document; the page must answer meanwhile. The store tells
the page how far it has come, and takes a document back that a killed process has left.
"""

from __future__ import annotations

import contextlib
import multiprocessing
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.review.records import State, documents

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from vnfix.config import Config
    from vnfix.review.store import Store


def start(store: Store, config: Config) -> BaseProcess | None:
    """Start the process where a document waits; it ends with the last one, or with this process."""
    if not any(d.state in (State.QUEUED, State.PROPOSING) for d in documents(store)):
        return None
    # A fresh interpreter: a fork would share the open store and the threads of the server.
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=propose_all, args=(str(store.path), config), daemon=True)
    process.start()
    return process


def propose_all(path: str, config: Config) -> None:
    """Propose for one document after the other, as long as the server lives."""
    import signal

    from vnfix.review.loading import prepare
    from vnfix.review.store import Store

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends this process
    server = multiprocessing.parent_process()
    with Store(Path(path)) as store:
        waiting = True
        while waiting and (server is None or server.is_alive()):
            # A fault of one document, which the store notes down, stops no other.
            with contextlib.suppress(Exception):
                waiting = prepare(store, config)
