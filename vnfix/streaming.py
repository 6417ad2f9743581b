"""Many texts, one after the other: what `fix_texts`, `pipe` and all adapters share.

The engine learns from a document how that document was garbled, and reads on across line ends.
So the texts of one source document are repaired as the lines of one text, and given back as texts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Hashable
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from vnfix.apply import apply_corrections
from vnfix.document import BOM, make_document, not_text
from vnfix.errors import NotTextError, UsageError
from vnfix.memory import REPAIRS, let_go
from vnfix.model import Repair
from vnfix.pipeline import repair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from vnfix.config import Config
    from vnfix.model import Correction, Document

SEPARATOR = "\n"  # no correction crosses a line end, and a sentence may go on in the next text
SHORT = 256  # characters of a text that may be the value of a cell
BATCH = 1 << 13  # characters that a worker process is sent at once: half a second
_END = object()


def repairs(
    texts: Iterable[object],
    groups: Iterable[Hashable] | None,
    config: Config,
    jobs: int | None = 0,
) -> Iterator[tuple[object, Repair | None]]:
    """Return each text with its repair, in order; a document is held until its last text has come.

    Args:
        texts: what is not a string has no repair.
        groups: for each text the document that it comes from; texts of one document stand one
            after the other. None, or a missing group: a text is a document by itself.
        config: the options.
        jobs: worker processes; None is one for each core, 0 this process.

    Raises:
        UsageError: there are not as many groups as texts, a group cannot be hashed, or there
            cannot be such groups or workers.
        NotTextError: these are not several texts.
        VnfixError: a worker process died.
        DataError: a dictionary, rule file or model cannot be used.

    """
    pairs = _paired(several(texts), named(groups))
    documents, repairer = _documents(pairs), Repairer(config)
    if jobs != 0:
        from vnfix.batch.pool import workers

        return _shared_out(documents, repairer, workers(jobs))
    return _here(documents, repairer)


def pipe(
    texts: Iterable[str],
    groups: Iterable[Hashable] | None,
    config: Config,
    jobs: int | None = 0,
) -> Iterator[Repair]:
    """Return the repair of each text.

    Raises:
        UsageError: as `repairs`.
        VnfixError: as `repairs`.
        NotTextError: a text is none.

    """
    return (_told(text, found) for text, found in repairs(texts, groups, config, jobs))


def _told(text: object, found: Repair | None) -> Repair:
    if found is None:
        raise not_text(text)
    return found


def pipe_tuples(
    pairs: Iterable[tuple[str, Any]],
    groups: Iterable[Hashable] | Callable[[Any], Hashable] | None,
    config: Config,
    jobs: int | None = 0,
) -> Iterator[tuple[Repair, Any]]:
    """Return pairs of the repair of a text and what belongs to the text.

    Raises:
        UsageError: as `repairs`, or there is no such pair.
        VnfixError: as `repairs`.
        NotTextError: a text is none.

    """
    every = several(pairs)
    contexts: deque[Any] = deque()
    unnamed: deque[Any] = deque()

    def split() -> Iterator[str]:
        for pair in every:
            try:
                text, context = [pair] if isinstance(pair, str) else pair
            except (TypeError, ValueError) as e:
                remedy = "Give pairs of a text and what belongs to it, or leave `as_tuples` out."
                raise UsageError(f"This is no pair: {pair!r:.60}.", remedy) from e
            contexts.append(context)
            unnamed.append(context)
            yield text

    def told(tell: Callable[[Any], Hashable]) -> Iterator[Hashable]:
        while unnamed:
            yield tell(unnamed.popleft())

    found = pipe(split(), told(groups) if callable(groups) else groups, config, jobs)
    return ((repair, contexts.popleft()) for repair in found)


def several(texts: Iterable[object]) -> Iterator[Any]:
    """Return texts, if they can be gone through and are not a single one.

    Raises:
        NotTextError: they are none.

    """
    if isinstance(texts, str | bytes | bytearray):
        remedy = "Put it in a list, or call `vnfix.fix_text(text)`."
        raise NotTextError(f"Several texts are needed; this is one. {remedy}", remedy)
    try:
        return iter(texts)
    except TypeError as e:
        remedy = "Give a list, a column or a generator of them."
        name = type(texts).__name__
        raise NotTextError(f"Texts are needed; this is {name}. {remedy}", remedy) from e


def document_key(group: Hashable) -> Hashable:
    """Return a group that can be compared, None for one that is missing (None, NaN, NA).

    Raises:
        UsageError: the group cannot be hashed.

    """
    try:
        hash(group)
    except TypeError as e:
        remedy = "Name documents by strings or numbers."
        raise UsageError(f"The group {group!r} cannot be hashed.", remedy) from e
    return None if is_missing(group) else (group,)


def is_missing(value: object) -> bool:
    """Tell whether a value of a table stands for none: None, NaN or NA.

    >>> is_missing(None), is_missing(float("nan")), is_missing("")
    (True, True, False)
    """
    if not isinstance(value, Hashable):  # a list; an array is compared value by value
        return False
    unlike: object = value != value  # NaN is unlike itself, NA answers with itself
    return value is None or unlike is value or bool(unlike)


def named(groups: Iterable[Hashable] | None) -> Iterator[Hashable] | None:
    """Return groups that were given, if they can be gone through.

    Raises:
        UsageError: they cannot.

    """
    if groups is None:
        return None
    try:
        if not isinstance(groups, str):  # its letters are no groups
            return iter(groups)
    except TypeError:
        pass
    if callable(groups):
        remedy = "Name one group for each text, or call `vnfix.pipe` with `as_tuples=True`."
        raise UsageError("A function tells groups only with `as_tuples`.", remedy)
    raise UsageError(f"The groups cannot be {groups!r}.", "Name one group for each text.")


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


def _documents(pairs: Iterable[tuple[object, Hashable]]) -> Iterator[list[object]]:
    """Yield the texts of each document; one by itself at once, others when the next begins."""
    held: list[object] = []
    last: Hashable = None
    for text, key in pairs:
        if held and key != last:
            yield held
            held = []
        if key is None:
            yield [text]
        else:
            held.append(text)
        last = key
    if held:
        yield held


def _strings(held: Iterable[object]) -> list[str]:
    return [text for text in held if isinstance(text, str)]


def _matched(
    held: Iterable[object], found: Iterable[Repair]
) -> Iterator[tuple[object, Repair | None]]:
    """Yield each text of a document with its repair, None for what is no string."""
    following = iter(found)
    for text in held:
        yield text, next(following) if isinstance(text, str) else None


class Repairer:
    """Repairs documents one after the other, in this process or in another one.

    Tables repeat their values, so that short texts by themselves are remembered with their repairs.
    """

    def __init__(self, config: Config) -> None:
        """Keep the options."""
        self._config = config
        self._known: dict[str, Repair] = {}

    def document(self, texts: Sequence[str]) -> Sequence[Repair]:
        """Return the repairs of the texts of one document, which may be none.

        Raises:
            DataError: a dictionary, rule file or model cannot be used.

        """
        if not texts:
            return ()
        if len(texts) > 1 or len(texts[0]) > SHORT:
            return repair_rows(texts, self._config)
        found = self._known.get(texts[0])
        if found is None:
            (found,) = repair_rows(texts, self._config)
            self._known[texts[0]] = found
            let_go(self._known, REPAIRS)
        return (found,)

    def documents(self, many: Iterable[Sequence[str]]) -> list[Sequence[Repair]]:
        """Return the repairs of several documents."""
        return [self.document(texts) for texts in many]


def _here(
    documents: Iterable[list[object]], repairer: Repairer
) -> Iterator[tuple[object, Repair | None]]:
    """Yield each text with its repair."""
    for held in documents:
        yield from _matched(held, repairer.document(_strings(held)))


def _shared_out(
    documents: Iterable[list[object]], repairer: Repairer, count: int
) -> Iterator[tuple[object, Repair | None]]:
    """Yield each text with its repair, from `count` worker processes."""
    from vnfix.batch.ordered import in_order

    sent: deque[list[list[object]]] = deque()

    def parts() -> Iterator[list[list[str]]]:
        for batch in _batches(documents):
            sent.append(batch)
            yield [_strings(held) for held in batch]

    for made in in_order(repairer.documents, parts(), count):
        for held, found in zip(sent.popleft(), made, strict=True):
            yield from _matched(held, found)


def _batches(documents: Iterable[list[object]]) -> Iterator[list[list[object]]]:
    """Yield documents together that are worth being sent to a worker; before a fault, the rest."""
    batch: list[list[object]] = []
    size = 0
    try:
        for held in documents:
            batch.append(held)
            size += sum(map(len, _strings(held))) + 1
            if size >= BATCH:
                yield batch
                batch, size = [], 0
    except Exception:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


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
