"""The shipped dictionaries are sound, the checker finds what is not, loading is lazy and fast."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import pytest

from vnfix.data.check import PACKAGE, check_dictionaries, check_file, check_papers, check_shipped
from vnfix.data.entries import check_entries, parse, read_entries, read_words
from vnfix.data.lexicon import Lexicon, load_lexicon
from vnfix.errors import DataError, ExitCode

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = PACKAGE / "dictionaries"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(FOLDER)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a copy of the package's data that a test may spoil."""
    for name in ("dictionaries", "rules"):
        shutil.copytree(PACKAGE / name, tmp_path / name)
    return tmp_path


def test_shipped_data_is_sound() -> None:
    assert [str(p) for p in check_shipped()] == []


def test_what_offices_write_is_known(lexicon: Lexicon) -> None:
    words = ["quyết", "hòa", "hoà", "Khánh", "Đắk", "UBND", "QĐ-UBND", "internet", "Nguyễn"]
    assert [w for w in words if not lexicon.knows(w)] == []
    garbled = ["hQ", "Cii", "c6ch", "hdnh", "QyVCt", "nghiep", "lll"]
    assert [w for w in garbled if lexicon.knows(w)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Ủy ban nhân dân tỉnh",
        "Sở Nội vụ",
        "Bộ Nông nghiệp và Môi trường",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Nơi nhận",
        "tỉnh Khánh Hòa",
        "tỉnh Bắc Giang",
        "thành phố Huế",
        "thủ tục hành chính",
    ],
)
def test_set_phrases_are_there(lexicon: Lexicon, text: str) -> None:
    assert lexicon.has_phrase(text)


def test_phrases_are_no_sentences(lexicon: Lexicon) -> None:
    assert all(len(p.text.split()) <= 8 for p in lexicon.phrases if p.kind == "phrases")


def test_everything_loads_in_an_instant(lexicon: Lexicon) -> None:
    assert lexicon.syllables  # read once before, so that the disk does not count
    best = min(_seconds_to_load() for _ in range(3))
    assert best < 0.3


def _seconds_to_load() -> float:
    start = time.perf_counter()
    fresh = load_lexicon(FOLDER)
    assert fresh.syllables
    assert fresh.words
    assert fresh.phrases
    assert fresh.corrections
    return time.perf_counter() - start


BAD_LINES = [
    ("Sở Nội vụ ", "stray blanks"),
    ("Sở  Nội vụ", "stray blanks"),
    ("Sở\u00a0Nội vụ", "stray blanks"),
    ("Sở\u200b Nội vụ", "invisible"),
    ("Sở\x07Nội vụ", "invisible"),
    ("So\u031b", "not in NFC"),
    ("", "empty"),
    ("->sở", "empty"),
    ("sơr->", "empty"),
    ("sơr->sở,, sơ,", "empty"),
    ("sơr->sơr", "to itself"),
    ("sơr->sở, sở,", "twice"),
    ("sơr->sở->sơ", "two arrows"),
    ("sở->sơ", "right elsewhere"),
    ("UBND->ủy ban", "right elsewhere"),
    ("Sở Nội vụ->Sở Tài chính", "right elsewhere"),
    ("sơr->HDND", "itself corrected"),
]


@pytest.mark.parametrize(("line", "message"), BAD_LINES)
def test_bad_line_is_named_with_its_place(
    tmp_path: Path, lexicon: Lexicon, line: str, message: str
) -> None:
    path = tmp_path / "own.txt"
    path.write_bytes(f"# own\nđúng lắm\n{line}\nvậy thì\n".encode())
    problems = check_file(path, lexicon)
    assert message in " ".join(str(p) for p in problems)
    assert str(problems[0]).startswith(f"{path}:3: ")
    assert problems[0].remedy
    with pytest.raises(DataError, match=":3: ") as caught:
        load_lexicon(FOLDER, (path,))
    assert caught.value.exit_code is ExitCode.UNREADABLE
    assert caught.value.remedy


