"""Drawn type in the file: its fonts' ToUnicode maps, and overlays where those do not suffice."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vnfix.formats.unwritten import Unwritten
from vnfix.pdf.write.content import INVISIBLE, font_names, resource
from vnfix.pdf.write.glyphless import ADVANCE
from vnfix.pdf.write.rewrite import free_name, numbers, what_moves
from vnfix.pdf.write.tounicode import blank_copy, is_mappable, repair_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pikepdf import Object, Pdf

    from vnfix.pdf.write.content import Content, Metrics, Show, TextState
    from vnfix.pdf.write.glyphless import Glyphless
    from vnfix.pdf.write.tounicode import DrawnReading, Origin, Trace, Unsaid

# So much shorter is the word than its glyphs, in font sizes, for readers to see a gap after it.
GAP, NARROWEST = 0.1, 0.9
EXACT = 5  # decimals of numbers that restore a state
# The scale of a word is a multiple of a binary fraction: the way to its end and back comes out
# without a rounding error, which could shift what follows by a pixel.
STEPS = 64


@dataclass(slots=True)
class Change:
    """What happens to the glyphs of one showing operator.

    Attributes:
        blank: the indices of those that are to be read as blanks.
        words: the invisible words before a glyph, by its index, each with its length in text space.

    """

    blank: set[int] = field(default_factory=set)
    words: dict[int, list[tuple[str, float]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fonts:
    """What an overlay needs: the names of the fonts of invisible words and of blank glyphs."""

    hidden: bytes
    blank: bytes
    glyphless: Glyphless


def show_with(content: Content, show: Show, change: Change, fonts: Fonts) -> bytes:
    """Return the operators that stand for a showing operator once it is changed."""
    instruction = content.instructions[show.at]
    state, metrics = show.state, content.metrics[show.state.font]
    out = what_moves(instruction)
    run: list[bytes] = []
    in_blank = False
    for index, part in _parts(instruction, metrics):
        words = change.words.get(index, []) if index >= 0 else []
        blank = index in change.blank if index >= 0 else in_blank
        if run and (words or blank != in_blank):
            out += _run(run, state, fonts.blank if in_blank else b"")
            run = []
        out += [_word(text, length, state, fonts) for text, length in words]
        in_blank = blank
        run.append(part)
    out += _run(run, state, fonts.blank if in_blank else b"")
    return b"\n".join(out)


def code_count(content: Content, show: Show) -> int:
    """Return how many glyphs an operator shows."""
    parts = _parts(content.instructions[show.at], content.metrics[show.state.font])
    return sum(index >= 0 for index, _ in parts)


def _parts(instruction: Any, metrics: Metrics) -> Iterator[tuple[int, bytes]]:  # noqa: ANN401
    """Yield the glyphs with their indices, and the steps between them with -1."""
    from pikepdf import Array

    shown = instruction.operands[-1]
    index = 0
    for part in shown if isinstance(shown, Array) else [shown]:
        if not hasattr(part, "__bytes__"):
            yield -1, numbers(float(part), digits=EXACT)
            continue
        data = bytes(part)
        for k in range(0, len(data), metrics.size):
            yield index, b"<" + data[k : k + metrics.size].hex().encode() + b">"
            index += 1


def _run(parts: Sequence[bytes], state: TextState, font: bytes) -> list[bytes]:
    shown = b"[" + b"".join(_joined(parts)) + b"] TJ"
    if not font:
        return [shown]
    size = numbers(state.size, digits=EXACT)
    back = state.font.encode() + b" " + size + b" Tf"
    return [font + b" " + size + b" Tf", shown, back]


def _joined(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the parts of an array, neighbouring strings as one."""
    strings: list[bytes] = []
    for part in parts:
        if part.startswith(b"<"):
            strings.append(part[1:-1])
            continue
        if strings:
            yield b"<" + b"".join(strings) + b">"
            strings = []
        yield part + b" "
    if strings:
        yield b"<" + b"".join(strings) + b">"


def _word(text: str, length: float, state: TextState, fonts: Fonts) -> bytes:
    size = state.size or 1.0
    narrow = max(length - GAP * abs(size) * state.scale, length * NARROWEST)
    scale = max(math.floor(narrow / (ADVANCE * len(text) * size) * STEPS), 1) / STEPS
    back = numbers(1000 * ADVANCE * (len(text) + 1))
    shown = b"[" + fonts.glyphless.encode(text) + back + b"] TJ"
    begin = [
        fonts.hidden + b" " + numbers(size, digits=EXACT) + b" Tf",
        b"%d Tr 0 Tc 0 Tw " % INVISIBLE + numbers(100 * scale, digits=EXACT) + b" Tz",
    ]
    end = [
        b"%d Tr " % state.mode + numbers(state.character, digits=EXACT) + b" Tc",
        numbers(state.word, digits=EXACT) + b" Tw",
        numbers(100 * state.scale, digits=EXACT) + b" Tz",
        state.font.encode() + b" " + numbers(state.size, digits=EXACT) + b" Tf",
    ]
    return b"\n".join([*begin, shown, *end])


# Drawn type in the file: its fonts' ToUnicode maps, and overlays where those do not suffice.

