"""The review page's keys without the page: the same items, places, digits and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vnfix.review import items
from vnfix.review.decisions import decide
from vnfix.review.jsonl import Status
from vnfix.review.records import place
from vnfix.review.web import views
from vnfix.review.web.app import in_place

if TYPE_CHECKING:
    from vnfix.review.items import Filters, Series
    from vnfix.review.records import Place
    from vnfix.review.store import Store

REVIEWER = "gold"
ACCEPT, REJECT, EDIT, ENTER = "a", "r", "e", "Enter"
NEXT, NEXT_PLACE, UNTICK, ONLY = "j", "n", "x", "o"
DIGITS = 9


class Choice(NamedTuple):
    """What a digit chooses: another reading of a place."""

    place: int
    series: str
    reading: str


class Desk:
    """What the page shows, and what its keys do."""

    def __init__(self, store: Store, filters: Filters) -> None:
        """Begin with the first item of the queue."""
        self.store = store
        self.filters = filters
        self.queue: list[Series] = items.queue(store, filters)
        self.index = 0
        self.changed: list[Place] = []
        self._aside: set[str] = set()  # series that were seen with another word of their line
        self._typed: list[str] | None = None
        self._open()

    def _open(self) -> None:
        """Show the current item at its first place, all places ticked."""
        self.at = 0
        self.places: list[Place] = []
        if self.index < len(self.queue):
            self.places = items.series(self.store, self.queue[self.index].id, self.filters)
        self.ticked = {p.id for p in self.places}

    @property
    def over(self) -> bool:
        """Whether there is nothing left to look at."""
        return not self.places

    @property
    def whole(self) -> bool:
        """Whether readings are shown with the marks around the word."""
        return len(self.places) == 1

    @property
    def shown(self) -> Place:
        """The place that is shown."""
        return self.places[self.at]

    @property
    def following(self) -> int:
        """Number of the item that comes next."""
        index = self.index + 1
        while index < len(self.queue) and self.queue[index].id in self._aside:
            index += 1
        return index

    def choices(self, p: Place) -> list[Choice]:
        """Return what the digits choose while a place is shown."""
        line = items.Filters(items.ALL, documents=[p.document], lines=[p.line])
        found = views.choices(p, items.select(self.store, line), whole=self.whole)
        return [Choice(c["place"], c["series"], c["reading"]) for c in found[:DIGITS]]

    def reading(self, p: Place, word: str, count: int) -> str:
        """Return the text that a decision for `count` places puts at one of them."""
        return word if self.whole and count == 1 else in_place(p, word)

    def press(self, key: str) -> None:
        """Do what the page does for a key."""
        if self._typed is not None:
            self._type(key)
        elif key == ACCEPT:
            self._decide(Status.ACCEPTED)
        elif key == REJECT:
            self._decide(Status.REJECTED)
        elif key.isdecimal():
            self._choose(self.choices(self.shown)[int(key) - 1])
        elif key == EDIT:
            self._typed = []
        else:
            self._move(key)

    def _move(self, key: str) -> None:
        if key == NEXT:
            self._go_on()
        elif key == NEXT_PLACE:
            self.at = (self.at + 1) % len(self.places)
        elif key == UNTICK:
            self.ticked ^= {self.shown.id}
        elif key == ONLY:
            self.ticked = {self.shown.id}

    def _go_on(self) -> None:
        """Leave the item; what else was to be seen in its line comes last."""
        for other in self.choices(self.shown):
            self._set_aside(other)
        self.index = self.following
        self._open()

    def _set_aside(self, choice: Choice) -> None:
        if len(items.series(self.store, choice.series, self.filters)) <= 1:
            self._aside.add(choice.series)

    def _choose(self, choice: Choice) -> None:
        if choice.place == self.shown.id:
            self._decide(Status.EDITED, choice.reading)
            return
        other = [choice.place]
        self.changed += decide(self.store, other, Status.EDITED, REVIEWER, choice.reading)
        self._set_aside(choice)

    def _type(self, key: str) -> None:
        assert self._typed is not None
        if key != ENTER:
            self._typed.append(key)
            return
        word, self._typed = "".join(self._typed), None
        self._decide(Status.EDITED, word)

    def _decide(self, status: Status, word: str | None = None) -> None:
        chosen = [p for p in self.places if p.id in self.ticked]
        after = word
        if word is not None and len(chosen) == 1:
            after = self.reading(chosen[0], word, 1)
        self.changed += decide(self.store, [p.id for p in chosen], status, REVIEWER, after)
        if len(chosen) == len(self.places):
            self._go_on()
        else:
            self._open()

    def place(self, number: int) -> Place:
        """Return a place by its number."""
        return place(self.store, number)
