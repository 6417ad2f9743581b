"""What the codes of a font mean: ToUnicode maps read, repaired and written.

Source: ISO 32000-1, 9.10.3. A font without a map, or with one that lacks a code, falls back on
its encoding in all readers, so only what is known goes into the new one.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pdfminer.pdfpage import PDFPage

from vnfix import memory
from vnfix.glyphs.runs import MARKER
from vnfix.pdf.read.fonts import FontKeeper, parse_tounicode
from vnfix.pdf.read.glyphs import needs_blank
from vnfix.pdf.read.limits import Budget, open_document
from vnfix.pdf.read.reader import Interpreter, TextDevice
from vnfix.pdf.read.text import Frame, TextBuilder
from vnfix.pdf.write.glyphless import cmap, map_row, sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pdfminer.pdfcolor import PDFColorSpace
    from pdfminer.pdfdevice import PDFTextSeq
    from pdfminer.pdfinterp import PDFGraphicState, PDFTextState
    from pikepdf import Object, Pdf

    from vnfix.formats.placing import Placed
    from vnfix.model import Correction, Document, Repair
    from vnfix.pdf.read.glyphs import Glyph

    Code = tuple[str, int]  # key of the font object, code

IDENTITY = frozenset({"/Identity-H", "/Identity-V"})


def is_mappable(font: Object) -> bool:
    """Whether the codes of a font are those that the reader reports: bytes, or CIDs as they are."""
    if font.get("/Subtype") != "/Type0":
        return True
    return str(font.get("/Encoding", "")) in IDENTITY


def repair_map(pdf: Pdf, font: Object, letters: Mapping[int, str]) -> None:
    """Give codes of a font their letters; those that its map had already stay otherwise."""
    font.ToUnicode = _make_map(pdf, font, {**_old_map(font), **letters})


def blank_copy(pdf: Pdf, font: Object, codes: Iterable[int]) -> Object:
    """Return a font that draws the same glyphs and in which these codes mean blanks."""
    from pikepdf import Dictionary

    copy = Dictionary(dict(font.items()))
    copy.ToUnicode = _make_map(pdf, font, dict.fromkeys(codes, " "))
    return pdf.make_indirect(copy)


def _old_map(font: Object) -> dict[int, str]:
    from pikepdf import Stream

    old = font.get("/ToUnicode")
    if not isinstance(old, Stream):
        return {}
    return dict(parse_tounicode(old.read_bytes(), named=False).cid2unichr)


def _make_map(pdf: Pdf, font: Object, letters: Mapping[int, str]) -> Object:
    digits = 4 if font.get("/Subtype") == "/Type0" else 2
    most = 16**digits
    rows = [map_row(code, text, digits) for code, text in sorted(letters.items()) if code < most]
    return pdf.make_stream(cmap(sections("bfchar", rows), digits))


# Which letters of a repaired text each glyph of the original stands for.

LONGEST_GLYPH = 4  # letters of one glyph
# What a pairing costs; only the order of the sums matters. A glyph stands best for itself, then
# for one letter (most of all one that it resembles, or if its own letter is lost), then for two
# (`ffi`, or a blank that the page does not show), then for none.
LIKE, LOST, OTHER, MORE, NONE = 0.4, 0.3, 1.0, 0.6, 1.2
BLANK = 4.0  # a blank for a letter, or a letter for a blank


def share_out(glyphs: Sequence[str], text: str) -> list[str]:
    """Cut `text` into the parts that the glyphs stand for, in order.

    >>> share_out(["T", "(cid:9)", "nh"], "Tỉnh")
    ['T', 'ỉ', 'nh']
    """
    costs: list[list[float]] = [[0.0] + [float("inf")] * len(text)]
    taken: list[list[int]] = []
    for glyph in glyphs:
        row = [float("inf")] * (len(text) + 1)
        steps = [0] * (len(text) + 1)
        for end in range(len(text) + 1):
            for size in range(min(LONGEST_GLYPH, end) + 1):
                cost = costs[-1][end - size] + _cost(glyph, text[end - size : end])
                if cost < row[end]:
                    row[end], steps[end] = cost, size
        costs.append(row)
        taken.append(steps)
    if not glyphs or costs[-1][-1] == float("inf"):  # far more letters than glyphs
        return [text, *[""] * (len(glyphs) - 1)] if glyphs else []
    parts: list[str] = []
    end = len(text)
    for steps in reversed(taken):
        start = end - steps[end]
        parts.append(text[start:end])
        end = start
    return parts[::-1]


@lru_cache(maxsize=memory.SYLLABLES)
def _cost(glyph: str, part: str) -> float:
    if glyph == part:
        return 0.0
    if not part:
        return NONE
    blanks = glyph.isspace() * len(part) + (not glyph.isspace()) * sum(map(str.isspace, part))
    size = abs(len(part) - 1) * MORE + blanks * BLANK
    if MARKER.fullmatch(glyph):
        return LOST + size
    if any(_base(a) == _base(b) for a in glyph for b in part):
        return LIKE + size
    return OTHER + size


def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0].lower().replace("đ", "d")


# Which glyph of a page each piece of a document's text came from: the source is read once more.


class Origin(NamedTuple):
    """A piece of text and the glyph that it came from.

    Attributes:
        start: offset in the document's text.
        end: offset just past it.
        page: 1-based.
        show: number of the operator that showed it, among all of the page that had a font.
        place: number of the glyph in what that operator showed.
        glyph: the glyph.

    """

    start: int
    end: int
    page: int
    show: int
    place: int
    glyph: Glyph


class Trace(NamedTuple):
    """The origins of a text in the order of the text, and how many glyphs each operator showed."""

    text: str
    origins: list[Origin]
    counts: list[list[int]]


def trace(data: bytes) -> Trace:
    """Read a PDF as the reader does.

    Raises:
        Exception: whatever pdfminer.six raises on a broken or encrypted file.

    """
    builder, keeper = _Builder(), FontKeeper()
    device = _Device(keeper, builder, Budget(len(data)))
    interpreter = Interpreter(keeper, device)
    for page in PDFPage.create_pages(open_document(data)):
        interpreter.process_page(page)
    return Trace(builder.text, builder.origins, device.counts)


class _Device(TextDevice):
    """Numbers the glyphs of every page by the operators that show them."""

    def __init__(self, keeper: FontKeeper, builder: _Builder, budget: Budget) -> None:
        super().__init__(keeper, builder, budget)
        self.tracing = builder
        self.counts: list[list[int]] = []
        self._starts: list[int] = []

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        self._starts.append(len(self._glyphs))
        super().render_string(textstate, seq, ncs, graphicstate)

    def end_page(self, page: PDFPage) -> None:
        ends = [*self._starts[1:], len(self._glyphs)] if self._starts else []
        self.counts.append([b - a for a, b in zip(self._starts, ends, strict=True)])
        self.tracing.places = {
            id(glyph): (show, place)
            for show, (a, b) in enumerate(zip(self._starts, ends, strict=True))
            for place, glyph in enumerate(self._glyphs[a:b])
        }
        self._starts = []
        super().end_page(page)


class _Builder(TextBuilder):
    """Writes the same text as its parent and notes where every glyph went."""

    def __init__(self) -> None:
        super().__init__()
        self.origins: list[Origin] = []
        self.places: dict[int, tuple[int, int]] = {}

    def _add_line(self, glyphs: Sequence[Glyph], frame: Frame) -> None:
        at, last = self._end, glyphs[0]
        for glyph in glyphs:
            at += needs_blank(last, glyph)
            show, place = self.places[id(glyph)]
            end = at + len(glyph.text)
            self.origins.append(Origin(at, end, frame.page.number, show, place, glyph))
            at, last = end, glyph
        super()._add_line(glyphs, frame)


# Drawn type: what each code of each font means by the corrections, and what no font can say.


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Words that no ToUnicode map can give.

    Attributes:
        text: what should be read.
        origins: the glyphs there, in reading order.

    """

    text: str
    origins: tuple[Origin, ...]


