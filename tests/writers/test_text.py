"""Text files out."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vnfix.config import Config
from vnfix.errors import UsageError
from vnfix.model import Repair
from vnfix.readers.plain import make_document
from vnfix.writers import check_suffix, encode

if TYPE_CHECKING:
    from _pytest.logging import LogCaptureFixture


def written(text: str, encoding: str, name: str = "x") -> bytes:
    document = make_document(text, name=name, encoding=encoding)
    return encode(None, document, Repair(text, text, ()), b"", Config())


def test_line_ends_and_mark_are_written_as_they_are() -> None:
    assert written("\ufeffa\r\nb\n\fc", "utf-8") == "\ufeffa\r\nb\n\fc".encode()


def test_no_encoding_means_utf8() -> None:
    assert written("ế", "") == "ế".encode()


def test_warns_where_the_encoding_cannot_hold_the_result(caplog: LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert written("ế", "latin-1", "x.txt") == "ế".encode()
    assert "x.txt" in caplog.text


@pytest.mark.parametrize("name", ["a.pdf", "a.jsonl", "A.PDF"])
def test_formats_that_cannot_be_written_are_refused(name: str) -> None:
    with pytest.raises(UsageError) as e:
        check_suffix(Path(name))
    assert ".txt" in e.value.remedy


@pytest.mark.parametrize("name", ["a.txt", "a", "a.md"])
def test_every_other_name_means_text(name: str) -> None:
    check_suffix(Path(name))