HIDDEN, BLANK = "VnfixHidden", "VnfixBlank"


@dataclass(slots=True)
class TypeWriter:
    """Changes the fonts and the contents of a file so that its drawn type reads right.

    Attributes:
        pdf: the file.
        traced: where its text came from.
        content_of: the content of a page by its number.
        glyphless: the font of invisible words.
        lost: what could not be changed.

    """

    pdf: Pdf
    traced: Trace
    content_of: Callable[[int], Content]
    glyphless: Glyphless
    lost: list[Unwritten] = field(default_factory=list)
    _pages: dict[int, list[tuple[Content, Show]]] = field(default_factory=dict)

    def write(self, reading: DrawnReading) -> set[int]:
        """Make the fonts and the contents say what was read; return the pages that changed."""
        for origin in self._examples(set(reading.letters)):
            key, place = origin.glyph.style.font, self._place(origin)
            font = resource(place[0].resources, "/Font", place[1].state.font) if place else None
            if font is not None and is_mappable(font):
                repair_map(self.pdf, font, reading.letters[key])
            else:
                self.lost.append(Unwritten("", 0, font=key))
        return self._overlay(reading.unsaid)

    def _examples(self, fonts: set[str]) -> Iterable[Origin]:
        """Yield a glyph of each font."""
        for origin in self.traced.origins:
            if origin.glyph.style.font in fonts:
                fonts.remove(origin.glyph.style.font)
                yield origin

    def _place(self, origin: Origin) -> tuple[Content, Show] | None:
        """Return where a glyph is shown; None where this reading of the page is another one."""
        if origin.page not in self._pages:
            self._pages[origin.page] = self._aligned(origin.page)
        shows = self._pages[origin.page]
        return shows[origin.show] if origin.show < len(shows) else None

    def _aligned(self, page: int) -> list[tuple[Content, Show]]:
        shows = [(c, s) for c, s in self.content_of(page).all_shows() if s.state.font]
        counts = [code_count(content, show) for content, show in shows]
        return shows if counts == self.traced.counts[page - 1] else []

    def _overlay(self, unsaid: Sequence[Unsaid]) -> set[int]:
        codes: defaultdict[str, set[int]] = defaultdict(set)
        changes: dict[tuple[int, int], _Shown] = {}
        for word in unsaid:
            places = [place for o in word.origins if (place := self._place(o)) and _open(place)]
            if len(places) < len(word.origins):
                self.lost.append(Unwritten(word.text, word.origins[0].page))
                continue
            for origin, place in zip(word.origins, places, strict=True):
                shown = changes.setdefault((origin.page, origin.show), _Shown(origin, *place))
                shown.change.blank.add(origin.place)
                codes[origin.glyph.style.font].add(origin.glyph.code)
            first = word.origins[0]
            shown = changes[first.page, first.show]
            if word.text:
                length = _length(word.origins, shown.show)
                shown.change.words.setdefault(first.place, []).append((word.text, length))
        blank = {
            key: blank_copy(self.pdf, font, codes[key])
            for key, font in ((s.key, s.font) for s in changes.values())
        }
        for shown in changes.values():
            names = self._names(shown.content, blank[shown.key])
            edit = show_with(shown.content, shown.show, shown.change, names)
            shown.content.edits[shown.show.at] = edit
        return {page for page, _ in changes}

    def _names(self, content: Content, blank: Object) -> Fonts:
        """Return the names of the fonts that an overlay needs, added to the content's."""
        hidden = _name_of(content, self.glyphless.font, HIDDEN)
        return Fonts(hidden.encode(), _name_of(content, blank, BLANK).encode(), self.glyphless)


@dataclass(frozen=True, slots=True)
class _Shown:
    """An operator that shows text which must be read otherwise."""

    origin: Origin
    content: Content
    show: Show
    change: Change = field(default_factory=Change)

    @property
    def key(self) -> str:
        return self.origin.glyph.style.font

    @property
    def font(self) -> Object:
        font: Object = resource(self.content.resources, "/Font", self.show.state.font)
        return font


def _open(place: tuple[Content, Show]) -> bool:
    content, show = place
    font = resource(content.resources, "/Font", show.state.font)
    return font is not None and is_mappable(font)


def _name_of(content: Content, font: Object, wanted: str) -> str:
    """Return the name of a font among those to be added, which it joins if need be."""
    for name, known in content.fonts.items():
        if known.objgen == font.objgen:
            return name
    name = free_name(wanted, font_names(content))
    content.fonts[name] = font
    return name


def _length(origins: Sequence[Origin], show: Show) -> float:
    """Return how far glyphs reach, in the text space of the operator that shows the first one."""
    boxes = [o.glyph.box for o in origins]
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    first = origins[0].glyph
    across, along = max(x1) - min(x0), max(y1) - min(y0)
    m = show.matrix
    stretch = math.hypot(m.a, m.b) or 1.0
    # The glyphs are on the page as shown, the matrix is not turned; so the shape of the word tells.
    level = across >= along or (len(origins) == 1 and first.x1 - first.x0 < first.y1 - first.y0)
    return float(across if level else along) / stretch
