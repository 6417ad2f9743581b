"""Markdown: headings, paragraphs, lists and cells are repaired; code, addresses and marks stay.

markdown-it-py tells what is what. It does not tell where a piece of text stands, so its rules are
watched: what a rule took, and what none took, are the places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from vnfix.document import BOM
from vnfix.errors import UnreadableError
from vnfix.formats.runs import LINE, PARAGRAPH, SAME, Form, Piece, Run
from vnfix.formats.tags import unescape
from vnfix.formats.webpage import INLINE, scan_html

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from vnfix.config import Config
    from vnfix.model import Document, Repair

LINES = re.compile(r"([^\r\n]*+)(?:\r\n|\r|\n|\Z)")
FRONT = re.compile(
    r"---[ \t]*(?:\r\n|\r|\n)(?s:.*?)(?:\r\n|\r|\n)(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)"
)
# Formulas; between single signs there is something that no price has.
FORMULA = re.compile(r"\$\$[^$]*+\$\$|\$(?=[^$\n]*[\\^_{}=+])(?![\s$])[^$\n]*+(?<!\s)\$")
# The box of a task list, ticked or not.
TASK = re.compile(r"\[[ xX]\][ \t]+(?=\S)")
TAG_NAME = re.compile(r"</?([A-Za-z][\w:-]*)")
# What would be markup if it came into a text by itself, or stood at the beginning of a line.
SPECIAL = re.compile(r"[\\`*_\[\]<>|~$]")
LEADING = re.compile(r"(?:#{1,6}|[-+*]|\d{1,9}[.)])(?=\s|$)|>|(?:[-=_*]\s*){2,}$|```|~~~")
RECORDS = "vnfix"


class _Span(NamedTuple):
    """A stretch of a block's content: the rule that took it, and the tokens made of it.

    `rule` is "text" for text; `first` is the index of its first token where it may be either.
    """

    start: int
    end: int
    rule: str
    state: StateInline | None = None
    first: int = -1


@dataclass(slots=True)
class _Watch:
    """What was taken in one block; `base` is where the text now read stands in its content."""

    spans: list[_Span] = field(default_factory=list)
    base: int = 0


def read_markdown(data: bytes, name: str, config: Config) -> Document:
    """Read a Markdown file; each heading, paragraph, item and cell is a paragraph.

    Args:
        data: the file's bytes.
        name: the file's name, for messages.
        config: `config.encoding` overrides the search for the encoding.

    Raises:
        UnreadableError: the bytes are not text, or not of the encoding.

    """
    return FORM.read(data, name, config)


def encode_markdown(document: Document, repair: Repair, source: bytes, config: Config) -> bytes:
    """Return the Markdown file `source` with its text repaired; arguments as all writers have."""
    return FORM.write(document, repair, source, config)


def scan_markdown(source: str, name: str) -> list[Run]:
    """Return the runs of a Markdown text.

    Raises:
        UnreadableError: it is nested too deeply.

    """
    start = len(BOM) if source.startswith(BOM) else 0
    front = FRONT.match(source, start)
    if front:
        start = front.end()
    lines = [(m.start(1), m.end(1)) for m in LINES.finditer(source, start)]
    body = "\n".join(source[a:b] for a, b in lines)
    try:
        tokens = _parser().parse(body, {})
    except RecursionError as e:
        raise UnreadableError(f"{name} is nested too deeply.", "Name it .txt.") from e
    runs: list[Run] = []
    cursor = (-1, 0)  # line and offset behind the last cell of a table
    for token in tokens:
        if token.type == "html_block" and token.map:
            runs += _html(source, lines[token.map[0] : token.map[1]], token.content)
        elif token.type == "inline" and token.map:
            rows = lines[token.map[0] : token.map[1]]
            after = cursor[1] if cursor[0] == token.map[0] else 0
            places = _places(source, rows, token.content, after)
            if places:
                cursor = token.map[0], places[-1][1]
                runs += _inline(source, token, places)
    return runs


@cache
def _parser() -> MarkdownIt:
    """Return a parser whose inline rules leave behind what they took."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.disable(["text_join"])
    parser.inline.ruler2.disable(["fragments_join"])
    parser.inline.ruler.before("escape", "formula", _formula)
    parser.inline.ruler.before("escape", "task", _task)
    for name in parser.inline.ruler.get_active_rules():
        rules = {r.name: r.fn for r in parser.inline.ruler.__rules__}
        parser.inline.ruler.at(name, partial(_watched, name, rules[name]))
    parser.core.ruler.at("inline", _read_inline)
    return parser


