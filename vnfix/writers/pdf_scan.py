"""Pages of a scan: their invisible text out, the repaired text in, on the same places."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from vnfix.readers.plain import LINE_ENDS
from vnfix.writers.pdf_content import font_names
from vnfix.writers.pdf_layer import Laid, Lines, write_layer
from vnfix.writers.pdf_page import free_name
from vnfix.writers.pdf_space import Space
from vnfix.writers.pdf_strip import Layers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pikepdf import Page

    from vnfix.geometry import Word
    from vnfix.writers.pdf_content import Content, Show
    from vnfix.writers.pdf_glyphless import Glyphless
    from vnfix.writers.placing import Placed

FONT = "VnfixHidden"


def make_layers(content: Content, words: Sequence[Laid], font: Glyphless) -> Layers:
    """Return the new invisible text of a page; its font is added to the content's.

    Args:
        content: of the page.
        words: in reading order, on their baselines.
        font: the font of the file's invisible text.

    """
    name = free_name(FONT, font_names(content))
    content.fonts[name] = font.font
    parts: defaultdict[int | None, list[Laid]] = defaultdict(list)
    for word in words:
        parts[word.place.mcid].append(word)
    return Layers({mcid: write_layer(part, font, name[1:]) for mcid, part in parts.items()})


def lay_words(placed: Sequence[Placed], old: Sequence[Word], text: str, lines: Lines) -> list[Laid]:
    """Return the words of one page on the baselines of its old text.

    Args:
        placed: the words in reading order, with boxes on the page as shown.
        old: the words of the document as read.
        text: the repaired text.
        lines: the baselines of the page.

    """
    line, end = 0, placed[0].start if placed else 0
    laid: list[Laid] = []
    for word in placed:
        line += any(ch in LINE_ENDS for ch in text[end : word.start])
        end = word.end
        box, part = word.box, (0.0, 1.0)
        if len(word.sources) == 1:
            # A part of an old word is cut along its baseline, whatever way that runs.
            whole = old[word.sources[0]].box
            if whole.x1 > whole.x0:
                width = whole.x1 - whole.x0
                part = (box.x0 - whole.x0) / width, (box.x1 - whole.x0) / width
                box = whole
        laid.append(Laid(word.text, line, lines.fit(box, part)))
    return laid


def baselines(page: Page, content: Content) -> Lines:
    """Return where the invisible text of a page runs, each with the marked content it is in."""
    return Lines(_hidden(content), Space(page))


def _hidden(content: Content) -> Iterator[tuple[Show, int | None]]:
    """Yield what is hidden; in a form it belongs to no marked content of the page."""
    yield from ((show, show.mcid) for show in content.shows if show.hidden)
    for _, _, form in content.forms:
        yield from ((show, None) for _, show in form.all_shows() if show.hidden)
