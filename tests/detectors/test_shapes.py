"""The class of a word."""

from __future__ import annotations

import re
from itertools import chain, product

import pytest

from vnfix.detectors.weights import core, is_bare_syllable, shape
from vnfix.text.syllable import base, is_syllable

BARE = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|nh?|ngh?|ph?|qu|r|s|th?|tr|v|x)?"
    r"(?:(?:[aeiouy]|[ou]a|oe|[iy]e|u[eoy]|uye|oo)(?:ch|nh|ng|[cmnpt])"
    r"|[aeiouy]|[aou]i|[aeiouy]u|a[oy]|[iou]a|[ou]a[iyou]|o?eo|oe|u[eoy]|[iy]eu|uo[iu]|uy[au])"
)


def test_bare_syllables_are_those_of_an_expression() -> None:
    letters = "abcdeghiklmnopqrstuvxy"
    short = map("".join, chain.from_iterable(product(letters, repeat=n) for n in (1, 2, 3)))
    rimes = list(map("".join, product("aeiouynh", repeat=4)))
    longer = (onset + rime for onset in ("ngh", "qu", "w") for rime in rimes)
    for word in chain(short, longer):
        assert is_bare_syllable(word) == bool(BARE.fullmatch(word)), word


@pytest.mark.parametrize(
    ("token", "name"),
    [
        ("“Nghị", "accented"),
        ("đ", "accented"),
        ("nghiep", "plain"),
        ("TRUONG", "plain"),
        ("UBND", "acronym"),
        ("12/2020/QĐ-UBND", "neutral"),
        ("30/NQ-HĐND", "neutral"),
        ("25km", "neutral"),
        ("noivu@example.vn", "neutral"),
        ("(cid:33)", "neutral"),
        ("b6o", "digit"),
        ("b1,", "neutral"),
        ("i2)", "neutral"),
        ("c6", "digit"),
        ("µg/Nm3;", "neutral"),
        ("MPN/100ml", "neutral"),
        ("28,5°C.", "neutral"),
        ("PL02.xlsx", "neutral"),
        ("00:1B:2A:3C:4D:5E;", "neutral"),
        ("7d4f1c02-91aa-4c3e-8b17-0e5d6a2c9f13", "neutral"),
        ("huyQn", "inner-capital"),
        ("viéc", "marked"),
        ("huöng", "marked"),
        ("250mg/5ml", "neutral"),
        ("4x16mm2", "neutral"),
        ("NVX155", "neutral"),
        ("6ng", "digit"),
        ("th6ng", "digit"),
        ("th_c", "blanked"),
        ("déjà-vu", "joined-bad"),
        ("élève", "broken-latin"),
        ("dgt", "broken"),
        ("Dgt", "name"),
        ("tr~n", "symbol"),
        ("cấp/xã", "joined-good"),
        ("460/Ngày", "joined-good"),
        ("cap/xa", "joined-plain"),
        ("cgp/xd", "joined-bad"),
        ("Straße", "foreign-letter"),
        ("контроль", "foreign-letter"),
        ("parliament", "long"),
        ("get_value", "code"),
        ("—", "neutral"),
    ],
)
def test_shape(token: str, name: str) -> None:
    assert shape(core(token)) == name


@pytest.mark.parametrize(
    "word", ["nghiêng", "quyết", "khuỷu", "gì", "oải", "xoong", "nguều", "huơ"]
)
def test_every_syllable_without_its_accents_is_a_bare_syllable(word: str) -> None:
    assert not is_syllable(word) or is_bare_syllable(base(word))
