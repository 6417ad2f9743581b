"""Repaired lines are tidied at once: a second run finds nothing, and every offset is right."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vnfix
from tools.fuzz.laws import second_run
from vnfix.analysis import Analysis
from vnfix.apply import apply_corrections
from vnfix.config import Config
from vnfix.document import make_document
from vnfix.model import Correction, Safety
from vnfix.settle import settled

CONFIG = Config()
TRUE = "Ủy ban nhân dân tỉnh yêu cầu các cơ quan báo cáo kết quả trước ngày 5"


def settle(text: str, *changes: tuple[str, str], sure: float = 0.9) -> list[Correction]:
    found = []
    for before, after in changes:
        start = text.index(before)
        place = start, start + len(before), before, after
        found.append(Correction(*place, "t", sure, Safety.REVIEW, "", (("x", 0.1),)))
    return list(settled(Analysis.of(make_document(text), CONFIG), found))


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        ("xin ngh\u200bỉ phép nằm 2021", [("nằm", "năm")], "xin nghỉ phép năm 2021"),
        ("xin ngh\u200bi phép năm 2021", [("ngh\u200bi", "ngh\u200bỉ")], "xin nghỉ phép năm 2021"),
        ("xin ngh\u200bi phép năm 2021", [("i ph", "ỉ ph")], "xin nghỉ phép năm 2021"),
        ("xin nghi\u0309 phe\u0301p nam", [("nam", "năm")], "xin nghỉ phép năm"),
        ("xin nghi\u0309 phe\u0301p nam", [("nam", "na\u0306m")], "xin nghỉ phép năm"),
        ("xin n|ghi\u0309 phép nam", [("|", ""), ("nam", "năm")], "xin nghỉ phép năm"),
        ("xin nghi\u0309|| phép nam", [("||", ""), ("nam", "năm")], "xin nghỉ phép năm"),
        ("nam\r\nxin nghi\u0309", [("nam", "năm")], "năm\r\nxin nghi\u0309"),
    ],
)
def test_what_is_left_is_tidied(text: str, changes: list[tuple[str, str]], expected: str) -> None:
    found = settle(text, *changes)
    assert apply_corrections(text, found) == expected
    assert all(c.before != c.after for c in found)


def test_a_change_of_the_same_place_keeps_its_alternatives() -> None:
    (one,) = settle("xin nghi\u0309 phép", ("nghi\u0309", "nghi\u0303"))
    assert (one.after, one.alternatives) == ("nghĩ", (("x", 0.1),))


@pytest.mark.parametrize(("foreign", "tidied"), [(2, True), (20, False)])
def test_parts_of_a_long_line_are_tidied_where_the_whole_is_vietnamese(
    foreign: int, tidied: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = "the report shall |be made out la\u0300"
    whole = " ".join([*["xin nghi\u0309 phép năm;"] * 9, *[report] * foreign])
    changes = [(k, k + 1) for k, c in enumerate(whole) if c in "|;"]
    found = [Correction(*at, whole[at[0]], "", "t", 0.9, Safety.REVIEW, "") for at in changes]
    expected = list(settled(Analysis.of(make_document(whole), CONFIG), found))
    assert unicodedata.is_normalized("NFC", apply_corrections(whole, expected)) == tidied
    monkeypatch.setattr("vnfix.settle.LONG", 50)
    assert list(settled(Analysis.of(make_document(whole), CONFIG), found)) == expected


def test_what_is_too_unsure_to_be_made_does_not_keep_its_word_from_being_tidied() -> None:
    (one,) = settle("xin nghi\u0309 phép", ("nghi\u0309", "nghi\u0303"), sure=0.05)
    assert (one.after, one.fixer, one.safety) == ("nghỉ", "tidy:compose", Safety.AUTO)
    (left,) = settle("xin nghi phép", ("nghi", "nghĩ"), sure=0.05)
    assert left.after == "nghĩ"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_a_line_read_in_the_wrong_encoding_is_repaired_in_one_run_or_left(
    form: Literal["NFC", "NFD"], codec: str
) -> None:
    data = unicodedata.normalize(form, TRUE).encode()
    lossy = data.decode(codec, "replace")
    whole = "".join(bytes([b]).decode(codec, "ignore") or chr(b) for b in data)
    assert vnfix.fix_text(whole) == TRUE
    assert second_run(vnfix.fix_text(lossy)) == []


@settings(max_examples=100)
@given(st.text("aăâ \u0309\u0301\u200b\u00adnghi", max_size=30), st.data())
def test_offsets_are_right_whatever_is_changed(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    changes = [
        Correction(a, b, text[a:b], data.draw(st.text("ani\u0309\u200b", max_size=3)), "t", 0.5,
                   Safety.REVIEW)
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]  # fmt: skip
    document = make_document(text)
    changes = [c for c in changes if c.before != c.after]
    apart = [c for a, c in zip([None, *changes], changes, strict=False) if not a or a.end < c.start]
    found = settled(Analysis.of(document, CONFIG), apart)
    for c in found:
        assert text[c.start : c.end] == c.before
    apply_corrections(text, found)
