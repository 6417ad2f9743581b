"""Drawn type in the file: its fonts' ToUnicode maps, and overlays where those do not suffice."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vnfix.writers.pdf_content import font_names, resource
from vnfix.writers.pdf_fonts import blank_copy, is_mappable, repair_map
from vnfix.writers.pdf_overlay import Change, Fonts, code_count, show_with
from vnfix.writers.pdf_page import free_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pikepdf import Object, Pdf

    from vnfix.writers.pdf_content import Content, Show
    from vnfix.writers.pdf_drawn import Reading, Unsaid
    from vnfix.writers.pdf_glyphless import Glyphless
    from vnfix.writers.pdf_trace import Origin, Trace

HIDDEN, BLANK = "VnfixHidden", "VnfixBlank"


@dataclass(slots=True)
class TypeWriter:
    """Changes the fonts and the contents of a file so that its drawn type reads right.

    Attributes:
        pdf: the file.
        traced: where its text came from.
        content_of: the content of a page by its number.
        glyphless: the font of invisible words.
        lost: what could not be changed, for a message.

    """

    pdf: Pdf
    traced: Trace
    content_of: Callable[[int], Content]
    glyphless: Glyphless
    lost: list[str] = field(default_factory=list)
    _pages: dict[int, list[tuple[Content, Show]]] = field(default_factory=dict)

    def write(self, reading: Reading) -> set[int]:
        """Make the fonts and the contents say what was read; return the pages that changed."""
        for origin in self._examples(set(reading.letters)):
            key, place = origin.glyph.style.font, self._place(origin)
            font = resource(place[0].resources, "/Font", place[1].state.font) if place else None
            if font is not None and is_mappable(font):
                repair_map(self.pdf, font, reading.letters[key])
            else:
                self.lost.append(f"the letters of the font {key}")
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
                self.lost.append(f"{word.text!r} on page {word.origins[0].page}")
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
    boxes = [o.glyph[:4] for o in origins]
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    first = origins[0].glyph
    across, along = max(x1) - min(x0), max(y1) - min(y0)
    m = show.matrix
    stretch = math.hypot(m.a, m.b) or 1.0
    # The glyphs are on the page as shown, the matrix is not turned; so the shape of the word tells.
    level = across >= along or (len(origins) == 1 and first.x1 - first.x0 < first.y1 - first.y0)
    return float(across if level else along) / stretch
