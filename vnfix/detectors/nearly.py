"""Nearly right text: read by an engine that knows Vietnamese, with some words wrong.

Its words look like words, so no single one gives the damage away. A document is read only if it
has enough of the words that such an engine writes for much commoner ones (`nearly_words.tsv`), and
believed to be damaged only if its language is that of the model and enough different words are
wrong beyond doubt. Healthy text has hardly one in two thousand; the best scans have one in hundred.
"""

from __future__ import annotations

import math
from array import array
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vnfix.analysis import inventory, once, token_counts
from vnfix.decode.quantities import is_noted
from vnfix.detectors.weights import odd_words
from vnfix.model import Damage, Finding
from vnfix.packed import Numbers
from vnfix.text.tokens import lm_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vnfix.analysis import Analysis
    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.nearly import Reading
    from vnfix.model import Document

NAME = "nearly right"
EVIDENCE = "words that no line like this has, beside likely ones that look like them"
EDGES = ",.;:()[]\"'“”‘’/-–"

_ACCENTED = "ăâđêôơưáàãéèíìĩóòõúùũý" + "".join(map(chr, range(0x1EA0, 0x1EFA)))
ACCENTED = frozenset(_ACCENTED + _ACCENTED.upper())
ACCENTED_SHARE, FEW = 0.3, 3  # of the words of a line; words of a line that is too short to tell

HINTS, HINT_SHARE = 3, 0.005  # words that are suspicious alone: different ones, share of all
WORDS = 30  # in lines that are long enough to tell their language
SAMPLE = 600  # words that are read first
STRANGE = 4.6  # nats a word from which on the language model does not know what a text is about
SURE = 0.8  # posterior of a change that tells of damage
FEWEST, SHARE = 3, 0.003  # different words of a document that are wrong, share of all
PARTS = 0.1  # share of the lines from which on another damage explains a document
FITS, FIT_NAME = 10.0, 7.0  # nats that a word and the next one may cost, and where it may be a name
OPENERS, REACH = '.;:!?-–+•)"”', 40  # a capital stands behind them; where they are looked for
# Weights of 1, of the log odds of the posterior, and of each nat above FREE that the words cost.
WEIGHTS, FREE = (1.2, 0.8, -0.35), 6.0
ASKED = 0.5  # confidence below which nothing is said


class Wrong(NamedTuple):
    """A word that is wrong.

    Attributes:
        reading: what it may be.
        confidence: how often such a reading is right.

    """

    reading: Reading
    confidence: float


@once
def wrong_words(analysis: Analysis) -> list[Wrong]:
    """Return the words that are wrong, in the order of the text; none unless there are enough."""
    enough = len(inventory(analysis).numbers) >= WORDS
    tokens = _suspicious(analysis) if enough and analysis.config.nearly else set()
    lines = _lines(analysis) if tokens else []
    if not lines:
        return []
    document = analysis.document
    ends = inventory(analysis).ends
    words = sum(ends[k] - (ends[k - 1] if k else 0) for k in lines)
    some = _sample(lines, words)
    if not _shows_damage(analysis, some, tokens):
        return []
    from vnfix.decode.nearly import reader_of

    reader = reader_of(analysis.resources)
    every = Numbers(len(document.lines), lines)
    wrong = _read(reader.read(document, every), document.text)
    return [w for w in wrong if w.confidence >= ASKED] if _enough(wrong, words) else []


def _shows_damage(analysis: Analysis, lines: Sequence[int], tokens: set[str]) -> bool:
    """Tell whether some lines of a document are read as damaged, the suspicious words first."""
    document = analysis.document
    rows = tuple(document.lines[k] for k in lines)
    size = [len(row.text.split()) for row in rows]
    long = [k for k, n in enumerate(size) if n > FEW]
    part = replace(document, lines=rows)
    if sum(size[k] for k in long) < WORDS or _cost(part, long, analysis.resources.lm) > STRANGE:
        return False
    from vnfix.decode.nearly import reader_of

    reader = reader_of(analysis.resources)
    every = range(len(rows))
    first = _read(reader.glance(part, every, tokens), document.text)
    if not any(_is_sure(w) for w in first):
        return False
    return _enough(_read(reader.read(part, every), document.text), sum(size))


