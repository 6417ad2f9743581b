"""Proposes set phrases where a run of garbled tokens looks like one as a whole.

`riNu ruAxu HoA` is hopeless letter by letter and easy as a phrase. Capital headings above all need
this: their letters are taken for others of the same outline. The candidates are arcs; the decoder
weighs them against the words that it finds by itself.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from vnfix.data.lexicon import EDGES, USER
from vnfix.decode.openers import ONE_SHAPE
from vnfix.decode.quantities import is_telling, without_note
from vnfix.fixers.phrase_table import open_phrases
from vnfix.model import Candidate
from vnfix.packed import Candidates, held
from vnfix.text.fuzzy import Limits, PhraseIndex, build_index, plain_distance
from vnfix.text.patterns import pattern
from vnfix.text.syllable import is_accented
from vnfix.text.tokens import all_tokens
from vnfix.text.unicode import Case, strip_accents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vnfix.analysis import Analysis
    from vnfix.data.lexicon import Lexicon
    from vnfix.fixers.phrase_table import Laid
    from vnfix.model import Line
    from vnfix.resources import Resources
    from vnfix.text.fuzzy import Match
    from vnfix.text.tokens import Token

NAME = "phrases"
MOTTO = "motto"
"""Note of the two lines above every document."""
REASON = "A set phrase that looks like this as a whole."
LEAST_WORDS = 4
"""Shorter phrases of running text are left to the language model, which knows them as well."""

CAPITALS, RUNNING = Limits(0.16, 0.15, 1, 16), Limits(0.1, 0.3, 6, 10)
PLAIN_CAPITALS, PLAIN_RUNNING = 0.55, 0.3
# The price of an arc in nats: for each letter, for each letter that differs, for each shape.
LETTER, DIFFERS, SHAPE = 0.45, 1.9, 1.5
RIGHT_LETTER = 4.0
"""More for a letter that differs where the tokens are syllables but for their accents."""
OTHER_WORDS, OTHER_CAPITALS = ((1.0, 2), (0.7, 3)), ((1.0, 1), (0.7, 2))
"""From such a share of tokens that spell syllables, all accents aside, more letters than that must
not differ: the tokens are other words. Of 222 such phrases in the lines of nine engines and four
plans 23 were right, in capitals none of 32."""
EDGE, EDGE_LETTERS, EDGE_WORDS = 0.6, 3, 2
"""Share of the letters that must not differ between the first (or last) token, of so many letters
at least, and the first one or two words of the phrase: of 485 such phrases there 36 were right."""
COMPLETE = 0.1
"""A run whose letters differ so little from a phrase is all of it: what is beside it is not."""
SEEN, MOST_SEEN = 1.0, 3.0
"""Nats off the price of a phrase for each doubling of its places in the document, at most."""

CONSONANTS = frozenset("BCHKLMNPRSTVX")
_STOP = pattern(r"[,;:.](?=\s)|(?:^|\s)[-–](?=\s)|(?<=\p{L})/(?=\p{L})")


class Found(NamedTuple):
    """A match in its place.

    Attributes:
        match: which tokens, which phrase.
        start: offset of the phrase in the document's text.
        end: offset just past it.
        after: the text to put there.
        plain: edits between the two texts without accents.
        right: share of the tokens that are syllables but for their accents.
        spelt: the same, whatever marks their letters have.

    """

    match: Match
    start: int
    end: int
    after: str
    plain: int
    right: float
    spelt: float


@dataclass(frozen=True)
class Phrases:
    """The phrases that are looked for.

    Attributes:
        syllables: what may stand in healthy text.
        texts: phrase without regard to case -> the phrase in its case.
        phrases: the same by number.
        index: finds their numbers.
        bases: the syllables without accents.

    """

    syllables: frozenset[str]
    texts: Mapping[str, str]
    phrases: tuple[str, ...]
    index: PhraseIndex
    bases: frozenset[str]


@lru_cache(maxsize=4)
def phrases_of(resources: Resources) -> Phrases:
    """Return the phrases worth looking for; made once for each set of resources."""
    lexicon, shapes = resources.lexicon, resources.rulebook.classes["shape"]
    own = bool(lexicon.phrases_of(USER))
    laid = None if own else open_phrases(lexicon.folder, shapes, LEAST_WORDS)
    texts, index, bases = laid or indexed(lexicon, shapes)
    bases = bases.union(map(strip_accents, lexicon.own_syllables))
    return Phrases(lexicon.syllables, texts, tuple(texts.values()), index, bases)


def indexed(lexicon: Lexicon, shapes: Mapping[str, str]) -> Laid:
    """Return phrases without regard to case -> in their case, their index, and syllables' bases."""
    texts: dict[str, str] = {}
    for p in lexicon.phrases:
        if p.note == MOTTO:  # has a fixer of its own
            continue
        long = p.kind != "phrases" or p.text.count(" ") + 1 >= LEAST_WORDS
        # Of a heading in capitals and the same words in small letters, the latter know their case.
        if long and (not p.text.isupper() or p.text.casefold() not in texts):
            texts[p.text.casefold()] = p.text
    bases = frozenset(map(strip_accents, lexicon.syllables))
    return texts, build_index(texts.values(), shapes), bases


