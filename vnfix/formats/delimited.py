"""Tables in text, CSV and TSV: each cell is read by itself and repaired in its place."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from vnfix.document import BOM
from vnfix.errors import UnreadableError
from vnfix.formats.runs import Form, Piece, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from vnfix.config import Config
    from vnfix.model import Document, Repair

TAB = "\t"
DELIMITERS = (",", ";", TAB, "|")
# Excel takes the delimiter from such a first line.
TOLD = re.compile(r"sep=([^\r\n])(?=\r|\n|$)")
QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*+)("?)')
DOUBLED = re.compile('""')
END = re.compile(r"\r\n|\r|\n|\Z")
# How much of a file is looked at for its delimiter, and how many rows have to agree on it.
SAMPLE = 1 << 16
AGREEING = 0.5
REMEDY = "Mend the quotes there; or give it a name that ends in .txt, to be read as plain text."


class Cell(NamedTuple):
    """Where the content of a cell stands, and whether there are quotes around it."""

    start: int
    end: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written.

    Attributes:
        delimiter: between two cells; "" in a table of one column.
        quotes: whether quotes around a cell are no part of it.

    """

    delimiter: str
    quotes: bool = True


class BrokenTableError(UnreadableError):
    """The quotes of a table do not fit; `at` is the offset."""

    at = 0


def read_csv(data: bytes, name: str, config: Config) -> Document:
    """Read a table; each cell that holds letters is a paragraph.

    The delimiter (comma, semicolon, tab or bar) is found out, or taken from a first line `sep=;`.

    Args:
        data: the file's bytes.
        name: the file's name, for messages.
        config: `config.encoding` overrides the search for the encoding.

    Raises:
        UnreadableError: its quotes do not fit (the message tells line and column), or it is no
            text at all.

    """
    return CSV.read(data, name, config)


def read_tsv(data: bytes, name: str, config: Config) -> Document:
    """Read a table whose cells are parted by tabs; otherwise as `read_csv`."""
    return TSV.read(data, name, config)


def encode_csv(document: Document, repair: Repair, source: bytes, config: Config) -> bytes:
    """Return the table `source` with its cells repaired; arguments as all writers have them.

    A cell that has come to hold a delimiter or a quote is put in quotes.
    """
    return CSV.write(document, repair, source, config)


def encode_tsv(document: Document, repair: Repair, source: bytes, config: Config) -> bytes:
    """Return the table `source` with its cells repaired; otherwise as `encode_csv`."""
    return TSV.write(document, repair, source, config)


def scan_csv(source: str, name: str) -> list[Run]:
    """Return the runs of a table, one for each cell.

    Raises:
        UnreadableError: its quotes do not fit.

    """
    return _scan(source, name, DELIMITERS)


def scan_tsv(source: str, name: str) -> list[Run]:
    """Return the runs of a table whose cells are parted by tabs."""
    return _scan(source, name, (TAB,))


def rows_of(
    source: str, delimiters: Sequence[str] = DELIMITERS
) -> tuple[list[list[Cell]], Dialect]:
    """Return the cells of a table row by row, and how it is written.

    Raises:
        BrokenTableError: its quotes do not fit.

    >>> rows, dialect = rows_of('a;"b;c"')
    >>> [(cell.start, cell.end, cell.quoted) for cell in rows[0]], dialect.delimiter
    ([(0, 1, False), (3, 6, True)], ';')

    """
    start = len(BOM) if source.startswith(BOM) else 0
    told = TOLD.match(source, start)
    if told:
        start = END.search(source, told.end()).end()  # type: ignore[union-attr]
    delimiter = told[1] if told else find_delimiter(source[start : start + SAMPLE], delimiters)
    try:
        return list(_rows(source, start, Dialect(delimiter))), Dialect(delimiter)
    except BrokenTableError:
        rows = list(_rows(source, start, Dialect(delimiter, quotes=False)))
        widths = {len(row) for row in rows if row}
        if len(rows) > 1 and len(widths) == 1 and widths != {1}:
            return rows, Dialect(delimiter, quotes=False)  # they are marks of the text
        raise


