"""One wrong letter for another throughout a document: `CƠNG TÁC TÀI CHÍNH, KẾ TỐN`.

Unicode text that a converter from VNI has gone over a second time. The words that result are
mostly none (`cơng`, `cĩ`); a document that has them, and hardly ever the words that they stand for,
shows the pattern. Capitals and small letters are judged apart: they were often converted apart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vnfix.analysis import once, token_counts
from vnfix.detectors.weights import core
from vnfix.errors import DataError
from vnfix.model import Damage, Finding
from vnfix.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vnfix.analysis import Analysis
    from vnfix.model import Document, Line

NAME = "systematic"
TITLE = "Unicode converted from VNI once more"
WORD = pattern(r"[\p{L}\p{M}]+")
LEAST = 3  # words that are none, until it is a pattern
TIMES = 4  # that they must be commoner than the words that they stand for


class Confusions(NamedTuple):
    """The table `systematic.tsv`.

    Attributes:
        always: wrong word -> the right one; the wrong one is hardly a word at all.
        beside: (wrong word, side, neighbour) -> the right one.

    """

    always: Mapping[str, str]
    beside: Mapping[tuple[str, str, str], str]


class Wrong(NamedTuple):
    """A wrong word.

    Attributes:
        start: offset in the document.
        text: the word.
        right: the word that it stands for, in lower case.
        sure: the wrong word is hardly ever right; otherwise a neighbour has told.

    """

    start: int
    text: str
    right: str
    sure: bool


@once
def wrong_words(analysis: Analysis) -> list[Wrong]:
    """Return the wrong words of a document that shows the pattern, in the order of the text."""
    table = confusions()
    count = token_counts(analysis)
    if not analysis.config.systematic or table.always.keys().isdisjoint(map(str.lower, count)):
        return []
    cases = [upper for upper in (True, False) if _shows(count, table, upper=upper)]
    if not cases:
        return []
    return [wrong for line in analysis.document.lines for wrong in _line(line, table, cases)]


def _shows(count: Counter[str], table: Confusions, *, upper: bool) -> bool:
    """Tell whether the words of one case show the pattern."""
    low: Counter[str] = Counter()
    for token, n in count.items():
        if token.isupper() == upper:
            low[core(token).lower()] += n
    telling = table.always.keys() - real_words()
    wrong = {w: n for w, n in low.items() if w in telling}
    right = sum(low[r] for r in {table.always[w] for w in wrong})
    total = sum(wrong.values())
    return total >= LEAST and total >= TIMES * right


def _line(line: Line, table: Confusions, cases: Sequence[bool]) -> Iterator[Wrong]:
    words = list(WORD.finditer(line.text))
    low = [m.group().lower() for m in words]
    for k, m in enumerate(words):
        if m.group().isupper() not in cases:
            continue
        sure = table.always.get(low[k])
        right = sure or _by_neighbours(low, k, table)
        if right:
            proven = sure is not None and low[k] not in real_words()
            yield Wrong(line.start + m.start(), m.group(), right, proven)


def _by_neighbours(low: Sequence[str], k: int, table: Confusions) -> str | None:
    """Return what a doubtful word stands for; a neighbour may itself be a wrong word."""
    for side, at in (("before", k - 1), ("after", k + 1)):
        if 0 <= at < len(low):
            neighbour = table.always.get(low[at], low[at])
            right = table.beside.get((low[k], side, neighbour))
            if right:
                return right
    return None


@lru_cache(maxsize=1)
def confusions() -> Confusions:
    """Return the table that vnfix ships.

    Raises:
        DataError: a row is malformed.

    """
    return parse(Path(__file__).with_name("systematic.tsv").read_text("utf-8"))


@lru_cache(maxsize=1)
def real_words() -> frozenset[str]:
    """Return the wrong words that are right in other texts than official ones: `ngồi`, `tốn`."""
    rows = Path(__file__).with_name("systematic_real.tsv").read_text("utf-8").split("\n")
    return frozenset(row for row in rows if row and not row.startswith("#"))


def parse(text: str) -> Confusions:
    """Return the table in a text.

    Raises:
        DataError: a row does not have four fields.

    """
    always, beside = {}, {}
    for number, row in enumerate(text.splitlines(), 1):
        if row.startswith("#"):
            continue
        try:
            wrong, right, side, neighbour = row.split("\t")
        except ValueError as e:
            where = f"systematic.tsv, line {number}: {e}."
            raise DataError(where, "Install vnfix again.") from e
        if side == "always":
            always[wrong] = right
        else:
            beside[wrong, side, neighbour] = right
    return Confusions(always, beside)


def detect(analysis: Analysis) -> list[Finding]:
    """Find the lines with wrong words."""
    lines = lines_with(analysis.document, wrong_words(analysis))
    return [Finding(k, Damage.LEGACY, 1.0, NAME, TITLE) for k in sorted(lines)]


def lines_with(document: Document, words: Sequence[Wrong]) -> set[int]:
    """Return the indices of the lines in which the words stand."""
    starts = [line.start for line in document.lines] if words else []
    return {bisect_right(starts, w.start) - 1 for w in words}
