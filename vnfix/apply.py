"""Spans to text: the only place where a text is changed."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from vnfix.document import LINE_ENDS, not_text
from vnfix.errors import StaleError, UnreadableError, UsageError
from vnfix.packed import sorted_by_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vnfix.model import Correction

ENDS = frozenset(LINE_ENDS)
PARTS = 1 << 15


def apply_corrections(text: str, corrections: Iterable[Correction]) -> str:
    """Return `text` with every correction made.

    Args:
        text: the text that the corrections were proposed for.
        corrections: in any order.

    Raises:
        StaleError: the text at a span is not what the correction says.
        UnreadableError: two corrections overlap, or a span lies outside of the text.
        NotTextError: it is no text; a TypeError, too.
        UsageError: these are no corrections.

    >>> from vnfix.model import Correction, Safety
    >>> c = Correction(0, 3, "Cii", "Cải", "decode", 0.99, Safety.AUTO)
    >>> apply_corrections("Cii thien", [c])
    'Cải thien'

    """
    if not isinstance(text, str):
        raise not_text(text)
    try:
        ordered = sorted_by_place(corrections)
    except (TypeError, AttributeError) as e:
        remedy = "Give those of a `Repair`, or what was read from a correction file."
        raise UsageError(f"These are no corrections: {corrections!r:.60}.", remedy) from e
    return apply_sorted(text, ordered)


def apply_sorted(text: str, corrections: Iterable[Correction]) -> str:
    """Return `text` with corrections made that are sorted by place; otherwise as above."""
    done = ""
    parts: list[str] = []
    end = 0
    for c in _apart(corrections):
        if len(parts) > PARTS:  # a long text's pieces weigh more than the text
            done += "".join(parts)  # no list of them: the text would be there twice
            parts = []
        if not 0 <= c.start <= c.end <= len(text):
            remedy = "Apply corrections to the text that they were proposed for."
            raise UnreadableError(f"The span {c.start}-{c.end} lies outside of the text.", remedy)
        if text[c.start : c.end] != c.before:
            found = text[c.start : c.end]
            raise StaleError(f"The text at {c.start} is {found!r}, not {c.before!r}.")
        parts += (text[end : c.start], c.written)
        end = c.end
    done += "".join([*parts, text[end:]])
    return done


def joining(text: str, corrections: Iterable[Correction]) -> list[Correction]:
    r"""Return the corrections after which two lines would be one.

    A line that begins behind a carriage return and ends before a line feed must not become empty:
    the two would be one line end.

    >>> from vnfix.model import Correction, Safety
    >>> c = Correction(2, 3, "\u200b", "", "tidy", 0.99, Safety.AUTO)
    >>> joining("a\r\u200b\nb", [c]) == [c], joining("a\n\u200b\nb", [c])
    (True, [])
    """
    if "\r" not in text:
        return []
    found: list[Correction] = []
    run: list[Correction] = []
    for c in in_order(corrections):
        if c.after:
            run = []
            continue
        run = [*run, c] if run and run[-1].end == c.start else [c]
        if text[run[0].start - 1 : run[0].start] == "\r" and text[c.end : c.end + 1] == "\n":
            found += run
    return found


def undivided(corrections: Iterable[Correction]) -> Iterator[Correction]:
    r"""Yield the corrections but for those after which one line would be two.

    >>> from vnfix.model import Correction, Safety
    >>> list(undivided([Correction(0, 1, "x", "x\u2028", "mojibake", 0.99, Safety.AUTO)]))
    []

    """
    return (c for c in corrections if ENDS.isdisjoint(c.after))


def misplaced(text: str, corrections: Iterable[Correction]) -> list[Correction]:
    """Return the added lines that would not begin where a line of the text begins."""
    added = (c for c in corrections if c.box)
    return [c for c in added if c.before or (c.start and text[c.start - 1] not in ENDS)]


def in_order(corrections: Iterable[Correction]) -> Sequence[Correction]:
    """Return the corrections sorted by place.

    Raises:
        UnreadableError: two of them overlap, or insert at the same place.

    """
    rows = sorted_by_place(corrections)
    for _ in _apart(rows):
        pass
    return rows


def _apart(rows: Iterable[Correction]) -> Iterator[Correction]:
    """Yield sorted corrections, none of which overlap."""
    before: Correction | None = None
    for c in rows:
        behind = before is None or before.start < c.start >= before.end
        if before is not None and not behind and clash(before, c):
            both = f"{before.before!r} at {before.start} and {c.before!r} at {c.start}"
            raise UnreadableError(f"The corrections of {both} overlap.", "Reject one of the two.")
        yield c
        before = c


def overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two spans cannot both be changed: they share text, or insert at one place.

    >>> overlap((0, 2), (2, 4)), overlap((0, 3), (2, 4)), overlap((2, 2), (2, 2))
    (False, True, True)
    """
    return a == b or (a[0] < b[1] and b[0] < a[1])


def clash(a: Correction, b: Correction) -> bool:
    """Whether two corrections cannot both be made; an added line is in the way of none."""
    return not (a.box or b.box) and overlap((a.start, a.end), (b.start, b.end))


def without_overlaps(corrections: Iterable[Correction]) -> list[Correction]:
    """Return the corrections sorted by place; of two that overlap, the earlier one in the list.

    Those that change nothing are left out.
    """
    kept: list[Correction] = []
    starts: list[tuple[int, int]] = []
    for c in corrections:
        span = (c.start, c.end)
        at = bisect_left(starts, span)
        near = starts[max(at - 1, 0) : at + 1]
        if c.before != c.after and not any(overlap(span, other) for other in near):
            starts.insert(at, span)
            kept.insert(at, c)
    return kept


def with_others(first: Sequence[Correction], others: Iterable[Correction]) -> Iterator[Correction]:
    """Yield corrections sorted by place: all of `first`, and what leaves them alone of the others.

    Args:
        first: sorted by place, without overlaps.
        others: sorted by place, without overlaps; those that change nothing are left out.

    """
    if not first:
        yield from (c for c in others if c.before != c.after)
        return
    spans = [(c.start, c.end) for c in first]
    done = 0
    for c in others:
        span = (c.start, c.end)
        at = bisect_left(spans, span)
        near = spans[max(at - 1, 0) : at + 1]
        if c.before != c.after and not any(overlap(span, other) for other in near):
            yield from first[done:at]
            yield c
            done = at
    yield from first[done:]
