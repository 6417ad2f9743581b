"""`vnfix train`: an office's own texts and pairs become a folder of tables that works."""

from __future__ import annotations

import importlib.util
import lzma
import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import vnfix
from tests.train.miniature import FIXTURES
from vnfix.data.tables import open_table, table_header
from vnfix.errors import DataError, NothingToDoError, RefusedError, UsageError
from vnfix.resources import Resources
from vnfix.train import office, train
from vnfix.train.sources import Text, find_texts

if TYPE_CHECKING:
    from collections.abc import Callable

MODELS = Path(vnfix.__file__).parent / "models"
TEXT = FIXTURES / "office.txt"


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a short text be enough."""
    monkeypatch.setattr(office, "LEAST_UNITS", 100)


def content(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


def needed() -> set[str]:
    return {p.name for p in MODELS.iterdir() if p.suffix != ".md"}


@pytest.mark.usefixtures("short")
def test_without_pairs_all_but_the_language_is_the_shipped(tmp_path: Path) -> None:
    train([TEXT], tmp_path)
    made, shipped = content(tmp_path), content(MODELS)
    assert made.keys() == needed() | {"lexicon.txt"}
    same = {name for name in needed() if made[name] == shipped[name]}
    assert same == needed() - {"lm.tab", "vocabulary.tab", "case.tab"}
    for name in ("lm.tab", "vocabulary.tab", "case.tab"):
        head = table_header(tmp_path / name)
        open_table(tmp_path / name, (head["format"], head["version"]), check=True)
        assert [t["name"] for t in head["meta"]["texts"]] == ["office.txt"]


@pytest.mark.usefixtures("short")
def test_with_pairs_the_channel_is_ones_own(tmp_path: Path) -> None:
    pairs = tmp_path / "scans.tsv"
    pairs.write_text("document\tgarbled\tgold\na\ttr6ng cdy\ttrồng cây\nb\tx@\txã\n", "utf-8")
    out = tmp_path / "out"
    train([TEXT], out, pairs=[pairs], leave_out=["b"])
    meta = table_header(out / "channel.tab")["meta"]
    assert (meta["sources"], meta["lines"], meta["left_out"]) == (["scans"], {"scans": 1}, ["b"])


@pytest.mark.usefixtures("short")
def test_ones_own_words_are_known_with_the_result(tmp_path: Path) -> None:
    text = tmp_path / "own.txt"
    text.write_text(TEXT.read_text("utf-8") + "Trạm WXYZ đo mưa.\n" * 30, "utf-8")
    train([text], tmp_path / "out")
    assert Resources(tmp_path / "out").lexicon.knows("WXYZ")
    assert not Resources(MODELS).lexicon.knows("WXYZ")


@pytest.mark.slow
@pytest.mark.usefixtures("short")
def test_the_engine_repairs_with_the_result(tmp_path: Path) -> None:
    train([TEXT], tmp_path)
    line = "Van phdng Uy ban nhdn ddn xd B6n Gao theo d6i viQc tr6ng c6y.\n"
    fixed = vnfix.fix_text(line, models=tmp_path)
    assert "ban nhân dân xã" in fixed
    assert fixed.count("\n") == 1


@pytest.mark.usefixtures("short")
def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for k in "ab":
        train([TEXT], tmp_path / k)
    assert content(tmp_path / "a") == content(tmp_path / "b")


@pytest.mark.usefixtures("short")
def test_text_in_nfd_gives_the_same_bytes(tmp_path: Path) -> None:
    for k, form in (("a", "NFC"), ("b", "NFD")):
        (tmp_path / k).mkdir()
        text = unicodedata.normalize(form, TEXT.read_text("utf-8"))  # type: ignore[arg-type]
        (tmp_path / k / "office.txt").write_text(text, "utf-8")
        train([tmp_path / k], tmp_path / f"out-{k}")
    a, b = (open_table(tmp_path / f"out-{k}" / "lm.tab", ("vnfix-lm", 1)) for k in "ab")
    assert a.sha256 == b.sha256


def test_texts_are_found_in_folders_packed_or_not(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    packed = tmp_path / "deep" / "a.txt.xz"
    packed.write_bytes(lzma.compress("\ufeffmột\nhai\n".encode()))
    shutil.copy(TEXT, tmp_path / "b.txt")
    (tmp_path / "c.pdf").write_bytes(b"%PDF")
    found = find_texts([tmp_path, tmp_path / "b.txt"])
    assert found == [tmp_path / "b.txt", packed]
    assert list(Text(packed).paragraphs()) == ["một", "hai"]


def make_short(folder: Path) -> dict[str, Any]:
    return {"texts": [TEXT], "out": folder / "out"}


def make_own(folder: Path) -> dict[str, Any]:
    return {"texts": [TEXT], "out": MODELS}


def make_missing(folder: Path) -> dict[str, Any]:
    return {"texts": [folder / "none.txt"], "out": folder / "out"}


def make_other_kind(folder: Path) -> dict[str, Any]:
    (folder / "a.pdf").write_bytes(b"%PDF")
    return {"texts": [folder / "a.pdf"], "out": folder / "out"}


def make_other_encoding(folder: Path) -> dict[str, Any]:
    (folder / "a.txt").write_bytes("Ủy ban".encode("utf-16"))
    return {"texts": [folder / "a.txt"], "out": folder / "out"}


def make_broken(folder: Path) -> dict[str, Any]:
    (folder / "a.txt.xz").write_bytes(lzma.compress(b"abc" * 100)[:40])
    return {"texts": [folder / "a.txt.xz"], "out": folder / "out"}


def make_nothing_to_leave_out(folder: Path) -> dict[str, Any]:
    return {"texts": [TEXT], "out": folder / "out", "leave_out": ["a"]}


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        (make_short, NothingToDoError, "language model needs"),
        (make_own, RefusedError, "shipped tables"),
        (make_missing, DataError, "none.txt does not exist"),
        (make_other_kind, DataError, "a.pdf is no text"),
        (make_other_encoding, DataError, "a.txt cannot be read"),
        (make_broken, DataError, "a.txt.xz cannot be read"),
        (make_nothing_to_leave_out, UsageError, "--leave-out"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    make: Callable[[Path], dict[str, Any]], error: type[Exception], said: str, tmp_path: Path
) -> None:
    before = content(MODELS)
    with pytest.raises(error, match=said) as caught:
        train(**make(tmp_path))
    assert caught.value.remedy  # type: ignore[attr-defined]
    assert not (tmp_path / "out").exists()
    assert content(MODELS) == before


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match="numpy") as caught:
        train([TEXT], tmp_path / "out")
    assert "vnfix[train]" in caught.value.remedy
