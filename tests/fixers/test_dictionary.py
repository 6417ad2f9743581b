"""Fixed corrections: keys on token edges, case, safety, users' files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fixers.sick_text import healthy, proposed, readings
from vnfix.config import Config
from vnfix.fixers.dictionary import propose
from vnfix.model import Safety

if TYPE_CHECKING:
    from pathlib import Path


def test_dictionary_noop() -> None:
    assert readings(propose, "UBND tỉnh và HĐND các cấp, ngành giáo dục") == set()


def test_leaves_healthy_lines_alone() -> None:
    assert healthy(propose, "HDND các cấp") == []


def test_key_matches_on_token_edges_with_marks_around() -> None:
    assert readings(propose, "(HDND, xHDND HDNDx") == {("(HDND,", "(HĐND,")}


def test_automatic_entries_are_exact_and_auto() -> None:
    (found,) = proposed(propose, "thưa HDND")
    assert found.exact
    assert found.safety is Safety.AUTO


def test_fix_follows_the_case_of_a_small_key(tmp_path: Path) -> None:
    user = tmp_path / "own.txt"
    user.write_text("kế hoạhc->kế hoạch\n", "utf-8")
    config = Config(dictionary=(user,))
    found = proposed(propose, "kế hoạhc\nKẾ HOẠHC\nKế hoạhc", config)
    assert [c.after for c in found] == ["kế hoạch", "KẾ HOẠCH", "Kế hoạch"]


def test_own_entries_that_ask_win_and_those_with_a_choice_are_arcs(tmp_path: Path) -> None:
    user = tmp_path / "own.txt"
    user.write_text("truoug->trường, trưởng,\nhàng năm->hằng năm, both are in use\n", "utf-8")
    found = proposed(propose, "nhà truoug hàng năm", Config(dictionary=(user,)))
    assert [(c.after, c.exact, c.safety) for c in found] == [
        ("trường", False, Safety.REVIEW),
        ("trưởng", False, Safety.REVIEW),
        ("hằng năm", True, Safety.REVIEW),
    ]
    assert found[0].price == 0.0
