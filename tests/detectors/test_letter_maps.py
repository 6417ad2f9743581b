"""The table of letter maps and that of their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vnfix.config import Config
from vnfix.detectors.letter_maps import ALPHABET, hints, letter_map, parse, tables
from vnfix.detectors.mapped import KINDS
from vnfix.errors import DataError
from vnfix.train.letter_maps import build

if TYPE_CHECKING:
    from pathlib import Path


def test_ascii_is_never_changed() -> None:
    plain = "".join(map(chr, range(32, 127)))
    for kind in KINDS:
        for name in kind.maps:
            assert letter_map(name).write(plain) == plain
            assert letter_map(name).keeps(plain)


def test_many_texts_are_written_as_each_by_itself() -> None:
    texts = [*ALPHABET, "Thực hiện", "QUYẾT ĐỊNH", "số", "plain 12"]
    for kind in KINDS:
        for name in kind.maps:
            table = letter_map(name)
            assert table.write_each(texts) == list(map(table.write, texts))


def test_what_a_map_changes_does_not_stand_for_itself() -> None:
    for kind in KINDS:
        for name in kind.maps:
            table = letter_map(name)
            changed = [c for c in ALPHABET if table.write(c) != c]
            assert changed
            assert not any(map(table.keeps, changed))


@pytest.mark.parametrize("name", ["letter_maps.tsv", "letter_map_words.tsv"])
def test_tables_are_what_the_builder_writes(name: str, tmp_path: Path) -> None:
    from importlib.resources import files

    build(tmp_path, Config())
    shipped = files("vnfix.detectors").joinpath(name).read_bytes()
    assert (tmp_path / name).read_bytes() == shipped


def test_every_map_of_a_kind_is_there_and_has_telling_words() -> None:
    names = {name for kind in KINDS for name in kind.maps}
    assert names == hints().keys()
    assert tables().keys() <= names


@pytest.mark.parametrize("row", ["x\tệ", "x\tệe\t00C7", "x\tệ\tzz"])
def test_malformed_table_is_an_error(row: str) -> None:
    with pytest.raises(DataError, match="line 2"):
        parse(f"# head\n{row}\n")
