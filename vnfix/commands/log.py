"""What the library logs, told on the command line; imported by a command that runs, not by help."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)


class _Echo(logging.Handler):
    """Messages of the library to the standard error of the moment, which tests replace."""

    def __init__(self, echo: Callable[[str], None]) -> None:
        """Take the function that prints a line."""
        super().__init__()
        self._echo = echo

    def emit(self, record: logging.LogRecord) -> None:
        """Print the message."""
        self._echo(self.format(record))


def set_up_logging(echo: Callable[[str], None], verbose: int, *, quiet: bool) -> None:
    """Let the library's messages be printed.

    Args:
        echo: prints a line.
        verbose: how much is told: 0 warnings, 1 what is done, 2 all.
        quiet: errors only.

    """
    log = logging.getLogger("vnfix")
    if not any(isinstance(h, _Echo) for h in log.handlers):
        log.addHandler(_Echo(echo))
    log.setLevel(logging.ERROR if quiet else LEVELS[min(verbose, 2)])
    # pdfminer.six warns of every odd colour; that is of no use to the one who reads the text.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)


def told_in_full() -> bool:
    """Tell whether details were asked for."""
    return logging.getLogger("vnfix").isEnabledFor(logging.INFO)
