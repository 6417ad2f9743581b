"""Classes of values: they do what those of `dataclasses` do."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from vnfix.config import Config
from vnfix.model import Correction, Document, Line, Repair, Safety
from vnfix.values import NamedTuple, dataclass, field, fields, replace

CORRECTION = Correction(3, 5, "li", "lý", "decoder", 0.9, Safety.REVIEW)


@dataclass
class Heap:
    """One that can be changed."""

    name: str
    rows: list[int] = field(default_factory=list)
    note: str = field(default="", repr=False, compare=False)


def test_dataclasses_knows_them() -> None:
    assert dataclasses.is_dataclass(Config)
    assert [f.name for f in dataclasses.fields(Config)] == [f.name for f in fields(Config)]
    changed = dataclasses.replace(CORRECTION, after="lí")
    assert changed == replace(CORRECTION, after="lí") != CORRECTION
    assert dataclasses.asdict(Heap("a", [1])) == {"name": "a", "rows": [1], "note": ""}


def test_they_are_compared_shown_and_hashed_by_their_fields() -> None:
    document = Document("a", (Line(1, 1, 0, "a"),), source=b"x")
    assert document == replace(document, source=b"y")
    assert hash(document) == hash(replace(document, source=b"y"))
    assert "source" not in repr(document)
    assert repr(document).startswith("Document(text='a', lines=(Line(")
    assert Heap("a") != Heap("b")
    assert Heap("a") == Heap("a", note="of no weight")
    with pytest.raises(TypeError):
        hash(Heap("a"))


def test_frozen_ones_stay_as_they_are() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        CORRECTION.after = "x"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del CORRECTION.after
    heap = Heap("a")
    heap.name = "b"
    assert heap.name == "b"


def test_each_has_lists_of_its_own() -> None:
    assert Heap("a").rows is not Heap("b").rows


def test_they_are_copied_and_sent_to_other_processes() -> None:
    repair = Repair("lili", "lýli", [replace(CORRECTION, start=0, end=2)])
    for value in (CORRECTION, repair, Config(rounds=1), Heap("a", [1])):
        assert pickle.loads(pickle.dumps(value)) == value
        assert copy.copy(value) == value


def test_positions_are_matched() -> None:
    match CORRECTION:
        case Correction(start, end):
            assert (start, end) == (3, 5)
    assert Config.__match_args__ == ()
    with pytest.raises(TypeError):
        Config(None)  # type: ignore[call-arg]


class Place(NamedTuple):
    """One with a property."""

    start: int
    end: int = 0

    @property
    def size(self) -> int:
        """Its length."""
        return self.end - self.start


def test_named_tuples_are_those_of_typing() -> None:
    place = Place(3, end=5)
    assert place == (3, 5)
    assert (place.size, Place(1)) == (2, (1, 0))
    assert repr(place) == "Place(start=3, end=5)"
    assert place._replace(start=4)._asdict() == {"start": 4, "end": 5}
    assert (Place._fields, Place.__doc__) == (("start", "end"), "One with a property.")
    assert (Place.__module__, Place.__qualname__) == (__name__, "Place")
    assert pickle.loads(pickle.dumps(place)) == place
