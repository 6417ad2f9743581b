"""The life of a worker process: it takes a job from its pipe, does it and answers."""

from __future__ import annotations

import gc
import logging
import os
import signal
import threading
from multiprocessing import connection, parent_process
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from vnfix.batch.job import JobSpec
    from vnfix.batch.results import JobResult


def serve(pipe: Connection, do: Callable[[JobSpec], JobResult]) -> None:
    """Do jobs until the pipe is closed; nothing is said but on the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger().addHandler(logging.NullHandler())
    threading.Thread(target=_die_with_parent, daemon=True).start()
    pipe.send(None)
    while True:
        try:
            pipe.send(do(pipe.recv()))
        except (EOFError, OSError):
            return
        gc.collect()  # what broken PDFs leave in circles would lie about for hundreds of files


def _die_with_parent() -> None:
    """End at once when the parent has died, so that no orphan writes beside a new run."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
