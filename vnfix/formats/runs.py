"""Text that stands in a structure (tables, JSON, HTML, Markdown): read in runs, edited in place.

A format finds the runs: stretches of its source that are text, and what each piece of them stands
for. The document's text are the runs, cells and paragraphs parted by a blank line, so that nothing
is read across them. Repaired text goes back into the places of its runs; all else in the source
stays as it is, and a change after which the source would be read otherwise is not made.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

from vnfix.document import lines_of, make_document
from vnfix.errors import VnfixError
from vnfix.formats.markup import edited
from vnfix.formats.text import decode_text, encode_as
from vnfix.formats.unwritten import Unwritten, note_unwritten
from vnfix.logs import logger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from vnfix.config import Config
    from vnfix.formats.markup import Edit
    from vnfix.model import Correction, Document, Repair

    Decode = Callable[[bytes, str, Config], tuple[str, str]]

log = logger(__name__)

# What parts a run from the one before: nothing, a line end, an empty line.
SAME, LINE, PARAGRAPH = "", "\n", "\n\n"
INDENT = re.compile(r"(?:^|(?<=\n))[ \t]+")
LETTER = re.compile(r"[^\W\d_]")
LONGEST_WORD = 40
TRIES = 20


class Piece(NamedTuple):
    """A stretch of the source and the text that it stands for; None: it stands for itself."""

    start: int
    end: int
    text: str | None = None


def as_it_is(after: str, before: str) -> str:
    """Return new text for a place where nothing needs to be escaped."""
    del before
    return after


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the source that is text.

    Attributes:
        pieces: its pieces from left to right, one at least; they touch each other.
        gap: what parts its text from that of the run before.
        escape: new text, and the source that it replaces, to what is written.
        enclose: the whole new text of the run, and its old source, to what is written for all of
            it; None where the pieces may be edited one by one.

    """

    pieces: tuple[Piece, ...]
    gap: str = PARAGRAPH
    escape: Callable[[str, str], str] = as_it_is
    enclose: Callable[[str, str], str | None] | None = None

    def text(self, source: str) -> str:
        """Return what the run says."""
        return "".join(source[p.start : p.end] if p.text is None else p.text for p in self.pieces)


@dataclass(frozen=True, slots=True)
class Form:
    """A format whose source is read in runs.

    Attributes:
        reader: name of the reader.
        scan: source and file name to the runs; an `UnreadableError` where the source is broken.
        decode: bytes to source and encoding.
        references: letters that the encoding lacks are written as HTML has them; else the whole
            source becomes UTF-8.

    """

    reader: str
    scan: Callable[[str, str], list[Run]]
    decode: Decode = decode_text
    references: bool = False

    def read(self, data: bytes, name: str, config: Config) -> Document:
        """Return the document of a file; its text are the runs that hold letters."""
        source, encoding = self.decode(data, name, config)
        runs = told(source, self.scan(source, name))
        text = _layout((run.gap, run.text(source)) for run in runs)
        return replace(make_document(text, name=name, encoding=encoding), reader=self.reader)

    def write(self, document: Document, repair: Repair, data: bytes, config: Config) -> bytes:
        """Return the file `data` with the repaired text in the places of the old one."""
        if not repair.corrections:
            return data
        config = replace(config, encoding=document.encoding or config.encoding)
        source, encoding = self.decode(data, document.name, config)
        new, left = _Writer(source, document.name, self.scan).write(repair.corrections)
        if left:
            _tell_left(document, left)
        if self.references:
            codec, _, handler = encoding.partition(":")
            return new.encode(codec, handler or "xmlcharrefreplace")
        made, used = encode_as(new, encoding)
        if used != encoding:
            read = encoding.partition(":")[0]
            message = "%s: %s cannot hold the repaired text; written as %s."
            log.warning(message, document.name, read, used)
        return made


def _tell_left(document: Document, left: Sequence[Correction]) -> None:
    message = "%s: %d places would change its structure and were left as they are."
    log.warning(message, document.name, len(left))
    lines = zip(lines_of(document, left), left, strict=True)
    note_unwritten(Unwritten(c.after, line.page, line.number, c.before) for line, c in lines)


