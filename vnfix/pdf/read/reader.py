"""The text layer of a PDF, read with pdfminer.six."""

from __future__ import annotations

import inspect
import math
from collections import Counter
from functools import cache
from shlex import quote
from typing import TYPE_CHECKING, Any, NamedTuple

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, stream_value
from pdfminer.utils import apply_matrix_pt, apply_matrix_rect, mult_matrix

from vnfix.detectors.wrong_letters import has_odd_words
from vnfix.document import split_lines
from vnfix.errors import NothingToDoError, UnreadableError
from vnfix.memory import no_circles
from vnfix.model import Document, Page
from vnfix.pdf.read.fonts import FontKeeper, contradictions, name_glyphs
from vnfix.pdf.read.glyphs import Glyph, Style, check_glyphs, draw
from vnfix.pdf.read.limits import Budget, open_document
from vnfix.pdf.read.operators import operations
from vnfix.pdf.read.scans import pages_without_layer
from vnfix.pdf.read.text import LONGEST_SIDE, Frame, TextBuilder
from vnfix.pdf.read.turns import UPRIGHT, Turn, corners, turn_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from pdfminer.pdfcolor import PDFColorSpace
    from pdfminer.pdfdevice import PDFTextSeq
    from pdfminer.pdffont import PDFFont
    from pdfminer.pdfinterp import PDFGraphicState, PDFTextState
    from pdfminer.utils import Matrix, Rect

    from vnfix.config import Config
    from vnfix.model import Contradiction, LostGlyph
    from vnfix.pdf.read.fonts import LoadedFont

# The end mark must be in the last kilobyte (ISO 32000-1, 7.5.5 and implementation notes); more is
# allowed here, for mail and web servers append their own lines.
TAIL = 4096
SHOWN = 80  # characters of a stamp in a message
# Follows pdfminer.six's own version: 2 writes one blank where it wrote two, and the text of form
# XObjects in lines; 3 reads turned text in lines of its own.
VERSION = 3


def read_pdf(data: bytes, name: str, config: Config) -> Document:
    """Read the text layer; every page ends with a form feed, as pdfminer.six writes it.

    Args:
        data: the file's bytes.
        name: the file's name, for messages.
        config: with `look` or `add_lines`, the document keeps the PDF.

    Raises:
        UnreadableError: the PDF is encrypted, truncated or broken, or something else.
        NothingToDoError: no page has text.

    """
    if data.strip() and not is_whole(data) and b"%PDF-" not in data:
        remedy = "If it is a text, name it `.txt`; else fetch it again."
        raise UnreadableError(f"{name} is no PDF.", remedy)
    if not is_whole(data):
        remedy = "Fetch it again; or try to mend it with `qpdf BROKEN.pdf MENDED.pdf`."
        raise UnreadableError(f"{name} is not a whole PDF: its end is missing.", remedy)
    built, glyphs, contradictions = _extract(data, name)
    text = built.text
    if not built.pages:
        raise _broken(name, "it has no pages")
    if not text.strip():
        remedy = f"This needs OCR first, for example: ocrmypdf -l vie {quote(name)} OUT.pdf"
        pages = len(built.pages)
        raise _no_layer(f"{name} has no text layer ({pages} pages of pictures).", remedy, pages)
    layered = {word.page for word in built.words if word.hidden}
    pictures = _pictures(data, name, text, layered)
    return Document(
        text,
        split_lines(text),
        name=name,
        reader="pdfminer",
        reader_version=reader_version(),
        glyphs=glyphs,
        fonts=tuple(built.fonts),
        contradictions=contradictions,
        guests=tuple(built.guests) if contradictions else (),
        pages=tuple(built.pages),
        words=tuple(built.words),
        pictures=pictures,
        source=data if config.look or config.add_lines else b"",
    )


def _pictures(data: bytes, name: str, text: str, layered: Container[int]) -> tuple[int, ...]:
    """Return the pages that need OCR; a file whose only text is stamps on such pages is refused."""
    pages = text.split("\f")
    words = [len(page.split()) for page in pages[:-1] or pages]
    pictures = pages_without_layer(data, words, layered)
    if pictures and not any(p.strip() for k, p in enumerate(pages, 1) if k not in pictures):
        stamp = " ".join(text.split())[:SHOWN]
        remedy = (
            f"This needs OCR first: ocrmypdf -l vie --redo-ocr {quote(name)} OUT.pdf"
            " (a signature becomes invalid by that)"
        )
        said = f"{name} has no text layer ({len(pictures)} pages of pictures);"
        raise _no_layer(f"{said} all that it has is a stamp: {stamp}.", remedy, len(pictures))
    return pictures


def _no_layer(message: str, remedy: str, pages: int) -> NothingToDoError:
    error = NothingToDoError(message, remedy)
    error.pages = pages
    return error


