"""The difference between a document and its repair: a unified diff for `patch`, or word by word.

A repair keeps every line end, and the places of the lines that it adds are known, so that the lines
of both texts stand against each other one by one: nothing has to be searched for. The unified diff
is made of the bytes as they are in the file and as `vnfix fix` would write them, cut at line feeds
as `patch` cuts them; a carriage return or a form feed is part of its line.
"""

from __future__ import annotations

from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from vnfix.apply import apply_corrections, in_order
from vnfix.config import Config
from vnfix.formats.corrections import decided, load
from vnfix.formats.html import corrected_lines, pieces
from vnfix.formats.reading import TEXTS
from vnfix.formats.templates import visible
from vnfix.formats.writing import encode
from vnfix.logs import logger
from vnfix.model import Repair, Safety

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Sequence

    from vnfix.model import Correction, Document

    Show = Callable[[Correction], str]

log = logger(__name__)

CONTEXT = 3
NO_LINE_FEED = b"\\ No newline at end of file\n"
# What a shell or `patch` would not take for part of a name, as C writes it (GNU diff does so too).
ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def diff(
    path: str | os.PathLike[str],
    config: Config | None = None,
    corrections: str | os.PathLike[str] | None = None,
) -> bytes:
    """Return the unified diff of a file against its repair; empty where nothing changes.

    Args:
        path: a text, a PDF or another file that vnfix reads; a text's diff applies with `patch`.
        config: the options of the repair.
        corrections: a correction file, whose decisions are taken instead of new proposals.

    Raises:
        UnreadableError: a file is missing, damaged or in another encoding.
        NothingToDoError: a PDF without a text layer.
        StaleError: the corrections are for another text.

    """
    return unified(*compared(path, config or Config(), corrections))


def compared(
    path: str | os.PathLike[str],
    config: Config,
    corrections: str | os.PathLike[str] | None = None,
) -> tuple[Document, Repair, bytes]:
    """Return a file's document, its repair and its bytes; arguments and errors as for `diff`."""
    import os

    from vnfix.formats.reading import load_bytes, read_bytes
    from vnfix.pipeline import repair

    name = os.fspath(path)
    source = load_bytes(name)
    document = read_bytes(source, name, config)
    if corrections is None:
        return document, repair(document, config), source
    rows = os.fspath(corrections)
    chosen = in_order(decided(document, *load(load_bytes(rows), rows)))
    text = apply_corrections(document.text, chosen)
    return document, Repair(document.text, text, tuple(chosen)), source


