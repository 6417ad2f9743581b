"""Content streams of a page: which text they show, where, and in which state.

`pdf_walk` makes them; a page or form is written anew from them by `pdf_strip`.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pikepdf import Matrix, Object, Page

    Instruction = Any
    Operands = Sequence[Any]
    Step = Callable[["_Walk", int, Operands], None]

INVISIBLE = 3  # the text rendering mode that paints nothing
SHOWING = frozenset({"Tj", "TJ", "'", '"'})
STATE = frozenset({"Tf", "Tr", "Tc", "Tw", "Tz", "TL", "Ts"})
UNMOVED = (1, 0, 0, 1, 0, 0)


class TextState(NamedTuple):
    """The text state at one place of a content stream; fields as the operators that set them."""

    font: str = ""
    size: float = 0.0
    character: float = 0.0
    word: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    mode: int = 0
    rise: float = 0.0


class Show(NamedTuple):
    """One operator that shows text.

    Attributes:
        at: index of its instruction in its stream.
        state: the text state that it is shown in.
        matrix: text space to user space of the page, where the text begins.
        advance: how far it moves on, in text space.
        exact: whether the font tells that for certain.
        mcid: number of the marked content around it, None where there is none.
        moved: whether an operator has set the position since the show before.

    """

    at: int
    state: TextState
    matrix: Matrix
    advance: float
    exact: bool
    mcid: int | None
    moved: bool

    @property
    def hidden(self) -> bool:
        """Whether it paints nothing."""
        return self.state.mode == INVISIBLE


@dataclass(slots=True)
class Content:
    """A parsed content stream, of a page or of a form.

    Attributes:
        instructions: as parsed.
        names: those of their operators.
        resources: the resource dictionary that its names refer to.
        inherits: whether it is a form without resources of its own.
        shows: what it shows, in order.
        forms: the forms that it draws: index of the instruction, name, content.
        matrices: matrix from user space of the stream to that of the page, by index of the
            instruction, where text objects begin and forms are drawn.
        metrics: the widths of its fonts, by name.
        left_open: how many `q` have no `Q`.
        edits: what is to be written in place of an instruction, by its index.
        fonts: fonts to add to its resources, by name.

    """

    instructions: Sequence[Instruction]
    names: Sequence[str]
    resources: Object
    inherits: bool = False
    shows: list[Show] = field(default_factory=list)
    forms: list[tuple[int, str, Content]] = field(default_factory=list)
    matrices: dict[int, Matrix] = field(default_factory=dict)
    left_open: int = 0
    metrics: dict[str, Metrics] = field(default_factory=dict)
    edits: dict[int, bytes] = field(default_factory=dict)
    fonts: dict[str, Object] = field(default_factory=dict)

    def all_shows(self) -> Iterator[tuple[Content, Show]]:
        """Yield what it shows, forms included, in the order of painting, each with its content."""
        forms = {at: form for at, _, form in self.forms}
        shows = {show.at: show for show in self.shows}
        for at in sorted(forms.keys() | shows.keys()):
            if at in shows:
                yield self, shows[at]
            else:
                yield from forms[at].all_shows()

    @property
    def any_hidden(self) -> bool:
        """Whether it shows invisible text, itself or in a form."""
        return any(show.hidden for _, show in self.all_shows())

    def changed(self, *, strip: bool) -> bool:
        """Whether it has to be written anew, to strip it of invisible text or for an edit."""
        own = bool(self.edits) or (strip and any(show.hidden for show in self.shows))
        return own or any(form.changed(strip=strip) for _, _, form in self.forms)


def resource(resources: Object, kind: str, name: str) -> Any:  # noqa: ANN401 - any object
    """Return what a name of a content stream stands for, None where it is nothing.

    Args:
        resources: the resource dictionary of the stream.
        kind: `/Font`, `/XObject`, `/Properties`.
        name: with its slash.

    """
    from pikepdf import Dictionary

    part = resources.get(kind)
    return part.get(name) if name and isinstance(part, Dictionary) else None


def font_names(content: Content) -> set[str]:
    """Return the names of fonts that are taken in a content's resources."""
    from pikepdf import Dictionary

    part = content.resources.get("/Font")
    return {*(part.keys() if isinstance(part, Dictionary) else ()), *content.fonts}


# How wide the glyphs of a font are, and which bytes of a string are one glyph.
#
# Source: ISO 32000-1, 9.2.4, 9.6.2.1 (widths of simple fonts), 9.7.4.3 (of composite ones).

LAST_CODE = 0xFFFF
BLANK = 32  # the one-byte code that word spacing widens


