"""The memory for the last document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.making import document
from vnfix.config import Config
from vnfix.detectors.memo import once

if TYPE_CHECKING:
    from vnfix.model import Document


def test_same_document_and_options_are_worked_out_once() -> None:
    calls: list[Document] = []

    @once
    def count(doc: Document, config: Config) -> int:
        calls.append(doc)
        return len(doc.lines) if config.legacy else 0

    first, second = document(["một"]), document(["một", "hai"])
    assert [count(first, Config()), count(first, Config())] == [1, 1]
    assert len(calls) == 1
    assert count(second, Config()) == 2
    assert count(second, Config(legacy=False)) == 0
    assert count(first, Config()) == 1
    assert len(calls) == 4
