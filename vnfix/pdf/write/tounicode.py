"""Drawn type: what each code of each font means by the corrections, and what no font can say."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vnfix.writers.pdf_align import share_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vnfix.model import Correction, Document, Repair
    from vnfix.writers.pdf_trace import Origin
    from vnfix.writers.placing import Placed

    Code = tuple[str, int]  # key of the font object, code


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
class Reading:
    """What the drawn type of a document is to be read as.

    Attributes:
        letters: what codes mean that meant something else, by font.
        unsaid: the words that are read otherwise even so.

    """

    letters: defaultdict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    unsaid: list[Unsaid] = field(default_factory=list)


def read_drawn(
    document: Document, repair: Repair, placed: Sequence[Placed], origins: Sequence[Origin]
) -> Reading:
    """Decide what every code means and which words need another way.

    A code means what it stands for most often, over the whole document.

    Args:
        document: as read.
        repair: its repair.
        placed: all words of the repaired text.
        origins: the glyphs of the text in its order.

    """
    drawn = [o for o in origins if not o.glyph.style.hidden]
    reading = Reading()
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
