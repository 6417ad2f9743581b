"""What a file says of itself."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

import pikepdf
import pytest

from tests.pdf.write.pdf_samples import WORDS, rewrite, saved, scan
from tests.pdf.write.test_scan import TAGGED
from tests.pdfs import make_drawn_pdf

if TYPE_CHECKING:
    from collections.abc import Mapping


def marked(data: bytes, marks: Mapping[str, str], *, tagged: bool = True) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
            for key, value in marks.items():
                meta[key] = value
        if tagged:
            pdf.Root.StructTreeRoot = pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot)
        return saved(pdf)


def marks_of(data: bytes) -> tuple[str, bool]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        meta = pdf.open_metadata()
        return meta.pdfa_status, "pdfuaid:part" in meta


A2B = {"pdfaid:part": "2", "pdfaid:conformance": "B"}
A2A = {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}


def test_a_promise_that_still_holds_stays(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert marks_of(rewrite(marked(scan(), A2B), WORDS)) == ("2B", False)
        assert marks_of(rewrite(marked(scan(), A2A, tagged=False), WORDS)) == ("2A", True)
        tagged = marked(make_drawn_pdf([TAGGED]), A2A)
        assert marks_of(rewrite(tagged, WORDS)) == ("2A", True)
    assert not caplog.text


def test_a_promise_that_is_broken_is_taken_back_and_named(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        assert marks_of(rewrite(marked(scan(), A2A), WORDS)) == ("2B", False)
    assert "2A" in caplog.text
    assert "PDF/UA" in caplog.text


@pytest.mark.parametrize("tagged", [True, False])
def test_other_metadata_stay_byte_for_byte(tagged: bool) -> None:
    data = marked(scan(), {"dc:title": "Kế hoạch"} | A2B, tagged=tagged)
    with pikepdf.open(io.BytesIO(data)) as a, pikepdf.open(io.BytesIO(rewrite(data, WORDS))) as b:
        assert a.Root.Metadata.read_bytes() == b.Root.Metadata.read_bytes()
