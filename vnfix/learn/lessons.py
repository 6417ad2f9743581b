"""What is worth remembering of the evidence: entries of a dictionary and protected words.

A lesson is used on documents that nobody has seen yet, so it has to be beyond doubt: everybody has
decided alike, everywhere, and no other place of the same documents reads the word otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from vnfix.data.entries import ARROW, is_clean
from vnfix.data.lexicon import EDGES
from vnfix.text.unicode import strip_accents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vnfix.data.lexicon import Lexicon
    from vnfix.learn.evidence import Evidence, Support

# Places that are needed for a fix that is made without asking. A slip of the key is hardly made at
# three places alike; what vnfix has found by itself is gained twice only if it holds elsewhere too,
# and garbles that stood for one word at three or four places were seen to stand for another later.
EDITED, ACCEPTED = 3, 5
# So many places where vnfix was wrong in the same way: the right reading takes part from then on.
OFFERED = 2
# Shorter words stand for too many things to be fixed without asking.
LONG_ENOUGH = 3
# Another reading that is this probable anywhere says that the neighbours decide what a word is.
RIVAL = 0.02
# A word that is protected is never touched again, so one place is not enough; more would be asked
# for in vain, for names are rare.
PROTECTED = 2
# A word that the dictionaries lack: typed once it may be a slip.
WORDS = 2


@dataclass(frozen=True, slots=True)
class Lesson:
    """One line of a dictionary.

    Attributes:
        text: `wrong->right`, or the word.
        ground: where it comes from, for the note of the line.

    """

    text: str
    ground: str

    def __str__(self) -> str:
        return f"{self.text}\t{self.ground}"


@dataclass(frozen=True, slots=True)
class Lessons:
    """What was learned.

    Attributes:
        fixes: corrections, made without asking or proposed.
        words: words and names that the dictionaries lack.
        protected: words that stay as they are.

    """

    fixes: tuple[Lesson, ...]
    words: tuple[Lesson, ...]
    protected: tuple[Lesson, ...]


def lessons(evidence: Evidence, lexicon: Lexicon) -> Lessons:
    """Return the lessons of the evidence that the dictionaries do not hold yet."""
    taken = {e.text for e in lexicon.corrections}
    fixes = {seen: lesson for seen, lesson in _fixes(evidence, lexicon) if seen not in taken}
    wrong = taken | fixes.keys()
    kept = [lesson for seen, lesson in sorted(fixes.items()) if not wrong & _targets(lesson)]
    return Lessons(
        tuple(kept),
        tuple(_words(evidence, lexicon, wrong)),
        tuple(_protected(evidence, lexicon, wrong)),
    )


def _targets(lesson: Lesson) -> set[str]:
    """Return what a fix puts in place; none may be an error itself."""
    right = lesson.text.partition(ARROW)[2].split(",")[0].strip()
    return {right}


def _fixes(evidence: Evidence, lexicon: Lexicon) -> Iterator[tuple[str, Lesson]]:
    """Yield the corrections by the word that is wrong.

    What vnfix finds by itself is a lesson only where it need not look at the neighbours. Where it
    was wrong and a person has put it right, the right reading is offered to it at least.
    """
    for seen, readings in evidence.readings.items():
        if len(readings) != 1 or seen in evidence.stays or not _is_word(seen):
            continue
        ((meant, ground),) = readings.items()
        if not _is_fix(meant):
            continue
        if _is_beyond_doubt(evidence, seen, (meant, ground)) and not _is_right(seen, lexicon):
            yield seen, Lesson(f"{seen}{ARROW}{meant}", named(ground))
        elif ground.edited >= OFFERED:
            yield seen, Lesson(f"{seen}{ARROW}{meant},", named(ground))


def _is_beyond_doubt(evidence: Evidence, seen: str, reading: tuple[str, Support]) -> bool:
    """Whether a word is read in one way everywhere, whatever its neighbours."""
    meant, ground = reading
    own = ground.edited == ground.places
    if ground.places < (EDITED if own else ACCEPTED) or len(seen) < LONG_ENOUGH:
        return False
    elsewhere = set(evidence.elsewhere.get(seen, ())) - {meant}
    rivals = evidence.rivals.get(seen, {})
    rival = max((p for text, p in rivals.items() if text != meant), default=0.0)
    return not elsewhere and (own or rival < RIVAL)


def _is_right(seen: str, lexicon: Lexicon) -> bool:
    """Whether a word is right elsewhere, or any of several words that only lost its accents."""
    return (
        lexicon.knows(seen)
        or lexicon.has_phrase(seen)
        or strip_accents(seen).lower() in _without_accents(lexicon)
    )


@lru_cache(maxsize=2)
def _without_accents(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(map(strip_accents, lexicon.syllables))


def _words(evidence: Evidence, lexicon: Lexicon, wrong: set[str]) -> Iterator[Lesson]:
    grounds: dict[str, list[Support]] = {}
    for readings in evidence.readings.values():
        for meant, ground in readings.items():
            text = meant.strip(EDGES)
            if (text.isalpha() or _is_name(text)) and is_clean(text):
                grounds.setdefault(text, []).append(ground)
    for text, found in sorted(grounds.items()):
        enough = sum(g.places for g in found) >= WORDS
        known = lexicon.knows(text) or lexicon.has_phrase(text) or text in wrong
        if enough and not known:
            yield Lesson(text, named(*found))


def _is_name(text: str) -> bool:
    """Whether a text is a name of several words, as its capitals say."""
    words = text.split(" ")
    return len(words) > 1 and all(w.isalpha() and w.istitle() for w in words)


def _protected(evidence: Evidence, lexicon: Lexicon, wrong: set[str]) -> Iterator[Lesson]:
    for seen, ground in sorted(evidence.stays.items()):
        changed = seen in evidence.readings or seen in wrong
        if ground.places >= PROTECTED and not changed and _is_word(seen):
            yield Lesson(seen, named(ground))


def _is_word(text: str) -> bool:
    """Whether a text can be the key of a dictionary: whole words, none of them a mere mark."""
    words = text.split(" ")
    whole = all(w and w.strip(EDGES) == w for w in words)
    letters = sum(map(str.isalpha, text))
    fit = is_clean(text) and not text.startswith("#") and ARROW not in text and "," not in text
    return whole and fit and letters > 0 and len(text) > 1


def _is_fix(text: str) -> bool:
    """Whether a text can be a fix: no number, for a number is different everywhere."""
    digits = any(map(str.isdecimal, text))
    fit = is_clean(text) and ARROW not in text and "," not in text
    return bool(text) and fit and not digits


def named(*grounds: Support) -> str:
    """Return who has decided what, for the note of an entry.

    >>> from vnfix.learn.evidence import Support
    >>> named(Support(3, decisions={"review.sqlite3": [4, 5, 9]}, reviewers={"Lan"}))
    '3 places, decided by Lan: review.sqlite3 4-5 9'
    """
    places = sum(g.places for g in grounds)
    reviewers = sorted({r for g in grounds for r in g.reviewers}) or ["unknown"]
    numbers: dict[str, set[int]] = {}
    for g in grounds:
        for store, ids in g.decisions.items():
            numbers.setdefault(store, set()).update(ids)
    where = "; ".join(f"{store} {runs(ids)}" for store, ids in sorted(numbers.items()))
    note = f"{places} places, decided by {' and '.join(reviewers)}: {where}"
    return note if is_clean(note) else f"{places} places"


def runs(numbers: Iterable[int]) -> str:
    """Write numbers, runs as ranges.

    >>> runs([9, 4, 5, 6])
    '4-6 9'
    """
    found: list[list[int]] = []
    for n in sorted(numbers):
        if found and found[-1][-1] == n - 1:
            found[-1][1:] = [n]
        else:
            found.append([n])
    return " ".join("-".join(map(str, run)) for run in found)
