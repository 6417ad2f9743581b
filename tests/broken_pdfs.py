"""Sixty PDFs that are broken or meant to do harm, the same ones each time.

    for broken in broken_pdfs(ROOT / "corpus"):
        (folder / broken.name).write_bytes(broken.data)

None is larger than three megabytes; what they unpack to is another matter.
"""

from __future__ import annotations

import io
import random
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf

from tests.pdfs import assemble, make_drawn_pdf, make_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SEED = 20260722
DAMAGED = 16  # of each of the two kinds that chance makes
TEXT = b"BT /F1 12 Tf 72 700 Td (Uy ban nhan dan tinh) Tj ET"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Broken:
    """A broken PDF.

    Attributes:
        name: a file name that tells what is wrong.
        data: the bytes.
        readable: whether its text must come out (True), must be refused (False), or either (None).

    """

    name: str
    data: bytes
    readable: bool | None = None


def broken_pdfs(corpus: Path) -> Iterator[Broken]:
    """Yield the PDFs; `corpus` is the folder of sample documents whose scans are damaged."""
    scans = [p.read_bytes() for p in sorted(corpus.glob("*/scan.pdf"))]
    rng = random.Random(SEED)
    made = [*truncated(scans, rng), *changed(scans, rng), *handmade(scans[0])]
    for k, broken in enumerate(made):
        yield Broken(f"{k:02} {broken.name}.pdf", broken.data, broken.readable)


def truncated(scans: Sequence[bytes], rng: random.Random) -> Iterator[Broken]:
    """Yield scans that end too early."""
    for k in range(DAMAGED):
        scan = scans[k % len(scans)]
        yield Broken("truncated", scan[: rng.randrange(1, len(scan) - 8)], readable=False)


def changed(scans: Sequence[bytes], rng: random.Random) -> Iterator[Broken]:
    """Yield scans with some bytes changed, from one to a thousand."""
    for k in range(DAMAGED):
        scan = bytearray(scans[k % len(scans)])
        for _ in range(4 ** (k % 6)):
            scan[rng.randrange(len(scan))] = rng.randrange(256)
        yield Broken("changed", bytes(scan))


def handmade(scan: bytes) -> Iterator[Broken]:
    """Yield what chance does not make."""
    yield Broken("empty", b"", readable=False)
    yield Broken("head only", b"%PDF-1.7\n%%EOF\n", readable=False)
    yield Broken("password", locked(scan, user="secret"), readable=False)
    yield Broken("password for changes only", locked(scan, user=""), readable=True)
    yield from page_trees()
    yield from bombs()
    yield from fonts()
    yield from drawings()
    yield from tables()


def locked(data: bytes, user: str) -> bytes:
    """Return the PDF encrypted; without a password of the user anybody may read it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user=user, owner="owner"))
    return out.getvalue()


def one_page(
    content: bytes,
    *,
    page: bytes = b"/MediaBox [0 0 595 842]",
    stream: bytes = b"",
    font: bytes = FONT,
    more: Sequence[bytes] = (),
) -> bytes:
    """Return a PDF of one page.

    Args:
        content: the content stream as it lies in the file.
        page: more entries of the page.
        stream: more entries of the content stream.
        font: the object of the font /F1.
        more: further objects, from number 6 on; /X6, /X7 ... are XObjects of the page.

    """
    xobjects = b" ".join(b"/X%d %d 0 R" % (k, k) for k in range(6, 6 + len(more)))
    return assemble(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /Contents 5 0 R " + page + b" /Resources"
            b" << /Font << /F1 4 0 R >> /XObject << " + xobjects + b" >> >> >>",
            font,
            packed(content, stream),
            *more,
        ]
    )


def packed(data: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object of bytes as they are."""
    return b"<< /Length %d " % len(data) + entries + b" >>\nstream\n" + data + b"\nendstream"


