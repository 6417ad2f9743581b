"""Rows of a table, repaired document by document: what all adapters share.

The engine learns from a document how that document was garbled, and reads on across line ends.
So the rows of one source document are repaired as the lines of one text, and given back as rows.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from vnfix.apply import apply_corrections
from vnfix.config import Config
from vnfix.document import BOM, make_document
from vnfix.errors import UsageError
from vnfix.model import Repair
from vnfix.pipeline import repair

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from vnfix.model import Correction, Document

SEPARATOR = "\n"  # no correction crosses a line end, and a sentence may go on in the next row


def fix_rows(
    texts: Iterable[object],
    groups: Iterable[Hashable] | None = None,
    config: Config | None = None,
) -> list[object]:
    r"""Return the rows with their texts repaired, in the same order.

    Args:
        texts: one row each. A row may have several lines; it keeps them. What is not a string
            (None, NaN, bytes) comes back as it is.
        groups: for each row, the document that it comes from. A row whose group is missing (None
            or NaN) is a document by itself, as every row is without `groups`.
        config: the options; None means the default ones.

    Raises:
        UsageError: there are not as many groups as rows, or a group cannot be hashed.
        DataError: a dictionary, rule file or model cannot be used.

    >>> fix_rows(["Cii c6ch", None, "hinh chinh\nKh6nh Hda"], ["a", "a", "a"])
    ['Cải cách', None, 'hành chính\nKhánh Hòa']

    """
    rows = list(texts)
    for members in documents(rows, groups):
        repaired = repair_rows([str(rows[k]) for k in members], config or Config())
        for k, row in zip(members, repaired, strict=True):
            rows[k] = row.text
    return rows


def documents(rows: Sequence[object], groups: Iterable[Hashable] | None = None) -> list[list[int]]:
    """Return the indices of the rows of each document; rows that are no strings are left out.

    Raises:
        UsageError: there are not as many groups as rows, or a group cannot be hashed.

    >>> documents(["a", "b", None, "c", "d"], [1, 2, 1, 1, None])
    [[0, 3], [1], [4]]

    """
    keys = [None] * len(rows) if groups is None else list(groups)
    if len(keys) != len(rows):
        raise UsageError(
            f"There are {len(rows)} rows and {len(keys)} groups.", "Name one group for each row."
        )
    members: dict[Hashable, list[int]] = {}
    for k, (text, key) in enumerate(zip(rows, keys, strict=True)):
        if isinstance(text, str):
            members.setdefault(_document_key(k, key), []).append(k)
    return list(members.values())


def _document_key(k: int, group: Hashable) -> Hashable:
    """Return what is the same for rows of one document, and for no others."""
    try:
        hash(group)
    except TypeError as e:
        remedy = "Name documents by strings or numbers."
        raise UsageError(f"The group {group!r} cannot be hashed.", remedy) from e
    missing = group is None or group != group  # NaN is unlike itself
    return (k,) if missing else (None, group)


def repair_rows(texts: Sequence[str], config: Config) -> list[Repair]:
    """Return the repairs of the rows of one document; offsets are those of each row's own text.

    Raises:
        DataError: a dictionary, rule file or model cannot be used.

    """
    whole = repair(join(texts), config)
    starts = _starts(texts)
    parts: list[list[Correction]] = [[] for _ in texts]
    for c in whole.corrections:
        k = bisect_right(starts, c.start) - 1
        parts[k].append(replace(c, start=c.start - starts[k], end=c.end - starts[k]))
    return [
        Repair(text, apply_corrections(text, part), tuple(part))
        for text, part in zip(texts, parts, strict=True)
    ]


def join(texts: Sequence[str]) -> Document:
    """Return the document whose text are these rows; as in a file, a row's BOM is in no line."""
    document = make_document(SEPARATOR.join(texts))
    starts = set(_starts(texts))
    lines = tuple(
        replace(line, start=line.start + len(BOM), text=line.text.removeprefix(BOM))
        if line.start in starts and line.text.startswith(BOM)
        else line
        for line in document.lines
    )
    return replace(document, lines=lines)


def _starts(texts: Sequence[str]) -> list[int]:
    """Return the offset of each row in the text of its document."""
    sizes = (len(text) + len(SEPARATOR) for text in texts)
    return list(accumulate(sizes, initial=0))[: len(texts)]


# What to say where the library that an adapter is for has not been installed.


def missing(library: str, extra: str) -> UsageError:
    """Return the error to raise from an `ImportError`.

    >>> missing("pandas", "pandas").remedy
    'Install it: pip install "vnfix[pandas]".'
    """
    return UsageError(
        f"{library} is needed and not installed.", f'Install it: pip install "vnfix[{extra}]".'
    )
