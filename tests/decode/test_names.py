"""Names: read as a class of their own, where the document shows one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import vnfix
from vnfix.alternatives.choice import NAMED, RANKED, named
from vnfix.config import Config
from vnfix.decode.groups import Group
from vnfix.decode.lattice import Arc, Step
from vnfix.decode.prices import NAME_ENTRIES, NAME_STEPS, NAMED_MOST, Kind
from vnfix.decode.rounds import Task, decode_rounds
from vnfix.document import make_document
from vnfix.resources import load_resources

if TYPE_CHECKING:
    from collections.abc import Sequence


def steps_of(text: str) -> list[Step]:
    """Return the steps of a garbled text."""
    config = Config(gate=False)
    document = make_document(text)
    task = Task(document, range(len(document.lines)))
    return [s for d in decode_rounds(task, load_resources(config), config) for s in d.steps]


def names_of(text: str) -> list[str]:
    """Return the words of a garbled text that are read as parts of names."""
    return [s.arc.text for s in steps_of(text) if s.named]


@pytest.mark.parametrize(
    ("garbled", "names"),
    [
        ("6ng Phan Vdn Hii ld t6 truong t6 c6ng tic", ["Phan", "Văn", "Hải"]),
        ("D6ng chi Vi Thi Nhi6n, c6n bQ xd", ["Vi", "Thị", "Nhiên"]),
        ("trdn dia ban huyQn Qu6 Phong, mi6n n0i", ["Quế", "Phong"]),
        ("Ngudi ky: Chu Thanh Phuong", ["Chu", "Thanh", "Phương"]),
    ],
)
def test_behind_a_title_stands_a_name(garbled: str, names: Sequence[str]) -> None:
    assert names_of(garbled) == names


def test_running_text_has_no_names() -> None:
    assert names_of("cdn b0 cip xd phai b6o c6o k6t qua thuc hi6n nhi6m vu") == []
    assert names_of("TT Nhi6m vu Th0i gian") == []
    assert names_of("Dai di6n Sd NQi vu, Sd Tai chinh, Sd Y t6") == []


@pytest.mark.parametrize("name", ["6ng Trdn Ldm:,", "huyQn Tr!;"])
def test_every_place_of_a_paragraph_is_covered_once(name: str) -> None:
    text = f"Uy ban nhdn ddn {name}\nHda giao nhi6m vu cho phdng NQi vu"
    steps = steps_of(text)
    assert [s.arc.start for s in steps[1:]] == [s.arc.end for s in steps[:-1]]
    assert vnfix.fix_text(text, gate=False).count("\n") == 1


def test_a_name_keeps_its_capitals() -> None:
    found = vnfix.fix_text("Ba Trdn Thi Sinh ld t6 truong t6 giup viQc.", gate=False)
    assert "Trần Thị Sinh" in found


def test_tables_of_moves_have_a_row_and_a_column_for_each_part() -> None:
    assert {len(row) for row in (*NAME_ENTRIES.values(), *NAME_STEPS)} == {len(NAME_STEPS)}


def group(posterior: float, *, is_name: bool) -> Group:
    """Return the reading of one token."""
    arc = Arc(0, 4, Kind.WORD, "Phan", 0, 1, 1, (0, 0, 0))
    return Group(0, 4, "Phan", "Phan", [Step(arc, 0, posterior, (), is_name)])


def test_how_sure_a_name_is() -> None:
    assert named(group(0.6, is_name=True)) == 0.6
    assert named(group(0.6, is_name=False)) == 0.0
    assert named(group(0.99, is_name=True)) == 0.0  # the lattice agrees: its own measure holds
    assert NAMED < RANKED < NAMED_MOST


def test_a_name_that_the_lattice_does_not_share_is_never_auto() -> None:
    text = "Giao 6ng Hiu Vdn Ly vd bd Tdng Thj Ph6ng t6 chric thyc hiQn k6 hoach ndy."
    repair = vnfix.fix_and_explain(text, gate=False)
    assert load_resources(Config()).calibration.auto > NAMED_MOST
    for c in repair.corrections:
        assert str(c.safety) != "auto" or c.confidence > NAMED_MOST
