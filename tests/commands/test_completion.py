"""The completion scripts, tried by the shell itself where it is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from vnfix.cli import group
from vnfix.commands.completion import SHELLS

if TYPE_CHECKING:
    from pathlib import Path

TRY = """
eval "$(vnfix completion bash)"
COMP_WORDS=({words}); COMP_CWORD={last}
_vnfix_completion vnfix
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_a_script(shell: str) -> None:
    result = CliRunner().invoke(group, ["completion", shell])
    assert result.exit_code == 0
    assert "_VNFIX_COMPLETE" in result.stdout


def test_another_shell_is_an_error() -> None:
    assert CliRunner().invoke(group, ["completion", "tcsh"]).exit_code == 2


def completed(folder: Path, *words: str) -> list[str]:
    """Return what bash offers for the last word."""
    starter = folder / "vnfix"
    starter.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m vnfix "$@"\n')
    starter.chmod(0o755)
    quoted = " ".join(f"'{w}'" for w in ("vnfix", *words))
    done = subprocess.run(
        ["bash", "--norc", "-c", TRY.format(words=quoted, last=len(words))],
        env={**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"},
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.split()


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_bash_completes_commands_options_and_choices(tmp_path: Path) -> None:
    assert completed(tmp_path, "ch") == ["check"]
    assert completed(tmp_path, "fix", "--tone") == ["--tone-placement"]
    assert completed(tmp_path, "fix", "--tone-placement", "o") == ["old"]