def _read(found: Iterable[Reading], text: str) -> list[Wrong]:
    return [Wrong(r, confidence(r, text)) for r in found]


def _lines(analysis: Analysis) -> Sequence[int]:
    """Return the lines that no other damage explains; none if that explains the document."""
    rows = analysis.document.lines
    known = {f.line for f in analysis.findings}
    found = inventory(analysis)
    words = found.sums(array("d", [t.isalpha() or any(map(str.isalpha, t)) for t in found.types]))
    own = found.sums(array("d", [not ACCENTED.isdisjoint(t) for t in found.types]))
    told = (k for k in range(len(rows)) if k not in known and _is_vietnamese(own[k], words[k]))
    lines = array("I", told)
    return lines if len(known) <= PARTS * len(lines) else []


def _is_vietnamese(own: float, words: float) -> bool:
    """Tell whether enough words of a line have letters of Vietnamese; short lines have no say."""
    return own >= ACCENTED_SHARE * words if words > FEW else bool(words)


def _suspicious(analysis: Analysis) -> set[str]:
    """Return the tokens such as an engine writes for commoner ones; none if they are too few."""
    count = token_counts(analysis)
    listed = hints()
    odd = odd_words(analysis)
    words = ((t, t.strip(EDGES), n) for t, n in count.items())
    found = {t: n for t, w, n in words if (t in odd or w.lower() in listed) and not is_noted(w)}
    enough = len(found) >= HINTS and sum(found.values()) >= HINT_SHARE * count.total()
    return set(found) if enough else set()


def _sample(lines: Sequence[int], words: int) -> list[int]:
    """Return lines of about SAMPLE words, in some runs from all over a document of so many."""
    if words <= 2 * SAMPLE:
        return list(lines)
    blocks = [lines[k : k + 12] for k in range(0, len(lines), 12)]
    step = max(1, round(words / SAMPLE))
    return [k for block in blocks[step // 2 :: step] for k in block]


def _cost(document: Document, lines: Iterable[int], lm: LanguageModel) -> float:
    """Return what a word of some lines costs by the language model, nats."""
    costs = [cost for k in lines for cost in lm.costs(lm_units(document.lines[k].text))]
    return sum(costs) / max(1, len(costs))


def _enough(found: Iterable[Wrong], words: int) -> bool:
    """Tell whether enough different words are wrong, of lines of so many words."""
    sure = [w.reading for w in found if _is_sure(w)]
    return len({(r.before, r.after) for r in sure}) >= max(FEWEST, SHARE * words)


def _is_sure(wrong: Wrong) -> bool:
    return wrong.reading.posterior >= SURE and wrong.confidence >= ASKED


def _may_be_name(reading: Reading, text: str) -> bool:
    """Tell whether a word has a capital that no sentence or item asks for."""
    if reading.before.isupper() or not reading.before[0].isupper():
        return False
    before = text[max(0, reading.start - REACH) : reading.start].rstrip()
    return bool(before) and before[-1] not in OPENERS


def confidence(reading: Reading, text: str) -> float:
    """Return how often a reading like this one is right; 0 where it is only likelier.

    Args:
        reading: the word.
        text: of its document.

    """
    if reading.fit > (FIT_NAME if _may_be_name(reading, text) else FITS):
        return 0.0
    p = min(max(reading.posterior, 1e-4), 1.0 - 1e-4)
    x = WEIGHTS[0] + WEIGHTS[1] * math.log(p / (1.0 - p))
    x += WEIGHTS[2] * max(0.0, reading.fit - FREE)
    return 1.0 / (1.0 + math.exp(-x))


@lru_cache(maxsize=1)
def hints() -> frozenset[str]:
    """Return the words that an engine often writes for commoner ones."""
    rows = Path(__file__).with_name("nearly_words.tsv").read_text("utf-8").split("\n")
    return frozenset(row for row in rows if row and not row.startswith("#"))


def detect(analysis: Analysis) -> list[Finding]:
    """Find the lines with wrong words in documents that are nearly right."""
    best: dict[int, float] = {}
    for wrong in wrong_words(analysis):
        line = wrong.reading.line
        best[line] = max(best.get(line, 0.0), wrong.confidence)
    return [Finding(k, Damage.NEARLY, p, NAME, EVIDENCE) for k, p in sorted(best.items())]
