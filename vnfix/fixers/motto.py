"""Proposes the two lines that stand above every document of a Vietnamese office.

They are printed on the right of the letterhead, often beside the office's name, in the smallest
type of the page, and come out worst. What is garbled beyond reading word by word is known as a
whole: at the end of a line, without regard to blanks, and the surer where both lines are found.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

from vnfix.data.lexicon import USER
from vnfix.decode.quantities import is_telling
from vnfix.fixers.phrases import MOTTO, printed_small
from vnfix.model import Candidate
from vnfix.text.fuzzy import Folder
from vnfix.text.tokens import all_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.analysis import Analysis
    from vnfix.model import Line
    from vnfix.resources import Resources
    from vnfix.text.tokens import Token

NAME = "motto"
REASON = "The heading that stands above every document."
APART = 4
"""Lines between the two at most."""
ALONE, TOGETHER = 0.28, 0.42
"""Edits for each letter of the key at most, and where the other line is found as well."""
CAPITALS = 0.2
"""Share of the letters of a run that are capitals, where the heading is printed in them."""
DASHES = frozenset("-–—~")
LETTER, DIFFERS, FOUND_BOTH = 0.3, 1.0, 0.3
"""Nats for each letter of the key and each edit, and the share that is left if both are found."""


class Found(NamedTuple):
    """A run of tokens at the end of a line that may be one of the two.

    Attributes:
        line: index of the line.
        text: which of the two.
        start: offset of the run in the document's text.
        end: offset just past it.
        edits: between the keys.
        length: of the heading's key.

    """

    line: int
    text: str
    start: int
    end: int
    edits: int
    length: int

    @property
    def share(self) -> float:
        """Edits for each letter."""
        return self.edits / self.length


@lru_cache(maxsize=4)
def headings(resources: Resources) -> tuple[Folder, dict[str, str]]:
    """Return what makes keys, and the key of each of the two lines."""
    folder = Folder(resources.rulebook.classes["shape"])
    known = chain.from_iterable(map(resources.lexicon.phrases_of, ("headings", USER)))
    texts = (p.text for p in known if p.note == MOTTO)
    return folder, {text: folder.key(text) for text in texts}


def propose(analysis: Analysis) -> list[Candidate]:
    """Return the headings that the ends of sick lines may stand for."""
    sick = analysis.lines_to_guess() if analysis.config.use_phrases else ()
    if not sick:
        return []
    folder, keys = headings(analysis.resources)
    lines = analysis.document.lines
    longest = max(map(len, keys.values()), default=0)
    most = longest + int(TOGETHER * longest)
    near = [
        found
        for k in sick
        if (room := room_for(lines[k].text))
        for words, tails in [at_end(lines[k], folder, most, room)]
        for text, key in keys.items()
        if (found := nearest((lines[k], k), (text, key), words, tails)) is not None
    ]
    return [c for f in near if (c := candidate(f, near)) is not None]


def room_for(text: str) -> float:
    """Return how many letters, and one, a run of a line may have so that a heading `fits` there.

    >>> room_for("Tự do - Hạnh phúc"), room_for("Căn cứ Luật"), room_for("xã hội chủ nghĩa")
    (17, 11.0, 0)
    """
    if "-" in text or not DASHES.isdisjoint(text):
        return len(text)
    capitals = sum(map(str.isupper, text))
    return capitals / CAPITALS + 1 if capitals else 0


def at_end(line: Line, folder: Folder, most: int, room: float) -> tuple[Sequence[Token], list[str]]:
    """Return the tokens with a key at the end of a line, and their keys; longer than `most`.

    Args:
        line: the line.
        folder: makes the keys.
        most: the longest key that a heading may have.
        room: letters of tokens at most.

    """
    words = all_tokens(line.text)
    last = len(words)
    while last and not folder.key(words[last - 1].text):
        last -= 1
    keys: list[str] = []
    size = 0
    for k in range(last - 1, -1, -1):
        text = words[k].text
        room -= len(text)
        if size > most or room < 0:
            break
        keys.append(folder.key(text))
        size += len(keys[-1])
    return words[last - len(keys) : last], keys[::-1]


def nearest(
    place: tuple[Line, int], heading: tuple[str, str], words: Sequence[Token], keys: Sequence[str]
) -> Found | None:
    """Return the run of tokens at the end of a line that is nearest to a heading."""
    (line, k), (text, key) = place, heading
    most = int(TOGETHER * len(key))
    best: Found | None = None
    tail = ""
    for n in range(len(words) - 1, -1, -1):
        tail = keys[n] + tail
        if len(tail) > len(key) + most:
            break
        if len(tail) < len(key) - most:
            continue
        edits = Levenshtein.distance(key, tail, score_cutoff=most)
        if edits <= most and (best is None or edits < best.edits) and fits(text, words, n):
            start, end = line.start + words[n].start, line.start + words[-1].end
            best = Found(k, text, start, end, edits, len(key))
    return best


def fits(text: str, words: Sequence[Token], n: int) -> bool:
    """Whether a heading may stand from a token on: with its capitals or dashes, without numbers."""
    run = words[n:]
    letters = "".join(t.text for t in run)
    if any(is_telling(t.text) for t in run):
        return False
    if not text.isupper():
        return run[0].text[:1].isupper() and not DASHES.isdisjoint(letters[1:-1])
    capitals = sum(map(str.isupper, letters))
    return capitals >= CAPITALS * len(letters) and not printed_small(text, run)


def candidate(found: Found, others: Sequence[Found]) -> Candidate | None:
    """Return what to propose for a run; None where it is too far from the heading."""
    both = any(
        o.text != found.text and abs(o.line - found.line) <= APART and o.share <= TOGETHER
        for o in others
    )
    if found.share > (TOGETHER if both else ALONE):
        return None
    price = (LETTER * found.length + DIFFERS * found.edits) * (FOUND_BOTH if both else 1.0)
    return Candidate(found.start, found.end, found.text, price, NAME, REASON)
