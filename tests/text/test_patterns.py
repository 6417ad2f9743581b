"""Patterns: compiled when they are first asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from vnfix.text.patterns import pattern

if TYPE_CHECKING:
    import pytest


def test_they_are_compiled_when_they_are_first_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []
    compiled = regex.compile

    def noted(source: str, flags: int) -> regex.Pattern[str]:
        asked.append((source, flags))
        return compiled(source, flags)

    monkeypatch.setattr(regex, "compile", noted)
    numbers = pattern(r"(?P<n>\d+)[.]", regex.IGNORECASE)
    assert not asked
    assert numbers.sub(r"\g<n>,", "a 12. b") == "a 12, b"
    assert numbers.fullmatch("12.")
    assert not numbers.fullmatch("12")
    assert set(asked) == {(r"(?P<n>\d+)[.]", regex.IGNORECASE)}
