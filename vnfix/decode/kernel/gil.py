"""Python's lock, which compiled code lets go where it needs nothing of Python.

Plain Python cannot, and keeps it.
"""

from __future__ import annotations


def let_go() -> object:
    """Let other threads run until `take_back`; return what that needs."""
    return None


def take_back(state: object) -> None:
    """Wait for the lock again; `state` is what `let_go` returned."""
