"""Lines that the text layer lacks, in a review: added only when a person says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vnfix import look
from vnfix.apply import apply_corrections
from vnfix.config import Config
from vnfix.formats.corrections import Status, decided
from vnfix.formats.corrections import load as load_rows
from vnfix.formats.reading import read
from vnfix.model import Box, Correction, Safety
from vnfix.review import Store, load
from vnfix.review.decisions import decide, undo, write
from vnfix.review.exchange import export, merge
from vnfix.review.items import Filters, queue, select
from vnfix.review.web import views
from vnfix.review.web.pages import Texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vnfix.model import Document

FIRST, SECOND = "Các đơn vị tổ chức thực hiện", "và báo cáo kết quả hằng quý"
BOXES = Box(90, 300, 400, 312), Box(90, 315, 400, 327)


@pytest.fixture
def scan(root: Path) -> str:
    return str(root / "corpus" / "letter" / "scan.pdf")


@pytest.fixture
def store(scan: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Return a store with a scan that lacks two lines before the fifth one."""

    def added(document: Document, _: Config) -> list[Correction]:
        start = document.lines[4].start
        texts = zip((FIRST, SECOND), BOXES, strict=True)
        return [
            Correction(start, start, "", text, "look", 0.9, Safety.REVIEW, "lost", box=box)
            for text, box in texts
        ]

    monkeypatch.setattr(look, "added", added)
    with Store(tmp_path / "store.sqlite3") as store:
        load(store, [scan])
        yield store


def numbers(store: Store) -> list[int]:
    return [p.id for p in select(store, Filters("all", fixers=["look"]))]


def applied(store: Store, scan: str) -> str:
    document = read(scan, Config())
    rows = load_rows(export(store, 1).encode(), "letter.jsonl")
    return apply_corrections(document.text, decided(document, *rows))


def test_nothing_is_added_until_a_person_says_so(store: Store, scan: str) -> None:
    first, second = numbers(store)
    asked = {item.first: item for item in queue(store)}
    assert asked[first].gain == pytest.approx(0.9)
    before = applied(store, scan)
    assert FIRST not in before
    decide(store, [second], Status.ACCEPTED, "Lan")
    assert applied(store, scan).replace(f"{SECOND}\n", "", 1) == before
    decide(store, [first], Status.EDITED, "Lan", "Các phòng tổ chức thực hiện")
    assert f"\nCác phòng tổ chức thực hiện\n{SECOND}\n" in applied(store, scan)
    undo(store, "Lan")
    decide(store, [first], Status.REJECTED, "Lan")
    assert applied(store, scan).replace(f"{SECOND}\n", "", 1) == before


def test_decisions_go_into_another_store(store: Store, scan: str, tmp_path: Path) -> None:
    decide(store, numbers(store), Status.ACCEPTED, "Lan")
    file = tmp_path / "letter.jsonl"
    file.write_text(export(store, 1), "utf-8")
    with Store(tmp_path / "other.sqlite3") as other:
        load(other, [scan])
        assert merge(other, file) == 2
        assert applied(other, scan) == applied(store, scan)


def test_the_line_behind_them_can_be_written_anew(store: Store) -> None:
    decide(store, numbers(store), Status.ACCEPTED, "Lan")
    line = Texts(store).line(1, 5)
    made = write(store, 1, (line.start, line.end), "Khác", "Lan")
    assert made.decided == "Khác"
    assert {p.status for p in select(store, Filters("all", fixers=["look"]))} == {Status.ACCEPTED}


def test_the_page_shows_where_it_stands(store: Store) -> None:
    texts = Texts(store)
    _, second = numbers(store)
    shown = views.view(store, texts, second, whole=True)
    assert shown["added"]
    assert (shown["before"], shown["after"]) == ("", SECOND)
    left, top, width, height = shown["picture"]["word"]
    assert shown["picture"]["line"] == shown["picture"]["word"]
    box = BOXES[1]
    assert left / width == pytest.approx(box.x0 / (box.x1 - box.x0), rel=0.01)
    assert top / height == pytest.approx(box.y0 / (box.y1 - box.y0), rel=0.01)
    texts_of = [unit["after"] for unit in shown["units"]]
    assert SECOND in texts_of
    assert FIRST not in texts_of
    other = next(p.id for p in select(store, Filters("all", lines=[5])) if not p.correction.box)
    assert SECOND not in [u["after"] for u in views.view(store, texts, other, whole=True)["units"]]
    assert views.crop_box(shown["picture"])


def test_a_line_that_is_asked_about_again_is_shown_again(store: Store) -> None:
    _, second = numbers(store)
    shown = views.view(store, Texts(store), second, whole=True)["units"]
    decide(store, [second], Status.REJECTED, "Lan")
    back = views.changed(store, undo(store, "Lan"))["places"]
    assert [(p["id"], p["after"]) for p in back] == [(second, SECOND)]
    assert SECOND in [unit["after"] for unit in shown]
