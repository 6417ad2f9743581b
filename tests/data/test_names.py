"""The tables of names: what they say, and what is found wrong in them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from vnfix.data.check import PACKAGE
from vnfix.data.name_table import FILE, build_names, load_names, open_names
from vnfix.data.names import Names, read_names
from vnfix.errors import DataError
from vnfix.train.names import communes, persons

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = PACKAGE / "dictionaries"


@pytest.fixture(scope="module")
def names() -> Names:
    return load_names(FOLDER)


def test_surnames_are_likelier_than_what_is_none(names: Names) -> None:
    assert names.part("surname", "Nguyễn") < names.part("surname", "Vi")
    assert names.part("surname", "Vi") < names.part("surname", "phận")
    assert names.part("given", "Thuý") == names.part("given", "Thúy")


def test_places_are_known_by_their_pairs(names: Names) -> None:
    assert names.place("quế", "phong") < names.place("quế", "phòng")
    assert names.ends("phong") < names.ends("quế")
    assert names.place("", "quế") < names.place("", "quyết")


@pytest.mark.parametrize(
    ("file", "line"),
    [("persons", "Ơn\tsurname"), ("communes", "Ỷ La\tmany"), ("before_names", "ở\tperhaps")],
)
def test_a_bad_note_is_told(file: str, line: str, tmp_path: Path) -> None:
    for path in FOLDER.glob("*.txt"):
        shutil.copy(path, tmp_path)
    bad = tmp_path / f"{file}.txt"
    bad.write_text(f"{line}\n", "utf-8")
    with pytest.raises(DataError, match=f"{file}.txt:1"):
        load_names(tmp_path)


def test_the_table_is_what_the_builder_makes_of_the_dictionaries(tmp_path: Path) -> None:
    """If not: `python -m vnfix.train names`."""
    folder = shutil.copytree(FOLDER, tmp_path / "dictionaries")
    (folder / FILE).unlink()
    build_names(folder)
    assert (folder / FILE).read_bytes() == (FOLDER / FILE).read_bytes()
    assert open_names(folder) == read_names(folder)


def test_other_dictionaries_have_no_use_for_the_table(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "dictionaries")
    communes = folder / "communes.txt"
    communes.write_text(communes.read_text("utf-8") + "Ỹ Xyz\t9\n", "utf-8")
    assert open_names(folder) is None
    assert "ỹ xyz" in load_names(folder).places
    communes.unlink()
    assert open_names(folder) is None


def test_a_damaged_table_is_told(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "dictionaries")
    data = bytearray((folder / FILE).read_bytes())
    data[-100] ^= 1
    (folder / FILE).write_bytes(data)
    with pytest.raises(DataError, match="damaged"):
        open_names(folder)


def test_names_of_places_are_more_than_a_syllable(names: Names) -> None:
    assert {"ia grai", "long an", "pleiku"} <= names.places
    assert "vinh" not in names.places


def test_tables_are_counted_from_lists(tmp_path: Path) -> None:
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "person_name_parts.tsv").write_text(
        "part\tsyllable\tdistinct_names\nsurname\tLò\t9\ngiven\tHoà\t4\ngiven\tXyz\t8\ngiven\tÂn\t1\n",
        "utf-8",
    )
    (lists / "surnames.tsv").write_text("surname\tnorth\nThào\t0.1\n", "utf-8")
    for k, file in enumerate(("pre2025_madnh", "post2025_thanglequoc")):
        rows = f"level\tcode\tfull\tname\tparent\ncommune\t{k}\tXã Bản Mới\tBản Mới\t1\n"
        (lists / f"admin_units_{file}.tsv").write_text(
            rows + "commune\t9\tPhường 4\t4\t1\n", "utf-8"
        )
    assert persons(tmp_path) == {"Lò": "surname 9", "Hòa": "given 4", "Thào": "surname 1"}
    assert communes(tmp_path) == {"Bản Mới": "2"}
