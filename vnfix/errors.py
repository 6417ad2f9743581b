"""Failures that a user can cause: each carries its exit code and says what to do."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command line; the highest that applies is returned."""

    OK = 0
    FOUND = 1
    USAGE = 2
    UNREADABLE = 3
    STALE = 4
    SOME_FAILED = 5
    NOTHING_TO_DO = 6
    REFUSED = 7
    FAULT = 70
    INTERRUPTED = 130


class VnfixError(Exception):
    """Base of all errors that vnfix raises on purpose.

    The message says what happened; `remedy` says what to do about it. `key` names the text of the
    review page that says both in its languages ("": that of the class), `values` what stands in it.
    A traceback shows the remedy as a note.
    """

    exit_code = ExitCode.FAULT
    remedy = ""

    def __init__(self, message: str, remedy: str = "", *, key: str = "", **values: object) -> None:
        """Keep the message and, where given, a remedy closer to the case."""
        super().__init__(message)
        if remedy:
            self.remedy = remedy
        if self.remedy:
            self.add_note(self.remedy)
        self.key = key
        self.values = values


class UsageError(VnfixError):
    """An option or a combination of options makes no sense."""

    exit_code = ExitCode.USAGE


class NotTextError(UsageError, TypeError):
    """A function that takes a text was given something else."""


class UnreadableError(VnfixError):
    """An input cannot be read: encrypted, broken or in another encoding."""

    exit_code = ExitCode.UNREADABLE


class DataError(UnreadableError):
    """A dictionary, a rule file or a model is missing, malformed or of another version."""


class StaleError(VnfixError):
    """The text has changed since its corrections were proposed."""

    exit_code = ExitCode.STALE
    remedy = "Run `vnfix propose` again on the text as it is now."


class NothingToDoError(VnfixError):
    """There is nothing to work on, such as a PDF without a text layer.

    `pages` is the number of pages that need OCR, 0 where there are none.
    """

    exit_code = ExitCode.NOTHING_TO_DO
    pages = 0


class RefusedError(VnfixError):
    """The request would cost data: it would overwrite, or write inside its input."""

    exit_code = ExitCode.REFUSED


class SignedError(RefusedError):
    """A signed PDF would lose its signature; text and corrections can be written all the same."""

    remedy = "Add `--break-signature` to write it without a valid signature, or name a .txt file."


class LookError(VnfixError):
    """The page cannot be read a second time; all else works without."""

    exit_code = ExitCode.USAGE
