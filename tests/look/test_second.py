"""Both readings together: evidence, never a replacement."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from rapidfuzz.distance import Levenshtein

import vnfix
from vnfix import look
from vnfix.alternatives.questions import ask
from vnfix.config import Config
from vnfix.decode.rounds import outcome
from vnfix.errors import LookError
from vnfix.formats.reading import read
from vnfix.look.second import Places
from vnfix.look.tesseract import SecondWord, Tesseract
from vnfix.model import Safety
from vnfix.pipeline import plan, repair

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PIL.Image import Image

LOOK = Config(look=True)


@dataclass
class Pretended:
    """An engine that reads what it is told to."""

    says: Callable[[int], list[SecondWord]]
    name: str = "pretended 1"
    asked: list[tuple[int, int]] = field(default_factory=list)

    def read(self, pictures: Sequence[Image], seconds: float) -> list[list[SecondWord]]:
        """Return the words of each line."""
        assert seconds == LOOK.look_budget
        self.asked += [picture.size for picture in pictures]
        return [self.says(picture.width) for picture in pictures]


@pytest.fixture
def pretend(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Pretended]:
    def put(says: Callable[[int], list[SecondWord]]) -> Pretended:
        engine = Pretended(says)
        monkeypatch.setattr(look, "engine_for", lambda _: engine)
        return engine

    return put


def errors(text: str, true: str) -> int:
    return Levenshtein.distance(text.split(), true.split())


def test_healthy_pdfs_are_not_read_again(
    pretend: Callable[..., Pretended], tmp_path: Path, root: Path
) -> None:
    engine = pretend(lambda _: [])
    text = (root / "corpus" / "plan" / "true.txt").read_text("utf-8")
    path = tmp_path / "plan.txt"
    path.write_text(text, "utf-8")
    assert repair(read(str(path), LOOK), LOOK).text == text
    assert not engine.asked


def test_an_engine_that_reads_nothing_or_nonsense_changes_little(
    pretend: Callable[..., Pretended], root: Path
) -> None:
    path = str(root / "corpus" / "letter" / "scan.pdf")
    true = (root / "corpus" / "letter" / "true.txt").read_text("utf-8")
    before = repair(read(path, Config()), Config())
    engine = pretend(lambda _: [])
    assert repair(read(path, LOOK), LOOK).text == before.text
    assert engine.asked
    pretend(lambda width: [SecondWord("xyzq", 0.3, k, k + 40) for k in range(0, width, 50)])
    nonsense = repair(read(path, LOOK), LOOK).text
    assert errors(nonsense, true) <= errors(before.text, true) + 3


def test_numbers_that_were_read_differently_are_never_auto(
    pretend: Callable[..., Pretended], root: Path
) -> None:
    pretend(lambda width: [SecondWord("1975", 0.99, k, k + 40) for k in range(0, width, 50)])
    path = str(root / "corpus" / "decision" / "scan.pdf")
    for c in repair(read(path, LOOK), LOOK).corrections:
        if c.fixer == "look" and any(map(str.isdecimal, c.before + c.after)):
            assert c.safety is Safety.REVIEW, c


def test_an_engine_that_is_not_sure_changes_no_number(
    pretend: Callable[..., Pretended], root: Path
) -> None:
    path = str(root / "corpus" / "decision" / "scan.pdf")

    def numbers(config: Config) -> list[str]:
        text = repair(read(path, config), config).text
        return [word for word in text.split() if sum(map(str.isdecimal, word)) > 1]

    engine = pretend(
        lambda width: [SecondWord("1975", 0.7, k, k + 40) for k in range(0, width, 50)]
    )
    looked = numbers(LOOK)
    assert engine.asked
    assert [n for n in looked if n != "1975"] == numbers(Config())


def test_lines_with_open_marks_alone_are_not_read_again(root: Path) -> None:
    document = read(str(root / "corpus" / "plan" / "scan.pdf"), LOOK)
    planned = plan(document, LOOK)
    resources = planned.analysis.resources
    places = Places.of(document, outcome(planned.task, resources, LOOK), resources)
    chosen = set(places.in_doubt())
    doubted = {k for k, spots in places.lines.items() if any(map(places._doubted, spots))}
    assert 0 < len(chosen) < len(doubted) < len(places.lines)
    assert chosen < doubted


def test_without_the_program_all_is_as_before_and_said_once(
    monkeypatch: pytest.MonkeyPatch, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def missing(_: str) -> Tesseract:
        raise LookError("The program tesseract is not installed.", "Install it.")

    monkeypatch.setattr("vnfix.look.tesseract.find_tesseract", missing)
    look.engine_for.cache_clear()
    path = str(root / "corpus" / "letter" / "scan.pdf")
    with caplog.at_level(logging.WARNING, "vnfix"):
        texts = {repair(read(path, LOOK), LOOK).text for _ in range(2)}
    look.engine_for.cache_clear()
    assert texts == {repair(read(path, Config()), Config()).text}
    assert [r.getMessage() for r in caplog.records] == [
        "No second look: The program tesseract is not installed. Install it."
    ]


def test_texts_have_no_page_to_look_at(pretend: Callable[..., Pretended]) -> None:
    engine = pretend(lambda _: [])
    assert vnfix.fix_text("Cii c6ch hinh chinh", look=True) == "Cải cách hành chính"
    assert not engine.asked


@pytest.mark.usefixtures("vietnamese")
@pytest.mark.parametrize("name", ["plan", "report"])
def test_tesseract_takes_errors_away(name: str, root: Path) -> None:
    path = str(root / "corpus" / name / "scan.pdf")
    true = (root / "corpus" / name / "true.txt").read_text("utf-8")
    before = repair(read(path, Config()), Config())
    document = read(path, LOOK)
    after = repair(document, LOOK)
    assert errors(after.text, true) <= errors(before.text, true)
    assert repair(document, LOOK).corrections == after.corrections
    looked = [c for c in after.corrections if c.fixer == "look"]
    assert all("tesseract" in c.reason and "vie: " in c.reason for c in looked)
    assert all(c.confidence + sum(p for _, p in c.alternatives) <= 1.001 for c in looked)


@pytest.mark.usefixtures("vietnamese")
def test_a_person_is_asked_with_what_was_read_again(root: Path) -> None:
    config = Config(look=True, min_confidence=0.0)
    document = read(str(root / "corpus" / "plan" / "scan.pdf"), config)
    asked = ask(document, config)
    proposed = repair(document, config).corrections
    assert [c.after for c in asked.corrections] == [c.after for c in proposed]
