"""What the fork server does besides forking: it is silent about a dead parent, and leaves nothing.

`Pool` lets the server load this module first. Where the parent was killed, nobody else removes the
folder of the server's socket, and what was being sent to a worker ends in the middle.
"""

from __future__ import annotations

import atexit
import os
import sys
from contextlib import suppress
from multiprocessing import forkserver
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import TracebackType

COMMAND = "from multiprocessing.forkserver import main"


def remove_socket(address: object) -> None:
    """Remove the socket at this path and its folder, where nothing else is in it."""
    if isinstance(address, str) and not address.startswith("\0"):
        with suppress(OSError):
            Path(address).unlink(missing_ok=True)
            Path(address).parent.rmdir()


def _leave(pid: int) -> None:
    if os.getpid() == pid:  # the workers are copies of this process
        server: Any = getattr(forkserver, "_forkserver", None)
        remove_socket(getattr(server, "_forkserver_address", None))


def say_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Show an error that nobody has caught, unless the other end of a pipe has gone."""
    if not issubclass(kind, EOFError | ConnectionError):
        sys.__excepthook__(kind, error, trace)


if any(COMMAND in argument for argument in sys.orig_argv):
    sys.excepthook = say_fault
    atexit.register(_leave, os.getpid())
