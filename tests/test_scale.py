"""Time grows as the text does: no input is worth eight times the work a byte for its length."""

from __future__ import annotations

import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest

import vnfix
from tests.by_rule import damaged
from vnfix import packed, settle
from vnfix.config import Config
from vnfix.detectors import analyse
from vnfix.document import make_document
from vnfix.text import fuzzy, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

LINE = "ki6m tra tinh hinh thgc hiOn nhiem vu duoc giao"
LEGACY = "§éc lËp - Tù do - H¹nh phóc\n" * 10
LENGTHY: dict[str, Callable[[int], str]] = {
    "healthy lines": lambda n: "Kế hoạch cải cách hành chính của tỉnh\n" * (n // 40),
    "one healthy line": lambda n: "Kế hoạch cải cách hành chính của tỉnh " * (n // 40),
    "blanks": lambda n: LINE + " " * n + "6; Ra soat",
    "tabs": lambda n: LINE + "\t" * n + "6; Ra soat",
    "dots": lambda n: LINE + "." * (n // 4),
    "loose dots": lambda n: LINE + " ." * (n // 8),
    "one word": lambda n: LINE + " " + "a" * n,
    "stray marks": lambda n: "á\u0301" * (n // 4),
    "mixed marks": lambda n: "a" + "\u0301\u0323\u0302\u031b\u0309" * (n // 5),
    "mixed marks among words": lambda n: LINE + " Ke\u0302\u0301" + "\u0301\u0323" * (n // 2),
    "a mark behind full stops": lambda n: "tin\u0309h " * 20 + "." * n + "\u0301a",
    "digits": lambda n: LINE + " " + "1" * n,
    "slashes": lambda n: LINE + " " + "1/" * (n // 2),
    "capitals": lambda n: LINE + " " + "A" * n,
    "letters of an old font": lambda n: "µ" * n,
    "a line of an old font": lambda n: LEGACY + "¸ " * (n // 8),
    "specks and full stops": lambda n: LINE + " ' va. xa :" * (n // 40),
    "parts beside dropped letters": lambda n: damaged("dropped") + "\n" + "a/b" * (n // 24),
    "hyphens": lambda n: LINE + " " + "-" * n,
    "brackets": lambda n: LINE + " " + "(" * n,
    "one line of names": lambda n: "Nguy6n Van Binh Tran Thi Hda " * (n // 600),
    "one garbled line": lambda n: " ".join([LINE] * (n // 200)),
}
SHORT, TIMES, MORE = 12_000, 8, 4.0
"""Characters; how much longer the other text is; how much dearer a byte of it may be.

What grows with the square of the length is eight times as dear.
"""


def seconds(text: str) -> float:
    """Return the processor time of a repair, the least of some, so that nothing else counts."""

    def once() -> float:
        start = time.process_time()
        vnfix.fix_text(text)
        return time.process_time() - start

    return min(once() for _ in range(3))


@pytest.mark.slow
@pytest.mark.parametrize("make", LENGTHY.values(), ids=list(LENGTHY))
def test_time_grows_as_the_text_does(make: Callable[[int], str]) -> None:
    short, long = make(SHORT), make(SHORT * TIMES)
    least = 0.01  # what is done once, however short the text
    assert seconds(long) < MORE * TIMES * max(seconds(short), least)


def test_healthy_long_words_and_blanks_stay() -> None:
    for make in (LENGTHY["healthy lines"], LENGTHY["one healthy line"]):
        assert vnfix.fix_text(make(4_000)) == make(4_000)


def test_a_long_line_is_read_as_if_all_of_it_were_there_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = " ".join(f"{LINE}: so {k}/QD-UBND [ x ] xin nghi\u0309 phép;" for k in range(60))
    for least in (0.0, 0.9):
        expected = vnfix.fix_and_explain(line, min_confidence=least)
        with monkeypatch.context() as patch:
            patch.setattr(tokens, "LONG_LINE", 20)
            patch.setattr(tokens, "PART", 50)
            patch.setattr(settle, "LONG", 70)
            patch.setattr(fuzzy, "AT_A_TIME", 3)
            patch.setattr(packed, "MANY", 3)
            patch.setattr(packed, "AT_A_TIME", 2)
            assert vnfix.fix_and_explain(line, min_confidence=least) == expected


@pytest.mark.parametrize("text", ["kiểm tra tình hình thực hiện nhiêm vu ", LINE + " "])
def test_detectors_need_less_for_a_long_line_than_a_list_of_its_words(text: str) -> None:
    analyse(make_document(text * 40), Config())  # tables are there
    document = make_document(text * (400_000 // len(text)))
    tracemalloc.start()
    try:
        analyse(document, Config())
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 * len(document.text.split())  # 4 for each, and room to grow


@pytest.mark.parametrize("mark", ["1", "1/", "A", "-", "("])
def test_an_endless_token_stays(mark: str) -> None:
    """The costs of so many pieces, added up, are more than the kernel can count."""
    assert vnfix.fix_text(f"{LINE} {mark * 60_000}").endswith(mark * 60_000)
