"""What tests of the second look share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from vnfix.errors import LookError
from vnfix.look.tesseract import find_tesseract

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def vietnamese(program: Callable[[str], str]) -> None:
    """Skip where Tesseract or its Vietnamese model is missing; fail in CI."""
    program("tesseract")
    try:
        find_tesseract("vie")
    except LookError as e:
        if os.environ.get("CI"):
            pytest.fail(str(e), pytrace=False)
        pytest.skip(str(e))
