"""Goes through the content of a page, and of the forms that it draws, and keeps account of it.

Source: ISO 32000-1, 8.4 (graphics state), 9.3 and 9.4 (text state, text objects), 14.6 (marked
content). Forms begin with the text state of a new page, as pdfminer.six reads them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vnfix.writers.pdf_content import UNMOVED, Content, Show, TextState, resource
from vnfix.writers.pdf_metrics import Metrics

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pikepdf import Matrix, Object, Page

    Operands = Sequence[Any]
    Step = Callable[["_Walk", int, Operands], None]

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
        from pikepdf import Matrix, parse_content_stream

        self.content = Content(parse_content_stream(stream), resources)
        self.above = above
        self.state = TextState()
        self.ctm = ctm
        self.line = self.place = Matrix()
        self.stack: list[tuple[TextState, Matrix]] = []
        self.marked: list[int | None] = []
        self.moved = True
        for at, instruction in enumerate(self.content.instructions):
            if step := _STEPS.get(str(instruction.operator)):
                try:
                    step(self, at, instruction.operands)
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
        from pikepdf import Matrix

        self.content.matrices[at] = self.ctm
        self.line = self.place = Matrix()
        self.moved = True

    def set_font(self, _at: int, operands: Operands) -> None:
        self.state = replace(self.state, font=str(operands[0]), size=float(operands[1]))

    def set_number(self, name: str, factor: float, operands: Operands) -> None:
        changed: dict[str, Any] = {name: float(operands[0]) * factor}
        self.state = replace(self.state, **changed)

    def set_mode(self, _at: int, operands: Operands) -> None:
        self.state = replace(self.state, mode=int(operands[0]))

    def move(self, x: float, y: float) -> None:
        from pikepdf import Matrix

        self.line = self.place = Matrix(1, 0, 0, 1, x, y) @ self.line
        self.moved = True

    def move_by(self, _at: int, operands: Operands) -> None:
        self.move(float(operands[0]), float(operands[1]))

    def move_and_lead(self, at: int, operands: Operands) -> None:
        self.state = replace(self.state, leading=-float(operands[1]))
        self.move_by(at, operands)

    def set_matrix(self, _at: int, operands: Operands) -> None:
        self.line = self.place = _matrix(operands)
        self.moved = True

    def next_line(self, _at: int, _operands: Operands) -> None:
        self.move(0.0, -self.state.leading)

    def show(self, at: int, operands: Operands) -> None:
        from pikepdf import Array, Matrix

        state, parts = self.state, operands[0]
        parts = list(parts) if isinstance(parts, Array) else [parts]
        metrics = self.metrics_of(state.font)
        advance, exact = metrics.advance(parts, state), metrics.known
        risen = Matrix(1, 0, 0, 1, 0, state.rise) @ self.place @ self.ctm
        mcid = next((m for m in reversed(self.marked) if m is not None), None)
        self.content.shows.append(Show(at, state, risen, advance, exact, mcid, self.moved))
        self.place = Matrix(1, 0, 0, 1, advance, 0) @ self.place
        self.moved = False

    def show_on_next_line(self, at: int, operands: Operands) -> None:
        self.next_line(at, operands)
        self.show(at, operands)

    def show_spaced(self, at: int, operands: Operands) -> None:
        self.state = replace(self.state, word=float(operands[0]), character=float(operands[1]))
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