def _read_inline(state: Any) -> None:  # noqa: ANN401 - as the parser has it
    """Read the content of each block, and leave in its token what was taken where."""
    for token in state.tokens:
        if token.type == "inline":
            watch = _Watch()
            env = {**state.env, RECORDS: watch}
            token.children = []
            state.md.inline.parse(token.content, state.md, env, token.children)
            token.meta[RECORDS] = watch.spans


def _watched(name: str, rule: Any, state: StateInline, silent: bool) -> bool:  # noqa: ANN401
    """Run a rule and note what it took."""
    watch: _Watch = state.env[RECORDS]
    start, base, before = state.pos, watch.base, len(watch.spans)
    if name == "image" and not silent:
        watch.base = base + start + 2  # its description is read as a text of its own
    took = rule(state, silent)
    watch.base = base
    if not took or silent:
        return bool(took)
    if name in ("emphasis", "strikethrough"):
        _note_marks(watch, state, start)
    elif name in ("link", "image"):
        _note_around(watch, before, (base + start, base + state.pos), name)
    else:
        watch.spans.append(_Span(base + start, base + state.pos, name))
    return True


def _note_marks(watch: _Watch, state: StateInline, start: int) -> None:
    """Note the marks just taken, each with its token: whether they are a pair is known later."""
    made: list[tuple[int, int]] = []
    end = state.pos
    k = len(state.tokens)
    while end > start:
        k -= 1
        size = len(state.tokens[k].content)
        made.append((k, size))
        end -= size
    at = start
    for k, size in reversed(made):
        watch.spans.append(_Span(watch.base + at, watch.base + at + size, "marks", state, k))
        at += size


def _note_around(watch: _Watch, before: int, span: tuple[int, int], name: str) -> None:
    """Note what a link or picture took besides the text inside of it."""
    inner = watch.spans[before:]
    start = inner[0].start if inner else span[1]
    end = inner[-1].end if inner else span[1]
    watch.spans.insert(before, _Span(span[0], start, name))
    watch.spans.append(_Span(end, span[1], name))


def _formula(state: StateInline, silent: bool) -> bool:
    """Take a formula, which is no text."""
    if state.src[state.pos] != "$":
        return False
    found = FORMULA.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("formula", "", 0)
    state.pos = found.end()
    return True


def _task(state: StateInline, silent: bool) -> bool:
    """Take the box of a task, which is no text."""
    found = TASK.match(state.src) if state.pos == 0 else None
    if not found:
        return False
    if not silent:
        state.push("task", "", 0)
    state.pos = found.end()
    return True


# From the content of a block to its places in the source.


def _places(
    source: str, rows: Sequence[tuple[int, int]], content: str, after: int
) -> list[tuple[int, int, int]]:
    """Return start and end in the source of each line of a block's content, and where it begins.

    Nothing where they cannot be told, as when a tab was cut in two.
    """
    texts = content.split("\n")
    # A heading in two lines has its underline behind the text.
    if not content or len(texts) > len(rows):
        return []
    places, offset = [], 0
    for text, (start, end) in zip(texts, rows, strict=False):
        if len(texts) > 1:
            at = end - len(source[start:end]) + source[start:end].rfind(text) if text else end
        else:
            at = _find(source, text, (max(start, after), end))
        if not text or source[at : at + len(text)] != text or at < start:
            return []
        places.append((at, at + len(text), offset))
        offset += len(text) + 1
    return places


