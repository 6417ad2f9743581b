"""Healthy PDFs of our own making: nothing is found in them, nothing is changed."""

from __future__ import annotations

import pytest

from tools.healthy.documents import MAKERS, texts
from tools.healthy.drawing import draw
from vnfix.config import Config
from vnfix.formats.reading import read_bytes
from vnfix.pipeline import repair


@pytest.mark.parametrize("name", MAKERS)
def test_nothing_is_found_in_a_healthy_pdf(name: str) -> None:
    document = read_bytes(draw(MAKERS[name]()), f"{name}.pdf", Config())
    result = repair(document, Config())
    assert result.findings == ()
    assert result.text == document.text


def test_all_of_a_table_set_sideways_is_read() -> None:
    text = read_bytes(draw(MAKERS["all-sideways"]()), "x.pdf", Config()).text
    cells = {cell.strip() for row in texts()["table"] for cell in row.split("|")}
    assert cells <= {line.strip() for line in text.splitlines()}
