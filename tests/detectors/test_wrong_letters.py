"""Letters that stand for others throughout."""

from __future__ import annotations

from dataclasses import replace

import vnfix
from tests.by_rule import BY_RULE
from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.detectors.wrong_letters import WORD, Costs, detect, solved, wrong_words
from vnfix.document import make_document
from vnfix.model import Box, Contradiction, Damage, FontRun, Word
from vnfix.resources import load_resources

MORE = [
    "Trưởng thôn có trách nhiệm thông báo cho các hộ biết nội dung quy định này trong tháng.",
    "Cán bộ khuyến nông hướng dẫn kỹ thuật, theo dõi và ghi chép vào sổ của từng hộ.",
    "Hộ nào vi phạm thì bị nhắc nhở; vi phạm nhiều lần thì không được hỗ trợ kinh phí nữa.",
    "Ủy ban nhân dân xã tổng hợp kết quả, báo cáo cơ quan cấp trên trước ngày cuối tháng.",
    "Quyết định này có hiệu lực kể từ ngày ký, các ông bà có tên trên chịu trách nhiệm thi hành.",
]
TEXT = "\n".join([*BY_RULE, *MORE] * 3)
WRONG = str.maketrans("ợớệếảnhđ", "ớợếệhảđn")


def analysis(text: str) -> Analysis:
    return Analysis.of(make_document(text), Config())


def test_healthy_text_stays() -> None:
    assert wrong_words(analysis(TEXT)) == []
    assert vnfix.fix_text(TEXT) == TEXT


def test_a_few_slips_are_no_map() -> None:
    text = TEXT.replace("trách nhiệm", "trách nhiẹm").replace("hỗ trợ", "hỗ trớ")
    assert wrong_words(analysis(text)) == []


def test_letters_are_found_and_put_back() -> None:
    damaged = TEXT.translate(WRONG)
    diagnosis = vnfix.detect(damaged)
    assert diagnosis.kind is Damage.SUBSTITUTED
    assert vnfix.fix_text(damaged) == TEXT


def test_only_lines_with_wrong_words_are_findings() -> None:
    found = detect(analysis(f"1. 12.500\n{TEXT.translate(WRONG)}"))
    assert 0 not in {f.line for f in found}
    assert found


def test_nothing_is_replaced_where_the_rest_does_not_become_words() -> None:
    noise = {w[::-1]: n for n, w in enumerate(TEXT.split(), 3) if w.isalpha()}
    assert solved(noise, Costs(load_resources(Config()))) == {}


def test_option_turns_it_off() -> None:
    damaged = TEXT.translate(WRONG)
    assert Damage.SUBSTITUTED not in vnfix.detect(damaged, Config(wrong_letters=False)).kinds


def in_fonts(text: str, contradictions: tuple[Contradiction, ...]) -> Analysis:
    """Return a text whose headings, the lines in capitals, are set in a font of their own."""
    plain = make_document(text)
    words = tuple(
        Word(line.start + m.start(), line.start + m.end(), 1, Box(0, 0, 1, 1), font)
        for line in plain.lines
        for font in ("head" if line.text.isupper() else "body",)
        for m in WORD.finditer(line.text)
    )
    document = replace(plain, words=words, contradictions=contradictions)
    return Analysis.of(document, Config())


HEADS = "ỦY BAN NHÂN DÂN TỈNH\nTHÔNG BÁO VỀ VIỆC ĐĂNG KÝ\n"
BODY = "\n".join(line for line in TEXT.split("\n") if not line.isupper())
SAID = (Contradiction("head", "Ỉ", "Â"), Contradiction("head", "Â", "Ỉ"))


def test_small_fonts_are_believed_where_the_words_agree() -> None:
    heads = HEADS.translate(str.maketrans("ÂỈ", "ỈÂ"))
    analysis = in_fonts(heads + BODY.translate(WRONG), SAID)
    right = {(w.text, w.right) for w in wrong_words(analysis)}
    assert {("NHỈN", "NHÂN"), ("DỈN", "DÂN"), ("TÂNH", "TỈNH")} <= right


def test_fonts_that_contradict_right_words_are_not_believed() -> None:
    analysis = in_fonts(HEADS + BODY.translate(WRONG), SAID)
    assert not {"NHÂN", "DÂN", "TỈNH"} & {w.text for w in wrong_words(analysis)}
    assert wrong_words(in_fonts(HEADS + BODY, SAID)) == []


def test_letters_of_another_font_inside_of_words_are_read_by_that_font() -> None:
    """Subsets for Latin-1 and for the other letters of one type share the words."""
    right = (HEADS + BODY) * 2
    guests = tuple(
        FontRun(k, k + 1, "latin") for k, c in enumerate(right) if c in "nt" and right[k - 1] != " "
    )
    places = {g.start for g in guests}
    swap = {"n": "t", "t": "n"}
    damaged = "".join(swap.get(c, c) if k in places else c for k, c in enumerate(right))
    said = (Contradiction("latin", "n", "t"), Contradiction("latin", "t", "n"))
    analysis = in_fonts(damaged, said)
    document = replace(analysis.document, guests=guests)
    text = list(damaged)
    for w in wrong_words(Analysis.of(document, Config())):
        text[w.start : w.start + len(w.text)] = w.right
    inner = [k for k in places if right[k - 1].isalpha()]
    assert sum(text[k] == right[k] for k in inner) > 0.9 * len(inner)
