"""Documents into a store: new, known, changed, broken, left by a dead process."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests import pdfs, toy
from vnfix.config import Config
from vnfix.review import (
    Filters,
    State,
    Status,
    Store,
    decide,
    documents,
    enqueue,
    load,
    prepare,
    progress,
    queue,
    select,
    stored_document,
    text_of,
)
from vnfix.review.items import ALL, DECIDED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_known_document_keeps_its_decisions(shelf: Store) -> None:
    decide(shelf, [1], Status.ACCEPTED, "Lan")
    (again,) = load(shelf, [stored_document(shelf, 1).path])
    assert (again.id, len(documents(shelf))) == (1, 1)
    assert progress(shelf).decided == 1


def test_a_changed_document_is_added_anew_and_the_old_kept(
    shelf: Store, caplog: pytest.LogCaptureFixture
) -> None:
    decide(shelf, [1], Status.ACCEPTED, "Lan")
    path = stored_document(shelf, 1).path
    with open(path, "a", encoding="utf-8") as f:  # noqa: PTH123
        f.write("tinh\n")
    (new,) = load(shelf, [path])
    assert (new.id, new.state) == (2, State.READY)
    assert stored_document(shelf, 1).state is State.REPLACED
    assert "changed" in caplog.text
    assert {p.document for p in select(shelf, Filters(ALL))} == {2}
    assert len(select(shelf, Filters(DECIDED, documents=[1]))) == 1
    assert text_of(shelf, 1).text + "tinh\n" == text_of(shelf, 2).text


def test_other_bytes_of_the_same_text_are_the_same_document(tmp_path: Path, shelf: Store) -> None:
    text = text_of(shelf, 1).text
    (tmp_path / "plan.txt").write_bytes(text.encode("utf-16-le"))
    load(shelf, [tmp_path / "plan.txt"])
    assert [(d.id, d.state) for d in documents(shelf)] == [(1, State.READY)]
    before = shelf.rows("SELECT bytes FROM documents")[0][0]
    load(shelf, [tmp_path / "plan.txt"])
    assert shelf.rows("SELECT bytes FROM documents")[0][0] == before


def test_a_document_that_is_gone_can_still_be_reviewed(shelf: Store, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").unlink()
    (known,) = load(shelf, [tmp_path / "plan.txt"])
    assert known.state is State.READY
    assert queue(shelf)


def test_a_broken_document_stops_no_other_and_is_tried_again(tmp_path: Path, shelf: Store) -> None:
    bad, good = tmp_path / "bad.pdf", tmp_path / "good.txt"
    bad.write_bytes(b"%PDF-1.4 broken")
    good.write_text("tinh", "utf-8")
    a, b = load(shelf, [bad, good])
    assert (a.state, b.state) == (State.FAILED, State.READY)
    assert str(bad) in a.message
    bad.unlink()
    assert load(shelf, [bad])[0].state is State.FAILED
    bad.write_bytes(pdfs.make_pdf([["tinh"]]))
    assert load(shelf, [bad])[0].state is State.READY


def test_a_fault_is_that_of_one_document(
    shelf: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("oops")

    (tmp_path / "b.txt").write_text("tinh")
    monkeypatch.setattr("vnfix.alternatives.questions.ask", broken)
    enqueue(shelf, [tmp_path / "b.txt"])
    assert prepare(shelf)
    assert documents(shelf)[-1].state is State.FAILED
    assert "oops" in documents(shelf)[-1].message
    assert prepare(shelf) is False


def test_what_is_interrupted_waits_again(
    shelf: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "b.txt").write_text("tinh")
    enqueue(shelf, [tmp_path / "b.txt"])
    with monkeypatch.context() as patch:
        patch.setattr("vnfix.alternatives.questions.ask", stop)
        with pytest.raises(KeyboardInterrupt):
            prepare(shelf)
    assert documents(shelf)[-1].state is State.QUEUED
    assert prepare(shelf)
    assert documents(shelf)[-1].state is State.READY


def test_what_a_dead_process_has_left_is_taken_up(tmp_path: Path, shelf: Store) -> None:
    (tmp_path / "b.txt").write_text("tinh", "utf-8")
    enqueue(shelf, [tmp_path / "b.txt"])
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    import socket

    owner = f"{socket.gethostname()}:{process.pid}"
    with shelf.change() as connection:
        connection.execute(
            "UPDATE documents SET state = 'proposing', owner = ? WHERE id = 2", (owner,)
        )
    assert prepare(shelf)
    assert documents(shelf)[1].state is State.READY


def test_what_another_process_is_at_is_left_to_it(tmp_path: Path, shelf: Store) -> None:
    (tmp_path / "b.txt").write_text("tinh", "utf-8")
    enqueue(shelf, [tmp_path / "b.txt"])
    with shelf.change() as connection:
        connection.execute(
            "UPDATE documents SET state = 'proposing', owner = 'elsewhere:1' WHERE id = 2"
        )
    assert not prepare(shelf)


def test_names_that_are_no_text_and_texts_that_are_no_unicode(
    tmp_path: Path, toy_engine: Callable[..., object]
) -> None:
    del toy_engine
    path = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    with open(path, "wb") as f:  # noqa: PTH123
        f.write(toy.GARBLED.encode() + b"\xff\n")
    with Store(tmp_path / "s") as store:
        (known,) = load(store, [os.fsdecode(path)], Config(encoding="utf-8:surrogateescape"))
        assert os.fsencode(known.path) == path
        assert text_of(store, 1).text == f"{toy.GARBLED}\udcff\n"


def test_pages_and_words_of_a_pdf_are_kept(
    tmp_path: Path, toy_engine: Callable[..., object]
) -> None:
    from vnfix.formats.reading import read

    del toy_engine
    path = tmp_path / "a.pdf"
    path.write_bytes(pdfs.make_pdf([["hai dong", "chu thuong"], ["tinh"]]))
    with Store(tmp_path / "s") as store:
        (known,) = load(store, [path])
        kept, as_read = text_of(store, known.id), read(path, Config())
    assert kept.text == as_read.text
    assert kept.pages == as_read.pages
    assert [(w.start, w.end, w.page) for w in kept.words] == [
        (w.start, w.end, w.page) for w in as_read.words
    ]
