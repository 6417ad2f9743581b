"""The scripted reviewer: what it knows, which keys it presses, and what they are counted as."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from bench.data import Row, Sample
from bench.keys import ACCEPT, EDIT, ENTER, NEXT, NEXT_PLACE, ONLY, REJECT, UNTICK, ReviewSession
from bench.person import Gold, Person
from bench.review import decisions, figures, on_page, work
from vnfix.alternatives.questions import Questions
from vnfix.model import Correction, Safety
from vnfix.review.items import Filters
from vnfix.review.loading import load
from vnfix.review.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Make = Callable[[str, str, "Sequence[Correction]"], tuple[Store, Sample]]


def change(
    text: str, word: str, after: str, others: Sequence[tuple[str, float]] = (), nth: int = 0
) -> Correction:
    """Return a change of the n-th place of a word."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(word, at + 1)
    return Correction(
        at, at + len(word), word, after, "decode", 0.5, Safety.REVIEW, "", tuple(others)
    )


@pytest.fixture(name="make")
def make_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    def make(text: str, gold: str, found: Sequence[Correction]) -> tuple[Store, Sample]:
        monkeypatch.setattr(
            "vnfix.alternatives.questions.ask", lambda *_: Questions([], list(found), [])
        )
        (tmp_path / "a.txt").write_text(text, "utf-8")
        store = Store(tmp_path / "s")
        load(store, [tmp_path / "a.txt"])
        pairs = zip(text.split("\n"), gold.split("\n"), strict=True)
        rows = [Row(k, seen, true) for k, (seen, true) in enumerate(pairs) if true]
        return store, Sample("a", text, tuple(rows))

    return make


@pytest.mark.parametrize(
    ("after", "others", "true", "keys"),
    [
        ("năm", [("nằm", 0.2)], "năm", [ACCEPT]),
        ("nằm", [("nắm", 0.3), ("năm", 0.2)], "năm", ["2"]),
        ("nằm", [("nắm", 0.3)], "ndm", [REJECT]),
        ("nằm", [("nắm", 0.3)], "xã", [EDIT, "x", "ã", ENTER]),
        ("nằm", [("nắm", 0.3)], "", [NEXT]),
    ],
)
def test_one_place(
    make: Make, after: str, others: Sequence[tuple[str, float]], true: str, keys: list[str]
) -> None:
    text = "hết ndm nay"
    found = [change(text, "ndm", after, others)]
    store, sample = make(text, " ".join(f"hết {true} nay".split()), found)
    session = work(store, sample)
    if true:
        assert session.keys == keys
        assert session.errors[-1] == 0
    else:
        assert session.errors[-1] <= session.errors[0]


def test_the_whole_series_by_one_key(make: Make) -> None:
    text = "ndm nay ndm qua\nndm sau"
    found = [change(text, "ndm", "nằm", [("năm", 0.4)], n) for n in range(3)]
    store, sample = make(text, "năm nay năm qua\nnăm sau", found)
    session = work(store, sample)
    assert (session.keys, session.errors) == (["1"], [3, 0])


def test_exceptions_of_a_series(make: Make) -> None:
    text = "ndm nay ndm qua\nndm sau"
    found = [change(text, "ndm", "nằm", [("năm", 0.4)], n) for n in range(3)]
    store, sample = make(text, "năm nay nằm qua\nnăm sau", found)
    session = work(store, sample)
    assert session.keys == [NEXT_PLACE, UNTICK, "1", ACCEPT]
    assert (session.errors[0], session.errors[-1]) == (2, 0)


def test_one_place_of_a_series_alone(make: Make) -> None:
    text = "ndm nay ndm qua"
    found = [
        change(text, "ndm", "nằm", [("nắm", 0.3)], 0),
        change(text, "ndm", "nằm", [("nắm", 0.3), ("năm", 0.2)], 1),
    ]
    store, sample = make(text, "nằm nay năm qua", found)
    assert work(store, sample).keys == [NEXT_PLACE, ONLY, "2", ACCEPT]


def test_only_lines_with_gold_are_in_the_queue(make: Make) -> None:
    text = "ndm nay\nndm qua"
    found = [change(text, "ndm", "nằm", [("năm", 0.4)], n) for n in range(2)]
    store, sample = make(text, "\nnăm qua", found)
    gold = Gold(sample, store, 1)
    desk = ReviewSession(store, Filters(lines=sorted(gold.lines)))
    assert [p.line for p in desk.places] == [2]
    assert (gold.words, gold.all_errors()) == (2, 1)
    assert Person(gold).keys(desk) == ["1"]


def test_presses_are_counted_one_by_one(make: Make) -> None:
    text = "hết ndm nay"
    store, sample = make(text, "hết xã nay", [change(text, "ndm", "nằm", [("nắm", 0.3)])])
    session = work(store, sample)
    assert session.errors == [1, 1, 1, 1, 0]
    shown = figures(session)
    assert shown["gone"] == {"35": 1.0, "80": 1.0, "150": 1.0}
    assert shown["WER"]["0"] == pytest.approx(1 / 3)


@pytest.mark.slow
def test_the_page_takes_the_same_decisions(
    make: Make, tmp_path: Path, program: Callable[[str], str]
) -> None:
    program("chromium")
    text = "ndm nay ndm qua\nndm sau, tinh v cap"
    found = [change(text, "ndm", "nằm", [("năm", 0.4)], n) for n in range(3)]
    found += [
        change(text, "sau,", "sấu,", [("sáu,", 0.3)]),
        change(text, "tinh", "tình", [("tỉnh", 0.4)]),
        change(text, "v", "v", [("vì", 0.2), ("vụ", 0.1)]),
        change(text, "cap", "cáp"),
    ]
    store, sample = make(text, "năm nay nằm qua\nnăm sau, tỉnh và cấp", found)
    twin = tmp_path / "twin"
    store.rows("VACUUM INTO ?", (str(twin),))
    session = work(store, sample)
    left = session.errors[-1]
    assert left < session.errors[0] == 6
    page = on_page(tmp_path / "a.txt", twin, sample, session)
    assert page["decisions"] == decisions(store)
    assert page["errors"] == {"35": left, "80": left, "150": left}
