"""The values that travel through the pipeline: frozen dataclasses without behaviour of their own.

Offsets are code points of the text as read; a reader changes nothing.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate, islice, pairwise
from operator import lt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MANY = 4
"""Words that one token holds: so many are a piece of a line that lost its blanks, and no code."""
HARDLY = 0.001
"""What is less likely than this as a whole is never made, however many words it has."""


class Safety(StrEnum):
    """Whether a correction may be made without asking a person."""

    AUTO = "AUTO"
    REVIEW = "REVIEW"


class Damage(StrEnum):
    """What is wrong with a line or a document."""

    HEALTHY = "healthy"
    OCR = "wrong-language OCR"
    LEGACY = "legacy font"
    LOST_GLYPHS = "lost glyphs"
    UNACCENTED = "unaccented"
    LOW_BYTES = "low bytes"
    DROPPED = "dropped tone letters"
    ANSI = "saved as ANSI"
    SUBSTITUTED = "wrong letters"
    NEARLY = "nearly right"
    UNKNOWN = "unknown damage"
    BEYOND_REPAIR = "beyond repair"
    MIXED = "mixed"
    NO_TEXT = "no text layer"
    PICTURE = "needs OCR"
    FOREIGN = "not Vietnamese"


class Line(NamedTuple):
    """One line of a document, without its line end.

    Attributes:
        number: 1-based number among the document's lines.
        page: 1-based page; a form feed in the text starts the next page.
        start: offset of the first code point in the document's text.
        text: the line's text, exactly as read.

    """

    number: int
    page: int
    start: int
    text: str

    @property
    def end(self) -> int:
        """Offset just past the last code point."""
        return self.start + len(self.text)


class LostGlyph(NamedTuple):
    """A glyph that the page shows and whose letter the text does not tell.

    Attributes:
        start: offset of its marker (`(cid:33)`, U+FFFD, ...) in the document's text.
        end: offset just past the marker.
        font: key of the font object, unique in the document; "" where only text is at hand.
        glyph: number of the glyph or code in that font, or the marker's own code point.
        letter: the letter where the fonts of the file prove it, else "".
        source: how they prove it, in plain English.

    """

    start: int
    end: int
    font: str
    glyph: int
    letter: str = ""
    source: str = ""


class Contradiction(NamedTuple):
    """A letter that the text names otherwise than the font that shows it.

    Attributes:
        font: key of the font object, as in `LostGlyph`.
        named: the letter in the text.
        shown: the letter that the font itself tells.

    """

    font: str
    named: str
    shown: str


class FontRun(NamedTuple):
    """A run of text in a font whose name tells a legacy encoding.

    Attributes:
        start: offset in the document's text.
        end: offset just past the run.
        font: name of the font, without the tag of a subset.

    """

    start: int
    end: int
    font: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its lines, as a reader found them.

    Attributes:
        text: the whole text; every line is a slice of it.
        lines: the lines in order (`readers.plain.split_lines` makes them).
        name: the file's name for messages and correction files, "-" for standard input.
        reader: name of the reader (`plain`, `pdfminer`, ...).
        reader_version: version of the reader, so that `apply` can read with the same one.
        encoding: the encoding that the bytes were read with, "" where there were none.
        glyphs: glyphs without a letter that the reader met, in the order of the text.
        fonts: runs in fonts whose names tell a legacy encoding, in the order of the text.
        contradictions: letters that fonts tell otherwise, where the text has reason to doubt them.
        guests: runs inside of words in another font than the word begins in, by key of the font
            object; only where there are contradictions.
        pages: the pages, where the format has geometry.
        words: the words with their boxes, in the order of the text, where the format has them.
        pictures: 1-based pages that are pictures without a text layer of their own.
        source: the PDF, where its pages are to be looked at again (`Config.look`,
            `Config.add_lines`).

    """

    text: str
    lines: Sequence[Line]
    name: str = ""
    reader: str = "plain"
    reader_version: str = "1"
    encoding: str = ""
    glyphs: tuple[LostGlyph, ...] = ()
    fonts: tuple[FontRun, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    guests: tuple[FontRun, ...] = ()
    pages: tuple[Page, ...] = ()
    words: tuple[Word, ...] = ()
    pictures: tuple[int, ...] = ()
    source: bytes = field(default=b"", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one detector says of one line.

    Attributes:
        line: index into `Document.lines` (0-based).
        kind: the damage seen; HEALTHY findings are not reported.
        score: strength of the evidence, 0 to 1.
        detector: name of the detector.
        evidence: a short reason in plain English.

    """

    line: int
    kind: Damage
    score: float
    detector: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one fixer proposes for a span within one line.

    An `exact` candidate needs no guessing and becomes a correction as it stands. The others are
    arcs of the decoder's lattice, where they compete by `price`.

    Attributes:
        start: offset in the document's text.
        end: offset just past the span.
        after: the proposed text; blanks separate words.
        price: extra cost of the arc in nats (0 or more); lower wins more often.
        fixer: name of the fixer, for rules `rule:ID`.
        reason: why, for the reviewer.
        safety: AUTO only where the fixer proves the change.
        exact: no decoding needed.
        confidence: probability that an exact candidate is right; None: what the table of
            confidences says of such candidates.
        yields: whether it gives way to a decoded correction that holds the whole of it.

    """

    start: int
    end: int
    after: str
    price: float
    fixer: str
    reason: str = ""
    safety: Safety = Safety.REVIEW
    exact: bool = False
    confidence: float | None = None
    yields: bool = False


class Second(NamedTuple):
    """What a second reading of the page says of a place.

    Attributes:
        text: its words there.
        confidence: how sure its engine is of them, 0 to 1.
        engine: name and version.

    """

    text: str
    confidence: float
    engine: str


@dataclass(frozen=True, slots=True)
class Correction:
    """One proposed change of one span; it never crosses a line end.

    Attributes:
        start: offset in the text as read.
        end: offset just past the span (equal to `start` for an insertion).
        before: the text there now.
        after: the text that should be there.
        fixer: who proposed it.
        confidence: calibrated probability that `after` is right.
        safety: AUTO may be applied without asking.
        reason: why, for the reviewer.
        alternatives: other readings with their probabilities, best first.
        box: of an added line: where it stands on its page. Such a correction inserts `after` as a
            line of its own, before the line that begins at `start`.
        second: where the page was read again: what was read.

    """

    start: int
    end: int
    before: str
    after: str
    fixer: str
    confidence: float
    safety: Safety
    reason: str = ""
    alternatives: tuple[tuple[str, float], ...] = ()
    box: Box | None = None
    second: Second | None = None

    def is_surer(self, least: float) -> bool:
        """Whether it is likely enough to be made.

        Args:
            least: how likely a word has to be right, 0 to 1.

        """
        sure = self.confidence
        return sure >= least or sure >= least_confidence(self.before, self.after, least)

    @property
    def written(self) -> str:
        """What is put into the text: `after`, with a line end if it is a line of its own."""
        return f"{self.after}\n" if self.box else self.after

    @property
    def order(self) -> tuple[int, int, bool, float, float]:
        """What sorts corrections by place; lines that are added at one place, from the top down."""
        if self.box is None:
            return self.start, self.end, True, 0.0, 0.0
        return self.start, self.end, False, self.box.y0, self.box.x0


def by_place(corrections: Iterable[Correction]) -> list[Correction]:
    """Return corrections sorted by place."""
    rows = list(corrections)
    starts = [c.start for c in rows]
    if not all(map(lt, starts, islice(starts, 1, None))):  # most come as they stand
        rows.sort(key=lambda c: c.order)
    return rows


def least_confidence(before: str, after: str, least: float) -> float:
    """Return how likely a reading has to be right as a whole for its words to be likely enough.

    A token that holds a line's words run together is wrong as it stands, and a reading with one
    wrong word among many still takes most of the damage away: there `least` is asked of each word.
    Pieces with digits are no words: where they are half of it or more, a key or a hash was read.

    >>> least_confidence("nhAnu6c", "nhà nước", 0.5), least_confidence("dilams", "đi làm số 5", 0.5)
    (0.5, 0.0625)
    """
    pieces = after.split()
    words, said = len(pieces), sum(not any(map(str.isdecimal, piece)) for piece in pieces)
    if words < MANY or said * 2 <= words or len(before.split()) != 1:
        return least
    return min(max(least**words, HARDLY), least)


@dataclass(frozen=True, slots=True)
class Repair:
    """A repaired text and how it came about.

    Attributes:
        original: the text as read.
        text: the repaired text.
        corrections: what was changed, without overlaps; offsets of `original`. They may be given
            in any order and are kept sorted; a tuple, or `packed.Corrections` where they are many.
        findings: what the detectors saw.
        left: what was proposed and not made, as it is less sure than `Config.min_confidence`.

    """

    original: str
    text: str
    corrections: Sequence[Correction]
    findings: Sequence[Finding] = ()
    left: Sequence[Correction] = ()
    _starts: Sequence[int] = field(default=(), init=False, repr=False, compare=False)
    _shifted: Sequence[int] = field(default=(), init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the corrections."""
        if not getattr(self.corrections, "in_order", False):  # packed ones that are sorted stay
            object.__setattr__(self, "corrections", tuple(by_place(self.corrections)))
        for name in ("findings", "left"):
            if isinstance(found := getattr(self, name), list):
                object.__setattr__(self, name, tuple(found))

    def _index(self) -> tuple[Sequence[int], Sequence[int]]:
        """Return where the corrections begin in the original text, and in the repaired one."""
        if len(self._starts) < len(self.corrections):
            starts, shifted, shift = array("q"), array("q"), 0
            for c in self.corrections:
                starts.append(c.start)
                shifted.append(c.start + shift)
                shift += len(c.written) - len(c.before)
            object.__setattr__(self, "_shifted", shifted)
            object.__setattr__(self, "_starts", starts)  # last: another thread may look for it
        return self._starts, self._shifted

    def to_repaired(self, offset: int) -> int:
        """Offset of the repaired text for an offset of the original.

        An offset inside a corrected span maps into the new span, at most to its end.
        """
        starts, shifted = self._index()
        k = bisect_right(starts, offset) - 1
        if k < 0:
            return offset
        c = self.corrections[k]
        if offset < c.end:
            return shifted[k] + min(offset - c.start, len(c.written))
        return offset - c.end + shifted[k] + len(c.written)

    def to_original(self, offset: int) -> int:
        """Offset of the original text for an offset of the repaired text; inverse as above."""
        _, shifted = self._index()
        k = bisect_right(shifted, offset) - 1
        if k < 0:
            return offset
        c = self.corrections[k]
        if offset < shifted[k] + len(c.written):
            return c.start + min(offset - shifted[k], len(c.before))
        return offset - shifted[k] - len(c.written) + c.end


# Where words stand on the pages of a document: values only, made by readers, used by writers.


class Box(NamedTuple):
    """A rectangle on a page as it is shown: units of the page, origin at its top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


class Page(NamedTuple):
    """A page of a document that has geometry.

    Attributes:
        number: 1-based.
        width: as shown, that is after rotation.
        height: as shown.
        unit: "pt" (1/72 inch, PDF) or "px" (pixels of the OCR engine's picture).
        rotation: degrees clockwise by which the page is turned to be shown (0, 90, 180, 270).

    """

    number: int
    width: float
    height: float
    unit: str = "pt"
    rotation: int = 0


class Word(NamedTuple):
    """A run of text without blanks and where it stands on its page.

    Attributes:
        start: offset in the document's text.
        end: offset just past the word.
        page: 1-based number of its page.
        box: where it stands.
        font: key of the font object, as in `LostGlyph`; "" where there is none.
        hidden: drawn invisibly, as the text layer of a scan is (text rendering mode 3).

    """

    start: int
    end: int
    page: int
    box: Box
    font: str = ""
    hidden: bool = False


def share(box: Box, weights: Sequence[float]) -> list[Box]:
    """Return `box` cut from left to right, in proportion to the weights.

    >>> [(part.x0, part.x1) for part in share(Box(0, 0, 30, 8), [1, 2])]
    [(0.0, 10.0), (10.0, 30)]
    """
    ends = list(accumulate(weights, initial=0.0))
    width = box.x1 - box.x0
    cuts = [min(box.x0 + width * e / ends[-1], box.x1) for e in ends[:-1]]
    return [Box(a, box.y0, b, box.y1) for a, b in pairwise([*cuts, box.x1])]


def union(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around boxes, of which there must be one at least."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))
