"""The tables of legacy encodings against their public definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.errors import DataError
from vnfix.text.encodings import NAMES, canonical, encoding
from vnfix.train.encodings import ICONV, UCM, from_iconv, from_ucm, letters

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Capitals that BK HCM 1 draws on ASCII signs; they are not read (README of the tables).
NOT_READ = {"bkhcm1": "ẤĐÝỲỶỸ"}


def test_there_are_134_letters() -> None:
    assert len(set(letters())) == 134


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_comes_back(name: str) -> None:
    table = encoding(name)
    for letter in letters():
        if letter in NOT_READ.get(name, ""):
            assert letter not in table.letters.values()
            continue
        code = table.encode(letter)
        decoded = table.decode(f"t{code}n")
        assert decoded == f"t{letter}n", f"{letter} as {code!r}"


@pytest.mark.parametrize("name", NAMES)
def test_no_two_letters_share_a_code(name: str) -> None:
    codes = [
        encoding(name).encode(letter)
        for letter in letters()
        if letter not in NOT_READ.get(name, "")
    ]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("name", sorted(ICONV))
def test_table_is_that_of_the_c_library(name: str, program: Callable[[str], str]) -> None:
    program("iconv")
    for code, letter in from_iconv(ICONV[name]).items():
        assert encoding(name).letters[bytes.fromhex(code).decode("latin-1")] == letter


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(UCM))
def test_table_is_that_of_the_published_map(shared: Path, name: str) -> None:
    table = from_ucm(shared / "outside" / "encode-vn" / UCM[name])
    assert len(table) == 134
    for code, letter in table.items():
        assert encoding(name).letters[bytes.fromhex(code).decode("latin-1")] == letter


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("Vie^.t Nam", "Việt Nam"),
        ("ddu+o+`ng", "đường"),
        ("DDa?ng", "Đảng"),
        ("Ddo^.i", "Đội"),
        ("ma(.t tra^.n", "mặt trận"),
        ("ngu+o*?i", "ngưởi"),
        ("A^'p", "Ấp"),
        ("thuy?", "thuỷ"),
        ("quy~", "quỹ"),
    ],
)
def test_viqr_marks(text: str, decoded: str) -> None:
    assert encoding("viqr").decode(text) == decoded


def test_substitutes_stand_for_letters_beside_letters_only() -> None:
    decode = encoding("tcvn3").decode
    assert decode("n−íc") == "nước"
    assert decode("t\u00ad ph¸p") == "tư pháp"
    assert decode("x∙") == "xã"
    assert decode("5−10") == "5−10"
    assert decode("A − B") == "A − B"


def test_names_that_users_type_are_known() -> None:
    assert [canonical(n) for n in ("TCVN3", "abc", "VNI", "utf-8", None)] == [
        "tcvn3",
        "tcvn3",
        "vni",
        None,
        None,
    ]


def test_unknown_encoding_is_an_error() -> None:
    with pytest.raises(DataError, match="nothing"):
        encoding("nothing")


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_it_decodes_the_longest_code_at_each_place(name: str, data: st.DataObject) -> None:
    table = encoding(name)
    text = "".join(data.draw(st.lists(st.sampled_from([*table.letters, *"ab1 -.'("]), max_size=6)))
    assert table.decode(text) == table.pattern.sub(lambda m: table.letters[m.group()], text)
