"""Tiny PDFs, written by hand, so that no fixture file is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# An encryption dictionary whose password nobody knows.
ENCRYPT = (
    b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"ab" * 32 + b"> /U <" + b"cd" * 32 + b"> >>"
)


def make_pdf(pages: Sequence[Sequence[str]], *, encrypted: bool = False) -> bytes:
    """Return a PDF in Helvetica with these lines on its pages; a page without lines has no text."""
    count = len(pages)
    kids = b" ".join(b"%d 0 R" % (4 + 2 * k) for k in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % count,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for k, lines in enumerate(pages):
        stream = b"\n".join(_show(row, line) for row, line in enumerate(lines))
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * k),
            b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        ]
    if encrypted:
        objects.append(ENCRYPT)
    return assemble(objects, encrypted=encrypted)


def make_drawn_pdf(contents: Sequence[bytes], attributes: bytes = b"") -> bytes:
    """Return a PDF of these content streams, a page each, with Helvetica as /F1.

    Args:
        contents: operators of each page.
        attributes: of all pages, such as `/Rotate 90`; there is a /MediaBox of A4 without them.

    """
    box = b"" if b"/MediaBox" in attributes else b"/MediaBox [0 0 595 842] "
    kids = b" ".join(b"%d 0 R" % (4 + 2 * k) for k in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % len(contents),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for k, content in enumerate(contents):
        objects += [
            b"<< /Type /Page /Parent 2 0 R " + box + attributes + b" /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * k),
            b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
        ]
    return assemble(objects)


def make_form_pdf(content: bytes) -> bytes:
    """Return a one-page PDF whose text stands in a form XObject, as OCR programs write it."""
    form = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Length %d"
        b" /Resources << /Font << /F1 3 0 R >> >> >>\nstream\n" % len(content)
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /XObject << /Fm0 6 0 R >> >> >>",
        b"<< /Length 7 >>\nstream\n/Fm0 Do\nendstream",
        form + content + b"\nendstream",
    ]
    return assemble(objects)


def _show(row: int, line: str) -> bytes:
    text = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 12 Tf 72 {770 - 18 * row} Td ({text}) Tj ET".encode("cp1252")


def assemble(objects: Sequence[bytes], *, encrypted: bool = False) -> bytes:
    """Return a PDF of these objects, numbered from 1; the first one is the catalog."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    key = b" /Encrypt %d 0 R /ID [<00> <00>]" % len(objects) if encrypted else b""
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R" % size + key + b" >>\n"
    start = len(out)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return bytes(out) + head + table + trailer + b"startxref\n%d\n%%%%EOF\n" % start
