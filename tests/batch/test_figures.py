"""Figures and snippets of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import toy
from tests.making import document
from vnfix.batch.results import LONGEST_SNIPPET as LONGEST
from vnfix.batch.results import SNIPPETS, snippets_of
from vnfix.decode.rounds import Task

if TYPE_CHECKING:
    from vnfix.model import Correction

LONG = "nhân dân " * 40


def corrections(lines: list[str]) -> list[Correction]:
    task = Task(document(lines), range(len(lines)))
    return toy.decode(task, None, None)  # type: ignore[arg-type]


def test_a_healthy_document_has_no_snippets() -> None:
    assert snippets_of(document(["lành"]), []) == ()


def test_snippets_are_the_lines_with_most_changes_in_order() -> None:
    lines = ["Cii xanh", "lành", "x Cii c6ch", toy.GARBLED]
    snippets = snippets_of(document(lines), corrections(lines))
    assert [s.line for s in snippets] == [3, 4]
    assert len(snippets) == SNIPPETS
    assert snippets[0].pieces == (("x ", "x "), ("Cii", "Cải"), (" ", " "), ("c6ch", "cách"))


def test_pieces_make_the_line_before_and_after() -> None:
    lines = [f"  {toy.GARBLED}  ."]
    (snippet,) = snippets_of(document(lines), corrections(lines))
    assert "".join(before for before, _ in snippet.pieces) == lines[0]
    assert "".join(after for _, after in snippet.pieces) == f"  {toy.TRUE}  ."


def test_a_long_line_is_cut() -> None:
    lines = [f"Cii {LONG} Cii"]
    (snippet,) = snippets_of(document(lines), corrections(lines))
    shown = "".join(before for before, _ in snippet.pieces)
    assert shown == lines[0][:LONGEST] + "…"