def is_text(text: str) -> bool:
    """Whether a paragraph, cell or string is a text, not a number, a code or a name.

    One word by itself, in the letters of English, is as likely a key, a code or a file in letters
    as it is a Vietnamese word, and nothing around it could tell.

    >>> is_text("Uy ban"), is_text("Tỉnh"), is_text("QD-12B"), is_text("section_header")
    (True, True, False, False)
    """
    if not LETTER.search(text):
        return False
    one = len(text.split(None, 1)) == 1
    return not one or (not text.isascii() and len(text) <= LONGEST_WORD)


def told(source: str, runs: Sequence[Run]) -> list[Run]:
    """Return the runs of the paragraphs that are texts."""
    return [runs[k] for k in _told([(run.gap, run.text(source)) for run in runs])]


def _told(parts: Sequence[tuple[str, str]]) -> list[int]:
    """Return which runs are to be read, given by gap and text."""
    numbers = accumulate(int(gap == PARAGRAPH) for gap, _ in parts)
    kept: list[int] = []
    for _, rows in groupby(zip(numbers, range(len(parts)), strict=True), key=itemgetter(0)):
        group = [k for _, k in rows]
        text = "".join(parts[k][1] for k in group)
        if is_text(text):
            kept += group
    return kept


def nested(
    pieces: Sequence[Piece], inner: Iterable[Run], escape: Callable[[str], str]
) -> list[Run]:
    """Return the runs of a text that itself stands in a source, such as HTML in a JSON string.

    Args:
        pieces: where the text stands in the source.
        inner: runs of the text.
        escape: how the source writes the text.

    """
    sizes = [p.end - p.start if p.text is None else len(p.text) for p in pieces]
    offsets = [0, *accumulate(sizes)]

    def outer(piece: Piece) -> Iterator[Piece]:
        """Yield where a piece of the text stands in the source."""
        first = bisect_right(offsets, piece.start) - 1
        last = max(bisect_right(offsets, piece.end - 1) - 1, first)
        spans = []
        for k in range(first, last + 1):
            p = pieces[k]
            low, high = max(piece.start - offsets[k], 0), min(piece.end - offsets[k], sizes[k])
            whole = p if p.text is not None else Piece(p.start + low, p.start + high)
            spans.append(whole)
        if piece.text is None:
            yield from spans
        else:
            yield Piece(spans[0].start, spans[-1].end, piece.text)

    def written(run: Run) -> Callable[[str, str], str]:
        return lambda after, before: escape(run.escape(after, before))

    return [
        Run(tuple(p for piece in run.pieces for p in outer(piece)), run.gap, written(run))
        for run in inner
    ]


def _layout(parts: Iterable[tuple[str, str]]) -> str:
    """Return the text of runs, given by gap and text; what stands before the first is left out."""
    out = [piece for part in parts for piece in part]
    return "".join(out[1:]) + "\n" if out else ""


class _Change(NamedTuple):
    """What comes into a run in place of `start` to `end` of its text."""

    start: int
    end: int
    after: str