@dataclass(slots=True)
class DrawnReading:
    """What the drawn type of a document is to be read as.

    Attributes:
        letters: what codes mean that meant something else, by font.
        unsaid: the words that are read otherwise even so.

    """

    letters: defaultdict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    unsaid: list[Unsaid] = field(default_factory=list)


def read_drawn(
    document: Document, repair: Repair, placed: Sequence[Placed], origins: Sequence[Origin]
) -> DrawnReading:
    """Decide what every code means and which words need another way.

    A code means what it stands for most often, over the whole document.

    Args:
        document: as read.
        repair: its repair.
        placed: all words of the repaired text.
        origins: the glyphs of the text in its order.

    """
    drawn = [o for o in origins if not o.glyph.style.hidden]
    reading = DrawnReading()
    meanings = _vote(document.text, repair.corrections, drawn)
    for (font, code), text in meanings.items():
        reading.letters[font][code] = text
    starts = [o.start for o in drawn]
    for olds, news in _groups(placed, len(document.words)):
        words = [document.words[k] for k in olds]
        if words[0].hidden:
            continue
        glyphs = [
            drawn[k] for w in words
            for k in range(bisect_left(starts, w.start), bisect_left(starts, w.end))
        ]  # fmt: skip
        read = "".join(meanings.get(_code(o), o.glyph.text) for o in glyphs)
        if glyphs and (len(olds), len(news), read) != (1, 1, news[0] if news else ""):
            reading.unsaid.append(Unsaid(" ".join(news), tuple(glyphs)))
    return reading


