"""PDFs out: three programs read the repaired words, and the pages look the same."""

from __future__ import annotations

import contextlib
import io
import logging
import re
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

from tests.pdf.write.pdf_samples import (
    WORDS,
    pixels,
    read,
    repair,
    rewrite,
    saved,
    scan,
    words_by_pdfium,
    words_by_pdfminer,
    words_by_poppler,
)
from tests.pdfs import make_drawn_pdf, make_pdf
from vnfix.config import Config
from vnfix.errors import StaleError, UsageError, VnfixError
from vnfix.model import Correction, Document, Repair, Safety
from vnfix.pdf.write.writer import encode_pdf
from vnfix.pipeline import repair as repair_by_engine

if TYPE_CHECKING:
    from collections.abc import Callable
TRUE = list(WORDS.values())


def test_without_corrections_the_bytes_stay() -> None:
    data = scan()
    assert rewrite(data, {}) == data


@pytest.mark.parametrize(
    "attributes",
    [
        b"",
        b"/Rotate 90",
        b"/Rotate 180",
        b"/Rotate 270",
        b"/MediaBox [-20 30 575 872] /CropBox [10 60 540 840]",
        b"/Rotate 90 /MediaBox [0 0 595 842] /CropBox [30 40 560 800]",
    ],
)
def test_all_readers_see_the_repaired_words(
    attributes: bytes, program: Callable[[str], str]
) -> None:
    data = scan(attributes)
    written = rewrite(data, WORDS)
    assert words_by_poppler(written, program) == [TRUE]
    assert words_by_pdfium(written) == [TRUE]
    assert words_by_pdfminer(written) == [TRUE]
    assert pixels(written) == pixels(data)


@pytest.mark.parametrize("attributes", [b"", b"/Rotate 90", b"/Rotate 270", b"/Rotate 180"])
def test_the_words_stay_where_they_were(attributes: bytes) -> None:
    data = scan(attributes)
    before, after = read(data), read(rewrite(data, WORDS))
    assert after.text.split() == TRUE
    for old, new in zip(before.words, after.words, strict=True):
        assert new.hidden
        # Its height differs by the descent of the old font.
        assert [round(side) for side in new.box[::2]] == pytest.approx(old.box[::2], abs=3)
        assert new.box.y0 == pytest.approx(old.box.y0, abs=4)


def test_writing_twice_changes_no_box() -> None:
    once = rewrite(scan(), WORDS)
    twice = rewrite(once, {"Cải": "Cai"})
    for old, new in zip(read(once).words, read(twice).words, strict=True):
        assert new.box == pytest.approx(old.box, abs=0.1)


def test_words_may_be_split_joined_dropped_and_added(program: Callable[[str], str]) -> None:
    changes = {"Cii c6ch": "Cảicách", "hinh": "hà nh", "chinh": "", "tinh": "tỉnh thành phố"}
    true = ["Cảicách", "hà", "nh", "tỉnh", "thành", "phố"]
    written = rewrite(scan(), changes)
    assert words_by_poppler(written, program) == [true]
    assert words_by_pdfium(written) == [true]
    assert words_by_pdfminer(written) == [true]


def test_a_hyphen_that_ends_a_line_stays(program: Callable[[str], str]) -> None:
    written = rewrite(scan(), WORDS | {"hinh": "TT-"})
    true = ["Cải", "cách", "TT-", "chính", "tỉnh"]
    assert words_by_poppler(written, program) == [true]
    assert words_by_pdfium(written) == [true]


def test_corrections_of_blanks_alone_change_no_byte() -> None:
    data = scan()
    document = read(data)
    start = document.text.index("\n\n")
    blank = Correction(start, start, "", " ", "test", 1.0, Safety.AUTO)
    text = document.text[:start] + " " + document.text[start:]
    assert encode_pdf(document, Repair(document.text, text, (blank,)), data, Config()) == data


def test_another_file_is_stale() -> None:
    document = read(make_pdf([["mot hai"]]))
    with pytest.raises(StaleError):
        encode_pdf(document, repair(document, {"mot": "một"}), make_pdf([["ba"]]), Config())


def test_result_is_the_same_each_time() -> None:
    assert rewrite(scan(), WORDS) == rewrite(scan(), WORDS)


@pytest.mark.parametrize("name", ["letter", "decision", "plan", "report"])
def test_our_scans(name: str, root: Path, program: Callable[[str], str]) -> None:
    data = (root / "corpus" / name / "scan.pdf").read_bytes()
    document = read(data)
    result = repair_by_engine(document, Config())
    written = encode_pdf(document, result, data, Config())
    check_written(data, result, written, program)
    assert len(written) <= 1.02 * len(data)


@pytest.mark.shared
@pytest.mark.parametrize(
    "name",
    [
        "scans/06_nghi-dinh-so-74-2025-nd-cp",
        "cid/02_nghi-dinh-so-158-2026-nd-cp",
        "cid/real_hanoi_35.2024",
        "legacy/2006-16EZE_TT01.06GopvonDNNVV",
    ],
)
def test_real_files(name: str, shared: Path, program: Callable[[str], str]) -> None:
    data = (shared / "pdf" / f"{name}.pdf").read_bytes()
    document = read(data)
    result = repair_by_engine(document, Config())
    written = encode_pdf(document, result, data, Config(break_signature=True))
    check_written(data, result, written, program)
    assert len(written) <= 1.1 * len(data)


