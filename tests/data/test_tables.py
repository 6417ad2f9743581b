"""Tables: read as they were written, refused where anything in them was damaged or made to harm."""

from __future__ import annotations

import json
import os
import random
import shutil
import struct
from array import array
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from vnfix import Config, fix_text
from vnfix.data.tables import (
    SHIPPED,
    load_facts,
    open_table,
    table_header,
    write_facts,
    write_table,
)
from vnfix.decode.channel import CHANNEL_FORMAT, load_channel
from vnfix.decode.lm import LM_FORMAT, load_lm
from vnfix.decode.vocabulary import VOCABULARY_FORMAT, load_vocabulary
from vnfix.errors import DataError
from vnfix.resources import _load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KIND = ("vnfix-test", 1)
TEXT = "Uy ban nhan dan tinh yéu cdu cdc co quan bao cao két qua truvdc ngay 5 thang 6 ndm 2021."
FILES = sorted(p.name for p in SHIPPED.iterdir() if p.suffix in {".tab", ".json"})


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    arrays: dict[str, Any] = {"a": array("I", range(9)), "b": b"mot\nhai"}
    write_table(tmp_path / "small.tab", KIND, arrays, {"made": "here"})
    return tmp_path / "small.tab"


def test_what_is_written_is_read(small: Path) -> None:
    table = open_table(small, KIND, {"a": "I", "b": "B"})
    assert table.arrays["a"].tolist() == list(range(9))
    assert table.text("b") == ["mot", "hai"]
    assert table.meta == {"made": "here"}


def test_every_flipped_bit_of_a_small_table_is_found(small: Path) -> None:
    whole = small.read_bytes()
    for bit in range(8 * len(whole)):
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8
        small.write_bytes(data)
        with pytest.raises(DataError) as e:
            open_table(small, KIND, {"a": "I", "b": "B"})
        assert e.value.remedy


def test_a_table_cut_off_anywhere_is_found(small: Path) -> None:
    whole = small.read_bytes()
    for end in range(len(whole)):
        small.write_bytes(whole[:end])
        with pytest.raises(DataError):
            open_table(small, KIND)


@pytest.mark.parametrize(
    "head",
    [b"[" * 100_000, b"[]", b"{}", b"1", b'{"format": "vnfix-test", "version": 1, "arrays": 3}'],
)
def test_a_header_of_others_is_refused(small: Path, head: bytes) -> None:
    small.write_bytes(b"VNFIXTAB" + struct.pack("<I", len(head)) + head)
    with pytest.raises(DataError):
        open_table(small, KIND)
    table_header(small)


def test_a_project_table_names_the_project_remedy(tmp_path: Path) -> None:
    path = tmp_path / ".vnfix" / "channel.tab"
    path.parent.mkdir()
    path.write_bytes(b"no table")
    with pytest.raises(DataError) as e:
        load_channel(path)
    assert "vnfix learn" in e.value.remedy


def test_a_large_table_is_hashed_once_and_again_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.tab"
    write_table(path, KIND, {"a": bytes(300_000)}, {})
    asked: list[str] = []

    def sound(table: object) -> None:
        del table
        asked.append("once")

    for _ in range(3):
        open_table(path, KIND, sound=sound)
    assert asked == ["once"]
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(0, 0))
    with pytest.raises(DataError, match="hash"):
        open_table(path, KIND, sound=sound)
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nowhere")  # nothing can be remembered there
    write_table(path, KIND, {"a": bytes(300_000)}, {})
    for _ in range(2):
        open_table(path, KIND, sound=sound)
    assert asked == ["once"] * 3


def test_weights_with_a_changed_digit_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    kind = ("vnfix-weights", 1)
    write_facts(path, {"format": kind[0], "version": 1, "names": ["a"], "weights": [0.25]})
    assert load_facts(path, kind, ["a"])["weights"] == [0.25]
    path.write_text(path.read_text().replace("0.25", "0.35"))
    with pytest.raises(DataError, match="hash"):
        load_facts(path, kind, ["a"])
    for weights in ("[NaN]", "[1e999]", "[1, 2]", '["x"]', "3", "[" * 99_999):
        text = f'{{"format": "vnfix-weights", "version": 1, "names": ["a"], "weights": {weights}}}'
        path.write_text(text)
        with pytest.raises(DataError):
            load_facts(path, kind, ["a"])


