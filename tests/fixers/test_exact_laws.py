"""Laws of the fixers that need no guessing: inside of lines, no overlaps, nothing left to do."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from vnfix import apply_corrections
from vnfix.analysis import Analysis
from vnfix.apply import without_overlaps
from vnfix.config import Config
from vnfix.detectors import DETECTORS
from vnfix.document import make_document
from vnfix.fixers import legacy, letterspacing, mojibake, systematic, tidy
from vnfix.pipeline import to_correction
from vnfix.resources import load_resources
from vnfix.text.encodings import NAMES, encoding

if TYPE_CHECKING:
    from vnfix.model import Correction

CONFIG = Config()
EXACT = (legacy, mojibake, letterspacing, systematic, tidy)
SENTENCES = [
    "Thôn Vân tổ chức họp dân bàn về quỹ khuyến học",
    "Mỗi hộ đóng góp 50.000 đồng một năm",
    "Công khai thu, chi tại nhà văn hóa thôn",
    "Số dư cuối kỳ là 12.450.000 đồng",
]


def corrections(text: str) -> list[Correction]:
    document = make_document(text)
    load_resources(CONFIG)
    found = [f for detect in DETECTORS.values() for f in detect(Analysis.of(document, CONFIG))]
    candidates = [c for m in EXACT for c in m.propose(Analysis.of(document, CONFIG, found))]
    return without_overlaps(to_correction(text, c) for c in candidates)


@given(st.text(max_size=200))
def test_corrections_of_any_text_lie_inside_of_lines(text: str) -> None:
    lines = [(line.start, line.end) for line in make_document(text).lines]
    found = corrections(text)
    for c in found:
        assert text[c.start : c.end] == c.before
        assert any(start <= c.start and c.end <= end for start, end in lines)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.lists(st.sampled_from(SENTENCES), min_size=3, max_size=6), st.sampled_from(NAMES))
def test_legacy_text_comes_back_and_stays(lines: list[str], name: str) -> None:
    true = "\n".join(lines)
    damaged = encoding(name).encode(true)
    once = apply_corrections(damaged, corrections(damaged))
    assert once == true
    assert corrections(once) == []
