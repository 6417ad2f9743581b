"""How probable each reading of a place is, once the page has been read a second time.

The ranking (`alternatives.ranking`) knows what the first reading, the neighbours and the document
say of each reading of a place. The second reading is another noisy view of the same word: what it
says speaks for the readings that look like it, the more the surer its engine was. A conditional
logit over both is fitted on pages with gold by `train.look`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from vnfix.alternatives.ranking import dot
from vnfix.alternatives.shapes import core_of
from vnfix.data.tables import load_facts
from vnfix.resources import PACKAGE
from vnfix.text.unicode import strip_accents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

TABLE = "look.json"
FORMAT = "vnfix-look"
VERSION = 1
# What speaks for a reading: what was known before, and how near the second reading is to it.
LIKE = ("known", "same", "same sure", "letters", "letters sure", "accents", "accents sure", "case",
        "marks", "marks sure", "figures")  # fmt: skip
# What speaks for none of the readings.
NONE = ("known", "one", "sure")
NAMES = (*LIKE, *(f"none {n}" for n in NONE))

LEAST = 1e-6
MOST_LETTERS, MOST_ACCENTS = 6, 4
ALIKE = 0.4


@dataclass(frozen=True, slots=True)
class Heard:
    """What the second reading says of a place.

    Attributes:
        text: its words there.
        confidence: the engine's least confidence among them, 0 to 1.

    """

    text: str
    confidence: float


def likeness(reading: str, known: float, heard: Heard) -> tuple[float, ...]:
    """Return the values of LIKE.

    Args:
        reading: a reading of the place.
        known: its probability before the page was read again.
        heard: what was read there.

    """
    sure = heard.confidence
    one, other = core_of(reading), core_of(heard.text)
    small, said = one.lower(), other.lower()
    letters = Levenshtein.distance(strip_accents(small), strip_accents(said))
    accents = max(Levenshtein.distance(small, said) - letters, 0)
    letters, accents = min(letters, MOST_LETTERS), min(accents, MOST_ACCENTS)
    same = float(reading == heard.text)
    around = float(one == other and not same)
    figures = [c for c in reading if c.isdecimal()] != [c for c in heard.text if c.isdecimal()]
    return (
        math.log(max(known, LEAST)),
        same,
        same * sure,
        float(letters),
        letters * sure,
        float(accents),
        accents * sure,
        float(small == said and one != other),
        around,
        around * sure,
        float(figures),
    )


def is_alike(heard: Heard, known: Iterable[str]) -> bool:
    """Whether what was read has most base letters of one of the known readings.

    >>> is_alike(Heard("quyên", 0.5), ["quy6n", "quyền"]), is_alike(Heard("xa", 0.5), ["quy6n"])
    (True, False)
    """
    said = strip_accents(heard.text.lower())
    texts = (strip_accents(text.lower()) for text in known)
    return max(Levenshtein.normalized_similarity(said, text) for text in texts) >= ALIKE


def is_plausible(heard: Heard, before: str, after: str) -> bool:
    """Whether what was read at a place of several words may be these words.

    Of single words nothing is asked: under heavy damage no letter of the first reading may be left.
    A run of words is hardly ever lost as a whole, but a line that was cut badly is.

    >>> is_plausible(Heard("tự do", 0.5), "Tu do", "Tự do")
    True
    >>> is_plausible(Heard("xyzq xyzq", 0.5), "Tu do", "Tự do")
    False
    """
    return " " not in before or is_alike(heard, (before, after))


@dataclass(frozen=True)
class Joint:
    """Weights of the conditional logit, one for each of NAMES."""

    weights: tuple[float, ...]

    def probabilities(
        self, rows: Sequence[tuple[float, ...]], none: tuple[float, ...]
    ) -> list[float]:
        """Return the probability of each reading, and of none of them.

        Args:
            rows: the values of LIKE of each reading.
            none: the values of NONE.

        """
        like, least = self.weights[: len(LIKE)], self.weights[len(LIKE) :]
        scores = [*(dot(like, row) for row in rows), dot(least, none)]
        top = max(scores)
        parts = [math.exp(s - top) for s in scores]
        whole = sum(parts)
        return [p / whole for p in parts]


def nothing(known: float, heard: Heard) -> tuple[float, ...]:
    """Return the values of NONE; `known` is its probability before the page was read again."""
    return math.log(max(known, LEAST)), 1.0, heard.confidence


@lru_cache(maxsize=8)
def joint_of(models: Path) -> Joint:
    """Return the weights in a folder of trained tables, or those that are shipped; loaded once.

    An office that trains on its own texts has no scans with gold.
    """
    path = models / TABLE
    found = path if path.is_file() else PACKAGE / "models" / TABLE
    return Joint(tuple(load_facts(found, (FORMAT, VERSION), NAMES)["weights"]))
