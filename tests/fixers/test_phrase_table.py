"""The index of phrases laid out: it follows from the dictionaries, and is used for these alone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from vnfix.config import Config
from vnfix.errors import DataError
from vnfix.fixers.phrase_table import FILE, open_phrases
from vnfix.fixers.phrases import LEAST_WORDS, MOTTO, indexed, phrases_of
from vnfix.resources import PACKAGE, Resources, load_resources
from vnfix.text.unicode import strip_accents
from vnfix.train.phrases import build_phrases

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = PACKAGE / "dictionaries"
RESOURCES = load_resources(Config())
SHAPES = RESOURCES.rulebook.classes["shape"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(FOLDER, tmp_path / "dictionaries")


def test_it_is_what_the_builder_makes_of_the_dictionaries(folder: Path) -> None:
    """If not: `python -m vnfix.train phrases`."""
    (folder / FILE).unlink()
    build_phrases(folder, PACKAGE / "rules")
    assert (folder / FILE).read_bytes() == (FOLDER / FILE).read_bytes()


def test_the_same_phrases_are_found() -> None:
    texts, index, bases = indexed(RESOURCES.lexicon, SHAPES)
    laid = open_phrases(FOLDER, SHAPES, LEAST_WORDS)
    assert laid is not None
    assert list(laid[0].items()) == list(texts.items())
    assert (laid[1].keys, laid[1].folder, laid[2]) == (index.keys, index.folder, bases)
    own, other = laid[1].postings, index.postings
    assert own.number == other.number
    for part in ("begin", "keys", "sizes"):
        assert list(getattr(own, part)) == list(getattr(other, part))


def test_other_dictionaries_have_no_use_for_it(folder: Path, tmp_path: Path) -> None:
    assert open_phrases(FOLDER, {**SHAPES, "x": "y"}, LEAST_WORDS) is None
    assert open_phrases(FOLDER, SHAPES, LEAST_WORDS + 1) is None
    places = folder / "places.txt"
    places.write_text(places.read_text("utf-8") + "tỉnh Ỹ\ttỉnh\n", "utf-8")
    assert open_phrases(folder, SHAPES, LEAST_WORDS) is None
    places.unlink()
    assert open_phrases(folder, SHAPES, LEAST_WORDS) is None
    own = tmp_path / "own.txt"
    own.write_text("Viện Đo đạc Xyz\n", "utf-8")
    known = phrases_of(Resources(RESOURCES.models, (own,)))
    assert "viện đo đạc xyz" in known.texts
    assert known.phrases[-1] == "Viện Đo đạc Xyz"


def test_users_syllables_are_known_beside_it(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("ngoéo\n", "utf-8")
    known = phrases_of(Resources(RESOURCES.models, (own,)))
    assert "ngoeo" not in phrases_of(RESOURCES).bases
    assert known.bases == phrases_of(RESOURCES).bases | {"ngoeo"}
    assert known.bases == frozenset(map(strip_accents, known.syllables))


def test_a_damaged_one_is_told(folder: Path) -> None:
    data = bytearray((folder / FILE).read_bytes())
    data[-100] ^= 1
    (folder / FILE).write_bytes(data)
    with pytest.raises(DataError, match="damaged"):
        open_phrases(folder, SHAPES, LEAST_WORDS)


def test_mottoes_stand_among_the_headings() -> None:
    """`motto` reads no other file."""
    assert {p.kind for p in RESOURCES.lexicon.phrases if p.note == MOTTO} == {"headings"}
