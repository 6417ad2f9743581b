"""The review page as a user has it, for what drives it: its server, and how Chromium starts."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
"""Of Chromium, without a screen or a network."""


@contextmanager
def served(*arguments: object, folder: Path = ROOT) -> Iterator[str]:
    """Run `vnfix review` with these arguments in a folder, without a browser; gives its address."""
    command = [sys.executable, "-P", "-m", "vnfix", "review", *map(str, arguments), "--no-browser"]
    with subprocess.Popen(
        command,
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
