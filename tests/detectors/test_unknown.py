"""Damage of no known kind."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING

import pytest

import vnfix
from tests.by_rule import BY_RULE
from vnfix.config import Config
from vnfix.detectors.unknown import traits
from vnfix.model import Damage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXT = "\n".join(BY_RULE * 3)
CYRILLIC = str.maketrans("aeopcyxTHBC", "\u0430\u0435\u043e\u0440\u0441\u0443\u0445ТНВС")
VOWELS = str.maketrans(
    "", "", "aeiouyàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữự"
)


def shifted(text: str, by: int) -> str:
    return "".join(chr(ord(c) + by) if c.isalpha() else c for c in text)


def each_word(text: str, change: Callable[[str], str]) -> str:
    return "\n".join(" ".join(map(change, line.split(" "))) for line in text.split("\n"))


DAMAGED = {
    "rot13": codecs.encode(TEXT, "rot13"),
    "one code point on": shifted(TEXT, 1),
    "three code points on": shifted(TEXT, 3),
    "another block": shifted(TEXT, 0x100),
    "look-alikes": TEXT.translate(CYRILLIC),
    "backwards": each_word(TEXT, lambda w: w[::-1]),
    "swapped": each_word(TEXT, lambda w: w[1::2] + w[::2]),
    "no vowels": TEXT.translate(VOWELS).replace("Ủ", "").replace("Ế", ""),
    "every second letter": "".join(c for k, c in enumerate(TEXT) if k % 2 or not c.isalpha()),
    "a star for each accent": "".join(c if c.isascii() else "*" for c in TEXT),
    "no blanks": TEXT.replace(" ", ""),
    "bytes of the DOS box": TEXT.encode().decode("cp437"),
    "bytes of a Cyrillic page": TEXT.encode().decode("cp1251", "replace"),
}
HEALTHY = {
    "the same": TEXT,
    "names": "Nguyễn Thị Hồng\nĐiểu K'Ré\nH'Loan Niê Kđăm\nY Bhăm Êban\nRơ Châm Ngọt\n" * 6,
    "villages": "xã Đắk Rơ Wa, xã Rờ Kơi, xã Hơ Moong, làng Plei Ơi, huyện Chư Pưh\n" * 6,
    "chemicals": "2,4-Dichlorophenol; β-caroten; axit abscisic; NaCl; µg/m³; CH₃COOH\n" * 6,
    "figures": "1.250,5 2.300,0 17,4% 12 kg 3 cm 40 ml 5 mm 7 km 2 tr.đ\n" * 6,
    "a form": "Họ và tên: ....... Ngày sinh: __/__/____ Số căn cước: ______\n" * 6,
    "French": "Les élèves ont été reçus à l'école, où l'on a fêté Noël.\n" * 6,
    "German": "Die Straße führt über das Gebäude hinaus; schöne Grüße.\n" * 6,
    "Russian": "Комитет принял решение о плане работы на год.\n" * 6,
    "code": "for (k = 0; k < n; k++) { b[k] = f(x->y, *p); }\n" * 6,
    "Yoruba": "Gbogbo ènìyàn ni a bí ní òmìnira; iyì àti ẹ̀tọ́ kọ̀ọ̀kan sì dọ́gba.\n" * 6,
}


@pytest.mark.parametrize("name", HEALTHY)
def test_healthy_text_has_no_unknown_damage(name: str) -> None:
    assert Damage.UNKNOWN not in vnfix.detect(HEALTHY[name]).kinds


@pytest.mark.parametrize("name", DAMAGED)
def test_damage_is_named_told_and_left(name: str) -> None:
    diagnosis = vnfix.detect(DAMAGED[name])
    assert diagnosis.kind is Damage.UNKNOWN
    assert diagnosis.damaged
    assert diagnosis.evidence.reasons
    assert diagnosis.advice
    assert vnfix.fix_text(DAMAGED[name]) == DAMAGED[name]


def test_one_page_of_several_is_named() -> None:
    pages = [TEXT, DAMAGED["rot13"], TEXT]
    diagnosis = vnfix.detect("\f".join(pages))
    assert diagnosis.pages == (2,)
    assert diagnosis.kinds.keys() == {Damage.UNKNOWN}


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("quyết,", "own small word"),
        ("Qyếut", "small word"),  # a name, perhaps
        ("qyếut", "no word own small word"),
        ("hnh", "no vowel small word"),
        ("c6ng", "word"),
        ("a\x01b", "sign word"),
        ("hành–đ", "word đ"),
        ("h\u044cnh", "mixed no vowel small word"),
        ("a@b.vn", ""),
        ("12/5", ""),
    ],
)
def test_traits_of_a_token(token: str, expected: str) -> None:
    assert " ".join(sorted(traits(token))) == expected


def test_the_option_turns_it_off() -> None:
    assert Damage.UNKNOWN not in vnfix.detect(DAMAGED["rot13"], Config(unknown=False)).kinds


@pytest.mark.shared
def test_negative_cases_are_none(shared: Path) -> None:
    path = shared / "outside" / "ftfy" / "negative.json"
    for case in json.loads(path.read_text("utf-8")):
        assert Damage.UNKNOWN not in vnfix.detect(case["original"]).kinds
