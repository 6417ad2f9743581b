"""Specks at line ends and full stops in the middle of a sentence."""

from __future__ import annotations

import time

import pytest

from tests.fixers.sick_text import healthy, readings
from vnfix.fixers.line_marks import _in_line, propose
from vnfix.model import Line


@pytest.mark.parametrize(
    "text",
    [
        "- Mua sách.\n- Mua vở.",
        "- Mua sách'\nrồi mua vở",  # the line goes on: no mark is wanted
        "TP. huế và Q. ba",
        "Mua sách. Mua vở.",
    ],
)
def test_line_marks_noop(text: str) -> None:
    assert readings(propose, text) == set()


def test_leaves_healthy_lines_alone() -> None:
    assert healthy(propose, "- Mua sach'\n- Mua vo. roi di") == []


def test_a_speck_before_an_item_is_a_mark() -> None:
    assert readings(propose, "- Mua sach'\n1. Mua vo.") == {("'", "."), ("'", ";")}


def test_a_full_stop_before_a_small_letter_may_be_a_comma() -> None:
    assert readings(propose, "mua s6ch. rdi mua vd") == {(".", ",")}


def test_a_colon_before_an_item_of_the_same_list_may_be_a_semicolon() -> None:
    assert readings(propose, "- Mua s6ch:\n- Mua vd.") == {(":", ";")}
    assert readings(propose, "1. Mua s6ch:\n- Mua vd.") == set()


def test_a_line_that_goes_on_tells_what_a_mark_was() -> None:
    assert readings(propose, "mua s6ch.\nrdi mua vd") == {(".", ",")}
    assert readings(propose, "mua s6ch.\nRdi mua vd") == set()
    assert readings(propose, "mua s6ch: rdi mua vd") == {(":", ";")}


def test_a_mark_that_stands_alone_may_be_dirt() -> None:
    assert readings(propose, "| mua . s6ch _") == {("|", ""), (".", ""), ("_", "")}
    assert readings(propose, "khoan | Di6u") == set(), "a digit as likely"


def test_a_dash_at_the_end_of_a_line_may_be_dirt() -> None:
    assert readings(propose, "mua s6ch vd -\nb6n vd") == {("-", "")}
    assert readings(propose, "nam 2011 -\n2015") == set(), "a range goes on"
    assert readings(propose, "tu Quf II -\nIII") == set()


def test_a_long_line_is_not_read_again_for_each_mark() -> None:
    lines = [Line(1, 1, 0, "tinh ' va. xa : " * 20_000 + "x")]
    start = time.process_time()
    assert sum(1 for _ in _in_line(lines, 0)) == 40_000
    assert time.process_time() - start < 5  # 0.3 s, not 6
