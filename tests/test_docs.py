"""The documentation tells the truth: every command, option and error, and every example runs."""

from __future__ import annotations

import doctest
import re
import tomllib
from pathlib import Path

import pytest

from tools.docs import PAGES
from vnfix import errors
from vnfix.commands import COMMANDS
from vnfix.errors import ExitCode, VnfixError

ROOT = Path(__file__).parent.parent
TEXTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"\]\(([^)#]+)\)")


def words(text: str) -> str:
    """Return the text with blanks evened out: versions of click wrap lines differently."""
    return " ".join(text.split())


@pytest.mark.parametrize("page", PAGES)
def test_generated_pages_are_fresh(page: str) -> None:
    assert words((ROOT / "docs" / page).read_text("utf-8")) == words(PAGES[page]()), "make docs"


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_names_every_command(command: str) -> None:
    assert f"vnfix {command}" in (ROOT / "README.md").read_text("utf-8")


def test_every_error_and_exit_code_is_documented() -> None:
    text = (ROOT / "docs" / "errors.md").read_text("utf-8")
    codes = dict(re.findall(r"^\| (\d+) \| `(\w+)`", text, re.MULTILINE))
    assert codes == {str(c.value): c.name for c in ExitCode}
    classes = [v for v in vars(errors).values() if isinstance(v, type)]
    for name in (c.__name__ for c in classes if issubclass(c, VnfixError)):
        assert f"`{name}`" in text


def test_every_dependency_has_its_line_and_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    required = [*project["dependencies"], *(d for ds in extras.values() for d in ds)]
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()
    for requirement in required:
        assert re.split(r"[>=<\[]", requirement)[0].lower() in text
    readme = (ROOT / "README.md").read_text("utf-8").lower()
    for requirement in project["dependencies"]:
        assert re.split(r"[>=<\[]", requirement)[0] in readme


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.name)
def test_examples_run(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("VNPT\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    result = doctest.testfile(str(path), module_relative=False, encoding="utf-8")
    assert result.failed == 0


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text("utf-8")):
        assert target.startswith("https://") or (path.parent / target).exists(), target


def test_make_targets_are_those_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for path in TEXTS:
        named = re.findall(r"(?:`|\$ )make ([a-z]+)`?", path.read_text("utf-8"))
        assert set(named) <= targets
