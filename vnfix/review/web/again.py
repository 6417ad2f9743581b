"""A place that is read again from the picture of its page, because a reviewer asks for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from vnfix.errors import UsageError
from vnfix.look.again import read_again, read_line
from vnfix.look.tesseract import find_tesseract
from vnfix.review.records import place

if TYPE_CHECKING:
    from vnfix.config import Config
    from vnfix.model import Box, Second
    from vnfix.review.store import Store
    from vnfix.review.web.pages import Texts


class Wanted(NamedTuple):
    """The place that is asked for.

    Attributes:
        document: its number.
        start: offset in the text as read.
        end: offset just past it.
        box: of an added line.
        id: number of the correction, 0 for a word that nobody has doubted.

    """

    document: int
    start: int
    end: int
    box: Box | None = None
    id: int = 0


def wanted(store: Store, spot: tuple[int, int, int, int]) -> Wanted:
    """Return the place of a request: of a correction, or by its offsets."""
    number, document, start, end = spot
    if not number:
        return Wanted(document, start, end)
    p = place(store, number)
    c = p.correction
    return Wanted(p.document, c.start, c.end, c.box, number)


def again(store: Store, texts: Texts, data: bytes, spot: Wanted, config: Config) -> dict[str, Any]:
    """Read a place again, keep what was read, and return it: text, confidence, engine.

    Args:
        store: an open store.
        texts: the documents' texts.
        data: the PDF.
        spot: what is to be read.
        config: model and limit of time.

    Raises:
        LookError: there is no Tesseract, or no model.
        UsageError: the place has no picture, or nothing is read there.
        UnreadableError: the page cannot be shown.

    """
    engine = find_tesseract(config.look_language)
    line = texts.line_at(spot.document, spot.start)
    if spot.box:
        said = read_line(data, engine, line.page, spot.box, config.look_budget)
    else:
        words = texts.words(spot.document, line)
        if not words:
            raise UsageError("There is no picture of this place.", key="no-picture")
        said = read_again(data, engine, words, (spot.start, spot.end), config.look_budget)
    if said is None:
        message = "Nothing could be read there, or not in time."
        raise UsageError(message, "Look at the picture.", key="nothing-read")
    said = said._replace(confidence=round(said.confidence, 4))
    if spot.id:
        _keep(store, spot.id, said)
    return said._asdict()


def _keep(store: Store, number: int, said: Second) -> None:
    with store.change() as connection:
        connection.execute(
            "UPDATE corrections SET second = ? WHERE id = ?", (json.dumps(said), number)
        )
