"""Many texts, one after the other: what `fix_texts`, `pipe` and all adapters share.

The engine learns from a document how that document was garbled, and reads on across line ends.
So the texts of one source document are repaired as the lines of one text, and given back as texts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from vnfix.apply import apply_corrections
from vnfix.document import BOM, make_document, not_text
from vnfix.errors import UsageError
from vnfix.model import Repair
from vnfix.pipeline import repair

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from vnfix.config import Config
    from vnfix.model import Correction, Document

SEPARATOR = "\n"  # no correction crosses a line end, and a sentence may go on in the next text
_END = object()


def repairs(
    texts: Iterable[object], groups: Iterable[Hashable] | None, config: Config
) -> Iterator[tuple[object, Repair | None]]:
    """Yield each text with its repair, in order; a document is held until its last text has come.

    Args:
        texts: what is not a string has no repair.
        groups: for each text the document that it comes from; texts of one document stand one
            after the other. None, or a missing group: a text is a document by itself.
        config: the options.

    Raises:
        UsageError: there are not as many groups as texts, or a group cannot be hashed.
        DataError: a dictionary, rule file or model cannot be used.

    """
    held: list[object] = []
    last: Hashable = None
    for text, key in _paired(texts, groups):
        if held and (key is None or key != last):
            yield from _repaired(held, config)
            held = []
        held.append(text)
        last = key
    yield from _repaired(held, config)


def pipe(
    texts: Iterable[str], groups: Iterable[Hashable] | None, config: Config
) -> Iterator[Repair]:
    """Yield the repair of each text.

    Raises:
        UsageError: as `repairs`.
        NotTextError: a text is none.

    """
    for text, found in repairs(texts, groups, config):
        if found is None:
            raise not_text(text)
        yield found


def pipe_tuples(
    pairs: Iterable[tuple[str, Any]],
    groups: Iterable[Hashable] | Callable[[Any], Hashable] | None,
    config: Config,
) -> Iterator[tuple[Repair, Any]]:
    """Yield pairs of the repair of a text and what belongs to the text."""
    contexts: deque[Any] = deque()
    unnamed: deque[Any] = deque()

    def split() -> Iterator[str]:
        for text, context in pairs:
            contexts.append(context)
            unnamed.append(context)
            yield text

    def told(tell: Callable[[Any], Hashable]) -> Iterator[Hashable]:
        while unnamed:
            yield tell(unnamed.popleft())

    for found in pipe(split(), told(groups) if callable(groups) else groups, config):
        yield found, contexts.popleft()


def document_key(group: Hashable) -> Hashable:
    """Return a group that can be compared, None for one that is missing (None or NaN).

    Raises:
        UsageError: the group cannot be hashed.

    """
    try:
        hash(group)
    except TypeError as e:
        remedy = "Name documents by strings or numbers."
        raise UsageError(f"The group {group!r} cannot be hashed.", remedy) from e
    missing = group is None or group != group  # NaN is unlike itself
    return None if missing else (group,)


def _paired(
    texts: Iterable[object], groups: Iterable[Hashable] | None
) -> Iterator[tuple[object, Hashable]]:
    if groups is None:
        yield from ((text, None) for text in texts)
        return
    keys, count = iter(groups), 0
    for text in texts:
        key = next(keys, _END)
        if key is _END:
            raise UsageError(f"There are only {count} groups.", "Name one group for each text.")
        count += 1
        yield text, document_key(key)
    if next(keys, _END) is not _END:
        raise UsageError(f"There are only {count} texts.", "Name one group for each text.")


def _repaired(held: Sequence[object], config: Config) -> Iterator[tuple[object, Repair | None]]:
    rows = [text for text in held if isinstance(text, str)]
    found = iter(repair_rows(rows, config) if rows else ())
    for text in held:
        yield text, next(found) if isinstance(text, str) else None


def repair_rows(texts: Sequence[str], config: Config) -> list[Repair]:
    """Return the repairs of the texts of one document; offsets are those of each text itself.

    Raises:
        DataError: a dictionary, rule file or model cannot be used.

    """
    if len(texts) == 1:
        return [repair(make_document(texts[0]), config)]
    whole = repair(join(texts), config)
    starts = _starts(texts)
    made, left = _by_row(whole.corrections, starts), _by_row(whole.left, starts)
    return [
        Repair(text, apply_corrections(text, made[k]), tuple(made[k]), left=tuple(left[k]))
        for k, text in enumerate(texts)
    ]


def _by_row(corrections: Iterable[Correction], starts: Sequence[int]) -> list[list[Correction]]:
    """Return the corrections of each row, with the offsets of that row."""
    parts: list[list[Correction]] = [[] for _ in starts]
    for c in corrections:
        k = bisect_right(starts, c.start) - 1
        parts[k].append(replace(c, start=c.start - starts[k], end=c.end - starts[k]))
    return parts


def join(texts: Sequence[str]) -> Document:
    """Return the document whose text are these rows; as in a file, a row's BOM is in no line."""
    document = make_document(SEPARATOR.join(texts))
    if BOM not in document.text:
        return document
    starts = set(_starts(texts))
    lines = tuple(
        line._replace(start=line.start + len(BOM), text=line.text.removeprefix(BOM))
        if line.start in starts and line.text.startswith(BOM)
        else line
        for line in document.lines
    )
    return replace(document, lines=lines)


def _starts(texts: Sequence[str]) -> list[int]:
    """Return the offset of each row in the text of its document."""
    sizes = (len(text) + len(SEPARATOR) for text in texts)
    return list(accumulate(sizes, initial=0))[: len(texts)]
