"""What cannot be repaired is said and left; healthy text first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import vnfix
from tests.making import document
from vnfix.analysis import Analysis
from vnfix.cli import main
from vnfix.config import Config
from vnfix.detectors.beyond_repair import lost_lines
from vnfix.model import Damage

if TYPE_CHECKING:
    from pathlib import Path

GONE = "K h o n c h i h t r c h o c á c h g i a ì n h n g h è o x ã P h ú A n"


@pytest.mark.parametrize(
    "line",
    [
        "Uỷ ban nhân dân xã giao công chức văn hoá theo dõi việc này.",
        "A B C D E F G H I K L M N O P Q R S T U",
        "a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y",
        "x x x x - - x x x x x x x x x x x x x x",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17",
        "Q u y ế t   đ ị n h   c ủ a   U ỷ   b a n   x ã",
        "K h o ả n c h i h ỗ t r ợ c h o c á c h ộ g i a đ ì n h",
        "É L È V E S  D E  L ' É C O L E",
        "t h e q u i c k b r o w n f o x j u m p s",
        "a b c d e é è à ç f g h i j k l m n o p",
    ],
)
def test_other_lines_are_not_called_so(line: str) -> None:
    assert lost_lines(Analysis.of(document([line]), Config())) == frozenset()


def test_it_is_said_and_left() -> None:
    assert vnfix.detect(GONE).kind is Damage.BEYOND_REPAIR
    assert vnfix.fix_text(f"{GONE}\n{GONE}\n") == f"{GONE}\n{GONE}\n"


def test_commands_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{GONE}\n", "utf-8")
    assert main(["check", str(path)]) == 1
    assert "beyond repair" in capsys.readouterr().out
    assert main(["fix", str(path)]) == 0
    out = capsys.readouterr()
    assert out.out == f"{GONE}\n"
    assert "1 lines are beyond repair" in out.err


@pytest.mark.shared
def test_invented_documents_are_left(shared: Path) -> None:
    text = (shared / "cases" / "unrecoverable.in").read_text("utf-8")
    assert vnfix.detect(text).kind is Damage.BEYOND_REPAIR
    assert vnfix.fix_text(text) == text
