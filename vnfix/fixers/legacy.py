"""Convert the lines in an encoding of the 1990s, word by word; nothing here is guessed."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from vnfix.detectors.legacy import assign
from vnfix.detectors.legacy_decode import around_of, decode_places
from vnfix.detectors.legacy_votes import BEYOND_LATIN
from vnfix.detectors.spacing import spaced_words
from vnfix.model import Candidate, Safety
from vnfix.text.encodings import TITLES
from vnfix.text.encodings.half_capitals import raise_half_capitals
from vnfix.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vnfix.analysis import Analysis
    from vnfix.model import Document, Line

NAME = "legacy"
WORD = pattern(r"\S+")
# .VnTimeH, .VnArial NarrowH, VnTimeHBold: capitals are drawn in the places of small letters.
CAPITALS = pattern(r"^\.?Vn[\w. ]*?H(?:$|[^a-z])|^\.?Vn\w*?H(?:Bold|Italic)")


def propose(analysis: Analysis) -> list[Candidate]:
    """Propose the letters that the codes of each legacy line stand for."""
    assigned = assign(analysis)
    if not assigned:
        return []
    capitals = Capitals(analysis.document)
    # A line without accents has nothing to convert, but may be set in a font of capitals.
    plain = {
        k: "tcvn3" for k, x in enumerate(analysis.document.lines) if capitals.meet(x.start, x.end)
    }
    return [
        candidate
        for k, name in sorted((plain | dict(assigned)).items())
        for candidate in _line(analysis.document.lines[k], name, capitals)
    ]


class Capitals:
    """Where a document is set in capital-only fonts."""

    def __init__(self, document: Document) -> None:
        """Keep the runs of fonts whose names end in H."""
        runs = [r for r in document.fonts if CAPITALS.search(r.font)]
        self._starts = [r.start for r in runs]
        self._ends = [r.end for r in runs]

    def meet(self, start: int, end: int) -> bool:
        """Tell whether a part of a line is set in such a font."""
        k = bisect_right(self._ends, start)
        return k < len(self._starts) and self._starts[k] < end

    def raised(self, start: int, codes: Sequence[tuple[int, str]]) -> str:
        """Return decoded letters, in capitals where their first code is set in such a font.

        Args:
            start: offset of the word in the document.
            codes: offset in the word and letter of each code.

        """
        return "".join(c.upper() if self._covers(start + at) else c for at, c in codes)

    def _covers(self, offset: int) -> bool:
        k = bisect_right(self._starts, offset) - 1
        return k >= 0 and offset < self._ends[k]


def _line(line: Line, name: str, capitals: Capitals) -> Iterator[Candidate]:
    mixed = bool(BEYOND_LATIN.search(line.text))
    found = list(_words(line.text))
    read = []
    for start, end, word in found:
        around = around_of(line.text, start, end)
        places = decode_places(word, around, name, mixed=mixed)
        if word == line.text[start:end]:
            read.append(capitals.raised(line.start + start, places))
        else:
            read.append("".join(letters for _, letters in places))
    if name == "tcvn3":
        read = raise_half_capitals([word for _, _, word in found], read)
    for (start, end, _), after in zip(found, read, strict=True):
        if after != line.text[start:end]:
            yield _candidate(line, (start, end), after, name)


def _candidate(line: Line, span: tuple[int, int], after: str, name: str) -> Candidate:
    return Candidate(
        line.start + span[0],
        line.start + span[1],
        after,
        0.0,
        NAME,
        f"{TITLES[name]} text",
        Safety.AUTO,
        exact=True,
    )


def _words(line: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and text of each word, letter-spaced ones closed up."""
    spaced = list(spaced_words(line)) if "  " in line else []
    yield from ((w.start, w.end, w.text) for w in spaced)
    rest = spaced[-1].end if spaced else 0
    yield from ((m.start(), m.end(), m.group()) for m in WORD.finditer(line, rest))
