"""The gate: the lines that were read by an OCR engine without Vietnamese, or lost their accents.

Each line is healthy, garbled or foreign. What a word says of that is counted beforehand
(`gate.tsv`); what the neighbours say is a chain in which a state seldom changes. The most probable
chain of states (Viterbi) decides, so that a short doubtful line follows its document.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from typing import TYPE_CHECKING

from vnfix.analysis import inventory
from vnfix.detectors.beyond_repair import lost_lines
from vnfix.detectors.chain import GARBLED, states
from vnfix.detectors.detached import mended
from vnfix.detectors.legacy import assign, outside
from vnfix.detectors.mojibake import repaired
from vnfix.detectors.systematic import lines_with, wrong_words
from vnfix.detectors.weights import NEUTRAL, by_engines, said_by_places, scores, token_shape
from vnfix.model import Damage, Finding
from vnfix.packed import Findings, held
from vnfix.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vnfix.analysis import Analysis

NAME = "ocr"
CHANGE = 2e-4  # probability that the next line is in a given other state: formulas are no damage
EAGER = 0.05  # the same, if single unaccented lines are asked for
SUSPECT = -0.6  # nats from which on a word is a reason to decode its line
DECODED = 0.1  # share of words that are no syllables, from which on a document is not unaccented
READABLE = 0.05  # share of words that are plain syllables even in the worst garble
BROKEN = (
    "digit", "broken", "broken-latin", "marked", "blanked", "name", "symbol", "inner-capital",
    "accented",
)  # fmt: skip
# What OCR makes of words, and the least share of it in the lines found, numbers and codes aside. On
# 90 documents of nine engines and on four plans it is 0.47 and more; in invented lists of drugs,
# machines and models, which have odd words too, 0.25 at most.
DAMAGED = (
    "plain", "marked", "blanked", "digit", "broken", "broken-latin", "symbol", "inner-capital",
    "joined-plain", "joined-bad",
)  # fmt: skip
LEAST_DAMAGED = 0.35
FOREIGN_WORD = "foreign-word"
KNOWN = 1.9  # nats by which a word of another language is likelier to be that than garbled
MAY_BE_MORE = pattern(r"D|\d\p{Ll}|\p{L}\d")  # D may stand for Đ, a digit for a letter


def _doubtful(token: str, shape: str, nats: float) -> bool:
    """Tell whether a token of a shape, which says so much for garbled text, is to be decoded."""
    if shape in (NEUTRAL, "acronym"):
        return bool(MAY_BE_MORE.search(token))
    return nats > SUSPECT


def detect(analysis: Analysis) -> Sequence[Finding]:
    """Find the lines that were garbled by OCR, or that lost their accents.

    Lines without a doubtful word are not reported: there is nothing to decode in them.
    """
    garbled, foreign = map(inventory(analysis).sums, by_engines(analysis))
    claimed = _claimed(analysis)
    for k in claimed:
        garbled[k] = foreign[k] = 0.0
    change = EAGER if analysis.config.accents else CHANGE
    chain = states(garbled, foreign, change)
    if GARBLED not in chain:
        return []
    suspected = [k for k, state in enumerate(chain) if state == GARBLED]
    places = dict(said_by_places(analysis, suspected))
    for k, (g, f) in places.items():
        garbled[k], foreign[k] = garbled[k] - g, foreign[k] - f
    if places:
        chain = states(garbled, foreign, change)
    right = {k for k in places if garbled[k] <= 0.0}
    found = inventory(analysis)
    shapes = list(map(token_shape, found.types))
    doubts = map(_doubtful, found.types, shapes, scores(analysis)[0])
    doubtful = found.sums(array("d", doubts))
    sick = outside(
        analysis,
        [
            k
            for k, state in enumerate(chain)
            if state == GARBLED and doubtful[k] and k not in claimed and k not in right
        ],
    )
    kind = _kind(_counted(map(_told, shapes, *scores(analysis)), found.counts_in(sick)))
    return held(Findings, (_finding(k, kind, garbled[k]) for k in sick)) if kind else []


def _told(shape: str, garbled: float, foreign: float) -> str:
    """Return the shape of a token that tells the kind of damage; known foreign words do not."""
    return FOREIGN_WORD if shape in BROKEN and foreign - garbled > KNOWN else shape


def _claimed(analysis: Analysis) -> set[int]:
    """Return the lines whose damage other detectors know exactly."""
    return {
        *assign(analysis),
        *lost_lines(analysis),
        *repaired(analysis),
        *mended(analysis),
        *lines_with(analysis.document, wrong_words(analysis)),
    }


def _counted(shapes: Iterable[str], counts: Iterable[int]) -> Counter[str]:
    """Return how many tokens have each shape.

    Args:
        shapes: of each type.
        counts: how many tokens are of that type.

    """
    count: Counter[str] = Counter()
    for shape, n in zip(shapes, counts, strict=True):
        count[shape] += n
    return count


def _kind(count: Counter[str]) -> Damage | None:
    """Tell garbled from unaccented text (nearly all of it syllables) and from other texts."""
    words = count.total() - count[NEUTRAL]
    if sum(count[name] for name in DAMAGED) < LEAST_DAMAGED * words:
        return None
    plain = count["plain"]
    broken = sum(count[name] for name in BROKEN)
    if plain < READABLE * (plain + broken):
        return None
    return Damage.UNACCENTED if broken < DECODED * (plain + broken) else Damage.OCR


def _finding(line: int, kind: Damage, nats: float) -> Finding:
    strength = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, nats))))
    return Finding(line, kind, strength, NAME, f"{nats:+.1f} nats against healthy Vietnamese")