def propose(analysis: Analysis) -> Sequence[Candidate]:
    """Return the phrases that runs of tokens in the sick lines may stand for."""
    sick = analysis.lines_to_guess() if analysis.config.use_phrases else ()
    if not sick:
        return []
    known, lines = phrases_of(analysis.resources), analysis.document.lines
    which = array("I")

    def candidates() -> Iterator[Candidate]:
        for k in sick:
            for f in _in_line(lines[k], known):
                which.append(f.match.phrase)
                yield Candidate(f.start, f.end, f.after, _price(f), NAME, REASON)

    found = held(Candidates, candidates())
    seen = Counter(which)
    less = {p: min(MOST_SEEN, SEEN * math.log2(n)) for p, n in seen.items()}
    cheaper = (
        replace(c, price=max(0.0, c.price - less[p])) if less[p] else c
        for c, p in zip(found, which, strict=True)
    )
    return held(Candidates, cheaper)


def _price(found: Found) -> float:
    """Return the price of a phrase that stands in one place of its document."""
    letters = LETTER * found.match.length
    differs = DIFFERS + RIGHT_LETTER * found.right
    return letters + differs * found.plain + SHAPE * found.match.distance


def _in_line(line: Line, known: Phrases) -> Iterator[Found]:
    """Yield the phrases of one line; of those for the same tokens the nearest, or several."""
    words = all_tokens(line.text)
    if len(words) < 2:
        return
    capitals = in_capitals(words)
    limits = CAPITALS if capitals else RUNNING
    plain_limit = PLAIN_CAPITALS if capitals else PLAIN_RUNNING
    near: dict[tuple[int, int], dict[str, Found]] = {}
    for match in known.index.search((w.text for w in words), limits):
        found = _placed(line, words, match, known)
        if found is None or found.plain > plain_limit * len(found.after):
            continue
        if not _other_words(found, capitals=capitals):
            rivals = near.setdefault((match.first, match.last), {})
            rivals[found.after.casefold()] = found
    for rivals in near.values():
        best = min(f.plain for f in rivals.values())
        yield from (f for f in rivals.values() if f.plain == best)


def _placed(line: Line, words: Sequence[Token], match: Match, known: Phrases) -> Found | None:
    """Put a match in its place; None where a phrase stands there already."""
    phrase = known.phrases[match.phrase]
    run = words[match.first : match.last + 1]
    observed = line.text[run[0].start : run[-1].end]
    head = len(observed) - len(observed.lstrip(EDGES))
    tail = len(observed.rstrip(EDGES))
    body = observed[head:tail]
    if not body or body.casefold() in known.texts or any(is_telling(t.text) for t in run):
        return None
    bare = [t.text.strip(EDGES).lower() for t in run]
    if _healthy([without_note(p) for w in bare for p in w.split("-") if p], known.syllables):
        return None
    plain = plain_distance(body, phrase)
    if len(_STOP.findall(body)) > len(_STOP.findall(phrase)) or _swallows(body, phrase, plain):
        return None
    case = _printed_in(run)
    if case is not Case.MIXED and plain > 1 and _edge_differs(body.split(), phrase.split(), plain):
        return None
    start = line.start + run[0].start
    return Found(
        match,
        start,
        start + len(observed),
        observed[:head] + _in_case(phrase, run, case) + observed[tail:],
        plain,
        sum(w in known.bases for w in bare) / len(bare),
        sum(strip_accents(w) in known.bases for w in bare) / len(bare),
    )


def _other_words(found: Found, *, capitals: bool) -> bool:
    """Whether the tokens spell other words than the phrase: `TRUONG HOP THU HOI`, từ chối."""
    limits = OTHER_CAPITALS if capitals else OTHER_WORDS
    return any(found.spelt >= share and found.plain > letters for share, letters in limits)