class _Writer:
    """Puts corrections into the runs of one source."""

    def __init__(self, source: str, name: str, scan: Callable[[str, str], list[Run]]) -> None:
        self._source, self._name, self._scan = source, name, scan
        self._runs = scan(source, name)
        self._texts = [run.text(source) for run in self._runs]
        self._told = _told(self._parts({}))
        self._starts: list[int] = []  # where the runs that are told stand in the document
        at = 0
        for k in self._told:
            at += len(self._runs[k].gap) if self._starts else 0
            self._starts.append(at)
            at += len(self._texts[k])

    def write(self, corrections: Sequence[Correction]) -> tuple[str, list[Correction]]:
        """Return the source with the corrections, and those that had to be left.

        A correction is made wholly or not at all: left are those after which the source would be
        read otherwise.
        """
        kept, new = list(corrections), self._source
        for _ in range(TRIES):
            changes = self._by_run(kept)
            new = self._edited(changes)
            wrong = self._misread(new, changes)
            if not wrong:
                break
            kept = [c for c in kept if wrong.isdisjoint(self._by_run([c]))]
        else:
            kept, new = [], self._source
        made = {id(c) for c in kept}
        out = [c for c in corrections if id(c) not in made]
        return self._with_more(kept, out, new) if out else (new, [])

    def _with_more(
        self, kept: Sequence[Correction], out: Sequence[Correction], new: str
    ) -> tuple[str, list[Correction]]:
        """Make those of the corrections that were left which do no harm by themselves.

        The neighbours of a harmful one in its run were left with it. They are tried by halves, so
        that few tries find the harmful ones among many.
        """
        made, waiting, tries = list(kept), [list(out)], TRIES
        left: list[Correction] = []
        while waiting:
            part = waiting.pop()
            tried = sorted([*made, *part], key=lambda c: c.order)
            changes = self._by_run(tried)
            source = self._edited(changes) if tries > 0 else ""
            tries -= 1
            if source and not self._misread(source, changes):
                made, new = tried, source
            elif len(part) == 1 or tries <= 0:
                left += part
            else:
                half = len(part) // 2
                waiting += [part[half:], part[:half]]
        return new, sorted(left, key=lambda c: c.order)

    def _by_run(self, corrections: Sequence[Correction]) -> dict[int, list[_Change]]:
        """Return the changes of each run; a correction over several is shared out among them."""
        changes: dict[int, list[_Change]] = {}
        for c in corrections:
            first = max(bisect_right(self._starts, c.start) - 1, 0)
            last = max(bisect_right(self._starts, max(c.end - 1, c.start)) - 1, first)
            spans = []
            for start, k in zip(self._starts[first : last + 1], self._told[first:], strict=False):
                size = len(self._texts[k])
                spans.append((k, max(c.start - start, 0), min(c.end - start, size)))
            shares = share_out([self._texts[k][a:b] for k, a, b in spans], c.after)
            for (k, a, b), after in zip(spans, shares, strict=True):
                if self._texts[k][a:b] != after:
                    _add(changes.setdefault(k, []), _Change(a, b, after))
        return changes

    def _edited(self, changes: dict[int, list[_Change]]) -> str:
        edits = [edit for k, rows in changes.items() for edit in self._edits(k, rows)]
        return edited(self._source, (0, len(self._source)), edits)

    def _edits(self, k: int, changes: Sequence[_Change]) -> list[Edit]:
        """Return the edits of the source that change one run."""
        run = self._runs[k]
        if run.enclose:
            start, end = run.pieces[0].start, run.pieces[-1].end
            whole = run.enclose(_changed(self._texts[k], changes), self._source[start:end])
            if whole is not None:
                return [(start, end, whole)]
        edits: list[Edit] = []
        for change in changes:
            edit = self._edit(run, change)
            if not edits or edits[-1][1] <= edit[0]:  # else both would change one sign
                edits.append(edit)
        return edits

    def _edit(self, run: Run, change: _Change) -> Edit:
        """Return the edit for a change: what its first and last sign say beyond it is kept."""
        pieces = run.pieces
        sizes = (p.end - p.start if p.text is None else len(p.text) for p in pieces)
        offsets = [0, *accumulate(sizes)]
        first = min(bisect_right(offsets, change.start), len(pieces)) - 1
        last = min(bisect_right(offsets, max(change.end - 1, change.start)), len(pieces)) - 1
        p, lead, tail = pieces[first], "", ""
        if p.text is None:
            start = p.start + change.start - offsets[first]
        else:
            start, lead = p.start, p.text[: change.start - offsets[first]]
        p = pieces[last]
        if p.text is None:
            end = p.start + change.end - offsets[last]
        elif change.end == change.start == offsets[last]:
            end = p.start
        else:
            end, tail = p.end, p.text[change.end - offsets[last] :]
        written = run.escape(lead + change.after + tail, self._source[start:end])
        return start, end, written

    def _parts(self, changes: dict[int, list[_Change]]) -> list[tuple[str, str]]:
        """Return gap and text of all runs with changes made."""
        texts = (_changed(text, changes.get(k, ())) for k, text in enumerate(self._texts))
        return list(zip((run.gap for run in self._runs), texts, strict=True))

    def _misread(self, new: str, changes: dict[int, list[_Change]]) -> set[int]:
        """Return the changed runs after which the source would not say what it should."""
        try:
            found = self._scan(new, self._name)
        except VnfixError:
            return set(changes)
        read = _paragraphs([(run.gap, run.text(new)) for run in found])
        parts = self._parts(changes)
        wanted = _paragraphs(parts)
        differ = [k for k, (a, b) in enumerate(zip(read, wanted, strict=False)) if a != b]
        if (not differ and len(read) == len(wanted)) or not changes:
            return set()
        number = list(
            accumulate(int(k > 0 and gap == PARAGRAPH) for k, (gap, _) in enumerate(parts))
        )
        if len(read) == len(wanted) and (wrong := {k for k in changes if number[k] in differ}):
            return wrong
        near = differ[0] if differ else min(len(read), len(wanted))
        last = max((k for k in changes if number[k] <= near), default=min(changes))
        return {k for k in changes if number[k] == number[last]}


