"""Users' own dictionaries, rules and protected words, end to end with the shipped tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import vnfix
from vnfix.cli import group

if TYPE_CHECKING:
    from pathlib import Path

GARBLED = "Thuc hiQn t6t c6c nhiQm vu dugc giao"
TRUE = "Thực hiện tốt các nhiệm vụ được giao"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own.txt"


def fix(text: str, *options: str) -> str:
    result = CliRunner().invoke(group, ["fix", "-", *options], input=text.encode())
    assert result.exit_code == 0, result.stderr
    return result.stdout_bytes.decode()


def test_without_options() -> None:
    assert fix(GARBLED) == TRUE


def test_a_word_of_ones_own_is_read(own: Path) -> None:
    """`Xlơng` is no word that the shipped tables know."""
    garbled = "Cdng ty Xldng thuc hiQn t6t nhiQm vu dugc giao cta tinh"
    own.write_text("Xlơng\n", "utf-8")
    assert "Xlơng" not in fix(garbled)
    assert fix(garbled, "--dictionary", str(own)).startswith("Công ty Xlơng thực hiện")


def test_a_phrase_of_ones_own_is_found(own: Path) -> None:
    garbled = "Thuc hiQn chuong trinh Zunh dQng kh0 zang cta tinh"
    phrase = "Zũnh động khổ zang"
    own.write_text(f"{phrase}\n", "utf-8")
    assert phrase not in fix(garbled)
    assert phrase in fix(garbled, "--dictionary", str(own))


@pytest.mark.parametrize(
    ("line", "fixer", "safety"),
    [
        ("x8zz->trao", "dictionary", vnfix.Safety.AUTO),
        ("x8zz->trao, a name of ours", "dictionary", vnfix.Safety.REVIEW),
        ("x8zz->nghe, trao,", "decode", vnfix.Safety.REVIEW),
    ],
)
def test_a_correction_of_ones_own_is_made(
    line: str, fixer: str, safety: vnfix.Safety, own: Path
) -> None:
    own.write_text(f"{line}\n", "utf-8")
    garbled, true = (text.replace("giao", new) for text, new in ((GARBLED, "x8zz"), (TRUE, "trao")))
    assert "trao" not in fix(garbled)
    repair = vnfix.fix_and_explain(garbled, dictionary=own)
    (made,) = [c for c in repair.corrections if c.before == "x8zz"]
    assert (made.after, made.fixer, made.safety) == ("trao", fixer, safety)
    assert repair.text == true


def test_a_word_that_is_right_elsewhere_is_never_corrected_unasked(own: Path) -> None:
    own.write_text("giao->trao\n", "utf-8")
    result = CliRunner().invoke(group, ["fix", "-", "--dictionary", str(own)], input=b"Cii c6ch")
    assert result.exit_code == 3
    assert "own.txt:1" in result.stderr


def test_protected_words_and_phrases_stay(own: Path) -> None:
    own.write_text("c6c\nnhiQm vu\n", "utf-8")
    fixed = fix(GARBLED, "--protect", str(own))
    assert fixed == "Thực hiện tốt c6c nhiQm vu được giao"


def test_a_protected_word_stays_wherever_it_stands(own: Path) -> None:
    own.write_text("c6c\n", "utf-8")
    for text in (f"({GARBLED})", f"{GARBLED}, c6c. vd c6c; \u201cc6c\u201d"):
        assert fix(text, "--protect", str(own)).count("c6c") == text.count("c6c")


def test_a_rule_of_ones_own_is_kept_to(own: Path) -> None:
    own.write_text(
        r"""
[[rule]]
id = "room"
pattern = '(?<!\w)P\$(?P<n>\d+)'
replace = "P.{n}"
safety = "auto"
exact = true
why = "Rooms are written with a full stop here."
source = "own"
fixes = [["P$12", "P.12"]]
keeps = ["P.12"]
""",
        "utf-8",
    )
    repair = vnfix.fix_and_explain(f"{GARBLED} tai P$12", rules=own)
    (made,) = [c for c in repair.corrections if "$" in c.before]
    assert (made.before, made.after, made.fixer) == ("P$12", "P.12", "rule:room")
    assert made.safety is vnfix.Safety.AUTO
    assert repair.text == f"{TRUE} tại P.12"


def test_protecting_outranks_correcting(own: Path, tmp_path: Path) -> None:
    own.write_text("x8zz->trao\n", "utf-8")
    kept = tmp_path / "kept.txt"
    kept.write_text("x8zz\n", "utf-8")
    options = ["--dictionary", str(own), "--protect", str(kept)]
    assert fix(GARBLED.replace("giao", "x8zz"), *options) == TRUE.replace("giao", "x8zz")


@pytest.mark.parametrize(
    ("option", "content"),
    [
        ("--dictionary", b"wrong->\n"),
        ("--dictionary", b"\xff\xfe\xff"),
        ("--rules", b"[[rule]]\nid = 1\n"),
        ("--rules", b"[["),
    ],
)
def test_malformed_files_of_users_are_told(option: str, content: bytes, own: Path) -> None:
    own.write_bytes(content)
    result = CliRunner().invoke(group, ["fix", "-", option, str(own)], input=GARBLED.encode())
    assert result.exit_code == 3
    assert own.name in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "option", ["--dictionary", "--rules", "--protect", "--models", "--channel"]
)
def test_missing_files_of_users_are_told(option: str, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    result = CliRunner().invoke(group, ["fix", "-", option, missing], input=GARBLED.encode())
    assert result.exit_code == 3
    assert "missing" in result.stderr
    assert "Check " in result.stderr


def test_an_entry_for_a_right_word_is_proposed(own: Path) -> None:
    """As an arc it would lose against the word itself, which the language model likes."""
    own.write_text("giao->trao, we hand things over\n", "utf-8")
    repair = vnfix.fix_and_explain(GARBLED, dictionary=own)
    (made,) = [c for c in repair.corrections if c.before == "giao"]
    assert (made.after, made.safety) == ("trao", vnfix.Safety.REVIEW)
    healthy = "Việc này đã được giao cho các đơn vị của tỉnh thực hiện trong năm 2025."
    assert vnfix.fix_text(healthy, dictionary=own) == healthy
