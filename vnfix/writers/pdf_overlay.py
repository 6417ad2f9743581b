"""Words whose fonts cannot say them: their glyphs are read as blanks, the right text over them.

The glyphs are drawn as before, in a copy of their font in which they mean blanks; an invisible
word of the same width is shown first, and the place goes back to where it was.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vnfix.writers.pdf_content import INVISIBLE
from vnfix.writers.pdf_glyphless import ADVANCE
from vnfix.writers.pdf_strip import numbers, what_moves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vnfix.writers.pdf_content import Content, Show, TextState
    from vnfix.writers.pdf_glyphless import Glyphless
    from vnfix.writers.pdf_metrics import Metrics

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
