"""Lines that the text layer lacks: found on the page, offered, written where that is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest
from rapidfuzz.distance import Levenshtein

from vnfix import look
from vnfix.alternatives.questions import ask
from vnfix.apply import apply_corrections
from vnfix.config import Config
from vnfix.document import split_lines
from vnfix.formats.corrections import decided, encode_jsonl, load
from vnfix.formats.reading import read
from vnfix.look.again import read_line
from vnfix.look.lost import lies_elsewhere, lost_lines, text_of, without_ends
from vnfix.look.tesseract import FoundWord, SecondWord, find_tesseract
from vnfix.model import Box, Repair, Safety, Second, union
from vnfix.pdf.read.reader import read_pdf
from vnfix.pdf.write.writer import encode_pdf
from vnfix.pipeline import repair
from vnfix.review.diffs import unified, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PIL.Image import Image

    from vnfix.model import Document

ADD = Config(add_lines=True)
TEXT = "Các đơn vị tổ chức thực hiện kế hoạch này"
BLACK = 128


@dataclass
class Pretended:
    """An engine that finds one line at a box (in points) and reads it as it is told."""

    box: Box
    text: str = TEXT
    confidence: float = 0.95
    name: str = "pretended 1"
    searched: list[Image] = field(default_factory=list)
    pages: int = 1

    def search(self, picture: Image, dpi: int, seconds: float) -> list[list[FoundWord]]:
        """Find the line on the first pages."""
        assert seconds == ADD.look_budget
        self.searched.append(picture)
        scale = dpi / 72
        box = Box(*(round(side * scale) for side in self.box))
        found = [FoundWord(word, self.confidence, box) for word in self.text.split()]
        return [found] if len(self.searched) <= self.pages else []

    def read(self, pictures: Sequence[Image], seconds: float, mode: str) -> list[list[SecondWord]]:
        """Read it."""
        assert 0 < seconds <= ADD.look_budget
        assert mode == "7"
        return [[SecondWord(w, self.confidence, 0, 9) for w in self.text.split()] for _ in pictures]


@pytest.fixture
def plan(root: Path) -> Document:
    """Return a scan with all its lines."""
    return read(str(root / "corpus" / "plan" / "scan.pdf"), ADD)


def without(document: Document, line: int) -> tuple[Document, Box]:
    """Return a document whose text layer lacks a line, and where that stands on its page."""
    start, end = document.lines[line].start, document.lines[line].end + 1
    cut = end - start
    lost = union(w.box for w in document.words if start <= w.start < end)
    words = [w for w in document.words if not start <= w.start < end]
    moved = tuple(
        w._replace(start=w.start - cut, end=w.end - cut) if w.start >= end else w for w in words
    )
    text = document.text[:start] + document.text[end:]
    return replace(document, text=text, lines=split_lines(text), words=moved), lost


def long_lines(document: Document, page: int) -> list[int]:
    found = (k for k, line in enumerate(document.lines) if line.page == page)
    return [k for k in found if len(document.lines[k].text.split()) >= 8]


def darkest(image: Image, box: Box, scale: float) -> int:
    part = image.crop(tuple(round(side * scale) for side in box))  # type: ignore[arg-type]
    return part.getextrema()[0]  # type: ignore[return-value]


def test_only_what_no_word_covers_is_searched(plan: Document) -> None:
    line = long_lines(plan, 1)[3]
    lacking, box = without(plan, line)
    engine = Pretended(box)
    (found,) = lost_lines(lacking, engine, ADD.look_budget)  # type: ignore[arg-type]
    (picture,) = engine.searched  # nothing is left of the other pages
    scale = picture.width / plan.pages[0].width
    assert darkest(picture, box, scale) < BLACK
    others = [w.box for w in lacking.words if w.page == 1]
    assert min(darkest(picture, other, scale) for other in others) > BLACK
    assert (found.before, found.after, found.start) == ("", TEXT, plan.lines[line].start)
    assert found.safety is Safety.REVIEW
    assert "pretended 1" in found.reason


@pytest.mark.parametrize("page", [1, 2])
def test_a_line_goes_where_it_stood(plan: Document, page: int) -> None:
    for line in long_lines(plan, page)[1:-1:3]:
        lacking, box = without(plan, line)
        (found,) = lost_lines(lacking, Pretended(box), ADD.look_budget)  # type: ignore[arg-type]
        text = apply_corrections(lacking.text, [found])
        assert [row for row in text.splitlines() if row.strip()] == [
            TEXT if k == line else row.text for k, row in enumerate(plan.lines) if row.text.strip()
        ]


def test_a_whole_layer_is_not_searched(plan: Document) -> None:
    engine = Pretended(Box(0, 0, 9, 9))
    assert lost_lines(plan, engine, ADD.look_budget) == []  # type: ignore[arg-type]
    assert not engine.searched


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("Các đơn vị tổ chức", 0.6),  # a stamp, a signature
        ("T", 0.95),
        ("........ —— ''", 0.95),
        ("xkq wzt qrt", 0.95),
        ("12 345 6789", 0.95),
    ],
)
def test_what_is_no_text_is_not_offered(plan: Document, text: str, confidence: float) -> None:
    lacking, box = without(plan, long_lines(plan, 1)[3])
    engine = Pretended(box, text, confidence)
    assert lost_lines(lacking, engine, ADD.look_budget) == []  # type: ignore[arg-type]
    assert engine.searched


def test_a_layer_beside_its_picture_lacks_no_lines(plan: Document) -> None:
    """What was found is in the page's text, so its words do not cover what they stand for."""
    lines = long_lines(plan, 1)[:3]
    page = plan.text[: plan.lines[lines[-1]].end]
    texts = [plan.lines[k].text for k in lines]
    assert lies_elsewhere(texts, page)
    assert lies_elsewhere([*texts, TEXT, TEXT], page)
    assert not lies_elsewhere([*texts, TEXT, TEXT, TEXT], page)
    assert not lies_elsewhere(texts[:2], page)
    assert not lies_elsewhere([], page)


