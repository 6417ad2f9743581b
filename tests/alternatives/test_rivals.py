"""Other readings of a place: where they come from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.alternatives.places import SURE, Spot, spots_of
from vnfix.alternatives.rivals import (
    Rivals,
    may_be_debris,
    numbers,
    other_cases,
    other_marks,
    plain,
)
from vnfix.alternatives.shapes import core_of
from vnfix.config import Config
from vnfix.decode.far import FARTHEST, NEAREST
from vnfix.decode.rounds import Task, outcome
from vnfix.document import make_document
from vnfix.resources import load_resources
from vnfix.text.tokens import BEGIN

RESOURCES = load_resources(Config())
TEXT = "thuc hiQn nhiQm v, theo ch6 dQ b6o c6o\ntrong 2ol9 tai tinh"


@pytest.fixture(scope="module", name="places")
def places_() -> dict[str, tuple[Spot, Rivals]]:
    document = make_document(TEXT)
    read = outcome(Task(document, range(2)), RESOURCES, Config())
    assert read.charts is not None
    spots, _ = spots_of(document, read, RESOURCES.lm)
    rivals = Rivals(read.charts, RESOURCES.case, RESOURCES.far)
    return {spot.group.before: (spot, rivals) for spot in spots}


def test_every_sick_token_is_a_place(places: dict[str, tuple[Spot, Rivals]]) -> None:
    assert list(places) == TEXT.split()


@pytest.mark.parametrize(
    ("token", "text", "kind"),
    [
        ("v,", "vụ,", "expected"),
        ("2ol9", "2019", "number"),
        ("tinh", "Tỉnh", "case"),
        ("c6o", "c6o", "unchanged"),
        ("tai", "", "nothing"),
        ("dQ", "đề", "chart"),
    ],
)
def test_rivals_and_their_kinds(
    places: dict[str, tuple[Spot, Rivals]], token: str, text: str, kind: str
) -> None:
    spot, rivals = places[token]
    assert kind in rivals.of(spot)[text].kinds


def test_what_stands_is_no_rival_of_itself(places: dict[str, tuple[Spot, Rivals]]) -> None:
    for spot, rivals in places.values():
        assert spot.group.after not in rivals.of(spot)


def test_neighbours_are_those_that_were_read(places: dict[str, tuple[Spot, Rivals]]) -> None:
    spot, _ = places["v,"]
    around, (before, behind) = spot.around(), map(RESOURCES.lm.unit, ("nhiệm", "theo"))
    assert around.words == ("nhiệm", "theo")
    assert around.follower == "theo"
    assert around.near == (before, behind)
    assert around.window.state.one == before
    assert around.window.right[0] == behind


def test_behind_the_ends_of_a_paragraph_nothing_stands(
    places: dict[str, tuple[Spot, Rivals]],
) -> None:
    first, last = places["thuc"][0].around(), places["tinh"][0].around()
    assert first.words[0] == last.words[1] == last.follower == ""
    assert first.near[0] == first.window.state.one == RESOURCES.lm.number[BEGIN]
    assert last.near[1] == -1
    assert (first.before, last.behind, last.window.right) == ([], [], ())


def test_words_far_off_are_the_next_but_one_and_those_beyond(
    places: dict[str, tuple[Spot, Rivals]],
) -> None:
    spot = places["v,"][0]
    groups, around = spot.paragraph.groups, spot.around()
    units = [RESOURCES.lm.units(g.after) if g.posterior > SURE else () for g in groups]
    before = [unit for row in units[: spot.number] for unit in row]
    behind = [unit for row in units[spot.number + 1 :] for unit in row]
    assert around.before == before[::-1][NEAREST - 1 : FARTHEST]
    assert around.behind == behind[NEAREST - 1 : FARTHEST]


@given(st.text(alphabet='aÀx1.,;:^"( ', max_size=8))
def test_marks_and_cases_keep_the_letters(text: str) -> None:
    core = core_of(text).lower()
    for other in (*other_marks(text), *other_cases(text)):
        assert core_of(other).lower() == core


def test_numbers_look_like_the_letters() -> None:
    assert list(numbers("3l/l2/2ol9")) == ["31/12/2019"]
    assert list(numbers("2019")) == []
    assert list(numbers("hiQn")) == []


def test_only_short_tokens_without_digits_may_be_debris() -> None:
    assert may_be_debris("^~")
    assert not may_be_debris("16")
    assert not may_be_debris("thuong")


def test_only_printed_marks_go_with_what_is_expected() -> None:
    assert (plain('("'), plain("^("), plain("")) == ('("', "", "")
