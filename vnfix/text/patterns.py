"""Patterns that are compiled when they are first asked, so that a start compiles few of them."""

from __future__ import annotations

from typing import Any, cast

import regex


class _Late:
    """A pattern of `regex`; from its first use on each of its methods is the compiled pattern's."""

    def __init__(self, source: str, flags: int) -> None:
        self._of = source, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of a pattern
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(regex.compile(*self._of), name)
        setattr(self, name, value)
        return value


def pattern(source: str, flags: int = 0) -> regex.Pattern[str]:
    r"""Return a pattern of the package `regex` that is compiled when it is first asked.

    >>> pattern(r"\p{Lu}+").findall("Ủy ban NHÂN DÂN")
    ['Ủ', 'NHÂN', 'DÂN']
    """
    return cast("regex.Pattern[str]", _Late(source, flags))
