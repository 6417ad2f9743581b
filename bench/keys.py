"""The review page's keys without the page: the same items, places, digits and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.formats.corrections import Status
from vnfix.review import items
from vnfix.review.decisions import decide
from vnfix.review.web.app import in_place
from vnfix.review.web.views import readings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.review.items import Filters, Series
    from vnfix.review.records import Place
    from vnfix.review.store import Store

REVIEWER = "gold"
ACCEPT, REJECT, NEXT, NEXT_PLACE, UNTICK, ONLY, EDIT, ENTER = (
    "a",
    "r",
    "j",
    "n",
    "x",
    "o",
    "e",
    "Enter",
)


class ReviewSession:
    """What the page shows, and what its keys do."""

    def __init__(self, store: Store, filters: Filters) -> None:
        """Begin with the first item of the queue."""
        self.store = store
        self.filters = filters
        self.queue: list[Series] = items.queue(store, filters)
        self.index = 0
        self.changed: list[Place] = []
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

    def digits(self, p: Place | None = None) -> list[str]:
        """Return the readings that the digits choose, at the shown place or another one."""
        return [text for text, _ in readings(p or self.shown, whole=self.whole)][:9]

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
            self._decide(Status.EDITED, self.digits()[int(key) - 1])
        elif key == EDIT:
            self._typed = []
        else:
            self._move(key)

    def _move(self, key: str) -> None:
        if key == NEXT:
            self.index += 1
            self._open()
        elif key == NEXT_PLACE:
            self.at = (self.at + 1) % len(self.places)
        elif key == UNTICK:
            self.ticked ^= {self.shown.id}
        elif key == ONLY:
            self.ticked = {self.shown.id}

    def _type(self, key: str) -> None:
        assert self._typed is not None
        if key != ENTER:
            self._typed.append(key)
            return
        word, self._typed = "".join(self._typed), None
        self._decide(Status.EDITED, word)

    def _decide(self, status: Status, word: str | None = None) -> None:
        chosen: Sequence[Place] = [p for p in self.places if p.id in self.ticked]
        after = word
        if word is not None and len(chosen) == 1:
            after = self.reading(chosen[0], word, 1)
        self.changed += decide(self.store, [p.id for p in chosen], status, REVIEWER, after)
        if len(chosen) == len(self.places):
            self.index += 1
        self._open()
