"""What is left to tidy in a repaired line is tidied at once, so that a second run finds nothing.

Words of damaged lines are not tidied where they stand: an encoding, or the decoder, may read their
odd characters as letters. Once a line is repaired, its words are looked at as any others are, and
both changes become one correction.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from vnfix.apply import without_overlaps
from vnfix.document import starts_of
from vnfix.fixers import tidy
from vnfix.model import Correction, Document, Line
from vnfix.packed import gathered, used_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vnfix.analysis import Analysis
    from vnfix.model import Candidate


LONG = 1 << 14
"""Characters of a line that are tidied at a time, about."""


class _Piece(NamedTuple):
    """A stretch of the repaired text.

    Attributes:
        at: where it stands in the repaired line.
        text: what stands there.
        start: where that stood in the document.
        end: where it ended there.
        made_by: the correction, None where nothing was changed.

    """

    at: int
    text: str
    start: int
    end: int
    made_by: Correction | None = None


def settled(analysis: Analysis, corrections: Iterable[Correction]) -> Iterator[Correction]:
    """Yield the corrections, sorted by place, with what is left to tidy in their lines.

    What is too unsure to be made does not keep its word from being tidied.
    """
    least = analysis.config.min_confidence
    for line, found in _by_line(analysis.document, corrections):
        whole = made = None
        if len(line.text) > LONG and _is_odd(line, found):
            whole = _is_vietnamese(analysis, line, found)
            made = _is_vietnamese(analysis, line, (c for c in found if c.is_surer(least)))
        for part, all_here in _parts(line, used_up(found)):
            here = _tidied(analysis, part, all_here, whole)
            left = [c for c in here if not c.is_surer(least)]
            if left and any(tidy.ODD.search(c.before) for c in left):
                sure = _tidied(analysis, part, [c for c in here if c.is_surer(least)], made)
                here = without_overlaps([*sure, *left])
            yield from here


def _is_odd(line: Line, corrections: Iterable[Correction]) -> bool:
    """Tell whether there may be anything to tidy in a line."""
    return bool(tidy.ODD.search(line.text)) or any(tidy.ODD.search(c.after) for c in corrections)


def _is_vietnamese(analysis: Analysis, line: Line, corrections: Iterable[Correction]) -> bool:
    """Tell whether a line is Vietnamese once it is repaired and tidied, by all of its parts."""
    garbled = foreign = 0.0
    for part, here in _parts(line, corrections):
        said = tidy.score(_repaired(analysis.document.text, part, here), analysis.config)
        garbled, foreign = garbled + said[0], foreign + said[1]
    return tidy.is_vietnamese((garbled, foreign))


def _tidied(
    analysis: Analysis, line: Line, here: Sequence[Correction], vietnamese: bool | None
) -> list[Correction]:
    """Return the corrections of a line with what is left to tidy in it once they are made.

    Args:
        analysis: the document and what is wrong with it.
        line: or a part of one.
        here: its corrections.
        vietnamese: whether the line is Vietnamese, None to look.

    """
    text = _repaired(analysis.document.text, line, here)
    if tidy.ODD.search(text):
        pieces = _pieces(analysis.document.text, line, here)
        alone = Document(text, (Line(1, 1, 0, text),))
        look_at = replace(analysis, document=alone, findings=(), recalled={})
        for edit in reversed(tidy.propose(look_at, vietnamese=vietnamese)):
            pieces = _edited(pieces, analysis.resources.confidences.trusted(edit))
        here = [p.made_by for p in pieces if p.made_by]
    return [c for c in here if c.before != c.after]


def _by_line(
    document: Document, corrections: Iterable[Correction]
) -> Iterator[tuple[Line, Sequence[Correction]]]:
    starts = starts_of(document.lines)
    for k, here in groupby(corrections, lambda c: bisect_right(starts, c.start) - 1):
        yield document.lines[k], gathered(here)


def _parts(
    line: Line, corrections: Iterable[Correction]
) -> Iterator[tuple[Line, Sequence[Correction]]]:
    """Yield a line with its corrections, a long one in parts: cut at blanks, and in no correction.

    What is tidied are words, and all that a line has to say of them is whether it is Vietnamese:
    that is asked of the whole line.
    """
    start, end, text = line.start, line.start, line.text
    here: list[Correction] = []
    for c in corrections:
        if c.start - start > LONG:
            cut = text.rfind(" ", end - line.start, c.start - line.start)
            if cut >= 0:
                yield line._replace(start=start, text=text[start - line.start : cut]), here
                start, here = line.start + cut, []
        here.append(c)
        end = c.end
    yield line._replace(start=start, text=text[start - line.start :]), here


def _repaired(text: str, line: Line, corrections: Sequence[Correction]) -> str:
    parts: list[str] = []
    place = line.start
    for c in corrections:
        parts += (text[place : c.start], c.after)
        place = c.end
    return "".join((*parts, text[place : line.end]))


def _pieces(text: str, line: Line, corrections: Sequence[Correction]) -> list[_Piece]:
    pieces, at, place = [], 0, line.start
    for c in corrections:
        pieces.append(_Piece(at, text[place : c.start], place, c.start))
        at += c.start - place
        pieces.append(_Piece(at, c.after, c.start, c.end, c))
        at += len(c.after)
        place = c.end
    pieces.append(_Piece(at, text[place : line.end], place, line.end))
    return pieces


def _edited(pieces: Sequence[_Piece], edit: Candidate) -> list[_Piece]:
    """Return the pieces with one more change, which becomes one with those that it touches."""
    left = [p for p in pieces if p.at + len(p.text) <= edit.start]
    right = [p for p in pieces[len(left) :] if p.at >= edit.end]
    touched = pieces[len(left) : len(pieces) - len(right)]
    first, last = touched[0], touched[-1]
    head, tail = first.text[: edit.start - first.at], last.text[edit.end - last.at :]
    at, start, end = first.at, first.start, last.end
    if first.made_by is None:
        left.append(_Piece(at, head, start, start + len(head)))
        at, start, head = at + len(head), start + len(head), ""
    if last.made_by is None:
        end -= len(tail)
        right.insert(0, _Piece(edit.end, tail, end, last.end))
        tail = ""
    makers = [p.made_by for p in touched if p.made_by]
    after = f"{head}{edit.after}{tail}"
    before = "".join(p.made_by.before if p.made_by else _within(p, edit) for p in touched)
    if makers:
        same = makers[0].before == before
        alternatives = makers[0].alternatives if same else ()
        made = replace(makers[0], start=start, end=end, before=before, after=after)
        made = replace(made, alternatives=alternatives)
    else:
        made = Correction(
            start, end, before, after, edit.fixer, edit.confidence or 0.0, edit.safety, edit.reason
        )
    return [*left, _Piece(at, after, start, end, made), *right]


def _within(piece: _Piece, edit: Candidate) -> str:
    """Return the part of an unchanged piece that an edit changes."""
    return piece.text[max(edit.start - piece.at, 0) : edit.end - piece.at]
