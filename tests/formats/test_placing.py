"""The words of a repaired text on the boxes of the original ones."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ocr import repaired, repairs
from vnfix.apply import apply_corrections
from vnfix.document import split_lines
from vnfix.formats.placing import Placed, place
from vnfix.model import Box, Correction, Document, Repair, Safety, Word, union

LETTER = 10.0  # width; a blank is as wide
LINE = 20.0


def laid_out(text: str) -> Document:
    """Return a document of letters that are all equally wide, its words in their boxes."""
    words = []
    for line in split_lines(text):
        for m in re.finditer(r"\S+", line.text):
            top = LINE * line.number
            box = Box(m.start() * LETTER, top, m.end() * LETTER, top + LINE - 5)
            words.append(Word(line.start + m.start(), line.start + m.end(), line.page, box))
    return Document(text, split_lines(text), words=tuple(words))


def look(placed: list[Placed]) -> list[tuple[str, float, float]]:
    """Return each word with where it begins and ends, in letters."""
    return [(p.text, p.box.x0 / LETTER, p.box.x1 / LETTER) for p in placed]


def test_words_of_a_healthy_text_keep_their_boxes() -> None:
    document = laid_out("một hai\n\nba\fbốn năm\n")
    placed = place(document, repaired(document, []))
    assert [(p.page, p.box, p.sources, p.like) for p in placed] == [
        (w.page, w.box, (k,), k) for k, w in enumerate(document.words)
    ]
    assert [p.text for p in placed] == ["một", "hai", "ba", "bốn", "năm"]


def test_a_document_without_words_gives_nothing() -> None:
    text = "một hai"
    assert place(Document(text, split_lines(text)), Repair(text, text, ())) == []


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        # one to one, and one of three
        ("c6ch", [(0, 4, "cách")], [("cách", 0, 4)]),
        ("a c6ch b", [(2, 6, "cách")], [("a", 0, 1), ("cách", 2, 6), ("b", 7, 8)]),
        # split: the box by length
        ("c6pxd", [(0, 5, "cấp xã")], [("cấp", 0, 3), ("xã", 3, 5)]),
        # merged: the union
        ("duo. c a", [(0, 6, "được")], [("được", 0, 6), ("a", 7, 8)]),
        # split with a neighbour that stays
        ("c6pxd moi", [(0, 9, "cấp xã moi")], [("cấp", 0, 3), ("xã", 3, 5), ("moi", 6, 9)]),
        # two to three, cut at the letters
        ("c6pxd ld", [(0, 8, "cấp xã là")], [("cấp", 0, 3), ("xã", 3, 5), ("là", 6, 8)]),
        # three to two
        ("duo. c ld", [(0, 9, "được là")], [("được", 0, 6), ("là", 7, 9)]),
        # a blank alone put in, or taken out
        ("Điều12", [(4, 4, " ")], [("Điều", 0, 4), ("12", 4, 6)]),
        ("th ống", [(2, 3, "")], [("thống", 0, 6)]),
        # debris goes
        ("a ~~ b", [(2, 5, "")], [("a", 0, 1), ("b", 5, 6)]),
        ("~~", [(0, 2, "")], []),
        # a word from nowhere: the gap, or the neighbour's box at the ends of a line
        ("an ninh", [(3, 3, "và ")], [("an", 0, 2), ("và", 2, 3), ("ninh", 3, 7)]),
        ("ninh", [(0, 0, "an ")], [("an", 0, 4), ("ninh", 0, 4)]),
        # separate tone marks take no room
        ("a\u0301b", [(2, 2, " ")], [("a\u0301", 0, 1.5), ("b", 1.5, 3)]),
    ],
)
def test_words_are_paired(
    text: str, changes: list[tuple[int, int, str]], expected: list[tuple[str, float, float]]
) -> None:
    document = laid_out(text)
    placed = look(place(document, repaired(document, changes)))
    close: list[object] = [(w, pytest.approx(a), pytest.approx(b)) for w, a, b in expected]
    assert placed == close


def test_inserted_words_have_no_source_but_a_neighbour() -> None:
    document = laid_out("an ninh\nxa")
    placed = place(document, repaired(document, [(2, 2, " và trật tự"), (8, 8, "ở ")]))
    assert [(p.text, p.sources, p.like) for p in placed] == [
        ("an", (0,), 0),
        *[(word, (), 0) for word in ("và", "trật", "tự")],
        ("ninh", (1,), 1),
        ("ở", (), 2),
        ("xa", (2,), 2),
    ]
    boxes = [p.box for p in placed]
    assert all(a.x1 <= b.x0 for a, b in pairwise(boxes[:5]))  # the three share the gap
    assert boxes[5] == boxes[6]


def test_a_text_that_lost_all_its_words_still_has_a_place() -> None:
    document = Document("a b", split_lines("a b"), words=(Word(0, 1, 1, Box(0, 0, 9, 9)),))
    (placed,) = place(document, repaired(document, [(0, 2, "")]))
    assert (placed.text, placed.box, placed.sources) == ("b", Box(0, 0, 9, 9), ())


def test_one_token_of_several_words_and_one_word_of_several_tokens() -> None:
    """Fonts change inside of a word, and a reader may take a no-break space for a letter."""
    text = "Điều12 a\xa0b"
    words = [Word(0, 4, 1, Box(0, 0, 40, 9)), Word(4, 6, 1, Box(40, 0, 60, 10))]
    words.append(Word(7, 10, 1, Box(70, 0, 100, 10)))
    document = Document(text, split_lines(text), words=tuple(words))
    placed = place(document, repaired(document, []))
    assert look(placed) == [("Điều12", 0, 6), ("a", 7, 8), ("b", 9, 10)]
    assert [p.sources for p in placed] == [(0, 1), (2,), (2,)]


def test_pages_do_not_mix_even_where_a_correction_crosses_them() -> None:
    document = laid_out("một\fhai ba")
    placed = place(document, repaired(document, [(0, 7, "mộthai")]))
    assert [(p.text, p.page) for p in placed] == [("mộthai", 1), ("ba", 2)]
    assert placed[0].box == document.words[0].box


@st.composite
def cases(draw: st.DrawFn) -> tuple[Document, Repair]:
    """Draw a document and corrections inside of its lines."""
    ends = st.sampled_from(["\n", "\r\n", "\f", "\n\n"])
    lines = draw(st.lists(st.text("aăâbcđ\u0301 .~", max_size=8), min_size=1, max_size=6))
    document = laid_out("".join(line + draw(ends) for line in lines))
    return document, draw(repairs(document, blank=True))


@given(cases())
def test_every_word_is_placed_once_and_in_order(case: tuple[Document, Repair]) -> None:
    document, repair = case
    placed = place(document, repair)
    assert not document.words or [p.text for p in placed] == repair.text.split()
    assert all(repair.text[p.start : p.end] == p.text for p in placed)
    assert place(document, repair) == placed


@given(cases())
def test_boxes_lie_inside_those_of_the_sources(case: tuple[Document, Repair]) -> None:
    document, repair = case
    for p in place(document, repair):
        sources = [document.words[k] for k in p.sources]
        assert {w.page for w in sources} <= {p.page} == {document.words[p.like].page}
        around = sources or [w for w in document.words if w.page == p.page]
        whole = union([*[w.box for w in around], p.box])
        assert whole == union(w.box for w in around)
        assert len({document.text.count("\n", 0, w.start) for w in sources}) <= 1


@given(cases())
def test_words_of_lines_without_corrections_keep_their_boxes(case: tuple[Document, Repair]) -> None:
    document, repair = case
    placed = {p.sources: p for p in place(document, repair)}
    for k, word in enumerate(document.words):
        far = all(c.end < word.start or c.start > word.end for c in repair.corrections)
        if far:
            assert placed[(k,)].box == word.box
            assert placed[(k,)].text == document.text[word.start : word.end]
            assert placed[(k,)].start == repair.to_repaired(word.start)


def test_an_added_line_stands_in_its_own_box() -> None:
    document = laid_out("một hai\n\nba\n")
    box = Box(5.0, 90.0, 65.0, 100.0)
    lines = [
        Correction(9, 9, "", "tư năm", "look", 0.9, Safety.REVIEW, box=box),
        Correction(9, 9, "", "ở trên", "look", 0.9, Safety.REVIEW, box=box._replace(y0=80.0)),
    ]
    changed = Correction(9, 11, "ba", "sáu", "decode", 0.9, Safety.REVIEW)
    text = apply_corrections(document.text, [changed, *lines])
    assert text == "một hai\n\nở trên\ntư năm\nsáu\n"
    placed = place(document, Repair(document.text, text, (changed, *lines)))
    assert [(p.text, text[p.start : p.end]) for p in placed] == [(w, w) for w in text.split()]
    first, second = placed[4:6]
    assert (first.box, second.box) == (box._replace(x1=25.0), box._replace(x0=35.0))
    assert [p.added for p in placed] == [False, False, True, True, True, True, False]
    known = document.words
    assert [p.box for p in placed if not p.added] == [w.box for w in known]
