"""What a token looks like, before anything is searched: marks, codes, addresses, borders."""

from __future__ import annotations

import regex

COMMON = frozenset(",.;:()-–/%\"'“”|+")
# What begins like a document number stays as it is; rules know how those are garbled.
NUMBERED = regex.compile(
    r"\P{L}*\d[\d./-]*[-/](?=\P{Lu}*\p{Lu}[^\p{Lu}]*\p{Lu})[\p{L}/-]{2,20}\P{L}*"
)
# An e-mail or web address is what it is; a garbled word has no dot and country behind an `@`.
ADDRESS = regex.compile(
    r"\P{L}*(?:https?:/\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:[\w-]+\.)+(?:gov|com|org|edu|net)(?:\.vn)?(?:/\S*)?)\P{L}*"
)


def may_be_words(seen: str) -> bool:
    """Whether the channel may have words to say: no pure marks or numbers, no document number.

    >>> [may_be_words(x) for x in ("c6c", "&", "16", "-", "12/KH-UBND", "9/Ngay", "a@hue.vn")]
    [True, True, True, False, False, True, False]
    """
    if ADDRESS.fullmatch(seen):
        return False
    if NUMBERED.fullmatch(seen) or all(c.isdecimal() or c in COMMON for c in seen):
        return len(seen) <= 2 and seen.isdecimal()
    return True


def core_of(seen: str) -> tuple[int, int]:
    """Return the token without the marks at its edges.

    >>> core_of("(c6c),")
    (1, 4)
    """
    first = next((k for k, c in enumerate(seen) if c not in COMMON), 0)
    last = next((k for k, c in enumerate(reversed(seen)) if c not in COMMON), 0)
    return first, len(seen) - last


def borders(seen: str) -> tuple[list[int], list[int]]:
    """Return where words may begin and end without a lost blank: at the edges and at marks.

    >>> borders("(c6c.hQ)")
    ([0, 1, 5], [4, 7, 8])
    """
    marks = [k for k, c in enumerate(seen) if not c.isalnum()]
    starts = sorted({0, *(k + 1 for k in marks)} - {len(seen)})
    ends = sorted({len(seen), *marks} - {0})
    return starts, ends
