"""Bad input, with the real engine: a clear result or a clear error, never a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import vnfix
from tests.pdfs import make_pdf
from vnfix.cli import group

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH = "The committee met on Monday to discuss the budget for the coming year.\n"
HEALTHY = "Ủy ban nhân dân tỉnh ban hành kế hoạch cải cách hành chính năm 2026.\r\n"


def fix(path: Path, *options: str) -> Result:
    result = CliRunner().invoke(group, ["fix", str(path), *options])
    assert result.exit_code != 70, result.stderr
    assert "Traceback" not in result.stderr
    return result


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"\xef\xbb\xbf",
        b"\0" * 50,
        b"a\0b \0\n\0c",
        b"\r\r\n\n\x0c\x0b",
        ENGLISH.encode(),
        HEALTHY.encode(),
        ("\ufeff" + HEALTHY).encode("utf-16-le"),
        "नमस्ते 你好 שלום 🇻🇳 e\u0301\u0323\n".encode(),
        b"{\"json\": [1, 2.5e-3, null]}\n<a href='x'>y</a>\n",
    ],
)
def test_what_is_not_garbled_comes_back_byte_for_byte(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    result = fix(path)
    assert (result.exit_code, result.stdout_bytes) == (0, data)


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb \ud800", "Cii \ud800 c6ch"])
def test_lone_surrogates_are_kept(text: str) -> None:
    assert [c for c in vnfix.fix_text(text) if "\ud800" <= c <= "\udfff"] == [
        c for c in text if "\ud800" <= c <= "\udfff"
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", [b"a" * 10_000_000, ENGLISH.strip().encode() * 140_000, b"\xe1\xba\xbf" * 3_300_000]
)
def test_a_line_of_ten_megabytes(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(line)
    result = fix(path)
    assert result.exit_code == 0
    assert b"\n" not in result.stdout_bytes
    assert len(result.stdout_bytes) > len(line) * 0.5


@pytest.mark.parametrize(
    ("name", "data", "code", "word"),
    [
        ("a.txt", b"Qu\xb6n l\xfd \xe8\xe9\xea \xff", 3, "looks like"),
        ("a.txt", b"\xff\xfea\x00\x00\xd8b\x00", 3, "utf-16-le"),
        ("a.docx", b"PK\x03\x04", 3, "Office"),
        ("a.pdf", b"", 3, "end is missing"),
        ("a.pdf", b"%PDF-1.7\n" + b"x" * 99, 3, "end is missing"),
        ("a.pdf", make_pdf([["Cii"]], encrypted=True), 3, "encrypted"),
        ("a.pdf", make_pdf([[]]), 6, "OCR"),
    ],
)
def test_unreadable_files_name_cause_and_remedy(
    tmp_path: Path, name: str, data: bytes, code: int, word: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    result = fix(path, "-o", str(tmp_path / "out.txt"))
    assert result.exit_code == code
    assert word in result.stderr
    assert len(result.stderr.splitlines()) >= 2
    assert not (tmp_path / "out.txt").exists()


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_any_text_keeps_its_lines(text: str) -> None:
    assert len(vnfix.fix_text(text).splitlines()) == len(text.splitlines())