def test_leaders_at_the_ends_are_no_words() -> None:
    box = Box(0, 0, 9, 9)
    told = [("6.6", 0.3), ("Địa", 0.9), ("chỉ:.", 0.9), ("6060", 0.2)]
    assert text_of(without_ends([FoundWord(t, c, box) for t, c in told])) == "Địa chỉ:"


@pytest.fixture
def lacking(plan: Document, monkeypatch: pytest.MonkeyPatch) -> Document:
    """Return a scan that lacks a line, which the engine finds whenever it is asked."""
    document, box = without(plan, long_lines(plan, 1)[3])

    def engine(_: str) -> Pretended:
        return Pretended(box)

    monkeypatch.setattr(look, "engine_for", engine)
    return document


def test_it_is_written_only_if_asked_for(lacking: Document) -> None:
    before = repair(lacking, Config())
    assert repair(lacking, Config(look=False)).text == before.text
    after = repair(lacking, ADD)
    assert [c for c in after.corrections if not c.box] == list(before.corrections)
    (line,) = (c for c in after.corrections if c.box)
    assert line.fixer == "look"
    gone = after.text.splitlines(keepends=True)
    gone.remove(f"{TEXT}\n")
    assert "".join(gone) == before.text
    assert after.text[after.to_repaired(line.start - 1) + 1 :].startswith(f"{TEXT}\n")
    assert TEXT not in repair(lacking, replace(ADD, auto_only=True)).text


def test_a_person_is_asked_about_it(lacking: Document) -> None:
    asked = ask(lacking, Config(add_lines=True))
    (line,) = asked.lines
    assert line in asked.all()
    assert line not in asked.corrections


