"""A reviewer who knows what is printed: which keys to press for the item that is shown."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from bench.keys import ACCEPT, EDIT, ENTER, NEXT, NEXT_PLACE, ONLY, REJECT, UNTICK, ReviewSession
from vnfix.review import items
from vnfix.review.decisions import in_force
from vnfix.review.records import text_of
from vnfix.train.judging import gold_under, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bench.data import Sample
    from vnfix.review.records import Place
    from vnfix.review.store import Store

Keys = list[str]

PATIENCE = 0.45
"""A way of several keys is worth it if it takes away more errors a press than the next item
promises; what takes away more than this always is."""


class Gold:
    """The lines with gold, as they stand."""

    def __init__(self, sample: Sample, store: Store, document: int) -> None:
        """Look at a document of a store."""
        self.document = text_of(store, document)
        starts = [line.start for line in self.document.lines]
        offsets = [0]
        for line in sample.text.split("\n"):
            offsets.append(offsets[-1] + len(line) + 1)
        self.lines: dict[int, str] = {}
        for row in sample.rows:
            number = bisect_right(starts, offsets[row.line])
            self.lines[number] = squeeze(row.gold)
        self._places: dict[int, dict[int, Place]] = {number: {} for number in self.lines}
        self.see(items.select(store, items.Filters(items.ALL, lines=list(self.lines))))

    def see(self, places: Iterable[Place]) -> None:
        """Take in how places stand now."""
        for p in places:
            self._places[p.line][p.id] = p

    def text(self, line: int, changes: Mapping[int, str]) -> str:
        """Return a line as it stands, with other texts at some places."""
        return self._laid(line, changes)[0]

    def _laid(
        self, line: int, changes: Mapping[int, str]
    ) -> tuple[str, dict[int, tuple[int, int]]]:
        """Return a line and where its places are in it."""
        whole = self.document.lines[line - 1]
        said, at, where = "", whole.start, {}
        for p in sorted(self._places[line].values(), key=lambda p: p.correction.start):
            if not in_force(p) and p.id not in changes:
                continue
            said += self.document.text[at : p.correction.start]
            where[p.id] = (len(said), len(said) + len(changes.get(p.id, p.decided)))
            said += changes.get(p.id, p.decided)
            at = p.correction.end
        return said + self.document.text[at : whole.end], where

    def errors(self, line: int, changes: Mapping[int, str] | None = None) -> int:
        """Return the wrong words of a line."""
        return Levenshtein.distance(
            self.text(line, changes or {}).split(), self.lines[line].split()
        )

    @property
    def words(self) -> int:
        """Words of the gold."""
        return sum(len(true.split()) for true in self.lines.values())

    def all_errors(self) -> int:
        """Return the wrong words of all lines."""
        return sum(map(self.errors, self.lines))

    def gain(self, p: Place, text: str) -> int:
        """Return how many errors another text at a place takes away."""
        return self.errors(p.line) - self.errors(p.line, {p.id: text})

    def printed(self, p: Place) -> str:
        """Return what is printed at a place."""
        said, where = self._laid(p.line, {p.id: p.decided})
        start, end = (squeezed(said, k) for k in where[p.id])
        return gold_under(squeeze(said), self.lines[p.line], start, max(start, end))


def squeezed(text: str, offset: int) -> int:
    """Return the offset in the squeezed text for an offset in the text."""
    head = squeeze(text[:offset])
    return len(head) + (bool(head) and text[offset - 1 : offset].isspace())


class Person:
    """Chooses keys; wants the errors that a key press takes away to be many."""

    def __init__(self, gold: Gold) -> None:
        """Know the gold."""
        self.gold = gold

    def keys(self, session: ReviewSession) -> Keys:
        """Return the keys to press for the item that is shown."""
        plans = [*self._single(session)] if session.whole else [*self._series(session)]
        best = max(plans, key=lambda plan: plan[0] / len(plan[1]), default=(0, []))
        ahead = (
            session.queue[session.index + 1].gain if session.index + 1 < len(session.queue) else 0.0
        )
        if best[0] / max(len(best[1]), 1) > min(ahead, PATIENCE):
            return best[1]
        right = all(self.gold.printed(p) == squeeze(p.decided) for p in session.places)
        return [ACCEPT] if right else [NEXT]

    def _single(self, session: ReviewSession) -> Iterable[tuple[int, Keys]]:
        p = session.shown
        yield self.gold.gain(p, p.correction.after), [ACCEPT]
        yield self.gold.gain(p, p.correction.before), [REJECT]
        for k, text in enumerate(session.digits()):
            yield self.gold.gain(p, text), [str(k + 1)]
        true = self.gold.printed(p)
        yield self.gold.gain(p, true), [EDIT, *true, ENTER]

    def _series(self, session: ReviewSession) -> Iterable[tuple[int, Keys]]:
        """Yield decisions on a series: all places but those harmed, or one place alone."""
        before = {p.id: p.correction.before for p in session.places}
        proposed = {p.id: p.correction.after for p in session.places}
        yield self._with_exceptions(session, before, REJECT)
        yield self._with_exceptions(session, proposed, ACCEPT)
        for word in session.digits():
            texts = {p.id: session.reading(p, word, 2) for p in session.places}
            yield self._with_exceptions(session, texts, "", word)
        for at, p in enumerate(session.places):
            way = [NEXT_PLACE] * at + [ONLY]
            yield self.gold.gain(p, p.correction.before), [*way, REJECT]
            for k, word in enumerate(session.digits(p)):
                yield self.gold.gain(p, session.reading(p, word, 1)), [*way, str(k + 1)]

    def _with_exceptions(
        self, session: ReviewSession, texts: Mapping[int, str], key: str, word: str = ""
    ) -> tuple[int, Keys]:
        """Return gain and keys of a decision, the places that it would harm unticked.

        Args:
            session: what is shown.
            texts: what each place would say.
            key: that decides; "" where a word is chosen.
            word: chosen by its digit, at the place that is shown then.

        """
        gains = [self.gold.gain(p, texts[p.id]) for p in session.places]
        last = max((k for k, gain in enumerate(gains) if gain < 0), default=0)
        keys: Keys = []
        for k in range(last + 1):
            keys += [NEXT_PLACE] * (k > 0) + [UNTICK] * (gains[k] < 0)
        digits = session.digits(session.places[last])
        if key:
            return sum(gain for gain in gains if gain > 0), [*keys, key]
        if word not in digits:
            return 0, [NEXT]
        return sum(gain for gain in gains if gain > 0), [*keys, str(digits.index(word) + 1)]
