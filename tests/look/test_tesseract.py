"""The program of the system: found, checked, bounded in time; its words."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from vnfix.errors import LookError
from vnfix.look.tesseract import Tesseract, find_tesseract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HEAD = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
)
LINE = Image.new("L", (90, 20), 255)


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    find_tesseract.cache_clear()
    yield
    find_tesseract.cache_clear()


@pytest.fixture
def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Return what puts a script named tesseract on the path, and nothing else there."""

    def put(body: str) -> str:
        path = tmp_path / "bin" / "tesseract"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!{sys.executable}\nimport sys, time\n{body}\n", "utf-8")
        path.chmod(0o755)
        monkeypatch.setenv("PATH", str(path.parent))
        return str(path)

    return put


KNOWN = """
if "--version" in sys.argv: print("tesseract 5.3.0\\n leptonica-1.82.0")
elif "--list-langs" in sys.argv: print("List of available languages (2):\\neng\\nvie")
"""


def test_a_sound_program_is_found(pretend: Callable[[str], str]) -> None:
    path = pretend(KNOWN)
    assert find_tesseract("vie") == Tesseract(path, "5.3.0", "vie")
    assert find_tesseract("vie").name == "tesseract 5.3.0 vie"
    assert find_tesseract("vie+eng") == Tesseract(path, "5.3.0", "vie+eng")


@pytest.mark.parametrize(
    ("body", "language", "message"),
    [
        (None, "vie", "not installed"),
        ("print('tesseract 3.05.02')", "vie", "tesseract 3.05.02 is too old"),
        ("print('something else')", "vie", "a program of that name is too old"),
        (KNOWN, "lao", "no model for the language 'lao'"),
        (KNOWN, "vie+lao", "no model for the language 'lao'"),
        (KNOWN, "vie+", "no model for the language ''"),
        ("sys.exit(3)", "vie", "too old"),
    ],
)
def test_what_is_missing_is_said_with_a_remedy(
    pretend: Callable[[str], str], body: str | None, language: str, message: str, tmp_path: Path
) -> None:
    pretend(body or "")
    if body is None:
        (tmp_path / "bin" / "tesseract").unlink()
    with pytest.raises(LookError, match=message) as caught:
        find_tesseract(language)
    code = language.rpartition("+")[2]
    for word in ("apt install", "brew install", "Windows", f"tesseract-ocr-{code}"):
        assert word in caught.value.remedy


def test_words_come_line_by_line(pretend: Callable[[str], str]) -> None:
    rows = [HEAD, "4\t1\t1\t1\t1\t0\t0\t0\t90\t20\t-1\t"]
    rows += ["5\t1\t1\t1\t1\t1\t8\t0\t30\t20\t96.5\tquyền", "5\t1\t1\t1\t1\t2\t40\t0\t9\t20\t50\t "]
    rows += ['5\t3\t1\t1\t1\t1\t5\t0\t20\t20\t12\t"hạn']
    path = pretend(f"print({chr(10).join(rows)!r})")
    found = Tesseract(path, "5", "vie").read([LINE, LINE, LINE], 20)
    assert found is not None
    assert [[w.text for w in line] for line in found] == [["quyền"], [], ['"hạn']]
    assert found[0][0] == ("quyền", 0.965, 8, 38)


@pytest.mark.parametrize("body", ["time.sleep(30)", "sys.exit(1)"])
def test_a_program_that_hangs_or_fails_reads_nothing(
    pretend: Callable[[str], str], body: str
) -> None:
    assert Tesseract(pretend(body), "5", "vie").read([LINE], 0.5) is None


def test_a_limit_of_ages_is_one_that_the_system_can_wait(pretend: Callable[[str], str]) -> None:
    assert Tesseract(pretend(f"print({HEAD!r})"), "5", "vie").read([LINE], 10**30) == [[]]


def test_nothing_to_read_starts_no_program() -> None:
    assert Tesseract("/nowhere/tesseract", "5", "vie").read([], 1) == []
    assert Tesseract("/nowhere/tesseract", "5", "vie").read([LINE], 1) is None