def is_whole(data: bytes) -> bool:
    """Tell whether the end of a PDF is there."""
    return b"%%EOF" in data[-TAIL:]


def reader_version() -> str:
    """Return what tells whether two readings of a file give the same text."""
    import pdfminer

    return f"{pdfminer.__version__}+{VERSION}"


def _extract(data: bytes, name: str) -> Extracted:
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    from vnfix.pdf.read.limits import LimitError

    try:
        return extract(data)
    except PDFPasswordIncorrect as e:
        remedy = "Take the password off first: `qpdf --password=... --decrypt IN.pdf OUT.pdf`."
        raise UnreadableError(f"{name} is encrypted with a password.", remedy) from e
    except PDFEncryptionError as e:
        remedy = "Take the encryption off first: `qpdf --decrypt IN.pdf OUT.pdf`."
        raise UnreadableError(f"{name} is encrypted in an unknown way.", remedy) from e
    except LimitError as e:
        remedy = "Such a file is made to do harm, or a drawing; print it to a new PDF, or leave it."
        raise UnreadableError(f"{name} is not read: {e}.", remedy) from e
    except Exception as e:
        # A broken file raises whatever it happens to hit inside of the parser.
        raise _broken(name, f"{type(e).__name__}: {e}".rstrip(": ")) from e


def _broken(name: str, reason: str) -> UnreadableError:
    remedy = "Try to mend it with `qpdf BROKEN.pdf MENDED.pdf`, or print it to a new PDF."
    return UnreadableError(f"{name} is broken ({reason}).", remedy)


# What pdfminer.six's interpreter draws, as glyphs; all else on the page is left out.

IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
INVISIBLE = 3  # text rendering mode (ISO 32000-1, 9.3.6)
TURNS = (90, 180, 270)


class TextDevice(PDFTextDevice):
    """Collects the glyphs of a page, those in form XObjects too, and hands them to the builder."""

    def __init__(self, keeper: FontKeeper, builder: TextBuilder, budget: Budget) -> None:
        """Take the fonts from `keeper` and write the pages to `builder`."""
        super().__init__(keeper)
        self.budget = budget
        self.keeper = keeper
        self.builder = builder
        self._glyphs: list[Glyph] = []
        self._frame: Frame | None = None
        self._loaded: LoadedFont
        self._style = Style("", "", hidden=False)

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        """Begin a page; `ctm` turns it and moves the MediaBox to the origin."""
        self._glyphs = []
        self._frame = frame_of(page, ctm, len(self.builder.pages) + 1)

    def end_page(self, page: PDFPage) -> None:
        """Lay the page out and forget its glyphs."""
        del page
        if self._frame:
            self.builder.add_page(self._frame, self._glyphs)
        self._glyphs = []

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        """Add the glyphs of a string; without a font nothing is shown."""
        font = textstate.font
        if font is None:
            return
        loaded = self._loaded = self.keeper.loaded[id(font)]
        matrix = mult_matrix(textstate.matrix, self.ctm or IDENTITY)
        downwards = font.is_vertical()
        turn = _turn(textstate, matrix, downwards=downwards)
        drawn = (loaded.key, loaded.legacy, textstate.render == INVISIBLE, turn)
        if self._style != drawn:
            self._style = Style(*drawn)
        if downwards or turn != UPRIGHT:
            super().render_string(textstate, seq, ncs, graphicstate)
            return
        size, scaling = textstate.fontsize, textstate.scaling * 0.01
        blank = 0.0 if font.is_multibyte() else textstate.wordspace * scaling
        low = font.get_descent() * size + textstate.rise
        setting = size, scaling, textstate.charspace * scaling, blank
        drawn_at = matrix, low, low + size, self._style
        found, textstate.linematrix = draw(seq, loaded, setting, textstate.linematrix, drawn_at)
        check_glyphs(len(self._glyphs) + len(found))
        self._glyphs += found

    def render_char(  # noqa: PLR0913 - the parent's parameters
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        *colours: Any,  # noqa: ANN401
    ) -> float:
        """Add one glyph; return how far it moves on. The boxes are those of `LTChar`."""
        del colours
        text, width, lost = self._loaded.letter(cid)
        step = width * fontsize * scaling
        if font.is_vertical():
            box = _upright(font, cid, fontsize, rise, step)
        else:
            low = font.get_descent() * fontsize + rise
            box = (0, low, step, low + fontsize)
        around = _turned(matrix, box)
        turn = self._style.turn
        flat = None
        if turn != UPRIGHT:
            flat = turn.flat([apply_matrix_pt(matrix, point) for point in corners(box)])
        check_glyphs(len(self._glyphs) + 1)
        self._glyphs.append(Glyph(around, text, self._style, cid, lost=lost, flat=flat))
        return step


