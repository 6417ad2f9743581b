"""Lines in pieces."""

from __future__ import annotations

from vnfix.document import make_document
from vnfix.formats.html import corrected_lines, pieces
from vnfix.model import Correction, Safety

DOCUMENT = make_document("Cii c6ch\r\n\n\fxong.")


def corrected(start: int, before: str, after: str) -> Correction:
    return Correction(start, start + len(before), before, after, "t", 1.0, Safety.AUTO)


def test_every_line_comes_with_its_own_corrections() -> None:
    made = [corrected(12, "xong", "x"), corrected(8, "", "!"), corrected(0, "Cii", "Cải")]
    found = [
        (line.number, [c.after for c in here]) for line, here in corrected_lines(DOCUMENT, made)
    ]
    assert found == [(1, ["Cải", "!"]), (2, []), (3, []), (4, ["x"])]


def test_pieces_make_up_the_line() -> None:
    made = [corrected(0, "Cii", "Cải"), corrected(4, "c6ch", "")]
    ((line, here), *_) = corrected_lines(DOCUMENT, made)
    parts = list(pieces(line, here))
    assert [p if isinstance(p, str) else (p.before, p.after) for p in parts] == [
        ("Cii", "Cải"), " ", ("c6ch", ""),
    ]  # fmt: skip
    assert list(pieces(line, [])) == ["Cii c6ch"]