def _swallows(body: str, phrase: str, whole: int) -> bool:
    """Whether the first or last token stands for nothing in the phrase: `BENH VIEN K`.

    Args:
        body: the tokens.
        phrase: the phrase.
        whole: edits between the two without accents.

    """
    for part in (body.partition(" ")[2], body.rpartition(" ")[0]):
        limit = min(len(phrase) * COMPLETE, whole - (len(body) - len(part)))
        if limit >= 0 and plain_distance(part, phrase) <= limit:
            return True
    return False


def _edge_differs(body: list[str], phrase: list[str], whole: int) -> bool:
    """Whether the first or last token looks like nothing of the phrase: `PAT THEO`, xử lý theo.

    Args:
        body: the tokens.
        phrase: the words of the phrase.
        whole: edits between the two without accents.

    """
    for token, words, *rest in _edges(body, phrase):
        strange = EDGE * max(len(token), sum(map(len, words)))
        if whole < strange or sum(map(str.isalpha, token)) < EDGE_LETTERS:
            continue
        if whole - plain_distance(*map(" ".join, rest)) >= strange:
            return True
    return False


def _edges(
    body: list[str], phrase: list[str]
) -> Iterator[tuple[str, list[str], list[str], list[str]]]:
    """Yield the first and the last token, words of the phrase there, and the rest of both."""
    for n in range(1, min(EDGE_WORDS, len(phrase) - 1) + 1 if len(body) > 1 else 1):
        yield body[0], phrase[:n], body[1:], phrase[n:]
        yield body[-1], phrase[-n:], body[:-1], phrase[:-n]


def _healthy(words: Sequence[str], syllables: frozenset[str]) -> bool:
    """Whether words read as Vietnamese already: all syllables, most of them accented."""
    return syllables.issuperset(words) and sum(map(is_accented, words)) * 2 >= len(words)


def _printed_in(run: Sequence[Token]) -> Case:
    """Return what a run was printed in: capitals (mixed where they came out badly) or not."""
    if shouted(run):
        return Case.UPPER
    return Case.MIXED if in_capitals(run) else Case.NONE


def _in_case(phrase: str, run: Sequence[Token], case: Case) -> str:
    """Write a phrase in the case that its tokens were printed in, where they tell."""
    if case is Case.UPPER or (case is Case.MIXED and not printed_small(phrase, run)):
        return phrase.upper()
    words = (phrase.lower() if phrase.isupper() else phrase).split(" ")
    if len(words) == len(run):
        words = [_initial(w, t.text.lstrip(EDGES)) for w, t in zip(words, run, strict=True)]
    elif run[0].text.lstrip(EDGES)[:1].isupper():
        words[0] = words[0][:1].upper() + words[0][1:]
    return " ".join(words)


def shouted(run: Sequence[Token]) -> bool:
    """Whether every token of a run is in capitals, vowels included: `CO SO DU LIEU`."""
    if len(run) <= 2 or not all(t.text.isupper() for t in run):
        return False
    return sum(map(str.isalpha, "".join(t.text for t in run))) >= 2 * len(run)


def printed_small(phrase: str, run: Sequence[Token]) -> bool:
    """Whether a word of a phrase was read in small letters, all of them right, so it is small.

    Garbled capitals may come out small as well, but then some of them are wrong.
    """
    bases = {strip_accents(w).lower() for w in phrase.split(" ")}
    seen = (t.text.strip(EDGES) for t in run)
    return any(w.islower() and w in bases and len(set(w) - ONE_SHAPE) > 1 for w in seen)


def _initial(word: str, observed: str) -> str:
    """Write a word's first letter as it was seen, if that letter shows its case.

    Of letters whose capitals differ in size alone, capitals are believed, small ones are not.
    """
    if observed.isupper() and sum(map(str.isalpha, observed)) > 2:
        return word.upper()
    seen = observed[:1]
    if strip_accents(word[:1]).lower() != seen.lower():
        return word
    if seen.isupper():
        return word[0].upper() + word[1:]
    return word if seen in ONE_SHAPE else word[0].lower() + word[1:]


def in_capitals(words: Sequence[Token]) -> bool:
    """Whether words were in capitals before they were garbled.

    Small vowels with accents are read as capital vowels, G or Q; inner capital consonants come
    from capitals.
    """
    capitals, consonants = 0, False
    for w in words:
        inner = w.text[1:]
        if not inner.islower() and any(map(str.isupper, inner)):
            capitals += 1
            consonants = consonants or not CONSONANTS.isdisjoint(inner)
    return capitals * 2 >= len(words) and consonants