def bomb(size: int, filling: bytes = b" ") -> bytes:
    """Return what unpacks to `size` bytes of one filling, made from one packed megabyte."""
    block = filling * (MEGABYTE // len(filling))
    packer = zlib.compressobj(9)
    first = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _ in range(size // MEGABYTE):
        check = zlib.adler32(block, check)
    end = packer.flush()[:-4] + check.to_bytes(4, "big")
    return first + again * (size // MEGABYTE - 1) + end


def page_trees() -> Iterator[Broken]:
    """Yield page trees that go wrong."""
    catalog = b"<< /Type /Catalog /Pages 2 0 R >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"

    def tree(*nodes: bytes) -> bytes:
        return assemble([catalog, *nodes])

    loop = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    yield Broken("page tree in a loop", tree(loop, b"<< /Type /Pages /Kids [2 0 R 3 0 R] >>"))
    yield Broken("page tree of itself", tree(b"<< /Type /Pages /Kids [2 0 R 2 0 R] >>"))
    chain = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (k + 3) for k in range(3_000)]
    yield Broken("page tree without end", tree(*chain, page))
    yield Broken("kids that are no pages", tree(b"<< /Type /Pages /Kids [(a) 7 null 1 0 R] >>"))
    huge = make_pdf([["Uy ban nhan dan"]]).replace(b"/Count 1", b"/Count 9" + b"9" * 18)
    yield Broken("huge count", huge)
    many = make_pdf([["Uy ban nhan dan"]] + [[]] * 9_999)
    yield Broken("ten thousand pages", many, readable=True)


def bombs() -> Iterator[Broken]:
    """Yield streams that unpack to gigabytes."""
    flate = b"/Filter /FlateDecode"
    yield Broken("bomb", one_page(bomb(1100 * MEGABYTE), stream=flate), readable=False)
    twice = b"/Filter [/FlateDecode /FlateDecode]"
    nested = zlib.compress(bomb(1000 * MEGABYTE), 9)
    yield Broken("nested bomb", one_page(nested, stream=twice), readable=False)
    runs = b"/Filter [/FlateDecode /RunLengthDecode /RunLengthDecode]"
    packed_runs = bomb(32 * MEGABYTE, b"\x81\x81")
    yield Broken("bomb of runs", one_page(packed_runs, stream=runs), readable=False)
    predictor = flate + b" /DecodeParms << /Predictor 12 /Columns 2000000000 >>"
    content = zlib.compress(b"\0" + TEXT)
    yield Broken("bomb of a predictor", one_page(content, stream=predictor), readable=False)
    letters = zlib.compress(b"BT /F1 1 Tf (" + b"a" * (4 << 20) + b") Tj ET", 9)
    yield Broken("millions of letters", one_page(letters, stream=flate), readable=False)
    forms = [form(b"/X%d Do " % k * 10, k) for k in range(7, 16)]
    laughs = one_page(b"/X6 Do", more=[*forms, form(TEXT, 16)])
    yield Broken("forms times forms", laughs, readable=False)


def form(content: bytes, following: int) -> bytes:
    """Return a form XObject that may call the object that follows it."""
    entries = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >>"
        b" /XObject << /X6 6 0 R /X%d %d 0 R >> >>" % (following, following)
    )
    return packed(content, entries)


def fonts() -> Iterator[Broken]:
    """Yield fonts that are missing, wrong or endless."""
    yield Broken("missing font", one_page(TEXT.replace(b"/F1", b"/F9")), readable=True)
    yield Broken("font that is none", one_page(TEXT, font=b"[1 2 3]"))
    head = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H"
    kid = b" /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A"
    wide = head + kid + b" /W [0 2000000000 500] >>] >>"
    yield Broken("widths without end", one_page(TEXT, font=wide))
    cmap = packed(b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange")
    mapped = head + b" /ToUnicode 6 0 R" + kid + b" >>] >>"
    yield Broken("map without end", one_page(TEXT, font=mapped, more=[cmap]))


def drawings() -> Iterator[Broken]:
    """Yield pages whose content goes wrong."""
    own = form(TEXT + b" /X6 Do", 6)
    yield Broken("form that draws itself", one_page(b"/X6 Do", more=[own]), readable=True)
    absurd = b"/MediaBox [-1e30 0 1e300 99999999999999999999]"
    yield Broken("absurd size", make_drawn_pdf([TEXT], absurd), readable=True)
    wrong = b"/MediaBox [(a) /b null] /Rotate (x)"
    yield Broken("size that is none", make_drawn_pdf([TEXT], wrong))
    deep = b"[" * 50_000 + b"]" * 50_000
    yield Broken("deep nesting", one_page(TEXT + deep + b" TJ"))
    sizes = b"BT /F1 1e30 Tf 1e30 0 0 1e-30 1e300 -1e300 Tm (Uy ban) Tj ET "
    yield Broken("absurd letters", one_page(sizes + TEXT), readable=True)


def tables() -> Iterator[Broken]:
    """Yield cross-reference tables that go wrong."""
    whole = make_pdf([["Uy ban nhan dan"]])
    start = whole.rindex(b"xref\n0", 0, whole.rindex(b"startxref"))
    loop = whole.replace(b"trailer\n<<", b"trailer\n<< /Prev %d" % start)
    yield Broken("table that follows itself", loop)
    yield Broken("table of a billion", whole.replace(b"xref\n0 6", b"xref\n0 999999999"))
    stream = b"<< /Type /XRef /Size 6 /Root 1 0 R /W [1 2 1] /Index [0 4000000000] /Length 4 >>"
    body = whole[: whole.rindex(b"xref\n0 6")]
    at = b"\nstartxref\n%d\n%%%%EOF\n" % len(body)
    data = b"9 0 obj\n" + stream + b"\nstream\n\0\0\0\0\nendstream\nendobj"
    yield Broken("table stream without end", body + data + at)
