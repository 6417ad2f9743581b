"""A clerk at the keyboard: decisions by keys alone, in a real browser."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.review.web.making import Served, standing
from tests.review.web.pressing import change, press, settled, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.slow


def test_whole_review_by_keys_from_opening_to_the_repaired_text(
    served: Served, open_page: Callable[[str], Page], document: Path
) -> None:
    page = open_page(served.address)
    assert change(page) == ("ndm", "năm")
    press(page, "a")
    assert change(page) == ("tinh", "tính")
    press(page, "1")
    assert change(page) == ("s6", "sổ")
    write(page, "số")
    assert change(page) == ("hiQn", "hiện")
    press(page, "Enter")
    assert page.get_attribute("body", "data-state") == "done"
    press(page, "w")
    shown = page.locator("#write-plan code").all_text_contents()
    assert shown == [str(document) + ".jsonl", str(document.with_name("plan.fixed.txt"))]
    page.keyboard.press("Enter")
    page.wait_for_selector("#write-outcome[data-state=written]")
    assert page.locator("#write-outcome code").all_text_contents() == shown
    repaired = document.with_name("plan.fixed.txt").read_text("utf-8")
    assert repaired == "Cải cách năm 2020 tỉnh\nthực hiện năm 2021, số 12\nhết năm.\n"
    assert document.with_name("plan.txt.jsonl").is_file()


def test_a_series_is_one_decision_with_exceptions(
    served: Served, open_page: Callable[[str], Page], store: Path
) -> None:
    page = open_page(served.address)
    assert page.get_attribute("#current", "data-count") == "3"
    press(page, "ArrowRight", "x")
    assert page.get_attribute("#current", "data-count") == "2"
    press(page, "a")
    assert change(page) == ("ndm", "năm")  # the exception is asked by itself
    press(page, "r")
    decided = [(p.line, str(p.status)) for p in standing(store) if p.correction.before == "ndm"]
    assert decided == [(1, "accepted"), (2, "rejected"), (3, "accepted")]


def test_only_this_place(served: Served, open_page: Callable[[str], Page], store: Path) -> None:
    page = open_page(served.address)
    press(page, "o", "r")
    decided = [str(p.status) for p in standing(store) if p.correction.before == "ndm"]
    assert decided == ["rejected", "proposed", "proposed"]
    assert change(page) == ("ndm", "năm")


def test_undo_takes_a_series_back_and_shows_it(
    served: Served, open_page: Callable[[str], Page], store: Path
) -> None:
    page = open_page(served.address)
    press(page, "a", "a", "u")
    assert change(page) == ("tinh", "tính")
    press(page, "u")
    assert change(page) == ("ndm", "năm")
    assert {str(p.status) for p in standing(store)} == {"proposed"}
    press(page, "u")
    assert "nothing to undo" in (page.text_content("#notice") or "")


def test_rest_of_the_line(served: Served, open_page: Callable[[str], Page], store: Path) -> None:
    page = open_page(served.address)
    press(page, "ArrowRight", "l")
    decided = {p.correction.before for p in standing(store) if str(p.status) == "accepted"}
    assert decided == {"ndm", "s6"}
    assert [str(p.status) for p in standing(store) if p.line == 1] == ["proposed"] * 3


def test_a_word_that_nobody_proposed_to_change(
    served: Served, open_page: Callable[[str], Page], store: Path
) -> None:
    page = open_page(served.address)
    page.focus("#words li[data-before=cách] button")
    page.keyboard.press("Enter")
    page.keyboard.type("sách")
    press(page, "Enter")
    (made,) = [p for p in standing(store) if p.correction.fixer == "reviewer"]
    assert (made.correction.before, made.decided) == ("cách", "sách")
    assert page.text_content("#words li[data-before=cách] .now") == "sách"


def test_the_current_question_stays_in_sight(
    served: Served, open_page: Callable[[str], Page]
) -> None:
    """What is shown beside the queue, or a smaller window, leaves less room for it."""
    page = open_page(served.address)
    press(page, "j", "j")
    page.evaluate("document.querySelector('#queue-list').style.maxHeight = '40px'")
    page.wait_for_function(
        "() => { const list = document.querySelector('#queue-list').getBoundingClientRect(),"
        " now = document.querySelector('#queue-list [aria-current]').getBoundingClientRect();"
        " return list.height < 50 && now.top >= list.top - 1 && now.bottom <= list.bottom + 1; }",
        timeout=3000,
    )


def test_reload_comes_back_to_the_same_place(
    served: Served, open_page: Callable[[str], Page]
) -> None:
    page = open_page(served.address)
    press(page, "a", "j", "j")
    where = page.evaluate("({...document.querySelector('#current').dataset})")
    assert "token" not in page.url
    page.reload()
    page.wait_for_selector("body[data-state=ready]")
    assert page.evaluate("({...document.querySelector('#current').dataset})") == where
    assert page.get_attribute("#progress", "value") == "3"


def test_kill_of_the_server_loses_nothing(
    document: Path, store: Path, open_page: Callable[[str], Page]
) -> None:
    with Served(document, "--reviewer", "Lan") as first:
        page = open_page(first.address)
        press(page, "a", "1")
        first.end(signal.SIGKILL)
        press(page, "a")
        assert "does not answer" in (page.text_content("#alert") or "")
        assert change(page) == ("s6", "sổ")
        page.close()
    decided = {p.correction.before: p.decided for p in standing(store) if p.reviewer == "Lan"}
    assert decided == {"ndm": "năm", "tinh": "tỉnh"}
    with Served(document, "--reviewer", "Lan") as second:
        assert change(open_page(second.address)) == ("s6", "sổ")


def test_two_reviewers_disagree_and_settle(
    document: Path, store: Path, open_page: Callable[[str], Page]
) -> None:
    with (
        Served(document, "--reviewer", "Lan") as one,
        Served(document, "--reviewer", "Minh") as two,
    ):
        first, second = open_page(one.address), open_page(two.address)
        press(first, "a")
        press(second, "r")
        second.wait_for_selector("#conflicts:not([hidden])")
        second.click("#conflicts")
        second.wait_for_selector("#change-verdict.conflict:not([hidden])")
        said = second.text_content("#change-verdict") or ""
        assert "Lan: năm" in said
        assert "Minh: ndm" in said
        press(second, "a")
    assert not any(p.conflict for p in standing(store))
    assert {p.decided for p in standing(store) if p.correction.before == "ndm"} == {"năm"}


def test_letters_of_an_input_method_are_no_keys(
    served: Served, open_page: Callable[[str], Page], store: Path
) -> None:
    page = open_page(served.address)
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ả', bubbles: true}))"
    )
    settled(page)
    assert "input method" in (page.text_content("#notice") or "")
    page.keyboard.press("F1")
    page.click("#letters")
    page.keyboard.press("Escape")
    press(page, "a")
    assert {str(p.status) for p in standing(store)} == {"proposed"}
    press(page, "Enter")
    assert {p.correction.before for p in standing(store) if str(p.status) == "accepted"} == {"ndm"}