def check_written(
    data: bytes, result: Repair, written: bytes, program: Callable[[str], str]
) -> None:
    """Compare the words page by page, whatever their order: columns may be read in either."""
    true = [page.split() for page in result.text.split("\f")[:-1]]
    own = [page.split() for page in read(written).text.split("\f")[:-1]]
    assert list(map(Counter, own)) == list(map(Counter, true))
    assert_read(true, words_by_pdfminer(written))
    assert_read(true, words_by_pdfium(written))
    assert_read(true, words_by_poppler(written, program))
    assert pixels(written, scale=0.3) == pixels(data, scale=0.3)
    assert pictures(written) == pictures(data)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        Path(file.name).write_bytes(written)
        command = [program("qpdf"), "--check", file.name]
        run = subprocess.run(command, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr


def assert_read(true: list[list[str]], read: list[list[str]]) -> None:
    """Allow for what these readers do to drawn type: hyphens at line ends, words set apart."""
    for words, found in zip(true, read, strict=True):
        assert (Counter(words) - Counter(found)).total() <= max(len(words) // 100, 2)
        assert not letters(words) - letters(found)


def letters(words: list[str]) -> Counter[str]:
    return Counter(re.sub(r"[-\ufffe]", "", "".join(words)))


def pictures(data: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            picture.read_raw_bytes()
            for page in pdf.pages
            for picture in page.Resources.get("/XObject", {}).values()
            if picture.Subtype == "/Image"
        ]


def test_only_changed_pages_are_written() -> None:
    data = make_drawn_pdf(
        [b"BT 3 Tr /F1 9 Tf 50 700 Td (mot) Tj ET", b"BT 3 Tr /F1 9 Tf (ba) Tj ET"]
    )
    with pikepdf.open(io.BytesIO(rewrite(data, {"mot": "một"}))) as pdf:
        assert b"(ba) Tj" in pdf.pages[1].Contents.read_bytes()


def test_what_belongs_to_the_file_stays() -> None:
    with pikepdf.open(io.BytesIO(scan())) as pdf:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Mục 1", 0))
        with pdf.open_metadata() as meta:
            meta["dc:title"] = "Kế hoạch"
        pdf.attachments["bang.txt"] = b"so lieu"
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.r)])
        data = saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True)
    with pikepdf.open(io.BytesIO(rewrite(data, WORDS))) as pdf:
        assert pdf.is_linearized
        assert pdf.open_metadata()["dc:title"] == "Kế hoạch"
        assert pdf.docinfo["/Title"] == "Kế hoạch"
        assert pdf.attachments["bang.txt"].get_file().read_bytes() == b"so lieu"
        assert pdf.Root.PageLabels.Nums[1].S == "/r"
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Mục 1"]


def test_owner_password_stays() -> None:
    allow = pikepdf.Permissions(modify_other=False)
    with pikepdf.open(io.BytesIO(scan())) as pdf:
        data = saved(pdf, encryption=pikepdf.Encryption(owner="x", user="", allow=allow))
    written = rewrite(data, WORDS)
    assert words_by_pdfium(written) == [TRUE]
    with pikepdf.open(io.BytesIO(written)) as pdf:
        assert pdf.is_encrypted
        assert not pdf.allow.modify_other


def test_other_documents_are_no_source() -> None:
    with pytest.raises(UsageError):
        encode_pdf(Document("a", ()), Repair("a", "a", ()), b"", Config())


def test_fonts_that_cannot_be_mapped_are_named(caplog: pytest.LogCaptureFixture) -> None:
    with pikepdf.open(io.BytesIO(make_pdf([["mot hai"]]))) as pdf:
        font = pdf.pages[0].Resources.Font.F1
        inner = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=pikepdf.Name.X,
            CIDSystemInfo=pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Japan1", Supplement=0),
        )  # fmt: skip
        pdf.pages[0].Resources.Font.F1 = pikepdf.Dictionary(
            Type=font.Type, Subtype=pikepdf.Name.Type0, BaseFont=pikepdf.Name.X,
            Encoding=pikepdf.Name("/90ms-RKSJ-H"), DescendantFonts=[inner],
        )  # fmt: skip
        data = saved(pdf)
    with caplog.at_level(logging.WARNING):
        written = rewrite(data, {"mot": "một"})
    assert "keep their old text" in caplog.text
    assert words_by_pdfminer(written) == [["mot", "hai"]]


@pytest.mark.parametrize("at", range(9, len(scan()), 37))
def test_damage_anywhere_gives_a_file_or_an_error(at: int) -> None:
    data = scan()
    document = read(data)
    damaged = data[:at] + b"\xff<<(" + data[at + 4 :]
    with contextlib.suppress(VnfixError):
        encode_pdf(document, repair(document, WORDS), damaged, Config(break_signature=True))