def _find(source: str, text: str, span: tuple[int, int]) -> int:
    return source.find(text, *span)


def _html(source: str, rows: Sequence[tuple[int, int]], content: str) -> list[Run]:
    """Return the runs of a block of HTML, such as a table with cells over several rows."""
    if not rows or [source[a:b] for a, b in rows] != content.split("\n")[: len(rows)]:
        return []  # it stands in a quotation or a list
    start, end = rows[0][0], rows[-1][1]
    found = scan_html(source[start:end])
    return [
        Run(tuple(Piece(p.start + start, p.end + start, p.text) for p in r.pieces), r.gap, r.escape)
        for r in found
    ]


def _inline(source: str, token: Token, places: Sequence[tuple[int, int, int]]) -> Iterator[Run]:
    """Yield the runs of a block, line by line."""
    spans = list(_whole(token.meta[RECORDS], len(token.content)))
    gap = PARAGRAPH
    for start, end, offset in places:
        pieces: list[Piece] = []
        shift = start - offset
        for span in spans:
            a, b = max(span.start + shift, start), min(span.end + shift, end)
            if a >= b:
                continue
            part, piece = _told(source, span, (a, b))
            if piece:
                pieces.append(piece)
                continue
            if pieces:
                yield _run(source, pieces, gap)
                gap, pieces = SAME, []
            gap = max(gap, part, key=len)
        if pieces:
            yield _run(source, pieces, gap)
            gap = SAME
        gap = max(gap, LINE, key=len)


def _whole(spans: Sequence[_Span], size: int) -> Iterator[_Span]:
    """Yield the spans in order; what no rule took is text."""
    at = 0
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if at < span.start:
            yield _Span(at, span.start, "text")
        if span.end > at:
            yield span._replace(start=max(span.start, at))
            at = span.end
    if at < size:
        yield _Span(at, size, "text")


def _told(source: str, span: _Span, place: tuple[int, int]) -> tuple[str, Piece | None]:
    """Return what a stretch parts the text by, and its piece where it is text itself."""
    raw = source[place[0] : place[1]]
    if span.rule == "marks" and span.state:
        token = span.state.tokens[span.first]
        return SAME, Piece(*place) if token.type == "text" and token.content else None
    if span.rule in ("text", "newline"):
        return SAME, Piece(*place)
    if span.rule == "escape":
        return SAME, Piece(*place, raw[1:]) if raw[1:] else None
    if span.rule == "entity":
        return SAME, Piece(*place, unescape(raw))
    if span.rule == "html_inline":
        name = TAG_NAME.match(raw)
        return SAME if name and name[1].lower() in INLINE else LINE, None
    return SAME if span.rule == "link" else LINE, None


def _run(source: str, pieces: Sequence[Piece], gap: str) -> Run:
    said = Run(tuple(pieces)).text(source)

    def enclose(text: str, before: str) -> str | None:
        """Write the whole run where its beginning would be a mark that it was not before.

        Marks with nothing between them would be none, so a run is not emptied.
        """
        if said.strip() and not text.strip():
            return before
        found = LEADING.match(text) if gap else None
        if not found or LEADING.match(said):
            return None
        mark = found[0]
        kept = len(mark) - 1 if mark[0].isdigit() else 0
        return _written(mark[:kept], "") + "\\" + mark[kept:] + _written(text[len(mark) :], "")

    return Run(tuple(pieces), gap, _written, enclose)


def _written(after: str, before: str) -> str:
    """Return text with a backslash before signs that were not there, or stood behind one."""
    bare = re.sub(r"\\.", "", before)
    return SPECIAL.sub(lambda m: m[0] if m[0] in bare else f"\\{m[0]}", after)


FORM = Form("markdown", scan_markdown)
