"""Signed PDFs."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

import pikepdf
import pytest
from click.testing import CliRunner

from tests.pdf.write.pdf_samples import (
    WORDS,
    pixels,
    read,
    repair,
    rewrite,
    saved,
    scan,
    words_by_pdfium,
)
from vnfix.cli import group
from vnfix.config import Config
from vnfix.errors import ExitCode, SignedError
from vnfix.formats.corrections import Row, dump, header_of

if TYPE_CHECKING:
    from pathlib import Path

BREAK = Config(break_signature=True)


def signed(*, widget_only: bool = False, in_parent: bool = False) -> bytes:
    """Return a scan with a signature field whose picture is a black square."""
    with pikepdf.open(io.BytesIO(scan())) as pdf:
        picture = pdf.make_stream(
            b"0 g 0 0 50 50 re f", Subtype=pikepdf.Name.Form, BBox=[0, 0, 50, 50]
        )
        value = pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3], Contents=b"x")
        field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="Ky1", V=pdf.make_indirect(value))
        widget = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, Rect=[300, 100, 350, 150],
            F=4, AP=pikepdf.Dictionary(N=picture),
        )  # fmt: skip
        if in_parent:
            field = pdf.make_indirect(field)
            widget.Parent = field
            widget = pdf.make_indirect(widget)
            field.Kids = [widget]
        else:
            for key, item in field.items():
                widget[key] = item
            field = widget = pdf.make_indirect(widget)
        pdf.pages[0].Annots = [widget]
        if not widget_only:
            pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)
            pdf.Root.Perms = pikepdf.Dictionary(DocMDP=value)
        return saved(pdf)


@pytest.mark.parametrize("how", [{}, {"widget_only": True}, {"in_parent": True}])
def test_a_signed_pdf_is_refused(how: dict[str, bool]) -> None:
    with pytest.raises(SignedError, match="Ky1") as e:
        rewrite(signed(**how), WORDS)
    assert "--break-signature" in e.value.remedy
    assert e.value.exit_code == ExitCode.REFUSED


def test_without_corrections_the_signature_stays() -> None:
    assert rewrite(signed(), {}) == signed()


@pytest.mark.parametrize("how", [{}, {"widget_only": True}, {"in_parent": True}])
def test_a_broken_signature_is_named_and_its_picture_stays(
    how: dict[str, bool], caplog: pytest.LogCaptureFixture
) -> None:
    data = signed(**how)
    with caplog.at_level(logging.WARNING):
        written = rewrite(data, WORDS, BREAK)
    assert "Ky1" in caplog.text
    assert pixels(written) == pixels(data)
    assert b"ByteRange" not in written
    with pikepdf.open(io.BytesIO(written)) as pdf:
        assert "/Perms" not in pdf.Root
        assert "/SigFlags" not in pdf.Root.get("/AcroForm", {})


def test_permissions_alone_count_as_signed() -> None:
    with pikepdf.open(io.BytesIO(scan())) as pdf:
        pdf.Root.Perms = pikepdf.Dictionary(UR3=pikepdf.Dictionary(ByteRange=[0, 1, 2, 3]))
        data = saved(pdf)
    with pytest.raises(SignedError, match="permissions"):
        rewrite(data, WORDS)


def test_fields_in_a_circle_end() -> None:
    with pikepdf.open(io.BytesIO(scan())) as pdf:
        field = pdf.make_indirect(pikepdf.Dictionary(T="a"))
        field.Kids = [field]
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field, 5])
        data = saved(pdf)
    document = read(data)
    assert repair(document, WORDS).corrections
    assert rewrite(data, WORDS)


def test_apply_writes_the_text_and_refuses_the_pdf(tmp_path: Path) -> None:
    source, rows, out = (tmp_path / name for name in ("a.pdf", "a.jsonl", "out.pdf"))
    source.write_bytes(signed())
    document = read(signed())
    header = header_of(document, tmp_path)
    made = [Row(c) for c in repair(document, WORDS).corrections]
    rows.write_text(dump(document, header, made), "utf-8")

    command = ["apply", str(source), str(rows), "-o", str(out)]
    result = CliRunner().invoke(group, command)
    assert result.exit_code == ExitCode.REFUSED
    assert "--break-signature" in result.stderr
    assert not out.exists()
    assert out.with_suffix(".txt").read_text("utf-8").split() == list(WORDS.values())

    result = CliRunner().invoke(group, [*command, "--break-signature"])
    assert result.exit_code == 0, result.stderr
    assert words_by_pdfium(out.read_bytes()) == [list(WORDS.values())]