class Metrics:
    """The widths of a font object.

    Attributes:
        font: the font dictionary, None where the name leads nowhere.
        size: bytes of a code: 1 for a simple font, 2 for a composite one.
        known: whether codes and widths are known for certain.

    """

    def __init__(self, font: Object | None) -> None:
        """Read the widths."""
        self.font, self.size, self.known = font, 1, False
        self.widths: dict[int, float] = {}
        self._scaled: dict[int, float] = {}
        self.default = 500.0
        self.unit = 0.001
        try:
            self._read()
        except (TypeError, ValueError, AttributeError, KeyError, IndexError, StopIteration):
            self.known = False

    def codes(self, data: bytes) -> list[int]:
        """Return the codes in a string."""
        if self.size == 1:
            return list(data)
        count = len(data) // 2
        return list(struct.unpack(f">{count}H", data[: 2 * count]))

    def width(self, code: int) -> float:
        """Return the width of a glyph, in units of the font size."""
        known = self._scaled.get(code)
        if known is None:
            known = self._scaled[code] = self.widths.get(code, self.default) * self.unit
        return known

    def advance(self, parts: Iterable[Any], state: TextState) -> float:
        """Return how far the operands of a TJ operator move on, in text space."""
        total = 0.0
        for part in parts:
            if hasattr(part, "__bytes__") or isinstance(part, str):
                data = bytes(part)
                codes = self.codes(data)
                blanks = codes.count(BLANK) if self.size == 1 else 0
                em = sum(map(self.width, codes)) * state.size
                total += em + len(codes) * state.character + blanks * state.word
            else:
                total -= float(part) / 1000 * state.size
        return total * state.scale

    def _read(self) -> None:
        if self.font is None:
            return
        if self.font.get("/Subtype") == "/Type0":
            self.size = 2
            self._read_composite(self.font)
            return
        first = int(self.font.get("/FirstChar", 0))
        widths = self.font.get("/Widths")
        descriptor = self.font.get("/FontDescriptor")
        if descriptor is not None:
            self.default = float(descriptor.get("/MissingWidth", 0))
        if self.font.get("/Subtype") == "/Type3":
            self.unit = float(self.font.FontMatrix[0])
        if widths is not None:
            self.widths = {first + k: float(w) for k, w in enumerate(widths)}
        # The 14 standard fonts may come without widths.
        self.known = widths is not None

    def _read_composite(self, font: Object) -> None:
        from pikepdf import Array

        descendant = font.DescendantFonts[0]
        self.default = float(descendant.get("/DW", 1000))
        rows = iter(descendant.get("/W", []))
        for first in rows:
            second = next(rows)
            if isinstance(second, Array):
                self.widths.update((int(first) + k, float(w)) for k, w in enumerate(second))
            else:
                codes = range(int(first), min(int(second), LAST_CODE) + 1)
                self.widths.update(dict.fromkeys(codes, float(next(rows))))
        self.known = str(font.get("/Encoding", "")) == "/Identity-H"


# Goes through the content of a page, and of the forms that it draws, and keeps account of it.
#
# Source: ISO 32000-1, 8.4 (graphics state), 9.3 and 9.4 (text state, text objects), 14.6 (marked
# content). Forms begin with the text state of a new page, as pdfminer.six reads them.

MAX_DEPTH = 20  # of forms in forms


def read_page(page: Page) -> Content:
    """Parse the content of a page and of the forms that it draws.

    Raises:
        pikepdf.PdfError: it cannot be parsed.

    """
    from pikepdf import Matrix

    return _Walk(page.obj, page.resources, Matrix(), frozenset()).content


