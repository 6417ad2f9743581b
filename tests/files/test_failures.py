"""One ladder of errors: what an exception means, and what a run makes of several."""

from __future__ import annotations

import doctest
from typing import TYPE_CHECKING

import pytest

from vnfix.errors import (
    DataError,
    ExitCode,
    NothingToDoError,
    RefusedError,
    SignedError,
    StaleError,
    UnreadableError,
    UsageError,
)
from vnfix.files import failures
from vnfix.files.failures import Cause, Failure, FailureKind, attempt, exit_code, failure_of

if TYPE_CHECKING:
    from pathlib import Path

OK, FOUND, NOTHING = ExitCode.OK, ExitCode.FOUND, ExitCode.NOTHING_TO_DO
UNREADABLE, SOME, REFUSED = ExitCode.UNREADABLE, ExitCode.SOME_FAILED, ExitCode.REFUSED


def test_what_works_is_no_failure() -> None:
    assert attempt("a.txt", lambda: "text") == "text"


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (UnreadableError("broken"), FailureKind.FAILED, UNREADABLE),
        (UsageError("no hOCR"), FailureKind.FAILED, ExitCode.USAGE),
        (StaleError("changed"), FailureKind.FAILED, ExitCode.STALE),
        (NothingToDoError("no text"), FailureKind.NEEDS_OCR, NOTHING),
        (RefusedError("exists"), FailureKind.REFUSED, REFUSED),
        (SignedError("signed"), FailureKind.REFUSED, REFUSED),
        (MemoryError(), FailureKind.FAILED, SOME),
        (RecursionError("deep"), FailureKind.FAILED, ExitCode.FAULT),
        (OSError(5, "Input/output error"), FailureKind.FAILED, ExitCode.FAULT),
    ],
)
def test_an_exception_is_a_failure_that_names_the_file(
    error: Exception, kind: FailureKind, code: ExitCode
) -> None:
    def work() -> None:
        raise error

    failure = attempt("in/a.pdf", work)
    assert isinstance(failure, Failure)
    assert (failure.kind, failure.code) == (kind, code)
    assert failure.message.startswith("in/a.pdf: ")
    assert bool(failure.trace) == (code is ExitCode.FAULT)
    assert failure.remedy or not isinstance(error, MemoryError | RecursionError | OSError)


def test_every_failure_has_its_cause(tmp_path: Path) -> None:
    there = tmp_path / "a.txt"
    there.write_text("x", "utf-8")
    for error, cause in (
        (UnreadableError("broken"), Cause.BROKEN),
        (UnreadableError("a.pdf is encrypted with a password."), Cause.LOCKED),
        (UnreadableError("not utf-8", key="encoding"), Cause.ENCODING),
        (UsageError("no hOCR"), Cause.BROKEN),
        (NothingToDoError("no text"), Cause.NEEDS_OCR),
        (DataError("damaged"), Cause.TABLES),
        (RefusedError("exists", key="exists"), Cause.EXISTS),
        (RefusedError("full", key="unwritable"), Cause.UNWRITABLE),
        (RefusedError("no"), Cause.REFUSED),
        (SignedError("signed"), Cause.SIGNED),
        (MemoryError(), Cause.MEMORY),
        (RecursionError("deep"), Cause.FAULT),
    ):
        assert failure_of(error, str(there)).cause is cause, error
    assert failure_of(UnreadableError("gone"), str(tmp_path / "b")).cause is Cause.MISSING


def test_the_file_is_named_once_and_a_message_is_no_novel() -> None:
    assert failure_of(UnreadableError("in/a.pdf is broken."), "in/a.pdf").message == (
        "in/a.pdf is broken."
    )
    long = failure_of(UnreadableError("x" * 10_000), "a.pdf").message
    assert len(long) < 450
    assert long.endswith("…")


@pytest.mark.parametrize("error", [DataError("table"), BrokenPipeError(), KeyboardInterrupt()])
def test_what_ends_a_run_is_raised(error: BaseException) -> None:
    def work() -> None:
        raise error

    with pytest.raises(type(error)):
        attempt("a.txt", work)


def test_unsound_data_lets_no_other_file_succeed() -> None:
    assert failure_of(DataError("table"), "a.txt") == Failure(
        FailureKind.FAILED, UNREADABLE, "table", fatal=True, cause=Cause.TABLES
    )


@pytest.mark.parametrize(
    ("codes", "whole"),
    [
        ([], NOTHING),
        ([NOTHING], NOTHING),
        ([NOTHING, NOTHING], NOTHING),
        ([OK, NOTHING], OK),
        ([FOUND, NOTHING, OK], FOUND),
        ([OK, UNREADABLE], SOME),
        ([UNREADABLE], UNREADABLE),
        ([UNREADABLE, NOTHING], NOTHING),
        ([OK, UNREADABLE, NOTHING], SOME),
        ([OK, REFUSED], REFUSED),
        ([ExitCode.FAULT, OK], ExitCode.FAULT),
    ],
)
def test_the_code_of_several(codes: list[ExitCode], whole: ExitCode) -> None:
    assert exit_code(codes) is whole


def test_examples() -> None:
    assert doctest.testmod(failures).failed == 0
