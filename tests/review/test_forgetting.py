"""Lessons that are taken back, and what they have changed in documents that were read already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vnfix.config import Config
from vnfix.data.entries import ARROW
from vnfix.errors import RefusedError, UnreadableError, UsageError
from vnfix.files.project import CHANNEL, LEARNED
from vnfix.learn import learned_channel, write_lessons
from vnfix.learn.evidence import Support
from vnfix.learn.lessons import Lesson, Lessons, named
from vnfix.model import Safety
from vnfix.resources import load_resources
from vnfix.review import Status, Store, decide, load, select, series, undo
from vnfix.review.forgetting import take_back, use_again
from vnfix.review.items import ALL, Filters, queue
from vnfix.review.learned import (
    ENGINE,
    FIX,
    FORGOTTEN,
    PROTECTED,
    WORD,
    LessonName,
    learned,
)
from vnfix.review.outlook import mistakes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vnfix.review import Place

TEXT = "Thuc hiQn t6t c6c nhiQm vu dugc x8zz cho Vinax\n" * 2
TRAO = LessonName(FIX, "x8zz", "trao")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    """Return a store with a document that was read with lessons, which lie beside it."""
    ground = Support(3, decisions={"review.sqlite3": [4, 5, 9]}, reviewers={"Minh"})
    fixes = tuple(Lesson(f"{w}{ARROW}{r}", named(ground)) for w, r in (("q7q", "quy"), TRAO[1:]))
    word, kept = (Lesson(text, named(ground)) for text in ("Kvanl", "Vinax"))
    with Store(tmp_path / "review.sqlite3") as store:
        write_lessons(tmp_path, Lessons(fixes, (word,), (kept,)), None, [store])
        (tmp_path / "plan.txt").write_text(TEXT, "utf-8")
        load(store, [tmp_path / "plan.txt"], Config(dictionary=(tmp_path / LEARNED,)))
        yield store


def made(store: Store) -> list[Place]:
    return [p for p in select(store, Filters(ALL)) if p.correction.before == "x8zz"]


def names(folder: Path, *, back: bool) -> list[str]:
    return [str(t.name) for t in learned(folder) if bool(t.taken_back) == back]


def test_what_a_lesson_has_made_is_left_as_read_and_asked(office: Store, tmp_path: Path) -> None:
    before = made(office)
    assert [(p.decided, p.correction.safety) for p in before] == [("trao", Safety.AUTO)] * 2
    left = mistakes(office)
    assert take_back(tmp_path, [office], TRAO, "Lan") == 2
    now = made(office)
    assert [(p.decided, p.correction.safety) for p in now] == [("x8zz", Safety.REVIEW)] * 2
    assert mistakes(office) > left
    first = queue(office)[0]  # what nobody trusts any more comes first
    assert [p.id for p in series(office, first.id)] == [p.id for p in now]
    assert use_again(tmp_path, [office], TRAO) == 2
    assert made(office) == before
    assert mistakes(office) == pytest.approx(left)


def test_what_was_decided_stays(office: Store, tmp_path: Path) -> None:
    first, second = made(office)
    decide(office, [first.id], Status.ACCEPTED, "Lan")
    assert take_back(tmp_path, [office], TRAO, "Lan") == 1
    assert [p.decided for p in made(office)] == ["trao", "x8zz"]
    decide(office, [second.id], Status.REJECTED, "Lan")
    assert use_again(tmp_path, [office], TRAO) == 0
    assert [p.decided for p in made(office)] == ["trao", "x8zz"]
    undo(office, "Lan")
    assert take_back(tmp_path, [office], TRAO, "Lan") == 0
    assert use_again(tmp_path, [office], TRAO) == 1
    assert [p.decided for p in made(office)] == ["trao", "trao"]


def test_a_document_that_was_being_read_meanwhile_asks_too(office: Store, tmp_path: Path) -> None:
    config = Config(dictionary=(tmp_path / "as-it-was.txt",))
    (tmp_path / "as-it-was.txt").write_bytes((tmp_path / LEARNED).read_bytes())
    take_back(tmp_path, [office], TRAO, "Lan")
    (tmp_path / "next.txt").write_text(TEXT, "utf-8")
    load(office, [tmp_path / "next.txt"], config)
    assert [p.decided for p in made(office)] == ["x8zz"] * 4


@pytest.mark.parametrize(
    "lesson", [TRAO, LessonName(WORD, "Kvanl"), LessonName(PROTECTED, "Vinax")], ids=str
)
def test_a_lesson_goes_from_its_file_and_comes_back(
    office: Store, tmp_path: Path, lesson: LessonName
) -> None:
    files = {p.name: p.read_bytes() for p in tmp_path.glob("learned*")}
    used = names(tmp_path, back=False)
    take_back(tmp_path, [office], lesson, "Lan")
    assert names(tmp_path, back=True) == [str(lesson)]
    assert sorted([*names(tmp_path, back=False), str(lesson)]) == sorted(used)
    (there,) = [t for t in learned(tmp_path) if t.taken_back]
    assert (there.taken_back, there.who, there.places) == ("Lan", "Minh", 3)
    use_again(tmp_path, [office], lesson)
    assert {p.name: p.read_bytes() for p in tmp_path.glob("learned*")} == files
    assert names(tmp_path, back=True) == []


def test_the_channel_is_a_lesson_of_its_own(office: Store, tmp_path: Path) -> None:
    channel = learned_channel(load_resources(Config()).channel, {("hjQn", "hiện"): 400})
    write_lessons(tmp_path, Lessons((), (), ()), channel, [office])
    (tmp_path / LEARNED).unlink()
    data = (tmp_path / CHANNEL).read_bytes()
    assert names(tmp_path, back=False) == [ENGINE]
    take_back(tmp_path, [office], LessonName(ENGINE), "Lan")
    assert not (tmp_path / CHANNEL).exists()
    assert names(tmp_path, back=True) == [ENGINE]
    use_again(tmp_path, [office], LessonName(ENGINE))
    assert (tmp_path / CHANNEL).read_bytes() == data


def test_what_is_no_lesson_changes_nothing(office: Store, tmp_path: Path) -> None:
    for lesson in (
        LessonName(FIX, "x8zz", "tráo"),
        LessonName(ENGINE),
        LessonName("no such", "Kvanl"),
    ):
        with pytest.raises(UsageError):
            take_back(tmp_path, [office], lesson, "Lan")
        with pytest.raises(UsageError):
            use_again(tmp_path, [office], lesson)
    assert not (tmp_path / FORGOTTEN).exists()


def test_a_file_of_the_users_own_is_left_alone(office: Store, tmp_path: Path) -> None:
    (tmp_path / LEARNED).write_text(f"x8zz{ARROW}trao\n", "utf-8")
    with pytest.raises(RefusedError):
        take_back(tmp_path, [office], TRAO, "Lan")
    assert names(tmp_path, back=False)[0] == "x8zz->trao"


def test_a_damaged_list_is_told(office: Store, tmp_path: Path) -> None:
    for content in (b"{", b"[1]\n", b'{"kind": "fix"}\n', b"\xff"):
        (tmp_path / FORGOTTEN).write_bytes(content)
        with pytest.raises(UnreadableError) as caught:
            learned(tmp_path)
        assert (caught.value.key, caught.value.values["name"]) == (
            "forgotten",
            str(tmp_path / FORGOTTEN),
        )


def test_what_is_private_stays_so(office: Store, tmp_path: Path) -> None:
    office.path.chmod(0o600)
    take_back(tmp_path, [office], TRAO, "Lan")
    assert (tmp_path / FORGOTTEN).stat().st_mode & 0o777 == 0o600