def test_the_same_entry_twice_is_found(tmp_path: Path, lexicon: Lexicon) -> None:
    path = tmp_path / "own.txt"
    path.write_text("Viện Đo đạc\nViện Đo đạc\n", "utf-8")
    assert "stands in line 1 already" in str(check_file(path, lexicon)[0])


def test_order_matters_in_shipped_files_only(tmp_path: Path, lexicon: Lexicon) -> None:
    path = tmp_path / "own.txt"
    path.write_text("Viện Đo đạc\nBan Quản trang\n", "utf-8")
    entries = read_entries(path)
    assert check_file(path, lexicon) == []
    assert "out of order" in str(next(check_entries(path, entries, ordered=True)))


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        ("corrections.txt", "zzz->sở", "has no source"),
        ("words.txt", "zzz->sở\tnone", "correction among words"),
        ("words.txt", "zzz zzz", "is a phrase"),
        ("phrases.txt", "zzz hoà", "new style"),
        ("strange.txt", "zzz", "not declared"),
    ],
)
def test_spoilt_shipped_file_is_found(copied: Path, name: str, line: str, message: str) -> None:
    folder = copied / "dictionaries"
    path = folder / name
    path.write_text((path.read_text("utf-8") if path.exists() else "") + line + "\n", "utf-8")
    assert message in " ".join(map(str, check_dictionaries(folder)))


def test_changed_or_missing_papers_are_found(copied: Path) -> None:
    folder = copied / "dictionaries"
    with (folder / "words.txt").open("a", encoding="utf-8") as f:
        f.write("Ỷ\n")
    (folder / "places.txt").unlink()
    found = " ".join(map(str, check_papers(folder)))
    assert "hash of words.txt" in found
    assert "places.txt has no row, or its row has no file" in found


@pytest.mark.parametrize(
    ("data", "message"), [(None, "cannot be read"), (b"S\xe1\xbb", "not UTF-8")]
)
def test_unreadable_file_is_an_error(tmp_path: Path, data: bytes | None, message: str) -> None:
    path = tmp_path / "own.txt"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(DataError, match=message):
        load_lexicon(FOLDER, (path,))
    with pytest.raises(DataError, match=message):
        load_lexicon(FOLDER, protect=(path,))


def test_users_words_and_phrases_are_known(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    path.write_bytes("\ufeffViện Đo đạc Xyz\r\nloảng\r\nABCX\r\n".encode())
    lexicon = load_lexicon(FOLDER, (path,))
    assert lexicon.has_phrase("Viện Đo đạc Xyz")
    assert all(lexicon.knows(w) for w in ("Xyz", "loảng", "ABCX"))


def test_empty_file_is_fine(tmp_path: Path, lexicon: Lexicon) -> None:
    path = tmp_path / "own.txt"
    path.write_bytes(b"")
    assert read_entries(path) == []
    assert load_lexicon(FOLDER, (path,)).phrases == lexicon.phrases


def test_shapes_of_a_correction() -> None:
    assert parse(1, "a->b\tsource").automatic
    assert not parse(1, "a->b,").automatic
    asked = parse(1, "a->b, why not")
    assert (asked.automatic, asked.fixes, asked.reason) == (False, ("b",), "why not")


@pytest.mark.parametrize("name", ["syllables", "words", "loanwords", "doc_suffixes"])
def test_lists_of_words_are_their_entries(name: str) -> None:
    path = FOLDER / f"{name}.txt"
    assert read_words(path) == [e.text for e in read_entries(path)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("b\na\n", ":2: 'a' is out of order."),
        ("a\na\n", ":2: 'a' stands in line 1 already."),
        ("# all\na \nb\n", ":2: 'a ' has stray blanks"),
        ("a\n\nb\n", ":2: An entry is empty."),
        ("a\tx\ty\n", ":1: 'x\\ty' has stray blanks"),
    ],
)
def test_a_fault_in_a_list_of_words_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "words.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError) as e:
        read_words(path)
    assert told in str(e.value)


def test_a_list_of_words_may_have_notes(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("# all\na\tone\nb\n", "utf-8")
    assert read_words(path) == ["a", "b"]
    path.write_text("", "utf-8")
    assert read_words(path) == []