class _Walk:
    """Goes through one content stream and keeps account of the graphics state."""

    def __init__(
        self, stream: Object, resources: Object, ctm: Matrix, above: frozenset[object]
    ) -> None:
        from pikepdf import Array, Matrix, parse_content_stream

        self.matrix, self.array = Matrix, Array  # looked up only once
        instructions: Any = parse_content_stream(stream)
        names = [str(instruction.operator) for instruction in instructions]
        self.content = Content(instructions, names, resources)
        self.above = above
        self.state = TextState()
        self.ctm = ctm
        self.line = self.place = Matrix()
        self.stack: list[tuple[TextState, Matrix]] = []
        self.marked: list[int | None] = []
        self.moved = True
        for at, name in enumerate(names):
            if step := _STEPS.get(name):
                try:
                    step(self, at, instructions[at].operands)
                except (TypeError, ValueError, IndexError, AttributeError):
                    continue  # an operator with wrong operands does nothing
        self.content.left_open = len(self.stack)

    def save(self, _at: int, _operands: Operands) -> None:
        self.stack.append((self.state, self.ctm))

    def restore(self, _at: int, _operands: Operands) -> None:
        if self.stack:
            self.state, self.ctm = self.stack.pop()

    def concatenate(self, _at: int, operands: Operands) -> None:
        self.ctm = _matrix(operands) @ self.ctm

    def begin_text(self, at: int, _operands: Operands) -> None:
        self.content.matrices[at] = self.ctm
        self.line = self.place = self.matrix()
        self.moved = True

    def set_font(self, _at: int, operands: Operands) -> None:
        self.state = self.state._replace(font=str(operands[0]), size=float(operands[1]))

    def set_number(self, name: str, factor: float, operands: Operands) -> None:
        changed: dict[str, Any] = {name: float(operands[0]) * factor}
        self.state = self.state._replace(**changed)

    def set_mode(self, _at: int, operands: Operands) -> None:
        self.state = self.state._replace(mode=int(operands[0]))

    def move(self, x: float, y: float) -> None:
        self.line = self.place = self.matrix(1, 0, 0, 1, x, y) @ self.line
        self.moved = True

    def move_by(self, _at: int, operands: Operands) -> None:
        self.move(float(operands[0]), float(operands[1]))

    def move_and_lead(self, at: int, operands: Operands) -> None:
        self.state = self.state._replace(leading=-float(operands[1]))
        self.move_by(at, operands)

    def set_matrix(self, _at: int, operands: Operands) -> None:
        self.line = self.place = _matrix(operands)
        self.moved = True

    def next_line(self, _at: int, _operands: Operands) -> None:
        self.move(0.0, -self.state.leading)

    def show(self, at: int, operands: Operands) -> None:
        state, parts = self.state, operands[0]
        parts = list(parts) if isinstance(parts, self.array) else [parts]
        metrics = self.metrics_of(state.font)
        advance, exact = metrics.advance(parts, state), metrics.known
        risen = self.place @ self.ctm
        if state.rise:
            risen = self.matrix(1, 0, 0, 1, 0, state.rise) @ self.place @ self.ctm
        mcid = next((m for m in reversed(self.marked) if m is not None), None)
        self.content.shows.append(Show(at, state, risen, advance, exact, mcid, self.moved))
        self.place = self.matrix(1, 0, 0, 1, advance, 0) @ self.place
        self.moved = False

    def show_on_next_line(self, at: int, operands: Operands) -> None:
        self.next_line(at, operands)
        self.show(at, operands)

    def show_spaced(self, at: int, operands: Operands) -> None:
        self.state = self.state._replace(word=float(operands[0]), character=float(operands[1]))
        self.show_on_next_line(at, operands[2:])

    def begin_marked(self, _at: int, operands: Operands) -> None:
        self.marked.append(None)
        if len(operands) > 1:
            self.marked[-1] = _mcid(operands[1], self.content.resources)

    def end_marked(self, _at: int, _operands: Operands) -> None:
        if self.marked:
            self.marked.pop()

    def draw(self, at: int, operands: Operands) -> None:
        name = str(operands[0])
        form = resource(self.content.resources, "/XObject", name)
        if form is None or form.get("/Subtype") != "/Form" or "/BBox" not in form:
            return
        if form.objgen in self.above or len(self.above) >= MAX_DEPTH:
            return
        inner = _matrix(form.get("/Matrix", UNMOVED)) @ self.ctm
        resources = form.get("/Resources", self.content.resources)
        walk = _Walk(form, resources, inner, self.above | {form.objgen})
        walk.content.inherits = "/Resources" not in form
        self.content.forms.append((at, name, walk.content))
        self.content.matrices[at] = self.ctm

    def metrics_of(self, name: str) -> Metrics:
        known = self.content.metrics
        if name not in known:
            known[name] = Metrics(resource(self.content.resources, "/Font", name))
        return known[name]


def _setter(name: str, factor: float = 1.0) -> Step:
    return lambda walk, _at, operands: walk.set_number(name, factor, operands)


_STEPS: dict[str, Step] = {
    "q": _Walk.save, "Q": _Walk.restore, "cm": _Walk.concatenate, "BT": _Walk.begin_text,
    "Tf": _Walk.set_font, "Tr": _Walk.set_mode, "Tc": _setter("character"), "Tw": _setter("word"),
    "Tz": _setter("scale", 0.01), "TL": _setter("leading"), "Ts": _setter("rise"),
    "Td": _Walk.move_by, "TD": _Walk.move_and_lead, "Tm": _Walk.set_matrix, "T*": _Walk.next_line,
    "Tj": _Walk.show, "TJ": _Walk.show, "'": _Walk.show_on_next_line, '"': _Walk.show_spaced,
    "BDC": _Walk.begin_marked, "BMC": _Walk.begin_marked, "EMC": _Walk.end_marked,
    "Do": _Walk.draw,
}  # fmt: skip


def _matrix(operands: Operands) -> Matrix:
    from pikepdf import Matrix

    a, b, c, d, e, f = (float(x) for x in operands)
    return Matrix(a, b, c, d, e, f)


def _mcid(properties: object, resources: Object) -> int | None:
    from pikepdf import Dictionary, Name

    if isinstance(properties, Name):
        properties = resource(resources, "/Properties", str(properties))
    if isinstance(properties, Dictionary) and "/MCID" in properties:
        return int(properties.MCID)
    return None
