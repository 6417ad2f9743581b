"""The lines whose damage follows a rule: low bytes, dropped letters, saved as ANSI, read twice.

A map makes one text of each word, so what a token may stand for is known exactly. The words of a
document are weighed: as they stand, against what each map would have made of Vietnamese words. All
lines of a damaged stretch belong to it; a document hardly has more than one such map.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from vnfix.analysis import inventory, once, token_counts
from vnfix.detectors import converted_twice, dropped_letters, low_bytes, saved_as_ansi
from vnfix.detectors.letter_maps import hints, letter_map
from vnfix.model import Finding
from vnfix.text.inventory import Inventory
from vnfix.text.patterns import pattern
from vnfix.text.unicode import CASES, in_case, strip_accents

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from vnfix.analysis import Analysis
    from vnfix.detectors.letter_maps import Kind, LetterMap
    from vnfix.resources import Resources

NAME = "mapped"
KINDS: tuple[Kind, ...] = (
    low_bytes.KIND,
    dropped_letters.KIND,
    saved_as_ansi.KIND,
    converted_twice.KIND,
)
APART = pattern(r"[-–/,.;:]")
BLANK = pattern(r"[ \t\u3000]+")
# White space within lines that may stand for a letter instead.
OTHER_BLANKS = "\x1f\xa0\u1680\u202f\u205f" + "".join(map(chr, range(0x2000, 0x200B)))
EDGES = ",.;:()[]\"'“”‘’–—-/!|*+_…"
LEAST_HINTS = 2
RARE = math.exp(-15.0)  # probability of a word that the language model does not know
LIMIT = 4.0  # nats that one word may say at most
TEMPER = 0.6  # neighbouring words are not independent
STRANGE = -3.0  # a word that the map makes of no word
CHANGE = math.log(1e-4)  # probability that the next line is in the other state
ENOUGH = 8.0  # nats that the damaged lines of a document must amount to
TELLING = 0.9 * TEMPER * LIMIT  # a word that is none as it stands, and one under the map
LEAST_TELLING = 0.12  # share of such words; damaged texts have 0.19 to 0.85
VOWELS = frozenset("aeiouy")
LEAST_WHOLE = 0.05  # share of the words that are whole; without any it is other damage
MOST_STRANGE = 0.33  # words that neither is, for each of them; garble of OCR has 0.5 and more

Numbered: TypeAlias = "tuple[int, ...]"
"""Words, each by its number in the vocabulary and its case: `3 * number + case`."""


def in_case_of(number: int, case: int) -> int:
    """Return the one number of a word of the vocabulary in a case."""
    return number * len(CASES) + case


def case_of(word: int) -> tuple[int, int]:
    """Return a word's number in the vocabulary and its case."""
    return divmod(word, len(CASES))


@dataclass(frozen=True)
class Words:
    """What the words of the vocabulary have become under a map.

    Attributes:
        map: the map.
        found: token as it stands -> the words that it may be.
        words: of the vocabulary, by number.
        usual: lower-case word -> its probability in right text.
        vanished: the words of which nothing is left.

    """

    map: LetterMap
    found: Mapping[str, Numbered]
    words: Sequence[str]
    usual: Mapping[str, float]
    vanished: Numbered

    def said(self, tokens: Iterable[Cut]) -> array[float]:
        """Return what each token says for the damage, in nats; 0 says nothing."""
        known: dict[str, float] = {}
        found = array("d")
        for token in tokens:
            total = 0.0
            for word in token.words(self.found):
                score = known.get(word)
                if score is None:
                    score = known[word] = self._score(word)
                total += score
            found.append(total)
        return found

    def _score(self, word: str) -> float:
        found, low = self.found.get(word), word.lower()
        if found is None:
            if not (word.isalpha() or any(map(str.isalpha, word))):
                return 0.0
            if not self.map.keeps(word):
                return STRANGE
            none = len(word) < 2 or word.isupper() or low in self.usual
            return 0.0 if none else STRANGE / 3
        chance = 0.0  # that right text turns into this
        for numbered in found:
            number, _ = case_of(numbered)
            chance += self.usual.get(self.words[number], RARE)
        as_it_is = self.usual.get(low, RARE)
        return TEMPER * max(-LIMIT, min(LIMIT, math.log(chance / as_it_is)))


class Cut(NamedTuple):
    """A token and what it may be made of.

    Attributes:
        token: as it stands.
        bare: without the marks around it.
        parts: the words in it, without the marks around them.

    """

    token: str
    bare: str
    parts: tuple[str, ...]

    @classmethod
    def of(cls, token: str) -> Cut:
        """Cut a token."""
        bare = token.strip(EDGES)
        parts = (bare,) if bare.isalnum() else [part.strip(EDGES) for part in APART.split(bare)]
        return cls(token, bare, tuple(filter(None, parts)))

    def words(self, found: Collection[str]) -> tuple[str, ...]:
        """Return the words of a token, whole if that is among those that were found."""
        if self.token in found:
            return (self.token,)
        return (self.bare,) if self.bare in found else self.parts


@lru_cache(maxsize=4)
def _usual(resources: Resources) -> Mapping[str, float]:
    """Return the probability of each word of the language model in right text."""
    alone = resources.lm.alone
    return {w: math.exp(-alone[k] / 1000.0) for w, k in resources.lm.number.items()}


@lru_cache(maxsize=4)
def _forms(resources: Resources) -> tuple[list[str], list[Numbered]]:
    """Return the words of the vocabulary in their different forms, and which word each is."""
    texts: list[str] = []
    numbered: list[Numbered] = []
    for k, word in enumerate(resources.words.words):
        forms: dict[str, int] = {}
        for case in CASES:
            forms.setdefault(in_case(word, case), case)
        texts += forms
        numbered += [(in_case_of(k, case),) for case in forms.values()]
    return texts, numbered


