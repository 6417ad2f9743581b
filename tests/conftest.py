"""Fixtures that tests of several folders use."""

from __future__ import annotations

import importlib
import logging
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

import vnfix.diagnosis  # noqa: F401 - before anything is patched, so that no patch stays in it
from bench.plain import COMPILED
from tests import toy
from vnfix import pipeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

# Doctests import sources by their paths; what is compiled must be there as it is used.
for name in COMPILED:
    importlib.import_module(name)

# A busy machine must not fail a property test by its slowness.
settings.register_profile("vnfix", deadline=None)
settings.load_profile("vnfix")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the data folder beside the checkout; skip where it is missing, fail in CI."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{SHARED.name} is missing beside the checkout", pytrace=False)
        pytest.skip("needs the data folder ../shared")
    return SHARED


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """Return a finder of outside programs: `program("qpdf")` is its path.

    Where the program is missing the test is skipped, but fails in CI.
    """

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None and os.environ.get("CI"):
            pytest.fail(f"the program {name} is not installed", pytrace=False)
        return path or pytest.skip(f"needs the program {name}")

    return find


@pytest.fixture(autouse=True)
def _log_level() -> Iterator[None]:
    """Set back how messages are told, which commands and runs change."""
    log = logging.getLogger("vnfix")
    log.propagate = True
    before = log.level, list(log.handlers)
    yield
    log.setLevel(before[0])
    log.handlers[:] = before[1]
    log.propagate = True


@pytest.fixture
def toy_engine(monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    """Replace detectors, fixers and decoder by a word list, to test what is around them."""
    monkeypatch.setattr(pipeline, "analyse", toy.analyse)
    monkeypatch.setattr("vnfix.detectors.analyse", toy.analyse)
    monkeypatch.setattr(pipeline, "FIXERS", {})
    monkeypatch.setattr("vnfix.alternatives.choice.read", toy.decode)
    monkeypatch.setattr("vnfix.alternatives.choice.consider", toy.decode)
    return toy.decode
