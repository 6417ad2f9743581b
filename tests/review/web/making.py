"""Stores with known corrections, and the review page served from them by the real command."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vnfix.alternatives.questions import Questions
from vnfix.model import Correction, Safety
from vnfix.review import items
from vnfix.review.loading import load
from vnfix.review.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pytest

    from vnfix.config import Config
    from vnfix.model import Document
    from vnfix.review.records import Place

ROOT = Path(__file__).parents[3]


class Proposal(NamedTuple):
    """What is proposed for a word, wherever it stands."""

    after: str
    confidence: float = 0.6
    alternatives: tuple[tuple[str, float], ...] = ()
    safety: Safety = Safety.REVIEW


# From the most doubtful to the surest; `ndm` stands in three places of TEXT and comes first.
WORDS = {
    "ndm": Proposal("năm", 0.6, (("nằm", 0.2), ("nắm", 0.1))),
    "tinh": Proposal("tính", 0.5, (("tỉnh", 0.4), ("tình", 0.05))),
    "s6": Proposal("sổ", 0.7, (("số", 0.2),)),
    "hiQn": Proposal("hiện", 0.8, (("hiến", 0.1),)),
    "Cii": Proposal("Cải", 0.99, safety=Safety.AUTO),
}
TEXT = "Cii cách ndm 2020 tinh\nthực hiQn ndm 2021, s6 12\nhết ndm.\n"


def fill(
    monkeypatch: pytest.MonkeyPatch,
    store: Path,
    paths: Iterable[Path],
    words: Mapping[str, Proposal] = WORDS,
    config: Config | None = None,
) -> None:
    """Load documents into a store with these proposals instead of the engine's."""

    def ask(document: Document, config: Config) -> Questions:
        del config
        return Questions([], corrections(document.text, words), [])

    with monkeypatch.context() as patch, Store(store) as opened:
        patch.setattr("vnfix.alternatives.questions.ask", ask)
        load(opened, list(paths), config)


def corrections(text: str, words: Mapping[str, Proposal]) -> list[Correction]:
    """Return the corrections of all places where the words stand."""
    pattern = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    found = []
    for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text):
        p = words[match[0]]
        span = (match.start(), match.end(), match[0], p.after)
        found.append(Correction(*span, "decode", p.confidence, p.safety, "toy", p.alternatives))
    return found


def standing(store: Path) -> list[Place]:
    """Return all places of a store in the order of the text."""
    with Store(store) as opened:
        return items.select(opened, items.Filters(items.ALL))


class Served:
    """A running `vnfix review`; use it as a context manager."""

    def __init__(self, *arguments: str | Path, programs: Path | None = None) -> None:
        """Start it and wait for its address; with a folder of programs it opens a browser."""
        options = ["--no-browser"] if programs is None else []
        command = [sys.executable, "-m", "vnfix", "review", *options, *map(str, arguments)]
        path = {"PATH": f"{programs}:{os.environ['PATH']}"} if programs else {}
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | {"PYTHONWARNINGS": "error"} | path,
        )  # fmt: skip
        assert self.process.stdout
        self.address = self.process.stdout.readline().strip()
        assert self.address.startswith("http://127.0.0.1:"), self.process.communicate()[1]

    def end(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Send a signal and return the exit code and what was said."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=20)
        return self.process.returncode, said

    def __enter__(self) -> Served:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.end()
