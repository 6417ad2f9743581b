"""Text files out."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from vnfix.config import Config
from vnfix.document import make_document
from vnfix.formats.writing import encode
from vnfix.model import Repair

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
