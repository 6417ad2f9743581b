"""Rows of a table, repaired document by document: for adapters that hold all rows at once.

The rows of one document may stand anywhere; `vnfix.streaming` repairs them together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.errors import UsageError
from vnfix.settings import checked
from vnfix.streaming import document_key, named, repairs, several

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from vnfix.config import Config


def fix_rows(
    texts: Iterable[object],
    groups: Iterable[Hashable] | None = None,
    config: Config | None = None,
    *,
    jobs: int | None = 0,
) -> list[object]:
    r"""Return the rows with their texts repaired, in the same order.

    Args:
        texts: one row each. A row may have several lines; it keeps them. What is not a string
            (None, NaN, bytes) comes back as it is.
        groups: for each row, the document that it comes from. A row whose group is missing (None,
            NaN, NA) is a document by itself, as every row is without `groups`.
        config: the options; None means the default ones.
        jobs: worker processes, as for `vnfix.fix_texts`.

    Raises:
        UsageError: there are not as many groups as rows, or a group cannot be hashed.
        NotTextError: these are no rows.
        VnfixError: a worker process died.
        DataError: a dictionary, rule file or model cannot be used.

    >>> fix_rows(["Cii c6ch", None, "hinh chinh\nKh6nh Hda"], ["a", "a", "a"])
    ['Cải cách', None, 'hành chính\nKhánh Hòa']

    """
    options = checked(config)
    rows = list(several(texts))
    found = documents(rows, groups)
    order = [k for members in found for k in members]
    keys = [d for d, members in enumerate(found) for _ in members]
    fixed = repairs([rows[k] for k in order], keys, options, jobs)
    for k, (text, repair) in zip(order, fixed, strict=True):
        rows[k] = repair.text if repair else text
    return rows


def documents(rows: Sequence[object], groups: Iterable[Hashable] | None = None) -> list[list[int]]:
    """Return the indices of the rows of each document; rows that are no strings are left out.

    Raises:
        UsageError: there are not as many groups as rows, or a group cannot be hashed.

    >>> documents(["a", "b", None, "c", "d"], [1, 2, 1, 1, None])
    [[0, 3], [1], [4]]

    """
    given = named(groups)
    keys = [None] * len(rows) if given is None else list(given)
    if len(keys) != len(rows):
        raise UsageError(
            f"There are {len(rows)} rows and {len(keys)} groups.", "Name one group for each row."
        )
    members: dict[Hashable, list[int]] = {}
    for k, (text, key) in enumerate(zip(rows, keys, strict=True)):
        if isinstance(text, str):
            document = document_key(key)
            members.setdefault((k,) if document is None else (None, document), []).append(k)
    return list(members.values())


# What to say where the library that an adapter is for has not been installed.


def missing(library: str, extra: str) -> UsageError:
    """Return the error to raise from an `ImportError`.

    >>> missing("pandas", "pandas").remedy
    'Install it: pip install "vnfix[pandas]".'
    """
    return UsageError(
        f"{library} is needed and not installed.", f'Install it: pip install "vnfix[{extra}]".'
    )
