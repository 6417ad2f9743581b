"""What is a lesson, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vnfix
from vnfix.data.entries import check_entries, parse
from vnfix.data.lexicon import check_corrections, load_lexicon
from vnfix.learn.evidence import Evidence, Support
from vnfix.learn.lessons import ACCEPTED, EDITED, PROTECTED, WORDS, lessons

LEXICON = load_lexicon(Path(vnfix.__file__).parent / "dictionaries")


def ground(places: int, edited: int = 0) -> Support:
    return Support(places, edited, {"s": list(range(places))}, {"Lan"})


def evidence(seen: str, meant: str, places: int, edited: int = 0) -> Evidence:
    found = Evidence()
    found.readings[seen][meant] = ground(places, edited)
    return found


def fixes(found: Evidence) -> list[str]:
    return [lesson.text for lesson in lessons(found, LEXICON).fixes]


def test_what_is_decided_often_enough_is_made_without_asking() -> None:
    assert fixes(evidence("nhiQm", "nhiệm", ACCEPTED)) == ["nhiQm->nhiệm"]
    assert fixes(evidence("nhiQm", "nhiệm", EDITED, EDITED)) == ["nhiQm->nhiệm"]
    assert fixes(evidence("nhiQm", "nhiệm", ACCEPTED - 1)) == []


def test_what_vnfix_had_wrong_is_offered_at_least() -> None:
    assert fixes(evidence("nhiQm", "nhiệm", 2, 2)) == ["nhiQm->nhiệm,"]
    assert fixes(evidence("hang", "hạng", 9, 9)) == ["hang->hạng,"]


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("hien", "hiện"),  # hiền, hiển: only its accents are lost
        ("giao", "trao"),  # a word
        ("tl", "từ"),  # too short
        ("2}ll", "2011"),  # a number is another one everywhere
        ("a->b", "x"),
        ("xq,", "x"),
        ("xqz", "a, b"),
        ("xqz", ""),
        ("# xqz", "x"),
        ("...", "và"),
    ],
)
def test_what_stands_for_several_things_is_not_learned(seen: str, meant: str) -> None:
    assert fixes(evidence(seen, meant, 99)) == []


def test_contradictions_are_not_learned() -> None:
    for spoil in ("other", "stays", "undecided", "kept", "rival"):
        found = evidence("nhiQm", "nhiệm", 99)
        if spoil == "other":
            found.readings["nhiQm"]["nhiễm"] = ground(1)
        elif spoil == "stays":
            found.stays["nhiQm"] = ground(1)
        elif spoil == "undecided":
            found.elsewhere["nhiQm"]["nhiễm"] = 1
        elif spoil == "kept":
            found.elsewhere["nhiQm"]["nhiQm"] = 1
        else:
            found.rivals["nhiQm"]["nhiễm"] = 0.2
        assert fixes(found) == [], spoil


def test_words_and_names_that_are_lacking_are_learned() -> None:
    found = evidence("Xldng", "Xlơng", WORDS, WORDS)
    found.readings["X1ong Hda"]["Xlơng Hòa"] = ground(WORDS)
    found.readings["once"]["Ylơng"] = ground(WORDS - 1)
    found.readings["hinh"]["hành"] = ground(99)
    assert [lesson.text for lesson in lessons(found, LEXICON).words] == ["Xlơng", "Xlơng Hòa"]


def test_words_that_always_stay_are_protected() -> None:
    found = Evidence()
    found.stays["Zolanq"] = ground(PROTECTED)
    found.stays["once"] = ground(PROTECTED - 1)
    found.stays["both"] = ground(PROTECTED)
    found.readings["both"]["một"] = ground(1)
    found.stays["..."] = ground(PROTECTED)
    assert [lesson.text for lesson in lessons(found, LEXICON).protected] == ["Zolanq"]


def test_a_fix_that_is_an_error_itself_is_left_out() -> None:
    found = evidence("xqzj", "nhiQm", 99, 99)
    found.readings["nhiQm"]["nhiệm"] = ground(99)
    assert fixes(found) == ["nhiQm->nhiệm"]


def test_fixes_are_entries_of_both_kinds() -> None:
    found = evidence("nhiQm", "nhiệm", 99)
    found.readings["hang"]["hạng"] = ground(9, 9)
    entries = [parse(k, str(x)) for k, x in enumerate(lessons(found, LEXICON).fixes)]
    assert [(e.automatic, e.fixes) for e in entries] == [(False, ("hạng",)), (True, ("nhiệm",))]


WILD = st.text(st.sampled_from("aệQ1 ,.->#\t\u0301\u200bXH"), max_size=6)


@given(
    readings=st.lists(st.tuples(WILD, WILD, st.booleans()), max_size=6),
    stays=st.lists(WILD, max_size=3),
)
def test_all_lessons_pass_the_checks_of_users_files(
    readings: list[tuple[str, str, bool]], stays: list[str]
) -> None:
    found = Evidence()
    for seen, meant, edited in readings:
        found.readings[seen][meant] = ground(9, 9 * edited)
    for seen in stays:
        found.stays[seen] = ground(9)
    made = lessons(found, LEXICON)
    entries = [parse(k, str(x)) for k, x in enumerate((*made.fixes, *made.words), 2)]
    kept = [parse(k, str(x)) for k, x in enumerate(made.protected, 2)]
    path = Path("x")
    assert list(check_entries(path, entries, ordered=False)) == []
    assert list(check_entries(path, kept, ordered=False)) == []
    assert list(check_corrections(path, [e for e in entries if e.fixes], LEXICON)) == []