def test_a_correction_file_adds_it(lacking: Document) -> None:
    after = repair(lacking, ADD)
    data = encode_jsonl(lacking, after, b"", ADD)
    assert b'"version": 2' in data.splitlines()[0]
    rows = load(data, "plan.jsonl")
    assert apply_corrections(lacking.text, decided(lacking, *rows)) == after.text
    plain = encode_jsonl(lacking, repair(lacking, Config()), b"", ADD)
    assert b'"version": 1' in plain.splitlines()[0]


def test_a_difference_shows_it_as_a_line(lacking: Document) -> None:
    after = repair(lacking, ADD)
    shown = unified(lacking, after, b"").decode().splitlines()
    assert f"+{TEXT}" in shown
    heads = [row for row in shown if row.startswith("@@")]
    assert heads[-1].split()[1] != heads[-1].split()[2]  # one line further in the repaired text
    assert any(row.endswith(f": {{+{TEXT}+}}?") for row in words(lacking, after))


def test_a_pdf_holds_it_at_its_place(plan: Document) -> None:
    line = long_lines(plan, 2)[2]
    _, below = without(plan, line)
    # In the margin below the last line of the page, where nothing stands.
    page = plan.pages[1]
    bottom = max(w.box.y1 for w in plan.words if w.page == 2)
    box = Box(below.x0, bottom + 10, below.x1, bottom + 10 + below.y1 - below.y0)
    assert box.y1 < page.height
    start = next(w.start for w in reversed(plan.words) if w.page == 2)
    after = next(row for row in plan.lines if row.start > start)
    added = replace(
        repair(plan, Config()).corrections[0],
        start=after.start, end=after.start, before="", after=TEXT, box=box,
    )  # fmt: skip
    made = Repair(plan.text, apply_corrections(plan.text, [added]), (added,))
    written = encode_pdf(plan, made, plan.source, ADD)
    again = read_pdf(written, "plan.pdf", ADD)
    assert again.text.count(TEXT) == 1
    at = again.text.index(TEXT)
    found = [w for w in again.words if at <= w.start < at + len(TEXT)]
    assert all(w.page == 2 and w.hidden for w in found)
    around = union(w.box for w in found)
    assert around.x0 == pytest.approx(box.x0, abs=2)
    assert around.x1 == pytest.approx(box.x1, abs=2)
    assert box.y0 - 3 < (around.y0 + around.y1) / 2 < box.y1 + 3
    rest = [w for w in again.text.split() if w not in TEXT.split()]
    assert rest == [w for w in plan.text.split() if w not in TEXT.split()]


@pytest.mark.usefixtures("vietnamese")
def test_tesseract_finds_it(root: Path) -> None:
    document = read(str(root / "corpus" / "plan" / "scan.pdf"), ADD)
    true = (root / "corpus" / "plan" / "true.txt").read_text("utf-8").split()
    engine = find_tesseract("vie")
    assert lost_lines(document, engine, 60) == []
    for line in long_lines(document, 1)[1:8:3]:
        lacking, _ = without(document, line)
        (found,) = lost_lines(lacking, engine, 60)
        assert found.start == document.lines[line].start
        said = found.after.split()
        near = min(Levenshtein.distance(said, true[k : k + len(said)]) for k in range(len(true)))
        assert near <= len(said) // 4


def test_a_line_read_again_has_no_leaders(plan: Document) -> None:
    box = Box(90, 300, 400, 312)
    engine = Pretended(box, "Địa chỉ:. ....", 0.9)
    said = read_line(plan.source, engine, 1, box, ADD.look_budget)  # type: ignore[arg-type]
    assert said == Second("Địa chỉ:", pytest.approx(0.9), "pretended 1")  # type: ignore[arg-type]
    silent = Pretended(box, "6.6", 0.1)
    assert read_line(plan.source, silent, 1, box, ADD.look_budget) is None  # type: ignore[arg-type]
