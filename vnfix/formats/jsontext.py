"""JSON and JSON lines: the strings that are text are repaired, keys and all else stay."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from vnfix.document import BOM
from vnfix.errors import UnreadableError
from vnfix.formats.runs import Form, Piece, Run, nested
from vnfix.formats.webpage import scan_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vnfix.config import Config
    from vnfix.model import Document, Repair

STRING = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"', re.DOTALL)
KEY = re.compile(r"[ \t\r\n]*+:")
PAIR = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
ESCAPE = re.compile(rf"{PAIR}|\\u[0-9a-fA-F]{{4}}|\\.")
# A letter that is written as its number, and one whose number is written in capitals.
NUMBERED = re.compile(r"\\u(?!00[0-7])[0-9a-fA-F]{4}")
CAPITALS = re.compile(r"\\u[0-9]*[A-F]")
LONE = re.compile("[\ud800-\udfff]")
WRITTEN = re.compile(r"\\\\|\\u[0-9a-f]{4}")
# A string that is HTML, as those who turn PDFs into JSON write tables.
MARKUP = re.compile(r"\s*+<(?:!doctype|html|body|table|thead|tbody|tr|div|p|ul|ol|span|h[1-6])\b")
REMEDY = "Mend the file there; or give it a name that ends in .txt, to be read as plain text."


def read_json(data: bytes, name: str, config: Config) -> Document:
    """Read a JSON file; each string that is a text is a paragraph.

    Keys are not read, nor strings that are rather names: without a blank and with the letters of
    English only.

    Args:
        data: the file's bytes.
        name: the file's name, for messages.
        config: `config.encoding` overrides the search for the encoding.

    Raises:
        UnreadableError: it is no JSON (the message tells line and column), or no text at all.

    """
    return JSON.read(data, name, config)


def read_jsonl(data: bytes, name: str, config: Config) -> Document:
    """Read JSON lines, each of which is a JSON value; otherwise as `read_json`."""
    return LINES.read(data, name, config)


def encode_json(document: Document, repair: Repair, source: bytes, config: Config) -> bytes:
    """Return the JSON file `source` with its texts repaired; arguments as all writers have them.

    New letters are written as their string, or else the file, has them: plain or as numbers.
    """
    return JSON.write(document, repair, source, config)


def encode_lines(document: Document, repair: Repair, source: bytes, config: Config) -> bytes:
    """Return the JSON lines `source` with their texts repaired; otherwise as `encode_json`."""
    return LINES.write(document, repair, source, config)


def scan_json(source: str, name: str) -> list[Run]:
    """Return the runs of a JSON text.

    Raises:
        UnreadableError: it is no JSON.

    """
    start = len(BOM) if source.startswith(BOM) else 0
    if source[start:].strip():
        _check(source[start:], name, 1)
    return list(_runs(source))


def scan_lines(source: str, name: str) -> list[Run]:
    """Return the runs of JSON lines; empty lines are passed over.

    Raises:
        UnreadableError: a line is no JSON.

    """
    for number, line in enumerate(source.removeprefix(BOM).split("\n"), 1):
        if line.strip():
            _check(line, name, number)
    return list(_runs(source))


def _check(text: str, name: str, line: int) -> None:
    """Refuse what is no JSON; `line` is the number of the text's first line."""
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as e:
        at = f"line {line + e.lineno - 1}, column {e.colno}"
        raise UnreadableError(f"{name}, {at}: no JSON ({e.msg}).", REMEDY) from e
    except RecursionError as e:
        raise UnreadableError(f"{name}, line {line}: nested too deeply.", REMEDY) from e


def _runs(source: str) -> Iterator[Run]:
    """Yield the runs of strings; in JSON quotes stand around strings only."""
    whole = _escape(source, str.isascii(source) and bool(NUMBERED.search(source)))
    for found in STRING.finditer(source):
        start, end = found.span(1)
        if KEY.match(source, found.end()):
            continue
        pieces = tuple(_pieces(source, start, end)) or (Piece(start, end),)
        raw, text = found[1], Run(pieces).text(source)
        numbered = NUMBERED.search(raw)
        own = whole if raw.isascii() and not numbered else _escape(raw, raw.isascii())
        if MARKUP.match(text):
            yield from nested(pieces, scan_html(text), _alone(own))
        else:
            yield Run(pieces, escape=own)


def _alone(escape: Callable[[str, str], str]) -> Callable[[str], str]:
    return lambda after: escape(after, "")


def _pieces(source: str, start: int, end: int) -> Iterator[Piece]:
    for found in ESCAPE.finditer(source, start, end):
        if start < found.start():
            yield Piece(start, found.start())
        yield Piece(found.start(), found.end(), json.loads(f'"{found[0]}"'))
        start = found.end()
    if start < end:
        yield Piece(start, end)


def _escape(like: str, numbered: bool) -> Callable[[str, str], str]:
    """Return how new text is written in a string.

    Args:
        like: a string whose style is kept: capitals in numbers, escaped slashes.
        numbered: whether letters beyond ASCII are written as numbers.

    """
    capitals, slashes = bool(CAPITALS.search(like)), "\\/" in like

    def write(after: str, before: str) -> str:
        del before
        written = json.dumps(after, ensure_ascii=numbered)[1:-1]
        if not numbered:
            written = LONE.sub(lambda m: f"\\u{ord(m[0]):04x}", written)
        if slashes:
            written = written.replace("/", "\\/")
        return WRITTEN.sub(_in_capitals, written) if capitals else written

    return write


def _in_capitals(found: re.Match[str]) -> str:
    return found[0][:2] + found[0][2:].upper()


JSON = Form("json", scan_json)
LINES = Form("jsonl", scan_lines)
