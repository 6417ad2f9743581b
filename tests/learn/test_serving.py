"""A program that is running takes up what was learned meanwhile."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from vnfix.alternatives.questions import Questions
from vnfix.config import Config
from vnfix.data.entries import ARROW
from vnfix.files.project import CHANNEL, LEARNED, LEARNED_PROTECTED, with_lessons
from vnfix.learn import write_lessons
from vnfix.learn.evidence import Support
from vnfix.learn.lessons import Lesson, Lessons, named
from vnfix.resources import load_resources
from vnfix.review import Store
from vnfix.review.learned import FIX, PROTECTED, WORD, Taught, learned
from vnfix.review.loading import enqueue
from vnfix.review.web.server import propose_all

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from vnfix.model import Document


def test_without_lessons_nothing_changes(tmp_path: Path) -> None:
    config = Config(dictionary=(tmp_path / "own.txt",), channel=tmp_path / "own.tab")
    assert with_lessons(config, tmp_path) == config
    assert with_lessons(config, tmp_path / "none") == config


def test_lessons_come_and_go(tmp_path: Path) -> None:
    own = Config(dictionary=(tmp_path / "own.txt",))
    for name in (LEARNED, LEARNED_PROTECTED, CHANNEL):
        (tmp_path / name).write_text("", "utf-8")
    learned = with_lessons(own, tmp_path)
    assert learned.dictionary == (tmp_path / LEARNED, tmp_path / "own.txt")
    assert learned.protect == (tmp_path / LEARNED_PROTECTED,)
    assert learned.channel == tmp_path / CHANNEL
    assert with_lessons(learned, tmp_path) == learned
    by_hand = Config(channel=tmp_path / "own.tab")
    assert with_lessons(by_hand, tmp_path).channel == tmp_path / "own.tab"
    for name in (LEARNED, LEARNED_PROTECTED, CHANNEL):
        (tmp_path / name).unlink()
    assert with_lessons(learned, tmp_path) == own


def test_a_dictionary_that_has_changed_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / LEARNED
    path.write_text("hiQn->hiện\n", "utf-8")
    config = Config(dictionary=(path,))
    first = load_resources(config)
    assert load_resources(config) is first
    assert wrong_texts(config) == {"hiQn"}
    path.write_text("hiQn->hiện\nnhiQm->nhiệm\n", "utf-8")
    assert wrong_texts(config) == {"hiQn", "nhiQm"}


def wrong_texts(config: Config) -> set[str]:
    corrections = load_resources(config).lexicon.corrections
    return {c.text for c in corrections} & {"hiQn", "nhiQm"}


def test_documents_that_wait_are_read_with_the_lesson(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = []

    def ask(document: Document, config: Config) -> Questions:
        used.append((document.text, config.dictionary))
        (tmp_path / LEARNED).write_text("hiQn->hiện\n", "utf-8")
        return Questions([], [], [])

    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path in paths:
        path.write_text(path.stem, "utf-8")
    with Store(tmp_path / "review.sqlite3") as store:
        enqueue(store, paths)
    monkeypatch.setattr("vnfix.alternatives.questions.ask", ask)
    monkeypatch.setattr("vnfix.review.web.server.leave_working_folder", lambda: None)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    propose_all(str(tmp_path / "review.sqlite3"), Config(), tmp_path)
    assert used == [("a", ()), ("b", (tmp_path / LEARNED,))]


def test_what_was_learned_is_listed_with_its_decisions(tmp_path: Path) -> None:
    with Store(tmp_path / "review.sqlite3"):
        assert learned(tmp_path) == []
        ground = Support(3, decisions={"review.sqlite3": [4, 5, 9]}, reviewers={"Lan", "Minh"})
        fix, word, kept = (Lesson(t, named(ground)) for t in (f"hiQn{ARROW}hiện", "Kvanl", "QNx"))
        write_lessons(tmp_path, Lessons((fix,), (word,), (kept,)), None)
        why = (3, "Lan, Minh", "review.sqlite3 4-5 9")
        assert learned(tmp_path) == [
            Taught(FIX, "hiQn", "hiện", *why),
            Taught(WORD, "Kvanl", "", *why),
            Taught(PROTECTED, "QNx", "", *why),
        ]
        (tmp_path / LEARNED).write_text("hiQn->hiện\n", "utf-8")
        assert learned(tmp_path)[0] == Taught(FIX, "hiQn", "hiện", 0, "", "")
