"""What programs write for a letter: references of HTML, escapes of JSON, bytes of mail and URLs."""

from __future__ import annotations

from vnfix.text.patterns import pattern

_SIGNS = frozenset("&\\=%")
_ESCAPE = pattern(
    r"&(?:#\d{2,7}|#[xX]\p{AHex}{1,6}|\p{L}{2,8}\d?);|\\u\p{AHex}{4}|\\x\p{AHex}{2}"
    r"|(?:=[\dA-F]{2}){2}|(?:%[\dA-F]{2}){2}"
)


def is_escaped(token: str) -> bool:
    r"""Tell whether a token has a letter as programs write it; no engine writes one for a word.

    >>> [is_escaped(t) for t in ("h&agrave;nh", "k&#7871;", r"\u1ebf", "=E1=BA=BF", "li&u", "R&D;")]
    [True, True, True, True, False, False]
    """
    return not _SIGNS.isdisjoint(token) and _ESCAPE.search(token) is not None
