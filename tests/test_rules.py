"""Every rule holds its own examples; the checker finds bad rules; users' rules load."""

from __future__ import annotations

import re
import shutil
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from vnfix.data.check import PACKAGE
from vnfix.data.rulebook import FILE, Rule, applied, check_rules, load_rulebook, write_laid
from vnfix.errors import DataError
from vnfix.model import Safety

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FOLDER = PACKAGE / "rules"
BOOK = load_rulebook(FOLDER)
RECORDS: list[dict[str, Any]] = [
    record
    for path in sorted(FOLDER.glob("*.toml"))
    for record in tomllib.loads(path.read_text("utf-8")).get("rule", [])
]
RULES = dict(zip((r["id"] for r in RECORDS), BOOK.rules, strict=True))
FIXES = [(r["id"], *pair) for r in RECORDS for pair in r["fixes"]]
KEEPS = [(r["id"], text) for r in RECORDS for text in r["keeps"]]

NUMBER = re.compile(r"\d+")

GOOD = """
[[rule]]
id = "own-rule"
pattern = '(?<=so )(?P<n>[0-9<<digit>>]{3})(?!\\w)'
replace = "{n:digit}"
safety = "review"
why = "a test"
source = "own"
fixes = [["so 1O2", "so 102"]]
keeps = ["so 102"]
"""


@pytest.mark.parametrize(("name", "before", "after"), FIXES)
def test_fixes_hold_and_are_stable(name: str, before: str, after: str) -> None:
    rule = RULES[name]
    assert applied([rule], before, BOOK.classes) == after
    assert applied([rule], after, BOOK.classes) == after


@pytest.mark.parametrize(("name", "text"), KEEPS)
def test_keeps_hold(name: str, text: str) -> None:
    assert applied([RULES[name]], text, BOOK.classes) == text


@pytest.mark.parametrize(("name", "_", "after"), FIXES)
def test_no_rules_output_is_another_rules_input(name: str, _: str, after: str) -> None:
    others: list[Rule] = [r for r in BOOK.rules if r.id != name]
    assert applied(others, after, BOOK.classes) == after


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda r: r.id)
def test_no_rule_finds_anything_without_what_it_needs(rule: Rule) -> None:
    texts = (*(before for _, before, _ in FIXES), *(text for _, text in KEEPS))
    for some in rule.needs:
        gone = str.maketrans("", "", "".join(some))
        for bare in (text.translate(gone) for text in texts):
            assert not rule.pattern.search(bare), bare


def test_ids_are_unique() -> None:
    assert len(RULES) == len(RECORDS)


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda r: r.id)
def test_auto_rules_keep_every_digit(rule: Rule) -> None:
    """What nobody looks at must not change a number: only the marks around it may move."""
    if rule.safety is Safety.AUTO:
        for name, before, after in FIXES:
            if name == rule.id:
                assert set(NUMBER.findall(after)) <= set(NUMBER.findall(before))


def spoil(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (spoil('source = "own"\n', ""), "lacks source"),
        (spoil('why = "a test"', 'why = "a test"\ncolour = "red"'), "unknown fields: colour"),
        (spoil("own-rule", "Own Rule"), "kebab-case"),
        (spoil('"review"', '"perhaps"'), "cannot be used"),
        (spoil("(?P<n>", "(?P<n>("), "cannot be used"),
        (spoil("<<digit>>", "<<letter>>"), "cannot be used"),
        (spoil("{n:digit}", "{m:digit}"), "cannot be used"),
        (spoil("{n:digit}", "{n:colour}"), "cannot be used"),
        (spoil('"so 102"]]', '"so 103"]]'), "not 'so 103'"),
        (spoil('keeps = ["so 102"]', 'keeps = ["so 1O2"]'), "changes 'so 1O2'"),
        (spoil('keeps = ["so 102"]', "keeps = []"), "no examples"),
        (spoil('"{n:digit}"', '"x{n:digit}"'), "makes"),
        (GOOD + GOOD, "stands twice"),
    ],
)
def test_bad_rule_is_named_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    found = check_rules(path, BOOK.classes)
    assert message in " ".join(map(str, found))
    with pytest.raises(DataError, match=r"own\.toml:\d+:"):
        load_rulebook(FOLDER, (path,))


@pytest.mark.parametrize(
    ("data", "message"), [(None, "cannot be read"), (b"[[rule", "TOML"), (b"\xff\xfe", "UTF-8")]
)
def test_unreadable_file_is_an_error(tmp_path: Path, data: bytes | None, message: str) -> None:
    path = tmp_path / "own.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(DataError, match=message):
        load_rulebook(FOLDER, (path,))


def test_users_rules_use_the_shipped_classes(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(GOOD, "utf-8")
    book = load_rulebook(FOLDER, (path,))
    found = {c.fixer: c.after for c in book.candidates("so 1O2", (0, 6))}
    assert found["rule:own-rule"] == "102"


def test_a_folder_without_rules_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no rules"):
        load_rulebook(tmp_path)


def test_the_table_of_rules_is_what_the_builder_makes(tmp_path: Path) -> None:
    """If not: `python -m vnfix.train rules`."""
    folder = shutil.copytree(FOLDER, tmp_path / "rules")
    (folder / FILE).unlink()
    plain = load_rulebook(folder)
    write_laid(folder)
    assert (folder / FILE).read_bytes() == (FOLDER / FILE).read_bytes()
    assert plain.classes == BOOK.classes
    for own, other in zip(BOOK.rules, plain.rules, strict=True):
        same = other._replace(pattern=own.pattern, result=own.result)
        assert own == same
        assert own.pattern.pattern == other.pattern.pattern
        assert bool(own.result) == bool(other.result)


def test_the_table_of_rules_is_of_these_very_files(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "rules")
    path = folder / "dates.toml"
    path.write_text(path.read_text("utf-8").replace('id = "', 'id = "other-'), "utf-8")
    assert any(rule.id.startswith("other-") for rule in load_rulebook(folder).rules)


@pytest.mark.parametrize(
    "damaged",
    [
        lambda data: data.replace(b'"id": "', b'"id": "other-'),
        lambda data: data[: len(data) // 2],
        lambda data: data.partition(b"\n")[2],
        lambda data: b"\xff" + data,
        lambda _: b"",
    ],
)
def test_a_damaged_table_of_rules_is_told(
    tmp_path: Path, damaged: Callable[[bytes], bytes]
) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "rules")
    path = folder / FILE
    path.write_bytes(damaged(path.read_bytes()))
    with pytest.raises(DataError, match=f"{FILE} is damaged") as told:
        load_rulebook(folder)
    assert "Install vnfix again" in told.value.remedy
