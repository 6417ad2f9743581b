"""The tags of HTML, well formed or not, and where each begins and ends.

They are found by one expression, for a writer needs to know their places: lxml does not tell, and
`html.parser` takes quadratic time for some broken files.
"""

from __future__ import annotations

import re
from html import unescape as _unescape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# Elements that have no end tag, and those whose content is no markup.
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
RAW = frozenset({"script", "style", "textarea", "title"})
# A quote counts only behind "="; nothing is tried twice, whatever the file holds.
TAG = re.compile(r"""<(/?)([A-Za-z][^\s/>]*+)((?>=\s*+"[^"]*+"|=\s*+'[^']*+'|[^>])*+)>""")
TOO_LONG = re.compile(r"&#(?:[xX][0-9A-Fa-f]{12,}+|[0-9]{12,}+);?")
NO_TAG = re.compile(r"</?[A-Za-z]")
SKIPPED = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", ">"))


def unescape(markup: str) -> str:
    """Return the text that markup stands for; a number that is no letter's is U+FFFD.

    >>> unescape("t&#7881;nh &amp; &#" + "9" * 5000 + ";")
    'tỉnh & \ufffd'
    """
    return _unescape(TOO_LONG.sub("\N{REPLACEMENT CHARACTER}", markup))


class Tag(NamedTuple):
    """A tag; without a name what is passed over, such as a comment."""

    start: int
    end: int
    name: str = ""
    closing: bool = False
    empty: bool = False


def tags(markup: str) -> Iterator[Tag]:
    """Yield the tags and what is passed over, at last the end of the file.

    A tag or comment without an end reaches to that of the file.
    """
    at = markup.find("<")
    while at >= 0:
        found = TAG.match(markup, at)
        if found:
            name = found[2].lower()
            empty = found[3].endswith("/") or name in VOID
            tag = Tag(at, found.end(), name, bool(found[1]), empty)
            yield tag
            at = _after_raw(markup, tag) if name in RAW else tag.end
        else:
            end = len(markup) if NO_TAG.match(markup, at) else _after_skipped(markup, at)
            if end > at + 1:
                yield Tag(at, end)
            at = end
        at = markup.find("<", at)
    yield Tag(len(markup), len(markup))


def _after_raw(markup: str, tag: Tag) -> int:
    if tag.closing or tag.empty:
        return tag.end
    found = re.compile(f"</{tag.name}", re.IGNORECASE).search(markup, tag.end)
    return found.start() if found else len(markup)


def _after_skipped(markup: str, at: int) -> int:
    """Return the end of the comment or declaration at an offset; a lone "<" is text."""
    for opening, closing in SKIPPED:
        if markup.startswith(opening, at):
            end = markup.find(closing, at + len(opening))
            return end + len(closing) if end >= 0 else len(markup)
    return at + 1
