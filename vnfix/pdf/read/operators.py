"""Content streams to operators with their operands, as pdfminer.six finds them, and faster.

pdfminer.six goes through a stream by single tokens, three calls and as many messages for each,
which was more than half of reading a page. Here one expression knows the tokens that programs
write. From the first one on that it does not know (an inline image, an escape that is none, a token
that two streams share), the rest of the page is pdfminer.six's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import LIT, PSKeyword, keyword_name, literal_name

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from pdfminer.psparser import PSLiteral

TOKEN = re.compile(
    rb"""\s*(?:
      ([-+]?[0-9]{1,18})(?=[\s/\[\]<>()%]|\Z)
    | ([-+]?(?:[0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18}))(?=[\s/\[\]<>()%]|\Z)
    | <([0-9A-Fa-f\s]*)>(?!>)
    | \(([^()\\]*)\)
    | \(((?:[^()\\]|\\(?:[()\\nrtbf]|[0-3][0-7][0-7])){0,4000})\)
    | /([!"$&'*-.0-;=?-Z\\^-z|~]+)(?=[\s/\[\]<>()%]|\Z)
    | (true|false)(?=[\s/\[\]<>()%]|\Z)
    | ((?:[A-Za-z][A-Za-z0-9]{0,9}\*?|['"])(?=[\s/\[\]<>()%]|\Z))
    | (\[) | (\]) | (<<) | (>>)
    | (%[^\r\n]*)
    | (\Z)
    | (.)
    )""",
    re.VERBOSE | re.DOTALL,
)
# The groups of the expression: values, operators, brackets, what counts as nothing, anything else.
WHOLE, BROKEN, HEX, PLAIN, ESCAPED, NAME, TRUTH, WORD = range(1, 9)
ARRAY, ARRAY_END, TABLE, TABLE_END, REMARK, END, ODD = range(9, 16)
ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
STRANGE = frozenset({b"BI", b"ID", b"EI"})  # words that change how the rest is read
DEEPEST = 20  # arrays in arrays


class _UnknownError(Exception):
    """A token that is not known, or not here."""


def operations(streams: Sequence[PDFStream], operands: list[Any]) -> Iterator[bytes]:
    """Yield the operators of a page's streams, after its operands have joined the others.

    Args:
        streams: in order; they are one text, but none of its tokens goes from one to the next.
        operands: those that no operator has taken yet.

    """
    for k, stream in enumerate(streams):
        data = stream.get_data()
        end = yield from _known(data, operands)
        if end < len(data):
            yield from _unknown([PDFStream({}, data[end:]), *streams[k + 1 :]], operands)
            return


def _known(data: bytes, operands: list[Any]) -> Generator[bytes, None, int]:
    """Yield the operators as long as all is known; return where that ends."""
    tokens = TOKEN.finditer(data)
    for m in tokens:
        kind = m.lastindex or ODD
        if kind == WORD:
            if m[WORD] in STRANGE:
                return m.start()
            yield m[WORD]
        elif kind < WORD:
            operands.append(_VALUES[kind](m[kind]))
        elif kind in (ARRAY, TABLE):
            try:
                operands.append(_inside(tokens, kind, 0))
            except _UnknownError:
                return m.start()
        elif kind not in (REMARK, END):
            return m.start()
    return len(data)


def _inside(tokens: Iterator[re.Match[bytes]], bracket: int, depth: int) -> Any:  # noqa: ANN401
    """Return the array or dictionary whose bracket has been opened."""
    items: list[Any] = []
    for m in tokens:
        kind = m.lastindex or ODD
        if kind < WORD:
            items.append(_VALUES[kind](m[kind]))
        elif kind == bracket + 1:
            return items if bracket == ARRAY else _table(items)
        elif kind in (ARRAY, TABLE) and depth < DEEPEST:
            items.append(_inside(tokens, kind, depth + 1))
        elif kind != REMARK:
            raise _UnknownError
    raise _UnknownError


def _table(items: Sequence[Any]) -> dict[str, Any]:
    if len(items) % 2:
        raise _UnknownError
    return {literal_name(k): v for k, v in zip(items[::2], items[1::2], strict=True)}


def _from_hex(digits: bytes) -> bytes:
    """Return the bytes of a hexadecimal string; a last digit alone is a byte by itself."""
    try:
        return bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        plain = b"".join(digits.split()).decode("ascii")
        even = len(plain) // 2 * 2
        return bytes.fromhex(plain[:even]) + bytes(int(c, 16) for c in plain[even:])


def _unescaped(text: bytes) -> bytes:
    return ESCAPE.sub(_one, text)


def _one(m: re.Match[bytes]) -> bytes:
    escape = m[1]
    return ESCAPES.get(escape, escape) if len(escape) == 1 else bytes([int(escape, 8)])


def _name(name: bytes) -> PSLiteral:
    literal: PSLiteral = LIT(name.decode("ascii"))
    return literal


def _truth(word: bytes) -> bool:
    return word == b"true"


_VALUES: dict[int, Callable[[bytes], Any]] = {
    WHOLE: int, BROKEN: float, HEX: _from_hex, PLAIN: bytes, ESCAPED: _unescaped, NAME: _name,
    TRUTH: _truth,
}  # fmt: skip


def _unknown(streams: Sequence[PDFStream], operands: list[Any]) -> Iterator[bytes]:
    """Yield the operators as pdfminer.six parses them."""
    try:
        parser = PDFContentParser(streams)
        while True:
            _, found = parser.nextobject()
            if isinstance(found, PSKeyword):
                yield keyword_name(found).encode()
            else:
                operands.append(found)
    except PSEOF:
        return
