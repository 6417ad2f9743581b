"""Any place of a document for the page: by line, page, point, or by what is searched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from vnfix.errors import UsageError
from vnfix.review import items
from vnfix.review.decisions import in_force
from vnfix.text.unicode import nfc, strip_accents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vnfix.model import Line
    from vnfix.review.records import Place
    from vnfix.review.store import Store
    from vnfix.review.web.pages import Texts

    Json = dict[str, Any]

HITS = 200
"""Places that a search gives at most."""
AROUND = 32
"""Code points shown on each side of what was searched."""
WORD = re.compile(r"\S+")


def spot(store: Store, texts: Texts, document: int, start: int) -> int | tuple[Line, int, int]:
    """Return the number of the correction at an offset, or the word there and its line.

    Raises:
        UsageError: there is no such document, or no word at or behind the offset in its line.

    """
    line = texts.line_at(document, start)
    at = items.Filters(items.ALL, documents=[document], lines=[line.number])
    here = [p for p in items.select(store, at) if _covers(p, start)]
    if here:
        return max(here, key=lambda p: (in_force(p), p.id)).id
    for word in WORD.finditer(line.text):
        if line.start + word.end() > start:
            return line, line.start + word.start(), line.start + word.end()
    raise UsageError("There is no word in that line.", "Choose another line.", key="no-word")


def _covers(p: Place, start: int) -> bool:
    c = p.correction
    return c.start <= start < max(c.end, c.start + 1)


def page_start(store: Store, texts: Texts, document: int, page: int) -> int:
    """Return where to begin on a page: its first open question, else its first word.

    Raises:
        UsageError: the document has no such page, or nothing stands there.

    """
    asked = items.select(store, items.Filters(documents=[document], pages=[page]), limit=1)
    if asked:
        return asked[0].correction.start
    for line in texts.lines(document):
        if line.page == page and line.text.strip():
            return line.start
    message = f"There is no text on page {page}."
    raise UsageError(message, "Choose another page.", key="empty-page", page=page)


def line_start(texts: Texts, document: int, number: int) -> int:
    """Return the offset of a line by its 1-based number; the last one where there are fewer."""
    lines = texts.lines(document)
    wanted = min(max(number, 1), len(lines)) - 1
    filled = (line for line in lines[wanted:] if line.text.strip())
    return next(filled, lines[wanted]).start


def search(store: Store, texts: Texts, wanted: str, documents: Sequence[int]) -> list[Json]:
    """Return the places where a text stands, as read or as repaired, in the order of the text.

    Case counts as little as in any editor; accents count only where the text has some.
    """
    fold = _folding(wanted)
    key = fold(nfc(wanted).strip())
    if not key:
        return []
    found: list[Json] = []
    for document in documents:
        for hit in _hits(store, texts, document, (key, fold)):
            found.append(hit)
            if len(found) == HITS:
                return found
    return found


def _folding(wanted: str) -> Any:  # noqa: ANN401 - a function of a text
    plain = strip_accents(wanted) == wanted
    return (lambda t: strip_accents(t).lower()) if plain else str.lower


def _hits(store: Store, texts: Texts, document: int, wanted: tuple[str, Any]) -> Iterator[Json]:
    key, fold = wanted
    repaired = texts.repaired(document)
    for line in texts.lines(document):
        read, now = line.text, repaired.get(line.number)
        at = fold(read).find(key)
        if at >= 0:
            yield _hit(document, line, read, (at, len(key)), line.start + at)
        elif now is not None and (at := fold(now[0]).find(key)) >= 0:
            yield _hit(document, line, now[0], (at, len(key)), _origin(now[1], at, line.start))
    del store


def _origin(moved: Sequence[tuple[int, int]], at: int, start: int) -> int:
    """Return the offset in the text as read of an offset in a repaired line."""
    before = [pair for pair in moved if pair[0] <= at]
    return (before[-1][1] + (at - before[-1][0])) if before else start + at


def _hit(document: int, line: Line, text: str, span: tuple[int, int], start: int) -> Json:
    at, length = span
    return {
        "document": document,
        "page": line.page,
        "line": line.number,
        "start": min(start, max(line.end - 1, line.start)),
        "left": text[max(at - AROUND, 0) : at],
        "word": text[at : at + length],
        "right": text[at + length : at + length + AROUND],
    }
