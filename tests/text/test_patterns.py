"""Patterns: made when they are asked for, by what was laid out where that is of this version."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import regex

from tests import toy
from vnfix.text import patterns
from vnfix.text.patterns import FILE, head_of, pattern
from vnfix.train.patterns import build_patterns, shipped_patterns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAD, _, BODY = FILE.read_text("utf-8").partition("\n")
OTHER = json.loads(HEAD)["regex"] != regex.__version__
TEXTS = (
    toy.GARBLED,
    "S6 12/2020/QD-UBND, ngdy 1 thdng 2 nam 2020; di6n tich 450m2, 1.250.000d (b) 20mg/l H5N1",
    "“Độc lập” - TỰ DO: http://a.vn/x, a.b@c.vn [x] ( ) □ Km5+500 08h30 QL1A ... ;; t h ô n g _c",
)


@pytest.fixture
def _anew() -> Iterator[None]:
    """Forget what was read of the file, before and after."""
    for forgotten in (patterns._laid, patterns._made):
        forgotten.cache_clear()
    yield
    for forgotten in (patterns._laid, patterns._made):
        forgotten.cache_clear()


@pytest.mark.skipif(OTHER, reason="another version of regex is installed")
def test_they_are_what_the_builder_makes(tmp_path: Path) -> None:
    """If not: `python -m vnfix.train patterns`."""
    build_patterns(tmp_path / "built.json")
    assert (tmp_path / "built.json").read_bytes() == FILE.read_bytes()


@pytest.mark.parametrize("of", shipped_patterns())
def test_they_find_what_compiled_ones_find(of: tuple[str, int]) -> None:
    own, other = patterns._made(*of), regex.compile(*of)
    assert (own.pattern, own.flags, own.groups) == (other.pattern, other.flags, other.groups)
    assert own.groupindex == other.groupindex
    for text in TEXTS:
        found = [[(m.span(), m.groupdict()) for m in p.finditer(text)] for p in (own, other)]
        assert found[0] == found[1]
        for token in text.split():
            assert (own.fullmatch(token) is None) == (other.fullmatch(token) is None)


@pytest.mark.usefixtures("_anew")
def test_those_of_another_version_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "FILE", tmp_path / "patterns.json")
    assert patterns._laid() == {}
    for wrong in ({"regex": "1.0"}, {"sha256": ""}):
        head = head_of(BODY) | wrong
        (tmp_path / "patterns.json").write_text(f"{json.dumps(head)}\n{BODY}", "utf-8")
        patterns._laid.cache_clear()
        assert patterns._laid() == {}
    assert pattern(r"(?P<n>\d+)[.]").sub(r"\g<n>,", "a 12. b") == "a 12, b"


@pytest.mark.skipif(OTHER, reason="another version of regex is installed")
@pytest.mark.usefixtures("_anew")
def test_nothing_is_compiled_that_was_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regex, "compile", None)
    for of in shipped_patterns()[:10]:
        assert pattern(*of).fullmatch("\n") is None
