"""What a run tells goes to the logger `vnfix`; who wants to hear it adds a handler.

The module `logging` takes 3 ms to import, and whoever listens has imported it:
until then nothing is told.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import logging

DEBUG = 10
"""The level of `logging.DEBUG`."""


class _Log:
    """A logger of `logging`, once that is imported."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of a logger
        if name.startswith("__"):
            raise AttributeError(name)
        if "logging" not in sys.modules:
            return _unheard
        import logging

        whole = logging.getLogger("vnfix")
        if not whole.handlers:
            whole.addHandler(logging.NullHandler())
        return getattr(logging.getLogger(self.name), name)


def _unheard(*_: object, **__: object) -> bool:
    """Tell nobody; no level is heard."""
    return False


def logger(name: str) -> logging.Logger:
    """Return the logger of a module of vnfix, which says nothing unless it is asked to.

    >>> logger("vnfix.pipeline").name
    'vnfix.pipeline'
    """
    return cast("logging.Logger", _Log(name))
