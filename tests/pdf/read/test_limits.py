"""Hostile PDFs: text or a message with a remedy, in bounded time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.broken_pdfs import bomb, locked, one_page
from tests.pdfs import make_drawn_pdf
from vnfix.config import Config
from vnfix.errors import UnreadableError
from vnfix.formats.reading import read_bytes
from vnfix.pdf.read.limits import MEGABYTE, Budget, LimitError, inflate, open_document

if TYPE_CHECKING:
    from pathlib import Path

SECONDS, MEGABYTES = 20, 400
TEXT = b"BT /F1 12 Tf 72 700 Td (Uy ban nhan dan) Tj ET"
# A process of its own, for memory is measured over all of its life.
READ_ALL = """
import json, logging, re, sys, time
from pathlib import Path
from tests.broken_pdfs import broken_pdfs
from vnfix.config import Config
from vnfix.errors import VnfixError
from vnfix.formats.reading import read_bytes
logging.disable(logging.CRITICAL)
for broken in broken_pdfs(Path(sys.argv[1])):
    begin, message, remedy = time.perf_counter(), "", ""
    try:
        read_bytes(broken.data, broken.name, Config())
    except VnfixError as e:
        message, remedy = str(e), e.remedy
    # Not getrusage: its peak is inherited from the process that started this one.
    peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
    row = dict(name=broken.name, message=message, remedy=remedy, readable=broken.readable)
    print(json.dumps(row | dict(seconds=time.perf_counter() - begin, peak=peak)), flush=True)
"""


@pytest.fixture(scope="module")
def readings(root: Path) -> list[dict[str, Any]]:
    """Return what became of the sixty broken PDFs."""
    command = [sys.executable, "-c", READ_ALL, str(root / "corpus")]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_each_of_sixty_broken_pdfs_gives_text_or_a_message(readings: list[dict[str, Any]]) -> None:
    assert len(readings) == 60
    for row in readings:
        refused = bool(row["message"])
        assert row["readable"] in (None, not refused), row
        assert not refused or row["remedy"], row


def test_time_and_memory_are_bounded(readings: list[dict[str, Any]]) -> None:
    for row in readings:
        assert row["seconds"] < SECONDS, row
        assert row["peak"] < MEGABYTES, row


def test_bombs_are_refused_by_a_limit_that_is_named(readings: list[dict[str, Any]]) -> None:
    bombs = [row["message"] for row in readings if "bomb" in row["name"]]
    assert len(bombs) == 4
    assert all("unpacks to more than" in message and "MB" in message for message in bombs)


@given(st.binary(max_size=2000), st.integers(0, 2100))
def test_inflate_is_zlib_up_to_the_bound(data: bytes, most: int) -> None:
    packed = zlib.compress(data)
    if len(data) > most:
        with pytest.raises(LimitError):
            inflate(packed, most)
    else:
        assert inflate(packed, most) == data
        assert inflate(packed[:-4] + b"\0\0\0\0", most) == data  # a wrong check sum
        assert inflate(packed + b"\r\n", most) == data


def test_inflate_of_what_is_not_packed() -> None:
    assert inflate(b"no zlib at all", 100) == b""


def test_large_stream_in_a_small_file_is_refused_wherever_it_stands() -> None:
    """As a ToUnicode map, not as page content."""
    cmap = bomb(100 * MEGABYTE)
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(cmap) + cmap + b"\nendstream"
    font = (
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R"
        b" /Encoding /WinAnsiEncoding >>"
    )
    with pytest.raises(UnreadableError, match="unpacks to more than 64 MB"):
        read_bytes(one_page(TEXT, font=font, more=[stream]), "a.pdf", Config())


@pytest.mark.parametrize(
    ("entries", "data"),
    [
        (b"/Filter /ASCIIHexDecode", TEXT.hex().encode() + b">"),
        (b"/Filter [/ASCIIHexDecode /FlateDecode]", zlib.compress(TEXT).hex().encode() + b">"),
        (b"/Filter /RunLengthDecode", bytes([len(TEXT) - 1]) + TEXT + b"\x80"),
        (
            b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns %d >>" % len(TEXT),
            zlib.compress(b"\0" + TEXT),
        ),
        (b"/Filter /LZWDecode", bytes.fromhex("800b6050220c0c8501")),
    ],
)
def test_filters_are_undone(entries: bytes, data: bytes) -> None:
    """The last one is the example of the standard (ISO 32000-1, 7.4.4.2), which draws nothing."""
    pdf = open_document(one_page(data, stream=entries))
    stream: Any = pdf.getobj(5)
    assert stream.get_data() in (TEXT, b"-----A---B")


def test_budget_counts_small_drawings_too() -> None:
    budget = Budget(0)
    for _ in range(16 * 1024):
        budget.draw(1)
    with pytest.raises(LimitError, match="draw more than 16 MB"):
        budget.draw(1)


def test_a_password_for_changes_is_none_for_reading(root: Path) -> None:
    data = make_drawn_pdf([TEXT])
    assert read_bytes(locked(data, user=""), "a.pdf", Config()).text.split()[0] == "Uy"
    with pytest.raises(UnreadableError, match="password"):
        read_bytes(locked(data, user="secret"), "a.pdf", Config())


def test_page_content_is_not_kept() -> None:
    pdf = open_document(make_drawn_pdf([TEXT] * 3))
    for number in (5, 7, 9):
        pdf.getobj(number)
    assert not {5, 7, 9} & set(pdf._cached_objs)
