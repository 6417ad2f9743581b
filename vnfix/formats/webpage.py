"""HTML of any kind but hOCR: its text is read and repaired, its tags stay."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from vnfix.document import BOM
from vnfix.formats.markup import FORBIDDEN, decode_markup
from vnfix.formats.runs import LINE, PARAGRAPH, SAME, Form, Piece, Run
from vnfix.formats.tags import tags, unescape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vnfix.config import Config
    from vnfix.formats.tags import Tag
    from vnfix.model import Document, Repair

# Elements within a line; all others begin a paragraph.
INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "data", "del", "dfn", "em", "font"}
    | {"i", "ins", "label", "mark", "q", "s", "small", "span", "strike", "strong", "sub", "sup"}
    | {"time", "tt", "u", "wbr"}
)
# Elements whose content is no text of the document.
SKIPPED = frozenset({"script", "style", "pre", "textarea", "template", "svg", "math"})
# The same within a line.
SKIPPED_INLINE = frozenset({"code", "kbd", "samp", "var"})
REFERENCE = re.compile(r"&(?:#[xX]?[0-9A-Fa-f]++;?|[A-Za-z][A-Za-z0-9]{1,31}+;?)")
NUMBERED = re.compile(r"&#(?:[0-9]{3,7}|[xX][0-9A-Fa-f]{2,6});")


def read_html(data: bytes, name: str, config: Config) -> Document:
    """Read an HTML file: a line for each line of its text, paragraphs and cells by themselves.

    Args:
        data: the file's bytes.
        name: the file's name, for messages.
        config: `config.encoding` overrides what the file says of its encoding.

    Raises:
        UnreadableError: it is not of its encoding.

    """
    return FORM.read(data, name, config)


def encode_webpage(document: Document, repair: Repair, source: bytes, config: Config) -> bytes:
    """Return the HTML file `source` with its text repaired; arguments as all writers have them."""
    return FORM.write(document, repair, source, config)


def scan_html(markup: str, name: str = "") -> list[Run]:
    """Return the runs of text between the tags.

    >>> [run.text("<p>T&#7881;nh <b>x</b>") for run in scan_html("<p>T&#7881;nh <b>x</b>")]
    ['Tỉnh ', 'x']
    """
    del name
    write = writer_for(markup)
    runs: list[Run] = []
    gap = PARAGRAPH
    for start, end, parted in _texts(markup):
        gap = max(gap, parted, key=len)
        if gap:  # blanks between paragraphs are nobody's
            start = end - len(markup[start:end].lstrip(BOM + " \t\r\n\f"))
        if start < end:
            runs.append(Run(tuple(_pieces(markup, start, end)), gap, write))
            gap = SAME
    return runs


def writer_for(markup: str) -> Callable[[str, str], str]:
    """Return how new text is written: in references to numbers, where the file has no letters."""
    numbered = markup.isascii() and NUMBERED.search(markup) is not None

    def write(after: str, before: str) -> str:
        del before
        written = escape(FORBIDDEN.sub("", after), quote=False)
        if numbered:
            written = written.encode("ascii", "xmlcharrefreplace").decode("ascii")
        return written

    return write


def _texts(markup: str) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches between the tags that are text, and what parts each from the last."""
    last, gap, depth, inside = 0, PARAGRAPH, 0, ""
    for tag in tags(markup):
        if not inside and last < tag.start:
            yield last, tag.start, gap
            gap = SAME
        last = tag.end
        if inside:
            if tag.name == inside and not tag.empty:
                depth += -1 if tag.closing else 1
            if depth == 0:
                inside = ""
            continue
        gap = max(gap, _gap(tag), key=len)
        if tag.name in SKIPPED | SKIPPED_INLINE and not tag.closing and not tag.empty:
            inside, depth = tag.name, 1


def _gap(tag: Tag) -> str:
    """Return what a tag parts the text before it from that behind it by."""
    if not tag.name or tag.name in INLINE or ":" in tag.name:
        return SAME
    return LINE if tag.name == "br" or tag.name in SKIPPED_INLINE | {"img"} else PARAGRAPH


def _pieces(markup: str, start: int, end: int) -> Iterator[Piece]:
    """Yield the pieces of a text: references, and what stands for itself."""
    for found in REFERENCE.finditer(markup, start, end):
        text = unescape(found[0])
        if text == found[0]:
            continue
        if start < found.start():
            yield Piece(start, found.start())
        yield Piece(found.start(), found.end(), text)
        start = found.end()
    if start < end:
        yield Piece(start, end)


FORM = Form("html", scan_html, decode_markup, references=True)
