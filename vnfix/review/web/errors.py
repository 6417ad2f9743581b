"""What went wrong, as the page is told: the name of a text that stands in its message files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vnfix import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS: Mapping[type[errors.VnfixError], str] = {
    errors.VnfixError: "fault",
    errors.UsageError: "request",
    errors.UnreadableError: "unreadable",
    errors.DataError: "tables",
    errors.StaleError: "stale",
    errors.NothingToDoError: "no-text",
    errors.RefusedError: "refused",
    errors.SignedError: "signed",
    errors.LookError: "request",
}
"""Text by kind of error, for those that name none of their own."""


def told(error: errors.VnfixError) -> dict[str, Any]:
    """Return an error for JSON.

    `key` and `values` name a text of the message files (`error.KEY`), which the page shows in its
    language; `error` and `remedy` say it in English, for programs and as a detail.
    """
    key = error.key or next(KEYS[kind] for kind in type(error).__mro__ if kind in KEYS)
    return {"error": str(error), "remedy": error.remedy, "key": key, "values": error.values}
