"""Labels of list items: their neighbours tell what a garbled one is."""

from __future__ import annotations

import random

import pytest

from tests.fixers.sick_text import healthy, proposed, readings
from vnfix.config import Config
from vnfix.fixers.list_order import label, likeness, looks_of, propose, strangers
from vnfix.model import Safety
from vnfix.resources import load_resources


@pytest.mark.parametrize(
    "text",
    [
        "1. Mua sách\n2. Mua vở\n3. Mua bút",
        "a) Mua sách\nb) Mua vở",
        "a) Mua sách\nd) Mua vở\nđ) Mua bút",
        "1. Mua sách\nhai hôm sau\n3. Mua bút",
        "Mua sách\nMua vở",
    ],
)
def test_list_order_noop(text: str) -> None:
    assert all(before == after for before, after in readings(propose, text))


def test_leaves_healthy_lines_alone() -> None:
    assert healthy(propose, "1. Mua sach\nZ. Mua vo\n3. Mua but") == []


@pytest.mark.parametrize(
    ("items", "garbled", "meant"),
    [
        ("1. Mua\n{}\n3. Mua", "Z.", "2."),
        ("2. Mua\n{}\n4. Mua", ":.", "3."),
        ("{}\n1.2. Mua", "t.t.", "1.1."),
        ("b) Mua\n{}\nd) Mua", "c]", "c)"),
        ("c) Mua\nd) Mua\n{}\ne) Mua", "d)", "đ)"),
        ("II. MUA\n{}\nIV. MUA", "Ill.", "III."),
    ],
)
def test_neighbours_demand_a_label(items: str, garbled: str, meant: str) -> None:
    assert (garbled, meant) in readings(propose, items.format(f"{garbled} Mua but"))


def test_what_looks_otherwise_is_no_label() -> None:
    found = readings(propose, "1. Mua sach\nNay thi\n3. Mua but")
    assert found == set()


def test_a_label_has_a_style_and_a_place() -> None:
    assert label("12. Mua") == ("12.", ("number", 0, 12, "."))
    assert label("XX. Mua") is None


def test_the_second_d_of_a_list_is_another_letter() -> None:
    for items in ("c) Mua\nd) Mua\n{}\na) Mua", "d) Mua\n{}\ne) Mua"):
        (found,) = [c for c in proposed(propose, items.format("d) Mua but")) if c.exact]
        assert (found.after, found.safety) == ("đ)", Safety.REVIEW)
    for text in ("d) Mua sach\nd) Mua vo", "a) Mua\nb) Mua\nc) Mua\nd) Mua\ne) Mua"):
        assert not any(c.exact for c in proposed(propose, text))


def test_a_label_whose_digit_is_gone_comes_back_between_its_neighbours() -> None:
    assert (".", "3.") in readings(propose, "2. Mua sach\n. Mua vo\n4. Mua but")
    assert readings(propose, "2. Mua sach\n. Mua vo\nMua but") == set()


@pytest.mark.parametrize(
    ("items", "garbled", "meant"),
    [
        ("b) Mua\n{}\nd) Mua", "6)", "c)"),
        ("h) Mua\n{}\nk) Mua", "1)", "i)"),
        ("Mua sach\n{}\n2. Mua", "I.", "1."),
        ("b) Mua\n{}\n4. Mua", "6)", "c)"),
        ("4. Mua\n{}\nb) Mua", "6)", "a)"),
        ("' h) Mua\n{}\n. k) Mua", "1)", "i)"),
    ],
)
def test_a_label_of_no_list_is_the_one_that_another_list_lacks(
    items: str, garbled: str, meant: str
) -> None:
    (found,) = [c for c in proposed(propose, items.format(f"{garbled} Mua but")) if c.exact]
    assert (found.after, found.safety) == (meant, Safety.REVIEW)


@pytest.mark.parametrize(
    "items",
    [
        "5) Mua\nb) Mua\n6) Mua\nd) Mua",
        "I. MUA\n2. Mua\nII. MUA",
        "I. MUA\n1. Mua\n2. Mua",
        "b) Mua\n7) Mua\nd) Mua",
        "I. MUA SAM\n2. Mua\n3. Mua",
    ],
)
def test_a_label_of_a_list_stays(items: str) -> None:
    assert not any(c.exact for c in proposed(propose, items))


def test_a_colon_opens_a_list() -> None:
    assert ("&)", "a)") in readings(propose, "gom co:\n&) Mua but\nb) Mua vo")
    assert ("&)", "a)") not in readings(propose, "gom co\n*) Mua but\nb) Mua vo")


@pytest.mark.parametrize(
    "text", ["5) Mua\n6) Mua but\nb) Mua", "1) Mua\n2) Mua\nb) Mua\n6) Mua but\nMua"]
)
def test_numbers_in_brackets_that_follow_each_other_stay(text: str) -> None:
    assert not any(c.exact for c in proposed(propose, text))


def test_a_zero_and_a_torn_d_may_be_letters_of_a_list() -> None:
    assert ("0)", "o)") in readings(propose, "n) Mua\n0) Mua but\np) Mua")
    assert ("(1)", "d)") in readings(propose, "c) Mua\n(1) Mua but\nMua")
    assert readings(propose, "c) Mua\n(1) Mua but\n(2) Mua") == set()


def test_what_has_two_strangers_is_like_no_label() -> None:
    looks = looks_of(load_resources(Config()))
    rng = random.Random(5)
    seen = "".join(sorted({c for likes in looks.values() for c in likes} | set("ănưmwxz_")))
    labels = ["1.", "12.", "1.2.", "10.14", "a)", "đ)", "3)", "IV.", "XIII.", "5"]
    rejected = 0
    for _ in range(4000):
        meant = rng.choice(labels)
        head = "".join(rng.choice((c, rng.choice(seen))) for c in meant)
        if strangers(head, looks) > 1:
            rejected += 1
            assert likeness(head, meant, looks, free=True) is None
    assert rejected