def remade(name: str, kind: tuple[str, int], folder: Path, change: Callable[..., None]) -> Path:
    """Return a shipped table with changed arrays or facts, sound by its hash."""
    head = table_header(SHIPPED / name)
    table = open_table(SHIPPED / name, kind)
    arrays: dict[str, Any] = {
        n: array(values.format, values.tolist()) for n, values in table.arrays.items()
    }
    meta = json.loads(json.dumps(head["meta"]))
    change(arrays, meta)
    bare = {n: bytes(v) if v.typecode == "B" else v for n, v in arrays.items()}
    write_table(folder / name, kind, bare, meta)
    return folder / name


def put(name: str, place: int, value: float) -> Callable[..., None]:
    def change(arrays: dict[str, Any], meta: dict[str, Any]) -> None:
        del meta
        arrays[name][place] = value

    return change


def say(name: str, value: object) -> Callable[..., None]:
    def change(arrays: dict[str, Any], meta: dict[str, Any]) -> None:
        del arrays
        meta[name] = value

    return change


def drop(name: str) -> Callable[..., None]:
    def change(arrays: dict[str, Any], meta: dict[str, Any]) -> None:
        del meta
        arrays[name].pop()

    return change


@pytest.mark.parametrize(
    "change",
    [
        put("first", 5, 4_000_000_000), put("first", 3, 2), put("first", -1, 9), drop("first"),
        put("label", 7, 200), put("word", 9, 70_000), put("word", 9, -2), drop("lm"), drop("case"),
        put("words", 3, 0xFF),
    ],
)  # fmt: skip
def test_a_vocabulary_that_leads_outside_is_refused(
    tmp_path: Path, change: Callable[..., None]
) -> None:
    with pytest.raises(DataError):
        load_vocabulary(remade("vocabulary.tab", VOCABULARY_FORMAT, tmp_path, change))


@pytest.mark.parametrize(
    "change",
    [
        put("child1", 5, 4_000_000_000), put("child2", 99, 0), put("child3", -1, 9), drop("cost4"),
        put("word2", 7, 65_535), put("word4", 9, 65_535), drop("back2"), drop("child1"),
    ],
)  # fmt: skip
def test_a_language_model_that_leads_outside_is_refused(
    tmp_path: Path, change: Callable[..., None]
) -> None:
    with pytest.raises(DataError):
        load_lm(remade("lm.tab", LM_FORMAT, tmp_path, change))


@pytest.mark.parametrize(
    "change",
    [
        put("segment", 5, 65_535), put("seen", 5, 65_535), put("source", 5, 250), drop("count"),
        put("count", 5, float("nan")), put("count", 5, -1.0), put("count", 5, float("inf")),
        put("shape_letter", 5, 65_535), put("segments", 0, ord("1")), put("segments", 1, 0xFF),
        say("sources", 7), say("sources", [1] * 6), say("letters", "abc1"), say("letters", 3),
        say("sources", []),
    ],
)  # fmt: skip
def test_a_channel_of_others_that_makes_no_sense_is_refused(
    tmp_path: Path, change: Callable[..., None]
) -> None:
    with pytest.raises(DataError):
        load_channel(remade("channel.tab", CHANNEL_FORMAT, tmp_path, change))


@cache
def usual() -> str:
    return fix_text(TEXT)


def flip(path: Path, bit: int) -> None:
    data = bytearray(path.read_bytes())
    data[bit // 8] ^= 1 << bit % 8
    path.unlink()
    path.write_bytes(data)


def outcome(config: Config) -> str:
    """Return the repaired text, or the exit code of a clear error."""
    _load.cache_clear()
    try:
        return fix_text(TEXT, config)
    except DataError as e:
        return "refused" if e.remedy else "no remedy"


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_changes_no_result(tmp_path: Path, name: str) -> None:
    """Half of the places in the header, half anywhere; `tools.fuzz` does more."""
    models = tmp_path / "models"
    shutil.copytree(SHIPPED, models)
    places = random.Random(name)
    size = (models / name).stat().st_size
    for k in range(8):
        shutil.copy(SHIPPED / name, models / name)
        flip(models / name, places.randrange(8 * (size if k % 2 else min(size, 2000))))
        assert outcome(Config(models=models)) in {"refused", usual()}
