"""Kinds of files that are not read: words and help for each, in two languages."""

from __future__ import annotations

import doctest

from vnfix.files import unread
from vnfix.files.collect import MARKUP, SUFFIXES
from vnfix.files.unread import kind_of_suffix, unread_kinds
from vnfix.formats.writing import NO_TEXT


def test_every_kind_has_its_words_in_two_languages() -> None:
    for kind in unread_kinds().values():
        for pair in (kind.name, kind.helps):
            assert len(pair) == 2
            assert all(pair)
        vietnamese, english = kind.helps
        assert vietnamese.endswith(".")
        assert english.endswith(".")
        assert vietnamese.count("`") == english.count("`")


def test_no_suffix_is_of_two_kinds_or_of_one_that_is_read() -> None:
    suffixes = [s for kind in unread_kinds().values() for s in kind.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert not SUFFIXES & set(suffixes)
    assert all(s == s.lower() and s.startswith(".") for s in suffixes)


def test_what_is_never_written_has_a_kind_as_well() -> None:
    assert {kind_of_suffix(s) for s in NO_TEXT} <= unread_kinds().keys() - {"other"}
    assert {kind_of_suffix(s) for s in MARKUP - SUFFIXES} == {"markup"}


def test_examples() -> None:
    assert doctest.testmod(unread).failed == 0
