"""Bytes to text and back."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.config import Config
from vnfix.errors import UnreadableError, UsageError
from vnfix.formats.text import decode_bytes
from vnfix.formats.text import encode_as as encode_text
from vnfix.text.encodings import encoding as legacy

SAMPLE = "Ủy ban nhân dân tỉnh đề nghị\r\nquyết định số 12"
TCVN3 = bytes.fromhex("7175 79d5 7420 aee8 6e68 2073 e8")  # "quyết định số"


def there_and_back(data: bytes, encoding: str | None = None) -> bytes:
    text, found = decode_bytes(data, "x", Config(encoding=encoding))
    return encode_text(text, found)[0]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SAMPLE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + SAMPLE.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + SAMPLE.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + SAMPLE.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + SAMPLE.encode("utf-32-le"), "utf-32-le"),
        (SAMPLE.encode("utf-16-le"), "utf-16-le"),
        (SAMPLE.encode("utf-16-be"), "utf-16-be"),
        (b"", "utf-8"),
        (b"a\0b\0\0\0 nul bytes among many letters of text", "utf-8"),
    ],
)
def test_finds_the_encoding_and_writes_the_same_bytes(data: bytes, encoding: str) -> None:
    assert decode_bytes(data, "x", Config())[1] == encoding
    assert there_and_back(data) == data


@pytest.mark.parametrize("encoding", ["utf-16", "UTF-16", "utf_16", "utf-16-le"])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_named_utf16_keeps_mark_and_byte_order(encoding: str, codec: str) -> None:
    if encoding == "utf-16-le" and codec == "utf-16-be":
        pytest.skip("named wrongly")
    data = "\ufeffNghị quyết".encode(codec)
    assert there_and_back(data, encoding) == data


@given(st.binary(max_size=60))
def test_surrogateescape_keeps_any_bytes(data: bytes) -> None:
    assert there_and_back(data, "utf-8:surrogateescape") == data


@given(st.binary(max_size=60))
def test_any_bytes_are_read_and_written_alike_or_refused(data: bytes) -> None:
    try:
        again = there_and_back(data)
    except UnreadableError:
        return
    assert again == data


@pytest.mark.parametrize(
    ("data", "guess"),
    [
        ("Quyê\u0301t đi\u0323nh sô\u0301 12".encode("cp1258"), "Windows-1258"),
        (TCVN3, "TCVN3"),
        ("Hội đồng nhân dân ".encode() * 5 + b"\xe1\xbb", "damaged"),
        (b"\x00\xff\x13\x00\xfe\x00\x80\x81\x00\x07\x00", "binary"),
    ],
)
def test_says_what_undecodable_bytes_look_like(data: bytes, guess: str) -> None:
    with pytest.raises(UnreadableError, match=guess) as e:
        decode_bytes(data, "x.txt", Config())
    assert "x.txt is not" in str(e.value)
    assert e.value.remedy


def test_bytes_of_the_nineties_are_read_unless_that_is_switched_off() -> None:
    lines = "Hội đồng nhân dân tỉnh quyết định\nVề việc giao nhiệm vụ cho các đơn vị\n"
    data = legacy("tcvn3").encode(lines).encode("cp1252")
    assert decode_bytes(data, "x.txt", Config())[1].startswith("cp1252")
    with pytest.raises(UnreadableError, match="TCVN3"):
        decode_bytes(data, "x.txt", Config(legacy=False))


def test_what_is_utf8_needs_no_other_name() -> None:
    with pytest.raises(UnreadableError, match=r"looks like UTF-8[.]") as e:
        decode_bytes("Hội đồng nhân dân ".encode() * 5000, "x.txt", Config(encoding="ascii"))
    assert e.value.remedy == "Leave `--encoding` out."


def test_unknown_encoding_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="klingon"):
        decode_bytes(b"a", "x", Config(encoding="klingon"))


@pytest.mark.parametrize("name", ["hex", "rot13", "idna", "undefined", "base64", "\0", "a" * 999])
def test_codecs_that_are_no_text_encodings_give_no_traceback(name: str) -> None:
    with pytest.raises((UsageError, UnreadableError)):
        decode_bytes(b"a\xff", "x", Config(encoding=name))


def test_repaired_letters_fit_windows_1258() -> None:
    data, used = encode_text("Quyết định, cả nước", "cp1258")
    assert used == "cp1258"
    assert data.decode("cp1258") == "Quyê\u0301t đi\u0323nh, ca\u0309 nươ\u0301c"


def test_text_that_does_not_fit_is_written_as_utf8() -> None:
    assert encode_text("Quyết định", "latin-1") == ("Quyết định".encode(), "utf-8")


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    assert encode_text("a\ud800b", "")[0] == "a\ufffdb".encode()
