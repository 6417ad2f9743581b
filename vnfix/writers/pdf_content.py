"""Content streams of a page: which text they show, where, and in which state.

`pdf_walk` makes them; a page or form is written anew from them by `pdf_strip`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pikepdf import Matrix, Object

    from vnfix.writers.pdf_metrics import Metrics

    # ContentStreamInstruction or ContentStreamInlineImage: both have operands and an operator.
    Instruction = Any

INVISIBLE = 3  # the text rendering mode that paints nothing
SHOWING = frozenset({"Tj", "TJ", "'", '"'})
STATE = frozenset({"Tf", "Tr", "Tc", "Tw", "Tz", "TL", "Ts"})
UNMOVED = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class TextState:
    """The text state at one place of a content stream; fields as the operators that set them."""

    font: str = ""
    size: float = 0.0
    character: float = 0.0
    word: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    mode: int = 0
    rise: float = 0.0


@dataclass(frozen=True, slots=True)
class Show:
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
