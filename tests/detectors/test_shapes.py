"""The class of a word."""

from __future__ import annotations

import pytest

from vnfix.detectors.weights import core, is_bare_syllable, shape
from vnfix.text.syllable import base, is_syllable


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
