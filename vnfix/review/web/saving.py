"""Saving goes on whoever looks: a closed tab ends it no more than one that is loaded anew."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from vnfix.review.web.results import write_results

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from vnfix.config import Config
    from vnfix.review.store import Store
    from vnfix.review.web.results import Wanted


class Saving:
    """What is being written, and the last outcome that no page has shown."""

    def __init__(self, store: Store, config: Config, thread: ThreadPoolExecutor) -> None:
        """Write with this thread, one after the other."""
        self._store, self._config, self._thread = store, config, thread
        self._lock = threading.Lock()
        self._waiting = 0
        self._done = self._count = 0
        self._unseen: dict[str, Any] | None = None

    @property
    def running(self) -> bool:
        """Whether something is being written, or waits for it."""
        return self._waiting > 0

    def begin(self, wanted: Wanted) -> Future[dict[str, Any]]:
        """Begin to write; the outcome is that of `write_results`."""
        with self._lock:
            self._waiting += 1
            self._done = self._count = 0
        return self._thread.submit(self._write, wanted)

    def seen(self) -> None:
        """Note that a page has shown the last outcome."""
        with self._lock:
            self._unseen = None

    def state(self) -> dict[str, Any]:
        """Return whether it runs, how many files of how many are done, and what nobody has seen."""
        with self._lock:
            return {
                "running": self.running,
                "done": self._done,
                "count": self._count,
                "unseen": self._unseen,
            }

    def finish(self) -> dict[str, Any] | None:
        """Wait until all is written; return the last outcome if no page has shown it."""
        self._thread.shutdown(wait=True)
        return self._unseen

    def _write(self, wanted: Wanted) -> dict[str, Any]:
        outcome = None
        try:
            outcome = write_results(self._store, wanted, self._config, self._note)
        finally:
            with self._lock:
                self._waiting -= 1
                self._unseen = outcome
        return outcome

    def _note(self, done: int, count: int) -> None:
        with self._lock:
            self._done, self._count = done, count
