"""Which steps are a token's own and what they say: blanks, loose marks, dashes."""

from __future__ import annotations

import pytest

from tests.decode import making
from tests.decode.making import step
from vnfix.decode.groups import apart, belongs, groups, runs, written
from vnfix.decode.prices import Kind
from vnfix.document import make_document


@pytest.mark.parametrize(
    ("kinds", "blank"),
    [
        ((Kind.WORD, Kind.WORD), True),
        ((Kind.WORD, Kind.NUMBER), True),
        ((Kind.WORD, Kind.MARK), False),
        ((Kind.MARK, Kind.WORD), False),
        ((Kind.NUMBER, Kind.WORD), True),
        ((Kind.NUMBER, Kind.MARK), False),
        ((Kind.KEPT, Kind.WORD), False),
        ((Kind.PROPOSED, Kind.WORD), True),
    ],
)
def test_lost_blanks(kinds: tuple[int, int], blank: bool) -> None:
    before, behind = kinds
    assert apart(step("cấp", before).arc, step("xã", behind).arc) == blank


def test_a_letter_that_numbers_an_item_stays_at_its_number() -> None:
    assert not apart(step("1", Kind.NUMBER).arc, step("a").arc)


def test_no_blank_stands_in_a_code() -> None:
    assert not apart(step("PCB").arc, step("40", Kind.NUMBER).arc)
    assert not apart(step("b").arc, step("3", Kind.NUMBER).arc)
    assert apart(step("NĂM").arc, step("2023", Kind.NUMBER).arc)


def test_what_the_arcs_of_a_token_say() -> None:
    steps = [
        step("(", Kind.MARK),
        step("cấp"),
        step("", Kind.NOTHING),
        step("xã"),
        step(",", Kind.MARK),
    ]
    assert written(steps) == "(cấp xã,"
    assert written([step("", Kind.NOTHING)]) == ""


def test_a_blank_stands_behind_the_number_of_an_item() -> None:
    def read(number: str, word: str) -> str:
        return written([step(number, Kind.NUMBER), step(".", Kind.MARK), step(word)])

    assert read("4", "Tăng") == "4. Tăng"
    assert read("4", "tăng") == "4.tăng"
    assert read("2024", "Tăng") == "2024.Tăng"


def loose(mark: str, kind: int = Kind.MARK, line: int = 0) -> bool:
    """Return whether a mark that stands apart belongs to the word before it."""
    tokens = [
        *making.observed("c6c"),
        making.ObservedToken(line, 4, 5, mark, 3, sick=True, caps=False),
    ]
    found = runs(tokens, [step("các", span=(0, 3)), step(mark, kind, (3, 4))])
    return belongs(tokens, *found)


def test_a_loose_comma_belongs_to_the_word_before_it() -> None:
    assert all(map(loose, ",;:"))
    assert not loose(".")
    assert not loose(",", Kind.KEPT)
    assert not loose(",", line=1)


def test_a_loose_comma_makes_one_group_with_its_word() -> None:
    document = make_document("c6c , hQ")
    tokens = making.observed(document.text)
    steps = [step("các", span=(0, 3)), step(",", Kind.MARK, (3, 4)), step("hệ", span=(4, 6))]
    found = [(g.before, g.after) for g in groups(document.text, tokens, steps)]
    assert found == [("c6c ,", "các,"), ("hQ", "hệ")]


def test_composing_letters_is_no_correction_of_the_decoder() -> None:
    document = make_document("e\u0323")
    tokens = [making.ObservedToken(0, 0, 2, "ẹ", 0, sick=True, caps=False)]
    (found,) = groups(document.text, tokens, [step("ẹ", Kind.KEPT)])
    assert found.after == found.before == "e\u0323"


def test_a_reading_is_as_sure_as_its_least_sure_step() -> None:
    steps = [step("cấp", posterior=0.9), step("xã", posterior=0.4)]
    assert making.group("c6pxd", "cấp xã", steps).posterior == 0.4
    assert making.group("c6pxd", "cấp xã", []).posterior == 1.0


def test_dashes_get_the_blanks_that_were_lost() -> None:
    def read(before: str, after: str) -> list[str]:
        tokens = making.observed(before)
        at, steps = 0, []
        for token, text in zip(tokens, after.split(" "), strict=True):
            steps.append(step(text, span=(at, at + len(token.text))))
            at += len(token.text)
        return [g.after for g in groups(before, tokens, steps)]

    assert read("-T6ng c6", "-Tổng -có") == ["- Tổng", "-có"]
    run = "thunhap" * 4
    assert read(run, "thunhập-Chi") == ["thunhập - Chi"]
    assert read("thunhap", "thunhập-Chi") == ["thunhập-Chi"]
