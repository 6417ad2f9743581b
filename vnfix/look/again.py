"""One place of a page read again, because a person asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.look.hearing import heard_in, slope_of, without_debris
from vnfix.look.lost import mean, text_of, without_ends
from vnfix.look.matching import Span, matches
from vnfix.look.pictures import PagePictures
from vnfix.look.tesseract import RAW_LINE, TEXT_LINE
from vnfix.model import Second, union

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.look.tesseract import Tesseract
    from vnfix.model import Box, Word


def read_again(
    source: bytes,
    engine: Tesseract,
    words: Sequence[Word],
    span: tuple[int, int],
    seconds: float,
) -> Second | None:
    """Return what is read at a place of a line.

    Args:
        source: the PDF.
        engine: reads it.
        words: of the line, with their boxes.
        span: offsets of the place.
        seconds: limit of time.

    Returns:
        None where nothing is read there, or not in time.

    Raises:
        UnreadableError: the page cannot be shown.

    """
    inside = [w for w in words if w.start < span[1] and w.end > span[0]]
    if not inside:
        return None
    with PagePictures(source) as pages:
        crop = pages.cut(words[0].page, union(w.box for w in words), slope_of(words))
    read = engine.read([crop.image], seconds, RAW_LINE) or [[]]
    said = without_debris(read[0])
    place = union(w.box for w in inside)
    rest = [w.box for w in words if w not in inside]
    spans = sorted([Span(box.x0, box.x1) for box in (place, *rest)])
    at = spans.index(Span(place.x0, place.x1))
    for m in matches(spans, [Span(crop.place(w.x0), crop.place(w.x1)) for w in said]):
        if at in m.places and m.words:
            here = [said[k] for k in m.words]
            if len(m.places) > 1 and len(m.places) == len(here):
                here = [here[m.places.index(at)]]
            elif len(m.places) > 1:
                return None
            heard = heard_in(here)
            return Second(heard.text, heard.confidence, engine.name)
    return None


def read_line(
    source: bytes, engine: Tesseract, page: int, box: Box, seconds: float
) -> Second | None:
    """Return what is read in a box of a page; arguments and errors as for `read_again`."""
    with PagePictures(source) as pages:
        crop = pages.cut(page, box, 0.0)
    read = engine.read([crop.image], seconds, TEXT_LINE) or [[]]
    said = without_ends(without_debris(read[0]))
    return Second(text_of(said), mean(said), engine.name) if said else None
