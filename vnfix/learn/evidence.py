"""What reviews say about words: how each was read, by whom, and how it is read elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vnfix.data.lexicon import EDGES
from vnfix.formats.corrections import Status
from vnfix.review import Filters, State, documents, history, select, text_of
from vnfix.review.decisions import REPLACED
from vnfix.review.items import ALL
from vnfix.review.records import REVIEWER, core
from vnfix.text.tokens import tokens
from vnfix.text.unicode import nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from vnfix.model import Document
    from vnfix.review import Decision, Place, Store


@dataclass(slots=True)
class Support:
    """The decisions that say one thing.

    Attributes:
        places: how many places they are about.
        edited: at how many of these vnfix had proposed something else, or nothing.
        decisions: their numbers by store.
        reviewers: who took them.

    """

    places: int = 0
    edited: int = 0
    decisions: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    reviewers: set[str] = field(default_factory=set)

    def add(self, store: str, made: Iterable[Decision], *, edited: bool = False) -> None:
        """Add the decisions about one place."""
        self.places += 1
        self.edited += edited
        for d in made:
            self.decisions[store].append(d.id)
            if d.reviewer:
                self.reviewers.add(d.reviewer)


@dataclass(slots=True)
class Evidence:
    """All that reviews say.

    Attributes:
        readings: word as read -> word that it became -> the decisions.
        stays: word as read -> the decisions that it stays as it is.
        elsewhere: word as read -> how it is read where nobody has decided, and how often; itself
            where nothing was proposed.
        rivals: word as read -> what else it may be -> the greatest probability of that anywhere.
        pairs: how often (as read, true) occurs in the lines that were looked at.

    """

    readings: dict[str, dict[str, Support]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Support))
    )
    stays: dict[str, Support] = field(default_factory=lambda: defaultdict(Support))
    elsewhere: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    rivals: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)


def gather(
    stores: Iterable[tuple[str, Store]], teaches: Callable[[int], bool] | None = None
) -> Evidence:
    """Return what the decisions of stores say; each store comes with a name.

    What reviewers disagree about says nothing, nor does what was taken back.

    Args:
        stores: names and open stores.
        teaches: tells by the number of a line whether it counts; None for all lines.

    """
    found = Evidence()
    for name, store in stores:
        for known in documents(store):
            if known.state in (State.READY, State.REPLACED):
                found_here = select(store, Filters(ALL, documents=[known.id]))
                places = [p for p in found_here if not p.correction.box]  # lines say nothing
                if teaches is not None:
                    places = [p for p in places if teaches(p.line)]
                _decided(found, name, store, places)
                _undecided(found, text_of(store, known.id), places)
    return found


def words_of(before: str, after: str) -> tuple[str, str]:
    """Return a change as a pair of words: NFC, without the marks that both have around them."""
    seen, meant = core(nfc(before), nfc(after))
    return seen, meant


def _decided(found: Evidence, name: str, store: Store, places: list[Place]) -> None:
    decided = [p for p in places if p.status is not Status.PROPOSED and not p.conflict]
    made: dict[int, list[Decision]] = defaultdict(list)
    for d in history(store, [p.id for p in decided]):
        made[d.correction].append(d)
    for p in decided:
        grounds = [d for d in made[p.id] if _says(d, p)]
        if not grounds:
            continue
        if p.decided == p.correction.before:
            found.stays[nfc(p.correction.before).strip(EDGES)].add(name, grounds)
        else:
            seen, meant = words_of(p.correction.before, p.decided)
            edited = p.correction.fixer == REVIEWER or p.decided != p.correction.after
            found.readings[seen][meant].add(name, grounds, edited=edited)


def _says(decision: Decision, place: Place) -> bool:
    """Whether a decision is one of those that stand at a place and are about its word."""
    return (
        not decision.undone
        and decision.via != REPLACED
        and (decision.status, decision.after) == (place.status, place.decided)
    )


def _undecided(found: Evidence, document: Document, places: list[Place]) -> None:
    """Count how words are read where nobody has decided, and the pairs of lines looked at."""
    by_line: dict[int, list[Place]] = defaultdict(list)
    for p in places:
        by_line[p.line].append(p)
        for text, probability in p.correction.alternatives:
            seen, meant = words_of(p.correction.before, text)
            before = found.rivals[seen].get(meant, 0.0)
            found.rivals[seen][meant] = max(before, probability)
        if p.status is Status.PROPOSED:
            seen, meant = words_of(p.correction.before, p.correction.after)
            found.elsewhere[seen][meant] += 1
    for line in document.lines:
        here = by_line[line.number]
        kept = list(_kept(line.text, line.start, here))
        for word in kept:
            found.elsewhere[word][word] += 1
        if any(p.status is not Status.PROPOSED for p in here):
            found.pairs.update(_pairs(kept, here))


def _kept(text: str, start: int, places: list[Place]) -> Iterator[str]:
    """Yield the words of a line that no correction touches."""
    spans = [(p.correction.start - start, p.correction.end - start) for p in places]
    for t in tokens(text):
        if not any(a < t.end and t.start < b for a, b in spans):
            word = t.text.strip(EDGES)
            if word:
                yield word


def _pairs(kept: list[str], places: list[Place]) -> Iterator[tuple[str, str]]:
    """Yield what is known to be true of a line: AUTO counts as accepted, doubt as nothing."""
    from vnfix.model import Safety
    from vnfix.train.sources import LinePair, word_pairs

    for word in kept:
        if word.isalpha():
            yield word, word
    for p in places:
        sure = p.status is not Status.PROPOSED or p.correction.safety is Safety.AUTO
        if sure and not p.conflict and p.status is not Status.REJECTED:
            yield from word_pairs(LinePair("", nfc(p.correction.before), nfc(p.decided)))
