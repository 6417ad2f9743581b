"""The gate: the lines that were read by an OCR engine without Vietnamese, or lost their accents.

Each line is healthy, garbled or foreign. What a word says of that is counted beforehand
(`gate.tsv`); what the neighbours say is a chain in which a state seldom changes. The most probable
chain of states (Viterbi) decides, so that a short doubtful line follows its document.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import regex

from vnfix.detectors.shapes import core, shape
from vnfix.errors import DataError
from vnfix.model import Damage, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vnfix.config import Config
    from vnfix.model import Document
    from vnfix.resources import Resources

NAME = "ocr"
HEALTHY, GARBLED, FOREIGN = range(3)
TEMPER = 0.6  # neighbouring words are not independent
CHANGE = 0.01  # probability that the next line is in a given other state
LIMIT = 5.0  # nats that one word may say at most
SUSPECT = -0.6  # nats from which on a word is a reason to decode its line
DECODED = 0.1  # share of words that are no syllables, from which on a document is not unaccented
READABLE = 0.12  # share of words that are plain syllables in the worst garble that we know, halved
BROKEN = ("digit", "broken", "broken-latin", "name", "symbol", "inner-capital", "accented")
MAY_BE_MORE = regex.compile(r"D|\d\p{Ll}|\p{L}\d")  # D may stand for Đ, a digit for a letter

Score = tuple[float, float]


@dataclass(slots=True)
class Gate:
    """The statistics of `gate.tsv` and what has been worked out from them.

    Attributes:
        weights: shape or lower-case word -> nats for garbled and for foreign, against healthy.
        seen: token as it stands in the text -> its score; filled on the way.

    """

    weights: dict[str, Score]
    seen: dict[str, Score]

    def score(self, token: str) -> Score:
        """Return what one token says; (0, 0) says nothing."""
        known = self.seen.get(token)
        if known is None:
            if len(self.seen) > MEMORY:
                self.seen.clear()
            known = self.seen[token] = self._weigh(token)
        return known

    def _weigh(self, token: str) -> Score:
        word = core(token)
        name = shape(word)
        if name == "neutral":
            return (0.0, 0.0)
        garbled, foreign = self.weights.get(word.lower(), self.weights[name.upper()])
        return _limited(garbled), _limited(foreign)


MEMORY = 200_000


def _limited(nats: float) -> float:
    return TEMPER * max(-LIMIT, min(LIMIT, nats))


def load_gate(text: str) -> Gate:
    """Read the table of weights.

    Raises:
        DataError: a row does not have a name and two numbers.

    """
    weights = {}
    for number, row in enumerate(text.splitlines(), 1):
        if row.startswith("#"):
            continue
        try:
            name, garbled, foreign = row.split("\t")
            weights[name] = (float(garbled), float(foreign))
        except ValueError as e:
            raise DataError(f"gate.tsv, line {number}: {e}.", "Install vnfix again.") from e
    return Gate(weights, {})


@lru_cache(maxsize=1)
def gate() -> Gate:
    """Return the gate that vnfix ships, loaded once."""
    return load_gate(files("vnfix.detectors").joinpath("gate.tsv").read_text("utf-8"))


def line_score(line: str, weights: Gate) -> Score:
    """Return what a line says for garbled and for foreign, in nats against healthy."""
    garbled = foreign = 0.0
    seen, score = weights.seen, weights.score
    for token in line.split():
        g, f = seen.get(token) or score(token)
        garbled += g
        foreign += f
    return garbled, foreign


def states(scores: Iterable[Score]) -> list[int]:
    """Return the most probable chain of states for the scores of successive lines."""
    leave, stay = math.log(CHANGE), math.log(1 - 2 * CHANGE)
    best = [0.0, leave, leave]
    back: list[tuple[int, int, int]] = []
    for garbled, foreign in scores:
        top = max(range(3), key=best.__getitem__)
        jump = best[top] + leave
        kept = [b + stay for b in best]
        back.append(_sources(kept, jump, top))
        best = [max(k, jump) for k in kept]
        best[GARBLED] += garbled
        best[FOREIGN] += foreign
    return _trace(back, max(range(3), key=best.__getitem__))


def _sources(kept: Sequence[float], jump: float, top: int) -> tuple[int, int, int]:
    a, b, c = (s if kept[s] >= jump else top for s in range(3))
    return a, b, c


def _trace(back: Sequence[tuple[int, int, int]], state: int) -> list[int]:
    out = []
    for sources in reversed(back):
        out.append(state)
        state = sources[state]
    out.reverse()
    return out


def _suspect(line: str, weights: Gate) -> bool:
    """Tell whether there may be anything to repair in a line of a garbled document."""
    return any(_doubtful(token, weights) for token in line.split())


def _doubtful(token: str, weights: Gate) -> bool:
    if shape(core(token)) in ("neutral", "acronym"):
        return bool(MAY_BE_MORE.search(token))
    return weights.score(token)[0] > SUSPECT


def detect(document: Document, resources: Resources, config: Config) -> list[Finding]:
    """Find the lines that were garbled by OCR, or that lost their accents.

    Lines without a doubtful word are not reported: there is nothing to decode in them.
    """
    del resources, config
    weights = gate()
    scores = [line_score(line.text, weights) for line in document.lines]
    sick = [
        k
        for k, state in enumerate(states(scores))
        if state == GARBLED and _suspect(document.lines[k].text, weights)
    ]
    kind = _kind(Counter(_shapes(document.lines[k].text for k in sick)))
    return [_finding(k, kind, scores[k]) for k in sick] if kind else []


def _shapes(lines: Iterable[str]) -> Iterator[str]:
    return (shape(core(token)) for line in lines for token in line.split())


def _kind(count: Counter[str]) -> Damage | None:
    """Tell garbled from unaccented text (nearly all of it syllables) and from no Vietnamese."""
    plain = count["plain"]
    broken = sum(count[name] for name in BROKEN)
    if plain < READABLE * (plain + broken):
        return None
    return Damage.UNACCENTED if broken < DECODED * (plain + broken) else Damage.OCR


def _finding(line: int, kind: Damage, score: Score) -> Finding:
    strength = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score[0]))))
    return Finding(line, kind, strength, NAME, f"{score[0]:+.1f} nats against healthy Vietnamese")
