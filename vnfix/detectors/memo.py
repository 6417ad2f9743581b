"""Remember what was last worked out for a document, which several stages ask for in turn."""

from __future__ import annotations

import functools
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from vnfix.config import Config
    from vnfix.model import Document

T = TypeVar("T")


def once(function: Callable[[Document, Config], T]) -> Callable[[Document, Config], T]:
    """Return `function` with a memory for the last document and options that it was asked about.

    Documents are compared by identity: to compare texts would cost what is to be saved. The memory
    is one tuple, written and read at once, so that threads do no harm to each other.
    """
    last: tuple[Document, Config, T] | None = None

    @functools.wraps(function)
    def remembered(document: Document, config: Config) -> T:
        nonlocal last
        known = last
        if known is None or known[0] is not document or known[1] != config:
            known = (document, config, function(document, config))
            last = known
        return known[2]

    return remembered


# How often each token occurs in a document.


@once
def token_counts(document: Document, config: Config) -> Counter[str]:
    """Return token -> occurrences; the options do not matter. Not to be changed by the caller."""
    del config
    return Counter(document.text.split())