def _turn(state: PDFTextState, matrix: Matrix, *, downwards: bool) -> Turn:
    a, b, c, d, e, f = matrix
    across = -1 if state.fontsize * state.scaling < 0 else 1
    up = -1 if state.fontsize < 0 else 1
    return turn_of((a * across, b * across, c * up, d * up, e, f), downwards=downwards)


class Interpreter(PDFPageInterpreter):
    """Draws within a budget; its device is a `TextDevice`."""

    device: TextDevice

    def execute(self, streams: Sequence[object]) -> None:
        """Run content streams, each unpacked once; one that is being run already is left out."""
        found = [self._unpacked(stream_value(stream)) for stream in streams]
        above = self.parent_stream_ids
        found = [s for s in found if s.objid is not None and s.objid not in above]
        self.stream_ids = {s.objid for s in found if s.objid is not None}
        for name in operations(found, self.argstack):
            if operator := _operators().get(name):
                run, count = operator
                operands = self.pop(count)
                if len(operands) == count:
                    run(self, *operands)

    def pop(self, n: int) -> list[Any]:
        """Take the last operands; the list that holds them stays the same."""
        taken = self.argstack[-n:] if n else []
        del self.argstack[len(self.argstack) - len(taken) :]
        return taken

    def do_TJ(self, seq: Any) -> None:  # noqa: ANN401, N802 - any object; the parent's name
        """Show text; its colour says nothing."""
        state = self.graphicstate
        self.device.render_string(self.textstate, seq, state.ncs, state)

    def _unpacked(self, stream: PDFStream) -> PDFStream:
        data = stream.get_data()
        self.device.budget.draw(len(data))
        plain = PDFStream({}, data)
        if stream.objid is not None and stream.genno is not None:
            plain.set_objid(stream.objid, stream.genno)
        return plain


@cache
def _operators() -> Mapping[bytes, tuple[Callable[..., None], int]]:
    """Return what runs each operator, and how many operands it takes."""
    names = {"_q": "'", "_w": '"', "T_a": "T*", "f_a": "f*", "B_a": "B*", "b_a": "b*", "W_a": "W*"}
    found = {}
    for method, run in inspect.getmembers(Interpreter, inspect.isfunction):
        if method.startswith("do_"):
            name = method.removeprefix("do_")
            found[names.get(name, name).encode()] = run, run.__code__.co_argcount - 1
    return found


class Extracted(NamedTuple):
    """What was read of a PDF.

    Attributes:
        built: its pages.
        glyphs: its lost glyphs with the letters that the file proves.
        contradictions: letters that its fonts tell otherwise, if its words are odd ones.

    """

    built: TextBuilder
    glyphs: tuple[LostGlyph, ...]
    contradictions: tuple[Contradiction, ...]


@no_circles
def extract(data: bytes) -> Extracted:
    """Read a PDF.

    Raises:
        LimitError: it unpacks to too much.
        Exception: whatever pdfminer.six raises on a broken or encrypted file.

    """
    builder, keeper = TextBuilder(), FontKeeper()
    interpreter = Interpreter(keeper, TextDevice(keeper, builder, Budget(len(data))))
    for page in PDFPage.create_pages(open_document(data)):
        interpreter.process_page(page)
    odd = has_odd_words(Counter(builder.text.split()))
    found = contradictions(keeper) if odd else ()
    return Extracted(builder, name_glyphs(builder.glyphs, keeper), found)


def frame_of(page: PDFPage, ctm: Matrix, number: int) -> Frame:
    """Return where the shown part of a page lies; a CropBox beside its MediaBox counts as none."""
    media = apply_matrix_rect(ctm, page.mediabox)
    crop = apply_matrix_rect(ctm, page.cropbox)
    left, low = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    if left >= right or low >= top:
        left, low, right, top = media
    rotation = page.rotate if page.rotate in TURNS else 0
    shown = Page(number, _side(right - left), _side(top - low), "pt", rotation)
    return Frame(shown, _side(media[2] - media[0]), _side(media[3] - media[1]), left, top)


def _side(length: float) -> float:
    return min(length, LONGEST_SIDE) if math.isfinite(length) else LONGEST_SIDE


def _upright(font: PDFFont, cid: int, fontsize: float, rise: float, step: float) -> Rect:
    """Return the box of a glyph of a font that is written from top to bottom."""
    shift = font.char_disp(cid)
    x, y = shift if isinstance(shift, tuple) else (None, 0.0)
    left = -fontsize * (0.5 if x is None else x * 0.001)
    top = (1000 - y) * fontsize * 0.001 + rise
    return left, top + step, left + fontsize, top


def _turned(matrix: Matrix, box: Rect) -> Rect:
    a, b, c, d, e, f = matrix
    if b or c:
        return apply_matrix_rect(matrix, box)
    x0, y0, x1, y1 = a * box[0] + e, d * box[1] + f, a * box[2] + e, d * box[3] + f
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
