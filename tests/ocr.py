"""Makers of hOCR and ALTO files for tests, in the form of tesseract, and of repairs of them."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from vnfix.apply import apply_corrections
from vnfix.model import Correction, Repair, Safety

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.model import Document

LETTER, HEIGHT = 10, 20  # pixels; a blank is as wide as a letter


def hocr(*lines: str) -> str:
    """Return an hOCR page; an empty line ends the paragraph, x_wconf counts the words."""
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml">\n'
        " <head>\n  <title></title>\n  <meta name='ocr-system' content='tesseract 5' />\n </head>\n"
        " <body>\n  <div class='ocr_page' id='page_1' title='image \"a.png\"; bbox 0 0 900 800'>\n"
        "   <p class='ocr_par' id='par_0'>\n"
    ]
    count = 0
    for number, line in enumerate(lines):
        if not line:
            out.append(f"   </p>\n   <p class='ocr_par' id='par_{number + 1}'>\n")
            continue
        y = number * HEIGHT
        out.append(
            f"    <span class='ocr_line' id='line_{number}' title=\"bbox 0 {y} 900 {y + 15}\">"
        )
        for word, x in _words(line):
            count += 1
            box = f"bbox {x} {y} {x + len(word) * LETTER} {y + 15}; x_wconf {count}"
            start = f"<span class='ocrx_word' id='word_{count}' title='{box}'>"
            out.append(f"\n      {start}{escape(word, quote=False)}</span>")
        out.append("\n    </span>\n")
    return "".join([*out, "   </p>\n  </div>\n </body>\n</html>\n"])


def alto(*lines: str) -> str:
    """Return an ALTO page with the same words; WC is a hundredth of their number."""
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#">\n'
        " <Description><MeasurementUnit>pixel</MeasurementUnit></Description>\n <Layout>\n"
        '  <Page WIDTH="900" HEIGHT="800" ID="page_0"><PrintSpace>\n   <TextBlock ID="block_0">\n'
    ]
    count = 0
    for number, line in enumerate(lines):
        if not line:
            out.append(f'   </TextBlock>\n   <TextBlock ID="block_{number + 1}">\n')
            continue
        y = number * HEIGHT
        place = f'HPOS="0" VPOS="{y}" WIDTH="900" HEIGHT="15"'
        out.append(f'    <TextLine ID="line_{number}" {place}>')
        for k, (word, x) in enumerate(_words(line)):
            count += 1
            if k:
                out.append(f'<SP WIDTH="{LETTER}" VPOS="{y}" HPOS="{x - LETTER}"/>')
            box = f'HPOS="{x}" VPOS="{y}" WIDTH="{len(word) * LETTER}" HEIGHT="15"'
            content = f'WC="{count / 100:.2f}" CONTENT="{escape(word)}"'
            out.append(f'\n     <String ID="string_{count}" {box} {content}/>')
        out.append("\n    </TextLine>\n")
    return "".join([*out, "   </TextBlock>\n  </PrintSpace></Page>\n </Layout>\n</alto>\n"])


def _words(line: str) -> list[tuple[str, int]]:
    """Return the words of a line and where each begins, in pixels."""
    return [(m.group(), m.start() * LETTER) for m in re.finditer(r"\S+", line)]


def changed(document: Document, *changes: tuple[str, str]) -> Repair:
    """Return the repair that puts `after` in the place of each `before`, found one by one."""
    spans, at = [], 0
    for before, after in changes:
        at = document.text.index(before, at)
        spans.append((at, at + len(before), after))
        at += len(before)
    return repaired(document, spans)


def repaired(document: Document, spans: Sequence[tuple[int, int, str]]) -> Repair:
    """Return the repair that puts `after` in the place of `start` to `end`, for each change."""
    corrections = tuple(
        Correction(s, e, document.text[s:e], after, "test", 1.0, Safety.AUTO)
        for s, e, after in spans
    )
    return Repair(document.text, apply_corrections(document.text, corrections), corrections)


TEXTS = st.text("aăbcđ<&\"' ~", max_size=8)
PAGES = st.lists(TEXTS.map(lambda text: " ".join(text.split())), max_size=6)


@st.composite
def repairs(draw: st.DrawFn, document: Document, *, blank: bool = False) -> Repair:
    """Draw corrections inside of the lines of a document, in blank ones only if asked for."""
    spans: list[tuple[int, int, str]] = []
    for line in document.lines:
        if not (blank or line.text.strip()):
            continue
        cuts = sorted(draw(st.lists(st.integers(line.start, line.end), max_size=6)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            if not spans or spans[-1][:2] != (start, end):
                spans.append((start, end, draw(TEXTS)))
    return repaired(document, spans)
