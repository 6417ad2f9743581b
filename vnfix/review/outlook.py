"""How many mistakes are left: what is expected by the probabilities of all places.

A place that nobody has decided is wrong with what its confidence leaves; one that was decided is
right. Words that nothing is asked about, beside others that are damaged, are wrong the oftener the
more is expected to be wrong at the places that ask.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vnfix.model import Safety
from vnfix.review.items import ALL, AUTO, OPEN, SHOWN, Filters, condition
from vnfix.review.records import wrong_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vnfix.model import Correction, Line
    from vnfix.review.store import Store

KEPT_WRONG = 3.5
"""How much oftener a word of a damaged line that is kept and not asked about is wrong than the
places that ask lead to expect of any word there. Fitted to four seeds and 30 gazette PDFs, each
read by tables that had not seen it, where 0.3 to 14 in a hundred of such words were wrong."""
MOST_WRONG = 0.5
"""Greatest share of wrong words among them."""
LEFT = "CASE WHEN status = 'proposed' AND fixer != 'reviewer' THEN wrong ELSE 0.0 END"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a document, or one of its pages, stands.

    Attributes:
        open: places that ask for a decision and have none.
        decided: places that somebody has decided.
        left: mistakes that are expected still.
        auto: places that are changed without asking, and nobody has decided.
        conflicts: places about which reviewers differ.

    """

    open: int
    decided: int
    left: float
    auto: int = 0
    conflicts: int = 0


def unasked_mistakes(lines: Iterable[Line], asked: Sequence[Correction]) -> float:
    """Return how many mistakes are expected in words that nothing is asked about.

    Args:
        lines: those of a document, or some of them, in order.
        asked: corrections and doubts in them, sorted by place.

    """
    kept, words, wrong, k = 0, 0, 0.0, 0
    for line in lines:
        covered = 0
        while k < len(asked) and asked[k].start < line.end:
            covered += max(len(asked[k].before.split()), 1)
            wrong += wrong_of(asked[k]) if asked[k].safety is not Safety.AUTO else 0.0
            k += 1
        if covered:
            words += max(len(line.text.split()), covered)
            kept += max(len(line.text.split()) - covered, 0)
    return kept * min(KEPT_WRONG * wrong / words, MOST_WRONG) if words else 0.0


def standings(store: Store, filters: Filters | None = None) -> Mapping[int, Standing]:
    """Return how each document stands, by its number; of `filters` all but `show` counts."""
    unasked = dict(map(tuple, store.rows("SELECT id, unasked FROM documents")))
    found = _grouped(store, "document", filters)
    return {
        number: replace(s, left=s.left + unasked.get(number, 0.0)) for number, s in found.items()
    }


def mistakes(store: Store, filters: Filters | None = None) -> float:
    """Return how many mistakes are expected at the places that ask or are made; all `show`."""
    return sum(s.left for s in _grouped(store, "document", filters).values())


def page_standings(store: Store, document: int) -> Mapping[int, Standing]:
    """Return how the pages of a document stand, by their numbers; healthy ones are left out."""
    return _grouped(store, "page", Filters(documents=[document]))


def _grouped(store: Store, column: str, filters: Filters | None) -> dict[int, Standing]:
    where, values = condition(replace(filters or Filters(), show=ALL))
    rows = store.rows(
        f"SELECT {column}, total({SHOWN[OPEN]}), total(status != 'proposed'), total({LEFT}),"
        f" total({SHOWN[AUTO]}), total(conflict) FROM corrections WHERE {where} GROUP BY {column}",
        values,
    )
    return {
        row[0]: Standing(int(row[1]), int(row[2]), row[3], int(row[4]), int(row[5])) for row in rows
    }
