"""From best paths to corrections: blanks, loose marks, numbers, and the laws of a correction."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from itertools import pairwise
from multiprocessing import get_context

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.decode import making
from tests.decode.making import step
from vnfix.alternatives.choice import read
from vnfix.config import Config
from vnfix.decode.confidence import Calibration
from vnfix.decode.corrections import (
    alternatives,
    correction,
    has_number,
    short_code,
)
from vnfix.decode.rounds import Task
from vnfix.document import make_document
from vnfix.model import Correction, Safety
from vnfix.resources import load_resources

DAMAGED = r"""c6c hiQn nhiQm vu, 16 0 & duo. c c6pxd (UBND) 91-KL/TU 30/9/2021 95,5% 2}ll 95Yo
. , ; Cii CQNG - a) III. th6ng~ \1 n~mg 1.250.000 ả"""
TOKENS = st.one_of(
    st.sampled_from([*DAMAGED.split(), "", "e\u0323", "\u00a0"]),
    st.text("acdhnơ6Q.,(-)~", min_size=1, max_size=10),
)
TEXT = st.lists(st.lists(TOKENS, max_size=6).map(" ".join), max_size=4).map("\n".join)
GARBLED = "DQi ngt c6n b0, c6ng chric\nvi6n chric cdn thi6u 12 ngudi & c6pxd\n\nTi6n d0 cdn chQm"


def corrected(text: str) -> list[Correction]:
    """Return the corrections of a text, all of whose lines are sick."""
    config, document = Config(), make_document(text)
    every = range(len(document.lines))
    return list(read(Task(document, every), load_resources(config), config))


CERTAIN = Calibration((0.0,), 0.9)


@pytest.mark.parametrize(
    ("before", "after", "safety"),
    [
        ("c6c", "các", Safety.AUTO),
        ("hQ,", "hệ,", Safety.AUTO),
        ("hoach-", "hoạch-", Safety.REVIEW),
        ("16", "lộ", Safety.REVIEW),
        ("2}ll", "2011", Safety.REVIEW),
        ("95Yo", "95%", Safety.REVIEW),
        ("12", "72", Safety.REVIEW),
        ("~", "", Safety.REVIEW),
        ("va", "và", Safety.AUTO),
        ("tS", "tỷ", Safety.REVIEW),
        ("yg", "nợ", Safety.REVIEW),
        ("Th1d1nh", "Thinh", Safety.REVIEW),
        ("th1nh", "thịnh", Safety.AUTO),
    ],
)
def test_numbers_and_deletions_are_for_a_person(before: str, after: str, safety: Safety) -> None:
    made = correction(making.group(before, after, [step(after)]), 0.999, CERTAIN.auto)
    assert made.safety is safety
    assert has_number(making.group(before, after, [])) == (before in ("16", "2}ll", "95Yo", "12"))


def test_unsure_corrections_are_for_a_person() -> None:
    assert correction(making.group("c6c", "các", [step("các")]), 0.8, 0.9).safety is Safety.REVIEW


def test_alternatives_change_one_part_and_the_best_is_first() -> None:
    steps = [step("cấp", others=[("cắp", 0.02), ("cập", 0.2)]), step("xã", others=[("x", 1e-6)])]
    assert alternatives(making.group("c6pxd", "cấp xã", steps)) == (
        ("cập xã", 0.2),
        ("cắp xã", 0.02),
    )


@settings(max_examples=40)
@given(TEXT)
def test_laws_of_corrections(text: str) -> None:
    found = corrected(text)
    lines = make_document(text).lines
    for c in found:
        assert text[c.start : c.end] == c.before != c.after
        assert sum(line.start <= c.start and c.end <= line.end for line in lines) == 1
        assert "\n" not in c.after
        assert 0.0 < c.confidence < 1.0
        assert all(0.0 < p <= 1.0 and other != c.after for other, p in c.alternatives)
        if c.safety is Safety.AUTO:
            assert c.after
            assert not any(map(str.isdecimal, c.after))
    assert all(a.end <= b.start for a, b in pairwise(found))


@settings(max_examples=20)
@given(TEXT, st.sets(st.integers(0, 3)))
def test_lines_that_are_not_sick_are_context(text: str, sick: set[int]) -> None:
    config, document = Config(), make_document(text)
    sick = {k for k in sick if k < len(document.lines)}
    for c in read(Task(document, sick), load_resources(config), config):
        held = [k for k, line in enumerate(document.lines) if line.start <= c.start <= line.end]
        assert set(held) & sick


def test_threads_and_processes_decode_the_same() -> None:
    expected = corrected(GARBLED)
    assert len(expected) > 10
    with ThreadPoolExecutor(4) as threads:
        assert all(found == expected for found in threads.map(corrected, [GARBLED] * 8))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        assert processes.submit(corrected, GARBLED).result() == expected


@pytest.mark.parametrize("text", ["MR,", "M", "(TCK)", "ĐT."])
def test_capitals_may_be_any_code(text: str) -> None:
    assert short_code(text)


@pytest.mark.parametrize("text", ["UBND", "Mr.", "B2", "", "12", "nam"])
def test_words_numbers_and_long_codes_are_told_by_themselves(text: str) -> None:
    assert not short_code(text)