def find_delimiter(sample: str, delimiters: Sequence[str] = DELIMITERS) -> str:
    r"""Return the delimiter by which most rows have equally many cells, "" if there is none.

    >>> find_delimiter("a;b,c\nd;e\n"), find_delimiter("a, b\nc\nd, e, f\ng")
    (';', '')
    """
    if len(delimiters) == 1:
        return delimiters[0]
    best, found = (AGREEING, 1), ""
    for delimiter in delimiters:
        widths: Counter[int] = Counter()
        with suppress(BrokenTableError):  # the sample may end inside of a cell
            widths.update(len(row) for row in _rows(sample, 0, Dialect(delimiter)) if row)
        if not widths:
            rows = _rows(sample, 0, Dialect(delimiter, quotes=False))
            widths.update(len(row) for row in rows if row)
        width, count = max(widths.items(), key=lambda x: (x[1], x[0]), default=(1, 0))
        agreeing = count / max(sum(widths.values()), 1)
        if width > 1 and (agreeing, width) > best:
            best, found = (agreeing, width), delimiter
    return found or ("" if delimiters[0] in sample else delimiters[0])


def _scan(source: str, name: str, delimiters: Sequence[str]) -> list[Run]:
    try:
        rows, dialect = rows_of(source, delimiters)
    except BrokenTableError as e:
        before = source[: e.at]
        line = len(END.findall(before)) or 1
        column = len(before) - max(before.rfind("\n"), before.rfind("\r"))
        raise UnreadableError(f"{name}, line {line}, column {column}: {e}", REMEDY) from e
    enclose = _enclose(dialect)
    return [_run(source, cell, enclose) for row in rows for cell in row]


def _run(source: str, cell: Cell, enclose: Callable[[str, str], str | None]) -> Run:
    if not cell.quoted:
        return Run((Piece(cell.start, cell.end),), enclose=enclose)
    return Run(tuple(_pieces(source, cell.start, cell.end)), escape=_doubled)


def _pieces(source: str, start: int, end: int) -> Iterator[Piece]:
    first = start
    for found in DOUBLED.finditer(source, start, end):
        if start < found.start():
            yield Piece(start, found.start())
        yield Piece(found.start(), found.end(), '"')
        start = found.end()
    if start < end or start == first:
        yield Piece(start, end)


def _doubled(after: str, before: str) -> str:
    del before
    return after.replace('"', '""')


def _enclose(dialect: Dialect) -> Callable[[str, str], str | None]:
    """Return what writes a cell that has no quotes: in quotes where it needs them now.

    It stays as it is where it can have none.
    """

    def write(text: str, before: str) -> str | None:
        needed = bool(dialect.delimiter) and dialect.delimiter in text
        if not dialect.quotes:
            return before if needed else None
        if not needed and not text.startswith('"'):
            return None
        return f'"{_doubled(text, "")}"'

    return write


def _rows(source: str, start: int, dialect: Dialect) -> Iterator[list[Cell]]:
    """Yield the rows from an offset on, as `csv.reader` reads them; an empty line is no cell."""
    stop = re.escape(dialect.delimiter)
    bare = re.compile(rf"[^{stop}\r\n]*+")
    at, row = start, list[Cell]()
    while at < len(source) or row:
        if not row and (found := END.match(source, at)):
            yield []
            at = found.end()
            continue
        cell, at = _cell(source, at, dialect, bare)
        row.append(cell)
        if dialect.delimiter and source.startswith(dialect.delimiter, at):
            at += 1
            continue
        yield row
        row = []
        at = END.match(source, at).end()  # type: ignore[union-attr]


def _cell(source: str, at: int, dialect: Dialect, bare: re.Pattern[str]) -> tuple[Cell, int]:
    """Return the cell that begins at an offset, and where it ends."""
    if not dialect.quotes or not source.startswith('"', at):
        found = bare.match(source, at)
        end = found.end() if found else at
        return Cell(at, end, quoted=False), end
    quoted = QUOTED.match(source, at)
    end = quoted.end() if quoted else at
    if not quoted or not quoted[2]:
        raise _broken("a quote that is not closed.", at)
    if end < len(source) and source[end] not in f"{dialect.delimiter}\r\n":
        raise _broken("text behind a closing quote.", end)
    return Cell(at + 1, end - 1, quoted=True), end


def _broken(message: str, at: int) -> BrokenTableError:
    error = BrokenTableError(message)
    error.at = at
    return error


CSV = Form("csv", scan_csv)
TSV = Form("tsv", scan_tsv)
