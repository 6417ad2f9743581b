"""What a run tells goes to the logger `vnfix`; who wants to hear it adds a handler."""

from __future__ import annotations

import logging

logging.getLogger("vnfix").addHandler(logging.NullHandler())


def logger(name: str) -> logging.Logger:
    """Return the logger of a module of vnfix, which says nothing unless it is asked to.

    >>> logger("vnfix.pipeline").name
    'vnfix.pipeline'
    """
    return logging.getLogger(name)
