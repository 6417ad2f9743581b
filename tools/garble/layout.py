"""Blocks -> printed pages: every word gets its place, every baseline is one line of the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from tools.garble.markup import Block, Kind, Style, Text, Token

# An A4 page as Decree 30/2020, annex I, wants it, in points.
PAGE = (595.0, 842.0)
LEFT, RIGHT, TOP, BOTTOM = 85.0, 544.0, 57.0, 57.0
BODY, HEAD, SMALL, TABLE = 14.0, 12.0, 11.0, 12.5
LEADING, INDENT, AFTER_PARAGRAPH, PADDING = 1.22, 36.0, 4.0, 4.0
HEAD_SPLIT, SIGNATURE_SPLIT = 0.40, 0.52

Measure = Callable[[str, Style, float], float]


@dataclass(frozen=True, slots=True)
class Word:
    """A printed word: its left end on the baseline, in points from the page's top left."""

    text: str
    x: float
    y: float
    width: float
    size: float
    style: Style


@dataclass(slots=True)
class Row:
    """The words of one baseline; without words it is an empty line."""

    y: float
    words: list[Word] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The printed line, words in order from left to right."""
        return " ".join(word.text for word in sorted(self.words, key=lambda word: word.x))


@dataclass(slots=True)
class Page:
    """A printed page: rows of words and straight lines (x0, y0, x1, y1), all in points."""

    rows: list[Row] = field(default_factory=list)
    strokes: list[tuple[float, float, float, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Box:
    """Where a cell's text goes: from `left`, `width` wide, in letters of `size`."""

    left: float
    width: float
    size: float
    align: str = "centre"
    indent: float = 0.0


