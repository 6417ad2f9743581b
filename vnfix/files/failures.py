"""One ladder of errors for every file: whatever its reading, repair or writing raises is one value.

A run over several files goes on after a failure; what ends it is raised on: a dictionary or table
that is not sound, for no other file can succeed, and a reader of standard output that has gone.
"""

from __future__ import annotations

import os
import re
import traceback
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from vnfix.errors import (
    DataError,
    ExitCode,
    NothingToDoError,
    RefusedError,
    SignedError,
    UnreadableError,
    VnfixError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONGEST = 400  # characters of a message, the file's name aside: some libraries quote what they read
FAULT_REMEDY = (
    "Please report it with the command and, where you may, the file; `-v` shows where it happened."
)
LOCKED = re.compile("encrypt|password", re.IGNORECASE)
T = TypeVar("T")


class FailureKind(StrEnum):
    """What sort of failure it is."""

    NEEDS_OCR = "needs OCR"
    REFUSED = "refused"  # it would cost data, or the result cannot be written
    FAILED = "failed"


class Cause(StrEnum):
    """Why a file has no result; pages and reports say for each what a reader can do about it."""

    NEEDS_OCR = "needs-ocr"
    LOCKED = "locked"
    MISSING = "missing"
    BROKEN = "broken"
    ENCODING = "encoding"
    MEMORY = "memory"
    TABLES = "tables"
    REFUSED = "refused"
    FAULT = "fault"
    SIGNED = "signed"
    EXISTS = "exists"
    UNWRITABLE = "unwritable"
    LIMIT = "limit"
    DIED = "died"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file has no result.

    Attributes:
        kind: the sort of failure.
        code: the exit code that it asks for.
        message: what happened; it names the file.
        remedy: what to do about it.
        fatal: no other file can succeed either.
        pages: how many pages need OCR, where that is what is missing.
        trace: where a fault of vnfix itself happened, else "".
        cause: why, in one word.

    """

    kind: FailureKind
    code: ExitCode
    message: str
    remedy: str = ""
    fatal: bool = False
    pages: int = 0
    trace: str = ""
    cause: Cause = Cause.FAULT


def failure_of(error: Exception, path: str) -> Failure:
    """Return what an exception means that the work on one file has raised.

    >>> failure_of(NothingToDoError("a.pdf has no text layer."), "a.pdf").kind.value
    'needs OCR'
    >>> failure_of(ZeroDivisionError("x"), "a.txt").message
    'a.txt: a fault of vnfix itself: ZeroDivisionError: x'

    """
    return replace(_failure_of(error, path), cause=cause_of(error, path))


def cause_of(error: Exception, path: str) -> Cause:
    """Return why the work on a file has raised an exception."""
    if isinstance(error, NothingToDoError):
        return Cause.NEEDS_OCR
    if isinstance(error, DataError):
        return Cause.TABLES
    if isinstance(error, UnreadableError):
        return _unreadable(error, path)
    if isinstance(error, MemoryError):
        return Cause.MEMORY
    if isinstance(error, SignedError):
        return Cause.SIGNED
    if isinstance(error, RefusedError):
        found = {"exists": Cause.EXISTS, "is-folder": Cause.EXISTS, "unwritable": Cause.UNWRITABLE}
        return found.get(error.key, Cause.REFUSED)
    return Cause.BROKEN if isinstance(error, VnfixError) else Cause.FAULT


def _unreadable(error: UnreadableError, path: str) -> Cause:
    if not os.path.exists(path):  # noqa: PTH110 - as it was named
        return Cause.MISSING
    if not os.access(path, os.R_OK):
        return Cause.REFUSED
    if error.key == Cause.ENCODING:
        return Cause.ENCODING
    return Cause.LOCKED if LOCKED.search(str(error)) else Cause.BROKEN


def _failure_of(error: Exception, path: str) -> Failure:
    if isinstance(error, DataError):
        return Failure(FailureKind.FAILED, error.exit_code, str(error), error.remedy, fatal=True)
    if isinstance(error, MemoryError):
        message = _naming(path, "There was not enough memory.")
        remedy = "Give it more with `--memory`, or close other programs."
        return Failure(FailureKind.FAILED, ExitCode.SOME_FAILED, message, remedy)
    if not isinstance(error, VnfixError):
        message = _naming(path, f"a fault of vnfix itself: {type(error).__name__}: {error}")
        trace = "".join(traceback.format_exception(error))
        return Failure(FailureKind.FAILED, ExitCode.FAULT, message, FAULT_REMEDY, trace=trace)
    kind, pages = FailureKind.FAILED, 0
    if isinstance(error, NothingToDoError):
        kind, pages = FailureKind.NEEDS_OCR, error.pages
    elif isinstance(error, RefusedError):
        kind = FailureKind.REFUSED
    return Failure(kind, error.exit_code, _naming(path, str(error)), error.remedy, pages=pages)


def attempt(path: str, work: Callable[[], T]) -> T | Failure:
    """Return what the work on one file gives, or why it failed.

    Raises:
        DataError: a dictionary, rule file or table is not sound.
        BrokenPipeError: nobody reads the output any more.

    """
    try:
        return work()
    except (DataError, BrokenPipeError):
        raise
    except Exception as e:
        return failure_of(e, path)


def exit_code(codes: Iterable[ExitCode]) -> ExitCode:
    """Return the exit code of a run from those of its files.

    That is the highest that applies; that a file needs OCR first counts only where no file was
    done.

    >>> exit_code([ExitCode.OK, ExitCode.NOTHING_TO_DO]).name
    'OK'
    >>> exit_code([ExitCode.FOUND, ExitCode.UNREADABLE]).name
    'SOME_FAILED'
    >>> exit_code([]).name
    'NOTHING_TO_DO'

    """
    found = list(codes)
    if not found:
        return ExitCode.NOTHING_TO_DO
    if any(code <= ExitCode.FOUND for code in found):
        found = [code for code in found if code != ExitCode.NOTHING_TO_DO]
    failed = len(found) > 1 and max(found) > ExitCode.FOUND
    return max([*found, *([ExitCode.SOME_FAILED] if failed else [])])


def _naming(path: str, message: str) -> str:
    """Return a message that names the file, for not every error knows it, of bounded length."""
    whole = message if path in message else f"{path}: {message}"
    longest = len(path) + LONGEST
    return whole if len(whole) <= longest else whole[:longest] + "…"