def _code(origin: Origin) -> Code:
    return origin.glyph.style.font, origin.glyph.code


def _vote(
    text: str, corrections: Sequence[Correction], drawn: Sequence[Origin]
) -> Mapping[Code, str]:
    """Return what codes mean that meant something else before."""
    votes: defaultdict[Code, Counter[str]] = defaultdict(Counter)
    before: dict[Code, str] = {}
    targets = _targets(text, corrections, drawn)
    for k, origin in enumerate(drawn):
        votes[_code(origin)][targets.get(k, origin.glyph.text)] += 1
        before[_code(origin)] = origin.glyph.text
    winners = {code: min(v, key=lambda t: (-v[t], t)) for code, v in votes.items()}
    return {
        code: best for code, best in winners.items()
        if best != before[code] and best and not any(map(str.isspace, best))
    }  # fmt: skip


def _targets(
    text: str, corrections: Sequence[Correction], drawn: Sequence[Origin]
) -> dict[int, str]:
    """Return what the glyphs under corrections should stand for, by their index in `drawn`."""
    targets: dict[int, str] = {}
    starts = [o.start for o in drawn]
    for c in corrections:
        low, high = bisect_left(starts, c.start), bisect_left(starts, c.end)
        if low and drawn[low - 1].end > c.start:
            low -= 1
        if low == high:
            continue
        start, end = min(c.start, drawn[low].start), max(c.end, drawn[high - 1].end)
        after = text[start : c.start] + c.after + text[c.end : end]
        units = list(_units(text, (start, end), drawn, low))
        parts = share_out([unit for _, unit in units], after)
        for (k, _), part in zip(units, parts, strict=True):
            if k is not None:
                targets[k] = part
    return targets


def _units(
    text: str, span: tuple[int, int], drawn: Sequence[Origin], at: int
) -> Iterator[tuple[int | None, str]]:
    """Yield the glyphs of a span with their indices, and letters without a glyph with None."""
    place, end = span
    while place < end:
        if at < len(drawn) and drawn[at].start == place and drawn[at].end > place:
            yield at, text[place : drawn[at].end]
            place = drawn[at].end
            at += 1
        elif at < len(drawn) and drawn[at].start <= place:
            at += 1
        else:
            yield None, text[place]
            place += 1


def _groups(placed: Sequence[Placed], count: int) -> Iterator[tuple[list[int], list[str]]]:
    """Yield old words by their indices and the new words made of them; each old word once."""
    olds: list[int] = []
    news: list[str] = []
    done = 0
    for word in placed:
        sources = word.sources or (word.like,)
        if olds and sources[0] > olds[-1]:
            yield olds, news
            yield from (([k], []) for k in range(olds[-1] + 1, sources[0]))
            olds, news = [], []
        elif not olds:
            yield from (([k], []) for k in range(done, sources[0]))
        olds += range(olds[-1] + 1 if olds else sources[0], sources[-1] + 1)
        news.append(word.text)
    if olds:
        yield olds, news
    yield from (([k], []) for k in range(olds[-1] + 1 if olds else 0, count))