@lru_cache(maxsize=16)
def _words_of(name: str, resources: Resources) -> Words:
    found: dict[str, Numbered] = {}
    vanished: list[int] = []
    table, (forms, numbered) = letter_map(name), _forms(resources)
    texts = table.write_each(forms)
    for form, own, written in zip(forms, numbered, texts, strict=True):
        if not written:
            vanished += own
            continue
        others = found.get(written)
        if others is None:  # the form itself where nothing is changed: all maps share it
            found[form if written == form else written] = own
        else:
            found[written] = others + own
    return Words(table, found, resources.words.words, _usual(resources), tuple(vanished))


def words_of(name: str, resources: Resources) -> Words:
    """Return what a map has made of the words of the vocabulary."""
    return _words_of(name, resources)


@dataclass(frozen=True, slots=True)
class Assignment:
    """The damaged lines of a document.

    Attributes:
        lines: line index -> name of the map.
        scores: line index -> nats that speak for it.
        kinds: map -> the kind that it belongs to.

    """

    lines: Mapping[int, str] = field(default_factory=dict)
    scores: Mapping[int, float] = field(default_factory=dict)


NONE = Assignment()
KIND_OF = {name: kind for kind in KINDS for name in kind.maps}


@once
def assign(analysis: Analysis) -> Assignment:
    """Return the lines with damage by a rule, and by which."""
    if not analysis.config.mapped:
        return NONE
    likely = suspects(token_counts(analysis))
    if not likely:
        return NONE
    best, most = NONE, ENOUGH
    for name in likely:
        found = _damaged(analysis, words_of(name, analysis.resources))
        total = sum(found.scores.values())
        if total > most:
            best, most = found, total
    return best


def suspects(count: Mapping[str, int]) -> list[str]:
    """Return the maps of whose commonest words there are some in a text."""
    hits: dict[str, int] = defaultdict(int)
    index = _index()
    for token, n in count.items():
        for name in index.get(token.strip(EDGES), ()):
            hits[name] += n
    if not hits:
        return []
    return [name for kind in KINDS for name in kind.maps if hits[name] >= LEAST_HINTS]


@lru_cache(maxsize=1)
def _index() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, words in hints().items():
        for word in words:
            found[word].append(name)
    return {word: tuple(names) for word, names in found.items()}


def _damaged(analysis: Analysis, words: Words) -> Assignment:
    """Return the lines that one map has damaged, if it explains them well."""
    found, rows = _inventory(analysis), analysis.document.lines
    said = words.said(_cuts(analysis))
    scores = found.sums(said)
    sick = _states(scores)
    lines = [k for k, bad in enumerate(sick) if bad and rows[k].text.strip()]
    if not lines:
        return NONE
    told = zip(found.types, said, found.counts_in(lines), strict=True)
    if not _explained(told, words):
        return NONE
    name = words.map.name
    return Assignment(dict.fromkeys(lines, name), {k: scores[k] for k in lines})


@once
def _cuts(analysis: Analysis) -> list[Cut]:
    return list(map(Cut.of, _inventory(analysis).types))


@once
def _inventory(analysis: Analysis) -> Inventory:
    """Return the types of the document as `tokens_of` cuts its lines."""
    document = analysis.document
    if not any(blank in document.text for blank in OTHER_BLANKS):
        return inventory(analysis)
    return Inventory(tokens_of(line.text) for line in document.lines)


def tokens_of(line: str) -> list[str]:
    """Return the tokens of a line; what looks like a no-break space may be a letter."""
    return [t for t in BLANK.split(line) if t]


def _states(scores: Sequence[float]) -> bytearray:
    """Return the likelier chain of states, damaged or not, for the scores of successive lines."""
    good, bad = 0.0, CHANGE / 4
    back = bytearray()  # where each came from: the first bit to good, the second to bad
    for score in scores:
        from_bad = bad + CHANGE > good  # to good
        from_good = good + CHANGE > bad  # to bad
        back.append(from_bad + 2 * (not from_good))
        good, bad = max(good, bad + CHANGE), max(bad, good + CHANGE) + score
    state, out = bad > good, bytearray()
    for came in reversed(back):
        out.append(state)
        state = bool(came & 2 if state else came & 1)
    out.reverse()
    return out


def _explained(tokens: Iterable[tuple[str, float, int]], words: Words) -> bool:
    """Tell whether enough of the words are damaged in this way, and hardly any in another.

    Args:
        tokens: those of the damaged lines, what each says and how often it stands there.
        words: what the map makes of right ones.

    """
    telling = strange = count = whole = small = 0
    for token, score, n in tokens:
        if n and any(map(str.isalpha, token)):
            count += n
            telling += n * (score >= TELLING)
            strange += n * (score <= STRANGE / 3)
            if not token.isupper():
                small += n
                whole += n * (abs(score) < TELLING / 2 and _is_whole(token, words))
    if whole < LEAST_WHOLE * small:
        return False
    return telling >= LEAST_TELLING * count > 0 and strange <= MOST_STRANGE * telling


def _is_whole(token: str, words: Words) -> bool:
    """Tell whether a word may be as it was, with a vowel in it."""
    low = token.strip(EDGES).lower()
    vowel = not VOWELS.isdisjoint(strip_accents(low))
    return vowel and len(low) > 1 and low in words.usual and words.map.keeps(token)


def detect(analysis: Analysis) -> list[Finding]:
    """Find the lines that a rule has damaged, each with the kind's name as evidence."""
    found = assign(analysis)
    return [
        Finding(k, KIND_OF[name].damage, _share(found.scores[k]), KIND_OF[name].name, name)
        for k, name in sorted(found.lines.items())
    ]


def _share(nats: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, nats))))
