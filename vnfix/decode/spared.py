"""What is right as it stands in nearly right text, however rare it is: no evidence, never changed.

Names of places that the tables list, or that begin like those of languages other than Vietnamese
(`Ia Le`), and the other spelling of a syllable (`qui`, `hoà`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.data.names import LONGEST_NAME, plain
from vnfix.text.patterns import pattern
from vnfix.text.syllable import Syllable, is_syllable, split
from vnfix.text.unicode import strip_accents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vnfix.data.names import Names

WORD = pattern(r"(\P{L}*)(\p{L}[\p{L}\p{M}'’]*)(.*)")
BEHIND = 3  # words with a capital that may follow the first one of a name


def same_word(word: str, other: str) -> bool:
    """Tell whether two syllables are one word in two right spellings.

    >>> same_word("quí", "quý"), same_word("kĩ", "kỹ"), same_word("thuý", "thúy")
    (True, True, True)
    >>> same_word("tai", "tay"), same_word("thuỷ", "thủi"), same_word("kí", "kì")
    (False, False, False)
    """
    if len(word) != len(other) or _outline(word) != _outline(other):
        return False
    a, b = split(word), split(other)
    return a is not None and b is not None and _with_i(a) == _with_i(b)


def _outline(word: str) -> str:
    return strip_accents(word).replace("y", "i")


def _with_i(syllable: Syllable) -> Syllable:
    either = syllable.rime == "y" or syllable.onset == "qu"
    return syllable._replace(rime=syllable.rime.replace("y", "i")) if either else syllable


def place_names(tokens: Sequence[str], names: Names) -> set[int]:
    """Return which tokens of a text are parts of the names of places.

    >>> from vnfix.config import Config
    >>> from vnfix.resources import load_resources
    >>> names = load_resources(Config()).names
    >>> sorted(place_names("tại xã Ia Xyz, xã Quế Phong và xã Nam".split(), names))
    [2, 3, 5, 6]
    """
    found: set[int] = set()
    for first, words in _runs(tokens):
        for k in range(len(words) - 1):
            found.update(range(first + k, first + k + _length(words[k:], names)))
    return found


def _length(words: Sequence[str], names: Names) -> int:
    """Return how many words are a name that begins with the first of them, 0 if none is."""
    low = [plain(w) for w in words[:LONGEST_NAME]]
    listed = names.named(low, least=2)
    if low[0] not in names.openers:
        return listed
    # In a line in capitals, `CƯ` may be the end of `DÂN CƯ`.
    doubtful = words[0].isupper() and is_syllable(low[0])
    return max(listed, min(len(words), 2 if doubtful else 1 + BEHIND))


def _runs(tokens: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield runs of words with a capital that no mark parts, each with the index of its first."""
    run: list[str] = []
    for k, token in enumerate(tokens):
        found = WORD.fullmatch(token)
        before, word, behind = found.groups() if found else ("", "", "")
        capital = word[:1].isupper()
        if run and (before or not capital):
            yield k - len(run), run
            run = []
        if capital:
            run.append(word)
        if run and behind:
            yield k + 1 - len(run), run
            run = []
    if run:
        yield len(tokens) - len(run), run