def _paragraphs(parts: Sequence[tuple[str, str]]) -> list[str]:
    """Return the texts of paragraphs, without the blanks that lines begin with."""
    texts: list[list[str]] = []
    for gap, text in parts:
        if gap == PARAGRAPH or not texts:
            texts.append([text])
        else:
            texts[-1] += (gap, text)
    return [INDENT.sub("", "".join(text)) for text in texts]


def _add(changes: list[_Change], change: _Change) -> None:
    """Add a change; one that touches the last becomes one with it, for both may change one sign."""
    if changes and changes[-1].end == change.start:
        last = changes.pop()
        change = _Change(last.start, change.end, last.after + change.after)
    changes.append(change)


def _changed(text: str, changes: Iterable[_Change]) -> str:
    return edited(text, (0, len(text)), changes)


# One correction over several runs, such as a phrase of which some words are in bold type.


def share_out(before: Sequence[str], after: str) -> list[str]:
    """Return a text in as many parts as the old one has, cut where letters and blanks are alike.

    >>> share_out(["Uy ", "ban nhan", " dan"], "Ủy ban nhân dân")
    ['Ủy ', 'ban nhân', ' dân']
    >>> share_out(["Cii", " c6ch"], "Cải cách")
    ['Cải', ' cách']
    """
    if len(before) == 1:
        return [after]
    old = "".join(before)
    steps = Levenshtein.opcodes(_bare(old), _bare(after))
    cuts = [0]
    for at in accumulate(len(part) for part in before[:-1]):
        cut = at
        for step in steps:
            if step.src_start <= at <= step.src_end:
                cut = min(step.dest_start + at - step.src_start, step.dest_end)
                break
        if _is_border(old, at):
            cut = min(_borders(after), key=lambda k, near=cut: abs(k - near))  # type: ignore[misc]
            side = old[at - 1].isspace(), old[at : at + 1].isspace()
            cut = _beside(after, cut, side)
        cuts.append(max(cut, cuts[-1]))
    return [after[a:b] for a, b in zip(cuts, [*cuts[1:], len(after)], strict=True)]


def _bare(text: str) -> str:
    """Return a text with each letter as its base letter, small; as long as before."""
    plain = (unicodedata.normalize("NFD", c)[0].lower() for c in text)
    return "".join("d" if c == "đ" else c[:1] for c in plain)


def _is_border(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isspace() != text[at].isspace()


def _borders(text: str) -> list[int]:
    return [0, *(k for k in range(1, len(text)) if _is_border(text, k)), len(text)]


def _beside(text: str, cut: int, side: tuple[bool, bool]) -> int:
    """Return the cut on the same side of its blank as in the old text."""
    before, behind = text[cut - 1 : cut].isspace(), text[cut : cut + 1].isspace()
    if side == (True, False) and behind:
        while text[cut : cut + 1].isspace():
            cut += 1
    elif side == (False, True) and before:
        while cut and text[cut - 1].isspace():
            cut -= 1
    return cut