def unified(document: Document, repair: Repair, source: bytes) -> bytes:
    """Return the unified diff of a document against its repair.

    Args:
        document: as it was read.
        repair: its repair.
        source: the bytes that the document was read from.

    """
    old, new = _both(document, repair, source)
    if old == new:
        return b""
    # A last line that loses all it held, its line feed not there before, is no line any more.
    before = _with_gaps(_lines(old), document.text, repair.corrections)
    a, b = zip(*zip_longest(before, _lines(new), fillvalue=b""), strict=True)
    note = b"" if document.reader in TEXTS else b"\t(text layer)"
    out = [b"--- " + quoted(f"a/{_relative(document.name)}") + note + b"\n"]
    out.append(b"+++ " + quoted(f"b/{_relative(document.name)}") + note + b"\n")
    changed = [k for k, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    for first, last in _hunks(changed, len(a)):
        out.append(f"@@ -{_range(a, first, last)} +{_range(b, first, last)} @@\n".encode())
        out += _hunk(a[first:last], b[first:last])
    return b"".join(out)


def quoted(name: str) -> bytes:
    r"""Return a file's name as GNU diff writes it: in quotes where it holds odd characters.

    >>> quoted("a/plan.txt"), quoted('a/"x"\n')
    (b'a/plan.txt', b'"a/\\"x\\"\\n"')
    """
    import os

    def octal(c: str) -> str:
        odd = not c.isprintable() and not "\udc80" <= c <= "\udcff"
        return "".join(f"\\{byte:03o}" for byte in os.fsencode(c)) if odd else c

    escaped = "".join(ESCAPES.get(c) or octal(c) for c in name)
    if escaped != name:
        return os.fsencode(f'"{escaped}"')
    # Without a tab behind it, `patch` would end the name at its first blank.
    return os.fsencode(name) + (b"\t" if " " in name else b"")


def _both(document: Document, repair: Repair, source: bytes) -> tuple[bytes, bytes]:
    """Return what is compared: the file and what it would become, or the texts in UTF-8."""
    if document.reader in TEXTS and repair.corrections:
        new = encode(None, document, repair, source, Config())
        if b"\0" not in source and source.count(b"\n") == new.count(b"\n"):
            return source, new
        log.warning(
            "%s is in %s, where `patch` cannot tell lines apart; the difference is shown in UTF-8.",
            document.name,
            document.encoding,
        )
    old, new = (t.encode("utf-8", "surrogatepass") for t in (repair.original, repair.text))
    return old, new


def _relative(name: str) -> str:
    return "standard input" if name == "-" else name.lstrip("/")


def _lines(data: bytes) -> list[bytes]:
    """Return the lines with their line feeds; only the last may lack its own."""
    lines = data.split(b"\n")
    last = lines.pop()
    return [line + b"\n" for line in lines] + ([last] if last else [])


def _with_gaps(lines: Sequence[bytes], text: str, corrections: Sequence[Correction]) -> list[bytes]:
    """Return the lines of a text with nothing where a line is added."""
    added = [text.count("\n", 0, c.start) for c in corrections if c.box]
    found: list[bytes] = []
    for number, line in enumerate(lines):
        found += [b""] * added.count(number)
        found.append(line)
    return found


def _hunks(changed: Sequence[int], count: int) -> Iterator[tuple[int, int]]:
    """Yield the first line and the line after the last of each group of changes."""
    first = changed[0]
    for a, b in pairwise(changed):
        if b - a > 2 * CONTEXT + 1:
            yield max(first - CONTEXT, 0), a + CONTEXT + 1
            first = b
    yield max(first - CONTEXT, 0), min(changed[-1] + CONTEXT + 1, count)


def _range(lines: Sequence[bytes], first: int, last: int) -> str:
    """Return the place of a hunk: its first line, counted from 1, and how many lines it has."""
    size, before = (sum(map(bool, part)) for part in (lines[first:last], lines[:first]))
    return f"{before + 1 if size else before},{size}"


def _hunk(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[bytes]:
    gone: list[bytes] = []
    come: list[bytes] = []
    for a, b in zip(old, new, strict=True):
        if a != b:
            gone.append(_marked(b"-", a))
            come.append(_marked(b"+", b))
            continue
        yield from gone + come
        gone, come = [], []
        yield _marked(b" ", a)
    yield from gone + come


def _marked(mark: bytes, line: bytes) -> bytes:
    if not line:
        return b""
    return mark + line if line.endswith(b"\n") else mark + line + b"\n" + NO_LINE_FEED


# The difference between a document and its repair word by word, for a terminal.


def marked(correction: Correction) -> str:
    """Return a change in signs alone, as `git diff --word-diff` writes it.

    A `?` behind it says that a person should look at it.
    """
    gone = f"[-{visible(correction.before)}-]" if correction.before else ""
    come = f"{{+{visible(correction.after)}+}}" if correction.after else ""
    return gone + come + ("" if correction.safety is Safety.AUTO else "?")


def words(document: Document, repair: Repair, show: Show = marked) -> Iterator[str]:
    """Yield each changed line with its page and number, without a line end.

    Control characters are made visible, for a terminal would obey them.

    Args:
        document: as it was read.
        repair: its repair.
        show: how a change is written.

    """
    for line, corrections in corrected_lines(document, repair.corrections):
        if corrections:
            parts = (
                visible(p) if isinstance(p, str) else show(p) for p in pieces(line, corrections)
            )
            yield f"{line.page}:{line.number}: {''.join(parts)}"
