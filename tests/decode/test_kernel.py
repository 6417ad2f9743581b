"""The plain sources and the compiled ones give exactly the same."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.decode.plainly import decoded
from vnfix.decode import kernel

ROOT = Path(__file__).parents[2]
RECORDS = tomllib.loads((ROOT / "corpus" / "manifest.toml").read_text("utf-8"))["document"]


def plainly(text: str) -> object:
    """Return what the plain kernel makes of a text, in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.decode.plainly"],
        input=text.encode(),
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    assert run.returncode == 0, run.stderr.decode()
    return json.loads(run.stdout)


@pytest.mark.slow
@pytest.mark.skipif(not kernel.compiled(), reason="there is no compiled kernel here")
def test_plain_and_compiled_kernel_agree() -> None:
    parts = [(ROOT / "corpus" / r["garbled"]).read_text("utf-8").split("\n\n") for r in RECORDS]
    text = "\n\n".join(p for paragraphs in parts for p in paragraphs[:2])
    assert any(decoded(text))
    assert decoded(text) == plainly(text)


def test_tokens_near_the_longest_stay_in_bounds() -> None:
    plainly("\n\n".join("c6ng&}~" * 3 + "6" * n for n in range(5)))
