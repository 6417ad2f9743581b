"""What the browser asks for, checked: queries to filters, bodies to decisions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vnfix.errors import UsageError, VnfixError
from vnfix.formats.corrections import Status
from vnfix.review.items import OPEN, WORTH, Filters
from vnfix.review.learned import LessonName
from vnfix.review.web.errors import told
from vnfix.review.web.results import Kind, Wanted
from vnfix.review.web.views import QueuePart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

MAX_BODY = 1 << 20
"""Bytes; a decision about a hundred thousand places fits."""
MAX_TEXT = 500
"""Code points of a reading that is typed."""
MAX_PAGE = 500
"""Items of the queue in one answer."""


class TooLargeError(UsageError):
    """The body of a request is larger than any decision."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The body of `api/decisions`.

    Attributes:
        places: numbers of corrections.
        status: accepted, rejected or edited.
        after: the reading of an edit.
        whole: the reading has the marks around the word too.
        settles: it ends a disagreement.

    """

    places: list[int]
    status: Status
    after: str | None
    whole: bool
    settles: bool


@dataclass(frozen=True, slots=True)
class Written:
    """The body of `api/writings`: a reading for a span that nobody proposed to change."""

    document: int
    start: int
    end: int
    after: str


@dataclass(frozen=True, slots=True)
class Turn:
    """The body of `api/lessons`: a lesson is used again, or no more."""

    lesson: LessonName
    use: bool


async def body_of(request: Request) -> dict[str, Any]:
    """Return the JSON object that a request carries.

    Raises:
        TooLargeError: it is longer than `MAX_BODY`.
        UsageError: it is no JSON object.

    """
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > MAX_BODY:
            raise TooLargeError(f"A request may have {MAX_BODY} bytes at most.")
    try:
        body = json.loads(data)
    except (ValueError, RecursionError) as e:
        raise UsageError("The body is no JSON.") from e
    if not isinstance(body, dict):
        raise UsageError("The body is no JSON object.")
    return body


def decided(body: Mapping[str, Any]) -> Decided:
    """Return the decision of a body; UsageError where it makes no sense."""
    places = body.get("places")
    if not isinstance(places, list) or not places or not all(map(_is_number, places)):
        raise UsageError("`places` must be a list of numbers.")
    status = body.get("status")
    if status not in (Status.ACCEPTED, Status.REJECTED, Status.EDITED):
        raise UsageError("`status` must be accepted, rejected or edited.")
    after = _text(body, "after") if status == Status.EDITED else None
    return Decided(
        places, Status(status), after, body.get("whole") is True, body.get("settles") is True
    )


def written(body: Mapping[str, Any]) -> Written:
    """Return the reading of a body; UsageError where it makes no sense."""
    numbers = [body.get(name) for name in ("document", "start", "end")]
    if not all(map(_is_number, numbers)):
        raise UsageError("`document`, `start` and `end` must be numbers.")
    document, start, end = (int(n) for n in numbers if n is not None)
    return Written(document, start, end, _text(body, "after"))


def turned(body: Mapping[str, Any]) -> Turn:
    """Return which lesson is taken back or used again; UsageError where it makes no sense."""
    return Turn(
        LessonName(*(_text(body, name) for name in LessonName._fields)), body.get("use") is True
    )


def wanted(body: Mapping[str, Any]) -> Wanted:
    """Return what is to be written; UsageError where it makes no sense."""
    known, kinds = list(Kind), body.get("kinds", list(Kind))
    if not isinstance(kinds, list) or not all(isinstance(k, str) and k in known for k in kinds):
        raise UsageError(f"`kinds` must be some of {', '.join(known)}.")
    numbers = body.get("documents", [])
    if not isinstance(numbers, list) or not all(map(_is_number, numbers)):
        raise UsageError("`documents` must be a list of numbers.")
    folder = _text(body, "folder") if body.get("folder") else ""
    return Wanted([Kind(k) for k in kinds], body.get("replace") is True, numbers, folder)


def spot(body: Mapping[str, Any]) -> tuple[int, int, int, int]:
    """Return the correction (0 for none), document, start and end of a body that names a place."""
    numbers = [body.get(name, 0) for name in ("id", "document", "start", "end")]
    if not all(map(_is_number, numbers)):
        raise UsageError("`id`, `document`, `start` and `end` must be numbers.")
    number, document, start, end = map(int, numbers)
    return number, document, start, end


def queue_part(query: Mapping[str, str]) -> QueuePart:
    """Return which part of the queue is asked for; UsageError where it makes no sense."""
    limit = min(number(query, "limit", 60), MAX_PAGE)
    order = query.get("order") or WORTH
    return QueuePart(number(query, "offset", 0), limit, query.get("to", ""), order)


def number(query: Mapping[str, str], name: str, default: int | None = None) -> int:
    """Return a number of a query; UsageError where there is none."""
    text = query.get(name, "")
    if not text and default is not None:
        return default
    if not text.isdecimal() or not text.isascii() or len(text) > 15:
        raise UsageError(f"`{name}` must be a number.")
    return int(text)


def filters(query: Mapping[str, str]) -> Filters:
    """Return the filters of a query; UsageError where they make no sense."""
    return Filters(
        show=query.get("show", OPEN),
        fixers=_one(query, "fixer"),
        damage=_one(query, "damage"),
        confidence=(_share(query, "low", 0.0), _share(query, "high", 1.0)),
        documents=[number(query, "document")] if query.get("document") else (),
        pages=[number(query, "page")] if query.get("page") else (),
        lines=_numbers(query, "lines"),
    )


def problem(error: VnfixError) -> tuple[dict[str, Any], int]:
    """Return body and status for an error."""
    from vnfix.errors import RefusedError, UnreadableError

    status = 400
    if isinstance(error, TooLargeError):
        status = 413
    elif isinstance(error, RefusedError):
        status = 409
    elif isinstance(error, UnreadableError):
        status = 422
    return told(error), status


def _one(query: Mapping[str, str], name: str) -> tuple[str, ...]:
    return (query[name],) if query.get(name) else ()


def _numbers(query: Mapping[str, str], name: str) -> list[int]:
    """Return the numbers of a list like `3,7,12`."""
    return [number({name: part}, name) for part in query.get(name, "").split(",") if part]


def point(query: Mapping[str, str]) -> tuple[float, float]:
    """Return a point of a page as shares of its width and height; UsageError where it is none."""
    return _share(query, "x", -1.0), _share(query, "y", -1.0)


def _share(query: Mapping[str, str], name: str, default: float) -> float:
    try:
        value = float(query.get(name) or default)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise UsageError(f"`{name}` must be between 0 and 1.")
    return value


def _text(body: Mapping[str, Any], name: str) -> str:
    text = body.get(name)
    if not isinstance(text, str) or len(text) > MAX_TEXT:
        raise UsageError(f"`{name}` must be a text of {MAX_TEXT} characters at most.")
    return text


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63
