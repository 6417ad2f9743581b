"""Text files out."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vnfix.errors import UsageError
from vnfix.writers import check_suffix
from vnfix.writers.text import encode

if TYPE_CHECKING:
    from _pytest.logging import LogCaptureFixture


def test_line_ends_and_mark_are_written_as_they_are() -> None:
    assert encode("\ufeffa\r\nb\n\fc", "utf-8", "x") == "\ufeffa\r\nb\n\fc".encode()


def test_no_encoding_means_utf8() -> None:
    assert encode("ế", "", "x") == "ế".encode()


def test_warns_where_the_encoding_cannot_hold_the_result(caplog: LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert encode("ế", "latin-1", "x.txt") == "ế".encode()
    assert "x.txt" in caplog.text


@pytest.mark.parametrize("name", ["a.pdf", "a.hocr", "a.xml", "a.jsonl", "a.html", "A.PDF"])
def test_formats_that_cannot_be_written_are_refused(name: str) -> None:
    with pytest.raises(UsageError) as e:
        check_suffix(Path(name))
    assert ".txt" in e.value.remedy


@pytest.mark.parametrize("name", ["a.txt", "a", "a.md"])
def test_every_other_name_means_text(name: str) -> None:
    check_suffix(Path(name))