class Compositor:
    """Sets blocks on pages, top to bottom."""

    def __init__(self, measure: Measure) -> None:
        """Take the function that measures a word: (text, style, size) -> width in points."""
        self.measure = measure
        self.pages: list[Page] = []
        self._new_page()

    def _new_page(self) -> None:
        self.pages.append(Page())
        self.y = TOP
        if len(self.pages) > 1:  # From the second page on, the number stands at the top.
            number = (Token(str(len(self.pages)), Style()),)
            self._cells([(number, _Box(LEFT, RIGHT - LEFT, 13.0))])
            self.y += 6.0

    def _room(self, height: float) -> None:
        if self.y + height > PAGE[1] - BOTTOM:
            self._new_page()

    def _wrap(self, text: Text, box: _Box) -> list[list[Token]]:
        blank = self.measure(" ", Style(), box.size)
        lines: list[list[Token]] = [[]]
        room = box.width - box.indent
        for token in text:
            width = self.measure(token.text, token.style, box.size)
            if lines[-1] and width > room:
                lines.append([])
                room = box.width
            lines[-1].append(token)
            room -= width + blank
        return lines

    def _set(self, tokens: list[Token], box: _Box, y: float, *, last: bool) -> list[Word]:
        widths = [self.measure(token.text, token.style, box.size) for token in tokens]
        blank = self.measure(" ", Style(), box.size)
        free = box.width - sum(widths) - blank * (len(tokens) - 1)
        x = box.left + (free / 2 if box.align == "centre" else 0.0)
        if box.align == "justify" and not last and len(tokens) > 1:
            blank += free / (len(tokens) - 1)
        words: list[Word] = []
        for token, width in zip(tokens, widths, strict=True):
            words.append(Word(token.text, x, y, width, box.size, token.style))
            x += width + blank
        return words

    def _cells(self, cells: Sequence[tuple[Text, _Box]]) -> None:
        """Set cells side by side; the k-th lines of all cells share a baseline."""
        wrapped = [self._wrap(text, box) for text, box in cells]
        step = max(box.size for _, box in cells) * LEADING
        for number, lines in enumerate(zip_longest(*wrapped, fillvalue=None)):
            self._room(step)
            self.y += step
            row = Row(self.y)
            for (_, box), tokens, all_lines in zip(cells, lines, wrapped, strict=True):
                if tokens:
                    indent = box.indent if number == 0 else 0.0
                    place = _Box(box.left + indent, box.width - indent, box.size, box.align)
                    last = number == len(all_lines) - 1
                    row.words += self._set(tokens, place, self.y - step * 0.25, last=last)
            self.pages[-1].rows.append(row)

    def _paragraph(self, block: Block) -> None:
        box = _Box(LEFT, RIGHT - LEFT, BODY, "justify", INDENT)
        self._cells([(block.cells[0], box)])
        self.y += AFTER_PARAGRAPH

    def _centred(self, block: Block) -> None:
        self._cells([(block.cells[0], _Box(LEFT, RIGHT - LEFT, BODY))])

    def _head(self, block: Block) -> None:
        middle = LEFT + (RIGHT - LEFT) * HEAD_SPLIT
        boxes = (_Box(LEFT - 20, middle - LEFT + 20, HEAD), _Box(middle, RIGHT - middle, HEAD))
        self._cells(list(zip(block.cells, boxes, strict=True)))

    def _signature(self, block: Block) -> None:
        middle = LEFT + (RIGHT - LEFT) * SIGNATURE_SPLIT
        boxes = (
            _Box(LEFT, middle - LEFT, SMALL, "left"),
            _Box(middle, RIGHT - middle, BODY),
        )
        self._cells(list(zip(block.cells, boxes, strict=True)))

    def _rule(self, block: Block) -> None:
        middle = LEFT + (RIGHT - LEFT) * HEAD_SPLIT
        centres = [(LEFT + RIGHT) / 2] if len(block.widths) == 1 else [(LEFT - 20 + middle) / 2]
        half = 45.0 if len(block.widths) == 1 else 25.0
        spans = [(centre - half, centre + half) for centre in centres]
        if len(block.widths) > 1:
            spans.append(((middle + RIGHT) / 2 - 80, (middle + RIGHT) / 2 + 80))
        self.pages[-1].strokes += [(x0, self.y + 3, x1, self.y + 3) for x0, x1 in spans]
        self.y += 8.0

    def _table(self, block: Block) -> None:
        left, boxes, edges = LEFT, [], [LEFT]
        for number, share in enumerate(block.widths):
            width = (RIGHT - LEFT) * share / 100
            head = all(token.style.bold for token in block.cells[number])
            align = "centre" if head or number == 0 else "left"
            boxes.append(_Box(left + PADDING, width - 2 * PADDING, TABLE, align))
            left += width
            edges.append(left)
        cells = list(zip(block.cells, boxes, strict=True))
        step = TABLE * LEADING
        self._room(step * max(len(self._wrap(*cell)) for cell in cells) + PADDING)
        top = self.y
        self._cells(cells)
        self.y += PADDING
        self._frame(edges, top)

    def _frame(self, edges: list[float], top: float) -> None:
        strokes = self.pages[-1].strokes
        strokes += [(edges[0], y, edges[-1], y) for y in (top, self.y)]
        strokes += [(x, top, x, self.y) for x in edges]

    def _gap(self) -> None:
        rows = self.pages[-1].rows
        if rows and rows[-1].words:
            rows.append(Row(self.y + 4.0))
        self.y += 8.0

    def compose(self, blocks: Sequence[Block]) -> list[Page]:
        """Set all blocks; gives the pages."""
        setters = {
            Kind.PARAGRAPH: self._paragraph,
            Kind.CENTRED: self._centred,
            Kind.HEAD: self._head,
            Kind.SIGNATURE: self._signature,
            Kind.TABLE: self._table,
            Kind.RULE: self._rule,
        }
        for block in blocks:
            if block.kind is Kind.GAP:
                self._gap()
            elif block.kind is Kind.KEEP:
                self._room(BODY * LEADING * block.count)
            else:
                setters[block.kind](block)
        return self.pages
